//! Pausing the voice, for a prayer call or a speech: calls are shown as ever, and nothing is spoken.

use super::super::account::roles;
use super::super::call::{Silence, Voice};
use super::super::command::{Answer, VoiceAct};
use super::super::event::Event;
use super::super::refusal::Refusal;
use super::super::time::Moment;
use super::Draft;

/// Longest pause, in minutes. Whoever forgets to end it has not silenced the office for the day.
pub const MOST_MINUTES: u32 = 60;

/// Pauses the voice of all waiting rooms, or ends the pause. Officers and supervisors may.
pub(super) fn act(draft: &mut Draft<'_>, act: VoiceAct) -> Result<Answer, Refusal> {
    let may = draft.profile().lokets.iter().any(|plan| draft.require(plan.role.as_str()).is_ok());
    if !may && draft.require(roles::ADMINISTRATOR).is_err() {
        draft.require(roles::SUPERVISOR)?;
    }
    match act {
        VoiceAct::Pause { minutes } => {
            if !(1..=MOST_MINUTES).contains(&minutes) {
                return Err(Refusal::PauseTooLong);
            }
            draft.push(Event::VoicePaused { until: draft.now().plus_seconds(i64::from(minutes) * 60) });
            silence_waiting(draft);
        }
        VoiceAct::Resume => {
            let paused = draft.state.day.and_then(|day| day.paused).is_some_and(|until| until > draft.now());
            if !paused {
                return Ok(Answer::Nothing);
            }
            draft.push(Event::VoiceResumed {});
        }
    }
    Ok(Answer::Done)
}

/// Until when nothing is spoken: somebody said so, or the office's own hours do.
pub(super) fn paused(draft: &Draft<'_>) -> Option<Moment> {
    draft.state.paused(draft.profile(), draft.now())
}

/// Calls that wait for a voice will have none. What is being spoken is spoken to its end.
pub(super) fn silence_waiting(draft: &mut Draft<'_>) {
    let waiting = draft.state.calls.values().filter(|call| call.voice == Voice::Waiting);
    let waiting: Vec<_> = waiting.map(|call| call.id).collect();
    for call in waiting {
        draft.push(Event::CallSilenced { call, why: Silence::Paused });
    }
}
