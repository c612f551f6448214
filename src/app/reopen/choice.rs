//! With which settings an office is opened: with those in force, and when they cannot open it, with those that did before.
//!
//! An office that does not open because of its settings would be started again and again by systemd, with nobody at a
//! page to mend them. So every version that the journal knows is tried, from the newest back, and what could not open
//! the office is said wherever somebody may look: in the log, on the page, and by `loket doctor`.

use crate::app::config::{self, ConfigError};
use crate::domain::account::Actor;
use crate::domain::settings::{How, Version};
use crate::settings::{Fallen, Wrong, digest};
use crate::store::{Reader, StoreError};
use anyhow::{Context, Result};
use std::collections::HashSet;
use std::fs;
use std::path::Path;
use std::sync::Arc;

/// So many versions are looked through for one that opens the office.
const MOST: usize = 50;

/// In the data folder, while the settings in force are not those that were wanted.
const NOTE: &str = "pengaturan-gagal.txt";

/// The files of the office as one document, or why they are none.
pub type Files = Result<String, ConfigError>;

/// The files of an office whose data lie in a folder. Ones that cannot be read are an error only where there is no
/// journal whose settings could take their place.
///
/// # Errors
/// As [`config::document`].
pub fn files(office: &Path, data: &Path) -> Result<Files, ConfigError> {
    match config::document(office) {
        Err(error) if !data.join(crate::store::FILE).exists() => Err(error),
        files => Ok(files),
    }
}

/// Where settings come from.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Origin {
    /// From the files, which are not as they were when they were last taken in.
    Files,
    /// From the journal: its newest version.
    Newest(u32),
    /// From the journal: an earlier version, because the newer ones cannot open the office.
    Earlier(u32),
}

impl Origin {
    /// The version, when they come from the journal.
    pub fn version(self) -> Option<u32> {
        match self {
            Origin::Files => None,
            Origin::Newest(version) | Origin::Earlier(version) => Some(version),
        }
    }
}

/// Settings with which the office opens.
#[derive(Clone, Debug)]
pub struct Chosen<T> {
    /// Where they come from.
    pub origin: Origin,
    /// Their text.
    pub text: Arc<str>,
    /// What was made of them.
    pub made: T,
    /// What was wanted and did not open it.
    pub fallen: Option<Fallen>,
}

/// The first settings of which `make` can make something.
///
/// # Errors
/// What is wrong with those in force, when there are no others.
pub async fn choose<T>(
    reader: &Reader,
    files: &Files,
    mut make: impl AsyncFnMut(&str) -> Result<T>,
) -> Result<Chosen<T>> {
    let mut search = Search::begin(reader, files)?;
    while let Some((origin, text)) = search.next()? {
        match make(&text).await {
            Ok(made) => return Ok(search.end(origin, text, made)),
            Err(error) => search.failed(origin, error),
        }
    }
    Err(search.nothing())
}

/// The same for what can be told without waiting.
///
/// # Errors
/// As [`choose`].
pub fn choose_now<T>(
    reader: &Reader,
    files: &Files,
    mut make: impl FnMut(&str) -> Result<T>,
) -> Result<Chosen<T>> {
    let mut search = Search::begin(reader, files)?;
    while let Some((origin, text)) = search.next()? {
        match make(&text) {
            Ok(made) => return Ok(search.end(origin, text, made)),
            Err(error) => search.failed(origin, error),
        }
    }
    Err(search.nothing())
}

/// Settings of which nothing could be made.
struct Failed {
    /// Their version; none for the files.
    version: Option<u32>,
    faults: Vec<Wrong>,
    error: anyhow::Error,
}

struct Search<'a> {
    reader: &'a Reader,
    /// The files, while they are still to be tried.
    files: Option<&'a str>,
    /// The newest first.
    versions: std::vec::IntoIter<Arc<Version>>,
    newest: Option<Arc<Version>>,
    tried: HashSet<[u8; 32]>,
    /// What was wanted and failed, and how.
    first: Option<Failed>,
}

impl<'a> Search<'a> {
    fn begin(reader: &'a Reader, files: &'a Files) -> Result<Search<'a>> {
        let versions = reader.settings_versions(u32::MAX, MOST)?;
        let newest = versions.first().cloned();
        let mut search = Search {
            reader,
            files: None,
            versions: versions.into_iter(),
            newest,
            tried: HashSet::new(),
            first: None,
        };
        match files {
            Ok(text) if search.taken_in() != Some(digest(text)) => search.files = Some(text),
            Ok(_) => {}
            Err(error) => {
                let (faults, error) = (error.faults(), anyhow::anyhow!("{error}"));
                search.first = Some(Failed { version: None, faults, error });
            }
        }
        Ok(search)
    }

    /// The files as they were when they were last taken in.
    fn taken_in(&self) -> Option<[u8; 32]> {
        self.newest.as_deref().and_then(|newest| newest.file)
    }

    fn next(&mut self) -> Result<Option<(Origin, Arc<str>)>, StoreError> {
        if let Some(files) = self.files.take() {
            self.tried.insert(digest(files));
            return Ok(Some((Origin::Files, files.into())));
        }
        let newest = self.newest.as_deref().map(|newest| newest.version);
        for version in self.versions.by_ref() {
            if !self.tried.insert(version.digest) {
                continue;
            }
            let Some(text) = self.reader.settings_text(&version.digest)? else { continue };
            let origin = match Some(version.version) == newest {
                true => Origin::Newest(version.version),
                false => Origin::Earlier(version.version),
            };
            return Ok(Some((origin, text)));
        }
        Ok(None)
    }

    fn failed(&mut self, origin: Origin, error: anyhow::Error) {
        self.first.get_or_insert_with(|| Failed { version: origin.version(), faults: faults(&error), error });
    }

    fn end<T>(self, origin: Origin, text: Arc<str>, made: T) -> Chosen<T> {
        let fallen = origin.version().zip(self.first);
        let fallen = fallen.map(|(to, Failed { version, faults, .. })| Fallen { version, to, faults });
        Chosen { origin, text, made, fallen }
    }

    fn nothing(self) -> anyhow::Error {
        let error = self.first.map(|first| first.error);
        error.unwrap_or_else(|| anyhow::anyhow!("the journal has no text of the settings in force"))
    }
}

/// What is wrong, as the page tells it.
fn faults(error: &anyhow::Error) -> Vec<Wrong> {
    match error.downcast_ref::<ConfigError>() {
        Some(error) => error.faults(),
        None => vec![Wrong::said(None, format!("{error:#}"))],
    }
}

/// What an earlier start said, when the newest version is the one that the office went back to by itself: the version
/// before it is the one that failed. `check` tells why it still would.
///
/// # Errors
/// When the journal cannot be read.
pub(super) fn recall(
    reader: &Reader,
    newest: Option<&Version>,
    check: impl Fn(&str) -> Result<(), Vec<Wrong>>,
) -> Result<Option<Fallen>> {
    let Some(Version { version, how: How::Back(to), by: Actor::Office, .. }) = newest else {
        return Ok(None);
    };
    let failed = version.saturating_sub(1);
    let Some(known) = reader.settings_version(failed)? else { return Ok(None) };
    let text = reader.settings_text(&known.digest)?.unwrap_or_default();
    let faults = check(&text).err().unwrap_or_default();
    Ok(Some(Fallen { version: Some(failed), to: *to, faults }))
}

/// Leaves word in the data folder for whoever looks at a running office from outside, or takes it away.
pub(super) fn note(data: &Path, fallen: Option<&Fallen>) -> Result<()> {
    let file = data.join(NOTE);
    match fallen {
        Some(fallen) => fs::write(&file, format!("{fallen}\n")),
        None => match fs::remove_file(&file) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        },
    }
    .with_context(|| file.display().to_string())
}

/// The word that a running office left.
pub(super) fn noted(data: &Path) -> Option<String> {
    Some(fs::read_to_string(data.join(NOTE)).ok()?.trim().to_string())
}
