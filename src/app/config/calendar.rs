//! Hours, days off and quiet hours.

use super::files::{HolidaysFile, OfficeFile};
use super::{ConfigError, ReadFile, from_json};
use crate::domain::calendar::{Calendar, CalendarError, Span};
use crate::domain::fault::{About, Fault};
use crate::domain::time::{Date, Time, UtcOffset};
use std::collections::BTreeMap;

/// What is wrong with a calendar.
pub(super) enum Trouble {
    /// A file of days off.
    File(ConfigError),
    /// Something in the office's own file.
    Here(Fault),
}

impl From<Fault> for Trouble {
    fn from(fault: Fault) -> Trouble {
        Trouble::Here(fault)
    }
}

fn value(text: &str) -> Vec<(&'static str, String)> {
    vec![("value", text.to_string())]
}

pub(super) fn calendar(file: &OfficeFile, read: &ReadFile<'_>) -> Result<Calendar, Trouble> {
    let time = &file.time;
    let zone = jiff::tz::TimeZone::get(&time.zone).map_err(|_| {
        let words = format!("time.zone \"{}\" is not a known zone", time.zone);
        Fault::new(About::Setting("time.zone"), "zone", value(&time.zone), words)
    })?;
    // Indonesia has no daylight saving, so any moment tells the offset.
    let offset = UtcOffset(zone.to_offset(jiff::Timestamp::UNIX_EPOCH.max(MODERN)).seconds());
    let mut holidays = BTreeMap::new();
    for name in &time.holidays {
        let list: HolidaysFile = read(name).and_then(|text| from_json(name, &text)).map_err(Trouble::File)?;
        for day in list.libur_nasional.into_iter().chain(list.cuti_bersama) {
            let date: Date = day.tanggal.parse().map_err(|_| {
                let words = format!("{name}: \"{}\" is not a date", day.tanggal);
                Fault::new(About::Setting("time.holidays"), "date", value(&day.tanggal), words)
            })?;
            holidays.insert(date, day.nama);
        }
    }
    for day in &file.holiday {
        let about = || About::item("holiday", "date", &day.date);
        let date: Date = day.date.parse().map_err(|_| {
            Fault::new(about(), "date", value(&day.date), format!("holiday: \"{}\" is not a date", day.date))
        })?;
        if holidays.insert(date, day.name.clone()).is_some() {
            let facts = vec![("list", "holiday".to_string()), ("value", day.date.clone())];
            return Err(
                Fault::new(about(), "twice", facts, format!("holiday {} stands twice", day.date)).into()
            );
        }
    }
    let hours = &time.hours;
    let days = [
        ("time.hours.monday", &hours.monday),
        ("time.hours.tuesday", &hours.tuesday),
        ("time.hours.wednesday", &hours.wednesday),
        ("time.hours.thursday", &hours.thursday),
        ("time.hours.friday", &hours.friday),
        ("time.hours.saturday", &hours.saturday),
        ("time.hours.sunday", &hours.sunday),
    ];
    let mut spans: [Vec<Span>; 7] = Default::default();
    for (spans, (path, texts)) in spans.iter_mut().zip(days) {
        for text in texts {
            spans.push(span(text).ok_or_else(|| {
                let words = format!("time.hours: \"{text}\" should look like \"08.00-12.00\"");
                Fault::new(About::Setting(path), "hours", value(text), words)
            })?);
        }
    }
    Calendar::new(offset, spans, holidays).map_err(|error| {
        let day = match error {
            CalendarError::Order(day) => Some(usize::from(day.to_monday_zero_offset().unsigned_abs())),
            CalendarError::NeverOpen => None,
        };
        let (path, code, words) = match day.and_then(|day| days.get(day)) {
            Some((path, _)) => (*path, "hours-order", "hours overlap, or end before they begin"),
            None => ("time.hours", "hours-never", "the office is never open"),
        };
        Fault::new(About::Setting(path), code, Vec::new(), format!("{path}: {words}")).into()
    })
}

/// Hours of every day in which nothing is spoken.
pub(super) fn quiet(texts: &[String]) -> Result<Vec<Span>, Fault> {
    let spans = texts.iter().map(|text| {
        let sound = span(text).filter(|span| span.from < span.until);
        sound.ok_or_else(|| {
            let words = format!("announcing.quiet: \"{text}\" should look like \"12.00-12.20\"");
            Fault::new(About::Setting("announcing.quiet"), "hours", value(text), words)
        })
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
pub(super) fn clock_time(text: &str) -> Option<Time> {
    let (hour, minute) = text.trim().split_once('.')?;
    Time::new(hour.parse().ok()?, minute.parse().ok()?, 0, 0).ok()
}
