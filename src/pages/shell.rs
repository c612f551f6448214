//! The shell of a screen: what its module finds when it begins.

use super::templates::Shell;
use super::{Pages, ways};
use crate::domain::ticket::Lang;
use crate::doors::Signed;
use crate::texts;
use crate::views::OfficeView;
use axum::Extension;
use axum::response::Response;
use serde_json::{Value, json};

/// A screen by its name, its module and its style.
pub(super) fn framed(
    pages: &Pages,
    lang: Lang,
    (screen, module, style): (&'static str, &'static str, &'static str),
    title: String,
    mut settings: Value,
) -> Response {
    if let Some(settings) = settings.as_object_mut() {
        settings.insert("build".to_string(), json!(pages.build()));
        settings.insert("lang".to_string(), json!(texts::tag(lang)));
        settings.insert("office".to_string(), json!(OfficeView::of(pages.profile())));
    }
    pages.page(lang, Shell { title, screen, module, styles: vec![style], settings })
}

/// A screen of the staff for whoever is signed in, with their name and the menu of what they may open.
pub(super) fn staff(
    pages: &Pages,
    lang: Lang,
    signed: Option<Extension<Signed>>,
    screen: &'static str,
    mut settings: Value,
) -> Response {
    let Some(account) = pages.account(signed) else { return pages.missing(lang) };
    settings["name"] = json!(account.name);
    settings["ways"] = json!(ways::of(pages, lang, &account));
    shell(pages, lang, screen, ways::name(pages, lang, screen), settings)
}

/// The shell of a screen by its name.
pub(super) fn shell(
    pages: &Pages,
    lang: Lang,
    screen: &'static str,
    title: String,
    settings: Value,
) -> Response {
    let (module, style) = match screen {
        "kiosk" => ("kiosk/kiosk.js", "kiosk/kiosk.css"),
        "survey" => ("kiosk/survey.js", "kiosk/survey.css"),
        "phone" => ("kiosk/phone.js", "kiosk/phone.css"),
        "board" => ("display/board.js", "display/board.css"),
        "emulator" => ("display/printer/printer.js", "display/printer/printer.css"),
        "console" => ("templates/staff/console.js", "templates/staff/console.css"),
        "wall" => ("templates/staff/wall.js", "templates/staff/wall.css"),
        "reports" => ("templates/staff/reports.js", "templates/staff/reports.css"),
        "report" => ("templates/staff/report.js", "templates/staff/report.css"),
        "skm-document" => ("templates/staff/skm-document.js", "templates/staff/skm-document.css"),
        "skm-import" => ("templates/staff/skm-import.js", "templates/staff/skm-import.css"),
        "voice" => ("templates/staff/voice.js", "templates/staff/voice.css"),
        "devices" => ("templates/staff/devices.js", "templates/staff/devices.css"),
        "pair" => ("templates/staff/pair.js", "templates/staff/pair.css"),
        "search" => ("templates/staff/search.js", "templates/staff/search.css"),
        "settings" => ("templates/staff/settings.js", "templates/staff/settings.css"),
        "sop" => ("templates/staff/sop.js", "templates/staff/sop.css"),
        "late" => ("templates/staff/late.js", "templates/staff/late.css"),
        "looks" => ("templates/staff/looks.js", "templates/staff/looks.css"),
        "ready" => ("templates/staff/ready.js", "templates/staff/ready.css"),
        "printers" => ("templates/staff/printers.js", "templates/staff/printers.css"),
        "replay" => ("templates/staff/replay.js", "templates/staff/replay.css"),
        "copies" => ("templates/staff/copies.js", "templates/staff/copies.css"),
        "complaints" => ("templates/staff/complaints.js", "templates/staff/complaints.css"),
        "tokens" => ("templates/staff/tokens.js", "templates/staff/tokens.css"),
        "hooks" => ("templates/staff/hooks.js", "templates/staff/hooks.css"),
        "arrange" => ("templates/staff/arrange.js", "templates/staff/arrange.css"),
        _ => ("templates/staff/desk.js", "templates/staff/desk.css"),
    };
    framed(pages, lang, (screen, module, style), title, settings)
}
