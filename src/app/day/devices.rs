//! The tablet that takes the survey, and a board that shows and speaks.

use super::World;
use crate::app::client::{Client, Live};
use crate::clock::{Clock, SystemClock};
use crate::domain::ids::{LoketId, Zone};
use crate::domain::survey::Unsur;
use anyhow::{Context, Result};
use serde_json::{Map, Value, json};
use std::time::Duration;

/// Seconds of the audience that a real board gets to speak first, so that it is heard.
const COURTESY: f64 = 1.5;
/// Up to this speed a call takes its time to be spoken.
const AUDIBLE: f64 = 4.0;
/// Seconds of a spoken call.
const SENTENCE: f64 = 5.0;

/// Whoever is asked at a loket answers.
pub(super) async fn tablet(world: World, login: String, loket: LoketId) -> Result<()> {
    let client = world.browser(&login).await?;
    let mut live = client.live(&format!("/live/skm/{loket}")).await?;
    loop {
        live.until(|view| !view["survey"].is_null()).await?;
        let key = live.section("survey")["key"].clone();
        world.pass(120.0).await;
        // Somebody at a real tablet may have answered meanwhile; then this answer is refused.
        client.act("/api/survey", answers(&world, &key)).await?;
        live.until(|view| view["survey"]["key"] != key).await?;
    }
}

/// Answers of somebody who is rather content.
fn answers(world: &World, key: &Value) -> Value {
    world.dice(|dice| {
        let mut answers = Map::new();
        for (unsur, word) in Unsur::ALL {
            let free = unsur == Unsur::Biaya && dice.f64() < 0.7;
            let score = if free { 4 } else { [2, 3, 3, 3, 3, 4, 4, 4][dice.usize(..8)] };
            answers.insert(word.to_string(), json!(score));
        }
        let education = ["SD", "SMP", "SMA", "SMA", "D1-D3", "S1", "S1", "S2"][dice.usize(..8)];
        let occupation = ["pns", "swasta", "wirausaha", "wirausaha", "lainnya"][dice.usize(..5)];
        json!({
            "key": key,
            "answers": answers,
            "sex": if dice.bool() { "L" } else { "P" },
            "age": dice.u8(19..=64),
            "education": education,
            "occupation": occupation,
            "suggestion": (dice.f64() < 0.1).then_some("Terima kasih, pelayanannya cepat."),
        })
    })
}

/// A board over a bare WebSocket: shows every call, and speaks those that no real board speaks.
pub(super) async fn board(world: World, login: String, zone: Zone) -> Result<()> {
    let client = world.browser(&login).await?;
    let page = world.dice(|dice| dice.u64(1..1 << 52)).to_string();
    let mut live = client.live(&format!("/live/papan/{zone}?page={page}")).await?;
    live.say(&json!({ "t": "sound", "state": "running" })).await?;
    let mut tried = 0;
    loop {
        report(&world, &client, &live, &page).await?;
        if live.trial != tried {
            tried = live.trial;
            let now = crate::views::millis(SystemClock.now());
            live.say(&json!({ "t": "tried", "id": tried, "heard": true, "now": now })).await?;
        }
        live.hear().await?;
    }
}

/// Reports one thing about the calls; what it changed comes as the next message.
async fn report(world: &World, client: &Client, live: &Live, page: &str) -> Result<()> {
    let calls = live.section("calls").as_array().cloned().unwrap_or_default();
    let act = async |id: u64, act: &str| {
        client.act(&format!("/api/calls/{id}/{act}"), json!({ "page": page })).await
    };
    if let Some(call) = calls.iter().find(|call| call["shown"] == false) {
        let id = call["id"].as_u64().context("a call")?;
        act(id, "shown").await?;
        return Ok(());
    }
    let turn = live.section("turn").as_u64();
    let due = calls.iter().find(|call| call["id"].as_u64() == turn && call["voice"] == "waiting");
    let Some(id) = due.and(turn) else { return Ok(()) };
    if world.plan.speed <= AUDIBLE {
        tokio::time::sleep(Duration::from_secs_f64(COURTESY)).await;
    }
    if act(id, "speak").await?.status.is_success() {
        world.pass(SENTENCE).await;
        // Taken back meanwhile, or given up: then it is over in any case.
        act(id, "spoken").await?;
    }
    Ok(())
}
