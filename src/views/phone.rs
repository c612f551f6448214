//! What the holder of a ticket or a tanda terima sees on their phone, today and weeks later.
//!
//! Whoever has the address has 128 random bits; still nothing here names a person.

use super::berkas::LackingView;
use super::ticket::stage_code;
use super::{EstimateView, Millis, OfficeView, Scene, StandingView, Words, millis};
use crate::domain::berkas::{Berkas, Standing};
use crate::domain::profile::LoketPlan;
use crate::domain::queue;
use crate::domain::sop::{Outcome, Place};
use crate::domain::ticket::{Stage, Ticket};
use schemars::JsonSchema;
use serde::Serialize;

/// A visitor's view.
#[derive(Serialize, JsonSchema, Clone, PartialEq, Debug)]
pub struct PhoneView {
    /// Name of the office.
    pub office: OfficeView,
    /// What the hour is to it.
    pub standing: StandingView,
    /// The ticket.
    pub ticket: Option<PhoneTicket>,
    /// The berkas.
    pub berkas: Option<PhoneBerkas>,
}

/// A ticket for its holder.
#[derive(Serialize, JsonSchema, Clone, PartialEq, Debug)]
pub struct PhoneTicket {
    /// As on the slip.
    pub number: String,
    /// The service.
    pub service: Words,
    /// See [`stage_code`].
    pub stage: &'static str,
    /// Whether it is of today.
    pub today: bool,
    /// When it was given.
    pub issued: Millis,
    /// How many are ahead, while it waits.
    pub ahead: Option<u32>,
    /// How long that may take.
    pub estimate: Option<EstimateView>,
    /// Where to go, once called; else the counters where it will be called.
    pub lokets: Vec<LoketName>,
    /// Calls of this leg.
    pub calls: u32,
    /// After so many calls it is missed; 0 when officers decide.
    pub most_calls: u32,
    /// What to bring, before it has been to a counter.
    pub bring: Option<Words>,
}

/// A counter by name.
#[derive(Serialize, JsonSchema, Clone, PartialEq, Debug)]
pub struct LoketName {
    /// Its number.
    pub id: u16,
    /// Its name.
    pub name: String,
}

/// A berkas for its applicant.
#[derive(Serialize, JsonSchema, Clone, PartialEq, Debug)]
pub struct PhoneBerkas {
    /// Registration number.
    pub number: String,
    /// The permit.
    pub permit: String,
    /// `process`, `ready`, `returned`, `refused`, `granted`, `refused-closed`.
    pub standing: &'static str,
    /// What to mend, or why it was refused.
    pub reason: Option<String>,
    /// What to bring or mend, line by line, the open ones first.
    pub lacking: Vec<LackingView>,
    /// Where it is, in words.
    pub step: String,
    /// The title of whoever has it.
    pub actor: String,
    /// How many numbered steps of the SOP are done, and how many there are.
    pub done: usize,
    /// How many numbered steps there are.
    pub steps: usize,
    /// Since when it is there.
    pub since: Millis,
    /// Whether coming to a loket makes sense now.
    pub come: bool,
    /// Where.
    pub lokets: Vec<LoketName>,
    /// Whether the SK was revoked after it had been handed over.
    pub revoked: bool,
}

/// The view of a ticket's page. `berkas` is its berkas, if it has one.
pub fn view(scene: Scene<'_>, ticket: Option<&Ticket>, berkas: Option<&Berkas>) -> PhoneView {
    PhoneView {
        office: OfficeView::of(scene.profile),
        standing: scene.profile.calendar.standing(scene.now).into(),
        ticket: ticket.map(|ticket| ticket_view(scene, ticket)),
        berkas: berkas.map(|berkas| berkas_view(scene, berkas)),
    }
}

fn ticket_view(scene: Scene<'_>, ticket: &Ticket) -> PhoneTicket {
    let Scene { state, profile, .. } = scene;
    let leg = ticket.leg();
    let service = profile.service(ticket.number.series);
    let waits = ticket.stage == Stage::Waiting;
    let pool = queue::pool(profile, &leg.purpose);
    let ahead = waits.then(|| state.line.ahead_of(&pool, ticket));
    let estimate = ahead.and_then(|ahead| queue::estimate(profile, state, &leg.purpose, ahead));
    let called = leg.loket.filter(|_| !waits).and_then(|id| profile.loket(id));
    PhoneTicket {
        number: ticket.number.to_string(),
        service: service.map_or_else(|| Words::new("", ""), |s| Words::new(&s.name, &s.name_en)),
        stage: stage_code(ticket.stage),
        today: state.today() == Some(ticket.day),
        issued: millis(ticket.issued),
        ahead,
        estimate: estimate.map(Into::into),
        lokets: match called {
            Some(plan) => vec![name(plan)],
            None => profile.lokets_for(&leg.purpose).map(name).collect(),
        },
        calls: leg.calls,
        most_calls: profile.missing.times,
        bring: service
            .filter(|service| !service.bring.is_empty() && ticket.legs.len() == 1)
            .map(|service| Words::new(&service.bring, &service.bring_en)),
    }
}

/// The berkas for its applicant.
pub fn berkas_view(scene: Scene<'_>, berkas: &Berkas) -> PhoneBerkas {
    let Scene { profile, .. } = scene;
    let step = profile.sop.step(&berkas.step);
    let purpose = profile.sop.purpose_at(&berkas.step).filter(|_| berkas.is_open());
    let (standing, reason) = match &berkas.standing {
        Standing::Returned { reason, .. } => ("returned", Some(reason.clone())),
        Standing::Refused { reason } => ("refused", Some(reason.clone())),
        Standing::Closed { outcome: Outcome::Granted, .. } => ("granted", None),
        Standing::Closed { outcome: Outcome::Refused, .. } => ("refused-closed", None),
        Standing::Moving if step.is_some_and(|step| matches!(step.place, Place::Counter(_))) => {
            ("ready", None)
        }
        Standing::Moving => ("process", None),
    };
    let numbered = profile.sop.steps().iter().filter(|step| step.no.is_some());
    let steps = numbered.clone().count();
    let done = match (&berkas.standing, step.and_then(|step| step.no)) {
        (Standing::Closed { .. }, _) => steps,
        (_, Some(no)) => numbered.filter(|step| step.no < Some(no)).count(),
        (_, None) => steps.saturating_sub(1),
    };
    PhoneBerkas {
        number: berkas.number.to_string(),
        permit: profile.permit(&berkas.permit).map_or_else(String::new, |permit| permit.name.clone()),
        standing,
        reason: reason.filter(|words| !words.is_empty()),
        lacking: LackingView::of(berkas),
        step: step.map_or_else(|| berkas.step.to_string(), |step| step.title.clone()),
        actor: step.map_or_else(String::new, |step| profile.title(&step.actor)),
        done,
        steps,
        since: millis(berkas.arrived),
        revoked: scene.state.revocations.contains_key(&berkas.id),
        come: purpose.is_some(),
        lokets: purpose.map(|purpose| profile.lokets_for(purpose).map(name).collect()).unwrap_or_default(),
    }
}

fn name(plan: &LoketPlan) -> LoketName {
    LoketName { id: plan.id.0, name: plan.name.clone() }
}
