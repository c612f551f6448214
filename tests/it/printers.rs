//! Printers of an office: what they do when they are broken, who steps in for them, their rolls and their page.

mod busy;

use crate::house::{House, Plans, receipt_after, soon};
use loket::app::client::Live;
use loket::domain::ids::PrinterId;
use loket::domain::paper::{JobState, PrintJob};
use loket::domain::profile::{Confirm, Cutter, Fallback, Profile, QrMaker, StatusWords};
use loket::office::PrinterCondition;
use loket::printing::emulator::{Cover, Fault, Knife, Roll, State};
use serde_json::{Value, json};
use std::sync::Arc;
use std::time::Duration;
use tokio::time::Instant;

const OUT: State = State { roll: Roll::Out, ..State::READY };
const LOW: State = State { roll: Roll::NearEnd, ..State::READY };
const STUCK: State = State { knife: Knife::Stuck, ..State::READY };
const OFF: State = State { online: false, ..State::READY };

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
    let stalled = Instant::now();
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
    let sending = |job: &PrintJob| matches!(job.state, JobState::Sending { .. });
    assert!(
        sending(&*job_is(&house, 1, "still on its way", sending).await),
        "the other printer was not held up"
    );
    let first = job_is(&house, 1, "the deadline", uncertain).await;
    assert!(stalled.elapsed() < Duration::from_secs(10), "given up after {:?}", stalled.elapsed());
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

/// Waits for a word of a live screen within the time that B2 gives it.
async fn told_within(limit: Duration, what: &str, screen: &mut Live, word: &str) {
    let told = tokio::time::timeout(limit, screen.until(|view| view["printer"] == word)).await;
    told.unwrap_or_else(|_| panic!("{what}: {word} was not told within {limit:?}")).expect("live");
}

/// B2: whoever stands at the kiosk or sits at a loket is told of an idle printer's trouble within three seconds, in its
/// own word, and what waited comes out within five seconds of its end.
#[tokio::test(flavor = "multi_thread")]
async fn b2_kiosk_and_console_are_told_within_three_seconds() {
    const TOLD: Duration = Duration::from_secs(3);
    const MENDED: Duration = Duration::from_secs(5);
    let house = House::open().await;
    let (kiosk, two) = (house.who("kiosk").await, house.officer(2).await);
    let (mut screen, mut console) =
        (kiosk.client.live("/live/kiosk").await.expect("the kiosk"), two.console().await);
    told_within(TOLD, "kiosk", &mut screen, "ready").await;
    told_within(TOLD, "console", &mut console, "ready").await;
    let open = State { cover: Cover::Open, ..State::READY };
    for (place, (state, word)) in
        [(OUT, "paper-out"), (open, "cover-open"), (STUCK, "faulty"), (OFF, "off-line")]
            .into_iter()
            .enumerate()
    {
        for printer in ["kiosk", "loket"] {
            house.printer(printer).set_state(state);
        }
        tokio::join!(
            told_within(TOLD, "kiosk", &mut screen, word),
            told_within(TOLD, "console", &mut console, word)
        );
        kiosk.takes("A").await;
        let since = Instant::now();
        for printer in ["kiosk", "loket"] {
            house.printer(printer).set_state(State::READY);
        }
        receipt_after(house.printer("kiosk"), place as u64).await;
        assert!(since.elapsed() < MENDED, "{word}: printed after {:?}", since.elapsed());
        tokio::join!(
            told_within(TOLD, "kiosk", &mut screen, "ready"),
            told_within(TOLD, "console", &mut console, "ready")
        );
    }
}

fn with_a_short_roll(profile: &mut Profile) {
    profile.printers[0].roll_metres = 5;
}

/// A roll that comes to its end is told on the supervisor's wall by the printer's own sensor, and by the tickets that
/// are left of it: fewer than forty.
#[tokio::test(flavor = "multi_thread")]
async fn the_wall_warns_of_a_roll_that_comes_to_its_end() {
    let house = House::build(Plans { profile: Some(with_a_short_roll), ..Plans::default() }).await;
    let (kiosk, warden) = (house.who("kiosk").await, house.who("pengawas").await);
    let mut wall = warden.client.live("/live/pengawas").await.expect("the wall");
    house.printer("kiosk").set_state(LOW);
    let low = |view: &serde_json::Map<String, Value>| view["printers"][0]["condition"] == "paper-low";
    soon("the sensor's word", wall.until(low)).await.expect("live");
    kiosk.takes("A").await;
    job_is(&house, 1, "printing goes on", printed).await;
    warden.client.act("/api/printers/kiosk/roll", json!({})).await.expect("an answer").done().expect("noted");
    house.printer("kiosk").set_state(State::READY);
    let fresh = |view: &serde_json::Map<String, Value>| {
        let printer = &view["printers"][0];
        printer["condition"] == "ready" && printer["tickets"].as_u64().is_some_and(|left| left >= 40)
    };
    soon("the new roll", wall.until(fresh)).await.expect("live");
    let wrong = std::cell::RefCell::new(Vec::new());
    for _ in 0..16 {
        kiosk.takes("B").await;
    }
    let few = |view: &serde_json::Map<String, Value>| {
        let (left, short) = (&view["printers"][0]["tickets"], &view["printers"][0]["short"]);
        let few = left.as_u64().expect("counted") < 40;
        if *short != few {
            wrong.borrow_mut().push((left.clone(), short.clone()));
        }
        few
    };
    soon("the last tickets of the roll", wall.until(few)).await.expect("live");
    assert_eq!(wrong.into_inner(), [], "short is said exactly of fewer than forty");
}
