//! A disk of which one operation fails, whichever it is: a write, a change of length, a sync.

use crate::failing::{Disk, Kind};
use crate::house::{House, Plans, keys, soon};
use loket::office::Health;
use loket::store::Store;
use serde_json::json;
use std::collections::BTreeMap;

/// Which operation fails in each round; `LOKET_SYNCS=200` tries every one from the first to that.
fn rounds() -> Vec<i64> {
    match std::env::var("LOKET_SYNCS").ok().and_then(|text| text.parse().ok()) {
        Some(most) => (1..=most).collect(),
        None => vec![1, 2, 3, 5, 8, 13, 21, 34, 55],
    }
}

/// A4: whichever operation fails, nobody is told yes for what is not kept, the office goes on by itself, and whoever asks
/// again with the same id has one number.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a4_whichever_operation_fails_nothing_false_is_acknowledged() {
    let disk = Disk::default();
    let house = House::build(Plans { opener: Some(disk.opener()), ..Plans::default() }).await;
    let kiosk = house.who("kiosk").await.client;
    let mut told: BTreeMap<u64, String> = BTreeMap::new();
    let (mut fired, mut unanswered) = (BTreeMap::new(), 0);
    for kind in [Kind::Write, Kind::Sync, Kind::SetLen] {
        // A file grows rarely, so that a change of length is long in coming.
        let rounds = if kind == Kind::SetLen { vec![1] } else { rounds() };
        for nth in rounds {
            // A number needs at least one of the others.
            let most = if kind == Kind::SetLen { 1_500 } else { nth.max(40) };
            let before = disk.failed();
            disk.fails(kind, nth);
            for _ in 0..most {
                let request = ulid::Ulid::generate().to_string();
                let body = json!({ "service": "A", "request": request });
                let reply = soon("an answer", kiosk.post("/api/kiosk/tickets", body.clone()))
                    .await
                    .expect("an answer");
                let number = match reply.status.as_u16() {
                    503 => {
                        unanswered += 1;
                        soon("an answer", kiosk.act("/api/kiosk/tickets", body))
                            .await
                            .expect("an answer")
                            .done()
                    }
                    _ => reply.done(),
                };
                let id = number.expect("a number")["id"].as_u64().expect("an id");
                assert!(told.insert(id, request).is_none(), "{kind:?} {nth}: {id} was given twice");
                if disk.failed() > before {
                    break;
                }
            }
            *fired.entry(format!("{kind:?}")).or_insert(0) += disk.failed() - before;
            disk.fails(kind, 0);
            let mut health = house.office().health();
            soon("recovery", health.wait_for(|health| *health == Health::Well)).await.expect("open");
        }
    }
    assert!(fired["Write"] >= rounds().len() / 2 && fired["Sync"] >= rounds().len() / 2, "{fired:?}");
    assert!(fired["SetLen"] > 0 && unanswered > 0, "{fired:?}, {unanswered} asked again");
    house.rests().await;
    house.verify();
    house.close().await;
    let (_, state) = Store::open_with(disk.opener(), keys()).expect("what is on the disk opens");
    let kept: Vec<u64> = state.tickets.values().map(|ticket| ticket.id.0).collect();
    assert!(told.keys().all(|id| kept.contains(id)), "what was acknowledged is kept");
    assert_eq!(kept.len(), told.len(), "and no number belongs to nobody");
    result!(
        "{{\"id\":\"A4 operations\",\"fired\":{},\"acked\":{},\"lost\":0,\"doubled\":0,\"asked again\":{unanswered}}}",
        json!(fired),
        told.len()
    );
}
