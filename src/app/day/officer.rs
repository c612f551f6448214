//! An officer at a loket, working from the console's own view.

use super::{World, names};
use crate::app::client::{Client, Live};
use anyhow::{Context, Result};
use serde_json::{Value, json};

/// Sits down and works until the day is stopped.
pub(super) async fn work(world: World, loket: u16, login: String) -> Result<()> {
    let client = world.browser(&login).await?;
    let permits = client.get("/api/permits").await?.done()?;
    let live = client.live(&format!("/live/loket/{loket}")).await?;
    let mut officer = Officer { world, loket, client, live, permits, recalls: 0, absent: false };
    officer.act("open", json!({})).await?;
    loop {
        if !officer.step().await? {
            officer.live.hear().await?;
        }
    }
}

struct Officer {
    world: World,
    loket: u16,
    client: Client,
    live: Live,
    permits: Value,
    recalls: u32,
    /// Whether whoever was called last has gone home.
    absent: bool,
}

impl Officer {
    /// Does one act and waits until the console shows it. A refusal is an answer: somebody else was
    /// quicker, and the next view tells what to do.
    async fn act(&mut self, act: &str, body: Value) -> Result<Value> {
        let path = format!("/api/loket/{}/{act}", self.loket);
        let reply = self.client.act(&path, body).await?;
        anyhow::ensure!(!reply.status.is_server_error(), "loket {} {act}: {}", self.loket, reply.body);
        if let Some(seq) = reply.body["seq"].as_u64() {
            while self.live.seq < seq {
                self.live.hear().await?;
            }
        }
        Ok(reply.body)
    }

    /// Does the next thing. `false` when there is nothing to do.
    async fn step(&mut self) -> Result<bool> {
        let current = self.live.section("current").clone();
        match current["stage"].as_str() {
            Some("called") => self.await_visitor().await?,
            Some("serving") => return self.serve(&current).await,
            _ => return self.next().await,
        }
        Ok(true)
    }

    /// Nobody is at the counter.
    async fn next(&mut self) -> Result<bool> {
        if let Some(held) = self.live.section("held")[0]["id"].as_u64() {
            self.world.pass(60.0).await;
            self.act("resume", json!({ "ticket": held })).await?;
            return Ok(true);
        }
        let (desk, queue) = (self.live.section("desk").clone(), self.live.section("queue")[0].clone());
        if !desk[0].is_null() && (queue.is_null() || self.world.chance(0.5)) {
            self.number_sk(&desk[0]).await?;
            return Ok(true);
        }
        if queue.is_null() {
            return Ok(false);
        }
        self.recalls = 0;
        self.absent = self.world.chance(0.04);
        self.act("next", json!({})).await?;
        Ok(true)
    }

    async fn await_visitor(&mut self) -> Result<()> {
        self.world.pass(25.0).await;
        match (self.absent, self.recalls) {
            (true, 2..) => self.act("miss", json!({})).await?,
            (true, _) => {
                self.recalls += 1;
                self.act("recall", json!({})).await?
            }
            (false, _) => self.act("present", json!({})).await?,
        };
        Ok(())
    }

    /// Somebody is at the counter. `false` while the tablet is being filled in.
    async fn serve(&mut self, current: &Value) -> Result<bool> {
        let work = self.live.section("work").clone();
        let does = |act: &str| work.as_array().is_some_and(|acts| acts.iter().any(|known| known == act));
        let (purpose, has_berkas) = (current["purpose"].clone(), !current["berkas"].is_null());
        if does("survey") {
            return self.survey(has_berkas).await;
        }
        if does("register") {
            self.register(has_berkas).await?;
            return Ok(true);
        }
        self.world.pass(if purpose == "serah" { 70.0 } else { 180.0 }).await;
        if purpose == "pengaduan" && self.world.chance(0.5) {
            let body = json!({
                "category": "delay",
                "subject": "Menunggu terlalu lama",
                "text": "Saya menunggu lebih dari satu jam sebelum nomor saya dipanggil.",
            });
            let done = self.act("complain", body).await?;
            anyhow::ensure!(!done["error"].is_string(), "complaining: {done}");
        }
        if purpose == "legalisasi" {
            self.certify().await?;
        }
        let act = if does("hand-over") { "hand-over" } else { "finish" };
        let proxy = (act == "hand-over" && self.world.chance(0.05))
            .then(|| json!({ "name": "Rudi Mamonto", "relation": "suami" }));
        let body = if act == "hand-over" { json!({ "proxy": proxy }) } else { json!({}) };
        let done = self.act(act, body).await?;
        if done["error"].is_string() {
            self.act("dismiss", json!({ "reason": "belum memiliki berkas" })).await?;
        }
        Ok(true)
    }

    /// Notes certified copies of what most people bring.
    async fn certify(&mut self) -> Result<()> {
        let documents = ["Ijazah D3 Kebidanan", "STR Bidan", "SIP Perawat"];
        let document = documents[self.world.dice(|dice| dice.usize(..documents.len()))];
        let copies = self.world.dice(|dice| dice.u32(1..=5));
        let body = json!({ "document": document, "copies": copies, "signer": "Sari Wulandari" });
        let done = self.act("legalise", body).await?;
        anyhow::ensure!(!done["error"].is_string(), "certifying: {done}");
        Ok(())
    }

    async fn register(&mut self, has_berkas: bool) -> Result<()> {
        self.world.pass(200.0).await;
        if has_berkas {
            let code = self.live.section("berkas")["permit"]["code"].clone();
            let permits = self.permits["permits"].as_array().context("permit types")?;
            let permit = permits.iter().find(|permit| permit["code"] == code).context("the permit type")?;
            let checklist = names::checklist(permit, true);
            self.act("resubmit", json!({ "checklist": checklist })).await?;
            return Ok(());
        }
        if self.world.chance(0.03) {
            self.act("hold", json!({ "reason": "memfotokopi KTP" })).await?;
            return Ok(());
        }
        let complete = !self.world.chance(0.1);
        let mut body = names::application(&self.world, &self.permits, complete);
        if complete {
            let applicant = names::applicant(&self.world);
            for name in ["nik", "name", "phone"] {
                body[name] = applicant[name].clone();
            }
        }
        let act = if complete { "register" } else { "turn-away" };
        let done = self.act(act, body).await?;
        anyhow::ensure!(!done["error"].is_string(), "registering: {done}");
        Ok(())
    }

    async fn survey(&mut self, has_berkas: bool) -> Result<bool> {
        if !self.live.section("survey").is_null() {
            return Ok(false);
        }
        self.world.pass(20.0).await;
        if !has_berkas {
            self.act("dismiss", json!({ "reason": "belum memiliki berkas" })).await?;
        } else if self.world.chance(0.04) {
            self.act("waive", json!({ "reason": "tidak membawa kacamata" })).await?;
        } else {
            let done = self.act("survey", json!({})).await?;
            if done["error"].is_string() {
                self.act("finish", json!({})).await?;
            }
        }
        Ok(true)
    }

    async fn number_sk(&mut self, line: &Value) -> Result<()> {
        let id = line["id"].as_u64().context("a berkas")?;
        let taken = self.client.act(&format!("/api/berkas/{id}/take"), json!({})).await?;
        if taken.status.is_success() {
            self.world.pass(40.0).await;
            let choose = json!({ "choice": "nomori" });
            let reply = self.client.act(&format!("/api/berkas/{id}/choose"), choose).await?.done()?;
            let seq = reply["seq"].as_u64().unwrap_or(0);
            while self.live.seq < seq {
                self.live.hear().await?;
            }
        }
        Ok(())
    }
}
