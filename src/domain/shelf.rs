//! Files beside the data that boards show or speak. They are no part of the state, and nothing is decided by them; the
//! journal tells who laid each of them there and who took it away, and of which content.

use super::ids::Zone;

/// Longest name of a file, in bytes.
pub const MOST_NAME: usize = 200;

/// Where such a file lies.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Shelf {
    /// Pictures and films of the boards of a zone.
    Media(Zone),
    /// The office's own recordings; a file is named like the clip whose place it takes.
    Voice,
}

/// Whether a file may have this name: it is no path, not hidden, and can be read aloud.
pub fn is_name(name: &str) -> bool {
    let bad = |letter: char| letter.is_control() || matches!(letter, '/' | '\\');
    (1..=MOST_NAME).contains(&name.len())
        && !name.starts_with(['.', ' '])
        && !name.ends_with(' ')
        && !name.contains(bad)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_no_path_not_hidden_and_not_endless() {
        for good in ["a", "Biaya Rp0 (2026).png", "pengumuman…jpeg", &"n".repeat(MOST_NAME)] {
            assert!(is_name(good), "{good}");
        }
        for bad in
            ["", ".", "..", ".part", "a/b", "a\\b", "a\0", "a\n", " a", "a ", &"n".repeat(MOST_NAME + 1)]
        {
            assert!(!is_name(bad), "{bad:?}");
        }
    }
}
