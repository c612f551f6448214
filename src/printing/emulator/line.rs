//! The print buffer: one line being set, before the head prints it.
//!
//! It knows positions and pieces, no feeds: [`super::press`] decides when a line ends. A line must stay bounded
//! although a job may move back and overprint for ever; [`LineBuffer::is_full`] says when.

use super::mark::{Mark, Piece, Style};

/// Characters in one line, overprinting included, after which it is printed.
const MAX_MARKS: usize = 4096;

/// The pieces set so far, positions counted from the left margin.
#[derive(Debug, Default)]
pub struct LineBuffer {
    pieces: Vec<Piece>,
    /// Where the next character goes, in dots.
    pub cursor: u32,
    /// The rightmost position reached by ink, in dots.
    extent: u32,
    marks: usize,
}

impl LineBuffer {
    /// Whether there is nothing to print.
    pub fn is_empty(&self) -> bool {
        self.pieces.is_empty()
    }

    /// Whether it must be printed to stay bounded.
    pub fn is_full(&self) -> bool {
        self.marks >= MAX_MARKS
    }

    /// Sets one character at the cursor.
    pub fn set(&mut self, style: Style, character: char) {
        let at = self.cursor;
        self.advance(style.advance());
        if let Some(Piece { x, mark: mark @ Mark::Text { .. } }) = self.pieces.last_mut()
            && *x + mark.width() == at
            && let Mark::Text { style: before, text } = mark
            && *before == style
        {
            text.push(character);
            return;
        }
        self.pieces.push(Piece { x: at, mark: Mark::Text { style, text: character.to_string() } });
    }

    /// Sets a picture at the cursor.
    pub fn insert(&mut self, mark: Mark) {
        let (at, width) = (self.cursor, mark.width());
        self.advance(width);
        self.pieces.push(Piece { x: at, mark });
    }

    /// Takes the line out: its pieces moved right by `shift` of the line's width, and its height in dots.
    pub fn take(&mut self, shift: impl FnOnce(u32) -> u32) -> (Vec<Piece>, u32) {
        let mut line = std::mem::take(self);
        let by = shift(line.extent);
        for piece in &mut line.pieces {
            piece.x += by;
        }
        let height = line.pieces.iter().map(|piece| piece.mark.height()).max().unwrap_or(0);
        (line.pieces, height)
    }

    fn advance(&mut self, width: u32) {
        self.cursor = self.cursor.saturating_add(width);
        self.extent = self.extent.max(self.cursor);
        self.marks += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_of_one_style_join_and_a_jump_parts_them() {
        let mut line = LineBuffer::default();
        let bold = Style { bold: true, ..Style::default() };
        line.set(Style::default(), 'a');
        line.set(Style::default(), 'b');
        line.set(bold, 'c');
        line.cursor = 100;
        line.set(bold, 'd');
        let (pieces, height) = line.take(|width| 576 - width);
        let shown: Vec<(u32, &str)> = pieces
            .iter()
            .map(|piece| match &piece.mark {
                Mark::Text { text, .. } => (piece.x, text.as_str()),
                other => panic!("{other:?} is no text"),
            })
            .collect();
        assert_eq!(shown, [(464, "ab"), (488, "c"), (564, "d")]);
        assert_eq!(height, 24);
        assert!(line.is_empty());
    }
}
