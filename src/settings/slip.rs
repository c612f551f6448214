//! What the reader of TOML says of a slip, in words of our own: it knows English only, and speaks to programmers.
//!
//! It gives no kinds, so its sentences are recognised. One that is not known keeps its own words behind ours, so a newer
//! reader makes a message less friendly and never silent.

use super::{Place, Wrong};

/// What the reader says, by how it begins, and the message that says it for people.
const SENTENCES: [(&str, &str); 34] = [
    ("duplicate key", "slip-twice"),
    ("string values must be quoted", "slip-quotes"),
    ("missing opening quote", "slip-quotes"),
    ("invalid basic string", "slip-text"),
    ("invalid multi-line basic string", "slip-text"),
    ("invalid literal string", "slip-text"),
    ("invalid multi-line literal string", "slip-text"),
    ("missing escaped value", "slip-text"),
    ("too few unicode value digits", "slip-text"),
    ("key with no value", "slip-assign"),
    ("missing value", "slip-assign"),
    ("missing assignment between key-value pairs", "slip-assign"),
    ("extra `=`", "slip-assign"),
    ("unclosed table", "slip-heading"),
    ("unclosed array table", "slip-heading"),
    ("missing table open", "slip-heading"),
    ("unclosed array", "slip-list"),
    ("missing comma between array elements", "slip-list"),
    ("extra comma in array", "slip-list"),
    ("missing array opening", "slip-list"),
    ("unexpected `=` in array", "slip-list"),
    ("unclosed inline table", "slip-braces"),
    ("missing comma between key-value pairs", "slip-braces"),
    ("extra comma in inline table", "slip-braces"),
    ("invalid inline table element", "slip-braces"),
    ("invalid unquoted key", "slip-name"),
    ("unquoted keys cannot be empty", "slip-name"),
    ("unexpected leading zero", "slip-number"),
    ("`_` may only go between digits", "slip-number"),
    ("redundant numeric sign", "slip-number"),
    ("unexpected sign", "slip-number"),
    ("unexpected content", "slip-rest"),
    ("unexpected key or value", "slip-rest"),
    ("carriage return must be followed by newline", "slip-letter"),
];

/// A slip that the reader of TOML found.
pub fn slip(place: Option<Place>, said: &str) -> Wrong {
    let (code, facts) = field(said).or_else(|| value(said)).unwrap_or_else(|| (sentence(said), Vec::new()));
    let facts = if code == "slip-other" { vec![("words", said.to_string())] } else { facts };
    Wrong { place, code, facts, words: said.to_string() }
}

/// How TOML itself is written. The longest beginning fits best: `unclosed array table` is no list.
fn sentence(said: &str) -> &'static str {
    let fitting = SENTENCES.iter().filter(|(begins, _)| said.starts_with(begins));
    fitting.max_by_key(|(begins, _)| begins.len()).map_or("slip-other", |(_, code)| code)
}

type Told = (&'static str, Vec<(&'static str, String)>);

/// A setting that is not known, left out, or given twice.
fn field(said: &str) -> Option<Told> {
    if let Some(rest) = said.strip_prefix("unknown field `") {
        let (name, known) = rest.split_once('`')?;
        return Some(("slip-unknown", vec![("name", name.to_string()), ("known", names(known))]));
    }
    if let Some(rest) = said.strip_prefix("unknown variant `") {
        let (value, known) = rest.split_once('`')?;
        return Some(("slip-choice", vec![("value", value.to_string()), ("known", names(known))]));
    }
    let named = |prefix: &str| Some(said.strip_prefix(prefix)?.split('`').next()?.to_string());
    if let Some(name) = named("missing field `") {
        return Some(("slip-missing", vec![("name", name)]));
    }
    named("duplicate field `").map(|_| ("slip-twice", Vec::new()))
}

/// A value of another kind than the setting takes, or too large or small for it.
fn value(said: &str) -> Option<Told> {
    if let Some(rest) = said.strip_prefix("invalid type: ") {
        let (found, wanted) = rest.split_once(", expected ")?;
        let (found, wanted) = (kind(found), kind(wanted));
        if wanted == "other" {
            return Some(("slip-other", Vec::new()));
        }
        return Some(("slip-kind", vec![("found", found.to_string()), ("wanted", wanted.to_string())]));
    }
    let (found, wanted) = said.strip_prefix("invalid value: ")?.split_once(", expected ")?;
    let number = found.strip_prefix("integer `")?.trim_end_matches('`');
    (kind(wanted) == "number").then(|| ("slip-range", vec![("value", number.to_string())]))
}

/// The kind of a value, as the messages choose their words by it.
fn kind(said: &str) -> &'static str {
    let whole = ["u8", "u16", "u32", "u64", "usize", "i8", "i16", "i32", "i64", "isize", "nonzero"];
    let begins = |words: &[&str]| words.iter().any(|word| said.starts_with(word));
    match () {
        () if begins(&["integer", "an integer"]) || whole.iter().any(|name| said.contains(name)) => "number",
        () if begins(&["floating point", "f32", "f64", "a number"]) => "fraction",
        () if begins(&["boolean", "a boolean"]) => "truth",
        () if begins(&["sequence", "a sequence", "an array", "tuple", "a tuple"]) => "list",
        () if begins(&["string", "a string", "a character", "character"]) => "text",
        () if begins(&["map", "a map", "struct"]) => "table",
        () => "other",
    }
}

/// Names in backticks, one after another.
fn names(said: &str) -> String {
    said.split('`').skip(1).step_by(2).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde::Deserialize;

    #[derive(Deserialize, Debug)]
    #[serde(deny_unknown_fields, rename_all = "lowercase")]
    enum Order {
        Rule,
        Form,
    }

    #[derive(Deserialize, Debug)]
    #[serde(deny_unknown_fields)]
    #[allow(dead_code, reason = "only its reading is looked at")]
    struct File {
        name: String,
        minutes: Option<u8>,
        hours: Option<Vec<String>>,
        order: Option<Order>,
        english: Option<bool>,
        time: Option<Inner>,
    }

    #[derive(Deserialize, Debug)]
    #[serde(deny_unknown_fields)]
    #[allow(dead_code, reason = "only its reading is looked at")]
    struct Inner {
        zone: String,
    }

    fn told(text: &str) -> Wrong {
        let error = toml::from_str::<File>(text).expect_err(text);
        slip(error.span().map(|span| Place::at(text, span.start)), error.message())
    }

    #[test]
    fn every_usual_slip_has_words_of_its_own() {
        for (text, code, line) in [
            ("name = \"a\"\nname = \"b\"", "slip-twice", 2),
            ("name = Kantor", "slip-quotes", 1),
            ("name = \"Kantor", "slip-text", 1),
            ("name = \"a\\qb\"", "slip-text", 1),
            ("\nname", "slip-assign", 2),
            ("name =", "slip-quotes", 1),
            ("name = \"a\"\n[time", "slip-heading", 2),
            ("name = \"a\"\n[[time]", "slip-heading", 2),
            ("name = \"a\"\nhours = [\"a\" \"b\"]", "slip-list", 2),
            ("name = \"a\"\nhours = [\"a\",", "slip-list", 2),
            ("name = \"a\"\ntime = { zone = \"x\"", "slip-braces", 2),
            ("name = \"a\"\nnama kantor = \"b\"", "slip-assign", 2),
            ("name = \"a\"\nminutes = 07", "slip-number", 2),
            ("name = \"a\" minutes = 7", "slip-rest", 1),
            ("name = \"a\"\nnama = \"b\"", "slip-unknown", 2),
            ("minutes = 7", "slip-missing", 1),
            ("name = \"a\"\n\n[time]", "slip-missing", 3),
            ("name = \"a\"\norder = \"abc\"", "slip-choice", 2),
            ("name = \"a\"\nminutes = \"tujuh\"", "slip-kind", 2),
            ("name = \"a\"\nminutes = 300", "slip-range", 2),
            ("name = \"a\"\nminutes = -3", "slip-range", 2),
        ] {
            let wrong = told(text);
            assert_eq!(wrong.code, code, "{text:?}: {}", wrong.words);
            assert_eq!(wrong.place.map(|place| place.line), Some(line), "{text:?}: {}", wrong.words);
        }
    }

    #[test]
    fn what_is_needed_to_mend_it_is_told() {
        let facts = |text: &str| told(text).facts;
        let known = ("known", "name, minutes, hours, order, english, time".to_string());
        assert_eq!(facts("nama = \"b\""), [("name", "nama".to_string()), known]);
        let choices = ("known", "rule, form".to_string());
        assert_eq!(facts("name = \"\"\norder = \"x\""), [("value", "x".to_string()), choices]);
        for (value, found) in
            [("1", "number"), ("1.5", "fraction"), ("true", "truth"), ("[]", "list"), ("{}", "table")]
        {
            let facts = facts(&format!("name = {value}"));
            assert_eq!(facts, [("found", found.to_string()), ("wanted", "text".to_string())]);
        }
        for (line, wanted) in [
            ("minutes = \"\"", "number"),
            ("hours = \"\"", "list"),
            ("english = 1", "truth"),
            ("time = 1", "table"),
        ] {
            assert_eq!(facts(&format!("name = \"\"\n{line}"))[1], ("wanted", wanted.to_string()));
        }
    }

    #[test]
    fn a_sentence_that_nobody_knows_keeps_its_own_words() {
        let wrong = slip(None, "the moon is in the wrong place");
        assert_eq!((wrong.code, &wrong.facts[0].1), ("slip-other", &wrong.words));
    }
}
