//! What an administrator does to somebody's account, and how many strangers may knock at once.

use crate::house::{House, Plans};
use crate::people::{newcomer, settled};
use hyper::StatusCode;
use loket::app::client::{Client, Reply};
use serde_json::{Value, json};
use std::net::{IpAddr, SocketAddr, TcpListener, UdpSocket};

const TYPED: &str = "tujuh kuda lumping";
const OWN: &str = "ombak sore di dermaga";

async fn act(client: &Client, path: &str, body: Value) -> Reply {
    client.act(path, body).await.expect("an answer")
}

async fn status(client: &Client, path: &str) -> StatusCode {
    client.get(path).await.expect("an answer").status
}

fn account(house: &House, login: &str) -> u32 {
    house.office().committed().state.account_by_login(login).expect("an account").id.0
}

/// A password that the administrator types for somebody ends what was open under the old one, opens nothing but its own
/// change, and is the administrator's to give alone.
#[tokio::test]
async fn an_administrator_types_a_new_password_for_somebody() {
    let house = House::open().await;
    let (admin, two) = (house.who("admin").await.client, house.who("loket-2").await.client);
    let path = format!("/api/accounts/{}/password", account(&house, "loket-2"));
    assert_eq!(status(&two, "/api/permits").await, StatusCode::OK);
    let by_another = act(&house.who("pengawas").await.client, &path, json!({ "password": TYPED })).await;
    assert_eq!(by_another.status, StatusCode::FORBIDDEN, "{}", by_another.body);
    for (weak, word) in [("pendek", "weak-password"), ("katasandi2026!", "common-password")] {
        let refused = act(&admin, &path, json!({ "password": weak })).await;
        assert_eq!(
            (refused.status, &refused.body["error"]),
            (StatusCode::UNPROCESSABLE_ENTITY, &json!(word)),
            "{weak}"
        );
    }
    assert_eq!(status(&two, "/api/permits").await, StatusCode::OK, "what was refused has changed nothing");
    act(&admin, &path, json!({ "password": TYPED })).await.done().expect("typed");
    assert_eq!(status(&two, "/api/permits").await, StatusCode::UNAUTHORIZED, "signed out everywhere");
    let client = house.stranger();
    assert!(client.sign_in("loket-2", loket::app::demo::PASSWORD).await.is_err(), "the old one is over");
    house.clock.advance(5);
    client.sign_in("loket-2", TYPED).await.expect("with the new one");
    assert_eq!(status(&client, "/api/permits").await, StatusCode::FORBIDDEN, "nothing before it is changed");
    act(&client, "/api/password", json!({ "old": TYPED, "new": OWN })).await.done().expect("changed");
    assert_eq!(status(&client, "/api/permits").await, StatusCode::OK);
    let missing = act(&admin, "/api/accounts/9999/password", json!({ "password": TYPED })).await;
    assert!(missing.status.is_client_error(), "{}", missing.body);
    house.verify();
}

/// Signing somebody out everywhere ends every browser of theirs at once, and nobody else's; the password stays.
#[tokio::test]
async fn an_administrator_signs_somebody_out_everywhere() {
    let house = House::open().await;
    let admin = house.who("admin").await.client;
    let (one, other) = (house.who("loket-2").await.client, house.who("loket-2").await.client);
    let colleague = house.who("loket-4").await.client;
    let mut console = one.live("/live/loket/2").await.expect("a console");
    let path = format!("/api/accounts/{}/sign-out", account(&house, "loket-2"));
    assert_eq!(act(&colleague, &path, json!({})).await.status, StatusCode::FORBIDDEN);
    assert_eq!(status(&one, "/api/permits").await, StatusCode::OK);
    act(&admin, &path, json!({})).await.done().expect("signed out");
    let closed =
        crate::house::soon("the end of the console", async { while console.hear().await.is_ok() {} });
    closed.await;
    for client in [&one, &other] {
        assert_eq!(status(client, "/api/permits").await, StatusCode::UNAUTHORIZED);
    }
    for client in [&admin, &colleague] {
        assert_eq!(status(client, "/api/me").await, StatusCode::OK);
    }
    house.stranger().sign_in("loket-2", loket::app::demo::PASSWORD).await.expect("the password stays");
}

/// This machine's address on its network, by which nothing is sent here; none where it has no network.
pub fn own_address() -> Option<IpAddr> {
    let socket = UdpSocket::bind("0.0.0.0:0").ok()?;
    socket.connect("192.0.2.1:9").ok()?;
    Some(socket.local_addr().ok()?.ip()).filter(|address| !address.is_loopback() && !address.is_unspecified())
}

/// A stranger who floods public pages is told to wait, in words and with the seconds, while people and devices of the
/// same address go on. This machine itself, where a proxy may stand, is not slowed.
#[tokio::test]
async fn a_flood_of_strangers_is_told_to_wait_in_words() {
    let flood = async |client: &Client| {
        for knocks in 0..=200_u32 {
            let reply = client.get("/sk/kunci").await.expect("an answer");
            let setup = client.get("/t/x?lang=en").await.expect("an answer");
            for reply in [reply, setup] {
                if reply.status == StatusCode::TOO_MANY_REQUESTS {
                    return Some((knocks, reply));
                }
            }
        }
        None
    };
    let house = House::open().await;
    let (knocks, slowed) =
        flood(&house.stranger()).await.expect("addresses of nothing are counted for everybody");
    assert_eq!(knocks, 30, "thirty at once");
    assert_eq!(slowed.body["error"], "too-fast");
    assert_eq!(slowed.body["message"], "Too many requests. Wait a moment.");
    let wait: u32 = slowed.headers["retry-after"].to_str().expect("text").parse().expect("seconds");
    assert!((1..=60).contains(&wait), "{wait} s");

    let Some(own) = own_address() else { return eprintln!("not tried: this machine has no network") };
    let listener = TcpListener::bind(SocketAddr::new(own, 0)).expect("a port");
    let house = House::build(Plans { listener: Some(listener), ..Plans::default() }).await;
    let kiosk = house.who("kiosk").await;
    let ticket = kiosk.takes("A").await;
    let page = ticket["url"].as_str().and_then(|url| url.rsplit('/').next()).expect("a token");
    let page = format!("/t/{page}");
    let stranger = house.stranger();
    let mut opened = 0;
    let slowed = loop {
        let reply = stranger.get(&page).await.expect("an answer");
        if reply.status != StatusCode::OK {
            break reply;
        }
        opened += 1;
        assert!(opened <= 130, "nobody slows them");
    };
    // Signing in was a knock as well.
    assert!((110..=120).contains(&opened), "{opened} at once");
    assert_eq!((slowed.status, &slowed.body["error"]), (StatusCode::TOO_MANY_REQUESTS, &json!("too-fast")));
    assert_eq!(slowed.body["message"], "Terlalu banyak permintaan. Tunggu sebentar.");
    assert_eq!(slowed.headers["retry-after"], "1");
    kiosk.takes("A").await;
    house.clock.advance(1);
    assert_eq!(status(&stranger, &page).await, StatusCode::OK, "a second later");
}

/// One address holds so many connections open and no more, whatever it does with them; when one ends another may come.
#[tokio::test]
async fn one_address_holds_no_more_than_its_share_of_connections() {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    const SHARE: usize = 64;
    let Some(own) = own_address() else { return eprintln!("not tried: this machine has no network") };
    let listener = TcpListener::bind(SocketAddr::new(own, 0)).expect("a port");
    let address = listener.local_addr().expect("an address");
    let _house = House::build(Plans { listener: Some(listener), ..Plans::default() }).await;
    /// Connects and asks something small: whether there was an answer.
    async fn served(address: SocketAddr) -> Option<tokio::net::TcpStream> {
        let mut socket = tokio::net::TcpStream::connect(address).await.ok()?;
        socket.write_all(b"GET /health HTTP/1.1\r\nHost: loket\r\n\r\n").await.ok()?;
        let mut answer = [0; 12];
        socket.read_exact(&mut answer).await.ok()?;
        (&answer == b"HTTP/1.1 200").then_some(socket)
    }
    let mut held = Vec::new();
    while let Some(socket) = crate::house::soon("a word", served(address)).await {
        held.push(socket);
        assert!(held.len() <= SHARE, "more than {SHARE} at once");
    }
    assert_eq!(held.len(), SHARE);
    held.pop();
    crate::house::soon("another one, when one has gone", async {
        while served(address).await.is_none() {
            tokio::task::yield_now().await;
        }
    })
    .await;
}

/// A door for both kinds of addresses: whoever comes through a proxy on this machine by the older kind is this machine.
#[tokio::test]
async fn this_machine_is_known_by_either_kind_of_address() {
    let Ok(listener) = TcpListener::bind("[::]:0") else {
        return eprintln!("not tried: this machine has no IPv6");
    };
    let port = listener.local_addr().expect("an address").port();
    let house = House::build(Plans { listener: Some(listener), ..Plans::default() }).await;
    let client = Client::new(&format!("http://127.0.0.1:{port}"));
    client.demo_sign_in("kiosk").await.expect("signed in");
    let ticket =
        act(&client, "/api/kiosk/tickets", json!({ "service": "A" })).await.done().expect("a number");
    let page = ticket["url"].as_str().and_then(|url| url.rsplit('/').next()).expect("a token").to_string();
    for knocks in 0..150 {
        assert_eq!(status(&client, &format!("/t/{page}")).await, StatusCode::OK, "after {knocks}");
    }
    drop(house);
}

/// Every place where somebody is signed in is told one by one, and ended one by one by whoever types the password again.
#[tokio::test]
async fn places_are_told_one_by_one_and_ended_one_by_one() {
    let house = House::open().await;
    let admin = house.who("admin").await.client;
    newcomer(&admin, "baru", &["analis"]).await;
    let one = settled(&house, "baru").await;
    house.clock.advance(60);
    let two = house.stranger();
    two.sign_in("baru", OWN).await.expect("signed in");
    assert_eq!(status(&two, "/api/permits").await, StatusCode::OK);
    let me = async |client: &Client| client.get("/api/me").await.expect("an answer").done().expect("told");
    let told = me(&one).await;
    let places = told["places"].as_array().expect("places").clone();
    assert_eq!((places.len(), &places[0]["here"], &places[1]["here"]), (2, &json!(true), &json!(false)));
    assert_eq!(places[1]["from"], "127.0.0.1");
    let since = |place: &Value| place["opened"].as_i64().expect("a moment");
    assert_eq!(since(&places[1]) - since(&places[0]), 60_000);
    assert!(places[1]["last"].as_i64().is_some_and(|last| last >= since(&places[1])));
    let way = format!("/api/me/places/{}/sign-out", places[1]["place"].as_str().expect("a name"));
    let unsure = act(&one, &way, json!({ "password": "bukan ini sandinya" })).await;
    assert_eq!(unsure.status, StatusCode::UNAUTHORIZED);
    assert_eq!(status(&two, "/api/permits").await, StatusCode::OK, "not ended without the password");
    assert_eq!(me(&one).await["failed"], 1, "and its owner is told that somebody tried");
    // Nobody ends what is somebody else's, whatever they know.
    newcomer(&admin, "lain", &["analis"]).await;
    let other = settled(&house, "lain").await;
    let theirs = act(&other, &way, json!({ "password": OWN })).await;
    assert_eq!(theirs.status, StatusCode::NOT_FOUND, "{}", theirs.body);
    act(&one, &way, json!({ "password": OWN })).await.done().expect("ended");
    assert_eq!(status(&two, "/api/permits").await, StatusCode::UNAUTHORIZED);
    assert_eq!(status(&one, "/api/permits").await, StatusCode::OK);
    house.rests().await;
    house.verify();
}

/// Ten places at once; the eleventh sign-in ends the oldest, and a device is not counted.
#[tokio::test]
async fn nobody_is_signed_in_at_more_than_ten_places() {
    let house = House::open().await;
    let mut browsers = Vec::new();
    for _ in 0..11 {
        let client = house.stranger();
        client.demo_sign_in("analis").await.expect("signed in");
        browsers.push(client);
        house.clock.advance(1);
    }
    assert_eq!(status(&browsers[0], "/api/permits").await, StatusCode::UNAUTHORIZED, "the oldest");
    for client in &browsers[1..] {
        assert_eq!(status(client, "/api/permits").await, StatusCode::OK);
    }
    let me = browsers[10].get("/api/me").await.expect("an answer").body;
    assert_eq!((&me["sessions"], &me["most_places"]), (&json!(10), &json!(10)));
    for _ in 0..12 {
        house.who("kiosk").await;
    }
    let state = &house.office().committed().state;
    let kiosk = state.account_by_login("kiosk").expect("a kiosk").id;
    assert_eq!(state.sessions.values().filter(|session| session.account == kiosk).count(), 12);
    house.verify();
}

/// Whoever signs out leaves nothing in the browser: no cookie, and nothing that screens have put aside.
#[tokio::test]
async fn signing_out_leaves_nothing_in_the_browser() {
    let house = House::open().await;
    let officer = house.who("loket-2").await.client;
    let reply = officer.post("/api/sign-out", json!({})).await.expect("an answer");
    assert_eq!(reply.headers["clear-site-data"], "\"storage\"");
    assert!(reply.headers["set-cookie"].to_str().expect("text").contains("Max-Age=0"));
    assert_eq!(status(&officer, "/api/permits").await, StatusCode::UNAUTHORIZED);
}
