//! The stream of bytes cut into commands, in whatever pieces it arrives.
//!
//! Bounded: it holds one command of at most [`MAX_COMMAND`] bytes and reserves nothing ahead of the data. It must
//! never panic and never lose step: bytes that are no command are handed on as [`Command::Unknown`], and the next
//! lead byte starts afresh.

use super::command::{Command, HEAD};
use super::decode::decode;
use super::syntax::{DLE, EOT, NUL, is_lead, need};

/// The longest command that is understood, in bytes; a longer one is skipped to its end.
pub const MAX_COMMAND: u64 = 4 << 20;

/// Cuts a stream into commands.
#[derive(Debug, Default)]
pub struct Parser {
    held: Vec<u8>,
    /// The length at which to ask again whether the command is complete.
    target: u64,
    /// Bytes still to pass over, of a command that is too long.
    skip: u64,
    /// Whether the last command was `DLE EOT n`, after which some drivers send a stray NUL.
    after_status: bool,
}

impl Parser {
    /// Takes the next byte; calls `sink` with each command it completes, at most two.
    pub fn feed(&mut self, byte: u8, sink: &mut impl FnMut(Command)) {
        if self.skip > 0 {
            self.skip -= 1;
            if self.skip == 0 {
                sink(Command::Oversized(std::mem::take(&mut self.held)));
            }
            return;
        }
        if self.broke_off(byte) {
            sink(Command::Unknown(std::mem::take(&mut self.held)));
        }
        if self.held.is_empty() {
            self.target = 0;
            if std::mem::take(&mut self.after_status) && byte == NUL {
                return;
            }
        }
        self.held.push(byte);
        if (self.held.len() as u64) < self.target {
            return;
        }
        self.target = need(&self.held);
        if self.target > MAX_COMMAND {
            self.skip = self.target - self.held.len() as u64;
            self.held.truncate(HEAD);
        } else if self.target == self.held.len() as u64 {
            self.complete(sink);
        }
    }

    /// Forgets the command begun, as when the printer's buffers are cleared.
    pub fn reset(&mut self) {
        *self = Parser::default();
    }

    /// Bytes held of a command that is not complete.
    pub fn held(&self) -> usize {
        self.held.len()
    }

    /// Whether a lead byte stands alone because the next one starts another command or belongs to none.
    fn broke_off(&self, byte: u8) -> bool {
        match self.held[..] {
            // ESC @ after a stray ESC must still initialise; DLE goes with few bytes and is text's neighbour.
            [DLE] => need(&[DLE, byte]) == 2,
            [lead] => is_lead(lead) && is_lead(byte),
            _ => false,
        }
    }

    fn complete(&mut self, sink: &mut impl FnMut(Command)) {
        self.after_status = self.held.starts_with(&[DLE, EOT]);
        if let Some(command) = decode(&self.held) {
            sink(command);
        }
        // A picture's memory is given back; that of small commands is used again.
        if self.held.capacity() > 4096 {
            self.held = Vec::new();
        } else {
            self.held.clear();
        }
    }
}

/// The commands of a whole text.
#[cfg(test)]
pub fn parse(bytes: &[u8]) -> Vec<Command> {
    let mut parser = Parser::default();
    let mut commands = Vec::new();
    for byte in bytes {
        parser.feed(*byte, &mut |command| commands.push(command));
    }
    commands
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::command::{Align, Cut, Edge, Font, QrCommand, QrLevel};
    use super::*;

    #[test]
    fn text_modes_are_read() {
        let commands =
            parse(b"\x1b@\x1b!\x38\x1bE\x01\x1bG\x01\x1b-2\x1bM1\x1d!\x71\x1ba\x01\x1dB\x01\x1b{\x01A\n");
        assert_eq!(
            commands,
            [
                Command::Initialize,
                Command::PrintMode(0x38),
                Command::Emphasis(true),
                Command::DoubleStrike(true),
                Command::Underline(2),
                Command::Font(Font::B),
                Command::Size { wide: 8, high: 2 },
                Command::Align(Align::Centre),
                Command::Reverse(true),
                Command::UpsideDown(true),
                Command::Print(b'A'),
                Command::LineFeed,
            ]
        );
    }

    #[test]
    fn layout_and_feeds_are_read() {
        let commands = parse(b"\x1b2\x1b3\x18\x1bd\x03\x1bJ\x50\x1b \x02\x1dL\x10\x00\x1dW\x80\x01\x1b$\x40\x00\x1b\\\xf0\xff\x1bD\x08\x10\x00\t");
        assert_eq!(
            commands,
            [
                Command::LineSpacing(None),
                Command::LineSpacing(Some(24)),
                Command::FeedLines(3),
                Command::FeedDots(80),
                Command::CharacterSpacing(2),
                Command::LeftMargin(16),
                Command::AreaWidth(384),
                Command::MoveTo(64),
                Command::MoveBy(-16),
                Command::Tabs(vec![8, 16]),
                Command::Tab,
            ]
        );
    }

    #[test]
    fn every_form_of_cut_is_read() {
        let cut = |edge, feed| Command::Cut(Cut { edge, feed });
        assert_eq!(
            parse(b"\x1dV\x00\x1dV1\x1dVA\x03\x1dVB\x00\x1bi\x1bm"),
            [
                cut(Edge::Full, None),
                cut(Edge::Partial, None),
                cut(Edge::Full, Some(3)),
                cut(Edge::Partial, Some(0)),
                cut(Edge::Full, None),
                cut(Edge::Partial, None),
            ]
        );
    }

    #[test]
    fn a_qr_symbol_is_read() {
        let commands = parse(b"\x1d(k\x04\x001A2\x00\x1d(k\x03\x001C\x06\x1d(k\x03\x001E1\x1d(k\x06\x001P0ABC\x1d(k\x03\x001Q0");
        let expected = [
            QrCommand::Model(2),
            QrCommand::Module(6),
            QrCommand::Level(QrLevel::M),
            QrCommand::Store(b"ABC".to_vec()),
            QrCommand::Print,
        ];
        assert_eq!(commands, expected.map(Command::Qr));
    }

    #[test]
    fn real_time_commands_leave_no_trace_and_a_stray_nul_after_them_neither() {
        assert_eq!(parse(b"\x10\x04\x01\x00A\x10\x04\x04B"), [Command::Print(b'A'), Command::Print(b'B')]);
        assert_eq!(parse(b"\x10\x05\x02\x10\x14\x01\x00\x01"), []);
        assert_eq!(parse(b"\x00"), [Command::Unknown(vec![0])]);
    }

    #[test]
    fn unknown_bytes_are_noted_and_the_next_command_is_whole() {
        assert_eq!(parse(b"\x1b\x7f\x1b@"), [Command::Unknown(b"\x1b\x7f".to_vec()), Command::Initialize]);
        assert_eq!(parse(b"\x1b\x1b@"), [Command::Unknown(b"\x1b".to_vec()), Command::Initialize]);
        assert_eq!(parse(b"\x10A"), [Command::Unknown(b"\x10".to_vec()), Command::Print(b'A')]);
        assert_eq!(parse(b"\x1ba\x09A"), [Command::Unknown(b"\x1ba\x09".to_vec()), Command::Print(b'A')]);
        assert_eq!(
            parse(b"\x1d(X\x02\x00ab\n"),
            [Command::Unknown(b"\x1d(X\x02\x00ab".to_vec()), Command::LineFeed]
        );
    }

    #[test]
    fn a_command_beyond_the_limit_is_passed_over_without_being_kept() {
        let mut parser = Parser::default();
        let mut commands = Vec::new();
        // 65,535 bytes a row, 100 rows: 6.5 MB.
        let start = b"\x1dv0\x00\xff\xff\x64\x00";
        let body = std::iter::repeat_n(0x55, 65535 * 100);
        for byte in start.iter().copied().chain(body).chain(*b"A") {
            parser.feed(byte, &mut |command| commands.push(command));
            assert!(parser.held() <= start.len());
        }
        assert_eq!(commands, [Command::Oversized(start.to_vec()), Command::Print(b'A')]);
    }

    proptest! {
        #[test]
        fn any_bytes_give_bounded_commands(bytes in proptest::collection::vec(any::<u8>(), 0..4096)) {
            let commands = parse(&bytes);
            prop_assert!(commands.len() <= bytes.len());
        }

        /// Random bytes seldom hit a command; these are made of lead bytes and letters only.
        #[test]
        fn any_commands_give_bounded_commands(
            bytes in proptest::collection::vec(proptest::sample::select(&b"\x1b\x1d\x1c\x10\x04\x14(kLHVv0*DA&q8!\x00\x01\x02\xff"[..]), 0..2048),
        ) {
            let commands = parse(&bytes);
            prop_assert!(commands.len() <= bytes.len());
        }
    }
}
