//! Finding berkas. The work is bounded whatever is asked and however long the history: numbers and NIK are looked up,
//! and of the words of a name the rarest one is walked, newest berkas first.

use super::records::Corrupt;
use super::tables::*;
use super::write::read_sealed_row;
use super::{Reader, StoreError};
use crate::domain::annex::Annex;
use crate::domain::berkas::Berkas;
use crate::domain::finding::{self, Query};
use crate::domain::ids::{BerkasId, TicketId};
use crate::domain::number::BerkasNumber;
use crate::domain::person::Nik;
use crate::domain::state::Row;
use crate::domain::ticket::Ticket;
use crate::seal::Keys;
use redb::{Range, ReadOnlyTable, ReadTransaction};
use std::collections::BinaryHeap;
use std::ops::Bound;
use std::sync::Arc;

/// Most berkas that one search shows.
pub const MOST_FOUND: usize = 20;
/// Most berkas of the rarest word that are looked at when it does not stand alone.
const MOST_WALKED: usize = 3_000;
/// Most words that the beginning of a word may stand for.
const MOST_SPELLINGS: usize = 200;
/// A number without a year is looked for in this year and so many years before.
const YEARS_BACK: i16 = 9;

type WordTable = ReadOnlyTable<(&'static str, u64), ()>;

/// What a search found.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Found {
    /// Newest first.
    pub berkas: Vec<Arc<Berkas>>,
    /// There are more than are shown.
    pub more: bool,
    /// Not everything that might match was looked at.
    pub cut: bool,
}

impl Found {
    fn push(&mut self, berkas: Arc<Berkas>) {
        if self.berkas.len() < MOST_FOUND {
            self.berkas.push(berkas);
        } else {
            self.more = true;
        }
    }
}

impl Reader {
    /// Looks for berkas. `year` is the one in which numbers are given now. A queue number is not looked for here:
    /// the tickets of today are at hand.
    ///
    /// # Errors
    /// As [`Reader::head`].
    pub fn search(&self, query: &Query, year: i16) -> Result<Found, StoreError> {
        let shelf = Shelf::open(self.begin()?, self.keys().clone())?;
        let mut found = Found::default();
        match query {
            Query::Nothing | Query::Ticket(_) => {}
            Query::Nik(nik) => shelf.of_applicant(nik, &mut found)?,
            Query::Number(number) => shelf.number(*number, &mut found)?,
            Query::Running(n) => {
                for year in (year - YEARS_BACK..=year).rev() {
                    shelf.number(BerkasNumber { year, n: *n }, &mut found)?;
                }
            }
            Query::Code(code) => found.berkas.extend(self.berkas_by_code(*code)?),
            Query::Token(token) => found.berkas.extend(self.berkas_by_token(*token)?),
            Query::Sk(beginning) => shelf.sk(beginning, &mut found)?,
            Query::Words(words) => shelf.words(words, &mut found)?,
        }
        Ok(found)
    }

    /// What lies beside a berkas, open or closed.
    ///
    /// # Errors
    /// As [`Reader::head`].
    pub fn annex(&self, id: BerkasId) -> Result<Option<Arc<Annex>>, StoreError> {
        let annexes = self.begin()?.open_table(ANNEXES)?;
        let Some(row) = annexes.get(id.0)? else { return Ok(None) };
        Ok(match read_sealed_row(self.keys(), row.value())? {
            Row::Annex(annex) => Some(annex),
            _ => None,
        })
    }

    /// The berkas that name this one as the refused one before, oldest first, at most `most`.
    ///
    /// # Errors
    /// As [`Reader::head`].
    pub fn followers(&self, number: BerkasNumber, most: usize) -> Result<Vec<Arc<Berkas>>, StoreError> {
        let after = self.begin()?.open_table(BERKAS_AFTER)?;
        let (year, n) = (number.year, number.n);
        let mut found = Vec::new();
        for row in after.range((year, n, 0)..=(year, n, u64::MAX))?.take(most) {
            found.extend(self.berkas(BerkasId(row?.0.value().2))?);
        }
        Ok(found)
    }

    /// The visits that came for certified copies of a berkas' SK, newest first, at most `most`.
    ///
    /// # Errors
    /// As [`Reader::head`].
    pub fn legalised(&self, id: BerkasId, most: usize) -> Result<Vec<Arc<Ticket>>, StoreError> {
        let visits = self.begin()?.open_table(LEGALISED_BY_BERKAS)?;
        let mut found = Vec::new();
        for row in visits.range((id.0, 0)..=(id.0, u64::MAX))?.rev().take(most) {
            found.extend(self.ticket(TicketId(row?.0.value().1))?);
        }
        Ok(found)
    }

    /// Shows what lies beside every berkas, open or closed.
    ///
    /// # Errors
    /// As [`Reader::head`].
    pub fn each_annex(&self, mut look: impl FnMut(&Annex)) -> Result<(), StoreError> {
        for row in self.begin()?.open_table(ANNEXES)?.range::<u64>(..)? {
            if let Row::Annex(annex) = read_sealed_row(self.keys(), row?.1.value())? {
                look(&annex);
            }
        }
        Ok(())
    }
}

/// One committed state of everything that is searched.
struct Shelf {
    keys: Keys,
    transaction: ReadTransaction,
    berkas: ReadOnlyTable<u64, &'static [u8]>,
    words: WordTable,
}

impl Shelf {
    fn open(transaction: ReadTransaction, keys: Keys) -> Result<Shelf, StoreError> {
        let (berkas, words) = (transaction.open_table(BERKAS)?, transaction.open_table(BERKAS_BY_WORD)?);
        Ok(Shelf { keys, transaction, berkas, words })
    }

    fn berkas(&self, id: u64) -> Result<Arc<Berkas>, StoreError> {
        let row = self.berkas.get(id)?.map(|row| read_sealed_row(&self.keys, row.value())).transpose()?;
        match row {
            Some(Row::Berkas(berkas)) => Ok(berkas),
            _ => Err(Corrupt::new("an index of berkas", id).into()),
        }
    }

    fn number(&self, number: BerkasNumber, found: &mut Found) -> Result<(), StoreError> {
        let index = self.transaction.open_table(BERKAS_BY_NUMBER)?;
        let id = index.get((number.year, number.n))?.map(|id| id.value());
        if let Some(id) = id {
            found.push(self.berkas(id)?);
        }
        Ok(())
    }

    fn of_applicant(&self, nik: &Nik, found: &mut Found) -> Result<(), StoreError> {
        let index = self.transaction.open_multimap_table(BERKAS_BY_NIK)?;
        for id in index.get(self.keys.blind(nik.digits()).as_str())?.rev().take(MOST_FOUND + 1) {
            found.push(self.berkas(id?.value())?);
        }
        Ok(())
    }

    /// SK numbers that begin so, in the order of their letters.
    fn sk(&self, beginning: &str, found: &mut Found) -> Result<(), StoreError> {
        let index = self.transaction.open_table(BERKAS_BY_SK)?;
        for row in index.range::<(&str, u64)>((beginning, 0)..)?.take(MOST_FOUND + 1) {
            let (key, ()) = row.map(|(key, _)| (key, ()))?;
            let (text, id) = key.value();
            if !text.starts_with(beginning) {
                break;
            }
            found.push(self.berkas(id)?);
        }
        Ok(())
    }

    /// Berkas of applicants whose names have all these words or beginnings.
    fn words(&self, wanted: &[String], found: &mut Found) -> Result<(), StoreError> {
        let mut rarest: Option<(usize, Walk)> = None;
        for word in wanted {
            let walk = Walk::over(&self.words, word)?;
            found.cut |= walk.cut;
            let many = if wanted.len() > 1 { Walk::over(&self.words, word)?.count(MOST_WALKED)? } else { 0 };
            if rarest.as_ref().is_none_or(|(least, _)| many < *least) {
                rarest = Some((many, walk));
            }
        }
        let Some((_, mut walk)) = rarest else { return Ok(()) };
        let mut walked = 0;
        while let Some(id) = walk.next()? {
            if walked == MOST_WALKED {
                found.cut = true;
                break;
            }
            walked += 1;
            let berkas = self.berkas(id)?;
            if wanted.len() == 1 || finding::matches(&berkas.applicant.name, wanted) {
                found.push(berkas);
            }
            if found.more {
                break;
            }
        }
        Ok(())
    }
}

/// Berkas ids under all words that begin alike, newest first, each once.
struct Walk {
    ranges: Vec<Range<'static, (&'static str, u64), ()>>,
    /// The next id of each range, greatest on top.
    heads: BinaryHeap<(u64, usize)>,
    last: Option<u64>,
    /// More words begin so than are walked.
    cut: bool,
}

impl Walk {
    fn over(table: &WordTable, beginning: &str) -> Result<Walk, StoreError> {
        let mut walk = Walk { ranges: Vec::new(), heads: BinaryHeap::new(), last: None, cut: false };
        let mut from = (beginning.to_string(), 0);
        loop {
            let after = (Bound::Excluded((from.0.as_str(), from.1)), Bound::Unbounded);
            let Some(row) = table.range::<(&str, u64)>(after)?.next() else { break };
            let key = row?.0;
            let word = key.value().0;
            if !word.starts_with(beginning) {
                break;
            }
            if walk.ranges.len() == MOST_SPELLINGS {
                walk.cut = true;
                break;
            }
            walk.ranges.push(table.range::<(&str, u64)>((word, 0)..=(word, u64::MAX))?);
            walk.pull(walk.ranges.len() - 1)?;
            from = (word.to_string(), u64::MAX);
        }
        Ok(walk)
    }

    /// Brings up the next id of a range.
    fn pull(&mut self, range: usize) -> Result<(), StoreError> {
        if let Some(row) = self.ranges[range].next_back() {
            self.heads.push((row?.0.value().1, range));
        }
        Ok(())
    }

    fn next(&mut self) -> Result<Option<u64>, StoreError> {
        while let Some((id, range)) = self.heads.pop() {
            self.pull(range)?;
            // A name may have two words that begin alike.
            if self.last != Some(id) {
                self.last = Some(id);
                return Ok(Some(id));
            }
        }
        Ok(None)
    }

    /// How many there are, or `most` if there are more.
    fn count(mut self, most: usize) -> Result<usize, StoreError> {
        let mut many = 0;
        while many < most && self.next()?.is_some() {
            many += 1;
        }
        Ok(many)
    }
}
