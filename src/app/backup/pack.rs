//! The file itself: packing and unpacking.

use super::Source;
use super::behind::{self, Behind};
use crate::documents;
use crate::domain::ids::Seq;
use crate::domain::time::Moment;
use crate::scans;
use crate::seal::Keys;
use crate::store::{self, Hash, Head, Lasts, Rebuild};
use crate::voice;
use age::secrecy::ExposeSecret;
use age::x25519::{Identity, Recipient};
use anyhow::{Context, Result, bail, ensure};
use flate2::Compression;
use flate2::read::GzDecoder;
use flate2::write::GzEncoder;
use serde::{Deserialize, Serialize};
use std::fs::{self, File, OpenOptions};
use std::io::{self, BufReader, BufWriter, Read, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Component, Path, PathBuf};

/// How a copy is laid out; a newer layout is refused.
const LAYOUT: u32 = 1;
/// The last file of a copy.
const ABOUT: &str = "about.json";
/// Folders beside the data that belong to every copy: scans, own recordings, the pairs that sign SK.
pub(super) const BESIDE: [&str; 3] = [scans::FOLDER, voice::FOLDER, documents::SEALS];
/// Where the settings lie in a copy, and in a restored data folder.
pub(super) const SETTINGS: &str = "settings";
/// Endings of the settings. Keys and certificates have others and stay out.
const SETTINGS_KINDS: [&str; 6] = ["toml", "json", "svg", "png", "html", "css"];
/// Largest file of the settings, in bytes.
const MOST_SETTING: u64 = 4 * 1024 * 1024;
/// Largest part of the journal that is taken into memory: a part is 4 MiB, an entry far less.
const MOST_PART: u64 = 64 * 1024 * 1024;

/// What a copy says of itself.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct About {
    /// Of this description and the files around it.
    pub layout: u32,
    /// Version of the program that took the copy.
    pub program: String,
    /// When, in microseconds since 1970.
    pub taken: i64,
    /// Entries of the journal.
    pub entries: u64,
    /// Moment of the last one.
    pub at: i64,
    /// SHA-256 of the last one, in hexadecimal digits.
    pub hash: String,
}

/// The key that opens copies.
#[derive(Clone)]
pub struct Key {
    identity: Identity,
    /// Others who can open the copies too.
    others: Vec<Recipient>,
}

impl Key {
    /// Reads a key file, and makes one with a new key, for its owner's eyes only, where there is none.
    ///
    /// # Errors
    /// When it cannot be read or made, or holds no key; a recipient that is none.
    pub fn open(file: &Path, others: &[String]) -> Result<Key> {
        if !file.exists() {
            make(file).with_context(|| file.display().to_string())?;
            tracing::warn!(
                file = %file.display(),
                "a key for the copies was made; without it no copy can be opened: keep it in another place too"
            );
        }
        Key::read(file, others)
    }

    /// Reads a key file.
    ///
    /// # Errors
    /// As [`Key::open`].
    pub fn read(file: &Path, others: &[String]) -> Result<Key> {
        let text = fs::read_to_string(file).with_context(|| file.display().to_string())?;
        let line = text.lines().map(str::trim).find(|line| !line.is_empty() && !line.starts_with('#'));
        let identity = line.unwrap_or_default().parse::<Identity>();
        let identity = identity.map_err(|why| anyhow::anyhow!("{}: no key: {why}", file.display()))?;
        let others = others.iter().map(|other| {
            other.parse::<Recipient>().map_err(|why| anyhow::anyhow!("backup.recipients: {other}: {why}"))
        });
        Ok(Key { identity, others: others.collect::<Result<_>>()? })
    }
}

fn make(file: &Path) -> io::Result<()> {
    let identity = Identity::generate();
    let mut out = OpenOptions::new().write(true).create_new(true).mode(0o600).open(file)?;
    writeln!(out, "# This key opens the copies of the office. Keep one more in a safe place.")?;
    writeln!(out, "# public key: {}", identity.to_public())?;
    writeln!(out, "{}", identity.to_string().expose_secret())?;
    out.sync_all()
}

/// Writes a copy.
///
/// # Errors
/// Whatever the disk says.
pub fn pack(source: &Source, key: &Key, now: i64, target: &Path) -> Result<About> {
    let own = key.identity.to_public();
    let recipients = std::iter::once(&own).chain(&key.others).map(|one| one as &dyn age::Recipient);
    let encryptor = age::Encryptor::with_recipients(recipients)?;
    let out = OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(target)?;
    let encrypted = encryptor.wrap_output(BufWriter::new(out))?;
    let mut tar = tar::Builder::new(GzEncoder::new(encrypted, Compression::fast()));
    let head = source.reader.copy(|name, part| append(&mut tar, name, part))?;
    for name in BESIDE {
        for file in files_below(&source.data.join(name))? {
            let inside = Path::new(name).join(file.strip_prefix(source.data.join(name))?);
            match File::open(&file) {
                Ok(mut open) => tar.append_file(inside, &mut open)?,
                // An own recording may be taken away meanwhile.
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                Err(error) => return Err(error).with_context(|| file.display().to_string()),
            }
        }
    }
    if let Some(folder) = &source.settings {
        for file in files_below(folder)?.into_iter().filter(|file| is_setting(file)) {
            let inside = Path::new(SETTINGS).join(file.strip_prefix(folder)?);
            tar.append_file(inside, &mut File::open(&file)?)?;
        }
    }
    let about = About {
        layout: LAYOUT,
        program: env!("CARGO_PKG_VERSION").to_string(),
        taken: now,
        entries: head.seq.0,
        at: head.at.0,
        hash: head.hash.to_string(),
    };
    append(&mut tar, ABOUT, &serde_json::to_vec(&about)?)?;
    let out = tar.into_inner()?.finish()?.finish()?;
    out.into_inner().map_err(io::IntoInnerError::into_error)?.sync_all()?;
    Ok(about)
}

/// About how much a copy has to read.
pub(super) fn bytes(source: &Source) -> u64 {
    let data = std::iter::once(source.data.join(store::FILE));
    let beside = BESIDE.iter().flat_map(|name| files_below(&source.data.join(name)).unwrap_or_default());
    data.chain(beside).filter_map(|file| Some(file.metadata().ok()?.len())).sum()
}

fn append(tar: &mut tar::Builder<impl Write>, name: &str, content: &[u8]) -> io::Result<()> {
    let mut header = tar::Header::new_gnu();
    header.set_size(content.len() as u64);
    header.set_mode(0o600);
    tar.append_data(&mut header, name, content)
}

fn is_setting(file: &Path) -> bool {
    let ending = file.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
    SETTINGS_KINDS.contains(&ending) && file.metadata().is_ok_and(|about| about.len() <= MOST_SETTING)
}

/// Every file below a folder, in order; none when it is not there.
fn files_below(folder: &Path) -> Result<Vec<PathBuf>> {
    let (mut files, mut folders) = (Vec::new(), vec![folder.to_path_buf()]);
    while let Some(folder) = folders.pop() {
        let inside = match fs::read_dir(&folder) {
            Ok(inside) => inside,
            Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
            Err(error) => return Err(error).with_context(|| folder.display().to_string()),
        };
        for one in inside {
            let one = one?;
            // Links may lead anywhere, and are not followed.
            let kind = one.file_type()?;
            if kind.is_dir() {
                folders.push(one.path());
            } else if kind.is_file() {
                files.push(one.path());
            }
        }
    }
    files.sort();
    Ok(files)
}

/// Unpacks a copy into an empty folder, which is a data folder then.
///
/// # Errors
/// When it is not whole, not for this key, or of a newer program.
pub fn unpack(file: &Path, key: &Key, keys: &Keys, into: &Path, lasts: Lasts) -> Result<About> {
    Ok(unpack_and(file, key, keys, into, lasts, None)?.0)
}

/// The same, with what a second machine has behind it.
pub(super) fn unpack_and(
    file: &Path,
    key: &Key,
    keys: &Keys,
    into: &Path,
    lasts: Lasts,
    followed: Option<&Path>,
) -> Result<(About, Option<Behind>)> {
    let sealed = File::open(file).with_context(|| file.display().to_string())?;
    let decryptor = age::Decryptor::new_buffered(BufReader::new(sealed))
        .with_context(|| format!("{} is no copy of an office", file.display()))?;
    let plain = decryptor
        .decrypt(std::iter::once(&key.identity as &dyn age::Identity))
        .with_context(|| format!("{} was not made for this key", file.display()))?;
    let mut tar = tar::Archive::new(GzDecoder::new(plain));
    let mut rebuild = Rebuild::begin(into, keys.clone(), lasts)?;
    let mut about = None;
    for entry in tar.entries()? {
        let mut entry = entry?;
        let path = entry.path()?.into_owned();
        ensure!(
            path.components().all(|part| matches!(part, Component::Normal(_))),
            "a name leads out of the copy"
        );
        let name = path.to_str().context("a name that is no text")?;
        match name.split('/').next() {
            Some("journal" | "urn" | "permit-urn") => {
                ensure!(entry.size() <= MOST_PART, "{name} is too large");
                let mut part = Vec::new();
                entry.read_to_end(&mut part)?;
                rebuild.take(name, &part)?;
            }
            Some(ABOUT) => about = Some(serde_json::from_reader::<_, About>(&mut entry)?),
            Some(first) if first == SETTINGS || BESIDE.contains(&first) => {
                ensure!(entry.header().entry_type().is_file(), "{name} is no file");
                ensure!(entry.unpack_in(into)?, "{name} leads out of the copy");
            }
            _ => bail!("{name} is not known to this program"),
        }
    }
    let about = about.context("the copy is not whole: its end is missing")?;
    ensure!(about.layout <= LAYOUT, "the copy was made by a newer program ({})", about.program);
    let copied = head(&about)?;
    let Some(followed) = followed else {
        rebuild.finish(copied)?;
        return Ok((about, None));
    };
    rebuild.ends_with(copied)?;
    let (end, behind) = behind::put(&mut rebuild, followed, copied, into)?;
    rebuild.finish(end)?;
    let about = About { entries: end.seq.0, at: end.at.0, hash: end.hash.to_string(), ..about };
    Ok((about, Some(behind)))
}

fn head(about: &About) -> Result<Head> {
    let hash = Hash::parse(&about.hash).context("the copy's hash")?;
    Ok(Head { seq: Seq(about.entries), at: Moment(about.at), hash })
}
