//! The hub: one newest frame per topic that somebody follows.

use super::topic::{Sections, Topic};
use super::wire::Framed;
use crate::domain::ids::Seq;
use crate::office::{Committed, Health, OfficeHandle};
use crate::texts::Texts;
use crate::views::{Scene, millis};
use serde::Serialize;
use serde_json::value::RawValue;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::Duration;
use tokio::sync::watch;
use tokio::time::Instant;

/// Views of the public are computed at most this often.
const PUBLIC_PACE: Duration = Duration::from_millis(250);
/// What depends on the hour is looked at this often.
const TICK: Duration = Duration::from_secs(1);

/// The hub. Cheap to clone.
#[derive(Clone)]
pub struct Hub {
    pub(super) inner: Arc<Inner>,
}

pub(super) struct Inner {
    pub(super) office: OfficeHandle,
    pub(super) texts: Arc<Texts>,
    /// Tells one build of the screens from another; a screen of another build loads itself anew.
    pub(super) build: String,
    /// What is followed; `None` once the hub has ended, which every screen notices.
    topics: Mutex<Option<BTreeMap<Topic, watch::Sender<News>>>>,
}

/// All that the screens of a topic wait for, in one place, so that each is woken by one thing.
pub(super) struct News {
    pub(super) frame: Arc<Frame>,
    /// The frame is still right at this position in the journal.
    pub(super) seq: Seq,
    /// The last trial that boards were asked to sound for.
    pub(super) trial: u64,
}

/// The newest state of a topic.
pub(super) struct Frame {
    /// Position in the journal.
    pub(super) seq: Seq,
    /// Counts the changes of this topic; a screen at `revision - 1` can be patched.
    pub(super) revision: u64,
    sections: Sections,
    /// The sections that changed, as a message, shared by all receivers.
    pub(super) patch: Framed,
    /// The whole view as a message, made when the first socket needs it.
    full: OnceLock<Framed>,
    now: i64,
}

#[derive(Serialize)]
struct Full<'a> {
    t: &'static str,
    seq: u64,
    rev: u64,
    now: i64,
    build: &'a str,
    view: &'a Sections,
}

#[derive(Serialize)]
struct Patch<'a> {
    t: &'static str,
    seq: u64,
    rev: u64,
    was: u64,
    now: i64,
    set: BTreeMap<&'a str, &'a RawValue>,
}

impl Hub {
    /// Starts the hub. It ends when `stop` turns true.
    pub fn start(office: OfficeHandle, texts: Arc<Texts>, build: String, stop: watch::Receiver<bool>) -> Hub {
        let topics = Mutex::new(Some(BTreeMap::new()));
        let hub = Hub { inner: Arc::new(Inner { office, texts, build, topics }) };
        let running = hub.clone();
        tokio::spawn(async move {
            running.run(stop).await;
            *running.topics() = None;
        });
        hub
    }

    fn topics(&self) -> MutexGuard<'_, Option<BTreeMap<Topic, watch::Sender<News>>>> {
        self.inner.topics.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Follows a topic. The receiver's value is the newest frame from the first moment on, so there
    /// is no gap between looking and listening.
    pub(super) fn follow(&self, topic: &Topic) -> Option<watch::Receiver<News>> {
        let mut topics = self.topics();
        if let Some(known) = topics.as_ref().and_then(|topics| topics.get(topic)) {
            return Some(known.subscribe());
        }
        let committed = self.inner.office.committed();
        let frame = Arc::new(self.frame(topic, &committed, None)?);
        let trial = *self.inner.office.presence().trials().borrow();
        let (sender, receiver) = watch::channel(News { frame, seq: committed.state.seq, trial });
        if let Some(topics) = topics.as_mut() {
            topics.insert(topic.clone(), sender);
        }
        Some(receiver)
    }

    async fn run(&self, mut stop: watch::Receiver<bool>) {
        let office = &self.inner.office;
        let mut commits = office.follow();
        let mut health = office.health();
        let devices = office.presence();
        let mut trials = devices.trials();
        let mut devices = devices.follow();
        let mut public_due = Instant::now();
        loop {
            // Changes of the public views are gathered; everybody else hears at once.
            let public_change =
                tokio::time::sleep_until(public_due.max(Instant::now() + Duration::from_millis(1)));
            tokio::select! {
                changed = commits.changed() => if changed.is_err() { return },
                changed = health.changed() => if changed.is_err() { return },
                changed = devices.changed() => if changed.is_err() { return },
                changed = trials.changed() => if changed.is_err() { return },
                () = tokio::time::sleep(TICK) => {}
                () = public_change, if public_due > Instant::now() => {}
                _ = stop.wait_for(|stop| *stop) => return,
            }
            let with_public = Instant::now() >= public_due;
            if with_public {
                public_due = Instant::now() + PUBLIC_PACE;
            }
            commits.mark_unchanged();
            let trial = *trials.borrow_and_update();
            self.refresh(trial, with_public);
        }
    }

    /// Computes anew what somebody follows; forgets what nobody does.
    fn refresh(&self, trial: u64, with_public: bool) {
        let mut topics = self.topics();
        let Some(topics) = topics.as_mut() else { return };
        // Looked up behind the lock, as `follow` does, so that no topic goes back to what was committed before it began.
        let committed = self.inner.office.committed();
        topics.retain(|_, sender| sender.receiver_count() > 0);
        for (topic, sender) in topics.iter() {
            if topic.is_public() && !with_public {
                continue;
            }
            let last = sender.borrow().frame.clone();
            let frame = self.frame(topic, &committed, Some(&last)).map(Arc::new);
            sender.send_if_modified(|news| {
                news.seq = committed.state.seq;
                let asked = topic.is_tried() && news.trial != trial;
                news.trial = trial;
                let changed = frame.is_some();
                news.frame = frame.unwrap_or(last);
                changed || asked
            });
        }
    }

    /// The frame after `last`, or `None` if nothing changed.
    fn frame(&self, topic: &Topic, committed: &Committed, last: Option<&Frame>) -> Option<Frame> {
        let office = &self.inner.office;
        let now = office.now();
        let scene = Scene { state: &committed.state, profile: office.profile(), now };
        let well = *office.health().borrow() == Health::Well;
        let sections = topic.sections(office, scene, well)?;
        let revision = last.map_or(1, |last| last.revision + 1);
        let mut set = BTreeMap::new();
        for (name, json) in &sections {
            let known = last.and_then(|last| last.sections.get(name));
            if known.is_none_or(|known| known.get() != json.get()) {
                set.insert(name.as_str(), &**json);
            }
        }
        if set.is_empty() {
            return None;
        }
        let (seq, now) = (committed.state.seq, millis(now));
        let patch = Patch { t: "patch", seq: seq.0, rev: revision, was: revision - 1, now, set };
        let patch = Framed::text(serde_json::to_string(&patch).unwrap_or_default());
        Some(Frame { seq, revision, sections, patch, full: OnceLock::new(), now })
    }

    /// The whole view of a frame, as one message for everybody who needs it.
    pub(super) fn full(&self, frame: &Frame) -> Framed {
        let make = || {
            let full = Full {
                t: "full",
                seq: frame.seq.0,
                rev: frame.revision,
                now: frame.now,
                build: &self.inner.build,
                view: &frame.sections,
            };
            Framed::text(serde_json::to_string(&full).unwrap_or_default())
        };
        frame.full.get_or_init(make).clone()
    }
}
