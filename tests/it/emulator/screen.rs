//! The routes: lists, pictures, conditions.

use axum::body::Body;
use axum::http::{Request, StatusCode};
use http_body_util::BodyExt;
use loket::domain::profile::{Address, Confirm, StatusWords};
use loket::office::PrinterCondition;
use loket::printing::emulator::{Cover, Knife, Profile, Roll, State};
use loket::printing::{Port, Receipt};
use tower::ServiceExt;

use super::{CUT, Desk, OUT, compose, qr};
use crate::house::soon;

#[tokio::test]
async fn the_routes_show_the_same_receipts() {
    let desk = Desk::open(Profile::MM58).await;
    assert_eq!(desk.json("/printer/kiosk/receipts?after=0").await, serde_json::json!([]));
    let job = compose(|printer| {
        printer
            .init()?
            .writeln("A-012")?
            .qrcode_option("HTTPS://X.ID/1", qr(4))?
            .custom(b"\x1b\x7f")?
            .cut()?;
        Ok(())
    });
    let receipt = desk.print(&job).await;
    let list = desk.json("/printer/kiosk/receipts?after=0&wait=1").await;
    insta::assert_snapshot!("receipts", format!("{list:#}"));
    let (status, kind, body) = desk.get("/printer/kiosk/receipts/1.txt").await;
    assert_eq!(
        (status, kind.as_str(), &body[..]),
        (StatusCode::OK, "text/plain; charset=utf-8", &b"A-012"[..])
    );
    let (status, kind, body) = desk.get("/printer/kiosk/receipts/1.png").await;
    assert_eq!((status, kind.as_str(), body), (StatusCode::OK, "image/png", receipt.png()));
    for name in ["2.png", "1.gif", "1", "x.txt", "99999999999999999999.png"] {
        let (status, kind, body) = desk.get(&format!("/printer/kiosk/receipts/{name}")).await;
        assert_eq!((status, kind.as_str()), (StatusCode::NOT_FOUND, "application/json"));
        assert!(String::from_utf8_lossy(&body).contains(&format!("receipt {name} is not kept")));
    }
}

#[tokio::test]
async fn a_waiting_request_ends_with_the_next_receipt() {
    let desk = Desk::open(Profile::MM80).await;
    let asked = desk.router().oneshot(
        Request::get("/printer/kiosk/receipts?after=0&wait=1").body(Body::empty()).expect("a valid path"),
    );
    let job = [b"A-012\n", CUT].concat();
    let (answered, _) = tokio::join!(asked, desk.print(&job));
    let body =
        answered.expect("a router does not fail").into_body().collect().await.expect("in memory").to_bytes();
    assert!(String::from_utf8_lossy(&body).contains(r#""text":"A-012""#));
}

#[tokio::test]
async fn the_condition_is_shown_and_can_be_waited_for() {
    let desk = Desk::open(Profile::MM80).await;
    let before = desk.json("/printer/kiosk/state").await;
    assert_eq!((before["roll"].as_str(), before["cover"].as_str()), (Some("ample"), Some("closed")));
    let revision = before["revision"].as_u64().expect("a number");
    let path = format!("/printer/kiosk/state?after={revision}&wait=1");
    let (after, ()) = tokio::join!(desk.json(&path), async { desk.emulator.set_state(OUT) });
    assert_eq!((after["roll"].as_str(), after["revision"].as_u64()), (Some("out"), Some(revision + 1)));
}

/// Presses a key of the page.
async fn press(desk: &Desk, printer: &str, body: &str) -> StatusCode {
    let request = Request::post(format!("/printer/{printer}/state"))
        .header("content-type", "application/json")
        .body(Body::from(body.to_string()))
        .expect("a valid path");
    desk.router().oneshot(request).await.expect("a router does not fail").status()
}

#[tokio::test]
async fn each_condition_can_be_brought_about() {
    let desk = Desk::open(Profile::MM80).await;
    let put = async |printer: &str, body: &str| press(&desk, printer, body).await;
    let conditions = [
        ("paper-low", State { roll: Roll::NearEnd, ..State::READY }),
        ("paper-out", OUT),
        ("cover-open", State { cover: Cover::Open, ..State::READY }),
        ("cutter-stuck", State { knife: Knife::Stuck, ..State::READY }),
        ("off-line", State { online: false, ..State::READY }),
        ("ready", State::READY),
    ];
    for (name, state) in conditions {
        let body = format!(r#"{{"condition":"{name}"}}"#);
        assert_eq!(put("kiosk", &body).await, StatusCode::NO_CONTENT, "{name}");
        assert_eq!(desk.emulator.state(), state, "{name}");
        assert_eq!(put("other", &body).await, StatusCode::NOT_FOUND);
    }
    assert!(put("kiosk", r#"{"condition":"burning"}"#).await.is_client_error());
    assert_eq!(desk.emulator.state(), State::READY);
}

/// Each key for a fault of the line does to a job what it says, over the wire.
#[tokio::test(flavor = "multi_thread")]
async fn each_fault_of_the_line_can_be_brought_about() {
    let send = async |desk: &Desk| {
        let address = Address::Network(desk.emulator.address().to_string());
        let port = Port { address, words: StatusWords::DleEot, confirm: Confirm::ProcessId };
        match port.ready().await {
            Ok(ready) => Ok(ready.print(&[&[b'x'; 300][..], b"\nSELESAI\n", CUT].concat(), *b"A012").await),
            Err(condition) => Err(condition),
        }
    };
    let papers = |desk: &Desk| {
        desk.emulator.receipts(0).iter().filter(|paper| paper.text().contains("SELESAI")).count()
    };
    // Whether the last bytes still went out before the power did is the kernel's choice.
    let cut_off: &[_] = &[Ok(Receipt::BrokenOff), Ok(Receipt::NoWord)];
    for (name, outcomes, on_paper) in [
        ("stall", &[Ok(Receipt::NoWord)][..], 0),
        ("reset", cut_off, 0),
        ("garbage", &[Err(PrinterCondition::Unreachable)], 0),
        ("slow", &[Ok(Receipt::Printed)], 1),
    ] {
        let desk = Desk::open(Profile::MM80).await;
        assert_eq!(desk.json("/printer/kiosk/state").await["fault"], serde_json::Value::Null);
        let body = format!(r#"{{"condition":"{name}"}}"#);
        assert_eq!(press(&desk, "kiosk", &body).await, StatusCode::NO_CONTENT, "{name}");
        assert_eq!(desk.json("/printer/kiosk/state").await["fault"], name);
        assert_eq!(desk.emulator.state(), State::READY, "{name} is nothing that its sensors see");
        let started = tokio::time::Instant::now();
        let became = send(&desk).await;
        assert!(outcomes.contains(&became), "{name}: {became:?}");
        assert_eq!(papers(&desk), on_paper, "{name}");
        if name == "slow" {
            assert!(started.elapsed().as_millis() > 1_000, "{:?} for 300 bytes", started.elapsed());
        }
        assert_eq!(press(&desk, "kiosk", r#"{"condition":"ready"}"#).await, StatusCode::NO_CONTENT);
        assert_eq!(
            desk.json("/printer/kiosk/state").await["fault"],
            serde_json::Value::Null,
            "{name} is over"
        );
        let after = papers(&desk);
        assert_eq!(soon(name, send(&desk)).await, Ok(Receipt::Printed), "after {name}");
        assert!(papers(&desk) > after, "after {name}");
    }
}
