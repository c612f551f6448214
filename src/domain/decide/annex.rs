//! Notes and scans: whoever works on berkas, at a loket or at a desk, lays them beside an open one. The form is filled in
//! by whoever has a step of the SOP that enters data.

use super::super::account::roles;
use super::super::annex::{Annex, MOST_NOTES, MOST_SCAN_BYTES, MOST_SCANS};
use super::super::berkas::Berkas;
use super::super::command::{AnnexAct, Answer};
use super::super::event::Event;
use super::super::form::{FormField, MOST_FIELDS, MOST_VALUE, is_entered};
use super::super::ids::{AccountId, BerkasId};
use super::super::privacy::has_looked;
use super::super::refusal::Refusal;
use super::super::sop::Place;
use super::{Draft, reason, within};

/// Does one act with what lies beside a berkas.
pub(super) fn act(draft: &mut Draft<'_>, id: BerkasId, act: &AnnexAct) -> Result<Answer, Refusal> {
    if let AnnexAct::SeeScan { requirement, digest } = act {
        return see_scan(draft, id, requirement, digest);
    }
    let by = works_on_berkas(draft)?;
    let berkas = draft.state.berkas(id).ok_or(Refusal::NoSuchBerkas(id))?;
    let none = Annex::of(id);
    let annex = draft.state.annex(id).unwrap_or(&none);
    match act {
        AnnexAct::Fill { fields } => {
            // Whoever does not see what stands there would write over it.
            if draft.state.restrictions.contains_key(&id) {
                return Err(Refusal::Restricted);
            }
            let fields = form(draft, berkas, by, fields)?;
            let unchanged = annex.form.as_ref().is_some_and(|form| form.fields == fields);
            if unchanged {
                return Ok(Answer::Nothing);
            }
            draft.push(Event::FormFilled { berkas: id, fields, by });
        }
        AnnexAct::Note { text } => {
            let text = reason(text)?;
            if annex.notes.len() >= MOST_NOTES {
                return Err(Refusal::TooManyNotes);
            }
            draft.push(Event::BerkasNoted { berkas: id, by, text });
        }
        AnnexAct::AddScan(scan) => {
            if !berkas.checklist.iter().any(|line| line.requirement == scan.requirement) {
                return Err(Refusal::NoSuchRequirement);
            }
            if annex.scan(&scan.requirement, &scan.digest).is_some() {
                return Ok(Answer::Nothing);
            }
            if annex.scans.len() >= MOST_SCANS {
                return Err(Refusal::TooManyScans);
            }
            if annex.scan_bytes().saturating_add(scan.bytes) > MOST_SCAN_BYTES {
                return Err(Refusal::ScansTooLarge);
            }
            draft.push(Event::ScanAdded {
                berkas: id,
                requirement: scan.requirement.clone(),
                digest: scan.digest,
                kind: scan.kind,
                bytes: scan.bytes,
                by,
            });
        }
        // Seen to above.
        AnnexAct::SeeScan { .. } => return Ok(Answer::Nothing),
        AnnexAct::RemoveScan { requirement, digest } => {
            if annex.scan(requirement, digest).is_none() {
                return Err(Refusal::NoSuchScan);
            }
            let requirement = requirement.clone();
            draft.push(Event::ScanRemoved { berkas: id, requirement, digest: *digest, by });
        }
    }
    Ok(Answer::Berkas(id))
}

/// Keeps in the journal that somebody is given a scan. What lies beside a closed berkas is not in the state, so whoever
/// gives it has looked for it. Those of a restricted one the administrator has, within the hour after they said why.
fn see_scan(
    draft: &mut Draft<'_>,
    id: BerkasId,
    requirement: &str,
    digest: &[u8; 32],
) -> Result<Answer, Refusal> {
    let account = draft.account()?;
    if account.is_device() {
        return Err(Refusal::WrongRole);
    }
    let restricted = draft.state.restrictions.contains_key(&id);
    let may = account.holds(roles::ADMINISTRATOR) && has_looked(draft.state, account.id, id, draft.now());
    if restricted && !may {
        return Err(Refusal::Restricted);
    }
    let (requirement, by) = (requirement.to_string(), account.id);
    draft.push(Event::ScanRevealed { berkas: id, requirement, digest: *digest, by });
    Ok(Answer::Berkas(id))
}

/// The fields as they are kept: those of the permit type, in its order, without the empty ones. They may be changed
/// until the SK has its number, whatever desk the berkas lies on.
fn form(
    draft: &Draft<'_>,
    berkas: &Berkas,
    by: AccountId,
    given: &[FormField],
) -> Result<Vec<FormField>, Refusal> {
    let (account, profile) = (draft.account()?, draft.profile());
    let mut entering = profile.sop.steps().iter().filter(|step| step.enters_data);
    if !entering.any(|step| account.holds(step.actor.as_str())) {
        return Err(Refusal::WrongRole);
    }
    let here = profile.sop.step(&berkas.step).is_some_and(|step| step.enters_data);
    if here && berkas.taken.is_some_and(|(other, _)| other != by) {
        return Err(Refusal::TakenByOther);
    }
    if berkas.sk.is_some() {
        return Err(Refusal::NumberedAlready);
    }
    if given.len() > MOST_FIELDS {
        return Err(Refusal::TooManyFields);
    }
    let permit = profile.permit(&berkas.permit).ok_or(Refusal::NoSuchPermit)?;
    let known = |name: &String| is_entered(name) && permit.fields.contains(name);
    if given.iter().any(|field| !known(&field.name)) {
        return Err(Refusal::NoSuchField);
    }
    let mut fields = Vec::new();
    for name in &permit.fields {
        let Some(field) = given.iter().find(|field| field.name == *name) else { continue };
        let value = within(field.value.trim(), MOST_VALUE)?;
        if !value.is_empty() {
            fields.push(FormField { name: name.clone(), value });
        }
    }
    Ok(fields)
}

/// The account that acts, if berkas are its work.
pub(super) fn works_on_berkas(draft: &Draft<'_>) -> Result<AccountId, Refusal> {
    let (account, profile) = (draft.account()?, draft.profile());
    let lokets = profile.lokets.iter().map(|plan| &plan.role);
    let desks = profile.sop.steps().iter().filter(|step| step.place == Place::Desk).map(|step| &step.actor);
    let works = lokets.chain(desks).any(|role| account.holds(role.as_str()));
    if works { Ok(account.id) } else { Err(Refusal::WrongRole) }
}
