//! Telephone numbers that are not needed any more, and berkas whose applicant asked that nobody looks.

use super::super::account::roles;
use super::super::command::{Answer, RestrictAct};
use super::super::event::Event;
use super::super::ids::BerkasId;
use super::super::privacy::Holder;
use super::super::profile::Profile;
use super::super::refusal::Refusal;
use super::super::state::Counter;
use super::super::time::Moment;
use super::super::trust::{Reading, Trust};
use super::{Decision, Draft, reason};

/// In seconds.
const DAY: i64 = 24 * 3600;

/// Telephone numbers go whose work was over by this moment; none where they stay for good. Only by a clock that is
/// believed: a number that is gone does not come back.
pub fn phones_go_until(profile: &Profile, reading: Reading) -> Option<Moment> {
    let days = i64::from(profile.phone_days);
    (days > 0 && reading.trust == Trust::Right).then(|| reading.now.plus_seconds(-days * DAY))
}

/// Adds to what a tick brought that these telephone numbers go, whose time is over. No state knows them: closed work lies
/// in rows only.
pub fn forget_phones(tick: &mut Decision, phones: Vec<(Moment, Holder)>) {
    if !phones.is_empty() {
        tick.events.push(Event::PhonesForgotten { phones });
        tick.answer = Answer::Done;
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
