//! A load on an office, over the same HTTP and WebSockets as people: kiosks that give numbers, boards and phones that
//! look on. What it measures is what somebody at the other end of the network would.
//!
//! Numbers that are given are given. So it works against a demonstration only, unless somebody says that they know
//! what they do; then it is paired like any device.

use super::client::{Client, Trust, UNDECIDED};
use crate::domain::account::roles;
use crate::doors::Who;
use anyhow::{Context, Result, bail, ensure};
use indicatif::{ProgressBar, ProgressStyle};
use serde_json::json;
use std::fmt;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::{mpsc, watch};
use tokio::task::JoinSet;
use tokio::time::Instant;

/// Most of anything: one machine has no more ports to spare.
pub const MOST: usize = 20_000;
/// How often the bar is drawn, and a pairing asked about.
const LOOK: Duration = Duration::from_millis(500);

/// What comes upon the office.
#[derive(Clone, Debug)]
pub struct Plan {
    /// Kiosks that give one number after another.
    pub kiosks: usize,
    /// How long each rests between two numbers.
    pub rest: Duration,
    /// The letter of the service.
    pub service: char,
    /// Boards that show the calls.
    pub boards: usize,
    /// Their waiting room.
    pub zone: String,
    /// Phones, each following a number that was given.
    pub phones: usize,
    /// How long all this lasts.
    pub lasting: Duration,
    /// Whether an office may be loaded that is no demonstration.
    pub real: bool,
}

/// What it came to.
#[derive(Clone, Debug, Default)]
pub struct Told {
    /// How long each number took, sorted.
    pub took: Vec<Duration>,
    /// Asks that the office refused, with the last reason.
    pub refused: (usize, String),
    /// Asks that were told to come back.
    pub busy: usize,
    /// Asks that failed, with the last reason.
    pub failed: (usize, String),
    /// Boards that were there, messages they heard, and how many were lost on the way.
    pub boards: Watched,
    /// The same of phones.
    pub phones: Watched,
    /// How long it really lasted.
    pub lasted: Duration,
}

/// Screens that look on.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Watched {
    /// How many came in.
    pub opened: usize,
    /// How many were not let in, or lost their connection before the end.
    pub lost: usize,
    /// What they heard, all together.
    pub messages: u64,
}

impl Told {
    /// The time within which so many percent of the numbers were given, in milliseconds.
    pub fn percentile(&self, percent: f64) -> f64 {
        let place = (self.took.len() as f64 * percent / 100.0).ceil() as usize;
        self.took.get(place.max(1) - 1).map_or(0.0, |took| took.as_secs_f64() * 1e3)
    }

    /// Numbers per second.
    pub fn per_second(&self) -> f64 {
        self.took.len() as f64 / self.lasted.as_secs_f64().max(1e-9)
    }
}

impl fmt::Display for Told {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "numbers given      {:>9}   {:.1} /s", self.took.len(), self.per_second())?;
        writeln!(
            f,
            "answered within    p50 {:.1} ms   p90 {:.1} ms   p99 {:.1} ms   longest {:.1} ms",
            self.percentile(50.0),
            self.percentile(90.0),
            self.percentile(99.0),
            self.percentile(100.0)
        )?;
        writeln!(f, "told to come back  {:>9}", self.busy)?;
        for (what, (times, why)) in [("refused", &self.refused), ("failed", &self.failed)] {
            writeln!(f, "{what:<18} {times:>9}   {why}")?;
        }
        for (what, watched) in [("boards", self.boards), ("phones", self.phones)] {
            let Watched { opened, lost, messages } = watched;
            writeln!(f, "{what:<18} {opened:>9}   {lost} lost, {messages} messages heard")?;
        }
        Ok(())
    }
}

/// What all that take part share.
#[derive(Default)]
struct Tally {
    took: Mutex<Vec<Duration>>,
    refused: Mutex<(usize, String)>,
    failed: Mutex<(usize, String)>,
    busy: AtomicUsize,
    boards: Screens,
    phones: Screens,
}

#[derive(Default)]
struct Screens {
    opened: AtomicUsize,
    lost: AtomicUsize,
    messages: AtomicU64,
}

impl Screens {
    fn told(&self) -> Watched {
        Watched {
            opened: self.opened.load(Ordering::Relaxed),
            lost: self.lost.load(Ordering::Relaxed),
            messages: self.messages.load(Ordering::Relaxed),
        }
    }
}

fn note(of: &Mutex<(usize, String)>, why: String) {
    let mut noted = of.lock().unwrap_or_else(PoisonError::into_inner);
    *noted = (noted.0 + 1, why);
}

/// Loads the office at `server`. `show` shows the codes by which a real office pairs its devices.
///
/// # Errors
/// When the office is not reached, is none that may be loaded, or lets nobody in.
pub async fn run(server: &str, trust: &Trust, plan: &Plan, show: impl Fn(&str, &str)) -> Result<Told> {
    for (what, many) in [("kiosks", plan.kiosks), ("boards", plan.boards), ("phones", plan.phones)] {
        ensure!(many <= MOST, "{many} {what} are more than one machine can play: at most {MOST}");
    }
    let (kiosk, board) = devices(server, trust, plan, &show).await?;
    let tally = Arc::new(Tally::default());
    let (stop, stopping) = watch::channel(false);
    let (given, numbers) = mpsc::unbounded_channel();
    let mut all = JoinSet::new();
    for page in 0..plan.boards {
        let path = format!("/live/papan/{}?page={page}", plan.zone);
        all.spawn(look_on(board.clone(), path, tally.clone(), |tally| &tally.boards, stopping.clone()));
    }
    let phones = Phones { server: server.to_string(), trust: trust.clone(), most: plan.phones };
    all.spawn(phones.follow(numbers, tally.clone(), stopping.clone()));
    for _ in 0..plan.kiosks {
        // Each kiosk has connections of its own.
        let own = Client::trusting(server, trust);
        for secure in [false, true] {
            let name = Who::Device(roles::KIOSK).cookie(secure);
            kiosk.cookie(name).iter().for_each(|secret| own.put_cookie(name, secret));
        }
        all.spawn(give(own, plan.clone(), tally.clone(), given.clone(), stopping.clone()));
    }
    drop(given);
    let begun = Instant::now();
    watch_over(plan, &tally, begun).await;
    let lasted = begun.elapsed();
    stop.send_replace(true);
    while all.join_next().await.is_some() {}
    let mut took = std::mem::take(&mut *tally.took.lock().unwrap_or_else(PoisonError::into_inner));
    took.sort_unstable();
    let read = |of: &Mutex<(usize, String)>| of.lock().unwrap_or_else(PoisonError::into_inner).clone();
    Ok(Told {
        took,
        refused: read(&tally.refused),
        busy: tally.busy.load(Ordering::Relaxed),
        failed: read(&tally.failed),
        boards: tally.boards.told(),
        phones: tally.phones.told(),
        lasted,
    })
}

/// A kiosk and a board that the office knows.
async fn devices(
    server: &str,
    trust: &Trust,
    plan: &Plan,
    show: &impl Fn(&str, &str),
) -> Result<(Client, Client)> {
    let (kiosk, board) = (Client::trusting(server, trust), Client::trusting(server, trust));
    kiosk.get("/health").await.with_context(|| format!("no office answers at {server}"))?;
    if kiosk.demo_sign_in("kiosk").await.is_ok() {
        board.demo_sign_in("tv-1").await?;
        return Ok((kiosk, board));
    }
    ensure!(
        plan.real,
        "{server} is a real office, whose numbers belong to people: load a demonstration, or say --i-know-this-office-is-real"
    );
    pair(&kiosk, "/kiosk", show).await?;
    if plan.boards > 0 {
        pair(&board, &format!("/papan/{}", plan.zone), show).await?;
    }
    Ok((kiosk, board))
}

/// Shows a code until the administrator has typed it.
async fn pair(client: &Client, screen: &str, show: &impl Fn(&str, &str)) -> Result<()> {
    let asked = client.post("/api/pairing/ask", json!({ "screen": screen })).await?.done()?;
    let (code, key) = asked["code"].as_str().zip(asked["key"].as_str()).context("a code")?;
    show(screen, code);
    loop {
        tokio::time::sleep(LOOK).await;
        let told = client.post("/api/pairing/poll", json!({ "key": key })).await?;
        match told.body["state"].as_str() {
            Some("granted") => return Ok(()),
            Some("waiting") => {}
            _ => bail!("the code was not typed in time"),
        }
    }
}

/// A kiosk: one number after the other.
async fn give(
    kiosk: Client,
    plan: Plan,
    tally: Arc<Tally>,
    given: mpsc::UnboundedSender<String>,
    mut stop: watch::Receiver<bool>,
) {
    while !*stop.borrow() {
        let request = ulid::Ulid::generate().to_string();
        let body = json!({ "service": plan.service, "request": request });
        let begun = Instant::now();
        match kiosk.post("/api/kiosk/tickets", body).await {
            Ok(reply) if reply.status.is_success() => {
                tally.took.lock().unwrap_or_else(PoisonError::into_inner).push(begun.elapsed());
                let page = reply.body["url"].as_str().and_then(|url| url.rsplit('/').next());
                page.iter().for_each(|token| drop(given.send((*token).to_string())));
            }
            Ok(reply) if UNDECIDED.contains(&reply.status) => {
                tally.busy.fetch_add(1, Ordering::Relaxed);
            }
            Ok(reply) if reply.status.is_client_error() => {
                note(&tally.refused, format!("{}: {}", reply.status, reply.body["message"]));
            }
            Ok(reply) => note(&tally.failed, reply.status.to_string()),
            Err(error) => note(&tally.failed, format!("{error:#}")),
        }
        tokio::select! {
            () = tokio::time::sleep(plan.rest) => {}
            _ = stop.wait_for(|stop| *stop) => {}
        }
    }
}

/// Phones, as many as are wanted; each follows a number of its own.
struct Phones {
    server: String,
    trust: Trust,
    most: usize,
}

impl Phones {
    async fn follow(
        self,
        mut numbers: mpsc::UnboundedReceiver<String>,
        tally: Arc<Tally>,
        stop: watch::Receiver<bool>,
    ) {
        let mut following = JoinSet::new();
        while let Some(token) = numbers.recv().await {
            if following.len() < self.most && !*stop.borrow() {
                let phone = Client::trusting(&self.server, &self.trust);
                let path = format!("/live/t/{token}");
                following.spawn(look_on(phone, path, tally.clone(), |tally| &tally.phones, stop.clone()));
            }
        }
        while following.join_next().await.is_some() {}
    }
}

/// Looks on until the end.
async fn look_on(
    client: Client,
    path: String,
    tally: Arc<Tally>,
    of: fn(&Tally) -> &Screens,
    mut stop: watch::Receiver<bool>,
) {
    let Ok(mut live) = client.live(&path).await else {
        of(&tally).lost.fetch_add(1, Ordering::Relaxed);
        return;
    };
    of(&tally).opened.fetch_add(1, Ordering::Relaxed);
    loop {
        tokio::select! {
            heard = live.hear() => match heard {
                Ok(_) => drop(of(&tally).messages.fetch_add(1, Ordering::Relaxed)),
                Err(_) => {
                    of(&tally).lost.fetch_add(1, Ordering::Relaxed);
                    return;
                }
            },
            _ = stop.wait_for(|stop| *stop) => return,
        }
    }
}

/// Draws the bar until the time is over.
async fn watch_over(plan: &Plan, tally: &Tally, begun: Instant) {
    let bar = ProgressBar::new(plan.lasting.as_millis() as u64);
    let style = ProgressStyle::with_template("  {wide_bar} {msg}");
    bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
    while begun.elapsed() < plan.lasting {
        tokio::time::sleep(LOOK.min(plan.lasting.saturating_sub(begun.elapsed()))).await;
        let given = tally.took.lock().unwrap_or_else(PoisonError::into_inner).len();
        let failed = tally.failed.lock().unwrap_or_else(PoisonError::into_inner).0;
        let rate = given as f64 / begun.elapsed().as_secs_f64();
        bar.set_position(begun.elapsed().as_millis() as u64);
        bar.set_message(format!("{given} numbers, {rate:.0} /s, {failed} failed"));
    }
    bar.finish_and_clear();
}
