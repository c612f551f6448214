//! What an agent does with what the office says; the connection is somebody else's.

use super::{Fate, FromAgent, Memory, ToAgent, unhex};
use crate::domain::paper::PrintOutcome;
use crate::domain::profile::{Address, Confirm, StatusWords};
use crate::printing::{Port, spool};
use std::io;

/// An agent's printer and its memory.
#[derive(Debug)]
pub struct Errands {
    port: Port,
    memory: Memory,
}

impl Errands {
    /// An agent for the printer at `address`.
    pub fn new(address: Address, memory: Memory) -> Errands {
        // Until the office says more, a printer that tells most.
        let port = Port { address, words: StatusWords::DleEot, confirm: Confirm::ProcessId };
        Errands { port, memory }
    }

    /// How the printer is.
    pub async fn how(&self) -> FromAgent {
        FromAgent::How { condition: self.port.look().await.code().to_string() }
    }

    /// Does what the office says; the answer, if there is one.
    ///
    /// # Errors
    /// When the memory cannot be written. The agent must stop then, because it could print a paper twice.
    pub async fn run(&mut self, said: ToAgent) -> io::Result<Option<FromAgent>> {
        match said {
            ToAgent::Beat => Ok(None),
            ToAgent::Plan { status, confirm } => {
                (self.port.words, self.port.confirm) = (status.into(), confirm.into());
                Ok(Some(self.how().await))
            }
            ToAgent::Ask { attempt } => {
                let fate = self.memory.fate(&attempt)?;
                Ok(Some(FromAgent::Fate { attempt, fate }))
            }
            ToAgent::Print { attempt, id, bytes } => {
                let fate = self.print(&attempt, id, &bytes).await?;
                Ok(Some(FromAgent::Fate { attempt, fate }))
            }
        }
    }

    async fn print(&mut self, attempt: &str, id: [u8; 4], bytes: &str) -> io::Result<Fate> {
        let (Some(bytes), false) = (unhex(bytes), self.memory.knows(attempt)) else {
            return self.memory.fate(attempt);
        };
        let Ok(ready) = self.port.ready().await else { return self.memory.fate(attempt) };
        // Order-critical: remembered before the first byte goes out.
        self.memory.begin(attempt)?;
        let fate = match spool::outcome(ready.print(&bytes, id).await) {
            PrintOutcome::Printed => Fate::Printed,
            // CUPS did not take it: the office gives it again, as another attempt.
            PrintOutcome::Postponed(_) => Fate::Void,
            PrintOutcome::Uncertain(why) | PrintOutcome::Failed(why) => Fate::Uncertain { why },
        };
        self.memory.end(attempt, fate.clone())?;
        Ok(fate)
    }
}
