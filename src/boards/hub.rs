//! The hub: one newest frame per topic that somebody follows.

use super::topic::{Sections, Topic};
use crate::domain::ids::Seq;
use crate::office::{Committed, Health, OfficeHandle};
use crate::texts::Texts;
use crate::views::{Scene, millis};
use axum::extract::ws::Utf8Bytes;
use serde::Serialize;
use serde_json::value::RawValue;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
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
    pub(super) stop: watch::Receiver<bool>,
    topics: Mutex<BTreeMap<Topic, watch::Sender<Arc<Frame>>>>,
}

/// The newest state of a topic.
pub(super) struct Frame {
    /// Position in the journal.
    seq: Seq,
    /// Counts the changes of this topic; a screen at `revision - 1` can be patched.
    pub(super) revision: u64,
    sections: Sections,
    /// The sections that changed, as a message, shared by all receivers.
    pub(super) patch: Utf8Bytes,
    /// The whole view as a message, made when the first socket needs it.
    full: OnceLock<Utf8Bytes>,
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
        let inner = Inner { office, texts, build, stop, topics: Mutex::default() };
        let hub = Hub { inner: Arc::new(inner) };
        tokio::spawn(hub.clone().run());
        hub
    }

    /// Follows a topic. The receiver's value is the newest frame from the first moment on, so there
    /// is no gap between looking and listening.
    pub(super) fn follow(&self, topic: &Topic) -> Option<watch::Receiver<Arc<Frame>>> {
        let mut topics = self.inner.topics.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = topics.get(topic) {
            return Some(known.subscribe());
        }
        let committed = self.inner.office.committed();
        let frame = self.frame(topic, &committed, None)?;
        let (sender, receiver) = watch::channel(Arc::new(frame));
        topics.insert(topic.clone(), sender);
        Some(receiver)
    }

    async fn run(self) {
        let office = &self.inner.office;
        let mut commits = office.follow();
        let mut health = office.health();
        let devices = office.presence();
        let mut devices = devices.follow();
        let mut stop = self.inner.stop.clone();
        let mut public_due = Instant::now();
        loop {
            // Changes of the public views are gathered; everybody else hears at once.
            let public_change =
                tokio::time::sleep_until(public_due.max(Instant::now() + Duration::from_millis(1)));
            tokio::select! {
                changed = commits.changed() => if changed.is_err() { return },
                changed = health.changed() => if changed.is_err() { return },
                changed = devices.changed() => if changed.is_err() { return },
                () = tokio::time::sleep(TICK) => {}
                () = public_change, if public_due > Instant::now() => {}
                _ = stop.wait_for(|stop| *stop) => return,
            }
            let with_public = Instant::now() >= public_due;
            if with_public {
                public_due = Instant::now() + PUBLIC_PACE;
            }
            let committed = commits.borrow_and_update().clone();
            self.refresh(&committed, with_public);
        }
    }

    /// Computes anew what somebody follows; forgets what nobody does.
    fn refresh(&self, committed: &Committed, with_public: bool) {
        let mut topics = self.inner.topics.lock().unwrap_or_else(PoisonError::into_inner);
        topics.retain(|_, sender| sender.receiver_count() > 0);
        for (topic, sender) in topics.iter() {
            if topic.is_public() && !with_public {
                continue;
            }
            let last = sender.borrow().clone();
            if let Some(frame) = self.frame(topic, committed, Some(&last)) {
                sender.send_replace(Arc::new(frame));
            }
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
        let patch = Utf8Bytes::from(serde_json::to_string(&patch).unwrap_or_default());
        Some(Frame { seq, revision, sections, patch, full: OnceLock::new(), now })
    }

    /// The whole view of a frame, as one message for everybody who needs it.
    pub(super) fn full(&self, frame: &Frame) -> Utf8Bytes {
        let make = || {
            let full = Full {
                t: "full",
                seq: frame.seq.0,
                rev: frame.revision,
                now: frame.now,
                build: &self.inner.build,
                view: &frame.sections,
            };
            Utf8Bytes::from(serde_json::to_string(&full).unwrap_or_default())
        };
        frame.full.get_or_init(make).clone()
    }
}
