//! How the boards of the waiting rooms are arranged, where the settings say so.

use super::files::{BoardFile, LayoutWord};
use crate::domain::arrangement::{Arrangement, BoardPlan, Layout};

pub(super) fn plans(files: &[BoardFile]) -> Vec<BoardPlan> {
    files.iter().map(plan).collect()
}

fn plan(file: &BoardFile) -> BoardPlan {
    BoardPlan {
        zone: file.zone.as_str().into(),
        arrangement: Arrangement {
            layout: match file.layout {
                LayoutWord::Full => Layout::Full,
                LayoutWord::Large => Layout::Large,
                LayoutWord::Media => Layout::Media,
            },
            lines: file.lines.clone(),
            film_sound: file.film_sound,
            upright: file.upright,
            far_seat: file.far_seat_cm,
            diagonal: file.diagonal_inches,
        },
    }
}
