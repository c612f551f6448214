//! Second chances: calls that repeat themselves, missed numbers that come back, and acts that an
//! officer takes back.

use super::super::account::roles;
use super::super::call::Voice;
use super::super::command::Answer;
use super::super::event::Event;
use super::super::ids::TicketId;
use super::super::loket::UNDO_SECONDS;
use super::super::profile::LoketPlan;
use super::super::queue::Place;
use super::super::refusal::Refusal;
use super::super::ticket::{Stage, Ticket};
use super::super::time::Moment;
use super::loket::{Counter, announce, answer, silence};
use super::{Draft, survey};

/// Calls again whoever was called and did not come, and gives up after the last call (SOP: three calls).
pub(super) fn repeat_calls(draft: &mut Draft<'_>) {
    let missing = draft.profile().missing;
    if missing.times == 0 {
        return;
    }
    for plan in &draft.profile().lokets {
        let current = draft.state.loket(plan.id).current.and_then(|id| draft.state.ticket(id));
        let Some(ticket) = current.filter(|ticket| ticket.stage == Stage::Called) else {
            continue;
        };
        let due = settled(draft, ticket)
            .is_some_and(|since| draft.now().seconds_since(since) >= u64::from(missing.every_seconds));
        if due && ticket.leg().calls < missing.times {
            announce(draft, plan, ticket);
        } else if due {
            draft.push(Event::TicketMissed { ticket: ticket.id });
        }
    }
}

/// When the last call of a ticket was over. `None` while it is still to be spoken.
fn settled(draft: &Draft<'_>, ticket: &Ticket) -> Option<Moment> {
    let calls = draft.state.calls.values().filter(|call| call.ticket == ticket.id);
    let Some(call) = calls.max_by_key(|call| call.id) else {
        return ticket.leg().called;
    };
    match call.voice {
        Voice::Waiting | Voice::Speaking { .. } => None,
        Voice::Spoken { at, .. } | Voice::Silent { at, .. } => Some(at.max(call.queued)),
    }
}

/// Kiosk: somebody whose number was missed says that they are here now.
pub(super) fn report_back(draft: &mut Draft<'_>, id: TicketId) -> Result<Answer, Refusal> {
    draft.require(roles::KIOSK)?;
    back_in_line(draft, id, None)
}

/// Console: puts a missed number of this counter's lines back.
pub(super) fn requeue(draft: &mut Draft<'_>, plan: &LoketPlan, id: TicketId) -> Result<Answer, Refusal> {
    back_in_line(draft, id, Some(plan))
}

/// Back into the line, some numbers further behind: whoever waited all the time goes first.
fn back_in_line(draft: &mut Draft<'_>, id: TicketId, at: Option<&LoketPlan>) -> Result<Answer, Refusal> {
    let ticket = draft.state.ticket(id).filter(|ticket| ticket.is_open());
    let ticket = ticket.ok_or(Refusal::NoSuchTicket(id))?;
    if ticket.stage != Stage::Missed {
        return Err(Refusal::NotMissed);
    }
    let purpose = &ticket.leg().purpose;
    if at.is_some_and(|plan| !plan.purposes.contains(purpose)) {
        return Err(Refusal::NotForThisLoket);
    }
    let class = Place::of(ticket).class;
    let ahead = draft.profile().missing.back_after;
    let order = match ahead.checked_sub(1) {
        // The last of those who go first; after everybody, when there are not as many.
        Some(last) => draft.state.line.places(purpose, class).nth(last as usize).map(|place| place.order),
        None => Some(ticket.leg().order),
    };
    let order = order.map_or(draft.now(), |order| Moment(order.0 + i64::from(ahead > 0)));
    draft.push(Event::TicketQueued { ticket: id, purpose: purpose.clone(), order, note: None });
    Ok(answer(ticket))
}

/// Notes that the act which follows may be taken back for a few seconds.
pub(super) fn retractable(draft: &mut Draft<'_>, at: &Counter<'_>, ticket: &Ticket) {
    draft.push(Event::ActRetractable { loket: at.plan.id, ticket: ticket.id, stage: ticket.stage });
}

/// Takes the last act back: the ticket is in hand again as it was.
pub(super) fn undo(draft: &mut Draft<'_>, at: &Counter<'_>) -> Result<Answer, Refusal> {
    let last = at.loket.last.filter(|last| draft.now().seconds_since(last.at) <= UNDO_SECONDS);
    let last = last.ok_or(Refusal::NothingToUndo)?;
    let ticket = draft.state.ticket(last.ticket).ok_or(Refusal::NothingToUndo)?;
    let in_hand = at.loket.current == Some(ticket.id);
    let back = match ticket.stage {
        Stage::Serving => in_hand && last.stage == Stage::Called,
        Stage::Missed | Stage::Waiting | Stage::WithBerkas | Stage::Ended(_) => {
            at.must_be_free(draft)?;
            // Meanwhile another counter may have called it and sent it on: then it is not this one's any more.
            let before = usize::from(ticket.stage == Stage::Waiting);
            let stop = ticket.legs.iter().rev().nth(before);
            stop.is_some_and(|leg| leg.loket == Some(at.plan.id))
        }
        Stage::Called | Stage::Held => false,
    };
    if !back {
        return Err(Refusal::NothingToUndo);
    }
    silence(draft, ticket.id);
    // Who is only called again has no tablet before them.
    survey::drop(draft, at);
    draft.push(Event::TicketReturned { ticket: ticket.id, loket: at.plan.id, stage: last.stage });
    Ok(answer(ticket))
}
