//! Notes, scans, the form and official papers.

use super::story::Story;
use crate::domain::annex::{MOST_NOTES, MOST_SCAN_BYTES, MOST_SCANS, ScanKind};
use crate::domain::command::{AnnexAct, Answer, BerkasAct, Command, LoketAct, NewScan, PaperAct};
use crate::domain::form::{FormField, MOST_FIELDS, MOST_VALUE};
use crate::domain::ids::{BerkasId, IssuedId};
use crate::domain::issued::{MOST_FACTS, NewPaper, PaperFile, PaperKind, Sheet};
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

fn entered(fields: &[(&str, &str)]) -> AnnexAct {
    let field = |(name, value): &(&str, &str)| FormField { name: (*name).into(), value: (*value).into() };
    AnnexAct::Fill { fields: fields.iter().map(field).collect() }
}

#[test]
fn the_form_is_entered_by_the_step_that_enters_it_until_the_sk_has_its_number() {
    let mut story = Story::open();
    let (_, berkas) = story.registered();
    assert_eq!(story.beside("rina", berkas, entered(&[("nomor STR", "1")])), Err(Refusal::WrongRole));
    let given =
        entered(&[("nomor STR", " 12 34 "), ("gelar belakang", " "), ("tanggal lahir", "15-07-1990")]);
    assert_eq!(story.beside("agus", berkas, given.clone()), Ok(Answer::Berkas(berkas)));
    assert_eq!(story.beside("agus", berkas, given), Ok(Answer::Nothing), "nothing has changed");
    let form = story.state.annex(berkas).and_then(|annex| annex.form.clone()).expect("a form");
    let fields: Vec<_> =
        form.fields.iter().map(|field| (field.name.as_str(), field.value.as_str())).collect();
    // In the order of the profile, and what is empty is not kept.
    assert_eq!(fields, [("tanggal lahir", "15-07-1990"), ("nomor STR", "12 34")]);
    assert_eq!(form.by, story.who("agus"));

    for name in ["NIK", "nama", "warna"] {
        assert_eq!(
            story.beside("agus", berkas, entered(&[(name, "x")])),
            Err(Refusal::NoSuchField),
            "{name}"
        );
    }
    let long = "x".repeat(MOST_VALUE + 1);
    assert_eq!(story.beside("agus", berkas, entered(&[("nomor STR", &long)])), Err(Refusal::TooLong));
    let many = vec![("nomor STR", "1"); MOST_FIELDS + 1];
    assert_eq!(story.beside("agus", berkas, entered(&many)), Err(Refusal::TooManyFields));
    story.signed_and_numbered(berkas);
    assert_eq!(story.beside("agus", berkas, entered(&[("nomor STR", "9")])), Err(Refusal::NumberedAlready));
}

fn paper(kind: PaperKind, text: &str) -> NewPaper {
    let file = PaperFile { name: "sk.html".into(), digest: [text.len() as u8; 32] };
    NewPaper { kind, sheet: Sheet::F4, files: vec![(file, text.into())], facts: "{}".into() }
}

#[test]
fn a_paper_is_kept_with_its_files_and_each_file_once() {
    let mut story = Story::open();
    let (_, berkas) = story.registered();
    let issue = |new: NewPaper| Command::Paper(berkas, PaperAct::Issue(Box::new(new)));
    let first = story.ask("agus", issue(paper(PaperKind::Receipt, "one")));
    assert_eq!(first, Ok(Answer::Issued(IssuedId(1))));
    assert!(story.state.paper_files.contains(&[3; 32]));
    let files = story.state.paper_files.size();
    story.ask("rina", issue(paper(PaperKind::Receipt, "one"))).expect("the same template");
    assert_eq!(story.state.paper_files.size(), files);
    let copy = PaperAct::Copy { of: IssuedId(1), kind: PaperKind::Receipt, sheet: Sheet::F4 };
    assert_eq!(story.ask("rina", Command::Paper(berkas, copy)), Ok(Answer::Issued(IssuedId(3))));

    assert_eq!(story.ask("agus", issue(paper(PaperKind::Permit, "one"))), Err(Refusal::NotNumbered));
    assert_eq!(story.ask("agus", issue(paper(PaperKind::Control, "one"))), Err(Refusal::NotKept));
    let large = NewPaper { facts: "x".repeat(MOST_FACTS + 1), ..paper(PaperKind::Receipt, "one") };
    assert_eq!(story.ask("agus", issue(large)), Err(Refusal::PaperTooLarge));
    story.signed_and_numbered(berkas);
    story.ask("agus", issue(paper(PaperKind::Permit, "one"))).expect("it has its number");
}
