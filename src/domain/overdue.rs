//! Berkas that have been on a desk for longer than their step allows, and who is told of them.
//!
//! The office's clock stands still while the applicant has the berkas, or is to come to a counter for
//! it, so only steps on a desk can be overdue.

use super::berkas::Berkas;
use super::ids::Role;
use super::profile::Profile;
use super::sop::{Place, Step};
use super::time::Moment;

/// Who is told when a berkas stays where it is.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Escalation {
    /// The role above is told after this many norms of the step, and with each further norm the next.
    pub after_norms: u32,
    /// The desks from the lowest to the highest. A role that is not here stands below all of them.
    pub ladder: Vec<Role>,
}

impl Escalation {
    /// The roles above one, the nearest first.
    pub fn above(&self, role: &Role) -> &[Role] {
        let rung = self.ladder.iter().position(|known| known == role);
        &self.ladder[rung.map_or(0, |rung| rung + 1)..]
    }

    /// Whether whoever holds `mine` sees what is overdue at `theirs`: their own, and what lies below.
    pub fn sees(&self, mine: &Role, theirs: &Role) -> bool {
        mine == theirs || self.above(theirs).contains(mine)
    }

    /// How many of the roles above are told after `age` seconds at a step of `minutes`.
    fn told(&self, age: u64, minutes: u32) -> usize {
        let norm = u64::from(minutes.max(1)) * 60;
        let steps = (age / norm + 1).saturating_sub(u64::from(self.after_norms));
        usize::try_from(steps).unwrap_or(usize::MAX)
    }
}

/// A berkas that is overdue.
#[derive(Clone, Copy, Debug)]
pub struct Overdue<'a> {
    /// Which.
    pub berkas: &'a Berkas,
    /// The step where it lies.
    pub step: &'a Step,
    /// Seconds of service since it came there.
    pub age: u64,
    /// The roles above its desk that are told by now, the nearest first.
    pub told: &'a [Role],
    /// Who is told next, and after how many more seconds of service.
    pub next: Option<(&'a Role, u64)>,
}

impl Overdue<'_> {
    /// Seconds of service beyond the norm.
    pub fn over(&self) -> u64 {
        self.age.saturating_sub(u64::from(self.step.minutes) * 60)
    }
}

/// Whether a berkas is overdue, and who is told.
pub fn overdue<'a>(profile: &'a Profile, berkas: &'a Berkas, now: Moment) -> Option<Overdue<'a>> {
    let step = profile.sop.step(&berkas.step).filter(|step| step.place == Place::Desk)?;
    let age = profile.calendar.service_seconds(berkas.arrived, now);
    let norm = u64::from(step.minutes) * 60;
    if age <= norm {
        return None;
    }
    let rules = &profile.escalation;
    let above = rules.above(&step.actor);
    let told = rules.told(age, step.minutes).min(above.len());
    let next = above.get(told).map(|role| {
        let norms = u64::from(rules.after_norms) + u64::try_from(told).unwrap_or(0);
        (role, (norms * norm).saturating_sub(age))
    });
    Some(Overdue { berkas, step, age, told: &above[..told], next })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rules() -> Escalation {
        let ladder = ["analis", "kasi", "kabid", "kadis"];
        Escalation { after_norms: 2, ladder: ladder.map(Role::from).to_vec() }
    }

    #[test]
    fn a_desk_sees_its_own_and_what_lies_below() {
        let rules = rules();
        let sees = |mine: &str, theirs: &str| rules.sees(&Role::from(mine), &Role::from(theirs));
        assert!(sees("kasi", "kasi") && sees("kasi", "analis") && sees("kadis", "analis"));
        assert!(!sees("analis", "kasi") && !sees("kasi", "kabid"));
        // A loket that numbers the SK stands below all desks, and sees only its own.
        assert!(sees("analis", "loket-4") && sees("loket-4", "loket-4") && !sees("loket-4", "analis"));
    }

    #[test]
    fn each_norm_tells_one_more() {
        let rules = rules();
        let told = |minutes: u64| rules.told(minutes * 60, 5);
        assert_eq!([told(6), told(9), told(10), told(14), told(15), told(20)], [0, 0, 1, 1, 2, 3]);
    }
}
