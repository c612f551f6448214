//! The ways of the staff: every page that somebody of the office opens, told once. The menu of every staff screen and
//! the first page of the demonstration are made of it.

use super::Pages;
use crate::domain::account::Account;
use crate::domain::ticket::Lang;
use crate::doors::Who;
use serde::Serialize;

/// A page of the staff.
pub(super) struct Way {
    /// What it is; messages and its drawing go by it.
    pub(super) what: &'static str,
    pub(super) path: &'static str,
    /// The account of the demonstration that opens it from the first page.
    pub(super) login: &'static str,
    who: Who,
}

const fn way(what: &'static str, path: &'static str, login: &'static str, who: Who) -> Way {
    Way { what, path, login, who }
}

/// What is done every day, beside the lokets and the desks.
pub(super) const WORK: [Way; 4] = [
    way("search", "/cari", "loket-2", Who::Staff),
    way("complaints", "/pengaduan", "loket-5", Who::Complaints),
    way("sop", "/sop", "pengawas", Who::Staff),
    way("me", "/saya", "analis", Who::Staff),
];

/// What a supervisor looks at.
pub(super) const OFFICE: [Way; 8] = [
    way("wall", "/pengawas", "pengawas", Who::Supervisor),
    way("ready", "/siap", "pengawas", Who::Supervisor),
    way("late", "/pengawas/terlambat", "pengawas", Who::Supervisor),
    way("printers", "/cetak", "pengawas", Who::Supervisor),
    way("reports", "/laporan", "pengawas", Who::Supervisor),
    way("report", "/laporan/skm", "pengawas", Who::Supervisor),
    way("replay", "/ulang", "pengawas", Who::Supervisor),
    way("looks", "/pengawas/dilihat", "pengawas", Who::Supervisor),
];

/// What an administrator sets.
pub(super) const ADMINISTRATION: [Way; 10] = [
    way("settings", "/pengaturan", "admin", Who::Administrator),
    way("accounts", "/akun", "admin", Who::Administrator),
    way("devices", "/perangkat", "admin", Who::Administrator),
    way("arrange", "/tata-papan", "admin", Who::Administrator),
    way("voice", "/suara", "admin", Who::Administrator),
    way("papers", "/kertas", "admin", Who::Administrator),
    way("copies", "/cadangan", "admin", Who::Administrator),
    way("tokens", "/kunci", "admin", Who::Administrator),
    way("hooks", "/kabar", "admin", Who::Administrator),
    way("api", "/api", "admin", Who::Administrator),
];

/// Some ways of a menu, under one heading.
#[derive(Serialize)]
pub(super) struct Ways {
    heading: String,
    ways: Vec<Named>,
}

/// A way by its name.
#[derive(Serialize)]
struct Named {
    path: String,
    name: String,
}

/// What a page is called.
pub(super) fn name(pages: &Pages, lang: Lang, what: &str) -> String {
    pages.texts().get(lang, &format!("landing-name-{what}"))
}

/// The menu of an account: where it may go and nothing else.
pub(super) fn of(pages: &Pages, lang: Lang, account: &Account) -> Vec<Ways> {
    let (profile, texts) = (pages.profile(), pages.texts());
    let named = |what: &str, path: &str| Named { path: path.to_string(), name: name(pages, lang, what) };
    let open = |ways: &[Way]| -> Vec<Named> {
        let open = ways.iter().filter(|way| way.who.admits(profile, account));
        open.map(|way| named(way.what, way.path)).collect()
    };
    let mut work = vec![];
    for plan in profile.lokets.iter().filter(|plan| account.holds(plan.role.as_str())) {
        let Named { path, name } = named("loket", &format!("/loket/{}", plan.id));
        work.push(Named { path, name: format!("{name} {} {}", plan.id, plan.name) });
    }
    if Who::Desk.admits(profile, account) {
        work.extend([named("desk", "/berkas"), named("late", "/berkas/terlambat")]);
    }
    work.extend(open(&WORK));
    let groups = [("work", work), ("office", open(&OFFICE)), ("administration", open(&ADMINISTRATION))];
    let groups = groups.into_iter().filter(|(_, ways)| !ways.is_empty());
    groups
        .map(|(heading, ways)| Ways { heading: texts.get(lang, &format!("landing-{heading}")), ways })
        .collect()
}

impl Ways {
    /// A menu to try templates with.
    pub(super) fn sample() -> Vec<Ways> {
        let named = Named { path: "/akun".to_string(), name: "Akun".to_string() };
        vec![Ways { heading: "Administrasi".to_string(), ways: vec![named] }]
    }
}
