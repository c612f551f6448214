//! The shapes of the office's files. Unknown settings are errors, so that a slip of the pen in
//! `office.toml` is told and not passed over.

use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct OfficeFile {
    pub(super) office: OfficeNames,
    pub(super) time: TimeFile,
    pub(super) sop: SopPlan,
    pub(super) permits: PermitsPlan,
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
    pub(super) papers: PapersFile,
    #[serde(default)]
    pub(super) signer: Vec<SignerFile>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct BackupFile {
    pub(super) at: String,
    pub(super) folder: Option<String>,
    pub(super) days: usize,
    pub(super) weeks: usize,
    pub(super) months: usize,
    pub(super) key: String,
    pub(super) recipients: Vec<String>,
}

impl Default for BackupFile {
    fn default() -> BackupFile {
        BackupFile {
            at: "16.15".into(),
            folder: None,
            days: 7,
            weeks: 5,
            months: 12,
            key: "backup.key".into(),
            recipients: Vec::new(),
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct PeopleFile {
    pub(super) idle_minutes: u32,
}

impl Default for PeopleFile {
    fn default() -> PeopleFile {
        PeopleFile { idle_minutes: 30 }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct PapersFile {
    pub(super) f4: Vec<String>,
    pub(super) permit_by: String,
    pub(super) note_from: String,
    pub(super) note_to: String,
    pub(super) certified_by: String,
    pub(super) initials: Vec<String>,
    pub(super) letterhead: String,
    pub(super) legal: Vec<String>,
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
pub(super) struct SignerFile {
    pub(super) role: String,
    #[serde(default)]
    pub(super) title: String,
    #[serde(default)]
    pub(super) name: String,
    #[serde(default)]
    pub(super) rank: String,
    #[serde(default)]
    pub(super) nip: String,
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

#[derive(Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct EscalationFile {
    pub(super) after_norms: u32,
    pub(super) ladder: Option<Vec<String>>,
}

impl Default for EscalationFile {
    fn default() -> EscalationFile {
        EscalationFile { after_norms: 2, ladder: None }
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

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SopPlan {
    pub(super) file: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PermitsPlan {
    pub(super) file: String,
    pub(super) regions: Vec<String>,
    pub(super) klas: String,
    pub(super) number: String,
    #[serde(default, rename = "type")]
    pub(super) types: Vec<PermitOwn>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PermitOwn {
    pub(super) kode: String,
    pub(super) klas: Option<String>,
    pub(super) number: Option<String>,
    #[serde(default = "yes")]
    pub(super) offered: bool,
}

fn yes() -> bool {
    true
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RoleFile {
    pub(super) role: String,
    pub(super) title: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ServiceFile {
    pub(super) letter: char,
    pub(super) name: String,
    pub(super) name_en: String,
    pub(super) hint: String,
    pub(super) hint_en: String,
    #[serde(default)]
    pub(super) bring: String,
    #[serde(default)]
    pub(super) bring_en: String,
    pub(super) purpose: String,
    #[serde(default)]
    pub(super) needs_staff: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct LoketFile {
    pub(super) id: u16,
    pub(super) name: String,
    pub(super) role: String,
    pub(super) purposes: Vec<String>,
    pub(super) zone: String,
    pub(super) printer: Option<String>,
    pub(super) queue: Option<OrderFile>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PriorityFile {
    pub(super) class: String,
    pub(super) name: String,
    pub(super) name_en: String,
    #[serde(default)]
    pub(super) comes: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PrinterFile {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) address: String,
    pub(super) dots: u16,
    #[serde(default)]
    pub(super) code_page: u8,
    #[serde(default)]
    pub(super) cutter: CutterWord,
    #[serde(default)]
    pub(super) qr: QrWord,
    #[serde(default)]
    pub(super) status: StatusWord,
    pub(super) confirm: String,
    #[serde(default)]
    pub(super) tickets: bool,
    pub(super) fallback: Option<String>,
    #[serde(default = "half_a_minute")]
    pub(super) fallback_after_seconds: u32,
    #[serde(default = "ten")]
    pub(super) drop_after_minutes: u32,
    #[serde(default = "usual_roll")]
    pub(super) roll_metres: u32,
}

fn half_a_minute() -> u32 {
    30
}

fn ten() -> u32 {
    10
}

fn usual_roll() -> u32 {
    50
}

#[derive(Deserialize, Clone, Copy, Default)]
#[serde(rename_all = "kebab-case")]
pub(super) enum CutterWord {
    Full,
    #[default]
    Partial,
    None,
}

#[derive(Deserialize, Clone, Copy, Default)]
#[serde(rename_all = "kebab-case")]
pub(super) enum QrWord {
    #[default]
    Printer,
    Picture,
}

#[derive(Deserialize, Clone, Copy, Default)]
#[serde(rename_all = "kebab-case")]
pub(super) enum StatusWord {
    #[default]
    DleEot,
    Asb,
    None,
}

/// Who may print a paper once more.
#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
pub(super) struct PrintingFile {
    pub(super) reprint: Option<Vec<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct QueueFile {
    pub(super) priority: u32,
    pub(super) regular: u32,
    pub(super) max_wait_minutes: u32,
    #[serde(default = "yes")]
    pub(super) fair_last_ticket: bool,
    #[serde(default = "three")]
    pub(super) calls: u32,
    #[serde(default = "call_again")]
    pub(super) call_again_seconds: u32,
    #[serde(default = "three")]
    pub(super) back_after: u32,
}

fn three() -> u32 {
    3
}

fn call_again() -> u32 {
    45
}

/// The order of one loket, where it differs from the office's.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct OrderFile {
    pub(super) priority: u32,
    pub(super) regular: u32,
    pub(super) max_wait_minutes: u32,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct AnnouncingFile {
    pub(super) start_within_seconds: u32,
    pub(super) end_within_seconds: u32,
    pub(super) most_queued: u32,
    #[serde(default)]
    pub(super) english: bool,
    #[serde(default)]
    pub(super) quiet: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SopFile {
    pub(super) step: Vec<StepFile>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct StepFile {
    pub(super) id: String,
    pub(super) no: Option<u8>,
    pub(super) title: String,
    pub(super) actor: String,
    pub(super) at: String,
    pub(super) minutes: u32,
    pub(super) needs: String,
    pub(super) output: String,
    #[serde(default)]
    pub(super) enters_data: bool,
    #[serde(default)]
    pub(super) papers: Vec<String>,
    #[serde(default)]
    pub(super) choice: Vec<ChoiceFile>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ChoiceFile {
    pub(super) id: String,
    pub(super) label: String,
    pub(super) act: String,
    pub(super) to: String,
}

/// The list of permit types; notes and sources beside it are for people.
#[derive(Deserialize)]
pub(super) struct PermitsFile {
    pub(super) permits: Vec<PermitFile>,
}

#[derive(Deserialize)]
pub(super) struct PermitFile {
    pub(super) kode: String,
    pub(super) nama: String,
    pub(super) persyaratan: Vec<String>,
    pub(super) persyaratan_bersyarat: Vec<String>,
    pub(super) kolom_formulir: Vec<String>,
    #[serde(default)]
    pub(super) dasar_hukum: Vec<String>,
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
