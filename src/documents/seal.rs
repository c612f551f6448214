//! The signature on a SK: Ed25519 over its facts, carried by the address in its QR code.
//!
//! The address alone is enough to check the paper without this server: it holds the facts and the signature, and the
//! public key is published at `/sk/kunci`. The text after `/SK/` is RFC 4648 base32 without padding, of
//!
//! ```text
//! version (1) | key id (4) | berkas id (8) | days since 1970-01-01 (4) | office, SK number, permit code, holder: each
//! a length byte and UTF-8 | signature (64) over "loket-sk-1" and everything before it
//! ```
//!
//! There is exactly one text for given facts, so a changed letter never passes. This proves that the paper is the
//! office's own; it is no certified electronic signature (TTE tersertifikasi).
//!
//! The keys lie in the folder `sk-keys` of the data: `<key id>.key`, the secret one, readable by the program alone, and
//! `<key id>.pub`. A folder without a `.key` gets a new pair at start, and every `.pub` stays accepted.

use crate::domain::time::Date;
use ed25519_dalek::{Signature, Signer, SigningKey, VerifyingKey};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

/// The folder of the keys, in the data folder.
pub const FOLDER: &str = "sk-keys";
/// What is signed begins with this, so that no signature for anything else can be taken for one.
const CONTEXT: &[u8] = b"loket-sk-1";
const VERSION: u8 = 1;
/// Longest text in bytes: more cannot be made of facts whose lengths are bytes.
const MOST_LETTERS: usize = 2_000;
const SIGNATURE: usize = 64;
const BASE32: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/// Why the keys cannot be used.
#[derive(Debug, thiserror::Error)]
#[error("{file}: {what}")]
pub struct SealError {
    file: String,
    what: String,
}

/// What a SK's signature is over.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SealedFacts {
    /// The office's short name.
    pub office: String,
    /// Number of the SK.
    pub number: String,
    /// `SIPB`.
    pub permit: String,
    /// The holder, masked as by [`masked`].
    pub holder: String,
    /// The day it was numbered.
    pub date: Date,
    /// The berkas.
    pub berkas: u64,
}

/// What a text turned out to be.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Verdict {
    /// Signed by a key of this office.
    Genuine,
    /// It has the shape of a SK's text, and the signature is not over these facts.
    Forged,
    /// No such text, or by a key that is not known here.
    Unknown,
}

/// A text that was checked.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Check {
    /// What it is.
    pub verdict: Verdict,
    /// Only what is genuine is told.
    pub facts: Option<SealedFacts>,
}

/// The keys of this office.
pub struct Seals {
    signing: SigningKey,
    known: BTreeMap<[u8; 4], VerifyingKey>,
}

impl Seals {
    /// Reads the keys of a data folder, and makes a pair when there is none to sign with.
    ///
    /// # Errors
    /// [`SealError`] names the file.
    pub fn open(data: &Path) -> Result<Seals, SealError> {
        let folder = data.join(FOLDER);
        let wrong = |path: &Path, what: String| SealError { file: path.display().to_string(), what };
        fs::create_dir_all(&folder).map_err(|error| wrong(&folder, error.to_string()))?;
        let (mut secret, mut known) = (Vec::new(), BTreeMap::new());
        let entries = fs::read_dir(&folder).map_err(|error| wrong(&folder, error.to_string()))?;
        for entry in entries {
            let path = entry.map_err(|error| wrong(&folder, error.to_string()))?.path();
            let ending = path.extension().map(|ending| ending.to_string_lossy().into_owned());
            let is_key = matches!(ending.as_deref(), Some("key" | "pub"));
            if !is_key {
                continue;
            }
            let text = fs::read_to_string(&path).map_err(|error| wrong(&path, error.to_string()))?;
            let bytes =
                parse_key(&text).ok_or_else(|| wrong(&path, "is not 64 hexadecimal digits".to_string()))?;
            if ending.as_deref() == Some("key") {
                secret.push(SigningKey::from_bytes(&bytes));
            } else {
                let key =
                    VerifyingKey::from_bytes(&bytes).map_err(|error| wrong(&path, error.to_string()))?;
                known.insert(key_id(&key), key);
            }
        }
        if secret.len() > 1 {
            return Err(wrong(&folder, "has more than one .key; keep the one to sign with".to_string()));
        }
        let signing = match secret.pop() {
            Some(signing) => signing,
            None => make(&folder)?,
        };
        let public = signing.verifying_key();
        let path = folder.join(format!("{}.pub", hex(&key_id(&public))));
        if !path.exists() {
            write_key(&path, public.as_bytes(), 0o644)?;
        }
        known.insert(key_id(&public), public);
        Ok(Seals { signing, known })
    }

    /// A pair that lives as long as the program, from bytes of its own.
    pub fn of_bytes(secret: [u8; 32]) -> Seals {
        let signing = SigningKey::from_bytes(&secret);
        let public = signing.verifying_key();
        Seals { signing, known: BTreeMap::from([(key_id(&public), public)]) }
    }

    /// The text that carries facts and their signature.
    pub fn sign(&self, facts: &SealedFacts) -> String {
        let public = self.signing.verifying_key();
        let mut bytes = written(facts, key_id(&public));
        let signature = self.signing.sign(&signed(&bytes));
        bytes.extend_from_slice(&signature.to_bytes());
        base32(&bytes)
    }

    /// Checks a text. Whatever it is, one signature is verified, so that the time tells nothing.
    pub fn check(&self, text: &str) -> Check {
        let read = read(text);
        let key = read.as_ref().and_then(|read| self.known.get(&read.key));
        let (message, signature) = match &read {
            Some(read) => (read.message.as_slice(), read.signature),
            None => (CONTEXT, [0; SIGNATURE]),
        };
        let used = key.copied().unwrap_or_else(|| self.signing.verifying_key());
        let good = used.verify_strict(&signed(message), &Signature::from_bytes(&signature)).is_ok();
        let verdict = match (&read, key) {
            (Some(_), Some(_)) if good => Verdict::Genuine,
            (Some(_), Some(_)) => Verdict::Forged,
            _ => Verdict::Unknown,
        };
        Check { verdict, facts: read.map(|read| read.facts).filter(|_| verdict == Verdict::Genuine) }
    }

    /// The key that signs now: id and key, in hexadecimal digits.
    pub fn current(&self) -> (String, String) {
        let public = self.signing.verifying_key();
        (hex(&key_id(&public)), hex(public.as_bytes()))
    }

    /// Every key that is accepted: id and key, in hexadecimal digits.
    pub fn keys(&self) -> Vec<(String, String)> {
        self.known.iter().map(|(id, key)| (hex(id), hex(key.as_bytes()))).collect()
    }
}

/// Checks a text against a published key, without an office. The address around the text may stay.
///
/// # Errors
/// When the key is no key.
pub fn check_with(key: &str, text: &str) -> Result<Check, SealError> {
    let wrong = |what: &str| SealError { file: "the key".to_string(), what: what.to_string() };
    let bytes = parse_key(key).ok_or_else(|| wrong("is not 64 hexadecimal digits"))?;
    let key = VerifyingKey::from_bytes(&bytes).map_err(|error| wrong(&error.to_string()))?;
    let text = text.trim();
    let Some(read) = read(text.rsplit_once('/').map_or(text, |(_, last)| last)) else {
        return Ok(Check { verdict: Verdict::Unknown, facts: None });
    };
    if read.key != key_id(&key) {
        return Ok(Check { verdict: Verdict::Unknown, facts: None });
    }
    let signature = Signature::from_bytes(&read.signature);
    let good = key.verify_strict(&signed(&read.message), &signature).is_ok();
    let verdict = if good { Verdict::Genuine } else { Verdict::Forged };
    Ok(Check { verdict, facts: good.then_some(read.facts) })
}

/// A name of which only its owner's friends recognise the rest: `Sitti A*** M***`.
pub fn masked(name: &str) -> String {
    let mut words = name.split_whitespace();
    let first = words.next().unwrap_or_default().to_string();
    words.fold(first, |text, word| {
        let initial = word.chars().next().map(String::from).unwrap_or_default();
        format!("{text} {initial}***")
    })
}

/// A text taken apart, not yet believed.
struct Read {
    key: [u8; 4],
    facts: SealedFacts,
    message: Vec<u8>,
    signature: [u8; SIGNATURE],
}

fn read(text: &str) -> Option<Read> {
    let bytes = parse_base32(text)?;
    let (message, signature) = bytes.split_last_chunk::<SIGNATURE>()?;
    let mut rest = message;
    let [version] = take(&mut rest)?;
    let key = take(&mut rest)?;
    let berkas = u64::from_be_bytes(take(&mut rest)?);
    let days = i32::from_be_bytes(take(&mut rest)?);
    let mut word = || {
        let [length] = take(&mut rest)?;
        let (word, after) = rest.split_at_checked(usize::from(length))?;
        rest = after;
        String::from_utf8(word.to_vec()).ok()
    };
    let (office, number, permit, holder) = (word()?, word()?, word()?, word()?);
    let date = epoch().checked_add(jiff::Span::new().try_days(days).ok()?).ok()?;
    let whole = version == VERSION && rest.is_empty();
    let facts = SealedFacts { office, number, permit, holder, date, berkas };
    whole.then(|| Read { key, facts, message: message.to_vec(), signature: *signature })
}

fn take<const N: usize>(rest: &mut &[u8]) -> Option<[u8; N]> {
    let (first, after) = rest.split_first_chunk::<N>()?;
    *rest = after;
    Some(*first)
}

fn written(facts: &SealedFacts, key: [u8; 4]) -> Vec<u8> {
    let days = facts.date.since(epoch()).map_or(0, |span| span.get_days());
    let mut bytes = vec![VERSION];
    bytes.extend_from_slice(&key);
    bytes.extend_from_slice(&facts.berkas.to_be_bytes());
    bytes.extend_from_slice(&days.to_be_bytes());
    for word in [&facts.office, &facts.number, &facts.permit, &facts.holder] {
        let word = short(word);
        bytes.push(word.len() as u8);
        bytes.extend_from_slice(word.as_bytes());
    }
    bytes
}

/// At most 100 bytes, so that the QR code stays readable; cut between characters.
fn short(word: &str) -> &str {
    let ends = word.char_indices().map(|(place, letter)| place + letter.len_utf8());
    let end = ends.take_while(|end| *end <= 100).last().unwrap_or(0);
    &word[..end]
}

fn signed(message: &[u8]) -> Vec<u8> {
    [CONTEXT, message].concat()
}

fn epoch() -> Date {
    Date::constant(1970, 1, 1)
}

/// The first four bytes of the key's SHA-256.
fn key_id(key: &VerifyingKey) -> [u8; 4] {
    let digest = Sha256::digest(key.as_bytes());
    [digest[0], digest[1], digest[2], digest[3]]
}

fn make(folder: &Path) -> Result<SigningKey, SealError> {
    let mut secret = [0; 32];
    let wrong = |what: String| SealError { file: folder.display().to_string(), what };
    getrandom::fill(&mut secret).map_err(|error| wrong(error.to_string()))?;
    let signing = SigningKey::from_bytes(&secret);
    let id = hex(&key_id(&signing.verifying_key()));
    // Order matters: a public key without its secret does no harm, the other way round a SK could be signed by a key
    // that a restored folder does not accept.
    write_key(&folder.join(format!("{id}.pub")), signing.verifying_key().as_bytes(), 0o644)?;
    write_key(&folder.join(format!("{id}.key")), &secret, 0o600)?;
    Ok(signing)
}

/// Writes a key to a new file and waits until it is on disk, the folder's entry too.
fn write_key(path: &Path, key: &[u8; 32], mode: u32) -> Result<(), SealError> {
    let wrong =
        |error: std::io::Error| SealError { file: path.display().to_string(), what: error.to_string() };
    let mut file =
        fs::OpenOptions::new().write(true).create_new(true).mode(mode).open(path).map_err(wrong)?;
    file.write_all(format!("{}\n", hex(key)).as_bytes()).and_then(|()| file.sync_all()).map_err(wrong)?;
    let folder = path.parent().unwrap_or(Path::new("."));
    fs::File::open(folder).and_then(|folder| folder.sync_all()).map_err(wrong)
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn parse_key(text: &str) -> Option<[u8; 32]> {
    crate::domain::annex::parse_hex(&text.trim().to_lowercase())
}

fn base32(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len().div_ceil(5) * 8);
    let (mut bits, mut count) = (0_u32, 0);
    for byte in bytes {
        bits = bits << 8 | u32::from(*byte);
        count += 8;
        while count >= 5 {
            count -= 5;
            text.push(char::from(BASE32[(bits >> count & 31) as usize]));
        }
    }
    if count > 0 {
        text.push(char::from(BASE32[(bits << (5 - count) & 31) as usize]));
    }
    text
}

/// Reads what [`base32`] wrote and nothing else: no small letters, no rest that is not zero.
fn parse_base32(text: &str) -> Option<Vec<u8>> {
    if text.len() > MOST_LETTERS {
        return None;
    }
    let mut bytes = Vec::with_capacity(text.len() * 5 / 8);
    let (mut bits, mut count) = (0_u32, 0);
    for letter in text.bytes() {
        let value = BASE32.iter().position(|known| *known == letter)?;
        bits = bits << 5 | value as u32;
        count += 5;
        if count >= 8 {
            count -= 8;
            bytes.push((bits >> count & 255) as u8);
        }
    }
    let rest = bits & ((1 << count) - 1);
    (rest == 0 && count < 5).then_some(bytes)
}

#[cfg(test)]
mod tests;
