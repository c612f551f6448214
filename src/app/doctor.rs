//! Looking at a machine before the office relies on it: what is well, what is not, and what to do.

mod machine;

use super::reopen::Standing;
use super::{config, reopen, secure};
use crate::clock::{Clock, SystemClock};
use crate::domain::profile::{Address, PrinterPlan, Profile, StatusWords};
use crate::domain::time::Moment;
use crate::office::{PrinterCondition, Room};
use crate::printing::{self, UsbPrinter};
use crate::store::{FILE, StoreError, open_journal};
use crate::web::tls::{ALARMS, Authority};
use std::fs;
use std::io::ErrorKind;
use std::net::{SocketAddr, TcpListener};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// A printer that does not answer within this time is not there.
const PRINTER: Duration = Duration::from_secs(3);
/// Systemd touches this when the clock was set by the network.
const SYNCED: &str = "/run/systemd/timesync/synchronized";

/// One thing that was looked at.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Finding {
    /// How it stands.
    pub verdict: Verdict,
    /// What was looked at, and what was seen.
    pub what: String,
    /// What to do.
    pub advice: &'static str,
}

/// How something stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Verdict {
    /// As it should be.
    Good,
    /// The office works, but not for ten years.
    Weak,
    /// The office will not work.
    Bad,
}

fn found(verdict: Verdict, what: impl Into<String>, advice: &'static str) -> Finding {
    Finding { verdict, what: what.into(), advice }
}

fn good(what: impl Into<String>) -> Finding {
    found(Verdict::Good, what, "")
}

/// Looks at everything.
pub fn examine(office: &Path, data: &Path, key: Option<PathBuf>, listen: SocketAddr) -> Vec<Finding> {
    let mut findings = Vec::new();
    let standing = reopen::at_rest(office, data);
    match &standing {
        Ok(standing) => {
            let profile = &standing.reading.profile;
            findings.extend(settings(standing, office));
            findings.extend(address(profile));
            let tls = standing.reading.tls.is_some();
            findings.extend(secure::is_plain(profile, listen, tls).then(plain));
            findings.extend(holidays(profile));
            findings.push(machine::zone(profile.calendar.offset, SystemClock.now()));
            findings.extend(printers(profile));
        }
        Err(error) => {
            findings.push(found(Verdict::Bad, format!("settings: {error:#}"), "mend the file it names"))
        }
    }
    let (stored, last) = storage(data);
    findings.push(machine::fonts());
    findings.push(machine::clock(SystemClock.now(), last, Path::new(SYNCED).exists()));
    findings.extend(stored);
    findings.push(port(data, listen));
    let Ok(config::Reading { copies: plan, tls, public, .. }) = standing.map(|standing| standing.reading)
    else {
        return findings;
    };
    findings.extend(public.map(|public| outside(data, public, listen)));
    let copied = copies(&plan, data);
    if let Some(plan) = tls {
        findings.extend(plan.http.map(|http| port(data, http)));
        let key = key.unwrap_or_else(|| office.with_file_name(super::serve::KEY_FILE));
        findings.push(certificate(&plan, &key, listen));
    }
    findings.extend(copied);
    findings
}

/// Which settings the office opens with, and which could not open it.
fn settings(standing: &Standing, office: &Path) -> Vec<Finding> {
    let from = match standing.version {
        Some(version) => format!("version {version} of the page"),
        None => office.display().to_string(),
    };
    let name = &standing.reading.profile.office.name;
    let mut findings = vec![good(format!("settings: {from} of \"{name}\""))];
    let advice = "open /pengaturan, which says what is wrong, and keep settings that are sound";
    let fallen = standing.fallen.as_ref();
    findings.extend(fallen.map(|fallen| found(Verdict::Weak, format!("settings: {fallen}"), advice)));
    findings
}

fn address(profile: &Profile) -> Option<Finding> {
    let url = &profile.office.public_url;
    let advice = "set office.public_url to the address that phones in the waiting room can open";
    url.is_empty().then(|| found(Verdict::Weak, "address: QR codes open this machine's own address", advice))
}

/// A new office does not open like this; one that has opened before does, and tells its administrator.
fn plain() -> Finding {
    let what = "network: plain HTTP, so that anybody on it can read passwords and NIK";
    found(Verdict::Weak, what, "set [tls], or plain_http = true under [network] when that is meant")
}

fn holidays(profile: &Profile) -> Option<Finding> {
    let year = profile.calendar.year_without_holidays(SystemClock.now())?;
    let advice = "add next year's list to time.holidays";
    Some(found(Verdict::Weak, format!("calendar: no holidays of {year} are known"), advice))
}

/// Printers of this machine and of the network are asked how they are; nothing is printed.
fn printers(profile: &Profile) -> Vec<Finding> {
    let Ok(runtime) = tokio::runtime::Builder::new_current_thread().enable_all().build() else {
        return Vec::new();
    };
    let near = profile.printers.iter().filter(|plan| plan.address != Address::Agent);
    near.map(|plan| runtime.block_on(printer(plan))).chain(on_usb()).collect()
}

/// Printers that hang at this machine, with the address that each would have.
fn on_usb() -> Vec<Finding> {
    let found = printing::usb_printers().unwrap_or_default().into_iter();
    let told = found.map(|UsbPrinter { vendor, product, name, .. }| {
        let address = Address::UsbKind { vendor, product };
        good(format!("USB: {name} hangs here; its address is {address}"))
    });
    told.collect()
}

async fn printer(plan: &PrinterPlan) -> Finding {
    let what = format!("printer {}: {}", plan.id, plan.address);
    let (silent, queue) = (plan.status == StatusWords::None, matches!(plan.address, Address::Queue(_)));
    match tokio::time::timeout(PRINTER, printing::look(plan)).await {
        Ok(Ok(PrinterCondition::NoQueue)) => found(
            Verdict::Weak,
            format!("{what}: CUPS knows no queue of this name"),
            "lpstat -e lists its queues",
        ),
        Ok(Ok(PrinterCondition::Ready)) if queue => {
            good(format!("{what}: CUPS says it is ready; what it hands over stays uncertain"))
        }
        Ok(Ok(condition)) if queue => found(
            Verdict::Weak,
            format!("{what}: CUPS says {}", condition.code()),
            "lpstat -p tells why, cupsenable and cupsaccept let a queue go on; the office works without it, on screens",
        ),
        Ok(Err(error)) if queue => found(
            Verdict::Weak,
            format!("{what}: {error}"),
            "is CUPS running, and does it let this machine in? systemctl status cups",
        ),
        Ok(Ok(_)) if silent => good(format!("{what} is there; this kind never tells how it is")),
        Ok(Ok(PrinterCondition::Ready)) => good(format!("{what} says it is ready")),
        Ok(Ok(condition)) => found(
            Verdict::Weak,
            format!("{what} says {}", condition.code()),
            "see to its paper, cover and switch; the office works without it, on screens",
        ),
        Ok(Err(error)) if error.kind() == ErrorKind::InvalidData => found(
            Verdict::Weak,
            format!("{what} is there and does not answer as a printer does"),
            "is it the printer's address, and does it know the words that [[printer]] status says?",
        ),
        Ok(Err(_)) | Err(_) => found(
            Verdict::Weak,
            format!("{what} does not answer"),
            "switch it on, check its cable and its address; the office works without it, on screens",
        ),
    }
}

/// The disk and the data on it, with the moment of the last entry.
fn storage(data: &Path) -> (Vec<Finding>, Option<Moment>) {
    // The folder may not be there before the first start; then whatever it will be made in counts.
    let place = data.ancestors().find(|folder| folder.exists()).unwrap_or(Path::new("/"));
    let (mut findings, mut last) = (Vec::new(), None);
    match Room::of(place) {
        Ok(room) => findings.push(machine::room(room, data)),
        Err(error) => findings.push(found(Verdict::Bad, format!("disk: {error}"), "check the disk")),
    }
    if data.join(FILE).exists() {
        findings.push(match open_journal(data).and_then(|reader| reader.head()) {
            Ok(head) => {
                last = Some(head.at);
                good(format!("data: {} entries", head.seq))
            }
            Err(StoreError::InUse) => good("data: in use by a running office"),
            Err(error) => found(
                Verdict::Bad,
                format!("data: {error}"),
                "do not touch the folder; open the newest copy with `loket restore`",
            ),
        });
    }
    (findings, last)
}

fn port(data: &Path, listen: SocketAddr) -> Finding {
    let what = format!("network: {listen}");
    match TcpListener::bind(listen) {
        Ok(_) => good(format!("{what} is free")),
        Err(error) if error.kind() == std::io::ErrorKind::AddrInUse => {
            let ours = matches!(
                data.join(FILE).exists().then(|| open_journal(data).map(drop)),
                Some(Err(StoreError::InUse))
            );
            match ours {
                true => good(format!("{what} is taken, most likely by the running office")),
                false => found(
                    Verdict::Bad,
                    format!("{what} is taken"),
                    "stop the other program, or use another port",
                ),
            }
        }
        Err(error) => found(Verdict::Bad, format!("{what}: {error}"), "use another address or port"),
    }
}

/// The door of public pages, which needs an address of its own.
fn outside(data: &Path, public: SocketAddr, listen: SocketAddr) -> Finding {
    let everywhere = public.ip().is_unspecified() || listen.ip().is_unspecified();
    if public.port() == listen.port() && (public.ip() == listen.ip() || everywhere) {
        let what =
            format!("public pages: public.listen {public} is where the office itself listens, {listen}");
        return found(Verdict::Bad, what, "give public pages a port of their own");
    }
    let port = port(data, public);
    Finding { what: format!("public pages: {}", port.what), ..port }
}

/// The certificate, and how a device knows the CA. Nothing is made.
fn certificate(plan: &config::TlsPlan, key: &Path, listen: SocketAddr) -> Finding {
    if plan.files.is_none() && !Authority::is_in(secure::folder_of(key)) {
        return good("certificate: a CA of the office is made at the first start");
    }
    let certificates = match secure::certificates(plan, key, listen.ip()) {
        Ok(certificates) => certificates,
        Err(error) => {
            return found(
                Verdict::Bad,
                format!("certificate: {error}"),
                "mend the file it names, or what it asks for",
            );
        }
    };
    let left = certificates.days_left(SystemClock.now());
    let mut what = format!("certificate: good for {left} days");
    if let Some(authority) = certificates.authority() {
        what = format!("{what}; CA \"{}\", SHA-256 {}", authority.name(), authority.fingerprint());
    }
    let advice = match certificates.authority() {
        Some(_) => "start the office, which makes a new one",
        None => "have it renewed; a running office takes the new files by itself",
    };
    match left {
        left if left < 0 => found(Verdict::Bad, "certificate: it has ended", advice),
        left if left <= ALARMS[0] => found(Verdict::Weak, what, advice),
        _ => good(what),
    }
}

fn copies(plan: &config::CopyPlan, data: &Path) -> Vec<Finding> {
    let mut findings = Vec::new();
    if let Ok(about) = fs::metadata(&plan.key)
        && about.permissions().mode() & 0o077 != 0
    {
        let what = format!("copies: {} can be read by others", plan.key.display());
        findings.push(found(Verdict::Bad, what, "take their rights away: chmod 600"));
    }
    match &plan.folder {
        None => findings.push(found(
            Verdict::Weak,
            "copies: they lie on the disk of the data",
            "set backup.folder to another disk, and carry a copy out of the building now and then",
        )),
        Some(folder) if !folder.is_dir() => findings.push(found(
            Verdict::Bad,
            format!("copies: {} is not there", folder.display()),
            "make the folder, or connect the disk",
        )),
        Some(folder) => {
            let device = |path: &Path| rustix::fs::stat(path).ok().map(|about| about.st_dev);
            match device(folder) == device(data) && data.exists() {
                true => findings.push(found(
                    Verdict::Weak,
                    format!("copies: {} is on the disk of the data", folder.display()),
                    "use another disk",
                )),
                false => findings.push(good(format!("copies: {}", folder.display()))),
            }
        }
    }
    findings
}
