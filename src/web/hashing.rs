//! Argon2id: how passwords are hashed, checked, and hashed again when that was done more weakly once.
//!
//! One hash fills 46 MiB twice. That is more than either of the weakest settings that OWASP ASVS 5.0 (appendix C) still
//! allows, 46 MiB once or 19 MiB twice, and costs a small office PC about a tenth of a second, which nobody notices who
//! has just typed twelve letters, and which costs whoever has stolen the data a hundred million times that for the first
//! hundred million guesses. Only one is made at a time, so the memory is that of one.

use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{Error, PasswordHasher, PasswordVerifier};
use argon2::{Algorithm, Argon2, Params, Version};

/// Memory that is filled, in KiB.
const MEMORY: u32 = 46 * 1024;
/// How often.
const TIMES: u32 = 2;
/// In how many lanes at once.
const LANES: u32 = 1;

/// A hash that no password has, as costly to check as any other.
pub(super) fn of_nobody() -> String {
    let (salt, output) = ("A".repeat(22), "A".repeat(43));
    format!("$argon2id$v=19$m={MEMORY},t={TIMES},p={LANES}${salt}${output}")
}

/// The argon2id hash of a password, in PHC form. Takes a tenth of a second: never on the runtime's own threads.
///
/// # Errors
/// When the machine gives no random salt.
pub fn hash_password(password: &str) -> Result<String, Error> {
    hash(password, MEMORY, TIMES)
}

fn hash(password: &str, memory: u32, times: u32) -> Result<String, Error> {
    let params = Params::new(memory, times, LANES, None).map_err(|_| Error::ParamsInvalid)?;
    let argon = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
    Ok(argon.hash_password(password.as_bytes())?.to_string())
}

/// Whether a hash is that of a password, whatever it was made with.
pub(super) fn matches(password: &str, hash: &str) -> bool {
    let hash = PasswordHash::new(hash);
    hash.is_ok_and(|hash| Argon2::default().verify_password(password.as_bytes(), &hash).is_ok())
}

/// Whether a hash costs less to guess than one that is made now.
pub(super) fn is_weak(hash: &str) -> bool {
    let Ok(hash) = PasswordHash::new(hash) else { return true };
    let params = Params::try_from(&hash);
    let strong = params.is_ok_and(|params| params.m_cost() >= MEMORY && params.t_cost() >= TIMES);
    hash.algorithm.as_str() != "argon2id" || hash.version != Some(Version::V0x13.into()) || !strong
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hash_is_checked_with_what_it_was_made_with() {
        for (memory, times, weak) in
            [(8, 1, true), (MEMORY, 1, true), (MEMORY / 2, 4, true), (MEMORY, TIMES, false)]
        {
            let hash = hash("kopi tanpa gula", memory, times).expect("a hash");
            assert!(matches("kopi tanpa gula", &hash) && !matches("kopi", &hash));
            assert_eq!(is_weak(&hash), weak, "{hash}");
        }
        assert!(is_weak("$argon2i$v=19$m=65536,t=3,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAA"));
        assert!(is_weak("no hash"));
    }

    #[test]
    fn nobody_costs_as_much_as_anybody() {
        let ours = hash_password("").expect("a hash");
        let settings = |hash: &str| hash.rsplitn(3, '$').last().map(str::to_string);
        assert_eq!(settings(&of_nobody()), settings(&ours));
        assert_eq!(of_nobody().len(), ours.len());
        assert!(PasswordHash::new(&of_nobody()).is_ok() && !is_weak(&of_nobody()));
        assert!(!matches("", &of_nobody()));
    }
}
