//! People and devices that may sign in, and who acts.

use super::ids::{AccountId, ApiTokenId, Role};
use super::time::Moment;
use std::fmt;

/// An account of a person or a device.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Account {
    /// Unique for ever.
    pub id: AccountId,
    /// Typed at sign-in, in lower case.
    pub login: String,
    /// Shown on screens and papers.
    pub name: String,
    /// What it may do.
    pub roles: Vec<Role>,
    /// Argon2id hash in PHC form.
    pub password: String,
    /// Whether it may sign in.
    pub active: bool,
    /// Whether others know the password: it is changed before anything else is done.
    pub lent: bool,
    /// A link by which a password is chosen, once.
    pub link: Option<Link>,
    /// What is asked for besides the password.
    pub second: Option<Second>,
}

/// A link that is good once.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Link {
    /// SHA-256 of the secret in it; the secret itself is kept nowhere.
    pub digest: [u8; 32],
    /// Not good from here on; the very first administrator's stays good until it is used.
    pub expires: Option<Moment>,
}

/// Codes that an app on the holder's phone shows, see RFC 6238.
#[derive(Clone, PartialEq, Eq)]
pub struct Second {
    /// What app and office share, in hexadecimal digits.
    pub secret: String,
    /// The step of the last code that was taken; none before it is taken any more.
    pub used: u64,
    /// SHA-256 of the codes on paper, each good once.
    pub spare: Vec<[u8; 32]>,
}

/// The secret stays out of logs.
impl fmt::Debug for Second {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Second(used {}, {} spare)", self.used, self.spare.len())
    }
}

/// What came with the password.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Proof {
    /// Nothing.
    None,
    /// The code of this step.
    Step(u64),
    /// The code on paper with this SHA-256.
    Spare([u8; 32]),
}

/// An account is signed in at so many places at once; another sign-in ends the oldest. Devices are where they hang.
pub const MOST_SIGN_INS: usize = 10;

/// A sign-in that has not ended.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Session {
    /// SHA-256 of the secret in the cookie; the secret itself is kept nowhere.
    pub digest: [u8; 32],
    /// Who signed in.
    pub account: AccountId,
    /// When.
    pub opened: Moment,
    /// Never valid from here on.
    pub expires: Moment,
}

/// Who acts.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Actor {
    /// A person or a device.
    Account(AccountId),
    /// The office itself: the day that turns, the spool, the setting up.
    Office,
    /// A program with an API token of this account.
    Token(AccountId, ApiTokenId),
}

impl Actor {
    /// The account that acts; the office itself has none.
    pub fn account(self) -> Option<AccountId> {
        match self {
            Actor::Account(account) | Actor::Token(account, _) => Some(account),
            Actor::Office => None,
        }
    }
}

/// Roles that the product itself knows. All others come from the profile.
pub mod roles {
    /// Sets up the office.
    pub const ADMINISTRATOR: &str = "administrator";
    /// Sees everything, decides nothing.
    pub const SUPERVISOR: &str = "supervisor";
    /// A touch screen that issues numbers.
    pub const KIOSK: &str = "kiosk";
    /// A television that shows and speaks calls.
    pub const BOARD: &str = "papan";
    /// A tablet that takes the survey.
    pub const TABLET: &str = "tablet";
    /// A program on another PC that prints for the office. It has no screen, and nobody signs it in by hand.
    pub const AGENT: &str = "agen";
    /// All that an account may be given by hand.
    pub const BUILT_IN: [&str; 5] = [ADMINISTRATOR, SUPERVISOR, KIOSK, BOARD, TABLET];
}

impl Account {
    /// Whether the account holds `role`.
    pub fn holds(&self, role: &str) -> bool {
        self.roles.iter().any(|held| held.as_str() == role)
    }

    /// Whether anybody knows a password for it.
    pub fn has_password(&self) -> bool {
        !self.password.is_empty()
    }

    /// Whether it is a device: it does nothing but show its own screen.
    pub fn is_device(&self) -> bool {
        [roles::KIOSK, roles::BOARD, roles::TABLET, roles::AGENT].iter().any(|role| self.holds(role))
    }
}
