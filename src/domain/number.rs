//! The numbers the office gives: tickets, berkas and SK.

use super::ids::{PermitCode, Series};
use std::fmt;

/// A queue number: `A-001`. It restarts with every service day.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct TicketNumber {
    /// The letter of the service.
    pub series: Series,
    /// From 1, without gaps.
    pub n: u32,
}

impl fmt::Display for TicketNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{:03}", self.series, self.n)
    }
}

/// A berkas registration number: `2026/00042`. It restarts with every year.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct BerkasNumber {
    /// Year of the service day of registration.
    pub year: i16,
    /// From 1, without gaps.
    pub n: u32,
}

impl fmt::Display for BerkasNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{:05}", self.year, self.n)
    }
}

/// The number of a signed SK, drawn once, at the step that numbers it, gap-free per type and year.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SkNumber {
    /// The permit type whose counter it comes from.
    pub permit: PermitCode,
    /// Year of the service day of numbering.
    pub year: i16,
    /// From 1, without gaps, never reused.
    pub n: u32,
    /// As written on the paper, by the template in force at that moment.
    pub text: String,
}

/// How a SK number is written: `{klas}/{urut}/{kode_izin}/{unit}/{bulan_romawi}/{tahun}`.
///
/// There is no national pattern, so every permit type has its own; the tokens are those seen in
/// public papers (`office.md`, Numbers).
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct SkTemplate(Vec<Piece>);

#[derive(Clone, PartialEq, Eq, Debug)]
enum Piece {
    Text(String),
    Klas,
    Urut,
    KodeIzin,
    Unit,
    BulanRomawi,
    Mm,
    Tahun,
}

/// Why a text is no template.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum SkTemplateError {
    /// A `{word}` that is no token.
    UnknownToken(String),
    /// A brace without its partner.
    Brace,
    /// `{urut}` and `{tahun}` must both appear, or two papers could bear the same number.
    NotUnique,
}

/// What a template is filled with.
#[derive(Clone, Copy, Debug)]
pub struct SkFacts<'a> {
    /// Classification of the archive: `503`, `500.16.7.2`.
    pub klas: &'a str,
    /// Number within type and year.
    pub n: u32,
    /// Code of the permit on paper.
    pub kode_izin: &'a str,
    /// The office: `DPMPTSP`.
    pub unit: &'a str,
    /// Month, 1 to 12.
    pub month: i8,
    /// Year.
    pub year: i16,
}

const ROMAN: [&str; 12] = ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII"];

impl SkTemplate {
    /// Reads a template.
    ///
    /// # Errors
    /// [`SkTemplateError`] names what is wrong.
    pub fn parse(text: &str) -> Result<SkTemplate, SkTemplateError> {
        let mut pieces = Vec::new();
        let mut rest = text;
        while let Some(open) = rest.find(['{', '}']) {
            if rest.as_bytes()[open] == b'}' {
                return Err(SkTemplateError::Brace);
            }
            if open > 0 {
                pieces.push(Piece::Text(rest[..open].to_string()));
            }
            let close = rest[open..].find('}').ok_or(SkTemplateError::Brace)? + open;
            pieces.push(match &rest[open + 1..close] {
                "klas" => Piece::Klas,
                "urut" => Piece::Urut,
                "kode_izin" => Piece::KodeIzin,
                "unit" => Piece::Unit,
                "bulan_romawi" => Piece::BulanRomawi,
                "mm" => Piece::Mm,
                "tahun" => Piece::Tahun,
                other => return Err(SkTemplateError::UnknownToken(other.to_string())),
            });
            rest = &rest[close + 1..];
        }
        if !rest.is_empty() {
            pieces.push(Piece::Text(rest.to_string()));
        }
        if !pieces.contains(&Piece::Urut) || !pieces.contains(&Piece::Tahun) {
            return Err(SkTemplateError::NotUnique);
        }
        Ok(SkTemplate(pieces))
    }

    /// Writes the number.
    pub fn fill(&self, facts: SkFacts<'_>) -> String {
        self.0
            .iter()
            .map(|piece| match piece {
                Piece::Text(text) => text.clone(),
                Piece::Klas => facts.klas.to_string(),
                Piece::Urut => facts.n.to_string(),
                Piece::KodeIzin => facts.kode_izin.to_string(),
                Piece::Unit => facts.unit.to_string(),
                Piece::BulanRomawi => ROMAN[usize::from(facts.month.clamp(1, 12) as u8) - 1].to_string(),
                Piece::Mm => format!("{:02}", facts.month),
                Piece::Tahun => facts.year.to_string(),
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const FACTS: SkFacts<'static> =
        SkFacts { klas: "503", n: 123, kode_izin: "SIPP", unit: "DPMPTSP", month: 11, year: 2026 };

    #[test]
    fn numbers_look_as_on_paper() {
        assert_eq!(TicketNumber { series: Series('A'), n: 12 }.to_string(), "A-012");
        assert_eq!(TicketNumber { series: Series('A'), n: 1000 }.to_string(), "A-1000");
        assert_eq!(BerkasNumber { year: 2026, n: 42 }.to_string(), "2026/00042");
        let template = SkTemplate::parse("{klas}/{urut}/{kode_izin}/{unit}/{bulan_romawi}/{tahun}");
        assert_eq!(template.map(|t| t.fill(FACTS)), Ok("503/123/SIPP/DPMPTSP/XI/2026".into()));
        let template = SkTemplate::parse("{klas}/{urut}/{kode_izin}/{unit}/{tahun}");
        assert_eq!(template.map(|t| t.fill(FACTS)), Ok("503/123/SIPP/DPMPTSP/2026".into()));
    }

    #[test]
    fn a_template_that_could_repeat_a_number_is_refused() {
        assert_eq!(SkTemplate::parse("{klas}/{tahun}"), Err(SkTemplateError::NotUnique));
        assert_eq!(SkTemplate::parse("{urut}/{klas}"), Err(SkTemplateError::NotUnique));
        assert_eq!(SkTemplate::parse("{urut}/{thn}"), Err(SkTemplateError::UnknownToken("thn".into())));
        assert_eq!(SkTemplate::parse("{urut}/{tahun"), Err(SkTemplateError::Brace));
        assert_eq!(SkTemplate::parse("urut}/{tahun}"), Err(SkTemplateError::Brace));
    }

    proptest! {
        #[test]
        fn no_text_makes_the_reader_panic(text: String) {
            let _ = SkTemplate::parse(&text).map(|template| template.fill(FACTS));
        }
    }
}
