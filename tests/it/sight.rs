//! The supervisor's sight: the SOP in numbers, what is overdue and who is told, the round of checks before
//! the doors open, and any minute that has passed.

use crate::house::{House, Plans, soon};
use hyper::StatusCode;
use loket::app::client::Client;
use loket::domain::film::Film;
use loket::domain::state::{Changes, State};
use serde_json::{Map, Value, json};

async fn read(client: &Client, path: &str) -> Value {
    client.get(path).await.expect("an answer").done().expect("it can be read")
}

async fn view(client: &Client, path: &str) -> Map<String, Value> {
    client.live(path).await.expect("a view").view
}

/// The view once its first line is as wanted: what depends on the hour follows it within a second.
async fn view_with(client: &Client, path: &str, wanted: impl Fn(&Value) -> bool) -> Map<String, Value> {
    let mut live = client.live(path).await.expect("a view");
    let line = |view: &Map<String, Value>| wanted(view["lines"].get(0).unwrap_or(&Value::Null));
    soon(path, live.until(line)).await.expect("live");
    live.view
}

/// Somebody is registered at loket 2, and the berkas lies at the first desk.
async fn registered(house: &House) -> u64 {
    house.who("kiosk").await.takes("A").await;
    let two = house.officer(2).await;
    two.serves().await;
    two.registers().await
}

#[tokio::test]
async fn the_picture_counts_what_lies_at_each_step() {
    let house = House::open().await;
    registered(&house).await;
    let anybody = house.who("loket-5").await.client;
    let sop = view(&anybody, "/live/sop").await;
    let plan = sop["plan"].as_array().expect("steps");
    let desk = plan.iter().position(|step| step["id"] == "analisa").expect("the first desk");
    assert_eq!(sop["now"][desk], json!({ "berkas": 1, "late": 0 }));
    assert_eq!(plan[desk]["choices"][1]["to"], "melengkapi");
    assert_eq!(plan[9]["choices"][0]["end"], "granted");
    house.clock.advance(6 * 60);
    let mut later = anybody.live("/live/sop").await.expect("the picture");
    let late = later.until(|view| view["now"][desk] == json!({ "berkas": 1, "late": 1 }));
    soon("the late berkas", late).await.expect("live");
}

#[tokio::test]
async fn what_is_overdue_is_told_one_role_higher_with_each_norm() {
    let house = House::open().await;
    let berkas = registered(&house).await;
    let (wall, analis) = (house.who("pengawas").await.client, house.who("analis").await.client);
    let (kasi, kabid) = (house.who("kasi").await.client, house.who("kabid").await.client);
    // Entries are stamped one after another, a little after the clock.
    house.clock.advance(4 * 60 + 1);
    assert_eq!(view(&wall, "/live/terlambat").await["lines"], json!([]));
    house.clock.advance(2 * 60);
    let own = view_with(&analis, "/live/terlambat/analis", |line| line["over"] == 60).await;
    let line = &own["lines"][0];
    assert_eq!(
        (line["id"].as_u64(), line["over"].as_u64(), line["norm"].as_u64()),
        (Some(berkas), Some(60), Some(5))
    );
    assert_eq!(line["told"], json!([]));
    assert_eq!(line["next"], json!({ "actor": "Kepala Seksi Perizinan", "after": 240 }));
    // Two norms: the next role is told, and the one above sees it already without being told.
    house.clock.advance(4 * 60);
    let mine = |view: &Map<String, Value>| view["lines"][0]["mine"].clone();
    assert_eq!(mine(&view_with(&kasi, "/live/terlambat/kasi", |line| line["over"] == 300).await), true);
    assert_eq!(mine(&view_with(&kabid, "/live/terlambat/kabid", |line| line["over"] == 300).await), false);
    // Neither the break nor the evening makes it later: seven hours of service, less the norm and a moment.
    house.clock.advance(9 * 3600);
    let wall = house.who("pengawas").await.client;
    view_with(&wall, "/live/terlambat", |line| line["over"] == (7 * 60 - 5 - 1) * 60).await;
    // Back with the applicant, the office's clock stands still.
    house.who("analis").await.decides(berkas, "kembalikan", Some("KTP buram")).await;
    view_with(&wall, "/live/terlambat", Value::is_null).await;
}

#[tokio::test]
async fn everybody_sees_only_what_is_theirs() {
    let house = House::open().await;
    let opens = async |login: &str, path: &str| house.who(login).await.client.live(path).await.is_ok();
    assert!(opens("kasi", "/live/terlambat/kasi").await && opens("admin", "/live/terlambat").await);
    for (login, path) in [
        ("analis", "/live/terlambat/kasi"),
        ("analis", "/live/terlambat"),
        ("loket-2", "/live/terlambat/analis"),
        ("kiosk", "/live/sop"),
        ("pengawas", "/live/terlambat/nobody"),
    ] {
        assert!(!opens(login, path).await, "{login} does not follow {path}");
    }
    let status = async |login: &str, path: &str| {
        house.who(login).await.client.get(path).await.expect("an answer").status
    };
    for path in ["/siap", "/ulang", "/pengawas/terlambat", "/api/ready", "/api/ready/today"] {
        assert_eq!(status("pengawas", path).await, StatusCode::OK, "{path}");
        assert_eq!(status("kasi", path).await, StatusCode::FORBIDDEN, "{path}");
    }
    assert_eq!(status("kasi", "/berkas/terlambat").await, StatusCode::OK);
    assert_eq!(status("loket-5", "/berkas/terlambat").await, StatusCode::FORBIDDEN);
    assert_eq!(status("loket-5", "/sop").await, StatusCode::OK);
    let reply = house.who("kasi").await.client.act("/api/ready", json!({})).await.expect("an answer");
    assert_eq!(reply.status, StatusCode::FORBIDDEN);
}

/// What the screens showed at a moment.
struct Moment {
    seq: u64,
    at: i64,
    board: Map<String, Value>,
    wall: Map<String, Value>,
}

impl Moment {
    async fn of(house: &House) -> Moment {
        house.rests().await;
        let tv = house.who("tv-1").await.client;
        let supervisor = house.who("pengawas").await.client;
        let live = supervisor.live("/live/pengawas").await.expect("the wall");
        let board = tv.live("/live/papan/utama?page=3").await.expect("a board");
        assert_eq!(live.seq, board.seq, "nothing happens meanwhile");
        Moment { seq: live.seq, at: live.now, board: board.view, wall: live.view }
    }

    /// Holds the replay of this moment against what was shown.
    async fn is_replayed(&self, supervisor: &Client, day: &str) {
        let path = format!("/api/replay/at?day={day}&seq={}&at={}", self.seq, self.at);
        let picture = read(supervisor, &path).await;
        assert_eq!(picture["seq"], self.seq);
        let board = &picture["boards"][0]["board"];
        for section in ["standing", "lokets", "calls", "turn", "unspoken", "waiting", "missed"] {
            assert_eq!(board[section], self.board[section], "{section} at entry {}", self.seq);
        }
        for (replayed, shown) in picture["lokets"]
            .as_array()
            .into_iter()
            .flatten()
            .zip(self.wall["lokets"].as_array().expect("lokets"))
        {
            for part in ["id", "desk", "number", "stage", "since", "waiting", "idle"] {
                assert_eq!(replayed[part], shown[part], "{part} at entry {}", self.seq);
            }
        }
        for (replayed, shown) in picture["lines"]
            .as_array()
            .into_iter()
            .flatten()
            .zip(self.wall["services"].as_array().expect("lines"))
        {
            let numbers = replayed["numbers"].as_array().expect("numbers");
            assert_eq!(json!(numbers.len()), shown["waiting"]);
            assert!(
                shown["longest"].is_null() || numbers.iter().any(|one| one["number"] == shown["longest"])
            );
        }
        assert!(!picture.to_string().contains("Mokoginta"), "nobody is named");
    }
}

#[tokio::test]
async fn a_replayed_day_is_what_the_screens_showed() {
    let house = House::open().await;
    let kiosk = house.who("kiosk").await;
    let (two, four) = (house.officer(2).await, house.officer(4).await);
    let mut moments = Vec::new();
    for service in ["A", "A", "C", "A", "D"] {
        kiosk.takes(service).await;
        house.clock.advance(20);
    }
    moments.push(Moment::of(&house).await);
    two.serves().await;
    let berkas = two.registers().await;
    house.clock.advance(90);
    two.does("next", json!({})).await;
    two.does("recall", json!({})).await;
    two.does("miss", json!({})).await;
    four.does("next", json!({})).await;
    moments.push(Moment::of(&house).await);
    for (who, choice) in
        [("analis", "teruskan"), ("kasi", "teruskan"), ("kabid", "setuju"), ("kadis", "tandatangani")]
    {
        house.who(who).await.decides(berkas, choice, None).await;
    }
    house.who("loket-4").await.decides(berkas, "nomori", None).await;
    two.does("pause", json!({ "reason": "salat" })).await;
    house.clock.advance(150);
    moments.push(Moment::of(&house).await);

    // The next day the same berkas is fetched, which the day before knows nothing of.
    house.clock.advance(24 * 3600);
    house.rests().await;
    let five = house.officer(5).await;
    kiosk.takes("B").await;
    five.serves().await;
    five.does("attach", json!({ "berkas": "2026/00001" })).await;
    five.does("survey", json!({})).await;
    let second = Moment::of(&house).await;

    let supervisor = house.who("pengawas").await.client;
    let days = read(&supervisor, "/api/replay/days").await;
    assert_eq!(days["days"], json!(["2026-11-24", "2026-11-23"]));
    second.is_replayed(&supervisor, "2026-11-24").await;
    for moment in &moments {
        moment.is_replayed(&supervisor, "2026-11-23").await;
    }
    house.verify();
}

#[tokio::test]
async fn a_day_is_told_with_the_hashes_of_its_entries() {
    let house = House::open().await;
    let kiosk = house.who("kiosk").await;
    let two = house.officer(2).await;
    kiosk.takes("A").await;
    two.serves().await;
    house.rests().await;
    let supervisor = house.who("pengawas").await.client;
    let day = read(&supervisor, "/api/replay?day=2026-11-23").await;
    assert_eq!((&day["broken"], &day["cut"]), (&Value::Null, &json!(false)));
    let entries = day["entries"].as_array().expect("entries");
    for entry in entries {
        let seq = loket::domain::ids::Seq(entry["seq"].as_u64().expect("a position"));
        let hash = house.office().reader().hash_of(seq).expect("readable").expect("an entry");
        assert_eq!(entry["hash"], hash.to_string());
    }
    let last = loket::domain::ids::Seq(day["last"].as_u64().expect("a position"));
    let seal = house.office().reader().hash_of(last).expect("readable").expect("an entry");
    assert_eq!((&day["first"], &day["last_hash"]), (&json!(1), &json!(seal.to_string())));
    let events: Vec<&Value> =
        entries.iter().flat_map(|entry| entry["events"].as_array().into_iter().flatten()).collect();
    let called = events.iter().find(|event| event["kind"] == "called").expect("the call");
    assert_eq!(
        (&called["number"], &called["what"], &called["loket"]),
        (&json!("A-001"), &json!("turn"), &json!(2))
    );
    for kind in ["day-opened", "issued", "announced", "present", "paper", "printed", "loket-opened"] {
        assert!(events.iter().any(|event| event["kind"] == kind), "{kind}");
    }
    for (day, status) in
        [("2026-11-22", StatusCode::NOT_FOUND), ("kemarin", StatusCode::UNPROCESSABLE_ENTITY)]
    {
        let reply = supervisor.get(&format!("/api/replay?day={day}")).await.expect("an answer");
        assert_eq!(reply.status, status, "{day}");
    }
    // Whoever holds the paper asks the program, of an office that is closed.
    let first = entries[0].clone();
    let folder = house.close().await;
    let told = first["seq"].as_u64().expect("a position");
    let found = loket::app::check::hashes(folder.path(), &[told, 99_999]).expect("readable");
    assert_eq!(found[0].1.map(|hash| json!(hash.to_string())), Some(first["hash"].clone()));
    assert!(found[1].1.is_none());
}

#[test]
fn a_film_shows_every_entry_as_it_was() {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/journal-1.jsonl");
    let mut lines = std::io::BufReader::new(std::fs::File::open(file).expect("the golden journal"));
    let entries = loket::store::import(&crate::house::keys(), &mut lines).expect("entries");
    let film = Film::new(State::default(), entries.clone());
    let mut state = State::default();
    assert_eq!(film.after(0), state);
    for (place, entry) in entries.iter().enumerate() {
        state.apply(entry, &mut Changes::new());
        // Every state at the seams, and some between them.
        if place % 64 < 2 || place % 17 == 0 || place + 1 == entries.len() {
            assert_eq!(film.after(place + 1), state, "after entry {}", entry.seq);
            assert_eq!(film.until(entry.at), place + 1);
        }
    }
    let mut shown = 0;
    film.each(|_, _| shown += 1);
    assert_eq!(shown, entries.len());
}

/// Presses the key and waits for the end of the round.
pub(crate) async fn round(supervisor: &Client) -> Value {
    supervisor.act("/api/ready", json!({})).await.expect("an answer").done().expect("begun");
    over(supervisor).await
}

/// Waits for the end of a round that was begun.
async fn over(supervisor: &Client) -> Value {
    loop {
        let round = read(supervisor, "/api/ready").await["round"].clone();
        if round["running"] == false {
            return round;
        }
        tokio::task::yield_now().await;
    }
}

pub(crate) fn row<'a>(round: &'a Value, kind: &str, name: &str) -> &'a Value {
    let rows = round["rows"].as_array().expect("rows");
    let found = rows
        .iter()
        .find(|row| row["kind"] == kind && row["name"].as_str().is_some_and(|known| known.contains(name)));
    found.unwrap_or_else(|| panic!("{kind} {name} in {round}"))
}

/// A browser may say of its clock whatever it likes; the round comes to an end, and says what it thinks of it.
#[tokio::test]
async fn no_clock_of_a_browser_stops_a_round() {
    let house = House::open().await;
    let supervisor = house.who("pengawas").await.client;
    for (now, code) in [(i64::MIN, "browser-behind"), (i64::MAX, "browser-ahead"), (0, "browser-behind")] {
        let begun = supervisor.act("/api/ready", json!({ "now": now })).await.expect("an answer");
        begun.done().expect("begun");
        let found = soon("the end of the round", over(&supervisor)).await;
        assert_eq!(row(&found, "browser", "")["code"], code, "{now}");
    }
}

#[tokio::test]
async fn a_dead_printer_keeps_the_doors_shut_and_is_named() {
    // A port where nobody listens.
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let dead = listener.local_addr().expect("its address").to_string();
    drop(listener);
    let house = House::build(Plans { kiosk_printer: Some(dead), ..Plans::default() }).await;
    let supervisor = house.who("pengawas").await.client;
    let found = soon("the end of the round", round(&supervisor)).await;
    assert_eq!(found["ready"], false);
    assert_eq!(row(&found, "printer", "kiosk")["code"], "printer-unreachable");
    assert_eq!(row(&found, "printer", "kiosk")["state"], "bad");
    assert_eq!(row(&found, "printer", "loket")["state"], "good");
    assert_eq!(row(&found, "board", "utama")["code"], "board-none");
    assert_eq!(row(&found, "kiosk", "")["state"], "bad");
    assert_eq!(row(&found, "backup", "")["state"], "absent");
    let slip = &house.printer("loket").receipts(0)[0];
    assert!(slip.text().contains("KERTAS UJI"), "{}", slip.text());
    let today = read(&supervisor, "/api/ready/today").await;
    assert_eq!(
        (&today["rounds"][0]["ready"], &today["rounds"][0]["by"]),
        (&json!(false), &json!("Nona Kolopita"))
    );
    assert_eq!(today["rounds"][0]["rows"], found["rows"]);
}

#[tokio::test]
async fn an_office_that_is_all_there_is_ready() {
    let house = House::open().await;
    let supervisor = house.who("pengawas").await.client;
    let tv = house.who("tv-1").await.client;
    let mut board = tv.live("/live/papan/utama?page=9").await.expect("a board");
    board.say(&json!({ "t": "sound", "state": "running" })).await.expect("sent");
    let _kiosk = house.who("kiosk").await.client.live("/live/kiosk").await.expect("the kiosk");
    let _tablet = house.who("tablet").await.client.live("/live/skm/5").await.expect("the tablet");
    let mut devices = house.office().presence().follow();
    let there =
        async { devices.wait_for(|now| now.boards.len() == 1 && now.screens.len() == 2).await.map(drop) };
    soon("all devices", there).await.expect("the office is open");
    for (heard, ready) in [(true, true), (false, false)] {
        let before = board.trial;
        let answering = async {
            while board.trial == before {
                board.hear().await.expect("live");
            }
            let now = 1_000;
            board
                .say(&json!({ "t": "tried", "id": board.trial, "heard": heard, "now": now }))
                .await
                .expect("sent");
        };
        let (found, ()) = tokio::join!(soon("the end of the round", round(&supervisor)), answering);
        assert_eq!(found["ready"], ready, "{found}");
        assert_eq!(row(&found, "board", "TV-1")["code"], if heard { "board-good" } else { "board-silent" });
        assert_eq!(row(&found, "browser", "TV-1")["code"], "browser-behind");
        for kind in ["kiosk", "tablet", "store", "journal", "disk", "clock"] {
            assert_eq!(row(&found, kind, "")["state"], "good", "{kind}");
        }
    }
    let rounds = read(&supervisor, "/api/ready/today").await["rounds"].clone();
    assert_eq!(rounds.as_array().map(Vec::len), Some(2));
    house.rests().await;
    house.verify();
}
