//! A paper that was issued, shown as it left the office, and its copies.

use super::{MarkFacts, PaperPage, looked, unreadable};
use crate::documents;
use crate::domain::annex::hex;
use crate::domain::ids::IssuedId;
use crate::domain::issued::Issued;
use crate::domain::ticket::Lang;
use crate::domain::time::Moment;
use crate::doors::{Signed, Wants};
use crate::pages::Pages;
use crate::store::StoreError;
use crate::texts;
use crate::views::Scene;
use crate::views::berkas::name_of;
use axum::Extension;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

/// A paper is as good as new for whoever issued it this long, in seconds: printers jam.
const FRESH: i64 = 600;

/// A paper that was issued, made with what was kept of it.
pub(super) async fn issued(
    State(pages): State<Pages>,
    Wants(lang): Wants,
    Extension(signed): Extension<Signed>,
    Path(id): Path<u64>,
) -> Response {
    let (paper, first) = match both(&pages, IssuedId(id)) {
        Ok(Some(found)) => found,
        Ok(None) => return pages.missing(lang),
        Err(error) => return unreadable(&error),
    };
    let mut files = Vec::new();
    for file in &first.files {
        match pages.office().reader().paper_file(&file.digest) {
            Ok(Some(text)) => files.push((file, text)),
            Ok(None) => {}
            Err(error) => return unreadable(&error),
        }
    }
    let named = files.iter().map(|(file, text)| (file.name.as_str(), &**text));
    let body = match documents::kept(first.kind, named, &first.facts) {
        Ok(body) => body,
        Err(error) => {
            tracing::error!(%error, paper = %first.id, "an issued paper could not be made again");
            return StatusCode::INTERNAL_SERVER_ERROR.into_response();
        }
    };
    let style = files.iter().find(|(file, _)| file.name == documents::STYLE);
    let fresh = |paper: &Issued| {
        paper.by == signed.account && pages.now().seconds_since(paper.at) < FRESH.unsigned_abs()
    };
    let (mark, note) = match (paper.copy_of, fresh(&paper)) {
        (None, true) => (None, "doc-note-issued"),
        (None, false) => (Some(archive(&pages, &paper)), "doc-note-archive"),
        (Some(_), true) => (Some(copied(&pages, &paper)), "doc-note-copy"),
        (Some(_), false) => (Some(copied(&pages, &paper)), "doc-note-archive"),
    };
    let berkas = match pages.office().reader().berkas(first.berkas) {
        Ok(berkas) => berkas,
        Err(error) => return unreadable(&error),
    };
    // Whoever has just issued or copied it is in the journal with it; a restriction holds for them too.
    let restricted = pages.office().committed().state.restrictions.contains_key(&first.berkas);
    if let Some(berkas) = &berkas
        && (restricted || !fresh(&paper))
        && let Err(answer) = looked(&pages, lang, signed, berkas, &body, first.kind).await
    {
        return answer;
    }
    let page = PaperPage {
        paper: first.kind.word(),
        about: berkas.map(|berkas| berkas.number.to_string()).unwrap_or_default(),
        body,
        sheet: first.sheet.word(),
        style: hex(&style.map(|(file, _)| file.digest).unwrap_or_default()),
        mark,
        choose: false,
        issue: 0,
        copy: if note == "doc-note-archive" { first.id.0 } else { 0 },
        note,
    };
    pages.page(lang, page)
}

/// A paper, and the one it repeats; itself when it repeats none.
fn both(pages: &Pages, id: IssuedId) -> Result<Option<(Issued, Issued)>, StoreError> {
    let reader = pages.office().reader();
    let Some(paper) = reader.issued(id)? else { return Ok(None) };
    let first = match paper.copy_of {
        Some(first) => reader.issued(first)?,
        None => Some(paper.clone()),
    };
    Ok(first.map(|first| ((*paper).clone(), (*first).clone())))
}

/// The mark of a paper that was printed before: shown on screen, and on paper too if somebody prints this page.
fn archive(pages: &Pages, paper: &Issued) -> MarkFacts {
    MarkFacts { word: "ARSIP", text: format!("terbit {}", when(pages, paper)) }
}

fn copied(pages: &Pages, paper: &Issued) -> MarkFacts {
    MarkFacts { word: "SALINAN", text: format!("dicetak {}", when(pages, paper)) }
}

/// `Rina Mokoginta, 23 November 2026 08.14 WITA`.
fn when(pages: &Pages, paper: &Issued) -> String {
    let committed = pages.office().committed();
    let scene = Scene { state: &committed.state, profile: pages.profile(), now: pages.now() };
    format!("oleh {}, {}", name_of(scene, paper.by), moment(pages, paper.at))
}

fn moment(pages: &Pages, at: Moment) -> String {
    let local = pages.profile().calendar.offset.local(at);
    let date = texts::date(Lang::Id, local.date());
    let day = date.split_once(", ").map_or(date.as_str(), |(_, day)| day);
    format!("{day} {} {}", texts::hour(local.time()), pages.profile().office.zone_name)
}
