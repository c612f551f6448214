//! What the screens are told: shapes for the wire, computed from the committed office.
//!
//! A view is a set of named sections. The boards' floor compares sections and sends what changed,
//! so a section should change as one. Moments are milliseconds since 1970 in UTC; the screen shows
//! them in the office's zone. Nothing here decides anything.

pub mod annex;
pub mod berkas;
pub mod board;
pub mod complaint;
pub mod console;
pub mod form;
pub mod inbox;
pub mod kiosk;
pub mod overdue;
pub mod papers;
pub mod phone;
pub mod printers;
pub mod replay;
pub mod search;
pub mod skm;
pub mod sop;
pub mod tablet;
pub mod ticket;
pub mod wall;

use crate::domain::calendar::Standing;
use crate::domain::profile::Profile;
use crate::domain::queue::{ClosedWhy, Door};
use crate::domain::state::State;
use crate::domain::ticket::Estimate;
use crate::domain::time::Moment;
use crate::domain::trust::{Reading, Trust};
use schemars::JsonSchema;
use serde::Serialize;

/// What a view is computed from.
#[derive(Clone, Copy)]
pub struct Scene<'a> {
    /// The office as last committed.
    pub state: &'a State,
    /// The office as it is set up.
    pub profile: &'a Profile,
    /// The moment it is.
    pub now: Moment,
}

/// Milliseconds since 1970.
pub type Millis = i64;

/// A moment on the wire.
pub fn millis(at: Moment) -> Millis {
    at.0.div_euclid(1000)
}

/// The same in both languages.
#[derive(Serialize, JsonSchema, Clone, PartialEq, Debug)]
pub struct Words {
    /// Bahasa Indonesia.
    pub id: String,
    /// English.
    pub en: String,
}

impl Words {
    /// Both languages.
    pub fn new(id: &str, en: &str) -> Words {
        Words { id: id.to_string(), en: en.to_string() }
    }
}

/// A promised wait in minutes.
#[derive(Serialize, JsonSchema, Clone, Copy, PartialEq, Debug)]
pub struct EstimateView {
    /// At least.
    pub low: u32,
    /// At most, in nine of ten cases.
    pub high: u32,
}

impl From<Estimate> for EstimateView {
    fn from(estimate: Estimate) -> EstimateView {
        EstimateView { low: estimate.low, high: estimate.high }
    }
}

/// Whether numbers are given, and if not, why and until when.
#[derive(Serialize, JsonSchema, Clone, PartialEq, Debug)]
pub struct DoorView {
    /// Whether numbers are given.
    pub open: bool,
    /// `early`, `over`, `holiday`, `unstaffed`, `full`, `clock`; none while open.
    pub why: Option<&'static str>,
    /// The name of the day off.
    pub holiday: Option<String>,
    /// When numbers will be given again.
    pub opens: Option<Millis>,
}

impl DoorView {
    /// Closed while the machine's clock is doubted.
    pub fn doubted() -> DoorView {
        DoorView { open: false, why: Some("clock"), holiday: None, opens: None }
    }
}

impl From<Door> for DoorView {
    fn from(door: Door) -> DoorView {
        let Door::Closed { why, opens } = door else {
            return DoorView { open: true, why: None, holiday: None, opens: None };
        };
        let (code, holiday) = match why {
            ClosedWhy::Early => ("early", None),
            ClosedWhy::Over => ("over", None),
            ClosedWhy::Holiday(name) => ("holiday", Some(name)),
            ClosedWhy::Unstaffed => ("unstaffed", None),
            ClosedWhy::Full => ("full", None),
        };
        DoorView { open: false, why: Some(code), holiday, opens: opens.map(millis) }
    }
}

/// What the hour is to the office.
#[derive(Serialize, JsonSchema, Clone, PartialEq, Debug)]
pub struct StandingView {
    /// `open`, `break`, `early`, `over`, `holiday`.
    pub code: &'static str,
    /// The name of the day off.
    pub holiday: Option<String>,
    /// When that changes: the end of service, of the break, or the next opening.
    pub until: Option<Millis>,
}

impl From<Standing> for StandingView {
    fn from(standing: Standing) -> StandingView {
        let (code, holiday, until) = match standing {
            Standing::Open { until } => ("open", None, Some(until)),
            Standing::Break { until } => ("break", None, Some(until)),
            Standing::Before { opens } => ("early", None, Some(opens)),
            Standing::Over { opens } => ("over", None, opens),
            Standing::Holiday { name, opens } => ("holiday", Some(name), opens),
        };
        StandingView { code, holiday, until: until.map(millis) }
    }
}

/// A clock that is not believed.
#[derive(Serialize, JsonSchema, Clone, PartialEq, Debug)]
pub struct ClockView {
    /// How far it is believed: `set-back`, `leapt`, `unknown`.
    pub trust: &'static str,
    /// How far it is ahead of what the office goes by, in seconds, to the tenth.
    pub ahead: i64,
}

impl ClockView {
    /// What is shown of a clock, if it is not believed.
    pub fn of(reading: Reading) -> Option<ClockView> {
        let ahead = (reading.shown.0.saturating_sub(reading.now.0) / 10_000_000).saturating_mul(10);
        (reading.trust != Trust::Right).then_some(ClockView { trust: reading.trust.code(), ahead })
    }
}

/// What every screen shows of the office.
#[derive(Serialize, JsonSchema, Clone, PartialEq, Debug)]
pub struct OfficeView {
    /// Full name.
    pub name: String,
    /// Short name.
    pub short: String,
    /// The government above it.
    pub government: String,
    /// The letters behind the hour.
    pub zone: String,
    /// Seconds east of Greenwich, so that a screen shows the office's hour wherever it stands.
    pub offset: i32,
}

impl OfficeView {
    /// From the profile.
    pub fn of(profile: &Profile) -> OfficeView {
        OfficeView {
            name: profile.office.name.clone(),
            short: profile.office.short.clone(),
            government: profile.office.government.clone(),
            zone: profile.office.zone_name.clone(),
            offset: profile.calendar.offset.0,
        }
    }
}
