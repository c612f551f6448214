//! Accounts and sign-ins.

use super::super::account::{Account, Actor, Link, MOST_SIGN_INS, Proof, Second, Session, roles};
use super::super::command::{Answer, PeopleAct};
use super::super::event::Event;
use super::super::ids::{AccountId, Role};
use super::super::refusal::Refusal;
use super::super::state::Counter;
use super::{Draft, name, reason};

/// Longest login, in characters.
const MOST_LOGIN: usize = 40;

/// Does one act with accounts or sign-ins.
pub(super) fn act(draft: &mut Draft<'_>, act: &PeopleAct) -> Result<Answer, Refusal> {
    match act {
        PeopleAct::Add { login, name, roles, password } => add(draft, login, name, roles, password),
        PeopleAct::SetPassword { account, password } => {
            let device = known(draft, *account)?.is_device();
            own_or_administrator(draft, *account)?;
            draft.push(Event::PasswordSet { account: *account, password: password.clone() });
            if !device {
                lend(draft, *account, password);
            }
            Ok(Answer::Account(*account))
        }
        PeopleAct::Rehash { account, old, new } => {
            // Whoever checked the password speaks for the office.
            if draft.context.actor != Actor::Office {
                return Err(Refusal::WrongRole);
            }
            if known(draft, *account)?.password != *old || old.is_empty() {
                return Ok(Answer::Nothing);
            }
            draft.push(Event::PasswordRehashed { account: *account, password: new.clone() });
            Ok(Answer::Account(*account))
        }
        PeopleAct::SetActive { account, active } => set_active(draft, *account, *active),
        PeopleAct::SetRoles { account, roles } => set_roles(draft, *account, roles),
        PeopleAct::Rename { account, name: shown } => {
            draft.require(roles::ADMINISTRATOR)?;
            let shown = name(shown)?;
            if known(draft, *account)?.name == shown {
                return Ok(Answer::Nothing);
            }
            draft.push(Event::AccountRenamed { account: *account, name: shown });
            Ok(Answer::Account(*account))
        }
        PeopleAct::MakeLink { account, digest, expires } => {
            draft.require(roles::ADMINISTRATOR)?;
            if !person(draft, *account)?.active {
                return Err(Refusal::AccountInactive);
            }
            let link = Link { digest: *digest, expires: *expires };
            draft.push(Event::LinkMade { account: *account, link });
            Ok(Answer::Account(*account))
        }
        PeopleAct::UseLink { digest, name, password } => use_link(draft, digest, name.as_deref(), password),
        PeopleAct::SignOutAll { account } => {
            known(draft, *account)?;
            own_or_administrator(draft, *account)?;
            if !draft.state.sessions.values().any(|session| session.account == *account) {
                return Ok(Answer::Nothing);
            }
            draft.push(Event::SignedOutAll { account: *account });
            Ok(Answer::Account(*account))
        }
        PeopleAct::SetSecond { account, secret, step, spare } => {
            person(draft, *account)?;
            if draft.context.actor != Actor::Account(*account) {
                return Err(Refusal::WrongRole);
            }
            let second = Second { secret: secret.clone(), used: *step, spare: spare.clone() };
            draft.push(Event::SecondSet { account: *account, second });
            Ok(Answer::Account(*account))
        }
        PeopleAct::DropSecond { account, how } => {
            own_or_administrator(draft, *account)?;
            if known(draft, *account)?.second.is_none() {
                return Ok(Answer::Nothing);
            }
            if draft.context.actor != Actor::Account(*account) {
                let how = reason(how.as_deref().unwrap_or_default())?;
                draft.push(Event::IdentityChecked { account: *account, how });
            }
            draft.push(Event::SecondDropped { account: *account });
            Ok(Answer::Account(*account))
        }
        PeopleAct::SignIn { account, proof, digest, expires } => {
            sign_in(draft, *account, *proof)?;
            make_room(draft, *account)?;
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

/// Ends the sign-ins, links and API tokens whose time is over. It is in the journal from then on, so that a clock that
/// steps back, or a start with a clock that is late, makes none of them good again.
pub(super) fn end_what_is_over(draft: &mut Draft<'_>) {
    let (state, now) = (draft.state, draft.now());
    for session in state.sessions.values().filter(|session| session.expires <= now) {
        draft.push(Event::SessionClosed { digest: session.digest });
    }
    let over = |account: &&Account| {
        account.link.as_ref().is_some_and(|link| link.expires.is_some_and(|expires| expires <= now))
    };
    for account in state.accounts.values().map(AsRef::as_ref).filter(over) {
        draft.push(Event::LinkEnded { account: account.id });
    }
    for token in state.api_tokens.values().filter(|token| token.expires <= now) {
        draft.push(Event::ApiTokenRevoked { token: token.id });
    }
}

/// Whether somebody whose password was right may come in, and what becomes of the code that came with it. The writer
/// decides, so that one code opens one session however many ask at once.
fn sign_in(draft: &mut Draft<'_>, account: AccountId, proof: Proof) -> Result<(), Refusal> {
    // Whoever checked the password speaks for the office.
    if draft.context.actor != Actor::Office {
        return Err(Refusal::WrongRole);
    }
    let known = known(draft, account)?;
    if !known.active {
        return Err(Refusal::AccountInactive);
    }
    let Some(second) = &known.second else { return Ok(()) };
    match proof {
        Proof::None => return Err(Refusal::CodeNeeded),
        Proof::Step(step) if step <= second.used => return Err(Refusal::CodeUsed),
        Proof::Step(step) => draft.push(Event::SecondUsed { account, step }),
        Proof::Spare(digest) if second.spare.contains(&digest) => {
            draft.push(Event::SpareUsed { account, digest });
        }
        Proof::Spare(_) => return Err(Refusal::CodeUsed),
    }
    Ok(())
}

/// Ends the oldest sign-ins of somebody who has as many as there may be.
fn make_room(draft: &mut Draft<'_>, id: AccountId) -> Result<(), Refusal> {
    if known(draft, id)?.is_device() {
        return Ok(());
    }
    let mut open: Vec<_> = draft.state.sessions.values().filter(|session| session.account == id).collect();
    open.sort_by_key(|session| (session.opened, session.digest));
    let ending = (open.len() + 1).saturating_sub(MOST_SIGN_INS);
    for session in open.into_iter().take(ending) {
        draft.push(Event::SessionClosed { digest: session.digest });
    }
    Ok(())
}

fn use_link(
    draft: &mut Draft<'_>,
    digest: &[u8; 32],
    shown: Option<&str>,
    password: &str,
) -> Result<Answer, Refusal> {
    // Nobody is signed in yet; whoever checked the secret speaks for the office.
    if draft.context.actor != Actor::Office {
        return Err(Refusal::WrongRole);
    }
    let account = draft.state.account_by_link(digest, draft.now()).ok_or(Refusal::LinkGone)?;
    if let Some(shown) = shown.map(name).transpose()?
        && shown != account.name
    {
        draft.push(Event::AccountRenamed { account: account.id, name: shown });
    }
    draft.push(Event::PasswordSet { account: account.id, password: password.to_string() });
    Ok(Answer::Account(account.id))
}

fn own_or_administrator(draft: &Draft<'_>, account: AccountId) -> Result<(), Refusal> {
    if draft.context.actor == Actor::Account(account) {
        return Ok(());
    }
    draft.require(roles::ADMINISTRATOR)
}

/// A password that somebody else has set is one that somebody else knows.
fn lend(draft: &mut Draft<'_>, account: AccountId, password: &str) {
    let own = matches!(draft.context.actor, Actor::Office) || draft.context.actor == Actor::Account(account);
    if !own && !password.is_empty() {
        draft.push(Event::PasswordLent { account });
    }
}

/// An account of somebody who types a password.
fn person<'a>(draft: &Draft<'a>, id: AccountId) -> Result<&'a Account, Refusal> {
    let account = known(draft, id)?;
    if account.is_device() { Err(Refusal::OtherKind) } else { Ok(account) }
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
    let listed = |role: &Role| roles::BUILT_IN.contains(&role.as_str()) || is_staff(draft, role);
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
        lent: false,
        link: None,
        second: None,
    };
    let device = account.is_device();
    draft.push(Event::AccountAdded { account });
    if !device {
        lend(draft, id, password);
    }
    Ok(Answer::Account(id))
}

fn set_active(draft: &mut Draft<'_>, id: AccountId, active: bool) -> Result<Answer, Refusal> {
    draft.require(roles::ADMINISTRATOR)?;
    let account = known(draft, id)?;
    if account.active == active {
        return Ok(Answer::Nothing);
    }
    if !active {
        keep_an_administrator(draft, account)?;
    }
    draft.push(Event::AccountActiveSet { account: id, active });
    Ok(Answer::Account(id))
}

/// Other roles of a person. A device is what it is, and nobody becomes one.
fn set_roles(draft: &mut Draft<'_>, id: AccountId, held: &[Role]) -> Result<Answer, Refusal> {
    draft.require(roles::ADMINISTRATOR)?;
    let account = person(draft, id)?;
    let may = |role: &Role| {
        [roles::ADMINISTRATOR, roles::SUPERVISOR].contains(&role.as_str()) || is_staff(draft, role)
    };
    if held.is_empty() || !held.iter().all(may) {
        return Err(Refusal::NoSuchRole);
    }
    let mut wanted = held.to_vec();
    wanted.sort();
    wanted.dedup();
    let mut now = account.roles.clone();
    now.sort();
    if wanted == now {
        return Ok(Answer::Nothing);
    }
    if !wanted.iter().any(|role| role.as_str() == roles::ADMINISTRATOR) {
        keep_an_administrator(draft, account)?;
    }
    draft.push(Event::RolesSet { account: id, roles: wanted });
    Ok(Answer::Account(id))
}

fn is_staff(draft: &Draft<'_>, role: &Role) -> bool {
    draft.profile().staff().any(|plan| plan.role == *role)
}

/// Refuses when nobody but `account` could set up the office.
fn keep_an_administrator(draft: &Draft<'_>, account: &Account) -> Result<(), Refusal> {
    let other = |other: &Account| other.id != account.id && other.active && other.holds(roles::ADMINISTRATOR);
    let others = draft.state.accounts.values().any(|account| other(account));
    if account.holds(roles::ADMINISTRATOR) && account.active && !others {
        return Err(Refusal::LastAdministrator);
    }
    Ok(())
}
