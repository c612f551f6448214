//! Printers behind CUPS, spoken to by IPP as its own clients do, without a process in between.
//!
//! CUPS says how its queue is, takes a paper as it is (`application/vnd.cups-raw`), and says that it has handed the bytes
//! over. It brings back no word of the printer, so what it has handed over is *uncertain* and never *printed*. What it
//! did not take, or gave back before it had begun, is tried again; what it still holds when nobody waits any longer is
//! taken back, so that no ticket comes out an hour later.

mod ask;

use super::wire::Receipt;
use crate::domain::printer::Queue;
use crate::office::PrinterCondition;
use ask::{Answer, Unheard, ask};
use hyper::body::Bytes;
use ipp::attribute::IppAttribute;
use ipp::model::{DelimiterTag, IppVersion, JobState, Operation, PrinterState};
use ipp::parser::IppParseError;
use ipp::request::IppRequestResponse;
use ipp::value::IppValue;
use std::io;
use std::time::Duration;
use tokio::time::{Instant, sleep, timeout, timeout_at};

/// A question is answered within this time.
const QUESTION: Duration = Duration::from_secs(2);
/// A paper is taken and handed over within this time, as a printer that is spoken to directly has.
const JOB: Duration = Duration::from_secs(8);
/// CUPS is asked this often what became of a paper.
const POLL: Duration = Duration::from_millis(150);
/// While a paper is handed over, CUPS is asked this often how the queue is.
const GLANCE: Duration = Duration::from_secs(1);
/// Who gives papers in, and what they are called. Only the same name takes one back.
const NAME: &str = "loket";
/// Bytes for a printer, which CUPS does not look into.
const RAW: &str = "application/vnd.cups-raw";

const HELD: i32 = JobState::PendingHeld as i32;
const COMPLETED: i32 = JobState::Completed as i32;
const CANCELLED: i32 = JobState::Canceled as i32;
const ABORTED: i32 = JobState::Aborted as i32;
const STOPPED: i32 = PrinterState::Stopped as i32;

/// What CUPS tells of a paper that it took.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Job {
    /// A [`JobState`].
    state: i32,
    /// Whether any byte of it may have gone to the printer.
    begun: bool,
}

/// How the queue is.
pub(super) async fn condition(queue: &Queue) -> io::Result<PrinterCondition> {
    let wanted = ["printer-state", "printer-state-reasons", "printer-is-accepting-jobs"];
    let request = about(queue, Operation::GetPrinterAttributes, None, &wanted).map_err(io::Error::other)?;
    match timeout(QUESTION, ask(&queue.host, request, &[])).await? {
        Ok(answer) => read_condition(&answer).ok_or_else(|| io::ErrorKind::InvalidData.into()),
        Err(Unheard::Missing) => Ok(PrinterCondition::NoQueue),
        Err(error) => Err(error.into()),
    }
}

/// Gives a paper in, and waits until CUPS has done with it or nobody waits any longer.
pub(super) async fn print(queue: &Queue, paper: &[u8]) -> Receipt {
    let deadline = Instant::now() + JOB;
    let Ok(request) = submission(queue) else { return Receipt::NotTaken };
    let number = match timeout_at(deadline, ask(&queue.host, request, paper)).await {
        Ok(Ok(answer)) => answer.number("job-id"),
        Ok(Err(Unheard::Away(_) | Unheard::Missing | Unheard::Refused(_))) => return Receipt::NotTaken,
        Ok(Err(Unheard::Broken(_))) => return Receipt::BrokenOff,
        Err(_) => return Receipt::NoWord,
    };
    // Taken, and without a number nothing can be asked about it.
    let Some(number) = number else { return Receipt::NoWord };
    let mut glance = Instant::now() + GLANCE;
    while Instant::now() < deadline {
        match job(queue, number).await {
            Ok(Job { state: COMPLETED, .. }) => return Receipt::HandedOver,
            Ok(Job { state: CANCELLED, begun }) => return Receipt::Cancelled { begun },
            Ok(Job { state: ABORTED, begun }) => return Receipt::Aborted { begun },
            // Nobody lets it go while the visitor stands there.
            Ok(Job { state: HELD, .. }) => break,
            // It goes on, or CUPS is busy: it is asked again.
            Ok(_) | Err(_) => {}
        }
        if Instant::now() >= glance {
            glance = Instant::now() + GLANCE;
            match condition(queue).await {
                // That it connects to the printer is no trouble yet.
                Ok(trouble) if trouble > PrinterCondition::OffLine => {
                    return take_back(queue, number, Receipt::Doubtful(trouble)).await;
                }
                _ => {}
            }
        }
        sleep(POLL).await;
    }
    take_back(queue, number, Receipt::NoWord).await
}

/// Takes a paper out of the queue; what can be said of it then, or `otherwise`.
async fn take_back(queue: &Queue, number: i32, otherwise: Receipt) -> Receipt {
    if let Ok(request) = about(queue, Operation::CancelJob, Some(number), &[]) {
        // Too late when it has ended in between; what it is now tells.
        let _ = timeout(QUESTION, ask(&queue.host, request, &[])).await;
    }
    match job(queue, number).await {
        Ok(Job { state: COMPLETED, .. }) => Receipt::HandedOver,
        Ok(Job { state: CANCELLED | ABORTED, begun: false }) => Receipt::NotTaken,
        _ => otherwise,
    }
}

/// What became of a paper.
async fn job(queue: &Queue, number: i32) -> io::Result<Job> {
    let wanted = ["job-state", "time-at-processing"];
    let request =
        about(queue, Operation::GetJobAttributes, Some(number), &wanted).map_err(io::Error::other)?;
    let answer = timeout(QUESTION, ask(&queue.host, request, &[])).await??;
    // CUPS says in so many words that it has no such time yet.
    let begun = !matches!(answer.value("time-at-processing"), Some(IppValue::NoValue));
    let state = answer.number("job-state").ok_or(io::ErrorKind::InvalidData)?;
    Ok(Job { state, begun })
}

/// A request about the queue, or about one of its jobs.
fn about(
    queue: &Queue,
    operation: Operation,
    job: Option<i32>,
    wanted: &[&str],
) -> Result<Bytes, IppParseError> {
    Ok(asking(queue, operation, job, wanted)?.to_bytes())
}

fn asking(
    queue: &Queue,
    operation: Operation,
    job: Option<i32>,
    wanted: &[&str],
) -> Result<IppRequestResponse, IppParseError> {
    let Queue { host, name } = queue;
    let uri = format!("ipp://{host}/printers/{name}").parse().ok();
    let mut request = IppRequestResponse::new(IppVersion::v1_1(), operation, uri)?;
    let mut add = |name: &str, value| {
        request
            .attributes_mut()
            .add(DelimiterTag::OperationAttributes, IppAttribute::with_name(name, value)?);
        Ok::<_, IppParseError>(())
    };
    if let Some(number) = job {
        add("job-id", IppValue::Integer(number))?;
    }
    add("requesting-user-name", IppValue::new_name_without_language(NAME)?)?;
    if !wanted.is_empty() {
        let wanted = wanted.iter().map(|word| IppValue::new_keyword(*word));
        add("requested-attributes", IppValue::Array(wanted.collect::<Result<_, _>>()?))?;
    }
    Ok(request)
}

/// The request before which nothing of a paper is anywhere.
fn submission(queue: &Queue) -> Result<Bytes, IppParseError> {
    let mut request = asking(queue, Operation::PrintJob, None, &[])?;
    for (name, value) in [
        ("job-name", IppValue::new_name_without_language(NAME)?),
        ("document-format", IppValue::new_mime_media_type(RAW)?),
    ] {
        let attribute = IppAttribute::with_name(name, value)?;
        request.attributes_mut().add(DelimiterTag::OperationAttributes, attribute);
    }
    Ok(request.to_bytes())
}

/// What an answer tells of the queue; none when it tells nothing.
fn read_condition(answer: &Answer) -> Option<PrinterCondition> {
    let stopped = answer.number("printer-state")? == STOPPED;
    let closed = matches!(answer.value("printer-is-accepting-jobs"), Some(IppValue::Boolean(false)));
    let least = if stopped || closed { PrinterCondition::OffLine } else { PrinterCondition::Ready };
    let reasons = answer.value("printer-state-reasons").into_iter().flatten();
    let reasons = reasons.filter_map(|value| value.as_keyword()).map(|word| reason(word.as_str()));
    Some(reasons.fold(least, PrinterCondition::max))
}

/// What one of the reasons of RFC 8011 and of CUPS means.
fn reason(word: &str) -> PrinterCondition {
    let (what, grave) = match word.rsplit_once('-') {
        Some((_, "report")) => return PrinterCondition::Ready,
        Some((what, "warning")) => (what, false),
        Some((what, "error")) => (what, true),
        _ => (word, false),
    };
    match what {
        "media-empty" | "media-needed" => PrinterCondition::PaperOut,
        "media-low" => PrinterCondition::PaperLow,
        "cover-open" | "door-open" | "interlock-open" => PrinterCondition::CoverOpen,
        "media-jam" => PrinterCondition::Faulty,
        "offline"
        | "paused"
        | "moving-to-paused"
        | "shutdown"
        | "timed-out"
        | "hold-new-jobs"
        | "connecting-to-device" => PrinterCondition::OffLine,
        _ if grave => PrinterCondition::Faulty,
        _ => PrinterCondition::Ready,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reasons_are_told_in_our_words() {
        for (word, wanted) in [
            ("none", PrinterCondition::Ready),
            ("media-low-report", PrinterCondition::Ready),
            ("media-low-warning", PrinterCondition::PaperLow),
            ("media-empty-error", PrinterCondition::PaperOut),
            ("media-empty", PrinterCondition::PaperOut),
            ("cover-open-warning", PrinterCondition::CoverOpen),
            ("offline-report", PrinterCondition::Ready),
            ("paused", PrinterCondition::OffLine),
            ("hold-new-jobs", PrinterCondition::OffLine),
            ("cups-missing-filter-warning", PrinterCondition::Ready),
            ("fuser-over-temp-error", PrinterCondition::Faulty),
        ] {
            assert_eq!(reason(word), wanted, "{word}");
        }
    }
}
