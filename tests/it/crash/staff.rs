//! The people of an office that is killed: they work from what their screens show, until the program is gone.

use super::history::History;
use crate::house::answers;
use loket::app::client::{Client, Live};
use serde_json::{Map, Value, json};

/// A board as it was last seen, and the place in the journal at which that was right.
pub struct Seen {
    pub seq: u64,
    pub view: Map<String, Value>,
}

/// Somebody at work.
#[derive(Clone)]
pub struct Worker {
    pub client: Client,
    pub login: &'static str,
    pub history: History,
    /// What it registers.
    pub application: Value,
}

impl Worker {
    /// Acts. Nothing when the program is gone; a refusal is an answer.
    async fn act(&self, path: &str, body: Value) -> Option<Value> {
        let (_, body) = self.history.act(&self.client, self.login, path, body).await?;
        Some(body)
    }

    /// Acts, and waits until its own screen shows that.
    async fn does(&self, live: &mut Live, path: &str, body: Value) -> Option<Value> {
        let done = self.act(path, body).await?;
        let seq = done["seq"].as_u64().unwrap_or(0);
        while live.seq < seq {
            live.hear().await.ok()?;
        }
        // Refused: somebody or the clock was quicker, and the screen will tell.
        if done["error"].is_string() {
            live.hear().await.ok()?;
        }
        Some(done)
    }

    /// Takes numbers.
    pub async fn kiosk(self) -> Option<()> {
        loop {
            self.act("/api/kiosk/tickets", json!({ "service": "A" })).await?;
        }
    }

    /// Calls, registers, asks for the survey, hands over, numbers SK: whatever its loket is for.
    pub async fn officer(self, loket: u16) -> Option<()> {
        let mut live = self.client.live(&format!("/live/loket/{loket}")).await.ok()?;
        let path = |act: &str| format!("/api/loket/{loket}/{act}");
        if live.section("loket")["desk"] != "open" {
            self.does(&mut live, &path("open"), json!({})).await?;
        }
        loop {
            let (stage, work) = (live.section("current")["stage"].clone(), live.section("work").clone());
            let does = |act: &str| work.as_array().is_some_and(|acts| acts.iter().any(|known| known == act));
            let desk = live.section("desk")[0]["id"].as_u64();
            let (act, body) = match stage.as_str() {
                Some("called") => ("present", json!({})),
                Some("serving") if does("register") => ("register", self.application.clone()),
                Some("serving") if does("survey") && live.section("survey").is_null() => {
                    ("survey", json!({}))
                }
                Some("serving") if does("hand-over") => ("hand-over", json!({})),
                None if desk.is_some() => {
                    self.decides(&mut live, desk?, "nomori").await?;
                    continue;
                }
                None if !live.section("queue")[0].is_null() => ("next", json!({})),
                _ => {
                    live.hear().await.ok()?;
                    continue;
                }
            };
            self.does(&mut live, &path(act), body).await?;
        }
    }

    /// Decides what lies on its desk.
    pub async fn desk(self, choice: &str) -> Option<()> {
        let mut live = self.client.live(&format!("/live/berkas/{}", self.login)).await.ok()?;
        loop {
            match live.section("berkas")[0]["id"].as_u64() {
                Some(berkas) => self.decides(&mut live, berkas, choice).await?,
                None => drop(live.hear().await.ok()?),
            }
        }
    }

    async fn decides(&self, live: &mut Live, berkas: u64, choice: &str) -> Option<()> {
        self.act(&format!("/api/berkas/{berkas}/take"), json!({})).await?;
        let body = json!({ "choice": choice, "reason": null });
        self.does(live, &format!("/api/berkas/{berkas}/choose"), body).await?;
        Some(())
    }

    /// Answers whatever survey is asked for.
    pub async fn tablet(self) -> Option<()> {
        let mut live = self.client.live("/live/skm/5").await.ok()?;
        loop {
            match live.section("survey")["key"].clone() {
                Value::Null => drop(live.hear().await.ok()?),
                key => drop(self.does(&mut live, "/api/survey", answers(&key, 4)).await?),
            }
        }
    }

    /// Shows every call and speaks each in its turn. What it saw last, when the program is gone.
    pub async fn board(self, page: usize) -> Option<Seen> {
        let page = page.to_string();
        let mut live = self.client.live(&format!("/live/papan/utama?page={page}")).await.ok()?;
        let spoken = self.speaks(&mut live, &page).await;
        debug_assert!(spoken.is_none(), "it ends with the program only");
        Some(Seen { seq: live.seq, view: live.view })
    }

    async fn speaks(&self, live: &mut Live, page: &str) -> Option<()> {
        live.say(&json!({ "t": "sound", "state": "running" })).await.ok()?;
        loop {
            let calls = live.section("calls").as_array().cloned().unwrap_or_default();
            let turn = live.section("turn").clone();
            let act = match calls.iter().find(|call| call["id"] == turn) {
                Some(call) if call["voice"] == "waiting" => Some("speak"),
                Some(call) if call["voice"] == "speaking" && call["page"] == page => Some("spoken"),
                _ => None,
            };
            match act {
                Some(act) => {
                    let path = format!("/api/calls/{turn}/{act}");
                    self.does(live, &path, json!({ "page": page })).await?;
                }
                None => drop(live.hear().await.ok()?),
            }
        }
    }
}
