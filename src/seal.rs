//! What must not be read by whoever finds the disk: NIK, telephone numbers, notes and scans are sealed with keys that
//! lie in a file outside the data folder.
//!
//! The cipher is XChaCha20-Poly1305. Its nonce is not drawn but computed from what is sealed and where it stands
//! (HMAC-SHA-256 with a key of its own), so that the rows which a replay of the journal gives are the stored ones,
//! byte for byte. That tells whoever has no key only that two seals *of one place* hide the same words; a scan stands
//! in no place, so two copies of it are one file. Where it stands goes into the seal: moved elsewhere it does not open.
//!
//! The file is a ring: `loket rotate-key` adds a key, which seals from then on, and the older ones go on opening what
//! they sealed. A NIK is looked up by its HMAC under yet another key, because a plain hash of so few digits is found by
//! trying them all. Nothing here prints a key.
//!
#![doc = include_str!("seal/keys.md")]

use chacha20poly1305::aead::{Aead, AeadInOut, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use hmac::{Hmac, Mac};
use sha2::Sha256;
use std::fmt::{self, Write as _};
use std::fs::{self, File, OpenOptions};
use std::io::{self, Write as _};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// How a sealed text begins. No NIK, no telephone number and no key id begins so.
const TEXT: &str = "sealed:";
/// How a sealed file begins. No kind of scan begins so.
const FILE: &[u8; 8] = b"loket\x01s\n";
/// Bytes of a nonce.
const NONCE: usize = 24;
/// Bytes of an authentication tag.
const TAG: usize = 16;
/// What a sealed file has more than its content, in bytes.
pub const MORE: u64 = (FILE.len() + 4 + NONCE + TAG) as u64;

/// An empty buffer for a file of some megabytes. It has more room than any file needs, which costs nothing until it is
/// filled: so much is mapped apart by the allocator, and goes back to the machine at once when the buffer does. Of less, each
/// thread that ever held a file would keep its memory.
pub fn room() -> Vec<u8> {
    Vec::with_capacity(APART)
}

/// More than the allocator of Linux, glibc's, ever keeps back for a thread.
const APART: usize = 33 * 1024 * 1024;

/// The keys of an office, the newest last. Cheap to clone.
#[derive(Clone)]
pub struct Keys(Arc<Vec<Key>>);

struct Key {
    id: u32,
    secret: [u8; 32],
    cipher: XChaCha20Poly1305,
    nonce: [u8; 32],
    index: [u8; 32],
}

/// Why there are no keys.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    /// The file cannot be read or written.
    #[error("key file {path}: {source}")]
    File {
        /// Which.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// The file holds something else.
    #[error("key file {path}, line {line}: not a key")]
    Malformed {
        /// Which.
        path: PathBuf,
        /// Where, from 1.
        line: usize,
    },
    /// The file holds no key.
    #[error("key file {path} holds no key")]
    Empty {
        /// Which.
        path: PathBuf,
    },
    /// Others on the machine may read the file.
    #[error("key file {path} may be read by others: chmod 600 {path}")]
    Open {
        /// Which.
        path: PathBuf,
    },
    /// The machine gives no random bytes.
    #[error("random bytes: {0}")]
    Random(getrandom::Error),
}

/// A seal that no key here opens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    /// It was sealed with a key that is not in the ring.
    #[error("it is sealed with key {0}, which is not in the key file")]
    NoKey(u32),
    /// It was touched, stands where it does not belong, or is no seal.
    #[error("its seal is broken")]
    Broken,
}

impl Key {
    fn new(id: u32, secret: [u8; 32]) -> Key {
        let cipher = XChaCha20Poly1305::new(&derived(&secret, "cipher").into());
        Key { id, secret, cipher, nonce: derived(&secret, "nonce"), index: derived(&secret, "index") }
    }
}

impl fmt::Debug for Keys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.0.iter().map(|key| key.id)).finish()
    }
}

impl Keys {
    /// A ring of one key.
    pub fn of(id: u32, secret: [u8; 32]) -> Keys {
        Keys(Arc::new(vec![Key::new(id, secret)]))
    }

    /// The same ring with one more key, which seals from now on.
    pub fn with(&self, secret: [u8; 32]) -> Keys {
        let keys = self.0.iter().map(|key| Key::new(key.id, key.secret));
        Keys(Arc::new(keys.chain([Key::new(self.current() + 1, secret)]).collect()))
    }

    /// Reads a key file.
    ///
    /// # Errors
    /// [`KeyError`] says what is wrong with the file; one that others may read is refused.
    pub fn read(path: &Path) -> Result<Keys, KeyError> {
        use std::os::unix::fs::PermissionsExt;
        let trouble = |source| KeyError::File { path: path.to_path_buf(), source };
        let mode = fs::metadata(path).map_err(trouble)?.permissions().mode();
        if mode & 0o077 != 0 {
            return Err(KeyError::Open { path: path.to_path_buf() });
        }
        let mut keys: Vec<Key> = Vec::new();
        for (place, line) in fs::read_to_string(path).map_err(trouble)?.lines().enumerate() {
            let line = line.trim();
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let malformed = || KeyError::Malformed { path: path.to_path_buf(), line: place + 1 };
            let (id, secret) = line.split_once(' ').ok_or_else(malformed)?;
            let id = id.parse().map_err(|_| malformed())?;
            let secret: [u8; 32] =
                bytes(secret).and_then(|secret| secret.try_into().ok()).ok_or_else(malformed)?;
            if keys.last().is_some_and(|last| last.id >= id) {
                return Err(malformed());
            }
            keys.push(Key::new(id, secret));
        }
        if keys.is_empty() {
            return Err(KeyError::Empty { path: path.to_path_buf() });
        }
        Ok(Keys(Arc::new(keys)))
    }

    /// Makes a key file with one new key, for its owner alone. One that is there is never written over.
    ///
    /// # Errors
    /// When it is there, or cannot be written.
    pub fn make(path: &Path) -> Result<Keys, KeyError> {
        let keys = Keys::of(1, random()?);
        keys.write(path)?;
        Ok(keys)
    }

    /// Adds a new key to a key file. The file is replaced in one step, so that a power cut leaves the old one.
    ///
    /// # Errors
    /// As [`Keys::read`] and [`Keys::make`].
    pub fn rotate(path: &Path) -> Result<Keys, KeyError> {
        let trouble = |source| KeyError::File { path: path.to_path_buf(), source };
        let keys = Keys::read(path)?.with(random()?);
        let mut name = path.file_name().unwrap_or_default().to_os_string();
        name.push(".new");
        let new = path.with_file_name(name);
        match fs::remove_file(&new) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(trouble(error)),
            _ => {}
        }
        keys.write(&new)?;
        fs::rename(&new, path).and_then(|()| sync_folder(path)).map_err(trouble)?;
        Ok(keys)
    }

    fn write(&self, path: &Path) -> Result<(), KeyError> {
        let trouble = |source| KeyError::File { path: path.to_path_buf(), source };
        let mut text = "# Keys of the office. Whoever has this file and the data reads NIK, telephone numbers, notes and scans;\n\
                        # whoever has the data alone does not, and without this file nobody ever will again.\n\
                        # Keep a copy of it apart from the copies of the data.\n"
            .to_string();
        for key in self.0.iter() {
            let _ = writeln!(text, "{} {}", key.id, digits(&key.secret));
        }
        let mut file =
            OpenOptions::new().write(true).create_new(true).mode(0o600).open(path).map_err(trouble)?;
        let written = file.write_all(text.as_bytes()).and_then(|()| file.sync_all());
        written.and_then(|()| sync_folder(path)).map_err(trouble)
    }

    /// The id of the key that seals.
    pub fn current(&self) -> u32 {
        self.newest().id
    }

    /// What tells a key from others with the same id, without telling it.
    pub fn mark(&self, id: u32) -> Option<[u8; 16]> {
        let key = self.0.iter().find(|key| key.id == id)?;
        derived(&key.secret, "mark").first_chunk().copied()
    }

    /// Under what a text is looked up that nobody may read: 32 hexadecimal digits.
    pub fn blind(&self, text: &str) -> String {
        digits(&hmac(&self.newest().index, &[text.as_bytes()])[..16])
    }

    /// Seals a text that stands at `place`.
    pub fn close(&self, place: &str, text: &str) -> String {
        let key = self.newest();
        format!("{TEXT}{}:{}", key.id, digits(&key.close(place, text.as_bytes())))
    }

    /// Opens a sealed text. One that is not sealed is given back: older programs sealed nothing.
    ///
    /// # Errors
    /// [`Unreadable`].
    pub fn open(&self, place: &str, text: String) -> Result<String, Unreadable> {
        let Some(sealed) = text.strip_prefix(TEXT) else { return Ok(text) };
        let (id, sealed) = sealed.split_once(':').ok_or(Unreadable::Broken)?;
        let key = self.key(id.parse().map_err(|_| Unreadable::Broken)?)?;
        let plain = key.open(place, &bytes(sealed).ok_or(Unreadable::Broken)?)?;
        String::from_utf8(plain).map_err(|_| Unreadable::Broken)
    }

    /// Seals the content of a file.
    pub fn close_file(&self, content: &[u8]) -> Vec<u8> {
        let key = self.newest();
        let mut file = room();
        file.extend_from_slice(FILE);
        file.extend_from_slice(&key.id.to_be_bytes());
        key.close_behind(file, "file", content)
    }

    /// Opens the content of a file. One that is not sealed is given back: older programs sealed nothing.
    ///
    /// # Errors
    /// [`Unreadable`].
    pub fn open_file(&self, content: Vec<u8>) -> Result<Vec<u8>, Unreadable> {
        let Some(sealed) = content.strip_prefix(FILE) else { return Ok(content) };
        let (id, sealed) = sealed.split_first_chunk().ok_or(Unreadable::Broken)?;
        self.key(u32::from_be_bytes(*id))?.open("file", sealed)
    }

    fn newest(&self) -> &Key {
        self.0.last().expect("a ring has at least one key: every way to make one puts one in")
    }

    fn key(&self, id: u32) -> Result<&Key, Unreadable> {
        self.0.iter().find(|key| key.id == id).ok_or(Unreadable::NoKey(id))
    }
}

impl Key {
    fn close(&self, place: &str, plain: &[u8]) -> Vec<u8> {
        self.close_behind(Vec::new(), place, plain)
    }

    /// The same behind a head. Made in one piece, because a file is large.
    fn close_behind(&self, head: Vec<u8>, place: &str, plain: &[u8]) -> Vec<u8> {
        let long = u64::try_from(place.len()).unwrap_or(u64::MAX).to_be_bytes();
        let nonce = hmac(&self.nonce, &[&long, place.as_bytes(), plain]);
        let nonce: [u8; NONCE] = *nonce.first_chunk().expect("a digest is longer than a nonce");
        let (mut sealed, behind) = (head, NONCE + plain.len() + TAG);
        sealed.reserve_exact(behind);
        [&nonce, plain].iter().for_each(|part| sealed.extend_from_slice(part));
        let text = sealed.len() - plain.len();
        let text = &mut sealed[text..];
        let tag = self.cipher.encrypt_inout_detached(&XNonce::from(nonce), place.as_bytes(), text.into());
        sealed.extend_from_slice(&tag.expect("the cipher takes 256 GiB, and nothing here comes near"));
        sealed
    }

    fn open(&self, place: &str, sealed: &[u8]) -> Result<Vec<u8>, Unreadable> {
        let (nonce, sealed) = sealed.split_first_chunk::<NONCE>().ok_or(Unreadable::Broken)?;
        let payload = Payload { msg: sealed, aad: place.as_bytes() };
        self.cipher.decrypt(&XNonce::from(*nonce), payload).map_err(|_| Unreadable::Broken)
    }
}

/// Whether the content of a file is sealed.
pub fn is_sealed(content: &[u8]) -> bool {
    content.starts_with(FILE)
}

fn random() -> Result<[u8; 32], KeyError> {
    let mut secret = [0; 32];
    getrandom::fill(&mut secret).map_err(KeyError::Random)?;
    Ok(secret)
}

fn hmac(key: &[u8; 32], parts: &[&[u8]]) -> [u8; 32] {
    let mut mac =
        <Hmac<Sha256> as hmac::KeyInit>::new_from_slice(key).expect("HMAC takes keys of any length");
    parts.iter().for_each(|part| mac.update(part));
    mac.finalize().into_bytes().into()
}

/// A key for one purpose, so that none serves two.
fn derived(secret: &[u8; 32], purpose: &str) -> [u8; 32] {
    hmac(secret, &[b"loket ", purpose.as_bytes()])
}

fn digits(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let pairs =
        bytes.iter().flat_map(|byte| [DIGITS[usize::from(byte >> 4)], DIGITS[usize::from(byte & 15)]]);
    pairs.map(char::from).collect()
}

fn bytes(digits: &str) -> Option<Vec<u8>> {
    let digit = |digit: u8| char::from(digit).to_digit(16).and_then(|value| u8::try_from(value).ok());
    let (pairs, rest) = digits.as_bytes().as_chunks::<2>();
    let bytes = pairs.iter().map(|[high, low]| Some(digit(*high)? << 4 | digit(*low)?));
    rest.is_empty().then(|| bytes.collect())?
}

fn sync_folder(path: &Path) -> io::Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    File::open(folder.unwrap_or(Path::new(".")))?.sync_all()
}

#[cfg(test)]
mod tests;
