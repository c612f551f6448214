//! Complaints as those see them who answer, and the little that their paper opens.

use super::berkas::name_of;
use super::{Millis, OfficeView, Scene, millis};
use crate::domain::complaint::{Complaint, ComplaintStage};
use crate::domain::ids::Role;
use schemars::JsonSchema;
use serde::Serialize;
use std::sync::Arc;

/// Everything that is not closed.
#[derive(Serialize, JsonSchema, Clone, PartialEq, Debug)]
pub struct ComplaintsView {
    /// Name of the office.
    pub office: OfficeView,
    /// What is overdue first, then by the day when it must be answered.
    pub lines: Vec<ComplaintLine>,
    /// How many more there are than are listed.
    pub more: usize,
    /// Whether the office can write.
    pub well: bool,
}

/// One of them.
#[derive(Serialize, JsonSchema, Clone, PartialEq, Debug)]
pub struct ComplaintLine {
    /// Unique for ever.
    pub id: u64,
    /// On its paper.
    pub number: String,
    /// `delay`, `conduct`, `fee`, `procedure`, `facility`, `other`.
    pub category: &'static str,
    /// In one line.
    pub subject: String,
    /// `open`, `in-work`, `answered`, `closed`.
    pub stage: &'static str,
    /// When it was filed.
    pub filed: Millis,
    /// When it must be answered.
    pub due: Millis,
    /// Whether it should have been by now.
    pub overdue: bool,
    /// Who works on it.
    pub taken: Option<String>,
    /// Whose desk is told besides the supervisor.
    pub told: Option<String>,
}

/// A complaint with everything that became of it.
#[derive(Serialize, JsonSchema, Clone, PartialEq, Debug)]
pub struct ComplaintView {
    /// As in the list.
    #[serde(flatten)]
    pub line: ComplaintLine,
    /// Who complains; none for an anonymous complaint.
    pub name: Option<String>,
    /// Where the answer may be told. Whoever answers needs it whole.
    pub phone: Option<String>,
    /// In full.
    pub text: String,
    /// The berkas it is about.
    pub about: Option<super::berkas::OtherView>,
    /// Who wrote it down.
    pub by: String,
    /// Where.
    pub loket: u16,
    /// Whether it is in the hands of whoever looks.
    pub mine: bool,
    /// The answer.
    pub answer: Option<AnswerView>,
    /// When it was closed.
    pub closed: Option<Millis>,
}

/// An answer.
#[derive(Serialize, JsonSchema, Clone, PartialEq, Debug)]
pub struct AnswerView {
    /// Who wrote it.
    pub by: String,
    /// When.
    pub at: Millis,
    /// The words.
    pub text: String,
}

/// What whoever holds the paper is told: where it stands, and never what was said.
#[derive(Serialize, JsonSchema, Clone, PartialEq, Debug)]
pub struct PublicComplaint {
    /// On its paper.
    pub number: String,
    /// `open`, `in-work`, `answered`, `closed`.
    pub stage: &'static str,
    /// When it was filed.
    pub filed: Millis,
    /// When it must be answered.
    pub due: Millis,
    /// When it was answered.
    pub answered: Option<Millis>,
    /// Where the answer is told.
    pub loket: u16,
}

/// Most lines of a list.
const MOST: usize = 200;
/// Most lines on the wall and in the list of what is overdue.
pub(super) const MOST_OVERDUE: usize = 20;

/// The word for a stage.
pub fn stage_code(stage: ComplaintStage) -> &'static str {
    match stage {
        ComplaintStage::Open => "open",
        ComplaintStage::InWork => "in-work",
        ComplaintStage::Answered => "answered",
        ComplaintStage::Closed => "closed",
    }
}

/// The list of those who answer.
pub fn view(scene: Scene<'_>, well: bool) -> ComplaintsView {
    let mut open: Vec<_> = scene.state.complaints.values().collect();
    // An answer that only waits to be told is behind those that are still owed.
    open.sort_by_key(|complaint| (!complaint.is_owed(), complaint.due, complaint.id));
    ComplaintsView {
        office: OfficeView::of(scene.profile),
        more: open.len().saturating_sub(MOST),
        lines: open.iter().take(MOST).map(|complaint| line(scene, complaint)).collect(),
        well,
    }
}

/// What is overdue, the longest first: all of it for the supervisor, else what has reached `role`.
pub fn overdue(scene: Scene<'_>, role: Option<&Role>) -> Vec<ComplaintLine> {
    let told = |complaint: &Complaint| {
        role.is_none_or(|role| complaint.told(scene.profile, scene.now) == Some(role))
    };
    let late = |complaint: &&Arc<Complaint>| complaint.is_overdue(scene.now) && told(complaint);
    let mut late: Vec<_> = scene.state.complaints.values().filter(late).collect();
    late.sort_by_key(|complaint| (complaint.due, complaint.id));
    late.into_iter().take(MOST_OVERDUE).map(|complaint| line(scene, complaint)).collect()
}

fn line(scene: Scene<'_>, complaint: &Complaint) -> ComplaintLine {
    ComplaintLine {
        id: complaint.id.0,
        number: complaint.number.to_string(),
        category: complaint.matter.category.word(),
        subject: complaint.matter.subject.clone(),
        stage: stage_code(complaint.stage),
        filed: millis(complaint.filed),
        due: millis(complaint.due),
        overdue: complaint.is_overdue(scene.now),
        taken: complaint.taken.map(|(account, _)| name_of(scene, account)),
        told: complaint.told(scene.profile, scene.now).map(|role| scene.profile.title(role)),
    }
}

impl ComplaintView {
    /// The view of a complaint for `account`; `about` is the number of its berkas.
    pub fn of(
        scene: Scene<'_>,
        complaint: &Complaint,
        account: crate::domain::ids::AccountId,
        about: Option<super::berkas::OtherView>,
    ) -> ComplaintView {
        ComplaintView {
            line: line(scene, complaint),
            name: complaint.matter.name.clone(),
            phone: complaint.matter.phone.as_ref().map(|phone| phone.e164().to_string()),
            text: complaint.matter.text.clone(),
            about,
            by: name_of(scene, complaint.by),
            loket: complaint.loket.0,
            mine: complaint.taken.is_some_and(|(who, _)| who == account),
            answer: complaint.answer.as_ref().map(|answer| AnswerView {
                by: name_of(scene, answer.by),
                at: millis(answer.at),
                text: answer.text.clone(),
            }),
            closed: complaint.closed.map(|(_, at)| millis(at)),
        }
    }
}

impl PublicComplaint {
    /// What the paper of a complaint opens.
    pub fn of(complaint: &Complaint) -> PublicComplaint {
        PublicComplaint {
            number: complaint.number.to_string(),
            stage: stage_code(complaint.stage),
            filed: millis(complaint.filed),
            due: millis(complaint.due),
            answered: complaint.answer.as_ref().map(|answer| millis(answer.at)),
            loket: complaint.loket.0,
        }
    }
}
