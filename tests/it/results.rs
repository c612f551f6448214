//! Figures of a run, one line of JSON each: on the terminal of a test that shows its output, and in the file that
//! `LOKET_RESULTS` names, because passing tests are silent. `tests/run` shows them all at its end.

use std::fs::OpenOptions;
use std::io::Write;

/// Keeps a line.
pub fn keep(line: &str) {
    println!("{line}");
    let told: Result<serde_json::Value, _> = serde_json::from_str(line);
    assert!(told.is_ok_and(|told| told["id"].is_string()), "{line} is no result");
    let Some(file) = std::env::var_os("LOKET_RESULTS") else { return };
    let mut file = OpenOptions::new().create(true).append(true).open(file).expect("a file for the results");
    // One write, so that lines of tests that end together do not mix.
    file.write_all(format!("{line}\n").as_bytes()).expect("written");
}

/// Keeps the line of a result, which is written as for `format!`.
macro_rules! result {
    ($($line:tt)*) => { $crate::results::keep(&format!($($line)*)) };
}
