//! The figures of any period, made of its daybooks. What each figure means stands at its field, and the same
//! words stand below every report (`templates/texts/*/reports.ftl`).
//!
//! No figure is about an officer: a loket's are those of the place, whoever sat there.

mod manned;
mod spread;

pub use spread::Spread;

use super::daybook::{Daybook, Fate, Stop, Visit};
use super::deeds::Deeds;
use super::ids::{LoketId, Purpose, Series, StepId};
use super::profile::Profile;
use super::sop::Place;
use super::time::Date;
use std::collections::BTreeMap;

/// The figures of a period.
#[derive(Clone, PartialEq, Debug)]
pub struct Report {
    /// First day.
    pub from: Date,
    /// Last day.
    pub until: Date,
    /// Service days on which something happened.
    pub days: u64,
    /// Everything.
    pub all: Figures,
    /// By the letter of the number.
    pub services: BTreeMap<Series, Figures>,
    /// Numbers with priority, and all others.
    pub classes: [Figures; 2],
    /// By loket.
    pub lokets: BTreeMap<LoketId, LoketFigures>,
    /// Visits by the hour of the day in which they began, stops by the hour in which they joined the line.
    pub hours: [Figures; 24],
    /// By day of the week, Monday first.
    pub weekdays: [Figures; 7],
    /// By step of the SOP; steps of the applicant are not the office's and are left out.
    pub steps: BTreeMap<StepId, StepFigures>,
    /// By day, month or year, whichever makes a readable list; the key is its first day.
    pub trend: BTreeMap<Date, Figures>,
    /// How long each part of the trend is.
    pub grain: Grain,
    /// What else happened.
    pub deeds: Deeds,
}

/// How long the parts of a trend are.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Grain {
    /// A day.
    Day,
    /// A month.
    Month,
    /// A year.
    Year,
}

/// Figures of some visits and of their stops.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Figures {
    /// Numbers given.
    pub issued: u64,
    /// Of them, called at least once.
    pub called: u64,
    /// What became of them, by [`Fate`].
    pub fates: [u64; 8],
    /// Pulang: left before their first call, which shows when the day ends.
    pub left: u64,
    /// Whoever stood at their first counter, or left after the target.
    pub awaited: u64,
    /// Of them, whoever was called within the target: the limit of waiting set for the loket.
    pub in_time: u64,
    /// Tunggu: first call - issued, of each stop.
    pub wait: Spread,
    /// Jalan: present - first call.
    pub walk: Spread,
    /// Layan: finished - present.
    pub service: Spread,
    /// Kunjungan: last end - first issue.
    pub length: Spread,
    /// What the wait was against what was promised.
    pub promise: Promise,
}

/// Promises held against the wait that came of them.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Promise {
    /// Within the range.
    pub kept: u64,
    /// Called sooner.
    pub sooner: u64,
    /// Called later.
    pub later: u64,
    /// Seconds outside the range, of those called sooner or later.
    pub missed_by: Spread,
}

impl Promise {
    /// Promises whose number was called.
    pub fn n(&self) -> u64 {
        self.kept + self.sooner + self.later
    }
}

/// Figures of a loket.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct LoketFigures {
    /// Its stops that were called.
    pub called: u64,
    /// Their waits.
    pub wait: Spread,
    /// Their services.
    pub service: Spread,
    /// Seconds it was open within the hours of service, net of pauses.
    pub open: u64,
    /// Seconds it was paused.
    pub paused: u64,
    /// Seconds of `open` in which somebody was served.
    pub busy: u64,
}

/// Figures of a step.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct StepFigures {
    /// How often it was left.
    pub n: u64,
    /// Waiting and work together within baku mutu.
    pub kept: u64,
    /// The work alone within baku mutu.
    pub worked_in_norm: u64,
    /// Until somebody took it in hand.
    pub waited: Spread,
    /// From then on.
    pub worked: Spread,
    /// Baku mutu in minutes, as it was last.
    pub norm: u32,
}

impl Figures {
    /// How many came to this end.
    pub fn fate(&self, fate: Fate) -> u64 {
        self.fates[fate as usize]
    }

    /// Ends that nobody decided: the day was over.
    pub fn ended_by_day(&self) -> u64 {
        [Fate::Uncalled, Fate::Unfinished, Fate::WithBerkas].into_iter().map(|fate| self.fate(fate)).sum()
    }

    fn add_visit(&mut self, visit: &Visit, measured: &Measured) {
        self.issued += 1;
        self.fates[visit.fate as usize] += 1;
        self.called += u64::from(measured.called);
        self.left += u64::from(measured.left);
        self.awaited += u64::from(measured.in_time.is_some());
        self.in_time += u64::from(measured.in_time == Some(true));
        visit.length.into_iter().for_each(|length| self.length.add(length));
        match measured.promise {
            None => {}
            Some(0) => self.promise.kept += 1,
            Some(by) => {
                *(if by < 0 { &mut self.promise.sooner } else { &mut self.promise.later }) += 1;
                self.promise.missed_by.add(u32::try_from(by.unsigned_abs()).unwrap_or(u32::MAX));
            }
        }
    }

    fn add_stop(&mut self, stop: &Stop) {
        stop.wait.into_iter().for_each(|wait| self.wait.add(wait));
        stop.walk.into_iter().for_each(|walk| self.walk.add(walk));
        stop.service.into_iter().for_each(|service| self.service.add(service));
    }
}

/// What is found out about a visit once, for all the lists it is counted in.
struct Measured {
    called: bool,
    left: bool,
    /// Whether it was called within the target, if it counts towards the service level.
    in_time: Option<bool>,
    /// Actual - promised range in seconds; 0 within it.
    promise: Option<i64>,
}

/// What the profile says about the days of a report.
pub struct Measure<'a> {
    profile: &'a Profile,
    /// Seconds that nobody should wait longer than, by purpose.
    targets: BTreeMap<Purpose, u32>,
}

impl<'a> Measure<'a> {
    /// By the office as it is set up.
    pub fn of(profile: &'a Profile) -> Measure<'a> {
        let mut targets: BTreeMap<Purpose, u32> = BTreeMap::new();
        for plan in &profile.lokets {
            for purpose in &plan.purposes {
                let target = targets.entry(purpose.clone()).or_insert(u32::MAX);
                *target = (*target).min(plan.order.max_wait_minutes.saturating_mul(60));
            }
        }
        Measure { profile, targets }
    }

    fn visit(&self, book: &Daybook, last: u32, visit: &Visit) -> Measured {
        let called = visit.stops.iter().any(|stop| stop.wait.is_some());
        let left = visit.fate == Fate::Uncalled || (visit.fate == Fate::Cancelled && !called);
        let first = visit.stops.first();
        let purpose = first.and_then(|stop| book.purposes.get(usize::from(stop.purpose)));
        let target = purpose.and_then(|purpose| self.targets.get(purpose)).copied();
        let served = first.filter(|stop| stop.walk.is_some()).and_then(|stop| stop.wait);
        let in_time = target.and_then(|target| match served {
            Some(wait) => Some(wait <= target),
            // Whoever left before the target had passed says nothing about the office.
            None => (left && last.saturating_sub(visit.issued) > target).then_some(false),
        });
        let promise = visit.estimate.zip(first.and_then(|stop| stop.wait)).map(|(promised, wait)| {
            let (wait, low, high) =
                (i64::from(wait), i64::from(promised.low) * 60, i64::from(promised.high) * 60);
            (wait - high).max(0) + (wait - low).min(0)
        });
        Measured { called, left, in_time, promise }
    }
}

impl Report {
    /// A report of nothing yet.
    pub fn new(from: Date, until: Date) -> Report {
        let days = from.until(until).map_or(0, |span| span.get_days());
        let grain = match days {
            ..=62 => Grain::Day,
            63..=1_100 => Grain::Month,
            _ => Grain::Year,
        };
        Report {
            from,
            until,
            days: 0,
            all: Figures::default(),
            services: BTreeMap::new(),
            classes: Default::default(),
            lokets: BTreeMap::new(),
            hours: Default::default(),
            weekdays: Default::default(),
            steps: BTreeMap::new(),
            trend: BTreeMap::new(),
            grain,
            deeds: Deeds::default(),
        }
    }

    /// Counts a day.
    pub fn add(&mut self, measure: &Measure<'_>, book: &Daybook) {
        self.days += 1;
        self.deeds.add(&book.deeds);
        let offset = measure.profile.calendar.offset.0;
        let hour = |second: u32| {
            let local = book.base + i64::from(second) + i64::from(offset);
            usize::try_from(local.rem_euclid(86_400) / 3_600).unwrap_or(0)
        };
        let last = last_act(book);
        let weekday = usize::from(book.day.0.weekday().to_monday_zero_offset().unsigned_abs());
        let part = self.grain.begin(book.day.0);
        let mut trend = self.trend.remove(&part).unwrap_or_default();
        for visit in &book.visits {
            let measured = measure.visit(book, last, visit);
            let service = self.services.entry(visit.series).or_default();
            let class = &mut self.classes[usize::from(!visit.priority)];
            for figures in [&mut self.all, &mut self.weekdays[weekday], &mut trend, service, class] {
                figures.add_visit(visit, &measured);
                visit.stops.iter().for_each(|stop| figures.add_stop(stop));
            }
            self.hours[hour(visit.issued)].add_visit(visit, &measured);
            for stop in &visit.stops {
                self.hours[hour(stop.queued)].add_stop(stop);
                self.at_loket(stop);
            }
        }
        self.trend.insert(part, trend);
        for (loket, manned) in manned::manned(&measure.profile.calendar, book) {
            let figures = self.lokets.entry(loket).or_default();
            figures.open += manned.open;
            figures.paused += manned.paused;
            figures.busy += manned.busy;
        }
        self.add_steps(measure.profile, book);
    }

    fn at_loket(&mut self, stop: &Stop) {
        let Some((loket, wait)) = stop.loket.zip(stop.wait) else { return };
        let figures = self.lokets.entry(loket).or_default();
        figures.called += 1;
        figures.wait.add(wait);
        stop.service.into_iter().for_each(|service| figures.service.add(service));
    }

    fn add_steps(&mut self, profile: &Profile, book: &Daybook) {
        let own = |step: &StepId| profile.sop.step(step).is_none_or(|step| step.place != Place::Applicant);
        let mut steps: Vec<Option<StepFigures>> = book
            .steps
            .iter()
            .map(|step| own(step).then(|| self.steps.remove(step).unwrap_or_default()))
            .collect();
        for passed in &book.left {
            let Some(Some(step)) = steps.get_mut(usize::from(passed.step)) else { continue };
            let norm = u64::from(passed.norm) * 60;
            step.n += 1;
            step.kept += u64::from(u64::from(passed.waited) + u64::from(passed.worked) <= norm);
            step.worked_in_norm += u64::from(u64::from(passed.worked) <= norm);
            step.waited.add(passed.waited);
            step.worked.add(passed.worked);
            step.norm = passed.norm;
        }
        let known = book.steps.iter().zip(steps).filter_map(|(step, figures)| Some((step.clone(), figures?)));
        self.steps.extend(known);
    }
}

impl Grain {
    /// `day`, `month`, `year`.
    pub fn word(self) -> &'static str {
        match self {
            Grain::Day => "day",
            Grain::Month => "month",
            Grain::Year => "year",
        }
    }

    /// The first day of the part that holds a day.
    fn begin(self, day: Date) -> Date {
        match self {
            Grain::Day => day,
            Grain::Month => day.first_of_month(),
            Grain::Year => day.first_of_year(),
        }
    }
}

/// When the last call, arrival or end at a counter was on a day; until then somebody might have been called.
fn last_act(book: &Daybook) -> u32 {
    let ends = book.visits.iter().flat_map(|visit| &visit.stops).filter_map(|stop| {
        let called = stop.queued.saturating_add(stop.wait?);
        Some(called.saturating_add(stop.walk.unwrap_or(0)).saturating_add(stop.service.unwrap_or(0)))
    });
    ends.max().unwrap_or(0)
}

#[cfg(test)]
mod tests;
