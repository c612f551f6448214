//! A service day that can be shown as it was after any of its entries.

use super::event::Entry;
use super::state::{Changes, State};
use super::time::Moment;

/// A state is kept after so many entries. States share what did not change between them, so this bounds
/// the work of showing a moment and costs little memory.
const STRIDE: usize = 64;

/// The day.
#[derive(Clone, Debug)]
pub struct Film {
    entries: Vec<Entry>,
    /// The office after 0, 64, 128, ... entries.
    frames: Vec<State>,
}

impl Film {
    /// Applies the day's entries, oldest first, to the office as it was before them.
    pub fn new(before: State, entries: Vec<Entry>) -> Film {
        let mut frames = vec![before.clone()];
        let mut state = before;
        for (place, entry) in entries.iter().enumerate() {
            state.apply(entry, &mut Changes::new());
            if (place + 1).is_multiple_of(STRIDE) {
                frames.push(state.clone());
            }
        }
        Film { entries, frames }
    }

    /// The day's entries.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// Shows every entry with the office after it.
    pub fn each(&self, mut look: impl FnMut(&Entry, &State)) {
        let mut state = self.frames[0].clone();
        for entry in &self.entries {
            state.apply(entry, &mut Changes::new());
            look(entry, &state);
        }
    }

    /// How many of the entries had happened at a moment.
    pub fn until(&self, at: Moment) -> usize {
        self.entries.partition_point(|entry| entry.at <= at)
    }

    /// The office after the first `count` entries.
    pub fn after(&self, count: usize) -> State {
        let count = count.min(self.entries.len());
        let frame = (count / STRIDE).min(self.frames.len() - 1);
        let mut state = self.frames[frame].clone();
        for entry in &self.entries[frame * STRIDE..count] {
            state.apply(entry, &mut Changes::new());
        }
        state
    }
}
