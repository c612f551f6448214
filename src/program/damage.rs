//! How the program ends when it cannot go on, so that whoever starts it again knows whether that helps.

use loket::domain::ticket::Lang;
use loket::store::{StoreError, is_trying};
use loket::texts::Texts;
use std::process::ExitCode;

/// The program cannot go on for the moment: another one has the data folder (sysexits.h).
const EX_TEMPFAIL: u8 = 75;
/// The data file is damaged; starting again does not help (sysexits.h).
const EX_DATAERR: u8 = 65;
/// The data file turned out to be damaged while the office was open; starting again looks at the whole file (sysexits.h).
const EX_SOFTWARE: i32 = 70;

/// Messages in both languages, the office's own first: nobody has chosen one at a terminal.
fn in_both(messages: &[&str]) -> String {
    // A program whose messages cannot be read does not pass its tests.
    let Ok(texts) = Texts::load() else { return String::new() };
    let told = [Lang::Id, Lang::En].map(|lang| {
        let words: Vec<_> = messages.iter().map(|message| texts.get(lang, message)).collect();
        format!("\n{}\n", words.join("\n"))
    });
    told.concat()
}

/// A panic is a line of the log like any other, because what somebody sent may be in its words. One that shows a damaged
/// page of the data file, in whatever thread met it, is the library's, and after it no thread can use the file any more:
/// the program ends at once, so that no door stays open in front of a dead office.
pub fn end_on_damaged_pages() {
    let usual = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        if is_trying() {
            return;
        }
        tracing::error!("{}", panic.to_string().replace('\n', " "));
        // Whoever asks for the way to it gets it, in many lines.
        if std::env::var_os("RUST_BACKTRACE").is_some_and(|wished| wished != "0") {
            usual(panic);
        }
        if panic.location().is_some_and(|at| at.file().contains("/redb-")) {
            eprintln!("loket:{}", in_both(&["damage-met", "damage-advice"]));
            std::process::exit(EX_SOFTWARE);
        }
    }));
}

/// An error with its causes, each told once: some tell their own cause already.
pub fn in_words(error: &anyhow::Error) -> String {
    let mut words = String::new();
    for cause in error.chain().map(ToString::to_string) {
        if words.ends_with(&cause) {
            continue;
        }
        if !words.is_empty() {
            words.push_str(": ");
        }
        words.push_str(&cause);
    }
    words
}

/// What became of the program, for whoever started it.
pub fn exit_code(error: &anyhow::Error) -> ExitCode {
    match error.chain().find_map(|cause| cause.downcast_ref()) {
        Some(StoreError::InUse) => ExitCode::from(EX_TEMPFAIL),
        Some(StoreError::Damaged { .. }) => {
            eprintln!("{}", in_both(&["damage-advice"]));
            ExitCode::from(EX_DATAERR)
        }
        _ => ExitCode::FAILURE,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cause_is_told_once() {
        let source = std::io::Error::from(std::io::ErrorKind::NotFound);
        let folder = StoreError::Folder { path: "/srv/loket".into(), source };
        let told = in_words(&anyhow::Error::from(folder).context("opening"));
        assert_eq!(told, "opening: data folder /srv/loket: entity not found");
        let told = in_words(&anyhow::anyhow!("no room").context("/srv/loket").context("a copy"));
        assert_eq!(told, "a copy: /srv/loket: no room");
    }

    #[test]
    fn a_damaged_page_is_told_in_both_languages() {
        let told = in_both(&["damage-met", "damage-advice"]);
        for words in ["File data tampaknya rusak.", "The data file seems to be damaged."] {
            assert!(told.contains(words), "{told}");
        }
        // Commands stand in a line of their own, as they are typed.
        assert_eq!(
            told.lines().filter(|line| line.trim().starts_with("loket restore ")).count(),
            2,
            "{told}"
        );
    }
}
