//! Who is told of berkas that are overdue.

use super::files::EscalationFile;
use crate::domain::ids::Role;
use crate::domain::overdue::Escalation;
use crate::domain::sop::{Place, Sop};

/// The rules of the file. Without a ladder of its own: the desks of the SOP in its order, except those of
/// people who sit at a loket.
pub(super) fn escalation(file: &EscalationFile, sop: &Sop, at_loket: &[&str]) -> Escalation {
    let ladder = match &file.ladder {
        Some(roles) => roles.iter().map(|role| Role::from(role.as_str())).collect(),
        None => desks(sop, at_loket),
    };
    Escalation { after_norms: file.after_norms, ladder }
}

fn desks(sop: &Sop, at_loket: &[&str]) -> Vec<Role> {
    let mut roles: Vec<Role> = Vec::new();
    for step in sop.steps().iter().filter(|step| step.place == Place::Desk) {
        if !roles.contains(&step.actor) && !at_loket.contains(&step.actor.as_str()) {
            roles.push(step.actor.clone());
        }
    }
    roles
}
