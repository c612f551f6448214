//! What a complete command means: bytes in, [`Command`] out.
//!
//! Every range of Epson's reference is checked here and nowhere else. It must never trust a length: a command
//! cut short by its own fields becomes [`Command::Unknown`], not a panic.

use super::bitmap::Bitmap;
use super::command::{Align, Command, Cut, Edge, Font, HEAD, QrCommand, QrLevel, Raster};
use super::syntax::{CAN, CR, DEL, DLE, ESC, FF, FS, GS, HT, LF};
use super::{codepage, syntax};

/// The meaning of the complete command `bytes`; `None` when it has no effect on paper or answers.
pub fn decode(bytes: &[u8]) -> Option<Command> {
    let command = match bytes {
        [HT] => Command::Tab,
        [LF] => Command::LineFeed,
        [FF] => Command::FormFeed,
        // With automatic line feed off, the default, CR does nothing; CAN only empties page mode.
        [CR | CAN] => return None,
        [byte] if *byte >= 0x20 && *byte != DEL => Command::Print(*byte),
        [DLE, syntax::EOT | syntax::ENQ | syntax::DC4, ..] => return None,
        [ESC, name, rest @ ..] => return escape(bytes, *name, rest),
        [GS, name, rest @ ..] => return group(bytes, *name, rest),
        [FS, b'&' | b'.' | b'!' | b'-' | b'C' | b'S' | b'W', ..] => return None,
        [FS, b'2' | b'(' | b'?' | b'g' | b'p' | b'q', ..] => unsupported(bytes),
        _ => unknown(bytes),
    };
    Some(command)
}

fn escape(bytes: &[u8], name: u8, rest: &[u8]) -> Option<Command> {
    let command = match (name, rest) {
        (b'@', []) => Command::Initialize,
        (b'!', [n]) => Command::PrintMode(*n),
        (b'E', [n]) => Command::Emphasis(n & 1 == 1),
        (b'G', [n]) => Command::DoubleStrike(n & 1 == 1),
        (b'-', [n @ (0..=2 | b'0'..=b'2')]) => Command::Underline(n & 3),
        (b'M', [0 | b'0']) => Command::Font(Font::A),
        (b'M', [1 | b'1']) => Command::Font(Font::B),
        (b'a', [0 | b'0']) => Command::Align(Align::Left),
        (b'a', [1 | b'1']) => Command::Align(Align::Centre),
        (b'a', [2 | b'2']) => Command::Align(Align::Right),
        (b'{', [n]) => Command::UpsideDown(n & 1 == 1),
        (b' ', [n]) => Command::CharacterSpacing(*n),
        (b'2', []) => Command::LineSpacing(None),
        (b'3', [n]) => Command::LineSpacing(Some(*n)),
        (b'd', [n]) => Command::FeedLines(*n),
        (b'J', [n]) => Command::FeedDots(*n),
        (b't', [n]) if codepage::has_page(*n) => Command::CodePage(*n),
        (b'R', [n]) if codepage::has_set(*n) => Command::CharacterSet(*n),
        (b'D', [columns @ .., _]) if columns.is_sorted() => Command::Tabs(columns.to_vec()),
        (b'$', [low, high]) => Command::MoveTo(u16::from_le_bytes([*low, *high])),
        (b'\\', [low, high]) => Command::MoveBy(i16::from_le_bytes([*low, *high])),
        (b'i', []) => Command::Cut(Cut { edge: Edge::Full, feed: None }),
        (b'm', []) => Command::Cut(Cut { edge: Edge::Partial, feed: None }),
        (b'*', [mode, _, _, columns @ ..]) => return Some(column_picture(bytes, *mode, columns)),
        (b'p', [_, _, _]) => Command::DrawerPulse,
        (b'=', [n]) => Command::Select(n & 1 == 1),
        (b'v', []) => Command::SendStatus(1),
        (b'u', [_]) => Command::SendStatus(2),
        // Upright letters and the first colour are all this printer has: asking for them changes nothing.
        (b'V', [0 | b'0']) | (b'r', [0 | b'0']) | (b'%', [0]) => return None,
        // Sensors, panel, unidirectional printing, leaving page mode, return home, forgetting user characters.
        (b'c', [b'3'..=b'5', _]) | (b'U' | b'?', [_]) | (b'S' | b'<', []) => return None,
        (b'V' | b'r' | b'%' | b'T' | b'K' | b'e' | b't' | b'R', [_]) | (b'c' | b'B', [_, _]) => {
            unsupported(bytes)
        }
        (b'L' | FF, []) | (b'W' | b'&' | b'(', _) => unsupported(bytes),
        _ => unknown(bytes),
    };
    Some(command)
}

fn group(bytes: &[u8], name: u8, rest: &[u8]) -> Option<Command> {
    let command = match (name, rest) {
        (b'!', [n]) => Command::Size { wide: (n >> 4 & 7) + 1, high: (n & 7) + 1 },
        (b'B', [n]) => Command::Reverse(n & 1 == 1),
        (b'L', [low, high]) => Command::LeftMargin(u16::from_le_bytes([*low, *high])),
        (b'W', [low, high]) => Command::AreaWidth(u16::from_le_bytes([*low, *high])),
        (b'V', [0 | b'0']) => Command::Cut(Cut { edge: Edge::Full, feed: None }),
        (b'V', [1 | b'1']) => Command::Cut(Cut { edge: Edge::Partial, feed: None }),
        (b'V', [65 | 97 | 103, n]) => Command::Cut(Cut { edge: Edge::Full, feed: Some(*n) }),
        (b'V', [66 | 98 | 104, n]) => Command::Cut(Cut { edge: Edge::Partial, feed: Some(*n) }),
        (b'a', [n]) => Command::AutoStatus(*n),
        (b'r', [n @ (1 | 2 | b'1' | b'2')]) => Command::SendStatus(n & 3),
        (b'I', [n]) => Command::SendInfo(*n),
        (b'h', [n @ 1..=255]) => Command::BarcodeHeight(*n),
        (b'w', [n @ 1..=6]) => Command::BarcodeModule(*n),
        (b'H', [n @ (0..=3 | b'0'..=b'3')]) => Command::BarcodeText(n & 3 != 0),
        (b'k', [kind, data @ ..]) => return Some(barcode(bytes, *kind, data)),
        (b'v', [b'0', mode, x_low, x_high, y_low, y_high, rows @ ..]) => {
            let stride = u16::from_le_bytes([*x_low, *x_high]);
            let height = u16::from_le_bytes([*y_low, *y_high]);
            return Some(raster(bytes, *mode, stride, height, rows));
        }
        (b'(', [b'k', _, _, b'1', function, data @ ..]) => return Some(qr(bytes, *function, data)),
        (b'(', [b'H', 6, 0, b'0', b'0', id @ ..]) => return Some(process_id(bytes, id)),
        (b'(', [b'L', _, _, data @ ..]) | (b'8', [b'L', _, _, _, _, data @ ..]) => {
            return graphics(bytes, data);
        }
        // Smoothing and HRI font change no dot that matters; the rest of these only configure the machine.
        (b'b' | b'f' | b'j' | b'T' | b'E', [_]) | (b'P', [_, _]) => return None,
        (b'(', [b'A' | b'C' | b'D' | b'E' | b'K' | b'M' | b'N' | b'P' | b'Q' | b'V' | b'Z' | b'k', ..]) => {
            unsupported(bytes)
        }
        (b'*' | b'/' | b':' | b'^' | b'$' | b'\\' | b'g' | b'z' | b'C' | b'Q' | b'c', _) => {
            unsupported(bytes)
        }
        _ => unknown(bytes),
    };
    Some(command)
}

/// `GS ( k`, cn = 49; `data` follows the function's number.
fn qr(bytes: &[u8], function: u8, data: &[u8]) -> Command {
    let command = match (function, data) {
        (65, [n @ b'1'..=b'3', _]) => QrCommand::Model(n - b'0'),
        (67, [n @ 1..=16]) => QrCommand::Module(*n),
        (69, [b'0']) => QrCommand::Level(QrLevel::L),
        (69, [b'1']) => QrCommand::Level(QrLevel::M),
        (69, [b'2']) => QrCommand::Level(QrLevel::Q),
        (69, [b'3']) => QrCommand::Level(QrLevel::H),
        (80, [b'0', payload @ ..]) if !payload.is_empty() => QrCommand::Store(payload.to_vec()),
        (81, [b'0']) => QrCommand::Print,
        (82, [b'0']) => QrCommand::SendSize,
        _ => return unknown(bytes),
    };
    Command::Qr(command)
}

fn process_id(bytes: &[u8], id: &[u8]) -> Command {
    match id {
        [a, b, c, d] if id.iter().all(|byte| (32..=126).contains(byte)) => {
            Command::ProcessId([*a, *b, *c, *d])
        }
        _ => unknown(bytes),
    }
}

/// `GS ( L` and `GS 8 L`; `data` follows the length: m, fn, parameters.
fn graphics(bytes: &[u8], data: &[u8]) -> Option<Command> {
    let command = match data {
        [b'0', 2 | 50] => Command::PrintGraphics,
        // The reference density is the only one.
        [b'0', 1 | 49, ..] => return None,
        [b'0', 112, b'0', wide @ 1..=2, high @ 1..=2, b'1', x_low, x_high, y_low, y_high, rows @ ..] => {
            let width = usize::from(u16::from_le_bytes([*x_low, *x_high]));
            let height = usize::from(u16::from_le_bytes([*y_low, *y_high]));
            if width == 0 || height == 0 || rows.len() < width.div_ceil(8) * height {
                unknown(bytes)
            } else {
                let bitmap = Bitmap::from_rows(width, height, rows.to_vec());
                Command::StoreGraphics(Raster { bitmap, wide: *wide, high: *high })
            }
        }
        _ => unsupported(bytes),
    };
    Some(command)
}

/// `GS v 0`: `stride` bytes a row.
fn raster(bytes: &[u8], mode: u8, stride: u16, height: u16, rows: &[u8]) -> Command {
    if stride == 0 || height == 0 || !matches!(mode, 0..=3 | b'0'..=b'3') {
        return unknown(bytes);
    }
    let bitmap = Bitmap::from_rows(usize::from(stride) * 8, usize::from(height), rows.to_vec());
    Command::Raster(Raster { bitmap, wide: (mode & 1) + 1, high: (mode >> 1 & 1) + 1 })
}

/// `ESC *`: columns of 8 or 24 dots, the top one in the highest bit.
fn column_picture(bytes: &[u8], mode: u8, columns: &[u8]) -> Command {
    let (depth, wide, high) = match mode {
        0 => (1, 2, 3),
        1 => (1, 1, 3),
        32 => (3, 2, 1),
        33 => (3, 1, 1),
        _ => return unknown(bytes),
    };
    if columns.is_empty() {
        return unknown(bytes);
    }
    let mut bitmap = Bitmap::blank(columns.len() / depth, depth * 8);
    for (x, column) in columns.chunks_exact(depth).enumerate() {
        for y in (0..depth * 8).filter(|y| column[y / 8] & (0x80 >> (y % 8)) != 0) {
            bitmap.ink(x, y);
        }
    }
    Command::Columns(Raster { bitmap, wide, high })
}

fn barcode(bytes: &[u8], kind: u8, data: &[u8]) -> Command {
    const NAMES: [&str; 15] = [
        "UPC-A",
        "UPC-E",
        "EAN13",
        "EAN8",
        "CODE39",
        "ITF",
        "CODABAR",
        "CODE93",
        "CODE128",
        "GS1-128",
        "GS1 DataBar Omni",
        "GS1 DataBar Trunc",
        "GS1 DataBar Ltd",
        "GS1 DataBar Exp",
        "CODE128 auto",
    ];
    let (index, data) = match (kind, data) {
        (0..=6, [data @ .., _]) => (kind, data),
        (65..=79, [_, data @ ..]) => (kind - 65, data),
        _ => return unknown(bytes),
    };
    match NAMES.get(usize::from(index)) {
        Some(name) if !data.is_empty() => Command::Barcode { name, data: data.to_vec() },
        _ => unknown(bytes),
    }
}

fn unknown(bytes: &[u8]) -> Command {
    Command::Unknown(head(bytes))
}

fn unsupported(bytes: &[u8]) -> Command {
    Command::Unsupported(head(bytes))
}

/// The first [`HEAD`] bytes.
pub fn head(bytes: &[u8]) -> Vec<u8> {
    bytes[..bytes.len().min(HEAD)].to_vec()
}
