//! Where and by what a session is used, so that its owner knows it again on `/saya`. In memory only.

use axum::http::{HeaderMap, header};
use std::net::IpAddr;

/// Where, and by what.
#[derive(Clone, Copy, Default)]
pub(in crate::web) struct Seen {
    /// The address.
    pub(in crate::web) from: Option<IpAddr>,
    /// The browser and the system it runs on, as far as it says; of words that are ours.
    pub(in crate::web) browser: Option<&'static str>,
    pub(in crate::web) system: Option<&'static str>,
}

/// What browsers call themselves, and what people call them. Most name others too: the first that fits is meant.
const BROWSERS: [(&str, &str); 6] = [
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("Firefox/", "Firefox"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
];
/// The same of systems.
const SYSTEMS: [(&str, &str); 7] = [
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS", "macOS"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
];

impl Seen {
    pub(in crate::web) fn of(from: Option<IpAddr>, headers: &HeaderMap) -> Seen {
        let agent = headers.get(header::USER_AGENT).and_then(|agent| agent.to_str().ok()).unwrap_or_default();
        let named = |known: &[(&str, &'static str)]| {
            known.iter().find(|(sign, _)| agent.contains(sign)).map(|(_, name)| *name)
        };
        Seen { from, browser: named(&BROWSERS), system: named(&SYSTEMS) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn browsers_are_told_apart() {
        for (agent, browser, system) in [
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0 Safari/537.36",
                Some("Chrome"),
                Some("Windows"),
            ),
            (
                "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/141.0 Safari/537.36 Edg/141.0",
                Some("Edge"),
                Some("Windows"),
            ),
            (
                "Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/141.0 Mobile Safari/537.36",
                Some("Chrome"),
                Some("Android"),
            ),
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1 Version/18.0 Mobile Safari/604.1",
                Some("Safari"),
                Some("iPhone"),
            ),
            (
                "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
                Some("Firefox"),
                Some("Linux"),
            ),
            ("curl/8.5", None, None),
        ] {
            let headers = HeaderMap::from_iter([(header::USER_AGENT, agent.parse().expect("a header"))]);
            let seen = Seen::of(None, &headers);
            assert_eq!((seen.browser, seen.system), (browser, system), "{agent}");
        }
    }
}
