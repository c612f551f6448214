//! Which settings are in force. Every version is a row; the newest is in the state.

use super::super::super::settings::{How, Version};
use super::super::{Row, RowKey};
use super::Step;
use std::sync::Arc;

impl Step<'_> {
    pub(super) fn keep_settings(&mut self, digest: [u8; 32], text: &str) {
        self.changes.insert(RowKey::SettingsText(digest), Some(Row::SettingsText(text.into())));
        self.state.settings_texts.insert_mut(digest);
    }

    pub(super) fn change_settings(
        &mut self,
        version: u32,
        digest: [u8; 32],
        file: Option<[u8; 32]>,
        how: &How,
    ) {
        let (how, by, at) = (how.clone(), self.actor, self.at);
        let version = Arc::new(Version { version, digest, file, how, by, at });
        self.changes.insert(RowKey::Settings(version.version), Some(Row::Settings(version.clone())));
        self.state.settings = Some(version);
    }
}
