//! The office's own words: kept on the page, said by screens a moment later, in the one file, and gone again.

use crate::house::{House, Plans};
use loket::app::client::{Client, Reply};
use loket::app::config;
use loket::domain::profile::Profile;
use serde_json::{Value, json};

async fn house() -> House {
    House::build(Plans { settings: true, ..Plans::default() }).await
}

async fn tries(admin: &Client, what: Value) -> Reply {
    let now = admin.get("/api/settings").await.expect("an answer").done().expect("the settings");
    let mut body = what;
    body["seen"] = now["version"].clone();
    admin.act("/api/settings/keep", body).await.expect("an answer")
}

fn words(id: Value, en: Value) -> Value {
    json!({ "section": { "name": "words", "values": { "words.id": id, "words.en": en } } })
}

/// The build that a page names, and what the kiosk is given as its words of it.
async fn said(house: &House, lang: &str) -> (String, String) {
    let client = house.stranger();
    let get = async |path: &str| {
        let reply = client.get(path).await.expect("an answer");
        assert_eq!(reply.status.as_u16(), 200, "{path}");
        reply.body.as_str().expect("text").to_string()
    };
    let page = get("/masuk").await;
    let at = page.find("/a/").expect("a file of the build") + 3;
    let build = page[at..].split('/').next().expect("a build").to_string();
    let text = get(&format!("/texts/{build}/{lang}?of=kiosk,board")).await;
    (build, text)
}

#[tokio::test]
async fn words_are_said_a_moment_after_they_are_kept_and_the_old_ones_are_not_asked_for_again() {
    let mut house = house().await;
    let admin = house.who("admin").await.client;
    let (before, text) = said(&house, "id").await;
    assert!(text.contains("kiosk-welcome = Silakan pilih layanan\n"));
    let change =
        words(json!({ "kiosk-welcome": "Selamat datang" }), json!({ "board-open": "Until { $hour }" }));
    assert_eq!(tries(&admin, change).await.done().expect("kept")["version"], 2);
    house.opened_again().await;
    let (after, text) = said(&house, "id").await;
    assert_ne!(before, after, "screens load themselves anew");
    assert!(
        text.contains("kiosk-welcome =\n    Selamat datang\n") && !text.contains("Silakan pilih"),
        "{text}"
    );
    assert!(said(&house, "en").await.1.contains("board-open =\n    Until { $hour }\n"));

    // The one file has them, and taken in again it changes nothing.
    let file = admin.get("/api/settings/version/2").await.expect("an answer").done().expect("a version");
    let text = file["text"].as_str().expect("text").to_string();
    assert!(text.contains("[words.id]\nkiosk-welcome = \"Selamat datang\"\n"), "{text}");
    let body = json!({ "seen": 2, "whole": text });
    let look = admin.post("/api/settings/look", body).await.expect("an answer").done().expect("told");
    assert_eq!(look["diff"], json!([]));
    house.verify();

    let mut house = house.reopen_with_settings().await;
    let admin = house.who("admin").await.client;
    assert!(said(&house, "id").await.1.contains("Selamat datang"), "after a restart too");
    let change = words(json!({ "kiosk-welcome": null }), json!({ "board-open": null }));
    assert_eq!(tries(&admin, change).await.done().expect("kept")["version"], 3);
    house.opened_again().await;
    assert_eq!(said(&house, "id").await.0, before, "the same words are the same files");
    let history = admin.get("/api/settings/history").await.expect("an answer").done().expect("told");
    assert_eq!(
        (&history["history"][0]["what"], &history["history"][0]["by"]),
        (&json!("words"), &json!("Administrator"))
    );
    let first = admin.get("/api/settings/version/1").await.expect("an answer").done().expect("a version");
    let last = admin.get("/api/settings/version/3").await.expect("an answer").done().expect("a version");
    assert_eq!(first["text"], last["text"]);
    house.verify();
}

/// A newer program may have other messages than those that the office said in its own words.
#[tokio::test]
async fn a_word_that_no_longer_fits_shuts_no_office() {
    let with_old = |profile: &mut Profile| {
        let old = "\n[words.id]\nkiosk-old = \"Lama\"\nkiosk-welcome = \"Halo\"\n";
        let text = config::default_document().expect("shipped") + old;
        profile.words = config::read_alone(&text).expect("it opens the office").words;
        assert_eq!(profile.words.left_out.len(), 1);
    };
    let house = House::build(Plans { profile: Some(with_old), ..Plans::default() }).await;
    let (_, text) = said(&house, "id").await;
    assert!(text.contains("kiosk-welcome =\n    Halo\n") && !text.contains("Lama"), "{text}");
}

#[tokio::test]
async fn words_that_would_hide_something_are_told_with_their_line_and_change_nothing() {
    let house = house().await;
    let admin = house.who("admin").await.client;
    let file = admin.get("/api/settings/version/1").await.expect("an answer").done().expect("a version");
    let text = file["text"].as_str().expect("text").to_string();
    let line = text.lines().count() + 3;
    let whole = json!({ "whole": format!("{text}\n[words.id]\nboard-nth = \"Dipanggil lagi\"\n") });
    let reply = tries(&admin, whole).await;
    assert_eq!((reply.status.as_u16(), &reply.body["error"]), (422, &json!("settings-unsound")));
    let fault = &reply.body["faults"][0];
    assert_eq!(fault["line"], line);
    let told = "Teks board-nth harus menyebut { $nth }, setiap kali bawaannya juga menyebutnya.";
    assert_eq!(fault["words"], told);
    let mut body = words(json!({ "staff-title": "x" }), json!({}));
    body["seen"] = json!(1);
    let reply = admin.post("/api/settings/look?lang=en", body).await.expect("an answer");
    assert_eq!(reply.status.as_u16(), 422);
    let told = "\"staff-title\" is no message of kiosk, boards, phones, tablet or tickets.";
    assert_eq!(reply.body["faults"][0]["words"], told);
    for wrong in [json!({ "kiosk-welcome": "a\tb" }), json!({ "kiosk-welcome": 7 }), json!("Halo")] {
        let reply = tries(&admin, words(wrong.clone(), json!({}))).await;
        assert_eq!(
            (reply.status.as_u16(), &reply.body["error"]),
            (422, &json!("settings-misfit")),
            "{wrong}"
        );
    }
    let now = admin.get("/api/settings").await.expect("an answer").done().expect("the settings");
    assert_eq!(now["version"], 1);
    let list = admin.get("/api/settings/words").await.expect("an answer").done().expect("words");
    let words = list["words"].as_array().expect("words");
    let known = words.iter().find(|word| word["name"] == "board-nth").expect("known");
    assert_eq!((&known["id"], &known["file"]), (&json!("Panggilan ke-{ $nth }"), &json!("board")));
    assert!(!words.iter().any(|word| word["name"] == "settings-title"));
    let officer = house.who("loket-2").await.client;
    assert_eq!(officer.get("/api/settings/words").await.expect("an answer").status.as_u16(), 403);
}
