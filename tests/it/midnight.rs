//! Midnight under load: every number belongs wholly to one day, its series begins once, boards clear once, nothing is
//! lost (D2); and clocks of kiosks and boards that are hours wrong (D4).

use crate::house::{House, Plans, monday, soon};
use loket::app::client::{Client, Live};
use loket::domain::calendar::{Calendar, Span};
use loket::domain::event::Event;
use loket::domain::ids::{Seq, TicketId};
use loket::domain::profile::Profile;
use loket::domain::ticket::{End, Stage};
use loket::domain::time::{Date, Moment, Time, UtcOffset};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, PoisonError};

const WITA: UtcOffset = UtcOffset(8 * 3600);
/// Clients that tap as midnight comes.
const KIOSKS: usize = 12;
/// Taps of each, every one of them twice.
const TAPS: usize = 25;
/// What passes with each answer, in microseconds: the taps go from a second and a half before midnight to as long
/// after it.
const STEP: i64 = 10_000;

/// An office that never closes.
fn never_closes(profile: &mut Profile) {
    let whole = vec![Span { from: Time::midnight(), until: Time::MAX }];
    let hours = std::array::from_fn(|_| whole.clone());
    profile.calendar = Calendar::new(WITA, hours, BTreeMap::new()).expect("a calendar");
    profile.issuing.fair_last = false;
}

fn midnight() -> Moment {
    WITA.moment(Date::constant(2026, 11, 24).at(0, 0, 0, 0))
}

/// A number as somebody was told it, and as it is written: its ticket, its day, its place in the series, and the day of
/// its moment.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
struct Given {
    ticket: u64,
    day: Date,
    n: u32,
    date: Date,
}

/// Whether days and numbers are as they should be: what was told is what is written, each number is of the day on which
/// it was given, and each day's series begins with 1 and has no gap.
fn judge(told: &BTreeMap<u64, u32>, written: &[Given], opened: &[Date]) -> Vec<String> {
    let mut faults = Vec::new();
    let mut last: BTreeMap<Date, u32> = BTreeMap::new();
    for given in written {
        if given.day != given.date {
            faults.push(format!("{given:?} is of another day than its moment"));
        }
        let n = last.entry(given.day).or_default();
        if given.n != *n + 1 {
            faults.push(format!("{given:?} follows {n}"));
        }
        *n = given.n;
        if told.get(&given.ticket) != Some(&given.n) {
            faults.push(format!("{given:?} was told as {:?}", told.get(&given.ticket)));
        }
    }
    let known: BTreeSet<u64> = written.iter().map(|given| given.ticket).collect();
    faults.extend(
        told.keys().filter(|ticket| !known.contains(ticket)).map(|ticket| format!("{ticket} is lost")),
    );
    let mut once = BTreeSet::new();
    faults.extend(opened.iter().filter(|day| !once.insert(**day)).map(|day| format!("{day} opened twice")));
    faults.extend(last.keys().filter(|day| !once.contains(day)).map(|day| format!("{day} never opened")));
    faults
}

/// The numbers and the days of the journal.
fn written(house: &House) -> (Vec<Given>, Vec<Date>) {
    let (mut written, mut opened) = (Vec::new(), Vec::new());
    for entry in house.office().reader().entries_marked(Seq(1), "", 100_000).expect("readable") {
        for event in &entry.events {
            match event {
                Event::TicketIssued { ticket, day, number, .. } => {
                    let date = WITA.local(entry.at).date();
                    written.push(Given { ticket: ticket.0, day: day.0, n: number.n, date });
                }
                Event::DayOpened { day, .. } => opened.push(day.0),
                _ => {}
            }
        }
    }
    (written, opened)
}

/// Taps twice with one request, as a finger that trembles does. What both were told.
async fn taps_twice(kiosk: &Client) -> (u64, u32) {
    let body = json!({ "service": "A", "request": ulid::Ulid::generate().to_string() });
    let tap = async || {
        let reply = soon("an answer", kiosk.post("/api/kiosk/tickets", body.clone())).await;
        let done = reply.expect("an answer").done().expect("a number");
        let n = done["number"].as_str().and_then(|number| number.trim_start_matches("A-").parse().ok());
        (done["id"].as_u64().expect("an id"), n.expect("a number of the series"))
    };
    let (one, two) = tokio::join!(tap(), tap());
    assert_eq!(one, two, "one request, one number");
    one
}

/// How many wait, as a board shows it.
fn waiting(board: &Live) -> u64 {
    let lines = board.section("waiting").as_array().cloned().unwrap_or_default();
    lines.iter().filter_map(|line| line["count"].as_u64()).sum()
}

/// D2: kiosks tap while the clock goes over midnight, ten milliseconds with each answer.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn d2_midnight_under_load_parts_the_days_and_loses_nothing() {
    let clock = loket::clock::ManualClock::at(midnight().plus_seconds(-60));
    let plans = Plans { clock: Some(clock), profile: Some(never_closes), ..Plans::default() };
    let house = House::build(plans).await;
    let (kiosk, tv) = (house.who("kiosk").await.client, house.who("tv-1").await.client);
    // Somebody stands at a counter as the day ends.
    let two = house.officer(2).await;
    let told = Arc::new(Mutex::new(BTreeMap::new()));
    for _ in 0..3 {
        let (ticket, n) = taps_twice(&kiosk).await;
        told.lock().unwrap_or_else(PoisonError::into_inner).insert(ticket, n);
    }
    assert_eq!(two.serves().await, "A-001");
    let mut board = tv.live("/live/papan/utama?page=1").await.expect("a board");
    let shown = tokio::spawn(async move {
        // How many waited, each time that it changed, until the office closes.
        let mut counts = vec![waiting(&board)];
        while board.hear().await.is_ok() {
            let now = waiting(&board);
            if counts.last() != Some(&now) {
                counts.push(now);
            }
        }
        counts
    });
    let before = i64::try_from(KIOSKS * TAPS / 2).expect("few") * STEP;
    let shows = Arc::new(Mutex::new(Moment(midnight().0 - before)));
    house.clock.set(Moment(midnight().0 - before));
    let tapping = (0..KIOSKS).map(|_| {
        let (kiosk, told, shows, clock) = (kiosk.clone(), told.clone(), shows.clone(), house.clock.clone());
        tokio::spawn(async move {
            for _ in 0..TAPS {
                let (ticket, n) = taps_twice(&kiosk).await;
                let known = told.lock().unwrap_or_else(PoisonError::into_inner).insert(ticket, n);
                assert_eq!(known, None, "{n} was given twice");
                let mut shows = shows.lock().unwrap_or_else(PoisonError::into_inner);
                *shows = Moment(shows.0 + STEP);
                clock.set(*shows);
            }
        })
    });
    for kiosk in tapping.collect::<Vec<_>>() {
        kiosk.await.expect("no panic");
    }
    house.rests().await;
    let told = told.lock().unwrap_or_else(PoisonError::into_inner).clone();
    let (given, opened) = written(&house);
    assert_eq!(judge(&told, &given, &opened), Vec::<String>::new());
    let of = |day: Date| given.iter().filter(|given| given.day == day).count();
    let (old, new) = (of(Date::constant(2026, 11, 23)), of(Date::constant(2026, 11, 24)));
    assert!(old > 3 && new > 3, "numbers on both sides of midnight: {old}, {new}");
    assert_eq!(old + new, 3 + KIOSKS * TAPS);
    doctored(&told, &given, &opened);

    // Whoever was there is not forgotten: their visit is over with their day.
    let reader = house.office().reader().clone();
    for given in given.iter().filter(|given| given.day == Date::constant(2026, 11, 23)) {
        let kept = reader.ticket(TicketId(given.ticket)).expect("readable").expect("it is kept");
        assert_eq!(kept.stage, Stage::Ended(End::Expired), "{given:?}");
    }
    let today = house.office().committed().state.tickets.size();
    assert_eq!(today, new, "the new day knows its own");
    let closed = two.tries("next", json!({})).await;
    assert!(!closed.status.is_success(), "the counter closed with the day: {}", closed.body);
    house.verify();
    house.close().await;
    let counts = soon("the end of the board", shown).await.expect("no panic");
    let cleared = counts.windows(2).filter(|pair| pair[1] < pair[0]).count();
    assert_eq!(cleared, 1, "nobody is called, so a board shows fewer once: {counts:?}");
    result!("{{\"id\":\"D2\",\"before\":{old},\"after\":{new},\"boards cleared\":{cleared},\"lost\":0}}");
}

/// The control: what midnight might do is done by hand, and each time the judge must see it.
fn doctored(told: &BTreeMap<u64, u32>, given: &[Given], opened: &[Date]) {
    let first = given.iter().position(|given| given.day == Date::constant(2026, 11, 24)).expect("a new day");
    let spoiled = |what: &str, spoil: &dyn Fn(&mut Vec<Given>)| {
        let mut other = given.to_vec();
        spoil(&mut other);
        assert!(!judge(told, &other, opened).is_empty(), "{what} is seen");
    };
    let lost = given[first].ticket;
    spoiled("a number of yesterday", &|given| given[first].day = given[first - 1].day);
    spoiled("a series that goes on", &|given| given[first].n = given[first - 1].n + 1);
    spoiled("a series that begins twice", &|given| given[first + 1].n = 1);
    spoiled("a lost number", &|given| given.retain(|one| one.ticket != lost));
    spoiled("a number of the wrong moment", &|given| given[first - 1].date = given[first].date);
    let twice: Vec<Date> = opened.iter().chain(opened.last()).copied().collect();
    assert!(!judge(told, given, &twice).is_empty(), "a day that opens twice is seen");
    assert!(!judge(told, given, &opened[..opened.len() - 1]).is_empty(), "a day that never opened is seen");
}

/// The moments around midnight, one by one: whoever taps in the last tenth of a second belongs to the old day, whoever
/// taps at midnight to the new one, also when both ask in the same batch as a clock that is read in between.
#[tokio::test(flavor = "multi_thread")]
async fn d2_the_tenth_of_a_second_before_midnight_is_still_yesterday() {
    let clock = loket::clock::ManualClock::at(monday());
    let plans = Plans { clock: Some(clock), profile: Some(never_closes), ..Plans::default() };
    let house = House::build(plans).await;
    let kiosk = house.who("kiosk").await.client;
    let at = |micros: i64| house.clock.set(Moment(midnight().0 + micros));
    let mut told = BTreeMap::new();
    for (micros, wanted) in [(-100_000, 1), (-1_000, 2), (0, 1), (1_000, 2), (100_000, 3)] {
        // Every entry has a moment of its own, so that one that comes late pushes the next by a microsecond.
        house.rests().await;
        at(micros);
        let (ticket, n) = taps_twice(&kiosk).await;
        assert_eq!(n, wanted, "{micros} µs from midnight");
        told.insert(ticket, n);
    }
    let (given, opened) = written(&house);
    assert_eq!(judge(&told, &given, &opened), Vec::<String>::new());
    house.verify();
}

/// What a device with a wrong clock sends along, here nine hours late and a day early.
const WRONG: [&str; 2] = ["Mon, 23 Nov 2026 15:00:00 GMT", "Sat, 21 Nov 2026 00:00:00 GMT"];

/// D4: nothing depends on the clock of a device. Its `Date` is not looked at, a moment in a body is refused with words,
/// and what screens are told are moments of the office, with the office's own time beside them.
#[tokio::test(flavor = "multi_thread")]
async fn d4_a_kiosk_or_board_whose_clock_is_wrong_changes_nothing() {
    let house = House::open().await;
    let kiosk = house.who("kiosk").await.client;
    let cookies = kiosk.cookie_header().expect("signed in");
    for (nth, date) in WRONG.into_iter().enumerate() {
        let request = ulid::Ulid::generate().to_string();
        let body = json!({ "service": "A", "request": request }).to_string();
        let told = raw(&house, &cookies, date, &body).await;
        assert!(told.starts_with("HTTP/1.1 201"), "{told}");
        assert!(told.contains(&format!("A-00{}", nth + 1)), "{told}");
        // An id that was made by a wrong clock is an id like any other.
        let old = ulid::Ulid::from_parts(if nth == 0 { 0 } else { (1 << 48) - 1 }, 7).to_string();
        let body = json!({ "service": "B", "request": old }).to_string();
        assert!(raw(&house, &cookies, date, &body).await.starts_with("HTTP/1.1 201"));
    }
    let committed = house.office().committed();
    for ticket in committed.state.tickets.values() {
        let late = ticket.issued.seconds_since(monday());
        assert!(ticket.issued >= monday() && late < 60, "{} bears the office's time", ticket.number);
    }
    // No act takes a moment from its client.
    let before = house.office().committed().state.seq;
    for field in ["at", "now", "time", "issued", "day"] {
        for value in [json!(0), json!("2026-11-21T08:00:00Z")] {
            let body = json!({ "service": "A", field: value });
            let reply = kiosk.act("/api/kiosk/tickets", body).await.expect("an answer");
            assert!(reply.status.is_client_error(), "{field}: {}", reply.body);
            assert!(reply.body["message"].as_str().is_some_and(|words| words.len() > 10), "{}", reply.body);
        }
    }
    house.rests().await;
    let given = house.office().committed().state.tickets.size();
    assert_eq!(given, 4, "nothing was given after {before}");
    // A board is told the office's time, from which it shows its own; whatever it says of its clock is for the round
    // before opening, and is no part of the office.
    let tv = house.who("tv-1").await.client;
    let mut board = tv.live("/live/papan/utama?page=1").await.expect("a board");
    board.say(&json!({ "t": "tried", "id": 0, "heard": true, "now": 0 })).await.expect("said");
    let now = monday().0 / 1_000;
    assert!((board.now - now).abs() < 60_000, "{} is the office's time", board.now);
    let screen: Value = serde_json::to_value(&board.view).expect("JSON");
    assert!(!screen.to_string().contains("1970"), "{screen}");
    house.verify();
}

/// A request as a device with another clock sends it. Its answer.
async fn raw(house: &House, cookies: &str, date: &str, body: &str) -> String {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    let host = house.base.trim_start_matches("http://");
    let head = format!(
        "POST /api/kiosk/tickets HTTP/1.1\r\nhost: {host}\r\norigin: http://{host}\r\ncookie: {cookies}\r\n\
         date: {date}\r\nif-modified-since: {date}\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\
         connection: close\r\n\r\n{body}",
        body.len()
    );
    let mut socket = tokio::net::TcpStream::connect(host).await.expect("in");
    socket.write_all(head.as_bytes()).await.expect("sent");
    let mut told = String::new();
    soon("an answer", socket.read_to_string(&mut told)).await.expect("read");
    told
}
