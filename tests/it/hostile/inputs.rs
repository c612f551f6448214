//! What is sent: words that have broken something somewhere, bodies that nearly fit, bytes that were sound.

use fastrand::Rng;
use serde_json::{Map, Value, json};

/// Texts that have broken something somewhere.
pub const NASTY: [&str; 30] = [
    "",
    " ",
    "../../../../etc/passwd",
    "..%2f..%2fetc%2fpasswd",
    "%00",
    "%",
    "\u{0}",
    "\u{1b}@\u{1d}V\u{0}",
    "{{ 7 * 7 }}",
    "{% include 'x' %}",
    "${7*7}",
    "<script>alert(1)</script>",
    "' OR '1'='1",
    "\"; DROP TABLE tickets; --",
    "\r\nSet-Cookie: a=b",
    "\u{202e}\u{feff}\u{200b}",
    "𐀀𝕏🧾",
    "-1",
    "0",
    "18446744073709551616",
    "1e999",
    "NaN",
    "true",
    "null",
    "2026-02-30",
    "A-001",
    "A",
    "utama",
    "SIPB",
    "2026/00001",
];

/// Every name of a field that some body has.
const FIELDS: [&str; 62] = [
    "request",
    "service",
    "code",
    "lang",
    "priority",
    "permit",
    "missing",
    "nik",
    "name",
    "phone",
    "checklist",
    "requirement",
    "mark",
    "previous",
    "choice",
    "reason",
    "lacking",
    "why",
    "login",
    "password",
    "old",
    "new",
    "roles",
    "active",
    "key",
    "answers",
    "sex",
    "age",
    "education",
    "occupation",
    "suggestion",
    "screen",
    "zone",
    "loket",
    "page",
    "minutes",
    "text",
    "subject",
    "category",
    "copies",
    "signer",
    "document",
    "receiver",
    "relation",
    "ticket",
    "berkas",
    "purpose",
    "take_over",
    "takeOver",
    "place",
    "note",
    "fields",
    "value",
    "sheet",
    "kind",
    "paper",
    "from",
    "until",
    "chapter",
    "arrangement",
    "to",
    "secret",
];

pub fn text(dice: &mut Rng) -> String {
    match dice.u32(0..12) {
        0 => ulid::Ulid::generate().to_string(),
        1 => "x".repeat(dice.usize(0..3_000)),
        2 => std::iter::repeat_with(|| dice.char(..)).take(40).collect(),
        _ => NASTY[dice.usize(..NASTY.len())].to_string(),
    }
}

/// Any JSON at all.
pub fn anything(dice: &mut Rng, depth: u32) -> Value {
    match dice.u32(0..if depth == 0 { 6 } else { 9 }) {
        0 => Value::Null,
        1 => json!(dice.bool()),
        2 => json!([0, 1, -1, 4, 36, i64::MAX, i64::MIN][dice.usize(..7)]),
        3 => json!([0.5, 1e308, -0.0][dice.usize(..3)]),
        4 | 5 => json!(text(dice)),
        6 => (0..dice.usize(0..4)).map(|_| anything(dice, depth - 1)).collect(),
        7 => (0..dice.usize(10..60)).fold(Value::Null, |inner, _| json!([inner])),
        _ => fields(dice, depth - 1),
    }
}

/// An object with fields that a body may have.
pub fn fields(dice: &mut Rng, depth: u32) -> Value {
    let mut object = Map::new();
    for _ in 0..dice.usize(0..8) {
        object.insert(FIELDS[dice.usize(..FIELDS.len())].to_string(), anything(dice, depth));
    }
    Value::Object(object)
}

/// A body that fits somewhere, changed in one or two places.
pub fn mutated(dice: &mut Rng) -> Value {
    let request = ulid::Ulid::generate().to_string();
    let bodies = [
        json!({}),
        json!({}),
        json!({}),
        json!({ "service": "A", "lang": "id" }),
        json!({ "permit": "SIPB", "missing": ["KTP"], "lang": "en" }),
        json!({ "permit": "SIPB", "nik": "7110015507900003", "name": "Sitti", "phone": "081234567890", "checklist": [] }),
        json!({ "reason": "salah" }),
        json!({ "ticket": 1, "reason": null }),
        json!({ "purpose": "skm", "reason": "salah loket" }),
        json!({ "berkas": "2026/00001" }),
        json!({ "place": 0 }),
        json!({ "proxy": { "name": "Budi", "relation": "anak" } }),
        json!({ "take_over": true }),
        json!({ "choice": "teruskan", "reason": null, "lacking": [] }),
        json!({ "login": "loket-2", "password": "x" }),
        json!({ "text": "catatan" }),
        json!({ "minutes": 5 }),
        json!({ "page": 1 }),
        json!({ "name": "Papan", "screen": "/papan/utama", "code": "BCDFGH" }),
        json!({ "receiver": { "name": "Budi", "relation": "anak" } }),
        json!({ "key": "AAAAAAAAAAAAAAAAAAAAAAAAAA", "age": 36, "sex": "P", "education": "S1", "occupation": "swasta", "answers": {} }),
        json!({ "document": "Ijazah", "copies": 2, "signer": "Sari" }),
        json!({ "fields": [{ "name": "nama", "value": "x" }] }),
    ];
    let mut body = bodies[dice.usize(..bodies.len())].clone();
    if let Some(object) = body.as_object_mut() {
        object.insert("request".to_string(), json!(request));
        for _ in 0..dice.usize(0..3) {
            let names: Vec<String> = object.keys().cloned().collect();
            if names.is_empty() {
                break;
            }
            let name = names[dice.usize(..names.len())].clone();
            match dice.u32(0..4) {
                0 => drop(object.remove(&name)),
                1 => drop(object.insert(text(dice), anything(dice, 2))),
                _ => drop(object.insert(name, anything(dice, 2))),
            }
        }
    }
    body
}

/// The same bytes with a few of them changed, moved, doubled or gone.
pub fn bent(dice: &mut Rng, sound: &[u8]) -> Vec<u8> {
    let mut bytes = sound.to_vec();
    for _ in 0..dice.usize(1..4) {
        if bytes.is_empty() {
            return bytes;
        }
        let at = dice.usize(..bytes.len());
        let until = (at + dice.usize(1..40)).min(bytes.len());
        match dice.u32(0..6) {
            0 => bytes[at] = dice.u8(..),
            1 => bytes.truncate(at),
            2 => drop(bytes.drain(at..until)),
            3 => {
                let again = bytes[at..until].to_vec();
                bytes.splice(at..at, again);
            }
            4 => {
                let nasty = text(dice).into_bytes();
                bytes.splice(at..until, nasty);
            }
            _ => bytes[at] ^= 1 << dice.u32(0..8),
        }
    }
    bytes
}
