//! The survey's report: imports, publication, privacy, and one figure on screen and in every export.

use crate::house::{House, answers};
use http_body_util::{BodyExt, Full};
use hyper::body::Bytes;
use hyper::{Method, Request, StatusCode};
use loket::app::client::{Client, Reply};
use loket::domain::survey::Unsur;
use loket::store::Store;
use redb::{Database, TableDefinition};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::io::Read;
use std::ops::Deref;

const HEAD: &str = "tanggal;jam;layanan;jenis_kelamin;usia;pendidikan;pekerjaan;persyaratan;prosedur;waktu;biaya;\
    produk;kompetensi;perilaku;pengaduan;sarana;saran";

/// A response as a row of CSV.
fn row(date: &str, service: char, scores: [u8; 9], suggestion: &str) -> String {
    let scores = scores.map(|score| score.to_string()).join(";");
    format!("{date};08.00-12.00;{service};P;36;S1;swasta;{scores};{suggestion}")
}

/// So many responses, their scores spread without a pattern that could hide an exchange of columns.
fn rows(count: u32, date: &str, service: char) -> Vec<String> {
    let score = |row: u32, place: u32| u8::try_from(1 + (row * 7 + place * place * 3 + row * place) % 4);
    let scores = |row| std::array::from_fn(|place| score(row, place as u32).expect("1 to 4"));
    (0..count).map(|number| row(date, service, scores(number), "")).collect()
}

fn file(rows: &[String]) -> String {
    format!("{HEAD}\r\n{}\r\n", rows.join("\r\n"))
}

/// Whoever answers for the office, with a browser that can send and load files.
pub(crate) struct Supervisor {
    client: Client,
    base: String,
}

impl Deref for Supervisor {
    type Target = Client;

    fn deref(&self) -> &Client {
        &self.client
    }
}

pub(crate) async fn supervisor(house: &House) -> Supervisor {
    Supervisor { client: house.who("pengawas").await.client, base: house.base.clone() }
}

impl Supervisor {
    pub(crate) async fn raw(&self, method: Method, path: &str, content: Vec<u8>) -> (StatusCode, Bytes) {
        let client: hyper_util::client::legacy::Client<_, Full<Bytes>> =
            hyper_util::client::legacy::Client::builder(hyper_util::rt::TokioExecutor::new()).build_http();
        let request = Request::builder().method(method).uri(format!("{}{path}", self.base));
        let request = request.header("cookie", self.cookie_header().unwrap_or_default());
        let request = request.header("origin", &self.base);
        let request =
            request.header("content-type", "text/csv").body(Full::from(content)).expect("a request");
        let (parts, body) = client.request(request).await.expect("an answer").into_parts();
        (parts.status, body.collect().await.expect("a body").to_bytes())
    }
}

async fn send(client: &Supervisor, path: &str, content: impl AsRef<[u8]>) -> Reply {
    let (status, body) = client.raw(Method::POST, path, content.as_ref().to_vec()).await;
    Reply { status, headers: Default::default(), body: serde_json::from_slice(&body).expect("JSON") }
}

async fn check(client: &Supervisor, content: impl AsRef<[u8]>) -> Value {
    send(client, "/api/skm/import/check", content).await.done().expect("checked")
}

async fn import(client: &Supervisor, content: impl AsRef<[u8]>) -> Reply {
    send(client, "/api/skm/import?label=lama.csv", content).await
}

async fn report(client: &Supervisor, query: &str) -> Value {
    client.get(&format!("/api/skm{query}")).await.expect("an answer").done().expect("a report")
}

#[tokio::test]
async fn an_import_tells_everything_that_is_wrong_and_takes_nothing_until_told() {
    let house = House::open().await;
    let client = supervisor(&house).await;
    let good = row("2026-11-02", 'A', [4, 3, 4, 3, 4, 3, 4, 3, 4], "Mantap");
    let five = good.replacen("swasta;4", "swasta;5", 1);
    let missing = good.replacen("swasta;4", "swasta;", 1);
    let young = good.replacen(";36;", ";9;", 1);
    let formula = good.replacen("Mantap", "=1+1", 1);
    let mixed = file(&[good.clone(), five, missing, young, formula]);
    let found = check(&client, &mixed).await;
    assert_eq!((&found["rows"], &found["good"], &found["wrong"]), (&json!(5), &json!(1), &json!(4)));
    let faults = found["faults"].as_array().expect("a list").iter();
    let faults: Vec<_> = faults.map(|f| (&f["line"], &f["column"], &f["code"])).map(|f| json!(f)).collect();
    assert_eq!(
        json!(faults),
        json!([
            [3, "persyaratan", "score"],
            [4, "persyaratan", "empty"],
            [5, "usia", "age"],
            [6, "saran", "formula"]
        ])
    );
    assert_eq!(found["faults"][0]["message"], "\"5\" bukan nilai 1, 2, 3, atau 4.");
    assert_eq!(import(&client, &mixed).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(report(&client, "").await["n"], 0, "nothing was taken in");

    let only = send(&client, "/api/skm/import?label=lama.csv&only_good=true", &mixed).await;
    assert_eq!(only.done().expect("imported")["imported"], 1);
    let after = report(&client, "").await;
    assert_eq!((&after["n"], &after["imported"]), (&json!(1), &json!(1)));
    assert!(check(&client, &mixed).await["imported"].as_bool().expect("a word"));
    let again = send(&client, "/api/skm/import?label=lain.csv&only_good=true", &mixed).await;
    assert_eq!((again.status, &again.body["error"]), (StatusCode::CONFLICT, &json!("already-imported")));
    // The same answer in another file is told, because it may come from here.
    assert_eq!(check(&client, file(&[good])).await["known"], 1);
    house.verify();
}

#[tokio::test]
async fn a_file_of_something_else_is_refused_with_a_word() {
    let house = House::open().await;
    let client = supervisor(&house).await;
    for (content, code) in [
        (b"\xff\xfe\x00".to_vec(), "import-utf8"),
        (b"nama;nilai\nA;4\n".to_vec(), "import-columns"),
        (HEAD.as_bytes().to_vec(), "import-empty"),
        (format!("{HEAD}\n\"x\n").into_bytes(), "import-quote"),
        (vec![b'x'; 5 * 1024 * 1024 + 1], "too-large"),
    ] {
        let reply = send(&client, "/api/skm/import/check", content).await;
        assert_eq!(reply.body["error"], code, "{}", reply.body);
    }
    let json = client.send(Method::POST, "/api/skm/import", Some(json!({}))).await.expect("an answer");
    assert!(json.status.is_client_error(), "a form of JSON is no file");
    assert_eq!(report(&client, "").await["n"], 0);
}

#[tokio::test]
async fn a_large_import_comes_in_parts_and_counts_whole_after_a_restart_too() {
    let house = House::open().await;
    let client = supervisor(&house).await;
    let before = house.office().committed().state.seq.0;
    let many = file(&rows(2_300, "2026-03-04", 'B'));
    assert_eq!(import(&client, &many).await.done().expect("imported")["imported"], 2_300);
    assert_eq!(house.office().committed().state.seq.0 - before, 3, "a thousand a record");
    assert_eq!(report(&client, "").await["n"], 2_300);
    house.verify();
    let house = house.reopen().await;
    let client = supervisor(&house).await;
    assert_eq!(report(&client, "").await["n"], 2_300);
    assert_eq!(import(&client, &many).await.status, StatusCode::CONFLICT, "the digest is remembered");
}

/// An import that was cut off after its first part counts nothing, and goes on with the same file.
#[tokio::test]
async fn an_import_that_was_cut_off_goes_on() {
    use loket::domain::command::Command;
    use loket::domain::skm::work::{ImportPart, SkmAct};
    use loket::domain::survey::{Answers, Education, HalfDay, Occupation, Response, Score, Sex};
    let house = House::open().await;
    let client = supervisor(&house).await;
    let response = Response {
        answers: Answers([Score::new(3).expect("1 to 4"); 9]),
        sex: Sex::L,
        age: 40,
        education: Education::S2,
        occupation: Occupation::Pns,
        service: loket::domain::ids::Series('A'),
        date: loket::domain::time::Date::constant(2026, 5, 6),
        half: HalfDay::Afternoon,
        suggestion: None,
    };
    let part = |part: u32, responses: usize| {
        let responses = vec![response.clone(); responses];
        let label = "lama.csv".to_string();
        Command::Skm(SkmAct::Import(ImportPart {
            digest: [7; 32],
            label,
            part,
            parts: 2,
            total: 7,
            responses,
        }))
    };
    assert!(house.office().report(part(1, 2)).await.is_err(), "the first part comes first");
    house.office().report(part(0, 5)).await.expect("the first part");
    assert_eq!(report(&client, "").await["n"], 0, "half an import counts nothing");
    let house = house.reopen().await;
    let client = supervisor(&house).await;
    assert!(house.office().report(part(1, 3)).await.is_err(), "more than was announced");
    house.office().report(part(0, 5)).await.expect("passed over");
    house.office().report(part(1, 2)).await.expect("the last part");
    assert_eq!(report(&client, "").await["n"], 7);
    assert!(house.office().report(part(0, 5)).await.is_err(), "it is there");
    house.verify();
}

#[tokio::test]
async fn screen_csv_and_xlsx_say_the_same() {
    let house = House::open().await;
    let client = supervisor(&house).await;
    let content = file(&[rows(31, "2026-02-03", 'A'), rows(17, "2026-05-06", 'B')].concat());
    import(&client, &content).await.done().expect("imported");
    let query = "?from=2026-01-01&until=2026-06-30";
    let screen = report(&client, query).await;
    assert_eq!(screen["n"], 48);

    let csv = client.get(&format!("/api/skm.csv{query}")).await.expect("an answer").body;
    let lines: Vec<Vec<String>> = csv.as_str().expect("lines").lines().map(cells).collect();
    assert_eq!(lines.len(), 1 + 48 + 5);
    let sheets = workbook(&client.raw(Method::GET, &format!("/api/skm.xlsx{query}"), Vec::new()).await.1);
    assert_eq!(sheets.len(), 2);
    for (line, row) in lines.iter().zip(&sheets[1]).skip(1) {
        for (place, cell) in line.iter().enumerate() {
            // Days are numbers in a spreadsheet.
            if place != 1 {
                assert_eq!(cell, row.get(&place).map_or("", String::as_str), "column {place} of {line:?}");
            }
        }
    }
    let below = |name: &str| lines.iter().find(|line| line[0] == name).expect("a line below").clone();
    let unsur = screen["unsur"].as_array().expect("nine");
    for (place, one) in unsur.iter().enumerate() {
        assert_eq!(lines[0][8 + place], one["name"].as_str().expect("a name"));
        let column: u64 =
            lines[1..49].iter().map(|line| line[8 + place].parse::<u64>().expect("a score")).sum();
        assert_eq!(one["sum"], column, "the screen sums up what the rows say");
        assert_eq!(below("Jumlah nilai per unsur")[8 + place], column.to_string());
        assert_eq!(below("NRR per unsur")[8 + place], one["mean"].as_str().expect("a mean"));
        assert_eq!(below("NRR tertimbang per unsur")[8 + place], one["weighted"].as_str().expect("a mean"));
        let summary = sheets[0].iter().find(|row| row[&0].starts_with(&format!("U{} ", place + 1)));
        let summary = summary.expect("a line of the summary");
        assert_eq!((&summary[&2], &summary[&5]), (&column.to_string(), &text(&one["ikm"]["value"])));
    }
    assert_eq!(below("Jumlah NRR tertimbang")[8], text(&screen["weighted"]));
    assert_eq!(below("IKM unit pelayanan")[8], text(&screen["ikm"]["value"]));
    let unit = sheets[0].iter().find(|row| row[&0] == "Unit pelayanan").expect("the unit");
    assert_eq!((&unit[&1], &unit[&2]), (&"48".to_string(), &screen["total"].to_string()));
    assert_eq!((&unit[&5], &unit[&6]), (&text(&screen["ikm"]["value"]), &text(&screen["ikm"]["band"])));

    // What one office exports another takes in, sums below and all.
    let other = House::open().await;
    let there = supervisor(&other).await;
    let found = check(&there, csv.as_str().expect("lines")).await;
    assert_eq!((&found["good"], &found["wrong"]), (&json!(48), &json!(0)));
    import(&there, csv.as_str().expect("lines")).await.done().expect("imported");
    let again = report(&there, query).await;
    assert_eq!((&again["ikm"], &again["unsur"]), (&screen["ikm"], &screen["unsur"]));
    assert_eq!(screen["quarters"].as_array().map(Vec::len), Some(2));
}

#[tokio::test]
async fn the_published_result_stays_as_it_was_and_tells_of_no_small_group() {
    let house = House::open().await;
    let client = supervisor(&house).await;
    let public = async || {
        let page = house.stranger().get("/ikm").await.expect("an answer").body;
        page.as_str().expect("a page").to_string()
    };
    assert!(public().await.contains("id=\"none\""));
    let publish = async || {
        let period = json!({ "from": "2026-01-01", "until": "2026-12-31" });
        client.act("/api/skm/publish", period).await.expect("an answer")
    };
    import(&client, file(&rows(4, "2026-02-03", 'B'))).await.done().expect("imported");
    let few = publish().await;
    assert_eq!((few.status, &few.body["error"]), (StatusCode::CONFLICT, &json!("too-few-responses")));

    import(&client, file(&rows(20, "2026-05-06", 'A'))).await.done().expect("imported");
    import(&client, file(&rows(9, "2026-07-06", 'C'))).await.done().expect("imported");
    publish().await.done().expect("published");
    let shown = public().await;
    let value = text(&report(&client, "").await["ikm"]["value"]);
    assert!(shown.contains(&format!("id=\"ikm\">{value}<")), "{shown}");
    assert!(shown.contains("id=\"n\">33<") && shown.contains("Perempuan") && shown.contains("Terima kasih"));
    assert!(shown.contains("Mei 2026") && shown.contains("Pendaftaran izin"), "{shown}");
    for hidden in ["Februari 2026", "Juli 2026", "Pengambilan SK", "Legalisasi"] {
        assert!(!shown.contains(hidden), "{hidden} has fewer than five, or would give them away");
    }
    let english = house.stranger().get("/ikm?lang=en").await.expect("an answer").body;
    assert!(english.as_str().expect("a page").contains("Public Satisfaction Index"));

    import(&client, file(&rows(50, "2026-06-06", 'A'))).await.done().expect("imported");
    assert_eq!(public().await, shown, "what was published does not change");
    publish().await.done().expect("published again");
    assert!(public().await.contains("id=\"n\">83<"));
    house.verify();
}

#[tokio::test]
async fn chapters_are_kept_per_report_until_the_usual_words_are_wanted_again() {
    let house = House::open().await;
    let client = supervisor(&house).await;
    let write = async |client: &Supervisor, chapter: &str, text: &str| {
        let body = json!({ "from": "2026-01-01", "until": "2026-06-30", "chapter": chapter, "text": text });
        client.act("/api/skm/text", body).await.expect("an answer")
    };
    let texts = async |client: &Supervisor, until: &str| {
        let path = format!("/api/skm/document?from=2026-01-01&until={until}");
        client.get(&path).await.expect("an answer").done().expect("a document")["texts"].clone()
    };
    write(&client, "kesimpulan", " Baik.\nTerus dijaga. ").await.done().expect("kept");
    write(&client, "tindak-lanjut-waktu", "Tambah petugas.").await.done().expect("kept");
    let kept = json!({ "kesimpulan": "Baik.\nTerus dijaga.", "tindak-lanjut-waktu": "Tambah petugas." });
    assert_eq!(texts(&client, "2026-06-30").await, kept);
    assert_eq!(texts(&client, "2026-12-31").await, json!({}), "of another report");
    assert_eq!(write(&client, "lampiran", "x").await.status, StatusCode::NOT_FOUND);
    assert_eq!(write(&client, "saran", &"x".repeat(4_001)).await.body["error"], "too-long");
    house.verify();
    let house = house.reopen().await;
    let client = supervisor(&house).await;
    assert_eq!(texts(&client, "2026-06-30").await, kept);
    write(&client, "kesimpulan", "").await.done().expect("taken back");
    assert_eq!(texts(&client, "2026-06-30").await, json!({ "tindak-lanjut-waktu": "Tambah petugas." }));
    house.verify();
}

/// A permit type is told with four others or not at all, and no response carries it.
#[tokio::test]
async fn permit_types_are_told_in_groups_of_five() {
    let house = House::open().await;
    let client = supervisor(&house).await;
    let kiosk = house.who("kiosk").await;
    let (two, four, five) = (house.officer(2).await, house.officer(4).await, house.officer(5).await);
    let tablet = house.who("tablet").await.client;
    for visitor in 1..=5 {
        kiosk.takes("A").await;
        two.serves().await;
        let berkas = two.registers().await;
        for (role, choice) in
            [("analis", "teruskan"), ("kasi", "teruskan"), ("kabid", "setuju"), ("kadis", "tandatangani")]
        {
            house.who(role).await.decides(berkas, choice, None).await;
        }
        house.who("loket-4").await.decides(berkas, "nomori", None).await;
        five.serves().await;
        five.does("survey", json!({})).await;
        let screen = tablet.live("/live/skm/5").await.expect("the tablet");
        let filled = answers(&screen.section("survey")["key"], 4);
        tablet.act("/api/survey", filled).await.expect("an answer").done().expect("counted");
        four.serves().await;
        four.does("hand-over", json!({})).await;
        let now = report(&client, "").await;
        assert_eq!(now["permits"], json!([]), "the urn is not counted yet");
        assert_eq!(now["few"].as_array().map(Vec::len), Some(1), "after visitor {visitor}");
        if visitor == 3 {
            house.verify();
        }
    }
    house.clock.advance(24 * 3600);
    house.office().report(loket::domain::command::Command::Tick).await.expect("the day turns");
    // Sign-ins last for a day.
    let client = supervisor(&house).await;
    let now = report(&client, "").await;
    assert_eq!((&now["permits"][0]["key"], &now["permits"][0]["n"]), (&json!("SIPB"), &json!(5)));
    assert_eq!((&now["permits"][0]["ikm"]["value"], &now["few"]), (&json!("100,00"), &json!([])));
    let csv = client.get("/api/skm.csv").await.expect("an answer").body;
    assert!(!csv.as_str().expect("lines").contains("SIPB"), "no response carries its permit type");
    let period = json!({ "from": "2026-01-01", "until": "2026-12-31" });
    client.act("/api/skm/publish", period.clone()).await.expect("an answer").done().expect("published");
    let page = async || text(&house.stranger().get("/ikm").await.expect("an answer").body);
    assert!(page().await.contains("Surat Izin Praktik Bidan"));
    import(&client, file(&rows(3, "2026-10-05", 'A'))).await.done().expect("imported");
    client.act("/api/skm/publish", period).await.expect("an answer").done().expect("published");
    assert!(!page().await.contains("Surat Izin Praktik Bidan"), "what is left over would be three");
    house.verify();
}

/// Data of a program that knew nothing of imports and publications gets what it lacks.
#[test]
fn data_of_an_older_program_are_opened() {
    let folder = tempfile::tempdir().expect("a folder");
    drop(Store::open(folder.path()).expect("opens"));
    let database = Database::create(folder.path().join(loket::store::FILE)).expect("opens");
    let mut transaction = database.begin_write().expect("a transaction");
    transaction.set_two_phase_commit(true);
    transaction.set_quick_repair(true);
    for name in ["skm", "permit_urn"] {
        let table: TableDefinition<&str, &[u8]> = TableDefinition::new(name);
        assert!(transaction.delete_table(table).expect("deleted"));
    }
    const META: TableDefinition<&str, &[u8]> = TableDefinition::new("meta");
    transaction.open_table(META).expect("a table").insert("format", [3_u8].as_slice()).expect("written");
    transaction.commit().expect("committed");
    drop(database);
    let (store, state) = Store::open(folder.path()).expect("opens again");
    assert!(state.imports.is_empty());
    assert_eq!(store.reader().last_publication().expect("readable"), None);
    assert!(store.reader().waiting_groups().expect("readable").is_empty());
}

fn text(value: &Value) -> String {
    value.as_str().expect("words").to_string()
}

/// The cells of a line of our own CSV, whose words hold no semicolon here.
fn cells(line: &str) -> Vec<String> {
    line.trim_start_matches('\u{feff}').split(';').map(|cell| cell.trim_matches('"').to_string()).collect()
}

/// The sheets of an XLSX file: rows of cells by column. Numbers are written as the office writes them.
fn workbook(bytes: &[u8]) -> Vec<Vec<BTreeMap<usize, String>>> {
    let files = unzip(bytes);
    let shared =
        files.get("xl/sharedStrings.xml").map(|text| pieces(text, "<si>", "</si>")).unwrap_or_default();
    let shared: Vec<_> = shared.iter().map(|item| plain(item)).collect();
    let sheets = (1..).map_while(|number| files.get(&format!("xl/worksheets/sheet{number}.xml")));
    let rows = |sheet: &String| {
        let rows = pieces(sheet, "<row ", "</row>");
        rows.iter()
            .map(|row| pieces(row, "<c ", "</c>").iter().map(|cell| read(cell, &shared)).collect())
            .collect()
    };
    sheets.map(rows).collect()
}

/// The column and the words of a cell.
fn read(cell: &str, shared: &[String]) -> (usize, String) {
    let place = pieces(cell, "r=\"", "\"").remove(0);
    let letters = place.chars().take_while(char::is_ascii_alphabetic);
    let column = letters.fold(0, |column, letter| column * 26 + (letter as usize - 'A' as usize + 1)) - 1;
    let value = pieces(cell, "<v>", "</v>").remove(0);
    if cell.contains("t=\"s\"") {
        return (column, shared[value.parse::<usize>().expect("a number")].clone());
    }
    // Decimals are padded by the cell's format: 2 places for an index, 3 for a mean.
    let (whole, rest) = value.split_once('.').unwrap_or((&value, ""));
    let number = |places: usize| format!("{whole},{rest:0<places$}");
    let style = pieces(cell, "s=\"", "\"");
    match style.first() {
        None => (column, value),
        Some(_) if column == 5 || rest.len() <= 2 && whole.len() >= 2 => (column, number(2)),
        Some(_) => (column, number(3)),
    }
}

fn pieces(text: &str, from: &str, until: &str) -> Vec<String> {
    let rest = text.split(from).skip(1);
    rest.filter_map(|piece| piece.split_once(until).map(|(inside, _)| inside.to_string())).collect()
}

/// Text without its marks.
fn plain(text: &str) -> String {
    let text: String =
        text.split('<').filter_map(|piece| piece.split_once('>')).map(|(_, words)| words).collect();
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&")
}

/// The files of a ZIP archive, by the list at its end.
pub(crate) fn unzip(bytes: &[u8]) -> BTreeMap<String, String> {
    let number = |at: usize, length: usize| -> usize {
        bytes[at..at + length].iter().rev().fold(0, |sum, byte| sum << 8 | usize::from(*byte))
    };
    let end = bytes.windows(4).rposition(|four| four == b"PK\x05\x06").expect("an archive");
    let (count, mut at) = (number(end + 10, 2), number(end + 16, 4));
    let mut files = BTreeMap::new();
    for _ in 0..count {
        let (method, size) = (number(at + 10, 2), number(at + 20, 4));
        let (name, extra, comment) = (number(at + 28, 2), number(at + 30, 2), number(at + 32, 2));
        let start = number(at + 42, 4);
        let path = String::from_utf8_lossy(&bytes[at + 46..at + 46 + name]).into_owned();
        let from = start + 30 + number(start + 26, 2) + number(start + 28, 2);
        let (packed, mut text) = (&bytes[from..from + size], String::new());
        match method {
            0 => text = String::from_utf8_lossy(packed).into_owned(),
            _ => drop(flate2::read::DeflateDecoder::new(packed).read_to_string(&mut text)),
        }
        files.insert(path, text);
        at += 46 + name + extra + comment;
    }
    files
}

#[test]
fn the_two_orders_hold_the_same_nine() {
    let mut orders = [Unsur::RULE, Unsur::PRINTED];
    assert_ne!(orders[0], orders[1]);
    assert_eq!(orders[0].map(Unsur::word), Unsur::ALL.map(|(_, word)| word));
    orders.iter_mut().for_each(|order| order.sort());
    assert_eq!(orders[0], orders[1]);
}
