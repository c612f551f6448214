//! The press: carries commands out on paper, with the layout rules of standard mode.
//!
//! It owns the settings a job changes (`ESC @` restores them), the line being set and the sheet under the head.
//! Widths, wrapping and feeds follow Epson's reference. It must never look at sensors or sockets: whether it may
//! work at all is decided in [`super::machine`].

use std::sync::Arc;

use super::codepage;
use super::command::{Align, Command, Cut, Edge, Font, QrCommand, Raster};
use super::line::LineBuffer;
use super::mark::{Label, Line, Mark, Piece, Style};
use super::paper::{NoteKind, Paper};
use super::profile::Profile;
use super::symbols::{BarcodeSettings, QrMemory};

/// Line feed after `ESC 2`, in dots (3.75 mm).
const DEFAULT_SPACING: u8 = 30;
/// The farthest one command feeds: 1016 mm.
const MAX_FEED: u32 = 8128;
/// Tab stops that are set from the start: every eight characters of font A.
const DEFAULT_TABS: [u8; 32] = {
    let mut columns = [0; 32];
    let mut at = 0;
    while at < columns.len() {
        columns[at] = if at < 31 { 8 * (at as u8 + 1) } else { 255 };
        at += 1;
    }
    columns
};

/// What a command brought about.
#[derive(Debug, Default)]
pub struct Output {
    /// Bytes for the host.
    pub answers: Vec<u8>,
    /// Receipts that were cut off.
    pub papers: Vec<Paper>,
}

/// What a job sets and `ESC @` restores.
#[derive(Clone, Debug)]
struct Settings {
    style: Style,
    emphasis: bool,
    double_strike: bool,
    /// Thickness `ESC !` uses when it switches underlining on, in dots.
    pen: u8,
    align: Align,
    spacing: u8,
    code_page: u8,
    character_set: u8,
    /// Dots from the left margin.
    tabs: Vec<u32>,
    left_margin: u32,
    area: u32,
    qr: QrMemory,
    barcode: BarcodeSettings,
    graphics: Option<Raster>,
}

/// How a line ends.
#[derive(Clone, Copy)]
enum Feed {
    Lines(u8),
    Dots(u8),
    /// Only what the head needs.
    None,
}

/// The printing mechanism.
#[derive(Debug)]
pub struct Press {
    profile: Profile,
    settings: Settings,
    line: LineBuffer,
    paper: Paper,
}

impl Press {
    /// A press at rest with blank paper.
    pub fn new(profile: Profile) -> Press {
        Press {
            profile,
            settings: Settings::new(&profile),
            line: LineBuffer::default(),
            paper: Paper::blank(&profile),
        }
    }

    /// Whether everything set is on paper.
    pub fn is_line_printed(&self) -> bool {
        self.line.is_empty()
    }

    /// `ESC @`: settings to their start, the line being set is lost.
    fn initialize(&mut self) {
        self.settings = Settings::new(&self.profile);
        self.line = LineBuffer::default();
    }

    /// What is on the paper under the head, torn off; none when it is blank.
    pub fn torn_off(self) -> Option<Paper> {
        let mut paper = self.paper;
        paper.edge = Edge::Torn;
        (!paper.is_unmoved()).then_some(paper)
    }

    /// Loses the line being set and keeps the settings, as when the buffers are cleared.
    pub fn clear_line(&mut self) {
        self.line = LineBuffer::default();
    }

    /// Carries one command out. Commands about status are not its business and change nothing.
    pub fn execute(&mut self, command: Command, output: &mut Output) {
        match command {
            Command::Initialize => self.initialize(),
            Command::Print(byte) => self.set_character(byte, output),
            Command::Tab => self.tab(),
            Command::LineFeed => self.end_line(Feed::Lines(1), output),
            Command::FormFeed if !self.line.is_empty() => self.end_line(Feed::Lines(1), output),
            Command::FeedLines(lines) => self.end_line(Feed::Lines(lines), output),
            Command::FeedDots(dots) => self.end_line(Feed::Dots(dots), output),
            Command::Cut(cut) => self.cut(cut, output),
            Command::Qr(command) => self.qr(command, output),
            Command::Raster(raster) => self.block(self.picture(raster), output),
            Command::StoreGraphics(raster) => self.settings.graphics = Some(raster),
            Command::PrintGraphics => self.print_graphics(output),
            Command::Columns(raster) => self.column_picture(raster, output),
            Command::Barcode { name, data } => {
                let mark = self.settings.barcode.mark(name, &data, self.area());
                self.block(mark, output);
            }
            Command::DrawerPulse => self.paper.note(NoteKind::DrawerPulse, Vec::new()),
            Command::Unsupported(head) => self.paper.note(NoteKind::Unsupported, head),
            Command::Unknown(head) => self.paper.note(NoteKind::Unknown, head),
            Command::Oversized(head) => self.paper.note(NoteKind::Oversized, head),
            other => self.adjust(other),
        }
    }

    /// The commands that only change settings.
    fn adjust(&mut self, command: Command) {
        let settings = &mut self.settings;
        match command {
            Command::PrintMode(mode) => settings.print_mode(mode),
            Command::Emphasis(on) => settings.emphasis = on,
            Command::DoubleStrike(on) => settings.double_strike = on,
            Command::Underline(dots) => settings.underline(dots),
            Command::Font(font) => settings.style.font = font,
            Command::Size { wide, high } => {
                settings.style.extra_wide = wide - 1;
                settings.style.extra_high = high - 1;
            }
            Command::Reverse(on) => settings.style.reverse = on,
            Command::UpsideDown(on) => settings.style.upside_down = on,
            Command::CharacterSpacing(dots) => settings.style.spacing = dots,
            Command::LineSpacing(dots) => settings.spacing = dots.unwrap_or(DEFAULT_SPACING),
            Command::CodePage(page) => settings.code_page = page,
            Command::CharacterSet(set) => settings.character_set = set,
            Command::Tabs(columns) => settings.set_tabs(&columns),
            Command::BarcodeHeight(dots) => settings.barcode.height = dots,
            Command::BarcodeModule(dots) => settings.barcode.module = dots,
            Command::BarcodeText(shown) => {
                settings.barcode.label = if shown { Label::Shown } else { Label::Hidden };
            }
            Command::MoveTo(dots) => self.move_to(i64::from(dots)),
            Command::MoveBy(dots) => self.move_to(i64::from(self.line.cursor) + i64::from(dots)),
            Command::Align(_) | Command::LeftMargin(_) | Command::AreaWidth(_) => self.set_area(command),
            _ => {}
        }
        self.settings.style.bold = self.settings.emphasis || self.settings.double_strike;
    }

    /// Alignment and margins, which count only at the start of a line.
    fn set_area(&mut self, command: Command) {
        if !self.line.is_empty() {
            self.paper.note(NoteKind::Misplaced, Vec::new());
            return;
        }
        match command {
            Command::Align(align) => self.settings.align = align,
            Command::LeftMargin(dots) if u32::from(dots) < self.profile.width() => {
                self.settings.left_margin = u32::from(dots);
            }
            Command::AreaWidth(dots) if dots > 0 => self.settings.area = u32::from(dots),
            _ => self.paper.note(NoteKind::OutOfRange, Vec::new()),
        }
    }

    /// Dots a line may take.
    fn area(&self) -> u32 {
        self.settings.area.min(self.profile.width() - self.settings.left_margin)
    }

    fn set_character(&mut self, byte: u8, output: &mut Output) {
        let character = codepage::decode(byte, self.settings.code_page, self.settings.character_set);
        self.make_room(self.settings.style.advance(), output);
        self.line.set(self.settings.style, character);
    }

    /// Ends the line when `width` more dots would pass its end; a lone wide mark stays and is cut off.
    fn make_room(&mut self, width: u32, output: &mut Output) {
        let wraps = self.line.cursor > 0 && self.line.cursor + width > self.area();
        if wraps || self.line.is_full() {
            self.end_line(Feed::Lines(1), output);
        }
    }

    fn tab(&mut self) {
        if let Some(stop) = self.settings.tabs.iter().copied().find(|stop| *stop > self.line.cursor) {
            self.line.cursor = stop.min(self.area());
        }
    }

    fn move_to(&mut self, dots: i64) {
        match u32::try_from(dots) {
            Ok(dots) if dots < self.area() => self.line.cursor = dots,
            _ => self.paper.note(NoteKind::OutOfRange, Vec::new()),
        }
    }

    /// Prints what is set, if anything, and feeds.
    fn end_line(&mut self, feed: Feed, output: &mut Output) {
        let (area, margin, align) = (self.area(), self.settings.left_margin, self.settings.align);
        let (pieces, height) = self.line.take(|width| margin + shift(align, area, width));
        let spacing = u32::from(self.settings.spacing);
        let (mut lines, mut dots) = match feed {
            Feed::Lines(lines) => (lines, u32::from(lines) * spacing),
            Feed::Dots(dots) => (0, u32::from(dots)),
            Feed::None => (0, 0),
        };
        if !pieces.is_empty() {
            // The line itself takes the first of the feeds: as much as the head needs, or the feed when larger.
            let own = if lines > 0 { spacing } else { dots };
            lines = lines.saturating_sub(1);
            dots -= own;
            self.paper.print(Line { pieces, height, advance: height.max(own) });
        }
        if lines > 0 || dots > 0 {
            self.paper.feed(lines, dots.min(MAX_FEED));
        }
        self.tear_when_full(output);
    }

    /// Prints a symbol or picture that takes lines of its own; it feeds its height, whatever the line spacing.
    fn block(&mut self, mark: Mark, output: &mut Output) {
        if !self.line.is_empty() {
            self.paper.note(NoteKind::Misplaced, Vec::new());
        }
        self.end_line(Feed::None, output);
        let x = self.settings.left_margin + shift(self.settings.align, self.area(), mark.width());
        let height = mark.height();
        self.paper.print(Line { pieces: vec![Piece { x, mark }], height, advance: height });
        self.tear_when_full(output);
    }

    fn qr(&mut self, command: QrCommand, output: &mut Output) {
        match command {
            QrCommand::Print => match self.settings.qr.mark() {
                Some(mark) if mark.width() <= self.area() => self.block(mark, output),
                _ => self.paper.note(NoteKind::BadSymbol, Vec::new()),
            },
            QrCommand::SendSize => output.answers.extend(self.settings.qr.size_answer(self.area())),
            other => {
                if let Some(kind) = self.settings.qr.apply(other) {
                    self.paper.note(kind, Vec::new());
                }
            }
        }
    }

    fn print_graphics(&mut self, output: &mut Output) {
        match self.settings.graphics.take() {
            Some(raster) => self.block(self.picture(raster), output),
            None => self.paper.note(NoteKind::BadSymbol, Vec::new()),
        }
    }

    fn column_picture(&mut self, raster: Raster, output: &mut Output) {
        let mark = self.picture(raster);
        self.make_room(mark.width(), output);
        self.line.insert(mark);
    }

    /// A picture as a mark; what lies right of the printing area is read but not printed.
    fn picture(&self, raster: Raster) -> Mark {
        let (wide, high) = (u32::from(raster.wide), u32::from(raster.high));
        let columns = (self.area() / wide).max(1) as usize;
        Mark::Raster { bitmap: Arc::new(raster.bitmap.cropped(columns)), wide, high }
    }

    fn cut(&mut self, cut: Cut, output: &mut Output) {
        if !self.line.is_empty() {
            self.paper.note(NoteKind::Misplaced, Vec::new());
            self.end_line(Feed::None, output);
        }
        match cut.feed {
            Some(0) => {}
            Some(dots) => self.paper.feed(0, u32::from(dots)),
            None if self.paper.is_unmoved() => return,
            None if self.paper.blank_tail() < self.profile.cutter_gap() => {
                self.paper.note(NoteKind::CutThroughPrint, Vec::new());
            }
            None => {}
        }
        self.finish(cut.edge, output);
    }

    fn tear_when_full(&mut self, output: &mut Output) {
        if self.paper.is_full() {
            self.finish(Edge::Torn, output);
        }
    }

    fn finish(&mut self, edge: Edge, output: &mut Output) {
        let mut paper = std::mem::replace(&mut self.paper, Paper::blank(&self.profile));
        paper.edge = edge;
        output.papers.push(paper);
    }
}

impl Settings {
    fn new(profile: &Profile) -> Settings {
        let mut settings = Settings {
            style: Style::default(),
            emphasis: false,
            double_strike: false,
            pen: 1,
            align: Align::Left,
            spacing: DEFAULT_SPACING,
            code_page: 0,
            character_set: 0,
            tabs: Vec::new(),
            left_margin: 0,
            area: profile.width(),
            qr: QrMemory::default(),
            barcode: BarcodeSettings::default(),
            graphics: None,
        };
        settings.set_tabs(&DEFAULT_TABS);
        settings
    }

    fn print_mode(&mut self, mode: u8) {
        self.style.font = if mode & 0x01 == 0 { Font::A } else { Font::B };
        self.emphasis = mode & 0x08 != 0;
        self.style.extra_high = mode >> 4 & 1;
        self.style.extra_wide = mode >> 5 & 1;
        self.style.underline = if mode & 0x80 == 0 { 0 } else { self.pen };
    }

    fn underline(&mut self, dots: u8) {
        self.style.underline = dots;
        self.pen = dots.max(1);
    }

    fn set_tabs(&mut self, columns: &[u8]) {
        let column = self.style.advance();
        self.tabs = columns.iter().map(|at| u32::from(*at) * column).collect();
    }
}

/// How far a line of `width` dots moves right in `area`.
fn shift(align: Align, area: u32, width: u32) -> u32 {
    let free = area.saturating_sub(width);
    match align {
        Align::Left => 0,
        Align::Centre => free / 2,
        Align::Right => free,
    }
}

#[cfg(test)]
mod tests;
