//! Which settings are in force, and the office that is opened anew when they change.
//!
//! Nearly every part of the office is made from its profile, so none is told of another one: all are closed and made
//! again, on the same file, which stays open, and on the same socket, so that whoever connects meanwhile waits for a
//! moment instead of being turned away. Screens come back by themselves, as after a restart.

mod choice;

pub use choice::{Chosen, Files, Origin, choose, choose_now, files};

use super::config::{self, Reading};
use super::serve::{Closed, Running};
use super::{backup, secure};
use crate::documents::{Documents, Seals};
use crate::domain::account::Actor;
use crate::domain::command::{Ask, Command};
use crate::domain::profile::Profile;
use crate::domain::settings::{How, NewSettings, obstacles};
use crate::domain::state::State;
use crate::hooks::Believed;
use crate::office::OfficeHandle;
use crate::settings::{Check, Fallen, Wrong, digest};
use crate::store::{FILE, Store, open_journal};
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
    /// Where it comes from.
    pub origin: Origin,
    /// What was wanted instead and could not open the office.
    pub fallen: Option<Fallen>,
    /// Reads another one.
    pub check: Check,
}

impl Book {
    /// The document that was chosen.
    pub fn of<T>(chosen: Chosen<T>, check: Check) -> (Book, T) {
        let Chosen { origin, text, made, fallen } = chosen;
        (Book { text, origin, fallen, check }, made)
    }
}

/// Reads a document for an office whose pictures and templates lie in `folder`, and its own CA beside `key`.
pub fn check(folder: PathBuf, key: PathBuf, listen: IpAddr) -> Check {
    Arc::new(move |text| {
        let Reading { profile, tls, hook_ca, .. } =
            config::read(text, &folder).map_err(|error| error.faults())?;
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

/// How the office that was just opened reads other settings, and what it says when it had to go back to earlier ones.
///
/// # Errors
/// When the journal cannot be read.
pub(super) fn settings(office: &OfficeHandle, book: Book, data: &Path) -> Result<Settings> {
    let committed = office.committed();
    let newest = committed.state.settings.as_deref();
    let check = with_papers(book.check, data.to_path_buf());
    let fallen = match book.fallen {
        Some(fallen) => Some(fallen),
        None => choice::recall(office.reader(), newest, |text| check(text).map(drop))?,
    };
    if let Some(fallen) = &fallen {
        tracing::error!("{fallen}");
    }
    if let Err(error) = choice::note(data, fallen.as_ref()) {
        tracing::warn!("no word of the settings could be left for `loket doctor`: {error:#}");
    }
    Ok(Settings { check, opened: newest.map_or(0, |known| known.version), fallen: fallen.map(Arc::new) })
}

/// So many words that do not fit are told at once.
const MOST_TOLD: usize = 20;

/// The same, and sees to it that papers can be printed with it, and that every word fits.
fn with_papers(check: Check, data: PathBuf) -> Check {
    Arc::new(move |text| {
        let profile = check(text)?;
        // An office opens without a word that does not fit; it never keeps one.
        let left_out = profile.words.left_out.iter().take(MOST_TOLD);
        let left_out: Vec<Wrong> = left_out.map(|fault| Wrong::of(text, fault.clone())).collect();
        if !left_out.is_empty() {
            return Err(left_out);
        }
        let said = |error: &dyn std::fmt::Display| vec![Wrong::said(None, error.to_string())];
        let seals = Seals::open(&data).map_err(|error| said(&error))?;
        Documents::load(&profile, seals).map_err(|error| said(&error))?;
        Ok(profile)
    })
}

/// With what an office would be opened.
pub struct Standing {
    /// What is set.
    pub reading: Reading,
    /// The version of the page that this is; none when the files say the same.
    pub version: Option<u32>,
    /// What was to be in force instead, and why it is not.
    pub fallen: Option<String>,
}

/// What an office that is closed would be opened with. While the office is open its journal cannot be read, and the
/// files speak for it, and what it has left in writing.
///
/// # Errors
/// As [`config::read`].
pub fn at_rest(office: &Path, data: &Path) -> Result<Standing> {
    let files = files(office, data)?;
    let folder = office.parent().map_or_else(PathBuf::new, Path::to_path_buf);
    if data.join(FILE).exists()
        && let Ok(reader) = open_journal(data)
    {
        let Chosen { origin, text, made, fallen } =
            choose_now(&reader, &files, |text| reading(text, &folder))?;
        let newest = reader.settings_versions(u32::MAX, 1)?.pop();
        let check = |text: &str| config::read(text, &folder).map(drop).map_err(|error| error.faults());
        let fallen = match origin {
            Origin::Newest(_) if fallen.is_none() => choice::recall(&reader, newest.as_deref(), check)?,
            _ => fallen,
        };
        let version = origin.version().filter(|_| files.as_ref().ok().map(String::as_str) != Some(&*text));
        return Ok(Standing { reading: made, version, fallen: fallen.map(|fallen| fallen.to_string()) });
    }
    let fallen = choice::noted(data);
    Ok(Standing { reading: config::read(&files?, &folder)?, version: None, fallen })
}

/// Reads settings, and says what to do when they cannot be read.
///
/// # Errors
/// As [`config::read`].
pub fn reading(text: &str, folder: &Path) -> Result<Reading> {
    config::read(text, folder).context(
        "these settings cannot be used; mend what is named, or change office.toml, which is then taken in",
    )
}

/// Sees to it that papers can be made and copies taken with settings that were read.
///
/// # Errors
/// When a template or the key of the copies cannot be used.
pub fn provide(reading: &Reading, data: &Path) -> Result<()> {
    Documents::load(&reading.profile, Seals::open(data)?)?;
    backup::Key::open(&reading.copies.key, &reading.copies.recipients)?;
    Ok(())
}

/// Has the journal say by which settings the office is open, when it does not say so yet.
///
/// # Errors
/// When the office refuses.
pub(super) async fn take_in(office: &OfficeHandle, book: &Book) -> Result<()> {
    let committed = office.committed();
    let known = committed.state.settings.as_deref();
    let new = digest(&book.text);
    let (how, file) = match book.origin {
        Origin::Newest(_) => return Ok(()),
        Origin::Files => (How::Files, Some(new)),
        Origin::Earlier(version) => (How::Back(version), None),
    };
    let profile = Profile::clone(office.profile());
    if let Some(known) = known {
        if how == How::Files {
            let version = known.version;
            tracing::warn!(version, "the files were changed by hand and take the place of these settings");
        }
        let old = office.reader().settings_text(&known.digest)?;
        let old = old.and_then(|text| (book.check)(&text).ok());
        for obstacle in old.iter().flat_map(|old| obstacles(&committed.state, old, &profile)) {
            tracing::warn!(?obstacle, "open work loses its place by the changed settings");
        }
    }
    let seen = known.map_or(0, |known| known.version);
    let settings = NewSettings { text: book.text.to_string(), digest: new, seen, how, file, profile };
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
