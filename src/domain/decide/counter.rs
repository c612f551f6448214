//! The work at a counter: registering, receiving again, the hand-over.

use super::super::berkas::{Berkas, CheckedItem, Lacking, Mark, Passage, Receiver, Standing};
use super::super::command::{Answer, Register};
use super::super::event::{Event, Turn};
use super::super::ids::{BerkasId, PermitCode, StepId};
use super::super::number::BerkasNumber;
use super::super::paper::Paper;
use super::super::person::Applicant;
use super::super::profile::PermitType;
use super::super::refusal::Refusal;
use super::super::sop::{Act, Choice, Goal, Outcome, Place, Step};
use super::super::state::Counter as Series;
use super::super::ticket::{End, Ticket};
use super::loket::{Counter, answer};
use super::{Draft, MOST_WORDS, again, legalise, name, reason, survey, within};

/// The counter is done with the ticket: it goes where its berkas needs it, or it ends.
pub(super) fn finish(draft: &mut Draft<'_>, at: &Counter<'_>) -> Result<Answer, Refusal> {
    let ticket = at.serving(draft)?;
    let here = &ticket.leg().purpose;
    let sop = &draft.profile().sop;
    let berkas = ticket.berkas.and_then(|id| draft.state.berkas(id)).filter(|berkas| berkas.is_open());
    match berkas {
        Some(berkas) if sop.purpose_at(&berkas.step) == Some(here) => return Err(Refusal::NotDoneYet),
        None if sop.registration().place == Place::Counter(here.clone()) => {
            return Err(Refusal::NothingRegistered);
        }
        None if sop.steps().iter().any(|step| step.place == Place::Counter(here.clone())) => {
            return Err(Refusal::NoBerkas);
        }
        _ => legalise::must_be_noted(draft, ticket)?,
    }
    again::retractable(draft, at, ticket);
    match berkas {
        Some(berkas) => follow(draft, ticket, &berkas.step.clone()),
        None => draft.push(Event::TicketEnded { ticket: ticket.id, end: End::Served, note: None }),
    }
    survey::drop(draft, at);
    Ok(answer(ticket))
}

/// Sends a ticket where its berkas is going: into a line, or to wait beside it.
pub(super) fn follow(draft: &mut Draft<'_>, ticket: &Ticket, step: &StepId) {
    let (ticket, order) = (ticket.id, draft.now());
    match draft.profile().sop.purpose_at(step).cloned() {
        Some(purpose) => draft.push(Event::TicketQueued { ticket, purpose, order, note: None }),
        None => draft.push(Event::TicketParked { ticket }),
    }
}

/// Joins the ticket in hand to a berkas.
pub(super) fn attach(draft: &mut Draft<'_>, at: &Counter<'_>, id: BerkasId) -> Result<Answer, Refusal> {
    let ticket = at.serving(draft)?;
    if ticket.berkas.is_some() {
        return Err(Refusal::HasBerkas);
    }
    let berkas = open_berkas(draft, id)?;
    if let Some(visit) = draft.state.visit_of(berkas) {
        return Err(Refusal::AlreadyHere(visit.number));
    }
    draft.push(Event::TicketAttached { ticket: ticket.id, berkas: id });
    Ok(Answer::Berkas(id))
}

/// Registers a complete berkas.
pub(super) fn register(draft: &mut Draft<'_>, at: &Counter<'_>, ask: &Register) -> Result<Answer, Refusal> {
    let ticket = at.serving(draft)?;
    let (step, choice, to) = registration(draft, at, ticket)?;
    if ticket.berkas.is_some() {
        return Err(Refusal::HasBerkas);
    }
    let permit = permit(draft, &ask.permit)?;
    if missing(permit, &ask.checklist)? > 0 {
        return Err(Refusal::Incomplete);
    }
    let applicant = Applicant { name: name(&ask.applicant.name)?, ..ask.applicant.clone() };
    let berkas = BerkasId(draft.state.next(&Series::Berkas));
    let year = draft.day().year();
    let n = u32::try_from(draft.state.next(&Series::BerkasYear(year))).unwrap_or(u32::MAX);
    let mut passages = applicants_part(draft, ticket);
    passages.push(at_counter(draft, at, ticket, step, choice));
    draft.push(Event::BerkasRegistered {
        berkas,
        number: BerkasNumber { year, n },
        token: ask.token,
        code: ask.code,
        ticket: ticket.id,
        permit: permit.code.clone(),
        applicant,
        checklist: ask.checklist.clone(),
        previous: ask.previous,
        passages,
        to: to.clone(),
    });
    follow(draft, ticket, &to);
    receipt(draft, at, ticket, berkas);
    Ok(Answer::Berkas(berkas))
}

/// Receives a returned berkas again, now complete.
pub(super) fn resubmit(
    draft: &mut Draft<'_>,
    at: &Counter<'_>,
    checklist: &[CheckedItem],
) -> Result<Answer, Refusal> {
    let ticket = at.serving(draft)?;
    let (step, choice, to) = registration(draft, at, ticket)?;
    let berkas = berkas_of(draft, ticket)?;
    if !matches!(berkas.standing, Standing::Returned { .. }) {
        return Err(Refusal::NotAtThisStep);
    }
    let permit = permit(draft, &berkas.permit)?;
    // What was found wanting must be there now, even where the condition is said not to apply.
    let there = |asked: &Lacking| {
        let mut lines = checklist.iter().filter(|line| line.requirement == asked.requirement);
        lines.all(|line| line.mark == Mark::Present)
    };
    if missing(permit, checklist)? > 0 || !berkas.lacking().iter().all(there) {
        return Err(Refusal::Incomplete);
    }
    draft.push(Event::BerkasChecked { berkas: berkas.id, checklist: checklist.to_vec() });
    // The applicant's own step ends here; the office's clock stood still meanwhile.
    let mended = draft.profile().sop.step(&berkas.step).ok_or(Refusal::NotAtThisStep)?;
    let proceed = mended.choice_by(Act::Proceed).ok_or(Refusal::NotAtThisStep)?;
    let passage = Passage {
        step: berkas.step.clone(),
        choice: proceed.id.clone(),
        by: None,
        arrived: berkas.arrived,
        taken: None,
        left: ticket.leg().queued.max(berkas.arrived),
        waited: 0,
        worked: 0,
        norm: mended.minutes,
        reason: None,
        lacking: Vec::new(),
        exception: None,
    };
    let turn = Turn::Onward;
    draft.push(Event::BerkasMoved { berkas: berkas.id, passage, to: step.id.clone(), turn });
    let passage = at_counter(draft, at, ticket, step, choice);
    draft.push(Event::BerkasMoved { berkas: berkas.id, passage, to: to.clone(), turn });
    follow(draft, ticket, &to);
    receipt(draft, at, ticket, berkas.id);
    Ok(Answer::Berkas(berkas.id))
}

/// Ends the visit with the list of what is missing; nothing is registered.
pub(super) fn turn_away(
    draft: &mut Draft<'_>,
    at: &Counter<'_>,
    code: &PermitCode,
    checklist: &[CheckedItem],
    note: Option<&str>,
) -> Result<Answer, Refusal> {
    let ticket = at.serving(draft)?;
    registration(draft, at, ticket)?;
    if ticket.berkas.is_some() {
        return Err(Refusal::HasBerkas);
    }
    let permit = permit(draft, code)?;
    if missing(permit, checklist)? == 0 {
        return Err(Refusal::NothingMissing);
    }
    let note = note.map(str::trim).filter(|note| !note.is_empty());
    let note = note.map(|note| within(note, MOST_WORDS)).transpose()?;
    draft.push(Event::TicketEnded { ticket: ticket.id, end: End::Incomplete, note: note.clone() });
    if let Some(printer) = at.plan.printer.clone() {
        let paper = Paper::Shortfall {
            ticket: ticket.id,
            permit: permit.code.clone(),
            checklist: checklist.to_vec(),
            note,
        };
        draft.order(printer, paper, ticket.lang, None);
    }
    Ok(answer(ticket))
}

/// Ends the visit of a returned berkas that is not mended yet, with the list of what is still lacking. Whoever
/// has gone through the checklist again strikes out what is mended, and adds what is missing besides.
pub(super) fn give_back(
    draft: &mut Draft<'_>,
    at: &Counter<'_>,
    checklist: Option<&[CheckedItem]>,
) -> Result<Answer, Refusal> {
    let ticket = at.serving(draft)?;
    registration(draft, at, ticket)?;
    let berkas = berkas_of(draft, ticket)?;
    let Standing::Returned { reason, lacking } = &berkas.standing else {
        return Err(Refusal::NotAtThisStep);
    };
    let mut open = lacking.clone();
    if let Some(checklist) = checklist {
        if missing(permit(draft, &berkas.permit)?, checklist)? == 0 {
            return Err(Refusal::NothingMissing);
        }
        let lines = checklist.iter().filter(|line| line.mark == Mark::Missing);
        open = lines.map(|line| still_lacking(lacking, line)).collect();
        draft.push(Event::BerkasChecked { berkas: berkas.id, checklist: checklist.to_vec() });
        draft.push(Event::BerkasLacking { berkas: berkas.id, lacking: open.clone() });
    }
    draft.push(Event::TicketEnded { ticket: ticket.id, end: End::Incomplete, note: None });
    if let Some(printer) = at.plan.printer.clone() {
        let paper = Paper::Lacking { berkas: berkas.id, lacking: open, reason: reason.clone() };
        draft.order(printer, paper, ticket.lang, None);
    }
    Ok(answer(ticket))
}

/// A missing line with the words that were said about it before.
fn still_lacking(before: &[Lacking], line: &CheckedItem) -> Lacking {
    let known = before.iter().find(|known| known.requirement == line.requirement).cloned();
    known.unwrap_or_else(|| Lacking { requirement: line.requirement.clone(), why: String::new() })
}

/// Hands the paper over and closes the berkas.
pub(super) fn hand_over(
    draft: &mut Draft<'_>,
    at: &Counter<'_>,
    receiver: &Receiver,
) -> Result<Answer, Refusal> {
    let ticket = at.serving(draft)?;
    let berkas = berkas_of(draft, ticket)?;
    let step = draft.profile().sop.step(&berkas.step).ok_or(Refusal::NotAtThisStep)?;
    if step.choice_by(Act::Survey).is_some() {
        return Err(Refusal::SurveyFirst);
    }
    let choice = step.choice_by(Act::HandOver).ok_or(Refusal::NotAtThisStep)?;
    if let Place::Counter(purpose) = &step.place {
        at.must_draw(purpose)?;
    }
    let receiver = match receiver {
        Receiver::Applicant => Receiver::Applicant,
        Receiver::Proxy { name: given, relation } => {
            Receiver::Proxy { name: name(given)?, relation: reason(relation)? }
        }
    };
    let outcome = match choice.to {
        Goal::End(outcome) => outcome,
        Goal::Step(_) => Outcome::Granted,
    };
    let passage = at_counter(draft, at, ticket, step, choice);
    draft.push(Event::BerkasClosed { berkas: berkas.id, passage, outcome, receiver });
    draft.push(Event::TicketEnded { ticket: ticket.id, end: End::Served, note: None });
    Ok(Answer::Berkas(berkas.id))
}

// What the acts above share

/// The registration step with its choice and goal, if this loket and this ticket are there.
fn registration<'a>(
    draft: &Draft<'a>,
    at: &Counter<'_>,
    ticket: &Ticket,
) -> Result<(&'a Step, &'a Choice, StepId), Refusal> {
    let step = draft.profile().sop.registration();
    let Place::Counter(purpose) = &step.place else {
        return Err(Refusal::NotForThisLoket);
    };
    at.must_draw(purpose)?;
    if ticket.leg().purpose != *purpose {
        return Err(Refusal::NotForThisLoket);
    }
    let choice = step.choice_by(Act::Register).ok_or(Refusal::NotAtThisStep)?;
    match &choice.to {
        Goal::Step(to) => Ok((step, choice, to.clone())),
        Goal::End(_) => Err(Refusal::NotAtThisStep),
    }
}

fn open_berkas<'a>(draft: &Draft<'a>, id: BerkasId) -> Result<&'a Berkas, Refusal> {
    let berkas = draft.state.berkas(id).filter(|berkas| berkas.is_open());
    berkas.ok_or(Refusal::NoSuchBerkas(id))
}

pub(super) fn berkas_of<'a>(draft: &Draft<'a>, ticket: &Ticket) -> Result<&'a Berkas, Refusal> {
    open_berkas(draft, ticket.berkas.ok_or(Refusal::NoBerkas)?)
}

fn permit<'a>(draft: &Draft<'a>, code: &PermitCode) -> Result<&'a PermitType, Refusal> {
    draft.profile().permit(code).filter(|permit| permit.offered).ok_or(Refusal::NoSuchPermit)
}

/// How many requirements are missing. The checklist must be the permit's own, line by line; only a
/// conditional requirement may be marked as not needed.
fn missing(permit: &PermitType, checklist: &[CheckedItem]) -> Result<usize, Refusal> {
    let wanted = permit.requirements.iter().chain(&permit.conditional);
    let mut lines = checklist.iter();
    let mut missing = 0;
    for (place, requirement) in wanted.enumerate() {
        let line = lines.next().filter(|line| line.requirement == *requirement);
        let always = place < permit.requirements.len();
        match line.ok_or(Refusal::ChecklistMismatch)?.mark {
            Mark::Present => {}
            Mark::Missing => missing += 1,
            Mark::NotNeeded if always => return Err(Refusal::ChecklistMismatch),
            Mark::NotNeeded => {}
        }
    }
    if lines.next().is_some() { Err(Refusal::ChecklistMismatch) } else { Ok(missing) }
}

/// The steps that the applicant walked with the ticket alone: coming takes no time, filling the
/// form lasts from the number to the first call. None of it counts against the office.
fn applicants_part(draft: &Draft<'_>, ticket: &Ticket) -> Vec<Passage> {
    let called = ticket.legs.iter().find_map(|leg| leg.called).unwrap_or(draft.now());
    let steps = draft.profile().sop.before_registration();
    let passage = |(place, step): (usize, &Step)| {
        let left = if place + 1 < steps.len() { ticket.issued } else { called };
        Some(Passage {
            step: step.id.clone(),
            choice: step.choice_by(Act::Proceed)?.id.clone(),
            by: None,
            arrived: ticket.issued,
            taken: None,
            left,
            waited: 0,
            worked: draft.profile().calendar.service_seconds(ticket.issued, left),
            norm: step.minutes,
            reason: None,
            lacking: Vec::new(),
            exception: None,
        })
    };
    steps.iter().enumerate().filter_map(passage).collect()
}

/// A step done at a counter: it waited from the call to the person, and was worked on since.
pub(super) fn at_counter(
    draft: &Draft<'_>,
    at: &Counter<'_>,
    ticket: &Ticket,
    step: &Step,
    choice: &Choice,
) -> Passage {
    let (leg, left) = (ticket.leg(), draft.now());
    let arrived = leg.called.unwrap_or(leg.queued);
    let begun = leg.present.unwrap_or(arrived);
    let seconds = |from, to| draft.profile().calendar.service_seconds(from, to);
    Passage {
        step: step.id.clone(),
        choice: choice.id.clone(),
        by: at.loket.officer(),
        arrived,
        taken: Some(begun),
        left,
        waited: seconds(arrived, begun),
        worked: seconds(begun, left),
        norm: step.minutes,
        reason: None,
        lacking: Vec::new(),
        exception: None,
    }
}

/// Orders the tanda terima: one for the applicant, one for the berkas, as one paper with two cuts.
fn receipt(draft: &mut Draft<'_>, at: &Counter<'_>, ticket: &Ticket, berkas: BerkasId) {
    if let Some(printer) = at.plan.printer.clone() {
        draft.order(printer, Paper::Receipt(berkas), ticket.lang, None);
    }
}
