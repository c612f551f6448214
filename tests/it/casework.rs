//! Finding berkas, the notes and the scans beside them.

use crate::house::{House, Officer, registration};
use http_body_util::{BodyExt, Full};
use hyper::body::Bytes;
use hyper::header::{CONTENT_DISPOSITION, CONTENT_SECURITY_POLICY, CONTENT_TYPE, COOKIE, ORIGIN};
use hyper::{Method, Request, StatusCode};
use hyper_util::client::legacy;
use hyper_util::rt::TokioExecutor;
use loket::app::check;
use loket::app::client::Client;
use serde_json::{Value, json};

/// Registers somebody at loket 2 with everything in order. The berkas.
async fn registers(house: &House, two: &Officer, nik: &str, name: &str) -> u64 {
    house.who("kiosk").await.takes("A").await;
    two.serves().await;
    let mut body = registration(&two.client, "SIPB", true).await;
    body["nik"] = json!(nik);
    body["name"] = json!(name);
    two.does("register", body).await["berkas"].as_u64().expect("a berkas")
}

async fn search(client: &Client, text: &str) -> Value {
    let reply = client.post("/api/search", json!({ "text": text })).await.expect("an answer");
    reply.done().unwrap_or_else(|error| panic!("{text}: {error}"))
}

/// Numbers of the berkas that a search finds.
async fn found(client: &Client, text: &str) -> Vec<String> {
    let body = search(client, text).await;
    let berkas = body["berkas"].as_array().expect("a list").iter();
    berkas.map(|hit| hit["number"].as_str().expect("a number").to_string()).collect()
}

/// The first requirement of a berkas.
pub async fn requirement(client: &Client, berkas: u64) -> String {
    let shown =
        client.get(&format!("/api/berkas/{berkas}")).await.expect("an answer").done().expect("a berkas");
    shown["checklist"][0]["requirement"].as_str().expect("a text").to_string()
}

fn percent(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

pub async fn upload(
    base: &str,
    client: &Client,
    berkas: u64,
    requirement: &str,
    kind: &str,
    body: Vec<u8>,
) -> (StatusCode, Value) {
    let http: legacy::Client<_, Full<Bytes>> = legacy::Client::builder(TokioExecutor::new()).build_http();
    let request = ulid::Ulid::generate();
    let path = format!("/api/berkas/{berkas}/scan?request={request}&requirement={}", percent(requirement));
    let request = Request::builder().method(Method::POST).uri(format!("{base}{path}"));
    let request = request.header(COOKIE, client.cookie_header().unwrap_or_default()).header(ORIGIN, base);
    let request = request.header(CONTENT_TYPE, kind).body(Full::from(body)).expect("a request");
    let response = http.request(request).await.expect("an answer");
    let status = response.status();
    let body = response.into_body().collect().await.expect("a body").to_bytes();
    (status, serde_json::from_slice(&body).unwrap_or_default())
}

/// A PDF that differs by its text.
pub fn pdf(text: &str) -> Vec<u8> {
    format!("%PDF-1.7\n% {text}\ntrailer\n%%EOF\n").into_bytes()
}

#[tokio::test]
async fn a_berkas_is_found_by_everything_that_names_it() {
    let house = House::open().await;
    let two = house.officer(2).await;
    let first = registers(&house, &two, "7110014503850002", "Sitti Aminah Mokoginta").await;
    registers(&house, &two, "7110015507900003", "Ma'ruf Paputungan").await;
    registers(&house, &two, "7110014503850002", "Sitti Aminah Mokoginta").await;
    let code = house.office().reader().berkas(loket::domain::ids::BerkasId(first)).expect("readable");
    let code = code.expect("a berkas").code.to_string();
    let one = two.client.clone();
    let newest = ["2026/00003", "2026/00001"];
    for (text, expected) in [
        ("2026/00001", &["2026/00001"][..]),
        ("2026/1", &["2026/00001"]),
        ("3", &["2026/00003"]),
        ("7110 0145 0385 0002", &newest),
        ("sitti", &newest),
        ("MOKO sitti", &newest),
        ("amin", &newest),
        ("maruf", &["2026/00002"]),
        ("Ma'ruf", &["2026/00002"]),
        ("sitti paputungan", &[]),
        ("A-002", &["2026/00002"]),
        ("a2", &["2026/00002"]),
        ("A-099", &[]),
        (code.as_str(), &["2026/00001"]),
        ("0812", &[]),
        ("s", &[]),
    ] {
        assert_eq!(found(&one, text).await, expected, "{text}");
    }
    let hit = &search(&one, "maruf").await["berkas"][0];
    assert_eq!((&hit["nik"], &hit["standing"]), (&json!("711001********03"), &json!("moving")));
    assert!(!hit.to_string().contains("7110015507900003"), "a NIK is never whole in a list");

    let others =
        one.get(&format!("/api/berkas/{first}/history")).await.expect("an answer").done().expect("a list");
    assert_eq!(others["berkas"][0]["number"], "2026/00003");
    assert_eq!(others["berkas"].as_array().map(Vec::len), Some(1));

    let named = json!({ "name": "sitti a" });
    let named =
        one.post("/api/applicants/named", named).await.expect("an answer").done().expect("applicants");
    assert_eq!(named["berkas"].as_array().map(Vec::len), Some(1), "one applicant, though two berkas");
    let chosen = json!({ "berkas": named["berkas"][0]["id"] });
    let chosen = one.post("/api/applicants/find", chosen).await.expect("an answer").done().expect("known");
    assert_eq!(chosen["nik"], "7110014503850002");

    // The index is there after a restart, and is what the journal says.
    house.rests().await;
    let house = house.reopen().await;
    let analis = house.who("analis").await.client;
    assert_eq!(found(&analis, "moko sitti").await, newest);
    house.verify();
}

#[tokio::test]
async fn an_sk_is_found_by_its_number() {
    let house = House::open().await;
    let two = house.officer(2).await;
    let berkas = registers(&house, &two, "7110014503850002", "Sitti Aminah").await;
    for (who, choice) in
        [("analis", "teruskan"), ("kasi", "teruskan"), ("kabid", "setuju"), ("kadis", "tandatangani")]
    {
        house.who(who).await.decides(berkas, choice, None).await;
    }
    let done = house.who("loket-4").await.decides(berkas, "nomori", None).await;
    let sk = done["sk"].as_str().expect("a number").to_string();
    assert_eq!(found(&two.client, &sk).await, ["2026/00001"]);
    assert_eq!(found(&two.client, &sk.to_lowercase()[..sk.len() - 5]).await, ["2026/00001"], "its beginning");
    house.rests().await;
    house.verify();
}

#[tokio::test]
async fn many_of_one_name_are_cut_honestly() {
    let house = House::open().await;
    let two = house.officer(2).await;
    for n in 0..22 {
        registers(&house, &two, &format!("71100145038500{:02}", n + 10), "Siti Paputungan").await;
    }
    let body = search(&two.client, "siti").await;
    let berkas = body["berkas"].as_array().expect("a list");
    assert_eq!((berkas.len(), &body["more"], &body["cut"]), (20, &json!(true), &json!(false)));
    assert_eq!(berkas[0]["number"], "2026/00022", "newest first");
    let text = "x".repeat(201);
    let reply = two.client.post("/api/search", json!({ "text": text })).await.expect("an answer");
    assert_eq!(reply.status, StatusCode::UNPROCESSABLE_ENTITY);
    house.rests().await;
    house.verify();
}

#[tokio::test]
async fn notes_are_for_officers_by_officers() {
    let house = House::open().await;
    let two = house.officer(2).await;
    let berkas = registers(&house, &two, "7110014503850002", "Sitti Aminah").await;
    let path = format!("/api/berkas/{berkas}/note");
    let note = async |login: &str, text: &str| {
        let client = house.who(login).await.client;
        client.act(&path, json!({ "text": text })).await.expect("an answer")
    };
    note("loket-2", " Pemohon minta ditelepon. ").await.done().expect("written at a loket");
    note("analis", "Denah kurang jelas.").await.done().expect("written at a desk");
    assert_eq!(note("pengawas", "x").await.status, StatusCode::FORBIDDEN, "berkas are not their work");
    assert_eq!(note("kiosk", "x").await.status, StatusCode::UNAUTHORIZED);
    assert_eq!(note("analis", " \n ").await.status, StatusCode::CONFLICT, "empty");
    assert_eq!(note("analis", &"x".repeat(501)).await.status, StatusCode::CONFLICT, "too long");
    let reply = two.client.act("/api/berkas/99/note", json!({ "text": "x" })).await.expect("an answer");
    assert_eq!(reply.status, StatusCode::NOT_FOUND);

    let house = house.reopen().await;
    let shown =
        house.who("pengawas").await.client.get(&format!("/api/berkas/{berkas}")).await.expect("an answer");
    let shown = shown.done().expect("a berkas");
    let texts: Vec<_> =
        shown["annex"]["notes"].as_array().expect("notes").iter().map(|note| &note["text"]).collect();
    assert_eq!(texts, ["Pemohon minta ditelepon.", "Denah kurang jelas."]);
    // The page of the applicant is another view altogether.
    let token = house.office().reader().berkas(loket::domain::ids::BerkasId(berkas)).expect("readable");
    let token = token.expect("a berkas").token;
    let phone = house.stranger().live(&format!("/live/b/{token}")).await.expect("the phone");
    assert!(!format!("{:?}", phone.view).contains("ditelepon"));
    house.verify();
}

#[tokio::test]
async fn a_scan_lies_beside_its_berkas_and_comes_out_as_a_download() {
    let house = House::open().await;
    let two = house.officer(2).await;
    let berkas = registers(&house, &two, "7110014503850002", "Sitti Aminah").await;
    let line = requirement(&two.client, berkas).await;
    let (status, kept) =
        upload(&house.base, &two.client, berkas, &line, "application/pdf", pdf("satu")).await;
    assert_eq!(status, StatusCode::OK, "{kept}");
    let digest = kept["scan"].as_str().expect("a digest").to_string();
    let (status, again) =
        upload(&house.base, &two.client, berkas, &line, "application/pdf", pdf("satu")).await;
    assert_eq!((status, &again["unchanged"]), (StatusCode::OK, &json!(true)), "the same scan is there once");

    let path = format!("/api/berkas/{berkas}/scan/{digest}");
    let analis = house.who("analis").await.client;
    let file = analis.get(&path).await.expect("an answer");
    assert_eq!(
        (file.status, &file.headers[CONTENT_TYPE]),
        (StatusCode::OK, &"application/pdf".parse().expect("a type"))
    );
    let text = |name: hyper::header::HeaderName| file.headers[name].to_str().expect("text").to_string();
    assert!(text(CONTENT_DISPOSITION).starts_with("attachment; filename=\"berkas-"));
    assert!(text(CONTENT_SECURITY_POLICY).starts_with("sandbox"));
    assert_eq!(file.headers["x-content-type-options"], "nosniff");
    assert_eq!(house.stranger().get(&path).await.expect("an answer").status, StatusCode::UNAUTHORIZED);
    let other = registers(&house, &two, "7110014503850012", "Rahmat").await;
    for path in [
        format!("/api/berkas/{other}/scan/{digest}"),
        format!("/api/berkas/{berkas}/scan/{}", digest.to_uppercase()),
        format!("/api/berkas/{berkas}/scan/..%2F..%2Floket.redb"),
        format!("/api/berkas/{berkas}/scan/{}", "0".repeat(64)),
    ] {
        assert_eq!(analis.get(&path).await.expect("an answer").status, StatusCode::NOT_FOUND, "{path}");
    }

    house.rests().await;
    let house = house.reopen().await;
    let analis = house.who("analis").await.client;
    assert_eq!(analis.get(&path).await.expect("an answer").status, StatusCode::OK, "after a restart");
    house.verify();

    // The proof of the data folder finds a file that was touched, and one that is gone.
    let folder = house.close().await;
    let faults = || {
        check::verify_folder(folder.path(), &folder.path().join(loket::store::DEMO_KEY))
            .expect("readable")
            .faults
    };
    assert_eq!(faults(), Vec::<String>::new());
    let on_disk = folder.path().join("scans").join(&digest[..2]).join(&digest);
    std::fs::write(&on_disk, "another").expect("written");
    assert!(faults().concat().contains("another content"), "{:?}", faults());
    std::fs::remove_file(&on_disk).expect("removed");
    assert!(faults().concat().contains("is not there"), "{:?}", faults());
}

#[tokio::test]
async fn a_scan_that_is_taken_off_leaves_its_file() {
    let house = House::open().await;
    let two = house.officer(2).await;
    let berkas = registers(&house, &two, "7110014503850002", "Sitti Aminah").await;
    let line = requirement(&two.client, berkas).await;
    let (_, kept) = upload(&house.base, &two.client, berkas, &line, "application/pdf", pdf("satu")).await;
    let path = format!("/api/berkas/{berkas}/scan/{}", kept["scan"].as_str().expect("a digest"));
    let body = json!({ "requirement": line });
    two.client
        .act(&format!("{path}/remove"), body.clone())
        .await
        .expect("an answer")
        .done()
        .expect("taken off");
    let again = two.client.act(&format!("{path}/remove"), body).await.expect("an answer");
    assert_eq!(again.status, StatusCode::NOT_FOUND);
    assert_eq!(two.client.get(&path).await.expect("an answer").status, StatusCode::NOT_FOUND);
    house.rests().await;
    house.verify();
}

#[tokio::test]
async fn what_is_no_scan_is_refused_in_words() {
    let house = House::open().await;
    let two = house.officer(2).await;
    let berkas = registers(&house, &two, "7110014503850002", "Sitti Aminah").await;
    let line = requirement(&two.client, berkas).await;
    let html = b"\x89PNG\r\n\x1a\n<html><script>alert(1)</script></html>".to_vec();
    let large = [pdf("x"), vec![b' '; 10 * 1024 * 1024]].concat();
    let line = line.as_str();
    for (at, line, kind, body, status, error) in [
        (berkas, line, "image/png", html, 422, "scan-damaged"),
        (berkas, line, "image/png", b"GIF89a".to_vec(), 415, "scan-kind"),
        (berkas, line, "text/plain", pdf("x"), 415, "scan-kind"),
        (berkas, line, "application/pdf", large, 413, "scan-too-large"),
        (berkas, line, "application/pdf", Vec::new(), 422, "scan-damaged"),
        (berkas, "Lain", "application/pdf", pdf("x"), 404, "no-such-requirement"),
        (99, line, "application/pdf", pdf("x"), 404, "no-such-berkas"),
    ] {
        let (answered, told) = upload(&house.base, &two.client, at, line, kind, body).await;
        assert_eq!((answered.as_u16(), &told["error"]), (status, &json!(error)), "{told}");
        assert!(told["message"].as_str().is_some_and(|message| message.contains(' ')), "{told}");
    }
    let pengawas = house.who("pengawas").await.client;
    let (status, _) = upload(&house.base, &pengawas, berkas, line, "application/pdf", pdf("x")).await;
    assert_eq!(status, StatusCode::FORBIDDEN);
    for n in 0..40 {
        let (status, told) =
            upload(&house.base, &two.client, berkas, line, "application/pdf", pdf(&n.to_string())).await;
        assert_eq!(status, StatusCode::OK, "{told}");
    }
    let (status, told) =
        upload(&house.base, &two.client, berkas, line, "application/pdf", pdf("too many")).await;
    assert_eq!((status, &told["error"]), (StatusCode::CONFLICT, &json!("too-many-scans")));
    house.rests().await;
    house.verify();
}
