//! Reading what days came to.

use super::tables::DAYBOOKS;
use super::write::{day_number, read_row};
use super::{Reader, StoreError};
use crate::domain::daybook::Daybook;
use crate::domain::state::Row;
use crate::domain::time::{Date, ServiceDay};
use std::sync::Arc;

impl Reader {
    /// Shows every service day of a period that is over, oldest first. It costs one row a day.
    ///
    /// # Errors
    /// As [`Reader::head`]; a row that cannot be read.
    pub fn each_daybook(
        &self,
        from: Date,
        until: Date,
        mut look: impl FnMut(&Daybook),
    ) -> Result<(), StoreError> {
        let transaction = self.begin()?;
        let days = day_number(ServiceDay(from))..=day_number(ServiceDay(until));
        for row in transaction.open_table(DAYBOOKS)?.range(days)? {
            if let Row::Daybook(book) = read_row(row?.1.value())? {
                look(&book);
            }
        }
        Ok(())
    }

    /// The last service day before a date; none before the first.
    ///
    /// # Errors
    /// As [`Reader::each_daybook`].
    pub fn daybook_before(&self, date: Date) -> Result<Option<Arc<Daybook>>, StoreError> {
        let transaction = self.begin()?;
        let days = transaction.open_table(DAYBOOKS)?;
        let last = days.range(..day_number(ServiceDay(date)))?.next_back().transpose()?;
        Ok(match last.map(|(_, row)| read_row(row.value())).transpose()? {
            Some(Row::Daybook(book)) => Some(book),
            _ => None,
        })
    }
}
