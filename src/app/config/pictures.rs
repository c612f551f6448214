//! The pictures that `office.toml` names.

use super::ConfigError;
use crate::settings::Wrong;
use std::path::Path;

/// Largest logo, in bytes: every screen loads it.
pub(super) const MOST_LOGO: usize = 256 * 1024;

/// The logo that an office names, read and known to be a picture.
pub(super) fn logo(name: &str, logo: Option<String>, folder: &Path) -> Result<Option<Vec<u8>>, ConfigError> {
    let Some(logo) = logo else { return Ok(None) };
    let bytes = picture(&folder.join(&logo))?;
    let unsound = |fault: String| super::unsound(name, vec![Wrong::said(None, fault)]);
    if bytes.len() > MOST_LOGO {
        return Err(unsound(format!("office.logo: {logo} has more than {} KiB", MOST_LOGO / 1024)));
    }
    if crate::pages::picture_kind(&bytes).is_none() {
        return Err(unsound(format!("office.logo: {logo} is neither SVG nor PNG")));
    }
    Ok(Some(bytes))
}

/// The bytes of a picture.
pub(super) fn picture(path: &Path) -> Result<Vec<u8>, ConfigError> {
    let unreadable = |source| ConfigError::Unreadable { file: path.display().to_string(), source };
    std::fs::read(path).map_err(unreadable)
}
