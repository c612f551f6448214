//! The shapes of the office's files. Unknown settings are errors, so that a slip of the pen in
//! `office.toml` is told and not passed over.

mod counters;
mod machines;
mod papers;
mod work;

pub(super) use counters::*;
pub(super) use machines::*;
pub(super) use papers::*;
pub(super) use work::*;

use crate::domain::two_persons::TwoPersons;
use serde::Deserialize;
use std::collections::BTreeMap;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct OfficeFile {
    pub(super) office: OfficeNames,
    pub(super) time: TimeFile,
    pub(super) sop: Option<SopPlan>,
    #[serde(default)]
    pub(super) step: Vec<StepFile>,
    pub(super) permits: PermitsPlan,
    #[serde(default)]
    pub(super) permit: Vec<PermitFile>,
    #[serde(default)]
    pub(super) holiday: Vec<DayOff>,
    pub(super) role: Vec<RoleFile>,
    pub(super) service: Vec<ServiceFile>,
    pub(super) loket: Vec<LoketFile>,
    #[serde(default)]
    pub(super) priority: Vec<PriorityFile>,
    #[serde(default)]
    pub(super) printer: Vec<PrinterFile>,
    #[serde(default)]
    pub(super) printing: PrintingFile,
    pub(super) queue: QueueFile,
    pub(super) announcing: AnnouncingFile,
    #[serde(default)]
    pub(super) escalation: EscalationFile,
    #[serde(default)]
    pub(super) legalisation: LegalisationFile,
    #[serde(default)]
    pub(super) complaints: ComplaintsFile,
    #[serde(default)]
    pub(super) survey: SurveyFile,
    #[serde(default)]
    pub(super) backup: BackupFile,
    #[serde(default)]
    pub(super) people: PeopleFile,
    #[serde(default)]
    pub(super) scans: ScansFile,
    #[serde(default)]
    pub(super) network: NetworkFile,
    pub(super) tls: Option<TlsFile>,
    #[serde(default)]
    pub(super) public: PublicFile,
    #[serde(default)]
    pub(super) webhooks: WebhooksFile,
    #[serde(default)]
    pub(super) papers: PapersFile,
    #[serde(default)]
    pub(super) signer: Vec<SignerFile>,
    #[serde(default)]
    pub(super) board: Vec<BoardFile>,
    #[serde(default)]
    pub(super) words: WordsFile,
}

/// The office's own words, by the names of messages.
#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
pub(super) struct WordsFile {
    pub(super) id: BTreeMap<String, String>,
    pub(super) en: BTreeMap<String, String>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
pub(super) struct ScansFile {
    pub(super) clamd: String,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
pub(super) struct NetworkFile {
    pub(super) plain_http: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct PeopleFile {
    pub(super) idle_minutes: u32,
    pub(super) two_persons: TwoPersonsFile,
    pub(super) second_factor: Vec<String>,
    pub(super) phone_days: u32,
}

impl Default for PeopleFile {
    fn default() -> PeopleFile {
        let (two_persons, second_factor) = (TwoPersonsFile::default(), Vec::new());
        PeopleFile { idle_minutes: 30, two_persons, second_factor, phone_days: 30 }
    }
}

#[derive(Deserialize, Clone, Copy, Default)]
#[serde(rename_all = "kebab-case")]
pub(super) enum TwoPersonsFile {
    #[default]
    WithReason,
    Always,
    Never,
}

impl From<TwoPersonsFile> for TwoPersons {
    fn from(file: TwoPersonsFile) -> TwoPersons {
        match file {
            TwoPersonsFile::WithReason => TwoPersons::WithReason,
            TwoPersonsFile::Always => TwoPersons::Always,
            TwoPersonsFile::Never => TwoPersons::Never,
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct ComplaintsFile {
    pub(super) purpose: String,
    pub(super) days: u32,
}

impl Default for ComplaintsFile {
    fn default() -> ComplaintsFile {
        ComplaintsFile { purpose: "pengaduan".to_string(), days: 5 }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct LegalisationFile {
    pub(super) purpose: String,
    pub(super) most_copies: u32,
}

impl Default for LegalisationFile {
    fn default() -> LegalisationFile {
        LegalisationFile { purpose: "legalisasi".to_string(), most_copies: 50 }
    }
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
pub(super) struct SurveyFile {
    #[serde(default)]
    pub(super) order: SurveyOrder,
}

#[derive(Deserialize, Clone, Copy, Default)]
#[serde(rename_all = "kebab-case")]
pub(super) enum SurveyOrder {
    #[default]
    Rule,
    Form,
}

#[derive(Deserialize, Clone)]
#[serde(deny_unknown_fields)]
pub(super) struct OfficeNames {
    pub(super) name: String,
    pub(super) short: String,
    pub(super) government: String,
    pub(super) address: String,
    #[serde(default)]
    pub(super) contact: String,
    pub(super) seat: String,
    #[serde(default)]
    pub(super) public_url: String,
    pub(super) colour: Option<String>,
    pub(super) logo: Option<String>,
    pub(super) logo_thermal: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct TimeFile {
    pub(super) zone: String,
    pub(super) letters: String,
    pub(super) issue_before_minutes: u32,
    #[serde(default)]
    pub(super) holidays: Vec<String>,
    pub(super) hours: HoursFile,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct HoursFile {
    pub(super) monday: Vec<String>,
    pub(super) tuesday: Vec<String>,
    pub(super) wednesday: Vec<String>,
    pub(super) thursday: Vec<String>,
    pub(super) friday: Vec<String>,
    pub(super) saturday: Vec<String>,
    pub(super) sunday: Vec<String>,
}

fn yes() -> bool {
    true
}

#[derive(Deserialize)]
pub(super) struct HolidaysFile {
    #[serde(default)]
    pub(super) libur_nasional: Vec<HolidayFile>,
    #[serde(default)]
    pub(super) cuti_bersama: Vec<HolidayFile>,
}

#[derive(Deserialize)]
pub(super) struct HolidayFile {
    pub(super) tanggal: String,
    pub(super) nama: String,
}

/// A day off that stands in the office's own file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct DayOff {
    pub(super) date: String,
    pub(super) name: String,
}
