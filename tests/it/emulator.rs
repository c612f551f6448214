//! The virtual printer over real sockets: a host prints, asks, and waits; the paper is read back.

mod papers;
mod screen;
mod wire;

use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex};

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use escpos::driver::Driver;
use escpos::printer::Printer;
use escpos::utils::{Protocol, QRCodeCorrectionLevel, QRCodeModel, QRCodeOption};
use http_body_util::BodyExt;
use loket::printing::emulator::{Emulator, Printers, Profile, Receipt, Roll, State, routes};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpSocket, TcpStream};
use tower::ServiceExt;

const OUT: State = State { roll: Roll::Out, ..State::READY };
const CUT: &[u8] = b"\x1dVA\x00";
const ID: &[u8] = b"\x1d(H\x06\x0000A012";
const ID_ANSWER: &[u8] = b"\x37\x22A012\x00";

/// A printer on a port of its own, its clock standing at `time`.
struct Desk {
    emulator: Emulator,
    time: Arc<AtomicI64>,
}

impl Desk {
    async fn open(profile: Profile) -> Desk {
        // Small kernel buffers, so that a host feels it soon when the printer does not read.
        let socket = TcpSocket::new_v4().expect("a socket");
        socket.set_recv_buffer_size(4096).expect("a size the kernel rounds");
        socket.bind(([127, 0, 0, 1], 0).into()).expect("a free port on the loopback");
        let listener = socket.listen(16).expect("a bound socket");
        let time = Arc::new(AtomicI64::new(1_795_479_240_000_000));
        let clock = time.clone();
        let emulator = Emulator::start(listener, profile, move || clock.load(Ordering::Relaxed))
            .expect("a bound listener");
        Desk { emulator, time }
    }

    async fn connect(&self) -> TcpStream {
        let socket = TcpSocket::new_v4().expect("a socket");
        socket.set_send_buffer_size(4096).expect("a size the kernel rounds");
        socket.connect(self.emulator.address()).await.expect("the printer listens")
    }

    /// Sends a whole job and gives the receipt it ends with.
    async fn print(&self, job: &[u8]) -> Arc<Receipt> {
        let before = self.emulator.receipts(0).last().map_or(0, |receipt| receipt.number());
        let mut socket = self.connect().await;
        socket.write_all(job).await.expect("the printer reads");
        let receipts = self.emulator.wait_for(before).await;
        receipts.last().expect("waiting ends with a receipt").clone()
    }

    /// The printer's routes without the gate.
    fn router(&self) -> axum::Router {
        let named = vec![("kiosk".to_owned(), "Printer kiosk".to_owned(), self.emulator.clone())];
        let printers = Printers { printers: Arc::new(named) };
        let routes = routes(&printers).into_iter();
        routes.fold(axum::Router::new(), |router, route| router.route(route.path, route.handler))
    }

    async fn get(&self, path: &str) -> (StatusCode, String, Vec<u8>) {
        let request = Request::get(path).body(Body::empty()).expect("a valid path");
        let response = self.router().oneshot(request).await.expect("a router does not fail");
        let kind =
            response.headers()[header::CONTENT_TYPE].to_str().expect("a plain content type").to_owned();
        let status = response.status();
        let body = response.into_body().collect().await.expect("a body in memory").to_bytes().to_vec();
        (status, kind, body)
    }

    async fn json(&self, path: &str) -> serde_json::Value {
        let (status, kind, body) = self.get(path).await;
        assert_eq!((status, kind.as_str()), (StatusCode::OK, "application/json"));
        serde_json::from_slice(&body).expect("JSON")
    }
}

async fn answer<const N: usize>(socket: &mut TcpStream) -> [u8; N] {
    let mut bytes = [0; N];
    socket.read_exact(&mut bytes).await.expect("the printer answers");
    bytes
}

/// Collects what `escpos` would send.
#[derive(Clone, Default)]
struct Memory(Arc<Mutex<Vec<u8>>>);

impl Driver for Memory {
    fn name(&self) -> String {
        "memory".to_owned()
    }

    fn write(&self, data: &[u8]) -> escpos::errors::Result<()> {
        self.0.lock().expect("no other writer").extend_from_slice(data);
        Ok(())
    }

    fn read(&self, _: &mut [u8]) -> escpos::errors::Result<usize> {
        Ok(0)
    }

    fn flush(&self) -> escpos::errors::Result<()> {
        Ok(())
    }
}

/// The bytes of a job as `escpos` composes it.
fn compose(job: impl FnOnce(&mut Printer<Memory>) -> escpos::errors::Result<()>) -> Vec<u8> {
    let memory = Memory::default();
    let mut printer = Printer::new(memory.clone(), Protocol::default(), None);
    job(&mut printer).expect("a job that escpos can write");
    printer.print().expect("memory takes all bytes");
    memory.0.lock().expect("no other writer").clone()
}

fn qr(size: u8) -> QRCodeOption {
    QRCodeOption::new(QRCodeModel::Model2, size, QRCodeCorrectionLevel::M)
}
