//! What printers say, told apart byte by byte.
//!
//! Answers come as one stream in which automatic status, replies and process ids are mixed, some of them to questions
//! of yesterday. Each kind has its own fixed bits in Epson's reference, so the first byte tells which it is; what is
//! none of them is noise. Nothing here trusts the length of anything: a printer may say whatever it likes.

use crate::office::PrinterCondition;
use std::collections::VecDeque;

/// One thing a printer said.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Said {
    /// The answer to `DLE EOT n`.
    RealTime(u8),
    /// Automatic status, `GS a`.
    Auto([u8; 4]),
    /// Everything before this process id is on paper.
    Id([u8; 4]),
    /// The answer to `GS r`.
    Plain(u8),
    /// No word of this language.
    Noise,
}

const XON: u8 = 0x11;
const XOFF: u8 = 0x13;

/// Bytes that were heard and not understood yet.
#[derive(Debug, Default)]
pub(super) struct Heard {
    bytes: VecDeque<u8>,
}

impl Heard {
    /// More bytes.
    pub(super) fn take(&mut self, bytes: &[u8]) {
        self.bytes.extend(bytes);
    }

    /// Forgets what is not understood yet.
    pub(super) fn clear(&mut self) {
        self.bytes.clear();
    }

    /// The next thing that was said whole.
    pub(super) fn next(&mut self) -> Option<Said> {
        while let Some(&(XON | XOFF)) = self.bytes.front() {
            self.bytes.pop_front();
        }
        let bytes = &*self.bytes.make_contiguous();
        let (said, length) = match *bytes {
            [] => return None,
            [0x37] => return None,
            [0x37, 0x22, ..] if bytes.len() < 7 => return None,
            [0x37, 0x22, a, b, c, d, 0, ..] => (Said::Id([a, b, c, d]), 7),
            [first, ..] if first & 0x93 == 0x12 => (Said::RealTime(first), 1),
            [first, ..] if first & 0x93 == 0x10 => match *bytes {
                [a, b, c, d, ..] if (b | c | d) & 0x90 == 0 => (Said::Auto([a, b, c, d]), 4),
                // Is it still to come, or no automatic status at all?
                [_, ref rest @ ..] if rest.len() < 3 && rest.iter().all(|byte| byte & 0x90 == 0) => {
                    return None;
                }
                _ => (Said::Noise, 1),
            },
            [first, ..] if first & 0x90 == 0 => (Said::Plain(first), 1),
            _ => (Said::Noise, 1),
        };
        self.bytes.drain(..length);
        Some(said)
    }
}

/// What an answer to `DLE EOT n` means, for n from 2.
pub(super) fn real_time(request: u8, answer: u8) -> PrinterCondition {
    let bit = |place: u8| answer & (1 << place) != 0;
    match request {
        2 if bit(5) => PrinterCondition::PaperOut,
        2 if bit(2) => PrinterCondition::CoverOpen,
        2 if bit(6) => PrinterCondition::Faulty,
        3 if bit(3) || bit(5) || bit(6) => PrinterCondition::Faulty,
        4 if bit(5) || bit(6) => PrinterCondition::PaperOut,
        4 if bit(2) || bit(3) => PrinterCondition::PaperLow,
        _ => PrinterCondition::Ready,
    }
}

/// What automatic status means.
pub(super) fn automatic([first, second, third, _]: [u8; 4]) -> PrinterCondition {
    if third & 0b1100 != 0 {
        return PrinterCondition::PaperOut;
    }
    if first & 0b10_0000 != 0 {
        return PrinterCondition::CoverOpen;
    }
    // Errors that recover by themselves, of the cutter, and those that do not.
    if second & 0b0110_1000 != 0 {
        return PrinterCondition::Faulty;
    }
    if first & 0b1000 != 0 {
        return PrinterCondition::OffLine;
    }
    if third & 0b0011 != 0 { PrinterCondition::PaperLow } else { PrinterCondition::Ready }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn all(bytes: &[u8]) -> Vec<Said> {
        let mut heard = Heard::default();
        heard.take(bytes);
        std::iter::from_fn(|| heard.next()).collect()
    }

    #[test]
    fn status_bits_are_those_of_the_reference() {
        assert_eq!(real_time(2, 0x12), PrinterCondition::Ready);
        assert_eq!(real_time(2, 0x16), PrinterCondition::CoverOpen);
        assert_eq!(real_time(2, 0x32), PrinterCondition::PaperOut);
        assert_eq!(real_time(3, 0x1a), PrinterCondition::Faulty);
        assert_eq!(real_time(4, 0x1e), PrinterCondition::PaperLow);
        assert_eq!(real_time(4, 0x7e), PrinterCondition::PaperOut);
        assert_eq!(automatic([0x10, 0, 0, 0]), PrinterCondition::Ready);
        assert_eq!(automatic([0x10, 0, 0x03, 0]), PrinterCondition::PaperLow);
        assert_eq!(automatic([0x18, 0, 0x0f, 0]), PrinterCondition::PaperOut);
        assert_eq!(automatic([0x38, 0, 0, 0]), PrinterCondition::CoverOpen);
        assert_eq!(automatic([0x18, 0, 0, 0]), PrinterCondition::OffLine);
        assert_eq!(automatic([0x18, 0x08, 0, 0]), PrinterCondition::Faulty);
    }

    #[test]
    fn what_is_mixed_is_told_apart() {
        let stream =
            [&[0x10, 0, 0x0f, 0][..], &[0x12], b"\x37\x22A012\x00", &[XOFF, 0x0f, XON], &[0xff]].concat();
        let said = all(&stream);
        let wanted = [
            Said::Auto([0x10, 0, 0x0f, 0]),
            Said::RealTime(0x12),
            Said::Id(*b"A012"),
            Said::Plain(0x0f),
            Said::Noise,
        ];
        assert_eq!(said, wanted);
    }

    #[test]
    fn half_an_answer_waits_for_its_other_half() {
        let mut heard = Heard::default();
        for byte in b"\x37\x22A01" {
            heard.take(&[*byte]);
            assert_eq!(heard.next(), None);
        }
        heard.take(b"2\x00");
        assert_eq!(heard.next(), Some(Said::Id(*b"A012")));
    }

    proptest! {
        #[test]
        fn no_stream_hangs_or_grows(bytes in proptest::collection::vec(any::<u8>(), 0..4096)) {
            let mut heard = Heard::default();
            heard.take(&bytes);
            while heard.next().is_some() {}
            // Only the head of one answer may be left over.
            prop_assert!(heard.bytes.len() < 7);
        }

        #[test]
        fn the_pieces_it_comes_in_make_no_difference(bytes in proptest::collection::vec(any::<u8>(), 0..256)) {
            let mut heard = Heard::default();
            let mut said = Vec::new();
            for byte in &bytes {
                heard.take(&[*byte]);
                said.extend(std::iter::from_fn(|| heard.next()));
            }
            prop_assert_eq!(said, all(&bytes));
        }
    }
}
