//! The office over TLS: who believes it, what it speaks, whose certificate it shows, and what is said without.

mod ends;

use crate::agent::{condition_is, kill, paired, plans as with_an_agent, usb_printer};
use crate::house::{House, Plans, receipt_after, soon};
use crate::program::{path, program, run, text};
use hyper::StatusCode;
use loket::app::client::{Client, Trust};
use loket::app::config::TlsPlan;
use loket::app::secure::{self, Secure};
use loket::clock::{Clock, SystemClock};
use loket::office::PrinterCondition;
use loket::web::accept::{self, Caps, Entrance};
use loket::web::tls::{Authority, Certificates, TlsError};
use rustls::pki_types::ServerName;
use rustls::{ClientConfig, RootCertStore};
use serde_json::json;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::Stdio;
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncBufReadExt, AsyncReadExt, BufReader};

const HERE: &str = "127.0.0.1:0";

fn here() -> SocketAddr {
    HERE.parse().expect("an address")
}

/// The CA and the certificate of an office whose keys are in that folder.
pub async fn own(folder: &Path) -> (Secure, Trust) {
    let plan = TlsPlan { files: None, names: vec!["loket.lan".to_string()], http: Some(here()) };
    let secure = secure::prepare(plan, &folder.join("loket.key"), here()).await.expect("a certificate");
    let pem = secure.certificates.authority().expect("a CA").pem().to_string();
    (secure, Trust::pem(pem.as_bytes()).expect("a CA"))
}

async fn house(keys: &Path) -> House {
    House::build(Plans { secure: Some(own(keys).await), ..Plans::default() }).await
}

/// The certificate that is shown to whoever asks, whatever it is.
fn shown_by(address: SocketAddr) -> Vec<u8> {
    #[derive(Debug)]
    struct Anything;
    use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
    impl ServerCertVerifier for Anything {
        fn verify_server_cert(
            &self,
            _: &rustls::pki_types::CertificateDer<'_>,
            _: &[rustls::pki_types::CertificateDer<'_>],
            _: &ServerName<'_>,
            _: &[u8],
            _: rustls::pki_types::UnixTime,
        ) -> Result<ServerCertVerified, rustls::Error> {
            Ok(ServerCertVerified::assertion())
        }
        fn verify_tls12_signature(
            &self,
            _: &[u8],
            _: &rustls::pki_types::CertificateDer<'_>,
            _: &rustls::DigitallySignedStruct,
        ) -> Result<HandshakeSignatureValid, rustls::Error> {
            Ok(HandshakeSignatureValid::assertion())
        }
        fn verify_tls13_signature(
            &self,
            _: &[u8],
            _: &rustls::pki_types::CertificateDer<'_>,
            _: &rustls::DigitallySignedStruct,
        ) -> Result<HandshakeSignatureValid, rustls::Error> {
            Ok(HandshakeSignatureValid::assertion())
        }
        fn supported_verify_schemes(&self) -> Vec<rustls::SignatureScheme> {
            loket::web::tls::provider().signature_verification_algorithms.supported_schemes()
        }
    }
    let config = ClientConfig::builder_with_provider(loket::web::tls::provider());
    let config = config.with_safe_default_protocol_versions().expect("versions");
    let config =
        config.dangerous().with_custom_certificate_verifier(Arc::new(Anything)).with_no_client_auth();
    let name = ServerName::try_from("localhost").expect("a name");
    let mut connection = rustls::ClientConnection::new(Arc::new(config), name).expect("a client");
    let mut socket = TcpStream::connect(address).expect("connected");
    while connection.is_handshaking() {
        connection.complete_io(&mut socket).expect("a handshake");
    }
    connection.peer_certificates().expect("a certificate")[0].to_vec()
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_trusts_the_ca_is_served_and_nobody_else_is_deceived() {
    let keys = tempfile::tempdir().expect("a folder");
    let house = house(keys.path()).await;
    let board = house.who("tv-1").await.client;
    assert!(board.cookie("__Host-loket_papan").is_some(), "its cookie is tied to TLS");
    let mut live = board.live("/live/papan/utama?page=1").await.expect("a board over wss");
    house.who("kiosk").await.takes("A").await;
    soon("the number", live.until(|view| view["waiting"][0]["count"] == 1)).await.expect("live");
    // The same by name, and by no name that the certificate does not have.
    let port = house.running.as_ref().expect("open").address.port();
    let named = |name: &str| Client::trusting(&format!("https://{name}:{port}"), &house.trust);
    named("localhost").get("/health").await.expect("an answer").done().expect("well");
    assert!(named("127.0.0.2").get("/health").await.is_err(), "not an address of this office");
    // Another CA, and the authorities of the world.
    let other = tempfile::tempdir().expect("a folder");
    for trust in [own(other.path()).await.1, Trust::public()] {
        let error = Client::trusting(&house.base, &trust).get("/health").await.expect_err("not believed");
        assert!(format!("{error:?}").contains("UnknownIssuer"), "{error:?}");
    }
    // No promise for a year: a device that does not trust the CA has to come to the page that explains how.
    let page = house.stranger().get("/masuk").await.expect("an answer");
    assert!(!page.headers.contains_key("strict-transport-security"));
    let figures = house.stranger().get("/metrics").await.expect("an answer").body;
    assert!(figures.as_str().is_some_and(|figures| figures.contains("\nloket_certificate_seconds_left 3")));
    house.verify();
}

#[tokio::test(flavor = "multi_thread")]
async fn only_tls_1_2_and_1_3_are_spoken() {
    let keys = tempfile::tempdir().expect("a folder");
    let house = house(keys.path()).await;
    let address = house.running.as_ref().expect("open").address;
    let ca = keys.path().join("ca.crt");
    std::fs::write(&ca, trust_file(&house).await).expect("written");
    let mut roots = RootCertStore::empty();
    use rustls::pki_types::pem::PemObject;
    roots.add(rustls::pki_types::CertificateDer::from_pem_file(&ca).expect("a CA")).expect("a CA");
    for version in [&rustls::version::TLS12, &rustls::version::TLS13] {
        let config = ClientConfig::builder_with_provider(loket::web::tls::provider());
        let config = config.with_protocol_versions(&[version]).expect("a version");
        let config = config.with_root_certificates(roots.clone()).with_no_client_auth();
        let name = ServerName::try_from("localhost").expect("a name");
        let mut connection = rustls::ClientConnection::new(Arc::new(config), name).expect("a client");
        let mut socket = TcpStream::connect(address).expect("connected");
        while connection.is_handshaking() {
            connection.complete_io(&mut socket).expect("a handshake");
        }
        assert_eq!(connection.protocol_version(), Some(version.version));
    }
    // A ClientHello of 1.0 and of 1.1, as old devices send it: answered by a fatal alert and nothing else.
    for minor in [1, 2] {
        let mut socket = TcpStream::connect(address).expect("connected");
        socket.set_read_timeout(Some(crate::house::PATIENCE)).expect("set");
        let mut hello = vec![3, minor];
        hello.extend([7; 32]);
        // No session, one suite of today and one that was usual, no compression, no extensions.
        hello.extend([0, 0, 4, 0xc0, 0x2b, 0xc0, 0x13, 1, 0]);
        let mut message = vec![1, 0, 0, u8::try_from(hello.len()).expect("short")];
        message.extend(hello);
        let mut record = vec![22, 3, 1, 0, u8::try_from(message.len()).expect("short")];
        record.extend(message);
        socket.write_all(&record).expect("sent");
        let mut answer = Vec::new();
        socket.read_to_end(&mut answer).expect("closed");
        assert_eq!((answer.len(), answer[0], answer[5]), (7, 21, 2), "{answer:?}");
    }
}

async fn trust_file(house: &House) -> String {
    let plain = house.running.as_ref().expect("open").plain.expect("a plain listener");
    let file = Client::new(&format!("http://{plain}")).get("/percaya/loket-ca.crt").await.expect("an answer");
    assert_eq!(file.headers["content-type"], "application/x-x509-ca-cert");
    file.done().expect("a file").as_str().expect("PEM").to_string()
}

#[tokio::test(flavor = "multi_thread")]
async fn without_tls_only_the_way_is_shown() {
    let keys = tempfile::tempdir().expect("a folder");
    let house = house(keys.path()).await;
    let running = house.running.as_ref().expect("open");
    let (port, plain) = (running.address.port(), running.plain.expect("a plain listener"));
    // At the plain listener, and at the door itself by whoever forgets the s.
    for address in [plain, running.address] {
        let base = format!("http://{address}");
        let client = Client::new(&base);
        let page = client.get("/percaya").await.expect("an answer");
        assert!(
            page.headers["content-security-policy"].to_str().is_ok_and(|policy| policy.contains("'self'"))
        );
        let page = page.done().expect("the page");
        let page = page.as_str().expect("HTML");
        let pem = client.get("/percaya/loket-ca.crt").await.expect("an answer").done().expect("a file");
        assert!(
            pem.as_str().is_some_and(|pem| pem.contains("BEGIN CERTIFICATE") && !pem.contains("PRIVATE"))
        );
        let print = Authority::open(keys.path(), Vec::new(), Vec::new, SystemClock.now());
        let print = print.expect("the CA").fingerprint();
        for group in print.split(':').collect::<Vec<_>>().chunks(4) {
            assert!(page.contains(&group.join(":")), "{print}");
        }
        let style = page.split("href=\"").find(|part| part.contains("trust.css")).expect("a style sheet");
        let style = client.get(style.split('"').next().expect("a path")).await.expect("an answer");
        assert_eq!(style.status, StatusCode::OK);
        // Pages lead on; nothing else is answered, and nothing is changed.
        let asked = |host: &str, way: &str, accept: &str| {
            let mut socket = TcpStream::connect(address).expect("connected");
            let request =
                format!("{way} HTTP/1.1\r\nhost: {host}\r\naccept: {accept}\r\nconnection: close\r\n\r\n");
            socket.write_all(request.as_bytes()).expect("sent");
            let mut answer = String::new();
            socket.read_to_string(&mut answer).expect("an answer");
            answer.to_lowercase()
        };
        let page = "text/html,*/*";
        let to = |place: &str| format!("location: {place}\r\n");
        let answer = asked(&address.to_string(), "GET /t/abc?lang=en", page);
        assert!(answer.starts_with("http/1.1 307"), "{answer}");
        assert!(answer.contains(&to(&format!("https://127.0.0.1:{port}/t/abc?lang=en"))), "{answer}");
        assert!(!answer.contains("strict-transport-security"), "{answer}");
        let answer = asked("loket.lan", "GET /", page);
        assert!(answer.contains(&to(&format!("https://loket.lan:{port}/"))), "{answer}");
        let answer = asked("evil.example", "GET /", page);
        assert!(answer.contains(&to(&format!("{}/", house.base))), "only to its own names: {answer}");
        for way in ["GET /api/me", "POST /api/sign-in", "GET /live/kiosk", "GET /metrics"] {
            let answer = asked(&address.to_string(), way, "application/json");
            assert!(answer.starts_with("http/1.1 403") && answer.contains("only-tls"), "{way}: {answer}");
        }
        assert!(asked(&address.to_string(), "POST /masuk", page).starts_with("http/1.1 403"));
    }
    let kiosk = Client::new(&format!("http://{plain}"));
    let refused = kiosk.post("/api/kiosk/tickets", json!({ "service": "A" })).await.expect("an answer");
    assert!(refused.body["message"].as_str().is_some_and(|words| words.contains("https://")), "{refused:?}");
    assert_eq!(house.office().committed().state.tickets.size(), 0);
}

/// An office without TLS answers the same page, and says that there is nothing to do.
#[tokio::test]
async fn an_office_without_a_ca_has_nothing_to_trust() {
    let house = House::open().await;
    let page = house.stranger().get("/percaya?lang=en").await.expect("an answer").done().expect("a page");
    assert!(page.as_str().is_some_and(|page| page.contains("nothing to install")), "{page}");
    let file = house.stranger().get("/percaya/loket-ca.crt").await.expect("an answer");
    assert_eq!(file.status, StatusCode::NOT_FOUND);
}

#[tokio::test(flavor = "multi_thread")]
async fn handshakes_that_stall_are_ended_and_hold_up_nobody() {
    let keys = tempfile::tempdir().expect("a folder");
    let (secure, trust) = own(keys.path()).await;
    let listener = tokio::net::TcpListener::bind(HERE).await.expect("a port");
    let address = listener.local_addr().expect("an address");
    let (stop, stopping) = tokio::sync::watch::channel(false);
    let answers = |word: &'static str| axum::Router::new().route("/", axum::routing::get(async move || word));
    let entrance =
        Entrance::secure(answers("safe"), secure.certificates.acceptor().expect("ciphers"), answers("plain"));
    let caps = Caps { connections: 4, handshake: Duration::from_millis(400), ..Caps::default() };
    let server = tokio::spawn(accept::serve(listener, entrance, caps, stopping));
    // As many as there are places: silent, and stuck in the middle of the handshake.
    let mut stalled = Vec::new();
    for beginning in [&[][..], &[][..], &[22, 3, 1, 2, 0][..], &[22, 3, 1, 0, 100, 1, 0, 0, 96, 3, 3][..]] {
        let mut socket = tokio::net::TcpStream::connect(address).await.expect("connected");
        tokio::io::AsyncWriteExt::write_all(&mut socket, beginning).await.expect("sent");
        stalled.push(socket);
    }
    // Their places are free again without anybody having gone.
    let client = Client::trusting(&format!("https://localhost:{}", address.port()), &trust);
    let served = async { while !client.get("/").await.is_ok_and(|reply| reply.body == "safe") {} };
    soon("a place", served).await;
    for mut socket in stalled {
        let mut rest = Vec::new();
        // Closed, with or without a last word.
        let _ = soon("the end", socket.read_to_end(&mut rest)).await;
    }
    // Three that stall, and the fourth is served meanwhile.
    let mut slow = Vec::new();
    for _ in 0..2 {
        slow.push(tokio::net::TcpStream::connect(address).await.expect("connected"));
    }
    let other = Client::trusting(&format!("https://localhost:{}", address.port()), &trust);
    let begun = tokio::time::Instant::now();
    assert_eq!(soon("an answer", other.get("/")).await.expect("an answer").body, "safe");
    assert!(begun.elapsed() < caps.handshake, "nobody waits for them: {:?}", begun.elapsed());
    drop((slow, client, other));
    stop.send_replace(true);
    soon("the end of the server", server).await.expect("it ended");
}

/// A certificate that an authority of the world might have given.
pub(crate) fn foreign(names: &[&str]) -> (String, String) {
    let key = rcgen::KeyPair::generate().expect("a key");
    let names: Vec<_> = names.iter().map(|name| (*name).to_string()).collect();
    let signed = rcgen::CertificateParams::new(names).expect("names").self_signed(&key).expect("signed");
    (signed.pem(), key.serialize_pem())
}

#[tokio::test(flavor = "multi_thread")]
async fn new_files_are_taken_and_unsound_ones_are_not() {
    let folder = tempfile::tempdir().expect("a folder");
    let (certificate, key) = (folder.path().join("fullchain.pem"), folder.path().join("privkey.pem"));
    let put = |file: &Path, content: &str| std::fs::write(file, content).expect("written");
    let pairs = [foreign(&["localhost", "127.0.0.1"]), foreign(&["localhost", "127.0.0.1"])];
    put(&certificate, &pairs[0].0);
    put(&key, &pairs[0].1);
    let certificates = Certificates::of_files(certificate.clone(), key.clone()).expect("sound");
    let trust = |pair: usize| Trust::pem(pairs[pair].0.as_bytes()).expect("a certificate");
    let secure = Secure { certificates: certificates.clone(), plain: None };
    let house = House::build(Plans { secure: Some((secure, trust(0))), ..Plans::default() }).await;
    let address = house.running.as_ref().expect("open").address;
    let page = house.stranger().get("/masuk").await.expect("an answer");
    assert_eq!(page.headers["strict-transport-security"], "max-age=31536000", "a certificate of its own");
    let mut board = house.who("tv-1").await.client.live("/live/papan/utama?page=1").await.expect("a board");
    let before = shown_by(address);

    // Half of it is there, then nonsense: the old one stays, and the office says so.
    put(&certificate, &pairs[1].0);
    let said = async |word: &str| {
        while !certificates.trouble().is_some_and(|trouble| trouble.contains(word)) {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    };
    soon("a word", said("key of another certificate")).await;
    assert_eq!(shown_by(address), before);
    put(&key, "no key at all");
    soon("a word", said("no private key")).await;
    assert_eq!(shown_by(address), before);
    let figures = house.stranger().get("/metrics").await.expect("an answer").body;
    assert!(figures.as_str().is_some_and(|figures| figures.contains("\nloket_certificate_failed 1")));

    // Whole again: whoever connects from now on is shown the new one, and whoever was connected still is.
    put(&key, &pairs[1].1);
    let replaced = async {
        while shown_by(address) == before {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    };
    soon("the new certificate", replaced).await;
    assert_eq!(certificates.trouble(), None);
    let newcomer = Client::trusting(&house.base, &trust(1));
    newcomer.demo_sign_in("kiosk").await.expect("signed in");
    let body = json!({ "service": "A" });
    newcomer.act("/api/kiosk/tickets", body).await.expect("an answer").done().expect("a number");
    soon("the number", board.until(|view| view["waiting"][0]["count"] == 1)).await.expect("still live");
}

#[test]
fn a_ca_signs_for_its_own_network_and_renews_by_itself() {
    const DAY: i64 = 24 * 3600;
    let folder = tempfile::tempdir().expect("a folder");
    let now = SystemClock.now();
    let open = |names: &[&str], more: &'static str| {
        let names = names.iter().map(|name| (*name).to_string()).collect();
        Authority::open(folder.path(), names, move || vec![more.to_string()], now)
    };
    let first = open(&["loket.kantor.go.id", "10.1.2.3"], "192.168.1.10").expect("a CA");
    let print = first.fingerprint();
    assert!(
        first.name().starts_with("loket ") && first.knows("192.168.1.10") && !first.knows("evil.example")
    );
    let certificates = Certificates::of_own(first).expect("a certificate");
    assert!((390..=397).contains(&certificates.days_left(now)), "{}", certificates.days_left(now));
    for file in ["loket-ca.key", "loket-tls.key"] {
        let mode = std::fs::metadata(folder.path().join(file)).expect(file).permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "{file}");
    }
    let kept = || std::fs::read(folder.path().join("loket-tls.key")).expect("readable");
    // The next start has the same ones, and another address another certificate, of the same CA.
    let before = kept();
    let again = open(&["loket.kantor.go.id", "10.1.2.3"], "192.168.1.10").expect("the CA");
    assert_eq!(again.fingerprint(), print);
    Certificates::of_own(again).expect("the certificate");
    assert_eq!(kept(), before);
    Certificates::of_own(open(&[], "192.168.7.7").expect("the CA")).expect("a certificate");
    assert_ne!(kept(), before);
    // Names of others are refused when somebody wrote them down, and passed over when they were found out.
    let error =
        Certificates::of_own(open(&["bank.example"], "8.8.8.8").expect("the CA")).expect_err("refused");
    assert!(matches!(error, TlsError::Foreign { ref name, .. } if name == "bank.example"), "{error}");
    Certificates::of_own(open(&["loket.lan"], "8.8.8.8").expect("the CA")).expect("a certificate");
    // Near its end a certificate is made anew. Its own clock is not moved: an office that was off for a year.
    let later = now.plus_seconds(340 * DAY);
    let old = kept();
    let authority = open(&["loket.lan"], "192.168.1.10").expect("the CA");
    let renewed = Certificates::of_own_at(authority, later).expect("a certificate");
    assert!(kept() != old && renewed.days_left(later) > 390, "{}", renewed.days_left(later));
    // After the end of the CA itself nothing helps but a new one, and the office still starts.
    let authority = open(&["loket.lan"], "192.168.1.10").expect("the CA");
    let over = now.plus_seconds(4000 * DAY);
    assert!(Certificates::of_own_at(authority, over).expect("the last one").days_left(over) < 0);
    // A file that is there and unreadable is never replaced.
    std::fs::write(folder.path().join("loket-ca.key"), "nonsense").expect("written");
    assert!(open(&[], "192.168.1.10").is_err());
    // A clock without a battery makes no CA that is over when the clock is right again.
    let empty = tempfile::tempdir().expect("a folder");
    let past = loket::domain::time::Moment(0);
    assert!(Authority::open(empty.path(), Vec::new(), Vec::new, past).is_err());
    assert!(std::fs::read_dir(empty.path()).expect("a folder").next().is_none(), "nothing was made");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_agent_prints_over_tls() {
    let (keys, pairing) = (tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("a folder"));
    let house = House::build(Plans { secure: Some(own(keys.path()).await), ..with_an_agent() }).await;
    let printer = usb_printer().await;
    house.who("kiosk").await.takes("A").await;
    let agent = paired(&house, &printer, &pairing.path().join("agen.json")).await;
    assert!(receipt_after(&printer, 0).await.text().contains("A-001"));
    condition_is(&house, PrinterCondition::Ready).await;
    house.rests().await;
    kill(agent).await;
    house.verify();
}

/// The program as an office starts it: a section in its file, the CA beside its key, and the agent with `--ca`.
#[tokio::test(flavor = "multi_thread")]
async fn the_program_makes_its_ca_and_says_how_it_is_known() {
    let folder = tempfile::tempdir().expect("a folder");
    let (office, data) = (folder.path().join("office"), folder.path().join("data"));
    assert!(run(&["init", path(&office)]).await.status.success());
    let config = office.join("office.toml");
    let content = std::fs::read_to_string(&config).expect("readable");
    std::fs::write(&config, content + "\n[tls]\nhttp = \"127.0.0.1:0\"\n").expect("written");
    let look = async || {
        let arguments = ["doctor", "--config", path(&config), "--data", path(&data), "--listen", HERE];
        text(&run(&arguments).await.stdout)
    };
    assert!(look().await.contains("ok    certificate: a CA of the office is made at the first start"));
    assert!(!office.join("loket-ca.key").exists(), "looking makes nothing");
    let arguments = ["serve", "--config", path(&config), "--data", path(&data), "--listen", HERE];
    let mut child = program()
        .args(arguments)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("the program starts");
    let base = crate::running::address(&mut child).await.expect("it listens");
    assert!(base.starts_with("https://127.0.0.1:"), "{base}");
    // At its own door too, whoever forgets the s gets the CA.
    let plain = Client::new(&base.replacen("https", "http", 1));
    let pem = plain.get("/percaya/loket-ca.crt").await.expect("an answer").done().expect("the CA");
    let ca = folder.path().join("loket-ca.crt");
    std::fs::write(&ca, pem.as_str().expect("PEM")).expect("written");
    let trusting = Client::trusting(&base, &Trust::file(&ca).expect("a CA"));
    trusting.get("/health").await.expect("an answer").done().expect("well");
    let authority = Authority::open(&office, Vec::new(), Vec::new, SystemClock.now()).expect("the CA");
    let words = look().await;
    assert!(words.contains(&format!("SHA-256 {}", authority.fingerprint())), "{words}");
    // The agent is let in by the CA alone.
    let token = folder.path().join("agen.json");
    for (ca, word) in [(Some(&ca), "type "), (None, "UnknownIssuer")] {
        let mut agent = program();
        agent.env("LOKET_LOG", "warn").args(["agent", "--server", &base, "--printer", "127.0.0.1:9"]);
        agent.args(["--token-file", path(&token)]);
        if let Some(ca) = ca {
            agent.args(["--ca", path(ca)]);
        }
        let mut agent = agent.stderr(Stdio::piped()).spawn().expect("the agent starts");
        let mut words = BufReader::new(agent.stderr.take().expect("a pipe")).lines();
        let said = async { while !words.next_line().await.expect("text").expect("a line").contains(word) {} };
        soon(word, said).await;
        agent.kill().await.expect("killed");
    }
    child.kill().await.expect("killed");
}
