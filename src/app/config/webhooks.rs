//! Whom webhooks believe besides the public authorities, as the office's file says.

use super::files::OfficeFile;
use std::path::{Path, PathBuf};

/// Where the authorities of the office's own network stand, in PEM.
pub(super) fn authorities(file: &OfficeFile, folder: &Path) -> Option<PathBuf> {
    file.webhooks.ca.as_ref().map(|ca| folder.join(ca))
}
