//! Settings and the program itself: the office opens whatever was kept last, says so when that was of no use, and takes
//! its settings along in a copy.

use crate::house::soon;
use crate::program::{path, program, run, text};
use loket::app::client::{Client, Reply};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::process::Stdio;
use tokio::io::{AsyncBufReadExt, BufReader, Lines};
use tokio::process::{Child, ChildStderr};

const PASSWORD: &str = "ombak sore di dermaga";
const LOGO: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 1 1\"/>";

/// An office of its own, run by the program.
struct Office {
    folder: tempfile::TempDir,
}

/// The program while it runs.
struct Served {
    child: Child,
    base: String,
    log: Lines<BufReader<ChildStderr>>,
}

impl Office {
    async fn new() -> Office {
        let office = Office { folder: tempfile::tempdir().expect("a folder") };
        assert!(run(&["init", path(&office.at("office"))]).await.status.success());
        // Printers that are nowhere, and quickly so.
        let content = std::fs::read_to_string(office.config()).expect("readable");
        let content = content.replace("192.168.1.51", "127.0.0.1").replace("192.168.1.52", "127.0.0.2");
        std::fs::write(office.config(), content).expect("written");
        crate::program::without_second_factor(&office.config());
        office
    }

    fn at(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn config(&self) -> PathBuf {
        self.at("office/office.toml")
    }

    async fn serve(&self) -> Served {
        self.serve_from(&self.at("data")).await
    }

    async fn serve_from(&self, data: &Path) -> Served {
        let config = self.config();
        let arguments = ["serve", "--config", path(&config), "--data", path(data), "--listen", "127.0.0.1:0"];
        let child = program()
            .env("LOKET_LOG", "info")
            .args(arguments)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn();
        let mut child = child.expect("the program starts");
        let mut lines = BufReader::new(child.stdout.take().expect("a pipe")).lines();
        let log = BufReader::new(child.stderr.take().expect("a pipe")).lines();
        let line = soon("the first line", lines.next_line()).await.expect("text").expect("it serves");
        let base = line.strip_prefix("listening on ").expect("the first line says where").to_string();
        Served { child, base, log }
    }

    async fn doctor(&self) -> String {
        let (config, data) = (self.config(), self.at("data"));
        let arguments =
            ["doctor", "--config", path(&config), "--data", path(&data), "--listen", "127.0.0.1:0"];
        text(&run(&arguments).await.stdout)
    }
}

impl Served {
    /// The next line of the log with these words.
    async fn says(&mut self, words: &str) -> String {
        let line = async {
            loop {
                let line = self.log.next_line().await.expect("text").expect("it goes on");
                if line.contains(words) {
                    return line;
                }
            }
        };
        soon(words, line).await
    }

    /// The administrator, who chooses a password.
    async fn begins(&mut self) -> Client {
        let line = self.says("/mulai/").await;
        let token = line.split_once("/mulai/").expect("a link").1.trim();
        let admin = Client::new(&self.base);
        let body = json!({ "token": token, "name": "Sari Potabuga", "password": PASSWORD });
        admin.post("/api/setup", body).await.expect("an answer").done().expect("the link works");
        admin
    }

    async fn admin(&self) -> Client {
        let admin = Client::new(&self.base);
        admin.sign_in("admin", PASSWORD).await.expect("signed in");
        admin
    }

    /// Pulls the plug.
    async fn killed(mut self) {
        self.child.kill().await.expect("killed");
    }
}

async fn now(admin: &Client) -> Value {
    admin.get("/api/settings").await.expect("an answer").done().expect("the settings")
}

async fn keep(admin: &Client, what: Value) -> Reply {
    let mut body = what;
    body["seen"] = now(admin).await["version"].clone();
    admin.act("/api/settings/keep", body).await.expect("an answer")
}

/// Keeps settings, and waits until the office has been opened again.
async fn kept(admin: &Client, what: Value) -> Value {
    let version = keep(admin, what).await.done().expect("kept")["version"].as_u64().expect("a version");
    soon("the office", async {
        loop {
            if let Ok(reply) = admin.get("/api/settings").await
                && reply.status.is_success()
                && reply.body["opened"].as_u64() >= Some(version)
            {
                return reply.body;
            }
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        }
    })
    .await
}

/// The document in force, with one line changed.
async fn changed(admin: &Client, from: &str, to: &str) -> Value {
    let version = now(admin).await["version"].clone();
    let known = admin.get(&format!("/api/settings/version/{version}")).await.expect("an answer");
    let known = known.done().expect("a version")["text"].as_str().expect("text").to_string();
    assert!(known.contains(from), "{known}");
    json!({ "whole": known.replacen(from, to, 1) })
}

#[tokio::test]
async fn settings_that_can_open_the_office_no_longer_give_way_to_those_before() {
    let office = Office::new().await;
    let mut served = office.serve().await;
    let admin = served.begins().await;
    let logo = office.at("office/logo.svg");
    std::fs::write(&logo, LOGO).expect("written");
    let settings = kept(&admin, changed(&admin, "[office]\n", "[office]\nlogo = \"logo.svg\"\n").await).await;
    assert_eq!((&settings["version"], &settings["fallen"]), (&json!(2), &Value::Null));
    served.killed().await;
    std::fs::remove_file(&logo).expect("gone");
    let words = office.doctor().await;
    assert!(words.contains("weak  settings: the settings of version 2 could not open the office"), "{words}");

    // Opened again and again, it says the same, and the journal does not grow by it.
    for _ in 0..2 {
        let mut served = office.serve().await;
        let line = served.says("could not open the office").await;
        assert!(
            line.contains("logo.svg") && line.contains("it is open with the settings of version 1"),
            "{line}"
        );
        let settings = now(&served.admin().await).await;
        assert_eq!((&settings["version"], &settings["opened"]), (&json!(3), &json!(3)));
        assert_eq!(settings["fallen"]["version"], 2);
        assert_eq!(settings["fallen"]["to"], 1);
        let why = settings["fallen"]["faults"][0]["words"].as_str().expect("words");
        assert!(why.contains("logo.svg"), "{why}");
        let newest = &settings["history"][0];
        assert_eq!(
            (&newest["how"], &newest["what"], &newest["by"]),
            (&json!("back"), &json!(1), &Value::Null)
        );
        let words = office.doctor().await;
        assert!(
            words.contains("weak  settings: the settings of version 2") && words.contains("logo.svg"),
            "{words}"
        );
        served.killed().await;
    }
    let words = office.doctor().await;
    assert!(words.contains("weak  settings: the settings of version 2"), "{words}");

    // What was wrong is mended, and somebody brings the version back.
    std::fs::write(&logo, LOGO).expect("written");
    let served = office.serve().await;
    let admin = served.admin().await;
    assert_eq!(now(&admin).await["fallen"], json!({ "version": 2, "to": 1, "faults": [] }));
    let settings = kept(&admin, json!({ "back": 2 })).await;
    assert_eq!((&settings["version"], &settings["fallen"]), (&json!(4), &Value::Null));
    served.killed().await;
    let words = office.doctor().await;
    assert!(
        words.contains("ok    settings: version 4 of the page of \"") && !words.contains("could not"),
        "{words}"
    );
}

/// An address that somebody else has cannot be known before the office listens there.
#[tokio::test]
async fn settings_that_fail_at_once_give_way_at_once() {
    let office = Office::new().await;
    let mut served = office.serve().await;
    let admin = served.begins().await;
    let holder = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let http = holder.local_addr().expect("an address");
    let tls = format!("[tls]\nhttp = \"{http}\"\n\n[office]\n");
    let settings = kept(&admin, changed(&admin, "[office]\n", &tls).await).await;
    assert_eq!((&settings["version"], &settings["opened"]), (&json!(3), &json!(3)));
    assert_eq!((&settings["fallen"]["version"], &settings["fallen"]["to"]), (&json!(2), &json!(1)));
    let why = settings["fallen"]["faults"][0]["words"].as_str().expect("words");
    assert!(why.contains(&http.to_string()), "{why}");
}

#[tokio::test]
async fn files_that_are_broken_by_hand_keep_no_office_shut() {
    let office = Office::new().await;
    let mut served = office.serve().await;
    let admin = served.begins().await;
    let hours = json!({ "section": { "name": "hours", "values": { "time.hours.monday": ["10.00-12.00"] } } });
    kept(&admin, hours).await;
    served.killed().await;
    let sound = std::fs::read_to_string(office.config()).expect("readable");
    let line = sound.lines().position(|line| line == "id = 4").expect("the line") + 1;
    std::fs::write(office.config(), sound.replace("id = 4\n", "id = \"empat\"\n")).expect("written");

    let mut served = office.serve().await;
    served.says("the files of the office cannot be used").await;
    let settings = now(&served.admin().await).await;
    assert_eq!(settings["version"], 2, "nothing was put in force");
    assert_eq!(settings["values"]["time"]["hours"]["monday"], json!(["10.00-12.00"]));
    assert_eq!((&settings["fallen"]["version"], &settings["fallen"]["to"]), (&Value::Null, &json!(2)));
    let fault = &settings["fallen"]["faults"][0];
    assert_eq!(fault["line"], line);
    assert_eq!(fault["words"], "Di sini harus ada bilangan bulat, bukan teks.");
    served.killed().await;
    let words = office.doctor().await;
    assert!(words.contains("weak  settings: the files of the office cannot be used"), "{words}");

    // Mended, they are what they were, and the page's settings stay.
    std::fs::write(office.config(), sound).expect("written");
    let served = office.serve().await;
    let settings = now(&served.admin().await).await;
    assert_eq!((&settings["version"], &settings["fallen"]), (&json!(2), &Value::Null));
    served.killed().await;
    let words = office.doctor().await;
    assert!(
        words.contains("ok    settings: version 2 of the page of \"") && !words.contains("cannot"),
        "{words}"
    );
}

#[tokio::test]
async fn a_restored_office_has_the_settings_of_its_page() {
    let office = Office::new().await;
    let mut served = office.serve().await;
    let admin = served.begins().await;
    let hours = json!({ "section": { "name": "hours", "values": { "time.hours.monday": ["10.00-12.00"] } } });
    kept(&admin, hours).await;
    let (config, data) = (office.config(), office.at("data"));
    let backup = async |name: &str| {
        let file = office.at(name);
        let arguments = ["backup", path(&file), "--data", path(&data), "--config", path(&config)];
        let output = run(&arguments).await;
        assert!(output.status.success(), "{}", text(&output.stderr));
        file
    };
    let warm = backup("warm.age").await;
    served.killed().await;
    let cold = backup("cold.age").await;
    for (copy, made) in [(warm, office.at("from-warm")), (cold, office.at("from-cold"))] {
        let (key, data_key) = (office.at("office/backup.key"), office.at("office/loket.key"));
        let arguments = [
            "restore",
            path(&copy),
            "--data",
            path(&made),
            "--key",
            path(&key),
            "--data-key",
            path(&data_key),
        ];
        let output = run(&arguments).await;
        assert!(output.status.success(), "{}", text(&output.stderr));
        let served = office.serve_from(&made).await;
        let settings = now(&served.admin().await).await;
        assert_eq!((&settings["version"], &settings["fallen"]), (&json!(2), &Value::Null));
        assert_eq!(settings["values"]["time"]["hours"]["monday"], json!(["10.00-12.00"]));
        assert_eq!(settings["history"][0]["by"], "Sari Potabuga");
        served.killed().await;
    }
}
