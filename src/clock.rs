//! Where the office's time comes from. Nobody else asks the machine what time it is.

use crate::domain::time::Moment;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Instant, SystemTime, UNIX_EPOCH};

/// A source of time. Readings may jump; the office stamps its entries in order all the same.
pub trait Clock: Send + Sync + 'static {
    /// The moment it is.
    fn now(&self) -> Moment;
}

/// A clock that many parts hold.
pub type SharedClock = Arc<dyn Clock>;

/// The machine's clock.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "the one place that reads the machine's clock")]
    fn now(&self) -> Moment {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        Moment(i64::try_from(since.as_micros()).unwrap_or(i64::MAX))
    }
}

/// A clock that began elsewhere and may run faster: the demonstration opens at eight in the morning
/// whenever it is started, and plays a day in minutes.
#[derive(Clone, Copy, Debug)]
pub struct PlayedClock {
    from: Moment,
    started: Instant,
    speed: f64,
}

impl PlayedClock {
    /// Starts at `from` and runs `speed` times as fast as the machine's clock.
    #[expect(clippy::disallowed_methods, reason = "measures how long it has run")]
    pub fn start(from: Moment, speed: f64) -> PlayedClock {
        PlayedClock { from, started: Instant::now(), speed }
    }
}

impl Clock for PlayedClock {
    fn now(&self) -> Moment {
        let elapsed = self.started.elapsed().as_secs_f64() * self.speed;
        Moment(self.from.0 + (elapsed * 1e6) as i64)
    }
}

/// A clock that stands still until it is told; tests move it.
#[derive(Debug)]
pub struct ManualClock(AtomicI64);

impl ManualClock {
    /// Stands at `at`.
    pub fn at(at: Moment) -> Arc<ManualClock> {
        Arc::new(ManualClock(AtomicI64::new(at.0)))
    }

    /// Goes on, or back, by whole seconds.
    pub fn advance(&self, seconds: i64) {
        self.0.fetch_add(seconds * 1_000_000, Ordering::SeqCst);
    }

    /// Jumps.
    pub fn set(&self, at: Moment) {
        self.0.store(at.0, Ordering::SeqCst);
    }
}

impl Clock for ManualClock {
    fn now(&self) -> Moment {
        Moment(self.0.load(Ordering::SeqCst))
    }
}
