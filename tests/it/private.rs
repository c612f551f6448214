//! The data folder of an office that is started by hand is its user's alone, as systemd would have it.

use crate::running::{path, program, run, start};
use std::fs::{self, Permissions};
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::{Path, PathBuf};

/// Everything below a folder that others of the machine may open, read or write.
fn open_to_others(folder: &Path) -> Vec<PathBuf> {
    let mut open = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        let about = fs::symlink_metadata(&path).expect("it is there");
        if about.mode() & 0o077 != 0 {
            open.push(path.clone());
        }
        if about.is_dir() {
            open.extend(open_to_others(&path));
        }
    }
    open
}

#[tokio::test]
async fn what_an_office_writes_is_for_nobody_else() {
    let folder = tempfile::tempdir().expect("a folder");
    let (office, data) = (folder.path().join("office"), folder.path().join("data"));
    assert!(run(&["init", path(&office)]).await.status.success());
    let config = office.join("office.toml");
    let serve = ["serve", "--config", path(&config), "--data", path(&data), "--listen", "127.0.0.1:0"];
    let mode = |path: &Path| fs::metadata(path).expect("it is there").mode() & 0o777;

    // A new one, by a shell that lets others read.
    let (mut child, _) = start(&serve).await;
    assert_eq!(mode(&data), 0o700);
    assert_eq!(open_to_others(&data), Vec::<PathBuf>::new());
    assert!(data.join(loket::store::FILE).exists());
    child.kill().await.expect("killed");
    assert_eq!(mode(&config) & 0o444, 0o444, "the settings are for whoever looks after the machine");

    // One that an older program left open.
    fs::set_permissions(&data, Permissions::from_mode(0o755)).expect("a mode");
    fs::set_permissions(data.join(loket::store::FILE), Permissions::from_mode(0o644)).expect("a mode");
    let (mut child, _) = start(&serve).await;
    assert_eq!(mode(&data), 0o700);
    assert_eq!(open_to_others(&data), Vec::<PathBuf>::new());
    child.kill().await.expect("killed");

    // A cause is told once.
    let missing = folder.path().join("nowhere/office.toml");
    let told = program().args(["install", "--config", path(&missing), "--data", "/srv/loket"]).output().await;
    let words = String::from_utf8_lossy(&told.expect("it ran").stderr).into_owned();
    assert_eq!(words.matches("No such file or directory").count(), 1, "{words}");
}
