//! Which character a byte prints: code pages (`ESC t`) and international sets (`ESC R`).
//!
//! Only the pages a Western receipt uses are here; [`has_page`] and [`has_set`] let the parser note the others.
//! A byte without a character gives U+FFFD, drawn as an empty box, never a guess.

/// PC437, page 0: the upper half, 0x80..=0xFF.
const PC437: &str = "\
ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐\
└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u{a0}";

/// PC850, page 2.
const PC850: &str = "\
ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒáíóúñÑªº¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐\
└┴┬├─┼ãÃ╚╔╩╦╠═╬¤ðÐÊËÈıÍÎÏ┘┌█▄¦Ì▀ÓßÔÒõÕµþÞÚÛÙýÝ¯´\u{ad}±‗¾¶§÷¸°¨·¹³²■\u{a0}";

/// PC858, page 19: PC850 with the euro sign.
const PC858: &str = "\
ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒáíóúñÑªº¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐\
└┴┬├─┼ãÃ╚╔╩╦╠═╬¤ðÐÊËÈ€ÍÎÏ┘┌█▄¦Ì▀ÓßÔÒõÕµþÞÚÛÙýÝ¯´\u{ad}±‗¾¶§÷¸°¨·¹³²■\u{a0}";

/// Windows-1252, page 16: 0x80..=0x9F; above it is Latin-1.
const WPC1252: &str = "€\u{fffd}‚ƒ„…†‡ˆ‰Š‹Œ\u{fffd}Ž\u{fffd}\u{fffd}‘’“”•–—˜™š›œ\u{fffd}žŸ";

/// What an international set may replace.
const REPLACEABLE: &str = "#$@[\\]^`{|}~";

/// The replacements of `ESC R n`, n = 0..=13: U.S.A., France, Germany, U.K., Denmark I, Sweden, Italy, Spain I,
/// Japan, Norway, Denmark II, Spain II, Latin America, Korea.
const SETS: [&str; 14] = [
    "#$@[\\]^`{|}~",
    "#$à°ç§^`éùè¨",
    "#$§ÄÖÜ^`äöüß",
    "£$@[\\]^`{|}~",
    "#$@ÆØÅ^`æøå~",
    "#¤ÉÄÖÅÜéäöåü",
    "#$@°\\é^ùàòèì",
    "₧$@¡Ñ¿^`¨ñ}~",
    "#$@[¥]^`{|}~",
    "#¤ÉÆØÅÜéæøåü",
    "#$ÉÆØÅÜéæøåü",
    "#$á¡Ñ¿é`íñóú",
    "#$á¡Ñ¿éüíñóú",
    "#$@[₩]^`{|}~",
];

/// Whether `ESC t n` selects a page this printer has.
pub fn has_page(page: u8) -> bool {
    matches!(page, 0 | 2 | 16 | 19)
}

/// Whether `ESC R n` selects a set this printer has.
pub fn has_set(set: u8) -> bool {
    usize::from(set) < SETS.len()
}

/// The character `byte` (0x20 or above) prints under a page and a set; an unknown page counts as PC437, an
/// unknown set as U.S.A.
pub fn decode(byte: u8, page: u8, set: u8) -> char {
    if byte < 0x80 {
        let plain = char::from(byte);
        let place = REPLACEABLE.chars().position(|c| c == plain);
        let replaced = place.and_then(|at| SETS.get(usize::from(set))?.chars().nth(at));
        return replaced.unwrap_or(plain);
    }
    let table = match page {
        2 => PC850,
        16 if byte >= 0xA0 => return char::from(byte),
        16 => WPC1252,
        19 => PC858,
        _ => PC437,
    };
    table.chars().nth(usize::from(byte - 0x80)).unwrap_or(char::REPLACEMENT_CHARACTER)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tables_are_whole() {
        for table in [PC437, PC850, PC858] {
            assert_eq!(table.chars().count(), 128);
        }
        assert_eq!(WPC1252.chars().count(), 32);
        for set in SETS {
            assert_eq!(set.chars().count(), REPLACEABLE.len());
        }
    }

    #[test]
    fn pages_differ_where_they_should() {
        assert_eq!([0, 2, 16, 19].map(|page| decode(0xD5, page, 0)), ['╒', 'ı', 'Õ', '€']);
        assert_eq!([0, 2, 16, 19].map(|page| decode(0x82, page, 0)), ['é', 'é', '‚', 'é']);
        assert_eq!(decode(b'A', 19, 0), 'A');
    }

    #[test]
    fn a_set_replaces_twelve_characters_only() {
        assert_eq!(decode(b'#', 0, 3), '£');
        assert_eq!(decode(b'\\', 0, 8), '¥');
        assert_eq!(decode(b'A', 0, 3), 'A');
        assert_eq!(decode(b'#', 0, 99), '#');
    }
}
