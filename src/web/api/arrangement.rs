//! How the boards of a waiting room are arranged, and the pictures and films they show.

use super::answers::{
    ArrangementLine, Arrangements, LayoutLine, LinesMost, MediaLine, MediaList, Reach, ZoneArranged,
};
use crate::domain::account::roles;
use crate::domain::arrangement::{Arrangement, DIAGONALS, Layout, MOST_LINE, MOST_LINES, SEATS};
use crate::domain::command::Command;
use crate::domain::ids::Zone;
use crate::domain::ticket::Lang;
use crate::doors::{Content, Route, Signed, Wants, Who};
use crate::media::{Item, Kind, Media, Trouble};
use crate::web::ask::{Act, Done, answer_json};
use crate::web::{ApiError, Web};
use axum::extract::{Path, Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::{Extension, Json};
use schemars::JsonSchema;
use serde::Deserialize;
use tower_http::services::ServeFile;

pub(super) fn routes(web: &Web) -> Vec<Route> {
    let board = Who::Device(roles::BOARD);
    vec![
        Route::reading("/api/arrangements", Who::Administrator, list, web.clone()),
        Route::act("/api/arrangements/{zone}", Who::Administrator, arrange, web.clone()),
        Route::reading("/api/media/{zone}", board, shown, web.clone()),
        Route::reading("/media/{zone}/{stamp}/{name}", board, file, web.clone())
            .gives(StatusCode::OK, Content::File("*/*")),
    ]
}

/// Every waiting room: how its boards are arranged, from how far each layout can be read, its files.
async fn list(State(web): State<Web>, Wants(lang): Wants) -> Result<Json<Arrangements>, ApiError> {
    let zones = web.office.profile().zones();
    let names = zones.clone();
    let files = on_disk(&web, lang, move |media| {
        names.iter().map(|zone| media.list(zone.as_str())).collect::<Result<Vec<_>, _>>()
    });
    let files = files.await?;
    let zones = zones.iter().zip(files).map(|(zone, files)| zone_line(&web, zone, &files));
    Ok(Json(Arrangements {
        zones: zones.collect(),
        most: LinesMost { lines: MOST_LINES, line: MOST_LINE },
        seats: [*SEATS.start(), *SEATS.end()],
        diagonals: [*DIAGONALS.start(), *DIAGONALS.end()],
    }))
}

fn zone_line(web: &Web, zone: &Zone, files: &[Item]) -> ZoneArranged {
    let lokets = web.office.profile().lokets_in(zone);
    let now = web.office.committed().state.arrangement(zone);
    let reach = |layout: Layout, upright: bool| {
        // Of a hundred inches, so that the screen can scale it.
        let hundred = Arrangement { layout, upright, diagonal: 100, ..Arrangement::default() };
        f64::from(hundred.readable(lokets)) / 100.0
    };
    let layouts = Layout::ALL.map(|(layout, word)| {
        let reach = Reach { across: reach(layout, false), upright: reach(layout, true) };
        LayoutLine { layout: word, reach }
    });
    ZoneArranged {
        zone: zone.to_string(),
        lokets,
        layouts: layouts.into(),
        arrangement: ArrangementLine {
            layout: now.layout.word(),
            lines: now.lines,
            film_sound: now.film_sound,
            upright: now.upright,
            far_seat: now.far_seat,
            diagonal: now.diagonal,
        },
        folder: web.media.folder(zone.as_str()).map(|folder| folder.display().to_string()),
        files: files.iter().map(|item| media_line(zone, item)).collect(),
    }
}

fn media_line(zone: &Zone, item: &Item) -> MediaLine {
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

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Wanted {
    layout: String,
    lines: Vec<String>,
    film_sound: bool,
    upright: bool,
    far_seat: u16,
    diagonal: u16,
}

/// Arranges the boards of a waiting room anew; open boards change at once.
async fn arrange(
    State(web): State<Web>,
    Extension(signed): Extension<Signed>,
    Path(zone): Path<String>,
    act: Act<Wanted>,
) -> Result<Json<Done>, ApiError> {
    let Act { request, body, lang } = act;
    let layout = Layout::named(&body.layout)
        .ok_or_else(|| ApiError::about(&web, lang, StatusCode::UNPROCESSABLE_ENTITY, "shape", "layout"))?;
    let arrangement = Arrangement {
        layout,
        lines: body.lines,
        film_sound: body.film_sound,
        upright: body.upright,
        far_seat: body.far_seat,
        diagonal: body.diagonal,
    };
    let command = Command::Arrange(Zone::from(zone), arrangement);
    Ok(Json(answer_json(&web.ask(lang, signed, request, command).await?)))
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
    Ok(Json(MediaList { files: good.map(|item| media_line(&zone, item)).collect() }))
}

/// A picture or a film, in ranges where the browser asks for them.
async fn file(
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
async fn on_disk<T: Send + 'static>(
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
