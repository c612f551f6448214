//! One round: begins everything at once, waits for printers and boards, and writes down what it came to.

use super::checks;
use super::{Desk, Row};
use crate::domain::account::Actor;
use crate::domain::command::{Ask, Command, ReadyAct};
use crate::domain::ids::{AccountId, PrinterId};
use crate::domain::readiness::{Check, CheckState, is_ready};
use std::time::Duration;
use tokio::time::Instant;

/// Printers and boards have so long; then what is silent is broken. The whole round stays below a minute.
const PATIENCE: Duration = Duration::from_secs(25);
/// A printer that says why it cannot print is believed after so long, and not waited for.
const BELIEVED: Duration = Duration::from_secs(4);
/// How often it is looked whether something has answered.
const LOOK: Duration = Duration::from_millis(200);

/// Something that takes time.
#[derive(Clone)]
enum Waited {
    Printer(PrinterId),
    /// A board by its page, with its name.
    Board(u64, String),
}

/// Runs a round for `account`, whose browser's clock is `ahead` of this machine's.
pub(super) async fn run(desk: Desk, account: AccountId, ahead: Option<i64>) {
    let office = desk.web.office.clone();
    let began = Instant::now();
    let trial = office.presence().try_boards();
    let waited = waited(&desk);
    let mut found: Vec<Option<Check>> = vec![None; waited.len()];
    let still = checks::still(&desk, ahead).await;
    loop {
        let spent = began.elapsed();
        for (place, waited) in waited.iter().enumerate() {
            if found[place].is_none() {
                found[place] = match waited {
                    Waited::Printer(id) => checks::printer(&desk, id, spent > BELIEVED, spent > PATIENCE),
                    Waited::Board(page, name) => checks::board(&desk, *page, name, trial, spent > PATIENCE),
                };
            }
        }
        let rows = waited.iter().zip(&found).map(|(waited, found)| row(&desk, waited, found.as_ref()));
        let rows: Vec<Row> = rows.chain(still.iter().map(Row::from)).collect();
        desk.show(|round| round.rows = rows);
        if found.iter().all(Option::is_some) {
            break;
        }
        tokio::time::sleep(LOOK).await;
    }
    let mut all: Vec<Check> = found.into_iter().flatten().chain(still).collect();
    all.extend(checks::clocks_of_boards(&desk));
    let settle = Command::Ready(ReadyAct::Settle { checks: all.clone() });
    let ask = Ask { actor: Actor::Account(account), request: None, command: settle };
    if let Err(error) = office.ask(ask).await {
        // What cannot be written down has not gone well, whatever the checks say.
        tracing::warn!(%error, "the result of a round could not be written");
        all.push(checks::check("store", "", CheckState::Bad, "store-bad", ""));
    }
    desk.show(|round| {
        round.rows = all.iter().map(Row::from).collect();
        round.ready = Some(is_ready(&all));
        round.running = false;
    });
}

/// The printers of the office and the boards that are connected now.
fn waited(desk: &Desk) -> Vec<Waited> {
    let office = &desk.web.office;
    let printers = office.profile().printers.iter().map(|plan| Waited::Printer(plan.id.clone()));
    let (devices, committed) = (office.presence().devices(), office.committed());
    let boards = devices.boards.iter().map(|(page, board)| {
        let account = committed.state.account(board.account);
        let name = account.map_or_else(|| board.account.to_string(), |account| account.name.clone());
        Waited::Board(*page, format!("{name} · {}", board.zone))
    });
    printers.chain(boards).collect()
}

/// What is shown of it, whether it has answered or not.
fn row(desk: &Desk, waited: &Waited, found: Option<&Check>) -> Row {
    if let Some(found) = found {
        return Row::from(found);
    }
    let (kind, name) = match waited {
        Waited::Printer(id) => ("printer", checks::printer_name(desk, id)),
        Waited::Board(_, name) => ("board", name.clone()),
    };
    let (kind, code) = (kind.to_string(), format!("{kind}-running"));
    Row { kind, name, state: "running", code, detail: String::new() }
}
