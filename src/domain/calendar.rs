//! When the office serves: hours, breaks, holidays, and the seconds of service between two moments.
//!
//! Baku mutu runs in service hours only, so every duration held against a norm is measured here.

use super::time::{Date, DateTime, Moment, Time, UtcOffset, Weekday};
use std::collections::BTreeMap;

/// One unbroken stretch of service within a day.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Span {
    /// First moment of service.
    pub from: Time,
    /// First moment after it.
    pub until: Time,
}

/// The office's hours and days off.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Calendar {
    /// The zone of the office.
    pub offset: UtcOffset,
    /// Spans per weekday, Monday first, ascending and not overlapping (checked by [`Calendar::new`]).
    hours: [Vec<Span>; 7],
    /// Days off with their names.
    holidays: BTreeMap<Date, String>,
}

/// What an instant is to the office.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Standing {
    /// Service is on; `until` is the end of the day's last span.
    Open {
        /// When service ends today.
        until: Moment,
    },
    /// Between two spans of the same day.
    Break {
        /// When service goes on.
        until: Moment,
    },
    /// Before the first span of a day of service.
    Before {
        /// When service begins.
        opens: Moment,
    },
    /// After the last span, or a weekday without service.
    Over {
        /// The next opening, if one is within a year.
        opens: Option<Moment>,
    },
    /// A day off.
    Holiday {
        /// What is celebrated.
        name: String,
        /// The next opening, if one is within a year.
        opens: Option<Moment>,
    },
}

/// Why a list of hours is no calendar.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum CalendarError {
    /// A span that ends before it begins, or that overlaps the one before it.
    Order(Weekday),
    /// No weekday has any service.
    NeverOpen,
}

impl Calendar {
    /// `hours` are the spans of Monday to Sunday.
    ///
    /// # Errors
    /// [`CalendarError`] when spans are out of order or the office never opens.
    pub fn new(
        offset: UtcOffset,
        hours: [Vec<Span>; 7],
        holidays: BTreeMap<Date, String>,
    ) -> Result<Calendar, CalendarError> {
        for (place, spans) in hours.iter().enumerate() {
            let mut earliest = Time::midnight();
            for span in spans {
                if span.from < earliest || span.until <= span.from {
                    let weekday = Weekday::from_monday_zero_offset(place as i8).unwrap_or(Weekday::Monday);
                    return Err(CalendarError::Order(weekday));
                }
                earliest = span.until;
            }
        }
        if hours.iter().all(Vec::is_empty) {
            return Err(CalendarError::NeverOpen);
        }
        Ok(Calendar { offset, hours, holidays })
    }

    /// The spans of an ordinary day of the week.
    pub fn hours(&self, day: Weekday) -> &[Span] {
        &self.hours[usize::from(day.to_monday_zero_offset() as u8)]
    }

    /// The spans of `date`; none on a holiday.
    pub fn spans(&self, date: Date) -> &[Span] {
        if self.holidays.contains_key(&date) {
            return &[];
        }
        self.hours(date.weekday())
    }

    /// The name of the day off on `date`, if it is one.
    pub fn holiday(&self, date: Date) -> Option<&str> {
        self.holidays.get(&date).map(String::as_str)
    }

    /// The year whose days off are not known although it is time to: this year's, and from December on
    /// the next one's.
    pub fn year_without_holidays(&self, at: Moment) -> Option<i16> {
        let today = self.offset.local(at).date();
        let known = |year: i16| self.holidays.keys().any(|date| date.year() == year);
        let next = (today.month() == 12).then(|| today.year() + 1);
        std::iter::once(today.year()).chain(next).find(|year| !known(*year))
    }

    /// What `at` is to the office.
    pub fn standing(&self, at: Moment) -> Standing {
        let local = self.offset.local(at);
        let spans = self.spans(local.date());
        let moment = |time: Time| self.offset.moment(local.date().to_datetime(time));
        if let Some(name) = self.holiday(local.date()) {
            return Standing::Holiday { name: name.to_string(), opens: self.next_opening(at) };
        }
        let (Some(first), Some(last)) = (spans.first(), spans.last()) else {
            return Standing::Over { opens: self.next_opening(at) };
        };
        let time = local.time();
        if time < first.from {
            return Standing::Before { opens: moment(first.from) };
        }
        if time >= last.until {
            return Standing::Over { opens: self.next_opening(at) };
        }
        match spans.iter().find(|span| time < span.until) {
            Some(span) if time < span.from => Standing::Break { until: moment(span.from) },
            _ => Standing::Open { until: moment(last.until) },
        }
    }

    /// The first beginning of a day's service after `at`, within a year.
    pub fn next_opening(&self, at: Moment) -> Option<Moment> {
        let mut date = self.offset.local(at).date();
        for _ in 0..=366 {
            let opens = self.spans(date).first();
            let opens = opens.map(|span| self.offset.moment(date.to_datetime(span.from)));
            if let Some(opens) = opens.filter(|opens| *opens > at) {
                return Some(opens);
            }
            date = date.tomorrow().ok()?;
        }
        None
    }

    /// The moment when `seconds` of service have passed since `from`, if that is within a year.
    pub fn after_service(&self, from: Moment, seconds: u64) -> Option<Moment> {
        let from = self.offset.local(from);
        let (mut date, mut left) = (from.date(), seconds);
        for _ in 0..=366 {
            for span in self.spans(date) {
                let begin = date.to_datetime(span.from).max(from);
                let length = seconds_between(begin, date.to_datetime(span.until));
                if left <= length && length > 0 {
                    return Some(self.offset.moment(begin).plus_seconds(i64::try_from(left).ok()?));
                }
                left -= length.min(left);
            }
            date = date.tomorrow().ok()?;
        }
        None
    }

    /// Whole seconds of service in `from..to`; 0 when `to` is not later.
    pub fn service_seconds(&self, from: Moment, to: Moment) -> u64 {
        if to <= from {
            return 0;
        }
        let (from, to) = (self.offset.local(from), self.offset.local(to));
        let mut date = from.date();
        let mut seconds = 0;
        while date <= to.date() {
            for span in self.spans(date) {
                let begin = date.to_datetime(span.from).max(from);
                let end = date.to_datetime(span.until).min(to);
                seconds += seconds_between(begin, end);
            }
            let Ok(next) = date.tomorrow() else { break };
            date = next;
        }
        seconds
    }
}

/// Seconds from `begin` to `end`, 0 when `end` is earlier.
fn seconds_between(begin: DateTime, end: DateTime) -> u64 {
    u64::try_from(end.duration_since(begin).as_secs()).unwrap_or(0)
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    const WITA: UtcOffset = UtcOffset(8 * 3600);

    fn span(from: (i8, i8), until: (i8, i8)) -> Span {
        Span { from: Time::constant(from.0, from.1, 0, 0), until: Time::constant(until.0, until.1, 0, 0) }
    }

    /// The default hours of `office.md`, with one holiday.
    pub(crate) fn boltim() -> Calendar {
        let long = vec![span((8, 0), (12, 0)), span((13, 0), (16, 0))];
        let friday = vec![span((8, 0), (11, 30)), span((13, 30), (16, 0))];
        let hours = [long.clone(), long.clone(), long.clone(), long, friday, vec![], vec![]];
        let holidays =
            BTreeMap::from([(Date::constant(2026, 12, 25), "Kelahiran Yesus Kristus".to_string())]);
        Calendar::new(WITA, hours, holidays).expect("hours in order")
    }

    fn at(day: (i16, i8, i8), hour: i8, minute: i8) -> Moment {
        WITA.moment(Date::constant(day.0, day.1, day.2).at(hour, minute, 0, 0))
    }

    const MONDAY: (i16, i8, i8) = (2026, 11, 23);
    const FRIDAY: (i16, i8, i8) = (2026, 11, 27);
    const SATURDAY: (i16, i8, i8) = (2026, 11, 28);

    #[test]
    fn a_day_has_a_before_a_break_and_an_end() {
        let calendar = boltim();
        assert_eq!(calendar.standing(at(MONDAY, 7, 0)), Standing::Before { opens: at(MONDAY, 8, 0) });
        assert_eq!(calendar.standing(at(MONDAY, 8, 0)), Standing::Open { until: at(MONDAY, 16, 0) });
        assert_eq!(calendar.standing(at(MONDAY, 12, 0)), Standing::Break { until: at(MONDAY, 13, 0) });
        assert_eq!(calendar.standing(at(FRIDAY, 12, 0)), Standing::Break { until: at(FRIDAY, 13, 30) });
        let monday = Some(at((2026, 11, 30), 8, 0));
        assert_eq!(calendar.standing(at(FRIDAY, 16, 0)), Standing::Over { opens: monday });
        assert_eq!(calendar.standing(at(SATURDAY, 9, 0)), Standing::Over { opens: monday });
    }

    #[test]
    fn a_holiday_has_a_name_and_a_next_opening() {
        let standing = boltim().standing(at((2026, 12, 25), 9, 0));
        let monday = Some(at((2026, 12, 28), 8, 0));
        assert_eq!(standing, Standing::Holiday { name: "Kelahiran Yesus Kristus".into(), opens: monday });
    }

    #[test]
    fn from_december_on_the_next_year_is_asked_for() {
        let mut calendar = boltim();
        assert_eq!(calendar.year_without_holidays(at((2026, 11, 30), 9, 0)), None);
        assert_eq!(calendar.year_without_holidays(at((2026, 12, 1), 9, 0)), Some(2027));
        calendar.holidays.insert(Date::constant(2027, 1, 1), "Tahun Baru".to_string());
        assert_eq!(calendar.year_without_holidays(at((2026, 12, 1), 9, 0)), None);
        assert_eq!(calendar.year_without_holidays(at((2028, 3, 1), 9, 0)), Some(2028));
    }

    #[test]
    fn service_time_passes_over_breaks_nights_and_weekends() {
        let calendar = boltim();
        assert_eq!(calendar.service_seconds(at(MONDAY, 11, 50), at(MONDAY, 13, 10)), 20 * 60);
        assert_eq!(calendar.service_seconds(at(FRIDAY, 15, 50), at((2026, 11, 30), 8, 5)), 15 * 60);
        assert_eq!(calendar.service_seconds(at(SATURDAY, 9, 0), at(SATURDAY, 12, 0)), 0);
        assert_eq!(calendar.service_seconds(at(MONDAY, 10, 0), at(MONDAY, 9, 0)), 0);
        assert_eq!(calendar.service_seconds(at(MONDAY, 0, 0), at((2026, 11, 30), 0, 0)), (4 * 7 + 6) * 3600);
    }

    #[test]
    fn a_promise_counts_service_time_only() {
        let calendar = boltim();
        let promised = calendar.after_service(at(FRIDAY, 15, 50), 35 * 60);
        assert_eq!(promised, Some(at((2026, 11, 30), 8, 25)));
        assert_eq!(calendar.after_service(at(MONDAY, 11, 50), 10 * 60), Some(at(MONDAY, 12, 0)));
        assert_eq!(calendar.after_service(at(MONDAY, 12, 30), 60), Some(at(MONDAY, 13, 1)));
    }

    #[test]
    fn hours_out_of_order_are_no_calendar() {
        let mut hours: [Vec<Span>; 7] = Default::default();
        assert_eq!(Calendar::new(WITA, hours.clone(), BTreeMap::new()), Err(CalendarError::NeverOpen));
        hours[2] = vec![span((13, 0), (16, 0)), span((8, 0), (12, 0))];
        let refused = Calendar::new(WITA, hours, BTreeMap::new());
        assert_eq!(refused, Err(CalendarError::Order(Weekday::Wednesday)));
    }
}
