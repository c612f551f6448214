//! `cargo bench --bench search`: how long it takes to find a berkas among 300,000, the work of some decades.
//!
//! The file is filled with large transactions of entries as the office writes them, without the office around it.
//! `LOKET_BERKAS` sets another number of berkas.

use anyhow::Result;
use loket::domain::account::Actor;
use loket::domain::berkas::{CheckedItem, Mark, Passage, Receiver};
use loket::domain::command::Answer;
use loket::domain::event::{Entry, Event};
use loket::domain::finding::Query;
use loket::domain::ids::{BerkasId, Seq, Series, TicketId};
use loket::domain::number::{BerkasNumber, SkNumber, TicketNumber};
use loket::domain::person::{Applicant, Nik};
use loket::domain::sop::Outcome;
use loket::domain::state::{Changes, State};
use loket::domain::ticket::Lang;
use loket::domain::time::{Date, Moment, ServiceDay};
use loket::domain::token::{ShortCode, Token};
use loket::store::{Sealed, Store};
use std::time::{Duration, Instant};

/// Berkas of a day and of a year.
const DAY: u64 = 60;
const YEAR: u64 = 15_000;
/// Entries of one transaction.
const CHUNK: usize = 5_000;
/// How often each search is asked.
const TIMES: usize = 300;
/// Every second applicant bears the first of these names, as one in eight does in the country's registers.
const FIRST: [&str; 16] = [
    "Siti", "Muhammad", "Siti", "Rahmat", "Nur", "Andi", "Sri", "Dewi", "Agus", "Siti", "Yusuf", "Rina",
    "Hasan", "Fitri", "Jusuf", "Maria",
];
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

fn main() -> Result<()> {
    // `cargo bench` and `cargo test` pass flags meant for other harnesses.
    let many = std::env::var("LOKET_BERKAS").ok().and_then(|text| text.parse().ok()).unwrap_or(300_000);
    let folder = tempfile::tempdir_in(std::env::current_dir()?.join("target"))?;
    let begun = now();
    let year = fill(folder.path(), many)?;
    let bytes = std::fs::metadata(folder.path().join(loket::store::FILE))?.len();
    println!("{many} berkas in {:.0} s, {} MB", begun.elapsed().as_secs_f64(), bytes >> 20);
    let begun = now();
    let (store, _) = Store::open(folder.path())?;
    println!("opened in {:.0} ms", begun.elapsed().as_secs_f64() * 1000.0);
    let reader = store.reader();
    println!("{:<34} {:>6} {:>9} {:>9} {:>9}", "", "found", "p50 ms", "p99 ms", "max ms");
    let mut chance = fastrand::Rng::with_seed(7);
    let searches: [(&str, &dyn Fn(u64) -> String); 10] = [
        ("number", &|n| berkas_number(n).to_string()),
        ("number without its year", &|n| berkas_number(n).n.to_string()),
        ("NIK", &|n| nik(n).digits().to_string()),
        ("SK number", &sk),
        ("common name", &|_| "siti".to_string()),
        ("common name, two words", &|_| "siti paputungan".to_string()),
        ("beginnings of common names", &|_| "s p".to_string()),
        ("rare name", &|n| format!("{} {}", FIRST[(n % 16) as usize], rare(n))),
        ("two common names, never together", &|_| "muhammad siti".to_string()),
        ("no such name", &|n| format!("tidakada{n}")),
    ];
    for (what, text) in searches {
        let (mut took, mut found) = (Vec::with_capacity(TIMES), 0);
        for _ in 0..TIMES {
            let text = text(chance.u64(1..=many));
            let begun = now();
            let answer = reader.search(&Query::parse(&text), year)?;
            took.push(begun.elapsed());
            found = answer.berkas.len();
        }
        took.sort();
        let at = |percent: usize| milliseconds(took[(took.len() - 1) * percent / 100]);
        println!("{what:<34} {found:>6} {:>9.3} {:>9.3} {:>9.3}", at(50), at(99), at(100));
    }
    Ok(())
}

#[expect(clippy::disallowed_methods, reason = "a benchmark measures time")]
fn now() -> Instant {
    Instant::now()
}

fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}

/// Writes so many closed berkas. The year of the last one.
fn fill(folder: &std::path::Path, many: u64) -> Result<i16> {
    let (mut store, mut state) = Store::open(folder)?;
    let (mut pending, mut changes) = (Vec::new(), Changes::new());
    for n in 1..=many {
        if n % DAY == 1 {
            let day =
                ServiceDay(Date::constant(2000, 1, 1).checked_add(jiff::Span::new().days((n / DAY) as i64))?);
            push(
                &mut state,
                &mut pending,
                &mut changes,
                vec![Event::DayOpened { day, requests_from: Seq(0) }],
            );
        }
        let events = berkas(n, state.today().unwrap_or(ServiceDay(Date::constant(2000, 1, 1))), state.last);
        push(&mut state, &mut pending, &mut changes, events);
        if pending.len() >= CHUNK || n == many {
            store.write(&pending, &changes)?;
            pending.clear();
            changes.clear();
        }
    }
    Ok(berkas_number(many).year)
}

fn push(state: &mut State, pending: &mut Vec<Sealed>, changes: &mut Changes, events: Vec<Event>) {
    let at = Moment(state.last.0.max(0) + 60_000_000);
    let (seq, answer) = (Seq(state.seq.0 + 1), Answer::Done);
    let entry = Entry { seq, at, actor: Actor::Office, request: None, events, answer };
    state.apply(&entry, changes);
    pending.push(Sealed { entry, ballot: None });
}

fn berkas_number(n: u64) -> BerkasNumber {
    BerkasNumber { year: 2000 + ((n - 1) / YEAR) as i16, n: ((n - 1) % YEAR + 1) as u32 }
}

/// Three berkas per applicant.
fn nik(n: u64) -> Nik {
    let text = format!("7110014{:05}{:04}", n / 3 / 9_999, n / 3 % 9_999 + 1);
    Nik::parse(&text).unwrap_or_else(|error| panic!("{text}: {error:?}"))
}

/// A family name that few bear.
fn rare(n: u64) -> String {
    let letters = b"bdgklmnprst";
    let mut rest = n / 100;
    let mut name = String::from("T");
    for _ in 0..4 {
        name.push('u');
        name.push(char::from(letters[(rest % 11) as usize]));
        rest /= 11;
    }
    name
}

fn sk(n: u64) -> String {
    format!("503/{}/SIPB/DPMPTSP/{}", n % YEAR, berkas_number(n).year)
}

/// One berkas from its ticket to the hand-over.
fn berkas(n: u64, day: ServiceDay, at: Moment) -> Vec<Event> {
    let (ticket, berkas, number) = (TicketId(n), BerkasId(n), berkas_number(n));
    let passage = Passage {
        step: "analis".into(),
        choice: "teruskan".into(),
        by: None,
        arrived: at,
        taken: Some(at),
        left: at,
        waited: 60,
        worked: 300,
        norm: 5,
        reason: None,
        lacking: Vec::new(),
        exception: None,
    };
    let line = CheckedItem { requirement: "Ijazah (dilegalisir)".to_string(), mark: Mark::Present };
    let mut code = [0; 10];
    (0..10).for_each(|place| code[place] = (n / 20_u64.pow(place as u32) % 20) as u8);
    let name = format!("{} {} {}", FIRST[(n % 16) as usize], rare(n), FAMILY[(n / 16 % 10) as usize]);
    let issued = Event::TicketIssued {
        ticket,
        number: TicketNumber { series: Series('A'), n: (n % DAY) as u32 + 1 },
        day,
        token: Token(u128::from(n).to_be_bytes()),
        priority: None,
        lang: Lang::Id,
        purpose: "pendaftaran".into(),
        berkas: None,
        ahead: 0,
        estimate: None,
    };
    let registered = Event::BerkasRegistered {
        berkas,
        number,
        token: Token(u128::from(n).to_be_bytes()),
        code: ShortCode::from_random(code),
        ticket,
        permit: "SIPB".into(),
        applicant: Applicant { nik: nik(n), name, phone: None },
        checklist: vec![line; 8],
        previous: None,
        passages: vec![passage.clone(); 9],
        to: "serah".into(),
    };
    let numbered = SkNumber { permit: "SIPB".into(), year: number.year, n: number.n, text: sk(n) };
    let closed =
        Event::BerkasClosed { berkas, passage, outcome: Outcome::Granted, receiver: Receiver::Applicant };
    vec![issued, registered, Event::SkNumbered { berkas, number: numbered }, closed]
}
