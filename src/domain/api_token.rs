//! API tokens: how a program acts for an account, and no further than its scopes.

use super::ids::{AccountId, ApiTokenId};
use super::time::Moment;

/// A token that may be used.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ApiToken {
    /// Unique for ever.
    pub id: ApiTokenId,
    /// SHA-256 of the secret; the secret itself is kept nowhere.
    pub digest: [u8; 32],
    /// What the administrator calls it.
    pub name: String,
    /// For whom it acts: it may do what this account may do, and no more.
    pub account: AccountId,
    /// Which part of that.
    pub scopes: Vec<Scope>,
    /// When it was made.
    pub made: Moment,
    /// Not good from here on.
    pub expires: Moment,
}

/// A part of what an account may do. People, devices, copies, tokens and webhooks themselves are in none;
/// the journal that a second machine follows is in one of its own.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Scope {
    /// Reading screens, berkas and complaints, with NIK and telephone numbers masked.
    Read,
    /// Giving numbers, as a kiosk does.
    Kiosk,
    /// Acting at a loket.
    Loket,
    /// Working on berkas, their papers and complaints.
    Berkas,
    /// Reading reports, and the SKM.
    Reports,
    /// Seeing to printers, the voice and the opening of the office.
    Office,
    /// Seeing NIK and telephone numbers in plain; the journal keeps each time.
    Reveal,
    /// Following the journal as it lies on the disk, sealed, and the scans that it names.
    Follow,
}

impl Scope {
    /// All, with their words.
    pub const ALL: [(Scope, &'static str); 8] = [
        (Scope::Read, "read"),
        (Scope::Kiosk, "kiosk"),
        (Scope::Loket, "loket"),
        (Scope::Berkas, "berkas"),
        (Scope::Reports, "reports"),
        (Scope::Office, "office"),
        (Scope::Reveal, "reveal"),
        (Scope::Follow, "follow"),
    ];

    /// Its word.
    pub fn word(self) -> &'static str {
        Scope::ALL.iter().find(|(scope, _)| *scope == self).map_or("", |(_, word)| word)
    }

    /// The scope with that word.
    pub fn parse(word: &str) -> Option<Scope> {
        Scope::ALL.iter().find(|(_, known)| *known == word).map(|(scope, _)| *scope)
    }
}

/// Something with a token.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum ApiTokenAct {
    /// A new one.
    Make {
        /// What it is called.
        name: String,
        /// For whom it acts.
        account: AccountId,
        /// How far.
        scopes: Vec<Scope>,
        /// SHA-256 of its secret.
        digest: [u8; 32],
        /// Not good from here on.
        expires: Moment,
    },
    /// It is good no longer.
    Revoke(ApiTokenId),
}
