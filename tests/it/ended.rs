//! What has ended stays ended, whatever the clock shows later: sign-ins, links, codes, API tokens, pairings (D1).
//!
//! The clock goes back by little, which is a correction and is believed, and by a day, which is not; and the program is
//! started again when the clock shows a moment before the end.

use crate::api::program;
use crate::house::{House, Plans, soon};
use crate::people::{OWN, code, newcomer, settled};
use loket::app::client::Client;
use loket::clock::ManualClock;
use loket::domain::time::Moment;
use serde_json::{Value, json};
use std::time::Duration;

const DAY: i64 = 86_400;

/// What lets somebody in for a while, wherever the office is open now.
#[derive(Clone)]
enum Key {
    /// A sign-in: a cookie, and a page that it opens.
    Cookie { name: &'static str, value: String, page: &'static str },
    /// An API token.
    Token(String),
    /// A link by which a password is chosen.
    Link(String),
}

impl Key {
    fn cookie(client: &Client, name: &'static str, page: &'static str) -> Key {
        Key::Cookie { name, value: client.cookie(name).expect("a cookie"), page }
    }

    /// Whether it opens anything in this house.
    async fn opens(&self, house: &House) -> bool {
        let stranger = house.stranger();
        let path = match self {
            Key::Cookie { name, value, page } => {
                stranger.put_cookie(name, value);
                (*page).to_string()
            }
            Key::Token(_) => "/api/permits".to_string(),
            Key::Link(secret) => format!("/mulai/{secret}"),
        };
        let client = if let Key::Token(token) = self { stranger.with_token(token) } else { stranger };
        let status = soon("an answer", client.get(&path)).await.expect("an answer").status.as_u16();
        assert!([200, 401, 404].contains(&status), "{path}: {status}");
        status == 200
    }

    /// Looks at it while the clock shows moments before its end. When it opened something again.
    async fn opens_again(&self, house: &House) -> Option<&'static str> {
        let truth = house.office().now();
        let mut again = None;
        for (back, told) in
            [(0, "at its end"), (1, "a second back"), (590, "ten minutes back"), (DAY, "a day back")]
        {
            house.clock.jump(truth.plus_seconds(-back));
            if self.opens(house).await {
                again = again.or(Some(told));
            }
        }
        house.clock.jump(truth);
        again
    }
}

/// The same data, opened when the clock shows that.
async fn opened_at(house: House, shown: Moment) -> House {
    let folder = house.close().await;
    House::build(Plans { folder: Some(folder), clock: Some(ManualClock::at(shown)), ..Plans::default() })
        .await
}

/// Waits until the office has written down that something has ended.
async fn written(house: &House, mark: &str) {
    let noted = async {
        loop {
            let first = loket::domain::ids::Seq(1);
            let found = house.office().reader().entries_marked(first, mark, 1).expect("readable");
            if !found.is_empty() {
                return;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    soon(&format!("the entry with {mark}"), noted).await;
}

/// A session that nobody used for half an hour.
#[tokio::test(flavor = "multi_thread")]
async fn d1_a_session_that_was_idle_stays_ended() {
    let house = House::open().await;
    let key = Key::cookie(&house.who("analis").await.client, "loket_sesi", "/api/permits");
    assert!(key.opens(&house).await);
    house.clock.advance(29 * 60);
    assert!(key.opens(&house).await, "it was used");
    // The clock goes back while it rests: half an hour is half an hour.
    let truth = house.office().now();
    house.clock.jump(truth.plus_seconds(-590));
    house.clock.pass(Duration::from_secs(30 * 60));
    assert!(!key.opens(&house).await, "however the clock was moved meanwhile");
    house.clock.jump(truth.plus_seconds(30 * 60));
    assert_eq!(key.opens_again(&house).await, None);
    written(&house, "\"SessionClosed\"").await;
    // A start forgets when anything was last used, and does not forget that.
    let truth = house.office().now();
    let house = opened_at(house, truth).await;
    assert_eq!(key.opens_again(&house).await, None);
    house.verify();
}

/// Whatever has a moment at which it ends, asked for as the clock goes back behind it; and, as the control, the same data
/// as they were before anybody wrote down that it had ended, where the same eyes see that it opens again.
#[tokio::test(flavor = "multi_thread")]
async fn d1_what_has_ended_is_not_good_again_when_the_clock_steps_back() {
    let house = House::open().await;
    let admin = house.who("admin").await.client;
    let invited = json!({ "login": "baru", "name": "Orang Baru", "roles": ["analis"] });
    let made = admin.act("/api/accounts", invited).await.expect("an answer").done().expect("made");
    let link = made["link"].as_str().and_then(|link| link.strip_prefix("/mulai/")).expect("a link");
    let link = Key::Link(link.to_string());
    let token = Key::Token(program(&house, "analis", &["read"]).await.0.token().expect("a token").into());
    let tablet = Key::cookie(&house.who("tablet").await.client, "loket_tablet", "/skm/5");
    let desk = Key::cookie(&house.who("kasi").await.client, "loket_sesi", "/api/permits");
    // A shift of twelve hours, in which it is used.
    for _ in 0..24 {
        assert!(desk.opens(&house).await);
        house.clock.advance(29 * 60);
    }
    assert!(desk.opens(&house).await, "in use until shortly before its end");
    for (key, lasts, what, mark) in [
        (&desk, 12 * 3_600, "shift", "\"SessionClosed\""),
        (&link, DAY, "link", "\"LinkEnded\""),
        (&token, 30 * DAY, "token", "\"ApiTokenRevoked\""),
    ] {
        let begun = crate::house::monday();
        let left = begun.plus_seconds(lasts - 1).seconds_since(house.office().now()).cast_signed();
        house.clock.advance(left);
        assert!(key.opens(&house).await, "the {what} lasts until its end");
        house.clock.advance(1);
        assert!(!key.opens(&house).await, "the {what} ends");
        // Within a second the office has written it down.
        written(&house, mark).await;
        assert_eq!(key.opens_again(&house).await, None, "the {what}");
    }

    // A tablet that was put away, of which nobody knows that it has ended until the office says so by itself. The data
    // as they were before are the control.
    let left = crate::house::monday().plus_seconds(400 * DAY - 60);
    house.clock.set(left);
    let turned = async {
        while house.office().committed().state.last < left {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    soon("the day of that clock", turned).await;
    house.rests().await;
    let folder = house.close().await;
    let before = tempfile::tempdir().expect("a folder");
    for file in [loket::store::FILE, loket::store::DEMO_KEY] {
        std::fs::copy(folder.path().join(file), before.path().join(file)).expect("copied");
    }
    let clock = ManualClock::at(left);
    let house = House::build(Plans { folder: Some(folder), clock: Some(clock), ..Plans::default() }).await;
    let ended = house.office().reader().head().expect("readable").seq;
    house.clock.advance(60);
    let noted = async {
        while house.office().committed().state.seq == ended {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    soon("the end of the tablet's sign-in", noted).await;
    assert_eq!(tablet.opens_again(&house).await, None);
    let house = opened_at(house, left.plus_seconds(-300)).await;
    for key in [&desk, &link, &token, &tablet] {
        assert_eq!(key.opens_again(&house).await, None, "after a start with a clock that is late");
    }
    house.verify();
    let clock = ManualClock::at(left.plus_seconds(-300));
    let control = Plans { folder: Some(before), clock: Some(clock), ..Plans::default() };
    let control = House::build(control).await;
    assert_eq!(tablet.opens_again(&control).await, Some("at its end"), "these eyes see what opens again");
}

/// The code that a device shows, and the pause after wrong guesses: both are minutes of the program's own count.
#[tokio::test(flavor = "multi_thread")]
async fn d1_a_pairing_that_ran_out_stays_so_and_a_code_of_the_phone_is_good_once() {
    let house = House::open().await;
    let admin = house.who("admin").await.client;
    let device = house.stranger();
    let body = json!({ "screen": "/kiosk" });
    let asked = device.post("/api/pairing/ask", body).await.expect("an answer").done().expect("a code");
    let (code_shown, key) = (asked["code"].clone(), asked["key"].clone());
    let known = async || {
        let found = admin.post("/api/devices/look", json!({ "code": code_shown })).await;
        found.expect("an answer").status.as_u16() == 200
    };
    assert!(known().await);
    house.clock.pass(Duration::from_secs(5 * 60));
    house.clock.jump(house.office().now().plus_seconds(-500));
    assert!(known().await, "ten minutes are ten minutes");
    house.clock.pass(Duration::from_secs(5 * 60));
    assert!(!known().await, "and no more, although the clock shows less");
    let told = device.post("/api/pairing/poll", json!({ "key": key })).await.expect("an answer");
    assert_eq!(told.done().expect("told")["state"], "gone");
    house.clock.jump(crate::house::monday());
    assert!(!known().await);

    // A code of the phone opens one session, also when its half minute comes again.
    newcomer(&admin, "baru", &["analis"]).await;
    let client = settled(&house, "baru").await;
    let begun = client.post("/api/me/second/begin", json!({ "password": OWN })).await.expect("an answer");
    let secret = begun.done().expect("a secret")["secret"].as_str().expect("a secret").to_string();
    let seconds = || house.office().now().0 / 1_000_000;
    let set = json!({ "password": OWN, "secret": secret, "code": code(&secret, seconds()) });
    client.act("/api/me/second", set).await.expect("an answer").done().expect("set");
    house.clock.advance(60);
    let shown = code(&secret, seconds());
    let tries = async |shown: &str| -> (u16, Value) {
        let body = json!({ "login": "baru", "password": OWN, "code": shown });
        let reply = house.stranger().post("/api/sign-in", body).await.expect("an answer");
        (reply.status.as_u16(), reply.body["error"].clone())
    };
    assert_eq!(tries(&shown).await.0, 200);
    for back in [0, 30, 300] {
        house.clock.jump(Moment(seconds() * 1_000_000).plus_seconds(-back));
        assert_eq!(tries(&shown).await, (401, json!("wrong-code")), "{back} s back");
    }
    house.verify();
}
