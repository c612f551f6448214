//! The lines to printers: what is asked and heard on them, and what is never believed.

use crate::house::{receipt_after, soon};
use loket::domain::profile::{Address, Confirm, StatusWords};
use loket::office::PrinterCondition;
use loket::printing::emulator::{Cover, Emulator, Fault, Knife, Profile as Model, Roll, State};
use loket::printing::{Port, Receipt};
use std::io::{Read, Write};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

const OUT: State = State { roll: Roll::Out, ..State::READY };
const OPEN: State = State { cover: Cover::Open, ..State::READY };
const OFF: State = State { online: false, ..State::READY };
const STUCK: State = State { knife: Knife::Stuck, ..State::READY };
const LOW: State = State { roll: Roll::NearEnd, ..State::READY };

/// A ticket as the office would send it.
const JOB: &[u8] = b"\x1b@\x1ba\x01\x1bE\x01DPMPTSP\n\x1d!\x77A-012\n\x1d!\x00\x1bE\x00Senin, 23 November 2026\n\
\x1d(k\x04\x001A2\x00\x1d(k\x03\x001C\x06\x1d(k\x03\x001E1\x1d(k\x0a\x001P0ABCDEFG\x1d(k\x03\x001Q0\nSimpan tiket ini\n\x1dVB\x10";

async fn virtual_printer() -> Emulator {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    Emulator::start(listener, Model::MM80, || 0).expect("a printer")
}

fn port(address: Address, words: StatusWords, confirm: Confirm) -> Port {
    Port { address, words, confirm }
}

fn at(emulator: &Emulator) -> Address {
    Address::Network(emulator.address().to_string())
}

/// One job on a line: what became of it, or why it was not sent.
async fn send(port: &Port, id: [u8; 4]) -> Result<Receipt, PrinterCondition> {
    Ok(port.ready().await?.print(JOB, id).await)
}

/// B4: the power goes after every possible byte. What came out whole may be uncertain; what did not is never "printed".
#[tokio::test(flavor = "multi_thread")]
async fn b4_a_reset_at_any_byte_is_never_a_false_printed() {
    for confirm in [Confirm::ProcessId, Confirm::Status] {
        let emulator = virtual_printer().await;
        let port = port(at(&emulator), StatusWords::DleEot, confirm);
        let (mut papers, mut after, mut printed) = (0, 0, 0);
        // Until a job goes through because the power would have gone only later.
        while printed < 3 {
            assert!(after < JOB.len() + 100, "the job never came through");
            emulator.set_fault(Fault::Reset { after });
            let outcome = send(&port, *b"A012").await;
            let whole =
                emulator.receipts(papers).iter().any(|paper| paper.text().contains("Simpan tiket ini"));
            papers = emulator.receipts(0).last().map_or(papers, |paper| paper.number());
            match outcome {
                Ok(Receipt::Printed) => {
                    assert!(whole, "printed after {after} bytes without a paper");
                    printed += 1;
                }
                Ok(other) => assert!(after >= 12, "{other:?} before anything was sent"),
                Err(condition) => assert_eq!(condition, PrinterCondition::Unreachable, "after {after} bytes"),
            }
            after += 1;
        }
    }
}

/// A printer that is ready, has something to say of the paper before, and never prints this one: each `GS r` is answered
/// with so many bytes, and when there is nothing left to answer its power fails.
async fn one_that_speaks_late(answers: &'static [usize]) -> Address {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = Address::Network(listener.local_addr().expect("bound").to_string());
    tokio::spawn(async move {
        while let Ok((mut socket, _)) = listener.accept().await {
            let mut answers = answers.iter();
            let mut before = [0; 2];
            while let Ok(byte) = socket.read_u8().await {
                let said: &[u8] = match [before[0], before[1], byte] {
                    [0x10, 0x04, _] => &[0x12],
                    [0x1d, b'r', _] => match answers.next() {
                        Some(many) => &[0; 3][..*many],
                        None => break,
                    },
                    _ => &[],
                };
                before = [before[1], byte];
                // Byte by byte, as network cards do.
                for byte in said {
                    if socket.write_all(&[*byte]).await.is_err() {
                        break;
                    }
                }
            }
        }
    });
    address
}

/// B1: the word of the paper before comes late. It is not taken for the word of this one, and while it is still to come
/// nothing is sent.
#[tokio::test]
async fn b1_the_word_of_the_paper_before_is_not_taken_for_this_one() {
    let sent = async |answers| {
        let port = port(one_that_speaks_late(answers).await, StatusWords::DleEot, Confirm::Status);
        soon("what became of it", send(&port, *b"A012")).await
    };
    // Its own answer alone, with the word of the paper before, and with those of two.
    for answers in [&[1][..], &[2], &[3]] {
        let outcome = sent(answers).await;
        assert!(
            matches!(outcome, Ok(Receipt::BrokenOff | Receipt::NoWord)),
            "{outcome:?} of a paper that never came, {answers:?}"
        );
    }
    assert_eq!(sent(&[1, 1]).await, Ok(Receipt::Printed), "its own word is believed");
    assert_eq!(sent(&[0]).await, Err(PrinterCondition::OffLine), "it is still at the paper before");
}

/// B5: a printer that says anything at all, without end. Nothing is printed, nothing hangs.
#[tokio::test(flavor = "multi_thread")]
async fn b5_nonsense_is_never_taken_for_paper() {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = Address::Network(listener.local_addr().expect("an address").to_string());
    tokio::spawn(async move {
        let mut random = fastrand::Rng::with_seed(9100);
        while let Ok((mut socket, _)) = listener.accept().await {
            let mut random = random.fork();
            tokio::spawn(async move {
                let mut heard = [0; 4096];
                // At first an answer to each question, then a flood.
                for round in 0.. {
                    if round < 6 && !matches!(socket.read(&mut heard).await, Ok(1..)) {
                        return;
                    }
                    let length = if round < 4 { random.usize(1..=4) } else { random.usize(1..=2048) };
                    let said: Vec<u8> = std::iter::repeat_with(|| random.u8(..)).take(length).collect();
                    if socket.write_all(&said).await.is_err() {
                        return;
                    }
                }
            });
        }
    });
    let mut rounds = tokio::task::JoinSet::new();
    for round in 0..2_000_u32 {
        let words = [StatusWords::DleEot, StatusWords::Asb, StatusWords::None][round as usize % 3];
        let confirm = if words == StatusWords::None { Confirm::ProcessId } else { Confirm::Status };
        let port = port(address.clone(), words, confirm);
        rounds.spawn(async move { send(&port, *b"A012").await });
        if rounds.len() >= 32 {
            let outcome = soon("an end", rounds.join_next()).await.expect("a round").expect("no panic");
            assert_ne!(outcome, Ok(Receipt::Printed));
        }
    }
    while let Some(outcome) = rounds.join_next().await {
        assert_ne!(outcome.expect("no panic"), Ok(Receipt::Printed));
    }
}

#[tokio::test]
async fn each_language_tells_what_keeps_a_printer_from_printing() {
    let emulator = virtual_printer().await;
    let ask = async |words| port(at(&emulator), words, Confirm::ProcessId).look().await;
    for (state, dle, asb) in [
        (State::READY, PrinterCondition::Ready, PrinterCondition::Ready),
        (LOW, PrinterCondition::PaperLow, PrinterCondition::PaperLow),
        (OUT, PrinterCondition::PaperOut, PrinterCondition::OffLine),
        (State::READY, PrinterCondition::Ready, PrinterCondition::Ready),
        (OPEN, PrinterCondition::CoverOpen, PrinterCondition::OffLine),
        (STUCK, PrinterCondition::Faulty, PrinterCondition::OffLine),
        (OFF, PrinterCondition::OffLine, PrinterCondition::OffLine),
        (State::READY, PrinterCondition::Ready, PrinterCondition::Ready),
    ] {
        emulator.set_state(state);
        assert_eq!(ask(StatusWords::DleEot).await, dle, "{state:?}");
        assert_eq!(ask(StatusWords::Asb).await, asb, "{state:?}");
        assert_eq!(ask(StatusWords::None).await, PrinterCondition::Ready);
    }
}

#[tokio::test]
async fn each_way_to_confirm_says_what_it_can() {
    let emulator = virtual_printer().await;
    for (words, confirm, wanted) in [
        (StatusWords::DleEot, Confirm::ProcessId, Receipt::Printed),
        (StatusWords::Asb, Confirm::ProcessId, Receipt::Printed),
        (StatusWords::DleEot, Confirm::Status, Receipt::Printed),
        (StatusWords::Asb, Confirm::Status, Receipt::Printed),
        (StatusWords::None, Confirm::None, Receipt::NeverTells),
    ] {
        let before = emulator.receipts(0).len() as u64;
        assert_eq!(send(&port(at(&emulator), words, confirm), *b"A012").await, Ok(wanted));
        let paper = receipt_after(&emulator, before).await;
        assert!(paper.notes().is_empty(), "{:?}", paper.notes());
    }
}

/// The paper stops in the middle: the visitor is told at once and not after the whole deadline.
#[tokio::test]
async fn a_paper_that_stops_in_the_middle_is_told_at_once() {
    let emulator = virtual_printer().await;
    let port = port(at(&emulator), StatusWords::DleEot, Confirm::ProcessId);
    for (state, trouble) in [
        (OPEN, PrinterCondition::CoverOpen),
        (OUT, PrinterCondition::PaperOut),
        (STUCK, PrinterCondition::Faulty),
    ] {
        let ready = port.ready().await.expect("ready");
        emulator.set_state(state);
        let receipt = tokio::time::timeout(std::time::Duration::from_secs(5), ready.print(JOB, *b"A012"));
        assert_eq!(receipt.await, Ok(Receipt::Doubtful(trouble)), "{state:?}");
        emulator.set_state(State::READY);
    }
}

/// A pseudo-terminal whose far end is a virtual printer: what a USB printer or a serial line looks like to a program.
struct Terminal {
    path: String,
    /// Keeps the line up between two jobs, as a real device stays plugged in.
    _held: std::fs::File,
}

fn terminal(emulator: &Emulator) -> Terminal {
    use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
    let master = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).expect("a pseudo-terminal");
    grantpt(&master).and_then(|()| unlockpt(&master)).expect("its other end");
    let path = ptsname(&master, Vec::new()).expect("its name").into_string().expect("a plain name");
    let held = std::fs::OpenOptions::new().read(true).write(true).open(&path).expect("the other end");
    // A USB printer changes no bytes; a terminal does until it is told not to.
    let mut line = rustix::termios::tcgetattr(&held).expect("settings");
    line.make_raw();
    rustix::termios::tcsetattr(&held, rustix::termios::OptionalActions::Now, &line).expect("raw");
    let printer = std::net::TcpStream::connect(emulator.address()).expect("the printer");
    let (mut from_host, mut to_host) =
        (std::fs::File::from(master.try_clone().expect("a copy")), std::fs::File::from(master));
    let (mut to_printer, mut from_printer) = (printer.try_clone().expect("a copy"), printer);
    let carry = |from: &mut dyn Read, to: &mut dyn Write| {
        let mut bytes = [0; 512];
        while let Ok(length @ 1..) = from.read(&mut bytes) {
            if to.write_all(&bytes[..length]).is_err() {
                return;
            }
        }
    };
    std::thread::spawn(move || carry(&mut from_host, &mut to_printer));
    std::thread::spawn(move || carry(&mut from_printer, &mut to_host));
    Terminal { path, _held: held }
}

#[tokio::test(flavor = "multi_thread")]
async fn usb_and_serial_printers_print_and_answer() {
    let emulator = virtual_printer().await;
    let terminal = terminal(&emulator);
    let usb = Address::parse(&format!("usb:{}", terminal.path)).expect("an address");
    let serial = Address::parse(&format!("serial:{}?baud=19200", terminal.path)).expect("an address");
    for (place, address) in [usb, serial].into_iter().enumerate() {
        let port = port(address, StatusWords::DleEot, Confirm::ProcessId);
        assert_eq!(send(&port, *b"A012").await, Ok(Receipt::Printed));
        let paper = receipt_after(&emulator, place as u64).await;
        assert!(paper.text().contains("A-012") && paper.notes().is_empty(), "{:?}", paper.notes());
        emulator.set_state(OUT);
        assert_eq!(port.look().await, PrinterCondition::PaperOut);
        emulator.set_state(State::READY);
    }
    let line = std::fs::File::open(&terminal.path).expect("the line");
    assert_eq!(rustix::termios::tcgetattr(&line).expect("settings").output_speed(), 19_200);
}

/// A printer on a serial line that stalls, and one that loses its power after any byte: the job is given up in time,
/// what is not on paper is never called printed, and the line works again when the printer does.
#[tokio::test(flavor = "multi_thread")]
async fn a_serial_printer_that_stalls_or_resets_is_never_a_false_printed() {
    let serial = |terminal: &Terminal| {
        let address = Address::parse(&format!("serial:{}?baud=19200", terminal.path)).expect("an address");
        port(address, StatusWords::DleEot, Confirm::ProcessId)
    };
    let mut cases = tokio::task::JoinSet::new();
    for after in [0, 5, 12, 12 + JOB.len() / 2, 12 + JOB.len()] {
        for fault in [Fault::Stall { after }, Fault::Reset { after }] {
            cases.spawn(async move {
                let emulator = virtual_printer().await;
                let line = terminal(&emulator);
                emulator.set_fault(fault);
                match soon("an end", send(&serial(&line), *b"A012")).await {
                    Ok(Receipt::Printed) => panic!("{fault:?}: printed without a word"),
                    // Twelve bytes ask how it is, before anything is sent.
                    Ok(_) => assert!(after >= 12, "{fault:?}"),
                    Err(condition) => assert_eq!(condition, PrinterCondition::Unreachable, "{fault:?}"),
                }
                emulator.set_fault(Fault::None);
                // One that stalled goes on where it was; one without power is another line when it comes back.
                let line = if matches!(fault, Fault::Stall { .. }) { line } else { terminal(&emulator) };
                soon("the printer", async { while serial(&line).look().await != PrinterCondition::Ready {} })
                    .await;
                let next = soon("the next job", send(&serial(&line), *b"A013")).await;
                assert_eq!(next, Ok(Receipt::Printed), "{fault:?}");
            });
        }
    }
    assert_eq!(cases.join_all().await.len(), 10);
}

/// A serial line holds back by the wires, by characters, or not at all, as its address says, whatever was set before.
#[tokio::test(flavor = "multi_thread")]
async fn a_serial_line_holds_back_as_its_address_says() {
    use rustix::termios::{ControlModes, InputModes, tcgetattr};
    let emulator = virtual_printer().await;
    let terminal = terminal(&emulator);
    for (place, (flow, wires, characters)) in [
        ("&flow=hardware", true, false),
        ("&flow=software", false, true),
        ("", false, false),
        ("&flow=none", false, false),
    ]
    .into_iter()
    .enumerate()
    {
        let address =
            Address::parse(&format!("serial:{}?baud=9600{flow}", terminal.path)).expect("an address");
        let port = port(address, StatusWords::DleEot, Confirm::ProcessId);
        assert_eq!(send(&port, *b"A012").await, Ok(Receipt::Printed), "{flow}");
        receipt_after(&emulator, place as u64).await;
        let line = tcgetattr(std::fs::File::open(&terminal.path).expect("the line")).expect("settings");
        assert_eq!(line.control_modes.contains(ControlModes::CRTSCTS), wires, "{flow}: wires");
        assert_eq!(line.input_modes.contains(InputModes::IXON), characters, "{flow}: characters");
        assert!(line.control_modes.contains(ControlModes::CLOCAL), "{flow}: no carrier is waited for");
    }
}

#[tokio::test]
async fn a_device_that_is_none_is_not_reached() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("lp0");
    std::fs::write(&path, b"").expect("a file");
    for address in
        [format!("usb:{}", path.display()), "usb:/dev/usb/lp-none".to_string(), "usb:/dev/null/x".to_string()]
    {
        let port =
            port(Address::parse(&address).expect("an address"), StatusWords::DleEot, Confirm::ProcessId);
        assert_eq!(port.look().await, PrinterCondition::Unreachable, "{address}");
    }
}

#[tokio::test]
async fn a_file_takes_every_job_and_tells_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("kertas.prn");
    let port = port(Address::File(path.display().to_string()), StatusWords::None, Confirm::None);
    for _ in 0..2 {
        assert_eq!(send(&port, *b"A012").await, Ok(Receipt::NeverTells));
    }
    assert_eq!(std::fs::read(path).expect("the file"), [JOB, JOB].concat());
}
/// A raw queue may be a pipe or a character device: what went out is not called broken off, and a pipe that nobody reads
/// is a printer that is not there.
#[tokio::test(flavor = "multi_thread")]
async fn a_pipe_takes_what_somebody_reads() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("antrean");
    let made = std::process::Command::new("mkfifo").arg(&path).status().expect("mkfifo is installed");
    assert!(made.success());
    let at = |path: &str| port(Address::File(path.to_string()), StatusWords::None, Confirm::None);
    let queue = at(path.to_str().expect("a plain path"));
    let unread = soon("a word of a pipe that nobody reads", send(&queue, *b"A012")).await;
    assert_eq!(unread, Err(PrinterCondition::Unreachable));

    let mut reader = tokio::net::unix::pipe::OpenOptions::new().open_receiver(&path).expect("a reader");
    let mut came = vec![0; JOB.len()];
    let (sent, read) = tokio::join!(send(&queue, *b"A012"), reader.read_exact(&mut came));
    assert_eq!((sent, read.expect("bytes"), &came[..]), (Ok(Receipt::NeverTells), JOB.len(), JOB));

    assert_eq!(send(&at("/dev/null"), *b"A012").await, Ok(Receipt::NeverTells));
    assert_eq!(send(&at("/"), *b"A012").await, Err(PrinterCondition::Unreachable), "a folder is no printer");
}
