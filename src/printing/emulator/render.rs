//! The picture of a receipt, dot for dot.
//!
//! A [`Paper`] comes laid out; here it is only drawn. The picture is exactly the printed line wide. Below the
//! sheet, outside everything printed, it shows how the sheet was parted from the roll.

use super::bitmap::Bitmap;
use super::command::{Edge, Font};
use super::font;
use super::mark::{Label, Line, Mark, Piece, Style};
use super::paper::{Paper, Strip};

/// White paper between the last line and the drawn edge, in dots; not counted in the length.
const TAIL: usize = 16;
/// Height of the drawn edge in dots.
const EDGE: usize = 12;

/// Draws a receipt.
pub fn render(paper: &Paper) -> Bitmap {
    let (width, height) = (paper.width as usize, paper.dots() as usize);
    let mut picture = Bitmap::blank(width, height + TAIL + EDGE);
    let mut top = 0;
    for strip in &paper.strips {
        match strip {
            Strip::Gap { dots, .. } => top += *dots as usize,
            Strip::Line(line) => {
                draw_line(&mut picture, line, top);
                top += line.advance as usize;
            }
        }
    }
    draw_edge(&mut picture, paper.edge, height + TAIL);
    picture
}

fn draw_line(picture: &mut Bitmap, line: &Line, top: usize) {
    for piece in &line.pieces {
        // All pieces of a line stand on one base.
        let y = top + (line.height - piece.mark.height().min(line.height)) as usize;
        draw(picture, piece, y);
    }
}

fn draw(picture: &mut Bitmap, piece: &Piece, y: usize) {
    let x = piece.x as usize;
    match &piece.mark {
        Mark::Text { style, text } => {
            for (at, character) in text.chars().enumerate() {
                let left = x + at * style.advance() as usize;
                draw_character(picture, *style, character, (left, y));
            }
        }
        Mark::Qr { modules, module, .. } => picture.stamp(modules, x, y, *module as usize, *module as usize),
        Mark::Raster { bitmap, wide, high } => picture.stamp(bitmap, x, y, *wide as usize, *high as usize),
        Mark::Barcode { name, data, width, height, label } => {
            let (width, height) = (*width as usize, *height as usize);
            frame(picture, (x, y), width, height);
            draw_centred(picture, name, (x, y + height.saturating_sub(24) / 2), width);
            if *label == Label::Shown {
                draw_centred(picture, data, (x, y + height), width);
            }
        }
    }
}

fn draw_character(picture: &mut Bitmap, style: Style, character: char, (x, y): (usize, usize)) {
    let (wide, high) = (style.wide() as usize, style.high() as usize);
    let (width, height) = (style.advance() as usize, style.height() as usize);
    let cell = font::cell(style.font, character);
    picture.stamp(&cell, x, y, wide, high);
    if style.bold {
        // One dot further right before enlarging, kept inside the cell so that neighbours stay apart.
        let narrower = cell.width() - 1;
        picture.stamp(&cell.cropped(narrower), x + wide, y, wide, high);
    }
    if style.underline > 0 && !style.reverse {
        // The thickness is not enlarged with the character.
        let thick = usize::from(style.underline);
        picture.fill(x, y + height - thick, width, thick);
    }
    if style.reverse {
        picture.invert(x, y, width, height);
    }
}

/// Plain font A in the middle of `width` dots, cut off when it is longer.
fn draw_centred(picture: &mut Bitmap, text: &str, (x, y): (usize, usize), width: usize) {
    let column = Font::A.width() as usize;
    let fitting = width / column;
    let shown = text.chars().count().min(fitting);
    let left = x + (width - shown * column) / 2;
    for (at, character) in text.chars().take(fitting).enumerate() {
        draw_character(picture, Style::default(), character, (left + at * column, y));
    }
}

fn frame(picture: &mut Bitmap, (x, y): (usize, usize), width: usize, height: usize) {
    let line = 2.min(width).min(height);
    picture.fill(x, y, width, line);
    picture.fill(x, y + height - line, width, line);
    picture.fill(x, y, line, height);
    picture.fill(x + width - line, y, line, height);
}

/// Teeth for a full cut, dashes for a partial one, nothing for a torn sheet.
fn draw_edge(picture: &mut Bitmap, edge: Edge, top: usize) {
    for x in 0..picture.width() {
        let tooth = x % (2 * EDGE);
        let depth = if tooth < EDGE { tooth } else { 2 * EDGE - 1 - tooth };
        match edge {
            Edge::Full => picture.fill(x, top + depth.saturating_sub(1), 1, 2),
            Edge::Partial if x % 16 < 10 => picture.fill(x, top + EDGE / 2, 1, 2),
            Edge::Partial | Edge::Torn => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::command::Command;
    use super::super::parser::parse;
    use super::super::press::{Output, Press};
    use super::super::profile::Profile;
    use super::*;

    /// The picture of the first receipt that `bytes` print, without its head: line 0 is the first printed.
    fn picture(bytes: &[u8]) -> impl Fn(usize, usize) -> bool {
        let mut press = Press::new(Profile::MM58);
        let mut output = Output::default();
        let cut = parse(b"\x1dVA\x00");
        let commands: Vec<Command> = parse(bytes).into_iter().chain(cut).collect();
        for command in commands {
            press.execute(command, &mut output);
        }
        let drawn = render(&output.papers[0]);
        let head = Profile::MM58.cutter_gap() as usize;
        assert_eq!(drawn.width(), 384);
        move |x, y| drawn.is_black(x, y + head)
    }

    fn rows(
        dots: &impl Fn(usize, usize) -> bool,
        x: std::ops::Range<usize>,
        y: std::ops::Range<usize>,
    ) -> String {
        let row = |y| x.clone().map(|x| if dots(x, y) { '#' } else { '.' }).collect::<String>() + "\n";
        y.map(row).collect()
    }

    #[test]
    fn enlarging_multiplies_each_dot() {
        let small = picture(b"A\n");
        let large = picture(b"\x1d!\x12A\n");
        for y in 0..72 {
            for x in 0..24 {
                assert_eq!(large(x, y), small(x / 2, y / 3), "dot {x},{y}");
            }
        }
    }

    #[test]
    fn sizes_in_one_line_stand_on_one_base() {
        let mixed = picture(b"\x1d!\x11A\x1d!\x00A\n");
        let small = picture(b"A\n");
        for (x, y) in (0..12).flat_map(|x| (0..24).map(move |y| (x, y))) {
            assert_eq!(mixed(24 + x, 24 + y), small(x, y));
            assert!(!mixed(24 + x, y));
        }
    }

    #[test]
    fn bold_underline_and_reverse_show() {
        insta::assert_snapshot!(rows(&picture(b"H\x1bE1H\x1bE0\x1b-2H\x1b-0\x1dB1H\x1bM1H\n"), 0..57, 0..24));
    }

    #[test]
    fn a_picture_is_drawn_where_the_alignment_puts_it() {
        // 8 x 2 dots, doubled both ways, right-aligned.
        let dots = picture(b"\x1ba2\x1dv0\x03\x01\x00\x02\x00\x81\xff");
        assert_eq!(
            rows(&dots, 366..384, 0..4),
            "..##............##\n..##............##\n..################\n..################\n"
        );
        // Columns of eight dots, three high each.
        let column = picture(b"\x1b*\x01\x02\x00\x80\x01\n");
        assert_eq!(rows(&column, 0..3, 0..4), "#..\n#..\n#..\n...\n");
        assert_eq!(rows(&column, 0..3, 20..24), "...\n.#.\n.#.\n.#.\n");
    }

    #[test]
    fn nothing_is_drawn_beyond_the_paper() {
        let _ = picture(b"\x1dL\x70\x01\x1d!\x77WW\n\x1dv0\x00\xff\x00\x01\x00");
        let _ = picture(&[&b"\x1dL\x70\x01\x1dv0\x03\x40\x00\x01\x00"[..], &[0xFF; 64]].concat());
        let _ = picture(b"\x1dh\x01\x1dw\x01\x1dH2\x1dW\x01\x00\x1dkI\x02AB");
    }
}
