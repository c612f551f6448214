//! Codes of an app on the holder's phone: RFC 6238 as every such app has it, six digits, thirty seconds, SHA-1.
//!
//! SHA-1 is what the apps speak; its known weakness is about collisions, and an HMAC has none to fear. A code is good in
//! its own half minute and one before and after, because phones' clocks differ; which step it was is remembered by the
//! office, so that it opens one session and no more.

use crate::domain::account::{Proof, Second};
use crate::domain::ids::RequestId;
use crate::domain::time::Moment;
use hmac::{Hmac, KeyInit, Mac};
use qrcode::render::svg;
use qrcode::{EcLevel, QrCode};
use sha1::Sha1;
use sha2::{Digest, Sha256};
use std::fmt::Write;

/// Bytes of a secret, as the RFC advises for SHA-1.
pub(super) const LONG: usize = 20;
/// Codes on paper.
pub(super) const SPARE: usize = 8;
/// A code lives for so many seconds.
const STEP: i64 = 30;
/// Letters of a secret as apps read it, and of a code on paper.
const BASE32: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/// The step of a moment.
fn step(now: Moment) -> u64 {
    u64::try_from(now.0.div_euclid(STEP * 1_000_000)).unwrap_or(0)
}

/// The code of a step.
fn code(secret: &[u8], step: u64) -> u32 {
    let mut mac = Hmac::<Sha1>::new_from_slice(secret).expect("HMAC takes keys of any length");
    mac.update(&step.to_be_bytes());
    let digest: [u8; 20] = mac.finalize().into_bytes().into();
    let place = usize::from(digest[19] & 15);
    let four = digest[place..].first_chunk::<4>().expect("the last place is 15, and the digest has 20 bytes");
    (u32::from_be_bytes(*four) & 0x7fff_ffff) % 1_000_000
}

/// The step whose code this is, if it is one of now and not one that was taken.
pub(super) fn step_of(secret: &[u8], typed: &str, used: u64, now: Moment) -> Option<u64> {
    let digits: String = typed.chars().filter(|letter| !letter.is_whitespace()).collect();
    if digits.len() != 6 || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let typed: u32 = digits.parse().ok()?;
    let now = step(now);
    (now.saturating_sub(1)..=now + 1).find(|step| *step > used && code(secret, *step) == typed)
}

/// What somebody typed beside the password: a code of the app, or one on paper.
pub(super) fn proof(second: &Second, typed: &str, now: Moment) -> Option<Proof> {
    let secret = bytes(&second.secret)?;
    if let Some(step) = step_of(&secret, typed, second.used, now) {
        return Some(Proof::Step(step));
    }
    let digest = spare_digest(typed);
    second.spare.contains(&digest).then_some(Proof::Spare(digest))
}

/// Bytes of a code on paper: as many bits as a fast hash may hide (ASVS 6.5.2 asks for 112).
const SPARE_BYTES: usize = 15;

/// A code on paper: 24 letters in six groups, 120 bits that only who knows the secret could compute.
pub(super) fn spare(secret: &[u8], request: RequestId, nth: usize) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret).expect("HMAC takes keys of any length");
    mac.update(b"spare");
    mac.update(&request.0.to_be_bytes());
    mac.update(&nth.to_be_bytes());
    let letters = base32(&mac.finalize().into_bytes()[..SPARE_BYTES]);
    let groups: Vec<_> = letters.as_bytes().chunks(4).map(String::from_utf8_lossy).collect();
    groups.join("-")
}

/// SHA-256 of a code on paper, which has too many bits to be found by trying. Those that an older program gave, of 80
/// bits, stay good until they are used or replaced.
pub(super) fn spare_digest(typed: &str) -> [u8; 32] {
    let tidy: String = typed.chars().filter(char::is_ascii_alphanumeric).collect();
    Sha256::digest(tidy.to_ascii_uppercase().as_bytes()).into()
}

/// The secret as apps read it.
pub(super) fn base32(bytes: &[u8]) -> String {
    let (mut text, mut held, mut bits) = (String::new(), 0_u32, 0);
    for byte in bytes {
        held = held << 8 | u32::from(*byte);
        bits += 8;
        while bits >= 5 {
            bits -= 5;
            text.push(char::from(BASE32[(held >> bits & 31) as usize]));
        }
    }
    if bits > 0 {
        text.push(char::from(BASE32[(held << (5 - bits) & 31) as usize]));
    }
    text
}

/// The address in the QR code that an app takes the secret from.
pub(super) fn address(secret: &[u8], office: &str, login: &str) -> String {
    let percent = |text: &str| {
        text.bytes().fold(String::new(), |mut out, byte| {
            match byte {
                b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' => out.push(char::from(byte)),
                _ => drop(write!(out, "%{byte:02X}")),
            }
            out
        })
    };
    let (office, secret) = (percent(office), base32(secret));
    format!("otpauth://totp/{office}:{}?secret={secret}&issuer={office}", percent(login))
}

/// The QR code as a picture; black on white, whatever colours the page has.
pub(super) fn picture(address: &str) -> Option<String> {
    let code = QrCode::with_error_correction_level(address, EcLevel::M).ok()?;
    Some(code.render::<svg::Color>().min_dimensions(220, 220).quiet_zone(true).build())
}

/// Bytes in hexadecimal digits, as accounts keep them.
pub(super) fn digits(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// The bytes behind hexadecimal digits.
pub(super) fn bytes(digits: &str) -> Option<Vec<u8>> {
    let pairs = digits.as_bytes().chunks(2);
    pairs.map(|pair| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The secret of the RFC's own examples.
    const SECRET: &[u8] = b"12345678901234567890";

    fn at(seconds: i64) -> Moment {
        Moment(seconds * 1_000_000)
    }

    /// RFC 6238, appendix B, the last six of its eight digits.
    #[test]
    fn the_codes_are_those_of_the_rfc() {
        for (seconds, told) in [
            (59, 287_082),
            (1_111_111_109, 81_804),
            (1_111_111_111, 50_471),
            (1_234_567_890, 5_924),
            (2_000_000_000, 279_037),
            (20_000_000_000, 353_130),
        ] {
            assert_eq!(code(SECRET, step(at(seconds))), told, "at {seconds}");
        }
    }

    #[test]
    fn a_code_is_good_around_its_time_and_not_again() {
        let step = step_of(SECRET, "287 082", 0, at(59)).expect("good");
        assert_eq!(step, 1);
        assert_eq!(step_of(SECRET, "287082", 0, at(89)), Some(1), "a slow typist");
        assert_eq!(step_of(SECRET, "287082", 0, at(29)), Some(1), "a phone that is fast");
        assert_eq!(step_of(SECRET, "287082", 0, at(90)), None, "too late");
        assert_eq!(step_of(SECRET, "287082", step, at(59)), None, "once");
        for typed in ["", "28708", "2870822", "28708a", "٢٨٧٠٨٢", "+28708"] {
            assert_eq!(step_of(SECRET, typed, 0, at(59)), None, "{typed}");
        }
    }

    #[test]
    fn codes_on_paper_are_read_however_they_are_typed() {
        let written = spare(SECRET, RequestId(1), 0);
        assert_eq!(written, spare(SECRET, RequestId(1), 0), "asked again");
        assert!(written != spare(SECRET, RequestId(1), 1) && written != spare(SECRET, RequestId(2), 0));
        assert_eq!(written.len(), 29);
        let older = "ABCD-EFGH-IJKL-MN23";
        let second = Second { secret: digits(SECRET), used: 0, spare: vec![spare_digest(older)] };
        assert_eq!(
            proof(&second, older, at(59)),
            Some(Proof::Spare(spare_digest(older))),
            "of an older program"
        );
        let second = Second { secret: digits(SECRET), used: 0, spare: vec![spare_digest(&written)] };
        for typed in [written.clone(), written.to_lowercase(), written.replace('-', " ")] {
            assert_eq!(proof(&second, &typed, at(59)), Some(Proof::Spare(spare_digest(&written))), "{typed}");
        }
        assert_eq!(proof(&second, "287082", at(59)), Some(Proof::Step(1)));
        assert_eq!(proof(&second, "", at(59)), None);
        assert_eq!(proof(&second, &written[1..], at(59)), None);
    }

    #[test]
    fn apps_find_the_secret_in_the_address() {
        assert_eq!(base32(SECRET), "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
        assert_eq!((base32(b"f"), base32(b"foob")), ("MY".to_string(), "MZXW6YQ".to_string()));
        let address = address(SECRET, "DPMPTSP Boltim & Co", "rina");
        assert!(
            address.starts_with("otpauth://totp/DPMPTSP%20Boltim%20%26%20Co:rina?secret=GEZD"),
            "{address}"
        );
        assert!(picture(&address).is_some_and(|svg| svg.contains("<svg")));
        assert_eq!(bytes(&digits(SECRET)).as_deref(), Some(SECRET));
    }
}
