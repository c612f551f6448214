//! The back office: a berkas, and what its desk does with it.

use super::loket::find_berkas;
use crate::domain::account::roles;
use crate::domain::api_token::Scope;
use crate::domain::berkas::{Berkas, Lacking};
use crate::domain::command::{BerkasAct, Command, PrintAct};
use crate::domain::ids::{BerkasId, JobId};
use crate::domain::privacy::has_looked;
use crate::doors::{Route, Signed, Wants, Who};
use crate::store::StoreError;
use crate::views::Scene;
use crate::views::annex::AnnexView;
use crate::views::berkas::{BerkasView, OtherView, OwnWorkView};
use crate::views::form::FormView;
use crate::web::ask::{Act, Done, Nothing, Question, answer_json};
use crate::web::{ApiError, Web};
use axum::extract::{Path, State};
use axum::{Extension, Json};
use schemars::JsonSchema;
use serde::Deserialize;

pub(super) fn routes(web: &Web) -> Vec<Route> {
    vec![
        Route::reading("/api/berkas/{id}", Who::Staff, show, web.clone()).scope(Scope::Read),
        Route::act("/api/berkas/find", Who::Staff, find, web.clone()).scope(Scope::Read),
        Route::act("/api/berkas/{id}/take", Who::Desk, take, web.clone()).scope(Scope::Berkas),
        Route::act("/api/berkas/{id}/release", Who::Desk, release, web.clone()).scope(Scope::Berkas),
        Route::act("/api/berkas/{id}/choose", Who::Desk, choose, web.clone()).scope(Scope::Berkas),
        Route::act("/api/papers/{id}/reprint", Who::Staff, reprint, web.clone()).scope(Scope::Berkas),
    ]
}

async fn show(
    State(web): State<Web>,
    Wants(lang): Wants,
    Extension(signed): Extension<Signed>,
    Path(id): Path<u64>,
) -> Result<Json<BerkasView>, ApiError> {
    let store = |error| ApiError::store(&web, lang, &error);
    let found = web.office.berkas(BerkasId(id)).map_err(store)?;
    let (berkas, annex) = found.ok_or_else(|| ApiError::not_found(&web, lang))?;
    let issued = web.office.reader().issued_of(berkas.id).map_err(store)?;
    let committed = web.office.committed();
    let scene = Scene { state: &committed.state, profile: web.office.profile(), now: web.office.now() };
    let mut view = BerkasView::of(scene, &berkas);
    view.own_work = OwnWorkView::of(scene, &berkas, signed.account);
    let account = scene.state.account(signed.account);
    let administrates = account.is_some_and(|account| account.holds(roles::ADMINISTRATOR));
    view.restricted.iter_mut().for_each(|restricted| restricted.open = administrates);
    // What lies beside a closed berkas is in no state any more.
    view.annex = AnnexView::of(scene, annex.as_deref());
    let looked = administrates && has_looked(scene.state, signed.account, berkas.id, scene.now);
    let form = if looked { FormView::opened } else { FormView::of };
    view.form = form(scene, &berkas, annex.as_deref());
    view.papers = view.papers.with(scene, &issued);
    if !berkas.is_open() {
        beside(&web, &berkas, &mut view).map_err(store)?;
    }
    Ok(Json(view))
}

/// Berkas and visits that are listed beside a closed one.
const MOST_BESIDE: usize = 20;

/// What came after a closed berkas: the applicant's next try, and certified copies of the SK.
fn beside(web: &Web, berkas: &Berkas, view: &mut BerkasView) -> Result<(), StoreError> {
    let reader = web.office.reader();
    let followers = reader.followers(berkas.number, MOST_BESIDE)?;
    view.followed =
        followers.iter().map(|next| OtherView { id: next.id.0, number: next.number.to_string() }).collect();
    for visit in reader.legalised(berkas.id, MOST_BESIDE)? {
        let ours = visit.legalised.iter().filter(|one| one.document.berkas() == Some(berkas.id));
        view.legalised.extend(ours.map(Into::into));
    }
    Ok(())
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Find {
    /// Registration number, short code, or the address in the QR code.
    berkas: String,
}

async fn find(
    State(web): State<Web>,
    signed: Extension<Signed>,
    question: Question<Find>,
) -> Result<Json<BerkasView>, ApiError> {
    let Question { body, lang } = question;
    let found = find_berkas(&web, &body.berkas).map_err(|error| ApiError::store(&web, lang, &error))?;
    let found = found.ok_or_else(|| ApiError::not_found(&web, lang))?;
    show(State(web), Wants(lang), signed, Path(found.id.0)).await
}

async fn take(
    State(web): State<Web>,
    Extension(signed): Extension<Signed>,
    Path(id): Path<u64>,
    act: Act<Nothing>,
) -> Result<Json<Done>, ApiError> {
    let command = Command::Berkas(BerkasId(id), BerkasAct::Take);
    Ok(Json(answer_json(&web.ask(act.lang, signed, act.request, command).await?)))
}

async fn release(
    State(web): State<Web>,
    Extension(signed): Extension<Signed>,
    Path(id): Path<u64>,
    act: Act<Nothing>,
) -> Result<Json<Done>, ApiError> {
    let command = Command::Berkas(BerkasId(id), BerkasAct::Release);
    Ok(Json(answer_json(&web.ask(act.lang, signed, act.request, command).await?)))
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Choose {
    choice: String,
    reason: Option<String>,
    /// Lines of the checklist, when it goes back to the applicant.
    #[serde(default)]
    lacking: Vec<LackingBody>,
    /// Why, when it is decided by somebody who had it at an earlier step.
    exception: Option<String>,
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct LackingBody {
    requirement: String,
    #[serde(default)]
    why: String,
}

async fn choose(
    State(web): State<Web>,
    Extension(signed): Extension<Signed>,
    Path(id): Path<u64>,
    act: Act<Choose>,
) -> Result<Json<Done>, ApiError> {
    let Act { request, body, lang } = act;
    let line = |line: LackingBody| Lacking { requirement: line.requirement, why: line.why };
    let lacking = body.lacking.into_iter().map(line).collect();
    let (choice, exception) = (body.choice.as_str().into(), body.exception);
    let choose = BerkasAct::Choose { choice, reason: body.reason, lacking, exception };
    let answered = web.ask(lang, signed, request, Command::Berkas(BerkasId(id), choose)).await?;
    Ok(Json(answer_json(&answered)))
}

async fn reprint(
    State(web): State<Web>,
    Extension(signed): Extension<Signed>,
    Path(id): Path<u64>,
    act: Act<Nothing>,
) -> Result<Json<Done>, ApiError> {
    let command = Command::Print(JobId(id), PrintAct::Reprint);
    let answered = web.ask(act.lang, signed, act.request, command).await?;
    Ok(Json(answer_json(&answered)))
}
