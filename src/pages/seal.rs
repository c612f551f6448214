//! What a SK's QR code opens: whether this office has signed the paper, and the keys to check it without this server.
//!
//! A SK that was revoked says so, whatever its signature. Genuine, forged and unknown have one shape and one status, and each verifies one signature and reads one row, so
//! that an answer tells nothing but itself.

use super::Pages;
use super::documents::unreadable;
use super::templates::Template;
use crate::documents::{SealedFacts, Verdict};
use crate::domain::berkas::Berkas;
use crate::domain::ids::BerkasId;
use crate::domain::time::Date;
use crate::doors::{Route, Wants, Who};
use crate::texts;
use axum::extract::{Path, State};
use axum::response::Response;
use serde::Serialize;

pub(super) fn routes(pages: &Pages) -> Vec<Route> {
    let pages = || pages.clone();
    vec![
        Route::get("/sk/kunci", Who::Anyone, keys, pages()).outside(),
        Route::get("/sk/{code}", Who::Anyone, check, pages()).outside(),
        Route::get("/SK/{code}", Who::Anyone, check, pages()).outside(),
    ]
}

/// What became of a check.
#[derive(Serialize)]
pub(super) struct SealPage {
    /// `genuine`, `revoked`, `forged`, `unknown`.
    verdict: &'static str,
    government: String,
    /// Message of the label, and value; a dash where nothing is told.
    rows: Vec<(&'static str, String)>,
}

impl Template for SealPage {
    const FILE: &'static str = "seal.html";

    fn sample() -> SealPage {
        SealPage {
            verdict: "genuine",
            government: "Pemerintah".to_string(),
            rows: vec![("seal-number", "503/1/SIPB/DPMPTSP/XI/2026".to_string())],
        }
    }
}

/// The published keys.
#[derive(Serialize)]
pub(super) struct KeysPage {
    government: String,
    current: String,
    keys: Vec<(String, String)>,
}

impl Template for KeysPage {
    const FILE: &'static str = "seal-keys.html";

    fn sample() -> KeysPage {
        let keys = vec![("00000000".to_string(), "0".repeat(64))];
        KeysPage { government: "Pemerintah".to_string(), current: "00000000".to_string(), keys }
    }
}

async fn check(State(pages): State<Pages>, Wants(lang): Wants, Path(code): Path<String>) -> Response {
    let checked = pages.documents().seals().check(&code);
    let id = checked.facts.as_ref().map_or(0, |facts| facts.berkas);
    let berkas = match pages.office().reader().berkas(BerkasId(id)) {
        Ok(berkas) => berkas,
        Err(error) => return unreadable(&error),
    };
    let verdict = match checked.verdict {
        // Signed, and not in the books: a paper of a test, or of data that were lost.
        Verdict::Genuine if !in_the_books(&pages, berkas.as_deref(), checked.facts.as_ref()) => {
            Verdict::Unknown
        }
        verdict => verdict,
    };
    let facts = checked.facts.filter(|_| verdict == Verdict::Genuine);
    let told = |tell: &dyn Fn(&SealedFacts) -> String| facts.as_ref().map_or_else(|| "-".to_string(), tell);
    let permit = |facts: &SealedFacts| {
        let known = pages.profile().permit(&facts.permit.as_str().into());
        known.map_or_else(|| facts.permit.clone(), |permit| permit.name.clone())
    };
    let day = |date: Date| {
        let text = texts::date(lang, date);
        text.split_once(", ").map_or(text.clone(), |(_, day)| day.to_string())
    };
    // Kept in memory, so that looking takes no time that could tell anything.
    let revoked = facts.as_ref().and_then(|_| {
        let committed = pages.office().committed();
        committed.state.revocations.get(&BerkasId(id)).map(|known| known.date)
    });
    let mut rows = vec![
        ("seal-number", told(&|facts| facts.number.clone())),
        ("seal-permit", told(&permit)),
        ("seal-holder", told(&|facts| facts.holder.clone())),
        ("seal-date", told(&|facts| day(facts.date))),
        ("seal-office", told(&|facts| facts.office.clone())),
    ];
    if let Some(date) = revoked {
        rows.insert(0, ("seal-revoked-since", day(date)));
    }
    let verdict = match verdict {
        Verdict::Genuine if revoked.is_some() => "revoked",
        Verdict::Genuine => "genuine",
        Verdict::Forged => "forged",
        Verdict::Unknown => "unknown",
    };
    let government = pages.profile().office.government.clone();
    pages.page(lang, SealPage { verdict, government, rows })
}

/// Whether the berkas has this very number, given on this very day.
fn in_the_books(pages: &Pages, berkas: Option<&Berkas>, facts: Option<&SealedFacts>) -> bool {
    let (Some(berkas), Some(facts)) = (berkas, facts) else { return false };
    let same_number = berkas.sk.as_ref().is_some_and(|sk| sk.text == facts.number);
    let offset = pages.profile().calendar.offset;
    same_number && berkas.numbered.is_some_and(|at| offset.day(at).0 == facts.date)
}

async fn keys(State(pages): State<Pages>, Wants(lang): Wants) -> Response {
    let seals = pages.documents().seals();
    let government = pages.profile().office.government.clone();
    pages.page(lang, KeysPage { government, current: seals.current().0, keys: seals.keys() })
}
