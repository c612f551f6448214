//! The second machine: it follows the journal of an office, whatever ends meanwhile, and what it has is put behind a copy.

use crate::api;
use crate::casework::{pdf, requirement, upload};
use crate::copies::{key, listed, sealed_with, take};
use crate::crash::history::{History, entries, judge_cut};
use crate::crash::{all_stop, all_work, journal, settle, staff, verified};
use crate::house::{House, Plans, soon};
use crate::running::{path, program, start};
use crate::sight::{round, row};
use hyper::StatusCode;
use loket::app::backup::{Key, restore_and};
use loket::app::check::verify_folder;
use loket::app::client::{Client, Trust};
use loket::app::follow::{self, kept};
use loket::seal::Keys;
use loket::store::{DEMO_KEY, FILE};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;
use tokio::process::Child;
use tokio::task::{JoinHandle, JoinSet};

/// Before the first entry.
const NOTHING: &str =
    "/api/journal?after=0&hash=0000000000000000000000000000000000000000000000000000000000000000";

/// Follows a house into a folder, as the program does.
async fn follows(house: &House, folder: &Path) -> JoinHandle<()> {
    let (client, _) = api::program(house, "admin", &["follow"]).await;
    into(house, client.token().expect("a token"), folder)
}

fn into(house: &House, token: &str, folder: &Path) -> JoinHandle<()> {
    let (base, token, folder) = (house.base.clone(), token.to_string(), folder.to_path_buf());
    tokio::spawn(async move {
        follow::run(&base, &Trust::public(), &token, &folder).await.expect("its disk is well");
    })
}

/// The last entry in a folder; 0 before there is one.
fn reached(folder: &Path) -> u64 {
    kept::read(folder, |_, _, _| Ok(())).map_or(0, |found| found.seq)
}

/// Waits until a folder has everything, and ends whoever follows into it.
async fn level(house: &House, folder: &Path, following: JoinHandle<()>) {
    let all = async {
        while reached(folder) < house.office().committed().state.seq.0 {
            tokio::task::yield_now().await;
        }
    };
    soon("everything at the second machine", all).await;
    following.abort();
    assert!(following.await.expect_err("it goes on for ever").is_cancelled());
}

/// The names of the files in a folder.
fn names(folder: &Path) -> Vec<String> {
    let inside = fs::read_dir(folder).expect("a folder");
    inside.map(|one| one.expect("a file").file_name().to_string_lossy().into_owned()).collect()
}

#[tokio::test]
async fn only_a_token_that_is_made_for_it_follows() {
    let house = House::open().await;
    let (other, _) = api::program(&house, "admin", &["read", "office", "reports"]).await;
    let refused = other.get(NOTHING).await.expect("an answer");
    assert_eq!((refused.status, &refused.body["error"]), (StatusCode::FORBIDDEN, &json!("token-scope")));
    let (officer, _) = api::program(&house, "loket-2", &["follow"]).await;
    assert_eq!(officer.get(NOTHING).await.expect("an answer").status, StatusCode::FORBIDDEN);
    assert_eq!(house.stranger().get(NOTHING).await.expect("an answer").status, StatusCode::UNAUTHORIZED);

    let (client, _) = api::program(&house, "admin", &["follow"]).await;
    let page = client.get(NOTHING).await.expect("an answer").done().expect("a page");
    let last = house.office().committed().state.seq.0;
    assert_eq!(page["last"], last);
    assert_eq!(page["records"].as_array().expect("records").len() as u64, last);
    for shut in ["/api/copies", "/api/search", "/api/tokens", "/live/kiosk"] {
        let reply = client.get(shut).await.expect("an answer");
        assert!(!reply.status.is_success(), "{shut}: {}", reply.status);
    }
    let other = NOTHING.replace("after=0", "after=3");
    for (asked, status, error) in [
        ("/api/journal?after=0&hash=12", StatusCode::UNPROCESSABLE_ENTITY, "journal-hash"),
        (other.as_str(), StatusCode::CONFLICT, "journal-fork"),
        ("/api/journal/scan/nothing", StatusCode::NOT_FOUND, "not-found"),
    ] {
        let reply = client.get(asked).await.expect("an answer");
        assert_eq!((reply.status, &reply.body["error"]), (status, &json!(error)), "{asked}");
    }
    house.verify();
}

/// What a page tells opens nothing: it is the record as it lies on the disk.
#[tokio::test]
async fn the_next_entry_comes_to_whoever_waits_and_an_office_that_closes_keeps_nobody() {
    let house = House::open().await;
    let (client, _) = api::program(&house, "admin", &["follow"]).await;
    house.rests().await;
    let office = house.office();
    let last = office.committed().state.seq;
    let hash = office.reader().hash_of(last).expect("readable").expect("an entry");
    let asked = format!("/api/journal?after={last}&hash={hash}&wait=20");
    let (waiting, path) = (client.clone(), asked.clone());
    let waits =
        tokio::spawn(async move { waiting.get(&path).await.expect("an answer").done().expect("a page") });
    house.who("kiosk").await.takes("A").await;
    let page = soon("the next entry", waits).await.expect("told");
    assert!(!page["records"].as_array().expect("records").is_empty());

    let last = house.office().committed().state.seq;
    let hash = house.office().reader().hash_of(last).expect("readable").expect("an entry");
    let path = format!("/api/journal?after={last}&hash={hash}&wait=20");
    let waits = tokio::spawn(async move { client.get(&path).await });
    soon("a closed office", house.close()).await;
    // Answered or cut, but not kept waiting.
    drop(soon("the end of waiting", waits).await.expect("no fault"));
}

/// A copy, then work, then a restore of both: everything is there that the second machine had, scans too.
#[tokio::test]
async fn a_copy_and_what_was_followed_are_the_office_up_to_the_last_entry() {
    let house = House::open().await;
    let (kiosk, two) = (house.who("kiosk").await, house.officer(2).await);
    let standby = tempfile::tempdir().expect("a folder");
    take(&house).await;
    let (copy, _) = listed(&house, 1).await;
    let following = follows(&house, standby.path()).await;
    kiosk.takes("A").await;
    two.serves().await;
    let berkas = two.registers().await;
    let line = requirement(&two.client, berkas).await;
    let (status, scan) = upload(&house.base, &two.client, berkas, &line, "application/pdf", pdf("KTP")).await;
    assert_eq!(status, StatusCode::OK, "{scan}");
    kiosk.takes("C").await;
    house.rests().await;
    level(&house, standby.path(), following).await;
    let (data, keys) = (house.folder().join(DEMO_KEY), sealed_with(&house));
    let end = house.office().committed().state.seq;
    let hash = house.office().reader().hash_of(end).expect("readable").expect("an entry").to_string();

    let parent = tempfile::tempdir().expect("a folder");
    let restored = parent.path().join("data");
    let made = restore_and(&copy, &key(&house), &keys, &restored, Some(standby.path()));
    let (about, behind) = made.expect("restored");
    let behind = behind.expect("something behind the copy");
    assert_eq!((about.entries, about.hash), (end.0, hash), "the last entry of the office");
    assert!(behind.entries > 5 && behind.scans == 1 && behind.lost == 0 && !behind.torn, "{behind:?}");
    assert_eq!(verify_folder(&restored, &data).expect("readable").faults, Vec::<String>::new());
    assert!(restored.join("restored").exists(), "it says so when it opens");

    // A scan that the second machine lost too is told, and costs nothing else.
    let digest = scan["scan"].as_str().expect("a digest");
    fs::remove_file(standby.path().join("scans").join(&digest[..2]).join(digest)).expect("gone");
    let without = parent.path().join("without");
    let made = restore_and(&copy, &key(&house), &keys, &without, Some(standby.path())).expect("restored");
    let faults = made.1.expect("something behind the copy").faults;
    assert!(faults.len() == 1 && faults[0].contains(digest), "{faults:?}");
}

#[tokio::test]
async fn what_does_not_go_on_from_the_copy_makes_no_office() {
    let (house, other) = (House::open().await, House::open().await);
    let folder = tempfile::tempdir().expect("a folder");
    let (own, strange) = (folder.path().join("own"), folder.path().join("strange"));
    let following = follows(&house, &own).await;
    level(&house, &own, following).await;
    let short = reached(&own);
    let following = follows(&other, &strange).await;
    for _ in 0..10 {
        house.who("kiosk").await.takes("A").await;
        other.who("kiosk").await.takes("A").await;
    }
    other.rests().await;
    level(&other, &strange, following).await;
    house.rests().await;
    take(&house).await;
    let (copy, _) = listed(&house, 1).await;
    let refused = |followed: &Path| {
        let data = folder.path().join("data");
        let made = restore_and(&copy, &key(&house), &sealed_with(&house), &data, Some(followed));
        assert!(!data.exists(), "no office is left");
        format!("{:#}", made.expect_err("refused"))
    };
    let why = refused(&own);
    assert!(why.contains(&format!("ends with entry {short}, before the copy")), "{why}");
    // The other office is behind or beside, and either is told.
    while reached(&strange) < house.office().committed().state.seq.0 {
        let following = follows(&other, &strange).await;
        other.who("kiosk").await.takes("B").await;
        level(&other, &strange, following).await;
    }
    let why = refused(&strange);
    assert!(why.contains("followed another journal"), "{why}");
    let why = refused(&folder.path().join("nowhere"));
    assert!(why.contains("nothing was followed there"), "{why}");
    let file = strange.join(kept::FILE);
    let mut bytes = fs::read(&file).expect("readable");
    bytes[200] ^= 1;
    fs::write(&file, bytes).expect("written");
    let why = refused(&strange);
    assert!(why.contains("is damaged behind entry 0"), "{why}");
}

/// The office comes back as it was in a copy: what was followed before that is kept, and nothing of the two is mixed.
#[tokio::test]
async fn an_office_that_was_restored_without_it_is_followed_anew() {
    let house = House::open().await;
    let (client, _) = api::program(&house, "admin", &["follow"]).await;
    let token = client.token().expect("a token");
    let standby = tempfile::tempdir().expect("a folder");
    take(&house).await;
    let (copy, _) = listed(&house, 1).await;
    for _ in 0..5 {
        house.who("kiosk").await.takes("A").await;
    }
    house.rests().await;
    level(&house, standby.path(), into(&house, token, standby.path())).await;
    let had = reached(standby.path());
    let folder = tempfile::tempdir().expect("a folder");
    restore_and(&copy, &key(&house), &sealed_with(&house), folder.path(), None).expect("restored");
    fs::copy(house.folder().join(DEMO_KEY), folder.path().join(DEMO_KEY)).expect("its key");
    let again = House::build(Plans { folder: Some(folder), ..Plans::default() }).await;
    again.who("kiosk").await.takes("B").await;
    again.rests().await;
    let aside = format!("journal-fork-{had}-1");
    let following = into(&again, token, standby.path());
    let laid = async {
        while !names(standby.path()).contains(&aside) {
            tokio::task::yield_now().await;
        }
    };
    soon("the old file under another name", laid).await;
    level(&again, standby.path(), following).await;
    let end = again.office().committed().state.seq;
    let found = kept::read(standby.path(), |_, _, _| Ok(())).expect("readable");
    assert_eq!(Some(found.hash), again.office().reader().hash_of(end).expect("readable"));
    // What is laid aside goes on from the copy as before.
    let old = tempfile::tempdir().expect("a folder");
    fs::copy(standby.path().join(&aside), old.path().join(kept::FILE)).expect("copied");
    let data = old.path().join("data");
    let made = restore_and(&copy, &key(&house), &sealed_with(&house), &data, Some(old.path()));
    assert_eq!(made.expect("restored").0.entries, had);
}

#[tokio::test]
async fn a_second_machine_that_is_silent_stands_on_the_wall_until_it_is_level() {
    let house = House::open().await;
    let (admin, supervisor) = (house.who("admin").await.client, house.who("pengawas").await.client);
    let mut wall = supervisor.live("/live/pengawas").await.expect("the wall");
    let shown = || async { admin.get("/api/copies").await.expect("an answer").body["standbys"].clone() };
    assert_eq!((wall.section("standbys"), shown().await), (&json!([]), json!([])));
    let (client, id) = api::program(&house, "admin", &["follow"]).await;
    house.clock.advance(6 * 60);
    let told = wall.until(|view| view["standbys"][0]["name"] == "program");
    soon("the wall", told).await.expect("live");
    let line = row(&round(&supervisor).await, "standby", "program").clone();
    assert_eq!((&line["state"], &line["code"]), (&json!("bad"), &json!("standby-late")));
    assert_eq!(shown().await[0]["late"], true);

    let folder = tempfile::tempdir().expect("a folder");
    let following = into(&house, client.token().expect("a token"), folder.path());
    soon("a wall without it", wall.until(|view| view["standbys"] == json!([]))).await.expect("live");
    let line = row(&round(&supervisor).await, "standby", "program").clone();
    assert_eq!((&line["state"], &line["code"]), (&json!("good"), &json!("standby-good")));
    let one = shown().await[0].clone();
    assert!(one["late"] == false && one["asked"].is_i64() && one["reached"].is_u64(), "{one}");
    let page = admin.get("/metrics").await.expect("an answer").body;
    let page = page.as_str().expect("text");
    assert!(page.contains(&format!("loket_standby_behind_seconds{{token=\"{id}\"}} ")), "{page}");
    following.abort();
    house.clock.advance(6 * 60);
    soon("the wall", wall.until(|view| view["standbys"][0]["since"].is_i64())).await.expect("live");
}

/// Kills of the second machine in a short run; `LOKET_STANDBY` asks for more.
const KILLS: usize = 6;

/// Both machines as programs.
struct Two {
    listen: String,
    data: PathBuf,
    standby: PathBuf,
    token: PathBuf,
}

impl Two {
    fn base(&self) -> String {
        format!("http://{}", self.listen)
    }

    async fn office(&self) -> Child {
        start(&["demo", "--listen", &self.listen, "--data", path(&self.data)]).await.0
    }

    fn following(&self) -> Child {
        let mut command = program();
        command.args(["follow", "--server", &self.base(), "--folder", path(&self.standby)]);
        command.arg("--token-file").arg(&self.token).stdout(Stdio::null()).stderr(Stdio::null());
        command.spawn().expect("the second machine starts")
    }

    async fn signed(&self, login: &str) -> Client {
        let client = Client::new(&self.base());
        client.demo_sign_in(login).await.expect("signed in");
        client
    }

    /// A copy of the office, as it is before the work of the day.
    async fn copied(&self) -> PathBuf {
        let admin = self.signed("admin").await;
        admin.post("/api/copies", json!({})).await.expect("an answer").done().expect("asked");
        soon("a copy", async {
            loop {
                let list = admin.get("/api/copies").await.expect("an answer").body;
                if let Some(name) = list["files"][0]["name"].as_str() {
                    return Path::new(list["folder"].as_str().expect("a folder")).join(name);
                }
                tokio::task::yield_now().await;
            }
        })
        .await
    }
}

/// The ids of the acts in these entries.
fn requests(entries: &[Value]) -> BTreeSet<String> {
    entries.iter().filter_map(|entry| Some(entry["request"].as_str()?.to_string())).collect()
}

/// A9: everybody works; the second machine is killed again and again, the office once, and then its disk dies in the middle
/// of the work. The copy of before and what the second machine has are the office up to the last entry that it had, and
/// nothing that was acknowledged up to there is missing.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a9_a_dead_disk_costs_what_the_second_machine_had_not_read() {
    let asked = std::env::var("LOKET_STANDBY").ok().and_then(|text| text.parse().ok());
    let kills: usize = asked.unwrap_or(KILLS);
    let folder = tempfile::tempdir().expect("a folder");
    let below = |name: &str| folder.path().join(name);
    let port = std::net::TcpListener::bind("127.0.0.1:0").and_then(|free| free.local_addr()).expect("a port");
    let two = Two {
        listen: port.to_string(),
        data: below("data"),
        standby: below("standby"),
        token: below("token"),
    };
    let (mut office, mut dice) = (two.office().await, fastrand::Rng::with_seed(9));
    let admin = two.signed("admin").await;
    let tokens = admin.get("/api/tokens").await.expect("an answer").body;
    let accounts = tokens["accounts"].as_array().expect("accounts");
    let account = &accounts.iter().find(|one| one["login"] == "admin").expect("an administrator")["id"];
    let body = json!({ "name": "kedua", "account": account, "scopes": ["follow"], "days": 30 });
    let made = admin.act("/api/tokens", body).await.expect("an answer").done().expect("a token");
    fs::write(&two.token, made["secret"].as_str().expect("a secret")).expect("written");
    let copy = two.copied().await;

    let history = History::default();
    let mut people = staff(&two.base(), &history).await;
    let mut following = two.following();
    for kill in 0..kills {
        let mut work = JoinSet::new();
        all_work(&people, kill, &mut work);
        // The moments of the kills are the point of the test.
        tokio::time::sleep(Duration::from_millis(200 + dice.u64(0..600))).await;
        following.kill().await.expect("killed");
        if kill == kills / 2 {
            office.kill().await.expect("killed");
        }
        following = two.following();
        tokio::time::sleep(Duration::from_millis(dice.u64(0..300))).await;
        if kill == kills / 2 {
            all_stop(work).await;
            office = two.office().await;
            people = staff(&two.base(), &history).await;
        } else {
            all_stop(work).await;
        }
        settle(&people, &history).await;
    }
    let mut work = JoinSet::new();
    all_work(&people, kills, &mut work);
    // Long enough that it is level again, and then the disk dies under work.
    let begun = reached(&two.standby);
    let goes_on = async {
        while reached(&two.standby) <= begun + 20 {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    soon("the second machine", goes_on).await;
    // Anywhere between two of its questions.
    tokio::time::sleep(Duration::from_millis(dice.u64(0..400))).await;
    office.kill().await.expect("killed");
    all_stop(work).await;
    following.kill().await.expect("killed");

    let restored = below("restored");
    let (keys, copies) = (Keys::read(&two.data.join(DEMO_KEY)), Key::read(&two.data.join("backup.key"), &[]));
    let (keys, copies) = (keys.expect("the key"), copies.expect("the key"));
    let made = restore_and(&copy, &copies, &keys, &restored, Some(&two.standby));
    let behind = made.expect("restored").1.expect("something behind the copy");
    fs::copy(two.data.join(DEMO_KEY), restored.join(DEMO_KEY)).expect("its key");
    assert!(restored.join(FILE).exists());
    verified(path(&restored)).await;

    // The disk that died, read all the same: what it had and the restored office has not.
    let (dead, new) = (journal(path(&two.data)).await, journal(path(&restored)).await);
    let had = usize::try_from(reached(&two.standby)).expect("small");
    let (dead_lines, new_lines): (Vec<_>, Vec<_>) = (dead.lines().collect(), new.lines().collect());
    assert_eq!(dead_lines[..had], new_lines[..had], "each entry byte for byte");
    assert_eq!(
        new_lines.len(),
        had + usize::from(behind.lost > 0),
        "and nothing else but the count of the urn"
    );
    let (dead, new) = (entries(&dead), entries(&new));
    let lost = requests(&dead[had..]);
    let mut told = history.acts().clone();
    let all = judge_cut(&told, &dead).unwrap_or_else(|faults| panic!("{faults:#?}"));
    told.retain(|request, _| !lost.contains(request));
    let kept = judge_cut(&told, &new).unwrap_or_else(|faults| panic!("{faults:#?}"));
    let micros = |entry: &Value| entry["at"].as_i64().expect("a moment");
    let seconds = (micros(dead.last().expect("an entry")) - micros(&dead[had - 1])) as f64 / 1e6;
    result!(
        "{{\"id\":\"A9\",\"second machine\":{{\"kills\":{kills},\"acked\":{},\"kept\":{},\"entries behind\":{},\"seconds behind\":{seconds:.2},\"tickets\":{},\"moves\":{},\"SK\":{},\"survey answers lost\":{}}}}}",
        all.acked,
        kept.acked,
        dead.len() - had,
        kept.tickets,
        kept.moves,
        kept.sk,
        behind.lost
    );
    assert!(seconds <= 5.0, "RPO with a second machine");
    assert!(kept.acked > 50 && kept.moves > 0, "they worked: {kept:?}");
}
