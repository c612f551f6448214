//! What the survey tablet of a loket shows.

use super::{OfficeView, Scene};
use crate::domain::ids::LoketId;
use schemars::JsonSchema;
use serde::Serialize;

/// A tablet's view.
#[derive(Serialize, JsonSchema, Clone, PartialEq, Debug)]
pub struct TabletView {
    /// Name of the office.
    pub office: OfficeView,
    /// The survey that waits for answers; the tablet is idle without one.
    pub survey: Option<SurveyView>,
    /// Whether the office can write.
    pub well: bool,
}

/// A survey that waits for answers.
#[derive(Serialize, JsonSchema, Clone, PartialEq, Debug)]
pub struct SurveyView {
    /// One-use secret that goes with the answers.
    pub key: String,
    /// The number that was called, so that people know whom it greets.
    pub number: String,
}

/// The view of the tablet at `loket`.
pub fn view(scene: Scene<'_>, loket: LoketId, well: bool) -> TabletView {
    let survey = scene.state.loket(loket).survey.and_then(|survey| {
        let ticket = scene.state.ticket(survey.ticket)?;
        Some(SurveyView { key: survey.key.to_string(), number: ticket.number.to_string() })
    });
    TabletView { office: OfficeView::of(scene.profile), survey, well }
}
