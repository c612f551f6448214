//! Figures for whoever watches the machine, in the text format of Prometheus. No names, no numbers of people.

use super::Web;
use crate::clock::{Clock, SystemClock};
use crate::domain::ticket::Stage;
use crate::domain::trust::Trust;
use crate::doors::{Content, Route, Who};
use crate::office::{Health, PrinterCondition};
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use std::fmt::Write;

/// The route of the figures. They tell how busy an office is, which its boards show to everybody.
pub fn routes(web: &Web) -> Vec<Route> {
    let figures = Route::reading("/metrics", Who::Anyone, metrics, web.clone());
    vec![figures.gives(StatusCode::OK, Content::File("text/plain"))]
}

async fn metrics(State(web): State<Web>) -> Response {
    let kind = "text/plain; version=0.0.4; charset=utf-8";
    ([(header::CONTENT_TYPE, kind)], text(&web)).into_response()
}

/// A page of figures being written.
#[derive(Default)]
struct Page(String);

impl Page {
    /// Begins a figure: its name, its type and what it is.
    fn about(&mut self, name: &str, kind: &str, help: &str) {
        // Writing into a string cannot fail.
        let _ = write!(self.0, "# HELP {name} {help}\n# TYPE {name} {kind}\n");
    }

    /// A value, with labels in braces.
    fn value(&mut self, name: &str, labels: &str, value: u64) {
        let _ = writeln!(self.0, "{name}{labels} {value}");
    }

    fn single(&mut self, name: &str, kind: &str, help: &str, value: u64) {
        self.about(name, kind, help);
        self.value(name, "", value);
    }
}

fn text(web: &Web) -> String {
    let office = &web.office;
    let (state, devices, now) = (&office.committed().state, office.presence().devices(), office.now());
    let mut page = Page::default();
    let well = *office.health().borrow() == Health::Well;
    page.single("loket_up", "gauge", "1 while numbers can be given, 0 while the disk fails.", well.into());
    let trusted = office.reading().trust == Trust::Right;
    page.single("loket_clock_right", "gauge", "1 while the machine's clock is believed.", trusted.into());
    page.single("loket_journal_entries_total", "counter", "Entries of the journal.", state.seq.0);
    page.about("loket_tickets", "gauge", "Tickets of the open day by where they stand.");
    for (name, count) in tickets(state) {
        page.value("loket_tickets", &format!("{{stage=\"{name}\"}}"), count);
    }
    page.single("loket_open_berkas", "gauge", "Berkas that are not closed.", state.berkas.size() as u64);
    page.about("loket_printer_ready", "gauge", "1 while a printer can print.");
    for plan in &office.profile().printers {
        let known = devices.printers.get(&plan.id).map(|printer| printer.condition);
        let ready = matches!(known, Some(PrinterCondition::Ready | PrinterCondition::PaperLow));
        page.value("loket_printer_ready", &format!("{{printer=\"{}\"}}", plan.id), ready.into());
    }
    let waiting = state.jobs.values().filter(|job| job.is_open()).count() as u64;
    page.single("loket_print_jobs_open", "gauge", "Papers that wait for a printer.", waiting);
    let heard = devices.boards.values().filter(|board| board.is_heard()).count() as u64;
    page.single("loket_boards", "gauge", "Boards that are connected.", devices.boards.len() as u64);
    page.single("loket_boards_heard", "gauge", "Boards whose sound is on.", heard);
    if let Some(room) = office.presence().room_now() {
        page.single("loket_disk_free_bytes", "gauge", "Room on the disk of the data.", room.free);
        page.single("loket_disk_low", "gauge", "1 when somebody has to make room.", room.is_low().into());
    }
    let copies = office.presence().copies().now();
    if let Some(newest) = copies.files.first() {
        let age = now.seconds_since(newest.taken);
        page.single("loket_copy_age_seconds", "gauge", "Age of the newest copy of the office.", age);
    }
    page.single(
        "loket_copy_failed",
        "gauge",
        "1 when the last try to take a copy came to nothing.",
        copies.trouble.is_some().into(),
    );
    let standbys = office.standbys();
    if !standbys.is_empty() {
        let help = "Since a machine that follows the journal last had everything.";
        page.about("loket_standby_behind_seconds", "gauge", help);
        for standby in &standbys {
            let behind = now.seconds_since(standby.level);
            page.value("loket_standby_behind_seconds", &format!("{{token=\"{}\"}}", standby.token.0), behind);
        }
        page.about("loket_standby_entries", "gauge", "The last entry that it has.");
        for standby in &standbys {
            let reached = standby.reached.map_or(0, |seq| seq.0);
            page.value("loket_standby_entries", &format!("{{token=\"{}\"}}", standby.token.0), reached);
        }
    }
    if let Some(certificates) = &web.certificates {
        let left = certificates.ends().seconds_since(SystemClock.now());
        let help = "Until the certificate ends.";
        page.single("loket_certificate_seconds_left", "gauge", help, left);
        page.single(
            "loket_certificate_failed",
            "gauge",
            "1 when a newer certificate is there and cannot be used.",
            certificates.trouble().is_some().into(),
        );
    }
    page.0
}

fn tickets(state: &crate::domain::state::State) -> [(&'static str, u64); 4] {
    let mut counts = [("waiting", 0), ("called", 0), ("serving", 0), ("other", 0)];
    for ticket in state.tickets.values() {
        let place = match ticket.stage {
            Stage::Waiting => 0,
            Stage::Called => 1,
            Stage::Serving => 2,
            _ => 3,
        };
        counts[place].1 += 1;
    }
    counts
}
