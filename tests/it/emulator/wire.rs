//! The socket: status, process ids, waiting, one host at a time, and the end.

use std::sync::atomic::Ordering;

use loket::printing::emulator::{Cover, Profile, Roll, State};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use super::{CUT, Desk, ID, ID_ANSWER, OUT, answer};

#[tokio::test]
async fn status_is_answered_over_the_same_socket_in_every_state() {
    let desk = Desk::open(Profile::MM80).await;
    let mut socket = desk.connect().await;
    let states = [
        (State::READY, [0x12, 0x12, 0x12, 0x12]),
        (State { roll: Roll::NearEnd, ..State::READY }, [0x12, 0x12, 0x12, 0x1E]),
        (OUT, [0x1A, 0x32, 0x12, 0x7E]),
        (State { cover: Cover::Open, ..State::READY }, [0x1A, 0x16, 0x12, 0x12]),
        (State { online: false, ..State::READY }, [0x1A, 0x12, 0x12, 0x12]),
    ];
    for (state, expected) in states {
        desk.emulator.set_state(state);
        // As the reference writes it, and as escpos does, with a NUL behind.
        socket.write_all(b"\x10\x04\x01\x10\x04\x02\x10\x04\x03\x00\x10\x04\x04\x00").await.expect("open");
        assert_eq!(answer::<4>(&mut socket).await, expected, "{state:?}");
    }
}

#[tokio::test]
async fn the_process_id_is_answered_after_the_paper_and_not_without_it() {
    let desk = Desk::open(Profile::MM80).await;
    let mut socket = desk.connect().await;
    socket.write_all(&[b"A-012\n", CUT, ID].concat()).await.expect("open");
    assert_eq!(answer::<7>(&mut socket).await, ID_ANSWER);
    // By the time the answer is read, the receipt is there.
    assert_eq!(desk.emulator.receipts(0).len(), 1);

    desk.emulator.set_state(OUT);
    socket.write_all(&[b"A-013\n", CUT, ID, b"\x10\x04\x01"].concat()).await.expect("open");
    // The status comes first although it was sent last: nothing before it could be carried out.
    assert_eq!(answer::<1>(&mut socket).await, [0x1A]);
    assert_eq!(desk.emulator.receipts(1).len(), 0);
    desk.emulator.set_state(State::READY);
    assert_eq!(answer::<7>(&mut socket).await, ID_ANSWER);
    assert_eq!(desk.emulator.receipts(1)[0].text(), "A-013");
}

#[tokio::test]
async fn a_change_is_told_to_a_host_that_asked_for_it() {
    let desk = Desk::open(Profile::MM80).await;
    let mut socket = desk.connect().await;
    socket.write_all(b"\x1da\xff").await.expect("open");
    assert_eq!(answer::<4>(&mut socket).await, [0x10, 0, 0, 0]);
    desk.emulator.set_state(OUT);
    assert_eq!(answer::<4>(&mut socket).await, [0x18, 0, 0x0F, 0]);
}

#[tokio::test]
async fn without_paper_the_host_is_slowed_down_and_nothing_is_lost() {
    let desk = Desk::open(Profile::MM80.with_buffer(1024)).await;
    desk.emulator.set_state(OUT);
    let mut socket = desk.connect().await;
    // Far more than all buffers on the way hold together.
    let job = [&b"0123456789\n".repeat(50_000)[..], CUT, ID].concat();
    let host = tokio::spawn(async move {
        socket.write_all(&job).await.expect("the whole job is taken");
        answer::<7>(&mut socket).await
    });
    let mut state = desk.json("/printer/kiosk/state").await;
    while state["waiting"].as_u64() < Some(1024) {
        state = desk.json(&format!("/printer/kiosk/state?after={}&wait=1", state["revision"])).await;
    }
    assert!(state["waiting"].as_u64() < Some(1024 + 4096), "{state}");
    assert!(!host.is_finished());
    desk.emulator.set_state(State::READY);
    assert_eq!(host.await.expect("the host does not panic"), ID_ANSWER);
    let lines: usize = desk.emulator.receipts(0).iter().map(|receipt| receipt.text().lines().count()).sum();
    assert_eq!(lines, 50_000);
}

#[tokio::test]
async fn hosts_are_served_one_after_the_other() {
    let desk = Desk::open(Profile::MM80).await;
    let mut first = desk.connect().await;
    first.write_all(b"\x10\x04\x01").await.expect("open");
    assert_eq!(answer::<1>(&mut first).await, [0x12]);
    let mut second = desk.connect().await;
    second.write_all(&[b"second\n", CUT, ID].concat()).await.expect("the backlog takes it");
    first.write_all(&[b"first\n", CUT, ID].concat()).await.expect("open");
    assert_eq!(answer::<7>(&mut first).await, ID_ANSWER);
    assert_eq!(desk.emulator.receipts(0).len(), 1, "the second host waits");
    drop(first);
    assert_eq!(answer::<7>(&mut second).await, ID_ANSWER);
    let texts: Vec<String> = desk.emulator.receipts(0).iter().map(|receipt| receipt.text()).collect();
    assert_eq!(texts, ["first", "second"]);
}

#[tokio::test]
async fn a_job_outlives_its_host_and_is_confirmed_to_whoever_is_there() {
    let desk = Desk::open(Profile::MM80).await;
    desk.emulator.set_state(OUT);
    let mut first = desk.connect().await;
    first.write_all(&[b"left behind\n", CUT, ID, b"\x10\x04\x01"].concat()).await.expect("open");
    assert_eq!(answer::<1>(&mut first).await, [0x1A]);
    drop(first);
    let mut second = desk.connect().await;
    second.write_all(b"\x10\x04\x01").await.expect("open");
    assert_eq!(answer::<1>(&mut second).await, [0x1A]);
    desk.emulator.set_state(State::READY);
    assert_eq!(answer::<7>(&mut second).await, ID_ANSWER);
    assert_eq!(desk.emulator.receipts(0)[0].text(), "left behind");
}

#[tokio::test]
async fn what_was_said_to_nobody_is_not_said_later() {
    let desk = Desk::open(Profile::MM80).await;
    let mut first = desk.connect().await;
    first.write_all(b"\x1da\xff").await.expect("open");
    assert_eq!(answer::<4>(&mut first).await, [0x10, 0, 0, 0]);
    drop(first);
    let mut state = desk.json("/printer/kiosk/state").await;
    while state["connected"] == true {
        state = desk.json(&format!("/printer/kiosk/state?after={}&wait=1", state["revision"])).await;
    }
    desk.emulator.set_state(OUT);
    let mut second = desk.connect().await;
    second.write_all(b"\x10\x04\x01").await.expect("open");
    assert_eq!(answer::<1>(&mut second).await, [0x1A], "not the report of the change");
}

#[tokio::test]
async fn receipts_carry_their_number_and_the_time_of_the_clock() {
    let desk = Desk::open(Profile::MM80.with_kept(2)).await;
    for (number, time) in [(1, 100), (2, 200), (3, 150)] {
        desk.time.store(time, Ordering::Relaxed);
        let receipt = desk.print(&[b"x\n", CUT].concat()).await;
        assert_eq!((receipt.number(), receipt.printed_at()), (number, time));
    }
    let kept: Vec<u64> = desk.emulator.receipts(0).iter().map(|receipt| receipt.number()).collect();
    assert_eq!(kept, [2, 3]);
    // 12 mm of head and a line of 30 dots each.
    assert_eq!(desk.emulator.millimetres(), (3 * (96 + 30_u64)).div_ceil(8));
}

#[tokio::test]
async fn it_stops_when_told_and_when_forgotten() {
    let desk = Desk::open(Profile::MM80).await;
    desk.print(&[b"kept\n", CUT].concat()).await;
    let mut socket = desk.connect().await;
    let waiting = tokio::spawn({
        let emulator = desk.emulator.clone();
        async move { emulator.wait_for(1).await.len() }
    });
    desk.emulator.shutdown().await;
    assert_eq!(socket.read(&mut [0]).await.unwrap_or(0), 0, "the connection is closed");
    assert!(TcpStream::connect(desk.emulator.address()).await.is_err(), "nobody listens any more");
    assert_eq!(waiting.await.expect("no panic"), 0, "waiting ends without a receipt");
    assert_eq!(desk.emulator.receipts(0).len(), 1);
    desk.emulator.shutdown().await;

    let desk = Desk::open(Profile::MM80).await;
    let mut socket = desk.connect().await;
    drop(desk);
    assert_eq!(socket.read(&mut [0]).await.unwrap_or(0), 0, "the last handle is gone");
}
