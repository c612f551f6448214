//! Every wrong move, and that it changes nothing.

use super::story::{Story, checklist, monday_morning};
use crate::domain::account::Actor;
use crate::domain::berkas::{CheckedItem, Mark, Receiver};
use crate::domain::command::*;
use crate::domain::ids::*;
use crate::domain::paper::PrintOutcome;
use crate::domain::person::Applicant;
use crate::domain::refusal::Refusal;
use crate::domain::ticket::Lang;

/// Asks, expects this refusal, and that the office is as before.
pub(super) fn refuses(story: &mut Story, who: &str, command: Command, refusal: Refusal) {
    let before = story.state.clone();
    assert_eq!(story.ask(who, command), Err(refusal));
    assert_eq!(story.state, before, "a refusal changes nothing");
}

fn loket(id: u16, act: LoketAct) -> Command {
    Command::Loket(LoketId(id), act)
}

#[test]
fn the_kiosk_refuses() {
    let mut story = Story::open();
    let issue = |what, priority: Option<&str>| {
        let priority = priority.map(Into::into);
        Command::Issue(Issue { what, priority, lang: Lang::Id, token: crate::domain::token::Token([9; 16]) })
    };
    let service = |letter| Wanted::Service(Series(letter));
    refuses(&mut story, "kiosk", issue(service('Z'), None), Refusal::NoSuchService);
    refuses(&mut story, "kiosk", issue(service('A'), Some("pejabat")), Refusal::NoSuchPriority);
    refuses(&mut story, "kiosk", issue(service('E'), None), Refusal::ServiceClosed);
    refuses(&mut story, "rina", issue(service('A'), None), Refusal::WrongRole);
    refuses(
        &mut story,
        "kiosk",
        issue(Wanted::Berkas(BerkasId(9)), None),
        Refusal::NoSuchBerkas(BerkasId(9)),
    );
    story.now = monday_morning().plus_seconds(8 * 3600);
    refuses(&mut story, "kiosk", issue(service('A'), None), Refusal::ServiceClosed);
}

#[test]
fn the_kiosk_prints_only_what_the_permit_type_asks_for() {
    let mut story = Story::open();
    let prepare = |permit: &str, missing: &[&str]| {
        let missing = missing.iter().map(ToString::to_string).collect();
        Command::Prepare(Prepare { permit: permit.into(), missing, lang: Lang::Id })
    };
    refuses(&mut story, "kiosk", prepare("IMB", &["KTP-el"]), Refusal::NoSuchPermit);
    refuses(&mut story, "kiosk", prepare("SIPB", &[]), Refusal::NothingMissing);
    refuses(&mut story, "kiosk", prepare("SIPB", &["Uang"]), Refusal::ChecklistMismatch);
    refuses(&mut story, "kiosk", prepare("SIPB", &["KTP-el", "KTP-el"]), Refusal::ChecklistMismatch);
    refuses(&mut story, "rina", prepare("SIPB", &["KTP-el"]), Refusal::WrongRole);
    for _ in 0..3 {
        story.ask("kiosk", prepare("SIPB", &["KTP-el"])).expect("ordered");
    }
    refuses(&mut story, "kiosk", prepare("SIPB", &["KTP-el"]), Refusal::StillPrinting);
    assert_eq!(story.state.tickets.size(), 0, "no number was given");
}

#[test]
fn the_kiosk_opens_half_an_hour_early_and_serves_in_the_break() {
    let mut story = Story::new();
    story.now = monday_morning().plus_seconds(-1900);
    assert_eq!(story.issue('A'), Err(Refusal::ServiceClosed));
    story.now = monday_morning().plus_seconds(-1700);
    story.issue('A').expect("half an hour before");
    story.now = monday_morning().plus_seconds(4 * 3600 + 60);
    story.issue('A').expect("in the break");
}

#[test]
fn a_loket_refuses_what_is_out_of_turn() {
    let mut story = Story::new();
    refuses(&mut story, "rina", loket(9, LoketAct::CallNext), Refusal::NoSuchLoket(LoketId(9)));
    refuses(&mut story, "rina", loket(2, LoketAct::CallNext), Refusal::LoketClosed(LoketId(2)));
    let open = LoketAct::Open { take_over: TakeOver::Never };
    refuses(&mut story, "rina", loket(4, open.clone()), Refusal::WrongRole);
    story.at("rina", 2, open.clone()).expect("opens");
    refuses(&mut story, "wati", loket(2, LoketAct::CallNext), Refusal::NotYourLoket);
    refuses(&mut story, "dewi", loket(2, LoketAct::CallNext), Refusal::WrongRole);
    for act in [LoketAct::Recall, LoketAct::Present, LoketAct::Miss, LoketAct::Finish] {
        refuses(&mut story, "rina", loket(2, act), Refusal::NothingInHand);
    }
    refuses(&mut story, "rina", loket(2, LoketAct::CallNext), Refusal::NobodyWaiting);
    let number = {
        let first = story.issue('A').expect("open");
        story.issue('A').expect("open");
        story.ticket(first).number
    };
    story.at("rina", 2, LoketAct::CallNext).expect("called");
    refuses(&mut story, "rina", loket(2, LoketAct::CallNext), Refusal::LoketBusy(number));
    refuses(&mut story, "rina", loket(2, LoketAct::Close), Refusal::LoketBusy(number));
    let pause = |reason: &str| LoketAct::Pause { reason: reason.to_string() };
    refuses(&mut story, "rina", loket(2, pause("salat")), Refusal::LoketBusy(number));
    refuses(&mut story, "rina", loket(2, LoketAct::Finish), Refusal::NotPresent);
    refuses(&mut story, "rina", loket(2, LoketAct::Hold { reason: "x".into() }), Refusal::NotPresent);
    story.at("rina", 2, LoketAct::Present).expect("comes");
    for act in [LoketAct::Recall, LoketAct::Present, LoketAct::Miss] {
        refuses(&mut story, "rina", loket(2, act), Refusal::AlreadyPresent);
    }
    refuses(&mut story, "rina", loket(2, LoketAct::Finish), Refusal::NothingRegistered);
    refuses(&mut story, "rina", loket(2, LoketAct::Hold { reason: " ".into() }), Refusal::ReasonNeeded);
    let long = "x".repeat(501);
    refuses(&mut story, "rina", loket(2, LoketAct::Hold { reason: long }), Refusal::TooLong);
    let resume = LoketAct::Resume { ticket: TicketId(2) };
    refuses(&mut story, "rina", loket(2, resume.clone()), Refusal::LoketBusy(number));
    let transfer = |purpose: &str| LoketAct::Transfer { purpose: purpose.into(), reason: "salah".into() };
    refuses(&mut story, "rina", loket(2, transfer("kantin")), Refusal::NoSuchPurpose);
    refuses(&mut story, "rina", loket(2, transfer("pendaftaran")), Refusal::NoSuchPurpose);
    story.at("rina", 2, LoketAct::Dismiss { reason: "pulang".into() }).expect("ends");
    refuses(&mut story, "rina", loket(2, resume), Refusal::NotHeld);
    refuses(&mut story, "rina", loket(2, pause("")), Refusal::ReasonNeeded);
    story.at("rina", 2, pause("salat")).expect("pauses");
    refuses(&mut story, "rina", loket(2, LoketAct::CallNext), Refusal::LoketPaused(LoketId(2)));
    refuses(&mut story, "wati", loket(2, open.clone()), Refusal::LoketTaken);
    story.at("rina", 2, open).expect("comes back");
}

#[test]
fn a_ticket_is_called_only_where_and_when_it_waits() {
    let mut story = Story::open();
    let elsewhere = story.issue('C').expect("open");
    let call = |ticket| LoketAct::Call { ticket, reason: Some("penting".into()) };
    refuses(&mut story, "rina", loket(2, call(elsewhere)), Refusal::NotForThisLoket);
    refuses(&mut story, "rina", loket(2, call(TicketId(99))), Refusal::NoSuchTicket(TicketId(99)));
    let (parked, _) = story.registered();
    refuses(&mut story, "rina", loket(2, call(parked)), Refusal::NotWaiting);
    story.serve("dewi", 4);
    story.copied();
    refuses(&mut story, "dewi", loket(4, call(elsewhere)), Refusal::NoSuchTicket(elsewhere));
}

#[test]
fn registration_refuses_what_is_not_right() {
    let mut story = Story::open();
    story.issue('A').expect("open");
    story.serve("rina", 2);
    let good = story.registration(Mark::Present);
    let register = |change: &dyn Fn(&mut Register)| {
        let mut register = good.clone();
        change(&mut register);
        loket(2, LoketAct::Register(Box::new(register)))
    };
    let other_list = |r: &mut Register| r.checklist.truncate(2);
    refuses(&mut story, "rina", register(&other_list), Refusal::ChecklistMismatch);
    let invented = |r: &mut Register| {
        r.checklist.push(CheckedItem { requirement: "Kopi".into(), mark: Mark::Present });
    };
    refuses(&mut story, "rina", register(&invented), Refusal::ChecklistMismatch);
    let skipped = |r: &mut Register| r.checklist[0].mark = Mark::NotNeeded;
    refuses(&mut story, "rina", register(&skipped), Refusal::ChecklistMismatch);
    refuses(&mut story, "rina", register(&|r| r.permit = "SIUP".into()), Refusal::NoSuchPermit);
    let nameless = |r: &mut Register| {
        r.applicant = Applicant { name: " \u{7} ".into(), ..r.applicant.clone() };
    };
    refuses(&mut story, "rina", register(&nameless), Refusal::BadName);
    let resubmit = LoketAct::Resubmit { checklist: checklist(Mark::Present) };
    refuses(&mut story, "rina", loket(2, resubmit), Refusal::NoBerkas);
    story.ask("rina", register(&|_| {})).expect("registered");
    refuses(&mut story, "rina", register(&|_| {}), Refusal::NothingInHand);
    story.issue('C').expect("open");
    story.serve("dewi", 4);
    let LoketAct::Register(register) = LoketAct::Register(Box::new(good.clone())) else {
        return;
    };
    refuses(&mut story, "dewi", loket(4, LoketAct::Register(register)), Refusal::NotForThisLoket);
}

#[test]
fn the_desks_refuse_wrong_hands_and_wrong_steps() {
    let mut story = Story::open();
    let (_, berkas) = story.registered();
    let act = |act| Command::Berkas(berkas, act);
    let choose = |choice: &str| BerkasAct::Choose {
        choice: choice.into(),
        reason: None,
        lacking: Vec::new(),
        exception: None,
    };
    let unknown = Command::Berkas(BerkasId(9), BerkasAct::Take);
    refuses(&mut story, "agus", unknown, Refusal::NoSuchBerkas(BerkasId(9)));
    refuses(&mut story, "maya", act(BerkasAct::Take), Refusal::WrongRole);
    refuses(&mut story, "sari", act(choose("tandatangani")), Refusal::WrongRole);
    refuses(&mut story, "agus", act(choose("teruskan")), Refusal::TakeFirst);
    refuses(&mut story, "agus", act(BerkasAct::Release), Refusal::TakeFirst);
    story.desk("agus", berkas, BerkasAct::Take).expect("takes it");
    refuses(&mut story, "agus", act(choose("setuju")), Refusal::NoSuchChoice);
    story
        .by(
            Actor::Office,
            Command::People(PeopleAct::Add {
                login: "analis2".into(),
                name: "Analis Dua".into(),
                roles: vec!["analis".into()],
                password: "hash".into(),
            }),
        )
        .expect("a colleague");
    refuses(&mut story, "analis2", act(BerkasAct::Take), Refusal::TakenByOther);
    refuses(&mut story, "analis2", act(choose("teruskan")), Refusal::TakenByOther);
    story.desk("agus", berkas, BerkasAct::Release).expect("puts it back");
    story.signed_and_numbered(berkas);
    refuses(&mut story, "dewi", act(choose("nomori")), Refusal::NotAtThisStep);
    refuses(&mut story, "agus", act(BerkasAct::Take), Refusal::NotAtThisStep);
}

#[test]
fn the_hand_over_waits_for_the_survey() {
    let mut story = Story::open();
    let (_, berkas) = story.registered();
    let hand_over = LoketAct::HandOver { receiver: Receiver::Applicant };
    story.signed_and_numbered(berkas);
    story.serve("joko", 5);
    refuses(&mut story, "joko", loket(5, hand_over.clone()), Refusal::SurveyFirst);
    refuses(&mut story, "joko", loket(5, LoketAct::Finish), Refusal::NotDoneYet);
    let transfer = LoketAct::Transfer { purpose: "serah".into(), reason: "buru-buru".into() };
    story.at("joko", 5, transfer).expect("sent to loket 4");
    story.serve("dewi", 4);
    refuses(&mut story, "dewi", loket(4, hand_over.clone()), Refusal::SurveyFirst);
    let waive = LoketAct::WaiveSurvey { reason: "buru-buru".into() };
    refuses(&mut story, "dewi", loket(4, waive.clone()), Refusal::NotForThisLoket);
    let key = story.token();
    refuses(&mut story, "dewi", loket(4, LoketAct::StartSurvey { key }), Refusal::NotForThisLoket);
    story.at("dewi", 4, LoketAct::Finish).expect("back to loket 5");
    story.serve("joko", 5);
    story.at("joko", 5, waive).expect("waived");
    story.serve("dewi", 4);
    let proxy = |name: &str, relation: &str| LoketAct::HandOver {
        receiver: Receiver::Proxy { name: name.into(), relation: relation.into() },
    };
    refuses(&mut story, "dewi", loket(4, proxy("", "suami")), Refusal::BadName);
    refuses(&mut story, "dewi", loket(4, proxy("Rudi", "")), Refusal::ReasonNeeded);
    story.at("dewi", 4, hand_over.clone()).expect("handed over");
    refuses(&mut story, "dewi", loket(4, hand_over), Refusal::NothingInHand);
}

#[test]
fn a_survey_is_answered_once_with_the_right_key() {
    let mut story = Story::open();
    let (_, berkas) = story.registered();
    story.signed_and_numbered(berkas);
    story.serve("joko", 5);
    let (key, other) = (story.token(), story.token());
    let answers = story.answers(key);
    refuses(&mut story, "tablet", Command::SubmitSurvey(answers.clone()), Refusal::NoSurvey);
    story.at("joko", 5, LoketAct::StartSurvey { key }).expect("the tablet wakes");
    let with = |change: &dyn Fn(&mut SubmitSurvey)| {
        let mut answers = answers.clone();
        change(&mut answers);
        Command::SubmitSurvey(answers)
    };
    refuses(&mut story, "tablet", with(&|a| a.key = other), Refusal::NoSurvey);
    refuses(&mut story, "tablet", with(&|a| a.age = 9), Refusal::BadAge);
    refuses(&mut story, "tablet", with(&|a| a.suggestion = Some("x".repeat(501))), Refusal::TooLong);
    refuses(&mut story, "joko", with(&|_| {}), Refusal::WrongRole);
    story.ask("tablet", with(&|_| {})).expect("answered");
    refuses(&mut story, "tablet", with(&|_| {}), Refusal::NoSurvey);
    assert_eq!(story.urn.len(), 1);
    story.serve("dewi", 4);
    let transfer = LoketAct::Transfer { purpose: "skm".into(), reason: "ingin lagi".into() };
    story.at("dewi", 4, transfer).expect("sent to loket 5");
    story.serve("joko", 5);
    let key = story.token();
    refuses(&mut story, "joko", loket(5, LoketAct::StartSurvey { key }), Refusal::SurveyDone);
}

#[test]
fn a_counter_without_a_berkas_refuses_the_acts_that_need_one() {
    let mut story = Story::open();
    story.issue('B').expect("open");
    story.serve("joko", 5);
    let key = story.token();
    refuses(&mut story, "joko", loket(5, LoketAct::StartSurvey { key }), Refusal::NoBerkas);
    let hand_over = LoketAct::HandOver { receiver: Receiver::Applicant };
    refuses(&mut story, "joko", loket(5, hand_over), Refusal::NoBerkas);
    let attach = |berkas| loket(5, LoketAct::Attach { berkas: BerkasId(berkas) });
    refuses(&mut story, "joko", attach(77), Refusal::NoSuchBerkas(BerkasId(77)));
    let (visitor, berkas) = story.registered();
    let number = story.ticket(visitor).number;
    refuses(&mut story, "joko", attach(berkas.0), Refusal::AlreadyHere(number));
}

#[test]
fn boards_may_not_speak_out_of_turn_or_twice() {
    let mut story = Story::open();
    story.issue('A').expect("open");
    story.issue('C').expect("open");
    story.at("rina", 2, LoketAct::CallNext).expect("A-001");
    story.at("dewi", 4, LoketAct::CallNext).expect("C-001");
    let board = |call, act| Command::Board(CallId(call), act);
    refuses(&mut story, "rina", board(1, BoardAct::Shown), Refusal::WrongRole);
    refuses(&mut story, "tv", board(9, BoardAct::Shown), Refusal::NoSuchCall);
    refuses(&mut story, "tv", board(2, BoardAct::Speak { page: 1 }), Refusal::NotYourCall);
    story.ask("tv", board(1, BoardAct::Speak { page: 1 })).expect("its turn");
    refuses(&mut story, "tv", board(1, BoardAct::Speak { page: 2 }), Refusal::NotYourCall);
    refuses(&mut story, "tv", board(1, BoardAct::Spoken { page: 2 }), Refusal::NotYourCall);
    story.ask("tv", board(1, BoardAct::Spoken { page: 1 })).expect("spoken");
    refuses(&mut story, "tv", board(1, BoardAct::Spoken { page: 1 }), Refusal::NotYourCall);
    // A loket speaks its own call, in turn and once, and no other's.
    refuses(&mut story, "rina", board(2, BoardAct::Speak { page: 3 }), Refusal::WrongRole);
    story.ask("dewi", board(2, BoardAct::Speak { page: 3 })).expect("her own loket's");
    refuses(&mut story, "tv", board(2, BoardAct::Speak { page: 1 }), Refusal::NotYourCall);
    story.ask("dewi", board(2, BoardAct::Spoken { page: 3 })).expect("spoken");
}

#[test]
fn only_the_spool_reports_papers_and_only_people_copy_them() {
    let mut story = Story::open();
    story.issue('A').expect("open");
    let print = |act| Command::Print(JobId(1), act);
    refuses(&mut story, "rina", print(PrintAct::Start { millimetres: 90 }), Refusal::WrongRole);
    refuses(&mut story, "rina", print(PrintAct::Reprint), Refusal::StillPrinting);
    refuses(&mut story, "kiosk", print(PrintAct::Reprint), Refusal::WrongRole);
    refuses(&mut story, "rina", Command::Print(JobId(9), PrintAct::Reprint), Refusal::NoSuchJob);
    let ended = PrintAct::End(PrintOutcome::Printed);
    assert_eq!(story.by(Actor::Office, print(ended)), Err(Refusal::StillPrinting));
}
