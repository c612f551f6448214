//! The office's name, what its kiosk offers, and its lokets.

use super::files::*;
use crate::domain::colour::Colour;
use crate::domain::fault::{About, Fault};
use crate::domain::ids::{LoketId, Series};
use crate::domain::profile::*;

pub(super) fn office(file: &OfficeFile) -> Result<Office, Fault> {
    let office = file.office.clone();
    let colour = office.colour.map(|text| {
        Colour::parse(&text).ok_or_else(|| {
            let words = format!("office.colour: \"{text}\" should look like \"#0b4f6c\"");
            Fault::new(About::Setting("office.colour"), "colour-shape", vec![("value", text.clone())], words)
        })
    });
    Ok(Office {
        name: office.name,
        short: office.short,
        government: office.government,
        address: office.address,
        contact: office.contact,
        seat: office.seat,
        zone_name: file.time.letters.clone(),
        public_url: office.public_url.trim_end_matches('/').to_string(),
        colour: colour.transpose()?,
        // Read from their own files by [`load`].
        logo: None,
        logo_thermal: None,
    })
}

pub(super) fn service(file: &ServiceFile) -> Service {
    Service {
        series: Series(file.letter),
        name: file.name.clone(),
        name_en: file.name_en.clone(),
        hint: file.hint.clone(),
        hint_en: file.hint_en.clone(),
        bring: file.bring.clone(),
        bring_en: file.bring_en.clone(),
        purpose: file.purpose.as_str().into(),
        needs_staff: file.needs_staff,
    }
}

pub(super) fn loket(file: &LoketFile, office: &QueueFile) -> LoketPlan {
    let (priority, regular, max_wait_minutes) = match &file.queue {
        Some(own) => (own.priority, own.regular, own.max_wait_minutes),
        None => (office.priority, office.regular, office.max_wait_minutes),
    };
    LoketPlan {
        order: QueuePolicy { priority, regular, max_wait_minutes },
        id: LoketId(file.id),
        name: file.name.clone(),
        role: file.role.as_str().into(),
        purposes: file.purposes.iter().map(|purpose| purpose.as_str().into()).collect(),
        zone: file.zone.as_str().into(),
        printer: file.printer.as_deref().map(Into::into),
    }
}

pub(super) fn priority(file: &PriorityFile) -> PriorityPlan {
    let (name, name_en) = (file.name.clone(), file.name_en.clone());
    PriorityPlan { class: file.class.as_str().into(), name, name_en, comes: file.comes }
}
