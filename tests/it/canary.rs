//! A canary flies through a whole office: whoever reads its disk, its copies, its logs, its journal, or what it tells
//! others finds nobody's NIK and nobody's telephone number.

use crate::casework::upload;
use crate::hooks::Listener;
use crate::house::{answers, checklist, does, soon};
use crate::program::{path, program, run, text};
use loket::app::client::Client;
use serde_json::json;
use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

const NIK: &str = "7110995208810077";
const PHONE: &str = "+6281399042266";
const WORDS: &str = "sepupunya yang bernama Kutilang menunggu di teras";
/// A name is not sealed: it stands on papers that the office prints, and a search has to find it. That it is found
/// shows that the walk has reached the disk.
const NAME: &str = "Kenari Pengembara";

/// What must be nowhere, in every form in which it was typed or is kept.
const CANARIES: [&str; 8] = [
    NIK,
    "7110 9952 0881 0077",
    PHONE,
    "0813-9904-2266",
    "081399042266",
    "81399042266",
    "6281399042266",
    "sepupunya yang bernama",
];

fn holds(content: &[u8], word: &str) -> bool {
    content.windows(word.len()).any(|part| part == word.as_bytes())
}

fn leaks(content: &[u8]) -> Vec<&'static str> {
    CANARIES.into_iter().filter(|canary| holds(content, canary)).collect()
}

/// Every file below a folder, with its content.
fn files(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut all = Vec::new();
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            all.extend(files(&path));
        } else if path.is_file() {
            all.push((path.display().to_string(), std::fs::read(&path).expect("readable")));
        }
    }
    all
}

async fn who(base: &str, login: &str) -> Client {
    let client = Client::new(base);
    client.demo_sign_in(login).await.expect("signed in");
    client
}

/// The next visitor of a service at a loket, called and there.
async fn serves(base: &str, officer: &Client, loket: u16, service: &str) {
    let kiosk = who(base, "kiosk").await;
    does(&kiosk, "/api/kiosk/tickets", json!({ "service": service })).await;
    does(officer, &format!("/api/loket/{loket}/next"), json!({})).await;
    does(officer, &format!("/api/loket/{loket}/present"), json!({})).await;
}

/// The canary applies, is noted, scanned, decided on, asked about, complains and is looked for.
async fn walk(base: &str) {
    let two = who(base, "loket-2").await;
    does(&two, "/api/loket/2/open", json!({})).await;
    serves(base, &two, 2, "A").await;
    let list = checklist(&two, "SIPB", true).await;
    let facts =
        json!({ "permit": "SIPB", "nik": "7110 9952 0881 0077", "name": NAME, "phone": "0813-9904-2266" });
    let mut facts = facts;
    facts["checklist"] = list.clone();
    let berkas = does(&two, "/api/loket/2/register", facts).await["berkas"].as_u64().expect("a berkas");
    let at = |what: &str| format!("/api/berkas/{berkas}/{what}");
    does(&two, &at("note"), json!({ "text": format!("{WORDS}, {PHONE}") })).await;
    let line = list[0]["requirement"].as_str().expect("a line");
    let scan = format!("%PDF-1.4\n1 0 obj\n({NIK} {PHONE} {WORDS})\nendobj\n%%EOF\n").into_bytes();
    let (status, told) = upload(base, &two, berkas, line, "application/pdf", scan).await;
    assert!(status.is_success(), "{told}");
    let analis = who(base, "analis").await;
    let fields = json!([{ "name": "tempat lahir", "value": format!("{WORDS} {NIK}") }]);
    does(&analis, &at("form"), json!({ "fields": fields })).await;
    does(&analis, &at("reveal"), json!({ "reason": "Menghubungi pemohon" })).await;
    for text in [NIK, "7110 9952 0881 0077", NAME, "0813-9904-2266"] {
        analis.post("/api/search", json!({ "text": text })).await.expect("an answer").done().expect("found");
    }
    for body in [json!({ "nik": NIK }), json!({ "berkas": berkas })] {
        two.post("/api/applicants/find", body).await.expect("an answer").done().expect("known");
    }
    for (login, choice) in [
        ("analis", "teruskan"),
        ("kasi", "teruskan"),
        ("kabid", "setuju"),
        ("kadis", "tandatangani"),
        ("loket-4", "nomori"),
    ] {
        let officer = who(base, login).await;
        does(&officer, &at("take"), json!({})).await;
        does(&officer, &at("choose"), json!({ "choice": choice, "reason": null })).await;
    }
    let (four, five) = (who(base, "loket-4").await, who(base, "loket-5").await);
    let tablet = who(base, "tablet").await;
    for (officer, loket) in [(&four, 4), (&five, 5)] {
        does(officer, &format!("/api/loket/{loket}/open"), json!({})).await;
    }
    for step in ["next", "present", "survey"] {
        does(&five, &format!("/api/loket/5/{step}"), json!({})).await;
    }
    let mut screen = tablet.live("/live/skm/5").await.expect("the tablet");
    let asked = screen.until(|view| view.get("survey").is_some_and(|survey| !survey.is_null()));
    soon("the survey", asked).await.expect("live");
    does(&tablet, "/api/survey", answers(&screen.section("survey")["key"], 4)).await;
    for step in ["next", "present", "hand-over"] {
        does(&four, &format!("/api/loket/4/{step}"), json!({})).await;
    }

    serves(base, &five, 5, "D").await;
    let text = format!("{WORDS}; NIK {NIK}, telepon 0813-9904-2266");
    let matter = json!({ "category": "delay", "subject": "Menunggu", "text": text, "name": NAME, "phone": "081399042266" });
    does(&five, "/api/loket/5/complain", matter).await;
    does(&five, "/api/loket/5/finish", json!({})).await;
}

/// What no act expects, in every field that any act has: errors must not keep it either.
async fn stumble(base: &str) {
    let document = Client::new(base).get("/api/openapi.json").await.expect("an answer").done().expect("it");
    let clients = [who(base, "admin").await, who(base, "loket-2").await, who(base, "analis").await];
    let kiosk = who(base, "kiosk").await;
    let paths = document["paths"].as_object().expect("paths");
    for path in paths.iter().filter(|(_, item)| item.get("post").is_some()).map(|(path, _)| path) {
        if path == "/api/sign-out" {
            continue;
        }
        let parts = path.split('/').map(|part| match part {
            "{id}" => "2",
            "{zone}" => "utama",
            part if part.starts_with('{') => "x",
            part => part,
        });
        let path = parts.collect::<Vec<_>>().join("/");
        let canary = json!({ "nik": NIK, "phone": [PHONE], "text": { "x": NIK }, "name": WORDS, "login": NIK,
            "password": PHONE, "code": NIK, "berkas": NIK, NIK: PHONE });
        for client in clients.iter().chain([&kiosk]) {
            let mut body = canary.clone();
            body["request"] = json!(ulid::Ulid::generate().to_string());
            let reply = client.post(&path, body).await.expect("an answer");
            assert!(!reply.status.is_success(), "{path} takes anything: {}", reply.body);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_that_is_kept_or_logged_or_told_names_a_nik_or_a_telephone_number() {
    let folder = tempfile::tempdir().expect("a folder");
    let (data, log) = (folder.path().join("data"), folder.path().join("log"));
    let mut child = program()
        .env("LOKET_LOG", "debug")
        .args(["demo", "--data", path(&data), "--listen", "127.0.0.1:0"])
        .stdout(Stdio::piped())
        .stderr(std::fs::File::create(&log).expect("a file"))
        .spawn()
        .expect("the program starts");
    let base = crate::running::address(&mut child).await.expect("it listens");

    let admin = who(&base, "admin").await;
    let listener = Listener::begin(0, &[]).await;
    let topics = ["ticket.issued", "call", "berkas.moved", "berkas.ready", "berkas.closed"];
    does(&admin, "/api/hooks", json!({ "url": listener.url(), "topics": topics })).await;
    walk(&base).await;
    stumble(&base).await;
    // Two numbers, four calls, and a berkas from its registration to its end.
    let told = listener.hears(10).await;
    let copies = async || {
        let files = admin.get("/api/copies").await.expect("an answer").body["files"].clone();
        files.as_array().map_or(0, Vec::len)
    };
    let before = copies().await;
    admin.post("/api/copies", json!({})).await.expect("an answer").done().expect("asked");
    let copied = async {
        while copies().await == before {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    };
    soon("a copy", copied).await;
    let figures = admin.get("/metrics").await.expect("an answer").body.to_string();
    let pid = child.id().expect("running").to_string();
    assert!(std::process::Command::new("kill").args(["-TERM", &pid]).status().expect("kill").success());
    soon("the end of the program", child.wait()).await.expect("an end");

    let kept = files(&data);
    assert!(kept.iter().any(|(file, _)| file.contains("cadangan")), "a copy is among them");
    assert!(kept.iter().any(|(file, _)| file.contains("scan")), "a scan is among them");
    assert!(kept.iter().any(|(_, content)| holds(content, NAME)), "the walk reached the disk");
    for (file, content) in &kept {
        assert_eq!(leaks(content), [""; 0], "{file}");
    }
    let log = std::fs::read(&log).expect("a log");
    assert!(holds(&log, "a copy was taken"), "the log tells what was done: {}", text(&log));
    let journal = run(&["journal", path(&data)]).await;
    assert!(holds(&journal.stdout, "BerkasRegistered"), "{}", text(&journal.stderr));
    for (what, content) in [
        ("the log", log),
        ("the journal", journal.stdout),
        ("the figures", figures.into_bytes()),
        ("webhooks", json!(told).to_string().into_bytes()),
    ] {
        assert_eq!(leaks(&content), [""; 0], "{what}: {}", text(&content));
    }
}
