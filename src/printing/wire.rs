//! Talking to a printer: status before a job, and its word after it.
//!
//! Commands are those of Epson's ESC/POS reference. Whatever a printer says, and however long it goes on, each
//! question ends at its deadline or when too much was heard.

use super::answers::{Heard, Said, automatic, real_time};
use super::link::Link;
use crate::domain::profile::{Address, Confirm, StatusWords};
use crate::office::PrinterCondition;
use std::io;
use std::time::Duration;
use tokio::time::{Instant, timeout, timeout_at};

/// `GS r 1`, which asks for the paper and stands in line behind everything that was sent before.
const IN_LINE: [u8; 3] = [0x1d, b'r', 1];
/// The status is told within this time.
const STATUS: Duration = Duration::from_secs(1);
/// A job is sent and confirmed within this time; mechanics take about two seconds.
const JOB: Duration = Duration::from_secs(8);
/// While its word is waited for, a printer is asked this often whether it can go on.
const GLANCE: Duration = Duration::from_secs(1);
/// Once it has answered, a printer that says nothing for this long has nothing more to say of what came before.
const QUIET: Duration = Duration::from_millis(50);
/// Bytes heard on one connection before a printer counts as raving.
const MOST_HEARD: usize = 64 << 10;

/// An open connection to a printer.
pub(super) struct Wire {
    link: Link,
    words: StatusWords,
    heard: Heard,
    total: usize,
}

/// What became of a job that was sent.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Receipt {
    /// The printer has said that it printed everything.
    Printed,
    /// It broke off while bytes went out.
    BrokenOff,
    /// It took the bytes and said nothing.
    NoWord,
    /// It is known to say nothing.
    NeverTells,
    /// CUPS took it and handed it over, and does not know what the printer made of it.
    HandedOver,
    /// CUPS did not take it, or gave it back before it had begun.
    NotTaken,
    /// Somebody took it out of the queue of CUPS.
    Cancelled {
        /// Whether any byte of it may have gone to the printer.
        begun: bool,
    },
    /// CUPS gave it up.
    Aborted {
        /// Whether any byte of it may have gone to the printer.
        begun: bool,
    },
    /// It is out of paper, open or broken, and may have printed or not.
    Doubtful(PrinterCondition),
}

impl Wire {
    /// Connects.
    pub(super) async fn open(address: &Address, words: StatusWords) -> io::Result<Wire> {
        Ok(Wire { link: Link::open(address).await?, words, heard: Heard::default(), total: 0 })
    }

    /// Asks how the printer is. That it is off-line is only the word when nothing else tells why.
    pub(super) async fn condition(&mut self) -> io::Result<PrinterCondition> {
        self.forget().await?;
        match self.words {
            StatusWords::None => Ok(PrinterCondition::Ready),
            StatusWords::DleEot => self.real_time_status().await,
            StatusWords::Asb => self.automatic_status().await,
        }
    }

    /// `DLE EOT` 1 to 4, one at a time: network cards send each answer in a packet of its own.
    async fn real_time_status(&mut self) -> io::Result<PrinterCondition> {
        let deadline = Instant::now() + STATUS;
        let (mut worst, mut offline) = (PrinterCondition::Ready, false);
        for request in 1..=4 {
            // Three bytes: the library's own request has a fourth, which a strict printer prints.
            timeout_at(deadline, self.link.write_all(&[0x10, 0x04, request])).await??;
            let answer = loop {
                match self.said(deadline).await? {
                    Said::RealTime(answer) => break answer,
                    Said::Auto(_) | Said::Id(_) => {}
                    // Whoever mixes noise into its answers may say "ready" by chance.
                    Said::Plain(_) | Said::Noise => return Err(io::ErrorKind::InvalidData.into()),
                }
            };
            match request {
                1 => offline = answer & 0b1000 != 0,
                _ => worst = worst.max(real_time(request, answer)),
            }
        }
        let why = worst > PrinterCondition::PaperLow;
        Ok(if offline && !why { PrinterCondition::OffLine } else { worst })
    }

    /// `GS a 255` is answered with four bytes. It stands in line behind what waits in the printer, so one that
    /// cannot print says nothing: it is off-line, for whatever reason.
    async fn automatic_status(&mut self) -> io::Result<PrinterCondition> {
        let deadline = Instant::now() + STATUS;
        timeout_at(deadline, self.link.write_all(&[0x1d, b'a', 0xff])).await??;
        loop {
            match self.said(deadline).await {
                Ok(Said::Auto(bytes)) => return Ok(automatic(bytes)),
                Ok(Said::Id(_) | Said::RealTime(_)) => {}
                Ok(Said::Plain(_) | Said::Noise) => return Err(io::ErrorKind::InvalidData.into()),
                Err(error) if error.kind() == io::ErrorKind::TimedOut => {
                    return Ok(PrinterCondition::OffLine);
                }
                Err(error) => return Err(error),
            }
        }
    }

    /// Whether nothing of an earlier paper is left in the printer. `GS r 1` stands in line behind it, and its answer comes
    /// after the word of that paper, which would else be taken for the word of the next.
    pub(super) async fn is_through(&mut self) -> io::Result<bool> {
        let deadline = Instant::now() + STATUS;
        timeout_at(deadline, self.link.write_all(&IN_LINE)).await??;
        let mut answered = false;
        loop {
            let patience = if answered { deadline.min(Instant::now() + QUIET) } else { deadline };
            match self.said(patience).await {
                Ok(Said::Plain(_)) => answered = true,
                Ok(Said::Auto(_) | Said::Id(_) | Said::RealTime(_)) => {}
                Ok(Said::Noise) => return Err(io::ErrorKind::InvalidData.into()),
                Err(error) if error.kind() == io::ErrorKind::TimedOut => return Ok(answered),
                Err(error) => return Err(error),
            }
        }
    }

    /// Sends a job and waits for the printer's word. `id` is echoed by printers that confirm by
    /// process id.
    pub(super) async fn print(&mut self, job: &[u8], confirm: Confirm, id: [u8; 4]) -> Receipt {
        let deadline = Instant::now() + JOB + self.link.time_for(job.len());
        let mut bytes = job.to_vec();
        match confirm {
            // GS ( H, function 48: answered when everything before it has been printed.
            Confirm::ProcessId => {
                bytes.extend_from_slice(&[0x1d, b'(', b'H', 6, 0, 48, 48]);
                bytes.extend_from_slice(&id);
            }
            // Answered when its turn comes.
            Confirm::Status => bytes.extend_from_slice(&IN_LINE),
            Confirm::None => {}
        }
        match timeout_at(deadline, self.link.write_all(&bytes)).await {
            Ok(Ok(())) => {}
            Ok(Err(_)) => return Receipt::BrokenOff,
            Err(_) => return Receipt::NoWord,
        }
        match confirm {
            Confirm::None => Receipt::NeverTells,
            Confirm::ProcessId => self.word(deadline, |said| said == Said::Id(id)).await,
            Confirm::Status => match self.word(deadline, |said| matches!(said, Said::Plain(_))).await {
                // Reaching the end of the job is not yet paper: ask once more.
                Receipt::Printed => match self.condition().await {
                    Ok(PrinterCondition::Ready | PrinterCondition::PaperLow) => Receipt::Printed,
                    Ok(trouble) => Receipt::Doubtful(trouble),
                    Err(_) => Receipt::NoWord,
                },
                other => other,
            },
        }
    }

    /// Waits for the word that proves a job, and for signs that it will not come.
    async fn word(&mut self, deadline: Instant, proves: impl Fn(Said) -> bool) -> Receipt {
        let mut glance = Instant::now() + GLANCE;
        loop {
            let trouble = match self.said(deadline.min(glance)).await {
                Ok(said) if proves(said) => return Receipt::Printed,
                Ok(Said::Auto(bytes)) => automatic(bytes),
                Ok(Said::RealTime(answer)) => real_time(2, answer),
                // Noise may stand before the word, but it must not be taken for one: see `proves`.
                Ok(Said::Noise) if proves(Said::Plain(0)) => return Receipt::NoWord,
                Ok(_) => PrinterCondition::Ready,
                Err(error) if error.kind() == io::ErrorKind::TimedOut && Instant::now() < deadline => {
                    glance += GLANCE;
                    // Answered even by a printer that has stopped in the middle of a paper.
                    let asked = self.words != StatusWords::DleEot
                        || matches!(
                            timeout_at(deadline, self.link.write_all(&[0x10, 0x04, 2])).await,
                            Ok(Ok(()))
                        );
                    if !asked {
                        return Receipt::NoWord;
                    }
                    PrinterCondition::Ready
                }
                Err(_) => return Receipt::NoWord,
            };
            if trouble > PrinterCondition::PaperLow {
                return Receipt::Doubtful(trouble);
            }
        }
    }

    /// Ends the connection; what was sent is not lost by it.
    pub(super) async fn close(self) {
        self.link.close().await;
    }

    /// The next thing the printer says.
    async fn said(&mut self, deadline: Instant) -> io::Result<Said> {
        loop {
            if let Some(said) = self.heard.next() {
                return Ok(said);
            }
            let late = || io::Error::from(io::ErrorKind::TimedOut);
            let mut bytes = [0; 512];
            let length = timeout_at(deadline, self.link.read(&mut bytes)).await.map_err(|_| late())??;
            self.count(length)?;
            self.heard.take(&bytes[..length]);
        }
    }

    /// Drops what was said before anybody asked.
    async fn forget(&mut self) -> io::Result<()> {
        let mut bytes = [0; 512];
        while let Ok(read) = timeout(Duration::ZERO, self.link.read(&mut bytes)).await {
            let length = read?;
            self.count(length)?;
        }
        self.heard.clear();
        Ok(())
    }

    /// Nothing that a printer has to say is this long.
    fn count(&mut self, length: usize) -> io::Result<()> {
        self.total += length;
        if self.total > MOST_HEARD { Err(io::ErrorKind::InvalidData.into()) } else { Ok(()) }
    }
}
