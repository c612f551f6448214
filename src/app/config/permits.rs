//! The permit types.

use super::files::{OfficeFile, PermitFile, PermitsFile, PermitsPlan};
use super::{ConfigError, ReadFile, from_json, unsound};
use crate::domain::fault::{About, Fault};
use crate::domain::ids::PermitCode;
use crate::domain::number::SkTemplate;
use crate::domain::profile::PermitType;
use crate::settings::Wrong;

/// The permit types of the file that is named, or those that stand in this one.
pub(super) fn listed(
    name: &str,
    text: &str,
    file: &mut OfficeFile,
    read: &ReadFile<'_>,
) -> Result<Vec<PermitFile>, ConfigError> {
    let own = std::mem::take(&mut file.permit);
    match &file.permits.file {
        None => Ok(own),
        Some(_) if !own.is_empty() => {
            let words =
                "permit types stand here and in the file that permits.file names; one of the two has to go";
            Err(unsound(name, vec![Wrong::about(text, "permits.file", words)]))
        }
        Some(list) => from_json::<PermitsFile>(list, &read(list)?).map(|file| file.permits),
    }
}

pub(super) fn permit_types(plan: &PermitsPlan, permits: Vec<PermitFile>) -> Result<Vec<PermitType>, Fault> {
    let template = |kode: &str, text: &str| {
        SkTemplate::parse(text).map_err(|error| {
            let words = format!("SK number of {kode}: {text}: {error:?}");
            let facts = vec![("name", kode.to_string()), ("value", text.to_string())];
            Fault::new(About::Setting("permits.number"), "sk-number", facts, words)
        })
    };
    let mut types = Vec::new();
    for permit in permits {
        let own = plan.types.iter().find(|own| own.kode == permit.kode);
        let number = own.and_then(|own| own.number.as_deref()).unwrap_or(&plan.number);
        types.push(PermitType {
            code: PermitCode::from(permit.kode.as_str()),
            name: permit.nama,
            requirements: permit.persyaratan,
            conditional: permit.persyaratan_bersyarat,
            fields: permit.kolom_formulir,
            legal: permit.dasar_hukum,
            klas: own.and_then(|own| own.klas.clone()).unwrap_or_else(|| plan.klas.clone()),
            sk_number: template(&permit.kode, number)?,
            offered: own.is_none_or(|own| own.offered),
        });
    }
    match plan.types.iter().find(|own| !types.iter().any(|known| known.code.as_str() == own.kode)) {
        Some(own) => {
            let words = format!("permits.type \"{}\" is no permit type", own.kode);
            Err(Fault::new(
                About::Setting("permits.type"),
                "permit-type",
                vec![("value", own.kode.clone())],
                words,
            ))
        }
        None => Ok(types),
    }
}
