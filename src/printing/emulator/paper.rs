//! The printed sheet: what stands on it, dot-exact, and what went wrong while it was printed.
//!
//! A [`Paper`] is laid out when it is printed, so that its text and its picture can never disagree. It must stay
//! bounded: [`Paper::is_full`] tells the press when to end it by force.

use super::bitmap::DOTS_PER_MM;
use super::command::Edge;
use super::mark::{Line, Mark, Piece};
use super::profile::Profile;

/// The longest receipt in dots, 5 m; it may be passed by one strip.
const MAX_DOTS: u32 = 40_000;
/// The heaviest receipt in bytes; it may be passed by one strip.
const MAX_WEIGHT: usize = 8 << 20;
/// Notes kept of one receipt; further ones are only counted.
const MAX_NOTES: usize = 64;

/// One receipt's sheet, from the cut before it to its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paper {
    /// The printed line in dots.
    pub width: u32,
    pub strips: Vec<Strip>,
    pub notes: Vec<Note>,
    /// Notes beyond the kept ones.
    pub unkept_notes: u64,
    pub edge: Edge,
    dots: u32,
    weight: usize,
    /// Dots fed since the last ink.
    blank_tail: u32,
}

/// A piece of the sheet across its width.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Strip {
    Line(Line),
    /// Blank paper; `lines` is how many line feeds it stands for in the text.
    Gap {
        lines: u8,
        dots: u32,
    },
}

/// Something a person who writes print jobs should know.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Note {
    /// What kind of thing it was.
    pub kind: NoteKind,
    /// The head of the command it is about; empty when the kind says all.
    pub bytes: Vec<u8>,
}

/// What a [`Note`] is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum NoteKind {
    /// Bytes that are no command of this language, or a value outside its range.
    Unknown,
    /// A command of this language that this printer does not carry out.
    Unsupported,
    /// A command longer than the printer's memory.
    Oversized,
    /// A command that only works at the start of a line came within one.
    Misplaced,
    /// A position or margin outside the printed width; ignored.
    OutOfRange,
    /// A symbol that is too wide, empty, or holds too much; not printed.
    BadSymbol,
    /// A cut without feed, with print still before the cutter.
    CutThroughPrint,
    /// A pulse for a cash drawer, which an office has not got.
    DrawerPulse,
}

impl Paper {
    /// An unprinted sheet: the blank head that already lies beyond the cutter.
    pub fn blank(profile: &Profile) -> Paper {
        let gap = profile.cutter_gap();
        Paper {
            width: profile.width(),
            strips: vec![Strip::Gap { lines: 0, dots: gap }],
            notes: Vec::new(),
            unkept_notes: 0,
            edge: Edge::Torn,
            dots: gap,
            weight: 0,
            blank_tail: gap,
        }
    }

    /// Prints a line.
    pub fn print(&mut self, line: Line) {
        self.dots = self.dots.saturating_add(line.advance);
        self.blank_tail = line.advance - line.height.min(line.advance);
        self.weight +=
            size_of::<Strip>() + line.pieces.iter().map(|piece| piece.mark.weight()).sum::<usize>();
        self.strips.push(Strip::Line(line));
    }

    /// Feeds blank paper that stands for `lines` line feeds.
    pub fn feed(&mut self, lines: u8, dots: u32) {
        self.dots = self.dots.saturating_add(dots);
        self.blank_tail = self.blank_tail.saturating_add(dots);
        self.weight += size_of::<Strip>();
        self.strips.push(Strip::Gap { lines, dots });
    }

    /// Writes a note down, or counts it when there are many.
    pub fn note(&mut self, kind: NoteKind, bytes: Vec<u8>) {
        if self.notes.len() < MAX_NOTES {
            self.notes.push(Note { kind, bytes });
        } else {
            self.unkept_notes += 1;
        }
    }

    /// Whether the paper has not moved since the cut before.
    pub fn is_unmoved(&self) -> bool {
        self.strips.len() == 1
    }

    /// Whether it must end now to stay bounded.
    pub fn is_full(&self) -> bool {
        self.dots > MAX_DOTS || self.weight > MAX_WEIGHT
    }

    /// Dots fed since the last ink.
    pub fn blank_tail(&self) -> u32 {
        self.blank_tail
    }

    /// Length in dots, from cut to cut.
    pub fn dots(&self) -> u32 {
        self.dots
    }

    /// The memory it takes, in bytes.
    pub fn weight(&self) -> usize {
        self.weight
    }

    /// Length from cut to cut in whole millimetres, rounded up: what the roll loses.
    pub fn millimetres(&self) -> u32 {
        self.dots.div_ceil(DOTS_PER_MM)
    }

    /// The text line by line, without alignment, sizes and pictures; blank lines at the end are left out.
    ///
    /// A jump to a position gives as many spaces as characters of the following style would fit, at least one.
    pub fn text(&self) -> String {
        let mut lines: Vec<String> = Vec::new();
        for strip in &self.strips {
            match strip {
                Strip::Gap { lines: count, .. } => lines.extend((0..*count).map(|_| String::new())),
                Strip::Line(line) => lines.extend(line.text()),
            }
        }
        let written = lines.iter().rposition(|line| !line.is_empty()).map_or(0, |last| last + 1);
        lines.truncate(written);
        lines.join("\n")
    }

    /// What its QR symbols say, from the top; bytes that are not UTF-8 are replaced.
    pub fn qr_payloads(&self) -> Vec<String> {
        let pieces = self.strips.iter().flat_map(|strip| match strip {
            Strip::Line(line) => &line.pieces[..],
            Strip::Gap { .. } => &[],
        });
        let payload = |piece: &Piece| match &piece.mark {
            Mark::Qr { payload, .. } => Some(String::from_utf8_lossy(payload).into_owned()),
            _ => None,
        };
        pieces.filter_map(payload).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::super::mark::Style;
    use super::*;

    fn line(pieces: Vec<Piece>) -> Line {
        Line { pieces, height: 24, advance: 30 }
    }

    fn words(x: u32, text: &str) -> Piece {
        Piece { x, mark: Mark::Text { style: Style::default(), text: text.to_owned() } }
    }

    #[test]
    fn the_text_keeps_gaps_and_blank_lines_but_no_margins() {
        let mut paper = Paper::blank(&Profile::MM80);
        paper.print(line(vec![words(200, "Nomor"), words(260 + 48, "A-012")]));
        paper.feed(1, 30);
        paper.feed(0, 100);
        paper.print(line(vec![words(0, "x")]));
        paper.feed(3, 90);
        assert_eq!(paper.text(), "Nomor    A-012\n\nx");
    }

    #[test]
    fn the_length_is_what_the_roll_loses() {
        let mut paper = Paper::blank(&Profile::MM80);
        assert_eq!(paper.millimetres(), 12);
        paper.print(line(vec![words(0, "x")]));
        paper.feed(0, 3);
        assert_eq!((paper.dots(), paper.millimetres()), (129, 17));
        assert_eq!(paper.blank_tail(), 9);
    }

    #[test]
    fn notes_are_bounded() {
        let mut paper = Paper::blank(&Profile::MM80);
        for _ in 0..100 {
            paper.note(NoteKind::Unknown, vec![7]);
        }
        assert_eq!((paper.notes.len(), paper.unkept_notes), (64, 36));
    }
}
