//! What became of the survey's imports, groups, chapters and publications.

use super::super::super::skm::work::{Import, ImportPart, SkmEvent, SkmKey, SkmRow};
use super::super::{Row, RowKey};
use super::Step;
use std::sync::Arc;

impl Step<'_> {
    pub(super) fn skm(&mut self, event: &SkmEvent) {
        match event {
            SkmEvent::SurveysImported { part } => self.import(part),
            SkmEvent::GroupsCounted { groups } => {
                for (place, group) in (0..).zip(groups) {
                    self.keep(SkmKey::Group(self.state.seq, place), SkmRow::Group(group.clone()));
                }
            }
            SkmEvent::ReportWritten { period, chapter, text } => {
                let key = SkmKey::Text(*period, *chapter);
                if text.is_empty() {
                    self.changes.insert(RowKey::Skm(key), None);
                } else {
                    self.keep(key, SkmRow::Text(text.clone()));
                }
            }
            SkmEvent::IkmPublished { publication } => {
                let row = SkmRow::Publication(publication.clone());
                self.keep(SkmKey::Publication(self.state.seq), row);
            }
        }
    }

    fn import(&mut self, part: &ImportPart) {
        let known = self.state.imports.get(&part.digest).filter(|_| part.part > 0);
        let mut import = known.map_or_else(
            || Import {
                digest: part.digest,
                label: part.label.clone(),
                first: self.state.seq,
                arrived: 0,
                parts: part.parts,
                responses: 0,
                total: part.total,
            },
            |known| Import::clone(known),
        );
        for response in &part.responses {
            let key = SkmKey::Imported(import.first, import.responses);
            self.keep(key, SkmRow::Imported(response.clone()));
            import.responses += 1;
        }
        import.arrived = part.part + 1;
        self.keep(SkmKey::Import(import.digest), SkmRow::Import(import.clone()));
        self.state.imports.insert_mut(import.digest, Arc::new(import));
    }

    fn keep(&mut self, key: SkmKey, row: SkmRow) {
        self.changes.insert(RowKey::Skm(key), Some(Row::Skm(Arc::new(row))));
    }
}
