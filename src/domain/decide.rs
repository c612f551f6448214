//! The decisions: a command and the office as it is, in; events or a refusal, out.
//!
//! Nothing here changes anything. One file per room: the kiosk, the loket's calls, the work at the
//! counter, certified copies, complaints, the survey, second chances, the desks, the boards, the papers of the printers, the official papers,
//! words about people, SK that are revoked, the accounts, the devices, the settings, the clock when it is doubted, and the day that turns.

mod again;
mod annex;
mod api_token;
mod board;
mod clock;
mod complain;
mod counter;
mod day;
mod desk;
mod device;
mod hook;
mod kiosk;
mod legalise;
mod loket;
mod official;
mod people;
mod print;
mod privacy;
mod ready;
mod reveal;
mod revoke;
mod settings;
mod shelf;
mod skm;
mod survey;
#[cfg(test)]
pub(in crate::domain) mod tests;
mod voice;

pub use day::{day_turns, open_day};
pub use privacy::{forget_phones, phones_go_until};

use super::account::{Account, Actor, roles};
use super::arrangement::Arrangement;
use super::command::{Answer, Ask, Command};
use super::event::Event;
use super::ids::{CallId, JobId, PrinterId, Zone};
use super::paper::Paper;
use super::profile::Profile;
use super::refusal::Refusal;
use super::state::{Counter, State};
use super::survey::Ballot;
use super::ticket::Lang;
use super::time::{Moment, ServiceDay};
use super::trust::Reading;

/// What a decision may look at besides the state.
#[derive(Clone, Copy, Debug)]
pub struct Context<'a> {
    /// The office as it is set up.
    pub profile: &'a Profile,
    /// The moment of the entry that would be written: later than the last entry.
    pub now: Moment,
    /// What the clock says, and how far it is believed.
    pub reading: Reading,
    /// Who acts.
    pub actor: Actor,
}

/// What is to be written.
#[derive(Clone, PartialEq, Debug)]
pub struct Decision {
    /// In order. Empty only when nothing had to change.
    pub events: Vec<Event>,
    /// What the client is told once it is on disk.
    pub answer: Answer,
    /// A response for the urn, which the journal must not hold beside its ticket.
    pub ballot: Option<Ballot>,
}

/// Longest free text of an officer, in characters.
pub const MOST_WORDS: usize = 500;

/// Decides one command. `now` is the moment of the entry that would be written, and `reading` what the clock says.
///
/// # Errors
/// A [`Refusal`] when the office does not do this; nothing is to be written then.
pub fn decide(
    state: &State,
    profile: &Profile,
    now: Moment,
    reading: Reading,
    ask: &Ask,
) -> Result<Decision, Refusal> {
    clock::may(reading.trust, &ask.command)?;
    // What somebody may do does not depend on how they came in; that is for the gate, and the entry tells it.
    let actor = ask.actor.account().map_or(Actor::Office, Actor::Account);
    let context = Context { profile, now, reading, actor };
    let mut draft = Draft { state, context, events: Vec::new(), ballot: None, calls: 0, jobs: 0 };
    let answer = match &ask.command {
        Command::Issue(issue) => kiosk::issue(&mut draft, issue)?,
        Command::Prepare(prepare) => kiosk::prepare(&mut draft, prepare)?,
        Command::Loket(loket, act) => loket::act(&mut draft, *loket, act)?,
        Command::Berkas(berkas, act) => desk::act(&mut draft, *berkas, act)?,
        Command::SubmitSurvey(survey) => survey::submit(&mut draft, survey)?,
        Command::Board(call, act) => board::act(&mut draft, *call, *act)?,
        Command::Print(job, act) => print::act(&mut draft, *job, act)?,
        Command::Printer(printer, act) => print::at_printer(&mut draft, printer, act)?,
        Command::People(act) => people::act(&mut draft, act)?,
        Command::ApiToken(act) => api_token::act(&mut draft, act)?,
        Command::Hook(act) => hook::act(&mut draft, act)?,
        Command::Device(act) => device::act(&mut draft, act)?,
        Command::Arrange(zone, arrangement) => arrange(&mut draft, zone, arrangement)?,
        Command::Shelf(shelf, act) => shelf::act(&mut draft, shelf, act)?,
        Command::Annex(berkas, act) => annex::act(&mut draft, *berkas, act)?,
        Command::Reveal(berkas, why) => reveal::applicant(&mut draft, *berkas, why)?,
        Command::Restrict(berkas, act) => privacy::restrict(&mut draft, *berkas, act)?,
        Command::Revoke(berkas, ask) => revoke::sk(&mut draft, *berkas, ask)?,
        Command::Paper(berkas, act) => official::act(&mut draft, *berkas, act)?,
        Command::Complaint(complaint, act) => complain::act(&mut draft, *complaint, act)?,
        Command::ReportBack(ticket) => again::report_back(&mut draft, *ticket)?,
        Command::Ready(act) => ready::act(&mut draft, act)?,
        Command::Restored => restored(&mut draft)?,
        Command::Skm(act) => skm::act(&mut draft, act)?,
        Command::Settings(new) => settings::keep(&mut draft, new)?,
        Command::Voice(act) => voice::act(&mut draft, *act)?,
        Command::ConfirmClock(seen) => clock::confirm(&mut draft, *seen)?,
        Command::Tick => tend(&mut draft),
    };
    Ok(Decision { events: draft.events, answer, ballot: draft.ballot })
}

/// What is due by the clock alone.
fn tend(draft: &mut Draft<'_>) -> Answer {
    board::give_up(draft);
    again::repeat_calls(draft);
    people::end_what_is_over(draft);
    if draft.events.is_empty() { Answer::Nothing } else { Answer::Done }
}

/// Goes on from a copy.
fn restored(draft: &mut Draft<'_>) -> Result<Answer, Refusal> {
    if draft.context.actor != Actor::Office {
        return Err(Refusal::WrongRole);
    }
    draft.push(Event::Restored {});
    Ok(Answer::Done)
}

/// How the boards of a zone are arranged from now on.
fn arrange(draft: &mut Draft<'_>, zone: &Zone, wanted: &Arrangement) -> Result<Answer, Refusal> {
    draft.require(roles::ADMINISTRATOR)?;
    if !draft.profile().zones().contains(zone) {
        return Err(Refusal::NoSuchZone);
    }
    let arrangement = wanted.checked(draft.profile().lokets_in(zone))?;
    if draft.state.arrangement(zone) == arrangement {
        return Ok(Answer::Nothing);
    }
    draft.push(Event::ZoneArranged { zone: zone.clone(), arrangement });
    Ok(Answer::Done)
}

/// A decision on its way: the office as it was, and the events so far.
struct Draft<'a> {
    state: &'a State,
    context: Context<'a>,
    events: Vec<Event>,
    ballot: Option<Ballot>,
    calls: u64,
    jobs: u64,
}

impl<'a> Draft<'a> {
    fn push(&mut self, event: Event) {
        self.events.push(event);
    }

    fn now(&self) -> Moment {
        self.context.now
    }

    fn profile(&self) -> &'a Profile {
        self.context.profile
    }

    /// The service day. The day is opened before any command is decided.
    fn day(&self) -> ServiceDay {
        self.state.today().unwrap_or_else(|| self.profile().calendar.offset.day(self.now()))
    }

    /// The account that acts; the office itself has none.
    fn account(&self) -> Result<&'a Account, Refusal> {
        match self.context.actor {
            Actor::Account(id) | Actor::Token(id, _) => self.state.account(id).ok_or(Refusal::WrongRole),
            Actor::Office => Err(Refusal::WrongRole),
        }
    }

    /// Refuses unless the actor holds `role`. The office itself may do everything.
    fn require(&self, role: &str) -> Result<(), Refusal> {
        match self.context.actor {
            Actor::Office => Ok(()),
            _ if self.account()?.holds(role) => Ok(()),
            _ => Err(Refusal::WrongRole),
        }
    }

    fn next_call(&mut self) -> CallId {
        self.calls += 1;
        CallId(self.state.counter(&Counter::Call) + self.calls)
    }

    /// Orders a paper, as part of this very entry (I7).
    fn order(&mut self, printer: PrinterId, paper: Paper, lang: Lang, copy_of: Option<JobId>) -> JobId {
        self.jobs += 1;
        let job = JobId(self.state.counter(&Counter::Job) + self.jobs);
        self.push(Event::PaperOrdered { job, printer, paper, lang, copy_of });
        job
    }
}

/// The officer's words, trimmed. Empty words are no reason.
fn reason(text: &str) -> Result<String, Refusal> {
    let text = text.trim();
    if text.is_empty() {
        return Err(Refusal::ReasonNeeded);
    }
    within(text, MOST_WORDS)
}

/// A text of at most `most` characters and without control characters other than line ends.
fn within(text: &str, most: usize) -> Result<String, Refusal> {
    if text.chars().count() > most {
        return Err(Refusal::TooLong);
    }
    Ok(text.chars().filter(|letter| !letter.is_control() || *letter == '\n').collect())
}

/// A person's name: one line of 1 to 100 characters.
fn name(text: &str) -> Result<String, Refusal> {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let fits = !text.is_empty() && text.chars().count() <= 100 && !text.chars().any(char::is_control);
    if fits { Ok(text) } else { Err(Refusal::BadName) }
}
