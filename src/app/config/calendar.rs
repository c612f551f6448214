//! Hours, days off and quiet hours.

use super::files::{HolidaysFile, TimeFile};
use super::{Fault, ReadFile, from_json};
use crate::domain::calendar::{Calendar, Span};
use crate::domain::time::{Date, Time, UtcOffset};
use std::collections::BTreeMap;

pub(super) fn calendar(time: &TimeFile, read: &ReadFile<'_>) -> Result<Calendar, Fault> {
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
pub(super) fn quiet(texts: &[String]) -> Result<Vec<Span>, String> {
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
pub(super) fn clock_time(text: &str) -> Option<Time> {
    let (hour, minute) = text.trim().split_once('.')?;
    Time::new(hour.parse().ok()?, minute.parse().ok()?, 0, 0).ok()
}
