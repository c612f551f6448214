//! Webhooks of an office that goes on from a copy, and what they tell of a berkas on its way out.

use super::{Listener, Manner, add};
use crate::copies::{key, listed, opened, sealed_with, take};
use crate::house::{House, Plans, answers, soon};
use loket::store::DEMO_KEY;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use tokio::net::TcpStream;

fn numbers(told: &[Value]) -> Vec<&str> {
    told.iter().map(|body| body["data"]["number"].as_str().expect("a number")).collect()
}

/// After a restore other numbers have the places of those that were lost: their messages have ids of their own, and what
/// was told before the copy is not told again.
#[tokio::test]
async fn after_a_restore_nothing_is_lost_behind_an_old_id_and_nothing_old_comes_again() {
    let house = House::open().await;
    let listener = Listener::begin(0, &[]).await;
    let (port, clock) = (listener.port, house.clock.clone());
    add(&house, &listener.url(), &["ticket.issued"]).await;
    let kiosk = house.who("kiosk").await;
    kiosk.takes("A").await;
    kiosk.takes("A").await;
    house.rests().await;
    take(&house).await;
    let (file, _) = listed(&house, 1).await;
    kiosk.takes("A").await;
    assert_eq!(numbers(&listener.hears(3).await), ["A-001", "A-002", "A-003"]);
    let before = listener.tries.lock().expect("whole").clone();
    let (parent, data, _) = opened(&file, &key(&house), &sealed_with(&house));
    std::fs::copy(house.folder().join(DEMO_KEY), data.join(DEMO_KEY)).expect("the key");
    drop((listener, house.close().await));

    // The same place in the journal, another entry.
    let folder = tempfile::tempdir_in(parent.path()).expect("a folder");
    std::fs::remove_dir(folder.path()).expect("empty");
    std::fs::rename(&data, folder.path()).expect("moved");
    soon("the end of the listener", async { while TcpStream::connect(("127.0.0.1", port)).await.is_ok() {} })
        .await;
    let listener = Listener::begin(port, &[Manner::Fails]).await;
    let plans = Plans { folder: Some(folder), clock: Some(clock), ..Plans::default() };
    let house = House::build(plans).await;
    let kiosk = house.who("kiosk").await;
    assert_eq!(kiosk.takes("A").await["number"], "A-003");
    assert_eq!(numbers(&listener.hears(1).await), ["A-003"], "those before the copy were told");
    let house = house.reopen().await;
    house.who("kiosk").await.takes("A").await;
    assert_eq!(numbers(&listener.hears(2).await), ["A-003", "A-004"]);
    let after = listener.tries.lock().expect("whole").clone();
    assert_eq!((after.len(), &after[0]), (3, &after[1]), "tried again under its own id");
    let known: BTreeSet<_> = before.iter().collect();
    assert_eq!(known.len(), 3);
    assert!(after.iter().all(|id| !known.contains(id)), "{after:?} beside {before:?}");
    house.verify();
}

/// That a berkas may be fetched is told once, with where it is; and that it is closed, with how.
#[tokio::test]
async fn a_berkas_that_is_ready_and_one_that_is_closed_are_told() {
    let house = House::open().await;
    let listener = Listener::begin(0, &[]).await;
    let (kiosk, two) = (house.who("kiosk").await, house.officer(2).await);
    let (four, five, tablet) = (house.officer(4).await, house.officer(5).await, house.who("tablet").await);
    kiosk.takes("A").await;
    two.serves().await;
    let berkas = two.registers().await;
    add(&house, &listener.url(), &["berkas.ready", "berkas.closed"]).await;
    for (who, choice) in
        [("analis", "teruskan"), ("kasi", "teruskan"), ("kabid", "setuju"), ("kadis", "tandatangani")]
    {
        house.who(who).await.decides(berkas, choice, None).await;
    }
    house.who("loket-4").await.decides(berkas, "nomori", None).await;
    let ready = listener.hears(1).await;
    let mut screen = tablet.client.live("/live/skm/5").await.expect("the tablet");
    five.serves().await;
    five.does("survey", json!({})).await;
    soon("the survey", screen.until(|view| !view["survey"].is_null())).await.expect("live");
    let filled = answers(&screen.section("survey")["key"], 4);
    tablet.client.act("/api/survey", filled).await.expect("an answer").done().expect("counted");
    four.serves().await;
    four.does("hand-over", json!({})).await;
    let told = soon("the end", async {
        loop {
            let told = listener.hears(ready.len()).await;
            if told.last().is_some_and(|last| last["type"] == "berkas.closed") {
                return told;
            }
            tokio::task::yield_now().await;
        }
    });
    let told = told.await;
    let (closed, ready) = told.split_last().expect("two at least");
    let about = json!({ "berkas": berkas, "number": "2026/00001", "permit": "SIPB" });
    for message in &told {
        for (name, value) in about.as_object().expect("facts") {
            assert_eq!(message["data"][name], *value, "{message}");
        }
        assert!(message["timestamp"].is_i64() && message["data"]["seq"].is_u64(), "{message}");
    }
    assert_eq!(closed["data"]["outcome"], "granted");
    let places: Vec<_> = ready
        .iter()
        .map(|one| {
            assert_eq!((&one["type"], &one["data"]["turn"]), (&json!("berkas.ready"), &json!("onward")));
            (one["data"]["from"].as_str().expect("a step"), one["data"]["to"].as_str().expect("a step"))
        })
        .collect();
    let sop = &house.office().profile().sop;
    for (_, to) in &places {
        let step = sop.step(&(*to).into()).expect("a step of the SOP");
        assert!(matches!(step.place, loket::domain::sop::Place::Counter(_)), "{to} is no counter");
    }
    assert_eq!(places.iter().collect::<BTreeSet<_>>().len(), places.len(), "each once: {places:?}");
    house.verify();
}
