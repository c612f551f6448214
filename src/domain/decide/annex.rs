//! Notes and scans: whoever works on berkas, at a loket or at a desk, lays them beside an open one.

use super::super::annex::{Annex, MOST_NOTES, MOST_SCAN_BYTES, MOST_SCANS};
use super::super::command::{AnnexAct, Answer};
use super::super::event::Event;
use super::super::ids::{AccountId, BerkasId};
use super::super::refusal::Refusal;
use super::super::sop::Place;
use super::{Draft, reason};

/// Does one act with what lies beside a berkas.
pub(super) fn act(draft: &mut Draft<'_>, id: BerkasId, act: &AnnexAct) -> Result<Answer, Refusal> {
    let by = works_on_berkas(draft)?;
    let berkas = draft.state.berkas(id).ok_or(Refusal::NoSuchBerkas(id))?;
    let none = Annex::of(id);
    let annex = draft.state.annex(id).unwrap_or(&none);
    match act {
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

/// The account that acts, if berkas are its work.
pub(super) fn works_on_berkas(draft: &Draft<'_>) -> Result<AccountId, Refusal> {
    let (account, profile) = (draft.account()?, draft.profile());
    let lokets = profile.lokets.iter().map(|plan| &plan.role);
    let desks = profile.sop.steps().iter().filter(|step| step.place == Place::Desk).map(|step| &step.actor);
    let works = lokets.chain(desks).any(|role| account.holds(role.as_str()));
    if works { Ok(account.id) } else { Err(Refusal::WrongRole) }
}
