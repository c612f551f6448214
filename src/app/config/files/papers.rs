//! Official papers and who signs them.

use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(in crate::app::config) struct PapersFile {
    pub(in crate::app::config) f4: Vec<String>,
    pub(in crate::app::config) permit_by: String,
    pub(in crate::app::config) note_from: String,
    pub(in crate::app::config) note_to: String,
    pub(in crate::app::config) certified_by: String,
    pub(in crate::app::config) initials: Vec<String>,
    pub(in crate::app::config) letterhead: String,
    pub(in crate::app::config) legal: Vec<String>,
}

impl Default for PapersFile {
    fn default() -> PapersFile {
        let words = |words: &[&str]| words.iter().map(|word| (*word).to_string()).collect();
        PapersFile {
            f4: words(&["sk", "nota-persetujuan", "nota-penolakan"]),
            permit_by: "kadis".to_string(),
            note_from: "kabid".to_string(),
            note_to: "kadis".to_string(),
            certified_by: "kadis".to_string(),
            initials: words(&["kasi", "kabid"]),
            letterhead: String::new(),
            legal: Vec::new(),
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::app::config) struct SignerFile {
    pub(in crate::app::config) role: String,
    #[serde(default)]
    pub(in crate::app::config) title: String,
    #[serde(default)]
    pub(in crate::app::config) name: String,
    #[serde(default)]
    pub(in crate::app::config) rank: String,
    #[serde(default)]
    pub(in crate::app::config) nip: String,
}
