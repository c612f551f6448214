//! A small server that speaks IPP as CUPS does. What it says is written byte by byte, and not by the library that the
//! program reads it with.

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use ipp::model::{DelimiterTag, Operation};
use ipp::parser::IppParser;
use ipp::value::IppValue;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use tokio::net::TcpListener;

/// What CUPS does with the next papers.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Fate {
    /// They go to the printer.
    Complete,
    /// They wait for somebody to let them go.
    Held,
    /// They wait behind another one.
    Pending,
    /// The printer takes a part and no more.
    Stuck,
    /// CUPS gives them up, or somebody takes them away: after it had begun, or before.
    Ends { state: i32, begun: bool },
    /// They are not taken, with this code.
    Refused(u16),
    /// HTTP itself says no.
    Forbidden(u16),
    /// The request is taken and never answered.
    Silent,
    /// What comes back is not IPP.
    Nonsense,
    /// What comes back does not end.
    Endless,
}

#[derive(Clone, Copy)]
pub struct Job {
    pub state: i32,
    pub begun: bool,
}

pub struct Desk {
    pub fate: Fate,
    /// Whether questions about the queue are answered.
    pub tells: bool,
    pub state: i32,
    pub reasons: Vec<&'static str>,
    pub accepting: bool,
    pub jobs: BTreeMap<i32, Job>,
    /// What the printer got.
    pub papers: Vec<Vec<u8>>,
    pub taken_back: usize,
    pub submitted: usize,
}

/// A server that speaks IPP.
#[derive(Clone)]
pub struct Cups {
    desk: Arc<Mutex<Desk>>,
    address: String,
}

impl Cups {
    pub async fn open() -> Cups {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address").to_string();
        let desk = Desk {
            fate: Fate::Complete,
            tells: true,
            state: 3,
            reasons: vec!["none"],
            accepting: true,
            jobs: BTreeMap::new(),
            papers: Vec::new(),
            taken_back: 0,
            submitted: 0,
        };
        let cups = Cups { desk: Arc::new(Mutex::new(desk)), address };
        let router = Router::new().fallback(answer).with_state(cups.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        cups
    }

    pub fn set(&self, change: impl FnOnce(&mut Desk)) {
        change(&mut self.desk.lock().expect("nobody panics"));
    }

    pub fn get<T>(&self, look: impl FnOnce(&Desk) -> T) -> T {
        look(&self.desk.lock().expect("nobody panics"))
    }

    pub fn queue(&self, name: &str) -> String {
        format!("cups://{}/{name}", self.address)
    }
}

/// An attribute as RFC 8010 writes it; without a name, one more value of the one before.
fn attribute(tag: u8, name: &str, value: &[u8]) -> Vec<u8> {
    let length = |bytes: &[u8]| u16::try_from(bytes.len()).expect("short").to_be_bytes();
    [&[tag][..], &length(name.as_bytes()), name.as_bytes(), &length(value), value].concat()
}

/// An answer with its attributes in a group, written by hand and not by the library that reads it.
fn said(code: u16, group: u8, attributes: &[Vec<u8>]) -> Response {
    let about = [
        attribute(0x47, "attributes-charset", b"utf-8"),
        attribute(0x48, "attributes-natural-language", b"en"),
    ];
    let head = [&[1, 1][..], &code.to_be_bytes(), &[0, 0, 0, 1, 1]].concat();
    let body = [head, about.concat(), vec![group], attributes.concat(), vec![3]].concat();
    ([("content-type", "application/ipp")], body).into_response()
}

/// A document without an end.
fn endless() -> Response {
    let parts = futures_util::stream::repeat_with(|| Ok::<_, std::io::Error>(vec![0x44_u8; 4096]));
    Response::new(Body::from_stream(parts))
}

async fn answer(State(cups): State<Cups>, body: Bytes) -> Response {
    let asked = IppParser::new(std::io::Cursor::new(body)).parse_parts();
    let Ok((header, attributes, rest)) = asked else { return StatusCode::BAD_REQUEST.into_response() };
    let group = attributes.first_of(DelimiterTag::OperationAttributes).expect("the first group");
    let value = |name: &str| group.get(name).map(|attribute| attribute.value().clone());
    let uri = value("printer-uri").expect("which printer").to_string();
    assert_eq!(value("requesting-user-name").expect("who asks").to_string(), "loket");
    if !uri.ends_with("/printers/KIOSK") {
        return said(0x406, 4, &[]);
    }
    let operation = header.operation_or_status;
    let fate = cups.get(|desk| desk.fate);
    if operation == Operation::GetPrinterAttributes as i16 && cups.get(|desk| desk.tells) {
        return cups.get(printer);
    }
    if operation == Operation::PrintJob as i16 {
        cups.set(|desk| desk.submitted += 1);
    }
    match fate {
        Fate::Silent => std::future::pending().await,
        Fate::Nonsense => {
            return b"\x01\x01\x00\x00\x00\x00\x00\x01\x02\x21\xff\xff".to_vec().into_response();
        }
        Fate::Endless => return endless(),
        Fate::Refused(code) => return said(code, 5, &[]),
        Fate::Forbidden(code) => return StatusCode::from_u16(code).expect("a status").into_response(),
        _ => {}
    }
    let number = || match value("job-id") {
        Some(IppValue::Integer(number)) => number,
        other => panic!("which job? {other:?}"),
    };
    let mut desk = cups.desk.lock().expect("nobody panics");
    match operation {
        known if known == Operation::PrintJob as i16 => {
            assert_eq!(value("document-format").expect("a format").to_string(), "application/vnd.cups-raw");
            let mut paper = Vec::new();
            std::io::Read::read_to_end(&mut rest.into_inner(), &mut paper).expect("the paper");
            let number = i32::try_from(desk.jobs.len() + 1).expect("few jobs");
            let (state, begun) = match fate {
                Fate::Complete => (9, true),
                Fate::Held => (4, false),
                Fate::Stuck => (5, true),
                Fate::Ends { state, begun } => (state, begun),
                _ => (3, false),
            };
            desk.jobs.insert(number, Job { state, begun });
            if begun {
                let half = paper.len() / if state == 9 { 1 } else { 2 };
                desk.papers.push(paper[..half].to_vec());
            }
            said(
                0,
                2,
                &[
                    attribute(0x21, "job-id", &number.to_be_bytes()),
                    attribute(0x23, "job-state", &[0, 0, 0, 3]),
                ],
            )
        }
        known if known == Operation::GetJobAttributes as i16 => {
            let Some(job) = desk.jobs.get(&number()) else { return said(0x406, 5, &[]) };
            let begun = match job.begun {
                true => attribute(0x21, "time-at-processing", &7_i32.to_be_bytes()),
                false => attribute(0x13, "time-at-processing", b""),
            };
            said(0, 2, &[attribute(0x23, "job-state", &job.state.to_be_bytes()), begun])
        }
        known if known == Operation::CancelJob as i16 => {
            desk.taken_back += 1;
            match desk.jobs.get_mut(&number()) {
                Some(job) if job.state < 7 => job.state = 7,
                _ => return said(0x404, 5, &[]),
            }
            said(0, 2, &[])
        }
        other => panic!("operation {other:#x}"),
    }
}

/// What CUPS tells of its queue.
fn printer(desk: &Desk) -> Response {
    let mut attributes = vec![
        attribute(0x22, "printer-is-accepting-jobs", &[u8::from(desk.accepting)]),
        attribute(0x23, "printer-state", &desk.state.to_be_bytes()),
    ];
    for (place, reason) in desk.reasons.iter().enumerate() {
        let name = if place == 0 { "printer-state-reasons" } else { "" };
        attributes.push(attribute(0x44, name, reason.as_bytes()));
    }
    said(0, 4, &attributes)
}
