//! The unit of a second machine, which follows the journal from every start on.

use super::{Environment, PROGRAM, UndefinedBehavior, context, plain, reachable, server_of};
use anyhow::Result;
use std::path::PathBuf;

const UNIT: &str = include_str!("../../../templates/system/loket-follow.service");

/// What the unit starts.
pub struct Standby {
    /// The office's address: `https://loket.lan`.
    pub server: String,
    /// The file with the API token. systemd reads it, so it may be for root's eyes only.
    pub token: PathBuf,
    /// The CA of the office, when it made its own.
    pub ca: Option<PathBuf>,
    /// The program.
    pub program: PathBuf,
}

/// The text of the unit.
///
/// # Errors
/// When the address or a path has letters that a unit would read as something else.
pub fn standby(standby: &Standby) -> Result<String> {
    reachable(&standby.program, "the program", PROGRAM)?;
    let credential = standby.ca.as_deref().map(plain).transpose()?;
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    let facts = context! {
        server => server_of(&standby.server)?.address,
        program => plain(&standby.program)?,
        token => plain(&standby.token)?,
        ca => if credential.is_some() { " \\\n  --ca %d/ca.crt" } else { "" },
        credential,
    };
    Ok(environment.render_str(UNIT, facts)? + "\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unit(token: &str, ca: Option<&str>) -> Result<String> {
        standby(&Standby {
            server: "https://loket.lan/".into(),
            token: token.into(),
            ca: ca.map(PathBuf::from),
            program: "/usr/bin/loket".into(),
        })
    }

    #[test]
    fn the_token_is_in_no_command() {
        let text = unit("/etc/loket/follow.token", Some("/etc/loket/ca.crt")).expect("a unit");
        let start = "ExecStart=/usr/bin/loket follow --server https://loket.lan --folder %S/loket-follow \\\n  \
            --token-file %d/token \\\n  --ca %d/ca.crt\n";
        assert!(text.contains(start), "{text}");
        assert!(text.contains("LoadCredential=token:/etc/loket/follow.token\n"), "{text}");
        let public = unit("/etc/loket/follow.token", None).expect("a unit");
        assert!(!public.contains("ca.crt"), "{public}");
    }

    #[test]
    fn what_a_unit_would_read_otherwise_is_refused() {
        for token in ["follow.token", "/etc/lo ket/token", "/etc/%n", "/x\nUser=root"] {
            assert!(unit(token, None).is_err(), "{token}");
        }
    }
}
