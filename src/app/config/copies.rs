//! How copies of an office are taken, as its file says.

use super::ConfigError;
use super::calendar::clock_time;
use super::files::BackupFile;
use crate::app::backup::Keep;
use crate::domain::fault::{About, Fault};
use crate::domain::time::Time;
use crate::settings::Wrong;
use std::path::{Path, PathBuf};

/// How copies of an office are taken: where they go, when, how many are kept, and who can open them.
#[derive(Clone, PartialEq, Debug)]
pub struct CopyPlan {
    /// Where they go; beside the data without one.
    pub folder: Option<PathBuf>,
    /// At which hours of every day, ascending; only by hand without one.
    pub at: Vec<Time>,
    /// How many.
    pub keep: Keep,
    /// The file with the key.
    pub key: PathBuf,
    /// Public keys of others who can open them.
    pub recipients: Vec<String>,
}

/// How copies are taken, as the document says.
pub(super) fn copy_plan(text: &str, file: BackupFile, folder: &Path) -> Result<CopyPlan, ConfigError> {
    let hours = file.at.iter().map(|hour| {
        clock_time(hour).ok_or_else(|| {
            let words = format!("backup.at: \"{hour}\" should look like \"16.15\", or be empty");
            let facts = vec![("value", hour.to_string())];
            let fault = Fault::new(About::Setting("backup.at"), "hour", facts, words);
            super::unsound("office.toml", vec![Wrong::of(text, fault)])
        })
    });
    let mut at = hours.collect::<Result<Vec<_>, _>>()?;
    at.sort_unstable();
    at.dedup();
    let keep = Keep { days: file.days, weeks: file.weeks, months: file.months };
    let (key, recipients) = (folder.join(file.key), file.recipients);
    Ok(CopyPlan { folder: file.folder.map(|known| folder.join(known)), at, keep, key, recipients })
}
