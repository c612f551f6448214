//! The office's own words, each looked at by what the message must say.

use super::files::WordsFile;
use crate::domain::fault::{About, Fault};
use crate::domain::ticket::Lang;
use crate::domain::words::OwnWords;
use crate::texts::own::{Misfit, check};
use std::collections::BTreeMap;

/// The words that fit, and what is wrong with the others.
pub(super) fn own(file: WordsFile) -> OwnWords {
    let mut words = OwnWords::default();
    words.id = fitting(Lang::Id, "words.id", file.id, &mut words.left_out);
    words.en = fitting(Lang::En, "words.en", file.en, &mut words.left_out);
    words
}

fn fitting(lang: Lang, table: &'static str, own: Texts, left_out: &mut Vec<Fault>) -> Texts {
    let fits = |(name, text): &(String, String)| match check(lang, name, text) {
        Ok(()) => true,
        Err(misfit) => {
            left_out.push(fault(table, name, misfit));
            false
        }
    };
    own.into_iter().filter(fits).collect()
}

type Texts = BTreeMap<String, String>;

fn fault(table: &'static str, name: &str, misfit: Misfit) -> Fault {
    let of = |code, value: String, words: String| {
        let facts = vec![("name", name.to_string()), ("value", value)];
        Fault::new(
            About::Entry { table, name: name.to_string() },
            code,
            facts,
            format!("{}: {words}", name.escape_debug()),
        )
    };
    match misfit {
        Misfit::Unknown => {
            of("words-unknown", String::new(), "no message of applicants has this name".into())
        }
        Misfit::Empty => of("words-empty", String::new(), "it says nothing".into()),
        Misfit::Long(most) => of("words-long", most.to_string(), format!("more than {most} characters")),
        Misfit::Malformed => of("words-malformed", String::new(), "a brace or a line is not right".into()),
        Misfit::Strange(what) => {
            let words = format!("\"{what}\" is nothing that this message can tell");
            of("words-strange", what, words)
        }
        Misfit::Missing(fact) => {
            let words = format!("{{ ${fact} }} must be told");
            of("words-missing", fact, words)
        }
        Misfit::Choice(fact, case) => {
            let words = format!("the case [{case}] of {{ ${fact} }} must be told apart");
            let mut fault = of("words-choice", fact, words);
            fault.facts.push(("case", case));
            fault
        }
    }
}
