//! Printers behind CUPS, and whatever may befall them.

mod server;

use crate::house::{House, Plans, soon};
use loket::app::{agent, doctor};
use loket::domain::paper::{JobState, Why};
use loket::domain::profile::{Address, Confirm, Profile, StatusWords};
use loket::office::PrinterCondition;
use loket::printing::{Port, Receipt};
use serde_json::{Value, json};
use server::{Cups, Fate};
use std::path::Path;
use std::time::Duration;
use tokio::io::AsyncWriteExt;
use tokio::net::TcpListener;

const JOB: &[u8] = b"\x1b@A-012\n\x1dVB\x10";
const NAME: &str = "KIOSK";

fn port(address: &str) -> Port {
    let address = Address::parse(address).expect("an address");
    Port { address, words: StatusWords::None, confirm: Confirm::None }
}

/// B9: how the queue is, in our words; what is no answer is no printer.
#[tokio::test]
async fn b9_a_queue_tells_how_it_is() {
    let cups = Cups::open().await;
    for (state, accepting, reasons, wanted) in [
        (3, true, &["none"][..], PrinterCondition::Ready),
        (4, true, &["none"], PrinterCondition::Ready),
        (3, true, &["media-low-warning"], PrinterCondition::PaperLow),
        (3, true, &["media-low-report", "media-empty-error"], PrinterCondition::PaperOut),
        (5, true, &["media-empty"], PrinterCondition::PaperOut),
        (5, true, &["cover-open", "paused"], PrinterCondition::CoverOpen),
        (5, true, &["media-jam"], PrinterCondition::Faulty),
        (5, true, &["none"], PrinterCondition::OffLine),
        (3, true, &["offline"], PrinterCondition::OffLine),
        (3, true, &["hold-new-jobs"], PrinterCondition::OffLine),
        (3, false, &["none"], PrinterCondition::OffLine),
        (5, true, &[], PrinterCondition::OffLine),
    ] {
        cups.set(|desk| (desk.state, desk.accepting, desk.reasons) = (state, accepting, reasons.to_vec()));
        assert_eq!(port(&cups.queue(NAME)).look().await, wanted, "{state} {accepting} {reasons:?}");
    }
    assert_eq!(port(&cups.queue("TIDAK-ADA")).look().await, PrinterCondition::NoQueue);
    for fate in [
        Fate::Silent,
        Fate::Nonsense,
        Fate::Endless,
        Fate::Refused(0x400),
        Fate::Refused(0x500),
        Fate::Forbidden(403),
        Fate::Forbidden(500),
    ] {
        cups.set(|desk| (desk.fate, desk.tells) = (fate, false));
        assert_eq!(
            soon("an end", port(&cups.queue(NAME)).look()).await,
            PrinterCondition::Unreachable,
            "{fate:?}"
        );
    }
    let nobody = TcpListener::bind("127.0.0.1:0").await.expect("a port").local_addr().expect("an address");
    assert_eq!(port(&format!("cups://{nobody}/KIOSK")).look().await, PrinterCondition::Unreachable);
    assert_eq!(cups.get(|desk| desk.submitted), 0, "nothing is printed by asking");
}

/// B9: whatever CUPS does with a paper, it is never called printed, it is in doubt when the printer may have seen any of
/// it, and nothing stays behind in the queue.
#[tokio::test(flavor = "multi_thread")]
async fn b9_what_cups_hands_over_is_never_called_printed() {
    let fates = [
        (Fate::Complete, Receipt::HandedOver),
        (Fate::Held, Receipt::NotTaken),
        (Fate::Pending, Receipt::NotTaken),
        (Fate::Stuck, Receipt::NoWord),
        (Fate::Ends { state: 7, begun: false }, Receipt::Cancelled { begun: false }),
        (Fate::Ends { state: 7, begun: true }, Receipt::Cancelled { begun: true }),
        (Fate::Ends { state: 8, begun: false }, Receipt::Aborted { begun: false }),
        (Fate::Ends { state: 8, begun: true }, Receipt::Aborted { begun: true }),
        // Not accepting jobs, busy, no such format, not signed in.
        (Fate::Refused(0x506), Receipt::NotTaken),
        (Fate::Refused(0x507), Receipt::NotTaken),
        (Fate::Refused(0x40a), Receipt::NotTaken),
        (Fate::Forbidden(401), Receipt::NotTaken),
        // It may have been taken.
        (Fate::Refused(0x500), Receipt::BrokenOff),
        (Fate::Forbidden(500), Receipt::BrokenOff),
        (Fate::Nonsense, Receipt::BrokenOff),
        (Fate::Endless, Receipt::BrokenOff),
        (Fate::Silent, Receipt::NoWord),
    ];
    let mut rounds = tokio::task::JoinSet::new();
    for (fate, wanted) in fates {
        rounds.spawn(async move {
            let cups = Cups::open().await;
            cups.set(|desk| desk.fate = fate);
            let ready = port(&cups.queue(NAME)).ready().await.expect("ready");
            let receipt = soon("an end", ready.print(JOB, *b"A012")).await;
            assert_eq!(receipt, wanted, "{fate:?}");
            assert!(honest(receipt, &cups), "{fate:?}");
            // Its control: the same queue under words that it must never have.
            assert!(!honest(Receipt::Printed, &cups), "{fate:?}");
            let begun = cups.get(|desk| !desk.papers.is_empty());
            assert!(!begun || !honest(Receipt::NotTaken, &cups), "{fate:?}");
        });
    }
    let ended = rounds.join_all().await.len();
    assert_eq!(ended, fates.len());
}

/// Whether this may be said of a paper, by what became of it.
fn honest(receipt: Receipt, cups: &Cups) -> bool {
    let certain = matches!(
        receipt,
        Receipt::NotTaken | Receipt::Cancelled { begun: false } | Receipt::Aborted { begun: false }
    );
    cups.get(|desk| {
        let open = desk.jobs.values().any(|job| job.state < 7);
        let touched = !desk.papers.is_empty();
        receipt != Receipt::Printed && !open && !(certain && touched)
    })
}

/// Paper runs out while a paper is handed over: that is told before the time is over, and the paper is taken back.
#[tokio::test(flavor = "multi_thread")]
async fn a_queue_that_runs_out_of_paper_gives_back_what_it_holds() {
    let cups = Cups::open().await;
    cups.set(|desk| desk.fate = Fate::Stuck);
    let ready = port(&cups.queue(NAME)).ready().await.expect("ready");
    cups.set(|desk| (desk.state, desk.reasons) = (5, vec!["media-empty-error"]));
    let receipt = soon("an end", ready.print(JOB, *b"A012")).await;
    assert_eq!(receipt, Receipt::Doubtful(PrinterCondition::PaperOut));
    assert_eq!(cups.get(|desk| (desk.taken_back, desk.jobs[&1].state)), (1, 7));
}

/// Bytes that are no HTTP, on every connection: nothing hangs, nothing is printed.
#[tokio::test(flavor = "multi_thread")]
async fn what_speaks_no_ipp_is_no_printer() {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address");
    tokio::spawn(async move {
        let mut random = fastrand::Rng::with_seed(631);
        while let Ok((mut socket, _)) = listener.accept().await {
            let begun: &[u8] = match random.u8(..4) {
                0 => b"HTTP/1.1 200 OK\r\ncontent-length: 900\r\n\r\n",
                1 => b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nffffffffffff\r\n",
                2 => b"HTTP/1.1 200 OK\r\n\r\n\x01\x01\x00\x00\x00\x00\x00\x01\x04",
                _ => b"",
            };
            let length = random.usize(..600);
            let bytes: Vec<u8> = std::iter::repeat_with(|| random.u8(..)).take(length).collect();
            let _ = socket.write_all(&[begun, &bytes].concat()).await;
        }
    });
    let port = port(&format!("cups://{address}/KIOSK"));
    for round in 0..200 {
        let condition = soon("an end", port.look()).await;
        assert_eq!(condition, PrinterCondition::Unreachable, "round {round}");
    }
}

fn silent(profile: &mut Profile) {
    for plan in profile.printers.iter_mut().filter(|plan| plan.tickets) {
        (plan.status, plan.confirm) = (StatusWords::None, Confirm::None);
    }
}

async fn settled(house: &House, job: u64) -> JobState {
    let mut commits = house.office().follow();
    let state = async {
        loop {
            let committed = commits.borrow_and_update().clone();
            let known = committed.state.jobs.values().find(|known| known.id.0 == job).cloned();
            if let Some(job) = known.filter(|job| !job.is_open()) {
                return job.state.clone();
            }
            commits.changed().await.expect("the office is open");
        }
    };
    soon("the end of a job", state).await
}

fn uncertain(state: &JobState) -> &str {
    match state {
        JobState::Uncertain { why, .. } => why,
        other => panic!("uncertain, not {other:?}"),
    }
}

/// A whole office with its kiosk's printer behind CUPS: a paper waits while the queue stands, is given again when it was
/// not taken, comes out once, and is told as uncertain.
#[tokio::test(flavor = "multi_thread")]
async fn b9_tickets_go_through_a_queue_and_come_out_once() {
    let cups = Cups::open().await;
    let plans = Plans { profile: Some(silent), kiosk_printer: Some(cups.queue(NAME)), ..Plans::default() };
    let house = House::build(plans).await;
    let kiosk = house.who("kiosk").await;
    let mut screen = kiosk.client.live("/live/kiosk").await.expect("the kiosk");
    kiosk.takes("A").await;
    assert_eq!(uncertain(&settled(&house, 1).await), Why::HandedOver.word());

    cups.set(|desk| (desk.state, desk.reasons) = (5, vec!["media-empty-error"]));
    soon("the kiosk knows", screen.until(|view| view["printer"] == "paper-out")).await.expect("live");
    kiosk.takes("A").await;
    cups.set(|desk| (desk.state, desk.reasons) = (5, vec!["paused"]));
    soon("the kiosk knows", screen.until(|view| view["printer"] == "off-line")).await.expect("live");
    cups.set(|desk| (desk.state, desk.reasons, desk.fate) = (3, vec!["none"], Fate::Refused(0x506)));
    let given = async {
        while cups.get(|desk| desk.submitted) < 3 {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    soon("it is given again", given).await;
    assert_eq!(cups.get(|desk| desk.papers.len()), 1, "what was not taken is not printed");
    cups.set(|desk| desk.fate = Fate::Complete);
    uncertain(&settled(&house, 2).await);

    cups.set(|desk| desk.fate = Fate::Ends { state: 7, begun: false });
    kiosk.takes("A").await;
    let state = settled(&house, 3).await;
    let cancelled = matches!(&state, JobState::Failed { why, .. } if why == Why::Cancelled.word());
    assert!(cancelled, "{state:?}");
    let papers = cups.get(|desk| desk.papers.clone());
    assert_eq!(papers.len(), 2, "each once, and not the one that was cancelled");
    assert!(papers.iter().zip(["A-001", "A-002"]).all(|(paper, number)| holds(paper, number)));
    house.verify();
}

fn holds(paper: &[u8], words: &str) -> bool {
    paper.windows(words.len()).any(|window| window == words.as_bytes())
}

/// A queue of another PC, by its agent: what CUPS did not take was never begun, and is given again.
#[tokio::test(flavor = "multi_thread")]
async fn b9_an_agent_gives_again_what_cups_did_not_take() {
    let cups = Cups::open().await;
    cups.set(|desk| desk.fate = Fate::Refused(0x506));
    let plans =
        Plans { profile: Some(silent), kiosk_printer: Some("agent:".to_string()), ..Plans::default() };
    let house = House::build(plans).await;
    let folder = tempfile::tempdir().expect("a folder");
    let (show, mut shown) = tokio::sync::mpsc::unbounded_channel();
    let (server, trust, token) = (house.base.clone(), house.trust.clone(), folder.path().join("agen.json"));
    let printer = Address::parse(&cups.queue(NAME)).expect("an address");
    let agent = tokio::spawn(async move {
        let show = |code: &str| drop(show.send(code.to_string()));
        agent::run(&server, &trust, printer, &token, show).await.expect("its files can be written");
    });
    let code = soon("a code", shown.recv()).await.expect("shown");
    let admin = house.who("admin").await.client;
    let body = json!({ "code": code, "name": "PC kiosk", "screen": "/agen/kiosk" });
    admin.act("/api/devices/pair", body).await.expect("an answer").done().expect("paired");
    house.who("kiosk").await.takes("A").await;
    let given = async {
        while cups.get(|desk| desk.submitted) < 2 {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    soon("it is given again", given).await;
    cups.set(|desk| desk.fate = Fate::Complete);
    assert_eq!(uncertain(&settled(&house, 1).await), Why::HandedOver.word());
    assert_eq!(cups.get(|desk| desk.papers.len()), 1);
    agent.abort();
}

/// The doctor and the page tell of an unknown queue in words.
#[tokio::test(flavor = "multi_thread")]
async fn a_queue_that_is_not_known_is_told_in_words() {
    let cups = Cups::open().await;
    let plans = Plans { profile: Some(silent), kiosk_printer: Some(cups.queue("KIOS")), ..Plans::default() };
    let house = House::build(plans).await;
    let warden = house.who("pengawas").await;
    let mut page = warden.client.live("/live/cetak").await.expect("the page");
    let told = |view: &serde_json::Map<String, Value>| {
        let card = &view["printers"][0];
        card["condition"] == "no-queue" && card["line"] == "queue"
    };
    soon("the page tells", page.until(told)).await.expect("live");

    let folder = tempfile::tempdir().expect("a folder");
    let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("templates/office");
    for file in std::fs::read_dir(from).expect("the default office").map(|file| file.expect("a file").path())
    {
        if file.is_file() {
            std::fs::copy(&file, folder.path().join(file.file_name().expect("a name"))).expect("copied");
        }
    }
    let office = folder.path().join("office.toml");
    let text = std::fs::read_to_string(&office).expect("the settings");
    let text = text
        .replace(
            "address = \"192.168.1.51:9100\"",
            &format!("address = \"{}\"\nstatus = \"none\"", cups.queue("KIOS")),
        )
        .replace(
            "address = \"192.168.1.52:9100\"",
            &format!("address = \"{}\"\nstatus = \"none\"", cups.queue(NAME)),
        )
        .replace("confirm = \"process-id\"", "confirm = \"none\"");
    std::fs::write(&office, text).expect("written");
    let data = folder.path().join("data");
    let here = "127.0.0.1:0".parse().expect("an address");
    let examined = tokio::task::spawn_blocking(move || doctor::examine(&office, &data, None, here));
    let found: Vec<_> = examined.await.expect("findings").into_iter().map(|found| found.what).collect();
    let tells = |words: &str| found.iter().any(|what| what.contains(words));
    assert!(tells("/KIOS: CUPS knows no queue of this name"), "{found:?}");
    assert!(tells("/KIOSK: CUPS says it is ready"), "{found:?}");
}
