//! A counter: sitting down, calling, and what becomes of the ticket in hand.

use super::super::account::Actor;
use super::super::call::{Silence, Voice};
use super::super::command::{Answer, LoketAct, TakeOver};
use super::super::event::Event;
use super::super::ids::{CallId, LoketId, Purpose, TicketId, Zone};
use super::super::loket::{Desk, Loket, Round};
use super::super::policy::{self, Why};
use super::super::profile::LoketPlan;
use super::super::refusal::Refusal;
use super::super::ticket::{End, Stage, Ticket};
use super::{Draft, again, complain, counter, legalise, reason, survey, voice};

/// Does one act at a counter.
pub(super) fn act(draft: &mut Draft<'_>, id: LoketId, act: &LoketAct) -> Result<Answer, Refusal> {
    let plan = draft.profile().loket(id).ok_or(Refusal::NoSuchLoket(id))?;
    if let LoketAct::Open { take_over } = act {
        return open(draft, plan, *take_over);
    }
    let at = Counter::of(draft, plan)?;
    match act {
        LoketAct::Open { .. } => unreachable!("answered above"),
        LoketAct::Pause { reason: words } => pause(draft, &at, words),
        LoketAct::Close => close(draft, &at),
        LoketAct::CallNext => call_next(draft, &at),
        LoketAct::Call { ticket, reason } => call_this(draft, &at, *ticket, reason.as_deref()),
        LoketAct::Recall => recall(draft, &at),
        LoketAct::Present => present(draft, &at),
        LoketAct::Miss => miss(draft, &at),
        LoketAct::Hold { reason: words } => {
            let ticket = at.serving(draft)?;
            survey::drop(draft, &at);
            draft.push(Event::TicketHeld { ticket: ticket.id, reason: reason(words)? });
            Ok(answer(ticket))
        }
        LoketAct::Resume { ticket } => resume(draft, &at, *ticket),
        LoketAct::Requeue { ticket } => again::requeue(draft, at.plan, *ticket),
        LoketAct::Undo => again::undo(draft, &at),
        LoketAct::Transfer { purpose, reason: words } => transfer(draft, &at, purpose, words),
        LoketAct::Finish => counter::finish(draft, &at),
        LoketAct::Dismiss { reason: words } => {
            let ticket = at.in_hand(draft)?;
            let note = Some(reason(words)?);
            again::retractable(draft, &at, ticket);
            survey::drop(draft, &at);
            silence(draft, ticket.id);
            draft.push(Event::TicketEnded { ticket: ticket.id, end: End::Cancelled, note });
            Ok(answer(ticket))
        }
        LoketAct::Attach { berkas } => counter::attach(draft, &at, *berkas),
        LoketAct::Register(register) => counter::register(draft, &at, register),
        LoketAct::TurnAway { permit, checklist, note } => {
            counter::turn_away(draft, &at, permit, checklist, note.as_deref())
        }
        LoketAct::Resubmit { checklist } => counter::resubmit(draft, &at, checklist),
        LoketAct::GiveBack { checklist } => counter::give_back(draft, &at, checklist.as_deref()),
        LoketAct::Complain(ask) => complain::file(draft, &at, ask),
        LoketAct::Legalise(ask) => legalise::note(draft, &at, ask),
        LoketAct::WithdrawLegalisation { place } => legalise::withdraw(draft, &at, *place),
        LoketAct::StartSurvey { key } => survey::start(draft, &at, *key),
        LoketAct::WaiveSurvey { reason: words } => survey::waive(draft, &at, words),
        LoketAct::HandOver { receiver } => counter::hand_over(draft, &at, receiver),
    }
}

/// A counter with its officer behind it.
pub(super) struct Counter<'a> {
    pub(super) plan: &'a LoketPlan,
    pub(super) loket: Loket,
}

impl<'a> Counter<'a> {
    /// Only the officer who sits there acts at a counter.
    fn of(draft: &Draft<'_>, plan: &'a LoketPlan) -> Result<Counter<'a>, Refusal> {
        draft.require(plan.role.as_str())?;
        let loket = draft.state.loket(plan.id);
        match loket.officer() {
            None => Err(Refusal::LoketClosed(plan.id)),
            Some(officer) if draft.context.actor != Actor::Account(officer) => Err(Refusal::NotYourLoket),
            Some(_) => Ok(Counter { plan, loket }),
        }
    }

    /// The ticket called or served here.
    pub(super) fn in_hand<'s>(&self, draft: &Draft<'s>) -> Result<&'s Ticket, Refusal> {
        let ticket = self.loket.current.and_then(|id| draft.state.ticket(id));
        ticket.ok_or(Refusal::NothingInHand)
    }

    /// The ticket whose holder stands here.
    pub(super) fn serving<'s>(&self, draft: &Draft<'s>) -> Result<&'s Ticket, Refusal> {
        let ticket = self.in_hand(draft)?;
        if ticket.stage == Stage::Serving { Ok(ticket) } else { Err(Refusal::NotPresent) }
    }

    fn draws(&self, purpose: &Purpose) -> bool {
        self.plan.purposes.contains(purpose)
    }

    /// Refuses a purpose that belongs to another counter.
    pub(super) fn must_draw(&self, purpose: &Purpose) -> Result<(), Refusal> {
        if self.draws(purpose) { Ok(()) } else { Err(Refusal::NotForThisLoket) }
    }

    /// Refuses while closed, paused, or with a ticket in hand.
    pub(super) fn must_be_free(&self, draft: &Draft<'_>) -> Result<(), Refusal> {
        match self.loket.desk {
            Desk::Closed => return Err(Refusal::LoketClosed(self.plan.id)),
            Desk::Paused { .. } => return Err(Refusal::LoketPaused(self.plan.id)),
            Desk::Open { .. } => {}
        }
        match self.in_hand(draft) {
            Ok(ticket) => Err(Refusal::LoketBusy(ticket.number)),
            Err(_) => Ok(()),
        }
    }
}

/// The usual answer: which ticket it was.
pub(super) fn answer(ticket: &Ticket) -> Answer {
    Answer::Ticket(ticket.id, ticket.number)
}

fn open(draft: &mut Draft<'_>, plan: &LoketPlan, take_over: TakeOver) -> Result<Answer, Refusal> {
    draft.require(plan.role.as_str())?;
    let account = draft.account()?.id;
    match draft.state.desk(plan.id) {
        Desk::Open { officer, .. } if *officer == account => return Ok(Answer::Nothing),
        Desk::Open { officer, .. } | Desk::Paused { officer, .. }
            if *officer != account && take_over == TakeOver::Never =>
        {
            return Err(Refusal::LoketTaken);
        }
        _ => {}
    }
    draft.push(Event::LoketOpened { loket: plan.id, officer: account });
    Ok(Answer::Done)
}

fn pause(draft: &mut Draft<'_>, at: &Counter<'_>, words: &str) -> Result<Answer, Refusal> {
    at.must_be_free(draft)?;
    draft.push(Event::LoketPaused { loket: at.plan.id, reason: reason(words)? });
    Ok(Answer::Done)
}

fn close(draft: &mut Draft<'_>, at: &Counter<'_>) -> Result<Answer, Refusal> {
    if let Ok(ticket) = at.in_hand(draft) {
        return Err(Refusal::LoketBusy(ticket.number));
    }
    if !at.loket.held.is_empty() {
        return Err(Refusal::LoketHolds);
    }
    draft.push(Event::LoketClosed { loket: at.plan.id });
    Ok(Answer::Done)
}

fn call_next(draft: &mut Draft<'_>, at: &Counter<'_>) -> Result<Answer, Refusal> {
    at.must_be_free(draft)?;
    let (line, plan) = (&draft.state.line, at.plan);
    let next = policy::next(line, &plan.purposes, &plan.order, at.loket.round, draft.now());
    let next = next.ok_or(Refusal::NobodyWaiting)?;
    let ticket = draft.state.ticket(next.ticket).ok_or(Refusal::NobodyWaiting)?;
    call(draft, at, ticket, next.why, next.round);
    Ok(answer(ticket))
}

fn call_this(
    draft: &mut Draft<'_>,
    at: &Counter<'_>,
    id: TicketId,
    words: Option<&str>,
) -> Result<Answer, Refusal> {
    at.must_be_free(draft)?;
    let ticket = draft.state.ticket(id).filter(|ticket| ticket.is_open());
    let ticket = ticket.ok_or(Refusal::NoSuchTicket(id))?;
    at.must_draw(&ticket.leg().purpose)?;
    let (why, round) = match ticket.stage {
        Stage::Missed => (Why::Again, at.loket.round),
        Stage::Waiting => {
            let (line, plan) = (&draft.state.line, at.plan);
            let next = policy::next(line, &plan.purposes, &plan.order, at.loket.round, draft.now());
            match next.filter(|next| next.ticket == id) {
                Some(next) => (next.why, next.round),
                None => (Why::Chosen { reason: reason(words.unwrap_or_default())? }, at.loket.round),
            }
        }
        _ => return Err(Refusal::NotWaiting),
    };
    call(draft, at, ticket, why, round);
    Ok(answer(ticket))
}

fn call(draft: &mut Draft<'_>, at: &Counter<'_>, ticket: &Ticket, why: Why, round: Round) {
    draft.push(Event::TicketCalled { ticket: ticket.id, loket: at.plan.id, why, round });
    announce(draft, at.plan, ticket);
}

/// Puts an announcement into the zone's queue. A queue that is full lets its oldest waiting call go
/// unspoken (I8); it has been on the boards all the while. What is being spoken is spoken to its end.
pub(super) fn announce(draft: &mut Draft<'_>, plan: &LoketPlan, ticket: &Ticket) {
    silence(draft, ticket.id);
    let zone = plan.zone.clone();
    // A tick may repeat several calls at once, so what this very decision has queued and silenced counts too.
    let silenced: Vec<_> = draft.events.iter().filter_map(silenced_by).collect();
    let queued: Vec<_> = draft.events.iter().filter_map(|event| queued_by(event, &zone)).collect();
    let pending = draft.state.calls_in(&zone).filter(|call| call.is_pending() && call.ticket != ticket.id);
    let known = pending.map(|call| (call.id, call.voice == Voice::Waiting));
    let pending: Vec<_> = known.chain(queued).filter(|(call, _)| !silenced.contains(call)).collect();
    let most = draft.profile().announcing.most_queued.max(1) as usize;
    if pending.len() >= most
        && let Some((call, _)) = pending.into_iter().find(|(_, waits)| *waits)
    {
        draft.push(Event::CallSilenced { call, why: Silence::Crowded });
    }
    let call = draft.next_call();
    draft.push(Event::CallQueued {
        call,
        zone,
        ticket: ticket.id,
        number: ticket.number,
        loket: plan.id,
        nth: ticket.leg().calls + 1,
    });
    if voice::paused(draft).is_some() {
        draft.push(Event::CallSilenced { call, why: Silence::Paused });
    }
}

fn silenced_by(event: &Event) -> Option<CallId> {
    if let Event::CallSilenced { call, .. } = event { Some(*call) } else { None }
}

fn queued_by(event: &Event, in_zone: &Zone) -> Option<(CallId, bool)> {
    match event {
        Event::CallQueued { call, zone, .. } if zone == in_zone => Some((*call, true)),
        _ => None,
    }
}

/// Nothing more needs to be said about a ticket.
pub(super) fn silence(draft: &mut Draft<'_>, ticket: TicketId) {
    let waiting = draft.state.calls.values().filter(|call| call.ticket == ticket);
    let waiting = waiting.filter(|call| call.voice == Voice::Waiting);
    let waiting: Vec<_> = waiting.map(|call| call.id).collect();
    for call in waiting {
        draft.push(Event::CallSilenced { call, why: Silence::NotNeeded });
    }
}

fn recall(draft: &mut Draft<'_>, at: &Counter<'_>) -> Result<Answer, Refusal> {
    let ticket = at.in_hand(draft)?;
    if ticket.stage != Stage::Called {
        return Err(Refusal::AlreadyPresent);
    }
    announce(draft, at.plan, ticket);
    Ok(answer(ticket))
}

fn present(draft: &mut Draft<'_>, at: &Counter<'_>) -> Result<Answer, Refusal> {
    let ticket = at.in_hand(draft)?;
    if ticket.stage != Stage::Called {
        return Err(Refusal::AlreadyPresent);
    }
    again::retractable(draft, at, ticket);
    silence(draft, ticket.id);
    draft.push(Event::TicketPresent { ticket: ticket.id });
    Ok(answer(ticket))
}

fn miss(draft: &mut Draft<'_>, at: &Counter<'_>) -> Result<Answer, Refusal> {
    let ticket = at.in_hand(draft)?;
    if ticket.stage != Stage::Called {
        return Err(Refusal::AlreadyPresent);
    }
    again::retractable(draft, at, ticket);
    silence(draft, ticket.id);
    draft.push(Event::TicketMissed { ticket: ticket.id });
    Ok(answer(ticket))
}

fn resume(draft: &mut Draft<'_>, at: &Counter<'_>, id: TicketId) -> Result<Answer, Refusal> {
    at.must_be_free(draft)?;
    if !at.loket.held.contains(&id) {
        return Err(Refusal::NotHeld);
    }
    let ticket = draft.state.ticket(id).ok_or(Refusal::NoSuchTicket(id))?;
    draft.push(Event::TicketResumed { ticket: id });
    Ok(answer(ticket))
}

fn transfer(
    draft: &mut Draft<'_>,
    at: &Counter<'_>,
    purpose: &Purpose,
    words: &str,
) -> Result<Answer, Refusal> {
    let ticket = at.in_hand(draft)?;
    if draft.profile().lokets_for(purpose).next().is_none() || ticket.leg().purpose == *purpose {
        return Err(Refusal::NoSuchPurpose);
    }
    let note = Some(reason(words)?);
    again::retractable(draft, at, ticket);
    survey::drop(draft, at);
    silence(draft, ticket.id);
    draft.push(Event::TicketQueued {
        ticket: ticket.id,
        purpose: purpose.clone(),
        order: ticket.leg().order,
        note,
    });
    Ok(answer(ticket))
}
