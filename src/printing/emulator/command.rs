//! The printer's vocabulary: one value per ESC/POS command, already checked and free of bytes on the wire.
//!
//! It exists so that the parser (bytes) and the press (paper) meet in one readable list. It must never carry
//! a value outside its documented range: [`super::decode`] turns those into [`Command::Unknown`].

use super::bitmap::Bitmap;

/// The first bytes of a command that was not carried out, enough to recognise it in a note.
pub const HEAD: usize = 16;

/// One complete command or one character.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// A byte to print, 0x20..=0x7E or 0x80..=0xFF, not yet decoded by the code page.
    Print(u8),
    /// HT.
    Tab,
    /// LF.
    LineFeed,
    /// FF; in standard mode it only ends the line.
    FormFeed,
    /// ESC @.
    Initialize,
    /// ESC ! n: font, bold, double height and width, underline in one byte.
    PrintMode(u8),
    /// ESC E n.
    Emphasis(bool),
    /// ESC G n.
    DoubleStrike(bool),
    /// ESC - n: dots, 0..=2.
    Underline(u8),
    /// ESC M n.
    Font(Font),
    /// GS ! n: multiples of the font's size, 1..=8 each.
    Size { wide: u8, high: u8 },
    /// GS B n.
    Reverse(bool),
    /// ESC { n.
    UpsideDown(bool),
    /// ESC SP n: dots to the right of each character, before enlarging.
    CharacterSpacing(u8),
    /// ESC a n.
    Align(Align),
    /// ESC 3 n in dots, or ESC 2 (`None`) for the default.
    LineSpacing(Option<u8>),
    /// ESC d n: print and feed n lines.
    FeedLines(u8),
    /// ESC J n: print and feed n dots.
    FeedDots(u8),
    /// ESC t n, one of the pages of [`super::codepage`].
    CodePage(u8),
    /// ESC R n, one of the sets of [`super::codepage`].
    CharacterSet(u8),
    /// ESC D: columns, ascending.
    Tabs(Vec<u8>),
    /// GS L: dots.
    LeftMargin(u16),
    /// GS W: dots.
    AreaWidth(u16),
    /// ESC $: dots from the left margin.
    MoveTo(u16),
    /// ESC \: dots from the current position.
    MoveBy(i16),
    /// GS V, ESC i, ESC m.
    Cut(Cut),
    /// GS ( k, cn = 49.
    Qr(QrCommand),
    /// GS v 0.
    Raster(Raster),
    /// GS ( L fn 112.
    StoreGraphics(Raster),
    /// GS ( L fn 2 and 50.
    PrintGraphics,
    /// ESC *: a picture that stands in the line like a character.
    Columns(Raster),
    /// GS k: symbology and data.
    Barcode { name: &'static str, data: Vec<u8> },
    /// GS h n: dots.
    BarcodeHeight(u8),
    /// GS w n: dots of the narrowest bar.
    BarcodeModule(u8),
    /// GS H n: whether the characters are printed beside the bars.
    BarcodeText(bool),
    /// ESC p.
    DrawerPulse,
    /// ESC = n: whether this printer listens.
    Select(bool),
    /// GS ( H fn 48: answer these four bytes once everything before is on paper.
    ProcessId([u8; 4]),
    /// GS a n.
    AutoStatus(u8),
    /// GS r n, ESC v (as 1) and ESC u (as 2).
    SendStatus(u8),
    /// GS I n.
    SendInfo(u8),
    /// A known command whose effect this printer does not show; the head of its bytes.
    Unsupported(Vec<u8>),
    /// Bytes that are no command, or a value outside its range; their head.
    Unknown(Vec<u8>),
    /// A command longer than [`super::parser::MAX_COMMAND`]; the head of its bytes. The rest was skipped.
    Oversized(Vec<u8>),
}

/// The two resident fonts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Font {
    /// 12 x 24 dots.
    #[default]
    A,
    /// 9 x 17 dots.
    B,
}

impl Font {
    /// Width of the character cell in dots.
    pub fn width(self) -> u32 {
        match self {
            Font::A => 12,
            Font::B => 9,
        }
    }

    /// Height of the character cell in dots.
    pub fn height(self) -> u32 {
        match self {
            Font::A => 24,
            Font::B => 17,
        }
    }
}

/// ESC a.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Align {
    #[default]
    Left,
    Centre,
    Right,
}

/// GS V, ESC i and ESC m.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cut {
    pub edge: Edge,
    /// Dots fed beyond the cutter before cutting; `None` cuts where the paper stands, through whatever still
    /// lies between the print head and the cutter.
    pub feed: Option<u8>,
}

/// How a receipt ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Edge {
    /// Cut through.
    Full,
    /// One point left uncut.
    Partial,
    /// No cut came within the longest receipt the printer keeps; the sheet was ended by force.
    Torn,
}

/// GS ( k for QR symbols.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum QrCommand {
    /// fn 165: 1, 2, or 3 for Micro QR.
    Model(u8),
    /// fn 167: dots of one module, 1..=16.
    Module(u8),
    /// fn 169.
    Level(QrLevel),
    /// fn 180.
    Store(Vec<u8>),
    /// fn 181.
    Print,
    /// fn 182.
    SendSize,
}

/// The error correction level of a QR symbol: about 7, 15, 25 and 30 % of its words can be restored.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum QrLevel {
    #[default]
    L,
    M,
    Q,
    H,
}

/// A picture and how many dots each of its dots becomes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Raster {
    pub bitmap: Bitmap,
    pub wide: u8,
    pub high: u8,
}
