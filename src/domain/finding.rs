//! What an officer types to find a berkas, and the words by which names are found.
//!
//! A name is found by its words in small letters without accents: `Ma'ruf Datungsolang, S.Kep` has the words
//! `maruf`, `datungsolang`, `s` and `kep`. The index holds whole words and a search may give the beginning of each.

use super::ids::Series;
use super::number::{BerkasNumber, TicketNumber};
use super::person::Nik;
use super::token::{ShortCode, Token};

/// Words of a search that count; more make nothing clearer.
pub const MOST_QUERY_WORDS: usize = 6;
/// Letters that one word alone must have, or half of the office would be found.
const LEAST_LETTERS: usize = 2;

/// What somebody looks for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Query {
    /// Too little to look for.
    Nothing,
    /// An applicant.
    Nik(Nik),
    /// A registration number, `2026/00042`.
    Number(BerkasNumber),
    /// A registration number without its year.
    Running(u32),
    /// A queue number of today.
    Ticket(TicketNumber),
    /// The code that a hand can type. Ten letters may also be a name.
    Code(ShortCode),
    /// The address in a QR code.
    Token(Token),
    /// The beginning of a SK number, as [`sk_key`] writes it.
    Sk(String),
    /// Words of a name, each whole or its beginning.
    Words(Vec<String>),
}

impl Query {
    /// Reads what was typed.
    pub fn parse(text: &str) -> Query {
        let text = text.trim();
        if let Ok(nik) = Nik::parse(text) {
            return Query::Nik(nik);
        }
        if text.contains('/') {
            return with_slash(text);
        }
        if text.bytes().all(|byte| byte.is_ascii_digit())
            && let Ok(n) = text.parse()
        {
            return Query::Running(n);
        }
        if let Some(ticket) = ticket(text) {
            return Query::Ticket(ticket);
        }
        if let Some(code) = ShortCode::parse(text) {
            return Query::Code(code);
        }
        if let Some(token) = Token::parse(text) {
            return Query::Token(token);
        }
        Query::of_words(text)
    }

    /// The words alone, whatever else the text might mean.
    pub fn of_words(text: &str) -> Query {
        let mut words = words(text);
        words.truncate(MOST_QUERY_WORDS);
        match words.as_slice() {
            [] => Query::Nothing,
            [only] if only.chars().count() < LEAST_LETTERS => Query::Nothing,
            _ => Query::Words(words),
        }
    }
}

/// `2026/00042`, also without the zeros.
pub fn berkas_number(text: &str) -> Option<BerkasNumber> {
    let (year, n) = text.split_once('/')?;
    Some(BerkasNumber { year: year.trim().parse().ok()?, n: n.trim().parse().ok()? })
}

fn with_slash(text: &str) -> Query {
    if let Some(number) = berkas_number(text) {
        return Query::Number(number);
    }
    match text.rsplit('/').next().and_then(Token::parse) {
        Some(token) => Query::Token(token),
        None => Query::Sk(sk_key(text)),
    }
}

/// `A-012`, `a12`, `A 12`.
fn ticket(text: &str) -> Option<TicketNumber> {
    let mut letters = text.chars();
    let series = letters.next().filter(char::is_ascii_alphabetic)?;
    let digits = letters.as_str().trim_start_matches([' ', '-']);
    let plain = (1..=4).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
    let n = digits.parse().ok().filter(|_| plain)?;
    Some(TicketNumber { series: Series(series.to_ascii_uppercase()), n })
}

/// How a SK number is kept to be found: without blanks and in small letters.
pub fn sk_key(text: &str) -> String {
    text.chars().filter(|letter| !letter.is_whitespace()).flat_map(char::to_lowercase).collect()
}

/// The words of a name, each once, in small letters and digits without accents.
pub fn words(text: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let mut word = String::new();
    // The blank at the end closes the last word.
    for letter in text.chars().chain([' ']) {
        if matches!(letter, '\'' | '’' | '‘' | '`' | 'ʼ' | '´') || is_mark(letter) {
            continue;
        }
        if letter.is_alphanumeric() {
            letter.to_lowercase().filter(|small| !is_mark(*small)).for_each(|small| fold(small, &mut word));
        } else if !word.is_empty() {
            let whole = std::mem::take(&mut word);
            if !found.contains(&whole) {
                found.push(whole);
            }
        }
    }
    found
}

/// Whether every word of a search begins a word of this name.
pub fn matches(name: &str, wanted: &[String]) -> bool {
    let words = words(name);
    wanted.iter().all(|prefix| words.iter().any(|word| word.starts_with(prefix.as_str())))
}

/// Accents that stand as characters of their own behind their letter.
fn is_mark(letter: char) -> bool {
    matches!(letter, '\u{300}'..='\u{36f}')
}

/// A small letter without its accent. Letters of other scripts stay as they are.
fn fold(letter: char, into: &mut String) {
    let plain = match letter {
        'à'..='å' | 'ā' | 'ă' | 'ą' | 'ǎ' => "a",
        'æ' => "ae",
        'ç' | 'ć' | 'ĉ' | 'ċ' | 'č' => "c",
        'ď' | 'đ' | 'ð' => "d",
        'è'..='ë' | 'ē' | 'ĕ' | 'ė' | 'ę' | 'ě' => "e",
        'ĝ' | 'ğ' | 'ġ' | 'ģ' => "g",
        'ĥ' | 'ħ' => "h",
        'ì'..='ï' | 'ĩ' | 'ī' | 'ĭ' | 'į' | 'ı' => "i",
        'ĵ' => "j",
        'ķ' => "k",
        'ĺ' | 'ļ' | 'ľ' | 'ŀ' | 'ł' => "l",
        'ñ' | 'ń' | 'ņ' | 'ň' => "n",
        'ò'..='ö' | 'ø' | 'ō' | 'ŏ' | 'ő' => "o",
        'œ' => "oe",
        'ŕ' | 'ŗ' | 'ř' => "r",
        'ś' | 'ŝ' | 'ş' | 'š' => "s",
        'ß' => "ss",
        'ţ' | 'ť' | 'ŧ' => "t",
        'ù'..='ü' | 'ũ' | 'ū' | 'ŭ' | 'ů' | 'ű' | 'ų' => "u",
        'ŵ' => "w",
        'ý' | 'ÿ' | 'ŷ' => "y",
        'ź' | 'ż' | 'ž' => "z",
        other => return into.push(other),
    };
    into.push_str(plain);
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn words_are_small_plain_and_once() {
        assert_eq!(words("Ma'ruf  Datungsolang, S.Kep"), ["maruf", "datungsolang", "s", "kep"]);
        assert_eq!(words("André ANDRE André"), ["andre"], "composed, plain and with a loose accent");
        assert_eq!(words("H. Łukasz Müller-Straße"), ["h", "lukasz", "muller", "strasse"]);
        assert_eq!(words("İpek"), ["ipek"], "a letter that grows when it is made small");
        assert_eq!(words(" ,. "), Vec::<String>::new());
    }

    #[test]
    fn beginnings_of_words_match_in_any_order() {
        let wanted = |text: &str| words(text);
        assert!(matches("Sitti Aminah Mokoginta", &wanted("moko sit")));
        assert!(matches("Sitti Aminah Mokoginta", &wanted("aminah")));
        assert!(!matches("Sitti Aminah Mokoginta", &wanted("ginta")));
        assert!(!matches("Sitti Aminah Mokoginta", &wanted("sitti rahmat")));
    }

    #[test]
    fn what_is_typed_says_what_it_is() {
        let number = |year, n| Query::Number(BerkasNumber { year, n });
        assert_eq!(Query::parse(" 2026/00042 "), number(2026, 42));
        assert_eq!(Query::parse("2026/42"), number(2026, 42));
        assert_eq!(Query::parse("42"), Query::Running(42));
        let ticket = |n| Query::Ticket(TicketNumber { series: Series('A'), n });
        for text in ["A-012", "a12", "A 012"] {
            assert_eq!(Query::parse(text), ticket(12), "{text}");
        }
        assert!(matches!(Query::parse("7110 0155 0790 0003"), Query::Nik(_)));
        assert!(matches!(Query::parse("BCDFG-HJKLM"), Query::Code(_)));
        assert_eq!(Query::parse("503/12/SIPB /DPMPTSP"), Query::Sk("503/12/sipb/dpmptsp".into()));
        let token = Token([7; 16]);
        assert_eq!(Query::parse(&format!("https://loket.example/b/{token}")), Query::Token(token));
        assert_eq!(Query::parse("Sitti mo"), Query::Words(vec!["sitti".into(), "mo".into()]));
        for text in ["", " ", "s", "--"] {
            assert_eq!(Query::parse(text), Query::Nothing, "{text}");
        }
        assert_eq!(Query::parse("7110015507900"), Query::Words(vec!["7110015507900".into()]), "half a NIK");
    }

    proptest! {
        #[test]
        fn no_text_makes_the_reader_panic(text: String) {
            let _ = Query::parse(&text);
            for word in words(&text) {
                prop_assert!(word.chars().all(char::is_alphanumeric), "{word:?}");
            }
        }

        #[test]
        fn a_name_is_found_by_its_own_words(name in "[A-Za-zÀ-ÿ' .]{1,40}") {
            prop_assert!(matches(&name, &words(&name)));
        }
    }
}
