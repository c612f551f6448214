//! JPEG: segments, each behind a marker. Those that are needed to show the picture stay; EXIF goes, except which way
//! is up, or a photograph taken upright would lie on its side.

use super::{Refused, fits};
use crate::seal::room;

pub(super) const SIGNATURE: &[u8] = b"\xff\xd8\xff";

/// How a colour profile begins in its segment.
const PROFILE: &[u8] = b"ICC_PROFILE\0";
const EXIF: &[u8] = b"Exif\0\0";
/// The entry of EXIF that says which way is up.
const ORIENTATION: u16 = 0x0112;

pub(super) fn clean(sent: &[u8]) -> Result<Vec<u8>, Refused> {
    let mut kept = room();
    kept.extend([0xff, 0xd8]);
    let mut rest = &sent[2..];
    let (mut sized, mut scanned, mut turned) = (false, false, false);
    loop {
        let marker = marker(&mut rest)?;
        match marker {
            0xd9 => {
                kept.extend([0xff, 0xd9]);
                return if sized && scanned { Ok(kept) } else { Err(Refused::Damaged) };
            }
            // Markers without a body belong into the pixels only.
            0x01 | 0xd0..=0xd8 => return Err(Refused::Damaged),
            _ => {}
        }
        let body = body(&mut rest)?;
        if let 0xc0..=0xc3 | 0xc5..=0xc7 | 0xc9..=0xcb | 0xcd..=0xcf = marker {
            let side = |at: usize| body.get(at..at + 2).map(|two| u32::from(two[0]) << 8 | u32::from(two[1]));
            fits(side(3).ok_or(Refused::Damaged)?, side(1).ok_or(Refused::Damaged)?)?;
            sized = true;
        }
        if needed(marker, body) {
            put(&mut kept, marker, body);
        }
        if marker == 0xe1
            && !turned
            && let Some(turn) = orientation(body)
        {
            put(&mut kept, 0xe1, &only_orientation(turn));
            turned = true;
        }
        if marker == 0xda {
            scanned = true;
            let pixels = pixels(rest)?;
            kept.extend_from_slice(&rest[..pixels]);
            rest = &rest[pixels..];
        }
    }
}

/// The next marker. Any number of fill bytes may stand before it.
fn marker(rest: &mut &[u8]) -> Result<u8, Refused> {
    let [0xff, after @ ..] = *rest else { return Err(Refused::Damaged) };
    let fill = after.iter().take_while(|byte| **byte == 0xff).count();
    let marker = *after.get(fill).filter(|byte| **byte != 0).ok_or(Refused::Damaged)?;
    *rest = &after[fill + 1..];
    Ok(marker)
}

/// The body of a segment, without its length.
fn body<'a>(rest: &mut &'a [u8]) -> Result<&'a [u8], Refused> {
    let (length, _) = rest.split_first_chunk::<2>().ok_or(Refused::Damaged)?;
    let length = usize::from(u16::from_be_bytes(*length));
    let (segment, after) = rest.split_at_checked(length).ok_or(Refused::Damaged)?;
    *rest = after;
    segment.get(2..).ok_or(Refused::Damaged)
}

/// Whether the picture needs a segment: its tables, its size, its colours.
fn needed(marker: u8, body: &[u8]) -> bool {
    match marker {
        // JFIF without its thumbnail segment, colour profile, Adobe's word on colours.
        0xe0 => body.starts_with(b"JFIF\0"),
        0xe2 => body.starts_with(PROFILE),
        0xee => body.starts_with(b"Adobe"),
        0xe1..=0xef | 0xfe => false,
        _ => true,
    }
}

fn put(kept: &mut Vec<u8>, marker: u8, body: &[u8]) {
    let length = u16::try_from(body.len() + 2).unwrap_or(u16::MAX);
    kept.extend([0xff, marker]);
    kept.extend(length.to_be_bytes());
    kept.extend_from_slice(body);
}

/// How many bytes the pixels have: up to the next marker that is no restart and no escaped byte.
fn pixels(rest: &[u8]) -> Result<usize, Refused> {
    let ends = |pair: &[u8]| pair[0] == 0xff && !matches!(pair[1], 0 | 0xd0..=0xd7 | 0xff);
    rest.windows(2).position(ends).ok_or(Refused::Damaged)
}

/// Which way is up, 2 to 8, if EXIF says something else than "as it is".
fn orientation(body: &[u8]) -> Option<u16> {
    let tiff = body.strip_prefix(EXIF)?;
    let big = match tiff.get(..4)? {
        b"MM\0*" => true,
        b"II*\0" => false,
        _ => return None,
    };
    let two = |at: usize| {
        let two = tiff.get(at..at.checked_add(2)?)?.try_into().ok()?;
        Some(if big { u16::from_be_bytes(two) } else { u16::from_le_bytes(two) })
    };
    let first = tiff.get(4..8)?.try_into().ok()?;
    let first = if big { u32::from_be_bytes(first) } else { u32::from_le_bytes(first) } as usize;
    let entries = usize::from(two(first)?);
    let entry = (0..entries).map(|n| first + 2 + 12 * n).find(|at| two(*at) == Some(ORIENTATION))?;
    two(entry + 8).filter(|turn| (2..=8).contains(turn))
}

/// An EXIF segment with nothing but which way is up.
fn only_orientation(turn: u16) -> Vec<u8> {
    let mut body = EXIF.to_vec();
    body.extend(b"MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01");
    body.extend(turn.to_be_bytes());
    // The rest of the entry's four bytes, and no further directory.
    body.extend([0; 6]);
    body
}
