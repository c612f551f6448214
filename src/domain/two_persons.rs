//! Two pairs of eyes: whoever received or verified a berkas at one step does not decide it at a later one, even when
//! they hold both roles.
//!
//! Only decisions that grant or refuse are held to it. Giving a berkas back, to the applicant or to the desk before,
//! decides nothing that another would have to check.

use super::berkas::Berkas;
use super::ids::AccountId;
use super::sop::{Act, Place, Sop, Step};

/// How far the office holds to it. Where two people do the work of five, an exception may be the only way.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum TwoPersons {
    /// An exception needs a reason, which stays with the decision and is counted in the report.
    WithReason,
    /// There is no exception.
    Always,
    /// Nobody is held to it.
    Never,
}

/// Whether an act decides what another should have prepared.
pub fn decides(step: &Step, act: Act) -> bool {
    step.place == Place::Desk && matches!(act, Act::Forward | Act::Refuse)
}

/// The step before the one where a berkas is now at which this account received or verified it. What lies before
/// follows from the order of the office's paper, whatever way the berkas went. Two steps of one role are one pair of
/// eyes by the office's own plan.
pub fn earlier<'a>(sop: &'a Sop, berkas: &Berkas, account: AccountId) -> Option<&'a Step> {
    let now = sop.step(&berkas.step)?;
    let before =
        sop.steps().iter().take_while(|step| step.id != now.id).filter(|step| step.actor != now.actor);
    let theirs = |step: &&Step| {
        let mut passages = berkas.passages.iter();
        passages.any(|passage| passage.step == step.id && passage.by == Some(account))
    };
    before.filter(|step| vouches(step)).filter(theirs).last()
}

/// Whether somebody vouches for the berkas at this step: it is received, or verified and passed on.
fn vouches(step: &Step) -> bool {
    step.choice_by(Act::Register).is_some()
        || step.place == Place::Desk && step.choice_by(Act::Forward).is_some()
}
