//! Whose turn it is, and why: the declared order of the queue.
//!
//! Three rules, in this order: whoever waits beyond the limit goes first, oldest first; then
//! priority and regular tickets alternate in the profile's ratio; within a class the earliest
//! place in the line wins. The reason is kept with the call, so an officer can always answer
//! "why not me?".

use super::ids::{Purpose, TicketId};
use super::loket::Round;
use super::profile::QueuePolicy;
use super::queue::{Class, Line, Place};
use super::time::Moment;
use std::collections::VecDeque;

/// Why a ticket was called.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Why {
    /// The longest waiting of its class.
    Turn,
    /// The turn of the priority class.
    Priority,
    /// It had waited beyond the limit.
    Overdue,
    /// It had been missed and is called again.
    Again,
    /// Out of order, for the officer's reason.
    Chosen {
        /// In the officer's words.
        reason: String,
    },
}

/// The next ticket to call.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Choice {
    /// Who.
    pub ticket: TicketId,
    /// Why.
    pub why: Why,
    /// The round after the call.
    pub round: Round,
}

/// The next ticket a loket that draws `purposes` should call.
pub fn next(
    line: &Line,
    purposes: &[Purpose],
    policy: &QueuePolicy,
    round: Round,
    now: Moment,
) -> Option<Choice> {
    let head = |class| purposes.iter().filter_map(|purpose| line.head(purpose, class)).min_by_key(|p| key(p));
    choose(head(Class::Priority), head(Class::Regular), policy, round, now)
}

/// The next `most` tickets in the order in which they would be called if nobody else came.
pub fn upcoming(
    line: &Line,
    purposes: &[Purpose],
    policy: &QueuePolicy,
    mut round: Round,
    now: Moment,
    most: usize,
) -> Vec<Choice> {
    let waiting = |class| {
        let mut places: Vec<&Place> =
            purposes.iter().flat_map(|purpose| line.places(purpose, class).take(most)).collect();
        places.sort_by_key(|place| key(place));
        VecDeque::from(places)
    };
    let (mut priority, mut regular) = (waiting(Class::Priority), waiting(Class::Regular));
    let mut order = Vec::with_capacity(most);
    while order.len() < most {
        let heads = (priority.front().copied(), regular.front().copied());
        let Some(choice) = choose(heads.0, heads.1, policy, round, now) else {
            break;
        };
        let from = if heads.0.is_some_and(|place| place.ticket == choice.ticket) {
            &mut priority
        } else {
            &mut regular
        };
        from.pop_front();
        round = choice.round;
        order.push(choice);
    }
    order
}

fn key(place: &Place) -> (Moment, TicketId) {
    (place.order, place.ticket)
}

fn choose(
    priority: Option<&Place>,
    regular: Option<&Place>,
    policy: &QueuePolicy,
    round: Round,
    now: Moment,
) -> Option<Choice> {
    let limit = u64::from(policy.max_wait_minutes) * 60;
    let overdue = |place: &&Place| now.seconds_since(place.order) >= limit;
    let late = priority.into_iter().chain(regular).filter(overdue).min_by_key(|place| key(place));
    let (place, why) = match (late, priority, regular) {
        (Some(late), _, _) => (late, Why::Overdue),
        (None, Some(first), Some(_)) if round.priority < policy.priority => (first, Why::Priority),
        (None, _, Some(first)) => (first, Why::Turn),
        (None, Some(first), None) => (first, Why::Priority),
        (None, None, None) => return None,
    };
    let round = advance(round, place.class, policy);
    Some(Choice { ticket: place.ticket, why, round })
}

/// Counts one drawn ticket; a finished round begins anew.
fn advance(round: Round, class: Class, policy: &QueuePolicy) -> Round {
    match class {
        Class::Priority => Round { priority: round.priority.saturating_add(1), ..round },
        Class::Regular if round.priority < policy.priority => round,
        Class::Regular if round.regular + 1 >= policy.regular => Round::default(),
        Class::Regular => Round { regular: round.regular + 1, ..round },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const POLICY: QueuePolicy = QueuePolicy { priority: 1, regular: 2, max_wait_minutes: 60 };

    fn line(places: &[(u64, Class, i64)]) -> Line {
        let mut line = Line::default();
        for (ticket, class, minute) in places {
            line.join(Place {
                purpose: "pendaftaran".into(),
                class: *class,
                order: Moment(0).plus_seconds(minute * 60),
                ticket: TicketId(*ticket),
            });
        }
        line
    }

    fn order(line: &Line, now_minute: i64) -> Vec<(u64, Why)> {
        let now = Moment(0).plus_seconds(now_minute * 60);
        let drawn = upcoming(line, &["pendaftaran".into()], &POLICY, Round::default(), now, 10);
        drawn.into_iter().map(|choice| (choice.ticket.0, choice.why)).collect()
    }

    use Class::{Priority, Regular};

    #[test]
    fn priority_and_regular_alternate_one_to_two() {
        let line = line(&[
            (1, Regular, 1),
            (2, Regular, 2),
            (3, Regular, 3),
            (4, Priority, 4),
            (5, Priority, 5),
            (6, Priority, 6),
        ]);
        let expected = [
            (4, Why::Priority),
            (1, Why::Turn),
            (2, Why::Turn),
            (5, Why::Priority),
            (3, Why::Turn),
            (6, Why::Priority),
        ];
        assert_eq!(order(&line, 10), expected);
    }

    #[test]
    fn nobody_waits_beyond_the_limit() {
        let line = line(&[(1, Regular, 0), (2, Priority, 30), (3, Regular, 1)]);
        assert_eq!(order(&line, 61), [(1, Why::Overdue), (3, Why::Overdue), (2, Why::Priority)]);
    }

    #[test]
    fn the_next_is_the_first_of_the_preview_and_an_empty_line_has_none() {
        let line = line(&[(7, Regular, 1), (8, Regular, 2)]);
        let purposes = ["pendaftaran".into(), "informasi".into()];
        let next_choice = next(&line, &purposes, &POLICY, Round::default(), Moment(0));
        assert_eq!(next_choice.map(|choice| choice.ticket), Some(TicketId(7)));
        assert_eq!(next(&Line::default(), &purposes, &POLICY, Round::default(), Moment(0)), None);
    }

    #[test]
    fn two_purposes_of_one_loket_are_one_line() {
        let mut line = line(&[(1, Regular, 5)]);
        line.join(Place {
            purpose: "informasi".into(),
            class: Regular,
            order: Moment(0).plus_seconds(60),
            ticket: TicketId(2),
        });
        let purposes = ["pendaftaran".into(), "informasi".into()];
        let next_choice = next(&line, &purposes, &POLICY, Round::default(), Moment(0));
        assert_eq!(next_choice.map(|choice| choice.ticket), Some(TicketId(2)));
    }
}
