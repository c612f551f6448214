//! The supervisor's sight, live: the SOP, the printers, and what is overdue.

use super::hub::Hub;
use super::socket::{account, forbidden, nothing_there, open};
use super::topic::Topic;
use super::wire::Upgrade;
use crate::domain::ids::Role;
use crate::doors::Signed;
use crate::views::inbox;
use axum::Extension;
use axum::extract::{Path, State};
use axum::response::Response;

pub(super) async fn sop(
    State(hub): State<Hub>,
    Extension(signed): Extension<Signed>,
    upgrade: Upgrade,
) -> Response {
    open(hub, Some(signed), Topic::Sop, None, upgrade)
}

pub(super) async fn printers(
    State(hub): State<Hub>,
    Extension(signed): Extension<Signed>,
    upgrade: Upgrade,
) -> Response {
    open(hub, Some(signed), Topic::Printers, None, upgrade)
}

pub(super) async fn overdue(
    State(hub): State<Hub>,
    Extension(signed): Extension<Signed>,
    upgrade: Upgrade,
) -> Response {
    open(hub, Some(signed), Topic::Overdue(None), None, upgrade)
}

pub(super) async fn complaints(
    State(hub): State<Hub>,
    Extension(signed): Extension<Signed>,
    upgrade: Upgrade,
) -> Response {
    open(hub, Some(signed), Topic::Complaints, None, upgrade)
}

/// What is overdue at a desk and at those below it, for whoever holds its role.
pub(super) async fn overdue_below(
    State(hub): State<Hub>,
    Extension(signed): Extension<Signed>,
    Path(role): Path<String>,
    upgrade: Upgrade,
) -> Response {
    let role = Role::from(role);
    if !inbox::roles(hub.inner.office.profile()).contains(&role) {
        return nothing_there(&hub);
    }
    if !account(&hub, signed).is_some_and(|account| account.holds(role.as_str())) {
        return forbidden(&hub);
    }
    open(hub, Some(signed), Topic::Overdue(Some(role)), None, upgrade)
}
