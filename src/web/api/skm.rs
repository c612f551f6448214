//! The SKM report and its annex, for whoever answers for the office.

use crate::domain::berkas::Standing;
use crate::domain::skm::Summary;
use crate::domain::survey::{HalfDay, Response as SurveyResponse, Unsur};
use crate::domain::time::Date;
use crate::doors::{Route, Wants, Who};
use crate::sheets::{Cell, Table, csv};
use crate::store::StoreError;
use crate::views::skm::{self, SkmReport, education_word, occupation_word, sex_word};
use crate::web::{ApiError, Web};
use axum::Json;
use axum::extract::{Query, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;

pub(super) fn routes(web: &Web) -> Vec<Route> {
    vec![
        Route::get("/api/skm", Who::Supervisor, report, web.clone()),
        Route::get("/api/skm.csv", Who::Supervisor, annex, web.clone()),
    ]
}

/// Which responses.
#[derive(Deserialize, Clone, Default)]
struct Asked {
    /// First day, `2026-01-01`; the first of this year without it.
    #[serde(default)]
    from: String,
    /// Last day; today without it.
    #[serde(default)]
    until: String,
    /// Letter of a service; all without it.
    #[serde(default)]
    service: String,
}

#[derive(Clone, Copy)]
struct Wanted {
    from: Date,
    until: Date,
    service: Option<char>,
}

impl Wanted {
    fn of(web: &Web, asked: &Asked) -> Option<Wanted> {
        let today = web.office.profile().calendar.offset.day(web.office.now()).0;
        let date = |text: &str, usual: Date| match text {
            "" => Some(usual),
            text => text.parse::<Date>().ok(),
        };
        let wanted = Wanted {
            from: date(&asked.from, Date::new(today.year(), 1, 1).ok()?)?,
            until: date(&asked.until, today)?,
            service: asked.service.chars().next(),
        };
        (wanted.from <= wanted.until).then_some(wanted)
    }

    fn keeps(self, response: &SurveyResponse) -> bool {
        (self.from..=self.until).contains(&response.date)
            && self.service.is_none_or(|letter| response.service.0 == letter)
    }
}

/// Most suggestions of one report.
const MOST_SUGGESTIONS: usize = 500;

async fn report(
    State(web): State<Web>,
    Wants(lang): Wants,
    Query(asked): Query<Asked>,
) -> Result<Json<SkmReport>, ApiError> {
    let wanted = Wanted::of(&web, &asked)
        .ok_or_else(|| ApiError::new(&web, lang, StatusCode::UNPROCESSABLE_ENTITY, "period"))?;
    let office = web.clone();
    // Years of rows are read; that must not hold up the screens.
    let made = tokio::task::spawn_blocking(move || make(&office, wanted)).await;
    let made = made.map_err(|_| ApiError::new(&web, lang, StatusCode::INTERNAL_SERVER_ERROR, "fault"))?;
    made.map(Json).map_err(|error| ApiError::store(&web, lang, &error))
}

fn make(web: &Web, wanted: Wanted) -> Result<SkmReport, StoreError> {
    let (reader, profile) = (web.office.reader(), web.office.profile());
    let (mut summary, mut suggestions) = (Summary::default(), Vec::new());
    reader.each_response(|response| {
        if wanted.keeps(response) {
            summary.add(response);
            suggestions.extend(response.suggestion.clone());
        }
    })?;
    suggestions.sort();
    suggestions.truncate(MOST_SUGGESTIONS);
    let mut population = 0;
    reader.each_berkas(|berkas| {
        if let Standing::Closed { at, .. } = berkas.standing
            && (wanted.from..=wanted.until).contains(&profile.calendar.offset.day(at).0)
        {
            population += 1;
        }
    })?;
    Ok(skm::report(profile, (wanted.from, wanted.until), population, &summary, suggestions))
}

/// One line per respondent and the nine scores, as the ministry's annex has it.
async fn annex(
    State(web): State<Web>,
    Wants(lang): Wants,
    Query(asked): Query<Asked>,
) -> Result<Response, ApiError> {
    let wanted = Wanted::of(&web, &asked)
        .ok_or_else(|| ApiError::new(&web, lang, StatusCode::UNPROCESSABLE_ENTITY, "period"))?;
    let office = web.clone();
    let made = tokio::task::spawn_blocking(move || lines(&office, wanted)).await;
    let made = made.map_err(|_| ApiError::new(&web, lang, StatusCode::INTERNAL_SERVER_ERROR, "fault"))?;
    let text = csv(&made.map_err(|error| ApiError::store(&web, lang, &error))?);
    let name = format!("attachment; filename=\"skm-{}-{}.csv\"", wanted.from, wanted.until);
    let kind = "text/csv; charset=utf-8".to_string();
    Ok(([(header::CONTENT_TYPE, kind), (header::CONTENT_DISPOSITION, name)], text).into_response())
}

fn lines(web: &Web, wanted: Wanted) -> Result<Table, StoreError> {
    let mut responses = Vec::new();
    web.office.reader().each_response(|response| {
        if wanted.keeps(response) {
            responses.push(response.clone());
        }
    })?;
    // By content: the order tells nothing of who answered when.
    responses.sort_by(|a, b| a.content().cmp(&b.content()));
    let head = ["no", "tanggal", "jam", "layanan", "jenis_kelamin", "usia", "pendidikan", "pekerjaan"];
    let head = head.into_iter().chain(Unsur::ALL.map(|(_, name)| name)).chain(["saran"]);
    Ok(Table {
        name: format!("SKM {} {}", wanted.from, wanted.until),
        head: head.map(ToString::to_string).collect(),
        rows: (1..).zip(&responses).map(|(place, response)| row(place, response)).collect(),
        notes: Vec::new(),
    })
}

fn row(place: u64, response: &SurveyResponse) -> Vec<Cell> {
    let half = match response.half {
        HalfDay::Morning => "08.00-12.00",
        HalfDay::Afternoon => "13.00-17.00",
    };
    let person = [
        Cell::Count(place),
        Cell::Day(response.date),
        half.into(),
        Cell::Words(response.service.to_string()),
        sex_word(response.sex).into(),
        Cell::Count(response.age.into()),
        education_word(response.education).into(),
        occupation_word(response.occupation).into(),
    ];
    let scores = response.answers.0.map(|score| Cell::Count(score.value().into()));
    let suggestion = response.suggestion.as_deref().map_or(Cell::Empty, Cell::from);
    person.into_iter().chain(scores).chain([suggestion]).collect()
}
