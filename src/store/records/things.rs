//! The records of the things themselves. Rows use them, and events that carry a whole thing.

use super::{Corrupt, Disk, record, record_enum};
use crate::domain::account::{Account, Link, Second, Session};
use crate::domain::annex::{Annex, Note, Scan, ScanKind};
use crate::domain::arrangement::{Arrangement, Layout};
use crate::domain::berkas::{Berkas, CheckedItem, Lacking, Mark, Passage, Receiver, Standing, SurveyGate};
use crate::domain::call::{Call, Silence, Voice};
use crate::domain::device::Screen;
use crate::domain::form::{Form, FormField};
use crate::domain::ids::*;
use crate::domain::issued::{Issued, PaperFile, PaperKind, Sheet};
use crate::domain::legalised::{LegalDocument, Legalised};
use crate::domain::loket::{Desk, Loket, OpenSurvey, Retractable, Round};
use crate::domain::number::{BerkasNumber, SkNumber, TicketNumber};
use crate::domain::paper::{JobState, Paper, PrintJob, PrintOutcome, Roll};
use crate::domain::person::{Applicant, Nik, Phone};
use crate::domain::policy::Why;
use crate::domain::queue::Samples;
use crate::domain::sop::Outcome;
use crate::domain::state::OpenedDay;
use crate::domain::survey::{Answers, Education, HalfDay, Occupation, Response, Score, Sex};
use crate::domain::ticket::{End, Estimate, Lang, Leg, Stage, Ticket};
use crate::domain::time::{Date, Moment, ServiceDay};
use crate::domain::token::{ShortCode, Token};

record! {
    DayRecord for OpenedDay { day: ServiceDay, seq: Seq, tickets: u64, calls: u64, jobs: u64, paused: Option<Moment> }

    TicketNumberRecord for TicketNumber { series: Series, n: u32 }
    EstimateRecord for Estimate { low: u32, high: u32 }
    LegRecord for Leg {
        purpose: Purpose,
        queued: Moment,
        order: Moment,
        loket: Option<LoketId>,
        why: Option<Why>,
        called: Option<Moment>,
        calls: u32,
        present: Option<Moment>,
        ended: Option<Moment>,
        note: Option<String>,
    }
    TicketRecord for Ticket {
        id: TicketId,
        number: TicketNumber,
        day: ServiceDay,
        token: Token,
        priority: Option<PriorityClass>,
        lang: Lang,
        issued: Moment,
        ahead: u32,
        estimate: Option<Estimate>,
        berkas: Option<BerkasId>,
        stage: Stage,
        legs: Vec<Leg>,
        legalised: Vec<Legalised>,
    }
    LegalisedRecord for Legalised {
        document: LegalDocument,
        copies: u32,
        signer: String,
        by: AccountId,
        at: Moment,
    }

    BerkasNumberRecord for BerkasNumber { year: i16, n: u32 }
    SkNumberRecord for SkNumber { permit: PermitCode, year: i16, n: u32, text: String }
    ApplicantRecord for Applicant { nik: Nik, name: String, phone: Option<Phone> }
    CheckedItemRecord for CheckedItem { requirement: String, mark: Mark }
    PassageRecord for Passage {
        step: StepId,
        choice: ChoiceId,
        by: Option<AccountId>,
        arrived: Moment,
        taken: Option<Moment>,
        left: Moment,
        waited: u64,
        worked: u64,
        norm: u32,
        reason: Option<String>,
        #[serde(default)]
        lacking: Vec<Lacking>,
        #[serde(default)]
        exception: Option<String>,
    }
    LackingRecord for Lacking { requirement: String, why: String }
    BerkasRecord for Berkas {
        id: BerkasId,
        number: BerkasNumber,
        token: Token,
        code: ShortCode,
        permit: PermitCode,
        applicant: Applicant,
        checklist: Vec<CheckedItem>,
        previous: Option<BerkasNumber>,
        registered: Moment,
        step: StepId,
        arrived: Moment,
        taken: Option<(AccountId, Moment)>,
        standing: Standing,
        survey: SurveyGate,
        sk: Option<SkNumber>,
        numbered: Option<Moment>,
        tickets: Vec<TicketId>,
        passages: Vec<Passage>,
    }

    RoundRecord for Round { priority: u32, regular: u32 }
    OpenSurveyRecord for OpenSurvey { ticket: TicketId, berkas: BerkasId, key: Token, since: Moment }
    LoketRecord for Loket {
        id: LoketId,
        desk: Desk,
        current: Option<TicketId>,
        held: Vec<TicketId>,
        round: Round,
        survey: Option<OpenSurvey>,
        last: Option<Retractable>,
    }
    RetractableRecord for Retractable { ticket: TicketId, stage: Stage, at: Moment }

    CallRecord for Call {
        id: CallId,
        zone: Zone,
        ticket: TicketId,
        number: TicketNumber,
        loket: LoketId,
        nth: u32,
        queued: Moment,
        shown: Option<(AccountId, Moment)>,
        voice: Voice,
    }

    PrintJobRecord for PrintJob {
        id: JobId,
        printer: PrinterId,
        paper: Paper,
        lang: Lang,
        ordered: Moment,
        attempts: u32,
        state: JobState,
        copy_of: Option<JobId>,
        by: Option<AccountId>,
        moved_from: Option<PrinterId>,
        millimetres: Option<u32>,
    }
    RollRecord for Roll {
        printer: PrinterId,
        changed: Option<(AccountId, Moment)>,
        millimetres: u64,
        tickets: u64,
        ticket_millimetres: u64,
    }

    AccountRecord for Account {
        id: AccountId,
        login: String,
        name: String,
        roles: Vec<Role>,
        password: String,
        active: bool,
        #[serde(default)]
        lent: bool,
        #[serde(default)]
        link: Option<Link>,
        #[serde(default)]
        second: Option<Second>,
    }
    LinkRecord for Link { digest: [u8; 32], expires: Option<Moment> }
    SecondRecord for Second { secret: String, used: u64, spare: Vec<[u8; 32]> }
    ArrangementRecord for Arrangement {
        layout: Layout,
        lines: Vec<String>,
        film_sound: bool,
        upright: bool,
        far_seat: u16,
        diagonal: u16,
    }
    NoteRecord for Note { at: Moment, by: AccountId, text: String }
    ScanRecord for Scan {
        requirement: String,
        digest: [u8; 32],
        kind: ScanKind,
        bytes: u64,
        by: AccountId,
        at: Moment,
    }
    FormFieldRecord for FormField { name: String, value: String }
    FormRecord for Form { fields: Vec<FormField>, by: AccountId, at: Moment }
    AnnexRecord for Annex { berkas: BerkasId, notes: Vec<Note>, scans: Vec<Scan>, form: Option<Form> }
    PaperFileRecord for PaperFile { name: String, digest: [u8; 32] }
    IssuedRecord for Issued {
        id: IssuedId,
        berkas: BerkasId,
        kind: PaperKind,
        sheet: Sheet,
        files: Vec<PaperFile>,
        facts: String,
        copy_of: Option<IssuedId>,
        by: AccountId,
        at: Moment,
    }
    SessionRecord for Session { digest: [u8; 32], account: AccountId, opened: Moment, expires: Moment }

    ResponseRecord for Response {
        answers: Answers,
        sex: Sex,
        age: u8,
        education: Education,
        occupation: Occupation,
        service: Series,
        date: Date,
        half: HalfDay,
        suggestion: Option<String>,
    }
}

record_enum! {
    LangRecord for Lang { Id, En }
    StageRecord for Stage { Waiting, Called, Serving, Held, WithBerkas, Missed, Ended(end: End) }
    EndRecord for End { Served, Incomplete, NoShow, Cancelled, Expired }
    WhyRecord for Why { Turn, Priority, Overdue, Again, Chosen { reason: String } }
    MarkRecord for Mark { Present, Missing, NotNeeded }
    StandingRecord for Standing {
        Moving,
        Returned { reason: String, lacking: Vec<Lacking> },
        Refused { reason: String },
        Closed { outcome: Outcome, receiver: Receiver, at: Moment },
    }
    OutcomeRecord for Outcome { Granted, Refused }
    ReceiverRecord for Receiver { Applicant, Proxy { name: String, relation: String } }
    SurveyGateRecord for SurveyGate { Open, Answered, Waived { reason: String } }
    DeskRecord for Desk {
        Closed,
        Open { officer: AccountId, since: Moment },
        Paused { officer: AccountId, since: Moment, reason: String },
    }
    VoiceRecord for Voice {
        Waiting,
        Speaking { board: AccountId, page: u64, since: Moment },
        Spoken { board: AccountId, at: Moment },
        Silent { why: Silence, at: Moment },
    }
    SilenceRecord for Silence { NobodySpoke, CutOff, NotNeeded, Crowded, Paused }
    PaperRecord for Paper {
        Ticket(ticket: TicketId),
        Receipt(berkas: BerkasId),
        Shortfall { ticket: TicketId, permit: PermitCode, checklist: Vec<CheckedItem>, note: Option<String> },
        Lacking { berkas: BerkasId, lacking: Vec<Lacking>, reason: String },
        Preparation { permit: PermitCode, missing: Vec<String> },
        Complaint(complaint: ComplaintId),
        Trial,
    }
    JobStateRecord for JobState {
        Queued,
        Sending { since: Moment },
        Printed { at: Moment },
        Uncertain { at: Moment, why: String },
        Failed { at: Moment, why: String },
    }
    PrintOutcomeRecord for PrintOutcome {
        Printed,
        Uncertain(why: String),
        Postponed(why: String),
        Failed(why: String),
    }
    SexRecord for Sex { L, P }
    EducationRecord for Education { Sd, Smp, Sma, D1D3, S1, S2, S3 }
    OccupationRecord for Occupation { Pns, Tni, Polri, Swasta, Wirausaha, Lainnya }
    HalfDayRecord for HalfDay { Morning, Afternoon }
    ScreenRecord for Screen { Kiosk, Board(zone: Zone), Tablet(loket: LoketId), Agent(printer: PrinterId) }
    LegalDocumentRecord for LegalDocument { Ours { berkas: BerkasId, sk: String }, Other(words: String) }
    ScanKindRecord for ScanKind { Pdf, Jpeg, Png }
    PaperKindRecord for PaperKind {
        Receipt, Shortfall, Control, Application, Approval, Rejection, Permit, Certified, Questionnaire,
    }
    SheetRecord for Sheet { A4, F4 }
    LayoutRecord for Layout { Full, Large, Media }
}

/// The nine scores, in the order of the rule.
impl Disk for Answers {
    type Record = [u8; 9];

    fn to_record(&self) -> [u8; 9] {
        self.0.map(Score::value)
    }

    fn from_record(record: [u8; 9]) -> Result<Answers, Corrupt> {
        let mut scores = Vec::with_capacity(9);
        for value in record {
            scores.push(Score::from_record(value)?);
        }
        let scores = scores.try_into().map_err(|_| Corrupt::new("nine scores", "fewer"))?;
        Ok(Answers(scores))
    }
}

/// Service times in seconds, oldest first.
impl Disk for Samples {
    type Record = Vec<u32>;

    fn to_record(&self) -> Vec<u32> {
        self.0.clone()
    }

    fn from_record(record: Vec<u32>) -> Result<Samples, Corrupt> {
        Ok(Samples(record))
    }
}
