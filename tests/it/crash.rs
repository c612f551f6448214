//! kill -9 of the real program under load, round after round, on one data folder; and syncs that fail under it.
//!
//! A whole office works: numbers, calls, registrations, decisions, SK numbers, surveys, a board that speaks. Everybody
//! keeps what they were told. After each kill the program is started again: whatever was acknowledged must be there,
//! whatever was not must be answered by its request id, exactly once, and the board must have shown what the journal says.

pub(crate) mod history;
pub(crate) mod staff;

use crate::house::{registration, soon};
use crate::running::{address, program, start, under_strace};
use anyhow::Result;
use history::{Figures, History, entries, judge};
use loket::app::client::Client;
use loket::domain::state::{Changes, State};
use loket::views::{Scene, board};
use serde_json::{Value, json};
use staff::{Seen, Worker};
use std::ops::Range;
use std::path::Path;
use std::time::Duration;
use tokio::process::Child;
use tokio::task::JoinSet;

/// Rounds of a short run; `LOKET_KILLS` asks for more.
const ROUNDS: usize = 12;
/// So many of them befall one office, and the next ones another: what is open of a day costs at every start, and no office
/// gives the numbers of a thousand rounds in one day.
const OF_ONE: usize = 50;
const KIOSKS: usize = 6;
/// The stopped data are verified after so many rounds.
const VERIFIED: usize = 5;
/// The desks of the back office, and what each decides.
const DESKS: [(&str, &str); 4] =
    [("analis", "teruskan"), ("kasi", "teruskan"), ("kabid", "setuju"), ("kadis", "tandatangani")];

/// Everybody who works, by login.
pub(crate) async fn staff(base: &str, history: &History) -> Vec<Worker> {
    come(base, history).await.expect("signed in")
}

/// The same, where signing in may fail like anything else.
async fn come(base: &str, history: &History) -> Result<Vec<Worker>> {
    let logins =
        ["kiosk", "tv-1", "tablet", "loket-2", "loket-4", "loket-5", "analis", "kasi", "kabid", "kadis"];
    let mut staff = Vec::new();
    for login in logins {
        let client = Client::new(base);
        client.demo_sign_in(login).await?;
        let application = match login {
            "loket-2" => registration(&client, "SIPB", true).await,
            _ => Value::Null,
        };
        staff.push(Worker { client, login, history: history.clone(), application });
    }
    Ok(staff)
}

/// All begin to work. The board tells in the end what it saw.
pub(crate) fn all_work(staff: &[Worker], round: usize, work: &mut JoinSet<Option<Seen>>) {
    for worker in staff {
        let worker = worker.clone();
        match worker.login {
            "kiosk" => {
                for _ in 0..KIOSKS {
                    let worker = worker.clone();
                    work.spawn(async { nothing(worker.kiosk().await) });
                }
            }
            "tv-1" => drop(work.spawn(worker.board(round + 1))),
            "tablet" => drop(work.spawn(async { nothing(worker.tablet().await) })),
            "loket-2" => drop(work.spawn(async { nothing(worker.officer(2).await) })),
            "loket-4" => drop(work.spawn(async { nothing(worker.officer(4).await) })),
            "loket-5" => drop(work.spawn(async { nothing(worker.officer(5).await) })),
            desk => {
                let choice = DESKS.iter().find(|(login, _)| *login == desk).expect("a desk").1;
                work.spawn(async { nothing(worker.desk(choice).await) });
            }
        }
    }
}

fn nothing(_: Option<()>) -> Option<Seen> {
    None
}

/// Everybody stops, wherever they are. What boards saw that had stopped already.
pub(crate) async fn all_stop(mut work: JoinSet<Option<Seen>>) -> Vec<Seen> {
    work.abort_all();
    let mut seen = Vec::new();
    while let Some(worker) = work.join_next().await {
        match worker {
            Ok(board) => seen.extend(board),
            Err(error) => assert!(error.is_cancelled(), "nobody stumbles: {error}"),
        }
    }
    seen
}

/// What kills came to.
#[derive(Default)]
struct Killed {
    figures: Figures,
    boards: usize,
    /// Acts that were not answered, and how many of these had been done.
    unanswered: usize,
    committed: usize,
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn kill_nine_loses_and_doubles_nothing() {
    let rounds = std::env::var("LOKET_KILLS").ok().and_then(|text| text.parse().ok()).unwrap_or(ROUNDS);
    let mut all = Killed::default();
    for first in (0..rounds).step_by(OF_ONE) {
        let one = an_office_is_killed(first..rounds.min(first + OF_ONE)).await;
        all.figures += one.figures;
        all.boards += one.boards;
        all.unanswered += one.unanswered;
        all.committed += one.committed;
    }
    let Killed { figures, boards, unanswered, committed } = all;
    let Figures { acked, tickets, moves, sk, surveys, spoken } = figures;
    result!(
        "{{\"id\":\"A1\",\"kills\":{rounds},\"acked\":{acked},\"tickets\":{tickets},\"moves\":{moves},\"SK\":{sk},\"surveys\":{surveys},\"spoken\":{spoken},\"boards\":{boards},\"lost\":0,\"doubled\":0,\"asked again\":{unanswered},\"of these committed\":{committed}}}"
    );
    assert!(tickets >= 20 * rounds, "the load was real");
    if rounds >= ROUNDS {
        assert!(moves > 0 && sk > 0 && surveys > 0 && spoken > 0, "everybody got to work: {figures:?}");
        assert!(unanswered > 0 && boards > 0, "kills came in the middle of the work");
    }
    assert!(rounds < 100 || committed > 0, "some were committed and not answered");
}

/// One office on one data folder, killed in each of these rounds and started again, and judged in the end.
async fn an_office_is_killed(rounds: Range<usize>) -> Killed {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().to_str().expect("a plain path").to_string();
    let (history, mut seen) = (History::default(), Vec::new());
    let (mut unanswered, mut committed) = (0, 0);
    for round in rounds.start..=rounds.end {
        let (mut child, base) = start(&["demo", "--listen", "127.0.0.1:0", "--data", &data]).await;
        let staff = staff(&base, &history).await;
        let (asked, kept) = settle(&staff, &history).await;
        (unanswered, committed) = (unanswered + asked, committed + kept);
        if round < rounds.end {
            let mut work = JoinSet::new();
            all_work(&staff, round, &mut work);
            // The moment of the kill is the point of the test: it wanders over the work of a commit.
            tokio::time::sleep(Duration::from_millis(40 + (round as u64 * 137) % 600)).await;
            child.kill().await.expect("killed");
            let all = async {
                while let Some(worker) = work.join_next().await {
                    seen.extend(worker.expect("nobody stumbles"));
                }
            };
            soon("the end of everybody", all).await;
        } else {
            child.kill().await.expect("killed");
        }
        if round % VERIFIED == 0 || round == rounds.end {
            verified(&data).await;
        }
    }
    let journal = journal(&data).await;
    let figures = judge(&history, &entries(&journal)).unwrap_or_else(|faults| panic!("{faults:#?}"));
    let boards = boards_agree(folder.path(), &journal, &mut seen);
    responses_are_kept(folder.path(), figures);
    doctored(&history, &entries(&journal));
    Killed { figures, boards, unanswered, committed }
}

/// The stopped data are sound.
pub(crate) async fn verified(data: &str) {
    let verified = program().args(["verify", data]).output().await.expect("it ran");
    assert!(verified.status.success(), "{}", String::from_utf8_lossy(&verified.stdout));
}

pub(crate) async fn journal(data: &str) -> String {
    let journal = program().args(["journal", data]).output().await.expect("it ran");
    assert!(journal.status.success());
    String::from_utf8(journal.stdout).expect("text")
}

/// What each board saw last against the journal up to there. How many boards.
pub(crate) fn boards_agree(folder: &Path, journal: &str, seen: &mut [Seen]) -> usize {
    seen.sort_by_key(|seen| seen.seq);
    let keys = loket::store::keys_at(&folder.join(loket::store::DEMO_KEY), folder).expect("the keys");
    let written = loket::store::import(&keys, &mut journal.as_bytes()).expect("the journal");
    let profile = loket::app::config::default_office().expect("the default office");
    let (mut state, mut changes) = (State::default(), Changes::default());
    let mut written = written.iter().peekable();
    for seen in seen.iter() {
        while let Some(entry) = written.next_if(|entry| entry.seq.0 <= seen.seq) {
            state.apply(entry, &mut changes);
        }
        let scene = Scene { state: &state, profile: &profile, now: state.last };
        let view = json!(board::view(scene, &loket::domain::ids::Zone::from("utama".to_string()), "", true));
        for part in ["lokets", "calls", "turn", "unspoken", "waiting", "missed"] {
            assert_eq!(seen.view[part], view[part], "{part} of a board at entry {}", seen.seq);
        }
    }
    seen.len()
}

/// Every survey that was acknowledged lies in the urn, once.
fn responses_are_kept(folder: &Path, figures: Figures) {
    let (store, _) = loket::store::Store::open(folder).expect("opens");
    let reader = store.reader();
    let kept = reader.tally(|_| true).expect("readable").n as usize;
    assert_eq!(kept, figures.surveys, "responses in the urn");
}

/// The control: what kills might do to a journal is done to this one by hand, and each time the judge must see it.
fn doctored(history: &History, entries: &[Value]) {
    let holds = |entry: &Value, name: &str| {
        entry["request"].is_string()
            && entry["events"].as_array().expect("events").iter().any(|event| event.get(name).is_some())
    };
    let renumbered = |mut entries: Vec<Value>| {
        for (place, entry) in entries.iter_mut().enumerate() {
            entry["seq"] = json!(place + 1);
        }
        entries
    };
    for name in
        ["TicketIssued", "BerkasRegistered", "BerkasMoved", "SkNumbered", "SurveyAnswered", "CallSpoken"]
    {
        let Some(at) = entries.iter().rposition(|entry| holds(entry, name)) else { continue };
        let mut lost = entries.to_vec();
        lost.remove(at);
        assert!(judge(history, &renumbered(lost)).is_err(), "a lost {name} is seen");
        let mut doubled = entries.to_vec();
        doubled.insert(at, entries[at].clone());
        assert!(judge(history, &renumbered(doubled)).is_err(), "a doubled {name} is seen");
        // Done again under another id, which no list of ids would show.
        let mut twice = entries.to_vec();
        let mut other = entries[at].clone();
        other["request"] = Value::Null;
        twice.push(other);
        assert!(judge(history, &renumbered(twice)).is_err(), "a {name} done twice is seen");
        // Somebody was told so, and nothing of it is there.
        let forgetful = history.copy();
        let request = entries[at]["request"].as_str().expect("an id");
        forgetful.acts().remove(request);
        assert!(judge(&forgetful, entries).is_err(), "a {name} that nobody asked for is seen");
    }
}

/// Which sync of a thread fails in each round; `LOKET_SYNCS=200` tries every one from the first to that.
fn failing_syncs() -> Vec<u32> {
    match std::env::var("LOKET_SYNCS").ok().and_then(|text| text.parse().ok()) {
        Some(most) => (1..=most).collect(),
        None => vec![1, 2, 3, 4, 6, 9, 14, 23, 40],
    }
}

/// The real program, of which the `nth` sync of each thread fails; what was injected is written to `trace`.
fn with_a_failing_sync(nth: u32, trace: &Path, arguments: &[&str]) -> Child {
    let mut command = under_strace("fdatasync", &format!("error=EIO:when={nth}"), trace);
    command.args(arguments).spawn().expect("strace is there: tests/run installs it")
}

/// A4: a sync fails under the real program while everybody works. Nobody is told yes for what may be lost, the office
/// goes on by itself or ends, and whoever asks again with the same id gets one answer.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a4_a_sync_that_fails_acknowledges_nothing_that_may_be_lost() {
    let folder = tempfile::tempdir().expect("a folder");
    let (data, trace) = (folder.path().join("data"), folder.path().join("trace"));
    let arguments = ["demo", "--listen", "127.0.0.1:0", "--data", data.to_str().expect("a plain path")];
    let history = History::default();
    let (mut injected, mut unanswered, mut ended, mut whole) = (0, 0, 0, 0);
    let syncs = failing_syncs();
    for nth in &syncs {
        let mut child = with_a_failing_sync(*nth, &trace, &arguments);
        let pid = format!("{} ", child.id().expect("running"));
        if let Some(base) = address(&mut child).await {
            let kiosk = Client::new(&base);
            let mut work = JoinSet::new();
            // Signing in is an act like any other, and may be the one that fails.
            if let Ok(staff) = come(&base, &history).await {
                all_work(&staff, *nth as usize, &mut work);
                whole += 1;
            }
            if kiosk.demo_sign_in("kiosk").await.is_ok() || kiosk.demo_sign_in("kiosk").await.is_ok() {
                unanswered += take_some(&kiosk, &history, *nth).await;
            }
            all_stop(work).await;
            child.kill().await.expect("killed");
        } else {
            let status = soon("the end of the program", child.wait()).await.expect("an end");
            assert!(!status.success(), "a start that could not be written down is no start");
            ended += 1;
        }
        // strace writes a little later what it saw, and the end of the first thread last; others end all the time.
        let ended =
            |line: &str| line.strip_prefix(&pid).is_some_and(|line| line.trim_start().starts_with("+++ "));
        let end = |trace: &String| trace.lines().any(ended);
        let seen = async {
            loop {
                match std::fs::read_to_string(&trace).ok().filter(end) {
                    Some(trace) => return trace.matches("(INJECTED)").count(),
                    None => tokio::time::sleep(Duration::from_millis(5)).await,
                }
            }
        };
        injected += soon("the end of strace", seen).await;
        std::fs::remove_file(&trace).expect("there");
    }
    assert!(injected >= syncs.len(), "{injected} syncs failed in {} rounds", syncs.len());
    let (mut child, base) = start(&arguments).await;
    settle(&staff(&base, &history).await, &history).await;
    child.kill().await.expect("killed");
    verified(arguments[4]).await;
    let figures = judge(&history, &entries(&journal(arguments[4]).await));
    let Figures { acked, moves, .. } = figures.unwrap_or_else(|faults| panic!("{faults:#?}"));
    assert!(acked > syncs.len() && whole > 0, "the load was real: {acked} acts, everybody in {whole} rounds");
    result!(
        "{{\"id\":\"A4\",\"rounds\":{},\"everybody\":{whole},\"injected\":{injected},\"acked\":{acked},\"moves\":{moves},\"lost\":0,\"doubled\":0,\"asked again\":{unanswered},\"not started\":{ended}}}",
        syncs.len()
    );
}

/// Takes numbers until the `nth` sync has come, and asks on for those that were not answered. How many those were.
async fn take_some(kiosk: &Client, history: &History, nth: u32) -> usize {
    let mut unanswered = 0;
    for _ in 0..nth.div_ceil(2) + 3 {
        let body = json!({ "service": "A" });
        if soon("an answer", history.act(kiosk, "kiosk", "/api/kiosk/tickets", body)).await.is_some() {
            continue;
        }
        unanswered += 1;
        // Once more: by now the office has opened its file again, or it has ended.
        for (request, _) in history.open().into_iter().rev().take(1) {
            soon("an answer", history.again(kiosk, &request)).await;
        }
    }
    unanswered
}

/// Asks again, with the same ids and in their order, for everything that was never answered. How many those were, and
/// how many of them had been done before anybody asked again.
pub(crate) async fn settle(staff: &[Worker], history: &History) -> (usize, usize) {
    let open = history.open();
    let kiosk = staff.iter().find(|worker| worker.login == "kiosk").expect("a kiosk");
    let head = kiosk.client.live("/live/kiosk").await.expect("the kiosk's screen").seq;
    let mut committed = 0;
    for (request, who) in &open {
        let worker = staff.iter().find(|worker| worker.login == who).expect("one of the staff");
        let told = soon("an answer", history.again(&worker.client, request)).await;
        let (status, body) = told.unwrap_or_else(|| panic!("{who} was not answered"));
        let before = body["seq"].as_u64().is_some_and(|seq| seq <= head);
        committed += usize::from(status < 300 && body["unchanged"] != true && before);
    }
    (open.len(), committed)
}
