//! A small office in memory, with people who act by name.

use crate::domain::account::{Actor, roles};
use crate::domain::berkas::{Berkas, CheckedItem, Mark};
use crate::domain::calendar;
use crate::domain::command::*;
use crate::domain::complaint::Complaining;
use crate::domain::decide::{day_turns, decide, forget_phones, open_day, phones_go_until};
use crate::domain::event::{Entry, Event};
use crate::domain::ids::*;
use crate::domain::legalised::{LegalDocument, Legalising};
use crate::domain::number::SkTemplate;
use crate::domain::overdue::Escalation;
use crate::domain::person::{Applicant, Nik, Phone};
use crate::domain::privacy::{Holder, MOST_AT_ONCE};
use crate::domain::profile::*;
use crate::domain::refusal::Refusal;
use crate::domain::sop::{self, Sop};
use crate::domain::state::{Changes, Row, RowKey, State};
use crate::domain::survey::{Answers, Ballot, Education, Occupation, Score, Sex};
use crate::domain::ticket::{Lang, Ticket};
use crate::domain::time::{Date, Moment, UtcOffset};
use crate::domain::token::{ShortCode, Token};
use crate::domain::trust::{Reading, Trust};

/// An office with its journal.
pub(in crate::domain) struct Story {
    pub(in crate::domain) profile: Profile,
    pub(in crate::domain) state: State,
    pub(in crate::domain) journal: Vec<Entry>,
    pub(super) urn: Vec<Ballot>,
    pub(in crate::domain) now: Moment,
    pub(super) rows: Changes,
    pub(super) drawn: u8,
    /// How far the clock is believed, and what it shows when that is not `now`.
    pub(super) clock: (Trust, Option<Moment>),
}

/// 08.00 WITA on Monday, 23 November 2026.
pub(in crate::domain) fn monday_morning() -> Moment {
    UtcOffset(8 * 3600).moment(Date::constant(2026, 11, 23).at(8, 0, 0, 0))
}

const PEOPLE: [(&str, &[&str]); 12] = [
    ("admin", &[roles::ADMINISTRATOR]),
    ("kiosk", &[roles::KIOSK]),
    ("tv", &[roles::BOARD]),
    ("tablet", &[roles::TABLET]),
    ("rina", &["loket-2"]),
    ("dewi", &["loket-4"]),
    ("joko", &["loket-5"]),
    ("agus", &["analis"]),
    ("maya", &["kasi"]),
    ("budi", &["kabid"]),
    ("sari", &["kadis"]),
    ("wati", &["loket-2"]),
];

impl Story {
    /// An office with its people, before anybody came to work.
    pub(super) fn new() -> Story {
        let mut story = Story {
            profile: profile(),
            state: State::default(),
            journal: Vec::new(),
            urn: Vec::new(),
            now: monday_morning(),
            rows: Changes::new(),
            drawn: 0,
            clock: (Trust::Right, None),
        };
        for (login, held) in PEOPLE {
            let add = PeopleAct::Add {
                login: login.to_string(),
                name: login.to_string(),
                roles: held.iter().map(|role| Role::from(*role)).collect(),
                password: "hash".to_string(),
            };
            story.by(Actor::Office, Command::People(add)).expect("people of the office");
        }
        story
    }

    /// The same with lokets 2, 4 and 5 open.
    pub(in crate::domain) fn open() -> Story {
        let mut story = Story::new();
        for (who, loket) in [("rina", 2), ("dewi", 4), ("joko", 5)] {
            story.at(who, loket, LoketAct::Open { take_over: TakeOver::Never }).expect("opens");
        }
        story
    }

    pub(in crate::domain) fn wait(&mut self, seconds: i64) -> &mut Story {
        self.now = self.now.plus_seconds(seconds);
        self
    }

    pub(super) fn who(&self, login: &str) -> AccountId {
        self.state.account_by_login(login).expect("somebody of the office").id
    }

    /// `who` asks, and the office does what the writer would: turn the day, decide, apply.
    pub(super) fn ask(&mut self, who: &str, command: Command) -> Result<Answer, Refusal> {
        let actor = Actor::Account(self.who(who));
        self.by(actor, command)
    }

    pub(super) fn by(&mut self, actor: Actor, command: Command) -> Result<Answer, Refusal> {
        self.now = Moment(self.now.0 + 1);
        if day_turns(&self.state, &self.profile, self.now) {
            let urn = self.urn.drain(..).map(|ballot| ballot.response).collect();
            let decision = open_day(&self.state, &self.profile, self.now, urn, Vec::new());
            self.write(Actor::Office, decision.events, decision.answer);
            self.now = Moment(self.now.0 + 1);
        }
        let ask = Ask { actor, request: None, command };
        let (trust, shown) = self.clock;
        let reading = Reading { now: self.now, shown: shown.unwrap_or(self.now), trust };
        let mut decision = decide(&self.state, &self.profile, self.now, reading, &ask)?;
        if matches!(ask.command, Command::Tick)
            && let Some(until) = phones_go_until(&self.profile, reading)
        {
            forget_phones(&mut decision, self.phones_closed(until));
        }
        self.urn.extend(decision.ballot);
        if !decision.events.is_empty() {
            self.write(actor, decision.events, decision.answer.clone());
        }
        Ok(decision.answer)
    }

    /// Telephone numbers whose work was over by then, the longest over first.
    pub(super) fn phones_closed(&self, until: Moment) -> Vec<(Moment, Holder)> {
        let phones = self.rows.values().filter_map(|row| match row {
            Some(Row::Phone(phone)) => Some((phone.closed?, phone.holder)),
            _ => None,
        });
        let mut over: Vec<_> = phones.filter(|(closed, _)| *closed <= until).collect();
        over.sort();
        over.truncate(MOST_AT_ONCE);
        over
    }

    fn write(&mut self, actor: Actor, events: Vec<Event>, answer: Answer) {
        let seq = Seq(self.state.seq.0 + 1);
        let entry = Entry { seq, at: self.now, actor, request: None, events, answer };
        self.state.apply(&entry, &mut self.rows);
        self.journal.push(entry);
    }

    pub(in crate::domain) fn at(&mut self, who: &str, loket: u16, act: LoketAct) -> Result<Answer, Refusal> {
        self.ask(who, Command::Loket(LoketId(loket), act))
    }

    pub(super) fn desk(&mut self, who: &str, berkas: BerkasId, act: BerkasAct) -> Result<Answer, Refusal> {
        self.ask(who, Command::Berkas(berkas, act))
    }

    /// Takes a berkas and decides.
    pub(super) fn choose(&mut self, who: &str, berkas: BerkasId, choice: &str, reason: Option<&str>) {
        self.desk(who, berkas, BerkasAct::Take).expect("takes it");
        self.wait(60);
        let choose = BerkasAct::Choose {
            choice: choice.into(),
            reason: reason.map(str::to_string),
            lacking: Vec::new(),
            exception: None,
        };
        self.desk(who, berkas, choose).expect("decides");
    }

    pub(super) fn token(&mut self) -> Token {
        self.drawn += 1;
        Token([self.drawn; 16])
    }

    pub(in crate::domain) fn issue(&mut self, service: char) -> Result<TicketId, Refusal> {
        self.issue_for(Wanted::Service(Series(service)), None)
    }

    pub(super) fn issue_for(&mut self, what: Wanted, priority: Option<&str>) -> Result<TicketId, Refusal> {
        let token = self.token();
        let issue = Issue { what, priority: priority.map(Into::into), lang: Lang::Id, token };
        match self.ask("kiosk", Command::Issue(issue))? {
            Answer::Ticket(id, _) => Ok(id),
            other => panic!("a kiosk gets a ticket, not {other:?}"),
        }
    }

    /// Calls the next at a loket and sees them come.
    pub(in crate::domain) fn serve(&mut self, who: &str, loket: u16) -> TicketId {
        let answer = self.at(who, loket, LoketAct::CallNext).expect("somebody waits");
        self.wait(20).at(who, loket, LoketAct::Present).expect("they come");
        self.wait(60);
        match answer {
            Answer::Ticket(id, _) => id,
            other => panic!("a call answers with its ticket, not {other:?}"),
        }
    }

    /// Whoever stands at loket 4 for certified copies gets one and goes.
    pub(super) fn copied(&mut self) {
        let document = LegalDocument::Other("Ijazah".to_string());
        let copy = Legalise { document, copies: 1, signer: "Sari".to_string() };
        self.at("dewi", 4, LoketAct::Legalise(copy)).expect("noted");
        self.at("dewi", 4, LoketAct::Finish).expect("done");
    }

    pub(super) fn register(&mut self) -> Result<BerkasId, Refusal> {
        let register = self.registration(Mark::Present);
        match self.at("rina", 2, LoketAct::Register(Box::new(register)))? {
            Answer::Berkas(id) => Ok(id),
            other => panic!("a registration answers with its berkas, not {other:?}"),
        }
    }

    pub(super) fn registration(&mut self, ktp: Mark) -> Register {
        Register {
            permit: "SIPB".into(),
            applicant: Applicant {
                nik: Nik::parse("7110015507900003").expect("sixteen digits"),
                name: "  Sitti   Mokoginta ".to_string(),
                phone: Phone::parse("081234567890"),
            },
            checklist: checklist(ktp),
            previous: None,
            token: self.token(),
            code: ShortCode::from_random([self.drawn; 10]),
        }
    }

    /// A ticket of service A, registered, with its berkas on the analis' desk.
    pub(in crate::domain) fn registered(&mut self) -> (TicketId, BerkasId) {
        let ticket = self.issue('A').expect("the kiosk is open");
        assert_eq!(self.serve("rina", 2), ticket);
        (ticket, self.register().expect("complete"))
    }

    /// From the analis' desk to the numbered SK.
    pub(super) fn signed_and_numbered(&mut self, berkas: BerkasId) {
        self.choose("agus", berkas, "teruskan", None);
        self.choose("maya", berkas, "teruskan", None);
        self.choose("budi", berkas, "setuju", None);
        self.choose("sari", berkas, "tandatangani", None);
        self.choose("dewi", berkas, "nomori", None);
    }

    pub(super) fn answers(&mut self, key: Token) -> SubmitSurvey {
        self.drawn += 1;
        SubmitSurvey {
            key,
            draw: [self.drawn; 16],
            answers: Answers([Score::new(4).expect("1 to 4"); 9]),
            sex: Sex::P,
            age: 36,
            education: Education::S1,
            occupation: Occupation::Swasta,
            suggestion: Some(" Terima kasih. ".to_string()),
        }
    }

    /// The row of a ticket, of any day.
    pub(super) fn ticket(&self, id: TicketId) -> &Ticket {
        match self.rows.get(&RowKey::Ticket(id)) {
            Some(Some(Row::Ticket(ticket))) => ticket,
            _ => panic!("ticket {id} has no row"),
        }
    }

    /// The row of a berkas, open or closed.
    pub(super) fn berkas(&self, id: BerkasId) -> &Berkas {
        match self.rows.get(&RowKey::Berkas(id)) {
            Some(Some(Row::Berkas(berkas))) => berkas,
            _ => panic!("berkas {id} has no row"),
        }
    }
}

pub(super) fn checklist(ktp: Mark) -> Vec<CheckedItem> {
    let item = |requirement: &str, mark| CheckedItem { requirement: requirement.to_string(), mark };
    vec![item("KTP-el", ktp), item("STR", Mark::Present), item("SIP lama (perpanjangan)", Mark::NotNeeded)]
}

pub(in crate::domain) fn profile() -> Profile {
    let role = |role: &str| RolePlan { role: role.into(), title: role.to_string() };
    let roles = ["pemohon", "loket-1", "loket-2", "loket-4", "loket-5", "analis", "kasi", "kabid", "kadis"];
    let service = |series, purpose: &str, needs_staff| Service {
        series: Series(series),
        name: purpose.to_string(),
        name_en: purpose.to_string(),
        hint: String::new(),
        hint_en: String::new(),
        bring: String::new(),
        bring_en: String::new(),
        purpose: purpose.into(),
        needs_staff,
    };
    let loket = |id, purposes: &[&str]| LoketPlan {
        id: LoketId(id),
        name: format!("Loket {id}"),
        role: format!("loket-{id}").into(),
        purposes: purposes.iter().map(|purpose| Purpose::from(*purpose)).collect(),
        zone: "utama".into(),
        printer: Some("loket".into()),
        order: QueuePolicy { priority: 1, regular: 2, max_wait_minutes: 60 },
    };
    let printer = |id: &str, tickets| PrinterPlan {
        tickets,
        ..crate::domain::printer::tests::plan(id, &format!("{id}:9100"))
    };
    Profile {
        boards: Vec::new(),
        words: Default::default(),
        survey_order: crate::domain::survey::Unsur::RULE,
        office: Office {
            name: "DPMPTSP".into(),
            short: "DPMPTSP".into(),
            government: String::new(),
            address: String::new(),
            contact: String::new(),
            seat: "Tutuyan".into(),
            zone_name: "WITA".into(),
            public_url: String::new(),
            colour: None,
            logo: None,
            logo_thermal: None,
        },
        reprint: vec!["loket-2".into(), "loket-4".into()],
        calendar: calendar::tests::boltim(),
        sop: Sop::new(sop::tests::ten_steps(), &sop::tests::roles()).expect("sound"),
        roles: roles.map(role).into(),
        services: vec![
            service('A', "pendaftaran", false),
            service('B', "skm", false),
            service('C', "legalisasi", false),
            service('D', "pengaduan", false),
            service('E', "informasi", true),
        ],
        lokets: vec![
            loket(1, &["informasi"]),
            loket(2, &["pendaftaran"]),
            loket(4, &["serah", "legalisasi"]),
            loket(5, &["skm", "pengaduan"]),
        ],
        priorities: vec![PriorityPlan {
            class: "lansia".into(),
            name: "Lansia".into(),
            name_en: "Elderly".into(),
            comes: false,
        }],
        permits: vec![PermitType {
            code: "SIPB".into(),
            name: "Surat Izin Praktik Bidan".into(),
            requirements: vec!["KTP-el".into(), "STR".into()],
            conditional: vec!["SIP lama (perpanjangan)".into()],
            fields: ["nama", "NIK", "gelar belakang", "tanggal lahir", "nomor STR"].map(String::from).into(),
            legal: vec![],
            klas: "503".into(),
            sk_number: SkTemplate::parse("{klas}/{urut}/{kode_izin}/{unit}/{bulan_romawi}/{tahun}")
                .expect("a template"),
            offered: true,
        }],
        printers: vec![printer("kiosk", true), printer("loket", false)],
        regions: vec!["7110".into()],
        issuing: Issuing { before_minutes: 30, fair_last: true },
        missing: Missing { times: 3, every_seconds: 45, back_after: 3 },
        announcing: Announcing {
            start_within_seconds: 20,
            end_within_seconds: 15,
            most_queued: 3,
            english: false,
            quiet: Vec::new(),
        },
        idle_minutes: 30,
        two_persons: crate::domain::two_persons::TwoPersons::WithReason,
        second_factor: Vec::new(),
        plain_http: false,
        clamd: String::new(),
        phone_days: 30,
        papers: PaperPlan {
            on_f4: vec![],
            signers: vec![],
            permit_by: "kadis".into(),
            note_from: "kabid".into(),
            note_to: "kadis".into(),
            certified_by: "kadis".into(),
            initials: vec!["kabid".into()],
            letterhead: String::new(),
            legal: vec![],
            own: vec![],
        },
        complaining: Complaining { purpose: "pengaduan".into(), days: 5 },
        legalising: Legalising { purpose: "legalisasi".into(), most_copies: 50 },
        escalation: Escalation { after_norms: 2, ladder: vec!["analis".into(), "kasi".into()] },
    }
}
