//! The settings of the office: one document, every version of it kept, and what stands in the way of another.
//!
//! A document is text that only `app::config` can read; here it is a digest, a number and, beside it, the profile that
//! was read from it. The version in force is part of the state, so the journal says by which settings every other entry
//! was decided.

use super::account::{Account, Actor};
use super::device::Screen;
use super::ids::{LoketId, PermitCode, PrinterId, Purpose, Role, Series, StepId};
use super::loket::Desk;
use super::profile::Profile;
use super::state::State;
use super::time::Moment;
use std::collections::BTreeMap;

/// Longest document, in bytes.
pub const MOST_TEXT: usize = 256 * 1024;

/// A version of the settings.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Version {
    /// Ascending from 1 without gaps.
    pub version: u32,
    /// SHA-256 of its text, under which the text is kept.
    pub digest: [u8; 32],
    /// SHA-256 of the files beside the program as they were last taken in.
    pub file: Option<[u8; 32]>,
    /// How it came about.
    pub how: How,
    /// Who did it.
    pub by: Actor,
    /// When.
    pub at: Moment,
}

/// How a version came about.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum How {
    /// The files beside the program had changed and were taken in at a start.
    Files,
    /// A section of the page was saved.
    Section(String),
    /// A whole document was taken in on the page.
    Whole,
    /// An earlier version was brought back.
    Back(u32),
}

/// A document that is to be in force.
#[derive(Clone, PartialEq, Debug)]
pub struct NewSettings {
    /// Its text.
    pub text: String,
    /// SHA-256 of it.
    pub digest: [u8; 32],
    /// The version that whoever asks has seen; another one meanwhile is a refusal.
    pub seen: u32,
    /// How it came about.
    pub how: How,
    /// SHA-256 of the files, when they are what is taken in.
    pub file: Option<[u8; 32]>,
    /// What was read from it.
    pub profile: Profile,
}

/// Open work that another profile would leave without a place.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Obstacle {
    /// Somebody sits at a loket, or it has tickets in hand, and it would go or be somebody else's.
    Loket(LoketId),
    /// Numbers of a service that would go are open.
    Service(Series, usize),
    /// Tickets wait for something that no loket would draw.
    Purpose(Purpose, usize),
    /// Berkas lie at a step that would go, or take place elsewhere.
    Step(StepId, usize),
    /// Berkas are open of a permit type that would go.
    Permit(PermitCode, usize),
    /// Papers wait for a printer that would go.
    Printer(PrinterId, usize),
    /// Somebody holds a role that would go.
    Role(Role, String),
    /// A device belongs to a waiting room, a loket or a printer that would go.
    Device(String),
}

impl Obstacle {
    /// The code on the wire; `refusal-<code>` is the message.
    pub fn code(&self) -> &'static str {
        match self {
            Obstacle::Loket(_) => "settings-loket",
            Obstacle::Service(..) => "settings-service",
            Obstacle::Purpose(..) => "settings-purpose",
            Obstacle::Step(..) => "settings-step",
            Obstacle::Permit(..) => "settings-permit",
            Obstacle::Printer(..) => "settings-printer",
            Obstacle::Role(..) => "settings-role",
            Obstacle::Device(_) => "settings-device",
        }
    }

    /// The facts that the message needs.
    pub fn facts(&self) -> Vec<(&'static str, String)> {
        let named = |name: String, count: &usize| vec![("name", name), ("count", count.to_string())];
        match self {
            Obstacle::Loket(loket) => vec![("name", format!("{loket}"))],
            Obstacle::Service(series, count) => named(series.to_string(), count),
            Obstacle::Purpose(purpose, count) => named(purpose.to_string(), count),
            Obstacle::Step(step, count) => named(step.to_string(), count),
            Obstacle::Permit(permit, count) => named(permit.to_string(), count),
            Obstacle::Printer(printer, count) => named(printer.to_string(), count),
            Obstacle::Role(role, who) => vec![("name", role.to_string()), ("who", who.clone())],
            Obstacle::Device(name) => vec![("name", name.clone())],
        }
    }
}

/// What stands in the way of working by `new` from now on, instead of by `old`.
pub fn obstacles(state: &State, old: &Profile, new: &Profile) -> Vec<Obstacle> {
    let mut found = lokets(state, new);
    found.extend(tickets(state, old, new));
    found.extend(berkas(state, old, new));
    let gone = state.open_jobs().filter(|job| new.printer(&job.printer).is_none());
    let papers = counted(gone.map(|job| job.printer.clone()));
    found.extend(papers.into_iter().map(|(printer, count)| Obstacle::Printer(printer, count)));
    found.extend(roles(state, old, new));
    found.extend(devices(state, new));
    found
}

fn lokets(state: &State, new: &Profile) -> Vec<Obstacle> {
    let in_use = state.lokets.values().filter(|loket| match &loket.desk {
        Desk::Closed => (loket.current.is_some() || !loket.held.is_empty()) && new.loket(loket.id).is_none(),
        Desk::Open { officer, .. } | Desk::Paused { officer, .. } => {
            let sits =
                |role: &Role| state.account(*officer).is_some_and(|account| account.holds(role.as_str()));
            new.loket(loket.id).is_none_or(|plan| !sits(&plan.role))
        }
    });
    in_use.map(|loket| Obstacle::Loket(loket.id)).collect()
}

fn tickets(state: &State, old: &Profile, new: &Profile) -> Vec<Obstacle> {
    let open = || state.tickets.values().filter(|ticket| ticket.is_open());
    let series = open().map(|ticket| ticket.number.series);
    let gone =
        counted(series.filter(|series| old.service(*series).is_some() && new.service(*series).is_none()));
    let services = gone.into_iter().map(|(series, count)| Obstacle::Service(series, count));
    let drawn = |profile: &Profile, purpose: &Purpose| profile.lokets_for(purpose).next().is_some();
    let purposes = open().map(|ticket| ticket.leg().purpose.clone());
    let lost = counted(purposes.filter(|purpose| drawn(old, purpose) && !drawn(new, purpose)));
    services.chain(lost.into_iter().map(|(purpose, count)| Obstacle::Purpose(purpose, count))).collect()
}

fn berkas(state: &State, old: &Profile, new: &Profile) -> Vec<Obstacle> {
    let place = |profile: &Profile, step: &StepId| profile.sop.step(step).map(|step| step.place.clone());
    let steps = state.berkas.values().map(|berkas| berkas.step.clone());
    let moved = counted(steps.filter(|step| place(old, step) != place(new, step)));
    let permits = state.berkas.values().map(|berkas| berkas.permit.clone());
    let gone = counted(permits.filter(|permit| old.permit(permit).is_some() && new.permit(permit).is_none()));
    let steps = moved.into_iter().map(|(step, count)| Obstacle::Step(step, count));
    steps.chain(gone.into_iter().map(|(permit, count)| Obstacle::Permit(permit, count))).collect()
}

fn roles(state: &State, old: &Profile, new: &Profile) -> Vec<Obstacle> {
    let listed = |profile: &Profile, role: &Role| profile.roles.iter().any(|plan| plan.role == *role);
    let people = state.accounts.values().filter(|account| account.active);
    let held =
        people.flat_map(|account| account.roles.iter().map(|role| (role.clone(), account.name.clone())));
    let lost = held.filter(|(role, _)| listed(old, role) && !listed(new, role));
    let each: BTreeMap<Role, String> = lost.collect();
    each.into_iter().map(|(role, who)| Obstacle::Role(role, who)).collect()
}

fn devices(state: &State, new: &Profile) -> Vec<Obstacle> {
    let zones = new.zones();
    let homeless = |screen: &Screen| match screen {
        Screen::Kiosk => false,
        Screen::Board(zone) => !zones.contains(zone),
        Screen::Tablet(loket) => new.loket(*loket).is_none(),
        Screen::Agent(printer) => new.printer(printer).is_none(),
    };
    let placed = state.screens.iter().filter_map(|(id, screen)| {
        let account: &Account = state.account(*id)?;
        (account.active && homeless(screen)).then(|| Obstacle::Device(account.name.clone()))
    });
    placed.collect()
}

/// How often each stands in a list.
fn counted<T: Ord>(things: impl Iterator<Item = T>) -> BTreeMap<T, usize> {
    let mut counts = BTreeMap::new();
    for thing in things {
        *counts.entry(thing).or_insert(0) += 1;
    }
    counts
}
