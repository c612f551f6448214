//! Who may come in where: the one table of routes.
//!
//! Every part that answers HTTP lists its routes here with the people they are for; the gate
//! (`web::gate`) builds the router from that list and lets nobody else through. A route that is in
//! no list does not exist, so there is none without a rule.

mod contract;

pub use contract::{Body, Content, Contract, Gives, Part, Tells};

use crate::domain::account::{Account, Actor, roles};
use crate::domain::api_token::Scope;
use crate::domain::ids::{AccountId, ApiTokenId, Role};
use crate::domain::profile::Profile;
use crate::domain::sop::Place;
use crate::domain::ticket::Lang;
use crate::texts;
use axum::extract::FromRequestParts;
use axum::handler::Handler;
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method, StatusCode, Uri, header};
use axum::response::Response;
use axum::routing::{MethodRouter, get, post};
use schemars::JsonSchema;
use std::convert::Infallible;
use std::net::IpAddr;
use std::sync::Arc;

/// Whom a route is for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Who {
    /// Everybody, signed in or not.
    Anyone,
    /// A device of this role, signed in as itself.
    Device(&'static str),
    /// Every person with an account.
    Staff,
    /// Whoever may sit at some loket.
    Officer,
    /// Whoever has an inbox: a desk step of the SOP is theirs.
    Desk,
    /// Whoever answers complaints: they are filed at their loket, or they answer for the office.
    Complaints,
    /// Whoever works on berkas: at some loket or at a desk.
    Caseworker,
    /// Whoever answers for the office: supervisors, and administrators.
    Supervisor,
    /// Administrators.
    Administrator,
}

/// The page that says to a person why there is no other: not found, or not for them.
pub type NoticePage = Arc<dyn Fn(Lang, StatusCode) -> Response + Send + Sync>;

/// Who is signed in; the gate puts it into the request.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Signed {
    /// The account.
    pub account: AccountId,
    /// SHA-256 of the secret in the cookie, or of the API token.
    pub digest: [u8; 32],
    /// The API token, if one was sent.
    pub token: Option<ApiTokenId>,
    /// The address it comes from, where that is known.
    pub from: Option<IpAddr>,
}

impl Signed {
    /// Who acts.
    pub fn actor(&self) -> Actor {
        match self.token {
            Some(token) => Actor::Token(self.account, token),
            None => Actor::Account(self.account),
        }
    }
}

/// One route with its rule.
#[derive(Clone)]
pub struct Route {
    /// How.
    pub method: Method,
    /// Where, in axum's notation.
    pub path: &'static str,
    /// For whom.
    pub who: Who,
    /// What happens.
    pub handler: MethodRouter,
    /// What it takes and gives; pages and their files have none.
    pub contract: Option<Contract>,
    /// Which scope of an API token opens it; none does without one.
    pub scope: Option<Scope>,
    /// Whether it is also there where public pages have a door of their own.
    pub outside: bool,
}

impl Route {
    /// A page or a reading.
    pub fn get<H, T, S>(path: &'static str, who: Who, handler: H, state: S) -> Route
    where
        H: Handler<T, S>,
        T: 'static,
        S: Clone + Send + Sync + 'static,
    {
        let handler = get(handler).with_state(state);
        Route { method: Method::GET, path, who, handler, contract: None, scope: None, outside: false }
    }

    /// Something that is sent.
    pub fn post<H, T, S>(path: &'static str, who: Who, handler: H, state: S) -> Route
    where
        H: Handler<T, S>,
        T: 'static,
        S: Clone + Send + Sync + 'static,
    {
        let handler = post(handler).with_state(state);
        Route { method: Method::POST, path, who, handler, contract: None, scope: None, outside: false }
    }

    /// A reading of the JSON interface, or a live screen.
    pub fn reading<H, T, S>(path: &'static str, who: Who, handler: H, state: S) -> Route
    where
        H: Handler<T, S> + Tells<T>,
        T: 'static,
        S: Clone + Send + Sync + 'static,
    {
        Route { contract: Some(H::contract()), ..Route::get(path, who, handler, state) }
    }

    /// An act of the JSON interface.
    pub fn act<H, T, S>(path: &'static str, who: Who, handler: H, state: S) -> Route
    where
        H: Handler<T, S> + Tells<T>,
        T: 'static,
        S: Clone + Send + Sync + 'static,
    {
        Route { contract: Some(H::contract()), ..Route::post(path, who, handler, state) }
    }

    /// An API token with this scope may come in, if its account may.
    pub fn scope(self, scope: Scope) -> Route {
        Route { scope: Some(scope), ..self }
    }

    /// It is for phones of visitors and for whoever verifies a paper: also there where public pages have a door of their own.
    pub fn outside(self) -> Route {
        Route { outside: true, ..self }
    }

    /// What it answers, where the handler's type does not tell.
    pub fn gives(self, status: StatusCode, content: Content) -> Route {
        self.told(|contract| contract.answers.push((status, content)))
    }

    /// What stands in the body, where the handler's type does not tell.
    pub fn takes(self, body: Body) -> Route {
        self.told(|contract| contract.body = Some(body))
    }

    /// What a live connection shows.
    pub fn shows<T: JsonSchema>(self) -> Route {
        self.told(|contract| contract.view = Some(contract::view::<T>()))
    }

    /// The few words that the last part of the path may be.
    pub fn words(self, words: &'static [&'static str]) -> Route {
        self.told(|contract| contract.words = words)
    }

    fn told(mut self, tell: impl FnOnce(&mut Contract)) -> Route {
        tell(self.contract.get_or_insert_default());
        self
    }
}

impl Who {
    /// Whether an account is one of them.
    pub fn admits(self, profile: &Profile, account: &Account) -> bool {
        let holds = |role: &Role| account.holds(role.as_str());
        match self {
            Who::Anyone => true,
            Who::Device(role) => account.holds(role),
            Who::Staff => !account.is_device(),
            Who::Officer => profile.lokets.iter().any(|plan| holds(&plan.role)),
            Who::Desk => {
                let mut desks = profile.sop.steps().iter().filter(|step| step.place == Place::Desk);
                desks.any(|step| holds(&step.actor))
            }
            Who::Complaints => {
                let mut lokets = profile.lokets_for(&profile.complaining.purpose);
                lokets.any(|plan| holds(&plan.role)) || Who::Supervisor.admits(profile, account)
            }
            Who::Caseworker => Who::Officer.admits(profile, account) || Who::Desk.admits(profile, account),
            Who::Supervisor => account.holds(roles::SUPERVISOR) || account.holds(roles::ADMINISTRATOR),
            Who::Administrator => account.holds(roles::ADMINISTRATOR),
        }
    }

    /// Its word, in messages.
    pub fn word(self) -> &'static str {
        match self {
            Who::Anyone => "anyone",
            Who::Device(role) => role,
            Who::Staff => "staff",
            Who::Officer => "officer",
            Who::Desk => "desk",
            Who::Complaints => "complaints",
            Who::Caseworker => "caseworker",
            Who::Supervisor => "supervisor",
            Who::Administrator => "administrator",
        }
    }

    /// The cookie that carries the sign-in. Each kind of device has its own, so that a browser may
    /// show a board beside an officer's console.
    /// Over TLS its name says so, and a browser takes it from no other host and sends it nowhere else.
    pub fn cookie(self, secure: bool) -> &'static str {
        match (self, secure) {
            (Who::Device(roles::KIOSK), false) => "loket_kiosk",
            (Who::Device(roles::BOARD), false) => "loket_papan",
            (Who::Device(roles::TABLET), false) => "loket_tablet",
            (Who::Device(roles::AGENT), false) => "loket_agen",
            (_, false) => "loket_sesi",
            (Who::Device(roles::KIOSK), true) => "__Host-loket_kiosk",
            (Who::Device(roles::BOARD), true) => "__Host-loket_papan",
            (Who::Device(roles::TABLET), true) => "__Host-loket_tablet",
            (Who::Device(roles::AGENT), true) => "__Host-loket_agen",
            (_, true) => "__Host-loket_sesi",
        }
    }

    /// The cookie in which an account's sign-in is kept.
    pub fn cookie_of(account: &Account, secure: bool) -> &'static str {
        let devices = [roles::KIOSK, roles::BOARD, roles::TABLET, roles::AGENT];
        let device = devices.into_iter().find(|role| account.holds(role));
        device.map_or(Who::Staff, Who::Device).cookie(secure)
    }
}

/// The language a request wants: the choice in the address, the header the screens send, the cookie
/// of the choice, what the browser accepts first, and else Bahasa Indonesia.
#[derive(Clone, Copy, Debug)]
pub struct Wants(pub Lang);

impl Wants {
    /// Reads the address and the headers.
    pub fn of(uri: &Uri, headers: &HeaderMap) -> Wants {
        let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
        let asked = uri.query().unwrap_or_default().split('&').find_map(|pair| pair.strip_prefix("lang="));
        let chosen = asked.or(text("x-lang")).map(str::to_string).or_else(|| cookie(headers, "bahasa"));
        let accepted = || text("accept-language").map(|list| list.trim().to_lowercase());
        Wants(texts::lang(&chosen.or_else(accepted).unwrap_or_default()))
    }
}

impl<S: Sync> FromRequestParts<S> for Wants {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Wants, Infallible> {
        Ok(Wants::of(&parts.uri, &parts.headers))
    }
}

/// The value of a cookie.
pub fn cookie(headers: &HeaderMap, name: &str) -> Option<String> {
    let all = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    all.flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(known, _)| *known == name)
        .map(|(_, value)| value.to_string())
}
