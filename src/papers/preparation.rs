//! Daftar persiapan: what to bring, for somebody who checked at the kiosk and lacks something.

use super::{Page, PaperError, Sheet};
use crate::domain::calendar::{Calendar, Span};
use crate::domain::ids::PermitCode;
use crate::domain::ticket::Lang;
use crate::domain::time::Weekday;
use crate::texts;

pub(super) fn compose(
    page: Page<'_>,
    mut sheet: Sheet,
    permit: &PermitCode,
    missing: &[String],
) -> Result<Sheet, PaperError> {
    let profile = page.composer.office.profile();
    let plan = profile.permit(permit);
    page.head(&mut sheet)?;
    sheet.title(&page.say("preparation"))?;
    sheet.centre(&page.date(page.job.ordered), false)?;
    sheet.rule()?;
    sheet.line(&plan.map_or_else(|| permit.to_string(), |plan| plan.name.clone()), 0)?;
    // What the office has struck from its list since then is asked of everybody, as it was that day.
    let is_conditional = |item: &&String| plan.is_some_and(|plan| plan.conditional.contains(*item));
    let (conditional, needed): (Vec<_>, Vec<_>) = missing.iter().partition(is_conditional);
    for (title, items) in [("please-bring", needed), ("only-if", conditional)] {
        if items.is_empty() {
            continue;
        }
        sheet.feed(1)?;
        sheet.line(&page.say(title), 0)?;
        for item in items {
            sheet.line(&format!("[ ] {item}"), 4)?;
        }
    }
    sheet.rule()?;
    page.bring_to(&mut sheet)?;
    for line in week(page.lang(), &profile.calendar) {
        sheet.centre(&line, false)?;
    }
    sheet.centre(&profile.office.address, false)?;
    sheet.feed(1)?;
    sheet.centre(&page.say("no-number"), true)?;
    sheet.cut()?;
    Ok(sheet)
}

/// The hours of an ordinary week, days of the same hours in one line: `Senin-Kamis 08.00-12.00,
/// 13.00-16.00`.
fn week(lang: Lang, calendar: &Calendar) -> Vec<String> {
    let mut groups: Vec<(Weekday, Weekday, &[Span])> = Vec::new();
    for place in 0..7 {
        let Ok(day) = Weekday::from_monday_zero_offset(place) else { continue };
        let spans = calendar.hours(day);
        match groups.last_mut() {
            Some((_, last, same)) if *same == spans => *last = day,
            _ => groups.push((day, day, spans)),
        }
    }
    let served = groups.into_iter().filter(|(.., spans)| !spans.is_empty());
    served.map(|(first, last, spans)| line(lang, first, last, spans)).collect()
}

fn line(lang: Lang, first: Weekday, last: Weekday, spans: &[Span]) -> String {
    let mut days = texts::weekday(lang, first).to_string();
    if first != last {
        days = format!("{days}-{}", texts::weekday(lang, last));
    }
    let hours = spans.iter().map(|span| format!("{}-{}", texts::hour(span.from), texts::hour(span.until)));
    format!("{days} {}", hours.collect::<Vec<_>>().join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_of_the_same_hours_stand_in_one_line() {
        let lines = week(Lang::Id, &crate::domain::calendar::tests::boltim());
        assert_eq!(lines, ["Senin-Kamis 08.00-12.00, 13.00-16.00", "Jumat 08.00-11.30, 13.30-16.00"]);
    }
}
