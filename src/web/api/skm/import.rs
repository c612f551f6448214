//! Taking in responses of elsewhere: first everything that is wrong is told, then all is taken in or,
//! when somebody says so, what is well. Nothing counts before the last part has arrived.

use super::super::answers::{ImportChecked, ImportFault, Imported};
use super::aside;
use super::rows::{Fault, Read, Unreadable, read};
use crate::domain::command::{Ask, Command};
use crate::domain::skm::work::{ImportPart, MOST_CHUNK, MOST_IMPORTED, SkmAct};
use crate::domain::survey::Response;
use crate::domain::ticket::Lang;
use crate::doors::{Signed, Wants};
use crate::store::StoreError;
use crate::web::{ApiError, Web, ask};
use axum::extract::{Query, Request, State};
use axum::http::{StatusCode, header};
use axum::{Extension, Json};
use schemars::JsonSchema;
use serde::Deserialize;
use sha2::{Digest, Sha256};

/// Largest file, in bytes.
const MOST_BYTES: usize = 5 * 1024 * 1024;

/// A file, read.
struct File {
    digest: [u8; 32],
    read: Read,
}

async fn file(web: &Web, lang: Lang, request: Request) -> Result<File, ApiError> {
    let kind = request.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    // A form of another site cannot send this type, so nothing can be forged with one.
    if !kind.is_some_and(|kind| kind.starts_with("text/csv")) {
        return Err(ApiError::new(web, lang, StatusCode::UNSUPPORTED_MEDIA_TYPE, "import-type"));
    }
    let (bytes, _place) = ask::file(request, web, lang, MOST_BYTES).await?;
    let today = web.office.profile().calendar.offset.day(web.office.now()).0;
    aside(web, lang, move |web| {
        let digest = Sha256::digest(&bytes).into();
        let read = read(&bytes, today, MOST_IMPORTED as usize);
        Ok(File { digest, read: read.map_err(|why| in_words(web, lang, &why))? })
    })
    .await
}

fn in_words(web: &Web, lang: Lang, why: &Unreadable) -> ApiError {
    let status = StatusCode::UNPROCESSABLE_ENTITY;
    let about = |code, what: &str| ApiError::about(web, lang, status, code, what);
    match why {
        Unreadable::NotUtf8 => about("import-utf8", ""),
        Unreadable::OpenQuote(line) => about("import-quote", &line.to_string()),
        Unreadable::Columns(missing) => about("import-columns", &missing.join(", ")),
        Unreadable::Repeated(column) => about("import-repeated", column),
        Unreadable::Empty => about("import-empty", ""),
        Unreadable::TooMany => about("import-many", &MOST_IMPORTED.to_string()),
    }
}

/// What would be taken in, and what is wrong. Changes nothing.
pub(super) async fn check(
    State(web): State<Web>,
    Wants(lang): Wants,
    request: Request,
) -> Result<Json<ImportChecked>, ApiError> {
    let File { digest, read } = file(&web, lang, request).await?;
    let good = read.good.clone();
    let known =
        aside(&web, lang, move |web| known(web, &good).map_err(|error| ApiError::store(web, lang, &error)));
    let known = known.await?;
    let committed = web.office.committed();
    let import = committed.state.imports.get(&digest);
    let days = read.good.iter().map(|response| response.date);
    Ok(Json(ImportChecked {
        rows: read.rows,
        good: read.good.len(),
        wrong: read.wrong,
        faults: read.faults.iter().map(|fault| told(&web, lang, fault)).collect(),
        more: read.more,
        from: days.clone().min().map(|day| day.to_string()),
        until: days.max().map(|day| day.to_string()),
        known,
        imported: import.is_some_and(|import| import.is_whole()),
    }))
}

/// How many of these stand in the office already, answer for answer: somebody may be taking in what
/// came from here.
fn known(web: &Web, good: &[Response]) -> Result<usize, StoreError> {
    let mut found = vec![0_usize; good.len()];
    web.office.reader().each_response(|response| {
        // Equal ones lie side by side, because the rows are sorted by their content.
        let from = good.partition_point(|one| one.content() < response.content());
        let equal = good[from..].partition_point(|one| one.content() <= response.content());
        if equal > 0 {
            found[from] = equal.min(found[from] + 1);
        }
    })?;
    Ok(found.iter().sum())
}

fn told(web: &Web, lang: Lang, fault: &Fault) -> ImportFault {
    let facts = [("value", fault.value.clone())];
    let message = web.texts.with(lang, &format!("import-{}", fault.code), &facts);
    ImportFault { line: fault.line, column: fault.column.to_string(), code: fault.code, message }
}

#[derive(Deserialize, JsonSchema)]
pub(super) struct How {
    /// The name of the file.
    label: String,
    /// Whether rows that are wrong are left out; else one of them stops all.
    #[serde(default)]
    only_good: bool,
}

/// Takes the file in, part by part. The parts are the same whenever the same file comes, so an import
/// that was cut off goes on where it stopped.
pub(super) async fn take_in(
    State(web): State<Web>,
    Wants(lang): Wants,
    Extension(signed): Extension<Signed>,
    Query(How { label, only_good }): Query<How>,
    request: Request,
) -> Result<Json<Imported>, ApiError> {
    let File { digest, read } = file(&web, lang, request).await?;
    let wrong = read.wrong > 0 && !only_good;
    if wrong || read.good.is_empty() {
        let what = read.wrong.to_string();
        return Err(ApiError::about(&web, lang, StatusCode::UNPROCESSABLE_ENTITY, "import-rows", &what));
    }
    let total = u32::try_from(read.good.len()).unwrap_or(u32::MAX);
    let parts = read.good.chunks(MOST_CHUNK);
    let count = u32::try_from(parts.len()).unwrap_or(u32::MAX);
    for (part, responses) in (0..).zip(parts) {
        let responses = responses.to_vec();
        let part = ImportPart { digest, label: label.clone(), part, parts: count, total, responses };
        let command = Command::Skm(SkmAct::Import(part));
        let ask = Ask { actor: signed.actor(), request: None, command };
        web.office.ask(ask).await.map_err(|error| ApiError::submit(&web, lang, &error))?;
    }
    Ok(Json(Imported { imported: total }))
}
