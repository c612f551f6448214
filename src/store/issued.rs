//! Reading official papers that were issued.

use super::tables::*;
use super::write::{read_row, read_sealed_row};
use super::{Reader, StoreError};
use crate::domain::ids::{BerkasId, IssuedId};
use crate::domain::issued::{Issued, MOST_ISSUED};
use crate::domain::state::Row;
use std::sync::Arc;

impl Reader {
    /// A paper that was issued.
    ///
    /// # Errors
    /// As [`Reader::head`].
    pub fn issued(&self, id: IssuedId) -> Result<Option<Arc<Issued>>, StoreError> {
        let papers = self.begin()?.open_table(ISSUED)?;
        let Some(row) = papers.get(id.0)? else { return Ok(None) };
        Ok(match read_sealed_row(self.keys(), row.value())? {
            Row::Issued(issued) => Some(issued),
            _ => None,
        })
    }

    /// The papers and copies of a berkas, oldest first.
    ///
    /// # Errors
    /// As [`Reader::head`].
    pub fn issued_of(&self, berkas: BerkasId) -> Result<Vec<Arc<Issued>>, StoreError> {
        let transaction = self.begin()?;
        let (index, papers) = (transaction.open_table(ISSUED_BY_BERKAS)?, transaction.open_table(ISSUED)?);
        let mut found = Vec::new();
        for key in index.range((berkas.0, 0)..=(berkas.0, u64::MAX))?.take(MOST_ISSUED) {
            let (_, paper) = key?.0.value();
            if let Some(row) = papers.get(paper)?
                && let Row::Issued(issued) = read_sealed_row(self.keys(), row.value())?
            {
                found.push(issued);
            }
        }
        Ok(found)
    }

    /// The text of a file that official papers are made with.
    ///
    /// # Errors
    /// As [`Reader::head`].
    pub fn paper_file(&self, digest: &[u8; 32]) -> Result<Option<Arc<str>>, StoreError> {
        let files = self.begin()?.open_table(PAPER_FILES)?;
        let Some(row) = files.get(digest)? else { return Ok(None) };
        Ok(match read_row(row.value())? {
            Row::PaperFile(text) => Some(text),
            _ => None,
        })
    }
}
