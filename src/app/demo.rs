//! The demonstration: the default office with an account per role, virtual printers, and a clock
//! that finds the office open whenever it is started.

use super::accounts::NewAccount;
use super::backup::Keep;
use super::config::CopyPlan;
use super::serve::Demo;
use crate::clock::{Clock, PlayedClock, SharedClock, SystemClock};
use crate::domain::account::roles;
use crate::domain::calendar::Standing;
use crate::domain::ids::Role;
use crate::domain::profile::{Address, Profile, Signer};
use crate::domain::time::Moment;
use crate::pages;
use crate::printing::emulator::{self, Emulator};
use crate::views::inbox;
use anyhow::{Context, Result};
use std::net::Ipv4Addr;
use std::path::Path;
use std::sync::Arc;
use tokio::net::TcpListener;

/// The password of every demonstration account. The demonstration listens on this machine only.
pub const PASSWORD: &str = "peragaan-loket";

/// Its hash. The password stands in the manual, so its hash may stand here, and no start waits for the making of it.
const HASH: &str =
    "$argon2id$v=19$m=47104,t=2,p=1$hKf/loyNfJXHPcgByuh4Gw$HHny7seZmtG+ndv0uDlLUsInvz8C+KS/lhk7mNY92lI";

/// People of the demonstration, by the role they hold.
const NAMES: [(&str, &str); 8] = [
    ("loket-1", "Lina Paputungan"),
    ("loket-2", "Rina Mokoginta"),
    ("loket-4", "Dewi Mamonto"),
    ("loket-5", "Joko Manoppo"),
    ("analis", "Agus Lasabuda"),
    ("kasi", "Maya Damopolii"),
    ("kabid", "Budi Simbala"),
    ("kadis", "Sari Potabuga"),
];

/// The demonstration takes copies when it is asked to, with a key beside its data.
pub fn copies(folder: &Path) -> CopyPlan {
    let keep = Keep { days: 7, weeks: 5, months: 12 };
    CopyPlan { folder: None, at: Vec::new(), keep, key: folder.join("backup.key"), recipients: Vec::new() }
}

/// An account for every role of the profile and for every kind of device.
fn accounts(profile: &Profile, password: &str) -> Vec<NewAccount> {
    let account = |login: &str, name: &str, role: &str| NewAccount {
        login: login.to_string(),
        name: name.to_string(),
        roles: vec![Role::from(role)],
        password: password.to_string(),
        screen: None,
    };
    let mut accounts = vec![
        account("admin", "Administrator", roles::ADMINISTRATOR),
        account("pengawas", "Nona Kolopita", roles::SUPERVISOR),
    ];
    accounts.extend(pages::demo_devices(profile).into_iter().map(|(login, name, screen)| NewAccount {
        screen: Some(screen.clone()),
        ..account(&login, &name, screen.role())
    }));
    let lokets = profile.lokets.iter().map(|plan| &plan.role);
    let desks = inbox::roles(profile);
    let mut known: Vec<&Role> = Vec::new();
    for role in lokets.chain(&desks) {
        if known.contains(&role) {
            continue;
        }
        known.push(role);
        let name = NAMES.iter().find(|(known, _)| *known == role.as_str());
        let title = profile.title(role);
        accounts.push(account(role.as_str(), name.map_or(title.as_str(), |(_, name)| name), role.as_str()));
    }
    accounts
}

/// Whoever signs papers in the demonstration.
fn signers(profile: &Profile) -> Vec<Signer> {
    let named = |role: &Role| NAMES.iter().find(|(known, _)| *known == role.as_str());
    let signer = |(at, signer): (usize, &Signer)| Signer {
        name: named(&signer.role)
            .map_or_else(|| signer.name.clone(), |(_, name)| format!("{name}, S.H., M.Si.")),
        rank: "Pembina Utama Muda (IV/c)".to_string(),
        nip: format!("19700101 199503 1 00{}", at + 1),
        ..signer.clone()
    };
    profile.papers.signers.iter().enumerate().map(signer).collect()
}

/// Starts a virtual printer for each printer of the profile, and points the profile at them.
///
/// # Errors
/// When no port is free.
pub async fn prepare(profile: &mut Profile, clock: &SharedClock, shifted: bool) -> Result<Demo> {
    let mut printers = Vec::new();
    for plan in &profile.printers {
        let listener =
            TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.context("a virtual printer's port")?;
        let width = emulator::Profile::MM80.with_width(u32::from(plan.dots));
        let width = width.with_context(|| format!("printer {} of {} dots", plan.id, plan.dots))?;
        let time = clock.clone();
        let emulator = Emulator::start(listener, width, move || time.now().0)?;
        printers.push((plan.id.to_string(), plan.name.clone(), emulator));
    }
    dress(profile, &printers);
    let clock = shifted.then(|| clock.now());
    // All share one password, so one hash will do.
    Ok(Demo { accounts: accounts(profile, HASH), printers, clock })
}

/// Points a profile at virtual printers, and gives its papers somebody to sign them. A printer that the demonstration
/// did not begin with stays where its address says.
pub fn dress(profile: &mut Profile, printers: &[(String, String, Emulator)]) {
    for plan in &mut profile.printers {
        if let Some((.., emulator)) = printers.iter().find(|(known, ..)| known == plan.id.as_str()) {
            plan.address = Address::Network(emulator.address().to_string());
        }
    }
    if profile.papers.signers.iter().all(|signer| signer.name.is_empty()) {
        profile.papers.signers = signers(profile);
    }
}

impl Demo {
    /// The same demonstration with other settings: whoever has a new role in it gets an account too.
    pub fn again(&self, profile: &Profile) -> Demo {
        let password = self.accounts.first().map_or("", |account| account.password.as_str());
        Demo { accounts: accounts(profile, password), ..self.clone() }
    }
}

/// A demonstration that begins has at least this much service before it, in seconds.
const AMPLE: i64 = 2 * 3600;

/// The demonstration's clock: the machine's while the office is open for long enough and nothing is to
/// be played faster, else one that starts with the next service. It never starts before `last`, the
/// end of a journal that is there already, and goes on with the day of that journal if it can.
pub fn clock(profile: &Profile, last: Moment, speed: f64) -> (SharedClock, bool) {
    let calendar = &profile.calendar;
    let now = SystemClock.now();
    let from = now.max(Moment(last.0.saturating_add(1_000_000)));
    let same_day = calendar.offset.day(last) == calendar.offset.day(from);
    let goes_on = match calendar.standing(from) {
        Standing::Open { until } => same_day || from.plus_seconds(AMPLE) < until,
        Standing::Break { .. } => same_day,
        _ => false,
    };
    if goes_on && speed == 1.0 {
        let shifted = from > now;
        let clock: SharedClock =
            if shifted { Arc::new(PlayedClock::start(from, speed)) } else { Arc::new(SystemClock) };
        return (clock, shifted);
    }
    let start = match calendar.standing(from) {
        Standing::Before { opens } => opens,
        _ => calendar.next_opening(from).unwrap_or(from),
    };
    (Arc::new(PlayedClock::start(start, speed)), true)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::config;

    #[test]
    fn a_demonstration_finds_the_office_open() {
        let profile = config::default_office().expect("the bundled profile");
        let (clock, _) = super::clock(&profile, Moment(0), 1.0);
        let Standing::Open { until } = profile.calendar.standing(clock.now()) else {
            panic!("the office is closed");
        };
        assert!(clock.now().plus_seconds(AMPLE - 60) < until);
    }

    #[test]
    fn it_goes_on_with_the_day_of_its_journal() {
        let profile = config::default_office().expect("the bundled profile");
        let opens = profile.calendar.next_opening(SystemClock.now()).expect("an opening");
        // Late in the afternoon of a day that has begun already.
        let last = opens.plus_seconds(7 * 3600);
        let (clock, shifted) = super::clock(&profile, last, 1.0);
        assert!(shifted);
        assert!(clock.now() >= last && clock.now() < last.plus_seconds(60));
    }
}
