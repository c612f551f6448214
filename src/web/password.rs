//! Which passwords are taken: long ones, and none that whoever knows the office would try first. No rules about kinds of
//! letters and no change by the calendar, which only make people write passwords down.

mod breached;

/// Fewest characters.
pub(super) const FEWEST: usize = 12;
/// Most bytes.
pub(super) const MOST: usize = 128;
/// Fewest letters that a password has of its own, besides common words and rows of digits.
const FEWEST_OWN: usize = 4;
/// Fewest different characters.
const FEWEST_KINDS: usize = 5;

/// Words that stand in most guessed passwords, in English, in Indonesian and on the keyboard, as [`plain`] writes them.
const COMMON: &str = include_str!("password/common.txt");

/// Why a password is not taken.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Weak {
    /// Too short or too long.
    Length,
    /// Made of words that are tried first, or stolen elsewhere as a whole.
    Common,
}

impl Weak {
    /// The name of its message.
    pub(super) fn code(self) -> &'static str {
        match self {
            Weak::Length => "weak-password",
            Weak::Common => "common-password",
        }
    }
}

/// Checks a password. `about` are words that everybody knows of this account: login, name, office.
pub(super) fn check(password: &str, about: &[&str]) -> Result<(), Weak> {
    if password.chars().count() < FEWEST || password.len() > MOST {
        return Err(Weak::Length);
    }
    let mut kinds: Vec<char> = password.to_lowercase().chars().collect();
    kinds.sort_unstable();
    kinds.dedup();
    let mut rest = plain(password);
    let known = about.iter().flat_map(|words| words.split(|letter: char| !letter.is_alphanumeric()));
    let mut known: Vec<String> = known.map(plain).chain(about.iter().map(|words| plain(words))).collect();
    known.extend(COMMON.lines().filter(|line| !line.starts_with('#')).map(str::to_string));
    known.retain(|word| word.len() >= 3);
    // Long ones first, so that no part of one is taken for a word of its own.
    known.sort_by_key(|word| std::cmp::Reverse(word.len()));
    for word in &known {
        rest = rest.replace(word.as_str(), "");
    }
    if kinds.len() < FEWEST_KINDS || rest.chars().count() < FEWEST_OWN || breached::knows(password) {
        return Err(Weak::Common);
    }
    Ok(())
}

/// Letters as they sound behind digits and signs that stand for them; other digits and signs add nothing.
fn plain(text: &str) -> String {
    let letter = |letter: char| match letter {
        '0' => Some('o'),
        '1' | '!' => Some('i'),
        '3' => Some('e'),
        '4' | '@' => Some('a'),
        '5' | '$' => Some('s'),
        '7' => Some('t'),
        letter => letter.is_alphabetic().then_some(letter),
    };
    // A row of digits is a year or a count, not a disguise.
    let letters: Vec<char> = text.to_lowercase().chars().collect();
    let mut out = String::new();
    for (place, known) in letters.iter().enumerate() {
        let beside = |place: Option<usize>| {
            place.and_then(|place| letters.get(place)).is_some_and(char::is_ascii_digit)
        };
        let in_row = known.is_ascii_digit() && (beside(place.checked_sub(1)) || beside(Some(place + 1)));
        if !in_row {
            out.extend(letter(*known));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_everybody_would_try_is_refused() {
        let about = ["rina", "Rina Mokoginta", "DPMPTSP Kabupaten Bolaang Mongondow Timur"];
        for weak in [
            "password1234",
            "P@ssw0rd!2026",
            "katasandi2026",
            "kata sandi 123456",
            "rahasia-rahasia",
            "qwertyuiop[]",
            "qwerty123456",
            "1234567890123",
            "aaaaaaaaaaaa",
            "abababababab",
            "adminadminadmin",
            "administrator1",
            "indonesia1945!",
            "bismillah12345",
            "rinamokoginta",
            "Rina-Mokoginta-1990",
            "dpmptspboltim1",
            "BolaangMongondow",
            "loketloketloket",
            "chickenwing101",
            "MauroLaraStefy",
        ] {
            assert_eq!(check(weak, &about), Err(Weak::Common), "{weak}");
        }
        for strong in [
            "kopi tanpa gula di teras",
            "tujuh-kuda-lumping",
            "ombak sore Tutuyan",
            "xK9#vQ2$mL7p",
            "kata-sandi-berjangkar",
            "пароль из гор и ветра",
        ] {
            assert_eq!(check(strong, &about), Ok(()), "{strong}");
        }
        assert_eq!(check("kuda-lumping", &about), Ok(()));
        assert_eq!(check("kuda-lumpin", &about), Err(Weak::Length));
        assert_eq!(check(&"kuda ".repeat(26), &about), Err(Weak::Length));
    }

    #[test]
    fn the_list_is_written_as_passwords_are_read() {
        for word in COMMON.lines().filter(|line| !line.starts_with('#')) {
            assert_eq!(plain(word), word);
            assert!(word.len() >= 3, "{word}");
        }
        assert!(COMMON.lines().count() > 150);
    }
}
