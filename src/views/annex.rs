//! Notes and scans of a berkas as officers see them. Applicants never do.

use super::berkas::name_of;
use super::{Millis, Scene, millis};
use crate::domain::annex::{Annex, ScanKind};
use schemars::JsonSchema;
use serde::Serialize;

/// What lies beside a berkas.
#[derive(Serialize, JsonSchema, Clone, PartialEq, Debug, Default)]
pub struct AnnexView {
    /// Oldest first.
    pub notes: Vec<NoteView>,
    /// In the order they came.
    pub scans: Vec<ScanView>,
}

/// A note.
#[derive(Serialize, JsonSchema, Clone, PartialEq, Debug)]
pub struct NoteView {
    /// When.
    pub at: Millis,
    /// Whose.
    pub by: String,
    /// The words.
    pub text: String,
}

/// A scan.
#[derive(Serialize, JsonSchema, Clone, PartialEq, Debug)]
pub struct ScanView {
    /// The line of the checklist that it shows.
    pub requirement: String,
    /// 64 hexadecimal digits; the file is `/api/berkas/<id>/scan/<digest>`.
    pub digest: String,
    /// `pdf`, `jpeg`, `png`.
    pub kind: &'static str,
    /// Its size.
    pub bytes: u64,
    /// Who added it.
    pub by: String,
    /// When.
    pub at: Millis,
}

impl AnnexView {
    /// The view of what lies there, if there is something.
    pub fn of(scene: Scene<'_>, annex: Option<&Annex>) -> AnnexView {
        let Some(annex) = annex else { return AnnexView::default() };
        let notes = annex.notes.iter().map(|note| NoteView {
            at: millis(note.at),
            by: name_of(scene, note.by),
            text: note.text.clone(),
        });
        let scans = annex.scans.iter().map(|scan| ScanView {
            requirement: scan.requirement.clone(),
            digest: crate::domain::annex::hex(&scan.digest),
            kind: match scan.kind {
                ScanKind::Pdf => "pdf",
                ScanKind::Jpeg => "jpeg",
                ScanKind::Png => "png",
            },
            bytes: scan.bytes,
            by: name_of(scene, scan.by),
            at: millis(scan.at),
        });
        AnnexView { notes: notes.collect(), scans: scans.collect() }
    }
}
