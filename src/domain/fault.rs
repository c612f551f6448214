//! What is wrong with the settings: about which part, and in words.

use std::fmt;

/// Something in the settings that cannot be.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Fault {
    /// Which part it is about, so that its place in a file can be told.
    pub about: About,
    /// Names the message `fault-<code>` in `templates/texts`.
    pub code: &'static str,
    /// The facts that the message needs.
    pub facts: Vec<(&'static str, String)>,
    /// The same in English, for the terminal and the log.
    pub words: String,
}

/// A part of the settings.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum About {
    /// A setting by its path: `people.idle_minutes`.
    Setting(&'static str),
    /// One of a list.
    Item {
        /// Which list: `loket`.
        list: &'static str,
        /// The setting that names each: `id`.
        key: &'static str,
        /// Its name.
        name: String,
    },
    /// One of a table whose names the office chose.
    Entry {
        /// Which table, by its path: `words.id`.
        table: &'static str,
        /// Its name, without a point.
        name: String,
    },
}

impl About {
    /// One of a list.
    pub fn item(list: &'static str, key: &'static str, name: impl fmt::Display) -> About {
        About::Item { list, key, name: name.to_string() }
    }
}

impl Fault {
    /// A fault with its message and the same in English.
    pub fn new(
        about: About,
        code: &'static str,
        facts: Vec<(&'static str, String)>,
        words: impl Into<String>,
    ) -> Fault {
        Fault { about, code, facts, words: words.into() }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.words)
    }
}
