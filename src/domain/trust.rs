//! Whether the machine's clock is believed.
//!
//! Numbers restart with the service day, and the day is found by the clock. A clock whose battery is dead may say 1970
//! or 2036; a day that was opened by it could never be closed again, because days only go forward. So a clock that says
//! what cannot be is not followed: no day opens by it, the office says so in words, and somebody who answers for the
//! office says that the clock is right, or has it mended, whereupon the office goes on by itself.
//!
//! While the program runs it counts the time for itself, and a clock is held against that count. At a start there is
//! only the last entry of the journal to hold it against.

use super::time::Moment;

/// A clock further ahead of the last entry than this is not believed at a start, in seconds. The longest time an office
/// is closed and switched off is around Idulfitri: holiday, joint leave and the weekends beside them were eleven days
/// in 2025. Fifteen leave room for who goes a little earlier, and no dead battery is that modest.
pub const LONGEST_CLOSURE: i64 = 15 * 86_400;

/// A clock that leaps further ahead than this while the program runs is not believed, in seconds. It is more than any
/// correction of an hour, a zone or a date that was set one day wrong.
pub const LARGEST_LEAP: i64 = 36 * 3_600;

/// A clock that goes back by no more than this is being corrected, in seconds; nobody is alarmed.
pub const SMALL_STEP: i64 = 600;

/// Whoever says that the clock is right has seen it this long ago at most, in seconds.
pub const SEEN_WITHIN: i64 = 300;

/// 2025-01-01T00:00:00Z: no office was kept with this program before.
const EARLIEST: Moment = Moment(1_735_689_600_000_000);

/// 2126-01-01T00:00:00Z: no office of today is kept that long.
const LATEST: Moment = Moment(4_922_899_200_000_000);

/// How far the clock is believed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Trust {
    /// It is right, as far as anybody can tell.
    Right,
    /// It went back while the program ran. The office goes on by its own count, and says so.
    SetBack,
    /// It leapt ahead while the program ran. What began today goes on by the office's own count; nobody gets a new
    /// number and no day opens, because it may have been wrong before and be right now.
    Leapt,
    /// At the start it was far ahead of the last entry, or behind it. Nothing is done that bears a date.
    Unknown,
}

impl Trust {
    /// Its word for screens.
    pub fn code(self) -> &'static str {
        match self {
            Trust::Right => "right",
            Trust::SetBack => "set-back",
            Trust::Leapt => "leapt",
            Trust::Unknown => "unknown",
        }
    }

    /// Whether a day may open by it and a number may be given.
    pub fn gives_numbers(self) -> bool {
        matches!(self, Trust::Right | Trust::SetBack)
    }

    /// Whether it is known which day this is.
    pub fn knows_the_day(self) -> bool {
        self != Trust::Unknown
    }
}

/// What time it is, as far as the office knows.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Reading {
    /// What the office goes by.
    pub now: Moment,
    /// What the machine's clock shows.
    pub shown: Moment,
    /// How far that is believed.
    pub trust: Trust,
}

impl Reading {
    /// A clock that is believed.
    pub fn right(now: Moment) -> Reading {
        Reading { now, shown: now, trust: Trust::Right }
    }
}

/// Whether an office may live at `at` at all.
pub fn is_possible(at: Moment) -> bool {
    (EARLIEST..LATEST).contains(&at)
}

/// Whether an office whose last entry is of `last` may be switched on at `shown`. Before the first entry, and after
/// entries of a clock that showed an impossible year, any possible moment is good.
pub fn may_follow(last: Moment, shown: Moment) -> bool {
    let soon = last.plus_seconds(-SMALL_STEP)..=last.plus_seconds(LONGEST_CLOSURE);
    is_possible(shown) && (!is_possible(last) || soon.contains(&shown))
}

/// A moment, and what was so then.
#[derive(Clone, Copy, Debug)]
struct Point {
    at: Moment,
    /// The count of the running program, in microseconds.
    count: i64,
    /// The last entry.
    last: Moment,
}

impl Point {
    /// The moment at another count.
    fn moment(self, count: i64) -> Moment {
        Moment(self.at.0.saturating_add(count.saturating_sub(self.count).max(0)))
    }
}

/// What a running program has seen of its clock.
#[derive(Clone, Copy, Debug, Default)]
pub struct Watch {
    /// When the clock was believed last.
    known: Option<Point>,
    /// From where time is counted while it was never believed.
    doubted: Option<Point>,
}

impl Watch {
    /// Judges a clock that shows `shown` while the program's own count is `count` microseconds. `last` is the moment of the last
    /// entry.
    pub fn judge(&self, last: Moment, shown: Moment, count: i64) -> Reading {
        // Entries come no further ahead of the count than they were, unless somebody said that the clock is right.
        let reach = |known: Point| known.moment(count).max(known.last).plus_seconds(SMALL_STEP);
        let known = self.known.filter(|known| last <= reach(*known));
        let counted = known.map(|known| known.moment(count));
        let (now, trust) = match counted {
            Some(counted) if shown > counted.plus_seconds(LARGEST_LEAP) => (counted, Trust::Leapt),
            Some(counted) if shown < counted.plus_seconds(-SMALL_STEP) => (counted, Trust::SetBack),
            Some(_) => (shown, Trust::Right),
            None if may_follow(last, shown) => (shown, Trust::Right),
            None => (self.counted_from(last, shown, count).moment(count), Trust::Unknown),
        };
        Reading { now, shown, trust }
    }

    /// Remembers what was judged.
    pub fn learn(&mut self, last: Moment, count: i64, reading: Reading) {
        match reading.trust {
            Trust::Right => self.accept(last, reading.shown, count),
            Trust::Unknown => self.doubted = Some(self.counted_from(last, reading.shown, count)),
            Trust::SetBack | Trust::Leapt => {}
        }
    }

    /// Somebody said that the clock is right.
    pub fn accept(&mut self, last: Moment, shown: Moment, count: i64) {
        *self = Watch { known: Some(Point { at: shown, count, last }), doubted: None };
    }

    /// While nothing is known, time goes on from the last entry; before the first, from a moment that no later start
    /// finds in its way.
    fn counted_from(&self, last: Moment, shown: Moment, count: i64) -> Point {
        let from = if is_possible(last) { last } else { last.max(shown.min(Moment(0))) };
        self.doubted.unwrap_or(Point { at: from, count, last })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LAST: Moment = Moment(1_795_000_000_000_000);
    const DAY: i64 = 86_400;
    const SECOND: i64 = 1_000_000;

    fn at(seconds: i64) -> Moment {
        LAST.plus_seconds(seconds)
    }

    /// What a program says that starts when its clock shows that.
    fn started(shown: Moment) -> Trust {
        Watch::default().judge(LAST, shown, 0).trust
    }

    /// A program whose clock was right so long ago.
    fn running(last: Moment, shown: Moment, passed: i64) -> Reading {
        let mut watch = Watch::default();
        watch.learn(LAST, 0, watch.judge(LAST, LAST, 0));
        watch.judge(last, shown, passed * SECOND)
    }

    #[test]
    fn an_office_opens_by_itself_after_a_night_a_weekend_and_idulfitri() {
        for closed in [0, 15 * 3_600, 63 * 3_600, 5 * DAY, 11 * DAY, 15 * DAY] {
            assert_eq!(started(at(closed)), Trust::Right, "closed for {closed} s");
        }
        assert_eq!(started(at(-600)), Trust::Right, "a small correction while it was off");
    }

    #[test]
    fn no_office_opens_by_a_clock_that_has_lost_its_battery() {
        for wrong in [at(15 * DAY + 1), at(3_650 * DAY), Moment(0), at(-DAY), at(-601), Moment(i64::MAX)] {
            assert_eq!(started(wrong), Trust::Unknown, "{wrong:?}");
        }
    }

    #[test]
    fn the_very_first_start_opens_in_any_possible_year() {
        let first = |shown| Watch::default().judge(Moment(0), shown, 0).trust;
        assert_eq!((first(LAST), first(EARLIEST)), (Trust::Right, Trust::Right));
        assert_eq!((first(Moment(0)), first(Moment(EARLIEST.0 - 1))), (Trust::Unknown, Trust::Unknown));
        assert_eq!((first(LATEST), first(Moment(i64::MAX))), (Trust::Unknown, Trust::Unknown));
        // Entries of a year that was impossible do not stand in the way of the right one.
        assert!(may_follow(Moment(5_000_000), LAST));
    }

    #[test]
    fn a_leap_while_it_runs_is_held_against_the_own_count() {
        let leap = running(LAST, at(3 * DAY), 300);
        assert_eq!((leap.trust, leap.now), (Trust::Leapt, at(300)));
        assert_eq!(running(LAST, at(3 * DAY), 3 * 86_400).trust, Trust::Right, "three days did pass");
        assert_eq!(running(LAST, at(36 * 3_600), 0).trust, Trust::Right);
        let back = running(LAST, at(-3_600), 300);
        assert_eq!((back.trust, back.now), (Trust::SetBack, at(300)));
        assert_eq!(running(LAST, at(-300), 300).trust, Trust::Right, "ten minutes back are a correction");
    }

    #[test]
    fn an_entry_ahead_of_the_count_is_somebodys_word() {
        let word = at(3 * DAY);
        assert_eq!(running(word, word, 300).trust, Trust::Right, "as after a crash that kept the word");
    }

    #[test]
    fn time_goes_on_from_the_last_entry_while_nothing_is_known() {
        let mut watch = Watch::default();
        let (ahead, minute) = (at(4_000 * DAY), 60 * SECOND);
        watch.learn(LAST, 0, watch.judge(LAST, ahead, 0));
        assert_eq!(watch.judge(LAST, ahead, minute).now, at(60));
        // The clock was mended.
        assert_eq!(watch.judge(LAST, at(DAY), minute), Reading::right(at(DAY)));
        watch.accept(LAST, ahead, minute);
        assert_eq!(watch.judge(ahead, ahead, minute), Reading::right(ahead));
    }

    #[test]
    fn a_word_for_a_clock_behind_the_journal_holds_until_the_clock_has_come_there() {
        let mut watch = Watch::default();
        let (behind, hours) = (at(-2 * DAY), |hours: i64| hours * 3_600 * SECOND);
        assert_eq!(watch.judge(LAST, behind, hours(0)).trust, Trust::Unknown);
        watch.accept(LAST, behind, hours(0));
        for passed in 0..60 {
            let shown = behind.plus_seconds(passed * 3_600);
            let last = LAST.max(shown);
            let reading = watch.judge(last, shown, hours(passed));
            assert_eq!(reading, Reading::right(shown));
            watch.learn(last, hours(passed), reading);
        }
    }
}
