//! What Chromium may do on a device's PC: show the office, and nothing else.
//!
//! A screen that fills the display keeps honest people where they are; these policies keep the others there as well,
//! whatever keys they find. Every key is one of Chromium's own list, <https://chromeenterprise.google/policies/>.

use super::{Environment, UndefinedBehavior, context, server_of};
use anyhow::{Context, Result};
use base64::prelude::{BASE64_STANDARD, Engine};
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
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

/// The policies of a device that shows this office, which believes the CA in `ca`, a text in PEM.
///
/// # Errors
/// When the address is none, or a file of a CA has no certificate.
pub fn policies(server: &str, ca: Option<&str>) -> Result<String> {
    let origin = server_of(server)?.address;
    let authorities = ca.map(authorities).transpose()?;
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    Ok(environment.render_str(POLICIES, context! { origin, authorities })? + "\n")
}

/// The certificates of a text in PEM, as policies have them.
fn authorities(pem: &str) -> Result<Vec<String>> {
    let all: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(pem.as_bytes()).collect();
    let all = all.ok().filter(|all| !all.is_empty()).context("there is no certificate in PEM in it")?;
    Ok(all.iter().map(|one| BASE64_STANDARD.encode(one)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    #[test]
    fn the_office_is_the_only_address() {
        let text = policies("https://loket.lan:8443/", None).expect("policies");
        let policies: Value = serde_json::from_str(&text).expect("JSON");
        assert_eq!(policies["URLAllowlist"], json!(["https://loket.lan:8443"]));
        assert_eq!(policies["URLBlocklist"], json!(["*", "chrome://*"]));
        assert_eq!(policies["DeveloperToolsAvailability"], 2);
        assert_eq!(policies["CACertificates"], Value::Null);
        assert!(super::policies("loket.lan", None).is_err());
    }

    #[test]
    fn the_offices_own_ca_is_believed() {
        let pem = "-----BEGIN CERTIFICATE-----\nAQID\n-----END CERTIFICATE-----\n";
        let text = policies("https://loket.lan", Some(pem)).expect("policies");
        let policies: Value = serde_json::from_str(&text).expect("JSON");
        assert_eq!(policies["CACertificates"], json!(["AQID"]));
        assert!(super::policies("https://loket.lan", Some("")).is_err(), "no certificate");
    }

    #[test]
    fn each_browser_has_its_own_place() {
        let place = |browser: &str| super::place(Path::new(browser)).display().to_string();
        assert_eq!(place("/usr/bin/chromium"), "/etc/chromium/policies/managed/loket.json");
        assert_eq!(place("/usr/bin/google-chrome-stable"), "/etc/opt/chrome/policies/managed/loket.json");
    }
}
