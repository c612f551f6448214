//! One try to deliver a message, signed as Standard Webhooks says. It follows no redirect, reads little of the answer,
//! and is over after five seconds.

use super::message::Message;
use crate::office::{HookAddress, Reach};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use http_body_util::{BodyExt, Full, Limited};
use hyper::body::Bytes;
use hyper::client::conn::http1;
use hyper::header::{CONTENT_TYPE, HOST, USER_AGENT};
use hyper::{Method, Request};
use hyper_util::rt::TokioIo;
use rustls::pki_types::ServerName;
use rustls::{ClientConfig, RootCertStore};
use sha2::Sha256;
use std::sync::{Arc, LazyLock};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;

/// A try is over after this long.
const PATIENCE: Duration = Duration::from_secs(5);
/// Most of an answer that is read, in bytes. What it says is of no interest.
const MOST_ANSWER: usize = 16 * 1024;
/// How a secret begins.
const SECRET: &str = "whsec_";

/// Whom the machine believes: the public certificate authorities.
static TLS: LazyLock<Option<TlsConnector>> = LazyLock::new(|| {
    let roots: RootCertStore = webpki_roots::TLS_SERVER_ROOTS.iter().cloned().collect();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions().ok()?;
    let config = config.with_root_certificates(roots).with_no_client_auth();
    Some(TlsConnector::from(Arc::new(config)))
});

/// Why there was no answer.
type Trouble = Box<dyn std::error::Error + Send + Sync>;

/// Sends a message; the status of the answer.
///
/// # Errors
/// In words, when there is no answer.
pub(super) async fn send(
    address: &HookAddress,
    reach: Reach,
    secret: &str,
    message: &Message,
    seconds: i64,
) -> Result<u16, String> {
    let sent = tokio::time::timeout(PATIENCE, attempt(address, reach, secret, message, seconds));
    match sent.await {
        Ok(Ok(status)) => Ok(status),
        Ok(Err(trouble)) => Err(trouble.to_string()),
        Err(_) => Err(format!("no answer within {} s", PATIENCE.as_secs())),
    }
}

async fn attempt(
    address: &HookAddress,
    reach: Reach,
    secret: &str,
    message: &Message,
    seconds: i64,
) -> Result<u16, Trouble> {
    // The number that was looked at is the number that is connected to: a name cannot change in between.
    let found = tokio::net::lookup_host((address.host.as_str(), address.port)).await?;
    let number = found.into_iter().find(|number| address.admits(number.ip(), reach));
    let number = number.ok_or("this address is not allowed")?;
    let wire = TcpStream::connect(number).await?;
    wire.set_nodelay(true)?;
    if !address.secure {
        return talk(wire, address, secret, message, seconds).await;
    }
    let tls = TLS.as_ref().ok_or("TLS cannot be had")?;
    let name = ServerName::try_from(address.host.clone())?;
    talk(tls.connect(name, wire).await?, address, secret, message, seconds).await
}

async fn talk<W: AsyncRead + AsyncWrite + Unpin + Send + 'static>(
    wire: W,
    address: &HookAddress,
    secret: &str,
    message: &Message,
    seconds: i64,
) -> Result<u16, Trouble> {
    let (mut sender, connection) = http1::handshake(TokioIo::new(wire)).await?;
    let usual = if address.secure { 443 } else { 80 };
    let name = if address.host.contains(':') { format!("[{}]", address.host) } else { address.host.clone() };
    let host = if address.port == usual { name } else { format!("{name}:{}", address.port) };
    let request = Request::builder()
        .method(Method::POST)
        .uri(&address.path)
        .header(HOST, host)
        .header(USER_AGENT, concat!("loket/", env!("CARGO_PKG_VERSION")))
        .header(CONTENT_TYPE, "application/json")
        .header("webhook-id", &message.id)
        .header("webhook-timestamp", seconds)
        .header("webhook-signature", signature(secret, &message.id, seconds, &message.body)?)
        .body(Full::new(Bytes::from(message.body.clone())))?;
    let asked = async {
        let response = sender.send_request(request).await?;
        let status = response.status().as_u16();
        // Read so that the other side can finish; whatever it says, and however much, changes nothing.
        let _ = Limited::new(response.into_body(), MOST_ANSWER).collect().await;
        Ok::<_, Trouble>(status)
    };
    tokio::pin!(asked);
    tokio::select! {
        status = &mut asked => status,
        ended = connection => {
            ended?;
            asked.await
        }
    }
}

/// `v1,` and the base64 of HMAC-SHA-256 over `id.timestamp.body`.
fn signature(secret: &str, id: &str, seconds: i64, body: &str) -> Result<String, Trouble> {
    let key = STANDARD.decode(secret.strip_prefix(SECRET).unwrap_or(secret))?;
    let mut mac = Hmac::<Sha256>::new_from_slice(&key)?;
    mac.update(format!("{id}.{seconds}.{body}").as_bytes());
    Ok(format!("v1,{}", STANDARD.encode(mac.finalize().into_bytes())))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The example of the Standard Webhooks specification.
    #[test]
    fn a_signature_is_as_the_standard_says() {
        let secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
        let body = r#"{"test": 2432232314}"#;
        let signed = signature(secret, "msg_p5jXN8AQM9LWM0D4loKWxJek", 1_614_265_330, body);
        assert_eq!(signed.expect("signed"), "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }
}
