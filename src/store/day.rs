//! The entries of one service day, with their hashes: what is needed to show that day again.

use super::tables::*;
use super::write::{day_number, read_row, read_sealed_row};
use super::{Hash, Reader, StoreError, journal};
use crate::domain::berkas::{Berkas, Standing};
use crate::domain::event::Entry;
use crate::domain::ids::Seq;
use crate::domain::state::{OpenedDay, Row, State};
use crate::domain::time::{Moment, ServiceDay};
use crate::seal::Keys;
use redb::{ReadTransaction, ReadableTable};
use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;

/// An entry as it is kept.
#[derive(Clone, PartialEq, Debug)]
pub struct KeptEntry {
    /// What it says.
    pub entry: Entry,
    /// The hash of its record, by which the next entry names it.
    pub hash: Hash,
}

/// A service day as the journal has it.
#[derive(Clone, Debug)]
pub struct KeptDay {
    /// The office before the day's first entry, as far as the day needs it: accounts, and the berkas that
    /// the day touches. Numbers that the day does not tell are not there.
    pub before: State,
    /// The day's entries, oldest first.
    pub entries: Vec<KeptEntry>,
    /// Whether the day has more entries than were asked for.
    pub cut: bool,
    /// The first entry that does not name the one before it by its hash; none when the chain is whole.
    pub broken: Option<Seq>,
}

impl Reader {
    /// The service days there have been, the newest first, at most `most`.
    ///
    /// # Errors
    /// As [`Reader::head`].
    pub fn days(&self, most: usize) -> Result<Vec<OpenedDay>, StoreError> {
        let transaction = self.begin()?;
        let mut days = Vec::new();
        for row in transaction.open_table(DAYS)?.range::<i32>(..)?.rev().take(most) {
            if let Row::Day(day) = read_row(row?.1.value())? {
                days.push(day);
            }
        }
        Ok(days)
    }

    /// A service day with at most `most` entries. It costs the entries of that day and the berkas they
    /// touch, whatever lies before it. `None` when the office was not open that day.
    ///
    /// # Errors
    /// As [`Reader::head`]; a record that cannot be read.
    pub fn kept_day(&self, day: ServiceDay, most: usize) -> Result<Option<KeptDay>, StoreError> {
        let transaction = self.begin()?;
        let Some(range) = range_of(&transaction, day)? else { return Ok(None) };
        let Entries { entries, touched, cut, broken } = entries(&transaction, self.keys(), range, most)?;
        let before = before(&transaction, self.keys(), &entries, &touched)?;
        Ok(Some(KeptDay { before, entries, cut, broken }))
    }

    /// Whether every entry from `from` on names the one before it, up to the head: how many there are, and
    /// the first that does not.
    ///
    /// # Errors
    /// As [`Reader::head`].
    pub fn check_chain(&self, from: Seq) -> Result<(u64, Option<Seq>), StoreError> {
        let head = self.head()?;
        let transaction = self.begin()?;
        let journal = transaction.open_table(JOURNAL)?;
        let mut previous = hash_before(&journal, from.0)?;
        let mut count = 0;
        for row in journal.range(from.0..=head.seq.0)? {
            let (seq, record) = row?;
            if !record.value().starts_with(&previous.0) {
                return Ok((count, Some(Seq(seq.value()))));
            }
            previous = journal::hash(record.value());
            count += 1;
        }
        Ok((count, None))
    }

    /// The hash of an entry's record.
    ///
    /// # Errors
    /// As [`Reader::head`].
    pub fn hash_of(&self, seq: Seq) -> Result<Option<Hash>, StoreError> {
        let transaction = self.begin()?;
        let journal = transaction.open_table(JOURNAL)?;
        let record = journal.get(seq.0)?;
        Ok(record.map(|record| journal::hash(record.value())))
    }

    /// The first entries from `from` on whose record holds the word `mark`, at most `most`. The others are
    /// not taken apart.
    ///
    /// # Errors
    /// As [`Reader::head`].
    pub fn entries_marked(&self, from: Seq, mark: &str, most: usize) -> Result<Vec<Entry>, StoreError> {
        self.marked(&self.begin()?, from.0..u64::MAX, mark, most)
    }

    /// The same of one service day; nothing when the office was not open that day.
    ///
    /// # Errors
    /// As [`Reader::head`].
    pub fn entries_marked_of(
        &self,
        day: ServiceDay,
        mark: &str,
        most: usize,
    ) -> Result<Vec<Entry>, StoreError> {
        let transaction = self.begin()?;
        match range_of(&transaction, day)? {
            Some(range) => self.marked(&transaction, range, mark, most),
            None => Ok(Vec::new()),
        }
    }

    fn marked(
        &self,
        transaction: &ReadTransaction,
        range: Range<u64>,
        mark: &str,
        most: usize,
    ) -> Result<Vec<Entry>, StoreError> {
        let mut found = Vec::new();
        for row in transaction.open_table(JOURNAL)?.range(range)? {
            let (_, record) = row?;
            let bytes = record.value();
            if found.len() < most && holds(bytes, mark.as_bytes()) {
                found.push(journal::unseal(self.keys(), bytes)?.1);
            }
        }
        Ok(found)
    }
}

/// Whether a record holds a word; every one holds none.
pub(super) fn holds(bytes: &[u8], word: &[u8]) -> bool {
    word.is_empty() || bytes.windows(word.len()).any(|part| part == word)
}

/// The entries of a service day; none when the office was not open that day.
fn range_of(transaction: &ReadTransaction, day: ServiceDay) -> Result<Option<Range<u64>>, StoreError> {
    let mut rows = transaction.open_table(DAYS)?.range(day_number(day)..)?;
    let mut opened = || match rows.next() {
        Some(row) => match read_row(row?.1.value())? {
            Row::Day(day) => Ok::<_, StoreError>(Some(day)),
            _ => Ok(None),
        },
        None => Ok(None),
    };
    let Some(first) = opened()?.filter(|opened| opened.day == day) else { return Ok(None) };
    let end = opened()?.map_or(u64::MAX, |next| next.seq.0);
    Ok(Some(first.seq.0..end))
}

impl Reader {
    /// The entries from `from` on whose record holds one of these words, at most `most` of them and of as many as are
    /// looked through; and the entry to go on with.
    ///
    /// # Errors
    /// As [`Reader::head`].
    pub fn entries_with(
        &self,
        from: Seq,
        marks: &[&str],
        most: usize,
        looked: usize,
    ) -> Result<(Vec<Entry>, Seq), StoreError> {
        let transaction = self.begin()?;
        let (mut found, mut next) = (Vec::new(), from);
        for row in transaction.open_table(JOURNAL)?.range(from.0..)?.take(looked) {
            let (seq, record) = row?;
            let bytes = record.value();
            next = Seq(seq.value() + 1);
            if marks.iter().any(|mark| holds(bytes, mark.as_bytes())) {
                found.push(journal::unseal(self.keys(), bytes)?.1);
                if found.len() == most {
                    break;
                }
            }
        }
        Ok((found, next))
    }
}

fn hash_before(journal: &impl ReadableTable<u64, &'static [u8]>, seq: u64) -> Result<Hash, StoreError> {
    let record = journal.get(seq.saturating_sub(1))?;
    Ok(record.map_or_else(Hash::default, |record| journal::hash(record.value())))
}

/// What was read of a stretch of the journal.
#[derive(Default)]
struct Entries {
    entries: Vec<KeptEntry>,
    /// The berkas that its records name.
    touched: BTreeSet<u64>,
    cut: bool,
    broken: Option<Seq>,
}

fn entries(
    transaction: &ReadTransaction,
    keys: &Keys,
    asked: std::ops::Range<u64>,
    most: usize,
) -> Result<Entries, StoreError> {
    let journal = transaction.open_table(JOURNAL)?;
    let mut previous = hash_before(&journal, asked.start)?;
    let mut read = Entries::default();
    for row in journal.range(asked)? {
        if read.entries.len() == most {
            read.cut = true;
            break;
        }
        let (_, record) = row?;
        let (names, entry) = journal::unseal(keys, record.value())?;
        if names != previous && read.broken.is_none() {
            read.broken = Some(entry.seq);
        }
        previous = journal::hash(record.value());
        name_berkas(record.value(), &mut read.touched);
        read.entries.push(KeptEntry { entry, hash: previous });
    }
    Ok(read)
}

/// Every berkas that a record names. It is looked for in the text, so that an event of any kind is found.
fn name_berkas(record: &[u8], touched: &mut BTreeSet<u64>) {
    const NAME: &[u8] = b"\"berkas\":";
    let places = record.windows(NAME.len()).enumerate().filter(|(_, part)| *part == NAME);
    for (place, _) in places {
        let digits = record[place + NAME.len()..].iter().take_while(|byte| byte.is_ascii_digit());
        let id = digits.fold(0_u64, |id, byte| id.wrapping_mul(10).wrapping_add(u64::from(byte - b'0')));
        touched.insert(id);
    }
}

/// The office before the first of `entries`.
fn before(
    transaction: &ReadTransaction,
    keys: &Keys,
    entries: &[KeptEntry],
    touched: &BTreeSet<u64>,
) -> Result<State, StoreError> {
    let mut state = State::default();
    let Some(first) = entries.first() else { return Ok(state) };
    for row in transaction.open_table(ACCOUNTS)?.range::<u64>(..)? {
        if let Row::Account(account) = read_sealed_row(keys, row?.1.value())? {
            state.accounts.insert_mut(account.id, account);
        }
    }
    let rows = transaction.open_table(BERKAS)?;
    for id in touched {
        if let Some(row) = rows.get(id)?
            && let Row::Berkas(berkas) = read_sealed_row(keys, row.value())?
            && berkas.registered < first.entry.at
        {
            state.berkas.insert_mut(berkas.id, Arc::new(as_of(&berkas, first.entry.at)));
        }
    }
    Ok(state)
}

/// A berkas as it was at a moment, as far as its passages tell: where it lay, and since when.
fn as_of(berkas: &Berkas, at: Moment) -> Berkas {
    let mut then = berkas.clone();
    if let Some(place) = then.passages.iter().position(|passage| passage.left >= at) {
        let passage = then.passages.swap_remove(place);
        then.passages.truncate(place);
        then.step = passage.step;
        then.arrived = passage.arrived;
        then.taken = passage.taken.filter(|taken| *taken < at).zip(passage.by).map(|(taken, by)| (by, taken));
        then.standing = Standing::Moving;
    }
    then
}
