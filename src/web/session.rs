//! Signing in: argon2id, one hash at a time, delays for wrong guesses, idle sessions that end.
//!
//! The session itself is a row of the office; only when it was last used, and who guessed wrong
//! lately, is kept here in memory, by the program's own count, which no clock moves. A session that was found to have
//! ended is closed in the journal, so that it stays ended when the clock steps back and after a start.

mod guesses;
mod seen;

use super::hashing::{hash_password, is_weak, matches, of_nobody};
use super::pace::Pace;
use super::second;
use super::{ApiError, Web};
use crate::domain::account::{Account, Proof};
use crate::domain::command::{Command, DeviceAct, PeopleAct};
use crate::domain::device::{SIGNED_IN_SECONDS, is_half_over};
use crate::domain::refusal::Refusal;
use crate::domain::ticket::Lang;
use crate::domain::time::Moment;
use crate::doors::{Signed, Who, cookie};
use crate::office::SubmitError;
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};
use tokio::sync::Semaphore;

use super::password::MOST as MOST_PASSWORD;
use guesses::{Guesses, Guessing};
pub(super) use seen::Seen;

/// A person's session ends this long after the sign-in in any case.
const LONGEST_SECONDS: i64 = 12 * 3600;
/// Hashes that may wait for their turn.
const MOST_WAITING: usize = 16;
/// Who is signed in, and who tries to be.
pub struct Sessions {
    used: Mutex<BTreeMap<[u8; 32], Used>>,
    guesses: Mutex<BTreeMap<Guessing, Guesses>>,
    /// One argon2 at a time: a flood of sign-ins must not starve the counter.
    hashing: Semaphore,
    waiting: Semaphore,
    /// How fast strangers may knock.
    pub(super) pace: Pace,
}

/// A session as it was used since the start.
#[derive(Clone, Copy)]
struct Used {
    /// Where, and by what.
    seen: Seen,
    /// When last, by the office's clock.
    at: Moment,
    /// When last, by the program's own count, which no clock moves.
    count: Moment,
    /// Whether it was found to have ended. It stays so, whatever the clock shows later.
    over: bool,
}

impl Default for Sessions {
    fn default() -> Sessions {
        Sessions {
            used: Mutex::default(),
            guesses: Mutex::default(),
            hashing: Semaphore::new(1),
            waiting: Semaphore::new(MOST_WAITING),
            pace: Pace::default(),
        }
    }
}

/// What somebody typed to sign in.
pub(super) struct Typed {
    /// The login.
    pub(super) login: String,
    /// The password.
    pub(super) password: String,
    /// A code of the phone, or one on paper.
    pub(super) code: String,
    /// Where it came from.
    pub(super) from: Option<IpAddr>,
}

impl Sessions {
    /// Who is signed in for a route, if the session is alive and the account active.
    pub(super) fn signed(&self, web: &Web, who: Who, headers: &HeaderMap) -> Option<Signed> {
        let digest = digest(&cookie(headers, who.cookie(web.is_secure()))?)?;
        let committed = web.office.committed();
        let session = committed.state.sessions.get(&digest)?;
        let account = committed.state.account(session.account).filter(|account| account.active)?;
        let (now, count) = (web.office.now(), web.office.count());
        let idle = u64::from(web.office.profile().idle_minutes) * 60;
        let mut used = self.used.lock().unwrap_or_else(PoisonError::into_inner);
        // After a restart nobody has been seen yet; the session counts as just used.
        let known = used.entry(digest).or_insert(Used { at: now, count, over: false, seen: Seen::default() });
        let is_idle = !account.is_device() && count.seconds_since(known.count) >= idle;
        if !known.over && (is_idle || session.expires <= now) {
            known.over = true;
            end(web, digest);
        }
        if known.over {
            return None;
        }
        (known.at, known.count) = (known.at.max(now), count);
        if used.len() > 2 * committed.state.sessions.size() + 64 {
            used.retain(|digest, _| committed.state.sessions.contains_key(digest));
        }
        Some(Signed { account: session.account, digest, token: None, from: None })
    }

    /// Keeps a device signed in that loads its page or connects: renews what is half over, and gives the cookie anew, so
    /// that one whose answer was lost is made good by the next.
    pub(super) async fn keep(
        &self,
        web: &Web,
        who: Who,
        signed: Signed,
        headers: &HeaderMap,
    ) -> Option<HeaderValue> {
        let expires = |web: &Web| {
            web.office.committed().state.sessions.get(&signed.digest).map(|session| session.expires)
        };
        if is_half_over(expires(web)?, web.office.now()) {
            let renew = DeviceAct::Renew { digest: signed.digest };
            if let Err(error) = web.office.report(Command::Device(renew)).await {
                tracing::warn!(?error, "the sign-in of a device could not be renewed");
            }
        }
        let left = expires(web)?.seconds_since(web.office.now());
        let name = who.cookie(web.is_secure());
        cookie_with(web, name, &cookie(headers, name)?, i64::try_from(left).ok()?)
    }

    /// Checks what was typed and opens a session.
    pub(super) async fn sign_in(
        &self,
        web: &Web,
        lang: Lang,
        typed: Typed,
    ) -> Result<(Account, HeaderValue), ApiError> {
        let (code, from, login) = (typed.code.clone(), typed.from, tidy(&typed.login));
        let password = typed.password.clone();
        let account = self.check(web, lang, typed).await?;
        let proof = match &account.second {
            None => Proof::None,
            Some(_) if code.trim().is_empty() => {
                return Err(ApiError::new(web, lang, StatusCode::UNAUTHORIZED, "code-needed"));
            }
            Some(second) => match second::proof(second, &code, web.office.now()) {
                Some(proof) => proof,
                None => {
                    // A million codes are few; trying them costs as much as trying passwords.
                    self.guessed_wrong(&login, from, web.office.count());
                    web.told.sign_in(web, "wrong-code", Some(account.id), from);
                    return Err(ApiError::new(web, lang, StatusCode::UNAUTHORIZED, "wrong-code"));
                }
            },
        };
        let opened = self.open(web, lang, &account, proof).await;
        if opened.as_ref().is_err_and(|error| error.status() == StatusCode::UNAUTHORIZED) {
            web.told.sign_in(web, "wrong-code", Some(account.id), from);
        }
        let cookie = opened?;
        self.was_right(&login, from, web.office.count());
        self.renew(web, lang, &account, password).await;
        Ok((account, cookie))
    }

    /// Hashes a password that was right once more, when that was done more weakly than it is done now. Whoever signs in
    /// does so whether this works or not.
    async fn renew(&self, web: &Web, lang: Lang, account: &Account, password: String) {
        if !is_weak(&account.password) {
            return;
        }
        let Ok(new) = self.hash(web, lang, password).await else { return };
        let act = PeopleAct::Rehash { account: account.id, old: account.password.clone(), new };
        if let Err(error) = web.office.report(Command::People(act)).await {
            tracing::warn!(?error, "a password could not be hashed again");
        }
    }

    /// Checks a password. An unknown login takes as long and says the same as a wrong password.
    pub(super) async fn check(&self, web: &Web, lang: Lang, typed: Typed) -> Result<Account, ApiError> {
        let Typed { login, password, from, .. } = typed;
        let (login, now) = (tidy(&login), web.office.count());
        if let Some(seconds) = self.must_wait(&login, from, now) {
            let error = ApiError::new(web, lang, StatusCode::TOO_MANY_REQUESTS, "too-many-guesses");
            return Err(error.retry_after(seconds));
        }
        let account = web.office.committed().state.account_by_login(&login).cloned();
        let hash = account.as_ref().filter(|account| account.has_password());
        let hash = hash.map_or_else(of_nobody, |account| account.password.clone());
        let fits = !password.is_empty() && password.len() <= MOST_PASSWORD;
        let right = self.in_turn(web, lang, move || fits && matches(&password, &hash)).await?;
        let known = account.as_ref().map(|account| account.id);
        match account.filter(|account| right && account.active && account.has_password()) {
            Some(account) => Ok(account),
            None => {
                self.guessed_wrong(&login, from, now);
                let why = if right { "inactive" } else { "wrong-password" };
                web.told.sign_in(web, why, known, from);
                Err(ApiError::new(web, lang, StatusCode::UNAUTHORIZED, "wrong-password"))
            }
        }
    }

    /// Hashes a password, when it is this one's turn.
    pub(super) async fn hash(&self, web: &Web, lang: Lang, password: String) -> Result<String, ApiError> {
        let hash = self.in_turn(web, lang, move || hash_password(&password)).await?;
        hash.map_err(|_| ApiError::new(web, lang, StatusCode::INTERNAL_SERVER_ERROR, "fault"))
    }

    /// Does something that takes a whole core for a while: one at a time, few wait, and the rest come again.
    async fn in_turn<T: Send + 'static>(
        &self,
        web: &Web,
        lang: Lang,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, ApiError> {
        let busy = |_| ApiError::new(web, lang, StatusCode::TOO_MANY_REQUESTS, "busy").retry_after(2);
        let _place = self.waiting.try_acquire().map_err(busy)?;
        let stopping = |_| ApiError::new(web, lang, StatusCode::SERVICE_UNAVAILABLE, "stopping");
        let _turn = self.hashing.acquire().await.map_err(stopping)?;
        let done = tokio::task::spawn_blocking(work).await;
        done.map_err(|_| ApiError::new(web, lang, StatusCode::INTERNAL_SERVER_ERROR, "fault"))
    }

    /// Opens a session for an account whose holder is known; the cookie to set.
    pub(super) async fn open(
        &self,
        web: &Web,
        lang: Lang,
        account: &Account,
        proof: Proof,
    ) -> Result<HeaderValue, ApiError> {
        let mut secret = [0; 32];
        let fault = |_| ApiError::new(web, lang, StatusCode::INTERNAL_SERVER_ERROR, "fault");
        getrandom::fill(&mut secret).map_err(fault)?;
        let secret: String = secret.iter().map(|byte| format!("{byte:02x}")).collect();
        let longest = if account.is_device() { SIGNED_IN_SECONDS } else { LONGEST_SECONDS };
        let sign_in = PeopleAct::SignIn {
            account: account.id,
            proof,
            digest: Sha256::digest(secret.as_bytes()).into(),
            expires: web.office.now().plus_seconds(longest),
        };
        let reported = web.office.report(Command::People(sign_in)).await;
        reported.map_err(|error| match error {
            SubmitError::Refused(Refusal::CodeNeeded) => {
                ApiError::new(web, lang, StatusCode::UNAUTHORIZED, "code-needed")
            }
            SubmitError::Refused(Refusal::CodeUsed) => {
                ApiError::new(web, lang, StatusCode::UNAUTHORIZED, "wrong-code")
            }
            error => ApiError::submit(web, lang, &error),
        })?;
        let cookie = cookie_with(web, Who::cookie_of(account, web.is_secure()), &secret, longest);
        cookie.ok_or_else(|| ApiError::new(web, lang, StatusCode::INTERNAL_SERVER_ERROR, "fault"))
    }

    /// Somebody signed in asks for something: where they are, and by what they ask.
    pub(super) fn came(&self, signed: &Signed, headers: &HeaderMap) {
        // Nobody waits while it is read.
        let seen = Seen::of(signed.from, headers);
        let mut used = self.used.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(used) = used.get_mut(&signed.digest) {
            used.seen = seen;
        }
    }

    /// When, where and by what a session was last used, as far as is known since the start.
    pub(super) fn seen(&self, digest: &[u8; 32]) -> Option<(Moment, Seen)> {
        let used = self.used.lock().unwrap_or_else(PoisonError::into_inner);
        used.get(digest).map(|used| (used.at, used.seen))
    }

    /// When a session was last used, as far as is known since the start.
    pub(super) fn last_used(&self, digest: &[u8; 32]) -> Option<Moment> {
        self.used.lock().unwrap_or_else(PoisonError::into_inner).get(digest).map(|used| used.at)
    }
}

/// Writes down that a session was found to have ended, so that no later start takes it for one that was just used.
fn end(web: &Web, digest: [u8; 32]) {
    let office = web.office.clone();
    tokio::spawn(async move {
        if let Err(error) = office.report(Command::People(PeopleAct::SignOut { digest })).await {
            tracing::warn!(?error, "the end of a session could not be written down");
        }
    });
}

/// A login as accounts keep it.
fn tidy(login: &str) -> String {
    login.trim().to_lowercase().chars().take(MOST_PASSWORD).collect()
}

/// The secret of a link that is good once, and its SHA-256, which is all that is kept.
///
/// # Errors
/// When the machine gives no random bytes.
pub fn link_secret() -> Result<(String, [u8; 32]), getrandom::Error> {
    let mut random = [0; 32];
    getrandom::fill(&mut random)?;
    let secret: String = random.iter().map(|byte| format!("{byte:02x}")).collect();
    let digest = Sha256::digest(secret.as_bytes()).into();
    Ok((secret, digest))
}

/// The cookie of a paired device.
pub(super) fn device_cookie(web: &Web, role: &'static str, secret: &str) -> Option<HeaderValue> {
    cookie_with(web, Who::Device(role).cookie(web.is_secure()), secret, SIGNED_IN_SECONDS)
}

fn cookie_with(web: &Web, name: &str, secret: &str, longest: i64) -> Option<HeaderValue> {
    let secure = if web.is_secure() { "; Secure" } else { "" };
    let text = format!("{name}={secret}; Path=/; HttpOnly; SameSite=Lax; Max-Age={longest}{secure}");
    HeaderValue::from_str(&text).ok()
}

/// The cookie that takes a sign-in away.
pub(super) fn no_cookie(web: &Web, name: &str) -> String {
    let secure = if web.is_secure() { "; Secure" } else { "" };
    format!("{name}=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0{secure}")
}

/// SHA-256 of a secret that looks like one.
pub(super) fn digest(secret: &str) -> Option<[u8; 32]> {
    (secret.len() == 64).then(|| Sha256::digest(secret.as_bytes()).into())
}

#[cfg(test)]
mod tests;
