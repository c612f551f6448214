//! A berkas that goes back to its applicant for lines of its checklist, and comes again; a step back inside the
//! office; certified copies.

use super::story::{Story, checklist, monday_morning};
use crate::domain::berkas::{CheckedItem, Lacking, Mark, Mended, Standing};
use crate::domain::command::{BerkasAct, Legalise, LoketAct};
use crate::domain::event::Event;
use crate::domain::ids::{BerkasId, TicketId};
use crate::domain::legalised::{LegalDocument, MOST_DOCUMENTS, copies};
use crate::domain::overdue::overdue;
use crate::domain::paper::Paper;
use crate::domain::refusal::Refusal;
use crate::domain::state::{Changes, Counter, State};
use crate::domain::ticket::{End, Stage};

fn lacking(lines: &[(&str, &str)]) -> Vec<Lacking> {
    let line = |(requirement, why): &(&str, &str)| Lacking {
        requirement: (*requirement).to_string(),
        why: (*why).to_string(),
    };
    lines.iter().map(line).collect()
}

/// The analis returns a berkas for these lines.
fn returned(story: &mut Story, berkas: BerkasId, lines: &[(&str, &str)]) -> Result<(), Refusal> {
    story.desk("agus", berkas, BerkasAct::Take).expect("takes it");
    let choose = BerkasAct::Choose {
        choice: "kembalikan".into(),
        reason: None,
        lacking: lacking(lines),
        exception: None,
    };
    story.desk("agus", berkas, choose).map(drop)
}

fn marks(ktp: Mark, str: Mark, before: Mark) -> Vec<CheckedItem> {
    let mut lines = checklist(ktp);
    lines[1].mark = str;
    lines[2].mark = before;
    lines
}

/// Replaying what was written gives the same office.
fn replays(story: &Story) {
    let mut replayed = State::default();
    for entry in &story.journal {
        replayed.apply(entry, &mut Changes::new());
    }
    assert_eq!(replayed, story.state);
}

fn papers(story: &Story) -> Vec<&Paper> {
    story.state.jobs.values().map(|job| &job.paper).collect()
}

#[test]
fn a_berkas_is_returned_for_lines_of_its_checklist() {
    let mut story = Story::open();
    let (_, berkas) = story.registered();
    let lines = [("SIP lama (perpanjangan)", " ternyata perpanjangan "), ("KTP-el", "")];
    returned(&mut story, berkas, &lines).expect("the lines say why");
    let known = story.berkas(berkas);
    // In the order of the checklist, and trimmed.
    let expected = lacking(&[("KTP-el", ""), ("SIP lama (perpanjangan)", "ternyata perpanjangan")]);
    assert_eq!(known.standing, Standing::Returned { reason: String::new(), lacking: expected.clone() });
    assert_eq!(known.passages.last().expect("it moved").lacking, expected);
    replays(&story);
}

#[test]
fn only_lines_of_the_checklist_are_lacking_and_only_in_a_return() {
    let mut story = Story::open();
    let (_, berkas) = story.registered();
    assert_eq!(returned(&mut story, berkas, &[("Paspor", "")]), Err(Refusal::NoSuchRequirement));
    assert_eq!(returned(&mut story, berkas, &[("STR", ""), ("STR", "")]), Err(Refusal::NoSuchRequirement));
    let long = "x".repeat(201);
    assert_eq!(returned(&mut story, berkas, &[("STR", &long)]), Err(Refusal::TooLong));
    assert_eq!(returned(&mut story, berkas, &[]), Err(Refusal::ReasonNeeded));
    let forward = BerkasAct::Choose {
        choice: "teruskan".into(),
        reason: None,
        lacking: lacking(&[("STR", "")]),
        exception: None,
    };
    assert_eq!(story.desk("agus", berkas, forward), Err(Refusal::OnlyWhenReturned));
    assert_eq!(story.berkas(berkas).standing, Standing::Moving);
}

#[test]
fn what_is_mended_is_struck_out_and_the_rest_goes_home_on_paper() {
    let mut story = Story::open();
    let (ticket, berkas) = story.registered();
    returned(&mut story, berkas, &[("KTP-el", "buram"), ("STR", "kedaluwarsa")]).expect("returned");
    assert_eq!(story.serve("rina", 2), ticket);
    let complete =
        LoketAct::GiveBack { checklist: Some(marks(Mark::Present, Mark::Present, Mark::NotNeeded)) };
    assert_eq!(story.at("rina", 2, complete), Err(Refusal::NothingMissing));
    let seen = marks(Mark::Present, Mark::Missing, Mark::Missing);
    story.at("rina", 2, LoketAct::GiveBack { checklist: Some(seen) }).expect("sent home");

    let open = lacking(&[("STR", "kedaluwarsa"), ("SIP lama (perpanjangan)", "")]);
    let known = story.berkas(berkas);
    assert_eq!(known.lacking(), open);
    let asked: Vec<_> =
        known.asked().into_iter().map(|(line, mended)| (&*line.requirement, mended)).collect();
    let expected =
        [("STR", Mended::NotYet), ("SIP lama (perpanjangan)", Mended::NotYet), ("KTP-el", Mended::Yes)];
    assert_eq!(asked, expected);
    assert_eq!(story.ticket(ticket).stage, Stage::Ended(End::Incomplete));
    let paper = Paper::Lacking { berkas, lacking: open, reason: String::new() };
    assert!(papers(&story).contains(&&paper));
    replays(&story);
}

#[test]
fn whoever_has_nothing_with_them_takes_the_whole_list_home() {
    let mut story = Story::open();
    let (ticket, berkas) = story.registered();
    returned(&mut story, berkas, &[("STR", "kedaluwarsa")]).expect("returned");
    story.serve("rina", 2);
    story.at("rina", 2, LoketAct::GiveBack { checklist: None }).expect("sent home");
    assert_eq!(story.berkas(berkas).lacking(), lacking(&[("STR", "kedaluwarsa")]));
    assert_eq!(story.ticket(ticket).stage, Stage::Ended(End::Incomplete));
    // A berkas that is on its way goes home with nobody.
    let (_, other) = story.registered();
    assert_ne!(other, berkas);
    story.issue('A').expect("open");
    story.serve("rina", 2);
    assert_eq!(story.at("rina", 2, LoketAct::GiveBack { checklist: None }), Err(Refusal::NoBerkas));
}

#[test]
fn what_was_asked_for_must_be_there_even_where_it_is_conditional() {
    let mut story = Story::open();
    let (_, berkas) = story.registered();
    returned(&mut story, berkas, &[("SIP lama (perpanjangan)", "ternyata perpanjangan")]).expect("returned");
    story.serve("rina", 2);
    let without = LoketAct::Resubmit { checklist: marks(Mark::Present, Mark::Present, Mark::NotNeeded) };
    assert_eq!(story.at("rina", 2, without), Err(Refusal::Incomplete));
    let with = LoketAct::Resubmit { checklist: marks(Mark::Present, Mark::Present, Mark::Present) };
    story.at("rina", 2, with).expect("received again");
    assert_eq!(story.berkas(berkas).standing, Standing::Moving);
    assert!(story.berkas(berkas).asked().is_empty());
}

#[test]
fn a_step_back_is_counted_by_the_year() {
    let mut story = Story::open();
    let (_, berkas) = story.registered();
    story.choose("agus", berkas, "teruskan", None);
    story.choose("maya", berkas, "teruskan", None);
    assert_eq!(story.state.counter(&Counter::SentBack(2026)), 0);
    story.choose("budi", berkas, "mundur", Some("paraf kurang"));
    story.choose("maya", berkas, "teruskan", None);
    story.choose("budi", berkas, "mundur", Some("masih kurang"));
    assert_eq!(story.state.counter(&Counter::SentBack(2026)), 2);
    replays(&story);
}

/// Somebody who came for certified copies stands at loket 4.
fn for_copies(story: &mut Story) -> TicketId {
    let ticket = story.issue('C').expect("open");
    assert_eq!(story.serve("dewi", 4), ticket);
    ticket
}

fn ijazah(copies: u32) -> LoketAct {
    let document = LegalDocument::Other(" Ijazah  D3 ".to_string());
    LoketAct::Legalise(Legalise { document, copies, signer: "Sari Wulandari".to_string() })
}

#[test]
fn certified_copies_are_noted_before_the_visit_ends() {
    let mut story = Story::open();
    let ticket = for_copies(&mut story);
    assert_eq!(story.at("dewi", 4, LoketAct::Finish), Err(Refusal::NothingLegalised));
    assert_eq!(story.at("dewi", 4, ijazah(0)), Err(Refusal::NoCopies));
    assert_eq!(story.at("dewi", 4, ijazah(51)), Err(Refusal::TooManyCopies { most: 50 }));
    story.at("dewi", 4, ijazah(5)).expect("noted");
    assert_eq!(story.at("dewi", 4, ijazah(3)), Err(Refusal::LegalisedAlready));
    let sk = LegalDocument::Ours { berkas: BerkasId(1), sk: "503/1/SIPB/DPMPTSP/XI/2026".to_string() };
    let ours = Legalise { document: sk, copies: 3, signer: "Sari Wulandari".to_string() };
    story.at("dewi", 4, LoketAct::Legalise(ours)).expect("noted");
    let noted = &story.ticket(ticket).legalised;
    assert_eq!((noted.len(), copies(noted), noted[0].document.title()), (2, 8, "Ijazah D3"));
    assert_eq!(story.state.counter(&Counter::Copies(2026)), 8);

    story.at("dewi", 4, LoketAct::WithdrawLegalisation { place: 0 }).expect("was wrong");
    assert_eq!(
        story.at("dewi", 4, LoketAct::WithdrawLegalisation { place: 1 }),
        Err(Refusal::NoSuchDocument)
    );
    assert_eq!(story.state.counter(&Counter::Copies(2026)), 3);
    story.at("dewi", 4, LoketAct::Finish).expect("something was noted");
    assert_eq!(story.ticket(ticket).stage, Stage::Ended(End::Served));
    replays(&story);
}

#[test]
fn a_visit_for_copies_ends_without_them_only_with_a_reason() {
    let mut story = Story::open();
    let ticket = for_copies(&mut story);
    assert_eq!(story.at("dewi", 4, LoketAct::Dismiss { reason: " ".into() }), Err(Refusal::ReasonNeeded));
    story.at("dewi", 4, LoketAct::Dismiss { reason: "tidak membawa asli".into() }).expect("with a reason");
    let ended = story.journal.last().expect("written").events.iter().any(
        |event| matches!(event, Event::TicketEnded { note: Some(note), .. } if note == "tidak membawa asli"),
    );
    assert!(ended && story.ticket(ticket).legalised.is_empty());
}

#[test]
fn copies_are_noted_only_for_who_came_for_them_and_only_so_many() {
    let mut story = Story::open();
    story.registered();
    assert_eq!(story.at("rina", 2, ijazah(1)), Err(Refusal::NothingInHand));
    story.issue('A').expect("open");
    story.serve("rina", 2);
    assert_eq!(story.at("rina", 2, ijazah(1)), Err(Refusal::NotForThisLoket));
    for_copies(&mut story);
    let nameless =
        Legalise { document: LegalDocument::Other("Ijazah".into()), copies: 1, signer: " ".into() };
    assert_eq!(story.at("dewi", 4, LoketAct::Legalise(nameless)), Err(Refusal::BadName));
    let wordless = Legalise { document: LegalDocument::Other("  ".into()), copies: 1, signer: "Sari".into() };
    assert_eq!(story.at("dewi", 4, LoketAct::Legalise(wordless)), Err(Refusal::DocumentNeeded));
    for place in 0..MOST_DOCUMENTS {
        let document = LegalDocument::Other(format!("Dokumen {place}"));
        let one = Legalise { document, copies: 1, signer: "Sari".into() };
        story.at("dewi", 4, LoketAct::Legalise(one)).expect("noted");
    }
    assert_eq!(story.at("dewi", 4, ijazah(1)), Err(Refusal::TooManyDocuments));
}

/// Minutes of service, rounded: every act takes a moment.
fn minutes(seconds: u64) -> u64 {
    (seconds + 30) / 60
}

#[test]
fn baku_mutu_runs_in_hours_of_service_and_stops_with_the_applicant() {
    let mut story = Story::open();
    let (_, berkas) = story.registered();
    let hour = |day: i64, hour: i64, minute: i64| {
        monday_morning().plus_seconds(((day * 24 + hour - 8) * 60 + minute) * 60)
    };
    let choose = |choice: &str, reason: Option<&str>| BerkasAct::Choose {
        choice: choice.into(),
        reason: reason.map(str::to_string),
        lacking: Vec::new(),
        exception: None,
    };
    // Taken ten minutes before the break and decided ten minutes after it.
    story.now = hour(0, 11, 50);
    story.desk("agus", berkas, BerkasAct::Take).expect("takes it");
    story.now = hour(0, 13, 10);
    story.desk("agus", berkas, choose("teruskan", None)).expect("decides");
    let analisa = story.berkas(berkas).passages.last().expect("it moved").clone();
    assert_eq!(minutes(analisa.worked), 20);
    // Over three whole days and a Friday whose break is longer.
    story.now = hour(4, 11, 20);
    story.desk("maya", berkas, BerkasAct::Take).expect("takes it");
    story.now = hour(4, 13, 40);
    story.desk("maya", berkas, choose("kembalikan", Some("foto buram"))).expect("decides");
    let verifikasi = story.berkas(berkas).passages.last().expect("it moved").clone();
    assert_eq!((minutes(verifikasi.waited), minutes(verifikasi.worked)), (170 + 3 * 420 + 200, 20));
    // A week with the applicant counts against nobody.
    story.now = hour(11, 8, 0);
    assert!(overdue(&story.profile, story.berkas(berkas), story.now).is_none());
}
