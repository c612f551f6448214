//! The supervisor's reports over any period: the same tables on the screen and in every export.

mod deeds;
mod ends;
mod tables;

use super::answers::{CellTold, ColumnTold, Promises, ReportTold, TableTold};
use crate::domain::api_token::Scope;
use crate::domain::daybook::Daybook;
use crate::domain::report::{Measure, Report};
use crate::domain::ticket::Lang;
use crate::domain::time::{Date, ServiceDay};
use crate::doors::{Content, Route, Wants, Who};
use crate::sheets::{Cell, csv, xlsx};
use crate::store::StoreError;
use crate::web::{ApiError, Web};
use axum::Json;
use axum::extract::{Query, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use schemars::JsonSchema;
use serde::Deserialize;
use std::sync::Arc;
use tables::Sheet;
use tokio::sync::Semaphore;

/// Reports that are counted at once. One leaves a core to the office, whatever the period.
const AT_ONCE: usize = 1;
/// Reports that may wait for their turn.
const MOST_WAITING: usize = 8;

pub(super) fn routes(web: &Web) -> Vec<Route> {
    let waiting = Arc::new(Semaphore::new(AT_ONCE + MOST_WAITING));
    let counting = Counting { web: web.clone(), seats: Arc::new(Semaphore::new(AT_ONCE)), waiting };
    vec![
        Route::reading("/api/reports", Who::Supervisor, report, counting.clone()).scope(Scope::Reports),
        Route::reading("/api/reports.csv", Who::Supervisor, one_sheet, counting.clone())
            .gives(StatusCode::OK, Content::File("text/csv"))
            .scope(Scope::Reports),
        Route::reading("/api/reports.xlsx", Who::Supervisor, book, counting.clone())
            .gives(
                StatusCode::OK,
                Content::File("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
            )
            .scope(Scope::Reports),
        Route::reading("/api/reports/yesterday", Who::Supervisor, yesterday, counting).scope(Scope::Reports),
    ]
}

/// Counts reports, few at a time.
#[derive(Clone)]
struct Counting {
    web: Web,
    seats: Arc<Semaphore>,
    waiting: Arc<Semaphore>,
}

#[derive(Deserialize, JsonSchema, Default)]
struct Asked {
    /// First day, `2026-11-23`; today without it.
    #[serde(default)]
    from: String,
    /// Last day; today without it.
    #[serde(default)]
    until: String,
    /// Which table is wanted as CSV; the first without it.
    #[serde(default)]
    table: String,
}

async fn report(
    State(counting): State<Counting>,
    Wants(lang): Wants,
    Query(asked): Query<Asked>,
) -> Result<Json<ReportTold>, ApiError> {
    let (from, until) = counting.period(lang, &asked)?;
    let told = counting.work(lang, move |web| {
        let report = gather(web, from, until)?;
        let sheets = tables::all(web, lang, &report);
        Ok(ReportTold {
            from: from.to_string(),
            until: until.to_string(),
            days: report.days,
            issued: report.all.issued,
            left: report.steps.values().map(|step| step.n).sum(),
            grain: report.grain.word(),
            tables: sheets.iter().map(told).collect(),
            definitions: tables::definitions(web, lang),
        })
    });
    told.await.map(Json)
}

/// A table as the screen reads it. Decimals and durations keep their unit; the screen writes them.
fn told(sheet: &Sheet) -> TableTold {
    let columns = sheet.columns.iter().zip(&sheet.table.head);
    let cell = |cell: &Cell| match cell {
        Cell::Empty => CellTold::Empty,
        Cell::Words(words) => CellTold::Words(words.clone()),
        Cell::Count(count) => CellTold::Count(*count),
        Cell::Decimal(value, places) => CellTold::Decimal { decimal: *value, places: *places },
        Cell::Day(day) => CellTold::Words(day.to_string()),
        Cell::Lasting(seconds) => CellTold::Lasting { seconds: *seconds },
    };
    TableTold {
        id: sheet.id,
        name: sheet.table.name.clone(),
        columns: columns.map(|(id, name)| ColumnTold { id, name: name.clone() }).collect(),
        rows: sheet.table.rows.iter().map(|row| row.iter().map(cell).collect()).collect(),
        keys: sheet.keys.clone(),
        total: sheet.total,
    }
}

async fn one_sheet(
    State(counting): State<Counting>,
    Wants(lang): Wants,
    Query(asked): Query<Asked>,
) -> Result<Response, ApiError> {
    let (from, until) = counting.period(lang, &asked)?;
    let wanted = asked.table.clone();
    let text = counting.work(lang, move |web| {
        let sheets = tables::all(web, lang, &gather(web, from, until)?);
        let found = sheets.iter().find(|sheet| wanted.is_empty() || sheet.id == wanted);
        Ok(found.map(|sheet| (sheet.id, csv(&sheet.table))))
    });
    let found = text.await?.ok_or_else(|| ApiError::not_found(&counting.web, lang));
    found.map(|(id, text)| {
        let name = format!("laporan-{id}-{from}-{until}.csv");
        download(&name, "text/csv; charset=utf-8", text.into_bytes())
    })
}

async fn book(
    State(counting): State<Counting>,
    Wants(lang): Wants,
    Query(asked): Query<Asked>,
) -> Result<Response, ApiError> {
    let (from, until) = counting.period(lang, &asked)?;
    let bytes = counting.work(lang, move |web| {
        let sheets = tables::all(web, lang, &gather(web, from, until)?).into_iter().map(|sheet| sheet.table);
        Ok(xlsx(&sheets.collect::<Vec<_>>()))
    });
    let bytes = bytes.await?.map_err(|error| {
        tracing::error!(%error, "the report does not fit a spreadsheet");
        ApiError::new(&counting.web, lang, StatusCode::INTERNAL_SERVER_ERROR, "fault")
    })?;
    let kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    Ok(download(&format!("laporan-{from}-{until}.xlsx"), kind, bytes))
}

/// How the promises of the last service day were kept; it costs one row.
async fn yesterday(
    State(counting): State<Counting>,
    Wants(lang): Wants,
) -> Result<Json<Option<Promises>>, ApiError> {
    let told = counting.work(lang, |web| {
        let profile = web.office.profile();
        let today = profile.calendar.offset.day(web.office.now()).0;
        let Some(book) = web.office.reader().daybook_before(today)? else { return Ok(None) };
        let mut report = Report::new(book.day.0, book.day.0);
        report.add(&Measure::of(profile), &book);
        let promise = &report.all.promise;
        Ok(Some(Promises { day: book.day.to_string(), promised: promise.n(), kept: promise.kept }))
    });
    told.await.map(Json)
}

fn download(name: &str, kind: &'static str, bytes: Vec<u8>) -> Response {
    let name = format!("attachment; filename=\"{name}\"");
    ([(header::CONTENT_TYPE, kind.to_string()), (header::CONTENT_DISPOSITION, name)], bytes).into_response()
}

/// Counts the days that are over from their rows, and the open one from the office as it is.
fn gather(web: &Web, from: Date, until: Date) -> Result<Report, StoreError> {
    let measure = Measure::of(web.office.profile());
    let mut report = Report::new(from, until);
    // The open day first: if it turns meanwhile, its row is there too, and it must count once.
    let committed = web.office.committed();
    let open = Daybook::of(&committed.state);
    let opened = open.as_ref().map(|book| book.day);
    web.office.reader().each_daybook(from, until, |book| {
        if opened.is_none_or(|opened: ServiceDay| book.day < opened) {
            report.add(&measure, book);
        }
    })?;
    let open = open.filter(|book| from <= book.day.0 && book.day.0 <= until && !book.is_empty());
    open.iter().for_each(|book| report.add(&measure, book));
    Ok(report)
}

impl Counting {
    /// The days asked for; what is no day, and a period that ends before it begins, is refused.
    fn period(&self, lang: Lang, asked: &Asked) -> Result<(Date, Date), ApiError> {
        let today = self.web.office.profile().calendar.offset.day(self.web.office.now()).0;
        let date = |text: &str| if text.is_empty() { Some(today) } else { text.parse::<Date>().ok() };
        let period = date(&asked.from).zip(date(&asked.until)).filter(|(from, until)| from <= until);
        period.ok_or_else(|| ApiError::new(&self.web, lang, StatusCode::UNPROCESSABLE_ENTITY, "period"))
    }

    /// Works away from the threads that serve the screens, when it is its turn.
    async fn work<T: Send + 'static>(
        &self,
        lang: Lang,
        work: impl FnOnce(&Web) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, ApiError> {
        let busy = || ApiError::new(&self.web, lang, StatusCode::SERVICE_UNAVAILABLE, "busy").retry_after(2);
        let _waiting = self.waiting.try_acquire().map_err(|_| busy())?;
        let seat = self.seats.clone().acquire_owned().await.map_err(|_| busy())?;
        let web = self.web.clone();
        let done = tokio::task::spawn_blocking(move || {
            let done = work(&web);
            // Only now may the next one begin, even if whoever asked has gone meanwhile.
            drop(seat);
            done
        });
        match done.await {
            Ok(done) => done.map_err(|error| ApiError::store(&self.web, lang, &error)),
            Err(_) => Err(ApiError::new(&self.web, lang, StatusCode::INTERNAL_SERVER_ERROR, "fault")),
        }
    }
}
