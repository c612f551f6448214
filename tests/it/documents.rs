//! The form and the official papers: who may, what is kept, the same paper again, and what a SK's code proves.

use crate::house::{House, Officer, Person, Plans};
use hyper::StatusCode;
use loket::documents::{SealedFacts, Seals};
use loket::domain::time::Date;
use serde_json::{Value, json};

/// What stood on the first version of the office's own tanda terima.
const FIRST: &str = "<section class=\"lembar\"><p>Versi satu {{ applicant.name }}</p></section>";
const SECOND: &str = "<section class=\"lembar\"><p>Versi dua {{ applicant.name }}</p></section>";

async fn registered(house: &House) -> (Officer, u64) {
    house.who("kiosk").await.takes("A").await;
    let officer = house.officer(2).await;
    officer.serves().await;
    let berkas = officer.registers().await;
    (officer, berkas)
}

async fn numbered(house: &House, berkas: u64) -> String {
    for (role, choice) in [
        ("analis", "teruskan"),
        ("kasi", "teruskan"),
        ("kabid", "setuju"),
        ("kadis", "tandatangani"),
        ("loket-4", "nomori"),
    ] {
        let done = house.who(role).await.decides(berkas, choice, None).await;
        if choice == "nomori" {
            return done["sk"].as_str().expect("a number").to_string();
        }
    }
    unreachable!("the last step gives the number")
}

pub async fn page(person: &Person, path: &str) -> (StatusCode, String) {
    let reply = person.client.get(path).await.expect("an answer");
    (reply.status, reply.body.as_str().unwrap_or_default().to_string())
}

pub async fn issues(person: &Person, berkas: u64, paper: &str) -> loket::app::client::Reply {
    let body = json!({ "paper": paper, "sheet": "f4" });
    person.client.act(&format!("/api/berkas/{berkas}/papers"), body).await.expect("an answer")
}

/// What stands on the sheet, without the bar and the mark around it.
fn sheet(html: &str) -> &str {
    let start = html.find("<section class=\"lembar").expect("a sheet");
    &html[start..html.rfind("</section>").expect("its end")]
}

#[tokio::test]
async fn the_form_is_entered_checked_and_told_for_ever() {
    let house = House::open().await;
    let (two, berkas) = registered(&house).await;
    let analis = house.who("analis").await;
    let path = format!("/api/berkas/{berkas}/form");
    let fill = async |person: &Person, fields: Value| {
        person.client.act(&path, json!({ "fields": fields })).await.expect("an answer").status.as_u16()
    };
    let fields = json!([
        { "name": "tempat lahir", "value": "Tutuyan" },
        { "name": "tanggal lahir", "value": "16-07-1990" },
    ]);
    assert_eq!(fill(&house.who("kasi").await, fields.clone()).await, 403, "not the desk that enters it");
    assert_eq!(fill(&Person { client: two.client.clone() }, fields.clone()).await, 403);
    assert_eq!(fill(&analis, json!([{ "name": "warna", "value": "x" }])).await, 404);
    assert_eq!(fill(&analis, json!([{ "name": "tempat lahir", "value": "x".repeat(301) }])).await, 409);
    assert_eq!(fill(&analis, json!([{ "name": "tempat lahir" }])).await, 422);
    assert_eq!(fill(&analis, fields).await, 200, "a date that differs from the NIK warns and does not block");
    let question = json!({ "name": "tanggal lahir", "value": "16-07-1990" });
    let checked = analis.client.post(&format!("{path}/check"), question).await.expect("an answer");
    assert_eq!(checked.done().expect("checked")["warning"], "birth-date-differs");

    let show = async || {
        let reply = analis.client.get(&format!("/api/berkas/{berkas}")).await.expect("an answer");
        reply.done().expect("the berkas")["form"].clone()
    };
    let form = show().await;
    assert_eq!(
        (&form["open"], &form["here"], &form["by"]),
        (&json!(true), &json!(true), &json!("Agus Lasabuda"))
    );
    let born =
        form["fields"].as_array().expect("fields").iter().find(|field| field["name"] == "tanggal lahir");
    assert_eq!(born.expect("the field")["warning"], "birth-date-differs");
    numbered(&house, berkas).await;
    assert_eq!(show().await["open"], false);
    assert_eq!(fill(&analis, json!([])).await, 409, "the SK has its number");
    house.rests().await;
    house.verify();
    let house = house.reopen().await;
    let reply =
        house.who("analis").await.client.get(&format!("/api/berkas/{berkas}")).await.expect("an answer");
    let form = reply.done().expect("the berkas")["form"].clone();
    assert_eq!(form["fields"].as_array().expect("fields").iter().filter(|f| f["value"] != "").count(), 2);
    house.verify();
}

#[tokio::test]
async fn papers_come_when_their_time_has_come() {
    let house = House::open().await;
    let (_, berkas) = registered(&house).await;
    let kasi = house.who("kasi").await;
    let status =
        async |paper: &str| page(&kasi, &format!("/kertas/berkas/{berkas}/{paper}")).await.0.as_u16();
    for (paper, expected) in [
        ("permohonan", 200),
        ("tanda-terima", 200),
        ("kartu-kendali", 200),
        ("kekurangan", 404),
        ("nota-persetujuan", 404),
        ("nota-penolakan", 404),
        ("sk", 404),
        ("legalisasi", 404),
        ("skm", 404),
        ("kop", 404),
    ] {
        assert_eq!(status(paper).await, expected, "{paper} before its step");
    }
    house.who("analis").await.decides(berkas, "teruskan", None).await;
    assert_eq!((status("nota-persetujuan").await, status("sk").await), (200, 200));
    let draft = page(&kasi, &format!("/kertas/berkas/{berkas}/sk")).await.1;
    assert!(draft.contains("KONSEP") && !draft.contains("<svg"), "a draft is neither numbered nor signed");
    assert_eq!(issues(&kasi, berkas, "sk").await.status.as_u16(), 409);
    assert_eq!(
        issues(&kasi, berkas, "kartu-kendali").await.status.as_u16(),
        409,
        "nobody keeps a working form"
    );
    assert_eq!(issues(&kasi, berkas, "surat").await.status.as_u16(), 422);
    assert_eq!(issues(&kasi, 99, "sk").await.status.as_u16(), 404);
    assert_eq!(issues(&house.who("pengawas").await, berkas, "tanda-terima").await.status.as_u16(), 403);

    let supervisor = house.who("pengawas").await;
    let seen = page(&supervisor, &format!("/kertas/berkas/{berkas}/permohonan")).await;
    assert_eq!(seen.0, StatusCode::FORBIDDEN, "papers show what screens mask");

    house.who("kasi").await.decides(berkas, "teruskan", None).await;
    house.who("kabid").await.decides(berkas, "tolak", Some("<b>Lokasi</b> tidak sesuai")).await;
    assert_eq!((status("nota-persetujuan").await, status("sk").await), (404, 404));
    let refusal = page(&kasi, &format!("/kertas/berkas/{berkas}/nota-penolakan")).await.1;
    assert!(refusal.contains("&lt;b&gt;Lokasi&lt;") && !refusal.contains("<b>Lokasi"), "markup is text");
    house.rests().await;
    house.verify();
}

/// Sheets show the NIK that screens mask: who saw one is in the journal, and whoever sees none is not.
#[tokio::test]
async fn whoever_sees_a_nik_on_a_sheet_is_in_the_journal() {
    let house = House::open().await;
    let (_, berkas) = registered(&house).await;
    let kasi = house.who("kasi").await;
    let supervisor = house.who("pengawas").await;
    let looks = async || {
        let reply = supervisor.client.get("/api/revealed").await.expect("an answer");
        let list = reply.done().expect("the list")["revealed"].as_array().expect("looks").clone();
        list.iter().map(|look| look["reason"].as_str().expect("a reason").to_string()).collect::<Vec<_>>()
    };
    let nik =
        house.office().berkas(loket::domain::ids::BerkasId(berkas)).expect("readable").expect("there").0;
    let nik = nik.applicant.nik.digits().to_string();
    let (mut plain, mut expected) = (0, Vec::new());
    for paper in ["permohonan", "tanda-terima", "kartu-kendali"] {
        let sheet = page(&kasi, &format!("/kertas/berkas/{berkas}/{paper}")).await.1;
        if sheet.contains(&nik) {
            plain += 1;
            expected.insert(0, format!("kertas: {paper}"));
        }
        assert_eq!(looks().await, expected, "after {paper}");
    }
    assert!(plain > 0, "some sheet shows it");
    assert_eq!(
        page(&supervisor, &format!("/kertas/berkas/{berkas}/permohonan")).await.0,
        StatusCode::FORBIDDEN
    );
    assert_eq!(looks().await, expected, "who was not let in saw nothing");
    house.rests().await;
    house.verify();
}

#[tokio::test]
async fn what_was_printed_is_printed_again_as_it_was() {
    let first = |profile: &mut loket::domain::profile::Profile| {
        profile.papers.own = vec![("tanda-terima.html".to_string(), FIRST.to_string())];
    };
    let house = House::build(Plans { profile: Some(first), ..Plans::default() }).await;
    let (_, berkas) = registered(&house).await;
    let analis = house.who("analis").await;
    let issued = issues(&analis, berkas, "tanda-terima").await.done().expect("issued");
    let path = format!("/kertas/terbit/{}", issued["paper"]);
    let (_, original) = page(&analis, &path).await;
    assert!(original.contains("Versi satu Sitti Mokoginta") && !original.contains("class=\"mark\""));
    let (_, seen) = page(&house.who("kasi").await, &path).await;
    assert!(seen.contains("ARSIP"), "only whoever issued it prints it without a mark");
    house.clock.advance(601);
    assert!(page(&analis, &path).await.1.contains("ARSIP"), "and only for ten minutes");
    house.rests().await;
    house.verify();

    // The office changes its template, its logo and the applicant's berkas goes on.
    let (clock, folder) = (house.clock.clone(), house.close().await);
    let second = |profile: &mut loket::domain::profile::Profile| {
        profile.papers.own = vec![("tanda-terima.html".to_string(), SECOND.to_string())];
        profile.office.logo = Some(b"<svg xmlns='http://www.w3.org/2000/svg'/>".to_vec());
    };
    let plans = Plans { profile: Some(second), folder: Some(folder), clock: Some(clock), ..Plans::default() };
    let house = House::build(plans).await;
    let kasi = house.who("kasi").await;
    assert!(page(&kasi, &format!("/kertas/berkas/{berkas}/tanda-terima")).await.1.contains("Versi dua"));
    let copy = kasi.client.act(&format!("/api/kertas/{}/copy", issued["paper"]), json!({})).await;
    let copy = copy.expect("an answer").done().expect("copied");
    let (_, again) = page(&kasi, &format!("/kertas/terbit/{}", copy["paper"])).await;
    assert_eq!(sheet(&again), sheet(&original), "the same paper");
    assert!(again.contains("SALINAN") && again.contains("dicetak oleh Maya Damopolii, 23 November 2026"));
    let style = |html: &str| html.split("/kertas/gaya/").nth(1).expect("a style")[..64].to_string();
    assert_eq!(style(&again), style(&original));
    let reply = kasi.client.get(&format!("/kertas/gaya/{}", style(&again))).await.expect("an answer");
    assert_eq!(
        (reply.status, &reply.headers["content-type"]),
        (StatusCode::OK, &"text/css; charset=utf-8".parse().expect("a header"))
    );

    let told =
        kasi.client.get(&format!("/api/berkas/{berkas}")).await.expect("an answer").done().expect("told");
    let papers = told["papers"]["issued"].as_array().expect("papers");
    assert_eq!((papers.len(), papers[0]["by"].as_str()), (1, Some("Agus Lasabuda")));
    assert_eq!(papers[0]["copies"][0]["by"], "Maya Damopolii");
    house.rests().await;
    house.verify();
}

#[tokio::test]
async fn a_sk_proves_itself_and_nothing_else_is_told() {
    let house = House::open().await;
    let (_, berkas) = registered(&house).await;
    let number = numbered(&house, berkas).await;
    // As it stands in markup.
    let shown = number.replace('/', "&#x2f;");
    let four = house.who("loket-4").await;
    let issued = issues(&four, berkas, "sk").await.done().expect("issued");
    let paper = loket::domain::ids::IssuedId(issued["paper"].as_u64().expect("a paper"));
    let kept = house.office().reader().issued(paper).expect("readable").expect("kept");
    let facts: Value = serde_json::from_str(&kept.facts).expect("facts");
    assert_eq!(facts["sk"]["number"], number.as_str());
    let address = facts["sk"]["address"].as_str().expect("an address");
    let code = address.rsplit_once("/SK/").expect("a code").1;

    let stranger = Person { client: house.stranger() };
    let (status, genuine) = page(&stranger, &format!("/SK/{code}")).await;
    assert_eq!(status, StatusCode::OK);
    assert!(genuine.contains("data-verdict=\"genuine\"") && genuine.contains(&shown));
    assert!(genuine.contains("Sitti M***") && !genuine.contains("Mokoginta"), "the name is masked");
    let english = page(&stranger, &format!("/sk/{code}?lang=en")).await.1;
    assert!(english.contains("This office has signed"));

    // A key of another office, a SK that was never numbered here, a changed letter, and rubbish.
    let facts = SealedFacts {
        office: "DPMPTSP".to_string(),
        number: number.clone(),
        permit: "SIPB".to_string(),
        holder: "Sitti M***".to_string(),
        date: Date::constant(2026, 11, 23),
        berkas,
    };
    let (_, published) = page(&stranger, "/sk/kunci").await;
    assert!(published.contains(&kept_key(&house)), "the key is published");
    let own = std::fs::read_to_string(secret(&house)).expect("the secret key");
    let own: Vec<u8> =
        (0..32).map(|at| u8::from_str_radix(&own[2 * at..2 * at + 2], 16).expect("hex")).collect();
    let ours = Seals::of_bytes(own.try_into().expect("32 bytes"));
    let elsewhere = Seals::of_bytes([9; 32]).sign(&facts);
    let unbooked = ours.sign(&SealedFacts { berkas: berkas + 1, ..facts.clone() });
    let later = ours.sign(&SealedFacts { date: Date::constant(2026, 11, 24), ..facts });
    let mut changed = code.to_string();
    // A letter in the middle of the number.
    changed.replace_range(49..50, if &code[49..50] == "A" { "B" } else { "A" });
    let rows = |html: &str| html.matches("<dt>").count();
    for (code, verdict) in [
        (elsewhere.as_str(), "unknown"),
        (unbooked.as_str(), "unknown"),
        (later.as_str(), "unknown"),
        (changed.as_str(), "forged"),
        ("RUBBISH", "unknown"),
    ] {
        let (status, html) = page(&stranger, &format!("/sk/{code}")).await;
        assert_eq!((status, rows(&html)), (StatusCode::OK, rows(&genuine)), "{verdict} has the same shape");
        assert!(html.contains(&format!("data-verdict=\"{verdict}\"")), "{verdict}");
        assert!(!html.contains("Sitti") && !html.contains(&shown), "nothing is told of what is not genuine");
    }
    house.rests().await;
    house.verify();
}

/// The file of the office's secret key.
fn secret(house: &House) -> std::path::PathBuf {
    let files = std::fs::read_dir(house.data().join("sk-keys")).expect("the keys");
    let mut files = files.map(|file| file.expect("a file").path());
    files.find(|path| path.extension().is_some_and(|ending| ending == "key")).expect("a secret key")
}

fn kept_key(house: &House) -> String {
    let public = secret(house).with_extension("pub");
    std::fs::read_to_string(public).expect("the public key").trim().to_string()
}

#[tokio::test]
async fn the_administrator_sees_every_paper_on_both_sheets() {
    let house = House::open().await;
    let admin = house.who("admin").await;
    assert_eq!(page(&admin, "/kertas").await.1.matches("<tr data-paper=").count(), 9);
    for (word, _) in loket::domain::issued::PaperKind::ALL {
        for sheet in ["a4", "f4"] {
            let (status, html) = page(&admin, &format!("/kertas/contoh/{word}?ukuran={sheet}")).await;
            assert_eq!(status, StatusCode::OK, "{word}");
            assert!(html.contains(&format!("paper/{sheet}.css")) && html.contains("CONTOH"), "{word}");
        }
    }
    for permit in &house.office().profile().permits {
        let (status, html) = page(&admin, &format!("/kertas/formulir/{}", permit.code)).await;
        assert_eq!(status, StatusCode::OK, "{}", permit.code);
        assert!(html.contains("Dengan hormat"));
    }
    assert_eq!(page(&admin, "/kertas/formulir/SURAT").await.0, StatusCode::NOT_FOUND);
}
