//! Where public pages have a door of their own, as the office's file says.

use super::files::OfficeFile;
use std::net::SocketAddr;

/// The address, or what is wrong with it.
pub(super) fn door(file: &OfficeFile) -> Result<Option<SocketAddr>, String> {
    let Some(text) = &file.public.listen else { return Ok(None) };
    let shape = || format!("public.listen: \"{text}\" should look like \"0.0.0.0:8081\"");
    let address: SocketAddr = text.parse().map_err(|_| shape())?;
    let plain = file.tls.as_ref().and_then(|tls| tls.http.as_ref()).and_then(|http| http.parse().ok());
    match plain {
        Some(plain) if address == plain => {
            Err(format!("public.listen: {address} is tls.http already; it needs a port of its own"))
        }
        _ => Ok(Some(address)),
    }
}

#[cfg(test)]
mod tests {
    use super::super::{ConfigError, default_document, read};
    use std::net::SocketAddr;
    use std::path::Path;

    fn planned(more: &str) -> Result<Option<SocketAddr>, ConfigError> {
        let text = format!("{}{more}", default_document().expect("sound"));
        read(&text, Path::new("/etc/loket")).map(|reading| reading.public)
    }

    #[test]
    fn public_pages_have_a_door_of_their_own_where_the_file_says_so() {
        assert_eq!(planned("").expect("sound"), None);
        assert_eq!(planned("[public]").expect("sound"), None);
        let own = planned("[public]\nlisten = \"0.0.0.0:8081\"").expect("sound");
        assert_eq!(own, "0.0.0.0:8081".parse().ok());
    }

    #[test]
    fn a_door_that_cannot_be_is_told_with_its_line() {
        let lines = default_document().expect("sound").lines().count();
        for (more, line, word) in [
            ("[public]\nlisten = \"8081\"", 2, "0.0.0.0:8081"),
            ("[public]\nlisten = \"0.0.0.0:80\"\n[tls]\nhttp = \"0.0.0.0:80\"", 2, "tls.http already"),
            ("[public]\nport = 8081", 2, "port"),
        ] {
            let faults = planned(more).expect_err(more).faults();
            assert_eq!(faults.len(), 1, "{more}");
            assert!(faults[0].words.contains(word), "{}", faults[0]);
            assert_eq!(faults[0].place.map(|place| place.line), Some(lines + line), "{more}: {}", faults[0]);
        }
    }
}
