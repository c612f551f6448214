//! The office's own SOP, and plans that are refused.

use super::*;

fn step(no: u8, id: &str, actor: &str, place: Place, minutes: u32, choices: &[(&str, Act, &str)]) -> Step {
    let goal = |to: &str| match to {
        "END" => Goal::End(Outcome::Granted),
        "REFUSED" => Goal::End(Outcome::Refused),
        step => Goal::Step(step.into()),
    };
    let choice = |(id, act, to): &(&str, Act, &str)| Choice {
        id: (*id).into(),
        label: (*id).to_string(),
        act: *act,
        to: goal(to),
    };
    Step {
        id: id.into(),
        no: (no > 0).then_some(no),
        title: id.to_string(),
        actor: actor.into(),
        place,
        minutes,
        needs: String::new(),
        output: String::new(),
        enters_data: id == "analisa",
        papers: Vec::new(),
        choices: choices.iter().map(choice).collect(),
    }
}

pub(crate) fn ten_steps() -> Vec<Step> {
    use Act::*;
    let counter = |purpose: &str| Place::Counter(purpose.into());
    vec![
        step(1, "datang", "pemohon", Place::Applicant, 5, &[("lanjut", Proceed, "melengkapi")]),
        step(2, "melengkapi", "pemohon", Place::Applicant, 15, &[("lanjut", Proceed, "pendaftaran")]),
        step(
            3,
            "pendaftaran",
            "loket-2",
            counter("pendaftaran"),
            10,
            &[("ya", Register, "analisa"), ("tidak", Return, "melengkapi")],
        ),
        step(
            4,
            "analisa",
            "analis",
            Place::Desk,
            5,
            &[("teruskan", Forward, "verifikasi"), ("kembalikan", Return, "melengkapi")],
        ),
        step(
            5,
            "verifikasi",
            "kasi",
            Place::Desk,
            5,
            &[("teruskan", Forward, "persetujuan"), ("kembalikan", Return, "melengkapi")],
        ),
        step(
            6,
            "persetujuan",
            "kabid",
            Place::Desk,
            5,
            &[
                ("setuju", Forward, "penandatanganan"),
                ("tolak", Refuse, "penolakan"),
                ("mundur", SendBack, "verifikasi"),
            ],
        ),
        step(
            7,
            "penandatanganan",
            "kadis",
            Place::Desk,
            5,
            &[("tandatangani", Forward, "penomoran"), ("mundur", SendBack, "persetujuan")],
        ),
        step(8, "penomoran", "loket-4", Place::Desk, 5, &[("nomori", Number, "survei")]),
        step(9, "survei", "loket-5", counter("skm"), 5, &[("terisi", Survey, "penyerahan")]),
        step(10, "penyerahan", "loket-4", counter("serah"), 5, &[("serahkan", HandOver, "END")]),
        step(0, "penolakan", "loket-4", counter("serah"), 5, &[("serahkan", HandOver, "REFUSED")]),
    ]
}

pub(crate) fn roles() -> BTreeSet<Role> {
    ["pemohon", "loket-2", "loket-4", "loket-5", "analis", "kasi", "kabid", "kadis"].map(Role::from).into()
}

fn refused(change: impl FnOnce(&mut Vec<Step>)) -> SopError {
    let mut steps = ten_steps();
    change(&mut steps);
    Sop::new(steps, &roles()).expect_err("the plan is broken")
}

#[test]
fn the_offices_own_sop_is_sound() {
    let sop = Sop::new(ten_steps(), &roles()).expect("sound");
    assert_eq!(sop.registration().id, "pendaftaran".into());
    assert_eq!(sop.before_registration().len(), 2);
    assert_eq!(sop.purpose_at(&"melengkapi".into()), Some(&"pendaftaran".into()));
    assert_eq!(sop.purpose_at(&"analisa".into()), None);
    assert_eq!(sop.purpose_at(&"penolakan".into()), Some(&"serah".into()));
    assert_eq!(sop.steps().iter().filter(|s| s.no.is_some()).map(|s| s.minutes).sum::<u32>(), 65);
}

#[test]
fn a_plan_that_could_trap_a_berkas_is_refused_by_name() {
    assert_eq!(Sop::new(vec![], &roles()), Err(SopError::Empty));
    assert_eq!(refused(|s| s[3].id = "pendaftaran".into()), SopError::Twice("pendaftaran".into()));
    assert_eq!(
        refused(|s| s[3].choices[0].to = Goal::Step("nanti".into())),
        SopError::UnknownGoal("analisa".into(), "nanti".into())
    );
    assert_eq!(
        refused(|s| s[6].actor = "bupati".into()),
        SopError::MissingActor("penandatanganan".into(), "bupati".into())
    );
    assert_eq!(refused(|s| s[7].choices.clear()), SopError::NoChoice("penomoran".into()));
    assert_eq!(
        refused(|s| s[8].choices[0].act = Act::Forward),
        SopError::Misplaced("survei".into(), Act::Forward)
    );
    assert_eq!(
        refused(|s| {
            s[5].choices.remove(1);
        }),
        SopError::Unreachable("penolakan".into())
    );
    assert_eq!(
        refused(|s| s[8].choices[0].to = Goal::Step("survei".into())),
        SopError::Unreachable("penyerahan".into())
    );
}

#[test]
fn a_circle_without_an_end_is_refused() {
    let error = refused(|s| {
        s[5].choices.remove(1);
        s.truncate(9);
        s[8].choices[0].to = Goal::Step("survei".into());
    });
    assert_eq!(error, SopError::NoEnd("datang".into()));
}

#[test]
fn a_berkas_is_registered_at_one_step_only() {
    let error = refused(|s| {
        let mut second = s[2].clone();
        second.id = "loket-lain".into();
        let mut way = s[1].choices[0].clone();
        way.to = Goal::Step(second.id.clone());
        s[1].choices.push(way);
        s.push(second);
    });
    assert_eq!(error, SopError::Registration(2));
    assert_eq!(error.to_string(), "exactly one step must register the berkas, found 2");
}
