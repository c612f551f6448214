//! Opening the office with everything around it, and closing it in order.

mod close;

pub use close::Closed;

use super::accounts::{self, NewAccount};
use super::backup::{self, Nightly};
use super::config::CopyPlan;
use super::private;
use super::reopen::{self, Book};
use super::room;
use super::secure::{Secure, Urls, is_plain, urls};
use crate::boards::{self, Hub};
use crate::clock::{Clock, SystemClock, Timekeeper};
use crate::documents::{Documents, Seals};
use crate::domain::api_token::Scope;
use crate::domain::command::Command;
use crate::domain::profile::{Address, Profile};
use crate::domain::state::State;
use crate::doors::{NoticePage, Who};
use crate::hooks::{self, Believed, Way};
use crate::media::Media;
use crate::office::{self, Answered, Left, Limits, OfficeHandle, Reach, SubmitError};
use crate::pages::{self, Assets, Pages};
use crate::papers::Composer;
use crate::printing::agent::{self, Seats};
use crate::printing::emulator::{self, Emulator, Printers};
use crate::printing::{Compose, Spool};
use crate::scans::Scans;
use crate::store::{Store, StoreError, keys_at};
use crate::texts::Texts;
use crate::voice::Voices;
use crate::web::accept::{self, Caps, Entrance};
use crate::web::openapi::{self, Document};
use crate::web::tls::Certificates;
use crate::web::{self, Sessions, Web};
use anyhow::{Context, Result};
use axum::http::Method;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinSet;

/// Time is told to the office this often, so that days turn and silent calls give way.
const TICK: Duration = Duration::from_secs(1);

/// Connections in all where the way to TLS is shown.
const SHOWN_THE_WAY: usize = 1024;

/// What to open.
pub struct Options {
    /// The office as it is set up.
    pub profile: Profile,
    /// Its journal and rows.
    pub store: Store,
    /// The folder of its data, where its own recordings lie.
    pub folder: PathBuf,
    /// The office as the store left it.
    pub state: State,
    /// Its time; what was seen of its clock outlives other settings.
    pub time: Timekeeper,
    /// Where it listens.
    pub listener: TcpListener,
    /// What the demonstration adds.
    pub demo: Option<Demo>,
    /// How its copies are taken.
    pub copies: CopyPlan,
    /// The folder of `office.toml`, which goes into the copies.
    pub settings: Option<PathBuf>,
    /// The document behind the profile; without one its settings cannot be changed while it is open.
    pub book: Option<Book>,
    /// How much it takes on at once.
    pub limits: Limits,
    /// How many connections it holds open, and for how long.
    pub caps: Caps,
    /// Its certificate; without one it is reached over plain HTTP.
    pub secure: Option<Secure>,
    /// Where public pages have a door of their own.
    pub outside: Option<std::net::TcpListener>,
    /// Whose certificates its webhooks believe.
    pub believed: Believed,
}

/// What the demonstration adds.
#[derive(Clone)]
pub struct Demo {
    /// Accounts that one click signs in to.
    pub accounts: Vec<NewAccount>,
    /// Virtual printers, by name in the profile.
    pub printers: Vec<(String, String, Emulator)>,
    /// What its clock said at the start, when that is not the machine's.
    pub clock: Option<crate::domain::time::Moment>,
}

/// An office that is open.
pub struct Running {
    /// Where it listens.
    pub address: SocketAddr,
    /// Where whoever comes without TLS is shown the way.
    pub plain: Option<SocketAddr>,
    /// The door of public pages, where they have one of their own.
    pub outside: Option<SocketAddr>,
    /// How people reach it.
    pub base: Arc<str>,
    /// Every route, with the people it is for and the scope of API tokens that opens it.
    pub routes: Vec<(Method, &'static str, Who, Option<Scope>)>,
    /// The way to it.
    pub office: OfficeHandle,
    stop: watch::Sender<bool>,
    tasks: JoinSet<&'static str>,
    writer: JoinHandle<Left>,
}

/// Opens the data folder with the key file, which is made at the first start; without one the key lies in the data
/// folder, as in the demonstration.
///
/// # Errors
/// [`StoreError`]; `InUse` should end the program with status 75.
pub fn open_store(folder: &Path, key: Option<&Path>) -> Result<(Store, State), StoreError> {
    if backup::is_unfinished(folder) {
        let source =
            std::io::Error::other("a restore was broken off here, so this is no office; restore again");
        return Err(StoreError::Folder { path: folder.to_path_buf(), source });
    }
    private::make(folder).map_err(|source| StoreError::Folder { path: folder.to_path_buf(), source })?;
    let opened = match key {
        Some(key) => Store::open_sealed(folder, keys_at(key, folder)?)?,
        None => Store::open(folder)?,
    };
    private::tighten(folder);
    Ok(opened)
}

/// Where the keys of an office lie: where it says, else beside its own file.
///
/// # Errors
/// When that is inside the data folder: whoever takes a copy of the data must not take the key with it.
pub fn key_file(key: Option<PathBuf>, config: &Path, data: &Path) -> Result<PathBuf> {
    let file = key.unwrap_or_else(|| config.with_file_name(KEY_FILE));
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let folder = folder.canonicalize().with_context(|| file.display().to_string())?;
    let inside = data.canonicalize().is_ok_and(|data| folder.starts_with(data));
    anyhow::ensure!(
        !inside,
        "the key file {} would lie in the data folder, so that every copy of the data had its key: choose another place with --key",
        file.display()
    );
    Ok(file)
}

/// Name of the key file beside the office's own file.
pub(super) const KEY_FILE: &str = "loket.key";

/// Opens the office.
///
/// # Errors
/// When a text, a template or the writer thread cannot be had.
pub async fn start(options: Options) -> Result<Running> {
    let Options { profile, store, folder, state, time, listener, demo, copies, settings, .. } = options;
    let Options { limits, caps, secure, outside, book, believed, .. } = options;
    let address = listener.local_addr().context("the listener's address")?;
    for fault in &profile.words.left_out {
        tracing::warn!("the program's own words are used: {fault}");
    }
    let texts = Arc::new(Texts::with_words(&profile.words)?);
    let profile = Arc::new(profile);
    let out = outside.as_ref().map(std::net::TcpListener::local_addr).transpose().context("public.listen")?;
    let Urls { own: own_url, public: public_url } = urls(&profile, address, out, secure.is_some());
    let plain_network = demo.is_none() && is_plain(&profile, address, secure.is_some());
    if plain_network {
        tracing::warn!(
            "plain HTTP: passwords and NIK travel unsealed; set [tls], or plain_http = true under [network]"
        );
    }
    let (certificates, plain) = match secure {
        Some(Secure { certificates, plain }) => (Some(certificates), plain),
        None => (None, None),
    };
    let keys = store.keys().clone();
    let (office, writer) = office::open(store, state, profile.clone(), time, limits)?;
    backup::note_restored(&office, &folder).await?;
    if let Some(demo) = &demo {
        accounts::add(&office, &demo.accounts).await?;
    }
    if let Some(book) = &book {
        reopen::take_in(&office, book).await?;
    }
    let (stop, stopping) = watch::channel(false);
    let mut tasks = JoinSet::new();
    tasks.spawn(tick(office.clone(), stopping.clone()));
    let reserve = demo.is_none();
    tasks.spawn(watched("room", room::start(office.clone(), &folder, reserve, stopping.clone())));

    let composer = Composer::new(office.clone(), texts.clone(), public_url.clone());
    let compose: Compose =
        Arc::new(move |job, printer| composer.compose(job, printer).map_err(|error| error.to_string()));
    let far = profile.printers.iter().filter(|plan| plan.address == Address::Agent);
    let agents = Seats::of(far.map(|plan| plan.id.clone()));
    for plan in &profile.printers {
        let spool = Spool::start(office.clone(), plan.clone(), compose.clone(), &agents, stopping.clone());
        tasks.spawn(watched("spool", spool));
    }

    let nightly = Nightly {
        source: backup::Source {
            reader: office.reader().clone(),
            data: folder.clone(),
            settings,
            keys: keys.clone(),
        },
        key: backup::Key::open(&copies.key, &copies.recipients)?,
        folder: copies.folder.unwrap_or_else(|| folder.join("cadangan")),
        at: copies.at,
        keep: copies.keep,
    };
    tasks.spawn(watched("copies", backup::start(nightly, office.clone(), stopping.clone())));

    let reach = if demo.is_some() { Reach::Anywhere } else { Reach::Outward };
    let way = Way { reach, believed };
    tasks.spawn(watched("webhooks", hooks::start(office.clone(), &folder, way, stopping.clone())));

    let seals = Seals::open(&folder)?;
    let documents = Documents::load(&profile, seals)?;
    let assets = Assets::load(&profile.office, &profile.words);
    let hub = Hub::start(office.clone(), texts.clone(), assets.build().to_string(), stopping.clone());
    let presence = office.presence().clone();
    let voices = Voices::open(&folder, move |revision| presence.voice(revision));
    let web = Web {
        office: office.clone(),
        texts: texts.clone(),
        sessions: Arc::new(Sessions::default()),
        tokens: Arc::default(),
        told: Arc::default(),
        pairings: Arc::default(),
        voices,
        media: Media::open(&folder),
        scans: Scans::of(&folder, keys),
        documents: documents.clone(),
        settings: book.map(|book| reopen::settings(&office, book, &folder)).transpose()?,
        public_url: public_url.clone(),
        own_url: own_url.clone(),
        demo: demo.is_some(),
        plain_network,
        certificates: certificates.clone(),
    };
    let scans = web.scans.clone();
    // Away from the threads that serve: there may be ten years of scans.
    tokio::task::spawn_blocking(move || match scans.sweep(SystemClock.now()) {
        0 => {}
        parts => tracing::info!(parts, "scans that were half written were taken away"),
    });
    let mut routes = web::api::routes(&web);
    routes.extend(boards::routes(&hub));
    routes.extend(agent::routes(&office, &agents));
    routes.extend(web::ready::routes(&web, &folder));
    routes.extend(web::metrics::routes(&web));
    let document = Document::default();
    routes.extend(openapi::routes(&document));
    let (virtual_printers, shown) = match demo {
        Some(demo) => (demo.printers, Some(pages::Demo { clock: demo.clock })),
        None => (Vec::new(), None),
    };
    if !virtual_printers.is_empty() {
        let printers = Printers { printers: Arc::new(virtual_printers) };
        routes.extend(emulator::routes(&printers));
    }
    let pages = Pages::load(office.clone(), texts, assets, documents, public_url, shown)?;
    routes.extend(pages::routes(&pages));
    let trust = certificates.as_ref().and_then(Certificates::authority).map(|authority| {
        let (name, fingerprint) = (authority.name(), authority.fingerprint());
        Arc::new(pages::Trust { name, fingerprint, pem: authority.pem().to_string() })
    });
    routes.extend(pages::trust(&pages, trust.as_ref(), &own_url));
    let shared = pages::shared(&pages);
    let unsecured = || {
        let mut routes = shared.clone();
        routes.extend(pages::trust(&pages, trust.as_ref(), &own_url));
        web::plain::router(&web, routes, address.port())
    };
    let unsecured = certificates.as_ref().map(|_| unsecured());
    document.write(&web, &routes);
    let notice: NoticePage = Arc::new(move |lang, status| pages.notice(lang, status));
    let table =
        routes.iter().map(|route| (route.method.clone(), route.path, route.who, route.scope)).collect();
    if let (Some(listener), Some(at)) = (outside, out) {
        let web = web.outside();
        let entrance = web::outside::entrance(&web, &routes, shared, &notice, at.port())?;
        let ends = web::outside::serve(listener, entrance, web::outside::caps(caps), stopping.clone());
        let ends = ends.context("public.listen")?;
        tasks.spawn(async { ends.await.map_or("door outside", |()| "door outside") });
    }
    let router = web::gate::router(&web, routes, &notice);
    let shown_the_way = plain.as_ref().and_then(|plain| plain.local_addr().ok());
    let entrance = match (certificates, unsecured) {
        (Some(certificates), Some(unsecured)) => {
            if let Some(plain) = plain {
                // It only shows the way, and never holds up the real one.
                let caps = Caps { connections: caps.connections.min(SHOWN_THE_WAY), reserve: 0, ..caps };
                let serving = accept::serve(plain, unsecured.clone(), caps, stopping.clone());
                tasks.spawn(watched("plain listener", tokio::spawn(serving)));
            }
            let acceptor = certificates.acceptor()?;
            tasks.spawn(watched("certificate", tokio::spawn(certificates.tend(stopping.clone()))));
            Entrance::secure(router, acceptor, unsecured)
        }
        _ => router.into(),
    };
    let serving = tokio::spawn(accept::serve(listener, entrance, caps, stopping));
    tasks.spawn(watched("accept loop", serving));
    let (plain, outside, base, routes) = (shown_the_way, out, own_url, table);
    Ok(Running { address, plain, outside, base, routes, office, stop, tasks, writer })
}

/// Hands a task on under its name, with its panic.
async fn watched(name: &'static str, task: tokio::task::JoinHandle<()>) -> &'static str {
    match task.await {
        Err(error) if error.is_panic() => std::panic::resume_unwind(error.into_panic()),
        _ => name,
    }
}

/// Whether an answer to a tick came from the writer itself, which systemd is told of where it watches. A disk that stands
/// still keeps the writer, and nobody is told for as long: the watchdog bears a minute of that, and starts an office
/// again that hangs for longer. A queue that is full answers for itself and says nothing of whoever should empty it.
fn writer_lives(answer: &Result<Answered, SubmitError>) -> bool {
    !matches!(answer, Err(SubmitError::Busy | SubmitError::Stopped))
}

async fn tick(office: OfficeHandle, mut stop: watch::Receiver<bool>) -> &'static str {
    let mut interval = tokio::time::interval(TICK);
    loop {
        tokio::select! {
            _ = interval.tick() => {}
            _ = stop.wait_for(|stop| *stop) => return "tick",
        }
        // While the disk fails there is nobody to tell; the next tick is soon.
        let answer = office.report(Command::Tick).await;
        if writer_lives(&answer) {
            let _ = sd_notify::notify(&[sd_notify::NotifyState::Watchdog]);
        }
    }
}
