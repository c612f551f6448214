//! Printers: the lines they hang on, what they do when they are broken, who steps in for them, their rolls and page.

use crate::house::{House, Plans, receipt_after, soon};
use loket::domain::ids::PrinterId;
use loket::domain::paper::{JobState, PrintJob};
use loket::domain::profile::{Address, Confirm, Cutter, Fallback, Profile, QrMaker, StatusWords};
use loket::office::PrinterCondition;
use loket::printing::emulator::{Cover, Emulator, Fault, Profile as Model, Roll, State};
use loket::printing::{Port, Receipt};
use serde_json::{Value, json};
use std::io::{Read, Write};
use std::sync::Arc;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

const OUT: State = State { roll: Roll::Out, ..State::READY };
const OPEN: State = State { cover: Cover::Open, ..State::READY };
const OFF: State = State { online: false, ..State::READY };
const LOW: State = State { roll: Roll::NearEnd, ..State::READY };

/// A ticket as the office would send it.
const JOB: &[u8] = b"\x1b@\x1ba\x01\x1bE\x01DPMPTSP\n\x1d!\x77A-012\n\x1d!\x00\x1bE\x00Senin, 23 November 2026\n\
\x1d(k\x04\x001A2\x00\x1d(k\x03\x001C\x06\x1d(k\x03\x001E1\x1d(k\x0a\x001P0ABCDEFG\x1d(k\x03\x001Q0\nSimpan tiket ini\n\x1dVB\x10";

async fn virtual_printer() -> Emulator {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    Emulator::start(listener, Model::MM80, || 0).expect("a printer")
}

fn port(address: Address, words: StatusWords, confirm: Confirm) -> Port {
    Port { address, words, confirm }
}

fn at(emulator: &Emulator) -> Address {
    Address::Network(emulator.address().to_string())
}

/// One job on a line: what became of it, or why it was not sent.
async fn send(port: &Port, id: [u8; 4]) -> Result<Receipt, PrinterCondition> {
    Ok(port.ready().await?.print(JOB, id).await)
}

/// B4: the power goes after every possible byte. What came out whole may be uncertain; what did not is never "printed".
#[tokio::test(flavor = "multi_thread")]
async fn b4_a_reset_at_any_byte_is_never_a_false_printed() {
    for confirm in [Confirm::ProcessId, Confirm::Status] {
        let emulator = virtual_printer().await;
        let port = port(at(&emulator), StatusWords::DleEot, confirm);
        let (mut papers, mut after, mut printed) = (0, 0, 0);
        // Until a job goes through because the power would have gone only later.
        while printed < 3 {
            assert!(after < JOB.len() + 100, "the job never came through");
            emulator.set_fault(Fault::Reset { after });
            let outcome = send(&port, *b"A012").await;
            let whole =
                emulator.receipts(papers).iter().any(|paper| paper.text().contains("Simpan tiket ini"));
            papers = emulator.receipts(0).last().map_or(papers, |paper| paper.number());
            match outcome {
                Ok(Receipt::Printed) => {
                    assert!(whole, "printed after {after} bytes without a paper");
                    printed += 1;
                }
                Ok(other) => assert!(after >= 12, "{other:?} before anything was sent"),
                Err(condition) => assert_eq!(condition, PrinterCondition::Unreachable, "after {after} bytes"),
            }
            after += 1;
        }
    }
}

/// B5: a printer that says anything at all, without end. Nothing is printed, nothing hangs.
#[tokio::test(flavor = "multi_thread")]
async fn b5_nonsense_is_never_taken_for_paper() {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = Address::Network(listener.local_addr().expect("an address").to_string());
    tokio::spawn(async move {
        let mut random = fastrand::Rng::with_seed(9100);
        while let Ok((mut socket, _)) = listener.accept().await {
            let mut random = random.fork();
            tokio::spawn(async move {
                let mut heard = [0; 4096];
                // At first an answer to each question, then a flood.
                for round in 0.. {
                    if round < 6 && !matches!(socket.read(&mut heard).await, Ok(1..)) {
                        return;
                    }
                    let length = if round < 4 { random.usize(1..=4) } else { random.usize(1..=2048) };
                    let said: Vec<u8> = std::iter::repeat_with(|| random.u8(..)).take(length).collect();
                    if socket.write_all(&said).await.is_err() {
                        return;
                    }
                }
            });
        }
    });
    let mut rounds = tokio::task::JoinSet::new();
    for round in 0..2_000_u32 {
        let words = [StatusWords::DleEot, StatusWords::Asb, StatusWords::None][round as usize % 3];
        let confirm = if words == StatusWords::None { Confirm::ProcessId } else { Confirm::Status };
        let port = port(address.clone(), words, confirm);
        rounds.spawn(async move { send(&port, *b"A012").await });
        if rounds.len() >= 32 {
            let outcome = soon("an end", rounds.join_next()).await.expect("a round").expect("no panic");
            assert_ne!(outcome, Ok(Receipt::Printed));
        }
    }
    while let Some(outcome) = rounds.join_next().await {
        assert_ne!(outcome.expect("no panic"), Ok(Receipt::Printed));
    }
}

#[tokio::test]
async fn each_language_tells_what_keeps_a_printer_from_printing() {
    let emulator = virtual_printer().await;
    let ask = async |words| port(at(&emulator), words, Confirm::Status).look().await;
    for (state, dle, asb) in [
        (State::READY, PrinterCondition::Ready, PrinterCondition::Ready),
        (LOW, PrinterCondition::PaperLow, PrinterCondition::PaperLow),
        (OUT, PrinterCondition::PaperOut, PrinterCondition::OffLine),
        (State::READY, PrinterCondition::Ready, PrinterCondition::Ready),
        (OPEN, PrinterCondition::CoverOpen, PrinterCondition::OffLine),
        (OFF, PrinterCondition::OffLine, PrinterCondition::OffLine),
        (State::READY, PrinterCondition::Ready, PrinterCondition::Ready),
    ] {
        emulator.set_state(state);
        assert_eq!(ask(StatusWords::DleEot).await, dle, "{state:?}");
        assert_eq!(ask(StatusWords::Asb).await, asb, "{state:?}");
        assert_eq!(ask(StatusWords::None).await, PrinterCondition::Ready);
    }
}

#[tokio::test]
async fn each_way_to_confirm_says_what_it_can() {
    let emulator = virtual_printer().await;
    for (words, confirm, wanted) in [
        (StatusWords::DleEot, Confirm::ProcessId, Receipt::Printed),
        (StatusWords::Asb, Confirm::ProcessId, Receipt::Printed),
        (StatusWords::DleEot, Confirm::Status, Receipt::Printed),
        (StatusWords::Asb, Confirm::Status, Receipt::Printed),
        (StatusWords::None, Confirm::None, Receipt::NeverTells),
    ] {
        let before = emulator.receipts(0).len() as u64;
        assert_eq!(send(&port(at(&emulator), words, confirm), *b"A012").await, Ok(wanted));
        let paper = receipt_after(&emulator, before).await;
        assert!(paper.notes().is_empty(), "{:?}", paper.notes());
    }
}

/// The paper runs out in the middle: the visitor is told at once and not after the whole deadline.
#[tokio::test]
async fn a_paper_that_stops_in_the_middle_is_told_at_once() {
    let emulator = virtual_printer().await;
    let port = port(at(&emulator), StatusWords::DleEot, Confirm::ProcessId);
    let ready = port.ready().await.expect("ready");
    emulator.set_state(OPEN);
    let receipt = tokio::time::timeout(std::time::Duration::from_secs(5), ready.print(JOB, *b"A012")).await;
    assert_eq!(receipt, Ok(Receipt::Doubtful(PrinterCondition::CoverOpen)));
}

/// A pseudo-terminal whose far end is a virtual printer: what a USB printer or a serial line looks like to a program.
struct Terminal {
    path: String,
    /// Keeps the line up between two jobs, as a real device stays plugged in.
    _held: std::fs::File,
}

fn terminal(emulator: &Emulator) -> Terminal {
    use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
    let master = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).expect("a pseudo-terminal");
    grantpt(&master).and_then(|()| unlockpt(&master)).expect("its other end");
    let path = ptsname(&master, Vec::new()).expect("its name").into_string().expect("a plain name");
    let held = std::fs::OpenOptions::new().read(true).write(true).open(&path).expect("the other end");
    // A USB printer changes no bytes; a terminal does until it is told not to.
    let mut line = rustix::termios::tcgetattr(&held).expect("settings");
    line.make_raw();
    rustix::termios::tcsetattr(&held, rustix::termios::OptionalActions::Now, &line).expect("raw");
    let printer = std::net::TcpStream::connect(emulator.address()).expect("the printer");
    let (mut from_host, mut to_host) =
        (std::fs::File::from(master.try_clone().expect("a copy")), std::fs::File::from(master));
    let (mut to_printer, mut from_printer) = (printer.try_clone().expect("a copy"), printer);
    let carry = |from: &mut dyn Read, to: &mut dyn Write| {
        let mut bytes = [0; 512];
        while let Ok(length @ 1..) = from.read(&mut bytes) {
            if to.write_all(&bytes[..length]).is_err() {
                return;
            }
        }
    };
    std::thread::spawn(move || carry(&mut from_host, &mut to_printer));
    std::thread::spawn(move || carry(&mut from_printer, &mut to_host));
    Terminal { path, _held: held }
}

#[tokio::test(flavor = "multi_thread")]
async fn usb_and_serial_printers_print_and_answer() {
    let emulator = virtual_printer().await;
    let terminal = terminal(&emulator);
    let usb = Address::parse(&format!("usb:{}", terminal.path)).expect("an address");
    let serial = Address::parse(&format!("serial:{}?baud=19200", terminal.path)).expect("an address");
    for (place, address) in [usb, serial].into_iter().enumerate() {
        let port = port(address, StatusWords::DleEot, Confirm::ProcessId);
        assert_eq!(send(&port, *b"A012").await, Ok(Receipt::Printed));
        let paper = receipt_after(&emulator, place as u64).await;
        assert!(paper.text().contains("A-012") && paper.notes().is_empty(), "{:?}", paper.notes());
        emulator.set_state(OUT);
        assert_eq!(port.look().await, PrinterCondition::PaperOut);
        emulator.set_state(State::READY);
    }
    let baud = std::fs::File::open(&terminal.path).expect("the line");
    assert_eq!(rustix::termios::tcgetattr(&baud).expect("settings").output_speed(), 19_200);
}

#[tokio::test]
async fn a_device_that_is_none_is_not_reached() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("lp0");
    std::fs::write(&path, b"").expect("a file");
    for address in
        [format!("usb:{}", path.display()), "usb:/dev/usb/lp-none".to_string(), "usb:/dev/null/x".to_string()]
    {
        let port =
            port(Address::parse(&address).expect("an address"), StatusWords::DleEot, Confirm::ProcessId);
        assert_eq!(port.look().await, PrinterCondition::Unreachable, "{address}");
    }
}

#[tokio::test]
async fn a_file_takes_every_job_and_tells_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("kertas.prn");
    let port = port(Address::File(path.display().to_string()), StatusWords::None, Confirm::None);
    for _ in 0..2 {
        assert_eq!(send(&port, *b"A012").await, Ok(Receipt::NeverTells));
    }
    assert_eq!(std::fs::read(path).expect("the file"), [JOB, JOB].concat());
}

/// A job of today, once it is as wanted.
async fn job_is(house: &House, id: u64, what: &str, wanted: impl Fn(&PrintJob) -> bool) -> Arc<PrintJob> {
    let mut commits = house.office().follow();
    let settled = async {
        loop {
            let committed = commits.borrow_and_update().clone();
            let job = committed.state.jobs.values().find(|job| job.id.0 == id).cloned();
            if let Some(job) = job.filter(|job| wanted(job)) {
                return job;
            }
            commits.changed().await.expect("the office is open");
        }
    };
    soon(what, settled).await
}

fn printed(job: &PrintJob) -> bool {
    matches!(job.state, JobState::Printed { .. })
}

fn uncertain(job: &PrintJob) -> bool {
    matches!(job.state, JobState::Uncertain { .. })
}

async fn condition_is(house: &House, name: &str, wanted: PrinterCondition) {
    let mut devices = house.office().presence().follow();
    let known =
        |devices: &loket::office::Presence| devices.devices().printers.get(&name.into()).map(|p| p.condition);
    let told = async {
        while known(house.office().presence()) != Some(wanted) {
            devices.changed().await.expect("the office is open");
        }
    };
    soon("the printer's condition", told).await;
}

/// B3: a printer that takes a job and stops holds up neither the office nor another printer, and only until its deadline.
#[tokio::test(flavor = "multi_thread")]
async fn b3_a_printer_that_stalls_holds_up_nobody_else() {
    let house = House::open().await;
    let kiosk = house.who("kiosk").await;
    let printer = house.printer("kiosk").clone();
    printer.set_fault(Fault::Stall { after: 60 });
    kiosk.takes("A").await;
    kiosk.takes("A").await;
    job_is(&house, 1, "the job on its way", |job| matches!(job.state, JobState::Sending { .. })).await;
    let warden = house.who("pengawas").await;
    warden
        .client
        .act("/api/printers/loket/try", json!({}))
        .await
        .expect("an answer")
        .done()
        .expect("ordered");
    receipt_after(house.printer("loket"), 0).await;
    let first = job_is(&house, 1, "the deadline", uncertain).await;
    assert_eq!(first.attempts, 1);
    assert!(
        house
            .office()
            .committed()
            .state
            .jobs
            .values()
            .any(|job| job.id.0 == 2 && job.state == JobState::Queued)
    );
    condition_is(&house, "kiosk", PrinterCondition::Unreachable).await;
    printer.set_fault(Fault::None);
    job_is(&house, 2, "the next one", printed).await;
    assert_eq!(job_is(&house, 1, "what it was", uncertain).await.attempts, 1, "never sent again by itself");
    house.verify();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_printer_that_dies_in_the_middle_leaves_each_job_uncertain() {
    let house = House::open().await;
    let kiosk = house.who("kiosk").await;
    let printer = house.printer("kiosk").clone();
    printer.set_fault(Fault::Reset { after: 100 });
    kiosk.takes("A").await;
    let job = job_is(&house, 1, "the verdict", uncertain).await;
    assert_eq!(job.attempts, 1);
    printer.set_fault(Fault::None);
    kiosk.takes("A").await;
    job_is(&house, 2, "the next one", printed).await;
    let papers = printer.receipts(0);
    assert_eq!(
        papers.iter().filter(|paper| paper.text().contains("A-001")).count(),
        0,
        "lost with the power"
    );
    assert_eq!(papers.iter().filter(|paper| paper.text().contains("A-002")).count(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_printer_that_talks_nonsense_gets_nothing_and_says_nothing_false() {
    let house = House::open().await;
    let printer = house.printer("kiosk").clone();
    printer.set_fault(Fault::Garbage { seed: 7 });
    house.who("kiosk").await.takes("A").await;
    condition_is(&house, "kiosk", PrinterCondition::Unreachable).await;
    printer.set_fault(Fault::None);
    job_is(&house, 1, "its turn", printed).await;
    assert_eq!(printer.receipts(0).len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_slow_printer_is_waited_for() {
    let house = House::open().await;
    house.printer("kiosk").set_fault(Fault::Slow { bytes_per_second: 150 });
    house.who("kiosk").await.takes("A").await;
    job_is(&house, 1, "its paper", printed).await;
}

fn with_fallback(profile: &mut Profile) {
    profile.printers[0].fallback = Some(Fallback { to: "loket".into(), after_seconds: 30 });
}

#[tokio::test(flavor = "multi_thread")]
async fn another_printer_steps_in_for_what_was_not_sent() {
    let house = House::build(Plans { profile: Some(with_fallback), ..Plans::default() }).await;
    let kiosk = house.who("kiosk").await;
    house.printer("kiosk").set_state(OUT);
    condition_is(&house, "loket", PrinterCondition::Ready).await;
    kiosk.takes("A").await;
    kiosk.takes("A").await;
    condition_is(&house, "kiosk", PrinterCondition::PaperOut).await;
    assert!(house.printer("loket").receipts(0).is_empty(), "not before its time");
    house.clock.advance(31);
    let first = receipt_after(house.printer("loket"), 0).await;
    let second = receipt_after(house.printer("loket"), 1).await;
    assert!(first.text().contains("A-001") && second.text().contains("A-002"), "in order");
    let job = job_is(&house, 1, "its word", printed).await;
    assert_eq!(job.moved_from.as_ref(), Some(&PrinterId::from("kiosk")));
    house.printer("kiosk").set_state(State::READY);
    kiosk.takes("A").await;
    receipt_after(house.printer("kiosk"), 0).await;
    assert_eq!(house.printer("kiosk").receipts(0).len(), 1, "nothing comes out twice");
    house.verify();
}

#[tokio::test(flavor = "multi_thread")]
async fn the_odometer_tells_what_the_paper_tells() {
    let house = House::open().await;
    let (kiosk, admin) = (house.who("kiosk").await, house.who("admin").await);
    for service in ["A", "B", "C"] {
        kiosk.takes(service).await;
    }
    job_is(&house, 3, "the last word", printed).await;
    let papers = house.printer("kiosk").receipts(0);
    let paper: u64 = papers.iter().map(|paper| u64::from(paper.millimetres())).sum();
    let roll = house.office().committed().state.roll(&"kiosk".into());
    assert!(roll.millimetres.abs_diff(paper) <= 3, "{} counted, {paper} used", roll.millimetres);
    assert_eq!(roll.tickets, 3);

    let house = house.reopen().await;
    assert_eq!(house.office().committed().state.roll(&"kiosk".into()), roll, "after a restart");
    let client = house.who("loket-2").await.client;
    let refused = client.act("/api/printers/kiosk/roll", json!({})).await.expect("an answer");
    assert_eq!(refused.status.as_u16(), 403);
    drop(admin);
    let admin = house.who("admin").await;
    let unknown = admin.client.act("/api/printers/tidak-ada/roll", json!({})).await.expect("an answer");
    assert_eq!(unknown.status.as_u16(), 409);
    admin.client.act("/api/printers/kiosk/roll", json!({})).await.expect("an answer").done().expect("noted");
    let mut page = admin.client.live("/live/cetak").await.expect("the page");
    let fresh = |view: &serde_json::Map<String, Value>| {
        let roll = &view["printers"][0]["roll"];
        roll["used"] == 0 && roll["by"] == "Administrator" && roll["tickets"] == 500
    };
    soon("the new roll", page.until(fresh)).await.expect("live");
    house.verify();
}

#[tokio::test(flavor = "multi_thread")]
async fn the_page_tells_condition_queue_and_papers() {
    let house = House::open().await;
    let (kiosk, warden) = (house.who("kiosk").await, house.who("pengawas").await);
    let mut page = warden.client.live("/live/cetak").await.expect("the page");
    house.printer("kiosk").set_state(OFF);
    kiosk.takes("A").await;
    let waits = |view: &serde_json::Map<String, Value>| {
        let card = &view["printers"][0];
        card["condition"] == "off-line" && card["queued"] == 1 && card["papers"][0]["state"] == "queued"
    };
    soon("the trouble", page.until(waits)).await.expect("live");
    let mut wall = warden.client.live("/live/pengawas").await.expect("the wall");
    let told = |view: &serde_json::Map<String, Value>| view["printers"][0]["condition"] == "off-line";
    soon("the wall knows", wall.until(told)).await.expect("live");
    house.printer("kiosk").set_state(State::READY);
    let done = |view: &serde_json::Map<String, Value>| {
        let card = &view["printers"][0];
        card["condition"] == "ready" && card["queued"] == 0 && card["papers"][0]["state"] == "printed"
    };
    soon("all is well", page.until(done)).await.expect("live");
    let copy = warden.client.act("/api/papers/1/reprint", json!({})).await.expect("an answer");
    copy.done().expect("a supervisor may");
    let copied = |view: &serde_json::Map<String, Value>| {
        let paper = &view["printers"][0]["papers"][0];
        paper["copy"] == true && paper["state"] == "printed" && paper["by"] == "Nona Kolopita"
    };
    soon("the copy", page.until(copied)).await.expect("live");
    let officer = house.who("loket-2").await;
    assert!(officer.client.live("/live/cetak").await.is_err(), "not for everybody");
}

fn other_make(profile: &mut Profile) {
    let printer = &mut profile.printers[0];
    printer.dots = 384;
    printer.qr = QrMaker::Picture;
    printer.cutter = Cutter::Full;
    printer.status = StatusWords::Asb;
    printer.confirm = Confirm::Status;
    let mut png = Vec::new();
    let picture = image::GrayImage::from_fn(200, 100, |x, _| image::Luma([u8::try_from(x).unwrap_or(255)]));
    picture.write_to(&mut std::io::Cursor::new(&mut png), image::ImageFormat::Png).expect("a picture");
    profile.office.logo_thermal = Some(png);
}

/// A narrow printer that draws no QR codes itself, with the office's logo.
#[tokio::test(flavor = "multi_thread")]
async fn a_small_printer_gets_pictures_and_its_qr_is_read() {
    let house = House::build(Plans { profile: Some(other_make), ..Plans::default() }).await;
    let ticket = house.who("kiosk").await.takes("A").await;
    let slip = receipt_after(house.printer("kiosk"), 0).await;
    assert!(slip.notes().is_empty(), "{:?}", slip.notes());
    assert!(slip.qr_payloads().is_empty(), "drawn by the office");
    let picture = image::load_from_memory(&slip.png()).expect("a picture").to_luma8();
    let mut prepared = rqrr::PreparedImage::prepare(picture);
    let grids = prepared.detect_grids();
    assert_eq!(grids[0].decode().expect("readable").1, ticket["url"].as_str().expect("an address"));
    job_is(&house, 1, "its word", printed).await;
    let roll = house.office().committed().state.roll(&"kiosk".into());
    assert!(
        roll.millimetres.abs_diff(u64::from(slip.millimetres())) <= 1,
        "{} and {}",
        roll.millimetres,
        slip.millimetres()
    );
}
