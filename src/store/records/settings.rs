//! The records of the settings.

use super::{record, record_enum};
use crate::domain::account::Actor;
use crate::domain::settings::{How, Version};
use crate::domain::time::Moment;

record! {
    VersionRecord for Version {
        version: u32,
        digest: [u8; 32],
        file: Option<[u8; 32]>,
        how: How,
        by: Actor,
        at: Moment,
    }
}

record_enum! {
    HowRecord for How { Files, Section(name: String), Whole, Back(version: u32) }
}
