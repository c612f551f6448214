//! What the office may say in its own words, and what not.

use super::*;
use crate::domain::words::OwnWords;
use crate::texts::{Texts, source_with};

fn wrong(name: &str, text: &str) -> Misfit {
    check(Lang::Id, name, text).expect_err(text)
}

#[test]
fn every_message_of_applicants_may_be_said_as_the_program_says_it() {
    assert!(messages().len() > 300, "{}", messages().len());
    for (name, message) in messages() {
        for lang in [Lang::Id, Lang::En] {
            assert_eq!(check(lang, name, message.words(lang)), Ok(()), "{name} in {lang:?}");
        }
    }
    assert!(!messages().contains_key("settings-title"), "staff screens are the program's");
}

#[test]
fn a_number_never_vanishes_and_nothing_strange_is_told() {
    let id = |text| check(Lang::Id, "board-nth", text);
    assert_eq!(id("Kali ke-{ $nth }"), Ok(()));
    assert_eq!(id("Dipanggil lagi"), Err(Misfit::Missing("nth".into())));
    assert_eq!(id("Ke-{ $nth } di { $loket }"), Err(Misfit::Strange("loket".into())));
    assert_eq!(id("Ke-{ $nth } { board-loket }"), Err(Misfit::Strange("board-loket".into())));
    assert_eq!(id("Ke-{ NUMBER($nth) }"), Err(Misfit::Strange("NUMBER".into())));
    assert_eq!(id("Ke-{ $nth }{ \"\\u0007\" }"), Err(Misfit::Strange("\\u0007".into())));
    assert_eq!(id("Ke-{ $nth"), Err(Misfit::Malformed));
    assert_eq!(id("Ke-{ $nth }\n.title = x"), Err(Misfit::Malformed), "no attribute");
    assert_eq!(id("Ke-{ $nth }\u{7}"), Err(Misfit::Malformed));
    let sometimes = "{ $nth ->\n    [0] pertama\n   *[other] ke-{ $nth }\n}";
    assert_eq!(id(sometimes), Err(Misfit::Missing("nth".into())), "told in every case");
}

#[test]
fn only_the_plural_may_go() {
    // The program itself tells no number to whoever is next.
    assert_eq!(check(Lang::Id, "paper-ahead", "{ $count } orang di depan Anda"), Ok(()));
    assert_eq!(wrong("paper-ahead", "Tunggu sebentar"), Misfit::Missing("count".into()));
    let cases = facts("x", "{ $kind ->\n    [closed] tutup\n   *[other] buka\n}").expect("parses");
    assert_eq!(cases.cases, BTreeSet::from([("kind".to_string(), "closed".to_string())]));
}

#[test]
fn a_text_says_something_and_fits() {
    assert_eq!(wrong("kiosk-welcom", "Selamat datang"), Misfit::Unknown);
    assert_eq!(wrong("settings-title", "Aturan"), Misfit::Unknown);
    assert_eq!(wrong("kiosk-welcome", " \n "), Misfit::Empty);
    assert_eq!(wrong("kiosk-welcome", "{ \" \" }"), Misfit::Empty);
    assert_eq!(wrong("kiosk-welcome", &"a".repeat(61)), Misfit::Long(60));
    assert_eq!(wrong("kiosk-welcome", &"{".repeat(60)), Misfit::Malformed);
    assert_eq!(
        check(Lang::Id, "kiosk-welcome", "a = b\nkiosk-help = c"),
        Ok(()),
        "a text is never a message"
    );
}

#[test]
fn the_same_words_reach_paper_and_browser() {
    let own = |name: &str, text: &str| [(name.to_string(), text.to_string())].into();
    let words = OwnWords {
        id: own("board-nth", "Kali { $nth }"),
        en: own("paper-ahead", "{ $count }\nahead"),
        ..OwnWords::default()
    };
    let texts = Texts::with_words(&words).expect("sound");
    assert_eq!(texts.with(Lang::Id, "board-nth", &[("nth", "2".into())]), "Kali 2");
    assert_eq!(texts.with(Lang::En, "board-nth", &[("nth", "2".into())]), "Call no. 2");
    assert_eq!(texts.with(Lang::En, "paper-ahead", &[("count", "3".into())]), "3\nahead");
    let plain = source_with(Lang::En, &["papers"], &OwnWords::default());
    assert_eq!(plain, crate::texts::source(Lang::En, &["papers"]));
    let text = source_with(Lang::En, &["papers"], &words);
    assert!(text.contains("paper-ahead =\n    { $count }\n    ahead\npaper-estimate ="), "{text}");
    let names = |text: &str| text.lines().filter_map(named).map(str::to_string).collect::<Vec<_>>();
    assert_eq!(names(&text), names(&plain));
}
