//! Any row, as one record.

use super::privacy::{RestrictionRecord, RevocationRecord, TelephoneRecord};
use super::program::{ApiTokenRecord, HookRecord};
use super::things::*;
use super::{Corrupt, Disk, Rec};
use crate::domain::complaint::Complaint;
use crate::domain::daybook::{self, Daybook};
use crate::domain::settings::Version;
use crate::domain::skm::work::SkmRow;
use crate::domain::state::Row;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// Any row, so that one function encodes and decodes them all. Each table holds one kind.
#[derive(Serialize, Deserialize)]
pub(in crate::store) enum RowRecord {
    Day(DayRecord),
    Counter(u64),
    Ticket(TicketRecord),
    Berkas(BerkasRecord),
    Loket(LoketRecord),
    Call(CallRecord),
    Job(PrintJobRecord),
    Account(AccountRecord),
    Session(SessionRecord),
    Samples(Vec<u32>),
    Survey(ResponseRecord),
    Arrangement(ArrangementRecord),
    Screen(ScreenRecord),
    Annex(AnnexRecord),
    Complaint(Rec<Complaint>),
    Skm(Rec<SkmRow>),
    Issued(IssuedRecord),
    PaperFile(String),
    Mark(Rec<daybook::Mark>),
    Daybook(Rec<Daybook>),
    Roll(RollRecord),
    ApiToken(ApiTokenRecord),
    Hook(HookRecord),
    Settings(Rec<Version>),
    SettingsText(String),
    Phone(TelephoneRecord),
    Restriction(RestrictionRecord),
    Revocation(RevocationRecord),
}

impl Disk for Row {
    type Record = RowRecord;

    fn to_record(&self) -> RowRecord {
        match self {
            Row::Day(day) => RowRecord::Day(day.to_record()),
            Row::Counter(last) => RowRecord::Counter(*last),
            Row::Ticket(ticket) => RowRecord::Ticket(ticket.to_record()),
            // Telephone numbers lie in rows of their own, so that they can go while these stay.
            Row::Berkas(berkas) => RowRecord::Berkas({
                let mut record = berkas.to_record();
                record.applicant.phone = None;
                record
            }),
            Row::Loket(loket) => RowRecord::Loket(loket.to_record()),
            Row::Call(call) => RowRecord::Call(call.to_record()),
            Row::Job(job) => RowRecord::Job(job.to_record()),
            Row::Account(account) => RowRecord::Account(account.to_record()),
            Row::Session(session) => RowRecord::Session(session.to_record()),
            Row::Samples(samples) => RowRecord::Samples(samples.to_record()),
            Row::Survey(response) => RowRecord::Survey(response.to_record()),
            Row::Screen(screen) => RowRecord::Screen(screen.to_record()),
            Row::Arrangement(arrangement) => RowRecord::Arrangement(arrangement.to_record()),
            Row::Annex(annex) => RowRecord::Annex(annex.to_record()),
            Row::Complaint(complaint) => RowRecord::Complaint({
                let mut record = complaint.to_record();
                record.matter.phone = None;
                record
            }),
            Row::Skm(row) => RowRecord::Skm(row.to_record()),
            Row::Issued(issued) => RowRecord::Issued(issued.to_record()),
            Row::PaperFile(text) => RowRecord::PaperFile(text.to_string()),
            Row::Mark(mark) => RowRecord::Mark(mark.to_record()),
            Row::Daybook(book) => RowRecord::Daybook(book.to_record()),
            Row::Roll(roll) => RowRecord::Roll(roll.to_record()),
            Row::ApiToken(token) => RowRecord::ApiToken(token.to_record()),
            Row::Hook(hook) => RowRecord::Hook(hook.to_record()),
            Row::Settings(version) => RowRecord::Settings(version.to_record()),
            Row::SettingsText(text) => RowRecord::SettingsText(text.to_string()),
            Row::Phone(phone) => RowRecord::Phone(phone.to_record()),
            Row::Restriction(restriction) => RowRecord::Restriction(restriction.to_record()),
            Row::Revocation(revocation) => RowRecord::Revocation(revocation.to_record()),
        }
    }

    fn from_record(record: RowRecord) -> Result<Row, Corrupt> {
        Ok(match record {
            RowRecord::Day(day) => Row::Day(Disk::from_record(day)?),
            RowRecord::Counter(last) => Row::Counter(last),
            RowRecord::Ticket(ticket) => Row::Ticket(Arc::new(Disk::from_record(ticket)?)),
            RowRecord::Berkas(berkas) => Row::Berkas(Arc::new(Disk::from_record(berkas)?)),
            RowRecord::Loket(loket) => Row::Loket(Arc::new(Disk::from_record(loket)?)),
            RowRecord::Call(call) => Row::Call(Arc::new(Disk::from_record(call)?)),
            RowRecord::Job(job) => Row::Job(Arc::new(Disk::from_record(job)?)),
            RowRecord::Account(account) => Row::Account(Arc::new(Disk::from_record(account)?)),
            RowRecord::Session(session) => Row::Session(Arc::new(Disk::from_record(session)?)),
            RowRecord::Samples(samples) => Row::Samples(Arc::new(Disk::from_record(samples)?)),
            RowRecord::Survey(response) => Row::Survey(Arc::new(Disk::from_record(response)?)),
            RowRecord::Screen(screen) => Row::Screen(Arc::new(Disk::from_record(screen)?)),
            RowRecord::Arrangement(known) => Row::Arrangement(Arc::new(Disk::from_record(known)?)),
            RowRecord::Annex(annex) => Row::Annex(Arc::new(Disk::from_record(annex)?)),
            RowRecord::Complaint(complaint) => Row::Complaint(Arc::new(Disk::from_record(complaint)?)),
            RowRecord::Skm(row) => Row::Skm(Arc::new(Disk::from_record(row)?)),
            RowRecord::Issued(issued) => Row::Issued(Arc::new(Disk::from_record(issued)?)),
            RowRecord::PaperFile(text) => Row::PaperFile(text.into()),
            RowRecord::Mark(mark) => Row::Mark(Disk::from_record(mark)?),
            RowRecord::Daybook(book) => Row::Daybook(Arc::new(Disk::from_record(book)?)),
            RowRecord::Roll(roll) => Row::Roll(Arc::new(Disk::from_record(roll)?)),
            RowRecord::ApiToken(token) => Row::ApiToken(Arc::new(Disk::from_record(token)?)),
            RowRecord::Hook(hook) => Row::Hook(Arc::new(Disk::from_record(hook)?)),
            RowRecord::Settings(version) => Row::Settings(Arc::new(Disk::from_record(version)?)),
            RowRecord::SettingsText(text) => Row::SettingsText(text.into()),
            RowRecord::Phone(phone) => Row::Phone(Arc::new(Disk::from_record(phone)?)),
            RowRecord::Restriction(known) => Row::Restriction(Arc::new(Disk::from_record(known)?)),
            RowRecord::Revocation(known) => Row::Revocation(Arc::new(Disk::from_record(known)?)),
        })
    }
}
