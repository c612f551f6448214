//! The plug is pulled: whatever a disk has kept of the writes since its last sync, each of them whole, torn
//! or not at all, the file opens, its chain is sound, and nothing that was acknowledged is missing.
//!
//! The office works on under load while, at moments drawn at random in the middle of its writing, a picture
//! is taken of what a disk might hold if the power failed right there. Each picture is then opened.

mod damage;
mod disk;

use crate::crash::history::{Figures, entries, judge_cut};
use crate::crash::{all_work, staff};
use crate::house::{House, Plans, keys, soon};
use crate::upgrade::{OLD, Old};
pub(crate) use disk::Disk;
use disk::{Cut, Plan};
use loket::domain::state::State;
use loket::store::{DEMO_KEY, FILE, Opener, Store, export, keys_at, verify};
use redb::Database;
use std::sync::Arc;
use std::time::Duration;
use tokio::task::JoinSet;

/// Pictures of a short run; `LOKET_CUTS` asks for more.
const CUTS: usize = 200;
/// Pictures that are held in memory together.
const MOST_AT_ONCE: usize = 100;
/// In each tenth round the whole office works, in the others kiosks only.
const WHOLE: usize = 10;

fn cuts() -> usize {
    std::env::var("LOKET_CUTS").ok().and_then(|text| text.parse().ok()).unwrap_or(CUTS)
}

/// Kiosks, or everybody, work until all cuts are taken.
async fn work_until_cut(disk: &Disk, everybody: bool) {
    let house = House::build(Plans { opener: Some(disk.opener()), ..Plans::default() }).await;
    let mut staff = staff(&house.base, &disk.history()).await;
    if !everybody {
        staff.retain(|worker| worker.login == "kiosk");
        staff.push(staff[0].clone());
    }
    let mut work = JoinSet::new();
    all_work(&staff, 0, &mut work);
    let cut = async {
        while disk.left() > 0 {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(120), cut).await.expect("all cuts");
    house.close().await;
    let all = async {
        while let Some(worker) = work.join_next().await {
            worker.expect("nobody stumbles");
        }
    };
    soon("the end of everybody", all).await;
}

/// The power comes back and fails again while the file is being opened; what is left then, if it came to that.
fn cut_again(cut: Cut, keys: &loket::seal::Keys) -> Result<Cut, Cut> {
    let disk = Disk::holding(cut.image.clone());
    disk.fails(Plan { cuts: 1, odds: 96, anytime: true, phase: cut.phase });
    drop(Store::open_with(disk.opener(), keys.clone()));
    match disk.taken().pop() {
        Some(again) => Ok(Cut { told: cut.told, ..again }),
        None => Err(cut),
    }
}

/// Opens what is left, and says what is wrong with it, or what there was of everything.
fn look(cut: &Cut) -> Result<Figures, Vec<String>> {
    let disk = Disk::holding(cut.image.clone());
    let (store, state): (Store, State) = match Store::open_with(disk.opener(), keys()) {
        Ok(opened) => opened,
        Err(error) => return Err(vec![format!("does not open: {error}")]),
    };
    let scratch = tempfile::tempdir().expect("a folder");
    let mut faults = verify(&store.reader(), scratch.path()).expect("readable").faults;
    let mut journal = Vec::new();
    export(&store.reader(), &mut journal).expect("readable");
    let figures = match judge_cut(&cut.told, &entries(&String::from_utf8(journal).expect("text"))) {
        Ok(figures) => figures,
        Err(more) => {
            faults.extend(more);
            return Err(faults);
        }
    };
    if state.tickets.size() != figures.tickets {
        faults.push(format!(
            "{} tickets in the rows, {} in the journal",
            state.tickets.size(),
            figures.tickets
        ));
    }
    let urn = store.reader().tally(|_| true).expect("readable").n as usize;
    if urn != figures.surveys {
        faults.push(format!("{urn} responses in the urn, {} surveys in the journal", figures.surveys));
    }
    if faults.is_empty() { Ok(figures) } else { Err(faults) }
}

/// A3: tickets, berkas, SK numbers, surveys and calls that somebody was told of are there after every cut, once, and say
/// what was told.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_power_cut_at_any_moment_loses_nothing_that_was_acknowledged() {
    let cuts = cuts();
    let (mut again, mut most) = (0, Figures::default());
    for round in 0..cuts.div_ceil(MOST_AT_ONCE) {
        let everybody = round % WHOLE == 1;
        let disk = Disk::default();
        let left = MOST_AT_ONCE.min(cuts - round * MOST_AT_ONCE);
        disk.fails(Plan { cuts: left, odds: if everybody { 1 } else { 16 }, ..Plan::default() });
        work_until_cut(&disk, everybody).await;
        for (nth, cut) in disk.taken().into_iter().enumerate() {
            let cut = if nth % 2 == 0 { Err(cut) } else { cut_again(cut, &keys()) };
            again += usize::from(cut.is_ok());
            let cut = cut.unwrap_or_else(|once| once);
            let seen = look(&cut).unwrap_or_else(|faults| panic!("cut {nth} of round {round}: {faults:#?}"));
            if seen.acked >= most.acked {
                most = seen;
            }
        }
    }
    assert!(cuts < CUTS || again > 0, "some were cut again while they were opened");
    assert!(most.acked > 0, "something had been acknowledged");
    let Figures { acked, tickets, moves, sk, surveys, spoken } = most;
    result!(
        "{{\"id\":\"A3\",\"cuts\":{cuts},\"cut again\":{again},\"lost\":0,\"at most\":{{\"acked\":{acked},\"tickets\":{tickets},\"moves\":{moves},\"SK\":{sk},\"surveys\":{surveys},\"spoken\":{spoken}}}}}"
    );
    if cuts >= CUTS {
        assert!(moves > 0 && sk > 0 && surveys > 0 && spoken > 0, "everybody got to work: {most:?}");
    }
}

/// The control: of what a cut has left, a ticket, a berkas, a SK number or a survey that somebody was told of is taken
/// away, and each time the eyes above must see it.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_cut_that_loses_anything_is_found_out() {
    let disk = Disk::default();
    disk.fails(Plan { cuts: 40, odds: 1, ..Plan::default() });
    work_until_cut(&disk, true).await;
    let taken = disk.taken();
    let (early, late) = (&taken[0], taken.last().expect("cuts"));
    assert!(look(late).is_ok());
    for end in ["/api/kiosk/tickets", "/register", "/choose"] {
        let of = |cut: &Cut| {
            cut.told.iter().filter(|(_, act)| act.path.ends_with(end) && act.told.is_some()).count()
        };
        assert!(of(late) > of(early), "{end} was acknowledged between the two");
    }
    // What an earlier cut left, held against what was told until the later one.
    let old = Cut { image: early.image.clone(), told: late.told.clone(), phase: 0 };
    let faults = look(&old).expect_err("what is missing is seen");
    for end in ["/api/kiosk/tickets", "/register", "/choose"] {
        assert!(
            faults.iter().any(|fault| fault.contains(end) && fault.contains("is lost")),
            "{end}: {faults:?}"
        );
    }
}

/// A3: the very first start is cut at any operation. While the file is being made it has another name, and what is left
/// of it is nobody's; from then on the file opens as an office in which nothing has happened yet. Never is it taken for
/// damaged, which would ask for a copy that nobody has.
#[test]
fn a_first_start_may_be_cut_anywhere() {
    let (mut making, mut filling, mut again) = (0, 0, 0);
    for round in 0..(cuts() / 50).clamp(2, 40) {
        let disk = Disk::default();
        disk.fails(Plan { cuts: usize::MAX, odds: 256, anytime: true, phase: 0 });
        let first = disk.clone();
        // As the program does: it makes the file, lets go of it, gives it its name, and opens it.
        let opener: Opener = Arc::new(move || {
            drop(Database::builder().create_with_backend(first.clone())?);
            first.begins(1);
            Ok(Database::builder().create_with_backend(first.clone())?)
        });
        drop(Store::open_with(opener, keys()).expect("a new office"));
        for (nth, cut) in disk.taken().into_iter().enumerate() {
            let at = format!("cut {nth} of round {round}");
            let folder = tempfile::tempdir().expect("a folder");
            let (cut, twice) = match cut {
                cut if cut.phase == 1 && nth % 2 == round % 2 => match cut_again(cut, &keys()) {
                    Ok(cut) => (cut, true),
                    Err(cut) => (cut, false),
                },
                cut => (cut, false),
            };
            again += usize::from(twice);
            let name = if cut.phase == 0 { format!("{FILE}.1.new") } else { FILE.to_string() };
            std::fs::write(folder.path().join(name), &cut.image).expect("written");
            if cut.phase == 0 {
                making += 1
            } else {
                filling += 1
            }
            let opened = Store::open_sealed(folder.path(), keys());
            let (store, state) = opened.unwrap_or_else(|error| panic!("{at}: {error}"));
            assert_eq!(state.seq.0, 0, "{at}");
            let scratch = tempfile::tempdir().expect("a folder");
            let faults = verify(&store.reader(), scratch.path()).expect("readable").faults;
            assert_eq!(faults, Vec::<String>::new(), "{at}");
        }
    }
    assert!(making > 0 && filling > 0, "{making} while it was made, {filling} after it");
    result!(
        "{{\"id\":\"A3 first start\",\"cuts\":{},\"cut again\":{again},\"not opened\":0}}",
        making + filling
    );
}

/// The data of an older program on a disk of which the power fails, and their keys.
fn older(old: &Old) -> (Vec<u8>, loket::seal::Keys) {
    let folder = old.unpack();
    let keys = keys_at(&folder.path().join(DEMO_KEY), folder.path()).expect("its keys");
    (std::fs::read(folder.path().join(FILE)).expect("the file"), keys)
}

/// What is wrong with an older office that was cut while its rows were written anew.
fn wrong_after(old: &Old, cut: &Cut, keys: &loket::seal::Keys) -> Vec<String> {
    let disk = Disk::holding(cut.image.clone());
    let (store, state) = match Store::open_with(disk.opener(), keys.clone()) {
        Ok(opened) => opened,
        Err(error) => return vec![format!("does not open: {error}")],
    };
    let scratch = tempfile::tempdir().expect("a folder");
    let mut faults = verify(&store.reader(), scratch.path()).expect("readable").faults;
    if (state.seq, state.berkas.size()) != (old.last, old.open) {
        faults.push(format!("it ends at {} with {} open berkas", state.seq, state.berkas.size()));
    }
    faults
}

/// A11: the data of an older program are taken over by one transaction. Wherever the power fails in it, also when it fails
/// again in the next try, the file opens, and everything is there.
#[test]
fn a11_taking_over_an_older_office_may_be_cut_anywhere() {
    let offices = OLD.each_ref().map(|old| (old, older(old)));
    let most = (cuts() / 8).clamp(8, 500);
    let (mut taken, mut again) = (0, 0);
    let mut offices = offices.iter().cycle();
    while taken < most {
        let (old, (image, keys)) = offices.next().expect("round and round");
        let disk = Disk::holding(image.clone());
        disk.fails(Plan { cuts: 25.min(most - taken), odds: 64, anytime: true, phase: 0 });
        drop(Store::open_with(disk.opener(), keys.clone()).expect("it is taken over"));
        let cuts = disk.taken();
        for (nth, cut) in cuts.into_iter().enumerate() {
            taken += 1;
            let cut = if nth % 2 == 0 { Err(cut) } else { cut_again(cut, keys) };
            again += usize::from(cut.is_ok());
            let cut = cut.unwrap_or_else(|once| once);
            assert_eq!(wrong_after(old, &cut, keys), Vec::<String>::new(), "cut {taken}");
        }
    }
    assert!(again > 0, "some were cut again");
    result!("{{\"id\":\"A11\",\"cuts\":{taken},\"cut again\":{again},\"lost\":0}}");
}

/// The control: on a disk that lies the same eyes see that rows are missing.
#[test]
fn a11_a_disk_that_lies_while_an_office_is_taken_over_is_found_out() {
    let old = &OLD[0];
    let (image, keys) = older(old);
    let disk = Disk::holding(image);
    disk.lies();
    disk.fails(Plan { cuts: usize::MAX, odds: 128, anytime: true, phase: 0 });
    drop(Store::open_with(disk.opener(), keys.clone()));
    let taken = disk.taken();
    // What is left of such a file may be anything, and the library may well stumble over it.
    let sound = |cut: &Cut| {
        std::panic::catch_unwind(|| wrong_after(old, cut, &keys)).is_ok_and(|faults| faults.is_empty())
    };
    assert!(!taken.is_empty() && !taken.iter().rev().take(6).all(sound), "{} cuts", taken.len());
}

/// The same eyes see what is missing when a disk says "done" and forgets.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_disk_that_lies_is_found_out() {
    let disk = Disk::default();
    // What was there before is kept; from now on nothing is.
    work_until_cut(&disk, false).await;
    disk.lies();
    disk.fails(Plan { cuts: 4, odds: 16, ..Plan::default() });
    work_until_cut(&disk, false).await;
    let taken = disk.taken();
    // What is left of such a file may be anything, and the library may well stumble over it.
    let sound = |cut: &Cut| std::panic::catch_unwind(|| look(cut)).is_ok_and(|seen| seen.is_ok());
    assert!(!taken.iter().all(sound), "acknowledged numbers are gone");
}
