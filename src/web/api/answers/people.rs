//! People and devices.

use super::answers;
use crate::views::Millis;
use crate::web::ask::Done;
use schemars::JsonSchema;
use serde::Serialize;

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
