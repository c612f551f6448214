//! What an agent remembers of its attempts, in a file of its own: written before the first byte and after the last.

use super::Fate;
use crate::domain::paper::Why;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, VecDeque};
use std::fs::{File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// Attempts that are remembered; the office asks about the last one only.
const MOST: usize = 1_000;

/// The memory of an agent.
#[derive(Debug)]
pub struct Memory {
    file: File,
    path: PathBuf,
    known: BTreeMap<String, Option<Fate>>,
    order: VecDeque<String>,
    /// Lines in the file.
    lines: usize,
}

/// A line of the file. Without a fate: begun.
#[derive(Serialize, Deserialize)]
struct Line {
    attempt: String,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    end: Option<Fate>,
}

impl Memory {
    /// Reads what an earlier run wrote. What that run began and did not end is uncertain. A last line that was cut
    /// off is no line: nothing was printed after it.
    ///
    /// # Errors
    /// When the file cannot be read or written.
    pub fn open(path: &Path) -> io::Result<Memory> {
        let text = match std::fs::read_to_string(path) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => String::new(),
            Err(error) => return Err(error),
        };
        let (mut known, mut order) = (BTreeMap::new(), VecDeque::new());
        for Line { attempt, end } in text.lines().filter_map(|line| serde_json::from_str(line).ok()) {
            if known.insert(attempt.clone(), end).is_none() {
                order.push_back(attempt);
            }
        }
        for fate in known.values_mut() {
            fate.get_or_insert_with(|| Fate::Uncertain { why: Why::AgentCutOff.into() });
        }
        let file = OpenOptions::new().create(true).append(true).open(path)?;
        let mut memory = Memory { file, path: path.to_path_buf(), known, order, lines: MOST * 2 };
        memory.tidy()?;
        Ok(memory)
    }

    /// What became of an attempt. One that is heard of for the first time is void from now on.
    ///
    /// # Errors
    /// When that cannot be written down.
    pub fn fate(&mut self, attempt: &str) -> io::Result<Fate> {
        match self.known.get(attempt) {
            Some(Some(fate)) => Ok(fate.clone()),
            Some(None) => Ok(Fate::Uncertain { why: Why::AgentCutOff.into() }),
            None => {
                self.note(attempt, Some(Fate::Void))?;
                Ok(Fate::Void)
            }
        }
    }

    /// Whether an attempt was heard of.
    pub fn knows(&self, attempt: &str) -> bool {
        self.known.contains_key(attempt)
    }

    /// An attempt begins. Order-critical: on disk before the first byte goes to the printer.
    ///
    /// # Errors
    /// When it cannot be written down; then nothing may be printed.
    pub fn begin(&mut self, attempt: &str) -> io::Result<()> {
        self.note(attempt, None)
    }

    /// It is over.
    ///
    /// # Errors
    /// When it cannot be written down.
    pub fn end(&mut self, attempt: &str, fate: Fate) -> io::Result<()> {
        self.note(attempt, Some(fate))
    }

    fn note(&mut self, attempt: &str, end: Option<Fate>) -> io::Result<()> {
        let line = Line { attempt: attempt.to_string(), end: end.clone() };
        let line = serde_json::to_string(&line).map_err(io::Error::other)?;
        self.file.write_all(format!("{line}\n").as_bytes())?;
        self.file.sync_data()?;
        self.lines += 1;
        if self.known.insert(attempt.to_string(), end).is_none() {
            self.order.push_back(attempt.to_string());
        }
        if self.lines > 4 * MOST { self.tidy() } else { Ok(()) }
    }

    /// Writes the file anew without what is forgotten, beside it and then in its place.
    fn tidy(&mut self) -> io::Result<()> {
        while self.order.len() > MOST {
            self.order.pop_front().map(|attempt| self.known.remove(&attempt));
        }
        let beside = self.path.with_extension("new");
        let mut file = File::create(&beside)?;
        for attempt in &self.order {
            let end = self.known.get(attempt).cloned().flatten();
            let line =
                serde_json::to_string(&Line { attempt: attempt.clone(), end }).map_err(io::Error::other)?;
            file.write_all(format!("{line}\n").as_bytes())?;
        }
        file.sync_all()?;
        std::fs::rename(&beside, &self.path)?;
        if let Some(folder) = self.path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
            File::open(folder)?.sync_all()?;
        }
        self.file = OpenOptions::new().append(true).open(&self.path)?;
        self.lines = self.order.len();
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_attempt_is_remembered_across_runs() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("attempts");
        let mut memory = Memory::open(&path).expect("opens");
        assert_eq!(memory.fate("1").expect("written"), Fate::Void);
        memory.begin("2").expect("written");
        memory.end("2", Fate::Printed).expect("written");
        memory.begin("3").expect("written");
        drop(memory);
        // The last line was cut off by the plug.
        let cut = format!("{}{{\"attempt\":\"4", std::fs::read_to_string(&path).expect("the file"));
        std::fs::write(&path, cut).expect("written");
        let mut memory = Memory::open(&path).expect("opens again");
        assert_eq!(memory.fate("1").expect("known"), Fate::Void);
        assert_eq!(memory.fate("2").expect("known"), Fate::Printed);
        assert!(matches!(memory.fate("3").expect("known"), Fate::Uncertain { .. }));
        assert!(!memory.knows("4"));
        for attempt in 10..6_000 {
            memory.fate(&attempt.to_string()).expect("written");
        }
        assert!(std::fs::read_to_string(&path).expect("the file").lines().count() <= 4 * MOST + 1);
    }
}
