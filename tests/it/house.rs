//! A whole office for tests: the real server on a port of its own, its clock moved by hand, and its
//! people by role.

use loket::app::client::{Client, Live, Reply, Trust};
use loket::app::reopen::{self, Book, Chosen};
use loket::app::secure::Secure;
use loket::app::serve::{self, Closed, Demo, Options, Running};
use loket::app::{config, demo};
use loket::clock::{ManualClock, SharedClock, Timekeeper};
use loket::domain::event::Entry;
use loket::domain::ids::{LoketId, Seq};
use loket::domain::profile::{Address, Profile};
use loket::domain::state::State;
use loket::domain::time::{Date, Moment, UtcOffset};
use loket::hooks::Believed;
use loket::printing::emulator::Emulator;
use loket::settings::Check;
use loket::store::{Opener, Store, StoreError};
use loket::web::accept::Caps;
use serde_json::{Value, json};
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;

/// 08.00 WITA on Monday, 23 November 2026.
pub fn monday() -> Moment {
    UtcOffset(8 * 3600).moment(Date::constant(2026, 11, 23).at(8, 0, 0, 0))
}

/// Long enough for anything here on a busy machine; a test that needs it has failed.
pub const PATIENCE: Duration = Duration::from_secs(20);

/// Waits for something that must come.
pub async fn soon<T>(what: &str, waited: impl Future<Output = T>) -> T {
    match tokio::time::timeout(PATIENCE, waited).await {
        Ok(value) => value,
        Err(_) => panic!("{what} did not come"),
    }
}

/// An act that must be done: its answer.
pub async fn does(client: &Client, path: &str, body: Value) -> Value {
    let reply = client.act(path, body).await.expect("an answer");
    reply.done().unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// Keys for an office whose disk is made up.
pub fn keys() -> loket::seal::Keys {
    loket::seal::Keys::of(1, [7; 32])
}

/// An office that is open.
pub struct House {
    pub clock: Arc<ManualClock>,
    pub running: Option<Running>,
    pub base: String,
    pub trust: Trust,
    pub printers: Vec<(String, String, Emulator)>,
    folder: tempfile::TempDir,
    settings: Option<Fixed>,
}

/// What stays when its settings change.
struct Fixed {
    demo: Demo,
    socket: std::net::TcpListener,
}

/// How a house is built.
#[derive(Default)]
pub struct Plans {
    /// Changes the default office.
    pub profile: Option<fn(&mut Profile)>,
    /// Where tickets are printed instead of at the virtual printer.
    pub kiosk_printer: Option<String>,
    /// Opens the disk; the default is a file in a folder of its own.
    pub opener: Option<Opener>,
    /// Where the data are, to open an office again.
    pub folder: Option<tempfile::TempDir>,
    /// When it is.
    pub clock: Option<Arc<ManualClock>>,
    /// Its certificate, and whom its people believe.
    pub secure: Option<(Secure, Trust)>,
    /// Whether its settings are in its journal and can be changed.
    pub settings: bool,
    /// Where it is reached instead of at a free port of this machine.
    pub listener: Option<std::net::TcpListener>,
    /// Where public pages have a door of their own.
    pub outside: Option<std::net::TcpListener>,
    /// Whose certificates its webhooks believe.
    pub believed: Believed,
    /// How many connections it holds open.
    pub caps: Caps,
    /// Changes the office after it was read from the disk, as a fault in the program would have.
    pub state: Option<fn(&mut State)>,
    /// Through what its clock is read.
    pub through: Option<fn(SharedClock) -> SharedClock>,
}

impl House {
    /// The default office on a Monday morning.
    pub async fn open() -> House {
        House::build(Plans::default()).await
    }

    pub async fn build(plans: Plans) -> House {
        let folder = plans.folder.unwrap_or_else(|| tempfile::tempdir().expect("a folder"));
        let opened = match plans.opener {
            Some(opener) => Store::open_with(opener, keys()),
            None => let_go(folder.path()).await,
        };
        let (store, mut state) = opened.expect("the store opens");
        if let Some(change) = plans.state {
            change(&mut state);
        }
        let clock = plans.clock.unwrap_or_else(|| ManualClock::at(monday()));
        let (book, mut profile) = match plans.settings {
            true => {
                let chosen = in_force(&store);
                (Some(chosen.clone()), chosen.made)
            }
            false => (None, config::default_office().expect("the default office")),
        };
        if let Some(change) = plans.profile {
            change(&mut profile);
        }
        let shared: SharedClock = clock.clone();
        let shared = plans.through.map_or(shared.clone(), |through| through(shared));
        let demo = demo::prepare(&mut profile, &shared, false).await.expect("virtual printers");
        if let Some(address) = plans.kiosk_printer {
            let tickets = profile.printers.iter_mut().filter(|plan| plan.tickets);
            tickets.for_each(|plan| plan.address = Address::parse(&address).expect("an address"));
        }
        let printers = demo.printers.clone();
        let socket = match plans.listener {
            Some(listener) => listener,
            None => std::net::TcpListener::bind("127.0.0.1:0").expect("a free port"),
        };
        socket.set_nonblocking(true).expect("a socket");
        let (secure, trust) = plans.secure.unzip();
        let listener = again(&socket);
        let book = book.map(|chosen| Book::of(chosen, check(&printers)).0);
        let settings = plans.settings.then(|| Fixed { demo: demo.clone(), socket });
        let options = Options {
            profile,
            store,
            folder: folder.path().to_path_buf(),
            state,
            time: Timekeeper::of(shared),
            listener,
            demo: Some(demo),
            copies: demo::copies(folder.path()),
            settings: None,
            book,
            limits: Default::default(),
            caps: plans.caps,
            secure,
            outside: plans.outside,
            believed: plans.believed,
        };
        let running = serve::start(options).await.expect("the office opens");
        let scheme = if trust.is_some() { "https" } else { "http" };
        let base = format!("{scheme}://{}", running.address);
        let trust = trust.unwrap_or_else(Trust::public);
        House { clock, running: Some(running), base, trust, printers, folder, settings }
    }

    /// Waits until the office has closed because of other settings, and opens it with them as the program does.
    pub async fn opened_again(&mut self) {
        let closed = soon("the end of the old settings", self.running().until(std::future::pending())).await;
        let Ok(Closed::Settings(left)) = closed else { panic!("the office closed for another reason") };
        let (store, state) = *left;
        let chosen = in_force(&store);
        let Fixed { demo, socket } = self.settings.as_ref().expect("a house whose settings change");
        let book = Book::of(chosen, check(&self.printers)).0;
        let profile = (book.check)(&book.text).expect("sound, because it was kept");
        let options = Options {
            demo: Some(demo.again(&profile)),
            profile,
            store,
            folder: self.folder.path().to_path_buf(),
            state,
            time: Timekeeper::of(self.clock.clone()),
            listener: again(socket),
            copies: demo::copies(self.folder.path()),
            settings: None,
            book: Some(book),
            limits: Default::default(),
            caps: Default::default(),
            secure: None,
            outside: None,
            believed: Believed::default(),
        };
        self.running = Some(serve::start(options).await.expect("the office opens again"));
    }

    /// Why the office ends by itself.
    pub async fn ends(mut self) -> String {
        let ended = soon("the end of the office", self.running().until(std::future::pending())).await;
        ended.err().map_or_else(|| panic!("it closed in order"), |error| error.to_string())
    }

    /// Closes the office and opens it again on the same data, with the settings of its journal.
    pub async fn reopen_with_settings(mut self) -> House {
        self.running().stop().await;
        let House { clock, folder, .. } = self;
        let plans = Plans { folder: Some(folder), clock: Some(clock), settings: true, ..Plans::default() };
        House::build(plans).await
    }

    /// Closes the office and opens it again on the same data.
    pub async fn reopen(mut self) -> House {
        self.running().stop().await;
        let House { clock, folder, .. } = self;
        House::build(Plans { folder: Some(folder), clock: Some(clock), ..Plans::default() }).await
    }

    /// Closes the office and keeps its data.
    pub async fn close(mut self) -> tempfile::TempDir {
        self.running().stop().await;
        self.folder
    }

    /// Where the data are.
    pub fn data(&self) -> &std::path::Path {
        self.folder.path()
    }

    fn running(&mut self) -> Running {
        self.running.take().expect("an office is closed once")
    }

    pub fn office(&self) -> &loket::office::OfficeHandle {
        &self.running.as_ref().expect("the office is open").office
    }

    pub fn folder(&self) -> &std::path::Path {
        self.folder.path()
    }

    pub fn printer(&self, name: &str) -> &Emulator {
        &self.printers.iter().find(|(known, ..)| known == name).expect("a printer of the office").2
    }

    /// A browser in which nobody is signed in.
    pub fn stranger(&self) -> Client {
        Client::trusting(&self.base, &self.trust)
    }

    /// A browser in which the demonstration's account of that login is signed in.
    pub async fn who(&self, login: &str) -> Person {
        let client = self.stranger();
        client.demo_sign_in(login).await.expect("signed in");
        Person { client }
    }

    /// The officer of a loket, who has sat down.
    pub async fn officer(&self, loket: u16) -> Officer {
        let plan = self.office().profile().loket(LoketId(loket)).expect("a loket of the office");
        let person = self.who(plan.role.as_str()).await;
        let officer = Officer { client: person.client, loket };
        officer.does("open", json!({})).await;
        officer
    }

    /// Waits until the last paper is settled, so that nothing writes but the test.
    pub async fn rests(&self) {
        let mut commits = self.office().follow();
        let settled = async {
            while commits.borrow_and_update().state.jobs.values().any(|job| job.is_open()) {
                commits.changed().await.expect("the office is open");
            }
        };
        soon("the last paper", settled).await;
    }

    /// What the journal holds after `before`: of nothing written, nothing.
    pub fn written_since(&self, before: Seq) -> Vec<Entry> {
        self.office().reader().entries_marked(Seq(before.0 + 1), "", 1_000).expect("readable")
    }

    /// Proves that journal and rows tell one story, while the office is open.
    pub fn verify(&self) {
        let scratch = tempfile::tempdir().expect("a folder");
        let verdict = loket::store::verify(self.office().reader(), scratch.path()).expect("readable");
        assert_eq!(verdict.faults, Vec::<String>::new());
    }
}

/// Opens the data of an office that may have closed a moment ago: a task that was told to end keeps the file until it is
/// its turn.
async fn let_go(folder: &std::path::Path) -> Result<(Store, State), StoreError> {
    soon("the file of an office that closed", async {
        loop {
            match Store::open(folder) {
                Err(StoreError::InUse) => tokio::task::yield_now().await,
                opened => return opened,
            }
        }
    })
    .await
}

/// The same socket once more.
fn again(socket: &std::net::TcpListener) -> TcpListener {
    TcpListener::from_std(socket.try_clone().expect("a socket")).expect("a listener")
}

/// The document of a house.
fn in_force(store: &Store) -> Chosen<Profile> {
    let files = Ok(config::default_document().expect("the default office"));
    let read = |text: &str| Ok(config::read_alone(text)?);
    reopen::choose_now(&store.reader(), &files, read).expect("the settings in force")
}

/// How another one is read.
fn check(printers: &[(String, String, Emulator)]) -> Check {
    let printers = printers.to_vec();
    Arc::new(move |text| {
        let mut profile = config::read_alone(text).map_err(|error| error.faults())?;
        demo::dress(&mut profile, &printers);
        Ok(profile)
    })
}

/// Somebody with a browser.
pub struct Person {
    pub client: Client,
}

impl Person {
    /// Takes a number for a service.
    pub async fn takes(&self, service: &str) -> Value {
        let body = json!({ "service": service });
        let reply = self.client.act("/api/kiosk/tickets", body).await.expect("an answer");
        reply.done().expect("a number")
    }

    /// Takes a berkas in hand and decides.
    pub async fn decides(&self, berkas: u64, choice: &str, reason: Option<&str>) -> Value {
        let path = format!("/api/berkas/{berkas}");
        let taken = self.client.act(&format!("{path}/take"), json!({})).await.expect("an answer");
        taken.done().expect("in hand");
        let body = json!({ "choice": choice, "reason": reason });
        let reply = self.client.act(&format!("{path}/choose"), body).await.expect("an answer");
        reply.done().expect("decided")
    }
}

/// The officer of a loket.
pub struct Officer {
    pub client: Client,
    pub loket: u16,
}

impl Officer {
    pub async fn tries(&self, act: &str, body: Value) -> Reply {
        let path = format!("/api/loket/{}/{act}", self.loket);
        self.client.act(&path, body).await.expect("an answer")
    }

    pub async fn does(&self, act: &str, body: Value) -> Value {
        self.tries(act, body)
            .await
            .done()
            .unwrap_or_else(|error| panic!("loket {} {act}: {error}", self.loket))
    }

    /// Calls the next and sees them come. The number called.
    pub async fn serves(&self) -> String {
        let called = self.does("next", json!({})).await;
        self.does("present", json!({})).await;
        called["ticket"]["number"].as_str().expect("a number").to_string()
    }

    pub async fn console(&self) -> Live {
        self.client.live(&format!("/live/loket/{}", self.loket)).await.expect("the console")
    }

    /// Registers whoever stands here with everything in order. The berkas.
    pub async fn registers(&self) -> u64 {
        let done = self.does("register", registration(&self.client, "SIPB", true).await).await;
        done["berkas"].as_u64().expect("a berkas")
    }
}

/// The body of a registration.
pub async fn registration(client: &Client, permit: &str, complete: bool) -> Value {
    json!({
        "permit": permit,
        "nik": "7110 0155 0790 0003",
        "name": "Sitti Mokoginta",
        "phone": "0812-3456-7890",
        "checklist": checklist(client, permit, complete).await,
    })
}

/// The checklist of a permit type; incomplete means that its first requirement is missing.
pub async fn checklist(client: &Client, permit: &str, complete: bool) -> Value {
    let permits = client.get("/api/permits").await.expect("an answer").done().expect("permit types");
    let permits = permits["permits"].as_array().expect("a list").clone();
    let permit = permits.into_iter().find(|known| known["code"] == permit).expect("a permit type");
    let texts = |name: &str| permit[name].as_array().expect("a list").clone();
    let always = texts("requirements").into_iter().enumerate().map(|(place, text)| {
        json!({ "requirement": text, "mark": if complete || place > 0 { "present" } else { "missing" } })
    });
    let sometimes = texts("conditional").into_iter();
    let sometimes = sometimes.map(|text| json!({ "requirement": text, "mark": "not-needed" }));
    always.chain(sometimes).collect()
}

/// Nine answers with a profile.
pub fn answers(key: &Value, score: u8) -> Value {
    let unsur = [
        "persyaratan",
        "prosedur",
        "waktu",
        "biaya",
        "produk",
        "kompetensi",
        "perilaku",
        "pengaduan",
        "sarana",
    ];
    let answers: serde_json::Map<_, _> = unsur.iter().map(|word| (word.to_string(), json!(score))).collect();
    json!({
        "key": key,
        "answers": answers,
        "sex": "P",
        "age": 36,
        "education": "S1",
        "occupation": "swasta",
        "suggestion": "Mantap",
    })
}

/// Two refused connections must not look the same as one: this waits until an emulator has printed.
pub async fn receipt_after(printer: &Emulator, before: u64) -> Arc<loket::printing::emulator::Receipt> {
    let receipts = soon("a paper", printer.wait_for(before)).await;
    receipts.first().expect("waiting ends with a receipt").clone()
}

/// Why a store did not open.
pub fn refused(result: Result<(Store, State), StoreError>) -> StoreError {
    match result {
        Ok(_) => panic!("the store opened"),
        Err(error) => error,
    }
}
