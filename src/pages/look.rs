//! The office's own logo and colour, as files beside those of the screens.

use crate::domain::colour::Colour;
use crate::domain::profile::Office;

/// The colours that follow from the office's own. Dark screens keep theirs, which are made for the dark.
pub(super) fn style(office: &Office) -> String {
    let Some(colour) = office.colour else {
        return "/* The office has named no colour. */\n".to_string();
    };
    let deep = colour.mixed(Colour::BLACK, 0.26);
    let soft = colour.mixed(Colour::WHITE, 0.86);
    let line = colour.mixed(Colour::WHITE, 0.4);
    format!(
        "@media (prefers-color-scheme: light) {{\n  :root {{\n    --brand: {colour};\n    --brand-soft: {soft};\n    \
         --band: {colour};\n    --band-deep: {deep};\n    --band-line: {line};\n  }}\n}}\n"
    )
}

/// The media type of a picture, by how it begins. `None` for what is no picture of these kinds.
pub fn picture_kind(picture: &[u8]) -> Option<&'static str> {
    let text = picture.trim_ascii_start();
    if picture.starts_with(b"\x89PNG\r\n\x1a\n") {
        Some("image/png")
    } else if text.starts_with(b"<svg") || text.starts_with(b"<?xml") {
        Some("image/svg+xml")
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pictures_are_known_by_how_they_begin() {
        assert_eq!(picture_kind(b"\x89PNG\r\n\x1a\n rest"), Some("image/png"));
        assert_eq!(picture_kind(b"\n<svg xmlns=''></svg>"), Some("image/svg+xml"));
        assert_eq!(picture_kind(b"GIF89a"), None);
        assert_eq!(picture_kind(b""), None);
    }
}
