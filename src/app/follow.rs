//! The second machine: follows the journal of an office and keeps what was acknowledged there, so that a dead disk costs
//! seconds. It has no key: what it keeps is sealed, and nothing in it is read here.
//!
//! It asks for what comes after the last entry that it has, and waits in that question for the next one. The scans that
//! entries name are on its disk before the entries are, so that what it has is whole at any moment. Whatever ends, it goes on
//! from its own file.

pub mod kept;

use super::client::{Client, Trust};
use crate::domain::annex::{hex, parse_hex};
use crate::scans;
use anyhow::{Context, Result, bail, ensure};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hyper::StatusCode;
use hyper::body::Bytes;
use hyper::header::RETRY_AFTER;
use kept::Kept;
use serde::Deserialize;
use std::fs::{self, DirBuilder, File, TryLockError};
use std::os::unix::fs::DirBuilderExt;
use std::path::Path;
use std::time::Duration;

/// Where the token is, unless a file is named.
pub const TOKEN: &str = "LOKET_TOKEN";
/// How long a question waits for the next entry, in seconds.
const WAIT: u64 = 20;
/// An office that is silent for this long is gone.
const SILENCE: Duration = Duration::from_secs(60);
/// After what was told, so long is gathered before the next question.
const GATHER: Duration = Duration::from_millis(250);
/// The shortest and longest pause after a failure.
const PAUSE: (Duration, Duration) = (Duration::from_millis(500), Duration::from_secs(15));
/// Largest answer: an entry is far less than the largest part of a copy, 64 MiB, and grows by a third on its way.
const MOST_PAGE: usize = 96 * 1024 * 1024;
/// Largest scan with its seal.
const MOST_SCAN: usize = scans::MOST_BYTES + 64 * 1024;

/// What the office tells.
#[derive(Deserialize)]
struct Told {
    records: Vec<String>,
    scans: Vec<String>,
    last: u64,
}

/// What came of a question.
enum Came {
    /// All there is.
    Level,
    /// Something, with more behind it.
    More,
    /// The office goes on from other entries.
    Fork,
    /// Nothing.
    Nothing(No),
}

/// Why nothing came.
struct No {
    why: String,
    /// What the office said, if it said anything.
    status: Option<StatusCode>,
    /// When to ask again, where it knows that.
    again: Option<Duration>,
}

impl No {
    fn of(why: impl Into<String>) -> No {
        No { why: why.into(), status: None, again: None }
    }
}

impl From<No> for Came {
    fn from(no: No) -> Came {
        Came::Nothing(no)
    }
}

/// Reads the token from a file or the environment: whoever lists processes shall not see it.
///
/// # Errors
/// When there is none.
pub fn token(file: Option<&Path>) -> Result<String> {
    let text = match file {
        Some(file) => fs::read_to_string(file).with_context(|| file.display().to_string())?,
        None => std::env::var(TOKEN).with_context(|| format!("no --token-file, and no {TOKEN}"))?,
    };
    let token = text.trim();
    ensure!(!token.is_empty() && token.chars().all(|letter| letter.is_ascii_graphic()), "that is no token");
    Ok(token.to_string())
}

/// Follows for ever.
///
/// # Errors
/// When its own disk fails, or another one follows into the same folder.
pub async fn run(server: &str, trust: &Trust, token: &str, folder: &Path) -> Result<()> {
    DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(folder)
        .with_context(|| folder.display().to_string())?;
    let lock = File::create(folder.join("lock"))?;
    match lock.try_lock() {
        Ok(()) => {}
        Err(TryLockError::WouldBlock) => bail!("another one follows into {}", folder.display()),
        Err(TryLockError::Error(error)) => return Err(error).context("the lock"),
    }
    let client = Client::trusting(server, trust).with_token(token);
    let mut kept = Kept::open(folder)?;
    tracing::info!(entries = kept.end().0, folder = %folder.display(), "following");
    let (mut failures, mut level) = (0, false);
    loop {
        let pause = match ask(&client, &mut kept).await? {
            Came::More => {
                (failures, level) = (0, false);
                Duration::ZERO
            }
            Came::Level => {
                if failures > 0 || !level {
                    tracing::info!(entries = kept.end().0, "everything is here");
                }
                (failures, level) = (0, true);
                GATHER
            }
            Came::Fork => {
                tracing::error!(
                    entries = kept.end().0,
                    "the office does not go on from what is here: it was restored from a copy, or is another one"
                );
                kept = kept.lay_aside("fork")?;
                level = false;
                Duration::ZERO
            }
            Came::Nothing(No { why, again, .. }) => {
                // Once for each time that it begins.
                if failures == 0 {
                    tracing::warn!(why, "nothing can be followed at the moment");
                }
                failures += 1;
                again.unwrap_or_else(|| pause(failures))
            }
        };
        tokio::time::sleep(pause).await;
    }
}

/// Longer after each failure, never the same for two machines.
fn pause(failures: u32) -> Duration {
    let most = PAUSE.0.saturating_mul(1 << failures.min(6)).min(PAUSE.1);
    PAUSE.0.mul_f64(0.5) + most.mul_f64(fastrand::f64())
}

/// Asks once, and keeps what comes.
///
/// # Errors
/// The own disk's.
async fn ask(client: &Client, kept: &mut Kept) -> Result<Came> {
    let (seq, hash) = kept.end();
    let path = format!("/api/journal?after={seq}&hash={hash}&wait={WAIT}");
    let told = match fetch(client, &path, MOST_PAGE).await {
        Ok(body) => body,
        Err(no) if no.status == Some(StatusCode::CONFLICT) && seq > 0 => return Ok(Came::Fork),
        Err(no) => return Ok(no.into()),
    };
    let Some((records, names, last)) = read(&told) else {
        return Ok(No::of("the office's answer is unreadable").into());
    };
    // Whoever breaks the chain is no office to follow, and nothing of it is kept.
    if !kept.fits(&records) {
        return Ok(No::of("the office's answer does not follow what is here").into());
    }
    for digest in names {
        if scans::file(kept.folder(), &digest)?.is_some() {
            continue;
        }
        let name = hex(&digest);
        match fetch(client, &format!("/api/journal/scan/{name}"), MOST_SCAN).await {
            Ok(scan) => match scans::lay(kept.folder(), &digest, &scan) {
                Err(error) if error.kind() == std::io::ErrorKind::InvalidData => {
                    return Ok(No::of(format!("scan {name}: {error}")).into());
                }
                laid => laid.with_context(|| format!("scan {name}"))?,
            },
            // The office has lost it; that is no reason to lose the rest.
            Err(no) if no.status == Some(StatusCode::NOT_FOUND) => {
                tracing::error!(scan = name, "the office does not have a scan that its journal names");
            }
            Err(no) => return Ok(no.into()),
        }
    }
    if records.is_empty() {
        return Ok(Came::Level);
    }
    kept.append(&records)?;
    Ok(if kept.end().0 < last { Came::More } else { Came::Level })
}

/// An answer's body; of anything else than a good one what to do about it.
async fn fetch(client: &Client, path: &str, most: usize) -> Result<Bytes, No> {
    let answer = tokio::time::timeout(SILENCE, client.fetch(path, most)).await;
    let (status, headers, body) = match answer {
        Ok(Ok(answer)) => answer,
        Ok(Err(error)) => return Err(No::of(format!("{error:#}"))),
        Err(_) => return Err(No::of("the office was silent")),
    };
    if status == StatusCode::OK {
        return Ok(body);
    }
    let again = headers.get(RETRY_AFTER).and_then(|value| value.to_str().ok()?.parse().ok());
    let words = String::from_utf8_lossy(&body[..body.len().min(500)]).into_owned();
    let again = again.map(|seconds: u64| Duration::from_secs(seconds.min(60)));
    Err(No { why: format!("{}: {words}", status.as_u16()), status: Some(status), again })
}

/// Records, scans, and the last entry of the office.
type Read = (Vec<Vec<u8>>, Vec<[u8; 32]>, u64);

fn read(told: &[u8]) -> Option<Read> {
    let told: Told = serde_json::from_slice(told).ok()?;
    let records = told.records.iter().map(|record| STANDARD.decode(record).ok()).collect::<Option<_>>()?;
    let scans = told.scans.iter().map(|digest| parse_hex(digest)).collect::<Option<_>>()?;
    Some((records, scans, told.last))
}
