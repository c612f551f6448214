//! The whole program, as it was built, on a machine whose clock jumps: every reading that it takes of the wall clock goes
//! through libfaketime (D1). What the program's own clock does under jumps is tried in `clock` and `ended`.

use crate::allday;
use crate::house::{House, monday, soon};
use crate::program::{path, program, run, text};
use crate::running::address;
use loket::app::client::Client;
use loket::app::demo::PASSWORD;
use loket::clock::{Clock, SystemClock};
use loket::domain::event::{Entry, Event};
use loket::domain::time::{Date, Moment};
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

const DAY: i64 = 86_400;

/// Where Debian's package `faketime` has its library, whatever the machine is.
fn library() -> Option<PathBuf> {
    let folders = std::fs::read_dir("/usr/lib").into_iter().flatten().flatten().map(|folder| folder.path());
    let folders = folders.chain([PathBuf::from("/usr/lib"), PathBuf::from("/usr/local/lib")]);
    folders.map(|folder| folder.join("faketime/libfaketimeMT.so.1")).find(|file| file.exists())
}

/// The clock of the machine, as the program sees it.
struct Machine {
    file: PathBuf,
}

impl Machine {
    /// It shows that from now on, and goes on.
    fn shows(&self, wanted: Moment) {
        let ahead = wanted.0 - SystemClock.now().0;
        let next = self.file.with_extension("next");
        std::fs::write(&next, format!("{:+.6}\n", ahead as f64 / 1e6)).expect("written");
        // At once, so that nobody reads half of it.
        std::fs::rename(&next, &self.file).expect("in its place");
    }
}

/// Takes numbers until it is over: what was acknowledged, and how often somebody was told to wait for the clock.
async fn takes(
    base: String,
    heard: Arc<AtomicUsize>,
    over: Arc<AtomicBool>,
) -> (BTreeMap<u64, String>, usize) {
    let kiosk = signed(&base, "kiosk").await;
    let (mut told, mut waited) = (BTreeMap::new(), 0);
    while !over.load(Ordering::SeqCst) {
        let body = json!({ "service": "A", "request": ulid::Ulid::generate().to_string() });
        let asked = kiosk.post("/api/kiosk/tickets", body);
        let reply = soon("an answer", asked).await.expect("the program lives");
        match reply.status.as_u16() {
            201 => {
                let id = reply.body["id"].as_u64().expect("an id");
                let number = reply.body["number"].as_str().expect("a number").to_string();
                assert!(told.insert(id, number).is_none(), "ticket {id} was given twice");
            }
            409 if reply.body["error"] == "clock-in-doubt" => waited += 1,
            401 => kiosk.sign_in("kiosk", PASSWORD).await.expect("signed in again"),
            other => panic!("{other}: {}", reply.body),
        }
        heard.fetch_add(1, Ordering::SeqCst);
    }
    (told, waited)
}

async fn signed(base: &str, login: &str) -> Client {
    let client = Client::new(base);
    client.sign_in(login, PASSWORD).await.expect("signed in");
    client
}

/// Waits until so much more was heard.
async fn more(heard: &AtomicUsize, much: usize) {
    let until = heard.load(Ordering::SeqCst) + much;
    let more = async {
        while heard.load(Ordering::SeqCst) < until {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    soon("answers", more).await;
}

/// Whether somebody with that cookie is let in.
async fn opens(base: &str, cookie: &str) -> bool {
    let client = Client::new(base);
    client.put_cookie("loket_sesi", cookie);
    let status = soon("an answer", client.get("/api/me")).await.expect("an answer").status.as_u16();
    assert!([200, 401].contains(&status), "{status}");
    status == 200
}

/// The data of an office in which everybody has an account, and its file: open all day, in the zone of its Monday.
async fn made(folder: &Path) -> (tempfile::TempDir, PathBuf, PathBuf) {
    let data = House::open().await.close().await;
    let config = allday::office_files(&folder.join("office")).await;
    let file = std::fs::read_to_string(&config).expect("the office's file");
    let zone =
        |line: &str| if line.starts_with("zone = ") { "zone = \"Asia/Makassar\"" } else { line }.to_string();
    let lines: Vec<_> = file.lines().map(zone).collect();
    std::fs::write(&config, lines.join("\n") + "\n").expect("written");
    let key = folder.join("loket.key");
    std::fs::copy(data.path().join(loket::store::DEMO_KEY), &key).expect("the key, outside the data");
    (data, config, key)
}

/// How often the clock jumps; `LOKET_JUMPS` says otherwise.
fn jumps() -> usize {
    std::env::var("LOKET_JUMPS").ok().and_then(|text| text.parse().ok()).unwrap_or(50)
}

/// D1: the wall clock of the program goes back ten minutes, to 1970, ten years on and a day on, while numbers are given.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn d1_the_whole_program_repeats_nothing_however_the_clock_of_its_machine_jumps() {
    let Some(library) = library() else {
        eprintln!("NOT TRIED: libfaketime is not here (Debian: apt-get install faketime)");
        return;
    };
    let folder = tempfile::tempdir().expect("a folder");
    let (data, config, key) = made(folder.path()).await;
    let machine = Machine { file: folder.path().join("clock") };
    // How far the clock is ahead of what the machine counts, when it is right.
    let mut ahead = monday().plus_seconds(300).0 - SystemClock.count();
    let right = |ahead: i64| Moment(SystemClock.count() + ahead);
    machine.shows(right(ahead));
    let serve = ["serve", "--config", path(&config), "--data", path(data.path()), "--listen", "127.0.0.1:0"];
    let mut command = program();
    command.args(serve).args(["--key", path(&key)]).stdout(Stdio::piped()).stderr(Stdio::null());
    command.env("LD_PRELOAD", &library).env("FAKETIME_TIMESTAMP_FILE", &machine.file);
    command.env("FAKETIME_NO_CACHE", "1").env("DONT_FAKE_MONOTONIC", "1").env("NO_FAKE_STAT", "1");
    let mut child = command.spawn().expect("the program starts");
    let base = address(&mut child).await.expect("it listens");

    let (left, late) = (signed(&base, "loket-2").await, signed(&base, "admin").await);
    let cookie = |client: &Client| client.cookie("loket_sesi").expect("a cookie");
    let (left_by, late_by) = (cookie(&left), cookie(&late));
    left.act("/api/me/sign-out", json!({ "password": PASSWORD }))
        .await
        .expect("an answer")
        .done()
        .expect("signed out");
    assert!(!opens(&base, &left_by).await && opens(&base, &late_by).await, "one has ended, one has not");
    let (heard, over) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicBool::new(false)));
    let taking = tokio::spawn(takes(base.clone(), heard.clone(), over.clone()));
    more(&heard, 5).await;
    let (all, mut days) = (jumps(), 0);
    for jump in 0..all {
        let truth = right(ahead);
        match jump % 4 {
            0 => machine.shows(truth.plus_seconds(-600)),
            1 => machine.shows(Moment(1_000_000)),
            2 => machine.shows(truth.plus_seconds(3_653 * DAY)),
            // A day that passes is believed, and the office goes on in it.
            _ => {
                ahead += DAY * 1_000_000;
                days += 1;
                machine.shows(right(ahead));
            }
        }
        more(&heard, 5).await;
        assert!(!opens(&base, &left_by).await, "a sign-in that was ended is good again after jump {jump}");
        if days > 0 {
            assert!(!opens(&base, &late_by).await, "a sign-in that ran out is good again after jump {jump}");
        }
        assert!(child.try_wait().expect("its state").is_none(), "the program lives after jump {jump}");
        machine.shows(right(ahead));
        more(&heard, 5).await;
    }
    // Set right, it gives numbers again by itself.
    let health = async {
        while Client::new(&base).get("/health").await.expect("an answer").status.as_u16() != 200 {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    soon("an office that is well", health).await;
    over.store(true, Ordering::SeqCst);
    let (told, waited) = soon("the last number", taking).await.expect("no panic");
    let pid = child.id().expect("running").to_string();
    assert!(std::process::Command::new("kill").args(["-TERM", &pid]).status().expect("kill").success());
    assert!(soon("the end of the program", child.wait()).await.expect("an end").success());

    let verified = run(&["verify", path(data.path()), "--key", path(&key)]).await;
    assert!(text(&verified.stdout).contains("the journal is whole"), "{}", text(&verified.stderr));
    let journal = run(&["journal", path(data.path())]).await.stdout;
    let keys = loket::store::keys_at(&key, data.path()).expect("the keys");
    let entries = loket::store::import(&keys, &mut journal.as_slice()).expect("the journal");
    let given = judge(&entries).unwrap_or_else(|fault| panic!("{fault}"));
    for (id, number) in &told {
        assert_eq!(given.get(id), Some(number), "what was told is what is kept");
    }
    let opened = entries.iter().flat_map(|entry| &entry.events);
    let opened = opened.filter(|event| matches!(event, Event::DayOpened { .. })).count();
    assert!(opened > days && waited > all / 4, "the faults really fired: {opened} days, {waited} waited");
    doctored(&entries);
    result!(
        "{{\"id\":\"D1 program\",\"jumps\":{all},\"days\":{opened},\"numbers\":{},\"told to wait\":{waited},\"twice\":0}}",
        told.len()
    );
}

/// Time goes on, days open once and in order, and the numbers of each begin with 1 and have no gap. What was given.
fn judge(entries: &[Entry]) -> Result<BTreeMap<u64, String>, String> {
    let (mut given, mut numbers) = (BTreeMap::new(), BTreeSet::new());
    let (mut last, mut open): (Moment, Option<Date>) = (Moment(0), None);
    let mut next: BTreeMap<String, u32> = BTreeMap::new();
    for entry in entries {
        if entry.at <= last {
            return Err(format!("entry {} is not after the one before it", entry.seq.0));
        }
        last = entry.at;
        for event in &entry.events {
            match event {
                Event::DayOpened { day, .. } if open.is_some_and(|open| day.0 <= open) => {
                    return Err(format!("{} opened again", day.0));
                }
                Event::DayOpened { day, .. } => {
                    open = Some(day.0);
                    next.clear();
                }
                Event::TicketIssued { ticket, number, day, .. } => {
                    let text = number.to_string();
                    let (series, nth) = text.split_once('-').ok_or("a number without a series")?;
                    let nth: u32 = nth.parse().map_err(|_| format!("{text} is no number"))?;
                    let wanted = next.entry(series.to_string()).or_insert(1);
                    if open != Some(day.0) || nth != *wanted {
                        return Err(format!("{text} of {} instead of {wanted}", day.0));
                    }
                    *wanted += 1;
                    if !numbers.insert((day.0, text.clone())) || given.insert(ticket.0, text).is_some() {
                        return Err(format!("{number} was given twice"));
                    }
                }
                _ => {}
            }
        }
    }
    Ok(given)
}

/// The control: a journal in which something came twice, went back or is missing is seen.
fn doctored(entries: &[Entry]) {
    let of = |wanted: fn(&Event) -> bool| entries.iter().position(|entry| entry.events.iter().any(wanted));
    let first = of(|event| matches!(event, Event::TicketIssued { .. })).expect("a number");
    let day = entries
        .iter()
        .rposition(|entry| entry.events.iter().any(|event| matches!(event, Event::DayOpened { .. })));
    let spoiled = |what: &str, spoil: &dyn Fn(&mut Vec<Entry>)| {
        let mut other = entries.to_vec();
        spoil(&mut other);
        assert!(judge(&other).is_err(), "{what} is seen");
    };
    spoiled("a number twice", &|other| other.insert(first + 1, other[first].clone()));
    spoiled("a number that is missing", &|other| drop(other.remove(first)));
    let day = day.expect("a day");
    spoiled("a day that opens again", &|other| other.insert(day + 1, other[day].clone()));
    spoiled("time that goes back", &|other| other.last_mut().expect("entries").at = Moment(0));
}
