//! The survey's own rows: imports, groups by permit type, chapters, publications.
//!
//! Responses about a permit type wait as sums in [`PERMIT_URN`], outside the journal like the urn they
//! come from, until there are enough of them to be told together.

use super::read::Reader;
use super::records::{Corrupt, Disk, Rec};
use super::tables::{PERMIT_URN, SKM, URN};
use super::write::{read_ballot, read_row, read_urn, urn_bytes};
use super::{Hash, StoreError};
use crate::domain::ids::PermitCode;
use crate::domain::skm::work::{Chapter, Import, Period, PermitGroup, Publication, SkmKey, SkmRow};
use crate::domain::state::{Row, State};
use crate::domain::survey::{Ballot, Response};
use redb::{ReadTransaction, ReadableTable, Table};
use std::collections::BTreeMap;
use std::sync::Arc;

/// The key of a row. What belongs together begins alike, and lies in order.
pub(super) fn key_name(key: &SkmKey) -> String {
    match key {
        SkmKey::Group(seq, place) => format!("group/{:016x}/{place:08x}", seq.0),
        SkmKey::Import(digest) => format!("import/{}", Hash(*digest)),
        SkmKey::Imported(import, place) => format!("imported/{:016x}/{place:08x}", import.0),
        SkmKey::Text(period, chapter) => text_key(*period, *chapter),
        SkmKey::Publication(seq) => format!("publication/{:016x}", seq.0),
    }
}

fn text_key(Period { from, until }: Period, chapter: Chapter) -> String {
    format!("text/{from}/{until}/{}", chapter.word())
}

/// A response of the urn with its permit type, which nothing else keeps beside it.
pub(super) fn ballot_bytes(ballot: &Ballot) -> Result<Vec<u8>, Corrupt> {
    urn_bytes(&(ballot.response.to_record(), ballot.permit.as_str().to_string()))
}

/// The group of one that a response of the urn makes; none for one that an older program put in.
fn ballot_group(bytes: &[u8]) -> Result<Option<PermitGroup>, Corrupt> {
    let Ok((_, permit)) = read_urn::<(Rec<Response>, String)>(bytes) else { return Ok(None) };
    Ok(Some(PermitGroup::of(PermitCode::from(permit), &read_ballot(bytes)?)))
}

/// Adds the responses of the urn to the sums that wait, before the urn is emptied.
pub(super) fn gather(
    urn: &Table<'_, u128, &'static [u8]>,
    waiting: &mut Table<'_, &'static str, &'static [u8]>,
) -> Result<(), StoreError> {
    let mut groups: BTreeMap<PermitCode, PermitGroup> = BTreeMap::new();
    for row in urn.iter()? {
        add(&mut groups, ballot_group(row?.1.value())?);
    }
    for (permit, mut group) in groups {
        let known = waiting.get(permit.as_str())?.map(|row| read_group(row.value())).transpose()?;
        known.iter().for_each(|known| group.merge(known));
        waiting.insert(permit.as_str(), urn_bytes(&group.to_record())?.as_slice())?;
    }
    Ok(())
}

fn add(groups: &mut BTreeMap<PermitCode, PermitGroup>, group: Option<PermitGroup>) {
    let Some(group) = group else { return };
    match groups.get_mut(&group.permit) {
        Some(known) => known.merge(&group),
        None => drop(groups.insert(group.permit.clone(), group)),
    }
}

fn read_group(bytes: &[u8]) -> Result<PermitGroup, Corrupt> {
    PermitGroup::from_record(read_urn::<Rec<PermitGroup>>(bytes)?)
}

/// Reads which files were taken in.
pub(super) fn load(transaction: &ReadTransaction, state: &mut State) -> Result<(), StoreError> {
    each(transaction, "import/", |row| {
        if let SkmRow::Import(import) = row {
            state.imports.insert_mut(import.digest, Arc::new(import));
        }
    })
}

/// Shows every row whose key begins with `prefix`, in order.
fn each(transaction: &ReadTransaction, prefix: &str, mut look: impl FnMut(SkmRow)) -> Result<(), StoreError> {
    for row in transaction.open_table(SKM)?.range(prefix..)? {
        let (key, row) = row?;
        if !key.value().starts_with(prefix) {
            break;
        }
        if let Row::Skm(row) = read_row(row.value())? {
            look(Arc::unwrap_or_clone(row));
        }
    }
    Ok(())
}

impl Reader {
    /// Shows every response of the imports that are whole.
    ///
    /// # Errors
    /// As [`Reader::head`].
    pub fn each_imported(&self, mut look: impl FnMut(&Response)) -> Result<(), StoreError> {
        let transaction = self.begin()?;
        for import in self.imports()?.iter().filter(|import| import.is_whole()) {
            each(&transaction, &format!("imported/{:016x}/", import.first.0), |row| {
                if let SkmRow::Imported(response) = row {
                    look(&response);
                }
            })?;
        }
        Ok(())
    }

    /// The imports, whole or not.
    ///
    /// # Errors
    /// As [`Reader::head`].
    pub fn imports(&self) -> Result<Vec<Import>, StoreError> {
        let mut imports = Vec::new();
        each(&self.begin()?, "import/", |row| {
            if let SkmRow::Import(import) = row {
                imports.push(import);
            }
        })?;
        Ok(imports)
    }

    /// The groups by permit type, oldest first.
    ///
    /// # Errors
    /// As [`Reader::head`].
    pub fn permit_groups(&self) -> Result<Vec<PermitGroup>, StoreError> {
        let mut groups = Vec::new();
        each(&self.begin()?, "group/", |row| {
            if let SkmRow::Group(group) = row {
                groups.push(group);
            }
        })?;
        Ok(groups)
    }

    /// The sums that wait to be counted, those of the urn included; one per permit type.
    ///
    /// # Errors
    /// As [`Reader::head`].
    pub fn waiting_groups(&self) -> Result<Vec<PermitGroup>, StoreError> {
        let transaction = self.begin()?;
        let mut groups = BTreeMap::new();
        for row in transaction.open_table(PERMIT_URN)?.range::<&str>(..)? {
            add(&mut groups, Some(read_group(row?.1.value())?));
        }
        for row in transaction.open_table(URN)?.range::<u128>(..)? {
            add(&mut groups, ballot_group(row?.1.value())?);
        }
        Ok(groups.into_values().collect())
    }

    /// The chapters that the office wrote for a report.
    ///
    /// # Errors
    /// As [`Reader::head`].
    pub fn chapters(&self, period: Period) -> Result<BTreeMap<Chapter, String>, StoreError> {
        let transaction = self.begin()?;
        let table = transaction.open_table(SKM)?;
        let mut chapters = BTreeMap::new();
        for chapter in Chapter::all() {
            let row = table.get(text_key(period, chapter).as_str())?.map(|row| read_row(row.value()));
            if let Some(Row::Skm(row)) = row.transpose()?
                && let SkmRow::Text(text) = &*row
            {
                chapters.insert(chapter, text.clone());
            }
        }
        Ok(chapters)
    }

    /// What was published last.
    ///
    /// # Errors
    /// As [`Reader::head`].
    pub fn last_publication(&self) -> Result<Option<Publication>, StoreError> {
        let transaction = self.begin()?;
        let table = transaction.open_table(SKM)?;
        let last = table.range("publication/".."publication0")?.next_back().transpose()?;
        let row = last.map(|(_, row)| read_row(row.value())).transpose()?;
        Ok(match row {
            Some(Row::Skm(row)) => match Arc::unwrap_or_clone(row) {
                SkmRow::Publication(publication) => Some(publication),
                _ => None,
            },
            _ => None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::ids::Series;
    use crate::domain::survey::{Answers, Education, HalfDay, Occupation, Score, Sex};
    use crate::domain::time::Date;

    #[test]
    fn a_ballot_of_an_older_program_is_read_and_belongs_to_no_group() {
        let response = Response {
            answers: Answers([Score::new(2).expect("1 to 4"); 9]),
            sex: Sex::P,
            age: 50,
            education: Education::Smp,
            occupation: Occupation::Wirausaha,
            service: Series('A'),
            date: Date::constant(2026, 11, 23),
            half: HalfDay::Morning,
            suggestion: Some("Mantap".to_string()),
        };
        let old = urn_bytes(&response.to_record()).expect("written");
        assert_eq!(read_ballot(&old).expect("read"), response);
        assert_eq!(ballot_group(&old).expect("read"), None);
        let permit = PermitCode::from("SIPB");
        let ballot = Ballot { key: [0; 16], response: response.clone(), permit: permit.clone() };
        let new = ballot_bytes(&ballot).expect("written");
        assert_eq!(read_ballot(&new).expect("read"), response);
        assert_eq!(ballot_group(&new).expect("read"), Some(PermitGroup::of(permit, &response)));
    }
}
