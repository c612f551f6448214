//! Names of things: numbers given by the office and words given by its profile.
//!
//! Each kind has its own type, so that a berkas can never be looked up by the number of a ticket.

use std::fmt;
use std::sync::Arc;

macro_rules! numbered {
    ($($(#[$doc:meta])* $name:ident($int:ty);)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Default)]
        pub struct $name(pub $int);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }
    )*};
}

numbered! {
    /// Position in the journal, from 1. Every message to a screen carries it.
    Seq(u64);
    /// One queue number of one service day; unique for the life of the office.
    TicketId(u64);
    /// One permit file; unique for the life of the office.
    BerkasId(u64);
    /// One announcement; unique for the life of the office, ascending in order of calling.
    CallId(u64);
    /// One complaint; unique for the life of the office.
    ComplaintId(u64);
    /// One paper to print; unique for the life of the office.
    JobId(u64);
    /// One official paper that was issued, or a copy of one; ascending in order of issuing.
    IssuedId(u64);
    /// One account of a person or a device.
    AccountId(u32);
    /// One webhook; unique for the life of the office.
    HookId(u32);
    /// One API token; unique for the life of the office.
    ApiTokenId(u32);
    /// The number on the counter's sign: 2, 4 and 5 come from the SOP.
    LoketId(u16);
}

macro_rules! worded {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
        pub struct $name(Arc<str>);

        impl $name {
            /// The word as the profile spells it.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl From<&str> for $name {
            fn from(word: &str) -> Self {
                Self(Arc::from(word))
            }
        }

        impl From<String> for $name {
            fn from(word: String) -> Self {
                Self(Arc::from(word))
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    )*};
}

worded! {
    /// What a ticket waits for at a counter: `pendaftaran`, `skm`, `serah`, `legalisasi`, ...
    Purpose;
    /// A step of the SOP: `analisa`, `persetujuan`, ...
    StepId;
    /// One way out of a step: `teruskan`, `kembalikan`, ...
    ChoiceId;
    /// Who may act: `analis`, `kasi`, `loket-2`, `kiosk`, ...
    Role;
    /// A permit type: `SIPB`, `REKLAME`, ...
    PermitCode;
    /// A waiting room with its boards and its one voice.
    Zone;
    /// A thermal printer of the profile.
    PrinterId;
    /// A priority class of the profile. It is a flag only; no reason is kept.
    PriorityClass;
}

/// The letter of a service, which is also the series of its tickets: `A` in `A-001`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Series(pub char);

impl fmt::Display for Series {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}

/// The id a client makes for one intended act, before it sends it: a ULID as 128 bits.
///
/// The same id always gets the same answer (invariant I3 of the reliability contract).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct RequestId(pub u128);
