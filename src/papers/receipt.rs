//! Tanda terima pendaftaran, twice: for the applicant and for the berkas. NIK and phone are masked.

use super::{Page, PaperError, Sheet};
use crate::domain::berkas::{Berkas, Mark};
use crate::domain::ids::LoketId;
use crate::domain::sop::{Act, Place};

pub(super) fn compose(page: Page<'_>, mut sheet: Sheet, berkas: &Berkas) -> Result<Sheet, PaperError> {
    for copy in ["for-applicant", "for-berkas"] {
        one(page, &mut sheet, berkas, copy)?;
    }
    Ok(sheet)
}

fn one(page: Page<'_>, sheet: &mut Sheet, berkas: &Berkas, copy: &str) -> Result<(), PaperError> {
    let profile = page.composer.office.profile();
    page.head(sheet)?;
    sheet.title(&page.say("receipt"))?;
    sheet.centre(&page.say(copy), false)?;
    sheet.rule()?;
    sheet.fact(&page.say("number"), &berkas.number.to_string())?;
    let permit = profile.permit(&berkas.permit).map(|permit| permit.name.clone());
    sheet.fact(&page.say("permit"), &permit.unwrap_or_else(|| berkas.permit.to_string()))?;
    sheet.fact(&page.say("name"), &berkas.applicant.name)?;
    sheet.fact(&page.say("nik"), &berkas.applicant.nik.masked())?;
    if let Some(phone) = &berkas.applicant.phone {
        sheet.fact(&page.say("phone"), &phone.masked())?;
    }
    let received = format!("{}, {}", page.date(berkas.registered), page.hour(berkas.registered));
    sheet.fact(&page.say("received"), &received)?;
    if let Some((officer, loket)) = received_by(page, berkas) {
        sheet.fact(&page.say("officer"), &officer)?;
        if let Some(loket) = loket {
            sheet.fact(&page.say("loket"), &loket.to_string())?;
        }
    }
    if let Some(promise) = promise(page, berkas) {
        sheet.fact(&page.say("promise"), &promise)?;
    }
    sheet.rule()?;
    for item in &berkas.checklist {
        let mark = match item.mark {
            Mark::Present => page.say("present"),
            Mark::Missing => page.say("missing"),
            Mark::NotNeeded => continue,
        };
        sheet.line(&format!("[{mark}] {}", item.requirement), 4)?;
    }
    sheet.rule()?;
    sheet.qr(&page.address(&format!("B/{}", berkas.token)))?;
    sheet.centre(&berkas.code.to_string(), true)?;
    sheet.centre(&page.say("scan-at-kiosk"), false)?;
    sheet.cut()
}

/// Who registered it, and where.
fn received_by(page: Page<'_>, berkas: &Berkas) -> Option<(String, Option<LoketId>)> {
    let office = &page.composer.office;
    let sop = &office.profile().sop;
    let registration = &sop.registration().id;
    let passage = berkas.passages.iter().rfind(|passage| passage.step == *registration)?;
    let committed = office.committed();
    let officer = committed.state.account(passage.by?)?.name.clone();
    let Place::Counter(purpose) = &sop.registration().place else { return Some((officer, None)) };
    Some((officer, office.profile().lokets_for(purpose).next().map(|plan| plan.id)))
}

/// When the SK should be ready: the baku mutu of the steps on desks, in service hours.
fn promise(page: Page<'_>, berkas: &Berkas) -> Option<String> {
    let profile = page.composer.office.profile();
    let desks = profile.sop.steps().iter().filter(|step| {
        step.place == Place::Desk && step.choices.iter().any(|c| matches!(c.act, Act::Forward | Act::Number))
    });
    let minutes: u32 = desks.map(|step| step.minutes).sum();
    let ready = profile.calendar.after_service(berkas.registered, u64::from(minutes) * 60)?;
    Some(format!("{}, {}", page.date(ready), page.hour(ready)))
}
