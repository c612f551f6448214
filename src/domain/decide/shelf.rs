//! Files that boards show or speak: the administrator lays them there and takes them away.

use super::super::account::roles;
use super::super::command::{Answer, ShelfAct};
use super::super::event::Event;
use super::super::refusal::Refusal;
use super::super::shelf::{Shelf, is_name};
use super::Draft;

pub(super) fn act(draft: &mut Draft<'_>, shelf: &Shelf, act: &ShelfAct) -> Result<Answer, Refusal> {
    draft.require(roles::ADMINISTRATOR)?;
    if let Shelf::Media(zone) = shelf
        && !draft.profile().zones().contains(zone)
    {
        return Err(Refusal::NoSuchZone);
    }
    let (ShelfAct::Lay { name, .. } | ShelfAct::Take { name }) = act;
    if !is_name(name) {
        return Err(Refusal::BadFileName);
    }
    let shelf = shelf.clone();
    draft.push(match act.clone() {
        ShelfAct::Lay { name, bytes, digest } => Event::FileLaid { shelf, name, bytes, digest },
        ShelfAct::Take { name } => Event::FileTaken { shelf, name },
    });
    Ok(Answer::Done)
}
