//! Print agents: paired like a screen, and killed at any moment without a paper lost or printed twice.

use crate::house::{House, Plans, receipt_after, soon};
use loket::app::agent;
use loket::app::client::Client;
use loket::domain::paper::JobState;
use loket::domain::profile::{Address, Profile};
use loket::office::PrinterCondition;
use loket::printing::emulator::{Emulator, Fault, Profile as Model, Roll, State};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::sync::mpsc;
use tokio::task::JoinHandle;

/// The kiosk's printer hangs on its own PC, and everybody gets a number whatever the hour.
fn far(profile: &mut Profile) {
    profile.issuing.fair_last = false;
}

async fn house() -> House {
    House::build(plans()).await
}

pub fn plans() -> Plans {
    Plans { profile: Some(far), kiosk_printer: Some("agent:".to_string()), ..Plans::default() }
}

async fn reopened(house: House) -> House {
    let clock = house.clock.clone();
    let folder = house.close().await;
    House::build(Plans { folder: Some(folder), clock: Some(clock), ..plans() }).await
}

/// The printer of the other PC.
pub async fn usb_printer() -> Emulator {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    Emulator::start(listener, Model::MM80, || 0).expect("a printer")
}

/// A running agent; what it shows comes out of the channel.
fn start(
    house: &House,
    printer: &Emulator,
    token: &Path,
) -> (JoinHandle<()>, mpsc::UnboundedReceiver<String>) {
    let (show, shown) = mpsc::unbounded_channel();
    let (server, trust, token) = (house.base.clone(), house.trust.clone(), token.to_path_buf());
    let printer = Address::Network(printer.address().to_string());
    let task = tokio::spawn(async move {
        let show = |code: &str| drop(show.send(code.to_string()));
        agent::run(&server, &trust, printer, &token, show).await.expect("its files can be written");
    });
    (task, shown)
}

/// Kills an agent wherever it is.
pub async fn kill(agent: JoinHandle<()>) {
    agent.abort();
    let _ = agent.await;
}

pub async fn paired(house: &House, printer: &Emulator, token: &Path) -> JoinHandle<()> {
    paired_at(house, printer, token, "/agen/kiosk").await.0
}

async fn paired_at(
    house: &House,
    printer: &Emulator,
    token: &Path,
    screen: &str,
) -> (JoinHandle<()>, mpsc::UnboundedReceiver<String>) {
    let (agent, mut shown) = start(house, printer, token);
    let code = soon("a code", shown.recv()).await.expect("shown");
    let admin = house.who("admin").await.client;
    let body = json!({ "code": code, "name": "PC kiosk", "screen": screen });
    admin.act("/api/devices/pair", body).await.expect("an answer").done().expect("paired");
    (agent, shown)
}

pub async fn condition_is(house: &House, wanted: PrinterCondition) {
    condition_at(house, "kiosk", wanted).await;
}

async fn condition_at(house: &House, printer: &str, wanted: PrinterCondition) {
    let mut devices = house.office().presence().follow();
    let told = devices.wait_for(|devices| {
        devices.printers.get(&printer.into()).is_some_and(|printer| printer.condition == wanted)
    });
    soon("the printer's condition", told).await.expect("the office is open");
}

fn token_in(folder: &tempfile::TempDir) -> PathBuf {
    folder.path().join("agen.json")
}

#[tokio::test(flavor = "multi_thread")]
async fn an_agent_is_paired_and_prints() {
    use std::os::unix::fs::PermissionsExt;
    let (house, printer, folder) =
        (house().await, usb_printer().await, tempfile::tempdir().expect("a folder"));
    let token = token_in(&folder);
    let kiosk = house.who("kiosk").await;
    kiosk.takes("A").await;
    condition_is(&house, PrinterCondition::Unreachable).await;
    let agent = paired(&house, &printer, &token).await;
    let slip = receipt_after(&printer, 0).await;
    assert!(slip.text().contains("A-001"), "what waited comes out");
    house.rests().await;
    let job = house.office().committed().state.jobs.values().next().expect("a job").clone();
    assert!(matches!(job.state, JobState::Printed { .. }), "{:?}", job.state);
    let mode = std::fs::metadata(&token).expect("the token").permissions().mode();
    assert_eq!(mode & 0o077, 0, "nobody else reads the token");

    printer.set_state(State { roll: Roll::Out, ..State::READY });
    condition_is(&house, PrinterCondition::PaperOut).await;
    kiosk.takes("A").await;
    printer.set_state(State::READY);
    receipt_after(&printer, 1).await;
    house.rests().await;

    kill(agent).await;
    condition_is(&house, PrinterCondition::Unreachable).await;
    let (agent, mut shown) = start(&house, &printer, &token);
    condition_is(&house, PrinterCondition::Ready).await;
    assert!(shown.try_recv().is_err(), "it is known by its token");

    // Shut out: it goes at once, and shows a new code.
    let admin = house.who("admin").await.client;
    let devices = admin.get("/api/devices").await.expect("an answer").done().expect("a list");
    let known = |device: &&Value| device["screen"] == "/agen/kiosk";
    let id =
        devices["devices"].as_array().expect("a list").iter().find(known).expect("the agent")["id"].clone();
    let out = admin
        .act(&format!("/api/accounts/{id}/active"), json!({ "active": false }))
        .await
        .expect("an answer");
    out.done().expect("shut out");
    soon("a new code", shown.recv()).await.expect("shown");
    kill(agent).await;
    house.verify();
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_else_comes_in_by_the_agents_door() {
    let house = house().await;
    assert!(house.stranger().socket("/live/agen/kiosk").await.is_err());
    for login in ["kiosk", "admin", "pengawas", "loket-2"] {
        assert!(house.who(login).await.client.socket("/live/agen/kiosk").await.is_err(), "{login}");
    }
    // A printer that hangs on the network has no agent.
    let admin = house.who("admin").await.client;
    let asked =
        house.stranger().post("/api/pairing/ask", json!({ "screen": "/agen" })).await.expect("an answer");
    let code = asked.done().expect("a code")["code"].clone();
    let body = json!({ "code": code, "name": "PC", "screen": "/agen/loket" });
    let refused = admin.act("/api/devices/pair", body).await.expect("an answer");
    assert_eq!(refused.status.as_u16(), 409);
}

/// A second printer on a PC of its own, beside the kiosk's.
fn two_far(profile: &mut Profile) {
    far(profile);
    let mut second = profile.printer(&"kiosk".into()).expect("the kiosk's printer").clone();
    (second.id, second.name) = ("kiosk-2".into(), "Printer kiosk 2".to_string());
    profile.printers.push(second);
}

/// The device that belongs there.
async fn device_at(admin: &Client, screen: &str) -> Value {
    let devices = admin.get("/api/devices").await.expect("an answer").done().expect("a list");
    let mut devices = devices["devices"].as_array().expect("a list").iter();
    devices.find(|device| device["screen"] == screen).expect("the agent")["id"].clone()
}

async fn moves(admin: &Client, id: &Value, to: &str) {
    let moved = admin.act(&format!("/api/devices/{id}/move"), json!({ "screen": to })).await;
    moved.expect("an answer").done().expect("moved");
}

/// Waits until all papers but so many are settled.
async fn papers_left(house: &House, open: usize) {
    let mut commits = house.office().follow();
    let left = commits
        .wait_for(|committed| committed.state.jobs.values().filter(|job| job.is_open()).count() == open);
    soon("the papers", left).await.expect("the office is open");
}

/// An agent that is moved goes on at its new printer by itself. What waits for the old one waits on, and comes out once
/// where an agent is again; what is under way is told of from the new place, whoever sits at the old one by then.
#[tokio::test(flavor = "multi_thread")]
async fn a_moved_agent_goes_on_and_no_paper_is_lost_or_doubled() {
    let house = House::build(Plans { profile: Some(two_far), ..plans() }).await;
    let folder = tempfile::tempdir().expect("a folder");
    let (one, two) = (usb_printer().await, usb_printer().await);
    let (token_one, token_two) = (folder.path().join("one.json"), folder.path().join("two.json"));
    let (admin, kiosk) = (house.who("admin").await.client, house.who("kiosk").await);
    let kept = |token: &Path| -> Value {
        serde_json::from_slice(&std::fs::read(token).expect("the token")).expect("JSON")
    };
    let (agent_one, mut shown) = paired_at(&house, &one, &token_one, "/agen/kiosk").await;
    condition_is(&house, PrinterCondition::Ready).await;
    let secret = kept(&token_one)["secret"].clone();
    kiosk.takes("A").await;
    papers_left(&house, 0).await;
    assert_eq!(one.receipts(0).len(), 1);

    // A number waits for paper when the agent is moved.
    one.set_state(State { roll: Roll::Out, ..State::READY });
    condition_is(&house, PrinterCondition::PaperOut).await;
    kiosk.takes("A").await;
    let first = device_at(&admin, "/agen/kiosk").await;
    moves(&admin, &first, "/agen/kiosk-2").await;
    one.set_state(State::READY);
    condition_at(&house, "kiosk-2", PrinterCondition::Ready).await;
    condition_is(&house, PrinterCondition::Unreachable).await;
    assert!(shown.try_recv().is_err(), "it shows no new code");
    assert_eq!(kept(&token_one), json!({ "secret": secret, "screen": "/agen/kiosk-2" }));
    // It prints what is the new printer's, and not what waits for the old one.
    let done = house
        .who("pengawas")
        .await
        .client
        .act("/api/printers/kiosk-2/try", json!({}))
        .await
        .expect("an answer");
    done.done().expect("ordered");
    papers_left(&house, 1).await;
    assert_eq!(one.receipts(0).len(), 2, "the trial");

    let (agent_two, _) = paired_at(&house, &two, &token_two, "/agen/kiosk").await;
    papers_left(&house, 0).await;
    assert!(two.receipts(0).iter().any(|paper| paper.text().contains("A-002")));

    // Swapped while one of them prints: nobody asks the other one about it.
    two.set_fault(Fault::Slow { bytes_per_second: 12_000 });
    kiosk.takes("A").await;
    let mut commits = house.office().follow();
    let sent = commits.wait_for(|committed| {
        committed.state.jobs.values().any(|job| matches!(job.state, JobState::Sending { .. }))
    });
    drop(soon("a paper under way", sent).await.expect("the office is open"));
    let second = device_at(&admin, "/agen/kiosk").await;
    moves(&admin, &second, "/agen/kiosk-2").await;
    moves(&admin, &first, "/agen/kiosk").await;
    papers_left(&house, 0).await;
    let (on_one, on_two) = (one.receipts(0), two.receipts(0));
    let papers = on_one.iter().chain(&on_two).filter(|paper| paper.text().contains("A-003")).count();
    let committed = house.office().committed();
    let job = committed.state.jobs.values().next_back().expect("a job");
    assert!(matches!(job.state, JobState::Printed { .. }), "{:?}", job.state);
    assert_eq!((papers, job.attempts), (1, 1));
    for agent in [agent_one, agent_two] {
        kill(agent).await;
    }
    house.verify();
}

/// A paper was under way when its agent died for good and another one took its place; then the office was opened again.
/// The new one never heard of that paper, which is no proof that it did not come out.
#[tokio::test(flavor = "multi_thread")]
async fn what_an_agent_took_along_is_never_printed_by_the_next_one() {
    let house = house().await;
    let folder = tempfile::tempdir().expect("a folder");
    let (one, two) = (usb_printer().await, usb_printer().await);
    let agent = paired(&house, &one, &folder.path().join("one.json")).await;
    condition_is(&house, PrinterCondition::Ready).await;
    one.set_fault(Fault::Slow { bytes_per_second: 12_000 });
    house.who("kiosk").await.takes("A").await;
    let mut commits = house.office().follow();
    let sent = commits.wait_for(|committed| {
        committed.state.jobs.values().any(|job| matches!(job.state, JobState::Sending { .. }))
    });
    drop(soon("a paper under way", sent).await.expect("the office is open"));
    kill(agent).await;
    condition_is(&house, PrinterCondition::Unreachable).await;
    let token = folder.path().join("two.json");
    let agent = paired(&house, &two, &token).await;
    condition_is(&house, PrinterCondition::Ready).await;
    kill(agent).await;
    let house = reopened(house).await;
    let (agent, _) = start(&house, &two, &token);
    papers_left(&house, 0).await;
    let committed = house.office().committed();
    let job = committed.state.jobs.values().next().expect("a job");
    assert!(matches!(job.state, JobState::Uncertain { .. }), "{:?}", job.state);
    // The next one it prints as ever.
    house.who("kiosk").await.takes("A").await;
    papers_left(&house, 0).await;
    let papers: Vec<_> = two.receipts(0).iter().map(|paper| paper.text()).collect();
    assert!(papers.len() == 1 && papers[0].contains("A-002"), "{papers:?}");
    kill(agent).await;
    house.verify();
}

/// Either side killed at random while papers are printed: each number is on paper once if the office says so, at most
/// once in any case, and no job is forgotten.
#[tokio::test(flavor = "multi_thread")]
async fn either_side_may_die_at_any_moment() {
    const JOBS: u64 = 120;
    let (mut house, printer, folder) =
        (house().await, usb_printer().await, tempfile::tempdir().expect("a folder"));
    let token = token_in(&folder);
    let mut agent = paired(&house, &printer, &token).await;
    // Whoever is killed before the pairing is fetched has to be paired again.
    condition_is(&house, PrinterCondition::Ready).await;
    let mut random = fastrand::Rng::with_seed(4_812);
    let (mut ordered, mut kills, mut restarts) = (0, 0, 0);
    while ordered < JOBS {
        let kiosk = house.who("kiosk").await;
        for _ in 0..random.u64(3..=6).min(JOBS - ordered) {
            kiosk.takes(["A", "B", "C", "D"][random.usize(0..4)]).await;
            ordered += 1;
        }
        // A moment in the midst of the work; which one is the seed's choice.
        let moment = Duration::from_millis(random.u64(0..120));
        let _ = tokio::time::timeout(moment, printer.wait_for(u64::MAX)).await;
        kill(agent).await;
        kills += 1;
        if kills % 6 == 0 {
            house = reopened(house).await;
            restarts += 1;
        }
        agent = start(&house, &printer, &token).0;
    }
    let settled = async {
        let mut commits = house.office().follow();
        while commits.borrow_and_update().state.jobs.values().any(|job| job.is_open()) {
            commits.changed().await.expect("the office is open");
        }
    };
    if tokio::time::timeout(Duration::from_secs(180), settled).await.is_err() {
        let committed = house.office().committed();
        let open: Vec<_> =
            committed.state.open_jobs().map(|job| (job.id.0, job.attempts, &job.state)).collect();
        panic!("{} of {JOBS} jobs do not come to their end: {:?}", open.len(), open.first());
    }
    kill(agent).await;
    assert!(kills >= 20 && restarts >= 3, "{kills} kills, {restarts} restarts");
    let mut on_paper: BTreeMap<String, usize> = BTreeMap::new();
    for paper in printer.receipts(0) {
        for word in
            paper.text().split_whitespace().filter(|word| word.len() == 5 && word.as_bytes()[1] == b'-')
        {
            *on_paper.entry(word.to_string()).or_default() += 1;
        }
    }
    let committed = house.office().committed();
    assert_eq!(committed.state.jobs.size() as u64, JOBS, "no job is forgotten");
    let mut uncertain = 0;
    for job in committed.state.jobs.values() {
        let loket::domain::paper::Paper::Ticket(ticket) = job.paper else { panic!("a ticket") };
        let number = committed.state.ticket(ticket).expect("a ticket").number.to_string();
        let papers = on_paper.get(&number).copied().unwrap_or_default();
        match &job.state {
            JobState::Printed { .. } => assert_eq!(papers, 1, "{number} is said to be printed"),
            JobState::Uncertain { .. } => {
                uncertain += 1;
                assert!(papers <= 1, "{number} is there {papers} times");
            }
            other => panic!("{number}: {other:?}"),
        }
    }
    assert!(uncertain <= kills, "{uncertain} of {JOBS} uncertain after {kills} kills");
    house.verify();
}
