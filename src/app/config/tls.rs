//! Whether and how the office is reached over TLS, as its file says.

use super::files::OfficeFile;
use crate::web::tls::is_name;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

/// How the office is reached over TLS.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct TlsPlan {
    /// The files with the office's own certificate and its key. Without them the office makes a CA of its own.
    pub files: Option<(PathBuf, PathBuf)>,
    /// Names and addresses that a certificate of the own CA has, besides those the program finds out.
    pub names: Vec<String>,
    /// Where whoever comes without TLS is shown the way.
    pub http: Option<SocketAddr>,
}

/// Whether and how, or what does not fit together.
pub(super) fn plan(file: OfficeFile, folder: &Path) -> Result<Option<TlsPlan>, String> {
    let Some(tls) = file.tls else { return Ok(None) };
    let url = file.office.public_url;
    if !url.is_empty() && !url.starts_with("https://") {
        return Err(format!(
            "office.public_url: \"{url}\" should begin with https://, because [tls] is there"
        ));
    }
    let files = match (tls.certificate, tls.key) {
        (Some(certificate), Some(key)) => Some((folder.join(certificate), folder.join(key))),
        (None, None) => None,
        _ => return Err("tls: certificate and key belong together".to_string()),
    };
    if files.is_some() && !tls.names.is_empty() {
        return Err("tls.names: the office's own certificate has its names already".to_string());
    }
    if let Some(name) = tls.names.iter().find(|name| !is_name(name)) {
        return Err(format!("tls.names: \"{name}\" should look like \"loket.lan\" or \"192.168.1.10\""));
    }
    let http = tls.http.map(|text| {
        text.parse().map_err(|_| format!("tls.http: \"{text}\" should look like \"0.0.0.0:80\""))
    });
    let mut names = tls.names;
    if files.is_none() && !url.is_empty() {
        let host = host(&url).ok_or_else(|| format!("office.public_url: \"{url}\" names no host"))?;
        if !names.contains(&host) {
            names.insert(0, host);
        }
    }
    Ok(Some(TlsPlan { files, names, http: http.transpose()? }))
}

/// The name or address in an URL.
fn host(url: &str) -> Option<String> {
    let uri: axum::http::Uri = url.parse().ok()?;
    let host = uri.host()?.trim_start_matches('[').trim_end_matches(']').to_lowercase();
    is_name(&host).then_some(host)
}

#[cfg(test)]
mod tests {
    use super::super::from_toml;
    use super::*;

    fn planned(url: &str, tls: &str) -> Result<Option<TlsPlan>, String> {
        let (_, text) = super::super::DEFAULT_OFFICE[0];
        let text = text.replacen("public_url = \"\"", &format!("public_url = \"{url}\""), 1);
        let file: OfficeFile =
            from_toml("office.toml", &format!("{text}\n{tls}")).map_err(|error| error.to_string())?;
        plan(file, Path::new("/etc/loket"))
    }

    #[test]
    fn the_file_says_where_the_certificate_comes_from() {
        assert_eq!(planned("", ""), Ok(None));
        let own =
            planned("https://loket.lan:8443", "[tls]\nhttp = \"0.0.0.0:80\"\nnames = [\"192.168.1.10\"]");
        let own = own.expect("sound").expect("there");
        assert_eq!(own.names, ["loket.lan", "192.168.1.10"]);
        assert_eq!((own.files, own.http), (None, "0.0.0.0:80".parse().ok()));
        let files =
            planned("", "[tls]\ncertificate = \"a.pem\"\nkey = \"/b.pem\"").expect("sound").expect("there");
        assert_eq!(files.files, Some(("/etc/loket/a.pem".into(), "/b.pem".into())));
    }

    #[test]
    fn what_does_not_fit_together_is_told() {
        for (url, tls, word) in [
            ("http://loket.lan", "[tls]", "https://"),
            ("", "[tls]\ncertificate = \"a.pem\"", "belong together"),
            ("", "[tls]\ncertificate = \"a\"\nkey = \"b\"\nnames = [\"c\"]", "tls.names"),
            ("", "[tls]\nnames = [\"loket lan\"]", "tls.names"),
            ("", "[tls]\nnames = [\"256.1.1.1\"]", "tls.names"),
            ("", "[tls]\nhttp = \"80\"", "tls.http"),
            ("", "[tls]\nport = 443", "port"),
        ] {
            let fault = planned(url, tls).expect_err(tls);
            assert!(fault.contains(word), "{fault}");
        }
    }
}
