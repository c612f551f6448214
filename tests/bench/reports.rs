//! `cargo bench --bench reports`: how long reports take, and whether a full office is as quick as an empty one.
//!
//! A history is written first (see [`history`]): one year, or as many as `-- --years 10` says. `--folder PATH` keeps
//! it there, and uses one that is there already. Every time is that of a whole request over HTTP to the built
//! program, so it holds everything between the key and the figures. Then the full office is killed while it works and
//! started again, copied while it works, and checked against its own journal.

#[path = "reports/age.rs"]
mod age;
#[path = "history.rs"]
mod history;
mod program;
#[path = "reports/waits.rs"]
mod waits;

use anyhow::{Context, Result};
use history::Plan;
use loket::app::client::Reply;
use loket::domain::time::Date;
use loket::store::{FILE, Store};
use program::Program;
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// Days of service in a year, and visitors of a day, so that ten years have a million numbers.
const DAYS: u32 = 260;
const VISITORS: u32 = 378;
const LAST: Date = Date::constant(2026, 11, 20);
/// How often each thing is asked.
const TIMES: usize = 7;

struct Asked {
    years: u32,
    folder: Option<PathBuf>,
}

impl Asked {
    fn read() -> Result<Asked> {
        let (mut asked, mut words) = (Asked { years: 1, folder: None }, std::env::args().skip(1));
        while let Some(word) = words.next() {
            match word.as_str() {
                "--years" => asked.years = words.next().context("--years N")?.parse()?,
                "--folder" => asked.folder = Some(words.next().context("--folder PATH")?.into()),
                // `cargo bench` passes flags meant for other harnesses.
                _ => {}
            }
        }
        Ok(asked)
    }
}

fn main() -> Result<()> {
    let asked = Asked::read()?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let scratch = tempfile::tempdir_in(std::env::current_dir()?.join("target"))?;
    let folder = asked.folder.clone().unwrap_or_else(|| scratch.path().join("full"));
    if !folder.join(FILE).exists() {
        fill(&folder, asked.years)?;
    }
    let begun = now();
    drop(Store::open(&folder)?);
    println!("the file opened in {:.0} ms", milliseconds(begun.elapsed()));
    runtime.block_on(async {
        let empty = scratch.path().join("empty");
        let (small, full) = (Program::start(&empty).await?, Program::start(&folder).await?);
        println!("{:<34} {:>9} {:>9} {:>7}", "", "empty", "full", "ratio");
        ratio("start -> first page, ms", small.started, full.started);
        ratio("memory after start, MB", small.memory()? / 1024.0, full.memory()? / 1024.0);
        let (few, many) = (waits::acts(&small).await?, waits::acts(&full).await?);
        for (what, few, many) in [
            ("issue a number, p50 ms", few.issue, many.issue),
            ("call the next, p50 ms", few.call, many.call),
            ("open an inbox, p50 ms", few.inbox, many.inbox),
            ("search a name, p50 ms", few.search, many.search),
        ] {
            ratio(what, few, many);
        }
        ratio("memory after all this, MB", small.memory()? / 1024.0, full.memory()? / 1024.0);
        println!();
        reports(&full, asked.years).await?;
        println!();
        small.kill().await?;
        age::copy(&full).await?;
        full.kill().await?;
        age::kills(&folder).await?;
        age::proof(&folder)
    })
}

#[expect(clippy::disallowed_methods, reason = "a benchmark measures time")]
fn now() -> Instant {
    Instant::now()
}

fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}

fn ratio(what: &str, empty: f64, full: f64) {
    println!("{what:<34} {empty:>9.2} {full:>9.2} {:>7.2}", full / empty);
}

fn fill(folder: &Path, years: u32) -> Result<()> {
    let plan = Plan { days: DAYS * years, until: LAST, visitors: VISITORS, seed: 1 };
    let (begun, mut done) = (now(), 0);
    let written = history::write(folder, plan, |day| {
        done += 1;
        if done % DAYS == 0 {
            println!("  {day}: {:.0} s", begun.elapsed().as_secs_f64());
        }
    })?;
    let bytes = std::fs::metadata(folder.join(FILE))?.len();
    println!(
        "{years} years: {} tickets, {} berkas, {} surveys, {} entries in {:.0} s, {} MB",
        written.tickets,
        written.berkas,
        written.surveys,
        written.entries,
        begun.elapsed().as_secs_f64(),
        bytes >> 20
    );
    Ok(())
}

/// How long reports of each period take, and what is looked for among all years.
async fn reports(office: &Program, years: u32) -> Result<()> {
    let supervisor = office.who("pengawas").await?;
    let until = LAST.to_string();
    let from = |years: u32| -> Result<String> {
        Ok(LAST.checked_sub(jiff::Span::new().years(i64::from(years)))?.tomorrow()?.to_string())
    };
    println!("{:<34} {:>9} {:>9}", "", "p50 ms", "max ms");
    let mut periods = vec![("one day".to_string(), until.clone()), ("one year".to_string(), from(1)?)];
    if years > 1 {
        periods.push((format!("{years} years"), from(years)?));
    }
    for (name, from) in &periods {
        let query = format!("from={from}&until={until}");
        for (what, path) in [
            ("report", format!("/api/reports?{query}")),
            ("report as XLSX", format!("/api/reports.xlsx?{query}")),
            ("IKM report", format!("/api/skm?{query}")),
        ] {
            timed(&format!("{what}, {name}"), || supervisor.get(&path)).await?;
        }
    }
    for text in ["siti paputungan", "7110010101500001", "tidakada"] {
        let body = json!({ "text": text });
        timed(&format!("search \"{text}\""), || supervisor.post("/api/search", body.clone())).await?;
    }
    let path = format!("/api/replay?day={until}");
    let day = timed("replay of the last day", || supervisor.get(&path)).await?;
    anyhow::ensure!(!day["entries"].as_array().context("entries")?.is_empty(), "a day with entries");
    Ok(())
}

/// Asks several times and prints how long it took; the last answer.
async fn timed<F: Future<Output = Result<Reply>>>(what: &str, ask: impl Fn() -> F) -> Result<Value> {
    let (mut took, mut last) = (Vec::new(), Value::Null);
    for _ in 0..TIMES {
        let begun = now();
        let reply = ask().await?;
        took.push(begun.elapsed());
        last = reply.done().with_context(|| what.to_string())?;
    }
    let (median, most) = (median(&mut took), milliseconds(took.iter().copied().max().unwrap_or_default()));
    println!("{what:<34} {median:>9.1} {most:>9.1}");
    Ok(last)
}

fn median(times: &mut [Duration]) -> f64 {
    times.sort();
    milliseconds(times.get(times.len() / 2).copied().unwrap_or_default())
}
