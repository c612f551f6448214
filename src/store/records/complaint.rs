//! The records of complaints.

use super::{Corrupt, Disk, record, record_enum};
use crate::domain::complaint::*;
use crate::domain::ids::{AccountId, BerkasId, ComplaintId, LoketId, TicketId};
use crate::domain::person::Phone;
use crate::domain::time::Moment;
use crate::domain::token::{ShortCode, Token};

record! {
    ComplaintNumberRecord for ComplaintNumber { year: i16, n: u32 }
    MatterRecord for Matter {
        name: Option<String>,
        phone: Option<Phone>,
        category: Category,
        subject: String,
        text: String,
        about: Option<BerkasId>,
    }
    ComplaintAnswerRecord for ComplaintAnswer { by: AccountId, at: Moment, text: String }
    ComplaintRecord for Complaint {
        id: ComplaintId,
        number: ComplaintNumber,
        token: Token,
        code: ShortCode,
        filed: Moment,
        by: AccountId,
        loket: LoketId,
        ticket: TicketId,
        matter: Matter,
        due: Moment,
        stage: ComplaintStage,
        taken: Option<(AccountId, Moment)>,
        answer: Option<ComplaintAnswer>,
        closed: Option<(AccountId, Moment)>,
    }
}

record_enum! {
    ComplaintStageRecord for ComplaintStage { Open, InWork, Answered, Closed }
    ComplaintEventRecord for ComplaintEvent {
        Filed {
            complaint: ComplaintId,
            number: ComplaintNumber,
            token: Token,
            code: ShortCode,
            by: AccountId,
            loket: LoketId,
            ticket: TicketId,
            matter: Matter,
            due: Moment,
        },
        Taken { complaint: ComplaintId, by: AccountId },
        Answered { complaint: ComplaintId, by: AccountId, text: String },
        Closed { complaint: ComplaintId, by: AccountId },
    }
}

impl Disk for Category {
    type Record = String;

    fn to_record(&self) -> String {
        self.word().to_string()
    }

    fn from_record(record: String) -> Result<Category, Corrupt> {
        Category::parse(&record).ok_or_else(|| Corrupt::new("a category", &record))
    }
}
