//! The steps a berkas has left, and what it was returned for.

use super::name_of;
use crate::domain::berkas::{Berkas, Lacking, Mended, Passage};
use crate::domain::sop::Act;
use crate::views::{Millis, Scene, millis};
use schemars::JsonSchema;
use serde::Serialize;

/// A step that is over.
#[derive(Serialize, JsonSchema, Clone, PartialEq, Debug)]
pub struct PassageView {
    /// Its number on the office's paper.
    pub no: Option<u8>,
    /// What happened.
    pub title: String,
    /// The way out.
    pub choice: String,
    /// Who decided.
    pub by: Option<String>,
    /// When it came.
    pub arrived: Millis,
    /// When it left.
    pub left: Millis,
    /// Seconds of service it waited.
    pub waited: u64,
    /// Seconds of service it was worked on.
    pub worked: u64,
    /// Baku mutu in minutes that day.
    pub norm: u32,
    /// Whether it took longer, waiting and work together.
    pub late: bool,
    /// The words that went with it.
    pub reason: Option<String>,
    /// Why somebody decided who had it at an earlier step.
    pub exception: Option<String>,
    /// What it did, as the profile spells it; empty for a way that the profile no longer has.
    pub act: &'static str,
    /// The lines of the checklist for which it was returned.
    pub lacking: Vec<LackingView>,
}

/// A line of the checklist that was found wanting.
#[derive(Serialize, JsonSchema, Clone, PartialEq, Debug)]
pub struct LackingView {
    /// The requirement.
    pub requirement: String,
    /// What is wrong with it; empty when it is simply not there.
    pub why: String,
    /// Whether it has been mended since.
    pub mended: bool,
}

impl LackingView {
    /// What a berkas was returned for.
    pub fn of(berkas: &Berkas) -> Vec<LackingView> {
        let asked = berkas.asked().into_iter();
        asked.map(|(line, mended)| lacking(line, mended == Mended::Yes)).collect()
    }
}

fn lacking(line: &Lacking, mended: bool) -> LackingView {
    LackingView { requirement: line.requirement.clone(), why: line.why.clone(), mended }
}

/// What the office did when a berkas left a step.
fn act_of(scene: Scene<'_>, passage: &Passage) -> Option<Act> {
    let step = scene.profile.sop.step(&passage.step)?;
    step.choice(&passage.choice).map(|choice| choice.act)
}

/// Whether it was one step back inside the office.
pub(super) fn is_exception(scene: Scene<'_>, passage: &Passage) -> bool {
    act_of(scene, passage) == Some(Act::SendBack)
}

pub(super) fn passage(scene: Scene<'_>, passage: &Passage) -> PassageView {
    let step = scene.profile.sop.step(&passage.step);
    let choice = step.and_then(|step| step.choice(&passage.choice));
    PassageView {
        no: step.and_then(|step| step.no),
        title: step.map_or_else(|| passage.step.to_string(), |step| step.title.clone()),
        choice: choice.map_or_else(|| passage.choice.to_string(), |choice| choice.label.clone()),
        by: passage.by.map(|account| name_of(scene, account)),
        arrived: millis(passage.arrived),
        left: millis(passage.left),
        waited: passage.waited,
        worked: passage.worked,
        norm: passage.norm,
        late: passage.waited + passage.worked > u64::from(passage.norm) * 60,
        reason: passage.reason.clone(),
        exception: passage.exception.clone(),
        act: act_of(scene, passage).map_or("", Act::word),
        lacking: passage.lacking.iter().map(|line| lacking(line, false)).collect(),
    }
}
