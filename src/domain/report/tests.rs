//! A small office's days, counted by hand.

use super::*;
use crate::domain::calendar;
use crate::domain::daybook::{Manning, Passed, Stretch};
use crate::domain::ticket::Estimate;
use crate::domain::time::ServiceDay;

/// 08.00 WITA on Monday, 23 November 2026, in seconds.
fn eight() -> i64 {
    calendar::tests::boltim().offset.moment(Date::constant(2026, 11, 23).at(8, 0, 0, 0)).0 / 1_000_000
}

fn stop(queued: u32, times: [Option<u32>; 3]) -> Stop {
    let [wait, walk, service] = times;
    Stop { purpose: 0, loket: wait.map(|_| LoketId(2)), queued, wait, walk, service }
}

fn visit(fate: Fate, issued: u32, stops: Vec<Stop>) -> Visit {
    Visit { series: Series('A'), issued, priority: false, estimate: None, fate, length: None, stops }
}

fn book(visits: Vec<Visit>) -> Daybook {
    Daybook {
        day: ServiceDay(Date::constant(2026, 11, 23)),
        base: eight(),
        purposes: vec![Purpose::from("pendaftaran")],
        steps: vec!["pendaftaran".into(), "gone".into()],
        visits,
        left: Vec::new(),
        manned: Vec::new(),
        deeds: Default::default(),
    }
}

fn report(book: &Daybook) -> Report {
    let profile = profile();
    let mut report = Report::new(Date::constant(2026, 11, 1), Date::constant(2026, 11, 30));
    report.add(&Measure::of(&profile), book);
    report
}

fn profile() -> Profile {
    crate::domain::decide::tests::story::profile()
}

#[test]
fn every_end_is_counted_once_and_ends_by_the_day_apart() {
    let called = |service| stop(0, [Some(60), Some(10), service]);
    let visits = vec![
        visit(Fate::Served, 0, vec![called(Some(300))]),
        visit(Fate::NoShow, 0, vec![stop(0, [Some(50), None, None])]),
        visit(Fate::Uncalled, 0, vec![stop(0, [None; 3])]),
        visit(Fate::Unfinished, 0, vec![called(None)]),
        visit(Fate::WithBerkas, 0, vec![called(Some(100))]),
        visit(Fate::Open, 0, vec![stop(0, [None; 3])]),
    ];
    let all = report(&book(visits)).all;
    assert_eq!((all.issued, all.called, all.left, all.ended_by_day()), (6, 4, 1, 3));
    assert_eq!(all.fates.iter().sum::<u64>(), all.issued);
    assert_eq!((all.fate(Fate::NoShow), all.fate(Fate::Served)), (1, 1));
    assert_eq!((all.wait.n(), all.walk.n(), all.service.n()), (4, 3, 2));
    assert_eq!(all.service.percentile(50), Some(100));
}

#[test]
fn the_service_level_counts_whoever_left_after_the_target_only() {
    let limit = 3_600;
    let visits = vec![
        visit(Fate::Served, 0, vec![stop(0, [Some(limit), Some(0), Some(60)])]),
        visit(Fate::Served, 0, vec![stop(0, [Some(limit + 1), Some(0), Some(60)])]),
        // The last act is an hour and a minute after eight.
        visit(Fate::Uncalled, 0, vec![stop(0, [None; 3])]),
        visit(Fate::Uncalled, 3_000, vec![stop(3_000, [None; 3])]),
    ];
    let all = report(&book(visits)).all;
    assert_eq!((all.in_time, all.awaited, all.left), (1, 3, 2));
}

#[test]
fn a_promise_is_missed_by_the_time_outside_its_range() {
    let waited = |wait| Visit {
        estimate: Some(Estimate { low: 5, high: 10 }),
        ..visit(Fate::Served, 0, vec![stop(0, [Some(wait), Some(0), Some(1)])])
    };
    let promise = report(&book([300, 600, 601, 299, 700].map(waited).to_vec())).all.promise;
    assert_eq!((promise.kept, promise.later, promise.sooner, promise.n()), (2, 2, 1, 5));
    assert_eq!((promise.missed_by.percentile(50), promise.missed_by.longest()), (Some(1), Some(100)));
}

#[test]
fn hours_tell_when_visits_began_and_when_stops_did() {
    let two = vec![stop(0, [Some(60), Some(0), Some(60)]), stop(3_700, [Some(5), Some(0), Some(60)])];
    let report = report(&book(vec![visit(Fate::Served, 0, two)]));
    assert_eq!((report.hours[8].issued, report.hours[9].issued), (1, 0));
    assert_eq!((report.hours[8].wait.n(), report.hours[9].wait.n()), (1, 1));
    assert_eq!((report.weekdays[0].issued, report.weekdays[0].wait.n()), (1, 2));
    assert_eq!(report.trend.keys().copied().collect::<Vec<_>>(), [Date::constant(2026, 11, 23)]);
}

#[test]
fn a_loket_is_used_net_of_pauses_breaks_and_nights() {
    let stretch = |from, until, manning| Stretch { loket: LoketId(2), from, until, manning };
    let hour = 3_600;
    let mut day = book(vec![
        visit(Fate::Served, 0, vec![stop(0, [Some(0), Some(0), Some(1_800)])]),
        // Held meanwhile, so that both were here: the time counts once.
        visit(Fate::Served, 0, vec![stop(900, [Some(0), Some(0), Some(1_800)])]),
    ]);
    day.manned = vec![
        stretch(0, hour, Manning::Open),
        stretch(hour, hour + 600, Manning::Paused),
        // Over lunch, and until the day turned.
        stretch(hour + 600, 23 * hour, Manning::Open),
    ];
    let loket = &report(&day).lokets[&LoketId(2)];
    assert_eq!(loket.open, u64::from(7 * hour - 600));
    assert_eq!((loket.paused, loket.busy, loket.called), (600, 2_700, 2));
}

#[test]
fn baku_mutu_is_kept_by_waiting_and_work_together() {
    let passed = |step, waited, worked| Passed { step, waited, worked, norm: 5 };
    let mut day = book(Vec::new());
    day.left = vec![passed(0, 100, 200), passed(0, 200, 150), passed(0, 0, 301), passed(1, 0, 1)];
    let report = report(&day);
    let step = &report.steps[&StepId::from("pendaftaran")];
    assert_eq!((step.n, step.kept, step.worked_in_norm, step.norm), (3, 1, 2, 5));
    assert_eq!((step.waited.longest(), step.worked.longest()), (Some(200), Some(301)));
    assert_eq!(
        report.steps[&StepId::from("gone")].n,
        1,
        "a step that the SOP has no more is told by its name"
    );
}

#[test]
fn a_trend_has_parts_that_can_be_read() {
    let grain = |until| Report::new(Date::constant(2026, 1, 1), until).grain;
    assert_eq!(grain(Date::constant(2026, 1, 31)), Grain::Day);
    assert_eq!(grain(Date::constant(2026, 12, 31)), Grain::Month);
    assert_eq!(grain(Date::constant(2035, 12, 31)), Grain::Year);
    assert_eq!(Grain::Month.begin(Date::constant(2026, 5, 17)), Date::constant(2026, 5, 1));
}
