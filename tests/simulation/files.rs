//! Berkas, surveys and papers, by the simpler account.

use crate::shadow::Shadow;
use anyhow::{Context, Result, bail, ensure};
use loket::domain::account::Actor;
use loket::domain::account::roles;
use loket::domain::berkas::Passage;
use loket::domain::event::{Entry, Event, Turn};
use loket::domain::ids::{AccountId, BerkasId, JobId, LoketId, PermitCode, Role, StepId};
use loket::domain::paper::PrintOutcome;
use loket::domain::privacy::Holder;
use loket::domain::profile::Profile;
use loket::domain::sop::{Act, Choice, Goal, Place};
use loket::domain::time::Moment;
use std::collections::{BTreeMap, BTreeSet};

/// An open berkas.
pub struct File {
    pub step: StepId,
    permit: PermitCode,
    numbered: bool,
    gate: bool,
    /// Who vouched for it, where in the order of the SOP, and in which role.
    hands: Vec<(AccountId, usize, Role)>,
}

/// The berkas, the numbers of SK, and the urn.
#[derive(Default)]
pub struct Books {
    last: u64,
    years: BTreeMap<i16, u32>,
    pub open: BTreeMap<BerkasId, File>,
    closed: BTreeMap<BerkasId, Moment>,
    forgotten: BTreeSet<BerkasId>,
    restricted: BTreeSet<BerkasId>,
    revoked: BTreeSet<BerkasId>,
    sk: BTreeMap<(PermitCode, i16), u32>,
    texts: BTreeSet<(PermitCode, String)>,
    tablets: BTreeMap<LoketId, BerkasId>,
    /// Surveys answered and not counted yet.
    pub urn: u64,
}

/// Where a paper stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Sheet {
    Queued,
    Sending,
    Settled,
}

/// The papers of the day.
#[derive(Default)]
pub struct Papers {
    last: u64,
    jobs: BTreeMap<JobId, Sheet>,
}

impl Papers {
    /// The day is over.
    pub fn close(&mut self) {
        self.jobs.clear();
    }

    /// Papers that are not settled.
    pub fn open(&self) -> impl Iterator<Item = JobId> {
        self.jobs.iter().filter(|(_, sheet)| **sheet != Sheet::Settled).map(|(job, _)| *job)
    }

    fn step(&mut self, job: JobId, from: Sheet, to: Sheet) -> Result<()> {
        let sheet = self.jobs.get_mut(&job).with_context(|| format!("there is no paper {job}"))?;
        ensure!(*sheet == from, "paper {job} is {sheet:?}, not {from:?}");
        *sheet = to;
        Ok(())
    }
}

impl Books {
    fn file(&mut self, berkas: BerkasId) -> Result<&mut File> {
        ensure!(!self.closed.contains_key(&berkas), "berkas {berkas} is closed");
        self.open.get_mut(&berkas).with_context(|| format!("there is no berkas {berkas}"))
    }
}

impl Shadow {
    /// Berkas and surveys. Whether the event was about them.
    pub fn berkas(&mut self, profile: &Profile, entry: &Entry, event: &Event) -> Result<bool> {
        match event {
            Event::BerkasRegistered { berkas, number, permit, passages, to, .. } => {
                let books = &mut self.books;
                ensure!(berkas.0 == books.last + 1, "berkas {berkas} follows {}", books.last);
                books.last = berkas.0;
                let last = books.years.entry(number.year).or_default();
                ensure!(number.n == *last + 1, "berkas {number} follows {last}");
                *last = number.n;
                let first = profile.sop.steps().first().context("a first step")?.id.clone();
                let file = File {
                    step: first,
                    permit: permit.clone(),
                    numbered: false,
                    gate: false,
                    hands: Vec::new(),
                };
                books.open.insert(*berkas, file);
                for (place, passage) in passages.iter().enumerate() {
                    let next = passages.get(place + 1).map_or(to, |next| &next.step);
                    self.pass(profile, entry, *berkas, passage, next)?;
                }
                self.count("a berkas was registered");
            }
            Event::BerkasMoved { berkas, passage, to, turn } => {
                let choice = self.pass(profile, entry, *berkas, passage, to)?;
                let fits = match choice.act {
                    Act::Return => *turn == Turn::Returned,
                    Act::Refuse => *turn == Turn::Refused,
                    Act::SendBack => *turn == Turn::SentBack,
                    _ => *turn == Turn::Onward,
                };
                ensure!(fits, "berkas {berkas} moves by {:?} and turns {turn:?}", choice.act);
                match turn {
                    Turn::Returned => self.count("a berkas was returned"),
                    Turn::Refused => self.count("a berkas was refused"),
                    Turn::SentBack => self.count("a berkas went a step back"),
                    Turn::Onward => {}
                }
            }
            Event::SkNumbered { berkas, number } => {
                let (year, permit) = (number.year, number.permit.clone());
                ensure!(self.day.is_some_and(|day| day.year() == year), "a SK of {year}");
                let file = self.books.file(*berkas)?;
                let step = profile.sop.step(&file.step).context("a step of the SOP")?;
                ensure!(step.choice_by(Act::Number).is_some(), "berkas {berkas} is numbered at {}", step.id);
                ensure!(!file.numbered, "berkas {berkas} is numbered twice");
                ensure!(file.permit == permit, "berkas {berkas} gets a number of {permit}");
                file.numbered = true;
                let last = self.books.sk.entry((permit.clone(), year)).or_default();
                ensure!(number.n == *last + 1, "SK {} follows {last}", number.n);
                *last = number.n;
                ensure!(self.books.texts.insert((permit, number.text.clone())), "SK {} again", number.text);
                self.count("a SK was numbered");
            }
            Event::BerkasClosed { berkas, passage, outcome, .. } => {
                let choice = self.choice(profile, entry, *berkas, passage)?;
                ensure!(choice.act == Act::HandOver, "berkas {berkas} ends by {:?}", choice.act);
                ensure!(choice.to == Goal::End(*outcome), "berkas {berkas} ends as {outcome:?}");
                self.books.open.remove(berkas);
                self.books.closed.insert(*berkas, entry.at);
                self.count("a paper was handed over");
            }
            Event::SurveyOpened { loket, berkas, .. } => {
                ensure!(!self.books.file(*berkas)?.gate, "the gate of berkas {berkas} is open");
                self.books.tablets.insert(*loket, *berkas);
            }
            Event::SurveyDropped { loket } => drop(self.books.tablets.remove(loket)),
            Event::SurveyAnswered { berkas, loket } => {
                let woken = self.books.tablets.remove(loket);
                ensure!(
                    woken == Some(*berkas),
                    "answers for {berkas} from a tablet that waits for {woken:?}"
                );
                self.gate(*berkas)?;
                self.books.urn += 1;
                self.count("a survey was answered");
            }
            Event::SurveyWaived { berkas, loket, .. } => {
                self.books.tablets.remove(loket);
                self.gate(*berkas)?;
                self.count("a survey was waived");
            }
            Event::SurveysCounted { responses } => {
                let urn = std::mem::take(&mut self.books.urn);
                ensure!(responses.len() as u64 == urn, "{} surveys are counted of {urn}", responses.len());
                self.count("surveys were counted");
            }
            Event::DayOpened { .. } => {}
            _ => return self.people(profile, entry, event),
        }
        Ok(true)
    }

    /// What is kept about people, and SK that do not hold any more.
    fn people(&mut self, profile: &Profile, entry: &Entry, event: &Event) -> Result<bool> {
        let who = entry.actor.account();
        let books = &mut self.books;
        match event {
            Event::PhonesForgotten { phones } => {
                ensure!(entry.actor == Actor::Office, "somebody took telephone numbers away");
                for (_, holder) in phones {
                    let Holder::Berkas(berkas) = holder else { continue };
                    let closed =
                        *books.closed.get(berkas).with_context(|| format!("berkas {berkas} is open"))?;
                    let over = closed.plus_seconds(i64::from(profile.phone_days) * 24 * 3600);
                    ensure!(over <= entry.at, "the number of berkas {berkas} goes too early");
                    ensure!(books.forgotten.insert(*berkas), "the number of berkas {berkas} goes twice");
                }
                self.count("a telephone number went");
            }
            Event::BerkasRestricted { berkas, .. } => {
                ensure!(books.restricted.insert(*berkas), "berkas {berkas} is restricted twice");
                self.count("a berkas was restricted");
            }
            Event::RestrictionLifted { berkas, .. } => {
                ensure!(books.restricted.remove(berkas), "berkas {berkas} was not restricted");
            }
            Event::ApplicantRevealed { berkas, .. } => {
                let shut = books.restricted.contains(berkas);
                let may = who.is_some_and(|who| self.holds(who, roles::ADMINISTRATOR));
                ensure!(!shut || may, "{who:?} looks at berkas {berkas}, which is restricted");
            }
            Event::SkRevoked { berkas, .. } => {
                ensure!(books.closed.contains_key(berkas), "the SK of berkas {berkas} was not handed over");
                ensure!(books.revoked.insert(*berkas), "the SK of berkas {berkas} is revoked twice");
                let may = who.is_some_and(|who| self.holds(who, profile.papers.permit_by.as_str()));
                ensure!(may, "{who:?} revokes a SK");
                self.count("a SK was revoked");
            }
            _ => return Ok(false),
        }
        Ok(true)
    }

    /// Nobody grants or refuses what they received or verified, unless it is said why.
    fn two_persons(
        &mut self,
        profile: &Profile,
        berkas: BerkasId,
        passage: &Passage,
        act: Act,
    ) -> Result<()> {
        let steps = profile.sop.steps();
        let place = steps.iter().position(|step| step.id == passage.step).context("a step of the SOP")?;
        let step = &steps[place];
        let Some(by) = passage.by else { return Ok(()) };
        let file = self.books.file(berkas)?;
        let own = file.hands.iter().any(|(who, at, role)| *who == by && *at < place && *role != step.actor);
        if step.place == Place::Desk && matches!(act, Act::Forward | Act::Refuse) {
            ensure!(own == passage.exception.is_some(), "{by} decides at {} about their own work", step.id);
            if own {
                self.count("a decision was made by exception");
            }
        } else {
            ensure!(passage.exception.is_none(), "an exception at {} from nothing", step.id);
        }
        let vouches = step.choice_by(Act::Register).is_some() || step.choice_by(Act::Forward).is_some();
        if vouches {
            self.books.file(berkas)?.hands.push((by, place, step.actor.clone()));
        }
        Ok(())
    }

    fn gate(&mut self, berkas: BerkasId) -> Result<()> {
        let file = self.books.file(berkas)?;
        ensure!(!std::mem::replace(&mut file.gate, true), "the gate of berkas {berkas} opens twice");
        Ok(())
    }

    /// The way out that a passage says was taken, by somebody who may.
    fn choice<'a>(
        &mut self,
        profile: &'a Profile,
        entry: &Entry,
        berkas: BerkasId,
        passage: &Passage,
    ) -> Result<&'a Choice> {
        let file = self.books.file(berkas)?;
        ensure!(
            file.step == passage.step,
            "berkas {berkas} leaves {}, and is at {}",
            passage.step,
            file.step
        );
        let gate = file.gate;
        let step = profile.sop.step(&passage.step).context("a step of the SOP")?;
        let choice = step.choice(&passage.choice);
        let choice = choice.with_context(|| format!("{} has no way {}", step.id, passage.choice))?;
        ensure!(choice.act != Act::Survey || gate, "berkas {berkas} passes a gate that is shut");
        ensure!(passage.arrived <= passage.left, "berkas {berkas} left {} before it came", step.id);
        if step.place == Place::Desk {
            let by = passage.by.with_context(|| format!("nobody decided about berkas {berkas}"))?;
            ensure!(entry.actor == Actor::Account(by), "{by} is said to have decided about berkas {berkas}");
            ensure!(self.holds(by, step.actor.as_str()), "{by} may not decide at {}", step.id);
        }
        if let Place::Counter(_) = step.place
            && choice.act != Act::Survey
        {
            let by = passage.by.with_context(|| format!("nobody served berkas {berkas}"))?;
            ensure!(entry.actor == Actor::Account(by), "{by} is said to have served berkas {berkas}");
        }
        Ok(choice)
    }

    fn pass<'a>(
        &mut self,
        profile: &'a Profile,
        entry: &Entry,
        berkas: BerkasId,
        passage: &Passage,
        to: &StepId,
    ) -> Result<&'a Choice> {
        let choice = self.choice(profile, entry, berkas, passage)?;
        ensure!(choice.to == Goal::Step(to.clone()), "{} leads not from {} to {to}", choice.id, passage.step);
        self.two_persons(profile, berkas, passage, choice.act)?;
        self.books.file(berkas)?.step = to.clone();
        Ok(choice)
    }

    /// Papers of the printers.
    pub fn paper(&mut self, event: &Event) -> Result<()> {
        match event {
            Event::PaperOrdered { job, copy_of, .. } => {
                ensure!(job.0 == self.papers.last + 1, "paper {job} follows {}", self.papers.last);
                self.papers.last = job.0;
                self.papers.jobs.insert(*job, Sheet::Queued);
                if copy_of.is_some() {
                    self.count("a copy was ordered");
                }
            }
            Event::PrintStarted { job, .. } => self.papers.step(*job, Sheet::Queued, Sheet::Sending)?,
            Event::PaperMoved { job, .. } => self.papers.step(*job, Sheet::Queued, Sheet::Queued)?,
            Event::PrintEnded { job, outcome } => {
                let to = match outcome {
                    PrintOutcome::Postponed(why) if why.starts_with("terputus") => {
                        bail!("paper {job} may have come out and is sent again: {why}")
                    }
                    PrintOutcome::Postponed(_) => Sheet::Queued,
                    _ => Sheet::Settled,
                };
                self.papers.step(*job, Sheet::Sending, to)?;
                match outcome {
                    PrintOutcome::Printed => self.count("a paper was printed"),
                    PrintOutcome::Uncertain(_) => self.count("a paper is uncertain"),
                    PrintOutcome::Failed(_) => self.count("a paper failed"),
                    PrintOutcome::Postponed(_) => {}
                }
            }
            _ => {}
        }
        Ok(())
    }
}
