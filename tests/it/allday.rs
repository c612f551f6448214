//! An office for the real program that is open whenever the tests run: the program goes by the machine's clock, and an
//! office of eastern Indonesia has its midnight, its evenings and its holidays when they come.
//!
//! So the office lies where it is nine in the morning now, serves every day of the week, and knows no days off.

use crate::house::{House, Plans};
use crate::program::{path, run};
use loket::clock::{Clock, ManualClock, SystemClock};
use loket::domain::profile::Profile;
use loket::domain::time::UtcOffset;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

/// Where it is nine in the morning: hours ahead of UTC. It stays so for this run, which has fourteen hours before its
/// midnight.
fn ahead() -> i32 {
    static HOURS: OnceLock<i32> = OnceLock::new();
    *HOURS.get_or_init(|| hours_ahead(SystemClock.now().0.div_euclid(3_600_000_000).rem_euclid(24) as i32))
}

/// The same for an hour of UTC. Zones reach from twelve hours behind to fourteen ahead.
fn hours_ahead(utc: i32) -> i32 {
    let ahead = 9 - utc;
    if ahead < -12 { ahead + 24 } else { ahead }
}

/// The office of a house that lies there.
pub fn here(profile: &mut Profile) {
    profile.calendar.offset = UtcOffset(ahead() * 3_600);
}

/// The files of an office that lies there and serves at every hour. Everybody gets a number, however many wait.
pub async fn office_files(folder: &Path) -> PathBuf {
    assert!(run(&["init", path(folder)]).await.status.success());
    let file = folder.join("office.toml");
    let text = std::fs::read_to_string(&file).expect("the office's file");
    // Zones of this family count the other way round.
    let zone = format!("zone = \"Etc/GMT{:+}\"", -ahead()).replace("GMT+0", "GMT");
    let line = |line: &str| match line.split_once(" = ").map_or("", |(name, _)| name) {
        "zone" if line.contains('/') => zone.clone(),
        "holidays" => "holidays = []".to_string(),
        "fair_last_ticket" => "fair_last_ticket = false".to_string(),
        // Its people have no phones.
        "second_factor" => "second_factor = []".to_string(),
        day if day.ends_with("day") => format!("{day} = [\"00.00-23.59\"]"),
        _ => line.to_string(),
    };
    let text: Vec<String> = text.lines().map(line).collect();
    let text = format!("{}\n", text.join("\n"));
    for wanted in [zone.as_str(), "holidays = []", "fair_last_ticket = false", "sunday = [\"00.00-23.59\"]"] {
        assert!(text.contains(wanted), "{wanted} in {text}");
    }
    std::fs::write(&file, text).expect("written");
    file
}

/// The data of an office in which everybody has an account, and whose last entry is of this very moment.
pub async fn data() -> tempfile::TempDir {
    House::build(now(None)).await.close().await
}

/// How a house is built that is open there and now, perhaps on data.
pub fn now(folder: Option<tempfile::TempDir>) -> Plans {
    let clock = ManualClock::at(SystemClock.now());
    Plans { folder, clock: Some(clock), profile: Some(here), ..Plans::default() }
}

#[test]
fn it_is_nine_in_the_morning_somewhere() {
    for utc in 0..24 {
        let ahead = hours_ahead(utc);
        assert!((-12..=14).contains(&ahead), "{ahead} at {utc}");
        assert_eq!((utc + ahead).rem_euclid(24), 9, "at {utc}");
    }
}
