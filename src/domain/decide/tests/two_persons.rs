//! Whoever received or verified a berkas does not decide about it later.

use super::story::Story;
use crate::domain::command::{Answer, BerkasAct, Command, PeopleAct};
use crate::domain::daybook::Daybook;
use crate::domain::ids::{BerkasId, Role};
use crate::domain::refusal::Refusal;
use crate::domain::two_persons::TwoPersons;

/// An office of which `who` holds these roles.
fn holding(who: &str, roles: &[&str]) -> (Story, BerkasId) {
    let mut story = Story::open();
    let account = story.state.account_by_login(who).expect("there").id;
    let roles = roles.iter().map(|role| Role::from(*role)).collect();
    story.ask("admin", Command::People(PeopleAct::SetRoles { account, roles })).expect("other roles");
    let (_, berkas) = story.registered();
    (story, berkas)
}

fn decides(
    story: &mut Story,
    who: &str,
    berkas: BerkasId,
    choice: &str,
    exception: Option<&str>,
) -> Result<Answer, Refusal> {
    let _ = story.desk(who, berkas, BerkasAct::Take);
    let (reason, exception) = (Some("ada yang kurang".to_string()), exception.map(str::to_string));
    let choose = BerkasAct::Choose { choice: choice.into(), reason, lacking: Vec::new(), exception };
    story.desk(who, berkas, choose)
}

fn own(step: &str) -> Result<Answer, Refusal> {
    Err(Refusal::OwnWork { step: step.to_string() })
}

#[test]
fn whoever_verified_a_berkas_does_not_decide_about_it() {
    let (mut story, berkas) = holding("agus", &["analis", "kasi", "kabid", "kadis"]);
    story.choose("agus", berkas, "teruskan", None);
    let before = story.journal.len();
    let title = story.profile.sop.step(&"analisa".into()).expect("a step").title.clone();
    story.desk("agus", berkas, BerkasAct::Take).expect("looking is no deciding");
    assert_eq!(decides(&mut story, "agus", berkas, "teruskan", None), own(&title));
    assert_eq!(
        decides(&mut story, "agus", berkas, "teruskan", Some("  ")),
        own(&title),
        "blanks are no reason"
    );
    assert_eq!(story.journal.len(), before + 1, "nothing but the taking");
    story.desk("agus", berkas, BerkasAct::Release).expect("puts it back");
    story.choose("maya", berkas, "teruskan", None);
    // Two steps later it is still their own work.
    assert_eq!(decides(&mut story, "agus", berkas, "setuju", None), own(&title));
    assert_eq!(decides(&mut story, "agus", berkas, "tolak", None), own(&title), "refusing is deciding too");
    // Giving it back decides nothing.
    decides(&mut story, "agus", berkas, "mundur", None).expect("a step back");
}

#[test]
fn whoever_received_a_berkas_does_not_verify_it() {
    let (mut story, berkas) = holding("rina", &["loket-2", "analis"]);
    let title = story.profile.sop.registration().title.clone();
    assert_eq!(decides(&mut story, "rina", berkas, "teruskan", None), own(&title));
    decides(&mut story, "rina", berkas, "kembalikan", None).expect("back to the applicant");
}

#[test]
fn the_same_desk_decides_again_after_a_step_back() {
    let mut story = Story::open();
    let (_, berkas) = story.registered();
    for (who, choice) in
        [("agus", "teruskan"), ("maya", "teruskan"), ("budi", "mundur"), ("maya", "teruskan")]
    {
        decides(&mut story, who, berkas, choice, None).expect("their own desk is no other's");
    }
}

#[test]
fn an_exception_has_a_reason_and_is_counted() {
    let (mut story, berkas) = holding("agus", &["analis", "kasi"]);
    // A reason that nothing asked for is not kept.
    decides(&mut story, "agus", berkas, "teruskan", Some("kasi sakit")).expect("nothing to except");
    assert_eq!(story.berkas(berkas).passages.last().expect("one").exception, None);
    decides(&mut story, "agus", berkas, "teruskan", Some(" kasi sakit ")).expect("by exception");
    let passage = story.berkas(berkas).passages.last().expect("one").clone();
    assert_eq!((passage.step, passage.exception.as_deref()), ("verifikasi".into(), Some("kasi sakit")));
    assert_eq!(Daybook::of(&story.state).expect("an open day").deeds.own_work, 1);
}

#[test]
fn the_office_says_how_far_it_holds_to_it() {
    let (mut story, berkas) = holding("agus", &["analis", "kasi"]);
    story.choose("agus", berkas, "teruskan", None);
    story.profile.two_persons = TwoPersons::Always;
    assert!(matches!(
        decides(&mut story, "agus", berkas, "teruskan", Some("kasi sakit")),
        Err(Refusal::OwnWork { .. })
    ));
    story.profile.two_persons = TwoPersons::Never;
    decides(&mut story, "agus", berkas, "teruskan", None).expect("nobody is held to it");
}
