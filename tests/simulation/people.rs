//! Everybody who asks something of the office, by chance. They see the office as it was last published, so what they
//! ask together may not go together.

use crate::office::{EVERYTHING, Reply, SECOND};
use loket::domain::account::Actor;
use loket::domain::annex::Annex;
use loket::domain::berkas::{CheckedItem, Mark, Receiver};
use loket::domain::call::Voice;
use loket::domain::command::*;
use loket::domain::complaint::{Category, ComplaintAct, Matter};
use loket::domain::ids::*;
use loket::domain::legalised::LegalDocument;
use loket::domain::paper::{JobState, PrintOutcome};
use loket::domain::person::{Applicant, Nik, Phone};
use loket::domain::profile::{LoketPlan, PermitType, Profile};
use loket::domain::shelf::Shelf;
use loket::domain::sop::Place;
use loket::domain::state::{Counter, State};
use loket::domain::survey::{Answers, Education, Occupation, Score, Sex};
use loket::domain::ticket::{Lang, Stage};
use loket::domain::token::{ShortCode, Token};
use loket::domain::trust::{Reading, Trust};
use loket::office::SubmitError;
use std::collections::BTreeMap;

/// Requests that may be asked again later.
const REMEMBERED: usize = 60;

/// Everybody.
pub struct Town {
    dice: fastrand::Rng,
    who: BTreeMap<String, AccountId>,
    /// Asks whose outcome nobody knows; they are asked again until somebody does.
    open: Vec<Ask>,
    /// Asks that were answered.
    done: Vec<Ask>,
    /// The page that each board has loaded.
    pages: [u64; 2],
    requests: u128,
    /// Spools that start anew settle first what was being sent.
    settle: Vec<JobId>,
    /// Asks for which no board is there to speak.
    silent: u32,
}

impl Town {
    /// The people of an office.
    pub fn of(state: &State, dice: fastrand::Rng) -> Town {
        let who = state.accounts.values().map(|account| (account.login.clone(), account.id)).collect();
        let (open, done, settle) = (Vec::new(), Vec::new(), Vec::new());
        Town { dice, who, open, done, pages: [1, 2], requests: 0, settle, silent: 0 }
    }

    /// What is asked at this moment, mostly one thing.
    pub fn asks(&mut self, state: &State, profile: &Profile) -> Vec<Ask> {
        let many = if self.dice.u32(0..10) == 0 { self.dice.usize(2..7) } else { 1 };
        let mut asks: Vec<Ask> = std::mem::take(&mut self.settle)
            .into_iter()
            .map(|job| office(Command::Print(job, PrintAct::End(uncertain()))))
            .collect();
        asks.append(&mut self.open);
        if !self.done.is_empty() && self.dice.u32(0..30) == 0 {
            asks.push(self.done[self.dice.usize(..self.done.len())].clone());
        }
        for _ in 0..many {
            if let Some(ask) = self.ask(state, profile) {
                // Two fingers on one key, or a key that bounces.
                if self.dice.u32(0..40) == 0 {
                    asks.push(ask.clone());
                }
                asks.push(ask);
            }
        }
        asks
    }

    /// The supervisor looks at a clock that the office doubts. A wrong one is hardly ever taken for right.
    pub fn looks_at_the_clock(&mut self, reading: Reading, right: bool) -> Option<Ask> {
        let doubted = reading.trust != Trust::Right;
        let says_so = doubted && self.dice.u32(0..if right { 10 } else { 300 }) == 0;
        says_so.then(|| self.by("pengawas", Command::ConfirmClock(reading.shown))).flatten()
    }

    /// Hears what came of it.
    pub fn hear(&mut self, asks: &[Ask], replies: &[Reply]) {
        for (ask, reply) in asks.iter().zip(replies) {
            match reply {
                // Whoever named no request cannot ask again.
                Err(SubmitError::Unknown) if ask.request.is_some() => self.open.push(ask.clone()),
                Ok(_) if ask.request.is_some() => {
                    if self.done.len() >= REMEMBERED {
                        let place = self.dice.usize(..REMEMBERED);
                        self.done.swap_remove(place);
                    }
                    self.done.push(ask.clone());
                }
                _ => {}
            }
        }
    }

    /// The office was started again: the spools settle what was being sent.
    pub fn restarted(&mut self, state: &State) {
        let sending = state.open_jobs().filter(|job| job.state != JobState::Queued);
        self.settle = sending.map(|job| job.id).collect();
    }

    fn by(&mut self, login: &str, command: Command) -> Option<Ask> {
        let actor = Actor::Account(*self.who.get(login)?);
        // Devices and consoles name their requests; boards and spools do not.
        let named = !matches!(command, Command::Board(..));
        self.requests += 1;
        let request = named.then_some(RequestId(self.requests));
        Some(Ask { actor, request, command })
    }

    fn one_of<T: Clone>(&mut self, of: &[T]) -> Option<T> {
        (!of.is_empty()).then(|| of[self.dice.usize(..of.len())].clone())
    }

    fn token(&mut self) -> Token {
        Token(self.dice.u128(..).to_be_bytes())
    }

    fn words(&mut self) -> String {
        ["Perlu dilengkapi", "Diminta pemohon", "", "  ", "Tata ruang tidak sesuai"][self.dice.usize(..5)]
            .to_string()
    }

    fn ask(&mut self, state: &State, profile: &Profile) -> Option<Ask> {
        match self.dice.u32(0..100) {
            0..14 => self.visitor(state, profile),
            14..56 => self.officer(state, profile),
            56..72 => self.desk(state, profile),
            72..82 => self.board(state),
            82..93 => self.spool(state, profile),
            93..96 => Some(office(Command::Tick)),
            96..98 => self.tablet(state),
            _ => self.supervisor(state, profile),
        }
    }

    fn visitor(&mut self, state: &State, profile: &Profile) -> Option<Ask> {
        let lang = if self.dice.u32(0..5) == 0 { Lang::En } else { Lang::Id };
        let token = self.token();
        let missed: Vec<_> = state.missed.iter().copied().collect();
        let command = match self.dice.u32(0..20) {
            0 => Command::ReportBack(self.one_of(&missed).unwrap_or(TicketId(self.dice.u64(0..500)))),
            1 => {
                let permit = self.one_of(&profile.permits)?;
                let missing = permit.requirements.iter().take(self.dice.usize(0..3)).cloned().collect();
                Command::Prepare(Prepare { permit: permit.code, missing, lang })
            }
            2..7 => {
                let berkas: Vec<_> = state.berkas.keys().copied().collect();
                let what = Wanted::Berkas(self.one_of(&berkas)?);
                Command::Issue(Issue { what, priority: None, lang, token })
            }
            _ => {
                let letter = self.one_of(&['A', 'A', 'A', 'A', 'B', 'C', 'D', 'E', 'Z'])?;
                let priority = match self.dice.u32(0..12) {
                    0 => self.one_of(&profile.priorities).map(|plan| plan.class),
                    1 => Some("tidak-ada".into()),
                    _ => None,
                };
                Command::Issue(Issue { what: Wanted::Service(Series(letter)), priority, lang, token })
            }
        };
        let who = if self.dice.u32(0..60) == 0 { "tv-1" } else { "kiosk" };
        self.by(who, command)
    }

    fn officer(&mut self, state: &State, profile: &Profile) -> Option<Ask> {
        let plan = self.one_of(&profile.lokets)?;
        let role = plan.role.as_str();
        let mut who = if plan.id == SECOND { format!("{role}-b") } else { role.to_string() };
        if self.dice.u32(0..150) == 0 {
            who = format!("{role}-b");
        } else if self.dice.u32(0..150) == 0 {
            who = "kasi".to_string();
        }
        let act = if self.dice.u32(0..8) == 0 {
            self.any_act(state, profile)?
        } else {
            self.fitting(state, profile, &plan)?
        };
        self.by(&who, Command::Loket(plan.id, act))
    }

    /// What an officer would do next.
    fn fitting(&mut self, state: &State, profile: &Profile, plan: &LoketPlan) -> Option<LoketAct> {
        let loket = state.loket(plan.id);
        if !state.is_open(plan.id) {
            return Some(LoketAct::Open { take_over: TakeOver::Never });
        }
        let Some(ticket) = loket.current.and_then(|id| state.ticket(id)) else {
            let held = loket.held.first().copied();
            return Some(match (held, self.dice.u32(0..20)) {
                (Some(ticket), 0..10) => LoketAct::Resume { ticket },
                (_, 0) => LoketAct::Undo,
                (_, 1..3) => self.any_act(state, profile)?,
                _ => LoketAct::CallNext,
            });
        };
        if ticket.stage == Stage::Called {
            return Some(match self.dice.u32(0..20) {
                0..3 => LoketAct::Miss,
                3..5 => LoketAct::Recall,
                5 => LoketAct::Undo,
                _ => LoketAct::Present,
            });
        }
        if self.dice.u32(0..30) == 0 {
            let purposes: Vec<_> = profile.lokets.iter().flat_map(|plan| plan.purposes.clone()).collect();
            return Some(LoketAct::Transfer {
                purpose: self.one_of(&purposes)?,
                reason: "Salah loket".to_string(),
            });
        }
        let berkas = ticket.berkas.and_then(|id| state.berkas(id));
        let survey = LoketAct::StartSurvey { key: self.token() };
        Some(match (ticket.leg().purpose.as_str(), berkas) {
            ("pendaftaran", None) => match self.dice.u32(0..10) {
                0..2 => {
                    let permit = self.permit(profile);
                    let checklist = checklist(&permit, Mark::Missing);
                    LoketAct::TurnAway { permit: permit.code, checklist, note: None }
                }
                _ => LoketAct::Register(Box::new(self.register(profile))),
            },
            ("pendaftaran", Some(berkas)) => {
                let permit = profile.permit(&berkas.permit)?;
                match self.dice.u32(0..4) {
                    0 => LoketAct::GiveBack { checklist: Some(checklist(permit, Mark::Missing)) },
                    _ => LoketAct::Resubmit { checklist: checklist(permit, Mark::Present) },
                }
            }
            ("skm", Some(_)) => match self.dice.u32(0..8) {
                0 => LoketAct::WaiveSurvey { reason: "Terburu-buru".to_string() },
                1 => LoketAct::Finish,
                _ if loket.survey.is_none() => survey,
                _ => return None,
            },
            ("skm", None) => {
                let open: Vec<_> = state.berkas.keys().copied().collect();
                match self.one_of(&open) {
                    Some(berkas) => LoketAct::Attach { berkas },
                    None => LoketAct::Dismiss { reason: "Belum ada berkas".to_string() },
                }
            }
            ("serah", Some(_)) => LoketAct::HandOver { receiver: Receiver::Applicant },
            ("legalisasi", _) if ticket.legalised.is_empty() => LoketAct::Legalise(self.copies()),
            ("pengaduan", _) if self.dice.u32(0..3) == 0 => LoketAct::Complain(Box::new(self.complaint())),
            (_, None) if self.dice.u32(0..6) == 0 => LoketAct::Dismiss { reason: "Selesai".to_string() },
            _ => LoketAct::Finish,
        })
    }

    /// Any key of the console, whether it fits or not.
    fn any_act(&mut self, state: &State, profile: &Profile) -> Option<LoketAct> {
        let tickets: Vec<_> = state.tickets.keys().copied().collect();
        let berkas: Vec<_> = state.berkas.keys().copied().collect();
        let missed: Vec<_> = state.missed.iter().copied().collect();
        let ticket = self.one_of(&tickets).unwrap_or(TicketId(7));
        let purposes: Vec<_> = profile.lokets.iter().flat_map(|plan| plan.purposes.clone()).collect();
        let reason = self.words();
        Some(match self.dice.u32(0..24) {
            0 => LoketAct::Open { take_over: TakeOver::Confirmed },
            1 => LoketAct::Pause { reason: "Sebentar".to_string() },
            2 => LoketAct::Close,
            3 | 4 => LoketAct::Call { ticket, reason: Some(reason) },
            5 => LoketAct::Call { ticket: self.one_of(&missed)?, reason: None },
            6 | 7 => LoketAct::Hold { reason: "Mengambil dokumen".to_string() },
            8 => LoketAct::Resume { ticket },
            9 => LoketAct::Requeue { ticket: self.one_of(&missed)? },
            10..13 => LoketAct::Undo,
            13..15 => LoketAct::Transfer { purpose: self.one_of(&purposes)?, reason },
            15 => LoketAct::Finish,
            16 => LoketAct::Dismiss { reason },
            17 => LoketAct::Attach { berkas: self.one_of(&berkas)? },
            18 => LoketAct::StartSurvey { key: self.token() },
            19 => LoketAct::WaiveSurvey { reason },
            20 => LoketAct::HandOver {
                receiver: Receiver::Proxy { name: "Budi".to_string(), relation: reason },
            },
            21 => LoketAct::WithdrawLegalisation { place: self.dice.u32(0..3) },
            22 => LoketAct::Register(Box::new(self.register(profile))),
            _ => LoketAct::Miss,
        })
    }

    fn permit(&mut self, profile: &Profile) -> PermitType {
        let some = profile.permits.len().min(4);
        profile.permits[self.dice.usize(..some)].clone()
    }

    fn register(&mut self, profile: &Profile) -> Register {
        let permit = self.permit(profile);
        let nik = format!("711001{:02}0190{:04}", self.dice.u32(1..=28), self.dice.u32(1..=9_999));
        let mut code = [0_u8; 10];
        code.fill_with(|| self.dice.u8(..));
        Register {
            checklist: checklist(&permit, Mark::Present),
            permit: permit.code,
            applicant: Applicant {
                nik: Nik::parse(&nik).expect("sixteen digits"),
                name: "Sitti Mokoginta".to_string(),
                phone: Phone::parse("081234567890"),
            },
            previous: None,
            token: self.token(),
            code: ShortCode::from_random(code),
        }
    }

    fn copies(&mut self) -> Legalise {
        let document = LegalDocument::Other("Ijazah".to_string());
        Legalise { document, copies: self.dice.u32(0..60), signer: "Sari".to_string() }
    }

    fn complaint(&mut self) -> Complain {
        let matter = Matter {
            name: None,
            phone: None,
            category: Category::ALL[self.dice.usize(..Category::ALL.len())].1,
            subject: "Antrean".to_string(),
            text: "Terlalu lama menunggu.".to_string(),
            about: None,
        };
        let mut code = [0_u8; 10];
        code.fill_with(|| self.dice.u8(..));
        Complain { matter, token: self.token(), code: ShortCode::from_random(code) }
    }

    fn desk(&mut self, state: &State, profile: &Profile) -> Option<Ask> {
        let berkas: Vec<_> = state.berkas.values().cloned().collect();
        let berkas = self.one_of(&berkas)?;
        let step = profile.sop.step(&berkas.step)?;
        let mut who = step.actor.to_string();
        if self.dice.u32(0..12) == 0 {
            who.push_str("-b");
        } else if self.dice.u32(0..40) == 0 {
            who = "analis".to_string();
        }
        if self.dice.u32(0..6) == 0 {
            who = EVERYTHING.to_string();
        }
        // Whoever has begun goes on with it.
        if let Some((by, _)) = berkas.taken
            && state.account(by).is_some_and(|account| account.login == EVERYTHING)
        {
            who = EVERYTHING.to_string();
        }
        if self.dice.u32(0..25) == 0 {
            let text = self.words();
            return self.by(&who, Command::Annex(berkas.id, AnnexAct::Note { text }));
        }
        if step.place != Place::Desk && self.dice.u32(0..20) > 0 {
            return None;
        }
        let act = match (berkas.taken, self.dice.u32(0..20)) {
            (None, 0..19) => BerkasAct::Take,
            (_, 0) => BerkasAct::Release,
            (Some(_), 1) => BerkasAct::Take,
            _ => {
                // Mostly the usual way, which is the first.
                let usual = self.dice.u32(0..8) > 0;
                let other = self.dice.usize(..step.choices.len());
                let choice = step.choices.get(if usual { 0 } else { other })?.id.clone();
                let exception = self.dice.bool().then(|| self.words());
                BerkasAct::Choose { choice, reason: Some(self.words()), lacking: Vec::new(), exception }
            }
        };
        self.by(&who, Command::Berkas(berkas.id, act))
    }

    fn board(&mut self, state: &State) -> Option<Ask> {
        let which = self.dice.usize(..2);
        self.silent = match self.silent {
            0 if self.dice.u32(0..60) == 0 => self.dice.u32(5..40),
            silent => silent.saturating_sub(1),
        };
        if self.silent > 0 {
            return None;
        }
        if self.dice.u32(0..30) == 0 {
            // The page is loaded anew; whatever it was speaking is never ended.
            self.pages[which] += 2;
        }
        let pending: Vec<_> = state.calls.values().filter(|call| call.is_pending()).cloned().collect();
        let call = self.one_of(&pending)?;
        let page = self.pages[which];
        let act = match (&call.voice, self.dice.u32(0..10)) {
            (_, 0) => BoardAct::Shown,
            (_, 1) => BoardAct::Spoken { page },
            (Voice::Speaking { .. }, 2..9) => BoardAct::Spoken { page },
            _ => BoardAct::Speak { page },
        };
        self.by(["tv-1", "tv-2"][which], Command::Board(call.id, act))
    }

    fn spool(&mut self, state: &State, profile: &Profile) -> Option<Ask> {
        let jobs: Vec<_> = state.open_jobs().cloned().collect();
        if self.dice.u32(0..40) == 0 {
            let all: Vec<_> = state.jobs.keys().copied().collect();
            let job = self.one_of(&all)?;
            return self.by("loket-2", Command::Print(job, PrintAct::Reprint));
        }
        let job = self.one_of(&jobs)?;
        let act = match (&job.state, self.dice.u32(0..20)) {
            (_, 0) => PrintAct::Start { millimetres: 90 },
            (_, 1) => PrintAct::Move { to: self.one_of(&profile.printers)?.id },
            (JobState::Queued, _) => PrintAct::Start { millimetres: self.dice.u32(50..200) },
            (_, 2..4) => PrintAct::End(PrintOutcome::Postponed("kertas habis".to_string())),
            (_, 4..6) => PrintAct::End(uncertain()),
            (_, 6) => PrintAct::End(PrintOutcome::Failed("printer tidak dikenal".to_string())),
            _ => PrintAct::End(PrintOutcome::Printed),
        };
        Some(office(Command::Print(job.id, act)))
    }

    fn tablet(&mut self, state: &State) -> Option<Ask> {
        let woken: Vec<_> = state.lokets.values().filter_map(|loket| loket.survey.clone()).collect();
        let key = match self.dice.u32(0..10) {
            0 => self.token(),
            _ => self.one_of(&woken)?.key,
        };
        let mut scores = [Score::new(4); 9];
        scores.fill_with(|| Score::new(self.dice.u8(1..=4)));
        let survey = SubmitSurvey {
            key,
            draw: self.dice.u128(..).to_be_bytes(),
            answers: Answers(scores.map(|score| score.expect("1 to 4 are scores"))),
            sex: if self.dice.bool() { Sex::L } else { Sex::P },
            age: self.dice.u8(5..=125),
            education: Education::S1,
            occupation: Occupation::Swasta,
            suggestion: (self.dice.u32(0..9) == 0).then(|| "Tambah kursi".to_string()),
        };
        self.by("tablet", Command::SubmitSurvey(survey))
    }

    fn supervisor(&mut self, state: &State, profile: &Profile) -> Option<Ask> {
        let complaints: Vec<_> = state.complaints.keys().copied().collect();
        let annexes: Vec<_> =
            state.annexes.values().map(|annex: &std::sync::Arc<Annex>| annex.berkas).collect();
        let last = state.counter(&Counter::Berkas).max(1);
        let some = BerkasId(self.dice.u64(1..=last));
        let (who, command) = match self.dice.u32(0..14) {
            8 => ("admin", Command::Restrict(some, RestrictAct::Set { why: self.words() })),
            9 => ("admin", Command::Restrict(some, RestrictAct::Lift { why: self.words() })),
            10 => ("admin", Command::Reveal(some, self.words())),
            11 => ("analis", Command::Reveal(some, self.words())),
            12 => {
                let today = state.today()?.0;
                let revoke =
                    Revoke { sk: "503".to_string(), numbered: today, date: today, why: self.words() };
                (if self.dice.bool() { "kadis" } else { "kabid" }, Command::Revoke(some, revoke))
            }
            13 => {
                let take = ShelfAct::Take { name: "film.mp4".to_string() };
                ("admin", Command::Shelf(Shelf::Media(self.one_of(&profile.zones())?), take))
            }
            0 => ("pengawas", Command::Voice(VoiceAct::Pause { minutes: self.dice.u32(0..4) })),
            1 => ("pengawas", Command::Voice(VoiceAct::Resume)),
            2 => ("pengawas", Command::Complaint(self.one_of(&complaints)?, ComplaintAct::Take)),
            3 => {
                let answer = ComplaintAct::Answer { text: "Sudah ditambah loket.".to_string() };
                ("pengawas", Command::Complaint(self.one_of(&complaints)?, answer))
            }
            4 => ("pengawas", Command::Complaint(self.one_of(&complaints)?, ComplaintAct::Close)),
            5 => ("analis", Command::Reveal(self.one_of(&annexes)?, self.words())),
            6 => ("admin", Command::Printer(self.one_of(&profile.printers)?.id, PrinterAct::ChangeRoll)),
            _ => (
                "pengawas",
                Command::Printer(self.one_of(&profile.printers)?.id, PrinterAct::Try { lang: Lang::Id }),
            ),
        };
        self.by(who, command)
    }
}

fn office(command: Command) -> Ask {
    Ask { actor: Actor::Office, request: None, command }
}

fn uncertain() -> PrintOutcome {
    PrintOutcome::Uncertain("terputus saat dikirim".to_string())
}

fn checklist(permit: &PermitType, first: Mark) -> Vec<CheckedItem> {
    let line = |text: &String, mark| CheckedItem { requirement: text.clone(), mark };
    let always = permit.requirements.iter().enumerate();
    let always = always.map(|(place, text)| line(text, if place == 0 { first } else { Mark::Present }));
    always.chain(permit.conditional.iter().map(|text| line(text, Mark::NotNeeded))).collect()
}
