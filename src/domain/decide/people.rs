//! Accounts and sign-ins.

use super::super::account::{Account, Actor, Session, roles};
use super::super::command::{Answer, PeopleAct};
use super::super::event::Event;
use super::super::ids::{AccountId, Role};
use super::super::refusal::Refusal;
use super::super::state::Counter;
use super::{Draft, name};

/// Longest login, in characters.
const MOST_LOGIN: usize = 40;

/// Does one act with accounts or sign-ins.
pub(super) fn act(draft: &mut Draft<'_>, act: &PeopleAct) -> Result<Answer, Refusal> {
    match act {
        PeopleAct::Add { login, name, roles, password } => add(draft, login, name, roles, password),
        PeopleAct::SetPassword { account, password } => {
            known(draft, *account)?;
            if draft.context.actor != Actor::Account(*account) {
                draft.require(roles::ADMINISTRATOR)?;
            }
            draft.push(Event::PasswordSet { account: *account, password: password.clone() });
            Ok(Answer::Account(*account))
        }
        PeopleAct::SetActive { account, active } => set_active(draft, *account, *active),
        PeopleAct::SignIn { account, digest, expires } => {
            // Whoever checked the password speaks for the office.
            if draft.context.actor != Actor::Office {
                return Err(Refusal::WrongRole);
            }
            if !known(draft, *account)?.active {
                return Err(Refusal::AccountInactive);
            }
            let session =
                Session { digest: *digest, account: *account, opened: draft.now(), expires: *expires };
            draft.push(Event::SessionOpened { session });
            Ok(Answer::Account(*account))
        }
        PeopleAct::SignOut { digest } => {
            if draft.state.sessions.contains_key(digest) {
                draft.push(Event::SessionClosed { digest: *digest });
            }
            Ok(if draft.events.is_empty() { Answer::Nothing } else { Answer::Done })
        }
    }
}

fn known<'a>(draft: &Draft<'a>, id: AccountId) -> Result<&'a Account, Refusal> {
    draft.state.account(id).ok_or(Refusal::NoSuchAccount)
}

fn add(
    draft: &mut Draft<'_>,
    login: &str,
    shown: &str,
    held: &[Role],
    password: &str,
) -> Result<Answer, Refusal> {
    draft.require(roles::ADMINISTRATOR)?;
    let login = login.trim().to_lowercase();
    let plain = |letter: char| matches!(letter, 'a'..='z' | '0'..='9' | '.' | '-');
    if login.is_empty() || login.len() > MOST_LOGIN || !login.chars().all(plain) {
        return Err(Refusal::BadLogin);
    }
    if draft.state.account_by_login(&login).is_some() {
        return Err(Refusal::LoginTaken);
    }
    let listed = |role: &Role| {
        roles::BUILT_IN.contains(&role.as_str()) || draft.profile().staff().any(|plan| plan.role == *role)
    };
    if held.is_empty() || !held.iter().all(listed) {
        return Err(Refusal::NoSuchRole);
    }
    let id = AccountId(u32::try_from(draft.state.next(&Counter::Account)).unwrap_or(u32::MAX));
    let account = Account {
        id,
        login,
        name: name(shown)?,
        roles: held.to_vec(),
        password: password.to_string(),
        active: true,
    };
    draft.push(Event::AccountAdded { account });
    Ok(Answer::Account(id))
}

fn set_active(draft: &mut Draft<'_>, id: AccountId, active: bool) -> Result<Answer, Refusal> {
    draft.require(roles::ADMINISTRATOR)?;
    let account = known(draft, id)?;
    if account.active == active {
        return Ok(Answer::Nothing);
    }
    let other = |other: &Account| other.id != id && other.active && other.holds(roles::ADMINISTRATOR);
    let others = draft.state.accounts.values().any(|account| other(account));
    if !active && account.holds(roles::ADMINISTRATOR) && !others {
        return Err(Refusal::LastAdministrator);
    }
    draft.push(Event::AccountActiveSet { account: id, active });
    Ok(Answer::Account(id))
}
