//! The files that screens load, embedded in the program. Each is compressed when it is first asked for, and once.
//!
//! All of them live under `/a/<build>/`, where `<build>` is a hash of their contents, so that they
//! may be cached for ever and a new version is loaded as a whole. The folders are those of the
//! repository, so that imports between modules are the same here and in the tests.

use super::look;
use crate::domain::profile::Office;
use crate::domain::words::OwnWords;
use axum::body::Bytes;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use flate2::Compression;
use flate2::write::GzEncoder;
use rust_embed::{Embed, RustEmbed};
use sha2::{Digest, Sha256};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io::Write;
use std::sync::OnceLock;

#[derive(RustEmbed)]
#[folder = "kiosk"]
struct Kiosk;

#[derive(RustEmbed)]
#[folder = "display"]
#[exclude = "*.sh"]
struct Display;

#[derive(RustEmbed)]
#[folder = "templates/staff"]
struct Staff;

struct Asset {
    plain: Bytes,
    zipped: OnceLock<Option<Bytes>>,
    kind: &'static str,
    /// SHA-256 of its content.
    digest: [u8; 32],
}

/// All files, by path, and the hash that names this set of them.
pub struct Assets {
    files: BTreeMap<String, Asset>,
    build: String,
}

impl Assets {
    /// The embedded files, and the office's own logo and colour; its own words are in the hash. The embedded ones were hashed when the program was
    /// built and stay where they are in it, so no start reads them.
    pub fn load(office: &Office, words: &OwnWords) -> Assets {
        let mut files = BTreeMap::new();
        add("office/office.css", "text/css; charset=utf-8", look::style(office).into(), &mut files);
        collect::<Kiosk>("kiosk", &mut files);
        collect::<Display>("display", &mut files);
        collect::<Staff>("templates/staff", &mut files);
        let logo = office.logo.as_ref().map(|logo| Bytes::copy_from_slice(logo));
        let logo = logo.or_else(|| files.get("display/shared/icon.svg").map(|icon| icon.plain.clone()));
        let logo = logo.unwrap_or_default();
        let kind = look::picture_kind(&logo).unwrap_or("application/octet-stream");
        add("office/logo", kind, logo, &mut files);
        let mut hash = Sha256::new();
        for (path, asset) in &files {
            hash.update(path.as_bytes());
            hash.update(asset.digest);
        }
        hash.update(env!("CARGO_PKG_VERSION").as_bytes());
        for lang in [crate::domain::ticket::Lang::Id, crate::domain::ticket::Lang::En] {
            hash.update(crate::texts::source_with(lang, super::routes::SCREEN_TEXTS, words).as_bytes());
        }
        let build = hash.finalize().iter().take(6).map(|byte| format!("{byte:02x}")).collect();
        Assets { files, build }
    }

    /// Names this set of files.
    pub fn build(&self) -> &str {
        &self.build
    }

    /// The file at a path, compressed if the browser takes it.
    pub(super) fn serve(&self, path: &str, headers: &HeaderMap) -> Response {
        let Some(asset) = self.files.get(path) else { return StatusCode::NOT_FOUND.into_response() };
        let accepts = headers.get(header::ACCEPT_ENCODING).and_then(|accept| accept.to_str().ok());
        let zipped = accepts.filter(|accept| accept.contains("gzip")).and_then(|_| asset.zipped());
        let mut response = zipped.unwrap_or(&asset.plain).clone().into_response();
        let answer = response.headers_mut();
        answer.insert(header::CONTENT_TYPE, HeaderValue::from_static(asset.kind));
        answer.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
        let forever = HeaderValue::from_static("public, max-age=31536000, immutable");
        answer.insert(header::CACHE_CONTROL, forever);
        if zipped.is_some() {
            answer.insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
        }
        response
    }
}

impl Asset {
    /// Compressed, if that makes sense.
    fn zipped(&self) -> Option<&Bytes> {
        let text = self.kind.starts_with("text/") || self.kind.starts_with("application/json");
        self.zipped.get_or_init(|| text.then(|| gzip(&self.plain)).flatten()).as_ref()
    }
}

fn collect<Folder: Embed>(folder: &str, files: &mut BTreeMap<String, Asset>) {
    for name in Folder::iter() {
        let Some(file) = Folder::get(&name) else { continue };
        let plain = match file.data {
            Cow::Borrowed(data) => Bytes::from_static(data),
            Cow::Owned(data) => Bytes::from(data),
        };
        let (kind, digest) = (kind(&name), file.metadata.sha256_hash());
        files.insert(format!("{folder}/{name}"), Asset { plain, zipped: OnceLock::new(), kind, digest });
    }
}

/// Adds a file that is the office's own.
fn add(path: &str, kind: &'static str, plain: Bytes, files: &mut BTreeMap<String, Asset>) {
    let digest = Sha256::digest(&plain).into();
    files.insert(path.to_string(), Asset { plain, zipped: OnceLock::new(), kind, digest });
}

/// The media types of the kinds of files there are.
fn kind(name: &str) -> &'static str {
    match name.rsplit_once('.').map(|(_, ending)| ending) {
        Some("js") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("html") => "text/html; charset=utf-8",
        Some("txt") => "text/plain; charset=utf-8",
        Some("json") => "application/json",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("woff2") => "font/woff2",
        Some("ogg" | "opus") => "audio/ogg",
        Some("webm") => "audio/webm",
        _ => "application/octet-stream",
    }
}

fn gzip(plain: &[u8]) -> Option<Bytes> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(plain).ok()?;
    encoder.finish().ok().map(Bytes::from)
}
