//! Deciding a batch: each ask against the office as the asks before it left it.
//!
//! Nothing here touches a disk: what was written before is asked of a [`Memory`], which is the store, or, in the
//! simulation of an office, a few maps.

use super::{Answered, SubmitError};
use crate::clock::Timekeeper;
use crate::domain::account::Actor;
use crate::domain::command::{Answer, Ask, Command};
use crate::domain::decide::{self, Decision};
use crate::domain::event::{Entry, Event};
use crate::domain::ids::{RequestId, Seq};
use crate::domain::privacy::{Holder, MOST_AT_ONCE};
use crate::domain::profile::Profile;
use crate::domain::skm::work::PermitGroup;
use crate::domain::state::{Changes, State};
use crate::domain::survey::{Ballot, Response};
use crate::domain::time::Moment;
use crate::domain::trust::Reading;
use crate::store::{Reader, Sealed, StoreError};
use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// What was written before, as far as deciding needs it.
pub trait Memory {
    /// What a request was answered, if it was.
    ///
    /// # Errors
    /// When it cannot be read.
    fn answered(&self, request: RequestId) -> Result<Option<(Seq, Answer)>, StoreError>;

    /// The responses in the urn, in no telling order.
    ///
    /// # Errors
    /// When they cannot be read.
    fn urn(&self) -> Result<Vec<Response>, StoreError>;

    /// The sums by permit type that wait to be told, those of the urn included.
    ///
    /// # Errors
    /// When they cannot be read.
    fn waiting_groups(&self) -> Result<Vec<PermitGroup>, StoreError>;

    /// Telephone numbers whose work was over by then, the longest over first, at most `most`.
    ///
    /// # Errors
    /// When they cannot be read.
    fn phones_closed(&self, until: Moment, most: usize) -> Result<Vec<(Moment, Holder)>, StoreError>;
}

impl Memory for Reader {
    fn answered(&self, request: RequestId) -> Result<Option<(Seq, Answer)>, StoreError> {
        self.answered(request)
    }

    fn urn(&self) -> Result<Vec<Response>, StoreError> {
        self.urn()
    }

    fn waiting_groups(&self) -> Result<Vec<PermitGroup>, StoreError> {
        self.waiting_groups()
    }

    fn phones_closed(&self, until: Moment, most: usize) -> Result<Vec<(Moment, Holder)>, StoreError> {
        self.phones_closed(until, most)
    }
}

/// What a batch came to. Nothing of it has happened until it is written.
pub struct Decided {
    /// The office after the batch.
    pub state: State,
    /// Entries to write.
    pub sealed: Vec<Sealed>,
    /// Rows to write.
    pub changes: Changes,
    /// One reply per ask, in order; held back until the entries are on disk, refusals too, because
    /// they may rest on an ask of the same batch.
    pub replies: Vec<Result<Answered, SubmitError>>,
    /// Whether other settings are in force from here on.
    pub over: bool,
    /// What the clock showed when somebody said that it is right; to be told to the timekeeper once it is written.
    pub confirmed: Option<Moment>,
}

/// Decides `asks` in order. `memory` answers requests that were done before and opens the urn when
/// the day turns.
///
/// # Errors
/// When the memory cannot be read; nothing is to be written then.
pub fn decide<'a>(
    state: State,
    profile: &Profile,
    time: &Timekeeper,
    memory: &dyn Memory,
    asks: impl Iterator<Item = &'a Ask>,
) -> Result<Decided, StoreError> {
    let mut batch = Batch {
        profile,
        decided: Decided {
            state,
            sealed: Vec::new(),
            changes: Changes::new(),
            replies: Vec::new(),
            over: false,
            confirmed: None,
        },
        answered: BTreeMap::new(),
        ballots: Vec::new(),
        turned: false,
        forgot: false,
    };
    for ask in asks {
        let reading = time.read(batch.decided.state.last);
        let reply = batch.one(reading, memory, ask)?;
        batch.decided.replies.push(reply);
    }
    Ok(batch.decided)
}

struct Batch<'a> {
    profile: &'a Profile,
    decided: Decided,
    answered: BTreeMap<RequestId, Answered>,
    /// What this batch puts into the urn, which the memory does not know yet.
    ballots: Vec<Ballot>,
    /// Whether the day has turned, so that the memory's urn is told already.
    turned: bool,
    /// Whether telephone numbers went, which the memory does not know yet.
    forgot: bool,
}

impl Batch<'_> {
    fn one(
        &mut self,
        reading: Reading,
        memory: &dyn Memory,
        ask: &Ask,
    ) -> Result<Result<Answered, SubmitError>, StoreError> {
        if self.decided.over {
            return Ok(Err(SubmitError::Stopped));
        }
        if let Some(request) = ask.request {
            if let Some(answered) = self.answered.get(&request) {
                return Ok(Ok(answered.clone()));
            }
            if let Some((seq, answer)) = memory.answered(request)? {
                return Ok(Ok(Answered { seq, answer }));
            }
        }
        if reading.trust.gives_numbers() {
            self.turn(reading.now, memory)?;
        }
        let now = self.stamp(reading.now);
        // A decision is pure and holds the state by reference, so a fault in it spoils nothing.
        let state = &self.decided.state;
        let decide = || decide::decide(state, self.profile, now, reading, ask);
        let decision = catch_unwind(AssertUnwindSafe(decide));
        Ok(match decision {
            Ok(Ok(decision)) if matches!(ask.command, Command::ConfirmClock(_)) => {
                Ok(self.confirm(reading.shown, memory, ask, decision)?)
            }
            Ok(Ok(mut decision)) => {
                if matches!(ask.command, Command::Tick) {
                    self.forget(reading, memory, &mut decision)?;
                }
                Ok(self.seal(now, ask.actor, ask.request, decision))
            }
            Ok(Err(refusal)) => Err(SubmitError::Refused(refusal)),
            Err(_) => {
                tracing::error!(actor = ?ask.actor, "a decision panicked; the command was not done");
                Err(SubmitError::Fault)
            }
        })
    }

    /// Opens the day of `at` if an earlier one is open.
    fn turn(&mut self, at: Moment, memory: &dyn Memory) -> Result<(), StoreError> {
        let now = self.stamp(at);
        if decide::day_turns(&self.decided.state, self.profile, now) {
            // The urn is counted before the first act of the new day, so that whatever lies in it
            // is at least a night old, unless somebody's word moves the clock. It is emptied by the entry itself.
            let (mut urn, mut waiting) = match std::mem::replace(&mut self.turned, true) {
                false => (memory.urn()?, memory.waiting_groups()?),
                true => (Vec::new(), Vec::new()),
            };
            for ballot in self.ballots.drain(..) {
                let group = PermitGroup::of(ballot.permit, &ballot.response);
                match waiting.iter_mut().find(|known| known.permit == group.permit) {
                    Some(known) => known.merge(&group),
                    None => waiting.push(group),
                }
                urn.push(ballot.response);
            }
            let decision = decide::open_day(&self.decided.state, self.profile, now, urn, waiting);
            self.seal(now, Actor::Office, None, decision);
        }
        Ok(())
    }

    /// Takes away telephone numbers whose time is over, once in a batch.
    fn forget(
        &mut self,
        reading: Reading,
        memory: &dyn Memory,
        tick: &mut Decision,
    ) -> Result<(), StoreError> {
        if let Some(until) = decide::phones_go_until(self.profile, reading)
            && !self.forgot
        {
            let phones = memory.phones_closed(until, MOST_AT_ONCE)?;
            self.forgot = !phones.is_empty();
            decide::forget_phones(tick, phones);
        }
        Ok(())
    }

    /// Somebody's word that the clock is right, which shows `shown`: the first act of the day that it opens.
    fn confirm(
        &mut self,
        shown: Moment,
        memory: &dyn Memory,
        ask: &Ask,
        decision: Decision,
    ) -> Result<Answered, StoreError> {
        if !decision.events.is_empty() {
            self.turn(shown, memory)?;
            self.decided.confirmed = Some(shown);
        }
        Ok(self.seal(self.stamp(shown), ask.actor, ask.request, decision))
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
        // What the office takes in by itself, it was opened with already.
        let other = |event: &Event| matches!(event, Event::SettingsChanged { .. });
        decided.over |= actor != Actor::Office && events.iter().any(other);
        let entry = Entry { seq: Seq(decided.state.seq.0 + 1), at, actor, request, events, answer };
        decided.state.apply(&entry, &mut decided.changes);
        let answered = Answered { seq: entry.seq, answer: entry.answer.clone() };
        self.ballots.extend(ballot.clone());
        decided.sealed.push(Sealed { entry, ballot });
        if let Some(request) = request {
            self.answered.insert(request, answered.clone());
        }
        answered
    }
}
