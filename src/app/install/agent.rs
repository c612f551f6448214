//! The unit of the print agent: the printer of a device's PC, at the office's disposal from every start on.

use super::{Environment, PROGRAM, UndefinedBehavior, context, plain, reachable, server_of};
use crate::domain::profile::Address;
use anyhow::{Result, bail, ensure};
use std::path::PathBuf;

const UNIT: &str = include_str!("../../../templates/system/loket-agent.service");

/// What the unit starts.
pub struct Agent {
    /// The office's address: `https://loket.lan`.
    pub server: String,
    /// The printer of this PC.
    pub printer: Address,
    /// The CA of the office, when it made its own.
    pub ca: Option<PathBuf>,
    /// The program.
    pub program: PathBuf,
}

/// What a printer's line needs of the machine.
struct Needs {
    /// In words.
    touches: &'static str,
    /// Whose devices they are.
    group: &'static str,
    /// The kinds of devices; none when all of the group have to be reachable.
    classes: &'static [&'static str],
    policy: &'static str,
    private: bool,
}

fn needs(printer: &Address) -> Result<Needs> {
    Ok(match printer {
        Address::Network(_) | Address::Queue(_) => {
            Needs { touches: "the network", group: "", classes: &[], policy: "closed", private: true }
        }
        Address::Usb(_) => Needs {
            touches: "the printers that the kernel knows, /dev/usb/lp*",
            group: "lp",
            classes: &["char-usb"],
            policy: "closed",
            private: false,
        },
        Address::UsbKind { .. } => Needs {
            touches: "the devices on USB that the group has, which are printers",
            group: "lp",
            classes: &["char-usb_device"],
            policy: "closed",
            private: false,
        },
        // A class is known to the kernel only once its first device was plugged in, which may be later.
        Address::Serial { .. } => Needs {
            touches: "the serial lines",
            group: "dialout",
            classes: &[],
            policy: "auto",
            private: false,
        },
        Address::File(_) | Address::Agent => bail!("{printer}: a unit prints on a printer of this PC"),
    })
}

/// The text of the unit.
///
/// # Errors
/// When the address or a path has letters that a unit would read as something else.
pub fn agent(agent: &Agent) -> Result<String> {
    let server = server_of(&agent.server)?.address;
    let printer = agent.printer.to_string();
    let good = |letter: char| letter.is_ascii_alphanumeric() || "/-_.:?=&[]".contains(letter);
    ensure!(printer.chars().all(good), "{printer}: letters that a unit would read as something else");
    reachable(&agent.program, "the program", PROGRAM)?;
    let Needs { touches, group, classes, policy, private } = needs(&agent.printer)?;
    let credential = agent.ca.as_deref().map(plain).transpose()?;
    let ca = if credential.is_some() { " \\\n  --ca %d/ca.crt" } else { "" };
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    let facts = context! {
        server,
        program => plain(&agent.program)?,
        printer,
        ca,
        credential,
        touches,
        group,
        classes => classes.to_vec(),
        policy,
        private_devices => if private { "true" } else { "false" },
    };
    Ok(environment.render_str(UNIT, facts)? + "\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unit(printer: &str, ca: Option<&str>) -> Result<String> {
        agent(&Agent {
            server: "https://loket.lan/".into(),
            printer: Address::parse(printer).expect("an address"),
            ca: ca.map(PathBuf::from),
            program: "/usr/bin/loket".into(),
        })
    }

    #[test]
    fn the_agent_reaches_its_own_printer_and_no_other_device() {
        let text = unit("usb:/dev/usb/lp0", None).expect("a unit");
        assert!(
            text.contains(
                "ExecStart=/usr/bin/loket agent --server https://loket.lan --printer usb:/dev/usb/lp0 \\\n  \
                 --token-file %S/loket-agent/pairing.json\n"
            ),
            "{text}"
        );
        assert!(
            text.contains("SupplementaryGroups=lp\nPrivateDevices=false\nDevicePolicy=closed\n"),
            "{text}"
        );
        assert!(text.contains("DeviceAllow=char-usb rw\n") && !text.contains("LoadCredential"), "{text}");
        let text = unit("usb:04b8:0202", None).expect("a unit");
        assert!(
            text.contains("SupplementaryGroups=lp\n") && text.contains("DeviceAllow=char-usb_device rw\n")
        );
        let text = unit("192.168.1.51:9100", Some("/etc/loket/ca.crt")).expect("a unit");
        assert!(text.contains("PrivateDevices=true\n") && !text.contains("SupplementaryGroups"), "{text}");
        assert!(text.contains("LoadCredential=ca.crt:/etc/loket/ca.crt\n"), "{text}");
        assert!(text.contains("pairing.json \\\n  --ca %d/ca.crt\n"), "{text}");
        let text = unit("cups:KIOSK", None).expect("a unit");
        assert!(
            text.contains("PrivateDevices=true\n") && text.contains("--printer cups:KIOSK \\\n"),
            "{text}"
        );
        let text = unit("serial:/dev/ttyUSB0?baud=19200&flow=hardware", None).expect("a unit");
        assert!(
            text.contains("SupplementaryGroups=dialout\n") && text.contains("&flow=hardware \\"),
            "{text}"
        );
    }

    #[test]
    fn a_program_in_a_folder_of_somebodys_is_refused_in_words() {
        let printer = Address::parse("usb:/dev/usb/lp0").expect("an address");
        let program = "/home/siti/loket".into();
        let made = agent(&Agent { server: "https://loket.lan".into(), printer, ca: None, program });
        let why = made.expect_err("refused").to_string();
        assert!(why.contains("below /home") && why.contains("/usr/local/bin"), "{why}");
    }

    #[test]
    fn what_a_unit_would_read_otherwise_is_refused() {
        for printer in
            ["usb:/dev/usb/lp 0", "usb:/dev/%n", "usb:/dev/lp0\nUser=root", "file:/tmp/x", "agent:"]
        {
            assert!(unit(printer, None).is_err(), "{printer}");
        }
        assert!(unit("usb:/dev/usb/lp0", Some("ca.crt")).is_err(), "a relative path");
    }
}
