//! The settings: changed on the page, in force at once, and the same after a restart.

use crate::house::{House, Plans, soon};
use loket::app::client::{Client, Reply};
use loket::app::config;
use loket::domain::account::Actor;
use loket::domain::event::Event;
use loket::domain::ids::Seq;
use loket::settings::digest;
use serde_json::{Value, json};

async fn house() -> House {
    House::build(Plans { settings: true, ..Plans::default() }).await
}

async fn now(admin: &Client) -> Value {
    admin.get("/api/settings").await.expect("an answer").done().expect("the settings")
}

async fn tries(admin: &Client, what: Value) -> Reply {
    let mut body = what;
    body["seen"] = now(admin).await["version"].clone();
    admin.act("/api/settings/keep", body).await.expect("an answer")
}

fn section(name: &str, values: Value) -> Value {
    json!({ "section": { "name": name, "values": values } })
}

/// The list of a document, with one thing more.
async fn list_with(admin: &Client, list: &str, more: Value) -> Value {
    let mut known = now(admin).await["values"][list].as_array().expect("a list").clone();
    known.push(more);
    json!(known)
}

#[tokio::test]
async fn the_first_start_says_by_which_settings_the_office_is_open() {
    let house = house().await;
    let admin = house.who("admin").await.client;
    let settings = now(&admin).await;
    assert_eq!((settings["version"].as_u64(), settings["opened"].as_u64()), (Some(1), Some(1)));
    assert_eq!(settings["history"][0]["how"], "files");
    assert_eq!(settings["values"]["loket"][1]["name"], "Pendaftaran");
    let file = admin.get("/api/settings/version/1").await.expect("an answer").done().expect("a version");
    assert_eq!(file["text"], config::default_document().expect("shipped"));
    house.verify();
}

#[tokio::test]
async fn a_change_of_hours_is_in_force_for_the_kiosk_without_a_hand_at_the_server() {
    let mut house = house().await;
    let admin = house.who("admin").await.client;
    let kiosk = house.who("kiosk").await;
    kiosk.takes("A").await;
    let hours = section("hours", json!({ "time.hours.monday": ["10.00-12.00"] }));
    let kept = tries(&admin, hours).await.done().expect("kept");
    assert_eq!(kept["version"], 2);
    house.opened_again().await;
    // The same browser, the same address: 08.00 is before the office opens now.
    let reply = kiosk.client.act("/api/kiosk/tickets", json!({ "service": "A" })).await.expect("an answer");
    assert_eq!((reply.status.as_u16(), reply.body["error"].as_str()), (409, Some("service-closed")));
    let settings = now(&admin).await;
    assert_eq!((&settings["version"], &settings["opened"]), (&json!(2), &json!(2)));
    assert_eq!(settings["history"][0]["by"], "Administrator");
    assert_eq!(settings["history"][0]["what"], "hours");
    house.verify();

    let house = house.reopen_with_settings().await;
    let admin = house.who("admin").await.client;
    let after = now(&admin).await;
    assert_eq!(after["version"], 2, "a restart with the same files takes nothing in");
    assert_eq!(after["values"]["time"]["hours"]["monday"], json!(["10.00-12.00"]));
    house.verify();
}

#[tokio::test]
async fn a_document_with_a_fault_changes_nothing_and_is_told_with_its_line() {
    let house = house().await;
    let admin = house.who("admin").await.client;
    let text = config::default_document().expect("shipped");
    let line = |needle: &str| text.lines().position(|line| line == needle).expect("the line") + 1;
    let broken = text.replace("id = 4\n", "id = \"empat\"\n");
    let reply = tries(&admin, json!({ "whole": broken })).await;
    assert_eq!(reply.status.as_u16(), 422);
    assert_eq!(reply.body["error"], "settings-unsound");
    assert_eq!(reply.body["faults"][0]["line"], line("id = 4"));
    assert_eq!(reply.body["faults"][0]["words"], "Di sini harus ada bilangan bulat, bukan teks.");
    // The same in English for whoever reads English, and for what is no TOML at all.
    let slip = text.replace("[queue]\n", "[queue]\nregulr = 2\n");
    let mut body = json!({ "whole": slip });
    body["seen"] = json!(1);
    let reply = admin.post("/api/settings/look?lang=en", body).await.expect("an answer");
    let words = reply.body["faults"][0]["words"].as_str().expect("words");
    assert!(words.starts_with("The setting \"regulr\" is not known in this section."), "{words}");
    assert!(words.contains("regular, "), "what is known is told: {words}");
    let reply = tries(&admin, json!({ "whole": text.replace("[queue]\n", "[queue\n") })).await;
    assert_eq!(reply.body["faults"][0]["line"], line("[queue]"));
    let words = reply.body["faults"][0]["words"].as_str().expect("words");
    assert!(words.starts_with("Judul bagian ditulis [nama]"), "{words}");
    let unsound = text.replacen("printer = \"loket\"", "printer = \"lokt\"", 1);
    let reply = tries(&admin, json!({ "whole": unsound })).await;
    assert_eq!(reply.status.as_u16(), 422);
    assert_eq!(reply.body["faults"][0]["line"], line("id = 2"));
    assert!(reply.body["faults"][0]["words"].as_str().expect("words").contains("printer yang tidak ada"));
    let reply = tries(&admin, section("queue", json!({ "queue.priority": 0 }))).await;
    assert_eq!((reply.status.as_u16(), reply.body["error"].as_str()), (422, Some("settings-misfit")));
    let files = text + "\n[sop]\nfile = \"/etc/passwd\"\n";
    assert_eq!(tries(&admin, json!({ "whole": files })).await.status.as_u16(), 422, "no other file is read");
    let settings = now(&admin).await;
    assert_eq!((&settings["version"], &settings["opened"]), (&json!(1), &json!(1)));
}

/// The page cannot go on at the old address; it is told where the office is.
#[tokio::test]
async fn a_change_between_tls_and_none_tells_the_new_scheme() {
    let house = house().await;
    let admin = house.who("admin").await.client;
    let text = config::default_document().expect("shipped");
    let with = text.replacen("[office]\n", "[tls]\nnames = [\"loket.lan\"]\n\n[office]\n", 1);
    let kept = tries(&admin, json!({ "whole": with })).await.done().expect("kept");
    assert_eq!(kept["moved"], "https");
    let mut house = house;
    house.opened_again().await;
    let kept =
        tries(&admin, json!({ "section": { "name": "queue", "values": { "queue.regular": 3 } } })).await;
    assert_eq!(kept.done().expect("kept")["moved"], Value::Null);
    house.opened_again().await;
    let kept = tries(&admin, json!({ "back": 1 })).await.done().expect("kept");
    assert_eq!(kept["moved"], "http");
    house.opened_again().await;
}

#[tokio::test]
async fn looking_changes_nothing_and_shows_the_lines() {
    let house = house().await;
    let admin = house.who("admin").await.client;
    let body = json!({ "seen": 1, "section": { "name": "queue", "values": { "queue.regular": 5 } } });
    let seen = admin.post("/api/settings/look", body).await.expect("an answer").done().expect("a difference");
    let lines: Vec<_> =
        seen["diff"].as_array().expect("lines").iter().filter(|line| line["side"] != "both").collect();
    assert_eq!(lines.len(), 2, "{lines:?}");
    assert_eq!((&lines[0]["text"], &lines[1]["text"]), (&json!("regular = 2"), &json!("regular = 5")));
    assert_eq!(seen["obstacles"], json!([]));
    assert_eq!(now(&admin).await["version"], 1);
}

#[tokio::test]
async fn of_two_changes_at_once_the_second_is_told() {
    let mut house = house().await;
    let admin = house.who("admin").await.client;
    let change =
        |n: u64| json!({ "seen": 1, "section": { "name": "queue", "values": { "queue.regular": n } } });
    admin.act("/api/settings/keep", change(3)).await.expect("an answer").done().expect("kept");
    house.opened_again().await;
    let second = admin.act("/api/settings/keep", change(4)).await.expect("an answer");
    assert_eq!((second.status.as_u16(), second.body["error"].as_str()), (409, Some("settings-meanwhile")));
}

#[tokio::test]
async fn what_open_work_needs_cannot_be_taken_away() {
    let house = house().await;
    let admin = house.who("admin").await.client;
    let kiosk = house.who("kiosk").await;
    let two = house.officer(2).await;
    kiosk.takes("A").await;
    two.serves().await;
    kiosk.takes("C").await;
    let values = now(&admin).await["values"].clone();
    let without = |list: &str, key: &str, name: Value| -> Value {
        values[list].as_array().expect("a list").iter().filter(|item| item[key] != name).cloned().collect()
    };
    let reply =
        tries(&admin, section("services", json!({ "service": without("service", "letter", json!("C")) })))
            .await;
    assert_eq!((reply.status.as_u16(), reply.body["error"].as_str()), (409, Some("settings-service")));
    // Another loket would draw the same, so only whoever sits there stands in the way.
    let mut lokets = without("loket", "id", json!(2));
    let other =
        json!({ "id": 3, "name": "Tiga", "role": "loket-2", "purposes": ["pendaftaran"], "zone": "utama" });
    lokets.as_array_mut().expect("a list").push(other);
    let reply = tries(&admin, section("lokets", json!({ "loket": lokets }))).await;
    assert_eq!((reply.status.as_u16(), reply.body["error"].as_str()), (409, Some("settings-loket")));
    assert!(reply.body["message"].as_str().expect("words").contains("Loket 2"));
    assert_eq!(now(&admin).await["version"], 1);
    house.verify();
}

#[tokio::test]
async fn an_earlier_version_is_brought_back_as_a_new_one() {
    let mut house = house().await;
    let admin = house.who("admin").await.client;
    let loket =
        json!({ "id": 3, "name": "Bantuan", "role": "loket-1", "purposes": ["informasi"], "zone": "utama" });
    let lokets = list_with(&admin, "loket", loket).await;
    tries(&admin, section("lokets", json!({ "loket": lokets }))).await.done().expect("kept");
    house.opened_again().await;
    house.officer(3).await.does("close", json!({})).await;
    tries(&admin, json!({ "back": 1 })).await.done().expect("brought back");
    house.opened_again().await;
    let settings = now(&admin).await;
    assert_eq!((&settings["version"], &settings["history"][0]["how"]), (&json!(3), &json!("back")));
    assert_eq!(settings["values"]["loket"].as_array().map(Vec::len), Some(4));
    let state = house.office().committed().state.clone();
    assert_eq!(state.settings_texts.size(), 2, "the same text is kept once");
    assert_eq!(
        state.settings.as_ref().map(|known| known.digest),
        Some(digest(&config::default_document().expect("shipped")))
    );
    house.verify();
}

#[tokio::test]
async fn an_answer_that_was_lost_is_given_again_by_the_office_that_was_opened_again() {
    let mut house = house().await;
    let admin = house.who("admin").await.client;
    let body = json!({ "seen": 1, "section": { "name": "queue", "values": { "queue.regular": 3 } },
                       "request": "01JDKZ5X0000000000000000AB" });
    let first =
        admin.post("/api/settings/keep", body.clone()).await.expect("an answer").done().expect("kept");
    house.opened_again().await;
    let again = soon("the answer", admin.post("/api/settings/keep", body)).await.expect("an answer");
    assert_eq!(again.done().expect("the same")["seq"], first["seq"]);
}

async fn file(admin: &Client) -> String {
    let told = admin.get("/api/settings/file").await.expect("an answer").body;
    told.as_str().expect("a document").to_string()
}

async fn arranged(admin: &Client) -> Value {
    let told = admin.get("/api/arrangements").await.expect("an answer").done().expect("the waiting rooms");
    told["zones"][0]["arrangement"].clone()
}

async fn arrange(admin: &Client, lines: &[&str]) {
    let body = json!({ "layout": "large", "lines": lines, "film_sound": true, "upright": false, "far_seat": 700,
        "diagonal": 55 });
    admin.act("/api/arrangements/utama", body).await.expect("an answer").done().expect("arranged");
}

/// The boards are in the one file: carried away as they are, checked with their line, arranged by whoever takes it in,
/// and never by an older text of them.
#[tokio::test]
async fn the_file_of_settings_holds_the_boards_and_arranges_them() {
    let mut house = house().await;
    let admin = house.who("admin").await.client;
    assert_eq!(file(&admin).await, config::default_document().expect("shipped"), "nobody arranged any");
    arrange(&admin, &["Silakan duduk"]).await;
    let carried = file(&admin).await;
    assert!(
        carried.contains("[[board]]\nzone = \"utama\"\nlayout = \"large\"\nlines = [\"Silakan duduk\"]\n"),
        "{carried}"
    );

    let line = |needle: &str| carried.lines().position(|line| line == needle).expect("the line") + 1;
    for (from, to, place, words) in [
        ("zone = \"utama\"\nlayout", "zone = \"lantai 9\"\nlayout", "[[board]]", "tidak ada loket"),
        ("far_seat_cm = 700", "far_seat_cm = 3000", "[[board]]", "terbaca paling jauh"),
        ("far_seat_cm = 700", "far_seat_cm = 5000", "[[board]]", "kursi terjauh"),
        ("diagonal_inches = 55", "diagonal_inches = \"besar\"", "diagonal_inches = 55", "bilangan bulat"),
        ("layout = \"large\"", "layout = \"huge\"", "layout = \"large\"", "huge"),
        ("film_sound = true", "film_sond = true", "film_sound = true", "film_sond"),
    ] {
        assert!(carried.contains(from), "{from}");
        let reply = tries(&admin, json!({ "whole": carried.replacen(from, to, 1) })).await;
        assert_eq!(reply.status.as_u16(), 422, "{to}");
        let fault = &reply.body["faults"][0];
        let near = fault["line"].as_u64().expect("a line").abs_diff(line(place) as u64);
        assert!(near <= 1, "{to}: {fault}");
        assert!(fault["words"].as_str().expect("words").contains(words), "{to}: {fault}");
    }
    assert_eq!(arranged(&admin).await["lines"], json!(["Silakan duduk"]), "nothing changed");

    let wanted = carried.replace("[\"Silakan duduk\"]", "[\"Selamat datang\"]").replace("large", "full");
    tries(&admin, json!({ "whole": wanted })).await.done().expect("kept");
    house.opened_again().await;
    let now = arranged(&admin).await;
    assert_eq!((&now["lines"], &now["layout"]), (&json!(["Selamat datang"]), &json!("full")));
    let noted = house.written_since(Seq(1)).into_iter().any(|entry| {
        let boards =
            |event: &Event| matches!(event, Event::ZoneArranged { zone, .. } if zone.as_str() == "utama");
        let kept = |event: &Event| matches!(event, Event::SettingsChanged { version: 2, .. });
        entry.actor != Actor::Office && entry.events.iter().any(boards) && entry.events.iter().any(kept)
    });
    assert!(noted, "who and when are in the journal");

    // Arranged on its page since: a change of something else takes nothing back.
    arrange(&admin, &["Istirahat"]).await;
    tries(&admin, section("queue", json!({ "queue.regular": 3 }))).await.done().expect("kept");
    house.opened_again().await;
    assert_eq!(arranged(&admin).await["lines"], json!(["Istirahat"]));
    // The version before brings its boards with it; so does the same file once more.
    tries(&admin, json!({ "back": 2 })).await.done().expect("kept");
    house.opened_again().await;
    assert_eq!(arranged(&admin).await["lines"], json!(["Selamat datang"]));
    arrange(&admin, &["Istirahat"]).await;
    tries(&admin, json!({ "whole": wanted })).await.done().expect("kept");
    house.opened_again().await;
    assert_eq!(arranged(&admin).await["lines"], json!(["Selamat datang"]));
    house.verify();

    // A start with the same files arranges nothing.
    arrange(&admin, &["Istirahat"]).await;
    let house = house.reopen_with_settings().await;
    let admin = house.who("admin").await.client;
    assert_eq!(arranged(&admin).await["lines"], json!(["Istirahat"]));
    // Another office is arranged by the file of this one.
    let carried = file(&admin).await;
    let mut other = self::house().await;
    let boss = other.who("admin").await.client;
    tries(&boss, json!({ "whole": carried })).await.done().expect("kept");
    other.opened_again().await;
    assert_eq!(arranged(&boss).await, arranged(&admin).await);
    other.verify();
}
