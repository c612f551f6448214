//! Which words of the records are sealed, and where each stands. The records themselves stay as they are: a sealed
//! word is a text like any other, so the journal is readable without a key but for these words.

use super::Corrupt;
use super::complaint::{ComplaintEventRecord, MatterRecord};
use super::event::{EntryRecord, EventRecord};
use super::privacy::HolderRecord;
use super::row::RowRecord;
use super::things::ApplicantRecord;
use crate::seal::{Keys, Unreadable};

/// What is done with each such word: its place, and the word.
type Turn<'a> = &'a dyn Fn(&str, &mut String) -> Result<(), Corrupt>;

/// Seals what stands in an entry.
pub(in crate::store) fn close_entry(keys: &Keys, entry: &mut EntryRecord) -> Result<(), Corrupt> {
    in_entry(entry, &|place, word| close(keys, place, word))
}

/// Opens what stands in an entry.
pub(in crate::store) fn open_entry(keys: &Keys, entry: &mut EntryRecord) -> Result<(), Corrupt> {
    in_entry(entry, &|place, word| open(keys, place, word))
}

/// Seals what stands in a row.
pub(in crate::store) fn close_row(keys: &Keys, row: &mut RowRecord) -> Result<(), Corrupt> {
    in_row(row, &|place, word| close(keys, place, word))
}

/// Opens what stands in a row.
pub(in crate::store) fn open_row(keys: &Keys, row: &mut RowRecord) -> Result<(), Corrupt> {
    in_row(row, &|place, word| open(keys, place, word))
}

fn close(keys: &Keys, place: &str, word: &mut String) -> Result<(), Corrupt> {
    *word = keys.close(place, word);
    Ok(())
}

fn open(keys: &Keys, place: &str, word: &mut String) -> Result<(), Corrupt> {
    let opened = keys.open(place, std::mem::take(word));
    *word = opened.map_err(|unreadable: Unreadable| Corrupt::new("a sealed word", unreadable))?;
    Ok(())
}

fn in_entry(entry: &mut EntryRecord, turn: Turn<'_>) -> Result<(), Corrupt> {
    let seq = entry.seq;
    for (nth, event) in entry.events.iter_mut().enumerate() {
        let place = |word: &str| format!("entry/{seq}/{nth}/{word}");
        match event {
            EventRecord::BerkasRegistered { applicant, .. } => person(applicant, &place, turn)?,
            EventRecord::SecondSet { second, .. } => turn(&place("second"), &mut second.secret)?,
            EventRecord::HookAdded { hook } => turn(&place("hook"), &mut hook.secret)?,
            EventRecord::Complaint { event: ComplaintEventRecord::Filed { matter, .. } } => {
                complaint(matter, &place, turn)?;
            }
            EventRecord::FormFilled { fields, .. } => {
                let mut fields = fields.iter_mut().enumerate();
                fields.try_for_each(|(nth, field)| turn(&place(&format!("form/{nth}")), &mut field.value))?;
            }
            EventRecord::PaperIssued { facts, .. } => turn(&place("facts"), facts)?,
            EventRecord::BerkasNoted { text, .. } => turn(&place("note"), text)?,
            EventRecord::BerkasRestricted { why, .. } | EventRecord::RestrictionLifted { why, .. } => {
                turn(&place("why"), why)?;
            }
            _ => {}
        }
    }
    Ok(())
}

fn in_row(row: &mut RowRecord, turn: Turn<'_>) -> Result<(), Corrupt> {
    match row {
        RowRecord::Berkas(berkas) => {
            let id = berkas.id;
            person(&mut berkas.applicant, &|word| format!("berkas/{id}/{word}"), turn)
        }
        RowRecord::Annex(annex) => {
            let id = annex.berkas;
            let mut notes = annex.notes.iter_mut().enumerate();
            notes.try_for_each(|(nth, note)| turn(&format!("annex/{id}/{nth}"), &mut note.text))?;
            let mut fields = annex.form.iter_mut().flat_map(|form| form.fields.iter_mut()).enumerate();
            fields.try_for_each(|(nth, field)| turn(&format!("annex/{id}/form/{nth}"), &mut field.value))
        }
        RowRecord::Issued(paper) => {
            let id = paper.id;
            turn(&format!("issued/{id}"), &mut paper.facts)
        }
        RowRecord::Complaint(known) => {
            let id = known.id;
            complaint(&mut known.matter, &|word| format!("complaint/{id}/{word}"), turn)
        }
        RowRecord::Phone(phone) => {
            let place = match &phone.holder {
                HolderRecord::Berkas { berkas } => format!("phone/berkas/{berkas}"),
                HolderRecord::Complaint { complaint } => format!("phone/complaint/{complaint}"),
            };
            turn(&place, &mut phone.number)
        }
        RowRecord::Restriction(restriction) => {
            let id = restriction.berkas;
            turn(&format!("restriction/{id}"), &mut restriction.why)
        }
        RowRecord::Hook(hook) => {
            let id = hook.id;
            turn(&format!("hook/{id}/secret"), &mut hook.secret)
        }
        RowRecord::Account(account) => {
            let id = account.id;
            let second = account.second.as_mut();
            second.map_or(Ok(()), |second| turn(&format!("account/{id}/second"), &mut second.secret))
        }
        _ => Ok(()),
    }
}

fn person(
    applicant: &mut ApplicantRecord,
    place: &dyn Fn(&str) -> String,
    turn: Turn<'_>,
) -> Result<(), Corrupt> {
    turn(&place("nik"), &mut applicant.nik)?;
    applicant.phone.as_mut().map_or(Ok(()), |phone| turn(&place("phone"), phone))
}

/// Who complains, and about what.
fn complaint(
    matter: &mut MatterRecord,
    place: &dyn Fn(&str) -> String,
    turn: Turn<'_>,
) -> Result<(), Corrupt> {
    matter.name.as_mut().map_or(Ok(()), |name| turn(&place("name"), name))?;
    matter.phone.as_mut().map_or(Ok(()), |phone| turn(&place("phone"), phone))?;
    turn(&place("text"), &mut matter.text)
}
