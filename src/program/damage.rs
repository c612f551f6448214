//! How the program ends when it cannot go on, so that whoever starts it again knows whether that helps.

use loket::store::{StoreError, is_trying};
use std::process::ExitCode;

/// The program cannot go on for the moment: another one has the data folder (sysexits.h).
const EX_TEMPFAIL: u8 = 75;
/// The data file is damaged; starting again does not help (sysexits.h).
const EX_DATAERR: u8 = 65;
/// The data file turned out to be damaged while the office was open; starting again looks at the whole file (sysexits.h).
const EX_SOFTWARE: i32 = 70;

/// What to do about a damaged data file.
const DAMAGED: &str = "
  Do not start again and again, and change nothing in the data folder: move it aside as it is.
  Make a new data folder of the newest copy, and start the office with that:
    loket restore COPY --data NEW_FOLDER --key KEY_OF_THE_COPIES --data-key loket.key
  Copies are in the folder `cadangan` of the data, or where backup.folder of office.toml says.
  What was written after that copy is in the damaged file only: \"After a restore\" in the README tells how to go on.
";

/// A panic is a line of the log like any other, because what somebody sent may be in its words. One that shows a damaged
/// page of the data file, in whatever thread met it, is the library's, and after it no thread can use the file any more:
/// the program ends at once, so that no door stays open in front of a dead office.
pub fn end_on_damaged_pages() {
    let usual = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        if is_trying() {
            return;
        }
        tracing::error!("{}", panic.to_string().replace('\n', " "));
        // Whoever asks for the way to it gets it, in many lines.
        if std::env::var_os("RUST_BACKTRACE").is_some_and(|wished| wished != "0") {
            usual(panic);
        }
        if panic.location().is_some_and(|at| at.file().contains("/redb-")) {
            eprintln!("loket: the data file seems to be damaged{DAMAGED}");
            std::process::exit(EX_SOFTWARE);
        }
    }));
}

/// What became of the program, for whoever started it.
pub fn exit_code(error: &anyhow::Error) -> ExitCode {
    match error.chain().find_map(|cause| cause.downcast_ref()) {
        Some(StoreError::InUse) => ExitCode::from(EX_TEMPFAIL),
        Some(StoreError::Damaged { .. }) => {
            eprintln!("{DAMAGED}");
            ExitCode::from(EX_DATAERR)
        }
        _ => ExitCode::FAILURE,
    }
}
