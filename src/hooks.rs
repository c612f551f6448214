//! Webhooks: whoever asked is told what happens, in order, at least once, and the office never waits for them.
//!
//! A hook needs no queue: the journal is one. Each hook has a *cursor*, the place in the journal up to which everything
//! has arrived, kept in a file of its own; a restart goes on from there. What is sent is in `message`, how in `send`,
//! the patience with an address that does not answer in `teller`.

mod message;
mod send;
mod teller;
mod trust;

pub use trust::Believed;

use crate::domain::hook::Hook;
use crate::domain::ids::HookId;
use crate::office::{OfficeHandle, Reach};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use teller::Teller;
use tokio::sync::watch;
use tokio::task::JoinHandle;

/// How deliveries go out.
#[derive(Clone)]
pub struct Way {
    /// How far.
    pub reach: Reach,
    /// Whose certificates are believed.
    pub believed: Believed,
}

/// Starts telling. `folder` is the office's data folder.
pub fn start(
    office: OfficeHandle,
    folder: &Path,
    way: Way,
    mut stop: watch::Receiver<bool>,
) -> JoinHandle<()> {
    let folder = folder.join("hooks");
    tokio::spawn(async move {
        let mut commits = office.follow();
        let mut told: BTreeMap<HookId, Told> = BTreeMap::new();
        loop {
            let committed = commits.borrow_and_update().clone();
            let wanted = &committed.state.hooks;
            let gone: Vec<_> = told.keys().filter(|id| !wanted.contains_key(id)).copied().collect();
            for id in gone {
                if let Some(hook) = told.remove(&id) {
                    hook.end().await;
                }
                office.presence().deliveries().forget(id);
                let _ = std::fs::remove_file(cursor_file(&folder, id));
            }
            for (id, hook) in wanted {
                if told.get(id).is_some_and(|known| known.hook == *hook) {
                    continue;
                }
                if let Some(before) = told.remove(id) {
                    before.end().await;
                }
                let teller =
                    Teller::new(office.clone(), hook.clone(), cursor_file(&folder, *id), way.clone());
                told.insert(*id, Told { hook: hook.clone(), task: tokio::spawn(teller.run()) });
            }
            drop(committed);
            tokio::select! {
                changed = commits.changed() => if changed.is_err() { break },
                _ = stop.wait_for(|stop| *stop) => break,
            }
        }
        for (_, hook) in told {
            hook.end().await;
        }
    })
}

/// A hook that is told.
struct Told {
    hook: Arc<Hook>,
    task: JoinHandle<()>,
}

impl Told {
    /// What is under way is cut; it will be sent again.
    async fn end(self) {
        self.task.abort();
        let _ = self.task.await;
    }
}

fn cursor_file(folder: &Path, id: HookId) -> PathBuf {
    folder.join(id.to_string())
}
