//! Genuine texts, and everything that is none.

use super::*;
use proptest::prelude::*;
use std::os::unix::fs::PermissionsExt;

fn seals() -> Seals {
    Seals::of_bytes([7; 32])
}

fn facts() -> SealedFacts {
    SealedFacts {
        office: "DPMPTSP".to_string(),
        number: "503/123/SIPB/DPMPTSP/XI/2026".to_string(),
        permit: "SIPB".to_string(),
        holder: masked("Sitti Aminah Mokoginta"),
        date: Date::constant(2026, 11, 23),
        berkas: 42,
    }
}

#[test]
fn what_was_signed_is_genuine_with_and_without_an_office() {
    let seals = seals();
    let text = seals.sign(&facts());
    assert!(text.len() < 260, "a QR code of {} letters is hard to read", text.len());
    assert_eq!(seals.check(&text), Check { verdict: Verdict::Genuine, facts: Some(facts()) });
    let (_, key) = seals.current();
    let address = format!(" HTTP://192.168.1.10:8080/SK/{text}\n");
    assert_eq!(check_with(&key, &address).expect("a key").facts, Some(facts()));
    assert_eq!(facts().holder, "Sitti A*** M***");
}

#[test]
fn another_office_is_unknown_and_not_forged() {
    let (text, other) = (seals().sign(&facts()), Seals::of_bytes([8; 32]));
    assert_eq!(other.check(&text).verdict, Verdict::Unknown);
    assert_eq!(check_with(&other.current().1, &text).expect("a key").verdict, Verdict::Unknown);
    assert!(check_with("abc", &text).is_err());
    for text in ["", "A", "kunci", &"A".repeat(5_000)] {
        assert_eq!(other.check(text), Check { verdict: Verdict::Unknown, facts: None }, "{text}");
    }
}

#[test]
fn a_pair_is_made_once_and_an_old_one_stays_accepted() {
    let data = tempfile::tempdir().expect("a folder");
    let first = Seals::open(data.path()).expect("made");
    let text = first.sign(&facts());
    assert_eq!(Seals::open(data.path()).expect("read").current(), first.current());
    let folder = data.path().join(FOLDER);
    let secret = folder.join(format!("{}.key", first.current().0));
    let mode = fs::metadata(&secret).expect("the secret key").permissions().mode();
    assert_eq!(mode & 0o777, 0o600);

    fs::remove_file(&secret).expect("removed");
    let second = Seals::open(data.path()).expect("made anew");
    assert_ne!(second.current(), first.current());
    assert_eq!(second.keys().len(), 2);
    assert_eq!(second.check(&text).verdict, Verdict::Genuine, "an old paper stays genuine");

    fs::write(folder.join("broken.pub"), "no key").expect("written");
    let error = Seals::open(data.path()).err().expect("a broken key").to_string();
    assert!(error.contains("broken.pub"), "{error}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(ProptestConfig::default().cases.max(600)))]

    #[test]
    fn a_changed_letter_is_never_genuine(place: prop::sample::Index, letter in 0_usize..31) {
        let (seals, text) = (seals(), seals().sign(&facts()));
        let mut letters = text.clone().into_bytes();
        let place = place.index(letters.len());
        let others: Vec<u8> = BASE32.iter().copied().filter(|known| *known != letters[place]).collect();
        letters[place] = others[letter];
        let changed = String::from_utf8(letters).expect("letters");
        prop_assert_ne!(seals.check(&changed).verdict, Verdict::Genuine);
        prop_assert_eq!(seals.check(&changed).facts, None);
    }

    #[test]
    fn a_mutilated_text_is_never_genuine(cut: prop::sample::Index, more in "[A-Z2-7]{0,4}", fill: bool) {
        let (seals, text) = (seals(), seals().sign(&facts()));
        let cut = cut.index(text.len());
        let changed = if fill { format!("{}{more}{}", &text[..cut], &text[cut..]) } else { format!("{}{more}", &text[..cut]) };
        prop_assume!(changed != text);
        prop_assert_ne!(seals.check(&changed).verdict, Verdict::Genuine);
        prop_assert_ne!(seals.check(&text.to_lowercase()).verdict, Verdict::Genuine);
    }

    #[test]
    fn other_facts_under_an_old_signature_are_forged(number in "[0-9A-Z/]{1,60}", berkas: u64) {
        let seals = seals();
        let genuine = parse_base32(&seals.sign(&facts())).expect("base32");
        let other = SealedFacts { number, berkas, ..facts() };
        prop_assume!(other != facts());
        let mut bytes = written(&other, key_id(&seals.signing.verifying_key()));
        bytes.extend_from_slice(&genuine[genuine.len() - SIGNATURE..]);
        prop_assert_eq!(seals.check(&base32(&bytes)).verdict, Verdict::Forged);
    }

    #[test]
    fn any_facts_read_back(number in ".{0,40}", holder in ".{0,40}", days in 0_i32..40_000, berkas: u64) {
        let date = epoch().checked_add(jiff::Span::new().days(days)).expect("a date");
        let holder = short(&holder).to_string();
        let all = SealedFacts { number: short(&number).to_string(), holder, date, berkas, ..facts() };
        prop_assert_eq!(seals().check(&seals().sign(&all)).facts, Some(all));
    }

    #[test]
    fn no_text_makes_the_reader_panic(text in ".{0,300}") {
        prop_assert_ne!(seals().check(&text).verdict, Verdict::Genuine);
    }
}
