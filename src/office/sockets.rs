//! The devices whose sockets are open: who is here now, what runs there, and when the others were here last.

use super::OfficeHandle;
use crate::domain::ids::AccountId;
use crate::domain::time::Moment;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Open sockets of devices. Cheap to clone; every clone tells the same.
#[derive(Clone, Default)]
pub struct Sockets {
    known: Arc<Mutex<Known>>,
}

#[derive(Default)]
struct Known {
    next: u64,
    open: BTreeMap<u64, (AccountId, Option<Version>)>,
    /// When the last socket of a device closed.
    left: BTreeMap<AccountId, Moment>,
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
}

impl Sockets {
    /// What is known of a device since the start.
    pub fn of(&self, account: AccountId) -> Seen {
        let known = self.known();
        let open = || known.open.values().filter(|(whose, _)| *whose == account);
        let version = open().filter_map(|(_, version)| version.clone()).min_by_key(|version| version.current);
        let left = known.left.get(&account).copied().filter(|_| open().next().is_none());
        Seen { open: open().count(), version, left }
    }

    fn known(&self) -> MutexGuard<'_, Known> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A device is here for as long as this is kept.
pub struct Here {
    office: OfficeHandle,
    account: AccountId,
    number: u64,
    since: Moment,
}

impl Here {
    /// A socket of a device was opened.
    pub fn open(office: &OfficeHandle, account: AccountId) -> Here {
        let number = {
            let mut known = office.presence().sockets().known();
            known.next += 1;
            let number = known.next;
            known.open.insert(number, (account, None));
            number
        };
        Here { office: office.clone(), account, number, since: office.now() }
    }

    /// When it was opened.
    pub fn since(&self) -> Moment {
        self.since
    }

    /// It told what runs there.
    pub fn runs(&self, version: Version) {
        let mut known = self.office.presence().sockets().known();
        if let Some((_, known)) = known.open.get_mut(&self.number) {
            *known = Some(version);
        }
    }
}

impl Drop for Here {
    fn drop(&mut self) {
        let now = self.office.now();
        let mut known = self.office.presence().sockets().known();
        known.open.remove(&self.number);
        known.left.insert(self.account, now);
    }
}
