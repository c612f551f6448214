//! Reading the settings: every version, and its text.

use super::tables::*;
use super::write::read_row;
use super::{Reader, StoreError};
use crate::domain::settings::Version;
use crate::domain::state::{Row, State};
use redb::{ReadTransaction, ReadableTable};
use std::sync::Arc;

impl Reader {
    /// A version of the settings.
    ///
    /// # Errors
    /// As [`Reader::head`].
    pub fn settings_version(&self, version: u32) -> Result<Option<Arc<Version>>, StoreError> {
        let versions = self.begin()?.open_table(SETTINGS)?;
        let Some(row) = versions.get(u64::from(version))? else { return Ok(None) };
        Ok(match read_row(row.value())? {
            Row::Settings(version) => Some(version),
            _ => None,
        })
    }

    /// The versions before `before`, newest first, at most so many.
    ///
    /// # Errors
    /// As [`Reader::head`].
    pub fn settings_versions(&self, before: u32, most: usize) -> Result<Vec<Arc<Version>>, StoreError> {
        let versions = self.begin()?.open_table(SETTINGS)?;
        let mut found = Vec::new();
        for row in versions.range(..u64::from(before))?.rev().take(most) {
            if let Row::Settings(version) = read_row(row?.1.value())? {
                found.push(version);
            }
        }
        Ok(found)
    }

    /// The text of settings that were in force.
    ///
    /// # Errors
    /// As [`Reader::head`].
    pub fn settings_text(&self, digest: &[u8; 32]) -> Result<Option<Arc<str>>, StoreError> {
        let texts = self.begin()?.open_table(SETTINGS_TEXTS)?;
        let Some(row) = texts.get(digest)? else { return Ok(None) };
        Ok(match read_row(row.value())? {
            Row::SettingsText(text) => Some(text),
            _ => None,
        })
    }
}

/// The version in force, and which texts are kept.
pub(super) fn load(transaction: &ReadTransaction, state: &mut State) -> Result<(), StoreError> {
    if let Some((_, row)) = transaction.open_table(SETTINGS)?.last()?
        && let Row::Settings(version) = read_row(row.value())?
    {
        state.settings = Some(version);
    }
    for row in transaction.open_table(SETTINGS_TEXTS)?.range::<&[u8; 32]>(..)? {
        state.settings_texts.insert_mut(*row?.0.value());
    }
    Ok(())
}
