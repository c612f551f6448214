//! What nobody would see stands on the supervisor's wall: copies that come to nothing, and webhooks that do not arrive.

use crate::hooks::{Listener, Manner, add, hook};
use crate::house::{House, soon};
use crate::sight::{round, row};
use serde_json::{Value, json};

/// What the round before opening says of the copies.
fn of_copies(round: &Value) -> (Value, Value) {
    let row = row(round, "backup", "");
    (row["state"].clone(), row["code"].clone())
}

#[tokio::test]
async fn copies_that_come_to_nothing_are_said_first_and_stand_on_the_wall() {
    let house = House::open().await;
    let (admin, supervisor) = (house.who("admin").await.client, house.who("pengawas").await.client);
    let mut wall = supervisor.live("/live/pengawas").await.expect("the wall");
    assert_eq!(*wall.section("copies"), Value::Null, "none was due");
    // Something else stands where their folder should be.
    let folder = house.office().presence().copies().now().folder.clone();
    assert!(!folder.exists(), "no copy was taken yet");
    std::fs::write(&folder, "not a folder").expect("written");
    admin.post("/api/copies", json!({})).await.expect("an answer").done().expect("asked");
    soon("the wall", wall.until(|view| view["copies"].is_object())).await.expect("live");
    assert_eq!(wall.section("copies")["newest"], Value::Null);
    assert_eq!(of_copies(&round(&supervisor).await), (json!("bad"), json!("backup-never")));

    std::fs::remove_file(&folder).expect("gone");
    admin.post("/api/copies", json!({})).await.expect("an answer").done().expect("asked");
    soon("a copy", wall.until(|view| view["copies"].is_null())).await.expect("live");
    assert_eq!(of_copies(&round(&supervisor).await), (json!("good"), json!("backup-good")));
}

#[tokio::test]
async fn a_webhook_that_does_not_arrive_stands_on_the_wall_until_it_does() {
    let house = House::open().await;
    let listener = Listener::begin(0, &[Manner::Fails; 1_000]).await;
    let (id, _) = add(&house, &listener.url(), &["ticket.issued"]).await;
    let admin = house.who("admin").await.client;
    let supervisor = house.who("pengawas").await.client;
    let mut wall = supervisor.live("/live/pengawas").await.expect("the wall");
    house.who("kiosk").await.takes("A").await;
    soon("a failing hook", async { while hook(&admin, id).await["failing"].is_null() {} }).await;
    assert_eq!(*wall.section("hooks"), json!([]), "a hiccup is none");
    house.clock.advance(6 * 60);
    let told = wall.until(|view| view["hooks"][0]["host"] == "127.0.0.1");
    soon("the wall", told).await.expect("live");
    let line = wall.section("hooks")[0].clone();
    assert!(line["since"].is_i64() && line["paused"] == false, "{line}");
    listener.manners.lock().expect("whole").clear();
    listener.hears(1).await;
    soon("a wall without it", wall.until(|view| view["hooks"] == json!([]))).await.expect("live");
    house.verify();
}
