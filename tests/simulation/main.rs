//! A whole office in memory, driven by chance, where every chance comes from one seed.
//!
//! The office's own batch decides ([`loket::office::batch`]); journal and rows are kept in memory, the clock is
//! scripted, and everybody who could come does: visitors, officers who press at the same moment, the back office, the
//! spools, boards that speak, fall silent or go away in the middle of a call, tablets, clients that ask again with the
//! same request id, a disk that fails while it writes, and restarts. A second, much simpler account of the office
//! ([`shadow`]) is kept from the events alone; what it does not understand is a fault.
//!
//! ```sh
//! cargo test --test simulation                                    # a million steps
//! LOKET_STEPS=10000000 cargo test --test simulation               # more
//! LOKET_SEED=17 LOKET_STEPS=4711 cargo test --test simulation     # exactly that run again
//! ```

#[macro_use]
#[path = "../it/results.rs"]
mod results;

mod compare;
mod files;
mod office;
mod people;
mod plants;
mod screens;
mod seats;
mod shadow;
mod times;
mod to_disk;

use anyhow::{Context, Result};
use office::{Fate, Office};
use people::Town;
use plants::Plant;
use std::collections::BTreeMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use times::Times;

/// Steps of all runs together; `LOKET_STEPS` asks for more.
const STEPS: u64 = 1_000_000;
/// Steps of one run.
const RUN: u64 = 10_000;
/// Every so many runs the office never closes, and is asked for numbers over midnight.
const OVER_MIDNIGHT: u64 = 4;
/// Steps between two looks at everything.
const LOOK: u64 = 250;

fn number(name: &str) -> Option<u64> {
    std::env::var(name).ok()?.parse().ok()
}

/// What a run came to.
pub struct Played {
    /// The office at the end.
    pub office: Office,
    /// Steps that were played.
    pub steps: u64,
}

/// Plays one run. The same seed, steps and plant always play the same.
fn play(seed: u64, steps: u64, plant: Option<Plant>) -> Result<Played> {
    let mut dice = fastrand::Rng::with_seed(seed);
    let never_closes = seed.is_multiple_of(OVER_MIDNIGHT);
    let mut office = Office::found(plant, never_closes).context("founding the office")?;
    let mut town = Town::of(&office.state, fastrand::Rng::with_seed(dice.u64(..)));
    let mut times = Times::start(fastrand::Rng::with_seed(dice.u64(..)), never_closes);
    for step in 1..=steps {
        let (passed, shown) = times.step(office.state.last);
        office.wait(passed, shown);
        let told = || format!("LOKET_SEED={seed} LOKET_STEPS={step}: {}", times.told());
        let mut asks = town.asks(&office.state, &office.profile);
        asks.extend(town.looks_at_the_clock(office.time.look(office.state.last), times.is_right()));
        let fate = match dice.u32(0..2_000) {
            0 => Fate::Lost,
            1 => Fate::KeptUnknown,
            _ => Fate::Kept,
        };
        let days = office.shadow.days;
        let replies = office.commit(&asks, fate).with_context(told)?;
        town.hear(&asks, &replies);
        if fate != Fate::Kept || dice.u32(0..4_000) == 0 {
            office.restart().with_context(told)?;
            town.restarted(&office.state);
        }
        if step % LOOK == 0 || office.shadow.days != days || step == steps {
            compare::everything(&office).with_context(told)?;
        }
    }
    office.restart().with_context(|| format!("LOKET_SEED={seed} LOKET_STEPS={steps}"))?;
    Ok(Played { office, steps })
}

/// The same, where a panic is a fault like any other.
fn played(seed: u64, steps: u64, plant: Option<Plant>) -> Result<Played> {
    std::panic::catch_unwind(|| play(seed, steps, plant))
        .unwrap_or_else(|_| anyhow::bail!("LOKET_SEED={seed} LOKET_STEPS={steps}: panicked"))
}

#[test]
fn whatever_happens_the_office_keeps_its_promises() {
    let seeds: Vec<u64> = match number("LOKET_SEED") {
        Some(seed) => vec![seed],
        None => (1..=number("LOKET_STEPS").unwrap_or(STEPS).div_ceil(RUN)).collect(),
    };
    let each = if seeds.len() == 1 { number("LOKET_STEPS").unwrap_or(RUN) } else { RUN };
    let (next, done) = (AtomicU64::new(0), Mutex::new((0, BTreeMap::<&'static str, u64>::new(), Vec::new())));
    let workers = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| {
        for _ in 0..workers {
            scope.spawn(|| {
                while let Some(seed) = seeds.get(next.fetch_add(1, Ordering::Relaxed) as usize) {
                    let result = played(*seed, each, None);
                    let mut done = done.lock().expect("no run panics");
                    match result {
                        Ok(played) => {
                            done.0 += played.steps;
                            for (what, times) in &played.office.shadow.happened {
                                *done.1.entry(what).or_default() += times;
                            }
                        }
                        Err(error) => done.2.push(format!("{error:#}")),
                    }
                }
            });
        }
    });
    let (steps, happened, broken) = done.into_inner().expect("no run panics");
    assert!(broken.is_empty(), "{} of {} runs broke:\n{}", broken.len(), seeds.len(), broken.join("\n"));
    result!("{{\"id\":\"A12\",\"steps\":{steps},\"runs\":{},\"happened\":{happened:?}}}", seeds.len());
    // A fault that never happened proves nothing.
    if steps >= 100_000 {
        for what in shadow::MUST_HAPPEN {
            assert!(happened.get(what).is_some_and(|times| *times > 0), "it never came to this: {what}");
        }
    }
}

#[test]
fn the_same_seed_plays_the_same() {
    let head = |seed| {
        let played = play(seed, 3_000, None).expect("a sound run");
        format!("{:?}", played.office.written.last())
    };
    assert_eq!(head(5), head(5));
    assert_ne!(head(5), head(6));
}

/// Every planted bug is found: the invariants have teeth.
#[test]
fn every_planted_bug_is_caught() {
    let mut missed = Vec::new();
    for plant in Plant::ALL {
        let caught = (1..=6).find_map(|seed| play(seed, 4_000, Some(plant)).err().map(|error| (seed, error)));
        match caught {
            Some((seed, error)) => println!("{plant:?}, seed {seed}: {}", error.root_cause()),
            None => missed.push(plant),
        }
    }
    assert!(missed.is_empty(), "not caught: {missed:?}");
}
