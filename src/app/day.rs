//! A working day, played: visitors, officers, desks, a tablet and a board, each coming in through the
//! same HTTP and WebSocket interfaces as a person, in the office's own time and at any speed.

mod back_office;
mod devices;
mod names;
mod officer;
mod visitors;

use super::client::Client;
use crate::domain::berkas::{Standing, SurveyGate};
use crate::domain::device::Screen;
use crate::domain::ikm::Tally;
use crate::domain::paper::JobState;
use crate::domain::ticket::{End, Stage};
use crate::office::OfficeHandle;
use crate::pages;
use crate::texts;
use crate::views::inbox;
use anyhow::Result;
use indicatif::{ProgressBar, ProgressStyle};
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::PoisonError;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;
use tokio::task::JoinSet;

/// What is played.
#[derive(Clone, Copy, Debug)]
pub struct Plan {
    /// How many come.
    pub visitors: u32,
    /// Office seconds per second of the audience.
    pub speed: f64,
    /// The same seed plays the same people.
    pub seed: u64,
}

/// What the people of the day share.
#[derive(Clone)]
struct World {
    base: Arc<str>,
    office: OfficeHandle,
    plan: Plan,
    dice: Arc<Mutex<fastrand::Rng>>,
    arrived: Arc<AtomicU32>,
}

impl World {
    /// Waits in office time, a little more or less than `seconds`.
    async fn pass(&self, seconds: f64) {
        let seconds = seconds * self.dice(|dice| 0.7 + 0.6 * dice.f64());
        tokio::time::sleep(Duration::from_secs_f64(seconds / self.plan.speed)).await;
    }

    fn dice<T>(&self, roll: impl FnOnce(&mut fastrand::Rng) -> T) -> T {
        roll(&mut self.dice.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Whether something of that probability happens.
    fn chance(&self, probability: f64) -> bool {
        self.dice(fastrand::Rng::f64) < probability
    }

    /// A browser in which somebody is signed in.
    async fn browser(&self, login: &str) -> Result<Client> {
        let client = Client::new(&self.base);
        client.demo_sign_in(login).await?;
        Ok(client)
    }
}

/// Plays the day to its end: until everybody who came has left, or long after closing.
///
/// # Errors
/// When one of the people meets something that should not happen.
pub async fn play(base: &str, office: &OfficeHandle, plan: Plan) -> Result<()> {
    let world = World {
        base: base.into(),
        office: office.clone(),
        plan,
        dice: Arc::new(Mutex::new(fastrand::Rng::with_seed(plan.seed))),
        arrived: Arc::default(),
    };
    let profile = office.profile();
    let mut people: JoinSet<Result<()>> = JoinSet::new();
    for (login, _, screen) in pages::demo_devices(profile) {
        match screen {
            Screen::Board(zone) => drop(people.spawn(devices::board(world.clone(), login, zone))),
            Screen::Tablet(loket) => drop(people.spawn(devices::tablet(world.clone(), login, loket))),
            Screen::Kiosk | Screen::Agent(_) => {}
        }
    }
    for plan in &profile.lokets {
        people.spawn(officer::work(world.clone(), plan.id.0, plan.role.to_string()));
    }
    for role in inbox::roles(profile) {
        if !profile.lokets.iter().any(|plan| plan.role == role) {
            people.spawn(back_office::work(world.clone(), role.to_string()));
        }
    }
    people.spawn(visitors::come(world.clone()));
    let progress = progress(plan);
    let over = async {
        while !is_over(&world, &progress) {
            tokio::time::sleep(Duration::from_millis(200)).await;
        }
    };
    tokio::select! {
        () = over => {}
        failed = first_failure(&mut people) => {
            progress.abandon();
            return Err(failed);
        }
    }
    progress.finish();
    people.abort_all();
    Ok(())
}

/// The first of the people who met something that should not happen.
async fn first_failure(people: &mut JoinSet<Result<()>>) -> anyhow::Error {
    loop {
        match people.join_next().await {
            Some(Ok(Ok(()))) => {}
            Some(Ok(Err(error))) => return error,
            Some(Err(error)) => return error.into(),
            // All have gone home; the day ends by its own rule.
            None => std::future::pending().await,
        }
    }
}

fn progress(plan: Plan) -> ProgressBar {
    let progress = ProgressBar::new(u64::from(plan.visitors));
    let style = ProgressStyle::with_template("  {msg}  {wide_bar} {pos}/{len}");
    progress.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
    progress
}

/// Shows how far the day is, and says whether it is over.
fn is_over(world: &World, progress: &ProgressBar) -> bool {
    let office = &world.office;
    let committed = office.committed();
    let state = &committed.state;
    let profile = office.profile();
    let local = profile.calendar.offset.local(office.now());
    let gone = state.tickets.values().filter(|ticket| !ticket.is_open() || ticket.stage == Stage::Missed);
    let gone = gone.count();
    let waiting = state.tickets.values().filter(|ticket| ticket.stage == Stage::Waiting).count();
    progress.set_position(gone as u64);
    progress.set_message(format!(
        "{} {}  {waiting} waiting, {} berkas in the office",
        texts::hour(local.time()),
        profile.office.zone_name,
        state.berkas.size(),
    ));
    let all_came = world.arrived.load(Ordering::Relaxed) >= world.plan.visitors;
    let still_here = state.tickets.size().saturating_sub(gone);
    (all_came && still_here == 0) || local.hour() >= 18
}

/// What the day came to, in lines for the terminal.
///
/// # Errors
/// When the responses cannot be read.
pub fn summary(office: &OfficeHandle) -> Result<Vec<String>> {
    let committed = office.committed();
    let state = &committed.state;
    let tickets: Vec<_> = state.tickets.values().collect();
    let ended = |end| tickets.iter().filter(|ticket| ticket.stage == Stage::Ended(end)).count();
    let missed = tickets.iter().filter(|ticket| ticket.stage == Stage::Missed).count();
    let waits = tickets.iter().flat_map(|ticket| &ticket.legs);
    let mut waits: Vec<_> = waits.filter_map(|leg| Some(leg.called?.seconds_since(leg.queued))).collect();
    waits.sort_unstable();
    let percentile =
        |share: usize| waits.get(waits.len().saturating_sub(1) * share / 100).copied().unwrap_or(0);
    let tally: Tally = office.reader().tally(|_| true)?;
    let printed = state.jobs.values().filter(|job| matches!(job.state, JobState::Printed { .. })).count();
    let mut lines = vec![
        format!(
            "{} tickets: {} served, {} sent home for papers, {} cancelled, {missed} did not come",
            tickets.len(),
            ended(End::Served),
            ended(End::Incomplete),
            ended(End::Cancelled)
        ),
        format!(
            "waits: median {} min, 90 % within {} min, longest {} min",
            percentile(50) / 60,
            percentile(90) / 60,
            percentile(100) / 60
        ),
        format!("{printed} of {} papers printed", state.jobs.size()),
        format!("{} berkas still open", state.berkas.size()),
    ];
    if let Some(ikm) = tally.ikm() {
        lines.push(format!("SKM: {} responses, IKM {ikm} ({:?})", tally.n, ikm.band()));
    }
    let returned = state.berkas.values().filter(|b| matches!(b.standing, Standing::Returned { .. })).count();
    let waived = state.berkas.values().filter(|b| matches!(b.survey, SurveyGate::Waived { .. })).count();
    if returned + waived > 0 {
        lines.push(format!("{returned} berkas with the applicant, {waived} open ones without a survey"));
    }
    Ok(lines)
}
