//! What happened. Events are the truth; everything else is computed from them.
//!
//! One list on purpose, long as it is: whatever can happen to an office stands here and nowhere else.
//!
//! An event holds every fact that its consequences need, so that [`super::state::State::apply`]
//! never asks the profile, the clock or chance.

use super::account::{Account, Link, Second, Session};
use super::annex::ScanKind;
use super::api_token::ApiToken;
use super::arrangement::Arrangement;
use super::berkas::{CheckedItem, Lacking, Passage, Receiver};
use super::command::Answer;
use super::complaint::ComplaintEvent;
use super::device::Screen;
use super::form::FormField;
use super::hook::{Hook, HookPause};
use super::ids::{
    AccountId, ApiTokenId, BerkasId, CallId, HookId, IssuedId, JobId, LoketId, PermitCode, PrinterId,
    PriorityClass, Purpose, RequestId, Role, Seq, StepId, TicketId, Zone,
};
use super::issued::{PaperFile, PaperKind, Sheet};
use super::legalised::Legalised;
use super::loket::Round;
use super::number::{BerkasNumber, SkNumber, TicketNumber};
use super::paper::{Paper, PrintOutcome};
use super::person::Applicant;
use super::policy::Why;
use super::privacy::Holder;
use super::readiness::Check;
use super::settings::How;
use super::shelf::Shelf;
use super::skm::work::SkmEvent;
use super::sop::Outcome;
use super::survey::Response;
use super::ticket::{End, Estimate, Lang, Stage};
use super::time::{Date, Moment, ServiceDay};
use super::token::{ShortCode, Token};
use super::{account::Actor, call::Silence};

/// One accepted command: the unit of the journal.
#[derive(Clone, PartialEq, Debug)]
pub struct Entry {
    /// Its place in the journal.
    pub seq: Seq,
    /// Later than the entry before, whatever the machine's clock does.
    pub at: Moment,
    /// Who acted.
    pub actor: Actor,
    /// The client's id for the act.
    pub request: Option<RequestId>,
    /// What happened, in order. Never empty.
    pub events: Vec<Event>,
    /// What the client was told.
    pub answer: Answer,
}

/// One thing that happened.
#[derive(Clone, PartialEq, Debug)]
pub enum Event {
    /// A new service day began: numbers restart, yesterday's tickets expire, lokets close.
    DayOpened {
        /// The day.
        day: ServiceDay,
        /// Requests answered before this entry, the opening of the day before, are forgotten.
        requests_from: Seq,
    },
    /// The urn was emptied: these responses count from now on. Their order says nothing.
    SurveysCounted {
        /// Sorted by content.
        responses: Vec<Response>,
    },

    /// A number was given.
    TicketIssued {
        /// Which.
        ticket: TicketId,
        /// As people see it.
        number: TicketNumber,
        /// Its day.
        day: ServiceDay,
        /// Opens its page.
        token: Token,
        /// Flag of a priority class.
        priority: Option<PriorityClass>,
        /// Language of slip and page.
        lang: Lang,
        /// Where it queues.
        purpose: Purpose,
        /// The berkas it came for.
        berkas: Option<BerkasId>,
        /// How many waited before it.
        ahead: u32,
        /// What was promised.
        estimate: Option<Estimate>,
    },
    /// It was called to a loket.
    TicketCalled {
        /// Which.
        ticket: TicketId,
        /// Where.
        loket: LoketId,
        /// Whose turn, and why.
        why: Why,
        /// The loket's round after it.
        round: Round,
    },
    /// An announcement joined its zone's queue.
    CallQueued {
        /// Which.
        call: CallId,
        /// Where it is shown and spoken.
        zone: Zone,
        /// Who.
        ticket: TicketId,
        /// As people see it.
        number: TicketNumber,
        /// Where to go.
        loket: LoketId,
        /// 1 for the first call of the leg.
        nth: u32,
    },
    /// The person stands at the counter.
    TicketPresent {
        /// Which.
        ticket: TicketId,
    },
    /// Nobody came.
    TicketMissed {
        /// Which.
        ticket: TicketId,
    },
    /// Put aside.
    TicketHeld {
        /// Which.
        ticket: TicketId,
        /// Why.
        reason: String,
    },
    /// Taken up again by the loket that held it.
    TicketResumed {
        /// Which.
        ticket: TicketId,
    },
    /// The counter is done with it and it queues for something else.
    TicketQueued {
        /// Which.
        ticket: TicketId,
        /// What for.
        purpose: Purpose,
        /// Its place.
        order: Moment,
        /// The officer's words, when it was a transfer.
        note: Option<String>,
    },
    /// The counter is done with it and it waits with its berkas.
    TicketParked {
        /// Which.
        ticket: TicketId,
    },
    /// It belongs to this berkas from now on.
    TicketAttached {
        /// Which.
        ticket: TicketId,
        /// Whose.
        berkas: BerkasId,
    },
    /// What follows in this entry may be taken back for a few seconds.
    ActRetractable {
        /// Where.
        loket: LoketId,
        /// Whom it is about.
        ticket: TicketId,
        /// Where it stood before.
        stage: Stage,
    },
    /// An act was taken back: it is in hand again as it was.
    TicketReturned {
        /// Which.
        ticket: TicketId,
        /// Where.
        loket: LoketId,
        /// Where it stands again.
        stage: Stage,
    },
    /// It is over.
    TicketEnded {
        /// Which.
        ticket: TicketId,
        /// How.
        end: End,
        /// The officer's words.
        note: Option<String>,
    },

    /// Copies of a document were certified.
    DocumentLegalised {
        /// In which visit.
        ticket: TicketId,
        /// Which document, how many copies, who signed.
        entry: Legalised,
    },
    /// Such a note was wrong and is taken back.
    LegalisationWithdrawn {
        /// In which visit.
        ticket: TicketId,
        /// Which of its notes, from 0.
        place: u32,
    },

    /// An officer sat down, or came back.
    LoketOpened {
        /// Where.
        loket: LoketId,
        /// Who.
        officer: AccountId,
    },
    /// The officer left for a moment.
    LoketPaused {
        /// Where.
        loket: LoketId,
        /// Why.
        reason: String,
    },
    /// The officer left.
    LoketClosed {
        /// Where.
        loket: LoketId,
    },

    /// A berkas got its registration number.
    BerkasRegistered {
        /// Which.
        berkas: BerkasId,
        /// Its number.
        number: BerkasNumber,
        /// Opens its page.
        token: Token,
        /// Typed at the kiosk.
        code: ShortCode,
        /// The visit.
        ticket: TicketId,
        /// What is applied for.
        permit: PermitCode,
        /// Who applies.
        applicant: Applicant,
        /// What was brought.
        checklist: Vec<CheckedItem>,
        /// The refused berkas it follows.
        previous: Option<BerkasNumber>,
        /// The steps up to and including registration.
        passages: Vec<Passage>,
        /// The step it is at now.
        to: StepId,
    },
    /// It left a step for another.
    BerkasMoved {
        /// Which.
        berkas: BerkasId,
        /// The step it left.
        passage: Passage,
        /// The step it is at now.
        to: StepId,
        /// What kind of move it was.
        turn: Turn,
    },
    /// Its checklist was gone through again.
    BerkasChecked {
        /// Which.
        berkas: BerkasId,
        /// What is there now.
        checklist: Vec<CheckedItem>,
    },
    /// It was gone through again and some of it is still to be mended.
    BerkasLacking {
        /// Which.
        berkas: BerkasId,
        /// What is still open.
        lacking: Vec<Lacking>,
    },
    /// Somebody took it in hand.
    BerkasTaken {
        /// Which.
        berkas: BerkasId,
        /// Who.
        by: AccountId,
    },
    /// Put back untouched.
    BerkasReleased {
        /// Which.
        berkas: BerkasId,
    },
    /// The SK got its number.
    SkNumbered {
        /// Which.
        berkas: BerkasId,
        /// The number.
        number: SkNumber,
    },
    /// The paper was handed over.
    BerkasClosed {
        /// Which.
        berkas: BerkasId,
        /// The last step.
        passage: Passage,
        /// How it ended.
        outcome: Outcome,
        /// Who took the paper.
        receiver: Receiver,
    },

    /// An officer wrote a note for all officers.
    BerkasNoted {
        /// Beside which.
        berkas: BerkasId,
        /// Who.
        by: AccountId,
        /// The words.
        text: String,
    },
    /// A scan was laid beside it. Its file was on disk before.
    ScanAdded {
        /// Beside which.
        berkas: BerkasId,
        /// The line of the checklist that it shows.
        requirement: String,
        /// SHA-256 of the file.
        digest: [u8; 32],
        /// What the file is.
        kind: ScanKind,
        /// Its size.
        bytes: u64,
        /// Who.
        by: AccountId,
    },
    /// The reference to a scan was taken away. The file stays.
    ScanRemoved {
        /// Beside which.
        berkas: BerkasId,
        /// The line of the checklist.
        requirement: String,
        /// SHA-256 of the file.
        digest: [u8; 32],
        /// Who.
        by: AccountId,
    },

    /// Somebody saw the applicant's NIK and telephone number in plain.
    ApplicantRevealed {
        /// Of which.
        berkas: BerkasId,
        /// Who.
        by: AccountId,
        /// Why.
        why: String,
    },
    /// Somebody was given a scan, which may show a KTP.
    ScanRevealed {
        /// Beside which.
        berkas: BerkasId,
        /// The line of the checklist.
        requirement: String,
        /// SHA-256 of the file.
        digest: [u8; 32],
        /// Who.
        by: AccountId,
    },
    /// Telephone numbers that are not needed any more were taken away.
    PhonesForgotten {
        /// When each was last needed, and whose it was.
        phones: Vec<(Moment, Holder)>,
    },
    /// Nobody but the administrator looks at NIK, telephone number and scans any more.
    BerkasRestricted {
        /// Of which.
        berkas: BerkasId,
        /// Who said so.
        by: AccountId,
        /// Why.
        why: String,
    },
    /// People look again.
    RestrictionLifted {
        /// Of which.
        berkas: BerkasId,
        /// Who said so.
        by: AccountId,
        /// Why.
        why: String,
    },
    /// A SK that was handed over does not hold any more.
    SkRevoked {
        /// Whose.
        berkas: BerkasId,
        /// Its number, as on the paper.
        sk: String,
        /// From when on.
        date: Date,
        /// Why.
        why: String,
        /// Who revoked it.
        by: AccountId,
    },
    /// The form was filled in, all of it.
    FormFilled {
        /// Of which.
        berkas: BerkasId,
        /// By the names of the profile that day.
        fields: Vec<FormField>,
        /// Who.
        by: AccountId,
    },
    /// A file that official papers are made with is kept from now on.
    PaperFileKept {
        /// SHA-256 of its text.
        digest: [u8; 32],
        /// The text.
        text: String,
    },
    /// An official paper was issued. What stood on it is kept here, and what it was made with.
    PaperIssued {
        /// Which.
        paper: IssuedId,
        /// What it is about.
        berkas: BerkasId,
        /// Which paper.
        kind: PaperKind,
        /// On which sheet.
        sheet: Sheet,
        /// What it was made with.
        files: Vec<PaperFile>,
        /// What stood on it, as JSON.
        facts: String,
        /// Who.
        by: AccountId,
    },
    /// It was printed once more, marked SALINAN.
    PaperCopied {
        /// The copy.
        paper: IssuedId,
        /// The paper it repeats.
        of: IssuedId,
        /// What it is about.
        berkas: BerkasId,
        /// Which paper.
        kind: PaperKind,
        /// On which sheet.
        sheet: Sheet,
        /// Who.
        by: AccountId,
    },

    /// The tablet of a loket waits for answers.
    SurveyOpened {
        /// Where.
        loket: LoketId,
        /// Who answers.
        ticket: TicketId,
        /// Whose gate it opens.
        berkas: BerkasId,
        /// One-use secret.
        key: Token,
    },
    /// The tablet sleeps again without answers.
    SurveyDropped {
        /// Where.
        loket: LoketId,
    },
    /// The gate is open. What was answered lies in the urn.
    SurveyAnswered {
        /// Whose gate.
        berkas: BerkasId,
        /// Where.
        loket: LoketId,
    },
    /// The gate is open without answers.
    SurveyWaived {
        /// Whose gate.
        berkas: BerkasId,
        /// Where.
        loket: LoketId,
        /// Why.
        reason: String,
    },

    /// A board shows the call.
    CallShown {
        /// Which.
        call: CallId,
        /// The board.
        board: AccountId,
    },
    /// A board begins to speak it.
    CallSpeaking {
        /// Which.
        call: CallId,
        /// The board.
        board: AccountId,
        /// Its page.
        page: u64,
    },
    /// It was spoken to the end.
    CallSpoken {
        /// Which.
        call: CallId,
        /// The board that spoke.
        board: AccountId,
    },
    /// It will not be spoken any more.
    CallSilenced {
        /// Which.
        call: CallId,
        /// Why.
        why: Silence,
    },

    /// A paper was ordered.
    PaperOrdered {
        /// Which.
        job: JobId,
        /// Where it comes out.
        printer: PrinterId,
        /// What is on it.
        paper: Paper,
        /// In which language.
        lang: Lang,
        /// The job it repeats.
        copy_of: Option<JobId>,
    },
    /// The spool began to send it.
    PrintStarted {
        /// Which.
        job: JobId,
        /// Its length; entries of earlier versions do not tell.
        millimetres: Option<u32>,
    },
    /// The attempt is over.
    PrintEnded {
        /// Which.
        job: JobId,
        /// How.
        outcome: PrintOutcome,
    },

    /// A paper that was not sent yet goes to another printer.
    PaperMoved {
        /// Which.
        job: JobId,
        /// Where it comes out now.
        printer: PrinterId,
    },
    /// A new roll was put into a printer.
    RollChanged {
        /// Which.
        printer: PrinterId,
        /// Who said so.
        by: AccountId,
    },

    /// The boards of a zone are arranged anew.
    ZoneArranged {
        /// Which.
        zone: Zone,
        /// How.
        arrangement: Arrangement,
    },

    /// A file that boards show or speak lies beside the data, in place of one of that name.
    FileLaid {
        /// Where.
        shelf: Shelf,
        /// Its name.
        name: String,
        /// How large it is.
        bytes: u64,
        /// SHA-256 of it.
        digest: [u8; 32],
    },
    /// Such a file is taken away.
    FileTaken {
        /// From where.
        shelf: Shelf,
        /// Its name.
        name: String,
    },

    /// A new account.
    AccountAdded {
        /// All of it.
        account: Account,
    },
    /// Another password.
    PasswordSet {
        /// Whose.
        account: AccountId,
        /// Argon2id hash.
        password: String,
    },
    /// The same password, hashed in another way. Its sessions stay, and whoever it is lent to.
    PasswordRehashed {
        /// Whose.
        account: AccountId,
        /// Argon2id hash.
        password: String,
    },
    /// Whether it may sign in.
    AccountActiveSet {
        /// Whose.
        account: AccountId,
        /// Whether.
        active: bool,
    },
    /// Another name.
    AccountRenamed {
        /// Whose.
        account: AccountId,
        /// Shown from now on.
        name: String,
    },
    /// Others know the password: it is changed before anything else is done.
    PasswordLent {
        /// Whose.
        account: AccountId,
    },
    /// Other roles.
    RolesSet {
        /// Whose.
        account: AccountId,
        /// All of them.
        roles: Vec<Role>,
    },
    /// A link by which a password can be chosen, once.
    LinkMade {
        /// Whose.
        account: AccountId,
        /// All of it.
        link: Link,
    },
    /// The link's time is over.
    LinkEnded {
        /// Whose.
        account: AccountId,
    },
    /// Every session of the account ended.
    SignedOutAll {
        /// Whose.
        account: AccountId,
    },
    /// A code is asked for besides the password.
    SecondSet {
        /// Whose.
        account: AccountId,
        /// All of it.
        second: Second,
    },
    /// A code was taken; neither it nor an older one is taken again.
    SecondUsed {
        /// Whose.
        account: AccountId,
        /// Its step.
        step: u64,
    },
    /// A code on paper was taken, and is gone.
    SpareUsed {
        /// Whose.
        account: AccountId,
        /// Its SHA-256.
        digest: [u8; 32],
    },
    /// The password is enough again.
    SecondDropped {
        /// Whose.
        account: AccountId,
    },
    /// Before a code was dropped for somebody, the administrator made sure who asks.
    IdentityChecked {
        /// Whose account it is.
        account: AccountId,
        /// How.
        how: String,
    },
    /// A device belongs here.
    DevicePlaced {
        /// Which.
        account: AccountId,
        /// What it shows.
        screen: Screen,
    },
    /// Somebody signed in.
    SessionOpened {
        /// All of it.
        session: Session,
    },
    /// The session ended.
    SessionClosed {
        /// SHA-256 of the cookie's secret.
        digest: [u8; 32],
    },

    /// A program may act for an account.
    ApiTokenMade {
        /// All of it but the secret.
        token: ApiToken,
    },
    /// It may no longer.
    ApiTokenRevoked {
        /// Which.
        token: ApiTokenId,
    },

    /// An address is told what happens.
    HookAdded {
        /// All of it.
        hook: Hook,
    },
    /// It is told no more.
    HookRemoved {
        /// Which.
        hook: HookId,
    },
    /// It is told later.
    HookPaused {
        /// Which.
        hook: HookId,
        /// Why.
        why: HookPause,
    },
    /// It is told again, from where it was paused.
    HookResumed {
        /// Which.
        hook: HookId,
    },

    /// It was checked whether the office can open.
    ReadinessChecked {
        /// Whether nothing has to be mended.
        ready: bool,
        /// What was found.
        checks: Vec<Check>,
    },
    /// The office goes on from a copy of its data: what was accepted after that copy is not known, and numbers given
    /// until now may be given once more today.
    Restored {},
    /// Something with a complaint.
    Complaint(ComplaintEvent),
    /// Something with the survey's imports, groups, chapters and publications.
    Skm(SkmEvent),
    /// Nothing is spoken for a while; calls are shown as ever.
    VoicePaused {
        /// Until when.
        until: Moment,
    },
    /// Calls are spoken again before that.
    VoiceResumed {},
    /// Somebody who answers for the office said that the clock is right, although it showed what cannot be.
    ClockConfirmed {
        /// The moment of the last entry before.
        before: Moment,
        /// What the clock showed.
        shown: Moment,
    },
    /// The text of settings is kept from now on.
    SettingsTextKept {
        /// SHA-256 of it.
        digest: [u8; 32],
        /// One TOML document.
        text: String,
    },
    /// The office works by other settings.
    SettingsChanged {
        /// Ascending from 1.
        version: u32,
        /// SHA-256 of their text.
        digest: [u8; 32],
        /// SHA-256 of the files beside the program as they were last taken in.
        file: Option<[u8; 32]>,
        /// How it came about.
        how: How,
    },
}

/// What kind of move a berkas made.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Turn {
    /// On its way.
    Onward,
    /// To the applicant, who must mend something.
    Returned,
    /// The permit is refused.
    Refused,
    /// One step back inside the office.
    SentBack,
}
