//! A look at everything: the office beside its simpler account.

use crate::office::Office;
use crate::screens;
use anyhow::{Context, Result, ensure};
use loket::domain::ids::TicketId;
use loket::domain::queue::Place;
use loket::domain::state::{Counter, Row, RowKey, State};
use loket::domain::ticket::{Stage, Ticket};
use std::collections::BTreeSet;

/// Where two states differ first.
pub fn difference(one: &State, other: &State) -> String {
    let differ = [
        ("seq", one.seq != other.seq),
        ("last", one.last != other.last),
        ("day", one.day != other.day),
        ("counters", one.counters != other.counters),
        ("tickets", one.tickets != other.tickets),
        ("line", one.line != other.line),
        ("missed", one.missed != other.missed),
        ("berkas", one.berkas != other.berkas),
        ("lokets", one.lokets != other.lokets),
        ("calls", one.calls != other.calls),
        ("jobs", one.jobs != other.jobs),
        ("unprinted", one.unprinted != other.unprinted),
        ("accounts", one.accounts != other.accounts),
        ("samples", one.samples != other.samples),
        ("annexes", one.annexes != other.annexes),
        ("complaints", one.complaints != other.complaints),
        ("marks", one.marks != other.marks),
    ];
    let names: Vec<_> = differ.iter().filter(|(_, differ)| *differ).map(|(name, _)| *name).collect();
    if names.is_empty() { "elsewhere".to_string() } else { names.join(", ") }
}

/// Everything that both accounts tell must be the same.
pub fn everything(office: &Office) -> Result<()> {
    let (state, shadow) = (&office.state, &office.shadow);
    ensure!(state.seq.0 == shadow.entries, "entry {} of {}", state.seq, shadow.entries);
    ensure!(state.today() == shadow.day, "{:?} is open, not {:?}", state.today(), shadow.day);
    ensure!(state.counter(&Counter::Ticket) == shadow.given, "another count of tickets");
    ensure!(state.counter(&Counter::Urn) == shadow.books.urn, "another count of the urn");
    tickets(office)?;
    lokets(office)?;
    let open: BTreeSet<_> = state.berkas.keys().copied().collect();
    let known: BTreeSet<_> = shadow.books.open.keys().copied().collect();
    ensure!(open == known, "other berkas are open");
    for (id, file) in &shadow.books.open {
        let berkas = state.berkas(*id).context("an open berkas")?;
        ensure!(berkas.step == file.step, "berkas {id} is at {}, not {}", berkas.step, file.step);
    }
    let unprinted: BTreeSet<_> = state.unprinted.iter().map(|(_, job)| *job).collect();
    ensure!(unprinted == shadow.papers.open().collect(), "other papers are to be printed");
    screens::agree(office)?;
    daybooks(office)
}

fn tickets(office: &Office) -> Result<()> {
    let (state, shadow) = (&office.state, &office.shadow);
    ensure!(state.tickets.size() == shadow.tickets.len(), "another number of tickets");
    let mut waiting = 0;
    for (id, seen) in &shadow.tickets {
        let ticket = state.ticket(*id).with_context(|| format!("ticket {id} is gone"))?;
        ensure!(ticket.stage == seen.stage, "ticket {id} is {:?}, not {:?}", ticket.stage, seen.stage);
        ensure!(ticket.leg().loket == seen.loket(), "ticket {id} stands elsewhere");
        ensure!(ticket.legs.len() == seen.stops.len(), "ticket {id} made other stops");
        ensure!(
            state.missed.contains(id) == (seen.stage == Stage::Missed),
            "ticket {id} is listed among the missed, or is not"
        );
        times(ticket)?;
        let place = Place::of(ticket);
        let in_line = state.line.places(&place.purpose, place.class).any(|known| *known == place);
        ensure!(
            in_line == (seen.stage == Stage::Waiting),
            "ticket {id} is {:?} and in line: {in_line}",
            seen.stage
        );
        waiting += u32::from(in_line);
    }
    let purposes: BTreeSet<_> = office.profile.lokets.iter().flat_map(|plan| &plan.purposes).collect();
    let lines: u32 = purposes.into_iter().map(|purpose| state.line.waiting(purpose)).sum();
    ensure!(lines == waiting, "{lines} places in line for {waiting} who wait");
    Ok(())
}

/// Nobody is called before they queue, or served before they come.
fn times(ticket: &Ticket) -> Result<()> {
    for leg in &ticket.legs {
        let mut last = leg.queued;
        for at in [leg.called, leg.present, leg.ended].into_iter().flatten() {
            ensure!(at >= last, "ticket {} waited less than nothing", ticket.id);
            last = at;
        }
    }
    Ok(())
}

fn lokets(office: &Office) -> Result<()> {
    let (state, shadow) = (&office.state, &office.shadow);
    let mut in_hand: BTreeSet<TicketId> = BTreeSet::new();
    for plan in &office.profile.lokets {
        let loket = state.loket(plan.id);
        let seat = shadow.seats.get(&plan.id);
        let known = |seat: Option<&crate::seats::Seat>| {
            seat.map_or((None, None, Vec::new()), |seat| (seat.officer, seat.current, seat.held.clone()))
        };
        ensure!(
            (loket.officer(), loket.current, loket.held.clone()) == known(seat),
            "loket {} is {loket:?}, not {:?}",
            plan.id,
            known(seat)
        );
        for ticket in loket.current.into_iter().chain(loket.held) {
            ensure!(in_hand.insert(ticket), "ticket {ticket} is at two lokets");
        }
    }
    let active = state.tickets.values().filter(|ticket| ticket.is_active() || ticket.stage == Stage::Held);
    let active: BTreeSet<_> = active.map(|ticket| ticket.id).collect();
    ensure!(active == in_hand, "tickets in hand: {in_hand:?}, active: {active:?}");
    Ok(())
}

/// Every day that is over became one row that tells of all its numbers.
fn daybooks(office: &Office) -> Result<()> {
    let mut told = office.state.tickets.size() as u64;
    for row in
        office.rows.range(RowKey::Daybook(loket::domain::time::ServiceDay(loket::domain::time::Date::MIN))..)
    {
        if let (RowKey::Daybook(_), Row::Daybook(book)) = row {
            told += book.visits.len() as u64;
        }
    }
    ensure!(told == office.shadow.given, "{told} numbers in daybooks, {} given", office.shadow.given);
    Ok(())
}
