//! The SOP, the permit types, and who is told of what is overdue.

use super::yes;
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(in crate::app::config) struct EscalationFile {
    pub(in crate::app::config) after_norms: u32,
    pub(in crate::app::config) ladder: Option<Vec<String>>,
}

impl Default for EscalationFile {
    fn default() -> EscalationFile {
        EscalationFile { after_norms: 2, ladder: None }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::app::config) struct SopPlan {
    pub(in crate::app::config) file: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::app::config) struct PermitsPlan {
    pub(in crate::app::config) file: Option<String>,
    pub(in crate::app::config) regions: Vec<String>,
    pub(in crate::app::config) klas: String,
    pub(in crate::app::config) number: String,
    #[serde(default, rename = "type")]
    pub(in crate::app::config) types: Vec<PermitOwn>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::app::config) struct PermitOwn {
    pub(in crate::app::config) kode: String,
    pub(in crate::app::config) klas: Option<String>,
    pub(in crate::app::config) number: Option<String>,
    #[serde(default = "yes")]
    pub(in crate::app::config) offered: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::app::config) struct SopFile {
    pub(in crate::app::config) step: Vec<StepFile>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::app::config) struct StepFile {
    pub(in crate::app::config) id: String,
    pub(in crate::app::config) no: Option<u8>,
    pub(in crate::app::config) title: String,
    pub(in crate::app::config) actor: String,
    pub(in crate::app::config) at: String,
    pub(in crate::app::config) minutes: u32,
    pub(in crate::app::config) needs: String,
    pub(in crate::app::config) output: String,
    #[serde(default)]
    pub(in crate::app::config) enters_data: bool,
    #[serde(default)]
    pub(in crate::app::config) papers: Vec<String>,
    #[serde(default)]
    pub(in crate::app::config) choice: Vec<ChoiceFile>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::app::config) struct ChoiceFile {
    pub(in crate::app::config) id: String,
    pub(in crate::app::config) label: String,
    pub(in crate::app::config) act: String,
    pub(in crate::app::config) to: String,
}

/// The list of permit types; notes and sources beside it are for people.
#[derive(Deserialize)]
pub(in crate::app::config) struct PermitsFile {
    pub(in crate::app::config) permits: Vec<PermitFile>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::app::config) struct PermitFile {
    pub(in crate::app::config) kode: String,
    pub(in crate::app::config) nama: String,
    pub(in crate::app::config) persyaratan: Vec<String>,
    pub(in crate::app::config) persyaratan_bersyarat: Vec<String>,
    pub(in crate::app::config) kolom_formulir: Vec<String>,
    #[serde(default)]
    pub(in crate::app::config) dasar_hukum: Vec<String>,
    /// Where the list comes from, for people.
    #[serde(default, rename = "sumber")]
    pub(in crate::app::config) _sources: Vec<String>,
}
