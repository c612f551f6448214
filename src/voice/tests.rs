//! Recordings in a folder: kept, found, forgotten, refused.

use super::sound::tests::{opus, wav, webm};
use super::*;

fn folder() -> tempfile::TempDir {
    tempfile::tempdir().expect("a folder")
}

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder.join(FOLDER)).expect("the folder of the voice");
    let mut names: Vec<_> =
        entries.map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

#[test]
fn a_recording_takes_the_place_of_its_clip_and_gives_it_back() {
    let data = folder();
    let voices = Voices::open(data.path(), |_| ());
    assert_eq!(voices.look(), Catalogue::default(), "the bundled voice has no revision");
    let kept = voices.keep("nol", &wav(0.5)).expect("kept");
    let nol = kept.recordings["nol"].clone();
    assert_eq!((nol.format, (nol.seconds * 10.0).round()), (Format::Wav, 5.0));
    assert_eq!(voices.content("nol", &nol.hash), Some((Format::Wav, wav(0.5))));
    assert_eq!(voices.content("nol", "0000"), None, "another recording of it");
    assert_eq!(voices.content("satu", &nol.hash), None);
    // The same length at the same moment is another recording all the same.
    let mut other = wav(0.5);
    other[200] = 7;
    let changed = voices.keep("nol", &other).expect("kept").recordings["nol"].hash.clone();
    assert_eq!(voices.content("nol", &changed), Some((Format::Wav, other)));
    // Another kind of file takes its place, and the old one goes.
    let again = voices.keep("nol", &opus(0.7)).expect("kept");
    assert_ne!(again.revision, kept.revision);
    assert_eq!(names(data.path()), ["nol.opus"]);
    assert_eq!(voices.forget("nol").expect("gone"), Catalogue::default());
    assert_eq!(voices.forget("nol").expect("gone already"), Catalogue::default());
    assert_eq!(names(data.path()), Vec::<String>::new());
}

#[test]
fn the_revision_is_made_of_contents_and_outlives_a_restart() {
    let data = folder();
    let voices = Voices::open(data.path(), |_| ());
    voices.keep("nol", &wav(0.5)).expect("kept");
    let both = voices.keep("satu", &webm(0.6)).expect("kept");
    assert_eq!(Voices::open(data.path(), |_| ()).look(), both);
    let less = voices.forget("satu").expect("gone");
    assert_ne!(less.revision, both.revision);
    assert_eq!(voices.keep("satu", &webm(0.6)).expect("kept").revision, both.revision);
}

#[test]
fn what_is_no_clip_or_no_sound_changes_nothing() {
    let data = folder();
    let voices = Voices::open(data.path(), |_| ());
    let mut large = wav(0.5);
    large.resize(MOST_BYTES + 1, 0);
    let refused: [(&str, Vec<u8>, &str); 7] = [
        ("../nol", wav(0.5), "NoSuchClip"),
        ("seratus-juta", wav(0.5), "NoSuchClip"),
        ("nol", b"<html>".to_vec(), "NoSound"),
        ("nol", Vec::new(), "NoSound"),
        ("nol", wav(0.01), "NoSound"),
        ("nol", wav(5.1), "TooLong"),
        ("nol", large, "TooLarge"),
    ];
    for (clip, content, trouble) in refused {
        let error = voices.keep(clip, &content).expect_err("refused");
        assert_eq!(format!("{error:?}"), trouble, "{clip}");
    }
    assert!(!data.path().join(FOLDER).exists());
    assert_eq!(voices.look(), Catalogue::default());
}

#[test]
fn files_laid_there_by_hand_are_found_and_checked() {
    let data = folder();
    let own = data.path().join(FOLDER);
    fs::create_dir(&own).expect("a folder");
    fs::write(own.join("nol.part"), b"half").expect("written");
    fs::write(own.join("satu.opus"), opus(0.4)).expect("written");
    fs::write(own.join("dua.wav"), opus(0.4)).expect("written");
    fs::write(own.join("tiga.wav"), wav(6.0)).expect("written");
    fs::write(own.join("catatan.txt"), b"hello").expect("written");
    let voices = Voices::open(data.path(), |_| ());
    let found = |voices: &Voices| voices.look().recordings.into_keys().collect::<Vec<_>>();
    assert_eq!(found(&voices), ["satu"]);
    assert!(!own.join("nol.part").exists(), "a half-written file is swept away");
    fs::write(own.join("dua.opus"), opus(0.5)).expect("written");
    assert_eq!(found(&voices), ["dua", "satu"]);
    fs::remove_file(own.join("satu.opus")).expect("removed");
    assert_eq!(found(&voices), ["dua"]);
}

#[test]
fn a_disk_that_fails_leaves_the_voice_as_it_was() {
    let data = folder();
    // A file where the folder should be: nothing can be written.
    fs::write(data.path().join(FOLDER), b"").expect("written");
    let voices = Voices::open(data.path(), |_| ());
    assert!(matches!(voices.keep("nol", &wav(0.5)), Err(Trouble::Disk(_))));
    assert_eq!(voices.look(), Catalogue::default());
    for kind in [io::ErrorKind::StorageFull, io::ErrorKind::QuotaExceeded] {
        assert!(matches!(Trouble::from(io::Error::from(kind)), Trouble::DiskFull));
    }
}

#[test]
fn every_clip_of_the_grammar_is_known() {
    assert!(clips().count() > 45);
    for clip in ["chime", "nol", "huruf-a", "nomor-antrean"] {
        assert!(known_clip(clip).is_ok(), "{clip}");
    }
}
