//! Paper: printed, decoded again, and honest about trouble.

use crate::house::{House, Person, Plans, receipt_after, soon};
use loket::domain::paper::{JobState, Why};
use loket::office::PrinterCondition;
use loket::printing::emulator::{Cover, Emulator, Roll, State};
use serde_json::json;

/// Decodes the one QR code in a picture, as a phone would.
fn qr_in(png: &[u8]) -> String {
    let picture = image::load_from_memory(png).expect("a picture").to_luma8();
    let mut prepared = rqrr::PreparedImage::prepare(picture);
    let grids = prepared.detect_grids();
    assert_eq!(grids.len(), 1, "one QR code");
    grids[0].decode().expect("readable").1
}

/// Waits until the state of a job is as wanted. Jobs are settled by commits, so this follows them.
async fn job_is(house: &House, job: u64, what: &str, wanted: impl Fn(&JobState) -> bool) {
    let mut commits = house.office().follow();
    let settled = async {
        loop {
            let committed = commits.borrow_and_update().clone();
            let state = committed
                .state
                .jobs
                .values()
                .find(|known| known.id.0 == job)
                .map(|known| known.state.clone());
            if state.is_some_and(|state| wanted(&state)) {
                return;
            }
            commits.changed().await.expect("the office is open");
        }
    };
    soon(what, settled).await;
}

fn printed(state: &JobState) -> bool {
    matches!(state, JobState::Printed { .. })
}

async fn condition_is(house: &House, name: &str, wanted: PrinterCondition) {
    let mut devices = house.office().presence().follow();
    let told = async {
        loop {
            let now = devices.borrow_and_update().clone();
            if now.printers.get(&name.into()).map(|printer| printer.condition) == Some(wanted) {
                return;
            }
            devices.changed().await.expect("the office is open");
        }
    };
    soon("the printer's condition", told).await;
}

const OUT: State = State { roll: Roll::Out, ..State::READY };

#[tokio::test]
async fn a_ticket_is_printed_and_its_qr_leads_to_its_page() {
    let house = House::open().await;
    let kiosk = house.who("kiosk").await;
    let ticket = kiosk.takes("A").await;
    let slip = receipt_after(house.printer("kiosk"), 0).await;
    assert_eq!(qr_in(&slip.png()), ticket["url"].as_str().expect("an address"));
    let text = slip.text();
    for words in ["Pendaftaran izin", "A-001", "Senin, 23 November 2026, 08.00 WITA", "Simpan tiket ini"] {
        assert!(text.contains(words), "{words} in {text}");
    }
    assert!(slip.notes().is_empty(), "{:?}", slip.notes());
    assert!(slip.millimetres() <= 120, "{} mm", slip.millimetres());
    job_is(&house, 1, "the printer's word", printed).await;
    let path = ticket["url"].as_str().and_then(|url| url.split_once("/T/")).expect("an address").1;
    let page = house.stranger().get(&format!("/T/{path}")).await.expect("an answer");
    assert!(page.status.is_success());
}

#[tokio::test]
async fn both_sheets_of_a_receipt_come_out_and_lead_to_the_berkas() {
    let house = House::open().await;
    let (kiosk, two) = (house.who("kiosk").await, house.officer(2).await);
    kiosk.takes("A").await;
    two.serves().await;
    two.registers().await;
    let printer = house.printer("loket");
    let first = receipt_after(printer, 0).await;
    let second = receipt_after(printer, 1).await;
    assert!(first.text().contains("untuk pemohon") && second.text().contains("untuk berkas"));
    assert_eq!(qr_in(&first.png()), qr_in(&second.png()));
    let path = qr_in(&first.png());
    let path = path.split_once("/B/").expect("an address").1;
    let mut page = house.stranger().live(&format!("/live/b/{path}")).await.expect("the page");
    soon("the berkas", page.until(|view| view["berkas"]["number"] == "2026/00001")).await.expect("live");
    insta::assert_snapshot!("receipt", without_secrets(&first.text()));
}

/// The text of a paper without what is random.
fn without_secrets(text: &str) -> String {
    let hide = |line: &str| {
        let code = line.trim();
        let is_code = code.len() == 11 && code.as_bytes()[5] == b'-';
        if is_code { line.replace(code, "?????-?????") } else { line.to_string() }
    };
    text.lines().map(hide).collect::<Vec<_>>().join("\n")
}

#[tokio::test]
async fn papers_wait_for_paper_and_come_out_in_order() {
    let house = House::open().await;
    let printer = house.printer("kiosk").clone();
    let kiosk = house.who("kiosk").await;
    let mut screen = kiosk.client.live("/live/kiosk").await.expect("the kiosk");
    printer.set_state(OUT);
    kiosk.takes("A").await;
    kiosk.takes("A").await;
    condition_is(&house, "kiosk", PrinterCondition::PaperOut).await;
    soon("the kiosk knows", screen.until(|view| view["printer"] == "paper-out")).await.expect("live");
    assert!(printer.receipts(0).is_empty());
    let waiting = house.office().committed().state.jobs.values().filter(|job| job.is_open()).count();
    assert_eq!(waiting, 2, "nothing is lost and nothing claims to be printed");
    printer.set_state(State::READY);
    let first = receipt_after(&printer, 0).await;
    let second = receipt_after(&printer, 1).await;
    assert!(first.text().contains("A-001") && second.text().contains("A-002"));
    job_is(&house, 2, "the printer's word", printed).await;
    soon("the kiosk knows", screen.until(|view| view["printer"] == "ready")).await.expect("live");
    assert_eq!(printer.receipts(0).len(), 2, "each once");
}

#[tokio::test]
async fn an_open_cover_and_a_low_roll_are_told_apart() {
    let house = House::open().await;
    let printer = house.printer("kiosk").clone();
    let kiosk = house.who("kiosk").await;
    printer.set_state(State { cover: Cover::Open, ..State::READY });
    kiosk.takes("A").await;
    condition_is(&house, "kiosk", PrinterCondition::CoverOpen).await;
    printer.set_state(State { roll: Roll::NearEnd, ..State::READY });
    receipt_after(&printer, 0).await;
    condition_is(&house, "kiosk", PrinterCondition::PaperLow).await;
}

/// The paper runs out after the status was good: the printer never says "printed", so nobody does.
#[tokio::test]
async fn a_printer_that_gives_no_word_leaves_the_job_uncertain() {
    let silent = silent_printer().await;
    let address = silent.address.clone();
    let house = with_kiosk_printer(address).await;
    house.who("kiosk").await.takes("A").await;
    job_is(&house, 1, "the end of the job", |state| matches!(state, JobState::Uncertain { .. })).await;
    let job = house.office().committed().state.jobs.values().next().expect("a job").clone();
    assert_eq!(job.attempts, 1, "it is never sent again by itself");
    assert!(silent.jobs.load(std::sync::atomic::Ordering::SeqCst) == 1);
}

/// A printer of the office's own that answers status and swallows jobs.
struct Silent {
    address: String,
    jobs: std::sync::Arc<std::sync::atomic::AtomicUsize>,
}

async fn silent_printer() -> Silent {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address").to_string();
    let jobs = std::sync::Arc::new(std::sync::atomic::AtomicUsize::new(0));
    let counted = jobs.clone();
    tokio::spawn(async move {
        while let Ok((mut socket, _)) = listener.accept().await {
            let counted = counted.clone();
            tokio::spawn(async move {
                let mut bytes = [0; 4096];
                while let Ok(read @ 1..) = socket.read(&mut bytes).await {
                    let heard = &bytes[..read];
                    if heard.len() == 3 && heard.starts_with(&[0x10, 0x04]) {
                        let _ = socket.write_all(&[0x12]).await;
                    } else if heard.starts_with(&[0x1b, 0x40]) {
                        counted.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
                    }
                }
            });
        }
    });
    Silent { address, jobs }
}

/// A house whose kiosk printer is at `address`.
async fn with_kiosk_printer(address: String) -> House {
    House::build(Plans { kiosk_printer: Some(address), ..Plans::default() }).await
}

#[tokio::test]
async fn a_copy_says_salinan() {
    let house = House::open().await;
    let (kiosk, two) = (house.who("kiosk").await, house.officer(2).await);
    kiosk.takes("A").await;
    two.serves().await;
    two.registers().await;
    let printer = house.printer("loket");
    receipt_after(printer, 1).await;
    let job = house.office().committed().state.jobs.values().next_back().expect("the receipt").id.0;
    job_is(&house, job, "the printer's word", printed).await;
    let refused =
        kiosk.client.act(&format!("/api/papers/{job}/reprint"), json!({})).await.expect("an answer");
    assert!(!refused.status.is_success(), "a device prints no copies");
    house.clock.advance(17 * 60);
    let copy = two.client.act(&format!("/api/papers/{job}/reprint"), json!({})).await.expect("an answer");
    copy.done().expect("ordered");
    let copy = receipt_after(printer, 2).await;
    // Long lines are broken at the width of the paper.
    let words = copy.text().split_whitespace().collect::<Vec<_>>().join(" ");
    for told in
        ["SALINAN", "dicetak ulang Senin, 23 November 2026, 08.17 WITA", "oleh Rina Mokoginta", "08.00 WITA"]
    {
        assert!(words.contains(told), "{told} in {words}");
    }
    let desk = house.who("analis").await;
    let refused = desk.client.act(&format!("/api/papers/{job}/reprint"), json!({})).await.expect("an answer");
    assert_eq!(refused.status.as_u16(), 403, "only who may");
}

/// I7: a job that was being sent when the program died is uncertain, and is not sent again.
#[tokio::test]
async fn i7_an_interrupted_job_is_uncertain_after_a_restart() {
    let house = House::open().await;
    let printer: Emulator = house.printer("kiosk").clone();
    printer.set_state(OUT);
    let kiosk = house.who("kiosk").await;
    kiosk.takes("A").await;
    condition_is(&house, "kiosk", PrinterCondition::PaperOut).await;
    // What the journal holds when a crash comes between "being sent" and the outcome.
    let start = loket::domain::command::Command::Print(
        loket::domain::ids::JobId(1),
        loket::domain::command::PrintAct::Start { millimetres: 90 },
    );
    house.office().report(start).await.expect("written");
    let house = house.reopen().await;
    job_is(&house, 1, "the verdict", |state| matches!(state, JobState::Uncertain { .. })).await;
    house.who("kiosk").await.takes("A").await;
    let only = receipt_after(house.printer("kiosk"), 0).await;
    assert!(only.text().contains("A-002"), "{}", only.text());
    house.verify();
}

/// I9: the office runs without any printer.
#[tokio::test]
async fn i9_without_a_printer_numbers_are_given_all_the_same() {
    let house = with_kiosk_printer("127.0.0.1:1".to_string()).await;
    let kiosk: Person = house.who("kiosk").await;
    let mut screen = kiosk.client.live("/live/kiosk").await.expect("the kiosk");
    assert_eq!(kiosk.takes("A").await["number"], "A-001");
    soon("the kiosk knows", screen.until(|view| view["printer"] == "unreachable")).await.expect("live");
    assert_eq!(house.officer(2).await.serves().await, "A-001");
}

#[tokio::test]
async fn a_slip_that_waited_too_long_is_printed_for_nobody() {
    let house = House::open().await;
    let printer = house.printer("kiosk").clone();
    printer.set_state(OUT);
    let kiosk = house.who("kiosk").await;
    kiosk.takes("A").await;
    condition_is(&house, "kiosk", PrinterCondition::PaperOut).await;
    house.clock.advance(11 * 60);
    kiosk.takes("A").await;
    printer.set_state(State::READY);
    let only = receipt_after(&printer, 0).await;
    assert!(only.text().contains("A-002"), "{}", only.text());
    job_is(&house, 1, "the note", |state| matches!(state, JobState::Failed { .. })).await;
    // The screens are told a word, and have a sentence for it in the language of whoever reads.
    let page = house.who("pengawas").await.client.live("/live/cetak").await.expect("the printers");
    let papers = page.section("printers")[0]["papers"].as_array().expect("papers").clone();
    let failed = papers.iter().find(|paper| paper["state"] == "failed").expect("the one that failed");
    assert_eq!(failed["why"], json!({ "code": "too-late", "reason": null }));
}

#[test]
fn why_a_paper_did_not_come_out_is_told_in_both_languages() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let told = ["id", "en"].map(|lang| {
        let file = root.join("templates/texts").join(lang).join("console.ftl");
        let text = std::fs::read_to_string(file).expect("the messages");
        let tell = |code: &str| {
            let name = format!("console-paper-why-{code} = ");
            let line = text.lines().find_map(|line| line.strip_prefix(&name));
            line.unwrap_or_else(|| panic!("{lang}: {code}")).to_string()
        };
        assert_eq!(tell("other"), "{ $reason }", "an old journal's own words");
        Why::ALL.iter().map(|why| tell(why.word())).collect::<Vec<_>>()
    });
    for (indonesian, english) in told[0].iter().zip(&told[1]) {
        assert_ne!(indonesian, english);
    }
}

#[tokio::test]
async fn the_kiosk_prints_what_is_missing_without_a_number() {
    let house = House::open().await;
    let kiosk = house.who("kiosk").await;
    let permits = kiosk.client.get("/api/kiosk/permits").await.expect("an answer").done().expect("a list");
    let permits = permits["permits"].as_array().expect("a list").clone();
    let permit = permits.iter().find(|known| known["code"] == "SIPB").expect("a permit type");
    let item = |list: &str, place: usize| permit[list][place].as_str().expect("a requirement").to_string();
    let missing = [item("conditional", 0), item("requirements", 2), item("requirements", 0)];
    let body = json!({ "permit": "SIPB", "missing": missing, "lang": "id" });
    let answer = kiosk.client.act("/api/kiosk/lists", body).await.expect("an answer");
    assert_eq!(answer.done().expect("ordered")["job"], 1);
    let list = receipt_after(house.printer("kiosk"), 0).await;
    insta::assert_snapshot!("preparation", list.text());
    assert!(list.notes().is_empty() && list.qr_payloads().is_empty());
    job_is(&house, 1, "the printer's word", printed).await;
    assert_eq!(house.office().committed().state.tickets.size(), 0, "no number was given");

    let foreign = json!({ "permit": "SIPB", "missing": ["Uang"] });
    let refused = kiosk.client.act("/api/kiosk/lists", foreign).await.expect("an answer");
    assert_eq!(refused.status.as_u16(), 409);
    let officer = house.officer(2).await;
    let body = json!({ "permit": "SIPB", "missing": [item("requirements", 0)] });
    let refused = officer.client.act("/api/kiosk/lists", body).await.expect("an answer");
    assert!(!refused.status.is_success(), "only a kiosk prints such a list");
    house.verify();
}

#[tokio::test]
async fn only_the_service_that_registers_lets_papers_be_checked() {
    let house = House::open().await;
    let kiosk = house.who("kiosk").await;
    let mut screen = kiosk.client.live("/live/kiosk").await.expect("the kiosk");
    let registers = |view: &serde_json::Map<String, serde_json::Value>| {
        let services = view["services"].as_array().expect("services");
        services.iter().all(|known| known["check"] == (known["letter"] == "A"))
    };
    soon("the services", screen.until(registers)).await.expect("live");
}
