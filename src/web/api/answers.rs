//! What the readings of the interface answer, where no view says it. Moments are milliseconds since 1970.

use crate::views::Millis;
use crate::views::berkas::BerkasView;
use crate::views::phone::PhoneView;
use crate::views::search::HitView;
use crate::web::ask::Done;
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::BTreeMap;

/// Declares answers. Their fields are what is on the wire.
macro_rules! answers {
    ($($(#[$about:meta])* $name:ident { $($(#[$field_about:meta])* $field:ident: $kind:ty,)* })*) => {$(
        $(#[$about])*
        #[derive(Serialize, JsonSchema)]
        pub(super) struct $name {
            $($(#[$field_about])* pub(super) $field: $kind,)*
        }
    )*};
}

// People

answers! {
    /// Somebody is signed in; the session is in the cookie.
    SignedIn {
        /// Whose account it is.
        name: String,
        /// The first screen of that account.
        home: String,
    }
    /// Where to go on.
    Home { home: String, }
    /// Nothing to tell.
    Empty {}
    /// Everybody who may sign in, or might once.
    AccountList {
        accounts: Vec<AccountLine>,
        roles: Vec<RoleLine>,
        /// The office's hours ahead of UTC, in milliseconds.
        offset: i64,
        /// Whether passwords travel unsealed, and nobody has said that this is meant.
        plain_network: bool,
    }
    /// An account.
    AccountLine {
        id: u32,
        login: String,
        name: String,
        roles: Vec<String>,
        active: bool,
        /// Whether it is a device.
        device: bool,
        /// Whether others know the password, so that it is changed first of all.
        lent: bool,
        /// Whether nobody knows a password for it yet.
        waits: bool,
        /// Whether a code is asked for besides the password.
        second: bool,
        /// Sign-ins that have not ended.
        signed_in: usize,
        /// How often signing in failed since the office was opened, and when last.
        failed: u64,
        failed_last: Option<Millis>,
    }
    /// A role that can be given.
    RoleLine { role: String, title: String, }
    /// An account was added.
    AccountMade {
        #[serde(flatten)]
        done: Done,
        /// Path of a link by which its owner chooses a password, if none was given. It is told once.
        #[serde(skip_serializing_if = "Option::is_none")]
        link: Option<String>,
    }
    /// A link by which the owner of an account chooses a password, once.
    LinkMade { account: u32, link: String, hours: i64, }
    /// One's own account.
    Me {
        name: String,
        login: String,
        lent: bool,
        second: bool,
        /// Whether a code of the phone has to be set up before anything else.
        owes: bool,
        /// Codes on paper that are left.
        spare: Option<usize>,
        sessions: usize,
        /// Where one is signed in, this place first.
        places: Vec<MePlace>,
        /// At so many places at once and no more.
        most_places: usize,
        /// How often signing in to this account failed since the office was opened, and when last.
        failed: u64,
        failed_last: Option<Millis>,
        /// The office's hours ahead of UTC, in milliseconds.
        offset: i64,
        home: String,
        now: Millis,
    }
    /// A sign-in of one's own.
    MePlace {
        /// Its name.
        place: String,
        /// Whether it is this one.
        here: bool,
        opened: Millis,
        /// When, where and by what it was used last, as far as is known since the office was opened.
        last: Option<Millis>,
        from: Option<String>,
        browser: Option<&'static str>,
        system: Option<&'static str>,
    }
    /// A secret for the app on the phone.
    SecondBegun {
        /// In hexadecimal digits, to be sent back.
        secret: String,
        /// As it is typed into the app.
        typed: String,
        /// A QR code, as SVG.
        picture: String,
    }
    /// From now on a code is asked for as well.
    SecondKept {
        #[serde(flatten)]
        done: Done,
        /// Codes on paper. They are told once.
        spare: Vec<String>,
    }
}

// Devices

answers! {
    /// A device wants in.
    PairingAsked {
        /// What it shows.
        code: String,
        /// With which it asks on.
        key: String,
        /// How long the code is good.
        seconds: u64,
    }
    /// Whether a device was let in.
    Pairing {
        /// `waiting`, `gone`, `granted`.
        state: &'static str,
        /// Address of its screen.
        #[serde(skip_serializing_if = "Option::is_none")]
        screen: Option<String>,
    }
    /// Every device, and every place there is.
    DeviceList { now: Millis, devices: Vec<DeviceLine>, places: Vec<PlaceLine>, }
    /// A device.
    DeviceLine {
        id: u32,
        name: String,
        login: String,
        role: Option<String>,
        /// Address of its screen.
        screen: Option<String>,
        active: bool,
        signed_in: usize,
        paired: Option<Millis>,
        /// Whether its screen or agent is connected at this moment.
        here: bool,
        seen: Option<Millis>,
        /// The build of its page, or the version of its agent.
        version: Option<String>,
        /// Whether that is this program's own.
        current: Option<bool>,
        /// A board's loudspeaker: `running`, `blocked`, `broken`, `loading`.
        sound: Option<String>,
        /// The printer of a kiosk or an agent.
        printer: Option<DevicePrinter>,
        /// Its sign-in was used at two addresses at once since the start of the program.
        twice: Option<DeviceTwice>,
    }
    /// Two addresses at which one sign-in was used at once: it may have been copied.
    DeviceTwice { from: Vec<String>, at: Millis, }
    /// A printer beside a device.
    DevicePrinter {
        name: String,
        /// What it said last; `unknown` before its first word.
        condition: &'static str,
    }
    /// A screen of the office.
    PlaceLine { path: String, role: &'static str, name: String, }
    /// The device that shows a code.
    DeviceFound { code: String, screen: Option<String>, agent: String, from: Option<String>, }
    /// Boards that are connected, and whether each can be heard.
    BoardList { now: Millis, voice: String, boards: Vec<BoardLine>, zones: Vec<ZoneSound>, }
    /// A board's page.
    BoardLine {
        /// Its own number, as text because it is wider than a number in a browser.
        page: String,
        account: Option<String>,
        zone: String,
        sound: String,
        since: Millis,
    }
    /// Whether a waiting room hears its calls.
    ZoneSound {
        zone: String,
        /// `heard`, `silent`, `none`.
        sound: &'static str,
    }
}

// Boards and voice

answers! {
    /// The clips of the voice.
    VoiceList { revision: String, now: Millis, most: VoiceMost, clips: BTreeMap<String, ClipLine>, }
    /// What a recording may be.
    VoiceMost { seconds: f64, bytes: usize, }
    /// A clip.
    ClipLine {
        /// The office's own recording of it.
        own: Option<RecordingLine>,
    }
    /// A recording.
    RecordingLine {
        file: String,
        #[serde(rename = "type")]
        kind: &'static str,
        seconds: f64,
        bytes: u64,
    }
    /// How the boards of all waiting rooms are arranged.
    Arrangements {
        zones: Vec<ZoneArranged>,
        most: LinesMost,
        /// The nearest and the farthest seat, in metres.
        seats: [u16; 2],
        /// The smallest and the largest television, in inches.
        diagonals: [u16; 2],
    }
    /// The running text.
    LinesMost { lines: usize, line: usize, }
    /// A waiting room.
    ZoneArranged {
        zone: String,
        lokets: usize,
        layouts: Vec<LayoutLine>,
        arrangement: ArrangementLine,
        folder: Option<String>,
        files: Vec<MediaLine>,
    }
    /// A layout.
    LayoutLine { layout: &'static str, reach: Reach, }
    /// From how many metres an inch of television can be read.
    Reach { across: f64, upright: f64, }
    /// An arrangement.
    ArrangementLine {
        layout: &'static str,
        lines: Vec<String>,
        film_sound: bool,
        upright: bool,
        far_seat: u16,
        diagonal: u16,
    }
    /// Pictures and films.
    MediaList { files: Vec<MediaLine>, }
    /// A picture or a film.
    MediaLine {
        name: String,
        bytes: u64,
        /// `picture`, `film`.
        kind: Option<&'static str>,
        /// Why it is not shown: `unknown`, `too-large`.
        trouble: Option<&'static str>,
        address: String,
    }
}

// Berkas and applicants

answers! {
    /// Permit types with their checklists.
    PermitList { permits: Vec<PermitLine>, }
    /// A permit type.
    PermitLine { code: String, name: String, requirements: Vec<String>, conditional: Vec<String>, }
    /// What is known of an applicant.
    ApplicantFound {
        /// What looks unusual in the NIK: `other-region`, `impossible-birth-date`, `birth-date-differs`.
        warnings: Vec<&'static str>,
        /// The birth date in it.
        born: Option<String>,
        known: Option<ApplicantKnown>,
        /// Only when it was asked for by berkas.
        nik: Option<String>,
        berkas: Vec<BerkasView>,
    }
    /// An applicant.
    ApplicantKnown { name: String, phone: Option<String>, }
    /// Berkas that were found.
    BerkasList {
        berkas: Vec<HitView>,
        /// Whether there are more.
        more: bool,
        /// Whether not all were looked at.
        cut: bool,
        /// How many are listed at most.
        most: usize,
        /// The queue number that was looked for.
        #[serde(skip_serializing_if = "Option::is_none")]
        ticket: Option<String>,
    }
    /// What looks unusual in a value.
    FieldChecked { warning: Option<&'static str>, }
    /// NIK and telephone number in plain.
    Revealed {
        nik: String,
        phone: Option<String>,
        /// How often this person did so within the hour, when that is strikingly often.
        many: Option<usize>,
    }
    /// Who saw whose NIK on a day.
    RevealedList {
        /// Of the office's clock, in milliseconds.
        offset: i64,
        /// The latest looks first, at most 200.
        revealed: Vec<RevealedLine>,
        /// How often each person did, the most often first.
        people: Vec<RevealedBy>,
        all: usize,
        many: usize,
    }
    /// How often somebody saw a NIK.
    RevealedBy { by: Option<String>, count: usize, }
    /// Somebody saw a NIK.
    RevealedLine { at: Millis, berkas: u64, number: Option<String>, by: Option<String>, reason: String, }
    /// A scan was laid beside a berkas, or taken away.
    ScanDone {
        #[serde(flatten)]
        done: Done,
        /// SHA-256 of the file, in hexadecimal digits.
        scan: String,
    }
    /// Where a scanned paper stands.
    Scanned {
        status: PhoneView,
        /// Whether a number makes sense now.
        issues: bool,
    }
    /// Whoever missed their call is back in the line.
    ReportedBack { seq: u64, status: PhoneView, }
}

// The office

answers! {
    /// Whether the office works.
    Health {
        /// `well`, `storage-failed`, `clock-in-doubt`.
        health: &'static str,
        /// How far the machine's clock is believed: `right`, `set-back`, `leapt`, `unknown`.
        clock: &'static str,
        /// Whether the disk of the data has room: `enough`, `low`; `unknown` before the first look.
        room: &'static str,
        /// The end of the journal.
        seq: u64,
        version: &'static str,
    }
    /// The copies of the office.
    CopyList { folder: String, underway: bool, files: Vec<CopyLine>, trouble: Option<CopyTrouble>, standbys: Vec<StandbyLine>, now: Millis, }
    /// A copy.
    CopyLine { name: String, bytes: u64, taken: Millis, }
    /// Why the last copy came to nothing.
    CopyTrouble { at: Millis, why: String, }
    /// A second machine that follows the journal.
    StandbyLine {
        /// The name of its token.
        name: String,
        /// When it last asked, since the office was opened.
        asked: Option<Millis>,
        /// The last entry that it says it has.
        reached: Option<u64>,
        /// The entries that it has not.
        missing: Option<u64>,
        /// When it last had everything; when the office was opened, if not since then.
        level: Millis,
        /// Whether that is longer ago than it should be.
        late: bool,
    }
    /// Entries of the journal as they lie on the disk: sealed, each naming the hash of the one before.
    JournalPage {
        /// Each in Base64, in their order, from the one after `after` on.
        records: Vec<String>,
        /// The scans that they name, by SHA-256.
        scans: Vec<String>,
        /// The last entry of the office.
        last: u64,
    }
    /// The service days, newest first.
    DayList { days: Vec<String>, }
}

// Reports

answers! {
    /// A report.
    ReportTold {
        from: String,
        until: String,
        days: u64,
        issued: u64,
        left: u64,
        /// `day`, `week`, `month`, ...: what a line of the tables over time is.
        grain: &'static str,
        tables: Vec<TableTold>,
        definitions: Vec<String>,
    }
    /// A table.
    TableTold {
        id: &'static str,
        name: String,
        columns: Vec<ColumnTold>,
        rows: Vec<Vec<CellTold>>,
        keys: Vec<String>,
        /// Whether the last row is the sum of the others.
        total: bool,
    }
    /// A column.
    ColumnTold { id: &'static str, name: String, }
    /// How the promises of the last service day were kept.
    Promises { day: String, promised: u64, kept: u64, }
    /// What would be taken in, and what is wrong.
    ImportChecked {
        rows: usize,
        good: usize,
        wrong: usize,
        faults: Vec<ImportFault>,
        /// Faults that are not listed.
        more: usize,
        from: Option<String>,
        until: Option<String>,
        known: usize,
        imported: bool,
    }
    /// A row that is wrong.
    ImportFault { line: usize, column: String, code: &'static str, message: String, }
    /// Responses were taken in.
    Imported { imported: u32, }
}

/// A cell of a table. Decimals and durations keep their unit.
#[derive(Serialize, JsonSchema)]
#[serde(untagged)]
pub(super) enum CellTold {
    Empty,
    Words(String),
    Count(u64),
    Decimal { decimal: i64, places: u8 },
    Lasting { seconds: u64 },
}
