//! Official papers on A4 and F4: which there are, and what is kept of one that was issued.
//!
//! An issued paper is kept as the facts that stood on it and the files it was made with, each by its hash, so that it
//! can be printed again as the same paper when the office's templates have long changed. A copy is a paper of its own
//! that names the one it repeats, and says SALINAN.

use super::ids::{AccountId, BerkasId, IssuedId};
use super::time::Moment;

/// Most characters of the facts of a paper.
pub const MOST_FACTS: usize = 64 * 1024;
/// Most files that a paper is made with.
pub const MOST_FILES: usize = 40;
/// Most characters of one of these files.
pub const MOST_FILE: usize = 384 * 1024;
/// Most papers and copies that are kept of one berkas.
pub const MOST_ISSUED: usize = 200;

/// Which paper.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum PaperKind {
    /// Tanda terima pendaftaran, twice.
    Receipt,
    /// What is missing, and where to bring it.
    Shortfall,
    /// One box per actor of the SOP.
    Control,
    /// Surat permohonan.
    Application,
    /// Nota Dinas that agrees.
    Approval,
    /// Nota Dinas that refuses, with the reason.
    Rejection,
    /// The permit itself.
    Permit,
    /// The stamp on a certified copy.
    Certified,
    /// The questionnaire of the survey.
    Questionnaire,
}

impl PaperKind {
    /// Every paper, in the order of the work.
    pub const ALL: [(&'static str, PaperKind); 9] = [
        ("permohonan", PaperKind::Application),
        ("tanda-terima", PaperKind::Receipt),
        ("kekurangan", PaperKind::Shortfall),
        ("kartu-kendali", PaperKind::Control),
        ("nota-persetujuan", PaperKind::Approval),
        ("nota-penolakan", PaperKind::Rejection),
        ("sk", PaperKind::Permit),
        ("legalisasi", PaperKind::Certified),
        ("skm", PaperKind::Questionnaire),
    ];

    /// The word of the profile, of addresses and of the template's file.
    pub fn word(self) -> &'static str {
        PaperKind::ALL.iter().find(|(_, kind)| *kind == self).map_or("", |(word, _)| word)
    }

    /// The paper of that word.
    pub fn parse(word: &str) -> Option<PaperKind> {
        PaperKind::ALL.iter().find(|(known, _)| *known == word).map(|(_, kind)| *kind)
    }

    /// Whether it is kept what was printed. Forms to be filled in by hand are not.
    pub fn is_kept(self) -> bool {
        !matches!(self, PaperKind::Control | PaperKind::Application | PaperKind::Questionnaire)
    }

    /// Whether it is about a berkas; the questionnaire is about nobody.
    pub fn is_of_berkas(self) -> bool {
        self != PaperKind::Questionnaire
    }
}

/// The size of a sheet.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Sheet {
    /// 210 x 297 mm.
    A4,
    /// 215 x 330 mm, the folio of Indonesian offices.
    F4,
}

impl Sheet {
    /// Its word in addresses.
    pub fn word(self) -> &'static str {
        match self {
            Sheet::A4 => "a4",
            Sheet::F4 => "f4",
        }
    }

    /// The sheet of that word.
    pub fn parse(word: &str) -> Option<Sheet> {
        [Sheet::A4, Sheet::F4].into_iter().find(|sheet| sheet.word() == word)
    }

    /// Width and height in millimetres.
    pub fn size(self) -> (u16, u16) {
        match self {
            Sheet::A4 => (210, 297),
            Sheet::F4 => (215, 330),
        }
    }
}

/// A paper that was issued.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Issued {
    /// Ascending, unique for ever.
    pub id: IssuedId,
    /// What it is about.
    pub berkas: BerkasId,
    /// Which paper.
    pub kind: PaperKind,
    /// On which sheet.
    pub sheet: Sheet,
    /// What it was made with. Empty on a copy.
    pub files: Vec<PaperFile>,
    /// What stood on it, as JSON. Empty on a copy.
    pub facts: String,
    /// The paper that it repeats; such a paper says SALINAN.
    pub copy_of: Option<IssuedId>,
    /// Who issued it.
    pub by: AccountId,
    /// When.
    pub at: Moment,
}

/// A file that a paper was made with.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct PaperFile {
    /// Its name: `sk.html`.
    pub name: String,
    /// SHA-256 of its text, under which the text is kept.
    pub digest: [u8; 32],
}

/// A paper to be issued, with every file it is made with.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NewPaper {
    /// Which paper.
    pub kind: PaperKind,
    /// On which sheet.
    pub sheet: Sheet,
    /// What it is made with.
    pub files: Vec<(PaperFile, String)>,
    /// What stands on it, as JSON.
    pub facts: String,
}
