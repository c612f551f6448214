//! Instants and service days.

use std::fmt;

pub use jiff::civil::{Date, DateTime, Time, Weekday};

/// An instant: microseconds since 1970-01-01T00:00:00Z.
///
/// The office stamps every journal entry with a moment that is later than the one before, whatever
/// the machine's clock does, so moments order events and waits are never negative.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Default)]
pub struct Moment(pub i64);

impl Moment {
    /// Whole seconds from `earlier` to `self`; 0 when `earlier` is later.
    pub fn seconds_since(self, earlier: Moment) -> u64 {
        u64::try_from((self.0 - earlier.0) / 1_000_000).unwrap_or(0)
    }

    /// The moment `seconds` later.
    pub fn plus_seconds(self, seconds: i64) -> Moment {
        Moment(self.0.saturating_add(seconds.saturating_mul(1_000_000)))
    }
}

/// A day of service in the office's own time zone. Numbers restart with it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct ServiceDay(pub Date);

impl ServiceDay {
    /// The calendar year, which restarts the counters of berkas and SK.
    pub fn year(self) -> i16 {
        self.0.year()
    }
}

impl fmt::Display for ServiceDay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// A fixed offset from UTC in seconds: WITA is +28,800.
///
/// Indonesia's three zones have had no daylight saving since 1964, so one number is enough and no
/// table lookup stands between a ticket and its day.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct UtcOffset(pub i32);

impl UtcOffset {
    /// The wall clock of the office at `at`.
    pub fn local(self, at: Moment) -> DateTime {
        let offset = jiff::tz::Offset::from_seconds(self.0).unwrap_or(jiff::tz::Offset::UTC);
        offset.to_datetime(timestamp(at))
    }

    /// The moment of a wall-clock reading of the office.
    pub fn moment(self, local: DateTime) -> Moment {
        let offset = jiff::tz::Offset::from_seconds(self.0).unwrap_or(jiff::tz::Offset::UTC);
        offset.to_timestamp(local).map_or(Moment(0), |at| Moment(at.as_microsecond()))
    }

    /// The service day that `at` falls on.
    pub fn day(self, at: Moment) -> ServiceDay {
        ServiceDay(self.local(at).date())
    }
}

/// `at` as jiff's timestamp, held inside the range jiff can express.
fn timestamp(at: Moment) -> jiff::Timestamp {
    jiff::Timestamp::from_microsecond(at.0).unwrap_or(if at.0 < 0 {
        jiff::Timestamp::MIN
    } else {
        jiff::Timestamp::MAX
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const WITA: UtcOffset = UtcOffset(8 * 3600);

    #[test]
    fn the_service_day_turns_at_midnight_in_tutuyan_not_in_greenwich() {
        let before = WITA.moment(Date::constant(2026, 11, 23).at(23, 59, 59, 999_999_000));
        let after = Moment(before.0 + 1);
        assert_eq!(WITA.day(before).to_string(), "2026-11-23");
        assert_eq!(WITA.day(after).to_string(), "2026-11-24");
        assert_eq!(WITA.local(after).hour(), 0);
    }

    #[test]
    fn a_clock_that_stepped_back_makes_no_negative_wait() {
        assert_eq!(Moment(5).seconds_since(Moment(9_000_000)), 0);
    }
}
