//! How copies of an office are taken, as its file says.

use super::calendar::clock_time;
use super::files::{BackupFile, OfficeFile};
use super::{ConfigError, from_toml};
use crate::app::backup::Keep;
use crate::domain::time::Time;
use std::path::{Path, PathBuf};

/// How copies of an office are taken: where they go, when, how many are kept, and who can open them.
#[derive(Clone, PartialEq, Debug)]
pub struct CopyPlan {
    /// Where they go; beside the data without one.
    pub folder: Option<PathBuf>,
    /// At which hour; only by hand without one.
    pub at: Option<Time>,
    /// How many.
    pub keep: Keep,
    /// The file with the key.
    pub key: PathBuf,
    /// Public keys of others who can open them.
    pub recipients: Vec<String>,
}

/// Reads from `office.toml` how copies are taken.
///
/// # Errors
/// As [`load`].
pub fn copies(path: &Path) -> Result<CopyPlan, ConfigError> {
    let folder = path.parent().map_or_else(PathBuf::new, Path::to_path_buf);
    let name = path.display().to_string();
    let text = std::fs::read_to_string(path)
        .map_err(|source| ConfigError::Unreadable { file: name.clone(), source })?;
    let file: OfficeFile = from_toml(&name, &text)?;
    copy_plan(&name, file.backup, &folder)
}

fn copy_plan(name: &str, file: BackupFile, folder: &Path) -> Result<CopyPlan, ConfigError> {
    let at = match file.at.as_str() {
        "" => None,
        text => Some(clock_time(text).ok_or_else(|| ConfigError::Unsound {
            file: name.to_string(),
            faults: vec![format!("backup.at: \"{text}\" should look like \"16.15\", or be empty")],
        })?),
    };
    let keep = Keep { days: file.days, weeks: file.weeks, months: file.months };
    let (key, recipients) = (folder.join(file.key), file.recipients);
    Ok(CopyPlan { folder: file.folder.map(|known| folder.join(known)), at, keep, key, recipients })
}
