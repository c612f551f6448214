//! The office's own CA: made once, for names and addresses of its own network, and the certificates it signs.
//!
//! Whoever trusts it trusts it for private addresses, names that end in `.lan`, `.local`, `.internal` or
//! `.home.arpa`, and the names the office had when it was made, and for nothing else (name constraints, RFC 5280,
//! 4.2.1.10): its key, should it be stolen, opens nobody's bank.

use super::files::{self, unsound};
use super::{DAY, Shown, TlsError, provider};
use crate::domain::time::Moment;
use rcgen::{
    BasicConstraints, CertificateParams, CidrSubnet, DistinguishedName, DnType, ExtendedKeyUsagePurpose,
    GeneralSubtree, IsCa, Issuer, KeyPair, KeyUsagePurpose, NameConstraints,
};
use rustls::RootCertStore;
use rustls::client::WebPkiServerVerifier;
use rustls::client::danger::ServerCertVerifier;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use sha2::{Digest, Sha256};
use std::fs::{self, OpenOptions};
use std::io::{ErrorKind, Write};
use std::net::IpAddr;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

/// The CA and its private key, in one file, so that there is never one without the other.
const CA_FILE: &str = "loket-ca.key";
/// The certificate of the server and its private key.
const SERVER_FILE: &str = "loket-tls.key";
/// The CA is good for so many days: ten years, because every device has to be visited for a new one.
const CA_DAYS: i64 = 3652;
/// What it signs is good for so many days. Apple's devices take nothing longer than 825.
const DAYS: i64 = 397;
/// A certificate is made anew so many days before its end.
const RENEW_DAYS: i64 = 60;
/// Before this program was written: a clock that says so has lost its battery. 2026-01-01, in microseconds.
const WRITTEN: i64 = 1_767_225_600_000_000;
/// Names of private networks, whatever is before them.
const PRIVATE_NAMES: [&str; 5] = ["lan", "local", "internal", "home.arpa", "localhost"];
/// Private networks.
const PRIVATE_NETS: [(&str, u8); 9] = [
    ("10.0.0.0", 8),
    ("172.16.0.0", 12),
    ("192.168.0.0", 16),
    ("100.64.0.0", 10),
    ("169.254.0.0", 16),
    ("127.0.0.0", 8),
    ("fc00::", 7),
    ("fe80::", 10),
    ("::1", 128),
];

/// The office's own CA.
pub struct Authority {
    folder: PathBuf,
    key: KeyPair,
    certificate: CertificateDer<'static>,
    pem: String,
    /// Names and addresses that the office says it has.
    names: Vec<String>,
    /// More of them, which change: signed for as far as the CA may.
    more: Box<dyn Fn() -> Vec<String> + Send + Sync>,
}

impl Authority {
    /// Reads the CA out of a folder; makes it when there is none.
    ///
    /// # Errors
    /// [`TlsError`]; a file that is there and cannot be used is never replaced.
    pub fn open(
        folder: &Path,
        names: Vec<String>,
        more: impl Fn() -> Vec<String> + Send + Sync + 'static,
        now: Moment,
    ) -> Result<Authority, TlsError> {
        let file = folder.join(CA_FILE);
        let bytes = match files::content(&file) {
            Ok(bytes) => bytes,
            Err(TlsError::File { source, .. }) if source.kind() == ErrorKind::NotFound => {
                let made = make(&names, &more(), now)?;
                keep(&file, made.as_bytes())?;
                tracing::info!(file = %file.display(), "a CA of this office was made");
                made.into_bytes()
            }
            Err(error) => return Err(error),
        };
        let (certificate, pem, key) = parts(&file, &bytes)?;
        Ok(Authority { folder: folder.to_path_buf(), key, certificate, pem, names, more: Box::new(more) })
    }

    /// The CA's certificate in PEM, for whoever shall trust it.
    pub fn pem(&self) -> &str {
        &self.pem
    }

    /// SHA-256 of the CA's certificate, as devices show it: `AB:CD:…`.
    pub fn fingerprint(&self) -> String {
        let digest = Sha256::digest(&self.certificate);
        digest.iter().map(|byte| format!("{byte:02X}")).collect::<Vec<_>>().join(":")
    }

    /// What devices call it.
    pub fn name(&self) -> String {
        name_of(&self.key)
    }

    /// Whether the server answers by this name or address.
    pub fn knows(&self, name: &str) -> bool {
        self.names.iter().any(|known| known == name) || (self.more)().iter().any(|known| known == name)
    }

    /// Whether a CA was made in a folder already.
    pub fn is_in(folder: &Path) -> bool {
        folder.join(CA_FILE).exists()
    }

    /// The certificate of the server: the one that is there, or a new one when it does not fit.
    pub(super) fn certificate(&self, now: Moment) -> Result<Shown, TlsError> {
        let now = self.within(now);
        let wanted = self.wanted(now)?;
        let file = self.folder.join(SERVER_FILE);
        let there = files::read(&file, &file).and_then(|read| files::pair(&file, &file, &read));
        match there {
            Ok(shown) if self.fits(&shown, &wanted, now) => Ok(shown),
            _ => self.keep_certificate(self.sign(&wanted, now)?),
        }
    }

    /// A new certificate, when the one that is shown ends soon or lacks a name.
    pub(super) fn newer(&self, shown: &Shown, now: Moment) -> Result<Option<Shown>, TlsError> {
        let now = self.within(now);
        let wanted = self.wanted(now)?;
        if self.fits(shown, &wanted, now) {
            return Ok(None);
        }
        let signed = self.sign(&wanted, now)?;
        // At the very end of the CA no certificate lasts longer than the one before.
        let gained = signed.ends.0 - shown.ends.0 >= DAY;
        if gained || !self.believed(leaf(shown), &wanted, now) {
            return self.keep_certificate(signed).map(Some);
        }
        Ok(None)
    }

    /// The moment, or the nearest one at which the CA is good: a clock may be wrong by years for a while.
    fn within(&self, now: Moment) -> Moment {
        let Some((from, until)) = files::validity(&self.certificate) else { return now };
        Moment(now.0.min(until.0 - 2 * DAY).max(from.0 + DAY))
    }

    /// Every name and address to sign for.
    fn wanted(&self, now: Moment) -> Result<Vec<String>, TlsError> {
        let mut wanted = Vec::new();
        for name in &self.names {
            if !self.may_sign(name, now)? {
                return Err(TlsError::Foreign { name: name.clone(), file: self.folder.join(CA_FILE) });
            }
            wanted.push(name.clone());
        }
        for name in (self.more)() {
            if !wanted.contains(&name) && is_name(&name) && self.may_sign(&name, now)? {
                wanted.push(name);
            }
        }
        Ok(wanted)
    }

    /// Whether a device that trusts this CA would believe it about that name. Tried out, with a certificate that
    /// nobody ever sees.
    fn may_sign(&self, name: &str, now: Moment) -> Result<bool, TlsError> {
        let names = [name.to_string()];
        let signed = self.sign(&names, now)?;
        Ok(self.believed(&signed.certificate, &names, now))
    }

    fn fits(&self, shown: &Shown, wanted: &[String], now: Moment) -> bool {
        shown.ends.0 - now.0 > RENEW_DAYS * DAY && self.believed(leaf(shown), wanted, now)
    }

    /// Whether whoever trusts this CA takes the certificate for all of these names, at that moment.
    fn believed(&self, leaf: &CertificateDer<'_>, names: &[String], at: Moment) -> bool {
        let mut roots = RootCertStore::empty();
        if roots.add(self.certificate.clone()).is_err() {
            return false;
        }
        let verifier = WebPkiServerVerifier::builder_with_provider(Arc::new(roots), provider()).build();
        let Ok(verifier) = verifier else { return false };
        let at = UnixTime::since_unix_epoch(Duration::from_micros(u64::try_from(at.0).unwrap_or_default()));
        names.iter().all(|name| {
            let Ok(name) = ServerName::try_from(name.as_str()) else { return false };
            verifier.verify_server_cert(leaf, &[], &name, &[], at).is_ok()
        })
    }

    fn sign(&self, names: &[String], now: Moment) -> Result<Signed, TlsError> {
        let key = KeyPair::generate().map_err(making)?;
        let mut params = CertificateParams::new(names.to_vec()).map_err(making)?;
        let last = files::validity(&self.certificate).map_or(i64::MAX, |(_, until)| until.0);
        let until = (now.0 + DAYS * DAY).min(last);
        good_for(&mut params, now.0 - DAY, until);
        params.distinguished_name = DistinguishedName::new();
        params.distinguished_name.push(DnType::CommonName, "loket");
        params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
        params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
        params.use_authority_key_identifier_extension = true;
        let issuer = Issuer::new(about(&self.key), &self.key);
        let made = params.signed_by(&key, &issuer).map_err(making)?;
        let text = format!("{}{}", made.pem(), key.serialize_pem());
        Ok(Signed { certificate: made.der().clone(), text, ends: Moment(until), names: names.join(" ") })
    }

    fn keep_certificate(&self, signed: Signed) -> Result<Shown, TlsError> {
        let file = self.folder.join(SERVER_FILE);
        keep(&file, signed.text.as_bytes())?;
        tracing::info!(names = signed.names, "a certificate of this office was made");
        files::pair(&file, &file, &files::read(&file, &file)?)
    }
}

/// A certificate that was signed and is not kept yet.
struct Signed {
    certificate: CertificateDer<'static>,
    /// With its key, in PEM.
    text: String,
    ends: Moment,
    names: String,
}

fn leaf(shown: &Shown) -> &CertificateDer<'static> {
    // [`files::pair`] makes none without.
    &shown.pair.cert[0]
}

/// Makes a CA. Its certificate and its key, in PEM.
fn make(names: &[String], more: &[String], now: Moment) -> Result<String, TlsError> {
    if now.0 < WRITTEN {
        return Err(TlsError::Making(
            "the clock shows a year before this program was written; set it first".to_string(),
        ));
    }
    let key = KeyPair::generate().map_err(making)?;
    let mut params = about(&key);
    good_for(&mut params, now.0 - DAY, now.0 + CA_DAYS * DAY);
    let mut permitted: Vec<_> =
        PRIVATE_NAMES.iter().map(|name| GeneralSubtree::DnsName((*name).to_string())).collect();
    for (net, bits) in PRIVATE_NETS {
        if let Ok(net) = net.parse() {
            permitted.push(GeneralSubtree::IpAddress(CidrSubnet::from_addr_prefix(net, bits)));
        }
    }
    for name in names.iter().chain(more).filter(|name| is_name(name)) {
        permitted.push(match name.parse::<IpAddr>() {
            Ok(address) => {
                let bits = if address.is_ipv4() { 32 } else { 128 };
                GeneralSubtree::IpAddress(CidrSubnet::from_addr_prefix(address, bits))
            }
            Err(_) => GeneralSubtree::DnsName(name.clone()),
        });
    }
    params.name_constraints =
        Some(NameConstraints { permitted_subtrees: permitted, excluded_subtrees: Vec::new() });
    let certificate = params.self_signed(&key).map_err(making)?;
    Ok(format!("{}{}", certificate.pem(), key.serialize_pem()))
}

/// What the CA says of itself: a function of its key, so that it can sign again after a restart.
fn about(key: &KeyPair) -> CertificateParams {
    let mut params = CertificateParams::default();
    params.distinguished_name = DistinguishedName::new();
    params.distinguished_name.push(DnType::CommonName, name_of(key));
    params.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    params
}

fn name_of(key: &KeyPair) -> String {
    let digest = Sha256::digest(key.public_key_raw());
    let short: String = digest.iter().take(4).map(|byte| format!("{byte:02x}")).collect();
    format!("loket {short}")
}

/// The certificate, its own PEM, and the key.
fn parts(file: &Path, bytes: &[u8]) -> Result<(CertificateDer<'static>, String, KeyPair), TlsError> {
    let certificate = CertificateDer::from_pem_slice(bytes);
    let certificate = certificate.map_err(|_| unsound(file, "there is no certificate in it"))?;
    let text = std::str::from_utf8(bytes).map_err(|error| unsound(file, error))?;
    let block = |kind: &str| {
        let (begin, end) = (format!("-----BEGIN {kind}-----"), format!("-----END {kind}-----"));
        let rest = text.get(text.find(&begin)?..)?;
        rest.get(..rest.find(&end)? + end.len())
    };
    let pem = block("CERTIFICATE").ok_or_else(|| unsound(file, "there is no certificate in it"))?;
    let key = KeyPair::from_pem(block("PRIVATE KEY").unwrap_or_default());
    let key = key.map_err(|_| unsound(file, "there is no private key in it"))?;
    Ok((certificate, format!("{pem}\n"), key))
}

/// From the day of one moment to the day of another.
fn good_for(params: &mut CertificateParams, from: i64, until: i64) {
    let day = |moment| {
        let at = jiff::Timestamp::from_microsecond(moment).unwrap_or_default();
        let date = at.to_zoned(jiff::tz::TimeZone::UTC).date();
        rcgen::date_time_ymd(date.year().into(), date.month().unsigned_abs(), date.day().unsigned_abs())
    };
    (params.not_before, params.not_after) = (day(from), day(until));
}

fn making(error: rcgen::Error) -> TlsError {
    TlsError::Making(error.to_string())
}

/// Whether a certificate can be made for this: an IP address, or a name as the network knows them.
pub fn is_name(text: &str) -> bool {
    let label = |label: &str| {
        let plain = |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '-';
        (1..=63).contains(&label.len())
            && label.chars().all(plain)
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    let numbers =
        text.rsplit('.').next().is_some_and(|last| last.chars().all(|letter| letter.is_ascii_digit()));
    text.parse::<IpAddr>().is_ok() || (text.len() <= 253 && !numbers && text.split('.').all(label))
}

/// Writes a secret, readable for nobody else; it is whole or not there.
fn keep(file: &Path, content: &[u8]) -> Result<(), TlsError> {
    let beside = file.with_extension("new");
    let write = || {
        let _ = fs::remove_file(&beside);
        let mut open = OpenOptions::new().create_new(true).write(true).mode(0o600).open(&beside)?;
        open.write_all(content)?;
        open.sync_all()?;
        fs::rename(&beside, file)?;
        let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty());
        fs::File::open(folder.unwrap_or(Path::new(".")))?.sync_all()
    };
    write().map_err(|source| TlsError::File { file: file.to_path_buf(), source })
}
