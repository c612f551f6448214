//! Official papers. They live in rows only: nothing is decided by what was printed.

use super::super::super::event::Event;
use super::super::super::issued::Issued;
use super::super::{Counter, Row, RowKey};
use super::Step;
use std::sync::Arc;

impl Step<'_> {
    pub(super) fn official(&mut self, event: &Event) {
        match event {
            Event::PaperFileKept { digest, text } => {
                let row = Row::PaperFile(text.as_str().into());
                self.changes.insert(RowKey::PaperFile(*digest), Some(row));
                self.state.paper_files.insert_mut(*digest);
            }
            Event::PaperIssued { paper, berkas, kind, sheet, files, facts, by } => self.issued(Issued {
                id: *paper,
                berkas: *berkas,
                kind: *kind,
                sheet: *sheet,
                files: files.clone(),
                facts: facts.clone(),
                copy_of: None,
                by: *by,
                at: self.at,
            }),
            Event::PaperCopied { paper, of, berkas, kind, sheet, by } => self.issued(Issued {
                id: *paper,
                berkas: *berkas,
                kind: *kind,
                sheet: *sheet,
                files: Vec::new(),
                facts: String::new(),
                copy_of: Some(*of),
                by: *by,
                at: self.at,
            }),
            _ => {}
        }
    }

    fn issued(&mut self, issued: Issued) {
        self.count(Counter::Issued, issued.id.0);
        self.changes.insert(RowKey::Issued(issued.id), Some(Row::Issued(Arc::new(issued))));
    }
}
