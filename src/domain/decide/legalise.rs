//! Certified copies: what is noted at the counter while the visitor stands there.

use super::super::command::{Answer, Legalise};
use super::super::event::Event;
use super::super::legalised::{LegalDocument, Legalised, MOST_DOCUMENTS, MOST_TITLE};
use super::super::refusal::Refusal;
use super::super::ticket::Ticket;
use super::loket::{Counter, answer};
use super::{Draft, name, within};

/// Notes a document and its copies.
pub(super) fn note(draft: &mut Draft<'_>, at: &Counter<'_>, ask: &Legalise) -> Result<Answer, Refusal> {
    let ticket = here(draft, at)?;
    let rules = &draft.profile().legalising;
    if ask.copies == 0 {
        return Err(Refusal::NoCopies);
    }
    if ask.copies > rules.most_copies {
        return Err(Refusal::TooManyCopies { most: rules.most_copies });
    }
    if ticket.legalised.len() >= MOST_DOCUMENTS {
        return Err(Refusal::TooManyDocuments);
    }
    let document = match &ask.document {
        LegalDocument::Ours { berkas, .. } if draft.state.revocations.contains_key(berkas) => {
            return Err(Refusal::SkRevoked);
        }
        LegalDocument::Ours { berkas, sk } => LegalDocument::Ours { berkas: *berkas, sk: sk.clone() },
        LegalDocument::Other(words) => {
            let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
            if words.is_empty() {
                return Err(Refusal::DocumentNeeded);
            }
            LegalDocument::Other(within(&words, MOST_TITLE)?)
        }
    };
    if ticket.legalised.iter().any(|known| known.document == document) {
        return Err(Refusal::LegalisedAlready);
    }
    let by = draft.account()?.id;
    let entry = Legalised { document, copies: ask.copies, signer: name(&ask.signer)?, by, at: draft.now() };
    draft.push(Event::DocumentLegalised { ticket: ticket.id, entry });
    Ok(answer(ticket))
}

/// Takes a note back that was wrong, while the visitor still stands there.
pub(super) fn withdraw(draft: &mut Draft<'_>, at: &Counter<'_>, place: u32) -> Result<Answer, Refusal> {
    let ticket = here(draft, at)?;
    if ticket.legalised.len() <= place as usize {
        return Err(Refusal::NoSuchDocument);
    }
    draft.push(Event::LegalisationWithdrawn { ticket: ticket.id, place });
    Ok(answer(ticket))
}

/// Refuses to end a visit for certified copies silently.
pub(super) fn must_be_noted(draft: &Draft<'_>, ticket: &Ticket) -> Result<(), Refusal> {
    let for_copies = ticket.leg().purpose == draft.profile().legalising.purpose;
    if for_copies && ticket.legalised.is_empty() { Err(Refusal::NothingLegalised) } else { Ok(()) }
}

/// The ticket that stands here for certified copies.
fn here<'a>(draft: &Draft<'a>, at: &Counter<'_>) -> Result<&'a Ticket, Refusal> {
    let ticket = at.serving(draft)?;
    let purpose = &draft.profile().legalising.purpose;
    at.must_draw(purpose)?;
    if ticket.leg().purpose == *purpose { Ok(ticket) } else { Err(Refusal::NotForThisLoket) }
}
