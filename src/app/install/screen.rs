//! The unit by which a kiosk's, a board's or a tablet's PC shows its screen again after whatever happened.

use super::{Environment, Server, UndefinedBehavior, context, plain, server_of};
use anyhow::{Result, ensure};
use std::path::PathBuf;

const UNIT: &str = include_str!("../../../templates/system/loket-screen.service");

/// What the unit shows.
pub struct Screen {
    /// The office's address: `https://loket.lan`.
    pub server: String,
    /// The screen: `/kiosk`, `/papan`, `/skm`.
    pub path: String,
    /// The browser.
    pub browser: PathBuf,
}

/// The text of the unit.
///
/// # Errors
/// When the address is none, or has letters that a unit or a shell would read as something else.
pub fn screen(screen: &Screen) -> Result<String> {
    let Server { address, host, port } = server_of(&screen.server)?;
    let known = ["/kiosk", "/papan", "/skm"].iter().any(|known| {
        let rest = screen.path.strip_prefix(known);
        rest.is_some_and(|rest| rest.is_empty() || (rest.starts_with('/') && rest.len() > 1))
    });
    let good = |letter: char| letter.is_ascii_alphanumeric() || "/-_".contains(letter);
    ensure!(
        known && screen.path.chars().all(good),
        "{}: screens of a device are /kiosk, /papan and /skm",
        screen.path
    );
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    let text = environment.render_str(
        UNIT,
        context! {
            server => address,
            host,
            port,
            screen => screen.path.as_str(),
            browser => plain(&screen.browser)?,
        },
    );
    Ok(text? + "\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unit(server: &str, path: &str) -> Result<String> {
        screen(&Screen { server: server.into(), path: path.into(), browser: "/usr/bin/chromium".into() })
    }

    #[test]
    fn the_screen_waits_for_its_server_and_may_speak() {
        let text = unit("https://loket.lan/", "/papan").expect("a unit");
        assert!(
            text.contains("/dev/tcp/loket.lan/443)") && text.contains("--kiosk https://loket.lan/papan "),
            "{text}"
        );
        assert!(
            text.contains("--autoplay-policy=no-user-gesture-required") && text.contains("Restart=always")
        );
        let text = unit("http://192.168.1.10:8080", "/skm/5").expect("a unit");
        assert!(
            text.contains("/dev/tcp/192.168.1.10/8080)") && text.contains("http://192.168.1.10:8080/skm/5 ")
        );
        assert!(unit("http://[fd00::1]:8080", "/kiosk").expect("a unit").contains("/dev/tcp/fd00::1/8080)"));
    }

    #[test]
    fn what_a_unit_or_a_shell_would_read_otherwise_is_refused() {
        for (server, path) in [
            ("loket.lan", "/kiosk"),
            ("ftp://loket.lan", "/kiosk"),
            ("https://x;reboot", "/kiosk"),
            ("https://loket.lan/x", "/kiosk"),
            ("https://a@loket.lan", "/kiosk"),
            ("https://loket.lan\nUser=root", "/kiosk"),
            ("https://loket.lan", "/pengawas"),
            ("https://loket.lan", "/kioskx"),
            ("https://loket.lan", "/papan/"),
            ("https://loket.lan", "/papan/%h"),
            ("https://loket.lan", "/papan/a b"),
        ] {
            assert!(unit(server, path).is_err(), "{server}{path}");
        }
    }
}
