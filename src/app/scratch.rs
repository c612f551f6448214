//! Folders for a while.

use anyhow::{Context, Result};
use std::fs::DirBuilder;
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};

/// A folder that goes away with its owner.
pub struct Scratch(PathBuf);

impl Scratch {
    /// Makes an empty folder below the machine's place for such things.
    ///
    /// # Errors
    /// When it cannot be made.
    pub fn make(what: &str) -> Result<Scratch> {
        Scratch::make_in(&std::env::temp_dir(), what)
    }

    /// Makes an empty folder in `parent`, where there is room for what comes.
    ///
    /// # Errors
    /// When it cannot be made.
    pub fn make_in(parent: &Path, what: &str) -> Result<Scratch> {
        let mut random = [0_u8; 8];
        getrandom::fill(&mut random).map_err(|error| anyhow::anyhow!("random bytes: {error}"))?;
        let name: String = random.iter().map(|byte| format!("{byte:02x}")).collect();
        let folder = parent.join(format!("loket-{what}-{name}"));
        // It may hold an office for a while, and the machine's place for such things is everybody's.
        DirBuilder::new().mode(0o700).create(&folder).with_context(|| folder.display().to_string())?;
        Ok(Scratch(folder))
    }

    /// Where it is.
    pub fn folder(&self) -> &Path {
        &self.0
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        // What cannot be removed is removed by the machine some day.
        let _ = std::fs::remove_dir_all(&self.0);
    }
}
