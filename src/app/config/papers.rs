//! Who signs official papers, on which sheet they are printed, and the office's own templates.

use super::ConfigError;
use super::files::OfficeFile;
use crate::documents;
use crate::domain::ids::Role;
use crate::domain::issued::{MOST_FILES, PaperKind};
use crate::domain::profile::{PaperPlan, Signer};
use crate::settings::Wrong;
use std::path::Path;

/// What `office.toml` says of papers.
pub(super) fn plan(file: &OfficeFile) -> Result<PaperPlan, String> {
    let papers = &file.papers;
    let role = |word: &String| Role::from(word.as_str());
    let signers = file.signer.iter().map(|signer| Signer {
        role: role(&signer.role),
        title: signer.title.clone(),
        name: signer.name.clone(),
        rank: signer.rank.clone(),
        nip: signer.nip.clone(),
    });
    Ok(PaperPlan {
        on_f4: kinds(&papers.f4).map_err(|fault| format!("papers.f4: {fault}"))?,
        signers: signers.collect(),
        permit_by: role(&papers.permit_by),
        note_from: role(&papers.note_from),
        note_to: role(&papers.note_to),
        certified_by: role(&papers.certified_by),
        initials: papers.initials.iter().map(role).collect(),
        letterhead: papers.letterhead.clone(),
        legal: papers.legal.clone(),
        own: Vec::new(),
    })
}

/// Papers by their words.
pub(super) fn kinds(words: &[String]) -> Result<Vec<PaperKind>, String> {
    let kind = |word: &String| PaperKind::parse(word).ok_or_else(|| format!("\"{word}\" is no paper"));
    words.iter().map(kind).collect()
}

/// The templates in the folder beside `office.toml`, by name. No folder: the office has none of its own.
pub(super) fn own(folder: &Path) -> Result<Vec<(String, String)>, ConfigError> {
    let unreadable =
        |path: &Path, source| ConfigError::Unreadable { file: path.display().to_string(), source };
    let unsound =
        |fault: String| super::unsound(&folder.display().to_string(), vec![Wrong::said(None, fault)]);
    let entries = match std::fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(unreadable(folder, error)),
    };
    let mut files = Vec::new();
    for entry in entries {
        let path = entry.map_err(|error| unreadable(folder, error))?.path();
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        // An editor leaves copies and hidden files behind.
        if !path.is_file() || !(name.ends_with(".html") || name.ends_with(".css")) || name.starts_with('.') {
            continue;
        }
        let text = std::fs::read_to_string(&path).map_err(|error| unreadable(&path, error))?;
        if text.len() > documents::MOST_TEMPLATE {
            return Err(unsound(format!("{name} has more than {} KiB", documents::MOST_TEMPLATE / 1024)));
        }
        files.push((name, text));
    }
    if files.len() + documents::BUNDLED.len() > MOST_FILES {
        return Err(unsound(format!("{} files are too many", files.len())));
    }
    files.sort();
    Ok(files)
}
