//! Telephone numbers that are not needed any more, and berkas whose applicant asked that nobody looks.

use super::super::account::roles;
use super::super::command::{Answer, RestrictAct};
use super::super::event::Event;
use super::super::ids::BerkasId;
use super::super::privacy::MOST_AT_ONCE;
use super::super::refusal::Refusal;
use super::super::state::Counter;
use super::super::trust::Trust;
use super::{Draft, reason};

/// In seconds.
const DAY: i64 = 24 * 3600;

/// Takes away the telephone numbers whose time is over, some at once. Only by a clock that is believed: a number that
/// is gone does not come back.
pub(super) fn forget_phones(draft: &mut Draft<'_>) {
    let days = i64::from(draft.profile().phone_days);
    if days == 0 || draft.context.reading.trust != Trust::Right {
        return;
    }
    let now = draft.now();
    let over = draft.state.phones.iter().take_while(|(closed, _)| closed.plus_seconds(days * DAY) <= now);
    let phones: Vec<_> = over.take(MOST_AT_ONCE).copied().collect();
    if !phones.is_empty() {
        draft.push(Event::PhonesForgotten { phones });
    }
}

/// Restricts a berkas, or lets people look again.
pub(super) fn restrict(draft: &mut Draft<'_>, id: BerkasId, act: &RestrictAct) -> Result<Answer, Refusal> {
    draft.require(roles::ADMINISTRATOR)?;
    let by = draft.account()?.id;
    if id.0 == 0 || id.0 > draft.state.counter(&Counter::Berkas) {
        return Err(Refusal::NoSuchBerkas(id));
    }
    let restricted = draft.state.restrictions.contains_key(&id);
    match act {
        RestrictAct::Set { .. } if restricted => return Err(Refusal::RestrictedAlready),
        RestrictAct::Lift { .. } if !restricted => return Err(Refusal::NotRestricted),
        RestrictAct::Set { why } => {
            let why = reason(why)?;
            draft.push(Event::BerkasRestricted { berkas: id, by, why });
        }
        RestrictAct::Lift { why } => {
            let why = reason(why)?;
            draft.push(Event::RestrictionLifted { berkas: id, by, why });
        }
    }
    Ok(Answer::Berkas(id))
}
