//! The official papers of a berkas: which can be printed now, and which were.

use super::berkas::name_of;
use super::{Millis, Scene, millis};
use crate::domain::berkas::{Berkas, Mark, Standing};
use crate::domain::issued::{Issued, PaperKind};
use crate::domain::sop::Outcome;
use schemars::JsonSchema;
use serde::Serialize;
use std::sync::Arc;

/// The papers of a berkas.
#[derive(Serialize, JsonSchema, Clone, PartialEq, Debug, Default)]
pub struct PapersView {
    /// Those that can be printed now.
    pub ready: Vec<ReadyPaperView>,
    /// Those that were issued, oldest first.
    pub issued: Vec<IssuedView>,
}

/// A paper that can be printed now.
#[derive(Serialize, JsonSchema, Clone, PartialEq, Debug)]
pub struct ReadyPaperView {
    /// Its word; the page is `/kertas/berkas/<id>/<word>`.
    pub paper: &'static str,
    /// Whether it is still a draft.
    pub draft: bool,
}

/// A paper that was issued.
#[derive(Serialize, JsonSchema, Clone, PartialEq, Debug)]
pub struct IssuedView {
    /// The page is `/kertas/terbit/<id>`.
    pub id: u64,
    /// Its word.
    pub paper: &'static str,
    /// `a4`, `f4`.
    pub sheet: &'static str,
    /// Who.
    pub by: String,
    /// When.
    pub at: Millis,
    /// The copies of it.
    pub copies: Vec<CopyView>,
}

/// A copy of a paper.
#[derive(Serialize, JsonSchema, Clone, PartialEq, Debug)]
pub struct CopyView {
    /// The page is `/kertas/terbit/<id>`.
    pub id: u64,
    /// Who.
    pub by: String,
    /// When.
    pub at: Millis,
}

impl PapersView {
    /// What can be printed now.
    pub fn of(scene: Scene<'_>, berkas: &Berkas) -> PapersView {
        let kinds = PaperKind::ALL.into_iter().filter(|(_, kind)| is_ready(scene, berkas, *kind));
        let ready = kinds.map(|(paper, kind)| ReadyPaperView { paper, draft: is_draft(berkas, kind) });
        PapersView { ready: ready.collect(), issued: Vec::new() }
    }

    /// With what was issued.
    pub fn with(self, scene: Scene<'_>, issued: &[Arc<Issued>]) -> PapersView {
        let copy = |issued: &Arc<Issued>| CopyView {
            id: issued.id.0,
            by: name_of(scene, issued.by),
            at: millis(issued.at),
        };
        let first = issued.iter().filter(|paper| paper.copy_of.is_none());
        let issued = first.map(|paper| IssuedView {
            id: paper.id.0,
            paper: paper.kind.word(),
            sheet: paper.sheet.word(),
            by: name_of(scene, paper.by),
            at: millis(paper.at),
            copies: issued.iter().filter(|other| other.copy_of == Some(paper.id)).map(copy).collect(),
        });
        PapersView { ready: self.ready, issued: issued.collect() }
    }
}

/// Whether a paper about a berkas makes sense now.
pub fn is_ready(scene: Scene<'_>, berkas: &Berkas, kind: PaperKind) -> bool {
    let stood = berkas.passages.iter().map(|passage| &passage.step).chain([&berkas.step]);
    if !kind.is_of_berkas() || !scene.profile.sop.has_paper(kind, stood) {
        return false;
    }
    let refused = matches!(
        berkas.standing,
        Standing::Refused { .. } | Standing::Closed { outcome: Outcome::Refused, .. }
    );
    match kind {
        PaperKind::Shortfall => {
            let missing = berkas.checklist.iter().any(|line| line.mark == Mark::Missing);
            missing || matches!(berkas.standing, Standing::Returned { .. })
        }
        PaperKind::Approval | PaperKind::Permit => !refused,
        PaperKind::Rejection => refused,
        PaperKind::Certified => berkas.sk.is_some(),
        _ => true,
    }
}

/// Whether a paper is only a draft: a SK before its number.
pub fn is_draft(berkas: &Berkas, kind: PaperKind) -> bool {
    kind == PaperKind::Permit && berkas.sk.is_none()
}
