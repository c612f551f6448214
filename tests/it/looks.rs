//! Looks at what an applicant brought: a scan may show a KTP, so that whoever is given one is in the journal first, like
//! whoever sees a NIK; and the form of a berkas that is restricted stays shut.

use crate::casework::{pdf, requirement, upload};
use crate::house::{House, Plans};
use hyper::{Method, StatusCode};
use loket::app::client::Client;
use loket::domain::event::Event;
use loket::domain::ids::Seq;
use serde_json::{Value, json};
use std::sync::OnceLock;
use tokio::io::{AsyncReadExt, AsyncWriteExt};

/// Where ClamAV listens in the test of it.
static CLAMD: OnceLock<String> = OnceLock::new();

async fn act(client: &Client, path: &str, body: Value) -> Value {
    client.act(path, body).await.expect("an answer").done().expect("done")
}

/// A berkas with a scan beside it, and the path of the scan.
async fn with_a_scan(house: &House) -> (u64, String, String) {
    let two = house.officer(2).await;
    house.who("kiosk").await.takes("A").await;
    two.serves().await;
    let id = two.registers().await;
    let line = requirement(&two.client, id).await;
    let (_, kept) = upload(&house.base, &two.client, id, &line, "application/pdf", pdf("ktp")).await;
    let path = format!("/api/berkas/{id}/scan/{}", kept["scan"].as_str().expect("a digest"));
    (id, line, path)
}

async fn status(client: &Client, path: &str) -> StatusCode {
    client.get(path).await.expect("an answer").status
}

fn scans_seen(house: &House) -> Vec<(u64, String)> {
    let entries = house.office().reader().entries_marked(Seq(1), "\"ScanRevealed\"", 500).expect("readable");
    let seen = entries.iter().flat_map(|entry| &entry.events).filter_map(|event| match event {
        Event::ScanRevealed { berkas, requirement, .. } => Some((berkas.0, requirement.clone())),
        _ => None,
    });
    seen.collect()
}

#[tokio::test]
async fn whoever_is_given_a_scan_is_in_the_journal_first() {
    let house = House::open().await;
    let (id, line, scan) = with_a_scan(&house).await;
    let analis = house.who("analis").await.client;
    assert_eq!(status(&analis, &scan).await, StatusCode::OK);
    assert_eq!(scans_seen(&house), [(id, line.clone())]);
    let gone = format!("/api/berkas/{id}/scan/{}", "0".repeat(64));
    assert_eq!(status(&analis, &gone).await, StatusCode::NOT_FOUND);
    assert_eq!(status(&house.stranger(), &scan).await, StatusCode::UNAUTHORIZED);
    assert_eq!(scans_seen(&house).len(), 1, "what was not given was not seen");

    // It stands among the looks, on the page and in the file, in the reader's language.
    let boss = crate::skm::supervisor(&house).await;
    let wall = house.who("pengawas").await.client;
    for (lang, words) in [("id", "pindaian diunduh: "), ("en", "scan downloaded: ")] {
        let list = wall.get(&format!("/api/revealed?lang={lang}")).await.expect("an answer").done();
        let list = list.expect("a list");
        assert_eq!(list["revealed"][0]["reason"], format!("{words}{line}"), "{list}");
        assert_eq!((&list["revealed"][0]["berkas"], &list["all"]), (&json!(id), &json!(1)));
        assert_eq!(list["people"][0]["by"], "Agus Lasabuda");
    }
    let path = "/api/revealed.csv?from=2026-11-23&until=2026-11-23";
    let (status_of, body) = boss.raw(Method::GET, path, Vec::new()).await;
    assert_eq!(status_of, StatusCode::OK);
    let text = String::from_utf8(body.to_vec()).expect("text");
    assert!(text.contains("pindaian diunduh: ") && text.contains("2026/00001"), "{text}");

    // Many of them are many looks.
    let looks = async |count: usize| {
        for _ in 0..count {
            assert_eq!(status(&analis, &scan).await, StatusCode::OK);
        }
        wall.live("/live/pengawas").await.expect("the wall").section("looks").clone()
    };
    assert_eq!(looks(49).await, json!([]), "fifty within the hour");
    assert_eq!(looks(1).await, json!([{ "name": "Agus Lasabuda", "count": 51 }]));
    house.rests().await;
    let house = house.reopen().await;
    let wall = house.who("pengawas").await.client;
    let told = wall.live("/live/pengawas").await.expect("the wall").section("looks").clone();
    assert_eq!(told[0]["count"], 51, "after a restart too");
    house.verify();
}

#[tokio::test]
async fn a_restricted_berkas_shows_no_form_and_each_scan_of_it_is_written_down() {
    let house = House::open().await;
    let (id, _, scan) = with_a_scan(&house).await;
    let way = format!("/api/berkas/{id}");
    let analis = house.who("analis").await.client;
    let fields = [json!({ "name": "tanggal lahir", "value": "1990-07-15" })];
    act(&analis, &format!("{way}/form"), json!({ "fields": fields })).await;
    let form = async |client: &Client| {
        client.get(&way).await.expect("an answer").done().expect("a berkas")["form"].clone()
    };
    assert!(form(&analis).await.to_string().contains("1990-07-15"));
    let admin = house.who("admin").await.client;
    act(&admin, &format!("{way}/restrict"), json!({ "reason": "surat 12 November" })).await;
    for client in [&analis, &admin, &house.who("kasi").await.client] {
        let told = form(client).await;
        assert_eq!((&told["hidden"], &told["open"]), (&json!(true), &json!(false)), "{told}");
        assert!(!told.to_string().contains("1990-07-15"), "{told}");
    }
    // Nobody writes over what they do not see.
    let over = analis.act(&format!("{way}/form"), json!({ "fields": [] })).await.expect("an answer");
    assert_eq!((over.status, &over.body["error"]), (StatusCode::FORBIDDEN, &json!("restricted")));
    assert_eq!(status(&analis, &scan).await, StatusCode::FORBIDDEN);
    assert_eq!(status(&admin, &scan).await, StatusCode::FORBIDDEN, "not before they said why");
    assert_eq!(scans_seen(&house), []);

    act(&admin, &format!("{way}/reveal"), json!({ "reason": "permintaan pengadilan" })).await;
    assert!(form(&admin).await.to_string().contains("1990-07-15"), "whoever said why sees it");
    house.clock.advance(3_500);
    let admin = house.who("admin").await.client;
    assert_eq!(status(&admin, &scan).await, StatusCode::OK);
    assert_eq!(scans_seen(&house).len(), 1);
    house.clock.advance(200);
    assert_eq!(status(&admin, &scan).await, StatusCode::FORBIDDEN, "a scan makes the hour no longer");
    assert_eq!(form(&admin).await["hidden"], true);
    act(&admin, &format!("{way}/restrict/lift"), json!({ "reason": "ditarik" })).await;
    assert!(form(&house.who("analis").await.client).await.to_string().contains("1990-07-15"), "as it was");
    house.rests().await;
    house.verify();
}

/// ClamAV as it speaks: it takes what comes in chunks, and knows one file.
async fn clamd() -> (String, tokio::task::JoinHandle<()>) {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address").to_string();
    let task = tokio::spawn(async move {
        loop {
            let (mut wire, _) = listener.accept().await.expect("a connection");
            let mut word = [0; 10];
            wire.read_exact(&mut word).await.expect("a word");
            assert_eq!(&word, b"zINSTREAM\0");
            let mut file = Vec::new();
            loop {
                let length = wire.read_u32().await.expect("a length") as usize;
                if length == 0 {
                    break;
                }
                let mut chunk = vec![0; length];
                wire.read_exact(&mut chunk).await.expect("a chunk");
                file.extend(chunk);
            }
            let known = String::from_utf8_lossy(&file).contains("EICAR");
            let answer: &[u8] = if known { b"stream: Eicar-Test-Signature FOUND\0" } else { b"stream: OK\0" };
            let _ = wire.write_all(answer).await;
        }
    });
    (address, task)
}

/// ASVS 5.4.3: where an office has a virus scanner, what it knows is not kept, and neither is what it was not asked about.
#[tokio::test]
async fn a_scan_that_the_virus_scanner_knows_is_not_kept() {
    let (address, scanner) = clamd().await;
    CLAMD.set(address).expect("once");
    let plans = Plans {
        profile: Some(|profile| profile.clamd = CLAMD.get().expect("set").clone()),
        ..Plans::default()
    };
    let house = House::build(plans).await;
    let (id, line, scan) = with_a_scan(&house).await;
    let analis = house.who("analis").await.client;
    assert_eq!(status(&analis, &scan).await, StatusCode::OK, "a harmless one is kept");
    let two = house.who("loket-2").await.client;
    let sent = async |text: &str| {
        let (status, told) = upload(&house.base, &two, id, &line, "application/pdf", pdf(text)).await;
        (status.as_u16(), told["error"].clone())
    };
    let large = format!("{}EICAR", "x".repeat(200_000));
    for harmful in ["EICAR", large.as_str()] {
        assert_eq!(sent(harmful).await, (422, json!("scan-harmful")));
    }
    scanner.abort();
    assert!(scanner.await.is_err(), "it has ended");
    assert_eq!(sent("dua").await, (503, json!("scan-unlooked")), "nothing is kept unlooked at");
    let shown = analis.get(&format!("/api/berkas/{id}")).await.expect("an answer").body;
    assert_eq!(shown["annex"]["scans"].as_array().map(Vec::len), Some(1));
    house.rests().await;
    house.verify();
}
