//! What hangs on the walls and lies on the desks, beside the simpler account.

use crate::office::Office;
use crate::seats::Seat;
use crate::shadow::Shadow;
use anyhow::{Context, Result, ensure};
use loket::domain::ids::{Purpose, Zone};
use loket::domain::ticket::Stage;
use loket::domain::trust::Trust;
use loket::views::board::{self, BoardView, CallView};
use loket::views::{Scene, inbox, kiosk};
use std::collections::BTreeSet;

/// Boards of every zone, the kiosk and the inboxes show what the simpler account knows, and nothing else.
pub fn agree(office: &Office) -> Result<()> {
    let scene = scene(office);
    let zones: BTreeSet<_> = office.profile.lokets.iter().map(|plan| plan.zone.clone()).collect();
    for zone in &zones {
        let shown = board::view(scene, zone, "", true);
        board_agrees(office, zone, &shown).with_context(|| format!("a board of {zone}"))?;
    }
    let shown = kiosk::view(scene, Trust::Right, "", true);
    for (service, plan) in shown.services.iter().zip(&office.profile.services) {
        let pool = loket::domain::queue::pool(&office.profile, &plan.purpose);
        let most: u32 = pool.iter().map(|purpose| waiting(&office.shadow, purpose)).sum();
        ensure!(service.waiting <= most, "{} before a newcomer, {most} wait", service.waiting);
    }
    let mut on_desks = 0;
    for role in inbox::roles(&office.profile) {
        let shown: BTreeSet<_> =
            inbox::view(scene, &role, true).berkas.into_iter().map(|line| line.id).collect();
        let at_desk = office.shadow.books.open.iter().filter(|(_, file)| {
            let step = office.profile.sop.step(&file.step);
            step.is_some_and(|step| step.place == loket::domain::sop::Place::Desk && step.actor == role)
        });
        let known: BTreeSet<_> = at_desk.map(|(id, _)| id.0).collect();
        ensure!(shown == known, "on the desk of {role} lie {shown:?}, not {known:?}");
        on_desks += known.len();
    }
    ensure!(on_desks <= office.shadow.books.open.len(), "a berkas lies on two desks");
    Ok(())
}

fn scene(office: &Office) -> Scene<'_> {
    Scene { state: &office.state, profile: &office.profile, now: office.state.last }
}

fn waiting(shadow: &Shadow, purpose: &Purpose) -> u32 {
    let waits = shadow.tickets.values().filter(|seen| {
        seen.stage == Stage::Waiting && seen.stops.last().is_some_and(|stop| stop.0 == *purpose)
    });
    waits.count() as u32
}

fn board_agrees(office: &Office, zone: &Zone, shown: &BoardView) -> Result<()> {
    let shadow = &office.shadow;
    let plans = office.profile.lokets.iter().filter(|plan| plan.zone == *zone);
    let nobody = Seat::default();
    for (plan, cell) in plans.clone().zip(&shown.lokets) {
        let seat = shadow.seats.get(&plan.id).unwrap_or(&nobody);
        let desk = match (seat.officer, seat.paused) {
            (None, _) => "closed",
            (Some(_), true) => "paused",
            (Some(_), false) => "open",
        };
        let number = seat.current.map(|id| number(office, id)).transpose()?;
        let stage = seat.current.and_then(|id| match shadow.tickets.get(&id)?.stage {
            Stage::Called => Some("called"),
            Stage::Serving => Some("serving"),
            _ => None,
        });
        ensure!(
            (cell.id, cell.desk, &cell.number, cell.stage) == (plan.id.0, desk, &number, stage),
            "loket {} is shown as {cell:?}, and is {desk} with {number:?}, {stage:?}",
            plan.id
        );
    }
    ensure!(shown.lokets.len() == plans.count(), "another number of lokets");
    for (line, service) in shown.waiting.iter().map(|line| {
        let service = office.profile.services.iter().find(|plan| plan.series.to_string() == line.letter);
        (line, service)
    }) {
        let service = service.context("a service of the office")?;
        let known = waiting(shadow, &service.purpose);
        ensure!(line.count == known, "{} wait for {}, not {}", known, line.letter, line.count);
    }
    let pending: BTreeSet<_> = shadow.calls.pending_in(zone).map(|call| call.0).collect();
    ensure!(shown.unspoken == pending.len(), "{} calls to speak, not {}", pending.len(), shown.unspoken);
    ensure!(shown.turn.is_none_or(|turn| pending.contains(&turn)), "a call that is over has its turn");
    ensure!(pending.is_empty() || shown.turn.is_some(), "calls wait and none has its turn");
    let listed: BTreeSet<_> = shown.calls.iter().map(|call| call.id).collect();
    ensure!(listed.len() == shown.calls.len(), "a call is listed twice");
    for call in &shown.calls {
        let over = !matches!(call.voice, "waiting" | "speaking");
        ensure!(over != pending.contains(&call.id), "call {} is shown as {}", call.id, call.voice);
    }
    let here = |loket| office.profile.loket(loket).is_some_and(|plan| plan.zone == *zone);
    let missed = shadow.tickets.iter().filter(|(_, seen)| seen.stage == Stage::Missed);
    let missed = missed.filter(|(_, seen)| seen.loket().is_some_and(here));
    let missed: Result<BTreeSet<String>> = missed.map(|(id, _)| number(office, *id)).collect();
    let missed = missed?;
    ensure!(shown.missed.iter().all(|number| missed.contains(number)), "{:?} missed", shown.missed);
    ensure!(shown.missed.len() == missed.len().min(8), "{} missed, not {:?}", missed.len(), shown.missed);
    Ok(())
}

fn number(office: &Office, ticket: loket::domain::ids::TicketId) -> Result<String> {
    Ok(office.state.ticket(ticket).context("a ticket of the day")?.number.to_string())
}

/// The control: whatever may be wrong on a board is put onto one that is right, and each time it is seen.
#[test]
fn a_board_that_shows_anything_else_is_found_out() {
    let mut found = BTreeSet::new();
    for seed in 1..=20 {
        let office = crate::play(seed, 3_000, None).expect("a run without a fault").office;
        let zones: BTreeSet<_> = office.profile.lokets.iter().map(|plan| plan.zone.clone()).collect();
        for zone in zones {
            let right = board::view(scene(&office), &zone, "", true);
            board_agrees(&office, &zone, &right).expect("it is right");
            let mut seen = |what: &'static str, lie: &dyn Fn(&mut BoardView)| {
                let mut wrong = right.clone();
                lie(&mut wrong);
                if wrong != right {
                    assert!(board_agrees(&office, &zone, &wrong).is_err(), "{what}, seed {seed}: {wrong:?}");
                    found.insert(what);
                }
            };
            seen("an empty loket", &|wrong| wrong.lokets.iter_mut().for_each(|cell| cell.number = None));
            seen("a loket that is closed", &|wrong| {
                wrong.lokets.iter_mut().for_each(|cell| cell.desk = "closed");
            });
            seen("a loket that is missing", &|wrong| drop(wrong.lokets.pop()));
            seen("nobody waits", &|wrong| wrong.waiting.iter_mut().for_each(|line| line.count = 0));
            seen("one more waits", &|wrong| wrong.waiting.iter_mut().for_each(|line| line.count += 1));
            seen("a call twice", &|wrong| wrong.calls.extend(wrong.calls.first().cloned()));
            let is_over = |call: &CallView| !matches!(call.voice, "waiting" | "speaking");
            seen("a call that is over, as if it waited", &|wrong| {
                let over = wrong.calls.iter_mut().filter(|call| is_over(call));
                over.for_each(|call| call.voice = "waiting");
            });
            seen("a call that waits, as if it were over", &|wrong| {
                let pending = wrong.calls.iter_mut().filter(|call| !is_over(call));
                pending.for_each(|call| call.voice = "spoken");
            });
            seen("no call in turn", &|wrong| wrong.turn = None);
            seen("one of the missed", &|wrong| drop(wrong.missed.pop()));
        }
    }
    assert!(found.len() >= 9, "the runs came to all of it: {found:?}");
}
