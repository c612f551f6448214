//! Which copies are kept.

use crate::domain::time::Date;
use std::collections::BTreeSet;

/// How many copies are kept.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Keep {
    /// The newest of so many days.
    pub days: usize,
    /// The newest of so many weeks.
    pub weeks: usize,
    /// The newest of so many months.
    pub months: usize,
}

/// The places of the copies to keep, among copies of these days, newest first. The newest is always one of them.
///
/// Days without a copy do not count, so a long holiday takes nothing away.
pub fn kept(days: &[Date], keep: Keep) -> BTreeSet<usize> {
    let mut places: BTreeSet<usize> = days.first().map(|_| 0).into_iter().collect();
    let week = |day: Date| {
        let iso = day.iso_week_date();
        (i32::from(iso.year()), i32::from(iso.week()))
    };
    newest_of(days, keep.days, |day| (i32::from(day.year()), i32::from(day.day_of_year())), &mut places);
    newest_of(days, keep.weeks, week, &mut places);
    newest_of(days, keep.months, |day| (i32::from(day.year()), i32::from(day.month())), &mut places);
    places
}

fn newest_of<T: Ord>(days: &[Date], most: usize, span: impl Fn(Date) -> T, places: &mut BTreeSet<usize>) {
    let mut seen = BTreeSet::new();
    for (place, day) in days.iter().enumerate() {
        if seen.len() == most {
            return;
        }
        if seen.insert(span(*day)) {
            places.insert(place);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::ToSpan;

    #[test]
    fn a_year_of_copies_shrinks_to_days_weeks_and_months() {
        let last = Date::constant(2026, 11, 25);
        let days: Vec<Date> =
            (0..365).map(|back| last.checked_sub(i64::from(back).days()).expect("a day")).collect();
        let keep = Keep { days: 7, weeks: 5, months: 12 };
        let places = kept(&days, keep);
        assert!((0..7).all(|place| places.contains(&place)), "the last seven days");
        // Sundays end their weeks, last days their months.
        let kept_days: Vec<Date> = places.iter().map(|place| days[*place]).collect();
        assert!(kept_days.contains(&Date::constant(2026, 11, 1)), "{kept_days:?}");
        assert!(kept_days.contains(&Date::constant(2026, 10, 31)));
        assert!(kept_days.contains(&Date::constant(2025, 12, 31)));
        assert!(places.len() <= 7 + 5 + 12, "{}", places.len());
        // What is kept today is kept tomorrow too, unless a newer one of its span has come.
        let again = kept(&kept_days, keep);
        assert_eq!(again.len(), kept_days.len());
    }

    #[test]
    fn the_newest_is_kept_whatever_the_rule_says() {
        let days = [Date::constant(2026, 11, 25), Date::constant(2026, 11, 24)];
        assert_eq!(kept(&days, Keep { days: 0, weeks: 0, months: 0 }), BTreeSet::from([0]));
        assert_eq!(kept(&[], Keep { days: 7, weeks: 5, months: 12 }), BTreeSet::new());
    }
}
