//! Where a command ends: the lengths of ESC/POS, as Epson's command reference gives them.
//!
//! It knows shapes only, no meanings: [`need`] looks at the bytes held so far and says how long the command is
//! at least. It must never look beyond what is held and never allocate.

pub const NUL: u8 = 0x00;
pub const EOT: u8 = 0x04;
pub const ENQ: u8 = 0x05;
pub const HT: u8 = 0x09;
pub const LF: u8 = 0x0A;
pub const FF: u8 = 0x0C;
pub const CR: u8 = 0x0D;
pub const DLE: u8 = 0x10;
pub const DC4: u8 = 0x14;
pub const CAN: u8 = 0x18;
pub const ESC: u8 = 0x1B;
pub const FS: u8 = 0x1C;
pub const GS: u8 = 0x1D;
pub const DEL: u8 = 0x7F;

/// The most columns `ESC D` takes.
const MAX_TABS: u64 = 32;
/// The most data a NUL-terminated barcode takes before it counts as ended.
const MAX_BARCODE: u64 = 255;

/// Whether a byte starts a command of several bytes.
pub fn is_lead(byte: u8) -> bool {
    matches!(byte, DLE | ESC | FS | GS)
}

/// The least length of the command that begins with `held`, which is not empty: complete once it is reached.
///
/// Callers ask again whenever they hold that many bytes; the answer then is either the same (complete) or longer.
pub fn need(held: &[u8]) -> u64 {
    let Some(&second) = held.get(1) else {
        return if held.first().copied().is_some_and(is_lead) { 2 } else { 1 };
    };
    match held[0] {
        DLE => real_time(held, second),
        ESC => escape(held, second),
        FS => kanji(held, second),
        GS => group(held, second),
        _ => 1,
    }
}

/// `DLE EOT`, `DLE ENQ`, `DLE DC4`.
fn real_time(held: &[u8], second: u8) -> u64 {
    match (second, held.get(2)) {
        (EOT, Some(7 | 8 | 18)) => 4,
        (DC4, Some(1 | 2)) => 5,
        (DC4, Some(3)) => 8,
        (DC4, Some(7)) => 4,
        (DC4, Some(8)) => 10,
        (EOT | ENQ | DC4, _) => 3,
        _ => 2,
    }
}

fn escape(held: &[u8], second: u8) -> u64 {
    match second {
        b' ' | b'!' | b'%' | b'-' | b'3' | b'=' | b'?' | b'E' | b'G' | b'J' | b'K' | b'M' | b'R' | b'T'
        | b'U' => 3,
        b'V' | b'a' | b'd' | b'e' | b'r' | b't' | b'u' | b'{' => 3,
        b'$' | b'\\' | b'B' | b'c' => 4,
        b'p' => 5,
        b'W' => 10,
        b'D' => until_nul(held, 2, MAX_TABS),
        b'*' => match (held.get(2), word(held, 3)) {
            (Some(32 | 33), Some(columns)) => 5 + columns * 3,
            (Some(_), Some(columns)) => 5 + columns,
            _ => 5,
        },
        b'&' => user_characters(held),
        b'(' => counted(held),
        _ => 2,
    }
}

fn kanji(held: &[u8], second: u8) -> u64 {
    match (second, held.get(2)) {
        (b'!' | b'-' | b'C' | b'W', _) => 3,
        (b'S' | b'p' | b'?', _) => 4,
        (b'2', _) => 4 + 72,
        (b'(', _) => counted(held),
        (b'q', _) => stored_images(held),
        (b'g', Some(b'1')) => word(held, 8).map_or(10, |data| 10 + data),
        (b'g', Some(b'2')) => 10,
        (b'g', _) => 3,
        _ => 2,
    }
}

fn group(held: &[u8], second: u8) -> u64 {
    match (second, held.get(2)) {
        (
            b'!' | b'/' | b'B' | b'E' | b'H' | b'I' | b'T' | b'a' | b'b' | b'f' | b'h' | b'j' | b'r' | b'w',
            _,
        ) => 3,
        (b'$' | b'L' | b'P' | b'W' | b'\\', _) => 4,
        (b'^', _) => 5,
        (b'V', Some(65 | 66 | 97 | 98 | 103 | 104)) => 4,
        (b'k', Some(0..=6)) => until_nul(held, 3, MAX_BARCODE),
        (b'k', Some(65..=79)) => held.get(3).map_or(4, |length| 4 + u64::from(*length)),
        (b'v' | b'Q', Some(b'0' | 0)) => match (word(held, 4), word(held, 6)) {
            (Some(bytes), Some(rows)) => 8 + bytes * rows,
            _ => 8,
        },
        (b'*', _) => match (held.get(2), held.get(3)) {
            (Some(x), Some(y)) => 4 + u64::from(*x) * u64::from(*y) * 8,
            _ => 4,
        },
        (b'(', _) => counted(held),
        (b'8', Some(b'L')) => match (word(held, 3), word(held, 5)) {
            (Some(low), Some(high)) => 7 + low + (high << 16),
            _ => 7,
        },
        (b'g', Some(b'0' | b'2')) => 6,
        (b'z', Some(b'0')) => 5,
        (b'C', Some(b'0' | b'2')) => 5,
        (b'C', Some(b'1')) => 9,
        (b'V' | b'k' | b'v' | b'Q' | b'8' | b'g' | b'z' | b'C', _) => 3,
        _ => 2,
    }
}

/// `X ( F pL pH ...`: the length follows the function's letter.
fn counted(held: &[u8]) -> u64 {
    word(held, 3).map_or(5, |length| 5 + length)
}

/// A list from `start` that a NUL ends, of at most `most` bytes.
fn until_nul(held: &[u8], start: u64, most: u64) -> u64 {
    let length = held.len() as u64;
    let ended = length > start && held.last() == Some(&NUL);
    if ended || length > start + most { length } else { length.max(start) + 1 }
}

/// `ESC & y c1 c2 [x d1 .. d(y*x)] ..`: one block a character.
fn user_characters(held: &[u8]) -> u64 {
    let (Some(&rows), Some(&first), Some(&last)) = (held.get(2), held.get(3), held.get(4)) else {
        return 5;
    };
    let mut end = 5u64;
    for _ in first..=last {
        match held.get(end as usize) {
            Some(&columns) => end += 1 + u64::from(rows) * u64::from(columns),
            None => return end + 1,
        }
    }
    end
}

/// `FS q n [xL xH yL yH d1 .. d(x*y*8)] ..`: one block a picture.
fn stored_images(held: &[u8]) -> u64 {
    let Some(&count) = held.get(2) else { return 3 };
    let mut end = 3u64;
    for _ in 0..count {
        match (word(held, end as usize), word(held, end as usize + 2)) {
            (Some(x), Some(y)) => end += 4 + x * y * 8,
            _ => return end + 4,
        }
    }
    end
}

/// Two bytes, the low one first.
fn word(held: &[u8], at: usize) -> Option<u64> {
    Some(u64::from(*held.get(at)?) | u64::from(*held.get(at + 1)?) << 8)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Feeds `bytes` one by one and gives the length at which the command was complete.
    fn ends(bytes: &[u8]) -> Option<usize> {
        (1..=bytes.len()).find(|&length| need(&bytes[..length]) == length as u64)
    }

    #[test]
    fn commands_end_where_the_reference_says() {
        let cases: &[(&[u8], usize)] = &[
            (b"A", 1),
            (b"\x1b@", 2),
            (b"\x1b!\x30", 3),
            (b"\x1d!\x77", 3),
            (b"\x1bp\x00\x19\xfa", 5),
            (b"\x1b$\x10\x00", 4),
            (b"\x1b*\x00\x02\x00ab", 7),
            (b"\x1b*\x21\x01\x00abc", 8),
            (b"\x1bD\x08\x10\x00", 5),
            (b"\x1bD\x00", 3),
            (b"\x1b&\x03\x41\x42\x01abc\x02abcdef", 16),
            (b"\x1dV\x00", 3),
            (b"\x1dVA\x10", 4),
            (b"\x1dk\x04A1\x00", 6),
            (b"\x1dkI\x03{BA", 7),
            (b"\x1dv0\x00\x02\x00\x03\x00abcdef", 14),
            (b"\x1d(H\x06\x0000A012", 11),
            (b"\x1d(k\x03\x001Q0", 8),
            (b"\x1d8L\x02\x00\x00\x0002", 9),
            (b"\x1cq\x01\x01\x00\x01\x00abcdefgh", 15),
            (b"\x10\x04\x01", 3),
            (b"\x10\x04\x07\x01", 4),
            (b"\x10\x14\x08\x01\x03\x14\x01\x06\x02\x08", 10),
        ];
        for (bytes, length) in cases {
            let mut more = bytes.to_vec();
            more.extend(b"xxxx");
            assert_eq!(ends(&more), Some(*length), "{bytes:02x?}");
        }
    }

    #[test]
    fn a_list_without_its_end_ends_by_itself() {
        let mut tabs = b"\x1bD".to_vec();
        tabs.extend([1; 60]);
        assert_eq!(ends(&tabs), Some(2 + 33));
    }

    #[test]
    fn absurd_sizes_are_only_counted() {
        assert_eq!(need(b"\x1dv0\x00\xff\xff\xff\xff"), 8 + 65535 * 65535);
        assert_eq!(need(b"\x1d8L\xff\xff\xff\xff"), 7 + u64::from(u32::MAX));
    }
}
