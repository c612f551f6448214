//! Complaints: filed at the counter, taken up, answered, closed.

use super::super::account::roles;
use super::super::command::{Answer, Complain};
use super::super::complaint::{
    Complaint, ComplaintAct, ComplaintEvent, ComplaintNumber, ComplaintStage, MOST_OPEN, MOST_STORY,
    MOST_SUBJECT, Matter, deadline,
};
use super::super::event::Event;
use super::super::ids::{AccountId, ComplaintId};
use super::super::paper::Paper;
use super::super::refusal::Refusal;
use super::super::state::Counter as Series;
use super::loket::Counter;
use super::{Draft, name, within};

/// Files a complaint for the ticket in hand, and prints what it can be followed by.
pub(super) fn file(draft: &mut Draft<'_>, at: &Counter<'_>, ask: &Complain) -> Result<Answer, Refusal> {
    let ticket = at.serving(draft)?;
    let rules = &draft.profile().complaining;
    at.must_draw(&rules.purpose)?;
    if ticket.leg().purpose != rules.purpose {
        return Err(Refusal::NotForThisLoket);
    }
    if draft.state.complaints.size() >= MOST_OPEN {
        return Err(Refusal::TooManyComplaints);
    }
    let matter = Matter {
        name: ask.matter.name.as_deref().map(name).transpose()?,
        subject: line(&ask.matter.subject)?,
        text: story(&ask.matter.text)?,
        ..ask.matter.clone()
    };
    let complaint = ComplaintId(draft.state.next(&Series::Complaint));
    let year = draft.day().year();
    let n = u32::try_from(draft.state.next(&Series::ComplaintYear(year))).unwrap_or(u32::MAX);
    let due = deadline(&draft.profile().calendar, draft.now(), rules.days).unwrap_or(draft.now());
    draft.push(Event::Complaint(ComplaintEvent::Filed {
        complaint,
        number: ComplaintNumber { year, n },
        token: ask.token,
        code: ask.code,
        by: draft.account()?.id,
        loket: at.plan.id,
        ticket: ticket.id,
        matter,
        due,
    }));
    if let Some(printer) = at.plan.printer.clone() {
        draft.order(printer, Paper::Complaint(complaint), ticket.lang, None);
    }
    Ok(Answer::Complaint(complaint))
}

/// Does one act with a complaint that was filed.
pub(super) fn act(draft: &mut Draft<'_>, id: ComplaintId, act: &ComplaintAct) -> Result<Answer, Refusal> {
    let by = answers(draft)?;
    let complaint = draft.state.complaint(id).ok_or(Refusal::NoSuchComplaint)?;
    let event = match act {
        ComplaintAct::Take => return take(draft, complaint, by),
        ComplaintAct::Answer { text } => {
            must_be(complaint, ComplaintStage::InWork)?;
            ComplaintEvent::Answered { complaint: id, by, text: story(text)? }
        }
        ComplaintAct::Close => {
            must_be(complaint, ComplaintStage::Answered)?;
            ComplaintEvent::Closed { complaint: id, by }
        }
    };
    draft.push(Event::Complaint(event));
    Ok(Answer::Complaint(id))
}

/// Whoever answers may take a complaint over from a colleague, so that none lies still because somebody is away.
fn take(draft: &mut Draft<'_>, complaint: &Complaint, by: AccountId) -> Result<Answer, Refusal> {
    if !complaint.is_owed() {
        return Err(Refusal::NotInThisStage);
    }
    if complaint.taken.is_some_and(|(who, _)| who == by) {
        return Ok(Answer::Nothing);
    }
    draft.push(Event::Complaint(ComplaintEvent::Taken { complaint: complaint.id, by }));
    Ok(Answer::Complaint(complaint.id))
}

fn must_be(complaint: &Complaint, stage: ComplaintStage) -> Result<(), Refusal> {
    if complaint.stage == stage { Ok(()) } else { Err(Refusal::NotInThisStage) }
}

/// The account that acts, if complaints are its to answer: whoever sits where they are filed, and supervisors.
fn answers(draft: &Draft<'_>) -> Result<AccountId, Refusal> {
    let account = draft.account()?;
    let mut lokets = draft.profile().lokets_for(&draft.profile().complaining.purpose);
    let mine = lokets.any(|plan| account.holds(plan.role.as_str()));
    let above = [roles::SUPERVISOR, roles::ADMINISTRATOR].iter().any(|role| account.holds(role));
    if mine || above { Ok(account.id) } else { Err(Refusal::WrongRole) }
}

/// One line of text.
fn line(text: &str) -> Result<String, Refusal> {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if text.is_empty() { Err(Refusal::ComplaintNeedsWords) } else { within(&text, MOST_SUBJECT) }
}

/// A complaint or an answer.
fn story(text: &str) -> Result<String, Refusal> {
    let text = text.trim();
    if text.is_empty() { Err(Refusal::ComplaintNeedsWords) } else { within(text, MOST_STORY) }
}
