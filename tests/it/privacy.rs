//! People and their data over HTTP: nobody decides about their own work, telephone numbers go, a restriction holds,
//! whoever looked is told, and a SK that was revoked says so.

use crate::casework::{pdf, requirement, upload};
use crate::documents::{issues, page};
use crate::house::{House, Officer, Person, Plans, soon};
use hyper::{Method, StatusCode};
use loket::app::client::{Client, Reply};
use loket::domain::event::Event;
use loket::domain::ids::Seq;
use loket::domain::privacy::Holder;
use loket::domain::time::Moment;
use loket::domain::two_persons::TwoPersons;
use serde_json::{Value, json};

const PHONE: &str = "+6281234567890";

async fn act(client: &Client, path: &str, body: Value) -> Reply {
    client.act(path, body).await.expect("an answer")
}

async fn berkas(client: &Client, id: u64) -> Value {
    client.get(&format!("/api/berkas/{id}")).await.expect("an answer").done().expect("a berkas")
}

async fn registered(house: &House) -> (Officer, u64) {
    house.who("kiosk").await.takes("A").await;
    let two = house.officer(2).await;
    two.serves().await;
    let berkas = two.registers().await;
    (two, berkas)
}

/// Gives an account of the demonstration other roles.
async fn holds(house: &House, login: &str, roles: &[&str]) {
    let admin = house.who("admin").await.client;
    let id = house.office().committed().state.account_by_login(login).expect("there").id;
    let done = act(&admin, &format!("/api/accounts/{id}/roles"), json!({ "roles": roles })).await;
    done.done().expect("other roles");
}

/// From the analis' desk to the SK in the applicant's hands.
async fn handed_over(house: &House) -> u64 {
    let (_, id) = registered(house).await;
    for (who, choice) in
        [("analis", "teruskan"), ("kasi", "teruskan"), ("kabid", "setuju"), ("kadis", "tandatangani")]
    {
        house.who(who).await.decides(id, choice, None).await;
    }
    house.who("loket-4").await.decides(id, "nomori", None).await;
    let (four, five) = (house.officer(4).await, house.officer(5).await);
    five.serves().await;
    five.does("waive", json!({ "reason": "tidak bersedia" })).await;
    four.serves().await;
    four.does("hand-over", json!({ "proxy": null })).await;
    id
}

/// A row of a table of today's report.
async fn told(house: &House, id: &str, first: &str) -> Value {
    let client = house.who("pengawas").await.client;
    let report = client.get("/api/reports").await.expect("an answer").done().expect("a report");
    let tables = report["tables"].as_array().expect("tables").clone();
    let table = tables.into_iter().find(|table| table["id"] == id).expect("a table");
    let rows = table["rows"].as_array().expect("rows").clone();
    let begins = |row: &Value| row[0].as_str().is_some_and(|name| name.starts_with(first));
    rows.into_iter().find(begins).unwrap_or_else(|| panic!("no row {first}"))
}

#[tokio::test]
async fn nobody_decides_about_their_own_work() {
    let house = House::open().await;
    holds(&house, "analis", &["analis", "kasi"]).await;
    let (_, id) = registered(&house).await;
    let analis = house.who("analis").await;
    assert_eq!(berkas(&analis.client, id).await["own_work"], Value::Null);
    analis.decides(id, "teruskan", None).await;
    let path = format!("/api/berkas/{id}");
    act(&analis.client, &format!("{path}/take"), json!({})).await.done().expect("in hand");

    // The screen knows before anybody presses: which step, whether there is a way, and which buttons it is about.
    let shown = berkas(&analis.client, id).await;
    let step = shown["own_work"]["step"].as_str().expect("a step").to_string();
    assert_eq!(shown["own_work"]["exception"], true);
    let checks = |choice: &str| {
        let choices = shown["step"]["choices"].as_array().expect("choices");
        choices.iter().find(|known| known["id"] == choice).expect("a choice")["checks"].clone()
    };
    assert_eq!((checks("teruskan"), checks("kembalikan")), (json!(true), json!(false)));
    let kasi = house.who("kasi").await.client;
    assert_eq!(berkas(&kasi, id).await["own_work"], Value::Null, "it is about whoever asks");

    house.rests().await;
    let before = house.office().reader().head().expect("readable").seq;
    for (lang, words) in [("id", "sudah Anda tangani"), ("en", "You have handled")] {
        for exception in [Value::Null, json!("  ")] {
            let body = json!({ "choice": "teruskan", "exception": exception });
            let refused = act(&analis.client, &format!("{path}/choose?lang={lang}"), body).await;
            assert_eq!(refused.status, StatusCode::FORBIDDEN);
            let message = refused.body["message"].as_str().expect("words");
            assert_eq!(refused.body["error"], "own-work");
            assert!(message.contains(words) && message.contains(&step), "{message}");
        }
    }
    assert_eq!(house.written_since(before).len(), 0, "nothing was written");

    let body = json!({ "choice": "teruskan", "exception": "Kepala Seksi sakit" });
    act(&analis.client, &format!("{path}/choose"), body).await.done().expect("by exception");
    let shown = berkas(&kasi, id).await;
    let last = shown["passages"].as_array().expect("steps").last().expect("one").clone();
    assert_eq!(last["exception"], "Kepala Seksi sakit");
    assert_eq!(told(&house, "exceptions", "Putusan atas berkas").await[1], 1);
    house.rests().await;
    house.verify();
    let house = house.reopen().await;
    assert_eq!(told(&house, "exceptions", "Putusan atas berkas").await[1], 1);
}

#[tokio::test]
async fn an_office_may_allow_no_exception() {
    let plans =
        Plans { profile: Some(|profile| profile.two_persons = TwoPersons::Always), ..Plans::default() };
    let house = House::build(plans).await;
    holds(&house, "analis", &["analis", "kasi"]).await;
    let (_, id) = registered(&house).await;
    let analis = house.who("analis").await;
    analis.decides(id, "teruskan", None).await;
    let path = format!("/api/berkas/{id}");
    act(&analis.client, &format!("{path}/take"), json!({})).await.done().expect("in hand");
    assert_eq!(berkas(&analis.client, id).await["own_work"]["exception"], false);
    let body = json!({ "choice": "teruskan", "exception": "Kepala Seksi sakit" });
    assert_eq!(act(&analis.client, &format!("{path}/choose"), body).await.status, StatusCode::FORBIDDEN);
    let back = json!({ "choice": "kembalikan", "reason": "STR tidak terbaca" });
    act(&analis.client, &format!("{path}/choose"), back)
        .await
        .done()
        .expect("giving it back decides nothing");
}

#[tokio::test]
async fn a_telephone_number_is_gone_when_its_time_is_over() {
    let house = House::open().await;
    let id = handed_over(&house).await;
    let (_, open) = registered(&house).await;
    let five = house.officer(5).await;
    house.who("kiosk").await.takes("D").await;
    five.serves().await;
    let complaint = json!({
        "category": "delay", "subject": "Lama", "text": "Satu jam.", "phone": "0812 3456 7890",
    });
    let complaint = five.does("complain", complaint).await["complaint"].as_u64().expect("a complaint");
    five.does("finish", json!({})).await;
    let boss = house.who("pengawas").await.client;
    let way = format!("/api/complaints/{complaint}");
    for (step, body) in [("take", json!({})), ("answer", json!({ "text": "Maaf." })), ("close", json!({}))] {
        act(&boss, &format!("{way}/{step}"), body).await.done().expect("done");
    }
    let number = async |house: &House| {
        let boss = house.who("pengawas").await.client;
        boss.get(&way).await.expect("an answer").body["phone"].clone()
    };
    assert_eq!(number(&house).await, PHONE);
    let reveal = async |house: &House, id: u64| {
        let analis = house.who("analis").await.client;
        let seen = act(&analis, &format!("/api/berkas/{id}/reveal"), json!({ "reason": "menelepon" })).await;
        seen.done().expect("shown")
    };
    assert_eq!(reveal(&house, id).await["phone"], PHONE);

    let closed = |most| house.office().reader().phones_closed(Moment(i64::MAX), most).expect("readable");
    let waiting = closed(9);
    assert_eq!((waiting.len(), closed(1)), (2, waiting[..1].to_vec()), "the longest over first");
    assert!(waiting.is_sorted());
    let early = house.office().reader().phones_closed(Moment(waiting[0].0.0 - 1), 9).expect("readable");
    assert_eq!(early, [], "only what is over by then is read");

    house.clock.advance(31 * 24 * 3600);
    let mut commits = house.office().follow();
    let gone = async {
        while !closed(1).is_empty() {
            commits.changed().await.expect("the office is open");
        }
    };
    soon("the numbers whose time is over", gone).await;
    assert_eq!(reveal(&house, id).await["phone"], Value::Null);
    assert!(reveal(&house, id).await["nik"].is_string(), "the archive stays");
    assert_eq!(berkas(&house.who("kasi").await.client, id).await["phone"], Value::Null);
    assert_eq!(number(&house).await, Value::Null);
    assert_eq!(reveal(&house, open).await["phone"], PHONE, "whoever is waited for may be called");
    let entries =
        house.office().reader().entries_marked(Seq(1), "\"PhonesForgotten\"", 10).expect("readable");
    let phones: Vec<Holder> = entries
        .iter()
        .flat_map(|entry| &entry.events)
        .filter_map(|event| match event {
            Event::PhonesForgotten { phones } => Some(phones.iter().map(|(_, holder)| *holder)),
            _ => None,
        })
        .flatten()
        .collect();
    assert_eq!(phones.len(), 2, "{phones:?}");

    // What was taken away does not come back, neither by a restart nor by reading the journal anew.
    house.rests().await;
    house.verify();
    let house = house.reopen().await;
    assert_eq!(reveal(&house, id).await["phone"], Value::Null);
    assert_eq!(reveal(&house, open).await["phone"], PHONE);
    house.verify();
}

#[tokio::test]
async fn a_restricted_berkas_is_opened_by_the_administrator_for_a_reason() {
    let house = House::open().await;
    let (two, id) = registered(&house).await;
    let line = requirement(&two.client, id).await;
    let (_, kept) = upload(&house.base, &two.client, id, &line, "application/pdf", pdf("satu")).await;
    let scan = format!("/api/berkas/{id}/scan/{}", kept["scan"].as_str().expect("a digest"));
    let (admin, analis) = (house.who("admin").await.client, house.who("analis").await.client);
    let path = format!("/api/berkas/{id}");
    let why = |why: &str| json!({ "reason": why });
    let status = async |client: &Client, path: &str| client.get(path).await.expect("an answer").status;
    assert_eq!(status(&analis, &scan).await, StatusCode::OK);
    let stranger = act(&analis, &format!("{path}/restrict"), why("diminta")).await;
    assert_eq!(stranger.status, StatusCode::FORBIDDEN);
    let issued = issues(&house.who("analis").await, id, "tanda-terima").await.done().expect("issued");
    let issued = format!("/kertas/terbit/{}", issued["paper"]);
    assert_eq!(status(&analis, &issued).await, StatusCode::OK);
    let blank = act(&admin, &format!("{path}/restrict"), why(" ")).await;
    assert_eq!((blank.status, &blank.body["error"]), (StatusCode::CONFLICT, &json!("reason-needed")));
    act(&admin, &format!("{path}/restrict"), why("surat 12 November")).await.done().expect("restricted");

    for (lang, words) in [("id", "dibatasi"), ("en", "not looked at")] {
        let refused = act(&analis, &format!("{path}/reveal?lang={lang}"), why("menelepon")).await;
        assert_eq!((refused.status, &refused.body["error"]), (StatusCode::FORBIDDEN, &json!("restricted")));
        assert!(refused.body["message"].as_str().expect("words").contains(words), "{}", refused.body);
    }
    assert_eq!(status(&analis, &scan).await, StatusCode::FORBIDDEN);
    assert_eq!(status(&analis, &format!("/kertas/berkas/{id}/permohonan")).await, StatusCode::FORBIDDEN);
    // Nor by a paper: neither one that was just printed, nor a copy, nor a new one.
    let again = issues(&house.who("analis").await, id, "tanda-terima").await;
    assert_eq!((again.status, &again.body["error"]), (StatusCode::FORBIDDEN, &json!("restricted")));
    let copy =
        act(&analis, &format!("{}/copy", issued.replace("/kertas/terbit/", "/api/kertas/")), json!({})).await;
    assert_eq!((copy.status, &copy.body["error"]), (StatusCode::FORBIDDEN, &json!("restricted")));
    let shown = berkas(&analis, id).await["restricted"].clone();
    assert_eq!((&shown["reason"], &shown["open"]), (&json!("surat 12 November"), &json!(false)));
    assert_eq!(berkas(&admin, id).await["restricted"]["open"], true);
    // By name or NIK nobody is told more either.
    let known = two.client.post("/api/applicants/find", json!({ "berkas": id })).await.expect("an answer");
    assert_eq!(known.status, StatusCode::FORBIDDEN, "{}", known.body);

    assert_eq!(status(&admin, &scan).await, StatusCode::FORBIDDEN, "not before they said why");
    let seen =
        act(&admin, &format!("{path}/reveal"), why("permintaan pengadilan")).await.done().expect("shown");
    assert_eq!(seen["phone"], PHONE);
    assert_eq!(status(&admin, &scan).await, StatusCode::OK);
    house.clock.advance(3_601);
    let admin = house.who("admin").await.client;
    assert_eq!(status(&admin, &scan).await, StatusCode::FORBIDDEN, "an hour later they say why again");

    house.rests().await;
    let house = house.reopen().await;
    let (admin, analis) = (house.who("admin").await.client, house.who("analis").await.client);
    let again = act(&admin, &format!("{path}/restrict"), why("lagi")).await;
    assert_eq!(again.body["error"], "restricted-already", "it outlives a restart");
    act(&admin, &format!("{path}/restrict/lift"), why("permintaan ditarik")).await.done().expect("lifted");
    act(&analis, &format!("{path}/reveal"), why("menelepon")).await.done().expect("shown again");
    house.verify();
}

#[tokio::test]
async fn who_looked_at_whom_is_told_as_a_file_and_on_the_wall() {
    let house = House::open().await;
    let (_, id) = registered(&house).await;
    let analis = house.who("analis").await.client;
    let boss = crate::skm::supervisor(&house).await;
    let wall = house.who("pengawas").await.client;
    let looks = async |count: usize| {
        for nth in 0..count {
            let why = json!({ "reason": format!("=cek {nth}") });
            act(&analis, &format!("/api/berkas/{id}/reveal"), why).await.done().expect("shown");
        }
        wall.live("/live/pengawas").await.expect("the wall").section("looks").clone()
    };
    assert_eq!(looks(50).await, json!([]));
    assert_eq!(looks(1).await, json!([{ "name": "Agus Lasabuda", "count": 51 }]));

    let path = "/api/revealed.csv?from=2026-11-01&until=2026-11-30";
    let (status, body) = boss.raw(Method::GET, path, Vec::new()).await;
    assert_eq!(status, StatusCode::OK);
    let text = String::from_utf8(body.to_vec()).expect("text");
    let line = text
        .lines()
        .find(|line| line.contains("cek 7\"") || line.contains("cek 7;") || line.ends_with("cek 7"));
    let line = line.unwrap_or_else(|| panic!("{text}"));
    for part in ["2026-11-23", "08.00", "Agus Lasabuda", "analis", "2026/00001", "Sitti Mokoginta"] {
        assert!(line.contains(part), "{part} in {line}");
    }
    assert_eq!(text.matches("Agus Lasabuda").count(), 51);
    assert!(!text.contains("7110015507900003") && !text.contains("81234567890"), "neither NIK nor number");
    assert!(!text.lines().any(|line| line.split(';').any(|cell| cell.starts_with('='))), "no formula");
    let (_, before) =
        boss.raw(Method::GET, "/api/revealed.csv?from=2026-10-01&until=2026-10-31", Vec::new()).await;
    assert_eq!(String::from_utf8_lossy(&before).matches("Agus").count(), 0);
    for period in ["from=2026-11-30&until=2026-11-01", "from=2020-01-01&until=2026-11-30", "from=x&until=y"] {
        let (status, _) = boss.raw(Method::GET, &format!("/api/revealed.csv?{period}"), Vec::new()).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{period}");
    }
    assert_eq!(analis.get(path).await.expect("an answer").status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn a_sk_that_was_revoked_says_so() {
    let house = House::open().await;
    let id = handed_over(&house).await;
    let four = house.officer(4).await;
    let person = house.who("loket-4").await;
    let issued = issues(&person, id, "sk").await.done().expect("issued");
    let paper = loket::domain::ids::IssuedId(issued["paper"].as_u64().expect("a paper"));
    let kept = house.office().reader().issued(paper).expect("readable").expect("kept");
    let facts: Value = serde_json::from_str(&kept.facts).expect("facts");
    let code = facts["sk"]["address"].as_str().expect("an address").rsplit_once("/SK/").expect("a code").1;
    let stranger = Person { client: house.stranger() };
    assert!(page(&stranger, &format!("/sk/{code}")).await.1.contains("data-verdict=\"genuine\""));

    let (kadis, kabid) = (house.who("kadis").await.client, house.who("kabid").await.client);
    let path = format!("/api/berkas/{id}/revoke");
    let body = |date: &str| json!({ "reason": "STR pemegang dicabut", "date": date });
    assert_eq!(act(&kabid, &path, body("2026-11-23")).await.status, StatusCode::FORBIDDEN);
    for (body, status, error) in [
        (json!({ "reason": " " }), 409, "reason-needed"),
        (body("2026-11-22"), 409, "bad-revocation-date"),
        (body("2026-11-24"), 409, "bad-revocation-date"),
        (body("besok"), 422, "shape"),
    ] {
        let reply = act(&kadis, &path, body).await;
        assert_eq!((reply.status.as_u16(), &reply.body["error"]), (status, &json!(error)), "{}", reply.body);
    }
    let (_, open) = registered(&house).await;
    let early = act(&kadis, &format!("/api/berkas/{open}/revoke"), body("2026-11-23")).await;
    assert_eq!(early.body["error"], "not-handed-over");
    act(&kadis, &path, body("2026-11-23")).await.done().expect("revoked");
    assert_eq!(act(&kadis, &path, body("2026-11-23")).await.body["error"], "revoked-already");

    let (status, html) = page(&stranger, &format!("/sk/{code}")).await;
    assert_eq!(status, StatusCode::OK);
    assert!(html.contains("data-verdict=\"revoked\"") && html.contains("tidak berlaku lagi"), "{html}");
    assert!(
        html.contains("23 November 2026") && !html.contains("STR pemegang"),
        "the reason is no stranger's"
    );
    assert!(page(&stranger, &format!("/sk/{code}?lang=en")).await.1.contains("no longer valid"));
    let shown = berkas(&kabid, id).await;
    assert_eq!(shown["revoked"]["date"], "2026-11-23");
    assert_eq!(shown["revoked"]["reason"], "STR pemegang dicabut");
    house.who("kiosk").await.takes("C").await;
    four.serves().await;
    let copies = json!({ "sk": shown["sk"], "copies": 1, "signer": "Sari" });
    assert_eq!(four.tries("legalise", copies).await.body["error"], "sk-revoked");
    assert_eq!(told(&house, "exceptions", "SK yang dicabut").await[1], 1);
    // The applicant's own page says so as well.
    let known = house.office().reader().berkas(loket::domain::ids::BerkasId(id)).expect("readable");
    let own = format!("/live/b/{}", known.expect("a berkas").token);
    let own = stranger.client.live(&own).await.expect("their page");
    assert_eq!(own.section("berkas")["revoked"], true);
    house.rests().await;
    house.verify();
    let house = house.reopen().await;
    let stranger = Person { client: house.stranger() };
    assert!(page(&stranger, &format!("/sk/{code}")).await.1.contains("data-verdict=\"revoked\""));
}

#[tokio::test]
async fn copies_and_complaints_are_in_the_report() {
    let house = House::open().await;
    let id = handed_over(&house).await;
    let sk = berkas(&house.who("kasi").await.client, id).await["sk"].clone();
    let (four, five) = (house.officer(4).await, house.officer(5).await);
    house.who("kiosk").await.takes("C").await;
    four.serves().await;
    four.does("legalise", json!({ "sk": sk, "copies": 3, "signer": "Sari" })).await;
    four.does("legalise", json!({ "document": "Ijazah", "copies": 2, "signer": "Sari" })).await;
    four.does("finish", json!({})).await;
    let boss = house.who("pengawas").await.client;
    for (kind, answered) in [("delay", true), ("delay", false), ("fee", true)] {
        house.who("kiosk").await.takes("D").await;
        five.serves().await;
        let body = json!({ "category": kind, "subject": "Keluhan", "text": "Begini." });
        let complaint = five.does("complain", body).await["complaint"].as_u64().expect("a complaint");
        five.does("finish", json!({})).await;
        if !answered {
            continue;
        }
        if kind == "fee" {
            house.clock.advance(30 * 24 * 3600);
        }
        let way = format!("/api/complaints/{complaint}");
        let boss = house.who("pengawas").await.client;
        for (step, body) in
            [("take", json!({})), ("answer", json!({ "text": "Maaf." })), ("close", json!({}))]
        {
            act(&boss, &format!("{way}/{step}"), body).await.done().expect("done");
        }
    }
    drop(boss);
    let boss = house.who("pengawas").await.client;
    let path = "/api/reports?from=2026-11-01&until=2026-12-31";
    let report = boss.get(path).await.expect("an answer").done().expect("a report");
    let rows = |id: &str| {
        let tables = report["tables"].as_array().expect("tables");
        let table = tables.iter().find(|table| table["id"] == id).expect("a table");
        table["rows"].clone()
    };
    assert_eq!(rows("copies"), json!([["SK kantor ini", 1, 3], ["Dokumen lain", 1, 2], ["Jumlah", 2, 5]]));
    let whole = |tenths: i64| json!({ "decimal": tenths, "places": 1 });
    assert_eq!(
        rows("complaints"),
        json!([
            ["Terlalu lama", 2, 1, 1, whole(1000), 1],
            ["Pungutan", 1, 1, 0, whole(0), 1],
            ["Jumlah", 3, 2, 1, whole(500), 2],
        ])
    );
    let (status, csv) = crate::skm::supervisor(&house)
        .await
        .raw(Method::GET, "/api/reports.csv?from=2026-11-01&until=2026-12-31&table=complaints", Vec::new())
        .await;
    assert_eq!(status, StatusCode::OK);
    assert!(
        String::from_utf8_lossy(&csv).contains("\"Pungutan\";1;1;0;0,0;1"),
        "{}",
        String::from_utf8_lossy(&csv)
    );
    house.rests().await;
    house.verify();
}

/// Whatever is typed or scanned at the kiosk, it is one paper or none: no list, no name, no number of anybody.
#[tokio::test]
async fn the_kiosk_lists_nothing_whatever_is_typed() {
    let house = House::open().await;
    let (_, id) = registered(&house).await;
    let kiosk = house.who("kiosk").await.client;
    let known = house.office().reader().berkas(loket::domain::ids::BerkasId(id)).expect("readable");
    let known = known.expect("a berkas");
    let code = known.code.to_string();
    let look = async |code: &str| {
        let reply = kiosk.post("/api/kiosk/scan", json!({ "code": code })).await.expect("an answer");
        (reply.status, reply.body.to_string())
    };
    let (status, told) = look(&code).await;
    assert_eq!(status, StatusCode::OK);
    assert!(told.contains("2026/00001"), "its own short code finds it: {told}");
    assert!(
        !told.contains("Mokoginta") && !told.contains("711001") && !told.contains("81234567890"),
        "{told}"
    );
    let half = &code[..code.len() / 2];
    let starred = format!("{half}*");
    let twice = format!("{code} {code}");
    let tries = [
        "",
        " ",
        "%",
        "%%",
        "*",
        "_",
        "?",
        "------",
        "0000000000",
        "' OR 1=1 --",
        "..",
        "/",
        "2026/00001",
        "1",
        "Sitti Mokoginta",
        "7110015507900003",
        "081234567890",
        half,
        &starred,
        &twice,
        "\u{0}",
        "A-001",
    ];
    for text in tries {
        let (status, told) = look(text).await;
        assert_ne!(status, StatusCode::OK, "{text:?}: {told}");
        assert!(!told.contains("2026/00001") && !told.contains("Mokoginta"), "{text:?}: {told}");
    }
    house.verify();
}
