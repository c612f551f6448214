//! The program itself: its first line, its exit codes, the files it writes.

use crate::house::soon;
pub use crate::running::{opens, path, program, run, start, text};
use loket::app::client::Client;
use loket::printing::emulator::{self, Emulator};
use serde_json::json;
use std::path::Path;
use std::process::Stdio;
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::Command;

/// How often a second program tries to open the data of the first.
const SECONDS: usize = 100;
/// So many of them at once.
const AT_ONCE: usize = 10;

/// An office whose administrator has no phone.
pub fn without_second_factor(config: &Path) {
    let text = std::fs::read_to_string(config).expect("the office's file");
    let without = text.replace("second_factor = [\"administrator\", \"kadis\"]", "second_factor = []");
    assert_ne!(without, text);
    std::fs::write(config, without).expect("written");
}

#[tokio::test]
async fn serve_makes_an_administrator_once_and_stops_in_order() {
    let folder = tempfile::tempdir().expect("a folder");
    let (office, data) = (folder.path().join("office"), folder.path().join("data"));
    let made = run(&["init", path(&office)]).await;
    assert!(made.status.success(), "{}", text(&made.stderr));
    assert_eq!(text(&made.stdout).lines().count(), 4 + loket::documents::BUNDLED.len());
    let again = run(&["init", path(&office)]).await;
    assert!(
        !again.status.success() && text(&again.stderr).contains("is there already"),
        "{}",
        text(&again.stderr)
    );

    let config = office.join("office.toml");
    without_second_factor(&config);
    let arguments = ["serve", "--config", path(&config), "--data", path(&data), "--listen", "127.0.0.1:0"];
    let (mut child, base, link) = opens(&config, &data).await;
    let admin = Client::new(&base);
    assert_eq!(admin.get(&format!("/mulai/{link}")).await.expect("an answer").status.as_u16(), 200);
    let password = "ombak sore di dermaga";
    let body = json!({ "token": link, "name": "Sari Potabuga", "password": password });
    admin.post("/api/setup", body).await.expect("an answer").done().expect("the link works");
    assert_eq!(
        admin.get("/api/accounts").await.expect("an answer").body["accounts"][0]["name"],
        "Sari Potabuga"
    );
    assert_eq!(admin.get(&format!("/mulai/{link}")).await.expect("an answer").status.as_u16(), 404, "once");
    // The demonstration's shortcut exists nowhere else.
    let shortcut = admin.post("/api/demo/sign-in", json!({ "login": "admin" })).await.expect("an answer");
    assert_eq!(shortcut.status.as_u16(), 404);
    assert_eq!(admin.get("/printer").await.expect("an answer").status.as_u16(), 404);

    // A second server on the same data is refused with the status for "try later".
    for _ in 0..SECONDS / AT_ONCE {
        for second in futures_util::future::join_all((0..AT_ONCE).map(|_| run(&arguments))).await {
            let words = text(&second.stderr);
            assert_eq!(second.status.code(), Some(75), "{words}");
            assert!(words.contains("in use by another loket") && !words.contains("panicked"), "{words}");
            assert!(second.stdout.is_empty(), "it never says that it listens: {}", text(&second.stdout));
        }
    }
    result!("{{\"id\":\"A8\",\"second programs\":{SECONDS},\"refused with 75\":{SECONDS}}}");
    assert_eq!(admin.get("/health").await.expect("an answer").status.as_u16(), 200, "the first is unharmed");
    let busy = run(&["verify", path(&data)]).await;
    assert_eq!(busy.status.code(), Some(75));

    let pid = child.id().expect("running").to_string();
    let told = std::process::Command::new("kill").args(["-TERM", &pid]).status().expect("kill");
    assert!(told.success());
    let status = soon("the end of the server", child.wait()).await.expect("an end");
    assert!(status.success(), "{status}");
    let verified = run(&["verify", path(&data), "--key", path(&office.join("loket.key"))]).await;
    assert!(verified.status.success() && text(&verified.stdout).contains("the journal is whole"));
    let journal = run(&["journal", path(&data)]).await;
    let journal = text(&journal.stdout);
    assert!(journal.contains("AccountAdded") && !journal.contains(&link), "only the link's hash is kept");

    // No second link: somebody can sign in.
    let (mut child, base) = start(&arguments).await;
    soon("signing in", Client::new(&base).sign_in("admin", password)).await.expect("still the same");
    child.kill().await.expect("killed");
}

/// Told to stop while boards look on, somebody drips a request and a copy is under way, it is gone within 5 s, and opens
/// as if nothing had been.
#[tokio::test(flavor = "multi_thread")]
async fn it_stops_within_five_seconds_whatever_is_under_way() {
    use tokio::io::AsyncWriteExt;
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().join("data");
    let arguments = ["demo", "--listen", "127.0.0.1:0", "--data", path(&data)];
    let (mut child, base) = start(&arguments).await;
    let (tv, kiosk) = (Client::new(&base), Client::new(&base));
    tv.demo_sign_in("tv-1").await.expect("signed in");
    kiosk.demo_sign_in("kiosk").await.expect("signed in");
    let mut boards = Vec::new();
    for page in 1..=5 {
        boards.push(tv.live(&format!("/live/papan/utama?page={page}")).await.expect("a board"));
    }
    let number = kiosk.act("/api/kiosk/tickets", json!({ "service": "A" })).await.expect("an answer");
    assert_eq!(number.done().expect("a number")["number"], "A-001");
    let mut dripping = tokio::net::TcpStream::connect(base.trim_start_matches("http://")).await.expect("in");
    let head = b"POST /api/sign-in HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 60\r\n\r\n{";
    dripping.write_all(head).await.expect("sent");
    // So much noise takes a while to be packed.
    let scan = data.join("scans/00");
    std::fs::create_dir_all(&scan).expect("a folder");
    let scan = scan.join("0".repeat(64));
    let noise = std::fs::File::open("/dev/urandom").expect("noise");
    let mut large = std::fs::File::create(&scan).expect("a file");
    std::io::copy(&mut std::io::Read::take(noise, 300 << 20), &mut large).expect("room for it");
    let mut asking = tokio::net::UnixStream::connect(data.join("control.sock")).await.expect("it listens");
    asking.write_all(b"copy\n").await.expect("asked");
    let parts = || {
        let all = std::fs::read_dir(data.join("cadangan")).into_iter().flatten().flatten();
        all.filter(|file| file.file_name().to_string_lossy().ends_with(".part")).count()
    };
    soon("a copy under way", until(|| parts() == 1)).await;

    let told = tokio::time::Instant::now();
    let pid = child.id().expect("running").to_string();
    assert!(std::process::Command::new("kill").args(["-TERM", &pid]).status().expect("kill").success());
    let status = soon("the end of the server", child.wait()).await.expect("an end");
    let took = told.elapsed();
    assert!(status.success() && took < std::time::Duration::from_secs(5), "{status} after {took:?}");
    assert_eq!(parts(), 1, "the copy was still being taken");

    std::fs::remove_file(&scan).expect("removed");
    let (mut child, base) = start(&arguments).await;
    soon("what the copy left to go", until(|| parts() == 0)).await;
    let kiosk = Client::new(&base);
    kiosk.demo_sign_in("kiosk").await.expect("signed in");
    let number = kiosk.act("/api/kiosk/tickets", json!({ "service": "A" })).await.expect("an answer");
    assert_eq!(number.done().expect("a number")["number"], "A-002");
    child.kill().await.expect("killed");
    let verified = run(&["verify", path(&data), "--key", path(&data.join(loket::store::DEMO_KEY))]).await;
    assert!(text(&verified.stdout).contains("the journal is whole"), "{}", text(&verified.stderr));
}

/// What an earlier program left half written goes at the next start: a copy, the folder in which one was tried, a
/// recording, a scan. What is whole stays, and so does what belongs to somebody else or is being written now.
#[tokio::test(flavor = "multi_thread")]
async fn what_was_left_half_written_goes_at_the_next_start() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().join("data");
    let whole = format!("scans/ab/{}", "ab".repeat(32));
    let left = [
        "cadangan/loket-20261122-020000.age.part",
        "cadangan/loket-probe-00ff/loket.redb",
        "voice/nol.part",
        "scans/ab/part-00000000000000ff",
    ];
    let stays = ["cadangan/catatan.part", "scans/ab/part-0000000000000001", "scans/ab/catatan.txt", &whole];
    let long_ago = std::time::UNIX_EPOCH + std::time::Duration::from_secs(86_400);
    for name in left.iter().chain(&stays) {
        let file = data.join(name);
        std::fs::create_dir_all(file.parent().expect("a folder")).expect("made");
        std::fs::write(&file, b"half").expect("written");
        // The other part is being written now.
        if *name != stays[1] {
            let changed = std::fs::File::options().write(true).open(&file).expect("there");
            changed.set_modified(long_ago).expect("set");
        }
    }
    let (mut child, _) = start(&["demo", "--listen", "127.0.0.1:0", "--data", path(&data)]).await;
    soon("what was left to go", until(|| left.iter().all(|name| !data.join(name).exists()))).await;
    assert!(!data.join("cadangan/loket-probe-00ff").exists(), "with its folder");
    for name in stays {
        assert!(data.join(name).exists(), "{name}");
    }
    child.kill().await.expect("killed");
}

/// Waits until that is so.
async fn until(so: impl Fn() -> bool) {
    while !so() {
        tokio::time::sleep(std::time::Duration::from_millis(5)).await;
    }
}

/// A7: a damaged file is told in words with what to do, by every command that opens it, and left as it is.
#[tokio::test]
async fn a_damaged_file_is_told_in_words_and_left_alone() {
    let folder = crate::house::House::open().await.close().await;
    let (data, file) = (folder.path(), folder.path().join(loket::store::FILE));
    let sound = std::fs::read(&file).expect("there");
    let office = tempfile::tempdir().expect("a folder");
    run(&["init", path(office.path())]).await;
    let (config, key) = (office.path().join("office.toml"), office.path().join("loket.key"));
    std::fs::rename(data.join(loket::store::DEMO_KEY), &key).expect("moved");
    let middle = sound.len() / 2 / 4096 * 4096;
    let blank = |from: usize, until: usize| {
        let mut image = sound.clone();
        image[from..until].fill(0);
        image
    };
    let damages = [
        Vec::new(),
        sound[..middle].to_vec(),
        blank(0, 4096),
        blank(4096, sound.len()),
        blank(4096, middle),
        b"not what this program wrote".to_vec(),
    ];
    let serve = ["serve", "--config", path(&config), "--data", path(data), "--listen", "127.0.0.1:0"];
    let verify = ["verify", path(data), "--key", path(&key)];
    let backup = ["backup", path(&data.join("x")), "--data", path(data), "--config", path(&config)]
        .map(str::to_string);
    let backup: Vec<&str> = backup.iter().map(String::as_str).collect();
    for image in damages {
        std::fs::write(&file, &image).expect("written");
        for arguments in [&serve[..], &verify, &backup, &["journal", path(data)]] {
            let ended = run(arguments).await;
            let words = text(&ended.stderr);
            assert_eq!(ended.status.code(), Some(65), "{arguments:?}: {words}");
            assert!(words.contains("damaged") && words.contains("loket restore"), "{words}");
            assert!(words.contains("Jangan dijalankan berulang-ulang"), "in both languages: {words}");
            assert!(words.contains("Do not start again and again"), "in both languages: {words}");
            assert!(!words.contains("panicked") && !words.contains("backtrace"), "{words}");
            assert!(std::fs::read(&file).expect("there") == image, "{arguments:?} left it as it was");
        }
        let looked = run(&["doctor", "--config", path(&config), "--data", path(data)]).await;
        assert!(text(&looked.stdout).contains("damaged"), "{}", text(&looked.stdout));
    }
}

#[tokio::test]
async fn a_broken_office_file_is_told_with_its_line() {
    let folder = tempfile::tempdir().expect("a folder");
    run(&["init", path(folder.path())]).await;
    let config = folder.path().join("office.toml");
    let content = std::fs::read_to_string(&config)
        .expect("readable")
        .replace("issue_before_minutes = 30", "issue_before_minutes = -1");
    std::fs::write(&config, content).expect("written");
    let data = folder.path().join("data");
    let output =
        run(&["serve", "--config", path(&config), "--data", path(&data), "--listen", "127.0.0.1:0"]).await;
    let words = text(&output.stderr);
    assert!(!output.status.success() && words.contains("office.toml") && words.contains("line"), "{words}");
    assert!(!data.exists(), "nothing was made");
}

#[tokio::test]
async fn the_demonstration_stays_on_this_machine_and_leaves_nothing_behind() {
    let output = run(&["demo", "--listen", "0.0.0.0:0"]).await;
    assert!(!output.status.success() && text(&output.stderr).contains("this machine only"));
    let output = run(&["demo", "--speed", "5"]).await;
    assert!(!output.status.success(), "a speed is for a day");
    let (mut child, base) = start(&["demo", "--listen", "127.0.0.1:0"]).await;
    let page = Client::new(&base).get("/").await.expect("an answer");
    let links = page.body.as_str().expect("a page").replace("&#x2f;", "/");
    for screen in
        ["/kiosk", "/papan/utama", "/loket/2", "/loket/4", "/loket/5", "/skm/5", "/berkas", "/printer"]
    {
        assert!(links.contains(&format!("href=\"{screen}\"")), "the first page leads to {screen}");
    }
    child.kill().await.expect("killed");
}

#[tokio::test]
async fn a_day_is_played_to_its_end() {
    let folder = tempfile::tempdir().expect("a folder");
    let output = program()
        .args(["demo", "--listen", "127.0.0.1:0", "--day", "--once", "--speed", "1000", "--visitors", "12"])
        .args(["--data", path(folder.path())])
        .output();
    let output =
        tokio::time::timeout(std::time::Duration::from_secs(90), output).await.expect("the day ends");
    let output = output.expect("it ran");
    let words = text(&output.stderr);
    assert!(output.status.success(), "{words}");
    assert!(words.contains("12 tickets") && words.contains("the rows are what it says"), "{words}");
    let journal = text(&run(&["journal", path(folder.path())]).await.stdout);
    for event in
        ["BerkasRegistered", "SkNumbered", "SurveyAnswered", "BerkasClosed", "CallSpoken", "PrintEnded"]
    {
        assert!(journal.contains(event), "the day had a {event}");
    }
}

#[tokio::test]
async fn the_doctor_says_what_is_wrong_and_what_to_do() {
    let folder = tempfile::tempdir().expect("a folder");
    let (office, data) = (folder.path().join("office"), folder.path().join("data"));
    run(&["init", path(&office)]).await;
    let config = office.join("office.toml");
    // One printer of this test is nowhere, and quickly so; the other is there.
    let port = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let printer = Emulator::start(port, emulator::Profile::MM80, || 0).expect("a printer");
    let content = std::fs::read_to_string(&config).expect("readable");
    std::fs::write(
        &config,
        content
            .replace("192.168.1.51", "127.0.0.1")
            .replace("192.168.1.52:9100", &printer.address().to_string()),
    )
    .expect("written");
    let taken = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let busy = taken.local_addr().expect("an address").to_string();
    let look = async |listen: &str| {
        let arguments = ["doctor", "--config", path(&config), "--data", path(&data), "--listen", listen];
        let output = run(&arguments).await;
        (output.status.success(), text(&output.stdout))
    };
    let (good, words) = look("127.0.0.1:0").await;
    assert!(good, "{words}");
    assert!(words.contains("weak  printer kiosk: 127.0.0.1:9100 does not answer"), "{words}");
    let there = format!("printer loket: {}", printer.address());
    assert!(words.contains(&format!("ok    {there} says it is ready")), "{words}");
    assert!(words.contains("ok    network: 127.0.0.1:0 is free"), "{words}");
    assert!(words.contains("ok    fonts: carried by the program"), "{words}");
    assert!(words.contains("time zone: ") && words.contains("UTC+08:00"), "{words}");
    assert!(words.contains("  clock: ") && words.contains("  disk: "), "{words}");
    printer.set_state(emulator::State { roll: emulator::Roll::Out, ..printer.state() });
    let (_, words) = look("127.0.0.1:0").await;
    assert!(words.contains(&format!("weak  {there} says paper-out")), "{words}");
    printer.set_fault(emulator::Fault::Garbage { seed: 1 });
    let (_, words) = look("127.0.0.1:0").await;
    assert!(
        words.contains(&format!("weak  {there} is there and does not answer as a printer does")),
        "{words}"
    );
    printer.set_fault(emulator::Fault::None);
    let (good, words) = look(&busy).await;
    assert!(!good && words.contains(&format!("BAD   network: {busy} is taken")), "{words}");
    std::fs::write(&config, "[office]").expect("written");
    let (good, words) = look("127.0.0.1:0").await;
    assert!(!good && words.contains("BAD   settings:") && words.contains("mend the file"), "{words}");
    assert!(!data.exists(), "looking makes nothing");
}

/// What systemd says of a unit.
async fn analyze(verb: &[&str], unit: &Path, runtime: &Path) -> (bool, String) {
    let mut command = Command::new("systemd-analyze");
    let output = command.args(verb).arg(unit).env("XDG_RUNTIME_DIR", runtime).output().await;
    let output = output.expect("systemd-analyze is installed");
    (output.status.success(), format!("{}{}", text(&output.stdout), text(&output.stderr)))
}

#[tokio::test]
async fn the_unit_of_a_second_machine_is_one_that_systemd_understands_and_calls_safe() {
    let folder = tempfile::tempdir_in("/dev/shm").expect("a folder");
    let unit = folder.path().join("loket-follow.service");
    let arguments =
        ["install-follow", "--server", "https://loket.lan", "--token-file", "/etc/loket/follow.token"];
    let arguments =
        [&arguments[..], &["--ca", "/etc/loket/ca.crt", "--unit", path(&unit), "--program"]].concat();
    let refused = run(&[&arguments[..], &["/home/siti/loket"]].concat()).await;
    let words = text(&refused.stderr);
    assert!(!refused.status.success() && words.contains("sees nothing below /home"), "{words}");
    assert!(!unit.exists(), "nothing is written that would start nothing");
    let output = run(&[&arguments[..], &["/bin/true"]].concat()).await;
    assert!(output.status.success(), "{}", text(&output.stderr));
    is_sound_and_safe(&unit, folder.path(), "15").await;
    assert!(keeps_no_core(&unit));
}

/// Whether nothing that is in memory comes to the disk when the program falls.
fn keeps_no_core(unit: &Path) -> bool {
    std::fs::read_to_string(unit).expect("a unit").lines().any(|line| line == "LimitCORE=0")
}

/// A unit that systemd understands, and calls safe. What is left is the network, and for a printer at this PC its device
/// and the group that has it.
async fn is_sound_and_safe(unit: &Path, runtime: &Path, exposure: &str) {
    let name = format!("{}:", unit.file_name().expect("a name").to_string_lossy());
    let (sound, words) = analyze(&["verify", "--man=no"], unit, runtime).await;
    assert!(sound && !words.contains(&name), "{words}");
    let threshold = format!("--threshold={exposure}");
    let (safe, words) = analyze(&["security", "--offline=true", &threshold], unit, runtime).await;
    assert!(safe, "{words}");
}

#[tokio::test]
async fn the_unit_is_one_that_systemd_understands_and_calls_safe() {
    // A service sees nothing below /tmp.
    let folder = tempfile::tempdir_in("/dev/shm").expect("a folder");
    let (office, data) = (folder.path().join("office"), folder.path().join("data"));
    run(&["init", path(&office)]).await;
    let (config, unit) = (office.join("office.toml"), folder.path().join("loket.service"));
    let arguments = ["install", "--config", path(&config), "--data", path(&data), "--unit", path(&unit)];
    let arguments = [&arguments[..], &["--user", "daemon", "--program"]].concat();
    let refused = run(&[&arguments[..], &["/home/siti/loket/target/release/loket"]].concat()).await;
    let words = text(&refused.stderr);
    assert!(!refused.status.success() && words.contains("sees nothing below /home"), "{words}");
    assert!(!unit.exists(), "nothing is written that would start nothing");
    let output = run(&[&arguments[..], &["/bin/true"]].concat()).await;
    assert!(output.status.success(), "{}", text(&output.stderr));
    is_sound_and_safe(&unit, folder.path(), "15").await;
    let delivered = Path::new(env!("CARGO_MANIFEST_DIR")).join("templates/system/debian/loket.service");
    let delivered = std::fs::read_to_string(delivered).expect("readable");
    for unit in [std::fs::read_to_string(&unit).expect("readable"), delivered] {
        for line in ["TimeoutStartSec=infinity", "TimeoutStopSec=10", "LimitCORE=0"] {
            assert!(unit.lines().any(|known| known == line), "{line} in {unit}");
        }
    }
}

/// Any program that is there does for the browser, and for the one that prints.
const SCREEN: [&str; 7] = [
    "install-screen",
    "--server",
    "https://loket.lan:8443",
    "--browser",
    "/bin/true",
    "--program",
    "/bin/true",
];

#[tokio::test]
async fn one_command_sets_up_the_screen_and_the_printer_of_a_device() {
    let folder = tempfile::tempdir().expect("a folder");
    let root = folder.path().join("root");
    let units = root.join("etc/systemd");
    for screen in ["/kiosk", "/papan", "/skm/5"] {
        let output = run(&[&SCREEN[..], &["--screen", screen, "--root", path(&root)]].concat()).await;
        assert!(output.status.success(), "{}", text(&output.stderr));
        let unit = units.join("user/loket-screen.service");
        assert!(keeps_no_core(&unit), "{screen}");
        let (sound, words) = analyze(&["verify", "--user", "--man=no"], &unit, folder.path()).await;
        assert!(sound && !words.contains("loket-screen.service:"), "{words}");
    }
    let policies = std::fs::read_to_string(root.join("etc/chromium/policies/managed/loket.json"));
    assert!(policies.expect("policies").contains("\"https://loket.lan:8443\""));
    let agent = units.join("system/loket-agent.service");
    assert!(!agent.exists(), "nobody asked for a printer");
    let ca = folder.path().join("ca.crt");
    std::fs::write(&ca, "").expect("written");
    let output =
        run(&[&SCREEN[..], &["--screen", "/kiosk", "--ca", path(&ca), "--root", path(&root)]].concat()).await;
    let words = text(&output.stderr);
    assert!(
        !output.status.success() && words.contains("ca.crt") && words.contains("no certificate"),
        "{words}"
    );
    let pem = "-----BEGIN CERTIFICATE-----\nAQID\n-----END CERTIFICATE-----\n";
    std::fs::write(&ca, pem).expect("written");
    for printer in [
        "usb:/dev/usb/lp0",
        "usb:04b8:0202",
        "192.168.1.51:9100",
        "serial:/dev/ttyUSB0?baud=19200",
        "cups:KIOSK",
    ] {
        let more = ["--screen", "/kiosk", "--printer", printer, "--ca", path(&ca), "--root", path(&root)];
        let output = run(&[&SCREEN[..], &more].concat()).await;
        assert!(output.status.success(), "{}", text(&output.stderr));
        assert!(text(&output.stdout).contains("systemctl enable --now loket-agent"));
        is_sound_and_safe(&agent, folder.path(), "15").await;
        assert!(keeps_no_core(&agent), "{printer}");
    }
    // A unit that is not shut in is called unsafe by the same measure.
    let open = folder.path().join("loket-agent.service");
    let unit = std::fs::read_to_string(&agent).expect("the unit").replace("ProtectSystem=strict\n", "");
    let unit = unit.replace("CapabilityBoundingSet=\n", "").replace("LimitCORE=0\n", "");
    std::fs::write(&open, unit).expect("written");
    let (safe, _) = analyze(&["security", "--offline=true", "--threshold=15"], &open, folder.path()).await;
    assert!(!safe && !keeps_no_core(&open));
    let wrong = ["install-screen", "--server", "loket.lan", "--screen", "/kiosk", "--root", path(&root)];
    let output = run(&wrong).await;
    assert!(!output.status.success() && text(&output.stderr).contains("http"), "{}", text(&output.stderr));
}

/// The line of the unit that waits, run as systemd runs it: it goes on when the server is there, and not before.
#[tokio::test]
async fn a_screen_waits_until_its_server_is_there() {
    // A port that is free now, and taken later.
    let port = std::net::TcpListener::bind("127.0.0.1:0").expect("a port").local_addr().expect("one").port();
    let server = format!("http://127.0.0.1:{port}");
    let root = tempfile::tempdir().expect("a folder");
    let arguments =
        ["install-screen", "--server", &server, "--screen", "/kiosk", "--root", path(root.path())];
    assert!(run(&arguments).await.status.success());
    let unit = std::fs::read_to_string(root.path().join("etc/systemd/user/loket-screen.service"));
    let unit = unit.expect("a unit");
    let line = unit.lines().find_map(|line| line.strip_prefix("ExecStartPre=")).expect("the line that waits");
    let (_, script) = line.split_once('\'').expect("a script");
    let script = script.trim_end_matches('\'').replace("sleep 2", "sleep 0.05");
    let mut wait = Command::new("/bin/bash").args(["-c", &script]).kill_on_drop(true).spawn().expect("bash");
    let early = tokio::time::timeout(std::time::Duration::from_millis(300), wait.wait()).await;
    assert!(early.is_err(), "there is no server yet: {early:?}");
    let _server = std::net::TcpListener::bind(("127.0.0.1", port)).expect("the port");
    assert!(soon("the end of waiting", wait.wait()).await.expect("an end").success());
}

#[tokio::test]
async fn a_template_with_a_slip_stops_the_start_with_file_and_line() {
    let folder = tempfile::tempdir().expect("a folder");
    let (office, data) = (folder.path().join("office"), folder.path().join("data"));
    assert!(run(&["init", path(&office)]).await.status.success());
    let config = office.join("office.toml");
    let template = office.join("papers/sk.html");
    let good = std::fs::read_to_string(&template).expect("the template");
    let start = ["serve", "--config", path(&config), "--data", path(&data), "--listen", "127.0.0.1:0"];
    for (slip, line) in [("{{ sk.nomer }}", 1), ("\n{% if sk %}", 2), ("{{ tidak_ada }}", 1)] {
        std::fs::write(&template, format!("{slip}\n{good}")).expect("written");
        let output = run(&start).await;
        assert!(!output.status.success(), "{slip}");
        let error = text(&output.stderr);
        let line = if slip.contains("if") { "line ".to_string() } else { format!("line {line}: ") };
        assert!(error.contains(&format!("papers/sk.html, {line}")), "{slip}: {error}");
    }
    std::fs::write(&template, good).expect("written");
    let (child, _) = self::start(&start).await;
    drop(child);
}

#[tokio::test]
async fn a_load_tells_how_much_a_demonstration_bears_and_spares_a_real_office() {
    let (_child, base) = start(&["demo", "--listen", "127.0.0.1:0"]).await;
    let few = ["--kiosks", "3", "--boards", "5", "--phones", "7", "--seconds", "1.5", "--rest", "0.01"];
    let told = run(&[&["load", base.as_str()], few.as_slice()].concat()).await;
    let words = text(&told.stdout);
    assert!(told.status.success(), "{words}{}", text(&told.stderr));
    let number = |what: &str| {
        let line =
            words.lines().find(|line| line.starts_with(what)).unwrap_or_else(|| panic!("{what}: {words}"));
        line[what.len()..].split_whitespace().next().and_then(|n| n.parse::<u64>().ok()).expect("a number")
    };
    assert!(number("numbers given") > 10, "{words}");
    assert_eq!((number("failed"), number("boards"), number("phones")), (0, 5, 7), "{words}");
    assert!(words.contains("0 lost") && !words.contains(" 0 messages"), "{words}");

    let folder = tempfile::tempdir().expect("a folder");
    let (office, data) = (folder.path().join("office"), folder.path().join("data"));
    assert!(run(&["init", path(&office)]).await.status.success());
    let config = office.join("office.toml");
    let arguments = ["serve", "--config", path(&config), "--data", path(&data), "--listen", "127.0.0.1:0"];
    let (_office, base) = start(&arguments).await;
    let spared = run(&["load", &base, "--seconds", "1"]).await;
    assert!(!spared.status.success());
    assert!(text(&spared.stderr).contains("real office"), "{}", text(&spared.stderr));
    // Whoever insists is paired like any device: nothing happens before somebody has typed the code.
    let mut insists = program();
    insists.args(["load", &base, "--seconds", "1", "--i-know-this-office-is-real"]);
    let mut insists = insists.stderr(Stdio::piped()).stdout(Stdio::null()).spawn().expect("it starts");
    let mut lines = BufReader::new(insists.stderr.take().expect("a pipe")).lines();
    let line = soon("a code", lines.next_line()).await.expect("text").expect("a line");
    assert!(line.contains("Pair /kiosk") && line.contains("/perangkat"), "{line}");
    insists.kill().await.expect("killed");
}
