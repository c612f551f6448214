//! The tables of one write transaction. Each is opened when it is first written to: of fifty an act touches a handful,
//! and opening and closing all would be a third of what a lone act's commit costs the processor.

use super::StoreError;
use super::tables::*;
use crate::seal::Keys;
use redb::{
    Key, MultimapTable, MultimapTableDefinition, Table, TableDefinition, TableError, Value, WriteTransaction,
};
use std::borrow::Borrow;

/// What opens as a table.
pub(super) trait Opens<'t>: Copy {
    type Table;
    fn open(self, transaction: &'t WriteTransaction) -> Result<Self::Table, TableError>;
}

impl<'t, K: Key + 'static, V: Value + 'static> Opens<'t> for TableDefinition<'static, K, V> {
    type Table = Table<'t, K, V>;

    fn open(self, transaction: &'t WriteTransaction) -> Result<Self::Table, TableError> {
        transaction.open_table(self)
    }
}

impl<'t, K: Key + 'static, V: Key + 'static> Opens<'t> for MultimapTableDefinition<'static, K, V> {
    type Table = MultimapTable<'t, K, V>;

    fn open(self, transaction: &'t WriteTransaction) -> Result<Self::Table, TableError> {
        transaction.open_multimap_table(self)
    }
}

/// A table that is opened when it is first needed.
pub(super) struct Later<'t, D: Opens<'t>> {
    transaction: &'t WriteTransaction,
    definition: D,
    table: Option<D::Table>,
}

impl<'t, D: Opens<'t>> Later<'t, D> {
    fn new(transaction: &'t WriteTransaction, definition: D) -> Self {
        Later { transaction, definition, table: None }
    }

    /// The table, which is made if it is not there.
    pub(super) fn table(&mut self) -> Result<&mut D::Table, StoreError> {
        let table = match self.table.take() {
            Some(table) => table,
            None => self.definition.open(self.transaction)?,
        };
        Ok(self.table.insert(table))
    }
}

impl<K: Key + 'static, V: Value + 'static> Later<'_, TableDefinition<'static, K, V>> {
    /// Puts a row.
    pub(super) fn put<'k, 'v>(
        &mut self,
        key: impl Borrow<K::SelfType<'k>>,
        value: impl Borrow<V::SelfType<'v>>,
    ) -> Result<(), StoreError> {
        self.table()?.insert(key, value)?;
        Ok(())
    }

    /// Takes a row away.
    pub(super) fn remove<'k>(&mut self, key: impl Borrow<K::SelfType<'k>>) -> Result<(), StoreError> {
        self.table()?.remove(key)?;
        Ok(())
    }
}

macro_rules! tables {
    ($($field:ident: $kind:ident<$key:ty, $value:ty> = $definition:ident,)*) => {
        /// All tables of one write transaction.
        pub(super) struct Tables<'t> {
            pub(super) keys: &'t Keys,
            $(pub(super) $field: Later<'t, $kind<'static, $key, $value>>,)*
        }

        impl<'t> Tables<'t> {
            /// The tables of a transaction on a file that has them all.
            pub(super) fn of(transaction: &'t WriteTransaction, keys: &'t Keys) -> Tables<'t> {
                Tables { keys, $($field: Later::new(transaction, $definition),)* }
            }

            /// The same on a file that may lack some: those are made.
            pub(super) fn make(transaction: &'t WriteTransaction, keys: &'t Keys) -> Result<Tables<'t>, StoreError> {
                let mut tables = Tables::of(transaction, keys);
                $(tables.$field.table()?;)*
                Ok(tables)
            }
        }
    };
}

tables! {
    journal: TableDefinition<u64, &'static [u8]> = JOURNAL,
    meta: TableDefinition<&'static str, &'static [u8]> = META,
    requests: TableDefinition<u128, &'static [u8]> = REQUESTS,
    days: TableDefinition<i32, &'static [u8]> = DAYS,
    counters: TableDefinition<&'static str, &'static [u8]> = COUNTERS,
    tickets: TableDefinition<u64, &'static [u8]> = TICKETS,
    ticket_by_token: TableDefinition<u128, u64> = TICKET_BY_TOKEN,
    berkas: TableDefinition<u64, &'static [u8]> = BERKAS,
    open_berkas: TableDefinition<u64, ()> = OPEN_BERKAS,
    berkas_by_token: TableDefinition<u128, u64> = BERKAS_BY_TOKEN,
    berkas_by_code: TableDefinition<&'static [u8; 10], u64> = BERKAS_BY_CODE,
    berkas_by_number: TableDefinition<(i16, u32), u64> = BERKAS_BY_NUMBER,
    berkas_by_nik: MultimapTableDefinition<&'static str, u64> = BERKAS_BY_NIK,
    lokets: TableDefinition<u64, &'static [u8]> = LOKETS,
    calls: TableDefinition<u64, &'static [u8]> = CALLS,
    jobs: TableDefinition<u64, &'static [u8]> = JOBS,
    accounts: TableDefinition<u64, &'static [u8]> = ACCOUNTS,
    sessions: TableDefinition<&'static [u8; 32], &'static [u8]> = SESSIONS,
    hooks: TableDefinition<u64, &'static [u8]> = HOOKS,
    api_tokens: TableDefinition<u64, &'static [u8]> = API_TOKENS,
    samples: TableDefinition<&'static str, &'static [u8]> = SAMPLES,
    screens: TableDefinition<u64, &'static [u8]> = SCREENS,
    arrangements: TableDefinition<&'static str, &'static [u8]> = ARRANGEMENTS,
    rolls: TableDefinition<&'static str, &'static [u8]> = ROLLS,
    surveys: TableDefinition<u64, &'static [u8]> = SURVEYS,
    berkas_by_word: TableDefinition<(&'static str, u64), ()> = BERKAS_BY_WORD,
    berkas_by_sk: TableDefinition<(&'static str, u64), ()> = BERKAS_BY_SK,
    annexes: TableDefinition<u64, &'static [u8]> = ANNEXES,
    issued: TableDefinition<u64, &'static [u8]> = ISSUED,
    issued_by_berkas: TableDefinition<(u64, u64), ()> = ISSUED_BY_BERKAS,
    paper_files: TableDefinition<&'static [u8; 32], &'static [u8]> = PAPER_FILES,
    complaints: TableDefinition<u64, &'static [u8]> = COMPLAINTS,
    open_complaints: TableDefinition<u64, ()> = OPEN_COMPLAINTS,
    complaint_by_token: TableDefinition<u128, u64> = COMPLAINT_BY_TOKEN,
    complaint_by_code: TableDefinition<&'static [u8; 10], u64> = COMPLAINT_BY_CODE,
    complaint_by_number: TableDefinition<(i16, u32), u64> = COMPLAINT_BY_NUMBER,
    berkas_after: TableDefinition<(i16, u32, u64), ()> = BERKAS_AFTER,
    legalised_by_berkas: TableDefinition<(u64, u64), ()> = LEGALISED_BY_BERKAS,
    urn: TableDefinition<u128, &'static [u8]> = URN,
    skm: TableDefinition<&'static str, &'static [u8]> = SKM,
    permit_urn: TableDefinition<&'static str, &'static [u8]> = PERMIT_URN,
    marks: TableDefinition<u64, &'static [u8]> = MARKS,
    daybooks: TableDefinition<i32, &'static [u8]> = DAYBOOKS,
    phones: TableDefinition<(u8, u64), &'static [u8]> = PHONES,
    phones_closed: TableDefinition<(i64, u8, u64), ()> = PHONES_CLOSED,
    restrictions: TableDefinition<u64, &'static [u8]> = RESTRICTIONS,
    revocations: TableDefinition<u64, &'static [u8]> = REVOCATIONS,
    settings: TableDefinition<u64, &'static [u8]> = SETTINGS,
    settings_texts: TableDefinition<&'static [u8; 32], &'static [u8]> = SETTINGS_TEXTS,
}
