//! One visit through all ten steps, and what replaying it gives.

use super::story::{Story, monday_morning};
use crate::domain::account::Actor;
use crate::domain::berkas::{Receiver, Standing, SurveyGate};
use crate::domain::calendar::Span;
use crate::domain::call::{Silence, Voice};
use crate::domain::command::{Answer, BoardAct, Command, LoketAct, PrintAct, PrinterAct, VoiceAct, Wanted};
use crate::domain::event::Event;
use crate::domain::ids::{CallId, JobId, PrinterId, Purpose, Series};
use crate::domain::paper::{JobState, Paper, PrintOutcome};
use crate::domain::refusal::Refusal;
use crate::domain::sop::Outcome;
use crate::domain::state::{Changes, Counter, State};
use crate::domain::ticket::{End, Stage};
use crate::domain::time::{Moment, Time};

fn whole_visit() -> (Story, crate::domain::ids::TicketId, crate::domain::ids::BerkasId) {
    let mut story = Story::open();
    let (ticket, berkas) = story.registered();
    story.signed_and_numbered(berkas);
    assert_eq!(story.serve("joko", 5), ticket);
    let key = story.token();
    story.at("joko", 5, LoketAct::StartSurvey { key }).expect("the tablet wakes");
    let answers = story.answers(key);
    story.wait(150).ask("tablet", Command::SubmitSurvey(answers)).expect("answered");
    assert_eq!(story.serve("dewi", 4), ticket);
    story.at("dewi", 4, LoketAct::HandOver { receiver: Receiver::Applicant }).expect("handed over");
    (story, ticket, berkas)
}

#[test]
fn one_number_serves_the_whole_visit() {
    let (story, ticket, berkas) = whole_visit();
    let ticket = story.ticket(ticket);
    assert_eq!(ticket.number.to_string(), "A-001");
    assert_eq!(ticket.stage, Stage::Ended(End::Served));
    let purposes: Vec<_> = ticket.legs.iter().map(|leg| leg.purpose.as_str()).collect();
    assert_eq!(purposes, ["pendaftaran", "skm", "serah"]);
    assert!(
        ticket.legs.iter().all(|leg| leg.called.is_some() && leg.present.is_some() && leg.ended.is_some())
    );

    let berkas = story.berkas(berkas);
    assert_eq!(berkas.applicant.name, "Sitti Mokoginta");
    assert_eq!(berkas.number.to_string(), "2026/00001");
    assert_eq!(berkas.survey, SurveyGate::Answered);
    assert_eq!(berkas.sk.as_ref().map(|sk| sk.text.as_str()), Some("503/1/SIPB/DPMPTSP/XI/2026"));
    let closed = matches!(&berkas.standing, Standing::Closed { outcome: Outcome::Granted, .. });
    assert!(closed, "{:?}", berkas.standing);
    let steps: Vec<_> = berkas.passages.iter().map(|passage| passage.step.as_str()).collect();
    let ten = [
        "datang",
        "melengkapi",
        "pendaftaran",
        "analisa",
        "verifikasi",
        "persetujuan",
        "penandatanganan",
        "penomoran",
        "survei",
        "penyerahan",
    ];
    assert_eq!(steps, ten);
    assert_eq!(berkas.passages.iter().map(|passage| passage.norm).sum::<u32>(), 65);
}

#[test]
fn the_minutes_of_each_step_are_kept_apart() {
    let (story, _, berkas) = whole_visit();
    let berkas = story.berkas(berkas);
    let step = |id: &str| berkas.passages.iter().find(|p| p.step.as_str() == id).expect("a step it walked");
    assert_eq!((step("pendaftaran").waited, step("pendaftaran").worked), (20, 60));
    assert_eq!((step("analisa").waited, step("analisa").worked), (0, 60));
    assert_eq!((step("survei").waited, step("survei").worked), (20, 210));
}

#[test]
fn the_answers_lie_in_the_urn_and_not_in_the_journal() {
    let (mut story, ..) = whole_visit();
    assert_eq!(story.urn.len(), 1);
    assert_eq!(story.state.counter(&Counter::Urn), 1);
    assert_eq!(story.urn[0].response.suggestion.as_deref(), Some("Terima kasih."));
    assert!(!story.journal.iter().any(|entry| format!("{:?}", entry.events).contains("Terima kasih")));

    story.wait(24 * 3600).by(Actor::Office, Command::Tick).expect("a new day");
    assert_eq!(story.state.counter(&Counter::Urn), 0);
    assert_eq!(story.state.counter(&Counter::Survey), 1);
    let counted =
        |event: &Event| matches!(event, Event::SurveysCounted { responses } if responses.len() == 1);
    assert!(story.journal.last().is_some_and(|entry| entry.events.iter().any(counted)));
}

/// I3: the same journal gives the same office.
#[test]
fn i3_replaying_the_journal_gives_the_same_state() {
    let (mut story, ..) = whole_visit();
    story.wait(24 * 3600).issue('A').expect("a new day");
    let mut replayed = State::default();
    for entry in &story.journal {
        replayed.apply(entry, &mut Changes::new());
    }
    assert_eq!(replayed, story.state);
}

/// I7: a paper is ordered in the very entry that needs it.
#[test]
fn i7_papers_are_part_of_their_entry() {
    let (story, ticket, berkas) = whole_visit();
    let with_paper = |wanted: Paper| {
        let ordered = |event: &Event| matches!(event, Event::PaperOrdered { paper, .. } if *paper == wanted);
        story.journal.iter().find(|entry| entry.events.iter().any(ordered)).expect("ordered")
    };
    let issued = with_paper(Paper::Ticket(ticket));
    assert!(matches!(issued.events[0], Event::TicketIssued { .. }));
    let registered = with_paper(Paper::Receipt(berkas));
    assert!(matches!(registered.events[0], Event::BerkasRegistered { .. }));
}

#[test]
fn a_paper_is_printed_only_when_the_printer_said_so() {
    let mut story = Story::open();
    story.issue('A').expect("open");
    let job = story.state.jobs.values().next().expect("a slip").id;
    let mut spool = |act| story.by(Actor::Office, Command::Print(job, act));
    spool(PrintAct::Start { millimetres: 90 }).expect("begins");
    spool(PrintAct::End(PrintOutcome::Postponed("kertas habis".into()))).expect("paper out");
    spool(PrintAct::Start { millimetres: 90 }).expect("begins again");
    spool(PrintAct::End(PrintOutcome::Printed)).expect("printed");
    let job = story.state.jobs.get(&job).expect("kept for the day");
    assert!(matches!(job.state, JobState::Printed { .. }));
    assert_eq!(job.attempts, 2);
    let id = job.id;
    story.ask("rina", Command::Print(id, PrintAct::Reprint)).expect("a copy");
    let copy = story.state.jobs.values().next_back().expect("a copy");
    assert_eq!((copy.copy_of, &copy.state), (Some(id), &JobState::Queued));
    assert_eq!(copy.by, Some(story.who("rina")), "the copy says who asked for it");
    let roll = story.state.roll(&"kiosk".into());
    assert_eq!((roll.millimetres, roll.tickets), (90, 1), "a postponed attempt used no paper");
}

#[test]
fn a_paper_that_waits_may_come_out_elsewhere_and_one_that_was_sent_never() {
    let mut story = Story::open();
    story.issue('A').expect("open");
    let (first, loket) = (JobId(1), PrinterId::from("loket"));
    let mut spool = |act| story.by(Actor::Office, Command::Print(first, act));
    let away = || PrintAct::Move { to: "loket".into() };
    assert_eq!(spool(PrintAct::Move { to: "kiosk".into() }), Err(Refusal::NoPrinter), "it is there already");
    assert_eq!(spool(PrintAct::Move { to: "nowhere".into() }), Err(Refusal::NoPrinter));
    spool(PrintAct::Start { millimetres: 90 }).expect("begins");
    assert_eq!(spool(away()), Err(Refusal::StillPrinting));
    spool(PrintAct::End(PrintOutcome::Postponed("belum".into()))).expect("nothing went out");
    spool(away()).expect("moved");
    let job = story.state.jobs.get(&first).expect("kept").clone();
    assert_eq!((&job.printer, job.moved_from.clone()), (&loket, Some("kiosk".into())));
    let waiting =
        |printer: &str| story.state.open_jobs_of(&printer.into()).map(|job| job.id).collect::<Vec<_>>();
    assert_eq!((waiting("kiosk"), waiting("loket")), (vec![], vec![first]), "it waits in one place");
    let mut spool = |act| story.by(Actor::Office, Command::Print(first, act));
    spool(PrintAct::Start { millimetres: 90 }).expect("begins there");
    spool(PrintAct::End(PrintOutcome::Uncertain("diam".into()))).expect("settled");
    assert_eq!(spool(away()), Err(Refusal::StillPrinting), "what was sent is not sent again elsewhere");
    assert_eq!(story.state.roll(&loket).millimetres, 90);
    assert_eq!(story.state.roll(&"kiosk".into()).millimetres, 0);
    assert_eq!(story.state.unprinted.size(), 0);
}

#[test]
fn a_new_roll_starts_the_odometer_again() {
    let mut story = Story::open();
    for job in 1..=3 {
        story.issue('A').expect("open");
        let mut spool = |act| story.by(Actor::Office, Command::Print(JobId(job), act));
        spool(PrintAct::Start { millimetres: 120 }).expect("begins");
        spool(PrintAct::End(PrintOutcome::Printed)).expect("printed");
    }
    let kiosk = PrinterId::from("kiosk");
    let roll = story.state.roll(&kiosk);
    assert_eq!((roll.left(50), roll.tickets_left(50)), (49_640, 413));
    let change = Command::Printer(kiosk.clone(), PrinterAct::ChangeRoll);
    assert_eq!(story.ask("rina", change.clone()), Err(Refusal::WrongRole));
    let elsewhere = Command::Printer("nowhere".into(), PrinterAct::ChangeRoll);
    assert_eq!(story.ask("admin", elsewhere), Err(Refusal::NoPrinter));
    story.ask("admin", change).expect("changed");
    let roll = story.state.roll(&kiosk);
    assert_eq!(roll.changed.map(|(who, _)| who), Some(story.who("admin")));
    assert_eq!((roll.millimetres, roll.tickets_left(50)), (0, 500));
}

#[test]
fn a_new_day_starts_the_numbers_again_and_keeps_open_berkas() {
    let mut story = Story::open();
    let (ticket, berkas) = story.registered();
    let late = story.issue('A').expect("open");
    assert_eq!(story.ticket(late).number.to_string(), "A-002");
    story.wait(24 * 3600).by(Actor::Office, Command::Tick).expect("a new day");
    assert!(story.state.ticket(ticket).is_none() && story.state.ticket(late).is_none());
    assert!(story.state.berkas(berkas).is_some());
    assert_eq!(story.state.line.waiting(&Purpose::from("pendaftaran")), 0);
    assert!(!story.state.is_open(crate::domain::ids::LoketId(2)));
    let fresh = story.issue('A').expect("open");
    assert_eq!(story.ticket(fresh).number.to_string(), "A-001");
    assert!(fresh > late, "ids go on");
}

/// I12: a clock that steps back stays in the open day and reuses nothing.
#[test]
fn i12_a_clock_that_steps_back_reuses_no_number() {
    let mut story = Story::new();
    story.now = monday_morning().plus_seconds(24 * 3600);
    story.issue('A').expect("open");
    story.now = monday_morning();
    // The writer never stamps an entry earlier than the last; the decision sees that stamp.
    story.now = Moment(story.now.0.max(story.state.last.0));
    let second = story.issue('A').expect("open");
    assert_eq!(story.ticket(second).number.to_string(), "A-002");
    assert_eq!(story.state.today().map(|day| day.to_string()).as_deref(), Some("2026-11-24"));
}

#[test]
fn tickets_of_two_services_have_their_own_series() {
    let mut story = Story::open();
    for (service, number) in [('A', "A-001"), ('C', "C-001"), ('A', "A-002")] {
        let ticket = story.issue(service).expect("open");
        assert_eq!(story.ticket(ticket).number.to_string(), number);
    }
}

#[test]
fn calls_are_spoken_one_at_a_time_and_recalls_wait_behind() {
    let mut story = Story::open();
    story.issue('A').expect("open");
    story.issue('C').expect("open");
    story.at("rina", 2, LoketAct::CallNext).expect("A-001");
    story.at("rina", 2, LoketAct::Recall).expect("again");
    story.at("dewi", 4, LoketAct::CallNext).expect("C-001");
    // The recall took the place of the first call that nobody had spoken; C-001 is a first call.
    let zone = "utama".into();
    let turn = story.state.call_in_turn(&zone).expect("somebody").clone();
    assert_eq!(turn.number.to_string(), "C-001");
    story.ask("tv", Command::Board(turn.id, BoardAct::Shown)).expect("shown");
    story.ask("tv", Command::Board(turn.id, BoardAct::Speak { page: 7 })).expect("leave to speak");
    story.ask("tv", Command::Board(turn.id, BoardAct::Spoken { page: 7 })).expect("spoken");
    let next = story.state.call_in_turn(&zone).expect("the recall").clone();
    assert_eq!((next.number.to_string(), next.nth), ("A-001".to_string(), 2));
    story.at("rina", 2, LoketAct::Present).expect("they come");
    let call = story.state.calls.get(&next.id).expect("still listed");
    assert!(matches!(call.voice, Voice::Silent { why: Silence::NotNeeded, .. }));
}

#[test]
fn a_paused_voice_says_nothing_and_boards_show_everything() {
    let mut story = Story::open();
    for letter in ['A', 'C', 'D'] {
        story.issue(letter).expect("open");
    }
    let voice = |story: &Story, id| story.state.calls.get(&CallId(id)).expect("listed").voice.clone();
    let pause = |minutes| Command::Voice(VoiceAct::Pause { minutes });
    story.at("rina", 2, LoketAct::CallNext).expect("A-001");
    for minutes in [0, 61] {
        assert_eq!(story.ask("rina", pause(minutes)), Err(Refusal::PauseTooLong));
    }
    assert!(story.ask("tv", pause(15)).is_err(), "a board does not silence itself");
    story.ask("rina", pause(15)).expect("paused");
    assert!(
        matches!(voice(&story, 1), Voice::Silent { why: Silence::Paused, .. }),
        "what waited for its voice"
    );
    story.at("dewi", 4, LoketAct::CallNext).expect("C-001");
    assert!(matches!(voice(&story, 2), Voice::Silent { why: Silence::Paused, .. }));
    assert!(!story.state.calls.get(&CallId(2)).expect("listed").was_unheard(), "nobody has to be warned");
    story.ask("tv", Command::Board(CallId(2), BoardAct::Shown)).expect("shown all the same");
    story.wait(45).by(Actor::Office, Command::Tick).expect("a pause does not take anybody's second call");
    assert_eq!(story.state.calls.values().filter(|call| call.number.to_string() == "C-001").count(), 2);
    story.ask("rina", Command::Voice(VoiceAct::Resume)).expect("goes on");
    let done = story.ask("rina", Command::Voice(VoiceAct::Resume)).expect("nothing to end");
    assert_eq!(done, Answer::Nothing);
    let joko = story.at("joko", 5, LoketAct::CallNext).expect("D-001");
    assert!(matches!(joko, Answer::Ticket(..)));
    let last = story.state.calls.values().next_back().expect("a call");
    assert_eq!(last.voice, Voice::Waiting, "and is spoken again");
}

#[test]
fn the_offices_quiet_hours_need_no_hand() {
    let mut story = Story::open();
    let local = |story: &Story| story.profile.calendar.offset.local(story.now).time();
    let span = |from: Time| Span { from, until: from.wrapping_add(jiff::ToSpan::minutes(20)) };
    story.profile.announcing.quiet = vec![span(local(&story))];
    story.issue('A').expect("open");
    story.at("rina", 2, LoketAct::CallNext).expect("A-001");
    let paused = |story: &Story| {
        let call = story.state.calls.values().next_back().expect("a call");
        matches!(call.voice, Voice::Silent { why: Silence::Paused, .. })
    };
    assert!(paused(&story));
    story.at("rina", 2, LoketAct::Present).expect("they come");
    story.at("rina", 2, LoketAct::Dismiss { reason: "uji".into() }).expect("over");
    story.wait(20 * 60);
    story.issue('A').expect("open");
    story.at("rina", 2, LoketAct::CallNext).expect("A-002");
    assert!(!paused(&story), "the hour is over");
}

#[test]
fn a_voice_that_fails_does_not_hold_up_the_others() {
    let mut story = Story::open();
    story.issue('A').expect("open");
    story.issue('C').expect("open");
    story.at("rina", 2, LoketAct::CallNext).expect("A-001");
    story.at("dewi", 4, LoketAct::CallNext).expect("C-001");
    let voice = |story: &Story, id| story.state.calls.get(&CallId(id)).expect("listed").voice.clone();
    story.wait(19).by(Actor::Office, Command::Tick).expect("nothing yet");
    assert_eq!(voice(&story, 1), Voice::Waiting);
    story.wait(1).by(Actor::Office, Command::Tick).expect("gives up");
    assert!(matches!(voice(&story, 1), Voice::Silent { why: Silence::NobodySpoke, .. }));
    story.ask("tv", Command::Board(CallId(2), BoardAct::Speak { page: 1 })).expect("its turn");
    story.wait(15).by(Actor::Office, Command::Tick).expect("gives up");
    assert!(matches!(voice(&story, 2), Voice::Silent { why: Silence::CutOff, .. }));
}

#[test]
fn a_crowded_zone_lets_its_oldest_call_go_unspoken() {
    let mut story = Story::open();
    for _ in 0..5 {
        story.issue('A').expect("open");
    }
    for _ in 0..4 {
        story.at("rina", 2, LoketAct::CallNext).expect("somebody");
        story.at("rina", 2, LoketAct::Miss).expect("nobody came");
    }
    let pending = story.state.calls.values().filter(|call| call.is_pending()).count();
    assert!(pending <= 3, "{pending} calls wait for a voice");
}

#[test]
fn an_estimate_is_promised_only_after_five_services() {
    let mut story = Story::open();
    for _ in 0..5 {
        let ticket = story.issue('C').expect("open");
        assert_eq!(story.ticket(ticket).estimate, None);
        story.serve("dewi", 4);
        story.wait(240).copied();
    }
    for ahead in 0..3 {
        let ticket = story.issue('C').expect("open");
        let ticket = story.ticket(ticket);
        assert_eq!(ticket.ahead, ahead);
        let estimate = ticket.estimate.expect("five samples");
        assert!(estimate.low <= estimate.high && estimate.high.is_multiple_of(5));
        assert!(u64::from(estimate.high) * 60 >= u64::from(ahead + 1) * 300);
    }
}

#[test]
fn a_priority_ticket_is_called_before_earlier_ones() {
    let mut story = Story::open();
    let first = story.issue('A').expect("open");
    let elder = story.issue_for(Wanted::Service(Series('A')), Some("lansia")).expect("open");
    assert_eq!(story.serve("rina", 2), elder);
    story.register().expect("complete");
    assert_eq!(story.serve("rina", 2), first);
}
