//! Who guessed wrong lately, and how long they wait. In memory only.

use super::Sessions;
use crate::domain::time::Moment;
use std::collections::BTreeMap;
use std::net::IpAddr;
use std::sync::PoisonError;

/// Wrong guesses remembered; the oldest give way.
pub(super) const MOST_GUESSES: usize = 10_000;
/// Wrong guesses that cost nothing.
const FREE: u32 = 3;
/// Longest pause after a wrong guess, in seconds.
const LONGEST_PAUSE: u64 = 300;
/// Wrong guesses within an hour from one address, whatever the login. This machine itself is not counted: it may be the
/// proxy through which everybody comes.
pub(super) const MOST_FROM_ONE: u32 = 60;
/// In seconds.
const HOUR: u64 = 3600;

/// Whose wrong guesses are counted together.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Guessing {
    /// One login from one address.
    Here(String, Option<IpAddr>),
    /// One login, from addresses where it never was right.
    Elsewhere(String),
    /// One address, whatever the login.
    From(IpAddr),
    /// Not a guess: this login was right from here.
    Right(String, Option<IpAddr>),
}

#[derive(Clone, Copy)]
pub(super) struct Guesses {
    wrong: u32,
    first: Moment,
    last: Moment,
}

impl Sessions {
    /// Seconds until this login may be tried again from here. After three wrong guesses each costs 1, 2, 4, ... 300
    /// seconds. What others guess elsewhere does not hold up whoever was right from this address before, so nobody can
    /// lock a colleague out; whoever comes from a new address shares the pause of all new addresses.
    pub(super) fn must_wait(&self, login: &str, from: Option<IpAddr>, now: Moment) -> Option<u32> {
        let guesses = self.guesses.lock().unwrap_or_else(PoisonError::into_inner);
        let pause = |guessing: &Guessing| {
            let known = guesses.get(guessing).filter(|known| known.wrong >= FREE)?;
            let pause = 1_u64.checked_shl(known.wrong - FREE).unwrap_or(u64::MAX).min(LONGEST_PAUSE);
            Some(pause.saturating_sub(now.seconds_since(known.last)))
        };
        let login = || login.to_string();
        let here = pause(&Guessing::Here(login(), from));
        let at_home = guesses.contains_key(&Guessing::Right(login(), from));
        let elsewhere = if at_home { None } else { pause(&Guessing::Elsewhere(login())) };
        let flood = from.filter(|from| !from.is_loopback()).and_then(|from| {
            let known = guesses.get(&Guessing::From(from)).filter(|known| known.wrong >= MOST_FROM_ONE)?;
            Some(HOUR.saturating_sub(now.seconds_since(known.first)))
        });
        let left = [here, elsewhere, flood].into_iter().flatten().max()?;
        u32::try_from(left).ok().filter(|left| *left > 0)
    }

    pub(super) fn guessed_wrong(&self, login: &str, from: Option<IpAddr>, now: Moment) {
        let mut guesses = self.guesses.lock().unwrap_or_else(PoisonError::into_inner);
        let at_home = guesses.contains_key(&Guessing::Right(login.to_string(), from));
        let mut all = vec![Guessing::Here(login.to_string(), from)];
        all.extend((!at_home).then(|| Guessing::Elsewhere(login.to_string())));
        all.extend(from.map(Guessing::From));
        for guessing in all {
            count(&mut guesses, guessing, now);
        }
    }

    pub(super) fn was_right(&self, login: &str, from: Option<IpAddr>, now: Moment) {
        let mut guesses = self.guesses.lock().unwrap_or_else(PoisonError::into_inner);
        guesses.remove(&Guessing::Here(login.to_string(), from));
        count(&mut guesses, Guessing::Right(login.to_string(), from), now);
    }
}

fn count(guesses: &mut BTreeMap<Guessing, Guesses>, guessing: Guessing, now: Moment) {
    if guesses.len() >= MOST_GUESSES && !guesses.contains_key(&guessing) {
        let oldest = guesses.iter().min_by_key(|(_, known)| known.last).map(|(guessing, _)| guessing.clone());
        oldest.map(|oldest| guesses.remove(&oldest));
    }
    let known = guesses.entry(guessing.clone()).or_insert(Guesses { wrong: 0, first: now, last: now });
    // An hour of one address begins anew; a pause that has long passed is forgotten.
    if now.seconds_since(known.first) >= HOUR && matches!(guessing, Guessing::From(_))
        || now.seconds_since(known.last) >= HOUR
    {
        *known = Guesses { wrong: 0, first: now, last: now };
    }
    *known = Guesses { wrong: known.wrong + 1, last: now, ..*known };
}
