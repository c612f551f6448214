//! Official papers on A4 and F4: from the facts of a berkas to a page that a browser prints.
//!
//! The templates are the office's to change: each is a file in the program and, when a file of the same name stands in
//! the folder `papers` beside `office.toml`, that file. All of them are compiled and rendered with sample facts at
//! start, strictly, so that a slip stops the start, naming file and line, and not the counter. What stands on a paper
//! that was issued is kept as data together with the files it was made with ([`Documents::files`]), so that
//! [`kept`] makes the same paper again when the templates have changed.
//!
//! `seal` signs the final SK: whoever holds one can check by its QR code that this office has signed these facts.

mod facts;
mod sample;
mod seal;
mod templates;

pub use facts::{Facts, Source};
pub use seal::{Check, FOLDER as SEALS, SealError, SealedFacts, Seals, Verdict, check_with, masked};
pub use templates::{BUNDLED, DocumentError, FOLDER, MOST_TEMPLATE, STYLE, kept};

use crate::domain::issued::{PaperFile, PaperKind};
use crate::domain::profile::Profile;
use crate::texts::Texts;
use std::sync::Arc;
use templates::Templates;

/// The papers as this office prints them. Cheap to clone.
#[derive(Clone)]
pub struct Documents {
    inner: Arc<Inner>,
}

struct Inner {
    templates: Templates,
    seals: Seals,
}

impl Documents {
    /// Compiles and tries all templates.
    ///
    /// # Errors
    /// [`DocumentError`] names the file, and the line where it can be told.
    pub fn load(profile: &Profile, seals: Seals) -> Result<Documents, DocumentError> {
        let templates = Templates::load(&profile.papers.own, profile.office.logo.as_deref())?;
        for (_, kind) in PaperKind::ALL {
            for facts in [sample::full(profile), sample::blank(profile)] {
                templates.render(kind, &facts)?;
            }
        }
        Ok(Documents { inner: Arc::new(Inner { templates, seals }) })
    }

    /// A paper by the templates of today.
    ///
    /// # Errors
    /// [`DocumentError`] names the file and the line.
    pub fn render(&self, kind: PaperKind, facts: &Facts) -> Result<String, DocumentError> {
        self.inner.templates.render(kind, facts)
    }

    /// Sample facts, to look at a paper. The questions of the survey are the real ones.
    pub fn sample(&self, profile: &Profile, texts: &Texts) -> Facts {
        Facts { questions: facts::questions(texts), ..sample::full(profile) }
    }

    /// Everything that a paper is made with, to be kept beside its facts.
    pub fn files(&self, kind: PaperKind) -> Vec<(PaperFile, String)> {
        self.inner.templates.files(kind)
    }

    /// Whether a paper's template is the office's own.
    pub fn is_own(&self, kind: PaperKind) -> bool {
        self.inner.templates.is_own(kind)
    }

    /// The text of a file of today, by its digest.
    pub fn file(&self, digest: &[u8; 32]) -> Option<&str> {
        self.inner.templates.file(digest)
    }

    /// The digest of the style sheet of today.
    pub fn style(&self) -> [u8; 32] {
        self.inner.templates.style()
    }

    /// The keys that SK are signed and checked with.
    pub fn seals(&self) -> &Seals {
        &self.inner.seals
    }
}
