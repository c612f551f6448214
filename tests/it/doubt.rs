//! Paper and word: whatever happens to a printer, what the office says of a paper and what came out of the printer
//! never contradict each other (B1), and no kill of the program prints anything twice (B8).
//!
//! `LOKET_PAPERS` and `LOKET_CUT_OFF` ask for more rounds.

use crate::allday;
use crate::house::{House, Plans, soon};
use crate::program::{path, start};
use loket::app::client::Client;
use loket::app::demo::PASSWORD;
use loket::domain::paper::{JobState, Paper};
use loket::domain::profile::{Address, Confirm, StatusWords};
use loket::printing::emulator::{Cover, Emulator, Fault, Profile as Model, Roll, State};
use loket::printing::{Port, Receipt};
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::task::JoinSet;

const PAPERS: usize = 1_000;
const CUT_OFF: usize = 12;
/// Printers at work at once: most faults cost a deadline.
const PRINTERS: usize = 24;

fn number(name: &str, usual: usize) -> usize {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(usual)
}

async fn printer() -> Emulator {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    Emulator::start(listener, Model::MM80, || 0).expect("a printer")
}

/// One of fifteen things that happen to a printer.
fn befalls(dice: &mut fastrand::Rng, job: usize) -> (Fault, State, &'static str) {
    let ready = State::READY;
    match dice.u32(0..40) {
        0..16 => (Fault::None, ready, "nothing"),
        16 => (Fault::Stall { after: dice.usize(0..job + 40) }, ready, "it stalls"),
        17 => (Fault::Stall { after: 0 }, ready, "it hears nothing"),
        18..24 => (Fault::Reset { after: dice.usize(0..job + 60) }, ready, "its power fails"),
        24 => (Fault::Reset { after: 0 }, ready, "its power fails at once"),
        25 => (Fault::Garbage { seed: dice.u64(..) }, ready, "it talks nonsense"),
        26..28 => (Fault::Slow { bytes_per_second: 2_000 }, ready, "it is slow"),
        28 => (Fault::Slow { bytes_per_second: 40 }, ready, "it is far too slow"),
        29..31 => (Fault::None, State { roll: Roll::Out, ..ready }, "the paper is out"),
        31..33 => (Fault::None, State { cover: Cover::Open, ..ready }, "the cover is open"),
        33..35 => (Fault::None, State { online: false, ..ready }, "it is off line"),
        35..37 => (Fault::None, State { roll: Roll::NearEnd, ..ready }, "the roll is low"),
        37 => (
            Fault::Reset { after: dice.usize(0..60) },
            State { roll: Roll::NearEnd, ..ready },
            "low, then no power",
        ),
        38 => (Fault::Slow { bytes_per_second: 500 }, State { roll: Roll::NearEnd, ..ready }, "low and slow"),
        _ => (Fault::None, State { cover: Cover::Open, roll: Roll::Out, ..ready }, "open and empty"),
    }
}

/// B1: what the line says of each job, held against the paper that came out.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn b1_what_is_said_of_a_paper_is_what_came_out() {
    let (seed, papers) = (number("LOKET_SEED", 9_100) as u64, number("LOKET_PAPERS", PAPERS));
    println!("LOKET_SEED={seed} LOKET_PAPERS={papers}");
    let mut at_work = JoinSet::new();
    for place in 0..PRINTERS {
        at_work.spawn(one_printer(seed + place as u64, papers.div_ceil(PRINTERS)));
    }
    let mut told: BTreeMap<String, usize> = BTreeMap::new();
    while let Some(said) = at_work.join_next().await {
        for (what, times) in said.expect("a printer that is understood") {
            *told.entry(what).or_default() += times;
        }
    }
    result!("{{\"id\":\"B1\",\"papers\":{},\"told\":{told:?}}}", told.values().sum::<usize>());
    assert!(told.len() >= 4, "it came to many ends: {told:?}");
    let befell: BTreeSet<_> = told.keys().filter_map(|what| what.split(": ").next()).collect();
    assert!(papers < PAPERS || befell.len() == 15, "each of the fifteen came: {befell:?}");
}

async fn one_printer(seed: u64, papers: usize) -> BTreeMap<String, usize> {
    let mut dice = fastrand::Rng::with_seed(seed);
    let emulator = printer().await;
    let address = Address::Network(emulator.address().to_string());
    let mut told = BTreeMap::new();
    let mut seen = 0;
    for nth in 0..papers {
        let confirm =
            [Confirm::ProcessId, Confirm::ProcessId, Confirm::Status, Confirm::None][dice.usize(..4)];
        let words = [StatusWords::DleEot, StatusWords::DleEot, StatusWords::Asb][dice.usize(..3)];
        let port = Port { address: address.clone(), words, confirm };
        let name = format!("P{seed}N{nth}X");
        let job = format!("\u{1b}@{name}\nSimpan tiket ini\n\u{1d}VB\u{10}");
        let (fault, state, what) = befalls(&mut dice, job.len());
        emulator.set_state(state);
        emulator.set_fault(fault);
        let id = [b'A' + (nth % 26) as u8, b'0' + (nth / 26 % 10) as u8, b'A' + (nth / 260 % 26) as u8, b'z'];
        let outcome = async { Ok(port.ready().await?.print(job.as_bytes(), id).await) };
        let outcome: Result<Receipt, loket::office::PrinterCondition> = soon(what, outcome).await;
        let fresh = emulator.receipts(seen);
        seen = fresh.last().map_or(seen, |paper| paper.number());
        let mine = |whole: bool| {
            let end = if whole { "Simpan tiket ini" } else { "" };
            fresh.iter().filter(|paper| paper.text().contains(&name) && paper.text().contains(end)).count()
        };
        let word = match outcome {
            Ok(Receipt::Printed) => Word::Printed,
            Ok(_) => Word::Uncertain,
            Err(_) => Word::NotSent,
        };
        let came = Came { at_all: mine(false), whole: mine(true) };
        agrees(word, came).unwrap_or_else(|fault| panic!("{name}, {what}, {outcome:?}: {fault}"));
        let word = word.told();
        if matches!((fault, state), (Fault::None, State::READY)) && confirm == Confirm::ProcessId {
            assert_eq!(word, "printed", "{name}: nothing was wrong, {outcome:?}");
        }
        *told.entry(format!("{what}: {word}")).or_default() += 1;
    }
    told
}

/// What the line says of a paper.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Word {
    Printed,
    Uncertain,
    NotSent,
}

impl Word {
    fn told(self) -> &'static str {
        match self {
            Word::Printed => "printed",
            Word::Uncertain => "uncertain",
            Word::NotSent => "not sent",
        }
    }
}

/// How often a paper came out, and how often to its end.
#[derive(Clone, Copy)]
struct Came {
    at_all: usize,
    whole: usize,
}

/// Whether word and paper go together.
fn agrees(word: Word, came: Came) -> Result<(), String> {
    match (word, came.at_all, came.whole) {
        (_, 2.., _) => Err(format!("it came out {} times", came.at_all)),
        (Word::Printed, _, 0) => Err("it is called printed and did not come out whole".to_string()),
        (Word::NotSent, 1, _) => Err("it is called unsent and came out".to_string()),
        _ => Ok(()),
    }
}

/// The control: words that lie about a paper are found out.
#[test]
fn b1_a_word_that_is_not_true_is_found_out() {
    let came = |at_all, whole| Came { at_all, whole };
    for (word, lie) in [
        (Word::Printed, came(0, 0)),
        (Word::Printed, came(1, 0)),
        (Word::Printed, came(2, 2)),
        (Word::Uncertain, came(2, 1)),
        (Word::NotSent, came(1, 1)),
        (Word::NotSent, came(1, 0)),
    ] {
        assert!(agrees(word, lie).is_err(), "{word:?} of {} papers, {} whole", lie.at_all, lie.whole);
    }
    for (word, truth) in [
        (Word::Printed, came(1, 1)),
        (Word::Uncertain, came(0, 0)),
        (Word::Uncertain, came(1, 0)),
        (Word::Uncertain, came(1, 1)),
        (Word::NotSent, came(0, 0)),
    ] {
        assert_eq!(agrees(word, truth), Ok(()), "{word:?}");
    }
}

/// What the office says of each of today's tickets, by its number.
#[derive(Clone)]
pub struct Said(BTreeMap<String, JobState>);

impl Said {
    /// All that is said in a house.
    pub fn of(house: &House) -> Said {
        let committed = house.office().committed();
        let of_ticket = |paper: &Paper| match paper {
            Paper::Ticket(ticket) => Some(committed.state.ticket(*ticket)?.number.to_string()),
            _ => None,
        };
        let jobs = committed.state.jobs.values();
        Said(jobs.filter_map(|job| Some((of_ticket(&job.paper)?, job.state.clone()))).collect())
    }
}

/// What is said against the papers that came out: what is wrong, or how many are printed and how many uncertain.
pub fn judge(said: &Said, papers: &[String]) -> Result<(usize, usize), Vec<String>> {
    let (mut printed, mut uncertain, mut faults) = (0, 0, Vec::new());
    for (number, state) in &said.0 {
        let times = papers.iter().filter(|text| text.contains(number)).count();
        match (state, times) {
            (_, 2..) => faults.push(format!("{number} came out {times} times")),
            (JobState::Printed { .. }, 0) => {
                faults.push(format!("{number} is called printed and did not come out"));
            }
            (JobState::Printed { .. }, _) => printed += 1,
            (JobState::Uncertain { .. }, _) => uncertain += 1,
            (other, _) => faults.push(format!("{number} ended as {other:?}")),
        }
    }
    if faults.is_empty() { Ok((printed, uncertain)) } else { Err(faults) }
}

/// The control: what kills might do to papers and words is done to these by hand, and each time the judge must see it.
fn doctored(said: &Said, papers: &[String]) {
    let is = |wanted: fn(&JobState) -> bool| {
        said.0.iter().find(|(_, state)| wanted(state)).map(|(number, _)| number.clone()).expect("one of them")
    };
    let printed = is(|state| matches!(state, JobState::Printed { .. }));
    let uncertain = is(|state| matches!(state, JobState::Uncertain { .. }));
    let again = |number: &String| format!("Nomor {number}");
    let twice: Vec<String> = papers.iter().cloned().chain([again(&printed)]).collect();
    assert!(judge(said, &twice).is_err(), "a paper that came out twice is seen");
    let doubtful: Vec<String> =
        papers.iter().cloned().chain([again(&uncertain), again(&uncertain)]).collect();
    assert!(judge(said, &doubtful).is_err(), "one of which nobody is sure, too");
    let gone: Vec<String> = papers.iter().filter(|text| !text.contains(&printed)).cloned().collect();
    assert!(judge(said, &gone).is_err(), "a paper that never came out is seen");
    let mut forgotten = said.clone();
    forgotten.0.insert(printed, JobState::Queued);
    assert!(judge(&forgotten, papers).is_err(), "a paper that still waits is seen");
}

/// B8: kill -9 at any moment between the order and the word that it is printed. Nothing comes out twice, and each
/// paper that is called printed came out.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn b8_a_kill_between_print_and_record_prints_nothing_twice() {
    let rounds = number("LOKET_CUT_OFF", CUT_OFF);
    let emulator = printer().await;
    let folder = tempfile::tempdir().expect("a folder");
    let file = allday::office_files(&folder.path().join("office")).await;
    let text = std::fs::read_to_string(&file).expect("the office's file");
    let text = text.replace("192.168.1.51:9100", &emulator.address().to_string());
    std::fs::write(&file, text).expect("written");
    let data = allday::data().await;
    let key = folder.path().join("loket.key");
    std::fs::copy(data.path().join("demo.key"), &key).expect("the key, outside the data");
    let arguments = [
        "serve",
        "--config",
        path(&file),
        "--data",
        path(data.path()),
        "--listen",
        "127.0.0.1:0",
        "--key",
        path(&key),
    ];
    let mut dice = fastrand::Rng::with_seed(8);
    let mut given = 0;
    for round in 0..rounds {
        // In every other round the kill meets a paper on its way: the printer holds still in the middle of it. Its
        // questions before a paper are far shorter than that.
        let in_the_middle = round % 2 == 0;
        emulator.set_fault(match in_the_middle {
            true => Fault::Stall { after: dice.usize(60..240) },
            false => Fault::Slow { bytes_per_second: 12_000 },
        });
        let (mut child, base) = start(&arguments).await;
        let kiosk = Client::new(&base);
        kiosk.sign_in("kiosk", PASSWORD).await.expect("signed in");
        for _ in 0..3 {
            let reply = kiosk.act("/api/kiosk/tickets", json!({ "service": "A" })).await.expect("an answer");
            reply.done().expect("a number");
            given += 1;
        }
        if in_the_middle {
            soon("a paper is on its way", emulator.wait_for_stall()).await;
        } else {
            // The moment of the kill is the point of the test.
            tokio::time::sleep(Duration::from_millis(dice.u64(50..700))).await;
        }
        child.kill().await.expect("killed");
    }
    // Once more, to its end.
    emulator.set_fault(Fault::None);
    let address = emulator.address().to_string();
    let house = House::build(Plans { kiosk_printer: Some(address), ..allday::now(Some(data)) }).await;
    house.rests().await;
    let papers: Vec<String> = emulator.receipts(0).iter().map(|paper| paper.text()).collect();
    let said = Said::of(&house);
    let (printed, uncertain) = judge(&said, &papers).unwrap_or_else(|faults| panic!("{faults:#?}"));
    doctored(&said, &papers);
    result!(
        "{{\"id\":\"B8\",\"kills\":{rounds},\"given\":{given},\"printed\":{printed},\"uncertain\":{uncertain}}}"
    );
    assert_eq!(printed + uncertain, given, "every number has its paper or a doubt");
    assert!(uncertain >= rounds / 2, "kills met {uncertain} papers on their way in {rounds} rounds");
    house.verify();
}
