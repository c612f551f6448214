//! The records of the journal.

use super::{record, record_enum};
use crate::domain::account::{Account, Actor, Link, Second, Session};
use crate::domain::annex::ScanKind;
use crate::domain::api_token::ApiToken;
use crate::domain::arrangement::Arrangement;
use crate::domain::berkas::{CheckedItem, Lacking, Passage, Receiver};
use crate::domain::call::Silence;
use crate::domain::command::Answer;
use crate::domain::complaint::ComplaintEvent;
use crate::domain::device::Screen;
use crate::domain::event::{Entry, Event, Turn};
use crate::domain::form::FormField;
use crate::domain::hook::{Hook, HookPause};
use crate::domain::ids::*;
use crate::domain::issued::{PaperFile, PaperKind, Sheet};
use crate::domain::legalised::Legalised;
use crate::domain::loket::Round;
use crate::domain::number::{BerkasNumber, SkNumber, TicketNumber};
use crate::domain::paper::{Paper, PrintOutcome};
use crate::domain::person::Applicant;
use crate::domain::policy::Why;
use crate::domain::privacy::Holder;
use crate::domain::readiness::{Check, CheckState};
use crate::domain::settings::How;
use crate::domain::shelf::Shelf;
use crate::domain::skm::work::SkmEvent;
use crate::domain::sop::Outcome;
use crate::domain::survey::Response;
use crate::domain::ticket::{End, Estimate, Lang, Stage};
use crate::domain::time::{Date, Moment, ServiceDay};
use crate::domain::token::{ShortCode, Token};

record! {
    CheckRecord for Check { kind: String, name: String, state: CheckState, code: String, detail: String }
    EntryRecord for Entry {
        seq: Seq,
        at: Moment,
        actor: Actor,
        request: Option<RequestId>,
        events: Vec<Event>,
        answer: Answer,
    }
}

record_enum! {
    CheckStateRecord for CheckState { Good, Bad, Absent }
    ActorRecord for Actor { Account(id: AccountId), Office, Token(id: AccountId, token: ApiTokenId) }
    ShelfRecord for Shelf { Media(zone: Zone), Voice }
    TurnRecord for Turn { Onward, Returned, Refused, SentBack }
    AnswerRecord for Answer {
        Done,
        Ticket(ticket: TicketId, number: TicketNumber),
        Berkas(berkas: BerkasId),
        Sk(berkas: BerkasId, number: SkNumber),
        Complaint(complaint: ComplaintId),
        Job(job: JobId),
        Account(account: AccountId),
        Nothing,
        Issued(paper: IssuedId),
        ApiToken(token: ApiTokenId),
        Hook(hook: HookId),
    }
    EventRecord for Event {
        DayOpened { day: ServiceDay, requests_from: Seq },
        SurveysCounted { responses: Vec<Response> },
        TicketIssued {
            ticket: TicketId,
            number: TicketNumber,
            day: ServiceDay,
            token: Token,
            priority: Option<PriorityClass>,
            lang: Lang,
            purpose: Purpose,
            berkas: Option<BerkasId>,
            ahead: u32,
            estimate: Option<Estimate>,
        },
        TicketCalled { ticket: TicketId, loket: LoketId, why: Why, round: Round },
        CallQueued {
            call: CallId,
            zone: Zone,
            ticket: TicketId,
            number: TicketNumber,
            loket: LoketId,
            nth: u32,
        },
        TicketPresent { ticket: TicketId },
        TicketMissed { ticket: TicketId },
        TicketHeld { ticket: TicketId, reason: String },
        TicketResumed { ticket: TicketId },
        TicketQueued { ticket: TicketId, purpose: Purpose, order: Moment, note: Option<String> },
        TicketParked { ticket: TicketId },
        TicketAttached { ticket: TicketId, berkas: BerkasId },
        ActRetractable { loket: LoketId, ticket: TicketId, stage: Stage },
        TicketReturned { ticket: TicketId, loket: LoketId, stage: Stage },
        TicketEnded { ticket: TicketId, end: End, note: Option<String> },
        DocumentLegalised { ticket: TicketId, entry: Legalised },
        LegalisationWithdrawn { ticket: TicketId, place: u32 },
        LoketOpened { loket: LoketId, officer: AccountId },
        LoketPaused { loket: LoketId, reason: String },
        LoketClosed { loket: LoketId },
        BerkasRegistered {
            berkas: BerkasId,
            number: BerkasNumber,
            token: Token,
            code: ShortCode,
            ticket: TicketId,
            permit: PermitCode,
            applicant: Applicant,
            checklist: Vec<CheckedItem>,
            previous: Option<BerkasNumber>,
            passages: Vec<Passage>,
            to: StepId,
        },
        BerkasMoved { berkas: BerkasId, passage: Passage, to: StepId, turn: Turn },
        BerkasChecked { berkas: BerkasId, checklist: Vec<CheckedItem> },
        BerkasLacking { berkas: BerkasId, lacking: Vec<Lacking> },
        BerkasTaken { berkas: BerkasId, by: AccountId },
        BerkasReleased { berkas: BerkasId },
        SkNumbered { berkas: BerkasId, number: SkNumber },
        BerkasClosed { berkas: BerkasId, passage: Passage, outcome: Outcome, receiver: Receiver },
        BerkasNoted { berkas: BerkasId, by: AccountId, text: String },
        ScanAdded {
            berkas: BerkasId,
            requirement: String,
            digest: [u8; 32],
            kind: ScanKind,
            bytes: u64,
            by: AccountId,
        },
        ScanRemoved { berkas: BerkasId, requirement: String, digest: [u8; 32], by: AccountId },
        ApplicantRevealed { berkas: BerkasId, by: AccountId, why: String },
        ScanRevealed { berkas: BerkasId, requirement: String, digest: [u8; 32], by: AccountId },
        SurveyOpened { loket: LoketId, ticket: TicketId, berkas: BerkasId, key: Token },
        SurveyDropped { loket: LoketId },
        SurveyAnswered { berkas: BerkasId, loket: LoketId },
        SurveyWaived { berkas: BerkasId, loket: LoketId, reason: String },
        CallShown { call: CallId, board: AccountId },
        CallSpeaking { call: CallId, board: AccountId, page: u64 },
        CallSpoken { call: CallId, board: AccountId },
        CallSilenced { call: CallId, why: Silence },
        PaperOrdered {
            job: JobId,
            printer: PrinterId,
            paper: Paper,
            lang: Lang,
            copy_of: Option<JobId>,
        },
        PrintStarted { job: JobId, millimetres: Option<u32> },
        PrintEnded { job: JobId, outcome: PrintOutcome },
        PaperMoved { job: JobId, printer: PrinterId },
        RollChanged { printer: PrinterId, by: AccountId },
        ZoneArranged { zone: Zone, arrangement: Arrangement },
        FileLaid { shelf: Shelf, name: String, bytes: u64, digest: [u8; 32] },
        FileTaken { shelf: Shelf, name: String },
        AccountAdded { account: Account },
        PasswordSet { account: AccountId, password: String },
        PasswordRehashed { account: AccountId, password: String },
        AccountActiveSet { account: AccountId, active: bool },
        AccountRenamed { account: AccountId, name: String },
        PasswordLent { account: AccountId },
        RolesSet { account: AccountId, roles: Vec<Role> },
        LinkMade { account: AccountId, link: Link },
        LinkEnded { account: AccountId },
        SignedOutAll { account: AccountId },
        SecondSet { account: AccountId, second: Second },
        SecondUsed { account: AccountId, step: u64 },
        SpareUsed { account: AccountId, digest: [u8; 32] },
        SecondDropped { account: AccountId },
        IdentityChecked { account: AccountId, how: String },
        DevicePlaced { account: AccountId, screen: Screen },
        SessionOpened { session: Session },
        SessionClosed { digest: [u8; 32] },
        ReadinessChecked { ready: bool, checks: Vec<Check> },
        Restored {},
        Complaint(event: ComplaintEvent),
        Skm(event: SkmEvent),
        VoicePaused { until: Moment },
        VoiceResumed {},
        ApiTokenMade { token: ApiToken },
        ApiTokenRevoked { token: ApiTokenId },
        HookAdded { hook: Hook },
        HookRemoved { hook: HookId },
        HookPaused { hook: HookId, why: HookPause },
        HookResumed { hook: HookId },
        SettingsTextKept { digest: [u8; 32], text: String },
        SettingsChanged { version: u32, digest: [u8; 32], file: Option<[u8; 32]>, how: How },
        PhonesForgotten { phones: Vec<(Moment, Holder)> },
        BerkasRestricted { berkas: BerkasId, by: AccountId, why: String },
        RestrictionLifted { berkas: BerkasId, by: AccountId, why: String },
        SkRevoked { berkas: BerkasId, sk: String, date: Date, why: String, by: AccountId },
        FormFilled { berkas: BerkasId, fields: Vec<FormField>, by: AccountId },
        PaperFileKept { digest: [u8; 32], text: String },
        PaperIssued {
            paper: IssuedId,
            berkas: BerkasId,
            kind: PaperKind,
            sheet: Sheet,
            files: Vec<PaperFile>,
            facts: String,
            by: AccountId,
        },
        PaperCopied {
            paper: IssuedId,
            of: IssuedId,
            berkas: BerkasId,
            kind: PaperKind,
            sheet: Sheet,
            by: AccountId,
        },
        ClockConfirmed { before: Moment, shown: Moment },
    }
}
