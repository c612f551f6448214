//! Pencabutan: a SK that was handed over and does not hold any more.

use super::ids::{AccountId, BerkasId};
use super::time::{Date, Moment};

/// A SK was revoked.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Revocation {
    /// Whose.
    pub berkas: BerkasId,
    /// Its number, as on the paper.
    pub sk: String,
    /// From when on it does not hold.
    pub date: Date,
    /// Why.
    pub why: String,
    /// Who revoked it.
    pub by: AccountId,
    /// When that was written down.
    pub at: Moment,
}
