//! F3: requests that two programs could read differently, and whatever else is no HTTP/1.1. Each is refused or the
//! connection is closed, and what hides behind it is neither answered nor acted upon.

use crate::house::{House, soon};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// What is put together for each case: `{HOST}` is the server, `{COOKIE}` the kiosk's session, and `{TICKET}` a whole
/// request for a number, which must not be given.
const TICKET: &str = "POST /api/kiosk/tickets HTTP/1.1\r\nhost: {HOST}\r\ncookie: {COOKIE}\r\n\
     sec-fetch-site: same-origin\r\nconnection: close\r\ncontent-type: application/json\r\ncontent-length: 54\r\n\r\n\
     {\"service\":\"A\",\"request\":\"01JD0000000000000000000{NTH}\"}";

/// The beginning of a request with a body.
const POST: &str = "POST /api/kiosk/scan HTTP/1.1\r\nhost: {HOST}\r\ncookie: {COOKIE}\r\nsec-fetch-site: same-origin\r\n\
     content-type: application/json\r\n";

/// What is sent, under the name of what it tries.
fn cases() -> Vec<(&'static str, String)> {
    let post = |headers: &str, body: &str| format!("{POST}{headers}\r\n\r\n{body}{{TICKET}}");
    let get =
        |headers: &str| format!("GET /health HTTP/1.1\r\nhost: {{HOST}}\r\n{headers}\r\n\r\n{{TICKET}}");
    let line = |line: &str| format!("{line}\r\nhost: {{HOST}}\r\n\r\n{{TICKET}}");
    let many: String = (0..10_000).map(|nth| format!("x-{nth}: y\r\n")).collect();
    let some: String = (0..150).map(|nth| format!("x-{nth}: y\r\n")).collect();
    vec![
        ("a length and chunks", post("content-length: 5\r\ntransfer-encoding: chunked", "0\r\n\r\n")),
        ("chunks and a length", post("transfer-encoding: chunked\r\ncontent-length: 5", "0\r\n\r\n")),
        ("a length of nothing and chunks", post("content-length: 0\r\ntransfer-encoding: chunked", "0\r\n\r\n")),
        ("two lengths", post("content-length: 3\r\ncontent-length: 4", "abcd")),
        ("two lengths in one", post("content-length: 3, 4", "abcd")),
        ("the same length twice in one", post("content-length: 3, 3", "abc")),
        ("a signed length", post("content-length: +3", "abc")),
        ("a negative length", post("content-length: -3", "")),
        ("a hexadecimal length", post("content-length: 0x3", "abc")),
        ("a length with a letter", post("content-length: 3a", "abc")),
        ("a length of nothing at all", post("content-length:", "")),
        ("a length beyond all numbers", post("content-length: 99999999999999999999999", "")),
        ("chunked, then as it is", post("transfer-encoding: chunked, identity", "0\r\n\r\n")),
        ("as it is, then chunked", post("transfer-encoding: identity, chunked", "0\r\n\r\n")),
        ("chunked twice", post("transfer-encoding: chunked, chunked", "0\r\n\r\n")),
        ("two encodings", post("transfer-encoding: chunked\r\ntransfer-encoding: identity", "0\r\n\r\n")),
        ("xchunked", post("transfer-encoding: xchunked", "0\r\n\r\n")),
        ("as it is", post("transfer-encoding: identity", "0\r\n\r\n")),
        ("compressed and chunked", post("transfer-encoding: gzip, chunked", "0\r\n\r\n")),
        ("chunked in quotes", post("transfer-encoding: \"chunked\"", "0\r\n\r\n")),
        ("chunked after a tab at the end of the name", post("transfer-encoding\t: chunked", "0\r\n\r\n")),
        ("chunked after a blank at the end of the name", post("transfer-encoding : chunked", "0\r\n\r\n")),
        ("chunked after a control byte", post("transfer-encoding: \u{b}chunked", "0\r\n\r\n")),
        ("chunked with HTTP/1.0", "POST /api/kiosk/scan HTTP/1.0\r\nhost: {HOST}\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n{TICKET}".to_string()),
        ("a header that goes on in the next line", get("x-long: a\r\n b")),
        ("a length that goes on in the next line", post("content-length:\r\n 3", "abc")),
        ("an encoding that goes on in the next line", post("transfer-encoding:\r\n chunked", "0\r\n\r\n")),
        ("a header line before the first that begins with a blank", "GET /health HTTP/1.1\r\n host: {HOST}\r\n\r\n{TICKET}".to_string()),
        ("a chunk size of no number", post("transfer-encoding: chunked", "zz\r\nabc\r\n0\r\n\r\n")),
        ("a chunk size with a sign", post("transfer-encoding: chunked", "+3\r\nabc\r\n0\r\n\r\n")),
        ("a negative chunk size", post("transfer-encoding: chunked", "-3\r\nabc\r\n0\r\n\r\n")),
        ("a chunk size with 0x", post("transfer-encoding: chunked", "0x3\r\nabc\r\n0\r\n\r\n")),
        ("a chunk size beyond all numbers", post("transfer-encoding: chunked", "fffffffffffffffff\r\nabc\r\n0\r\n\r\n")),
        ("a chunk without a size", post("transfer-encoding: chunked", "\r\nabc\r\n0\r\n\r\n")),
        ("a chunk that is longer than it says", post("transfer-encoding: chunked", "3\r\nabcdef\r\n0\r\n\r\n")),
        ("a chunk size that ends in a bare LF", post("transfer-encoding: chunked", "3\nabc\r\n0\r\n\r\n")),
        ("an extension with a bare LF", post("transfer-encoding: chunked", "3;x\nabc\r\n0\r\n\r\n")),
        ("an extension without end", post("transfer-encoding: chunked", &format!("3;{}\r\nabc\r\n0\r\n\r\n", "x".repeat(40_000)))),
        ("a chunk that ends in a bare LF", post("transfer-encoding: chunked", "3\r\nabc\n0\r\n\r\n")),
        ("trailers without end", post("transfer-encoding: chunked", &format!("0\r\n{many}\r\n"))),
        ("a bare CR in a header", get("x-cr: a\rb: c")),
        ("a NUL in a header", get("x-nul: a\0b")),
        ("a NUL in a name", get("x-\0: a")),
        ("a header without a name", get(": a")),
        ("a header without a colon", get("nothing")),
        ("a name with a blank", get("x y: a")),
        ("a name with brackets", get("x(y): a")),
        ("ten thousand headers", get(&many)),
        ("a hundred and fifty headers", get(&some)),
        ("two hosts", get("host: other.example")),
        ("no host", "GET /health HTTP/1.1\r\n\r\n{TICKET}".to_string()),
        ("a host that is no name", "GET /health HTTP/1.1\r\nhost: a b\r\n\r\n{TICKET}".to_string()),
        ("a host with a path", "GET /health HTTP/1.1\r\nhost: {HOST}/x\r\n\r\n{TICKET}".to_string()),
        ("an address with another host", line("GET http://other.example/health HTTP/1.1")),
        ("an address that is a host", line("CONNECT other.example:80 HTTP/1.1")),
        ("HTTP/0.9", "GET /health\r\n\r\n{TICKET}".to_string()),
        ("HTTP/1.2", line("GET /health HTTP/1.2")),
        ("HTTP/3.0", line("GET /health HTTP/3.0")),
        ("HTTP in small letters", line("GET /health http/1.1")),
        ("the beginning of HTTP/2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n{TICKET}".to_string()),
        ("no method", line(" /health HTTP/1.1")),
        ("a method with a bracket", line("GE(T /health HTTP/1.1")),
        ("two blanks in the first line", line("GET  /health HTTP/1.1")),
        ("a blank in the address", line("GET /health x HTTP/1.1")),
        ("a bare CR in the first line", line("GET /health\r HTTP/1.1")),
        ("a NUL in the address", line("GET /hea\0lth HTTP/1.1")),
        ("an address of 40,000 letters", line(&format!("GET /{} HTTP/1.1", "x".repeat(40_000)))),
        ("TLS", "\u{16}\u{3}\u{1}\u{2}\0\u{1}\0\u{1}\u{7c}\u{3}\u{3}\r\n\r\n{TICKET}".to_string()),
    ]
}

/// Sends something, and reads all that is answered until the connection ends.
async fn answered(host: String, sent: String) -> String {
    let mut socket = TcpStream::connect(host).await.expect("connected");
    // It may be closed before all of it is sent.
    let _ = socket.write_all(sent.as_bytes()).await;
    let mut answer = Vec::new();
    // Whoever waits for more is let go of in ten seconds.
    let _ = soon("the end of the connection", socket.read_to_end(&mut answer)).await;
    String::from_utf8_lossy(&answer).into_owned()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn f3_what_can_be_read_in_two_ways_is_not_read_at_all() {
    let house = House::open().await;
    let kiosk = house.who("kiosk").await.client;
    let (host, cookie) =
        (house.base.trim_start_matches("http://"), kiosk.cookie_header().expect("signed in"));
    let tickets = || house.office().committed().state.tickets.size();
    let whole = |text: &str, nth: usize| {
        let ticket = TICKET.replace("{NTH}", &format!("{nth:03}"));
        text.replace("{TICKET}", &ticket).replace("{HOST}", host).replace("{COOKIE}", &cookie)
    };
    // The same two requests, as they should be: both are answered, and there is a number.
    let sound = whole("GET /health HTTP/1.1\r\nhost: {HOST}\r\n\r\n{TICKET}", 998);
    let answer = answered(host.to_string(), sound).await;
    assert_eq!((answer.matches("HTTP/1.1 ").count(), tickets()), (2, 1), "{answer}");
    // A request that is the body of another one is a body.
    let ticket = whole("{TICKET}", 999);
    let wrapped = whole(&format!("{POST}content-length: {}\r\n\r\n{ticket}", ticket.len()), 999);
    let answer = answered(host.to_string(), wrapped).await;
    assert_eq!((answer.matches("HTTP/1.1 ").count(), tickets()), (1, 1), "{answer}");

    let mut wrong = Vec::new();
    let cases = cases();
    let asked = cases.iter().enumerate().map(|(nth, (_, text))| answered(host.to_string(), whole(text, nth)));
    let asked: Vec<_> = asked.map(tokio::spawn).collect();
    for ((what, _), asked) in cases.iter().zip(asked) {
        let answer = asked.await.expect("no panic");
        let status = answer.get(9..12).unwrap_or("none");
        let refused = ["none", "400", "431", "501", "505", "414", "405", "408"].contains(&status);
        let answers = answer.matches("HTTP/1.1 ").count();
        if !refused || answers > 1 {
            wrong.push(format!("{what}: {status}, {answers} answers"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert_eq!(tickets(), 1, "nothing that hid behind another request was done");
    assert_eq!(house.stranger().get("/health").await.expect("an answer").status.as_u16(), 200);
    result!("{{\"id\":\"F3\",\"cases\":{},\"answered twice\":0}}", cases.len());
}
