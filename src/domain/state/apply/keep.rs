//! Puts things into the state, with the rows they become.

use super::Step;
use crate::domain::account::Account;
use crate::domain::berkas::Berkas;
use crate::domain::call::Call;
use crate::domain::ids::{AccountId, BerkasId, CallId, JobId, LoketId, TicketId};
use crate::domain::loket::Loket;
use crate::domain::paper::PrintJob;
use crate::domain::state::{Row, RowKey};
use crate::domain::ticket::{Stage, Ticket};
use std::sync::Arc;

/// For each kind of thing: put a new one, and change the one with that id.
macro_rules! kept {
    ($($put:ident, $change:ident: $map:ident[$id:ty] of $kind:ident as $row:ident;)*) => {
        impl Step<'_> {$(
            pub(super) fn $put(&mut self, value: $kind) {
                let value = Arc::new(value);
                self.changes.insert(RowKey::$row(value.id), Some(Row::$row(value.clone())));
                self.state.$map.insert_mut(value.id, value);
            }

            pub(super) fn $change(&mut self, id: $id, change: impl FnOnce(&mut $kind)) {
                let Some(known) = self.state.$map.get(&id) else {
                    debug_assert!(false, "an event about {id}, which is not there");
                    return;
                };
                let mut value = $kind::clone(known);
                change(&mut value);
                self.$put(value);
            }
        )*}
    };
}

kept! {
    put_berkas, berkas: berkas[BerkasId] of Berkas as Berkas;
    put_call, a_call: calls[CallId] of Call as Call;
    put_account, account: accounts[AccountId] of Account as Account;
}

impl Step<'_> {
    pub(super) fn put_ticket(&mut self, ticket: Ticket) {
        if ticket.stage == Stage::Missed {
            self.state.missed.insert_mut(ticket.id);
        } else {
            self.state.missed.remove_mut(&ticket.id);
        }
        let ticket = Arc::new(ticket);
        self.changes.insert(RowKey::Ticket(ticket.id), Some(Row::Ticket(ticket.clone())));
        self.state.tickets.insert_mut(ticket.id, ticket);
    }

    pub(super) fn put_job(&mut self, job: PrintJob) {
        // It may have been moved from another printer.
        if let Some(before) = self.state.jobs.get(&job.id) {
            self.state.unprinted.remove_mut(&(before.printer.clone(), job.id));
        }
        if job.is_open() {
            self.state.unprinted.insert_mut((job.printer.clone(), job.id));
        }
        let job = Arc::new(job);
        self.changes.insert(RowKey::Job(job.id), Some(Row::Job(job.clone())));
        self.state.jobs.insert_mut(job.id, job);
    }

    pub(super) fn job(&mut self, id: JobId, change: impl FnOnce(&mut PrintJob)) {
        let Some(known) = self.state.jobs.get(&id) else {
            debug_assert!(false, "an event about paper {id}, which is not there");
            return;
        };
        let mut job = PrintJob::clone(known);
        change(&mut job);
        self.put_job(job);
    }

    pub(super) fn ticket(&mut self, id: TicketId, change: impl FnOnce(&mut Ticket)) {
        let Some(known) = self.state.ticket(id) else {
            debug_assert!(false, "an event about ticket {id}, which is not there");
            return;
        };
        let mut ticket = known.clone();
        change(&mut ticket);
        self.put_ticket(ticket);
    }

    pub(super) fn loket(&mut self, id: LoketId, change: impl FnOnce(&mut Loket)) {
        let mut loket = self.state.loket(id);
        change(&mut loket);
        let loket = Arc::new(loket);
        self.changes.insert(RowKey::Loket(id), Some(Row::Loket(loket.clone())));
        self.state.lokets.insert_mut(id, loket);
    }
}
