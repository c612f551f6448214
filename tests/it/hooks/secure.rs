//! Webhooks over TLS: who is believed, and what is said of whoever is not.

use super::{Listener, add, hook};
use crate::house::{House, Plans, soon};
use loket::app::config;
use loket::hooks::Believed;
use rcgen::{BasicConstraints, CertificateParams, DnType, IsCa, Issuer, KeyPair, date_time_ymd};
use rustls::ServerConfig;
use rustls::pki_types::PrivateKeyDer;
use serde_json::json;
use std::sync::Arc;
use std::time::Duration;
use tokio::io::AsyncWriteExt;
use tokio_rustls::TlsAcceptor;

/// A certificate authority of somebody's own network.
struct Authority {
    pem: String,
    issuer: Issuer<'static, KeyPair>,
}

impl Authority {
    fn new(name: &str) -> Authority {
        let key = KeyPair::generate().expect("a key");
        let mut params = CertificateParams::new(Vec::new()).expect("no names");
        params.distinguished_name.push(DnType::CommonName, name);
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let pem = params.self_signed(&key).expect("signed").pem();
        Authority { pem, issuer: Issuer::new(params, key) }
    }

    /// Whoever has a certificate of it for that name, good until that year.
    fn vouches(&self, name: &str, until: i32) -> TlsAcceptor {
        let key = KeyPair::generate().expect("a key");
        let mut params = CertificateParams::new(vec![name.to_string()]).expect("a name");
        params.not_after = date_time_ymd(until, 1, 1);
        let chain = vec![params.signed_by(&key, &self.issuer).expect("signed").der().clone()];
        let key = PrivateKeyDer::Pkcs8(key.serialize_der().into());
        let config = ServerConfig::builder_with_provider(loket::web::tls::provider());
        let config = config.with_safe_default_protocol_versions().expect("versions").with_no_client_auth();
        TlsAcceptor::from(Arc::new(config.with_single_cert(chain, key).expect("a pair")))
    }
}

fn believing(authority: &Authority) -> Believed {
    Believed::default().and(authority.pem.as_bytes()).expect("a CA")
}

/// What is said after a trial of an address: why there was no answer.
async fn said_of(house: &House, url: &str) -> Option<String> {
    let (id, _) = add(house, url, &["call"]).await;
    let admin = house.who("admin").await.client;
    admin.post(&format!("/api/hooks/{id}/test"), json!({})).await.expect("an answer").done().expect("asked");
    let tried = async {
        loop {
            let latest = hook(&admin, id).await["latest"][0].clone();
            if latest.is_object() {
                return latest;
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    };
    let latest = soon("a trial", tried).await;
    assert_eq!(latest["arrived"], latest["trouble"].is_null(), "{latest}");
    admin.act(&format!("/api/hooks/{id}/delete"), json!({})).await.expect("an answer").done().expect("gone");
    latest["trouble"].as_str().map(str::to_string)
}

#[tokio::test]
async fn over_tls_only_whoever_is_vouched_for_is_told() {
    let (ours, theirs) = (Authority::new("ours"), Authority::new("theirs"));
    let house = House::build(Plans { believed: believing(&ours), ..Plans::default() }).await;
    let listen = async |tls| Listener::speaking(0, &[], tls).await;
    let at = |listener: &Listener| format!("https://localhost:{}/kabar", listener.port);
    let good = listen(Some(ours.vouches("localhost", 2090))).await;
    assert_eq!(said_of(&house, &at(&good)).await, None);
    assert_eq!(good.hears(1).await[0]["type"], "test");
    for (tls, word) in [
        (theirs.vouches("localhost", 2090), "issuer"),
        (ours.vouches("localhost", 2020), "dates"),
        (ours.vouches("hook.example", 2090), "other-name"),
    ] {
        let listener = listen(Some(tls)).await;
        assert_eq!(said_of(&house, &at(&listener)).await.as_deref(), Some(word));
        assert!(listener.tries.lock().expect("whole").is_empty(), "{word}: nothing was told");
    }
    let babbler = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let url = format!("https://localhost:{}/", babbler.local_addr().expect("an address").port());
    let babbling = tokio::spawn(async move {
        loop {
            let (mut wire, _) = babbler.accept().await.expect("a connection");
            let _ = wire.write_all(b"HTTP/1.1 400 Bad Request\r\ncontent-length: 0\r\n\r\n").await;
        }
    });
    assert_eq!(said_of(&house, &url).await.as_deref(), Some("tls"));
    babbling.abort();
    drop(good);
    assert_eq!(said_of(&house, "https://localhost:1/").await.as_deref(), Some("unreached"));
    // A CA of the office's own network is believed by whoever has it only.
    let house = House::open().await;
    let good = listen(Some(ours.vouches("localhost", 2090))).await;
    assert_eq!(said_of(&house, &at(&good)).await.as_deref(), Some("issuer"));
    // Every reason has a sentence in both languages.
    let texts = loket::texts::Texts::load().expect("the texts");
    for word in [
        "address",
        "name",
        "forbidden",
        "unreached",
        "silent",
        "issuer",
        "dates",
        "other-name",
        "tls",
        "broken",
    ] {
        for lang in [loket::domain::ticket::Lang::Id, loket::domain::ticket::Lang::En] {
            let id = format!("api-hooks-trouble-{word}");
            assert_ne!(texts.get(lang, &id), id);
        }
    }
}

#[test]
fn the_file_says_which_ca_is_believed() {
    let folder = tempfile::tempdir().expect("a folder");
    let text = config::default_document().expect("the default office") + "\n[webhooks]\nca = \"ca.pem\"\n";
    let reading = config::read(&text, folder.path()).expect("sound");
    let file = folder.path().join("ca.pem");
    assert_eq!(reading.hook_ca.as_deref(), Some(file.as_path()));
    let fails = |content: &str| {
        std::fs::write(&file, content).expect("written");
        let error = Believed::open(Some(&file)).err().expect("no CA");
        assert!(error.to_string().contains("ca.pem"), "{error}");
    };
    fails("");
    fails("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
    std::fs::write(&file, Authority::new("ours").pem).expect("written");
    assert!(Believed::open(Some(&file)).is_ok() && Believed::open(None).is_ok());
    std::fs::remove_file(&file).expect("gone");
    assert!(Believed::open(Some(&file)).is_err());
}

/// Whoever listens there, with a certificate of a CA that no public one vouches for; and the address.
pub(crate) async fn deceiving() -> (Listener, String) {
    let tls = Authority::new("theirs").vouches("localhost", 2090);
    let listener = Listener::speaking(0, &[], Some(tls)).await;
    let url = format!("https://localhost:{}/kabar", listener.port);
    (listener, url)
}
