//! One's own account, and choosing a password by a link.

use super::Pages;
use super::templates::Template;
use super::ways::{self, Ways};
use crate::doors::{Signed, Wants};
use axum::Extension;
use axum::extract::{Path, State};
use axum::response::Response;
use serde::Serialize;
use sha2::{Digest, Sha256};

/// What concerns nobody but whoever is signed in.
#[derive(Serialize)]
pub(super) struct Me {
    name: String,
    login: String,
    /// Whether a password must be chosen before anything else.
    lent: bool,
    /// Whether a code of the phone must be set up before anything else.
    owes: bool,
    /// Where else they may go; nowhere before these are done.
    ways: Vec<Ways>,
}

impl Template for Me {
    const FILE: &'static str = "me.html";

    fn sample() -> Me {
        let (name, login) = ("Rina Mokoginta".to_string(), "rina".to_string());
        Me { name, login, lent: true, owes: true, ways: Ways::sample() }
    }
}

/// Choosing a password by a link.
#[derive(Serialize)]
pub(super) struct Setup {
    token: String,
    name: String,
    login: String,
    /// Whether this is the very first administrator, who tells their name as well.
    first: bool,
}

impl Template for Setup {
    const FILE: &'static str = "setup.html";

    fn sample() -> Setup {
        Setup {
            token: "0".repeat(64),
            name: "Administrator".to_string(),
            login: "admin".to_string(),
            first: true,
        }
    }
}

pub(super) async fn me(
    State(pages): State<Pages>,
    Wants(lang): Wants,
    signed: Option<Extension<Signed>>,
) -> Response {
    let Some(account) = pages.account(signed) else { return pages.missing(lang) };
    let owes = pages.demo().is_none() && pages.profile().owes_second(&account);
    let ways = if account.lent || owes { vec![] } else { ways::of(&pages, lang, &account) };
    pages.page(lang, Me { name: account.name, login: account.login, lent: account.lent, owes, ways })
}

/// The page of a link. One that is not good is not there, whatever was wrong with it.
pub(super) async fn setup(
    State(pages): State<Pages>,
    Wants(lang): Wants,
    Path(token): Path<String>,
) -> Response {
    let digest: [u8; 32] = Sha256::digest(token.as_bytes()).into();
    let committed = pages.office().committed();
    let Some(account) = committed.state.account_by_link(&digest, pages.now()) else {
        return pages.missing(lang);
    };
    let first = account.link.as_ref().is_some_and(|link| link.expires.is_none());
    pages.page(lang, Setup { token, name: account.name.clone(), login: account.login.clone(), first })
}
