//! What a scan is, by its content, and what of it is kept.

mod jpeg;
mod png;

use super::MOST_BYTES;
use crate::domain::annex::ScanKind;

/// Longest side of a picture, in pixels.
pub const MOST_SIDE: u32 = 10_000;
/// The end of a PDF is looked for in so many bytes, as readers do.
const PDF_TAIL: usize = 1024;

/// Why a file is no scan.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum Refused {
    /// There is nothing in it.
    #[error("empty")]
    Empty,
    /// It is larger than a scan may be.
    #[error("larger than {MOST_BYTES} bytes")]
    TooLarge,
    /// It is neither PDF nor JPEG nor PNG.
    #[error("neither PDF nor JPEG nor PNG")]
    OtherKind,
    /// It begins as one of them and is not whole.
    #[error("damaged, or cut off")]
    Damaged,
    /// A side of the picture is too long.
    #[error("a side longer than {MOST_SIDE} pixels")]
    TooWide,
}

/// Finds out what a file is and gives back what of it is kept. A PDF is kept as it is; of a picture only what is
/// needed to show it.
///
/// # Errors
/// [`Refused`] says why it is no scan.
pub fn clean(sent: &[u8]) -> Result<(ScanKind, Vec<u8>), Refused> {
    let (kind, kept) = cleaned(sent)?;
    Ok((kind, kept.unwrap_or_else(|| sent.to_vec())))
}

/// The same; nothing is given back of a file that is kept as it is.
pub(super) fn cleaned(sent: &[u8]) -> Result<(ScanKind, Option<Vec<u8>>), Refused> {
    if sent.is_empty() {
        return Err(Refused::Empty);
    }
    if sent.len() > MOST_BYTES {
        return Err(Refused::TooLarge);
    }
    if sent.starts_with(png::SIGNATURE) {
        return Ok((ScanKind::Png, Some(png::clean(sent)?)));
    }
    if sent.starts_with(jpeg::SIGNATURE) {
        return Ok((ScanKind::Jpeg, Some(jpeg::clean(sent)?)));
    }
    if sent.starts_with(b"%PDF-") {
        let tail = &sent[sent.len().saturating_sub(PDF_TAIL)..];
        let whole = tail.windows(5).any(|window| window == b"%%EOF");
        return if whole { Ok((ScanKind::Pdf, None)) } else { Err(Refused::Damaged) };
    }
    Err(Refused::OtherKind)
}

/// Whether a picture of that size may be kept.
fn fits(width: u32, height: u32) -> Result<(), Refused> {
    match (width, height) {
        (0, _) | (_, 0) => Err(Refused::Damaged),
        (width, height) if width.max(height) > MOST_SIDE => Err(Refused::TooWide),
        _ => Ok(()),
    }
}
