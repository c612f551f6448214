//! The SOP as a picture shows it: every step with its ways on, and the berkas that are there now.

use super::wall::{self, StepLine};
use super::{OfficeView, Scene};
use crate::domain::sop::{Choice, Goal, Outcome, Step};
use schemars::JsonSchema;
use serde::Serialize;

/// The picture.
#[derive(Serialize, JsonSchema, Clone, PartialEq, Debug)]
pub struct SopView {
    /// Name of the office.
    pub office: OfficeView,
    /// The steps in the order of the office's paper.
    pub plan: Vec<PlanView>,
    /// The berkas at each step, in the same order.
    pub now: Vec<CountView>,
    /// Whether the office can write.
    pub well: bool,
}

/// A step that does not change while the office runs.
#[derive(Serialize, JsonSchema, Clone, PartialEq, Debug)]
pub struct PlanView {
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
    /// `applicant`, `counter`, `desk`.
    pub place: &'static str,
    /// Baku mutu: minutes.
    pub minutes: u32,
    /// Baku mutu: kelengkapan.
    pub needs: String,
    /// Baku mutu: output.
    pub output: String,
    /// The ways on, the usual one first.
    pub choices: Vec<WayView>,
}

/// A way on.
#[derive(Serialize, JsonSchema, Clone, PartialEq, Debug)]
pub struct WayView {
    /// Its name in the profile.
    pub id: String,
    /// What the button says.
    pub label: String,
    /// What it does, as the profile spells it.
    pub act: &'static str,
    /// The step where it leads; none at an end.
    pub to: Option<String>,
    /// `granted` or `refused` at an end.
    pub end: Option<&'static str>,
}

/// What is at a step.
#[derive(Serialize, JsonSchema, Clone, Copy, PartialEq, Debug)]
pub struct CountView {
    /// Berkas that are there.
    pub berkas: usize,
    /// How many of them are overdue.
    pub late: usize,
}

/// The picture as of now.
pub fn view(scene: Scene<'_>, well: bool) -> SopView {
    let steps = scene.profile.sop.steps();
    let lines: Vec<StepLine> = steps.iter().map(|step| wall::step_line(scene, step)).collect();
    SopView {
        office: OfficeView::of(scene.profile),
        now: lines.iter().map(|line| CountView { berkas: line.berkas, late: line.late }).collect(),
        plan: steps.iter().zip(lines).map(|(step, line)| plan(step, line)).collect(),
        well,
    }
}

fn plan(step: &Step, line: StepLine) -> PlanView {
    PlanView {
        id: step.id.to_string(),
        no: step.no,
        title: step.title.clone(),
        role: step.actor.to_string(),
        actor: line.actor,
        place: line.place,
        minutes: step.minutes,
        needs: step.needs.clone(),
        output: step.output.clone(),
        choices: step.choices.iter().map(way).collect(),
    }
}

fn way(choice: &Choice) -> WayView {
    let (to, end) = match &choice.to {
        Goal::Step(step) => (Some(step.to_string()), None),
        Goal::End(Outcome::Granted) => (None, Some("granted")),
        Goal::End(Outcome::Refused) => (None, Some("refused")),
    };
    let (id, label) = (choice.id.to_string(), choice.label.clone());
    WayView { id, label, act: choice.act.word(), to, end }
}
