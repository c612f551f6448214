//! Siap Buka: test slips for every printer, and what the round of checks came to.

use super::super::account::{Actor, roles};
use super::super::command::{Answer, ReadyAct};
use super::super::event::Event;
use super::super::paper::Paper;
use super::super::readiness::{MOST_CHECKS, is_ready};
use super::super::refusal::Refusal;
use super::Draft;

/// Begins a round, or keeps its result.
pub(super) fn act(draft: &mut Draft<'_>, act: &ReadyAct) -> Result<Answer, Refusal> {
    if draft.context.actor != Actor::Office && draft.require(roles::ADMINISTRATOR).is_err() {
        draft.require(roles::SUPERVISOR)?;
    }
    match act {
        ReadyAct::Begin { lang } => {
            let printers: Vec<_> = draft.profile().printers.iter().map(|plan| plan.id.clone()).collect();
            for printer in printers {
                // One that still waits for this printer tells as much as another would.
                let waits =
                    draft.state.jobs.values().any(|job| {
                        job.is_open() && job.printer == printer && matches!(job.paper, Paper::Trial)
                    });
                if !waits {
                    draft.order(printer, Paper::Trial, *lang, None);
                }
            }
            if draft.events.is_empty() {
                return Ok(Answer::Nothing);
            }
        }
        ReadyAct::Settle { checks } => {
            if checks.is_empty() || checks.len() > MOST_CHECKS {
                return Err(Refusal::TooLong);
            }
            draft.push(Event::ReadinessChecked { ready: is_ready(checks), checks: checks.clone() });
        }
    }
    Ok(Answer::Done)
}

#[cfg(test)]
mod tests {
    use super::super::super::readiness::{Check, CheckState, is_ready};

    fn check(state: CheckState) -> Check {
        let text = String::new;
        Check { kind: text(), name: text(), state, code: text(), detail: text() }
    }

    #[test]
    fn only_what_has_to_be_mended_keeps_the_doors_shut() {
        assert!(is_ready(&[check(CheckState::Good), check(CheckState::Absent)]));
        assert!(!is_ready(&[check(CheckState::Good), check(CheckState::Bad)]));
    }
}
