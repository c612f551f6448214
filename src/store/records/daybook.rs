//! The records of what days came to. Numbers are written in as few bytes as they need, words once a day.

use super::{record, record_enum};
use crate::domain::daybook::{Daybook, Fate, Manning, Mark, Passed, Stop, Stretch, Visit};
use crate::domain::ids::{LoketId, Purpose, Series, StepId};
use crate::domain::ticket::Estimate;
use crate::domain::time::{Moment, ServiceDay};

record! {
    DaybookRecord for Daybook {
        day: ServiceDay,
        base: i64,
        purposes: Vec<Purpose>,
        steps: Vec<StepId>,
        visits: Vec<Visit>,
        left: Vec<Passed>,
        manned: Vec<Stretch>,
        handed: u32,
    }
    VisitRecord for Visit {
        series: Series,
        issued: u32,
        priority: bool,
        estimate: Option<Estimate>,
        fate: Fate,
        length: Option<u32>,
        stops: Vec<Stop>,
    }
    StopRecord for Stop {
        purpose: u16,
        loket: Option<LoketId>,
        queued: u32,
        wait: Option<u32>,
        walk: Option<u32>,
        service: Option<u32>,
    }
    PassedRecord for Passed { step: u16, waited: u32, worked: u32, norm: u32 }
    StretchRecord for Stretch { loket: LoketId, from: u32, until: u32, manning: Manning }
}

record_enum! {
    FateRecord for Fate { Open, Served, Incomplete, NoShow, Cancelled, Uncalled, Unfinished, WithBerkas }
    ManningRecord for Manning { Open, Paused }
    MarkRecord for Mark {
        Handed,
        Left { step: StepId, waited: u64, worked: u64, norm: u32 },
        Manned { loket: LoketId, from: Moment, until: Moment, manning: Manning },
    }
}
