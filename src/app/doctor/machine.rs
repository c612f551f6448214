//! The machine itself: its clock, its time zone, its disk, and what it need not have.

use super::{Finding, Verdict, found, good};
use crate::domain::time::{Moment, UtcOffset};
use crate::domain::trust::{is_possible, may_follow};
use crate::office::Room;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use std::fs;
use std::path::Path;

/// Before this program was written; a clock that says so has lost its battery. 2026-01-01, in microseconds.
const WRITTEN: i64 = 1_767_225_600_000_000;
/// The zone of a machine that was told of none is UTC.
const ZONE: &str = "/etc/localtime";

/// The clock by itself, and beside the last entry when the data can be looked at.
pub(super) fn clock(now: Moment, last: Option<Moment>, synced: bool) -> Finding {
    if let Some(last) = last
        && now.0 >= WRITTEN
        && is_possible(last)
        && !may_follow(last, now)
    {
        let hours = last.seconds_since(now).max(now.seconds_since(last)) / 3600;
        let side = if now < last { "behind" } else { "ahead of" };
        return found(
            Verdict::Bad,
            format!("clock: it is {hours} hours {side} the last entry, and no day will open by it"),
            "set the date and the hour; if they are right, say so on the supervisor's page once the office runs",
        );
    }
    if now.0 < WRITTEN {
        return found(
            Verdict::Bad,
            "clock: it shows a year before this program was written",
            "set the date and the hour, and change the battery on the mainboard",
        );
    }
    match synced {
        true => good("clock: set by the network"),
        false => found(
            Verdict::Weak,
            "clock: not known to be set by the network",
            "switch on systemd-timesyncd or chrony; numbers and days follow this clock",
        ),
    }
}

/// The machine's time zone beside the office's. The office goes by its own whatever the machine's is.
pub(super) fn zone(office: UtcOffset, now: Moment) -> Finding {
    let at = Timestamp::from_microsecond(now.0).unwrap_or_default();
    match fs::read(ZONE).ok().map(|zone| TimeZone::tzif("machine", &zone)) {
        Some(Err(error)) => found(
            Verdict::Weak,
            format!("time zone: {ZONE} cannot be read: {error}"),
            "set the zone anew: timedatectl set-timezone Asia/Makassar, or the office's own",
        ),
        Some(Ok(machine)) => beside(office, machine.to_offset(at).seconds()),
        None => beside(office, 0),
    }
}

fn beside(office: UtcOffset, machine: i32) -> Finding {
    if machine == office.0 {
        return good(format!("time zone: {}, as the office's", hours(machine)));
    }
    found(
        Verdict::Weak,
        format!("time zone: the machine's is {}, the office's {}", hours(machine), hours(office.0)),
        "set the machine's zone (timedatectl set-timezone Asia/Makassar for WITA), so that its log and its desktop \
         show the hours that the office's screens do; numbers and days go by office.toml in any case",
    )
}

fn hours(seconds: i32) -> String {
    let sign = if seconds < 0 { '-' } else { '+' };
    format!("UTC{sign}{:02}:{:02}", seconds.abs() / 3600, seconds.abs() / 60 % 60)
}

/// What nobody has to install.
pub(super) fn fonts() -> Finding {
    good("fonts: carried by the program, for screens and papers; none of the machine's is used")
}

/// Whether there is room for the data.
pub(super) fn room(room: Room, data: &Path) -> Finding {
    let what = format!("disk: {} MiB of {} free for {}", room.free >> 20, room.all >> 20, data.display());
    let advice = "make room: the office stops giving numbers on a full disk";
    if room.is_low() { found(Verdict::Bad, what, advice) } else { good(what) }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 08.00 WITA on 23 November 2026.
    const NOW: Moment = Moment(1_795_392_000_000_000);

    fn told(finding: &Finding) -> (Verdict, &str) {
        (finding.verdict, &finding.what)
    }

    #[test]
    fn the_doctor_tells_a_clock_that_is_wrong_or_set_by_nobody() {
        assert_eq!(told(&clock(NOW, None, true)), (Verdict::Good, "clock: set by the network"));
        let alone = clock(NOW, Some(NOW.plus_seconds(-60)), false);
        assert_eq!(told(&alone), (Verdict::Weak, "clock: not known to be set by the network"));
        assert!(alone.advice.contains("timesyncd"));
        let dead = clock(Moment(0), None, true);
        assert_eq!((dead.verdict, dead.advice.contains("battery")), (Verdict::Bad, true));
        let behind = clock(NOW, Some(NOW.plus_seconds(48 * 3600)), true);
        assert_eq!(behind.verdict, Verdict::Bad);
        assert!(behind.what.starts_with("clock: it is 48 hours behind the last entry"), "{}", behind.what);
        let ahead = clock(NOW, Some(NOW.plus_seconds(-30 * 24 * 3600)), true);
        assert!(ahead.what.starts_with("clock: it is 720 hours ahead of the last entry"), "{}", ahead.what);
    }

    #[test]
    fn the_doctor_tells_a_zone_that_is_not_the_offices() {
        let office = UtcOffset(8 * 3600);
        assert_eq!(told(&beside(office, 28_800)), (Verdict::Good, "time zone: UTC+08:00, as the office's"));
        let other = beside(office, -12_600);
        let words = "time zone: the machine's is UTC-03:30, the office's UTC+08:00";
        assert_eq!(told(&other), (Verdict::Weak, words));
        assert!(other.advice.contains("timedatectl set-timezone"));
    }

    #[test]
    fn the_doctor_tells_a_disk_that_is_nearly_full() {
        let data = Path::new("/var/lib/loket");
        let of = |free| room(Room { free, all: 64 << 30 }, data);
        let full = of((2 << 30) - 1);
        assert_eq!(told(&full), (Verdict::Bad, "disk: 2047 MiB of 65536 free for /var/lib/loket"));
        assert!(full.advice.contains("make room"));
        assert_eq!(of(2 << 30).verdict, Verdict::Good);
    }
}
