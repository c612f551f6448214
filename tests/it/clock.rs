//! The machine's clock jumps, stands still while the office is closed, or has lost its battery. No number is given
//! twice, no day opens again, none opens by a clock that says what cannot be, and after a long holiday nobody has to do
//! anything.

use crate::house::{House, Plans, monday, soon};
use loket::clock::ManualClock;
use loket::domain::event::Event;
use loket::domain::ids::Seq;
use loket::domain::time::{Date, Moment};
use loket::domain::trust::Trust;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::time::Duration;

const DAY: i64 = 86_400;

/// Years after a battery has died.
fn year_2036() -> Moment {
    monday().plus_seconds(3_653 * DAY)
}

/// The same data, opened when the clock shows `shown`.
async fn switched_on(house: House, shown: Moment) -> House {
    let folder = house.close().await;
    House::build(Plans { folder: Some(folder), clock: Some(ManualClock::at(shown)), ..Plans::default() })
        .await
}

/// A number of service A, or why there is none.
async fn number(house: &House) -> Result<String, String> {
    let kiosk = house.who("kiosk").await.client;
    let body = json!({ "service": "A", "request": ulid::Ulid::generate().to_string() });
    let reply = soon("an answer", kiosk.post("/api/kiosk/tickets", body)).await.expect("an answer");
    let text = |name: &str| reply.body[name].as_str().unwrap_or_default().to_string();
    if reply.status.as_u16() == 201 { Ok(text("number")) } else { Err(text("error")) }
}

fn today(house: &House) -> String {
    house.office().committed().state.today().expect("an open day").to_string()
}

/// Waits until the office believes its clock as much as that.
async fn trusts(house: &House, trust: Trust) {
    let until = async {
        while house.office().reading().trust != trust {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    soon("the office's opinion of its clock", until).await;
}

async fn health(house: &House) -> (u16, Value) {
    let reply = house.stranger().get("/health").await.expect("an answer");
    (reply.status.as_u16(), reply.body)
}

/// D1, D2: two hundred jumps of the clock on the real writer, with people who take numbers all the while.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn d1_no_jump_of_the_clock_repeats_a_number_or_opens_a_day_again() {
    let house = House::open().await;
    let kiosk = house.who("kiosk").await.client;
    let mut dice = fastrand::Rng::with_seed(1_970);
    let offset = house.office().profile().calendar.offset;
    let mut truth = monday();
    let (mut told, mut waited) = (Vec::new(), 0);
    for jump in 0..200_u8 {
        // Half an hour passes, and every tenth time the night; then the clock shows what it shows.
        let morning = monday().plus_seconds((i64::from(jump) / 10 + 1) * DAY);
        let night = morning.seconds_since(truth).cast_signed();
        let passed = if jump % 10 == 9 { night } else { dice.i64(60..1_800) };
        truth = truth.plus_seconds(passed);
        house.clock.pass(Duration::from_secs(passed.unsigned_abs()));
        house.clock.jump(match jump % 6 {
            1 => Moment(0),
            2 => truth.plus_seconds(-600),
            3 => truth.plus_seconds(3_653 * DAY),
            4 => truth.plus_seconds(3 * DAY),
            _ => truth,
        });
        for _ in 0..2 {
            let body = json!({ "service": "A", "request": ulid::Ulid::generate().to_string() });
            let reply = soon("an answer", kiosk.post("/api/kiosk/tickets", body)).await.expect("an answer");
            let today = house.office().committed().state.today().expect("an open day");
            let mut heard = Told { open: today.0, truth: offset.day(truth).0, n: None };
            match reply.status.as_u16() {
                201 => {
                    let number = reply.body["number"].as_str().expect("text");
                    heard.n = Some(number.trim_start_matches("A-").parse().expect("a number"));
                }
                409 if reply.body["error"] == "clock-in-doubt" => waited += 1,
                // Closed at that hour.
                409 | 422 => {}
                401 => kiosk.demo_sign_in("kiosk").await.expect("signed in"),
                other => panic!("{other}: {}", reply.body),
            }
            told.push(heard);
        }
    }
    assert_eq!(judge(&told), Vec::<String>::new());
    doctored(&told);
    house.verify();
    let days: BTreeSet<_> = told.iter().map(|told| told.open).collect();
    let given = told.iter().filter(|told| told.n.is_some()).count();
    assert!(days.len() > 10 && waited > 50, "{} days, {waited} waited", days.len());
    result!(
        "{{\"id\":\"D1\",\"jumps\":200,\"days\":{},\"numbers\":{given},\"waited\":{waited}}}",
        days.len()
    );
}

/// What somebody heard who asked for a number: the day that was open, the day that it really was, and the number.
#[derive(Clone, Copy, Debug)]
struct Told {
    open: Date,
    truth: Date,
    n: Option<u32>,
}

/// No day opens before its time or again, and each day's numbers begin with 1 and have no gap.
fn judge(told: &[Told]) -> Vec<String> {
    let (mut faults, mut open, mut last) = (Vec::new(), None, 0);
    for heard in told {
        if heard.open > heard.truth {
            faults.push(format!("{} opened on {}", heard.open, heard.truth));
        }
        if open.is_some_and(|open| heard.open < open) {
            faults.push(format!("{} opened again", heard.open));
        }
        if open != Some(heard.open) {
            (open, last) = (Some(heard.open), 0);
        }
        if let Some(n) = heard.n {
            if n != last + 1 {
                faults.push(format!("{n} follows {last} on {}", heard.open));
            }
            last = n;
        }
    }
    faults
}

/// The control: what a jump of the clock might do is done to what was told, and each time the judge must see it.
fn doctored(told: &[Told]) {
    let turn = (1..told.len()).find(|at| told[*at].open > told[at - 1].open).expect("a day turned");
    let of_two = |pair: &[Told]| pair[0].open == pair[1].open && pair.iter().all(|told| told.n.is_some());
    let given = told.windows(2).position(of_two).expect("two numbers of a day") + 1;
    let spoiled = |what: &str, spoil: &dyn Fn(&mut Vec<Told>)| {
        let mut other = told.to_vec();
        spoil(&mut other);
        assert!(!judge(&other).is_empty(), "{what} is seen");
    };
    spoiled("a number given twice", &|told| told[given].n = told[given - 1].n);
    spoiled("a number left out", &|told| told[given].n = told[given].n.map(|n| n + 1));
    spoiled("a day that opens again", &|told| told[turn + 1].open = told[turn - 1].open);
    for (what, days) in [("a day before its time", 1), ("a day ten years ahead", 3_653)] {
        spoiled(what, &|told| {
            let last = told.last_mut().expect("somebody asked");
            (0..days).for_each(|_| last.open = last.open.max(last.truth).tomorrow().expect("a day"));
        });
    }
}

/// D3: closed for a night, a weekend, Idulfitri: the office opens, and nobody has done anything for it.
#[tokio::test]
async fn d3_after_a_long_holiday_the_office_opens_by_itself() {
    let mut house = House::open().await;
    assert_eq!(number(&house).await.as_deref(), Ok("A-001"));
    let mut opened = monday();
    // To Tuesday, to Friday, over a weekend to Monday, and two weeks to another Monday.
    for days in [1, 3, 3, 14] {
        opened = opened.plus_seconds(days * DAY);
        house = switched_on(house, opened).await;
        assert_eq!(number(&house).await.as_deref(), Ok("A-001"), "closed for {days} days");
        assert_eq!(number(&house).await.as_deref(), Ok("A-002"));
    }
    house.verify();
}

/// D3: a clock that has lost its battery opens no day. Everybody is told in words, and when it is set right the office
/// goes on by itself.
#[tokio::test]
async fn d3_no_day_opens_by_a_clock_without_a_battery() {
    let house = House::open().await;
    assert_eq!(number(&house).await.as_deref(), Ok("A-001"));
    let opened = today(&house);
    let mut house = house;
    for shown in [year_2036(), Moment(0)] {
        house = switched_on(house, shown).await;
        assert_eq!(number(&house).await, Err("clock-in-doubt".to_string()));
        assert_eq!(today(&house), opened, "no day has opened");
        let (status, told) = health(&house).await;
        assert_eq!(
            (status, &told["health"], &told["clock"]),
            (503, &json!("clock-in-doubt"), &json!("unknown"))
        );
        let kiosk = house.who("kiosk").await.client.live("/live/kiosk").await.expect("the kiosk");
        assert_eq!(kiosk.section("clock"), "unknown");
        assert_eq!(kiosk.section("services")[0]["door"]["why"], "clock");
        let officer = house.who("loket-2").await.client;
        let seat = officer.act("/api/loket/2/open", json!({ "take_over": false })).await.expect("an answer");
        assert_eq!(seat.body["error"], "clock-in-doubt", "nothing that bears a date");
    }
    let admin = house.who("admin").await.client;
    let reply = admin.act("/api/clock", json!({ "shown": 0 })).await.expect("an answer");
    assert_eq!(reply.body["error"], "clock-impossible", "nobody confirms 1970");
    // Somebody sets the clock; the same evening, and then the next morning.
    house.clock.jump(monday().plus_seconds(3_600));
    trusts(&house, Trust::Right).await;
    assert_eq!(number(&house).await.as_deref(), Ok("A-002"), "the day goes on");
    house.clock.jump(monday().plus_seconds(DAY));
    assert_eq!(number(&house).await.as_deref(), Ok("A-001"), "and the next one opens");
    assert_eq!(health(&house).await.0, 200);
    house.verify();
}

/// D3: an office that was closed for forty days waits for the word of somebody who answers for it.
#[tokio::test]
async fn d3_a_day_that_is_far_away_opens_by_a_word_that_is_kept() {
    let house = House::open().await;
    assert_eq!(number(&house).await.as_deref(), Ok("A-001"));
    let (last, shown) = (house.office().committed().state.last, monday().plus_seconds(42 * DAY));
    let house = switched_on(house, shown).await;
    assert_eq!(number(&house).await, Err("clock-in-doubt".to_string()));
    let supervisor = house.who("pengawas").await.client;
    let mut wall = supervisor.live("/live/pengawas").await.expect("the wall");
    let clock = wall.section("clock").clone();
    assert_eq!(clock["trust"], "unknown");
    let ahead = clock["ahead"].as_i64().expect("seconds");
    assert!((ahead - shown.seconds_since(last).cast_signed()).abs() < 60, "both times can be read: {ahead}");
    let seen = shown.0 / 1_000;
    let officer = house.who("loket-2").await.client;
    let reply = officer.act("/api/clock", json!({ "shown": seen })).await.expect("an answer");
    assert_eq!(reply.status.as_u16(), 403, "not for officers");
    let reply = supervisor.act("/api/clock", json!({ "shown": seen - 3_600_000 })).await.expect("an answer");
    assert_eq!(reply.body["error"], "clock-moved", "that is not what it shows");
    let reply = supervisor.act("/api/clock", json!({ "shown": seen })).await.expect("an answer");
    let seq = reply.done().expect("confirmed")["seq"].as_u64().expect("an entry");
    soon("a wall without alarm", wall.until(|view| view["clock"].is_null())).await.expect("live");
    assert_eq!(today(&house), house.office().profile().calendar.offset.day(shown).to_string());
    let kept = house.office().reader().entries_marked(Seq(seq), "\"ClockConfirmed\"", 1).expect("readable");
    let entry = kept.first().expect("written");
    assert!(matches!(entry.events[..], [Event::ClockConfirmed { shown: kept, .. }] if kept == shown));
    let who = house.office().committed().state.account_by_login("pengawas").map(|account| account.id);
    assert_eq!((entry.actor.account(), entry.at >= shown), (who, true), "with who and when");
    assert_eq!(number(&house).await.as_deref(), Ok("A-001"));
    // The word holds after the next start.
    let house = switched_on(house, shown.plus_seconds(60)).await;
    assert_eq!(number(&house).await.as_deref(), Ok("A-002"));
    house.verify();
}

/// D3: while the program runs it counts for itself: a clock that leaps three days in five minutes opens no day, and
/// whoever waits is served.
#[tokio::test]
async fn d3_a_leap_while_the_office_runs_lets_nobody_wait_who_waits_already() {
    let house = House::open().await;
    let two = house.officer(2).await;
    assert_eq!(number(&house).await.as_deref(), Ok("A-001"));
    let opened = today(&house);
    house.clock.pass(Duration::from_secs(300));
    house.clock.jump(monday().plus_seconds(3 * DAY));
    trusts(&house, Trust::Leapt).await;
    assert_eq!(number(&house).await, Err("clock-in-doubt".to_string()));
    assert_eq!(two.serves().await, "A-001");
    assert_eq!(today(&house), opened);
    house.clock.jump(monday().plus_seconds(310));
    trusts(&house, Trust::Right).await;
    assert_eq!(number(&house).await.as_deref(), Ok("A-002"));
    // Back an hour: an alarm, and nobody is stopped.
    house.clock.jump(monday().plus_seconds(-3_600));
    trusts(&house, Trust::SetBack).await;
    assert_eq!(number(&house).await.as_deref(), Ok("A-003"));
    let (status, told) = health(&house).await;
    assert_eq!((status, &told["clock"]), (200, &json!("set-back")));
    house.verify();
}
