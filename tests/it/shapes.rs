//! What a live screen is sent has the shape that the document of the interface says.

use crate::house::{House, Plans};
use loket::app::client::Client;
use serde_json::{Value, json};

/// How a value differs from its schema, as far as our own schemas go.
fn faults(document: &Value, schema: &Value, value: &Value, at: &str) -> Vec<String> {
    if let Some(place) = schema["$ref"].as_str().and_then(|place| place.strip_prefix('#')) {
        let named = document.pointer(place).unwrap_or_else(|| panic!("{place} is nowhere"));
        return faults(document, named, value, at);
    }
    // Values of the office's own document may be anything: `true`, or words about it and nothing more.
    let says = ["type", "properties", "enum", "const", "anyOf", "oneOf", "additionalProperties"];
    if says.iter().all(|word| schema.get(word).is_none()) {
        return Vec::new();
    }
    let alternatives = schema["anyOf"].as_array().or(schema["oneOf"].as_array());
    if let Some(alternatives) = alternatives {
        let mut tried = alternatives.iter().map(|one| faults(document, one, value, at));
        return match tried.by_ref().any(|found| found.is_empty()) {
            true => Vec::new(),
            false => vec![format!("{at}: {value} is none of {}", json!(alternatives))],
        };
    }
    let mut found = Vec::new();
    let kind = match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(number) if number.is_f64() => "number",
        Value::Number(_) => "integer",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    };
    let allows = |one: &Value| *one == kind || (one == "number" && kind == "integer");
    let fits = match &schema["type"] {
        Value::Array(kinds) => kinds.iter().any(allows),
        Value::String(_) => allows(&schema["type"]),
        _ => true,
    };
    if !fits {
        found.push(format!("{at} is {kind}, not {}", schema["type"]));
    }
    if schema["enum"].as_array().is_some_and(|words| !words.contains(value)) {
        found.push(format!("{at}: {value} is none of {}", schema["enum"]));
    }
    if schema.get("const").is_some_and(|only| only != value) {
        found.push(format!("{at}: {value} is not {}", schema["const"]));
    }
    if let Value::Object(fields) = value {
        for name in schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str) {
            if !fields.contains_key(name) {
                found.push(format!("{at}.{name} is missing"));
            }
        }
        for (name, field) in fields {
            let known = schema["properties"].get(name).or(schema.get("additionalProperties"));
            match known {
                Some(schema) => found.extend(faults(document, schema, field, &format!("{at}.{name}"))),
                None => found.push(format!("{at}.{name} is not in the document")),
            }
        }
    }
    for (nth, item) in value.as_array().into_iter().flatten().enumerate() {
        let place = format!("{at}[{nth}]");
        match schema["prefixItems"].get(nth).or(schema.get("items")) {
            Some(schema) => found.extend(faults(document, schema, item, &place)),
            None => found.push(format!("{place} is not in the document")),
        }
    }
    found
}

/// Follows a topic, and holds what comes against the document.
async fn fits(document: &Value, client: &Client, route: &str, path: &str) {
    let answer = &document["paths"][route]["get"]["responses"]["101"];
    let schema = answer.get("x-view").unwrap_or_else(|| panic!("{route} tells no view"));
    let live = client.live(path).await.expect("it is let in");
    let view = Value::Object(live.view.clone());
    assert!(view.as_object().is_some_and(|view| view.len() > 1), "{path}: {view}");
    assert_eq!(faults(document, schema, &view, route), Vec::<String>::new());
    // The check itself finds what does not fit.
    let mut other = view.clone();
    other["a stranger"] = json!(1);
    let (first, _) = live.view.iter().next().expect("a section");
    other[first] = json!({ "of another": "shape" });
    assert!(faults(document, schema, &other, route).len() >= 2, "{route}");
}

#[tokio::test]
async fn every_live_view_is_as_the_document_says() {
    let house = House::open().await;
    let document = house.stranger().get("/api/openapi.json").await.expect("an answer").body;
    // Somebody waits, somebody is called, somebody has a berkas, and papers lie there.
    let (kiosk, two) = (house.who("kiosk").await, house.officer(2).await);
    let first = kiosk.takes("A").await;
    for service in ["A", "A", "C", "D"] {
        kiosk.takes(service).await;
    }
    two.serves().await;
    let berkas = two.registers().await;
    two.does("next", json!({})).await;
    house.rests().await;
    let token = first["url"].as_str().and_then(|url| url.rsplit('/').next()).expect("a token");
    let mut followed = 0;
    for (who, route, path) in [
        ("tv-1", "/live/papan/{zone}", "/live/papan/utama"),
        ("kiosk", "/live/kiosk", "/live/kiosk"),
        ("tablet", "/live/skm/{loket}", "/live/skm/5"),
        ("loket-2", "/live/loket/{loket}", "/live/loket/2"),
        ("analis", "/live/berkas/{role}", "/live/berkas/analis"),
        ("pengawas", "/live/pengawas", "/live/pengawas"),
        ("pengawas", "/live/sop", "/live/sop"),
        ("pengawas", "/live/cetak", "/live/cetak"),
        ("pengawas", "/live/terlambat", "/live/terlambat"),
        ("kasi", "/live/terlambat/{role}", "/live/terlambat/kasi"),
        ("pengawas", "/live/pengaduan", "/live/pengaduan"),
    ] {
        fits(&document, &house.who(who).await.client, route, path).await;
        followed += 1;
    }
    let stranger = house.stranger();
    fits(&document, &stranger, "/live/t/{token}", &format!("/live/t/{token}")).await;
    followed += 1;
    let held = house.office().committed().state.berkas.values().next().expect("a berkas").clone();
    assert_eq!(held.id.0, berkas);
    fits(&document, &stranger, "/live/b/{token}", &format!("/live/b/{}", held.token)).await;
    followed += 1;
    let live = house.running.as_ref().expect("open").routes.iter();
    let live = live.filter(|(_, path, ..)| path.starts_with("/live/") && *path != "/live/agen/{printer}");
    assert_eq!(live.count(), followed, "every one of them");
}

/// What a reading of the settings answers fits its schema, and says something.
async fn reads(document: &Value, client: &Client, route: &str, path: &str) -> Value {
    let answers = &document["paths"][route]["get"]["responses"]["200"]["content"];
    let schema = &answers["application/json"]["schema"];
    assert!(schema.is_object(), "{route} may answer anything");
    let answer = client.get(path).await.expect("an answer").done().expect("a success");
    assert_eq!(faults(document, schema, &answer, route), Vec::<String>::new());
    answer
}

#[tokio::test]
async fn the_settings_are_told_as_the_document_says() {
    let mut house = House::build(Plans { settings: true, ..Plans::default() }).await;
    let document = house.stranger().get("/api/openapi.json").await.expect("an answer").body;
    let admin = house.who("admin").await.client;
    let now = reads(&document, &admin, "/api/settings", "/api/settings").await;
    assert!(now["sections"].as_array().is_some_and(|sections| sections.len() > 5), "{now}");
    let words = reads(&document, &admin, "/api/settings/words", "/api/settings/words").await;
    assert!(words["words"].as_array().is_some_and(|words| words.len() > 300), "{words}");
    let change = json!({
        "seen": now["version"],
        "section": { "name": "rules", "values": { "complaints.days": 9 } },
    });
    let shape = |path: &str| {
        let answers = &document["paths"][path]["post"]["responses"]["200"]["content"];
        answers["application/json"]["schema"].clone()
    };
    let look =
        admin.post("/api/settings/look", change.clone()).await.expect("an answer").done().expect("told");
    assert_eq!(faults(&document, &shape("/api/settings/look"), &look, "look"), Vec::<String>::new());
    assert!(look["diff"].as_array().is_some_and(|lines| !lines.is_empty()), "{look}");
    let kept = admin.act("/api/settings/keep", change).await.expect("an answer").done().expect("kept");
    assert_eq!(faults(&document, &shape("/api/settings/keep"), &kept, "keep"), Vec::<String>::new());
    assert_eq!(kept["version"], json!(now["version"].as_u64().expect("a number") + 1));
    house.opened_again().await;
    let admin = house.who("admin").await.client;
    let history = reads(&document, &admin, "/api/settings/history", "/api/settings/history").await;
    assert!(history["history"].as_array().is_some_and(|all| all.len() >= 2), "{history}");
    let newest = format!("/api/settings/version/{}", kept["version"]);
    let newest = reads(&document, &admin, "/api/settings/version/{version}", &newest).await;
    assert!(newest["diff"].as_array().is_some_and(|lines| !lines.is_empty()), "{newest}");
    // Where they cannot be changed the answer has the same shape.
    let fixed = House::open().await;
    let admin = fixed.who("admin").await.client;
    assert_eq!(reads(&document, &admin, "/api/settings", "/api/settings").await["fixed"], true);
}
