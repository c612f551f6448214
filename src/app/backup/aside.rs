//! Work that may take its time, beside an office that may not.
//!
//! Taking a copy and proving it keeps a processor busy for minutes. Done by a thread like any other, numbers wait for it to
//! have had its turn: half of them for a quarter longer. So it is done by a thread of its own that runs when nobody else wants to: the
//! scheduler's class *idle*, for the disk too where its scheduler knows such a thing. A thread that has stepped
//! back does not serve again. Where a machine has no time to spare for hours, a copy takes as long as that lasts; one of
//! a small office is done in a moment anyway, and does not step back. The disk has one line for all, so what is thrown away
//! after it was proved is not synced ([`Lasts`](crate::store::Lasts)).
//!
//! The program asks the tools of util-linux for it, which every Debian has, instead of the kernel: under a service file of
//! an older version, which does not allow this, the tool ends and not the office. Without them a copy is taken all the same.

use anyhow::{Context, Result};
use std::process::{Command, Stdio};
use tokio::sync::oneshot;

/// What is copied and proved within a second or two, in bytes.
const LITTLE: u64 = 64 << 20;

/// Does `work` on a thread of its own, which gives way to every other when there is much to do.
///
/// # Errors
/// When there can be no thread, or the work panics.
pub(super) async fn run<T: Send + 'static>(
    name: &str,
    bytes: u64,
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T> {
    let (done, outcome) = oneshot::channel();
    let thread = std::thread::Builder::new().name(name.to_string()).spawn(move || {
        if bytes > LITTLE {
            step_back();
        }
        // Whoever waited may have gone.
        let _ = done.send(work());
    });
    thread.with_context(|| format!("a thread for a {name}"))?;
    outcome.await.with_context(|| format!("the thread of a {name} ended without an outcome"))
}

/// Has this thread run when no other wants to.
fn step_back() {
    let thread = rustix::thread::gettid().to_string();
    for words in [["ionice", "--class", "idle", "--pid"], ["chrt", "--idle", "--pid", "0"]] {
        let mut command = Command::new(words[0]);
        command.args(&words[1..]).arg(&thread).stdin(Stdio::null());
        match command.output() {
            Ok(output) if output.status.success() => {}
            Ok(output) => {
                let why = String::from_utf8_lossy(&output.stderr);
                tracing::warn!(tool = words[0], status = %output.status, why = why.trim(), "a copy does not give way");
            }
            Err(error) => tracing::warn!(tool = words[0], %error, "a copy does not give way"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    /// The scheduler's class of this thread, as in proc_pid_stat(5).
    fn class() -> String {
        let stat = fs::read_to_string("/proc/thread-self/stat").expect("readable");
        let (_, after_name) = stat.rsplit_once(") ").expect("a name in brackets");
        after_name.split(' ').nth(38).expect("the 41st field").to_string()
    }

    #[tokio::test]
    async fn what_is_done_aside_gives_way_and_nothing_else_does() {
        let (normal, idle) = ("0", "5");
        assert_eq!(class(), normal);
        assert_eq!(run("trial", LITTLE + 1, class).await.expect("done"), idle);
        assert_eq!(run("trial", LITTLE, class).await.expect("done"), normal, "a moment's work");
        assert_eq!(class(), normal);
        let panicked = run("trial", 0, || -> u8 { panic!("on purpose") }).await.expect_err("no outcome");
        assert!(panicked.to_string().contains("without an outcome"), "{panicked:#}");
    }
}
