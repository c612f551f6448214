//! One visit through all ten steps, as people do it: over HTTP, with every screen following live.

use crate::house::{House, answers, checklist, receipt_after, soon};
use serde_json::{Value, json};

/// The token at the end of an address.
fn token(url: &Value) -> String {
    url.as_str().and_then(|url| url.rsplit('/').next()).expect("an address").to_string()
}

#[tokio::test]
async fn one_number_walks_all_ten_steps() {
    let house = House::open().await;
    let kiosk = house.who("kiosk").await;
    let two = house.officer(2).await;
    let four = house.officer(4).await;
    let five = house.officer(5).await;
    let tv = house.who("tv-1").await;
    let mut board = tv.client.live("/live/papan/utama?page=7").await.expect("a board");

    // 1 and 2: a number; the applicant fills the form while waiting.
    let ticket = kiosk.takes("A").await;
    assert_eq!(ticket["number"], "A-001");
    let slip = receipt_after(house.printer("kiosk"), 0).await;
    assert!(slip.text().contains("A-001"), "{}", slip.text());
    assert_eq!(slip.qr_payloads(), [ticket["url"].as_str().expect("an address")]);
    let mut phone =
        house.stranger().live(&format!("/live/t/{}", token(&ticket["url"]))).await.expect("the phone page");
    assert_eq!(phone.section("ticket")["ahead"], 0);

    // 3: called, shown on the board, registered.
    assert_eq!(two.serves().await, "A-001");
    soon("the call on the board", board.until(|view| view["calls"][0]["number"] == "A-001"))
        .await
        .expect("live");
    let berkas = two.registers().await;
    let receipt = receipt_after(house.printer("loket"), 0).await;
    assert!(receipt.text().contains("2026/00001") && receipt.text().contains("711001********03"));
    assert!(!receipt.text().contains("7110015507900003"), "the NIK is masked on paper");
    let receipt_token = token(&json!(receipt.qr_payloads()[0]));
    soon("the berkas on the phone", phone.until(|view| view["ticket"]["stage"] == "with-berkas"))
        .await
        .expect("live");

    // 4 to 8: the back office.
    for (who, choice) in
        [("analis", "teruskan"), ("kasi", "teruskan"), ("kabid", "setuju"), ("kadis", "tandatangani")]
    {
        let desk = house.who(who).await;
        let mut inbox = desk.client.live(&format!("/live/berkas/{who}")).await.expect("the inbox");
        soon("the berkas in the inbox", inbox.until(|view| view["berkas"][0]["id"] == berkas))
            .await
            .expect("live");
        desk.decides(berkas, choice, None).await;
    }
    let mut console = four.console().await;
    soon("the SK to be numbered", console.until(|view| view["desk"][0]["id"] == berkas)).await.expect("live");
    let numbered = house.who("loket-4").await.decides(berkas, "nomori", None).await;
    assert_eq!(numbered["sk"], "503/1/SIPB/DPMPTSP/XI/2026");
    soon("the SK on the phone", phone.until(|view| view["berkas"]["standing"] == "ready"))
        .await
        .expect("live");

    // 9: the survey.
    let tablet = house.who("tablet").await;
    let mut screen = tablet.client.live("/live/skm/5").await.expect("the tablet");
    assert!(screen.section("survey").is_null());
    assert_eq!(five.serves().await, "A-001");
    five.does("survey", json!({})).await;
    soon("the survey", screen.until(|view| view["survey"]["number"] == "A-001")).await.expect("live");
    let filled = answers(&screen.section("survey")["key"], 4);
    tablet.client.act("/api/survey", filled).await.expect("an answer").done().expect("counted");
    soon("sleep", screen.until(|view| view["survey"].is_null())).await.expect("live");

    // 10: the hand-over.
    assert_eq!(four.serves().await, "A-001");
    four.does("hand-over", json!({})).await;
    soon("the end on the phone", phone.until(|view| view["ticket"]["stage"] == "served"))
        .await
        .expect("live");
    assert_eq!(phone.section("berkas")["standing"], "granted");
    assert_eq!(phone.section("berkas")["done"], 10);

    let shown =
        four.client.get(&format!("/api/berkas/{berkas}")).await.expect("an answer").done().expect("kept");
    let steps: Vec<_> =
        shown["passages"].as_array().expect("a list").iter().map(|p| p["no"].clone()).collect();
    assert_eq!(json!(steps), json!([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]));
    let tally = house.office().reader().tally(|_| true).expect("readable");
    assert_eq!(tally.ikm().map(|ikm| ikm.to_string()).as_deref(), Some("100,00"));
    let supervisor = house.who("pengawas").await.client;
    let report = supervisor.get("/api/skm").await.expect("an answer").done().expect("a report");
    assert_eq!((&report["n"], &report["population"], &report["least"]), (&json!(1), &json!(1), &json!(1)));
    assert_eq!((&report["ikm"]["value"], &report["ikm"]["band"]), (&json!("100,00"), &json!("A")));
    let annex = supervisor.get("/api/skm.csv").await.expect("an answer").body;
    let lines: Vec<_> = annex.as_str().expect("lines").lines().collect();
    // What stands in the export is what the screen adds up, and nothing that leads to a person.
    assert_eq!(lines.len(), 7, "{lines:?}");
    assert!(lines[6].contains("IKM unit pelayanan") && lines[6].contains(";100,00;"), "{lines:?}");
    assert!(lines[1].contains(";4;4;4;4;4;4;4;4;4;"), "{lines:?}");
    for trace in ["A-001", "2026/00001", "08.0"] {
        assert!(!lines[1].replace("08.00-12.00", "").contains(trace), "{trace} in {lines:?}");
    }
    let wrong = supervisor.get("/api/skm?from=2026-12-01&until=2026-01-01").await.expect("an answer");
    assert_eq!(wrong.status.as_u16(), 422);
    house.verify();

    // Weeks later the same QR codes still tell, after a restart too.
    let house = house.reopen().await;
    house.clock.advance(30 * 24 * 3600);
    let later = house.stranger().live(&format!("/live/b/{receipt_token}")).await.expect("the receipt's page");
    assert_eq!(later.section("berkas")["standing"], "granted");
    house.verify();
}

#[tokio::test]
async fn a_berkas_is_found_at_the_kiosk_on_another_day() {
    let house = House::open().await;
    let (kiosk, two) = (house.who("kiosk").await, house.officer(2).await);
    let scan = async |kiosk: &crate::house::Person, code: &str| {
        kiosk.client.post("/api/kiosk/scan", json!({ "code": code })).await.expect("an answer")
    };
    kiosk.takes("A").await;
    two.serves().await;
    let berkas = two.registers().await;
    let receipt = receipt_after(house.printer("loket"), 0).await;
    let (qr, text) = (receipt.qr_payloads()[0].clone(), receipt.text());
    let short = text.lines().map(str::trim).find(|line| line.len() == 11 && line.as_bytes()[5] == b'-');
    let short = short.expect("a short code under the QR code").to_string();

    // The same day, while a number is held: it tells the number and gives no second one.
    let found = scan(&kiosk, &qr).await.done().expect("found");
    assert_eq!((&found["issues"], &found["status"]["ticket"]["number"]), (&json!(false), &json!("A-001")));

    // Another day, on a desk: coming would be in vain.
    house.clock.advance(24 * 3600);
    let found = scan(&kiosk, &short.to_lowercase()).await.done().expect("found by the short code");
    assert_eq!(
        (&found["issues"], &found["status"]["berkas"]["standing"]),
        (&json!(false), &json!("process"))
    );
    let refused = kiosk.client.act("/api/kiosk/tickets", json!({ "code": short })).await.expect("an answer");
    assert_eq!((refused.status.as_u16(), &refused.body["error"]), (409, &json!("no-need-to-come")));

    // Returned: coming makes sense, and the number is attached.
    house.who("analis").await.decides(berkas, "kembalikan", Some("STR tidak terbaca")).await;
    let found = scan(&kiosk, &qr).await.done().expect("found");
    assert_eq!(
        (&found["issues"], &found["status"]["berkas"]["reason"]),
        (&json!(true), &json!("STR tidak terbaca"))
    );
    let ticket = kiosk.client.act("/api/kiosk/tickets", json!({ "code": qr })).await.expect("an answer");
    let ticket = ticket.done().expect("a number");
    assert_eq!(ticket["number"], "A-001");
    let two = house.officer(2).await;
    assert_eq!(two.serves().await, "A-001");
    let list = checklist(&two.client, "SIPB", true).await;
    two.does("resubmit", json!({ "checklist": list })).await;

    // Nothing is found for what is no code, and nothing is listed.
    for code in ["", "%", "BBBBB-BBBBB", "HTTP://X/T/AAAAAAAAAAAAAAAAAAAAAAAAAA", "2026/00001"]
        .into_iter()
        .chain(["*", "------", "_____-_____", "A-001", "7110015507900003", "Sitti Mokoginta", "081234567890"])
        .chain(["' OR 1=1 --", "..", "BBBBB", "BBBBB-BBBB%", "\0", "\u{202e}"])
    {
        let reply = scan(&kiosk, code).await;
        let said = (reply.status.as_u16(), &reply.body["error"]);
        assert_eq!(said, (404, &json!("not-found")), "{code:?}: {}", reply.body);
    }
    house.verify();
}

#[tokio::test]
async fn a_tap_that_is_repeated_gives_one_ticket_and_one_paper() {
    let house = House::open().await;
    let kiosk = house.who("kiosk").await;
    let request = ulid::Ulid::generate().to_string();
    let body = json!({ "service": "A", "request": request });
    let taps = (0..8).map(|_| {
        let (client, body) = (kiosk.client.clone(), body.clone());
        tokio::spawn(async move { client.post("/api/kiosk/tickets", body).await.expect("an answer") })
    });
    let mut seen = Vec::new();
    for tap in taps.collect::<Vec<_>>() {
        let ticket = tap.await.expect("no panic").done().expect("a number");
        seen.push((ticket["id"].clone(), ticket["number"].clone(), token(&ticket["url"])));
    }
    seen.dedup();
    assert_eq!(seen.len(), 1, "{seen:?}");

    // After a restart too.
    let house = house.reopen().await;
    let kiosk = house.who("kiosk").await;
    let again =
        kiosk.client.post("/api/kiosk/tickets", body).await.expect("an answer").done().expect("a number");
    let again = (again["id"].clone(), again["number"].clone(), token(&again["url"]));
    assert_eq!(again, seen[0]);
    assert_eq!(house.office().committed().state.tickets.size(), 1);
    assert_eq!(house.office().committed().state.jobs.size(), 1);
}
