//! What does not fit together in a profile.

use super::super::account::roles;
use super::super::arrangement;
use super::super::colour::Colour;
use super::super::fault::{About, Fault};
use super::super::ids::{Purpose, Role};
use super::super::printer;
use super::super::sop::Place;
use super::{EVERYBODY, Profile};
use std::fmt::Display;

/// White letters on the office's colour need at least this contrast, because the public reads them.
const READABLE: f32 = 7.0;

impl Profile {
    /// Everything in the profile that points to nothing, in words for whoever edits it.
    pub fn faults(&self) -> Vec<Fault> {
        let mut faults = self.queue_faults();
        faults.extend(self.loket_faults());
        faults.extend(printer::faults(&self.printers));
        faults.extend(arrangement::faults(self));
        faults.extend(self.role_faults());
        faults.extend(self.limit_faults());
        faults.extend(self.repeated());
        faults
    }

    fn queue_faults(&self) -> Vec<Fault> {
        let mut faults = Vec::new();
        let drawn = |purpose: &Purpose| self.lokets_for(purpose).next().is_some();
        for service in &self.services {
            let (letter, purpose) = (service.series, &service.purpose);
            let about = || About::item("service", "letter", letter);
            let facts = || vec![("name", letter.to_string()), ("value", purpose.to_string())];
            if !drawn(purpose) {
                let words = format!("service {letter} queues for \"{purpose}\", which no loket draws");
                faults.push(Fault::new(about(), "service-purpose", facts(), words));
            }
            if !letter.0.is_ascii_uppercase() || matches!(letter.0, 'I' | 'O' | 'Q') {
                let words =
                    format!("service letter {letter} must be a capital that is easy to read (not I, O, Q)");
                faults.push(Fault::new(about(), "service-letter", facts(), words));
            }
        }
        for step in self.sop.steps() {
            if let Place::Counter(purpose) = &step.place
                && !drawn(purpose)
            {
                let words = format!("step \"{}\" is at \"{purpose}\", which no loket draws", step.id);
                let facts = vec![("name", step.id.to_string()), ("value", purpose.to_string())];
                faults.push(Fault::new(About::item("step", "id", &step.id), "step-purpose", facts, words));
            }
        }
        faults
    }

    fn loket_faults(&self) -> Vec<Fault> {
        let mut faults = Vec::new();
        for loket in &self.lokets {
            let about = || About::item("loket", "id", loket.id);
            let facts =
                |value: &dyn Display| vec![("name", loket.id.to_string()), ("value", value.to_string())];
            if !self.lists(&loket.role) {
                let words =
                    format!("loket {} is for \"{}\", a role that is not listed", loket.id, loket.role);
                faults.push(Fault::new(about(), "loket-role", facts(&loket.role), words));
            }
            if let Some(printer) = &loket.printer
                && self.printer(printer).is_none()
            {
                let words = format!("loket {} prints on \"{printer}\", which does not exist", loket.id);
                faults.push(Fault::new(about(), "loket-printer", facts(printer), words));
            }
            if loket.order.priority == 0 || loket.order.regular == 0 {
                let words =
                    format!("loket {} draws at least 1 priority and 1 regular ticket a round", loket.id);
                faults.push(Fault::new(about(), "loket-round", facts(&""), words));
            }
        }
        faults
    }

    /// Roles that are named and not listed.
    fn role_faults(&self) -> Vec<Fault> {
        let papers = &self.papers;
        let signing = [
            ("papers.permit_by", &papers.permit_by),
            ("papers.note_from", &papers.note_from),
            ("papers.note_to", &papers.note_to),
            ("papers.certified_by", &papers.certified_by),
        ];
        let reprint =
            self.reprint.iter().map(|role| (About::Setting("printing.reprint"), "printing.reprint", role));
        let known =
            |role: &&Role| ![roles::ADMINISTRATOR, roles::SUPERVISOR, EVERYBODY].contains(&role.as_str());
        let second = self.second_factor.iter().filter(known);
        let second =
            second.map(|role| (About::Setting("people.second_factor"), "people.second_factor", role));
        let ladder = self
            .escalation
            .ladder
            .iter()
            .map(|role| (About::Setting("escalation.ladder"), "escalation.ladder", role));
        let signing = signing.into_iter().map(|(path, role)| (About::Setting(path), "papers", role));
        let initials = papers.initials.iter().map(|role| (About::Setting("papers.initials"), "papers", role));
        let signers = papers.signers.iter().map(|signer| &signer.role);
        let signers = signers.map(|role| (About::item("signer", "role", role), "papers", role));
        let named = reprint.chain(second).chain(ladder).chain(signing).chain(initials).chain(signers);
        let unlisted = named.filter(|(_, _, role)| !self.lists(role));
        unlisted
            .map(|(about, setting, role)| {
                let verb = if setting == "papers" { "name" } else { "names" };
                let words = format!("{setting} {verb} \"{role}\", a role that is not listed");
                Fault::new(
                    about,
                    "role",
                    vec![("name", setting.to_string()), ("value", role.to_string())],
                    words,
                )
            })
            .collect()
    }

    fn limit_faults(&self) -> Vec<Fault> {
        let mut faults = Vec::new();
        let mut within = |path: &'static str, value: u32, least: u32, most: u32, words: &str| {
            if !(least..=most).contains(&value) {
                let facts = vec![("least", least.to_string()), ("most", most.to_string())];
                faults.push(Fault::new(About::Setting(path), "limits", facts, format!("{path} {words}")));
            }
        };
        within("people.idle_minutes", self.idle_minutes, 5, 720, "must be from 5 to 720");
        within("people.phone_days", self.phone_days, 0, 3_650, "must be from 0 to 3650");
        within("complaints.days", self.complaining.days, 1, 60, "must be 1 to 60");
        within("legalisation.most_copies", self.legalising.most_copies, 1, 10_000, "must be at least 1");
        within("escalation.after_norms", self.escalation.after_norms, 1, 1_000, "must be at least 1");
        let contrast = self.office.colour.map(|colour| colour.contrast(Colour::WHITE));
        if let Some(contrast) = contrast.filter(|contrast| *contrast < READABLE) {
            let says = "office.colour is too light: white letters on it have a contrast of";
            let words = format!("{says} {contrast:.1}, and {READABLE:.0} is needed");
            faults.push(Fault::new(About::Setting("office.colour"), "colour", Vec::new(), words));
        }
        faults
    }

    fn repeated(&self) -> Vec<Fault> {
        let lists: [(&str, &str, &str, Vec<String>); 7] = [
            ("board", "board", "zone", names(self.boards.iter().map(|board| &board.zone))),
            ("signer", "signer", "role", names(self.papers.signers.iter().map(|signer| &signer.role))),
            ("service", "service", "letter", names(self.services.iter().map(|service| service.series))),
            ("loket", "loket", "id", names(self.lokets.iter().map(|loket| loket.id))),
            ("permit type", "permit", "kode", names(self.permits.iter().map(|permit| &permit.code))),
            ("printer", "printer", "id", names(self.printers.iter().map(|printer| &printer.id))),
            ("role", "role", "role", names(self.roles.iter().map(|plan| &plan.role))),
        ];
        let mut faults = Vec::new();
        for (what, list, key, mut names) in lists {
            names.sort();
            for name in names.windows(2).filter(|pair| pair[0] == pair[1]).map(|pair| &pair[0]) {
                let facts = vec![("list", list.to_string()), ("value", name.clone())];
                let words = format!("{what} {name} stands twice");
                faults.push(Fault::new(About::item(list, key, name), "twice", facts, words));
            }
        }
        faults
    }

    fn lists(&self, role: &Role) -> bool {
        self.roles.iter().any(|plan| plan.role == *role)
    }
}

fn names(things: impl Iterator<Item = impl Display>) -> Vec<String> {
    things.map(|thing| thing.to_string()).collect()
}
