//! What is still to be done after a restore, as commands to be typed.

use std::path::{Path, PathBuf};

/// The account and the office's file of an office that has no unit yet.
const USUAL: (&str, &str) = ("loket", "/etc/loket/office.toml");

/// What there is after a restore.
pub struct Restored<'a> {
    /// The data folder, and the number of the account that it belongs to.
    pub data: (&'a Path, u32),
    /// The keys of the copy and of the data.
    pub keys: [&'a Path; 2],
    /// The unit that starts the office, if there is one.
    pub unit: Option<&'a str>,
    /// The machine's accounts, as in `/etc/passwd`.
    pub accounts: &'a str,
    /// Whether there is a file of that name.
    pub exists: &'a dyn Fn(&Path) -> bool,
}

/// The commands, in their order.
pub fn steps(restored: &Restored<'_>) -> Vec<String> {
    let (data, owner) = restored.data;
    let word = |before: &str| {
        let words = restored.unit?.split_once(before)?.1;
        words.split_whitespace().next().map(ToString::to_string)
    };
    let user = word("\nUser=").unwrap_or_else(|| USUAL.0.to_string());
    let config = PathBuf::from(word("--config ").unwrap_or_else(|| USUAL.1.to_string()));
    let folder = config.parent().unwrap_or(Path::new("/"));
    let number = restored.accounts.lines().find_map(|line| {
        let mut parts = line.split(':');
        (parts.next() == Some(&user)).then(|| parts.nth(1)?.parse::<u32>().ok()).flatten()
    });
    let mut steps = Vec::new();
    if number.is_none() {
        steps.push(format!(
            "useradd --system --user-group --home-dir /nonexistent --shell /usr/sbin/nologin {user}"
        ));
    }
    if !(restored.exists)(&config) {
        steps.push(format!("mkdir -p {}", folder.display()));
        steps.push(format!("cp -r {}/. {}", data.join(super::SETTINGS).display(), folder.display()));
        steps.push(format!("chown -R {user}: {}", folder.display()));
    }
    for (key, name) in restored.keys.into_iter().zip(["backup.key", "loket.key"]) {
        let place = folder.join(name);
        if place != key && !(restored.exists)(&place) {
            let (key, place) = (key.display(), place.display());
            steps.push(format!("install -o {user} -g {user} -m 0600 {key} {place}"));
        }
    }
    if number != Some(owner) {
        steps.push(format!("chown -R {user}: {}", data.display()));
    }
    let served = word("--data ").map(PathBuf::from);
    if served.as_deref() != Some(data) {
        let (config, data) = (config.display(), data.display());
        steps.push(format!("loket install --config {config} --data {data} --listen 0.0.0.0:8080"));
    }
    steps.push("systemctl enable --now loket".to_string());
    steps
}

#[cfg(test)]
mod tests {
    use super::*;

    const UNIT: &str = include_str!("../../../templates/system/debian/loket.service");
    const ACCOUNTS: &str =
        "root:x:0:0:root:/root:/bin/bash\nloket:x:998:998::/nonexistent:/usr/sbin/nologin\n";

    fn restored(owner: u32, keys: [&'static str; 2]) -> Restored<'static> {
        Restored {
            data: (Path::new("/var/lib/loket"), owner),
            keys: keys.map(Path::new),
            unit: Some(UNIT),
            accounts: ACCOUNTS,
            exists: &|_| true,
        }
    }

    #[test]
    fn where_everything_is_in_place_the_office_is_started() {
        let there = restored(998, ["/etc/loket/backup.key", "/etc/loket/loket.key"]);
        assert_eq!(steps(&there), ["systemctl enable --now loket"]);
        let of_root = restored(0, ["/mnt/backup.key", "/mnt/loket.key"]);
        assert_eq!(steps(&of_root), ["chown -R loket: /var/lib/loket", "systemctl enable --now loket"]);
    }

    #[test]
    fn on_a_new_machine_account_settings_keys_and_unit_are_made_first() {
        let keys = ["/mnt/stick/backup.key", "/mnt/stick/loket.key"];
        let bare = Restored { unit: None, accounts: "", exists: &|_| false, ..restored(0, keys) };
        assert_eq!(
            steps(&bare),
            [
                "useradd --system --user-group --home-dir /nonexistent --shell /usr/sbin/nologin loket",
                "mkdir -p /etc/loket",
                "cp -r /var/lib/loket/settings/. /etc/loket",
                "chown -R loket: /etc/loket",
                "install -o loket -g loket -m 0600 /mnt/stick/backup.key /etc/loket/backup.key",
                "install -o loket -g loket -m 0600 /mnt/stick/loket.key /etc/loket/loket.key",
                "chown -R loket: /var/lib/loket",
                "loket install --config /etc/loket/office.toml --data /var/lib/loket --listen 0.0.0.0:8080",
                "systemctl enable --now loket",
            ]
        );
        let elsewhere = UNIT.replace("/var/lib/loket", "/srv/loket");
        let other = Restored { unit: Some(&elsewhere), ..restored(998, keys) };
        assert!(steps(&other)[0].starts_with("loket install "), "the unit serves another folder");
    }
}
