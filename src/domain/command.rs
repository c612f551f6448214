//! What may be asked of the office. Every act of every screen is one command.
//!
//! A command carries what the decision may not find for itself: random tokens, hashes made
//! elsewhere, ids that a reader has looked up.

use super::account::Actor;
use super::account::Proof;
use super::annex::ScanKind;
use super::api_token::ApiTokenAct;
use super::arrangement::Arrangement;
use super::berkas::{CheckedItem, Lacking, Receiver};
use super::complaint::{ComplaintAct, Matter};
use super::device::Screen;
use super::form::FormField;
use super::hook::HookAct;
use super::ids::{
    AccountId, ApiTokenId, BerkasId, CallId, ChoiceId, ComplaintId, HookId, IssuedId, JobId, LoketId,
    PermitCode, PrinterId, PriorityClass, Purpose, RequestId, Role, Series, TicketId, Zone,
};
use super::issued::{NewPaper, PaperKind, Sheet};
use super::legalised::LegalDocument;
use super::number::{BerkasNumber, SkNumber, TicketNumber};
use super::paper::PrintOutcome;
use super::person::Applicant;
use super::readiness::Check;
use super::settings::NewSettings;
use super::shelf::Shelf;
use super::skm::work::SkmAct;
use super::survey::{Answers, Education, Occupation, Sex};
use super::ticket::Lang;
use super::time::{Date, Moment};
use super::token::{ShortCode, Token};

/// A command with its sender.
#[derive(Clone, PartialEq, Debug)]
pub struct Ask {
    /// Who acts.
    pub actor: Actor,
    /// The client's own id for this act; the same id always gets the same answer.
    pub request: Option<RequestId>,
    /// What is asked.
    pub command: Command,
}

/// What may be asked.
#[derive(Clone, PartialEq, Debug)]
pub enum Command {
    /// Kiosk: give a number.
    Issue(Issue),
    /// Kiosk: print what is still to be brought.
    Prepare(Prepare),
    /// Console: something at a counter.
    Loket(LoketId, LoketAct),
    /// Back office: something with a berkas.
    Berkas(BerkasId, BerkasAct),
    /// Tablet: the answers of a survey.
    SubmitSurvey(SubmitSurvey),
    /// Board: what became of a call.
    Board(CallId, BoardAct),
    /// Spool: what became of a paper.
    Print(JobId, PrintAct),
    /// Somebody at a printer.
    Printer(PrinterId, PrinterAct),
    /// Accounts and sign-ins.
    People(PeopleAct),
    /// Administrator: API tokens.
    ApiToken(ApiTokenAct),
    /// Administrator: webhooks.
    Hook(HookAct),
    /// Administrator: devices.
    Device(DeviceAct),
    /// Administrator: how the boards of a zone are arranged.
    Arrange(Zone, Arrangement),
    /// Administrator: the files that boards show or speak.
    Shelf(Shelf, ShelfAct),
    /// Whoever answers complaints: something with one.
    Complaint(ComplaintId, ComplaintAct),
    /// Notes and scans of a berkas, and its form.
    Annex(BerkasId, AnnexAct),
    /// NIK and telephone number of a berkas's applicant are seen in plain, for this reason.
    Reveal(BerkasId, String),
    /// Administrator: nobody looks at the applicant of a berkas any more, or people do again.
    Restrict(BerkasId, RestrictAct),
    /// Whoever signs SK: one that was handed over does not hold any more.
    Revoke(BerkasId, Revoke),
    /// Official papers of a berkas, open or closed.
    Paper(BerkasId, PaperAct),
    /// Kiosk: whoever missed their call is here now.
    ReportBack(TicketId),
    /// Supervisor: whether the office can open.
    Ready(ReadyAct),
    /// The data were made of a copy. The office itself says so, at its first start with them.
    Restored,
    /// Report: imports, chapters and publications of the survey.
    Skm(SkmAct),
    /// Administrator: other settings.
    Settings(Box<NewSettings>),
    /// Console, supervisor: whether calls are spoken.
    Voice(VoiceAct),
    /// Supervisor: the clock is right, which showed this when they looked.
    ConfirmClock(Moment),
    /// Time has passed: turn the day, give up on calls nobody speaks, call again who did not come.
    Tick,
}

/// Give a number.
#[derive(Clone, PartialEq, Debug)]
pub struct Issue {
    /// What for. With a berkas the office chooses the service that fits its step.
    pub what: Wanted,
    /// Flag of a priority class.
    pub priority: Option<PriorityClass>,
    /// Language of the slip.
    pub lang: Lang,
    /// Random.
    pub token: Token,
}

/// Print what somebody still has to bring for a permit. Nobody is named, no number is given.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Prepare {
    /// What will be applied for.
    pub permit: PermitCode,
    /// Requirements of that permit type, in its own words.
    pub missing: Vec<String>,
    /// Language of the paper.
    pub lang: Lang,
}

/// What a number is wanted for.
#[derive(Clone, PartialEq, Debug)]
pub enum Wanted {
    /// A service of the kiosk.
    Service(Series),
    /// The next step of a berkas whose tanda terima was scanned.
    Berkas(BerkasId),
}

/// Something at a counter.
#[derive(Clone, PartialEq, Debug)]
pub enum LoketAct {
    /// Sit down, or come back from a pause.
    Open {
        /// Whether somebody else may be sitting there.
        take_over: TakeOver,
    },
    /// Leave for a moment.
    Pause {
        /// What the board says.
        reason: String,
    },
    /// Leave.
    Close,
    /// Call whoever's turn it is.
    CallNext,
    /// Call this ticket: one that was missed, or out of order with a reason.
    Call {
        /// Who.
        ticket: TicketId,
        /// Why out of order.
        reason: Option<String>,
    },
    /// Call the current ticket again.
    Recall,
    /// The person stands here.
    Present,
    /// Nobody came.
    Miss,
    /// Put the current ticket aside.
    Hold {
        /// Why.
        reason: String,
    },
    /// Take a held ticket up again.
    Resume {
        /// Which.
        ticket: TicketId,
    },
    /// Put a missed ticket back into its line.
    Requeue {
        /// Which.
        ticket: TicketId,
    },
    /// Take the last act back, within a few seconds.
    Undo,
    /// Send the current ticket to another line, keeping its place.
    Transfer {
        /// Where to.
        purpose: Purpose,
        /// Why.
        reason: String,
    },
    /// This counter is done; the ticket goes where its berkas needs it, or ends.
    Finish,
    /// End the visit here although it is not done.
    Dismiss {
        /// Why.
        reason: String,
    },
    /// Join the current ticket to a berkas.
    Attach {
        /// Which.
        berkas: BerkasId,
    },
    /// Register a complete berkas for the current ticket.
    Register(Box<Register>),
    /// Send home with the list of what is missing; nothing is registered.
    TurnAway {
        /// What was applied for.
        permit: PermitCode,
        /// What was brought.
        checklist: Vec<CheckedItem>,
        /// More words.
        note: Option<String>,
    },
    /// Receive a returned berkas again.
    Resubmit {
        /// What is there now.
        checklist: Vec<CheckedItem>,
    },
    /// Send home with a returned berkas that is not mended yet, and the list of what is still lacking.
    GiveBack {
        /// What is there now, if somebody has gone through it; else all that was asked for is still open.
        checklist: Option<Vec<CheckedItem>>,
    },
    /// File a complaint for the current ticket.
    Complain(Box<Complain>),
    /// Note a document of which copies were certified.
    Legalise(Legalise),
    /// Take such a note back.
    WithdrawLegalisation {
        /// Which, from 0.
        place: u32,
    },
    /// Wake the tablet for the current ticket.
    StartSurvey {
        /// Random.
        key: Token,
    },
    /// Pass the survey without answers.
    WaiveSurvey {
        /// Why; it is counted in the report.
        reason: String,
    },
    /// Hand the paper over.
    HandOver {
        /// To whom.
        receiver: Receiver,
    },
}

/// File a complaint.
#[derive(Clone, PartialEq, Debug)]
pub struct Complain {
    /// What is said; a berkas was looked up by the caller.
    pub matter: Matter,
    /// Random.
    pub token: Token,
    /// Random.
    pub code: ShortCode,
}

/// A document of which copies were certified.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Legalise {
    /// Which; a SK of ours was looked up by the caller.
    pub document: LegalDocument,
    /// How many.
    pub copies: u32,
    /// Who signed them.
    pub signer: String,
}

/// Whether a loket may be taken from whoever sits there.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum TakeOver {
    /// Refuse if somebody sits there.
    Never,
    /// The colleague has left.
    Confirmed,
}

/// Register a complete berkas.
#[derive(Clone, PartialEq, Debug)]
pub struct Register {
    /// What is applied for.
    pub permit: PermitCode,
    /// Who applies.
    pub applicant: Applicant,
    /// What was brought; nothing may be missing.
    pub checklist: Vec<CheckedItem>,
    /// The refused berkas that this one follows, looked up by the caller.
    pub previous: Option<BerkasNumber>,
    /// Random.
    pub token: Token,
    /// Random.
    pub code: ShortCode,
}

/// Something with a berkas on a desk.
#[derive(Clone, PartialEq, Debug)]
pub enum BerkasAct {
    /// Take it in hand.
    Take,
    /// Put it back.
    Release,
    /// Decide.
    Choose {
        /// The way out.
        choice: ChoiceId,
        /// The words that go with it.
        reason: Option<String>,
        /// The lines of the checklist that are lacking, when it goes back to the applicant.
        lacking: Vec<Lacking>,
        /// Why they decide although they had the berkas at an earlier step.
        exception: Option<String>,
    },
}

/// Whether anybody looks at NIK, telephone number and scans of a berkas.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum RestrictAct {
    /// Nobody but the administrator.
    Set {
        /// Who asked for it, and by which letter.
        why: String,
    },
    /// Again whoever works on berkas.
    Lift {
        /// Why.
        why: String,
    },
}

/// A SK that was handed over is revoked. The caller has looked up which it is.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Revoke {
    /// Its number, as on the paper.
    pub sk: String,
    /// The day of its number.
    pub numbered: Date,
    /// From when on it does not hold.
    pub date: Date,
    /// Why.
    pub why: String,
}

/// Official papers of a berkas, which the caller has looked up.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum PaperAct {
    /// Keep a paper that is about to be printed.
    Issue(Box<NewPaper>),
    /// Print it once more, marked SALINAN.
    Copy {
        /// Which; never a copy itself.
        of: IssuedId,
        /// Which paper that is.
        kind: PaperKind,
        /// On which sheet.
        sheet: Sheet,
    },
}

/// Notes and scans of a berkas, and its form.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum AnnexAct {
    /// Enters what the application says, all fields at once.
    Fill {
        /// By the names of the profile.
        fields: Vec<FormField>,
    },
    /// Writes a note for all officers.
    Note {
        /// The words.
        text: String,
    },
    /// Lays a scan beside it, whose file is on disk already.
    AddScan(NewScan),
    /// Is given a scan, which may show a KTP. The berkas may be closed.
    SeeScan {
        /// The line of the checklist.
        requirement: String,
        /// SHA-256 of the file.
        digest: [u8; 32],
    },
    /// Takes the reference away again; the file stays.
    RemoveScan {
        /// The line of the checklist.
        requirement: String,
        /// SHA-256 of the file.
        digest: [u8; 32],
    },
}

/// A scan whose file is on disk.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NewScan {
    /// The line of the checklist that it shows.
    pub requirement: String,
    /// SHA-256 of the file.
    pub digest: [u8; 32],
    /// What the file is.
    pub kind: ScanKind,
    /// Its size.
    pub bytes: u64,
}

/// The answers of a survey.
#[derive(Clone, PartialEq, Debug)]
pub struct SubmitSurvey {
    /// The key the tablet was woken with.
    pub key: Token,
    /// Random place in the urn.
    pub draw: [u8; 16],
    /// The nine answers.
    pub answers: Answers,
    /// Jenis kelamin.
    pub sex: Sex,
    /// Usia.
    pub age: u8,
    /// Pendidikan.
    pub education: Education,
    /// Pekerjaan.
    pub occupation: Occupation,
    /// Saran.
    pub suggestion: Option<String>,
}

/// What became of a call on a board. `page` tells one page load from another.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum BoardAct {
    /// It is on the screen.
    Shown,
    /// May I speak it?
    Speak {
        /// The page that would.
        page: u64,
    },
    /// Spoken to the end.
    Spoken {
        /// The page that spoke.
        page: u64,
    },
}

/// Something with a file that boards show or speak.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum ShelfAct {
    /// It lies there from now on, in place of one of that name.
    Lay {
        /// Its name.
        name: String,
        /// How large it is.
        bytes: u64,
        /// SHA-256 of it.
        digest: [u8; 32],
    },
    /// It is taken away.
    Take {
        /// Its name.
        name: String,
    },
}

/// Whether calls are spoken.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum VoiceAct {
    /// Nothing is spoken for so many minutes.
    Pause {
        /// From now on.
        minutes: u32,
    },
    /// Calls are spoken again.
    Resume,
}

/// What became of a paper.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum PrintAct {
    /// The spool begins to send it.
    Start {
        /// Its length.
        millimetres: u32,
    },
    /// The attempt is over.
    End(PrintOutcome),
    /// Its printer cannot print: it goes to another one. Never a paper that was sent.
    Move {
        /// Which.
        to: PrinterId,
    },
    /// Print it once more, marked SALINAN.
    Reprint,
}

/// What somebody does at a printer.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum PrinterAct {
    /// A new roll was put in.
    ChangeRoll,
    /// Print a test slip.
    Try {
        /// Its language.
        lang: Lang,
    },
}

/// Whether the office can open.
#[derive(Clone, PartialEq, Debug)]
pub enum ReadyAct {
    /// Print a test slip at every printer.
    Begin {
        /// Language of the slips.
        lang: Lang,
    },
    /// Keep what was found.
    Settle {
        /// All of it.
        checks: Vec<Check>,
    },
}

/// Accounts and sign-ins.
#[derive(Clone, PartialEq, Debug)]
pub enum PeopleAct {
    /// A new account.
    Add {
        /// Typed at sign-in.
        login: String,
        /// Shown.
        name: String,
        /// What it may do.
        roles: Vec<Role>,
        /// Argon2id hash in PHC form.
        password: String,
    },
    /// Another password.
    SetPassword {
        /// Whose.
        account: AccountId,
        /// Argon2id hash in PHC form.
        password: String,
    },
    /// The same password, hashed in another way.
    Rehash {
        /// Whose.
        account: AccountId,
        /// The hash that the password was checked with; when it is another one meanwhile, nothing is done.
        old: String,
        /// Argon2id hash in PHC form.
        new: String,
    },
    /// Whether it may sign in.
    SetActive {
        /// Whose.
        account: AccountId,
        /// `false` also ends its sessions.
        active: bool,
    },
    /// Other roles. Its sessions end, so that no screen stays open that is not for it any more.
    SetRoles {
        /// Whose.
        account: AccountId,
        /// All that it holds from now on.
        roles: Vec<Role>,
    },
    /// Another name.
    Rename {
        /// Whose.
        account: AccountId,
        /// Shown.
        name: String,
    },
    /// A link by which a password can be chosen, once.
    MakeLink {
        /// Whose.
        account: AccountId,
        /// SHA-256 of the secret in it.
        digest: [u8; 32],
        /// When it is not good any more.
        expires: Option<Moment>,
    },
    /// Somebody came with the secret of a link.
    UseLink {
        /// SHA-256 of the secret.
        digest: [u8; 32],
        /// Shown, when it is to be another.
        name: Option<String>,
        /// Argon2id hash in PHC form.
        password: String,
    },
    /// Every session of the account ends.
    SignOutAll {
        /// Whose.
        account: AccountId,
    },
    /// From now on a code of the holder's phone is asked for as well.
    SetSecond {
        /// Whose.
        account: AccountId,
        /// What app and office share, in hexadecimal digits.
        secret: String,
        /// The step of the code that proved it.
        step: u64,
        /// SHA-256 of the codes on paper.
        spare: Vec<[u8; 32]>,
    },
    /// From now on the password is enough.
    DropSecond {
        /// Whose.
        account: AccountId,
        /// How the administrator made sure who asks; whoever drops their own has just typed the password.
        how: Option<String>,
    },
    /// The password was right.
    SignIn {
        /// Who.
        account: AccountId,
        /// What came with it.
        proof: Proof,
        /// SHA-256 of the cookie's secret.
        digest: [u8; 32],
        /// When the session ends in any case.
        expires: Moment,
    },
    /// The session ends.
    SignOut {
        /// SHA-256 of the cookie's secret.
        digest: [u8; 32],
    },
}

/// Devices.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum DeviceAct {
    /// A device that showed a code is let in, with a session of its own.
    Pair {
        /// Shown.
        name: String,
        /// What it shows.
        screen: Screen,
        /// SHA-256 of the cookie's secret.
        digest: [u8; 32],
        /// When the session ends in any case.
        expires: Moment,
    },
    /// Another name.
    Rename {
        /// Which.
        account: AccountId,
        /// Shown.
        name: String,
    },
    /// To another waiting room or loket.
    Move {
        /// Which.
        account: AccountId,
        /// What it shows from now on.
        screen: Screen,
    },
    /// Its sign-in begins anew, when less than half of it is left.
    Renew {
        /// SHA-256 of the cookie's secret.
        digest: [u8; 32],
    },
}

/// What a command answers. A repeated request gets the same answer.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Answer {
    /// Done, nothing to tell.
    Done,
    /// The ticket this was about.
    Ticket(TicketId, TicketNumber),
    /// The berkas this was about.
    Berkas(BerkasId),
    /// The number of the SK.
    Sk(BerkasId, SkNumber),
    /// The complaint this was about.
    Complaint(ComplaintId),
    /// The paper that was ordered.
    Job(JobId),
    /// The account this was about.
    Account(AccountId),
    /// The official paper that was issued.
    Issued(IssuedId),
    /// The API token this was about.
    ApiToken(ApiTokenId),
    /// The webhook this was about.
    Hook(HookId),
    /// Nothing had to change; nothing was written.
    Nothing,
}
