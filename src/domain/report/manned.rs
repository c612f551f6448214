//! How long a loket was open on a day, net of pauses and breaks, and for how much of it somebody stood there.

use super::super::calendar::Calendar;
use super::super::daybook::{Daybook, Manning};
use super::super::ids::LoketId;
use std::collections::BTreeMap;

/// A stretch of time in seconds after the daybook's base.
type Part = (i64, i64);

/// What a loket did on one day, in seconds.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(super) struct Manned {
    pub(super) open: u64,
    pub(super) paused: u64,
    pub(super) busy: u64,
}

/// Every loket that was occupied, within the hours of service. On a day without hours of service, all of its
/// time counts.
pub(super) fn manned(calendar: &Calendar, book: &Daybook) -> BTreeMap<LoketId, Manned> {
    let hours: Vec<Part> = calendar
        .spans(book.day.0)
        .iter()
        .map(|span| [span.from, span.until].map(|time| calendar.offset.moment(book.day.0.to_datetime(time))))
        .map(|[from, until]| [from, until].map(|at| at.0.div_euclid(1_000_000) - book.base).into())
        .collect();
    let within = |parts: Vec<Part>| if hours.is_empty() { parts } else { common(&parts, &hours) };
    let mut lokets: BTreeMap<LoketId, [Vec<Part>; 3]> = BTreeMap::new();
    for stretch in &book.manned {
        let kind = usize::from(stretch.manning == Manning::Paused);
        let part = (i64::from(stretch.from), i64::from(stretch.until));
        lokets.entry(stretch.loket).or_default()[kind].push(part);
    }
    for stop in book.visits.iter().flat_map(|visit| &visit.stops) {
        let Some(parts) = stop.loket.and_then(|loket| lokets.get_mut(&loket)) else { continue };
        if let (Some(wait), Some(walk), Some(service)) = (stop.wait, stop.walk, stop.service) {
            let begun = i64::from(stop.queued) + i64::from(wait) + i64::from(walk);
            parts[2].push((begun, begun + i64::from(service)));
        }
    }
    let figures = lokets.into_iter().map(|(loket, [open, paused, busy])| {
        let open = within(merged(open));
        let busy = common(&merged(busy), &open);
        (loket, Manned { open: length(&open), paused: length(&within(merged(paused))), busy: length(&busy) })
    });
    figures.collect()
}

/// The same time in parts that do not touch, ascending.
fn merged(mut parts: Vec<Part>) -> Vec<Part> {
    parts.sort_unstable();
    let mut merged: Vec<Part> = Vec::with_capacity(parts.len());
    for (from, until) in parts {
        match merged.last_mut() {
            Some(last) if from <= last.1 => last.1 = last.1.max(until),
            _ => merged.push((from, until)),
        }
    }
    merged
}

/// What two ascending lists of parts have in common.
fn common(a: &[Part], b: &[Part]) -> Vec<Part> {
    let (mut i, mut j, mut both) = (0, 0, Vec::new());
    while let (Some(left), Some(right)) = (a.get(i), b.get(j)) {
        let (from, until) = (left.0.max(right.0), left.1.min(right.1));
        if from < until {
            both.push((from, until));
        }
        if left.1 < right.1 { i += 1 } else { j += 1 }
    }
    both
}

fn length(parts: &[Part]) -> u64 {
    parts.iter().map(|(from, until)| u64::try_from(until - from).unwrap_or(0)).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_merged_and_cut_to_what_two_lists_share() {
        assert_eq!(merged(vec![(5, 9), (0, 3), (3, 4), (8, 12)]), [(0, 4), (5, 12)]);
        assert_eq!(
            common(&[(0, 4), (5, 12)], &[(2, 6), (7, 8), (11, 20)]),
            [(2, 4), (5, 6), (7, 8), (11, 12)]
        );
        assert_eq!(common(&[(0, 4)], &[]), []);
        assert_eq!(length(&[(2, 4), (7, 8)]), 3);
    }
}
