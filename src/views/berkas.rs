//! A berkas as officers see it. NIK and phone are masked.

use super::annex::AnnexView;
use super::form::FormView;
use super::papers::PapersView;
use super::ticket::LegalisedView;
use super::{Millis, Scene, millis};
use crate::domain::berkas::{Berkas, Lacking, Mark, Mended, Passage, Receiver, Standing, SurveyGate};
use crate::domain::ids::{AccountId, LoketId};
use crate::domain::profile::Profile;
use crate::domain::sop::{Act, Outcome, Place};
use crate::domain::time::Moment;
use schemars::JsonSchema;
use serde::Serialize;

/// A berkas with its whole story.
#[derive(Serialize, JsonSchema, Clone, PartialEq, Debug)]
pub struct BerkasView {
    /// Unique for ever.
    pub id: u64,
    /// Registration number.
    pub number: String,
    /// What is applied for.
    pub permit: PermitView,
    /// Name of the applicant.
    pub applicant: String,
    /// Masked.
    pub nik: String,
    /// Masked.
    pub phone: Option<String>,
    /// When it was registered.
    pub registered: Millis,
    /// Where it is.
    pub step: StepView,
    /// Since when.
    pub arrived: Millis,
    /// Whose hands it is in.
    pub taken: Option<TakenView>,
    /// Why it is not simply on its way.
    pub standing: StandingView,
    /// `open`, `answered`, `waived`.
    pub survey: &'static str,
    /// Number of the SK.
    pub sk: Option<String>,
    /// Number of the visit that is open today.
    pub visit: Option<String>,
    /// What was brought.
    pub checklist: Vec<CheckView>,
    /// The steps it has left, oldest first.
    pub passages: Vec<PassageView>,
    /// The refused berkas it follows.
    pub previous: Option<String>,
    /// The berkas that follow this one, which was refused; read for a closed berkas only.
    pub followed: Vec<OtherView>,
    /// How often it went one step back inside the office.
    pub sent_back: usize,
    /// What is to be mended, the open lines first.
    pub lacking: Vec<LackingView>,
    /// Visits for certified copies of its SK, newest first; read for a closed berkas only.
    pub legalised: Vec<LegalisedView>,
    /// Notes and scans; those of a closed berkas are read from its row.
    pub annex: AnnexView,
    /// The form of its permit type; that of a closed berkas is read from its row.
    pub form: FormView,
    /// Official papers; those that were issued are read from their rows.
    pub papers: PapersView,
}

/// Another berkas, by number.
#[derive(Serialize, JsonSchema, Clone, PartialEq, Debug)]
pub struct OtherView {
    /// Unique for ever.
    pub id: u64,
    /// Registration number.
    pub number: String,
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

/// A permit type by name.
#[derive(Serialize, JsonSchema, Clone, PartialEq, Debug)]
pub struct PermitView {
    /// `SIPB`.
    pub code: String,
    /// Its name.
    pub name: String,
}

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
}

/// Whose hands a berkas is in.
#[derive(Serialize, JsonSchema, Clone, PartialEq, Debug)]
pub struct TakenView {
    /// The account.
    pub account: u32,
    /// Their name.
    pub name: String,
    /// Since when.
    pub at: Millis,
}

/// Why a berkas is not simply on its way.
#[derive(Serialize, JsonSchema, Clone, PartialEq, Debug)]
#[schemars(rename = "BerkasStanding")]
pub struct StandingView {
    /// `moving`, `returned`, `refused`, `granted`, `refused-closed`.
    pub code: &'static str,
    /// The words that went with it.
    pub reason: Option<String>,
    /// Who took the paper.
    pub receiver: Option<String>,
    /// When it was closed.
    pub closed: Option<Millis>,
}

/// A line of the checklist.
#[derive(Serialize, JsonSchema, Clone, PartialEq, Debug)]
pub struct CheckView {
    /// The requirement.
    pub requirement: String,
    /// `present`, `missing`, `not-needed`.
    pub mark: &'static str,
}

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
    /// What it did, as the profile spells it; empty for a way that the profile no longer has.
    pub act: &'static str,
    /// The lines of the checklist for which it was returned.
    pub lacking: Vec<LackingView>,
}

/// The word for a mark.
pub fn mark_code(mark: Mark) -> &'static str {
    match mark {
        Mark::Present => "present",
        Mark::Missing => "missing",
        Mark::NotNeeded => "not-needed",
    }
}

impl BerkasView {
    /// The view of a berkas, open or closed.
    pub fn of(scene: Scene<'_>, berkas: &Berkas) -> BerkasView {
        BerkasView {
            id: berkas.id.0,
            number: berkas.number.to_string(),
            permit: permit(scene, berkas),
            applicant: berkas.applicant.name.clone(),
            nik: berkas.applicant.nik.masked(),
            phone: berkas.applicant.phone.as_ref().map(|phone| phone.masked()),
            registered: millis(berkas.registered),
            step: step(scene, berkas),
            arrived: millis(berkas.arrived),
            taken: berkas.taken.map(|(account, at)| TakenView {
                account: account.0,
                name: name_of(scene, account),
                at: millis(at),
            }),
            standing: standing(&berkas.standing),
            survey: match berkas.survey {
                SurveyGate::Open => "open",
                SurveyGate::Answered => "answered",
                SurveyGate::Waived { .. } => "waived",
            },
            sk: berkas.sk.as_ref().map(|sk| sk.text.clone()),
            visit: scene.state.visit_of(berkas).map(|ticket| ticket.number.to_string()),
            checklist: berkas
                .checklist
                .iter()
                .map(|item| CheckView { requirement: item.requirement.clone(), mark: mark_code(item.mark) })
                .collect(),
            passages: berkas.passages.iter().map(|passage| self::passage(scene, passage)).collect(),
            previous: berkas.previous.map(|number| number.to_string()),
            followed: Vec::new(),
            sent_back: berkas.passages.iter().filter(|passage| is_exception(scene, passage)).count(),
            lacking: LackingView::of(berkas),
            legalised: Vec::new(),
            annex: AnnexView::of(scene, scene.state.annex(berkas.id)),
            form: FormView::of(scene, berkas, scene.state.annex(berkas.id)),
            papers: PapersView::of(scene, berkas),
        }
    }
}

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
            taken: berkas.taken.map(|(account, at)| TakenView {
                account: account.0,
                name: name_of(scene, account),
                at: millis(at),
            }),
            visit: scene.state.visit_of(berkas).map(|ticket| ticket.number.to_string()),
            sent_back: sent_back.and_then(|passage| passage.reason.clone()),
        }
    }
}

/// What the office did when a berkas left a step.
fn act_of(scene: Scene<'_>, passage: &Passage) -> Option<Act> {
    let step = scene.profile.sop.step(&passage.step)?;
    step.choice(&passage.choice).map(|choice| choice.act)
}

/// Whether it was one step back inside the office.
fn is_exception(scene: Scene<'_>, passage: &Passage) -> bool {
    act_of(scene, passage) == Some(Act::SendBack)
}

pub(super) fn permit(scene: Scene<'_>, berkas: &Berkas) -> PermitView {
    let name = scene.profile.permit(&berkas.permit).map(|permit| permit.name.clone());
    PermitView { code: berkas.permit.to_string(), name: name.unwrap_or_default() }
}

/// The view of the step a berkas is at.
fn step(scene: Scene<'_>, berkas: &Berkas) -> StepView {
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
            })
            .collect(),
    }
}

pub(super) fn standing(standing: &Standing) -> StandingView {
    let plain = |code, reason: Option<&String>| StandingView {
        code,
        reason: reason.filter(|words| !words.is_empty()).cloned(),
        receiver: None,
        closed: None,
    };
    match standing {
        Standing::Moving => plain("moving", None),
        Standing::Returned { reason, .. } => plain("returned", Some(reason)),
        Standing::Refused { reason } => plain("refused", Some(reason)),
        Standing::Closed { outcome, receiver, at } => StandingView {
            code: match outcome {
                Outcome::Granted => "granted",
                Outcome::Refused => "refused-closed",
            },
            reason: None,
            receiver: match receiver {
                Receiver::Applicant => None,
                Receiver::Proxy { name, relation } => Some(format!("{name} ({relation})")),
            },
            closed: Some(millis(*at)),
        },
    }
}

fn passage(scene: Scene<'_>, passage: &Passage) -> PassageView {
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
        act: act_of(scene, passage).map_or("", Act::word),
        lacking: passage.lacking.iter().map(|line| lacking(line, false)).collect(),
    }
}

/// Who registered a berkas, and at which loket.
pub fn received_by(scene: Scene<'_>, berkas: &Berkas) -> Option<(String, Option<LoketId>)> {
    let profile = scene.profile;
    let registration = profile.sop.registration();
    let passage = berkas.passages.iter().rfind(|passage| passage.step == registration.id)?;
    let officer = scene.state.account(passage.by?)?.name.clone();
    let Place::Counter(purpose) = &registration.place else { return Some((officer, None)) };
    Some((officer, profile.lokets_for(purpose).next().map(|plan| plan.id)))
}

/// When the SK should be ready: the baku mutu of the steps on desks, in service hours.
pub fn promise(profile: &Profile, berkas: &Berkas) -> Option<Moment> {
    let desks = profile.sop.steps().iter().filter(|step| {
        step.place == Place::Desk && step.choices.iter().any(|c| matches!(c.act, Act::Forward | Act::Number))
    });
    let minutes: u32 = desks.map(|step| step.minutes).sum();
    profile.calendar.after_service(berkas.registered, u64::from(minutes) * 60)
}

/// The name on an account.
pub fn name_of(scene: Scene<'_>, account: AccountId) -> String {
    scene.state.account(account).map_or_else(|| account.to_string(), |account| account.name.clone())
}
