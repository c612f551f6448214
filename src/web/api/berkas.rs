//! The back office: a berkas, and what its desk does with it.

use super::loket::find_berkas;
use crate::domain::command::{BerkasAct, Command, PrintAct};
use crate::domain::ids::{BerkasId, JobId};
use crate::doors::{Route, Signed, Wants, Who};
use crate::views::Scene;
use crate::views::annex::AnnexView;
use crate::views::berkas::BerkasView;
use crate::views::form::FormView;
use crate::web::ask::{Act, Question, answer_json};
use crate::web::{ApiError, Web};
use axum::extract::{Path, State};
use axum::{Extension, Json};
use serde::Deserialize;
use serde_json::{Value, json};

pub(super) fn routes(web: &Web) -> Vec<Route> {
    vec![
        Route::get("/api/berkas/{id}", Who::Staff, show, web.clone()),
        Route::post("/api/berkas/find", Who::Staff, find, web.clone()),
        Route::post("/api/berkas/{id}/take", Who::Desk, take, web.clone()),
        Route::post("/api/berkas/{id}/release", Who::Desk, release, web.clone()),
        Route::post("/api/berkas/{id}/choose", Who::Desk, choose, web.clone()),
        Route::post("/api/papers/{id}/reprint", Who::Staff, reprint, web.clone()),
    ]
}

async fn show(
    State(web): State<Web>,
    Wants(lang): Wants,
    Path(id): Path<u64>,
) -> Result<Json<BerkasView>, ApiError> {
    let store = |error| ApiError::store(&web, lang, &error);
    let found = web.office.berkas(BerkasId(id)).map_err(store)?;
    let (berkas, annex) = found.ok_or_else(|| ApiError::not_found(&web, lang))?;
    let issued = web.office.reader().issued_of(berkas.id).map_err(store)?;
    let committed = web.office.committed();
    let scene = Scene { state: &committed.state, profile: web.office.profile(), now: web.office.now() };
    let mut view = BerkasView::of(scene, &berkas);
    // What lies beside a closed berkas is in no state any more.
    view.annex = AnnexView::of(scene, annex.as_deref());
    view.form = FormView::of(scene, &berkas, annex.as_deref());
    view.papers = view.papers.with(scene, &issued);
    Ok(Json(view))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Find {
    /// Registration number, short code, or the address in the QR code.
    berkas: String,
}

async fn find(State(web): State<Web>, question: Question<Find>) -> Result<Json<BerkasView>, ApiError> {
    let Question { body, lang } = question;
    let found = find_berkas(&web, &body.berkas).map_err(|error| ApiError::store(&web, lang, &error))?;
    let found = found.ok_or_else(|| ApiError::not_found(&web, lang))?;
    show(State(web), Wants(lang), Path(found.id.0)).await
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Nothing {}

async fn take(
    State(web): State<Web>,
    Extension(signed): Extension<Signed>,
    Path(id): Path<u64>,
    act: Act<Nothing>,
) -> Result<Json<Value>, ApiError> {
    let command = Command::Berkas(BerkasId(id), BerkasAct::Take);
    Ok(Json(answer_json(&web.ask(act.lang, signed, act.request, command).await?)))
}

async fn release(
    State(web): State<Web>,
    Extension(signed): Extension<Signed>,
    Path(id): Path<u64>,
    act: Act<Nothing>,
) -> Result<Json<Value>, ApiError> {
    let command = Command::Berkas(BerkasId(id), BerkasAct::Release);
    Ok(Json(answer_json(&web.ask(act.lang, signed, act.request, command).await?)))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Choose {
    choice: String,
    reason: Option<String>,
}

async fn choose(
    State(web): State<Web>,
    Extension(signed): Extension<Signed>,
    Path(id): Path<u64>,
    act: Act<Choose>,
) -> Result<Json<Value>, ApiError> {
    let Act { request, body, lang } = act;
    let choose = BerkasAct::Choose { choice: body.choice.as_str().into(), reason: body.reason };
    let answered = web.ask(lang, signed, request, Command::Berkas(BerkasId(id), choose)).await?;
    Ok(Json(answer_json(&answered)))
}

async fn reprint(
    State(web): State<Web>,
    Extension(signed): Extension<Signed>,
    Path(id): Path<u64>,
    act: Act<Nothing>,
) -> Result<Json<Value>, ApiError> {
    let command = Command::Print(JobId(id), PrintAct::Reprint);
    let answered = web.ask(act.lang, signed, act.request, command).await?;
    Ok(Json(json!(answer_json(&answered))))
}
