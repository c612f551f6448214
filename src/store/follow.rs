//! The journal as it lies on the disk, in pages, for a machine that follows it without a key; and what such a machine has,
//! put behind a copy.

use super::day::holds;
use super::opened::Tables;
use super::tables::{JOURNAL, URN};
use super::write::{begin, read_ballot};
use super::{Hash, Head, Reader, Rebuild, StoreError, journal, load};
use crate::domain::account::Actor;
use crate::domain::command::Answer;
use crate::domain::event::{Entry, Event};
use crate::domain::ids::Seq;
use crate::domain::survey::Response;
use crate::domain::time::Moment;
use redb::{ReadableDatabase, ReadableTable};

/// Bytes of a page, about; a single entry may be larger.
const PAGE: usize = 1024 * 1024;
/// How the journal writes that a scan was laid beside a berkas.
const SCAN: &[u8] = b"\"ScanAdded\"";

/// Some entries of the journal.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Page {
    /// As they lie there, in their order.
    pub records: Vec<Vec<u8>>,
    /// The scans that they name.
    pub scans: Vec<[u8; 32]>,
    /// The last entry of the office.
    pub last: Seq,
}

impl Page {
    /// Whether nothing is left behind it.
    pub fn is_all(&self, after: Seq) -> bool {
        after.0 + self.records.len() as u64 >= self.last.0
    }
}

impl Reader {
    /// The entries after `after`, whose hash is `hash`; all zero before the first. None when the journal has another entry
    /// there, or none: it is not the one that is being followed.
    ///
    /// # Errors
    /// As [`Reader::head`].
    pub fn page(&self, after: Seq, hash: Hash) -> Result<Option<Page>, StoreError> {
        let transaction = self.begin()?;
        let last = load::head(&transaction)?.seq;
        let journal = transaction.open_table(JOURNAL)?;
        let own = match after.0 {
            0 => Some(Hash::default()),
            after => journal.get(after)?.map(|record| Hash::of(record.value())),
        };
        if own != Some(hash) {
            return Ok(None);
        }
        let (mut page, mut bytes) = (Page { records: Vec::new(), scans: Vec::new(), last }, 0);
        for row in journal.range(after.0 + 1..=last.0)? {
            let (_, record) = row?;
            let record = record.value();
            if holds(record, SCAN) {
                page.scans.extend(journal::unseal(self.keys(), record)?.1.events.iter().filter_map(scan_of));
            }
            bytes += record.len();
            page.records.push(record.to_vec());
            if bytes >= PAGE {
                break;
            }
        }
        Ok(Some(page))
    }
}

/// The scan that an event lays beside a berkas.
fn scan_of(event: &Event) -> Option<[u8; 32]> {
    match event {
        Event::ScanAdded { digest, .. } => Some(*digest),
        _ => None,
    }
}

impl Rebuild {
    /// Puts entries behind those of the copy, each as it lay in the journal that was followed, and shows which scans they
    /// name. The end of the journal then.
    ///
    /// # Errors
    /// [`StoreError::Broken`] when one does not follow the entry before it.
    pub fn follow(
        &mut self,
        records: &[Vec<u8>],
        mut scan: impl FnMut([u8; 32]),
    ) -> Result<Option<Head>, StoreError> {
        let transaction = begin(&self.database)?;
        let mut head = None;
        {
            let keys = self.keys.clone();
            let mut tables = Tables::of(&transaction, &keys);
            for record in records {
                let (names, entry) = journal::unseal(&self.keys, record)?;
                if (names, entry.seq.0) != (self.last, self.next) {
                    return Err(self.broken("is not what the second machine goes on from"));
                }
                tables.copy(entry.seq, record)?;
                for event in &entry.events {
                    match event {
                        Event::SurveyAnswered { .. } => self.lost += 1,
                        Event::SurveysCounted { .. } => self.lost = 0,
                        _ => {}
                    }
                    // Rows are written anew from the journal at the end; what lies in the urns is in no entry.
                    tables.count(event)?;
                    scan_of(event).into_iter().for_each(&mut scan);
                }
                (self.last, self.next) = (Hash::of(record), self.next + 1);
                head = Some(Head { seq: entry.seq, at: entry.at, hash: self.last });
            }
        }
        transaction.commit()?;
        Ok(head)
    }

    /// Responses that were given behind the copy lie in no urn: the second machine gets none before they are counted, so
    /// that it cannot tell who gave them. Counts those that there are, as the next service day would have, so that
    /// journal and urn agree; how many are lost, and the end of the journal.
    ///
    /// # Errors
    /// As [`Rebuild::follow`].
    pub fn settle(&mut self, head: Head) -> Result<(u64, Head), StoreError> {
        let lost = self.lost;
        if lost == 0 {
            return Ok((0, head));
        }
        let mut responses = Vec::new();
        for row in self.database.begin_read()?.open_table(URN)?.iter()? {
            responses.push(read_ballot(row?.1.value())?);
        }
        responses.sort_by(|one: &Response, other| one.content().cmp(&other.content()));
        let entry = Entry {
            seq: Seq(self.next),
            at: Moment(head.at.0 + 1),
            actor: Actor::Office,
            request: None,
            events: vec![Event::SurveysCounted { responses }],
            answer: Answer::Done,
        };
        let (record, _) = journal::seal(&self.keys, self.last, &entry)?;
        let end = self.follow(&[record], |_| {})?;
        Ok((lost, end.unwrap_or(head)))
    }
}
