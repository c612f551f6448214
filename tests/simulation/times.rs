//! The machine's clock, which is right most of the time.

use loket::domain::time::{Date, Moment, UtcOffset};
use std::time::Duration;

const WITA: UtcOffset = UtcOffset(8 * 3600);
const SECOND: i64 = 1_000_000;
const DAY: i64 = 86_400 * SECOND;

/// Time as it is, and what the clock makes of it.
pub struct Times {
    dice: fastrand::Rng,
    truth: Moment,
    wrong: Option<Wrong>,
    /// Steps until somebody notices that the office is in the future and waits for it, so to speak.
    ahead: u32,
    /// Steps in which everything happens within seconds.
    rush: u32,
    /// Whether the office works over midnight, and is rushed then.
    nights: bool,
}

/// A clock that is wrong for a while.
struct Wrong {
    what: &'static str,
    shift: i64,
    steps: u32,
    /// Whether it turns out to have been right.
    stays: bool,
}

impl Times {
    /// Half past seven on Monday, 23 November 2026.
    pub fn start(dice: fastrand::Rng, nights: bool) -> Times {
        let truth = WITA.moment(Date::constant(2026, 11, 23).at(7, 30, 0, 0));
        Times { dice, truth, wrong: None, ahead: 0, rush: 0, nights }
    }

    /// Goes on, and reads the clock: how much time has passed, and what it shows. `last` is the moment of the office's
    /// last entry.
    pub fn step(&mut self, last: Moment) -> (Duration, Moment) {
        let before = self.truth;
        self.pass(last);
        let passed = Duration::from_micros(u64::try_from(self.truth.0 - before.0).unwrap_or(0));
        self.stray();
        (passed, Moment(self.truth.0 + self.wrong.as_ref().map_or(0, |wrong| wrong.shift)))
    }

    /// Whether the clock shows what is.
    pub fn is_right(&self) -> bool {
        self.wrong.is_none()
    }

    /// For people.
    pub fn told(&self) -> String {
        let wrong = self.wrong.as_ref().map_or("right", |wrong| wrong.what);
        format!("at {}, the clock {wrong}", WITA.local(self.truth))
    }

    fn pass(&mut self, last: Moment) {
        self.rush = match self.rush {
            0 if self.dice.u32(0..300) == 0 => self.dice.u32(20..80),
            rush => rush.saturating_sub(1),
        };
        let seconds = match self.dice.u32(0..100) {
            _ if self.rush > 0 => 0,
            0..20 => 0,
            20..80 => self.dice.i64(0..20),
            80..97 => self.dice.i64(20..90),
            _ => self.dice.i64(90..600),
        };
        let rushed = self.nights && self.rush > 0;
        self.truth = Moment(
            self.truth.0 + seconds * SECOND + self.dice.i64(0..if rushed { SECOND / 5 } else { SECOND }),
        );
        let local = WITA.local(self.truth);
        let weekend = local.date().weekday().to_monday_one_offset() > 5 && self.dice.u32(0..12) > 0;
        let closed = local.hour() >= 17 || local.hour() < 7 || weekend;
        if closed && self.wrong.is_none() && !rushed {
            let what = self.dice.u32(0..20);
            if self.nights && what < 8 {
                self.rush = self.dice.u32(30..80);
            }
            self.truth = match what {
                // Many who ask, while one day ends and the next begins.
                0..8 if self.nights => Moment(next(self.truth, 0, 0).0 - self.dice.i64(SECOND..3 * SECOND)),
                // A tap at the very turn of the day, and the next one after it.
                0 => Moment(next(self.truth, 0, 0).0 - self.dice.i64(1..3)),
                // A night in which somebody works on.
                1..8 => self.truth,
                // Four days off.
                8 => Moment(next(self.truth, 7, 31).0 + 3 * DAY),
                _ => next(self.truth, 7, 31),
            };
        }
        // The clock was far ahead for a moment: entries are stamped in that future until it has come.
        if self.wrong.is_none() && last.0 > self.truth.0 + DAY / 2 {
            self.ahead += 1;
            if self.ahead > 150 {
                (self.truth, self.ahead) = (next(last, 7, 31), 0);
            }
        }
    }

    fn stray(&mut self) {
        if let Some(wrong) = &mut self.wrong {
            wrong.steps = wrong.steps.saturating_sub(1);
            if wrong.steps == 0 {
                if wrong.stays {
                    self.truth = Moment(self.truth.0 + wrong.shift);
                }
                self.wrong = None;
            }
        } else if self.dice.u32(0..400) == 0 {
            let (what, shift) = match self.dice.u32(0..20) {
                0..6 => ("ten minutes back", -600 * SECOND),
                6..10 => ("in 1970", -self.truth.0),
                10..13 => ("a day ahead", DAY),
                13..15 => ("a minute ahead", 60 * SECOND),
                15..17 => ("three days ahead", 3 * DAY),
                _ => ("ten years ahead", 3_653 * DAY),
            };
            let stays = shift > 0 && self.dice.bool();
            self.wrong = Some(Wrong { what, shift, steps: self.dice.u32(1..60), stays });
        }
    }
}

/// The next time it is that late.
fn next(after: Moment, hour: i8, minute: i8) -> Moment {
    let date = WITA.local(after).date();
    let today = WITA.moment(date.at(hour, minute, 0, 0));
    if today > after { today } else { Moment(today.0 + DAY) }
}
