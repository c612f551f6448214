//! What people wait for at the screens of an office.

use crate::program::Program;
use crate::{median, now};
use anyhow::Result;
use serde_json::json;

/// Numbers given, and called, on either office.
const ACTS: usize = 200;
/// How often an inbox is opened, and a name looked for.
const LOOKS: usize = 50;

/// Medians of what people wait for, in milliseconds.
pub struct Waits {
    /// From the tap to the number.
    pub issue: f64,
    /// From the officer's key to their answer.
    pub call: f64,
    /// From the opening of the back office's page to the list of what lies there.
    pub inbox: f64,
    /// From the asking to the berkas of a name.
    pub search: f64,
}

/// What the people of the office wait for.
pub async fn acts(office: &Program) -> Result<Waits> {
    let (kiosk, officer) = (office.who("kiosk").await?, office.who("loket-2").await?);
    officer.act("/api/loket/2/open", json!({ "take_over": true })).await?.done()?;
    let (mut issues, mut calls) = (Vec::new(), Vec::new());
    for _ in 0..ACTS {
        let begun = now();
        kiosk.act("/api/kiosk/tickets", json!({ "service": "A" })).await?.done()?;
        issues.push(begun.elapsed());
        let begun = now();
        officer.act("/api/loket/2/next", json!({})).await?.done()?;
        calls.push(begun.elapsed());
        officer.act("/api/loket/2/miss", json!({})).await?.done()?;
    }
    let (analis, mut inboxes, mut searches) = (office.who("analis").await?, Vec::new(), Vec::new());
    for _ in 0..LOOKS {
        let begun = now();
        analis.get("/berkas").await?.done()?;
        let mut inbox = analis.live("/live/berkas/analis").await?;
        inbox.until(|view| !view.is_empty()).await?;
        inboxes.push(begun.elapsed());
        let begun = now();
        analis.post("/api/search", json!({ "text": "siti paputungan" })).await?.done()?;
        searches.push(begun.elapsed());
    }
    Ok(Waits {
        issue: median(&mut issues),
        call: median(&mut calls),
        inbox: median(&mut inboxes),
        search: median(&mut searches),
    })
}
