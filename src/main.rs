//! The `loket` program: parse arguments, start, stop.

use anyhow::{Context, Result};
use clap::{Parser, Subcommand};
use loket::app::client::Trust;
use loket::app::doctor;
use loket::app::reopen::{self, Book, Turn};
use loket::app::scratch::Scratch;
use loket::app::{agent, backup, check, config, day, demo, install, load, secure, serve};
use loket::clock::{Clock, SystemClock, Timekeeper};
use loket::documents::{self, Verdict};
use loket::domain::profile::Address;
use loket::domain::state::State;
use loket::hooks::Believed;
use loket::office::{Limits, OfficeHandle};
use loket::seal::Keys;
use loket::settings::{Check, Wrong};
use loket::store::{Store, StoreError, is_trying};
use std::io::{IsTerminal, Write};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;

/// Queue and counter system of a one-stop permit office.
#[derive(Parser)]
#[command(version, about)]
struct Arguments {
    #[command(subcommand)]
    command: Job,
}

#[derive(Subcommand)]
enum Job {
    /// Try everything out: the default office, an account per role, virtual printers.
    Demo {
        /// Where to listen; port 0 takes any free one.
        #[arg(long, default_value = "127.0.0.1:8080")]
        listen: SocketAddr,
        /// Keep the data here; without it they are gone when the program ends.
        #[arg(long)]
        data: Option<PathBuf>,
        /// Play a working day with simulated people, to watch every screen alive.
        #[arg(long)]
        day: bool,
        #[command(flatten)]
        played: Played,
    },
    /// Run an office.
    Serve {
        /// The office's own file; see `loket init`.
        #[arg(long)]
        config: PathBuf,
        /// Where its data live.
        #[arg(long)]
        data: PathBuf,
        /// Where its keys lie, outside the data; they are made at the first start. Default: loket.key beside the config.
        #[arg(long)]
        key: Option<PathBuf>,
        /// Where to listen; port 0 takes any free one.
        #[arg(long, default_value = "0.0.0.0:8080")]
        listen: SocketAddr,
    },
    /// Add a key to a key file. It seals from the next start on; the older ones still open what they sealed.
    RotateKey {
        /// The key file.
        file: PathBuf,
    },
    /// Print for the office on the printer of this PC.
    Agent {
        /// The office's address: `https://loket.lan` or `http://192.168.1.10:8080`.
        #[arg(long)]
        server: String,
        /// The printer: `usb:/dev/usb/lp0`, `usb:04b8:0202` as `lsusb` shows it, `serial:/dev/ttyUSB0?baud=19200`, or `host:port`.
        #[arg(long, value_parser = printer)]
        printer: Address,
        /// Where the pairing is kept; beside it the agent writes down what it has printed.
        #[arg(long)]
        token_file: PathBuf,
        /// The CA of the office, as `/percaya` gives it, when the address is `https` and the office made its own.
        #[arg(long)]
        ca: Option<PathBuf>,
    },
    /// Load a demonstration with kiosks, boards and phones, and tell how quickly it answered.
    Load {
        /// The office's address: `http://127.0.0.1:8080`.
        server: String,
        #[command(flatten)]
        load: Loaded,
    },
    /// Write the files of the default office into a folder, to be edited.
    Init {
        /// Where to.
        folder: PathBuf,
    },
    /// Replay the journal of a data folder and compare hash chain and rows.
    Verify {
        /// The data folder, of an office that is not running.
        data: PathBuf,
        /// Its key file. Without it only the hash chain is checked.
        #[arg(long)]
        key: Option<PathBuf>,
        /// Also tell the hash of this entry, to hold it against a printed record; may be given several times.
        #[arg(long)]
        entry: Vec<u64>,
    },
    /// Write a copy of the whole office, running or not, into one encrypted file, and read it back.
    Backup {
        /// The file to write.
        file: PathBuf,
        /// The data folder.
        #[arg(long)]
        data: PathBuf,
        /// The office's own file, which names the key of the copies.
        #[arg(long)]
        config: PathBuf,
        /// The key of the data. Default: loket.key beside the config.
        #[arg(long)]
        key: Option<PathBuf>,
    },
    /// Make a data folder of a copy.
    Restore {
        /// The copy.
        file: PathBuf,
        /// The data folder to make; it must not be there yet, or be empty.
        #[arg(long)]
        data: PathBuf,
        /// The key of the copies.
        #[arg(long)]
        key: PathBuf,
        /// The key of the data.
        #[arg(long)]
        data_key: PathBuf,
    },
    /// Look at this machine before an office relies on it, and say what to do.
    Doctor {
        /// The office's own file.
        #[arg(long)]
        config: PathBuf,
        /// Its data folder, there already or not.
        #[arg(long)]
        data: PathBuf,
        /// Where its keys lie. Default: loket.key beside the config.
        #[arg(long)]
        key: Option<PathBuf>,
        /// Where it will listen.
        #[arg(long, default_value = "0.0.0.0:8080")]
        listen: SocketAddr,
    },
    /// Write the systemd unit that keeps an office running.
    Install {
        /// The office's own file.
        #[arg(long)]
        config: PathBuf,
        /// Its data folder.
        #[arg(long)]
        data: PathBuf,
        /// Where it listens.
        #[arg(long, default_value = "0.0.0.0:8080")]
        listen: SocketAddr,
        /// The account it runs under.
        #[arg(long, default_value = "loket")]
        user: String,
        /// Where the unit goes; `-` writes it to standard output.
        #[arg(long, default_value = "/etc/systemd/system/loket.service")]
        unit: PathBuf,
    },
    /// Set up a device's PC: its screen in Chromium after every start, with nothing else to be reached, and its printer.
    InstallScreen {
        /// The office's address: `https://loket.lan` or `http://192.168.1.10:8080`.
        #[arg(long)]
        server: String,
        /// The screen: `/kiosk`, `/papan` or `/skm`.
        #[arg(long)]
        screen: String,
        /// The browser.
        #[arg(long, default_value = "/usr/bin/chromium")]
        browser: PathBuf,
        /// The printer of this PC, when the office is to print there: `usb:/dev/usb/lp0`, or as `loket agent` takes it.
        #[arg(long, value_parser = printer)]
        printer: Option<Address>,
        /// The CA of the office, as `/percaya` gives it, for the printer's part when the office made its own.
        #[arg(long, requires = "printer")]
        ca: Option<PathBuf>,
        /// Below which folder the files go.
        #[arg(long, default_value = "/")]
        root: PathBuf,
    },
    /// Check the text in the QR code of a SK against an office's published key, without the office.
    CheckSk {
        /// The key, as `/sk/kunci` shows it: 64 hexadecimal digits.
        #[arg(long)]
        key: String,
        /// What the QR code says, with or without the address before it.
        text: String,
    },
    /// Write the journal of a data folder as lines of JSON.
    Journal {
        /// The data folder, of an office that is not running.
        data: PathBuf,
    },
}

/// How the day is played.
#[derive(clap::Args)]
struct Played {
    /// Office seconds per second; 60 plays the day in eight minutes.
    #[arg(long, default_value_t = 60.0, requires = "day", value_parser = speed)]
    speed: f64,
    /// How many visitors come.
    #[arg(long, default_value_t = 120, requires = "day")]
    visitors: u32,
    /// The same seed plays the same people.
    #[arg(long, default_value_t = 1, requires = "day")]
    seed: u64,
    /// End the program when the day is over.
    #[arg(long, requires = "day")]
    once: bool,
}

/// What comes upon an office.
#[derive(clap::Args)]
struct Loaded {
    /// Kiosks that give one number after another.
    #[arg(long, default_value_t = 16)]
    kiosks: usize,
    /// Seconds that each rests between two numbers.
    #[arg(long, default_value_t = 0.0, value_parser = seconds)]
    rest: f64,
    /// The letter of the service.
    #[arg(long, default_value_t = 'A')]
    service: char,
    /// Boards that show the calls.
    #[arg(long, default_value_t = 20)]
    boards: usize,
    /// Their waiting room.
    #[arg(long, default_value = "utama")]
    zone: String,
    /// Phones, each following a number that was given.
    #[arg(long, default_value_t = 100)]
    phones: usize,
    /// Seconds that it lasts.
    #[arg(long, default_value_t = 10.0, value_parser = seconds)]
    seconds: f64,
    /// The CA of the office, as `/percaya` gives it, when the address is `https` and the office made its own.
    #[arg(long)]
    ca: Option<PathBuf>,
    /// Load an office that is no demonstration: what is given there is given.
    #[arg(long)]
    i_know_this_office_is_real: bool,
}

/// A time that a load may last.
fn seconds(text: &str) -> Result<f64, String> {
    match text.parse() {
        Ok(seconds) if (0.0..=86_400.0).contains(&seconds) => Ok(seconds),
        _ => Err("a number from 0 to 86400".to_string()),
    }
}

/// A speed that can be played.
fn speed(text: &str) -> Result<f64, String> {
    match text.parse() {
        Ok(speed) if (0.1..=5000.0).contains(&speed) => Ok(speed),
        _ => Err("a number from 0.1 to 5000".to_string()),
    }
}

/// A printer of this PC.
fn printer(text: &str) -> Result<Address, String> {
    match Address::parse(text)? {
        Address::Agent => Err("an agent prints on a printer of its own".to_string()),
        address => Ok(address),
    }
}

/// The program cannot go on for the moment: another one has the data folder (sysexits.h).
const EX_TEMPFAIL: u8 = 75;
/// The data file is damaged; starting again does not help (sysexits.h).
const EX_DATAERR: u8 = 65;
/// The data file turned out to be damaged while the office was open; starting again looks at the whole file (sysexits.h).
const EX_SOFTWARE: i32 = 70;

/// What to do about a damaged data file.
const DAMAGED: &str = "
  Do not start again and again, and change nothing in the data folder: move it aside as it is.
  Make a new data folder of the newest copy, and start the office with that:
    loket restore COPY --data NEW_FOLDER --key KEY_OF_THE_COPIES --data-key loket.key
  Copies are in the folder `cadangan` of the data, or where backup.folder of office.toml says.
  What was written after that copy is in the damaged file only: \"After a restore\" in the README tells how to go on.
";

/// A page of the data file that is damaged shows as a panic of the library, in whatever thread met it, and after it no
/// thread can use the file any more. The program ends at once, so that no door stays open in front of a dead office.
fn end_on_damaged_pages() {
    let usual = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        if is_trying() {
            return;
        }
        usual(panic);
        if panic.location().is_some_and(|at| at.file().contains("/redb-")) {
            eprintln!("loket: the data file seems to be damaged{DAMAGED}");
            std::process::exit(EX_SOFTWARE);
        }
    }));
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    log_to_standard_error();
    end_on_damaged_pages();
    match run(arguments.command) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("loket: {error:#}");
            match error.chain().find_map(|cause| cause.downcast_ref()) {
                Some(StoreError::InUse) => ExitCode::from(EX_TEMPFAIL),
                Some(StoreError::Damaged { .. }) => {
                    eprintln!("{DAMAGED}");
                    ExitCode::from(EX_DATAERR)
                }
                _ => ExitCode::FAILURE,
            }
        }
    }
}

fn log_to_standard_error() {
    let filter = tracing_subscriber::EnvFilter::try_from_env("LOKET_LOG")
        .unwrap_or_else(|_| tracing_subscriber::EnvFilter::new("info"));
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .with_ansi(std::io::stderr().is_terminal())
        .init();
}

fn run(job: Job) -> Result<ExitCode> {
    match job {
        Job::Demo { listen, data, day, played } => {
            runtime()?.block_on(run_demo(listen, data, day.then_some(played)))?;
        }
        Job::Serve { config, data, key, listen } => {
            runtime()?.block_on(run_office(&config, &data, key, listen))?;
        }
        Job::RotateKey { file } => {
            let keys = Keys::rotate(&file)?;
            println!(
                "{} has a key {} now, which seals from the next start on",
                file.display(),
                keys.current()
            );
        }
        Job::Agent { server, printer, token_file, ca } => {
            let trust = trust(ca)?;
            let work = agent::run(&server, &trust, printer, &token_file, |code| {
                eprintln!(
                    "  Pair this agent: sign in to {server}/perangkat as administrator and type {code}"
                );
            });
            runtime()?.block_on(async {
                tokio::select! {
                    ended = work => ended,
                    () = signal() => Ok(()),
                }
            })?;
        }
        Job::Load { server, load } => {
            runtime()?.block_on(run_load(&server, load))?;
        }
        Job::Init { folder } => init(&folder)?,
        Job::CheckSk { key, text } => return check_sk(&key, &text),
        Job::Verify { data, key, entry } => return verify(&data, key, &entry),
        Job::Backup { file, data, config, key } => take_copy(&file, &data, &config, key)?,
        Job::Restore { file, data, key, data_key } => restore(&file, &data, &key, &data_key)?,
        Job::Doctor { config, data, key, listen } => return Ok(look_at(&config, &data, key, listen)),
        Job::Install { config, data, listen, user, unit } => make_service(config, data, listen, user, &unit)?,
        Job::InstallScreen { server, screen, browser, printer, ca, root } => {
            let program = std::env::current_exe().context("the program's own path")?;
            let prints =
                printer.map(|printer| install::Agent { server: server.clone(), printer, ca, program });
            make_device(&install::Screen { server, path: screen, browser }, prints.as_ref(), &root)?
        }
        Job::Journal { data } => {
            let mut out = std::io::BufWriter::new(std::io::stdout().lock());
            check::export_folder(&data, &mut out)?;
            out.flush()?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn runtime() -> Result<tokio::runtime::Runtime> {
    tokio::runtime::Builder::new_multi_thread().enable_all().build().context("the runtime")
}

async fn run_demo(listen: SocketAddr, data: Option<PathBuf>, played: Option<Played>) -> Result<()> {
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
            secure: None,
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
    announce(address, false)?;
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

async fn run_office(config: &Path, data: &Path, key: Option<PathBuf>, listen: SocketAddr) -> Result<()> {
    let key = serve::key_file(key, config, data)?;
    let files = reopen::files(config, data)?;
    let opened = serve::open_store(data, Some(&key)).with_context(|| data.display().to_string())?;
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
            Ok((reading, secure, believed))
        };
        let chosen = reopen::choose(&store.reader(), &files, ready).await?;
        let (book, (config::Reading { profile, copies, .. }, secure, believed)) =
            Book::of(chosen, check.clone());
        let tls = secure.is_some();
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
            secure,
            believed,
        };
        let running = serve::start(options).await?;
        if turn == Turn::First {
            announce(running.address, tls)?;
            greet_the_first(&running).await?;
        }
        Ok(running)
    };
    reopen::keep_open(opened, listener, open, signal()).await
}

/// While nobody can sign in yet, says where the administrator chooses a password.
async fn greet_the_first(running: &serve::Running) -> Result<()> {
    if let Some(path) = serve::first_administrator(&running.office).await? {
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

async fn bind(listen: SocketAddr) -> Result<TcpListener> {
    TcpListener::bind(listen).await.with_context(|| format!("listening on {listen}"))
}

/// The first line on standard output; whoever starts the program waits for it.
fn announce(address: SocketAddr, tls: bool) -> Result<()> {
    let mut out = std::io::stdout().lock();
    writeln!(out, "listening on {}://{address}", if tls { "https" } else { "http" })?;
    Ok(out.flush()?)
}

/// Waits to be told to stop.
async fn signal() {
    let interrupt = tokio::signal::ctrl_c();
    let terminate = async {
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(mut signal) => {
                signal.recv().await;
            }
            // Without it the program can still be interrupted.
            Err(_) => std::future::pending().await,
        }
    };
    tokio::select! {
        _ = interrupt => {}
        () = terminate => {}
    }
}

/// Whose certificates are believed.
fn trust(ca: Option<PathBuf>) -> Result<Trust> {
    Ok(match ca {
        Some(file) => Trust::file(&file)?,
        None => Trust::public(),
    })
}

async fn run_load(server: &str, load: Loaded) -> Result<()> {
    let trust = trust(load.ca)?;
    let plan = load::Plan {
        kiosks: load.kiosks,
        rest: Duration::from_secs_f64(load.rest),
        service: load.service,
        boards: load.boards,
        zone: load.zone,
        phones: load.phones,
        lasting: Duration::from_secs_f64(load.seconds),
        real: load.i_know_this_office_is_real,
    };
    let told = load::run(server, &trust, &plan, |screen, code| {
        eprintln!("  Pair {screen}: sign in to {server}/perangkat as administrator and type {code}");
    });
    let told = tokio::select! {
        told = told => told?,
        () = signal() => anyhow::bail!("stopped"),
    };
    print!("{told}");
    anyhow::ensure!(!told.took.is_empty(), "no number was given");
    anyhow::ensure!(told.failed.0 == 0, "{} asks failed", told.failed.0);
    Ok(())
}

fn init(folder: &Path) -> Result<()> {
    std::fs::create_dir_all(folder).with_context(|| folder.display().to_string())?;
    let papers = folder.join(documents::FOLDER);
    std::fs::create_dir_all(&papers).with_context(|| papers.display().to_string())?;
    let office = config::DEFAULT_OFFICE.map(|(name, content)| (folder.join(name), content));
    let papers = documents::BUNDLED.map(|(name, content)| (papers.join(name), content));
    for (file, content) in office.into_iter().chain(papers) {
        anyhow::ensure!(!file.exists(), "{} is there already and is left as it is", file.display());
        std::fs::write(&file, content).with_context(|| file.display().to_string())?;
        println!("{}", file.display());
    }
    Ok(())
}

fn look_at(config: &Path, data: &Path, key: Option<PathBuf>, listen: SocketAddr) -> ExitCode {
    let findings = doctor::examine(config, data, key, listen);
    for finding in &findings {
        let mark = match finding.verdict {
            doctor::Verdict::Good => "ok  ",
            doctor::Verdict::Weak => "weak",
            doctor::Verdict::Bad => "BAD ",
        };
        println!("{mark}  {}", finding.what);
        if !finding.advice.is_empty() {
            println!("      {}", finding.advice);
        }
    }
    let bad = findings.iter().any(|finding| finding.verdict == doctor::Verdict::Bad);
    if bad { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}

fn make_service(config: PathBuf, data: PathBuf, listen: SocketAddr, user: String, unit: &Path) -> Result<()> {
    let config::Reading { profile, copies, tls, .. } = reopen::at_rest(&config, &data)?.reading;
    let (copies, http) = (copies.folder, tls.and_then(|plan| plan.http));
    let program = std::env::current_exe().context("the program's own path")?;
    let devices = profile.printers.iter().any(|plan| {
        matches!(plan.address, Address::Usb(_) | Address::UsbKind { .. } | Address::Serial { .. })
    });
    let text = install::unit(&install::Service {
        user: user.clone(),
        program,
        config,
        data,
        copies,
        listen,
        http,
        devices,
    })?;
    if unit == Path::new("-") {
        print!("{text}");
        return Ok(());
    }
    std::fs::write(unit, text).with_context(|| unit.display().to_string())?;
    println!("{} is written. To start the office, and at every boot:", unit.display());
    println!("  useradd --system --user-group --home-dir /nonexistent --shell /usr/sbin/nologin {user}");
    println!("  chown -R {user}: on the data folder and the folder of the settings");
    println!("  systemctl daemon-reload && systemctl enable --now loket");
    Ok(())
}

fn make_device(screen: &install::Screen, prints: Option<&install::Agent>, root: &Path) -> Result<()> {
    for place in install::write(root, &install::device(screen, prints)?)? {
        println!("{} is written", place.display());
    }
    println!(
        "To show the screen whenever this PC's desktop starts, let the desktop sign a user in by itself, and:"
    );
    println!("  systemctl --global enable loket-screen");
    if prints.is_some() {
        println!("To print from now on, and after every start:");
        println!("  systemctl daemon-reload && systemctl enable --now loket-agent");
        println!("  journalctl -u loket-agent shows the code to type at {}/perangkat", screen.server);
    }
    Ok(())
}

fn take_copy(file: &Path, data: &Path, config: &Path, key: Option<PathBuf>) -> Result<()> {
    let key_file = serve::key_file(key, config, data)?;
    match serve::open_store(data, Some(&key_file)) {
        Ok((store, _)) => {
            let files = reopen::files(config, data)?;
            let folder = config.parent().map_or_else(PathBuf::new, Path::to_path_buf);
            let chosen = reopen::choose_now(&store.reader(), &files, |text| reopen::reading(text, &folder))?;
            let plan = chosen.made.copies;
            let key = backup::Key::open(&plan.key, &plan.recipients)?;
            let settings = config.parent().map(Path::to_path_buf);
            let (reader, keys) = (store.reader(), store.keys().clone());
            let source = backup::Source { reader, data: data.to_path_buf(), settings, keys };
            let about = backup::take(&source, &key, SystemClock.now().0, file)?;
            println!("{}: {} entries, read back and opened", file.display(), about.entries);
        }
        Err(StoreError::InUse) => {
            let bytes = backup::ask_running(data, file)?;
            println!("{}: {bytes} bytes, read back and opened by the running office", file.display());
        }
        Err(error) => return Err(error).with_context(|| data.display().to_string()),
    }
    Ok(())
}

fn restore(file: &Path, data: &Path, key: &Path, data_key: &Path) -> Result<()> {
    let about = backup::restore(file, &backup::Key::read(key, &[])?, &Keys::read(data_key)?, data)?;
    println!("{}: {} entries, head {}", data.display(), about.entries, about.hash);
    println!("the settings of that day are in {}", data.join("settings").display());
    println!("numbers given after this copy are not in it: see \"After a restore\" in the README");
    Ok(())
}

fn check_sk(key: &str, text: &str) -> Result<ExitCode> {
    let checked = documents::check_with(key, text)?;
    match (checked.verdict, checked.facts) {
        (Verdict::Genuine, Some(facts)) => {
            println!("genuine: {} {} {}", facts.number, facts.holder, facts.date);
            println!("{} {}, berkas {}", facts.permit, facts.office, facts.berkas);
            return Ok(ExitCode::SUCCESS);
        }
        (Verdict::Forged, _) => println!("NOT GENUINE: the signature is not over this text"),
        _ => println!("unknown: no text of a SK, or signed with another key"),
    }
    Ok(ExitCode::FAILURE)
}

fn verify(data: &Path, key: Option<PathBuf>, entries: &[u64]) -> Result<ExitCode> {
    for (entry, hash) in check::hashes(data, entries)? {
        match hash {
            Some(hash) => println!("entry {entry} {hash}"),
            None => println!("entry {entry} is not there"),
        }
    }
    let Some(key) = key.or_else(|| check::key_inside(data)) else {
        let (count, broken) = check::verify_chain(data)?;
        if let Some(seq) = broken {
            println!("FAULT: entry {seq} does not follow the entry before it");
            return Ok(ExitCode::FAILURE);
        }
        println!("{count} entries: the journal is whole");
        println!("rows and scans were not compared, which takes the key file: --key FILE");
        return Ok(ExitCode::SUCCESS);
    };
    let verdict = check::verify_folder(data, &key)?;
    println!("{} entries, {} rows, head {}", verdict.head.seq, verdict.rows, verdict.head.hash);
    if verdict.faults.is_empty() {
        println!("the journal is whole and the rows are what it says");
        return Ok(ExitCode::SUCCESS);
    }
    for fault in &verdict.faults {
        println!("FAULT: {fault}");
    }
    Ok(ExitCode::FAILURE)
}
