//! Webhooks: addresses elsewhere that are told what happens.

use super::ids::{HookId, Seq};
use super::time::Moment;
use std::fmt;

/// An address that is told.
#[derive(Clone, PartialEq, Eq)]
pub struct Hook {
    /// Unique for ever.
    pub id: HookId,
    /// Where to.
    pub url: String,
    /// Of what.
    pub topics: Vec<Topic>,
    /// With which deliveries are signed.
    pub secret: String,
    /// When it was made.
    pub made: Moment,
    /// The entry from which on it is told.
    pub from: Seq,
    /// Why nothing is sent at present.
    pub paused: Option<HookPause>,
}

/// The secret stays out of logs.
impl fmt::Debug for Hook {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Hook({}, {}, {:?}, {:?})", self.id, self.url, self.topics, self.paused)
    }
}

/// Why nothing is sent. What happens meanwhile is sent afterwards.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum HookPause {
    /// Somebody said so.
    ByHand,
    /// Nothing arrived for days.
    Failing,
}

/// What an address can be told of.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Topic {
    /// A number was given.
    TicketIssued,
    /// A number is called, or called again.
    Call,
    /// A berkas was registered, or left a step for another.
    BerkasMoved,
    /// Its applicant may come to a loket for it.
    BerkasReady,
    /// It is over.
    BerkasClosed,
}

impl Topic {
    /// All, with their words.
    pub const ALL: [(Topic, &'static str); 5] = [
        (Topic::TicketIssued, "ticket.issued"),
        (Topic::Call, "call"),
        (Topic::BerkasMoved, "berkas.moved"),
        (Topic::BerkasReady, "berkas.ready"),
        (Topic::BerkasClosed, "berkas.closed"),
    ];

    /// Its word.
    pub fn word(self) -> &'static str {
        Topic::ALL.iter().find(|(topic, _)| *topic == self).map_or("", |(_, word)| word)
    }

    /// The topic with that word.
    pub fn parse(word: &str) -> Option<Topic> {
        Topic::ALL.iter().find(|(_, known)| *known == word).map(|(topic, _)| *topic)
    }
}

/// Something with a webhook.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum HookAct {
    /// A new one.
    Add {
        /// Where to; the caller has looked at it.
        url: String,
        /// Of what.
        topics: Vec<Topic>,
        /// Random.
        secret: String,
    },
    /// Nothing is sent any more.
    Remove(HookId),
    /// Nothing is sent for now.
    Pause(HookId, HookPause),
    /// It goes on where it stopped.
    Resume(HookId),
}
