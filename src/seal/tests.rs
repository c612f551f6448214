use super::*;
use proptest::prelude::*;

#[test]
fn what_is_sealed_opens_where_it_stands_and_nowhere_else() {
    let keys = Keys::of(1, [7; 32]);
    let sealed = keys.close("entry/7/nik", "7110015507900003");
    assert!(sealed.starts_with("sealed:1:") && !sealed.contains("7110015507900003"));
    assert_eq!(keys.open("entry/7/nik", sealed.clone()).as_deref(), Ok("7110015507900003"));
    assert_eq!(keys.open("entry/8/nik", sealed.clone()), Err(Unreadable::Broken), "moved");
    assert_eq!(sealed, keys.close("entry/7/nik", "7110015507900003"), "a replay gives the same bytes");
    assert_ne!(sealed[..60], keys.close("entry/7/nik", "7110015507900004")[..60], "another nonce");
    let other = Keys::of(1, [8; 32]);
    assert_eq!(other.open("entry/7/nik", sealed.clone()), Err(Unreadable::Broken), "another key");
    assert_eq!(Keys::of(2, [7; 32]).open("entry/7/nik", sealed), Err(Unreadable::NoKey(1)));
    assert_eq!(keys.open("x", "7110015507900003".into()).as_deref(), Ok("7110015507900003"), "of old");
    assert_ne!(keys.mark(1), other.mark(1));
}

#[test]
fn the_bytes_of_a_seal_stay_as_they_are_for_ever() {
    // Data on disk look like this. The nonce, the first 24 bytes, and the index were computed by another program too.
    let keys = Keys::of(1, [7; 32]);
    let sealed = "sealed:1:5d594f6521298a2e2e5a9293d292ecd0342c089f018365fe\
                  1d9885a7c11687c5e0ec0cb1eb0a57ed954174f0ed5520b92887ff42644214c1";
    assert_eq!(keys.close("entry/7/nik", "7110015507900003"), sealed);
    assert_eq!(keys.blind("7110015507900003"), "7d72dd2277a75244cf3e5a57268ad76d");
}

#[test]
fn a_ring_that_turned_opens_the_old_and_seals_with_the_new() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("loket.key");
    let first = Keys::make(&path).expect("made");
    assert!(matches!(Keys::make(&path), Err(KeyError::File { .. })), "never written over");
    let old = first.close("a", "words");
    let (file, blind) = (first.close_file(b"%PDF-1"), first.blind("words"));
    let second = Keys::rotate(&path).expect("turned");
    assert_eq!((first.current(), second.current()), (1, 2));
    let read = Keys::read(&path).expect("read");
    assert_eq!(read.open("a", old).as_deref(), Ok("words"));
    assert_eq!(read.open_file(file).as_deref(), Ok(b"%PDF-1".as_slice()));
    assert!(read.close("a", "words").starts_with("sealed:2:"));
    assert_ne!(read.blind("words"), blind);
    assert_eq!((read.mark(1), read.mark(2)), (first.mark(1), second.mark(2)));
    assert_eq!(fs::read_dir(folder.path()).expect("readable").count(), 1, "nothing is left behind");
}

#[test]
fn a_key_file_that_is_none_is_refused_with_its_line() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("loket.key");
    assert!(matches!(Keys::read(&path), Err(KeyError::File { .. })));
    Keys::make(&path).expect("made");
    let good = fs::read_to_string(&path).expect("readable");
    assert!(!format!("{:?}", Keys::read(&path).expect("read")).contains(&good[good.len() - 20..]));
    for (text, told) in [
        ("", "holds no key"),
        ("# only words\n", "holds no key"),
        ("1 abc\n", "line 1"),
        (&format!("{good}1 {}\n", "00".repeat(32)), "line 5"),
        (&format!("{good}2 {}\n", "0g".repeat(32)), "line 5"),
    ] {
        fs::write(&path, text).expect("written");
        let error = Keys::read(&path).expect_err("no key file").to_string();
        assert!(error.contains(told), "{text:?}: {error}");
    }
    fs::write(&path, &good).expect("written");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).expect("set");
    assert!(matches!(Keys::read(&path), Err(KeyError::Open { .. })));
}

proptest! {
    #[test]
    fn anything_comes_back(place in ".{0,20}", text in ".{0,80}", content: Vec<u8>) {
        let keys = Keys::of(3, [9; 32]);
        prop_assert_eq!(keys.open(&place, keys.close(&place, &text)), Ok(text));
        let sealed = keys.close_file(&content);
        prop_assert!(is_sealed(&sealed));
        prop_assert_eq!(sealed.len() as u64, content.len() as u64 + MORE);
        prop_assert_eq!(keys.open_file(sealed), Ok(content));
    }

    #[test]
    fn nothing_that_was_touched_opens(place in 0_usize..200, bit in 0_u8..8) {
        let keys = Keys::of(3, [9; 32]);
        let mut sealed = keys.close_file(b"a picture of a card");
        let place = FILE.len() + place % (sealed.len() - FILE.len());
        sealed[place] ^= 1 << bit;
        prop_assert!(keys.open_file(sealed).is_err());
    }

    #[test]
    fn no_text_makes_it_stumble(text in "(sealed:)?[0-9:a-z]{0,90}") {
        let _ = Keys::of(3, [9; 32]).open("a", text);
    }
}
