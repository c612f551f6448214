//! Asking ClamAV whether a file is harmful, by the words of `clamd`: `INSTREAM`, the file in chunks, a line of answer.
//! Where an office has set `[scans] clamd`, nothing is kept that it was not asked about.

use std::io;
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::{TcpStream, UnixStream};

/// It has to answer within this time.
const PATIENCE: Duration = Duration::from_secs(30);
/// Bytes of a chunk.
const CHUNK: usize = 64 * 1024;
/// Longest answer that is read.
const MOST_ANSWER: u64 = 1024;

/// What it says of a file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Said {
    /// It knows of no harm.
    Clean,
    /// It knows the file, by this name.
    Harmful(String),
}

/// Asks at a socket (`/run/clamav/clamd.ctl`) or an address (`127.0.0.1:3310`).
///
/// # Errors
/// When it is not there, takes too long, or says something else.
pub async fn ask(address: &str, file: &[u8]) -> io::Result<Said> {
    let talk = async {
        match address.starts_with('/') {
            true => converse(UnixStream::connect(address).await?, file).await,
            false => converse(TcpStream::connect(address).await?, file).await,
        }
    };
    tokio::time::timeout(PATIENCE, talk).await.map_err(|_| io::Error::from(io::ErrorKind::TimedOut))?
}

async fn converse(mut wire: impl AsyncRead + AsyncWrite + Unpin, file: &[u8]) -> io::Result<Said> {
    wire.write_all(b"zINSTREAM\0").await?;
    for chunk in file.chunks(CHUNK) {
        let length = u32::try_from(chunk.len()).unwrap_or(u32::MAX);
        wire.write_all(&length.to_be_bytes()).await?;
        wire.write_all(chunk).await?;
    }
    wire.write_all(&[0; 4]).await?;
    wire.flush().await?;
    let mut answer = Vec::new();
    wire.take(MOST_ANSWER).read_to_end(&mut answer).await?;
    let answer = String::from_utf8_lossy(&answer);
    let answer = answer.trim_end_matches(['\0', '\n']);
    let said = answer.strip_prefix("stream: ").unwrap_or(answer);
    match said.strip_suffix(" FOUND") {
        Some(name) => Ok(Said::Harmful(name.to_string())),
        None if said == "OK" => Ok(Said::Clean),
        None => Err(io::Error::other(format!("it said {said:?}"))),
    }
}
