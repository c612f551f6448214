//! The files that screens load, embedded in the program, compressed once at start.
//!
//! All of them live under `/a/<build>/`, where `<build>` is a hash of their contents, so that they
//! may be cached for ever and a new version is loaded as a whole. The folders are those of the
//! repository, so that imports between modules are the same here and in the tests.

use super::look;
use crate::domain::profile::Office;
use axum::body::Bytes;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use flate2::Compression;
use flate2::write::GzEncoder;
use rust_embed::{Embed, RustEmbed};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::io::Write;

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
    zipped: Option<Bytes>,
    kind: HeaderValue,
}

/// All files, by path, and the hash that names this set of them.
pub struct Assets {
    files: BTreeMap<String, Asset>,
    build: String,
}

impl Assets {
    /// Reads, compresses and hashes the embedded files, and the office's own logo and colour.
    pub fn load(office: &Office) -> Assets {
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
            hash.update(&asset.plain);
        }
        hash.update(env!("CARGO_PKG_VERSION").as_bytes());
        for lang in [crate::domain::ticket::Lang::Id, crate::domain::ticket::Lang::En] {
            hash.update(crate::texts::source(lang, super::routes::SCREEN_TEXTS).as_bytes());
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
        let zipped = asset.zipped.as_ref().filter(|_| accepts.is_some_and(|accept| accept.contains("gzip")));
        let mut response = zipped.unwrap_or(&asset.plain).clone().into_response();
        let answer = response.headers_mut();
        answer.insert(header::CONTENT_TYPE, asset.kind.clone());
        answer.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
        let forever = HeaderValue::from_static("public, max-age=31536000, immutable");
        answer.insert(header::CACHE_CONTROL, forever);
        if zipped.is_some() {
            answer.insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
        }
        response
    }
}

fn collect<Folder: Embed>(folder: &str, files: &mut BTreeMap<String, Asset>) {
    for name in Folder::iter() {
        let Some(file) = Folder::get(&name) else { continue };
        add(&format!("{folder}/{name}"), kind(&name), Bytes::from(file.data.into_owned()), files);
    }
}

fn add(path: &str, kind: &'static str, plain: Bytes, files: &mut BTreeMap<String, Asset>) {
    let text = kind.starts_with("text/") || kind.starts_with("application/json");
    let zipped = text.then(|| gzip(&plain)).flatten();
    files.insert(path.to_string(), Asset { zipped, kind: HeaderValue::from_static(kind), plain });
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
