//! Years of a plausible office, written into a data folder: every act is decided by the office's own rules, so
//! the journal is a true one and `loket verify` finds it whole. The same plan writes the same history.
//!
//! What is left out: papers (this office has no printers) and the boards' voice. Commits are made once a day, which
//! no office could wait for, but which nothing in the file tells.

#[path = "history/agenda.rs"]
mod agenda;
#[path = "history/people.rs"]
mod people;

use agenda::{Agenda, What};
use anyhow::{Context, Result, bail};
use loket::app::config;
use loket::domain::account::{Actor, roles};
use loket::domain::calendar::Span;
use loket::domain::command::{Answer, Ask, Command, PeopleAct, Wanted};
use loket::domain::decide::{decide, open_day};
use loket::domain::event::Entry;
use loket::domain::ids::{AccountId, BerkasId, LoketId, Seq};
use loket::domain::profile::Profile;
use loket::domain::refusal::Refusal;
use loket::domain::state::{Changes, State};
use loket::domain::time::{Date, Moment};
use loket::domain::trust::Reading;
use loket::store::{Sealed, Store};
use std::collections::{BTreeMap, VecDeque};
use std::path::Path;

/// What is written.
#[derive(Clone, Copy, Debug)]
pub struct Plan {
    /// Days of service.
    pub days: u32,
    /// The last of them is on or before this date.
    pub until: Date,
    /// New visitors of a usual day; whoever comes back for their berkas comes on top.
    pub visitors: u32,
    /// The same seed writes the same people.
    pub seed: u64,
}

/// What came of it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Written {
    /// The first day of service, and the last.
    pub first: Date,
    /// The last.
    pub last: Date,
    /// Numbers given.
    pub tickets: u64,
    /// Berkas registered.
    pub berkas: u64,
    /// Surveys counted.
    pub surveys: u64,
    /// Entries of the journal.
    pub entries: u64,
}

/// The desks of the back office, in the order of the SOP, with the usual way on.
pub(crate) const DESKS: [(&str, &str); 5] = [
    ("analis", "teruskan"),
    ("kasi", "teruskan"),
    ("kabid", "setuju"),
    ("kadis", "tandatangani"),
    ("loket-4", "nomori"),
];

/// The second counter for registrations, which a busy office has.
pub(crate) const SECOND: LoketId = LoketId(3);

/// Writes the history into a new data folder; `look` is told every day that is done.
pub fn write(folder: &Path, plan: Plan, mut look: impl FnMut(Date)) -> Result<Written> {
    let mut office = Office::open(folder, plan)?;
    let days = office.service_days(plan)?;
    for day in &days {
        office.play(*day)?;
        look(*day);
    }
    let first = *days.first().context("a day of service")?;
    let last = *days.last().context("a day of service")?;
    office.sum(first, last)
}

/// The office and its people.
pub(crate) struct Office {
    pub(crate) profile: Profile,
    store: Store,
    pub(crate) state: State,
    pending: Vec<Sealed>,
    changes: Changes,
    pub(crate) dice: fastrand::Rng,
    /// The office's clock.
    pub(crate) now: Moment,
    people: BTreeMap<String, AccountId>,
    /// What lies on each desk, oldest first.
    pub(crate) desks: [VecDeque<BerkasId>; DESKS.len()],
    visitors: u32,
}

impl Office {
    fn open(folder: &Path, plan: Plan) -> Result<Office> {
        let (store, state) = Store::open(folder)?;
        if state.seq != Seq(0) {
            bail!("{} has a history already", folder.display());
        }
        let mut profile = config::default_office()?;
        profile.printers.clear();
        profile.lokets.iter_mut().for_each(|loket| loket.printer = None);
        let twin = profile.loket(LoketId(2)).context("loket 2")?.clone();
        profile.lokets.push(loket::domain::profile::LoketPlan { id: SECOND, ..twin });
        let office = Office {
            profile,
            store,
            state,
            pending: Vec::new(),
            changes: Changes::new(),
            dice: fastrand::Rng::with_seed(plan.seed),
            now: Moment(0),
            people: BTreeMap::new(),
            desks: Default::default(),
            visitors: plan.visitors,
        };
        Ok(office)
    }

    /// The last days of service, as many as are wanted.
    fn service_days(&self, plan: Plan) -> Result<Vec<Date>> {
        let (mut days, mut day) = (Vec::new(), plan.until);
        while days.len() < plan.days as usize {
            if !self.profile.calendar.spans(day).is_empty() {
                days.push(day);
            }
            day = day.yesterday()?;
        }
        days.reverse();
        Ok(days)
    }

    /// One day from before the doors open until everybody is gone.
    fn play(&mut self, day: Date) -> Result<()> {
        let spans = self.profile.calendar.spans(day).to_vec();
        let (first, last) = spans.first().zip(spans.last()).context("hours of service")?;
        let (opens, closes) = (self.at(day, first, true), self.at(day, last, false));
        self.now = opens.plus_seconds(-1_800);
        self.turn()?;
        // What is over goes by itself, as with any office that is on.
        self.must("", Command::Tick)?;
        self.hire()?;
        let rest = match spans.as_slice() {
            [morning, afternoon, ..] => Some((self.at(day, morning, false), self.at(day, afternoon, true))),
            _ => None,
        };
        let mut agenda = Agenda::new(opens, closes, rest);
        self.plan_day(&mut agenda);
        while let Some((at, what)) = agenda.next() {
            self.now = at;
            self.happens(&mut agenda, what)?;
        }
        self.flush()
    }

    fn at(&self, day: Date, span: &Span, begin: bool) -> Moment {
        let time = if begin { span.from } else { span.until };
        self.profile.calendar.offset.moment(day.to_datetime(time))
    }

    /// Who comes when: most in the morning, a tenth fewer or more from day to day.
    fn plan_day(&mut self, agenda: &mut Agenda) {
        let many = f64::from(self.visitors) * (0.8 + 0.4 * self.dice.f64());
        for _ in 0..many as u32 {
            let (from, until) = agenda.coming(self.dice.f64() < 0.62);
            let at = Moment(self.dice.i64(from.0..until.0));
            let service = match self.dice.u32(0..100) {
                0..46 => 'A',
                46..71 => 'C',
                71..80 => 'D',
                _ => 'E',
            };
            agenda.push(at, What::Comes(service));
        }
        let ready = |id: &BerkasId| {
            let berkas = self.state.berkas(*id)?;
            self.profile.sop.purpose_at(&berkas.step).map(|_| *id)
        };
        let ready: Vec<_> = self.state.berkas.keys().filter_map(ready).collect();
        for berkas in ready {
            if self.dice.f64() < 0.6 {
                let (from, until) = agenda.coming(self.dice.bool());
                agenda.push(Moment(self.dice.i64(from.0..until.0)), What::Returns(berkas));
            }
        }
        for plan in &self.profile.lokets {
            agenda.push(agenda.opens.plus_seconds(-60 * i64::from(plan.id.0)), What::Opens(plan.id));
            for at in agenda.rest.map(|(noon, _)| noon).into_iter().chain([agenda.closes]) {
                agenda.push(at, What::Nudges(plan.id));
            }
        }
        for desk in 0..DESKS.len() {
            agenda.push(agenda.opens.plus_seconds(300), What::Takes(desk));
        }
    }

    fn sum(&self, first: Date, last: Date) -> Result<Written> {
        use loket::domain::state::Counter;
        let counter = |counter| self.state.counter(&counter);
        Ok(Written {
            first,
            last,
            tickets: counter(Counter::Ticket),
            berkas: counter(Counter::Berkas),
            surveys: counter(Counter::Survey) + counter(Counter::Urn),
            entries: self.state.seq.0,
        })
    }

    // Deciding and writing, as the office's writer does

    /// The service day turns: the urn is counted by its first entry.
    fn turn(&mut self) -> Result<()> {
        let reader = self.store.reader();
        let (urn, waiting) = (reader.urn()?, reader.waiting_groups()?);
        self.now = self.stamp();
        let decision = open_day(&self.state, &self.profile, self.now, urn, waiting);
        self.seal(Actor::Office, decision);
        Ok(())
    }

    fn stamp(&self) -> Moment {
        Moment(self.now.0.max(self.state.last.0.saturating_add(1)))
    }

    /// Asks as somebody of the office.
    pub(crate) fn ask(&mut self, who: &str, command: Command) -> Result<Answer, Refusal> {
        let id = self.people.get(who).copied();
        self.decide(id.map_or(Actor::Office, Actor::Account), command)
    }

    /// The same, where nothing but a fault of this history could be the reason for a refusal.
    pub(crate) fn must(&mut self, who: &str, command: Command) -> Result<Answer> {
        let told = format!("{command:?}");
        self.ask(who, command).map_err(|refusal| anyhow::anyhow!("{who}: {told}: {refusal:?}"))
    }

    fn decide(&mut self, actor: Actor, command: Command) -> Result<Answer, Refusal> {
        self.now = self.stamp();
        let ask = Ask { actor, request: None, command };
        let decision = decide(&self.state, &self.profile, self.now, Reading::right(self.now), &ask)?;
        let answer = decision.answer.clone();
        self.seal(actor, decision);
        Ok(answer)
    }

    fn seal(&mut self, actor: Actor, decision: loket::domain::decide::Decision) {
        let loket::domain::decide::Decision { events, answer, ballot } = decision;
        if events.is_empty() {
            return;
        }
        let seq = Seq(self.state.seq.0 + 1);
        let entry = Entry { seq, at: self.now, actor, request: None, events, answer };
        self.state.apply(&entry, &mut self.changes);
        self.pending.push(Sealed { entry, ballot });
    }

    fn flush(&mut self) -> Result<()> {
        self.store.write(&self.pending, &self.changes)?;
        self.pending.clear();
        self.changes.clear();
        Ok(())
    }

    /// The people of the office, on its first day, by the logins of the demonstration.
    fn hire(&mut self) -> Result<()> {
        if !self.people.is_empty() {
            return Ok(());
        }
        let password = loket::web::hash_password(loket::app::demo::PASSWORD)
            .map_err(|error| anyhow::anyhow!("hashing a password: {error}"))?;
        let desks = DESKS.iter().map(|(role, _)| (role.to_string(), *role));
        let lokets = self.profile.lokets.iter().filter(|plan| plan.id != SECOND);
        let lokets: Vec<_> = lokets.map(|plan| (plan.role.to_string(), plan.role.to_string())).collect();
        let mut people: BTreeMap<String, String> = lokets.into_iter().collect();
        people.extend(desks.map(|(login, role)| (login, role.to_string())));
        people.insert("loket-3".to_string(), "loket-2".to_string());
        let others = [("kiosk", roles::KIOSK), ("tablet", roles::TABLET), ("pengawas", roles::SUPERVISOR)];
        people.extend(others.map(|(login, role)| (login.to_string(), role.to_string())));
        for (login, role) in people {
            let name = login.clone();
            let roles = vec![role.as_str().into()];
            let add = PeopleAct::Add { login: login.clone(), name, roles, password: password.clone() };
            match self.decide(Actor::Office, Command::People(add)) {
                Ok(Answer::Account(id)) => drop(self.people.insert(login, id)),
                other => bail!("{login}: {other:?}"),
            }
        }
        Ok(())
    }

    /// What a number is wanted for, and the number; none when the service gives none now.
    pub(crate) fn issue(&mut self, what: Wanted) -> bool {
        let issue = people::wanted(&mut self.dice, what);
        self.ask("kiosk", Command::Issue(issue)).is_ok()
    }
}
