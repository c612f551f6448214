use super::*;

/// Records that follow one another from here on.
fn records(after: (u64, Hash), count: u64) -> Vec<Vec<u8>> {
    let (mut seq, mut hash, mut all) = (after.0, after.1, Vec::new());
    for _ in 0..count {
        seq += 1;
        let record = [&hash.0[..], format!("entry {seq}").as_bytes()].concat();
        hash = Hash::of(&record);
        all.push(record);
    }
    all
}

/// A folder with pages of so many records.
fn filled_with(pages: &[u64]) -> (tempfile::TempDir, Vec<u64>) {
    let folder = tempfile::tempdir().expect("a folder");
    let mut kept = Kept::open(folder.path()).expect("opened");
    let mut ends = vec![kept.found.bytes];
    for count in pages {
        kept.append(&records(kept.end(), *count)).expect("appended");
        ends.push(kept.found.bytes);
    }
    (folder, ends)
}

fn names(folder: &Path) -> Vec<String> {
    let inside = fs::read_dir(folder).expect("a folder");
    let mut names: Vec<_> =
        inside.map(|one| one.expect("a file").file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

#[test]
fn what_was_appended_is_there_again_in_order() {
    let (folder, _) = filled_with(&[3, 1, 2]);
    let mut seen = Vec::new();
    let found = read(folder.path(), |seq, _, record| {
        seen.push((seq, String::from_utf8_lossy(&record[32..]).into_owned()));
        Ok(())
    });
    assert_eq!((found.expect("readable").end, seen.len()), (End::Whole, 6));
    assert!(seen.iter().all(|(seq, words)| *words == format!("entry {seq}")), "{seen:?}");
}

/// Cut at every byte: what was whole before the cut is there, what was being written is not, and it goes on from there.
#[test]
fn a_file_that_is_cut_anywhere_goes_on_from_its_last_whole_page() {
    let (folder, ends) = filled_with(&[2, 3, 1]);
    let path = folder.path().join(FILE);
    let whole = fs::read(&path).expect("readable");
    let entries = [0, 2, 5, 6];
    for cut in 0..whole.len() {
        fs::write(&path, &whole[..cut]).expect("written");
        let pages = ends.iter().filter(|end| **end <= cut as u64).count().max(1);
        let mut kept = Kept::open(folder.path()).expect("opened");
        assert_eq!(kept.end().0, entries[pages - 1], "cut at {cut}");
        kept.append(&records(kept.end(), 2)).expect("appended");
        let found = read(folder.path(), |_, _, _| Ok(())).expect("readable");
        assert_eq!((found.seq, found.end), (entries[pages - 1] + 2, End::Whole), "cut at {cut}");
    }
    assert_eq!(names(folder.path()), [FILE], "a cut is no damage");
}

/// Room that was given to the file and never filled.
#[test]
fn an_end_of_nothing_is_cut_off() {
    let (folder, _) = filled_with(&[2]);
    let file = OpenOptions::new().write(true).open(folder.path().join(FILE)).expect("opened");
    file.set_len(file.metadata().expect("a size").len() + 5_000).expect("longer");
    assert_eq!(Kept::open(folder.path()).expect("opened").end().0, 2);
    assert_eq!(names(folder.path()), [FILE]);
}

/// Every byte of a page with another behind it: the file is laid aside as it is, and whoever restores is told.
#[test]
fn a_flipped_byte_is_damage_and_nothing_is_put_behind_it() {
    let (folder, ends) = filled_with(&[2, 3]);
    let path = folder.path().join(FILE);
    let whole = fs::read(&path).expect("readable");
    let first = usize::try_from(ends[0]).expect("small")..usize::try_from(ends[1]).expect("small");
    for place in first.clone() {
        let mut flipped = whole.clone();
        flipped[place] ^= 0x10;
        fs::write(&path, &flipped).expect("written");
        let why = read(folder.path(), |_, _, _| Ok(())).expect_err("damaged").to_string();
        assert!(why.contains("is damaged behind entry 0"), "{why}");
        let kept = Kept::open(folder.path()).expect("a new one");
        assert_eq!(kept.end(), (0, Hash::default()), "byte {place}");
    }
    let aside: Vec<_> = names(folder.path()).into_iter().filter(|name| name != FILE).collect();
    assert_eq!(aside.len(), first.len(), "each is kept: {aside:?}");
    assert!(aside.iter().all(|name| name.starts_with("journal-damaged-0-")), "{aside:?}");
}

#[test]
fn what_does_not_follow_is_not_taken() {
    let (folder, _) = filled_with(&[2]);
    let mut kept = Kept::open(folder.path()).expect("opened");
    let before = kept.end();
    let other = records((2, Hash([7; 32])), 1);
    let why = kept.append(&other).expect_err("refused").to_string();
    assert_eq!((why.as_str(), kept.end()), ("entry 3 does not follow entry 2", before));
    let aside = kept.lay_aside("fork").expect("a new one");
    assert_eq!(aside.end().0, 0);
    assert_eq!(names(folder.path()), [FILE, "journal-fork-2-1"]);
}
