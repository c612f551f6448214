//! NIK, telephone numbers, notes and scans: sealed on disk, masked on screens, and each look in the journal.

use crate::house::{House, checklist, refused};
use crate::program::{path, run, text};
use hyper::StatusCode;
use loket::app::check;
use loket::domain::event::Event;
use loket::domain::ids::Seq;
use loket::seal::Keys;
use loket::store::{DEMO_KEY, FILE, Store, StoreError, import, keys_at, open_journal, verify};
use redb::{Database, ReadableDatabase, TableDefinition};
use serde_json::{Value, json};
use std::path::Path;

const NIK: &str = "7110991707650042";
const PHONE: &str = "+6281355577791";
const NOTE: &str = "anaknya menjemput sore, telepon 0813 5557 7791";

/// Whatever the disk must not tell, in every form in which it was typed or is kept.
/// Where the canary was born, as the form says it.
const FORM: &str = "rumah panggung tepi Danau Mooat";
const CANARIES: [&str; 7] =
    [NIK, "7110 9917 0765 0042", PHONE, "0813-5557-7791", "81355577791", "anaknya menjemput sore", FORM];

/// Every canary that stands in a file below `folder`.
fn leaks(folder: &Path) -> Vec<String> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            found.extend(leaks(&path));
            continue;
        }
        if !path.is_file() {
            // The socket for commands of the same machine holds nothing.
            continue;
        }
        let content = std::fs::read(&path).expect("readable");
        let holds = |canary: &&&str| content.windows(canary.len()).any(|part| part == canary.as_bytes());
        found.extend(CANARIES.iter().filter(holds).map(|canary| format!("{canary} in {}", path.display())));
    }
    found
}

/// An office in which the canary applied, with a note and a scan. The berkas, and the scan's content.
async fn visited() -> (House, u64, Vec<u8>) {
    let house = House::open().await;
    let two = house.officer(2).await;
    house.who("kiosk").await.takes("A").await;
    two.serves().await;
    let body = json!({
        "permit": "SIPB",
        "nik": "7110 9917 0765 0042",
        "name": "Kenari Uji",
        "phone": "0813-5557-7791",
        "checklist": checklist(&two.client, "SIPB", true).await,
    });
    let berkas = two.does("register", body.clone()).await["berkas"].as_u64().expect("a berkas");
    let note = two.client.act(&format!("/api/berkas/{berkas}/note"), json!({ "text": NOTE })).await;
    note.expect("an answer").done().expect("noted");
    let analis = house.who("analis").await.client;
    let fields = json!([{ "name": "tempat lahir", "value": FORM }]);
    let form = analis.act(&format!("/api/berkas/{berkas}/form"), json!({ "fields": fields })).await;
    form.expect("an answer").done().expect("the form");
    let line = body["checklist"][0]["requirement"].as_str().expect("a line").to_string();
    let scan = format!("%PDF-1.4\n1 0 obj\n({NIK} {PHONE})\nendobj\n%%EOF\n").into_bytes();
    let (status, kept) =
        crate::casework::upload(&house.base, &two.client, berkas, &line, "application/pdf", scan.clone())
            .await;
    assert_eq!(status, StatusCode::OK, "{kept}");
    (house, berkas, scan)
}

#[tokio::test]
async fn no_file_and_no_board_tells_whose_berkas_it_is() {
    let (house, berkas, scan) = visited().await;
    let board = house.who("tv-1").await.client;
    let mut wall = board.live("/live/papan/utama?page=1").await.expect("the board");
    crate::house::soon("the board", wall.until(|view| !view.is_empty())).await.expect("a picture");
    let told = json!(wall.view).to_string();
    assert!(told.contains("A-001"), "{told}");
    let phone = house.office().reader().berkas(loket::domain::ids::BerkasId(berkas)).expect("readable");
    let token = phone.expect("there").token;
    let mut page = house.stranger().live(&format!("/live/b/{token}")).await.expect("the applicant's page");
    crate::house::soon("the page", page.until(|view| !view.is_empty())).await.expect("a picture");
    let page = json!(page.view).to_string();
    assert!(page.contains("2026/00001"), "{page}");
    for shown in [&told, &page] {
        assert!(CANARIES.iter().all(|canary| !shown.contains(canary)), "{shown}");
        assert!(!shown.contains("Kenari"), "{shown}");
    }

    // Those who need it find the berkas by its NIK, and the scan as it was.
    let analis = house.who("analis").await.client;
    let found = analis.post("/api/search", json!({ "text": NIK })).await.expect("an answer");
    assert_eq!(found.body["berkas"][0]["id"], berkas);
    let seen = analis.get(&format!("/api/berkas/{berkas}")).await.expect("an answer").body;
    assert!(seen.to_string().contains(NOTE), "notes are for officers");
    let digest = seen["scans"][0]["digest"].as_str().or(seen["annex"]["scans"][0]["digest"].as_str());
    let digest = digest.expect("a digest");
    let file = analis.get(&format!("/api/berkas/{berkas}/scan/{digest}")).await.expect("an answer");
    assert_eq!(file.body.as_str().map(str::as_bytes), Some(scan.as_slice()));

    house.rests().await;
    house.verify();
    let folder = house.close().await;
    assert_eq!(leaks(folder.path()), Vec::<String>::new());
    // The canary is able to sing: with the key it is all there.
    let key = folder.path().join(DEMO_KEY);
    let reader = open_journal(folder.path()).expect("opens");
    let mut lines = Vec::new();
    loket::store::export(&reader, &mut lines).expect("written");
    let keys = Keys::read(&key).expect("the key");
    let entries = import(&keys, &mut lines.as_slice()).expect("read with the key");
    assert!(format!("{entries:?}").contains(NOTE));
    assert!(import(&Keys::of(1, [3; 32]), &mut lines.as_slice()).is_err(), "and with no other");
    drop(reader);
    assert_eq!(check::verify_folder(folder.path(), &key).expect("readable").faults, Vec::<String>::new());
}

#[tokio::test]
async fn without_its_key_an_office_does_not_open_and_nothing_changes() {
    let (house, ..) = visited().await;
    house.rests().await;
    let head = house.office().reader().head().expect("readable");
    let folder = house.close().await;
    let key = folder.path().join(DEMO_KEY);
    let away = folder.path().join("away");
    std::fs::rename(&key, &away).expect("moved");

    assert!(matches!(refused(Store::open(folder.path())), StoreError::NoKey { .. }));
    assert!(!key.exists(), "no new key is made for old data");
    let other = Store::open_sealed(folder.path(), Keys::of(1, [9; 32]));
    assert!(matches!(refused(other), StoreError::OtherKey { id: 1 }));
    let later = Store::open_sealed(folder.path(), Keys::of(2, [9; 32]));
    assert!(matches!(refused(later), StoreError::OtherKey { id: 1 }));

    // The chain is whole whoever looks.
    assert_eq!(check::verify_chain(folder.path()).expect("readable"), (head.seq.0, None));
    std::fs::rename(&away, &key).expect("moved back");
    let (store, _) = Store::open(folder.path()).expect("opens");
    assert_eq!(store.head(), head);
}

#[tokio::test]
async fn a_new_key_seals_from_the_next_start_and_the_old_still_opens() {
    let (house, berkas, scan) = visited().await;
    house.rests().await;
    let folder = house.close().await;
    let key = folder.path().join(DEMO_KEY);
    assert_eq!(Keys::rotate(&key).expect("turned").current(), 2);

    let house = House::build(crate::house::Plans { folder: Some(folder), ..Default::default() }).await;
    house.verify();
    let two = house.officer(2).await;
    let found = two.client.post("/api/search", json!({ "text": NIK })).await.expect("an answer");
    assert_eq!(found.body["berkas"][0]["id"], berkas, "the index is that of the new key");
    house.who("kiosk").await.takes("A").await;
    two.serves().await;
    two.registers().await;
    let analis = house.who("analis").await.client;
    let seen = analis.get(&format!("/api/berkas/{berkas}")).await.expect("an answer").body;
    let digest = seen["scans"][0]["digest"].as_str().or(seen["annex"]["scans"][0]["digest"].as_str());
    let path = format!("/api/berkas/{berkas}/scan/{}", digest.expect("a digest"));
    let file = analis.get(&path).await.expect("an answer");
    assert_eq!(file.body.as_str().map(str::as_bytes), Some(scan.as_slice()), "an old scan opens");
    house.rests().await;
    house.verify();

    let folder = house.close().await;
    const BERKAS: TableDefinition<u64, &[u8]> = TableDefinition::new("berkas");
    const JOURNAL: TableDefinition<u64, &[u8]> = TableDefinition::new("journal");
    let database = Database::create(folder.path().join(FILE)).expect("opens");
    let transaction = database.begin_read().expect("a transaction");
    let holds = |row: &[u8], words: &str| row.windows(words.len()).any(|part| part == words.as_bytes());
    for row in transaction.open_table(BERKAS).expect("a table").range::<u64>(..).expect("rows") {
        let row = row.expect("a row").1;
        assert!(holds(row.value(), "sealed:2:") && !holds(row.value(), "sealed:1:"), "rows are sealed anew");
    }
    let journal = transaction.open_table(JOURNAL).expect("a table");
    let old = journal
        .range::<u64>(..)
        .expect("rows")
        .filter(|row| row.as_ref().is_ok_and(|(_, record)| holds(record.value(), "sealed:1:")));
    assert!(old.count() > 0, "entries stay as they are, because the chain holds them");
}

/// Data of a program that sealed nothing are taken over: their rows are sealed, their journal stays readable.
#[test]
fn data_from_before_the_keys_are_taken_over() {
    let folder = tempfile::tempdir().expect("a folder");
    let golden = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/journal-1.jsonl");
    let golden = std::fs::read_to_string(golden).expect("the golden journal");
    const JOURNAL: TableDefinition<u64, &[u8]> = TableDefinition::new("journal");
    const META: TableDefinition<&str, &[u8]> = TableDefinition::new("meta");
    const URN: TableDefinition<u128, &[u8]> = TableDefinition::new("urn");
    let database = Database::create(folder.path().join(FILE)).expect("opens");
    let transaction = database.begin_write().expect("a transaction");
    {
        let mut journal = transaction.open_table(JOURNAL).expect("a table");
        let mut meta = transaction.open_table(META).expect("a table");
        transaction.open_table(URN).expect("a table");
        let keys = Keys::of(1, [7; 32]);
        let entries = import(&keys, &mut golden.as_bytes()).expect("entries");
        let mut hash = [0_u8; 32];
        for (entry, line) in entries.iter().zip(golden.lines()) {
            let json = line.split_once(' ').expect("a version").1;
            let record = [&hash[..], &[1], json.as_bytes()].concat();
            journal.insert(entry.seq.0, record.as_slice()).expect("written");
            hash = <sha2::Sha256 as sha2::Digest>::digest(&record).into();
        }
        let last = entries.last().expect("an entry");
        let head = [&last.seq.0.to_be_bytes()[..], &last.at.0.to_be_bytes(), &hash].concat();
        meta.insert("head", head.as_slice()).expect("written");
        meta.insert("format", [4_u8].as_slice()).expect("written");
    }
    transaction.commit().expect("committed");
    drop(database);

    let key = folder.path().join("the.key");
    let keys = keys_at(&key, folder.path()).expect("made, because nothing is sealed yet");
    let (store, state) = Store::open_sealed(folder.path(), keys.clone()).expect("opens");
    assert!(state.counters.size() > 0);
    let scratch = tempfile::tempdir().expect("a folder");
    let faults = verify(&store.reader(), scratch.path()).expect("readable").faults;
    // The golden journal was cut from a day with an open urn.
    assert!(faults.iter().all(|fault| fault.contains("in the urn")), "{faults:?}");
    let last = state.counter(&loket::domain::state::Counter::Berkas);
    let found = (1..=last)
        .filter_map(|id| store.reader().berkas(loket::domain::ids::BerkasId(id)).expect("readable"));
    let found = found
        .map(|berkas| {
            let mine = store.reader().berkas_of(&berkas.applicant.nik, 50).expect("readable");
            assert!(mine.iter().any(|known| known.id == berkas.id));
        })
        .count();
    assert!(found > 0);
}

#[tokio::test]
async fn nik_and_phone_are_shown_for_a_reason_that_the_journal_keeps() {
    let (house, berkas, _) = visited().await;
    let analis = house.who("analis").await.client;
    let seen = analis.get(&format!("/api/berkas/{berkas}")).await.expect("an answer").body.to_string();
    assert!(seen.contains("711099********42") && !seen.contains(NIK) && !seen.contains(PHONE), "{seen}");

    let way = format!("/api/berkas/{berkas}/reveal");
    let blank = analis.act(&way, json!({ "reason": "  " })).await.expect("an answer");
    assert_eq!(blank.status, StatusCode::CONFLICT);
    let shown = analis.act(&way, json!({ "reason": "Menghubungi pemohon" })).await.expect("an answer");
    let shown = shown.done().expect("shown");
    assert_eq!((&shown["nik"], &shown["phone"], &shown["many"]), (&json!(NIK), &json!(PHONE), &Value::Null));
    // Whoever does no work with berkas has no reason.
    let admin = house.who("admin").await.client;
    let admin = admin.act(&way, json!({ "reason": "ingin tahu" })).await.expect("an answer");
    assert_eq!(admin.status, StatusCode::FORBIDDEN, "{}", admin.body);
    let none = analis.act("/api/berkas/999/reveal", json!({ "reason": "x" })).await.expect("an answer");
    assert_eq!(none.status, StatusCode::NOT_FOUND);

    // An officer who takes an applicant over by name, or types the NIK and is told the phone, looked as well.
    let two = house.officer(2).await.client;
    for body in [json!({ "berkas": berkas }), json!({ "nik": NIK })] {
        let known = two.post("/api/applicants/find", body).await.expect("an answer");
        assert_eq!(known.body["known"]["phone"], PHONE);
    }
    let reader = house.office().reader();
    let entries = reader.entries_marked(Seq(1), "\"ApplicantRevealed\"", 100).expect("readable");
    let by = |login: &str| house.office().committed().state.account_by_login(login).map(|known| known.id);
    let kept: Vec<_> = entries
        .iter()
        .flat_map(|entry| &entry.events)
        .map(|event| match event {
            Event::ApplicantRevealed { berkas, by, why } => (berkas.0, Some(*by), why.as_str()),
            other => panic!("{other:?}"),
        })
        .collect();
    let registering = "Mendaftarkan permohonan baru";
    assert_eq!(
        kept,
        [
            (berkas, by("analis"), "Menghubungi pemohon"),
            (berkas, by("loket-2"), registering),
            (berkas, by("loket-2"), registering),
        ]
    );

    // Whoever looks very often is told so, and the supervisor sees it.
    for n in 0..50 {
        let shown = analis.act(&way, json!({ "reason": format!("ke-{n}") })).await.expect("an answer");
        assert_eq!(shown.body["many"], if n == 49 { json!(51) } else { Value::Null }, "look {n}");
    }
    house.clock.advance(3601);
    let analis = house.who("analis").await.client;
    let shown = analis.act(&way, json!({ "reason": "satu jam kemudian" })).await.expect("an answer");
    assert_eq!(shown.body["many"], Value::Null);
    let list = house.who("pengawas").await.client.get("/api/revealed").await.expect("an answer");
    let list = list.done().expect("a list");
    assert_eq!((&list["all"], &list["revealed"][0]["reason"]), (&json!(54), &json!("satu jam kemudian")));
    let people = list["people"].as_array().expect("people");
    let counts: Vec<_> = people.iter().map(|person| person["count"].as_u64().expect("a count")).collect();
    assert_eq!(counts, [52, 2], "whoever looked most often comes first");
    let name =
        |login: &str| house.office().committed().state.account_by_login(login).expect("there").name.clone();
    assert_eq!((&people[0]["by"], &people[1]["by"]), (&json!(name("analis")), &json!(name("loket-2"))));

    // The next day begins with none, and the day before can still be looked at.
    house.clock.advance(24 * 3600);
    let supervisor = house.who("pengawas").await.client;
    let of = async |day: &str| {
        supervisor.get(&format!("/api/revealed{day}")).await.expect("an answer").done().expect("a list")
    };
    house.who("kiosk").await.takes("C").await;
    assert_eq!(of("").await["all"], 0);
    assert_eq!(of("?day=2026-11-24").await["all"], 0);
    let before = of("?day=2026-11-23").await;
    assert_eq!((&before["all"], &before["people"]), (&json!(54), &list["people"]));
    assert_eq!(of("?day=2026-11-22").await["all"], 0, "a day on which nobody was here");
    house.rests().await;
    house.verify();
}

#[tokio::test]
async fn the_program_keeps_its_key_outside_the_data() {
    let folder = tempfile::tempdir().expect("a folder");
    let (office, data) = (folder.path().join("office"), folder.path().join("data"));
    assert!(run(&["init", path(&office)]).await.status.success());
    let (config, key) = (office.join("office.toml"), office.join("loket.key"));
    let arguments = ["serve", "--config", path(&config), "--data", path(&data), "--listen", "127.0.0.1:0"];
    std::fs::create_dir(&data).expect("made");
    let inside = data.join("loket.key");
    let refused = run(&[&arguments[..], &["--key", path(&inside)]].concat()).await;
    assert!(!refused.status.success() && text(&refused.stderr).contains("every copy of the data"));
    assert!(!inside.exists());

    let (mut child, _) = crate::program::start(&arguments).await;
    child.kill().await.expect("killed");
    let mode = std::os::unix::fs::PermissionsExt::mode(&std::fs::metadata(&key).expect("made").permissions());
    assert_eq!(mode & 0o777, 0o600);
    let secret = std::fs::read_to_string(&key).expect("readable");
    let secret = secret.lines().last().and_then(|line| line.split_once(' ')).expect("a key").1.to_string();
    assert_eq!(leaks(&data), Vec::<String>::new());

    let turned = run(&["rotate-key", path(&key)]).await;
    assert!(turned.status.success() && !text(&turned.stdout).contains(&secret), "{}", text(&turned.stderr));
    let (mut child, _) = crate::program::start(&arguments).await;
    child.kill().await.expect("killed");
    let chain = run(&["verify", path(&data)]).await;
    assert!(chain.status.success() && text(&chain.stdout).contains("takes the key file"));
    let all = run(&["verify", path(&data), "--key", path(&key)]).await;
    assert!(all.status.success() && text(&all.stdout).contains("the rows are what it says"));

    std::fs::remove_file(&key).expect("removed");
    let gone = run(&arguments).await;
    assert!(
        !gone.status.success() && text(&gone.stderr).contains("put back its copy"),
        "{}",
        text(&gone.stderr)
    );
    assert!(!key.exists());
}
