//! Every route against everybody who might knock.

use crate::house::House;
use argon2::PasswordHasher;
use http_body_util::{BodyExt, Full};
use hyper::body::Bytes;
use hyper::{Method, Request, StatusCode};
use hyper_util::client::legacy;
use hyper_util::rt::TokioExecutor;
use loket::app::client::{Client, Reply};
use loket::domain::account::{Actor, roles};
use loket::domain::api_token::Scope;
use loket::domain::command::{Ask, Command, PeopleAct};
use loket::domain::ids::Seq;
use loket::doors::Who;
use serde_json::{Value, json};

/// Every route there is, with the people it is for: the list from which the router itself is built.
pub(crate) fn routes(house: &House) -> Vec<(Method, &'static str, Who)> {
    let routes = house.running.as_ref().expect("the office is open").routes.iter().cloned();
    // Signing out would end the walk.
    routes
        .filter(|(_, path, ..)| *path != "/api/sign-out")
        .map(|(method, path, who, _)| (method, path, who))
        .collect()
}

/// An example of a path. Where it names a loket it is the one of whoever knocks, if they have one.
fn example(path: &str, login: &str) -> String {
    let loket = login.strip_prefix("loket-").unwrap_or("5");
    let parts = path.split('/').map(|part| match part {
        "{token}" => "x",
        "{id}" => "2",
        "{loket}" => loket,
        "{zone}" => "utama",
        part if part.starts_with('{') => "nothing",
        part => part,
    });
    parts.collect::<Vec<_>>().join("/")
}

pub(crate) async fn knock(client: &Client, method: &Method, path: &str, login: &str) -> Reply {
    let body = (*method == Method::POST).then(|| json!({}));
    client.send(method.clone(), &example(path, login), body).await.expect("an answer")
}

/// Each role, each kind of device and a stranger, at each route: let in, or a clear word why not.
#[tokio::test]
async fn every_route_lets_in_whom_it_is_for_and_nobody_else() {
    let house = House::open().await;
    let routes = routes(&house);
    assert!(routes.len() > 100, "the table of routes is whole: {}", routes.len());
    let stranger = house.stranger();
    for (method, path, who) in &routes {
        let reply = knock(&stranger, method, path, "").await;
        let let_in = *who == Who::Anyone;
        assert_eq!(
            reply.status == StatusCode::UNAUTHORIZED && reply.body["error"] == "sign-in",
            !let_in,
            "{method} {path} answers a stranger {}",
            reply.status
        );
    }
    let committed = house.office().committed();
    let roles: std::collections::BTreeSet<_> =
        committed.state.accounts.values().flat_map(|account| account.roles.clone()).collect();
    let known = house.office().profile().staff().map(|plan| plan.role.clone());
    let known: std::collections::BTreeSet<_> = known.chain(roles::BUILT_IN.map(Into::into)).collect();
    assert_eq!(roles, known, "the demonstration has an account for every role");
    for login in committed.state.accounts.values().map(|account| account.login.as_str()) {
        let client = house.who(login).await.client;
        let account = committed.state.account_by_login(login).expect("an account").clone();
        for (method, path, who) in &routes {
            let reply = knock(&client, method, path, login).await;
            let kept_out = matches!(reply.status, StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN);
            let admitted = who.admits(house.office().profile(), &account);
            assert_eq!(kept_out, !admitted, "{login}: {method} {path} for {who:?} answers {}", reply.status);
            if kept_out {
                let told = reply.body["message"].as_str().is_some_and(|words| words.len() > 10);
                assert!(told, "{login}: {method} {path} says {}", reply.body);
            }
        }
    }
}

/// The table of routes, stated a second time. The walk above holds the office to its table; this holds the table to what
/// was looked at and approved, so that a route that is opened to others shows as a line of a change.
#[tokio::test]
async fn the_table_of_routes_is_the_one_that_was_approved() {
    let house = House::open().await;
    let routes = &house.running.as_ref().expect("the office is open").routes;
    let mut lines: Vec<String> = routes
        .iter()
        .map(|(method, path, who, scope)| {
            let scope = scope.map_or("no token", Scope::word);
            format!("{path:<44} {:<4} {:<20} {scope}", method.as_str(), format!("{who:?}"))
        })
        .collect();
    lines.sort();
    assert_eq!(lines.len(), lines.iter().collect::<std::collections::BTreeSet<_>>().len(), "each once");
    insta::assert_snapshot!("routes", lines.join("\n"));
}

/// What a browser is told about every answer, whoever asks and whatever the answer is.
#[tokio::test]
async fn every_route_answers_with_the_headers_that_shut_a_browser_in() {
    let house = House::open().await;
    let routes = routes(&house);
    let (stranger, admin) = (house.stranger(), house.who("admin").await.client);
    for (method, path, who) in &routes {
        for client in [&stranger, &admin] {
            let reply = knock(client, method, path, "").await;
            let header = |name: &str| {
                reply.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default().to_string()
            };
            let at = format!("{method} {path} ({})", reply.status);
            let policy = header("content-security-policy");
            let strict = policy.contains("script-src 'self'") && policy.contains("frame-ancestors 'none'");
            assert!(strict || policy.starts_with("sandbox"), "{at}: {policy}");
            assert!(policy.contains("default-src 'none'") && !policy.contains("unsafe"), "{at}: {policy}");
            assert_eq!(header("x-content-type-options"), "nosniff", "{at}");
            assert_eq!(header("referrer-policy"), "no-referrer", "{at}");
            assert_eq!(header("cross-origin-opener-policy"), "same-origin", "{at}");
            assert_eq!(header("cross-origin-resource-policy"), "same-origin", "{at}");
            let people = !matches!(who, Who::Anyone | Who::Device(_));
            if people || reply.status != StatusCode::OK {
                assert_eq!(header("cache-control"), "no-store", "{at}");
            }
        }
    }
}

/// Every act and every live screen, for every way in which a browser says where a request comes from, with whatever it
/// is let in by.
#[tokio::test]
async fn no_other_site_reaches_an_act_or_a_live_screen() {
    let house = House::open().await;
    let admin = house.who("admin").await.client;
    let cookie = admin.cookie_header();
    let (program, _) = crate::api::program(&house, "admin", &["read"]).await;
    let token = program.token().map(|token| format!("Bearer {token}"));
    let keys =
        [(None, None), (cookie.as_ref(), None), (None, token.as_ref()), (cookie.as_ref(), token.as_ref())];
    let own = house.base.clone();
    let sites = [None, Some("same-origin"), Some("none"), Some("same-site"), Some("cross-site")];
    let origins = [None, Some(own.as_str()), Some("http://evil.example"), Some("null")];
    let http: legacy::Client<_, Full<Bytes>> = legacy::Client::builder(TokioExecutor::new()).build_http();
    let said = sites.iter().flat_map(|site| origins.iter().map(move |origin| (*site, *origin)));
    let ways: Vec<_> =
        said.flat_map(|(site, origin)| keys.iter().map(move |key| (site, origin, *key))).collect();
    let mut tried = 0;
    for (method, path, _) in routes(&house) {
        let live = path.starts_with("/live/");
        if method != Method::POST && !live {
            continue;
        }
        for (site, origin, key) in &ways {
            let (site, origin, key) = (*site, *origin, *key);
            let mut request = Request::builder().method(method.clone());
            request = request.uri(format!("{own}{}", example(path, "")));
            request = request.header("content-type", "application/json");
            for (name, value) in [("cookie", key.0), ("authorization", key.1)] {
                request = value.iter().fold(request, |request, value| request.header(name, *value));
            }
            if live {
                let upgrade = [
                    ("connection", "upgrade"),
                    ("upgrade", "websocket"),
                    ("sec-websocket-version", "13"),
                    ("sec-websocket-key", "dGhlIHNhbXBsZSBub25jZQ=="),
                ];
                request =
                    upgrade.iter().fold(request, |request, (name, value)| request.header(*name, *value));
            }
            for (name, value) in [("sec-fetch-site", site), ("origin", origin)] {
                request = value.iter().fold(request, |request, value| request.header(name, *value));
            }
            let response =
                http.request(request.body("{}".into()).expect("a request")).await.expect("an answer");
            let ours = match (key, site, origin) {
                ((None, Some(_)), ..) => true,
                (_, Some(site), _) => ["same-origin", "none"].contains(&site),
                (_, None, Some(origin)) => origin == own,
                ((cookie, _), None, None) => cookie.is_none(),
            };
            let status = response.status();
            let refused = status == StatusCode::FORBIDDEN && {
                let body = response.into_body().collect().await.expect("a body").to_bytes();
                serde_json::from_slice::<Value>(&body).is_ok_and(|body| body["error"] == "other-site")
            };
            assert_eq!(refused, !ours, "{method} {path} from {site:?}, {origin:?} by {key:?}: {status}");
            tried += 1;
        }
    }
    assert!(tried > 4_000, "{tried} were tried");
}

#[tokio::test]
async fn live_topics_are_for_their_own_people() {
    let house = House::open().await;
    let open = async |login: &str, path: &str| house.who(login).await.client.live(path).await.is_ok();
    for (login, path) in [
        ("kiosk", "/live/kiosk"),
        ("tv-1", "/live/papan/utama?page=1"),
        ("tablet", "/live/skm/5"),
        ("loket-2", "/live/loket/2"),
        ("analis", "/live/berkas/analis"),
        ("pengawas", "/live/pengawas"),
        ("pengawas", "/live/pengaduan"),
        ("loket-5", "/live/pengaduan"),
    ] {
        assert!(open(login, path).await, "{login} follows {path}");
    }
    for (login, path) in [
        ("tv-1", "/live/kiosk"),
        ("kiosk", "/live/papan/utama"),
        ("loket-2", "/live/loket/4"),
        ("loket-2", "/live/pengawas"),
        ("loket-2", "/live/pengaduan"),
        ("loket-2", "/live/skm/5"),
        ("kasi", "/live/berkas/analis"),
        ("tv-1", "/live/papan/nowhere"),
        ("loket-2", "/live/loket/9"),
    ] {
        assert!(!open(login, path).await, "{login} follows {path}");
    }
    let stranger = house.stranger();
    for path in ["/live/kiosk", "/live/loket/2", "/live/t/AAAAAAAAAAAAAAAAAAAAAAAAAA", "/live/b/x"] {
        assert!(stranger.live(path).await.is_err(), "a stranger follows {path}");
    }
}

#[tokio::test]
async fn pages_send_strangers_to_the_sign_in() {
    let house = House::open().await;
    let client: hyper_util::client::legacy::Client<_, http_body_util::Empty<hyper::body::Bytes>> =
        hyper_util::client::legacy::Client::builder(hyper_util::rt::TokioExecutor::new()).build_http();
    for path in [
        "/kiosk",
        "/papan",
        "/skm",
        "/loket/2",
        "/berkas",
        "/pengawas",
        "/pengaduan",
        "/laporan/skm",
        "/laporan/skm/dokumen",
        "/laporan/skm/impor",
        "/akun",
        "/saya",
        "/suara",
        "/tata-papan",
        "/pengaturan",
        "/kertas",
        "/kertas/skm",
        "/kertas/formulir/SIPB",
        "/kertas/berkas/1/sk",
        "/kertas/terbit/1",
    ] {
        let request = Request::get(format!("{}{path}", house.base)).header("accept", "text/html");
        let request = request.body(http_body_util::Empty::new()).expect("a request");
        let response = client.request(request).await.expect("an answer");
        assert_eq!(response.status(), StatusCode::SEE_OTHER, "{path}");
        // People sign in, devices show a code.
        let way = if ["/kiosk", "/papan", "/skm"].contains(&path) { "pasang" } else { "masuk" };
        assert_eq!(response.headers()["location"], format!("/{way}?next={path}"));
    }
}

#[tokio::test]
async fn signing_in_takes_the_right_password_and_patience() {
    let house = House::open().await;
    let client = house.stranger();
    let try_in = async |login: &str, password: &str| {
        let body = json!({ "login": login, "password": password });
        client.post("/api/sign-in", body).await.expect("an answer").status.as_u16()
    };
    // What is said of an unknown login is what is said of a wrong password, word for word; how long it takes follows
    // from the hash, because an unknown login is held against one too.
    let said = async |login: &str| {
        let body = json!({ "login": login, "password": "salah" });
        let reply = client.post("/api/sign-in", body).await.expect("an answer");
        let headers =
            reply.headers.keys().map(|name| name.to_string()).collect::<std::collections::BTreeSet<_>>();
        (reply.status, reply.body, headers)
    };
    assert_eq!(said("loket-2").await, said("nobody").await);
    for _ in 0..2 {
        assert_eq!(try_in("loket-2", "salah").await, 401);
    }
    assert_eq!(try_in("loket-2", loket::app::demo::PASSWORD).await, 429, "three wrong guesses cost a second");
    assert_eq!(try_in("loket-4", loket::app::demo::PASSWORD).await, 200, "a colleague is not held up");
    house.clock.advance(2);
    assert_eq!(try_in("Loket-2 ", loket::app::demo::PASSWORD).await, 200, "case and spaces do not matter");
    assert_eq!(try_in("nobody", "salah").await, 401, "an unknown login is answered like a wrong password");

    assert_eq!(client.get("/api/permits").await.expect("an answer").status, StatusCode::OK);
    house.clock.advance(3 * 3600);
    assert_eq!(client.get("/api/permits").await.expect("an answer").status, StatusCode::UNAUTHORIZED, "idle");
}

/// A password that an older program hashed, with less memory, is hashed again by whoever knows it: at the next sign-in.
#[tokio::test]
async fn a_password_that_was_hashed_more_weakly_is_hashed_again_at_a_sign_in() {
    let house = House::open().await;
    let (login, password) = ("nurul", "ombak sore di dermaga");
    let weak = argon2::Argon2::default().hash_password(password.as_bytes()).expect("a hash").to_string();
    let add = PeopleAct::Add {
        login: login.into(),
        name: "Nurul Hasan".into(),
        roles: vec!["loket-2".into()],
        password: weak.clone(),
    };
    let ask = Ask { actor: Actor::Office, request: None, command: Command::People(add) };
    house.office().ask(ask).await.expect("added");
    let kept = || house.office().committed().state.account_by_login(login).expect("nurul").password.clone();
    let earlier = house.stranger();
    let body = json!({ "login": login, "password": "tebakan yang salah" });
    assert_eq!(earlier.post("/api/sign-in", body).await.expect("an answer").status, StatusCode::UNAUTHORIZED);
    assert_eq!(kept(), weak, "a guess changes nothing");
    earlier.sign_in(login, password).await.expect("signed in");
    let strong = kept();
    assert!(strong.starts_with("$argon2id$v=19$m=47104,t=2,p=1$"), "{strong}");
    let here = async || earlier.get("/api/permits").await.expect("an answer").status;
    assert_eq!(here().await, StatusCode::OK, "the session stays");
    house.stranger().sign_in(login, password).await.expect("the same password");
    assert_eq!((kept(), here().await), (strong, StatusCode::OK), "once is enough");
    let noted = house.office().reader().entries_marked(Seq(1), "\"PasswordRehashed\"", 9);
    assert_eq!(noted.expect("readable").len(), 1);
    house.verify();
}

#[tokio::test]
async fn a_session_that_ends_closes_its_screens() {
    let house = House::open().await;
    let officer = house.who("loket-2").await;
    let mut console = officer.client.live("/live/loket/2").await.expect("the console");
    officer.client.post("/api/sign-out", json!({})).await.expect("an answer").done().expect("signed out");
    let closed = async { while console.hear().await.is_ok() {} };
    crate::house::soon("the end of the console", closed).await;
    assert!(officer.client.live("/live/loket/2").await.is_err());
}

#[tokio::test]
async fn the_administrator_makes_accounts_and_shuts_them_out() {
    let house = House::open().await;
    let admin = house.who("admin").await.client;
    let account = json!({ "login": "baru", "name": "Orang Baru", "roles": ["analis"], "password": "kata-sandi-jangkar" });
    let made = admin.act("/api/accounts", account.clone()).await.expect("an answer");
    assert_eq!(made.status, StatusCode::CREATED);
    let id = made.body["account"].as_u64().expect("an account");
    let weak = json!({ "login": "lain", "name": "Lain", "roles": ["analis"], "password": "pendek" });
    assert_eq!(admin.act("/api/accounts", weak).await.expect("an answer").status.as_u16(), 422);
    assert_eq!(admin.act("/api/accounts", account).await.expect("an answer").status.as_u16(), 409);

    let newcomer = house.stranger();
    newcomer.sign_in("baru", "kata-sandi-jangkar").await.expect("signed in");
    let change = json!({ "old": "kata-sandi-jangkar", "new": "kata-sandi-dermaga" });
    newcomer.act("/api/password", change).await.expect("an answer").done().expect("changed");
    assert_eq!(
        newcomer.get("/api/permits").await.expect("an answer").status,
        StatusCode::OK,
        "one's own session stays"
    );
    let path = format!("/api/accounts/{id}/active");
    admin.act(&path, json!({ "active": false })).await.expect("an answer").done().expect("shut out");
    assert_eq!(newcomer.get("/api/permits").await.expect("an answer").status, StatusCode::UNAUTHORIZED);
    assert!(newcomer.sign_in("baru", "kata-sandi-dermaga").await.is_err());
    assert!(house.office().committed().state.accounts.values().all(|a| !a.password.contains("kata-sandi")));
    assert_eq!(roles::BUILT_IN.len(), 5);
}
