//! Complaints: filed at the counter, answered by those whose work it is, within days of service.

use super::story::Story;
use crate::domain::command::{Answer, Command, Complain, LoketAct};
use crate::domain::complaint::*;
use crate::domain::ids::{ComplaintId, Role, TicketId};
use crate::domain::paper::Paper;
use crate::domain::person::Phone;
use crate::domain::refusal::Refusal;
use crate::domain::state::{Changes, Counter, Row, RowKey, State};

fn matter() -> Matter {
    Matter {
        name: Some(" Rahmat   Paputungan ".to_string()),
        phone: Phone::parse("081234567890"),
        category: Category::Delay,
        subject: " Menunggu  lama ".to_string(),
        text: " Saya menunggu satu jam.\nTidak ada kabar. ".to_string(),
        about: None,
    }
}

/// Somebody who came to complain stands at loket 5.
fn at_five(story: &mut Story) -> TicketId {
    let ticket = story.issue('D').expect("open");
    assert_eq!(story.serve("joko", 5), ticket);
    ticket
}

fn complain(story: &mut Story, matter: Matter) -> Result<ComplaintId, Refusal> {
    let token = story.token();
    let code = crate::domain::token::ShortCode::from_random([token.0[0]; 10]);
    match story.at("joko", 5, LoketAct::Complain(Box::new(Complain { matter, token, code })))? {
        Answer::Complaint(id) => Ok(id),
        other => panic!("a complaint was filed, not {other:?}"),
    }
}

fn act(story: &mut Story, who: &str, id: ComplaintId, act: ComplaintAct) -> Result<Answer, Refusal> {
    story.ask(who, Command::Complaint(id, act))
}

fn answer(text: &str) -> ComplaintAct {
    ComplaintAct::Answer { text: text.to_string() }
}

/// The row of a complaint, open or closed.
fn row(story: &Story, id: ComplaintId) -> Complaint {
    match story.rows.get(&RowKey::Complaint(id)) {
        Some(Some(Row::Complaint(complaint))) => Complaint::clone(complaint),
        _ => panic!("complaint {id} has no row"),
    }
}

#[test]
fn a_complaint_goes_from_the_counter_to_its_answer() {
    let mut story = Story::open();
    let ticket = at_five(&mut story);
    let id = complain(&mut story, matter()).expect("filed");
    let filed = row(&story, id);
    assert_eq!(filed.number.to_string(), "PGD-2026-0001");
    assert_eq!(filed.matter.name.as_deref(), Some("Rahmat Paputungan"));
    assert_eq!((filed.matter.subject.as_str(), filed.ticket), ("Menunggu lama", ticket));
    assert_eq!(filed.matter.text, "Saya menunggu satu jam.\nTidak ada kabar.");
    assert!(story.state.jobs.values().any(|job| job.paper == Paper::Complaint(id)));
    story.at("joko", 5, LoketAct::Finish).expect("the visit ends, the case goes on");

    assert_eq!(act(&mut story, "joko", id, answer("Maaf.")), Err(Refusal::NotInThisStage));
    act(&mut story, "joko", id, ComplaintAct::Take).expect("takes it up");
    assert_eq!(act(&mut story, "joko", id, ComplaintAct::Take), Ok(Answer::Nothing));
    assert_eq!(act(&mut story, "joko", id, ComplaintAct::Close), Err(Refusal::NotInThisStage));
    assert_eq!(act(&mut story, "joko", id, answer(" ")), Err(Refusal::ComplaintNeedsWords));
    assert_eq!(act(&mut story, "joko", id, answer(&"x".repeat(MOST_STORY + 1))), Err(Refusal::TooLong));
    act(&mut story, "joko", id, answer(" Kami mohon maaf. ")).expect("answered");
    assert_eq!(act(&mut story, "joko", id, ComplaintAct::Take), Err(Refusal::NotInThisStage));
    act(&mut story, "joko", id, ComplaintAct::Close).expect("told");
    let closed = row(&story, id);
    assert_eq!(closed.stage, ComplaintStage::Closed);
    assert_eq!(closed.answer.expect("one").text, "Kami mohon maaf.");
    assert_eq!(story.state.complaint(id), None, "closed work lives in its row only");
    assert_eq!(act(&mut story, "joko", id, ComplaintAct::Close), Err(Refusal::NoSuchComplaint));

    let mut replayed = State::default();
    let mut rows = Changes::new();
    story.journal.iter().for_each(|entry| replayed.apply(entry, &mut rows));
    assert_eq!(replayed, story.state);
    assert_eq!(rows, story.rows);
}

#[test]
fn nobody_has_to_say_who_they_are_but_something_has_to_be_said() {
    let mut story = Story::open();
    at_five(&mut story);
    let mute = |change: fn(&mut Matter)| {
        let mut matter = matter();
        change(&mut matter);
        matter
    };
    let words = Err(Refusal::ComplaintNeedsWords);
    assert_eq!(complain(&mut story, mute(|m| m.subject = " ".into())), words);
    assert_eq!(complain(&mut story, mute(|m| m.text = "\n".into())), words);
    let long = complain(&mut story, mute(|m| m.subject = "x".repeat(MOST_SUBJECT + 1)));
    assert_eq!(long, Err(Refusal::TooLong));
    assert_eq!(complain(&mut story, mute(|m| m.text = "x".repeat(MOST_STORY + 1))), Err(Refusal::TooLong));
    assert_eq!(complain(&mut story, mute(|m| m.name = Some(" ".into()))), Err(Refusal::BadName));
    assert_eq!(story.state.counter(&Counter::ComplaintYear(2026)), 0, "no number was lost");
    let id = complain(&mut story, mute(|m| (m.name, m.phone) = (None, None))).expect("anonymous");
    assert_eq!(row(&story, id).matter.name, None);
}

#[test]
fn complaints_are_filed_where_they_belong_and_answered_by_whom_they_concern() {
    let mut story = Story::open();
    story.registered();
    story.issue('A').expect("open");
    story.serve("rina", 2);
    let (token, code) = (story.token(), crate::domain::token::ShortCode::from_random([9; 10]));
    let elsewhere = LoketAct::Complain(Box::new(Complain { matter: matter(), token, code }));
    assert_eq!(story.at("rina", 2, elsewhere), Err(Refusal::NotForThisLoket));
    at_five(&mut story);
    let id = complain(&mut story, matter()).expect("filed");
    for who in ["rina", "agus", "dewi", "kiosk"] {
        assert_eq!(act(&mut story, who, id, ComplaintAct::Take), Err(Refusal::WrongRole), "{who}");
    }
    act(&mut story, "joko", id, ComplaintAct::Take).expect("takes it up");
    // Nobody waits because a colleague is away.
    act(&mut story, "admin", id, ComplaintAct::Take).expect("takes it over");
    assert_eq!(row(&story, id).taken.map(|(who, _)| who), Some(story.who("admin")));
}

#[test]
fn an_answer_is_owed_within_days_of_service_and_then_told_upwards() {
    let mut story = Story::open();
    at_five(&mut story);
    let id = complain(&mut story, matter()).expect("filed");
    let filed = row(&story, id);
    // Filed on Monday, 23 November: five days of service later is the next Monday, at closing.
    let calendar = &story.profile.calendar;
    assert_eq!(deadline(calendar, filed.filed, 5), Some(filed.due));
    assert_eq!(calendar.offset.local(filed.due).to_string(), "2026-11-30T16:00:00");
    assert!(!filed.is_overdue(filed.due) && filed.is_overdue(filed.due.plus_seconds(1)));
    assert_eq!(filed.told(&story.profile, filed.due.plus_seconds(1)), None, "the supervisor alone");
    let twice = deadline(calendar, filed.filed, 10).expect("within a year");
    assert_eq!(
        filed.told(&story.profile, twice.plus_seconds(1)),
        Some(&Role::from("kasi")),
        "the top of the ladder"
    );
    act(&mut story, "joko", id, ComplaintAct::Take).expect("takes it up");
    act(&mut story, "joko", id, answer("Sudah diperbaiki.")).expect("answered");
    let answered = row(&story, id);
    assert!(!answered.is_overdue(twice) && answered.told(&story.profile, twice.plus_seconds(1)).is_none());
}

#[test]
fn the_office_answers_before_it_takes_more_than_it_can() {
    let mut story = Story::open();
    at_five(&mut story);
    for _ in 0..MOST_OPEN {
        // Tokens are drawn by the caller; which ones makes no difference here.
        story.drawn = 0;
        complain(&mut story, matter()).expect("room for it");
    }
    assert_eq!(complain(&mut story, matter()), Err(Refusal::TooManyComplaints));
    act(&mut story, "joko", ComplaintId(1), ComplaintAct::Take).expect("taken up");
    act(&mut story, "joko", ComplaintId(1), answer("Selesai.")).expect("answered");
    act(&mut story, "joko", ComplaintId(1), ComplaintAct::Close).expect("closed");
    let next = complain(&mut story, matter()).expect("room again");
    assert_eq!(row(&story, next).number.n, u32::try_from(MOST_OPEN).expect("few") + 1, "no gap");
}
