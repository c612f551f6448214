//! Which settings are in force, and the office that is opened anew when they change.
//!
//! Nearly every part of the office is made from its profile, so none is told of another one: all are closed and made
//! again, on the same file, which stays open, and on the same socket, so that whoever connects meanwhile waits for a
//! moment instead of being turned away. Screens come back by themselves, as after a restart.

use super::config::{self, ConfigError, Reading};
use super::secure;
use super::serve::{Closed, Running};
use crate::documents::{Documents, Seals};
use crate::domain::account::Actor;
use crate::domain::command::{Ask, Command};
use crate::domain::profile::Profile;
use crate::domain::settings::{How, NewSettings, Version, obstacles};
use crate::domain::state::State;
use crate::hooks::Believed;
use crate::office::OfficeHandle;
use crate::settings::{Check, Wrong, digest};
use crate::store::{FILE, Reader, Store, open_journal};
use crate::web::Settings;
use crate::web::tls::TlsError;
use anyhow::{Context, Result};
use std::net::{IpAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The document behind a profile.
#[derive(Clone)]
pub struct Book {
    /// Its text.
    pub text: Arc<str>,
    /// The name of the files as they are now.
    pub file: [u8; 32],
    /// Reads another one.
    pub check: Check,
}

/// The text in force: the files', when they are not as they were when they were last taken in, else the journal's.
/// So whoever changes a file by hand is heeded, and whoever changed something on the page is not undone by a restart.
///
/// # Errors
/// When the journal's text cannot be read.
pub fn in_force(reader: &Reader, state: &State, files: &str) -> Result<Arc<str>> {
    match state.settings.as_deref() {
        Some(Version { digest: kept, file, .. }) if *file == Some(digest(files)) => {
            reader.settings_text(kept)?.context("the journal has no text of the settings in force")
        }
        _ => Ok(files.into()),
    }
}

/// Reads a document for an office whose pictures and templates lie in `folder`, and its own CA beside `key`.
pub fn check(folder: PathBuf, key: PathBuf, listen: IpAddr) -> Check {
    Arc::new(move |text| {
        let Reading { profile, tls, hook_ca, .. } =
            config::read(text, &folder).map_err(ConfigError::faults)?;
        if let Err(error) = Believed::open(hook_ca.as_deref()) {
            return Err(vec![Wrong::about(text, "webhooks", error.to_string())]);
        }
        if let Some(plan) = tls.filter(|plan| plan.files.is_some()) {
            let said = |error: TlsError| vec![Wrong::about(text, "tls", error.to_string())];
            secure::certificates(&plan, &key, listen).map_err(said)?;
        }
        Ok(profile)
    })
}

/// How the office that was just opened reads other settings.
pub(super) fn settings(office: &OfficeHandle, book: Book, data: &Path) -> Settings {
    let opened = office.committed().state.settings.as_deref().map_or(0, |known| known.version);
    Settings { check: with_papers(book.check, data.to_path_buf()), opened }
}

/// The same, and sees to it that papers can be printed with it.
fn with_papers(check: Check, data: PathBuf) -> Check {
    Arc::new(move |text| {
        let profile = check(text)?;
        let said = |error: &dyn std::fmt::Display| vec![Wrong::said(None, error.to_string())];
        let seals = Seals::open(&data).map_err(|error| said(&error))?;
        Documents::load(&profile, seals).map_err(|error| said(&error))?;
        Ok(profile)
    })
}

/// What an office that is closed would be opened with, and which version of the page that is, unless it is the files.
/// While the office is open its journal cannot be read, and the files speak for it.
///
/// # Errors
/// As [`config::read`].
pub fn at_rest(office: &Path, data: &Path) -> Result<(Reading, Option<u32>), ConfigError> {
    let files = config::document(office)?;
    let folder = office.parent().map_or_else(PathBuf::new, Path::to_path_buf);
    let kept = data.join(FILE).exists().then(|| kept(data, &files)).flatten();
    match kept {
        Some((version, text)) => Ok((config::read(&text, &folder)?, Some(version))),
        None => Ok((config::read(&files, &folder)?, None)),
    }
}

fn kept(data: &Path, files: &str) -> Option<(u32, Arc<str>)> {
    let reader = open_journal(data).ok()?;
    let newest = reader.settings_versions(u32::MAX, 1).ok()?.pop()?;
    if newest.file != Some(digest(files)) || newest.digest == digest(files) {
        return None;
    }
    Some((newest.version, reader.settings_text(&newest.digest).ok()??))
}

/// Reads what is in force, and says what to do when that has become impossible.
///
/// # Errors
/// As [`config::read`].
pub fn reading(text: &str, folder: &Path) -> Result<Reading> {
    config::read(text, folder).context(
        "the settings in force cannot be used; mend what is named, or change office.toml, which is then taken in",
    )
}

/// Has the journal say by which settings the office is open, when it does not say so yet.
///
/// # Errors
/// When the office refuses.
pub(super) async fn take_in(office: &OfficeHandle, book: &Book) -> Result<()> {
    let committed = office.committed();
    let known = committed.state.settings.as_deref();
    let new = digest(&book.text);
    if known.is_some_and(|known| known.digest == new && known.file == Some(book.file)) {
        return Ok(());
    }
    let profile = Profile::clone(office.profile());
    if let Some(known) = known {
        tracing::warn!(
            version = known.version,
            "the files were changed by hand and take the place of these settings"
        );
        let old = office.reader().settings_text(&known.digest)?;
        let old = old.and_then(|text| (book.check)(&text).ok());
        for obstacle in old.iter().flat_map(|old| obstacles(&committed.state, old, &profile)) {
            tracing::warn!(?obstacle, "open work loses its place by the changed files");
        }
    }
    let settings = NewSettings {
        text: book.text.to_string(),
        digest: new,
        seen: known.map_or(0, |known| known.version),
        how: How::Files,
        file: Some(book.file),
        profile,
    };
    let command = Command::Settings(Box::new(settings));
    office
        .ask(Ask { actor: Actor::Office, request: None, command })
        .await
        .context("taking in the settings")?;
    Ok(())
}

/// Keeps an office open until `signal` comes. `open` is given the file, the socket, and whether it is the first time.
///
/// # Errors
/// When it cannot be opened, or a part of it ended by itself.
pub async fn keep_open(
    (store, state): (Store, State),
    listener: tokio::net::TcpListener,
    mut open: impl AsyncFnMut((Store, State), tokio::net::TcpListener, Turn) -> Result<Running>,
    signal: impl Future<Output = ()>,
) -> Result<()> {
    let listener: TcpListener = listener.into_std()?;
    let socket = || tokio::net::TcpListener::from_std(listener.try_clone()?);
    tokio::pin!(signal);
    let mut running = open((store, state), socket()?, Turn::First).await?;
    loop {
        match running.until(&mut signal).await? {
            Closed::Told => return Ok(()),
            Closed::Settings(left) => {
                tracing::info!("other settings are in force; the office is opened again");
                running = open(*left, socket()?, Turn::Again).await?;
            }
        }
    }
}

/// Which opening it is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Turn {
    /// The program has just begun.
    First,
    /// The settings were changed.
    Again,
}
