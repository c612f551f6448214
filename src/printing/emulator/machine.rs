//! The printer without its socket and its clock: bytes and sensor changes in, answers and receipts out.
//!
//! Three stations, in the order of the real thing: the scanner answers real-time commands as bytes arrive, the
//! parser fills a bounded queue, the press empties the queue for as long as paper can come out. What is printed
//! and answered depends on the order of the bytes only, never on the pieces they arrive in.
//!
//! Faults belong at the three doors of this type: [`Machine::receive`] (what arrives), [`Machine::work`] (what is
//! carried out) and [`Machine::take_answers`] (what the host hears).

use std::collections::VecDeque;

use super::command::Command;
use super::paper::Paper;
use super::parser::Parser;
use super::press::{Output, Press};
use super::profile::Profile;
use super::realtime::{RealTime, Scanner};
use super::status::State;

/// Answers that may wait for a host that does not read, in bytes; further ones are lost, as on a real printer,
/// whose send buffer is far smaller.
const MAX_ANSWERS: usize = 64 << 10;

/// A printer's inner workings.
#[derive(Debug)]
pub struct Machine {
    profile: Profile,
    state: State,
    scanner: Scanner,
    parser: Parser,
    /// Commands received but not carried out, each with the bytes it counts for.
    queue: VecDeque<(Command, usize)>,
    queued: usize,
    press: Press,
    selected: bool,
    /// `GS a n`: the changes that are reported without being asked for.
    reported: u8,
    /// The process id to answer once the line being set is printed; a later one replaces it.
    awaiting: Option<[u8; 4]>,
    output: Output,
}

impl Machine {
    /// A printer just switched on, ready, with paper.
    pub fn new(profile: Profile) -> Machine {
        Machine {
            profile,
            state: State::READY,
            scanner: Scanner::default(),
            parser: Parser::default(),
            queue: VecDeque::new(),
            queued: 0,
            press: Press::new(profile),
            selected: true,
            reported: 0,
            awaiting: None,
            output: Output::default(),
        }
    }

    /// The sensors now.
    pub fn state(&self) -> State {
        self.state
    }

    /// Bytes received that wait to be carried out.
    pub fn waiting(&self) -> usize {
        self.queued + self.parser.held()
    }

    /// Whether more bytes may be received; at most the profile's buffer waits, and one command.
    pub fn has_room(&self) -> bool {
        self.queued < self.profile.buffer()
    }

    /// Takes bytes from the host.
    pub fn receive(&mut self, bytes: &[u8]) {
        for byte in bytes {
            match self.scanner.feed(*byte) {
                Some(RealTime::ClearBuffers) => {
                    self.clear();
                    continue;
                }
                Some(RealTime::Status(n)) => self.answer(&[self.state.real_time(n)]),
                None => {}
            }
            let (held, waiting) = (self.parser.held(), self.queue.len());
            let queue = &mut self.queue;
            self.parser.feed(*byte, &mut |command| queue.push_back((command, 0)));
            if self.queue.len() > waiting
                && let Some((_, length)) = self.queue.back_mut()
            {
                *length = held + 1 - self.parser.held();
                self.queued += *length;
            }
            self.work();
        }
    }

    /// Changes what the sensors say; reports it when asked to, and prints what waited when it now can.
    pub fn set_state(&mut self, state: State) {
        let changes = state.changes_since(self.state);
        self.state = state;
        if changes & self.reported != 0 {
            self.answer(&state.automatic());
        }
        self.work();
    }

    /// Switched off and on again. The sensors see what they saw; half a paper falls out.
    pub fn lose_power(&mut self) {
        let before = std::mem::replace(self, Machine::new(self.profile));
        self.state = before.state;
        self.output.papers = before.output.papers;
        self.output.papers.extend(before.press.torn_off());
    }

    /// The bytes for the host since the last call.
    pub fn take_answers(&mut self) -> Vec<u8> {
        std::mem::take(&mut self.output.answers)
    }

    /// The receipts cut since the last call.
    pub fn take_papers(&mut self) -> Vec<Paper> {
        std::mem::take(&mut self.output.papers)
    }

    /// Carries out what waits, while paper can come out.
    fn work(&mut self) {
        while self.state.can_print()
            && let Some((command, length)) = self.queue.pop_front()
        {
            self.queued -= length;
            self.carry_out(command);
            if self.press.is_line_printed()
                && let Some([a, b, c, d]) = self.awaiting.take()
            {
                // Order-critical: the paper of everything before is already in `output`.
                self.answer(&[0x37, 0x22, a, b, c, d, 0x00]);
            }
        }
    }

    fn carry_out(&mut self, command: Command) {
        match command {
            Command::Select(selected) => self.selected = selected,
            _ if !self.selected => {}
            Command::Initialize => {
                // Ids are dropped without an answer when the line they wait for is lost.
                self.awaiting = None;
                self.reported = 0;
                self.press.execute(command, &mut self.output);
            }
            Command::ProcessId(id) => self.awaiting = Some(id),
            Command::AutoStatus(reported) => {
                self.reported = reported;
                if reported != 0 {
                    self.answer(&self.state.automatic());
                }
            }
            Command::SendStatus(1) => self.answer(&[self.state.paper()]),
            Command::SendStatus(_) => self.answer(&[0]),
            Command::SendInfo(n) => self.send_info(n),
            other => self.press.execute(other, &mut self.output),
        }
    }

    /// `GS I n`: ids as one byte, names as `_`, text, NUL.
    fn send_info(&mut self, n: u8) {
        let name = match n {
            1 | b'1' => return self.answer(&[0x20]),
            // Bit 1: an autocutter is fitted.
            2 | b'2' => return self.answer(&[0x02]),
            3 | b'3' => return self.answer(&[0x01]),
            65 => env!("CARGO_PKG_VERSION"),
            66 => "LOKET",
            67 => self.profile.model(),
            68 => "0000000001",
            _ => return,
        };
        self.answer(&[b"_", name.as_bytes(), b"\0"].concat());
    }

    /// `DLE DC4 8`: what is not printed is lost, also half a command; printed lines and settings stay.
    fn clear(&mut self) {
        self.queue.clear();
        self.queued = 0;
        self.parser.reset();
        self.press.clear_line();
        self.awaiting = None;
        self.answer(&[0x37, 0x25, 0x00]);
    }

    fn answer(&mut self, bytes: &[u8]) {
        if self.output.answers.len() + bytes.len() <= MAX_ANSWERS {
            self.output.answers.extend_from_slice(bytes);
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::status::{Cover, Roll};
    use super::*;

    const OUT: State = State { roll: Roll::Out, ..State::READY };
    const ID: &[u8] = b"\x1d(H\x06\x0000A012";
    const ID_ANSWER: &[u8] = b"\x37\x22A012\x00";

    fn machine() -> Machine {
        Machine::new(Profile::MM80)
    }

    fn texts(machine: &mut Machine) -> Vec<String> {
        machine.take_papers().iter().map(Paper::text).collect()
    }

    #[test]
    fn the_process_id_comes_after_the_paper_only() {
        let mut printer = machine();
        printer.receive(b"A-012\n\x1dVA\x00");
        assert_eq!(printer.take_answers(), b"");
        printer.receive(ID);
        assert_eq!(printer.take_answers(), ID_ANSWER);
        assert_eq!(texts(&mut printer), ["A-012"]);
    }

    #[test]
    fn a_process_id_waits_for_the_line_it_follows() {
        let mut printer = machine();
        printer.receive(&[b"half a line", ID].concat());
        assert_eq!(printer.take_answers(), b"");
        printer.receive(b"\n");
        assert_eq!(printer.take_answers(), ID_ANSWER);
        printer.receive(&[b"lost", ID, b"\x1b@\n"].concat());
        assert_eq!(printer.take_answers(), b"");
    }

    #[test]
    fn without_paper_everything_waits_but_real_time_answers() {
        let mut printer = machine();
        printer.set_state(OUT);
        printer.receive(&[b"A-012\n\x1dVA\x00\x1dr1", ID, b"\x10\x04\x04"].concat());
        assert_eq!(printer.take_answers(), [0x7E]);
        assert_eq!(texts(&mut printer), [""; 0]);
        assert!(printer.waiting() > 0);
        printer.set_state(State { roll: Roll::NearEnd, ..State::READY });
        assert_eq!(texts(&mut printer), ["A-012"]);
        assert_eq!(printer.take_answers(), [&[0x03], ID_ANSWER].concat());
        assert_eq!(printer.waiting(), 0);
    }

    #[test]
    fn an_open_cover_stops_in_the_middle_of_a_receipt() {
        let mut printer = machine();
        printer.receive(b"above\n");
        printer.set_state(State { cover: Cover::Open, ..State::READY });
        printer.receive(b"below\n\x1dVA\x00\x10\x04\x02");
        assert_eq!(printer.take_answers(), [0x16]);
        printer.set_state(State::READY);
        assert_eq!(texts(&mut printer), ["above\nbelow"]);
    }

    #[test]
    fn the_waiting_data_is_bounded_and_can_be_cleared() {
        let mut printer = machine();
        printer.set_state(OUT);
        while printer.has_room() {
            printer.receive(b"line\n");
        }
        assert!(printer.waiting() <= Profile::MM80.buffer() + 5);
        printer.receive(b"\x1d(k\xff\x00half a command");
        printer.receive(b"\x10\x14\x08\x01\x03\x14\x01\x06\x02\x08");
        assert_eq!(printer.take_answers(), b"\x37\x25\x00");
        printer.set_state(State::READY);
        printer.receive(b"new\n\x1dVA\x00");
        assert_eq!(texts(&mut printer), ["new"]);
    }

    #[test]
    fn changes_are_reported_when_asked_for() {
        let mut printer = machine();
        printer.set_state(OUT);
        printer.set_state(State::READY);
        assert_eq!(printer.take_answers(), b"");
        printer.receive(b"\x1da\xff");
        assert_eq!(printer.take_answers(), [0x10, 0, 0, 0]);
        printer.set_state(OUT);
        printer.set_state(OUT);
        printer.set_state(State::READY);
        assert_eq!(printer.take_answers(), [0x18, 0, 0x0F, 0, 0x10, 0, 0, 0]);
        printer.receive(b"\x1b@");
        printer.set_state(OUT);
        assert_eq!(printer.take_answers(), b"");
    }

    #[test]
    fn a_printer_that_is_not_selected_hears_only_real_time_commands() {
        let mut printer = machine();
        printer.receive(b"\x1b=\x02nothing\n\x1dVA\x00\x10\x04\x01\x1b=\x01something\n\x1dVA\x00");
        assert_eq!(printer.take_answers(), [0x12]);
        assert_eq!(texts(&mut printer), ["something"]);
    }

    #[test]
    fn it_tells_what_it_is() {
        let mut printer = machine();
        printer.receive(b"\x1dI\x42\x1dIC\x1dI\x02\x1d(k\x03\x001R0");
        assert_eq!(printer.take_answers(), b"_LOKET\0_LOKET-80\0\x02\x37\x360\x1f0\x1f1\x1f1\x00");
    }

    /// Pieces of jobs, so that random streams do more than print letters.
    fn jobs() -> impl Strategy<Value = Vec<u8>> {
        let piece = prop_oneof![
            Just(b"\x1b@".to_vec()),
            Just(b"text that is long enough to wrap at fifty-eight millimetres\n".to_vec()),
            Just(b"\x1ba1\x1d!\x77A-012\n\x1d!\x00".to_vec()),
            Just(b"\x1d(k\x06\x001P0ABC\x1d(k\x03\x001Q0".to_vec()),
            Just(b"\x1dv0\x00\x02\x00\x03\x00\x10\x04\x01def".to_vec()),
            Just(b"\x1dVA\x00".to_vec()),
            Just(b"\x1dV\x01".to_vec()),
            Just(ID.to_vec()),
            Just(b"\x10\x04\x01\x00".to_vec()),
            Just(b"\x1da\xff".to_vec()),
            proptest::collection::vec(any::<u8>(), 0..24),
        ];
        proptest::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
    }

    proptest! {
        #[test]
        fn the_pieces_it_arrives_in_make_no_difference(
            bytes in jobs(),
            cuts in proptest::collection::vec(any::<proptest::sample::Index>(), 0..12),
        ) {
            let mut whole = machine();
            whole.receive(&bytes);
            let mut parted = machine();
            let mut ends: Vec<usize> = cuts.iter().map(|cut| cut.index(bytes.len() + 1)).collect();
            ends.sort_unstable();
            let mut start = 0;
            for end in ends.into_iter().chain([bytes.len()]) {
                parted.receive(&bytes[start..end]);
                start = end;
            }
            prop_assert_eq!(whole.take_papers(), parted.take_papers());
            prop_assert_eq!(whole.take_answers(), parted.take_answers());
        }

        #[test]
        fn random_bytes_never_panic_and_stay_bounded(
            bytes in proptest::collection::vec(any::<u8>(), 0..8192),
            state in prop_oneof![Just(State::READY), Just(OUT)],
        ) {
            let mut printer = Machine::new(Profile::MM58);
            printer.set_state(state);
            printer.receive(&bytes);
            prop_assert!(printer.waiting() <= bytes.len());
            for paper in printer.take_papers() {
                prop_assert!(paper.millimetres() <= 5_000 + 2_000 && paper.weight() <= 16 << 20);
                paper.text();
                super::super::render::render(&paper);
            }
        }
    }
}
