//! The office as the journal tells it: open work at hand, closed work only in rows.
//!
//! [`State::apply`] is the one place that changes anything, and it is a function of the entry
//! alone (I3, I4). Cloning a state is cheap (persistent maps share what did not change), so the
//! writer publishes each committed state and readers keep theirs as long as they like (I5).
//!
//! What changed is collected as [`Changes`], the rows to write. Work that is over leaves the state
//! when the next day opens (I10); its row stays.

mod apply;
mod queries;

use super::account::{Account, Session};
use super::annex::Annex;
use super::api_token::ApiToken;
use super::arrangement::Arrangement;
use super::berkas::Berkas;
use super::call::Call;
use super::complaint::Complaint;
use super::daybook::{Daybook, Mark};
use super::device::Screen;
use super::hook::Hook;
use super::ids::{
    AccountId, ApiTokenId, BerkasId, CallId, ComplaintId, HookId, IssuedId, JobId, LoketId, PermitCode,
    PrinterId, Purpose, Seq, Series, TicketId, Zone,
};
use super::issued::Issued;
use super::loket::Loket;
use super::paper::{PrintJob, Roll};
use super::privacy::{Holder, Restriction, Telephone};
use super::queue::{Line, Samples};
use super::revocation::Revocation;
use super::settings::Version;
use super::skm::work::{Import, SkmKey, SkmRow};
use super::ticket::Ticket;
use super::time::{Moment, ServiceDay};
use rpds::{RedBlackTreeMapSync, RedBlackTreeSetSync};
use std::collections::BTreeMap;
use std::sync::Arc;

/// A persistent ordered map; a clone shares everything.
pub type Map<K, V> = RedBlackTreeMapSync<K, V>;

/// A persistent ordered set; a clone shares everything.
pub type Set<T> = RedBlackTreeSetSync<T>;

/// The office at one point of the journal.
#[derive(Clone, PartialEq, Debug)]
pub struct State {
    /// The last entry applied; 0 before the first.
    pub seq: Seq,
    /// Its moment.
    pub last: Moment,
    /// Where the open service day began; none before the first.
    pub day: Option<OpenedDay>,
    /// The counters of all series.
    pub counters: Map<Counter, u64>,
    /// Tickets of the day.
    pub tickets: Map<TicketId, Arc<Ticket>>,
    /// Who waits for what.
    pub line: Line,
    /// Tickets that were called and did not come.
    pub missed: Set<TicketId>,
    /// Open berkas.
    pub berkas: Map<BerkasId, Arc<Berkas>>,
    /// Counters that were ever opened.
    pub lokets: Map<LoketId, Arc<Loket>>,
    /// The latest calls of each zone, and all that are not settled.
    pub calls: Map<CallId, Arc<Call>>,
    /// Papers of the day.
    pub jobs: Map<JobId, Arc<PrintJob>>,
    /// Those of them that are not settled, by printer.
    pub unprinted: Set<(PrinterId, JobId)>,
    /// The rolls in the printers.
    pub rolls: Map<PrinterId, Arc<Roll>>,
    /// Everybody who may sign in, or might once.
    pub accounts: Map<AccountId, Arc<Account>>,
    /// Sign-ins that have not ended.
    pub sessions: Map<[u8; 32], Arc<Session>>,
    /// Tokens of programs that are not revoked.
    pub api_tokens: Map<ApiTokenId, Arc<ApiToken>>,
    /// Addresses that are told what happens.
    pub hooks: Map<HookId, Arc<Hook>>,
    /// The latest service times.
    pub samples: Map<Purpose, Arc<Samples>>,
    /// Where paired devices belong.
    pub screens: Map<AccountId, Arc<Screen>>,
    /// How the boards of each zone are arranged, where somebody has said so.
    pub arrangements: Map<Zone, Arc<Arrangement>>,
    /// What lies beside open berkas, where there is something.
    pub annexes: Map<BerkasId, Arc<Annex>>,
    /// Files that official papers are made with and that are kept, by their digest.
    pub paper_files: Set<[u8; 32]>,
    /// Complaints that are not closed.
    pub complaints: Map<ComplaintId, Arc<Complaint>>,
    /// Files of responses that were taken in, or are being taken in, by their digest.
    pub imports: Map<[u8; 32], Arc<Import>>,
    /// What happened today that no ticket tells, in order.
    pub marks: Map<u64, Mark>,
    /// Berkas whose applicant asked that nobody looks any more.
    pub restrictions: Map<BerkasId, Arc<Restriction>>,
    /// SK that were handed over and do not hold any more. Few, whatever the office's age.
    pub revocations: Map<BerkasId, Arc<Revocation>>,
    /// The settings in force, once there were any in the journal.
    pub settings: Option<Arc<Version>>,
    /// Which texts of settings are kept, by their digest.
    pub settings_texts: Set<[u8; 32]>,
}

/// A series of numbers without gaps. The value is the last number given.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Counter {
    /// Ticket ids.
    Ticket,
    /// Berkas ids.
    Berkas,
    /// Call ids.
    Call,
    /// Print job ids.
    Job,
    /// Account ids.
    Account,
    /// Ids of API tokens.
    ApiToken,
    /// Ids of webhooks.
    Hook,
    /// Ids of official papers and their copies.
    Issued,
    /// Ballots put into the urn since it was last emptied.
    Urn,
    /// Responses counted, ever.
    Survey,
    /// Queue numbers of a series; restarts with every service day.
    Series(Series),
    /// Registration numbers of a year.
    BerkasYear(i16),
    /// SK numbers of a type and year.
    Sk(PermitCode, i16),
    /// Steps back inside the office in a year.
    SentBack(i16),
    /// Copies certified in a year.
    Copies(i16),
    /// Complaint ids.
    Complaint,
    /// Complaint numbers of a year.
    ComplaintYear(i16),
    /// When the office last went on from a copy, in microseconds since 1970.
    Restored,
}

/// Where a service day began: what came later belongs to it. With this, opening the office reads the
/// day's own rows and nothing older.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct OpenedDay {
    /// The day.
    pub day: ServiceDay,
    /// The entry that opened it.
    pub seq: Seq,
    /// The last ticket of the day before.
    pub tickets: u64,
    /// The last call of the day before.
    pub calls: u64,
    /// The last paper of the day before.
    pub jobs: u64,
    /// Until when nothing is spoken, for a prayer call or a speech.
    pub paused: Option<Moment>,
}

/// Settled calls that a zone's boards still list.
pub const CALLS_KEPT: usize = 8;

/// A row to write: the new value, or `None` where the row goes.
pub type Changes = BTreeMap<RowKey, Option<Row>>;

/// Which row.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum RowKey {
    /// A service day.
    Day(ServiceDay),
    /// A counter.
    Counter(Counter),
    /// A ticket.
    Ticket(TicketId),
    /// A berkas.
    Berkas(BerkasId),
    /// A loket.
    Loket(LoketId),
    /// A call.
    Call(CallId),
    /// A paper.
    Job(JobId),
    /// The roll in a printer.
    Roll(PrinterId),
    /// An account.
    Account(AccountId),
    /// A sign-in.
    Session([u8; 32]),
    /// An API token.
    ApiToken(ApiTokenId),
    /// A webhook.
    Hook(HookId),
    /// Service times.
    Samples(Purpose),
    /// Where a device belongs.
    Screen(AccountId),
    /// How the boards of a zone are arranged.
    Arrangement(Zone),
    /// A counted response, by its number.
    Survey(u64),
    /// What lies beside a berkas.
    Annex(BerkasId),
    /// An official paper.
    Issued(IssuedId),
    /// A file that official papers are made with.
    PaperFile([u8; 32]),
    /// A complaint.
    Complaint(ComplaintId),
    /// Something of the survey's imports, groups, chapters and publications.
    Skm(SkmKey),
    /// Something of the open day that no ticket tells, by its place.
    Mark(u64),
    /// What a day that is over came to.
    Daybook(ServiceDay),
    /// A telephone number.
    Phone(Holder),
    /// A berkas that nobody looks at.
    Restriction(BerkasId),
    /// A SK that does not hold any more.
    Revocation(BerkasId),
    /// A version of the settings.
    Settings(u32),
    /// The text of settings.
    SettingsText([u8; 32]),
}

/// The value of a row.
#[derive(Clone, PartialEq, Debug)]
pub enum Row {
    /// Where a service day began.
    Day(OpenedDay),
    /// A counter.
    Counter(u64),
    /// A ticket.
    Ticket(Arc<Ticket>),
    /// A berkas.
    Berkas(Arc<Berkas>),
    /// A loket.
    Loket(Arc<Loket>),
    /// A call.
    Call(Arc<Call>),
    /// A paper.
    Job(Arc<PrintJob>),
    /// The roll in a printer.
    Roll(Arc<Roll>),
    /// An account.
    Account(Arc<Account>),
    /// A sign-in.
    Session(Arc<Session>),
    /// An API token.
    ApiToken(Arc<ApiToken>),
    /// A webhook.
    Hook(Arc<Hook>),
    /// Service times.
    Samples(Arc<Samples>),
    /// Where a device belongs.
    Screen(Arc<Screen>),
    /// How the boards of a zone are arranged.
    Arrangement(Arc<Arrangement>),
    /// A counted response.
    Survey(Arc<super::survey::Response>),
    /// What lies beside a berkas.
    Annex(Arc<Annex>),
    /// An official paper.
    Issued(Arc<Issued>),
    /// A file that official papers are made with.
    PaperFile(Arc<str>),
    /// A complaint.
    Complaint(Arc<Complaint>),
    /// Something of the survey's imports, groups, chapters and publications.
    Skm(Arc<SkmRow>),
    /// Something of the open day that no ticket tells.
    Mark(Mark),
    /// What a day that is over came to.
    Daybook(Arc<Daybook>),
    /// A telephone number.
    Phone(Arc<Telephone>),
    /// A berkas that nobody looks at.
    Restriction(Arc<Restriction>),
    /// A SK that does not hold any more.
    Revocation(Arc<Revocation>),
    /// A version of the settings.
    Settings(Arc<Version>),
    /// The text of settings.
    SettingsText(Arc<str>),
}

impl Default for State {
    fn default() -> State {
        State {
            seq: Seq(0),
            last: Moment(i64::MIN),
            day: None,
            counters: Map::new_sync(),
            tickets: Map::new_sync(),
            line: Line::default(),
            missed: Set::new_sync(),
            berkas: Map::new_sync(),
            lokets: Map::new_sync(),
            calls: Map::new_sync(),
            jobs: Map::new_sync(),
            unprinted: Set::new_sync(),
            rolls: Map::new_sync(),
            accounts: Map::new_sync(),
            sessions: Map::new_sync(),
            api_tokens: Map::new_sync(),
            hooks: Map::new_sync(),
            samples: Map::new_sync(),
            screens: Map::new_sync(),
            arrangements: Map::new_sync(),
            annexes: Map::new_sync(),
            paper_files: Set::new_sync(),
            complaints: Map::new_sync(),
            imports: Map::new_sync(),
            marks: Map::new_sync(),
            restrictions: Map::new_sync(),
            revocations: Map::new_sync(),
            settings: None,
            settings_texts: Set::new_sync(),
        }
    }
}
