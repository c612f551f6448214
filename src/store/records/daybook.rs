//! The records of what days came to. Numbers are written in as few bytes as they need, words once a day.

use super::{record, record_enum};
use crate::domain::complaint::Category;
use crate::domain::daybook::{Daybook, Fate, Manning, Mark, Passed, Stop, Stretch, Visit};
use crate::domain::deeds::{CaseTurn, Cases, Deeds};
use crate::domain::ids::{AccountId, BerkasId, LoketId, Purpose, Series, StepId};
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
        deeds: Deeds,
    }
    DeedsRecord for Deeds {
        handed: u64,
        own_work: u64,
        revoked: u64,
        looks: u64,
        copy_visits: u64,
        documents: (u64, u64),
        copies: (u64, u64),
        cases: Vec<(Category, Cases)>,
    }
    CasesRecord for Cases { filed: u64, answered: u64, in_time: u64, closed: u64 }
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
    CaseTurnRecord for CaseTurn { Filed, InTime, Late, Closed }
    MarkRecord for Mark {
        Handed,
        OwnWork,
        Revoked,
        Case { category: Category, turn: CaseTurn },
        Looked { by: AccountId, at: Moment, berkas: BerkasId },
        Left { step: StepId, waited: u64, worked: u64, norm: u32 },
        Manned { loket: LoketId, from: Moment, until: Moment, manning: Manning },
        SawScan { by: AccountId, at: Moment },
    }
}
