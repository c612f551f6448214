//! The two resident fonts as dots: Spleen by Frederic Cambus (BSD 2-clause), whose 12 x 24 face is font A exactly.
//!
//! Font B (9 x 17) takes the 8 x 16 face with a free column and row, which reads better than any scaling. Only the
//! files of `spleen-font` are used: its reader (0.2) swaps two header bytes of the small face, which is PSF1, and
//! finds no glyph that several characters share, such as the lines of boxes. A character a face lacks is drawn as
//! an empty box: a wrong code page is seen on the paper.
//!
//! Formats: <https://www.win.tue.nl/~aeb/linux/kbd/font-formats-1.html>.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use spleen_font::{FONT_8X16, FONT_12X24};

use super::bitmap::Bitmap;
use super::command::Font;

/// Glyphs in either face.
const GLYPHS: usize = 512;

/// PSF2: a header of 32 bytes, two bytes a row, a table in UTF-8.
static LARGE: LazyLock<Face> = LazyLock::new(|| {
    let (glyphs, table) = FONT_12X24[32..].split_at(GLYPHS * 48);
    Face { width: 12, glyphs, bytes: 48, places: utf8_places(table) }
});

/// PSF1: a header of 4 bytes, one byte a row, a table in UTF-16.
static SMALL: LazyLock<Face> = LazyLock::new(|| {
    let (glyphs, table) = FONT_8X16[4..].split_at(GLYPHS * 16);
    Face { width: 8, glyphs, bytes: 16, places: utf16_places(table) }
});

/// One bitmap face.
struct Face {
    width: usize,
    glyphs: &'static [u8],
    /// Bytes of one glyph.
    bytes: usize,
    /// Which glyph a character is.
    places: BTreeMap<char, usize>,
}

impl Face {
    fn glyph(&self, character: char) -> Option<Bitmap> {
        let place = self.places.get(&character)?;
        let rows = self.glyphs.get(place * self.bytes..)?.get(..self.bytes)?;
        Some(Bitmap::from_rows(self.width, self.bytes / self.width.div_ceil(8), rows.to_vec()))
    }
}

/// The cell of one character, as large as the font says.
pub fn cell(font: Font, character: char) -> Bitmap {
    let face = match font {
        Font::A => &LARGE,
        Font::B => &SMALL,
    };
    let mut cell = Bitmap::blank(font.width() as usize, font.height() as usize);
    match character {
        '\u{a0}' => {}
        char::REPLACEMENT_CHARACTER => frame(&mut cell),
        _ => match face.glyph(character) {
            Some(glyph) => cell.stamp(&glyph, 0, 0, 1, 1),
            None => frame(&mut cell),
        },
    }
    cell
}

/// For each glyph its characters in UTF-8; 0xFE starts sequences of several, 0xFF ends the glyph.
fn utf8_places(table: &[u8]) -> BTreeMap<char, usize> {
    let mut places = BTreeMap::new();
    for (glyph, entry) in table.split(|byte| *byte == 0xFF).take(GLYPHS).enumerate() {
        let single = entry.split(|byte| *byte == 0xFE).next().unwrap_or_default();
        places.extend(String::from_utf8_lossy(single).chars().map(|character| (character, glyph)));
    }
    places
}

/// The same in UTF-16, little-endian, with 0xFFFE and 0xFFFF.
fn utf16_places(table: &[u8]) -> BTreeMap<char, usize> {
    let units: Vec<u16> = table.chunks_exact(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]])).collect();
    let mut places = BTreeMap::new();
    for (glyph, entry) in units.split(|unit| *unit == 0xFFFF).take(GLYPHS).enumerate() {
        let single = entry.split(|unit| *unit == 0xFFFE).next().unwrap_or_default();
        places.extend(String::from_utf16_lossy(single).chars().map(|character| (character, glyph)));
    }
    places
}

/// An empty box a dot or two inside the cell.
fn frame(cell: &mut Bitmap) {
    let (width, height) = (cell.width() - 3, cell.height() - 4);
    cell.fill(1, 2, width, 1);
    cell.fill(1, 1 + height, width, 1);
    cell.fill(1, 2, 1, height);
    cell.fill(width, 2, 1, height);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(cell: &Bitmap, range: std::ops::Range<usize>) -> Vec<String> {
        range
            .map(|y| (0..cell.width()).map(|x| if cell.is_black(x, y) { '#' } else { '.' }).collect())
            .collect()
    }

    #[test]
    fn every_letter_has_ink_and_a_space_has_none() {
        let box_lines = "─│┌┐└┘├┤┬┴┼═║░▒▓█";
        for font in [Font::A, Font::B] {
            let inked = |character| rows(&cell(font, character), 0..24).concat().contains('#');
            for letter in (b'!'..=b'~').map(char::from).chain("éüÑ€".chars()).chain(box_lines.chars()) {
                assert!(inked(letter), "{letter} {font:?}");
                assert_ne!(cell(font, letter), cell(font, '\u{fffd}'), "{letter} {font:?}");
            }
            assert!(!inked(' ') && !inked('\u{a0}'));
        }
    }

    #[test]
    fn both_faces_are_read_row_by_row() {
        assert_eq!(
            rows(&cell(Font::B, 'H'), 2..7),
            ["##...##..", "##...##..", "##...##..", "##...##..", "#######.."]
        );
        assert_eq!(rows(&cell(Font::A, 'H'), 10..13), [".##......##.", ".##########.", ".##......##."]);
    }

    #[test]
    fn letters_are_not_confused_and_missing_ones_are_boxes() {
        for font in [Font::A, Font::B] {
            assert_ne!(cell(font, 'A'), cell(font, 'B'));
            assert_ne!(cell(font, '0'), cell(font, 'O'));
            assert_eq!(cell(font, '\u{fffd}'), cell(font, '\u{e000}'));
        }
    }
}
