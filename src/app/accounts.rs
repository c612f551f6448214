//! The first accounts: those of a demonstration, and the administrator whom nobody has made.

use crate::domain::account::{Actor, roles};
use crate::domain::command::{Answer, Ask, Command, DeviceAct, PeopleAct};
use crate::domain::device::Screen;
use crate::domain::ids::Role;
use crate::office::OfficeHandle;
use crate::web;
use anyhow::{Context, Result};
use futures_util::future::try_join_all;

/// An account to make at the first start.
#[derive(Clone)]
pub struct NewAccount {
    /// Typed at sign-in.
    pub login: String,
    /// Shown.
    pub name: String,
    /// What it may do.
    pub roles: Vec<Role>,
    /// Argon2id hash.
    pub password: String,
    /// What it shows, when it is a device.
    pub screen: Option<Screen>,
}

/// Makes accounts that are not there yet.
///
/// # Errors
/// When the office refuses one.
pub async fn add(office: &OfficeHandle, accounts: &[NewAccount]) -> Result<()> {
    let committed = office.committed();
    let missing = accounts.iter().filter(|new| committed.state.account_by_login(&new.login).is_none());
    // All together, so that they wait for the disk once.
    let added = missing.map(|account| {
        let add = PeopleAct::Add {
            login: account.login.clone(),
            name: account.name.clone(),
            roles: account.roles.clone(),
            password: account.password.clone(),
        };
        let ask = |command| Ask { actor: Actor::Office, request: None, command };
        async move {
            let about = || format!("account {}", account.login);
            let added = office.ask(ask(Command::People(add))).await.with_context(about)?;
            if let (Answer::Account(id), Some(screen)) = (added.answer, &account.screen) {
                let place = DeviceAct::Move { account: id, screen: screen.clone() };
                office.ask(ask(Command::Device(place))).await.with_context(about)?;
            }
            anyhow::Ok(())
        }
    });
    try_join_all(added).await?;
    Ok(())
}

/// While no administrator has a password there is nobody who could sign in: makes one at the very first start, and
/// gives back the path of a link that is good once, to be shown once. Only its hash is kept.
///
/// # Errors
/// As [`add`].
pub async fn first_administrator(office: &OfficeHandle) -> Result<Option<String>> {
    let administrators = |office: &OfficeHandle| {
        let committed = office.committed();
        let all = committed.state.accounts.values().cloned();
        all.filter(|account| account.active && account.holds(roles::ADMINISTRATOR)).collect::<Vec<_>>()
    };
    if office.committed().state.accounts.size() == 0 {
        let administrator = NewAccount {
            login: "admin".to_string(),
            name: "Administrator".to_string(),
            roles: vec![Role::from(roles::ADMINISTRATOR)],
            password: String::new(),
            screen: None,
        };
        add(office, &[administrator]).await?;
    }
    let known = administrators(office);
    let Some(first) = known.first().filter(|_| known.iter().all(|account| !account.has_password())) else {
        return Ok(None);
    };
    let (secret, digest) = web::link_secret().map_err(|error| anyhow::anyhow!("random bytes: {error}"))?;
    let link = PeopleAct::MakeLink { account: first.id, digest, expires: None };
    let ask = Ask { actor: Actor::Office, request: None, command: Command::People(link) };
    office.ask(ask).await.context("the link of the first administrator")?;
    Ok(Some(format!("/mulai/{secret}")))
}
