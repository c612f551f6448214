//! A second account of the office, kept from the events alone and much simpler than the first: numbers, stages, who
//! sits where. An event that does not fit into it is a fault of the office.

use crate::files::{Books, Papers};
use crate::seats::{Calls, Seat, Seen};
use anyhow::{Result, bail, ensure};
use loket::domain::account::{Actor, roles};
use loket::domain::command::{Answer, Ask};
use loket::domain::event::{Entry, Event};
use loket::domain::ids::{AccountId, LoketId, RequestId, Role, Seq, Series, TicketId};
use loket::domain::profile::Profile;
use loket::domain::time::{Moment, ServiceDay};
use loket::domain::trust::LONGEST_CLOSURE;
use loket::office::SubmitError;
use loket::store::Sealed;
use std::collections::BTreeMap;
use std::time::Duration;

/// What a long run must have come to, or it proves nothing.
pub const MUST_HAPPEN: [&str; 40] = [
    "a number was given",
    "a number was given in the last second of a day",
    "a number was given in the first second of a day",
    "a number was called",
    "a call was repeated",
    "a missed number came back",
    "an act was taken back",
    "somebody was put aside",
    "a number went to another line",
    "a loket was taken over",
    "a berkas was registered",
    "a berkas was returned",
    "a berkas was refused",
    "a berkas went a step back",
    "a SK was numbered",
    "a decision was made by exception",
    "a telephone number went",
    "a berkas was restricted",
    "a SK was revoked",
    "a paper was handed over",
    "a survey was answered",
    "a survey was waived",
    "surveys were counted",
    "a call was spoken",
    "a call was cut off",
    "a call was never spoken",
    "a call found too many before it",
    "a paper was printed",
    "a paper is uncertain",
    "a paper failed",
    "a copy was ordered",
    "a day was opened",
    "the clock was behind the last entry",
    "the clock was doubted",
    "somebody said that the clock is right",
    "a request was asked again",
    "an act was refused",
    "a transaction was lost",
    "a transaction was kept and nobody was told",
    "the office was started again",
];

/// The office by its simpler account.
#[derive(Default)]
pub struct Shadow {
    /// Entries seen.
    pub entries: u64,
    at: Option<Moment>,
    /// How much time has passed since then.
    pub passed: Duration,
    /// Whether somebody says in this batch that the clock is right.
    pub word: bool,
    pub day: Option<ServiceDay>,
    /// Days opened.
    pub days: u64,
    pub given: u64,
    series: BTreeMap<Series, u32>,
    pub tickets: BTreeMap<TicketId, Seen>,
    pub seats: BTreeMap<LoketId, Seat>,
    pub calls: Calls,
    pub books: Books,
    pub papers: Papers,
    pub roles: BTreeMap<AccountId, Vec<Role>>,
    requests: BTreeMap<RequestId, (Seq, Answer)>,
    /// What happened how often.
    pub happened: BTreeMap<&'static str, u64>,
}

impl Shadow {
    /// Counts that something happened.
    pub fn count(&mut self, what: &'static str) {
        *self.happened.entry(what).or_default() += 1;
    }

    /// Whether an account holds a role.
    pub fn holds(&self, account: AccountId, role: &str) -> bool {
        self.roles.get(&account).is_some_and(|roles| roles.iter().any(|known| known.as_str() == role))
    }

    /// Holds the replies of a batch against what it wrote.
    pub fn replies(
        &mut self,
        asks: &[Ask],
        sealed: &[Sealed],
        replies: &[Result<loket::office::Answered, SubmitError>],
    ) -> Result<()> {
        let mut entries = sealed.iter().map(|one| &one.entry).filter(|entry| !opens(entry));
        let mut in_batch: BTreeMap<RequestId, (Seq, Answer)> = BTreeMap::new();
        for (ask, reply) in asks.iter().zip(replies) {
            let known = ask
                .request
                .and_then(|request| in_batch.get(&request).or_else(|| self.requests.get(&request)).cloned());
            match reply {
                Ok(answered) => {
                    if let Some((seq, answer)) = known {
                        ensure!(
                            (answered.seq, &answered.answer) == (seq, &answer),
                            "a request that was answered {answer:?} in entry {seq} is answered {answered:?}"
                        );
                        self.count("a request was asked again");
                        continue;
                    }
                    if answered.answer == Answer::Nothing {
                        continue;
                    }
                    let Some(entry) = entries.next() else { bail!("{ask:?} was answered and not written") };
                    let same = (entry.seq, entry.actor, entry.request, &entry.answer)
                        == (answered.seq, ask.actor, ask.request, &answered.answer);
                    ensure!(same, "{ask:?} was answered {answered:?} and written as {entry:?}");
                    if let Some(request) = ask.request {
                        in_batch.insert(request, (entry.seq, entry.answer.clone()));
                    }
                }
                Err(SubmitError::Refused(_)) => {
                    ensure!(known.is_none(), "a request that was done is refused: {ask:?}");
                    self.count("an act was refused");
                }
                Err(other) => bail!("{ask:?}: {other}"),
            }
        }
        ensure!(entries.next().is_none(), "something was written that nobody was told of");
        Ok(())
    }

    /// Sees one entry.
    pub fn see(&mut self, profile: &Profile, sealed: &Sealed) -> Result<()> {
        let entry = &sealed.entry;
        self.entries += 1;
        ensure!(entry.seq == Seq(self.entries), "entry {} follows {}", entry.seq, self.entries - 1);
        ensure!(self.at.is_none_or(|last| entry.at > last), "entry {} is not later than the last", entry.seq);
        ensure!(!entry.events.is_empty(), "entry {} holds nothing", entry.seq);
        for event in &entry.events {
            self.event(profile, entry, event)?;
        }
        self.at = Some(entry.at);
        self.passed = Duration::ZERO;
        self.whole(profile, sealed)?;
        if let Some(request) = entry.request {
            let known = self.requests.insert(request, (entry.seq, entry.answer.clone()));
            ensure!(known.is_none(), "entry {} does a request that was done", entry.seq);
        }
        Ok(())
    }

    fn event(&mut self, profile: &Profile, entry: &Entry, event: &Event) -> Result<()> {
        match event {
            Event::DayOpened { day, requests_from } => self.open_day(*day, *requests_from, entry),
            Event::TicketIssued { ticket, number, day, purpose, .. } => {
                self.given += 1;
                ensure!(ticket.0 == self.given, "ticket {ticket} follows {}", self.given - 1);
                let last = self.series.entry(number.series).or_default();
                ensure!(number.n == *last + 1, "{number} follows {last}");
                *last = number.n;
                ensure!(self.day == Some(*day), "{number} is of {day}, and {:?} is open", self.day);
                self.tickets.insert(*ticket, Seen::waiting(purpose.clone()));
                self.count("a number was given");
                let local = profile.calendar.offset.local(entry.at);
                ensure!(day.0 <= local.date(), "{number} is of {day}, and was given on {}", local.date());
                match (local.hour(), local.minute(), local.second()) {
                    (23, 59, 59) => self.count("a number was given in the last second of a day"),
                    (0, 0, 0) => self.count("a number was given in the first second of a day"),
                    _ => {}
                }
                Ok(())
            }
            Event::ClockConfirmed { .. } => {
                let who = entry.actor.account();
                let may = |role| who.is_some_and(|who| self.holds(who, role));
                ensure!(may(roles::SUPERVISOR) || may(roles::ADMINISTRATOR), "{who:?} answers for the clock");
                self.count("somebody said that the clock is right");
                Ok(())
            }
            Event::AccountAdded { account } => {
                let known = self.roles.insert(account.id, account.roles.clone());
                ensure!(known.is_none(), "account {} is added twice", account.id);
                Ok(())
            }
            Event::RolesSet { account, roles } => {
                self.roles.insert(*account, roles.clone());
                Ok(())
            }
            _ => {
                let seen = self.at_counter(profile, entry, event)? || self.call(entry, event)?;
                let seen = seen || self.berkas(profile, entry, event)?;
                if !seen {
                    self.paper(event)?;
                }
                Ok(())
            }
        }
    }

    fn open_day(&mut self, day: ServiceDay, from: Seq, entry: &Entry) -> Result<()> {
        ensure!(self.day.is_none_or(|open| day > open), "{day} opens after {:?}", self.day);
        ensure!(entry.actor == Actor::Office, "somebody opened the day");
        let passed = i64::try_from(self.passed.as_secs())?;
        let gap = self.at.map_or(0, |last| (entry.at.0 - last.0) / 1_000_000);
        ensure!(
            self.word || gap <= passed + LONGEST_CLOSURE + 1,
            "{day} opens by a clock that leapt {gap} s"
        );
        self.day = Some(day);
        self.days += 1;
        self.series.clear();
        self.tickets.clear();
        self.seats.clear();
        self.calls.close();
        self.papers.close();
        self.requests.retain(|_, (seq, _)| *seq >= from);
        self.count("a day was opened");
        Ok(())
    }

    /// What an entry must hold as a whole.
    fn whole(&self, profile: &Profile, sealed: &Sealed) -> Result<()> {
        let events = &sealed.entry.events;
        let answered = events.iter().filter(|event| matches!(event, Event::SurveyAnswered { .. })).count();
        ensure!(
            answered == usize::from(sealed.ballot.is_some()),
            "{answered} surveys answered, and the urn got {}",
            usize::from(sealed.ballot.is_some())
        );
        let opened = events.iter().any(|event| matches!(event, Event::DayOpened { .. }));
        ensure!(!opened || self.books.urn == 0, "{} surveys are not counted in the morning", self.books.urn);
        for event in events {
            if let Event::TicketIssued { ticket, number, .. } = event
                && profile.ticket_printer().is_some()
            {
                let slip = |event: &Event| {
                    matches!(event, Event::PaperOrdered { paper, .. }
                        if *paper == loket::domain::paper::Paper::Ticket(*ticket))
                };
                ensure!(events.iter().any(slip), "{number} has no slip");
            }
        }
        Ok(())
    }
}

fn opens(entry: &Entry) -> bool {
    matches!(entry.events.first(), Some(Event::DayOpened { .. }))
}
