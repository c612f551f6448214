//! Other settings: kept when nothing stands in their way.

use super::super::account::{Actor, roles};
use super::super::arrangement::BoardPlan;
use super::super::command::Answer;
use super::super::event::Event;
use super::super::refusal::Refusal;
use super::super::settings::{How, MOST_TEXT, NewSettings, obstacles};
use super::Draft;

/// Puts a document in force. What the office takes in by itself at a start is taken in whatever stands in the way:
/// files that were changed by hand, or earlier settings when the newer ones cannot open it.
pub(super) fn keep(draft: &mut Draft<'_>, new: &NewSettings) -> Result<Answer, Refusal> {
    draft.require(roles::ADMINISTRATOR)?;
    if new.text.len() > MOST_TEXT {
        return Err(Refusal::SettingsTooLong);
    }
    let known = draft.state.settings.as_deref();
    let version = known.map_or(0, |known| known.version);
    if version != new.seen {
        return Err(Refusal::SettingsChangedMeanwhile);
    }
    let file = new.file.or(known.and_then(|known| known.file));
    let boards = boards(draft, new);
    if boards.is_empty() && known.is_some_and(|known| known.digest == new.digest && known.file == file) {
        return Ok(Answer::Nothing);
    }
    if draft.context.actor != Actor::Office
        && let Some(obstacle) = obstacles(draft.state, draft.profile(), &new.profile).into_iter().next()
    {
        return Err(Refusal::SettingsInTheWay(obstacle));
    }
    if !draft.state.settings_texts.contains(&new.digest) {
        draft.push(Event::SettingsTextKept { digest: new.digest, text: new.text.clone() });
    }
    let (digest, how) = (new.digest, new.how.clone());
    draft.push(Event::SettingsChanged { version: version + 1, digest, file, how });
    for BoardPlan { zone, arrangement } in boards {
        draft.push(Event::ZoneArranged { zone, arrangement });
    }
    Ok(Answer::Done)
}

/// The boards that a document arranges otherwise than they are. When the office goes back to earlier settings by itself,
/// because the newer ones cannot open it, its boards stay: they are not what was wrong.
fn boards(draft: &Draft<'_>, new: &NewSettings) -> Vec<BoardPlan> {
    if draft.context.actor == Actor::Office && new.how != How::Files {
        return Vec::new();
    }
    let checked = |plan: &BoardPlan| {
        let arrangement = plan.arrangement.checked(new.profile.lokets_in(&plan.zone)).ok()?;
        Some(BoardPlan { zone: plan.zone.clone(), arrangement })
    };
    let otherwise = |plan: &BoardPlan| draft.state.arrangement(&plan.zone) != plan.arrangement;
    new.profile.boards.iter().filter_map(checked).filter(otherwise).collect()
}
