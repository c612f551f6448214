//! `loket serve`: an office that people rely on.

use super::process::{announce, bind, signal};
use anyhow::{Context, Result};
use loket::app::reopen::{self, Book, Turn};
use loket::app::{accounts, config, secure, serve};
use loket::clock::{SystemClock, Timekeeper};
use loket::domain::ids::Seq;
use loket::domain::state::State;
use loket::hooks::Believed;
use loket::office::Limits;
use loket::store::Store;
use loket::web::accept::Caps;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Runs an office until it is told to stop.
pub async fn run(config: &Path, data: &Path, key: Option<PathBuf>, listen: SocketAddr) -> Result<()> {
    let key = serve::key_file(key, config, data)?;
    let files = reopen::files(config, data)?;
    let opened = serve::open_store(data, Some(&key)).with_context(|| data.display().to_string())?;
    let fresh = opened.1.seq == Seq(0);
    let folder = config.parent().map_or_else(PathBuf::new, Path::to_path_buf);
    let listener = bind(listen).await?;
    let check = reopen::check(folder.clone(), key.clone(), listen.ip());
    let time = Timekeeper::of(Arc::new(SystemClock));
    let open = async |(store, state): (Store, State), listener, turn| {
        let ready = async |text: &str| {
            let reading = reopen::reading(text, &folder)?;
            reopen::provide(&reading, data)?;
            let secure = match reading.tls.clone() {
                Some(plan) => Some(secure::prepare(plan, &key, listen).await?),
                None => None,
            };
            let believed = Believed::open(reading.hook_ca.as_deref())?;
            let outside = secure::outside(reading.public)?;
            Ok((reading, secure, outside, believed))
        };
        let chosen = reopen::choose(&store.reader(), &files, ready).await?;
        let (book, (config::Reading { profile, copies, .. }, secure, outside, believed)) =
            Book::of(chosen, check.clone());
        let tls = secure.is_some();
        // An office that has opened before opens again, and says so to its administrator instead.
        anyhow::ensure!(!(fresh && turn == Turn::First && secure::is_plain(&profile, listen, tls)), PLAIN);
        let options = serve::Options {
            profile,
            store,
            folder: data.to_path_buf(),
            state,
            time: time.clone(),
            listener,
            demo: None,
            copies,
            settings: config.parent().map(Path::to_path_buf),
            book: Some(book),
            limits: Limits::default(),
            caps: Caps::default(),
            secure,
            outside,
            believed,
        };
        let running = serve::start(options).await?;
        if turn == Turn::First {
            announce("listening on", running.address, tls)?;
            if let Some(outside) = running.outside {
                announce("public pages on", outside, tls)?;
            }
            greet_the_first(&running).await?;
        }
        Ok(running)
    };
    reopen::keep_open(opened, listener, open, signal()).await
}

/// What is said instead of opening a new office whose passwords anybody on the network could read.
const PLAIN: &str = "this office would be reached over plain HTTP, so that anybody on its network can read passwords and NIK.
  Set [tls] in office.toml (the line alone is enough), or public_url to the https address of a proxy, or, when the network is
  closed enough, say so: [network] with plain_http = true.
  Kantor ini akan dibuka lewat HTTP biasa, sehingga siapa pun di jaringan dapat membaca kata sandi dan NIK. Pasang [tls] di
  office.toml, atau public_url dengan alamat https sebuah proxy, atau, bila jaringan ini cukup tertutup, nyatakan:
  [network] dengan plain_http = true.";

/// While nobody can sign in yet, says where the administrator chooses a password.
async fn greet_the_first(running: &serve::Running) -> Result<()> {
    if let Some(path) = accounts::first_administrator(&running.office).await? {
        eprintln!();
        eprintln!("  Nobody can sign in yet. Choose the administrator's password here:");
        eprintln!("  {}{path}", running.base);
        eprintln!(
            "  The link is good once, and shown only now; the next start shows another one until one was used."
        );
        eprintln!();
    }
    Ok(())
}
