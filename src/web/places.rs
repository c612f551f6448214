//! How many connections are held open at once, and by whom.
//!
//! Whoever connects takes a place and gives it back when the socket is closed, also when it has become a live screen
//! meanwhile. Strangers together hold no more than the common places, so that the reserve is left for addresses from
//! which somebody signed in has come: the office's own devices and people. This machine itself is not counted per
//! address, because a proxy may stand here through which everybody comes; for the same reason a reserve is of no use
//! behind one, and the proxy has to keep its own order.

use super::accept::Caps;
use std::collections::BTreeMap;
use std::net::IpAddr;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::time::Instant;

/// An address is remembered for so long after somebody signed in was there: over a weekend and a few holidays.
const REMEMBERED: Duration = Duration::from_secs(7 * 24 * 3600);
/// Addresses that are remembered; those that were there longest ago give way.
const MOST: usize = 1024;

/// Marks the answer to somebody who is signed in.
#[derive(Clone, Copy)]
pub(super) struct Recognised;

/// All places of a listener.
#[derive(Clone)]
pub(super) struct Places {
    caps: Caps,
    book: Arc<Mutex<Book>>,
}

#[derive(Default)]
struct Book {
    open: usize,
    guests: BTreeMap<IpAddr, Held>,
    /// Addresses from which somebody signed in came, and when they were there last.
    known: BTreeMap<IpAddr, Instant>,
}

/// What one address holds.
#[derive(Clone, Copy, Default)]
struct Held {
    asking: usize,
    live: usize,
}

/// The place of one connection.
pub(super) struct Place {
    places: Places,
    address: IpAddr,
    live: AtomicBool,
    recognised: AtomicBool,
}

impl Places {
    pub(super) fn of(caps: Caps) -> Places {
        Places { caps, book: Arc::default() }
    }

    /// A place for a connection from an address, if there is one.
    pub(super) fn come(&self, address: IpAddr) -> Option<Place> {
        let mut book = self.book();
        let known = || book.known.get(&address).is_some_and(|at| at.elapsed() < REMEMBERED);
        let reserve = if book.open >= self.caps.connections && known() { self.caps.reserve } else { 0 };
        if book.open >= self.caps.connections + reserve {
            return None;
        }
        let held = book.guests.entry(address).or_default();
        if held.asking >= self.caps.per_address && !address.is_loopback() {
            return None;
        }
        held.asking += 1;
        book.open += 1;
        let (live, recognised) = (AtomicBool::new(false), AtomicBool::new(false));
        Some(Place { places: self.clone(), address, live, recognised })
    }

    fn book(&self) -> std::sync::MutexGuard<'_, Book> {
        self.book.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Place {
    /// Somebody signed in came by this connection.
    pub(super) fn recognise(&self) {
        if !self.recognised.swap(true, Ordering::Relaxed) {
            self.places.book().remember(self.address);
        }
    }

    /// The connection becomes a live screen, which is counted apart: many phones behind one address each look at their
    /// own number. False when that address has as many as it may.
    pub(super) fn go_live(&self) -> bool {
        let mut book = self.places.book();
        if self.live.load(Ordering::Relaxed) {
            return true;
        }
        let held = book.guests.entry(self.address).or_default();
        if held.live >= self.places.caps.live_per_address && !self.address.is_loopback() {
            return false;
        }
        self.live.store(true, Ordering::Relaxed);
        held.asking -= 1;
        held.live += 1;
        true
    }
}

impl Book {
    fn remember(&mut self, address: IpAddr) {
        if self.known.len() >= MOST && !self.known.contains_key(&address) {
            let oldest = self.known.iter().min_by_key(|(_, at)| **at).map(|(address, _)| *address);
            oldest.map(|oldest| self.known.remove(&oldest));
        }
        self.known.insert(address, Instant::now());
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut book = self.places.book();
        book.open -= 1;
        if self.recognised.load(Ordering::Relaxed) {
            book.remember(self.address);
        }
        if let Some(held) = book.guests.get_mut(&self.address) {
            let counted = if self.live.load(Ordering::Relaxed) { &mut held.live } else { &mut held.asking };
            *counted -= 1;
            if held.asking + held.live == 0 {
                book.guests.remove(&self.address);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HERE: IpAddr = IpAddr::V4(std::net::Ipv4Addr::new(10, 0, 0, 1));
    const THERE: IpAddr = IpAddr::V4(std::net::Ipv4Addr::new(10, 0, 0, 2));

    fn few() -> Places {
        Places::of(Caps {
            connections: 3,
            reserve: 2,
            per_address: 3,
            live_per_address: 1,
            ..Caps::default()
        })
    }

    #[test]
    fn one_address_has_its_share_of_places_and_no_other_is_kept_out() {
        let places = Places::of(Caps::default());
        let mut held: Vec<Place> =
            (0..Caps::default().per_address).map(|_| places.come(HERE).expect("a place")).collect();
        assert_eq!(held.len(), 64);
        assert!(places.come(HERE).is_none(), "no place is left for it");
        assert!(places.come(THERE).is_some(), "another one is not held up");
        held.pop();
        held.push(places.come(HERE).expect("the place of the one that went"));
        assert!(places.come(HERE).is_none());
    }

    #[test]
    fn this_machine_itself_is_not_counted_and_nobody_is_held_who_went() {
        let places = Places::of(Caps { per_address: 3, ..Caps::default() });
        for this in [IpAddr::V4(std::net::Ipv4Addr::LOCALHOST), IpAddr::V6(std::net::Ipv6Addr::LOCALHOST)] {
            let held: Vec<_> = (0..100).map(|_| places.come(this).expect("a proxy stands here")).collect();
            assert!(held.iter().all(Place::go_live));
            drop(held);
        }
        drop(places.come(HERE));
        let book = places.book();
        assert!(book.guests.is_empty() && book.open == 0);
    }

    #[test]
    fn strangers_leave_the_reserve_to_addresses_that_are_known() {
        let places = few();
        places.come(HERE).expect("a place").recognise();
        let strangers: Vec<_> = (0..3).map(|_| places.come(THERE).expect("a common place")).collect();
        assert!(places.come(THERE).is_none(), "they hold all common places");
        let own: Vec<_> = (0..2).map(|_| places.come(HERE).expect("a place of the reserve")).collect();
        assert!(places.come(HERE).is_none(), "the reserve ends as well");
        drop(strangers);
        assert!(places.come(THERE).is_some(), "those of the reserve count in the whole");
        drop(own);
        // Whoever floods as a known address pushes out nobody but other known ones.
        for nth in 0..MOST as u32 {
            places.book().remember(IpAddr::V4(nth.into()));
        }
        assert_eq!(places.book().known.len(), MOST);
        assert!(!places.book().known.contains_key(&HERE));
    }

    #[test]
    fn a_live_screen_keeps_its_place_and_is_counted_apart() {
        let places = few();
        let screen = places.come(HERE).expect("a place");
        assert!(screen.go_live() && screen.go_live(), "once, however often it is said");
        let held = places.book().guests[&HERE];
        assert_eq!((held.asking, held.live), (0, 1));
        let second = places.come(HERE).expect("a place to ask by");
        assert!(!second.go_live(), "one address has so many screens and no more");
        let third = places.come(THERE).expect("the last common place");
        assert!(places.come(THERE).is_none(), "the screen counts in the whole");
        drop((second, third, screen));
        assert!(places.book().guests.is_empty());
    }
}
