//! One screen that is connected: patches while it keeps up, the whole view when it does not, heartbeats both ways.

use super::hub::{Hub, News};
use super::socket::belongs;
use super::wire::{Gone, Wire};
use crate::clock::{Clock, SystemClock};
use crate::domain::device::{Screen as Place, must_come_anew};
use crate::domain::ids::{Seq, Zone};
use crate::doors::Signed;
use crate::office::{BoardPresence, Here, Tried, Version, Whose};
use crate::views::millis;
use hyper::body::Bytes;
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::json;
use std::time::Duration;
use tokio::sync::watch;
use tokio::time::Instant;
use tokio_tungstenite::tungstenite::protocol::CloseFrame;
use tokio_tungstenite::tungstenite::protocol::frame::coding::CloseCode;
use tokio_tungstenite::tungstenite::{Message, Utf8Bytes};

/// A heartbeat goes out this often; a screen that hears nothing for 12 s says so.
const BEAT: Duration = Duration::from_secs(5);
/// A screen that is silent for this long is gone, whatever TCP thinks.
const SILENCE: Duration = Duration::from_secs(25);

/// Letters of a build that are kept.
const MOST_BUILD: usize = 40;

/// A board's page, by the connection it came by.
pub(super) struct BoardAt {
    pub(super) page: u64,
    pub(super) zone: Zone,
    pub(super) connection: u64,
}

/// What a screen says.
#[derive(Deserialize, JsonSchema)]
#[serde(tag = "t", rename_all = "kebab-case")]
enum Said {
    /// I am here.
    Beat,
    /// Which build of the page this is.
    Page { build: String },
    /// Something does not fit; send me everything.
    Ask,
    /// Whether my loudspeaker can be heard.
    Sound { state: String },
    /// Whether the chime of a trial was heard, and what my own clock says.
    Tried { id: u64, heard: bool, now: i64 },
}

/// A screen that is connected.
pub(super) struct Screen {
    hub: Hub,
    signed: Option<Signed>,
    place: Option<Place>,
    board: Option<BoardAt>,
    /// A kiosk or a tablet, by its connection.
    device: Option<(u64, String)>,
    /// A device is here for as long as its screen is connected.
    here: Option<Here>,
    wire: Wire,
    news: watch::Receiver<News>,
    /// The revision it shows; 0 before the first message.
    shown: u64,
    /// The position in the journal that it was told last.
    seq: Seq,
    /// The last trial that it knows of.
    tried: u64,
}

/// Why a screen is let go.
enum End {
    /// It went, or cannot be reached.
    Gone,
    /// The server stops, or the sign-in is to be renewed; come back.
    Restart,
    /// Its sign-in has ended.
    SignedOut,
}

/// Whose socket it is.
fn whose(Signed { account, digest, from, .. }: Signed) -> Whose {
    Whose { account, digest, from }
}

impl Screen {
    pub(super) fn new(
        hub: Hub,
        signed: Option<Signed>,
        place: Option<Place>,
        board: Option<BoardAt>,
        device: Option<(u64, String)>,
        wire: Wire,
        news: watch::Receiver<News>,
    ) -> Screen {
        let tried = news.borrow().trial;
        let here = signed.filter(|_| place.is_some());
        let here = here.map(|signed| Here::open(&hub.inner.office, whose(signed)));
        Screen { hub, signed, place, board, device, here, wire, news, shown: 0, seq: Seq(0), tried }
    }

    /// Keeps it up to date until one of the two goes.
    pub(super) async fn live(mut self) {
        let presence = self.hub.inner.office.presence().clone();
        if let Some((connection, name)) = &self.device {
            presence.screen(*connection, name);
        }
        let end = self.converse().await;
        if let Some((connection, _)) = &self.device {
            presence.screen_left(*connection);
        }
        if let Some(board) = &self.board {
            presence.board_left(board.page, board.connection);
        }
        let code = match end {
            End::Gone => return,
            End::Restart => CloseCode::Restart,
            End::SignedOut => CloseCode::Policy,
        };
        let close = CloseFrame { code, reason: Utf8Bytes::default() };
        let _ = self.wire.tell(Message::Close(Some(close))).await;
    }

    async fn converse(&mut self) -> End {
        let mut beat = tokio::time::interval(BEAT);
        let mut heard = Instant::now();
        let mut beats: u32 = 0;
        if self.show().await.is_err() {
            return End::Gone;
        }
        loop {
            let done = tokio::select! {
                // What is new comes first: looking for it costs less than looking whether the screen says something.
                biased;
                changed = self.news.changed() => match changed {
                    Ok(()) => self.show().await,
                    // The hub has ended.
                    Err(_) => return End::Restart,
                },
                _ = beat.tick() => {
                    if heard.elapsed() > SILENCE {
                        return End::Gone;
                    }
                    beats += 1;
                    self.beat(beats).await
                }
                message = self.wire.hear() => match message {
                    Err(Gone) => return End::Gone,
                    Ok(message) => {
                        heard = Instant::now();
                        self.hear(&message).await
                    }
                },
            };
            if done.is_err() {
                return End::Gone;
            }
            if !self.still_signed_in() {
                return End::SignedOut;
            }
            if self.must_come_anew() {
                return End::Restart;
            }
        }
    }

    /// Sends what changed if the screen is one revision behind, else everything; and asks for a sound if there is a
    /// trial.
    async fn show(&mut self) -> Result<(), Gone> {
        let (message, trial) = {
            let news = self.news.borrow_and_update();
            let frame = &news.frame;
            let message = match frame.revision {
                revision if revision == self.shown => None,
                revision if revision == self.shown + 1 && self.shown > 0 => Some(frame.patch.clone()),
                _ => Some(self.hub.full(frame)),
            };
            (self.shown, self.seq) = (frame.revision, self.seq.max(frame.seq));
            (message, news.trial)
        };
        if let Some(message) = message {
            self.wire.show(&message).await?;
        }
        if trial != self.tried {
            self.tried = trial;
            if self.board.is_some() {
                self.tell(json!({ "t": "try", "id": trial })).await?;
            }
        }
        Ok(())
    }

    async fn hear(&mut self, message: &Message) -> Result<(), Gone> {
        let Message::Text(text) = message else { return Ok(()) };
        match serde_json::from_str(text) {
            Ok(Said::Beat) | Err(_) => Ok(()),
            Ok(Said::Page { build }) => {
                self.runs(&build);
                Ok(())
            }
            Ok(Said::Ask) => {
                self.shown = 0;
                self.show().await
            }
            Ok(Said::Tried { id, heard, now }) => {
                if let Some(board) = &self.board {
                    let ahead = now.saturating_sub(millis(SystemClock.now()));
                    self.hub.inner.office.presence().tried(board.page, Tried { trial: id, heard, ahead });
                }
                Ok(())
            }
            Ok(Said::Sound { state }) => {
                if let (Some(BoardAt { page, zone, connection }), Some(signed)) = (&self.board, self.signed) {
                    let office = &self.hub.inner.office;
                    let board = BoardPresence {
                        account: signed.account,
                        zone: zone.clone(),
                        sound: state.chars().take(20).collect(),
                        since: office.now(),
                        connection: *connection,
                    };
                    office.presence().board(*page, board);
                }
                Ok(())
            }
        }
    }

    fn runs(&self, build: &str) {
        let current = build == self.hub.inner.build;
        if let Some(here) = &self.here {
            here.runs(Version { name: build.chars().take(MOST_BUILD).collect(), current });
        }
    }

    /// Says that the server is here. Every other time a ping makes the browser answer by itself, so
    /// that a screen that vanished without a word is noticed.
    async fn beat(&mut self, beats: u32) -> Result<(), Gone> {
        if let Some(here) = &self.here {
            here.look_around();
        }
        self.tell(json!({ "t": "beat", "build": self.hub.inner.build })).await?;
        if beats.is_multiple_of(2) {
            self.wire.tell(Message::Ping(Bytes::new())).await?;
        }
        Ok(())
    }

    /// A word beside the view, with the office's time and the position at which what it shows is right.
    async fn tell(&mut self, mut word: serde_json::Value) -> Result<(), Gone> {
        {
            let news = self.news.borrow();
            if news.frame.revision == self.shown {
                self.seq = self.seq.max(news.seq);
            }
        }
        word["seq"] = json!(self.seq.0);
        word["now"] = json!(millis(self.hub.inner.office.now()));
        self.wire.tell(Message::text(word.to_string())).await
    }

    /// Whether it has to come back, so that its sign-in is renewed.
    fn must_come_anew(&self) -> bool {
        let (Some(here), Some(signed)) = (&self.here, self.signed) else { return false };
        let office = &self.hub.inner.office;
        let committed = office.committed();
        let session = committed.state.sessions.get(&signed.digest);
        session.is_some_and(|session| must_come_anew(session.expires, here.since(), office.now()))
    }

    /// A session that was ended closes its screens too, and so does a device that hangs elsewhere now.
    fn still_signed_in(&self) -> bool {
        let Some(signed) = self.signed else { return true };
        let office = &self.hub.inner.office;
        let committed = office.committed();
        committed.state.is_signed_in(&signed.digest, office.now())
            && belongs(&self.hub, self.signed, self.place.as_ref())
    }
}
