//! The devices whose sockets are open: who is here now, what runs there, and when the others were here last.

use super::OfficeHandle;
use crate::domain::ids::AccountId;
use crate::domain::time::Moment;
use std::collections::{BTreeMap, VecDeque};
use std::net::IpAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// A sign-in that goes to and fro between two addresses, twice within so many seconds, is used at both: a print agent
/// lets go of the one before when another one comes.
const TO_AND_FRO_SECONDS: u64 = 600;
/// Comings that are remembered of a sign-in.
const COMINGS: usize = 4;
/// Two sockets that are both open for so many seconds are both alive: one whose device has gone without a word is let
/// go sooner.
const BOTH_SECONDS: u64 = 60;

/// Open sockets of devices. Cheap to clone; every clone tells the same.
#[derive(Clone, Default)]
pub struct Sockets {
    known: Arc<Mutex<Known>>,
}

#[derive(Default)]
struct Known {
    next: u64,
    open: BTreeMap<u64, Open>,
    /// When the last socket of a device closed.
    left: BTreeMap<AccountId, Moment>,
    /// Devices whose sign-in was used at two addresses at once.
    twice: BTreeMap<AccountId, Twice>,
    /// Where each sign-in came from the last times, and when.
    comings: BTreeMap<[u8; 32], VecDeque<(IpAddr, Moment)>>,
}

/// An open socket.
struct Open {
    whose: Whose,
    since: Moment,
    version: Option<Version>,
}

/// Whose socket it is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Whose {
    /// The account of the device.
    pub account: AccountId,
    /// Its sign-in.
    pub digest: [u8; 32],
    /// Where it comes from, if that is known.
    pub from: Option<IpAddr>,
}

/// A sign-in that was used at two addresses at once: it was copied, or the device has two ways into the network.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Twice {
    /// Which sign-in.
    pub digest: [u8; 32],
    /// The two addresses.
    pub from: [IpAddr; 2],
    /// When that was seen last.
    pub at: Moment,
}

/// What runs on a device.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Version {
    /// The build of its page, or the version of its agent.
    pub name: String,
    /// Whether it is what this program would give it.
    pub current: bool,
}

/// What the sockets of a device tell.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Seen {
    /// Open sockets.
    pub open: usize,
    /// What runs there; what is not current first.
    pub version: Option<Version>,
    /// When the last one closed, if none is open.
    pub left: Option<Moment>,
    /// Whether its sign-in was used at two addresses at once since the start.
    pub twice: Option<Twice>,
}

impl Sockets {
    /// What is known of a device since the start.
    pub fn of(&self, account: AccountId) -> Seen {
        let known = self.known();
        let open = || known.open.values().filter(|open| open.whose.account == account);
        let version = open().filter_map(|open| open.version.clone()).min_by_key(|version| version.current);
        let left = known.left.get(&account).copied().filter(|_| open().next().is_none());
        Seen { open: open().count(), version, left, twice: known.twice.get(&account).cloned() }
    }

    fn known(&self) -> MutexGuard<'_, Known> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Known {
    /// A sign-in comes from an address; the two between which it goes to and fro.
    fn comes(&mut self, whose: Whose, now: Moment) -> Option<[IpAddr; 2]> {
        let comings = self.comings.entry(whose.digest).or_default();
        comings.push_back((whose.from?, now));
        while comings.len() > COMINGS {
            comings.pop_front();
        }
        match *comings.make_contiguous() {
            [(a, first), (b, _), (c, _), (d, last)]
                if a == c && b == d && a != b && last.seconds_since(first) <= TO_AND_FRO_SECONDS =>
            {
                Some([a.min(b), a.max(b)])
            }
            _ => None,
        }
    }

    /// A sign-in is used at two addresses; the log is told once of each two.
    fn note(&mut self, Whose { account, digest, .. }: Whose, from: [IpAddr; 2], at: Moment) {
        let before = self.twice.insert(account, Twice { digest, from, at });
        if before.is_none_or(|before| (before.digest, before.from) != (digest, from)) {
            tracing::warn!(
                account = account.0,
                one = %from[0],
                other = %from[1],
                "a device is connected from two addresses at once: its sign-in may have been copied"
            );
        }
    }

    /// The other address at which the sign-in of this socket is used now, if both are alive.
    fn elsewhere(&self, number: u64, now: Moment) -> Option<[IpAddr; 2]> {
        let lasting = |open: &&Open| now.seconds_since(open.since) >= BOTH_SECONDS;
        let own = self.open.get(&number).filter(lasting)?;
        let here = own.whose.from?;
        let same = self.open.values().filter(|open| open.whose.digest == own.whose.digest).filter(lasting);
        let there = same.filter_map(|open| open.whose.from).find(|there| *there != here)?;
        Some([here.min(there), here.max(there)])
    }
}

/// A device is here for as long as this is kept.
pub struct Here {
    office: OfficeHandle,
    whose: Whose,
    number: u64,
    since: Moment,
}

impl Here {
    /// A socket of a device was opened.
    pub fn open(office: &OfficeHandle, whose: Whose) -> Here {
        let since = office.now();
        let number = {
            let mut known = office.presence().sockets().known();
            known.next += 1;
            let number = known.next;
            known.open.insert(number, Open { whose, since, version: None });
            if let Some(from) = known.comes(whose, since) {
                known.note(whose, from, since);
            }
            number
        };
        Here { office: office.clone(), whose, number, since }
    }

    /// Looks whether the same sign-in is used at another address too. Whoever looks does so with every beat; the log
    /// is told once of each two addresses.
    pub fn look_around(&self) {
        let now = self.office.now();
        let mut known = self.office.presence().sockets().known();
        let Some(from) = known.elsewhere(self.number, now) else { return };
        known.note(self.whose, from, now);
    }

    /// When it was opened.
    pub fn since(&self) -> Moment {
        self.since
    }

    /// It told what runs there.
    pub fn runs(&self, version: Version) {
        let mut known = self.office.presence().sockets().known();
        if let Some(open) = known.open.get_mut(&self.number) {
            open.version = Some(version);
        }
    }
}

impl Drop for Here {
    fn drop(&mut self) {
        let now = self.office.now();
        let mut known = self.office.presence().sockets().known();
        known.open.remove(&self.number);
        known.left.insert(self.whose.account, now);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is noticed when a sign-in comes from these last numbers of an address, a minute apart each.
    fn noticed(comings: &[u8], minutes: i64) -> Option<[IpAddr; 2]> {
        let mut known = Known::default();
        let mut noticed = None;
        for (place, last) in (0..).zip(comings) {
            let from = Some(IpAddr::from([192, 168, 1, *last]));
            let whose = Whose { account: AccountId(7), digest: [1; 32], from };
            noticed = known.comes(whose, Moment(place * minutes * 60_000_000));
            // Another device comes in between.
            known.comes(Whose { account: AccountId(8), digest: [2; 32], ..whose }, Moment(0));
        }
        noticed
    }

    #[test]
    fn a_sign_in_that_goes_to_and_fro_is_noticed() {
        let two = [IpAddr::from([192, 168, 1, 5]), IpAddr::from([192, 168, 1, 9])];
        assert_eq!(noticed(&[5, 9, 5, 9], 1), Some(two));
        assert_eq!(noticed(&[9, 5, 9, 5], 2), Some(two));
        for (comings, minutes) in [
            // A device that got another address, one that comes from one address, and one that roams by day.
            (&[5, 9][..], 1),
            (&[5, 5, 9, 9], 1),
            (&[5, 9, 5], 1),
            (&[5, 5, 5, 5], 1),
            (&[5, 9, 5, 9], 60),
        ] {
            assert_eq!(noticed(comings, minutes), None, "{comings:?}");
        }
    }
}
