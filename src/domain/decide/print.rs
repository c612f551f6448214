//! What the spool reports about papers, printing one again, and what somebody does at a printer.

use super::super::account::{Actor, roles};
use super::super::command::{Answer, PrintAct, PrinterAct};
use super::super::event::Event;
use super::super::ids::{JobId, PrinterId};
use super::super::paper::{JobState, Paper};
use super::super::refusal::Refusal;
use super::Draft;

/// Takes the spool's report, or orders a copy.
pub(super) fn act(draft: &mut Draft<'_>, id: JobId, act: &PrintAct) -> Result<Answer, Refusal> {
    let job = draft.state.jobs.get(&id).ok_or(Refusal::NoSuchJob)?;
    match act {
        PrintAct::Reprint => return reprint(draft, id),
        // Only the spool reports, and the spool acts for the office.
        _ if draft.context.actor != Actor::Office => return Err(Refusal::WrongRole),
        PrintAct::Start { millimetres } if job.state == JobState::Queued => {
            draft.push(Event::PrintStarted { job: id, millimetres: Some(*millimetres) });
        }
        PrintAct::Move { to } if job.state == JobState::Queued => {
            if draft.profile().printer(to).is_none() || job.printer == *to {
                return Err(Refusal::NoPrinter);
            }
            draft.push(Event::PaperMoved { job: id, printer: to.clone() });
        }
        PrintAct::End(outcome) if matches!(job.state, JobState::Sending { .. }) => {
            draft.push(Event::PrintEnded { job: id, outcome: outcome.clone() });
        }
        PrintAct::Start { .. } | PrintAct::Move { .. } | PrintAct::End(_) => {
            return Err(Refusal::StillPrinting);
        }
    }
    Ok(Answer::Job(id))
}

/// Orders the same paper once more; it will say SALINAN, who ordered it and when (I7).
fn reprint(draft: &mut Draft<'_>, id: JobId) -> Result<Answer, Refusal> {
    let account = draft.account()?;
    let answers = [roles::SUPERVISOR, roles::ADMINISTRATOR].iter().any(|role| account.holds(role));
    let listed = draft.profile().reprint.iter().any(|role| account.holds(role.as_str()));
    if account.is_device() || !(answers || listed) {
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

/// What somebody who answers for the office does at a printer.
pub(super) fn at_printer(draft: &mut Draft<'_>, id: &PrinterId, act: &PrinterAct) -> Result<Answer, Refusal> {
    let account = draft.account()?;
    if ![roles::SUPERVISOR, roles::ADMINISTRATOR].iter().any(|role| account.holds(role)) {
        return Err(Refusal::WrongRole);
    }
    if draft.profile().printer(id).is_none() {
        return Err(Refusal::NoPrinter);
    }
    match act {
        PrinterAct::ChangeRoll => {
            draft.push(Event::RollChanged { printer: id.clone(), by: account.id });
            Ok(Answer::Done)
        }
        PrinterAct::Try { lang } => {
            // One that still waits for this printer tells as much as another would.
            let waits = draft.state.open_jobs_of(id).find(|job| job.paper == Paper::Trial);
            match waits {
                Some(job) => Ok(Answer::Job(job.id)),
                None => Ok(Answer::Job(draft.order(id.clone(), Paper::Trial, *lang, None))),
            }
        }
    }
}
