//! A berkas that goes back, is refused, or follows a refused one; certified copies; complaints.

use crate::house::{House, Officer, Person, checklist, receipt_after, registration};
use loket::app::client::Client;
use serde_json::{Value, json};

async fn posted(client: &Client, path: &str, body: Value) -> Value {
    client.post(path, body).await.expect("an answer").done().unwrap_or_else(|error| panic!("{path}: {error}"))
}

async fn got(client: &Client, path: &str) -> Value {
    client.get(path).await.expect("an answer").done().unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// Somebody who was registered at loket 2, and the berkas.
async fn registered(house: &House, two: &Officer) -> u64 {
    house.who("kiosk").await.takes("A").await;
    two.serves().await;
    two.registers().await
}

/// The analis returns a berkas for its first two requirements.
async fn returns(house: &House, berkas: u64) -> [String; 2] {
    let analis = house.who("analis").await;
    let shown = got(&analis.client, &format!("/api/berkas/{berkas}")).await;
    let name = |place: usize| shown["checklist"][place]["requirement"].as_str().expect("a text").to_string();
    let (first, second) = (name(0), name(1));
    let path = format!("/api/berkas/{berkas}");
    analis.client.act(&format!("{path}/take"), json!({})).await.expect("an answer").done().expect("taken");
    let lacking = json!([
        { "requirement": second, "why": "sudah kedaluwarsa" },
        { "requirement": first },
    ]);
    let unknown = json!([{ "requirement": "Paspor", "why": "" }]);
    let choose = |lacking: &Value| json!({ "choice": "kembalikan", "reason": null, "lacking": lacking });
    let reply = analis.client.act(&format!("{path}/choose"), choose(&unknown)).await.expect("an answer");
    assert_eq!((reply.status.as_u16(), &reply.body["error"]), (404, &json!("no-such-requirement")));
    let reply = analis.client.act(&format!("{path}/choose"), choose(&json!([]))).await.expect("an answer");
    assert_eq!((reply.status.as_u16(), &reply.body["error"]), (409, &json!("reason-needed")));
    let reply = analis.client.act(&format!("{path}/choose"), choose(&lacking)).await.expect("an answer");
    reply.done().expect("returned");
    [first, second]
}

#[tokio::test]
async fn what_is_lacking_is_told_line_by_line_until_it_is_mended() {
    let house = House::open().await;
    let two = house.officer(2).await;
    let berkas = registered(&house, &two).await;
    let [first, second] = returns(&house, berkas).await;
    let known = house.office().reader().berkas(loket::domain::ids::BerkasId(berkas)).expect("readable");
    let token = known.expect("a berkas").token.to_string();
    let expected = json!([
        { "requirement": first, "why": "", "mended": false },
        { "requirement": second, "why": "sudah kedaluwarsa", "mended": false },
    ]);
    let phone = house.stranger().live(&format!("/live/b/{token}")).await.expect("the phone");
    assert_eq!(phone.section("berkas")["lacking"], expected);
    let kiosk = house.who("kiosk").await;
    let scan = posted(&kiosk.client, "/api/kiosk/scan", json!({ "code": token })).await;
    assert_eq!(scan["status"]["berkas"]["lacking"], expected);

    // They still wait in the hall, and have only the first with them.
    two.serves().await;
    let mut lines = checklist(&two.client, "SIPB", true).await;
    lines[1]["mark"] = json!("missing");
    let before = house.printer("loket").receipts(0).len() as u64;
    let refused = two.tries("resubmit", json!({ "checklist": lines })).await;
    assert_eq!((refused.status.as_u16(), &refused.body["error"]), (409, &json!("incomplete")));
    two.does("give-back", json!({ "checklist": lines })).await;
    let paper = receipt_after(house.printer("loket"), before).await;
    let text = paper.text();
    assert!(text.contains("LEMBAR KEKURANGAN") && text.contains("sudah kedaluwarsa"), "{text}");
    assert!(text.contains("2026/00001"), "{text}");

    // Another day's visit: what is open comes first, and what was mended says so.
    let again = kiosk.client.act("/api/kiosk/tickets", json!({ "code": token })).await.expect("an answer");
    again.done().expect("a number");
    two.serves().await;
    let console = two.console().await;
    let lacking = &console.section("berkas")["lacking"];
    assert_eq!(lacking[0]["requirement"], json!(second));
    assert_eq!((&lacking[1]["requirement"], &lacking[1]["mended"]), (&json!(first), &json!(true)));
    two.does("resubmit", json!({ "checklist": checklist(&two.client, "SIPB", true).await })).await;
    let shown = got(&two.client, &format!("/api/berkas/{berkas}")).await;
    assert_eq!((&shown["standing"]["code"], &shown["lacking"]), (&json!("moving"), &json!([])));
    house.rests().await;
    house.verify();
}

/// From the analis to the refusal of the Kepala Bidang.
async fn refuses(house: &House, berkas: u64) {
    house.who("analis").await.decides(berkas, "teruskan", None).await;
    house.who("kasi").await.decides(berkas, "teruskan", None).await;
    house.who("kabid").await.decides(berkas, "mundur", Some("lampiran kurang")).await;
    house.who("kasi").await.decides(berkas, "teruskan", None).await;
    house.who("kabid").await.decides(berkas, "tolak", Some("tidak sesuai tata ruang")).await;
}

#[tokio::test]
async fn a_new_berkas_names_the_refused_one_and_both_lead_to_each_other() {
    let house = House::open().await;
    let (two, four) = (house.officer(2).await, house.officer(4).await);
    let old = registered(&house, &two).await;
    refuses(&house, old).await;
    // The survey is offered and not required: the paper is handed over without it.
    four.serves().await;
    let proxy = json!({ "name": "Rahmat Paputungan", "relation": "suami" });
    four.does("hand-over", json!({ "proxy": proxy })).await;

    let kiosk = house.who("kiosk").await;
    kiosk.takes("A").await;
    two.serves().await;
    let mut body = registration(&two.client, "SIPB", true).await;
    body["previous"] = json!("2026/00001");
    body["nik"] = json!("7110014503850002");
    let stranger = two.tries("register", body.clone()).await;
    assert_eq!((stranger.status.as_u16(), &stranger.body["error"]), (422, &json!("not-refused")));
    body["nik"] = json!("7110015507900003");
    let new = two.does("register", body).await["berkas"].as_u64().expect("a berkas");

    let shown = got(&two.client, &format!("/api/berkas/{old}")).await;
    assert_eq!(shown["followed"], json!([{ "id": new, "number": "2026/00002" }]));
    assert_eq!(shown["standing"]["receiver"], "Rahmat Paputungan (suami)");
    assert_eq!(shown["sent_back"], 1);
    let acts = shown["passages"].as_array().expect("a list").iter().map(|one| one["act"].clone());
    assert!(acts.into_iter().any(|act| act == "send-back"));
    let shown = got(&two.client, &format!("/api/berkas/{new}")).await;
    assert_eq!(shown["previous"], "2026/00001");
    let hits = posted(&two.client, "/api/search", json!({ "text": "sitti" })).await;
    assert_eq!(hits["berkas"][0]["previous"], "2026/00001");
    assert_eq!(hits["berkas"][1]["followed"], json!(["2026/00002"]));
    let wall = house.who("pengawas").await.client.live("/live/pengawas").await.expect("the wall");
    assert_eq!(wall.section("today")["sent_back"], 1);
    house.rests().await;
    house.verify();
}

/// From the analis' desk to the handed-over SK. The SK's number.
async fn grants(house: &House, berkas: u64, four: &Officer, five: &Officer) -> String {
    for (who, choice) in
        [("analis", "teruskan"), ("kasi", "teruskan"), ("kabid", "setuju"), ("kadis", "tandatangani")]
    {
        house.who(who).await.decides(berkas, choice, None).await;
    }
    let numbered = house.who("loket-4").await.decides(berkas, "nomori", None).await;
    five.serves().await;
    five.does("waive", json!({ "reason": "tidak bersedia" })).await;
    four.serves().await;
    four.does("hand-over", json!({ "proxy": null })).await;
    numbered["sk"].as_str().expect("a number").to_string()
}

#[tokio::test]
async fn certified_copies_are_noted_with_the_sk_they_are_of() {
    let house = House::open().await;
    let (two, four, five) = (house.officer(2).await, house.officer(4).await, house.officer(5).await);
    let berkas = registered(&house, &two).await;
    let sk = grants(&house, berkas, &four, &five).await;
    house.who("kiosk").await.takes("C").await;
    four.serves().await;
    let console = four.console().await;
    assert_eq!(console.section("legalising"), &json!(50));
    let copies = |sk: &str, copies: u32| json!({ "sk": sk, "copies": copies, "signer": "Sari Wulandari" });
    for (body, status, code) in [
        (copies("503/99/SIPB", 1), 422, "sk-unknown"),
        (copies(&sk, 0), 409, "no-copies"),
        (copies(&sk, 51), 409, "too-many-copies"),
        (json!({ "copies": 1, "signer": "Sari" }), 422, "sk-or-document"),
        (json!({ "document": " ", "copies": 1, "signer": "Sari" }), 409, "document-needed"),
        (json!({ "document": "Ijazah", "copies": -1, "signer": "Sari" }), 422, "shape"),
    ] {
        let reply = four.tries("legalise", body).await;
        assert_eq!((reply.status.as_u16(), &reply.body["error"]), (status, &json!(code)), "{}", reply.body);
    }
    let finish = four.tries("finish", json!({})).await;
    assert_eq!((finish.status.as_u16(), &finish.body["error"]), (409, &json!("nothing-legalised")));
    four.does("legalise", copies(&sk.to_lowercase(), 3)).await;
    four.does("finish", json!({})).await;
    let shown = got(&two.client, &format!("/api/berkas/{berkas}")).await;
    assert_eq!(
        (&shown["legalised"][0]["copies"], &shown["legalised"][0]["document"]),
        (&json!(3), &json!(sk))
    );
    let wall = house.who("pengawas").await.client.live("/live/pengawas").await.expect("the wall");
    assert_eq!(wall.section("today")["copies"], 3);
    house.rests().await;
    house.verify();
    let house = house.reopen().await;
    house.verify();
}

fn complaint() -> Value {
    json!({
        "category": "delay",
        "subject": "Menunggu lama",
        "text": "Rahasia: saya menunggu satu jam.",
        "name": "Rahmat Paputungan",
        "phone": "0812 3456 7890",
        "about": "2026/00001",
    })
}

async fn filed(five: &Officer, kiosk: &Person, body: Value) -> u64 {
    kiosk.takes("D").await;
    five.serves().await;
    let done = five.does("complain", body).await;
    five.does("finish", json!({})).await;
    done["complaint"].as_u64().expect("a complaint")
}

#[tokio::test]
async fn a_complaint_is_followed_by_its_paper_and_answered_in_the_office() {
    let house = House::open().await;
    let (two, five) = (house.officer(2).await, house.officer(5).await);
    registered(&house, &two).await;
    let kiosk = house.who("kiosk").await;
    house.rests().await;
    let before = house.printer("loket").receipts(0).len() as u64;
    let id = filed(&five, &kiosk, complaint()).await;
    let paper = receipt_after(house.printer("loket"), before).await.text();
    assert!(paper.contains("PENGADUAN") && paper.contains("PGD-2026-0001"), "{paper}");
    assert!(!paper.contains("Rahmat") && !paper.contains("Rahasia"), "{paper}");
    for (change, value, status, code) in [
        ("category", json!("noise"), 422, "category"),
        ("subject", json!(" "), 409, "complaint-needs-words"),
        ("text", json!("x".repeat(4001)), 409, "too-long"),
        ("phone", json!("12"), 422, "phone"),
        ("about", json!("2026/00099"), 404, "not-found"),
    ] {
        let mut body = complaint();
        body[change] = value;
        if house.office().committed().state.loket(loket::domain::ids::LoketId(5)).current.is_none() {
            kiosk.takes("D").await;
            five.serves().await;
        }
        let reply = five.tries("complain", body).await;
        assert_eq!((reply.status.as_u16(), &reply.body["error"]), (status, &json!(code)), "{change}");
    }

    // The public page tells where it stands, and nothing of what was said or answered.
    let known = house.office().reader().complaint(loket::domain::ids::ComplaintId(id)).expect("readable");
    let known = known.expect("a complaint");
    let page = async |token: &str| {
        let reply = house.stranger().get(&format!("/p/{token}")).await.expect("an answer");
        (reply.status.as_u16(), reply.body.as_str().unwrap_or_default().replace("&quot;", "\""))
    };
    let (status, html) = page(&known.token.to_string()).await;
    assert!(status == 200 && html.contains("PGD-2026-0001") && html.contains(r#""stage": "open""#), "{html}");
    for secret in ["Rahmat", "Rahasia", "Menunggu", "6281234567890", "2026/00001"] {
        assert!(!html.contains(secret), "{secret}");
    }
    assert_eq!(page("AAAAAAAAAAAAAAAAAAAAAAAAAA").await.0, 404);
    assert_eq!(page("PGD-2026-0001").await.0, 404, "a number can be guessed");

    let loket = house.who("loket-5").await.client;
    for text in ["PGD-2026-0001", "pgd 2026 1", &known.code.to_string(), &known.token.to_string()] {
        assert_eq!(
            posted(&loket, "/api/complaints/find", json!({ "complaint": text })).await["id"],
            json!(id)
        );
    }
    let act = async |act: &str, body: Value| {
        loket.act(&format!("/api/complaints/{id}/{act}"), body).await.expect("an answer")
    };
    assert_eq!(act("answer", json!({ "text": "Maaf." })).await.body["error"], "not-in-this-stage");
    act("take", json!({})).await.done().expect("taken up");
    act("answer", json!({ "text": "Jawaban rahasia." })).await.done().expect("answered");
    let (_, html) = page(&known.token.to_string()).await;
    assert!(html.contains(r#""stage": "answered""#) && !html.contains("Jawaban rahasia"), "{html}");
    act("close", json!({})).await.done().expect("closed");
    let shown = got(&loket, &format!("/api/complaints/{id}")).await;
    assert_eq!((&shown["stage"], &shown["answer"]["text"]), (&json!("closed"), &json!("Jawaban rahasia.")));
    house.rests().await;
    house.verify();
    let folder = house.close().await;
    let content = std::fs::read(folder.path().join(loket::store::FILE)).expect("readable");
    for canary in ["Rahasia: saya", "Rahmat Paputungan", "+6281234567890"] {
        let told = content.windows(canary.len()).any(|part| part == canary.as_bytes());
        assert!(!told, "who complains about what is sealed on disk: {canary}");
    }
}

#[tokio::test]
async fn a_complaint_that_is_overdue_is_on_the_screens_of_those_who_must_know() {
    let house = House::open().await;
    let five = house.officer(5).await;
    let kiosk = house.who("kiosk").await;
    filed(&five, &kiosk, json!({ "category": "fee", "subject": "Biaya", "text": "Diminta uang." })).await;
    let day = 24 * 3600;
    let lists = async || {
        let of = async |login: &str, path: &str| {
            let live = house.who(login).await.client.live(path).await.expect("a screen");
            live.section("complaints").as_array().map_or(0, Vec::len)
        };
        [
            of("pengawas", "/live/terlambat").await,
            of("pengawas", "/live/pengawas").await,
            of("kadis", "/live/terlambat/kadis").await,
            of("kabid", "/live/terlambat/kabid").await,
        ]
    };
    house.clock.advance(7 * day);
    assert_eq!(lists().await, [0, 0, 0, 0], "the fifth day of service is not over");
    house.clock.advance(day);
    assert_eq!(lists().await, [1, 1, 0, 0], "the supervisor sees it first");
    house.clock.advance(7 * day);
    assert_eq!(lists().await, [1, 1, 1, 0], "twice its days: the head of the office is told");
    let list = house.who("loket-5").await.client.live("/live/pengaduan").await.expect("the list");
    let line = &list.section("lines")[0];
    assert_eq!((&line["overdue"], &line["stage"]), (&json!(true), &json!("open")));
    house.verify();
    // It is still there after a restart, from its row.
    let house = house.reopen().await;
    assert_eq!(house.office().committed().state.complaints.size(), 1);
}
