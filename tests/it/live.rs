//! Screens: a snapshot, then patches, then the truth again after whatever happened in between (I6).

use crate::house::{House, soon};
use futures_util::{SinkExt, StreamExt};
use loket::app::client::Client;
use serde_json::{Value, json};
use tokio_tungstenite::tungstenite::Message;

/// The view as a fresh screen gets it.
async fn fresh(client: &Client, path: &str) -> serde_json::Map<String, Value> {
    client.live(path).await.expect("a fresh screen").view
}

#[tokio::test]
async fn i6_patches_add_up_to_the_snapshot() {
    let house = House::open().await;
    let tv = house.who("tv-1").await.client;
    let mut board = tv.live("/live/papan/utama?page=1").await.expect("a board");
    let kiosk = house.who("kiosk").await;
    let (two, four) = (house.officer(2).await, house.officer(4).await);
    for round in 0..6 {
        kiosk.takes(if round % 2 == 0 { "A" } else { "C" }).await;
    }
    for officer in [&two, &four] {
        officer.does("next", json!({})).await;
        officer.does("recall", json!({})).await;
        officer.does("miss", json!({})).await;
    }
    two.does("pause", json!({ "reason": "salat" })).await;
    soon("the pause", board.until(|view| view["lokets"][1]["desk"] == "paused")).await.expect("live");
    assert_eq!(board.view, fresh(&tv, "/live/papan/utama?page=2").await);
    assert!(board.seq > 0 && board.revision > 1);
}

#[tokio::test]
async fn a_screen_that_lost_the_thread_asks_and_gets_everything() {
    let house = House::open().await;
    let tv = house.who("tv-1").await.client;
    let mut board = tv.live("/live/papan/utama?page=1").await.expect("a board");
    house.who("kiosk").await.takes("A").await;
    soon("a patch", board.until(|view| view["waiting"][0]["count"] == 1)).await.expect("live");
    let before = board.view.clone();
    board.view.clear();
    board.say(&json!({ "t": "ask" })).await.expect("sent");
    soon("everything", board.until(|view| view.contains_key("office"))).await.expect("live");
    assert_eq!(board.view, before);
    // Nonsense changes nothing and breaks nothing.
    board.say(&json!({ "t": "surprise", "x": [1] })).await.expect("sent");
    board.say(&json!({ "t": "sound", "state": "running" })).await.expect("sent");
    let heard = async {
        while house.office().presence().devices().boards.is_empty() {
            tokio::task::yield_now().await;
        }
    };
    soon("the sound state", heard).await;
    drop(board);
    let gone = async {
        while !house.office().presence().devices().boards.is_empty() {
            tokio::task::yield_now().await;
        }
    };
    soon("the board's end", gone).await;
}

#[tokio::test]
async fn a_screen_that_reads_late_comes_to_the_newest_view() {
    let house = House::open().await;
    let tv = house.who("tv-1").await.client;
    let mut slow = tv.live("/live/papan/utama?page=1").await.expect("a board");
    let kiosk = house.who("kiosk").await;
    // It does not read while much happens; the office waits for nobody.
    for _ in 0..100 {
        kiosk.takes("A").await;
    }
    soon("the newest view", slow.until(|view| view["waiting"][0]["count"] == 100)).await.expect("live");
    assert_eq!(slow.view, fresh(&tv, "/live/papan/utama?page=2").await);
}

#[tokio::test]
async fn screens_hear_a_heartbeat_and_answer_to_pings() {
    let house = House::open().await;
    let path = format!("/live/t/{}", {
        let ticket = house.who("kiosk").await.takes("A").await;
        ticket["url"].as_str().and_then(|url| url.rsplit('/').next()).expect("a token").to_string()
    });
    let mut socket = house.stranger().socket(&path).await.expect("connected");
    let beat = async {
        loop {
            match socket.next().await {
                Some(Ok(Message::Text(text))) if text.contains("\"beat\"") => return text.to_string(),
                Some(Ok(_)) => {}
                other => panic!("{other:?}"),
            }
        }
    };
    let beat: Value = serde_json::from_str(&soon("a heartbeat", beat).await).expect("JSON");
    assert!(beat["seq"].as_u64().is_some() && beat["now"].as_i64().is_some() && beat["build"].is_string());
}

#[tokio::test]
async fn oversized_and_malformed_frames_close_one_socket_and_nothing_else() {
    let house = House::open().await;
    let token = {
        let ticket = house.who("kiosk").await.takes("A").await;
        ticket["url"].as_str().and_then(|url| url.rsplit('/').next()).expect("a token").to_string()
    };
    let path = format!("/live/t/{token}");
    for bad in [Message::text("x".repeat(100_000)), Message::binary(vec![0; 50_000])] {
        let mut socket = house.stranger().socket(&path).await.expect("connected");
        // The office may hang up while the rest is still being sent.
        let _ = socket.send(bad).await;
        let closed = async { while let Some(Ok(_)) = socket.next().await {} };
        soon("the end of the socket", closed).await;
    }
    let mut phone = house.stranger().live(&format!("/live/t/{token}")).await.expect("the office goes on");
    phone.say(&json!("\u{0} {{{{")).await.expect("sent");
    house.officer(2).await.does("next", json!({})).await;
    soon("the call", phone.until(|view| view["ticket"]["stage"] == "called")).await.expect("live");
}

#[tokio::test]
async fn screens_are_told_to_come_back_when_the_server_is_replaced() {
    let house = House::open().await;
    let tv = house.who("tv-1").await.client;
    let mut board = tv.live("/live/papan/utama?page=1").await.expect("a board");
    house.who("kiosk").await.takes("A").await;
    soon("a patch", board.until(|view| view["waiting"][0]["count"] == 1)).await.expect("live");
    let before = board.view.clone();
    let house = house.reopen().await;
    let ended = async {
        loop {
            if let Err(error) = board.hear().await {
                return error.to_string();
            }
        }
    };
    assert!(soon("the end", ended).await.contains("Restart"), "close code 1012, service restart");
    let tv = house.who("tv-1").await.client;
    assert_eq!(fresh(&tv, "/live/papan/utama?page=1").await, before, "the same picture after the restart");
}

/// Calls are shown at once and spoken at most once, whoever reloads or comes back.
#[tokio::test]
async fn a_call_is_spoken_by_one_board_once() {
    let house = House::open().await;
    let (kiosk, two) = (house.who("kiosk").await, house.officer(2).await);
    kiosk.takes("A").await;
    two.does("next", json!({})).await;
    let tv = house.who("tv-1").await.client;
    let mut board = tv.live("/live/papan/utama?page=1").await.expect("a board");
    let call = board.section("turn").as_u64().expect("a call is due");
    let speak = async |page: &str| {
        let path = format!("/api/calls/{call}/speak");
        tv.act(&path, json!({ "page": page })).await.expect("an answer").status.as_u16()
    };
    let (first, second) = tokio::join!(speak("1"), speak("2"));
    assert_eq!([first.min(second), first.max(second)], [200, 409], "one of two boards may speak");
    soon("speaking", board.until(|view| view["calls"][0]["voice"] == "speaking")).await.expect("live");
    let winner = board.section("calls")[0]["page"].as_str().expect("a page").to_string();
    // The board reloads while it speaks: its new page may not speak the same call again.
    assert_eq!(speak("3").await, 409);
    let spoken =
        tv.act(&format!("/api/calls/{call}/spoken"), json!({ "page": winner })).await.expect("an answer");
    assert_eq!(spoken.status.as_u16(), 200);
    let mut console = two.console().await;
    soon("heard", console.until(|view| view["call"]["voice"] == "spoken")).await.expect("live");
    assert_eq!(console.section("call")["spoken_by"], "TV-1");
    assert!(board.section("turn").is_null() || board.hear().await.is_ok());
}

/// A board that begins to speak and vanishes holds the others up only for a while.
#[tokio::test]
async fn a_silent_board_gives_way_by_itself() {
    let house = House::open().await;
    let (kiosk, two, four) = (house.who("kiosk").await, house.officer(2).await, house.officer(4).await);
    kiosk.takes("A").await;
    kiosk.takes("C").await;
    two.does("next", json!({})).await;
    four.does("next", json!({})).await;
    let tv = house.who("tv-1").await.client;
    let mut board = tv.live("/live/papan/utama?page=1").await.expect("a board");
    let first = board.section("turn").as_u64().expect("a call is due");
    tv.act(&format!("/api/calls/{first}/speak"), json!({ "page": "1" }))
        .await
        .expect("an answer")
        .done()
        .expect("granted");
    house.clock.advance(20);
    soon("the next call", board.until(|view| view["turn"].as_u64() == Some(first + 1))).await.expect("live");
    let calls = board.section("calls").as_array().expect("a list").clone();
    let given_up = calls.iter().find(|call| call["id"].as_u64() == Some(first)).expect("still listed");
    assert_eq!(given_up["voice"], "silent");
}

#[tokio::test]
async fn a_pause_of_the_voice_is_seen_on_boards_and_ends_by_itself() {
    let house = House::open().await;
    let tv = house.who("tv-1").await.client;
    let mut board = tv.live("/live/papan/utama?page=1").await.expect("a board");
    let (two, analis) = (house.officer(2).await, house.who("analis").await.client);
    let refused = analis.act("/api/voice-pause", json!({ "minutes": 15 })).await.expect("an answer");
    assert_eq!(refused.status.as_u16(), 403, "whoever calls nobody silences nobody");
    let long = two.client.act("/api/voice-pause", json!({ "minutes": 600 })).await.expect("an answer");
    assert_eq!((long.status.as_u16(), &long.body["error"]), (409, &json!("pause-too-long")));
    two.client
        .act("/api/voice-pause", json!({ "minutes": 15 }))
        .await
        .expect("an answer")
        .done()
        .expect("paused");
    soon("the pause", board.until(|view| view["paused"].is_number())).await.expect("live");
    house.who("kiosk").await.takes("A").await;
    two.does("next", json!({})).await;
    soon("the call", board.until(|view| view["calls"][0]["voice"] == "silent")).await.expect("live");
    assert_eq!(board.view["turn"], Value::Null, "nobody is asked to speak");
    house.clock.advance(15 * 60 + 1);
    two.does("present", json!({})).await;
    soon("the end", board.until(|view| view["paused"].is_null())).await.expect("live");
    house.verify();
}

#[tokio::test]
async fn whoever_asks_to_be_come_to_is_pointed_out_to_the_officer() {
    let house = House::build(crate::house::Plans {
        profile: Some(|profile| profile.priorities[0].comes = true),
        ..Default::default()
    });
    let house = house.await;
    let (kiosk, two) = (house.who("kiosk").await.client, house.officer(2).await);
    for (class, comes) in [("lansia", true), ("ibu", false)] {
        let wanted = json!({ "service": "A", "priority": class, "lang": "id" });
        kiosk.act("/api/kiosk/tickets", wanted).await.expect("an answer").done().expect("a number");
        two.serves().await;
        assert_eq!(two.console().await.view["comes"], json!(comes), "{class}");
        two.does("dismiss", json!({ "reason": "uji" })).await;
    }
}
