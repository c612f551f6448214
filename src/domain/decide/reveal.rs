//! NIK and telephone number in plain: whoever works on berkas sees them masked, and in plain when they say why;
//! those of a restricted berkas only the administrator sees.

use super::super::account::roles;
use super::super::command::Answer;
use super::super::event::Event;
use super::super::ids::BerkasId;
use super::super::refusal::Refusal;
use super::super::state::Counter;
use super::annex::works_on_berkas;
use super::{Draft, reason};

/// Keeps in the journal that somebody saw them. A closed berkas is not in the state, so only its id is checked.
pub(super) fn applicant(draft: &mut Draft<'_>, id: BerkasId, why: &str) -> Result<Answer, Refusal> {
    let restricted = draft.state.restrictions.contains_key(&id);
    let administrates = draft.account()?.holds(roles::ADMINISTRATOR);
    let by = match works_on_berkas(draft) {
        Err(Refusal::WrongRole) if draft.account()?.holds(roles::SUPERVISOR) => draft.account()?.id,
        Err(Refusal::WrongRole) if restricted && administrates => draft.account()?.id,
        by => by?,
    };
    if id.0 == 0 || id.0 > draft.state.counter(&Counter::Berkas) {
        return Err(Refusal::NoSuchBerkas(id));
    }
    if restricted && !administrates {
        return Err(Refusal::Restricted);
    }
    let why = reason(why)?;
    draft.push(Event::ApplicantRevealed { berkas: id, by, why });
    Ok(Answer::Berkas(id))
}
