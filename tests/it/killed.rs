//! The office and a print agent as two programs, either of them killed at any moment.

use crate::agent::usb_printer;
use crate::allday;
use crate::doubt::{Said, judge};
use crate::house::{House, Plans, soon};
use crate::program::{path, program, start};
use loket::app::client::Client;
use loket::app::demo::PASSWORD;
use loket::printing::emulator::{Emulator, Fault};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::Child;

/// Rounds of a short run; `LOKET_CUT_OFF` asks for more.
const ROUNDS: usize = 12;

/// Both programs, and what they need to be started again.
struct Pair {
    serve: Vec<String>,
    agent: Vec<String>,
    base: String,
    token: PathBuf,
}

impl Pair {
    async fn office(&self) -> Child {
        let arguments: Vec<&str> = self.serve.iter().map(String::as_str).collect();
        start(&arguments).await.0
    }

    fn printing(&self) -> Child {
        let mut agent = program();
        agent.args(&self.agent).stdout(Stdio::null()).stderr(Stdio::piped());
        agent.spawn().expect("the agent starts")
    }

    async fn signed(&self, login: &str) -> Client {
        let client = Client::new(&self.base);
        client.sign_in(login, PASSWORD).await.expect("signed in");
        client
    }
}

/// The office's files, for an agent at the kiosk.
async fn office_files(folder: &Path) -> PathBuf {
    let file = allday::office_files(folder).await;
    let text = std::fs::read_to_string(&file).expect("the office's file");
    let text = text.replace("192.168.1.51:9100", "agent:");
    assert!(text.contains("\"agent:\""), "{text}");
    std::fs::write(&file, text).expect("written");
    file
}

/// Both of them, paired, on the data of an office in which everybody has an account.
async fn paired(folder: &Path, data: &Path, printer: &Emulator) -> (Pair, Child, Child) {
    let config = office_files(&folder.join("office")).await;
    let key = folder.join("loket.key");
    std::fs::copy(data.join(loket::store::DEMO_KEY), &key).expect("the key, outside the data");
    let port = std::net::TcpListener::bind("127.0.0.1:0").and_then(|free| free.local_addr()).expect("a port");
    let (listen, base, token) = (port.to_string(), format!("http://{port}"), folder.join("agen.json"));
    let words = |words: &[&str]| words.iter().map(ToString::to_string).collect();
    let serve =
        ["serve", "--config", path(&config), "--data", path(data), "--listen", &listen, "--key", path(&key)];
    let printer = printer.address().to_string();
    let agent = ["agent", "--server", &base, "--printer", &printer, "--token-file", path(&token)];
    let pair = Pair { serve: words(&serve), agent: words(&agent), base: base.clone(), token: token.clone() };
    let office = pair.office().await;
    let mut agent = pair.printing();
    let mut said = BufReader::new(agent.stderr.take().expect("a pipe")).lines();
    let code = soon("a code", async {
        loop {
            let line = said.next_line().await.expect("text").expect("a line");
            if let Some((_, code)) = line.rsplit_once("type ") {
                return code.trim().to_string();
            }
        }
    });
    let body = json!({ "code": code.await, "name": "PC kiosk", "screen": "/agen/kiosk" });
    let admin = pair.signed("admin").await;
    admin.act("/api/devices/pair", body).await.expect("an answer").done().expect("paired");
    let mut page = admin.live("/live/cetak").await.expect("the page");
    let there = |view: &serde_json::Map<String, Value>| view["printers"][0]["condition"] == "ready";
    soon("the agent's printer", page.until(there)).await.expect("live");
    (pair, office, agent)
}

/// Every file below a folder; a socket is none.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            found.extend(files(&path));
        } else if path.is_file() {
            found.push(path);
        }
    }
    found
}

/// What an agent is known by is in no file of the office: neither as it is sent nor as the bytes that it stands for.
fn only_its_hash_is_kept(data: &Path, token: &Path) {
    let pairing: Value = serde_json::from_slice(&std::fs::read(token).expect("the token")).expect("JSON");
    let secret = pairing["secret"].as_str().expect("a secret");
    let bytes: Vec<u8> = (0..secret.len() / 2)
        .map(|at| u8::from_str_radix(&secret[2 * at..2 * at + 2], 16).expect("hexadecimal digits"))
        .collect();
    assert_eq!(bytes.len(), 32, "what is looked for is the whole secret");
    let holds = |wanted: &[u8]| {
        let with = |file: &&PathBuf| {
            std::fs::read(file).expect("readable").windows(wanted.len()).any(|found| found == wanted)
        };
        files(data).iter().filter(with).map(|file| file.display().to_string()).collect::<Vec<_>>()
    };
    assert!(!holds(b"PC kiosk").is_empty(), "its name is there, so the right files are looked through");
    assert_eq!(holds(secret.as_bytes()), Vec::<String>::new());
    assert_eq!(holds(&bytes), Vec::<String>::new());
}

/// B8: kill -9 of the office or of the agent, or of both, while papers are on their way through the agent. Nothing comes
/// out twice, each paper that is called printed came out, and none is forgotten.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn b8_office_and_agent_are_killed_as_programs() {
    let asked = std::env::var("LOKET_CUT_OFF").ok().and_then(|text| text.parse().ok());
    let rounds: usize = asked.unwrap_or(ROUNDS);
    let (printer, folder) = (usb_printer().await, tempfile::tempdir().expect("a folder"));
    let data = allday::data().await;
    let (pair, mut office, mut agent) = paired(folder.path(), data.path(), &printer).await;
    printer.set_fault(Fault::Slow { bytes_per_second: 12_000 });
    let mut dice = fastrand::Rng::with_seed(51);
    let (mut given, mut kills) = (0, [0, 0]);
    for round in 0..rounds {
        let kiosk = pair.signed("kiosk").await;
        for _ in 0..3 {
            let service = ["A", "B", "C", "D"][dice.usize(0..4)];
            kiosk
                .act("/api/kiosk/tickets", json!({ "service": service }))
                .await
                .expect("an answer")
                .done()
                .expect("a number");
            given += 1;
        }
        // The moment of the kill is the point of the test: it wanders over asking, sending and remembering.
        tokio::time::sleep(Duration::from_millis(dice.u64(0..400))).await;
        if round % 3 != 0 {
            agent.kill().await.expect("killed");
            kills[0] += 1;
        }
        if round % 3 != 1 {
            office.kill().await.expect("killed");
            kills[1] += 1;
            office = pair.office().await;
        }
        if round % 3 != 0 {
            agent = pair.printing();
        }
    }
    printer.set_fault(Fault::None);
    let mut page = pair.signed("pengawas").await.live("/live/cetak").await.expect("the page");
    let settled = |view: &serde_json::Map<String, Value>| view["printers"][0]["queued"] == 0;
    let all = tokio::time::timeout(Duration::from_secs(120), page.until(settled)).await;
    all.expect("the last paper").expect("live");
    agent.kill().await.expect("killed");
    office.kill().await.expect("killed");
    only_its_hash_is_kept(data.path(), &pair.token);

    let kiosk_printer = Some("agent:".to_string());
    let house = House::build(Plans { kiosk_printer, ..allday::now(Some(data)) }).await;
    let said = Said::of(&house);
    let papers: Vec<String> = printer.receipts(0).iter().map(|paper| paper.text()).collect();
    let (printed, uncertain) = judge(&said, &papers).unwrap_or_else(|faults| panic!("{faults:#?}"));
    result!(
        "{{\"id\":\"B8 programs\",\"agent kills\":{},\"office kills\":{},\"given\":{given},\"printed\":{printed},\"uncertain\":{uncertain}}}",
        kills[0],
        kills[1]
    );
    assert_eq!(printed + uncertain, given, "every number has its paper or a doubt");
    assert!(
        uncertain <= kills[0],
        "only a paper under way when the agent died: {uncertain} after {} kills",
        kills[0]
    );
    house.verify();
}
