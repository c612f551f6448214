//! G18: the log is one line for each thing that happened, in UTC, whatever people and programs send: nothing of it begins
//! a line, controls a terminal, or turns letters around.

use crate::faults::screens::frame;
use crate::house::soon;
use crate::program::{path, program, text};
use loket::app::client::Client;
use serde_json::{Value, json};
use std::process::Stdio;
use std::time::Duration;
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpStream;

/// In all that is sent, so that it is known again.
const MARK: &str = "PALSU";

/// What would be a line of its own, or more than a line, where it is written as it came.
const INJECTED: [&str; 14] = [
    "\n2026-11-27T00:00:00.000000Z ERROR loket::office: PALSU",
    "\r2026-11-27T00:00:00.000000Z  INFO loket::office: PALSU",
    "\r\n\r\nHTTP/1.1 200 OK PALSU",
    "PALSU\u{1b}[2J\u{1b}[1;1H\u{1b}]0;PALSU\u{7}",
    "PALSU\u{1b}[31mERROR\u{1b}[0m\u{8}\u{8}\u{8}\u{8}",
    "PALSU\u{9b}2J\u{85}PALSU",
    "PALSU\u{0}PALSU\u{7f}",
    "PALSU\u{b}\u{c}PALSU",
    "PALSU\u{2028}PALSU\u{2029}PALSU",
    "PALSU\u{202e}OFNI\u{2066}\u{200f}",
    "PALSU\",\"level\":\"ERROR\",\"x\":{\"y\":[",
    "PALSU\\n2026-11-27T00:00:00.000000Z ERROR PALSU",
    "PALSU%0d%0a2026-11-27T00:00:00.000000Z%20ERROR%20PALSU",
    "PALSU\t${jndi:ldap://127.0.0.1/PALSU} {} %s %n",
];

/// What is wrong with a log: lines that are no lines of ours, and whatever controls who reads it.
fn faults(log: &str) -> Vec<String> {
    let mut faults = Vec::new();
    for line in log.strip_suffix('\n').unwrap_or(log).split('\n') {
        let turns =
            |letter: char| matches!(letter, '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200f}');
        if line.contains(|letter: char| letter.is_control() || turns(letter)) {
            faults.push(format!("it controls whoever reads it: {line:?}"));
        }
        if !is_ours(line) {
            faults.push(format!("it is no line of the log: {line:?}"));
        }
    }
    faults
}

/// Whether a line begins with a moment in UTC, to the microsecond, a level and the part of the program that tells it.
fn is_ours(line: &str) -> bool {
    let Some((moment, rest)) = line.split_at_checked(27) else { return false };
    let shape = moment.chars().zip("0000-00-00T00:00:00.000000Z".chars());
    let fits = |(letter, wanted): (char, char)| match wanted {
        '0' => letter.is_ascii_digit(),
        wanted => letter == wanted,
    };
    let mut words = rest.split_whitespace();
    let level =
        words.next().is_some_and(|level| ["ERROR", "WARN", "INFO", "DEBUG", "TRACE"].contains(&level));
    let part = words.next().is_some_and(|part| part.ends_with(':'));
    // What was sent never is the first that is told.
    shape.into_iter().all(fits) && level && part && !words.next().is_some_and(|word| word.starts_with(MARK))
}

/// One request as it is; what is answered does not matter.
async fn sends(address: &str, bytes: &[u8]) {
    let mut socket = TcpStream::connect(address).await.expect("connected");
    let _ = socket.write_all(bytes).await;
    let mut rest = Vec::new();
    let _ = soon("the end of the connection", socket.read_to_end(&mut rest)).await;
}

/// In the path, in the query, in every header that somebody might log, and in the frames of a live screen.
async fn by_hand(address: &str, cookie: &str, words: &str) {
    let line = |path: &[u8], header: &[u8]| {
        let head =
            [b"GET ".as_slice(), path, b" HTTP/1.1\r\nHost: x\r\nConnection: close\r\n", header, b"\r\n\r\n"];
        head.concat()
    };
    let raw = words.as_bytes();
    let percent: String = words.bytes().map(|byte| format!("%{byte:02x}")).collect();
    for path in [raw, percent.as_bytes()] {
        for before in ["/", "/t/", "/api/openapi.json?x=", "/live/papan/", "/kiosk?next=", "/sk/"] {
            sends(address, &line(&[before.as_bytes(), path].concat(), b"X: y")).await;
        }
    }
    for header in
        ["User-Agent", "Cookie", "X-Forwarded-For", "Referer", "Authorization", "Accept-Language", "X"]
    {
        sends(address, &line(b"/api/me", &[header.as_bytes(), b": ", raw].concat())).await;
    }
    sends(address, &[raw, b"\r\n\r\n"].concat()).await;
    let mut live = TcpStream::connect(address).await.expect("connected");
    let upgrade = format!(
        "GET /live/papan/utama?page=1 HTTP/1.1\r\nhost: {address}\r\ncookie: {cookie}\r\nconnection: upgrade\r\n\
         origin: http://{address}\r\nupgrade: websocket\r\nsec-websocket-version: 13\r\nsec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
    );
    live.write_all(upgrade.as_bytes()).await.expect("sent");
    for said in [
        words.to_string(),
        json!({ "t": words }).to_string(),
        json!({ "t": "page", "build": words }).to_string(),
    ] {
        // A frame as short as this helper makes them.
        if said.len() < 126 {
            let _ = live.write_all(&frame(&said)).await;
        }
    }
}

/// In every field of the acts that somebody might log: logins, names, texts, codes, addresses of webhooks.
async fn by_acts(admin: &Client, stranger: &Client, kiosk: &Client, words: &str) {
    let body = json!({ "login": words, "name": words, "password": words, "code": words, "text": words, "nik": words,
        "url": words, "topics": [words], "roles": ["analis"], "screen": words, "reason": words, "service": words,
        words: words, "request": ulid::Ulid::generate().to_string() });
    for path in
        ["/api/accounts", "/api/hooks", "/api/search", "/api/settings/look", "/api/tokens", "/api/copies/x"]
    {
        admin.post(path, body.clone()).await.expect("an answer");
    }
    for path in ["/api/sign-in", "/api/demo/sign-in", "/api/setup", "/api/pairing/ask", "/api/pairing/poll"] {
        stranger.post(path, body.clone()).await.expect("an answer");
    }
    for path in ["/api/kiosk/scan", "/api/kiosk/tickets", "/api/kiosk/find"] {
        kiosk.post(path, body.clone()).await.expect("an answer");
    }
    let named = json!({ "login": "x", "name": words, "roles": ["analis"], "request": ulid::Ulid::generate().to_string() });
    admin.post("/api/accounts", named).await.expect("an answer");
}

#[tokio::test(flavor = "multi_thread")]
async fn g18_nothing_that_is_sent_begins_a_line_of_the_log() {
    // The control: a log that was written as it came.
    for (nth, words) in INJECTED.iter().enumerate() {
        let line = format!("2026-11-27T00:00:00.000000Z  INFO loket::office: a day file={words}\n");
        let harmless = nth >= 10 && !words.contains('\t');
        assert_eq!(faults(&line).is_empty(), harmless, "{words:?}: {:?}", faults(&line));
    }

    let folder = tempfile::tempdir().expect("a folder");
    // Every file of the office lies below a folder whose name is meant for whoever reads the log.
    let nasty: String = INJECTED[..4].concat().replace('/', "");
    let (data, log) = (folder.path().join(&nasty), folder.path().join("log"));
    let mut child = program()
        .env("LOKET_LOG", "trace")
        .args(["demo", "--data", path(&data), "--listen", "127.0.0.1:0"])
        .stdout(Stdio::piped())
        .stderr(std::fs::File::create(&log).expect("a file"))
        .spawn()
        .expect("the program starts");
    let mut lines = BufReader::new(child.stdout.take().expect("a pipe")).lines();
    let line = soon("the first line", lines.next_line()).await.expect("text").expect("a line");
    let base = line.strip_prefix("listening on ").expect("an address").to_string();
    let address = base.trim_start_matches("http://").to_string();
    let who = async |login: &str| {
        let client = Client::new(&base);
        client.demo_sign_in(login).await.expect("signed in");
        client
    };
    let (admin, kiosk, tv) = (who("admin").await, who("kiosk").await, who("tv-1").await);
    let (stranger, cookie) = (Client::new(&base), tv.cookie_header().expect("signed in"));
    for words in INJECTED {
        by_hand(&address, &cookie, words).await;
        by_acts(&admin, &stranger, &kiosk, words).await;
    }
    admin.post("/api/copies", json!({})).await.expect("an answer").done().expect("asked");
    let copied = async {
        let files = async || {
            let known: Value = admin.get("/api/copies").await.expect("an answer").body["files"].clone();
            known.as_array().map_or(0, Vec::len)
        };
        while files().await == 0 {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    };
    soon("a copy", copied).await;
    let pid = child.id().expect("running").to_string();
    assert!(std::process::Command::new("kill").args(["-TERM", &pid]).status().expect("kill").success());
    soon("the end of the program", child.wait()).await.expect("an end");

    let log = text(&std::fs::read(&log).expect("a log"));
    // What greets whoever starts the demonstration by hand is no log.
    let (greeting, log): (Vec<&str>, Vec<&str>) = log
        .trim_end_matches('\n')
        .split('\n')
        .partition(|line| line.is_empty() || line.starts_with("  ") && !line.contains(MARK));
    assert!(greeting.len() < 12, "{greeting:?}");
    let told = log.iter().filter(|line| line.contains(MARK)).count();
    assert!(told >= 2, "what was injected has reached the log: {log:?}");
    assert_eq!(faults(&log.join("\n")), [""; 0]);
    result!(
        "{{\"id\":\"G18\",\"injected\":{},\"lines\":{},\"lines that tell it\":{told}}}",
        INJECTED.len(),
        log.len()
    );
}
