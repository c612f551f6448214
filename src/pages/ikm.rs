//! The published result of the survey: one sheet for everybody, without a script.

use super::Pages;
use super::templates::Template;
use crate::domain::ikm::Tally;
use crate::domain::skm::work::{Publication, PublishedPart};
use crate::domain::ticket::Lang;
use crate::domain::time::Date;
use crate::doors::Wants;
use crate::texts;
use crate::views::skm::{band_word, education_word, sex_word};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::Serialize;

/// The facts of the page.
#[derive(Serialize)]
pub(super) struct IkmPage {
    /// Above the name of the office.
    government: String,
    /// What was published; nothing before the first time.
    result: Option<Result>,
}

/// The published figures, as they are printed.
#[derive(Serialize)]
struct Result {
    from: String,
    until: String,
    on: String,
    value: String,
    band: &'static str,
    n: u64,
    population: Option<u64>,
    imported: u64,
    sexes: Vec<(&'static str, u64)>,
    educations: Vec<(&'static str, u64)>,
    /// Message that heads them, and the parts.
    parts: Vec<(&'static str, Vec<Part>)>,
}

#[derive(Serialize)]
struct Part {
    name: String,
    n: u64,
    value: String,
    band: &'static str,
}

impl Template for IkmPage {
    const FILE: &'static str = "ikm.html";

    fn sample() -> IkmPage {
        let day = Date::constant(2026, 1, 1);
        let part = PublishedPart {
            key: "A".to_string(),
            name: "Pendaftaran".to_string(),
            name_en: "Registration".to_string(),
            tally: Tally { n: 5, sums: [15; 9] },
        };
        let publication = Publication {
            on: day,
            period: crate::domain::skm::work::Period { from: day, until: day },
            tally: part.tally,
            population: 9,
            imported: 1,
            sexes: vec![(crate::domain::survey::Sex::P, 5)],
            educations: vec![(crate::domain::survey::Education::S1, 5)],
            services: vec![part],
            months: Vec::new(),
            permits: Vec::new(),
        };
        IkmPage { government: "Pemerintah".to_string(), result: Some(result(Lang::Id, &publication)) }
    }
}

pub(super) async fn page(State(pages): State<Pages>, Wants(lang): Wants) -> Response {
    let published = match pages.office().reader().last_publication() {
        Ok(published) => published,
        Err(error) => {
            tracing::warn!(%error, "the published result cannot be read");
            return StatusCode::SERVICE_UNAVAILABLE.into_response();
        }
    };
    let government = pages.office().profile().office.government.clone();
    let result = published.as_ref().map(|publication| result(lang, publication));
    pages.page(lang, IkmPage { government, result })
}

fn result(lang: Lang, publication: &Publication) -> Result {
    let (value, band) = index(&publication.tally);
    let heads = [
        ("ikm-services", &publication.services),
        ("ikm-permits", &publication.permits),
        ("ikm-months", &publication.months),
    ];
    let heads = heads.into_iter().filter(|(_, parts)| !parts.is_empty());
    Result {
        from: day(lang, publication.period.from),
        until: day(lang, publication.period.until),
        on: day(lang, publication.on),
        value,
        band,
        n: publication.tally.n,
        // With imported responses, of how many is not always known.
        population: Some(publication.population).filter(|served| *served >= publication.tally.n),
        imported: publication.imported,
        sexes: publication.sexes.iter().map(|(sex, n)| (sex_word(*sex), *n)).collect(),
        educations: publication.educations.iter().map(|(one, n)| (education_word(*one), *n)).collect(),
        parts: heads.map(|(head, parts)| (head, parts.iter().map(|one| part(lang, one)).collect())).collect(),
    }
}

fn part(lang: Lang, part: &PublishedPart) -> Part {
    let (value, band) = index(&part.tally);
    let name = if lang == Lang::En { &part.name_en } else { &part.name };
    let name = if name.is_empty() { month(lang, &part.key) } else { name.clone() };
    Part { name, n: part.tally.n, value, band }
}

fn index(tally: &Tally) -> (String, &'static str) {
    tally.ikm().map_or((String::new(), ""), |ikm| (ikm.to_string(), band_word(ikm.band())))
}

/// `November 2026`, from `2026-11`; anything else as it is.
fn month(lang: Lang, key: &str) -> String {
    let first = format!("{key}-01").parse::<Date>();
    let name =
        first.ok().and_then(|first| day(lang, first).split_once(' ').map(|(_, month)| month.to_string()));
    name.unwrap_or_else(|| key.to_string())
}

/// `23 November 2026`.
fn day(lang: Lang, day: Date) -> String {
    let date = texts::date(lang, day);
    date.split_once(", ").map_or(date.clone(), |(_, day)| day.to_string())
}
