//! The printers' page: how each is, what waits for it, what came out of it, and how much paper is left.

use super::berkas::name_of;
use super::ticket::WhyView;
use super::{Millis, Scene, millis};
use crate::domain::ids::TicketId;
use crate::domain::paper::{JobState, Paper, PrintJob, Why};
use crate::domain::profile::{Address, Fallback, PrinterPlan};
use schemars::JsonSchema;
use serde::Serialize;

/// A paper.
#[derive(Serialize, JsonSchema, Clone, PartialEq, Debug)]
pub struct PrintView {
    /// Unique for ever.
    pub id: u64,
    /// `ticket`, `receipt`, `shortfall`, `lacking`, `preparation`, `trial`.
    pub paper: &'static str,
    /// The number on it.
    pub about: String,
    /// `queued`, `sending`, `printed`, `uncertain`, `failed`.
    pub state: &'static str,
    /// Why it is not simply printed: the word of a [`Why`], or `other` with what an older program wrote.
    pub why: Option<WhyView>,
    /// When it was ordered.
    pub ordered: Millis,
    /// Whether it is a SALINAN.
    pub copy: bool,
}

/// The page.
#[derive(Serialize, JsonSchema, Clone, PartialEq, Debug)]
pub struct PrintersView {
    /// The printers, as the profile lists them.
    pub printers: Vec<PrinterCard>,
    /// Whether the office can write.
    pub well: bool,
}

/// A printer.
#[derive(Serialize, JsonSchema, Clone, PartialEq, Debug)]
pub struct PrinterCard {
    /// Its name in the profile.
    pub id: String,
    /// What people call it.
    pub name: String,
    /// How it is reached: `network`, `usb`, `serial`, `file`, `agent`.
    pub line: &'static str,
    /// Where.
    pub address: String,
    /// See [`super::kiosk::KioskView::printer`].
    pub condition: &'static str,
    /// Since when.
    pub since: Option<Millis>,
    /// Papers that wait.
    pub queued: usize,
    /// Who steps in, and after how many seconds.
    pub fallback: Option<(String, u32)>,
    /// The latest papers, newest first.
    pub papers: Vec<PrinterPaper>,
    /// The roll in it.
    pub roll: RollView,
}

/// A paper, with what the printers' page tells besides.
#[derive(Serialize, JsonSchema, Clone, PartialEq, Debug)]
pub struct PrinterPaper {
    /// The paper.
    #[serde(flatten)]
    pub paper: PrintView,
    /// The printer it was ordered for, when this one stepped in.
    pub moved_from: Option<String>,
    /// Who asked for it, when somebody did.
    pub by: Option<String>,
}

/// A roll, as far as the papers tell.
#[derive(Serialize, JsonSchema, Clone, PartialEq, Debug)]
pub struct RollView {
    /// Length of a new one, in metres.
    pub metres: u32,
    /// What is used of it, in millimetres.
    pub used: u64,
    /// What is left, in millimetres.
    pub left: u64,
    /// About so many tickets.
    pub tickets: u64,
    /// When it was put in; none before anybody said so.
    pub changed: Option<Millis>,
    /// Who said so.
    pub by: Option<String>,
}

/// Papers listed for each printer.
const MOST_PAPERS: usize = 12;

/// What is known of printers at this moment: condition and since when, in the profile's order.
pub type Conditions = Vec<(&'static str, Option<Millis>)>;

/// The page as of now.
pub fn view(scene: Scene<'_>, conditions: Conditions, well: bool) -> PrintersView {
    let plans = scene.profile.printers.iter().zip(conditions);
    PrintersView { printers: plans.map(|(plan, condition)| card(scene, plan, condition)).collect(), well }
}

fn card(
    scene: Scene<'_>,
    plan: &PrinterPlan,
    (condition, since): (&'static str, Option<Millis>),
) -> PrinterCard {
    let name = |id| scene.profile.printer(id).map_or_else(|| id.to_string(), |plan| plan.name.clone());
    let jobs = scene.state.jobs.values().rev().filter(|job| job.printer == plan.id).take(MOST_PAPERS);
    let papers = jobs.map(|job| PrinterPaper {
        paper: paper(scene, job),
        moved_from: job.moved_from.as_ref().map(name),
        by: job.by.filter(|_| job.copy_of.is_some()).map(|by| name_of(scene, by)),
    });
    PrinterCard {
        id: plan.id.to_string(),
        name: plan.name.clone(),
        line: match plan.address {
            Address::Network(_) => "network",
            Address::Usb(_) | Address::UsbKind { .. } => "usb",
            Address::Serial { .. } => "serial",
            Address::File(_) => "file",
            Address::Queue(_) => "queue",
            Address::Agent => "agent",
        },
        address: plan.address.to_string(),
        condition,
        since,
        queued: scene.state.open_jobs_of(&plan.id).count(),
        fallback: plan.fallback.as_ref().map(|Fallback { to, after_seconds }| (name(to), *after_seconds)),
        papers: papers.collect(),
        roll: roll(scene, plan),
    }
}

/// The roll in a printer.
pub fn roll(scene: Scene<'_>, plan: &PrinterPlan) -> RollView {
    let roll = scene.state.roll(&plan.id);
    RollView {
        metres: plan.roll_metres,
        used: roll.millimetres,
        left: roll.left(plan.roll_metres),
        tickets: roll.tickets_left(plan.roll_metres),
        changed: roll.changed.map(|(_, at)| millis(at)),
        by: roll.changed.map(|(by, _)| name_of(scene, by)),
    }
}

/// The view of a paper.
pub fn paper(scene: Scene<'_>, job: &PrintJob) -> PrintView {
    let number_of = |id: TicketId| scene.state.ticket(id).map(|ticket| ticket.number.to_string());
    let (paper, about) = match &job.paper {
        Paper::Ticket(ticket) => ("ticket", number_of(*ticket)),
        Paper::Receipt(berkas) => {
            ("receipt", scene.state.berkas(*berkas).map(|berkas| berkas.number.to_string()))
        }
        Paper::Shortfall { ticket, .. } => ("shortfall", number_of(*ticket)),
        Paper::Lacking { berkas, .. } => {
            ("lacking", scene.state.berkas(*berkas).map(|berkas| berkas.number.to_string()))
        }
        Paper::Complaint(id) => {
            ("complaint", scene.state.complaint(*id).map(|complaint| complaint.number.to_string()))
        }
        Paper::Trial => ("trial", None),
        Paper::Preparation { permit, .. } => ("preparation", Some(permit.to_string())),
    };
    let (state, why) = match &job.state {
        JobState::Queued => ("queued", None),
        JobState::Sending { .. } => ("sending", None),
        JobState::Printed { .. } => ("printed", None),
        JobState::Uncertain { why, .. } => ("uncertain", Some(why_of(why))),
        JobState::Failed { why, .. } => ("failed", Some(why_of(why))),
    };
    PrintView {
        id: job.id.0,
        paper,
        about: about.unwrap_or_default(),
        state,
        why,
        ordered: millis(job.ordered),
        copy: job.copy_of.is_some(),
    }
}

fn why_of(said: &str) -> WhyView {
    match Why::of(said) {
        Some(why) => WhyView { code: why.word(), reason: None },
        None => WhyView { code: "other", reason: Some(said.to_string()) },
    }
}
