//! Reading the office's own files into a [`Profile`], with errors that name file and line.
//!
//! The default office ships inside the program (`templates/office`), so nothing has to be set up to
//! try it; `loket init DIR` writes the files out to be edited.

mod escalation;
mod files;
mod papers;
mod printers;

use super::backup::Keep;
use crate::domain::calendar::{Calendar, Span};
use crate::domain::colour::Colour;
use crate::domain::complaint::Complaining;
use crate::domain::ids::{LoketId, PermitCode, Series};
use crate::domain::legalised::Legalising;
use crate::domain::number::SkTemplate;
use crate::domain::profile::*;
use crate::domain::sop::{Act, Choice, Goal, Outcome, Place, Sop, Step};
use crate::domain::survey::Unsur;
use crate::domain::time::{Date, Time, UtcOffset};
use files::*;
use std::collections::BTreeMap;
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
    profile.office.logo = logo(&name, file.office.logo, &folder)?;
    let thermal = file.office.logo_thermal;
    profile.office.logo_thermal = printers::logo(&name, thermal, profile.office.logo.as_deref(), &folder)?;
    profile.papers.own = papers::own(&folder.join(crate::documents::FOLDER))?;
    Ok(profile)
}

/// How copies of an office are taken: where they go, when, how many are kept, and who can open them.
#[derive(Clone, PartialEq, Debug)]
pub struct CopyPlan {
    /// Where they go; beside the data without one.
    pub folder: Option<PathBuf>,
    /// At which hour; only by hand without one.
    pub at: Option<Time>,
    /// How many.
    pub keep: Keep,
    /// The file with the key.
    pub key: PathBuf,
    /// Public keys of others who can open them.
    pub recipients: Vec<String>,
}

/// Reads from `office.toml` how copies are taken.
///
/// # Errors
/// As [`load`].
pub fn copies(path: &Path) -> Result<CopyPlan, ConfigError> {
    let folder = path.parent().map_or_else(PathBuf::new, Path::to_path_buf);
    let name = path.display().to_string();
    let text = std::fs::read_to_string(path)
        .map_err(|source| ConfigError::Unreadable { file: name.clone(), source })?;
    let file: OfficeFile = from_toml(&name, &text)?;
    copy_plan(&name, file.backup, &folder)
}

fn copy_plan(name: &str, file: BackupFile, folder: &Path) -> Result<CopyPlan, ConfigError> {
    let at = match file.at.as_str() {
        "" => None,
        text => Some(clock_time(text).ok_or_else(|| ConfigError::Unsound {
            file: name.to_string(),
            faults: vec![format!("backup.at: \"{text}\" should look like \"16.15\", or be empty")],
        })?),
    };
    let keep = Keep { days: file.days, weeks: file.weeks, months: file.months };
    let (key, recipients) = (folder.join(file.key), file.recipients);
    Ok(CopyPlan { folder: file.folder.map(|known| folder.join(known)), at, keep, key, recipients })
}

/// Largest logo, in bytes: every screen loads it.
const MOST_LOGO: usize = 256 * 1024;

/// The logo that an office names, read and known to be a picture.
fn logo(name: &str, logo: Option<String>, folder: &Path) -> Result<Option<Vec<u8>>, ConfigError> {
    let Some(logo) = logo else { return Ok(None) };
    let bytes = picture(&folder.join(&logo))?;
    let unsound = |fault: String| ConfigError::Unsound { file: name.to_string(), faults: vec![fault] };
    if bytes.len() > MOST_LOGO {
        return Err(unsound(format!("office.logo: {logo} has more than {} KiB", MOST_LOGO / 1024)));
    }
    if crate::pages::picture_kind(&bytes).is_none() {
        return Err(unsound(format!("office.logo: {logo} is neither SVG nor PNG")));
    }
    Ok(Some(bytes))
}

/// The bytes of a picture.
fn picture(path: &Path) -> Result<Vec<u8>, ConfigError> {
    let unreadable = |source| ConfigError::Unreadable { file: path.display().to_string(), source };
    std::fs::read(path).map_err(unreadable)
}

type ReadFile<'a> = dyn Fn(&str) -> Result<String, ConfigError> + 'a;

fn build(name: &str, read: &ReadFile<'_>) -> Result<Profile, ConfigError> {
    let file: OfficeFile = from_toml(name, &read(name)?)?;
    let unsound = |faults: Vec<String>| ConfigError::Unsound { file: name.to_string(), faults };
    let roles: Vec<RolePlan> =
        file.role.iter().map(|r| RolePlan { role: r.role.as_str().into(), title: r.title.clone() }).collect();
    let sop_file: SopFile = from_toml(&file.sop.file, &read(&file.sop.file)?)?;
    let sop_steps = steps(sop_file)
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
        calendar: calendar(&file.time, read).map_err(|fault| match fault {
            Fault::File(error) => error,
            Fault::Words(words) => unsound(vec![words]),
        })?,
        sop,
        roles,
        services: file.service.iter().map(service).collect(),
        lokets: file.loket.iter().map(|plan| loket(plan, &file.queue)).collect(),
        priorities: file.priority.iter().map(priority).collect(),
        permits: permit_types(&file.permits, permits).map_err(|fault| unsound(vec![fault]))?,
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
            quiet: quiet(&file.announcing.quiet).map_err(|fault| unsound(vec![fault]))?,
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
        office: office(&file).map_err(|fault| unsound(vec![fault]))?,
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

fn office(file: &OfficeFile) -> Result<Office, String> {
    let office = file.office.clone();
    let colour = office.colour.map(|text| {
        Colour::parse(&text).ok_or_else(|| format!("office.colour: \"{text}\" should look like \"#0b4f6c\""))
    });
    Ok(Office {
        name: office.name,
        short: office.short,
        government: office.government,
        address: office.address,
        contact: office.contact,
        seat: office.seat,
        zone_name: file.time.letters.clone(),
        public_url: office.public_url.trim_end_matches('/').to_string(),
        colour: colour.transpose()?,
        // Read from their own files by [`load`].
        logo: None,
        logo_thermal: None,
    })
}

enum Fault {
    File(ConfigError),
    Words(String),
}

fn calendar(time: &TimeFile, read: &ReadFile<'_>) -> Result<Calendar, Fault> {
    let zone = jiff::tz::TimeZone::get(&time.zone)
        .map_err(|_| Fault::Words(format!("time.zone \"{}\" is not a known zone", time.zone)))?;
    // Indonesia has no daylight saving, so any moment tells the offset.
    let offset = UtcOffset(zone.to_offset(jiff::Timestamp::UNIX_EPOCH.max(MODERN)).seconds());
    let mut holidays = BTreeMap::new();
    for name in &time.holidays {
        let list: HolidaysFile = read(name).and_then(|text| from_json(name, &text)).map_err(Fault::File)?;
        for day in list.libur_nasional.into_iter().chain(list.cuti_bersama) {
            let date: Date = day
                .tanggal
                .parse()
                .map_err(|_| Fault::Words(format!("{name}: \"{}\" is not a date", day.tanggal)))?;
            holidays.insert(date, day.nama);
        }
    }
    let hours = &time.hours;
    let days = [
        &hours.monday,
        &hours.tuesday,
        &hours.wednesday,
        &hours.thursday,
        &hours.friday,
        &hours.saturday,
        &hours.sunday,
    ];
    let mut spans: [Vec<Span>; 7] = Default::default();
    for (spans, texts) in spans.iter_mut().zip(days) {
        for text in texts {
            spans.push(span(text).ok_or_else(|| {
                Fault::Words(format!("time.hours: \"{text}\" should look like \"08.00-12.00\""))
            })?);
        }
    }
    Calendar::new(offset, spans, holidays).map_err(|error| Fault::Words(format!("time.hours: {error:?}")))
}

/// Hours of every day in which nothing is spoken.
fn quiet(texts: &[String]) -> Result<Vec<Span>, String> {
    let spans = texts.iter().map(|text| {
        let sound = span(text).filter(|span| span.from < span.until);
        sound.ok_or_else(|| format!("announcing.quiet: \"{text}\" should look like \"12.00-12.20\""))
    });
    spans.collect()
}

/// 2020-01-01: after the zones of Indonesia had taken their present form.
const MODERN: jiff::Timestamp = jiff::Timestamp::constant(1_577_836_800, 0);

/// `08.00-12.00`.
fn span(text: &str) -> Option<Span> {
    let (from, until) = text.split_once('-')?;
    Some(Span { from: clock_time(from)?, until: clock_time(until)? })
}

/// `08.00`.
fn clock_time(text: &str) -> Option<Time> {
    let (hour, minute) = text.trim().split_once('.')?;
    Time::new(hour.parse().ok()?, minute.parse().ok()?, 0, 0).ok()
}

fn steps(file: SopFile) -> Result<Vec<Step>, String> {
    file.step
        .into_iter()
        .map(|step| {
            let place = match step.at.as_str() {
                "applicant" => Place::Applicant,
                "desk" => Place::Desk,
                purpose => Place::Counter(purpose.into()),
            };
            let choices = step.choice.iter().map(|choice| self::choice(&step.id, choice));
            Ok(Step {
                id: step.id.as_str().into(),
                no: step.no,
                title: step.title.clone(),
                actor: step.actor.as_str().into(),
                place,
                minutes: step.minutes,
                needs: step.needs.clone(),
                output: step.output.clone(),
                enters_data: step.enters_data,
                papers: papers::kinds(&step.papers)
                    .map_err(|fault| format!("step \"{}\": {fault}", step.id))?,
                choices: choices.collect::<Result<_, String>>()?,
            })
        })
        .collect()
}

fn choice(step: &str, file: &ChoiceFile) -> Result<Choice, String> {
    let act = Act::ALL.iter().find(|(word, _)| *word == file.act).map(|(_, act)| *act);
    let act = act.ok_or_else(|| format!("step \"{step}\": \"{}\" is no act", file.act))?;
    let to = match file.to.as_str() {
        "end:granted" => Goal::End(Outcome::Granted),
        "end:refused" => Goal::End(Outcome::Refused),
        step => Goal::Step(step.into()),
    };
    Ok(Choice { id: file.id.as_str().into(), label: file.label.clone(), act, to })
}

fn service(file: &ServiceFile) -> Service {
    Service {
        series: Series(file.letter),
        name: file.name.clone(),
        name_en: file.name_en.clone(),
        hint: file.hint.clone(),
        hint_en: file.hint_en.clone(),
        bring: file.bring.clone(),
        bring_en: file.bring_en.clone(),
        purpose: file.purpose.as_str().into(),
        needs_staff: file.needs_staff,
    }
}

fn loket(file: &LoketFile, office: &QueueFile) -> LoketPlan {
    let (priority, regular, max_wait_minutes) = match &file.queue {
        Some(own) => (own.priority, own.regular, own.max_wait_minutes),
        None => (office.priority, office.regular, office.max_wait_minutes),
    };
    LoketPlan {
        order: QueuePolicy { priority, regular, max_wait_minutes },
        id: LoketId(file.id),
        name: file.name.clone(),
        role: file.role.as_str().into(),
        purposes: file.purposes.iter().map(|purpose| purpose.as_str().into()).collect(),
        zone: file.zone.as_str().into(),
        printer: file.printer.as_deref().map(Into::into),
    }
}

fn priority(file: &PriorityFile) -> PriorityPlan {
    let (name, name_en) = (file.name.clone(), file.name_en.clone());
    PriorityPlan { class: file.class.as_str().into(), name, name_en, comes: file.comes }
}

fn permit_types(plan: &PermitsPlan, file: PermitsFile) -> Result<Vec<PermitType>, String> {
    let template = |kode: &str, text: &str| {
        SkTemplate::parse(text).map_err(|error| format!("SK number of {kode}: {text}: {error:?}"))
    };
    let mut types = Vec::new();
    for permit in file.permits {
        let own = plan.types.iter().find(|own| own.kode == permit.kode);
        let number = own.and_then(|own| own.number.as_deref()).unwrap_or(&plan.number);
        types.push(PermitType {
            code: PermitCode::from(permit.kode.as_str()),
            name: permit.nama,
            requirements: permit.persyaratan,
            conditional: permit.persyaratan_bersyarat,
            fields: permit.kolom_formulir,
            legal: permit.dasar_hukum,
            klas: own.and_then(|own| own.klas.clone()).unwrap_or_else(|| plan.klas.clone()),
            sk_number: template(&permit.kode, number)?,
            offered: own.is_none_or(|own| own.offered),
        });
    }
    match plan.types.iter().find(|own| !types.iter().any(|known| known.code.as_str() == own.kode)) {
        Some(own) => Err(format!("permits.type \"{}\" is not in {}", own.kode, plan.file)),
        None => Ok(types),
    }
}

#[cfg(test)]
mod tests;
