//! The office in memory: what the writer thread does, with maps instead of a disk.

use crate::plants::Plant;
use crate::shadow::Shadow;
use anyhow::{Context, Result, bail, ensure};
use loket::app::config;
use loket::clock::{ManualClock, Timekeeper};
use loket::domain::account::{Actor, roles};
use loket::domain::calendar::{Calendar, Span};
use loket::domain::command::{Answer, Ask, Command, PeopleAct};
use loket::domain::event::Event;
use loket::domain::ids::{LoketId, PermitCode, RequestId, Role, Seq};
use loket::domain::privacy::Holder;
use loket::domain::profile::{LoketPlan, Profile};
use loket::domain::skm::work::{PermitGroup, SkmEvent};
use loket::domain::state::{Changes, Row, RowKey, State};
use loket::domain::survey::{Ballot, Response};
use loket::domain::time::{Date, Moment, Time, UtcOffset};
use loket::office::batch::{self, Decided, Memory};
use loket::office::{Answered, SubmitError};
use loket::store::{Sealed, StoreError};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Duration;

/// What becomes of a transaction.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Fate {
    /// It is on disk.
    Kept,
    /// The disk failed, and nothing is there.
    Lost,
    /// The disk failed, and all of it is there.
    KeptUnknown,
}

/// One reply.
pub type Reply = Result<Answered, SubmitError>;

/// What a disk would hold besides journal and rows.
#[derive(Default)]
pub struct Kept {
    requests: BTreeMap<RequestId, (Seq, Answer)>,
    urn: Vec<Ballot>,
    groups: BTreeMap<PermitCode, PermitGroup>,
    /// Telephone numbers whose work is over.
    phones: BTreeSet<(Moment, Holder)>,
}

impl Memory for Kept {
    fn answered(&self, request: RequestId) -> Result<Option<(Seq, Answer)>, StoreError> {
        Ok(self.requests.get(&request).cloned())
    }

    fn urn(&self) -> Result<Vec<Response>, StoreError> {
        Ok(self.urn.iter().map(|ballot| ballot.response.clone()).collect())
    }

    fn waiting_groups(&self) -> Result<Vec<PermitGroup>, StoreError> {
        let mut groups = self.groups.clone();
        self.urn.iter().for_each(|ballot| gather(&mut groups, ballot));
        Ok(groups.into_values().collect())
    }

    fn phones_closed(&self, until: Moment, most: usize) -> Result<Vec<(Moment, Holder)>, StoreError> {
        Ok(self.phones.iter().take_while(|(closed, _)| *closed <= until).take(most).copied().collect())
    }
}

fn gather(groups: &mut BTreeMap<PermitCode, PermitGroup>, ballot: &Ballot) {
    let group = PermitGroup::of(ballot.permit.clone(), &ballot.response);
    match groups.get_mut(&ballot.permit) {
        Some(known) => known.merge(&group),
        None => drop(groups.insert(ballot.permit.clone(), group)),
    }
}

impl Kept {
    /// Keeps what the rows of a transaction say about telephone numbers.
    fn note_phones(&mut self, changes: &Changes) {
        for row in changes.values() {
            if let Some(Row::Phone(phone)) = row
                && let Some(closed) = phone.closed
            {
                self.phones.insert((closed, phone.holder));
            }
        }
    }

    fn note(&mut self, sealed: &Sealed, plant: Option<Plant>) {
        let entry = &sealed.entry;
        for event in &entry.events {
            match event {
                Event::DayOpened { requests_from, .. } => {
                    self.requests.retain(|_, (seq, _)| *seq >= *requests_from);
                }
                Event::SurveysCounted { .. } => {
                    let Kept { urn, groups, .. } = self;
                    urn.drain(..).for_each(|ballot| gather(groups, &ballot));
                }
                Event::Skm(SkmEvent::GroupsCounted { groups }) => {
                    groups.iter().for_each(|group| drop(self.groups.remove(&group.permit)));
                }
                Event::PhonesForgotten { phones } => {
                    self.phones.retain(|phone| !phones.contains(phone));
                }
                _ => {}
            }
        }
        let forgotten = plant == Some(Plant::RequestForgotten) && entry.seq.0.is_multiple_of(7);
        if let Some(request) = entry.request.filter(|_| !forgotten) {
            self.requests.insert(request, (entry.seq, entry.answer.clone()));
        }
        if plant != Some(Plant::BallotLost) {
            self.urn.extend(sealed.ballot.clone());
        }
    }
}

/// The office.
pub struct Office {
    pub profile: Profile,
    pub state: State,
    pub clock: Arc<ManualClock>,
    /// What the running program has seen of it.
    pub time: Timekeeper,
    /// The journal.
    pub written: Vec<Sealed>,
    /// All rows that a disk would hold.
    pub rows: BTreeMap<RowKey, Row>,
    /// The same office by a simpler account.
    pub shadow: Shadow,
    /// The entries and rows of each transaction, for a real disk to repeat.
    pub batches: Vec<(usize, Changes)>,
    kept: Kept,
    plant: Option<Plant>,
}

/// The second counter for registrations.
pub const SECOND: LoketId = LoketId(3);

/// Whoever holds the roles of every desk.
pub const EVERYTHING: &str = "serba-bisa";

impl Office {
    /// The default office with a second counter for registrations, and two people for every place.
    ///
    /// One that never closes gives numbers over midnight.
    pub fn found(plant: Option<Plant>, never_closes: bool) -> Result<Office> {
        let mut profile = config::default_office()?;
        if never_closes {
            let whole = vec![Span { from: Time::midnight(), until: Time::MAX }];
            let hours = std::array::from_fn(|_| whole.clone());
            profile.calendar = Calendar::new(profile.calendar.offset, hours, BTreeMap::new())
                .map_err(|error| anyhow::anyhow!("{error:?}"))?;
            profile.issuing.fair_last = false;
        }
        let twin = profile.loket(LoketId(2)).context("loket 2")?.clone();
        profile.lokets.push(LoketPlan { id: SECOND, ..twin });
        // Few enough that it comes to too many.
        profile.announcing.most_queued = 2;
        // Days enough for telephone numbers to go.
        profile.phone_days = 2;
        let before = UtcOffset(8 * 3600).moment(Date::constant(2026, 11, 23).at(7, 0, 0, 0));
        let clock = ManualClock::at(before);
        let mut office = Office {
            profile,
            state: State::default(),
            time: Timekeeper::of(clock.clone()),
            clock,
            written: Vec::new(),
            rows: BTreeMap::new(),
            shadow: Shadow::default(),
            batches: Vec::new(),
            kept: Kept::default(),
            plant,
        };
        let own = office.profile.roles.iter().map(|plan| plan.role.to_string());
        let own: Vec<_> = own.filter(|role| role != "pemohon").collect();
        let mut people: Vec<(String, Vec<String>)> = Vec::new();
        for role in own {
            people.push((role.clone(), vec![role.clone()]));
            people.push((format!("{role}-b"), vec![role]));
        }
        // Somebody of a small office, who does everything.
        let all = ["loket-2", "analis", "kasi", "kabid", "kadis"].map(String::from).to_vec();
        people.push((EVERYTHING.to_string(), all));
        let others = [
            ("admin", roles::ADMINISTRATOR),
            ("pengawas", roles::SUPERVISOR),
            ("kiosk", roles::KIOSK),
            ("tv-1", roles::BOARD),
            ("tv-2", roles::BOARD),
            ("tablet", roles::TABLET),
        ];
        people.extend(others.map(|(login, role)| (login.to_string(), vec![role.to_string()])));
        let add = |(login, roles): (String, Vec<String>)| {
            let name = format!("Orang {}", login.replace('-', " "));
            let roles = roles.iter().map(|role| Role::from(role.as_str())).collect();
            let add = PeopleAct::Add { login, name, roles, password: "hash".to_string() };
            Ask { actor: Actor::Office, request: None, command: Command::People(add) }
        };
        let asks: Vec<Ask> = people.into_iter().map(add).collect();
        for reply in office.commit(&asks, Fate::Kept)? {
            reply?;
        }
        Ok(office)
    }

    /// Time passes, and the clock shows something.
    pub fn wait(&mut self, passed: Duration, shown: Moment) {
        self.clock.pass(passed);
        self.clock.jump(shown);
        self.shadow.passed += passed;
    }

    /// Decides a batch and writes it, as the writer thread does.
    pub fn commit(&mut self, asks: &[Ask], fate: Fate) -> Result<Vec<Reply>> {
        let before = self.state.clone();
        if loket::clock::Clock::now(&*self.clock) <= before.last {
            self.shadow.count("the clock was behind the last entry");
        }
        if self.plant == Some(Plant::ClockBelieved) {
            self.time.accept(before.last, loket::clock::Clock::now(&*self.clock));
        }
        if !self.time.look(before.last).trust.gives_numbers() {
            self.shadow.count("the clock was doubted");
        }
        let decided = batch::decide(before.clone(), &self.profile, &self.time, &self.kept, asks.iter())?;
        if fate == Fate::Lost {
            self.shadow.count("a transaction was lost");
            return Ok(asks.iter().map(|_| Err(SubmitError::Unknown)).collect());
        }
        let confirmed = decided.confirmed;
        let Decided { state, sealed, mut changes, replies, .. } = self.spoiled(&before, decided);
        self.shadow.replies(asks, &sealed, &replies)?;
        self.shadow.word = confirmed.is_some();
        for one in &sealed {
            self.shadow.see(&self.profile, one)?;
            self.kept.note(one, self.plant);
        }
        self.kept.note_phones(&changes);
        if self.plant == Some(Plant::RowLost) && self.shadow.entries.is_multiple_of(20) {
            changes.pop_first();
        }
        for (key, row) in &changes {
            match row {
                Some(row) => drop(self.rows.insert(key.clone(), row.clone())),
                None => drop(self.rows.remove(key)),
            }
        }
        if sealed.is_empty() {
            ensure!(state == before && changes.is_empty(), "nothing was written and something changed");
        } else {
            self.batches.push((sealed.len(), changes));
        }
        self.state = state;
        self.keep(sealed);
        if let Some(shown) = confirmed.filter(|_| fate == Fate::Kept) {
            self.time.accept(self.state.last, shown);
        }
        if fate == Fate::KeptUnknown {
            self.shadow.count("a transaction was kept and nobody was told");
            return Ok(asks.iter().map(|_| Err(SubmitError::Unknown)).collect());
        }
        Ok(replies)
    }

    fn keep(&mut self, mut sealed: Vec<Sealed>) {
        if self.plant == Some(Plant::NotInJournal) {
            for one in &mut sealed {
                one.entry.events.retain(|event| !matches!(event, Event::LoketPaused { .. }));
            }
        }
        self.written.extend(sealed);
    }

    /// What a planted bug makes of it.
    fn spoiled(&self, before: &State, decided: Decided) -> Decided {
        let Some(plant) = self.plant else { return decided };
        let Decided { sealed, mut replies, confirmed, .. } = decided;
        let (mut state, mut changes) = (before.clone(), Changes::new());
        let mut written = Vec::with_capacity(sealed.len());
        let reading = loket::clock::Clock::now(&*self.clock);
        for mut one in sealed {
            if self.shadow.entries > 200 {
                plant.spoil(&self.profile, &state, reading, &mut one.entry);
            }
            // A spoiled entry may be one that the office would never apply; whoever looks at it must find that first.
            let mut next = state.clone();
            let applied = std::panic::AssertUnwindSafe(|| next.apply(&one.entry, &mut changes));
            if std::panic::catch_unwind(applied).is_ok() {
                state = next;
            }
            written.push(one);
        }
        if plant == Plant::RefusedYetDone
            && let [Ok(done)] = replies.as_mut_slice()
            && done.seq.0.is_multiple_of(50)
        {
            replies[0] = Err(SubmitError::Refused(loket::domain::refusal::Refusal::NobodyWaiting));
        }
        Decided { state, sealed: written, changes, replies, over: false, confirmed }
    }

    /// Stops and starts: the office is what its journal tells, row by row.
    pub fn restart(&mut self) -> Result<()> {
        let (mut state, mut changes) = (State::default(), Changes::new());
        for one in &self.written {
            state.apply(&one.entry, &mut changes);
        }
        let rows: BTreeMap<_, _> = changes.into_iter().filter_map(|(key, row)| Some((key, row?))).collect();
        if state != self.state {
            bail!("the journal tells of another office: {}", crate::compare::difference(&state, &self.state));
        }
        for (key, row) in &self.rows {
            ensure!(rows.get(key) == Some(row), "row {key:?} is not what the journal makes of it");
        }
        ensure!(rows.len() == self.rows.len(), "the journal makes more rows");
        self.time = Timekeeper::of(self.clock.clone());
        self.time.read(self.state.last);
        self.shadow.count("the office was started again");
        Ok(())
    }
}
