//! Screens by the letter of their protocol, as `display/shared/live.js` keeps it, under everything that may befall
//! them: messages that are lost, readers that are slow, lines that break, a server that is replaced. Each screen is
//! held against one beside it to which nothing happens.
//!
//! `LOKET_EVENTS` and `LOKET_SCREENS` ask for more, `LOKET_SEED` for a run again.

use crate::house::{House, soon};
use futures_util::future::join_all;
use futures_util::{SinkExt, StreamExt};
use loket::app::client::{Client, Socket};
use loket::domain::account::Actor;
use loket::domain::command::{Ask, Command, Issue, LoketAct, TakeOver, Wanted};
use loket::domain::ids::{LoketId, Seq, Series};
use loket::domain::ticket::Lang;
use loket::domain::token::Token;
use loket::office::{OfficeHandle, SubmitError};
use serde::Deserialize;
use serde_json::value::RawValue;
use std::collections::{BTreeMap, HashMap};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::watch;
use tokio_tungstenite::tungstenite::Message;

/// Entries of the journal in a usual run.
const EVENTS: usize = 50_000;
/// Screens in a usual run, beside one of each topic to which nothing happens.
const SCREENS: usize = 20;
/// What is followed, and by whom.
const TOPICS: [(&str, &str); 4] = [
    ("tv-1", "/live/papan/utama?page=1"),
    ("kiosk", "/live/kiosk"),
    ("loket-2", "/live/loket/2"),
    ("pengawas", "/live/pengawas"),
];

fn number(name: &str, usual: usize) -> usize {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(usual)
}

/// The office that is open now, by the number of its opening, and a browser for each topic.
#[derive(Clone)]
struct Place {
    life: u32,
    browsers: Arc<Vec<Client>>,
    stage: Stage,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Stage {
    /// Anything may happen to screens.
    Wild,
    /// Nothing happens to them any more.
    Calm,
    /// They have been seen.
    Over,
}

/// Opening, topic, revision, and position in the journal.
type At = (u32, usize, u64, u64);

/// What is right: the pictures that screens have shown, disturbed or not.
#[derive(Default)]
struct Truth(Mutex<HashMap<At, u64>>);

impl Truth {
    /// Two screens at one revision show one picture, or one of them has missed something and does not know.
    fn holds(&self, at: At, view: u64) {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let first = *known.entry(at).or_insert(view);
        assert_eq!(first, view, "a screen missed something and does not know: {at:?}");
    }
}

/// What happened to a screen.
#[derive(Default, Clone, Copy, Debug)]
struct Told {
    messages: u64,
    lost: u64,
    noticed: u64,
    broken: u64,
    slow: u64,
}

#[derive(Deserialize)]
struct Said {
    t: String,
    seq: u64,
    rev: Option<u64>,
    was: Option<u64>,
    view: Option<BTreeMap<String, Box<RawValue>>>,
    set: Option<BTreeMap<String, Box<RawValue>>>,
}

/// One screen.
struct Screen {
    topic: usize,
    /// Whether things happen to it.
    disturbed: bool,
    /// The control: it takes a patch that does not fit, as if nothing were missing.
    careless: bool,
    dice: fastrand::Rng,
    view: BTreeMap<String, Box<RawValue>>,
    /// 0 before the first view of a connection.
    revision: u64,
    seq: u64,
    told: Told,
    /// What it shows now: opening, revision, and a picture of it.
    shows: watch::Sender<(u32, u64, u64)>,
}

/// Why a screen listens no longer.
enum End {
    Broken,
    Over,
}

impl Screen {
    fn new(topic: usize, disturbed: bool, seed: u64) -> Screen {
        let dice = fastrand::Rng::with_seed(seed);
        let (view, told, shows) = (BTreeMap::new(), Told::default(), watch::Sender::default());
        Screen { topic, disturbed, careless: false, dice, view, revision: 0, seq: 0, told, shows }
    }

    fn picture(&self) -> u64 {
        let mut hasher = DefaultHasher::new();
        for (name, section) in &self.view {
            (name, section.get()).hash(&mut hasher);
        }
        hasher.finish()
    }

    fn chance(&mut self, one_in: u32) -> bool {
        self.disturbed && self.dice.u32(0..one_in) == 0
    }

    async fn open(&self, place: &Place) -> Option<Socket> {
        place.browsers[self.topic].socket(TOPICS[self.topic].1).await.ok()
    }

    /// Listens until the office closes for good; comes back whenever the line breaks.
    async fn live(mut self, mut places: watch::Receiver<Place>, truth: Arc<Truth>) -> Screen {
        loop {
            let place = places.borrow_and_update().clone();
            if let Some(socket) = self.open(&place).await
                && matches!(self.listen(socket, &place, &mut places, &truth).await, End::Over)
            {
                return self;
            }
            // The office may be between two openings.
            let _ = tokio::time::timeout(Duration::from_millis(20), places.changed()).await;
        }
    }

    async fn listen(
        &mut self,
        mut socket: Socket,
        place: &Place,
        places: &mut watch::Receiver<Place>,
        truth: &Truth,
    ) -> End {
        self.revision = 0;
        loop {
            let wild = match places.borrow().stage {
                Stage::Over => return End::Over,
                stage => stage == Stage::Wild,
            };
            let message = tokio::select! {
                message = socket.next() => message,
                _ = places.changed() => continue,
            };
            let Some(Ok(message)) = message else { return End::Broken };
            let Message::Text(text) = message else { continue };
            if wild && self.chance(40) {
                self.told.lost += 1;
                continue;
            }
            let said: Said = serde_json::from_str(&text).expect("what the office says is JSON");
            if !self.hear(said, place.life, truth) {
                self.told.noticed += 1;
                if socket.send(Message::text(r#"{"t":"ask"}"#)).await.is_err() {
                    return End::Broken;
                }
            }
            if wild && self.chance(50) {
                self.told.slow += 1;
                tokio::time::sleep(Duration::from_millis(self.dice.u64(1..150))).await;
            }
            if wild && self.chance(150) {
                self.told.broken += 1;
                return End::Broken;
            }
        }
    }

    /// Whether the message fits what it shows.
    fn hear(&mut self, said: Said, life: u32, truth: &Truth) -> bool {
        self.told.messages += 1;
        assert!(said.seq >= self.seq, "back from {} to {} by {}", self.seq, said.seq, said.t);
        // A word beside the view may tell that the view is right at a later position than the one it was made at.
        if said.rev.is_some() {
            self.seq = said.seq;
        }
        match (said.t.as_str(), said.rev) {
            ("full", Some(revision)) => {
                self.view = said.view.expect("a view");
                self.revision = revision;
            }
            ("patch", Some(revision))
                if (said.was == Some(self.revision) || self.careless) && !self.view.is_empty() =>
            {
                self.view.extend(said.set.expect("sections"));
                self.revision = revision;
            }
            ("patch", Some(_)) => return false,
            _ => return true,
        }
        let picture = self.picture();
        truth.holds((life, self.topic, self.revision, self.seq), picture);
        self.shows.send_replace((life, self.revision, picture));
        true
    }
}

/// Lets the office work until its journal has come so far: officers who come and go, visitors now and then, many acts
/// at once.
async fn work(office: &OfficeHandle, dice: &mut fastrand::Rng, until: u64) {
    let account = |login: &str| office.committed().state.account_by_login(login).expect("an account").id;
    let (kiosk, officers) = (account("kiosk"), [(2, account("loket-2")), (4, account("loket-4"))]);
    let mut paused = [false; 2];
    while office.committed().state.seq < Seq(until) {
        let acts: Vec<_> = (0..dice.usize(1..=200))
            .map(|_| {
                let seat = dice.usize(0..2);
                let (loket, officer) = officers[seat];
                let reason = || "salat".to_string();
                let act = match dice.u32(0..400) {
                    0 => {
                        let what = Wanted::Service(Series(if dice.bool() { 'A' } else { 'C' }));
                        let issue = Issue {
                            what,
                            priority: None,
                            lang: Lang::Id,
                            token: Token(dice.u128(..).to_be_bytes()),
                        };
                        return (kiosk, Command::Issue(issue));
                    }
                    1..=4 => LoketAct::CallNext,
                    5..=6 => LoketAct::Miss,
                    7..=8 => LoketAct::Present,
                    9..=12 => LoketAct::Dismiss { reason: reason() },
                    _ => {
                        paused[seat] = !paused[seat];
                        match paused[seat] {
                            true => LoketAct::Pause { reason: reason() },
                            false => LoketAct::Open { take_over: TakeOver::Never },
                        }
                    }
                };
                (officer, Command::Loket(LoketId(loket), act))
            })
            .map(|(who, command)| office.ask(Ask { actor: Actor::Account(who), request: None, command }))
            .collect();
        for answer in join_all(acts).await {
            match answer {
                Ok(_) | Err(SubmitError::Refused(_) | SubmitError::Busy) => {}
                Err(error) => panic!("{error}"),
            }
        }
    }
}

/// Somebody in a browser at each topic.
async fn browsers(house: &House) -> Arc<Vec<Client>> {
    let signing_in = TOPICS.map(|(login, _)| house.who(login));
    Arc::new(join_all(signing_in).await.into_iter().map(|person| person.client).collect())
}

/// C1: whatever befalls the screens, each ends with the office's own picture, hears no position twice, and knows of
/// every message that it missed.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn c1_no_screen_misses_anything_without_knowing_it() {
    let (events, screens) = (number("LOKET_EVENTS", EVENTS) as u64, number("LOKET_SCREENS", SCREENS));
    let seed = number("LOKET_SEED", 3_100) as u64;
    println!("LOKET_SEED={seed} LOKET_EVENTS={events} LOKET_SCREENS={screens}");
    let mut dice = fastrand::Rng::with_seed(seed);
    let mut house = House::open().await;
    for loket in [2, 4] {
        house.officer(loket).await;
    }
    let mut place = Place { life: 1, browsers: browsers(&house).await, stage: Stage::Wild };
    let (places, follows) = watch::channel(place.clone());
    let truth = Arc::new(Truth::default());
    let mut shown = Vec::new();
    let living: Vec<_> = (0..TOPICS.len() + screens)
        .map(|n| {
            let screen = Screen::new(n % TOPICS.len(), n >= TOPICS.len(), seed + n as u64);
            shown.push((screen.topic, screen.shows.subscribe()));
            tokio::spawn(screen.live(follows.clone(), truth.clone()))
        })
        .collect();
    const LIVES: u64 = 3;
    for life in 1..=LIVES {
        work(house.office(), &mut dice, events * life / LIVES).await;
        if life < LIVES {
            house = house.reopen().await;
            place = Place { life: place.life + 1, browsers: browsers(&house).await, ..place };
            places.send_replace(place.clone());
        }
    }
    place.stage = Stage::Calm;
    places.send_replace(place.clone());
    house.rests().await;
    // Whoever has lost the last message hears so by the next one; an office never stands still for long.
    house.who("kiosk").await.takes("A").await;
    house.rests().await;
    for (topic, shows) in &mut shown {
        let right = async {
            loop {
                let wanted = fresh(*topic, &place, &truth).await;
                let same = shows.wait_for(|shows| *shows == wanted);
                if tokio::time::timeout(Duration::from_secs(2), same).await.is_ok() {
                    return;
                }
            }
        };
        soon("the office's own picture on every screen", right).await;
    }
    place.stage = Stage::Over;
    places.send_replace(place);
    let mut all = Told::default();
    for screen in living {
        let told = soon("the end of a screen", screen).await.expect("no screen missed anything").told;
        all.messages += told.messages;
        all.lost += told.lost;
        all.noticed += told.noticed;
        all.broken += told.broken;
        all.slow += told.slow;
    }
    let Told { messages, lost, noticed, broken, slow } = all;
    assert!(lost > 0 && noticed > 0 && broken > 0 && slow > 0, "things really happened: {all:?}");
    let seq = house.office().committed().state.seq.0;
    result!(
        "{{\"id\":\"C1\",\"entries\":{seq},\"screens\":{screens},\"messages\":{messages},\"lost\":{lost},\
         \"noticed\":{noticed},\"broken\":{broken},\"slow\":{slow},\"undetected\":0}}"
    );
}

/// The control: a screen that loses messages and takes the next patch all the same is found out by what the others show.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn c1_a_screen_that_does_not_notice_what_it_lost_is_found_out() {
    let house = House::open().await;
    for loket in [2, 4] {
        house.officer(loket).await;
    }
    let place = Place { life: 1, browsers: browsers(&house).await, stage: Stage::Wild };
    let (places, follows) = watch::channel(place.clone());
    let truth = Arc::new(Truth::default());
    // The careful one to which nothing happens, and one that loses messages and does not care, of each topic.
    let living: Vec<_> = (0..2 * TOPICS.len())
        .map(|n| {
            let mut screen = Screen::new(n % TOPICS.len(), n >= TOPICS.len(), n as u64);
            screen.careless = screen.disturbed;
            tokio::spawn(screen.live(follows.clone(), truth.clone()))
        })
        .collect();
    let mut dice = fastrand::Rng::with_seed(31);
    work(house.office(), &mut dice, 6_000).await;
    house.rests().await;
    places.send_replace(Place { stage: Stage::Over, ..place });
    let mut found = 0;
    for screen in living {
        // Whichever of two shows the other picture later is the one that stumbles.
        found += usize::from(soon("the end of a screen", screen).await.is_err_and(|error| error.is_panic()));
    }
    assert!(found > 0, "nobody saw that messages were missing");
}

/// What a screen shows that has just come.
async fn fresh(topic: usize, place: &Place, truth: &Truth) -> (u32, u64, u64) {
    let mut screen = Screen::new(topic, false, 0);
    let mut socket = screen.open(place).await.expect("the office is open");
    while screen.revision == 0 {
        if let Message::Text(text) = socket.next().await.expect("a message").expect("a line") {
            screen.hear(serde_json::from_str(&text).expect("JSON"), place.life, truth);
        }
    }
    *screen.shows.borrow()
}
