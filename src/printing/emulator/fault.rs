//! Faults of the line: what a printer does on its socket when it is broken, and not on its paper.

/// What is wrong with the line. Bytes are counted per connection, status questions included.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Fault {
    /// Nothing.
    #[default]
    None,
    /// It stops taking bytes, and says nothing any more, after so many.
    Stall {
        /// Bytes taken before.
        after: usize,
    },
    /// It loses its power after so many: the connection is reset, what was not on paper is gone.
    Reset {
        /// Bytes taken before.
        after: usize,
    },
    /// It says nonsense instead of answers.
    Garbage {
        /// The same seed says the same.
        seed: u64,
    },
    /// It takes so many bytes a second.
    Slow {
        /// At least 1.
        bytes_per_second: u32,
    },
}

impl Fault {
    /// Its name on the screen and in requests: `stall`, `reset`, `garbage`, `slow`; none when all is well.
    pub fn name(self) -> Option<&'static str> {
        match self {
            Fault::None => None,
            Fault::Stall { .. } => Some("stall"),
            Fault::Reset { .. } => Some("reset"),
            Fault::Garbage { .. } => Some("garbage"),
            Fault::Slow { .. } => Some("slow"),
        }
    }

    /// How many bytes it takes at once when `taken` were taken before; none when it takes no more.
    pub(super) fn most(self, taken: usize) -> Option<usize> {
        match self {
            Fault::Stall { after } | Fault::Reset { after } => (after > taken).then(|| after - taken),
            Fault::Slow { bytes_per_second } => Some((bytes_per_second as usize / SLICES).max(1)),
            Fault::None | Fault::Garbage { .. } => Some(usize::MAX),
        }
    }
}

/// A slow printer takes its bytes in so many slices a second.
pub(super) const SLICES: usize = 10;
