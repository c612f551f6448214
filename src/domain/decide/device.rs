//! Devices: paired, renamed, moved.

use super::super::account::{Account, Actor, Session, roles};
use super::super::command::{Answer, DeviceAct};
use super::super::device::{SIGNED_IN_SECONDS, Screen, is_half_over};
use super::super::event::Event;
use super::super::ids::{AccountId, Role};
use super::super::profile::Address;
use super::super::refusal::Refusal;
use super::super::state::Counter;
use super::{Draft, name};

/// No password has this hash: a device signs in by pairing alone.
const NO_PASSWORD: &str = "";

/// Does one act with devices.
pub(super) fn act(draft: &mut Draft<'_>, act: &DeviceAct) -> Result<Answer, Refusal> {
    if !matches!(act, DeviceAct::Renew { .. }) {
        draft.require(roles::ADMINISTRATOR)?;
    }
    match act {
        DeviceAct::Renew { digest } => renew(draft, *digest),
        DeviceAct::Pair { name: shown, screen, digest, expires } => {
            exists(draft, screen)?;
            let id = AccountId(u32::try_from(draft.state.next(&Counter::Account)).unwrap_or(u32::MAX));
            let account = Account {
                id,
                login: free_login(draft, id),
                name: name(shown)?,
                roles: vec![Role::from(screen.role())],
                password: NO_PASSWORD.to_string(),
                active: true,
                lent: false,
                link: None,
                second: None,
            };
            draft.push(Event::AccountAdded { account });
            draft.push(Event::DevicePlaced { account: id, screen: screen.clone() });
            let session = Session { digest: *digest, account: id, opened: draft.now(), expires: *expires };
            draft.push(Event::SessionOpened { session });
            Ok(Answer::Account(id))
        }
        DeviceAct::Rename { account, name: shown } => {
            let known = device(draft, *account)?;
            let shown = name(shown)?;
            if known.name == shown {
                return Ok(Answer::Nothing);
            }
            draft.push(Event::AccountRenamed { account: *account, name: shown });
            Ok(Answer::Account(*account))
        }
        DeviceAct::Move { account, screen } => {
            let known = device(draft, *account)?;
            exists(draft, screen)?;
            // What it is does not change with the wall it hangs on.
            if !known.holds(screen.role()) {
                return Err(Refusal::OtherKind);
            }
            if draft.state.screens.get(account).is_some_and(|now| **now == *screen) {
                return Ok(Answer::Nothing);
            }
            draft.push(Event::DevicePlaced { account: *account, screen: screen.clone() });
            Ok(Answer::Account(*account))
        }
    }
}

/// The same secret is good for longer. Whoever saw it speaks for the office.
fn renew(draft: &mut Draft<'_>, digest: [u8; 32]) -> Result<Answer, Refusal> {
    if draft.context.actor != Actor::Office {
        return Err(Refusal::WrongRole);
    }
    let now = draft.now();
    let session = draft.state.sessions.get(&digest).ok_or(Refusal::NoSuchAccount)?;
    device(draft, session.account)?;
    if session.expires <= now || !is_half_over(session.expires, now) {
        return Ok(Answer::Nothing);
    }
    let session = Session { expires: now.plus_seconds(SIGNED_IN_SECONDS), ..Session::clone(session) };
    let account = session.account;
    draft.push(Event::SessionOpened { session });
    Ok(Answer::Account(account))
}

fn device<'a>(draft: &Draft<'a>, id: AccountId) -> Result<&'a Account, Refusal> {
    let account = draft.state.account(id).ok_or(Refusal::NoSuchAccount)?;
    if account.is_device() { Ok(account) } else { Err(Refusal::NoSuchAccount) }
}

/// Whether the profile has such a place.
fn exists(draft: &Draft<'_>, screen: &Screen) -> Result<(), Refusal> {
    match screen {
        Screen::Kiosk => Ok(()),
        Screen::Board(zone) if draft.profile().zones().contains(zone) => Ok(()),
        Screen::Board(_) => Err(Refusal::NoSuchZone),
        Screen::Tablet(loket) if draft.profile().loket(*loket).is_some() => Ok(()),
        Screen::Tablet(loket) => Err(Refusal::NoSuchLoket(*loket)),
        // An agent is for a printer that hangs on another PC, and for no other.
        Screen::Agent(printer) => match draft.profile().printer(printer) {
            Some(plan) if plan.address == Address::Agent => Ok(()),
            _ => Err(Refusal::NoPrinter),
        },
    }
}

/// A login that nobody types: accounts are listed by it.
fn free_login(draft: &Draft<'_>, id: AccountId) -> String {
    let taken = |login: &String| draft.state.account_by_login(login).is_some();
    let plain = format!("perangkat-{id}");
    if taken(&plain) { format!("perangkat-{id}-{}", draft.now().0) } else { plain }
}
