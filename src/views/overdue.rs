//! Berkas that are overdue: where, by how much, whose desk, and who is told.

use super::berkas::{PermitView, name_of, permit};
use super::complaint::{self, ComplaintLine};
use super::{Millis, OfficeView, Scene, millis};
use crate::domain::ids::Role;
use crate::domain::overdue::{Overdue, overdue};
use schemars::JsonSchema;
use serde::Serialize;

/// The list of a role, or of the supervisor.
#[derive(Serialize, JsonSchema, Clone, PartialEq, Debug)]
pub struct OverdueView {
    /// Name of the office.
    pub office: OfficeView,
    /// Whose list it is; none for the supervisor, who sees all desks.
    pub title: Option<String>,
    /// Complaints that are overdue, the longest first.
    pub complaints: Vec<ComplaintLine>,
    /// The longest overdue first.
    pub lines: Vec<OverdueLine>,
    /// How many more there are than are listed.
    pub more: usize,
    /// Whether the office can write.
    pub well: bool,
}

/// One of them.
#[derive(Serialize, JsonSchema, Clone, PartialEq, Debug)]
pub struct OverdueLine {
    /// Unique for ever.
    pub id: u64,
    /// Registration number.
    pub number: String,
    /// What is applied for.
    pub permit: PermitView,
    /// Number of the step on the office's paper.
    pub no: Option<u8>,
    /// Its title.
    pub step: String,
    /// The role whose desk it is.
    pub role: String,
    /// Its title.
    pub actor: String,
    /// Who has it in hand.
    pub taken: Option<String>,
    /// When it came there.
    pub arrived: Millis,
    /// Seconds of service since then, in whole minutes.
    pub age: u64,
    /// Baku mutu in minutes.
    pub norm: u32,
    /// Seconds of service beyond it, in whole minutes.
    pub over: u64,
    /// Titles of the roles above that are told by now.
    pub told: Vec<String>,
    /// Whether whoever looks at this list is one of them.
    pub mine: bool,
    /// Who is told next.
    pub next: Option<NextView>,
    /// Number of the visit that is open today: somebody waits in the hall.
    pub visit: Option<String>,
}

/// Who is told next, if nothing moves.
#[derive(Serialize, JsonSchema, Clone, PartialEq, Debug)]
pub struct NextView {
    /// Its title.
    pub actor: String,
    /// In how many seconds of service, in whole minutes.
    pub after: u64,
}

/// Most lines of a list.
const MOST: usize = 200;

/// What `role` sees; without a role, everything.
pub fn view(scene: Scene<'_>, role: Option<&Role>, well: bool) -> OverdueView {
    let Scene { state, profile, now } = scene;
    let sees = |late: &Overdue<'_>| role.is_none_or(|role| profile.escalation.sees(role, &late.step.actor));
    let late = state.berkas.values().filter_map(|berkas| overdue(profile, berkas, now)).filter(sees);
    let mut late: Vec<_> = late.collect();
    late.sort_by_key(|late| (std::cmp::Reverse(late.over()), late.berkas.id));
    OverdueView {
        office: OfficeView::of(profile),
        title: role.map(|role| profile.title(role)),
        complaints: complaint::overdue(scene, role),
        more: late.len().saturating_sub(MOST),
        lines: late.iter().take(MOST).map(|late| line(scene, late, role)).collect(),
        well,
    }
}

/// Whole minutes, so that a list does not change with every message.
fn minutes(seconds: u64) -> u64 {
    seconds / 60 * 60
}

fn line(scene: Scene<'_>, late: &Overdue<'_>, role: Option<&Role>) -> OverdueLine {
    let Overdue { berkas, step, age, told, next } = *late;
    let title = |role: &Role| scene.profile.title(role);
    OverdueLine {
        id: berkas.id.0,
        number: berkas.number.to_string(),
        permit: permit(scene, berkas),
        no: step.no,
        step: step.title.clone(),
        role: step.actor.to_string(),
        actor: title(&step.actor),
        taken: berkas.taken.map(|(account, _)| name_of(scene, account)),
        arrived: millis(berkas.arrived),
        age: minutes(age),
        norm: step.minutes,
        over: minutes(late.over()),
        told: told.iter().map(title).collect(),
        mine: role.is_some_and(|role| told.contains(role)),
        next: next.map(|(role, after)| NextView { actor: title(role), after: after.div_ceil(60) * 60 }),
        visit: scene.state.visit_of(berkas).map(|ticket| ticket.number.to_string()),
    }
}
