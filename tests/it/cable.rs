//! C3: the cable of a screen is pulled. The office and the screen live in two network namespaces with one cable between
//! them; neither end is told that the other has gone.
//!
//! It takes as long as the deadlines of both ends, so it runs when `LOKET_CABLE` is set, as `tests/run --long` does, and
//! only for root.

use crate::house::{House, PATIENCE, Plans};
use loket::app::client::{Client, Live};
use loket::domain::account::Actor;
use loket::domain::command::{Ask, Command as Act, Issue, Wanted};
use loket::domain::ids::Series;
use loket::domain::ticket::Lang;
use loket::domain::token::Token;
use rustix::thread::{LinkNameSpaceType, move_into_link_name_space};
use serde_json::json;
use std::fs::File;
use std::net::TcpListener;
use std::os::fd::AsFd;
use std::process::Command;
use std::sync::mpsc;
use std::time::Duration;
use tokio::sync::watch;

/// A screen that hears nothing for so long says so and comes again, as `display/shared/live.js` does.
const SILENCE: Duration = Duration::from_secs(12);
/// So long after the cable was pulled the office may know of the screen at most: 25 s of silence, noticed by one of
/// the beats that go out every 5 s, and what a busy machine adds.
const HELD: Duration = Duration::from_secs(60);
const OFFICE: &str = "10.213.77.1";
const SCREEN: &str = "10.213.77.2";

fn ip(arguments: &str) -> Result<(), String> {
    let done = Command::new("ip").args(arguments.split(' ')).output().map_err(|error| error.to_string())?;
    let words = String::from_utf8_lossy(&done.stderr);
    if done.status.success() { Ok(()) } else { Err(format!("ip {arguments}: {}", words.trim())) }
}

/// Two namespaces with a cable between them.
struct Cable {
    office: String,
    screen: String,
}

impl Cable {
    fn lay() -> Result<Cable, String> {
        let name = |end: &str| format!("loket-{end}-{}", std::process::id());
        let cable = Cable { office: name("office"), screen: name("screen") };
        let Cable { office, screen } = &cable;
        for name in [office, screen] {
            ip(&format!("netns add {name}"))?;
            ip(&format!("-n {name} link set lo up"))?;
        }
        ip(&format!("-n {office} link add cable type veth peer name cable netns {screen}"))?;
        for (name, address) in [(office, OFFICE), (screen, SCREEN)] {
            ip(&format!("-n {name} address add {address}/30 dev cable"))?;
            ip(&format!("-n {name} link set cable up"))?;
        }
        Ok(cable)
    }

    fn pull(&self) {
        ip(&format!("-n {} link set cable down", self.screen)).expect("the cable is pulled");
    }

    fn plug(&self) {
        ip(&format!("-n {} link set cable up", self.screen)).expect("the cable is plugged in");
    }
}

impl Drop for Cable {
    fn drop(&mut self) {
        for name in [&self.office, &self.screen] {
            let _ = ip(&format!("netns del {name}"));
        }
    }
}

/// Moves this thread into a namespace. Sockets that it makes stay there.
fn enter(name: &str) {
    let namespace = File::open(format!("/run/netns/{name}")).expect("a namespace");
    move_into_link_name_space(namespace.as_fd(), Some(LinkNameSpaceType::Network)).expect("inside");
}

/// A thread at the office's end: gives the socket it is reached by, then says how many connections are held there
/// whenever it is asked.
fn office_end(name: String) -> (TcpListener, impl Fn() -> usize) {
    let (give, given) = mpsc::channel();
    let (ask, asks) = mpsc::channel::<mpsc::Sender<usize>>();
    std::thread::spawn(move || {
        enter(&name);
        let listener = TcpListener::bind((OFFICE, 0)).expect("a port");
        let port = format!(":{:04X}", listener.local_addr().expect("bound").port());
        give.send(listener).expect("the test waits");
        for answer in asks {
            let table = std::fs::read_to_string("/proc/thread-self/net/tcp").expect("the connections");
            let held = table.lines().skip(1).filter(|line| {
                let words: Vec<_> = line.split_whitespace().collect();
                // The one that listens has the state 0A; one that the office has let go has no inode.
                words[1].ends_with(&port) && words[3] != "0A" && words[9] != "0"
            });
            let _ = answer.send(held.count());
        }
    });
    let count = move || {
        let (answer, answered) = mpsc::channel();
        ask.send(answer).expect("the thread lives");
        answered.recv().expect("a count")
    };
    (given.recv().expect("a socket"), count)
}

/// What the screen shows and how it is with its line.
#[derive(Clone, Default, Debug)]
struct Shows {
    waiting: u64,
    lost: bool,
    /// How often it has come.
    came: u32,
}

/// A screen in its namespace, as long as somebody looks at it.
fn screen_end(name: String, base: String) -> watch::Receiver<Shows> {
    let (show, shows) = watch::channel(Shows::default());
    std::thread::spawn(move || {
        enter(&name);
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        runtime.block_on(async {
            let tv = Client::new(&base);
            tv.demo_sign_in("tv-1").await.expect("signed in");
            tokio::select! {
                () = show.closed() => {}
                () = keep(&tv, &show) => {}
            }
        });
    });
    shows
}

async fn keep(tv: &Client, show: &watch::Sender<Shows>) {
    let waiting = |board: &Live| board.section("waiting")[0]["count"].as_u64().unwrap_or_default();
    loop {
        let coming = tokio::time::timeout(SILENCE, tv.live("/live/papan/utama?page=1")).await;
        if let Ok(Ok(mut board)) = coming {
            board.say(&json!({ "t": "sound", "state": "running" })).await.expect("sent");
            show.send_modify(|shows| {
                *shows = Shows { waiting: waiting(&board), lost: false, came: shows.came + 1 };
            });
            while let Ok(Ok(_)) = tokio::time::timeout(SILENCE, board.hear()).await {
                show.send_modify(|shows| shows.waiting = waiting(&board));
            }
            show.send_modify(|shows| shows.lost = true);
        }
        tokio::time::sleep(Duration::from_millis(500)).await;
    }
}

/// Gives numbers where no cable is needed.
async fn give(house: &House, many: u8) {
    let kiosk = house.office().committed().state.account_by_login("kiosk").expect("an account").id;
    for n in 0..many {
        let (what, token) = (Wanted::Service(Series('A')), Token(ulid::Ulid::generate().0.to_be_bytes()));
        let command = Act::Issue(Issue { what, priority: None, lang: Lang::Id, token });
        let ask = Ask { actor: Actor::Account(kiosk), request: None, command };
        house.office().ask(ask).await.unwrap_or_else(|error| panic!("number {n}: {error}"));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn c3_a_pulled_cable_frees_the_socket_and_the_screen_comes_back() {
    if std::env::var_os("LOKET_CABLE").is_none() {
        println!("SKIPPED: LOKET_CABLE is not set; it waits for deadlines of half a minute");
        return;
    }
    let cable = match Cable::lay() {
        Ok(cable) => cable,
        Err(why) => return println!("SKIPPED: network namespaces cannot be made here: {why}"),
    };
    let (listener, held) = office_end(cable.office.clone());
    let house = House::build(Plans { listener: Some(listener), ..Plans::default() }).await;
    let mut shows = screen_end(cable.screen.clone(), house.base.clone());
    let known = || house.office().presence().devices().boards.len();
    let mut devices = house.office().presence().follow();
    let mut until = async |what: &str, patience: Duration, wanted: &dyn Fn(&Shows) -> bool| {
        let waited = tokio::time::timeout(patience, shows.wait_for(wanted)).await;
        waited.unwrap_or_else(|_| panic!("{what} did not come")).expect("the screen lives").clone()
    };
    give(&house, 1).await;
    until("the first picture", PATIENCE, &|shows| shows.waiting == 1).await;

    // A moment without the cable costs nothing: what was sent is sent again.
    cable.pull();
    give(&house, 1).await;
    tokio::time::sleep(Duration::from_secs(1)).await;
    cable.plug();
    let before = until("the picture after a moment", PATIENCE, &|shows| shows.waiting == 2).await;

    let pulled = tokio::time::Instant::now();
    cable.pull();
    give(&house, 3).await;
    let lost = until("TERPUTUS", PATIENCE, &|shows| shows.lost).await;
    let said = pulled.elapsed();
    assert_eq!(lost.waiting, 2, "it shows the last good picture");
    let gone = async {
        while known() > 0 {
            devices.changed().await.expect("the office is open");
        }
        while held() > 0 {
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    };
    tokio::time::timeout(HELD, gone).await.expect("the office lets go of a screen without a cable");
    let freed = pulled.elapsed();

    cable.plug();
    let back = until("the screen", PATIENCE, &|shows| !shows.lost && shows.waiting == 5).await;
    assert!(back.came > before.came, "by a new connection");
    result!(
        "{{\"id\":\"C3\",\"said after s\":{:.1},\"freed after s\":{:.1}}}",
        said.as_secs_f64(),
        freed.as_secs_f64()
    );
    house.verify();
}
