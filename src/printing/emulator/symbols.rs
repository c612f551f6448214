//! The symbol memory: what a QR code will say and look like, and the settings of barcodes.
//!
//! Settings and stored data last until `ESC @`, as on the real thing. It must never print: it hands marks to the
//! press, which knows the width.

use std::sync::Arc;

use qrcode::{Color, EcLevel, QrCode};

use super::bitmap::Bitmap;
use super::command::{QrCommand, QrLevel};
use super::mark::{Label, Mark};
use super::paper::NoteKind;

/// The most bytes `GS ( k` fn 180 takes (Epson: pL + pH x 256 <= 7092, less three).
const MAX_QR: usize = 7089;

/// QR settings and data, `GS ( k`.
#[derive(Clone, Debug)]
pub struct QrMemory {
    module: u8,
    level: QrLevel,
    data: Vec<u8>,
}

impl Default for QrMemory {
    fn default() -> QrMemory {
        QrMemory { module: 3, level: QrLevel::L, data: Vec::new() }
    }
}

impl QrMemory {
    /// Changes settings or data; gives what is not possible. Printing and answering are the caller's.
    pub fn apply(&mut self, command: QrCommand) -> Option<NoteKind> {
        match command {
            QrCommand::Model(2) | QrCommand::Print | QrCommand::SendSize => {}
            // Model 1 and Micro QR are drawn as model 2.
            QrCommand::Model(_) => return Some(NoteKind::Unsupported),
            QrCommand::Module(dots) => self.module = dots,
            QrCommand::Level(level) => self.level = level,
            QrCommand::Store(data) if data.len() > MAX_QR => return Some(NoteKind::BadSymbol),
            QrCommand::Store(data) => self.data = data,
        }
        None
    }

    /// The stored symbol; `None` when there is no data or more than a symbol holds.
    pub fn mark(&self) -> Option<Mark> {
        if self.data.is_empty() {
            return None;
        }
        let level = match self.level {
            QrLevel::L => EcLevel::L,
            QrLevel::M => EcLevel::M,
            QrLevel::Q => EcLevel::Q,
            QrLevel::H => EcLevel::H,
        };
        let code = QrCode::with_error_correction_level(&self.data, level).ok()?;
        let side = code.width();
        let mut modules = Bitmap::blank(side, side);
        for (at, _) in code.into_colors().iter().enumerate().filter(|(_, colour)| **colour == Color::Dark) {
            modules.ink(at % side, at / side);
        }
        Some(Mark::Qr {
            modules: Arc::new(modules),
            module: u32::from(self.module),
            payload: self.data.clone(),
        })
    }

    /// The answer to fn 182: the symbol's size in dots and whether it can be printed in `area` dots.
    pub fn size_answer(&self, area: u32) -> Vec<u8> {
        const SEPARATOR: u8 = 0x1F;
        let width = self.mark().map(|mark| mark.width());
        let side = width.unwrap_or(0).to_string();
        let printable = width.is_some_and(|width| width <= area);
        let mut answer = vec![0x37, 0x36];
        answer.extend(side.bytes());
        answer.push(SEPARATOR);
        answer.extend(side.bytes());
        answer.extend([SEPARATOR, b'1', SEPARATOR, if printable { b'0' } else { b'1' }, 0]);
        answer
    }
}

/// Barcode settings, `GS h`, `GS w`, `GS H`.
#[derive(Clone, Copy, Debug)]
pub struct BarcodeSettings {
    pub height: u8,
    pub module: u8,
    pub label: Label,
}

impl Default for BarcodeSettings {
    fn default() -> BarcodeSettings {
        BarcodeSettings { height: 162, module: 3, label: Label::Hidden }
    }
}

impl BarcodeSettings {
    /// A frame about as wide as the bars would be: eleven modules a character and the guards of Code 128.
    pub fn mark(&self, name: &'static str, data: &[u8], area: u32) -> Mark {
        let modules = 11 * data.len() as u32 + 35;
        let data =
            data.iter().map(|byte| if byte.is_ascii_graphic() { char::from(*byte) } else { ' ' }).collect();
        let width = (modules * u32::from(self.module)).min(area);
        Mark::Barcode { name, data, width, height: u32::from(self.height), label: self.label }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn memory(data: &[u8], module: u8) -> QrMemory {
        QrMemory { module, data: data.to_vec(), ..QrMemory::default() }
    }

    #[test]
    fn the_symbol_has_the_asked_size_and_no_quiet_zone() {
        let mark = memory(b"A012", 6).mark().expect("four characters fit");
        // Version 1 has 21 modules.
        assert_eq!((mark.width(), mark.height()), (126, 126));
        let Mark::Qr { modules, payload, .. } = mark else { panic!("{mark:?}") };
        assert!(modules.is_black(0, 0) && modules.is_black(20, 0) && modules.is_black(0, 20));
        assert_eq!(payload, b"A012");
    }

    #[test]
    fn a_higher_level_makes_a_larger_symbol() {
        let side = |level| QrMemory { level, ..memory(&[b'A'; 60], 1) }.mark().map(|mark| mark.width());
        assert!(side(QrLevel::H) > side(QrLevel::L));
    }

    #[test]
    fn what_does_not_fit_is_no_symbol() {
        assert_eq!(memory(b"", 3).mark(), None);
        assert_eq!(memory(&[b'a'; 7000], 3).mark(), None);
        let mut full = QrMemory::default();
        assert_eq!(full.apply(QrCommand::Store(vec![b'1'; 7090])), Some(NoteKind::BadSymbol));
    }

    #[test]
    fn the_size_answer_tells_dots_and_fitness() {
        assert_eq!(memory(b"A012", 6).size_answer(576), b"\x37\x36126\x1f126\x1f1\x1f0\x00");
        assert_eq!(memory(b"A012", 6).size_answer(100), b"\x37\x36126\x1f126\x1f1\x1f1\x00");
    }
}
