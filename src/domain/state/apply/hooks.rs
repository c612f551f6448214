//! What events do to webhooks.

use super::super::{Counter, Row, RowKey};
use super::Step;
use crate::domain::event::Event;
use crate::domain::hook::Hook;
use crate::domain::ids::HookId;
use std::sync::Arc;

impl Step<'_> {
    pub(super) fn webhook(&mut self, event: &Event) {
        match event {
            Event::HookAdded { hook } => {
                self.count(Counter::Hook, u64::from(hook.id.0));
                self.put_hook(hook.clone());
            }
            Event::HookRemoved { hook } => {
                self.changes.insert(RowKey::Hook(*hook), None);
                self.state.hooks.remove_mut(hook);
            }
            Event::HookPaused { hook, why } => self.hook(*hook, |hook| hook.paused = Some(*why)),
            Event::HookResumed { hook } => self.hook(*hook, |hook| hook.paused = None),
            _ => {}
        }
    }

    fn put_hook(&mut self, hook: Hook) {
        let hook = Arc::new(hook);
        self.changes.insert(RowKey::Hook(hook.id), Some(Row::Hook(hook.clone())));
        self.state.hooks.insert_mut(hook.id, hook);
    }

    fn hook(&mut self, id: HookId, change: impl FnOnce(&mut Hook)) {
        if let Some(known) = self.state.hooks.get(&id) {
            let mut hook = Hook::clone(known);
            change(&mut hook);
            self.put_hook(hook);
        }
    }
}
