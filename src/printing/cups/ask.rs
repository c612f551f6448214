//! One question to CUPS and its answer: IPP over HTTP, on a connection of its own. Whatever comes back is short.

use http_body_util::{BodyExt, Full, Limited};
use hyper::body::Bytes;
use hyper::client::conn::http1;
use hyper::header::{CONTENT_TYPE, HOST};
use hyper::{Method, Request, StatusCode};
use hyper_util::rt::TokioIo;
use ipp::attribute::IppAttributes;
use ipp::model::StatusCode as Said;
use ipp::parser::IppParser;
use ipp::value::IppValue;
use std::io::{self, Cursor};
use tokio::net::TcpStream;

/// Longest answer, in bytes; what is asked for takes some hundred. It also bounds how deep things lie in one another.
const MOST_ANSWER: usize = 8 << 10;
/// How HTTP calls IPP.
const IPP: &str = "application/ipp";

/// Why there is no answer.
#[derive(Debug, thiserror::Error)]
pub(super) enum Unheard {
    /// Nobody listens there: nothing was sent.
    #[error("CUPS does not answer: {0}")]
    Away(io::Error),
    /// CUPS knows no such queue, or no such job.
    #[error("CUPS knows no queue of this name")]
    Missing,
    /// CUPS will not do it, and has not begun to.
    #[error("CUPS refuses: {0}")]
    Refused(String),
    /// The connection ended, or what came is no answer.
    #[error("CUPS does not answer as it should: {0}")]
    Broken(Box<dyn std::error::Error + Send + Sync>),
}

impl From<Unheard> for io::Error {
    fn from(unheard: Unheard) -> io::Error {
        let kind = match &unheard {
            Unheard::Away(error) => error.kind(),
            Unheard::Missing => io::ErrorKind::NotFound,
            Unheard::Refused(_) => io::ErrorKind::PermissionDenied,
            Unheard::Broken(_) => io::ErrorKind::InvalidData,
        };
        io::Error::new(kind, unheard)
    }
}

/// What CUPS told.
#[derive(Debug)]
pub(super) struct Answer(IppAttributes);

impl Answer {
    /// What it told under this name.
    pub(super) fn value(&self, name: &str) -> Option<&IppValue> {
        self.0.groups().iter().find_map(|group| group.get(name)).map(|attribute| attribute.value())
    }

    /// The number it told under this name.
    pub(super) fn number(&self, name: &str) -> Option<i32> {
        match self.value(name)? {
            IppValue::Integer(number) | IppValue::Enum(number) => Some(*number),
            _ => None,
        }
    }
}

/// Asks. `paper` goes behind the request.
pub(super) async fn ask(host: &str, request: Bytes, paper: &[u8]) -> Result<Answer, Unheard> {
    let wire = TcpStream::connect(host).await.map_err(Unheard::Away)?;
    wire.set_nodelay(true).map_err(Unheard::Away)?;
    let bytes = [&request[..], paper].concat();
    let (status, answer) = talk(wire, host, bytes).await.map_err(Unheard::Broken)?;
    match status {
        StatusCode::OK => read(answer),
        StatusCode::NOT_FOUND => Err(Unheard::Missing),
        refused if refused.is_client_error() => Err(Unheard::Refused(refused.to_string())),
        other => Err(Unheard::Broken(other.to_string().into())),
    }
}

type Fault = Box<dyn std::error::Error + Send + Sync>;

async fn talk(wire: TcpStream, host: &str, bytes: Vec<u8>) -> Result<(StatusCode, Bytes), Fault> {
    let (mut sender, connection) = http1::handshake(TokioIo::new(wire)).await?;
    let request = Request::builder()
        .method(Method::POST)
        .uri("/")
        .header(HOST, host)
        .header(CONTENT_TYPE, IPP)
        .body(Full::new(Bytes::from(bytes)))?;
    let asked = async {
        let response = sender.send_request(request).await?;
        let status = response.status();
        let answer = Limited::new(response.into_body(), MOST_ANSWER).collect().await?.to_bytes();
        Ok::<_, Fault>((status, answer))
    };
    tokio::pin!(asked);
    tokio::select! {
        answer = &mut asked => answer,
        ended = connection => {
            ended?;
            asked.await
        }
    }
}

/// Reads an answer. Codes of IPP that refuse before anything was begun are told from those that leave a doubt.
fn read(bytes: Bytes) -> Result<Answer, Unheard> {
    let (header, attributes, _) =
        IppParser::new(Cursor::new(bytes)).parse_parts().map_err(|error| Unheard::Broken(error.into()))?;
    let said = header.status_code();
    match (said, header.operation_or_status) {
        (_, 0..=0xff) => Ok(Answer(attributes)),
        (Said::ClientErrorNotFound | Said::ClientErrorGone, _) => Err(Unheard::Missing),
        (_, 0x400..=0x4ff)
        | (
            Said::ServerErrorNotAcceptingJobs
            | Said::ServerErrorBusy
            | Said::ServerErrorServiceUnavailable
            | Said::ServerErrorOperationNotSupported
            | Said::ServerErrorVersionNotSupported,
            _,
        ) => Err(Unheard::Refused(said.to_string())),
        (doubt, _) => Err(Unheard::Broken(doubt.to_string().into())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// A collection in a collection, as deep as an answer is long.
    fn deep(length: usize) -> Vec<u8> {
        const BEGIN: &[u8] = &[0x34, 0, 0, 0, 0, 0x4a, 0, 0, 0, 1, b'a'];
        const END: &[u8] = &[0x37, 0, 0, 0, 0];
        let times = length / (BEGIN.len() + END.len());
        let head: &[u8] = &[1, 1, 0, 0, 0, 0, 0, 1, 4, 0x34, 0, 1, b'x', 0, 0];
        [head, &BEGIN.repeat(times), &END.repeat(times + 1), &[3]].concat()
    }

    #[test]
    fn the_deepest_answer_is_read_on_a_small_stack() {
        let read_it = || read(Bytes::from(deep(MOST_ANSWER))).map(drop);
        let thread = std::thread::Builder::new().stack_size(1 << 20).spawn(read_it).expect("a thread");
        thread.join().expect("it ends well").expect("it is an answer");
    }

    proptest! {
        #[test]
        fn no_answer_makes_the_reader_panic(
            head in proptest::sample::select(vec![&b""[..], b"\x01\x01\x00\x00\x00\x00\x00\x01\x04"]),
            tail in proptest::collection::vec(any::<u8>(), 0..512),
        ) {
            let _ = read(Bytes::from([head, &tail].concat()));
        }
    }
}
