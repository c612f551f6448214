//! Tables for spreadsheets: the same rows as CSV and as XLSX, so that the two cannot differ.
//!
//! A view makes a [`Table`] once; the screen shows its figures, and both exports are written from it.
//! What people typed stays words: no cell is ever read as a formula.

pub mod read;

use crate::domain::time::Date;
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook, Worksheet, XlsxError};

/// One sheet: what it is, its columns, its rows and what must be read with it.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Table {
    /// Name of the sheet. Letters that a spreadsheet forbids become dashes, more than 31 are cut.
    pub name: String,
    /// Names of the columns.
    pub head: Vec<String>,
    /// The rows, as many cells each as there are columns.
    pub rows: Vec<Vec<Cell>>,
    /// Definitions and remarks, each a line below the table.
    pub notes: Vec<String>,
}

/// What stands in a cell.
#[derive(Clone, PartialEq, Debug)]
pub enum Cell {
    /// Nothing: not known, or an empty base.
    Empty,
    /// Words.
    Words(String),
    /// A count.
    Count(u64),
    /// An exact decimal: `Decimal(7661, 2)` is 76,61.
    Decimal(i64, u8),
    /// A day.
    Day(Date),
    /// A duration in whole seconds: `1:02:30`.
    Lasting(u64),
}

impl From<&str> for Cell {
    fn from(words: &str) -> Cell {
        Cell::Words(words.to_string())
    }
}

/// The table as CSV: semicolons and decimal commas, which an Indonesian spreadsheet expects, and a mark
/// at the beginning that says UTF-8.
pub fn csv(table: &Table) -> String {
    let head = table.head.iter().map(|name| quoted(name)).collect::<Vec<_>>().join(";");
    let rows = table.rows.iter().map(|row| row.iter().map(written).collect::<Vec<_>>().join(";"));
    let notes = table.notes.iter().map(|note| quoted(note));
    let lines = std::iter::once(head).chain(rows).chain(notes);
    std::iter::once("\u{feff}".to_string()).chain(lines.map(|line| line + "\r\n")).collect()
}

fn written(cell: &Cell) -> String {
    match cell {
        Cell::Empty => String::new(),
        Cell::Words(words) => quoted(words),
        Cell::Count(count) => count.to_string(),
        Cell::Decimal(value, places) => decimal(*value, *places),
        Cell::Day(day) => day.to_string(),
        Cell::Lasting(seconds) => lasting(*seconds),
    }
}

/// `1:02:30`
pub fn lasting(seconds: u64) -> String {
    format!("{}:{:02}:{:02}", seconds / 3_600, seconds / 60 % 60, seconds % 60)
}

/// `76,61`
pub fn decimal(value: i64, places: u8) -> String {
    let one = 10_u64.pow(u32::from(places));
    let sign = if value < 0 { "-" } else { "" };
    let (whole, rest) = (value.unsigned_abs() / one, value.unsigned_abs() % one);
    match places {
        0 => format!("{sign}{whole}"),
        places => format!("{sign}{whole},{rest:0width$}", width = usize::from(places)),
    }
}

/// Free words in one cell. What a spreadsheet would take for a formula is made plain text.
fn quoted(text: &str) -> String {
    let text = text.replace(['\r', '\n'], " ");
    // A dash alone is how an empty base is told, and no formula.
    let guard = if text != "-" && text.starts_with(['=', '+', '-', '@', '\t']) { "'" } else { "" };
    format!("\"{guard}{}\"", text.replace('"', "\"\""))
}

/// The tables as one XLSX file, a sheet each.
///
/// # Errors
/// A table that does not fit a sheet: more than 1,048,576 rows, or a name twice.
pub fn xlsx(tables: &[Table]) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    for table in tables {
        let sheet = book.add_worksheet();
        sheet.set_name(sheet_name(&table.name))?;
        fill(sheet, table)?;
    }
    book.save_to_buffer()
}

fn fill(sheet: &mut Worksheet, table: &Table) -> Result<(), XlsxError> {
    let (bold, day) = (Format::new().set_bold(), Format::new().set_num_format("yyyy-mm-dd"));
    for (column, name) in (0..).zip(&table.head) {
        sheet.write_string_with_format(0, column, name, &bold)?;
    }
    sheet.set_freeze_panes(1, 0)?;
    for (line, cells) in (1..).zip(&table.rows) {
        for (column, cell) in (0..).zip(cells) {
            match cell {
                Cell::Empty => continue,
                Cell::Words(words) => sheet.write_string(line, column, words)?,
                Cell::Count(count) => sheet.write_number(line, column, *count as f64)?,
                Cell::Decimal(value, places) => {
                    let format = Format::new().set_num_format(pattern(*places));
                    let one = 10_f64.powi(i32::from(*places));
                    sheet.write_number_with_format(line, column, *value as f64 / one, &format)?
                }
                Cell::Day(date) => {
                    let (month, day_of_month) = (date.month().unsigned_abs(), date.day().unsigned_abs());
                    let value = ExcelDateTime::from_ymd(date.year().unsigned_abs(), month, day_of_month)?;
                    sheet.write_datetime_with_format(line, column, value, &day)?
                }
                Cell::Lasting(seconds) => {
                    let format = Format::new().set_num_format("[h]:mm:ss");
                    sheet.write_number_with_format(line, column, *seconds as f64 / 86_400.0, &format)?
                }
            };
        }
    }
    let below = u32::try_from(table.rows.len()).unwrap_or(u32::MAX).saturating_add(2);
    for (line, note) in (below..).zip(&table.notes) {
        sheet.write_string(line, 0, note)?;
    }
    sheet.autofit();
    Ok(())
}

fn pattern(places: u8) -> String {
    match places {
        0 => "0".to_string(),
        places => format!("0.{}", "0".repeat(usize::from(places))),
    }
}

fn sheet_name(name: &str) -> String {
    name.replace(['[', ']', ':', '*', '?', '/', '\\'], "-").chars().take(31).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_stay_words_in_a_spreadsheet() {
        assert_eq!(quoted("parkir; \"luas\"\nya"), "\"parkir; \"\"luas\"\" ya\"");
        assert_eq!(quoted("=HYPERLINK(\"http://x\")"), "\"'=HYPERLINK(\"\"http://x\"\")\"");
        assert_eq!(quoted("-1"), "\"'-1\"");
        assert_eq!(quoted("-"), "\"-\"");
        assert_eq!(quoted(""), "\"\"");
    }

    #[test]
    fn decimals_are_exact() {
        assert_eq!(decimal(7661, 2), "76,61");
        assert_eq!(decimal(-5, 2), "-0,05");
        assert_eq!(decimal(12, 0), "12");
        assert_eq!(lasting(3_750), "1:02:30");
    }

    #[test]
    fn both_forms_hold_the_same_rows() {
        let table = Table {
            name: "Tunggu/hari".to_string(),
            head: vec!["hari".to_string(), "nilai".to_string()],
            rows: vec![vec!["=1+1".into(), Cell::Decimal(125, 1)], vec![Cell::Empty, Cell::Count(3)]],
            notes: vec!["tunggu = panggilan pertama - terbit".to_string()],
        };
        assert_eq!(
            csv(&table),
            "\u{feff}\"hari\";\"nilai\"\r\n\"'=1+1\";12,5\r\n;3\r\n\"tunggu = panggilan pertama - terbit\"\r\n"
        );
        let book = xlsx(&[table]).expect("a small table fits a sheet");
        assert!(book.starts_with(b"PK"), "an XLSX file is a ZIP archive");
    }
}
