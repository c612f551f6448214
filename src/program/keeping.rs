//! Jobs for what an office keeps: its files, its copies, its journal, its papers.

use anyhow::{Context, Result};
use loket::app::{backup, check, config, reopen, serve};
use loket::clock::{Clock, SystemClock};
use loket::documents::{self, Verdict};
use loket::seal::Keys;
use loket::store::{FILE, StoreError};
use std::io::Write;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Writes the files of the default office.
pub fn init(folder: &Path) -> Result<()> {
    std::fs::create_dir_all(folder).with_context(|| folder.display().to_string())?;
    let papers = folder.join(documents::FOLDER);
    std::fs::create_dir_all(&papers).with_context(|| papers.display().to_string())?;
    let office = config::DEFAULT_OFFICE.map(|(name, content)| (folder.join(name), content));
    let papers = documents::BUNDLED.map(|(name, content)| (papers.join(name), content));
    for (file, content) in office.into_iter().chain(papers) {
        anyhow::ensure!(!file.exists(), "{} is there already and is left as it is", file.display());
        std::fs::write(&file, content).with_context(|| file.display().to_string())?;
        println!("{}", file.display());
    }
    Ok(())
}

/// Adds a key.
pub fn rotate_key(file: &Path) -> Result<()> {
    let keys = Keys::rotate(file)?;
    println!("{} has a key {} now, which seals from the next start on", file.display(), keys.current());
    Ok(())
}

/// Writes a copy of the office, running or not.
pub fn take_copy(file: &Path, data: &Path, config: &Path, key: Option<PathBuf>) -> Result<()> {
    let key_file = serve::key_file(key, config, data)?;
    match serve::open_store(data, Some(&key_file)) {
        Ok((store, _)) => {
            let files = reopen::files(config, data)?;
            let folder = config.parent().map_or_else(PathBuf::new, Path::to_path_buf);
            let chosen = reopen::choose_now(&store.reader(), &files, |text| reopen::reading(text, &folder))?;
            let plan = chosen.made.copies;
            let key = backup::Key::open(&plan.key, &plan.recipients)?;
            let settings = config.parent().map(Path::to_path_buf);
            let (reader, keys) = (store.reader(), store.keys().clone());
            let source = backup::Source { reader, data: data.to_path_buf(), settings, keys };
            let about = backup::take(&source, &key, SystemClock.now().0, file)?;
            println!("{}: {} entries, read back and opened", file.display(), about.entries);
        }
        Err(StoreError::InUse) => {
            let bytes = backup::ask_running(data, file)?;
            println!("{}: {bytes} bytes, read back and opened by the running office", file.display());
        }
        Err(error) => return Err(error).with_context(|| data.display().to_string()),
    }
    Ok(())
}

/// Makes a data folder of a copy.
pub fn restore(file: &Path, data: &Path, key: &Path, data_key: &Path, follow: Option<&Path>) -> Result<()> {
    let (key_of_copies, keys) = (backup::Key::read(key, &[])?, Keys::read(data_key)?);
    let (about, behind) = backup::restore_and(file, &key_of_copies, &keys, data, follow)?;
    println!("{}: {} entries, head {}", data.display(), about.entries, about.hash);
    println!("the settings of that day are in {}", data.join("settings").display());
    match behind {
        Some(behind) => {
            println!(
                "behind the copy: {} entries, {} scans of the second machine",
                behind.entries, behind.scans
            );
            if behind.torn {
                println!("the last page of the second machine was not whole and is left out");
            }
            if behind.lost > 0 {
                println!("{} responses to the survey, given after the copy, are lost", behind.lost);
            }
            behind.faults.iter().for_each(|fault| println!("FAULT: {fault}"));
            println!(
                "what was done after the last entry is not in it: see \"After a restore\" in the README"
            );
        }
        None => {
            println!("numbers given after this copy are not in it: see \"After a restore\" in the README");
        }
    }
    println!("next, as root:");
    let unit = UNITS.iter().find_map(|file| std::fs::read_to_string(file).ok());
    let accounts = std::fs::read_to_string("/etc/passwd").unwrap_or_default();
    let whole = |path: &Path| std::path::absolute(path);
    let (folder, keys) = (whole(data)?, [whole(key)?, whole(data_key)?]);
    let restored = backup::Restored {
        data: (&folder, std::fs::metadata(folder.join(FILE))?.uid()),
        keys: [&keys[0], &keys[1]],
        unit: unit.as_deref(),
        accounts: &accounts,
        exists: &|path| path.exists(),
    };
    for step in backup::steps(&restored) {
        println!("  {step}");
    }
    Ok(())
}

/// Where the unit of an office may be; the first one counts.
const UNITS: [&str; 3] = [
    "/etc/systemd/system/loket.service",
    "/usr/lib/systemd/system/loket.service",
    "/lib/systemd/system/loket.service",
];

/// Says whether a SK is genuine.
pub fn check_sk(key: &str, text: &str) -> Result<ExitCode> {
    let checked = documents::check_with(key, text)?;
    match (checked.verdict, checked.facts) {
        (Verdict::Genuine, Some(facts)) => {
            println!("genuine: {} {} {}", facts.number, facts.holder, facts.date);
            println!("{} {}, berkas {}", facts.permit, facts.office, facts.berkas);
            return Ok(ExitCode::SUCCESS);
        }
        (Verdict::Forged, _) => println!("NOT GENUINE: the signature is not over this text"),
        _ => println!("unknown: no text of a SK, or signed with another key"),
    }
    Ok(ExitCode::FAILURE)
}

/// Holds a data folder against its own journal.
pub fn verify(data: &Path, key: Option<PathBuf>, entries: &[u64]) -> Result<ExitCode> {
    for (entry, hash) in check::hashes(data, entries)? {
        match hash {
            Some(hash) => println!("entry {entry} {hash}"),
            None => println!("entry {entry} is not there"),
        }
    }
    let Some(key) = key.or_else(|| check::key_inside(data)) else {
        let (count, broken) = check::verify_chain(data)?;
        if let Some(seq) = broken {
            println!("FAULT: entry {seq} does not follow the entry before it");
            return Ok(ExitCode::FAILURE);
        }
        println!("{count} entries: the journal is whole");
        println!("rows and scans were not compared, which takes the key file: --key FILE");
        return Ok(ExitCode::SUCCESS);
    };
    let verdict = check::verify_folder(data, &key)?;
    println!("{} entries, {} rows, head {}", verdict.head.seq, verdict.rows, verdict.head.hash);
    if verdict.faults.is_empty() {
        println!("the journal is whole and the rows are what it says");
        return Ok(ExitCode::SUCCESS);
    }
    for fault in &verdict.faults {
        println!("FAULT: {fault}");
    }
    Ok(ExitCode::FAILURE)
}

/// Writes the journal as lines of JSON.
pub fn journal(data: &Path) -> Result<()> {
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    check::export_folder(data, &mut out)?;
    Ok(out.flush()?)
}
