//! Telling one address: what is next is read from the journal, sent, and only then passed. An address that does not
//! answer is tried again, later and later; one that is silent for days is paused.

use super::Way;
use super::message::{self, MARKS, Message};
use super::send::send;
use crate::domain::command::Command;
use crate::domain::event::Event;
use crate::domain::hook::{Hook, HookAct, HookPause};
use crate::domain::ids::Seq;
use crate::domain::time::Moment;
use crate::office::{Delivery, HookAddress, OfficeHandle, Trouble};
use crate::store::{Reader, StoreError};
use crate::views::millis;
use std::collections::VecDeque;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;
use tokio::time::Instant;

/// Entries whose messages are in memory at once.
const AT_ONCE: usize = 64;
/// Entries that are looked through in one reading.
const LOOKED: usize = 10_000;
/// The longest first pause; it doubles with each try.
const FIRST: Duration = Duration::from_secs(1);
/// No pause is longer.
const LONGEST: Duration = Duration::from_secs(24 * 3600);
/// The word of an entry by which an office goes on from a copy.
const RESTORED: &str = "\"Restored\"";
/// Who is silent for so long, in seconds, is paused.
const SILENT: u64 = 5 * 24 * 3600;

/// How far everything has arrived.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Cursor {
    /// The entry to go on with.
    seq: Seq,
    /// Messages of it that have arrived.
    nth: usize,
    /// Since when nothing arrives.
    failing: Option<Moment>,
}

impl Cursor {
    /// The place to go on from. A copy of the office has no cursors: without its file a hook begins where the office was
    /// restored, because what came before that was told by the office that was lost; else where it was made.
    fn find(file: &Path, hook: &Hook, reader: &Reader) -> Result<Cursor, StoreError> {
        if let Some(known) = Cursor::read(file, hook) {
            return Ok(known);
        }
        let restored = reader.entries_marked(hook.from, RESTORED, usize::MAX)?;
        let restored = restored.iter().rfind(|entry| entry.events.contains(&Event::Restored {}));
        let seq = restored.map_or(hook.from, |entry| entry.seq);
        Ok(Cursor { seq, nth: 0, failing: None })
    }

    /// Reads the file of a cursor.
    fn read(file: &Path, hook: &Hook) -> Option<Cursor> {
        let text = fs::read_to_string(file).unwrap_or_default();
        let mut words = text.split_whitespace();
        let mut number = || words.next().and_then(|word| word.parse::<i64>().ok());
        let (seq, nth, failing) = (number(), number(), number());
        let read = seq.zip(nth).and_then(|(seq, nth)| {
            let (seq, nth) = (Seq(u64::try_from(seq).ok()?), usize::try_from(nth).ok()?);
            Some(Cursor { seq, nth, failing: failing.map(Moment) })
        });
        read.filter(|cursor| cursor.seq >= hook.from)
    }

    /// Writes it so that a power cut leaves the old one or the new one.
    fn write(self, file: &Path) -> io::Result<()> {
        let folder = file.parent().unwrap_or(Path::new("."));
        fs::create_dir_all(folder)?;
        let fresh = file.with_extension("new");
        let mut written = fs::File::create(&fresh)?;
        let failing = self.failing.map_or_else(String::new, |since| since.0.to_string());
        writeln!(written, "{} {} {failing}", self.seq, self.nth)?;
        written.sync_data()?;
        fs::rename(&fresh, file)
    }
}

/// Tells one address.
pub(super) struct Teller {
    office: OfficeHandle,
    hook: Arc<Hook>,
    file: PathBuf,
    way: Way,
    cursor: Cursor,
    /// What was read and has not arrived, each with the cursor after it.
    next: VecDeque<(Message, Cursor)>,
    /// The entry up to which `next` was read.
    read: Seq,
    tries: u32,
    again: Option<Instant>,
}

impl Teller {
    pub(super) fn new(office: OfficeHandle, hook: Arc<Hook>, file: PathBuf, way: Way) -> Teller {
        let cursor = Cursor { seq: hook.from, nth: 0, failing: None };
        let read = cursor.seq;
        Teller { office, hook, file, way, cursor, next: VecDeque::new(), read, tries: 0, again: None }
    }

    /// Finds where to go on; while the disk cannot be read that is not known, and nothing is told.
    async fn find(&mut self) {
        let mut commits = self.office.follow();
        loop {
            let (office, hook, file) = (self.office.clone(), self.hook.clone(), self.file.clone());
            let found = tokio::task::spawn_blocking(move || Cursor::find(&file, &hook, office.reader()));
            match found.await {
                Ok(Ok(cursor)) => {
                    (self.cursor, self.read) = (cursor, cursor.seq);
                    return;
                }
                Ok(Err(error)) => {
                    tracing::warn!(%error, hook = self.hook.id.0, "the place of a webhook could not be found");
                }
                Err(_) => {}
            }
            if commits.changed().await.is_err() {
                return std::future::pending().await;
            }
        }
    }

    /// Tells until it is cut.
    pub(super) async fn run(mut self) {
        self.find().await;
        if self.hook.paused.is_none() {
            // Whoever resumes a hook gives it time again.
            self.cursor.failing = self.cursor.failing.filter(|since| self.silent_for(*since) < SILENT);
        }
        let mut commits = self.office.follow();
        let deliveries = self.office.presence().deliveries().clone();
        self.show();
        loop {
            commits.mark_unchanged();
            let idle = self.hook.paused.is_some() || (self.next.is_empty() && !self.look().await);
            let wait = async {
                match self.again {
                    _ if idle => drop(commits.changed().await),
                    Some(again) => tokio::time::sleep_until(again).await,
                    None => {}
                }
            };
            tokio::select! {
                biased;
                nth = deliveries.trial(self.hook.id) => {
                    self.try_out(nth).await;
                    deliveries.tried(self.hook.id, nth);
                }
                () = wait => if !idle { self.tell().await },
            }
        }
    }

    fn silent_for(&self, since: Moment) -> u64 {
        self.office.now().seconds_since(since)
    }

    /// Reads what is to be told next; whether there is something.
    async fn look(&mut self) -> bool {
        let (office, topics, cursor) = (self.office.clone(), self.hook.topics.clone(), self.cursor);
        let from = self.read;
        let read = tokio::task::spawn_blocking(move || {
            let reader = office.reader();
            let (entries, read) = reader.entries_with(from, &MARKS, AT_ONCE, LOOKED)?;
            let mut next = VecDeque::new();
            for entry in entries {
                let skip = if entry.seq == cursor.seq { cursor.nth } else { 0 };
                let messages = message::of(&entry, &topics, office.profile(), reader)?;
                let many = messages.len();
                for (nth, message) in messages.into_iter().enumerate().skip(skip) {
                    let whole = nth + 1 == many;
                    let (seq, nth) = if whole { (Seq(entry.seq.0 + 1), 0) } else { (entry.seq, nth + 1) };
                    next.push_back((message, Cursor { seq, nth, failing: None }));
                }
            }
            Ok::<_, StoreError>((next, read))
        });
        match read.await {
            Ok(Ok((next, read))) => {
                // A long stretch without anything to tell is not looked through again after a restart.
                if next.is_empty() && read.0 > self.cursor.seq.0 + LOOKED as u64 / 10 {
                    self.pass(Cursor { seq: read, nth: 0, ..self.cursor }).await;
                }
                let more = read > self.read && read <= self.office.committed().state.seq;
                self.read = read;
                self.next = next;
                !self.next.is_empty() || more
            }
            Ok(Err(error)) => {
                // While the disk fails nothing is committed either; the next commit is the time to look again.
                tracing::warn!(%error, hook = self.hook.id.0, "the journal could not be read for a webhook");
                false
            }
            Err(_) => false,
        }
    }

    /// Sends the next message, and passes it when it has arrived.
    async fn tell(&mut self) {
        let Some((message, after)) = self.next.front().cloned() else { return };
        if self.deliver(&message).await {
            self.tries = 0;
            self.again = None;
            self.next.pop_front();
            self.pass(after).await;
        } else {
            // Once for each time that it begins to fail; why stands on the page, for each try.
            if self.cursor.failing.is_none() {
                let latest = self.office.presence().deliveries().of(self.hook.id).latest;
                let latest = latest.front();
                let why = latest.and_then(|tried| tried.trouble.as_ref()).map(Trouble::word);
                let status = latest.and_then(|tried| tried.status);
                tracing::warn!(hook = self.hook.id.0, why, status, "a webhook does not arrive");
            }
            let since = *self.cursor.failing.get_or_insert(self.office.now());
            let longest =
                FIRST.saturating_mul(1_u32.checked_shl(self.tries).unwrap_or(u32::MAX)).min(LONGEST);
            self.tries = (self.tries + 1).min(30);
            // Anywhere within the pause: a thousand offices must not come back at the same moment.
            let pause = longest.mul_f64(fastrand::f64());
            self.again = Some(Instant::now() + pause);
            self.pass(self.cursor).await;
            let seconds = i64::try_from(pause.as_secs()).unwrap_or(i64::MAX);
            let again = self.office.now().plus_seconds(seconds);
            self.office.presence().deliveries().tell(self.hook.id, |now| now.again = Some(again));
            if self.silent_for(since) >= SILENT {
                let pause = HookAct::Pause(self.hook.id, HookPause::Failing);
                // Whether it is written down or not: it is tried again in a day at most.
                let _ = self.office.report(Command::Hook(pause)).await;
            }
        }
    }

    /// Goes on from here, also after a restart.
    async fn pass(&mut self, cursor: Cursor) {
        self.cursor = cursor;
        self.show();
        let file = self.file.clone();
        let written = tokio::task::spawn_blocking(move || cursor.write(&file)).await;
        if let Ok(Err(error)) = written {
            // What has arrived will be sent again after a restart, which the other side knows by its id.
            tracing::warn!(%error, file = %self.file.display(), "the place of a webhook could not be kept");
        }
    }

    fn show(&self) {
        let Cursor { seq, failing, .. } = self.cursor;
        self.office.presence().deliveries().tell(self.hook.id, |now| {
            now.reached = seq;
            now.failing = failing;
            now.again = None;
        });
    }

    /// Sends something that tells nothing, once.
    async fn try_out(&self, nth: u64) {
        self.deliver(&Message::trial(nth, millis(self.office.now()))).await;
    }

    /// Sends a message once; whether it has arrived.
    async fn deliver(&self, message: &Message) -> bool {
        let at = self.office.now();
        let begun = Instant::now();
        let address = HookAddress::parse(&self.hook.url);
        let sent = match &address {
            Some(address) => send(address, &self.way, &self.hook.secret, message, at.0 / 1_000_000).await,
            None => Err(Trouble::Address),
        };
        let delivery = Delivery {
            id: message.id.clone(),
            topic: message.topic.to_string(),
            at,
            status: sent.as_ref().ok().copied(),
            trouble: sent.err(),
            took: u64::try_from(begun.elapsed().as_millis()).unwrap_or(u64::MAX),
        };
        let arrived = delivery.arrived();
        self.office.presence().deliveries().tell(self.hook.id, |now| now.latest.push_front(delivery));
        arrived
    }
}
