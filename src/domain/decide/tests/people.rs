//! Accounts, sign-ins, boards and devices: every wrong move, and that it changes nothing.

use super::refusals::refuses;
use super::story::Story;
use crate::domain::account::{Actor, Proof};
use crate::domain::command::*;
use crate::domain::ids::*;
use crate::domain::refusal::Refusal;
use crate::domain::time::Moment;

#[test]
fn accounts_refuse_what_would_shut_the_office() {
    let mut story = Story::new();
    let add = |login: &str, role: &str| {
        Command::People(PeopleAct::Add {
            login: login.into(),
            name: "Seseorang".into(),
            roles: vec![role.into()],
            password: "hash".into(),
        })
    };
    refuses(&mut story, "rina", add("baru", "analis"), Refusal::WrongRole);
    refuses(&mut story, "admin", add("Rina", "analis"), Refusal::LoginTaken);
    refuses(&mut story, "admin", add("nama orang", "analis"), Refusal::BadLogin);
    refuses(&mut story, "admin", add("baru", "bupati"), Refusal::NoSuchRole);
    refuses(&mut story, "admin", add("baru", "pemohon"), Refusal::NoSuchRole);
    let admin = story.who("admin");
    let active = |account, active| Command::People(PeopleAct::SetActive { account, active });
    refuses(&mut story, "admin", active(admin, false), Refusal::LastAdministrator);
    refuses(&mut story, "admin", active(AccountId(99), false), Refusal::NoSuchAccount);
    let rina = story.who("rina");
    let password = PeopleAct::SetPassword { account: rina, password: "baru".into() };
    refuses(&mut story, "joko", Command::People(password.clone()), Refusal::WrongRole);
    story.ask("rina", Command::People(password)).expect("her own");
    story.ask("admin", active(rina, false)).expect("shut out");
    let sign_in =
        PeopleAct::SignIn { account: rina, proof: Proof::None, digest: [1; 32], expires: Moment(i64::MAX) };
    let refused = story.by(Actor::Office, Command::People(sign_in.clone()));
    assert_eq!(refused, Err(Refusal::AccountInactive));
    refuses(&mut story, "joko", Command::People(sign_in), Refusal::WrongRole);
}

/// Between the check of a password and its new hash it may have been changed, which must not be undone.
#[test]
fn a_password_is_hashed_again_only_while_it_is_still_the_same() {
    let mut story = Story::new();
    let rina = story.who("rina");
    let set = |password: &str| PeopleAct::SetPassword { account: rina, password: password.into() };
    let again = |old: &str| PeopleAct::Rehash { account: rina, old: old.into(), new: "strong".into() };
    story.ask("rina", Command::People(set("hash"))).expect("her own");
    refuses(&mut story, "rina", Command::People(again("hash")), Refusal::WrongRole);
    let says = |story: &mut Story, act| story.by(Actor::Office, Command::People(act));
    assert_eq!(says(&mut story, again("other")), Ok(Answer::Nothing));
    says(&mut story, again("hash")).expect("hashed again");
    let kept = |story: &Story| story.state.account(rina).expect("rina").password.clone();
    assert_eq!(kept(&story), "strong");
    story.ask("rina", Command::People(set("baru"))).expect("her own");
    assert_eq!(says(&mut story, again("strong")), Ok(Answer::Nothing));
    assert_eq!(kept(&story), "baru");
    let nobody = PeopleAct::Rehash { account: rina, old: String::new(), new: "strong".into() };
    assert_eq!(says(&mut story, nobody), Ok(Answer::Nothing));
}

#[test]
fn roles_change_and_sessions_end_with_them() {
    let mut story = Story::new();
    let (admin, rina) = (story.who("admin"), story.who("rina"));
    let roles = |account, held: &[&str]| {
        let roles = held.iter().map(|role| Role::from(*role)).collect();
        Command::People(PeopleAct::SetRoles { account, roles })
    };
    refuses(&mut story, "rina", roles(rina, &["administrator"]), Refusal::WrongRole);
    refuses(&mut story, "admin", roles(rina, &[]), Refusal::NoSuchRole);
    refuses(&mut story, "admin", roles(rina, &["kiosk"]), Refusal::NoSuchRole);
    refuses(&mut story, "admin", roles(admin, &["supervisor"]), Refusal::LastAdministrator);
    refuses(&mut story, "admin", roles(AccountId(99), &["analis"]), Refusal::NoSuchAccount);
    let sign_in = |account, digest, proof| {
        let expires = Moment(i64::MAX);
        Command::People(PeopleAct::SignIn { account, proof, digest: [digest; 32], expires })
    };
    story.by(Actor::Office, sign_in(rina, 1, Proof::None)).expect("signed in");
    story.ask("admin", roles(rina, &["kasi", "analis", "kasi"])).expect("two roles");
    let held = story.state.account(rina).expect("there").roles.clone();
    assert_eq!(held, [Role::from("analis"), Role::from("kasi")]);
    assert!(
        !story.state.sessions.contains_key(&[1; 32]),
        "no screen stays open that is not for her any more"
    );
    assert_eq!(story.ask("admin", roles(rina, &["analis", "kasi"])), Ok(Answer::Nothing));
    story.ask("admin", roles(rina, &["administrator"])).expect("a second administrator");
    story.ask("admin", roles(admin, &["supervisor"])).expect("so the first may go");

    let all = |account| Command::People(PeopleAct::SignOutAll { account });
    story.by(Actor::Office, sign_in(rina, 2, Proof::None)).expect("signed in");
    story.by(Actor::Office, sign_in(rina, 3, Proof::None)).expect("signed in");
    refuses(&mut story, "joko", all(rina), Refusal::WrongRole);
    story.ask("rina", all(rina)).expect("everywhere");
    assert!(story.state.sessions.is_empty());
    assert_eq!(story.ask("rina", all(rina)), Ok(Answer::Nothing));
}

#[test]
fn a_link_sets_a_password_once_and_a_lent_one_is_changed() {
    let mut story = Story::new();
    let rina = story.who("rina");
    let later = story.state.last.plus_seconds(3600);
    let make = |digest: u8, expires| {
        Command::People(PeopleAct::MakeLink { account: rina, digest: [digest; 32], expires: Some(expires) })
    };
    let used = |digest: u8| {
        let name = Some("Rina  Baru".to_string());
        Command::People(PeopleAct::UseLink { digest: [digest; 32], name, password: "hash".into() })
    };
    refuses(&mut story, "rina", make(1, later), Refusal::WrongRole);
    story.ask("admin", make(1, story.state.last)).expect("made");
    assert_eq!(story.by(Actor::Office, used(1)), Err(Refusal::LinkGone), "too old");
    story.ask("admin", make(2, later)).expect("made");
    refuses(&mut story, "admin", used(2), Refusal::WrongRole);
    assert_eq!(story.by(Actor::Office, used(1)), Err(Refusal::LinkGone), "the newer one counts");
    story.by(Actor::Office, used(2)).expect("used");
    let account = story.state.account(rina).expect("there");
    assert_eq!(
        (account.name.as_str(), account.password.as_str(), account.lent),
        ("Rina Baru", "hash", false)
    );
    assert_eq!(story.by(Actor::Office, used(2)), Err(Refusal::LinkGone), "once");

    let password =
        |text: &str| Command::People(PeopleAct::SetPassword { account: rina, password: text.into() });
    story.ask("admin", password("lent")).expect("set");
    assert!(story.state.account(rina).expect("there").lent, "the administrator knows it");
    story.ask("rina", password("own")).expect("changed");
    assert!(!story.state.account(rina).expect("there").lent);
}

#[test]
fn a_code_opens_one_session_and_a_spare_one_too() {
    let mut story = Story::new();
    let rina = story.who("rina");
    let sign_in = |digest: u8, proof| {
        let expires = Moment(i64::MAX);
        Command::People(PeopleAct::SignIn { account: rina, proof, digest: [digest; 32], expires })
    };
    let set = PeopleAct::SetSecond { account: rina, secret: "ab".into(), step: 10, spare: vec![[7; 32]] };
    refuses(&mut story, "admin", Command::People(set.clone()), Refusal::WrongRole);
    story.ask("rina", Command::People(set)).expect("set");
    let tries = [
        (Proof::None, Some(Refusal::CodeNeeded)),
        (Proof::Step(10), Some(Refusal::CodeUsed)),
        (Proof::Step(11), None),
        (Proof::Step(11), Some(Refusal::CodeUsed)),
        (Proof::Spare([8; 32]), Some(Refusal::CodeUsed)),
        (Proof::Spare([7; 32]), None),
        (Proof::Spare([7; 32]), Some(Refusal::CodeUsed)),
    ];
    for (place, (proof, refused)) in tries.into_iter().enumerate() {
        let answer = story.by(Actor::Office, sign_in(place as u8, proof));
        assert_eq!(answer.err(), refused, "{proof:?} as try {place}");
    }
    assert!(!format!("{:?}", story.state.account(rina)).contains("\"ab\""), "the secret stays out of logs");
    let drop = |how: Option<&str>| {
        Command::People(PeopleAct::DropSecond { account: rina, how: how.map(str::to_string) })
    };
    refuses(&mut story, "joko", drop(Some("saya kenal")), Refusal::WrongRole);
    for nothing in [None, Some(" ")] {
        refuses(&mut story, "admin", drop(nothing), Refusal::ReasonNeeded);
    }
    let drop = drop(Some("KTP dilihat"));
    story.ask("admin", drop).expect("a lost phone");
    story.by(Actor::Office, sign_in(99, Proof::None)).expect("the password is enough");
}

#[test]
fn boards_are_arranged_by_the_administrator_and_stay_readable() {
    use crate::domain::arrangement::{Arrangement, Layout};
    let mut story = Story::open();
    let zone = story.profile.zones()[0].clone();
    let arrange = |zone: &Zone, wanted: &Arrangement| Command::Arrange(zone.clone(), wanted.clone());
    let large = Arrangement { layout: Layout::Large, ..Arrangement::default() };
    refuses(&mut story, "rina", arrange(&zone, &large), Refusal::WrongRole);
    refuses(&mut story, "admin", arrange(&"gudang".into(), &large), Refusal::NoSuchZone);
    let far = Arrangement { far_seat: 1500, ..large.clone() };
    let readable = far.readable(story.profile.lokets.len());
    refuses(&mut story, "admin", arrange(&zone, &far), Refusal::Unreadable { readable });
    assert_eq!(story.ask("admin", arrange(&zone, &large)), Ok(Answer::Done));
    assert_eq!(story.state.arrangement(&zone), large);
    assert_eq!(story.ask("admin", arrange(&zone, &large)), Ok(Answer::Nothing));
}

#[test]
fn files_of_boards_are_laid_and_taken_by_the_administrator() {
    use crate::domain::shelf::Shelf;
    let mut story = Story::open();
    let media = Shelf::Media(story.profile.zones()[0].clone());
    let lay = |shelf: &Shelf, name: &str| {
        let act = ShelfAct::Lay { name: name.into(), bytes: 100, digest: [7; 32] };
        Command::Shelf(shelf.clone(), act)
    };
    refuses(&mut story, "rina", lay(&media, "a.png"), Refusal::WrongRole);
    refuses(&mut story, "admin", lay(&Shelf::Media("gudang".into()), "a.png"), Refusal::NoSuchZone);
    refuses(&mut story, "admin", lay(&media, "../a.png"), Refusal::BadFileName);
    assert_eq!(story.ask("admin", lay(&media, "a.png")), Ok(Answer::Done));
    assert_eq!(story.ask("admin", lay(&Shelf::Voice, "nol")), Ok(Answer::Done));
    let take = Command::Shelf(media, ShelfAct::Take { name: "a.png".into() });
    refuses(&mut story, "rina", take.clone(), Refusal::WrongRole);
    assert_eq!(story.ask("admin", take), Ok(Answer::Done));
}

#[test]
fn devices_are_paired_and_moved_by_the_administrator_within_their_kind() {
    use crate::domain::device::Screen;
    let mut story = Story::open();
    let pair = |name: &str, screen| {
        let expires = Moment(i64::MAX);
        Command::Device(DeviceAct::Pair { name: name.into(), screen, digest: [7; 32], expires })
    };
    let zone = story.profile.zones()[0].clone();
    refuses(&mut story, "rina", pair("TV", Screen::Kiosk), Refusal::WrongRole);
    refuses(&mut story, "admin", pair("TV", Screen::Board("gudang".into())), Refusal::NoSuchZone);
    refuses(&mut story, "admin", pair("  ", Screen::Board(zone.clone())), Refusal::BadName);
    let Ok(Answer::Account(tv)) = story.ask("admin", pair("TV lobi", Screen::Board(zone.clone()))) else {
        panic!("it is paired");
    };
    assert!(story.state.sessions.contains_key(&[7; 32]));
    assert!(story.state.may_show(tv, &Screen::Board(zone)));
    assert!(!story.state.may_show(tv, &Screen::Kiosk));
    let change = |screen| Command::Device(DeviceAct::Move { account: tv, screen });
    refuses(&mut story, "admin", change(Screen::Tablet(LoketId(5))), Refusal::OtherKind);
    let rina = story.who("rina");
    let rename = |account| Command::Device(DeviceAct::Rename { account, name: "TV kanan".into() });
    refuses(&mut story, "admin", rename(rina), Refusal::NoSuchAccount);
    story.ask("admin", rename(tv)).expect("renamed");
    assert_eq!(story.state.account(tv).map(|account| account.name.as_str()), Some("TV kanan"));
    let out = PeopleAct::SetActive { account: tv, active: false };
    story.ask("admin", Command::People(out)).expect("shut out");
    assert!(!story.state.sessions.contains_key(&[7; 32]), "its screen closes at once");
}
