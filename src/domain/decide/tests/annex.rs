//! Notes and scans.

use super::story::Story;
use crate::domain::annex::{MOST_NOTES, MOST_SCAN_BYTES, MOST_SCANS, ScanKind};
use crate::domain::command::{AnnexAct, Answer, BerkasAct, Command, LoketAct, NewScan};
use crate::domain::ids::BerkasId;
use crate::domain::refusal::Refusal;

impl Story {
    fn beside(&mut self, who: &str, berkas: BerkasId, act: AnnexAct) -> Result<Answer, Refusal> {
        self.ask(who, Command::Annex(berkas, act))
    }
}

fn note(text: &str) -> AnnexAct {
    AnnexAct::Note { text: text.to_string() }
}

fn scan(digest: u8, bytes: u64) -> NewScan {
    NewScan { requirement: "STR".to_string(), digest: [digest; 32], kind: ScanKind::Pdf, bytes }
}

#[test]
fn notes_have_words_an_author_and_a_limit() {
    let mut story = Story::open();
    let (_, berkas) = story.registered();
    story.beside("rina", berkas, note("  Minta ditelepon. ")).expect("at a loket");
    story.beside("agus", berkas, note("Denah kurang jelas.")).expect("at a desk");
    assert_eq!(story.beside("agus", berkas, note(" \n ")), Err(Refusal::ReasonNeeded));
    assert_eq!(story.beside("agus", berkas, note(&"x".repeat(501))), Err(Refusal::TooLong));
    assert_eq!(story.beside("agus", BerkasId(9), note("x")), Err(Refusal::NoSuchBerkas(BerkasId(9))));
    let notes = &story.state.annex(berkas).expect("two notes").notes;
    assert_eq!((notes[0].text.as_str(), notes[0].by), ("Minta ditelepon.", story.who("rina")));
    for _ in 2..MOST_NOTES {
        story.beside("agus", berkas, note("x")).expect("room for it");
    }
    assert_eq!(story.beside("agus", berkas, note("x")), Err(Refusal::TooManyNotes));
}

#[test]
fn scans_belong_to_a_line_of_the_checklist_and_have_limits() {
    let mut story = Story::open();
    let (_, berkas) = story.registered();
    let other = NewScan { requirement: "Lain".to_string(), ..scan(1, 1) };
    assert_eq!(story.beside("agus", berkas, AnnexAct::AddScan(other)), Err(Refusal::NoSuchRequirement));
    let large = AnnexAct::AddScan(scan(1, MOST_SCAN_BYTES));
    assert_eq!(story.beside("agus", berkas, large.clone()), Ok(Answer::Berkas(berkas)));
    assert_eq!(story.beside("rina", berkas, large), Ok(Answer::Nothing), "it is there already");
    assert_eq!(story.beside("agus", berkas, AnnexAct::AddScan(scan(2, 1))), Err(Refusal::ScansTooLarge));
    let remove = AnnexAct::RemoveScan { requirement: "STR".to_string(), digest: [1; 32] };
    story.beside("rina", berkas, remove.clone()).expect("there");
    assert_eq!(story.beside("rina", berkas, remove), Err(Refusal::NoSuchScan));
    for digest in 0..MOST_SCANS {
        story.beside("agus", berkas, AnnexAct::AddScan(scan(digest as u8, 1))).expect("room for it");
    }
    assert_eq!(story.beside("agus", berkas, AnnexAct::AddScan(scan(99, 1))), Err(Refusal::TooManyScans));
}

#[test]
fn whoever_does_not_work_on_berkas_writes_nothing_beside_them() {
    let mut story = Story::open();
    let (_, berkas) = story.registered();
    for who in ["kiosk", "tv", "admin"] {
        assert_eq!(story.beside(who, berkas, note("x")), Err(Refusal::WrongRole), "{who}");
    }
}

#[test]
fn notes_stay_through_the_moves_and_leave_the_state_with_their_berkas() {
    let mut story = Story::open();
    let (_, berkas) = story.registered();
    story.beside("agus", berkas, note("x")).expect("written");
    story.desk("agus", berkas, BerkasAct::Take).expect("takes it");
    story.desk("agus", berkas, BerkasAct::Release).expect("puts it back");
    story.signed_and_numbered(berkas);
    assert_eq!(story.state.annex(berkas).map(|annex| annex.notes.len()), Some(1));
    story.serve("joko", 5);
    story.at("joko", 5, LoketAct::WaiveSurvey { reason: "sakit".to_string() }).expect("waived");
    story.serve("dewi", 4);
    let receiver = crate::domain::berkas::Receiver::Applicant;
    story.at("dewi", 4, LoketAct::HandOver { receiver }).expect("closed");
    assert_eq!(story.state.annex(berkas), None, "closed work lives in its rows");
    assert_eq!(story.beside("agus", berkas, note("y")), Err(Refusal::NoSuchBerkas(berkas)));
}
