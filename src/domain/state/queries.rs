//! What is asked of a [`State`].

use super::{Counter, State};
use crate::domain::account::Account;
use crate::domain::annex::Annex;
use crate::domain::api_token::ApiToken;
use crate::domain::arrangement::Arrangement;
use crate::domain::berkas::Berkas;
use crate::domain::call::{Call, Voice};
use crate::domain::complaint::Complaint;
use crate::domain::device::Screen;
use crate::domain::ids::{AccountId, BerkasId, ComplaintId, JobId, LoketId, PrinterId, TicketId, Zone};
use crate::domain::loket::{Desk, Loket};
use crate::domain::paper::{PrintJob, Roll};
use crate::domain::profile::Profile;
use crate::domain::ticket::Ticket;
use crate::domain::time::{Moment, ServiceDay};
use std::sync::Arc;

impl State {
    /// Until when nothing is spoken: somebody paused the voice, or the office's quiet hours have come.
    pub fn paused(&self, profile: &Profile, now: Moment) -> Option<Moment> {
        let by_hand = self.day.and_then(|day| day.paused).filter(|until| *until > now);
        let (offset, local) = (profile.calendar.offset, profile.calendar.offset.local(now));
        let hours = profile.announcing.quiet.iter();
        let hours = hours.filter(|span| (span.from..span.until).contains(&local.time()));
        hours.map(|span| offset.moment(local.date().to_datetime(span.until))).chain(by_hand).max()
    }

    /// The last number given in a series; 0 before the first.
    pub fn counter(&self, counter: &Counter) -> u64 {
        self.counters.get(counter).copied().unwrap_or(0)
    }

    /// The next number of a series.
    pub fn next(&self, counter: &Counter) -> u64 {
        self.counter(counter) + 1
    }

    /// The open service day; none before the first.
    pub fn today(&self) -> Option<ServiceDay> {
        self.day.map(|opened| opened.day)
    }

    /// A ticket of today.
    pub fn ticket(&self, id: TicketId) -> Option<&Ticket> {
        self.tickets.get(&id).map(Arc::as_ref)
    }

    /// An open berkas.
    pub fn berkas(&self, id: BerkasId) -> Option<&Berkas> {
        self.berkas.get(&id).map(Arc::as_ref)
    }

    /// An account.
    pub fn account(&self, id: AccountId) -> Option<&Account> {
        self.accounts.get(&id).map(Arc::as_ref)
    }

    /// The account with that login.
    pub fn account_by_login(&self, login: &str) -> Option<&Account> {
        self.accounts.values().map(Arc::as_ref).find(|account| account.login == login)
    }

    /// The account whose link bears this secret, while it is good.
    pub fn account_by_link(&self, digest: &[u8; 32], now: Moment) -> Option<&Account> {
        let good = |account: &&Account| {
            let link = account.link.as_ref().filter(|link| link.digest == *digest);
            account.active && link.is_some_and(|link| link.expires.is_none_or(|expires| now < expires))
        };
        self.accounts.values().map(Arc::as_ref).find(good)
    }

    /// Whether a secret with this digest is a sign-in that has not ended, or an API token that is good.
    pub fn is_signed_in(&self, digest: &[u8; 32], now: Moment) -> bool {
        let session = self.sessions.get(digest).is_some_and(|session| now < session.expires);
        session || self.api_token(digest, now).is_some()
    }

    /// The API token with this digest, while it is good.
    pub fn api_token(&self, digest: &[u8; 32], now: Moment) -> Option<&ApiToken> {
        let mut tokens = self.api_tokens.values().map(Arc::as_ref);
        let active = |token: &ApiToken| self.account(token.account).is_some_and(|account| account.active);
        tokens.find(|token| token.digest == *digest && now < token.expires && active(token))
    }

    /// A loket; closed and empty if it was never opened.
    pub fn loket(&self, id: LoketId) -> Loket {
        self.lokets.get(&id).map_or_else(|| Loket::closed(id), |loket| Loket::clone(loket))
    }

    /// Whether anybody sits at a loket.
    pub fn desk(&self, id: LoketId) -> &Desk {
        self.lokets.get(&id).map_or(&Desk::Closed, |loket| &loket.desk)
    }

    /// Whether a loket serves now.
    pub fn is_open(&self, id: LoketId) -> bool {
        matches!(self.desk(id), Desk::Open { .. })
    }

    /// Whether a device may show this screen. One that was signed in by hand belongs nowhere in particular.
    pub fn may_show(&self, account: AccountId, screen: &Screen) -> bool {
        self.screens.get(&account).is_none_or(|own| **own == *screen)
    }

    /// How the boards of a zone are arranged.
    pub fn arrangement(&self, zone: &Zone) -> Arrangement {
        self.arrangements.get(zone).map_or_else(Arrangement::default, |known| Arrangement::clone(known))
    }

    /// What lies beside an open berkas, if there is something.
    pub fn annex(&self, id: BerkasId) -> Option<&Annex> {
        self.annexes.get(&id).map(Arc::as_ref)
    }

    /// Papers that are not settled, printer by printer.
    pub fn open_jobs(&self) -> impl Iterator<Item = &Arc<PrintJob>> {
        self.unprinted.iter().filter_map(|(_, id)| self.jobs.get(id))
    }

    /// Papers of a printer that are not settled, oldest first. Costs nothing for those of other printers, of which
    /// there may be thousands while one of them is out of order.
    pub fn open_jobs_of(&self, printer: &PrinterId) -> impl Iterator<Item = &Arc<PrintJob>> {
        let bound = |id| (printer.clone(), JobId(id));
        self.unprinted.range(bound(0)..=bound(u64::MAX)).filter_map(|(_, id)| self.jobs.get(id))
    }

    /// The roll in a printer.
    pub fn roll(&self, printer: &PrinterId) -> Roll {
        self.rolls.get(printer).map_or_else(|| Roll::unknown(printer.clone()), |roll| Roll::clone(roll))
    }

    /// A complaint that is not closed.
    pub fn complaint(&self, id: ComplaintId) -> Option<&Complaint> {
        self.complaints.get(&id).map(Arc::as_ref)
    }

    /// The calls of a zone, oldest first.
    pub fn calls_in<'a>(&'a self, zone: &'a Zone) -> impl Iterator<Item = &'a Arc<Call>> {
        self.calls.values().filter(move |call| call.zone == *zone)
    }

    /// The call of a zone whose turn it is to be spoken. Recalls wait behind first calls.
    pub fn call_in_turn<'a>(&'a self, zone: &'a Zone) -> Option<&'a Arc<Call>> {
        let pending = || self.calls_in(zone).filter(|call| call.is_pending());
        let speaking = pending().find(|call| matches!(call.voice, Voice::Speaking { .. }));
        speaking.or_else(|| pending().min_by_key(|call| (call.nth > 1, call.id)))
    }

    /// The visit of a berkas that is open today.
    pub fn visit_of(&self, berkas: &Berkas) -> Option<&Ticket> {
        berkas.last_ticket().and_then(|id| self.ticket(id)).filter(|ticket| ticket.is_open())
    }
}
