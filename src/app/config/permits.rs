//! The permit types.

use super::files::{PermitsFile, PermitsPlan};
use crate::domain::ids::PermitCode;
use crate::domain::number::SkTemplate;
use crate::domain::profile::PermitType;

pub(super) fn permit_types(plan: &PermitsPlan, file: PermitsFile) -> Result<Vec<PermitType>, String> {
    let template = |kode: &str, text: &str| {
        SkTemplate::parse(text).map_err(|error| format!("SK number of {kode}: {text}: {error:?}"))
    };
    let mut types = Vec::new();
    for permit in file.permits {
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
        Some(own) => Err(format!("permits.type \"{}\" is not in {}", own.kode, plan.file)),
        None => Ok(types),
    }
}
