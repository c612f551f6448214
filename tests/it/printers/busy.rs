//! A printer that somebody else has.

use super::{condition_is, job_is, printed, told_within};
use crate::house::{House, Plans, soon};
use loket::domain::paper::{JobState, PrintJob};
use loket::office::PrinterCondition;
use loket::printing::emulator::{Emulator, Profile as Model};
use std::time::Duration;
use tokio::time::Instant;

/// A network card of a printer that serves one at a time: while somebody else is connected, whoever comes is turned
/// away, as some cards do.
struct Card {
    address: std::net::SocketAddr,
    taken: tokio::sync::watch::Sender<bool>,
    /// When somebody was turned away.
    turned: tokio::sync::watch::Receiver<Vec<Instant>>,
}

impl Card {
    async fn before(printer: std::net::SocketAddr) -> Card {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address");
        let taken = tokio::sync::watch::Sender::new(true);
        let (tells, turned) = tokio::sync::watch::channel(Vec::new());
        let looks = taken.subscribe();
        tokio::spawn(async move {
            while let Ok((mut line, _)) = listener.accept().await {
                if *looks.borrow() {
                    // Gone at once, without a word.
                    drop(line);
                    tells.send_modify(|turned: &mut Vec<Instant>| turned.push(Instant::now()));
                    continue;
                }
                let mut behind = tokio::net::TcpStream::connect(printer).await.expect("the printer");
                // It has ended when either side has; the next one waits until then.
                let _ = tokio::io::copy_bidirectional(&mut line, &mut behind).await;
            }
        });
        Card { address, taken, turned }
    }
}

/// B6: another PC has the printer and whoever else comes is turned away. The office says so and tries again, never twice
/// after the same pause; when the printer is free each paper comes out once; and what has waited too long is told as
/// not printed, without a second paper later.
#[tokio::test(flavor = "multi_thread")]
async fn b6_a_printer_that_serves_another_is_tried_again_and_then_told() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let printer = Emulator::start(listener, Model::MM80, || 0).expect("a printer");
    let mut card = Card::before(printer.address()).await;
    let plans = Plans { kiosk_printer: Some(card.address.to_string()), ..Plans::default() };
    let house = House::build(plans).await;
    let kiosk = house.who("kiosk").await;
    kiosk.takes("A").await;
    condition_is(&house, "kiosk", PrinterCondition::Unreachable).await;
    let mut screen = kiosk.client.live("/live/kiosk").await.expect("the kiosk");
    told_within(Duration::from_secs(10), "kiosk", &mut screen, "unreachable").await;
    let tries = soon("several tries", card.turned.wait_for(|turned| turned.len() >= 6)).await;
    let at = tries.expect("the card").clone();
    let pauses: Vec<_> = at.windows(2).map(|pair| pair[1] - pair[0]).collect();
    let different: std::collections::BTreeSet<_> = pauses.iter().map(Duration::as_micros).collect();
    assert_eq!(
        different.len(),
        pauses.len(),
        "two that came together do not come together again: {pauses:?}"
    );
    let waits = job_is(&house, 1, "it waits", |job| job.state == JobState::Queued).await;
    assert_eq!(waits.attempts, 0, "nothing was sent, so nothing is in doubt");
    card.taken.send_replace(false);
    job_is(&house, 1, "printed when it is free", printed).await;
    assert_eq!(printer.receipts(0).len(), 1, "once");

    // Whoever waited too long has been told their number otherwise.
    card.taken.send_replace(true);
    let second = kiosk.takes("A").await["number"].to_string();
    let minutes =
        house.office().profile().printers.iter().find(|plan| plan.tickets).expect("it").drop_after_minutes;
    house.clock.advance(i64::from(minutes) * 60 + 60);
    let failed = |job: &PrintJob| matches!(job.state, JobState::Failed { .. });
    job_is(&house, 2, "told as not printed", failed).await;
    card.taken.send_replace(false);
    condition_is(&house, "kiosk", PrinterCondition::Ready).await;
    let papers = printer.receipts(0);
    assert_eq!(papers.len(), 1, "nothing old comes out: {second}");
    house.rests().await;
    house.verify();
}
