//! Whatever is sent to the office: bodies, paths, headers, frames and files from hands that mean no good, or know no
//! better. It answers in words, says neither "error" nor nothing, and is the same office afterwards.
//!
//! `LOKET_INPUTS` asks for more than the usual number for each reader; `LOKET_SEED` for one run again.

pub mod inputs;

use crate::house::{House, soon};
use fastrand::Rng;
use futures_util::{SinkExt, StreamExt};
use hyper::{Method, StatusCode};
use inputs::{NASTY, anything, bent, fields, mutated, text};
use loket::app::client::Client;
use loket::app::config;
use loket::domain::account::roles;
use loket::domain::profile::Profile;
use loket::domain::token::{ShortCode, Token};
use loket::doors::Who;
use loket::printing::agent::{FromAgent, ToAgent};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;

/// Inputs for each reader; those that come over a socket share as many among all routes.
const INPUTS: usize = 10_000;

fn number(name: &str, usual: usize) -> usize {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(usual)
}

pub fn inputs() -> usize {
    number("LOKET_INPUTS", INPUTS)
}

/// The dice of one test, told so that it can be played again.
pub fn dice(what: &str) -> Rng {
    let seed = number("LOKET_SEED", 20_261_123) as u64;
    println!("{what}: LOKET_SEED={seed} LOKET_INPUTS={}", inputs());
    Rng::with_seed(seed)
}

/// Somebody whom a route lets in.
fn insider(profile: &Profile, house: &House, who: Who, path: &str) -> Option<String> {
    let loket = path.contains("/loket/").then(|| "loket-2".to_string());
    let committed = house.office().committed();
    let admitted = |login: &str| {
        committed.state.account_by_login(login).is_some_and(|account| who.admits(profile, account))
    };
    let known = ["admin", "pengawas", "loket-2", "loket-5", "analis", "kiosk", "tv-1", "tablet"];
    loket.into_iter().chain(known.map(str::to_string)).find(|login| admitted(login))
}

/// Acts of counters, desks, boards and complaints.
const ACTS: [&str; 30] = [
    "open",
    "pause",
    "close",
    "next",
    "call",
    "recall",
    "present",
    "miss",
    "hold",
    "resume",
    "requeue",
    "undo",
    "transfer",
    "finish",
    "dismiss",
    "attach",
    "register",
    "turn-away",
    "resubmit",
    "give-back",
    "complain",
    "legalise",
    "survey",
    "waive",
    "hand-over",
    "take",
    "answer",
    "shown",
    "speak",
    "spoken",
];

/// A path with something in the place of each name.
fn filled(dice: &mut Rng, path: &str) -> String {
    let part = |part: &str| match part {
        "{act}" if dice.u32(0..8) > 0 => ACTS[dice.usize(..ACTS.len())].to_string(),
        "{zone}" if dice.bool() => "utama".to_string(),
        "{id}" if path.starts_with("/api/loket/") && dice.u32(0..8) > 0 => "2".to_string(),
        "{id}" | "{loket}" if dice.u32(0..4) > 0 => dice.u32(1..4).to_string(),
        part if part.starts_with('{') => {
            let nasty = NASTY[dice.usize(..NASTY.len())];
            let bytes = nasty.bytes().map(|byte| match byte {
                b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'.' | b'-' | b'%' => char::from(byte).to_string(),
                other => format!("%{other:02X}"),
            });
            bytes.collect()
        }
        part => part.to_string(),
    };
    path.split('/').map(part).collect::<Vec<_>>().join("/")
}

/// Everybody who is let in somewhere, signed in again whenever an act has ended their session.
struct Insiders<'a> {
    house: &'a House,
    clients: BTreeMap<String, Client>,
}

impl Insiders<'_> {
    async fn send(
        &mut self,
        login: Option<&String>,
        method: &Method,
        path: &str,
        body: Option<Value>,
    ) -> StatusCode {
        let Some(login) = login else {
            let client = self.clients.entry(String::new()).or_insert_with(|| self.house.stranger());
            return soon(path, client.send(method.clone(), path, body)).await.expect("an answer").status;
        };
        if !self.clients.contains_key(login) {
            let client = self.house.stranger();
            // Somebody may have been shut out by an act that came through.
            let _ = client.demo_sign_in(login).await;
            self.clients.insert(login.clone(), client);
        }
        let told = format!("{method} {path} {body:?}");
        let reply = soon(&told, self.clients[login].send(method.clone(), path, body)).await;
        let status = reply.unwrap_or_else(|error| panic!("{told}: {error:#}")).status;
        if status == StatusCode::UNAUTHORIZED {
            self.clients.remove(login);
        }
        status
    }
}

/// F4: every act of every screen, by somebody who may, with any body and any path.
#[tokio::test]
async fn f4_no_body_and_no_path_breaks_an_act_or_a_page() {
    let mut dice = dice("bodies");
    let house = House::open().await;
    // Somebody waits and a berkas lies there, so that there is something to break.
    let (kiosk, two) = (house.who("kiosk").await, house.officer(2).await);
    kiosk.takes("A").await;
    kiosk.takes("A").await;
    two.serves().await;
    two.registers().await;
    let profile = house.office().profile().clone();
    let routes = house.running.as_ref().expect("the office is open").routes.clone();
    // Copies are whole archives, and what a demonstration lets everybody do is tried elsewhere.
    let tried =
        |path: &str| !path.starts_with("/live/") && !path.contains("/copies") && !path.contains("cadangan");
    let routes: Vec<_> = routes.into_iter().filter(|(_, path, ..)| tried(path)).collect();
    let mut insiders = Insiders { house: &house, clients: BTreeMap::new() };
    let mut statuses: BTreeMap<u16, usize> = BTreeMap::new();
    let each = inputs().div_ceil(routes.len());
    for (method, path, who, _) in &routes {
        let login = insider(&profile, &house, *who, path).filter(|_| *who != Who::Anyone);
        // Behind one path of acts lie as many as behind thirty others.
        let each = if path.ends_with("{act}") { each * ACTS.len() } else { each };
        for _ in 0..each {
            let at = filled(&mut dice, path);
            let body = (*method == Method::POST).then(|| match dice.u32(0..4) {
                // Most keys of a console say nothing but that they were pressed.
                _ if path.ends_with("{act}") && dice.bool() => {
                    json!({ "request": ulid::Ulid::generate().to_string() })
                }
                0 => anything(&mut dice, 4),
                1 => fields(&mut dice, 3),
                _ => mutated(&mut dice),
            });
            let status = insiders.send(login.as_ref(), method, &at, body.clone()).await.as_u16();
            assert!(status < 500, "{method} {at} by {login:?} answers {status} to {body:?}");
            *statuses.entry(status).or_default() += 1;
        }
    }
    result!("{{\"id\":\"F4\",\"routes\":{},\"statuses\":{}}}", routes.len(), json!(statuses));
    let refused =
        [400, 403, 404, 409, 422].into_iter().filter(|status| statuses.contains_key(status)).count();
    assert!(refused >= 4, "it was refused for many reasons: {statuses:?}");
    house.verify();
    assert_eq!(roles::BUILT_IN.len(), 5);
}

/// C5: any frame on any live screen closes that screen at most.
#[tokio::test]
async fn c5_no_frame_breaks_a_live_screen() {
    let mut dice = dice("frames");
    let house = House::open().await;
    house.who("kiosk").await.takes("A").await;
    let topics = [
        ("kiosk", "/live/kiosk"),
        ("tv-1", "/live/papan/utama?page=1"),
        ("tablet", "/live/skm/5"),
        ("loket-2", "/live/loket/2"),
        ("pengawas", "/live/pengawas"),
    ];
    for (login, topic) in topics {
        let client = house.who(login).await.client;
        let (mut sent, each) = (0, inputs().div_ceil(topics.len()));
        while sent < each {
            let url = format!("{}{topic}", house.base.replacen("http", "ws", 1));
            let mut request = url.into_client_request().expect("a request");
            let cookie = client.cookie_header().expect("signed in").parse().expect("a header");
            request.headers_mut().insert("cookie", cookie);
            request.headers_mut().insert("origin", house.base.parse().expect("a header"));
            let (socket, _) = soon(topic, tokio_tungstenite::connect_async(request)).await.expect("let in");
            let (mut say, mut hear) = socket.split();
            // What it hears is read all the while, so that nobody waits for anybody.
            let hearing = tokio::spawn(async move { while let Some(Ok(_)) = hear.next().await {} });
            while sent < each {
                sent += 1;
                if say.send(frame(&mut dice)).await.is_err() {
                    break;
                }
            }
            let _ = say.send(Message::Close(None)).await;
            soon("the end of a screen", hearing).await.expect("no panic");
        }
    }
    let tv = house.who("tv-1").await.client;
    let board = tv.live("/live/papan/utama?page=2").await.expect("the office goes on");
    assert_eq!(board.view["waiting"][0]["count"], 1);
    house.verify();
}

fn frame(dice: &mut Rng) -> Message {
    let words = ["ask", "sound", "shown", "speak", "spoken", "tried", "pong", "ping", "here", "x"];
    match dice.u32(0..10) {
        0 => Message::binary(std::iter::repeat_with(|| dice.u8(..)).take(50).collect::<Vec<_>>()),
        1 => Message::text(text(dice)),
        2 => Message::Ping(vec![dice.u8(..); dice.usize(0..125)].into()),
        _ => {
            let mut said = fields(dice, 2);
            said["t"] = json!(words[dice.usize(..words.len())]);
            for name in ["call", "state", "id", "page", "voice"] {
                if dice.bool() {
                    said[name] = anything(dice, 1);
                }
            }
            Message::text(said.to_string())
        }
    }
}

/// The office's own files: whatever an editor left in them is told with its place, and nothing panics.
#[test]
fn no_office_file_breaks_the_start() {
    let mut dice = dice("office files");
    let folder = tempfile::tempdir().expect("a folder");
    let templates = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("templates/office");
    let files = ["office.toml", "sop.toml", "permit_types.json", "holidays_2026.json"];
    let sound: Vec<_> = files.map(|file| std::fs::read(templates.join(file)).expect("a file")).into();
    let write = |file: &str, bytes: &[u8]| std::fs::write(folder.path().join(file), bytes).expect("written");
    files.iter().zip(&sound).for_each(|(file, bytes)| write(file, bytes));
    let office = folder.path().join("office.toml");
    config::load(&office).expect("the default office is sound");
    let (mut taken, rounds) = (0, inputs() / 10);
    for _ in 0..rounds {
        // Most of what is written by hand stands in the first two.
        let which = if dice.u32(0..4) > 0 { dice.usize(..2) } else { dice.usize(..4) };
        write(files[which], &bent(&mut dice, &sound[which]));
        match config::load(&office) {
            Ok(_) => taken += 1,
            Err(error) => assert!(error.to_string().len() > 10, "{error}"),
        }
        write(files[which], &sound[which]);
    }
    assert!(taken > 0 && taken < rounds, "{taken} of {rounds} were taken");
}

/// Journal lines, tables of responses, addresses, codes and what agents say.
#[test]
fn no_text_breaks_a_reader() {
    let mut dice = dice("readers");
    let journal = include_bytes!("../data/journal-1.jsonl").as_slice();
    let keys = crate::house::keys();
    // One line of it at a time: a file is refused at its first bad line.
    let lines: Vec<_> = journal.split(|byte| *byte == b'\n').filter(|line| !line.is_empty()).collect();
    let table = b"tanggal;u1;u2;u3;u4;u5;u6;u7;u8;u9;\"sa\"\"ran\"\r\n2026-01-05;4;4;3;4;4;4;4;4;4;\"baik;\r\nsekali\"\r\n";
    let seals = loket::documents::Seals::of_bytes([3; 32]);
    let errand =
        json!({ "t": "print", "attempt": "1-1", "id": [65, 66, 67, 68], "bytes": "414243" }).to_string();
    let mut accepted = 0;
    for _ in 0..inputs() {
        let mut line = lines[dice.usize(..lines.len())].to_vec();
        line = bent(&mut dice, &line);
        accepted += usize::from(loket::store::import(&keys, &mut line.as_slice()).is_ok());
        let csv = bent(&mut dice, table);
        let _ = loket::sheets::read::read_csv(&String::from_utf8_lossy(&csv));
        let word = text(&mut dice);
        let known = (Token::parse(&word), ShortCode::parse(&word));
        assert!(known.0.is_none() || word.len() >= 26, "{word:?} is no token");
        let _ = seals.check(&word);
        let said = bent(&mut dice, errand.as_bytes());
        let _ = serde_json::from_slice::<ToAgent>(&said);
        let _ = serde_json::from_slice::<FromAgent>(&said);
    }
    assert!(accepted < inputs() / 2, "most bent lines are no entries: {accepted}");
}
