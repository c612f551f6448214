//! What becomes of complaints. One that is closed leaves the state; its row stays (I10).

use super::super::super::complaint::{Complaint, ComplaintAnswer, ComplaintEvent, ComplaintStage};
use super::super::super::deeds::CaseTurn;
use super::super::super::ids::ComplaintId;
use super::super::super::privacy::Holder;
use super::super::{Counter, Row, RowKey};
use super::Step;
use std::sync::Arc;

impl Step<'_> {
    pub(super) fn complaint(&mut self, event: &ComplaintEvent) {
        let at = self.at;
        match event {
            ComplaintEvent::Filed { complaint, number, token, code, by, loket, ticket, matter, due } => {
                self.count(Counter::Complaint, complaint.0);
                self.count(Counter::ComplaintYear(number.year), u64::from(number.n));
                self.case(matter.category, CaseTurn::Filed);
                self.keep_phone(Holder::Complaint(*complaint), matter.phone.as_ref());
                self.put_complaint(Complaint {
                    id: *complaint,
                    number: *number,
                    token: *token,
                    code: *code,
                    filed: at,
                    by: *by,
                    loket: *loket,
                    ticket: *ticket,
                    matter: matter.clone(),
                    due: *due,
                    stage: ComplaintStage::Open,
                    taken: None,
                    answer: None,
                    closed: None,
                });
            }
            ComplaintEvent::Taken { complaint, by } => self.a_complaint(*complaint, |complaint| {
                complaint.stage = ComplaintStage::InWork;
                complaint.taken = Some((*by, at));
            }),
            ComplaintEvent::Answered { complaint, by, text } => {
                let late =
                    |known: &Arc<Complaint>| if at > known.due { CaseTurn::Late } else { CaseTurn::InTime };
                let turn =
                    self.state.complaints.get(complaint).map(|known| (known.matter.category, late(known)));
                turn.into_iter().for_each(|(category, turn)| self.case(category, turn));
                self.a_complaint(*complaint, |complaint| {
                    complaint.stage = ComplaintStage::Answered;
                    complaint.answer = Some(ComplaintAnswer { by: *by, at, text: text.clone() });
                });
            }
            ComplaintEvent::Closed { complaint, by } => {
                self.a_complaint(*complaint, |complaint| {
                    complaint.stage = ComplaintStage::Closed;
                    complaint.closed = Some((*by, at));
                });
                if let Some(known) = self.state.complaints.get(complaint).cloned() {
                    self.case(known.matter.category, CaseTurn::Closed);
                    self.close_phone(Holder::Complaint(*complaint), known.matter.phone.as_ref());
                }
                self.state.complaints.remove_mut(complaint);
            }
        }
    }

    fn put_complaint(&mut self, complaint: Complaint) {
        let complaint = Arc::new(complaint);
        self.changes.insert(RowKey::Complaint(complaint.id), Some(Row::Complaint(complaint.clone())));
        self.state.complaints.insert_mut(complaint.id, complaint);
    }

    fn a_complaint(&mut self, id: ComplaintId, change: impl FnOnce(&mut Complaint)) {
        let Some(known) = self.state.complaints.get(&id) else {
            debug_assert!(false, "an event about complaint {id}, which is not there");
            return;
        };
        let mut complaint = Complaint::clone(known);
        change(&mut complaint);
        self.put_complaint(complaint);
    }
}
