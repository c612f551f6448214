//! The reading end: rows of any age, always as last committed (I5).

use super::privacy::with_phone_of;
use super::records::{Corrupt, Disk, Rec};
use super::tables::*;
use super::write::{read_ballot, read_record, read_row, read_sealed_row};
use super::{Head, Shelf, StoreError, load};
use crate::domain::berkas::Berkas;
use crate::domain::command::Answer;
use crate::domain::ids::{BerkasId, RequestId, Seq, TicketId};
use crate::domain::ikm::Tally;
use crate::domain::number::BerkasNumber;
use crate::domain::person::Nik;
use crate::domain::state::Row;
use crate::domain::survey::Response;
use crate::domain::ticket::Ticket;
use crate::domain::time::Date;
use crate::domain::token::{ShortCode, Token};
use crate::seal::Keys;
use redb::{ReadTransaction, ReadableDatabase, ReadableTable, TableDefinition};
use std::ops::RangeInclusive;
use std::sync::Arc;

/// Reads rows. Cheap to clone; every call sees the newest committed data.
#[derive(Clone)]
pub struct Reader {
    shelf: Shelf,
    keys: Keys,
}

impl Reader {
    pub(super) fn new(shelf: Shelf, keys: Keys) -> Reader {
        Reader { shelf, keys }
    }

    /// What opens what is sealed.
    pub(super) fn keys(&self) -> &Keys {
        &self.keys
    }

    pub(super) fn begin(&self) -> Result<ReadTransaction, StoreError> {
        let database = self.shelf.load_full().ok_or(StoreError::Closed)?;
        Ok(database.begin_read()?)
    }

    /// The end of the journal.
    ///
    /// # Errors
    /// As every reader: [`StoreError::Closed`] while the store is opened again, or the disk's.
    pub fn head(&self) -> Result<Head, StoreError> {
        load::head(&self.begin()?)
    }

    /// A ticket of any day.
    ///
    /// # Errors
    /// As [`Reader::head`].
    pub fn ticket(&self, id: TicketId) -> Result<Option<Arc<Ticket>>, StoreError> {
        Ok(match self.row(TICKETS, id.0)? {
            Some(Row::Ticket(ticket)) => Some(ticket),
            _ => None,
        })
    }

    /// The ticket whose slip bears this token.
    ///
    /// # Errors
    /// As [`Reader::head`].
    pub fn ticket_by_token(&self, token: Token) -> Result<Option<Arc<Ticket>>, StoreError> {
        let transaction = self.begin()?;
        let id =
            transaction.open_table(TICKET_BY_TOKEN)?.get(u128::from_be_bytes(token.0))?.map(|id| id.value());
        id.map_or(Ok(None), |id| self.ticket(TicketId(id)))
    }

    /// A berkas, open or closed.
    ///
    /// # Errors
    /// As [`Reader::head`].
    pub fn berkas(&self, id: BerkasId) -> Result<Option<Arc<Berkas>>, StoreError> {
        Ok(match self.row(BERKAS, id.0)? {
            Some(Row::Berkas(berkas)) => Some(with_phone_of(&self.begin()?, &self.keys, berkas)?),
            _ => None,
        })
    }

    /// The berkas whose tanda terima bears this token.
    ///
    /// # Errors
    /// As [`Reader::head`].
    pub fn berkas_by_token(&self, token: Token) -> Result<Option<Arc<Berkas>>, StoreError> {
        let transaction = self.begin()?;
        let id =
            transaction.open_table(BERKAS_BY_TOKEN)?.get(u128::from_be_bytes(token.0))?.map(|id| id.value());
        id.map_or(Ok(None), |id| self.berkas(BerkasId(id)))
    }

    /// The berkas whose tanda terima bears this short code.
    ///
    /// # Errors
    /// As [`Reader::head`].
    pub fn berkas_by_code(&self, code: ShortCode) -> Result<Option<Arc<Berkas>>, StoreError> {
        let transaction = self.begin()?;
        let id = transaction.open_table(BERKAS_BY_CODE)?.get(&code.0)?.map(|id| id.value());
        id.map_or(Ok(None), |id| self.berkas(BerkasId(id)))
    }

    /// The berkas with this registration number.
    ///
    /// # Errors
    /// As [`Reader::head`].
    pub fn berkas_by_number(&self, number: BerkasNumber) -> Result<Option<Arc<Berkas>>, StoreError> {
        let transaction = self.begin()?;
        let id = transaction.open_table(BERKAS_BY_NUMBER)?.get((number.year, number.n))?.map(|id| id.value());
        id.map_or(Ok(None), |id| self.berkas(BerkasId(id)))
    }

    /// The latest berkas of an applicant, newest first, at most `most`.
    ///
    /// # Errors
    /// As [`Reader::head`].
    pub fn berkas_of(&self, nik: &Nik, most: usize) -> Result<Vec<Arc<Berkas>>, StoreError> {
        let transaction = self.begin()?;
        let index = transaction.open_multimap_table(BERKAS_BY_NIK)?;
        let mut found = Vec::new();
        for id in index.get(self.keys.blind(nik.digits()).as_str())?.rev().take(most) {
            found.extend(self.berkas(BerkasId(id?.value()))?);
        }
        Ok(found)
    }

    /// What a request was answered, and by which entry.
    ///
    /// # Errors
    /// As [`Reader::head`].
    pub fn answered(&self, request: RequestId) -> Result<Option<(Seq, Answer)>, StoreError> {
        let transaction = self.begin()?;
        let requests = transaction.open_table(REQUESTS)?;
        let Some(row) = requests.get(request.0)? else { return Ok(None) };
        let (seq, answer) = read_record::<(u64, Rec<Answer>)>(row.value())?;
        Ok(Some((Seq(seq), Answer::from_record(answer)?)))
    }

    /// The responses in the urn, in no telling order.
    ///
    /// # Errors
    /// As [`Reader::head`].
    pub fn urn(&self) -> Result<Vec<Response>, StoreError> {
        let transaction = self.begin()?;
        let mut responses = Vec::new();
        for row in transaction.open_table(URN)?.range::<u128>(..)? {
            responses.push(read_ballot(row?.1.value())?);
        }
        Ok(responses)
    }

    /// Shows every response, those in the urn and the imported ones included.
    ///
    /// # Errors
    /// As [`Reader::head`].
    pub fn each_response(&self, mut look: impl FnMut(&Response)) -> Result<(), StoreError> {
        self.each_own(Date::MIN..=Date::MAX, &mut look)?;
        self.each_imported(look)
    }

    /// Shows every response that was given here in these days, and all that lie in the urn. Responses are numbered in
    /// the order of their days, so those of other years cost nothing.
    ///
    /// # Errors
    /// As [`Reader::head`].
    pub fn each_own(
        &self,
        days: RangeInclusive<Date>,
        mut look: impl FnMut(&Response),
    ) -> Result<(), StoreError> {
        let transaction = self.begin()?;
        let surveys = transaction.open_table(SURVEYS)?;
        for row in surveys.range(first_since(&surveys, *days.start())?..)? {
            let Row::Survey(response) = read_row(row?.1.value())? else { continue };
            if response.date > *days.end() {
                break;
            }
            look(&response);
        }
        self.urn()?.iter().for_each(look);
        Ok(())
    }

    /// The sums over every response that `wanted` keeps.
    ///
    /// # Errors
    /// As [`Reader::head`].
    pub fn tally(&self, wanted: impl Fn(&Response) -> bool) -> Result<Tally, StoreError> {
        let mut tally = Tally::default();
        self.each_response(|response| {
            if wanted(response) {
                tally.add(&response.answers);
            }
        })?;
        Ok(tally)
    }

    fn row(&self, table: TableDefinition<u64, &[u8]>, key: u64) -> Result<Option<Row>, StoreError> {
        let transaction = self.begin()?;
        let table = transaction.open_table(table)?;
        let row = table.get(key)?.map(|row| read_sealed_row(&self.keys, row.value()));
        row.transpose().map_err(|corrupt: Corrupt| corrupt.into())
    }
}

/// The number of the first response of a day or of a later one.
fn first_since(surveys: &impl ReadableTable<u64, &'static [u8]>, day: Date) -> Result<u64, StoreError> {
    let mut low = 1;
    let mut high = surveys.last()?.map_or(low, |(last, _)| last.value() + 1);
    while low < high {
        let middle = low.midpoint(high);
        let next = surveys.range(middle..high)?.next().transpose()?;
        match next.map(|(number, row)| Ok::<_, StoreError>((number.value(), read_row(row.value())?))) {
            Some(Ok((number, Row::Survey(response)))) if response.date < day => low = number + 1,
            Some(Err(error)) => return Err(error),
            _ => high = middle,
        }
    }
    Ok(low)
}
