//! Whether the office can open: the result of one round of checks before the doors do.

/// One check of a round.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Check {
    /// What kind of thing: `printer`, `board`, `zone`, `kiosk`, `tablet`, `store`, `journal`, `disk`,
    /// `clock`, `backup`, `standby`, `certificate`.
    pub kind: String,
    /// What people call it; empty when there is only one of its kind.
    pub name: String,
    /// How it stands.
    pub state: CheckState,
    /// The sentence that says so; the name of a message.
    pub code: String,
    /// What the sentence names: a figure, a place.
    pub detail: String,
}

/// How a check stands.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum CheckState {
    /// As it should be.
    Good,
    /// To be mended before the doors open.
    Bad,
    /// Not there, or not able to tell: to be looked at, but no reason to stay closed.
    Absent,
}

/// Most checks of a round.
pub const MOST_CHECKS: usize = 200;

/// Whether nothing has to be mended.
pub fn is_ready(checks: &[Check]) -> bool {
    checks.iter().all(|check| check.state != CheckState::Bad)
}
