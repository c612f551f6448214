//! The way in over HTTP: accepting connections, checking who comes, and the JSON interface.
//!
//! Reading order: [`accept`] (sockets, timeouts, caps), `places` (how many, and who), `seat` (whoever takes nothing), [`tls`] (the certificate), [`plain`] (whoever comes without
//! TLS), [`gate`] (rules of every route), [`outside`] (public pages on a door of their own),
//! `session` (signing in), `password` (which are taken), `second` (codes of a phone), `pace` (how fast strangers may
//! knock), `told` (doors that stayed shut), `tokens` (of programs), `pairing` (devices), `error` (what goes wrong, in words), `ask` (bodies and request
//! ids), `coming` (files), `floor` (bodies that drip), `framing` (requests
//! that can be read in two ways), [`metrics`], [`api`] (one file per room), [`openapi`] (the document of it).

pub mod accept;
pub mod api;
mod ask;
mod coming;
mod error;
mod floor;
mod framing;
pub mod gate;
mod hashing;
pub mod metrics;
pub mod openapi;
pub mod outside;
mod pace;
mod pairing;
mod password;
mod places;
pub mod plain;
pub mod ready;
mod seat;
mod second;
mod session;
pub mod tls;
mod tokens;
mod told;

pub use error::ApiError;
pub use hashing::hash_password;
pub use pairing::Pairings;
pub use session::{Sessions, link_secret};
pub use tokens::Tokens;
pub use told::Told;

use crate::documents::Documents;
use crate::domain::account::Account;
use crate::media::Media;
use crate::office::OfficeHandle;
use crate::scans::Scans;
use crate::settings::{Check, Fallen};
use crate::texts::Texts;
use crate::voice::Voices;
use std::sync::Arc;
use tls::Certificates;

/// What every handler of this floor works with.
#[derive(Clone)]
pub struct Web {
    /// The office.
    pub office: OfficeHandle,
    /// The words.
    pub texts: Arc<Texts>,
    /// Who is signed in, and who tries to be.
    pub sessions: Arc<Sessions>,
    /// API tokens as they are used.
    pub tokens: Arc<Tokens>,
    /// What is written down of doors that stayed shut.
    pub told: Arc<Told>,
    /// Devices that wait to be let in.
    pub pairings: Arc<Pairings>,
    /// The office's own recordings.
    pub voices: Voices,
    /// The pictures and films of the boards.
    pub media: Media,
    /// The scans beside berkas.
    pub scans: Scans,
    /// Reads other settings; none where they cannot be changed.
    pub settings: Option<Settings>,
    /// Official papers.
    pub documents: Documents,
    /// The address that QR codes open, without a slash at its end.
    pub public_url: Arc<str>,
    /// The address at which the office itself is: the same, unless public pages have a door of their own.
    pub own_url: Arc<str>,
    /// Whether this is the demonstration, where one click signs in.
    pub demo: bool,
    /// Whether it is reached over plain HTTP by other machines, and nobody has said that this is meant.
    pub plain_network: bool,
    /// The certificate, where the program itself speaks TLS.
    pub certificates: Option<Certificates>,
}

/// How other settings are read.
#[derive(Clone)]
pub struct Settings {
    /// Reads a document as the office would at its start.
    pub check: Check,
    /// The version that the office was opened with.
    pub opened: u32,
    /// What was to be in force and could not open it.
    pub fallen: Option<Arc<Fallen>>,
}

impl Web {
    /// Whether the office is reached over TLS, so that cookies may be tied to that.
    fn is_secure(&self) -> bool {
        self.own_url.starts_with("https:")
    }

    /// The same for the door outside, where nothing is counted that is counted here: whoever floods it slows nobody else.
    pub fn outside(&self) -> Web {
        let (sessions, own_url) = (Arc::default(), self.public_url.clone());
        Web { sessions, own_url, ..self.clone() }
    }

    /// Whether an account has to set up a code of the phone first. In the demonstration nobody does.
    fn owes_second(&self, account: &Account) -> bool {
        !self.demo && self.office.profile().owes_second(account)
    }

    /// Whether browsers are told never to come without TLS again. Not with a CA of the office's own: a device that
    /// does not trust it yet has to be able to go on to the page that explains how.
    fn promises_tls(&self) -> bool {
        let own = self.certificates.as_ref().and_then(Certificates::authority);
        self.is_secure() && own.is_none()
    }
}
