//! What Chromium may do on a device's PC: show the office, and nothing else.
//!
//! A screen that fills the display keeps honest people where they are; these policies keep the others there as well,
//! whatever keys they find. Every key is one of Chromium's own list, <https://chromeenterprise.google/policies/>.

use super::{Environment, UndefinedBehavior, context, server_of};
use anyhow::Result;
use std::path::{Path, PathBuf};

/// Every policy with its reason.
const POLICIES: &str = include_str!("../../../templates/system/policies.jinja");
/// The file's name among the policies.
const FILE: &str = "loket.json";

/// Where a browser looks for its policies.
pub fn place(browser: &Path) -> PathBuf {
    let name = browser.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    let folder = match name.starts_with("google-chrome") {
        true => "/etc/opt/chrome/policies/managed",
        false => "/etc/chromium/policies/managed",
    };
    Path::new(folder).join(FILE)
}

/// The policies of a device that shows this office.
///
/// # Errors
/// When the address is none.
pub fn policies(server: &str) -> Result<String> {
    let origin = server_of(server)?.address;
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    Ok(environment.render_str(POLICIES, context! { origin })? + "\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    #[test]
    fn the_office_is_the_only_address() {
        let text = policies("https://loket.lan:8443/").expect("policies");
        let policies: Value = serde_json::from_str(&text).expect("JSON");
        assert_eq!(policies["URLAllowlist"], json!(["https://loket.lan:8443"]));
        assert_eq!(policies["URLBlocklist"], json!(["*", "chrome://*"]));
        assert_eq!(policies["DeveloperToolsAvailability"], 2);
        assert!(super::policies("loket.lan").is_err());
    }

    #[test]
    fn each_browser_has_its_own_place() {
        let place = |browser: &str| super::place(Path::new(browser)).display().to_string();
        assert_eq!(place("/usr/bin/chromium"), "/etc/chromium/policies/managed/loket.json");
        assert_eq!(place("/usr/bin/google-chrome-stable"), "/etc/opt/chrome/policies/managed/loket.json");
    }
}
