//! The people who come: they take a number at the kiosk, and some follow it on their phones.

use super::World;
use crate::app::client::Client;
use anyhow::{Context, Result};
use serde_json::{Value, json};
use std::sync::atomic::Ordering;
use tokio::task::JoinSet;

/// Office seconds over which people come: from eight to a quarter to three, denser in the morning.
const ARRIVING: f64 = 6.75 * 3600.0;
/// Phones that are followed at once.
const MOST_PHONES: usize = 30;

/// Everybody comes, one after another.
pub(super) async fn come(world: World) -> Result<()> {
    let kiosk = world.browser("kiosk").await?;
    let mut phones = JoinSet::new();
    for n in 0..world.plan.visitors {
        // Gaps grow through the day; their mean is the day's length over the number of visitors.
        let share = f64::from(n) / f64::from(world.plan.visitors.max(1));
        let gap = ARRIVING / f64::from(world.plan.visitors.max(1)) * (0.6 + 0.8 * share);
        world.pass(gap).await;
        let service = world.dice(|dice| match dice.u32(..100) {
            0..76 => "A",
            76..86 => "C",
            86..93 => "D",
            93..98 => "E",
            _ => "B",
        });
        let priority = world.chance(0.12).then_some("lansia");
        let lang = if world.chance(0.05) { "en" } else { "id" };
        let wanted = json!({ "service": service, "priority": priority, "lang": lang });
        let reply = kiosk.act("/api/kiosk/tickets", wanted).await?;
        world.arrived.fetch_add(1, Ordering::Relaxed);
        if reply.body["error"] == "service-closed" {
            // Information is offered only while somebody sits there; they go home again.
            continue;
        }
        let ticket = reply.done().context("taking a number")?;
        while phones.try_join_next().is_some() {}
        if phones.len() < MOST_PHONES && world.chance(0.3) {
            phones.spawn(follow(world.clone(), ticket));
        }
    }
    while let Some(phone) = phones.join_next().await {
        phone??;
    }
    Ok(())
}

/// A phone follows its ticket until the visit is over.
async fn follow(world: World, ticket: Value) -> Result<()> {
    let token =
        ticket["url"].as_str().and_then(|url| url.rsplit('/').next()).context("an address")?.to_string();
    let mut live = Client::new(&world.base).live(&format!("/live/t/{token}")).await?;
    let over = ["served", "incomplete", "no-show", "cancelled", "expired"];
    live.until(|view| over.iter().any(|stage| view["ticket"]["stage"] == *stage)).await
}
