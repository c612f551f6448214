//! Kertas uji: proof that a printer prints, before the doors open.

use super::{Page, PaperError, Sheet};

pub(super) fn compose(page: Page<'_>, mut sheet: Sheet) -> Result<Sheet, PaperError> {
    let job = page.job;
    page.head(&mut sheet)?;
    sheet.title(&page.say("trial"))?;
    let plan = page.composer.office.profile().printer(&job.printer);
    sheet.centre(&plan.map_or_else(|| job.printer.to_string(), |plan| plan.name.clone()), true)?;
    sheet.centre(&format!("{}, {}", page.date(job.ordered), page.hour(job.ordered)), false)?;
    sheet.rule()?;
    sheet.centre(&page.say("trial-look"), false)?;
    sheet.cut()?;
    Ok(sheet)
}
