//! The form of a berkas, and its official papers: what was printed is kept before anybody prints it.

use super::answers::FieldChecked;
use crate::documents::{Facts, Source};
use crate::domain::api_token::Scope;
use crate::domain::command::{AnnexAct, Command, PaperAct};
use crate::domain::form::{FormField, warning};
use crate::domain::ids::{BerkasId, IssuedId};
use crate::domain::issued::{MOST_ISSUED, NewPaper, PaperKind, Sheet};
use crate::domain::refusal::Refusal;
use crate::domain::ticket::Lang;
use crate::doors::{Route, Signed, Who};
use crate::views::Scene;
use crate::views::form::warning_code;
use crate::views::papers::{is_draft, is_ready};
use crate::web::ask::{Act, Done, Nothing, Question, answer_json};
use crate::web::{ApiError, Web};
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::{Extension, Json};
use schemars::JsonSchema;
use serde::Deserialize;

pub(super) fn routes(web: &Web) -> Vec<Route> {
    vec![
        Route::act("/api/berkas/{id}/form", Who::Desk, fill, web.clone()).scope(Scope::Berkas),
        Route::act("/api/berkas/{id}/form/check", Who::Desk, check, web.clone()).scope(Scope::Berkas),
        Route::act("/api/berkas/{id}/papers", Who::Staff, issue, web.clone()).scope(Scope::Berkas),
        Route::act("/api/kertas/{id}/copy", Who::Staff, copy, web.clone()).scope(Scope::Berkas),
    ]
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Fill {
    fields: Vec<Field>,
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Field {
    name: String,
    value: String,
}

async fn fill(
    State(web): State<Web>,
    Extension(signed): Extension<Signed>,
    Path(id): Path<u64>,
    act: Act<Fill>,
) -> Result<Json<Done>, ApiError> {
    let Act { request, body, lang } = act;
    let field = |field: Field| FormField { name: field.name, value: field.value };
    let fields = body.fields.into_iter().map(field).collect();
    let command = Command::Annex(BerkasId(id), AnnexAct::Fill { fields });
    Ok(Json(answer_json(&web.ask(lang, signed, request, command).await?)))
}

/// What looks unusual in a value while it is typed. Nothing is refused here.
async fn check(
    State(web): State<Web>,
    Path(id): Path<u64>,
    question: Question<Field>,
) -> Result<Json<FieldChecked>, ApiError> {
    let Question { body, lang } = question;
    let committed = web.office.committed();
    let berkas = committed.state.berkas(BerkasId(id)).ok_or_else(|| ApiError::not_found(&web, lang))?;
    let today = web.office.profile().calendar.offset.day(web.office.now()).0;
    let found = warning(&body.name, &body.value, &berkas.applicant.nik, today);
    Ok(Json(FieldChecked { warning: found.map(warning_code) }))
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Issue {
    #[schemars(extend("enum" = PaperKind::ALL.map(|(word, _)| word)))]
    paper: String,
    #[schemars(extend("enum" = [Sheet::A4, Sheet::F4].map(Sheet::word)))]
    sheet: String,
}

/// Freezes a paper as it would be printed now, and keeps it.
async fn issue(
    State(web): State<Web>,
    Extension(signed): Extension<Signed>,
    Path(id): Path<u64>,
    act: Act<Issue>,
) -> Result<Json<Done>, ApiError> {
    let Act { request, body, lang } = act;
    let unprocessable =
        |what: &str| ApiError::about(&web, lang, StatusCode::UNPROCESSABLE_ENTITY, "shape", what);
    let kind = PaperKind::parse(&body.paper).ok_or_else(|| unprocessable(&body.paper))?;
    let sheet = Sheet::parse(&body.sheet).ok_or_else(|| unprocessable(&body.sheet))?;
    let berkas = BerkasId(id);
    let new = freeze(&web, lang, berkas, kind, sheet)?;
    let command = Command::Paper(berkas, PaperAct::Issue(Box::new(new)));
    Ok(Json(answer_json(&web.ask(lang, signed, request, command).await?)))
}

fn freeze(web: &Web, lang: Lang, id: BerkasId, kind: PaperKind, sheet: Sheet) -> Result<NewPaper, ApiError> {
    let store = |error| ApiError::store(web, lang, &error);
    let found = web.office.berkas(id).map_err(store)?;
    let (berkas, annex) = found.ok_or_else(|| ApiError::not_found(web, lang))?;
    let committed = web.office.committed();
    let scene = Scene { state: &committed.state, profile: web.office.profile(), now: web.office.now() };
    let refused = |refusal| Err(ApiError::refused(web, lang, &refusal));
    if !kind.is_kept() {
        return refused(Refusal::NotKept);
    }
    if !is_ready(scene, &berkas, kind) {
        return refused(Refusal::NotAtThisStep);
    }
    if is_draft(&berkas, kind) {
        return refused(Refusal::NotNumbered);
    }
    if web.office.reader().issued_of(id).map_err(store)?.len() >= MOST_ISSUED {
        return refused(Refusal::TooManyPapers);
    }
    let source = Source { scene, texts: &web.texts, public_url: &web.public_url };
    let form = annex.as_ref().and_then(|annex| annex.form.as_ref());
    let facts = Facts::of_berkas(source, &berkas, form, web.documents.seals());
    Ok(NewPaper { kind, sheet, files: web.documents.files(kind), facts: facts.to_json() })
}

/// Keeps that a paper is printed once more. A copy of a copy is a copy of the paper.
async fn copy(
    State(web): State<Web>,
    Extension(signed): Extension<Signed>,
    Path(id): Path<u64>,
    act: Act<Nothing>,
) -> Result<Json<Done>, ApiError> {
    let Act { request, lang, .. } = act;
    let store = |error| ApiError::store(&web, lang, &error);
    let found = web.office.reader().issued(IssuedId(id)).map_err(store)?;
    let paper = found.ok_or_else(|| ApiError::not_found(&web, lang))?;
    if web.office.reader().issued_of(paper.berkas).map_err(store)?.len() >= MOST_ISSUED {
        return Err(ApiError::refused(&web, lang, &Refusal::TooManyPapers));
    }
    let of = paper.copy_of.unwrap_or(paper.id);
    let copy = PaperAct::Copy { of, kind: paper.kind, sheet: paper.sheet };
    let command = Command::Paper(paper.berkas, copy);
    Ok(Json(answer_json(&web.ask(lang, signed, request, command).await?)))
}
