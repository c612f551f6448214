//! What a search shows: one line per berkas, enough to know which one is meant.

use super::berkas::{PermitView, permit, standing};
use super::{Millis, Scene, millis};
use crate::domain::berkas::{Berkas, Standing};
use schemars::JsonSchema;
use serde::Serialize;

/// A berkas that was found.
#[derive(Serialize, JsonSchema, Clone, PartialEq, Debug)]
pub struct HitView {
    /// Unique for ever.
    pub id: u64,
    /// Registration number.
    pub number: String,
    /// Name of the applicant.
    pub applicant: String,
    /// Masked.
    pub nik: String,
    /// What is applied for.
    pub permit: PermitView,
    /// Where it stands: title of its step.
    pub step: String,
    /// Whose step that is.
    pub actor: String,
    /// `moving`, `returned`, `refused`, `granted`, `refused-closed`.
    pub standing: &'static str,
    /// Since when it stands there.
    pub since: Millis,
    /// When it was registered.
    pub registered: Millis,
    /// Number of the SK.
    pub sk: Option<String>,
    /// The refused berkas it follows.
    pub previous: Option<String>,
    /// The berkas that follow it, if it was refused.
    pub followed: Vec<String>,
    /// Number of the visit that is open today.
    pub visit: Option<String>,
}

impl HitView {
    /// The line of a berkas, open or closed.
    pub fn of(scene: Scene<'_>, berkas: &Berkas) -> HitView {
        let step = scene.profile.sop.step(&berkas.step);
        HitView {
            id: berkas.id.0,
            number: berkas.number.to_string(),
            applicant: berkas.applicant.name.clone(),
            nik: berkas.applicant.nik.masked(),
            permit: permit(scene, berkas),
            step: step.map_or_else(|| berkas.step.to_string(), |step| step.title.clone()),
            actor: step.map_or_else(String::new, |step| scene.profile.title(&step.actor)),
            standing: standing(&berkas.standing).code,
            since: millis(match berkas.standing {
                Standing::Closed { at, .. } => at,
                _ => berkas.arrived,
            }),
            registered: millis(berkas.registered),
            previous: berkas.previous.map(|number| number.to_string()),
            followed: Vec::new(),
            sk: berkas.sk.as_ref().map(|sk| sk.text.clone()),
            visit: scene.state.visit_of(berkas).map(|ticket| ticket.number.to_string()),
        }
    }
}
