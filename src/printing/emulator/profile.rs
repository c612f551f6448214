//! What kind of printer is pretended: sizes and names, fixed at start.

/// Dots from the print head to the cutter: the blank head of every receipt, 12 mm on the common mechanisms.
const CUTTER_GAP: u32 = 96;

/// The narrowest and widest head of a receipt printer, in dots.
const HEADS: std::ops::RangeInclusive<u32> = 128..=1024;

/// The properties of one printer model.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Profile {
    width: u32,
    model: &'static str,
    kept: usize,
    buffer: usize,
}

impl Profile {
    /// An 80 mm roll, 576 dots.
    pub const MM80: Profile = Profile { width: 576, model: "LOKET-80", kept: 200, buffer: 64 << 10 };
    /// A 58 mm roll, 384 dots.
    pub const MM58: Profile = Profile { width: 384, model: "LOKET-58", ..Profile::MM80 };

    /// Another width of the printed line in dots, such as 512 at 80 mm or 360, 420, 424 at 58 mm; `None` when no
    /// head is that narrow or wide (128..=1024).
    pub const fn with_width(self, dots: u32) -> Option<Profile> {
        if dots < *HEADS.start() || dots > *HEADS.end() {
            return None;
        }
        Some(Profile { width: dots, ..self })
    }

    /// Another number of receipts kept (200, at least 1); the oldest goes first.
    pub const fn with_kept(self, receipts: usize) -> Profile {
        Profile { kept: receipts, ..self }
    }

    /// Another size in bytes for what may wait while nothing can be printed (64 KiB). Beyond it the connection is
    /// not read any further.
    pub const fn with_buffer(self, bytes: usize) -> Profile {
        Profile { buffer: bytes, ..self }
    }

    /// The printed line in dots.
    pub const fn width(&self) -> u32 {
        self.width
    }

    /// What `GS I 67` answers.
    pub const fn model(&self) -> &'static str {
        self.model
    }

    /// Receipts kept before the oldest goes.
    pub const fn kept(&self) -> usize {
        self.kept
    }

    /// Bytes that may wait while nothing can be printed.
    pub const fn buffer(&self) -> usize {
        self.buffer
    }

    /// Dots from the print head to the cutter.
    pub(super) const fn cutter_gap(&self) -> u32 {
        CUTTER_GAP
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_widths_of_real_heads_are_taken() {
        assert_eq!(Profile::MM58.with_width(420).map(|profile| profile.width()), Some(420));
        assert_eq!(Profile::MM58.with_width(127), None);
        assert_eq!(Profile::MM80.with_width(1025), None);
    }
}
