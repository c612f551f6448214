//! Doors that stay shut, and what fails behind them, are written down: a line of the log for each, without what was typed.
//! The lines are those of the real program, read as whoever keeps the log reads them.

use crate::house::soon;
use crate::program::{path, program, text};
use crate::tls::foreign;
use loket::app::client::{Client, Trust};
use loket::app::demo::PASSWORD;
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpStream;
use tokio::process::{Child, Command};

/// A program with its log in a file.
struct Told {
    child: Child,
    base: String,
    log: PathBuf,
}

impl Told {
    /// Starts it and waits for its first line.
    async fn start(mut command: Command, folder: &Path) -> Told {
        let log = folder.join("log");
        let file = std::fs::File::create(&log).expect("a file");
        let command = command.env("LOKET_LOG", "info").stdout(Stdio::piped()).stderr(file);
        let mut child = command.kill_on_drop(true).spawn().expect("the program starts");
        let mut lines = BufReader::new(child.stdout.take().expect("a pipe")).lines();
        let line = soon("the first line", lines.next_line()).await.expect("text").expect("a line");
        let base = line.strip_prefix("listening on ").expect("an address").to_string();
        Told { child, base, log }
    }

    async fn demo(folder: &Path) -> Told {
        let mut command = program();
        command.args(["demo", "--data", path(&folder.join("data")), "--listen", "127.0.0.1:0"]);
        Told::start(command, folder).await
    }

    async fn who(&self, login: &str) -> Client {
        let client = Client::new(&self.base);
        client.demo_sign_in(login).await.expect("signed in");
        client
    }

    fn lines(&self) -> Vec<String> {
        text(&std::fs::read(&self.log).expect("a log")).lines().map(str::to_string).collect()
    }

    /// Waits for a line with all these words.
    async fn says(&self, words: &[&str]) -> String {
        soon(&format!("a line with {words:?}"), async {
            loop {
                let lines = self.lines();
                let found = lines.iter().find(|line| words.iter().all(|word| line.contains(word)));
                if let Some(line) = found {
                    return line.clone();
                }
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        })
        .await
    }
}

/// An act that a page of another site sends with the cookie of somebody who is signed in. The answer.
async fn from_elsewhere(office: &Told, client: &Client) -> String {
    let address = office.base.trim_start_matches("http://");
    let mut socket = TcpStream::connect(address).await.expect("connected");
    let request = format!(
        "POST /api/copies HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\norigin: http://evil.example\r\n\
         cookie: {}\r\ncontent-type: application/json\r\ncontent-length: 2\r\n\r\n{{}}",
        client.cookie_header().expect("signed in")
    );
    socket.write_all(request.as_bytes()).await.expect("sent");
    let mut answer = Vec::new();
    soon("an answer", socket.read_to_end(&mut answer)).await.expect("read");
    text(&answer)
}

/// ASVS 16.3.1 to 16.3.3: failed sign-ins, doors that were not for somebody, looks that were refused, other sites, floods
/// and bodies of no screen.
#[tokio::test(flavor = "multi_thread")]
async fn a_door_that_stays_shut_is_written_down_and_nothing_of_what_was_typed() {
    let folder = tempfile::tempdir().expect("a folder");
    let office = Told::demo(folder.path()).await;
    let admin = office.who("admin").await;
    let accounts = admin.get("/api/accounts").await.expect("an answer").body["accounts"].clone();
    let id = |login: &str| {
        let known = accounts.as_array().expect("a list").iter().find(|one| one["login"] == login);
        known.expect("an account")["id"].as_u64().expect("an id")
    };
    let stranger = Client::new(&office.base);
    let typed = "kata-sandi-yang-diketik";
    for login in ["analis", "nama-yang-salah-ketik"] {
        let body = json!({ "login": login, "password": typed });
        assert_eq!(stranger.post("/api/sign-in", body).await.expect("an answer").status.as_u16(), 401);
    }
    let failed = office.says(&["a sign-in failed", &format!("account={} ", id("analis"))]).await;
    assert!(failed.contains("WARN") && failed.contains("why=\"wrong-password\""), "{failed}");
    assert!(failed.contains("from=127.0.0.1"), "{failed}");
    let unknown = |lines: &[String]| {
        lines.iter().filter(|line| line.contains("a sign-in failed") && !line.contains("account=")).count()
    };
    assert_eq!(unknown(&office.lines()), 1, "nobody's is written down as nobody's");
    let listed = admin.get("/api/accounts").await.expect("an answer").body;
    let analis = listed["accounts"].as_array().expect("a list").iter().find(|one| one["login"] == "analis");
    let analis = analis.expect("listed");
    assert_eq!(analis["failed"], 1, "and the administrator sees it");
    assert!(analis["failed_last"].as_i64().is_some_and(|last| last > 0));

    // Not for them: an act, a page, a program's token, another site.
    let kasi = office.who("kasi").await;
    assert_eq!(kasi.get("/api/accounts").await.expect("an answer").status.as_u16(), 403);
    let shut = office.says(&["a door stayed shut", "route=\"/api/accounts\""]).await;
    for part in ["WARN", "code=\"forbidden\"", &format!("account={} ", id("kasi")), "from=127.0.0.1"] {
        assert!(shut.contains(part), "{part} in {shut}");
    }
    let made = json!({ "name": "uji", "account": id("admin"), "scopes": ["read"], "days": 1 });
    let made = admin.act("/api/tokens", made).await.expect("an answer").done().expect("a token");
    let program = Client::new(&office.base).with_token(made["secret"].as_str().expect("a secret"));
    let beyond = program.act("/api/copies", json!({})).await.expect("an answer");
    assert_eq!(beyond.status.as_u16(), 403, "{}", beyond.body);
    office.says(&["a door stayed shut", "code=\"token-scope\"", "route=\"/api/copies\""]).await;
    assert!(from_elsewhere(&office, &admin).await.starts_with("HTTP/1.1 403"));
    office.says(&["a door stayed shut", "code=\"other-site\"", "/api/copies"]).await;

    // A look at a restricted berkas is refused, and told with the number of the berkas.
    let (kiosk, two) = (office.who("kiosk").await, office.who("loket-2").await);
    let done = async |client: &Client, path: &str, body: Value| {
        client.act(path, body).await.expect("an answer").done().expect("done")
    };
    done(&kiosk, "/api/kiosk/tickets", json!({ "service": "A" })).await;
    done(&two, "/api/loket/2/open", json!({})).await;
    done(&two, "/api/loket/2/next", json!({})).await;
    done(&two, "/api/loket/2/present", json!({})).await;
    let body = crate::house::registration(&two, "SIPB", true).await;
    let berkas = done(&two, "/api/loket/2/register", body).await["berkas"].as_u64().expect("a berkas");
    let way = format!("/api/berkas/{berkas}");
    done(&admin, &format!("{way}/restrict"), json!({ "reason": "diminta" })).await;
    let reason = json!({ "reason": "alasan-yang-diketik" });
    let refused = kasi.act(&format!("{way}/reveal"), reason).await.expect("an answer");
    assert_eq!(refused.status.as_u16(), 403);
    office.says(&["a door stayed shut", "code=\"restricted\"", &format!("thing={berkas} ")]).await;

    // Bodies that no screen sends, and too much of anything.
    let odd = json!({ "reason": "x", "kata-yang-diketik": 1 });
    kasi.act(&format!("{way}/reveal"), odd).await.expect("an answer");
    office.says(&["a request made no sense", "code=\"shape\""]).await;
    for n in 0..40 {
        stranger.get(&format!("/t/{n:026}")).await.expect("an answer");
    }
    let held = office.says(&["a request was held back", "code=\"too-fast\""]).await;
    assert!(held.contains("route=\"/t/{token}\""), "the route, and no secret of an address: {held}");

    // A flood fills no disk, and what was left out is counted.
    let before = office.lines().len();
    for _ in 0..400 {
        kasi.get("/api/accounts").await.expect("an answer");
    }
    let wrote = office.lines().len() - before;
    assert!((1..=100).contains(&wrote), "{wrote} lines of 400 knocks");
    let log = office.lines().join("\n");
    for secret in [typed, "nama-yang-salah-ketik", "alasan-yang-diketik", "kata-yang-diketik", PASSWORD] {
        assert!(!log.contains(secret), "{secret} was written down");
    }
}

/// ASVS 16.3.4: what fails behind the doors: the disk, a webhook that nobody vouches for, a certificate that does not fit.
#[tokio::test(flavor = "multi_thread")]
async fn what_fails_behind_the_doors_is_written_down() {
    // A certificate is replaced by one with another's key.
    let folder = tempfile::tempdir().expect("a folder");
    let office = folder.path().join("office");
    let config = crate::allday::office_files(&office).await;
    let pairs = [foreign(&["localhost", "127.0.0.1"]), foreign(&["localhost", "127.0.0.1"])];
    let (certificate, key) = (office.join("fullchain.pem"), office.join("privkey.pem"));
    std::fs::write(&certificate, &pairs[0].0).expect("written");
    std::fs::write(&key, &pairs[0].1).expect("written");
    let mut toml = std::fs::read_to_string(&config).expect("the office's file");
    toml.push_str("\n[tls]\ncertificate = \"fullchain.pem\"\nkey = \"privkey.pem\"\n");
    std::fs::write(&config, toml).expect("written");
    let data = folder.path().join("data");
    let mut command = program();
    command.args(["serve", "--config", path(&config), "--data", path(&data), "--listen", "127.0.0.1:0"]);
    let mut told = Told::start(command, folder.path()).await;
    std::fs::write(&certificate, &pairs[1].0).expect("written");
    let line = told.says(&["the new certificate is not used; the old one stays"]).await;
    assert!(line.contains("ERROR"), "{line}");
    let trust = Trust::pem(pairs[0].0.as_bytes()).expect("a certificate");
    let page = Client::trusting(&told.base, &trust).get("/health").await.expect("the old one is shown");
    assert_eq!(page.status.as_u16(), 200);
    told.child.kill().await.expect("killed");

    // A receiver that shows a certificate of nobody's.
    let folder = tempfile::tempdir().expect("a folder");
    let told = Told::demo(folder.path()).await;
    let (receiver, url) = crate::hooks::secure::deceiving().await;
    let admin = told.who("admin").await;
    let body = json!({ "url": url, "topics": ["ticket.issued"] });
    let hook = admin.act("/api/hooks", body).await.expect("an answer");
    assert_eq!(hook.status.as_u16(), 201, "{}", hook.body);
    let kiosk = told.who("kiosk").await;
    kiosk
        .act("/api/kiosk/tickets", json!({ "service": "A" }))
        .await
        .expect("an answer")
        .done()
        .expect("a number");
    let line = told.says(&["a webhook does not arrive", "why=\"issuer\""]).await;
    assert!(line.contains("WARN") && line.contains("hook="), "{line}");
    drop((told, receiver));

    // A disk that does not take what is written, when strace is there to play it.
    let folder = tempfile::tempdir().expect("a folder");
    let (data, trace) = (folder.path().join("data"), folder.path().join("trace"));
    let mut command = crate::running::under_strace("fdatasync", "error=EIO:when=14", &trace);
    command.args(["demo", "--data", path(&data), "--listen", "127.0.0.1:0"]);
    let told = Told::start(command, folder.path()).await;
    let kiosk = told.who("kiosk").await;
    let failed = async {
        while !told.lines().iter().any(|line| line.contains("storage works again")) {
            let _ = kiosk
                .post(
                    "/api/kiosk/tickets",
                    json!({
                "service": "A", "request": ulid::Ulid::generate().to_string() }),
                )
                .await;
        }
    };
    soon("a disk that fails and works again", failed).await;
    let line = told.says(&["storage failed; nothing is acknowledged until it works again"]).await;
    assert!(line.contains("ERROR") && line.contains("error="), "{line}");
}
