//! The table of numbers that nobody ended, because the day was over.

use super::tables::{Sheet, Writer, share};
use crate::domain::daybook::Fate;
use crate::sheets::Cell;

impl Writer<'_> {
    pub(super) fn by_day(&self) -> Sheet {
        let all = &self.report.all;
        let row = |name: &str, count| {
            vec![Cell::Words(self.say(name)), Cell::Count(count), share(count, all.issued)]
        };
        let rows = vec![
            row("reports-fate-uncalled", all.fate(Fate::Uncalled)),
            row("reports-fate-unfinished", all.fate(Fate::Unfinished)),
            row("reports-fate-with-berkas", all.fate(Fate::WithBerkas)),
            row("reports-total", all.ended_by_day()),
        ];
        let sheet = self.sheet("by-day", &["fate", "count", "of-issued"], rows, &["by-day", "left"]);
        Sheet { total: true, ..sheet }
    }
}
