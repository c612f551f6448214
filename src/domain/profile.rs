//! The office as its own files describe it: lokets, services, permit types, roles, hours, printers.
//!
//! A profile is read and checked at start (`app::config`) and then handed to every decision as an
//! argument. What a decision takes from it goes into the event, so replay never needs the profile.

mod faults;

use super::account::Account;
use super::arrangement::BoardPlan;
use super::calendar::{Calendar, Span};
use super::colour::Colour;
use super::complaint::Complaining;
use super::ids::{LoketId, PermitCode, PrinterId, PriorityClass, Purpose, Role, Series, Zone};
use super::issued::{PaperKind, Sheet};
use super::legalised::Legalising;
use super::number::SkTemplate;
use super::overdue::Escalation;
pub use super::printer::{Address, Confirm, Cutter, Fallback, Flow, PrinterPlan, QrMaker, StatusWords};
use super::sop::{Place, Sop};
use super::survey::Unsur;
use super::two_persons::TwoPersons;
use super::words::OwnWords;

/// The whole profile.
#[derive(Clone, PartialEq, Debug)]
pub struct Profile {
    /// Name and address of the office.
    pub office: Office,
    /// When it serves.
    pub calendar: Calendar,
    /// How it works on a berkas.
    pub sop: Sop,
    /// Who may be given which role, in the order of the office's paper.
    pub roles: Vec<RolePlan>,
    /// What the kiosk offers, in order.
    pub services: Vec<Service>,
    /// The counters, by number.
    pub lokets: Vec<LoketPlan>,
    /// The priority classes offered.
    pub priorities: Vec<PriorityPlan>,
    /// The permits handled by hand.
    pub permits: Vec<PermitType>,
    /// The thermal printers.
    pub printers: Vec<PrinterPlan>,
    /// Who may print a paper once more, besides the supervisor and the administrator.
    pub reprint: Vec<Role>,
    /// NIK prefixes that do not warn: `7110`, `7101`.
    pub regions: Vec<String>,
    /// When the kiosk gives numbers.
    pub issuing: Issuing,
    /// What happens when nobody comes to a call.
    pub missing: Missing,
    /// The announcing rules.
    pub announcing: Announcing,
    /// Who is told of berkas that are overdue.
    pub escalation: Escalation,
    /// A person who does nothing for so many minutes is signed out.
    pub idle_minutes: u32,
    /// Whether somebody may decide about a berkas that they received or verified.
    pub two_persons: TwoPersons,
    /// Where ClamAV is asked about scans before they are kept; nowhere when it is empty.
    pub clamd: String,
    /// Whether the office has decided to speak plain HTTP on its own network.
    pub plain_http: bool,
    /// Who has to type a code of the phone besides the password: roles, or [`EVERYBODY`].
    pub second_factor: Vec<Role>,
    /// Telephone numbers go so many days after the work was over that they were needed for; 0: never.
    pub phone_days: u32,
    /// The rules about certified copies.
    pub legalising: Legalising,
    /// The rules about complaints.
    pub complaining: Complaining,
    /// In which order the report names the nine unsur.
    pub survey_order: [Unsur; 9],
    /// How official papers are printed and who signs them.
    pub papers: PaperPlan,
    /// How the boards of waiting rooms are arranged when these settings come into force.
    pub boards: Vec<BoardPlan>,
    /// What the office says in its own words.
    pub words: OwnWords,
}

/// In [`Profile::second_factor`]: every person, whatever their role.
pub const EVERYBODY: &str = "everybody";

/// Official papers on A4 and F4.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PaperPlan {
    /// The papers that are printed on F4 unless somebody chooses otherwise.
    pub on_f4: Vec<PaperKind>,
    /// Who signs, by role.
    pub signers: Vec<Signer>,
    /// Whose signature the SK bears.
    pub permit_by: Role,
    /// Who writes the Nota Dinas.
    pub note_from: Role,
    /// Who reads it.
    pub note_to: Role,
    /// Who certifies copies.
    pub certified_by: Role,
    /// Who initials the SK, in the order of the boxes.
    pub initials: Vec<Role>,
    /// Name of the office on the kop; the office's name when it is empty.
    pub letterhead: String,
    /// Dasar hukum of every SK, before those of its permit type.
    pub legal: Vec<String>,
    /// Templates of the office's own, by file name; the others are those of the program.
    pub own: Vec<(String, String)>,
}

/// Whoever signs for a role.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Signer {
    /// The role.
    pub role: Role,
    /// Jabatan as papers write it; the title of the role when it is empty.
    pub title: String,
    /// Name with degrees; a dotted line when it is empty.
    pub name: String,
    /// Pangkat and golongan.
    pub rank: String,
    /// NIP.
    pub nip: String,
}

impl PaperPlan {
    /// The sheet that a paper is usually printed on.
    pub fn sheet(&self, kind: PaperKind) -> Sheet {
        if self.on_f4.contains(&kind) { Sheet::F4 } else { Sheet::A4 }
    }
}

/// Name and address, as papers and screens show them.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Office {
    /// `DPMPTSP Kabupaten Bolaang Mongondow Timur`.
    pub name: String,
    /// `DPMPTSP`; also `{unit}` of SK numbers.
    pub short: String,
    /// `Pemerintah Kabupaten Bolaang Mongondow Timur`.
    pub government: String,
    /// Street and place.
    pub address: String,
    /// Telephone, mail and post code, as the kop of papers has them; may be empty.
    pub contact: String,
    /// Where papers are signed: `Tutuyan`.
    pub seat: String,
    /// The letters behind the hour: `WITA`.
    pub zone_name: String,
    /// The address that QR codes open: `http://192.168.1.10:8080`. Empty until the server knows it.
    pub public_url: String,
    /// Its own colour on screens, dark enough for white letters.
    pub colour: Option<Colour>,
    /// Its logo, an SVG or PNG picture.
    pub logo: Option<Vec<u8>>,
    /// Its logo on thermal paper, a PNG picture.
    pub logo_thermal: Option<Vec<u8>>,
}

/// A role and its title; titles change with the office's rules, roles do not.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RolePlan {
    /// The role.
    pub role: Role,
    /// What it is called on screens and papers.
    pub title: String,
}

/// One tile of the kiosk.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Service {
    /// Its letter and series.
    pub series: Series,
    /// `Pendaftaran izin`.
    pub name: String,
    /// The same in English.
    pub name_en: String,
    /// One plain line under the name.
    pub hint: String,
    /// The same in English.
    pub hint_en: String,
    /// What to bring, for whoever waits; empty when there is nothing to say.
    pub bring: String,
    /// The same in English.
    pub bring_en: String,
    /// Where its tickets queue first.
    pub purpose: Purpose,
    /// Open only while a loket that serves it is staffed.
    pub needs_staff: bool,
}

/// One counter.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct LoketPlan {
    /// The number on its sign.
    pub id: LoketId,
    /// `Loket Pendaftaran`.
    pub name: String,
    /// Who may sit there.
    pub role: Role,
    /// What it draws tickets for.
    pub purposes: Vec<Purpose>,
    /// The waiting room it calls into.
    pub zone: Zone,
    /// Where its papers come out.
    pub printer: Option<PrinterId>,
    /// In what order it draws.
    pub order: QueuePolicy,
}

/// A priority class: a flag on the ticket, never a diagnosis (UU 25/2009 art. 29, UU 8/2016).
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PriorityPlan {
    /// Its name in the profile.
    pub class: PriorityClass,
    /// What the kiosk says.
    pub name: String,
    /// The same in English.
    pub name_en: String,
    /// Whether an officer goes to the person, who keeps their seat.
    pub comes: bool,
}

/// A permit type with its checklist.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PermitType {
    /// `SIPB`.
    pub code: PermitCode,
    /// `Surat Izin Praktik Bidan`.
    pub name: String,
    /// What every applicant brings.
    pub requirements: Vec<String>,
    /// What some bring, with the condition in brackets.
    pub conditional: Vec<String>,
    /// The fields of the form.
    pub fields: Vec<String>,
    /// Dasar hukum of its SK, after those of every SK.
    pub legal: Vec<String>,
    /// Classification of the archive, `{klas}` of the SK number.
    pub klas: String,
    /// How its SK numbers are written.
    pub sk_number: SkTemplate,
    /// Whether the office still issues it.
    pub offered: bool,
}

/// In what order a loket draws tickets.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct QueuePolicy {
    /// After this many priority tickets in a row ...
    pub priority: u32,
    /// ... this many regular ones are drawn, while any wait.
    pub regular: u32,
    /// Whoever waits longer than this many minutes is drawn first, oldest first.
    pub max_wait_minutes: u32,
}

/// When the kiosk gives numbers.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Issuing {
    /// It opens this many minutes before the office.
    pub before_minutes: u32,
    /// Whether a service stops giving numbers that would be served only after closing.
    pub fair_last: bool,
}

/// What happens when nobody comes to a call.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Missing {
    /// So many calls in all, then the number is missed. 0: officers decide.
    pub times: u32,
    /// The next call comes this many seconds after the last one was over.
    pub every_seconds: u32,
    /// Whoever comes after all is called after this many others.
    pub back_after: u32,
}

/// When the voice gives up on a call.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Announcing {
    /// A call that no speaker began within this many seconds of its turn stays unspoken.
    pub start_within_seconds: u32,
    /// A speaker that began must report the end within this many seconds.
    pub end_within_seconds: u32,
    /// Most calls waiting to be spoken in one zone; the oldest gives way.
    pub most_queued: u32,
    /// Whether a call is read in English too, when nothing else waits to be spoken.
    pub english: bool,
    /// Hours of every day in which nothing is spoken.
    pub quiet: Vec<Span>,
}

impl Profile {
    /// Whether an account has to set up a code of the phone before it does anything else.
    pub fn owes_second(&self, account: &Account) -> bool {
        let asked = |role: &Role| role.as_str() == EVERYBODY || account.holds(role.as_str());
        account.second.is_none() && !account.is_device() && self.second_factor.iter().any(asked)
    }

    /// The counter with that number.
    pub fn loket(&self, id: LoketId) -> Option<&LoketPlan> {
        self.lokets.iter().find(|loket| loket.id == id)
    }

    /// The service with that letter.
    pub fn service(&self, series: Series) -> Option<&Service> {
        self.services.iter().find(|service| service.series == series)
    }

    /// The permit type with that code.
    pub fn permit(&self, code: &PermitCode) -> Option<&PermitType> {
        self.permits.iter().find(|permit| permit.code == *code)
    }

    /// The printer with that name.
    pub fn printer(&self, id: &PrinterId) -> Option<&PrinterPlan> {
        self.printers.iter().find(|printer| printer.id == *id)
    }

    /// Where tickets of the kiosk come out.
    pub fn ticket_printer(&self) -> Option<&PrinterPlan> {
        self.printers.iter().find(|printer| printer.tickets)
    }

    /// The counters that draw tickets for `purpose`.
    pub fn lokets_for(&self, purpose: &Purpose) -> impl Iterator<Item = &LoketPlan> {
        self.lokets.iter().filter(move |loket| loket.purposes.contains(purpose))
    }

    /// The waiting rooms, each once, in the order of the lokets.
    pub fn zones(&self) -> Vec<Zone> {
        let mut zones: Vec<Zone> = Vec::new();
        for loket in &self.lokets {
            if !zones.contains(&loket.zone) {
                zones.push(loket.zone.clone());
            }
        }
        zones
    }

    /// How many lokets the boards of a waiting room show.
    pub fn lokets_in(&self, zone: &Zone) -> usize {
        self.lokets.iter().filter(|plan| plan.zone == *zone).count()
    }

    /// What a role is called.
    pub fn title(&self, role: &Role) -> String {
        let plan = self.roles.iter().find(|plan| plan.role == *role);
        plan.map_or_else(|| role.to_string(), |plan| plan.title.clone())
    }

    /// The roles that an account may hold: whoever sits at a loket or at a desk, and not who comes as
    /// an applicant.
    pub fn staff(&self) -> impl Iterator<Item = &RolePlan> {
        let at_desk = |role: &Role| {
            self.sop.steps().iter().any(|step| step.place == Place::Desk && step.actor == *role)
        };
        let at_loket = |role: &Role| self.lokets.iter().any(|plan| plan.role == *role);
        self.roles.iter().filter(move |plan| at_loket(&plan.role) || at_desk(&plan.role))
    }
}
