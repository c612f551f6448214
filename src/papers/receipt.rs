//! Tanda terima pendaftaran, twice: for the applicant and for the berkas. NIK and phone are masked.

use super::{Page, PaperError, Sheet};
use crate::domain::berkas::{Berkas, Mark};
use crate::views::Scene;
use crate::views::berkas::{promise, received_by};

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
    let committed = page.composer.office.committed();
    let scene = Scene { state: &committed.state, profile, now: page.job.ordered };
    if let Some((officer, loket)) = received_by(scene, berkas) {
        sheet.fact(&page.say("officer"), &officer)?;
        if let Some(loket) = loket {
            sheet.fact(&page.say("loket"), &loket.to_string())?;
        }
    }
    if let Some(ready) = promise(profile, berkas) {
        sheet.fact(&page.say("promise"), &format!("{}, {}", page.date(ready), page.hour(ready)))?;
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
