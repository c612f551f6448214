//! What boards report about calls, and when the office stops waiting for a voice.

use super::super::account::roles;
use super::super::call::{Call, Silence, Voice};
use super::super::command::{Answer, BoardAct};
use super::super::device::Screen;
use super::super::event::Event;
use super::super::ids::{CallId, Zone};
use super::super::refusal::Refusal;
use super::super::time::Moment;
use super::{Draft, voice};

/// Takes a board's report, or gives it leave to speak. Where no board can be heard, the loket that
/// calls speaks for itself: whoever sits there has a board's leave for that call.
pub(super) fn act(draft: &mut Draft<'_>, id: CallId, act: BoardAct) -> Result<Answer, Refusal> {
    let board = draft.account()?.id;
    let called = draft.state.calls.get(&id);
    let calls_itself = called.is_some_and(|call| draft.state.loket(call.loket).officer() == Some(board));
    if act == BoardAct::Shown || !calls_itself {
        draft.require(roles::BOARD)?;
    }
    let call = called.ok_or(Refusal::NoSuchCall)?;
    // A board speaks for its own room.
    if !calls_itself && !draft.state.may_show(board, &Screen::Board(call.zone.clone())) {
        return Err(Refusal::NotYourCall);
    }
    match act {
        BoardAct::Shown if call.shown.is_some() => return Ok(Answer::Nothing),
        BoardAct::Shown => draft.push(Event::CallShown { call: id, board }),
        BoardAct::Speak { page } => {
            let in_turn = draft.state.call_in_turn(&call.zone).is_some_and(|next| next.id == id);
            if call.voice != Voice::Waiting || !in_turn {
                return Err(Refusal::NotYourCall);
            }
            draft.push(Event::CallSpeaking { call: id, board, page });
        }
        BoardAct::Spoken { page } => match call.voice {
            Voice::Speaking { board: by, page: on, .. } if (by, on) == (board, page) => {
                draft.push(Event::CallSpoken { call: id, board });
            }
            _ => return Err(Refusal::NotYourCall),
        },
    }
    Ok(Answer::Done)
}

/// Gives up on the call in turn of each zone, if its time is over, so that the next can be spoken.
pub(super) fn give_up(draft: &mut Draft<'_>) {
    let paused = voice::paused(draft).is_some();
    if paused {
        voice::silence_waiting(draft);
    }
    for zone in draft.profile().zones() {
        let Some(call) = draft.state.call_in_turn(&zone) else {
            continue;
        };
        let rules = &draft.profile().announcing;
        let (since, limit, why) = match call.voice {
            Voice::Speaking { since, .. } => (since, rules.end_within_seconds, Silence::CutOff),
            _ if paused => continue,
            _ => (in_turn_since(draft, &zone, call), rules.start_within_seconds, Silence::NobodySpoke),
        };
        if draft.now().seconds_since(since) >= u64::from(limit) {
            let call = call.id;
            draft.push(Event::CallSilenced { call, why });
        }
    }
}

/// Its turn began when it was queued or when the one before it was settled, whichever was later.
fn in_turn_since(draft: &Draft<'_>, zone: &Zone, call: &Call) -> Moment {
    let settled = draft.state.calls_in(zone).filter_map(|other| match other.voice {
        Voice::Spoken { at, .. } | Voice::Silent { at, .. } => Some(at),
        Voice::Waiting | Voice::Speaking { .. } => None,
    });
    settled.max().map_or(call.queued, |at| at.max(call.queued))
}
