//! Wrong moves and bad input: a proper status, clear words in the person's language, nothing changed.
//!
//! Every refusal of the domain is tested where it is decided (`domain::decide`); here is how they
//! reach a person.

use crate::house::{House, answers, checklist, registration};
use hyper::Method;
use serde_json::{Value, json};

/// What was refused: status and code. The words are there, and nothing was written.
async fn refused(house: &House, reply: loket::app::client::Reply) -> (u16, String) {
    let text = |name: &str| reply.body[name].as_str().unwrap_or_default().to_string();
    assert!(!text("message").is_empty() && text("message") != text("error"), "{:?}", reply.body);
    assert!(!text("message").contains("refusal-") && !text("message").contains("error-"), "{:?}", reply.body);
    house.verify();
    (reply.status.as_u16(), text("error"))
}

fn code(status: u16, code: &str) -> (u16, String) {
    (status, code.to_string())
}

#[tokio::test]
async fn moves_out_of_turn_are_refused_in_words() {
    let house = House::open().await;
    let kiosk = house.who("kiosk").await;
    let two = house.who("loket-2").await;
    let act = async |who: &loket::app::client::Client, path: &str, body: Value| {
        house.rests().await;
        let before = house.office().committed().state.seq;
        let reply = who.act(path, body).await.expect("an answer");
        assert_eq!(house.office().committed().state.seq, before, "a refusal writes nothing");
        refused(&house, reply).await
    };
    let none = || json!({});
    assert_eq!(act(&two.client, "/api/loket/2/next", none()).await, code(409, "loket-closed"));
    assert_eq!(act(&two.client, "/api/loket/4/open", none()).await, code(403, "wrong-role"));
    assert_eq!(act(&two.client, "/api/loket/9/open", none()).await, code(404, "no-such-loket"));
    let two = house.officer(2).await;
    assert_eq!(act(&two.client, "/api/loket/2/next", none()).await, code(409, "nobody-waiting"));
    assert_eq!(
        act(&kiosk.client, "/api/kiosk/tickets", json!({ "service": "Z" })).await,
        code(404, "no-such-service")
    );
    assert_eq!(
        act(&kiosk.client, "/api/kiosk/tickets", json!({ "service": "E" })).await,
        code(409, "service-closed")
    );
    kiosk.takes("A").await;
    two.serves().await;
    assert_eq!(act(&two.client, "/api/loket/2/next", none()).await, code(409, "loket-busy"));
    assert_eq!(act(&two.client, "/api/loket/2/finish", none()).await, code(409, "nothing-registered"));
    let incomplete = registration(&two.client, "SIPB", false).await;
    assert_eq!(act(&two.client, "/api/loket/2/register", incomplete).await, code(409, "incomplete"));
}

#[tokio::test]
async fn the_hand_over_without_a_survey_is_refused() {
    let house = House::open().await;
    let kiosk = house.who("kiosk").await;
    let (two, four, five) = (house.officer(2).await, house.officer(4).await, house.officer(5).await);
    kiosk.takes("A").await;
    two.serves().await;
    let berkas = two.registers().await;
    for (who, choice) in
        [("analis", "teruskan"), ("kasi", "teruskan"), ("kabid", "setuju"), ("kadis", "tandatangani")]
    {
        house.who(who).await.decides(berkas, choice, None).await;
    }
    house.who("loket-4").await.decides(berkas, "nomori", None).await;

    // The SK has its number; nobody gives it another, and nobody else may.
    let choose = json!({ "choice": "nomori" });
    let path = format!("/api/berkas/{berkas}/choose");
    let again = four.client.act(&path, choose.clone()).await.expect("an answer");
    assert_eq!(refused(&house, again).await, code(409, "not-at-this-step"));
    let analis = house.who("analis").await.client.act(&path, choose).await.expect("an answer");
    assert_eq!(refused(&house, analis).await, code(409, "not-at-this-step"));

    five.serves().await;
    let early = five.tries("hand-over", json!({})).await;
    assert!(early.body["message"].as_str().is_some_and(|words| words.contains("SKM")), "{:?}", early.body);
    assert_eq!(refused(&house, early).await, code(409, "survey-first"));
    five.does("transfer", json!({ "purpose": "serah", "reason": "buru-buru" })).await;
    four.serves().await;
    let refusal = four.tries("hand-over", json!({})).await;
    assert_eq!(refused(&house, refusal).await, code(409, "survey-first"));

    // Answers nobody asked for, too few, too many, too high.
    let tablet = house.who("tablet").await;
    let submit = async |body: Value| tablet.client.act("/api/survey", body).await.expect("an answer");
    let stray = answers(&json!("AAAAAAAAAAAAAAAAAAAAAAAAAA"), 4);
    assert_eq!(refused(&house, submit(stray.clone()).await).await, code(409, "no-survey"));
    for (name, value) in [("biaya", json!(5)), ("biaya", json!(0)), ("hiburan", json!(3))] {
        let mut body = stray.clone();
        body["answers"][name] = value;
        assert_eq!(refused(&house, submit(body).await).await, code(422, "nine-answers"));
    }
    assert_eq!(house.office().reader().tally(|_| true).expect("readable").n, 0);
}

#[tokio::test]
async fn a_number_on_a_desk_is_decided_by_its_own_role_only() {
    let house = House::open().await;
    let (kiosk, two) = (house.who("kiosk").await, house.officer(2).await);
    kiosk.takes("A").await;
    two.serves().await;
    let berkas = two.registers().await;
    let path = format!("/api/berkas/{berkas}/take");
    for who in ["kasi", "kabid", "kadis", "loket-4"] {
        let reply = house.who(who).await.client.act(&path, json!({})).await.expect("an answer");
        assert_eq!(refused(&house, reply).await, code(403, "wrong-role"), "{who}");
    }
    let reply = house.who("loket-2").await.client.act(&path, json!({})).await.expect("an answer");
    assert_eq!(refused(&house, reply).await, code(403, "forbidden"), "loket 2 has no desk");
}

#[tokio::test]
async fn refusals_speak_the_persons_language() {
    let house = House::open().await;
    let two = house.officer(2).await;
    let words = async |lang: &str| {
        let path = format!("/api/loket/2/next?lang={lang}");
        two.client.act(&path, json!({})).await.expect("an answer").body["message"].clone()
    };
    assert_eq!(words("id").await, "Tidak ada yang menunggu.");
    assert_eq!(words("en").await, "Nobody is waiting.");
}

#[tokio::test]
async fn bad_bodies_get_a_status_and_change_nothing() {
    let house = House::open().await;
    let kiosk = house.who("kiosk").await;
    let request = || ulid::Ulid::generate().to_string();
    let path = "/api/kiosk/tickets";
    let post = async |body: Value| {
        let reply = kiosk.client.post(path, body).await.expect("an answer");
        refused(&house, reply).await
    };
    let before = house.office().committed().state.seq;
    assert_eq!(post(json!({ "service": "A" })).await, code(422, "request-id"));
    assert_eq!(post(json!({ "service": "A", "request": "1" })).await, code(422, "request-id"));
    assert_eq!(post(json!({ "service": "AA", "request": request() })).await, code(422, "shape"));
    assert_eq!(
        post(json!({ "service": "A", "surprise": 1, "request": request() })).await,
        code(422, "shape")
    );
    assert_eq!(post(json!({ "request": request() })).await, code(422, "service-or-code"));
    assert_eq!(post(json!([1, 2])).await, code(422, "shape"));
    let huge = json!({ "service": "A", "request": request(), "lang": "x".repeat(70_000) });
    assert_eq!(post(huge).await, code(413, "too-large"));
    assert_eq!(house.office().committed().state.seq, before, "nothing was written");

    let raw = async |kind: &str, body: &str| {
        use tokio::io::{AsyncReadExt, AsyncWriteExt};
        let address = house.base.trim_start_matches("http://");
        let mut socket = tokio::net::TcpStream::connect(address).await.expect("connected");
        let head = format!(
            "POST /api/sign-in HTTP/1.1\r\nhost: {address}\r\ncontent-type: {kind}\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{body}",
            body.len()
        );
        socket.write_all(head.as_bytes()).await.expect("sent");
        let mut answer = String::new();
        socket.read_to_string(&mut answer).await.expect("text");
        answer.split(' ').nth(1).and_then(|status| status.parse::<u16>().ok()).expect("a status")
    };
    assert_eq!(raw("application/json", "{\"login\":").await, 400);
    assert_eq!(raw("text/plain", "{}").await, 415);
    assert_eq!(raw("application/x-www-form-urlencoded", "login=a").await, 415);

    let strange = kiosk.client.send(Method::DELETE, path, None).await.expect("an answer");
    assert_eq!(refused(&house, strange).await, code(405, "wrong-method"));
    let nowhere = kiosk.client.get("/api/nothing").await.expect("an answer");
    assert_eq!(refused(&house, nowhere).await, code(404, "not-found"));
}

#[tokio::test]
async fn nik_and_phone_are_checked_and_warn_as_the_office_wants() {
    let house = House::open().await;
    let (kiosk, two) = (house.who("kiosk").await, house.officer(2).await);
    kiosk.takes("A").await;
    two.serves().await;
    let with = async |name: &str, value: &str| {
        let mut body = registration(&two.client, "SIPB", true).await;
        body[name] = json!(value);
        let reply = two.tries("register", body).await;
        refused(&house, reply).await
    };
    assert_eq!(with("nik", "7110").await, code(422, "nik-length"));
    assert_eq!(with("nik", "711001550790000x").await, code(422, "nik-digits"));
    assert_eq!(with("nik", "7110015507900000").await, code(422, "nik-serial"));
    assert_eq!(with("phone", "12345").await, code(422, "phone"));
    assert_eq!(with("name", "").await, code(409, "bad-name"));
    assert_eq!(with("permit", "SIUP").await, code(404, "no-such-permit"));

    let find = async |nik: &str| {
        let body = json!({ "nik": nik, "born": "1990-07-16" });
        two.client.post("/api/applicants/find", body).await.expect("an answer").done().expect("a NIK")
    };
    assert_eq!(find("7110015507900003").await["warnings"], json!(["birth-date-differs"]));
    assert_eq!(find("3173013113900001").await["warnings"], json!(["other-region", "impossible-birth-date"]));
    assert_eq!(find("7110015507900003").await["known"], Value::Null);
    two.registers().await;
    let known = find("7110015507900003").await;
    assert_eq!(known["known"], json!({ "name": "Sitti Mokoginta", "phone": "+6281234567890" }));
    assert_eq!(known["berkas"][0]["number"], "2026/00001");
}

#[tokio::test]
async fn what_is_missing_is_printed_and_the_visit_ends() {
    let house = House::open().await;
    let (kiosk, two) = (house.who("kiosk").await, house.officer(2).await);
    kiosk.takes("A").await;
    two.serves().await;
    let list = checklist(&two.client, "REKLAME", false).await;
    let body = json!({ "permit": "REKLAME", "checklist": list, "note": "Datang lagi \u{1b}@ membawa KTP" });
    two.does("turn-away", body).await;
    let paper = crate::house::receipt_after(house.printer("loket"), 0).await;
    let text = paper.text();
    assert!(text.contains("LEMBAR KEKURANGAN") && text.contains("Bawa ke Loket 2"), "{text}");
    assert!(paper.notes().is_empty(), "no control byte reached the wire: {:?}", paper.notes());
    let again = two.tries("turn-away", json!({ "permit": "REKLAME", "checklist": [] })).await;
    assert_eq!(refused(&house, again).await, code(409, "nothing-in-hand"));
}
