//! The form of a permit type: what the analyst enters, and what looks unusual in it.
//!
//! The fields are the profile's, by name. Nothing here refuses a value: a field that looks wrong warns, because the
//! paper in the officer's hand decides. NIK, name and phone are the applicant's already and are entered nowhere twice.

use super::ids::AccountId;
use super::person::Nik;
use super::time::{Date, Moment};

/// Most fields of a form.
pub const MOST_FIELDS: usize = 60;
/// Longest value of a field, in characters.
pub const MOST_VALUE: usize = 300;

/// What was entered for a berkas.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Form {
    /// In the order of the profile; fields without a value are left out.
    pub fields: Vec<FormField>,
    /// Who saved it last.
    pub by: AccountId,
    /// When.
    pub at: Moment,
}

/// One field with its value.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FormField {
    /// Its name in the profile.
    pub name: String,
    /// What stands there.
    pub value: String,
}

/// What a field is for, as far as its name tells.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum FieldKind {
    /// A date.
    Date,
    /// A date, or words such as "Seumur Hidup".
    DateOrWords,
    /// A number of a document.
    Number,
    /// Several lines.
    Long,
    /// Anything else.
    Text,
}

/// What looks unusual in a value.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum FieldWarning {
    /// Nothing stands there, and the paper will have a gap.
    Empty,
    /// It should be a date: 15-07-1990.
    NotADate,
    /// A birth date after today.
    InTheFuture,
    /// A validity that is over.
    Over,
    /// The NIK tells another birth date.
    BirthDateDiffers,
    /// A number of a document without any digit.
    NoDigits,
}

impl Form {
    /// The value of a field.
    pub fn value(&self, name: &str) -> Option<&str> {
        self.fields.iter().find(|field| field.name == name).map(|field| field.value.as_str())
    }
}

/// Whether a field is entered: not what the applicant's record has, and not what is glued on.
pub fn is_entered(name: &str) -> bool {
    !matches!(lower(name).as_str(), "nik" | "nama" | "nama pemohon" | "nama peneliti" | "pas foto")
}

/// What a field is for.
pub fn kind(name: &str) -> FieldKind {
    let name = lower(name);
    let has = |word: &str| name.contains(word);
    // A field for two things at once is free text.
    if has("nomor dan tanggal") || has("mulai-selesai") {
        FieldKind::Text
    } else if has("masa berlaku") || has("berlaku sampai") {
        FieldKind::DateOrWords
    } else if has("tanggal") {
        FieldKind::Date
    } else if has("alamat") || has("lokasi") || has("judul") || has("anggota") {
        FieldKind::Long
    } else if has("nomor") || has("npwp") || has("nib") {
        FieldKind::Number
    } else {
        FieldKind::Text
    }
}

/// What looks unusual in the value of a field.
pub fn warning(name: &str, value: &str, nik: &Nik, today: Date) -> Option<FieldWarning> {
    let value = value.trim();
    if value.is_empty() {
        // A degree is something that many people do not have.
        return (!lower(name).starts_with("gelar")).then_some(FieldWarning::Empty);
    }
    let date = parse_date(value);
    match kind(name) {
        FieldKind::Date if date.is_none() => Some(FieldWarning::NotADate),
        FieldKind::Date if lower(name).contains("lahir") => match (date, nik.birth_date(today)) {
            (Some(born), _) if born > today => Some(FieldWarning::InTheFuture),
            (Some(born), Some(inside)) if born != inside => Some(FieldWarning::BirthDateDiffers),
            _ => None,
        },
        FieldKind::DateOrWords => match date {
            Some(until) if until < today => Some(FieldWarning::Over),
            // Words are fine; half a date is not.
            None if value.chars().any(|letter| letter.is_ascii_digit()) => Some(FieldWarning::NotADate),
            _ => None,
        },
        FieldKind::Number if !value.chars().any(|letter| letter.is_ascii_digit()) => {
            Some(FieldWarning::NoDigits)
        }
        _ => None,
    }
}

const MONTHS: [&str; 12] = [
    "januari",
    "februari",
    "maret",
    "april",
    "mei",
    "juni",
    "juli",
    "agustus",
    "september",
    "oktober",
    "november",
    "desember",
];

/// Reads `15-07-1990`, `15/7/1990`, `15.07.1990`, `15 Juli 1990` and `1990-07-15`.
pub fn parse_date(text: &str) -> Option<Date> {
    let text = lower(text);
    let parts: Vec<&str> =
        text.split(|letter: char| "-/. ".contains(letter)).filter(|part| !part.is_empty()).collect();
    let [first, month, last] = parts.as_slice() else { return None };
    let month = match MONTHS.iter().position(|name| name == month) {
        Some(place) => i8::try_from(place + 1).ok()?,
        None => number(month, 2)?.try_into().ok()?,
    };
    let (day, year) = if first.len() == 4 { (last, first) } else { (first, last) };
    if year.len() != 4 {
        return None;
    }
    Date::new(number(year, 4)?, month, number(day, 2)?.try_into().ok()?).ok()
}

/// A number of at most so many digits and nothing else.
fn number(text: &str, most: usize) -> Option<i16> {
    let plain = text.len() <= most && text.bytes().all(|byte| byte.is_ascii_digit());
    plain.then(|| text.parse().ok()).flatten()
}

fn lower(text: &str) -> String {
    text.trim().to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const TODAY: Date = Date::constant(2026, 11, 23);

    fn warned(name: &str, value: &str) -> Option<FieldWarning> {
        let nik = Nik::parse("7110015507900003").expect("sixteen digits");
        warning(name, value, &nik, TODAY)
    }

    #[test]
    fn dates_are_read_as_people_write_them() {
        let born = Some(Date::constant(1990, 7, 15));
        for text in ["15-07-1990", "15/7/1990", "15.07.1990", " 15 Juli 1990 ", "1990-07-15"] {
            assert_eq!(parse_date(text), born, "{text}");
        }
        for text in ["", "15-07-90", "31-02-2020", "15 Jul 1990", "Seumur Hidup", "+5-07-1990", "1-1-1-1990"]
        {
            assert_eq!(parse_date(text), None, "{text}");
        }
    }

    #[test]
    fn what_looks_wrong_warns() {
        assert_eq!(warned("tanggal lahir", "15-07-1990"), None, "as in the NIK");
        assert_eq!(warned("tanggal lahir", "16-07-1990"), Some(FieldWarning::BirthDateDiffers));
        assert_eq!(warned("tanggal lahir", "15-07-2027"), Some(FieldWarning::InTheFuture));
        assert_eq!(warned("tanggal lahir", "Juli"), Some(FieldWarning::NotADate));
        let until = "masa berlaku STR (tanggal atau Seumur Hidup)";
        assert_eq!(warned(until, "Seumur Hidup"), None);
        assert_eq!(warned(until, "01-01-2030"), None);
        assert_eq!(warned(until, "22-11-2026"), Some(FieldWarning::Over));
        assert_eq!(warned(until, "2030"), Some(FieldWarning::NotADate));
        assert_eq!(warned("nomor STR", "belum ada"), Some(FieldWarning::NoDigits));
        assert_eq!(warned("nomor STR", " "), Some(FieldWarning::Empty));
        assert_eq!(warned("gelar depan", ""), None);
        assert_eq!(warned("nomor dan tanggal rekomendasi Dinas Kesehatan", "440/12, 1 Mei 2026"), None);
    }

    #[test]
    fn what_the_applicant_told_is_not_entered_again() {
        for name in ["NIK", "nama", "Nama pemohon", "pas foto"] {
            assert!(!is_entered(name), "{name}");
        }
        for name in ["NIK penanggung jawab", "nama lembaga", "nama tempat praktik"] {
            assert!(is_entered(name), "{name}");
        }
    }

    proptest! {
        #[test]
        fn no_text_makes_the_readers_panic(name: String, value: String) {
            let _ = (parse_date(&value), warned(&name, &value));
        }
    }
}
