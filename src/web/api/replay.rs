//! Any minute that has passed, for whoever answers for the office: the day's entries in words, and the
//! office as it was after any of them.

use super::answers::DayList;
use crate::domain::api_token::Scope;
use crate::domain::event::Entry;
use crate::domain::film::Film;
use crate::domain::ids::Seq;
use crate::domain::profile::Profile;
use crate::domain::ticket::Lang;
use crate::domain::time::{Date, Moment, ServiceDay};
use crate::doors::{Route, Wants, Who};
use crate::store::{Hash, StoreError};
use crate::views::replay::{self, EntryView, PictureView};
use crate::views::{Millis, Scene, millis};
use crate::web::{ApiError, Web};
use axum::Json;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use tokio::sync::Mutex;

/// Most entries of a day that are shown: several times a busy day of 400 visitors.
const MOST_ENTRIES: usize = 60_000;
/// Most days that can be chosen.
const MOST_DAYS: usize = 1_000;

pub(super) fn routes(web: &Web) -> Vec<Route> {
    let cinema = Cinema { web: web.clone(), shown: Arc::default() };
    vec![
        Route::reading("/api/replay/days", Who::Supervisor, days, cinema.clone()).scope(Scope::Reports),
        Route::reading("/api/replay", Who::Supervisor, day, cinema.clone()).scope(Scope::Reports),
        Route::reading("/api/replay/at", Who::Supervisor, picture, cinema).scope(Scope::Reports),
    ]
}

/// Keeps the day that was looked at last, and reads one at a time.
#[derive(Clone)]
struct Cinema {
    web: Web,
    shown: Arc<Mutex<Option<Arc<Shown>>>>,
}

/// A day at hand.
struct Shown {
    day: ServiceDay,
    film: Film,
    hashes: Vec<Hash>,
    cut: bool,
    broken: Option<Seq>,
    /// The end of the journal when it was read.
    head: Seq,
}

#[derive(Deserialize, JsonSchema, Default)]
struct Asked {
    /// `2026-11-23`.
    #[schemars(extend("format" = "date"))]
    day: String,
    /// After this entry.
    seq: Option<u64>,
    /// At this moment, in milliseconds.
    at: Option<Millis>,
}

/// A day in words.
#[derive(Serialize, JsonSchema)]
struct DayView {
    day: String,
    /// The first entry's moment, and the last one's.
    from: Millis,
    until: Millis,
    /// The first entry's place in the journal, and the last one's, with the hash that stands for all before it.
    first: u64,
    last: u64,
    last_hash: String,
    /// Whether there are more entries than are shown.
    cut: bool,
    /// The first entry that does not follow the one before it.
    broken: Option<u64>,
    entries: Vec<EntryView>,
}

async fn days(State(cinema): State<Cinema>, Wants(lang): Wants) -> Result<Json<DayList>, ApiError> {
    let reader = cinema.web.office.reader().clone();
    let read = tokio::task::spawn_blocking(move || reader.days(MOST_DAYS)).await;
    let days = cinema.read(lang, read)?;
    Ok(Json(DayList { days: days.into_iter().map(|opened| opened.day.0.to_string()).collect() }))
}

async fn day(
    State(cinema): State<Cinema>,
    Wants(lang): Wants,
    Query(asked): Query<Asked>,
) -> Result<Json<DayView>, ApiError> {
    let shown = cinema.show(lang, &asked, None).await?;
    let profile = cinema.web.office.profile().clone();
    let told = tokio::task::spawn_blocking(move || Ok(tell(&shown, &profile))).await;
    cinema.read(lang, told).map(Json)
}

async fn picture(
    State(cinema): State<Cinema>,
    Wants(lang): Wants,
    Query(asked): Query<Asked>,
) -> Result<Json<PictureView>, ApiError> {
    let shown = cinema.show(lang, &asked, asked.seq.map(Seq)).await?;
    let profile = cinema.web.office.profile().clone();
    let made = tokio::task::spawn_blocking(move || {
        let film = &shown.film;
        let asked_at = asked.at.map(|at| Moment(at.saturating_mul(1_000).saturating_add(999)));
        let count = match (asked.seq, asked_at) {
            (Some(seq), _) => film.entries().partition_point(|entry| entry.seq.0 <= seq),
            (None, Some(at)) => film.until(at),
            (None, None) => film.entries().len(),
        };
        let state = film.after(count);
        let now = asked_at.unwrap_or(state.last).max(state.last);
        Ok(replay::picture(Scene { state: &state, profile: &profile, now }))
    })
    .await;
    cinema.read(lang, made).map(Json)
}

fn tell(shown: &Shown, profile: &Profile) -> DayView {
    let film = &shown.film;
    let entries = film.entries();
    let (mut told, mut hashes) = (Vec::new(), shown.hashes.iter());
    film.each(|entry, state| {
        let hash = hashes.next().map(ToString::to_string).unwrap_or_default();
        let view = replay::entry(profile, state, entry, hash);
        if !view.events.is_empty() {
            told.push(view);
        }
    });
    let moment = |entry: Option<&Entry>| entry.map_or(0, |entry| millis(entry.at));
    let place = |entry: Option<&Entry>| entry.map_or(0, |entry| entry.seq.0);
    DayView {
        day: shown.day.0.to_string(),
        from: moment(entries.first()),
        until: moment(entries.last()),
        first: place(entries.first()),
        last: place(entries.last()),
        last_hash: shown.hashes.last().map(ToString::to_string).unwrap_or_default(),
        cut: shown.cut,
        broken: shown.broken.map(|seq| seq.0),
        entries: told,
    }
}

impl Cinema {
    /// The day that was asked for, read anew if it has gone on beyond `needed` or since it was shown.
    async fn show(&self, lang: Lang, asked: &Asked, needed: Option<Seq>) -> Result<Arc<Shown>, ApiError> {
        let wrong = || ApiError::new(&self.web, lang, StatusCode::UNPROCESSABLE_ENTITY, "period");
        let day = ServiceDay(asked.day.parse::<Date>().map_err(|_| wrong())?);
        let mut shown = self.shown.lock().await;
        let head = self.web.office.committed().state.seq;
        let fits = |known: &&Arc<Shown>| {
            known.day == day && needed.map_or(known.head == head, |needed| needed <= known.head)
        };
        if let Some(known) = shown.as_ref().filter(fits) {
            return Ok(known.clone());
        }
        // The old one goes first, so that there are never two.
        *shown = None;
        let reader = self.web.office.reader().clone();
        let read = tokio::task::spawn_blocking(move || {
            let kept = reader.kept_day(day, MOST_ENTRIES)?;
            Ok(kept.map(|kept| {
                let (entries, hashes) = kept.entries.into_iter().map(|kept| (kept.entry, kept.hash)).unzip();
                let film = Film::new(kept.before, entries);
                Shown { day, film, hashes, cut: kept.cut, broken: kept.broken, head }
            }))
        })
        .await;
        let read = self.read(lang, read)?.ok_or_else(|| ApiError::not_found(&self.web, lang))?;
        Ok(shown.insert(Arc::new(read)).clone())
    }

    fn read<T>(
        &self,
        lang: Lang,
        read: Result<Result<T, StoreError>, tokio::task::JoinError>,
    ) -> Result<T, ApiError> {
        let fault = |_| ApiError::new(&self.web, lang, StatusCode::INTERNAL_SERVER_ERROR, "fault");
        read.map_err(fault)?.map_err(|error| ApiError::store(&self.web, lang, &error))
    }
}
