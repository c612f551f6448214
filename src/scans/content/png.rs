//! PNG: a signature and chunks. Those that are needed to show the picture stay.

use super::{Refused, fits};
use crate::seal::room;
use flate2::Crc;

pub(super) const SIGNATURE: &[u8] = b"\x89PNG\r\n\x1a\n";

/// Chunks that change how the picture looks. Texts, EXIF, times and everything private go.
const NEEDED: [&[u8; 4]; 13] = [
    b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"sBIT", b"bKGD",
    b"pHYs", b"cICP",
];

pub(super) fn clean(sent: &[u8]) -> Result<Vec<u8>, Refused> {
    let mut kept = room();
    kept.extend_from_slice(SIGNATURE);
    let mut rest = &sent[SIGNATURE.len()..];
    let (mut first, mut pixels) = (true, false);
    loop {
        let Chunk { name, whole, body, after } = chunk(rest).ok_or(Refused::Damaged)?;
        if first != (name == b"IHDR") {
            return Err(Refused::Damaged);
        }
        if first {
            let side = |at: usize| {
                body.get(at..at + 4).and_then(|four| four.try_into().ok()).map(u32::from_be_bytes)
            };
            fits(side(0).ok_or(Refused::Damaged)?, side(4).ok_or(Refused::Damaged)?)?;
        }
        first = false;
        pixels |= name == b"IDAT";
        if NEEDED.contains(&name) {
            kept.extend_from_slice(whole);
        }
        if name == b"IEND" {
            return if pixels { Ok(kept) } else { Err(Refused::Damaged) };
        }
        rest = after;
    }
}

struct Chunk<'a> {
    name: &'a [u8; 4],
    whole: &'a [u8],
    body: &'a [u8],
    /// What follows.
    after: &'a [u8],
}

/// The next chunk. None if it is cut off or its sum is wrong.
fn chunk(rest: &[u8]) -> Option<Chunk<'_>> {
    let (length, named) = rest.split_first_chunk::<4>()?;
    let length = u32::from_be_bytes(*length) as usize;
    let (name, _) = named.split_first_chunk::<4>()?;
    let body = named.get(4..length.checked_add(4)?)?;
    let (sum, after) = named.get(4 + length..)?.split_first_chunk::<4>()?;
    let mut crc = Crc::new();
    crc.update(name);
    crc.update(body);
    (crc.sum() == u32::from_be_bytes(*sum)).then(|| Chunk { name, whole: &rest[..length + 12], body, after })
}
