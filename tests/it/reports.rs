//! The supervisor's reports: figures counted by hand, the same on the screen and in every export, whether a day is
//! open or over; and a written history that the journal confirms.

use crate::house::House;
use hyper::{Method, StatusCode};
use loket::domain::time::Date;
use loket::domain::time::Moment;
use loket::store::Store;
use serde_json::{Value, json};

#[path = "../bench/history.rs"]
mod history;

async fn report(house: &House, query: &str) -> Value {
    let client = house.who("pengawas").await.client;
    client.get(&format!("/api/reports{query}")).await.expect("an answer").done().expect("a report")
}

/// A file as it is sent.
async fn bytes(house: &House, path: &str) -> Vec<u8> {
    let (status, body) = crate::skm::supervisor(house).await.raw(Method::GET, path, Vec::new()).await;
    assert_eq!(status, StatusCode::OK, "{path}");
    body.to_vec()
}

/// A table of a report by its name.
fn table<'a>(report: &'a Value, id: &str) -> &'a Value {
    let tables = report["tables"].as_array().expect("tables");
    tables.iter().find(|table| table["id"] == id).unwrap_or_else(|| panic!("no table {id}"))
}

/// A cell of the row that begins with `first`.
fn cell<'a>(report: &'a Value, id: &str, first: &str, column: &str) -> &'a Value {
    let table = table(report, id);
    let place = table["columns"].as_array().expect("columns").iter().position(|known| known["id"] == column);
    let rows = table["rows"].as_array().expect("rows").iter();
    let row = rows.clone().find(|row| row[0].as_str().is_some_and(|name| name.starts_with(first)));
    let row = row.unwrap_or_else(|| panic!("no row {first} in {}", table["rows"]));
    &row[place.unwrap_or_else(|| panic!("no column {column}"))]
}

fn sum(report: &Value, key: &str) -> Value {
    let summary = table(report, "summary");
    let place = summary["keys"].as_array().expect("keys").iter().position(|known| known == key);
    summary["rows"][place.unwrap_or_else(|| panic!("no figure {key}"))][1].clone()
}

/// One served after 100 s, one who does not come, one who waits until the day is over, and a berkas that gets
/// stuck on the first desk.
async fn a_morning(house: &House) {
    let kiosk = house.who("kiosk").await;
    let two = house.officer(2).await;
    for _ in 0..3 {
        kiosk.takes("A").await;
    }
    // Entries lie microseconds after one another, and whole seconds are counted: a millisecond more each time keeps
    // that from showing.
    let pass = |seconds: i64| house.clock.set(Moment(house.office().now().0 + seconds * 1_000_000 + 1_000));
    pass(100);
    two.does("next", json!({})).await;
    pass(20);
    two.does("present", json!({})).await;
    pass(240);
    two.registers().await;
    two.does("pause", json!({ "reason": "Sebentar" })).await;
    pass(60);
    two.does("open", json!({})).await;
    two.does("next", json!({})).await;
    pass(30);
    two.does("miss", json!({})).await;
    two.does("close", json!({})).await;
}

#[tokio::test]
async fn a_day_is_told_alike_while_it_is_open_and_when_it_is_over() {
    let house = House::open().await;
    a_morning(&house).await;
    let open = report(&house, "").await;
    assert_eq!(
        (&open["from"], &open["until"], &open["days"]),
        (&json!("2026-11-23"), &json!("2026-11-23"), &json!(1))
    );
    assert_eq!(
        (sum(&open, "issued"), sum(&open, "called"), sum(&open, "open")),
        (json!(3), json!(2), json!(3))
    );
    assert_eq!(sum(&open, "wait-max"), json!({ "seconds": 420 }));
    assert_eq!(sum(&open, "wait-p50"), json!({ "seconds": 100 }));
    assert_eq!(sum(&open, "service-p50"), json!({ "seconds": 240 }));
    assert_eq!(sum(&open, "promise-kept"), json!("-"), "nobody was promised anything yet");
    let busy = cell(&open, "lokets", "2", "busy").clone();
    assert_eq!(busy, json!({ "seconds": 240 }));
    assert_eq!(cell(&open, "lokets", "2", "opened"), &json!({ "seconds": 390 }));
    assert_eq!(cell(&open, "lokets", "2", "paused"), &json!({ "seconds": 60 }));
    assert_eq!(cell(&open, "lokets", "2", "used"), &json!({ "decimal": 615, "places": 1 }));
    assert_eq!(cell(&open, "hours", "08.00", "issued"), &json!(3));

    // The next morning: the day is a row, and what nobody ended is told apart.
    house.clock.advance(24 * 3_600);
    house.who("kiosk").await.takes("C").await;
    let over = report(&house, "?from=2026-11-23&until=2026-11-23").await;
    assert_eq!((sum(&over, "issued"), sum(&over, "open")), (json!(3), json!(0)));
    assert_eq!(
        (sum(&over, "no-show"), sum(&over, "left"), sum(&over, "by-day")),
        (json!(1), json!(1), json!(2))
    );
    assert_eq!(sum(&over, "no-show-share"), json!({ "decimal": 500, "places": 1 }));
    assert_eq!(cell(&over, "by-day", "Menunggu bersama", "count"), &json!(1));
    assert_eq!(cell(&over, "by-day", "Belum pernah", "count"), &json!(1));
    for same in ["wait-p50", "wait-max", "service-p50", "steps", "steps-kept"] {
        assert_eq!(sum(&over, same), sum(&open, same), "{same}");
    }
    assert_eq!(table(&over, "lokets")["rows"], table(&open, "lokets")["rows"]);
    let week = report(&house, "?from=2026-11-23&until=2026-11-29").await;
    assert_eq!((sum(&week, "issued"), sum(&week, "days")), (json!(4), json!(2)));
    house.verify();

    // And after the office was closed and opened again.
    let house = house.reopen().await;
    let again = report(&house, "?from=2026-11-23&until=2026-11-29").await;
    assert_eq!(again["tables"], week["tables"]);
}

#[tokio::test]
async fn what_is_marked_today_outlives_a_restart() {
    let house = House::open().await;
    a_morning(&house).await;
    let before = report(&house, "").await;
    let house = house.reopen().await;
    assert_eq!(report(&house, "").await["tables"], before["tables"]);
    house.verify();
}

/// The text of every cell of a sheet of an XLSX file, row by row.
fn sheet(book: &[u8], number: usize) -> Vec<Vec<String>> {
    let files = crate::skm::unzip(book);
    let shared: Vec<String> = between(&files["xl/sharedStrings.xml"], "<si>", "</si>")
        .into_iter()
        .map(|item| plain(&item))
        .collect();
    let rows = between(&files[&format!("xl/worksheets/sheet{number}.xml")], "<row ", "</row>");
    let cells = |row: &String| {
        let cells = between(row, "<c ", "</c>").into_iter().map(|cell| {
            let value = between(&cell, "<v>", "</v>").first().cloned().unwrap_or_default();
            let words = cell.split('>').next().is_some_and(|head| head.contains("t=\"s\""));
            if words { shared[value.parse::<usize>().expect("a place")].clone() } else { value }
        });
        cells.collect()
    };
    rows.iter().map(cells).collect()
}

fn between(text: &str, begin: &str, end: &str) -> Vec<String> {
    let parts = text.split(begin).skip(1);
    parts.filter_map(|part| part.split_once(end).map(|(inside, _)| inside.to_string())).collect()
}

fn plain(item: &str) -> String {
    let text: String =
        item.split('<').map(|part| part.split_once('>').map_or(part, |(_, text)| text)).collect();
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
}

/// What the screen shows of a cell, as a spreadsheet holds it.
fn as_kept(cell: &Value) -> String {
    match cell {
        Value::Null => String::new(),
        Value::String(words) => words.clone(),
        Value::Number(number) => number.to_string(),
        cell => match (cell["decimal"].as_i64(), cell["seconds"].as_u64()) {
            (Some(value), _) => {
                (value as f64 / 10_f64.powi(cell["places"].as_i64().unwrap_or(0) as i32)).to_string()
            }
            (_, Some(seconds)) => (seconds as f64 / 86_400.0).to_string(),
            other => panic!("no cell: {other:?}"),
        },
    }
}

#[tokio::test]
async fn the_screen_the_spreadsheet_and_the_csv_hold_the_same_figures() {
    let house = House::open().await;
    a_morning(&house).await;
    let shown = report(&house, "").await;
    let book = bytes(&house, "/api/reports.xlsx").await;
    let tables = shown["tables"].as_array().expect("tables");
    assert!(tables.len() >= 11);
    for (place, table) in tables.iter().enumerate() {
        let kept = sheet(&book, place + 1);
        let rows = table["rows"].as_array().expect("rows");
        for (row, kept) in rows.iter().zip(&kept[1..]) {
            // Empty cells are not in the file at all.
            let row: Vec<_> =
                row.as_array().expect("cells").iter().map(as_kept).filter(|text| !text.is_empty()).collect();
            let kept: Vec<_> = kept.iter().filter(|text| !text.is_empty()).cloned().collect();
            assert_eq!(row.len(), kept.len(), "{}", table["id"]);
            for (shown, kept) in row.iter().zip(&kept) {
                let same = match (shown.parse::<f64>(), kept.parse::<f64>()) {
                    (Ok(shown), Ok(kept)) => (shown - kept).abs() < 1e-9,
                    _ => shown == kept,
                };
                assert!(same, "{}: {shown} on the screen, {kept} in the file", table["id"]);
            }
        }
        let words: Vec<_> = kept.iter().flatten().cloned().collect();
        assert!(words.iter().any(|word| word.contains('=')), "{} tells what its figures mean", table["id"]);
    }
    let csv = bytes(&house, "/api/reports.csv?table=visits").await;
    let csv = String::from_utf8(csv).expect("UTF-8");
    let total = csv.lines().find(|line| line.starts_with("\"Jumlah\"")).expect("the sum");
    assert_eq!(total, "\"Jumlah\";3;2;0;0;0;0,0;0;0,0;0;0;3");
}

#[tokio::test]
async fn a_period_that_is_none_is_refused_in_words() {
    let house = House::open().await;
    let client = house.who("pengawas").await.client;
    for query in ["?from=2026-12-01&until=2026-11-01", "?from=kemarin", "?until=2026-13-01"] {
        let reply = client.get(&format!("/api/reports{query}")).await.expect("an answer");
        assert_eq!(reply.status, StatusCode::UNPROCESSABLE_ENTITY, "{query}");
        assert!(
            reply.body["message"].as_str().is_some_and(|words| words.starts_with("Masa")),
            "{}",
            reply.body
        );
    }
    let reply = client.get("/api/reports.csv?table=nothing").await.expect("an answer");
    assert_eq!(reply.status, StatusCode::NOT_FOUND);
    let empty = report(&house, "?from=2020-01-01&until=2020-12-31").await;
    assert_eq!(
        (&empty["days"], sum(&empty, "no-show-share"), sum(&empty, "wait-p50")),
        (&json!(0), json!("-"), json!("-"))
    );
}

#[test]
fn a_written_history_is_a_true_one() {
    let folder = tempfile::tempdir().expect("a folder");
    let plan = history::Plan { days: 6, until: Date::constant(2026, 11, 20), visitors: 60, seed: 3 };
    let mut days = 0;
    let written = history::write(folder.path(), plan, |_| days += 1).expect("written");
    assert_eq!(
        (days, written.first, written.last),
        (6, Date::constant(2026, 11, 13), Date::constant(2026, 11, 20))
    );
    assert!(written.tickets > 250 && written.berkas > 70 && written.surveys > 20, "{written:?}");
    let (store, state) = Store::open(folder.path()).expect("opens");
    let scratch = tempfile::tempdir().expect("a folder");
    let verdict = loket::store::verify(&store.reader(), scratch.path()).expect("readable");
    assert_eq!(verdict.faults, Vec::<String>::new());
    assert_eq!(verdict.head.seq.0, written.entries);

    let profile = loket::app::config::default_office().expect("the default office");
    let measure = loket::domain::report::Measure::of(&profile);
    let mut report = loket::domain::report::Report::new(written.first, written.last);
    store
        .reader()
        .each_daybook(written.first, written.last, |book| report.add(&measure, book))
        .expect("rows");
    // The last day is still open.
    report.add(&measure, &loket::domain::daybook::Daybook::of(&state).expect("an open day"));
    assert_eq!((report.days, report.all.issued), (6, written.tickets));
    assert!(
        report.all.promise.n() > 50 && report.all.wait.n() > report.all.issued,
        "visits have several stops"
    );
    let mut usual = report.steps.iter().filter(|(step, _)| step.as_str() != "penolakan");
    assert!(usual.all(|(_, figures)| figures.n > 20), "{:?}", report.steps.keys());
    let mut again = tempfile::tempdir().expect("a folder").path().to_path_buf();
    again.push("again");
    assert_eq!(
        history::write(&again, plan, |_| {}).expect("written"),
        written,
        "the same plan, the same history"
    );
    std::fs::remove_dir_all(&again).expect("removed");
}
