//! The step a berkas is at, with the ways out of it.

use crate::domain::berkas::Berkas;
use crate::domain::two_persons::decides;
use crate::views::Scene;
use schemars::JsonSchema;
use serde::Serialize;

/// A step of the SOP with the ways out of it.
#[derive(Serialize, JsonSchema, Clone, PartialEq, Debug)]
pub struct StepView {
    /// Its name in the profile.
    pub id: String,
    /// Its number on the office's paper.
    pub no: Option<u8>,
    /// What happens.
    pub title: String,
    /// The actor's role.
    pub role: String,
    /// The actor's title.
    pub actor: String,
    /// Baku mutu in minutes.
    pub minutes: u32,
    /// The ways out.
    pub choices: Vec<ChoiceView>,
}

/// A way out of a step.
#[derive(Serialize, JsonSchema, Clone, PartialEq, Debug)]
pub struct ChoiceView {
    /// Its name in the profile.
    pub id: String,
    /// What the button says.
    pub label: String,
    /// What it does, as the profile spells it.
    pub act: &'static str,
    /// Whether words must go with it.
    pub reason: bool,
    /// Whether somebody decides it who did not have the berkas at an earlier step.
    pub checks: bool,
}

/// The view of the step a berkas is at.
pub(super) fn step(scene: Scene<'_>, berkas: &Berkas) -> StepView {
    let Some(step) = scene.profile.sop.step(&berkas.step) else {
        // A step that the profile no longer has; the berkas shows where it got stuck.
        return StepView {
            id: berkas.step.to_string(),
            no: None,
            title: berkas.step.to_string(),
            role: String::new(),
            actor: String::new(),
            minutes: 0,
            choices: Vec::new(),
        };
    };
    StepView {
        id: step.id.to_string(),
        no: step.no,
        title: step.title.clone(),
        role: step.actor.to_string(),
        actor: scene.profile.title(&step.actor),
        minutes: step.minutes,
        choices: step
            .choices
            .iter()
            .map(|choice| ChoiceView {
                id: choice.id.to_string(),
                label: choice.label.clone(),
                act: choice.act.word(),
                reason: choice.act.needs_reason(),
                checks: decides(step, choice.act),
            })
            .collect(),
    }
}
