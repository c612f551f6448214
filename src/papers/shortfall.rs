//! Lembar kekurangan: what is missing and where to bring it.

use super::{Page, PaperError, Sheet};
use crate::domain::berkas::{CheckedItem, Mark};
use crate::domain::ids::PermitCode;
use crate::domain::ticket::Ticket;

pub(super) fn compose(
    page: Page<'_>,
    mut sheet: Sheet,
    ticket: &Ticket,
    permit: &PermitCode,
    checklist: &[CheckedItem],
    note: Option<&str>,
) -> Result<Sheet, PaperError> {
    let profile = page.composer.office.profile();
    page.head(&mut sheet)?;
    sheet.title(&page.say("shortfall"))?;
    let when = format!("{}, {}", page.date(page.job.ordered), page.hour(page.job.ordered));
    sheet.centre(&format!("{} - {when}", ticket.number), false)?;
    sheet.rule()?;
    let name = profile.permit(permit).map_or_else(|| permit.to_string(), |permit| permit.name.clone());
    sheet.line(&name, 0)?;
    sheet.feed(1)?;
    sheet.line(&page.say("please-complete"), 0)?;
    for item in checklist.iter().filter(|item| item.mark == Mark::Missing) {
        sheet.line(&format!("[ ] {}", item.requirement), 4)?;
    }
    if let Some(note) = note {
        sheet.feed(1)?;
        sheet.line(&page.say_with("note", &[("note", note.to_string())]), 0)?;
    }
    sheet.rule()?;
    page.bring_to(&mut sheet)?;
    sheet.centre(&page.say("not-registered"), false)?;
    sheet.cut()?;
    Ok(sheet)
}
