//! Every route against everybody who might knock.

use crate::house::House;
use hyper::{Method, Request, StatusCode};
use loket::app::client::Client;
use loket::domain::account::roles;
use loket::doors::Who;
use loket::web::Web;
use serde_json::json;
use std::sync::Arc;

/// Accounts of the demonstration, one per kind of person and device.
const LOGINS: [&str; 11] = [
    "pengawas", "kiosk", "tv-1", "tablet", "loket-2", "loket-5", "analis", "kasi", "kabid", "kadis", "admin",
];

/// The routes that know people, with an example of each path.
fn routes(house: &House) -> Vec<(Method, &'static str, Who)> {
    let texts = Arc::new(loket::texts::Texts::load().expect("the texts"));
    let web = Web {
        office: house.office().clone(),
        texts,
        sessions: Arc::default(),
        pairings: Arc::default(),
        voices: loket::voice::Voices::open(std::path::Path::new("nowhere"), |_| ()),
        media: loket::media::Media::of(std::path::Path::new("nowhere")),
        scans: loket::scans::Scans::of(std::path::Path::new("nowhere")),
        documents: loket::documents::Documents::load(
            house.office().profile(),
            loket::documents::Seals::of_bytes([1; 32]),
        )
        .expect("the papers"),
        public_url: "http://localhost".into(),
        demo: false,
    };
    loket::web::api::routes(&web).into_iter().map(|route| (route.method, route.path, route.who)).collect()
}

fn example(path: &str) -> String {
    path.replace("{token}", "x")
        .replace("{id}", "2")
        .replace("{act}", "nothing")
        .replace("{clip}", "nothing")
        .replace("{digest}", "nothing")
        .replace("{zone}", "utama")
}

async fn knock(client: &Client, method: &Method, path: &str) -> StatusCode {
    let body = (*method == Method::POST).then(|| json!({}));
    client.send(method.clone(), &example(path), body).await.expect("an answer").status
}

#[tokio::test]
async fn every_route_lets_in_whom_it_is_for_and_nobody_else() {
    let house = House::open().await;
    let routes = routes(&house);
    assert!(routes.len() > 20, "the table of routes is whole");
    let stranger = house.stranger();
    for (method, path, who) in &routes {
        let status = knock(&stranger, method, path).await;
        let let_in = *who == Who::Anyone;
        assert_eq!(
            status == StatusCode::UNAUTHORIZED,
            !let_in,
            "{method} {path} answers a stranger {status}"
        );
    }
    let committed = house.office().committed();
    for login in LOGINS {
        let client = house.who(login).await.client;
        let account = committed.state.account_by_login(login).expect("an account").clone();
        for (method, path, who) in &routes {
            // Signing out would end the walk.
            if *path == "/api/sign-out" {
                continue;
            }
            let status = knock(&client, method, path).await;
            let kept_out = matches!(status, StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN);
            let admitted = who.admits(house.office().profile(), &account);
            assert_eq!(kept_out, !admitted, "{login}: {method} {path} for {who:?} answers {status}");
        }
    }
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
        "/suara",
        "/tata-papan",
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
async fn other_sites_cannot_act_for_a_person() {
    let house = House::open().await;
    let address = house.base.trim_start_matches("http://");
    let client: hyper_util::client::legacy::Client<_, http_body_util::Full<hyper::body::Bytes>> =
        hyper_util::client::legacy::Client::builder(hyper_util::rt::TokioExecutor::new()).build_http();
    let status = async |headers: &[(&str, &str)]| {
        let mut request = Request::post(format!("{}/api/sign-in", house.base));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let body = r#"{"login":"rina","password":"salah"}"#;
        let request =
            request.header("content-type", "application/json").body(body.into()).expect("a request");
        client.request(request).await.expect("an answer").status().as_u16()
    };
    let own = format!("http://{address}");
    assert_eq!(status(&[]).await, 401, "a program");
    assert_eq!(status(&[("origin", &own)]).await, 401, "our own page");
    assert_eq!(status(&[("sec-fetch-site", "same-origin")]).await, 401, "our own page");
    assert_eq!(status(&[("origin", "http://evil.example")]).await, 403);
    assert_eq!(status(&[("origin", "null")]).await, 403);
    assert_eq!(status(&[("sec-fetch-site", "cross-site")]).await, 403);
    assert_eq!(status(&[("sec-fetch-site", "same-site"), ("origin", &own)]).await, 403);
}

#[tokio::test]
async fn signing_in_takes_the_right_password_and_patience() {
    let house = House::open().await;
    let client = house.stranger();
    let try_in = async |login: &str, password: &str| {
        let body = json!({ "login": login, "password": password });
        client.post("/api/sign-in", body).await.expect("an answer").status.as_u16()
    };
    for _ in 0..3 {
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
    let account =
        json!({ "login": "baru", "name": "Orang Baru", "roles": ["analis"], "password": "kata-sandi-baru" });
    let made = admin.act("/api/accounts", account.clone()).await.expect("an answer");
    assert_eq!(made.status, StatusCode::CREATED);
    let id = made.body["account"].as_u64().expect("an account");
    let weak = json!({ "login": "lain", "name": "Lain", "roles": ["analis"], "password": "pendek" });
    assert_eq!(admin.act("/api/accounts", weak).await.expect("an answer").status.as_u16(), 422);
    assert_eq!(admin.act("/api/accounts", account).await.expect("an answer").status.as_u16(), 409);

    let newcomer = house.stranger();
    newcomer.sign_in("baru", "kata-sandi-baru").await.expect("signed in");
    assert_eq!(newcomer.get("/api/permits").await.expect("an answer").status, StatusCode::OK);
    let change = json!({ "old": "kata-sandi-baru", "new": "kata-sandi-lain" });
    newcomer.act("/api/password", change).await.expect("an answer").done().expect("changed");
    assert_eq!(
        newcomer.get("/api/permits").await.expect("an answer").status,
        StatusCode::OK,
        "one's own session stays"
    );
    let path = format!("/api/accounts/{id}/active");
    admin.act(&path, json!({ "active": false })).await.expect("an answer").done().expect("shut out");
    assert_eq!(newcomer.get("/api/permits").await.expect("an answer").status, StatusCode::UNAUTHORIZED);
    assert!(newcomer.sign_in("baru", "kata-sandi-lain").await.is_err());
    assert!(house.office().committed().state.accounts.values().all(|a| !a.password.contains("kata-sandi")));
    assert_eq!(roles::BUILT_IN.len(), 5);
}
