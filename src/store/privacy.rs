//! Telephone numbers, restrictions and revoked SK: rows of their own beside those of berkas and complaints.

use super::StoreError;
use super::read::Reader;
use super::tables::*;
use super::write::read_sealed_row;
use crate::domain::berkas::Berkas;
use crate::domain::complaint::Complaint;
use crate::domain::ids::{BerkasId, ComplaintId};
use crate::domain::person::Phone;
use crate::domain::privacy::Holder;
use crate::domain::state::{Row, State};
use crate::domain::time::Moment;
use crate::seal::Keys;
use redb::ReadTransaction;
use std::sync::Arc;

/// The key of a telephone number.
pub(super) fn phone_key(holder: Holder) -> (u8, u64) {
    match holder {
        Holder::Berkas(id) => (0, id.0),
        Holder::Complaint(id) => (1, id.0),
    }
}

/// The key of a telephone number whose work was over then.
pub(super) fn closed_key(closed: Moment, holder: Holder) -> (i64, u8, u64) {
    let (kind, id) = phone_key(holder);
    (closed.0, kind, id)
}

impl Reader {
    /// Telephone numbers whose work was over by then, the longest over first, at most `most`. It costs those and no others.
    ///
    /// # Errors
    /// As [`Reader::head`].
    pub fn phones_closed(&self, until: Moment, most: usize) -> Result<Vec<(Moment, Holder)>, StoreError> {
        let mut found = Vec::new();
        let transaction = self.begin()?;
        for row in transaction.open_table(PHONES_CLOSED)?.range(..=(until.0, u8::MAX, u64::MAX))?.take(most) {
            let (closed, kind, id) = row?.0.value();
            let holder = match kind {
                0 => Holder::Berkas(BerkasId(id)),
                _ => Holder::Complaint(ComplaintId(id)),
            };
            found.push((Moment(closed), holder));
        }
        Ok(found)
    }
}

/// What is not over yet: berkas that nobody looks at, SK that do not hold.
pub(super) fn load(transaction: &ReadTransaction, keys: &Keys, state: &mut State) -> Result<(), StoreError> {
    for row in transaction.open_table(RESTRICTIONS)?.range::<u64>(..)? {
        if let Row::Restriction(restriction) = read_sealed_row(keys, row?.1.value())? {
            state.restrictions.insert_mut(restriction.berkas, restriction);
        }
    }
    for row in transaction.open_table(REVOCATIONS)?.range::<u64>(..)? {
        if let Row::Revocation(revocation) = read_sealed_row(keys, row?.1.value())? {
            state.revocations.insert_mut(revocation.berkas, revocation);
        }
    }
    Ok(())
}

/// The berkas with the telephone number of its applicant, while that is kept.
pub(super) fn with_phone_of(
    transaction: &ReadTransaction,
    keys: &Keys,
    mut berkas: Arc<Berkas>,
) -> Result<Arc<Berkas>, StoreError> {
    if let Some(phone) = phone(transaction, keys, Holder::Berkas(berkas.id))? {
        Arc::make_mut(&mut berkas).applicant.phone = Some(phone);
    }
    Ok(berkas)
}

/// The complaint with the telephone number of whoever complained, while that is kept.
pub(super) fn with_phone(
    transaction: &ReadTransaction,
    keys: &Keys,
    mut complaint: Arc<Complaint>,
) -> Result<Arc<Complaint>, StoreError> {
    if let Some(phone) = phone(transaction, keys, Holder::Complaint(complaint.id))? {
        Arc::make_mut(&mut complaint).matter.phone = Some(phone);
    }
    Ok(complaint)
}

fn phone(transaction: &ReadTransaction, keys: &Keys, holder: Holder) -> Result<Option<Phone>, StoreError> {
    let phones = transaction.open_table(PHONES)?;
    let Some(row) = phones.get(phone_key(holder))? else { return Ok(None) };
    Ok(match read_sealed_row(keys, row.value())? {
        Row::Phone(phone) => Some(phone.number.clone()),
        _ => None,
    })
}
