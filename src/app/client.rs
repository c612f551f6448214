//! A client of the office's own interfaces: HTTP with JSON and WebSockets, nothing a person's browser
//! would not use. The played day, the benchmarks and the tests come in through it.

use anyhow::{Context, Result, bail};
use futures_util::{SinkExt, StreamExt};
use http_body_util::{BodyExt, Full, Limited};
use hyper::body::Bytes;
use hyper::header::{AUTHORIZATION, CONTENT_TYPE, COOKIE, HeaderValue, SET_COOKIE};
use hyper::{HeaderMap, Method, Request, StatusCode};
use hyper_util::client::legacy;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::{TokioExecutor, TokioIo};
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use rustls::{ClientConfig, RootCertStore};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use std::io;
use std::path::Path;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};
use std::time::Duration;
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::{Error as SocketError, Message};
use tokio_tungstenite::{WebSocketStream, client_async};
use tower::Service;

/// A connection, with TLS or without.
type Wire = hyper_rustls::MaybeHttpsStream<TokioIo<TcpStream>>;
type Connector = hyper_rustls::HttpsConnector<HttpConnector>;

/// A WebSocket over it.
pub type Socket = WebSocketStream<TokioIo<Wire>>;

/// The office could not say yes or no: it is busy or its disk fails, or its disk has no room. Asked again with the same
/// request id it will.
pub const UNDECIDED: [StatusCode; 2] = [StatusCode::SERVICE_UNAVAILABLE, StatusCode::INSUFFICIENT_STORAGE];

/// Whose certificates are believed.
#[derive(Clone)]
pub struct Trust(Arc<ClientConfig>);

impl Trust {
    /// The authorities that browsers believe.
    pub fn public() -> Trust {
        static PUBLIC: LazyLock<Trust> =
            LazyLock::new(|| Trust::roots(webpki_roots::TLS_SERVER_ROOTS.iter().cloned().collect()));
        PUBLIC.clone()
    }

    /// The CA in a file, and no other.
    ///
    /// # Errors
    /// When the file holds none.
    pub fn file(file: &Path) -> Result<Trust> {
        let pem = std::fs::read(file).with_context(|| file.display().to_string())?;
        Trust::pem(&pem).with_context(|| file.display().to_string())
    }

    /// The CA in PEM, and no other.
    ///
    /// # Errors
    /// When there is none in it.
    pub fn pem(pem: &[u8]) -> Result<Trust> {
        let mut roots = RootCertStore::empty();
        for certificate in CertificateDer::pem_slice_iter(pem) {
            roots.add(certificate?)?;
        }
        anyhow::ensure!(!roots.is_empty(), "there is no certificate in it");
        Ok(Trust::roots(roots))
    }

    fn roots(roots: RootCertStore) -> Trust {
        let builder = ClientConfig::builder_with_provider(crate::web::tls::provider());
        let builder =
            builder.with_safe_default_protocol_versions().expect("the ciphers are for TLS 1.2 and 1.3");
        Trust(Arc::new(builder.with_root_certificates(roots).with_no_client_auth()))
    }
}

/// What a browser says of a request that no page asked for; the office takes no act with a cookie that says nothing.
const OF_NO_PAGE: (&str, HeaderValue) = ("sec-fetch-site", HeaderValue::from_static("none"));

/// One browser: its cookies and its connections. Clones are the same browser.
#[derive(Clone)]
pub struct Client {
    base: Arc<str>,
    connector: Connector,
    http: legacy::Client<Connector, Full<Bytes>>,
    cookies: Arc<Mutex<BTreeMap<String, String>>>,
    token: Option<Arc<str>>,
}

/// An answer.
#[derive(Debug)]
pub struct Reply {
    /// HTTP status.
    pub status: StatusCode,
    /// Headers.
    pub headers: HeaderMap,
    /// The body as JSON; text that is no JSON becomes a string.
    pub body: Value,
}

impl Reply {
    /// The body of a success.
    ///
    /// # Errors
    /// With the office's own words on anything else.
    pub fn done(self) -> Result<Value> {
        if self.status.is_success() {
            return Ok(self.body);
        }
        bail!("{}: {}", self.status, self.body)
    }
}

impl Client {
    /// A browser without cookies. `base` is `http://host:port`, or `https`.
    pub fn new(base: &str) -> Client {
        Client::trusting(base, &Trust::public())
    }

    /// The same, believing others.
    pub fn trusting(base: &str, trust: &Trust) -> Client {
        let mut wire = HttpConnector::new();
        wire.set_nodelay(true);
        wire.enforce_http(false);
        let connector = Connector::from((wire, trust.0.clone()));
        Client {
            base: base.trim_end_matches('/').into(),
            http: legacy::Client::builder(TokioExecutor::new()).build(connector.clone()),
            connector,
            cookies: Arc::default(),
            token: None,
        }
    }

    /// A program without cookies that sends this API token.
    pub fn with_token(&self, token: &str) -> Client {
        Client { cookies: Arc::default(), token: Some(token.into()), ..self.clone() }
    }

    /// The API token it sends.
    pub fn token(&self) -> Option<&str> {
        self.token.as_deref()
    }

    /// Signs in by one click, which only the demonstration offers.
    ///
    /// # Errors
    /// When it is refused.
    pub async fn demo_sign_in(&self, login: &str) -> Result<()> {
        self.post("/api/demo/sign-in", json!({ "login": login })).await?.done().context("signing in")?;
        Ok(())
    }

    /// Signs in with a password.
    ///
    /// # Errors
    /// When it is refused.
    pub async fn sign_in(&self, login: &str, password: &str) -> Result<()> {
        let body = json!({ "login": login, "password": password });
        self.post("/api/sign-in", body).await?.done().context("signing in")?;
        Ok(())
    }

    /// Reads.
    ///
    /// # Errors
    /// When no answer comes.
    pub async fn get(&self, path: &str) -> Result<Reply> {
        self.send(Method::GET, path, None).await
    }

    /// Posts JSON as it is.
    ///
    /// # Errors
    /// When no answer comes.
    pub async fn post(&self, path: &str, body: Value) -> Result<Reply> {
        self.send(Method::POST, path, Some(body)).await
    }

    /// Does something: gives the act its id and asks again with the same id while nobody knows whether
    /// it was done.
    ///
    /// # Errors
    /// When no answer comes for half a minute.
    pub async fn act(&self, path: &str, mut body: Value) -> Result<Reply> {
        if let Some(body) = body.as_object_mut() {
            let request = ulid::Ulid::generate().to_string();
            body.entry("request").or_insert(Value::String(request));
        }
        let mut last = None;
        for _ in 0..60 {
            match self.post(path, body.clone()).await {
                Ok(reply) if !UNDECIDED.contains(&reply.status) => return Ok(reply),
                other => last = Some(other),
            }
            tokio::time::sleep(Duration::from_millis(500)).await;
        }
        last.unwrap_or_else(|| bail!("no answer"))
    }

    /// Reads an answer of at most so many bytes as it comes.
    ///
    /// # Errors
    /// When none comes, or a larger one.
    pub async fn fetch(&self, path: &str, most: usize) -> Result<(StatusCode, HeaderMap, Bytes)> {
        self.exchange(Method::GET, path, None, Some(most)).await
    }

    async fn exchange(
        &self,
        method: Method,
        path: &str,
        body: Option<Value>,
        most: Option<usize>,
    ) -> Result<(StatusCode, HeaderMap, Bytes)> {
        let mut request = Request::builder().method(method).uri(format!("{}{path}", self.base));
        request = request.header(OF_NO_PAGE.0, OF_NO_PAGE.1);
        if let Some(cookies) = self.cookie_header() {
            request = request.header(COOKIE, cookies);
        }
        if let Some(token) = &self.token {
            request = request.header(AUTHORIZATION, format!("Bearer {token}"));
        }
        if body.is_some() {
            request = request.header(CONTENT_TYPE, "application/json");
        }
        let body = body.map(|body| body.to_string()).unwrap_or_default();
        let response = self.http.request(request.body(Full::from(body))?).await?;
        let (parts, body) = response.into_parts();
        self.keep_cookies(&parts.headers);
        let bytes = match most {
            None => body.collect().await?.to_bytes(),
            Some(most) => match Limited::new(body, most).collect().await {
                Ok(whole) => whole.to_bytes(),
                Err(error) => bail!("an answer of {path}: {error}"),
            },
        };
        Ok((parts.status, parts.headers, bytes))
    }

    /// Sends a request with this browser's cookies.
    ///
    /// # Errors
    /// When no answer comes.
    pub async fn send(&self, method: Method, path: &str, body: Option<Value>) -> Result<Reply> {
        let (status, headers, bytes) = self.exchange(method, path, body, None).await?;
        let text = || Value::String(String::from_utf8_lossy(&bytes).into_owned());
        let body = serde_json::from_slice(&bytes).unwrap_or_else(|_| text());
        Ok(Reply { status, headers, body })
    }

    /// Follows a live topic.
    ///
    /// # Errors
    /// When the office does not let it in, or the first view does not come.
    pub async fn live(&self, path: &str) -> Result<Live> {
        let socket = self.socket(path).await.with_context(|| format!("following {path}"))?;
        let mut live = Live { socket, view: Map::new(), revision: 0, seq: 0, now: 0, trial: 0 };
        while live.revision == 0 {
            live.hear().await?;
        }
        Ok(live)
    }

    /// Opens a socket with this browser's cookies.
    ///
    /// # Errors
    /// When the office does not let it in; the message of the error has the status.
    pub async fn socket(&self, path: &str) -> Result<Socket, SocketError> {
        let address = format!("{}{path}", self.base.replacen("http", "ws", 1));
        let mut request = address.into_client_request()?;
        request.headers_mut().insert(OF_NO_PAGE.0, OF_NO_PAGE.1);
        if let Some(cookies) = self.cookie_header().and_then(|cookies| cookies.parse().ok()) {
            request.headers_mut().insert(COOKIE, cookies);
        }
        if let Some(token) = self.token.as_ref().and_then(|token| format!("Bearer {token}").parse().ok()) {
            request.headers_mut().insert(AUTHORIZATION, token);
        }
        let gone = |error: Box<dyn std::error::Error + Send + Sync>| SocketError::Io(io::Error::other(error));
        let at = self.base.parse().map_err(|error: hyper::http::uri::InvalidUri| gone(error.into()))?;
        let wire = self.connector.clone().call(at).await.map_err(gone)?;
        Ok(client_async(request, TokioIo::new(wire)).await?.0)
    }

    /// Puts a cookie in.
    pub fn put_cookie(&self, name: &str, value: &str) {
        let mut cookies = self.cookies.lock().unwrap_or_else(PoisonError::into_inner);
        cookies.insert(name.to_string(), value.to_string());
    }

    /// The value of a cookie.
    pub fn cookie(&self, name: &str) -> Option<String> {
        self.cookies.lock().unwrap_or_else(PoisonError::into_inner).get(name).cloned()
    }

    /// The cookies as a request carries them.
    pub fn cookie_header(&self) -> Option<String> {
        let cookies = self.cookies.lock().unwrap_or_else(PoisonError::into_inner);
        let pairs: Vec<_> = cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        (!pairs.is_empty()).then(|| pairs.join("; "))
    }

    fn keep_cookies(&self, headers: &HeaderMap) {
        let mut cookies = self.cookies.lock().unwrap_or_else(PoisonError::into_inner);
        for line in headers.get_all(SET_COOKIE).iter().filter_map(|value| value.to_str().ok()) {
            let pair = line.split(';').next().unwrap_or_default();
            let Some((name, value)) = pair.split_once('=') else { continue };
            if value.is_empty() {
                cookies.remove(name);
            } else {
                cookies.insert(name.to_string(), value.to_string());
            }
        }
    }
}

/// A live topic: the view as last heard.
pub struct Live {
    socket: Socket,
    /// The sections by name.
    pub view: Map<String, Value>,
    /// Counts the changes of this topic.
    pub revision: u64,
    /// Position in the journal.
    pub seq: u64,
    /// The office's time, in milliseconds.
    pub now: i64,
    /// The last trial that a board was asked to sound for.
    pub trial: u64,
}

impl Live {
    /// Hears the next message. `true` when the view has changed.
    ///
    /// # Errors
    /// When the connection ends, or a patch does not fit.
    pub async fn hear(&mut self) -> Result<bool> {
        let text = loop {
            match self.socket.next().await {
                Some(Ok(Message::Text(text))) => break text,
                Some(Ok(Message::Close(frame))) => bail!("closed by the office: {frame:?}"),
                Some(Ok(_)) => {}
                Some(Err(error)) => return Err(error.into()),
                None => bail!("the connection ended"),
            }
        };
        let mut message: Value = serde_json::from_str(&text)?;
        self.seq = message["seq"].as_u64().unwrap_or(self.seq);
        self.now = message["now"].as_i64().unwrap_or(self.now);
        if message["t"] == "try" {
            self.trial = message["id"].as_u64().unwrap_or(self.trial);
        }
        let sections = match message["t"].as_str() {
            Some("full") => {
                self.view.clear();
                message["view"].take()
            }
            Some("patch") => {
                let was = message["was"].as_u64();
                anyhow::ensure!(was == Some(self.revision), "a patch of {was:?} at {}", self.revision);
                message["set"].take()
            }
            _ => return Ok(false),
        };
        self.revision = message["rev"].as_u64().context("a revision")?;
        if let Value::Object(sections) = sections {
            self.view.extend(sections);
        }
        Ok(true)
    }

    /// Hears until the view is as wanted.
    ///
    /// # Errors
    /// As [`Live::hear`].
    pub async fn until(&mut self, wanted: impl Fn(&Map<String, Value>) -> bool) -> Result<()> {
        while !wanted(&self.view) {
            self.hear().await?;
        }
        Ok(())
    }

    /// Says something.
    ///
    /// # Errors
    /// When the connection has ended.
    pub async fn say(&mut self, message: &Value) -> Result<()> {
        Ok(self.socket.send(Message::text(message.to_string())).await?)
    }

    /// A section.
    pub fn section(&self, name: &str) -> &Value {
        self.view.get(name).unwrap_or(&Value::Null)
    }
}
