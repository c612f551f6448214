//! The office's own voice: recordings come and go under open boards, and who can be heard is told.

use crate::house::{House, Plans, soon};
use http_body_util::{BodyExt, Full};
use hyper::body::Bytes;
use hyper::header::{CACHE_CONTROL, CONTENT_TYPE, COOKIE, ORIGIN};
use hyper::{Method, Request, StatusCode};
use hyper_util::client::legacy;
use hyper_util::rt::TokioExecutor;
use loket::app::client::Client;
use loket::domain::account::Actor;
use loket::domain::event::Event;
use loket::domain::ids::Seq;
use loket::domain::shelf::Shelf;
use serde_json::{Value, json};

/// A WAV of a plain tone: 24 kHz, 16 bits, one channel.
fn wav(seconds: f64) -> Vec<u8> {
    let count = (seconds * 24_000.0) as u32;
    let mut file = b"RIFF".to_vec();
    file.extend((36 + count * 2).to_le_bytes());
    file.extend(b"WAVEfmt \x10\0\0\0\x01\0\x01\0\xc0\x5d\0\0\x80\xbb\0\0\x02\0\x10\0data");
    file.extend((count * 2).to_le_bytes());
    file.extend((0..count).flat_map(|at| ((at % 100) as i16 * 100).to_le_bytes()));
    file
}

/// Sends bytes as they are.
pub async fn send(
    house: &House,
    client: &Client,
    path: &str,
    kind: &str,
    body: Vec<u8>,
) -> (StatusCode, Value) {
    let http: legacy::Client<_, Full<Bytes>> = legacy::Client::builder(TokioExecutor::new()).build_http();
    let request = Request::builder().method(Method::POST).uri(format!("{}{path}", house.base));
    let request = request.header(COOKIE, client.cookie_header().unwrap_or_default());
    let request = request.header(ORIGIN, &house.base);
    let request = request.header(CONTENT_TYPE, kind).body(Full::from(body)).expect("a request");
    let response = http.request(request).await.expect("an answer");
    let status = response.status();
    let body = response.into_body().collect().await.expect("a body").to_bytes();
    (status, serde_json::from_slice(&body).unwrap_or_default())
}

#[tokio::test]
async fn a_recording_reaches_open_boards_and_goes_again() {
    let house = House::open().await;
    let admin = house.who("admin").await.client;
    let tv = house.who("tv-1").await.client;
    let mut board = tv.live("/live/papan/utama?page=1").await.expect("a board");
    assert_eq!(board.section("recordings"), "", "nothing of its own yet");
    let (status, kept) = send(&house, &admin, "/api/voice/nol", "audio/wav", wav(0.5)).await;
    assert_eq!(status, StatusCode::OK, "{kept}");
    let revision = kept["revision"].as_str().expect("a revision").to_string();
    soon("the new voice", board.until(|view| view["recordings"] == revision)).await.expect("live");
    assert_eq!(kept["clips"]["nol"]["own"]["seconds"], 0.5);
    assert_eq!(kept["clips"]["satu"]["own"], Value::Null);

    let file = kept["clips"]["nol"]["own"]["file"].as_str().expect("an address").to_string();
    let sound = tv.get(&file).await.expect("an answer");
    assert_eq!(
        (sound.status, &sound.headers[CONTENT_TYPE]),
        (StatusCode::OK, &"audio/wav".parse().expect("a type"))
    );
    assert!(sound.headers[CACHE_CONTROL].to_str().expect("text").contains("immutable"));
    let other = tv.get("/voice/0000000000000000/nol").await.expect("an answer");
    assert_eq!(other.status, StatusCode::NOT_FOUND, "only the very recording that was asked for");

    // It is still there after a restart, and so is its address.
    let house = house.reopen().await;
    let admin = house.who("admin").await.client;
    let listed = house.stranger().get("/api/voice").await.expect("an answer").done().expect("a list");
    assert_eq!((&listed["revision"], &listed["clips"]["nol"]), (&kept["revision"], &kept["clips"]["nol"]));
    let tv = house.who("tv-1").await.client;
    let mut board = tv.live("/live/papan/utama?page=2").await.expect("a board");
    assert_eq!(board.section("recordings"), &kept["revision"]);

    let gone = admin.post("/api/voice/nol/delete", json!({})).await.expect("an answer").done().expect("gone");
    assert_eq!((&gone["revision"], &gone["clips"]["nol"]["own"]), (&json!(""), &Value::Null));
    soon("the bundled voice", board.until(|view| view["recordings"] == "")).await.expect("live");
    assert_eq!(tv.get(&file).await.expect("an answer").status, StatusCode::NOT_FOUND);

    // Who laid it there and took it away is in the journal; what was never there was not taken away.
    admin.post("/api/voice/satu/delete", json!({})).await.expect("an answer").done().expect("gone already");
    let entries = house.written_since(Seq(0)).into_iter();
    let told: Vec<_> = entries
        .filter(|entry| matches!(entry.actor, Actor::Account(_)))
        .flat_map(|entry| entry.events)
        .filter_map(|event| match event {
            Event::FileLaid { shelf: Shelf::Voice, name, bytes, .. } => Some((name, Some(bytes))),
            Event::FileTaken { shelf: Shelf::Voice, name } => Some((name, None)),
            _ => None,
        })
        .collect();
    assert_eq!(told, [("nol".to_string(), Some(wav(0.5).len() as u64)), ("nol".to_string(), None)]);
    house.verify();
}

#[tokio::test]
async fn what_cannot_be_a_clip_is_refused_in_words() {
    let house = House::open().await;
    let admin = house.who("admin").await.client;
    for (path, kind, body, status, error) in [
        ("/api/voice/nol", "audio/wav", b"<html>".to_vec(), 422, "voice-no-sound"),
        ("/api/voice/nol", "audio/webm", Vec::new(), 422, "voice-no-sound"),
        ("/api/voice/nol", "audio/wav", wav(5.2), 422, "voice-too-long"),
        ("/api/voice/nol", "audio/wav", vec![0; 1024 * 1024 + 1], 413, "too-large"),
        ("/api/voice/nol", "application/json", b"{}".to_vec(), 415, "voice-type"),
        ("/api/voice/sejuta", "audio/wav", wav(0.5), 404, "not-found"),
        ("/api/voice/..%2Fnol", "audio/wav", wav(0.5), 404, "not-found"),
        ("/api/voice/sejuta/delete", "application/json", b"{}".to_vec(), 404, "not-found"),
    ] {
        let (answered, body) = send(&house, &admin, path, kind, body).await;
        assert_eq!((answered.as_u16(), &body["error"]), (status, &json!(error)), "{path} {kind}");
        let message = body["message"].as_str().expect("words");
        assert!(message.len() > 10 && !message.starts_with("error-"), "{message}");
    }
    let listed = admin.get("/api/voice").await.expect("an answer").done().expect("a list");
    assert_eq!(listed["revision"], "");
}

#[tokio::test]
async fn the_administrator_sees_which_boards_can_be_heard_and_the_loket_its_lamp() {
    let house = House::open().await;
    let admin = house.who("admin").await.client;
    let boards = async || admin.get("/api/boards").await.expect("an answer").done().expect("a list");
    let mut console = house.officer(2).await.console().await;
    assert_eq!(console.section("sound"), "none");
    assert_eq!(boards().await["boards"], json!([]));

    let tv = house.who("tv-1").await.client;
    let mut board = tv.live("/live/papan/utama?page=9007199254740993").await.expect("a board");
    board.say(&json!({ "t": "sound", "state": "blocked" })).await.expect("sent");
    soon("the lamp", console.until(|view| view["sound"] == "silent")).await.expect("live");
    let since = boards().await["now"].clone();
    house.clock.advance(60);
    board.say(&json!({ "t": "sound", "state": "blocked" })).await.expect("sent");
    let seen = boards().await;
    let expected = json!([{
        "page": "9007199254740993", "account": "TV-1", "zone": "utama", "sound": "blocked", "since": since,
    }]);
    assert_eq!(seen["boards"], expected);
    assert_eq!(seen["zones"], json!([{ "zone": "utama", "sound": "silent" }]));

    board.say(&json!({ "t": "sound", "state": "running" })).await.expect("sent");
    soon("the lamp goes out", console.until(|view| view["sound"] == "heard")).await.expect("live");
    let heard = boards().await;
    assert_eq!(
        (&heard["boards"][0]["sound"], &heard["boards"][0]["since"]),
        (&json!("running"), &heard["now"])
    );
    drop(board);
    soon("the lamp again", console.until(|view| view["sound"] == "none")).await.expect("live");
}

#[tokio::test]
async fn boards_are_told_whether_the_office_wants_english_too() {
    let english = House::build(Plans {
        profile: Some(|profile| profile.announcing.english = true),
        ..Plans::default()
    });
    for (house, wanted) in [(House::open().await, false), (english.await, true)] {
        let board = house.who("tv-1").await.client.live("/live/papan/utama?page=1").await.expect("a board");
        assert_eq!(board.section("english"), wanted);
    }
}
