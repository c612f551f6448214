//! What officers lay beside a berkas: notes to one another, scans of what was brought, and the form that the analyst
//! filled in.
//!
//! Kept apart from the berkas itself, so that its own row stays small and an applicant's screen, which is made of
//! the berkas, cannot show a note by mistake. The content of a scan is a file; here is only its hash.

use super::form::Form;
use super::ids::{AccountId, BerkasId};
use super::time::Moment;

/// Most notes of a berkas.
pub const MOST_NOTES: usize = 200;
/// Most scans of a berkas.
pub const MOST_SCANS: usize = 40;
/// Most bytes of all scans of a berkas together.
pub const MOST_SCAN_BYTES: u64 = 100 * 1024 * 1024;

/// What lies beside one berkas.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Annex {
    /// Which.
    pub berkas: BerkasId,
    /// Oldest first.
    pub notes: Vec<Note>,
    /// In the order they came.
    pub scans: Vec<Scan>,
    /// What was entered from the application; nothing before the first time.
    pub form: Option<Form>,
}

/// A note of an officer, for all officers.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Note {
    /// When.
    pub at: Moment,
    /// Who.
    pub by: AccountId,
    /// The words.
    pub text: String,
}

/// A scan of something that was brought.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Scan {
    /// The line of the checklist that it shows.
    pub requirement: String,
    /// SHA-256 of the file, which is also its name.
    pub digest: [u8; 32],
    /// What the file is, by its content.
    pub kind: ScanKind,
    /// Its size.
    pub bytes: u64,
    /// Who added it.
    pub by: AccountId,
    /// When.
    pub at: Moment,
}

/// What a scan is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ScanKind {
    /// A document.
    Pdf,
    /// A photograph.
    Jpeg,
    /// A picture.
    Png,
}

impl Annex {
    /// Nothing yet.
    pub fn of(berkas: BerkasId) -> Annex {
        Annex { berkas, notes: Vec::new(), scans: Vec::new(), form: None }
    }

    /// The bytes of all scans together. A file that shows two lines is counted twice.
    pub fn scan_bytes(&self) -> u64 {
        self.scans.iter().map(|scan| scan.bytes).sum()
    }

    /// The scan of a requirement with that content.
    pub fn scan(&self, requirement: &str, digest: &[u8; 32]) -> Option<&Scan> {
        self.scans.iter().find(|scan| scan.requirement == requirement && scan.digest == *digest)
    }
}

/// A digest as 64 small hexadecimal digits.
pub fn hex(digest: &[u8; 32]) -> String {
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Reads what [`hex`] wrote and nothing else, so that no text can become a path.
pub fn parse_hex(text: &str) -> Option<[u8; 32]> {
    let digit = |byte: u8| match byte {
        b'0'..=b'9' => Some(byte - b'0'),
        b'a'..=b'f' => Some(byte - b'a' + 10),
        _ => None,
    };
    let (pairs, []) = text.as_bytes().as_chunks::<2>() else { return None };
    let bytes = pairs.iter().map(|[high, low]| Some(digit(*high)? << 4 | digit(*low)?));
    bytes.collect::<Option<Vec<u8>>>()?.try_into().ok()
}
