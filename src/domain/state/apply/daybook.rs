//! What events leave for the daybook, and the daybook of a day that turns.

use super::Step;
use crate::domain::berkas::Passage;
use crate::domain::complaint::Category;
use crate::domain::daybook::{Daybook, Mark, still_manned};
use crate::domain::deeds::CaseTurn;
use crate::domain::ids::LoketId;
use crate::domain::state::{Map, Row, RowKey};
use std::sync::Arc;

impl Step<'_> {
    /// A berkas left a step.
    pub(super) fn left(&mut self, passage: &Passage) {
        let Passage { step, waited, worked, norm, exception, .. } = passage;
        self.keep_mark(Mark::Left { step: step.clone(), waited: *waited, worked: *worked, norm: *norm });
        if exception.is_some() {
            self.keep_mark(Mark::OwnWork);
        }
    }

    /// Something happened to a complaint.
    pub(super) fn case(&mut self, category: Category, turn: CaseTurn) {
        self.keep_mark(Mark::Case { category, turn });
    }

    /// A paper was handed over.
    pub(super) fn handed(&mut self) {
        self.keep_mark(Mark::Handed);
    }

    /// What a loket did up to now is over.
    pub(super) fn manned(&mut self, loket: LoketId) {
        if let Some(mark) = still_manned(loket, self.state.desk(loket), self.at) {
            self.keep_mark(mark);
        }
    }

    /// The day is over: it becomes one row, and its marks go.
    pub(super) fn close_daybook(&mut self) {
        if let Some(book) = Daybook::of(self.state).filter(|book| !book.is_empty()) {
            self.changes.insert(RowKey::Daybook(book.day), Some(Row::Daybook(Arc::new(book))));
        }
        for place in self.state.marks.keys() {
            self.changes.insert(RowKey::Mark(*place), None);
        }
        self.state.marks = Map::new_sync();
    }

    pub(super) fn keep_mark(&mut self, mark: Mark) {
        let place = self.state.marks.last().map_or(0, |(place, _)| *place) + 1;
        self.changes.insert(RowKey::Mark(place), Some(Row::Mark(mark.clone())));
        self.state.marks.insert_mut(place, mark);
    }
}
