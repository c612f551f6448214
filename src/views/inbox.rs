//! The inbox of a role of the back office.

use super::berkas::BerkasLine;
use super::{OfficeView, Scene};
use crate::domain::ids::Role;
use crate::domain::sop::Place;
use schemars::JsonSchema;
use serde::Serialize;

/// An inbox.
#[derive(Serialize, JsonSchema, Clone, PartialEq, Debug)]
pub struct InboxView {
    /// Name of the office.
    pub office: OfficeView,
    /// The role's title.
    pub title: String,
    /// Berkas on this desk, the longest there first.
    pub berkas: Vec<BerkasLine>,
    /// Whether the office can write.
    pub well: bool,
}

/// The inbox of `role`.
pub fn view(scene: Scene<'_>, role: &Role, well: bool) -> InboxView {
    let sop = &scene.profile.sop;
    let here = |id| sop.step(id).is_some_and(|step| step.place == Place::Desk && step.actor == *role);
    let mut berkas: Vec<_> = scene.state.berkas.values().filter(|berkas| here(&berkas.step)).collect();
    berkas.sort_by_key(|berkas| (berkas.arrived, berkas.id));
    InboxView {
        office: OfficeView::of(scene.profile),
        title: scene.profile.title(role),
        berkas: berkas.into_iter().map(|berkas| BerkasLine::of(scene, berkas)).collect(),
        well,
    }
}

/// The roles that have an inbox, in the order of the SOP.
pub fn roles(profile: &crate::domain::profile::Profile) -> Vec<Role> {
    let mut roles: Vec<Role> = Vec::new();
    for step in profile.sop.steps().iter().filter(|step| step.place == Place::Desk) {
        if !roles.contains(&step.actor) {
            roles.push(step.actor.clone());
        }
    }
    roles
}
