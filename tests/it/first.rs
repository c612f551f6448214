//! What a new office asks of whoever sets it up: a code of the phone of those who can do most, and TLS or a word that it is
//! not wanted.

use crate::house::soon;
use crate::people::code;
use crate::program::{opens, path, program, run, text};
use hyper::StatusCode;
use loket::app::client::{Client, Reply};
use serde_json::{Value, json};
use std::process::Stdio;

const OWN: &str = "ombak sore di dermaga";

async fn act(client: &Client, path: &str, body: Value) -> Reply {
    client.act(path, body).await.expect("an answer")
}

/// Sets up the code of a phone. The secret.
async fn sets_up(client: &Client) -> String {
    let begun = client.post("/api/me/second/begin", json!({ "password": OWN })).await.expect("an answer");
    let secret = begun.done().expect("a secret")["secret"].as_str().expect("a secret").to_string();
    let now = client.get("/api/me").await.expect("an answer").body["now"].as_i64().expect("a moment") / 1_000;
    let set = json!({ "password": OWN, "secret": secret, "code": code(&secret, now) });
    act(client, "/api/me/second", set).await.done().expect("set up");
    secret
}

/// ASVS 6.3.3: whoever has a role of `second_factor` sets up the code of a phone before anything else opens; others do not.
#[tokio::test(flavor = "multi_thread")]
async fn whoever_can_do_most_sets_up_a_code_before_anything_else() {
    let folder = tempfile::tempdir().expect("a folder");
    let (office, data) = (folder.path().join("office"), folder.path().join("data"));
    assert!(run(&["init", path(&office)]).await.status.success());
    let (mut child, base, link) = opens(&office.join("office.toml"), &data).await;
    let admin = Client::new(&base);
    let chosen = json!({ "token": link, "name": "Sari Potabuga", "password": OWN });
    let chosen = admin.post("/api/setup", chosen).await.expect("an answer").done().expect("chosen");
    assert_eq!(chosen["home"], "/saya", "led there");
    for path in ["/api/accounts", "/api/permits", "/api/settings", "/api/copies"] {
        let shut = admin.get(path).await.expect("an answer");
        assert_eq!(
            (shut.status, &shut.body["error"]),
            (StatusCode::FORBIDDEN, &json!("second-first")),
            "{path}"
        );
        assert!(shut.body["message"].as_str().is_some_and(|words| words.contains("kode dari telepon")));
    }
    let made =
        json!({ "login": "rina", "name": "Rina", "roles": ["analis"], "password": "tujuh kuda lumping" });
    assert_eq!(
        act(&admin, "/api/accounts", made.clone()).await.status,
        StatusCode::FORBIDDEN,
        "no act either"
    );
    let mut page = std::pin::pin!(admin.get("/saya"));
    let page = soon("the page", &mut page).await.expect("an answer");
    assert_eq!(page.status, StatusCode::OK);
    assert!(
        page.body
            .as_str()
            .is_some_and(|html| html.contains("id=\"owes\"") && !html.contains("id=\"own-password\""))
    );
    assert_eq!(admin.get("/api/me").await.expect("an answer").body["owes"], true);
    let secret = sets_up(&admin).await;
    assert_eq!(admin.get("/api/accounts").await.expect("an answer").status, StatusCode::OK, "now it opens");
    let id = act(&admin, "/api/accounts", made).await.body["account"].as_u64().expect("an account");

    // The password alone does not sign in any more.
    let again = Client::new(&base);
    let typed = json!({ "login": "admin", "password": OWN });
    let refused = again.post("/api/sign-in", typed).await.expect("an answer");
    assert_eq!((refused.status, &refused.body["error"]), (StatusCode::UNAUTHORIZED, &json!("code-needed")));
    assert!(!secret.is_empty());

    // An analyst owes nothing, until the role of the head is theirs.
    let rina = Client::new(&base);
    rina.sign_in("rina", "tujuh kuda lumping").await.expect("signed in");
    let change = json!({ "old": "tujuh kuda lumping", "new": OWN });
    act(&rina, "/api/password", change).await.done().expect("changed");
    assert_eq!(rina.get("/api/permits").await.expect("an answer").status, StatusCode::OK);
    let roles = json!({ "roles": ["analis", "kadis"] });
    act(&admin, &format!("/api/accounts/{id}/roles"), roles).await.done().expect("promoted");
    let signed =
        rina.post("/api/sign-in", json!({ "login": "rina", "password": OWN })).await.expect("an answer");
    assert_eq!(signed.done().expect("signed in")["home"], "/saya");
    assert_eq!(rina.get("/api/permits").await.expect("an answer").body["error"], "second-first");
    assert!(rina.live("/live/berkas/kadis").await.is_err(), "no screen either");
    sets_up(&rina).await;
    assert_eq!(rina.get("/api/permits").await.expect("an answer").status, StatusCode::OK);
    child.kill().await.expect("killed");
}

/// A role that is not listed is told with its line, and "everybody" is no role and means all.
#[test]
fn second_factor_names_roles_that_are_there() {
    let text = loket::app::config::default_document().expect("the default office");
    let with = |list: &str| {
        let changed = text.replace("second_factor = [\"administrator\", \"kadis\"]", list);
        assert_ne!(changed, text);
        loket::app::config::read_alone(&changed)
    };
    let all = with("second_factor = [\"everybody\"]").expect("sound");
    assert_eq!(all.second_factor.len(), 1);
    assert!(with("").expect("sound").second_factor.is_empty(), "older files ask nobody");
    let wrong = with("second_factor = [\"kepala\"]").expect_err("unsound").to_string();
    assert!(wrong.contains("people.second_factor") && wrong.contains("kepala"), "{wrong}");
}

/// A new office is not opened over plain HTTP to other machines before somebody has said that this is meant; one that
/// has opened before is.
#[tokio::test(flavor = "multi_thread")]
async fn a_new_office_speaks_plain_http_to_others_only_when_it_is_told_to() {
    let folder = tempfile::tempdir().expect("a folder");
    let (office, data) = (folder.path().join("office"), folder.path().join("data"));
    assert!(run(&["init", path(&office)]).await.status.success());
    let config = office.join("office.toml");
    let to_all = ["serve", "--config", path(&config), "--data", path(&data), "--listen", "0.0.0.0:0"];
    let refused = run(&to_all).await;
    let words = text(&refused.stderr);
    assert!(!refused.status.success() && refused.stdout.is_empty(), "{words}");
    for part in ["plain HTTP", "HTTP biasa", "[tls]", "plain_http = true"] {
        assert!(words.contains(part), "{part} in {words}");
    }
    let doctor =
        run(&["doctor", "--config", path(&config), "--data", path(&data), "--listen", "0.0.0.0:0"]).await;
    assert!(text(&doctor.stdout).contains("anybody on it can read passwords"), "{}", text(&doctor.stdout));

    let before = std::fs::read_to_string(&config).expect("the file");
    let starts = async |more: &str| {
        std::fs::write(&config, format!("{before}{more}")).expect("written");
        let mut child =
            program().args(to_all).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().expect("starts");
        let address = crate::running::address(&mut child).await;
        child.kill().await.expect("killed");
        address.is_some()
    };
    assert!(starts("\n[network]\nplain_http = true\n").await, "somebody has said so");
    assert!(starts("").await, "and it has opened before: it is told to the administrator instead");
    std::fs::remove_dir_all(&data).expect("removed");
    assert!(!starts("").await);
    assert!(starts("\n[tls]\n").await);
    std::fs::remove_dir_all(&data).expect("removed");
    let proxied = before.replace("public_url = \"\"", "public_url = \"https://antrean.example\"");
    std::fs::write(&config, &proxied).expect("written");
    let mut child =
        program().args(to_all).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().expect("starts");
    assert!(crate::running::address(&mut child).await.is_some(), "a proxy in front speaks TLS");
    child.kill().await.expect("killed");
}
