//! Tiket antrean: the number very large; no name, no NIK.

use super::{Page, PaperError, Sheet, shape};
use crate::domain::state::Counter;
use crate::domain::ticket::{Lang, Ticket};
use crate::domain::time::Moment;

pub(super) fn compose(page: Page<'_>, mut sheet: Sheet, ticket: &Ticket) -> Result<Sheet, PaperError> {
    let profile = page.composer.office.profile();
    page.head(&mut sheet)?;
    sheet.feed(1)?;
    sheet.picture(&shape::draw(ticket.number.series.0))?;
    if let Some(service) = profile.service(ticket.number.series) {
        sheet.title(match page.lang() {
            Lang::Id => &service.name,
            Lang::En => &service.name_en,
        })?;
    }
    sheet.number(&ticket.number.to_string())?;
    if let Some(since) = restored_before(page, ticket) {
        sheet.reverse(&page.say_with("restored", &[("hour", page.hour(since))]))?;
    }
    if ticket.priority.is_some() {
        sheet.reverse(&page.say("priority"))?;
    }
    sheet.centre(&format!("{}, {}", page.date(ticket.issued), page.hour(ticket.issued)), false)?;
    sheet.centre(&page.say_with("ahead", &[("count", ticket.ahead.to_string())]), true)?;
    if let Some(estimate) = ticket.estimate {
        let facts = [("low", estimate.low.to_string()), ("high", estimate.high.to_string())];
        sheet.centre(&page.say_with("estimate", &facts), false)?;
    }
    sheet.qr(&page.address(&format!("T/{}", ticket.token)))?;
    sheet.centre(&page.say("follow"), false)?;
    sheet.centre(&page.say("keep"), true)?;
    sheet.cut()?;
    Ok(sheet)
}

/// When the office went on from a copy on the day of this ticket and before it: somebody else may hold its number.
fn restored_before(page: Page<'_>, ticket: &Ticket) -> Option<Moment> {
    let office = &page.composer.office;
    let since = office.committed().state.counter(&Counter::Restored);
    let since = Moment(i64::try_from(since).ok().filter(|since| *since > 0)?);
    let offset = office.profile().calendar.offset;
    (since <= ticket.issued && offset.day(since) == offset.day(ticket.issued)).then_some(since)
}
