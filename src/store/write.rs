//! Writing: one transaction for everything that was decided together.

use super::counters::counter_name;
use super::migrate::SealedWith;
use super::records::{Corrupt, Disk, Rec, RowRecord, close_row, open_row};
use super::tables::*;
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
use redb::{Database, Durability, MultimapTable, Table, WriteTransaction};

/// Format of rows; the first byte of every row and the number under `format` in [`META`].
pub(super) const FORMAT: u8 = 5;

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
            let mut tables = Tables::open(&transaction, &self.keys)?;
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

/// All tables of one write transaction.
pub(super) struct Tables<'t> {
    keys: &'t Keys,
    journal: Table<'t, u64, &'static [u8]>,
    meta: Table<'t, &'static str, &'static [u8]>,
    requests: Table<'t, u128, &'static [u8]>,
    days: Table<'t, i32, &'static [u8]>,
    counters: Table<'t, &'static str, &'static [u8]>,
    tickets: Table<'t, u64, &'static [u8]>,
    ticket_by_token: Table<'t, u128, u64>,
    berkas: Table<'t, u64, &'static [u8]>,
    open_berkas: Table<'t, u64, ()>,
    berkas_by_token: Table<'t, u128, u64>,
    berkas_by_code: Table<'t, &'static [u8; 10], u64>,
    berkas_by_number: Table<'t, (i16, u32), u64>,
    berkas_by_nik: MultimapTable<'t, &'static str, u64>,
    lokets: Table<'t, u64, &'static [u8]>,
    calls: Table<'t, u64, &'static [u8]>,
    jobs: Table<'t, u64, &'static [u8]>,
    accounts: Table<'t, u64, &'static [u8]>,
    sessions: Table<'t, &'static [u8; 32], &'static [u8]>,
    hooks: Table<'t, u64, &'static [u8]>,
    api_tokens: Table<'t, u64, &'static [u8]>,
    samples: Table<'t, &'static str, &'static [u8]>,
    screens: Table<'t, u64, &'static [u8]>,
    arrangements: Table<'t, &'static str, &'static [u8]>,
    rolls: Table<'t, &'static str, &'static [u8]>,
    surveys: Table<'t, u64, &'static [u8]>,
    berkas_by_word: Table<'t, (&'static str, u64), ()>,
    berkas_by_sk: Table<'t, (&'static str, u64), ()>,
    annexes: Table<'t, u64, &'static [u8]>,
    issued: Table<'t, u64, &'static [u8]>,
    issued_by_berkas: Table<'t, (u64, u64), ()>,
    paper_files: Table<'t, &'static [u8; 32], &'static [u8]>,
    complaints: Table<'t, u64, &'static [u8]>,
    open_complaints: Table<'t, u64, ()>,
    complaint_by_token: Table<'t, u128, u64>,
    complaint_by_code: Table<'t, &'static [u8; 10], u64>,
    complaint_by_number: Table<'t, (i16, u32), u64>,
    berkas_after: Table<'t, (i16, u32, u64), ()>,
    legalised_by_berkas: Table<'t, (u64, u64), ()>,
    urn: Table<'t, u128, &'static [u8]>,
    skm: Table<'t, &'static str, &'static [u8]>,
    permit_urn: Table<'t, &'static str, &'static [u8]>,
    marks: Table<'t, u64, &'static [u8]>,
    daybooks: Table<'t, i32, &'static [u8]>,
    settings: Table<'t, u64, &'static [u8]>,
    settings_texts: Table<'t, &'static [u8; 32], &'static [u8]>,
}

impl<'t> Tables<'t> {
    /// Opens every table, making those that are not there.
    pub(super) fn open(transaction: &'t WriteTransaction, keys: &'t Keys) -> Result<Tables<'t>, StoreError> {
        Ok(Tables {
            keys,
            journal: transaction.open_table(JOURNAL)?,
            meta: transaction.open_table(META)?,
            requests: transaction.open_table(REQUESTS)?,
            days: transaction.open_table(DAYS)?,
            counters: transaction.open_table(COUNTERS)?,
            tickets: transaction.open_table(TICKETS)?,
            ticket_by_token: transaction.open_table(TICKET_BY_TOKEN)?,
            berkas: transaction.open_table(BERKAS)?,
            open_berkas: transaction.open_table(OPEN_BERKAS)?,
            berkas_by_token: transaction.open_table(BERKAS_BY_TOKEN)?,
            berkas_by_code: transaction.open_table(BERKAS_BY_CODE)?,
            berkas_by_number: transaction.open_table(BERKAS_BY_NUMBER)?,
            berkas_by_nik: transaction.open_multimap_table(BERKAS_BY_NIK)?,
            lokets: transaction.open_table(LOKETS)?,
            calls: transaction.open_table(CALLS)?,
            jobs: transaction.open_table(JOBS)?,
            accounts: transaction.open_table(ACCOUNTS)?,
            sessions: transaction.open_table(SESSIONS)?,
            hooks: transaction.open_table(HOOKS)?,
            api_tokens: transaction.open_table(API_TOKENS)?,
            samples: transaction.open_table(SAMPLES)?,
            screens: transaction.open_table(SCREENS)?,
            arrangements: transaction.open_table(ARRANGEMENTS)?,
            rolls: transaction.open_table(ROLLS)?,
            surveys: transaction.open_table(SURVEYS)?,
            berkas_by_word: transaction.open_table(BERKAS_BY_WORD)?,
            berkas_by_sk: transaction.open_table(BERKAS_BY_SK)?,
            annexes: transaction.open_table(ANNEXES)?,
            issued: transaction.open_table(ISSUED)?,
            issued_by_berkas: transaction.open_table(ISSUED_BY_BERKAS)?,
            paper_files: transaction.open_table(PAPER_FILES)?,
            complaints: transaction.open_table(COMPLAINTS)?,
            open_complaints: transaction.open_table(OPEN_COMPLAINTS)?,
            complaint_by_token: transaction.open_table(COMPLAINT_BY_TOKEN)?,
            complaint_by_code: transaction.open_table(COMPLAINT_BY_CODE)?,
            complaint_by_number: transaction.open_table(COMPLAINT_BY_NUMBER)?,
            berkas_after: transaction.open_table(BERKAS_AFTER)?,
            legalised_by_berkas: transaction.open_table(LEGALISED_BY_BERKAS)?,
            urn: transaction.open_table(URN)?,
            skm: transaction.open_table(SKM)?,
            permit_urn: transaction.open_table(PERMIT_URN)?,
            marks: transaction.open_table(MARKS)?,
            daybooks: transaction.open_table(DAYBOOKS)?,
            settings: transaction.open_table(SETTINGS)?,
            settings_texts: transaction.open_table(SETTINGS_TEXTS)?,
        })
    }

    /// Says what the file is, and which key sealed its rows.
    pub(super) fn put_format(&mut self) -> Result<(), StoreError> {
        self.meta.insert("format", [FORMAT].as_slice())?;
        let key = SealedWith::newest(self.keys);
        self.meta.insert("key", key.bytes().as_slice())?;
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
        self.meta.insert("head", head_bytes(head).as_slice())?;
        Ok(head)
    }

    /// Keeps a record as it is.
    pub(super) fn copy(&mut self, seq: Seq, record: &[u8]) -> Result<(), StoreError> {
        self.journal.insert(seq.0, record)?;
        Ok(())
    }

    /// Keeps what an entry says beside the rows it changes: indexes, and what was answered.
    pub(super) fn note(&mut self, entry: &Entry) -> Result<(), StoreError> {
        for event in &entry.events {
            self.index(event)?;
        }
        if let Some(request) = entry.request {
            let answer = row_bytes(&(entry.seq.0, entry.answer.to_record()))?;
            self.requests.insert(request.0, answer.as_slice())?;
        }
        Ok(())
    }

    /// Takes everything out of the urns.
    pub(super) fn empty_urns(&mut self) -> Result<(), StoreError> {
        self.urn.retain(|_, _| false)?;
        self.permit_urn.retain(|_, _| false)?;
        Ok(())
    }

    /// Puts the sums of a permit type beside the urn.
    pub(super) fn put_permit_sums(&mut self, permit: &str, sums: &[u8]) -> Result<(), StoreError> {
        self.permit_urn.insert(permit, sums)?;
        Ok(())
    }

    /// Puts a response into the urn.
    pub(super) fn put_ballot(&mut self, key: u128, ballot: &[u8]) -> Result<(), StoreError> {
        self.urn.insert(key, ballot)?;
        Ok(())
    }

    /// Keeps the ways by which things are found, and the set of open berkas.
    fn index(&mut self, event: &Event) -> Result<(), StoreError> {
        match event {
            Event::DayOpened { requests_from, .. } => {
                let keep = |value: &[u8]| request_seq(value).is_some_and(|seq| seq >= requests_from.0);
                self.requests.retain(|_, value| keep(value))?;
            }
            Event::SurveysCounted { .. } => {
                skm::gather(&self.urn, &mut self.permit_urn)?;
                self.urn.retain(|_, _| false)?;
            }
            Event::Skm(SkmEvent::GroupsCounted { groups }) => {
                for group in groups {
                    self.permit_urn.remove(group.permit.as_str())?;
                }
            }
            Event::TicketIssued { ticket, token, .. } => {
                self.ticket_by_token.insert(u128::from_be_bytes(token.0), ticket.0)?;
            }
            Event::Complaint(ComplaintEvent::Filed { complaint, number, token, code, .. }) => {
                self.open_complaints.insert(complaint.0, ())?;
                self.complaint_by_token.insert(u128::from_be_bytes(token.0), complaint.0)?;
                self.complaint_by_code.insert(&code.0, complaint.0)?;
                self.complaint_by_number.insert((number.year, number.n), complaint.0)?;
            }
            Event::Complaint(ComplaintEvent::Closed { complaint, .. }) => {
                self.open_complaints.remove(complaint.0)?;
            }
            Event::DocumentLegalised { ticket, entry } => {
                if let Some(berkas) = entry.document.berkas() {
                    self.legalised_by_berkas.insert((berkas.0, ticket.0), ())?;
                }
            }
            Event::BerkasRegistered { berkas, number, token, code, applicant, previous, .. } => {
                if let Some(previous) = previous {
                    self.berkas_after.insert((previous.year, previous.n, berkas.0), ())?;
                }
                self.open_berkas.insert(berkas.0, ())?;
                self.berkas_by_token.insert(u128::from_be_bytes(token.0), berkas.0)?;
                self.berkas_by_code.insert(&code.0, berkas.0)?;
                self.berkas_by_number.insert((number.year, number.n), berkas.0)?;
                self.berkas_by_nik.insert(self.keys.blind(applicant.nik.digits()).as_str(), berkas.0)?;
                for word in finding::words(&applicant.name) {
                    self.berkas_by_word.insert((word.as_str(), berkas.0), ())?;
                }
            }
            Event::SkNumbered { berkas, number } => {
                self.berkas_by_sk.insert((finding::sk_key(&number.text).as_str(), berkas.0), ())?;
            }
            Event::PaperIssued { paper, berkas, .. } | Event::PaperCopied { paper, berkas, .. } => {
                self.issued_by_berkas.insert((berkas.0, paper.0), ())?;
            }
            Event::BerkasClosed { berkas, .. } => {
                self.open_berkas.remove(berkas.0)?;
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
                continue;
            };
            let mut record = row.to_record();
            close_row(self.keys, &mut record)?;
            let bytes = row_bytes(&record)?;
            let bytes = bytes.as_slice();
            match key {
                RowKey::Day(day) => drop(self.days.insert(day_number(*day), bytes)?),
                RowKey::Counter(counter) => {
                    drop(self.counters.insert(counter_name(counter).as_str(), bytes)?);
                }
                RowKey::Ticket(id) => drop(self.tickets.insert(id.0, bytes)?),
                RowKey::Berkas(id) => drop(self.berkas.insert(id.0, bytes)?),
                RowKey::Loket(id) => drop(self.lokets.insert(u64::from(id.0), bytes)?),
                RowKey::Call(id) => drop(self.calls.insert(id.0, bytes)?),
                RowKey::Job(id) => drop(self.jobs.insert(id.0, bytes)?),
                RowKey::Roll(printer) => drop(self.rolls.insert(printer.as_str(), bytes)?),
                RowKey::Account(id) => drop(self.accounts.insert(u64::from(id.0), bytes)?),
                RowKey::Session(digest) => drop(self.sessions.insert(digest, bytes)?),
                RowKey::ApiToken(id) => drop(self.api_tokens.insert(u64::from(id.0), bytes)?),
                RowKey::Hook(id) => drop(self.hooks.insert(u64::from(id.0), bytes)?),
                RowKey::Samples(purpose) => drop(self.samples.insert(purpose.as_str(), bytes)?),
                RowKey::Screen(id) => drop(self.screens.insert(u64::from(id.0), bytes)?),
                RowKey::Arrangement(zone) => drop(self.arrangements.insert(zone.as_str(), bytes)?),
                RowKey::Survey(number) => drop(self.surveys.insert(number, bytes)?),
                RowKey::Annex(id) => drop(self.annexes.insert(id.0, bytes)?),
                RowKey::Issued(id) => drop(self.issued.insert(id.0, bytes)?),
                RowKey::PaperFile(digest) => drop(self.paper_files.insert(digest, bytes)?),
                RowKey::Complaint(id) => drop(self.complaints.insert(id.0, bytes)?),
                RowKey::Skm(key) => drop(self.skm.insert(skm::key_name(key).as_str(), bytes)?),
                RowKey::Mark(place) => drop(self.marks.insert(place, bytes)?),
                RowKey::Daybook(day) => drop(self.daybooks.insert(day_number(*day), bytes)?),
                RowKey::Settings(version) => drop(self.settings.insert(u64::from(*version), bytes)?),
                RowKey::SettingsText(digest) => drop(self.settings_texts.insert(digest, bytes)?),
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
