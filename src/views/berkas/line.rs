//! A berkas in a list.

use super::passage::is_exception;
use super::{PermitView, TakenView, permit};
use crate::domain::berkas::Berkas;
use crate::views::{Millis, Scene, millis};
use schemars::JsonSchema;
use serde::Serialize;

/// A berkas as it stands in a list.
#[derive(Serialize, JsonSchema, Clone, PartialEq, Debug)]
pub struct BerkasLine {
    /// Unique for ever.
    pub id: u64,
    /// Registration number.
    pub number: String,
    /// What is applied for.
    pub permit: PermitView,
    /// Name of the applicant.
    pub applicant: String,
    /// Title of its step.
    pub step: String,
    /// When it came to its step.
    pub arrived: Millis,
    /// Seconds of service since then.
    pub age: u64,
    /// Baku mutu of the step in minutes.
    pub norm: u32,
    /// Whose hands it is in.
    pub taken: Option<TakenView>,
    /// Number of the visit that is open today: somebody waits in the hall.
    pub visit: Option<String>,
    /// Whether it came back from the desk after.
    pub sent_back: Option<String>,
}

impl BerkasLine {
    /// The line of an open berkas.
    pub fn of(scene: Scene<'_>, berkas: &Berkas) -> BerkasLine {
        let step = scene.profile.sop.step(&berkas.step);
        let sent_back = berkas.passages.last().filter(|passage| is_exception(scene, passage));
        BerkasLine {
            id: berkas.id.0,
            number: berkas.number.to_string(),
            permit: permit(scene, berkas),
            applicant: berkas.applicant.name.clone(),
            step: step.map_or_else(|| berkas.step.to_string(), |step| step.title.clone()),
            arrived: millis(berkas.arrived),
            // Whole minutes, so that a list does not change with every message.
            age: scene.profile.calendar.service_seconds(berkas.arrived, scene.now) / 60 * 60,
            norm: step.map_or(0, |step| step.minutes),
            taken: TakenView::of(scene, berkas),
            visit: scene.state.visit_of(berkas).map(|ticket| ticket.number.to_string()),
            sent_back: sent_back.and_then(|passage| passage.reason.clone()),
        }
    }
}
