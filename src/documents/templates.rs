//! The templates, those of the program and those of the office.

use super::facts::Facts;
use crate::domain::issued::{PaperFile, PaperKind};
use minijinja::value::Serde;
use minijinja::{Environment, Error, ErrorKind, UndefinedBehavior, Value};
use qrcode::render::svg;
use qrcode::{EcLevel, QrCode};
use serde::Serialize;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// The folder beside `office.toml` with the office's own templates.
pub const FOLDER: &str = "papers";
/// Largest template, in bytes.
pub const MOST_TEMPLATE: usize = 128 * 1024;
/// The style sheet of all papers.
pub const STYLE: &str = "kertas.css";
/// The name under which the logo is kept, as a `data:` address.
const LOGO: &str = "logo";

macro_rules! bundled {
    ($($name:literal),* $(,)?) => {
        [$(($name, include_str!(concat!("../../templates/office/papers/", $name)))),*]
    };
}

/// The templates of the program: name and text.
pub const BUNDLED: [(&str, &str); 11] = bundled!(
    "permohonan.html",
    "tanda-terima.html",
    "kekurangan.html",
    "kartu-kendali.html",
    "nota-persetujuan.html",
    "nota-penolakan.html",
    "sk.html",
    "legalisasi.html",
    "skm.html",
    "kop.html",
    "kertas.css",
);

/// The logo of an office that has named none.
const EMBLEM: &[u8] = include_bytes!("../../display/shared/icon.svg");

/// Why papers cannot be made.
#[derive(Debug, thiserror::Error)]
pub enum DocumentError {
    /// A template is not what it should be.
    #[error("{FOLDER}/{file}{}: {what}", line.map(|line| format!(", line {line}")).unwrap_or_default())]
    Template {
        /// Its file.
        file: String,
        /// Where in it.
        line: Option<usize>,
        /// What is wrong.
        what: String,
    },
    /// What is kept of a paper is not whole.
    #[error("what is kept of the paper cannot be read: {0}")]
    Kept(String),
}

impl From<Error> for DocumentError {
    fn from(error: Error) -> DocumentError {
        // The innermost error knows the file that the slip is in, an included one perhaps.
        let mut inner = &error;
        while let Some(cause) =
            std::error::Error::source(inner).and_then(|cause| cause.downcast_ref::<Error>())
        {
            inner = cause;
        }
        let file = inner.name().or(error.name()).unwrap_or("?").to_string();
        let what = inner
            .detail()
            .map_or_else(|| inner.kind().to_string(), |detail| format!("{}: {detail}", inner.kind()));
        DocumentError::Template { file, line: inner.line().or(error.line()), what }
    }
}

/// All files of today, ready to render.
pub(super) struct Templates {
    environment: Environment<'static>,
    files: BTreeMap<String, String>,
    digests: BTreeMap<[u8; 32], String>,
    own: Vec<String>,
}

impl Templates {
    pub(super) fn load(own: &[(String, String)], logo: Option<&[u8]>) -> Result<Templates, DocumentError> {
        let bundled = BUNDLED.iter().map(|(name, text)| ((*name).to_string(), (*text).to_string()));
        let mut files: BTreeMap<String, String> = bundled.chain(own.iter().cloned()).collect();
        files.insert(LOGO.to_string(), data_address(logo.unwrap_or(EMBLEM)));
        let environment = environment(files.iter().map(|(name, text)| (name.as_str(), text.as_str())))?;
        let digests = files.iter().map(|(name, text)| (digest(text), name.clone())).collect();
        let own = own.iter().map(|(name, _)| name.clone()).collect();
        Ok(Templates { environment, files, digests, own })
    }

    pub(super) fn render(&self, kind: PaperKind, facts: &Facts) -> Result<String, DocumentError> {
        render(&self.environment, kind, facts)
    }

    /// The template of the paper, and every file that is nobody's template: parts, the style sheet and the logo.
    pub(super) fn files(&self, kind: PaperKind) -> Vec<(PaperFile, String)> {
        let others =
            |name: &str| PaperKind::ALL.iter().any(|(word, other)| *other != kind && name == main_file(word));
        let used = self.files.iter().filter(|(name, _)| !others(name));
        used.map(|(name, text)| (PaperFile { name: name.clone(), digest: digest(text) }, text.clone()))
            .collect()
    }

    pub(super) fn is_own(&self, kind: PaperKind) -> bool {
        self.own.contains(&main_file(kind.word()))
    }

    pub(super) fn file(&self, digest: &[u8; 32]) -> Option<&str> {
        self.digests.get(digest).and_then(|name| self.files.get(name)).map(String::as_str)
    }

    pub(super) fn style(&self) -> [u8; 32] {
        digest(&self.files[STYLE])
    }
}

/// A paper that was issued, from what was kept of it. Facts of any age are taken as they are.
///
/// # Errors
/// [`DocumentError`] when what was kept is not whole.
pub fn kept<'a>(
    kind: PaperKind,
    files: impl Iterator<Item = (&'a str, &'a str)>,
    facts: &str,
) -> Result<String, DocumentError> {
    let facts: serde_json::Value =
        serde_json::from_str(facts).map_err(|error| DocumentError::Kept(error.to_string()))?;
    render(&environment(files)?, kind, &facts)
}

fn render(
    environment: &Environment<'_>,
    kind: PaperKind,
    facts: &impl Serialize,
) -> Result<String, DocumentError> {
    let template = environment.get_template(&main_file(kind.word()))?;
    Ok(template.render(Value::from(Serde(facts)))?)
}

fn main_file(word: &str) -> String {
    format!("{word}.html")
}

fn environment<'a>(
    files: impl Iterator<Item = (&'a str, &'a str)>,
) -> Result<Environment<'static>, DocumentError> {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    for (name, text) in files {
        if name.ends_with(".html") {
            environment.add_template_owned(name.to_string(), text.to_string())?;
        } else if name == LOGO {
            environment.add_global(LOGO, text.to_string());
        }
    }
    environment.add_filter("titik", dotted);
    environment.add_function("qr", drawn);
    Ok(environment)
}

/// The value, or a dotted line to write on by hand.
fn dotted(value: &str, length: Option<usize>) -> String {
    if value.trim().is_empty() { ".".repeat(length.unwrap_or(40).min(200)) } else { value.to_string() }
}

/// A QR code as an SVG picture, a module per unit, without a quiet zone: the paper around it is white.
fn drawn(text: &str) -> Result<Value, Error> {
    let code = QrCode::with_error_correction_level(text, EcLevel::M)
        .map_err(|error| Error::new(ErrorKind::InvalidOperation, format!("the QR code: {error}")))?;
    let picture = code.render::<svg::Color<'_>>().module_dimensions(1, 1).quiet_zone(false).build();
    let start = picture.find("<svg").unwrap_or(0);
    Ok(Value::from_safe_string(picture[start..].to_string()))
}

/// SHA-256 of a file's text.
pub(super) fn digest(text: &str) -> [u8; 32] {
    Sha256::digest(text.as_bytes()).into()
}

/// A picture as an address that carries it, so that a paper needs nothing else.
fn data_address(picture: &[u8]) -> String {
    let kind = if picture.starts_with(b"\x89PNG") { "image/png" } else { "image/svg+xml" };
    format!("data:{kind};base64,{}", base64(picture))
}

fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let bits = chunk
            .iter()
            .enumerate()
            .fold(0_u32, |bits, (place, byte)| bits | u32::from(*byte) << (16 - 8 * place));
        for place in 0..4 {
            let letter = LETTERS[(bits >> (18 - 6 * place) & 63) as usize];
            text.push(if place <= chunk.len() { char::from(letter) } else { '=' });
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pictures_travel_in_their_address() {
        for (plain, coded) in
            [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foobar", "Zm9vYmFy")]
        {
            assert_eq!(base64(plain.as_bytes()), coded);
        }
    }

    #[test]
    fn a_slip_is_told_with_file_and_line() {
        let own = |name: &str, text: &str| vec![(name.to_string(), text.to_string())];
        let told = |files: &[(String, String)]| match Templates::load(files, None) {
            Ok(_) => panic!("the template is good"),
            Err(error) => error.to_string(),
        };
        let error = told(&own("sk.html", "<p>\n{{ sk.number\n</p>"));
        assert!(error.starts_with("papers/sk.html, line "), "{error}");
        let error = told(&own("kop.html", "\n\n{% endif %}"));
        assert!(error.starts_with("papers/kop.html, line 3: "), "{error}");
    }
}
