//! A strip of thermal paper: lines, columns, big letters, QR codes, cuts.

use super::PaperError;
use escpos::driver::Driver;
use escpos::errors::Result as EscposResult;
use escpos::printer::Printer;
use escpos::utils::{JustifyMode, Protocol, QRCodeCorrectionLevel, QRCodeModel, QRCodeOption};
use std::sync::{Arc, Mutex, PoisonError};

/// Dots of a character of font A.
const LETTER_DOTS: u16 = 12;
/// Dots of a QR module: 6 are read by any phone, and at least 4 must fit.
const QR_MODULE: u8 = 6;

/// Takes the bytes that `escpos` makes.
#[derive(Clone, Default)]
struct Bytes(Arc<Mutex<Vec<u8>>>);

impl Driver for Bytes {
    fn name(&self) -> String {
        "bytes".to_string()
    }

    fn write(&self, data: &[u8]) -> EscposResult<()> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).extend_from_slice(data);
        Ok(())
    }

    fn read(&self, _: &mut [u8]) -> EscposResult<usize> {
        Ok(0)
    }

    fn flush(&self) -> EscposResult<()> {
        Ok(())
    }
}

/// A paper being written.
pub(super) struct Sheet {
    printer: Printer<Bytes>,
    bytes: Bytes,
    columns: usize,
}

impl Sheet {
    /// A blank strip of `dots` printable dots.
    pub(super) fn new(dots: u16) -> Result<Sheet, PaperError> {
        let bytes = Bytes::default();
        let mut printer = Printer::new(bytes.clone(), Protocol::default(), None);
        printer.init()?;
        Ok(Sheet { printer, bytes, columns: usize::from(dots / LETTER_DOTS) })
    }

    /// Lines in the middle.
    pub(super) fn centre(&mut self, text: &str, bold: bool) -> Result<(), PaperError> {
        self.printer.justify(JustifyMode::CENTER)?.bold(bold)?;
        for line in wrap(&plain(text), self.columns) {
            self.printer.writeln(&line)?;
        }
        self.printer.bold(false)?.justify(JustifyMode::LEFT)?;
        Ok(())
    }

    /// Lines in the middle, twice as high, and twice as wide if they fit.
    pub(super) fn title(&mut self, text: &str) -> Result<(), PaperError> {
        let text = plain(text);
        let width = if text.len() * 2 <= self.columns { 2 } else { 1 };
        self.printer.justify(JustifyMode::CENTER)?.bold(true)?.size(width, 2)?;
        for line in wrap(&text, self.columns / usize::from(width)) {
            self.printer.writeln(&line)?;
        }
        self.printer.reset_size()?.bold(false)?.justify(JustifyMode::LEFT)?;
        Ok(())
    }

    /// A number as large as the paper allows: 8 times on 80 mm, 6 times on 58 mm.
    pub(super) fn number(&mut self, text: &str) -> Result<(), PaperError> {
        let text = plain(text);
        let size = (self.columns / text.len().max(1)).clamp(2, 8);
        let size = u8::try_from(size).unwrap_or(8);
        self.printer.justify(JustifyMode::CENTER)?.bold(true)?.size(size, size)?;
        self.printer.writeln(&text)?.reset_size()?.bold(false)?.justify(JustifyMode::LEFT)?;
        Ok(())
    }

    /// White on black.
    pub(super) fn reverse(&mut self, text: &str) -> Result<(), PaperError> {
        self.printer.justify(JustifyMode::CENTER)?.reverse(true)?.bold(true)?;
        self.printer.writeln(&format!(" {} ", plain(text)))?;
        self.printer.reverse(false)?.bold(false)?.justify(JustifyMode::LEFT)?;
        Ok(())
    }

    /// Lines from the left; what goes on in the next line is indented.
    pub(super) fn line(&mut self, text: &str, indent: usize) -> Result<(), PaperError> {
        // The words after the lead are wrapped beside it.
        let text = plain(text);
        let (lead, rest) = text.split_at_checked(indent).unwrap_or(("", &text));
        let room = self.columns.saturating_sub(lead.len()).max(8);
        for (place, line) in wrap(rest, room).into_iter().enumerate() {
            let lead = if place == 0 { lead.to_string() } else { " ".repeat(lead.len()) };
            self.printer.writeln(&format!("{lead}{line}"))?;
        }
        Ok(())
    }

    /// A name and its value; a long value goes on under itself.
    pub(super) fn fact(&mut self, name: &str, value: &str) -> Result<(), PaperError> {
        let name = format!("{:<11}: ", plain(name));
        let room = self.columns.saturating_sub(name.len()).max(8);
        for (place, line) in wrap(&plain(value), room).into_iter().enumerate() {
            let lead = if place == 0 { name.clone() } else { " ".repeat(name.len()) };
            self.printer.writeln(&format!("{lead}{line}"))?;
        }
        Ok(())
    }

    /// A line across.
    pub(super) fn rule(&mut self) -> Result<(), PaperError> {
        self.printer.writeln(&"-".repeat(self.columns))?;
        Ok(())
    }

    /// Empty lines.
    pub(super) fn feed(&mut self, lines: u8) -> Result<(), PaperError> {
        self.printer.feeds(lines)?;
        Ok(())
    }

    /// A QR code in the middle, made by the printer itself, with white around it.
    pub(super) fn qr(&mut self, text: &str) -> Result<(), PaperError> {
        let option = QRCodeOption::new(QRCodeModel::Model2, QR_MODULE, QRCodeCorrectionLevel::M);
        self.printer.justify(JustifyMode::CENTER)?.feed()?.qrcode_option(text, option)?.feed()?;
        self.printer.justify(JustifyMode::LEFT)?;
        Ok(())
    }

    /// Feeds past the knife and cuts.
    pub(super) fn cut(&mut self) -> Result<(), PaperError> {
        // GS V 65 n: feed to the cutter plus n units, then cut all but a thread.
        self.printer.custom(&[0x1d, b'V', 66, 16])?;
        self.printer.print()?;
        Ok(())
    }

    /// The bytes so far. Only what was followed by a cut is in them.
    pub(super) fn into_bytes(self) -> Vec<u8> {
        std::mem::take(&mut *self.bytes.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// Text in characters that every printer has: ASCII without control characters. Accents are taken
/// off; anything else becomes a question mark, so that nothing is dropped in silence.
pub(super) fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            ' '..='~' => out.push(letter),
            '\n' | '\r' | '\t' => out.push(' '),
            letter if letter.is_control() => {}
            '\u{2018}' | '\u{2019}' => out.push('\''),
            '\u{201c}' | '\u{201d}' => out.push('"'),
            '\u{2010}'..='\u{2015}' => out.push('-'),
            '\u{2026}' => out.push_str("..."),
            '\u{a0}' | '\u{202f}' => out.push(' '),
            letter => out.push(unaccented(letter).unwrap_or('?')),
        }
    }
    out
}

fn unaccented(letter: char) -> Option<char> {
    const FROM: &str = "ÀÁÂÃÄÅÇÈÉÊËÌÍÎÏÑÒÓÔÕÖØÙÚÛÜÝàáâãäåçèéêëìíîïñòóôõöøùúûüýÿ";
    const TO: &str = "AAAAAACEEEEIIIINOOOOOOUUUUYaaaaaaceeeeiiiinoooooouuuuyy";
    FROM.chars().position(|known| known == letter).and_then(|place| TO.chars().nth(place))
}

/// Breaks ASCII text into lines of at most `room` letters, at spaces where it can.
fn wrap(text: &str, room: usize) -> Vec<String> {
    let room = room.max(1);
    let mut lines = vec![String::new()];
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        let mut word = word;
        loop {
            let line = lines.last_mut().expect("there is always a line");
            let needed = word.len() + usize::from(!line.is_empty());
            if line.len() + needed <= room {
                if !line.is_empty() {
                    line.push(' ');
                }
                line.push_str(word);
                break;
            }
            if line.is_empty() {
                // A word longer than the paper is cut.
                line.push_str(&word[..room]);
                word = &word[room..];
            }
            lines.push(String::new());
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn lines_break_at_spaces() {
        assert_eq!(wrap("Surat keterangan tempat praktik", 16), ["Surat keterangan", "tempat praktik"]);
        assert_eq!(wrap("0123456789", 4), ["0123", "4567", "89"]);
        assert_eq!(wrap("", 4), [""]);
    }

    #[test]
    fn names_keep_their_letters_without_accents() {
        assert_eq!(plain("José O’Brien – 5\u{a0}µg\u{1b}"), "Jose O'Brien - 5 ?g");
    }

    proptest! {
        #[test]
        fn no_text_brings_a_control_byte_to_the_wire(text: String) {
            let printable = plain(&text);
            prop_assert!(printable.bytes().all(|byte| (0x20..0x7f).contains(&byte)));
            for line in wrap(&printable, 48) {
                prop_assert!(line.len() <= 48);
            }
        }
    }
}
