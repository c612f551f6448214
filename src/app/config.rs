//! Reading the office's own files into a [`Profile`], with errors that name file and line.
//!
//! The default office ships inside the program (`templates/office`), so nothing has to be set up to
//! try it; `loket init DIR` writes the files out to be edited.

mod calendar;
mod copies;
mod counters;
mod escalation;
mod files;
mod papers;
mod permits;
mod pictures;
mod printers;
mod steps;
mod tls;

pub use copies::{CopyPlan, copies};
pub use tls::{TlsPlan, tls};

use crate::domain::complaint::Complaining;
use crate::domain::legalised::Legalising;
use crate::domain::profile::*;
use crate::domain::sop::Sop;
use crate::domain::survey::Unsur;
use files::*;
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
        /// What and where.
        message: String,
    },
    /// The parts do not fit together.
    #[error("{file}: {}", faults.join("; "))]
    Unsound {
        /// Which.
        file: String,
        /// Everything that is wrong.
        faults: Vec<String>,
    },
}

/// Reads the default office.
///
/// # Errors
/// Never in a program that passed its tests; the type is that of [`load`].
pub fn default_office() -> Result<Profile, ConfigError> {
    let read = |name: &str| {
        let file = DEFAULT_OFFICE.iter().find(|(known, _)| *known == name);
        file.map(|(_, content)| content.to_string()).ok_or_else(|| ConfigError::Unreadable {
            file: name.to_string(),
            source: std::io::ErrorKind::NotFound.into(),
        })
    };
    build("office.toml", &read)
}

/// Reads an office from its `office.toml` and the files named there.
///
/// # Errors
/// [`ConfigError`] with the file's name, and the line where it can be told.
pub fn load(path: &Path) -> Result<Profile, ConfigError> {
    let folder = path.parent().map_or_else(PathBuf::new, Path::to_path_buf);
    let read = |name: &str| {
        let file = folder.join(name);
        let unreadable = |source| ConfigError::Unreadable { file: file.display().to_string(), source };
        std::fs::read_to_string(&file).map_err(unreadable)
    };
    let name = path.file_name().map_or_else(|| "office.toml".into(), |name| name.to_string_lossy());
    let mut profile = build(&name, &read)?;
    let file: OfficeFile = from_toml(&name, &read(&name)?)?;
    profile.office.logo = pictures::logo(&name, file.office.logo, &folder)?;
    let thermal = file.office.logo_thermal;
    profile.office.logo_thermal = printers::logo(&name, thermal, profile.office.logo.as_deref(), &folder)?;
    profile.papers.own = papers::own(&folder.join(crate::documents::FOLDER))?;
    Ok(profile)
}

type ReadFile<'a> = dyn Fn(&str) -> Result<String, ConfigError> + 'a;

fn build(name: &str, read: &ReadFile<'_>) -> Result<Profile, ConfigError> {
    let file: OfficeFile = from_toml(name, &read(name)?)?;
    let unsound = |faults: Vec<String>| ConfigError::Unsound { file: name.to_string(), faults };
    let roles: Vec<RolePlan> =
        file.role.iter().map(|r| RolePlan { role: r.role.as_str().into(), title: r.title.clone() }).collect();
    let sop_file: SopFile = from_toml(&file.sop.file, &read(&file.sop.file)?)?;
    let sop_steps = steps::steps(sop_file)
        .map_err(|fault| ConfigError::Unsound { file: file.sop.file.clone(), faults: vec![fault] })?;
    let listed = roles.iter().map(|plan| plan.role.clone()).collect();
    let sop = Sop::new(sop_steps, &listed).map_err(|error| ConfigError::Unsound {
        file: file.sop.file.clone(),
        faults: vec![error.to_string()],
    })?;
    let at_loket: Vec<_> = file.loket.iter().map(|plan| plan.role.as_str()).collect();
    let escalation = escalation::escalation(&file.escalation, &sop, &at_loket);
    let permits_text = read(&file.permits.file)?;
    let permits: PermitsFile = from_json(&file.permits.file, &permits_text)?;
    let profile = Profile {
        calendar: calendar::calendar(&file.time, read).map_err(|fault| match fault {
            Fault::File(error) => error,
            Fault::Words(words) => unsound(vec![words]),
        })?,
        sop,
        roles,
        services: file.service.iter().map(counters::service).collect(),
        lokets: file.loket.iter().map(|plan| counters::loket(plan, &file.queue)).collect(),
        priorities: file.priority.iter().map(counters::priority).collect(),
        permits: permits::permit_types(&file.permits, permits).map_err(|fault| unsound(vec![fault]))?,
        printers: printers::plans(&file.printer).map_err(&unsound)?,
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
            quiet: calendar::quiet(&file.announcing.quiet).map_err(|fault| unsound(vec![fault]))?,
        },
        escalation,
        idle_minutes: file.people.idle_minutes,
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
        office: counters::office(&file).map_err(|fault| unsound(vec![fault]))?,
        papers: papers::plan(&file).map_err(|fault| unsound(vec![fault]))?,
    };
    match profile.faults() {
        faults if faults.is_empty() => Ok(profile),
        faults => Err(unsound(faults)),
    }
}

fn from_toml<T: serde::de::DeserializeOwned>(file: &str, text: &str) -> Result<T, ConfigError> {
    toml::from_str(text)
        .map_err(|error| ConfigError::Malformed { file: file.to_string(), message: error.to_string() })
}

fn from_json<T: serde::de::DeserializeOwned>(file: &str, text: &str) -> Result<T, ConfigError> {
    serde_json::from_str(text)
        .map_err(|error| ConfigError::Malformed { file: file.to_string(), message: error.to_string() })
}

enum Fault {
    File(ConfigError),
    Words(String),
}

#[cfg(test)]
mod tests;
