//! `loket demo`: an office to try, with or without a day played in it.

use super::arguments::Played;
use super::process::{announce, bind, signal};
use anyhow::{Context, Result};
use loket::app::reopen::{self, Book, Turn};
use loket::app::scratch::Scratch;
use loket::app::{config, day, demo, serve};
use loket::clock::Timekeeper;
use loket::domain::state::State;
use loket::hooks::Believed;
use loket::office::{Limits, OfficeHandle};
use loket::settings::{Check, Wrong};
use loket::store::Store;
use loket::web::accept::Caps;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;

/// Runs a demonstration until it is told to stop, or until its day is over.
pub async fn run(listen: SocketAddr, data: Option<PathBuf>, played: Option<Played>) -> Result<()> {
    anyhow::ensure!(
        listen.ip().is_loopback(),
        "the demonstration signs anybody in with one click, so it listens on this machine only: 127.0.0.1"
    );
    let scratch = match &data {
        Some(_) => None,
        None => Some(Scratch::make("demo")?),
    };
    let folder = data.or_else(|| scratch.as_ref().map(|scratch| scratch.folder().to_path_buf()));
    let folder = folder.context("a data folder")?;
    let files = Ok(config::default_document()?);
    let (store, state) = serve::open_store(&folder, None).with_context(|| folder.display().to_string())?;
    let read_alone = |text: &str| Ok(config::read_alone(text)?);
    let mut profile = reopen::choose_now(&store.reader(), &files, read_alone)?.made;
    let (clock, shifted) =
        demo::clock(&profile, state.last, played.as_ref().map_or(1.0, |played| played.speed));
    let listener = bind(listen).await?;
    let prepared = demo::prepare(&mut profile, &clock, shifted).await?;
    let shown = clock.now();
    let time = Timekeeper::of(clock);
    // A demonstration that was put aside for a month goes on when somebody wants to see it.
    time.accept(state.last, shown);
    let printers = prepared.printers.clone();
    let read: Check = Arc::new(move |text| {
        let mut profile = config::read_alone(text).map_err(|error| error.faults())?;
        demo::dress(&mut profile, &printers);
        // A played day passes quickly, and whoever only watches it is not to be signed out.
        profile.idle_minutes = 720;
        Ok(profile)
    });
    let options = |(store, state): (Store, State), listener| {
        let unsound =
            |faults: Vec<Wrong>| anyhow::anyhow!("{}", faults.first().map_or("", |first| &first.words));
        let chosen = reopen::choose_now(&store.reader(), &files, |text| read(text).map_err(unsound))?;
        let (book, profile) = Book::of(chosen, read.clone());
        anyhow::Ok(serve::Options {
            demo: Some(prepared.again(&profile)),
            profile,
            store,
            folder: folder.clone(),
            state,
            time: time.clone(),
            listener,
            copies: demo::copies(&folder),
            settings: None,
            book: Some(book),
            limits: Limits::default(),
            caps: Caps::default(),
            secure: None,
            outside: None,
            believed: Believed::default(),
        })
    };
    let Some(played) = played else {
        let open = async |left, listener, turn| {
            let running = serve::start(options(left, listener)?).await?;
            if turn == Turn::First {
                welcome(running.address)?;
            }
            Ok(running)
        };
        return reopen::keep_open((store, state), listener, open, signal()).await;
    };
    // The people of a played day hold on to one office, so its settings stay as they are.
    let options = serve::Options { book: None, ..options((store, state), listener)? };
    let running = serve::start(options).await?;
    welcome(running.address)?;
    let plan = day::Plan { visitors: played.visitors, speed: played.speed, seed: played.seed };
    let (base, office) = (format!("http://{}", running.address), running.office.clone());
    let (failed, failure) = tokio::sync::oneshot::channel();
    let the_day = tokio::spawn(async move {
        let outcome = play_day(&base, &office, plan).await;
        let over = outcome.is_err() || played.once;
        if over {
            let _ = failed.send(outcome);
        } else {
            // The screens stay up to be looked at, until somebody stops the program.
            std::future::pending::<()>().await;
        }
    });
    let mut outcome = Ok(());
    let over = async {
        tokio::select! {
            () = signal() => {}
            Ok(ended) = failure => outcome = ended,
        }
    };
    let stopped = running.until(async {
        over.await;
        the_day.abort();
    });
    stopped.await?;
    outcome
}

fn welcome(address: SocketAddr) -> Result<()> {
    announce("listening on", address, false)?;
    eprintln!();
    eprintln!("  Open http://{address} in a browser: that page leads to every screen.");
    eprintln!("  Press Ctrl+C to stop.");
    eprintln!();
    Ok(())
}

/// Plays the day, says what it came to, and holds the journal against the rows.
async fn play_day(base: &str, office: &OfficeHandle, plan: day::Plan) -> Result<()> {
    day::play(base, office, plan).await?;
    eprintln!();
    for line in day::summary(office)? {
        eprintln!("  {line}");
    }
    let scratch = Scratch::make("verify")?;
    let verdict = loket::store::verify(office.reader(), scratch.folder())?;
    anyhow::ensure!(verdict.faults.is_empty(), "the journal and the rows differ: {:?}", verdict.faults);
    eprintln!("  journal of {} entries replayed: the rows are what it says", verdict.head.seq);
    eprintln!();
    Ok(())
}
