//! The units by which systemd keeps the office running, and the screens of its devices.

mod agent;
mod device;
mod policies;
mod screen;
mod standby;

pub use agent::{Agent, agent};
pub use device::{Written, device, write};
pub use policies::{place, policies};
pub use screen::{Screen, screen};
pub use standby::{Standby, standby};

use anyhow::{Context, Result, bail, ensure};
use axum::http::Uri;
use minijinja::{Environment, UndefinedBehavior, context};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

const UNIT: &str = include_str!("../../templates/system/loket.service");
/// Ports below this need a capability.
const PRIVILEGED: u16 = 1024;

/// What the unit starts.
#[derive(Clone)]
pub struct Service {
    /// The account it runs under.
    pub user: String,
    /// The program.
    pub program: PathBuf,
    /// The office's own file.
    pub config: PathBuf,
    /// Its data.
    pub data: PathBuf,
    /// The folder of its copies, when that is not in the data folder.
    pub copies: Option<PathBuf>,
    /// Where it listens.
    pub listen: SocketAddr,
    /// Where it listens without TLS, besides.
    pub http: Option<SocketAddr>,
    /// Where public pages have a door of their own.
    pub public: Option<SocketAddr>,
    /// Whether a printer hangs at this machine itself.
    pub devices: bool,
}

/// The text of the unit.
///
/// # Errors
/// When a path is relative or has letters that a unit would read as something else.
pub fn unit(service: &Service) -> Result<String> {
    let folder = service.config.parent().context("the office's file lies in no folder")?;
    reachable(&service.program, "the program", PROGRAM)?;
    reachable(&service.config, "the office's file", "put it into /etc/loket")?;
    reachable(
        &service.data,
        "the data folder",
        "use /var/lib/loket, or a disk that is mounted below /mnt or /srv",
    )?;
    if let Some(copies) = &service.copies {
        reachable(
            copies,
            "the folder of the copies",
            "use a disk that is mounted below /mnt, /media or /srv",
        )?;
    }
    let mut writable = vec![plain(&service.data)?, plain(folder)?];
    if let Some(copies) = &service.copies {
        writable.push(plain(copies)?);
    }
    let mut doors = std::iter::once(service.listen).chain(service.http).chain(service.public);
    let low = doors.any(|at| at.port() < PRIVILEGED);
    ensure!(
        service.user.chars().all(|letter| letter.is_ascii_alphanumeric() || "-_".contains(letter)),
        "\"{}\" is no name of an account",
        service.user
    );
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    let text = environment.render_str(
        UNIT,
        context! {
            user => service.user.as_str(),
            program => plain(&service.program)?,
            config => plain(&service.config)?,
            data => plain(&service.data)?,
            listen => service.listen.to_string(),
            writable => writable.join(" "),
            private_devices => if service.devices { "false" } else { "true" },
            capabilities => if low { "CAP_NET_BIND_SERVICE" } else { "" },
        },
    );
    Ok(text? + "\n")
}

/// What to do about a program that a service cannot see.
const PROGRAM: &str = "copy it first (install loket /usr/local/bin/) and call the copy";
/// Folders that a service finds empty: those of people (`ProtectHome`), and those for a while (`PrivateTmp`).
const HIDDEN: [&str; 5] = ["/home", "/root", "/run/user", "/tmp", "/var/tmp"];

/// Whether a service of ours sees that path; links are followed, because the service follows them too.
fn reachable(path: &Path, what: &str, advice: &str) -> Result<()> {
    let real = real(path);
    let hidden = HIDDEN.iter().find(|hidden| path.starts_with(hidden) || real.starts_with(hidden));
    if let Some(hidden) = hidden {
        bail!(
            "{}: a service sees nothing below {hidden}, so {what} cannot be there; {advice}",
            path.display()
        );
    }
    Ok(())
}

/// Where a path leads, as far as it exists.
fn real(path: &Path) -> PathBuf {
    let mut ends =
        path.ancestors().filter_map(|part| Some((part.canonicalize().ok()?, path.strip_prefix(part).ok()?)));
    ends.next().map_or_else(|| path.to_path_buf(), |(real, rest)| real.join(rest))
}

/// An office's address, in letters that units and shells read as they stand.
struct Server {
    /// `https://loket.lan:8443`.
    address: String,
    /// `loket.lan`.
    host: String,
    port: u16,
}

fn server_of(server: &str) -> Result<Server> {
    let server = server.trim_end_matches('/');
    let uri: Uri = server.parse().with_context(|| format!("\"{server}\" is no address"))?;
    let scheme = uri.scheme_str().filter(|scheme| ["http", "https"].contains(scheme));
    let scheme = scheme.with_context(|| format!("{server}: begins with http:// or https://"))?;
    let host = uri.host().with_context(|| format!("{server}: names no host"))?;
    let port = uri.port_u16().unwrap_or(if scheme == "https" { 443 } else { 80 });
    let good = |letter: char| letter.is_ascii_alphanumeric() || "-.:[]".contains(letter);
    ensure!(
        host.chars().all(good) && uri.path() == "/" && uri.query().is_none(),
        "{server}: should look like https://loket.lan or http://192.168.1.10:8080"
    );
    let authority = uri.authority().map(|authority| authority.as_str()).unwrap_or_default();
    ensure!(!authority.contains('@'), "{server}: an address without a name of a user");
    let host = host.trim_start_matches('[').trim_end_matches(']').to_string();
    Ok(Server { address: format!("{scheme}://{authority}"), host, port })
}

/// A path that a unit reads as it stands.
fn plain(path: &Path) -> Result<String> {
    let text = path.to_str().context("a path that is no text")?;
    let good = |letter: char| letter.is_alphanumeric() || "/-_.".contains(letter);
    ensure!(path.is_absolute(), "{text}: a service needs whole paths, from / on");
    ensure!(text.chars().all(good), "{text}: only letters, digits, and / - _ . are understood by every part");
    Ok(text.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn service() -> Service {
        Service {
            user: "loket".into(),
            program: "/usr/local/bin/loket".into(),
            config: "/etc/loket/office.toml".into(),
            data: "/var/lib/loket".into(),
            copies: Some("/mnt/cadangan".into()),
            listen: "0.0.0.0:80".parse().expect("an address"),
            http: None,
            public: None,
            devices: false,
        }
    }

    #[test]
    fn the_unit_starts_what_was_asked_for_and_lets_it_write_there_only() {
        let text = unit(&service()).expect("a unit");
        let start = "ExecStart=/usr/local/bin/loket serve --config /etc/loket/office.toml --data /var/lib/loket \
            --listen 0.0.0.0:80\n";
        assert!(text.contains(start), "{text}");
        assert!(text.contains("ReadWritePaths=/var/lib/loket /etc/loket /mnt/cadangan\n"));
        assert!(text.contains("CapabilityBoundingSet=CAP_NET_BIND_SERVICE\n"));
        let high = Service { listen: "0.0.0.0:8080".parse().expect("an address"), ..service() };
        assert!(unit(&high).expect("a unit").contains("CapabilityBoundingSet=\n"));
        let outside = Service { public: "0.0.0.0:443".parse().ok(), ..high.clone() };
        assert!(unit(&outside).expect("a unit").contains("CapabilityBoundingSet=CAP_NET_BIND_SERVICE\n"));
        let both = Service { http: "0.0.0.0:80".parse().ok(), ..high };
        assert!(unit(&both).expect("a unit").contains("CapabilityBoundingSet=CAP_NET_BIND_SERVICE\n"));
    }

    /// The package brings the unit of the usual folders; it is made of the same template.
    #[test]
    fn the_package_has_the_same_unit() {
        let usual = Service {
            program: "/usr/bin/loket".into(),
            copies: None,
            listen: "0.0.0.0:8080".parse().expect("an address"),
            ..service()
        };
        let packaged = include_str!("../../templates/system/debian/loket.service");
        assert_eq!(unit(&usual).expect("a unit"), packaged);
    }

    /// A unit that starts nothing helps nobody: what it cannot see is said before it is written.
    #[test]
    fn what_a_service_cannot_see_is_refused_in_words() {
        let told = |change: fn(&mut Service)| {
            let mut service = service();
            change(&mut service);
            unit(&service).err().map(|error| error.to_string()).unwrap_or_default()
        };
        let program = told(|service| service.program = "/home/siti/loket/target/release/loket".into());
        assert!(
            program.contains("sees nothing below /home") && program.contains("/usr/local/bin"),
            "{program}"
        );
        for place in ["/root/loket", "/tmp/loket", "/var/tmp/loket", "/run/user/1000/loket"] {
            let unit = unit(&Service { data: place.into(), ..service() });
            let why = unit.expect_err("refused").to_string();
            assert!(why.contains("the data folder cannot be there") && why.starts_with(place), "{why}");
        }
        assert!(told(|service| service.config = "/home/siti/office.toml".into()).contains("/etc/loket"));
        assert!(told(|service| service.copies = Some("/root/cadangan".into())).contains("copies"));
        assert_eq!(told(|service| service.data = "/homework".into()), "", "another folder");
    }

    #[cfg(unix)]
    #[test]
    fn a_link_out_of_sight_is_found() {
        let folder = tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir()).expect("a folder");
        let link = folder.path().join("data");
        std::os::unix::fs::symlink("/home", &link).expect("a link");
        assert_eq!(
            real(&link.join("siti/data")),
            Path::new("/home").canonicalize().expect("it").join("siti/data")
        );
        let why = reachable(&link.join("siti"), "the data folder", "").expect_err("refused").to_string();
        assert!(why.contains("below /home") || why.contains("below /tmp"), "{why}");
    }

    #[test]
    fn what_a_unit_would_read_otherwise_is_refused() {
        let unsound = |data: &str| unit(&Service { data: data.into(), ..service() }).is_err();
        assert!(
            unsound("data")
                && unsound("/var/lib/lo ket")
                && unsound("/var/lib/%n")
                && unsound("/x\nUser=root")
        );
        assert!(unit(&Service { user: "root\nExecStartPre=/bin/sh".into(), ..service() }).is_err());
    }
}
