//! A5: a real disk that is really full, under the real program: a small file system in memory, filled to the last page at
//! moments drawn at random. It takes root to mount one; elsewhere strace lets writes fail as a full disk does.

use crate::crash::history::{Figures, History, entries, judge};
use crate::crash::staff::{Seen, Worker};
use crate::crash::{all_stop, all_work, boards_agree, journal, settle, staff, verified};
use crate::faults::now;
use crate::house::soon;
use crate::program::program;
use crate::running::{address, path, start, under_strace};
use loket::app::client::Client;
use serde_json::{Value, json};
use std::fs::File;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};
use tokio::sync::watch;
use tokio::task::JoinSet;

/// How often it fills up in a short run; `LOKET_FILLS` asks for more.
const FILLS: usize = 8;
/// So large is the file system.
const SIZE: &str = "size=24m";
/// So large is one on which there is place for a reserve, and that reserve.
const LARGER: &str = "size=1100m";
const RESERVE: u64 = 64 << 20;
/// It is filled in steps of this many bytes, and so many of them are left for a while.
const PAGE: u64 = 4096;
const LEFT: u64 = 60;

/// A small file system.
struct Small(PathBuf);

impl Small {
    /// Mounted there, if this machine lets us.
    fn at(folder: &Path, size: &str) -> Option<Small> {
        let mut mount = Command::new("mount");
        mount.args(["-t", "tmpfs", "-o", size, "loket-test"]).arg(folder).stderr(Stdio::null());
        mount.status().is_ok_and(|status| status.success()).then(|| Small(folder.to_path_buf()))
    }
}

impl Drop for Small {
    fn drop(&mut self) {
        // Whatever still has a file there lets go of it when it ends.
        let _ = Command::new("umount").arg("-l").arg(&self.0).status();
    }
}

/// What takes the room away.
struct Ballast(File);

impl Ballast {
    /// Takes all the room but so many bytes.
    fn fills(&mut self, but: u64) {
        let page = [7; PAGE as usize];
        while self.0.write_all(&page).is_ok() {}
        let length = self.0.metadata().expect("its length").len();
        self.0.set_len(length.saturating_sub(but)).expect("shorter");
    }

    /// Takes so many bytes more, at once.
    fn takes(&mut self, bytes: u64) {
        let from = self.0.metadata().expect("its length").len();
        rustix::fs::fallocate(&self.0, rustix::fs::FallocateFlags::empty(), from, bytes).expect("room");
    }

    /// Gives it back.
    fn goes(&mut self) {
        self.0.set_len(0).expect("empty");
        std::io::Seek::rewind(&mut self.0).expect("at its beginning");
    }
}

fn fills() -> usize {
    std::env::var("LOKET_FILLS").ok().and_then(|text| text.parse().ok()).unwrap_or(FILLS)
}

/// Takes numbers until the office says that there is no room. What it said, and after how long.
async fn until_full(kiosk: &Client, history: &History) -> (Value, Duration) {
    for _ in 0..50_000 {
        let begun = now();
        let asked = history.act(kiosk, "kiosk", "/api/kiosk/tickets", json!({ "service": "A" }));
        if soon("an answer", asked).await.is_some() {
            continue;
        }
        let took = begun.elapsed();
        // Asked again with the same id, it says so again, or has found a place after all.
        for (request, _) in history.open().into_iter().rev().take(1) {
            let told = soon("an answer", history.reply(kiosk, &request)).await;
            if let Some((507, body)) = told {
                return (body, took);
            }
        }
    }
    panic!("the disk never filled up");
}

/// Takes numbers until one is given. How long that took.
async fn until_given(kiosk: &Client, history: &History, since: Instant) -> Duration {
    let given = async {
        while history.act(kiosk, "kiosk", "/api/kiosk/tickets", json!({ "service": "B" })).await.is_none() {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    };
    soon("a number by itself", given).await;
    since.elapsed()
}

/// A5: it fills up again and again while everybody works. Whoever asks hears at once, in words, that there is no room;
/// whoever looks is served, boards too; when there is room numbers are given again, and nobody has done anything for it;
/// nothing that was told is lost, nothing doubled, and boards show what the journal says.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a5_a_real_disk_that_is_full_loses_nothing_and_is_told_in_words() {
    let folder = tempfile::tempdir().expect("a folder");
    let Some(small) = Small::at(folder.path(), SIZE) else {
        result!(
            "{{\"id\":\"A5 disk\",\"skipped\":\"nothing can be mounted here: writes fail by strace instead\"}}"
        );
        return;
    };
    let data = folder.path().join("data");
    let arguments = ["demo", "--listen", "127.0.0.1:0", "--data", path(&data)];
    let (mut child, base) = start(&arguments).await;
    let (kiosk, tv) = (Client::new(&base), Client::new(&base));
    kiosk.demo_sign_in("kiosk").await.expect("signed in");
    tv.demo_sign_in("tv-1").await.expect("signed in");
    let mut board = tv.live("/live/papan/utama?page=1").await.expect("a board");
    let (tell, mut shown) = watch::channel(0);
    let looking = tokio::spawn(async move {
        while board.hear().await.is_ok() {
            tell.send_replace(board.seq);
        }
        Seen { seq: board.seq, view: board.view }
    });
    let history = History::default();
    let staff = staff(&base, &history).await;
    let mut seen = Vec::new();
    let mut ballast = Ballast(File::create(folder.path().join("ballast")).expect("a file"));
    let mut dice = fastrand::Rng::with_seed(5);
    let (mut refused, mut back) = (Duration::ZERO, Duration::ZERO);
    for fill in 0..fills() {
        let mut work = JoinSet::new();
        all_work(&staff, fill, &mut work);
        // Into the middle of their work, at a moment that each round finds elsewhere.
        let some = history.acts().len() + dice.usize(20..80);
        soon("some work", async {
            while history.acts().len() < some {
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        })
        .await;
        ballast.fills(PAGE * dice.u64(0..LEFT));
        let (told, took) = until_full(&kiosk, &history).await;
        let words = told["message"].as_str().unwrap_or_default();
        assert_eq!(told["error"], "storage-full", "fill {fill}: {told}");
        assert!(words.contains("penuh") && words.len() > 40, "{words}");
        refused = refused.max(took);
        for (client, page) in
            [(&kiosk, "/kiosk"), (&tv, "/papan/utama"), (&kiosk, "/"), (&kiosk, "/api/kiosk/permits")]
        {
            let reply = soon("a page", client.get(page)).await.expect("an answer");
            assert_eq!(reply.status.as_u16(), 200, "{page} while the disk is full: {}", reply.body);
        }
        soon("a fresh board", tv.live("/live/papan/utama?page=2")).await.expect("it is told everything");
        ballast.goes();
        back = back.max(until_given(&kiosk, &history, now()).await);
        seen.extend(all_stop(work).await);
        assert!(child.try_wait().expect("its state").is_none(), "the program lives");
    }
    settle(&staff, &history).await;
    let seq = kiosk.get("/health").await.expect("an answer").body["seq"].as_u64().expect("a place");
    soon("the board that looked on", shown.wait_for(|at| *at >= seq)).await.expect("it looks on");
    let (journal, Figures { acked, moves, sk, surveys, .. }) =
        whole(&staff, &history, &mut child, path(&data)).await;
    seen.push(soon("the end of the board", looking).await.expect("no panic"));
    let boards = boards_agree(&data, &journal, &mut seen);
    drop(small);
    assert!(moves > 0 && sk > 0, "everybody got to work: {moves} moves, {sk} SK");
    result!(
        "{{\"id\":\"A5 disk\",\"fills\":{},\"acked\":{acked},\"moves\":{moves},\"SK\":{sk},\"surveys\":{surveys},\"boards\":{boards},\"lost\":0,\"doubled\":0,\"told within ms\":{},\"given again within ms\":{}}}",
        fills(),
        refused.as_millis(),
        back.as_millis()
    );
    // Figures are told above; these are the goals with room for a busy machine.
    assert!(refused < Duration::from_secs(5) && back < Duration::from_secs(10), "{refused:?}, {back:?}");
}

/// Whoever was not told asks again; then the program is killed, and its data are held against what was told.
async fn whole(
    staff: &[Worker],
    history: &History,
    child: &mut tokio::process::Child,
    data: &str,
) -> (String, Figures) {
    settle(staff, history).await;
    child.kill().await.expect("killed");
    verified(data).await;
    let journal = journal(data).await;
    let figures = judge(history, &entries(&journal));
    (journal, figures.unwrap_or_else(|faults| panic!("{faults:#?}")))
}

/// A5: a disk that runs short is told while there is room. When it is full the office lets its reserve go by itself, so that
/// the day can be closed while nobody has made room yet, and makes it again afterwards.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a5_a_disk_that_runs_short_is_told_and_when_it_is_full_there_is_a_reserve() {
    let (folder, disk) = (tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("a folder"));
    let Some(small) = Small::at(disk.path(), LARGER) else {
        result!("{{\"id\":\"A5 reserve\",\"skipped\":\"nothing can be mounted here\"}}");
        return;
    };
    let (office, data) = (folder.path().join("office"), disk.path().join("data"));
    let made = program().args(["init", path(&office)]).output().await.expect("it ran");
    assert!(made.status.success());
    let config = office.join("office.toml");
    let arguments = ["serve", "--config", path(&config), "--data", path(&data), "--listen", "127.0.0.1:0"];
    let (mut child, base) = start(&arguments).await;
    let anyone = Client::new(&base);
    let told = async |room: &str| {
        let told = async {
            loop {
                let health = anyone.get("/health").await.expect("an answer");
                if health.body["room"] == room && health.body["health"] == "well" {
                    return;
                }
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
        };
        soon(room, told).await;
    };
    let reserve = data.join("reserve");
    let there = || std::fs::metadata(&reserve).is_ok_and(|about| about.len() == RESERVE);
    let free = || {
        let disk = rustix::fs::statvfs(disk.path()).expect("it says");
        disk.f_bavail * disk.f_frsize
    };
    told("enough").await;
    assert!(there(), "it was made before the first word about the room");

    let mut others = Ballast(File::create(disk.path().join("others")).expect("a file"));
    others.takes(free() - free() / 12);
    told("low").await;
    assert!(there(), "the alarm alone does not let it go");
    let metrics = anyone.get("/metrics").await.expect("an answer").body;
    assert!(metrics.as_str().is_some_and(|text| text.contains("loket_disk_low 1")), "{metrics}");

    // At once: whoever goes on filling takes the reserve too.
    others.takes(free() - PAGE * LEFT);
    soon("room for the rest of the day", async {
        while there() || free() < RESERVE - (8 << 20) {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    })
    .await;
    told("low").await;

    others.goes();
    told("enough").await;
    assert!(there(), "it is made again by itself");
    child.kill().await.expect("killed");
    drop(small);
}

/// A5 where nothing can be mounted, and everywhere else too: from some write on there is no room. The program may end or
/// go on; started again on a disk with room, it has everything that was told.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a5_writes_that_find_no_room_lose_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().join("data");
    let arguments = ["demo", "--listen", "127.0.0.1:0", "--data", path(&data)];
    let history = History::default();
    let mut full = 0;
    for from in [40, 90, 200] {
        // Each thread finds no room from its `from`th write on.
        let fault = format!("error=ENOSPC:when={from}+");
        let mut command = under_strace("pwrite64", &fault, Path::new("/dev/null"));
        let child = command.args(arguments).spawn();
        let mut child = child.expect("strace is there: tests/run installs it");
        let Some(base) = address(&mut child).await else {
            assert!(!soon("the end", child.wait()).await.expect("an end").success());
            continue;
        };
        let kiosk = Client::new(&base);
        if kiosk.demo_sign_in("kiosk").await.is_ok() {
            let (told, _) = until_full(&kiosk, &history).await;
            full += usize::from(told["error"] == "storage-full");
        }
        child.kill().await.expect("killed");
    }
    let (mut child, base) = start(&arguments).await;
    let kiosk = Client::new(&base);
    kiosk.demo_sign_in("kiosk").await.expect("signed in");
    let only =
        Worker { client: kiosk.clone(), login: "kiosk", history: history.clone(), application: Value::Null };
    let acked = whole(&[only], &history, &mut child, path(&data)).await.1.acked;
    assert!(full > 0 && acked > 0, "{full} times full, {acked} told");
    result!("{{\"id\":\"A5 writes\",\"full\":{full},\"acked\":{acked},\"lost\":0,\"doubled\":0}}");
}
