//! How fast strangers may knock: a bucket per address for public pages, and a stricter one for addresses of nothing, so
//! that nobody finds a ticket, a berkas, a link or a code by trying.
//!
//! People on the office's own network each have an address; whoever comes through a proxy on this machine shares one,
//! which is therefore not counted. What finds nothing is counted for everybody.

use crate::domain::time::Moment;
use std::collections::BTreeMap;
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};

/// Public requests that come at once.
const BURST: i64 = 120;
/// Public requests a minute, going on.
const A_MINUTE: i64 = 240;
/// Addresses of nothing that are asked for at once.
const MISSES: i64 = 30;
/// Addresses of nothing a minute, going on.
const MISSES_A_MINUTE: i64 = 6;
/// Addresses that are remembered; those that have rested longest give way.
const MOST: usize = 10_000;
/// In microseconds.
const MINUTE: i64 = 60 * 1_000_000;

/// The buckets of all addresses.
#[derive(Default)]
pub(super) struct Pace {
    knocks: Mutex<BTreeMap<IpAddr, Bucket>>,
    misses: Mutex<BTreeMap<IpAddr, Bucket>>,
}

/// Buckets of other things than addresses.
pub(super) struct Buckets<K>(Mutex<BTreeMap<K, Bucket>>);

impl<K> Default for Buckets<K> {
    fn default() -> Buckets<K> {
        Buckets(Mutex::default())
    }
}

impl<K: Ord + Copy> Buckets<K> {
    /// Takes one, of so many at once and so many a minute; else tells in how many seconds there is one.
    pub(super) fn take(&self, of: K, now: Moment, pace: (i64, i64)) -> Result<(), u32> {
        if let Some(seconds) = look(&self.0, of, now, pace).wait(pace.1) {
            return Err(seconds);
        }
        take(&self.0, of);
        Ok(())
    }
}

/// What is left, in parts of a minute's microseconds, so that nothing is lost by rounding.
#[derive(Clone, Copy)]
struct Bucket {
    left: i64,
    at: Moment,
}

impl Bucket {
    fn full(burst: i64, at: Moment) -> Bucket {
        Bucket { left: burst * MINUTE, at }
    }

    fn refill(&mut self, burst: i64, a_minute: i64, now: Moment) {
        let passed = now.0.saturating_sub(self.at.0).clamp(0, MINUTE * 60);
        self.left = (self.left + passed * a_minute).min(burst * MINUTE);
        self.at = now;
    }

    /// Seconds until one more may come.
    fn wait(self, a_minute: i64) -> Option<u32> {
        let lacks = MINUTE - self.left;
        (lacks > 0).then(|| u32::try_from((lacks / a_minute) / 1_000_000 + 1).unwrap_or(u32::MAX))
    }
}

impl Pace {
    /// Whether a stranger's request may come in; else in how many seconds.
    pub(super) fn knock(&self, from: IpAddr, now: Moment) -> Result<(), u32> {
        if let Some(seconds) = look(&self.misses, from, now, (MISSES, MISSES_A_MINUTE)).wait(MISSES_A_MINUTE)
        {
            return Err(seconds);
        }
        if from.is_loopback() {
            return Ok(());
        }
        let bucket = look(&self.knocks, from, now, (BURST, A_MINUTE));
        if let Some(seconds) = bucket.wait(A_MINUTE) {
            return Err(seconds);
        }
        take(&self.knocks, from);
        Ok(())
    }

    /// The request found nothing.
    pub(super) fn missed(&self, from: IpAddr, now: Moment) {
        look(&self.misses, from, now, (MISSES, MISSES_A_MINUTE));
        take(&self.misses, from);
    }
}

/// The bucket of an address as it is now.
fn look<K: Ord + Copy>(
    buckets: &Mutex<BTreeMap<K, Bucket>>,
    from: K,
    now: Moment,
    (burst, a_minute): (i64, i64),
) -> Bucket {
    let mut buckets = buckets.lock().unwrap_or_else(PoisonError::into_inner);
    if buckets.len() >= MOST && !buckets.contains_key(&from) {
        let oldest = buckets.iter().min_by_key(|(_, bucket)| bucket.at).map(|(address, _)| *address);
        oldest.map(|oldest| buckets.remove(&oldest));
    }
    let bucket = buckets.entry(from).or_insert(Bucket::full(burst, now));
    bucket.refill(burst, a_minute, now);
    *bucket
}

fn take<K: Ord>(buckets: &Mutex<BTreeMap<K, Bucket>>, from: K) {
    let mut buckets = buckets.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(bucket) = buckets.get_mut(&from) {
        bucket.left -= MINUTE;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HERE: IpAddr = IpAddr::V4(std::net::Ipv4Addr::new(192, 168, 1, 7));
    const THERE: IpAddr = IpAddr::V4(std::net::Ipv4Addr::new(192, 168, 1, 8));
    const PROXY: IpAddr = IpAddr::V4(std::net::Ipv4Addr::LOCALHOST);

    fn at(seconds: i64) -> Moment {
        Moment(seconds * 1_000_000)
    }

    #[test]
    fn a_flood_is_slowed_and_nobody_else_is() {
        let pace = Pace::default();
        let passed = (0..1_000).filter(|_| pace.knock(HERE, at(0)).is_ok()).count();
        assert_eq!(passed as i64, BURST);
        assert_eq!(pace.knock(HERE, at(0)), Err(1));
        assert_eq!(pace.knock(THERE, at(0)), Ok(()));
        assert!((0..1_000).all(|_| pace.knock(PROXY, at(0)).is_ok()), "all who come through the proxy");
        let passed = (0..1_000).filter(|_| pace.knock(HERE, at(60)).is_ok()).count();
        assert_eq!(passed as i64, BURST, "no more than a burst is saved up");
        assert_eq!(pace.knock(HERE, at(30)), Err(1), "a clock that steps back gives nothing");
    }

    #[test]
    fn whoever_tries_addresses_waits_wherever_they_come_from() {
        let pace = Pace::default();
        for from in [HERE, PROXY] {
            for _ in 0..MISSES {
                assert_eq!(pace.knock(from, at(0)), Ok(()));
                pace.missed(from, at(0));
            }
            assert_eq!(pace.knock(from, at(0)), Err(11));
            assert_eq!(pace.knock(from, at(11)), Ok(()));
            pace.missed(from, at(11));
            assert!(pace.knock(from, at(11)).is_err());
        }
        // A million guesses take four months from one address; a token has 128 bits.
        assert_eq!(1_000_000 / MISSES_A_MINUTE / 60 / 24, 115);
    }

    #[test]
    fn memory_is_bounded() {
        let pace = Pace::default();
        for n in 0..u32::try_from(MOST).unwrap_or(0) + 50 {
            assert_eq!(pace.knock(IpAddr::V4(n.into()), at(i64::from(n))), Ok(()));
        }
        assert!(pace.knocks.lock().expect("whole").len() <= MOST);
    }
}
