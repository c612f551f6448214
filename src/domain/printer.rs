//! The thermal printers of an office: how each is reached, what it can do, and who steps in for it.

mod address;

pub use address::{Address, Flow, Queue};

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

/// The narrowest and the widest thermal head, in dots.
const HEADS: std::ops::RangeInclusive<u16> = 200..=832;

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
        if matches!(self.address, Address::Queue(_)) && self.tells() {
            wrong(
                "printer-queue",
                String::new(),
                "CUPS tells how its queue is and brings back no word of the printer: it needs status = \"none\" and \
                 confirm = \"none\"",
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
    fn printers_that_do_not_fit_together_are_told() {
        let sound = [plan("a", "10.0.0.1:9100"), plan("b", "agent:"), plan("c", "agent:")];
        assert_eq!(faults(&sound), Vec::new());
        let mut printers = vec![
            plan("a", "10.0.0.1:9100"),
            plan("b", "10.0.0.1:9100"),
            plan("c", "file:/x"),
            plan("d", "cups:KIOSK"),
        ];
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
            "no word of the printer",
        ] {
            assert!(told.contains(words), "{words} in {told}");
        }
    }
}
