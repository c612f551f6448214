//! The gate before the hand-over: the survey on the tablet, its answers, and passing without them.

use super::super::account::roles;
use super::super::berkas::{Berkas, Passage, Standing, SurveyGate};
use super::super::command::{Answer, SubmitSurvey};
use super::super::event::{Event, Turn};
use super::super::refusal::Refusal;
use super::super::sop::{Act, Goal, Place};
use super::super::survey::{AGES, Ballot, HalfDay, MOST_SUGGESTION, Response};
use super::super::ticket::Ticket;
use super::super::token::Token;
use super::counter::{at_counter, berkas_of, follow};
use super::loket::{Counter, answer, silence};
use super::{Draft, reason, within};

/// Wakes the tablet.
pub(super) fn start(draft: &mut Draft<'_>, at: &Counter<'_>, key: Token) -> Result<Answer, Refusal> {
    let ticket = at.serving(draft)?;
    let berkas = berkas_of(draft, ticket)?;
    at_gate(draft, at, berkas)?;
    let survey = Event::SurveyOpened { loket: at.plan.id, ticket: ticket.id, berkas: berkas.id, key };
    draft.push(survey);
    Ok(answer(ticket))
}

/// Passes the gate without answers.
pub(super) fn waive(draft: &mut Draft<'_>, at: &Counter<'_>, words: &str) -> Result<Answer, Refusal> {
    let ticket = at.serving(draft)?;
    let berkas = berkas_of(draft, ticket)?;
    at_gate(draft, at, berkas)?;
    let reason = reason(words)?;
    draft.push(Event::SurveyWaived { berkas: berkas.id, loket: at.plan.id, reason: reason.clone() });
    pass_gate(draft, at, ticket, berkas, Some(reason));
    Ok(answer(ticket))
}

/// Takes the answers. They go into the urn; the journal only says that the gate is open.
pub(super) fn submit(draft: &mut Draft<'_>, ask: &SubmitSurvey) -> Result<Answer, Refusal> {
    draft.require(roles::TABLET)?;
    let open = draft.state.lokets.values().find_map(|loket| {
        let survey = loket.survey.as_ref().filter(|survey| survey.key == ask.key)?;
        Some((loket.clone(), survey.clone()))
    });
    let (loket, survey) = open.ok_or(Refusal::NoSurvey)?;
    let plan = draft.profile().loket(loket.id).ok_or(Refusal::NoSurvey)?;
    let at = Counter { plan, loket: (*loket).clone() };
    let ticket = draft.state.ticket(survey.ticket).ok_or(Refusal::NoSurvey)?;
    let berkas = draft.state.berkas(survey.berkas).ok_or(Refusal::NoSurvey)?;
    if !AGES.contains(&ask.age) {
        return Err(Refusal::BadAge);
    }
    let suggestion = ask.suggestion.as_deref().map(str::trim).filter(|text| !text.is_empty());
    let suggestion = suggestion.map(|text| within(text, MOST_SUGGESTION)).transpose()?;
    let local = draft.profile().calendar.offset.local(draft.now());
    let response = Response {
        answers: ask.answers,
        sex: ask.sex,
        age: ask.age,
        education: ask.education,
        occupation: ask.occupation,
        service: ticket.number.series,
        date: local.date(),
        half: if local.hour() < 12 { HalfDay::Morning } else { HalfDay::Afternoon },
        suggestion,
    };
    draft.ballot = Some(Ballot { key: ask.draw, response, permit: berkas.permit.clone() });
    draft.push(Event::SurveyAnswered { berkas: berkas.id, loket: at.plan.id });
    pass_gate(draft, &at, ticket, berkas, None);
    Ok(Answer::Done)
}

/// Lets the tablet sleep again, when the ticket leaves without answers.
pub(super) fn drop(draft: &mut Draft<'_>, at: &Counter<'_>) {
    if at.loket.survey.is_some() {
        draft.push(Event::SurveyDropped { loket: at.plan.id });
    }
}

/// Refuses unless this loket may open the gate of this berkas now. An applicant who was refused may
/// answer too, but need not (SOP decision a).
fn at_gate(draft: &Draft<'_>, at: &Counter<'_>, berkas: &Berkas) -> Result<(), Refusal> {
    let sop = &draft.profile().sop;
    let gate = sop.steps().iter().find(|step| step.choice_by(Act::Survey).is_some());
    let gate = gate.ok_or(Refusal::NoSurvey)?;
    if let Place::Counter(purpose) = &gate.place {
        at.must_draw(purpose)?;
    }
    if berkas.survey != SurveyGate::Open {
        return Err(Refusal::SurveyDone);
    }
    let refused = matches!(berkas.standing, Standing::Refused { .. });
    if gate.id == berkas.step || refused { Ok(()) } else { Err(Refusal::NotAtThisStep) }
}

/// The gate is open: the berkas goes on, and its ticket with it.
fn pass_gate(
    draft: &mut Draft<'_>,
    at: &Counter<'_>,
    ticket: &Ticket,
    berkas: &Berkas,
    reason: Option<String>,
) {
    let step = draft.profile().sop.step(&berkas.step);
    let onward = step.and_then(|step| Some((step, step.choice_by(Act::Survey)?)));
    let mut now_at = berkas.step.clone();
    if let Some((step, choice)) = onward
        && let Goal::Step(to) = &choice.to
    {
        let passage = at_counter(draft, at, ticket, step, choice);
        let passage = Passage { reason, ..passage };
        now_at = to.clone();
        draft.push(Event::BerkasMoved { berkas: berkas.id, passage, to: to.clone(), turn: Turn::Onward });
    }
    silence(draft, ticket.id);
    follow(draft, ticket, &now_at);
}
