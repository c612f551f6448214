//! The document of the interface says what is there, and a token opens what its scopes say and its account may.

use crate::house::House;
use hyper::{Method, StatusCode};
use loket::app::client::Client;
use loket::doors::Who;
use serde_json::{Value, json};
use std::collections::BTreeSet;

async fn document(house: &House) -> Value {
    let document = house.stranger().get("/api/openapi.json?lang=en").await.expect("an answer");
    assert_eq!(document.status, StatusCode::OK);
    document.body
}

fn operations(document: &Value) -> Vec<(&String, &String, &Value)> {
    let paths = document["paths"].as_object().expect("paths").iter();
    paths
        .flat_map(|(path, item)| {
            let methods = item.as_object().expect("methods").iter();
            methods.map(move |(method, operation)| (path, method, operation))
        })
        .collect()
}

/// What the document says of a route of the table; of several acts it is the first one.
fn documented<'a>(document: &'a Value, method: &Method, path: &str) -> Option<&'a Value> {
    let method = method.as_str().to_lowercase();
    let paths = document["paths"].as_object().expect("paths");
    let act = |known: &str| {
        let acts = path.strip_suffix("{act}").and_then(|start| known.strip_prefix(start));
        acts.is_some_and(|act| !act.contains('/'))
    };
    let found = paths.iter().find(|(known, _)| *known == path || act(known));
    found.and_then(|(_, item)| item.get(&method))
}

/// Every reference in a value.
fn references(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::Object(fields) => {
            found.extend(fields.get("$ref").and_then(Value::as_str).map(str::to_string));
            fields.values().for_each(|value| references(value, found));
        }
        Value::Array(values) => values.iter().for_each(|value| references(value, found)),
        _ => {}
    }
}

#[tokio::test]
async fn every_route_of_the_interface_stands_in_the_document_with_what_it_takes_and_gives() {
    let house = House::open().await;
    let document = document(&house).await;
    let mut documented_routes = 0;
    for (method, path, who, _) in &house.running.as_ref().expect("open").routes {
        let ours = path.starts_with("/api/") || path.starts_with("/live/") || *path == "/health";
        let Some(operation) = documented(&document, method, path) else {
            assert!(!ours, "{method} {path} is in no document");
            continue;
        };
        documented_routes += 1;
        let at = format!("{method} {path}");
        let open = operation["security"].as_array().expect("security").is_empty();
        assert_eq!(open, *who == Who::Anyone, "{at}: whom it is for");
        let answers = operation["responses"].as_object().expect("answers");
        let fine = answers.keys().any(|status| status.starts_with('2') || status == "101");
        assert!(fine, "{at}: what it answers when all is well");
        if *who != Who::Anyone {
            assert!(answers.contains_key("401") && answers.contains_key("403"), "{at}");
        }
        if *method == Method::POST && *path != "/api/sign-out" {
            let content = operation["requestBody"]["content"].as_object().expect(&at);
            assert!(!content.is_empty(), "{at}: what it takes");
        }
        let words = operation["summary"].as_str().expect("a summary");
        assert!(!words.starts_with("api-"), "{at} has no words: {words}");
        assert!(!operation["x-who"].as_str().expect("whom").starts_with("api-"), "{at}");
    }
    assert!(documented_routes > 100, "{documented_routes}");
}

#[tokio::test]
async fn the_document_holds_together() {
    let house = House::open().await;
    let document = document(&house).await;
    assert_eq!(document["openapi"], "3.1.0");
    let mut all = Vec::new();
    references(&document, &mut all);
    assert!(all.len() > 500, "{}", all.len());
    for reference in all {
        let place = reference.strip_prefix('#').expect("a reference within the document");
        assert!(document.pointer(place).is_some(), "{reference} leads nowhere");
    }
    let mut names = BTreeSet::new();
    for (path, method, operation) in operations(&document) {
        let name = operation["operationId"].as_str().expect("a name");
        assert!(names.insert(name), "{name} is there twice");
        let inside: BTreeSet<_> =
            path.split('/').filter_map(|part| part.strip_prefix('{')?.strip_suffix('}')).collect();
        let parameters = operation.get("parameters").and_then(Value::as_array).cloned().unwrap_or_default();
        let told = parameters.iter().filter(|one| one["in"] == "path");
        let told: BTreeSet<_> = told.map(|one| one["name"].as_str().expect("a name")).collect();
        assert_eq!(inside, told, "{method} {path}");
        assert!(parameters.iter().all(|one| one["schema"].is_object()), "{method} {path}: {parameters:?}");
        for scheme in operation["security"].as_array().expect("security") {
            for name in scheme.as_object().expect("a scheme").keys() {
                assert!(document["components"]["securitySchemes"].get(name).is_some(), "{name}");
            }
        }
    }
    for (name, schema) in document["components"]["schemas"].as_object().expect("schemas") {
        assert!(!name.ends_with(|letter: char| letter.is_ascii_digit()), "two things are called {name}");
        assert_ne!(*schema, json!(true), "{name} may be anything");
    }
    let (indonesian, stranger) = (house.stranger(), house.stranger());
    let indonesian = indonesian.get("/api/openapi.json").await.expect("an answer").body;
    assert_ne!(indonesian["info"]["description"], document["info"]["description"]);
    let page = stranger.get("/api").await.expect("an answer");
    assert_eq!(page.status, StatusCode::OK, "whoever writes a program may read it");
}

/// A token of an account with these scopes: the program that has it, and its id.
pub(crate) async fn program(house: &House, login: &str, scopes: &[&str]) -> (Client, u64) {
    let committed = house.office().committed();
    let account = committed.state.account_by_login(login).expect("an account").id.0;
    let body = json!({ "name": "program", "account": account, "scopes": scopes, "days": 30 });
    let made = house.who("admin").await.client.act("/api/tokens", body).await.expect("an answer");
    assert_eq!(made.status, StatusCode::CREATED, "{}", made.body);
    let secret = made.body["secret"].as_str().expect("a secret");
    (house.stranger().with_token(secret), made.body["token"].as_u64().expect("an id"))
}

fn example(path: &str) -> String {
    let parts = path.split('/').map(|part| match part {
        "{id}" | "{loket}" => "2",
        "{zone}" => "utama",
        part if part.starts_with('{') => "nothing",
        part => part,
    });
    parts.collect::<Vec<_>>().join("/")
}

#[tokio::test]
async fn a_token_opens_what_its_scope_says_and_its_account_may_and_nothing_else() {
    let house = House::open().await;
    let document = document(&house).await;
    let routes = house.running.as_ref().expect("open").routes.clone();
    let (mut opened, mut shut) = (0, 0);
    for login in ["admin", "loket-2", "analis", "kiosk"] {
        let account = house.office().committed().state.account_by_login(login).expect("an account").clone();
        for scope in ["read", "kiosk", "loket", "berkas", "reports", "office", "reveal", "follow"] {
            let (program, _) = program(&house, login, &[scope]).await;
            for (place, (method, path, who, _)) in routes.iter().enumerate() {
                if place % 200 == 0 {
                    // As fast as a token may.
                    house.clock.advance(12);
                }
                let body = (*method == Method::POST).then(|| json!({}));
                let reply = program.send(method.clone(), &example(path), body).await.expect("an answer");
                let kept_out = matches!(reply.status, StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN);
                let security = documented(&document, method, path).map(|known| known["security"].clone());
                let scopes = security.iter().flat_map(|known| known.as_array().expect("security"));
                let fits = scopes.filter_map(|one| one.get("token")).any(|known| known[0] == scope);
                let may = *who == Who::Anyone || (fits && who.admits(house.office().profile(), &account));
                assert_eq!(
                    !kept_out, may,
                    "{login} with {scope}: {method} {path}: {} {}",
                    reply.status, reply.body
                );
                if *who != Who::Anyone {
                    opened += usize::from(!kept_out);
                    shut += usize::from(kept_out);
                }
            }
        }
    }
    assert!(opened > 80 && shut > 3_000, "{opened} opened, {shut} shut");
    house.verify();
}

#[tokio::test]
async fn a_program_acts_for_its_account_and_the_journal_tells_by_which_token() {
    let house = House::open().await;
    let (kiosk, id) = program(&house, "kiosk", &["kiosk"]).await;
    let taken = kiosk.act("/api/kiosk/tickets", json!({ "service": "A" })).await.expect("an answer");
    assert_eq!(taken.status, StatusCode::CREATED, "{}", taken.body);
    let seq = loket::domain::ids::Seq(taken.body["seq"].as_u64().expect("a place"));
    let entries = house.office().reader().entries_marked(seq, "\"TicketIssued\"", 1).expect("readable");
    let account = house.office().committed().state.account_by_login("kiosk").expect("it").id;
    let token = loket::domain::ids::ApiTokenId(u32::try_from(id).expect("small"));
    assert_eq!(entries[0].actor, loket::domain::account::Actor::Token(account, token));

    let (officer, _) = program(&house, "loket-2", &["loket", "read"]).await;
    officer.act("/api/loket/2/open", json!({})).await.expect("an answer").done().expect("open");
    let called =
        officer.act("/api/loket/2/next", json!({})).await.expect("an answer").done().expect("called");
    assert_eq!(called["ticket"]["number"], taken.body["number"]);
    let mut console = officer.live("/live/loket/2").await.expect("a live screen");
    let list =
        house.who("admin").await.client.get("/api/tokens").await.expect("an answer").done().expect("a list");
    let used = list["tokens"].as_array().expect("tokens").iter().all(|token| token["used"].is_i64());
    assert!(used, "{list}");

    // No token reaches further than its account, and none opens pages, people or other tokens.
    assert_eq!(
        officer.act("/api/loket/4/open", json!({})).await.expect("an answer").status,
        StatusCode::FORBIDDEN
    );
    for path in ["/loket/2", "/saya", "/api/me", "/api/tokens", "/api/berkas/1/reveal"] {
        assert!(!officer.get(path).await.expect("an answer").status.is_success(), "{path}");
    }
    // A token that is revoked is so at once, and closes what it had open.
    let tokens = list["tokens"].as_array().expect("tokens").iter();
    for id in tokens.filter(|token| token["account"]["login"] == "loket-2").map(|token| &token["id"]) {
        let admin = house.who("admin").await.client;
        admin
            .act(&format!("/api/tokens/{id}/revoke"), json!({}))
            .await
            .expect("an answer")
            .done()
            .expect("revoked");
    }
    let closed = async { while console.hear().await.is_ok() {} };
    crate::house::soon("the end of the console", closed).await;
    let refused = officer.get("/api/permits").await.expect("an answer");
    assert_eq!((refused.status, &refused.body["error"]), (StatusCode::UNAUTHORIZED, &json!("token-unknown")));

    let house = house.reopen().await;
    let kiosk = house.stranger().with_token(&secret_of(&kiosk));
    assert_eq!(
        kiosk.get("/api/kiosk/permits").await.expect("an answer").status,
        StatusCode::OK,
        "after a restart"
    );
    house.verify();
}

fn secret_of(program: &Client) -> String {
    program.token().expect("a token").to_string()
}

#[tokio::test]
async fn a_token_ends_with_its_days_its_account_and_its_secret() {
    let house = House::open().await;
    let admin = house.who("admin").await.client;
    let (program, _) = program(&house, "analis", &["read"]).await;
    let ask = async |program: &Client| program.get("/api/permits").await.expect("an answer").status.as_u16();
    assert_eq!(ask(&program).await, 200);
    let account = house.office().committed().state.account_by_login("analis").expect("it").id.0;
    let active = format!("/api/accounts/{account}/active");
    admin.act(&active, json!({ "active": false })).await.expect("an answer").done().expect("shut out");
    assert_eq!(ask(&program).await, 401, "an account that is shut out has no programs");
    admin.act(&active, json!({ "active": true })).await.expect("an answer").done().expect("let in");
    assert_eq!(ask(&program).await, 200);
    // Where it is kept there is no secret.
    let kept = std::fs::read(house.data().join("office.redb")).or_else(|_| {
        let mut files = std::fs::read_dir(house.data())?.filter_map(Result::ok);
        let file = files.find(|file| file.path().extension().is_some_and(|ending| ending == "redb"));
        std::fs::read(file.expect("the file of the office").path())
    });
    let secret = secret_of(&program);
    let kept = kept.expect("readable");
    assert!(!kept.windows(20).any(|window| window == &secret.as_bytes()[6..26]), "the secret is on disk");

    house.clock.advance(30 * 24 * 3600);
    assert_eq!(ask(&program).await, 401, "its days are over");
    let stranger = house.stranger();
    let mut slowed = false;
    for guess in 0..60 {
        let wrong = stranger.with_token(&format!("loket_{guess:064}"));
        let status = ask(&wrong).await;
        assert!(matches!(status, 401 | 429), "{status}");
        slowed |= status == 429;
    }
    assert!(slowed, "whoever tries tokens is slowed");
    for (body, status) in [
        (json!({ "name": "x", "account": account, "scopes": [], "days": 30 }), 409),
        (json!({ "name": "x", "account": account, "scopes": ["all"], "days": 30 }), 422),
        (json!({ "name": "x", "account": account, "scopes": ["read"], "days": 0 }), 409),
        (json!({ "name": "x", "account": account, "scopes": ["read"], "days": 1_000 }), 409),
        (json!({ "name": "x", "account": 9_999, "scopes": ["read"], "days": 30 }), 404),
        (json!({ "name": " ", "account": account, "scopes": ["read"], "days": 30 }), 409),
    ] {
        let admin = house.who("admin").await.client;
        let reply = admin.act("/api/tokens", body.clone()).await.expect("an answer");
        assert_eq!(reply.status.as_u16(), status, "{body}: {}", reply.body);
    }
    let admin = house.who("admin").await.client;
    let body = json!({ "name": "x", "account": account, "scopes": ["read"], "days": 1, "request": "01JD0000000000000000000000" });
    assert_eq!(admin.post("/api/tokens", body.clone()).await.expect("an answer").status.as_u16(), 201);
    let again = admin.post("/api/tokens", body).await.expect("an answer");
    assert_eq!((again.status.as_u16(), &again.body["error"]), (409, &json!("told-once")));
    house.verify();
}
