//! Webhooks: added, paused and removed by administrators.

use super::super::account::roles;
use super::super::command::Answer;
use super::super::event::Event;
use super::super::hook::{Hook, HookAct};
use super::super::ids::{HookId, Seq};
use super::super::refusal::Refusal;
use super::super::state::Counter;
use super::Draft;

/// Webhooks at once.
const MOST: usize = 10;
/// Longest address, in characters.
const MOST_URL: usize = 300;

/// Does one act with webhooks.
pub(super) fn act(draft: &mut Draft<'_>, act: &HookAct) -> Result<Answer, Refusal> {
    draft.require(roles::ADMINISTRATOR)?;
    match act {
        HookAct::Add { url, topics, secret } => {
            if url.chars().count() > MOST_URL {
                return Err(Refusal::TooLong);
            }
            let mut topics = topics.clone();
            topics.sort();
            topics.dedup();
            if topics.is_empty() {
                return Err(Refusal::TopicNeeded);
            }
            if draft.state.hooks.size() >= MOST {
                return Err(Refusal::TooManyHooks);
            }
            let id = HookId(u32::try_from(draft.state.next(&Counter::Hook)).unwrap_or(u32::MAX));
            let (url, secret, made) = (url.clone(), secret.clone(), draft.now());
            // The entry after the last one is this one: what came before is not told.
            let from = Seq(draft.state.seq.0 + 1);
            draft.push(Event::HookAdded { hook: Hook { id, url, topics, secret, made, from, paused: None } });
            Ok(Answer::Hook(id))
        }
        HookAct::Remove(id) => {
            known(draft, *id)?;
            draft.push(Event::HookRemoved { hook: *id });
            Ok(Answer::Hook(*id))
        }
        HookAct::Pause(id, why) => {
            if known(draft, *id)?.paused.is_some() {
                return Ok(Answer::Nothing);
            }
            draft.push(Event::HookPaused { hook: *id, why: *why });
            Ok(Answer::Hook(*id))
        }
        HookAct::Resume(id) => {
            if known(draft, *id)?.paused.is_none() {
                return Ok(Answer::Nothing);
            }
            draft.push(Event::HookResumed { hook: *id });
            Ok(Answer::Hook(*id))
        }
    }
}

fn known<'a>(draft: &Draft<'a>, id: HookId) -> Result<&'a Hook, Refusal> {
    draft.state.hooks.get(&id).map(std::sync::Arc::as_ref).ok_or(Refusal::NoSuchHook)
}
