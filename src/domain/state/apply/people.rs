//! What events do to accounts and sign-ins, and to what programs have instead.

use super::super::{Counter, Row, RowKey};
use super::Step;
use crate::domain::account::{Actor, Second};
use crate::domain::event::Event;
use crate::domain::ids::AccountId;
use std::sync::Arc;

impl Step<'_> {
    pub(super) fn people(&mut self, event: &Event) {
        match event {
            Event::AccountAdded { account } => {
                self.count(Counter::Account, u64::from(account.id.0));
                self.put_account(account.clone());
            }
            Event::PasswordSet { account, password } => {
                self.account(*account, |account| {
                    account.password.clone_from(password);
                    account.lent = false;
                    account.link = None;
                });
                self.end_sessions_of(*account, Actor::Account(*account) == self.actor);
            }
            Event::PasswordRehashed { account, password } => {
                self.account(*account, |account| account.password.clone_from(password));
            }
            Event::AccountActiveSet { account, active } => {
                self.account(*account, |account| account.active = *active);
                if !active {
                    self.end_sessions_of(*account, false);
                }
            }
            Event::AccountRenamed { account, name } => {
                self.account(*account, |account| account.name.clone_from(name));
            }
            Event::PasswordLent { account } => self.account(*account, |account| account.lent = true),
            Event::RolesSet { account, roles } => {
                self.account(*account, |account| account.roles.clone_from(roles));
                self.end_sessions_of(*account, Actor::Account(*account) == self.actor);
            }
            Event::LinkMade { account, link } => {
                self.account(*account, |account| account.link = Some(link.clone()));
            }
            Event::LinkEnded { account } => self.account(*account, |account| account.link = None),
            Event::SignedOutAll { account } => self.end_sessions_of(*account, false),
            Event::SecondSet { account, second } => {
                self.account(*account, |account| account.second = Some(second.clone()));
            }
            Event::SecondUsed { account, step } => {
                self.second(*account, |second| second.used = *step);
            }
            Event::SpareUsed { account, digest } => {
                self.second(*account, |second| second.spare.retain(|spare| spare != digest));
            }
            Event::SecondDropped { account } => self.account(*account, |account| account.second = None),
            Event::DevicePlaced { account, screen } => {
                let screen = Arc::new(screen.clone());
                self.changes.insert(RowKey::Screen(*account), Some(Row::Screen(screen.clone())));
                self.state.screens.insert_mut(*account, screen);
            }
            Event::SessionOpened { session } => {
                let session = Arc::new(session.clone());
                self.changes.insert(RowKey::Session(session.digest), Some(Row::Session(session.clone())));
                self.state.sessions.insert_mut(session.digest, session);
            }
            Event::ApiTokenMade { token } => {
                self.count(Counter::ApiToken, u64::from(token.id.0));
                let token = Arc::new(token.clone());
                self.changes.insert(RowKey::ApiToken(token.id), Some(Row::ApiToken(token.clone())));
                self.state.api_tokens.insert_mut(token.id, token);
            }
            Event::ApiTokenRevoked { token } => {
                self.changes.insert(RowKey::ApiToken(*token), None);
                self.state.api_tokens.remove_mut(token);
            }
            Event::SessionClosed { digest } => self.end_session(*digest),
            _ => {}
        }
    }

    fn second(&mut self, account: AccountId, change: impl FnOnce(&mut Second)) {
        self.account(account, |account| {
            if let Some(second) = &mut account.second {
                change(second);
            }
        });
    }

    /// Ends every session of an account; the latest may stay, when its owner did this.
    pub(super) fn end_sessions_of(&mut self, account: AccountId, keep_latest: bool) {
        let mut sessions: Vec<_> =
            self.state.sessions.values().filter(|session| session.account == account).cloned().collect();
        sessions.sort_by_key(|session| session.opened);
        if keep_latest {
            sessions.pop();
        }
        for session in sessions {
            self.end_session(session.digest);
        }
    }

    pub(super) fn end_session(&mut self, digest: [u8; 32]) {
        if self.state.sessions.remove_mut(&digest) {
            self.changes.insert(RowKey::Session(digest), None);
        }
    }
}
