//! Certificates and keys in PEM, and when they end.

use super::{Shown, TlsError};
use crate::domain::time::Moment;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::sign::CertifiedKey;
use std::path::Path;
use std::sync::Arc;

/// Longest file that is read, in bytes; a chain has a few kilobytes.
const MOST: u64 = 1024 * 1024;

/// Both files as they were read.
pub(super) struct Read {
    certificate: Vec<u8>,
    key: Vec<u8>,
    /// Both, one after the other.
    pub(super) joined: Vec<u8>,
}

pub(super) fn read(certificate: &Path, key: &Path) -> Result<Read, TlsError> {
    let (certificate, key) = (content(certificate)?, content(key)?);
    let joined = [certificate.as_slice(), key.as_slice()].concat();
    Ok(Read { certificate, key, joined })
}

pub(super) fn content(file: &Path) -> Result<Vec<u8>, TlsError> {
    let failed = |source| TlsError::File { file: file.to_path_buf(), source };
    if std::fs::metadata(file).map_err(failed)?.len() > MOST {
        return Err(unsound(file, "it is too large for a certificate"));
    }
    std::fs::read(file).map_err(failed)
}

/// A certificate with its chain and its key: all of them sound, and belonging together.
pub(super) fn pair(certificate: &Path, key: &Path, read: &Read) -> Result<Shown, TlsError> {
    let chain: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(&read.certificate).collect();
    let chain = chain.map_err(|error| unsound(certificate, error))?;
    let Some(leaf) = chain.first() else { return Err(unsound(certificate, "there is no certificate in it")) };
    let (_, ends) = validity(leaf).ok_or_else(|| unsound(certificate, "its certificate cannot be read"))?;
    let private = PrivateKeyDer::from_pem_slice(&read.key)
        .map_err(|_| unsound(key, "there is no private key in it"))?;
    let pair = CertifiedKey::from_der(chain, private, &super::provider());
    let pair = pair.map_err(|error| match error {
        rustls::Error::InconsistentKeys(_) => unsound(key, "this is the key of another certificate"),
        other => unsound(key, other),
    })?;
    Ok(Shown { pair: Arc::new(pair), read: read.joined.clone(), ends })
}

pub(super) fn unsound(file: &Path, what: impl ToString) -> TlsError {
    TlsError::Unsound { file: file.to_path_buf(), what: what.to_string() }
}

/// A moment as a date, for the log.
pub(super) fn day(moment: Moment) -> String {
    let zoned = jiff::Timestamp::from_microsecond(moment.0).unwrap_or_default();
    zoned.to_zoned(jiff::tz::TimeZone::UTC).date().to_string()
}

/// From when to when a certificate is good (RFC 5280, 4.1). Of all that a certificate holds the program needs only
/// this, so it walks there instead of taking a parser along.
pub(super) fn validity(certificate: &CertificateDer<'_>) -> Option<(Moment, Moment)> {
    let (SEQUENCE, certificate, _) = element(certificate)? else { return None };
    let (SEQUENCE, mut body, _) = element(certificate)? else { return None };
    if body.first() == Some(&VERSION) {
        body = element(body)?.2;
    }
    // Serial number, algorithm, issuer.
    for _ in 0..3 {
        body = element(body)?.2;
    }
    let (SEQUENCE, validity, _) = element(body)? else { return None };
    Some((time(validity)?, time(element(validity)?.2)?))
}

/// The time that stands first.
fn time(bytes: &[u8]) -> Option<Moment> {
    let (kind, text, _) = element(bytes)?;
    let text = std::str::from_utf8(text).ok()?;
    let full = match kind {
        // Two digits of the year: 50 and later are of the last century.
        UTC_TIME if text.get(..2)? >= "50" => format!("19{text}"),
        UTC_TIME => format!("20{text}"),
        GENERALIZED_TIME => text.to_string(),
        _ => return None,
    };
    let at = jiff::civil::DateTime::strptime("%Y%m%d%H%M%SZ", full).ok()?;
    let at = at.to_zoned(jiff::tz::TimeZone::UTC).ok()?;
    Some(Moment(at.timestamp().as_microsecond()))
}

const SEQUENCE: u8 = 0x30;
const VERSION: u8 = 0xa0;
const UTC_TIME: u8 = 0x17;
const GENERALIZED_TIME: u8 = 0x18;

/// The first element of DER: its tag, its content, and what follows it.
fn element(bytes: &[u8]) -> Option<(u8, &[u8], &[u8])> {
    let (tag, rest) = bytes.split_first()?;
    let (first, rest) = rest.split_first()?;
    let (length, rest) = match first {
        length @ 0..=0x7f => (usize::from(*length), rest),
        0x81..=0x83 => {
            let (length, rest) = rest.split_at_checked(usize::from(first & 0x7f))?;
            (length.iter().fold(0, |sum, byte| sum << 8 | usize::from(*byte)), rest)
        }
        _ => return None,
    };
    let (content, rest) = rest.split_at_checked(length)?;
    Some((*tag, content, rest))
}

#[cfg(test)]
mod tests {
    use super::*;
    use rcgen::{CertificateParams, KeyPair, date_time_ymd};

    fn certificate(year: i32) -> CertificateDer<'static> {
        let mut params = CertificateParams::new(vec!["loket.lan".to_string()]).expect("a name");
        params.not_after = date_time_ymd(year, 11, 23);
        params.self_signed(&KeyPair::generate().expect("a key")).expect("signed").der().clone()
    }

    #[test]
    fn the_end_of_a_certificate_is_found_in_either_form() {
        // Until 2049 with two digits of the year, later with four.
        for year in [2026, 2049, 2050, 2120] {
            assert_eq!(day(validity(&certificate(year)).expect("an end").1), format!("{year}-11-23"));
        }
    }

    #[test]
    fn no_bytes_can_make_the_walk_fall() {
        let whole = certificate(2030).to_vec();
        for length in 0..whole.len().min(200) {
            let _ = validity(&CertificateDer::from(whole[..length].to_vec()));
        }
        let mut random = fastrand::Rng::with_seed(7);
        for _ in 0..20_000 {
            let mut bytes = whole.clone();
            for _ in 0..random.usize(1..4) {
                let place = random.usize(0..120);
                bytes[place] = random.u8(..);
            }
            let _ = validity(&CertificateDer::from(bytes));
        }
    }
}
