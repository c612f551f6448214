//! Data that an older program wrote, opened by this one.
//!
//! `tests/data/office-4.tgz` is the data folder of a played day (`loket demo --day --visitors 40 --seed 4`), written by
//! the program whose rows had format 4: journal, rows, emptied urn, the demonstration's keys. It stays as it is for ever;
//! the next format brings a file of its own.

use crate::house::{House, Plans};
use loket::clock::ManualClock;
use loket::documents::Seals;
use loket::domain::ids::{BerkasId, Seq};
use loket::domain::state::Counter;
use loket::domain::time::{Date, UtcOffset};
use loket::store::{Store, verify};

/// Where the played day ended.
const LAST: Seq = Seq(1191);

/// Lays the old office into a folder of its own.
fn unpack() -> tempfile::TempDir {
    let packed = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/office-4.tgz");
    let packed = std::fs::File::open(packed).expect("the packed office");
    let folder = tempfile::tempdir().expect("a folder");
    tar::Archive::new(flate2::read::GzDecoder::new(packed)).unpack(folder.path()).expect("unpacks");
    let office = folder.path().join("office");
    for file in std::fs::read_dir(&office).expect("the office") {
        let file = file.expect("a file");
        std::fs::rename(file.path(), folder.path().join(file.file_name())).expect("moves");
    }
    std::fs::remove_dir(office).expect("empty");
    folder
}

fn faults(store: &Store) -> Vec<String> {
    let scratch = tempfile::tempdir().expect("a folder");
    verify(&store.reader(), scratch.path()).expect("readable").faults
}

/// Nothing is lost on the way: every ticket, berkas and response of the old day is there, and the rows are what its
/// journal says.
#[test]
fn an_office_of_format_4_is_taken_over_whole() {
    let folder = unpack();
    let (store, state) = Store::open(folder.path()).expect("opens");
    let reader = store.reader();
    assert_eq!(state.seq, LAST, "opening writes no entry");
    let berkas = state.counter(&Counter::Berkas);
    assert!(berkas > 0);
    let closed = (1..=berkas).filter(|id| !state.berkas.contains_key(&BerkasId(*id)));
    for id in closed {
        let found = reader.berkas(BerkasId(id)).expect("readable").expect("kept when it was closed");
        assert_eq!(found.id, BerkasId(id));
        assert_eq!(found.applicant.nik.digits().len(), 16, "opened with the office's key");
    }
    assert_eq!(state.berkas.size(), 2, "two were on their way");
    assert_eq!(faults(&store), Vec::<String>::new());
    let seals = Seals::open(folder.path()).expect("the pairs that sign SK");
    assert_eq!(seals.current().0, "b704e6a5", "SK of the old day stay genuine");
}

/// The office goes on: numbers of the next day begin anew, berkas go on where they lay.
#[tokio::test]
async fn an_office_of_format_4_goes_on_the_next_day() {
    let next = UtcOffset(8 * 3600).moment(Date::constant(2026, 11, 30).at(8, 0, 0, 0));
    let plans = Plans { folder: Some(unpack()), clock: Some(ManualClock::at(next)), ..Plans::default() };
    let house = House::build(plans).await;
    let before = house.office().committed().state.counter(&Counter::Berkas);
    let slip = house.who("kiosk").await.takes("A").await;
    assert_eq!(slip["number"], "A-001");
    let officer = house.officer(2).await;
    assert_eq!(officer.serves().await, "A-001");
    assert_eq!(officer.registers().await, before + 1, "berkas are counted on");
    let open: Vec<_> = house.office().committed().state.berkas.keys().map(|id| id.0).collect();
    assert_eq!(open.len(), 3);
    house.rests().await;
    house.verify();
    house.reopen().await.verify();
}
