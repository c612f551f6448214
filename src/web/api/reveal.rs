//! NIK and telephone number in plain, each time an act that the journal keeps.

use super::answers::{Revealed, RevealedBy, RevealedLine, RevealedList};
use super::casework::look;
use crate::domain::api_token::Scope;
use crate::domain::berkas::Berkas;
use crate::domain::command::{Ask, Command};
use crate::domain::event::{Entry, Event};
use crate::domain::ids::{AccountId, BerkasId, RequestId, Seq};
use crate::domain::privacy::{MANY_LOOKS, looks_within_the_hour};
use crate::domain::ticket::Lang;
use crate::domain::time::{Date, Moment, ServiceDay};
use crate::doors::{Content, Route, Signed, Wants, Who};
use crate::sheets::{Cell, Table, csv};
use crate::store::StoreError;
use crate::texts;
use crate::views::millis;
use crate::web::ask::Act;
use crate::web::{ApiError, Web};
use axum::extract::{Path, Query, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::{Extension, Json};
use schemars::JsonSchema;
use serde::Deserialize;
use std::collections::BTreeMap;

/// Most of a day that are read.
const MOST: usize = 5_000;
/// Most that are told, the latest first.
const SHOWN: usize = 200;
/// How the journal writes the events, `ApplicantRevealed` and `ScanRevealed`.
const MARK: &str = "Revealed\":{";
/// Longest period of an export, in days.
const MOST_DAYS: i32 = 366;

pub(super) fn routes(web: &Web) -> Vec<Route> {
    vec![
        Route::act("/api/berkas/{id}/reveal", Who::Staff, reveal, web.clone()).scope(Scope::Reveal),
        Route::reading("/api/revealed", Who::Supervisor, revealed, web.clone()),
        Route::reading("/api/revealed.csv", Who::Supervisor, export, web.clone())
            .gives(StatusCode::OK, Content::File("text/csv")),
    ]
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Reveal {
    reason: String,
}

async fn reveal(
    State(web): State<Web>,
    Extension(signed): Extension<Signed>,
    Path(id): Path<u64>,
    act: Act<Reveal>,
) -> Result<Json<Revealed>, ApiError> {
    let Act { request, body, lang } = act;
    let berkas = look(&web, lang, move |web, _| web.office.reader().berkas(BerkasId(id))).await?;
    let berkas = berkas.ok_or_else(|| ApiError::not_found(&web, lang))?;
    let many = keep(&web, lang, signed, Some(request), &berkas, body.reason).await?;
    let phone = berkas.applicant.phone.as_ref().map(|phone| phone.e164().to_string());
    Ok(Json(Revealed { nik: berkas.applicant.nik.digits().to_string(), phone, many }))
}

/// Has the office write down that they are seen, before they are. How often this person did so within the hour, when
/// that is strikingly often.
pub(super) async fn keep(
    web: &Web,
    lang: Lang,
    signed: Signed,
    request: Option<RequestId>,
    berkas: &Berkas,
    why: String,
) -> Result<Option<usize>, ApiError> {
    let ask = Ask { actor: signed.actor(), request, command: Command::Reveal(berkas.id, why) };
    web.office.ask(ask).await.map_err(|error| ApiError::submit(web, lang, &error))?;
    Ok(many_looks(web, signed))
}

/// How often somebody looked within the hour, when that is strikingly often.
pub(super) fn many_looks(web: &Web, signed: Signed) -> Option<usize> {
    let now = web.office.now();
    let count = looks_within_the_hour(&web.office.committed().state, signed.account, now);
    if count <= MANY_LOOKS {
        return None;
    }
    tracing::warn!(account = signed.account.0, count, "one person looks at many applicants within an hour");
    Some(count)
}

async fn of_today(web: &Web, lang: Lang) -> Result<Vec<Entry>, ApiError> {
    let from = web.office.committed().state.day.map_or(Seq(1), |day| day.seq);
    look(web, lang, move |web, _| web.office.reader().entries_marked(from, MARK, MOST)).await
}

/// What was looked at.
#[derive(Clone, Copy)]
enum Seen<'a> {
    /// NIK and telephone number, for this reason.
    Applicant(&'a str),
    /// A scan of this line of the checklist.
    Scan(&'a str),
}

impl Seen<'_> {
    fn words(self, web: &Web, lang: Lang) -> String {
        match self {
            Seen::Applicant(why) => why.to_string(),
            Seen::Scan(line) => {
                web.texts.with(lang, "staff-looks-scan", &[("line", line.chars().take(120).collect())])
            }
        }
    }
}

fn seen(entry: &Entry) -> impl Iterator<Item = (BerkasId, AccountId, Seen<'_>)> {
    entry.events.iter().filter_map(|event| match event {
        Event::ApplicantRevealed { berkas, by, why } => Some((*berkas, *by, Seen::Applicant(why))),
        Event::ScanRevealed { berkas, by, requirement, .. } => Some((*berkas, *by, Seen::Scan(requirement))),
        _ => None,
    })
}

#[derive(Deserialize, JsonSchema, Default)]
struct Asked {
    /// `2026-11-23`; today without one.
    day: Option<String>,
}

/// Who saw whose NIK on a day, the latest first.
async fn revealed(
    State(web): State<Web>,
    Wants(lang): Wants,
    Query(Asked { day }): Query<Asked>,
) -> Result<Json<RevealedList>, ApiError> {
    let entries = match day {
        None => of_today(&web, lang).await?,
        Some(day) => {
            let day: Date = day.parse().map_err(|_| ApiError::not_found(&web, lang))?;
            let marked =
                move |web: &Web, _| web.office.reader().entries_marked_of(ServiceDay(day), MARK, MOST);
            look(&web, lang, marked).await?
        }
    };
    let committed = web.office.committed();
    let name = |id| committed.state.account(id).map(|account| account.name.clone());
    let line = |at: Moment, (berkas, by, what): (BerkasId, AccountId, Seen<'_>)| {
        let number = web.office.reader().berkas(berkas).ok().flatten().map(|known| known.number.to_string());
        RevealedLine {
            at: millis(at),
            berkas: berkas.0,
            number,
            by: name(by),
            reason: what.words(&web, lang),
        }
    };
    let lines =
        entries.iter().rev().take(SHOWN).flat_map(|entry| seen(entry).map(move |one| (entry.at, one)));
    let revealed = lines.map(|(at, one)| line(at, one)).collect();
    let mut counts = BTreeMap::<AccountId, usize>::new();
    for (_, by, _) in entries.iter().flat_map(seen) {
        *counts.entry(by).or_default() += 1;
    }
    let mut people: Vec<_> =
        counts.into_iter().map(|(by, count)| RevealedBy { by: name(by), count }).collect();
    people.sort_by_key(|person| std::cmp::Reverse(person.count));
    let offset = i64::from(web.office.profile().calendar.offset.0) * 1000;
    Ok(Json(RevealedList { offset, revealed, people, all: entries.len(), many: MANY_LOOKS }))
}

#[derive(Deserialize, JsonSchema)]
struct Period {
    /// First day, `2026-11-23`.
    from: String,
    /// Last day.
    until: String,
}

/// Who saw whose NIK and telephone number in a period, for the notice that an incident asks for (UU 27/2022, art. 46).
/// It names neither: whoever has to be told is found by the number of the berkas.
async fn export(
    State(web): State<Web>,
    Wants(lang): Wants,
    Query(period): Query<Period>,
) -> Result<Response, ApiError> {
    let wrong = || ApiError::new(&web, lang, StatusCode::UNPROCESSABLE_ENTITY, "period");
    let days = period.from.parse::<Date>().ok().zip(period.until.parse::<Date>().ok());
    let (from, until) = days.ok_or_else(wrong)?;
    let length = from.until(until).map_or(-1, |span| span.get_days());
    if !(0..MOST_DAYS).contains(&length) {
        return Err(wrong());
    }
    let text = look(&web, lang, move |web, _| Ok(csv(&looks(web, lang, from, until)?))).await?;
    let name = format!("attachment; filename=\"dilihat-{from}-{until}.csv\"");
    let headers =
        [(header::CONTENT_TYPE, "text/csv; charset=utf-8".to_string()), (header::CONTENT_DISPOSITION, name)];
    Ok((headers, text.into_bytes()).into_response())
}

fn looks(web: &Web, lang: Lang, from: Date, until: Date) -> Result<Table, StoreError> {
    let say = |name: &str| web.texts.get(lang, &format!("staff-looks-{name}"));
    let (reader, committed) = (web.office.reader(), web.office.committed());
    let offset = web.office.profile().calendar.offset;
    let mut rows = Vec::new();
    let mut day = Some(from);
    while let Some(date) = day.filter(|date| *date <= until) {
        for entry in reader.entries_marked_of(ServiceDay(date), MARK, MOST)? {
            for (berkas, by, what) in seen(&entry) {
                let known = reader.berkas(berkas)?;
                let word = |word: Option<String>| word.map_or(Cell::Empty, Cell::Words);
                let at = offset.local(entry.at);
                rows.push(vec![
                    Cell::Day(at.date()),
                    Cell::Words(texts::hour(at.time())),
                    word(committed.state.account(by).map(|account| account.name.clone())),
                    word(committed.state.account(by).map(|account| account.login.clone())),
                    word(known.as_ref().map(|known| known.number.to_string())),
                    word(known.as_ref().map(|known| known.applicant.name.clone())),
                    Cell::Words(what.words(web, lang)),
                ]);
            }
        }
        day = date.tomorrow().ok();
    }
    let head = ["day", "hour", "by", "login", "berkas", "applicant", "why"].map(say).to_vec();
    Ok(Table { name: say("title"), head, rows, notes: vec![format!("{from} – {until}"), say("note")] })
}
