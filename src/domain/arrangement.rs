//! How the boards of a zone are arranged: what stands on them, the running text, and whether all of it
//! can be read from the far seat.
//!
//! A board divides the short side of its screen into a hundred parts. The sizes below are those of
//! `display/board/*.css` in these parts; `tests/browser/board.test.js` measures that they are true.

use super::fault::{About, Fault};
use super::ids::Zone;
use super::profile::Profile;
use super::refusal::Refusal;

/// What the boards of a zone show, and from where they must be read.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Arrangement {
    /// What stands on them.
    pub layout: Layout,
    /// The lines of the running text; none for no running text.
    pub lines: Vec<String>,
    /// Whether films are heard while nobody is called; they are mute otherwise.
    pub film_sound: bool,
    /// Whether the televisions hang upright.
    pub upright: bool,
    /// From the screen to the seat that is farthest away, in centimetres.
    pub far_seat: u16,
    /// Diagonal of the smallest television, in inches.
    pub diagonal: u16,
}

/// The boards of a waiting room in the settings.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct BoardPlan {
    /// Which waiting room.
    pub zone: Zone,
    /// How its boards are arranged.
    pub arrangement: Arrangement,
}

/// What stands on a board.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Layout {
    /// The last call, every loket, earlier calls, missed numbers and who waits.
    Full,
    /// The last call, every loket and missed numbers, as large as they can be.
    Large,
    /// The last call and every loket beside pictures and films.
    Media,
}

impl Layout {
    /// Every layout with its word.
    pub const ALL: [(Layout, &'static str); 3] =
        [(Layout::Full, "full"), (Layout::Large, "large"), (Layout::Media, "media")];

    /// Its word on the wire.
    pub fn word(self) -> &'static str {
        Layout::ALL.iter().find(|(layout, _)| *layout == self).map_or("", |(_, word)| word)
    }

    /// The layout with that word.
    pub fn named(word: &str) -> Option<Layout> {
        Layout::ALL.iter().find(|(_, known)| *known == word).map(|(layout, _)| *layout)
    }
}

/// Most lines of running text.
pub const MOST_LINES: usize = 12;
/// Longest line of running text, in characters.
pub const MOST_LINE: usize = 200;
/// Seats a room may have, in centimetres from the screen.
pub const SEATS: std::ops::RangeInclusive<u16> = 100..=4000;
/// Televisions there are, in inches.
pub const DIAGONALS: std::ops::RangeInclusive<u16> = 10..=120;

/// Capitals of the typeface are this part of a letter's size.
const CAPITAL: f64 = 0.672;
/// The short side of a screen of 16:9 is this part of its diagonal.
const SHORT_SIDE: f64 = 0.490_26;
/// A called number fills at least this angle: 0.7 degrees.
const NUMBER_ANGLE: f64 = 0.7;
/// The loket of a call and the numbers at the lokets fill at least this angle: 20 minutes of arc.
const PLACE_ANGLE: f64 = 20.0 / 60.0;

impl Default for Arrangement {
    /// What hangs in most offices: a television of 55 inches, the last seat eight metres away.
    fn default() -> Arrangement {
        Arrangement {
            layout: Layout::Full,
            lines: Vec::new(),
            film_sound: false,
            upright: false,
            far_seat: 800,
            diagonal: 55,
        }
    }
}

impl Arrangement {
    /// From how far away this can be read with so many lokets, in centimetres: the called number, its
    /// loket, and the numbers at the lokets. Names, hints and the second language are for those nearer.
    pub fn readable(&self, lokets: usize) -> u16 {
        let (number, cell) = sizes(self.layout, self.upright, lokets);
        let short_side = f64::from(self.diagonal) * 2.54 * SHORT_SIDE;
        let capital = |size: f64| size / 100.0 * short_side * CAPITAL;
        let far = |size: f64, degrees: f64| capital(size) / degrees.to_radians().tan();
        // A length of some metres: nothing is lost.
        far(number, NUMBER_ANGLE).min(far(cell, PLACE_ANGLE)) as u16
    }

    /// The arrangement as it is kept: lines trimmed, empty ones left out.
    ///
    /// # Errors
    /// [`Refusal::TooLong`], [`Refusal::BadSize`], or [`Refusal::Unreadable`] with what could be read.
    pub fn checked(&self, lokets: usize) -> Result<Arrangement, Refusal> {
        let plain = |line: &String| line.split_whitespace().collect::<Vec<_>>().join(" ");
        let lines: Vec<_> = self.lines.iter().map(plain).filter(|line| !line.is_empty()).collect();
        let long = |line: &String| line.chars().count() > MOST_LINE || line.chars().any(char::is_control);
        if lines.len() > MOST_LINES || lines.iter().any(long) {
            return Err(Refusal::TooLong);
        }
        if !SEATS.contains(&self.far_seat) || !DIAGONALS.contains(&self.diagonal) {
            return Err(Refusal::BadSize);
        }
        let readable = self.readable(lokets);
        if readable < self.far_seat {
            return Err(Refusal::Unreadable { readable });
        }
        Ok(Arrangement { lines, ..self.clone() })
    }
}

/// What cannot be of the boards in the settings.
pub(super) fn faults(profile: &Profile) -> Vec<Fault> {
    let zones = profile.zones();
    let fault = |BoardPlan { zone, arrangement }: &BoardPlan| {
        let mut facts = vec![("name", zone.to_string())];
        let (code, words) = match arrangement.checked(profile.lokets_in(zone)) {
            _ if !zones.contains(zone) => ("board-zone", "no loket is in this waiting room".to_string()),
            Ok(_) => return None,
            Err(Refusal::TooLong) => {
                facts.extend([("lines", MOST_LINES.to_string()), ("most", MOST_LINE.to_string())]);
                ("board-lines", format!("at most {MOST_LINES} lines of {MOST_LINE} characters"))
            }
            Err(Refusal::Unreadable { readable }) => {
                facts.push(("value", readable.to_string()));
                ("board-far", format!("it can be read from {readable} cm at most"))
            }
            Err(_) => {
                let (least, most) = (SEATS.start(), SEATS.end());
                let (small, large) = (DIAGONALS.start(), DIAGONALS.end());
                facts.extend([("least", least.to_string()), ("most", most.to_string())]);
                facts.extend([("small", small.to_string()), ("large", large.to_string())]);
                (
                    "board-size",
                    format!("seats from {least} to {most} cm, televisions from {small} to {large} inches"),
                )
            }
        };
        let words = format!("boards of {zone}: {words}");
        Some(Fault::new(About::item("board", "zone", zone), code, facts, words))
    };
    profile.boards.iter().filter_map(fault).collect()
}

/// Sizes of the called number and of the smaller of the loket beside it and the numbers at the lokets.
fn sizes(layout: Layout, upright: bool, lokets: usize) -> (f64, f64) {
    let by_count = |sizes: [f64; 4]| match lokets {
        0..=4 => sizes[0],
        5..=6 => sizes[1],
        7..=12 => sizes[2],
        _ => sizes[3],
    };
    match (layout, upright) {
        (Layout::Full, false) => (22.4, by_count([10.2, 7.0, 5.2, 4.0])),
        (Layout::Full, true) => (23.0, by_count([10.2, 6.0, 5.2, 4.0])),
        (Layout::Large, false) => (27.4, by_count([11.8, 8.4, 7.0, 5.2])),
        (Layout::Large, true) => (25.4, by_count([12.4, 9.4, 7.0, 5.2])),
        (Layout::Media, false) => (22.4, by_count([10.2, 7.0, 4.4, 4.0])),
        (Layout::Media, true) => (23.0, by_count([10.2, 6.0, 4.4, 4.0])),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_usual_room_can_be_read_from_its_last_seat() {
        let usual = Arrangement::default();
        assert_eq!(usual.checked(4), Ok(usual.clone()));
        // 55 inches are 685 mm high; capitals of 10.2 parts are 46.9 mm: 20 minutes of arc at 8.07 m.
        assert_eq!(usual.readable(1), usual.readable(4));
        assert!((800..812).contains(&usual.readable(4)), "{}", usual.readable(4));
    }

    #[test]
    fn a_room_that_is_too_deep_is_refused_with_what_can_be_read() {
        let deep = Arrangement { far_seat: 920, ..Arrangement::default() };
        assert_eq!(deep.checked(4), Err(Refusal::Unreadable { readable: deep.readable(4) }));
        let larger = Arrangement { diagonal: 75, ..deep.clone() };
        assert!(larger.checked(4).is_ok());
        let other = Arrangement { layout: Layout::Large, ..deep };
        assert!(other.checked(4).is_ok(), "{}", other.readable(4));
        // Many lokets make small cells.
        assert!(Arrangement::default().checked(9).is_err());
    }

    #[test]
    fn lines_are_trimmed_and_bounded() {
        let with = |lines: Vec<String>| Arrangement { lines, ..Arrangement::default() };
        let kept = with(vec!["  Silakan\tduduk  ".into(), " ".into()]).checked(4).map(|kept| kept.lines);
        assert_eq!(kept, Ok(vec!["Silakan duduk".to_string()]));
        assert_eq!(with(vec!["a".repeat(MOST_LINE + 1)]).checked(4), Err(Refusal::TooLong));
        assert_eq!(with(vec!["a".into(); MOST_LINES + 1]).checked(4), Err(Refusal::TooLong));
        let room = Arrangement { far_seat: 99, ..Arrangement::default() };
        assert_eq!(room.checked(4), Err(Refusal::BadSize));
    }
}
