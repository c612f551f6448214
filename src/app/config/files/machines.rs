//! Printers, copies, and TLS.

use serde::de::{SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};
use std::fmt;

#[derive(Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(in crate::app::config) struct BackupFile {
    /// One hour, or several.
    #[serde(deserialize_with = "one_or_several")]
    pub(in crate::app::config) at: Vec<String>,
    pub(in crate::app::config) folder: Option<String>,
    pub(in crate::app::config) days: usize,
    pub(in crate::app::config) weeks: usize,
    pub(in crate::app::config) months: usize,
    pub(in crate::app::config) key: String,
    pub(in crate::app::config) recipients: Vec<String>,
}

impl Default for BackupFile {
    fn default() -> BackupFile {
        BackupFile {
            at: vec!["16.15".into()],
            folder: None,
            days: 7,
            weeks: 5,
            months: 12,
            key: "backup.key".into(),
            recipients: Vec::new(),
        }
    }
}

/// Texts in a list, or one that stands alone; an empty one is none.
fn one_or_several<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<String>, D::Error> {
    struct Texts;

    impl<'de> Visitor<'de> for Texts {
        type Value = Vec<String>;

        fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
            formatter.write_str("a text, or a list of texts")
        }

        fn visit_str<E>(self, text: &str) -> Result<Vec<String>, E> {
            Ok(if text.is_empty() { Vec::new() } else { vec![text.to_string()] })
        }

        fn visit_seq<A: SeqAccess<'de>>(self, mut texts: A) -> Result<Vec<String>, A::Error> {
            let mut all = Vec::new();
            while let Some(text) = texts.next_element()? {
                all.push(text);
            }
            Ok(all)
        }
    }

    deserializer.deserialize_any(Texts)
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
pub(in crate::app::config) struct TlsFile {
    pub(in crate::app::config) certificate: Option<String>,
    pub(in crate::app::config) key: Option<String>,
    pub(in crate::app::config) names: Vec<String>,
    pub(in crate::app::config) http: Option<String>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
pub(in crate::app::config) struct PublicFile {
    pub(in crate::app::config) listen: Option<String>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
pub(in crate::app::config) struct WebhooksFile {
    pub(in crate::app::config) ca: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::app::config) struct PrinterFile {
    pub(in crate::app::config) id: String,
    pub(in crate::app::config) name: String,
    pub(in crate::app::config) address: String,
    pub(in crate::app::config) dots: u16,
    #[serde(default)]
    pub(in crate::app::config) code_page: u8,
    #[serde(default)]
    pub(in crate::app::config) cutter: CutterWord,
    #[serde(default)]
    pub(in crate::app::config) qr: QrWord,
    #[serde(default)]
    pub(in crate::app::config) status: StatusWord,
    pub(in crate::app::config) confirm: String,
    #[serde(default)]
    pub(in crate::app::config) tickets: bool,
    pub(in crate::app::config) fallback: Option<String>,
    #[serde(default = "half_a_minute")]
    pub(in crate::app::config) fallback_after_seconds: u32,
    #[serde(default = "ten")]
    pub(in crate::app::config) drop_after_minutes: u32,
    #[serde(default = "usual_roll")]
    pub(in crate::app::config) roll_metres: u32,
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
pub(in crate::app::config) enum CutterWord {
    Full,
    #[default]
    Partial,
    None,
}

#[derive(Deserialize, Clone, Copy, Default)]
#[serde(rename_all = "kebab-case")]
pub(in crate::app::config) enum QrWord {
    #[default]
    Printer,
    Picture,
}

#[derive(Deserialize, Clone, Copy, Default)]
#[serde(rename_all = "kebab-case")]
pub(in crate::app::config) enum StatusWord {
    #[default]
    DleEot,
    Asb,
    None,
}

/// Who may print a paper once more.
#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
pub(in crate::app::config) struct PrintingFile {
    pub(in crate::app::config) reprint: Option<Vec<String>>,
}
