//! What the program can be asked for, and how.

use clap::{Parser, Subcommand};
use loket::domain::profile::Address;
use std::net::SocketAddr;
use std::path::PathBuf;

/// Queue and counter system of a one-stop permit office.
#[derive(Parser)]
#[command(version, about)]
pub struct Arguments {
    #[command(subcommand)]
    pub command: Job,
}

#[derive(Subcommand)]
pub enum Job {
    /// Try everything out: the default office, an account per role, virtual printers.
    Demo {
        /// Where to listen; port 0 takes any free one.
        #[arg(long, default_value = "127.0.0.1:8080")]
        listen: SocketAddr,
        /// Keep the data here; without it they are gone when the program ends.
        #[arg(long)]
        data: Option<PathBuf>,
        /// Play a working day with simulated people, to watch every screen alive.
        #[arg(long)]
        day: bool,
        #[command(flatten)]
        played: Played,
    },
    /// Run an office.
    Serve {
        /// The office's own file; see `loket init`.
        #[arg(long)]
        config: PathBuf,
        /// Where its data live.
        #[arg(long)]
        data: PathBuf,
        /// Where its keys lie, outside the data; they are made at the first start. Default: loket.key beside the config.
        #[arg(long)]
        key: Option<PathBuf>,
        /// Where to listen; port 0 takes any free one.
        #[arg(long, default_value = "0.0.0.0:8080")]
        listen: SocketAddr,
    },
    /// Add a key to a key file. It seals from the next start on; the older ones still open what they sealed.
    RotateKey {
        /// The key file.
        file: PathBuf,
    },
    /// Print for the office on the printer of this PC.
    Agent {
        /// The office's address: `https://loket.lan` or `http://192.168.1.10:8080`.
        #[arg(long)]
        server: String,
        /// The printer: `usb:/dev/usb/lp0`, `usb:04b8:0202` as `lsusb` shows it, `serial:/dev/ttyUSB0?baud=19200`, or `host:port`.
        #[arg(long, value_parser = printer)]
        printer: Address,
        /// Where the pairing is kept; beside it the agent writes down what it has printed.
        #[arg(long)]
        token_file: PathBuf,
        /// The CA of the office, as `/percaya` gives it, when the address is `https` and the office made its own.
        #[arg(long)]
        ca: Option<PathBuf>,
    },
    /// Load a demonstration with kiosks, boards and phones, and tell how quickly it answered.
    Load {
        /// The office's address: `http://127.0.0.1:8080`.
        server: String,
        #[command(flatten)]
        load: Loaded,
    },
    /// Write the files of the default office into a folder, to be edited.
    Init {
        /// Where to.
        folder: PathBuf,
    },
    /// Replay the journal of a data folder and compare hash chain and rows.
    Verify {
        /// The data folder, of an office that is not running.
        data: PathBuf,
        /// Its key file. Without it only the hash chain is checked.
        #[arg(long)]
        key: Option<PathBuf>,
        /// Also tell the hash of this entry, to hold it against a printed record; may be given several times.
        #[arg(long)]
        entry: Vec<u64>,
    },
    /// Write a copy of the whole office, running or not, into one encrypted file, and read it back.
    Backup {
        /// The file to write.
        file: PathBuf,
        /// The data folder.
        #[arg(long)]
        data: PathBuf,
        /// The office's own file, which names the key of the copies.
        #[arg(long)]
        config: PathBuf,
        /// The key of the data. Default: loket.key beside the config.
        #[arg(long)]
        key: Option<PathBuf>,
    },
    /// Make a data folder of a copy.
    Restore {
        /// The copy.
        file: PathBuf,
        /// The data folder to make; it must not be there yet, or be empty.
        #[arg(long)]
        data: PathBuf,
        /// The key of the copies.
        #[arg(long)]
        key: PathBuf,
        /// The key of the data.
        #[arg(long)]
        data_key: PathBuf,
        /// The folder of a second machine that followed the journal (`loket follow`): what it has behind the copy is added.
        #[arg(long)]
        follow: Option<PathBuf>,
    },
    /// Be the second machine: follow the journal of an office and keep what was acknowledged there, sealed.
    Follow {
        /// The office's address: `https://loket.lan` or `http://192.168.1.10:8080`.
        #[arg(long)]
        server: String,
        /// Where it is kept.
        #[arg(long)]
        folder: PathBuf,
        /// The file with the API token, scope `follow`. Default: the token is in LOKET_TOKEN of the environment.
        #[arg(long)]
        token_file: Option<PathBuf>,
        /// The CA of the office, as `/percaya` gives it, when the address is `https` and the office made its own.
        #[arg(long)]
        ca: Option<PathBuf>,
    },
    /// Look at this machine before an office relies on it, and say what to do.
    Doctor {
        /// The office's own file.
        #[arg(long)]
        config: PathBuf,
        /// Its data folder, there already or not.
        #[arg(long)]
        data: PathBuf,
        /// Where its keys lie. Default: loket.key beside the config.
        #[arg(long)]
        key: Option<PathBuf>,
        /// Where it will listen.
        #[arg(long, default_value = "0.0.0.0:8080")]
        listen: SocketAddr,
    },
    /// Write the systemd unit that keeps an office running.
    Install {
        /// The office's own file.
        #[arg(long)]
        config: PathBuf,
        /// Its data folder.
        #[arg(long)]
        data: PathBuf,
        /// Where it listens.
        #[arg(long, default_value = "0.0.0.0:8080")]
        listen: SocketAddr,
        /// The account it runs under.
        #[arg(long, default_value = "loket")]
        user: String,
        /// The program that the unit starts; this one, when it is not said.
        #[arg(long)]
        program: Option<PathBuf>,
        /// Where the unit goes; `-` writes it to standard output.
        #[arg(long, default_value = "/etc/systemd/system/loket.service")]
        unit: PathBuf,
    },
    /// Write the systemd unit that keeps a second machine following the journal.
    InstallFollow {
        /// The office's address: `https://loket.lan` or `http://192.168.1.10:8080`.
        #[arg(long)]
        server: String,
        /// The file with the API token, scope `follow`.
        #[arg(long)]
        token_file: PathBuf,
        /// The CA of the office, as `/percaya` gives it, when the office made its own.
        #[arg(long)]
        ca: Option<PathBuf>,
        /// The program that the unit starts; this one, when it is not said.
        #[arg(long)]
        program: Option<PathBuf>,
        /// Where the unit goes; `-` writes it to standard output.
        #[arg(long, default_value = "/etc/systemd/system/loket-follow.service")]
        unit: PathBuf,
    },
    /// Set up a device's PC: its screen in Chromium after every start, with nothing else to be reached, and its printer.
    InstallScreen {
        /// The office's address: `https://loket.lan` or `http://192.168.1.10:8080`.
        #[arg(long)]
        server: String,
        /// The screen: `/kiosk`, `/papan` or `/skm`.
        #[arg(long)]
        screen: String,
        /// The browser.
        #[arg(long, default_value = "/usr/bin/chromium")]
        browser: PathBuf,
        /// The printer of this PC, when the office is to print there: `usb:/dev/usb/lp0`, or as `loket agent` takes it.
        #[arg(long, value_parser = printer)]
        printer: Option<Address>,
        /// The CA of the office, as `/percaya` gives it, when the office made its own: the browser and the printer's part believe it.
        #[arg(long)]
        ca: Option<PathBuf>,
        /// The program that prints; this one, when it is not said.
        #[arg(long)]
        program: Option<PathBuf>,
        /// Below which folder the files go.
        #[arg(long, default_value = "/")]
        root: PathBuf,
    },
    /// Check the text in the QR code of a SK against an office's published key, without the office.
    CheckSk {
        /// The key, as `/sk/kunci` shows it: 64 hexadecimal digits.
        #[arg(long)]
        key: String,
        /// What the QR code says, with or without the address before it.
        text: String,
    },
    /// Write the journal of a data folder as lines of JSON.
    Journal {
        /// The data folder, of an office that is not running.
        data: PathBuf,
    },
}

/// How the day is played.
#[derive(clap::Args)]
pub struct Played {
    /// Office seconds per second; 60 plays the day in eight minutes.
    #[arg(long, default_value_t = 60.0, requires = "day", value_parser = speed)]
    pub speed: f64,
    /// How many visitors come.
    #[arg(long, default_value_t = 120, requires = "day")]
    pub visitors: u32,
    /// The same seed plays the same people.
    #[arg(long, default_value_t = 1, requires = "day")]
    pub seed: u64,
    /// End the program when the day is over.
    #[arg(long, requires = "day")]
    pub once: bool,
}

/// What comes upon an office.
#[derive(clap::Args)]
pub struct Loaded {
    /// Kiosks that give one number after another.
    #[arg(long, default_value_t = 16)]
    pub kiosks: usize,
    /// Seconds that each rests between two numbers.
    #[arg(long, default_value_t = 0.0, value_parser = seconds)]
    pub rest: f64,
    /// The letter of the service.
    #[arg(long, default_value_t = 'A')]
    pub service: char,
    /// Boards that show the calls.
    #[arg(long, default_value_t = 20)]
    pub boards: usize,
    /// Their waiting room.
    #[arg(long, default_value = "utama")]
    pub zone: String,
    /// Phones, each following a number that was given.
    #[arg(long, default_value_t = 100)]
    pub phones: usize,
    /// Seconds that it lasts.
    #[arg(long, default_value_t = 10.0, value_parser = seconds)]
    pub seconds: f64,
    /// The CA of the office, as `/percaya` gives it, when the address is `https` and the office made its own.
    #[arg(long)]
    pub ca: Option<PathBuf>,
    /// Load an office that is no demonstration: what is given there is given.
    #[arg(long)]
    pub i_know_this_office_is_real: bool,
}

/// A time that a load may last.
fn seconds(text: &str) -> Result<f64, String> {
    match text.parse() {
        Ok(seconds) if (0.0..=86_400.0).contains(&seconds) => Ok(seconds),
        _ => Err("a number from 0 to 86400".to_string()),
    }
}

/// A speed that can be played.
fn speed(text: &str) -> Result<f64, String> {
    match text.parse() {
        Ok(speed) if (0.1..=5000.0).contains(&speed) => Ok(speed),
        _ => Err("a number from 0.1 to 5000".to_string()),
    }
}

/// A printer of this PC.
fn printer(text: &str) -> Result<Address, String> {
    match Address::parse(text)? {
        Address::Agent => Err("an agent prints on a printer of its own".to_string()),
        address => Ok(address),
    }
}
