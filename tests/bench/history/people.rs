//! What the people of the office do when it is their turn.

use super::agenda::{Agenda, What};
use super::{DESKS, Office};
use anyhow::{Context, Result};
use loket::domain::berkas::{CheckedItem, Mark, Receiver};
use loket::domain::command::{
    BerkasAct, Command, Issue, Legalise, LoketAct, Register, SubmitSurvey, TakeOver, Wanted,
};
use loket::domain::ids::{BerkasId, LoketId, Series};
use loket::domain::legalised::LegalDocument;
use loket::domain::person::{Applicant, Nik, Phone};
use loket::domain::profile::PermitType;
use loket::domain::survey::{Answers, Education, Occupation, Score, Sex};
use loket::domain::ticket::{Lang, Ticket};
use loket::domain::token::{ShortCode, Token};

const FIRST: [&str; 12] =
    ["Siti", "Muhammad", "Rahmat", "Nur", "Andi", "Sri", "Dewi", "Agus", "Yusuf", "Rina", "Hasan", "Fitri"];
const FAMILY: [&str; 10] = [
    "Mokoginta",
    "Paputungan",
    "Damopolii",
    "Mamonto",
    "Manoppo",
    "Lasabuda",
    "Ointu",
    "Datungsolang",
    "Potabuga",
    "Simbala",
];
/// Whoever is not gone by then, in seconds after closing, is met tomorrow.
const LATEST: i64 = 5_400;

/// The number somebody takes: one in twelve has priority.
pub(super) fn wanted(dice: &mut fastrand::Rng, what: Wanted) -> Issue {
    let priority = (dice.u32(0..12) == 0).then(|| "lansia".into());
    Issue { what, priority, lang: Lang::Id, token: Token(dice.u128(..).to_be_bytes()) }
}

impl Office {
    pub(super) fn happens(&mut self, agenda: &mut Agenda, what: What) -> Result<()> {
        match what {
            What::Comes(letter) => drop(self.issue(Wanted::Service(Series(letter)))),
            What::Returns(berkas) => drop(self.issue(Wanted::Berkas(berkas))),
            What::Opens(loket) => {
                self.at_loket(loket, LoketAct::Open { take_over: TakeOver::Never })?;
                agenda.push(agenda.opens.max(self.now.plus_seconds(5)), What::Calls(loket));
            }
            What::Calls(loket) => self.calls(agenda, loket)?,
            What::Nudges(loket) => {
                if agenda.idle.remove(&loket) {
                    self.calls(agenda, loket)?;
                }
            }
            What::Arrives(loket) => {
                self.at_loket(loket, LoketAct::Present)?;
                let seconds = self.service_time(loket)?;
                agenda.push(self.now.plus_seconds(seconds), What::Finishes(loket));
            }
            What::Misses(loket) => {
                self.at_loket(loket, LoketAct::Miss)?;
                agenda.push(self.now.plus_seconds(3), What::Calls(loket));
            }
            What::Finishes(loket) => {
                self.finishes(loket)?;
                agenda.push(self.now.plus_seconds(self.between(5, 20)), What::Calls(loket));
            }
            What::Takes(desk) => self.takes(agenda, desk)?,
            What::Decides(desk, berkas) => self.decides(agenda, desk, berkas)?,
        }
        self.wake(agenda);
        Ok(())
    }

    /// Whoever waited for work and has some now goes on.
    fn wake(&mut self, agenda: &mut Agenda) {
        for loket in agenda.idle.clone() {
            let draws = self.profile.loket(loket).map(|plan| plan.purposes.clone()).unwrap_or_default();
            if draws.iter().any(|purpose| self.state.line.waiting(purpose) > 0) {
                agenda.idle.remove(&loket);
                agenda.push(self.now.plus_seconds(self.between(2, 15)), What::Calls(loket));
            }
        }
        for desk in agenda.empty.clone() {
            if !self.desks[desk].is_empty() && self.now < agenda.closes {
                agenda.empty.remove(&desk);
                agenda.push(self.now.plus_seconds(self.between(10, 90)), What::Takes(desk));
            }
        }
    }

    fn between(&mut self, least: i64, most: i64) -> i64 {
        self.dice.i64(least..=most)
    }

    fn officer(loket: LoketId) -> String {
        format!("loket-{loket}")
    }

    fn at_loket(&mut self, loket: LoketId, act: LoketAct) -> Result<()> {
        self.must(&Office::officer(loket), Command::Loket(loket, act)).map(drop)
    }

    /// The next is called; at noon the officer rests, after closing goes home once nobody waits.
    fn calls(&mut self, agenda: &mut Agenda, loket: LoketId) -> Result<()> {
        if let Some(until) = agenda.resting(self.now) {
            self.at_loket(loket, LoketAct::Pause { reason: "Istirahat".to_string() })?;
            agenda.push(until.plus_seconds(self.between(0, 240)), What::Opens(loket));
            return Ok(());
        }
        if self.dice.u32(0..150) == 0 && self.now < agenda.closes {
            self.at_loket(loket, LoketAct::Pause { reason: "Sebentar".to_string() })?;
            agenda.push(self.now.plus_seconds(self.between(180, 600)), What::Opens(loket));
            return Ok(());
        }
        let called = self.ask(&Office::officer(loket), Command::Loket(loket, LoketAct::CallNext)).is_ok();
        if called {
            let comes = self.dice.u32(0..100) >= 4;
            let (seconds, what) = if comes {
                (self.between(12, 60), What::Arrives(loket))
            } else {
                (self.between(95, 130), What::Misses(loket))
            };
            agenda.push(self.now.plus_seconds(seconds), what);
        } else if self.now >= agenda.closes {
            let busy = self.state.lokets.values().any(|loket| loket.current.is_some());
            if busy && self.now < agenda.closes.plus_seconds(LATEST) {
                agenda.push(self.now.plus_seconds(120), What::Calls(loket));
            } else {
                self.at_loket(loket, LoketAct::Close)?;
            }
        } else {
            agenda.idle.insert(loket);
        }
        Ok(())
    }

    fn in_hand(&self, loket: LoketId) -> Result<&Ticket> {
        let ticket = self.state.loket(loket).current.and_then(|id| self.state.ticket(id));
        ticket.with_context(|| format!("somebody at loket {loket}"))
    }

    /// Most are done soon, a few take long.
    fn service_time(&mut self, loket: LoketId) -> Result<i64> {
        let usual = match self.in_hand(loket)?.leg().purpose.as_str() {
            "pendaftaran" => 210.0,
            "skm" => 105.0,
            "serah" => 65.0,
            "legalisasi" => 75.0,
            "pengaduan" => 240.0,
            _ => 110.0,
        };
        let (a, b) = (self.dice.f64(), self.dice.f64());
        Ok((usual * (0.45 + 0.7 * a + 1.3 * b.powi(6))) as i64)
    }

    fn finishes(&mut self, loket: LoketId) -> Result<()> {
        let ticket = self.in_hand(loket)?;
        let (purpose, berkas) = (ticket.leg().purpose.clone(), ticket.berkas);
        match (purpose.as_str(), berkas) {
            ("pendaftaran", None) if self.dice.u32(0..100) < 76 => self.registers(loket),
            ("pendaftaran", None) => {
                let permit = self.permit();
                let (permit, checklist) = (permit.code.clone(), checklist(permit, Mark::Missing));
                self.at_loket(loket, LoketAct::TurnAway { permit, checklist, note: None })
            }
            ("pendaftaran", Some(berkas)) => {
                let known = self.state.berkas(berkas).context("an open berkas")?;
                let checklist = known.checklist.clone();
                let checklist =
                    checklist.into_iter().map(|line| CheckedItem { mark: kept(line.mark), ..line });
                self.at_loket(loket, LoketAct::Resubmit { checklist: checklist.collect() })?;
                self.desks[0].push_back(berkas);
                Ok(())
            }
            ("skm", Some(_)) if self.dice.u32(0..10) > 0 => {
                let key = Token(self.dice.u128(..).to_be_bytes());
                self.at_loket(loket, LoketAct::StartSurvey { key })?;
                let survey = Command::SubmitSurvey(self.answers(key));
                self.must("tablet", survey).map(drop)
            }
            ("skm", Some(_)) => {
                self.at_loket(loket, LoketAct::WaiveSurvey { reason: "Terburu-buru".to_string() })
            }
            ("serah", Some(_)) => self.at_loket(loket, LoketAct::HandOver { receiver: Receiver::Applicant }),
            ("legalisasi", _) => {
                let document = LegalDocument::Other("Ijazah".to_string());
                let copies = Legalise { document, copies: self.dice.u32(1..=5), signer: "Sari".to_string() };
                self.at_loket(loket, LoketAct::Legalise(copies))?;
                self.at_loket(loket, LoketAct::Finish)
            }
            _ => self.at_loket(loket, LoketAct::Finish),
        }
    }

    fn registers(&mut self, loket: LoketId) -> Result<()> {
        let permit = self.permit();
        let (permit, checklist) = (permit.code.clone(), checklist(permit, Mark::Present));
        let dice = &mut self.dice;
        let name = format!("{} {}", FIRST[dice.usize(..FIRST.len())], FAMILY[dice.usize(..FAMILY.len())]);
        let nik = format!(
            "711001{:02}{:02}{:02}{:04}",
            dice.u32(1..=28),
            dice.u32(1..=12),
            dice.u32(50..=99),
            dice.u32(1..=9_999)
        );
        let nik = Nik::parse(&nik).map_err(|error| anyhow::anyhow!("{nik}: {error:?}"))?;
        let phone = Phone::parse(&format!("0812{:08}", dice.u32(..100_000_000)));
        let mut code = [0_u8; 10];
        code.fill_with(|| dice.u8(..));
        let register = Register {
            permit,
            applicant: Applicant { nik, name, phone },
            checklist,
            previous: None,
            token: Token(dice.u128(..).to_be_bytes()),
            code: ShortCode::from_random(code),
        };
        self.at_loket(loket, LoketAct::Register(Box::new(register)))?;
        self.desks[0].push_back(BerkasId(self.state.counter(&loket::domain::state::Counter::Berkas)));
        Ok(())
    }

    /// One of the permits with the shortest lists, which are the ones most asked for.
    fn permit(&mut self) -> &PermitType {
        let mut permits: Vec<usize> = (0..self.profile.permits.len()).collect();
        let length = |place: &usize| self.profile.permits[*place].requirements.len();
        permits.sort_by_key(length);
        &self.profile.permits[permits[self.dice.usize(..permits.len().min(4))]]
    }

    fn answers(&mut self, key: Token) -> SubmitSurvey {
        let dice = &mut self.dice;
        let mut scores = [Score::new(4); 9];
        scores.fill_with(|| Score::new([2, 3, 3, 3, 4, 4, 4, 4][dice.usize(..8)]));
        SubmitSurvey {
            key,
            draw: dice.u128(..).to_be_bytes(),
            answers: Answers(scores.map(|score| score.expect("2 to 4 are scores"))),
            sex: if dice.bool() { Sex::L } else { Sex::P },
            age: dice.u8(18..=70),
            education: [Education::Sma, Education::S1, Education::D1D3, Education::Smp][dice.usize(..4)],
            occupation: [Occupation::Swasta, Occupation::Wirausaha, Occupation::Pns][dice.usize(..3)],
            suggestion: (dice.u32(0..40) == 0).then(|| "Tambah kursi di ruang tunggu".to_string()),
        }
    }

    fn takes(&mut self, agenda: &mut Agenda, desk: usize) -> Result<()> {
        if let Some(until) = agenda.resting(self.now) {
            agenda.push(until.plus_seconds(self.between(0, 300)), What::Takes(desk));
            return Ok(());
        }
        if self.now >= agenda.closes {
            return Ok(());
        }
        let Some(berkas) = self.desks[desk].pop_front() else {
            agenda.empty.insert(desk);
            return Ok(());
        };
        self.must(DESKS[desk].0, Command::Berkas(berkas, BerkasAct::Take))?;
        let seconds = self.between(50, 190) + if self.dice.u32(0..30) == 0 { 400 } else { 0 };
        agenda.push(self.now.plus_seconds(seconds), What::Decides(desk, berkas));
        Ok(())
    }

    fn decides(&mut self, agenda: &mut Agenda, desk: usize, berkas: BerkasId) -> Result<()> {
        let (who, usual) = DESKS[desk];
        let (choice, reason, next) = match (desk, self.dice.u32(0..100)) {
            (0 | 1, 0..2) => ("kembalikan", Some("Fotokopi KTP tidak terbaca"), None),
            (2, 0..1) => ("tolak", Some("Lokasi tidak sesuai tata ruang"), None),
            _ => (usual, None, (desk + 1 < DESKS.len()).then_some(desk + 1)),
        };
        let choose = BerkasAct::Choose {
            choice: choice.into(),
            reason: reason.map(str::to_string),
            lacking: Vec::new(),
            exception: None,
        };
        self.must(who, Command::Berkas(berkas, choose))?;
        if let Some(next) = next {
            self.desks[next].push_back(berkas);
        }
        agenda.push(self.now.plus_seconds(self.between(5, 30)), What::Takes(desk));
        Ok(())
    }
}

/// What a permit requires, all of it there, or all but the first.
fn checklist(permit: &PermitType, first: Mark) -> Vec<CheckedItem> {
    let line = |text: &String, mark| CheckedItem { requirement: text.clone(), mark };
    let always = permit.requirements.iter().enumerate();
    let always = always.map(|(place, text)| line(text, if place == 0 { first } else { Mark::Present }));
    always.chain(permit.conditional.iter().map(|text| line(text, Mark::NotNeeded))).collect()
}

/// A line of a checklist when the applicant has mended what was missing.
fn kept(mark: Mark) -> Mark {
    if mark == Mark::Missing { Mark::Present } else { mark }
}
