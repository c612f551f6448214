//! The program as it runs: started, asked for its first line, and held by strace.

use crate::house::soon;
use std::path::Path;
use std::process::{Output, Stdio};
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command};

/// The program as it was built for this test.
pub fn program() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_loket"));
    command.env("LOKET_LOG", "error").kill_on_drop(true);
    command
}

/// Starts the program and waits for its first line. Its address.
pub async fn start(arguments: &[&str]) -> (Child, String) {
    let mut command = program();
    command.args(arguments).stdout(Stdio::piped()).stderr(Stdio::null());
    let mut child = command.spawn().expect("the program starts");
    let address = address(&mut child).await.expect("a line");
    assert!(address.starts_with("http://127.0.0.1:"), "{address}");
    (child, address)
}

/// Where a program listens, as it says in its first line; nothing when it ended before that. Its output goes to a pipe.
pub async fn address(child: &mut Child) -> Option<String> {
    let mut lines = BufReader::new(child.stdout.take().expect("a pipe")).lines();
    let line = soon("the first line or the end", lines.next_line()).await.expect("text")?;
    Some(line.strip_prefix("listening on ").expect("the first line says where").to_string())
}

/// The program under strace, which does `fault` to the system call `call` and writes to `trace` what it did. It runs
/// beside the program, so that the child is the program itself.
pub fn under_strace(call: &str, fault: &str, trace: &Path) -> Command {
    let (call, fault) = (format!("trace={call}"), format!("inject={call}:{fault}"));
    let mut command = Command::new("strace");
    command.args(["-D", "-f", "-e", &call, "-e", &fault, "-o"]).arg(trace);
    command.arg(env!("CARGO_BIN_EXE_loket")).env("LOKET_LOG", "error");
    command.stdout(Stdio::piped()).stderr(Stdio::null()).kill_on_drop(true);
    command
}

/// Runs the program to its end.
pub async fn run(arguments: &[&str]) -> Output {
    soon("the end of the program", program().args(arguments).output()).await.expect("it ran")
}

pub fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

pub fn path(path: &Path) -> &str {
    path.to_str().expect("a plain path")
}

/// Starts an office, and reads where it listens and what it says until the link of the first administrator.
pub async fn opens(config: &Path, data: &Path) -> (Child, String, String) {
    let mut child = program()
        .args(["serve", "--config", path(config), "--data", path(data), "--listen", "127.0.0.1:0"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("starts");
    let mut lines = BufReader::new(child.stdout.take().expect("a pipe")).lines();
    let first = soon("the first line", lines.next_line()).await.expect("text").expect("a line");
    let base = first.strip_prefix("listening on ").expect("an address").to_string();
    let mut words = BufReader::new(child.stderr.take().expect("a pipe")).lines();
    let link = soon("the first link", async {
        loop {
            let line = words.next_line().await.expect("text").expect("a line");
            if let Some((_, secret)) = line.split_once("/mulai/") {
                return secret.trim().to_string();
            }
        }
    });
    let link = link.await;
    (child, base, link)
}
