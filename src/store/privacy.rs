//! Telephone numbers, restrictions and revoked SK: rows of their own beside those of berkas and complaints.

use super::StoreError;
use super::tables::*;
use super::write::read_sealed_row;
use crate::domain::berkas::Berkas;
use crate::domain::complaint::Complaint;
use crate::domain::person::Phone;
use crate::domain::privacy::Holder;
use crate::domain::state::{Row, State};
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

/// What is not over yet: numbers whose time runs, berkas that nobody looks at, SK that do not hold.
pub(super) fn load(transaction: &ReadTransaction, keys: &Keys, state: &mut State) -> Result<(), StoreError> {
    for row in transaction.open_table(PHONES)?.range::<(u8, u64)>(..)? {
        if let Row::Phone(phone) = read_sealed_row(keys, row?.1.value())?
            && let Some(closed) = phone.closed
        {
            state.phones.insert_mut((closed, phone.holder));
        }
    }
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
