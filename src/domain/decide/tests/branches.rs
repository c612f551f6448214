//! Every way that leaves the straight line of the SOP.

use super::story::{Story, checklist};
use crate::domain::account::Actor;
use crate::domain::berkas::{Mark, Receiver, Standing, SurveyGate};
use crate::domain::call::{Silence, Voice};
use crate::domain::command::{Answer, BerkasAct, BoardAct, Command, LoketAct, TakeOver, Wanted};
use crate::domain::event::Event;
use crate::domain::ids::{CallId, LoketId};
use crate::domain::paper::Paper;
use crate::domain::policy::Why;
use crate::domain::refusal::Refusal;
use crate::domain::sop::Outcome;
use crate::domain::ticket::{End, Stage};

#[test]
fn incomplete_at_loket_2_prints_what_is_missing_and_registers_nothing() {
    let mut story = Story::open();
    let ticket = story.issue('A').expect("open");
    story.serve("rina", 2);
    let turn_away = |mark| LoketAct::TurnAway {
        permit: "SIPB".into(),
        checklist: checklist(mark),
        note: Some("Bawa KTP asli.".into()),
    };
    assert_eq!(story.at("rina", 2, turn_away(Mark::Present)), Err(Refusal::NothingMissing));
    let register = story.registration(Mark::Missing);
    let register = LoketAct::Register(Box::new(register));
    assert_eq!(story.at("rina", 2, register), Err(Refusal::Incomplete));
    story.at("rina", 2, turn_away(Mark::Missing)).expect("sent home with the list");
    assert_eq!(story.ticket(ticket).stage, Stage::Ended(End::Incomplete));
    assert_eq!(story.state.berkas.size(), 0);
    let paper = &story.state.jobs.values().next_back().expect("ordered").paper;
    assert!(matches!(paper, Paper::Shortfall { note: Some(_), .. }));
}

#[test]
fn a_returned_berkas_calls_its_applicant_and_is_received_again() {
    for (who, before) in [("agus", 0), ("maya", 1)] {
        let mut story = Story::open();
        let (ticket, berkas) = story.registered();
        if before == 1 {
            story.choose("agus", berkas, "teruskan", None);
        }
        story.desk(who, berkas, BerkasAct::Take).expect("takes it");
        let silent = BerkasAct::Choose {
            choice: "kembalikan".into(),
            reason: Some("  ".into()),
            lacking: Vec::new(),
            exception: None,
        };
        assert_eq!(story.desk(who, berkas, silent), Err(Refusal::ReasonNeeded));
        story.choose(who, berkas, "kembalikan", Some("STR tidak terbaca"));
        let standing = Standing::Returned { reason: "STR tidak terbaca".into(), lacking: Vec::new() };
        assert_eq!(story.berkas(berkas).standing, standing);
        assert_eq!(story.ticket(ticket).stage, Stage::Waiting);
        assert_eq!(story.serve("rina", 2), ticket);
        assert_eq!(story.at("rina", 2, LoketAct::Finish), Err(Refusal::NotDoneYet));
        let resubmit = |mark| LoketAct::Resubmit { checklist: checklist(mark) };
        assert_eq!(story.at("rina", 2, resubmit(Mark::Missing)), Err(Refusal::Incomplete));
        story.at("rina", 2, resubmit(Mark::Present)).expect("complete now");
        assert_eq!(story.berkas(berkas).standing, Standing::Moving);
        assert_eq!(story.berkas(berkas).step, "analisa".into());
        assert_eq!(story.ticket(ticket).stage, Stage::WithBerkas);
        assert_eq!(story.berkas(berkas).number.to_string(), "2026/00001", "it keeps its number");
        let steps: Vec<_> = story.berkas(berkas).passages.iter().map(|p| p.step.to_string()).collect();
        assert!(steps.ends_with(&["melengkapi".to_string(), "pendaftaran".to_string()]));
    }
}

#[test]
fn days_with_the_applicant_do_not_count() {
    let mut story = Story::open();
    let (_, berkas) = story.registered();
    story.choose("agus", berkas, "kembalikan", Some("STR tidak terbaca"));
    story.wait(3 * 24 * 3600);
    let again = story.issue_for(Wanted::Berkas(berkas), None).expect("coming makes sense");
    assert_eq!(story.ticket(again).number.to_string(), "A-001");
    assert_eq!(story.ticket(again).berkas, Some(berkas));
    story.at("rina", 2, LoketAct::Open { take_over: TakeOver::Never }).expect("opens");
    story.serve("rina", 2);
    story.at("rina", 2, LoketAct::Resubmit { checklist: checklist(Mark::Present) }).expect("complete");
    let mended = story.berkas(berkas).passages.iter().rfind(|p| p.step == "melengkapi".into());
    let mended = mended.expect("the applicant's own step");
    assert_eq!((mended.waited, mended.worked), (0, 0));
    assert!(mended.left.seconds_since(mended.arrived) >= 3 * 24 * 3600);
    assert_eq!(story.berkas(berkas).tickets.len(), 2);
}

#[test]
fn a_refused_permit_is_explained_at_loket_4_without_a_survey() {
    let mut story = Story::open();
    let (ticket, berkas) = story.registered();
    story.choose("agus", berkas, "teruskan", None);
    story.choose("maya", berkas, "teruskan", None);
    story.choose("budi", berkas, "tolak", Some("Lokasi di kawasan lindung"));
    assert_eq!(story.serve("dewi", 4), ticket);
    let receiver = Receiver::Proxy { name: "Rudi".into(), relation: "suami".into() };
    story.at("dewi", 4, LoketAct::HandOver { receiver: receiver.clone() }).expect("handed over");
    let Standing::Closed { outcome, receiver: by, .. } = &story.berkas(berkas).standing else {
        panic!("closed");
    };
    assert_eq!((*outcome, by), (Outcome::Refused, &receiver));
    assert_eq!(story.berkas(berkas).survey, SurveyGate::Open);
    assert_eq!(story.berkas(berkas).sk, None, "a refusal draws no SK number");
}

#[test]
fn a_refused_applicant_may_answer_the_survey_too() {
    let mut story = Story::open();
    let (ticket, berkas) = story.registered();
    story.choose("agus", berkas, "teruskan", None);
    story.choose("maya", berkas, "teruskan", None);
    story.choose("budi", berkas, "tolak", Some("Lokasi di kawasan lindung"));
    story.serve("dewi", 4);
    let transfer = LoketAct::Transfer { purpose: "skm".into(), reason: "ingin mengisi SKM".into() };
    story.at("dewi", 4, transfer).expect("sent to loket 5");
    assert_eq!(story.serve("joko", 5), ticket);
    let key = story.token();
    story.at("joko", 5, LoketAct::StartSurvey { key }).expect("the tablet wakes");
    let answers = story.answers(key);
    story.ask("tablet", Command::SubmitSurvey(answers)).expect("answered");
    assert_eq!(story.berkas(berkas).step, "penolakan".into());
    assert_eq!(story.serve("dewi", 4), ticket);
    story.at("dewi", 4, LoketAct::HandOver { receiver: Receiver::Applicant }).expect("handed over");
}

#[test]
fn kabid_and_kadis_may_send_one_step_back() {
    let mut story = Story::open();
    let (_, berkas) = story.registered();
    story.choose("agus", berkas, "teruskan", None);
    story.choose("maya", berkas, "teruskan", None);
    story.choose("budi", berkas, "mundur", Some("nomor STR keliru"));
    assert_eq!(story.berkas(berkas).step, "verifikasi".into());
    story.choose("maya", berkas, "teruskan", None);
    story.choose("budi", berkas, "setuju", None);
    story.choose("sari", berkas, "mundur", Some("paraf belum ada"));
    assert_eq!(story.berkas(berkas).step, "persetujuan".into());
}

#[test]
fn a_survey_may_be_waived_with_a_reason_that_is_kept() {
    let mut story = Story::open();
    let (ticket, berkas) = story.registered();
    story.signed_and_numbered(berkas);
    story.serve("joko", 5);
    let waive = |reason: &str| LoketAct::WaiveSurvey { reason: reason.to_string() };
    assert_eq!(story.at("joko", 5, waive(" ")), Err(Refusal::ReasonNeeded));
    story.at("joko", 5, waive("tidak dapat membaca")).expect("waived");
    let gate = SurveyGate::Waived { reason: "tidak dapat membaca".into() };
    assert_eq!(story.berkas(berkas).survey, gate);
    assert_eq!(story.urn.len(), 0);
    assert_eq!(story.serve("dewi", 4), ticket);
}

#[test]
fn a_permit_ready_on_another_day_is_collected_with_a_new_number() {
    let mut story = Story::open();
    let (first, berkas) = story.registered();
    story.wait(24 * 3600).by(Actor::Office, Command::Tick).expect("a new day");
    assert_eq!(story.issue_for(Wanted::Berkas(berkas), None), Err(Refusal::NoNeedToCome));
    story.signed_and_numbered(berkas);
    let second = story.issue_for(Wanted::Berkas(berkas), None).expect("the SK waits");
    assert_eq!(story.ticket(second).number.to_string(), "B-001");
    assert_eq!(story.ticket(second).leg().purpose, "skm".into());
    assert_eq!(story.berkas(berkas).tickets, [first, second]);
    let here = story.ticket(second).number;
    assert_eq!(story.issue_for(Wanted::Berkas(berkas), None), Err(Refusal::AlreadyHere(here)));
}

#[test]
fn a_berkas_that_has_only_the_hand_over_left_gets_a_number_of_the_collecting_service() {
    let mut story = Story::open();
    let (_, berkas) = story.registered();
    story.signed_and_numbered(berkas);
    story.serve("joko", 5);
    story.at("joko", 5, LoketAct::WaiveSurvey { reason: "terburu-buru".into() }).expect("waived");
    story.wait(24 * 3600);
    let ticket = story.issue_for(Wanted::Berkas(berkas), None).expect("the SK waits");
    assert_eq!(story.ticket(ticket).number.to_string(), "B-001");
    assert_eq!(story.ticket(ticket).leg().purpose, "serah".into());
}

#[test]
fn who_came_without_scanning_is_joined_to_the_berkas_at_the_loket() {
    let mut story = Story::open();
    let (_, berkas) = story.registered();
    story.wait(24 * 3600).by(Actor::Office, Command::Tick).expect("a new day");
    story.signed_and_numbered(berkas);
    story.at("joko", 5, LoketAct::Open { take_over: TakeOver::Never }).expect("opens");
    let ticket = story.issue('B').expect("open");
    story.serve("joko", 5);
    assert_eq!(story.at("joko", 5, LoketAct::Finish), Err(Refusal::NoBerkas));
    story.at("joko", 5, LoketAct::Attach { berkas }).expect("joined");
    assert_eq!(story.at("joko", 5, LoketAct::Attach { berkas }), Err(Refusal::HasBerkas));
    assert_eq!(story.ticket(ticket).berkas, Some(berkas));
    let key = story.token();
    story.at("joko", 5, LoketAct::StartSurvey { key }).expect("the tablet wakes");
}

#[test]
fn a_held_ticket_lets_the_next_one_come_and_is_taken_up_again() {
    let mut story = Story::open();
    let first = story.issue('A').expect("open");
    let second = story.issue('A').expect("open");
    story.serve("rina", 2);
    story.at("rina", 2, LoketAct::Hold { reason: "memfotokopi KTP".into() }).expect("held");
    assert_eq!(story.ticket(first).stage, Stage::Held);
    assert_eq!(story.serve("rina", 2), second);
    let busy = Refusal::LoketBusy(story.ticket(second).number);
    assert_eq!(story.at("rina", 2, LoketAct::Resume { ticket: first }), Err(busy));
    story.register().expect("complete");
    assert_eq!(story.at("rina", 2, LoketAct::Close), Err(Refusal::LoketHolds));
    story.at("rina", 2, LoketAct::Resume { ticket: first }).expect("taken up");
    story.register().expect("complete");
    story.at("rina", 2, LoketAct::Close).expect("closes");
}

#[test]
fn a_missed_ticket_may_be_called_again_and_else_is_a_no_show() {
    let mut story = Story::open();
    let ticket = story.issue('C').expect("open");
    story.at("dewi", 4, LoketAct::CallNext).expect("called");
    story.at("dewi", 4, LoketAct::Miss).expect("nobody came");
    assert_eq!(story.ticket(ticket).stage, Stage::Missed);
    assert_eq!(story.at("dewi", 4, LoketAct::CallNext), Err(Refusal::NobodyWaiting));
    story.at("dewi", 4, LoketAct::Call { ticket, reason: None }).expect("called again");
    assert_eq!(story.ticket(ticket).leg().calls, 2);
    story.at("dewi", 4, LoketAct::Miss).expect("nobody came");
    story.wait(24 * 3600);
    story.by(Actor::Office, Command::Tick).expect("a new day");
    assert_eq!(story.ticket(ticket).stage, Stage::Ended(End::NoShow));
}

#[test]
fn out_of_order_needs_a_reason_that_is_kept() {
    let mut story = Story::open();
    story.issue('A').expect("open");
    let second = story.issue('A').expect("open");
    let call = |reason: Option<&str>| LoketAct::Call { ticket: second, reason: reason.map(str::to_string) };
    assert_eq!(story.at("rina", 2, call(None)), Err(Refusal::ReasonNeeded));
    story.at("rina", 2, call(Some("ibu membawa bayi sakit"))).expect("called");
    let why = Why::Chosen { reason: "ibu membawa bayi sakit".into() };
    assert_eq!(story.ticket(second).leg().why, Some(why));
}

#[test]
fn a_transfer_keeps_the_place_in_line() {
    let mut story = Story::open();
    let wrong = story.issue('A').expect("open");
    story.wait(60).issue('C').expect("open");
    story.serve("rina", 2);
    let transfer = LoketAct::Transfer { purpose: "legalisasi".into(), reason: "hanya legalisasi".into() };
    story.at("rina", 2, transfer).expect("sent on");
    assert_eq!(story.serve("dewi", 4), wrong);
    story.copied();
    assert_eq!(story.ticket(wrong).stage, Stage::Ended(End::Served));
}

#[test]
fn leaving_a_survey_lets_the_tablet_sleep() {
    let mut story = Story::open();
    let (ticket, berkas) = story.registered();
    story.signed_and_numbered(berkas);
    story.serve("joko", 5);
    let key = story.token();
    story.at("joko", 5, LoketAct::StartSurvey { key }).expect("the tablet wakes");
    story.at("joko", 5, LoketAct::Hold { reason: "sedang menelepon".into() }).expect("held");
    assert_eq!(story.state.loket(LoketId(5)).survey, None);
    let answers = story.answers(key);
    assert_eq!(story.ask("tablet", Command::SubmitSurvey(answers)), Err(Refusal::NoSurvey));
    story.at("joko", 5, LoketAct::Resume { ticket }).expect("taken up");
    let key = story.token();
    story.at("joko", 5, LoketAct::StartSurvey { key }).expect("the tablet wakes again");
}

#[test]
fn a_colleague_may_take_over_a_loket_when_it_is_said_so() {
    let mut story = Story::open();
    story.issue('A').expect("open");
    story.at("rina", 2, LoketAct::CallNext).expect("called");
    let open = |take_over| LoketAct::Open { take_over };
    assert_eq!(story.at("wati", 2, open(TakeOver::Never)), Err(Refusal::LoketTaken));
    assert_eq!(story.at("wati", 2, LoketAct::Present), Err(Refusal::NotYourLoket));
    story.at("wati", 2, open(TakeOver::Confirmed)).expect("takes over");
    story.at("wati", 2, LoketAct::Present).expect("goes on with the ticket in hand");
    assert_eq!(story.at("rina", 2, LoketAct::Recall), Err(Refusal::NotYourLoket));
}

#[test]
fn acts_that_change_nothing_write_nothing() {
    let mut story = Story::open();
    let before = story.state.seq;
    let open = LoketAct::Open { take_over: TakeOver::Never };
    assert_eq!(story.at("rina", 2, open), Ok(Answer::Nothing));
    assert_eq!(story.by(Actor::Office, Command::Tick), Ok(Answer::Nothing));
    assert_eq!(story.state.seq, before);
    assert!(story.journal.iter().all(|entry| !entry.events.is_empty()));
    assert!(matches!(story.journal[0].events[0], Event::DayOpened { .. }));
}

/// Found by the simulation: a tick may call several people again at once, while a board speaks.
#[test]
fn a_full_queue_lets_go_of_each_call_once_and_never_of_the_one_that_is_spoken() {
    let mut story = Story::open();
    story.profile.announcing.most_queued = 1;
    for (service, who, loket) in [('A', "rina", 2), ('C', "dewi", 4), ('D', "joko", 5)] {
        story.issue(service).expect("open");
        story.at(who, loket, LoketAct::CallNext).expect("somebody waits");
        if loket == 2 {
            let speak = Command::Board(CallId(1), BoardAct::Speak { page: 7 });
            story.ask("tv", speak).expect("its turn");
        }
    }
    let voice = |story: &Story, call| story.state.calls[&CallId(call)].voice.clone();
    assert!(matches!(voice(&story, 1), Voice::Speaking { .. }), "it is spoken to its end");
    assert!(matches!(voice(&story, 2), Voice::Silent { why: Silence::Crowded, .. }));
    // All three are called again, again and again, by one tick each.
    for _ in 0..3 {
        story.wait(60).by(Actor::Office, Command::Tick).expect("time passes");
    }
    for entry in &story.journal {
        let silenced = entry.events.iter().filter_map(|event| match event {
            Event::CallSilenced { call, .. } => Some(*call),
            _ => None,
        });
        let silenced: Vec<_> = silenced.collect();
        let once: std::collections::BTreeSet<_> = silenced.iter().collect();
        assert_eq!(once.len(), silenced.len(), "{entry:?}");
    }
}
