//! What people asked and what they were told, and the journal held against it.

use loket::app::client::{Client, UNDECIDED};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::AddAssign;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// An act as its client remembers it: it notes the act before it sends it.
#[derive(Clone)]
pub struct Act {
    /// The login of whoever acted.
    pub who: String,
    pub path: String,
    pub body: Value,
    /// The status and the body of the answer, once there was one.
    pub told: Option<(u16, Value)>,
}

impl Act {
    /// What it changed; nothing when it was refused, or when nothing had to change.
    fn done(&self) -> Option<&Value> {
        let (status, body) = self.told.as_ref()?;
        (*status < 300 && body["unchanged"] != true).then_some(body)
    }

    fn is(&self, end: &str) -> bool {
        self.path.ends_with(end)
    }
}

/// Whether an answer leaves open what became of an act.
fn is_undecided(status: u16) -> bool {
    UNDECIDED.iter().any(|known| *known == status)
}

/// Every act by its request id.
#[derive(Clone, Default)]
pub struct History(Arc<Mutex<BTreeMap<String, Act>>>);

impl History {
    pub fn acts(&self) -> MutexGuard<'_, BTreeMap<String, Act>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A copy that can be doctored.
    pub fn copy(&self) -> History {
        History(Arc::new(Mutex::new(self.acts().clone())))
    }

    /// Acts, and keeps what it was told. Nothing when no answer came, or none that says what became of it.
    pub async fn act(&self, client: &Client, who: &str, path: &str, body: Value) -> Option<(u16, Value)> {
        let request = ulid::Ulid::generate().to_string();
        let act = Act { who: who.into(), path: path.into(), body, told: None };
        self.acts().insert(request.clone(), act);
        self.again(client, &request).await
    }

    /// Asks with an id that is known.
    pub async fn again(&self, client: &Client, request: &str) -> Option<(u16, Value)> {
        self.reply(client, request).await.filter(|(status, _)| !is_undecided(*status))
    }

    /// The same, with the words of an office that cannot say what became of it.
    pub async fn reply(&self, client: &Client, request: &str) -> Option<(u16, Value)> {
        let (path, mut body) = {
            let acts = self.acts();
            (acts[request].path.clone(), acts[request].body.clone())
        };
        body["request"] = json!(request);
        let reply = client.post(&path, body).await.ok()?;
        let told = (reply.status.as_u16(), reply.body);
        assert_ne!(told.0, 500, "{path}: {}", told.1);
        if !is_undecided(told.0) {
            self.acts().get_mut(request).expect("noted before").told = Some(told.clone());
        }
        Some(told)
    }

    /// The acts that were never answered: id and login.
    pub fn open(&self) -> Vec<(String, String)> {
        let acts = self.acts();
        let open = acts.iter().filter(|(_, act)| act.told.is_none());
        open.map(|(request, act)| (request.clone(), act.who.clone())).collect()
    }
}

/// What a history came to.
#[derive(Default, Debug, Clone, Copy)]
pub struct Figures {
    pub acked: usize,
    pub tickets: usize,
    pub moves: usize,
    pub sk: usize,
    pub surveys: usize,
    pub spoken: usize,
}

impl AddAssign for Figures {
    fn add_assign(&mut self, more: Figures) {
        self.acked += more.acked;
        self.tickets += more.tickets;
        self.moves += more.moves;
        self.sk += more.sk;
        self.surveys += more.surveys;
        self.spoken += more.spoken;
    }
}

/// The lines of an exported journal.
pub fn entries(journal: &str) -> Vec<Value> {
    let json = |line: &str| serde_json::from_str(line.split_once(' ').expect("a version").1).expect("JSON");
    journal.lines().map(json).collect()
}

/// The journal against what people were told: what is wrong, or how much there was.
pub fn judge(history: &History, entries: &[Value]) -> Result<Figures, Vec<String>> {
    let acts = history.acts();
    let (mut faults, figures) = sound(&acts, entries);
    nothing_else(&acts, entries, &mut faults);
    let told = |end: &str| acts.values().filter(|act| act.is(end) && act.done().is_some()).count();
    for (what, told, written) in [
        ("tickets", told("/api/kiosk/tickets"), figures.tickets),
        ("surveys", told("/api/survey"), figures.surveys),
        ("calls spoken", told("/spoken"), figures.spoken),
        (
            "SK numbers",
            acts.values().filter(|act| act.done().is_some_and(|done| done["sk"].is_string())).count(),
            figures.sk,
        ),
        ("moves", told("/choose"), figures.moves),
    ] {
        if told != written {
            faults.push(format!("{told} {what} were told and {written} are written"));
        }
    }
    if faults.is_empty() { Ok(figures) } else { Err(faults) }
}

/// The same of a journal in which there may be more than anybody was told, because the answers were on their way.
pub fn judge_cut(acts: &BTreeMap<String, Act>, entries: &[Value]) -> Result<Figures, Vec<String>> {
    let (faults, figures) = sound(acts, entries);
    if faults.is_empty() { Ok(figures) } else { Err(faults) }
}

/// Whether everything that was told is there, once, and everything that is there holds together.
fn sound(acts: &BTreeMap<String, Act>, entries: &[Value]) -> (Vec<String>, Figures) {
    let mut faults = Vec::new();
    let by_request = told_as_written(acts, entries, &mut faults);
    let mut figures = Figures { acked: by_request, ..Figures::default() };
    let mut story = Story::default();
    for (place, entry) in entries.iter().enumerate() {
        if entry["seq"] != json!(place + 1) {
            faults.push(format!("entry {} stands where {} should be", entry["seq"], place + 1));
        }
        for event in entry["events"].as_array().expect("events") {
            let (name, facts) = event.as_object().and_then(|event| event.iter().next()).expect("an event");
            story.hear(name, facts, &mut figures, &mut faults);
        }
    }
    if (1..=figures.tickets as u64).ne(story.tickets.iter().copied()) {
        faults.push("the tickets have a gap".into());
    }
    (faults, figures)
}

/// Nothing is written that nobody was told.
fn nothing_else(acts: &BTreeMap<String, Act>, entries: &[Value], faults: &mut Vec<String>) {
    for entry in entries {
        let Some(request) = entry["request"].as_str() else { continue };
        // What the office does by itself, and signing in, which happens between the rounds, is no part of the history.
        if entry["actor"]["Office"].is_object() || entry["events"][0].get("SessionOpened").is_some() {
            continue;
        }
        if acts.get(request).is_none_or(|act| act.done().is_none()) {
            let told = acts.get(request).map(|act| (&act.path, &act.told));
            faults.push(format!("{} is written, and what was told is {told:?}", entry["events"][0]));
        }
    }
}

/// Every act that was told done is one entry that says the same. How many were told.
fn told_as_written(acts: &BTreeMap<String, Act>, entries: &[Value], faults: &mut Vec<String>) -> usize {
    let mut written: BTreeMap<&str, &Value> = BTreeMap::new();
    for entry in entries {
        let Some(request) = entry["request"].as_str() else { continue };
        if written.insert(request, entry).is_some() {
            faults.push(format!("{request} was done twice"));
        }
    }
    let mut acked = 0;
    for (request, act) in acts {
        let Some(done) = act.done() else { continue };
        acked += 1;
        match written.get(request.as_str()) {
            None => faults.push(format!("{} of {} was acknowledged and is lost", act.path, act.who)),
            Some(entry) if !says_the_same(entry, done) => {
                faults.push(format!("{} was told {done} and is {}", act.path, entry["answer"]));
            }
            Some(_) => {}
        }
    }
    acked
}

/// Whether an entry holds what its client was told.
fn says_the_same(entry: &Value, told: &Value) -> bool {
    let events = entry["events"].as_array().expect("events");
    let any = |name: &str, wanted: &dyn Fn(&Value) -> bool| {
        events.iter().any(|event| event.get(name).is_some_and(wanted))
    };
    let ticket = told["id"].as_u64();
    let sk = told["sk"].as_str();
    entry["seq"] == told["seq"]
        && ticket.is_none_or(|id| any("TicketIssued", &|issued| issued["ticket"] == id))
        && sk.is_none_or(|sk| any("SkNumbered", &|numbered| numbered["number"]["text"] == sk))
}

/// What may happen once only, as far as it was read.
#[derive(Default)]
struct Story {
    tickets: BTreeSet<u64>,
    once: BTreeSet<String>,
    steps: BTreeMap<u64, Value>,
}

impl Story {
    fn hear(&mut self, name: &str, facts: &Value, figures: &mut Figures, faults: &mut Vec<String>) {
        let (call, berkas) = (&facts["call"], &facts["berkas"]);
        let once = match name {
            "TicketIssued" => {
                figures.tickets += 1;
                self.tickets.insert(facts["ticket"].as_u64().expect("a ticket"));
                format!("number {} {}", facts["day"], facts["number"])
            }
            "CallSpeaking" => format!("call {call} begins to be spoken"),
            "CallSpoken" => {
                figures.spoken += 1;
                format!("call {call} was spoken")
            }
            "SkNumbered" => {
                figures.sk += 1;
                format!("SK {}", facts["number"]["text"])
            }
            "SurveyAnswered" => {
                figures.surveys += 1;
                format!("survey of berkas {berkas}")
            }
            "BerkasRegistered" => {
                self.steps.insert(berkas.as_u64().expect("a berkas"), facts["to"].clone());
                format!("berkas {}", facts["number"])
            }
            "BerkasMoved" => return self.moved(facts, figures, faults),
            _ => return,
        };
        if !self.once.insert(once.clone()) {
            faults.push(format!("{once}: twice"));
        }
    }

    /// A berkas leaves the step at which it was.
    fn moved(&mut self, facts: &Value, figures: &mut Figures, faults: &mut Vec<String>) {
        figures.moves += usize::from(by_a_desk(facts));
        let at = self.steps.insert(facts["berkas"].as_u64().expect("a berkas"), facts["to"].clone());
        if at.as_ref() != Some(&facts["passage"]["step"]) {
            faults.push(format!(
                "berkas {} left {} and was at {at:?}",
                facts["berkas"], facts["passage"]["step"]
            ));
        }
    }
}

/// Whether somebody decided at a desk; the applicant's own steps are nobody's decision.
fn by_a_desk(facts: &Value) -> bool {
    matches!(facts["passage"]["choice"].as_str(), Some("teruskan" | "setuju" | "tandatangani" | "nomori"))
}
