//! Imports, chapters and publications of the survey.

use super::super::account::{Actor, roles};
use super::super::command::Answer;
use super::super::event::Event;
use super::super::refusal::Refusal;
use super::super::skm::work::{
    Chapter, ImportPart, LEAST_GROUP, MOST_CHAPTER, MOST_CHUNK, MOST_IMPORTED, Period, Publication, SkmAct,
    SkmEvent,
};
use super::super::survey::{AGES, MOST_SUGGESTION};
use super::{Draft, name, within};

/// Does one act. Only whoever answers for the office may.
pub(super) fn act(draft: &mut Draft<'_>, act: &SkmAct) -> Result<Answer, Refusal> {
    if draft.context.actor != Actor::Office {
        let account = draft.account()?;
        if !account.holds(roles::SUPERVISOR) && !account.holds(roles::ADMINISTRATOR) {
            return Err(Refusal::WrongRole);
        }
    }
    match act {
        SkmAct::Import(part) => import(draft, part),
        SkmAct::Write { period, chapter, text } => write(draft, *period, *chapter, text),
        SkmAct::Publish(publication) => publish(draft, publication),
    }
}

/// Takes the next part of an import. A part that has arrived before is passed over, so an import that
/// was cut off goes on where it stopped when the same file is sent again.
fn import(draft: &mut Draft<'_>, part: &ImportPart) -> Result<Answer, Refusal> {
    let label = name(&part.label)?;
    let within_bounds = part.part < part.parts
        && (1..=MOST_IMPORTED).contains(&part.total)
        && (1..=MOST_CHUNK).contains(&part.responses.len());
    if !within_bounds {
        return Err(Refusal::ImportOutOfStep);
    }
    let known = draft.state.imports.get(&part.digest);
    if known.is_some_and(|known| known.is_whole()) {
        return Err(Refusal::AlreadyImported);
    }
    // With other rows of the file it is another import: it begins anew, and the old parts never count.
    let known = known.filter(|known| known.total == part.total && known.parts == part.parts);
    let (arrived, responses) = known.map_or((0, 0), |known| (known.arrived, known.responses));
    if part.part < arrived {
        return Ok(Answer::Nothing);
    }
    let sum = responses as usize + part.responses.len();
    let last = part.part + 1 == part.parts;
    let fits = if last { sum == part.total as usize } else { sum < part.total as usize };
    if part.part > arrived || !fits {
        return Err(Refusal::ImportOutOfStep);
    }
    for response in &part.responses {
        if !AGES.contains(&response.age) {
            return Err(Refusal::BadAge);
        }
        within(response.suggestion.as_deref().unwrap_or_default(), MOST_SUGGESTION)?;
    }
    let part = ImportPart { label, ..part.clone() };
    draft.push(Event::Skm(SkmEvent::SurveysImported { part }));
    Ok(Answer::Done)
}

fn write(draft: &mut Draft<'_>, period: Period, chapter: Chapter, text: &str) -> Result<Answer, Refusal> {
    let text = within(text.trim(), MOST_CHAPTER)?;
    draft.push(Event::Skm(SkmEvent::ReportWritten { period, chapter, text }));
    Ok(Answer::Done)
}

/// Publishes figures that were summed up elsewhere, because reading years of rows takes longer than the
/// writer may.
fn publish(draft: &mut Draft<'_>, publication: &Publication) -> Result<Answer, Refusal> {
    let parts = [&publication.services, &publication.months, &publication.permits];
    let small = parts.into_iter().flatten().any(|part| part.tally.n < LEAST_GROUP);
    if small || publication.tally.n < LEAST_GROUP {
        return Err(Refusal::TooFewResponses);
    }
    let on = draft.profile().calendar.offset.local(draft.now()).date();
    let publication = Publication { on, ..publication.clone() };
    draft.push(Event::Skm(SkmEvent::IkmPublished { publication }));
    Ok(Answer::Done)
}
