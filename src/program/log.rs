//! The log on standard error: one line for each thing that happened, in UTC.
//!
//! What people and programs send may turn up in it: a name, a header, the words of a library. None of it begins a line of
//! its own, moves the cursor of whoever reads it, or turns their letters around.
//!
#![doc = include_str!("log.md")]

use std::borrow::Cow;
use std::io::{IsTerminal, Result, Write, stderr};
use tracing_subscriber::EnvFilter;
use tracing_subscriber::fmt::MakeWriter;

/// Sends the log to standard error; `LOKET_LOG` says how much of it.
pub fn to_standard_error() {
    let filter = EnvFilter::try_from_env("LOKET_LOG").unwrap_or_else(|_| EnvFilter::new("info"));
    let colours = stderr().is_terminal();
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(Lines { colours })
        .with_ansi(colours)
        .init();
}

/// Standard error, which takes an event at a time and writes each as one line.
#[derive(Clone, Copy)]
struct Lines {
    /// Whether escape codes colour the lines. The library has replaced those of others by then.
    colours: bool,
}

impl MakeWriter<'_> for Lines {
    type Writer = Lines;

    fn make_writer(&self) -> Lines {
        *self
    }
}

impl Write for Lines {
    fn write(&mut self, event: &[u8]) -> Result<usize> {
        let text = String::from_utf8_lossy(event);
        stderr().write_all(one_line(&text, self.colours).as_bytes())?;
        Ok(event.len())
    }

    fn flush(&mut self) -> Result<()> {
        stderr().flush()
    }
}

/// An event without anything that ends a line, controls a terminal or turns letters around, but the end of its own line.
fn one_line(event: &str, colours: bool) -> Cow<'_, str> {
    let meddles = |letter: char| {
        let turns =
            matches!(letter, '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200e}' | '\u{200f}');
        turns || letter.is_control() && !(colours && letter == '\u{1b}')
    };
    let text = event.strip_suffix('\n').unwrap_or(event);
    if !text.contains(meddles) {
        return Cow::Borrowed(event);
    }
    let mut line = String::with_capacity(event.len() + 16);
    for letter in text.chars() {
        if meddles(letter) {
            line.extend(letter.escape_default());
        } else {
            line.push(letter);
        }
    }
    line.push_str(&event[text.len()..]);
    Cow::Owned(line)
}

#[cfg(test)]
mod tests {
    use super::one_line;

    #[test]
    fn nothing_begins_a_line_or_controls_a_terminal() {
        for (event, written) in [
            ("INFO a day\n", "INFO a day\n"),
            ("WARN Sitti é ✓\n", "WARN Sitti é ✓\n"),
            ("WARN x\r\n2026 ERROR y\n", "WARN x\\r\\n2026 ERROR y\n"),
            ("a\u{1b}[2Jb\u{7}\u{8}\0\n", "a\\u{1b}[2Jb\\u{7}\\u{8}\\u{0}\n"),
            ("a\u{85}b\u{2028}c\u{202e}d\u{9b}\n", "a\\u{85}b\\u{2028}c\\u{202e}d\\u{9b}\n"),
            ("two\n\n", "two\\n\n"),
            ("none", "none"),
        ] {
            assert_eq!(one_line(event, false), written);
        }
        assert_eq!(one_line("\u{1b}[32mINFO\u{1b}[0m a\nb\n", true), "\u{1b}[32mINFO\u{1b}[0m a\\nb\n");
    }
}
