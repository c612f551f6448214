//! Data that an older program wrote, opened by this one.
//!
//! `tests/data/office-4.tgz` is the data folder of a played day (`loket demo --day --visitors 40 --seed 4`), written by
//! the program whose rows had format 4: journal, rows, emptied urn, the demonstration's keys; `office-5.tgz` and
//! `office-6.tgz` the same of later formats (`--seed 5`, `--seed 6`). They stay as they are for ever; the next format brings a file of its own.

use crate::house::{House, Plans};
use crate::program::{path, program, start};
use loket::app::client::Client;
use loket::clock::ManualClock;
use loket::documents::Seals;
use loket::domain::ids::{BerkasId, Seq};
use loket::domain::state::Counter;
use loket::domain::time::{Date, UtcOffset};
use loket::store::{Store, verify};
use std::process::Stdio;
use std::time::Duration;
use tokio::io::{AsyncBufReadExt, BufReader};

/// An office that an older program left.
pub(crate) struct Old {
    /// The format of its rows.
    pub format: u8,
    /// Where its day ended.
    pub last: Seq,
    /// Berkas that were on their way then.
    pub open: usize,
    /// The pair that signed its SK.
    pair: &'static str,
}

/// Every older office there is.
pub(crate) static OLD: [Old; 3] = [
    Old { format: 4, last: Seq(1191), open: 2, pair: "b704e6a5" },
    Old { format: 5, last: Seq(1062), open: 2, pair: "c2bf76d1" },
    Old { format: 6, last: Seq(1046), open: 3, pair: "2801cc2b" },
];

impl Old {
    /// Lays it into a folder of its own.
    pub(crate) fn unpack(&self) -> tempfile::TempDir {
        let packed = format!("{}/tests/data/office-{}.tgz", env!("CARGO_MANIFEST_DIR"), self.format);
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
}

fn faults(store: &Store) -> Vec<String> {
    let scratch = tempfile::tempdir().expect("a folder");
    verify(&store.reader(), scratch.path()).expect("readable").faults
}

/// Nothing is lost on the way: every ticket, berkas and response of the old day is there, and the rows are what its
/// journal says.
#[test]
fn an_older_office_is_taken_over_whole() {
    for old in &OLD {
        let folder = old.unpack();
        let (store, state) = Store::open(folder.path()).expect("opens");
        let reader = store.reader();
        assert_eq!(state.seq, old.last, "opening writes no entry, format {}", old.format);
        let berkas = state.counter(&Counter::Berkas);
        assert!(berkas > 0);
        let closed = (1..=berkas).filter(|id| !state.berkas.contains_key(&BerkasId(*id)));
        for id in closed {
            let found = reader.berkas(BerkasId(id)).expect("readable").expect("kept when it was closed");
            assert_eq!(found.id, BerkasId(id));
            assert_eq!(found.applicant.nik.digits().len(), 16, "opened with the office's key");
        }
        assert_eq!(state.berkas.size(), old.open, "some were on their way");
        assert_eq!(faults(&store), Vec::<String>::new());
        let seals = Seals::open(folder.path()).expect("the pairs that sign SK");
        assert_eq!(seals.current().0, old.pair, "SK of the old day stay genuine");
    }
}

/// The office goes on: numbers of the next day begin anew, berkas go on where they lay.
#[tokio::test]
async fn an_older_office_goes_on_the_next_day() {
    for old in &OLD {
        let next = UtcOffset(8 * 3600).moment(Date::constant(2026, 12, 1).at(8, 0, 0, 0));
        let clock = Some(ManualClock::at(next));
        let house = House::build(Plans { folder: Some(old.unpack()), clock, ..Plans::default() }).await;
        let before = house.office().committed().state.counter(&Counter::Berkas);
        let slip = house.who("kiosk").await.takes("A").await;
        assert_eq!(slip["number"], "A-001");
        let officer = house.officer(2).await;
        assert_eq!(officer.serves().await, "A-001");
        assert_eq!(officer.registers().await, before + 1, "berkas are counted on");
        assert_eq!(house.office().committed().state.berkas.size(), old.open + 1);
        house.rests().await;
        house.verify();
        house.reopen().await.verify();
    }
}

/// How often the program is killed in a short run; `LOKET_CUT_OFF` asks for more.
const KILLS: usize = 10;

/// A11: kill -9 while the program takes over the data of an older one, again and again on the same folder. The next start
/// goes on as if nothing had been, and everything is there.
#[tokio::test(flavor = "multi_thread")]
async fn a11_a_program_that_is_killed_while_it_takes_over_starts_again() {
    let asked = std::env::var("LOKET_CUT_OFF").ok().and_then(|text| text.parse::<usize>().ok());
    let kills = asked.map_or(KILLS, |asked| asked.clamp(KILLS, 50));
    let mut dice = fastrand::Rng::with_seed(11);
    let mut early = 0;
    for round in 0..kills.div_ceil(2) {
        let old = &OLD[round % OLD.len()];
        let folder = old.unpack();
        let arguments = ["demo", "--listen", "127.0.0.1:0", "--data", path(folder.path())];
        for _ in 0..2 {
            let mut child = program()
                .args(arguments)
                .stdout(Stdio::piped())
                .stderr(Stdio::null())
                .spawn()
                .expect("the program starts");
            let mut lines = BufReader::new(child.stdout.take().expect("a pipe")).lines();
            // The moment of the kill is the point of the test: it wanders over the start.
            let told = tokio::time::timeout(Duration::from_millis(dice.u64(20..500)), lines.next_line());
            early += usize::from(told.await.is_err());
            child.kill().await.expect("killed");
        }
        let (mut child, base) = start(&arguments).await;
        let health = Client::new(&base).get("/health").await.expect("an answer");
        assert!(health.body["seq"].as_u64() >= Some(old.last.0), "{}", health.body);
        child.kill().await.expect("killed");
        let (store, state) = Store::open(folder.path()).expect("opens");
        assert_eq!((faults(&store), state.berkas.size()), (Vec::new(), old.open));
    }
    result!(
        "{{\"id\":\"A11 kills\",\"kills\":{},\"before it served\":{early},\"lost\":0}}",
        2 * kills.div_ceil(2)
    );
    assert!(early > 0, "some came before it served");
}
