//! Writing: one transaction for everything that was decided together.

use super::counters::counter_name;
use super::migrate::SealedWith;
use super::opened::Tables;
use super::privacy::{closed_key, phone_key};
use super::records::{Corrupt, Disk, Rec, RowRecord, close_row, open_row};
use super::{Head, Store, StoreError, journal, skm};
use crate::domain::complaint::ComplaintEvent;
use crate::domain::event::{Entry, Event};
use crate::domain::finding;
use crate::domain::ids::Seq;
use crate::domain::skm::work::SkmEvent;
use crate::domain::state::{Changes, Row, RowKey};
use crate::domain::survey::{Ballot, Response};
use crate::domain::time::ServiceDay;
use crate::seal::Keys;
use redb::{Database, Durability, WriteTransaction};

/// Format of rows; the first byte of every row and the number under `format` in [`META`].
pub(super) const FORMAT: u8 = 7;

/// Format of ballots in the urn, which no journal entry could write anew.
const BALLOT: u8 = 1;

/// An entry that is to be made durable, with what must not stand in the journal beside it.
#[derive(Clone, PartialEq, Debug)]
pub struct Sealed {
    /// The entry.
    pub entry: Entry,
    /// A response for the urn.
    pub ballot: Option<Ballot>,
}

impl Store {
    /// Writes entries and the rows they changed as one durable transaction.
    ///
    /// # Errors
    /// After any error the outcome is unknown: close the store and open it again.
    pub fn write(&mut self, sealed: &[Sealed], changes: &Changes) -> Result<(), StoreError> {
        let transaction = begin(&self.database)?;
        let head = {
            let mut tables = Tables::of(&transaction, &self.keys);
            let head = tables.append(self.head, sealed)?;
            tables.put_rows(changes)?;
            head
        };
        transaction.commit()?;
        self.head = head;
        Ok(())
    }
}

/// The one way a write transaction is begun.
pub(super) fn begin(database: &Database) -> Result<WriteTransaction, StoreError> {
    let mut transaction = database.begin_write()?;
    transaction.set_durability(Durability::Immediate)?;
    // Both, always: redb's recovery after a crash is sound and instant only with them.
    transaction.set_two_phase_commit(true);
    transaction.set_quick_repair(true);
    Ok(transaction)
}

impl Tables<'_> {
    /// Says what the file is, and which key sealed its rows.
    pub(super) fn put_format(&mut self) -> Result<(), StoreError> {
        self.meta.put("format", [FORMAT].as_slice())?;
        let key = SealedWith::newest(self.keys);
        self.meta.put("key", key.bytes().as_slice())?;
        Ok(())
    }

    /// Appends entries to the journal, with their indexes, answers and ballots.
    pub(super) fn append(&mut self, head: Head, sealed: &[Sealed]) -> Result<Head, StoreError> {
        let mut head = head;
        for Sealed { entry, ballot } in sealed {
            let (record, hash) = journal::seal(self.keys, head.hash, entry)?;
            self.copy(entry.seq, &record)?;
            head = Head { seq: entry.seq, at: entry.at, hash };
            self.note(entry)?;
            if let Some(ballot) = ballot {
                let response = skm::ballot_bytes(ballot)?;
                self.put_ballot(u128::from_be_bytes(ballot.key), &response)?;
            }
        }
        self.meta.put("head", head_bytes(head).as_slice())?;
        Ok(head)
    }

    /// Keeps a record as it is.
    pub(super) fn copy(&mut self, seq: Seq, record: &[u8]) -> Result<(), StoreError> {
        self.journal.put(seq.0, record)?;
        Ok(())
    }

    /// Keeps what an entry says beside the rows it changes: indexes, and what was answered.
    pub(super) fn note(&mut self, entry: &Entry) -> Result<(), StoreError> {
        for event in &entry.events {
            self.index(event)?;
        }
        if let Some(request) = entry.request {
            let answer = row_bytes(&(entry.seq.0, entry.answer.to_record()))?;
            self.requests.put(request.0, answer.as_slice())?;
        }
        Ok(())
    }

    /// Takes everything out of the urns.
    pub(super) fn empty_urns(&mut self) -> Result<(), StoreError> {
        self.urn.table()?.retain(|_, _| false)?;
        self.permit_urn.table()?.retain(|_, _| false)?;
        Ok(())
    }

    /// Puts the sums of a permit type beside the urn.
    pub(super) fn put_permit_sums(&mut self, permit: &str, sums: &[u8]) -> Result<(), StoreError> {
        self.permit_urn.put(permit, sums)?;
        Ok(())
    }

    /// Puts a response into the urn.
    pub(super) fn put_ballot(&mut self, key: u128, ballot: &[u8]) -> Result<(), StoreError> {
        self.urn.put(key, ballot)?;
        Ok(())
    }

    /// Takes out of the urns what an event counts.
    pub(super) fn count(&mut self, event: &Event) -> Result<(), StoreError> {
        match event {
            Event::SurveysCounted { .. } => {
                skm::gather(self.urn.table()?, self.permit_urn.table()?)?;
                self.urn.table()?.retain(|_, _| false)?;
            }
            Event::Skm(SkmEvent::GroupsCounted { groups }) => {
                for group in groups {
                    self.permit_urn.remove(group.permit.as_str())?;
                }
            }
            _ => {}
        }
        Ok(())
    }

    /// Keeps the ways by which things are found, and the set of open berkas.
    fn index(&mut self, event: &Event) -> Result<(), StoreError> {
        match event {
            Event::DayOpened { requests_from, .. } => {
                let keep = |value: &[u8]| request_seq(value).is_some_and(|seq| seq >= requests_from.0);
                self.requests.table()?.retain(|_, value| keep(value))?;
            }
            Event::SurveysCounted { .. } | Event::Skm(SkmEvent::GroupsCounted { .. }) => self.count(event)?,
            Event::TicketIssued { ticket, token, .. } => {
                self.ticket_by_token.put(u128::from_be_bytes(token.0), ticket.0)?;
            }
            Event::Complaint(ComplaintEvent::Filed { complaint, number, token, code, .. }) => {
                self.open_complaints.put(complaint.0, ())?;
                self.complaint_by_token.put(u128::from_be_bytes(token.0), complaint.0)?;
                self.complaint_by_code.put(&code.0, complaint.0)?;
                self.complaint_by_number.put((number.year, number.n), complaint.0)?;
            }
            Event::Complaint(ComplaintEvent::Closed { complaint, .. }) => {
                self.open_complaints.remove(complaint.0)?;
            }
            Event::DocumentLegalised { ticket, entry } => {
                if let Some(berkas) = entry.document.berkas() {
                    self.legalised_by_berkas.put((berkas.0, ticket.0), ())?;
                }
            }
            Event::BerkasRegistered { berkas, number, token, code, applicant, previous, .. } => {
                if let Some(previous) = previous {
                    self.berkas_after.put((previous.year, previous.n, berkas.0), ())?;
                }
                self.open_berkas.put(berkas.0, ())?;
                self.berkas_by_token.put(u128::from_be_bytes(token.0), berkas.0)?;
                self.berkas_by_code.put(&code.0, berkas.0)?;
                self.berkas_by_number.put((number.year, number.n), berkas.0)?;
                self.berkas_by_nik
                    .table()?
                    .insert(self.keys.blind(applicant.nik.digits()).as_str(), berkas.0)?;
                for word in finding::words(&applicant.name) {
                    self.berkas_by_word.put((word.as_str(), berkas.0), ())?;
                }
            }
            Event::SkNumbered { berkas, number } => {
                self.berkas_by_sk.put((finding::sk_key(&number.text).as_str(), berkas.0), ())?;
            }
            Event::PaperIssued { paper, berkas, .. } | Event::PaperCopied { paper, berkas, .. } => {
                self.issued_by_berkas.put((berkas.0, paper.0), ())?;
            }
            Event::BerkasClosed { berkas, .. } => {
                self.open_berkas.remove(berkas.0)?;
            }
            Event::PhonesForgotten { phones } => {
                for (closed, holder) in phones {
                    self.phones_closed.remove(closed_key(*closed, *holder))?;
                }
            }
            _ => {}
        }
        Ok(())
    }

    /// Writes the rows that changed.
    pub(super) fn put_rows(&mut self, changes: &Changes) -> Result<(), StoreError> {
        for (key, row) in changes {
            let Some(row) = row else {
                if let RowKey::Session(digest) = key {
                    self.sessions.remove(digest)?;
                }
                if let RowKey::Hook(id) = key {
                    self.hooks.remove(u64::from(id.0))?;
                }
                if let RowKey::ApiToken(id) = key {
                    self.api_tokens.remove(u64::from(id.0))?;
                }
                if let RowKey::Skm(key) = key {
                    self.skm.remove(skm::key_name(key).as_str())?;
                }
                if let RowKey::Mark(place) = key {
                    self.marks.remove(place)?;
                }
                if let RowKey::Phone(holder) = key {
                    self.phones.remove(phone_key(*holder))?;
                }
                if let RowKey::Restriction(id) = key {
                    self.restrictions.remove(id.0)?;
                }
                continue;
            };
            let mut record = row.to_record();
            close_row(self.keys, &mut record)?;
            let bytes = row_bytes(&record)?;
            let bytes = bytes.as_slice();
            match key {
                RowKey::Day(day) => self.days.put(day_number(*day), bytes)?,
                RowKey::Counter(counter) => {
                    self.counters.put(counter_name(counter).as_str(), bytes)?;
                }
                RowKey::Ticket(id) => self.tickets.put(id.0, bytes)?,
                RowKey::Berkas(id) => self.berkas.put(id.0, bytes)?,
                RowKey::Loket(id) => self.lokets.put(u64::from(id.0), bytes)?,
                RowKey::Call(id) => self.calls.put(id.0, bytes)?,
                RowKey::Job(id) => self.jobs.put(id.0, bytes)?,
                RowKey::Roll(printer) => self.rolls.put(printer.as_str(), bytes)?,
                RowKey::Account(id) => self.accounts.put(u64::from(id.0), bytes)?,
                RowKey::Session(digest) => self.sessions.put(digest, bytes)?,
                RowKey::ApiToken(id) => self.api_tokens.put(u64::from(id.0), bytes)?,
                RowKey::Hook(id) => self.hooks.put(u64::from(id.0), bytes)?,
                RowKey::Samples(purpose) => self.samples.put(purpose.as_str(), bytes)?,
                RowKey::Screen(id) => self.screens.put(u64::from(id.0), bytes)?,
                RowKey::Arrangement(zone) => self.arrangements.put(zone.as_str(), bytes)?,
                RowKey::Survey(number) => self.surveys.put(number, bytes)?,
                RowKey::Annex(id) => self.annexes.put(id.0, bytes)?,
                RowKey::Issued(id) => self.issued.put(id.0, bytes)?,
                RowKey::PaperFile(digest) => self.paper_files.put(digest, bytes)?,
                RowKey::Complaint(id) => self.complaints.put(id.0, bytes)?,
                RowKey::Skm(key) => self.skm.put(skm::key_name(key).as_str(), bytes)?,
                RowKey::Mark(place) => self.marks.put(place, bytes)?,
                RowKey::Daybook(day) => self.daybooks.put(day_number(*day), bytes)?,
                RowKey::Phone(holder) => {
                    self.phones.put(phone_key(*holder), bytes)?;
                    if let Row::Phone(phone) = row
                        && let Some(closed) = phone.closed
                    {
                        self.phones_closed.put(closed_key(closed, *holder), ())?;
                    }
                }
                RowKey::Restriction(id) => self.restrictions.put(id.0, bytes)?,
                RowKey::Revocation(id) => self.revocations.put(id.0, bytes)?,
                RowKey::Settings(version) => self.settings.put(u64::from(*version), bytes)?,
                RowKey::SettingsText(digest) => self.settings_texts.put(digest, bytes)?,
            }
        }
        Ok(())
    }
}

/// A row's value: the format byte, then postcard.
pub(super) fn row_bytes(record: &impl serde::Serialize) -> Result<Vec<u8>, Corrupt> {
    bytes(FORMAT, record)
}

/// What lies in an urn, which no journal entry could write anew.
pub(super) fn urn_bytes(record: &impl serde::Serialize) -> Result<Vec<u8>, Corrupt> {
    bytes(BALLOT, record)
}

fn bytes(format: u8, record: &impl serde::Serialize) -> Result<Vec<u8>, Corrupt> {
    postcard::to_extend(record, vec![format]).map_err(|error| Corrupt::new("a row", error))
}

/// Takes the format byte off and reads the record.
pub(super) fn read_record<R: serde::de::DeserializeOwned>(bytes: &[u8]) -> Result<R, Corrupt> {
    read_as(FORMAT, bytes)
}

fn read_as<R: serde::de::DeserializeOwned>(format: u8, bytes: &[u8]) -> Result<R, Corrupt> {
    match bytes.split_first() {
        Some((found, rest)) if *found == format => {
            postcard::from_bytes(rest).map_err(|error| Corrupt::new("a row", error))
        }
        Some((other, _)) => Err(Corrupt::new("a row", format!("format {other}"))),
        None => Err(Corrupt::new("a row", "empty")),
    }
}

/// Reads a row of a table in which nothing is sealed.
pub(super) fn read_row(bytes: &[u8]) -> Result<Row, Corrupt> {
    Row::from_record(read_record::<RowRecord>(bytes)?)
}

/// Reads a row of a table in which words are sealed.
pub(super) fn read_sealed_row(keys: &Keys, bytes: &[u8]) -> Result<Row, Corrupt> {
    let mut record = read_record::<RowRecord>(bytes)?;
    open_row(keys, &mut record)?;
    Row::from_record(record)
}

/// Reads what [`urn_bytes`] wrote.
pub(super) fn read_urn<R: serde::de::DeserializeOwned>(bytes: &[u8]) -> Result<R, Corrupt> {
    read_as(BALLOT, bytes)
}

/// Reads a response of the urn.
pub(super) fn read_ballot(bytes: &[u8]) -> Result<Response, Corrupt> {
    Response::from_record(read_as::<Rec<Response>>(BALLOT, bytes)?)
}

/// The position of the entry that answered a request.
fn request_seq(bytes: &[u8]) -> Option<u64> {
    let rest = bytes.split_first().filter(|(format, _)| **format == FORMAT)?.1;
    postcard::take_from_bytes::<u64>(rest).ok().map(|(seq, _)| seq)
}

/// Days since 1970-01-01.
pub(super) fn day_number(day: ServiceDay) -> i32 {
    let epoch = crate::domain::time::Date::constant(1970, 1, 1);
    day.0.since(epoch).map_or(0, |span| span.get_days())
}

/// The end of the journal as kept in [`META`]: position, moment, hash.
pub(super) fn head_bytes(head: Head) -> Vec<u8> {
    [&head.seq.0.to_be_bytes()[..], &head.at.0.to_be_bytes()[..], &head.hash.0[..]].concat()
}

/// Reads what [`head_bytes`] wrote.
pub(super) fn read_head(bytes: &[u8]) -> Result<Head, Corrupt> {
    let corrupt = || Corrupt::new("the journal's head", bytes.len());
    let (seq, rest) = bytes.split_first_chunk::<8>().ok_or_else(corrupt)?;
    let (at, hash) = rest.split_first_chunk::<8>().ok_or_else(corrupt)?;
    Ok(Head {
        seq: Seq(u64::from_be_bytes(*seq)),
        at: crate::domain::time::Moment(i64::from_be_bytes(*at)),
        hash: journal::Hash(hash.try_into().map_err(|_| corrupt())?),
    })
}
