//! A copy is read in pieces (A9): what is written meanwhile is not in it, and the data file does not grow for it.

use crate::house::keys;
use loket::domain::account::Actor;
use loket::domain::command::Answer;
use loket::domain::event::{Entry, Event};
use loket::domain::ids::{AccountId, BerkasId, PermitCode, Seq, Series};
use loket::domain::state::{Changes, State};
use loket::domain::survey::{Answers, Ballot, Education, HalfDay, Occupation, Response, Score, Sex};
use loket::domain::time::{Date, Moment};
use loket::store::{FILE, Lasts, Rebuild, Sealed, Store};
use std::path::Path;
use tempfile::TempDir;

/// A journal that takes several pieces: so many entries of so many bytes.
const LONG: (usize, usize) = (200, 64 * 1024);
/// Entries written while each piece is taken.
const MEANWHILE: usize = 250;

/// A store that is written without an office around it.
struct Kept {
    store: Store,
    state: State,
    folder: TempDir,
}

impl Kept {
    fn new() -> Kept {
        let folder = tempfile::tempdir().expect("a folder");
        let (store, state) = Store::open_sealed(folder.path(), keys()).expect("opens");
        Kept { store, state, folder }
    }

    fn write(&mut self, event: Event, ballot: Option<Ballot>) {
        let seq = Seq(self.state.seq.0 + 1);
        let at = Moment(1_795_392_000_000_000 + i64::try_from(seq.0).expect("few"));
        let (actor, answer) = (Actor::Office, Answer::Nothing);
        let entry = Entry { seq, at, actor, request: None, events: vec![event], answer };
        let mut changes = Changes::new();
        self.state.apply(&entry, &mut changes);
        self.store.write(&[Sealed { entry, ballot }], &changes).expect("written");
    }

    /// One berkas is restricted, for this reason: an entry, and a row in the place of another.
    fn restricts(&mut self, why: &str) {
        let event = Event::BerkasRestricted { berkas: BerkasId(1), by: AccountId(1), why: why.to_string() };
        self.write(event, None);
    }

    /// A journal that takes several pieces.
    fn fills(&mut self) {
        for number in 0..LONG.0 {
            self.restricts(&format!("{number} {}", "x".repeat(LONG.1)));
        }
    }

    fn bytes(&self) -> u64 {
        length(self.folder.path())
    }
}

fn length(folder: &Path) -> u64 {
    std::fs::metadata(folder.join(FILE)).expect("the file").len()
}

fn response(age: u8) -> Response {
    Response {
        answers: Answers([Score::new(4).expect("1 to 4"); 9]),
        sex: Sex::P,
        age,
        education: Education::Smp,
        occupation: Occupation::Wirausaha,
        service: Series('A'),
        date: Date::constant(2026, 11, 23),
        half: HalfDay::Morning,
        suggestion: None,
    }
}

/// What lies in the urn, in the order of the ages.
fn urn(store: &Store) -> Vec<u8> {
    let mut ages: Vec<u8> = store.reader().urn().expect("readable").iter().map(|one| one.age).collect();
    ages.sort_unstable();
    ages
}

/// The urn is counted and filled again, and the journal goes on, while the first piece is taken: the copy knows nothing of
/// it, and opens as the office of the moment it was begun.
#[test]
fn a9_what_is_written_while_the_pieces_are_read_is_not_in_the_copy() {
    let mut kept = Kept::new();
    kept.fills();
    let votes = |age| Ballot { key: [age; 16], response: response(age), permit: PermitCode::from("SIPB") };
    for age in [31, 45, 62] {
        let event = Event::RestrictionLifted { berkas: BerkasId(1), by: AccountId(1), why: "x".to_string() };
        kept.write(event, Some(votes(age)));
    }
    let (begun, head) = (kept.state.clone(), kept.store.head());
    let (mut parts, reader) = (Vec::new(), kept.store.reader());
    let told = reader.copy(|name, part| {
        if parts.is_empty() {
            kept.write(Event::SurveysCounted { responses: [31, 45, 62].map(response).to_vec() }, None);
            kept.write(Event::SurveysCounted { responses: Vec::new() }, Some(votes(77)));
        }
        parts.push((name.to_string(), part.to_vec()));
        Ok(())
    });
    assert_eq!(told.expect("copied"), head, "the office when it was begun");
    let journal = parts.iter().filter(|(name, _)| name.starts_with("journal/")).count();
    assert!(journal > 2, "in several pieces: {journal}");
    assert_eq!(urn(&kept.store), [77], "the office went on");

    let made = tempfile::tempdir().expect("a folder");
    let mut rebuild = Rebuild::begin(made.path(), keys(), Lasts::Forever).expect("begun");
    for (name, part) in &parts {
        rebuild.take(name, part).expect("it follows");
    }
    rebuild.finish(head).expect("whole");
    let (store, state) = Store::open_sealed(made.path(), keys()).expect("opens");
    assert_eq!((state, urn(&store)), (begun, vec![31, 45, 62]));

    // One piece that is not there, and it is no copy.
    let made = tempfile::tempdir().expect("a folder");
    let mut rebuild = Rebuild::begin(made.path(), keys(), Lasts::Forever).expect("begun");
    rebuild.take(&parts[0].0, &parts[0].1).expect("the first");
    assert!(rebuild.take(&parts[2].0, &parts[2].1).is_err(), "the second is missing");
}

/// Much is written while the pieces are taken. Were the copy one reading, no page that is given up meanwhile could be used
/// again, and the file would grow by all of them.
#[test]
fn a9_a_copy_does_not_make_the_data_file_grow() {
    let mut kept = Kept::new();
    kept.fills();
    let (before, reader) = (kept.bytes(), kept.store.reader());
    let mut pieces = 0;
    let copied = reader.copy(|_, _| {
        pieces += 1;
        for number in 0..MEANWHILE {
            kept.restricts(&number.to_string());
        }
        Ok(())
    });
    copied.expect("copied");
    let after = kept.bytes();
    assert!(pieces > 4 && after <= before, "{pieces} pieces: {before} bytes, {after} afterwards");
}
