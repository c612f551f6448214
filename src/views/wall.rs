//! What the supervisor sees: who waits longest, which loket stands still, where berkas lie, what is broken.

use super::berkas::{BerkasLine, name_of};
use super::complaint::{self, ComplaintLine};
use super::console::loket_code;
use super::ticket::stage_code;
use super::{ClockView, Millis, OfficeView, Scene, StandingView, Words, millis};
use crate::domain::ids::PrinterId;
use crate::domain::ikm::Tally;
use crate::domain::legalised::copies;
use crate::domain::overdue::overdue;
use crate::domain::privacy::striking;
use crate::domain::queue::Class;
use crate::domain::sop::{Place, Step};
use crate::domain::state::Counter;
use crate::domain::ticket::{End, Stage};
use schemars::JsonSchema;
use serde::Serialize;

/// The wall.
#[derive(Serialize, JsonSchema, Clone, PartialEq, Debug)]
pub struct WallView {
    /// Name of the office.
    pub office: OfficeView,
    /// What the hour is to it.
    pub standing: StandingView,
    /// The day in numbers.
    pub today: TodayView,
    /// Who waits for what.
    pub services: Vec<ServiceLine>,
    /// What each loket does.
    pub lokets: Vec<LoketLine>,
    /// How many berkas are at each step of the SOP, in its order.
    pub steps: Vec<StepLine>,
    /// Berkas that have been at their step for longer than its baku mutu, the latest first.
    pub late: Vec<BerkasLine>,
    /// Complaints that are overdue, the longest first.
    pub complaints: Vec<ComplaintLine>,
    /// Officers who looked at strikingly many applicants within an hour of today.
    pub looks: Vec<LookLine>,
    /// A year whose days off should be known by now and are not.
    pub without_holidays: Option<i16>,
    /// The printers.
    pub printers: Vec<PrinterLine>,
    /// Until when no board speaks.
    pub paused: Option<Millis>,
    /// Boards that are connected.
    pub boards: Vec<WallBoard>,
    /// That the last copy of the office came to nothing.
    pub copies: Option<FailedCopy>,
    /// Webhooks whose address takes nothing.
    pub hooks: Vec<SilentHook>,
    /// Second machines that are silent or behind.
    pub standbys: Vec<LateStandby>,
    /// The machine's clock, while it is not believed.
    pub clock: Option<ClockView>,
    /// What is free on the disk of the data while that is too little, in gigabytes.
    pub room: Option<String>,
    /// Whether the office can write.
    pub well: bool,
}

/// The day in numbers.
#[derive(Serialize, JsonSchema, Clone, PartialEq, Debug)]
pub struct TodayView {
    /// Numbers given.
    pub issued: usize,
    /// Visits that are over, served.
    pub served: usize,
    /// Visits that ended without, by an officer or for papers.
    pub sent_away: usize,
    /// Called and not come, so far.
    pub missed: usize,
    /// Still in the office: waiting, at a counter, or with their berkas.
    pub present: usize,
    /// Survey responses of today.
    pub responses: u64,
    /// Their index.
    pub ikm: Option<String>,
    /// Calls that nobody heard.
    pub unheard: usize,
    /// Complaints that are not answered yet.
    pub complaints: usize,
    /// Copies certified.
    pub copies: u64,
    /// Berkas that went one step back inside the office, this year.
    pub sent_back: u64,
}

/// A service and its line.
#[derive(Serialize, JsonSchema, Clone, PartialEq, Debug)]
pub struct ServiceLine {
    /// Its letter.
    pub letter: String,
    /// Its name.
    pub name: Words,
    /// How many wait.
    pub waiting: u32,
    /// Who waits longest.
    pub longest: Option<String>,
    /// Since when.
    pub since: Option<Millis>,
    /// Counters that serve it now.
    pub lokets: usize,
}

/// A loket.
#[derive(Serialize, JsonSchema, Clone, PartialEq, Debug)]
pub struct LoketLine {
    /// Its number.
    pub id: u16,
    /// Its name.
    pub name: String,
    /// `closed`, `open`, `paused`.
    pub desk: &'static str,
    /// Who sits there.
    pub officer: Option<String>,
    /// Why it is paused.
    pub reason: Option<String>,
    /// The number it has in hand.
    pub number: Option<String>,
    /// `called` or `serving`.
    pub stage: Option<&'static str>,
    /// Since when it is in this state.
    pub since: Option<Millis>,
    /// How many wait for it.
    pub waiting: u32,
    /// Whether it is open and calls nobody although somebody waits.
    pub idle: bool,
}

/// A loket that calls nobody for this long while somebody waits stands still, in seconds.
const STILL: u64 = 120;

/// A step of the SOP.
#[derive(Serialize, JsonSchema, Clone, PartialEq, Debug)]
pub struct StepLine {
    /// Its number on the office's paper.
    pub no: Option<u8>,
    /// What happens.
    pub title: String,
    /// The actor's title.
    pub actor: String,
    /// `applicant`, `counter`, `desk`.
    pub place: &'static str,
    /// Baku mutu in minutes.
    pub minutes: u32,
    /// How many are there.
    pub berkas: usize,
    /// How many of them for longer than the baku mutu.
    pub late: usize,
}

/// Somebody who looked at strikingly many applicants.
#[derive(Serialize, JsonSchema, Clone, PartialEq, Debug)]
pub struct LookLine {
    /// Their name.
    pub name: String,
    /// The most looks within one hour.
    pub count: usize,
}

/// A printer.
#[derive(Serialize, JsonSchema, Clone, PartialEq, Debug)]
pub struct PrinterLine {
    /// What people call it.
    pub name: String,
    /// See [`super::kiosk::KioskView::printer`].
    pub condition: &'static str,
    /// Papers that wait for it.
    pub queued: usize,
    /// About so many tickets are left on its roll, once somebody has said when it was put in.
    pub tickets: Option<u64>,
    /// Whether that is so few that a new roll should lie ready.
    pub short: bool,
}

/// A board.
#[derive(Serialize, JsonSchema, Clone, PartialEq, Debug)]
pub struct WallBoard {
    /// Its account.
    pub name: String,
    /// Where it hangs.
    pub zone: String,
    /// Whether its loudspeaker can be heard: `running`, `blocked`, `broken`, `silent`.
    pub sound: String,
}

/// A copy that came to nothing.
#[derive(Serialize, JsonSchema, Clone, PartialEq, Debug)]
pub struct FailedCopy {
    /// When it was tried.
    pub tried: Millis,
    /// When the newest one was taken.
    pub newest: Option<Millis>,
}

/// A webhook whose address takes nothing.
#[derive(Serialize, JsonSchema, Clone, PartialEq, Debug)]
pub struct SilentHook {
    /// The host that is told.
    pub host: String,
    /// Since when; not known once it was given up and the office started again.
    pub since: Option<Millis>,
    /// Whether it was given up, until somebody resumes it.
    pub paused: bool,
}

/// A second machine that does not have everything.
#[derive(Serialize, JsonSchema, Clone, PartialEq, Debug)]
pub struct LateStandby {
    /// The name of its token.
    pub name: String,
    /// Since when.
    pub since: Millis,
}

/// A webhook that takes nothing for so long, in seconds, is no hiccup.
pub const UNHEARD: u64 = 300;

/// What the wall shows of devices and of the urn, which are not part of the state.
#[derive(Clone, Debug, Default)]
pub struct Around {
    /// The printers, by name in the profile, with their condition.
    pub printers: Vec<(String, &'static str)>,
    /// The boards: account, zone, sound.
    pub boards: Vec<WallBoard>,
    /// Responses of today.
    pub responses: Tally,
    /// That the last copy of the office came to nothing.
    pub copies: Option<FailedCopy>,
    /// Webhooks whose address takes nothing.
    pub hooks: Vec<SilentHook>,
    /// Second machines that are silent or behind.
    pub standbys: Vec<LateStandby>,
    /// The machine's clock, while it is not believed.
    pub clock: Option<ClockView>,
    /// What is free on the disk of the data while that is too little, in gigabytes.
    pub room: Option<String>,
    /// Whether the office can write.
    pub well: bool,
}

/// Most late berkas that are listed.
const MOST_LATE: usize = 8;

/// The wall as of now.
pub fn view(scene: Scene<'_>, around: Around) -> WallView {
    let Scene { state, profile, now } = scene;
    let mut late: Vec<_> =
        state.berkas.values().filter(|berkas| overdue(profile, berkas, now).is_some()).collect();
    late.sort_by_key(|berkas| berkas.arrived);
    let printers = around.printers.into_iter().map(|(id, condition)| printer_line(scene, id, condition));
    WallView {
        office: OfficeView::of(profile),
        standing: profile.calendar.standing(now).into(),
        today: today(scene, &around.responses),
        services: services(scene),
        lokets: lokets(scene),
        steps: profile.sop.steps().iter().map(|step| step_line(scene, step)).collect(),
        late: late.into_iter().take(MOST_LATE).map(|berkas| BerkasLine::of(scene, berkas)).collect(),
        complaints: complaint::overdue(scene, None),
        looks: striking(state)
            .into_iter()
            .map(|(by, count)| LookLine { name: name_of(scene, by), count })
            .collect(),
        without_holidays: profile.calendar.year_without_holidays(now),
        printers: printers.collect(),
        paused: scene.state.paused(profile, now).map(millis),
        copies: around.copies,
        hooks: around.hooks,
        standbys: around.standbys,
        clock: around.clock,
        boards: around.boards,
        room: around.room,
        well: around.well,
    }
}

/// A roll with fewer tickets than this should have its successor beside it.
const FEW_TICKETS: u64 = 40;

fn printer_line(scene: Scene<'_>, id: String, condition: &'static str) -> PrinterLine {
    let plan = scene.profile.printers.iter().find(|plan| plan.id.as_str() == id);
    let roll = plan.map(|plan| super::printers::roll(scene, plan));
    let tickets = roll.filter(|roll| roll.changed.is_some()).map(|roll| roll.tickets);
    PrinterLine {
        queued: scene.state.open_jobs_of(&PrinterId::from(id.as_str())).count(),
        name: plan.map_or(id, |plan| plan.name.clone()),
        condition,
        tickets,
        short: tickets.is_some_and(|tickets| tickets < FEW_TICKETS),
    }
}

fn today(scene: Scene<'_>, responses: &Tally) -> TodayView {
    let tickets = || scene.state.tickets.values();
    let ended = |wanted: &[End]| {
        tickets().filter(|ticket| matches!(ticket.stage, Stage::Ended(end) if wanted.contains(&end))).count()
    };
    let calls = scene.state.calls.values();
    TodayView {
        issued: tickets().count(),
        served: ended(&[End::Served]),
        sent_away: ended(&[End::Incomplete, End::Cancelled]),
        missed: tickets().filter(|ticket| ticket.stage == Stage::Missed).count() + ended(&[End::NoShow]),
        present: tickets().filter(|ticket| ticket.is_open() && ticket.stage != Stage::Missed).count(),
        responses: responses.n,
        ikm: responses.ikm().map(|ikm| ikm.to_string()),
        complaints: scene.state.complaints.values().filter(|complaint| complaint.is_owed()).count(),
        copies: tickets().map(|ticket| copies(&ticket.legalised)).sum(),
        sent_back: scene.state.today().map_or(0, |day| scene.state.counter(&Counter::SentBack(day.year()))),
        unheard: calls.filter(|call| call.was_unheard()).count(),
    }
}

fn services(scene: Scene<'_>) -> Vec<ServiceLine> {
    let Scene { state, profile, .. } = scene;
    let line = |service: &crate::domain::profile::Service| {
        let purpose = &service.purpose;
        let heads = [Class::Priority, Class::Regular].map(|class| state.line.head(purpose, class));
        let tickets = heads.into_iter().flatten().filter_map(|place| state.ticket(place.ticket));
        let longest = tickets.min_by_key(|ticket| ticket.leg().queued);
        ServiceLine {
            letter: service.series.to_string(),
            name: Words::new(&service.name, &service.name_en),
            waiting: state.line.waiting(purpose),
            longest: longest.map(|ticket| ticket.number.to_string()),
            since: longest.map(|ticket| millis(ticket.leg().queued)),
            lokets: profile.lokets_for(purpose).filter(|plan| state.is_open(plan.id)).count(),
        }
    };
    profile.services.iter().map(line).collect()
}

pub(super) fn lokets(scene: Scene<'_>) -> Vec<LoketLine> {
    let Scene { state, profile, now } = scene;
    let line = |plan: &crate::domain::profile::LoketPlan| {
        let loket = state.loket(plan.id);
        let (desk, opened, reason) = loket_code(&loket.desk);
        let current = loket.current.and_then(|id| state.ticket(id));
        let begun =
            current.map(|ticket| ticket.leg().present.or(ticket.leg().called).unwrap_or(ticket.issued));
        let legs = state.tickets.values().flat_map(|ticket| &ticket.legs);
        let last =
            legs.filter(|leg| leg.loket == Some(plan.id)).filter_map(|leg| leg.ended.or(leg.called)).max();
        // Free since the last visitor left, or since it was opened.
        let since = begun.or(opened.map(|opened| last.map_or(opened, |last| last.max(opened))));
        let waiting = plan.purposes.iter().map(|purpose| state.line.waiting(purpose)).sum();
        let still = since.is_some_and(|since| now.seconds_since(since) > STILL);
        LoketLine {
            id: plan.id.0,
            name: plan.name.clone(),
            desk,
            officer: loket.officer().map(|account| super::berkas::name_of(scene, account)),
            reason,
            number: current.map(|ticket| ticket.number.to_string()),
            stage: current.map(|ticket| stage_code(ticket.stage)),
            since: since.map(millis),
            waiting,
            idle: desk == "open" && current.is_none() && waiting > 0 && still,
        }
    };
    profile.lokets.iter().map(line).collect()
}

pub(super) fn step_line(scene: Scene<'_>, step: &Step) -> StepLine {
    let there = || scene.state.berkas.values().filter(|berkas| berkas.step == step.id);
    StepLine {
        no: step.no,
        title: step.title.clone(),
        actor: scene.profile.title(&step.actor),
        place: match step.place {
            Place::Applicant => "applicant",
            Place::Counter(_) => "counter",
            Place::Desk => "desk",
        },
        minutes: step.minutes,
        berkas: there().count(),
        late: there().filter(|berkas| overdue(scene.profile, berkas, scene.now).is_some()).count(),
    }
}
