//! Where the office's time comes from. Nobody else asks the machine what time it is.

use crate::domain::time::Moment;
use crate::domain::trust::{Reading, Watch};
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

/// A source of time. Readings may jump; the office stamps its entries in order all the same.
pub trait Clock: Send + Sync + 'static {
    /// The moment it is.
    fn now(&self) -> Moment;

    /// How many microseconds have passed since some moment of the past, also while the machine slept. It never jumps.
    fn count(&self) -> i64;
}

fn micros(time: Duration) -> i64 {
    i64::try_from(time.as_micros()).unwrap_or(i64::MAX)
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

    fn count(&self) -> i64 {
        let passed = rustix::time::clock_gettime(rustix::time::ClockId::Boottime);
        micros(Duration::try_from(passed).unwrap_or_default())
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
        Moment(self.from.0 + self.count())
    }

    fn count(&self) -> i64 {
        micros(self.started.elapsed().mul_f64(self.speed))
    }
}

/// A clock that stands still until it is told; tests move it.
#[derive(Debug)]
pub struct ManualClock {
    shown: AtomicI64,
    /// What has passed, in microseconds.
    passed: AtomicI64,
}

impl ManualClock {
    /// Stands at `at`.
    pub fn at(at: Moment) -> Arc<ManualClock> {
        Arc::new(ManualClock { shown: AtomicI64::new(at.0), passed: AtomicI64::new(0) })
    }

    /// Goes on by whole seconds, which pass.
    pub fn advance(&self, seconds: i64) {
        self.passed.fetch_add(seconds * 1_000_000, Ordering::SeqCst);
        self.shown.fetch_add(seconds * 1_000_000, Ordering::SeqCst);
    }

    /// Time passes until it shows that.
    pub fn set(&self, at: Moment) {
        let before = self.shown.swap(at.0, Ordering::SeqCst);
        self.passed.fetch_add((at.0 - before).max(0), Ordering::SeqCst);
    }

    /// Shows that, although no time has passed.
    pub fn jump(&self, at: Moment) {
        self.shown.store(at.0, Ordering::SeqCst);
    }

    /// Time passes, whatever it shows.
    pub fn pass(&self, time: Duration) {
        self.passed.fetch_add(micros(time), Ordering::SeqCst);
    }
}

impl Clock for ManualClock {
    fn now(&self) -> Moment {
        Moment(self.shown.load(Ordering::SeqCst))
    }

    fn count(&self) -> i64 {
        self.passed.load(Ordering::SeqCst)
    }
}

/// A clock and what a running program has seen of it. Cheap to clone; every clone tells the same.
#[derive(Clone)]
pub struct Timekeeper {
    clock: SharedClock,
    watch: Arc<Mutex<Watch>>,
}

impl Timekeeper {
    /// Of a clock of which nothing was seen yet.
    pub fn of(clock: SharedClock) -> Timekeeper {
        Timekeeper { clock, watch: Arc::default() }
    }

    /// What time it is, when the last entry is of `last`.
    pub fn look(&self, last: Moment) -> Reading {
        let watch = *self.watch.lock().unwrap_or_else(PoisonError::into_inner);
        watch.judge(last, self.clock.now(), self.clock.count())
    }

    /// The same for whoever decides: later readings are held against this one.
    pub fn read(&self, last: Moment) -> Reading {
        let mut watch = self.watch.lock().unwrap_or_else(PoisonError::into_inner);
        let count = self.clock.count();
        let reading = watch.judge(last, self.clock.now(), count);
        watch.learn(last, count, reading);
        reading
    }

    /// What the running program has counted, as a moment of no calendar: it tells how long ago something was, whatever
    /// becomes of the clock.
    pub fn count(&self) -> Moment {
        Moment(self.clock.count())
    }

    /// Somebody said that the clock is right, which showed `shown`; the last entry says so.
    pub fn accept(&self, last: Moment, shown: Moment) {
        let mut watch = self.watch.lock().unwrap_or_else(PoisonError::into_inner);
        watch.accept(last, shown, self.clock.count());
    }
}
