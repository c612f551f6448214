//! What holds a berkas, or somebody at it: their own work, a restriction, a SK that is revoked.

use super::name_of;
use crate::domain::berkas::Berkas;
use crate::domain::ids::AccountId;
use crate::domain::two_persons::{self, TwoPersons};
use crate::views::{Millis, Scene, millis};
use schemars::JsonSchema;
use serde::Serialize;

/// Whoever reads this had the berkas at an earlier step.
#[derive(Serialize, JsonSchema, Clone, PartialEq, Debug)]
pub struct OwnWorkView {
    /// That step, as people call it.
    pub step: String,
    /// Whether they may decide by exception, with a reason.
    pub exception: bool,
}

/// Nobody but the administrator looks at NIK, telephone number and scans.
#[derive(Serialize, JsonSchema, Clone, PartialEq, Debug)]
pub struct RestrictedView {
    /// Since when.
    pub at: Millis,
    /// Who said so.
    pub by: String,
    /// Why.
    pub reason: String,
    /// Whether whoever asks may look all the same; told where one berkas is asked for.
    pub open: bool,
}

/// The SK does not hold any more.
#[derive(Serialize, JsonSchema, Clone, PartialEq, Debug)]
pub struct RevokedView {
    /// From when on, `2026-11-23`.
    pub date: String,
    /// When it was written down.
    pub at: Millis,
    /// Who revoked it.
    pub by: String,
    /// Why.
    pub reason: String,
}

impl OwnWorkView {
    /// What keeps `account` from deciding about a berkas, if something does.
    pub fn of(scene: Scene<'_>, berkas: &Berkas, account: AccountId) -> Option<OwnWorkView> {
        let rule = scene.profile.two_persons;
        let step = two_persons::earlier(&scene.profile.sop, berkas, account);
        let step = step.filter(|_| berkas.is_open() && rule != TwoPersons::Never)?;
        Some(OwnWorkView { step: step.title.clone(), exception: rule == TwoPersons::WithReason })
    }
}

pub(super) fn restricted(scene: Scene<'_>, berkas: &Berkas) -> Option<RestrictedView> {
    let known = scene.state.restrictions.get(&berkas.id)?;
    let (at, by) = (millis(known.at), name_of(scene, known.by));
    Some(RestrictedView { at, by, reason: known.why.clone(), open: false })
}

pub(super) fn revoked(scene: Scene<'_>, berkas: &Berkas) -> Option<RevokedView> {
    let known = scene.state.revocations.get(&berkas.id)?;
    let (at, by) = (millis(known.at), name_of(scene, known.by));
    Some(RevokedView { date: known.date.to_string(), at, by, reason: known.why.clone() })
}
