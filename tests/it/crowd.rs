//! Many at once: no number twice, no gap, nobody served twice.

use crate::house::{House, soon};
use serde_json::json;
use std::collections::BTreeSet;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sixty_four_kiosks_and_eight_officers() {
    const KIOSKS: usize = 64;
    const EACH: usize = 5;
    let house = House::open().await;
    let kiosk = house.who("kiosk").await.client;
    let two = house.officer(2).await;
    let taking: Vec<_> = (0..KIOSKS)
        .map(|n| {
            let client = kiosk.clone();
            tokio::spawn(async move {
                let mut numbers = Vec::new();
                for round in 0..EACH {
                    let service = if (n + round) % 2 == 0 { "A" } else { "C" };
                    let reply = client.act("/api/kiosk/tickets", json!({ "service": service })).await;
                    let ticket = reply.expect("an answer").done().expect("a number");
                    numbers.push(ticket["number"].as_str().expect("text").to_string());
                }
                numbers
            })
        })
        .collect();
    // Eight presses at one loket at the same moment, again and again, while numbers are given.
    let calling: Vec<_> = (0..8)
        .map(|_| {
            let client = two.client.clone();
            tokio::spawn(async move {
                let mut called = Vec::new();
                for _ in 0..10 {
                    let reply = client.act("/api/loket/2/next", json!({})).await.expect("an answer");
                    if let Some(number) = reply.body["ticket"]["number"].as_str() {
                        called.push(number.to_string());
                        // Whoever called it sends them on, so that the next press finds the loket free.
                        client
                            .act("/api/loket/2/miss", json!({}))
                            .await
                            .expect("an answer")
                            .done()
                            .expect("missed");
                    }
                }
                called
            })
        })
        .collect();
    let mut numbers = Vec::new();
    for task in taking {
        numbers.extend(soon("numbers", task).await.expect("no panic"));
    }
    let mut called = Vec::new();
    for task in calling {
        called.extend(soon("calls", task).await.expect("no panic"));
    }
    let unique: BTreeSet<_> = numbers.iter().cloned().collect();
    assert_eq!(unique.len(), KIOSKS * EACH, "no number twice");
    for series in ["A", "C"] {
        let of_series = unique.iter().filter(|number| number.starts_with(series)).count();
        let last = format!("{series}-{of_series:03}");
        assert!(unique.contains(&last), "no gap: {of_series} numbers and {last}");
    }
    let distinct: BTreeSet<_> = called.iter().cloned().collect();
    assert_eq!(distinct.len(), called.len(), "nobody was called twice: {called:?}");
    assert!(!called.is_empty());
    house.verify();
}

/// Two officers press at the same moment and get two different tickets.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_lokets_never_share_a_ticket() {
    let house = House::build(crate::house::Plans {
        profile: Some(|profile| {
            // A second counter for registration, as on a busy day.
            let mut second = profile.lokets.iter().find(|plan| plan.id.0 == 2).expect("loket 2").clone();
            second.id = loket::domain::ids::LoketId(3);
            profile.lokets.push(second);
        }),
        ..Default::default()
    })
    .await;
    let kiosk = house.who("kiosk").await;
    for _ in 0..20 {
        kiosk.takes("A").await;
    }
    let (two, three) = (house.officer(2).await, house.officer(3).await);
    let mut seen = BTreeSet::new();
    for _ in 0..10 {
        let (left, right) = tokio::join!(two.does("next", json!({})), three.does("next", json!({})));
        for called in [left, right] {
            assert!(seen.insert(called["ticket"]["number"].to_string()), "{called} was called twice");
        }
        tokio::join!(two.does("miss", json!({})), three.does("miss", json!({})));
    }
    assert_eq!(seen.len(), 20);
}

/// I8: more than the office takes on at once is told to come back, and nothing is lost.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn i8_a_full_queue_says_so() {
    let house = House::open().await;
    let kiosk = house.who("kiosk").await.client;
    let flood: Vec<_> = (0..600)
        .map(|_| {
            let client = kiosk.clone();
            let body = json!({ "service": "A", "request": ulid::Ulid::generate().to_string() });
            tokio::spawn(async move { client.post("/api/kiosk/tickets", body).await })
        })
        .collect();
    let (mut given, mut told) = (0, 0);
    for task in flood {
        let reply = soon("an answer", task).await.expect("no panic").expect("an answer");
        match reply.status.as_u16() {
            201 => given += 1,
            503 => {
                told +=
                    usize::from(reply.body["error"] == "busy" && reply.headers.contains_key("retry-after"))
            }
            other => panic!("{other}: {}", reply.body),
        }
    }
    assert_eq!(given + told, 600);
    assert_eq!(house.office().committed().state.tickets.size(), given);
}
