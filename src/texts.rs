//! Words for people: messages in Bahasa Indonesia and English, dates, hours and amounts.
//!
//! Messages live in `templates/texts/<language>/*.ftl` (Project Fluent). The same files go to the
//! browser, so a sentence is written once. At start every message is checked to exist in both
//! languages, so nothing fails at the counter. What applicants read the office may say in its own words ([`own`]).

pub mod own;

use crate::domain::calendar::Standing;
use crate::domain::refusal::Refusal;
use crate::domain::ticket::Lang;
use crate::domain::time::{Date, DateTime, Time, Weekday};
use crate::domain::words::OwnWords;
use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use rust_embed::RustEmbed;
use std::collections::BTreeSet;
use std::fmt::Write;

#[derive(RustEmbed)]
#[folder = "templates/texts"]
struct Files;

/// Why the messages cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum TextError {
    /// A file does not parse.
    #[error("{file}: {what}")]
    Malformed {
        /// Which.
        file: String,
        /// What the parser said.
        what: String,
    },
    /// A message is missing in one language.
    #[error("message \"{message}\" is missing in {lang}")]
    Missing {
        /// Which.
        message: String,
        /// Where.
        lang: &'static str,
    },
}

/// All messages of all languages.
pub struct Texts {
    id: FluentBundle<FluentResource>,
    en: FluentBundle<FluentResource>,
}

/// The tag of a language on the wire and in folders.
pub fn tag(lang: Lang) -> &'static str {
    match lang {
        Lang::Id => "id",
        Lang::En => "en",
    }
}

/// The language of a tag; anything but English is Bahasa Indonesia.
pub fn lang(tag: &str) -> Lang {
    if tag.starts_with("en") { Lang::En } else { Lang::Id }
}

impl Texts {
    /// Reads and checks all messages.
    ///
    /// # Errors
    /// [`TextError`] names the file or the message.
    pub fn load() -> Result<Texts, TextError> {
        Texts::with_words(&OwnWords::default())
    }

    /// The same, with the office's own words in the place of the program's.
    ///
    /// # Errors
    /// As [`Texts::load`]; words that were checked ([`own::check`]) are no reason.
    pub fn with_words(words: &OwnWords) -> Result<Texts, TextError> {
        let texts = Texts { id: bundle(Lang::Id, words)?, en: bundle(Lang::En, words)? };
        let (id, en) = (messages(Lang::Id), messages(Lang::En));
        for (known, other, lang) in [(&id, &en, "en"), (&en, &id, "id")] {
            if let Some(message) = known.difference(other).next() {
                return Err(TextError::Missing { message: message.clone(), lang });
            }
        }
        Ok(texts)
    }

    /// A message without facts.
    pub fn get(&self, lang: Lang, message: &str) -> String {
        self.with(lang, message, &[])
    }

    /// A message with facts. A message that does not exist is given back as its name, so that the
    /// screen still says something; [`Texts::has`] and the tests see to it that this never happens.
    pub fn with(&self, lang: Lang, message: &str, facts: &[(&str, String)]) -> String {
        let bundle = self.bundle(lang);
        let Some(pattern) = bundle.get_message(message).and_then(|message| message.value()) else {
            return message.to_string();
        };
        let mut args = FluentArgs::new();
        for (name, value) in facts {
            // Numbers choose plural forms; everything else is text.
            match value.parse::<u32>() {
                Ok(number) => args.set(*name, FluentValue::from(number)),
                Err(_) => args.set(*name, FluentValue::from(value.as_str())),
            }
        }
        bundle.format_pattern(pattern, Some(&args), &mut Vec::new()).into_owned()
    }

    /// Whether there is such a message.
    pub fn has(&self, message: &str) -> bool {
        self.id.has_message(message)
    }

    /// Why something is not done, in words.
    pub fn refusal(&self, lang: Lang, refusal: &Refusal) -> String {
        self.with(lang, &format!("refusal-{}", refusal.code()), &refusal.facts())
    }

    fn bundle(&self, lang: Lang) -> &FluentBundle<FluentResource> {
        match lang {
            Lang::Id => &self.id,
            Lang::En => &self.en,
        }
    }
}

/// The messages that a screen needs, as Fluent source for the browser.
pub fn source(lang: Lang, names: &[&str]) -> String {
    source_with(lang, names, &OwnWords::default())
}

/// The same, with the office's own words in the place of the program's.
pub fn source_with(lang: Lang, names: &[&str], words: &OwnWords) -> String {
    let files = names.iter().filter_map(|name| Files::get(&file_name(lang, name)));
    files.map(|file| own::replaced(&String::from_utf8_lossy(&file.data), words.of(lang)) + "\n").collect()
}

/// Where the messages of a language lie.
fn file_name(lang: Lang, name: &str) -> String {
    format!("{}/{name}.ftl", tag(lang))
}

fn files_of(lang: Lang) -> impl Iterator<Item = (String, String)> {
    let names = Files::iter().filter(move |name| name.starts_with(tag(lang)) && name.ends_with(".ftl"));
    names.filter_map(|name| {
        let file = Files::get(&name)?;
        Some((name.to_string(), String::from_utf8_lossy(&file.data).into_owned()))
    })
}

fn bundle(lang: Lang, words: &OwnWords) -> Result<FluentBundle<FluentResource>, TextError> {
    let id = tag(lang).parse().expect("\"id\" and \"en\" are language identifiers");
    let mut bundle = FluentBundle::new_concurrent(vec![id]);
    // Fluent's invisible isolation marks would come out of a thermal printer as rubbish.
    bundle.set_use_isolating(false);
    for (file, source) in files_of(lang) {
        let malformed = |what: String| TextError::Malformed { file: file.clone(), what };
        let resource = FluentResource::try_new(own::replaced(&source, words.of(lang)))
            .map_err(|(_, errors)| malformed(format!("{errors:?}")))?;
        bundle.add_resource(resource).map_err(|errors| malformed(format!("{errors:?}")))?;
    }
    Ok(bundle)
}

/// The names of all messages of a language.
fn messages(lang: Lang) -> BTreeSet<String> {
    let named = |(_, source): (String, String)| {
        source.lines().filter_map(own::named).map(str::to_string).collect::<Vec<_>>()
    };
    files_of(lang).flat_map(named).collect()
}

const DAYS: [[&str; 2]; 7] = [
    ["Senin", "Monday"],
    ["Selasa", "Tuesday"],
    ["Rabu", "Wednesday"],
    ["Kamis", "Thursday"],
    ["Jumat", "Friday"],
    ["Sabtu", "Saturday"],
    ["Minggu", "Sunday"],
];

const MONTHS: [[&str; 2]; 12] = [
    ["Januari", "January"],
    ["Februari", "February"],
    ["Maret", "March"],
    ["April", "April"],
    ["Mei", "May"],
    ["Juni", "June"],
    ["Juli", "July"],
    ["Agustus", "August"],
    ["September", "September"],
    ["Oktober", "October"],
    ["November", "November"],
    ["Desember", "December"],
];

/// `Senin`, `Monday`.
pub fn weekday(lang: Lang, day: Weekday) -> &'static str {
    DAYS[usize::from(day.to_monday_zero_offset() as u8)][lang as usize]
}

/// `Senin, 23 November 2026`.
pub fn date(lang: Lang, date: Date) -> String {
    let month = MONTHS[usize::from(date.month() as u8) - 1][lang as usize];
    format!("{}, {} {month} {}", weekday(lang, date.weekday()), date.day(), date.year())
}

/// `08.00`, with the Indonesian dot.
pub fn hour(time: Time) -> String {
    format!("{:02}.{:02}", time.hour(), time.minute())
}

/// When something opens, seen from `now`: `08.00`, or `Senin, 23 November 2026 08.00`.
pub fn opening(lang: Lang, now: DateTime, opens: DateTime) -> String {
    let mut text = String::new();
    if now.date() != opens.date() {
        let _ = write!(text, "{} ", date(lang, opens.date()));
    }
    text + &hour(opens.time())
}

/// The reason of a closed hour, as a message name.
pub fn standing_code(standing: &Standing) -> &'static str {
    match standing {
        Standing::Open { .. } => "open",
        Standing::Break { .. } => "break",
        Standing::Before { .. } => "early",
        Standing::Over { .. } => "over",
        Standing::Holiday { .. } => "holiday",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_message_exists_in_both_languages() {
        Texts::load().expect("complete messages");
    }

    #[test]
    fn every_refusal_has_its_message() {
        let texts = Texts::load().expect("complete messages");
        let source = include_str!("domain/refusal/code.rs");
        let codes = source.lines().filter_map(|line| line.trim().strip_suffix("\",")?.rsplit_once("=> \""));
        let codes: Vec<_> = codes.map(|(_, code)| format!("refusal-{code}")).collect();
        assert!(codes.len() > 50, "{codes:?}");
        for message in codes.iter().filter(|code| !code.starts_with("refusal-length")) {
            let nik = ["refusal-digits", "refusal-serial"].contains(&message.as_str());
            assert!(nik || texts.has(message), "{message}");
        }
    }

    #[test]
    fn dates_and_hours_are_indonesian() {
        let day = Date::constant(2026, 11, 23);
        assert_eq!(date(Lang::Id, day), "Senin, 23 November 2026");
        assert_eq!(date(Lang::En, day), "Monday, 23 November 2026");
        assert_eq!(hour(Time::constant(8, 5, 0, 0)), "08.05");
        let now = day.at(16, 30, 0, 0);
        assert_eq!(opening(Lang::Id, now, day.at(17, 0, 0, 0)), "17.00");
        let tomorrow = day.tomorrow().expect("a day").at(8, 0, 0, 0);
        assert_eq!(opening(Lang::Id, now, tomorrow), "Selasa, 24 November 2026 08.00");
    }
}
