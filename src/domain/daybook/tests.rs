//! What a day that was really decided comes to.

use super::*;
use crate::domain::command::LoketAct;
use crate::domain::decide::tests::story::{Story, monday_morning};
use crate::domain::state::{Changes, Row, RowKey};

/// Every entry of a story applied again, with the rows it leaves.
fn rows(story: &Story) -> Changes {
    let (mut state, mut rows) = (State::default(), Changes::new());
    story.journal.iter().for_each(|entry| state.apply(entry, &mut rows));
    assert_eq!(state, story.state, "the state is a function of the journal");
    rows
}

#[test]
fn a_day_that_turns_becomes_one_row_and_its_marks_go() {
    let mut story = Story::open();
    story.wait(30);
    story.registered();
    story.issue('C').expect("the kiosk is open");
    story.at("rina", 2, LoketAct::Pause { reason: "salat".to_string() }).expect("pauses");
    story.wait(600);
    let open = Daybook::of(&story.state).expect("an open day");
    assert_eq!((open.visits.len(), open.manned.len()), (2, 4), "three lokets, one of them in two stretches");
    assert!(open.visits.iter().all(|visit| visit.fate == Fate::Open));
    assert_eq!(open.left.len(), 3, "registration, and what the applicant did before it");

    story.now = monday_morning();
    story.wait(24 * 3600);
    story.issue('C').expect("the next day");
    let rows = rows(&story);
    let Some(Some(Row::Daybook(book))) = rows.get(&RowKey::Daybook(open.day)) else {
        panic!("the day that is over is a row");
    };
    let fates: Vec<_> = book.visits.iter().map(|visit| visit.fate).collect();
    assert_eq!(fates, [Fate::WithBerkas, Fate::Uncalled]);
    assert_eq!((&book.left, &book.purposes, book.base), (&open.left, &open.purposes, open.base));
    let paused = book.manned.iter().find(|stretch| stretch.manning == Manning::Paused).expect("the pause");
    assert!(paused.until - paused.from > 23 * 3600, "nobody ended it before the day turned");
    assert!(story.state.marks.is_empty());
    let marks = rows.iter().filter(|(key, row)| matches!(key, RowKey::Mark(_)) && row.is_some());
    assert_eq!(marks.count(), 0, "no mark of yesterday is left");
}

#[test]
fn a_stop_is_measured_between_whole_moments() {
    let mut story = Story::open();
    story.issue('A').expect("the kiosk is open");
    story.wait(90);
    story.serve("rina", 2);
    let book = Daybook::of(&story.state).expect("an open day");
    let stop = &book.visits[0].stops[0];
    assert_eq!((stop.wait, stop.walk, stop.service), (Some(90), Some(20), None));
    assert_eq!((stop.loket, book.visits[0].length), (Some(LoketId(2)), None));
}
