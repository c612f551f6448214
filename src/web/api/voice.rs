//! The office's own voice: recordings in place of bundled clips, and which boards can be heard.

use super::answers::{BoardLine, BoardList, ClipLine, RecordingLine, VoiceList, VoiceMost, ZoneSound};
use crate::domain::api_token::Scope;
use crate::domain::command::{Ask, Command, ShelfAct};
use crate::domain::ids::AccountId;
use crate::domain::shelf::Shelf;
use crate::domain::ticket::Lang;
use crate::doors::{Body, Content, Route, Signed, Wants, Who};
use crate::views::millis;
use crate::voice::{self, Catalogue, MOST_BYTES, MOST_SECONDS, Recording, Trouble, Voices};
use crate::web::ask::{self, Nothing, Question};
use crate::web::{ApiError, Web};
use axum::extract::{Path, Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::{Extension, Json};
use sha2::{Digest, Sha256};

pub(super) fn routes(web: &Web) -> Vec<Route> {
    vec![
        // Whatever is called through loudspeakers is no secret.
        Route::reading("/api/voice", Who::Anyone, list, web.clone()),
        Route::reading("/voice/{rev}/{clip}", Who::Anyone, clip, web.clone())
            .gives(StatusCode::OK, Content::File("audio/*")),
        Route::act("/api/voice/{clip}", Who::Administrator, keep, web.clone()).takes(Body::File(&[
            "audio/wav",
            "audio/webm",
            "audio/ogg",
        ])),
        Route::act("/api/voice/{clip}/delete", Who::Administrator, forget, web.clone()),
        Route::reading("/api/boards", Who::Administrator, boards, web.clone()).scope(Scope::Office),
    ]
}

/// Which clips there are, and which of them are the office's own. Files that were laid into the folder
/// by hand are found here.
async fn list(State(web): State<Web>, Wants(lang): Wants) -> Result<Json<VoiceList>, ApiError> {
    let catalogue = on_disk(&web, lang, |voices| Ok(voices.look())).await?;
    Ok(listed(&web, &catalogue))
}

/// A recording. Its address has the hash of its content, so it never changes.
async fn clip(
    State(web): State<Web>,
    Wants(lang): Wants,
    Path((rev, clip)): Path<(String, String)>,
) -> Result<Response, ApiError> {
    let content = on_disk(&web, lang, move |voices| Ok(voices.content(&clip, &rev))).await?;
    let (format, content) = content.ok_or_else(|| ApiError::not_found(&web, lang))?;
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(format.media_type())),
        (header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=31536000, immutable")),
    ];
    Ok((headers, content).into_response())
}

/// Takes the sound in the body in place of a bundled clip. Sent twice, it is there once. The journal hears of it first.
async fn keep(
    State(web): State<Web>,
    Wants(lang): Wants,
    Extension(signed): Extension<Signed>,
    Path(name): Path<String>,
    request: Request,
) -> Result<Json<VoiceList>, ApiError> {
    let kind = request.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    // A form of another site cannot send this type, so nothing can be forged with one.
    if !kind.is_some_and(|kind| kind.starts_with("audio/")) {
        return Err(ApiError::new(&web, lang, StatusCode::UNSUPPORTED_MEDIA_TYPE, "voice-type"));
    }
    let (content, _place) = ask::file(request, &web, lang, MOST_BYTES).await?;
    voice::check(&name, &content).map_err(|trouble| in_words(&web, lang, &trouble))?;
    let (bytes, digest) = (content.len() as u64, Sha256::digest(&content).into());
    told(&web, lang, signed, ShelfAct::Lay { name: name.clone(), bytes, digest }).await?;
    let catalogue = on_disk(&web, lang, move |voices| voices.keep(&name, &content)).await?;
    Ok(listed(&web, &catalogue))
}

/// Goes back to the bundled clip.
async fn forget(
    State(web): State<Web>,
    Extension(signed): Extension<Signed>,
    Path(name): Path<String>,
    question: Question<Nothing>,
) -> Result<Json<VoiceList>, ApiError> {
    let Question { lang, .. } = question;
    let own = on_disk(&web, lang, |voices| Ok(voices.look())).await?;
    if own.recordings.contains_key(name.as_str()) {
        told(&web, lang, signed, ShelfAct::Take { name: name.clone() }).await?;
    }
    let catalogue = on_disk(&web, lang, move |voices| voices.forget(&name)).await?;
    Ok(listed(&web, &catalogue))
}

/// Tells the journal whose recording it is.
async fn told(web: &Web, lang: Lang, signed: Signed, act: ShelfAct) -> Result<(), ApiError> {
    let ask = Ask { actor: signed.actor(), request: None, command: Command::Shelf(Shelf::Voice, act) };
    web.office.ask(ask).await.map(drop).map_err(|error| ApiError::submit(web, lang, &error))
}

/// Boards that are connected, and whether each can be heard.
async fn boards(State(web): State<Web>) -> Json<BoardList> {
    let committed = web.office.committed();
    let name = |id: AccountId| committed.state.account(id).map(|account| account.name.clone());
    let devices = web.office.presence().devices();
    let boards = devices.boards.iter().map(|(page, board)| BoardLine {
        page: page.to_string(),
        account: name(board.account),
        zone: board.zone.to_string(),
        sound: board.sound.clone(),
        since: millis(board.since),
    });
    let zones = web.office.profile().zones();
    let zones = zones.iter().map(|zone| ZoneSound { zone: zone.to_string(), sound: devices.sound_in(zone) });
    Json(BoardList {
        now: millis(web.office.now()),
        voice: devices.voice.clone(),
        boards: boards.collect(),
        zones: zones.collect(),
    })
}

/// Works with the folder of the voice, away from the runtime's threads.
async fn on_disk<T: Send + 'static>(
    web: &Web,
    lang: Lang,
    work: impl FnOnce(&Voices) -> Result<T, Trouble> + Send + 'static,
) -> Result<T, ApiError> {
    let voices = web.voices.clone();
    match tokio::task::spawn_blocking(move || work(&voices)).await {
        Ok(done) => done.map_err(|trouble| in_words(web, lang, &trouble)),
        Err(_) => Err(ApiError::new(web, lang, StatusCode::INTERNAL_SERVER_ERROR, "fault")),
    }
}

fn in_words(web: &Web, lang: Lang, trouble: &Trouble) -> ApiError {
    let (status, code) = match trouble {
        Trouble::NoSuchClip => return ApiError::not_found(web, lang),
        Trouble::TooLarge => (StatusCode::PAYLOAD_TOO_LARGE, "too-large"),
        Trouble::TooLong => (StatusCode::UNPROCESSABLE_ENTITY, "voice-too-long"),
        Trouble::NoSound => (StatusCode::UNPROCESSABLE_ENTITY, "voice-no-sound"),
        Trouble::DiskFull => (StatusCode::INSUFFICIENT_STORAGE, "voice-disk-full"),
        Trouble::Disk(error) => {
            tracing::error!(%error, "the folder of the voice");
            (StatusCode::INTERNAL_SERVER_ERROR, "voice-disk")
        }
    };
    ApiError::new(web, lang, status, code)
}

fn listed(web: &Web, catalogue: &Catalogue) -> Json<VoiceList> {
    let own = |clip| catalogue.recordings.get(clip).map(|recording| recording_line(clip, recording));
    Json(VoiceList {
        revision: catalogue.revision.clone(),
        now: millis(web.office.now()),
        most: VoiceMost { seconds: MOST_SECONDS, bytes: MOST_BYTES },
        clips: voice::clips().map(|clip| (clip.to_string(), ClipLine { own: own(clip) })).collect(),
    })
}

fn recording_line(clip: &str, recording: &Recording) -> RecordingLine {
    RecordingLine {
        file: format!("/voice/{}/{clip}", recording.hash),
        kind: recording.format.media_type(),
        seconds: (recording.seconds * 1000.0).round() / 1000.0,
        bytes: recording.bytes,
    }
}
