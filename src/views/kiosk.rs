//! What the kiosk shows before anybody touches it.

use super::{DoorView, EstimateView, OfficeView, Scene, StandingView, Words};
use crate::domain::queue::{self, Class};
use crate::domain::sop::Place;
use crate::domain::trust::Trust;
use schemars::JsonSchema;
use serde::Serialize;

/// The kiosk's view.
#[derive(Serialize, JsonSchema, Clone, PartialEq, Debug)]
pub struct KioskView {
    /// Name of the office.
    pub office: OfficeView,
    /// What the hour is to it.
    pub standing: StandingView,
    /// The tiles, in order.
    pub services: Vec<ServiceView>,
    /// The priority classes.
    pub priorities: Vec<PriorityView>,
    /// What its printer said last: `ready`, `paper-low`, `paper-out`, `cover-open`, `off-line`,
    /// `faulty`, `unreachable`, `no-queue`, `unknown`.
    pub printer: &'static str,
    /// How far the machine's clock is believed: `right`, `set-back`, `leapt`, `unknown`. No numbers are given with the
    /// latter two.
    pub clock: &'static str,
    /// Whether numbers can be given at all; `false` while the disk fails.
    pub well: bool,
}

/// A tile.
#[derive(Serialize, JsonSchema, Clone, PartialEq, Debug)]
pub struct ServiceView {
    /// Its letter.
    pub letter: String,
    /// Its name.
    pub name: Words,
    /// One plain line.
    pub hint: Words,
    /// Whether it gives numbers.
    pub door: DoorView,
    /// How many wait.
    pub waiting: u32,
    /// What would be promised to a newcomer.
    pub estimate: Option<EstimateView>,
    /// Counters that serve it now.
    pub lokets: usize,
    /// Whether it is where permits are registered, so that papers can be checked first.
    pub check: bool,
}

/// A priority class.
#[derive(Serialize, JsonSchema, Clone, PartialEq, Debug)]
pub struct PriorityView {
    /// Its name in the profile.
    pub class: String,
    /// What the key says.
    pub name: Words,
}

/// The kiosk's view.
pub fn view(scene: Scene<'_>, trust: Trust, printer: &'static str, well: bool) -> KioskView {
    let Scene { state, profile, now } = scene;
    let registration = &profile.sop.registration().place;
    let offered = profile.permits.iter().any(|permit| permit.offered);
    let services = profile.services.iter().map(|service| {
        let pool = queue::pool(profile, &service.purpose);
        let ahead = state.line.ahead_of_newcomer(&pool, Class::Regular);
        let lokets = profile.lokets_for(&service.purpose).filter(|plan| state.is_open(plan.id));
        ServiceView {
            letter: service.series.to_string(),
            name: Words::new(&service.name, &service.name_en),
            hint: Words::new(&service.hint, &service.hint_en),
            door: match trust.gives_numbers() {
                true => queue::door(profile, state, service, now).into(),
                false => DoorView::doubted(),
            },
            waiting: ahead,
            estimate: queue::estimate(profile, state, &service.purpose, ahead).map(Into::into),
            lokets: lokets.count(),
            check: offered && *registration == Place::Counter(service.purpose.clone()),
        }
    });
    let priorities = profile.priorities.iter().map(|plan| PriorityView {
        class: plan.class.to_string(),
        name: Words::new(&plan.name, &plan.name_en),
    });
    KioskView {
        office: OfficeView::of(profile),
        standing: profile.calendar.standing(now).into(),
        services: services.collect(),
        priorities: priorities.collect(),
        printer,
        clock: trust.code(),
        well,
    }
}
