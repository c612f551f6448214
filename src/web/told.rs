//! What is written down of doors that stayed shut: a line of the log for each, with the route, the account and the address,
//! and nothing of what was typed. Somebody who mistypes a login may have typed their password there, so no login is told.
//!
//! A flood fills no disk: of one kind and one address so many lines come at once and so many a minute; how many were left
//! out stands in the next one. How often a sign-in of an account failed, and when last, is kept in memory for the
//! administrator, since the office was opened.

use super::Web;
use super::pace::Buckets;
use crate::domain::ids::AccountId;
use crate::domain::time::Moment;
use axum::http::StatusCode;
use axum::response::Response;
use std::collections::BTreeMap;
use std::net::IpAddr;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};

/// Lines of one kind and address that come at once, and those a minute, going on.
const PACE: (i64, i64) = (60, 30);

/// The code of an error, beside the response that tells it.
#[derive(Clone, Copy)]
pub(super) struct Code(pub(super) &'static str);

/// Who knocked where.
#[derive(Clone, Copy)]
pub(super) struct Knock<'a> {
    /// The route as the table has it, so that no secret in an address is written down.
    pub(super) route: &'a str,
    /// The number in the address, such as that of a berkas.
    pub(super) thing: Option<u64>,
    /// From where.
    pub(super) from: Option<IpAddr>,
    /// Who is signed in.
    pub(super) account: Option<AccountId>,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    /// A sign-in failed.
    SignIn,
    /// Not for them.
    Shut,
    /// Too much, too fast.
    Held,
    /// What no screen of ours sends.
    Nonsense,
}

/// How often signing in to an account failed since the office was opened.
#[derive(Clone, Copy)]
pub(super) struct Failed {
    /// So often.
    pub(super) count: u64,
    /// When last.
    pub(super) last: Moment,
}

/// What was written down, and what was left out.
#[derive(Default)]
pub struct Told {
    pace: Buckets<(Kind, Option<IpAddr>)>,
    left_out: AtomicU64,
    failed: Mutex<BTreeMap<AccountId, Failed>>,
}

impl Told {
    /// A sign-in failed: of nobody, when there is no such login.
    pub(super) fn sign_in(&self, web: &Web, why: &str, account: Option<AccountId>, from: Option<IpAddr>) {
        if let Some(account) = account {
            let (mut failed, now) = (self.failed(), web.office.now());
            let known = failed.entry(account).or_insert(Failed { count: 0, last: now });
            *known = Failed { count: known.count + 1, last: now };
        }
        let Some(left_out) = self.turn(web, Kind::SignIn, from) else { return };
        let (account, from) = (account.map(|known| known.0), from.map(tracing::field::display));
        tracing::warn!(why, account, from, left_out, "a sign-in failed");
    }

    /// An answer goes out. If it is a refusal that is to be looked at later, it is written down.
    pub(super) fn answer(&self, web: &Web, response: &Response, knock: Knock<'_>) {
        let code = response.extensions().get::<Code>().map(|Code(code)| *code);
        match response.status() {
            StatusCode::FORBIDDEN => self.shut(web, code.unwrap_or("forbidden"), knock),
            StatusCode::UNAUTHORIZED if code == Some("token-unknown") => {
                self.shut(web, "token-unknown", knock);
            }
            StatusCode::TOO_MANY_REQUESTS => self.line(web, Kind::Held, code.unwrap_or("too-fast"), knock),
            StatusCode::BAD_REQUEST
            | StatusCode::METHOD_NOT_ALLOWED
            | StatusCode::PAYLOAD_TOO_LARGE
            | StatusCode::UNSUPPORTED_MEDIA_TYPE => {
                self.line(web, Kind::Nonsense, code.unwrap_or("-"), knock);
            }
            StatusCode::UNPROCESSABLE_ENTITY if code.is_some_and(|code| OF_NO_SCREEN.contains(&code)) => {
                self.line(web, Kind::Nonsense, code.unwrap_or("-"), knock);
            }
            _ => {}
        }
    }

    /// A door stayed shut.
    pub(super) fn shut(&self, web: &Web, code: &str, knock: Knock<'_>) {
        self.line(web, Kind::Shut, code, knock);
    }

    /// How often signing in to an account failed.
    pub(super) fn failures(&self, account: AccountId) -> Option<Failed> {
        self.failed().get(&account).copied()
    }

    fn line(&self, web: &Web, kind: Kind, code: &str, Knock { route, thing, from, account }: Knock<'_>) {
        let Some(left_out) = self.turn(web, kind, from) else { return };
        let (account, from) = (account.map(|known| known.0), from.map(tracing::field::display));
        match kind {
            Kind::SignIn | Kind::Shut => {
                tracing::warn!(code, route, thing, account, from, left_out, "a door stayed shut");
            }
            Kind::Held => {
                tracing::warn!(code, route, account, from, left_out, "a request was held back");
            }
            Kind::Nonsense => {
                tracing::info!(code, route, account, from, left_out, "a request made no sense");
            }
        }
    }

    /// Whether a line may be written, and how many were left out before it.
    fn turn(&self, web: &Web, kind: Kind, from: Option<IpAddr>) -> Option<u64> {
        if self.pace.take((kind, from), web.office.count(), PACE).is_err() {
            self.left_out.fetch_add(1, Ordering::Relaxed);
            return None;
        }
        Some(self.left_out.swap(0, Ordering::Relaxed))
    }

    fn failed(&self) -> std::sync::MutexGuard<'_, BTreeMap<AccountId, Failed>> {
        self.failed.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Errors about the shape of what was sent, which our own screens get right.
const OF_NO_SCREEN: [&str; 3] = ["shape", "request-id", "address"];

/// The number in an address, where the route has one.
pub(super) fn number_in(route: &str, path: &str) -> Option<u64> {
    let mut parts = route.split('/').zip(path.split('/'));
    parts.find(|(name, _)| *name == "{id}").and_then(|(_, number)| number.parse().ok())
}

#[cfg(test)]
mod tests {
    use super::number_in;

    #[test]
    fn the_number_of_a_berkas_is_told_and_no_secret() {
        assert_eq!(number_in("/api/berkas/{id}/reveal", "/api/berkas/42/reveal"), Some(42));
        assert_eq!(number_in("/api/berkas/{id}/scan/{digest}", "/api/berkas/7/scan/abcdef"), Some(7));
        assert_eq!(number_in("/t/{token}", "/t/123"), None);
        assert_eq!(number_in("/api/berkas/{id}", "/api/berkas/x"), None);
    }
}
