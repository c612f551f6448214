//! What is not done while the clock is doubted, and the word that it is right.

use super::super::account::roles;
use super::super::command::{Answer, Command};
use super::super::event::Event;
use super::super::refusal::Refusal;
use super::super::state::Counter;
use super::super::time::Moment;
use super::super::trust::{SEEN_WITHIN, Trust, is_possible};
use super::Draft;

/// Refuses what the clock must be known for: numbers while it may be another day, and while nothing is known of the
/// day, whatever bears a date.
pub(super) fn may(trust: Trust, command: &Command) -> Result<(), Refusal> {
    let waits = match command {
        Command::Issue(_) => !trust.gives_numbers(),
        Command::Loket(..)
        | Command::Berkas(..)
        | Command::SubmitSurvey(_)
        | Command::Complaint(..)
        | Command::Annex(..)
        | Command::Paper(..)
        | Command::Revoke(..)
        | Command::ReportBack(_)
        | Command::Skm(_) => !trust.knows_the_day(),
        _ => false,
    };
    if waits { Err(Refusal::ClockInDoubt) } else { Ok(()) }
}

/// Somebody who answers for the office says that the clock is right, which showed `seen` when they looked.
pub(super) fn confirm(draft: &mut Draft<'_>, seen: Moment) -> Result<Answer, Refusal> {
    if draft.require(roles::ADMINISTRATOR).is_err() {
        draft.require(roles::SUPERVISOR)?;
    }
    let reading = draft.context.reading;
    if reading.trust == Trust::Right {
        return Ok(Answer::Nothing);
    }
    if !is_possible(reading.shown) {
        return Err(Refusal::ClockImpossible);
    }
    if seen.0.saturating_sub(reading.shown.0).unsigned_abs() > SEEN_WITHIN.unsigned_abs() * 1_000_000 {
        return Err(Refusal::ClockMoved);
    }
    draft.push(Event::ClockConfirmed { before: draft.state.last, shown: reading.shown });
    // Numbers that were given after the copy may be of the day that opens now, so its tickets say so too.
    let restored = Moment(i64::try_from(draft.state.counter(&Counter::Restored)).unwrap_or(i64::MAX));
    let offset = draft.profile().calendar.offset;
    if restored != Moment(0) && draft.state.today() == Some(offset.day(restored)) {
        draft.push(Event::Restored {});
    }
    Ok(Answer::Done)
}
