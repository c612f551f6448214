//! What the head puts on paper, and how large it is: characters, symbols, pictures, and the line they stand in.
//!
//! Sizes are told here once, for the press that lays out and for the picture that is drawn.

use std::sync::Arc;

use super::bitmap::Bitmap;
use super::command::Font;

/// What the head printed in one pass.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    pub pieces: Vec<Piece>,
    /// Height of the tallest piece; all pieces stand on its lower edge.
    pub height: u32,
    /// Paper moved from the top of this line to the top of the next; at least `height`.
    pub advance: u32,
}

/// Something at a place in a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// Dots from the left edge of the printed width.
    pub x: u32,
    pub mark: Mark,
}

/// What can be printed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Mark {
    Text {
        style: Style,
        text: String,
    },
    /// One bit a module; `module` dots wide and high each. No quiet zone is added.
    Qr {
        modules: Arc<Bitmap>,
        module: u32,
        payload: Vec<u8>,
    },
    Raster {
        bitmap: Arc<Bitmap>,
        wide: u32,
        high: u32,
    },
    /// A placeholder: a frame of the given size that names the symbology.
    Barcode {
        name: &'static str,
        data: String,
        width: u32,
        height: u32,
        label: Label,
    },
}

/// Whether the characters of a barcode are printed under it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Label {
    Shown,
    Hidden,
}

/// How characters look.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Style {
    pub font: Font,
    /// Multiples of the font's size, minus one: 0..=7.
    pub extra_wide: u8,
    pub extra_high: u8,
    pub bold: bool,
    /// Dots, 0..=2.
    pub underline: u8,
    pub reverse: bool,
    /// Recorded only; the picture shows it upright.
    pub upside_down: bool,
    /// Dots to the right of each character, before enlarging.
    pub spacing: u8,
}

impl Style {
    /// Dots one character moves the position.
    pub fn advance(&self) -> u32 {
        (self.font.width() + u32::from(self.spacing)) * self.wide()
    }

    /// Dots from the top to the lower edge of a character.
    pub fn height(&self) -> u32 {
        self.font.height() * self.high()
    }

    /// Multiple of the font's width, 1..=8.
    pub fn wide(&self) -> u32 {
        u32::from(self.extra_wide) + 1
    }

    /// Multiple of the font's height, 1..=8.
    pub fn high(&self) -> u32 {
        u32::from(self.extra_high) + 1
    }
}

impl Mark {
    /// Width in dots.
    pub fn width(&self) -> u32 {
        match self {
            Mark::Text { style, text } => style.advance() * dots(text.chars().count()),
            Mark::Qr { modules, module, .. } => dots(modules.width()) * module,
            Mark::Raster { bitmap, wide, .. } => dots(bitmap.width()) * wide,
            Mark::Barcode { width, .. } => *width,
        }
    }

    /// Height in dots.
    pub fn height(&self) -> u32 {
        match self {
            Mark::Text { style, .. } => style.height(),
            Mark::Qr { modules, module, .. } => dots(modules.height()) * module,
            Mark::Raster { bitmap, high, .. } => dots(bitmap.height()) * high,
            Mark::Barcode { height, label, .. } => height + label.height(),
        }
    }

    /// The memory it takes, in bytes.
    pub fn weight(&self) -> usize {
        let own = match self {
            Mark::Text { text, .. } => text.len(),
            Mark::Qr { modules, payload, .. } => modules.weight() + payload.len(),
            Mark::Raster { bitmap, .. } => bitmap.weight(),
            Mark::Barcode { data, .. } => data.len(),
        };
        own + size_of::<Piece>()
    }
}

impl Label {
    /// Dots under the bars.
    pub fn height(self) -> u32 {
        match self {
            Label::Shown => Font::A.height(),
            Label::Hidden => 0,
        }
    }
}

impl Line {
    /// Its text; `None` when there is none, as in a line that is a picture.
    pub fn text(&self) -> Option<String> {
        let mut text: Option<String> = None;
        let mut end = 0;
        for piece in &self.pieces {
            let (words, column) = match &piece.mark {
                Mark::Text { style, text } => (text, style.advance()),
                Mark::Barcode { data, label: Label::Shown, .. } => (data, Font::A.width()),
                _ => continue,
            };
            let line = text.get_or_insert_with(|| {
                end = piece.x;
                String::new()
            });
            if piece.x > end {
                let spaces = ((piece.x - end) / column).max(1);
                line.extend((0..spaces).map(|_| ' '));
            }
            line.push_str(words);
            end = piece.x + piece.mark.width();
        }
        text
    }
}

/// A count as dots; paper is far shorter than the type's range.
fn dots(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
