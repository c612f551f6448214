//! The thermal printers of an office: how each is reached, what it can do, and who steps in for it.

use super::fault::{About, Fault};
use super::ids::PrinterId;

/// A thermal printer.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PrinterPlan {
    /// Its name in the profile.
    pub id: PrinterId,
    /// What people call it: `Printer kiosk`.
    pub name: String,
    /// How it is reached.
    pub address: Address,
    /// Printable dots per line: 576 or 512 at 80 mm, 384 at 58 mm.
    pub dots: u16,
    /// Its number of the code page with the letters of ASCII (`ESC t n`); 0 is PC437 nearly everywhere.
    pub code_page: u8,
    /// How it cuts.
    pub cutter: Cutter,
    /// Who draws QR codes.
    pub qr: QrMaker,
    /// In which language it is asked how it is.
    pub status: StatusWords,
    /// How it proves that paper came out.
    pub confirm: Confirm,
    /// Whether the kiosk's tickets come out here.
    pub tickets: bool,
    /// Who steps in for it.
    pub fallback: Option<Fallback>,
    /// A slip of the kiosk that waited longer than this many minutes is printed for nobody.
    pub drop_after_minutes: u32,
    /// Length of a new roll, in metres.
    pub roll_metres: u32,
}

/// How a printer is reached.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Address {
    /// `host:port` of its raw port, usually 9100.
    Network(String),
    /// A character device of the USB printer class: `/dev/usb/lp0`.
    Usb(String),
    /// A USB printer by who made it and which it is, wherever it hangs.
    UsbKind {
        /// Who made it: `0x04b8`.
        vendor: u16,
        /// Which it is: `0x0202`.
        product: u16,
    },
    /// A serial line.
    Serial {
        /// `/dev/ttyUSB0`.
        path: String,
        /// Bits per second.
        baud: u32,
        /// How the printer holds the flow back.
        flow: Flow,
    },
    /// A file to which the bytes are appended: a test, or a raw queue of the system.
    File(String),
    /// Through the paired print agent of this printer.
    Agent,
}

/// How a serial printer holds the flow back.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Flow {
    /// Not at all.
    None,
    /// RTS/CTS.
    Hardware,
    /// XON/XOFF.
    Software,
}

/// How a printer cuts.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Cutter {
    /// Through and through.
    Full,
    /// All but a thread.
    Partial,
    /// It has no knife; the paper is fed to the edge where it is torn off.
    None,
}

/// Who draws QR codes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum QrMaker {
    /// The printer (`GS ( k`).
    Printer,
    /// The office, as a picture: for printers that know no QR codes.
    Picture,
}

/// In which language a printer is asked how it is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum StatusWords {
    /// `DLE EOT 1` to `4`, answered at any time.
    DleEot,
    /// Automatic status back, `GS a`.
    Asb,
    /// It tells nothing.
    None,
}

/// How a printer proves that paper came out.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Confirm {
    /// Epson `GS ( H` function 48: it answers once everything before has been printed.
    ProcessId,
    /// Only its status can be read; a job ends "uncertain" unless the status is good afterwards.
    Status,
    /// It never answers; every job ends "uncertain".
    None,
}

/// Who steps in for a printer that cannot print. Only papers that were never sent go there.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Fallback {
    /// Where its papers go.
    pub to: PrinterId,
    /// After they have waited this long.
    pub after_seconds: u32,
}

/// Speeds that serial printers have.
const BAUDS: [u32; 8] = [1200, 2400, 4800, 9600, 19_200, 38_400, 57_600, 115_200];
/// The narrowest and the widest thermal head, in dots.
const HEADS: std::ops::RangeInclusive<u16> = 200..=832;

impl Address {
    /// Reads an address as `office.toml` writes it: `192.168.1.51:9100`, `usb:/dev/usb/lp0`, `usb:04b8:0202`,
    /// `serial:/dev/ttyUSB0?baud=19200&flow=hardware`, `file:/path`, `agent:`.
    ///
    /// # Errors
    /// In words for whoever edits the file.
    pub fn parse(text: &str) -> Result<Address, String> {
        let path = |path: &str| {
            if path.starts_with('/') && path.len() > 1 {
                return Ok(path.to_string());
            }
            Err(format!("\"{text}\" should name a path that begins with /"))
        };
        if let Some(device) = text.strip_prefix("usb:") {
            return match device.split_once(':') {
                Some((vendor, product)) if !device.starts_with('/') => kind(vendor, product),
                _ => Ok(Address::Usb(path(device)?)),
            };
        }
        if let Some(file) = text.strip_prefix("file:") {
            return Ok(Address::File(path(file)?));
        }
        if let Some(line) = text.strip_prefix("serial:") {
            return serial(line, path);
        }
        if text == "agent:" {
            return Ok(Address::Agent);
        }
        let host = text.rsplit_once(':').filter(|(host, port)| {
            !host.is_empty()
                && !host.contains(['/', ' ', '?'])
                && port.parse::<u16>().is_ok_and(|port| port > 0)
        });
        match host {
            Some(_) => Ok(Address::Network(text.to_string())),
            None => Err(format!(
                "\"{text}\" is no address of a printer: it should look like 192.168.1.51:9100, usb:/dev/usb/lp0, \
                 usb:04b8:0202, serial:/dev/ttyUSB0?baud=19200, file:/path, or agent:"
            )),
        }
    }
}

/// Vendor and product, as `lsusb` writes them.
fn kind(vendor: &str, product: &str) -> Result<Address, String> {
    let number = |text: &str| {
        let plain = text.len() == 4 && text.chars().all(|digit| digit.is_ascii_hexdigit());
        let number = u16::from_str_radix(text, 16).ok().filter(|_| plain);
        number.ok_or_else(|| {
            format!("\"usb:{vendor}:{product}\" should have four hexadecimal digits twice, as lsusb shows: usb:04b8:0202")
        })
    };
    Ok(Address::UsbKind { vendor: number(vendor)?, product: number(product)? })
}

fn serial(line: &str, path: impl Fn(&str) -> Result<String, String>) -> Result<Address, String> {
    let (device, settings) = line.split_once('?').unwrap_or((line, ""));
    let (mut baud, mut flow) = (9600, Flow::None);
    for setting in settings.split('&').filter(|setting| !setting.is_empty()) {
        match setting.split_once('=') {
            Some(("baud", value)) => {
                let known = value.parse().ok().filter(|baud| BAUDS.contains(baud));
                baud = known.ok_or_else(|| {
                    format!("baud={value} is no speed of a serial printer, such as 9600 or 19200")
                })?;
            }
            Some(("flow", "none")) => flow = Flow::None,
            Some(("flow", "hardware")) => flow = Flow::Hardware,
            Some(("flow", "software")) => flow = Flow::Software,
            _ => {
                return Err(format!(
                    "\"{setting}\" is no setting of a serial line: baud, or flow=none|hardware|software"
                ));
            }
        }
    }
    Ok(Address::Serial { path: path(device)?, baud, flow })
}

impl std::fmt::Display for Address {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Address::Network(host) => out.write_str(host),
            Address::Usb(path) => write!(out, "usb:{path}"),
            Address::UsbKind { vendor, product } => write!(out, "usb:{vendor:04x}:{product:04x}"),
            Address::File(path) => write!(out, "file:{path}"),
            Address::Agent => out.write_str("agent:"),
            Address::Serial { path, baud, flow } => {
                let flow = match flow {
                    Flow::None => "",
                    Flow::Hardware => "&flow=hardware",
                    Flow::Software => "&flow=software",
                };
                write!(out, "serial:{path}?baud={baud}{flow}")
            }
        }
    }
}

impl PrinterPlan {
    /// What does not fit together in this plan alone.
    fn faults(&self) -> Vec<Fault> {
        let mut faults = Vec::new();
        let mut wrong = |code: &'static str, value: String, what: &str| {
            let facts = vec![("printer", self.id.to_string()), ("value", value)];
            faults.push(Fault::new(self.about(), code, facts, format!("printer {}: {what}", self.id)));
        };
        let word = self.id.as_str();
        let plain = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '-' | '_');
        if word.is_empty() || word.len() > 40 || !word.chars().all(plain) {
            wrong(
                "printer-id",
                word.to_string(),
                "its id should be a short word of letters, digits, - and _",
            );
        }
        if !HEADS.contains(&self.dots) {
            wrong(
                "printer-dots",
                self.dots.to_string(),
                &format!("{} dots a line is no thermal printer", self.dots),
            );
        }
        if self.confirm == Confirm::Status && self.status == StatusWords::None {
            wrong(
                "printer-confirm",
                String::new(),
                "confirm = \"status\" needs status = \"dle-eot\" or \"asb\"",
            );
        }
        if matches!(self.address, Address::File(_)) && self.tells() {
            wrong(
                "printer-file",
                String::new(),
                "a file never answers: it needs status = \"none\" and confirm = \"none\"",
            );
        }
        if !(5..=200).contains(&self.roll_metres) {
            wrong(
                "printer-roll",
                self.roll_metres.to_string(),
                &format!("roll_metres = {} is no roll of paper; 80 mm rolls have 30 to 80", self.roll_metres),
            );
        }
        if !(1..=480).contains(&self.drop_after_minutes) {
            wrong(
                "printer-drop",
                self.drop_after_minutes.to_string(),
                "drop_after_minutes should be from 1 to 480",
            );
        }
        faults
    }

    fn about(&self) -> About {
        About::item("printer", "id", &self.id)
    }

    /// Whether it ever answers.
    pub fn tells(&self) -> bool {
        self.status != StatusWords::None || self.confirm != Confirm::None
    }
}

/// Everything that is wrong with the printers, in words for whoever edits the profile.
pub(super) fn faults(printers: &[PrinterPlan]) -> Vec<Fault> {
    let mut faults: Vec<_> = printers.iter().flat_map(PrinterPlan::faults).collect();
    for (place, plan) in printers.iter().enumerate() {
        let same = |other: &&PrinterPlan| other.address == plan.address && plan.address != Address::Agent;
        if let Some(other) = printers[..place].iter().find(same) {
            // Two writers would mix their papers on one printer.
            let words =
                format!("printers {} and {} have the same address {}", other.id, plan.id, plan.address);
            let facts = vec![
                ("printer", plan.id.to_string()),
                ("other", other.id.to_string()),
                ("value", plan.address.to_string()),
            ];
            faults.push(Fault::new(plan.about(), "printer-address", facts, words));
        }
        let Some(fallback) = &plan.fallback else { continue };
        let facts = vec![("printer", plan.id.to_string()), ("value", fallback.to.to_string())];
        if fallback.to == plan.id {
            let words = format!("printer {} cannot step in for itself", plan.id);
            faults.push(Fault::new(plan.about(), "printer-itself", facts, words));
        } else if !printers.iter().any(|other| other.id == fallback.to) {
            let words = format!("printer {}: fallback \"{}\" does not exist", plan.id, fallback.to);
            faults.push(Fault::new(plan.about(), "printer-fallback", facts, words));
        }
    }
    if let Some(plan) = printers.iter().filter(|plan| plan.tickets).nth(1) {
        let words = "more than one printer has tickets = true";
        faults.push(Fault::new(plan.about(), "printer-tickets", Vec::new(), words));
    }
    faults
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// A printer of an office.
    pub(in crate::domain) fn plan(id: &str, address: &str) -> PrinterPlan {
        PrinterPlan {
            id: id.into(),
            name: id.to_string(),
            address: Address::parse(address).expect("an address"),
            dots: 576,
            code_page: 0,
            cutter: Cutter::Partial,
            qr: QrMaker::Printer,
            status: StatusWords::DleEot,
            confirm: Confirm::ProcessId,
            tickets: false,
            fallback: None,
            drop_after_minutes: 10,
            roll_metres: 50,
        }
    }

    #[test]
    fn addresses_are_written_as_they_are_read() {
        for text in [
            "192.168.1.51:9100",
            "printer-kiosk.local:9100",
            "[fe80::1]:9100",
            "usb:/dev/usb/lp0",
            "usb:04b8:0e1f",
            "serial:/dev/ttyUSB0?baud=19200",
            "serial:/dev/ttyS1?baud=9600&flow=hardware",
            "file:/var/spool/loket.prn",
            "agent:",
        ] {
            assert_eq!(Address::parse(text).map(|address| address.to_string()), Ok(text.to_string()));
        }
        let serial = Address::parse("serial:/dev/ttyUSB0").expect("the usual speed");
        assert_eq!(serial.to_string(), "serial:/dev/ttyUSB0?baud=9600");
    }

    #[test]
    fn what_is_no_address_is_told_in_words() {
        for text in [
            "",
            "9100",
            ":9100",
            "host:",
            "host:0",
            "host:99999",
            "usb:",
            "usb:lp0",
            "usb:4b8:202",
            "usb:04b8:",
            "usb:+4b8:0202",
            "usb:04b8:0202:1",
            "file:x",
            "agent:x",
            "serial:/dev/ttyS0?baud=1234",
            "serial:/dev/ttyS0?speed=9600",
            "http://host/x:1",
        ] {
            let told = Address::parse(text).expect_err("no address");
            assert!(told.len() > 20, "{text}: {told}");
        }
    }

    #[test]
    fn printers_that_do_not_fit_together_are_told() {
        let sound = [plan("a", "10.0.0.1:9100"), plan("b", "agent:"), plan("c", "agent:")];
        assert_eq!(faults(&sound), Vec::new());
        let mut printers = vec![plan("a", "10.0.0.1:9100"), plan("b", "10.0.0.1:9100"), plan("c", "file:/x")];
        printers[0].fallback = Some(Fallback { to: "a".into(), after_seconds: 5 });
        printers[1].fallback = Some(Fallback { to: "z".into(), after_seconds: 5 });
        printers[1].confirm = Confirm::Status;
        printers[1].status = StatusWords::None;
        printers[2].roll_metres = 0;
        let told = faults(&printers).iter().map(ToString::to_string).collect::<Vec<_>>().join("\n");
        for words in [
            "step in for itself",
            "\"z\" does not exist",
            "same address",
            "needs status",
            "never answers",
            "no roll",
        ] {
            assert!(told.contains(words), "{words} in {told}");
        }
    }
}
