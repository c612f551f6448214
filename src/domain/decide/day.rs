//! The day that turns, found by comparing dates whenever anything happens (I12).

use super::super::command::Answer;
use super::super::event::Event;
use super::super::ids::Seq;
use super::super::profile::Profile;
use super::super::skm::work::{PermitGroup, SkmEvent};
use super::super::state::State;
use super::super::survey::Response;
use super::super::time::Moment;
use super::Decision;

/// Whether `now` belongs to a later day than the one the office has open. A clock that stepped back
/// stays in the day that is open, so no number is given twice.
pub fn day_turns(state: &State, profile: &Profile, now: Moment) -> bool {
    let today = profile.calendar.offset.day(now);
    state.today().is_none_or(|open| today > open)
}

/// Opens the day of `now`. `urn` are all responses that lie in the urn; they are counted from here
/// on, sorted by content so that their order says nothing about who gave them. `waiting` are the sums
/// by permit type, those of the urn included; the ones that are large enough are counted too.
pub fn open_day(
    state: &State,
    profile: &Profile,
    now: Moment,
    mut urn: Vec<Response>,
    waiting: Vec<PermitGroup>,
) -> Decision {
    let day = profile.calendar.offset.day(now);
    let requests_from = state.day.map_or(Seq(0), |yesterday| yesterday.seq);
    let mut events = vec![Event::DayOpened { day, requests_from }];
    if !urn.is_empty() {
        urn.sort_by(|a, b| a.content().cmp(&b.content()));
        events.push(Event::SurveysCounted { responses: urn });
    }
    let groups: Vec<_> = waiting.into_iter().filter(PermitGroup::is_enough).collect();
    if !groups.is_empty() {
        events.push(Event::Skm(SkmEvent::GroupsCounted { groups }));
    }
    Decision { events, answer: Answer::Done, ballot: None }
}
