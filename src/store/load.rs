//! Opening the office: the open work is read from its rows, and nothing older (I10).

use super::counters::counter_named;
use super::records::Corrupt;
use super::tables::*;
use super::write::{read_head, read_row, read_sealed_row};
use super::{Hash, Head, StoreError, journal};
use crate::domain::ids::{AccountId, Purpose, Seq, Zone};
use crate::domain::queue::Place;
use crate::domain::state::{CALLS_KEPT, Row, State};
use crate::domain::ticket::Stage;
use crate::domain::time::Moment;
use crate::seal::Keys;
use redb::{Database, ReadTransaction, ReadableDatabase, ReadableTable};

/// The end of the journal, and the office as it was then.
pub(super) fn load(database: &Database, keys: &Keys) -> Result<(Head, State), StoreError> {
    let transaction = database.begin_read()?;
    let head = head(&transaction)?;
    let mut state = State { seq: head.seq, last: head.at, ..State::default() };
    load_lasting(&transaction, keys, &mut state)?;
    let last_day = transaction.open_table(DAYS)?.last()?.map(|(_, row)| read_row(row.value())).transpose()?;
    if let Some(Row::Day(day)) = last_day {
        state.day = Some(day);
        load_day(&transaction, &mut state, day)?;
    }
    Ok((head, state))
}

/// Reads the head and checks it against the last record.
pub(super) fn head(transaction: &ReadTransaction) -> Result<Head, StoreError> {
    let meta = transaction.open_table(META)?;
    let head = match meta.get("head")? {
        Some(bytes) => read_head(bytes.value())?,
        None => Head { seq: Seq(0), at: Moment(i64::MIN), hash: Hash::default() },
    };
    let journal = transaction.open_table(JOURNAL)?;
    let last = journal.last()?;
    let (seq, hash) =
        last.map_or((0, Hash::default()), |(seq, record)| (seq.value(), journal::hash(record.value())));
    if seq != head.seq.0 || hash != head.hash {
        let what = format!("the head says entry {} with hash {}", head.seq, head.hash);
        return Err(StoreError::Broken { seq, what });
    }
    Ok(head)
}

/// What lives longer than a day.
fn load_lasting(transaction: &ReadTransaction, keys: &Keys, state: &mut State) -> Result<(), StoreError> {
    for row in transaction.open_table(COUNTERS)?.range::<&str>(..)? {
        let (name, row) = row?;
        if let Row::Counter(last) = read_row(row.value())? {
            state.counters.insert_mut(counter_named(name.value())?, last);
        }
    }
    let (berkas, annexes) = (transaction.open_table(BERKAS)?, transaction.open_table(ANNEXES)?);
    for open in transaction.open_table(OPEN_BERKAS)?.range::<u64>(..)? {
        let id = open?.0.value();
        if let Some(row) = annexes.get(id)?
            && let Row::Annex(annex) = read_sealed_row(keys, row.value())?
        {
            state.annexes.insert_mut(annex.berkas, annex);
        }
        if let Some(row) = berkas.get(id)?
            && let Row::Berkas(berkas) = read_sealed_row(keys, row.value())?
        {
            let berkas = super::privacy::with_phone_of(transaction, keys, berkas)?;
            state.berkas.insert_mut(berkas.id, berkas);
        }
    }
    for row in transaction.open_table(LOKETS)?.range::<u64>(..)? {
        if let Row::Loket(loket) = read_row(row?.1.value())? {
            state.lokets.insert_mut(loket.id, loket);
        }
    }
    for row in transaction.open_table(ACCOUNTS)?.range::<u64>(..)? {
        if let Row::Account(account) = read_sealed_row(keys, row?.1.value())? {
            state.accounts.insert_mut(account.id, account);
        }
    }
    for row in transaction.open_table(SESSIONS)?.range::<&[u8; 32]>(..)? {
        if let Row::Session(session) = read_row(row?.1.value())? {
            state.sessions.insert_mut(session.digest, session);
        }
    }
    for row in transaction.open_table(API_TOKENS)?.range::<u64>(..)? {
        if let Row::ApiToken(token) = read_row(row?.1.value())? {
            state.api_tokens.insert_mut(token.id, token);
        }
    }
    for row in transaction.open_table(HOOKS)?.range::<u64>(..)? {
        if let Row::Hook(hook) = read_sealed_row(keys, row?.1.value())? {
            state.hooks.insert_mut(hook.id, hook);
        }
    }
    for row in transaction.open_table(PAPER_FILES)?.range::<&[u8; 32]>(..)? {
        state.paper_files.insert_mut(*row?.0.value());
    }
    super::complaint::load(transaction, keys, state)?;
    super::skm::load(transaction, state)?;
    super::privacy::load(transaction, keys, state)?;
    super::settings::load(transaction, state)?;
    for row in transaction.open_table(SAMPLES)?.range::<&str>(..)? {
        let (purpose, row) = row?;
        if let Row::Samples(samples) = read_row(row.value())? {
            state.samples.insert_mut(Purpose::from(purpose.value()), samples);
        }
    }
    for row in transaction.open_table(SCREENS)?.range::<u64>(..)? {
        let (id, row) = row?;
        if let Row::Screen(screen) = read_row(row.value())? {
            let id = u32::try_from(id.value()).map_err(|_| Corrupt::new("an account's id", id.value()))?;
            state.screens.insert_mut(AccountId(id), screen);
        }
    }
    for row in transaction.open_table(ROLLS)?.range::<&str>(..)? {
        if let Row::Roll(roll) = read_row(row?.1.value())? {
            state.rolls.insert_mut(roll.printer.clone(), roll);
        }
    }
    for row in transaction.open_table(ARRANGEMENTS)?.range::<&str>(..)? {
        let (zone, row) = row?;
        if let Row::Arrangement(arrangement) = read_row(row.value())? {
            state.arrangements.insert_mut(Zone::from(zone.value()), arrangement);
        }
    }
    Ok(())
}

/// The tickets, calls and papers of the open day.
fn load_day(
    transaction: &ReadTransaction,
    state: &mut State,
    day: crate::domain::state::OpenedDay,
) -> Result<(), StoreError> {
    for row in transaction.open_table(TICKETS)?.range(day.tickets + 1..)? {
        if let Row::Ticket(ticket) = read_row(row?.1.value())? {
            if ticket.stage == Stage::Waiting {
                state.line.join(Place::of(&ticket));
            }
            if ticket.stage == Stage::Missed {
                state.missed.insert_mut(ticket.id);
            }
            state.tickets.insert_mut(ticket.id, ticket);
        }
    }
    let mut settled: Vec<(crate::domain::ids::Zone, usize)> = Vec::new();
    for row in transaction.open_table(CALLS)?.range(day.calls + 1..)?.rev() {
        if let Row::Call(call) = read_row(row?.1.value())? {
            let kept = match settled.iter_mut().find(|(zone, _)| *zone == call.zone) {
                Some((_, kept)) => kept,
                None => {
                    settled.push((call.zone.clone(), 0));
                    &mut settled.last_mut().expect("just pushed").1
                }
            };
            *kept += usize::from(!call.is_pending());
            if call.is_pending() || *kept <= CALLS_KEPT {
                state.calls.insert_mut(call.id, call);
            }
        }
    }
    for row in transaction.open_table(MARKS)?.range::<u64>(..)? {
        let (place, row) = row?;
        if let Row::Mark(mark) = read_row(row.value())? {
            state.marks.insert_mut(place.value(), mark);
        }
    }
    for row in transaction.open_table(JOBS)?.range(day.jobs + 1..)? {
        if let Row::Job(job) = read_row(row?.1.value())? {
            if job.is_open() {
                state.unprinted.insert_mut((job.printer.clone(), job.id));
            }
            state.jobs.insert_mut(job.id, job);
        }
    }
    Ok(())
}
