//! The printer's condition and the status bytes that tell of it.
//!
//! Bits after Epson's ESC/POS reference: `DLE EOT n`, `GS a`, `GS r`. This printer has no drawer, no error that a
//! host could clear, and no feed button, so those bits stay 0; a stuck knife is freed by hand. Nothing here may depend on what is being printed.

/// What the sensors and switches of the printer say.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
pub struct State {
    /// Whether the printer was put online; off, it takes data but prints nothing.
    pub online: bool,
    /// The lid over the roll.
    pub cover: Cover,
    /// The paper.
    pub roll: Roll,
    /// The autocutter.
    pub knife: Knife,
}

/// The lid over the roll.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Cover {
    /// Shut.
    Closed,
    /// Up; nothing is printed.
    Open,
}

/// The autocutter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Knife {
    /// It moves.
    Free,
    /// It is stuck in a scrap of paper; nothing is printed.
    Stuck,
}

/// How much paper the sensors see.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Roll {
    /// Enough paper.
    Ample,
    /// The near-end sensor has tripped; printing goes on.
    NearEnd,
    /// No paper under the head; printing stops.
    Out,
}

impl State {
    /// Online, closed, with paper.
    pub const READY: State =
        State { online: true, cover: Cover::Closed, roll: Roll::Ample, knife: Knife::Free };

    /// Whether paper can come out; otherwise data waits.
    pub fn can_print(self) -> bool {
        self.online && self.cover == Cover::Closed && self.roll != Roll::Out && self.knife == Knife::Free
    }

    /// The answer to `DLE EOT n`, n = 1..=4: printer, offline cause, error cause, roll sensors. Others count as 3.
    pub fn real_time(self, n: u8) -> u8 {
        const FIXED: u8 = 0b0001_0010;
        let cover = bits(self.cover == Cover::Open, 0b0000_0100);
        let out = self.roll == Roll::Out;
        let stuck = self.knife == Knife::Stuck;
        FIXED
            | match n {
                1 => bits(!self.can_print(), 0b0000_1000),
                2 => cover | bits(out, 0b0010_0000) | bits(stuck, 0b0100_0000),
                3 => bits(stuck, 0b0000_1000),
                4 => bits(self.roll != Roll::Ample, 0b0000_1100) | bits(out, 0b0110_0000),
                _ => 0,
            }
    }

    /// The four bytes of the automatic status.
    pub fn automatic(self) -> [u8; 4] {
        let offline = bits(!self.can_print(), 0b0000_1000);
        let cover = bits(self.cover == Cover::Open, 0b0010_0000);
        let stuck = bits(self.knife == Knife::Stuck, 0b0000_1000);
        [0b0001_0000 | offline | cover, stuck, self.paper(), 0]
    }

    /// The answer to `GS r 1`; also the third byte of the automatic status.
    pub fn paper(self) -> u8 {
        bits(self.roll != Roll::Ample, 0b0000_0011) | bits(self.roll == Roll::Out, 0b0000_1100)
    }

    /// The bits of `GS a n` under which a change from `before` is reported.
    pub fn changes_since(self, before: State) -> u8 {
        let lid = self.cover != before.cover || self.can_print() != before.can_print();
        let roll = bits(self.roll != before.roll, 0b0000_1010);
        bits(lid, 0b0000_0010) | roll | bits(self.knife != before.knife, 0b0000_0100)
    }
}

fn bits(condition: bool, mask: u8) -> u8 {
    if condition { mask } else { 0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    const OPEN: State = State { cover: Cover::Open, ..State::READY };
    const LOW: State = State { roll: Roll::NearEnd, ..State::READY };
    const OUT: State = State { roll: Roll::Out, ..State::READY };
    const OFF: State = State { online: false, ..State::READY };
    const STUCK: State = State { knife: Knife::Stuck, ..State::READY };

    #[test]
    fn real_time_answers_of_each_state() {
        let answers = |state: State| [1, 2, 3, 4].map(|n| state.real_time(n));
        assert_eq!(answers(State::READY), [0x12, 0x12, 0x12, 0x12]);
        assert_eq!(answers(LOW), [0x12, 0x12, 0x12, 0x1E]);
        assert_eq!(answers(OUT), [0x1A, 0x32, 0x12, 0x7E]);
        assert_eq!(answers(OPEN), [0x1A, 0x16, 0x12, 0x12]);
        assert_eq!(answers(OFF), [0x1A, 0x12, 0x12, 0x12]);
        assert_eq!(answers(STUCK), [0x1A, 0x52, 0x1A, 0x12]);
    }

    #[test]
    fn automatic_status_of_each_state() {
        assert_eq!(State::READY.automatic(), [0x10, 0, 0, 0]);
        assert_eq!(LOW.automatic(), [0x10, 0, 0x03, 0]);
        assert_eq!(OUT.automatic(), [0x18, 0, 0x0F, 0]);
        assert_eq!(OPEN.automatic(), [0x38, 0, 0, 0]);
        assert_eq!(OFF.automatic(), [0x18, 0, 0, 0]);
        assert_eq!(STUCK.automatic(), [0x18, 0x08, 0, 0]);
    }

    #[test]
    fn every_change_belongs_to_its_group() {
        assert_eq!(State::READY.changes_since(State::READY), 0);
        assert_eq!(LOW.changes_since(State::READY), 0b1010);
        assert_eq!(OPEN.changes_since(State::READY), 0b0010);
        assert_eq!(OUT.changes_since(LOW), 0b1010);
        assert_eq!(STUCK.changes_since(State::READY), 0b0110);
    }
}
