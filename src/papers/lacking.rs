//! Lembar kekurangan of a berkas that was returned: per line what is wrong with it, and how to come back.

use super::{Page, PaperError, Sheet};
use crate::domain::berkas::{Berkas, Lacking};

pub(super) fn compose(
    page: Page<'_>,
    mut sheet: Sheet,
    berkas: &Berkas,
    lacking: &[Lacking],
    reason: &str,
) -> Result<Sheet, PaperError> {
    let profile = page.composer.office.profile();
    page.head(&mut sheet)?;
    sheet.title(&page.say("shortfall"))?;
    let when = format!("{}, {}", page.date(page.job.ordered), page.hour(page.job.ordered));
    sheet.centre(&when, false)?;
    sheet.rule()?;
    sheet.fact(&page.say("number"), &berkas.number.to_string())?;
    let permit = profile.permit(&berkas.permit).map(|permit| permit.name.clone());
    sheet.fact(&page.say("permit"), &permit.unwrap_or_else(|| berkas.permit.to_string()))?;
    sheet.feed(1)?;
    if !lacking.is_empty() {
        sheet.line(&page.say("please-complete"), 0)?;
    }
    for line in lacking {
        sheet.line(&format!("[ ] {}", line.requirement), 4)?;
        if !line.why.is_empty() {
            sheet.line(&format!("    - {}", line.why), 6)?;
        }
    }
    if !reason.is_empty() {
        sheet.feed(1)?;
        sheet.line(&page.say_with("note", &[("note", reason.to_string())]), 0)?;
    }
    sheet.rule()?;
    page.bring_to(&mut sheet)?;
    sheet.centre(&page.say("number-kept"), false)?;
    sheet.feed(1)?;
    sheet.qr(&page.address(&format!("B/{}", berkas.token)))?;
    sheet.centre(&berkas.code.to_string(), true)?;
    sheet.centre(&page.say("scan-when-mended"), false)?;
    sheet.cut()?;
    Ok(sheet)
}
