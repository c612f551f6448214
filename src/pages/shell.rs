//! The shell of a screen: what its module finds when it begins.

use super::routes::Pages;
use super::templates::Shell;
use crate::domain::ticket::Lang;
use crate::texts;
use crate::views::OfficeView;
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
