//! The line to a screen: a WebSocket whose large messages are framed once for all screens that need them.

use crate::doors::{Contract, Part};
use axum::extract::FromRequestParts;
use axum::extract::ws::WebSocketUpgrade;
use axum::http::header::{CONNECTION, SEC_WEBSOCKET_ACCEPT, SEC_WEBSOCKET_KEY, UPGRADE};
use axum::http::request::Parts;
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use futures_util::{SinkExt, StreamExt};
use hyper::body::Bytes;
use hyper::upgrade::{OnUpgrade, Upgraded};
use hyper_util::rt::TokioIo;
use std::time::Duration;
use tokio::io::AsyncWriteExt;
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::handshake::derive_accept_key;
use tokio_tungstenite::tungstenite::protocol::frame::Frame;
use tokio_tungstenite::tungstenite::protocol::frame::coding::{Data, OpCode};
use tokio_tungstenite::tungstenite::protocol::{Role, WebSocketConfig};
use tokio_tungstenite::tungstenite::{Error, Message};

/// A screen that takes longer than this to take one message is let go; it will come back.
const STALL: Duration = Duration::from_secs(10);
/// Largest message a screen may send.
const MOST_MESSAGE: usize = 4 * 1024;
/// Read buffer per socket, which grows for a message that is longer. The library's default of 128 KiB would be
/// 128 MiB for 1,000 phones, and each reading begins by clearing it.
const READ_BUFFER: usize = 256;
/// Bytes that may wait in one socket.
const MOST_UNSENT: usize = 1024 * 1024;

/// A text message as it goes over the line, ready for any number of screens.
#[derive(Clone)]
pub(super) struct Framed(Bytes);

impl Framed {
    pub(super) fn text(text: String) -> Framed {
        let frame = Frame::message(text, OpCode::Data(Data::Text), true);
        let mut bytes = Vec::with_capacity(frame.len());
        frame.format(&mut bytes).expect("memory takes whatever is written to it");
        Framed(bytes.into())
    }
}

/// A request that asks for a WebSocket and may have it.
pub(super) struct Upgrade {
    key: HeaderValue,
    upgrade: OnUpgrade,
}

impl<S: Send + Sync> FromRequestParts<S> for Upgrade {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Upgrade, Response> {
        let (key, upgrade) =
            (parts.headers.get(SEC_WEBSOCKET_KEY).cloned(), parts.extensions.get::<OnUpgrade>().cloned());
        // The handshake is axum's to check. Its socket would frame each message anew for each screen.
        if let Err(refused) = WebSocketUpgrade::from_request_parts(parts, state).await {
            return Err(refused.into_response());
        }
        match (key, upgrade) {
            (Some(key), Some(upgrade)) => Ok(Upgrade { key, upgrade }),
            _ => Err(StatusCode::UPGRADE_REQUIRED.into_response()),
        }
    }
}

impl Part for Upgrade {
    fn tell(contract: &mut Contract) {
        WebSocketUpgrade::tell(contract);
    }
}

impl Upgrade {
    /// Agrees, and hands the line over as soon as it is there.
    pub(super) fn open<Live>(self, live: impl FnOnce(Wire) -> Live + Send + 'static) -> Response
    where
        Live: Future<Output = ()> + Send + 'static,
    {
        let accept = derive_accept_key(self.key.as_bytes());
        tokio::spawn(async move {
            // Whoever goes away before is nobody to tell.
            let Ok(upgraded) = self.upgrade.await else { return };
            let wire = Wire::over(upgraded).await;
            live(wire).await;
        });
        let head = [
            (CONNECTION, "upgrade".to_string()),
            (UPGRADE, "websocket".to_string()),
            (SEC_WEBSOCKET_ACCEPT, accept),
        ];
        (StatusCode::SWITCHING_PROTOCOLS, head).into_response()
    }
}

/// The line to one screen.
pub(super) struct Wire(WebSocketStream<TokioIo<Upgraded>>);

/// The screen went, or takes nothing.
#[derive(Debug)]
pub(super) struct Gone;

impl Wire {
    async fn over(upgraded: Upgraded) -> Wire {
        let config = WebSocketConfig::default()
            .read_buffer_size(READ_BUFFER)
            .write_buffer_size(0)
            .max_write_buffer_size(MOST_UNSENT)
            .max_message_size(Some(MOST_MESSAGE))
            .max_frame_size(Some(MOST_MESSAGE));
        Wire(WebSocketStream::from_raw_socket(TokioIo::new(upgraded), Role::Server, Some(config)).await)
    }

    /// The next message. May be dropped and asked again.
    pub(super) async fn hear(&mut self) -> Result<Message, Gone> {
        match self.0.next().await {
            Some(Ok(message)) if !message.is_close() => Ok(message),
            _ => Err(Gone),
        }
    }

    /// Sends what this screen alone is told.
    pub(super) async fn tell(&mut self, message: Message) -> Result<(), Gone> {
        in_time(self.0.send(message)).await
    }

    /// Sends what many screens are shown. An answer of the protocol itself, to a ping, is whole before it begins.
    pub(super) async fn show(&mut self, message: &Framed) -> Result<(), Gone> {
        in_time(async {
            self.0.flush().await?;
            let line = self.0.get_mut();
            line.write_all(&message.0).await?;
            line.flush().await.map_err(Error::from)
        })
        .await
    }
}

async fn in_time(sending: impl Future<Output = Result<(), Error>>) -> Result<(), Gone> {
    match tokio::time::timeout(STALL, sending).await {
        Ok(Ok(())) => Ok(()),
        Ok(Err(_)) | Err(_) => Err(Gone),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tokio_tungstenite::tungstenite::WebSocket;

    /// What is framed here is what the library reads, whatever the length field looks like.
    #[test]
    fn a_framed_text_is_read_as_it_was() {
        for long in [0, 1, 125, 126, 65_535, 65_536, 200_000] {
            let text = "ä".repeat(long / 2) + &"x".repeat(long % 2);
            let line = std::io::Cursor::new(Framed::text(text.clone()).0.to_vec());
            let mut reader = WebSocket::from_raw_socket(line, Role::Client, None);
            assert_eq!(reader.read().expect("a message"), Message::text(text));
        }
    }
}
