//! The document of the JSON interface, OpenAPI 3.1, made of the table of routes at start. A route stands in it because it
//! stands in the table, and what it takes and gives is what its handler's types say.

use super::Web;
use crate::domain::account::roles;
use crate::domain::api_token::Scope;
use crate::domain::ticket::Lang;
use crate::doors::{Body, Content, Contract, Route, Wants, Who};
use crate::texts::Texts;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use schemars::SchemaGenerator;
use schemars::generate::SchemaSettings;
use serde_json::{Map, Value, json};
use std::sync::{Arc, OnceLock};

/// The document in both languages, once the table of routes is whole.
#[derive(Clone, Default)]
pub struct Document(Arc<OnceLock<[Bytes; 2]>>);

/// The route of the document.
pub fn routes(document: &Document) -> Vec<Route> {
    let route = Route::reading("/api/openapi.json", Who::Anyone, give, document.clone());
    vec![route.gives(StatusCode::OK, Content::File("application/json"))]
}

async fn give(State(document): State<Document>, Wants(lang): Wants) -> Response {
    let Some(written) = document.0.get() else { return StatusCode::SERVICE_UNAVAILABLE.into_response() };
    ([(header::CONTENT_TYPE, "application/json")], written[lang as usize].clone()).into_response()
}

impl Document {
    /// Writes the document of these routes.
    pub fn write(&self, web: &Web, routes: &[Route]) {
        let written = [Lang::Id, Lang::En].map(|lang| Bytes::from(document(web, lang, routes).to_string()));
        // Written twice, the first one stays.
        let _ = self.0.set(written);
    }
}

fn document(web: &Web, lang: Lang, routes: &[Route]) -> Value {
    let mut writer = Writer::new(&web.texts, lang);
    for route in routes {
        if let Some(contract) = &route.contract {
            writer.route(route, contract);
        }
    }
    let secure = web.is_secure();
    let cookie = |who: Who| json!({ "type": "apiKey", "in": "cookie", "name": who.cookie(secure) });
    let schemes = DEVICES.iter().map(|(word, role)| (word.to_string(), cookie(Who::Device(role))));
    let mut schemes: Map<_, _> = schemes.collect();
    let scopes = Scope::ALL
        .map(|(_, word)| format!("- `{word}`: {}", web.texts.get(lang, &format!("api-scope-{word}"))));
    let about = format!("{}\n\n{}", web.texts.get(lang, "api-bearer"), scopes.join("\n"));
    schemes.insert("token".into(), json!({ "type": "http", "scheme": "bearer", "description": about }));
    schemes.insert("session".into(), cookie(Who::Staff));
    let (paths, schemas) = writer.end();
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": format!("loket, {}", web.office.profile().office.short),
            "version": env!("CARGO_PKG_VERSION"),
            "description": web.texts.get(lang, "api-about"),
            "license": { "name": "Apache-2.0", "identifier": "Apache-2.0" },
        },
        "servers": [{ "url": &*web.own_url }],
        "paths": paths,
        "components": { "schemas": schemas, "responses": faults(&web.texts, lang), "securitySchemes": schemes },
    })
}

/// Devices, and the names of their sign-ins in the document.
const DEVICES: [(&str, &str); 4] =
    [("kiosk", roles::KIOSK), ("board", roles::BOARD), ("tablet", roles::TABLET), ("agent", roles::AGENT)];

/// What may go wrong, by status.
const FAULTS: [(u16, &str); 13] = [
    (400, "unreadable"),
    (401, "unknown"),
    (403, "forbidden"),
    (404, "missing"),
    (408, "late"),
    (409, "refused"),
    (413, "large"),
    (415, "type"),
    (422, "shape"),
    (429, "fast"),
    (500, "fault"),
    (503, "busy"),
    (507, "full"),
];

/// Errors have one shape; each status is described once.
fn faults(texts: &Texts, lang: Lang) -> Map<String, Value> {
    let fault = |(status, word): &(u16, &str)| {
        let mut fault = json!({
            "description": texts.get(lang, &format!("api-fault-{word}")),
            "content": { "application/json": { "schema": { "$ref": "#/components/schemas/Error" } } },
        });
        if matches!(status, 429 | 503 | 507) {
            fault["headers"] = json!({ "Retry-After": { "schema": { "type": "integer", "minimum": 0 } } });
        }
        (status.to_string(), fault)
    };
    FAULTS.iter().map(fault).collect()
}

/// Which of them a route may answer.
fn may_fail(route: &Route, contract: &Contract) -> Vec<u16> {
    let mut all = vec![429, 500, 503];
    if route.who != Who::Anyone {
        all.extend([401, 403]);
    }
    if route.method != Method::GET {
        // Of another site; a wrong password; no room for what would be written down.
        all.extend([401, 403, 507]);
    }
    if contract.path.is_some() || contract.query.is_some() {
        all.extend([400, 404, 422]);
    }
    if contract.live {
        all.extend([400, 403, 404]);
    }
    if contract.body.is_some() {
        all.extend([400, 404, 408, 409, 413, 415, 422]);
    }
    all.sort_unstable();
    all.dedup();
    all
}

struct Writer<'a> {
    texts: &'a Texts,
    lang: Lang,
    /// What is sent, and what is answered: a field that may be missing in the one is always there in the other.
    sent: SchemaGenerator,
    told: SchemaGenerator,
    paths: Map<String, Value>,
}

impl<'a> Writer<'a> {
    fn new(texts: &'a Texts, lang: Lang) -> Writer<'a> {
        let settings = || {
            SchemaSettings::draft2020_12().with(|settings| {
                settings.definitions_path = "/components/schemas".into();
                settings.meta_schema = None;
            })
        };
        let (sent, told) = (settings().for_deserialize(), settings().for_serialize());
        Writer { texts, lang, sent: sent.into_generator(), told: told.into_generator(), paths: Map::new() }
    }

    fn route(&mut self, route: &Route, contract: &Contract) {
        let Some(Body::Acts(shape)) = contract.body else {
            let body = contract.body.map(|body| self.body(body));
            return self.operation(route, contract, route.path, body);
        };
        // Each act is an operation of its own.
        let shape = shape(&mut self.sent);
        for variant in shape.get("oneOf").and_then(Value::as_array).into_iter().flatten() {
            let mut variant = variant.clone();
            let word = variant["properties"]["act"]["const"].as_str().unwrap_or_default().to_string();
            if let Some(properties) = variant["properties"].as_object_mut() {
                properties.remove("act");
            }
            if let Some(required) = variant["required"].as_array_mut() {
                required.retain(|name| name != "act");
            }
            let path = route.path.replace("{act}", &word);
            self.operation(route, contract, &path, Some(in_json(with_request(variant))));
        }
    }

    fn body(&mut self, body: Body) -> Value {
        match body {
            Body::Act(shape) => in_json(with_request(shape(&mut self.sent).to_value())),
            Body::Question(shape) | Body::Acts(shape) => in_json(shape(&mut self.sent).to_value()),
            Body::File(kinds) => {
                let content = kinds.iter().map(|kind| (kind.to_string(), json!({})));
                json!({ "required": true, "content": content.collect::<Map<_, _>>() })
            }
        }
    }

    fn operation(&mut self, route: &Route, contract: &Contract, path: &str, body: Option<Value>) {
        let name = name(&route.method, path);
        let mut answers = Map::new();
        for (status, content) in &contract.answers {
            let content = match content {
                Content::Json(shape) => json!({ "application/json": { "schema": shape(&mut self.told) } }),
                Content::File(kind) => json!({ *kind: {} }),
            };
            answers.insert(
                status.as_str().to_string(),
                json!({ "description": self.text("api-done"), "content": content }),
            );
        }
        if contract.live {
            let mut answer = json!({ "description": self.text("api-live") });
            if let Some(view) = contract.view {
                answer["x-view"] = view(&mut self.told).to_value();
            }
            answers.insert("101".to_string(), answer);
        }
        for status in may_fail(route, contract) {
            let fault = json!({ "$ref": format!("#/components/responses/{status}") });
            answers.entry(status.to_string()).or_insert(fault);
        }
        let mut operation = json!({
            "operationId": name,
            "summary": self.text(&format!("api-{name}")),
            "tags": [path.trim_start_matches('/').trim_start_matches("api/").split(['/', '.']).next()],
            "security": self.security(route),
            "x-who": self.text(&format!("api-who-{}", route.who.word())),
            "responses": answers,
        });
        let parameters = self.parameters(contract, path);
        if !parameters.is_empty() {
            operation["parameters"] = parameters.into();
        }
        if let Some(body) = body {
            operation["requestBody"] = body;
        }
        let method = route.method.as_str().to_lowercase();
        let item = self.paths.entry(path.to_string()).or_insert_with(|| json!({}));
        item[method] = operation;
    }

    fn parameters(&mut self, contract: &Contract, path: &str) -> Vec<Value> {
        let names = path.split('/').filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'));
        let shape = contract.path.map(|shape| shape(&mut self.sent).to_value());
        let mut parameters = Vec::new();
        for (place, name) in names.enumerate() {
            let several = shape.as_ref().and_then(|shape| shape.get("prefixItems"));
            let one = || shape.clone().unwrap_or(json!({ "type": "string" }));
            let mut schema = several.map_or_else(one, |items| items[place].clone());
            if name == "act" && !contract.words.is_empty() {
                schema = json!({ "type": "string", "enum": contract.words });
            }
            parameters.push(json!({ "name": name, "in": "path", "required": true, "schema": schema }));
        }
        let query = contract.query.map(|shape| shape(&mut self.sent).to_value()).unwrap_or_default();
        let required = query.get("required").cloned().unwrap_or_default();
        for (name, schema) in query.get("properties").and_then(Value::as_object).into_iter().flatten() {
            let required = required.as_array().is_some_and(|all| all.iter().any(|one| one == name));
            parameters.push(json!({ "name": name, "in": "query", "required": required, "schema": schema }));
        }
        parameters
    }

    fn security(&self, route: &Route) -> Value {
        let session = match route.who {
            Who::Anyone => return json!([]),
            Who::Device(role) => {
                DEVICES.iter().find(|(_, known)| *known == role).map_or("session", |(word, _)| word)
            }
            _ => "session",
        };
        match route.scope {
            Some(scope) => json!([{ "token": [scope.word()] }, { session: [] }]),
            None => json!([{ session: [] }]),
        }
    }

    fn text(&self, message: &str) -> String {
        self.texts.get(self.lang, message)
    }

    fn end(mut self) -> (Map<String, Value>, Map<String, Value>) {
        let mut schemas = self.sent.take_definitions(true);
        schemas.extend(self.told.take_definitions(true));
        let error = json!({
            "type": "object",
            "description": self.text("api-error"),
            "properties": {
                "error": { "type": "string", "description": self.text("api-error-code") },
                "message": { "type": "string", "description": self.text("api-error-message") },
            },
            "required": ["error", "message"],
        });
        schemas.insert("Error".to_string(), error);
        (self.paths, schemas)
    }
}

/// `post-berkas-id-take`: names an operation, and the message that says what it does.
fn name(method: &Method, path: &str) -> String {
    let path = path.strip_prefix("/api").unwrap_or(path);
    let parts = path.split(['/', '.']).filter(|part| !part.is_empty());
    let parts = parts.map(|part| part.trim_matches(['{', '}', '*'])).collect::<Vec<_>>().join("-");
    format!("{}-{parts}", method.as_str().to_lowercase())
}

fn in_json(schema: Value) -> Value {
    json!({ "required": true, "content": { "application/json": { "schema": schema } } })
}

/// An act has the client's own id besides what it says.
fn with_request(mut schema: Value) -> Value {
    if !schema.is_object() {
        schema = json!({ "type": "object" });
    }
    let pattern = "^[0-7][0-9A-HJKMNP-TV-Z]{25}$";
    let about = "A ULID that the client makes before it sends; sent again, it is the same act.";
    schema["properties"]["request"] = json!({ "type": "string", "pattern": pattern, "description": about });
    match schema["required"].as_array_mut() {
        Some(required) => required.push("request".into()),
        None => schema["required"] = json!(["request"]),
    }
    schema
}
