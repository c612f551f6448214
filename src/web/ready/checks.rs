//! The checks of a round, each with the sentence that says what it found.

use super::Desk;
use crate::clock::{Clock, SystemClock};
use crate::domain::calendar::Standing;
use crate::domain::ids::{LoketId, PrinterId, Seq};
use crate::domain::paper::{JobState, Paper, PrintJob};
use crate::domain::profile::Confirm;
use crate::domain::readiness::{Check, CheckState};
use crate::domain::sop::{Act, Place};
use crate::domain::trust::Trust;
use crate::office::{Health, PrinterCondition, Room, Standby};
use crate::store::StoreError;
use crate::texts;
use crate::web::tls::ALARMS;
use std::path::Path;

/// A clock that was set by more than this since the start is not to be trusted, in seconds.
const STEP: i64 = 5;
/// A screen's clock that is off by more than this is worth a word, in milliseconds. Screens show the
/// office's time, whatever their own says.
const OFF: u64 = 120_000;
/// A backup older than this is too old, in hours.
const OLDEST_BACKUP: u64 = 48;
/// A second machine whose token ends in fewer days needs another one.
const TOKEN_ENDS: u64 = 14;

pub(super) fn check(kind: &str, name: &str, state: CheckState, code: &str, detail: &str) -> Check {
    let text = |text: &str| text.to_string();
    Check { kind: text(kind), name: text(name), state, code: text(code), detail: text(detail) }
}

pub(super) fn printer_name(desk: &Desk, id: &PrinterId) -> String {
    let plan = desk.web.office.profile().printer(id).map(|plan| plan.name.clone());
    plan.unwrap_or_else(|| id.to_string())
}

/// The slip of a printer: none while it is on its way. `believed`: what the printer says of itself is
/// taken as the answer. `over`: it has had its time.
pub(super) fn printer(desk: &Desk, id: &PrinterId, believed: bool, over: bool) -> Option<Check> {
    let office = &desk.web.office;
    let committed = office.committed();
    let slips = || committed.state.jobs.values().rev();
    let slip = slips().find(|job| job.printer == *id && matches!(job.paper, Paper::Trial));
    let condition = office.presence().devices().printers.get(id).map(|printer| printer.condition);
    let name = printer_name(desk, id);
    let told = |state, code: &str| Some(check("printer", &name, state, code, ""));
    match slip.map(|slip: &std::sync::Arc<PrintJob>| &slip.state) {
        Some(JobState::Printed { .. }) if condition == Some(PrinterCondition::PaperLow) => {
            told(CheckState::Absent, "printer-low")
        }
        Some(JobState::Printed { .. }) => told(CheckState::Good, "printer-good"),
        Some(JobState::Uncertain { .. }) => {
            let plan = office.profile().printer(id);
            let tells = plan.is_some_and(|plan| plan.confirm == Confirm::ProcessId);
            match tells {
                true => told(CheckState::Bad, "printer-uncertain"),
                false => told(CheckState::Absent, "printer-untold"),
            }
        }
        // A slip that was left over from the round before may have become too old in this one.
        Some(JobState::Failed { .. }) | None => {
            told(CheckState::Bad, trouble(condition).unwrap_or("printer-failed"))
        }
        Some(JobState::Queued) if believed && trouble(condition).is_some() => {
            told(CheckState::Bad, trouble(condition)?)
        }
        Some(_) if over => told(CheckState::Bad, "printer-slow"),
        Some(_) => None,
    }
}

/// What keeps a printer from printing.
fn trouble(condition: Option<PrinterCondition>) -> Option<&'static str> {
    match condition? {
        PrinterCondition::Ready | PrinterCondition::PaperLow => None,
        PrinterCondition::OffLine => Some("printer-off-line"),
        PrinterCondition::PaperOut => Some("printer-paper-out"),
        PrinterCondition::CoverOpen => Some("printer-cover-open"),
        PrinterCondition::Faulty => Some("printer-faulty"),
        PrinterCondition::Unreachable => Some("printer-unreachable"),
        PrinterCondition::NoQueue => Some("printer-no-queue"),
    }
}

/// Whether a board sounded: none until it has answered.
pub(super) fn board(desk: &Desk, page: u64, name: &str, trial: u64, over: bool) -> Option<Check> {
    let devices = desk.web.office.presence().devices();
    let told = |state, code: &str| Some(check("board", name, state, code, ""));
    match devices.tried.get(&page).filter(|tried| tried.trial == trial) {
        Some(tried) if tried.heard => told(CheckState::Good, "board-good"),
        Some(_) => told(CheckState::Bad, "board-silent"),
        None if !devices.boards.contains_key(&page) => told(CheckState::Bad, "board-gone"),
        None if over => told(CheckState::Bad, "board-no-answer"),
        None => None,
    }
}

/// Clocks of boards that are far off.
pub(super) fn clocks_of_boards(desk: &Desk) -> Vec<Check> {
    let (devices, committed) = (desk.web.office.presence().devices(), desk.web.office.committed());
    let off = devices.tried.iter().filter(|(_, tried)| tried.ahead.unsigned_abs() > OFF);
    let named = off.filter_map(|(page, tried)| {
        let account = committed.state.account(devices.boards.get(page)?.account)?;
        Some(browser(&account.name, tried.ahead))
    });
    named.collect()
}

fn browser(name: &str, ahead: i64) -> Check {
    let seconds = (ahead.unsigned_abs() / 1_000).to_string();
    match ahead {
        ahead if ahead.unsigned_abs() <= OFF => {
            check("browser", name, CheckState::Good, "browser-good", &seconds)
        }
        ahead if ahead > 0 => check("browser", name, CheckState::Absent, "browser-ahead", &seconds),
        _ => check("browser", name, CheckState::Absent, "browser-behind", &seconds),
    }
}

/// What can be told at once.
pub(super) async fn still(desk: &Desk, ahead: Option<i64>) -> Vec<Check> {
    let mut checks = zones(desk);
    checks.extend(screens(desk));
    checks.push(store(desk));
    let (reader, folder) = (desk.web.office.reader().clone(), desk.folder.clone());
    let slow = tokio::task::spawn_blocking(move || [journal(&reader), disk(&folder)]);
    match slow.await {
        Ok(slow) => checks.extend(slow),
        Err(error) => {
            tracing::warn!(%error, "a check of the round failed");
            checks.push(check("journal", "", CheckState::Bad, "journal-unread", ""));
        }
    }
    checks.push(backup(desk));
    checks.extend(standbys(desk));
    checks.push(clock(desk));
    checks.extend(certificate(desk));
    let plain = || check("network", "", CheckState::Absent, "network-plain", "");
    checks.extend(desk.web.plain_network.then(plain));
    checks.extend(ahead.map(|ahead| browser("", ahead)));
    checks.extend(holidays(desk));
    checks
}

/// Waiting rooms in which no board hangs.
fn zones(desk: &Desk) -> Vec<Check> {
    let office = &desk.web.office;
    let devices = office.presence().devices();
    let none = office.profile().zones().into_iter();
    let none = none.filter(|zone| !devices.boards.values().any(|board| board.zone == *zone));
    none.map(|zone| check("board", zone.as_str(), CheckState::Bad, "board-none", "")).collect()
}

/// The kiosk, and the tablet of each loket that takes the survey.
fn screens(desk: &Desk) -> Vec<Check> {
    let office = &desk.web.office;
    let devices = office.presence().devices();
    let is_there = |name: &str| devices.screens.values().any(|known| known == name);
    let told = |kind: &str, name: &str, there: bool| {
        let (state, end) = if there { (CheckState::Good, "good") } else { (CheckState::Bad, "none") };
        check(kind, name, state, &format!("{kind}-{end}"), "")
    };
    let mut checks = vec![told("kiosk", "", is_there("kiosk"))];
    let gate = office.profile().sop.steps().iter().find(|step| step.choice_by(Act::Survey).is_some());
    if let Some(Place::Counter(purpose)) = gate.map(|step| &step.place) {
        let lokets: Vec<LoketId> = office.profile().lokets_for(purpose).map(|plan| plan.id).collect();
        let tablets = lokets.into_iter().map(|id| (id.to_string(), is_there(&format!("tablet {id}"))));
        checks.extend(tablets.map(|(id, there)| told("tablet", &id, there)));
    }
    checks
}

/// The round itself has just been written, so the disk takes writing.
fn store(desk: &Desk) -> Check {
    let well = *desk.web.office.health().borrow() == Health::Well;
    match well {
        true => check("store", "", CheckState::Good, "store-good", ""),
        false => check("store", "", CheckState::Bad, "store-bad", ""),
    }
}

/// The chain of the open day and of the one before.
fn journal(reader: &crate::store::Reader) -> Check {
    let looked = || {
        let from = reader.days(2)?.last().map_or(Seq(1), |day| day.seq);
        reader.check_chain(from)
    };
    match looked() {
        Ok((count, None)) => check("journal", "", CheckState::Good, "journal-good", &count.to_string()),
        Ok((_, Some(seq))) => check("journal", "", CheckState::Bad, "journal-broken", &seq.to_string()),
        Err(StoreError::Broken { seq, .. }) => {
            check("journal", "", CheckState::Bad, "journal-broken", &seq.to_string())
        }
        Err(error) => {
            tracing::warn!(%error, "the journal could not be read");
            check("journal", "", CheckState::Bad, "journal-unread", "")
        }
    }
}

fn disk(folder: &Path) -> Check {
    match Room::of(folder) {
        Ok(room) if room.is_low() => check("disk", "", CheckState::Bad, "disk-low", &room.gigabytes()),
        Ok(room) => check("disk", "", CheckState::Good, "disk-good", &room.gigabytes()),
        Err(error) => check("disk", "", CheckState::Bad, "disk-unread", &error.to_string()),
    }
}

/// The newest copy of the office, and whether the last try came to anything.
fn backup(desk: &Desk) -> Check {
    let office = &desk.web.office;
    let copies = office.presence().copies().now();
    let Some(newest) = copies.files.first() else {
        return match copies.trouble {
            Some(_) => check("backup", "", CheckState::Bad, "backup-never", ""),
            None => check("backup", "", CheckState::Absent, "backup-none", ""),
        };
    };
    let hours = office.now().seconds_since(newest.taken) / 3600;
    let (state, code) = match (copies.trouble.is_some(), hours <= OLDEST_BACKUP) {
        (true, _) => (CheckState::Bad, "backup-failed"),
        (false, true) => (CheckState::Good, "backup-good"),
        (false, false) => (CheckState::Bad, "backup-old"),
    };
    check("backup", "", state, code, &hours.to_string())
}

/// The machines that follow the journal: whether each has everything.
fn standbys(desk: &Desk) -> Vec<Check> {
    let office = &desk.web.office;
    let told = |standby: Standby| {
        let minutes = office.now().seconds_since(standby.level) / 60;
        let days = standby.expires.seconds_since(office.now()) / 86_400;
        match (standby.late, days < TOKEN_ENDS) {
            (true, _) => {
                check("standby", &standby.name, CheckState::Bad, "standby-late", &minutes.to_string())
            }
            (false, true) => {
                check("standby", &standby.name, CheckState::Bad, "standby-ends", &days.to_string())
            }
            (false, false) => check("standby", &standby.name, CheckState::Good, "standby-good", ""),
        }
    };
    office.standbys().into_iter().map(told).collect()
}

/// How long the certificate is good, where the program itself speaks TLS.
fn certificate(desk: &Desk) -> Option<Check> {
    let certificates = desk.web.certificates.as_ref()?;
    let left = certificates.days_left(SystemClock.now());
    let [soon, _, last] = ALARMS;
    let (state, code) = match (certificates.trouble(), left) {
        (_, ..0) => (CheckState::Bad, "certificate-over"),
        (_, left) if left <= last => (CheckState::Bad, "certificate-last"),
        (Some(_), _) => (CheckState::Absent, "certificate-kept"),
        (None, left) if left <= soon => (CheckState::Absent, "certificate-soon"),
        (None, _) => (CheckState::Good, "certificate-good"),
    };
    Some(check("certificate", "", state, code, &left.max(0).to_string()))
}

/// The hour, whether it was set since the start, and whether it is behind the journal.
fn clock(desk: &Desk) -> Check {
    let office = &desk.web.office;
    let passed = i64::try_from(desk.since.instant.elapsed().as_micros()).unwrap_or(i64::MAX);
    let step = (SystemClock.now().0 - desk.since.clock.0 - passed) / 1_000_000;
    if step.abs() > STEP {
        return check("clock", "", CheckState::Bad, "clock-step", &step.to_string());
    }
    let (now, last) = (office.now(), office.committed().state.last);
    if office.reading().trust != Trust::Right {
        return check("clock", "", CheckState::Bad, "clock-doubt", "");
    }
    if last.seconds_since(now) > 60 {
        return check(
            "clock",
            "",
            CheckState::Bad,
            "clock-behind",
            &(last.seconds_since(now) / 60).to_string(),
        );
    }
    let profile = office.profile();
    let local = profile.calendar.offset.local(now);
    // Figures only, because the journal keeps it for readers of either language.
    let date = local.date().strftime("%d-%m-%Y");
    let hour = format!("{date} {} {}", texts::hour(local.time()), profile.office.zone_name);
    check("clock", "", CheckState::Good, "clock-good", &hour)
}

/// Whether the office knows its days off, and whether today is one.
fn holidays(desk: &Desk) -> Option<Check> {
    let office = &desk.web.office;
    let calendar = &office.profile().calendar;
    if let Standing::Holiday { name, .. } = calendar.standing(office.now()) {
        return Some(check("calendar", "", CheckState::Absent, "calendar-holiday", &name));
    }
    let year = calendar.year_without_holidays(office.now())?;
    Some(check("calendar", "", CheckState::Absent, "calendar-missing", &year.to_string()))
}
