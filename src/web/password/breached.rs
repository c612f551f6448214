//! Whole passwords that were stolen elsewhere and are tried one after the other: 1.4 million of twelve characters and
//! more, as a Bloom filter, because an office without internet cannot ask anybody. `make-breached.py` tells whose list it
//! is and makes the file anew. One in two thousand other passwords is taken for one of them, and its owner chooses again.

use sha2::{Digest, Sha256};

/// Eight bytes say how many passwords are in it; the rest are the bits.
const FILE: &[u8] = include_bytes!("breached.bin");
/// How many bits each password sets.
const PROBES: u64 = 11;

/// Whether a password is on the list, in whatever case its letters are.
pub(super) fn knows(password: &str) -> bool {
    let Some((_, bits)) = FILE.split_first_chunk::<8>() else { return false };
    let digest: [u8; 32] = Sha256::digest(password.to_lowercase()).into();
    let half = |at: usize| digest[at..].first_chunk::<8>().map_or(0, |eight| u64::from_be_bytes(*eight));
    let (first, second) = (half(0), half(8));
    let places = bits.len() as u64 * 8;
    (0..PROBES).all(|nth| {
        let place = first.wrapping_add(nth.wrapping_mul(second)) % places;
        bits[(place / 8) as usize] >> (place % 8) & 1 == 1
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn more_than_a_million_stolen_passwords_are_known_and_hardly_any_other() {
        let count = FILE.first_chunk::<8>().map(|eight| u64::from_be_bytes(*eight));
        assert!(count.is_some_and(|count| count > 1_400_000), "{count:?}");
        for stolen in [
            "mailcreated5240",
            "sojdlg123aljg",
            "chickenwing101",
            "newproject2004",
            "maurolarastefy",
            "domainlock2005",
            "akucintakamu",
            "NeedForSpeed",
            "counterstrike",
        ] {
            assert!(knows(stolen), "{stolen}");
        }
        let mut random = fastrand::Rng::with_seed(1);
        let mut word = || (0..16).map(|_| random.lowercase()).collect::<String>();
        let taken = (0..100_000).filter(|_| knows(&word())).count();
        assert!(taken < 100, "{taken} of 100,000 that nobody ever chose");
    }
}
