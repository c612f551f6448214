//! What is going to happen on a day, in the order of the clock.

use loket::domain::ids::{BerkasId, LoketId};
use loket::domain::time::Moment;
use std::cmp::Reverse;
use std::collections::{BTreeSet, BinaryHeap};

/// Something that happens.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) enum What {
    /// Somebody comes for a service.
    Comes(char),
    /// Somebody comes back for their berkas.
    Returns(BerkasId),
    /// An officer sits down, or comes back.
    Opens(LoketId),
    /// An officer is free for the next.
    Calls(LoketId),
    /// It is noon, or closing time, for an officer who waits for somebody to come.
    Nudges(LoketId),
    /// Whoever was called stands at the counter.
    Arrives(LoketId),
    /// Whoever was called does not come.
    Misses(LoketId),
    /// The counter is done.
    Finishes(LoketId),
    /// A desk takes what lies there longest.
    Takes(usize),
    /// A desk decides.
    Decides(usize, BerkasId),
}

/// One day.
pub(crate) struct Agenda {
    pub(crate) opens: Moment,
    pub(crate) closes: Moment,
    /// From when to when everybody rests.
    pub(crate) rest: Option<(Moment, Moment)>,
    /// Lokets whose officer waits for somebody to come.
    pub(crate) idle: BTreeSet<LoketId>,
    /// Desks on which nothing lies.
    pub(crate) empty: BTreeSet<usize>,
    coming: BinaryHeap<Reverse<(Moment, u64, What)>>,
    pushed: u64,
}

impl Agenda {
    pub(crate) fn new(opens: Moment, closes: Moment, rest: Option<(Moment, Moment)>) -> Agenda {
        let (idle, empty) = (BTreeSet::new(), BTreeSet::new());
        Agenda { opens, closes, rest, idle, empty, coming: BinaryHeap::new(), pushed: 0 }
    }

    pub(crate) fn push(&mut self, at: Moment, what: What) {
        self.pushed += 1;
        self.coming.push(Reverse((at, self.pushed, what)));
    }

    pub(crate) fn next(&mut self) -> Option<(Moment, What)> {
        self.coming.pop().map(|Reverse((at, _, what))| (at, what))
    }

    /// When people come, in the morning or later.
    pub(crate) fn coming(&self, morning: bool) -> (Moment, Moment) {
        let (noon, after) = self.rest.unwrap_or((self.closes, self.opens));
        let early = (self.opens.plus_seconds(-900), noon.plus_seconds(-600));
        let late = (after.plus_seconds(-300), self.closes.plus_seconds(-2_700));
        if morning || late.0 >= late.1 { early } else { late }
    }

    /// The end of the rest, if it is time to rest.
    pub(crate) fn resting(&self, at: Moment) -> Option<Moment> {
        self.rest.filter(|(from, until)| *from <= at && at < *until).map(|(_, until)| until)
    }
}
