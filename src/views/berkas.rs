//! A berkas as officers see it. NIK and phone are masked.

mod held;
mod line;
mod passage;
mod step;

use super::annex::AnnexView;
use super::form::FormView;
use super::papers::PapersView;
use super::ticket::LegalisedView;
use super::{Millis, Scene, millis};
use crate::domain::berkas::{Berkas, Mark, Receiver, Standing, SurveyGate};
use crate::domain::ids::{AccountId, LoketId};
use crate::domain::profile::Profile;
use crate::domain::sop::{Act, Outcome, Place};
use crate::domain::time::Moment;
use schemars::JsonSchema;
use serde::Serialize;

pub use held::{OwnWorkView, RestrictedView, RevokedView};
pub use line::BerkasLine;
pub use passage::{LackingView, PassageView};
pub use step::{ChoiceView, StepView};

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
    /// From when on that SK does not hold any more.
    pub revoked: Option<RevokedView>,
    /// Whether only the administrator looks at its applicant.
    pub restricted: Option<RestrictedView>,
    /// What keeps whoever asks from deciding about it; told where one berkas is asked for.
    pub own_work: Option<OwnWorkView>,
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

/// A permit type by name.
#[derive(Serialize, JsonSchema, Clone, PartialEq, Debug)]
pub struct PermitView {
    /// `SIPB`.
    pub code: String,
    /// Its name.
    pub name: String,
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

impl TakenView {
    fn of(scene: Scene<'_>, berkas: &Berkas) -> Option<TakenView> {
        let (account, at) = berkas.taken?;
        Some(TakenView { account: account.0, name: name_of(scene, account), at: millis(at) })
    }
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
            step: step::step(scene, berkas),
            arrived: millis(berkas.arrived),
            taken: TakenView::of(scene, berkas),
            standing: standing(&berkas.standing),
            survey: match berkas.survey {
                SurveyGate::Open => "open",
                SurveyGate::Answered => "answered",
                SurveyGate::Waived { .. } => "waived",
            },
            sk: berkas.sk.as_ref().map(|sk| sk.text.clone()),
            revoked: held::revoked(scene, berkas),
            restricted: held::restricted(scene, berkas),
            own_work: None,
            visit: scene.state.visit_of(berkas).map(|ticket| ticket.number.to_string()),
            checklist: berkas
                .checklist
                .iter()
                .map(|item| CheckView { requirement: item.requirement.clone(), mark: mark_code(item.mark) })
                .collect(),
            passages: berkas.passages.iter().map(|passage| passage::passage(scene, passage)).collect(),
            previous: berkas.previous.map(|number| number.to_string()),
            followed: Vec::new(),
            sent_back: berkas.passages.iter().filter(|passage| passage::is_exception(scene, passage)).count(),
            lacking: LackingView::of(berkas),
            legalised: Vec::new(),
            annex: AnnexView::of(scene, scene.state.annex(berkas.id)),
            form: FormView::of(scene, berkas, scene.state.annex(berkas.id)),
            papers: PapersView::of(scene, berkas),
        }
    }
}

pub(super) fn permit(scene: Scene<'_>, berkas: &Berkas) -> PermitView {
    let name = scene.profile.permit(&berkas.permit).map(|permit| permit.name.clone());
    PermitView { code: berkas.permit.to_string(), name: name.unwrap_or_default() }
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
