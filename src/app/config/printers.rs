//! The printers of `office.toml`.

use super::ConfigError;
use super::files::{CutterWord, OfficeFile, PrinterFile, QrWord, StatusWord};
use super::pictures::picture;
use crate::domain::fault::{About, Fault};
use crate::domain::ids::Role;
use crate::domain::profile::*;
use crate::papers;
use crate::settings::Wrong;
use std::path::Path;

/// The plans, or everything about them that cannot be read.
pub(super) fn plans(files: &[PrinterFile]) -> Result<Vec<PrinterPlan>, Vec<Fault>> {
    let (mut plans, mut faults) = (Vec::new(), Vec::new());
    for file in files {
        match plan(file) {
            Ok(plan) => plans.push(plan),
            Err(fault) => {
                let words = format!("printer {}: {fault}", file.id);
                let facts = vec![("printer", file.id.clone()), ("words", fault)];
                faults.push(Fault::new(About::item("printer", "id", &file.id), "printer", facts, words));
            }
        }
    }
    if faults.is_empty() { Ok(plans) } else { Err(faults) }
}

fn plan(file: &PrinterFile) -> Result<PrinterPlan, String> {
    let confirm = match file.confirm.as_str() {
        "process-id" => Confirm::ProcessId,
        "status" => Confirm::Status,
        "none" => Confirm::None,
        other => return Err(format!("\"{other}\" is no way to confirm: process-id, status, or none")),
    };
    let fallback = file.fallback.as_ref();
    Ok(PrinterPlan {
        id: file.id.as_str().into(),
        name: file.name.clone(),
        address: Address::parse(&file.address)?,
        dots: file.dots,
        code_page: file.code_page,
        cutter: match file.cutter {
            CutterWord::Full => Cutter::Full,
            CutterWord::Partial => Cutter::Partial,
            CutterWord::None => Cutter::None,
        },
        qr: match file.qr {
            QrWord::Printer => QrMaker::Printer,
            QrWord::Picture => QrMaker::Picture,
        },
        status: match file.status {
            StatusWord::DleEot => StatusWords::DleEot,
            StatusWord::Asb => StatusWords::Asb,
            StatusWord::None => StatusWords::None,
        },
        confirm,
        tickets: file.tickets,
        fallback: fallback
            .map(|to| Fallback { to: to.as_str().into(), after_seconds: file.fallback_after_seconds }),
        drop_after_minutes: file.drop_after_minutes,
        roll_metres: file.roll_metres,
    })
}

/// Who may print a paper once more; whoever sits at a loket, unless the office says otherwise.
pub(super) fn reprint(file: &OfficeFile) -> Vec<Role> {
    match &file.printing.reprint {
        Some(roles) => roles.iter().map(|role| role.as_str().into()).collect(),
        None => file.loket.iter().map(|plan| plan.role.as_str().into()).collect(),
    }
}

/// The logo for thermal paper: the one that is named for it, else the screens' own when it is a PNG.
pub(super) fn logo(
    name: &str,
    thermal: Option<String>,
    screens: Option<&[u8]>,
    folder: &Path,
) -> Result<Option<Vec<u8>>, ConfigError> {
    let Some(thermal) = thermal else {
        // An SVG has no dots; papers go without until the office gives one that has.
        return Ok(screens.filter(|logo| papers::check_logo(logo).is_ok()).map(<[u8]>::to_vec));
    };
    let bytes = picture(&folder.join(&thermal))?;
    match papers::check_logo(&bytes) {
        Ok(()) => Ok(Some(bytes)),
        Err(why) => {
            let fault = format!("office.logo_thermal: {thermal}: {why}");
            Err(super::unsound(name, vec![Wrong::said(None, fault)]))
        }
    }
}
