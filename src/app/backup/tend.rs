//! Taking copies by themselves, by hand, and for a command on the same machine.

use super::{Keep, Key, Source, aside, kept, pack, take};
use crate::domain::time::{Date, DateTime, Moment, Time, UtcOffset};
use crate::office::{Copies, CopiesNow, CopyFile, OfficeHandle};
use anyhow::{Context, Result, bail, ensure};
use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, Read, Write};
use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::UnixListener;
use tokio::sync::{mpsc, oneshot, watch};

/// Whether a copy is due is looked at this often.
const LOOK: Duration = Duration::from_secs(30);
/// After a copy that came to nothing, the next is tried by itself after so long.
const AGAIN_SECONDS: u64 = 15 * 60;
/// Beginning and ending of a copy's name, around its local time.
const NAME: (&str, &str) = ("loket-", ".tar.gz.age");
/// Beginning of the scratch folder in which a copy is opened, and ending of one that is not whole yet.
const PROBE: &str = "loket-probe-";
const PART: &str = ".part";
/// How the time in a name is written.
const STAMP: &str = "%Y%m%d-%H%M%S";
/// The way in for commands on the same machine, in the data folder.
const SOCKET: &str = "control.sock";
/// What a command may say.
const COPY: &[u8] = b"copy\n";

/// Copies as an office wants them.
pub struct Nightly {
    /// Of what.
    pub source: Source,
    /// For whom.
    pub key: Key,
    /// Where to.
    pub folder: PathBuf,
    /// At which hours, by the office's clock; only when asked without one.
    pub at: Vec<Time>,
    /// How many.
    pub keep: Keep,
}

/// Somebody who waits for a copy: its file, or why there is none.
type Waiting = oneshot::Sender<Result<PathBuf, String>>;

/// Takes copies until `stop` turns true.
pub fn start(
    nightly: Nightly,
    office: OfficeHandle,
    stop: watch::Receiver<bool>,
) -> tokio::task::JoinHandle<()> {
    tokio::spawn(async move {
        let mut stop = stop;
        tokio::select! {
            () = run(&nightly, &office) => {}
            _ = stop.wait_for(|stop| *stop) => {}
        }
        let _ = fs::remove_file(nightly.source.data.join(SOCKET));
    })
}

async fn run(nightly: &Nightly, office: &OfficeHandle) {
    let copies = office.presence().copies();
    let offset = office.profile().calendar.offset;
    let mut wanted = copies.wanted();
    let (ask, mut asks) = mpsc::channel::<Waiting>(4);
    let listening = listen(&nightly.source.data, ask);
    tokio::pin!(listening);
    sweep(&nightly.folder);
    look(nightly, copies, offset);
    loop {
        let waiting = tokio::select! {
            waiting = asks.recv() => waiting,
            _ = wanted.changed() => None,
            () = tokio::time::sleep(LOOK) => {
                if !is_due(&nightly.at, &copies.now(), offset, office.now()) {
                    continue;
                }
                None
            }
            () = &mut listening => continue,
        };
        let outcome = one(nightly, copies, offset, office.now()).await;
        if let Some(waiting) = waiting {
            // Whoever asked may have gone.
            let _ = waiting.send(outcome.map_err(|error| format!("{error:#}")));
        }
    }
}

/// Takes away what a copy left that was under way when the program ended.
fn sweep(folder: &Path) {
    for file in fs::read_dir(folder).into_iter().flatten().flatten() {
        let (path, name) = (file.path(), file.file_name());
        let name = name.to_string_lossy();
        let gone = match name.starts_with(PROBE) {
            true => fs::remove_dir_all(&path),
            false if name.starts_with(NAME.0) && name.ends_with(PART) => fs::remove_file(&path),
            false => continue,
        };
        match gone {
            Ok(()) => tracing::info!(file = %path.display(), "a copy that was broken off was taken away"),
            Err(error) => {
                tracing::warn!(%error, file = %path.display(), "what a copy left cannot be removed")
            }
        }
    }
}

/// Takes one copy, and takes away what is too many.
async fn one(nightly: &Nightly, copies: &Copies, offset: UtcOffset, now: Moment) -> Result<PathBuf> {
    copies.tell(|known| known.underway = true);
    let stamp = offset.local(now).strftime(STAMP).to_string();
    let target = nightly.folder.join(format!("{}{stamp}{}", NAME.0, NAME.1));
    let (source, key, file) = (nightly.source.clone(), nightly.key.clone(), target.clone());
    let taken = aside::run("copy", pack::bytes(&source), move || {
        let folder = file.parent().context("a folder")?;
        fs::create_dir_all(folder).with_context(|| folder.display().to_string())?;
        take(&source, &key, now.0, &file)
    });
    let taken = taken.await.flatten();
    match &taken {
        Ok(about) => {
            tracing::info!(file = %target.display(), entries = about.entries, "a copy was taken and read back");
            copies.tell(|known| known.trouble = None);
            thin(&nightly.folder, nightly.keep, offset);
        }
        Err(error) => {
            tracing::error!(error = format!("{error:#}"), "no copy could be taken");
            copies.tell(|known| known.trouble = Some((now, format!("{error:#}"))));
        }
    }
    copies.tell(|known| known.underway = false);
    look(nightly, copies, offset);
    taken.map(|_| target)
}

/// Whether one of the hours has passed since the newest copy.
fn is_due(at: &[Time], known: &CopiesNow, offset: UtcOffset, now: Moment) -> bool {
    let Some(last) = at.iter().map(|at| last_hour(offset, *at, now)).max() else { return false };
    if known.trouble.as_ref().is_some_and(|(then, _)| now.seconds_since(*then) < AGAIN_SECONDS) {
        return false;
    }
    let newest = known.files.first().map_or(Moment(i64::MIN), |file| file.taken);
    newest < last
}

/// The last time it was that hour.
fn last_hour(offset: UtcOffset, at: Time, now: Moment) -> Moment {
    let today: Date = offset.local(now).date();
    let hour = offset.moment(today.to_datetime(at));
    if hour <= now {
        return hour;
    }
    offset.moment(today.yesterday().unwrap_or(today).to_datetime(at))
}

/// Tells which copies there are.
fn look(nightly: &Nightly, copies: &Copies, offset: UtcOffset) {
    let files = files_in(&nightly.folder, offset);
    copies.tell(|known| {
        known.folder = nightly.folder.clone();
        known.files = files;
    });
}

/// The copies in a folder, newest first.
fn files_in(folder: &Path, offset: UtcOffset) -> Vec<CopyFile> {
    let inside = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut files: Vec<CopyFile> = inside
        .filter_map(|file| {
            let name = file.file_name().into_string().ok()?;
            let stamp = name.strip_prefix(NAME.0)?.strip_suffix(NAME.1)?;
            let taken = offset.moment(DateTime::strptime(STAMP, stamp).ok()?);
            Some(CopyFile { bytes: file.metadata().ok()?.len(), taken, name })
        })
        .collect();
    files.sort_by_key(|file| std::cmp::Reverse(file.taken));
    files
}

/// Takes away the copies that are too many.
fn thin(folder: &Path, keep: Keep, offset: UtcOffset) {
    let files = files_in(folder, offset);
    let days: Vec<Date> = files.iter().map(|file| offset.day(file.taken).0).collect();
    let places = kept(&days, keep);
    for (_, file) in files.iter().enumerate().filter(|(place, _)| !places.contains(place)) {
        if let Err(error) = fs::remove_file(folder.join(&file.name)) {
            tracing::warn!(%error, file = file.name, "an old copy could not be removed");
        }
    }
}

/// Hears commands of the same machine. Whoever may write into the data folder may ask.
async fn listen(data: &Path, ask: mpsc::Sender<Waiting>) {
    let path = data.join(SOCKET);
    // What an earlier run left: the data folder is ours alone.
    let _ = fs::remove_file(&path);
    let bound = UnixListener::bind(&path).and_then(|listener| {
        fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).map(|()| listener)
    });
    let listener = match bound {
        Ok(listener) => listener,
        Err(error) => {
            tracing::warn!(%error, socket = %path.display(), "copies can be asked for on the page only");
            return std::future::pending().await;
        }
    };
    loop {
        // One at a time; the others wait in the socket's own queue.
        let Ok((mut stream, _)) = listener.accept().await else { continue };
        if let Err(error) = answer(&mut stream, &ask).await {
            tracing::warn!(error = format!("{error:#}"), "a command was not answered");
        }
    }
}

async fn answer(stream: &mut tokio::net::UnixStream, ask: &mpsc::Sender<Waiting>) -> Result<()> {
    let mut said = [0_u8; COPY.len()];
    tokio::time::timeout(Duration::from_secs(5), stream.read_exact(&mut said)).await??;
    ensure!(said == COPY, "an unknown command");
    let (reply, outcome) = oneshot::channel();
    ask.send(reply).await?;
    match outcome.await? {
        Ok(file) => {
            let mut file = tokio::io::BufReader::new(open_async(&file)?);
            stream.write_all(b"ok\n").await?;
            tokio::io::copy(&mut file, stream).await?;
        }
        Err(why) => stream.write_all(format!("error {}\n", why.replace('\n', " ")).as_bytes()).await?,
    }
    Ok(stream.shutdown().await?)
}

/// A file read by the runtime.
fn open_async(file: &Path) -> io::Result<tokio::fs::File> {
    Ok(tokio::fs::File::from_std(File::open(file)?))
}

/// Asks the program that has this data folder for a copy, and writes it to `target`.
///
/// # Errors
/// When it does not answer, or has none to give.
pub fn ask_running(data: &Path, target: &Path) -> Result<u64> {
    let mut stream = UnixStream::connect(data.join(SOCKET))
        .context("the office is running, but takes no commands; ask for a copy on its page /cadangan")?;
    stream.write_all(COPY)?;
    let mut stream = BufReader::new(stream);
    let mut line = String::new();
    stream.read_line(&mut line)?;
    if line != "ok\n" {
        bail!("{}", line.strip_prefix("error ").unwrap_or("the office gave no answer").trim());
    }
    let mut out = fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(target)?;
    let bytes = io::copy(&mut stream.by_ref(), &mut out)?;
    out.sync_all()?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::ToSpan;

    const OFFSET: UtcOffset = UtcOffset(8 * 3600);
    const AT: &[Time] = &[Time::constant(16, 15, 0, 0)];

    fn moment(day: i8, hour: i8, minute: i8) -> Moment {
        OFFSET.moment(Date::constant(2026, 11, day).at(hour, minute, 0, 0))
    }

    /// What is known when the newest copy was taken then, and the last try came to nothing then.
    fn known(newest: Option<Moment>, failed: Option<Moment>) -> CopiesNow {
        let file = |taken| CopyFile { name: "loket-x.tar.gz.age".to_string(), bytes: 1, taken };
        CopiesNow {
            files: newest.map(file).into_iter().collect(),
            trouble: failed.map(|at| (at, "no room".to_string())),
            ..CopiesNow::default()
        }
    }

    #[test]
    fn a_copy_falls_due_every_day_at_the_hour_that_is_set() {
        let due = |newest, now| is_due(AT, &known(newest, None), OFFSET, now);
        assert!(due(None, moment(24, 7, 30)), "the first one at once");
        let yesterday = Some(moment(24, 16, 15));
        assert!(!due(yesterday, moment(25, 16, 14)));
        assert!(due(yesterday, moment(25, 16, 15)));
        assert!(!due(Some(moment(25, 16, 16)), moment(25, 23, 59)), "once a day");
        assert!(
            due(Some(moment(25, 9, 0)), moment(25, 16, 15)),
            "one by hand in the morning is not the day's"
        );
        assert!(due(yesterday, moment(26, 7, 30)), "the next morning, after a night switched off");
        let never = is_due(&[], &known(None, None), OFFSET, moment(25, 16, 15));
        assert!(!never, "without an hour only when asked");
    }

    #[test]
    fn a_copy_falls_due_at_each_of_several_hours() {
        let at = [Time::constant(12, 0, 0, 0), Time::constant(16, 30, 0, 0)];
        let due = |newest, now| is_due(&at, &known(Some(newest), None), OFFSET, now);
        assert!(!due(moment(24, 16, 30), moment(25, 11, 59)));
        assert!(due(moment(24, 16, 30), moment(25, 12, 0)));
        assert!(!due(moment(25, 12, 0), moment(25, 16, 29)), "the one of noon");
        assert!(due(moment(25, 12, 0), moment(25, 16, 30)));
        assert!(due(moment(25, 12, 0), moment(26, 7, 30)), "after a night switched off");
        assert!(!due(moment(26, 7, 30), moment(26, 11, 59)), "one for both that were missed");
    }

    #[test]
    fn a_copy_that_came_to_nothing_is_tried_again_after_a_while() {
        let failed = known(Some(moment(24, 16, 15)), Some(moment(25, 16, 15)));
        assert!(!is_due(AT, &failed, OFFSET, moment(25, 16, 29)));
        assert!(is_due(AT, &failed, OFFSET, moment(25, 16, 30)));
    }

    /// Two a day for four hundred days: seven days, five weeks and twelve months stay, and no other file is touched.
    #[test]
    fn what_is_too_many_is_taken_away_and_nothing_else() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = |name: &str| std::fs::write(folder.path().join(name), name).expect("written");
        let last = Date::constant(2026, 11, 25);
        for back in 0..400 {
            let day = last.checked_sub(i64::from(back).days()).expect("a day");
            for hour in ["101500", "161500"] {
                file(&format!("loket-{}-{hour}.tar.gz.age", day.strftime("%Y%m%d")));
            }
        }
        let others = ["loket.toml", "loket-catatan.txt", "loket-20251125-161500.part", "backup.key"];
        others.iter().for_each(|name| file(name));
        thin(folder.path(), Keep { days: 7, weeks: 5, months: 12 }, OFFSET);
        assert!(
            others.iter().all(|name| folder.path().join(name).exists()),
            "no copies, and not ours to remove"
        );
        let left: Vec<String> = files_in(folder.path(), OFFSET)
            .iter()
            .map(|file| file.name["loket-".len()..].trim_end_matches(".tar.gz.age").to_string())
            .collect();
        let wanted = [
            // Seven days, the later one of each; then the Sundays that end weeks, then the last days of months.
            "20261125", "20261124", "20261123", "20261122", "20261121", "20261120", "20261119", "20261115",
            "20261108", "20261101", "20261031", "20260930", "20260831", "20260731", "20260630", "20260531",
            "20260430", "20260331", "20260228", "20260131", "20251231",
        ];
        assert_eq!(left, wanted.map(|day| format!("{day}-161500")));
    }

    #[test]
    fn a_copy_is_due_once_a_day_and_after_a_night_switched_off() {
        let (offset, at) = (OFFSET, Time::constant(16, 15, 0, 0));
        assert_eq!(last_hour(offset, at, moment(25, 16, 14)), moment(24, 16, 15));
        assert_eq!(last_hour(offset, at, moment(25, 16, 15)), moment(25, 16, 15));
        assert_eq!(last_hour(offset, at, moment(26, 7, 30)), moment(25, 16, 15), "the next morning");
    }
}
