//! The whole graph of the SOP, walked: whatever people choose, a berkas goes where the drawing says, its
//! ticket waits where its berkas does, and every walk ends.

use super::story::{Story, checklist};
use crate::domain::berkas::{Berkas, Mark, Receiver, Standing};
use crate::domain::command::{Command, LoketAct};
use crate::domain::ids::{BerkasId, LoketId, Purpose, Role, StepId, TicketId};
use crate::domain::sop::{self, Act, Choice, Goal, Place, Sop, Step};
use crate::domain::state::{Changes, State};
use crate::domain::ticket::{End, Stage};
use proptest::prelude::*;
use std::collections::BTreeSet;

/// More steps than any walk of these tests has left.
const MOST_STEPS: usize = 60;

/// A step of a berkas and the way it left.
type Edge = (String, String);

/// Somebody of the story who holds a role.
fn holder(story: &Story, role: &Role) -> String {
    let mut accounts = story.state.accounts.values();
    accounts.find(|account| account.holds(role.as_str())).expect("everybody is there").login.clone()
}

/// Where a purpose is served, and by whom.
fn counter(story: &Story, purpose: &Purpose) -> (LoketId, String) {
    let plan = story.profile.lokets_for(purpose).next().expect("a loket for it");
    (plan.id, holder(story, &plan.role))
}

/// Walks a berkas to its end. `picks` choose among the ways out of desks; when they are used up, the usual
/// way is taken.
fn walk(story: &mut Story, picks: &[u8]) -> BerkasId {
    let (ticket, id) = story.registered();
    let mut picks = picks.iter().copied();
    for _ in 0..MOST_STEPS {
        let berkas = story.berkas(id).clone();
        if !berkas.is_open() {
            return id;
        }
        stands_where_it_should(story, &berkas, ticket);
        let step = story.profile.sop.step(&berkas.step).expect("a step of the SOP").clone();
        match &step.place {
            Place::Desk => decide_at(story, id, &step, picks.next().unwrap_or(0)),
            Place::Counter(purpose) => serve_at(story, &step, purpose, picks.next().unwrap_or(0)),
            Place::Applicant => receive_again(story),
        }
    }
    panic!("{:?} does not end", story.berkas(id).passages);
}

fn decide_at(story: &mut Story, id: BerkasId, step: &Step, pick: u8) {
    let who = holder(story, &step.actor);
    let choice = &step.choices[usize::from(pick) % step.choices.len()];
    let reason = choice.act.needs_reason().then_some("ada yang kurang");
    story.choose(&who, id, choice.id.as_str(), reason);
}

fn serve_at(story: &mut Story, step: &Step, purpose: &Purpose, pick: u8) {
    let (loket, who) = counter(story, purpose);
    story.serve(&who, loket.0);
    if step.choice_by(Act::Survey).is_none() {
        story.at(&who, loket.0, LoketAct::HandOver { receiver: Receiver::Applicant }).expect("handed over");
    } else if pick.is_multiple_of(2) {
        let key = story.token();
        story.at(&who, loket.0, LoketAct::StartSurvey { key }).expect("the tablet wakes");
        let answers = story.answers(key);
        story.ask("tablet", Command::SubmitSurvey(answers)).expect("answered");
    } else {
        let reason = "tidak bersedia".to_string();
        story.at(&who, loket.0, LoketAct::WaiveSurvey { reason }).expect("waived");
    }
}

fn receive_again(story: &mut Story) {
    story.serve("rina", 2);
    let complete = LoketAct::Resubmit { checklist: checklist(Mark::Present) };
    story.at("rina", 2, complete).expect("received again");
}

/// The ticket waits where its berkas needs it: in a line, or beside it.
fn stands_where_it_should(story: &Story, berkas: &Berkas, ticket: TicketId) {
    let visit = story.ticket(ticket);
    let sop = &story.profile.sop;
    let expected = sop.purpose_at(&berkas.step);
    match expected {
        Some(purpose) => assert_eq!((visit.stage, &visit.leg().purpose), (Stage::Waiting, purpose)),
        None => assert_eq!(visit.stage, Stage::WithBerkas, "at {}", berkas.step),
    }
    let returned = matches!(berkas.standing, Standing::Returned { .. });
    let with_applicant = sop.step(&berkas.step).is_some_and(|step| step.place == Place::Applicant);
    assert_eq!(returned, with_applicant, "at {}", berkas.step);
}

/// The ways it took, each of them an arrow of the drawing that leads to the next.
fn ways(story: &Story, id: BerkasId) -> BTreeSet<Edge> {
    let berkas = story.berkas(id);
    let sop = &story.profile.sop;
    let taken = |step: &StepId, choice: &_| -> Choice {
        let step = sop.step(step).expect("a step of the SOP");
        step.choice(choice).expect("a way out of it").clone()
    };
    for (passage, next) in berkas.passages.iter().zip(berkas.passages.iter().skip(1)) {
        let choice = taken(&passage.step, &passage.choice);
        assert_eq!(choice.to, Goal::Step(next.step.clone()), "after {} of {}", passage.choice, passage.step);
        assert!(passage.left <= next.left && passage.arrived <= passage.left);
        // A survey that was waived has a reason too.
        assert!(passage.reason.is_some() || !choice.act.needs_reason());
    }
    let last = berkas.passages.last().expect("it walked");
    let Standing::Closed { outcome, .. } = berkas.standing else { panic!("it ended") };
    assert_eq!(taken(&last.step, &last.choice).to, Goal::End(outcome));
    let edge =
        |passage: &crate::domain::berkas::Passage| (passage.step.to_string(), passage.choice.to_string());
    berkas.passages.iter().map(edge).collect()
}

fn every_way(sop: &Sop) -> BTreeSet<Edge> {
    let of = |step: &Step| {
        step.choices.iter().map(|choice| (step.id.to_string(), choice.id.to_string())).collect::<Vec<_>>()
    };
    sop.steps().iter().flat_map(of).collect()
}

/// An office that looks at the place before the Kepala Seksi does: another desk, with its own ways.
fn with_a_visit_to_the_place() -> Sop {
    let mut steps = sop::tests::ten_steps();
    let analysis = steps.iter().position(|step| step.id == "analisa".into()).expect("its own step");
    let mut visit = steps[analysis].clone();
    visit.id = "peninjauan".into();
    visit.no = None;
    steps[analysis].choices[0].to = Goal::Step(visit.id.clone());
    steps.insert(analysis + 1, visit);
    Sop::new(steps, &sop::tests::roles()).expect("sound")
}

#[test]
fn every_arrow_of_the_drawing_is_walked() {
    for sop in [None, Some(with_a_visit_to_the_place())] {
        let mut walked = BTreeSet::new();
        // Each desk in turn leaves by each of its ways, and the rest go on as usual.
        for desk in 0..8 {
            for way in 0..3 {
                let mut story = Story::open();
                story.profile.sop = sop.clone().unwrap_or_else(|| story.profile.sop.clone());
                let mut picks = vec![0; desk];
                picks.push(way);
                let id = walk(&mut story, &picks);
                walked.extend(ways(&story, id));
            }
        }
        // Whoever is incomplete before registration has no berkas yet: the visit ends, and this arrow with it.
        let mut story = Story::open();
        let ticket = story.issue('A').expect("open");
        story.serve("rina", 2);
        let missing =
            LoketAct::TurnAway { permit: "SIPB".into(), checklist: checklist(Mark::Missing), note: None };
        story.at("rina", 2, missing).expect("sent home");
        assert_eq!(story.ticket(ticket).stage, Stage::Ended(End::Incomplete));
        let registration = story.profile.sop.registration();
        let back = registration.choice_by(Act::Return).expect("a way back");
        walked.insert((registration.id.to_string(), back.id.to_string()));
        let all = every_way(sop.as_ref().unwrap_or(&story.profile.sop));
        assert_eq!(walked, all);
    }
}

/// The walk ends, every step leads to the next, and replaying gives the same office.
fn ends_and_replays(picks: &[u8]) {
    let mut story = Story::open();
    let id = walk(&mut story, picks);
    ways(&story, id);
    let mut replayed = State::default();
    for entry in &story.journal {
        replayed.apply(entry, &mut Changes::new());
    }
    assert_eq!(replayed, story.state);
}

/// Choices that found a fault once.
#[test]
fn walks_that_went_wrong_go_well() {
    ends_and_replays(&[0, 2, 3, 2, 0, 1]);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    /// Any choices whatever.
    #[test]
    fn any_walk_ends_and_replays(picks in proptest::collection::vec(0_u8..6, 0..24)) {
        ends_and_replays(&picks);
    }
}
