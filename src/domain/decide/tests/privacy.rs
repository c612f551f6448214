//! Telephone numbers that go, berkas that nobody looks at, SK that are revoked, and looks that are counted.

use super::story::Story;
use crate::domain::account::Actor;
use crate::domain::berkas::Receiver;
use crate::domain::command::{Command, LoketAct, RestrictAct, Revoke};
use crate::domain::daybook::Daybook;
use crate::domain::event::Event;
use crate::domain::ids::BerkasId;
use crate::domain::privacy::{Holder, MANY_LOOKS, MOST_AT_ONCE, looks_within_the_hour, striking};
use crate::domain::refusal::Refusal;
use crate::domain::state::{Row, RowKey};
use crate::domain::time::Date;
use crate::domain::trust::Trust;

/// A berkas whose SK was handed over.
fn handed_over(story: &mut Story) -> BerkasId {
    let (_, berkas) = story.registered();
    story.signed_and_numbered(berkas);
    story.serve("joko", 5);
    story.at("joko", 5, LoketAct::WaiveSurvey { reason: "terburu-buru".into() }).expect("passes");
    story.serve("dewi", 4);
    story.at("dewi", 4, LoketAct::HandOver { receiver: Receiver::Applicant }).expect("handed over");
    berkas
}

fn phone_row(story: &Story, berkas: BerkasId) -> bool {
    matches!(story.rows.get(&RowKey::Phone(Holder::Berkas(berkas))), Some(Some(Row::Phone(_))))
}

/// What the office itself does when time passes.
fn ticks(story: &mut Story) -> Vec<Event> {
    let before = story.journal.len();
    story.by(Actor::Office, Command::Tick).expect("time passes");
    story.journal[before..].iter().flat_map(|entry| entry.events.clone()).collect()
}

#[test]
fn a_telephone_number_goes_when_its_time_is_over() {
    let mut story = Story::open();
    story.profile.phone_days = 30;
    let (_, open) = story.registered();
    let berkas = handed_over(&mut story);
    assert!(phone_row(&story, open) && phone_row(&story, berkas));
    assert_eq!(story.phones_closed(story.now).len(), 1, "only those whose work is over wait to go");
    story.wait(30 * 24 * 3600 - 60);
    assert!(!ticks(&mut story).iter().any(|event| matches!(event, Event::PhonesForgotten { .. })));
    assert!(phone_row(&story, berkas), "not a minute too early");
    story.wait(120);
    // By a clock that may be wrong nothing goes that does not come back.
    story.clock = (Trust::Leapt, None);
    assert!(!ticks(&mut story).iter().any(|event| matches!(event, Event::PhonesForgotten { .. })));
    story.clock = (Trust::Right, None);
    let gone = ticks(&mut story);
    assert!(gone.iter().any(|event| matches!(event, Event::PhonesForgotten { phones } if phones.len() == 1)));
    assert!(!phone_row(&story, berkas));
    assert!(phone_row(&story, open), "whoever is still waited for may be called");
    assert_eq!(story.phones_closed(story.now), []);
    assert!(ticks(&mut story).iter().all(|event| !matches!(event, Event::PhonesForgotten { .. })), "once");
}

#[test]
fn telephone_numbers_stay_where_the_office_says_so() {
    let mut story = Story::open();
    story.profile.phone_days = 0;
    let berkas = handed_over(&mut story);
    story.wait(400 * 24 * 3600);
    ticks(&mut story);
    assert!(phone_row(&story, berkas));
    const { assert!(MOST_AT_ONCE < 1_000) };
}

#[test]
fn a_restricted_berkas_is_looked_at_by_the_administrator_alone() {
    let mut story = Story::open();
    let berkas = handed_over(&mut story);
    let look = |why: &str| Command::Reveal(berkas, why.to_string());
    let set = |why: &str| Command::Restrict(berkas, RestrictAct::Set { why: why.to_string() });
    let lift = Command::Restrict(berkas, RestrictAct::Lift { why: "permohonan dicabut".to_string() });
    story.ask("agus", look("menelepon")).expect("seen");
    assert_eq!(story.ask("admin", look("melihat")), Err(Refusal::WrongRole), "no work of theirs");
    assert_eq!(story.ask("agus", set("diminta")), Err(Refusal::WrongRole));
    assert_eq!(story.ask("admin", set(" ")), Err(Refusal::ReasonNeeded));
    assert_eq!(story.ask("admin", lift.clone()), Err(Refusal::NotRestricted));
    let unknown = Command::Restrict(BerkasId(99), RestrictAct::Set { why: "diminta".to_string() });
    assert_eq!(story.ask("admin", unknown), Err(Refusal::NoSuchBerkas(BerkasId(99))));
    story.ask("admin", set("surat 12 November")).expect("restricted");
    assert_eq!(story.ask("admin", set("lagi")), Err(Refusal::RestrictedAlready));
    assert_eq!(story.ask("agus", look("menelepon")), Err(Refusal::Restricted));
    assert_eq!(story.ask("admin", look("")), Err(Refusal::ReasonNeeded));
    story.ask("admin", look("permintaan pengadilan")).expect("with a reason");
    story.ask("admin", lift).expect("lifted");
    story.ask("agus", look("menelepon")).expect("seen again");
}

#[test]
fn a_sk_is_revoked_by_whoever_signs_it() {
    let mut story = Story::open();
    let berkas = handed_over(&mut story);
    let sk = story.berkas(berkas).sk.clone().expect("numbered").text;
    let day = |day| Date::constant(2026, 11, day);
    let revoke = |date, why: &str| {
        Command::Revoke(berkas, Revoke { sk: sk.clone(), numbered: day(23), date, why: why.to_string() })
    };
    assert_eq!(story.ask("budi", revoke(day(23), "palsu")), Err(Refusal::WrongRole));
    assert_eq!(story.ask("sari", revoke(day(23), " ")), Err(Refusal::ReasonNeeded));
    assert_eq!(story.ask("sari", revoke(day(22), "STR palsu")), Err(Refusal::BadRevocationDate));
    assert_eq!(story.ask("sari", revoke(day(24), "STR palsu")), Err(Refusal::BadRevocationDate));
    let (_, open) = story.registered();
    let early = Revoke { sk: sk.clone(), numbered: day(23), date: day(23), why: "STR palsu".to_string() };
    assert_eq!(story.ask("sari", Command::Revoke(open, early)), Err(Refusal::NotHandedOver));
    story.ask("sari", revoke(day(23), "STR palsu")).expect("revoked");
    assert_eq!(story.ask("sari", revoke(day(23), "STR palsu")), Err(Refusal::RevokedAlready));
    let kept = story.state.revocations.get(&berkas).expect("kept");
    assert_eq!((kept.sk.as_str(), kept.date, kept.why.as_str()), (sk.as_str(), day(23), "STR palsu"));
    assert_eq!(Daybook::of(&story.state).expect("an open day").deeds.revoked, 1);
}

#[test]
fn many_looks_within_an_hour_are_told() {
    let mut story = Story::open();
    let (_, berkas) = story.registered();
    let account = story.state.account_by_login("agus").expect("there").id;
    let look = || Command::Reveal(berkas, "memeriksa".to_string());
    for _ in 0..MANY_LOOKS {
        story.ask("agus", look()).expect("seen");
    }
    assert_eq!(striking(&story.state), []);
    story.wait(3_601);
    story.ask("agus", look()).expect("seen");
    assert_eq!(striking(&story.state), [], "an hour apart they are no more than usual");
    assert_eq!(looks_within_the_hour(&story.state, account, story.now), 1);
    for _ in 0..MANY_LOOKS {
        story.ask("agus", look()).expect("seen");
    }
    assert_eq!(striking(&story.state), [(account, MANY_LOOKS + 1)]);
    story.wait(2 * 3600);
    assert_eq!(striking(&story.state).len(), 1, "it stays told until the day is over");
}
