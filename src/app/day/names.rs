//! People who do not exist, with NIK that could.

use super::World;
use serde_json::{Value, json};

const FIRST: [&str; 20] = [
    "Sitti",
    "Abdul",
    "Meiske",
    "Rahmat",
    "Deisy",
    "Jufri",
    "Olga",
    "Irwan",
    "Femmy",
    "Samsudin",
    "Yuliana",
    "Hendra",
    "Nurhayati",
    "Stevi",
    "Ratna",
    "Alfian",
    "Christin",
    "Muliadi",
    "Indah",
    "Rolly",
];
const LAST: [&str; 14] = [
    "Mokodompit",
    "Mamonto",
    "Paputungan",
    "Manoppo",
    "Damopolii",
    "Simbala",
    "Potabuga",
    "Lasabuda",
    "Modeong",
    "Gonibala",
    "Mokoagow",
    "Bangki",
    "Tungkagi",
    "Ambarak",
];

/// An applicant: NIK, name, phone.
pub(super) fn applicant(world: &World) -> Value {
    world.dice(|dice| {
        let woman = dice.bool();
        let day = dice.u32(1..=28) + if woman { 40 } else { 0 };
        let (month, year) = (dice.u32(1..=12), dice.u32(60..=99));
        let (district, serial) = (dice.u32(1..=7), dice.u32(1..=30));
        let nik = format!("7110{district:02}{day:02}{month:02}{year:02}{serial:04}");
        let name = format!("{} {}", FIRST[dice.usize(..FIRST.len())], LAST[dice.usize(..LAST.len())]);
        let phone = format!("0812{:08}", dice.u32(..100_000_000));
        json!({ "nik": nik, "name": name, "phone": phone })
    })
}

/// A permit type with its checklist filled in; complete or with something missing.
pub(super) fn application(world: &World, permits: &Value, complete: bool) -> Value {
    let permits = permits["permits"].as_array().map_or(&[][..], Vec::as_slice);
    world.dice(|dice| {
        let permit = &permits[dice.usize(..permits.len().max(1))];
        json!({ "permit": permit["code"], "checklist": checklist(permit, complete) })
    })
}

/// The checklist of a permit type. What is missing is its last requirement.
pub(super) fn checklist(permit: &Value, complete: bool) -> Vec<Value> {
    let texts = |name: &str| permit[name].as_array().cloned().unwrap_or_default();
    let (always, sometimes) = (texts("requirements"), texts("conditional"));
    let last = always.len().saturating_sub(1);
    let mark = |place: usize| if complete || place != last { "present" } else { "missing" };
    let always =
        always.iter().enumerate().map(|(place, text)| json!({ "requirement": text, "mark": mark(place) }));
    let sometimes = sometimes.iter().map(|text| json!({ "requirement": text, "mark": "not-needed" }));
    always.chain(sometimes).collect()
}
