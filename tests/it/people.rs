//! People at the doors: the first administrator, links and lent passwords, the code of a phone, and floods.

use crate::house::{House, Person, Plans, soon};
use hyper::{Method, StatusCode};
use loket::app::client::{Client, Reply};
use loket::domain::ids::Seq;
use serde_json::{Value, json};
use std::net::SocketAddr;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

pub(crate) const OWN: &str = "ombak sore di dermaga";
const LENT: &str = "tujuh kuda lumping";

/// Makes an account with a password that the administrator knows. Its id.
pub(crate) async fn newcomer(admin: &Client, login: &str, roles: &[&str]) -> u64 {
    let body = json!({ "login": login, "name": "Orang Baru", "roles": roles, "password": LENT });
    let made = admin.act("/api/accounts", body).await.expect("an answer");
    assert_eq!(made.status, StatusCode::CREATED, "{}", made.body);
    made.body["account"].as_u64().expect("an account")
}

/// Signs in and replaces the lent password by one's own.
pub(crate) async fn settled(house: &House, login: &str) -> Client {
    let client = house.stranger();
    client.sign_in(login, LENT).await.expect("signed in");
    let change = client.act("/api/password", json!({ "old": LENT, "new": OWN })).await.expect("an answer");
    change.done().expect("changed");
    client
}

async fn act(client: &Client, path: &str, body: Value) -> Reply {
    client.act(path, body).await.expect("an answer")
}

async fn status(client: &Client, path: &str) -> StatusCode {
    client.get(path).await.expect("an answer").status
}

#[tokio::test]
async fn a_lent_password_opens_nothing_but_its_own_change() {
    let house = House::open().await;
    let admin = house.who("admin").await.client;
    newcomer(&admin, "baru", &["analis"]).await;
    let client = house.stranger();
    let typed = json!({ "login": "baru", "password": LENT });
    let signed = client.post("/api/sign-in", typed).await.expect("an answer");
    assert_eq!(signed.done().expect("signed in")["home"], "/saya");
    for path in ["/api/permits", "/api/berkas/1", "/live/berkas/analis"] {
        let reply = client.get(path).await.expect("an answer");
        assert_eq!(
            (reply.status, &reply.body["error"]),
            (StatusCode::FORBIDDEN, &json!("new-password-first")),
            "{path}"
        );
    }
    assert!(client.live("/live/berkas/analis").await.is_err(), "no screen either");
    assert_eq!(client.get("/api/me").await.expect("an answer").body["lent"], true);

    // What everybody would try is no password, whoever chooses it.
    for (weak, code) in [
        ("pendek", "weak-password"),
        ("katasandi2026!", "common-password"),
        ("orangbaru12345", "common-password"),
        ("dpmptsp-bolaang-1", "common-password"),
    ] {
        let reply = act(&client, "/api/password", json!({ "old": LENT, "new": weak })).await;
        assert_eq!((reply.status.as_u16(), &reply.body["error"]), (422, &json!(code)), "{weak}");
    }
    let reply = act(&client, "/api/password", json!({ "old": "bukan ini sandinya", "new": OWN })).await;
    assert_eq!(reply.status, StatusCode::UNAUTHORIZED);
    act(&client, "/api/password", json!({ "old": LENT, "new": OWN })).await.done().expect("changed");
    assert_eq!(status(&client, "/api/permits").await, StatusCode::OK);
    assert!(house.stranger().sign_in("baru", LENT).await.is_err());
}

#[tokio::test]
async fn a_link_lets_its_owner_choose_the_password_once() {
    let house = House::open().await;
    let admin = house.who("admin").await.client;
    let body = json!({ "login": "baru", "name": "Orang Baru", "roles": ["analis", "kasi"] });
    let made = act(&admin, "/api/accounts", body).await;
    let (id, link) = (made.body["account"].as_u64().expect("an account"), made.body["link"].clone());
    let token = |link: &Value| {
        link.as_str().and_then(|link| link.strip_prefix("/mulai/")).expect("a link").to_string()
    };
    let first = token(&link);
    assert_eq!(first.len(), 64);
    let journal = format!("{:?}", house.office().committed().state.accounts);
    assert!(!journal.contains(&first), "only its hash is kept");
    assert!(house.stranger().sign_in("baru", "").await.is_err(), "no password opens nothing");

    let again = act(&admin, &format!("/api/accounts/{id}/link"), json!({})).await;
    let second = token(&again.body["link"]);
    let stranger = house.stranger();
    let choose = |token: &str, password: &str| json!({ "token": token, "password": password });
    for gone in [first.as_str(), "nothing", &"0".repeat(64)] {
        let reply = stranger.post("/api/setup", choose(gone, OWN)).await.expect("an answer");
        assert_eq!(reply.status, StatusCode::NOT_FOUND);
        assert_eq!(status(&stranger, &format!("/mulai/{gone}")).await, StatusCode::NOT_FOUND);
    }
    assert_eq!(status(&stranger, &format!("/mulai/{second}")).await, StatusCode::OK);
    let weak = stranger.post("/api/setup", choose(&second, "katasandi2026!")).await.expect("an answer");
    assert_eq!(weak.status.as_u16(), 422, "and the link stays good");
    let done = stranger.post("/api/setup", choose(&second, OWN)).await.expect("an answer");
    assert_eq!(done.done().expect("chosen")["home"], "/berkas");
    assert_eq!(status(&stranger, "/api/permits").await, StatusCode::OK, "signed in at once");
    let used = house.stranger().post("/api/setup", choose(&second, OWN)).await.expect("an answer");
    assert_eq!(used.status, StatusCode::NOT_FOUND, "once");
    house.stranger().sign_in("baru", OWN).await.expect("with the password");

    let old = token(&act(&admin, &format!("/api/accounts/{id}/link"), json!({})).await.body["link"]);
    house.clock.advance(24 * 3600);
    let late = house.stranger().post("/api/setup", choose(&old, OWN)).await.expect("an answer");
    assert_eq!(late.status, StatusCode::NOT_FOUND, "a day");
    house.rests().await;
    house.verify();
}

#[tokio::test]
async fn a_change_of_roles_and_signing_out_everywhere_close_open_screens() {
    let house = House::open().await;
    let admin = house.who("admin").await.client;
    let id = newcomer(&admin, "baru", &["analis"]).await;
    let client = settled(&house, "baru").await;
    let mut inbox = client.live("/live/berkas/analis").await.expect("the inbox");
    let way = format!("/api/accounts/{id}");
    let ends = async |live: &mut loket::app::client::Live| {
        let closed = async { while live.hear().await.is_ok() {} };
        soon("the end of the screen", closed).await;
    };
    act(&admin, &format!("{way}/roles"), json!({ "roles": ["kasi", "kabid"] }))
        .await
        .done()
        .expect("changed");
    ends(&mut inbox).await;
    assert_eq!(status(&client, "/api/permits").await, StatusCode::UNAUTHORIZED);

    let (one, two) = (house.stranger(), house.stranger());
    one.sign_in("baru", OWN).await.expect("signed in");
    two.sign_in("baru", OWN).await.expect("signed in");
    let mut inbox = two.live("/live/berkas/kabid").await.expect("a role of the two");
    assert!(two.live("/live/berkas/analis").await.is_err());
    assert_eq!(one.get("/api/me").await.expect("an answer").body["sessions"], 2);
    let unsure = act(&one, "/api/me/sign-out", json!({ "password": "bukan ini sandinya" })).await;
    assert_eq!(unsure.status, StatusCode::UNAUTHORIZED, "a screen that was left open is not enough");
    assert_eq!(status(&two, "/api/permits").await, StatusCode::OK);
    act(&one, "/api/me/sign-out", json!({ "password": OWN })).await.done().expect("everywhere");
    ends(&mut inbox).await;
    for client in [&one, &two] {
        assert_eq!(status(client, "/api/permits").await, StatusCode::UNAUTHORIZED);
    }

    two.sign_in("baru", OWN).await.expect("signed in");
    let mut inbox = two.live("/live/berkas/kabid").await.expect("the inbox");
    act(&admin, &format!("{way}/active"), json!({ "active": false })).await.done().expect("shut out");
    ends(&mut inbox).await;
    act(&admin, &format!("{way}/active"), json!({ "active": true })).await.done().expect("let in");
    act(&admin, &format!("{way}/name"), json!({ "name": "Nama Lain" })).await.done().expect("renamed");
    let list = admin.get("/api/accounts").await.expect("an answer").body;
    let listed =
        list["accounts"].as_array().expect("a list").iter().find(|one| one["id"] == id).expect("there");
    assert_eq!((&listed["name"], &listed["roles"]), (&json!("Nama Lain"), &json!(["kabid", "kasi"])));
    house.rests().await;
    house.verify();
}

/// The code that an app would show now, computed here from the RFC and not by the office.
pub(crate) fn code(secret: &str, seconds: i64) -> String {
    use hmac::{Hmac, KeyInit, Mac};
    let bytes: Vec<u8> = (0..secret.len() / 2)
        .map(|at| u8::from_str_radix(&secret[2 * at..2 * at + 2], 16).expect("digits"))
        .collect();
    let mut mac = Hmac::<sha1::Sha1>::new_from_slice(&bytes).expect("a key");
    mac.update(&(seconds / 30).to_be_bytes());
    let digest = mac.finalize().into_bytes();
    let place = usize::from(digest[19] & 15);
    let number = u32::from_be_bytes(digest[place..place + 4].try_into().expect("four")) & 0x7fff_ffff;
    format!("{:06}", number % 1_000_000)
}

#[tokio::test]
async fn a_code_of_the_phone_is_asked_for_and_opens_one_session() {
    let house = House::open().await;
    let admin = house.who("admin").await.client;
    let id = newcomer(&admin, "baru", &["analis"]).await;
    let client = settled(&house, "baru").await;
    let begun = client.post("/api/me/second/begin", json!({ "password": OWN })).await.expect("an answer");
    let begun = begun.done().expect("a secret");
    assert!(begun["picture"].as_str().is_some_and(|picture| picture.contains("<svg")));
    let secret = begun["secret"].as_str().expect("a secret").to_string();
    let now = || house.office().now().0 / 1_000_000;
    let set = |code: String| json!({ "password": OWN, "secret": secret, "code": code });
    let wrong = act(&client, "/api/me/second", set("000000".into())).await;
    assert_eq!(wrong.status.as_u16(), 422, "nothing is kept until a code came back");
    let shown = act(&client, "/api/me/second", set(code(&secret, now()))).await.done().expect("set");
    let spare: Vec<String> = serde_json::from_value(shown["spare"].clone()).expect("codes");
    assert_eq!(spare.len(), 8);

    let tries = async |code: &str| {
        let body = json!({ "login": "baru", "password": OWN, "code": code });
        let reply = house.stranger().post("/api/sign-in", body).await.expect("an answer");
        (reply.status.as_u16(), reply.body["error"].as_str().unwrap_or_default().to_string())
    };
    let refused = |code: &str| (401, code.to_string());
    assert_eq!(tries("").await, refused("code-needed"));
    assert_eq!(tries(&code(&secret, now())).await, refused("wrong-code"), "the code that set it was used");
    house.clock.advance(30);
    let fresh = code(&secret, now());
    let (one, two) = tokio::join!(tries(&fresh), tries(&fresh));
    let mut both = [one.0, two.0];
    both.sort_unstable();
    assert_eq!(both, [200, 401], "one code, one session");
    assert_eq!(tries(&spare[0].to_lowercase()).await.0, 200);
    assert_eq!(tries(&spare[0]).await, refused("wrong-code"));
    house.clock.advance(3600);
    let state = format!("{:?}", house.office().committed().state.accounts);
    assert!(!state.contains(&secret) && !state.contains(&spare[1]));

    // A lost phone: the administrator turns it off.
    let admin = house.who("admin").await.client;
    let way = format!("/api/accounts/{id}/second/drop");
    let unsaid = act(&admin, &way, json!({ "how": " " })).await;
    assert_eq!((unsaid.status, &unsaid.body["error"]), (StatusCode::CONFLICT, &json!("reason-needed")));
    act(&admin, &way, json!({ "how": "KTP dilihat di meja admin" })).await.done().expect("turned off");
    let checked = house.office().reader().entries_marked(Seq(1), "\"IdentityChecked\"", 9).expect("readable");
    assert!(format!("{checked:?}").contains("KTP dilihat di meja admin"), "{checked:?}");
    assert_eq!(tries("").await.0, 200);
    house.rests().await;
    house.verify();
    let folder = house.close().await;
    let content = std::fs::read(folder.path().join(loket::store::FILE)).expect("readable");
    assert!(!content.windows(secret.len()).any(|part| part == secret.as_bytes()), "sealed on disk");
}

#[tokio::test]
async fn a_flood_of_sign_ins_holds_nobody_up() {
    let house = House::open().await;
    let kiosk = house.who("kiosk").await;
    let stranger = house.stranger();
    let flood = (0..200).map(|n| {
        let stranger = stranger.clone();
        tokio::spawn(async move {
            let body = json!({ "login": format!("orang-{n}"), "password": "bukan ini sandinya" });
            stranger.post("/api/sign-in", body).await.expect("an answer").status.as_u16()
        })
    });
    let flood: Vec<_> = flood.collect();
    let number = soon("a number in the flood", kiosk.takes("A")).await;
    assert_eq!(number["number"], "A-001");
    let mut answers = Vec::new();
    for one in flood {
        answers.push(one.await.expect("no panic"));
    }
    assert!(answers.iter().all(|status| [401, 429].contains(status)), "{answers:?}");
    assert!(
        answers.contains(&429) && answers.contains(&401),
        "some were tried, the rest sent away: {answers:?}"
    );
}

#[tokio::test]
async fn tokens_are_not_found_by_trying() {
    let house = House::open().await;
    let kiosk = house.who("kiosk").await;
    let ticket = kiosk.takes("A").await;
    let real =
        ticket["url"].as_str().and_then(|url| url.rsplit('/').next()).map(|token| format!("/t/{token}"));
    let stranger = house.stranger();
    let mut misses = 0;
    let slowed = loop {
        let reply = stranger.get(&format!("/t/{misses:026}")).await.expect("an answer");
        if reply.status != StatusCode::NOT_FOUND {
            break reply;
        }
        misses += 1;
        assert!(misses <= 30, "nobody stops them");
    };
    assert_eq!((misses, slowed.status), (30, StatusCode::TOO_MANY_REQUESTS));
    assert!(slowed.headers.contains_key("retry-after"));
    // The office works on, and after a while so may they.
    kiosk.takes("A").await;
    house.clock.advance(60);
    assert_eq!(status(&stranger, "/t/x").await, StatusCode::NOT_FOUND);
    if let Some(real) = real {
        assert_eq!(status(&stranger, &real).await, StatusCode::OK);
    }
}

#[tokio::test]
async fn over_tls_cookies_are_tied_to_it() {
    let plans = Plans {
        profile: Some(|profile| profile.office.public_url = "https://antrean.example".to_string()),
        ..Plans::default()
    };
    let house = House::build(plans).await;
    let client = house.stranger();
    for (login, cookie) in [("analis", "__Host-loket_sesi="), ("kiosk", "__Host-loket_kiosk=")] {
        let reply = client.post("/api/demo/sign-in", json!({ "login": login })).await.expect("an answer");
        let set = reply.headers["set-cookie"].to_str().expect("text");
        assert!(set.starts_with(cookie), "{set}");
        for part in ["; Path=/;", "; HttpOnly", "; SameSite=Lax", "; Secure"] {
            assert!(set.contains(part), "{set}");
        }
        assert!(!set.contains("Domain"));
        assert!(reply.headers.contains_key("strict-transport-security"));
    }
    assert_eq!(status(&client, "/api/permits").await, StatusCode::OK);
    // Without TLS a browser would not keep such a cookie.
    let plain = House::open().await;
    let reply =
        plain.stranger().post("/api/demo/sign-in", json!({ "login": "analis" })).await.expect("an answer");
    let set = reply.headers["set-cookie"].to_str().expect("text");
    assert!(set.starts_with("loket_sesi=") && !set.contains("Secure"), "{set}");
}

#[tokio::test]
async fn sessions_are_new_at_each_sign_in_and_end_when_idle() {
    let house = House::open().await;
    let Person { client } = house.who("analis").await;
    let first = client.cookie_header();
    client.demo_sign_in("analis").await.expect("signed in");
    assert_ne!(client.cookie_header(), first);
    for _ in 0..3 {
        house.clock.advance(29 * 60);
        assert_eq!(status(&client, "/api/permits").await, StatusCode::OK, "in use");
    }
    house.clock.advance(30 * 60);
    assert_eq!(status(&client, "/api/permits").await, StatusCode::UNAUTHORIZED, "idle");
    client.demo_sign_in("analis").await.expect("signed in");
    for _ in 0..(12 * 60 / 29) {
        assert_eq!(status(&client, "/api/permits").await, StatusCode::OK);
        house.clock.advance(29 * 60);
    }
    assert_eq!(status(&client, "/api/permits").await, StatusCode::OK, "a whole shift");
    house.clock.advance(25 * 60);
    assert_eq!(status(&client, "/api/permits").await, StatusCode::UNAUTHORIZED, "twelve hours are enough");
}

async fn raw(house: &House, bytes: &[u8]) -> TcpStream {
    let address: SocketAddr = house.base.trim_start_matches("http://").parse().expect("an address");
    let mut socket = TcpStream::connect(address).await.expect("connected");
    // What is too large is shut out while it is still being sent.
    let _ = socket.write_all(bytes).await;
    socket
}

async fn answer(mut socket: TcpStream) -> String {
    let mut all = Vec::new();
    let read = soon("the end of the connection", socket.read_to_end(&mut all)).await;
    // A reset is an end as well.
    let _ = read;
    String::from_utf8_lossy(&all).into_owned()
}

/// F1 to F3 in small: what never comes is given up, what is too large is refused, what is no HTTP is closed, and the
/// kiosk works on.
#[tokio::test]
async fn drips_floods_and_nonsense_are_turned_away() {
    let house = House::open().await;
    let kiosk = house.who("kiosk").await;
    let mut silent = Vec::new();
    for _ in 0..100 {
        silent.push(raw(&house, b"").await);
        silent.push(raw(&house, b"GET / HTTP/1.1\r\nHost: x\r\nX-Drip: ").await);
    }
    let body = b"POST /api/sign-in HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{";
    for _ in 0..20 {
        silent.push(raw(&house, body).await);
    }
    assert_eq!(soon("a number", kiosk.takes("A")).await["number"], "A-001");
    for (what, sent, told) in [
        ("a header of 64 KiB", [b"GET / HTTP/1.1\r\nHost: x\r\nX: ".as_slice(), &[b'a'; 65_536], b"\r\n\r\n"].concat(), " 431 "),
        ("no HTTP", b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n".to_vec(), " 400 "),
        (
            "a body of a gigabyte",
            b"POST /api/sign-in HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 1073741824\r\nConnection: close\r\n\r\n{".to_vec(),
            " 413 ",
        ),
        ("two lengths", b"POST /api/sign-in HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabcd".to_vec(), " 400 "),
        ("a bad chunk", b"POST /api/sign-in HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\nzz\r\n".to_vec(), " 4"),
    ] {
        let text = answer(raw(&house, &sent).await).await;
        assert!(text.starts_with("HTTP/1.1") && text[8..].starts_with(told), "{what}: {text}");
    }
    // The silent ones: ten seconds, then they are gone. The kiosk meanwhile does not feel them.
    assert_eq!(soon("a number", kiosk.takes("A")).await["number"], "A-002");
    let gone = async {
        for socket in silent {
            answer(socket).await;
        }
    };
    // Ten seconds each, all at once; the rest is for a busy machine.
    tokio::time::timeout(std::time::Duration::from_secs(60), gone).await.expect("all given up");
    assert_eq!(
        house.stranger().send(Method::GET, "/health", None).await.expect("an answer").status,
        StatusCode::OK
    );
}
