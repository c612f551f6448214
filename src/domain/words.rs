//! The office's own words, in place of the program's on the screens and papers of applicants.

use super::fault::Fault;
use super::ticket::Lang;
use std::collections::BTreeMap;

/// The words of each language: name of a message, and its text in the syntax of the message files. They were checked
/// when the settings were read, and nothing is decided by them.
///
/// What does not fit is left out here, so that no office stays shut for a word when a newer program says other things;
/// only what fits is kept by the page.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct OwnWords {
    /// In Bahasa Indonesia.
    pub id: BTreeMap<String, String>,
    /// In English.
    pub en: BTreeMap<String, String>,
    /// Why others were left out.
    pub left_out: Vec<Fault>,
}

impl OwnWords {
    /// Those of a language.
    pub fn of(&self, lang: Lang) -> &BTreeMap<String, String> {
        match lang {
            Lang::Id => &self.id,
            Lang::En => &self.en,
        }
    }
}
