//! The office's certificate, its plain listener and the door of its public pages, as `office.toml` wants them.

use super::config::TlsPlan;
use crate::clock::{Clock, SystemClock};
use crate::domain::profile::Profile;
use crate::web::tls::{Authority, Certificates, TlsError};
use anyhow::{Context, Result};
use std::net::{IpAddr, SocketAddr, UdpSocket};
use std::path::Path;
use std::sync::Arc;
use tokio::net::TcpListener;

/// What an office needs to be reached over TLS.
pub struct Secure {
    /// Its certificate.
    pub certificates: Certificates,
    /// Where whoever comes without TLS is shown the way.
    pub plain: Option<TcpListener>,
}

/// Reads or makes the certificate, and listens where `http` says. The files of an own CA lie beside the keys of the
/// office, which are never in the data folder.
///
/// # Errors
/// When a file cannot be used, or the address is taken.
pub async fn prepare(plan: TlsPlan, key: &Path, listen: SocketAddr) -> Result<Secure> {
    let certificates = certificates(&plan, key, listen.ip()).context("TLS")?;
    let plain = match plan.http {
        Some(http) => {
            Some(TcpListener::bind(http).await.with_context(|| format!("tls.http: listening on {http}"))?)
        }
        None => None,
    };
    Ok(Secure { certificates, plain })
}

/// Listens where public pages have a door of their own.
///
/// # Errors
/// When the address is taken.
pub fn outside(public: Option<SocketAddr>) -> Result<Option<std::net::TcpListener>> {
    let bind =
        |at| std::net::TcpListener::bind(at).with_context(|| format!("public.listen: listening on {at}"));
    public.map(bind).transpose()
}

/// The certificate of a plan.
///
/// # Errors
/// [`TlsError`] names the file.
pub fn certificates(plan: &TlsPlan, key: &Path, listen: IpAddr) -> Result<Certificates, TlsError> {
    if let Some((certificate, key)) = &plan.files {
        return Certificates::of_files(certificate.clone(), key.clone());
    }
    let (folder, now) = (folder_of(key), SystemClock.now());
    let more = move || found_out(listen);
    Certificates::of_own(Authority::open(folder, plan.names.clone(), more, now)?)
}

/// Where the files of an own CA lie.
pub fn folder_of(key: &Path) -> &Path {
    key.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Names and addresses by which this machine may be reached, which nobody had to write down.
fn found_out(listen: IpAddr) -> Vec<String> {
    let mut names = vec!["localhost".to_string(), "127.0.0.1".to_string(), "::1".to_string()];
    if !listen.is_unspecified() {
        names.push(listen.to_string());
    }
    names.extend(outward("0.0.0.0:0", "192.0.2.1:9"));
    names.extend(outward("[::]:0", "[2001:db8::1]:9"));
    if let Ok(name) = std::fs::read_to_string("/etc/hostname") {
        let name = name.trim().to_lowercase();
        if !name.contains('.') {
            names.push(format!("{name}.local"));
        }
        names.push(name);
    }
    let mut known = std::collections::BTreeSet::new();
    names.retain(|name| known.insert(name.clone()));
    names
}

/// The address by which this machine would reach others. Nothing is sent.
fn outward(from: &str, to: &str) -> Option<String> {
    let socket = UdpSocket::bind(from).ok()?;
    socket.connect(to).ok()?;
    Some(socket.local_addr().ok()?.ip().to_string())
}

/// Whether passwords and NIK would travel unsealed over a network, and nobody has said that this is meant: no TLS of the
/// program's own, none of a proxy in front, and screens on other machines.
pub fn is_plain(profile: &Profile, address: SocketAddr, tls: bool) -> bool {
    let behind_tls = profile.office.public_url.starts_with("https:");
    !tls && !behind_tls && !profile.plain_http && !address.ip().is_loopback()
}

/// By which addresses an office is reached.
pub struct Urls {
    /// The office itself.
    pub own: Arc<str>,
    /// What QR codes open.
    pub public: Arc<str>,
}

/// The profile's address, else the one the server listens on. Where public pages have a door of their own, the profile's
/// address leads there, and the office itself is where it listens.
pub fn urls(profile: &Profile, address: SocketAddr, outside: Option<SocketAddr>, tls: bool) -> Urls {
    let given = || Some(profile.office.public_url.clone()).filter(|url| !url.is_empty());
    let public: Arc<str> = given().unwrap_or_else(|| url(outside.unwrap_or(address), tls)).into();
    let own = outside.map_or(public.clone(), |_| url(address, tls).into());
    Urls { own, public }
}

fn url(address: SocketAddr, tls: bool) -> String {
    let scheme = if tls { "https" } else { "http" };
    if !address.ip().is_unspecified() {
        return format!("{scheme}://{address}");
    }
    // Listening everywhere: the address by which this machine would reach others.
    let host = outward("0.0.0.0:0", "192.0.2.1:9").unwrap_or_else(|| "localhost".to_string());
    format!("{scheme}://{host}:{}", address.port())
}
