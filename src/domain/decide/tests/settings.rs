//! Other settings: kept by the administrator, and refused while open work needs what would go.

use super::story::{Story, profile};
use crate::domain::account::Actor;
use crate::domain::command::{Answer, Command, DeviceAct, LoketAct, TakeOver};
use crate::domain::device::Screen;
use crate::domain::event::Event;
use crate::domain::ids::{LoketId, Series};
use crate::domain::printer::tests::plan;
use crate::domain::profile::Profile;
use crate::domain::refusal::Refusal;
use crate::domain::settings::{How, MOST_TEXT, NewSettings, Obstacle, obstacles};
use crate::domain::sop::{Goal, Sop};
use crate::domain::state::{Row, RowKey};

fn settings(seen: u32, name: u8, how: How, profile: Profile) -> NewSettings {
    NewSettings { text: format!("# {name}"), digest: [name; 32], seen, how, file: None, profile }
}

impl Story {
    fn sets(&mut self, who: &str, new: NewSettings) -> Result<Answer, Refusal> {
        self.ask(who, Command::Settings(Box::new(new)))
    }

    fn in_the_way(&self, change: impl FnOnce(&mut Profile)) -> Vec<Obstacle> {
        let mut new = profile();
        change(&mut new);
        obstacles(&self.state, &self.profile, &new)
    }
}

#[test]
fn every_version_has_a_number_an_author_and_a_text_that_is_kept_once() {
    let mut story = Story::new();
    let mut files = settings(0, 1, How::Files, profile());
    files.file = Some([1; 32]);
    let again = files.clone();
    story.by(Actor::Office, Command::Settings(Box::new(files))).expect("taken in");
    story.sets("admin", settings(1, 2, How::Section("hours".into()), profile())).expect("kept");
    story.sets("admin", settings(2, 1, How::Back(1), profile())).expect("brought back");
    let known = story.state.settings.clone().expect("a version");
    assert_eq!((known.version, known.digest, known.file), (3, [1; 32], Some([1; 32])));
    assert_eq!((known.by, known.at), (Actor::Account(story.who("admin")), story.state.last));
    assert_eq!(story.state.settings_texts.size(), 2);
    let kept = |event: &&Event| matches!(event, Event::SettingsTextKept { .. });
    assert_eq!(story.journal.iter().flat_map(|entry| &entry.events).filter(kept).count(), 2);
    for version in 1..=3 {
        let row = story.rows.get(&RowKey::Settings(version));
        assert!(matches!(row, Some(Some(Row::Settings(known))) if known.version == version), "{row:?}");
    }
    let same = NewSettings { seen: 3, ..again };
    assert_eq!(story.by(Actor::Office, Command::Settings(Box::new(same))), Ok(Answer::Nothing));
}

#[test]
fn only_the_administrator_changes_what_they_have_seen() {
    let mut story = Story::new();
    let new = |seen, name| settings(seen, name, How::Whole, profile());
    assert_eq!(story.sets("rina", new(0, 1)), Err(Refusal::WrongRole));
    story.sets("admin", new(0, 1)).expect("kept");
    assert_eq!(story.sets("admin", new(0, 2)), Err(Refusal::SettingsChangedMeanwhile));
    let long = NewSettings { text: "#".repeat(MOST_TEXT + 1), ..new(1, 2) };
    assert_eq!(story.sets("admin", long), Err(Refusal::SettingsTooLong));
    assert_eq!(story.state.settings.as_ref().map(|known| known.version), Some(1));
}

#[test]
fn a_loket_where_somebody_sits_stays_and_stays_theirs() {
    let mut story = Story::open();
    let gone = |profile: &mut Profile| profile.lokets.retain(|plan| plan.id != LoketId(4));
    // Its purposes would be drawn by another one; nobody waits for them anyway.
    assert_eq!(story.in_the_way(gone), [Obstacle::Loket(LoketId(4))]);
    let other = |profile: &mut Profile| profile.lokets[2].role = "loket-5".into();
    assert_eq!(story.in_the_way(other), [Obstacle::Loket(LoketId(4))]);
    let new = settings(0, 1, How::Whole, {
        let mut new = profile();
        gone(&mut new);
        new
    });
    assert_eq!(story.sets("admin", new.clone()), Err(Refusal::SettingsInTheWay(Obstacle::Loket(LoketId(4)))));
    story.at("dewi", 4, LoketAct::Close).expect("closes");
    story.sets("admin", new).expect("kept");
}

/// Whoever has to open the office does so, whatever hangs on the settings that could not.
#[test]
fn what_the_office_goes_back_to_by_itself_is_not_stopped_by_open_work() {
    let mut story = Story::open();
    let mut files = settings(0, 1, How::Files, profile());
    files.file = Some([1; 32]);
    story.by(Actor::Office, Command::Settings(Box::new(files))).expect("taken in");
    let mut less = profile();
    less.lokets.retain(|plan| plan.id != LoketId(4));
    let back = settings(1, 2, How::Back(1), less);
    let refused = Refusal::SettingsInTheWay(Obstacle::Loket(LoketId(4)));
    assert_eq!(story.sets("admin", back.clone()), Err(refused));
    story.by(Actor::Office, Command::Settings(Box::new(back))).expect("gone back");
    let known = story.state.settings.clone().expect("a version");
    assert_eq!((known.version, &known.how, known.by), (2, &How::Back(1), Actor::Office));
    assert_eq!(known.file, Some([1; 32]), "the files stay as they were taken in");
}

#[test]
fn lines_in_which_somebody_waits_stay() {
    let mut story = Story::open();
    story.issue('C').expect("a number");
    let service = |profile: &mut Profile| profile.services.retain(|service| service.series != Series('C'));
    assert_eq!(story.in_the_way(service), [Obstacle::Service(Series('C'), 1)]);
    let undrawn =
        |profile: &mut Profile| profile.lokets[2].purposes.retain(|purpose| purpose.as_str() != "legalisasi");
    assert_eq!(story.in_the_way(undrawn), [Obstacle::Purpose("legalisasi".into(), 1)]);
    let moved = |profile: &mut Profile| {
        undrawn(profile);
        profile.lokets[0].purposes.push("legalisasi".into());
    };
    assert_eq!(story.in_the_way(moved), [], "another loket draws it");
}

#[test]
fn berkas_keep_their_step_and_their_permit_type() {
    let mut story = Story::open();
    let (_, berkas) = story.registered();
    let step = story.state.berkas(berkas).expect("open").step.clone();
    assert_eq!(story.in_the_way(|profile| profile.permits.clear()), [Obstacle::Permit("SIPB".into(), 1)]);
    let here = step.clone();
    let renamed = story.in_the_way(|profile| {
        let mut steps = profile.sop.steps().to_vec();
        for step in &mut steps {
            if step.id == here {
                step.id = "lain".into();
            }
            for choice in step.choices.iter_mut().filter(|choice| choice.to == Goal::Step(here.clone())) {
                choice.to = Goal::Step("lain".into());
            }
        }
        let roles = profile.roles.iter().map(|plan| plan.role.clone()).collect();
        profile.sop = Sop::new(steps, &roles).expect("sound");
    });
    assert_eq!(renamed, [Obstacle::Step(step, 1)]);
}

#[test]
fn printers_with_papers_roles_of_people_and_places_of_devices_stay() {
    let mut story = Story::open();
    story.at("rina", 2, LoketAct::Close).expect("closes");
    let spare = |profile: &mut Profile| {
        profile.printers.retain(|plan| plan.tickets);
        profile.lokets.iter_mut().for_each(|plan| plan.printer = None);
    };
    assert_eq!(story.in_the_way(spare), [], "nothing was printed yet");
    story.at("rina", 2, LoketAct::Open { take_over: TakeOver::Never }).expect("opens");
    let (_, _) = story.registered();
    let found = story.in_the_way(spare);
    assert!(
        matches!(&found[..], [Obstacle::Printer(printer, 1..)] if printer.as_str() == "loket"),
        "{found:?}"
    );
    let role = |profile: &mut Profile| profile.roles.retain(|plan| plan.role.as_str() != "kasi");
    assert_eq!(story.in_the_way(role), [Obstacle::Role("kasi".into(), "maya".into())]);
    let board = DeviceAct::Pair {
        name: "TV-1".into(),
        screen: Screen::Board("utama".into()),
        digest: [9; 32],
        expires: story.now.plus_seconds(3600),
    };
    story.ask("admin", Command::Device(board)).expect("paired");
    let zone = |profile: &mut Profile| profile.lokets.iter_mut().for_each(|plan| plan.zone = "depan".into());
    assert_eq!(story.in_the_way(zone), [Obstacle::Device("TV-1".into())]);
    let more = |profile: &mut Profile| profile.printers.push(plan("baru", "10.0.0.9:9100"));
    assert_eq!(story.in_the_way(more), []);
}
