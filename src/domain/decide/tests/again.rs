//! Second chances: calls that repeat themselves, numbers that come back, acts that are taken back.

use super::story::Story;
use crate::domain::account::Actor;
use crate::domain::command::{Answer, Command, LoketAct};
use crate::domain::event::Event;
use crate::domain::ids::{LoketId, TicketId};
use crate::domain::refusal::Refusal;
use crate::domain::ticket::{End, Stage};

/// Lets time pass as the office does: a tick every second.
fn pass(story: &mut Story, seconds: u32) {
    for _ in 0..seconds {
        story.wait(1).by(Actor::Office, Command::Tick).expect("ticks");
    }
}

fn calls(story: &Story, ticket: TicketId) -> usize {
    let events = story.journal.iter().flat_map(|entry| &entry.events);
    events
        .filter(|event| matches!(event, Event::CallQueued { ticket: called, .. } if *called == ticket))
        .count()
}

#[test]
fn nobody_is_called_more_than_three_times() {
    let mut story = Story::open();
    let ticket = story.issue('A').expect("open");
    story.at("rina", 2, LoketAct::CallNext).expect("somebody waits");
    // No board speaks here: each call is given up after 20 seconds, and repeated 45 seconds later.
    pass(&mut story, 20 + 44);
    assert_eq!(calls(&story, ticket), 1);
    pass(&mut story, 1);
    assert_eq!(calls(&story, ticket), 2);
    pass(&mut story, 65);
    assert_eq!(calls(&story, ticket), 3);
    pass(&mut story, 64);
    assert_eq!(story.ticket(ticket).stage, Stage::Called);
    pass(&mut story, 1);
    assert_eq!(story.ticket(ticket).stage, Stage::Missed);
    assert_eq!(story.state.loket(LoketId(2)).current, None, "the loket is free for the next");
    pass(&mut story, 300);
    assert_eq!(calls(&story, ticket), 3);
}

#[test]
fn whoever_is_there_is_not_called_again() {
    let mut story = Story::open();
    let ticket = story.issue('A').expect("open");
    story.serve("rina", 2);
    pass(&mut story, 300);
    assert_eq!((calls(&story, ticket), story.ticket(ticket).stage), (1, Stage::Serving));
}

#[test]
fn officers_decide_where_the_office_wants_it_so() {
    let mut story = Story::open();
    story.profile.missing.times = 0;
    let ticket = story.issue('A').expect("open");
    story.at("rina", 2, LoketAct::CallNext).expect("somebody waits");
    pass(&mut story, 600);
    assert_eq!((calls(&story, ticket), story.ticket(ticket).stage), (1, Stage::Called));
}

/// Eight take a number; the first is called and missed.
fn one_missed(story: &mut Story) -> Vec<TicketId> {
    let tickets: Vec<_> = (0..8).map(|_| story.issue('A').expect("open")).collect();
    story.at("rina", 2, LoketAct::CallNext).expect("somebody waits");
    story.at("rina", 2, LoketAct::Miss).expect("nobody came");
    tickets
}

/// The order in which loket 2 would see them.
fn order(story: &mut Story, most: usize) -> Vec<TicketId> {
    (0..most)
        .map(|_| {
            let ticket = story.serve("rina", 2);
            story.at("rina", 2, LoketAct::Dismiss { reason: "selesai".into() }).expect("over");
            ticket
        })
        .collect()
}

#[test]
fn a_missed_number_comes_back_after_three_others() {
    for by_kiosk in [true, false] {
        let mut story = Story::open();
        let tickets = one_missed(&mut story);
        let back = if by_kiosk {
            story.ask("kiosk", Command::ReportBack(tickets[0]))
        } else {
            story.at("rina", 2, LoketAct::Requeue { ticket: tickets[0] })
        };
        back.expect("back in the line");
        let expected = [tickets[1], tickets[2], tickets[3], tickets[0], tickets[4]];
        assert_eq!(order(&mut story, 5), expected);
    }
}

#[test]
fn with_fewer_others_it_comes_last() {
    let mut story = Story::open();
    let (first, second) = (story.issue('A').expect("open"), story.issue('A').expect("open"));
    story.at("rina", 2, LoketAct::CallNext).expect("somebody waits");
    story.at("rina", 2, LoketAct::Miss).expect("nobody came");
    story.ask("kiosk", Command::ReportBack(first)).expect("back in the line");
    assert_eq!(order(&mut story, 2), [second, first]);
}

#[test]
fn only_a_missed_number_of_these_lines_comes_back() {
    let mut story = Story::open();
    let tickets = one_missed(&mut story);
    assert_eq!(story.ask("kiosk", Command::ReportBack(tickets[1])), Err(Refusal::NotMissed));
    assert_eq!(story.ask("rina", Command::ReportBack(tickets[0])), Err(Refusal::WrongRole));
    let requeue = LoketAct::Requeue { ticket: tickets[0] };
    assert_eq!(story.at("joko", 5, requeue.clone()), Err(Refusal::NotForThisLoket));
    story.at("rina", 2, requeue.clone()).expect("back in the line");
    assert_eq!(story.at("rina", 2, requeue), Err(Refusal::NotMissed));
}

#[test]
fn a_mistaken_act_is_taken_back_as_if_it_had_not_been() {
    let acts = [
        (LoketAct::Dismiss { reason: "salah tekan".into() }, Stage::Serving),
        (LoketAct::Transfer { purpose: "informasi".into(), reason: "salah tekan".into() }, Stage::Serving),
    ];
    for (act, stage) in acts {
        let mut story = Story::open();
        let ticket = story.issue('A').expect("open");
        story.serve("rina", 2);
        let before = story.ticket(ticket).clone();
        story.at("rina", 2, act).expect("done");
        story.wait(5).at("rina", 2, LoketAct::Undo).expect("taken back");
        assert_eq!(story.ticket(ticket).stage, stage);
        assert_eq!(story.ticket(ticket), &before);
        assert_eq!(story.state.loket(LoketId(2)).current, Some(ticket));
        assert_eq!(story.state.line.waiting(&"informasi".into()), 0);
        assert_eq!(story.at("rina", 2, LoketAct::Undo), Err(Refusal::NothingToUndo), "once");
    }
}

#[test]
fn a_finished_visit_is_taken_back_with_its_sample() {
    let mut story = Story::open();
    let ticket = story.issue('D').expect("open");
    story.serve("joko", 5);
    story.at("joko", 5, LoketAct::Finish).expect("done");
    assert_eq!(story.ticket(ticket).stage, Stage::Ended(End::Served));
    let samples =
        |story: &Story| story.state.samples.get(&"pengaduan".into()).map_or(0, |known| known.0.len());
    assert_eq!(samples(&story), 1);
    story.at("joko", 5, LoketAct::Undo).expect("taken back");
    assert_eq!((samples(&story), story.ticket(ticket).stage), (0, Stage::Serving));
    story.at("joko", 5, LoketAct::Finish).expect("done again");
    assert_eq!(samples(&story), 1);
}

#[test]
fn whoever_was_marked_as_there_or_as_missing_is_called_still() {
    for act in [LoketAct::Present, LoketAct::Miss] {
        let mut story = Story::open();
        let ticket = story.issue('A').expect("open");
        story.at("rina", 2, LoketAct::CallNext).expect("somebody waits");
        story.at("rina", 2, act).expect("a slip of the finger");
        story.at("rina", 2, LoketAct::Undo).expect("taken back");
        assert_eq!(story.ticket(ticket).stage, Stage::Called);
        assert_eq!(story.ticket(ticket).leg().present, None);
        assert_eq!(calls(&story, ticket), 1, "nothing is announced for it");
        story.at("rina", 2, LoketAct::Present).expect("they come");
    }
}

#[test]
fn what_has_gone_on_is_not_taken_back() {
    let mut story = Story::open();
    let tickets: Vec<_> = (0..2).map(|_| story.issue('A').expect("open")).collect();
    story.serve("rina", 2);
    story.at("rina", 2, LoketAct::Dismiss { reason: "pulang".into() }).expect("over");
    // Too late.
    assert_eq!(story.wait(11).at("rina", 2, LoketAct::Undo), Err(Refusal::NothingToUndo));
    // The next has been called.
    story.serve("rina", 2);
    story.at("rina", 2, LoketAct::Dismiss { reason: "pulang".into() }).expect("over");
    story.issue('A').expect("open");
    story.at("rina", 2, LoketAct::CallNext).expect("somebody waits");
    assert_eq!(story.at("rina", 2, LoketAct::Undo), Err(Refusal::NothingToUndo));
    // A registration is no slip of the finger: its receipt has been printed.
    story.at("rina", 2, LoketAct::Present).expect("they come");
    story.register().expect("complete");
    assert_eq!(story.at("rina", 2, LoketAct::Undo), Err(Refusal::NothingToUndo));
    assert_eq!(story.ticket(tickets[1]).stage, Stage::Ended(End::Cancelled));
}

/// Found by the simulation: within ten seconds a number may be sent on, called elsewhere and missed there.
#[test]
fn whoever_was_called_elsewhere_meanwhile_is_not_taken_back() {
    let mut story = Story::open();
    story.issue('A').expect("open");
    story.serve("rina", 2);
    let aside = LoketAct::Transfer { purpose: "pengaduan".into(), reason: "salah loket".into() };
    story.at("rina", 2, aside).expect("sent on");
    story.at("joko", 5, LoketAct::CallNext).expect("somebody waits");
    story.at("joko", 5, LoketAct::Miss).expect("nobody came");
    assert_eq!(story.at("rina", 2, LoketAct::Undo), Err(Refusal::NothingToUndo));
    story.at("joko", 5, LoketAct::Undo).expect("it was joko's act");
    let back = LoketAct::Transfer { purpose: "pendaftaran".into(), reason: "kembali".into() };
    story.at("joko", 5, back).expect("sent back");
    assert_eq!(story.at("rina", 2, LoketAct::Undo), Err(Refusal::NothingToUndo));
}

#[test]
fn the_last_numbers_are_those_that_can_still_be_served() {
    let mut story = Story::open();
    // Five services of five minutes each: a promise can be made.
    for _ in 0..5 {
        story.issue('D').expect("open");
        story.serve("joko", 5);
        story.wait(240).at("joko", 5, LoketAct::Finish).expect("done");
    }
    // WITA is eight hours east.
    let closing = 16 * 3600 - 8 * 3600;
    let seconds = story.now.0 / 1_000_000;
    story.wait(seconds - seconds % 86_400 + closing - 11 * 60 - seconds);
    story.issue('D').expect("served by 15.54");
    story.issue('D').expect("served by 15.59");
    assert_eq!(story.issue('D'), Err(Refusal::ServiceClosed), "it would be five past four");
    story.issue('C').expect("another line is short");
    story.profile.issuing.fair_last = false;
    story.issue('D').expect("where the office wants it so");
    assert_eq!(story.ask("kiosk", Command::Tick), Ok(Answer::Nothing));
}

#[test]
fn the_tablet_sleeps_again_when_the_presence_is_taken_back() {
    let mut story = Story::open();
    let (_, berkas) = story.registered();
    story.signed_and_numbered(berkas);
    story.at("joko", 5, LoketAct::CallNext).expect("somebody waits");
    story.at("joko", 5, LoketAct::Present).expect("they come");
    let key = story.token();
    story.at("joko", 5, LoketAct::StartSurvey { key }).expect("the tablet wakes");
    story.at("joko", 5, LoketAct::Undo).expect("taken back");
    let answers = Command::SubmitSurvey(story.answers(key));
    assert_eq!(story.ask("tablet", answers), Err(Refusal::NoSurvey), "nobody is before the tablet");
}
