//! The console: every act at a counter, and what an officer looks up there.

mod acts;

use super::answers::{ApplicantFound, ApplicantKnown, PermitLine, PermitList};
use super::reveal;
use crate::domain::api_token::Scope;
use crate::domain::berkas::Berkas;
use crate::domain::command::Command;
use crate::domain::finding::berkas_number;
use crate::domain::ids::{BerkasId, LoketId};
use crate::domain::person::{Nik, NikWarning};
use crate::domain::refusal::nik_error_code;
use crate::domain::time::Date;
use crate::domain::token::{ShortCode, Token};
use crate::doors::{self, Route, Signed, Who};
use crate::store::StoreError;
use crate::views::Scene;
use crate::views::berkas::BerkasView;
use crate::web::ask::{Act, Done, Question, answer_json, shape};
use crate::web::{ApiError, Web};
use acts::{Body, nik_code, translate};
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::{Extension, Json};
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::{Map, Value};
use std::sync::Arc;

pub(super) fn routes(web: &Web) -> Vec<Route> {
    vec![
        Route::act("/api/loket/{id}/{act}", Who::Officer, act, web.clone())
            .takes(doors::Body::acts::<Body>())
            .scope(Scope::Loket),
        Route::reading("/api/permits", Who::Staff, permits, web.clone()).scope(Scope::Read),
        Route::act("/api/applicants/find", Who::Officer, find_applicant, web.clone()).scope(Scope::Reveal),
    ]
}

async fn act(
    State(web): State<Web>,
    Extension(signed): Extension<Signed>,
    Path((id, name)): Path<(u16, String)>,
    act: Act<Map<String, Value>>,
) -> Result<Json<Done>, ApiError> {
    let Act { request, mut body, lang } = act;
    body.insert("act".to_string(), Value::String(name));
    let body: Body = shape(&web, lang, body)?;
    let act = translate(&web, lang, body)?;
    let answered = web.ask(lang, signed, request, Command::Loket(LoketId(id), act)).await?;
    Ok(Json(answer_json(&answered)))
}

/// A berkas by registration number, short code, token, or the address in its QR code.
pub(super) fn find_berkas(web: &Web, text: &str) -> Result<Option<Arc<Berkas>>, StoreError> {
    let (reader, text) = (web.office.reader(), text.trim());
    if let Some(number) = berkas_number(text) {
        return reader.berkas_by_number(number);
    }
    if let Some(code) = ShortCode::parse(text) {
        return reader.berkas_by_code(code);
    }
    match text.rsplit('/').next().and_then(Token::parse) {
        Some(token) => reader.berkas_by_token(token),
        None => Ok(None),
    }
}

/// Permit types with their checklists.
pub(super) async fn permits(State(web): State<Web>) -> Json<PermitList> {
    let offered = web.office.profile().permits.iter().filter(|permit| permit.offered);
    let permits = offered.map(|permit| PermitLine {
        code: permit.code.to_string(),
        name: permit.name.clone(),
        requirements: permit.requirements.clone(),
        conditional: permit.conditional.clone(),
    });
    Json(PermitList { permits: permits.collect() })
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct FindApplicant {
    #[serde(default)]
    nik: String,
    /// A berkas of the applicant, in place of the NIK.
    berkas: Option<u64>,
    /// The birth date on the KTP, to compare.
    born: Option<String>,
}

/// Berkas of an applicant that are listed.
const MOST_BERKAS: usize = 10;

/// What is known of an applicant, and what looks unusual in the NIK. The NIK travels in the body, so
/// that it stands in no address and no log.
async fn find_applicant(
    State(web): State<Web>,
    Extension(signed): Extension<Signed>,
    question: Question<FindApplicant>,
) -> Result<Json<ApplicantFound>, ApiError> {
    let Question { body, lang } = question;
    let unprocessable = |code| ApiError::new(&web, lang, StatusCode::UNPROCESSABLE_ENTITY, code);
    let nik = match body.berkas {
        None => Nik::parse(&body.nik).map_err(|error| unprocessable(nik_code(nik_error_code(error))))?,
        Some(id) => {
            let berkas = web.office.reader().berkas(BerkasId(id));
            let berkas = berkas.map_err(|error| ApiError::store(&web, lang, &error))?;
            berkas.ok_or_else(|| ApiError::not_found(&web, lang))?.applicant.nik
        }
    };
    let profile = web.office.profile();
    let now = web.office.now();
    let today = profile.calendar.offset.day(now).0;
    let born = body.born.as_deref().and_then(|text| text.parse::<Date>().ok());
    let warnings = nik.warnings(&profile.regions, today, born).into_iter().map(|warning| match warning {
        NikWarning::OtherRegion => "other-region",
        NikWarning::ImpossibleBirthDate => "impossible-birth-date",
        NikWarning::BirthDateDiffers => "birth-date-differs",
    });
    let berkas = web.office.reader().berkas_of(&nik, MOST_BERKAS);
    let berkas = berkas.map_err(|error| ApiError::store(&web, lang, &error))?;
    let committed = web.office.committed();
    let scene = Scene { state: &committed.state, profile, now };
    // What the officer had not typed is seen by them from here on.
    if let Some(latest) = berkas.first()
        && (body.berkas.is_some() || latest.applicant.phone.is_some())
    {
        let why = web.texts.get(lang, "staff-reveal-registering");
        reveal::keep(&web, lang, signed, None, latest, why).await?;
    }
    let known = berkas.first().map(|latest| {
        let phone = latest.applicant.phone.as_ref().map(|phone| phone.e164().to_string());
        ApplicantKnown { name: latest.applicant.name.clone(), phone }
    });
    Ok(Json(ApplicantFound {
        warnings: warnings.collect(),
        born: nik.birth_date(today).map(|date| date.to_string()),
        known,
        // Only whoever cannot know it yet.
        nik: body.berkas.map(|_| nik.digits().to_string()),
        berkas: berkas.iter().map(|berkas| BerkasView::of(scene, berkas)).collect(),
    }))
}
