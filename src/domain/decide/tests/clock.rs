//! A clock that is not believed.

use super::story::Story;
use crate::domain::account::{Actor, roles};
use crate::domain::command::{Answer, Command, LoketAct, PeopleAct, TakeOver};
use crate::domain::event::Event;
use crate::domain::ids::Role;
use crate::domain::refusal::Refusal;
use crate::domain::time::Moment;
use crate::domain::trust::Trust;

const DAY: i64 = 86_400;

fn with_a_supervisor() -> Story {
    let mut story = Story::open();
    let add = PeopleAct::Add {
        login: "pengawas".to_string(),
        name: "Pengawas".to_string(),
        roles: vec![Role::from(roles::SUPERVISOR)],
        password: "hash".to_string(),
    };
    story.by(Actor::Office, Command::People(add)).expect("added");
    story
}

#[test]
fn no_number_is_given_while_it_may_be_another_day() {
    let mut story = with_a_supervisor();
    let waiting = story.issue('A').expect("open");
    story.clock.0 = Trust::Leapt;
    assert_eq!(story.issue('A'), Err(Refusal::ClockInDoubt));
    assert_eq!(story.serve("rina", 2), waiting, "whoever has a number is served");
    story.clock.0 = Trust::Unknown;
    assert_eq!(
        story.at("rina", 2, LoketAct::Finish),
        Err(Refusal::ClockInDoubt),
        "nothing that bears a date"
    );
    let open = LoketAct::Open { take_over: TakeOver::Never };
    assert_eq!(story.at("wati", 2, open), Err(Refusal::ClockInDoubt));
    story.clock.0 = Trust::SetBack;
    story.issue('A').expect("a clock that went back stops nobody");
}

#[test]
fn the_clock_is_right_when_somebody_who_answers_for_the_office_says_so() {
    let mut story = with_a_supervisor();
    let (last, shown) = (story.state.last, story.now.plus_seconds(30 * DAY));
    let nothing = story.ask("pengawas", Command::ConfirmClock(shown)).expect("nothing to confirm");
    assert_eq!(nothing, Answer::Nothing);
    story.clock = (Trust::Unknown, Some(shown));
    let seen = Command::ConfirmClock(shown.plus_seconds(-60));
    assert_eq!(story.ask("rina", seen.clone()), Err(Refusal::WrongRole));
    assert_eq!(story.ask("kiosk", seen.clone()), Err(Refusal::WrongRole));
    let other = Command::ConfirmClock(shown.plus_seconds(-3_600));
    assert_eq!(story.ask("pengawas", other), Err(Refusal::ClockMoved));
    assert_eq!(story.ask("pengawas", seen), Ok(Answer::Done));
    let entry = story.journal.last().expect("written");
    assert_eq!(entry.events, [Event::ClockConfirmed { before: last, shown }]);
    assert_eq!(entry.actor, Actor::Account(story.who("pengawas")), "with who and when");
}

#[test]
fn nobody_confirms_a_year_that_cannot_be() {
    let mut story = with_a_supervisor();
    for shown in [Moment(0), Moment(i64::MAX), Moment(-1)] {
        story.clock = (Trust::Unknown, Some(shown));
        let seen = Command::ConfirmClock(shown);
        assert_eq!(story.ask("admin", seen), Err(Refusal::ClockImpossible), "{shown:?}");
    }
}

/// Numbers that were given after an old copy may be of the day that opens now.
#[test]
fn the_day_that_a_restored_office_opens_by_word_is_marked_too() {
    let mut story = with_a_supervisor();
    story.by(Actor::Office, Command::Restored).expect("restored");
    let shown = story.now.plus_seconds(40 * DAY);
    story.clock = (Trust::Unknown, Some(shown));
    story.ask("admin", Command::ConfirmClock(shown)).expect("confirmed");
    assert_eq!(story.journal.last().expect("written").events.last(), Some(&Event::Restored {}));
}
