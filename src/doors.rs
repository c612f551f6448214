//! Who may come in where: the one table of routes.
//!
//! Every part that answers HTTP lists its routes here with the people they are for; the gate
//! (`web::gate`) builds the router from that list and lets nobody else through. A route that is in
//! no list does not exist, so there is none without a rule.

use crate::domain::account::{Account, roles};
use crate::domain::ids::{AccountId, Role};
use crate::domain::profile::Profile;
use crate::domain::sop::Place;
use axum::handler::Handler;
use axum::http::Method;
use axum::routing::{MethodRouter, get, post};

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
    /// Administrators.
    Administrator,
}

/// Who is signed in; the gate puts it into the request.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Signed {
    /// The account.
    pub account: AccountId,
    /// SHA-256 of the cookie's secret.
    pub digest: [u8; 32],
}

/// One route with its rule.
pub struct Route {
    /// How.
    pub method: Method,
    /// Where, in axum's notation.
    pub path: &'static str,
    /// For whom.
    pub who: Who,
    /// What happens.
    pub handler: MethodRouter,
}

impl Route {
    /// A page or a reading.
    pub fn get<H, T, S>(path: &'static str, who: Who, handler: H, state: S) -> Route
    where
        H: Handler<T, S>,
        T: 'static,
        S: Clone + Send + Sync + 'static,
    {
        Route { method: Method::GET, path, who, handler: get(handler).with_state(state) }
    }

    /// An act.
    pub fn post<H, T, S>(path: &'static str, who: Who, handler: H, state: S) -> Route
    where
        H: Handler<T, S>,
        T: 'static,
        S: Clone + Send + Sync + 'static,
    {
        Route { method: Method::POST, path, who, handler: post(handler).with_state(state) }
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
            Who::Administrator => account.holds(roles::ADMINISTRATOR),
        }
    }

    /// The cookie that carries the sign-in. Each kind of device has its own, so that a browser may
    /// show a board beside an officer's console.
    pub fn cookie(self) -> &'static str {
        match self {
            Who::Device(roles::KIOSK) => "loket_kiosk",
            Who::Device(roles::BOARD) => "loket_papan",
            Who::Device(roles::TABLET) => "loket_tablet",
            _ => "loket_sesi",
        }
    }

    /// The cookie in which an account's sign-in is kept.
    pub fn cookie_of(account: &Account) -> &'static str {
        let devices = [roles::KIOSK, roles::BOARD, roles::TABLET];
        let device = devices.into_iter().find(|role| account.holds(role));
        device.map_or(Who::Staff, Who::Device).cookie()
    }
}
