//! A file on its way into the folder. One at a time: a film is larger than all else that people send, and whoever waits for
//! a number shares the disk with it. It is written beside its place and synced piece by piece, so that no sync takes long,
//! and it is in its place whole or not at all.

use super::{Kind, MOST_FILES, Media, START, kind_of};
use sha2::{Digest, Sha256};
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Its name until it is whole.
const PART: &str = ".part";
/// So many bytes are synced at once.
const PIECE: u64 = 4 << 20;

/// Why a file is not laid into the folder, or not taken out of it. Then everything is as it was.
#[derive(Debug, thiserror::Error)]
pub enum Refused {
    /// The zone cannot have a folder.
    #[error("there is no such waiting room")]
    NoSuchZone,
    /// The folder has no file of that name.
    #[error("there is no such file")]
    NoSuchFile,
    /// Another one is on its way.
    #[error("another file is on its way")]
    Busy,
    /// There are [`MOST_FILES`] already.
    #[error("the folder has {MOST_FILES} files already")]
    TooMany,
    /// Neither a picture nor a film that a browser shows.
    #[error("neither a picture nor a film that boards show")]
    Unknown,
    /// Larger than a file of its kind may be.
    #[error("the file is too large")]
    TooLarge,
    /// It would leave too little room for the office's own data.
    #[error("there is no room for it")]
    NoRoom,
    /// The disk failed.
    #[error("the folder of pictures and films: {0}")]
    Disk(io::Error),
}

impl From<io::Error> for Refused {
    fn from(error: io::Error) -> Refused {
        match error.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Refused::NoRoom,
            _ => Refused::Disk(error),
        }
    }
}

/// A file on its way. Dropped before it is in its place, nothing is left of it.
pub struct Laying {
    part: PathBuf,
    name: String,
    file: File,
    /// How much there may be.
    spare: u64,
    start: Vec<u8>,
    bytes: u64,
    synced: u64,
    hash: Sha256,
    /// Given back last, when the part is gone.
    _turn: Turn,
}

/// The one place of a file on its way.
struct Turn(Arc<AtomicBool>);

impl Turn {
    fn take(taken: &Arc<AtomicBool>) -> Option<Turn> {
        (!taken.swap(true, Ordering::AcqRel)).then(|| Turn(taken.clone()))
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        self.0.store(false, Ordering::Release);
    }
}

impl Media {
    /// Begins to lay a file into the folder of a zone. At most `spare` bytes of it are taken. Like every call here it works on
    /// the disk.
    ///
    /// # Errors
    /// [`Refused`], also when another one is on its way.
    pub fn lay(&self, zone: &str, name: &str, spare: u64) -> Result<Laying, Refused> {
        let folder = self.folder(zone).ok_or(Refused::NoSuchZone)?;
        let turn = Turn::take(&self.laying).ok_or(Refused::Busy)?;
        let there = self.list(zone)?;
        if there.len() >= MOST_FILES && !there.iter().any(|item| item.name == name) {
            return Err(Refused::TooMany);
        }
        fs::create_dir_all(&folder)?;
        let part = folder.join(PART);
        let file = File::create(&part)?;
        Ok(Laying {
            part,
            name: name.to_string(),
            file,
            spare,
            start: Vec::new(),
            bytes: 0,
            synced: 0,
            hash: Sha256::new(),
            _turn: turn,
        })
    }

    /// Takes a file out of the folder of a zone, shown or not.
    ///
    /// # Errors
    /// [`Refused`]
    pub fn take(&self, zone: &str, name: &str) -> Result<(), Refused> {
        let folder = self.folder(zone).ok_or(Refused::NoSuchZone)?;
        if !self.list(zone)?.iter().any(|item| item.name == name) {
            return Err(Refused::NoSuchFile);
        }
        fs::remove_file(folder.join(name))?;
        Ok(File::open(folder)?.sync_all()?)
    }
}

impl Laying {
    /// Takes what comes next.
    ///
    /// # Errors
    /// [`Refused`] as soon as it is known; the rest need not come.
    pub fn more(&mut self, piece: &[u8]) -> Result<(), Refused> {
        let missing = START.saturating_sub(self.start.len()).min(piece.len());
        self.start.extend_from_slice(&piece[..missing]);
        self.bytes += piece.len() as u64;
        if self.start.len() == START && self.bytes > self.kind()?.most() {
            return Err(Refused::TooLarge);
        }
        if self.bytes > self.spare {
            return Err(Refused::NoRoom);
        }
        self.file.write_all(piece)?;
        self.hash.update(piece);
        if self.bytes - self.synced >= PIECE {
            self.file.sync_data()?;
            self.synced = self.bytes;
        }
        Ok(())
    }

    /// Nothing more comes: it is on disk, though not in its place. How large it is, and SHA-256 of it.
    ///
    /// # Errors
    /// [`Refused`]
    pub fn whole(&mut self) -> Result<(u64, [u8; 32]), Refused> {
        self.kind()?;
        self.file.sync_all()?;
        Ok((self.bytes, self.hash.clone().finalize().into()))
    }

    /// Brings it to its place, over an older one of that name.
    ///
    /// # Errors
    /// When the disk fails.
    pub fn place(self) -> io::Result<()> {
        fs::rename(&self.part, self.part.with_file_name(&self.name))?;
        match self.part.parent() {
            Some(folder) => File::open(folder)?.sync_all(),
            None => Ok(()),
        }
    }

    fn kind(&self) -> Result<Kind, Refused> {
        let start = self.start.first_chunk().filter(|_| self.start.len() == START);
        start.and_then(kind_of).map(|(kind, _)| kind).ok_or(Refused::Unknown)
    }
}

impl Drop for Laying {
    fn drop(&mut self) {
        // It is gone from here when it is in its place. Whether or not this works, nobody is shown a part.
        let _ = fs::remove_file(&self.part);
    }
}

/// Removes what was on its way when the power went.
pub(super) fn sweep(media: &Path) {
    let zones = fs::read_dir(media).into_iter().flatten().flatten();
    for zone in zones {
        let _ = fs::remove_file(zone.path().join(PART));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ROOM: u64 = 1 << 30;

    fn png(bytes: usize) -> Vec<u8> {
        let mut file = b"\x89PNG\r\n\x1a\n".to_vec();
        file.resize(bytes, 7);
        file
    }

    fn send(media: &Media, name: &str, content: &[u8], spare: u64) -> Result<(u64, [u8; 32]), Refused> {
        let mut laying = media.lay("utama", name, spare)?;
        content.chunks(5).try_for_each(|piece| laying.more(piece))?;
        let whole = laying.whole()?;
        laying.place()?;
        Ok(whole)
    }

    fn names(media: &Media) -> Vec<String> {
        media.list("utama").expect("readable").into_iter().map(|item| item.name).collect()
    }

    #[test]
    fn a_file_is_in_its_place_whole_or_not_at_all() {
        let data = tempfile::tempdir().expect("a folder");
        let media = Media::open(data.path());
        let content = png(1_000);
        let laid = send(&media, "a.png", &content, ROOM).expect("it fits");
        assert_eq!(laid, (1_000, Sha256::digest(&content).into()));
        assert_eq!(names(&media), ["a.png"]);
        for (content, spare, why) in [
            (b"<html>no picture</html>".to_vec(), ROOM, "neither a picture nor a film that boards show"),
            (Vec::new(), ROOM, "neither a picture nor a film that boards show"),
            (png(4)[..4].to_vec(), ROOM, "neither a picture nor a film that boards show"),
            (png(1_001), 1_000, "there is no room for it"),
        ] {
            let refused = send(&media, "a.png", &content, spare).expect_err("refused");
            assert_eq!(refused.to_string(), why);
        }
        let kept = fs::read(data.path().join("media/utama/a.png")).expect("the first");
        assert!(kept == content, "what was there stays there");
        assert_eq!(fs::read_dir(data.path().join("media/utama")).expect("a folder").count(), 1, "no parts");
    }

    #[test]
    fn a_picture_may_be_smaller_than_a_film() {
        let data = tempfile::tempdir().expect("a folder");
        let media = Media::open(data.path());
        let mebibyte = vec![7; 1 << 20];
        for (start, fits) in [(b"\x89PNG\r\n\x1a\n....".as_slice(), false), (b"\0\0\0\x20ftypisom", true)] {
            let mut laying = media.lay("utama", "a", ROOM).expect("a place");
            laying.more(start).expect("known");
            let laid = (0..20).try_for_each(|_| laying.more(&mebibyte));
            assert_eq!(laid.is_ok(), fits, "{laid:?}");
        }
    }

    #[test]
    fn one_comes_at_a_time_and_the_next_when_it_is_over() {
        let data = tempfile::tempdir().expect("a folder");
        let media = Media::open(data.path());
        let first = media.lay("utama", "a.png", ROOM).expect("a place");
        let other = media.clone();
        assert!(matches!(other.lay("utama", "b.png", ROOM), Err(Refused::Busy)));
        drop(first);
        send(&other, "b.png", &png(100), ROOM).expect("the next");
        assert!(matches!(other.lay("..", "b.png", ROOM), Err(Refused::NoSuchZone)));
        send(&other, "b.png", &png(200), ROOM).expect("whoever is refused holds nobody up");
    }

    #[test]
    fn a_full_folder_takes_a_newer_one_of_a_name_and_no_new_name() {
        let data = tempfile::tempdir().expect("a folder");
        let media = Media::open(data.path());
        for nth in 0..MOST_FILES {
            send(&media, &format!("{nth}.png"), &png(100), ROOM).expect("it fits");
        }
        assert!(matches!(send(&media, "one-more.png", &png(100), ROOM), Err(Refused::TooMany)));
        send(&media, "7.png", &png(200), ROOM).expect("in place of the older");
        media.take("utama", "8.png").expect("gone");
        assert!(matches!(media.take("utama", "8.png"), Err(Refused::NoSuchFile)));
        assert!(matches!(media.take("utama", "../../secret"), Err(Refused::NoSuchFile)));
        send(&media, "one-more.png", &png(100), ROOM).expect("there is a place again");
    }

    #[test]
    fn what_was_half_there_when_the_power_went_is_swept() {
        let data = tempfile::tempdir().expect("a folder");
        let media = Media::open(data.path());
        let mut laying = media.lay("utama", "a.png", ROOM).expect("a place");
        laying.more(&png(100)).expect("it comes");
        // Nobody drops anything when the power goes.
        std::mem::forget(laying);
        let media = Media::open(data.path());
        assert_eq!(fs::read_dir(data.path().join("media/utama")).expect("a folder").count(), 0);
        send(&media, "a.png", &png(100), ROOM).expect("and it can come again");
    }
}
