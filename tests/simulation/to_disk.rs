//! The same office on a real disk: what the simulation keeps in maps is what the store keeps, and opens again.

use crate::play;
use loket::domain::survey::Response;
use loket::domain::time::Date;
use loket::store::{Reader, Store, verify};
use std::collections::BTreeSet;
use std::ops::RangeInclusive;

#[test]
fn a_run_written_to_a_real_file_opens_as_the_same_office() {
    let played = play(3, 20_000, None).expect("a sound run");
    let office = played.office;
    let folder = tempfile::tempdir().expect("a folder");
    let (mut store, _) = Store::open(folder.path()).expect("a new file");
    let mut written = office.written.as_slice();
    // Several transactions become one, because each of them is synced twice.
    for some in office.batches.chunks(100) {
        let entries = some.iter().map(|(entries, _)| entries).sum();
        let (now, later) = written.split_at(entries);
        let mut changes = loket::domain::state::Changes::new();
        some.iter().for_each(|(_, more)| changes.extend(more.clone()));
        store.write(now, &changes).expect("written");
        written = later;
    }
    drop(store);
    let (store, state) = Store::open(folder.path()).expect("it opens");
    assert!(state == office.state, "it differs in {}", crate::compare::difference(&state, &office.state));
    let scratch = tempfile::tempdir().expect("a folder");
    assert_eq!(verify(&store.reader(), scratch.path()).expect("readable").faults, Vec::<String>::new());
    of_any_days(&store.reader());
    // Whoever asks again after days, when the first answer is forgotten, is answered anew.
    let requests = office.written.iter().filter_map(|one| Some((one.entry.request?, &one.entry)));
    let newest: std::collections::BTreeMap<_, _> = requests.collect();
    for (request, entry) in newest {
        let known = store.reader().answered(request).expect("readable");
        assert!(known.is_none_or(|known| known == (entry.seq, entry.answer.clone())));
    }
}

/// Responses of some days are found without the others, and are all of them.
fn of_any_days(reader: &Reader) {
    let read = |days: RangeInclusive<Date>| {
        let mut read: Vec<Response> = Vec::new();
        reader.each_own(days.clone(), |response| read.push(response.clone())).expect("readable");
        // The urn is shown whole.
        read.retain(|response| days.contains(&response.date));
        read
    };
    let all = read(Date::MIN..=Date::MAX);
    let days: BTreeSet<Date> = all.iter().map(|response| response.date).collect();
    assert!(days.len() > 2, "responses of several days: {days:?}");
    let edges = || {
        days.iter().flat_map(|day| [day.yesterday().expect("a day"), *day, day.tomorrow().expect("a day")])
    };
    for from in edges() {
        for until in edges() {
            let meant: Vec<_> =
                all.iter().filter(|one| (from..=until).contains(&one.date)).cloned().collect();
            assert_eq!(read(from..=until), meant, "{from} to {until}");
        }
    }
}
