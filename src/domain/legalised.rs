//! Legalisasi: which document was certified at the counter, how many copies, and who signed them.
//!
//! What a visit was for stands beside its ticket, so a day's visits tell the day's copies.

use super::ids::{AccountId, BerkasId, Purpose};
use super::time::Moment;

/// The rules of the office about certified copies.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Legalising {
    /// What a ticket waits for when it comes for certified copies.
    pub purpose: Purpose,
    /// Most copies of one document in one visit.
    pub most_copies: u32,
}

/// Most documents of one visit.
pub const MOST_DOCUMENTS: usize = 20;
/// Longest name of a document, in characters.
pub const MOST_TITLE: usize = 200;

/// One document of which copies were certified.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Legalised {
    /// Which.
    pub document: LegalDocument,
    /// How many copies.
    pub copies: u32,
    /// Who signed them.
    pub signer: String,
    /// The officer at the counter.
    pub by: AccountId,
    /// When.
    pub at: Moment,
}

/// What was certified.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum LegalDocument {
    /// A SK of this office.
    Ours {
        /// Its berkas.
        berkas: BerkasId,
        /// Its number as on the paper.
        sk: String,
    },
    /// Another document, in words.
    Other(String),
}

impl LegalDocument {
    /// The document in words.
    pub fn title(&self) -> &str {
        match self {
            LegalDocument::Ours { sk, .. } => sk,
            LegalDocument::Other(words) => words,
        }
    }

    /// The berkas of a SK of ours.
    pub fn berkas(&self) -> Option<BerkasId> {
        match self {
            LegalDocument::Ours { berkas, .. } => Some(*berkas),
            LegalDocument::Other(_) => None,
        }
    }
}

/// All copies of a visit together.
pub fn copies(legalised: &[Legalised]) -> u64 {
    legalised.iter().map(|one| u64::from(one.copies)).sum()
}
