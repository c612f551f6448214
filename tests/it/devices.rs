//! Devices: who is here is told by the open socket, and a device that comes stays signed in for years.

use crate::agent;
use crate::house::{House, Person, soon};
use loket::app::client::Socket;
use loket::office::PrinterCondition;
use loket::printing::emulator::{Roll, State};
use serde_json::{Value, json};
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;

const DAY: i64 = 24 * 3600;

/// What the administrator is told of the device with that screen, once it is as wanted.
async fn line(admin: &Person, screen: &str, wanted: impl Fn(&Value) -> bool) -> Value {
    soon(&format!("the line of {screen}"), async {
        loop {
            let list = admin.client.get("/api/devices").await.expect("an answer").done().expect("a list");
            let mut lines = list["devices"].as_array().expect("a list").iter();
            let line = lines.find(|line| line["screen"] == screen).expect("a device").clone();
            if wanted(&line) {
                return json!({ "now": list["now"], "device": line });
            }
            tokio::task::yield_now().await;
        }
    })
    .await
}

async fn says(socket: &mut Socket, said: Value) {
    use futures_util::SinkExt;
    socket.send(Message::text(said.to_string())).await.expect("sent");
}

#[tokio::test]
async fn a_device_is_asked_for_the_screen_that_it_was_opened_at() {
    let house = House::open().await;
    let (admin, device) = (house.who("admin").await.client, house.stranger());
    for (opened, proposed) in [
        ("/kiosk", json!("/kiosk")),
        ("/papan", json!("/papan/utama")),
        ("/papan/utama", json!("/papan/utama")),
        ("/skm", json!("/skm/5")),
        ("/pa", Value::Null),
        ("", Value::Null),
    ] {
        let asked = device.post("/api/pairing/ask", json!({ "screen": opened })).await;
        let code = asked.expect("an answer").done().expect("a code")["code"].clone();
        let found = admin.post("/api/devices/look", json!({ "code": code })).await;
        assert_eq!(found.expect("an answer").done().expect("found")["screen"], proposed, "{opened}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_connected_is_here_and_tells_how_it_is() {
    let house = House::open().await;
    let admin = house.who("admin").await;
    let (kiosk, tablet, tv) = (house.who("kiosk").await, house.who("tablet").await, house.who("tv-1").await);
    let gone = line(&admin, "/kiosk", |_| true).await;
    assert_eq!((&gone["device"]["here"], &gone["device"]["version"]), (&json!(false), &Value::Null));

    let build = kiosk.client.get("/kiosk").await.expect("a page").body;
    let build = build.as_str().and_then(|page| page.split("/a/").nth(1)?.split('/').next()).expect("a build");
    let open = async |who: &Person, path: &str| who.client.socket(path).await.expect("it is let in");
    let mut at_the_kiosk = open(&kiosk, "/live/kiosk").await;
    let mut on_the_tablet = open(&tablet, "/live/skm/5").await;
    let mut on_the_wall = open(&tv, "/live/papan/utama?page=7").await;
    says(&mut at_the_kiosk, json!({ "t": "page", "build": build })).await;
    says(&mut on_the_tablet, json!({ "t": "page", "build": "an older one" })).await;
    says(&mut on_the_wall, json!({ "t": "page", "build": build })).await;
    says(&mut on_the_wall, json!({ "t": "sound", "state": "blocked" })).await;
    line(&admin, "/kiosk", |line| line["version"] == build).await;
    line(&admin, "/skm/5", |line| line["version"] == "an older one").await;
    line(&admin, "/papan/utama", |line| line["sound"] == "blocked").await;

    // None of them sends a request from here on.
    house.clock.advance(10 * 60);
    for screen in ["/kiosk", "/skm/5", "/papan/utama"] {
        let told = line(&admin, screen, |_| true).await;
        assert_eq!(
            (&told["device"]["here"], &told["device"]["seen"]),
            (&json!(true), &told["now"]),
            "{screen}"
        );
        assert_eq!(told["device"]["current"], json!(screen != "/skm/5"), "{screen}");
    }
    house.printer("kiosk").set_state(State { roll: Roll::Out, ..State::READY });
    let told = line(&admin, "/kiosk", |line| line["printer"]["condition"] == "paper-out").await;
    assert!(told["device"]["printer"]["name"].as_str().is_some_and(|name| !name.is_empty()));
    says(&mut on_the_wall, json!({ "t": "sound", "state": "running" })).await;
    line(&admin, "/papan/utama", |line| line["sound"] == "running" && line["printer"].is_null()).await;

    drop(at_the_kiosk);
    let left = line(&admin, "/kiosk", |line| line["here"] == false).await;
    assert_eq!(left["device"]["seen"], left["now"], "it was here until now");
    house.clock.advance(60);
    let left = line(&admin, "/kiosk", |_| true).await;
    assert_eq!(
        left["now"].as_i64().zip(left["device"]["seen"].as_i64()).map(|(now, at)| now - at),
        Some(60_000)
    );
    assert_eq!(left["device"]["version"], Value::Null, "nothing runs there");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_agent_is_here_and_tells_its_version_and_its_printer() {
    let (house, printer) = (House::build(agent::plans()).await, agent::usb_printer().await);
    let folder = tempfile::tempdir().expect("a folder");
    let running = agent::paired(&house, &printer, &folder.path().join("agen.json")).await;
    agent::condition_is(&house, PrinterCondition::Ready).await;
    let admin = house.who("admin").await;
    house.clock.advance(10 * 60);
    let told = line(&admin, "/agen/kiosk", |line| line["version"] == env!("CARGO_PKG_VERSION")).await;
    assert_eq!((&told["device"]["here"], &told["device"]["current"]), (&json!(true), &json!(true)));
    assert_eq!(told["device"]["printer"]["condition"], "ready");
    printer.set_state(State { roll: Roll::Out, ..State::READY });
    line(&admin, "/agen/kiosk", |line| line["printer"]["condition"] == "paper-out").await;
    agent::kill(running).await;
    let told = line(&admin, "/agen/kiosk", |line| line["here"] == false).await;
    assert_eq!(told["device"]["printer"]["condition"], "unreachable");
}

/// How long the cookie is kept that comes with the kiosk's page.
async fn kept_for(kiosk: &Person) -> i64 {
    let page = kiosk.client.get("/kiosk").await.expect("a page");
    assert!(page.status.is_success(), "it is let in: {}", page.status);
    let cookie = page.headers.get("set-cookie").expect("a cookie").to_str().expect("text");
    assert!(cookie.contains("HttpOnly; SameSite=Lax"), "{cookie}");
    cookie.split("Max-Age=").nth(1).and_then(|age| age.split(';').next()?.parse().ok()).expect("an age")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_device_that_comes_stays_signed_in_and_one_that_does_not_is_forgotten() {
    let house = House::open().await;
    let (kiosk, tablet) = (house.who("kiosk").await, house.who("tablet").await);
    assert_eq!(kept_for(&kiosk).await, 400 * DAY);
    house.clock.advance(150 * DAY);
    assert_eq!(kept_for(&kiosk).await, 250 * DAY, "more than half is left");

    house.clock.advance(100 * DAY);
    assert_eq!(kept_for(&kiosk).await, 400 * DAY, "renewed with its page");
    house.clock.advance(250 * DAY);
    // 500 days after it was paired; the tablet has never come.
    assert_eq!(kept_for(&kiosk).await, 400 * DAY);
    assert_eq!(tablet.client.get("/skm/5").await.expect("an answer").status.as_u16(), 401);
    house.verify();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_screen_that_never_goes_comes_anew_to_be_renewed() {
    let house = House::open().await;
    let tv = house.who("tv-1").await;
    let mut board = tv.client.live("/live/papan/utama?page=1").await.expect("a board");
    house.clock.advance(250 * DAY);
    let closed = soon("the end of the socket", async {
        loop {
            if let Err(why) = board.hear().await {
                return why.to_string();
            }
        }
    });
    let closed = closed.await;
    assert!(closed.contains("Restart"), "told to come back: {closed}");
    let _board = tv.client.live("/live/papan/utama?page=1").await.expect("it comes back");
    house.clock.advance(250 * DAY);
    tv.client.live("/live/papan/utama?page=2").await.expect("500 days on it is still let in");
    house.verify();
}

#[tokio::test(flavor = "multi_thread")]
async fn an_agent_keeps_its_pairing_for_as_long_as_it_connects() {
    let (house, printer) = (House::build(agent::plans()).await, agent::usb_printer().await);
    let folder = tempfile::tempdir().expect("a folder");
    let running = agent::paired(&house, &printer, &folder.path().join("agen.json")).await;
    agent::condition_is(&house, PrinterCondition::Ready).await;
    let session = || {
        let committed = house.office().committed();
        let of = committed.state.screens.iter().find(|(_, screen)| screen.path() == "/agen/kiosk");
        let account = *of.expect("the agent").0;
        let mut sessions = committed.state.sessions.values();
        sessions.find(|session| session.account == account).expect("signed in").expires
    };
    let first = session();
    house.clock.advance(250 * DAY);
    soon("the agent comes anew", async {
        while session() == first {
            tokio::task::yield_now().await;
        }
    })
    .await;
    assert!(session() >= house.office().now().plus_seconds(399 * DAY));
    agent::condition_is(&house, PrinterCondition::Ready).await;
    agent::kill(running).await;
    house.verify();
}

/// A screen that connects with the kiosk's sign-in from this address of the machine.
async fn from(house: &House, kiosk: &Person, address: &str) -> Live {
    let socket = tokio::net::TcpSocket::new_v4().expect("a socket");
    socket.bind(format!("{address}:0").parse().expect("an address")).expect("all of 127 is this machine");
    let office = house.base.trim_start_matches("http://");
    let wire = socket.connect(office.parse().expect("an address")).await.expect("connected");
    let mut request = format!("ws://{office}/live/kiosk").into_client_request().expect("a request");
    let cookies = kiosk.client.cookie_header().expect("signed in").parse().expect("a header");
    request.headers_mut().insert("cookie", cookies);
    request.headers_mut().insert("sec-fetch-site", "none".parse().expect("a header"));
    Live(tokio_tungstenite::client_async(request, wire).await.expect("it is let in").0)
}

struct Live(tokio_tungstenite::WebSocketStream<tokio::net::TcpStream>);

impl Live {
    /// Hears a beat of this moment of the office; by then the office has looked around.
    async fn beats(&mut self, house: &House) {
        use futures_util::StreamExt;
        let now = house.office().now().0 / 1_000;
        soon("a beat", async {
            while let Some(Ok(message)) = self.0.next().await {
                let Message::Text(text) = message else { continue };
                let said: Value = serde_json::from_str(&text).expect("JSON");
                if said["t"] == "beat" && said["now"].as_i64().is_some_and(|at| at >= now) {
                    return;
                }
            }
            panic!("the connection ended");
        })
        .await;
    }
}

/// A sign-in that is used at two addresses for a minute was copied, and is told; two screens at one address are not, and
/// neither is a device that has just come back by another one.
#[tokio::test(flavor = "multi_thread")]
async fn g9_a_sign_in_that_was_copied_is_told() {
    let house = House::open().await;
    let admin = house.who("admin").await;
    let kiosk = house.who("kiosk").await;
    let told = async || line(&admin, "/kiosk", |_| true).await["device"]["twice"].clone();
    let mut own = from(&house, &kiosk, "127.0.0.1").await;
    let mut beside = from(&house, &kiosk, "127.0.0.1").await;
    house.clock.advance(61);
    own.beats(&house).await;
    beside.beats(&house).await;
    assert_eq!(told().await, Value::Null, "two pages of one device");

    let mut copied = from(&house, &kiosk, "127.0.0.2").await;
    copied.beats(&house).await;
    own.beats(&house).await;
    assert_eq!(told().await, Value::Null, "it may have moved");
    house.clock.advance(61);
    let seen = house.office().now();
    copied.beats(&house).await;
    let twice = told().await;
    assert_eq!(twice["from"], json!(["127.0.0.1", "127.0.0.2"]));
    assert_eq!(twice["at"].as_i64(), Some(seen.0 / 1_000));
    // Another device with a sign-in of its own is not told of, wherever it is.
    let other = line(&admin, "/skm/5", |_| true).await;
    assert_eq!(other["device"]["twice"], Value::Null);

    drop(copied);
    let shut_out = line(&admin, "/kiosk", |_| true).await["device"]["id"].clone();
    let path = format!("/api/accounts/{shut_out}/active");
    admin.client.act(&path, json!({ "active": false })).await.expect("an answer").done().expect("shut out");
    assert_eq!(told().await, Value::Null, "it is over with the sign-in");
    house.verify();
}
