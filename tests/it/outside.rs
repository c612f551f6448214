//! Public pages on a door of their own: nothing else is behind it, nobody is signed in there, and a flood of it costs the
//! office nothing.

use crate::accounts::own_address;
use crate::faults::now;
use crate::flood::asks;
use crate::house::{House, Plans, soon};
use crate::program::{path, program, run, text};
use crate::times::Times;
use hyper::{Method, StatusCode};
use loket::app::client::{Client, Reply};
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::process::Stdio;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};

/// What may be asked for out there, stated a second time: what QR codes open, what these pages load, and the published SKM.
const OUTSIDE: [&str; 15] = [
    "/B/{token}",
    "/P/{token}",
    "/SK/{code}",
    "/T/{token}",
    "/a/{build}/{*path}",
    "/b/{token}",
    "/favicon.ico",
    "/ikm",
    "/live/b/{token}",
    "/live/t/{token}",
    "/p/{token}",
    "/sk/kunci",
    "/sk/{code}",
    "/t/{token}",
    "/texts/{build}/{lang}",
];

fn free() -> TcpListener {
    TcpListener::bind("127.0.0.1:0").expect("a port")
}

/// An office whose public pages have a door of their own, and its address.
async fn opened(plans: Plans) -> (House, SocketAddr) {
    let house = House::build(Plans { outside: Some(plans.outside.unwrap_or_else(free)), ..plans }).await;
    let outside = house.running.as_ref().expect("open").outside.expect("a door");
    (house, outside)
}

/// An address of a route, with something in each of its parts.
fn example(path: &str) -> String {
    path.split('/').map(|part| if part.starts_with('{') { "2" } else { part }).collect::<Vec<_>>().join("/")
}

/// Every route, by whoever might be let in at the office's own door: behind the other one there are public pages and
/// nothing else, whatever is sent along.
#[tokio::test]
async fn every_route_but_those_of_public_pages_is_not_there() {
    let (house, outside) = opened(Plans::default()).await;
    let routes = house.running.as_ref().expect("open").routes.clone();
    let base = format!("http://{outside}");
    let (token, _) = crate::api::program(&house, "admin", &["read", "kiosk", "loket", "office"]).await;
    let mut knocks = vec![Client::new(&base).with_token(token.token().expect("a token"))];
    // Each with the cookie of its kind, which opens the route at the office's own door.
    let signed = Client::new(&base);
    for (login, cookie) in [
        ("admin", "loket_sesi"),
        ("kiosk", "loket_kiosk"),
        ("tv-1", "loket_papan"),
        ("tablet", "loket_tablet"),
    ] {
        let person = house.who(login).await.client;
        signed.put_cookie(cookie, &person.cookie(cookie).expect("a cookie"));
    }
    let at_home = house.stranger();
    at_home.put_cookie("loket_sesi", &signed.cookie("loket_sesi").expect("a cookie"));
    assert_eq!(at_home.get("/api/me").await.expect("an answer").status, StatusCode::OK, "the control");
    knocks.push(signed);
    let (mut there, mut gone) = (BTreeSet::new(), 0);
    for client in &knocks {
        for (method, path, ..) in &routes {
            let body = (*method == Method::POST).then(|| json!({}));
            let reply = client.send(method.clone(), &example(path), body).await.expect("an answer");
            let at = format!("{method} {path} answers {}", reply.status);
            assert!(!reply.headers.contains_key("set-cookie"), "{at} with a cookie");
            shut_in(&reply, &at);
            if *path == "/" {
                assert_eq!(reply.status, StatusCode::SEE_OTHER, "{at}");
                assert_eq!(reply.headers["location"], "/ikm");
            } else if OUTSIDE.contains(path) {
                // Nothing is there by that token, or it is, but nobody is told to sign in.
                assert!(!matches!(reply.status.as_u16(), 401 | 403 | 405), "{at}");
                there.insert(*path);
            } else {
                assert_eq!(reply.status, StatusCode::NOT_FOUND, "{at}");
                gone += 1;
            }
        }
    }
    assert_eq!(there, BTreeSet::from(OUTSIDE));
    assert!(gone > 200, "{gone}");
    let stranger = Client::new(&base);
    let act = stranger.post("/ikm", json!({})).await.expect("an answer");
    assert_eq!(act.status, StatusCode::METHOD_NOT_ALLOWED, "there is nothing to be done");
    house.verify();
}

fn shut_in(reply: &Reply, at: &str) {
    for (name, value) in [("x-content-type-options", "nosniff"), ("referrer-policy", "no-referrer")] {
        assert_eq!(reply.headers.get(name).and_then(|told| told.to_str().ok()), Some(value), "{at}");
    }
    assert!(reply.headers.contains_key("content-security-policy"), "{at}");
}

/// What a QR code opens is found there: the page of a ticket, which goes on by itself, in the language that was chosen.
#[tokio::test]
async fn a_ticket_leads_there_and_its_page_is_live() {
    let (house, outside) = opened(Plans::default()).await;
    let base = format!("http://{outside}");
    let ticket = house.who("kiosk").await.takes("A").await;
    let url = ticket["url"].as_str().expect("an address").to_lowercase();
    let token = url.strip_prefix(&format!("{base}/t/")).expect("it leads to the other door").to_string();
    let phone = Client::new(&base);
    let page = soon("the page", phone.get(&format!("/T/{}", token.to_uppercase()))).await.expect("an answer");
    assert!(page.status == StatusCode::OK && page.body.as_str().is_some_and(|page| page.contains("A-001")));
    let mut live = soon("the phone", phone.live(&format!("/live/t/{token}"))).await.expect("live");
    assert_eq!(live.view["ticket"]["number"], "A-001");
    house.officer(2).await.does("next", json!({})).await;
    soon("the call", live.until(|view| view["ticket"]["stage"] == "called")).await.expect("live");
    let mut other = tokio::net::TcpStream::connect(outside).await.expect("connected");
    let ask = format!(
        "GET /live/t/{token} HTTP/1.1\r\nhost: {outside}\r\norigin: https://evil.example\r\nconnection: upgrade\r\n\
         upgrade: websocket\r\nsec-websocket-version: 13\r\nsec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
    );
    other.write_all(ask.as_bytes()).await.expect("sent");
    let mut head = [0; 12];
    soon("a word to another site", other.read_exact(&mut head)).await.expect("an answer");
    assert_eq!(&head, b"HTTP/1.1 403");
    for (chosen, tag) in [("en", "lang=\"en\""), ("id", "lang=\"id\""), ("<script>", "lang=\"id\"")] {
        let phone = Client::new(&base);
        phone.put_cookie("bahasa", chosen);
        phone.put_cookie("loket_sesi", "0");
        let page = phone.get("/ikm").await.expect("an answer");
        assert!(page.body.as_str().is_some_and(|page| page.contains(tag)), "{chosen}: {}", page.body);
    }
    // The office itself is where it was.
    let document = house.stranger().get("/api/openapi.json").await.expect("an answer");
    assert_eq!(document.body["servers"][0]["url"], house.base.as_str());
    drop((live, phone));
    house.close().await;

    // An office that has said where phones find it is found there.
    let profile: fn(&mut loket::domain::profile::Profile) =
        |profile| profile.office.public_url = "https://antrean.example".to_string();
    let (house, _) = opened(Plans { profile: Some(profile), ..Plans::default() }).await;
    let ticket = house.who("kiosk").await.takes("A").await;
    assert!(
        ticket["url"].as_str().is_some_and(|url| url.starts_with("HTTPS://ANTREAN.EXAMPLE/T/")),
        "{ticket}"
    );
    // Its own door speaks plainly all the same, and a sign-in works there.
    assert_eq!(house.running.as_ref().expect("open").base.as_ref(), house.base.as_str());
    assert!(house.who("admin").await.client.cookie("loket_sesi").is_some());
    house.close().await;
}

/// Where the office speaks TLS, so does this door, and whoever comes plainly is led there.
#[tokio::test]
async fn it_speaks_tls_where_the_office_does() {
    let folder = tempfile::tempdir().expect("a folder");
    let secure = crate::tls::own(folder.path()).await;
    let trust = secure.1.clone();
    let (house, outside) = opened(Plans { secure: Some(secure), ..Plans::default() }).await;
    let phone = Client::trusting(&format!("https://{outside}"), &trust);
    assert_eq!(phone.get("/ikm").await.expect("an answer").status, StatusCode::OK);
    assert_eq!(phone.get("/masuk").await.expect("an answer").status, StatusCode::NOT_FOUND);
    let ticket = house.who("kiosk").await.takes("A").await;
    let url = ticket["url"].as_str().expect("an address").to_lowercase();
    assert!(url.starts_with(&format!("https://{outside}/t/")), "{url}");
    let mut plain = tokio::net::TcpStream::connect(outside).await.expect("connected");
    let ask = "GET /ikm HTTP/1.1\r\nhost: localhost\r\naccept: text/html\r\nconnection: close\r\n\r\n";
    plain.write_all(ask.as_bytes()).await.expect("sent");
    let mut answer = String::new();
    soon("the way", plain.read_to_string(&mut answer)).await.expect("an answer");
    let way = format!("location: https://localhost:{}/ikm", outside.port());
    assert!(answer.starts_with("HTTP/1.1 307") && answer.contains(&way), "{answer}");
    house.close().await;
}

/// It ends with the office, also when a phone looks on and somebody drips there, and lets go of its address.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn it_closes_with_the_office() {
    let (house, outside) = opened(Plans::default()).await;
    let ticket = house.who("kiosk").await.takes("A").await;
    let token =
        ticket["url"].as_str().and_then(|url| url.rsplit('/').next()).expect("a token").to_lowercase();
    let phone = Client::new(&format!("http://{outside}"));
    let mut live = phone.live(&format!("/live/t/{token}")).await.expect("live");
    let mut dripping = tokio::net::TcpStream::connect(outside).await.expect("connected");
    dripping.write_all(b"GET /ikm HTTP/1.1\r\nhost: ").await.expect("sent");
    let told = now();
    house.verify();
    let folder = house.close().await;
    assert!(told.elapsed() < Duration::from_secs(6), "{:?}", told.elapsed());
    let last = soon("the last word", async {
        loop {
            if let Err(error) = live.hear().await {
                return error.to_string();
            }
        }
    });
    assert!(last.await.contains("Restart"), "the phone was told to come back");
    let again = TcpListener::bind(outside).expect("the address is free again");
    let (house, _) = opened(Plans { folder: Some(folder), outside: Some(again), ..Plans::default() }).await;
    phone.live(&format!("/live/t/{token}")).await.expect("the phone comes back");
    house.close().await;
}

/// F5: one address asks 2,000 times a second there. It is told to wait, whoever takes a number feels next to nothing, and
/// at the office's own door the same address has lost nothing.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn f5_a_flood_of_the_door_outside_costs_the_office_nothing() {
    let Some(own) = own_address() else { return eprintln!("not tried: this machine has no network") };
    let everywhere = || TcpListener::bind("0.0.0.0:0").expect("a port");
    let plans = Plans { listener: Some(everywhere()), outside: Some(everywhere()), ..Plans::default() };
    let (house, outside) = opened(plans).await;
    let port = |address: SocketAddr| SocketAddr::new(own, address.port());
    let at_home = port(house.running.as_ref().expect("open").address);
    let person = house.who("kiosk").await;
    let (ticket, kiosk) = (person.takes("A").await, person.client);
    let token = ticket["url"].as_str().and_then(|url| url.rsplit('/').next()).expect("a token").to_string();
    let usual = Times::of(&kiosk, 100).await;
    let over = Arc::new(AtomicBool::new(false));
    let begun = now();
    let page = format!("/t/{token}");
    let flood: Vec<_> = (0..8)
        .map(|nth| if nth % 2 == 0 { page.clone() } else { "/favicon.ico".to_string() })
        .map(|path| (path.clone(), tokio::spawn(asks(port(outside), own, path, over.clone()))))
        .collect();
    let beside = Times::of(&kiosk, 300).await;
    let friend = soon("a page at the office's own door", async {
        let client = Client::new(&format!("http://{at_home}"));
        client.get(&page).await.expect("an answer").status
    });
    assert_eq!(friend.await, StatusCode::OK, "nothing is counted together");
    over.store(true, Ordering::SeqCst);
    let mut told: BTreeMap<(String, u16), usize> = BTreeMap::new();
    for (path, task) in flood {
        for (status, many) in soon("the end of the flood", task).await.expect("no panic") {
            *told.entry((path.clone(), status)).or_default() += many;
        }
    }
    let seconds = begun.elapsed().as_secs_f64();
    assert!(told.keys().all(|(_, status)| [200, 429].contains(status)), "{told:?}");
    let of = |wanted| told.iter().filter(|((_, status), _)| *status == wanted).map(|(_, many)| many).sum();
    let (served, waits): (usize, usize) = (of(200), of(429));
    // Its clock stands still, so that nothing is earned again.
    assert!(told[&(page.clone(), 200)] <= 120 && served <= 1_200 && waits > 0, "{told:?} in {seconds} s");
    result!(
        "{{\"id\":\"F5 outside\",\"requests a second\":{:.0},\"told to wait\":{waits},\"served\":{served},{}}}",
        (served + waits) as f64 / seconds,
        beside.beside(&usual)
    );
    house.verify();
}

/// Strangers hold every place out there, and the office's own door does not notice.
#[tokio::test]
async fn whoever_holds_all_places_outside_holds_none_of_the_office() {
    let caps = loket::web::accept::Caps { connections: 8, reserve: 0, ..Default::default() };
    let (house, outside) = opened(Plans { caps, ..Plans::default() }).await;
    let mut held = Vec::new();
    let full = async {
        loop {
            let mut socket = tokio::net::TcpStream::connect(outside).await.expect("connected");
            socket.write_all(b"GET /favicon.ico HTTP/1.1\r\nhost: x\r\n\r\n").await.expect("sent");
            let mut head = [0; 12];
            match socket.read_exact(&mut head).await {
                Ok(_) => held.push(socket),
                Err(_) => return,
            }
        }
    };
    soon("the end of the places", full).await;
    assert_eq!(held.len(), 8);
    house.who("kiosk").await.takes("A").await;
    house.close().await;
}

/// The program itself: what it says at its start, what the doctor says, and an address that is taken.
#[tokio::test]
async fn the_program_says_where_public_pages_are() {
    let folder = tempfile::tempdir().expect("a folder");
    let (office, data) = (folder.path().join("office"), folder.path().join("data"));
    assert!(run(&["init", path(&office)]).await.status.success());
    let config = office.join("office.toml");
    let (listen, public) = {
        let (first, second) = (free(), free());
        (first.local_addr().expect("an address"), second.local_addr().expect("an address"))
    };
    let settings = std::fs::read_to_string(&config).expect("the office's file");
    assert!(settings.contains("# [public]\n# listen = \"0.0.0.0:8081\"\n"), "the file tells of it");
    let with = |address: &str| format!("{settings}\n[public]\nlisten = \"{address}\"\n");
    let arguments = |words: &[&str]| {
        let words = words.iter().map(ToString::to_string);
        let places = ["--config", path(&config), "--data", path(&data), "--listen"].map(str::to_string);
        words.chain(places).chain([listen.to_string()]).collect::<Vec<_>>()
    };
    let does = async |words: &[&str]| {
        let arguments = arguments(words);
        run(&arguments.iter().map(String::as_str).collect::<Vec<_>>()).await
    };
    for (address, told) in [
        (public.to_string(), format!("public pages: network: {public} is free")),
        (
            listen.to_string(),
            format!("public pages: public.listen {listen} is where the office itself listens"),
        ),
        ("8081".to_string(), "public.listen: \"8081\" should look like".to_string()),
    ] {
        std::fs::write(&config, with(&address)).expect("written");
        let doctor = text(&does(&["doctor"]).await.stdout);
        assert!(doctor.contains(&told), "{address}: {doctor}");
    }
    let taken = TcpListener::bind(public).expect("free");
    std::fs::write(&config, with(&public.to_string())).expect("written");
    let refused = does(&["serve"]).await;
    assert!(!refused.status.success());
    let words = text(&refused.stderr);
    assert!(words.contains(&format!("public.listen: listening on {public}")), "{words}");
    drop(taken);

    let mut child = program()
        .args(arguments(&["serve"]))
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("the program starts");
    let mut lines = BufReader::new(child.stdout.take().expect("a pipe")).lines();
    let mut line = async || soon("a line", lines.next_line()).await.expect("text").expect("a line");
    assert_eq!(line().await, format!("listening on http://{listen}"));
    assert_eq!(line().await, format!("public pages on http://{public}"));
    let (home, phone) = (Client::new(&format!("http://{listen}")), Client::new(&format!("http://{public}")));
    let status = async |client: &Client, path| client.get(path).await.expect("an answer").status.as_u16();
    assert_eq!((status(&home, "/masuk").await, status(&phone, "/masuk").await), (200, 404));
    assert_eq!((status(&home, "/ikm").await, status(&phone, "/ikm").await), (200, 200));
    let pid = child.id().expect("running").to_string();
    assert!(std::process::Command::new("kill").args(["-TERM", &pid]).status().expect("kill").success());
    let told = now();
    let ended = soon("the end of the program", child.wait()).await.expect("an end");
    assert!(ended.success() && told.elapsed() < Duration::from_secs(5), "{ended} after {:?}", told.elapsed());
    assert_eq!(listen.ip(), Ipv4Addr::LOCALHOST);
}
