//! The socket of an agent: orders out, fates and conditions in, beats both ways.

use super::{FromAgent, Seat, Seats, ToAgent};
use crate::domain::account::roles;
use crate::domain::device::{Screen, must_come_anew};
use crate::domain::ids::PrinterId;
use crate::domain::profile::PrinterPlan;
use crate::doors::{Route, Signed, Who};
use crate::office::{Here, OfficeHandle, PrinterCondition, Version, Whose};
use axum::Extension;
use axum::extract::ws::{Message, WebSocket, WebSocketUpgrade};
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use std::sync::Arc;
use std::time::Duration;
use tokio::time::Instant;

/// A beat goes out this often.
const BEAT: Duration = Duration::from_secs(5);
/// An agent that is silent for this long is gone; it may be busy with one job for half of it.
const SILENCE: Duration = Duration::from_secs(30);
/// An agent that does not take a message within this time is let go.
const STALL: Duration = Duration::from_secs(10);
/// Letters of a version that are kept.
const MOST_VERSION: usize = 40;
/// Largest message of an agent.
const MOST_MESSAGE: usize = 4 * 1024;

/// The way of the agents in.
pub fn routes(office: &OfficeHandle, seats: &Seats) -> Vec<Route> {
    let door = Door { office: office.clone(), seats: seats.clone() };
    vec![Route::reading("/live/agen/{printer}", Who::Device(roles::AGENT), open, door)]
}

#[derive(Clone)]
struct Door {
    office: OfficeHandle,
    seats: Seats,
}

async fn open(
    State(door): State<Door>,
    Extension(signed): Extension<Signed>,
    Path(printer): Path<String>,
    upgrade: WebSocketUpgrade,
) -> Response {
    let printer = PrinterId::from(printer);
    if let Some(screen) = moved_to(&door.office, &signed, &printer) {
        return Redirect::temporary(&format!("/live{}", screen.path())).into_response();
    }
    let (Some(seat), Some(plan)) =
        (door.seats.seat(&printer), door.office.profile().printer(&printer).cloned())
    else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let agent = Agent { office: door.office, signed, plan, seat };
    if !agent.may_stay() {
        return StatusCode::FORBIDDEN.into_response();
    }
    upgrade
        .read_buffer_size(MOST_MESSAGE)
        .max_message_size(MOST_MESSAGE)
        .max_frame_size(MOST_MESSAGE)
        .on_upgrade(move |socket| agent.serve(socket))
}

/// Where an agent belongs that came to another printer's door: it was moved, and goes there by itself.
fn moved_to(office: &OfficeHandle, signed: &Signed, printer: &PrinterId) -> Option<Arc<Screen>> {
    let committed = office.committed();
    let own = committed.state.screens.get(&signed.account);
    own.filter(|own| matches!(&***own, Screen::Agent(place) if place != printer)).cloned()
}

struct Agent {
    office: OfficeHandle,
    signed: Signed,
    plan: PrinterPlan,
    seat: Arc<Seat>,
}

impl Agent {
    /// Whether it has to come back, so that its sign-in is renewed.
    fn must_come_anew(&self, here: &Here) -> bool {
        let committed = self.office.committed();
        let session = committed.state.sessions.get(&self.signed.digest);
        session.is_some_and(|session| must_come_anew(session.expires, here.since(), self.office.now()))
    }

    /// Whether it is still signed in, and for this printer.
    fn may_stay(&self) -> bool {
        let committed = self.office.committed();
        let state = &committed.state;
        let own = state.screens.get(&self.signed.account);
        state.is_signed_in(&self.signed.digest, self.office.now())
            && state.account(self.signed.account).is_some_and(|account| account.active)
            && own.is_some_and(|screen| **screen == Screen::Agent(self.plan.id.clone()))
    }

    fn tell(&self, condition: PrinterCondition) {
        self.office.presence().printer(&self.plan.id, condition, self.office.now());
    }

    async fn serve(self, socket: WebSocket) {
        let (number, orders) = self.seat.sit(self.signed.account);
        let Signed { account, digest, from, .. } = self.signed;
        let here = Here::open(&self.office, Whose { account, digest, from });
        self.talk(socket, number, orders, &here).await;
        if self.seat.leave(number) {
            self.tell(PrinterCondition::Unreachable);
        }
    }

    /// Until it goes, is silent for too long, is shut out, or another one takes its seat.
    async fn talk(
        &self,
        mut socket: WebSocket,
        number: u64,
        mut orders: tokio::sync::mpsc::Receiver<ToAgent>,
        here: &Here,
    ) {
        let mut heard = Instant::now();
        // Whoever is moved or shut out goes with the commit that says so.
        let mut commits = self.office.follow();
        let mut beat = tokio::time::interval(BEAT);
        if !say(&mut socket, &ToAgent::plan(&self.plan)).await {
            return;
        }
        loop {
            let order = tokio::select! {
                said = socket.recv() => {
                    let Some(Ok(message)) = said else { return };
                    heard = Instant::now();
                    if let Message::Text(text) = message {
                        self.hear(&text, here);
                    }
                    continue;
                }
                order = orders.recv() => Some(order.unwrap_or(ToAgent::Beat)),
                _ = beat.tick() => Some(ToAgent::Beat),
                changed = commits.changed() => match changed {
                    Ok(()) => None,
                    Err(_) => return,
                },
            };
            here.look_around();
            let over = heard.elapsed() > SILENCE || self.must_come_anew(here);
            if over || !self.may_stay() || !self.seat.holds(number) {
                return;
            }
            if let Some(order) = order
                && !say(&mut socket, &order).await
            {
                return;
            }
        }
    }

    /// What is no word of an agent is passed over.
    fn hear(&self, text: &str, here: &Here) {
        match serde_json::from_str(text) {
            Ok(FromAgent::Here { version }) => {
                let current = version == env!("CARGO_PKG_VERSION");
                here.runs(Version { name: version.chars().take(MOST_VERSION).collect(), current });
            }
            Ok(FromAgent::How { condition }) => {
                self.tell(PrinterCondition::named(&condition).unwrap_or(PrinterCondition::Faulty));
            }
            Ok(FromAgent::Fate { attempt, fate }) => {
                self.seat.told(self.signed.account, &attempt, fate);
            }
            Err(error) => tracing::debug!(printer = %self.plan.id, %error, "an agent said something else"),
        }
    }
}

async fn say(socket: &mut WebSocket, said: &ToAgent) -> bool {
    let Ok(text) = serde_json::to_string(said) else { return false };
    matches!(tokio::time::timeout(STALL, socket.send(Message::text(text))).await, Ok(Ok(())))
}
