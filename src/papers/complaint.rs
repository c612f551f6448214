//! Tanda terima pengaduan: a number, a day, and the way to look where it stands. What was said is not on it.

use super::{Page, PaperError, Sheet};
use crate::domain::complaint::Complaint;

pub(super) fn compose(page: Page<'_>, mut sheet: Sheet, complaint: &Complaint) -> Result<Sheet, PaperError> {
    let date = |at| format!("{}, {}", page.date(at), page.hour(at));
    page.head(&mut sheet)?;
    sheet.title(&page.say("complaint"))?;
    sheet.rule()?;
    sheet.fact(&page.say("number"), &complaint.number.to_string())?;
    sheet.fact(&page.say("received"), &date(complaint.filed))?;
    sheet.fact(&page.say("loket"), &complaint.loket.to_string())?;
    sheet.fact(&page.say("answered-by"), &date(complaint.due))?;
    sheet.rule()?;
    sheet.qr(&page.address(&format!("P/{}", complaint.token)))?;
    sheet.centre(&complaint.code.to_string(), true)?;
    sheet.centre(&page.say("complaint-follow"), false)?;
    sheet.cut()?;
    Ok(sheet)
}
