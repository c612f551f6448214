//! What stands on a paper, as the templates get it. Whatever is not known is an empty text, which a template shows as
//! a dotted line (`titik`), so that the same template makes the blank form and the filled one.

mod build;

pub(super) use build::questions;

use crate::texts::Texts;
use crate::views::Scene;
use serde::Serialize;

/// What papers are written from.
#[derive(Clone, Copy)]
pub struct Source<'a> {
    /// The office as it is now.
    pub scene: Scene<'a>,
    /// Its words.
    pub texts: &'a Texts,
    /// The address that QR codes open.
    pub public_url: &'a str,
}

/// Everything that a template may show. The names are those of the templates.
#[derive(Serialize, Clone, PartialEq, Debug, Default)]
pub struct Facts {
    /// Kop and place.
    pub office: OfficeFacts,
    /// `23 November 2026`.
    pub today: String,
    /// `08.14 WITA`.
    pub hour: String,
    /// What is applied for.
    pub permit: PermitFacts,
    /// The berkas; its texts are empty on a blank form.
    pub berkas: BerkasFacts,
    /// Who applies.
    pub applicant: ApplicantFacts,
    /// The whole form, in the order of the profile.
    pub fields: Vec<Row>,
    /// What the SK says of its holder.
    pub holder: Vec<Row>,
    /// The permit itself.
    pub sk: SkFacts,
    /// Who signs.
    pub signers: Signers,
    /// Titles of those who initial the SK.
    pub initials: Vec<String>,
    /// Why it was returned or refused.
    pub reason: String,
    /// The requirements that are missing.
    pub missing: Vec<String>,
    /// Where papers are brought: `Loket 2 Pendaftaran`.
    pub bring_to: String,
    /// The boxes of the kartu kendali.
    pub actors: Vec<Actor>,
    /// The nine questions of the survey.
    pub questions: Vec<Question>,
}

/// The office on its kop.
#[derive(Serialize, Clone, PartialEq, Debug, Default)]
#[allow(missing_docs)]
pub struct OfficeFacts {
    pub government: String,
    pub letterhead: String,
    pub name: String,
    pub short: String,
    pub address: String,
    pub contact: String,
    pub seat: String,
}

/// A permit type.
#[derive(Serialize, Clone, PartialEq, Debug, Default)]
#[allow(missing_docs)]
pub struct PermitFacts {
    pub code: String,
    pub name: String,
    /// With the marks of the berkas, or none on a blank form.
    pub requirements: Vec<Requirement>,
    pub conditional: Vec<Requirement>,
}

/// A line of the checklist.
#[derive(Serialize, Clone, PartialEq, Debug, Default)]
pub struct Requirement {
    /// The words.
    pub text: String,
    /// `ada`, `tidak`, or nothing.
    pub mark: &'static str,
}

/// A berkas.
#[derive(Serialize, Clone, PartialEq, Debug, Default)]
#[allow(missing_docs)]
pub struct BerkasFacts {
    pub number: String,
    pub code: String,
    pub date: String,
    pub hour: String,
    pub officer: String,
    pub loket: String,
    pub ready: String,
    /// What the QR code opens; nothing on a blank form.
    pub address: String,
}

/// An applicant.
#[derive(Serialize, Clone, PartialEq, Debug, Default)]
#[allow(missing_docs)]
pub struct ApplicantFacts {
    pub name: String,
    /// With degrees.
    pub full_name: String,
    pub nik: String,
    pub nik_masked: String,
    pub phone: String,
    pub phone_masked: String,
}

/// A label with its value.
#[derive(Serialize, Clone, PartialEq, Debug, Default)]
#[allow(missing_docs)]
pub struct Row {
    pub label: String,
    pub value: String,
}

/// The permit itself. Number and date are empty until it is numbered.
#[derive(Serialize, Clone, PartialEq, Debug, Default)]
#[allow(missing_docs)]
pub struct SkFacts {
    pub number: String,
    pub date: String,
    pub until: String,
    pub legal: Vec<String>,
    /// What the QR code opens; nothing on a draft.
    pub address: String,
    /// The key that signed it.
    pub key: String,
}

/// Who signs what.
#[derive(Serialize, Clone, PartialEq, Debug, Default)]
#[allow(missing_docs)]
pub struct Signers {
    pub permit: SignerFacts,
    pub note_from: SignerFacts,
    pub note_to: SignerFacts,
    pub certified: SignerFacts,
}

/// Jabatan, nama, pangkat, NIP.
#[derive(Serialize, Clone, PartialEq, Debug, Default)]
#[allow(missing_docs)]
pub struct SignerFacts {
    pub title: String,
    pub name: String,
    pub rank: String,
    pub nip: String,
}

/// A box of the kartu kendali.
#[derive(Serialize, Clone, PartialEq, Debug, Default)]
#[allow(missing_docs)]
pub struct Actor {
    pub title: String,
    pub task: String,
    pub received: String,
    pub name: String,
    pub left: String,
}

/// A question of the survey with its four answers, from the worst to the best.
#[derive(Serialize, Clone, PartialEq, Debug, Default)]
#[allow(missing_docs)]
pub struct Question {
    pub text: String,
    pub answers: Vec<String>,
}
