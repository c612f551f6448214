//! What the spool reports about papers, and printing one again.

use super::super::account::Actor;
use super::super::command::{Answer, PrintAct};
use super::super::event::Event;
use super::super::ids::JobId;
use super::super::paper::JobState;
use super::super::refusal::Refusal;
use super::Draft;

/// Takes the spool's report, or orders a copy.
pub(super) fn act(draft: &mut Draft<'_>, id: JobId, act: &PrintAct) -> Result<Answer, Refusal> {
    let job = draft.state.jobs.get(&id).ok_or(Refusal::NoSuchJob)?;
    match act {
        PrintAct::Reprint => return reprint(draft, id),
        // Only the spool reports, and the spool acts for the office.
        _ if draft.context.actor != Actor::Office => return Err(Refusal::WrongRole),
        PrintAct::Start if job.state == JobState::Queued => draft.push(Event::PrintStarted { job: id }),
        PrintAct::End(outcome) if matches!(job.state, JobState::Sending { .. }) => {
            draft.push(Event::PrintEnded { job: id, outcome: outcome.clone() });
        }
        PrintAct::Start | PrintAct::End(_) => return Err(Refusal::StillPrinting),
    }
    Ok(Answer::Job(id))
}

/// Orders the same paper once more; it will say SALINAN (I7).
fn reprint(draft: &mut Draft<'_>, id: JobId) -> Result<Answer, Refusal> {
    if draft.account()?.is_device() {
        return Err(Refusal::WrongRole);
    }
    let job = draft.state.jobs.get(&id).ok_or(Refusal::NoSuchJob)?;
    if job.is_open() {
        return Err(Refusal::StillPrinting);
    }
    if draft.profile().printer(&job.printer).is_none() {
        return Err(Refusal::NoPrinter);
    }
    let original = job.copy_of.unwrap_or(id);
    let copy = draft.order(job.printer.clone(), job.paper.clone(), job.lang, Some(original));
    Ok(Answer::Job(copy))
}
