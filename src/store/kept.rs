//! What is kept once under its hash: the files of official papers, and the texts of settings. The chain says that nobody
//! touched what the journal holds; this says that what it holds is what its name says, and that nothing is missing.

use super::StoreError;
use super::tables::{ISSUED, PAPER_FILES, SETTINGS, SETTINGS_TEXTS};
use super::write::{read_row, read_sealed_row};
use crate::domain::annex::hex;
use crate::domain::state::Row;
use crate::seal::Keys;
use redb::{ReadTransaction, TableDefinition};
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;

type Texts = TableDefinition<'static, &'static [u8; 32], &'static [u8]>;

/// Adds what is missing, or is not what it is kept as.
pub(super) fn faults(
    source: &ReadTransaction,
    keys: &Keys,
    faults: &mut Vec<String>,
) -> Result<(), StoreError> {
    let files = whole(source, PAPER_FILES, "file of papers", faults)?;
    for row in source.open_table(ISSUED)?.range::<u64>(..)? {
        let Row::Issued(paper) = read_sealed_row(keys, row?.1.value())? else { continue };
        for file in paper.files.iter().filter(|file| !files.contains(&file.digest)) {
            faults.push(format!(
                "paper {} of berkas {}: its file {} ({}) is not there",
                paper.id.0,
                paper.berkas,
                file.name,
                hex(&file.digest)
            ));
        }
    }
    let texts = whole(source, SETTINGS_TEXTS, "text of settings", faults)?;
    for row in source.open_table(SETTINGS)?.range::<u64>(..)? {
        let Row::Settings(version) = read_row(row?.1.value())? else { continue };
        if !texts.contains(&version.digest) {
            let (version, name) = (version.version, hex(&version.digest));
            faults.push(format!("settings of version {version}: their text ({name}) is not there"));
        }
    }
    Ok(())
}

/// The names of all texts of a table, each of which is held against what it is kept as.
fn whole(
    source: &ReadTransaction,
    table: Texts,
    what: &str,
    faults: &mut Vec<String>,
) -> Result<BTreeSet<[u8; 32]>, StoreError> {
    let mut names = BTreeSet::new();
    for row in source.open_table(table)?.range::<&[u8; 32]>(..)? {
        let (name, row) = row?;
        let name = *name.value();
        let text = match read_row(row.value())? {
            Row::PaperFile(text) | Row::SettingsText(text) => text,
            _ => "".into(),
        };
        if Sha256::digest(text.as_bytes()).as_slice() != name {
            faults.push(format!("{what} {}: has another content than its name says", hex(&name)));
        }
        names.insert(name);
    }
    Ok(names)
}

#[cfg(test)]
mod tests {
    use super::super::records::Disk;
    use super::super::tables::*;
    use super::super::write::{begin, row_bytes};
    use super::*;
    use crate::domain::account::Actor;
    use crate::domain::settings::{How, Version};
    use crate::domain::time::Moment;
    use redb::{Database, ReadableDatabase};
    use std::sync::Arc;

    /// Adds rows by hand, and tells what is wrong with them.
    fn told(texts: &[(&str, &str)], version: Option<[u8; 32]>) -> Vec<String> {
        let folder = tempfile::tempdir().expect("a folder");
        let database = Database::create(folder.path().join("rows.redb")).expect("made");
        let writing = begin(&database).expect("begun");
        {
            let mut kept = writing.open_table(PAPER_FILES).expect("a table");
            for (name, text) in texts {
                let row = Row::PaperFile((*text).into()).to_record();
                let name: [u8; 32] = Sha256::digest(name.as_bytes()).into();
                kept.insert(&name, row_bytes(&row).expect("a row").as_slice()).expect("kept");
            }
            let mut versions = writing.open_table(SETTINGS).expect("a table");
            if let Some(digest) = version {
                let (how, by, at) = (How::Whole, Actor::Office, Moment(0));
                let row = Row::Settings(Arc::new(Version { version: 7, digest, file: None, how, by, at }));
                versions.insert(7, row_bytes(&row.to_record()).expect("a row").as_slice()).expect("kept");
            }
            writing.open_table(SETTINGS_TEXTS).expect("a table");
            writing.open_table(ISSUED).expect("a table");
        }
        writing.commit().expect("written");
        let mut found = Vec::new();
        let keys = Keys::of(1, [7; 32]);
        faults(&database.begin_read().expect("read"), &keys, &mut found).expect("read");
        found
    }

    #[test]
    fn what_is_kept_under_its_hash_is_held_against_it() {
        assert_eq!(told(&[("a page", "a page"), ("another", "another")], None), Vec::<String>::new());
        let found = told(&[("a page", "a page"), ("another", "anothex")], Some([9; 32]));
        assert_eq!(found.len(), 2, "{found:?}");
        assert!(found[0].contains("has another content than its name says"), "{found:?}");
        assert!(found[1].contains("settings of version 7") && found[1].contains("is not there"), "{found:?}");
    }
}
