//! Real-time commands: carried out the moment they arrive, even in the middle of a picture.
//!
//! The scanner sees every byte that comes over the wire, before and beside the parser, as the receive interrupt
//! of a real printer does; that is why `10 04 01` inside raster data is answered too (Epson warns of it under
//! "Real-time commands"). It must never swallow a byte: the parser skips a real-time command on its own.

use super::syntax::{DC4, DLE, ENQ, EOT, need};

/// `DLE DC4 8`, the only form of it that clears the buffers.
const CLEAR: [u8; 10] = [DLE, DC4, 8, 1, 3, 20, 1, 6, 2, 8];

/// What a real-time command asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RealTime {
    /// `DLE EOT n`, n = 1..=4.
    Status(u8),
    /// `DLE DC4 8 ..`: throw away what is not printed yet.
    ClearBuffers,
}

/// Finds the real-time commands in a stream.
#[derive(Debug, Default)]
pub struct Scanner {
    held: Vec<u8>,
}

impl Scanner {
    /// Takes the next byte of the stream; gives the command it completes, if any.
    pub fn feed(&mut self, byte: u8) -> Option<RealTime> {
        self.held.push(byte);
        while let Some(dead) = self.dead_end() {
            self.held.drain(..dead);
        }
        if self.held.is_empty() || need(&self.held) != self.held.len() as u64 {
            return None;
        }
        let found = match self.held[..] {
            [DLE, EOT, n @ 1..=4] => Some(RealTime::Status(n)),
            _ if self.held == CLEAR => Some(RealTime::ClearBuffers),
            // DLE ENQ recovers from errors that a host can clear, which this printer does not have; the pulses of DLE DC4 drive no drawer.
            _ => None,
        };
        self.held.clear();
        found
    }

    /// How many bytes to drop because no real-time command begins with what is held: up to the next DLE.
    fn dead_end(&self) -> Option<usize> {
        let alive = match self.held[..] {
            [] | [DLE] | [DLE, EOT | ENQ | DC4] => true,
            [DLE, EOT, n] | [DLE, EOT, n, _] => matches!(n, 1..=4 | 7 | 8 | 18),
            [DLE, ENQ, n] => n <= 3,
            [DLE, DC4, 8, ..] => CLEAR.starts_with(&self.held),
            [DLE, DC4, 1, m] => m <= 1,
            [DLE, DC4, 1, _, t] => (1..=8).contains(&t),
            [DLE, DC4, 2, ..] => [DLE, DC4, 2, 1, 8].starts_with(&self.held),
            [DLE, DC4, 3 | 7, ..] | [DLE, DC4, 1] => true,
            _ => false,
        };
        let next =
            || self.held.iter().skip(1).position(|byte| *byte == DLE).map_or(self.held.len(), |at| at + 1);
        (!alive).then(next)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scan(bytes: &[u8]) -> Vec<RealTime> {
        let mut scanner = Scanner::default();
        bytes.iter().filter_map(|byte| scanner.feed(*byte)).collect()
    }

    #[test]
    fn status_requests_are_found_anywhere() {
        assert_eq!(scan(b"text\x10\x04\x01\x00more\x10\x04\x04"), [RealTime::Status(1), RealTime::Status(4)]);
        assert_eq!(scan(b"\x1dv0\x00\x10\x04\x02\xff"), [RealTime::Status(2)]);
    }

    #[test]
    fn a_false_start_does_not_hide_the_real_one() {
        assert_eq!(scan(b"\x10\x10\x04\x10\x04\x03"), [RealTime::Status(3)]);
        assert_eq!(scan(b"\x10\x14\x08\x01\x03\x10\x04\x01"), [RealTime::Status(1)]);
        assert_eq!(scan(b"\x10\x04\x05\x10\x04\x09"), []);
    }

    #[test]
    fn only_the_exact_form_clears() {
        assert_eq!(scan(&CLEAR), [RealTime::ClearBuffers]);
        assert_eq!(scan(b"\x10\x14\x08\x01\x03\x14\x01\x06\x02\x09"), []);
    }
}
