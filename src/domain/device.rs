//! Devices that hang and stand in the office, and where each belongs.

use super::account::roles;
use super::ids::{LoketId, PrinterId, Zone};
use super::time::Moment;

/// A device stays signed in until it is shut out: for this long, and renewed before that. No browser keeps a cookie for
/// longer.
pub const SIGNED_IN_SECONDS: i64 = 400 * 24 * 3600;
/// A screen that has been connected for this long comes anew when its sign-in is to be renewed.
const A_DAY: u64 = 24 * 3600;

/// Whether the sign-in of a device that ends then is to be renewed: less than half of its time is left.
pub fn is_half_over(expires: Moment, now: Moment) -> bool {
    expires < now.plus_seconds(SIGNED_IN_SECONDS / 2)
}

/// Whether a device that has been connected since then shall come anew, so that its sign-in is renewed. Only the answer
/// to a request can carry a cookie. Where renewing fails, this is tried once a day.
pub fn must_come_anew(expires: Moment, since: Moment, now: Moment) -> bool {
    is_half_over(expires, now) && now.seconds_since(since) >= A_DAY
}

/// The one screen that a device shows.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Screen {
    /// The touch screen that gives numbers.
    Kiosk,
    /// A board of a waiting room.
    Board(Zone),
    /// The survey tablet of a loket.
    Tablet(LoketId),
    /// No screen: the print agent of a printer.
    Agent(PrinterId),
}

impl Screen {
    /// The role of a device with this screen.
    pub fn role(&self) -> &'static str {
        match self {
            Screen::Kiosk => roles::KIOSK,
            Screen::Board(_) => roles::BOARD,
            Screen::Tablet(_) => roles::TABLET,
            Screen::Agent(_) => roles::AGENT,
        }
    }

    /// Its address.
    pub fn path(&self) -> String {
        match self {
            Screen::Kiosk => "/kiosk".to_string(),
            Screen::Board(zone) => format!("/papan/{zone}"),
            Screen::Tablet(loket) => format!("/skm/{loket}"),
            Screen::Agent(printer) => format!("/agen/{printer}"),
        }
    }

    /// The screen with that address.
    pub fn at(path: &str) -> Option<Screen> {
        if path == "/kiosk" {
            return Some(Screen::Kiosk);
        }
        let (place, name) = path.strip_prefix('/')?.split_once('/')?;
        match place {
            "papan" if !name.is_empty() && !name.contains('/') => Some(Screen::Board(Zone::from(name))),
            "agen" if !name.is_empty() && !name.contains('/') => Some(Screen::Agent(PrinterId::from(name))),
            "skm" => name.parse().ok().map(|loket| Screen::Tablet(LoketId(loket))),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_screen_is_found_by_its_address() {
        for screen in [
            Screen::Kiosk,
            Screen::Board("utama".into()),
            Screen::Tablet(LoketId(5)),
            Screen::Agent("kiosk".into()),
        ] {
            assert_eq!(Screen::at(&screen.path()), Some(screen));
        }
        for path in ["", "/", "/papan", "/papan/", "/papan/a/b", "/agen/", "/skm/lima", "/akun", "kiosk"] {
            assert_eq!(Screen::at(path), None, "{path}");
        }
    }
}
