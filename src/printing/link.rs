//! The lines on which bytes go to a printer and come back: network, USB with a driver and without, serial, file.
//!
//! USB printers and serial lines are character devices, opened without waiting and watched by the runtime like
//! sockets, so one that takes no bytes holds up its own job and no thread.

use super::usb;
use crate::domain::profile::{Address, Flow};
use rustix::fs::{FileType, Mode, OFlags};
use rustix::termios::{self, ControlModes, InputModes, OptionalActions};
use std::io::{self, Write};
use std::os::fd::OwnedFd;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::net::unix::pipe;
use tokio::time::timeout;

/// A printer that does not take the connection within this time is not there.
const CONNECT: Duration = Duration::from_secs(3);
/// A USB printer that has nothing to say answers with nothing at once; it is asked again after this long.
const SILENCE: Duration = Duration::from_millis(20);
/// After the last job on a connection, its own end is waited for this long.
const FAREWELL: Duration = Duration::from_millis(500);

/// An open line.
pub(super) enum Link {
    Network(TcpStream),
    Device {
        reader: pipe::Receiver,
        writer: pipe::Sender,
        bytes_per_second: Option<u64>,
    },
    /// The ways out of and into a USB printer.
    Ways {
        reader: usb::Reader,
        writer: usb::Writer,
    },
    File(String),
    /// A pipe that somebody reads.
    Pipe(pipe::Sender),
}

impl Link {
    /// Opens it.
    pub(super) async fn open(address: &Address) -> io::Result<Link> {
        match address {
            Address::Network(host) => {
                let socket = timeout(CONNECT, TcpStream::connect(host)).await??;
                socket.set_nodelay(true)?;
                Ok(Link::Network(socket))
            }
            Address::Usb(path) => watched(device(path)?, None),
            Address::UsbKind { vendor, product } => {
                let (reader, writer) = usb::open(*vendor, *product).await?;
                Ok(Link::Ways { reader, writer })
            }
            Address::Serial { path, baud, flow } => {
                let fd = device(path)?;
                set_line(&fd, *baud, *flow)?;
                // A start bit, eight of the byte, a stop bit.
                watched(fd, Some(u64::from(baud / 10).max(1)))
            }
            Address::File(path) => file(path),
            Address::Queue(_) | Address::Agent => {
                Err(io::Error::new(io::ErrorKind::Unsupported, "CUPS and agents are spoken to elsewhere"))
            }
        }
    }

    /// How much longer than usual so many bytes take.
    pub(super) fn time_for(&self, bytes: usize) -> Duration {
        match self {
            Link::Device { bytes_per_second: Some(speed), .. } => Duration::from_secs(bytes as u64 / speed),
            _ => Duration::ZERO,
        }
    }

    /// Sends everything.
    pub(super) async fn write_all(&mut self, bytes: &[u8]) -> io::Result<()> {
        match self {
            Link::Network(socket) => socket.write_all(bytes).await,
            Link::Device { writer, .. } => {
                writer.write_all(bytes).await?;
                // A USB device that is closed drops what it has not handed over; it can be written to when it has.
                writer.writable().await
            }
            Link::Ways { writer, .. } => {
                writer.write_all(bytes).await?;
                // What is only collected here goes out, and has been taken when this returns.
                writer.flush().await
            }
            Link::Pipe(writer) => writer.write_all(bytes).await,
            Link::File(path) => {
                let (path, bytes) = (path.clone(), bytes.to_vec());
                let append = move || {
                    let mut file = std::fs::OpenOptions::new().create(true).append(true).open(path)?;
                    file.write_all(&bytes)?;
                    // Nothing else has a disk behind it.
                    if file.metadata()?.is_file() { file.sync_data() } else { Ok(()) }
                };
                tokio::task::spawn_blocking(append).await.map_err(io::Error::other)?
            }
        }
    }

    /// Waits for bytes. The end of a connection is an error: a printer does not go while it is asked.
    pub(super) async fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        match self {
            Link::Network(socket) => came(socket.read(bytes).await?),
            Link::Ways { reader, .. } => came(reader.read(bytes).await?),
            Link::Device { reader, .. } => loop {
                match reader.read(bytes).await? {
                    0 => tokio::time::sleep(SILENCE).await,
                    length => return Ok(length),
                }
            },
            Link::File(_) | Link::Pipe(_) => std::future::pending().await,
        }
    }

    /// Ends a connection so that nothing that was sent is lost: a socket that is closed over unread answers is
    /// reset, and a reset throws away what the printer has not taken yet.
    pub(super) async fn close(self) {
        if let Link::Network(mut socket) = self {
            let farewell = async {
                socket.shutdown().await?;
                let mut rest = [0; 512];
                while socket.read(&mut rest).await? > 0 {}
                Ok::<(), io::Error>(())
            };
            // Whoever does not end with us is left.
            let _ = timeout(FAREWELL, farewell).await;
        }
    }
}

/// So many bytes came; none is the end.
fn came(length: usize) -> io::Result<usize> {
    if length == 0 { Err(io::ErrorKind::UnexpectedEof.into()) } else { Ok(length) }
}

/// Opens a character device for reading and writing, without waiting for a carrier.
fn device(path: &str) -> io::Result<OwnedFd> {
    let flags = OFlags::RDWR | OFlags::NONBLOCK | OFlags::NOCTTY | OFlags::CLOEXEC;
    let fd = rustix::fs::open(path, flags, Mode::empty())?;
    if FileType::from_raw_mode(rustix::fs::fstat(&fd)?.st_mode) != FileType::CharacterDevice {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, format!("{path} is no device")));
    }
    Ok(fd)
}

/// A file takes everything; a pipe does while somebody reads it, and nobody waits for whoever does not. A character device
/// is written to as a file is, and what else there is is no printer.
fn file(path: &str) -> io::Result<Link> {
    let kind = match rustix::fs::stat(path) {
        Ok(about) => FileType::from_raw_mode(about.st_mode),
        // It is made with the first job.
        Err(rustix::io::Errno::NOENT) => FileType::RegularFile,
        Err(error) => return Err(error.into()),
    };
    match kind {
        FileType::RegularFile | FileType::CharacterDevice => Ok(Link::File(path.to_string())),
        // Without a reader this fails at once.
        FileType::Fifo => Ok(Link::Pipe(pipe::OpenOptions::new().open_sender(path)?)),
        _ => Err(io::Error::new(io::ErrorKind::InvalidInput, format!("{path} is no file and no pipe"))),
    }
}

/// A device watched by the runtime. Its two ends are called pipes there, and mean any descriptor that can be watched.
fn watched(fd: OwnedFd, bytes_per_second: Option<u64>) -> io::Result<Link> {
    let reader = pipe::Receiver::from_owned_fd_unchecked(fd.try_clone()?)?;
    let writer = pipe::Sender::from_owned_fd_unchecked(fd)?;
    Ok(Link::Device { reader, writer, bytes_per_second })
}

/// Eight bits, no parity, nothing changed on the way.
fn set_line(fd: &OwnedFd, baud: u32, flow: Flow) -> io::Result<()> {
    let mut line = termios::tcgetattr(fd)?;
    line.make_raw();
    line.set_speed(baud)?;
    line.control_modes |= ControlModes::CLOCAL | ControlModes::CREAD;
    line.control_modes.set(ControlModes::CRTSCTS, flow == Flow::Hardware);
    line.input_modes.set(InputModes::IXON, flow == Flow::Software);
    termios::tcsetattr(fd, OptionalActions::Now, &line)?;
    Ok(())
}
