//! Boards, what they show, and the voice.

use super::answers;
use crate::views::Millis;
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::BTreeMap;

answers! {
    /// The clips of the voice.
    VoiceList { revision: String, now: Millis, most: VoiceMost, clips: BTreeMap<String, ClipLine>, }
    /// What a recording may be.
    VoiceMost { seconds: f64, bytes: usize, }
    /// A clip.
    ClipLine {
        /// The office's own recording of it.
        own: Option<RecordingLine>,
    }
    /// A recording.
    RecordingLine {
        file: String,
        #[serde(rename = "type")]
        kind: &'static str,
        seconds: f64,
        bytes: u64,
    }
    /// How the boards of all waiting rooms are arranged.
    Arrangements {
        zones: Vec<ZoneArranged>,
        most: ArrangementMost,
        /// The nearest and the farthest seat, in metres.
        seats: [u16; 2],
        /// The smallest and the largest television, in inches.
        diagonals: [u16; 2],
    }
    /// How much there may be: lines of the running text, characters of one, files.
    ArrangementMost { lines: usize, line: usize, media: MediaMost, }
    /// Files of a waiting room, bytes of a picture and of a film.
    MediaMost { files: usize, picture: u64, film: u64, }
    /// A waiting room.
    ZoneArranged {
        zone: String,
        lokets: usize,
        layouts: Vec<LayoutLine>,
        arrangement: ArrangementLine,
        folder: Option<String>,
        files: Vec<MediaLine>,
    }
    /// A layout.
    LayoutLine { layout: &'static str, reach: Reach, }
    /// From how many metres an inch of television can be read.
    Reach { across: f64, upright: f64, }
    /// An arrangement.
    ArrangementLine {
        layout: &'static str,
        lines: Vec<String>,
        film_sound: bool,
        upright: bool,
        far_seat: u16,
        diagonal: u16,
    }
    /// Pictures and films.
    MediaList { files: Vec<MediaLine>, }
    /// A picture or a film.
    MediaLine {
        name: String,
        bytes: u64,
        /// `picture`, `film`.
        kind: Option<&'static str>,
        /// Why it is not shown: `unknown`, `too-large`.
        trouble: Option<&'static str>,
        address: String,
    }
}
