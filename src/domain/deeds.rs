//! What a day came to besides visits and steps: papers handed over, exceptions, certified copies, complaints.

use super::complaint::Category;
use super::legalised::{Legalised, copies};

/// Counts of one day, or of a period.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Deeds {
    /// Berkas whose paper was handed over.
    pub handed: u64,
    /// Decisions by somebody who had the berkas at an earlier step, by exception.
    pub own_work: u64,
    /// SK that were revoked.
    pub revoked: u64,
    /// Looks at a NIK or a telephone number in plain.
    pub looks: u64,
    /// Visits in which copies were certified.
    pub copy_visits: u64,
    /// Documents of which copies were certified: SK of this office, and others.
    pub documents: (u64, u64),
    /// The copies of those.
    pub copies: (u64, u64),
    /// Complaints by their kind; kinds of which there were none are left out.
    pub cases: Vec<(Category, Cases)>,
}

/// What became of complaints of one kind.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Cases {
    /// Filed.
    pub filed: u64,
    /// Answered, whenever they were filed.
    pub answered: u64,
    /// Of those, before they were due.
    pub in_time: u64,
    /// Closed.
    pub closed: u64,
}

/// One thing that happened to a complaint.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum CaseTurn {
    /// It was filed.
    Filed,
    /// It was answered, before it was due.
    InTime,
    /// It was answered later.
    Late,
    /// It was closed.
    Closed,
}

impl Deeds {
    /// Counts the certified copies of a visit.
    pub fn add_copies(&mut self, legalised: &[Legalised]) {
        self.copy_visits += u64::from(!legalised.is_empty());
        let ours = legalised.iter().filter(|one| one.document.berkas().is_some());
        let (count, of_ours) =
            (ours.clone().count() as u64, ours.map(|one| u64::from(one.copies)).sum::<u64>());
        self.documents.0 += count;
        self.documents.1 += legalised.len() as u64 - count;
        self.copies.0 += of_ours;
        self.copies.1 += copies(legalised) - of_ours;
    }

    /// Counts what happened to a complaint.
    pub fn add_case(&mut self, category: Category, turn: CaseTurn) {
        let cases = self.cases_of(category);
        match turn {
            CaseTurn::Filed => cases.filed += 1,
            CaseTurn::InTime => {
                cases.answered += 1;
                cases.in_time += 1;
            }
            CaseTurn::Late => cases.answered += 1,
            CaseTurn::Closed => cases.closed += 1,
        }
    }

    /// Adds those of another day.
    pub fn add(&mut self, other: &Deeds) {
        self.handed += other.handed;
        self.own_work += other.own_work;
        self.revoked += other.revoked;
        self.looks += other.looks;
        self.copy_visits += other.copy_visits;
        self.documents.0 += other.documents.0;
        self.documents.1 += other.documents.1;
        self.copies.0 += other.copies.0;
        self.copies.1 += other.copies.1;
        for (category, more) in &other.cases {
            self.cases_of(*category).add(more);
        }
    }

    /// All complaints together.
    pub fn all_cases(&self) -> Cases {
        let mut all = Cases::default();
        self.cases.iter().for_each(|(_, cases)| all.add(cases));
        all
    }

    fn cases_of(&mut self, category: Category) -> &mut Cases {
        let known = self.cases.iter().position(|(known, _)| *known == category);
        let place = known.unwrap_or_else(|| {
            self.cases.push((category, Cases::default()));
            self.cases.sort_by_key(|(category, _)| *category);
            self.cases.iter().position(|(known, _)| *known == category).unwrap_or(0)
        });
        &mut self.cases[place].1
    }
}

impl Cases {
    fn add(&mut self, other: &Cases) {
        self.filed += other.filed;
        self.answered += other.answered;
        self.in_time += other.in_time;
        self.closed += other.closed;
    }
}
