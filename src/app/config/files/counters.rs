//! Roles, services, lokets, and the order in which they draw and call.

use super::yes;
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::app::config) struct RoleFile {
    pub(in crate::app::config) role: String,
    pub(in crate::app::config) title: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::app::config) struct ServiceFile {
    pub(in crate::app::config) letter: char,
    pub(in crate::app::config) name: String,
    pub(in crate::app::config) name_en: String,
    pub(in crate::app::config) hint: String,
    pub(in crate::app::config) hint_en: String,
    #[serde(default)]
    pub(in crate::app::config) bring: String,
    #[serde(default)]
    pub(in crate::app::config) bring_en: String,
    pub(in crate::app::config) purpose: String,
    #[serde(default)]
    pub(in crate::app::config) needs_staff: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::app::config) struct LoketFile {
    pub(in crate::app::config) id: u16,
    pub(in crate::app::config) name: String,
    pub(in crate::app::config) role: String,
    pub(in crate::app::config) purposes: Vec<String>,
    pub(in crate::app::config) zone: String,
    pub(in crate::app::config) printer: Option<String>,
    pub(in crate::app::config) queue: Option<OrderFile>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::app::config) struct PriorityFile {
    pub(in crate::app::config) class: String,
    pub(in crate::app::config) name: String,
    pub(in crate::app::config) name_en: String,
    #[serde(default)]
    pub(in crate::app::config) comes: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::app::config) struct QueueFile {
    pub(in crate::app::config) priority: u32,
    pub(in crate::app::config) regular: u32,
    pub(in crate::app::config) max_wait_minutes: u32,
    #[serde(default = "yes")]
    pub(in crate::app::config) fair_last_ticket: bool,
    #[serde(default = "three")]
    pub(in crate::app::config) calls: u32,
    #[serde(default = "call_again")]
    pub(in crate::app::config) call_again_seconds: u32,
    #[serde(default = "three")]
    pub(in crate::app::config) back_after: u32,
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
pub(in crate::app::config) struct OrderFile {
    pub(in crate::app::config) priority: u32,
    pub(in crate::app::config) regular: u32,
    pub(in crate::app::config) max_wait_minutes: u32,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::app::config) struct AnnouncingFile {
    pub(in crate::app::config) start_within_seconds: u32,
    pub(in crate::app::config) end_within_seconds: u32,
    pub(in crate::app::config) most_queued: u32,
    #[serde(default)]
    pub(in crate::app::config) english: bool,
    #[serde(default)]
    pub(in crate::app::config) quiet: Vec<String>,
}

/// How the boards of a waiting room are arranged.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::app::config) struct BoardFile {
    pub(in crate::app::config) zone: String,
    pub(in crate::app::config) layout: LayoutWord,
    #[serde(default)]
    pub(in crate::app::config) lines: Vec<String>,
    #[serde(default)]
    pub(in crate::app::config) film_sound: bool,
    #[serde(default)]
    pub(in crate::app::config) upright: bool,
    pub(in crate::app::config) far_seat_cm: u16,
    pub(in crate::app::config) diagonal_inches: u16,
}

#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
pub(in crate::app::config) enum LayoutWord {
    Full,
    Large,
    Media,
}
