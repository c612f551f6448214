//! Bugs that are planted to see whether they are found.

use loket::domain::account::Actor;
use loket::domain::command::Answer;
use loket::domain::event::{Entry, Event};
use loket::domain::ids::LoketId;
use loket::domain::paper::PrintOutcome;
use loket::domain::privacy::Holder;
use loket::domain::profile::Profile;
use loket::domain::sop::Goal;
use loket::domain::state::State;
use loket::domain::ticket::Stage;
use loket::domain::time::Moment;

/// One bug each.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Plant {
    /// A number is given twice.
    NumberTwice,
    /// A number is left out.
    NumberLeftOut,
    /// A ticket belongs to another day than the one that is open.
    WrongDay,
    /// The day opens again when the clock steps back.
    DayAgain,
    /// An entry is stamped with the clock as it is.
    ClockAsItIs,
    /// A loket calls somebody while it has another in hand.
    TwoInHand,
    /// Whoever was called is already served elsewhere.
    CalledElsewhere,
    /// A berkas skips a step.
    StepSkipped,
    /// Two SK bear the same number.
    SkTwice,
    /// A SK is numbered before it was signed.
    SkEarly,
    /// A call is spoken by two boards.
    SpokenTwice,
    /// A survey counts twice.
    SurveyTwice,
    /// Answers of a survey are lost on the way to the urn.
    BallotLost,
    /// A number is given without its slip.
    NoSlip,
    /// A paper that may have come out is sent again.
    SentAgain,
    /// What a request was answered is forgotten.
    RequestForgotten,
    /// A refused act leaves a trace.
    RefusedYetDone,
    /// Memory and journal differ.
    NotInJournal,
    /// Somebody without the role decides about a berkas.
    WrongHand,
    /// The clock is believed, whatever it shows.
    ClockBelieved,
    /// Two berkas bear the same number.
    BerkasTwice,
    /// The id of a ticket is left out.
    TicketSkipped,
    /// The place of an entry is left out.
    EntrySkipped,
    /// An entry says nothing of what was done.
    NothingWritten,
    /// Somebody is told one thing, and another is written.
    OtherAnswer,
    /// Somebody opens the day.
    DayByHand,
    /// A series goes on over midnight.
    SeriesGoesOn,
    /// Answers come into the urn of which no entry knows.
    SurveyUnsaid,
    /// Answers are taken for another berkas than the tablet asked for.
    OtherTablet,
    /// A day begins with surveys that nobody counted.
    SurveysLeft,
    /// A berkas is handed over twice.
    ClosedTwice,
    /// Two papers bear the same id.
    PaperTwice,
    /// A SK is counted in another year.
    SkOfAnotherYear,
    /// A berkas leaves a step before it came there.
    LeftEarly,
    /// Somebody is seated who did not come.
    SomebodyElse,
    /// Somebody is served who was not called.
    ServedUncalled,
    /// A row is not written.
    RowLost,
    /// Somebody decides about their own work and nobody says why.
    OwnWork,
    /// A telephone number goes while its time runs.
    PhoneEarly,
    /// Somebody looks at whom nobody is to look at.
    LookedAllTheSame,
}

impl Plant {
    /// All of them.
    pub const ALL: [Plant; 40] = [
        Plant::NumberTwice,
        Plant::NumberLeftOut,
        Plant::WrongDay,
        Plant::DayAgain,
        Plant::ClockAsItIs,
        Plant::TwoInHand,
        Plant::CalledElsewhere,
        Plant::StepSkipped,
        Plant::SkTwice,
        Plant::SkEarly,
        Plant::SpokenTwice,
        Plant::SurveyTwice,
        Plant::BallotLost,
        Plant::NoSlip,
        Plant::SentAgain,
        Plant::RequestForgotten,
        Plant::RefusedYetDone,
        Plant::NotInJournal,
        Plant::WrongHand,
        Plant::ClockBelieved,
        Plant::BerkasTwice,
        Plant::TicketSkipped,
        Plant::EntrySkipped,
        Plant::NothingWritten,
        Plant::OtherAnswer,
        Plant::DayByHand,
        Plant::SeriesGoesOn,
        Plant::SurveyUnsaid,
        Plant::OtherTablet,
        Plant::SurveysLeft,
        Plant::ClosedTwice,
        Plant::PaperTwice,
        Plant::SkOfAnotherYear,
        Plant::LeftEarly,
        Plant::SomebodyElse,
        Plant::ServedUncalled,
        Plant::RowLost,
        Plant::OwnWork,
        Plant::PhoneEarly,
        Plant::LookedAllTheSame,
    ];

    /// Spoils an entry as a whole.
    fn spoil_entry(self, state: &State, entry: &mut Entry) -> bool {
        let holds = |wanted: fn(&Event) -> bool| entry.events.iter().any(wanted);
        match self {
            Plant::EntrySkipped => entry.seq.0 += 1,
            Plant::NothingWritten => entry.events.clear(),
            Plant::OtherAnswer if entry.answer != Answer::Nothing && entry.request.is_some() => {
                entry.answer = Answer::Nothing;
            }
            Plant::DayByHand if holds(|event| matches!(event, Event::DayOpened { .. })) => {
                let Some(kiosk) = state.account_by_login("kiosk") else { return false };
                entry.actor = Actor::Account(kiosk.id);
            }
            Plant::SurveyUnsaid if holds(|event| matches!(event, Event::SurveyAnswered { .. })) => {
                entry.events.retain(|event| !matches!(event, Event::SurveyAnswered { .. }));
            }
            Plant::SurveysLeft if holds(|event| matches!(event, Event::SurveysCounted { .. })) => {
                entry.events.retain(|event| !matches!(event, Event::SurveysCounted { .. }));
            }
            _ => return false,
        }
        true
    }

    /// Spoils an entry, if this bug touches it. `reading` is what the clock shows.
    pub fn spoil(self, profile: &Profile, state: &State, reading: Moment, entry: &mut Entry) -> bool {
        let mut spoiled = false;
        if self == Plant::ClockAsItIs && reading.0 <= state.last.0 {
            entry.at = reading;
            spoiled = true;
        }
        let mut added = Vec::new();
        spoiled |= self.spoil_entry(state, entry);
        for event in &mut entry.events {
            let hit = match (self, &mut *event) {
                (Plant::NumberTwice, Event::TicketIssued { number, .. }) if number.n > 3 => {
                    number.n -= 1;
                    true
                }
                (Plant::NumberLeftOut, Event::TicketIssued { number, .. }) if number.n > 3 => {
                    number.n += 1;
                    true
                }
                (Plant::WrongDay, Event::TicketIssued { day, .. }) => {
                    day.0 = day.0.tomorrow().unwrap_or(day.0);
                    true
                }
                (Plant::DayAgain, Event::DayOpened { day, .. }) if state.day.is_some() => {
                    day.0 = state.today().map_or(day.0, |open| open.0);
                    true
                }
                (Plant::TwoInHand, Event::TicketCalled { loket, .. }) => {
                    let busy = state.lokets.values().find(|known| known.current.is_some());
                    busy.inspect(|known| *loket = known.id).is_some()
                }
                (Plant::CalledElsewhere, Event::TicketCalled { ticket, loket, .. }) => {
                    let other = |known: &LoketId| known != loket;
                    let busy = state.lokets.values().filter(|known| other(&known.id));
                    let taken = busy.filter_map(|known| known.current).next();
                    taken.inspect(|taken| *ticket = *taken).is_some()
                }
                (Plant::StepSkipped, Event::BerkasMoved { to, .. }) => {
                    let step = profile.sop.step(to);
                    let next = step.and_then(|step| {
                        step.choices.iter().find_map(|choice| match &choice.to {
                            Goal::Step(next) => Some(next.clone()),
                            Goal::End(_) => None,
                        })
                    });
                    next.map(|next| *to = next).is_some()
                }
                (Plant::SkTwice, Event::SkNumbered { number, .. }) if number.n > 1 => {
                    number.n -= 1;
                    true
                }
                (Plant::SkEarly, Event::SkNumbered { berkas, .. }) => {
                    let early = state.berkas.values().find(|known| known.sk.is_none() && known.id != *berkas);
                    early.map(|early| *berkas = early.id).is_some()
                }
                (Plant::SpokenTwice, Event::CallSpeaking { call, board, page }) => {
                    added.push(Event::CallSpeaking { call: *call, board: *board, page: *page + 1 });
                    true
                }
                (Plant::SurveyTwice, Event::SurveysCounted { responses }) => {
                    responses.push(responses[0].clone());
                    true
                }
                (Plant::SentAgain, Event::PrintEnded { outcome, .. }) => match outcome {
                    PrintOutcome::Uncertain(why) => {
                        *outcome = PrintOutcome::Postponed(why.clone());
                        true
                    }
                    _ => false,
                },
                (Plant::WrongHand, Event::BerkasMoved { passage, .. }) if passage.by.is_some() => {
                    passage.by = state.account_by_login("kiosk").map(|kiosk| kiosk.id);
                    true
                }
                (Plant::BerkasTwice, Event::BerkasRegistered { number, .. }) if number.n > 1 => {
                    number.n -= 1;
                    true
                }
                (Plant::TicketSkipped, Event::TicketIssued { ticket, .. }) => {
                    ticket.0 += 1;
                    true
                }
                (Plant::SeriesGoesOn, Event::TicketIssued { number, ticket, .. })
                    if number.n == 1 && ticket.0 > 30 =>
                {
                    number.n = 31;
                    true
                }
                (Plant::OtherTablet, Event::SurveyAnswered { berkas, .. }) => {
                    let other = state.berkas.keys().find(|known| *known != berkas);
                    other.map(|other| *berkas = *other).is_some()
                }
                (Plant::ClosedTwice, closed @ Event::BerkasClosed { .. }) => {
                    added.push(closed.clone());
                    true
                }
                (Plant::PaperTwice, Event::PaperOrdered { job, .. }) if job.0 > 1 => {
                    job.0 -= 1;
                    true
                }
                (Plant::SkOfAnotherYear, Event::SkNumbered { number, .. }) => {
                    number.year -= 1;
                    true
                }
                (Plant::LeftEarly, Event::BerkasMoved { passage, .. }) => {
                    passage.left = passage.arrived.plus_seconds(-1);
                    true
                }
                (Plant::SomebodyElse, Event::LoketOpened { officer, .. }) => {
                    let other = state.accounts.keys().find(|known| *known != officer);
                    other.map(|other| *officer = *other).is_some()
                }
                (Plant::ServedUncalled, Event::TicketPresent { ticket }) => {
                    let waits = state.tickets.values().find(|known| known.stage == Stage::Waiting);
                    waits.map(|waits| *ticket = waits.id).is_some()
                }
                (Plant::OwnWork, Event::BerkasMoved { passage, .. }) => passage.exception.take().is_some(),
                (Plant::PhoneEarly, Event::BerkasClosed { berkas, .. }) => {
                    let phones = vec![(entry.at, Holder::Berkas(*berkas))];
                    added.push(Event::PhonesForgotten { phones });
                    true
                }
                (Plant::LookedAllTheSame, Event::ApplicantRevealed { berkas, .. }) => {
                    let restricted = state.restrictions.keys().next();
                    let analis = state.account_by_login("analis").map(|known| Actor::Account(known.id));
                    let hit = restricted.filter(|_| analis == Some(entry.actor));
                    hit.inspect(|restricted| *berkas = **restricted).is_some()
                }
                _ => false,
            };
            spoiled |= hit;
        }
        entry.events.extend(added);
        if self == Plant::NoSlip
            && entry.events.iter().any(|event| matches!(event, Event::TicketIssued { .. }))
        {
            entry.events.retain(|event| !matches!(event, Event::PaperOrdered { .. }));
            spoiled = true;
        }
        spoiled
    }
}
