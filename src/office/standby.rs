//! The machines that follow the journal: how far each has come. What is known of them is forgotten with the program; which
//! there are stands in the journal, because each has an API token of its own.

use super::OfficeHandle;
use crate::domain::api_token::Scope;
use crate::domain::ids::{ApiTokenId, Seq};
use crate::domain::time::Moment;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::watch;

/// Whoever has not had everything for so long, in seconds, is late.
pub const LATE: u64 = 300;

/// A machine that follows the journal.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Standby {
    /// Its token.
    pub token: ApiTokenId,
    /// What the administrator calls that.
    pub name: String,
    /// When it last asked, since the office was opened.
    pub asked: Option<Moment>,
    /// The last entry that it has.
    pub reached: Option<Seq>,
    /// When it last had everything; if not since the office was opened or the token made, that moment.
    pub level: Moment,
    /// Whether that is longer ago than it should be.
    pub late: bool,
    /// When its token ends.
    pub expires: Moment,
}

/// What each was told. Cheap to clone; every clone knows the same.
#[derive(Clone)]
pub struct Standbys {
    known: Arc<Mutex<BTreeMap<ApiTokenId, Reading>>>,
    since: Moment,
    /// Whether nobody shall wait for the next entry any more.
    over: Arc<watch::Sender<bool>>,
}

#[derive(Clone, Copy)]
struct Reading {
    asked: Moment,
    reached: Seq,
    level: Option<Moment>,
    /// What an answer ended with that held all there was, and when.
    told: Option<(Seq, Moment)>,
}

impl Default for Standbys {
    fn default() -> Standbys {
        Standbys::since(Moment(0))
    }
}

impl Standbys {
    /// None was heard of before this moment.
    pub(super) fn since(since: Moment) -> Standbys {
        Standbys { known: Arc::default(), since, over: Arc::new(watch::channel(false).0) }
    }

    /// It asks for what comes after `reached`, so that it has.
    pub fn asked(&self, token: ApiTokenId, reached: Seq, at: Moment) {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        let reading = known.entry(token).or_insert(Reading { asked: at, reached, level: None, told: None });
        let level = reading.told.filter(|(seq, _)| reached >= *seq).map(|(_, then)| then);
        *reading = Reading { asked: at, reached, level: level.or(reading.level), told: None };
    }

    /// It was told everything up to `seq`, the last entry there was.
    pub fn told_all(&self, token: ApiTokenId, seq: Seq, at: Moment) {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(reading) = known.get_mut(&token) {
            // With nothing to tell it is level at once.
            if reading.reached >= seq {
                reading.level = Some(at);
            }
            reading.told = Some((seq, at));
        }
    }

    /// Whoever waits for the next entry is answered: the office closes.
    pub fn let_go(&self) {
        self.over.send_replace(true);
    }

    /// Tells when nobody shall wait any more.
    pub fn over(&self) -> watch::Receiver<bool> {
        self.over.subscribe()
    }

    fn of(&self, token: ApiTokenId) -> Option<Reading> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner).get(&token).copied()
    }
}

impl OfficeHandle {
    /// The machines that follow the journal: one for each token that is good for it.
    pub fn standbys(&self) -> Vec<Standby> {
        let (committed, now, known) = (self.committed(), self.now(), self.presence().standbys());
        let tokens = committed.state.api_tokens.values();
        let following = tokens.filter(|token| token.scopes.contains(&Scope::Follow));
        let standby = |token: &Arc<crate::domain::api_token::ApiToken>| {
            let reading = known.of(token.id);
            let level = reading.and_then(|reading| reading.level).unwrap_or(known.since.max(token.made));
            Standby {
                token: token.id,
                name: token.name.clone(),
                asked: reading.map(|reading| reading.asked),
                reached: reading.map(|reading| reading.reached),
                level,
                late: now.seconds_since(level) > LATE,
                expires: token.expires,
            }
        };
        following.map(standby).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ONE: ApiTokenId = ApiTokenId(1);

    fn level(standbys: &Standbys) -> Option<Moment> {
        standbys.of(ONE).expect("it asked").level
    }

    #[test]
    fn whoever_asks_for_more_than_it_was_told_has_that() {
        let standbys = Standbys::default();
        standbys.asked(ONE, Seq(0), Moment(10));
        assert_eq!(level(&standbys), None);
        standbys.told_all(ONE, Seq(7), Moment(11));
        assert_eq!(level(&standbys), None, "told is not written down");
        standbys.asked(ONE, Seq(7), Moment(15));
        assert_eq!(level(&standbys), Some(Moment(11)));
        // A part of what there is.
        standbys.asked(ONE, Seq(9), Moment(20));
        assert_eq!(level(&standbys), Some(Moment(11)));
    }

    #[test]
    fn whoever_keeps_asking_for_the_same_falls_behind() {
        let standbys = Standbys::default();
        for at in 10..20 {
            standbys.asked(ONE, Seq(3), Moment(at));
            standbys.told_all(ONE, Seq(8), Moment(at));
        }
        assert_eq!(level(&standbys), None, "its disk takes nothing");
        standbys.asked(ONE, Seq(8), Moment(20));
        standbys.told_all(ONE, Seq(8), Moment(30));
        assert_eq!(level(&standbys), Some(Moment(30)), "it waited, and nothing came");
    }
}
