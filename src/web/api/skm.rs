//! The SKM report: its figures, its annex, its document, and what is done with it.

mod act;
mod gather;
mod import;
mod rows;
mod tables;

use crate::domain::api_token::Scope;
use crate::domain::ticket::Lang;
use crate::doors::{Body, Content, Route, Wants, Who};
use crate::sheets::{csv, xlsx};
use crate::views::skm::SkmReport;
use crate::web::{ApiError, Web};
use axum::Json;
use axum::extract::{Query, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use gather::{Asked, Gathered, Wanted, gather};
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::BTreeMap;

pub(super) fn routes(web: &Web) -> Vec<Route> {
    let supervisor = Who::Supervisor;
    vec![
        Route::reading("/api/skm", supervisor, report, web.clone()).scope(Scope::Reports),
        Route::reading("/api/skm.csv", supervisor, annex, web.clone())
            .gives(StatusCode::OK, Content::File("text/csv"))
            .scope(Scope::Reports),
        Route::reading("/api/skm.xlsx", supervisor, book, web.clone())
            .gives(
                StatusCode::OK,
                Content::File("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
            )
            .scope(Scope::Reports),
        Route::reading("/api/skm/document", supervisor, document, web.clone()).scope(Scope::Reports),
        Route::act("/api/skm/text", supervisor, act::write, web.clone()),
        Route::act("/api/skm/publish", supervisor, act::publish, web.clone()),
        Route::act("/api/skm/import/check", supervisor, import::check, web.clone())
            .takes(Body::File(&["text/csv"])),
        Route::act("/api/skm/import", supervisor, import::take_in, web.clone())
            .takes(Body::File(&["text/csv"])),
    ]
}

/// Works over the rows of years, away from the threads that serve the screens.
async fn aside<T: Send + 'static>(
    web: &Web,
    lang: Lang,
    work: impl FnOnce(&Web) -> Result<T, ApiError> + Send + 'static,
) -> Result<T, ApiError> {
    let office = web.clone();
    match tokio::task::spawn_blocking(move || work(&office)).await {
        Ok(done) => done,
        Err(_) => Err(ApiError::new(web, lang, StatusCode::INTERNAL_SERVER_ERROR, "fault")),
    }
}

/// What is asked for, gathered; a period that ends before it begins is refused.
async fn gathered(web: &Web, lang: Lang, asked: &Asked) -> Result<(Wanted, Gathered), ApiError> {
    let wanted = Wanted::of(web, asked)
        .ok_or_else(|| ApiError::new(web, lang, StatusCode::UNPROCESSABLE_ENTITY, "period"))?;
    let all =
        aside(web, lang, move |web| gather(web, wanted).map_err(|error| ApiError::store(web, lang, &error)));
    Ok((wanted, all.await?))
}

async fn report(
    State(web): State<Web>,
    Wants(lang): Wants,
    Query(asked): Query<Asked>,
) -> Result<Json<SkmReport>, ApiError> {
    let (wanted, all) = gathered(&web, lang, &asked).await?;
    Ok(Json(all.report(&web, wanted)))
}

/// One line per respondent and the nine scores, as the ministry's annex has it.
async fn annex(
    State(web): State<Web>,
    Wants(lang): Wants,
    Query(asked): Query<Asked>,
) -> Result<Response, ApiError> {
    let (wanted, all) = gathered(&web, lang, &asked).await?;
    let text = aside(&web, lang, move |web| Ok(csv(&tables::annex(web, wanted, &all)))).await?;
    Ok(download(wanted, "csv", "text/csv; charset=utf-8", text.into_bytes()))
}

/// The summary and the annex as one spreadsheet.
async fn book(
    State(web): State<Web>,
    Wants(lang): Wants,
    Query(asked): Query<Asked>,
) -> Result<Response, ApiError> {
    let (wanted, all) = gathered(&web, lang, &asked).await?;
    let bytes = aside(&web, lang, move |web| {
        let sheets = [tables::summary(web, wanted, &all), tables::annex(web, wanted, &all)];
        xlsx(&sheets).map_err(|error| {
            tracing::error!(%error, "the report does not fit a spreadsheet");
            ApiError::new(web, lang, StatusCode::INTERNAL_SERVER_ERROR, "fault")
        })
    });
    let kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    Ok(download(wanted, "xlsx", kind, bytes.await?))
}

fn download(wanted: Wanted, ending: &str, kind: &'static str, bytes: Vec<u8>) -> Response {
    let name = format!("attachment; filename=\"skm-{}-{}.{ending}\"", wanted.from, wanted.until);
    ([(header::CONTENT_TYPE, kind.to_string()), (header::CONTENT_DISPOSITION, name)], bytes).into_response()
}

/// Most respondents that the printed annex lists; a book of hundreds of pages helps nobody, and the
/// spreadsheet has them all.
const MOST_LISTED: usize = 1_000;

/// Everything that the printed report is made of.
#[derive(Serialize, JsonSchema)]
struct Document {
    report: SkmReport,
    /// Chapters that the office wrote, by name.
    texts: BTreeMap<String, String>,
    /// The nine scores of each respondent, in the order of the report's unsur.
    annex: Vec<[u8; 9]>,
}

async fn document(
    State(web): State<Web>,
    Wants(lang): Wants,
    Query(asked): Query<Asked>,
) -> Result<Json<Document>, ApiError> {
    // A report is about the whole unit.
    let asked = Asked { service: String::new(), ..asked };
    let (wanted, all) = gathered(&web, lang, &asked).await?;
    let texts = aside(&web, lang, move |web| {
        web.office.reader().chapters(wanted.period()).map_err(|error| ApiError::store(web, lang, &error))
    });
    let texts = texts.await?.into_iter().map(|(chapter, text)| (chapter.word(), text)).collect();
    let order = web.office.profile().survey_order;
    let listed = all.responses.iter().take(MOST_LISTED);
    let annex = listed.map(|response| order.map(|unsur| response.answers.score(unsur).value())).collect();
    Ok(Json(Document { report: all.report(&web, wanted), texts, annex }))
}
