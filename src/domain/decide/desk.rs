//! The desks of the back office: taking a berkas in hand and deciding.

use super::super::berkas::{Berkas, Lacking, MOST_WHY, Passage};
use super::super::command::{Answer, BerkasAct};
use super::super::event::{Event, Turn};
use super::super::ids::{AccountId, BerkasId, ChoiceId};
use super::super::number::{SkFacts, SkNumber};
use super::super::refusal::Refusal;
use super::super::sop::{Act, Choice, Goal, Place, Step};
use super::super::state::Counter;
use super::super::ticket::Stage;
use super::super::two_persons::{self, TwoPersons};
use super::{Draft, counter, reason, within};

/// Does one act with a berkas on a desk.
pub(super) fn act(draft: &mut Draft<'_>, id: BerkasId, act: &BerkasAct) -> Result<Answer, Refusal> {
    let berkas = draft.state.berkas(id).filter(|berkas| berkas.is_open());
    let berkas = berkas.ok_or(Refusal::NoSuchBerkas(id))?;
    let step = draft.profile().sop.step(&berkas.step).ok_or(Refusal::NotAtThisStep)?;
    if step.place != Place::Desk {
        return Err(Refusal::NotAtThisStep);
    }
    draft.require(step.actor.as_str())?;
    let account = draft.account()?.id;
    match act {
        BerkasAct::Take => match berkas.taken {
            Some((by, _)) if by == account => return Ok(Answer::Nothing),
            Some(_) => return Err(Refusal::TakenByOther),
            None => draft.push(Event::BerkasTaken { berkas: id, by: account }),
        },
        BerkasAct::Release => {
            in_hand(berkas, account)?;
            draft.push(Event::BerkasReleased { berkas: id });
        }
        BerkasAct::Choose { choice, reason, lacking, exception } => {
            let choice = step.choice(choice).ok_or(Refusal::NoSuchChoice)?;
            in_hand(berkas, account)?;
            let lacking = wanting(berkas, choice.act, lacking)?;
            let exception = checked_by_another(draft, berkas, step, choice.act, exception.as_deref())?;
            return choose(draft, berkas, step, choice, reason.as_deref(), lacking, exception);
        }
    }
    Ok(Answer::Berkas(id))
}

fn in_hand(berkas: &Berkas, account: AccountId) -> Result<(), Refusal> {
    match berkas.taken {
        Some((by, _)) if by == account => Ok(()),
        Some(_) => Err(Refusal::TakenByOther),
        None => Err(Refusal::TakeFirst),
    }
}

/// Refuses whoever had the berkas at an earlier step, unless the office lets them decide for a reason. The reason is
/// kept where it was needed, and nowhere else.
fn checked_by_another(
    draft: &Draft<'_>,
    berkas: &Berkas,
    step: &Step,
    act: Act,
    words: Option<&str>,
) -> Result<Option<String>, Refusal> {
    let account = draft.account()?.id;
    let earlier = two_persons::earlier(&draft.profile().sop, berkas, account);
    let Some(earlier) = earlier.filter(|_| two_persons::decides(step, act)) else { return Ok(None) };
    match (draft.profile().two_persons, words.map(str::trim).filter(|words| !words.is_empty())) {
        (TwoPersons::Never, _) => Ok(None),
        (TwoPersons::WithReason, Some(words)) => reason(words).map(Some),
        _ => Err(Refusal::OwnWork { step: earlier.title.clone() }),
    }
}

fn choose(
    draft: &mut Draft<'_>,
    berkas: &Berkas,
    step: &Step,
    choice: &Choice,
    words: Option<&str>,
    lacking: Vec<Lacking>,
    exception: Option<String>,
) -> Result<Answer, Refusal> {
    let words = match words.map(str::trim).filter(|words| !words.is_empty()) {
        Some(words) => Some(reason(words)?),
        // The lines of the checklist say why, where there are any.
        None if choice.act.needs_reason() && lacking.is_empty() => return Err(Refusal::ReasonNeeded),
        None => None,
    };
    let Goal::Step(to) = &choice.to else {
        return Err(Refusal::NotAtThisStep);
    };
    let mut answer = Answer::Berkas(berkas.id);
    if choice.act == Act::Number {
        let number = draw_sk_number(draft, berkas)?;
        draft.push(Event::SkNumbered { berkas: berkas.id, number: number.clone() });
        answer = Answer::Sk(berkas.id, number);
    }
    let turn = match choice.act {
        Act::Return => Turn::Returned,
        Act::Refuse => Turn::Refused,
        Act::SendBack => Turn::SentBack,
        _ => Turn::Onward,
    };
    let passage = Passage {
        choice: choice.id.clone(),
        reason: words,
        lacking,
        exception,
        ..at_desk(draft, berkas, step)
    };
    draft.push(Event::BerkasMoved { berkas: berkas.id, passage, to: to.clone(), turn });

    // Somebody who still waits in the hall is called as soon as they are needed.
    let visit = draft.state.visit_of(berkas).filter(|ticket| ticket.stage == Stage::WithBerkas);
    if let Some(ticket) = visit
        && draft.profile().sop.purpose_at(to).is_some()
    {
        counter::follow(draft, ticket, to);
    }
    Ok(answer)
}

/// The lines of the checklist for which a berkas is returned, in the order of the checklist. Each stands
/// there, each once; only a return has any.
fn wanting(berkas: &Berkas, act: Act, named: &[Lacking]) -> Result<Vec<Lacking>, Refusal> {
    if act != Act::Return && !named.is_empty() {
        return Err(Refusal::OnlyWhenReturned);
    }
    let mut lacking = Vec::with_capacity(named.len().min(berkas.checklist.len()));
    for line in &berkas.checklist {
        if let Some(named) = named.iter().find(|named| named.requirement == line.requirement) {
            let why = within(named.why.trim(), MOST_WHY)?;
            lacking.push(Lacking { requirement: named.requirement.clone(), why });
        }
    }
    if lacking.len() == named.len() { Ok(lacking) } else { Err(Refusal::NoSuchRequirement) }
}

/// The next SK number of the type and year: drawn once, gap-free, never again (I11).
fn draw_sk_number(draft: &Draft<'_>, berkas: &Berkas) -> Result<SkNumber, Refusal> {
    if berkas.sk.is_some() {
        return Err(Refusal::NumberedAlready);
    }
    let permit = draft.profile().permit(&berkas.permit).ok_or(Refusal::NoSuchPermit)?;
    let day = draft.day();
    let counter = Counter::Sk(permit.code.clone(), day.year());
    let n = u32::try_from(draft.state.next(&counter)).unwrap_or(u32::MAX);
    let facts = SkFacts {
        klas: &permit.klas,
        n,
        kode_izin: permit.code.as_str(),
        unit: &draft.profile().office.short,
        month: day.0.month(),
        year: day.year(),
    };
    let text = permit.sk_number.fill(facts);
    Ok(SkNumber { permit: permit.code.clone(), year: day.year(), n, text })
}

/// A step done at a desk: it waited until somebody took it in hand, and was worked on since.
fn at_desk(draft: &Draft<'_>, berkas: &Berkas, step: &Step) -> Passage {
    let left = draft.now();
    let taken = berkas.taken.map(|(_, at)| at);
    let begun = taken.unwrap_or(left);
    let seconds = |from, to| draft.profile().calendar.service_seconds(from, to);
    Passage {
        step: step.id.clone(),
        choice: ChoiceId::from(""),
        by: draft.context.actor.account(),
        arrived: berkas.arrived,
        taken,
        left,
        waited: seconds(berkas.arrived, begun),
        worked: seconds(begun, left),
        norm: step.minutes,
        reason: None,
        lacking: Vec::new(),
        exception: None,
    }
}
