//! Copies of the whole office: taken while it works, opened again elsewhere, and refused when anything is wrong.

use crate::casework::{pdf, requirement, upload};
use crate::crash::history::{Figures, History, entries, judge_cut};
use crate::crash::{all_work, staff};
use crate::house::{House, Plans, soon};
use crate::program::{program, start};
use hyper::StatusCode;
use loket::app::backup::{About, Key, restore};
use loket::app::check::verify_folder;
use loket::domain::ids::BerkasId;
use loket::seal::Keys;
use loket::store::{DEMO_KEY, Store, export};
use serde_json::{Value, json};
use std::ops::Range;
use std::path::{Path, PathBuf};
use tokio::task::JoinSet;

/// The newest copy, once `count` of them are listed.
pub(crate) async fn listed(house: &House, count: usize) -> (PathBuf, Value) {
    let admin = house.who("admin").await.client;
    let list = soon("the copies", async {
        loop {
            let list = admin.get("/api/copies").await.expect("an answer").done().expect("a list");
            assert_eq!(list["trouble"], Value::Null);
            if list["files"].as_array().expect("files").len() == count && list["underway"] == false {
                return list;
            }
            tokio::task::yield_now().await;
        }
    });
    let list = list.await;
    let name = list["files"][0]["name"].as_str().expect("a name");
    (Path::new(list["folder"].as_str().expect("a folder")).join(name), list)
}

pub(crate) async fn take(house: &House) {
    let admin = house.who("admin").await.client;
    let asked = admin.post("/api/copies", json!({})).await.expect("an answer");
    assert_eq!(asked.status, StatusCode::ACCEPTED);
}

pub(crate) fn key(house: &House) -> Key {
    Key::read(&house.folder().join("backup.key"), &[]).expect("the key")
}

/// What the words of people are sealed with, as the house has it.
pub(crate) fn sealed_with(house: &House) -> Keys {
    Keys::read(&house.folder().join(DEMO_KEY)).expect("the key of the data")
}

pub(crate) fn opened(file: &Path, key: &Key, keys: &Keys) -> (tempfile::TempDir, PathBuf, About) {
    let parent = tempfile::tempdir().expect("a folder");
    let data = parent.path().join("data");
    let about = restore(file, key, keys, &data).expect("restored");
    (parent, data, about)
}

#[tokio::test]
async fn a_copy_taken_while_numbers_are_given_is_the_office_at_one_moment() {
    let house = House::open().await;
    let (kiosk, two) = (house.who("kiosk").await, house.officer(2).await);
    kiosk.takes("A").await;
    two.serves().await;
    let berkas = two.registers().await;
    let scans = house.folder().join("scans");
    std::fs::create_dir_all(scans.join("ab")).expect("a folder");
    std::fs::write(scans.join("ab/loose"), b"a file that nobody refers to").expect("written");
    take(&house).await;
    for _ in 0..40 {
        kiosk.takes("C").await;
    }
    let (file, list) = listed(&house, 1).await;
    assert!(list["files"][0]["bytes"].as_u64().expect("a size") > 1_000);
    let (_parent, data, about) = opened(&file, &key(&house), &sealed_with(&house));
    assert_eq!(
        verify_folder(&data, &house.folder().join(DEMO_KEY)).expect("readable").faults,
        Vec::<String>::new()
    );
    assert_eq!(std::fs::read(data.join("scans/ab/loose")).expect("copied").len(), 28);
    let (store, state) = Store::open_sealed(&data, sealed_with(&house)).expect("opens");
    assert_eq!(state.seq.0, about.entries);
    assert!(state.seq < house.office().committed().state.seq, "the office went on");
    let kept = store.reader().berkas(BerkasId(berkas)).expect("readable").expect("the berkas");
    assert_eq!(*kept, *house.office().reader().berkas(BerkasId(berkas)).expect("readable").expect("it"));
    let hash = house.office().reader().hash_of(state.seq).expect("readable").expect("an entry");
    assert_eq!(hash.to_string(), about.hash, "the copy's end is an entry of the office");
}

/// Copies of a short run; `LOKET_COPIES` asks for more.
const COPIES: usize = 4;
/// Copies of one office.
const OF_ONE: usize = 10;

/// A9: copies are taken one after another while everybody works. Each opens as the office of one moment, in which
/// everything is that somebody had been told before it was asked for, once, and its end is an entry of the office.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a9_copies_taken_while_everybody_works_hold_what_was_told_before() {
    let copies = std::env::var("LOKET_COPIES").ok().and_then(|text| text.parse().ok()).unwrap_or(COPIES);
    let mut last = Figures::default();
    // Who works without a pause writes ten years in an hour: an office is left before its copies take longer than they may.
    for first in (0..copies).step_by(OF_ONE) {
        last = copies_of_one_office(first..copies.min(first + OF_ONE)).await;
    }
    let Figures { acked, tickets, moves, sk, surveys, .. } = last;
    result!(
        "{{\"id\":\"A9\",\"copies\":{copies},\"lost\":0,\"doubled\":0,\"in the last\":{{\"acked\":{acked},\"tickets\":{tickets},\"moves\":{moves},\"SK\":{sk},\"surveys\":{surveys}}}}}"
    );
}

/// Takes copies of one office while everybody works there, and looks at each. What was in the last.
async fn copies_of_one_office(copies: Range<usize>) -> Figures {
    let house = House::open().await;
    let history = History::default();
    let staff = staff(&house.base, &history).await;
    let mut work = JoinSet::new();
    all_work(&staff, 0, &mut work);
    let (mut before, mut least, mut last) = (PathBuf::new(), usize::MAX, Figures::default());
    for nth in copies {
        // Copies are named by the second.
        house.clock.advance(1);
        let told = history.acts().clone();
        take(&house).await;
        let (file, _) = soon("the next copy", async {
            loop {
                let newest = listed(&house, 1).await;
                if newest.0 != before {
                    return newest;
                }
            }
        })
        .await;
        let (_parent, data, about) = opened(&file, &key(&house), &sealed_with(&house));
        let checked = verify_folder(&data, &house.folder().join(DEMO_KEY)).expect("readable");
        assert_eq!(checked.faults, Vec::<String>::new(), "copy {nth}");
        let (store, state) = Store::open_sealed(&data, sealed_with(&house)).expect("opens");
        let mut journal = Vec::new();
        export(&store.reader(), &mut journal).expect("readable");
        let figures = judge_cut(&told, &entries(&String::from_utf8(journal).expect("text")));
        last = figures.unwrap_or_else(|faults| panic!("copy {nth}: {faults:#?}"));
        least = least.min(last.acked);
        assert_eq!(state.tickets.size(), last.tickets, "copy {nth}");
        assert_eq!(store.reader().tally(|_| true).expect("readable").n as usize, last.surveys, "copy {nth}");
        let hash = house.office().reader().hash_of(state.seq).expect("readable").expect("an entry");
        assert_eq!(hash.to_string(), about.hash, "the end of copy {nth} is an entry of the office");
        before = file;
    }
    house.close().await;
    let all = async {
        while let Some(worker) = work.join_next().await {
            worker.expect("nobody stumbles");
        }
    };
    soon("the end of everybody", all).await;
    assert!(least < last.acked && last.moves > 0, "they worked on between copies: {least}, {last:?}");
    last
}

#[tokio::test]
async fn a_copy_that_is_not_whole_or_not_ours_makes_no_office() {
    let house = House::open().await;
    house.who("kiosk").await.takes("A").await;
    take(&house).await;
    let (file, _) = listed(&house, 1).await;
    let whole = std::fs::read(&file).expect("readable");
    let parent = tempfile::tempdir().expect("a folder");
    let (bad, data) = (parent.path().join("bad"), parent.path().join("data"));
    let keys = sealed_with(&house);
    let refused = |content: &[u8], key: &Key| {
        std::fs::write(&bad, content).expect("written");
        restore(&bad, key, &keys, &data).expect_err("refused");
        assert!(!data.exists(), "there is no data folder");
        let left = std::fs::read_dir(parent.path()).expect("readable").count();
        assert!(left <= 2, "nothing is left behind but the file and a key");
    };
    let ours = key(&house);
    for cut in [0, 10, whole.len() / 2, whole.len() - 1] {
        refused(&whole[..cut], &ours);
    }
    for place in (0..whole.len()).step_by(whole.len() / 40) {
        let mut touched = whole.clone();
        touched[place] ^= 1;
        refused(&touched, &ours);
    }
    let other = Key::open(&parent.path().join("other.key"), &[]).expect("a new key");
    refused(&whole, &other);
    // The whole one opens, and only into an empty place.
    std::fs::write(&bad, &whole).expect("written");
    restore(&bad, &ours, &keys, &data).expect("restored");
    let again = restore(&bad, &ours, &keys, &data).expect_err("occupied");
    assert!(again.to_string().contains("is not empty"), "{again}");
}

/// A copy that does not open as the office it was taken of is none: its file and its scratch folder are gone, the page
/// is told why, and the next good one takes the trouble away.
#[tokio::test]
async fn a_copy_that_fails_its_own_proof_is_no_copy_and_is_told() {
    let house = House::open().await;
    let (kiosk, two) = (house.who("kiosk").await, house.officer(2).await);
    kiosk.takes("A").await;
    two.serves().await;
    let berkas = two.registers().await;
    let line = requirement(&two.client, berkas).await;
    let (status, kept) = upload(&house.base, &two.client, berkas, &line, "application/pdf", pdf("ktp")).await;
    assert_eq!(status, StatusCode::OK, "{kept}");
    let digest = kept["scan"].as_str().expect("a digest");
    let on_disk = house.folder().join("scans").join(&digest[..2]).join(digest);
    let sound = std::fs::read(&on_disk).expect("readable");
    let mut damaged = sound.clone();
    damaged[sound.len() / 2] ^= 1;
    std::fs::write(&on_disk, damaged).expect("written");

    take(&house).await;
    let admin = house.who("admin").await.client;
    let told = soon("the trouble", async {
        loop {
            let list = admin.get("/api/copies").await.expect("an answer").done().expect("a list");
            if list["trouble"] != Value::Null && list["underway"] == false {
                return list;
            }
            tokio::task::yield_now().await;
        }
    });
    let told = told.await;
    let why = told["trouble"]["why"].as_str().expect("words");
    assert!(why.contains("scans: ") && why.contains(digest), "{why}");
    assert_eq!(told["files"], json!([]));
    let folder = Path::new(told["folder"].as_str().expect("a folder"));
    let left: Vec<_> =
        std::fs::read_dir(folder).expect("readable").map(|file| file.expect("a file").path()).collect();
    assert_eq!(left, Vec::<PathBuf>::new(), "nothing is left that could be taken for a copy");

    std::fs::write(&on_disk, sound).expect("written");
    take(&house).await;
    soon("a good copy", async {
        while admin.get("/api/copies").await.expect("an answer").done().expect("a list")["trouble"]
            != Value::Null
        {
            tokio::task::yield_now().await;
        }
    })
    .await;
    listed(&house, 1).await;
}

#[tokio::test]
async fn copies_are_the_administrators_and_no_other_file_is_given() {
    let house = House::open().await;
    let two = house.who("loket-2").await.client;
    assert_eq!(two.get("/api/copies").await.expect("an answer").status, StatusCode::FORBIDDEN);
    assert_eq!(two.post("/api/copies", json!({})).await.expect("an answer").status, StatusCode::FORBIDDEN);
    take(&house).await;
    let (file, _) = listed(&house, 1).await;
    let admin = house.who("admin").await.client;
    let name = file.file_name().expect("a name").to_str().expect("text");
    let path = format!("/api/copies/{name}");
    assert_eq!(admin.get(&path).await.expect("an answer").status, StatusCode::OK);
    assert_eq!(two.get(&path).await.expect("an answer").status, StatusCode::FORBIDDEN);
    for other in ["/api/copies/..%2Floket.redb", "/api/copies/backup.key", "/api/copies/loket-1.tar.gz.age"] {
        assert_eq!(admin.get(other).await.expect("an answer").status, StatusCode::NOT_FOUND, "{other}");
    }
    let metrics = house.stranger().get("/metrics").await.expect("an answer").body;
    let metrics = metrics.as_str().expect("text");
    assert!(metrics.contains("loket_up 1") && metrics.contains("loket_copy_age_seconds"), "{metrics}");
}

#[tokio::test]
async fn a_running_office_gives_a_copy_to_a_command_and_so_does_one_that_rests() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = |name: &str| folder.path().join(name).to_str().expect("plain").to_string();
    let run = async |arguments: &[&str]| {
        let output = soon("the command", program().args(arguments).output()).await.expect("it ran");
        let words =
            format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
        (output.status.success(), words)
    };
    assert!(run(&["init", &path("office")]).await.0);
    let (config, data) = (path("office/office.toml"), path("data"));
    let (mut child, _) =
        start(&["serve", "--config", &config, "--data", &data, "--listen", "127.0.0.1:0"]).await;
    let (good, words) = run(&["backup", &path("warm.age"), "--data", &data, "--config", &config]).await;
    assert!(good && words.contains("by the running office"), "{words}");
    child.kill().await.expect("killed");
    let (good, words) = run(&["backup", &path("cold.age"), "--data", &data, "--config", &config]).await;
    assert!(good && words.contains("read back and opened"), "{words}");
    let (good, words) = run(&["backup", &path("cold.age"), "--data", &data, "--config", &config]).await;
    assert!(!good && words.contains("is there already"), "{words}");
    for copy in ["warm.age", "cold.age"] {
        let made = path(&format!("from-{copy}"));
        let (key, data_key) = (path("office/backup.key"), path("office/loket.key"));
        let (good, words) =
            run(&["restore", &path(copy), "--data", &made, "--key", &key, "--data-key", &data_key]).await;
        assert!(good, "{words}");
        let (good, words) = run(&["verify", &made, "--key", &data_key]).await;
        assert!(good && words.contains("the journal is whole"), "{words}");
        assert!(Path::new(&made).join("settings/sop.toml").exists(), "the settings are in it");
        for key in ["backup.key", "loket.key"] {
            assert!(!Path::new(&made).join("settings").join(key).exists(), "the keys are not");
        }
    }
}

fn last_slip(house: &House) -> String {
    house.printer("kiosk").receipts(0).last().expect("a ticket").text()
}

/// Numbers given after the copy may be in somebody's hand: what is printed on the day of the restore says so, what is
/// printed on any other day does not, and the journal says it once.
#[tokio::test]
async fn a_restored_office_says_so_on_the_tickets_of_that_day() {
    let house = House::open().await;
    let kiosk = house.who("kiosk").await;
    kiosk.takes("A").await;
    house.rests().await;
    let slip = last_slip(&house);
    assert!(!slip.contains("PEMULIHAN"), "{slip}");
    take(&house).await;
    let (file, _) = listed(&house, 1).await;
    assert_eq!(kiosk.takes("A").await["number"], "A-002", "lost with the computer");
    let (parent, data, _) = opened(&file, &key(&house), &sealed_with(&house));
    std::fs::copy(house.folder().join(DEMO_KEY), data.join(DEMO_KEY)).expect("the key");
    let clock = house.clock.clone();
    clock.advance(600);
    let folder = tempfile::tempdir_in(parent.path()).expect("a folder");
    std::fs::remove_dir(folder.path()).expect("empty");
    std::fs::rename(&data, folder.path()).expect("moved");

    let plans = Plans { folder: Some(folder), clock: Some(clock.clone()), ..Plans::default() };
    let house = House::build(plans).await;
    assert_eq!(house.who("kiosk").await.takes("A").await["number"], "A-002");
    house.rests().await;
    let slip = last_slip(&house);
    assert!(slip.contains("SESUDAH PEMULIHAN 08.10 WITA"), "{slip}");
    let house = house.reopen().await;
    let noted = house.office().reader().entries_marked(loket::domain::ids::Seq(1), "\"Restored\"", 9);
    assert_eq!(noted.expect("readable").len(), 1, "once, whatever is started again");
    clock.advance(24 * 3600);
    assert_eq!(house.who("kiosk").await.takes("A").await["number"], "A-001");
    house.rests().await;
    let slip = last_slip(&house);
    assert!(!slip.contains("PEMULIHAN"), "{slip}");
    house.verify();
}
