//! What a screen follows.

use crate::domain::hook::{Hook, HookPause};
use crate::domain::ids::{BerkasId, LoketId, Role, TicketId, Zone};
use crate::domain::ikm::Tally;
use crate::office::{HookAddress, OfficeHandle};
use crate::views::{
    ClockView, Scene, berkas as berkas_view, board, complaint, console, inbox, kiosk, phone, tablet, wall,
};
use crate::views::{millis, overdue, printers, sop};
use serde::Serialize;
use serde_json::value::RawValue;
use std::collections::BTreeMap;
use std::sync::Arc;

/// What a screen follows.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Topic {
    /// The boards of a waiting room.
    Board(Zone),
    /// The kiosks.
    Kiosk,
    /// The console of a loket.
    Console(LoketId),
    /// The inbox of a role.
    Inbox(Role),
    /// The survey tablet of a loket.
    Tablet(LoketId),
    /// The supervisor's wall.
    Wall,
    /// The page of a ticket.
    Ticket(TicketId),
    /// The page of a tanda terima.
    Berkas(BerkasId),
    /// The SOP with the berkas at each step.
    Sop,
    /// The printers.
    Printers,
    /// Complaints that are not closed.
    Complaints,
    /// What is overdue: all of it, or what a role sees.
    Overdue(Option<Role>),
}

/// The parts of a view, by name, each as JSON.
pub(super) type Sections = BTreeMap<String, Box<RawValue>>;

impl Topic {
    /// Whether the public follows it: such views are computed a few times a second at most, because
    /// there may be thousands.
    pub(super) fn is_public(&self) -> bool {
        matches!(self, Topic::Ticket(_) | Topic::Berkas(_))
    }

    /// Whether its screens can sound, and are asked to before the office opens.
    pub(super) fn is_tried(&self) -> bool {
        matches!(self, Topic::Board(_))
    }

    /// The view as of now. `None` when there is nothing under that name any more.
    pub(super) fn sections(&self, office: &OfficeHandle, scene: Scene<'_>, well: bool) -> Option<Sections> {
        match self {
            Topic::Board(zone) => cut(&board::view(scene, zone, &office.presence().devices().voice, well)),
            Topic::Kiosk => {
                let printer = scene.profile.ticket_printer().map(|plan| &plan.id);
                cut(&kiosk::view(scene, office.reading().trust, condition(office, printer), well))
            }
            Topic::Console(loket) => {
                let plan = scene.profile.loket(*loket)?;
                let printer = plan.printer.as_ref().map(|printer| condition(office, Some(printer)));
                let devices = office.presence().devices();
                let sound = devices.sound_in(&plan.zone);
                let around = console::Around { printer, sound, recordings: &devices.voice, well };
                cut(&console::view(scene, plan, around))
            }
            Topic::Inbox(role) => cut(&inbox::view(scene, role, well)),
            Topic::Tablet(loket) => cut(&tablet::view(scene, *loket, well)),
            Topic::Wall => cut(&wall::view(scene, around(office, scene, well))),
            Topic::Sop => cut(&sop::view(scene, well)),
            Topic::Printers => cut(&printers::view(scene, conditions(office, scene), well)),
            Topic::Complaints => cut(&complaint::view(scene, well)),
            Topic::Overdue(role) => cut(&overdue::view(scene, role.as_ref(), well)),
            Topic::Ticket(id) => {
                let old = || office.reader().ticket(*id).ok().flatten();
                let ticket = scene.state.tickets.get(id).cloned().or_else(old)?;
                let berkas = ticket.berkas.and_then(|id| berkas(office, scene, id));
                cut(&phone::view(scene, Some(&ticket), berkas.as_deref()))
            }
            Topic::Berkas(id) => {
                let berkas = berkas(office, scene, *id)?;
                let visit = scene.state.visit_of(&berkas);
                cut(&phone::view(scene, visit, Some(&berkas)))
            }
        }
    }
}

fn berkas(
    office: &OfficeHandle,
    scene: Scene<'_>,
    id: BerkasId,
) -> Option<std::sync::Arc<crate::domain::berkas::Berkas>> {
    let closed = || office.reader().berkas(id).ok().flatten();
    scene.state.berkas.get(&id).cloned().or_else(closed)
}

/// What the wall shows beside the state. Responses that cannot be read now are left out, not guessed.
fn around(office: &OfficeHandle, scene: Scene<'_>, well: bool) -> wall::Around {
    let devices = office.presence().devices();
    let boards = devices.boards.values().map(|board| wall::WallBoard {
        name: berkas_view::name_of(scene, board.account),
        zone: board.zone.to_string(),
        sound: board.sound.clone(),
    });
    let mut responses = Tally::default();
    for response in office.reader().urn().unwrap_or_default() {
        responses.add(&response.answers);
    }
    let printers = scene.profile.printers.iter();
    wall::Around {
        printers: printers.map(|plan| (plan.id.to_string(), condition(office, Some(&plan.id)))).collect(),
        boards: boards.collect(),
        responses,
        copies: failed_copy(office),
        hooks: unheard(office, scene),
        standbys: behind(office),
        clock: ClockView::of(office.reading()),
        room: devices.low.clone(),
        well,
    }
}

fn failed_copy(office: &OfficeHandle) -> Option<wall::FailedCopy> {
    let copies = office.presence().copies().now();
    let (tried, _) = copies.trouble.as_ref()?;
    Some(wall::FailedCopy {
        tried: millis(*tried),
        newest: copies.files.first().map(|file| millis(file.taken)),
    })
}

/// Second machines that do not have everything for too long.
fn behind(office: &OfficeHandle) -> Vec<wall::LateStandby> {
    let late = office.standbys().into_iter().filter(|standby| standby.late);
    late.map(|standby| wall::LateStandby { name: standby.name, since: millis(standby.level) }).collect()
}

/// Webhooks that take nothing; one that somebody paused by hand is none of them.
fn unheard(office: &OfficeHandle, scene: Scene<'_>) -> Vec<wall::SilentHook> {
    let line = |hook: &Arc<Hook>| {
        let failing = office.presence().deliveries().of(hook.id).failing;
        let paused = hook.paused == Some(HookPause::Failing);
        let long = failing.is_some_and(|since| scene.now.seconds_since(since) >= wall::UNHEARD);
        let host = HookAddress::parse(&hook.url).map_or_else(|| hook.url.clone(), |address| address.host);
        let by_hand = hook.paused == Some(HookPause::ByHand);
        (paused || long && !by_hand).then(|| wall::SilentHook { host, since: failing.map(millis), paused })
    };
    scene.state.hooks.values().filter_map(line).collect()
}

/// How each printer is, and since when, in the profile's order.
fn conditions(office: &OfficeHandle, scene: Scene<'_>) -> printers::Conditions {
    let devices = office.presence().devices();
    let since = |id| devices.printers.get(id).map(|printer| millis(printer.since));
    scene.profile.printers.iter().map(|plan| (condition(office, Some(&plan.id)), since(&plan.id))).collect()
}

/// Cuts a view into its fields.
fn cut(view: &impl Serialize) -> Option<Sections> {
    let whole = serde_json::to_string(view).ok()?;
    serde_json::from_str(&whole).ok()
}

/// What a printer said last, as a word for the screens.
fn condition(office: &OfficeHandle, printer: Option<&crate::domain::ids::PrinterId>) -> &'static str {
    let devices = office.presence().devices();
    let known = printer.and_then(|id| devices.printers.get(id));
    known.map_or("unknown", |printer| printer.condition.code())
}
