//! The acts of the console as they come over HTTP, and what each asks of the office.

use super::find_berkas;
use crate::domain::berkas::{Berkas, CheckedItem, Mark, Receiver, Standing};
use crate::domain::command::{Complain, Legalise, LoketAct, Register, TakeOver};
use crate::domain::complaint::{Category, Matter};
use crate::domain::finding::{Query, sk_key};
use crate::domain::ids::{BerkasId, TicketId};
use crate::domain::legalised::LegalDocument;
use crate::domain::number::BerkasNumber;
use crate::domain::person::{Applicant, Nik, Phone};
use crate::domain::refusal::nik_error_code;
use crate::domain::sop::Outcome;
use crate::domain::ticket::Lang;
use crate::domain::token::{ShortCode, Token};
use crate::web::api::random;
use crate::web::{ApiError, Web};
use axum::http::StatusCode;
use schemars::JsonSchema;
use serde::Deserialize;
use std::sync::Arc;

/// The body of an act; its name comes from the path.
#[derive(Deserialize, JsonSchema)]
#[serde(tag = "act", rename_all = "kebab-case", deny_unknown_fields)]
pub(super) enum Body {
    Open {
        #[serde(default)]
        take_over: bool,
    },
    Pause {
        reason: String,
    },
    Close {},
    Next {},
    Call {
        ticket: u64,
        reason: Option<String>,
    },
    Recall {},
    Present {},
    Miss {},
    Hold {
        reason: String,
    },
    Resume {
        ticket: u64,
    },
    Requeue {
        ticket: u64,
    },
    Undo {},
    Transfer {
        purpose: String,
        reason: String,
    },
    Finish {},
    Dismiss {
        reason: String,
    },
    Attach {
        /// Registration number, short code, or the address in the QR code.
        berkas: String,
    },
    Register {
        permit: String,
        /// 16 digits; spaces and points are passed over.
        #[schemars(extend("pattern" = "^[ .]*([0-9][ .]*){16}$"))]
        nik: String,
        name: String,
        phone: Option<String>,
        checklist: Vec<Checked>,
        /// Registration number of a refused berkas.
        previous: Option<String>,
    },
    TurnAway {
        permit: String,
        checklist: Vec<Checked>,
        note: Option<String>,
    },
    Resubmit {
        checklist: Vec<Checked>,
    },
    GiveBack {
        /// Left out by whoever has not gone through it: everything is still open.
        checklist: Option<Vec<Checked>>,
    },
    Legalise {
        /// Number of a SK of this office; or `document`.
        sk: Option<String>,
        /// Another document, in words; or `sk`.
        document: Option<String>,
        copies: u32,
        signer: String,
    },
    WithdrawLegalisation {
        place: u32,
    },
    Complain {
        /// Left out for an anonymous complaint.
        name: Option<String>,
        phone: Option<String>,
        #[schemars(extend("enum" = Category::ALL.map(|(word, _)| word)))]
        category: String,
        subject: String,
        text: String,
        /// Registration number of the berkas it is about.
        about: Option<String>,
    },
    Survey {},
    Waive {
        reason: String,
    },
    HandOver {
        proxy: Option<Proxy>,
    },
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Checked {
    requirement: String,
    mark: MarkWord,
}

#[derive(Deserialize, JsonSchema, Clone, Copy)]
#[serde(rename_all = "kebab-case")]
pub(super) enum MarkWord {
    Present,
    Missing,
    NotNeeded,
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Proxy {
    name: String,
    relation: String,
}

/// What the office is asked, in its own words.
pub(super) fn translate(web: &Web, lang: Lang, body: Body) -> Result<LoketAct, ApiError> {
    Ok(match body {
        Body::Open { take_over: true } => LoketAct::Open { take_over: TakeOver::Confirmed },
        Body::Open { take_over: false } => LoketAct::Open { take_over: TakeOver::Never },
        Body::Pause { reason } => LoketAct::Pause { reason },
        Body::Close {} => LoketAct::Close,
        Body::Next {} => LoketAct::CallNext,
        Body::Call { ticket, reason } => LoketAct::Call { ticket: TicketId(ticket), reason },
        Body::Recall {} => LoketAct::Recall,
        Body::Present {} => LoketAct::Present,
        Body::Miss {} => LoketAct::Miss,
        Body::Hold { reason } => LoketAct::Hold { reason },
        Body::Resume { ticket } => LoketAct::Resume { ticket: TicketId(ticket) },
        Body::Requeue { ticket } => LoketAct::Requeue { ticket: TicketId(ticket) },
        Body::Undo {} => LoketAct::Undo,
        Body::Transfer { purpose, reason } => LoketAct::Transfer { purpose: purpose.as_str().into(), reason },
        Body::Finish {} => LoketAct::Finish,
        Body::Dismiss { reason } => LoketAct::Dismiss { reason },
        Body::Attach { berkas } => LoketAct::Attach { berkas: known_berkas(web, lang, &berkas)? },
        Body::Register { permit, nik, name, phone, checklist, previous } => {
            let applicant = applicant(web, lang, &nik, name, phone.as_deref())?;
            let nik = applicant.nik;
            let register = Register {
                permit: permit.as_str().into(),
                applicant,
                checklist: checked(checklist),
                previous: previous.map(|text| refused_before(web, lang, &text, &nik)).transpose()?,
                token: Token(drawn(web, lang)?),
                code: ShortCode::from_random(drawn(web, lang)?),
            };
            LoketAct::Register(Box::new(register))
        }
        Body::TurnAway { permit, checklist, note } => {
            LoketAct::TurnAway { permit: permit.as_str().into(), checklist: checked(checklist), note }
        }
        Body::Resubmit { checklist } => LoketAct::Resubmit { checklist: checked(checklist) },
        Body::GiveBack { checklist } => LoketAct::GiveBack { checklist: checklist.map(checked) },
        Body::Legalise { sk, document, copies, signer } => {
            let document = certified(web, lang, sk, document)?;
            LoketAct::Legalise(Legalise { document, copies, signer })
        }
        Body::WithdrawLegalisation { place } => LoketAct::WithdrawLegalisation { place },
        Body::Complain { name, phone, category, subject, text, about } => {
            let words = |text: Option<String>| text.filter(|text| !text.trim().is_empty());
            let about = words(about).map(|about| known_berkas(web, lang, &about)).transpose()?;
            let category = Category::parse(&category)
                .ok_or_else(|| ApiError::new(web, lang, StatusCode::UNPROCESSABLE_ENTITY, "category"))?;
            let phone = phone_of(web, lang, phone.as_deref())?;
            let matter = Matter { name: words(name), phone, category, subject, text, about };
            let (token, code) = (Token(drawn(web, lang)?), ShortCode::from_random(drawn(web, lang)?));
            LoketAct::Complain(Box::new(Complain { matter, token, code }))
        }
        Body::Survey {} => LoketAct::StartSurvey { key: Token(drawn(web, lang)?) },
        Body::Waive { reason } => LoketAct::WaiveSurvey { reason },
        Body::HandOver { proxy: None } => LoketAct::HandOver { receiver: Receiver::Applicant },
        Body::HandOver { proxy: Some(Proxy { name, relation }) } => {
            LoketAct::HandOver { receiver: Receiver::Proxy { name, relation } }
        }
    })
}

fn drawn<const N: usize>(web: &Web, lang: Lang) -> Result<[u8; N], ApiError> {
    random().map_err(|_| ApiError::new(web, lang, StatusCode::INTERNAL_SERVER_ERROR, "fault"))
}

fn checked(lines: Vec<Checked>) -> Vec<CheckedItem> {
    let item = |line: Checked| CheckedItem {
        requirement: line.requirement,
        mark: match line.mark {
            MarkWord::Present => Mark::Present,
            MarkWord::Missing => Mark::Missing,
            MarkWord::NotNeeded => Mark::NotNeeded,
        },
    };
    lines.into_iter().map(item).collect()
}

fn applicant(
    web: &Web,
    lang: Lang,
    nik: &str,
    name: String,
    phone: Option<&str>,
) -> Result<Applicant, ApiError> {
    let unprocessable = |code| ApiError::new(web, lang, StatusCode::UNPROCESSABLE_ENTITY, code);
    let nik = Nik::parse(nik).map_err(|error| unprocessable(nik_code(nik_error_code(error))))?;
    let phone = phone_of(web, lang, phone)?;
    Ok(Applicant { nik, name, phone })
}

fn phone_of(web: &Web, lang: Lang, phone: Option<&str>) -> Result<Option<Phone>, ApiError> {
    let wrong = || ApiError::new(web, lang, StatusCode::UNPROCESSABLE_ENTITY, "phone");
    let phone = phone.map(str::trim).filter(|phone| !phone.is_empty());
    phone.map(|phone| Phone::parse(phone).ok_or_else(wrong)).transpose()
}

/// The berkas that somebody named.
fn known_berkas(web: &Web, lang: Lang, text: &str) -> Result<BerkasId, ApiError> {
    let found = find_berkas(web, text).map_err(|error| ApiError::store(web, lang, &error))?;
    Ok(found.ok_or_else(|| ApiError::not_found(web, lang))?.id)
}

/// Why a NIK is none, as a code of a message.
pub(super) fn nik_code(code: &str) -> &'static str {
    match code {
        "length" => "nik-length",
        "digits" => "nik-digits",
        _ => "nik-serial",
    }
}

/// The refused berkas that a new one follows; both are of the same applicant.
fn refused_before(web: &Web, lang: Lang, text: &str, nik: &Nik) -> Result<BerkasNumber, ApiError> {
    let found = find_berkas(web, text).map_err(|error| ApiError::store(web, lang, &error))?;
    let found = found.ok_or_else(|| ApiError::not_found(web, lang))?;
    match found.standing {
        Standing::Closed { outcome: Outcome::Refused, .. } if found.applicant.nik == *nik => Ok(found.number),
        _ => Err(ApiError::new(web, lang, StatusCode::UNPROCESSABLE_ENTITY, "not-refused")),
    }
}

/// What copies were certified of: a SK of ours, or another document in words.
fn certified(
    web: &Web,
    lang: Lang,
    sk: Option<String>,
    document: Option<String>,
) -> Result<LegalDocument, ApiError> {
    let unprocessable = |code| ApiError::new(web, lang, StatusCode::UNPROCESSABLE_ENTITY, code);
    match (sk, document) {
        (Some(number), None) => {
            let key = sk_key(&number);
            let found = web.office.reader().search(&Query::Sk(key.clone()), 0);
            let found = found.map_err(|error| ApiError::store(web, lang, &error))?;
            let number = |berkas: &Arc<Berkas>| berkas.sk.clone().filter(|sk| sk_key(&sk.text) == key);
            let ours = found.berkas.iter().find_map(|berkas| Some((berkas.id, number(berkas)?)));
            let (berkas, sk) = ours.ok_or_else(|| unprocessable("sk-unknown"))?;
            Ok(LegalDocument::Ours { berkas, sk: sk.text })
        }
        (None, Some(words)) => Ok(LegalDocument::Other(words)),
        _ => Err(unprocessable("sk-or-document")),
    }
}
