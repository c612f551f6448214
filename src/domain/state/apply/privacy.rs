//! Telephone numbers in rows of their own, restrictions, and SK that do not hold any more.

use super::Step;
use crate::domain::daybook::Mark;
use crate::domain::event::Event;
use crate::domain::person::Phone;
use crate::domain::privacy::{Holder, Restriction, Telephone};
use crate::domain::revocation::Revocation;
use crate::domain::state::{Row, RowKey};
use std::sync::Arc;

impl Step<'_> {
    /// A telephone number came with new work.
    pub(super) fn keep_phone(&mut self, holder: Holder, phone: Option<&Phone>) {
        self.put_phone(holder, phone, false);
    }

    /// The work it was needed for is over.
    pub(super) fn close_phone(&mut self, holder: Holder, phone: Option<&Phone>) {
        self.put_phone(holder, phone, true);
    }

    fn put_phone(&mut self, holder: Holder, phone: Option<&Phone>, over: bool) {
        let Some(number) = phone.cloned() else { return };
        let telephone = Telephone { holder, number, closed: over.then_some(self.at) };
        self.changes.insert(RowKey::Phone(holder), Some(Row::Phone(Arc::new(telephone))));
    }

    pub(super) fn privacy(&mut self, event: &Event) {
        match event {
            Event::PhonesForgotten { phones } => {
                for phone in phones {
                    self.changes.insert(RowKey::Phone(phone.1), None);
                }
            }
            Event::BerkasRestricted { berkas, by, why } => {
                let restriction = Restriction { berkas: *berkas, by: *by, at: self.at, why: why.clone() };
                let restriction = Arc::new(restriction);
                let row = Row::Restriction(restriction.clone());
                self.changes.insert(RowKey::Restriction(*berkas), Some(row));
                self.state.restrictions.insert_mut(*berkas, restriction);
            }
            Event::RestrictionLifted { berkas, .. } => {
                self.changes.insert(RowKey::Restriction(*berkas), None);
                self.state.restrictions.remove_mut(berkas);
            }
            Event::ApplicantRevealed { berkas, by, .. } => {
                self.keep_mark(Mark::Looked { by: *by, at: self.at, berkas: *berkas });
            }
            Event::ScanRevealed { by, .. } => self.keep_mark(Mark::SawScan { by: *by, at: self.at }),
            Event::SkRevoked { berkas, sk, date, why, by } => {
                let (sk, why) = (sk.clone(), why.clone());
                let revocation = Revocation { berkas: *berkas, sk, date: *date, why, by: *by, at: self.at };
                let revocation = Arc::new(revocation);
                let row = Row::Revocation(revocation.clone());
                self.changes.insert(RowKey::Revocation(*berkas), Some(row));
                self.state.revocations.insert_mut(*berkas, revocation);
                self.keep_mark(Mark::Revoked);
            }
            _ => {}
        }
    }
}
