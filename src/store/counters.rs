//! The names under which counters are kept.

use super::records::Corrupt;
use crate::domain::ids::Series;
use crate::domain::state::Counter;

/// The name of a counter's row.
pub(super) fn counter_name(counter: &Counter) -> String {
    match counter {
        Counter::Ticket => "ticket".to_string(),
        Counter::Berkas => "berkas".to_string(),
        Counter::Call => "call".to_string(),
        Counter::Job => "job".to_string(),
        Counter::Account => "account".to_string(),
        Counter::ApiToken => "api-token".to_string(),
        Counter::Hook => "hook".to_string(),
        Counter::Issued => "issued".to_string(),
        Counter::Urn => "urn".to_string(),
        Counter::Survey => "survey".to_string(),
        Counter::Series(series) => format!("series/{series}"),
        Counter::BerkasYear(year) => format!("berkas/{year}"),
        Counter::Sk(permit, year) => format!("sk/{year}/{permit}"),
        Counter::SentBack(year) => format!("sent-back/{year}"),
        Counter::Copies(year) => format!("copies/{year}"),
        Counter::Complaint => "complaint".to_string(),
        Counter::ComplaintYear(year) => format!("complaint/{year}"),
        Counter::Restored => "restored".to_string(),
    }
}

/// The counter with that name.
pub(super) fn counter_named(name: &str) -> Result<Counter, Corrupt> {
    let corrupt = || Corrupt::new("a counter", name);
    Ok(match name {
        "ticket" => Counter::Ticket,
        "berkas" => Counter::Berkas,
        "call" => Counter::Call,
        "job" => Counter::Job,
        "account" => Counter::Account,
        "api-token" => Counter::ApiToken,
        "hook" => Counter::Hook,
        "issued" => Counter::Issued,
        "complaint" => Counter::Complaint,
        "urn" => Counter::Urn,
        "survey" => Counter::Survey,
        "restored" => Counter::Restored,
        _ => match name.split_once('/').ok_or_else(corrupt)? {
            ("series", letter) => Counter::Series(Series(letter.parse().map_err(|_| corrupt())?)),
            ("sent-back", year) => Counter::SentBack(year.parse().map_err(|_| corrupt())?),
            ("complaint", year) => Counter::ComplaintYear(year.parse().map_err(|_| corrupt())?),
            ("copies", year) => Counter::Copies(year.parse().map_err(|_| corrupt())?),
            ("berkas", year) => Counter::BerkasYear(year.parse().map_err(|_| corrupt())?),
            ("sk", rest) => {
                let (year, permit) = rest.split_once('/').ok_or_else(corrupt)?;
                Counter::Sk(permit.into(), year.parse().map_err(|_| corrupt())?)
            }
            _ => return Err(corrupt()),
        },
    })
}
