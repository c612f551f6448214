//! Webhooks over real sockets: signed, in order, again after every fault, and never in the way of a call.

mod restored;
pub(crate) mod secure;

use crate::house::{House, soon};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use hyper::StatusCode;
use loket::app::client::Client;
use serde_json::{Value, json};
use sha2::Sha256;
use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::AbortHandle;
use tokio::time::Instant;
use tokio_rustls::TlsAcceptor;

/// What arrived: headers and body.
type Heard = (BTreeMap<String, String>, String);

/// How the other side answers.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Manner {
    Takes,
    Fails,
    Redirects,
    /// Says that it is at another port of this machine.
    RedirectsTo(u16),
    Hangs,
}

/// The other side of a webhook.
pub(crate) struct Listener {
    port: u16,
    heard: Arc<Mutex<Vec<Heard>>>,
    pub(crate) tries: Arc<Mutex<Vec<String>>>,
    /// How the next ones are answered; afterwards everything is taken.
    pub(crate) manners: Arc<Mutex<VecDeque<Manner>>>,
    task: AbortHandle,
}

impl Listener {
    pub(crate) async fn begin(port: u16, manners: &[Manner]) -> Listener {
        Listener::speaking(port, manners, None).await
    }

    /// The same over TLS, where there is an acceptor.
    async fn speaking(port: u16, manners: &[Manner], tls: Option<TlsAcceptor>) -> Listener {
        let socket = TcpListener::bind(("127.0.0.1", port)).await.expect("a port");
        let port = socket.local_addr().expect("an address").port();
        let heard = Arc::<Mutex<Vec<Heard>>>::default();
        let tries = Arc::<Mutex<Vec<String>>>::default();
        let manners = Arc::new(Mutex::new(manners.iter().copied().collect()));
        let (all, tried, how) = (heard.clone(), tries.clone(), manners.clone());
        let task = tokio::spawn(async move {
            loop {
                let (wire, _) = socket.accept().await.expect("a connection");
                let (all, tried, how, tls) = (all.clone(), tried.clone(), how.clone(), tls.clone());
                tokio::spawn(async move {
                    match tls {
                        None => converse(wire, all, tried, how).await,
                        Some(tls) => {
                            if let Ok(wire) = tls.accept(wire).await {
                                converse(wire, all, tried, how).await;
                            }
                        }
                    }
                });
            }
        });
        Listener { port, heard, tries, manners, task: task.abort_handle() }
    }

    pub(crate) fn url(&self) -> String {
        format!("http://127.0.0.1:{}/kabar?of=loket", self.port)
    }

    fn bodies(&self) -> Vec<Value> {
        let heard = self.heard.lock().expect("whole");
        heard.iter().map(|(_, body)| serde_json::from_str(body).expect("JSON")).collect()
    }

    /// Waits for so many messages that were taken.
    pub(crate) async fn hears(&self, count: usize) -> Vec<Value> {
        soon("deliveries", async {
            loop {
                let bodies = self.bodies();
                if bodies.len() >= count {
                    return bodies;
                }
                tokio::time::sleep(Duration::from_millis(10)).await;
            }
        })
        .await
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn converse(
    mut wire: impl AsyncRead + AsyncWrite + Unpin,
    heard: Arc<Mutex<Vec<Heard>>>,
    tries: Arc<Mutex<Vec<String>>>,
    manners: Arc<Mutex<VecDeque<Manner>>>,
) {
    let mut bytes = Vec::new();
    let (head, body) = loop {
        let mut chunk = [0; 4096];
        let count = wire.read(&mut chunk).await.unwrap_or(0);
        bytes.extend_from_slice(&chunk[..count]);
        let text = String::from_utf8_lossy(&bytes).into_owned();
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let length = head.lines().find_map(|line| line.strip_prefix("content-length: ")?.parse().ok());
            if body.len() >= length.unwrap_or(0) {
                break (head.to_string(), body.to_string());
            }
        }
        if count == 0 {
            return;
        }
    };
    let headers = head.lines().skip(1).filter_map(|line| line.split_once(": "));
    let headers: BTreeMap<_, _> =
        headers.map(|(name, value)| (name.to_string(), value.to_string())).collect();
    tries.lock().expect("whole").push(headers["webhook-id"].clone());
    let manner = manners.lock().expect("whole").pop_front().unwrap_or(Manner::Takes);
    let moved;
    let answer = match manner {
        Manner::Takes => {
            heard.lock().expect("whole").push((headers, body));
            "HTTP/1.1 204 No Content\r\n\r\n"
        }
        Manner::Fails => "HTTP/1.1 500 Internal Server Error\r\ncontent-length: 0\r\n\r\n",
        Manner::Redirects => {
            "HTTP/1.1 302 Found\r\nlocation: http://127.0.0.1:1/\r\ncontent-length: 0\r\n\r\n"
        }
        Manner::RedirectsTo(port) => {
            moved = format!(
                "HTTP/1.1 307 Temporary Redirect\r\nlocation: http://127.0.0.1:{port}/kabar\r\ncontent-length: 0\r\n\r\n"
            );
            &moved
        }
        Manner::Hangs => return std::future::pending().await,
    };
    let _ = wire.write_all(answer.as_bytes()).await;
    let _ = wire.shutdown().await;
}

pub(crate) async fn add(house: &House, url: &str, topics: &[&str]) -> (u64, String) {
    let admin = house.who("admin").await.client;
    let made = admin.act("/api/hooks", json!({ "url": url, "topics": topics })).await.expect("an answer");
    assert_eq!(made.status, StatusCode::CREATED, "{}", made.body);
    let secret = made.body["secret"].as_str().expect("a secret").to_string();
    (made.body["hook"].as_u64().expect("an id"), secret)
}

pub(crate) async fn hook(admin: &Client, id: u64) -> Value {
    let list = admin.get("/api/hooks").await.expect("an answer").done().expect("a list");
    let mut hooks = list["hooks"].as_array().expect("hooks").iter();
    hooks.find(|hook| hook["id"] == id).expect("the hook").clone()
}

#[tokio::test]
async fn what_happens_is_told_in_order_and_signed_and_names_nobody() {
    let house = House::open().await;
    let listener = Listener::begin(0, &[]).await;
    let (kiosk, two) = (house.who("kiosk").await, house.officer(2).await);
    kiosk.takes("A").await;
    let (id, secret) = add(&house, &listener.url(), &["ticket.issued", "call", "berkas.moved"]).await;
    kiosk.takes("A").await;
    two.serves().await;
    two.registers().await;
    let told = listener.hears(3).await;
    let types: Vec<_> = told.iter().map(|body| body["type"].as_str().expect("a type")).collect();
    assert_eq!(types, ["ticket.issued", "call", "berkas.moved"]);
    assert_eq!(told[0]["data"]["number"], "A-002", "what came before the hook is not told");
    assert_eq!((&told[1]["data"]["number"], &told[1]["data"]["loket"]), (&json!("A-001"), &json!(2)));
    assert_eq!(told[2]["data"]["turn"], "registered");
    let places: Vec<_> = told.iter().map(|body| body["data"]["seq"].as_u64().expect("a place")).collect();
    assert!(places.is_sorted(), "{places:?}");

    let heard = listener.heard.lock().expect("whole").clone();
    let key = STANDARD.decode(secret.strip_prefix("whsec_").expect("a secret")).expect("base64");
    for (headers, body) in &heard {
        let mut mac = Hmac::<Sha256>::new_from_slice(&key).expect("any length");
        mac.update(format!("{}.{}.{body}", headers["webhook-id"], headers["webhook-timestamp"]).as_bytes());
        let signed = format!("v1,{}", STANDARD.encode(mac.finalize().into_bytes()));
        assert_eq!(headers["webhook-signature"], signed);
        for word in ["3201", "nik", "phone", "name", "+62"] {
            assert!(!body.contains(word), "{word} in {body}");
        }
    }
    // The secret is sealed at rest, and told to nobody again.
    let admin = house.who("admin").await.client;
    let list = admin.get("/api/hooks").await.expect("an answer").body.to_string();
    assert!(!list.contains(&secret[6..]), "{list}");
    let journal = house.office().reader().entries_marked(loket::domain::ids::Seq(1), "HookAdded", 5);
    assert_eq!(journal.expect("readable").len(), 1);
    for file in std::fs::read_dir(house.data()).expect("a folder").filter_map(Result::ok) {
        if let Ok(kept) = std::fs::read(file.path()) {
            let hidden = secret.as_bytes()[6..30].to_vec();
            assert!(!kept.windows(hidden.len()).any(|part| part == hidden), "{}", file.path().display());
        }
    }
    admin.post(&format!("/api/hooks/{id}/test"), json!({})).await.expect("an answer").done().expect("asked");
    assert_eq!(listener.hears(4).await[3]["type"], "test");
    admin.act(&format!("/api/hooks/{id}/delete"), json!({})).await.expect("an answer").done().expect("gone");
    house.verify();
}

#[tokio::test]
async fn after_faults_and_a_restart_everything_arrives_once_and_in_order() {
    let house = House::open().await;
    let listener = Listener::begin(0, &[Manner::Fails, Manner::Redirects]).await;
    let port = listener.port;
    let (id, _) = add(&house, &listener.url(), &["ticket.issued"]).await;
    let kiosk = house.who("kiosk").await;
    for _ in 0..3 {
        kiosk.takes("A").await;
    }
    let told = listener.hears(3).await;
    let numbers = |told: &[Value]| -> Vec<String> {
        told.iter().map(|body| body["data"]["number"].as_str().expect("a number").to_string()).collect()
    };
    assert_eq!(numbers(&told), ["A-001", "A-002", "A-003"]);
    let tries = listener.tries.lock().expect("whole").clone();
    assert_eq!(tries.len(), 5, "the first one three times: {tries:?}");
    assert!(tries[..3].iter().all(|id| *id == tries[0]), "under the same id: {tries:?}");

    // Nobody listens while numbers are given, and the office is opened again in between.
    drop(listener);
    soon("the end of the listener", async { while TcpStream::connect(("127.0.0.1", port)).await.is_ok() {} })
        .await;
    for _ in 0..3 {
        kiosk.takes("A").await;
    }
    let admin = house.who("admin").await.client;
    soon("a failing hook", async { while hook(&admin, id).await["failing"].is_null() {} }).await;
    let house = house.reopen().await;
    house.who("kiosk").await.takes("A").await;
    let listener = Listener::begin(port, &[Manner::Hangs]).await;
    let told = listener.hears(4).await;
    assert_eq!(numbers(&told), ["A-004", "A-005", "A-006", "A-007"]);
    let admin = house.who("admin").await.client;
    soon("a hook that is well", async { while !hook(&admin, id).await["failing"].is_null() {} }).await;

    // Paused, it is told afterwards.
    admin.act(&format!("/api/hooks/{id}/pause"), json!({})).await.expect("an answer").done().expect("paused");
    house.who("kiosk").await.takes("A").await;
    assert_eq!(hook(&admin, id).await["paused"], "by-hand");
    admin.act(&format!("/api/hooks/{id}/resume"), json!({})).await.expect("an answer").done().expect("on");
    assert_eq!(numbers(&listener.hears(5).await)[4], "A-008");
    assert!(listener.manners.lock().expect("whole").is_empty());
    house.verify();
}

/// Whoever says that they have moved is asked again where they are; nothing is sent to the address they name.
#[tokio::test]
async fn no_redirect_is_followed() {
    let house = House::open().await;
    let elsewhere = Listener::begin(0, &[]).await;
    let listener = Listener::begin(0, &[Manner::RedirectsTo(elsewhere.port)]).await;
    let (id, _) = add(&house, &listener.url(), &["ticket.issued"]).await;
    house.who("kiosk").await.takes("A").await;
    let told = listener.hears(1).await;
    assert_eq!(told[0]["data"]["number"], "A-001", "it arrives where the administrator said");
    assert_eq!(listener.tries.lock().expect("whole").len(), 2);
    assert!(elsewhere.tries.lock().expect("whole").is_empty(), "nobody was sent on");
    let latest = hook(&house.who("admin").await.client, id).await["latest"].clone();
    assert!(latest.as_array().expect("tries").iter().any(|tried| tried["status"] == 307), "{latest}");
}

#[tokio::test]
async fn an_address_that_hangs_delays_no_call_and_one_that_is_silent_for_days_is_paused() {
    let house = House::open().await;
    let listener = Listener::begin(0, &[Manner::Hangs; 1_000]).await;
    let (id, _) = add(&house, &listener.url(), &["ticket.issued", "call"]).await;
    let (kiosk, two) = (house.who("kiosk").await, house.officer(2).await);
    kiosk.takes("A").await;
    soon("the first try", async {
        while listener.tries.lock().expect("whole").is_empty() {
            tokio::task::yield_now().await;
        }
    })
    .await;
    // The first delivery hangs for five seconds; ten visitors are served meanwhile.
    let begun = Instant::now();
    for _ in 0..10 {
        kiosk.takes("A").await;
        two.serves().await;
        two.does("dismiss", json!({ "reason": "selesai" })).await;
    }
    let tries = listener.tries.lock().expect("whole").len();
    assert!(begun.elapsed() < Duration::from_secs(5) && tries == 1, "{:?}, {tries} tries", begun.elapsed());

    let admin = house.who("admin").await.client;
    soon("a failing hook", async { while hook(&admin, id).await["failing"].is_null() {} }).await;
    house.clock.advance(6 * 24 * 3600);
    let admin = house.who("admin").await.client;
    soon("a paused hook", async {
        while hook(&admin, id).await["paused"] != "failing" {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    })
    .await;
    house.verify();
}

#[tokio::test]
async fn addresses_that_make_no_sense_are_refused() {
    let house = House::open().await;
    let admin = house.who("admin").await.client;
    for (url, topics, status) in [
        ("ftp://example.com/", json!(["call"]), 422),
        ("nowhere", json!(["call"]), 422),
        ("http://user:word@example.com/", json!(["call"]), 422),
        ("http://169.254.169.254/latest", json!(["call"]), 422),
        ("http://203.0.113.7/", json!(["call"]), 422),
        ("https://example.com/", json!(["everything"]), 422),
        ("https://example.com/", json!([]), 409),
    ] {
        let body = json!({ "url": url, "topics": topics });
        let reply = admin.act("/api/hooks", body).await.expect("an answer");
        assert_eq!(reply.status.as_u16(), status, "{url}: {}", reply.body);
    }
    let nothing = admin.act("/api/hooks/9/pause", json!({})).await.expect("an answer");
    assert_eq!(nothing.status, StatusCode::NOT_FOUND);
}
