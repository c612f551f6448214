//! Complaints: looked up, taken up, answered, closed. They are filed at the counter, see `loket`.

use crate::domain::api_token::Scope;
use crate::domain::command::Command;
use crate::domain::complaint::{Complaint, ComplaintAct, ComplaintNumber};
use crate::domain::ids::ComplaintId;
use crate::domain::ticket::Lang;
use crate::domain::token::{ShortCode, Token};
use crate::doors::{self, Route, Signed, Wants, Who};
use crate::store::StoreError;
use crate::views::Scene;
use crate::views::berkas::OtherView;
use crate::views::complaint::ComplaintView;
use crate::web::ask::{Act, Done, Question, answer_json, shape};
use crate::web::{ApiError, Web};
use axum::extract::{Path, State};
use axum::{Extension, Json};
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::{Map, Value};
use std::sync::Arc;

pub(super) fn routes(web: &Web) -> Vec<Route> {
    vec![
        Route::reading("/api/complaints/{id}", Who::Complaints, show, web.clone()).scope(Scope::Read),
        Route::act("/api/complaints/find", Who::Complaints, find, web.clone()).scope(Scope::Read),
        Route::act("/api/complaints/{id}/{act}", Who::Complaints, act, web.clone())
            .takes(doors::Body::acts::<Body>())
            .scope(Scope::Berkas),
    ]
}

async fn show(
    State(web): State<Web>,
    Wants(lang): Wants,
    Extension(signed): Extension<Signed>,
    Path(id): Path<u64>,
) -> Result<Json<ComplaintView>, ApiError> {
    let known = web.office.reader().complaint(ComplaintId(id));
    view(&web, lang, signed, known)
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Find {
    /// Number, short code, or the address in the QR code.
    complaint: String,
}

async fn find(
    State(web): State<Web>,
    Extension(signed): Extension<Signed>,
    question: Question<Find>,
) -> Result<Json<ComplaintView>, ApiError> {
    let Question { body, lang } = question;
    let (reader, text) = (web.office.reader(), body.complaint.trim());
    let known = if let Some(number) = ComplaintNumber::parse(text) {
        reader.complaint_by_number(number)
    } else if let Some(code) = ShortCode::parse(text) {
        reader.complaint_by_code(code)
    } else {
        let token = text.rsplit('/').next().and_then(Token::parse);
        token.map_or(Ok(None), |token| reader.complaint_by_token(token))
    };
    view(&web, lang, signed, known)
}

fn view(
    web: &Web,
    lang: Lang,
    signed: Signed,
    known: Result<Option<Arc<Complaint>>, StoreError>,
) -> Result<Json<ComplaintView>, ApiError> {
    let store = |error: &StoreError| ApiError::store(web, lang, error);
    let complaint = known.map_err(|error| store(&error))?.ok_or_else(|| ApiError::not_found(web, lang))?;
    let about = match complaint.matter.about {
        Some(id) => web.office.reader().berkas(id).map_err(|error| store(&error))?,
        None => None,
    };
    let about = about.map(|berkas| OtherView { id: berkas.id.0, number: berkas.number.to_string() });
    let committed = web.office.committed();
    let scene = Scene { state: &committed.state, profile: web.office.profile(), now: web.office.now() };
    Ok(Json(ComplaintView::of(scene, &complaint, signed.account, about)))
}

/// The body of an act; its name comes from the path.
#[derive(Deserialize, JsonSchema)]
#[serde(tag = "act", rename_all = "kebab-case", deny_unknown_fields)]
enum Body {
    Take {},
    Answer { text: String },
    Close {},
}

async fn act(
    State(web): State<Web>,
    Extension(signed): Extension<Signed>,
    Path((id, name)): Path<(u64, String)>,
    act: Act<Map<String, Value>>,
) -> Result<Json<Done>, ApiError> {
    let Act { request, mut body, lang } = act;
    body.insert("act".to_string(), Value::String(name));
    let act = match shape(&web, lang, body)? {
        Body::Take {} => ComplaintAct::Take,
        Body::Answer { text } => ComplaintAct::Answer { text },
        Body::Close {} => ComplaintAct::Close,
    };
    let command = Command::Complaint(ComplaintId(id), act);
    Ok(Json(answer_json(&web.ask(lang, signed, request, command).await?)))
}
