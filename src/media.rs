//! Pictures and films of the boards: files of the folder `media/<zone>` beside the data.
//!
//! They are no part of the state. An administrator lays them there ([`Laying`]) and takes them away, and whoever may write
//! into the folder does it without the program. A file is known by
//! how it begins, never by its name alone; what no television can show is listed with the reason, so that
//! the administrator sees why it stays away. Links are not followed, so nothing outside is ever served.

mod laying;

pub use laying::{Laying, Refused};

use crate::domain::shelf::is_name;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::UNIX_EPOCH;

/// Name of the folder inside the data folder.
pub const FOLDER: &str = "media";
/// Most files of a zone; more are not looked at.
pub const MOST_FILES: usize = 100;
/// Largest picture, in bytes: a television's browser holds it unpacked.
pub const MOST_PICTURE: u64 = 20 * 1024 * 1024;
/// Largest film, in bytes.
pub const MOST_FILM: u64 = 2 * 1024 * 1024 * 1024;

/// What a file is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    /// JPEG, PNG, WebP or GIF.
    Picture,
    /// MP4 or WebM.
    Film,
}

impl Kind {
    /// How large it may be, in bytes.
    fn most(self) -> u64 {
        match self {
            Kind::Picture => MOST_PICTURE,
            Kind::Film => MOST_FILM,
        }
    }
}

/// Why a file is not shown.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Trouble {
    /// Neither a picture nor a film that a browser shows.
    Unknown,
    /// Larger than [`MOST_PICTURE`] or [`MOST_FILM`].
    TooLarge,
}

/// A file of the folder.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Item {
    /// Its name in the folder.
    pub name: String,
    /// How large it is, in bytes.
    pub bytes: u64,
    /// Changes when the file does.
    pub stamp: String,
    /// What it is, with its media type; or why it is not shown.
    pub kind: Result<(Kind, &'static str), Trouble>,
}

/// The way to the files. Every call reads the disk, so none belongs on a thread that others wait for.
#[derive(Clone, Debug)]
pub struct Media {
    folder: PathBuf,
    /// Whether a file is on its way.
    laying: Arc<AtomicBool>,
}

impl Media {
    /// The media of the data folder. What was on its way when the power went is removed.
    pub fn open(data: &Path) -> Media {
        let media = Media { folder: data.join(FOLDER), laying: Arc::default() };
        laying::sweep(&media.folder);
        media
    }

    /// Where the files of a zone lie. None for a zone whose name could not be a folder's.
    pub fn folder(&self, zone: &str) -> Option<PathBuf> {
        let plain = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '-' | '_');
        (!zone.is_empty() && zone.chars().all(plain)).then(|| self.folder.join(zone))
    }

    /// The files of a zone by name; none when there is no folder.
    ///
    /// # Errors
    /// When the disk cannot be read.
    pub fn list(&self, zone: &str) -> io::Result<Vec<Item>> {
        let Some(folder) = self.folder(zone) else { return Ok(Vec::new()) };
        let entries = match fs::read_dir(folder) {
            Ok(entries) => entries,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            Err(error) => return Err(error),
        };
        let mut items = Vec::new();
        for entry in entries {
            let entry = entry?;
            items.extend(entry.file_name().to_str().and_then(|name| item(&entry.path(), name)));
            if items.len() == MOST_FILES {
                break;
            }
        }
        items.sort_by(|a, b| a.name.cmp(&b.name));
        Ok(items)
    }

    /// A file that may be shown: where it is, and its media type.
    pub fn find(&self, zone: &str, name: &str) -> Option<(PathBuf, &'static str)> {
        let path = self.folder(zone)?.join(name);
        let (_, media_type) = item(&path, name)?.kind.ok()?;
        Some((path, media_type))
    }
}

/// What is known of a file. None for folders, links, hidden files and names that are a path.
fn item(path: &Path, name: &str) -> Option<Item> {
    if !is_name(name) {
        return None;
    }
    let found = fs::symlink_metadata(path).ok().filter(fs::Metadata::is_file)?;
    let changed = found.modified().ok()?.duration_since(UNIX_EPOCH).ok()?.as_millis();
    let kind = match known(path) {
        Some((kind, _)) if found.len() > kind.most() => Err(Trouble::TooLarge),
        Some(known) => Ok(known),
        None => Err(Trouble::Unknown),
    };
    Some(Item {
        name: name.to_string(),
        bytes: found.len(),
        stamp: format!("{changed:x}-{:x}", found.len()),
        kind,
    })
}

/// A file's kind.
fn known(path: &Path) -> Option<(Kind, &'static str)> {
    let mut start = [0; START];
    File::open(path).ok()?.read_exact(&mut start).ok()?;
    kind_of(&start)
}

/// So many bytes tell what a file is.
const START: usize = 12;

/// What a file is that begins like this.
fn kind_of(start: &[u8; START]) -> Option<(Kind, &'static str)> {
    match start {
        [0xff, 0xd8, 0xff, ..] => Some((Kind::Picture, "image/jpeg")),
        [0x89, b'P', b'N', b'G', ..] => Some((Kind::Picture, "image/png")),
        [b'G', b'I', b'F', b'8', ..] => Some((Kind::Picture, "image/gif")),
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P'] => Some((Kind::Picture, "image/webp")),
        [_, _, _, _, b'f', b't', b'y', b'p', ..] => Some((Kind::Film, "video/mp4")),
        [0x1a, 0x45, 0xdf, 0xa3, ..] => Some((Kind::Film, "video/webm")),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PNG: &[u8] = b"\x89PNG\r\n\x1a\n and so on";

    fn room() -> (tempfile::TempDir, Media) {
        let data = tempfile::tempdir().expect("a folder");
        fs::create_dir_all(data.path().join("media/utama/inner")).expect("a folder");
        let media = Media::open(data.path());
        (data, media)
    }

    #[test]
    fn files_are_known_by_what_is_in_them() {
        let (data, media) = room();
        let put = |name: &str, content: &[u8]| {
            fs::write(data.path().join("media/utama").join(name), content).expect("written");
        };
        put("b.png", PNG);
        put("a.mp4", b"\0\0\0\x20ftypisom....");
        put("c.png", b"<html>not a picture</html>");
        put(".hidden.png", PNG);
        let listed = media.list("utama").expect("readable");
        let kinds: Vec<_> = listed.iter().map(|item| (item.name.as_str(), item.kind)).collect();
        assert_eq!(
            kinds,
            [
                ("a.mp4", Ok((Kind::Film, "video/mp4"))),
                ("b.png", Ok((Kind::Picture, "image/png"))),
                ("c.png", Err(Trouble::Unknown)),
            ]
        );
        assert_eq!(media.list("elsewhere").expect("no folder is no trouble"), []);
        assert!(media.find("utama", "b.png").is_some());
        assert!(media.find("utama", "c.png").is_none());
    }

    #[test]
    fn nothing_outside_the_folder_is_found() {
        let (data, media) = room();
        fs::write(data.path().join("secret.png"), PNG).expect("written");
        std::os::unix::fs::symlink(data.path().join("secret.png"), data.path().join("media/utama/link.png"))
            .expect("a link");
        for name in ["../../secret.png", "/etc/passwd", "link.png", "inner", "..", ""] {
            assert!(media.find("utama", name).is_none(), "{name}");
        }
        assert!(media.find("../..", "secret.png").is_none());
        assert!(media.find("", "secret.png").is_none());
        assert_eq!(media.list("utama").expect("readable"), []);
    }
}
