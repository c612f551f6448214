//! Berkas and applicants.

use super::answers;
use crate::views::Millis;
use crate::views::berkas::BerkasView;
use crate::views::phone::PhoneView;
use crate::views::search::HitView;
use crate::web::ask::Done;
use schemars::JsonSchema;
use serde::Serialize;

answers! {
    /// Permit types with their checklists.
    PermitList { permits: Vec<PermitLine>, }
    /// A permit type.
    PermitLine { code: String, name: String, requirements: Vec<String>, conditional: Vec<String>, }
    /// What is known of an applicant.
    ApplicantFound {
        /// What looks unusual in the NIK: `other-region`, `impossible-birth-date`, `birth-date-differs`.
        warnings: Vec<&'static str>,
        /// The birth date in it.
        born: Option<String>,
        known: Option<ApplicantKnown>,
        /// Only when it was asked for by berkas.
        nik: Option<String>,
        berkas: Vec<BerkasView>,
    }
    /// An applicant.
    ApplicantKnown { name: String, phone: Option<String>, }
    /// Berkas that were found.
    BerkasList {
        berkas: Vec<HitView>,
        /// Whether there are more.
        more: bool,
        /// Whether not all were looked at.
        cut: bool,
        /// How many are listed at most.
        most: usize,
        /// The queue number that was looked for.
        #[serde(skip_serializing_if = "Option::is_none")]
        ticket: Option<String>,
    }
    /// What looks unusual in a value.
    FieldChecked { warning: Option<&'static str>, }
    /// NIK and telephone number in plain.
    Revealed {
        nik: String,
        phone: Option<String>,
        /// How often this person did so within the hour, when that is strikingly often.
        many: Option<usize>,
    }
    /// Who saw whose NIK on a day.
    RevealedList {
        /// Of the office's clock, in milliseconds.
        offset: i64,
        /// The latest looks first, at most 200.
        revealed: Vec<RevealedLine>,
        /// How often each person did, the most often first.
        people: Vec<RevealedBy>,
        all: usize,
        many: usize,
    }
    /// How often somebody saw a NIK.
    RevealedBy { by: Option<String>, count: usize, }
    /// Somebody saw a NIK.
    RevealedLine { at: Millis, berkas: u64, number: Option<String>, by: Option<String>, reason: String, }
    /// A scan was laid beside a berkas, or taken away.
    ScanDone {
        #[serde(flatten)]
        done: Done,
        /// SHA-256 of the file, in hexadecimal digits.
        scan: String,
    }
    /// Where a scanned paper stands.
    Scanned {
        status: PhoneView,
        /// Whether a number makes sense now.
        issues: bool,
    }
    /// Whoever missed their call is back in the line.
    ReportedBack { seq: u64, status: PhoneView, }
}
