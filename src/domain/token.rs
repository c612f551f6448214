//! Public secrets: the token in a QR code and the short code that a hand can type.

use std::fmt;

/// 128 random bits that open one ticket's or one berkas' public page.
///
/// Written as 26 characters of RFC 4648 base32, capitals only, so that a QR code can use its
/// compact alphanumeric mode.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Token(pub [u8; 16]);

const BASE32: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
const TOKEN_LETTERS: usize = 26;

impl Token {
    /// Reads the 26 characters, in either case; anything else is `None`.
    pub fn parse(text: &str) -> Option<Token> {
        if text.len() != TOKEN_LETTERS {
            return None;
        }
        let mut bits: u128 = 0;
        for (place, letter) in text.bytes().enumerate() {
            let value = BASE32.iter().position(|&known| known == letter.to_ascii_uppercase())? as u128;
            if place + 1 < TOKEN_LETTERS {
                bits = (bits << 5) | value;
            } else if value & 0b11 != 0 {
                return None;
            } else {
                bits = (bits << 3) | (value >> 2);
            }
        }
        Some(Token(bits.to_be_bytes()))
    }
}

impl fmt::Display for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let bits = u128::from_be_bytes(self.0);
        for place in 0..TOKEN_LETTERS - 1 {
            let shift = 123 - 5 * place;
            write!(f, "{}", BASE32[((bits >> shift) & 31) as usize] as char)?;
        }
        write!(f, "{}", BASE32[((bits << 2) & 31) as usize] as char)
    }
}

/// Tokens stay out of logs: only the first letters are shown.
impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Token({}…)", &self.to_string()[..4])
    }
}

/// The ten letters under the QR code of a tanda terima, for a hand to type at the kiosk.
///
/// Twenty consonants without look-alikes (RFC 8628, section 6.1): 43 bits, looked up at the kiosk
/// and by officers, both signed in.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct ShortCode(pub [u8; 10]);

/// The letters of a [`ShortCode`].
pub const SHORT_CODE_LETTERS: &[u8; 20] = b"BCDFGHJKLMNPQRSTVWXZ";

impl ShortCode {
    /// Draws the letters from ten random bytes. The bias of the last few byte values is below 2 %.
    pub fn from_random(random: [u8; 10]) -> ShortCode {
        ShortCode(random.map(|byte| SHORT_CODE_LETTERS[usize::from(byte) % SHORT_CODE_LETTERS.len()]))
    }

    /// Reads ten letters in either case; spaces and dashes are passed over.
    pub fn parse(text: &str) -> Option<ShortCode> {
        let mut letters = [0; 10];
        let mut filled = 0;
        for byte in text.bytes().filter(|byte| !matches!(byte, b' ' | b'-')) {
            let letter = byte.to_ascii_uppercase();
            if filled == letters.len() || !SHORT_CODE_LETTERS.contains(&letter) {
                return None;
            }
            letters[filled] = letter;
            filled += 1;
        }
        (filled == letters.len()).then_some(ShortCode(letters))
    }
}

impl fmt::Display for ShortCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, letter) in self.0.iter().enumerate() {
            let dash = if place == 5 { "-" } else { "" };
            write!(f, "{dash}{}", char::from(*letter))?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_token_reads_back_in_either_case(bytes: [u8; 16]) {
            let text = Token(bytes).to_string();
            prop_assert_eq!(text.len(), 26);
            prop_assert_eq!(Token::parse(&text), Some(Token(bytes)));
            prop_assert_eq!(Token::parse(&text.to_lowercase()), Some(Token(bytes)));
        }

        #[test]
        fn a_short_code_reads_back_as_printed(bytes: [u8; 10]) {
            let code = ShortCode::from_random(bytes);
            prop_assert_eq!(ShortCode::parse(&code.to_string()), Some(code));
            prop_assert_eq!(ShortCode::parse(&code.to_string().to_lowercase()), Some(code));
        }

        #[test]
        fn no_text_makes_the_readers_panic(text: String) {
            let _ = (Token::parse(&text), ShortCode::parse(&text));
        }
    }

    #[test]
    fn a_token_has_one_spelling_only() {
        let text = Token([0xff; 16]).to_string();
        let padded = format!("{}7", &text[..25]);
        assert_eq!(Token::parse(&padded), None, "stray bits in the last letter");
    }
}
