//! What taking a number takes, so that the figures of a fault can be told beside those without it.

use crate::faults::now;
use crate::house::soon;
use loket::app::client::Client;
use serde_json::json;
use std::collections::BTreeSet;
use std::time::Duration;

/// What taking a number takes, sorted.
#[derive(Debug)]
pub struct Times(Vec<Duration>);

impl Times {
    /// Of so many numbers, one after another.
    pub async fn of(kiosk: &Client, many: usize) -> Times {
        let (mut times, mut numbers) = (Vec::new(), BTreeSet::new());
        for nth in 0..many {
            let begun = now();
            let service = if nth % 2 == 0 { "A" } else { "C" };
            let asked = kiosk.act("/api/kiosk/tickets", json!({ "service": service }));
            let ticket = soon("a number", asked).await.expect("an answer").done().expect("a number");
            times.push(begun.elapsed());
            assert!(numbers.insert(ticket["number"].to_string()), "no number twice");
        }
        Times::sorted(times)
    }

    /// Of whatever else.
    pub fn sorted(mut times: Vec<Duration>) -> Times {
        times.sort();
        Times(times)
    }

    /// So many of a hundred take no longer than this, in milliseconds.
    pub fn percentile(&self, of: usize) -> f64 {
        let place = (self.0.len() * of / 100).min(self.0.len() - 1);
        (self.0[place].as_secs_f64() * 10_000.0).round() / 10.0
    }

    /// Beside other ones, for a line of figures.
    pub fn beside(&self, usual: &Times) -> String {
        format!(
            "\"numbers\":{},\"p50 ms\":{},\"p99 ms\":{},\"p50 ms without\":{},\"p99 ms without\":{}",
            self.0.len(),
            self.percentile(50),
            self.percentile(99),
            usual.percentile(50),
            usual.percentile(99)
        )
    }
}

/// A figure of a process's memory, in KiB: `VmRSS` as it is, `VmHWM` the most it ever was.
pub fn memory(process: u32, figure: &str) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).expect("it runs");
    let line = status.lines().find_map(|line| line.strip_prefix(figure)).expect("its memory");
    line.trim_matches([':', ' ', '\t']).trim_end_matches(" kB").trim().parse().expect("KiB")
}
