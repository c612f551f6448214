//! Notes, scans and the form.

use super::super::super::annex::{Annex, Note, Scan};
use super::super::super::event::Event;
use super::super::super::form::Form;
use super::super::super::ids::BerkasId;
use super::super::{Row, RowKey};
use super::Step;
use std::sync::Arc;

impl Step<'_> {
    pub(super) fn annex(&mut self, event: &Event) {
        let at = self.at;
        match event {
            Event::BerkasNoted { berkas, by, text } => {
                self.beside(*berkas, |annex| annex.notes.push(Note { at, by: *by, text: text.clone() }));
            }
            Event::ScanAdded { berkas, requirement, digest, kind, bytes, by } => {
                let scan = Scan {
                    requirement: requirement.clone(),
                    digest: *digest,
                    kind: *kind,
                    bytes: *bytes,
                    by: *by,
                    at,
                };
                self.beside(*berkas, |annex| annex.scans.push(scan));
            }
            Event::ScanRemoved { berkas, requirement, digest, .. } => self.beside(*berkas, |annex| {
                annex.scans.retain(|scan| scan.requirement != *requirement || scan.digest != *digest);
            }),
            Event::FormFilled { berkas, fields, by } => {
                let form = Form { fields: fields.clone(), by: *by, at };
                self.beside(*berkas, |annex| annex.form = Some(form));
            }
            _ => {}
        }
    }

    fn beside(&mut self, id: BerkasId, change: impl FnOnce(&mut Annex)) {
        if self.state.berkas(id).is_none() {
            debug_assert!(false, "a note or scan of berkas {id}, which is not there");
            return;
        }
        let mut annex = self.state.annex(id).cloned().unwrap_or_else(|| Annex::of(id));
        change(&mut annex);
        let annex = Arc::new(annex);
        self.changes.insert(RowKey::Annex(id), Some(Row::Annex(annex.clone())));
        self.state.annexes.insert_mut(id, annex);
    }
}
