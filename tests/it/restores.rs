//! Restores into the places where offices live: a folder of another account, the mount point of a disk, and a machine
//! that loses its power meanwhile.

use crate::house::{House, Plans};
use crate::running::{path, program};
use loket::app::backup::{self, Key, restore};
use loket::app::check::verify_folder;
use loket::seal::Keys;
use loket::store::DEMO_KEY;
use std::fs::{self, Permissions};
use std::os::unix::fs::{MetadataExt, PermissionsExt, chown};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use tokio::time::Instant;

/// An office's copy with its keys, as they lie in the safe.
struct Safe {
    folder: tempfile::TempDir,
}

impl Safe {
    async fn filled() -> Safe {
        let house = House::build(Plans::default()).await;
        let kiosk = house.who("kiosk").await;
        for _ in 0..20 {
            kiosk.takes("A").await;
        }
        house.rests().await;
        let (data, folder) = (house.close().await, tempfile::tempdir().expect("a folder"));
        let safe = Safe { folder };
        fs::create_dir_all(data.path().join("scans/ab")).expect("a folder");
        fs::write(data.path().join("scans/ab/loose"), b"a scan").expect("written");
        fs::set_permissions(data.path().join("scans/ab/loose"), Permissions::from_mode(0o644))
            .expect("a mode");
        fs::copy(data.path().join(DEMO_KEY), safe.data_key()).expect("the key of the data");
        let key = Key::open(&safe.key(), &[]).expect("a key");
        let keys = Keys::read(&safe.data_key()).expect("the key of the data");
        let (store, _) = loket::store::Store::open_sealed(data.path(), keys.clone()).expect("opens");
        let source =
            backup::Source { reader: store.reader(), data: data.path().to_path_buf(), settings: None, keys };
        backup::take(&source, &key, 0, &safe.copy()).expect("a copy");
        safe
    }

    fn copy(&self) -> PathBuf {
        self.folder.path().join("loket.age")
    }

    fn key(&self) -> PathBuf {
        self.folder.path().join("backup.key")
    }

    fn data_key(&self) -> PathBuf {
        self.folder.path().join("loket.key")
    }

    fn restore(&self, data: &Path) -> anyhow::Result<backup::About> {
        restore(&self.copy(), &Key::read(&self.key(), &[])?, &Keys::read(&self.data_key())?, data)
    }

    fn verify(&self, data: &Path) {
        let verdict = verify_folder(data, &self.data_key()).expect("readable");
        assert_eq!(verdict.faults, Vec::<String>::new());
        assert!(verdict.head.seq.0 > 20);
    }

    /// The command that restores it.
    fn command(&self, data: &Path) -> tokio::process::Command {
        let mut command = program();
        command.arg("restore").arg(self.copy()).arg("--data").arg(data);
        command.arg("--key").arg(self.key()).arg("--data-key").arg(self.data_key());
        command
    }
}

/// Everything below a folder.
fn below(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            found.extend(below(&path));
        }
        found.push(path);
    }
    found
}

/// Whether everything in it is its owner's alone, and belongs to the same account as the folder.
fn is_its_owners(data: &Path) {
    let owner = fs::metadata(data).expect("the folder");
    let inside = below(data);
    assert!(inside.len() > 3, "{inside:?}");
    for path in inside {
        let about = fs::metadata(&path).expect("a file");
        let mode = if about.is_dir() { 0o700 } else { 0o600 };
        assert_eq!((about.mode() & 0o777, about.uid()), (mode, owner.uid()), "{}", path.display());
    }
}

#[tokio::test]
async fn a_folder_that_is_there_is_filled_where_it_stands() {
    let safe = Safe::filled().await;
    let made = safe.folder.path().join("new");
    safe.restore(&made).expect("restored");
    assert_eq!(
        fs::metadata(&made).expect("a folder").mode() & 0o777,
        0o700,
        "a new one is its maker's alone"
    );
    is_its_owners(&made);
    safe.verify(&made);

    let there = safe.folder.path().join("there");
    fs::create_dir(&there).expect("a folder");
    fs::set_permissions(&there, Permissions::from_mode(0o750)).expect("a mode");
    // As root another account's, whose files they are then.
    let _ = chown(&there, Some(47_110), Some(47_111));
    let before = fs::metadata(&there).expect("the folder");
    safe.restore(&there).expect("restored");
    let after = fs::metadata(&there).expect("the folder");
    let known = |about: &fs::Metadata| (about.ino(), about.mode(), about.uid(), about.gid());
    assert_eq!(known(&before), known(&after), "the very same folder");
    is_its_owners(&there);
    safe.verify(&there);

    // What is there stays, whatever it is.
    let occupied = safe.restore(&there).expect_err("occupied");
    assert!(occupied.to_string().contains("is not empty"), "{occupied}");
    let strange = safe.folder.path().join("strange");
    fs::create_dir(&strange).expect("a folder");
    fs::write(strange.join("catatan.txt"), "not ours").expect("written");
    let occupied = safe.restore(&strange).expect_err("occupied");
    assert!(occupied.to_string().contains("catatan.txt is in it"), "{occupied}");
    assert_eq!(below(&strange), [strange.join("catatan.txt")]);
}

/// The usual place may be a disk of its own. It takes root to mount one; elsewhere its first folder is made by hand.
#[tokio::test]
async fn the_mount_point_of_a_disk_is_filled_too() {
    let safe = Safe::filled().await;
    let disk = safe.folder.path().join("disk");
    fs::create_dir_all(&disk).expect("a folder");
    let mut mount = Command::new("mount");
    mount.args(["-t", "tmpfs", "-o", "size=64m", "loket-test"]).arg(&disk).stderr(Stdio::null());
    let mounted = mount.status().is_ok_and(|status| status.success());
    fs::create_dir(disk.join("lost+found")).expect("a folder");
    let restored = safe.restore(&disk);
    if restored.is_ok() {
        safe.verify(&disk);
        assert!(disk.join("lost+found").exists());
    }
    if mounted {
        Command::new("umount").arg("-l").arg(&disk).status().expect("unmounted");
    }
    restored.expect("restored");
}

/// A restore that is killed leaves the copy's whole office, or something that no program takes for an office and the
/// next restore puts right.
#[tokio::test]
async fn what_a_broken_off_restore_leaves_is_no_office() {
    let safe = Safe::filled().await;
    let data = safe.folder.path().join("data");
    let began = Instant::now();
    let whole = safe.command(&data).output().await.expect("it ran");
    assert!(whole.status.success(), "{}", String::from_utf8_lossy(&whole.stderr));
    let words = String::from_utf8_lossy(&whole.stdout).into_owned();
    assert!(
        words.contains("next, as root:\n") && words.contains("  systemctl enable --now loket\n"),
        "{words}"
    );
    let long = began.elapsed();
    fs::remove_dir_all(&data).expect("gone");

    let office = safe.folder.path().join("office");
    let made = program().args(["init", path(&office)]).output().await.expect("it ran");
    assert!(made.status.success());
    let (config, key) = (office.join("office.toml"), safe.data_key());
    let serve = ["serve", "--config", path(&config), "--data", path(&data), "--key", path(&key)];
    let serve = [&serve[..], &["--listen", "127.0.0.1:0"]].concat();
    let verify = ["verify", path(&data), "--key", path(&key)];
    let mut dice = fastrand::Rng::with_seed(16);
    let mut broken = 0;
    for _ in 0..24 {
        let mut command = safe.command(&data);
        let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("it starts");
        // The moment of the kill is the point of the test.
        tokio::time::sleep(long.mul_f64(dice.f64())).await;
        child.start_kill().expect("killed");
        child.wait().await.expect("ended");
        if backup::is_unfinished(&data) {
            broken += 1;
            for arguments in [&serve[..], &verify] {
                let told = program().args(arguments).output().await.expect("it ran");
                let words = String::from_utf8_lossy(&told.stderr).into_owned();
                assert!(!told.status.success() && words.contains("a restore was broken off"), "{words}");
            }
            safe.restore(&data).expect("the next one makes it whole");
        }
        if data.join(loket::store::FILE).exists() {
            safe.verify(&data);
            fs::remove_dir_all(&data).expect("gone");
        }
    }
    assert!(broken >= 3, "{broken} of 24 were broken off in the middle");
}
