//! Official papers: whoever works on berkas prints them, and what was printed is kept.

use super::super::account::roles;
use super::super::command::{Answer, PaperAct};
use super::super::event::Event;
use super::super::ids::{AccountId, BerkasId, IssuedId};
use super::super::issued::{MOST_FACTS, MOST_FILE, MOST_FILES, NewPaper, PaperKind};
use super::super::refusal::Refusal;
use super::super::state::Counter;
use super::{Draft, annex};

/// Keeps a paper or a copy of one. A closed berkas is in no state any more; the caller has read it.
pub(super) fn act(draft: &mut Draft<'_>, berkas: BerkasId, act: &PaperAct) -> Result<Answer, Refusal> {
    let by = annex::works_on_berkas(draft)?;
    // Some papers show the NIK in plain.
    if draft.state.restrictions.contains_key(&berkas) && !draft.account()?.holds(roles::ADMINISTRATOR) {
        return Err(Refusal::Restricted);
    }
    let paper = IssuedId(draft.state.next(&Counter::Issued));
    match act {
        PaperAct::Issue(new) => issue(draft, paper, berkas, new, by)?,
        PaperAct::Copy { of, kind, sheet } => {
            draft.push(Event::PaperCopied { paper, of: *of, berkas, kind: *kind, sheet: *sheet, by });
        }
    }
    Ok(Answer::Issued(paper))
}

fn issue(
    draft: &mut Draft<'_>,
    paper: IssuedId,
    berkas: BerkasId,
    new: &NewPaper,
    by: AccountId,
) -> Result<(), Refusal> {
    if !new.kind.is_kept() {
        return Err(Refusal::NotKept);
    }
    let open = draft.state.berkas(berkas);
    if new.kind == PaperKind::Permit && open.is_some_and(|berkas| berkas.sk.is_none()) {
        return Err(Refusal::NotNumbered);
    }
    let large = |(_, text): &(_, String)| text.len() > MOST_FILE;
    if new.facts.len() > MOST_FACTS || new.files.len() > MOST_FILES || new.files.iter().any(large) {
        return Err(Refusal::PaperTooLarge);
    }
    for (place, (file, text)) in new.files.iter().enumerate() {
        let before = new.files[..place].iter().any(|(earlier, _)| earlier.digest == file.digest);
        if !before && !draft.state.paper_files.contains(&file.digest) {
            draft.push(Event::PaperFileKept { digest: file.digest, text: text.clone() });
        }
    }
    draft.push(Event::PaperIssued {
        paper,
        berkas,
        kind: new.kind,
        sheet: new.sheet,
        files: new.files.iter().map(|(file, _)| file.clone()).collect(),
        facts: new.facts.clone(),
        by,
    });
    Ok(())
}
