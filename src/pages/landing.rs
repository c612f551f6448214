//! The first page; of the demonstration, with a way to every screen.

use super::Pages;
use super::screens::survey_lokets;
use super::templates::{Group, Landing, ScreenLink};
use super::ways::{ADMINISTRATION, OFFICE, WORK, Way};
use crate::domain::device::Screen;
use crate::domain::profile::Profile;
use crate::doors::Wants;
use crate::texts;
use crate::views::inbox;
use axum::extract::State;
use axum::response::Response;

pub(super) async fn landing(State(pages): State<Pages>, Wants(lang): Wants) -> Response {
    let demo = pages.demo();
    let groups = if demo.is_some() { demo_groups(pages.profile()) } else { Vec::new() };
    let clock = demo.and_then(|demo| demo.clock).map(|began| {
        let local = pages.profile().calendar.offset.local(began);
        let (date, hour) = (texts::date(lang, local.date()), texts::hour(local.time()));
        format!("{date} {hour} {}", pages.profile().office.zone_name)
    });
    let facts = Landing { demo: demo.is_some(), clock, groups };
    pages.page(lang, facts)
}

/// The devices of a demonstration: login, name, and where each hangs or stands.
pub fn demo_devices(profile: &Profile) -> Vec<(String, String, Screen)> {
    let mut devices = vec![("kiosk".to_string(), "Kiosk".to_string(), Screen::Kiosk)];
    for (zone, n) in profile.zones().into_iter().zip(1..) {
        devices.push((format!("tv-{n}"), format!("TV-{n}"), Screen::Board(zone)));
    }
    for (loket, n) in survey_lokets(profile).into_iter().zip(1..) {
        let more = if n == 1 { String::new() } else { format!("-{n}") };
        devices.push((
            format!("tablet{more}"),
            format!("Tablet SKM{}", more.replace('-', " ")),
            Screen::Tablet(loket),
        ));
    }
    devices
}

/// Every screen, with the demonstration's account for it.
fn demo_groups(profile: &Profile) -> Vec<Group> {
    let link = |what, path: &str, name: &str, who: &str, login: &str| ScreenLink {
        what,
        path: path.to_string(),
        name: name.to_string(),
        who: who.to_string(),
        login: login.to_string(),
    };
    let visitors = demo_devices(profile).into_iter().map(|(login, _, screen)| {
        let (what, name) = match &screen {
            Screen::Board(zone) => ("board", zone.to_string()),
            Screen::Tablet(loket) => ("survey", format!("Loket {loket}")),
            _ => ("kiosk", String::new()),
        };
        link(what, &screen.path(), &name, "", &login)
    });
    let papers = [link("printer", "/printer", "", "", ""), link("ikm", "/ikm", "", "", "")];
    let lokets = profile.lokets.iter().map(|plan| {
        let (path, name) = (format!("/loket/{}", plan.id), format!("{} {}", plan.id, plan.name));
        link("loket", &path, &name, &profile.title(&plan.role), plan.role.as_str())
    });
    let desks = inbox::roles(profile).into_iter().filter(|role| {
        // Whoever sits at a loket has that desk on the console.
        !profile.lokets.iter().any(|plan| plan.role == *role)
    });
    let desks = desks.map(|role| link("desk", "/berkas", "", &profile.title(&role), role.as_str()));
    let ways = |ways: &[Way]| ways.iter().map(|way| link(way.what, way.path, "", "", way.login)).collect();
    vec![
        Group { heading: "landing-visitors", screens: visitors.chain(papers).collect() },
        Group { heading: "landing-lokets", screens: lokets.collect() },
        Group { heading: "landing-desks", screens: desks.collect() },
        Group { heading: "landing-work", screens: ways(&WORK) },
        Group { heading: "landing-office", screens: ways(&OFFICE) },
        Group { heading: "landing-administration", screens: ways(&ADMINISTRATION) },
    ]
}
