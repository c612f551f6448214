//! Official papers as pages that a browser prints: drafts, blank forms, what was issued, and samples.
//!
//! The sheet itself comes from the office's templates ([`crate::documents`]); around it is a bar that is not printed.
//! A paper that is kept prints PRATINJAU until it is issued, and SALINAN when it was printed before, so that what
//! leaves the office without a mark is in the journal.

mod issued;

use super::Pages;
use super::templates::Template;
use super::ways::{self, Ways};
use crate::documents::{Facts, Source};
use crate::domain::account::{Actor, roles};
use crate::domain::annex::{hex, parse_hex};
use crate::domain::berkas::Berkas;
use crate::domain::command::{Ask, Command};
use crate::domain::ids::{BerkasId, PermitCode};
use crate::domain::issued::{PaperKind, Sheet};
use crate::domain::ticket::Lang;
use crate::doors::{Route, Signed, Wants, Who};
use crate::office::SubmitError;
use crate::store::StoreError;
use crate::views::Scene;
use crate::views::papers::{is_draft, is_ready};
use axum::Extension;
use axum::extract::{Path, Query, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};

pub(super) fn routes(pages: &Pages) -> Vec<Route> {
    let pages = || pages.clone();
    vec![
        Route::get("/kertas", Who::Administrator, list, pages()),
        Route::get("/kertas/contoh/{paper}", Who::Administrator, sample, pages()),
        Route::get("/kertas/formulir/{permit}", Who::Staff, blank, pages()),
        Route::get("/kertas/skm", Who::Staff, questionnaire, pages()),
        Route::get("/kertas/berkas/{id}/{paper}", Who::Caseworker, of_berkas, pages()),
        Route::get("/kertas/terbit/{id}", Who::Caseworker, issued::issued, pages()),
        Route::get("/kertas/gaya/{digest}", Who::Staff, style, pages()),
    ]
}

/// A paper with the bar around it.
#[derive(Serialize)]
pub(super) struct PaperPage {
    /// Its word; names its message.
    paper: &'static str,
    /// What it is about, for the title: a number, a permit type.
    about: String,
    /// The sheet, as markup of the office's template.
    body: String,
    /// `a4`, `f4`.
    sheet: &'static str,
    /// Digest of the style sheet it was made with.
    style: String,
    /// What is printed across it.
    mark: Option<MarkFacts>,
    /// Whether the sheet may still be chosen.
    choose: bool,
    /// The berkas for which it can be issued; 0 for none.
    issue: u64,
    /// The paper of which a copy can be printed; 0 for none.
    copy: u64,
    /// Name of the message that says what this is.
    note: &'static str,
}

/// A mark on every sheet.
#[derive(Serialize)]
struct MarkFacts {
    word: &'static str,
    text: String,
}

impl Template for PaperPage {
    const FILE: &'static str = "paper.html";

    fn sample() -> PaperPage {
        let mark = MarkFacts { word: "SALINAN", text: "oleh Contoh Petugas".to_string() };
        PaperPage {
            paper: "sk",
            about: "2026/00042".to_string(),
            body: "<section class=\"lembar\"></section>".to_string(),
            sheet: "f4",
            style: hex(&[0; 32]),
            mark: Some(mark),
            choose: true,
            issue: 1,
            copy: 1,
            note: "doc-note-draft",
        }
    }
}

/// The administrator's list of papers.
#[derive(Serialize)]
pub(super) struct PaperList {
    papers: Vec<ListedPaper>,
    permits: Vec<(String, String)>,
    ways: Vec<Ways>,
}

#[derive(Serialize)]
struct ListedPaper {
    paper: &'static str,
    own: bool,
    sheet: &'static str,
}

impl Template for PaperList {
    const FILE: &'static str = "papers.html";

    fn sample() -> PaperList {
        let papers = vec![ListedPaper { paper: "sk", own: true, sheet: "f4" }];
        let permits = vec![("SIPB".to_string(), "Surat Izin Praktik Bidan".to_string())];
        PaperList { papers, permits, ways: Ways::sample() }
    }
}

#[derive(Deserialize)]
struct Wanted {
    /// `a4`, `f4`; anything else is the usual sheet.
    #[serde(default)]
    ukuran: String,
}

async fn list(State(pages): State<Pages>, Wants(lang): Wants, signed: Option<Extension<Signed>>) -> Response {
    let Some(account) = pages.account(signed) else { return pages.missing(lang) };
    let profile = pages.profile();
    let listed = |(paper, kind)| ListedPaper {
        paper,
        own: pages.documents().is_own(kind),
        sheet: profile.papers.sheet(kind).word(),
    };
    let permits = profile.permits.iter().filter(|permit| permit.offered);
    let permits = permits.map(|permit| (permit.code.to_string(), permit.name.clone())).collect();
    let papers = PaperKind::ALL.map(listed).into_iter().collect();
    pages.page(lang, PaperList { papers, permits, ways: ways::of(&pages, lang, &account) })
}

async fn sample(
    State(pages): State<Pages>,
    Wants(lang): Wants,
    Path(paper): Path<String>,
    Query(wanted): Query<Wanted>,
) -> Response {
    let Some(kind) = PaperKind::parse(&paper) else { return pages.missing(lang) };
    let mark = MarkFacts { word: "CONTOH", text: String::new() };
    let facts = pages.documents().sample(pages.profile(), pages.texts());
    let shown = Shown { mark: Some(mark), note: "doc-note-sample", ..Shown::of(&pages, kind, &wanted) };
    drafted(&pages, lang, kind, &facts, shown)
}

async fn blank(
    State(pages): State<Pages>,
    Wants(lang): Wants,
    Path(permit): Path<String>,
    Query(wanted): Query<Wanted>,
) -> Response {
    let Some(permit) = pages.profile().permit(&PermitCode::from(permit.as_str())) else {
        return pages.missing(lang);
    };
    let committed = pages.office().committed();
    let facts = Facts::of_permit(
        source(&pages, Scene { state: &committed.state, profile: pages.profile(), now: pages.now() }),
        permit,
    );
    let kind = PaperKind::Application;
    let shown = Shown { about: permit.code.to_string(), ..Shown::of(&pages, kind, &wanted) };
    drafted(&pages, lang, kind, &facts, shown)
}

async fn questionnaire(
    State(pages): State<Pages>,
    Wants(lang): Wants,
    Query(wanted): Query<Wanted>,
) -> Response {
    let committed = pages.office().committed();
    let scene = Scene { state: &committed.state, profile: pages.profile(), now: pages.now() };
    let facts = Facts::of_office(source(&pages, scene));
    let kind = PaperKind::Questionnaire;
    drafted(&pages, lang, kind, &facts, Shown::of(&pages, kind, &wanted))
}

/// A paper of a berkas as it would be printed now. Papers show what screens mask, so only whoever works on berkas
/// sees them, and that they did is in the journal first.
async fn of_berkas(
    State(pages): State<Pages>,
    Wants(lang): Wants,
    Extension(signed): Extension<Signed>,
    Path((id, paper)): Path<(u64, String)>,
    Query(wanted): Query<Wanted>,
) -> Response {
    let Some(kind) = PaperKind::parse(&paper) else { return pages.missing(lang) };
    let (berkas, annex) = match pages.office().berkas(BerkasId(id)) {
        Ok(Some(found)) => found,
        Ok(None) => return pages.missing(lang),
        Err(error) => return unreadable(&error),
    };
    let committed = pages.office().committed();
    let scene = Scene { state: &committed.state, profile: pages.profile(), now: pages.now() };
    if !is_ready(scene, &berkas, kind) {
        return pages.missing(lang);
    }
    let administrates =
        committed.state.account(signed.account).is_some_and(|known| known.holds(roles::ADMINISTRATOR));
    let shut = committed.state.restrictions.contains_key(&berkas.id) && !administrates;
    let form = annex.as_ref().and_then(|annex| annex.form.as_ref()).filter(|_| !shut);
    let facts = Facts::of_berkas(source(&pages, scene), &berkas, form, pages.documents().seals());
    let (word, note) = match (kind.is_kept(), is_draft(&berkas, kind)) {
        (true, true) => ("KONSEP", "doc-note-draft"),
        (true, false) => ("PRATINJAU", "doc-note-preview"),
        (false, _) => ("", "doc-note-form"),
    };
    let mark = MarkFacts { word, text: String::new() };
    let shown = Shown {
        about: berkas.number.to_string(),
        mark: Some(mark).filter(|mark| !mark.word.is_empty()),
        issue: if word == "PRATINJAU" { id } else { 0 },
        note,
        ..Shown::of(&pages, kind, &wanted)
    };
    let body = match pages.documents().render(kind, &facts) {
        Ok(body) => body,
        Err(error) => return unmade(&error),
    };
    if let Err(answer) = looked(&pages, lang, signed, &berkas, &body, kind).await {
        return answer;
    }
    draft(&pages, lang, kind, body, shown)
}

/// Has the office write down that somebody sees this applicant's NIK or telephone number, if the sheet shows them.
async fn looked(
    pages: &Pages,
    lang: Lang,
    signed: Signed,
    berkas: &Berkas,
    body: &str,
    kind: PaperKind,
) -> Result<(), Response> {
    let phone = berkas.applicant.phone.as_ref().map(|phone| phone.e164().to_string());
    let plain = [Some(berkas.applicant.nik.digits().to_string()), phone];
    if !plain.iter().flatten().any(|secret| body.contains(secret.as_str())) {
        return Ok(());
    }
    let command = Command::Reveal(berkas.id, format!("kertas: {}", kind.word()));
    let ask = Ask { actor: Actor::Account(signed.account), request: None, command };
    match pages.office().ask(ask).await {
        Ok(_) => Ok(()),
        Err(SubmitError::Refused(_)) => Err(pages.notice(lang, StatusCode::FORBIDDEN)),
        Err(error) => {
            tracing::warn!(%error, "a look could not be written down, so nothing was shown");
            Err(StatusCode::SERVICE_UNAVAILABLE.into_response())
        }
    }
}

/// A style sheet by its digest: that of today, or one that an issued paper was made with.
async fn style(State(pages): State<Pages>, Wants(lang): Wants, Path(digest): Path<String>) -> Response {
    let Some(digest) = parse_hex(&digest) else { return pages.missing(lang) };
    let text = match pages.documents().file(&digest) {
        Some(text) => text.to_string(),
        None => match pages.office().reader().paper_file(&digest) {
            Ok(Some(text)) => text.to_string(),
            Ok(None) => return pages.missing(lang),
            Err(error) => return unreadable(&error),
        },
    };
    let headers = [
        (header::CONTENT_TYPE, "text/css; charset=utf-8"),
        (header::CACHE_CONTROL, "private, max-age=31536000, immutable"),
    ];
    (headers, text).into_response()
}

/// What is known of a page before its sheet is made.
struct Shown {
    about: String,
    sheet: Sheet,
    mark: Option<MarkFacts>,
    issue: u64,
    note: &'static str,
}

impl Shown {
    fn of(pages: &Pages, kind: PaperKind, wanted: &Wanted) -> Shown {
        let usual = pages.profile().papers.sheet(kind);
        Shown {
            about: String::new(),
            sheet: Sheet::parse(&wanted.ukuran).unwrap_or(usual),
            mark: None,
            issue: 0,
            note: "doc-note-form",
        }
    }
}

fn drafted(pages: &Pages, lang: Lang, kind: PaperKind, facts: &Facts, shown: Shown) -> Response {
    let body = match pages.documents().render(kind, facts) {
        Ok(body) => body,
        Err(error) => return unmade(&error),
    };
    draft(pages, lang, kind, body, shown)
}

fn unmade(error: &impl std::fmt::Display) -> Response {
    tracing::error!(%error, "a paper could not be made");
    StatusCode::INTERNAL_SERVER_ERROR.into_response()
}

fn draft(pages: &Pages, lang: Lang, kind: PaperKind, body: String, shown: Shown) -> Response {
    let page = PaperPage {
        paper: kind.word(),
        about: shown.about,
        body,
        sheet: shown.sheet.word(),
        style: hex(&pages.documents().style()),
        mark: shown.mark,
        choose: true,
        issue: shown.issue,
        copy: 0,
        note: shown.note,
    };
    pages.page(lang, page)
}

fn source<'a>(pages: &'a Pages, scene: Scene<'a>) -> Source<'a> {
    Source { scene, texts: pages.texts(), public_url: pages.public_url() }
}

pub(super) fn unreadable(error: &StoreError) -> Response {
    tracing::warn!(%error, "a reading failed");
    StatusCode::SERVICE_UNAVAILABLE.into_response()
}
