//! Pairing, as with a television: the device shows a short code, the administrator types it, and the device
//! is let in. Nothing is typed on the device, and no password stands on a wall.
//!
//! What waits lives in memory only and not for long. A code gives nobody anything: it only tells the
//! administrator which of the waiting devices is meant. What lets the device in is a secret that it fetches
//! once, with a key that only it knows.
//!
//! Moments are of the program's own count, so that ten minutes are ten minutes whatever becomes of the clock.

use crate::domain::device::Screen;
use crate::domain::time::Moment;
use sha2::{Digest, Sha256};
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};

/// A code is good for this long.
pub(super) const GOOD_FOR_SECONDS: u64 = 10 * 60;
/// Devices that may wait together; the oldest gives way.
const MOST_WAITING: usize = 32;
/// Devices that may wait from one address.
const MOST_FROM_ONE: usize = 4;
/// Letters of a code; none is taken for another.
const LETTERS: &[u8; 24] = b"ACDEFGHJKLMNPQRTUVWXY347";
/// Letters in a code.
const LONG: usize = 6;

/// A device that waits, as the administrator sees it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Waiting {
    /// What it shows.
    pub(super) code: String,
    /// The screen that was asked for.
    pub(super) screen: Option<Screen>,
    /// The browser's own description.
    pub(super) agent: String,
    /// Where it came from.
    pub(super) from: Option<IpAddr>,
    since: Moment,
    key: [u8; 32],
    /// The cookie's secret and its name, once it was let in.
    granted: Option<Grant>,
}

/// What a device fetches once.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Grant {
    /// The cookie's secret.
    pub(super) secret: String,
    /// Its screen.
    pub(super) screen: Screen,
}

/// What a device hears when it asks.
#[derive(PartialEq, Eq, Debug)]
pub(super) enum Answer {
    /// Not yet.
    Wait,
    /// It is in; this is told once.
    Granted(Grant),
    /// The code is too old, or the program was started anew: show another.
    Gone,
}

/// All devices that wait.
#[derive(Default)]
pub struct Pairings {
    waiting: Mutex<Vec<Waiting>>,
}

impl Pairings {
    /// A device begins to wait. `random` are fresh bytes; the code is made of them.
    pub(super) fn ask(
        &self,
        now: Moment,
        random: [u8; 32],
        (screen, agent, from): (Option<Screen>, String, Option<IpAddr>),
    ) -> String {
        let mut waiting = self.fresh(now);
        let from_there = |one: &&Waiting| one.from == from && from.is_some();
        if waiting.iter().filter(from_there).count() >= MOST_FROM_ONE {
            let oldest = waiting.iter().position(|one| one.from == from);
            oldest.map(|oldest| waiting.remove(oldest));
        }
        if waiting.len() >= MOST_WAITING {
            waiting.remove(0);
        }
        let key = Sha256::digest(secret(&random).as_bytes()).into();
        let mut code = code(&random);
        // Two that show the same would be mixed up.
        while waiting.iter().any(|one| one.code == code) {
            code = next(&code);
        }
        waiting.push(Waiting { code: code.clone(), screen, agent, from, since: now, key, granted: None });
        code
    }

    /// The device that shows this code.
    pub(super) fn look(&self, now: Moment, code: &str) -> Option<Waiting> {
        let code = tidy(code);
        self.fresh(now).iter().find(|one| one.code == code && one.granted.is_none()).cloned()
    }

    /// Lets the device with this code in.
    pub(super) fn grant(&self, now: Moment, code: &str, grant: Grant) -> bool {
        let code = tidy(code);
        let mut waiting = self.fresh(now);
        let found = waiting.iter_mut().find(|one| one.code == code && one.granted.is_none());
        found.is_some_and(|one| one.granted.replace(grant).is_none())
    }

    /// What became of the device with this key.
    pub(super) fn poll(&self, now: Moment, key: &str) -> Answer {
        let key: [u8; 32] = Sha256::digest(key.as_bytes()).into();
        let mut waiting = self.fresh(now);
        let Some(place) = waiting.iter().position(|one| one.key == key) else { return Answer::Gone };
        if waiting[place].granted.is_none() {
            return Answer::Wait;
        }
        waiting.remove(place).granted.map_or(Answer::Gone, Answer::Granted)
    }

    /// Those whose code is still good.
    fn fresh(&self, now: Moment) -> std::sync::MutexGuard<'_, Vec<Waiting>> {
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        waiting.retain(|one| now.seconds_since(one.since) < GOOD_FOR_SECONDS);
        waiting
    }
}

/// Random bytes as the device carries them: its key, or a cookie's secret.
pub(super) fn secret(random: &[u8; 32]) -> String {
    random.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A code of fresh bytes. It is derived, so that it tells nothing of the key.
fn code(random: &[u8; 32]) -> String {
    let digest = Sha256::digest([random.as_slice(), b"code"].concat());
    digest.iter().take(LONG).map(|byte| char::from(LETTERS[usize::from(*byte) % LETTERS.len()])).collect()
}

/// Another code.
fn next(code: &str) -> String {
    let digest = Sha256::digest(code.as_bytes());
    digest.iter().take(LONG).map(|byte| char::from(LETTERS[usize::from(*byte) % LETTERS.len()])).collect()
}

/// A code as people type it.
fn tidy(code: &str) -> String {
    code.chars().filter(char::is_ascii_alphanumeric).take(LONG + 1).collect::<String>().to_ascii_uppercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(pairings: &Pairings, at: i64, byte: u8, from: u8) -> String {
        let from = Some(IpAddr::from([192, 168, 1, from]));
        pairings.ask(Moment(at), [byte; 32], (Some(Screen::Kiosk), "Chromium".to_string(), from))
    }

    fn grant() -> Grant {
        Grant { secret: "s".to_string(), screen: Screen::Kiosk }
    }

    #[test]
    fn a_device_is_let_in_once() {
        let pairings = Pairings::default();
        let code = asked(&pairings, 0, 7, 1);
        let key = secret(&[7; 32]);
        assert_eq!(pairings.poll(Moment(0), &key), Answer::Wait);
        assert!(pairings.look(Moment(0), &format!(" {} ", code.to_lowercase())).is_some());
        assert!(pairings.grant(Moment(0), &code, grant()));
        assert!(!pairings.grant(Moment(0), &code, grant()), "nobody else is let in with it");
        assert_eq!(pairings.poll(Moment(0), &key), Answer::Granted(grant()));
        assert_eq!(pairings.poll(Moment(0), &key), Answer::Gone);
        assert_eq!(pairings.poll(Moment(0), &code), Answer::Gone, "a code opens nothing");
    }

    #[test]
    fn a_code_does_not_stay_good() {
        let pairings = Pairings::default();
        let code = asked(&pairings, 0, 7, 1);
        let later = Moment(0).plus_seconds(GOOD_FOR_SECONDS.cast_signed());
        assert_eq!(pairings.look(later, &code), None);
        assert_eq!(pairings.poll(later, &secret(&[7; 32])), Answer::Gone);
    }

    #[test]
    fn whoever_asks_often_only_pushes_out_themselves() {
        let pairings = Pairings::default();
        let mine = asked(&pairings, 0, 200, 9);
        for byte in 0..100 {
            asked(&pairings, 0, byte, 1);
        }
        assert!(pairings.look(Moment(0), &mine).is_some());
        assert_eq!(pairings.waiting.lock().map(|waiting| waiting.len()).ok(), Some(MOST_FROM_ONE + 1));
    }
}
