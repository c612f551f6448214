//! NIK and telephone of an applicant, as `office.md` defines them.

use super::time::Date;
use std::fmt;

/// Nomor Induk Kependudukan: 16 digits = 6 region, DDMMYY (women: DD + 40), 4 serial.
///
/// There is no check digit, and the region is that of the *first* registration, so only the shape
/// is required. Everything else warns ([`Nik::warnings`]) and never rejects.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Nik([u8; 16]);

/// Why a text is not a NIK.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum NikError {
    /// Not sixteen digits.
    Length,
    /// A character that is not a digit.
    NotDigits,
    /// The serial is 0000; it starts at 0001.
    Serial,
}

/// What looks unusual in a NIK; the officer compares it with the KTP.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum NikWarning {
    /// Registered outside the regions the profile calls its own.
    OtherRegion,
    /// The six digits of the birth date are no date.
    ImpossibleBirthDate,
    /// The birth date given by the applicant differs.
    BirthDateDiffers,
}

impl Nik {
    /// Reads 16 digits; spaces and dots are passed over.
    ///
    /// # Errors
    /// [`NikError`] names the first thing that is wrong.
    pub fn parse(text: &str) -> Result<Nik, NikError> {
        let mut digits = [0; 16];
        let mut filled = 0;
        for byte in text.bytes().filter(|byte| !matches!(byte, b' ' | b'.')) {
            if !byte.is_ascii_digit() {
                return Err(NikError::NotDigits);
            }
            *digits.get_mut(filled).ok_or(NikError::Length)? = byte;
            filled += 1;
        }
        if filled != digits.len() {
            return Err(NikError::Length);
        }
        if &digits[12..] == b"0000" {
            return Err(NikError::Serial);
        }
        Ok(Nik(digits))
    }

    /// The sixteen digits.
    pub fn digits(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or_default()
    }

    /// First 6 and last 2 digits, the rest hidden: `711001********03`.
    pub fn masked(&self) -> String {
        let digits = self.digits();
        format!("{}********{}", &digits[..6], &digits[14..])
    }

    /// The birth date in the NIK, in the latest century that is not after `today`.
    pub fn birth_date(&self, today: Date) -> Option<Date> {
        let pair = |at: usize| i16::from(self.0[at] - b'0') * 10 + i16::from(self.0[at + 1] - b'0');
        let day = if pair(6) > 40 { pair(6) - 40 } else { pair(6) };
        let century = today.year() - today.year().rem_euclid(100);
        let born = |year: i16| Date::new(year, pair(8) as i8, day as i8).ok();
        born(century + pair(10)).filter(|date| *date <= today).or_else(|| born(century - 100 + pair(10)))
    }

    /// What the officer should compare with the KTP. `regions` are prefixes such as `7110`.
    pub fn warnings(&self, regions: &[String], today: Date, given: Option<Date>) -> Vec<NikWarning> {
        let mut found = Vec::new();
        if !regions.iter().any(|prefix| self.digits().starts_with(prefix.as_str())) {
            found.push(NikWarning::OtherRegion);
        }
        match (self.birth_date(today), given) {
            (None, _) => found.push(NikWarning::ImpossibleBirthDate),
            (Some(inside), Some(given)) if inside != given => found.push(NikWarning::BirthDateDiffers),
            _ => {}
        }
        found
    }
}

/// A NIK stays out of logs.
impl fmt::Debug for Nik {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Nik({})", self.masked())
    }
}

/// An Indonesian mobile number in E.164: `+628...`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Phone(String);

impl Phone {
    /// Accepts `08...`, `628...`, `+62 8...`, with spaces, dots and dashes.
    pub fn parse(text: &str) -> Option<Phone> {
        let mut digits = String::with_capacity(14);
        for (place, letter) in text.trim().chars().enumerate() {
            match letter {
                '0'..='9' => digits.push(letter),
                '+' if place == 0 => {}
                ' ' | '-' | '.' => {}
                _ => return None,
            }
        }
        let national = match digits.strip_prefix("62") {
            Some(rest) => rest,
            None if text.trim().starts_with('+') => return None,
            None => digits.strip_prefix('0')?,
        };
        // Mobile numbers have 9 to 12 digits after the country code and start with 8.
        let fits = national.starts_with('8') && (9..=12).contains(&national.len());
        fits.then(|| Phone(format!("+62{national}")))
    }

    /// The number as `+628...`.
    pub fn e164(&self) -> &str {
        &self.0
    }

    /// Country code and last three digits, the rest hidden: `+628*******123`.
    pub fn masked(&self) -> String {
        let shown = self.0.len() - 3;
        format!("{}{}{}", &self.0[..4], "*".repeat(shown - 4), &self.0[shown..])
    }
}

/// A phone number stays out of logs.
impl fmt::Debug for Phone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Phone({})", self.masked())
    }
}

/// Who applies for a permit.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Applicant {
    /// Identity number; applicants are found by it.
    pub nik: Nik,
    /// Name as on the KTP.
    pub name: String,
    /// Where the office may call or write.
    pub phone: Option<Phone>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const TODAY: Date = Date::constant(2026, 11, 23);

    #[test]
    fn a_nik_needs_sixteen_digits_and_a_serial() {
        assert_eq!(Nik::parse("711001550790000"), Err(NikError::Length));
        assert_eq!(Nik::parse("71100155079000031"), Err(NikError::Length));
        assert_eq!(Nik::parse("71100155079O0003"), Err(NikError::NotDigits));
        assert_eq!(Nik::parse("7110015507900000"), Err(NikError::Serial));
        assert_eq!(Nik::parse("7110 0155 0790 0003").map(|nik| nik.masked()), Ok("711001********03".into()));
    }

    #[test]
    fn a_womans_day_of_birth_has_forty_added() {
        let nik = Nik::parse("7110015507900003").expect("sixteen digits");
        assert_eq!(nik.birth_date(TODAY), Some(Date::constant(1990, 7, 15)));
    }

    #[test]
    fn a_birth_year_after_today_belongs_to_the_last_century() {
        let nik = Nik::parse("7110010101270003").expect("sixteen digits");
        assert_eq!(nik.birth_date(TODAY), Some(Date::constant(1927, 1, 1)));
    }

    #[test]
    fn region_and_birth_date_warn_and_never_reject() {
        let nik = Nik::parse("3173013113900001").expect("sixteen digits");
        let own = ["7110".to_string(), "7101".to_string()];
        assert_eq!(
            nik.warnings(&own, TODAY, None),
            [NikWarning::OtherRegion, NikWarning::ImpossibleBirthDate]
        );
        let nik = Nik::parse("7101015507900003").expect("sixteen digits");
        assert_eq!(nik.warnings(&own, TODAY, None), []);
        assert_eq!(
            nik.warnings(&own, TODAY, Some(Date::constant(1990, 7, 16))),
            [NikWarning::BirthDateDiffers]
        );
    }

    #[test]
    fn phones_are_kept_in_one_form() {
        for text in ["081234567890", "6281234567890", "+62 812-3456-7890", "0812.3456.7890"] {
            assert_eq!(Phone::parse(text).map(|p| p.e164().to_string()), Some("+6281234567890".into()));
        }
        for text in ["", "0434123456", "+65 81234567", "08123", "0812345678901234", "08a1234567"] {
            assert_eq!(Phone::parse(text), None, "{text}");
        }
        assert_eq!(Phone::parse("081234567890").map(|p| p.masked()), Some("+628*******890".into()));
    }

    proptest! {
        #[test]
        fn no_text_makes_the_readers_panic(text: String) {
            if let Ok(nik) = Nik::parse(&text) {
                let _ = (nik.masked(), nik.warnings(&[], TODAY, None));
            }
            if let Some(phone) = Phone::parse(&text) {
                prop_assert!(phone.masked().len() == phone.e164().len());
            }
        }
    }
}
