//! Data for nobody but whoever runs the office: names are not sealed, and other accounts of a machine are none of its
//! people. A unit of systemd sees to it by itself; a program that is started by hand does it here.

use rustix::fs::Mode;
use rustix::process::{geteuid, umask};
use std::fs::{self, DirBuilder, Permissions};
use std::io;
use std::os::unix::fs::{DirBuilderExt, MetadataExt, PermissionsExt};
use std::path::Path;

/// What others of the machine may do.
const OTHERS: u32 = 0o077;

/// Whatever this program makes from now on is its user's alone.
pub fn by_default() {
    umask(Mode::from_raw_mode(OTHERS));
}

/// Makes a data folder where there is none.
///
/// # Errors
/// Whatever the disk says.
pub fn make(folder: &Path) -> io::Result<()> {
    if folder.exists() {
        return Ok(());
    }
    if let Some(parent) = folder.parent().filter(|parent| !parent.as_os_str().is_empty()) {
        fs::create_dir_all(parent)?;
    }
    DirBuilder::new().mode(0o700).create(folder)
}

/// Takes from others what an earlier start left open: the folder, and what lies in it. What belongs to somebody else is
/// left as it is, and what cannot be changed is told to the log and keeps nobody from starting.
pub fn tighten(folder: &Path) {
    let inside = fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
    for path in std::iter::once(folder.to_path_buf()).chain(inside) {
        // A link may lead anywhere.
        let Ok(about) = fs::symlink_metadata(&path) else { continue };
        let open = about.mode() & OTHERS != 0 && !about.is_symlink();
        if !open || about.uid() != geteuid().as_raw() {
            continue;
        }
        let own = Permissions::from_mode(about.mode() & 0o7777 & !OTHERS);
        if let Err(error) = fs::set_permissions(&path, own) {
            tracing::warn!(%error, path = %path.display(), "others of this machine can read this");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::{chown, symlink};

    fn mode(path: &Path) -> u32 {
        fs::metadata(path).expect("it is there").mode() & 0o777
    }

    #[test]
    fn what_was_open_is_shut_and_what_is_not_ours_is_left() {
        let parent = tempfile::tempdir().expect("a folder");
        let folder = parent.path().join("srv/loket");
        make(&folder).expect("made");
        assert_eq!(mode(&folder), 0o700);
        let set =
            |path: &Path, mode| fs::set_permissions(path, Permissions::from_mode(mode)).expect("a mode");
        set(&folder, 0o755);
        let (file, inner, strange) =
            (folder.join("loket.redb"), folder.join("scans"), folder.join("strange"));
        for file in [&file, &strange, &parent.path().join("outside")] {
            fs::write(file, "").expect("written");
            set(file, 0o644);
        }
        fs::create_dir(&inner).expect("made");
        set(&inner, 0o755);
        symlink(parent.path().join("outside"), folder.join("link")).expect("a link");
        // Only root can give a file away.
        let given = chown(&strange, Some(47_110), None).is_ok();
        tighten(&folder);
        assert_eq!((mode(&folder), mode(&file), mode(&inner)), (0o700, 0o600, 0o700));
        assert_eq!(mode(&strange), if given { 0o644 } else { 0o600 });
        assert_eq!(mode(&parent.path().join("outside")), 0o644, "behind a link");
        tighten(&folder.join("not there"));
    }
}
