//! Pictures and films of the boards: shown, looked at by the administrator, laid into the folder and taken out of it.
//!
//! A file comes in pieces and is never held whole: the largest is two gigabytes. It is told to the journal when all of it is
//! on disk, and is shown after that.

use super::answers::{MediaLine, MediaList};
use crate::domain::account::roles;
use crate::domain::command::{Ask, Command, ShelfAct};
use crate::domain::ids::Zone;
use crate::domain::refusal::Refusal;
use crate::domain::shelf::{Shelf, is_name};
use crate::domain::ticket::Lang;
use crate::doors::{Body, Content, Route, Signed, Wants, Who};
use crate::media::{Item, Kind, Laying, MOST_FILM, Media, Refused, Trouble};
use crate::office::Room;
use crate::web::ask::{self, Done, Nothing, Question, answer_json};
use crate::web::{ApiError, Web};
use axum::body::HttpBody;
use axum::extract::{Path, Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::{Extension, Json};
use std::future::poll_fn;
use std::pin::pin;
use tower_http::services::ServeFile;

/// So much is gathered before the disk is asked to take it.
const PIECE: usize = 1 << 20;

pub(super) fn routes(web: &Web) -> Vec<Route> {
    let board = Who::Device(roles::BOARD);
    let file = || Content::File("*/*");
    vec![
        Route::reading("/api/media/{zone}", board, shown, web.clone()),
        Route::reading("/media/{zone}/{stamp}/{name}", board, give, web.clone())
            .gives(StatusCode::OK, file()),
        Route::reading("/tata-papan/media/{zone}/{stamp}/{name}", Who::Administrator, give, web.clone())
            .gives(StatusCode::OK, file()),
        Route::act("/api/media/{zone}/{name}", Who::Administrator, lay, web.clone()).takes(Body::File(&[
            "image/jpeg",
            "image/png",
            "image/webp",
            "image/gif",
            "video/mp4",
            "video/webm",
        ])),
        Route::act("/api/media/{zone}/{name}/delete", Who::Administrator, take, web.clone()),
    ]
}

pub(super) fn line(zone: &Zone, item: &Item) -> MediaLine {
    let trouble = match item.kind {
        Ok(_) => None,
        Err(Trouble::Unknown) => Some("unknown"),
        Err(Trouble::TooLarge) => Some("too-large"),
    };
    let kind = item.kind.ok().map(|(kind, _)| if kind == Kind::Film { "film" } else { "picture" });
    MediaLine {
        name: item.name.clone(),
        bytes: item.bytes,
        kind,
        trouble,
        address: format!("/media/{zone}/{}/{}", item.stamp, percent(&item.name)),
    }
}

/// A name as a part of an address.
fn percent(name: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'~');
    name.bytes()
        .map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") })
        .collect()
}

/// What the boards of a waiting room may show.
async fn shown(
    State(web): State<Web>,
    Wants(lang): Wants,
    Path(zone): Path<String>,
) -> Result<Json<MediaList>, ApiError> {
    let zone = Zone::from(zone);
    let name = zone.clone();
    let files = on_disk(&web, lang, move |media| media.list(name.as_str())).await?;
    let good = files.iter().filter(|item| item.kind.is_ok());
    Ok(Json(MediaList { files: good.map(|item| line(&zone, item)).collect() }))
}

/// A picture or a film, in ranges where the browser asks for them.
async fn give(
    State(web): State<Web>,
    Wants(lang): Wants,
    Path((zone, _, name)): Path<(String, String, String)>,
    request: Request,
) -> Result<Response, ApiError> {
    let found = on_disk(&web, lang, move |media| Ok(media.find(&zone, &name))).await?;
    let (path, media_type) = found.ok_or_else(|| ApiError::not_found(&web, lang))?;
    let served = ServeFile::new(path).try_call(request).await;
    let mut response = served.map_err(|_| ApiError::not_found(&web, lang))?.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(media_type));
    // The address changes with the file.
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, max-age=604800"));
    Ok(response)
}

/// Looks into the folder, away from the runtime's threads.
pub(super) async fn on_disk<T: Send + 'static>(
    web: &Web,
    lang: Lang,
    work: impl FnOnce(&Media) -> std::io::Result<T> + Send + 'static,
) -> Result<T, ApiError> {
    let media = web.media.clone();
    let fault = |code| ApiError::new(web, lang, StatusCode::INTERNAL_SERVER_ERROR, code);
    match tokio::task::spawn_blocking(move || work(&media)).await {
        Ok(Ok(done)) => Ok(done),
        Ok(Err(error)) => {
            tracing::error!(%error, "the folder of pictures and films");
            Err(fault("media-disk"))
        }
        Err(_) => Err(fault("fault")),
    }
}

/// Lays the file in the body into the folder of a waiting room, in place of one of that name. Sent twice, it is there once.
async fn lay(
    State(web): State<Web>,
    Wants(lang): Wants,
    Extension(signed): Extension<Signed>,
    Path((zone, name)): Path<(String, String)>,
    request: Request,
) -> Result<Json<Done>, ApiError> {
    let kind = request.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    // A form of another site cannot send these types, so nothing can be forged with one.
    if !kind.is_some_and(|kind| kind.starts_with("image/") || kind.starts_with("video/")) {
        return Err(in_words(&web, lang, &Refused::Unknown));
    }
    let zone = Zone::from(zone);
    wanted(&web, lang, &zone, &name)?;
    let spare = web.office.presence().room_now().map_or(u64::MAX, Room::spare);
    // Whoever says beforehand that it is too much is not waited for.
    match ask::length(&request) {
        Some(bytes) if bytes > MOST_FILM => return Err(in_words(&web, lang, &Refused::TooLarge)),
        Some(bytes) if bytes > spare => return Err(in_words(&web, lang, &Refused::NoRoom)),
        _ => {}
    }
    let (folder, called) = (zone.clone(), name.clone());
    let laying = laid(&web, lang, move |media| media.lay(folder.as_str(), &called, spare)).await?;
    let mut laying = come(&web, lang, request, laying).await?;
    let (laying, (bytes, digest)) = laid(&web, lang, move |_| {
        let whole = laying.whole()?;
        Ok((laying, whole))
    })
    .await?;
    let command = Command::Shelf(Shelf::Media(zone), ShelfAct::Lay { name, bytes, digest });
    told(&web, lang, signed, command, move |_| Ok(laying.place()?)).await
}

/// Takes a file out of the folder of a waiting room, shown or not.
async fn take(
    State(web): State<Web>,
    Extension(signed): Extension<Signed>,
    Path((zone, name)): Path<(String, String)>,
    question: Question<Nothing>,
) -> Result<Json<Done>, ApiError> {
    let Question { lang, .. } = question;
    let zone = Zone::from(zone);
    wanted(&web, lang, &zone, &name)?;
    let (folder, called) = (zone.clone(), name.clone());
    let there = move |media: &Media| Ok(media.list(folder.as_str())?.iter().any(|item| item.name == called));
    if !on_disk(&web, lang, there).await? {
        return Err(ApiError::not_found(&web, lang));
    }
    let (folder, called) = (zone.clone(), name.clone());
    let command = Command::Shelf(Shelf::Media(zone), ShelfAct::Take { name });
    told(&web, lang, signed, command, move |media| media.take(folder.as_str(), &called)).await
}

/// Refuses before a large body is read. The writer decides again.
fn wanted(web: &Web, lang: Lang, zone: &Zone, name: &str) -> Result<(), ApiError> {
    if !web.office.profile().zones().contains(zone) {
        return Err(ApiError::refused(web, lang, &Refusal::NoSuchZone));
    }
    match is_name(name) {
        true => Ok(()),
        false => Err(ApiError::refused(web, lang, &Refusal::BadFileName)),
    }
}

/// Takes what comes, piece by piece, and gives it to the disk.
async fn come(web: &Web, lang: Lang, request: Request, mut laying: Laying) -> Result<Laying, ApiError> {
    let mut body = pin!(request.into_body());
    let mut piece = Vec::with_capacity(PIECE);
    loop {
        let frame = poll_fn(|context| body.as_mut().poll_frame(context)).await;
        let over = frame.is_none();
        if let Some(frame) = frame {
            let frame = frame.map_err(|_| ApiError::new(web, lang, StatusCode::REQUEST_TIMEOUT, "body"))?;
            piece.extend_from_slice(frame.data_ref().map_or(&[], |data| data));
        }
        if over || piece.len() >= PIECE {
            let full = std::mem::replace(&mut piece, Vec::with_capacity(PIECE));
            laying = laid(web, lang, move |_| {
                laying.more(&full)?;
                Ok(laying)
            })
            .await?;
        }
        if over {
            return Ok(laying);
        }
    }
}

/// Tells the journal, then does it.
async fn told(
    web: &Web,
    lang: Lang,
    signed: Signed,
    command: Command,
    work: impl FnOnce(&Media) -> Result<(), Refused> + Send + 'static,
) -> Result<Json<Done>, ApiError> {
    let ask = Ask { actor: signed.actor(), request: None, command };
    let answered = web.office.ask(ask).await.map_err(|error| ApiError::submit(web, lang, &error))?;
    laid(web, lang, work).await?;
    Ok(Json(answer_json(&answered)))
}

/// Works with the folder, away from the runtime's threads.
async fn laid<T: Send + 'static>(
    web: &Web,
    lang: Lang,
    work: impl FnOnce(&Media) -> Result<T, Refused> + Send + 'static,
) -> Result<T, ApiError> {
    let done = on_disk(web, lang, move |media| Ok(work(media))).await?;
    done.map_err(|refused| in_words(web, lang, &refused))
}

fn in_words(web: &Web, lang: Lang, refused: &Refused) -> ApiError {
    let (status, code) = match refused {
        Refused::NoSuchZone => return ApiError::refused(web, lang, &Refusal::NoSuchZone),
        Refused::NoSuchFile => return ApiError::not_found(web, lang),
        Refused::Busy => (StatusCode::CONFLICT, "media-busy"),
        Refused::TooMany => (StatusCode::CONFLICT, "media-many"),
        Refused::Unknown => (StatusCode::UNSUPPORTED_MEDIA_TYPE, "media-kind"),
        Refused::TooLarge => (StatusCode::PAYLOAD_TOO_LARGE, "media-too-large"),
        Refused::NoRoom => (StatusCode::INSUFFICIENT_STORAGE, "media-room"),
        Refused::Disk(error) => {
            tracing::error!(%error, "the folder of pictures and films");
            (StatusCode::INTERNAL_SERVER_ERROR, "media-disk")
        }
    };
    ApiError::new(web, lang, status, code)
}
