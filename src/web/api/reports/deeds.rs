//! The tables of what happened besides visits and steps: certified copies, complaints, exceptions.

use super::tables::{Sheet, Writer, share};
use crate::domain::deeds::Cases;
use crate::sheets::Cell;

impl Writer<'_> {
    /// Certified copies of the office's own SK, and of other documents.
    pub(super) fn copies(&self) -> Sheet {
        let deeds = &self.report.deeds;
        let row = |name: &str, documents, copies| {
            vec![Cell::Words(self.say(name)), Cell::Count(documents), Cell::Count(copies)]
        };
        let rows = vec![
            row("reports-copies-ours", deeds.documents.0, deeds.copies.0),
            row("reports-copies-other", deeds.documents.1, deeds.copies.1),
            row("reports-total", deeds.documents.0 + deeds.documents.1, deeds.copies.0 + deeds.copies.1),
        ];
        let sheet = self.sheet("copies", &["document", "documents", "copies"], rows, &["copies"]);
        Sheet { total: true, ..sheet }
    }

    /// Complaints by their kind.
    pub(super) fn complaints(&self) -> Sheet {
        let deeds = &self.report.deeds;
        let row = |name: String, cases: &Cases| {
            let counts = [cases.filed, cases.answered, cases.in_time, cases.closed].map(Cell::Count);
            let mut cells = vec![Cell::Words(name)];
            cells.extend(counts);
            cells.insert(4, share(cases.in_time, cases.answered));
            cells
        };
        let kinds = deeds.cases.iter();
        let kinds = kinds.map(|(kind, cases)| row(self.say(&format!("reports-case-{}", kind.word())), cases));
        let rows = kinds.chain([row(self.say("reports-total"), &deeds.all_cases())]).collect();
        let columns = ["category", "filed", "answered", "in-time", "in-time-share", "closed"];
        Sheet { total: true, ..self.sheet("complaints", &columns, rows, &["complaints"]) }
    }

    /// What the office allows and counts: decisions about own work, SK that were revoked, looks at NIK.
    pub(super) fn exceptions(&self) -> Sheet {
        let deeds = &self.report.deeds;
        let row = |name: &str, count| vec![Cell::Words(self.say(name)), Cell::Count(count)];
        let rows = vec![
            row("reports-sum-own-work", deeds.own_work),
            row("reports-sum-revoked", deeds.revoked),
            row("reports-looks", deeds.looks),
        ];
        self.sheet("exceptions", &["what", "count"], rows, &["exceptions"])
    }
}
