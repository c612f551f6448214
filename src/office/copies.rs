//! The copies of the office as last looked at, and the way to ask for one more. They are taken above (`app::backup`).

use crate::domain::time::Moment;
use std::path::PathBuf;
use std::sync::Arc;
use tokio::sync::watch;

/// What is known of the copies. Cheap to clone; every clone tells the same.
#[derive(Clone)]
pub struct Copies {
    now: Arc<watch::Sender<Arc<CopiesNow>>>,
    /// How many were asked for by hand.
    wanted: Arc<watch::Sender<u64>>,
}

/// All copies.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct CopiesNow {
    /// Where they lie; empty before the first look.
    pub folder: PathBuf,
    /// Whether one is being taken.
    pub underway: bool,
    /// Newest first. Each was read back and opened before it got its name.
    pub files: Vec<CopyFile>,
    /// Why the last try came to nothing, and when.
    pub trouble: Option<(Moment, String)>,
}

/// A copy.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CopyFile {
    /// The file's name.
    pub name: String,
    /// Its size.
    pub bytes: u64,
    /// When it was taken.
    pub taken: Moment,
}

impl Default for Copies {
    fn default() -> Copies {
        Copies { now: Arc::new(watch::channel(Arc::default()).0), wanted: Arc::new(watch::channel(0).0) }
    }
}

impl Copies {
    /// All copies as last looked at.
    pub fn now(&self) -> Arc<CopiesNow> {
        self.now.borrow().clone()
    }

    /// Asks for one more. Asked again while one is being taken, it is one more all the same.
    pub fn want(&self) {
        self.wanted.send_modify(|count| *count += 1);
    }

    /// Follows what is asked for.
    pub fn wanted(&self) -> watch::Receiver<u64> {
        self.wanted.subscribe()
    }

    /// Tells what has changed.
    pub fn tell(&self, change: impl FnOnce(&mut CopiesNow)) {
        self.now.send_modify(|known| {
            let mut changed = CopiesNow::clone(known);
            change(&mut changed);
            *known = Arc::new(changed);
        });
    }
}
