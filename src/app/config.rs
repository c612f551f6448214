//! Reading the office's own files into a [`Profile`], with errors that name file and line.
//!
//! The default office ships inside the program (`templates/office`), so nothing has to be set up to
//! try it; `loket init DIR` writes the files out to be edited.

mod boards;
mod calendar;
mod copies;
mod counters;
mod document;
mod escalation;
mod files;
mod papers;
mod permits;
mod pictures;
mod printers;
mod public;
mod steps;
mod tls;
mod webhooks;
mod words;

pub use copies::CopyPlan;
pub use tls::TlsPlan;

use crate::domain::complaint::Complaining;
use crate::domain::fault::Fault;
use crate::domain::legalised::Legalising;
use crate::domain::profile::*;
use crate::domain::survey::Unsur;
use crate::settings::{Place, Wrong, slip};
use files::*;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

/// The files of the default office: name and content.
pub const DEFAULT_OFFICE: [(&str, &str); 4] = [
    ("office.toml", include_str!("../../templates/office/office.toml")),
    ("sop.toml", include_str!("../../templates/office/sop.toml")),
    ("permit_types.json", include_str!("../../templates/office/permit_types.json")),
    ("holidays_2026.json", include_str!("../../templates/office/holidays_2026.json")),
];

/// Why a profile cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// A file cannot be read.
    #[error("{file}: {source}")]
    Unreadable {
        /// Which.
        file: String,
        /// Why.
        source: std::io::Error,
    },
    /// A file is not what it should be. The message has line and column.
    #[error("{file}: {message}")]
    Malformed {
        /// Which.
        file: String,
        /// Where.
        place: Option<Place>,
        /// What is wrong, in a few words.
        short: String,
        /// What and where.
        message: String,
    },
    /// The parts do not fit together.
    #[error("{file}: {}", faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "))]
    Unsound {
        /// Which.
        file: String,
        /// Everything that is wrong.
        faults: Vec<Wrong>,
    },
}

impl ConfigError {
    /// Everything that is wrong, as the page shows it.
    pub fn faults(&self) -> Vec<Wrong> {
        match self {
            ConfigError::Unreadable { file, source } => vec![Wrong::said(None, format!("{file}: {source}"))],
            ConfigError::Malformed { place, short, .. } => vec![slip(*place, short)],
            ConfigError::Unsound { faults, .. } => faults.clone(),
        }
    }
}

/// Reads the default office.
///
/// # Errors
/// Never in a program that passed its tests; the type is that of [`load`].
pub fn default_office() -> Result<Profile, ConfigError> {
    build("office.toml", &shipped)
}

/// The default office as one document.
///
/// # Errors
/// As [`default_office`].
pub fn default_document() -> Result<String, ConfigError> {
    document::whole("office.toml", &shipped)
}

fn shipped(name: &str) -> Result<String, ConfigError> {
    let file = DEFAULT_OFFICE.iter().find(|(known, _)| *known == name);
    file.map(|(_, content)| content.to_string()).ok_or_else(|| ConfigError::Unreadable {
        file: name.to_string(),
        source: std::io::ErrorKind::NotFound.into(),
    })
}

/// Reads an office from its `office.toml` and the files named there.
///
/// # Errors
/// [`ConfigError`] with the file's name, and the line where it can be told.
pub fn load(path: &Path) -> Result<Profile, ConfigError> {
    let (name, folder) = parts(path);
    let mut profile = build(&name, &beside(&folder))?;
    let file: OfficeFile = from_toml(&name, &beside(&folder)(&name)?)?;
    dress(&mut profile, &name, file.office, &folder)?;
    Ok(profile)
}

/// `office.toml` and the files named there as one document.
///
/// # Errors
/// As [`load`]; nothing unsound becomes a document.
pub fn document(path: &Path) -> Result<String, ConfigError> {
    let (name, folder) = parts(path);
    build(&name, &beside(&folder))?;
    document::whole(&name, &beside(&folder))
}

/// What an office is made of.
#[derive(Clone, PartialEq, Debug)]
pub struct Reading {
    /// The office.
    pub profile: Profile,
    /// How its copies are taken.
    pub copies: CopyPlan,
    /// How it is reached over TLS.
    pub tls: Option<TlsPlan>,
    /// Where public pages have a door of their own.
    pub public: Option<SocketAddr>,
    /// The authorities that its webhooks believe besides the public ones.
    pub hook_ca: Option<PathBuf>,
}

/// Reads one document, with the logos and templates that lie in `folder`.
///
/// # Errors
/// As [`load`].
pub fn read(text: &str, folder: &Path) -> Result<Reading, ConfigError> {
    let mut profile = read_alone(text)?;
    let mut file: OfficeFile = from_toml(DOCUMENT, text)?;
    dress(&mut profile, DOCUMENT, file.office.clone(), folder)?;
    let copies = copies::copy_plan(text, std::mem::take(&mut file.backup), folder)?;
    let hook_ca = webhooks::authorities(&file, folder);
    let public = public::door(&file);
    let public =
        public.map_err(|words| unsound(DOCUMENT, vec![Wrong::about(text, "public.listen", words)]))?;
    let tls = tls::plan(file, folder);
    let tls = tls.map_err(|words| unsound(DOCUMENT, vec![Wrong::about(text, "tls", words)]))?;
    Ok(Reading { profile, copies, tls, public, hook_ca })
}

/// Reads one document without anything beside it.
///
/// # Errors
/// As [`load`].
pub fn read_alone(text: &str) -> Result<Profile, ConfigError> {
    let read = |name: &str| match name == DOCUMENT {
        true => Ok(text.to_string()),
        false => {
            let words = format!("\"{name}\": a document is whole and names no other file");
            Err(unsound(DOCUMENT, vec![Wrong::said(document::named(text, name), words)]))
        }
    };
    build(DOCUMENT, &read)
}

/// What a document is called where it goes wrong.
const DOCUMENT: &str = "pengaturan.toml";

fn parts(path: &Path) -> (String, PathBuf) {
    let name = path.file_name().map_or_else(|| "office.toml".into(), |name| name.to_string_lossy());
    (name.into_owned(), path.parent().map_or_else(PathBuf::new, Path::to_path_buf))
}

fn beside(folder: &Path) -> impl Fn(&str) -> Result<String, ConfigError> + '_ {
    |name| {
        let file = folder.join(name);
        let unreadable = |source| ConfigError::Unreadable { file: file.display().to_string(), source };
        std::fs::read_to_string(&file).map_err(unreadable)
    }
}

/// The logos and templates of an office.
fn dress(profile: &mut Profile, name: &str, office: OfficeNames, folder: &Path) -> Result<(), ConfigError> {
    profile.office.logo = pictures::logo(name, office.logo, folder)?;
    let thermal = office.logo_thermal;
    profile.office.logo_thermal = printers::logo(name, thermal, profile.office.logo.as_deref(), folder)?;
    profile.papers.own = papers::own(&folder.join(crate::documents::FOLDER))?;
    Ok(())
}

fn unsound(file: &str, faults: Vec<Wrong>) -> ConfigError {
    ConfigError::Unsound { file: file.to_string(), faults }
}

type ReadFile<'a> = dyn Fn(&str) -> Result<String, ConfigError> + 'a;

fn build(name: &str, read: &ReadFile<'_>) -> Result<Profile, ConfigError> {
    let text = read(name)?;
    let mut file: OfficeFile = from_toml(name, &text)?;
    // What is wrong in this file, with its place; or in one of the others.
    let wrong = |fault: Fault| unsound(name, vec![Wrong::of(&text, fault)]);
    let here = |path: &'static str| {
        let text = &text;
        move |words: String| unsound(name, vec![Wrong::about(text, path, words)])
    };
    let roles: Vec<RolePlan> =
        file.role.iter().map(|r| RolePlan { role: r.role.as_str().into(), title: r.title.clone() }).collect();
    let sop = steps::sop(name, &text, &mut file, &roles, read)?;
    let at_loket: Vec<_> = file.loket.iter().map(|plan| plan.role.as_str()).collect();
    let escalation = escalation::escalation(&file.escalation, &sop, &at_loket);
    let permits = permits::listed(name, &text, &mut file, read)?;
    let profile = Profile {
        calendar: calendar::calendar(&file, read).map_err(|fault| match fault {
            calendar::Trouble::File(error) => error,
            calendar::Trouble::Here(fault) => wrong(fault),
        })?,
        sop,
        roles,
        services: file.service.iter().map(counters::service).collect(),
        lokets: file.loket.iter().map(|plan| counters::loket(plan, &file.queue)).collect(),
        priorities: file.priority.iter().map(counters::priority).collect(),
        permits: permits::permit_types(&file.permits, permits).map_err(&wrong)?,
        printers: printers::plans(&file.printer).map_err(|faults| {
            unsound(name, faults.into_iter().map(|fault| Wrong::of(&text, fault)).collect())
        })?,
        reprint: printers::reprint(&file),
        regions: file.permits.regions.clone(),
        issuing: Issuing {
            before_minutes: file.time.issue_before_minutes,
            fair_last: file.queue.fair_last_ticket,
        },
        missing: Missing {
            times: file.queue.calls,
            every_seconds: file.queue.call_again_seconds,
            back_after: file.queue.back_after,
        },
        announcing: Announcing {
            start_within_seconds: file.announcing.start_within_seconds,
            end_within_seconds: file.announcing.end_within_seconds,
            most_queued: file.announcing.most_queued,
            english: file.announcing.english,
            quiet: calendar::quiet(&file.announcing.quiet).map_err(&wrong)?,
        },
        escalation,
        idle_minutes: file.people.idle_minutes,
        two_persons: file.people.two_persons.into(),
        clamd: file.scans.clamd.clone(),
        plain_http: file.network.plain_http,
        second_factor: file.people.second_factor.iter().map(|role| role.as_str().into()).collect(),
        phone_days: file.people.phone_days,
        complaining: Complaining {
            purpose: file.complaints.purpose.as_str().into(),
            days: file.complaints.days,
        },
        legalising: Legalising {
            purpose: file.legalisation.purpose.as_str().into(),
            most_copies: file.legalisation.most_copies,
        },
        survey_order: match file.survey.order {
            SurveyOrder::Rule => Unsur::RULE,
            SurveyOrder::Form => Unsur::PRINTED,
        },
        office: counters::office(&file).map_err(&wrong)?,
        boards: boards::plans(&file.board),
        words: words::own(std::mem::take(&mut file.words)),
        papers: papers::plan(&file).map_err(here("papers.f4"))?,
    };
    match profile.faults() {
        faults if faults.is_empty() => Ok(profile),
        // Of what stands in another file no line of this one is told: it is not there.
        faults => Err(unsound(name, faults.into_iter().map(|fault| Wrong::of(&text, fault)).collect())),
    }
}

fn from_toml<T: serde::de::DeserializeOwned>(file: &str, text: &str) -> Result<T, ConfigError> {
    toml::from_str(text).map_err(|error: toml::de::Error| ConfigError::Malformed {
        file: file.to_string(),
        place: error.span().map(|span| Place::at(text, span.start)),
        short: error.message().to_string(),
        message: error.to_string(),
    })
}

fn from_json<T: serde::de::DeserializeOwned>(file: &str, text: &str) -> Result<T, ConfigError> {
    serde_json::from_str(text).map_err(|error| ConfigError::Malformed {
        file: file.to_string(),
        place: Some(Place { line: error.line(), column: error.column() }),
        short: error.to_string(),
        message: error.to_string(),
    })
}

#[cfg(test)]
mod tests;
