//! The tablet: the answers of a survey.

use super::random;
use crate::domain::account::roles;
use crate::domain::command::{Command, SubmitSurvey};
use crate::domain::survey::{Answers, Education, Occupation, Score, Sex, Unsur};
use crate::domain::token::Token;
use crate::doors::{Route, Signed, Who};
use crate::web::ask::{Act, Done, answer_json};
use crate::web::{ApiError, Web};
use axum::extract::State;
use axum::http::StatusCode;
use axum::{Extension, Json};
use schemars::JsonSchema;
use serde::Deserialize;
use std::collections::BTreeMap;

pub(super) fn routes(web: &Web) -> Vec<Route> {
    vec![Route::act("/api/survey", Who::Device(roles::TABLET), submit, web.clone())]
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Submit {
    /// The key the tablet was woken with.
    key: String,
    /// 1 to 4 per unsur, by name; all nine.
    answers: BTreeMap<String, u8>,
    sex: SexWord,
    age: u8,
    education: EducationWord,
    occupation: OccupationWord,
    suggestion: Option<String>,
}

#[derive(Deserialize, JsonSchema, Clone, Copy)]
enum SexWord {
    L,
    P,
}

#[derive(Deserialize, JsonSchema, Clone, Copy)]
enum EducationWord {
    #[serde(rename = "SD")]
    Sd,
    #[serde(rename = "SMP")]
    Smp,
    #[serde(rename = "SMA")]
    Sma,
    #[serde(rename = "D1-D3")]
    D1D3,
    #[serde(rename = "S1")]
    S1,
    #[serde(rename = "S2")]
    S2,
    #[serde(rename = "S3")]
    S3,
}

#[derive(Deserialize, JsonSchema, Clone, Copy)]
#[serde(rename_all = "kebab-case")]
enum OccupationWord {
    Pns,
    Tni,
    Polri,
    Swasta,
    Wirausaha,
    Lainnya,
}

async fn submit(
    State(web): State<Web>,
    Extension(signed): Extension<Signed>,
    act: Act<Submit>,
) -> Result<Json<Done>, ApiError> {
    let Act { request, body, lang } = act;
    let unprocessable = |code| ApiError::new(&web, lang, StatusCode::UNPROCESSABLE_ENTITY, code);
    let key = Token::parse(&body.key).ok_or_else(|| unprocessable("survey-key"))?;
    let answers = answers(&body.answers).ok_or_else(|| unprocessable("nine-answers"))?;
    let draw = random().map_err(|_| ApiError::new(&web, lang, StatusCode::INTERNAL_SERVER_ERROR, "fault"))?;
    let submit = SubmitSurvey {
        key,
        draw,
        answers,
        sex: match body.sex {
            SexWord::L => Sex::L,
            SexWord::P => Sex::P,
        },
        age: body.age,
        education: match body.education {
            EducationWord::Sd => Education::Sd,
            EducationWord::Smp => Education::Smp,
            EducationWord::Sma => Education::Sma,
            EducationWord::D1D3 => Education::D1D3,
            EducationWord::S1 => Education::S1,
            EducationWord::S2 => Education::S2,
            EducationWord::S3 => Education::S3,
        },
        occupation: match body.occupation {
            OccupationWord::Pns => Occupation::Pns,
            OccupationWord::Tni => Occupation::Tni,
            OccupationWord::Polri => Occupation::Polri,
            OccupationWord::Swasta => Occupation::Swasta,
            OccupationWord::Wirausaha => Occupation::Wirausaha,
            OccupationWord::Lainnya => Occupation::Lainnya,
        },
        suggestion: body.suggestion,
    };
    let answered = web.ask(lang, signed, request, Command::SubmitSurvey(submit)).await?;
    Ok(Json(answer_json(&answered)))
}

/// All nine, each 1 to 4, and nothing else.
fn answers(given: &BTreeMap<String, u8>) -> Option<Answers> {
    let mut scores = Vec::with_capacity(Unsur::ALL.len());
    for (_, word) in Unsur::ALL {
        scores.push(Score::new(*given.get(word)?)?);
    }
    let scores = scores.try_into().ok().filter(|_| given.len() == Unsur::ALL.len())?;
    Some(Answers(scores))
}
