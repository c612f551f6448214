//! The steps of the SOP.

use super::files::{ChoiceFile, SopFile};
use super::papers;
use crate::domain::sop::{Act, Choice, Goal, Outcome, Place, Step};

pub(super) fn steps(file: SopFile) -> Result<Vec<Step>, String> {
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
                    .map_err(|fault| format!("step \"{}\": {fault}", step.id))?,
                choices: choices.collect::<Result<_, String>>()?,
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
