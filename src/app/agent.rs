//! The print agent: connects out to the office, prints what it is given on the printer of this PC.

use super::client::{Client, Socket, Trust};
use crate::domain::account::roles;
use crate::domain::device::Screen;
use crate::domain::profile::Address;
use crate::doors::Who;
use crate::printing::agent::{Errands, FromAgent, Memory, ToAgent};
use anyhow::{Context, Result, bail};
use futures_util::{SinkExt, StreamExt};
use hyper::StatusCode;
use hyper::header::LOCATION;
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::io::{ErrorKind, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::time::Duration;
use tokio::time::Instant;
use tokio_tungstenite::tungstenite::{self, Message};

/// Who the agent is to the office.
const AGENT: Who = Who::Device(roles::AGENT);
/// How often the printer is looked at, and whether the agent was let in.
const LOOK: Duration = Duration::from_secs(2);
/// An office that is silent for this long is gone.
const SILENCE: Duration = Duration::from_secs(25);
/// The shortest and longest pause before connecting again.
const PAUSE: (Duration, Duration) = (Duration::from_millis(500), Duration::from_secs(15));

/// What the token file holds.
#[derive(Clone, Serialize, Deserialize)]
struct Pairing {
    secret: String,
    screen: String,
}

/// How a connection ended.
enum End {
    /// It broke, or could not be made.
    Broken(String),
    /// The office has it at another printer now.
    Moved(String),
    /// The office does not know this agent any more.
    ShutOut,
}

/// Prints for the office for ever. `show` shows a code to whoever pairs the agent.
///
/// # Errors
/// When its files cannot be read or written: it would print papers twice.
pub async fn run(
    server: &str,
    trust: &Trust,
    printer: Address,
    token_file: &Path,
    show: impl Fn(&str),
) -> Result<()> {
    let attempts = beside(token_file);
    let memory = Memory::open(&attempts).with_context(|| attempts.display().to_string())?;
    let mut errands = Errands::new(printer, memory);
    let mut failures = 0;
    loop {
        let pairing = match read(token_file)? {
            Some(pairing) => pairing,
            None => {
                let Some(pairing) = pair(server, trust, &show).await else { continue };
                keep(token_file, &pairing)?;
                tracing::info!(screen = pairing.screen, "paired");
                pairing
            }
        };
        let client = Client::trusting(server, trust);
        // Which of the two names the office reads depends on how it says that it is reached.
        for secure in [false, true] {
            client.put_cookie(AGENT.cookie(secure), &pairing.secret);
        }
        match client.socket(&format!("/live{}", pairing.screen)).await {
            Ok(socket) => {
                tracing::info!(screen = pairing.screen, "connected to the office");
                let began = Instant::now();
                let why = serve(socket, &mut errands).await?;
                tracing::warn!(why, "the connection to the office ended");
                failures = if began.elapsed() > SILENCE { 0 } else { failures + 1 };
            }
            Err(error) => match refused(error) {
                End::Moved(screen) => {
                    tracing::info!(from = pairing.screen, to = screen, "moved to another printer");
                    keep(token_file, &Pairing { screen, ..pairing })?;
                    failures += 1;
                }
                End::ShutOut => {
                    tracing::warn!("the office does not know this agent any more; it has to be paired again");
                    std::fs::remove_file(token_file).context("forgetting the pairing")?;
                }
                End::Broken(why) => {
                    tracing::warn!(why, "the office is not reached");
                    failures += 1;
                }
            },
        }
        tokio::time::sleep(pause(failures)).await;
    }
}

/// Longer after each failure, never the same for two agents.
fn pause(failures: u32) -> Duration {
    let most = PAUSE.0.saturating_mul(1 << failures.min(6)).min(PAUSE.1);
    PAUSE.0.mul_f64(0.5) + most.mul_f64(fastrand::f64())
}

/// Only who is not known any more has to be paired again. Any other refusal may pass: of an office that is not ready, of
/// a proxy, of a printer that is not in the settings at the moment.
fn refused(error: tungstenite::Error) -> End {
    let tungstenite::Error::Http(answer) = error else { return End::Broken(error.to_string()) };
    if answer.status() == StatusCode::UNAUTHORIZED {
        return End::ShutOut;
    }
    let elsewhere = answer.headers().get(LOCATION).filter(|_| answer.status().is_redirection());
    let screen = elsewhere.and_then(|place| place.to_str().ok()?.strip_prefix("/live"));
    match screen.filter(|screen| matches!(Screen::at(screen), Some(Screen::Agent(_)))) {
        Some(screen) => End::Moved(screen.to_string()),
        None => End::Broken(format!("the office says {}", answer.status())),
    }
}

/// Does the office's errands until the connection ends; why it did.
async fn serve(mut socket: Socket, errands: &mut Errands) -> Result<&'static str> {
    let mut look = tokio::time::interval(LOOK);
    look.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    let mut heard = Instant::now();
    let here = FromAgent::Here { version: env!("CARGO_PKG_VERSION").to_string() };
    if !say(&mut socket, &here).await? {
        return Ok("it broke");
    }
    loop {
        let answer: Option<FromAgent> = tokio::select! {
            said = socket.next() => {
                let Some(Ok(message)) = said else { return Ok("it broke") };
                heard = Instant::now();
                match message {
                    Message::Text(text) => match serde_json::from_str::<ToAgent>(&text) {
                        // One at a time; what is said meanwhile waits in the socket.
                        Ok(said) => errands.run(said).await.context("the memory of attempts")?,
                        Err(error) => {
                            tracing::warn!(%error, "the office said something unknown");
                            None
                        }
                    },
                    Message::Close(_) => return Ok("the office closed it"),
                    _ => None,
                }
            }
            _ = look.tick() => {
                if heard.elapsed() > SILENCE {
                    return Ok("the office was silent");
                }
                Some(errands.how().await)
            }
        };
        if let Some(answer) = answer
            && !say(&mut socket, &answer).await?
        {
            return Ok("it broke");
        }
    }
}

/// Whether it was said.
async fn say(socket: &mut Socket, said: &FromAgent) -> Result<bool> {
    let text = serde_json::to_string(said)?;
    Ok(matches!(tokio::time::timeout(SILENCE, socket.send(Message::text(text))).await, Ok(Ok(()))))
}

/// Shows a code until the administrator has typed it. None when the code is too old or the office away.
async fn pair(server: &str, trust: &Trust, show: impl Fn(&str)) -> Option<Pairing> {
    let client = Client::trusting(server, trust);
    let asked = client.post("/api/pairing/ask", json!({ "screen": "/agen" })).await;
    let asked = match asked.and_then(super::client::Reply::done) {
        Ok(asked) => asked,
        Err(error) => {
            tracing::warn!(error = format!("{error:#}"), "the office is not reached");
            tokio::time::sleep(PAUSE.1).await;
            return None;
        }
    };
    let (code, key) = (asked["code"].as_str()?, asked["key"].as_str()?);
    show(code);
    loop {
        tokio::time::sleep(LOOK.mul_f64(0.5)).await;
        let Ok(reply) = client.post("/api/pairing/poll", json!({ "key": key })).await else { continue };
        match reply.body["state"].as_str() {
            Some("granted") => {
                let screen = reply.body["screen"].as_str()?.to_string();
                if !matches!(Screen::at(&screen), Some(Screen::Agent(_))) {
                    tracing::error!(
                        screen,
                        "this was paired as a screen and not as a print agent; try again"
                    );
                    return None;
                }
                let given = [false, true].into_iter().find_map(|secure| client.cookie(AGENT.cookie(secure)));
                return given.map(|secret| Pairing { secret, screen });
            }
            Some("waiting") | None => {}
            Some(_) => return None,
        }
    }
}

/// Where the attempts are written down.
fn beside(token_file: &Path) -> PathBuf {
    let mut name = token_file.file_name().unwrap_or_default().to_os_string();
    name.push(".attempts");
    token_file.with_file_name(name)
}

fn read(token_file: &Path) -> Result<Option<Pairing>> {
    match std::fs::read_to_string(token_file) {
        Ok(text) => match serde_json::from_str(&text) {
            Ok(pairing) => Ok(Some(pairing)),
            Err(error) => bail!("{}: {error}; delete it to pair anew", token_file.display()),
        },
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error).with_context(|| token_file.display().to_string()),
    }
}

/// Readable for nobody else, and whole or not there.
fn keep(token_file: &Path, pairing: &Pairing) -> Result<()> {
    let beside = token_file.with_extension("new");
    let write = || {
        let mut file =
            std::fs::OpenOptions::new().create(true).truncate(true).write(true).mode(0o600).open(&beside)?;
        file.write_all(serde_json::to_string(pairing).map_err(std::io::Error::other)?.as_bytes())?;
        file.sync_all()?;
        std::fs::rename(&beside, token_file)
    };
    write().with_context(|| token_file.display().to_string())
}
