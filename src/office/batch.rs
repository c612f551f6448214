//! Deciding a batch: each ask against the office as the asks before it left it.

use super::{Answered, SubmitError};
use crate::clock::Clock;
use crate::domain::account::Actor;
use crate::domain::command::{Answer, Ask};
use crate::domain::decide::{self, Decision};
use crate::domain::event::Entry;
use crate::domain::ids::{RequestId, Seq};
use crate::domain::profile::Profile;
use crate::domain::state::{Changes, State};
use crate::domain::time::Moment;
use crate::store::{Reader, Sealed, StoreError};
use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// What a batch came to. Nothing of it has happened until it is written.
pub(super) struct Decided {
    /// The office after the batch.
    pub(super) state: State,
    /// Entries to write.
    pub(super) sealed: Vec<Sealed>,
    /// Rows to write.
    pub(super) changes: Changes,
    /// One reply per ask, in order; held back until the entries are on disk, refusals too, because
    /// they may rest on an ask of the same batch.
    pub(super) replies: Vec<Result<Answered, SubmitError>>,
}

/// Decides `asks` in order. `store` answers requests that were done before and opens the urn when
/// the day turns.
pub(super) fn decide<'a>(
    state: State,
    profile: &Profile,
    clock: &dyn Clock,
    store: &Reader,
    asks: impl Iterator<Item = &'a Ask>,
) -> Result<Decided, StoreError> {
    let mut batch = Batch {
        profile,
        decided: Decided { state, sealed: Vec::new(), changes: Changes::new(), replies: Vec::new() },
        answered: BTreeMap::new(),
    };
    for ask in asks {
        let reply = batch.one(clock.now(), store, ask)?;
        batch.decided.replies.push(reply);
    }
    Ok(batch.decided)
}

struct Batch<'a> {
    profile: &'a Profile,
    decided: Decided,
    answered: BTreeMap<RequestId, Answered>,
}

impl Batch<'_> {
    fn one(
        &mut self,
        reading: Moment,
        store: &Reader,
        ask: &Ask,
    ) -> Result<Result<Answered, SubmitError>, StoreError> {
        if let Some(request) = ask.request {
            if let Some(answered) = self.answered.get(&request) {
                return Ok(Ok(answered.clone()));
            }
            if let Some((seq, answer)) = store.answered(request)? {
                return Ok(Ok(Answered { seq, answer }));
            }
        }
        let mut now = self.stamp(reading);
        if decide::day_turns(&self.decided.state, self.profile, now) {
            // The urn is counted before the first act of the new day, so that whatever lies in it
            // is at least a night old. It is emptied by the entry itself.
            let (urn, waiting) = (store.urn()?, store.waiting_groups()?);
            let decision = decide::open_day(&self.decided.state, self.profile, now, urn, waiting);
            self.seal(now, Actor::Office, None, decision);
            now = self.stamp(reading);
        }
        // A decision is pure and holds the state by reference, so a fault in it spoils nothing.
        let state = &self.decided.state;
        let decision = catch_unwind(AssertUnwindSafe(|| decide::decide(state, self.profile, now, ask)));
        Ok(match decision {
            Ok(Ok(decision)) => Ok(self.seal(now, ask.actor, ask.request, decision)),
            Ok(Err(refusal)) => Err(SubmitError::Refused(refusal)),
            Err(_) => {
                tracing::error!(actor = ?ask.actor, "a decision panicked; the command was not done");
                Err(SubmitError::Fault)
            }
        })
    }

    /// The moment of the next entry: later than the last one, whatever the clock says (I12).
    fn stamp(&self, reading: Moment) -> Moment {
        Moment(reading.0.max(self.decided.state.last.0.saturating_add(1)))
    }

    fn seal(&mut self, at: Moment, actor: Actor, request: Option<RequestId>, decision: Decision) -> Answered {
        let Decision { events, answer, ballot } = decision;
        let decided = &mut self.decided;
        if events.is_empty() {
            return Answered { seq: decided.state.seq, answer: Answer::Nothing };
        }
        let entry = Entry { seq: Seq(decided.state.seq.0 + 1), at, actor, request, events, answer };
        decided.state.apply(&entry, &mut decided.changes);
        let answered = Answered { seq: entry.seq, answer: entry.answer.clone() };
        decided.sealed.push(Sealed { entry, ballot });
        if let Some(request) = request {
            self.answered.insert(request, answered.clone());
        }
        answered
    }
}
