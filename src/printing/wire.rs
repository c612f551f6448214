//! Talking to a printer: status before a job, and its word after it.
//!
//! Commands and bits are those of Epson's ESC/POS reference. Answers are a stream in which status
//! bytes, automatic status and replies may be mixed, and a garbage-talking printer may send anything
//! at all, so readers look for the one answer they asked for and give up at their deadline.

use crate::domain::profile::Confirm;
use crate::office::PrinterCondition;
use std::io;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::{Instant, timeout, timeout_at};

/// A printer that does not take the connection within this time is not there.
const CONNECT: Duration = Duration::from_secs(3);
/// A status byte comes within this time.
const STATUS: Duration = Duration::from_secs(1);
/// A job is sent and confirmed within this time; mechanics take about two seconds.
const JOB: Duration = Duration::from_secs(8);

/// An open connection to a printer.
pub(super) struct Wire {
    socket: TcpStream,
}

/// What became of a job that was sent.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Receipt {
    /// The printer has said that it printed everything.
    Printed,
    /// It broke off while bytes went out.
    BrokenOff,
    /// It took the bytes and said nothing.
    NoWord,
    /// It is known to say nothing.
    NeverTells,
    /// It printed to the end but is out of paper, open or broken now.
    Doubtful(PrinterCondition),
}

impl Wire {
    /// Connects.
    pub(super) async fn connect(address: &str) -> io::Result<Wire> {
        let socket = timeout(CONNECT, TcpStream::connect(address)).await??;
        socket.set_nodelay(true)?;
        Ok(Wire { socket })
    }

    /// Asks `DLE EOT` 1 to 4, one at a time, and says the worst of it. That it is off-line (1) is only
    /// the word when nothing else tells why.
    pub(super) async fn condition(&mut self) -> io::Result<PrinterCondition> {
        let deadline = Instant::now() + STATUS;
        let (mut worst, mut offline) = (PrinterCondition::Ready, false);
        for request in 1..=4 {
            // Three bytes: the library's own request has a fourth, which a strict printer prints.
            timeout_at(deadline, self.socket.write_all(&[0x10, 0x04, request])).await??;
            let answer = self.byte_like(deadline, |byte| byte & 0x93 == 0x12).await?;
            match request {
                1 => offline = answer & 0b1000 != 0,
                _ => worst = worst.max(condition(request, answer)),
            }
        }
        let why = worst > PrinterCondition::PaperLow;
        Ok(if offline && !why { PrinterCondition::Faulty } else { worst })
    }

    /// Sends a job and waits for the printer's word. `id` is echoed by printers that confirm by
    /// process id.
    pub(super) async fn print(&mut self, job: &[u8], confirm: Confirm, id: [u8; 4]) -> Receipt {
        let deadline = Instant::now() + JOB;
        let mut bytes = job.to_vec();
        match confirm {
            // GS ( H, function 48: answered when everything before it has been printed.
            Confirm::ProcessId => {
                bytes.extend_from_slice(&[0x1d, b'(', b'H', 6, 0, 48, 48]);
                bytes.extend_from_slice(&id);
            }
            // GS r 1: stands in line behind the job and is answered when its turn comes.
            Confirm::Status => bytes.extend_from_slice(&[0x1d, b'r', 1]),
            Confirm::None => {}
        }
        if !matches!(timeout_at(deadline, self.socket.write_all(&bytes)).await, Ok(Ok(()))) {
            return Receipt::BrokenOff;
        }
        let said = match confirm {
            Confirm::ProcessId => self.process_id(deadline, id).await,
            Confirm::Status => self.byte_like(deadline, |byte| byte & 0x90 == 0).await.map(|_| ()),
            Confirm::None => return Receipt::NeverTells,
        };
        match (said, confirm) {
            (Err(_), _) => Receipt::NoWord,
            (Ok(()), Confirm::ProcessId) => Receipt::Printed,
            // Reaching the end of the job is not yet paper: ask once more.
            (Ok(()), _) => match self.condition().await {
                Ok(PrinterCondition::Ready | PrinterCondition::PaperLow) => Receipt::Printed,
                Ok(trouble) => Receipt::Doubtful(trouble),
                Err(_) => Receipt::NoWord,
            },
        }
    }

    /// Waits for `37 22 d1 d2 d3 d4 00` with our four bytes, whatever comes before it.
    async fn process_id(&mut self, deadline: Instant, id: [u8; 4]) -> io::Result<()> {
        let wanted = [0x37, 0x22, id[0], id[1], id[2], id[3], 0x00];
        let mut window = [0_u8; 7];
        while window != wanted {
            window.rotate_left(1);
            window[6] = self.byte(deadline).await?;
        }
        Ok(())
    }

    /// Waits for a byte of the kind that was asked for.
    async fn byte_like(&mut self, deadline: Instant, like: impl Fn(u8) -> bool) -> io::Result<u8> {
        loop {
            let byte = self.byte(deadline).await?;
            if like(byte) {
                return Ok(byte);
            }
        }
    }

    async fn byte(&mut self, deadline: Instant) -> io::Result<u8> {
        timeout_at(deadline, self.socket.read_u8()).await?
    }
}

/// What an answer to `DLE EOT n` means, for n from 2.
fn condition(request: u8, answer: u8) -> PrinterCondition {
    let bit = |place: u8| answer & (1 << place) != 0;
    match request {
        2 if bit(5) => PrinterCondition::PaperOut,
        2 if bit(2) => PrinterCondition::CoverOpen,
        2 if bit(6) => PrinterCondition::Faulty,
        3 if bit(3) || bit(5) || bit(6) => PrinterCondition::Faulty,
        4 if bit(5) || bit(6) => PrinterCondition::PaperOut,
        4 if bit(2) || bit(3) => PrinterCondition::PaperLow,
        _ => PrinterCondition::Ready,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn status_bits_are_those_of_the_reference() {
        assert_eq!(condition(2, 0x12), PrinterCondition::Ready);
        assert_eq!(condition(2, 0x16), PrinterCondition::CoverOpen);
        assert_eq!(condition(2, 0x32), PrinterCondition::PaperOut);
        assert_eq!(condition(3, 0x1a), PrinterCondition::Faulty);
        assert_eq!(condition(4, 0x1e), PrinterCondition::PaperLow);
        assert_eq!(condition(4, 0x7e), PrinterCondition::PaperOut);
    }
}
