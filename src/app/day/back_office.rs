//! A desk of the back office, working from its inbox.

use super::World;
use anyhow::{Context, Result};
use serde_json::{Value, json};

/// Works until the day is stopped.
pub(super) async fn work(world: World, role: String) -> Result<()> {
    let client = world.browser(&role).await?;
    let mut live = client.live(&format!("/live/berkas/{role}")).await?;
    loop {
        live.until(|view| !view["berkas"][0].is_null()).await?;
        let id = live.section("berkas")[0]["id"].as_u64().context("a berkas")?;
        let path = format!("/api/berkas/{id}");
        if !client.act(&format!("{path}/take"), json!({})).await?.status.is_success() {
            live.hear().await?;
            continue;
        }
        world.pass(110.0).await;
        let berkas = client.get(&path).await?.done()?;
        let decision = decide(&world, &berkas["step"]["choices"]).context("a way out")?;
        let reply = client.act(&format!("{path}/choose"), decision).await?.done()?;
        let seq = reply["seq"].as_u64().unwrap_or(0);
        while live.seq < seq {
            live.hear().await?;
        }
    }
}

/// Mostly the usual way on; now and then another, with its reason.
fn decide(world: &World, choices: &Value) -> Option<Value> {
    let choices = choices.as_array()?;
    let usual = choices.first()?;
    let other = world.chance(0.05).then(|| world.dice(|dice| dice.usize(..choices.len())));
    let choice = other.and_then(|place| choices.get(place)).unwrap_or(usual);
    let reason = match choice["act"].as_str() {
        Some("return") => Some("Salinan STR tidak terbaca"),
        Some("refuse") => Some("Lokasi tidak sesuai tata ruang"),
        Some("send-back") => Some("Nomor STR pada draft keliru"),
        _ => None,
    };
    Some(json!({ "choice": choice["id"], "reason": reason }))
}
