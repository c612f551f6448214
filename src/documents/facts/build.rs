//! From a berkas, its form and the profile to what stands on a paper.

use super::super::seal::{SealedFacts, Seals, masked};
use super::*;
use crate::domain::berkas::{Berkas, Lacking, Mark, Standing};
use crate::domain::form::{self, FieldKind, Form};
use crate::domain::ids::Role;
use crate::domain::profile::{PermitType, Profile};
use crate::domain::sop::{Outcome, Place};
use crate::domain::survey::Unsur;
use crate::domain::ticket::Lang;
use crate::domain::time::{Date, Moment};
use crate::texts;
use crate::views::berkas::{name_of, promise, received_by};

impl Facts {
    /// What a blank form shows: a permit type and nobody's name.
    pub fn of_permit(source: Source<'_>, permit: &PermitType) -> Facts {
        let profile = source.scene.profile;
        let lines = |texts: &[String]| {
            texts.iter().map(|text| Requirement { text: text.clone(), mark: "" }).collect()
        };
        let fields = permit.fields.iter().filter(|name| form::is_entered(name));
        Facts {
            permit: PermitFacts {
                code: permit.code.to_string(),
                name: permit.name.clone(),
                requirements: lines(&permit.requirements),
                conditional: lines(&permit.conditional),
            },
            fields: fields.map(|name| Row { label: label(name), value: String::new() }).collect(),
            sk: SkFacts {
                legal: profile.papers.legal.iter().chain(&permit.legal).cloned().collect(),
                ..SkFacts::default()
            },
            ..Facts::of_office(source)
        }
    }

    /// What a paper that is about nobody shows.
    pub fn of_office(source: Source<'_>) -> Facts {
        let Source { scene, texts, .. } = source;
        let profile = scene.profile;
        let now = profile.calendar.offset.local(scene.now);
        let bring_to = match &profile.sop.registration().place {
            Place::Counter(purpose) => profile.lokets_for(purpose).next(),
            _ => None,
        };
        Facts {
            office: office(profile),
            today: day(now.date()),
            hour: format!("{} {}", texts::hour(now.time()), profile.office.zone_name),
            signers: signers(profile),
            initials: profile.papers.initials.iter().map(|role| signer(profile, role).title).collect(),
            bring_to: bring_to.map(|plan| format!("Loket {} {}", plan.id, plan.name)).unwrap_or_default(),
            actors: actors(scene, None),
            questions: questions(texts),
            ..Facts::default()
        }
    }

    /// What a paper about a berkas shows. The QR code of a SK that has its number is signed with `seals`.
    pub fn of_berkas(source: Source<'_>, berkas: &Berkas, form: Option<&Form>, seals: &Seals) -> Facts {
        let scene = source.scene;
        let profile = scene.profile;
        let none = PermitType {
            code: berkas.permit.clone(),
            name: berkas.permit.to_string(),
            requirements: Vec::new(),
            conditional: Vec::new(),
            fields: Vec::new(),
            legal: Vec::new(),
            klas: String::new(),
            sk_number: profile.permits.first().map(|any| any.sk_number.clone()).unwrap_or_default(),
            offered: false,
        };
        let permit = profile.permit(&berkas.permit).unwrap_or(&none);
        let blank = Facts::of_permit(source, permit);
        let value = |name: &str| form.and_then(|form| form.value(name)).unwrap_or_default();
        Facts {
            permit: PermitFacts {
                requirements: marked(berkas, |text| !permit.conditional.contains(text)),
                conditional: marked(berkas, |text| permit.conditional.contains(text)),
                ..blank.permit
            },
            berkas: self::berkas(source, berkas),
            applicant: ApplicantFacts {
                name: berkas.applicant.name.clone(),
                full_name: full_name(&berkas.applicant.name, value("gelar depan"), value("gelar belakang")),
                nik: berkas.applicant.nik.digits().to_string(),
                nik_masked: berkas.applicant.nik.masked(),
                phone: berkas.applicant.phone.as_ref().map(|p| p.e164().to_string()).unwrap_or_default(),
                phone_masked: berkas.applicant.phone.as_ref().map(|p| p.masked()).unwrap_or_default(),
            },
            fields: permit
                .fields
                .iter()
                .filter(|name| form::is_entered(name))
                .map(|name| Row { label: label(name), value: written(name, value(name)) })
                .collect(),
            holder: holder(permit, form),
            sk: sk(source, berkas, form, seals, blank.sk),
            reason: reason(berkas),
            missing: missing(berkas),
            actors: actors(scene, Some(berkas)),
            ..blank
        }
    }

    /// As JSON, to be kept.
    pub fn to_json(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }
}

fn office(profile: &Profile) -> OfficeFacts {
    let office = &profile.office;
    let letterhead = &profile.papers.letterhead;
    OfficeFacts {
        government: office.government.clone(),
        letterhead: if letterhead.is_empty() { office.name.clone() } else { letterhead.clone() },
        name: office.name.clone(),
        short: office.short.clone(),
        address: office.address.clone(),
        contact: office.contact.clone(),
        seat: office.seat.clone(),
    }
}

fn signers(profile: &Profile) -> Signers {
    let papers = &profile.papers;
    Signers {
        permit: signer(profile, &papers.permit_by),
        note_from: signer(profile, &papers.note_from),
        note_to: signer(profile, &papers.note_to),
        certified: signer(profile, &papers.certified_by),
    }
}

fn signer(profile: &Profile, role: &Role) -> SignerFacts {
    let known = profile.papers.signers.iter().find(|signer| signer.role == *role);
    let title = known.map(|signer| signer.title.clone()).filter(|title| !title.is_empty());
    SignerFacts {
        title: title.unwrap_or_else(|| profile.title(role)),
        name: known.map(|signer| signer.name.clone()).unwrap_or_default(),
        rank: known.map(|signer| signer.rank.clone()).unwrap_or_default(),
        nip: known.map(|signer| signer.nip.clone()).unwrap_or_default(),
    }
}

fn berkas(source: Source<'_>, berkas: &Berkas) -> BerkasFacts {
    let scene = source.scene;
    let local = scene.profile.calendar.offset.local(berkas.registered);
    let received = received_by(scene, berkas);
    let ready = promise(scene.profile, berkas).map(|ready| date_and_hour(scene.profile, ready));
    let loket = received.as_ref().and_then(|(_, loket)| *loket).and_then(|id| scene.profile.loket(id));
    BerkasFacts {
        number: berkas.number.to_string(),
        code: berkas.code.to_string(),
        date: day(local.date()),
        hour: format!("{} {}", texts::hour(local.time()), scene.profile.office.zone_name),
        officer: received.map(|(officer, _)| officer).unwrap_or_default(),
        loket: loket.map(|plan| format!("Loket {} {}", plan.id, plan.name)).unwrap_or_default(),
        ready: ready.unwrap_or_default(),
        address: format!("{}/B/{}", source.public_url, berkas.token).to_uppercase(),
    }
}

fn marked(berkas: &Berkas, wanted: impl Fn(&String) -> bool) -> Vec<Requirement> {
    let lines = berkas.checklist.iter().filter(|line| wanted(&line.requirement));
    let mark = |mark| match mark {
        Mark::Present => "ada",
        Mark::Missing => "tidak",
        Mark::NotNeeded => "",
    };
    lines.map(|line| Requirement { text: line.requirement.clone(), mark: mark(line.mark) }).collect()
}

/// What is to be brought: the lines that the desk named when it returned the berkas, and what was never there.
fn missing(berkas: &Berkas) -> Vec<String> {
    if let Standing::Returned { lacking, .. } = &berkas.standing
        && !lacking.is_empty()
    {
        let named = |one: &Lacking| match one.why.as_str() {
            "" => one.requirement.clone(),
            why => format!("{}: {why}", one.requirement),
        };
        return lacking.iter().map(named).collect();
    }
    let missing = berkas.checklist.iter().filter(|line| line.mark == Mark::Missing);
    missing.map(|line| line.requirement.clone()).collect()
}

/// Why it was returned or refused; of a closed berkas, the words of its last decision that had some.
fn reason(berkas: &Berkas) -> String {
    match &berkas.standing {
        Standing::Returned { reason, .. } | Standing::Refused { reason } => reason.clone(),
        Standing::Closed { outcome: Outcome::Refused, .. } => {
            let words = berkas.passages.iter().rev().find_map(|passage| passage.reason.clone());
            words.unwrap_or_default()
        }
        _ => String::new(),
    }
}

/// The rows under the holder's name: place and date of birth as one, then the form, without degrees, which are in the
/// name, and without the validity, which has a sentence of its own.
fn holder(permit: &PermitType, form: Option<&Form>) -> Vec<Row> {
    let value = |name: &str| form.and_then(|form| form.value(name)).unwrap_or_default();
    let mut rows = Vec::new();
    for name in permit.fields.iter().filter(|name| form::is_entered(name)) {
        let lower = name.to_lowercase();
        match lower.as_str() {
            "gelar depan" | "gelar belakang" | "tanggal lahir" => continue,
            _ if is_until(&lower) => continue,
            "tempat lahir" => {
                let born = [value(name).to_string(), written("tanggal lahir", value("tanggal lahir"))];
                let born: Vec<_> = born.into_iter().filter(|part| !part.is_empty()).collect();
                let label = "Tempat, tanggal lahir".to_string();
                rows.push(Row { label, value: born.join(", ") });
            }
            _ => rows.push(Row { label: label(name), value: written(name, value(name)) }),
        }
    }
    rows
}

fn is_until(name: &str) -> bool {
    name.starts_with("berlaku sampai")
}

fn sk(source: Source<'_>, berkas: &Berkas, form: Option<&Form>, seals: &Seals, blank: SkFacts) -> SkFacts {
    let profile = source.scene.profile;
    let fields = form.map(|form| form.fields.as_slice()).unwrap_or_default();
    let until = fields.iter().find(|field| is_until(&field.name.to_lowercase()));
    let until = until.map(|field| written(&field.name, &field.value)).unwrap_or_default();
    let Some((number, numbered)) = berkas.sk.as_ref().zip(berkas.numbered) else {
        return SkFacts { until, ..blank };
    };
    let date = profile.calendar.offset.day(numbered).0;
    let facts = SealedFacts {
        office: profile.office.short.clone(),
        number: number.text.clone(),
        permit: berkas.permit.to_string(),
        holder: masked(&berkas.applicant.name),
        date,
        berkas: berkas.id.0,
    };
    SkFacts {
        number: number.text.clone(),
        date: day(date),
        until,
        address: format!("{}/SK/{}", source.public_url.to_uppercase(), seals.sign(&facts)),
        key: seals.current().0,
        ..blank
    }
}

/// One box per actor of the SOP who is no applicant, in the order of the work. What has happened is filled in.
fn actors(scene: Scene<'_>, berkas: Option<&Berkas>) -> Vec<Actor> {
    let profile = scene.profile;
    let mut actors: Vec<(&Role, Actor)> = Vec::new();
    let steps = profile.sop.steps().iter().filter(|step| step.no.is_some() && step.place != Place::Applicant);
    for step in steps {
        let passages = berkas.map(|berkas| berkas.passages.as_slice()).unwrap_or_default();
        let passage = passages.iter().rfind(|passage| passage.step == step.id);
        let at = |at: Moment| date_and_hour(profile, at);
        let actor = Actor {
            title: profile.title(&step.actor),
            task: step.title.clone(),
            received: passage.map(|passage| at(passage.arrived)).unwrap_or_default(),
            name: passage.and_then(|passage| passage.by).map(|by| name_of(scene, by)).unwrap_or_default(),
            left: passage.map(|passage| at(passage.left)).unwrap_or_default(),
        };
        match actors.iter_mut().find(|(role, _)| **role == step.actor) {
            Some((_, known)) => known.task = format!("{}; {}", known.task, small_first(&actor.task)),
            None => actors.push((&step.actor, actor)),
        }
    }
    actors.into_iter().map(|(_, actor)| actor).collect()
}

/// The nine questions of the survey, in the order of the printed form.
pub(in crate::documents) fn questions(texts: &Texts) -> Vec<Question> {
    let say = |message: String| texts.get(Lang::Id, &message);
    let question = |unsur: Unsur| {
        let word = unsur.word();
        let answers = (1..=4).map(|score| say(format!("survey-{word}-{score}")));
        Question { text: say(format!("survey-{word}")), answers: answers.collect() }
    };
    Unsur::PRINTED.into_iter().map(question).collect()
}

/// A sentence that goes on: abbreviations keep their capitals.
fn small_first(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}

/// `dr. Sitti Mokoginta, Sp.A`.
fn full_name(name: &str, before: &str, behind: &str) -> String {
    let name = if before.is_empty() { name.to_string() } else { format!("{before} {name}") };
    if behind.is_empty() { name } else { format!("{name}, {behind}") }
}

/// A field's name as papers write it, without what it says to the officer in brackets.
fn label(name: &str) -> String {
    let name = name.split(" (").next().unwrap_or(name);
    let mut letters = name.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// A date as papers write it, whatever way it was typed; anything else as it is.
fn written(name: &str, value: &str) -> String {
    let dated = matches!(form::kind(name), FieldKind::Date | FieldKind::DateOrWords);
    let date = form::parse_date(value).filter(|_| dated);
    date.map_or_else(|| value.to_string(), day)
}

/// `23 November 2026`.
fn day(date: Date) -> String {
    let text = texts::date(Lang::Id, date);
    text.split_once(", ").map_or(text.clone(), |(_, day)| day.to_string())
}

/// `23 November 2026, 08.14 WITA`.
fn date_and_hour(profile: &Profile, at: Moment) -> String {
    let local = profile.calendar.offset.local(at);
    format!("{}, {} {}", day(local.date()), texts::hour(local.time()), profile.office.zone_name)
}
