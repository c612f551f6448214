//! F4: what is not a JSON body: the file of a copy and what lies inside it, headers of requests and of handshakes,
//! uploads, codes of SK. None of it breaks a reader, and the office is the same afterwards.
//!
//! `LOKET_INPUTS` and `LOKET_SEED` as in `hostile`.

use crate::hostile::inputs::{NASTY, bent, text};
use crate::hostile::{dice, inputs};
use crate::house::{House, Plans, soon};
use age::secrecy::ExposeSecret;
use fastrand::Rng;
use flate2::Compression;
use flate2::read::GzDecoder;
use flate2::write::GzEncoder;
use loket::app::backup::{Key, restore};
use loket::seal::Keys;
use loket::store::DEMO_KEY;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::path::Path;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// A copy of a small office, its key and the key of the data.
async fn copy() -> (Vec<u8>, tempfile::TempDir) {
    let house = House::open().await;
    house.who("kiosk").await.takes("A").await;
    let admin = house.who("admin").await.client;
    admin.post("/api/copies", json!({})).await.expect("an answer").done().expect("asked for");
    let taken = async {
        loop {
            let list = admin.get("/api/copies").await.expect("an answer").done().expect("a list");
            if let Some(name) = list["files"][0]["name"].as_str() {
                return Path::new(list["folder"].as_str().expect("a folder")).join(name);
            }
            tokio::task::yield_now().await;
        }
    };
    let file = soon("a copy", taken).await;
    let bytes = std::fs::read(file).expect("readable");
    (bytes, house.close().await)
}

/// Encrypts something for the key in a file, as a copy is.
fn sealed(identity: &age::x25519::Identity, plain: &[u8]) -> Vec<u8> {
    let own = identity.to_public();
    let recipients = std::iter::once(&own as &dyn age::Recipient);
    let encryptor = age::Encryptor::with_recipients(recipients).expect("a recipient");
    let mut out = Vec::new();
    let mut writer = encryptor.wrap_output(&mut out).expect("a header");
    writer.write_all(plain).expect("in memory");
    writer.finish().expect("in memory");
    out
}

fn packed(plain: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(plain).expect("in memory");
    encoder.finish().expect("in memory")
}

/// The file of a copy, the archive inside it and the parts inside that, each bent: it is refused and nothing is left
/// behind, or it is the same office.
#[tokio::test]
async fn no_copy_breaks_its_reader() {
    let mut dice = dice("copies");
    let (file, folder) = copy().await;
    let key_file = folder.path().join("backup.key");
    let key = Key::read(&key_file, &[]).expect("the key");
    let words = std::fs::read_to_string(&key_file).expect("readable");
    let identity: age::x25519::Identity =
        words.lines().find(|line| !line.starts_with('#')).expect("a key").parse().expect("a key");
    assert!(words.contains(identity.to_string().expose_secret()));
    let keys = Keys::read(&folder.path().join(DEMO_KEY)).expect("the key of the data");
    let decryptor = age::Decryptor::new_buffered(file.as_slice()).expect("a header");
    let mut archive = Vec::new();
    let mut plain = decryptor.decrypt(std::iter::once(&identity as &dyn age::Identity)).expect("ours");
    plain.read_to_end(&mut archive).expect("whole");
    let mut tar = Vec::new();
    GzDecoder::new(archive.as_slice()).read_to_end(&mut tar).expect("whole");

    let parent = tempfile::tempdir().expect("a folder");
    let (bad, data) = (parent.path().join("bad"), parent.path().join("data"));
    let header = file.windows(4).position(|bytes| bytes == b"\n---").expect("an end of the header") + 60;
    let (rounds, mut refused, mut same) = ((inputs() / 50).max(20), 0, 0);
    for nth in 0..rounds {
        let content = match nth % 5 {
            0 => bent(&mut dice, &file),
            1 => [bent(&mut dice, &file[..header]), file[header..].to_vec()].concat(),
            2 => sealed(&identity, &bent(&mut dice, &archive)),
            3 => sealed(&age::x25519::Identity::generate(), &archive),
            _ => sealed(&identity, &packed(&bent(&mut dice, &tar))),
        };
        std::fs::write(&bad, &content).expect("written");
        match restore(&bad, &key, &keys, &data) {
            Err(error) => {
                assert!(!data.exists(), "there is no data folder: {error:#}");
                let left = std::fs::read_dir(parent.path()).expect("readable").count();
                assert_eq!(left, 1, "nothing is left behind");
                refused += 1;
            }
            // What was bent is in no use: padding, the time of a file.
            Ok(_) => {
                let faults = loket::app::check::verify_folder(&data, &folder.path().join(DEMO_KEY));
                assert_eq!(faults.expect("readable").faults, Vec::<String>::new());
                std::fs::remove_dir_all(&data).expect("removed");
                same += 1;
            }
        }
    }
    assert!(refused > same, "{refused} refused, {same} the same");
    result!("{{\"id\":\"F4 copies\",\"rounds\":{rounds},\"refused\":{refused},\"the same\":{same}}}");
}

/// One request as it is, and the status of its answer; none when the connection was closed.
async fn status(host: &str, head: &[u8], body: &[u8]) -> Option<u16> {
    let mut socket = TcpStream::connect(host).await.expect("connected");
    let _ = socket.write_all(&[head, b"\r\n\r\n", body].concat()).await;
    let mut answer = [0; 12];
    let read = soon("an answer", socket.read_exact(&mut answer)).await;
    read.ok()?;
    String::from_utf8_lossy(&answer).split(' ').nth(1)?.parse().ok()
}

/// Headers that some part of the office reads.
const HEADERS: [&str; 26] = [
    "range",
    "if-range",
    "if-modified-since",
    "if-unmodified-since",
    "if-none-match",
    "cookie",
    "host",
    "authorization",
    "origin",
    "referer",
    "accept",
    "accept-language",
    "content-type",
    "content-encoding",
    "expect",
    "upgrade",
    "connection",
    "sec-websocket-key",
    "sec-websocket-version",
    "sec-websocket-protocol",
    "sec-websocket-extensions",
    "sec-fetch-site",
    "x-forwarded-for",
    "x-forwarded-proto",
    "forwarded",
    "user-agent",
];

/// Values that nearly fit, for some header.
const NEARLY: [&str; 28] = [
    "bytes=0-0",
    "bytes=-1",
    "bytes=5-2",
    "bytes=0-18446744073709551615",
    "bytes=18446744073709551615-",
    "bytes=0-1,2-3,4-5,6-7",
    "bytes=-0",
    "bytes=a-b",
    "items=0-1",
    "bytes",
    "Sun, 06 Nov 1994 08:49:37 GMT",
    "Sun, 99 Nov 9999 99:99:99 GMT",
    "W/\"x\", *",
    "loket=x; loket=y; =; ;;",
    "loket=",
    "Bearer",
    "Bearer ",
    "Bearer loket_0000000000000000000000000000000000000000000000000000000000000000",
    "bearer bearer",
    "Basic YTpi",
    "http://[::1",
    "[::1]:99999",
    "a:b:c",
    "websocket, websocket",
    "keep-alive, Upgrade, close",
    "100-continue",
    "en;q=2, id;q=-1, *;q=x",
    "13, 12, -1",
];

fn value(dice: &mut Rng) -> Vec<u8> {
    let bytes = match dice.u32(0..5) {
        0 => NASTY[dice.usize(..NASTY.len())].as_bytes().to_vec(),
        1 => text(dice).into_bytes(),
        2 => (0..dice.usize(0..200)).map(|_| dice.u8(1..)).collect(),
        3 => {
            let nearly = NEARLY[dice.usize(..NEARLY.len())].as_bytes();
            bent(dice, nearly)
        }
        _ => NEARLY[dice.usize(..NEARLY.len())].as_bytes().to_vec(),
    };
    // What ends a line begins another header, which `smuggling` tries.
    bytes.into_iter().filter(|byte| !matches!(byte, b'\r' | b'\n' | 0)).collect()
}

/// Any value of any header that is read, on pages, downloads in ranges, live screens and acts.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_header_breaks_a_door() {
    let mut dice = dice("headers");
    let folder = tempfile::tempdir().expect("a folder");
    let media = folder.path().join("media/utama");
    std::fs::create_dir_all(&media).expect("a folder");
    std::fs::write(media.join("a.png"), b"\x89PNG\r\n\x1a\n and so on").expect("written");
    std::fs::write(media.join("a.mp4"), [b"\0\0\0\x20ftypisom".as_slice(), &[7; 5_000]].concat())
        .expect("written");
    let house = House::build(Plans { folder: Some(folder), ..Plans::default() }).await;
    house.who("kiosk").await.takes("A").await;
    house.rests().await;
    let host = house.base.trim_start_matches("http://").to_string();
    let mut cookies = vec![String::new()];
    for login in ["admin", "kiosk", "tv-1", "loket-2"] {
        cookies.push(house.who(login).await.client.cookie_header().expect("signed in"));
    }
    let paths = [
        "/",
        "/kiosk",
        "/masuk",
        "/health",
        "/metrics",
        "/live/kiosk",
        "/live/papan/utama?page=1",
        "/live/loket/2",
        "/media/utama/1/a.mp4",
        "/media/utama/1/a.png",
        "/api/copies",
        "/api/me",
        "/api/settings/file",
        "/api/skm.csv",
        "/sk/AAAA",
        "/t/AAAAAAAAAAAAAAAAAAAAAAAAAA",
    ];
    let before = house.office().committed().state.seq;
    let mut statuses: BTreeMap<u16, usize> = BTreeMap::new();
    for _ in 0..inputs() {
        let path = paths[dice.usize(..paths.len())];
        let mut head = format!("GET {path} HTTP/1.1\r\n").into_bytes();
        let mut own = |name: &str, value: &str| head.extend(format!("{name}: {value}\r\n").into_bytes());
        own("cookie", &cookies[dice.usize(..cookies.len())]);
        if dice.u32(0..8) > 0 {
            own("sec-fetch-site", "same-origin");
        }
        if path.starts_with("/live/") && dice.bool() {
            own("upgrade", "websocket");
            own("sec-websocket-version", "13");
            own("sec-websocket-key", "dGhlIHNhbXBsZSBub25jZQ==");
        }
        if dice.u32(0..8) > 0 {
            own("host", &host);
        }
        if path.starts_with("/media/") && dice.bool() {
            head.extend(b"range: bytes=0-3\r\n");
        }
        for _ in 0..dice.usize(1..4) {
            head.extend(HEADERS[dice.usize(..HEADERS.len())].as_bytes());
            head.extend(b": ");
            head.extend(value(&mut dice));
            head.extend(b"\r\n");
        }
        head.extend(b"connection: close");
        let told = status(&host, &head, b"").await.unwrap_or(0);
        assert!(told < 500 || [501, 503, 505].contains(&told), "{told}: {}", String::from_utf8_lossy(&head));
        *statuses.entry(told).or_default() += 1;
    }
    assert!([200, 206, 400, 401].iter().all(|known| statuses.contains_key(known)), "{statuses:?}");
    assert_eq!(house.office().committed().state.tickets.size(), 1);
    assert_eq!(house.written_since(before), [], "nothing was written");
    house.verify();
    result!("{{\"id\":\"F4 headers\",\"statuses\":{}}}", json!(statuses));
}

/// Uploads: recordings, scans, tables of responses, whole settings, and what scanners read.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_upload_breaks_its_reader() {
    let mut dice = dice("uploads");
    let house = House::build(Plans { settings: true, ..Plans::default() }).await;
    let (kiosk, two) = (house.who("kiosk").await, house.officer(2).await);
    kiosk.takes("A").await;
    two.serves().await;
    let berkas = two.registers().await;
    let host = house.base.trim_start_matches("http://").to_string();
    let mut cookies = BTreeMap::new();
    for login in ["admin", "pengawas", "loket-2", "kiosk"] {
        cookies.insert(login, house.who(login).await.client.cookie_header().expect("signed in"));
    }
    let table = b"tanggal;u1;u2;u3;u4;u5;u6;u7;u8;u9;saran\r\n2026-01-05;4;4;3;4;4;4;4;4;4;baik\r\n".to_vec();
    let office = loket::app::config::default_document().expect("the default office").as_bytes().to_vec();
    let png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0\x1f\x15\xc4\x89".to_vec();
    let wav =
        b"RIFF\x24\0\0\0WAVEfmt \x10\0\0\0\x01\0\x01\0\x44\xac\0\0\x88\x58\x01\0\x02\0\x10\0data\0\0\0\0"
            .to_vec();
    let scan = format!("/api/berkas/{berkas}/scan?requirement=KTP-el&request=");
    let mut statuses: BTreeMap<u16, usize> = BTreeMap::new();
    for nth in 0..inputs() / 2 {
        let id = ulid::Ulid::generate().to_string();
        let (login, path, kind, body) = match nth % 6 {
            0 => ("pengawas", "/api/skm/import/check".to_string(), "text/csv", bent(&mut dice, &table)),
            1 => ("admin", "/api/voice/angka-1".to_string(), "audio/wav", bent(&mut dice, &wav)),
            2 => ("loket-2", format!("{scan}{id}"), "image/png", bent(&mut dice, &png)),
            3 => ("loket-2", format!("{scan}{id}"), "application/pdf", bent(&mut dice, b"%PDF-1.7\n%%EOF")),
            4 if nth % 60 == 4 => {
                let text = String::from_utf8_lossy(&bent(&mut dice, &office)).into_owned();
                (
                    "admin",
                    "/api/settings/look".to_string(),
                    "application/json",
                    json!({ "text": text }).to_string().into_bytes(),
                )
            }
            _ => {
                let code = Value::String(String::from_utf8_lossy(&value(&mut dice)).into_owned());
                let body = json!({ "code": code }).to_string().into_bytes();
                ("kiosk", "/api/kiosk/scan".to_string(), "application/json", body)
            }
        };
        let kind = if dice.u32(0..20) == 0 { "multipart/form-data; boundary=x" } else { kind };
        let head = format!(
            "POST {path} HTTP/1.1\r\nhost: {host}\r\ncookie: {}\r\nsec-fetch-site: same-origin\r\ncontent-type: {kind}\r\ncontent-length: {}\r\nconnection: close",
            cookies[login],
            body.len()
        );
        let told = status(&host, head.as_bytes(), &body).await.unwrap_or(0);
        assert!(told < 500 && told > 0 || told == 503, "{told}: {head}\n{}", String::from_utf8_lossy(&body));
        *statuses.entry(told).or_default() += 1;
    }
    let refused = [400, 404, 409, 415, 422].iter().filter(|status| statuses.contains_key(status)).count();
    assert!(refused >= 3, "it was refused for many reasons: {statuses:?}");
    assert_eq!(house.office().committed().state.tickets.size(), 1);
    house.verify();
    result!("{{\"id\":\"F4 uploads\",\"statuses\":{}}}", json!(statuses));
}
