//! What is told: facts of the queue and the berkas, never a name, a NIK or a telephone number.

use crate::domain::event::{Entry, Event, Turn};
use crate::domain::hook::Topic;
use crate::domain::ids::{BerkasId, StepId};
use crate::domain::profile::Profile;
use crate::domain::sop::{Outcome, Place};
use crate::store::{Reader, StoreError};
use crate::views::millis;
use serde_json::{Value, json};

/// How the journal writes the events that are told.
pub(super) const MARKS: [&str; 5] =
    ["\"TicketIssued\"", "\"CallQueued\"", "\"BerkasRegistered\"", "\"BerkasMoved\"", "\"BerkasClosed\""];

/// Digits of an entry's hash in the ids of its messages.
const MARKED: usize = 12;

/// Something to tell.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Message {
    /// Its own id, the same however often it is sent.
    pub(super) id: String,
    /// What it tells.
    pub(super) topic: &'static str,
    /// The body.
    pub(super) body: String,
}

impl Message {
    /// A trial, which tells nothing.
    pub(super) fn trial(nth: u64, now: i64) -> Message {
        let body = json!({ "type": "test", "timestamp": now, "data": {} });
        Message { id: format!("test_{now}_{nth}"), topic: "test", body: body.to_string() }
    }
}

/// What an entry tells of these topics, in order.
pub(super) fn of(
    entry: &Entry,
    topics: &[Topic],
    profile: &Profile,
    reader: &Reader,
) -> Result<Vec<Message>, StoreError> {
    let mut messages = Vec::new();
    // After a restore other entries have the numbers of those that were lost; their hashes are their own.
    let hash = reader.hash_of(entry.seq)?.map(|hash| hash.to_string());
    let mark = hash.as_deref().and_then(|hash| hash.get(..MARKED)).unwrap_or_default();
    for event in &entry.events {
        for (topic, mut data) in told(event, profile, reader)? {
            if !topics.contains(&topic) {
                continue;
            }
            data["seq"] = json!(entry.seq.0);
            let body = json!({ "type": topic.word(), "timestamp": millis(entry.at), "data": data });
            let id = format!("msg_{}_{}_{mark}", entry.seq, messages.len());
            messages.push(Message { id, topic: topic.word(), body: body.to_string() });
        }
    }
    Ok(messages)
}

fn told(event: &Event, profile: &Profile, reader: &Reader) -> Result<Vec<(Topic, Value)>, StoreError> {
    Ok(match event {
        Event::TicketIssued { ticket, number, purpose, ahead, priority, .. } => {
            let service = profile.services.iter().find(|service| service.purpose == *purpose);
            let data = json!({
                "ticket": ticket.0,
                "number": number.to_string(),
                "service": service.map(|service| service.series.to_string()),
                "ahead": ahead,
                "priority": priority.is_some(),
            });
            vec![(Topic::TicketIssued, data)]
        }
        Event::CallQueued { call, zone, ticket, number, loket, nth } => {
            let data = json!({
                "call": call.0,
                "ticket": ticket.0,
                "number": number.to_string(),
                "loket": loket.0,
                "zone": zone.as_str(),
                "nth": nth,
            });
            vec![(Topic::Call, data)]
        }
        Event::BerkasRegistered { berkas, number, permit, to, .. } => {
            let data = json!({
                "berkas": berkas.0,
                "number": number.to_string(),
                "permit": permit.as_str(),
                "from": null,
                "to": to.as_str(),
                "turn": "registered",
            });
            vec![(Topic::BerkasMoved, data)]
        }
        Event::BerkasMoved { berkas, passage, to, turn } => {
            let turn_word = match turn {
                Turn::Onward => "onward",
                Turn::Returned => "returned",
                Turn::Refused => "refused",
                Turn::SentBack => "sent-back",
            };
            let mut data = about(*berkas, reader)?;
            data["from"] = json!(passage.step.as_str());
            data["to"] = json!(to.as_str());
            data["turn"] = json!(turn_word);
            let mut told = vec![(Topic::BerkasMoved, data.clone())];
            if *turn == Turn::Onward && at_a_counter(profile, to) {
                told.push((Topic::BerkasReady, data));
            }
            told
        }
        Event::BerkasClosed { berkas, outcome, .. } => {
            let mut data = about(*berkas, reader)?;
            data["outcome"] = json!(match outcome {
                Outcome::Granted => "granted",
                Outcome::Refused => "refused",
            });
            vec![(Topic::BerkasClosed, data)]
        }
        _ => Vec::new(),
    })
}

fn about(id: BerkasId, reader: &Reader) -> Result<Value, StoreError> {
    let berkas = reader.berkas(id)?;
    Ok(json!({
        "berkas": id.0,
        "number": berkas.as_ref().map(|berkas| berkas.number.to_string()),
        "permit": berkas.as_ref().map(|berkas| berkas.permit.to_string()),
    }))
}

/// Whether the applicant may come for it.
fn at_a_counter(profile: &Profile, step: &StepId) -> bool {
    profile.sop.step(step).is_some_and(|step| matches!(step.place, Place::Counter(_)))
}
