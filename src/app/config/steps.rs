//! The steps of the SOP.

use super::files::{ChoiceFile, OfficeFile, SopFile};
use super::{ConfigError, ReadFile, from_toml, papers, unsound};
use crate::domain::fault::{About, Fault};
use crate::domain::profile::RolePlan;
use crate::domain::sop::{Act, Choice, Goal, Outcome, Place, Sop, SopError, Step};
use crate::settings::Wrong;

/// The SOP, from the file that is named or from the steps that stand in this one.
pub(super) fn sop(
    name: &str,
    text: &str,
    file: &mut OfficeFile,
    roles: &[RolePlan],
    read: &ReadFile<'_>,
) -> Result<Sop, ConfigError> {
    let own = std::mem::take(&mut file.step);
    let (name, text, plan) = match &file.sop {
        None => (name.to_string(), text.to_string(), SopFile { step: own }),
        Some(_) if !own.is_empty() => {
            let words = "steps stand here and in the file that sop.file names; one of the two has to go";
            return Err(unsound(name, vec![Wrong::about(text, "sop", words)]));
        }
        Some(plan) => {
            let text = read(&plan.file)?;
            let steps = from_toml(&plan.file, &text)?;
            (plan.file.clone(), text, steps)
        }
    };
    let steps = steps(plan).map_err(|(step, words)| {
        let facts = vec![("words", words.clone())];
        let fault = Fault::new(About::item("step", "id", step), "said", facts, words);
        unsound(&name, vec![Wrong::of(&text, fault)])
    })?;
    let listed = roles.iter().map(|plan| plan.role.clone()).collect();
    Sop::new(steps, &listed).map_err(|error| {
        let facts = vec![("words", error.to_string())];
        let fault = Fault::new(about(&error), "said", facts, error.to_string());
        unsound(&name, vec![Wrong::of(&text, fault)])
    })
}

fn about(error: &SopError) -> About {
    match error {
        SopError::Twice(step)
        | SopError::UnknownGoal(step, _)
        | SopError::MissingActor(step, _)
        | SopError::NoChoice(step)
        | SopError::Misplaced(step, _)
        | SopError::Unreachable(step)
        | SopError::NoEnd(step) => About::item("step", "id", step),
        SopError::Empty | SopError::Registration(_) => About::Setting("step"),
    }
}

/// The steps, or what is wrong with one of them.
fn steps(file: SopFile) -> Result<Vec<Step>, (String, String)> {
    file.step
        .into_iter()
        .map(|step| {
            let place = match step.at.as_str() {
                "applicant" => Place::Applicant,
                "desk" => Place::Desk,
                purpose => Place::Counter(purpose.into()),
            };
            let choices = step.choice.iter().map(|choice| self::choice(&step.id, choice));
            Ok(Step {
                id: step.id.as_str().into(),
                no: step.no,
                title: step.title.clone(),
                actor: step.actor.as_str().into(),
                place,
                minutes: step.minutes,
                needs: step.needs.clone(),
                output: step.output.clone(),
                enters_data: step.enters_data,
                papers: papers::kinds(&step.papers)
                    .map_err(|fault| (step.id.clone(), format!("step \"{}\": {fault}", step.id)))?,
                choices: choices.collect::<Result<_, String>>().map_err(|fault| (step.id.clone(), fault))?,
            })
        })
        .collect()
}

fn choice(step: &str, file: &ChoiceFile) -> Result<Choice, String> {
    let act = Act::ALL.iter().find(|(word, _)| *word == file.act).map(|(_, act)| *act);
    let act = act.ok_or_else(|| format!("step \"{step}\": \"{}\" is no act", file.act))?;
    let to = match file.to.as_str() {
        "end:granted" => Goal::End(Outcome::Granted),
        "end:refused" => Goal::End(Outcome::Refused),
        step => Goal::Step(step.into()),
    };
    Ok(Choice { id: file.id.as_str().into(), label: file.label.clone(), act, to })
}
