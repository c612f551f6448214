//! The SKM report: every figure as it is printed, so that screen and export cannot differ.

use super::Words;
use crate::domain::ikm::{Band, Ikm, Tally};
use crate::domain::profile::Profile;
use crate::domain::skm::{AGE_GROUPS, Summary, least_sample, mean};
use crate::domain::survey::{Education, Occupation, Sex, Unsur};
use crate::domain::time::Date;
use serde::Serialize;

/// A report over some days.
#[derive(Serialize, Clone, PartialEq, Debug)]
pub struct SkmReport {
    /// First day.
    pub from: String,
    /// Last day.
    pub until: String,
    /// Responses.
    pub n: u64,
    /// Papers handed over in these days: everybody who could have answered.
    pub population: u64,
    /// Fewest respondents that speak for them (Krejcie and Morgan).
    pub least: u64,
    /// The index of the unit.
    pub ikm: Option<IkmView>,
    /// The nine unsur, in the order of the rule.
    pub unsur: Vec<UnsurLine>,
    /// The index of each service.
    pub services: Vec<Part>,
    /// The index of each month, oldest first.
    pub months: Vec<Part>,
    /// Respondents by sex: `L`, `P`.
    pub sexes: Vec<Count>,
    /// Respondents by age group: `20` for up to 20 years, `61+` for everybody older than 60.
    pub ages: Vec<Count>,
    /// Respondents by education: `SD` ... `S3`.
    pub educations: Vec<Count>,
    /// Respondents by occupation: `pns` ... `lainnya`.
    pub occupations: Vec<Count>,
    /// What they wrote, in alphabetical order, which tells nothing of who wrote it.
    pub suggestions: Vec<String>,
}

/// An index with its band.
#[derive(Serialize, Clone, PartialEq, Debug)]
pub struct IkmView {
    /// `76,61`.
    pub value: String,
    /// `A` to `D`.
    pub band: &'static str,
}

/// One unsur.
#[derive(Serialize, Clone, PartialEq, Debug)]
pub struct UnsurLine {
    /// Its name on the wire.
    pub name: &'static str,
    /// Jumlah nilai.
    pub sum: u64,
    /// Nilai rata-rata, three decimals.
    pub mean: Option<String>,
    /// Nilai rata-rata tertimbang (one ninth of it), three decimals.
    pub weighted: Option<String>,
    /// On the scale of 25 to 100.
    pub ikm: Option<IkmView>,
}

/// The index of a part of the responses.
#[derive(Serialize, Clone, PartialEq, Debug)]
pub struct Part {
    /// Letter of the service, or `2026-11`.
    pub key: String,
    /// Name of the service.
    pub name: Option<Words>,
    /// Responses.
    pub n: u64,
    /// Their index.
    pub ikm: Option<IkmView>,
}

/// How many of a kind.
#[derive(Serialize, Clone, PartialEq, Debug)]
pub struct Count {
    /// Which kind.
    pub key: String,
    /// How many.
    pub n: u64,
}

/// The report of a summary.
pub fn report(
    profile: &Profile,
    (from, until): (Date, Date),
    population: u64,
    summary: &Summary,
    suggestions: Vec<String>,
) -> SkmReport {
    let counts = |keys: &mut dyn Iterator<Item = (String, u64)>| -> Vec<Count> {
        keys.map(|(key, n)| Count { key, n }).collect()
    };
    SkmReport {
        from: from.to_string(),
        until: until.to_string(),
        n: summary.all.n,
        population,
        least: least_sample(population),
        ikm: summary.all.ikm().map(ikm),
        unsur: Unsur::ALL.iter().map(|(unsur, name)| line(&summary.all, *unsur as usize, name)).collect(),
        services: summary
            .services
            .iter()
            .map(|(series, tally)| {
                let name = profile.service(*series).map(|known| Words::new(&known.name, &known.name_en));
                Part { key: series.to_string(), name, n: tally.n, ikm: tally.ikm().map(ikm) }
            })
            .collect(),
        months: summary
            .months
            .iter()
            .map(|((year, month), tally)| Part {
                key: format!("{year}-{month:02}"),
                name: None,
                n: tally.n,
                ikm: tally.ikm().map(ikm),
            })
            .collect(),
        sexes: counts(&mut summary.sexes.iter().map(|(sex, n)| (sex_word(*sex).to_string(), *n))),
        ages: counts(&mut summary.ages.iter().map(|(group, n)| (age_word(*group), *n))),
        educations: counts(&mut summary.educations.iter().map(|(e, n)| (education_word(*e).to_string(), *n))),
        occupations: counts(
            &mut summary.occupations.iter().map(|(o, n)| (occupation_word(*o).to_string(), *n)),
        ),
        suggestions,
    }
}

fn ikm(ikm: Ikm) -> IkmView {
    IkmView { value: ikm.to_string(), band: band_word(ikm.band()) }
}

fn line(tally: &Tally, place: usize, name: &'static str) -> UnsurLine {
    let sum = tally.sums[place];
    UnsurLine {
        name,
        sum,
        mean: mean(sum, tally.n).map(thousandths),
        weighted: mean(sum, 9 * tally.n).map(thousandths),
        ikm: tally.unsur(place).map(ikm),
    }
}

/// `3,417`
fn thousandths(value: u64) -> String {
    format!("{},{:03}", value / 1000, value % 1000)
}

fn band_word(band: Band) -> &'static str {
    match band {
        Band::A => "A",
        Band::B => "B",
        Band::C => "C",
        Band::D => "D",
    }
}

/// The word for a sex.
pub fn sex_word(sex: Sex) -> &'static str {
    match sex {
        Sex::L => "L",
        Sex::P => "P",
    }
}

/// The name of an age group: its oldest age, or the age it begins with and a plus.
fn age_word(group: usize) -> String {
    let last = AGE_GROUPS[AGE_GROUPS.len() - 1];
    AGE_GROUPS.get(group).map_or_else(|| format!("{}+", last + 1), ToString::to_string)
}

/// The word for an education.
pub fn education_word(education: Education) -> &'static str {
    match education {
        Education::Sd => "SD",
        Education::Smp => "SMP",
        Education::Sma => "SMA",
        Education::D1D3 => "D1-D3",
        Education::S1 => "S1",
        Education::S2 => "S2",
        Education::S3 => "S3",
    }
}

/// The word for an occupation.
pub fn occupation_word(occupation: Occupation) -> &'static str {
    match occupation {
        Occupation::Pns => "pns",
        Occupation::Tni => "tni",
        Occupation::Polri => "polri",
        Occupation::Swasta => "swasta",
        Occupation::Wirausaha => "wirausaha",
        Occupation::Lainnya => "lainnya",
    }
}
