//! The SOP as data: steps, actors, minutes and the ways from one step to the next.
//!
//! The engine knows what an [`Act`] means and where a step takes place; it knows no step number.
//! [`Sop::new`] refuses a plan that could trap a berkas: a step nobody reaches, a step without a
//! way to an end, an actor nobody holds.

use super::ids::{ChoiceId, Purpose, Role, StepId};
use super::issued::PaperKind;
use std::collections::BTreeSet;
use std::fmt;

/// The whole procedure, checked.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Sop {
    steps: Vec<Step>,
}

/// One box of the drawing.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Step {
    /// Its name in the profile.
    pub id: StepId,
    /// Its number on the office's paper; steps of our own have none.
    pub no: Option<u8>,
    /// What happens, for people.
    pub title: String,
    /// Who does it. For an applicant's step, whose turn it is meanwhile.
    pub actor: Role,
    /// Where it happens.
    pub place: Place,
    /// Baku mutu in minutes of service.
    pub minutes: u32,
    /// Kelengkapan.
    pub needs: String,
    /// Output.
    pub output: String,
    /// Whether the form of the permit type is filled in here.
    pub enters_data: bool,
    /// Papers that exist once the berkas has come this far.
    pub papers: Vec<PaperKind>,
    /// The ways out, the usual one first.
    pub choices: Vec<Choice>,
}

/// Where a step happens, which decides where the ticket waits.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Place {
    /// With the applicant: the office's clock stands still.
    Applicant,
    /// At a counter: the ticket queues for this purpose.
    Counter(Purpose),
    /// At a desk of the back office: the ticket waits with its berkas.
    Desk,
}

/// One way out of a step.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Choice {
    /// Its name in the profile.
    pub id: ChoiceId,
    /// What the button says.
    pub label: String,
    /// What it does to the berkas.
    pub act: Act,
    /// Where it leads.
    pub to: Goal,
}

/// Where a choice leads.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Goal {
    /// To another step.
    Step(StepId),
    /// The berkas is closed.
    End(Outcome),
}

/// How a berkas ends.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Outcome {
    /// The signed SK is in the applicant's hands.
    Granted,
    /// The Nota Dinas Penolakan is.
    Refused,
}

/// What a choice does to the berkas.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Act {
    /// The applicant does their part and comes on.
    Proceed,
    /// The berkas is complete: it gets its registration number, or is received again.
    Register,
    /// On to the next desk; at the last one this is the signature.
    Forward,
    /// Back to the applicant, with a reason.
    Return,
    /// The permit is refused, with a reason.
    Refuse,
    /// One step back inside the office: a logged exception with a reason.
    SendBack,
    /// The SK gets its number.
    Number,
    /// The SKM survey is answered or waived.
    Survey,
    /// The paper is handed over.
    HandOver,
}

impl Act {
    /// Every act, for readers of the profile.
    pub const ALL: [(&'static str, Act); 9] = [
        ("proceed", Act::Proceed),
        ("register", Act::Register),
        ("forward", Act::Forward),
        ("return", Act::Return),
        ("refuse", Act::Refuse),
        ("send-back", Act::SendBack),
        ("number", Act::Number),
        ("survey", Act::Survey),
        ("hand-over", Act::HandOver),
    ];

    /// The word of the profile.
    pub fn word(self) -> &'static str {
        Act::ALL.iter().find(|(_, act)| *act == self).map_or("", |(word, _)| word)
    }

    /// Whether the decision needs words that the next reader will see.
    pub fn needs_reason(self) -> bool {
        matches!(self, Act::Return | Act::Refuse | Act::SendBack)
    }
}

/// Why a plan is refused. The message names the step, so that the office can mend its file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum SopError {
    /// No step at all.
    Empty,
    /// Two steps with one name.
    Twice(StepId),
    /// A choice leads to a step that does not exist.
    UnknownGoal(StepId, StepId),
    /// Nobody in the profile holds the actor's role.
    MissingActor(StepId, Role),
    /// A step without any way out.
    NoChoice(StepId),
    /// An act that makes no sense where the step takes place.
    Misplaced(StepId, Act),
    /// No path from the first step leads here.
    Unreachable(StepId),
    /// No path from here leads to an end.
    NoEnd(StepId),
    /// There must be exactly one step that registers.
    Registration(usize),
}

impl fmt::Display for SopError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            SopError::Empty => write!(f, "the SOP has no step"),
            SopError::Twice(step) => write!(f, "step \"{step}\" stands twice"),
            SopError::UnknownGoal(step, goal) => {
                write!(f, "step \"{step}\" leads to \"{goal}\", which does not exist")
            }
            SopError::MissingActor(step, role) => {
                write!(f, "step \"{step}\" is for \"{role}\", a role the profile does not list")
            }
            SopError::NoChoice(step) => write!(f, "step \"{step}\" has no way out"),
            SopError::Misplaced(step, act) => {
                write!(f, "step \"{step}\" cannot \"{}\" where it takes place", act.word())
            }
            SopError::Unreachable(step) => write!(f, "no path from the first step reaches \"{step}\""),
            SopError::NoEnd(step) => write!(f, "no path from step \"{step}\" reaches an end"),
            SopError::Registration(found) => {
                write!(f, "exactly one step must register the berkas, found {found}")
            }
        }
    }
}

impl Sop {
    /// Checks a plan. `roles` are the roles that the profile lists.
    ///
    /// # Errors
    /// The first [`SopError`] found, in reading order.
    pub fn new(steps: Vec<Step>, roles: &BTreeSet<Role>) -> Result<Sop, SopError> {
        let sop = Sop { steps };
        let first = sop.steps.first().ok_or(SopError::Empty)?;
        let mut names = BTreeSet::new();
        for step in &sop.steps {
            if !names.insert(&step.id) {
                return Err(SopError::Twice(step.id.clone()));
            }
        }
        for step in &sop.steps {
            sop.check_step(step, roles)?;
        }
        let reached = sop.reached_from(&first.id);
        if let Some(step) = sop.steps.iter().find(|step| !reached.contains(&step.id)) {
            return Err(SopError::Unreachable(step.id.clone()));
        }
        if let Some(step) = sop.steps.iter().find(|step| !sop.has_end(&step.id)) {
            return Err(SopError::NoEnd(step.id.clone()));
        }
        let registrations = sop.steps.iter().filter(|step| step.choice_by(Act::Register).is_some()).count();
        if registrations != 1 {
            return Err(SopError::Registration(registrations));
        }
        Ok(sop)
    }

    /// All steps, in the order of the office's paper.
    pub fn steps(&self) -> &[Step] {
        &self.steps
    }

    /// The step of that name.
    pub fn step(&self, id: &StepId) -> Option<&Step> {
        self.steps.iter().find(|step| step.id == *id)
    }

    /// The step where a berkas is registered and received again.
    pub fn registration(&self) -> &Step {
        self.steps
            .iter()
            .find(|step| step.choice_by(Act::Register).is_some())
            .expect("Sop::new has counted exactly one registration step")
    }

    /// The applicant's steps before registration, in order: they are known only by the ticket.
    pub fn before_registration(&self) -> &[Step] {
        let end = self.steps.iter().position(|step| step.choice_by(Act::Register).is_some());
        &self.steps[..end.unwrap_or(0)]
    }

    /// For what purpose an applicant should come while the berkas is at `step`; `None` while it is
    /// on a desk and coming would be in vain.
    pub fn purpose_at(&self, step: &StepId) -> Option<&Purpose> {
        let mut step = self.step(step)?;
        for _ in 0..self.steps.len() {
            match &step.place {
                Place::Counter(purpose) => return Some(purpose),
                Place::Desk => return None,
                Place::Applicant => match &step.choice_by(Act::Proceed)?.to {
                    Goal::Step(next) => step = self.step(next)?,
                    Goal::End(_) => return None,
                },
            }
        }
        None
    }

    /// Whether a berkas that stood at these steps has come far enough for a paper. Papers that no step names exist from
    /// registration on.
    pub fn has_paper<'a>(&self, kind: PaperKind, mut stood: impl Iterator<Item = &'a StepId>) -> bool {
        let makes = |step: &Step| step.papers.contains(&kind);
        !self.steps.iter().any(makes) || stood.any(|id| self.step(id).is_some_and(makes))
    }

    fn check_step(&self, step: &Step, roles: &BTreeSet<Role>) -> Result<(), SopError> {
        if !roles.contains(&step.actor) {
            return Err(SopError::MissingActor(step.id.clone(), step.actor.clone()));
        }
        if step.choices.is_empty() {
            return Err(SopError::NoChoice(step.id.clone()));
        }
        for choice in &step.choices {
            if let Goal::Step(goal) = &choice.to
                && self.step(goal).is_none()
            {
                return Err(SopError::UnknownGoal(step.id.clone(), goal.clone()));
            }
            if !self.fits(step, choice) {
                return Err(SopError::Misplaced(step.id.clone(), choice.act));
            }
        }
        Ok(())
    }

    /// Whether the act can be done at the step's place and leads where its meaning says.
    fn fits(&self, step: &Step, choice: &Choice) -> bool {
        let goal = match &choice.to {
            Goal::Step(goal) => self.step(goal),
            Goal::End(_) => None,
        };
        let to_applicant = goal.is_some_and(|goal| goal.place == Place::Applicant);
        match (&step.place, choice.act) {
            (Place::Applicant, Act::Proceed) => goal.is_some_and(|goal| goal.place != Place::Desk),
            (Place::Counter(_), Act::Register | Act::Survey) => goal.is_some() && !to_applicant,
            (Place::Counter(_), Act::HandOver) => goal.is_none(),
            (Place::Counter(_) | Place::Desk, Act::Return) => to_applicant,
            (Place::Desk, Act::Forward | Act::Number | Act::Refuse | Act::SendBack) => {
                goal.is_some() && !to_applicant
            }
            _ => false,
        }
    }

    fn reached_from(&self, first: &StepId) -> BTreeSet<StepId> {
        let mut reached = BTreeSet::from([first.clone()]);
        let mut frontier = vec![first.clone()];
        while let Some(step) = frontier.pop().and_then(|id| self.step(&id)) {
            for choice in &step.choices {
                if let Goal::Step(goal) = &choice.to
                    && reached.insert(goal.clone())
                {
                    frontier.push(goal.clone());
                }
            }
        }
        reached
    }

    fn has_end(&self, from: &StepId) -> bool {
        self.reached_from(from)
            .iter()
            .filter_map(|id| self.step(id))
            .any(|step| step.choices.iter().any(|choice| matches!(choice.to, Goal::End(_))))
    }
}

impl Step {
    /// The choice of that name.
    pub fn choice(&self, id: &ChoiceId) -> Option<&Choice> {
        self.choices.iter().find(|choice| choice.id == *id)
    }

    /// The first choice that does `act`.
    pub fn choice_by(&self, act: Act) -> Option<&Choice> {
        self.choices.iter().find(|choice| choice.act == act)
    }
}

#[cfg(test)]
pub(crate) mod tests;
