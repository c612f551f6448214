//! A strip of thermal paper: lines, columns, big letters, QR codes, cuts.

use super::raster::Raster;
use super::{PaperError, raster};
use crate::domain::profile::{Cutter, PrinterPlan, QrMaker};
use escpos::driver::Driver;
use escpos::errors::Result as EscposResult;
use escpos::printer::Printer;
use escpos::utils::{JustifyMode, Protocol, QRCodeCorrectionLevel, QRCodeModel, QRCodeOption};
use qrcode::{EcLevel, QrCode};
use std::sync::{Arc, Mutex, PoisonError};

/// Dots of a character of font A.
const LETTER_DOTS: u16 = 12;
/// Dots of a line feed after `ESC @`, and of a line of font A; a taller line takes its own height.
const LINE_DOTS: u32 = 30;
const LETTER_HIGH: u32 = 24;
/// Dots between the print head and the knife: the blank head of every paper.
const TO_KNIFE: u32 = 96;
/// Blank dots between the last line and the cut.
const MARGIN: u8 = 16;
/// Dots in a millimetre.
const DOTS_PER_MM: u32 = 8;
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
    plan: Features,
    columns: usize,
    /// Paper used so far, in dots, from the first cut on.
    used: u32,
}

/// What the printer can do.
#[derive(Clone, Copy)]
struct Features {
    dots: u16,
    cutter: Cutter,
    qr: QrMaker,
}

impl Sheet {
    /// A blank strip for a printer.
    pub(super) fn new(plan: &PrinterPlan) -> Result<Sheet, PaperError> {
        let bytes = Bytes::default();
        let mut printer = Printer::new(bytes.clone(), Protocol::default(), None);
        printer.init()?;
        if plan.code_page != 0 {
            // ESC t n. After ESC @ the page is the printer's own default, which is PC437 where its number is 0.
            printer.custom(&[0x1b, b't', plan.code_page])?;
        }
        let columns = usize::from(plan.dots / LETTER_DOTS);
        let plan = Features { dots: plan.dots, cutter: plan.cutter, qr: plan.qr };
        Ok(Sheet { printer, bytes, plan, columns, used: 0 })
    }

    /// Its printable dots.
    pub(super) fn dots(&self) -> u16 {
        self.plan.dots
    }

    /// One printed line whose letters are so many times as high as usual.
    fn write(&mut self, line: &str, high: u8) -> Result<(), PaperError> {
        self.printer.writeln(line)?;
        self.used += LINE_DOTS.max(LETTER_HIGH * u32::from(high));
        Ok(())
    }

    /// Lines in the middle.
    pub(super) fn centre(&mut self, text: &str, bold: bool) -> Result<(), PaperError> {
        self.printer.justify(JustifyMode::CENTER)?.bold(bold)?;
        for line in wrap(&plain(text), self.columns) {
            self.write(&line, 1)?;
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
            self.write(&line, 2)?;
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
        self.write(&text, size)?;
        self.printer.reset_size()?.bold(false)?.justify(JustifyMode::LEFT)?;
        Ok(())
    }

    /// White on black.
    pub(super) fn reverse(&mut self, text: &str) -> Result<(), PaperError> {
        self.printer.justify(JustifyMode::CENTER)?.reverse(true)?.bold(true)?;
        self.write(&format!(" {} ", plain(text)), 1)?;
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
            self.write(&format!("{lead}{line}"), 1)?;
        }
        Ok(())
    }

    /// A name and its value; a long value goes on under itself.
    pub(super) fn fact(&mut self, name: &str, value: &str) -> Result<(), PaperError> {
        let name = format!("{:<11}: ", plain(name));
        let room = self.columns.saturating_sub(name.len()).max(8);
        for (place, line) in wrap(&plain(value), room).into_iter().enumerate() {
            let lead = if place == 0 { name.clone() } else { " ".repeat(name.len()) };
            self.write(&format!("{lead}{line}"), 1)?;
        }
        Ok(())
    }

    /// A line across.
    pub(super) fn rule(&mut self) -> Result<(), PaperError> {
        self.write(&"-".repeat(self.columns), 1)
    }

    /// Empty lines.
    pub(super) fn feed(&mut self, lines: u8) -> Result<(), PaperError> {
        self.printer.feeds(lines)?;
        self.used += LINE_DOTS * u32::from(lines);
        Ok(())
    }

    /// A QR code in the middle with white around it, drawn by the printer or as a picture.
    pub(super) fn qr(&mut self, text: &str) -> Result<(), PaperError> {
        let code = QrCode::with_error_correction_level(text, EcLevel::M)?;
        let modules = u32::try_from(code.width()).unwrap_or(u32::MAX);
        self.feed(1)?;
        match self.plan.qr {
            QrMaker::Printer => {
                let option = QRCodeOption::new(QRCodeModel::Model2, QR_MODULE, QRCodeCorrectionLevel::M);
                self.printer.justify(JustifyMode::CENTER)?.qrcode_option(text, option)?;
                self.printer.justify(JustifyMode::LEFT)?;
                self.used += modules * u32::from(QR_MODULE);
            }
            QrMaker::Picture => self.picture(&raster::qr(&code, u32::from(QR_MODULE)))?,
        }
        self.feed(1)
    }

    /// A picture in the middle.
    pub(super) fn picture(&mut self, picture: &Raster) -> Result<(), PaperError> {
        self.printer.justify(JustifyMode::CENTER)?;
        for band in picture.bands() {
            self.printer.custom(&band)?;
        }
        self.printer.justify(JustifyMode::LEFT)?;
        self.used += picture.high();
        Ok(())
    }

    /// Feeds past the knife and cuts.
    pub(super) fn cut(&mut self) -> Result<(), PaperError> {
        match self.plan.cutter {
            // GS V 65 n: feed to the cutter plus n units, then cut; 66 leaves a thread.
            Cutter::Full => self.printer.custom(&[0x1d, b'V', 65, MARGIN])?,
            Cutter::Partial => self.printer.custom(&[0x1d, b'V', 66, MARGIN])?,
            // ESC J n: to the edge where it is torn off.
            Cutter::None => self.printer.custom(&[0x1b, b'J', TEAR])?,
        };
        self.used += TO_KNIFE + u32::from(MARGIN);
        self.printer.print()?;
        Ok(())
    }

    /// The bytes, and the millimetres of paper they take. Only what was followed by a cut is in them.
    pub(super) fn finish(self) -> (Vec<u8>, u32) {
        let bytes = std::mem::take(&mut *self.bytes.0.lock().unwrap_or_else(PoisonError::into_inner));
        (bytes, self.used.div_ceil(DOTS_PER_MM))
    }
}

/// Feed to the edge of a printer without a knife, in dots.
const TEAR: u8 = 112;

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

    fn plan() -> PrinterPlan {
        use crate::domain::profile::{Address, Confirm, StatusWords};
        PrinterPlan {
            id: "kiosk".into(),
            name: "Printer kiosk".to_string(),
            address: Address::Agent,
            dots: 576,
            code_page: 0,
            cutter: Cutter::Partial,
            qr: QrMaker::Printer,
            status: StatusWords::DleEot,
            confirm: Confirm::ProcessId,
            tickets: true,
            fallback: None,
            drop_after_minutes: 10,
            roll_metres: 50,
        }
    }

    fn bytes(plan: &PrinterPlan) -> Vec<u8> {
        let mut sheet = Sheet::new(plan).expect("a sheet");
        sheet.line("A", 0).expect("written");
        sheet.cut().expect("cut");
        sheet.finish().0
    }

    #[test]
    fn a_code_page_is_chosen_where_the_printer_has_to_be_told() {
        assert_eq!(bytes(&plan()), b"\x1b@A\x1bd\x01\x1dVB\x10");
        assert_eq!(bytes(&PrinterPlan { code_page: 16, ..plan() }), b"\x1b@\x1bt\x10A\x1bd\x01\x1dVB\x10");
    }

    #[test]
    fn each_knife_gets_its_own_command() {
        let end = |cutter| bytes(&PrinterPlan { cutter, ..plan() }).split_off(b"\x1b@A\x1bd\x01".len());
        assert_eq!(end(Cutter::Full), b"\x1dVA\x10");
        assert_eq!(end(Cutter::Partial), b"\x1dVB\x10");
        assert_eq!(end(Cutter::None), b"\x1bJ\x70");
    }

    /// A paper that says `text` in every way there is, its printable bytes made alike.
    fn commands(text: &str) -> Vec<u8> {
        let mut sheet = Sheet::new(&plan()).expect("a sheet");
        sheet.centre(text, true).expect("written");
        sheet.title(text).expect("written");
        sheet.number(text).expect("written");
        sheet.reverse(text).expect("written");
        sheet.line(text, 4).expect("written");
        sheet.fact(text, text).expect("written");
        sheet.cut().expect("cut");
        let letter = |byte: u8| if (0x21..0x7f).contains(&byte) { b'x' } else { byte };
        sheet.finish().0.into_iter().map(letter).collect()
    }

    proptest! {
        /// Whatever is written, the commands on the wire are those of the same paper with harmless letters.
        #[test]
        fn no_text_changes_a_command(text in "\\PC{0,60}|[\\x00-\\x7f]{0,60}") {
            let harmless: String =
                plain(&text).chars().map(|letter| if letter == ' ' { ' ' } else { 'x' }).collect();
            prop_assert_eq!(commands(&text), commands(&harmless));
        }

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
