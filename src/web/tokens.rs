//! API tokens at the door: whose they are, how far they reach, and how fast they may come.

use super::pace::Buckets;
use super::{ApiError, Web};
use crate::domain::api_token::{ApiToken, Scope};
use crate::domain::ids::ApiTokenId;
use crate::domain::ticket::Lang;
use crate::domain::time::Moment;
use crate::doors::Signed;
use axum::http::{HeaderMap, StatusCode, header};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};

/// How every token begins, so that one that was lost can be found by whoever looks for it.
const PREFIX: &str = "loket_";
/// Requests of one token that come at once, and those a minute, going on.
const PACE: (i64, i64) = (240, 1_200);
/// Wrong tokens from one address at once, and those a minute, going on.
const WRONG: (i64, i64) = (30, 6);

/// Tokens as they were used since the start.
#[derive(Default)]
pub struct Tokens {
    used: Mutex<BTreeMap<ApiTokenId, Moment>>,
    pace: Buckets<ApiTokenId>,
    wrong: Buckets<IpAddr>,
}

/// The token that a request carries.
pub(super) fn bearer(headers: &HeaderMap) -> Option<&str> {
    let (scheme, token) = headers.get(header::AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}

/// A new token and its SHA-256, which is all that is kept.
///
/// # Errors
/// When the machine gives no random bytes.
pub(super) fn draw() -> Result<(String, [u8; 32]), getrandom::Error> {
    let (secret, _) = super::link_secret()?;
    let token = format!("{PREFIX}{secret}");
    let digest = digest(&token);
    Ok((token, digest))
}

fn digest(token: &str) -> [u8; 32] {
    Sha256::digest(token.as_bytes()).into()
}

impl Tokens {
    /// Who comes with a token to a route of this scope.
    ///
    /// # Errors
    /// When it is not good, comes too fast, or opens other doors.
    pub(super) fn signed(
        &self,
        web: &Web,
        lang: Lang,
        (token, scope, from): (&str, Option<Scope>, Option<IpAddr>),
    ) -> Result<Signed, ApiError> {
        let (committed, now, count) = (web.office.committed(), web.office.now(), web.office.count());
        let too_fast = |seconds| {
            ApiError::new(web, lang, StatusCode::TOO_MANY_REQUESTS, "too-fast").retry_after(seconds)
        };
        let digest = digest(token);
        let Some(known) = committed.state.api_token(&digest, now) else {
            if let Some(from) = from {
                self.wrong.take(from, count, WRONG).map_err(too_fast)?;
            }
            return Err(ApiError::new(web, lang, StatusCode::UNAUTHORIZED, "token-unknown"));
        };
        self.pace.take(known.id, count, PACE).map_err(too_fast)?;
        self.used.lock().unwrap_or_else(PoisonError::into_inner).insert(known.id, now);
        let opens = |known: &ApiToken| scope.is_some_and(|scope| known.scopes.contains(&scope));
        if !opens(known) {
            let what = scope.map_or("-", Scope::word);
            return Err(ApiError::about(web, lang, StatusCode::FORBIDDEN, "token-scope", what));
        }
        Ok(Signed { account: known.account, digest, token: Some(known.id), from })
    }

    /// When a token was last used, as far as is known since the start.
    pub(super) fn last_used(&self, token: ApiTokenId) -> Option<Moment> {
        self.used.lock().unwrap_or_else(PoisonError::into_inner).get(&token).copied()
    }
}
