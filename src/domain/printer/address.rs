//! How a printer is reached, as `office.toml` and the command line write it.

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
    /// A queue of CUPS.
    Queue(Queue),
    /// Through the paired print agent of this printer.
    Agent,
}

/// A queue of CUPS, which hands on what it is given.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Queue {
    /// Where CUPS listens: [`Queue::HERE`], or `host:port` of another machine.
    pub host: String,
    /// The name of the queue.
    pub name: String,
}

impl Queue {
    /// Where CUPS of this machine listens.
    pub const HERE: &str = "127.0.0.1:631";
    /// Where CUPS listens on any machine.
    const PORT: u16 = 631;
    /// CUPS takes no longer names.
    const MOST_NAME: usize = 127;

    /// Reads what follows `cups:`.
    fn parse(text: &str) -> Result<Queue, String> {
        let (host, name) = match text.strip_prefix("//") {
            None => (Queue::HERE.to_string(), text),
            Some(rest) => {
                let (host, name) = rest.split_once('/').unwrap_or((rest, ""));
                // The colons of an IPv6 number stand in brackets.
                let bare = host.ends_with(']') || !host.contains(':');
                (if bare { format!("{host}:{}", Queue::PORT) } else { host.to_string() }, name)
            }
        };
        let good = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '-' | '_' | '.');
        let named = (1..=Queue::MOST_NAME).contains(&name.len()) && name.chars().all(good);
        match named && is_host(&host) {
            true => Ok(Queue { host, name: name.to_string() }),
            false => Err(format!(
                "\"cups:{text}\" should name a queue by letters, digits, -, _ and ., as lpstat -e does: cups:KIOSK, \
                 or cups://192.168.1.10:631/KIOSK for one of another machine"
            )),
        }
    }
}

impl std::fmt::Display for Queue {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.host.as_str() {
            Queue::HERE => write!(out, "cups:{}", self.name),
            host => write!(out, "cups://{host}/{}", self.name),
        }
    }
}

/// Whether this is `host:port`.
fn is_host(text: &str) -> bool {
    text.rsplit_once(':').is_some_and(|(host, port)| {
        !host.is_empty()
            && !host.contains(['/', ' ', '?', '@'])
            && port.parse::<u16>().is_ok_and(|port| port > 0)
    })
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

/// Speeds that serial printers have.
const BAUDS: [u32; 8] = [1200, 2400, 4800, 9600, 19_200, 38_400, 57_600, 115_200];
impl Address {
    /// Reads an address as `office.toml` writes it: `192.168.1.51:9100`, `usb:/dev/usb/lp0`, `usb:04b8:0202`,
    /// `serial:/dev/ttyUSB0?baud=19200&flow=hardware`, `file:/path`, `cups:KIOSK`, `agent:`.
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
        if let Some(queue) = text.strip_prefix("cups:") {
            return Ok(Address::Queue(Queue::parse(queue)?));
        }
        if text == "agent:" {
            return Ok(Address::Agent);
        }
        match is_host(text) {
            true => Ok(Address::Network(text.to_string())),
            false => Err(format!(
                "\"{text}\" is no address of a printer: it should look like 192.168.1.51:9100, usb:/dev/usb/lp0, \
                 usb:04b8:0202, serial:/dev/ttyUSB0?baud=19200, cups:KIOSK, file:/path, or agent:"
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
            Address::Queue(queue) => queue.fmt(out),
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

#[cfg(test)]
mod tests {
    use super::Address;

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
            "cups:KIOSK",
            "cups://192.168.1.10:631/Printer_kiosk-2.raw",
            "cups://[fe80::1]:8631/KIOSK",
            "agent:",
        ] {
            assert_eq!(Address::parse(text).map(|address| address.to_string()), Ok(text.to_string()));
        }
        let serial = Address::parse("serial:/dev/ttyUSB0").expect("the usual speed");
        assert_eq!(serial.to_string(), "serial:/dev/ttyUSB0?baud=9600");
        for (text, usual) in [
            ("cups://127.0.0.1:631/KIOSK", "cups:KIOSK"),
            ("cups://cetak.lan/KIOSK", "cups://cetak.lan:631/KIOSK"),
            ("cups://[::1]/KIOSK", "cups://[::1]:631/KIOSK"),
        ] {
            assert_eq!(Address::parse(text).map(|address| address.to_string()), Ok(usual.to_string()));
        }
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
            "cups:",
            "cups:KIOSK 2",
            "cups:a/b",
            "cups://host",
            "cups:///KIOSK",
            "cups://host:0/KIOSK",
            "cups://who@host/KIOSK",
            "cups://host/printers/KIOSK",
        ] {
            let told = Address::parse(text).expect_err("no address");
            assert!(told.len() > 20, "{text}: {told}");
        }
    }
}
