//! Giving numbers.

use super::super::account::roles;
use super::super::command::{Answer, Issue, Prepare, Wanted};
use super::super::event::Event;
use super::super::ids::{BerkasId, PriorityClass, Purpose, Series, TicketId};
use super::super::number::TicketNumber;
use super::super::paper::Paper;
use super::super::profile::Profile;
use super::super::queue::{self, Class, Door};
use super::super::refusal::Refusal;
use super::super::sop::Place;
use super::super::state::Counter;
use super::Draft;

/// Gives a number and orders its slip.
pub(super) fn issue(draft: &mut Draft<'_>, issue: &Issue) -> Result<Answer, Refusal> {
    draft.require(roles::KIOSK)?;
    let (series, purpose, berkas) = match issue.what {
        Wanted::Service(series) => {
            let service = draft.profile().service(series).ok_or(Refusal::NoSuchService)?;
            (series, service.purpose.clone(), None)
        }
        Wanted::Berkas(id) => {
            let purpose = purpose_of(draft, id)?;
            (series_for(draft.profile(), &purpose)?, purpose, Some(id))
        }
    };
    let service = draft.profile().service(series).ok_or(Refusal::NoSuchService)?;
    if queue::door(draft.profile(), draft.state, service, draft.now()) != Door::Open {
        return Err(Refusal::ServiceClosed);
    }
    check_priority(draft.profile(), issue.priority.as_ref())?;

    let class = if issue.priority.is_some() { Class::Priority } else { Class::Regular };
    let ahead = draft.state.line.ahead_of_newcomer(&queue::pool(draft.profile(), &purpose), class);
    let ticket = TicketId(draft.state.next(&Counter::Ticket));
    let n = u32::try_from(draft.state.next(&Counter::Series(series))).unwrap_or(u32::MAX);
    let number = TicketNumber { series, n };
    draft.push(Event::TicketIssued {
        ticket,
        number,
        day: draft.day(),
        token: issue.token,
        priority: issue.priority.clone(),
        lang: issue.lang,
        estimate: queue::estimate(draft.profile(), draft.state, &purpose, ahead),
        purpose,
        berkas,
        ahead,
    });
    if let Some(printer) = draft.profile().ticket_printer() {
        draft.order(printer.id.clone(), Paper::Ticket(ticket), issue.lang, None);
    }
    Ok(Answer::Ticket(ticket, number))
}

/// Lists of what to bring that may wait for paper at once; whoever comes then takes a photo.
const MOST_LISTS: usize = 3;

/// Orders the list of what is still to be brought. It is written in the order of the office's own
/// list, whatever the order in which it was asked for.
pub(super) fn prepare(draft: &mut Draft<'_>, prepare: &Prepare) -> Result<Answer, Refusal> {
    draft.require(roles::KIOSK)?;
    let permit = draft.profile().permit(&prepare.permit).filter(|permit| permit.offered);
    let permit = permit.ok_or(Refusal::NoSuchPermit)?;
    if prepare.missing.is_empty() {
        return Err(Refusal::NothingMissing);
    }
    let own = permit.requirements.iter().chain(&permit.conditional);
    let missing: Vec<String> = own.filter(|item| prepare.missing.contains(item)).cloned().collect();
    if missing.len() != prepare.missing.len() {
        return Err(Refusal::ChecklistMismatch);
    }
    let printer = draft.profile().ticket_printer().ok_or(Refusal::NoPrinter)?.id.clone();
    let is_list = |paper: &Paper| matches!(paper, Paper::Preparation { .. });
    let waiting = draft.state.jobs.values().filter(|job| job.is_open() && is_list(&job.paper));
    if waiting.count() >= MOST_LISTS {
        return Err(Refusal::StillPrinting);
    }
    let paper = Paper::Preparation { permit: permit.code.clone(), missing };
    Ok(Answer::Job(draft.order(printer, paper, prepare.lang, None)))
}

/// What the holder of a tanda terima should come for now.
fn purpose_of(draft: &Draft<'_>, id: BerkasId) -> Result<Purpose, Refusal> {
    let berkas = draft.state.berkas(id).filter(|berkas| berkas.is_open());
    let berkas = berkas.ok_or(Refusal::NoSuchBerkas(id))?;
    if let Some(visit) = draft.state.visit_of(berkas) {
        return Err(Refusal::AlreadyHere(visit.number));
    }
    draft.profile().sop.purpose_at(&berkas.step).cloned().ok_or(Refusal::NoNeedToCome)
}

/// The series of a ticket that comes for a purpose of the SOP: the service that begins there, else
/// the one that begins at another counter after registration (collecting the SK).
fn series_for(profile: &Profile, purpose: &Purpose) -> Result<Series, Refusal> {
    let registration = &profile.sop.registration().place;
    let later = |service: &Purpose| {
        let at = Place::Counter(service.clone());
        at != *registration && profile.sop.steps().iter().any(|step| step.place == at)
    };
    let mut services = profile.services.iter();
    services
        .clone()
        .find(|service| service.purpose == *purpose)
        .or_else(|| services.find(|service| later(&service.purpose)))
        .map(|service| service.series)
        .ok_or(Refusal::NoSuchService)
}

fn check_priority(profile: &Profile, class: Option<&PriorityClass>) -> Result<(), Refusal> {
    let known = |class: &PriorityClass| profile.priorities.iter().any(|plan| plan.class == *class);
    if class.is_none_or(known) { Ok(()) } else { Err(Refusal::NoSuchPriority) }
}
