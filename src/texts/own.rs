//! Words of the office's own: which messages may be said otherwise, and what such a text must still say.
//!
//! A text of the office replaces one of the program's, so it gets the same facts. It may name no other, and it may leave
//! out none that is told: a number, an hour or a name cannot vanish from a ticket. Only the choice between singular and
//! plural may go, because nothing is told by it that the number does not tell.

use super::{Files, file_name};
use crate::domain::ticket::Lang;
use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement, VariantKey};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

/// The files whose messages applicants and the waiting room see: kiosk, boards, phones, tablet, tickets and receipts,
/// what all screens share, and why something is not done.
pub const OF_APPLICANTS: [&str; 7] = ["kiosk", "board", "phone", "survey", "papers", "screens", "refusals"];

/// A text may always have so many characters.
const LEAST: usize = 60;

/// Forms of a word that follow from a number.
const PLURALS: [&str; 6] = ["zero", "one", "two", "few", "many", "other"];

/// A message that the office may say in its own words.
#[derive(Debug)]
pub struct Message {
    /// The file it stands in: `kiosk`.
    pub file: &'static str,
    /// The program's words in Bahasa Indonesia, in the syntax of the message files.
    pub id: String,
    /// The same in English.
    pub en: String,
}

impl Message {
    /// The program's words in a language.
    pub fn words(&self, lang: Lang) -> &str {
        match lang {
            Lang::Id => &self.id,
            Lang::En => &self.en,
        }
    }

    /// Most characters of the office's own in a language: twice as many as the program's, since room was left for those.
    pub fn most(&self, lang: Lang) -> usize {
        LEAST.max(2 * self.words(lang).chars().count())
    }
}

/// The messages that may be said otherwise, by name.
pub fn messages() -> &'static BTreeMap<String, Message> {
    static MESSAGES: LazyLock<BTreeMap<String, Message>> = LazyLock::new(|| {
        let mut found = BTreeMap::new();
        for file in OF_APPLICANTS {
            let mut english: BTreeMap<_, _> = blocks(&source(Lang::En, file)).into_iter().collect();
            for (name, id) in blocks(&source(Lang::Id, file)) {
                // That each is there in both languages is held by the check of all messages.
                let en = english.remove(&name).unwrap_or_default();
                found.insert(name, Message { file, id, en });
            }
        }
        found
    });
    &MESSAGES
}

fn source(lang: Lang, file: &str) -> String {
    let file = Files::get(&file_name(lang, file));
    file.map(|file| String::from_utf8_lossy(&file.data).into_owned()).unwrap_or_default()
}

/// The name that a line begins the message of.
pub(super) fn named(line: &str) -> Option<&str> {
    let name = line.split_once(" =")?.0;
    let plain = name.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '-');
    (plain && !name.is_empty()).then_some(name)
}

/// The messages of a file and their texts, without what sets their lines in.
fn blocks(source: &str) -> Vec<(String, String)> {
    let mut found: Vec<(String, String)> = Vec::new();
    let mut inside = false;
    for line in source.lines() {
        if let Some(name) = named(line) {
            let text = line[name.len()..].trim_start_matches(" =").trim();
            found.push((name.to_string(), text.to_string()));
            inside = true;
        } else if line.starts_with([' ', '}'])
            && let Some((_, text)) = found.last_mut().filter(|_| inside)
        {
            text.push('\n');
            text.push_str(line.trim_end());
        } else {
            inside = false;
        }
    }
    found.into_iter().map(|(name, text)| (name, text.trim().to_string())).collect()
}

/// A message as it stands in a file. Every line is set in, so no text begins another message.
pub(super) fn message(name: &str, text: &str) -> String {
    let mut source = format!("{name} =\n");
    for line in text.lines() {
        source.push_str("    ");
        source.push_str(line);
        source.push('\n');
    }
    source
}

/// The source of a file with the office's own words in the place of the program's.
pub(super) fn replaced(source: &str, own: &BTreeMap<String, String>) -> String {
    let mut text = String::new();
    let mut skipping = false;
    for line in source.lines() {
        match named(line).map(|name| (name, own.get(name))) {
            Some((name, Some(words))) => {
                text.push_str(&message(name, words));
                skipping = true;
                continue;
            }
            Some((_, None)) => skipping = false,
            None => skipping &= line.starts_with([' ', '}']),
        }
        if !skipping {
            text.push_str(line);
            text.push('\n');
        }
    }
    text
}

/// Why a text cannot take the place of the program's.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Misfit {
    /// No message of applicants has that name.
    Unknown,
    /// It says nothing.
    Empty,
    /// It has more characters than this.
    Long(usize),
    /// It is not in the syntax of the message files.
    Malformed,
    /// It names a fact, or something else, that this message does not have.
    Strange(String),
    /// It leaves out a fact that the program tells, or tells it in some cases only.
    Missing(String),
    /// It does not tell apart what the program does: a fact, and the case of it.
    Choice(String, String),
}

/// Looks whether a text may take the place of a message.
///
/// # Errors
/// [`Misfit`], the first there is.
pub fn check(lang: Lang, name: &str, text: &str) -> Result<(), Misfit> {
    let known = messages().get(name).ok_or(Misfit::Unknown)?;
    if text.trim().is_empty() {
        return Err(Misfit::Empty);
    }
    // Before it is parsed: what is nested in it is bounded by its length.
    if text.chars().count() > known.most(lang) {
        return Err(Misfit::Long(known.most(lang)));
    }
    if text.chars().any(|letter| letter.is_control() && letter != '\n') {
        return Err(Misfit::Malformed);
    }
    let own = facts(name, text)?;
    let program = facts(name, known.words(lang))?;
    if let Some(strange) = own.strange.iter().chain(own.named.difference(&program.named)).next() {
        return Err(Misfit::Strange(strange.clone()));
    }
    let missing = program.always.difference(&own.always).chain(program.told.difference(&own.told)).next();
    if let Some(missing) = missing {
        return Err(Misfit::Missing(missing.clone()));
    }
    if let Some((fact, case)) = program.cases.difference(&own.cases).next() {
        return Err(Misfit::Choice(fact.clone(), case.clone()));
    }
    if own.told.is_empty() && !own.words { Err(Misfit::Empty) } else { Ok(()) }
}

/// What a text says.
#[derive(Default)]
struct Facts {
    /// Facts that are named anywhere.
    named: BTreeSet<String>,
    /// Facts that are told in some case.
    told: BTreeSet<String>,
    /// Facts that are told whatever the case.
    always: BTreeSet<String>,
    /// Cases that are told apart and follow from no number.
    cases: BTreeSet<(String, String)>,
    /// What no text of an office may have: other messages, functions, letters that are written in numbers.
    strange: BTreeSet<String>,
    /// Whether there is any word.
    words: bool,
}

fn facts(name: &str, text: &str) -> Result<Facts, Misfit> {
    let resource = fluent_syntax::parser::parse(message(name, text)).map_err(|_| Misfit::Malformed)?;
    let [Entry::Message(found)] = resource.body.as_slice() else { return Err(Misfit::Malformed) };
    let value = found.value.as_ref().filter(|_| found.id.name == name && found.attributes.is_empty());
    let mut facts = Facts::default();
    facts.always = facts.pattern(value.ok_or(Misfit::Malformed)?);
    Ok(facts)
}

impl Facts {
    /// Takes in a pattern, and gives back what it tells in every case.
    fn pattern(&mut self, pattern: &Pattern<String>) -> BTreeSet<String> {
        let mut always = BTreeSet::new();
        for element in &pattern.elements {
            match element {
                PatternElement::TextElement { value } => self.words |= !value.trim().is_empty(),
                PatternElement::Placeable { expression } => always.extend(self.expression(expression)),
            }
        }
        always
    }

    fn expression(&mut self, expression: &Expression<String>) -> BTreeSet<String> {
        let (selector, variants) = match expression {
            Expression::Inline(inline) => return self.inline(inline),
            Expression::Select { selector, variants } => (selector, variants),
        };
        let InlineExpression::VariableReference { id } = selector else {
            self.strange.insert("->".to_string());
            return BTreeSet::new();
        };
        self.named.insert(id.name.clone());
        let mut always: Option<BTreeSet<String>> = None;
        for variant in variants {
            if let VariantKey::Identifier { name } = &variant.key
                && !PLURALS.contains(&name.as_str())
            {
                self.cases.insert((id.name.clone(), name.clone()));
            }
            let here = self.pattern(&variant.value);
            always = Some(match always {
                Some(before) => before.intersection(&here).cloned().collect(),
                None => here,
            });
        }
        always.unwrap_or_default()
    }

    fn inline(&mut self, inline: &InlineExpression<String>) -> BTreeSet<String> {
        let strange = match inline {
            InlineExpression::VariableReference { id } => {
                self.named.insert(id.name.clone());
                self.told.insert(id.name.clone());
                return BTreeSet::from([id.name.clone()]);
            }
            InlineExpression::Placeable { expression } => return self.expression(expression),
            InlineExpression::StringLiteral { value } if !value.contains('\\') => {
                self.words |= !value.trim().is_empty();
                return BTreeSet::new();
            }
            InlineExpression::StringLiteral { value } => value.clone(),
            InlineExpression::NumberLiteral { value } => value.clone(),
            InlineExpression::FunctionReference { id, .. }
            | InlineExpression::MessageReference { id, .. } => id.name.clone(),
            InlineExpression::TermReference { id, .. } => format!("-{}", id.name),
        };
        self.strange.insert(strange);
        BTreeSet::new()
    }
}

#[cfg(test)]
mod tests;
