//! The journal is touched in every way that a hand with the file can think of, and each time somebody notices.

use crate::house::{House, Plans};
use crate::power::Disk;
use loket::domain::ids::Seq;
use loket::store::{Store, verify};
use redb::{Database, ReadableTable, TableDefinition};

/// Touches of a short run; `LOKET_TOUCHES` asks for more.
const TOUCHES: usize = 1_000;
const JOURNAL: TableDefinition<u64, &[u8]> = TableDefinition::new("journal");
const META: TableDefinition<&str, &[u8]> = TableDefinition::new("meta");

/// What is done to a journal.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
enum Touch {
    /// Some bytes of an entry are others.
    Edit,
    /// An entry is shorter or longer.
    Length,
    /// An entry is gone.
    Delete,
    /// Two entries have changed places.
    Swap,
    /// An entry stands where another stood.
    Copy,
    /// One more stands behind the last.
    Append,
    /// The last ones are gone.
    CutOff,
    /// An entry is another, and the next one names it.
    Relink,
    /// The last ones are gone, and the head has forgotten them.
    Forget,
}

const ALL: [Touch; 9] = [
    Touch::Edit,
    Touch::Length,
    Touch::Delete,
    Touch::Swap,
    Touch::Copy,
    Touch::Append,
    Touch::CutOff,
    Touch::Relink,
    Touch::Forget,
];

/// The records of a journal, as one writes them down.
type Records = Vec<(u64, Vec<u8>)>;

fn hash(record: &[u8]) -> [u8; 32] {
    <sha2::Sha256 as sha2::Digest>::digest(record).into()
}

/// Touches the records; the head that goes with them, when it is changed as well.
fn touched(records: &mut Records, touch: Touch, dice: &mut fastrand::Rng) -> Option<Vec<u8>> {
    let many = records.len();
    let at = dice.usize(..many);
    let other = (at + dice.usize(1..many)) % many;
    match touch {
        Touch::Edit => {
            for _ in 0..dice.usize(1..5) {
                let byte = dice.usize(..records[at].1.len());
                records[at].1[byte] = records[at].1[byte].wrapping_add(dice.u8(1..60));
            }
        }
        Touch::Length => match dice.bool() {
            true => {
                let shorter = dice.usize(..records[at].1.len());
                records[at].1.truncate(shorter);
            }
            false => records[at].1.extend(std::iter::repeat_n(b' ', dice.usize(1..50))),
        },
        Touch::Delete => drop(records.remove(at)),
        Touch::Swap => {
            let first = std::mem::take(&mut records[at].1);
            let second = std::mem::replace(&mut records[other].1, first);
            records[at].1 = second;
        }
        Touch::Copy => records[at].1 = records[other].1.clone(),
        Touch::Append => {
            let mut record = hash(&records[many - 1].1).to_vec();
            record.extend_from_slice(&records[at].1[32..]);
            let seq = records[many - 1].0 + 1;
            records.push((seq, record));
        }
        Touch::CutOff => records.truncate(at),
        Touch::Relink => {
            // The last one has no next.
            let at = at.min(many - 2);
            let text = String::from_utf8_lossy(&records[at].1[33..]).replacen(':', ": ", 1);
            records[at].1.truncate(33);
            records[at].1.extend_from_slice(text.as_bytes());
            let named = hash(&records[at].1);
            records[at + 1].1[..32].copy_from_slice(&named);
        }
        Touch::Forget => {
            // At least one stays: an empty journal is that of a new office.
            records.truncate(at.max(1));
            let (seq, last) = records.last().expect("one stays");
            let time = String::from_utf8_lossy(&last[33..]).into_owned();
            let time: serde_json::Value = serde_json::from_str(&time).expect("an entry");
            let at = time["at"].as_i64().expect("its moment");
            return Some([&seq.to_be_bytes()[..], &at.to_be_bytes(), &hash(last)].concat());
        }
    }
    None
}

/// The records of a file.
fn read(disk: &Disk) -> Records {
    let database = Database::builder().create_with_backend(disk.clone()).expect("opens");
    let transaction = redb::ReadableDatabase::begin_read(&database).expect("a transaction");
    let table = transaction.open_table(JOURNAL).expect("a table");
    let rows = table.iter().expect("readable").map(|row| row.expect("a row"));
    rows.map(|(seq, record)| (seq.value(), record.value().to_vec())).collect()
}

fn write(disk: &Disk, records: &Records, head: Option<Vec<u8>>) {
    let database = Database::builder().create_with_backend(disk.clone()).expect("opens");
    let transaction = database.begin_write().expect("a transaction");
    {
        let mut table = transaction.open_table(JOURNAL).expect("a table");
        table.retain(|_, _| false).expect("written");
        for (seq, record) in records {
            table.insert(seq, record.as_slice()).expect("written");
        }
        if let Some(head) = head {
            transaction.open_table(META).expect("a table").insert("head", head.as_slice()).expect("written");
        }
    }
    transaction.commit().expect("committed");
}

/// Whether somebody notices: the office does not open, the chain is broken, or the rows tell another story.
fn is_noticed(disk: &Disk) -> bool {
    let Ok((store, _)) = Store::open_with(disk.opener(), crate::house::keys()) else { return true };
    let reader = store.reader();
    if !matches!(reader.check_chain(Seq(1)), Ok((_, None))) {
        return true;
    }
    let scratch = tempfile::tempdir().expect("a folder");
    verify(&reader, scratch.path()).map_or(true, |verdict| !verdict.faults.is_empty())
}

#[tokio::test]
async fn g17_no_touch_of_the_journal_goes_unnoticed() {
    let touches = std::env::var("LOKET_TOUCHES").ok().and_then(|text| text.parse().ok()).unwrap_or(TOUCHES);
    let disk = Disk::default();
    let house = House::build(Plans { opener: Some(disk.opener()), ..Plans::default() }).await;
    let kiosk = house.who("kiosk").await;
    let two = house.officer(2).await;
    for _ in 0..3 {
        kiosk.takes("A").await;
    }
    two.serves().await;
    two.registers().await;
    house.rests().await;
    house.close().await;
    let image = disk.image();
    assert!(!is_noticed(&Disk::holding(image.clone())), "untouched, it is as it should be");
    let whole = read(&Disk::holding(image.clone()));
    assert!(whole.len() > 15, "{} entries", whole.len());

    let mut dice = fastrand::Rng::with_seed(17);
    let mut counted = std::collections::BTreeMap::new();
    for nth in 0..touches {
        let touch = ALL[nth % ALL.len()];
        let mut records = whole.clone();
        let head = touched(&mut records, touch, &mut dice);
        if records == whole {
            continue;
        }
        let disk = Disk::holding(image.clone());
        write(&disk, &records, head);
        assert!(is_noticed(&disk), "touch {nth}, {touch:?}: nobody notices");
        *counted.entry(format!("{touch:?}")).or_insert(0) += 1;
    }
    result!("{{\"id\":\"G17\",\"touches\":{touches},\"noticed\":{}}}", serde_json::json!(counted));
    assert!(counted.len() == ALL.len(), "{counted:?}");
}
