//! The office, and what is reported of it.

use super::answers;
use crate::views::Millis;
use schemars::JsonSchema;
use serde::Serialize;

// The office

answers! {
    /// Whether the office works.
    Health {
        /// `well`, `storage-failed`, `clock-in-doubt`.
        health: &'static str,
        /// How far the machine's clock is believed: `right`, `set-back`, `leapt`, `unknown`.
        clock: &'static str,
        /// Whether the disk of the data has room: `enough`, `low`; `unknown` before the first look.
        room: &'static str,
        /// The end of the journal.
        seq: u64,
        version: &'static str,
    }
    /// The copies of the office.
    CopyList { folder: String, underway: bool, files: Vec<CopyLine>, trouble: Option<CopyTrouble>, standbys: Vec<StandbyLine>, now: Millis, }
    /// A copy.
    CopyLine { name: String, bytes: u64, taken: Millis, }
    /// Why the last copy came to nothing.
    CopyTrouble { at: Millis, why: String, }
    /// A second machine that follows the journal.
    StandbyLine {
        /// The name of its token.
        name: String,
        /// When it last asked, since the office was opened.
        asked: Option<Millis>,
        /// The last entry that it says it has.
        reached: Option<u64>,
        /// The entries that it has not.
        missing: Option<u64>,
        /// When it last had everything; when the office was opened, if not since then.
        level: Millis,
        /// Whether that is longer ago than it should be.
        late: bool,
    }
    /// Entries of the journal as they lie on the disk: sealed, each naming the hash of the one before.
    JournalPage {
        /// Each in Base64, in their order, from the one after `after` on.
        records: Vec<String>,
        /// The scans that they name, by SHA-256.
        scans: Vec<String>,
        /// The last entry of the office.
        last: u64,
    }
    /// The service days, newest first.
    DayList { days: Vec<String>, }
}

// Reports

answers! {
    /// A report.
    ReportTold {
        from: String,
        until: String,
        days: u64,
        issued: u64,
        left: u64,
        /// `day`, `week`, `month`, ...: what a line of the tables over time is.
        grain: &'static str,
        tables: Vec<TableTold>,
        definitions: Vec<String>,
    }
    /// A table.
    TableTold {
        id: &'static str,
        name: String,
        columns: Vec<ColumnTold>,
        rows: Vec<Vec<CellTold>>,
        keys: Vec<String>,
        /// Whether the last row is the sum of the others.
        total: bool,
    }
    /// A column.
    ColumnTold { id: &'static str, name: String, }
    /// How the promises of the last service day were kept.
    Promises { day: String, promised: u64, kept: u64, }
    /// What would be taken in, and what is wrong.
    ImportChecked {
        rows: usize,
        good: usize,
        wrong: usize,
        faults: Vec<ImportFault>,
        /// Faults that are not listed.
        more: usize,
        from: Option<String>,
        until: Option<String>,
        known: usize,
        imported: bool,
    }
    /// A row that is wrong.
    ImportFault { line: usize, column: String, code: &'static str, message: String, }
    /// Responses were taken in.
    Imported { imported: u32, }
}

/// A cell of a table. Decimals and durations keep their unit.
#[derive(Serialize, JsonSchema)]
#[serde(untagged)]
pub(in crate::web::api) enum CellTold {
    Empty,
    Words(String),
    Count(u64),
    Decimal { decimal: i64, places: u8 },
    Lasting { seconds: u64 },
}
