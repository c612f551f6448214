//! Signing in: argon2id, one hash at a time, delays for wrong guesses, idle sessions that end.
//!
//! The session itself is a row of the office; only when it was last used, and who guessed wrong
//! lately, is kept here in memory.

use super::{ApiError, Web};
use crate::domain::account::Account;
use crate::domain::command::{Command, PeopleAct};
use crate::domain::ticket::Lang;
use crate::domain::time::Moment;
use crate::doors::{Signed, Who, cookie};
use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};
use tokio::sync::Semaphore;

/// A person's session ends this long after the last act.
const IDLE_SECONDS: u64 = 2 * 3600;
/// A person's session ends this long after the sign-in in any case.
const LONGEST_SECONDS: i64 = 12 * 3600;
/// A device stays signed in until it is shut out.
pub(super) const DEVICE_SECONDS: i64 = 400 * 24 * 3600;
/// Wrong guesses remembered; the oldest give way.
const MOST_GUESSES: usize = 10_000;
/// Sign-ins that may wait for their hash.
const MOST_WAITING: usize = 16;
/// Longest password, in bytes.
pub const MOST_PASSWORD: usize = 128;

/// Who is signed in, and who tries to be.
pub struct Sessions {
    used: Mutex<BTreeMap<[u8; 32], Moment>>,
    guesses: Mutex<BTreeMap<String, Guesses>>,
    /// One argon2 at a time: a flood of sign-ins must not starve the counter.
    hashing: Semaphore,
    waiting: Semaphore,
    /// The hash of no password, checked for unknown logins so that they take as long.
    nobody: String,
}

#[derive(Clone, Copy)]
struct Guesses {
    wrong: u32,
    last: Moment,
}

impl Default for Sessions {
    fn default() -> Sessions {
        Sessions {
            used: Mutex::default(),
            guesses: Mutex::default(),
            hashing: Semaphore::new(1),
            waiting: Semaphore::new(MOST_WAITING),
            nobody: hash_password("").unwrap_or_default(),
        }
    }
}

/// The argon2id hash of a password, in PHC form. Takes tens of milliseconds: never on the runtime's
/// own threads.
///
/// # Errors
/// When the machine gives no random salt.
pub fn hash_password(password: &str) -> Result<String, argon2::password_hash::Error> {
    Ok(Argon2::default().hash_password(password.as_bytes())?.to_string())
}

fn matches(password: &str, hash: &str) -> bool {
    let hash = PasswordHash::new(hash);
    hash.is_ok_and(|hash| Argon2::default().verify_password(password.as_bytes(), &hash).is_ok())
}

impl Sessions {
    /// Who is signed in for a route, if the session is alive and the account active.
    pub(super) fn signed(&self, web: &Web, who: Who, headers: &HeaderMap) -> Option<Signed> {
        let digest = digest(&cookie(headers, who.cookie())?)?;
        let committed = web.office.committed();
        let session = committed.state.sessions.get(&digest)?;
        let account = committed.state.account(session.account).filter(|account| account.active)?;
        let now = web.office.now();
        if session.expires <= now {
            return None;
        }
        let mut used = self.used.lock().unwrap_or_else(PoisonError::into_inner);
        // After a restart nobody has been seen yet; the session counts as just used.
        let last = used.entry(digest).or_insert(now);
        if !account.is_device() && now.seconds_since(*last) >= IDLE_SECONDS {
            return None;
        }
        *last = (*last).max(now);
        if used.len() > 2 * committed.state.sessions.size() + 64 {
            used.retain(|digest, _| committed.state.sessions.contains_key(digest));
        }
        Some(Signed { account: session.account, digest })
    }

    /// Checks a password and opens a session.
    pub(super) async fn sign_in(
        &self,
        web: &Web,
        lang: Lang,
        login: &str,
        password: String,
    ) -> Result<(Account, HeaderValue), ApiError> {
        let account = self.check(web, lang, login, password).await?;
        let cookie = self.open(web, lang, &account).await?;
        Ok((account, cookie))
    }

    /// Checks a password. An unknown login takes as long and says the same as a wrong password.
    pub(super) async fn check(
        &self,
        web: &Web,
        lang: Lang,
        login: &str,
        password: String,
    ) -> Result<Account, ApiError> {
        let login: String = login.trim().to_lowercase().chars().take(MOST_PASSWORD).collect();
        let now = web.office.now();
        if let Some(seconds) = self.must_wait(&login, now) {
            let error = ApiError::new(web, lang, StatusCode::TOO_MANY_REQUESTS, "too-many-guesses");
            return Err(error.retry_after(seconds));
        }
        let account = web.office.committed().state.account_by_login(&login).cloned();
        let busy = |_| ApiError::new(web, lang, StatusCode::TOO_MANY_REQUESTS, "busy").retry_after(2);
        let _place = self.waiting.try_acquire().map_err(busy)?;
        let stopping = |_| ApiError::new(web, lang, StatusCode::SERVICE_UNAVAILABLE, "stopping");
        let turn = self.hashing.acquire().await.map_err(stopping)?;
        let hash = account.as_ref().map_or_else(|| self.nobody.clone(), |account| account.password.clone());
        let short = password.len() <= MOST_PASSWORD;
        let right = tokio::task::spawn_blocking(move || short && matches(&password, &hash)).await;
        drop(turn);
        let right = right.unwrap_or(false);
        match account.filter(|account| right && account.active) {
            Some(account) => {
                self.guesses.lock().unwrap_or_else(PoisonError::into_inner).remove(&login);
                Ok(account)
            }
            None => {
                self.guessed_wrong(login, now);
                Err(ApiError::new(web, lang, StatusCode::UNAUTHORIZED, "wrong-password"))
            }
        }
    }

    /// Opens a session for an account whose holder is known; the cookie to set.
    pub(super) async fn open(
        &self,
        web: &Web,
        lang: Lang,
        account: &Account,
    ) -> Result<HeaderValue, ApiError> {
        let mut secret = [0; 32];
        let fault = |_| ApiError::new(web, lang, StatusCode::INTERNAL_SERVER_ERROR, "fault");
        getrandom::fill(&mut secret).map_err(fault)?;
        let secret: String = secret.iter().map(|byte| format!("{byte:02x}")).collect();
        let longest = if account.is_device() { DEVICE_SECONDS } else { LONGEST_SECONDS };
        let sign_in = PeopleAct::SignIn {
            account: account.id,
            digest: Sha256::digest(secret.as_bytes()).into(),
            expires: web.office.now().plus_seconds(longest),
        };
        let reported = web.office.report(Command::People(sign_in)).await;
        reported.map_err(|error| ApiError::submit(web, lang, &error))?;
        let cookie = cookie_with(web, Who::cookie_of(account), &secret, longest);
        cookie.ok_or_else(|| ApiError::new(web, lang, StatusCode::INTERNAL_SERVER_ERROR, "fault"))
    }

    /// When a session was last used, as far as is known since the start.
    pub(super) fn last_used(&self, digest: &[u8; 32]) -> Option<Moment> {
        self.used.lock().unwrap_or_else(PoisonError::into_inner).get(digest).copied()
    }

    /// Seconds until this login may guess again. Wrong guesses cost 1, 2, 4, ... 300 seconds; nobody
    /// is locked out for good, so a colleague cannot lock another out.
    fn must_wait(&self, login: &str, now: Moment) -> Option<u32> {
        let guesses = self.guesses.lock().unwrap_or_else(PoisonError::into_inner);
        let known = guesses.get(login).filter(|known| known.wrong >= 3)?;
        let pause = 1_u64.checked_shl(known.wrong - 3).unwrap_or(u64::MAX).min(300);
        let left = pause.saturating_sub(now.seconds_since(known.last));
        u32::try_from(left).ok().filter(|left| *left > 0)
    }

    fn guessed_wrong(&self, login: String, now: Moment) {
        let mut guesses = self.guesses.lock().unwrap_or_else(PoisonError::into_inner);
        if guesses.len() >= MOST_GUESSES && !guesses.contains_key(&login) {
            let oldest = guesses.iter().min_by_key(|(_, known)| known.last).map(|(login, _)| login.clone());
            oldest.map(|oldest| guesses.remove(&oldest));
        }
        let known = guesses.entry(login).or_insert(Guesses { wrong: 0, last: now });
        *known = Guesses { wrong: known.wrong + 1, last: now };
    }
}

/// The cookie of a paired device.
pub(super) fn device_cookie(web: &Web, role: &'static str, secret: &str) -> Option<HeaderValue> {
    cookie_with(web, Who::Device(role).cookie(), secret, DEVICE_SECONDS)
}

fn cookie_with(web: &Web, name: &str, secret: &str, longest: i64) -> Option<HeaderValue> {
    let secure = if web.public_url.starts_with("https:") { "; Secure" } else { "" };
    let text = format!("{name}={secret}; Path=/; HttpOnly; SameSite=Lax; Max-Age={longest}{secure}");
    HeaderValue::from_str(&text).ok()
}

/// The cookie that takes a sign-in away.
pub(super) fn no_cookie(name: &str) -> String {
    format!("{name}=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0")
}

/// SHA-256 of a secret that looks like one.
fn digest(secret: &str) -> Option<[u8; 32]> {
    (secret.len() == 64).then(|| Sha256::digest(secret.as_bytes()).into())
}
