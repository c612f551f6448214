//! How the boards of a waiting room are arranged.

use super::answers::{
    ArrangementLine, ArrangementMost, Arrangements, LayoutLine, MediaMost, Reach, ZoneArranged,
};
use super::media::{self, on_disk};
use crate::domain::arrangement::{Arrangement, DIAGONALS, Layout, MOST_LINE, MOST_LINES, SEATS};
use crate::domain::command::Command;
use crate::domain::ids::Zone;
use crate::doors::{Route, Signed, Wants, Who};
use crate::media::{Item, MOST_FILES, MOST_FILM, MOST_PICTURE};
use crate::web::ask::{Act, Done, answer_json};
use crate::web::{ApiError, Web};
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::{Extension, Json};
use schemars::JsonSchema;
use serde::Deserialize;

pub(super) fn routes(web: &Web) -> Vec<Route> {
    vec![
        Route::reading("/api/arrangements", Who::Administrator, list, web.clone()),
        Route::act("/api/arrangements/{zone}", Who::Administrator, arrange, web.clone()),
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
        most: ArrangementMost {
            lines: MOST_LINES,
            line: MOST_LINE,
            media: MediaMost { files: MOST_FILES, picture: MOST_PICTURE, film: MOST_FILM },
        },
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
        files: files.iter().map(|item| media::line(zone, item)).collect(),
    }
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
