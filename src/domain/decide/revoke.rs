//! A SK that was handed over is revoked by whoever signs SK.

use super::super::command::{Answer, Revoke};
use super::super::event::Event;
use super::super::ids::BerkasId;
use super::super::refusal::Refusal;
use super::super::state::Counter;
use super::{Draft, reason};

/// Revokes. A closed berkas is not in the state, so the caller has looked up its SK.
pub(super) fn sk(draft: &mut Draft<'_>, id: BerkasId, ask: &Revoke) -> Result<Answer, Refusal> {
    draft.require(draft.profile().papers.permit_by.as_str())?;
    let by = draft.account()?.id;
    if id.0 == 0 || id.0 > draft.state.counter(&Counter::Berkas) {
        return Err(Refusal::NoSuchBerkas(id));
    }
    if draft.state.berkas(id).is_some() {
        return Err(Refusal::NotHandedOver);
    }
    if draft.state.revocations.contains_key(&id) {
        return Err(Refusal::RevokedAlready);
    }
    if ask.date < ask.numbered || ask.date > draft.day().0 {
        return Err(Refusal::BadRevocationDate);
    }
    let why = reason(&ask.why)?;
    draft.push(Event::SkRevoked { berkas: id, sk: ask.sk.clone(), date: ask.date, why, by });
    Ok(Answer::Berkas(id))
}
