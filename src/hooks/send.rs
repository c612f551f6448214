//! One try to deliver a message, signed as Standard Webhooks says. It follows no redirect, reads little of the answer,
//! and is over after five seconds.

use super::Way;
use super::message::Message;
use crate::office::{HookAddress, Trouble};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use http_body_util::{BodyExt, Full, Limited};
use hyper::body::Bytes;
use hyper::client::conn::http1;
use hyper::header::{CONTENT_TYPE, HOST, USER_AGENT};
use hyper::{Method, Request};
use hyper_util::rt::TokioIo;
use rustls::CertificateError;
use rustls::pki_types::ServerName;
use sha2::Sha256;
use std::io;
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;

/// A try is over after this long.
const PATIENCE: Duration = Duration::from_secs(5);
/// Most of an answer that is read, in bytes. What it says is of no interest.
const MOST_ANSWER: usize = 16 * 1024;
/// How a secret begins.
const SECRET: &str = "whsec_";

/// What goes wrong on a connection.
type Fault = Box<dyn std::error::Error + Send + Sync>;

/// Sends a message; the status of the answer.
///
/// # Errors
/// When there is no answer.
pub(super) async fn send(
    address: &HookAddress,
    way: &Way,
    secret: &str,
    message: &Message,
    seconds: i64,
) -> Result<u16, Trouble> {
    let sent = tokio::time::timeout(PATIENCE, attempt(address, way, secret, message, seconds));
    sent.await.unwrap_or(Err(Trouble::Silent))
}

async fn attempt(
    address: &HookAddress,
    way: &Way,
    secret: &str,
    message: &Message,
    seconds: i64,
) -> Result<u16, Trouble> {
    let unreached = |error: io::Error| Trouble::Unreached(error.to_string());
    // The numbers that were looked at are those that are connected to: a name cannot change in between.
    let found = tokio::net::lookup_host((address.host.as_str(), address.port)).await;
    let found = found.map_err(|_| Trouble::Name)?;
    let numbers: Vec<_> = found.filter(|number| address.admits(number.ip(), way.reach)).collect();
    if numbers.is_empty() {
        return Err(Trouble::Forbidden);
    }
    let wire = TcpStream::connect(&*numbers).await.map_err(unreached)?;
    wire.set_nodelay(true).map_err(unreached)?;
    let broken = |error: Fault| Trouble::Broken(error.to_string());
    if !address.secure {
        return talk(wire, address, secret, message, seconds).await.map_err(broken);
    }
    let tls = way.believed.connector().map_err(|error| Trouble::Tls(error.to_string()))?;
    let name = ServerName::try_from(address.host.clone()).map_err(|_| Trouble::Address)?;
    let wire = tls.connect(name, wire).await.map_err(|error| not_believed(&error))?;
    talk(wire, address, secret, message, seconds).await.map_err(broken)
}

/// What is wrong with the certificate of the other side.
fn not_believed(error: &io::Error) -> Trouble {
    let tls = error.get_ref().and_then(|inner| inner.downcast_ref::<rustls::Error>());
    match tls {
        Some(rustls::Error::InvalidCertificate(wrong)) => match wrong {
            CertificateError::UnknownIssuer => Trouble::Issuer,
            CertificateError::Expired
            | CertificateError::ExpiredContext { .. }
            | CertificateError::NotValidYet
            | CertificateError::NotValidYetContext { .. } => Trouble::Dates,
            CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => {
                Trouble::OtherName
            }
            other => Trouble::Tls(other.to_string()),
        },
        _ => Trouble::Tls(error.to_string()),
    }
}

async fn talk<W: AsyncRead + AsyncWrite + Unpin + Send + 'static>(
    wire: W,
    address: &HookAddress,
    secret: &str,
    message: &Message,
    seconds: i64,
) -> Result<u16, Fault> {
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
        Ok::<_, Fault>(status)
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
fn signature(secret: &str, id: &str, seconds: i64, body: &str) -> Result<String, Fault> {
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
