//! The SKM report: every figure as it is printed, so that screen and export cannot differ.

use super::Words;
use crate::domain::ids::PermitCode;
use crate::domain::ikm::{Band, Ikm, Tally};
use crate::domain::profile::Profile;
use crate::domain::skm::work::{Period, PermitGroup, Publication};
use crate::domain::skm::{AGE_GROUPS, Summary, least_sample, mean};
use crate::domain::survey::{Education, Occupation, Sex};
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::BTreeMap;

/// A report over some days.
#[derive(Serialize, JsonSchema, Clone, PartialEq, Debug)]
pub struct SkmReport {
    /// First day.
    pub from: String,
    /// Last day.
    pub until: String,
    /// Responses.
    pub n: u64,
    /// How many of them were imported.
    pub imported: u64,
    /// Papers handed over in these days: everybody who could have answered.
    pub population: u64,
    /// Fewest respondents that speak for them (Krejcie and Morgan).
    pub least: u64,
    /// The index of the unit.
    pub ikm: Option<IkmView>,
    /// Sum of all scores.
    pub total: u64,
    /// Jumlah NRR tertimbang, three decimals.
    pub weighted: Option<String>,
    /// The nine unsur, in the order that the office has chosen.
    pub unsur: Vec<UnsurLine>,
    /// The index of each service.
    pub services: Vec<Part>,
    /// The index of each permit type that enough people answered about.
    pub permits: Vec<Part>,
    /// Permit types that fewer than five answered about.
    pub few: Vec<Words>,
    /// The index of each month, oldest first.
    pub months: Vec<Part>,
    /// The index of the last quarters up to the end of the period, oldest first: `2026-T4`.
    pub quarters: Vec<Part>,
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
    /// What was published last.
    pub published: Option<Published>,
}

/// What was published, and when.
#[derive(Serialize, JsonSchema, Clone, PartialEq, Debug)]
pub struct Published {
    /// The day.
    pub on: String,
    /// First day of the period.
    pub from: String,
    /// Last day of the period.
    pub until: String,
}

/// An index with its band.
#[derive(Serialize, JsonSchema, Clone, PartialEq, Debug)]
pub struct IkmView {
    /// `76,61`.
    pub value: String,
    /// `A` to `D`.
    pub band: &'static str,
}

/// One unsur.
#[derive(Serialize, JsonSchema, Clone, PartialEq, Debug)]
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
#[derive(Serialize, JsonSchema, Clone, PartialEq, Debug)]
pub struct Part {
    /// Letter of the service, code of the permit type, `2026-11` or `2026-T4`.
    pub key: String,
    /// Name of the service or permit type.
    pub name: Option<Words>,
    /// Responses.
    pub n: u64,
    /// Their index.
    pub ikm: Option<IkmView>,
}

/// How many of a kind.
#[derive(Serialize, JsonSchema, Clone, PartialEq, Debug)]
pub struct Count {
    /// Which kind.
    pub key: String,
    /// How many.
    pub n: u64,
}

/// What a report is made of.
pub struct Facts<'a> {
    /// Its days.
    pub period: Period,
    /// Papers handed over in these days.
    pub population: u64,
    /// How many of the responses were imported.
    pub imported: u64,
    /// The sums.
    pub summary: &'a Summary,
    /// The sums of the quarters up to its end.
    pub quarters: &'a BTreeMap<(i16, i8), Tally>,
    /// The sums by permit type.
    pub permits: &'a [PermitGroup],
    /// Permit types with too few responses to be told.
    pub few: &'a [PermitGroup],
    /// What was published last.
    pub published: Option<&'a Publication>,
    /// What respondents wrote.
    pub suggestions: Vec<String>,
}

/// The report.
pub fn report(profile: &Profile, facts: Facts<'_>) -> SkmReport {
    let Facts { period, population, imported, summary, quarters, permits, few, published, suggestions } =
        facts;
    let all = &summary.all;
    let counts = |wanted: &str| -> Vec<Count> {
        let kinds = kinds(summary).into_iter().filter(|(kind, ..)| *kind == wanted);
        kinds.map(|(_, key, n)| Count { key, n }).collect()
    };
    let total: u64 = all.sums.iter().sum();
    SkmReport {
        from: period.from.to_string(),
        until: period.until.to_string(),
        n: all.n,
        imported,
        population,
        least: least_sample(population),
        ikm: all.ikm().map(ikm),
        total,
        weighted: mean(total, 9 * all.n).map(thousandths),
        unsur: profile.survey_order.map(|unsur| line(all, unsur as usize, unsur.word())).to_vec(),
        services: summary
            .services
            .iter()
            .map(|(series, tally)| {
                let name = profile.service(*series).map(|known| Words::new(&known.name, &known.name_en));
                part(series.to_string(), name, tally)
            })
            .collect(),
        permits: permits
            .iter()
            .map(|group| {
                part(group.permit.to_string(), Some(permit_name(profile, &group.permit)), &group.tally)
            })
            .collect(),
        few: few.iter().map(|group| permit_name(profile, &group.permit)).collect(),
        months: parts(&summary.months, |year, month| format!("{year}-{month:02}")),
        quarters: parts(quarters, |year, quarter| format!("{year}-T{quarter}")),
        sexes: counts("report-sexes"),
        ages: counts("report-ages"),
        educations: counts("report-educations"),
        occupations: counts("report-occupations"),
        suggestions,
        published: published.map(|published| Published {
            on: published.on.to_string(),
            from: published.period.from.to_string(),
            until: published.period.until.to_string(),
        }),
    }
}

/// Respondents by every characteristic: message of the characteristic, which kind, how many.
pub fn kinds(summary: &Summary) -> Vec<(&'static str, String, u64)> {
    let sexes = summary.sexes.iter().map(|(sex, n)| ("report-sexes", sex_word(*sex).to_string(), *n));
    let ages = summary.ages.iter().map(|(group, n)| ("report-ages", age_word(*group), *n));
    let educations = summary.educations.iter();
    let educations = educations.map(|(one, n)| ("report-educations", education_word(*one).to_string(), *n));
    let occupations = summary.occupations.iter();
    let occupations =
        occupations.map(|(one, n)| ("report-occupations", occupation_word(*one).to_string(), *n));
    sexes.chain(ages).chain(educations).chain(occupations).collect()
}

/// The name of a permit type; its code when the office does not know it any more.
pub fn permit_name(profile: &Profile, code: &PermitCode) -> Words {
    let name = profile.permit(code).map_or(code.as_str(), |permit| &permit.name);
    Words::new(name, name)
}

fn part(key: String, name: Option<Words>, tally: &Tally) -> Part {
    Part { key, name, n: tally.n, ikm: tally.ikm().map(ikm) }
}

fn parts(tallies: &BTreeMap<(i16, i8), Tally>, key: impl Fn(i16, i8) -> String) -> Vec<Part> {
    tallies.iter().map(|((year, place), tally)| part(key(*year, *place), None, tally)).collect()
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

/// The letter of a band.
pub fn band_word(band: Band) -> &'static str {
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
