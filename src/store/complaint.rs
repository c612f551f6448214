//! Reading complaints of any age.

use super::tables::*;
use super::write::read_sealed_row;
use super::{Reader, StoreError};
use crate::domain::complaint::{Complaint, ComplaintNumber};
use crate::domain::ids::ComplaintId;
use crate::domain::state::{Row, State};
use crate::domain::token::{ShortCode, Token};
use crate::seal::Keys;
use redb::ReadTransaction;
use std::sync::Arc;

/// The complaints that are not closed.
pub(super) fn load(transaction: &ReadTransaction, keys: &Keys, state: &mut State) -> Result<(), StoreError> {
    let complaints = transaction.open_table(COMPLAINTS)?;
    for open in transaction.open_table(OPEN_COMPLAINTS)?.range::<u64>(..)? {
        if let Some(row) = complaints.get(open?.0.value())?
            && let Row::Complaint(complaint) = read_sealed_row(keys, row.value())?
        {
            let complaint = super::privacy::with_phone(transaction, keys, complaint)?;
            state.complaints.insert_mut(complaint.id, complaint);
        }
    }
    Ok(())
}

impl Reader {
    /// A complaint, open or closed.
    ///
    /// # Errors
    /// As [`Reader::head`].
    pub fn complaint(&self, id: ComplaintId) -> Result<Option<Arc<Complaint>>, StoreError> {
        let transaction = self.begin()?;
        let complaints = transaction.open_table(COMPLAINTS)?;
        let Some(row) = complaints.get(id.0)? else { return Ok(None) };
        Ok(match read_sealed_row(self.keys(), row.value())? {
            Row::Complaint(complaint) => {
                Some(super::privacy::with_phone(&transaction, self.keys(), complaint)?)
            }
            _ => None,
        })
    }

    /// The complaint whose paper bears this token.
    ///
    /// # Errors
    /// As [`Reader::head`].
    pub fn complaint_by_token(&self, token: Token) -> Result<Option<Arc<Complaint>>, StoreError> {
        let tokens = self.begin()?.open_table(COMPLAINT_BY_TOKEN)?;
        let id = tokens.get(u128::from_be_bytes(token.0))?.map(|id| id.value());
        id.map_or(Ok(None), |id| self.complaint(ComplaintId(id)))
    }

    /// The complaint whose paper bears this short code.
    ///
    /// # Errors
    /// As [`Reader::head`].
    pub fn complaint_by_code(&self, code: ShortCode) -> Result<Option<Arc<Complaint>>, StoreError> {
        let codes = self.begin()?.open_table(COMPLAINT_BY_CODE)?;
        let id = codes.get(&code.0)?.map(|id| id.value());
        id.map_or(Ok(None), |id| self.complaint(ComplaintId(id)))
    }

    /// The complaint of that number.
    ///
    /// # Errors
    /// As [`Reader::head`].
    pub fn complaint_by_number(&self, number: ComplaintNumber) -> Result<Option<Arc<Complaint>>, StoreError> {
        let numbers = self.begin()?.open_table(COMPLAINT_BY_NUMBER)?;
        let id = numbers.get((number.year, number.n))?.map(|id| id.value());
        id.map_or(Ok(None), |id| self.complaint(ComplaintId(id)))
    }
}
