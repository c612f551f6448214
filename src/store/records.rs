//! Disk shapes. Domain types never meet serde; each has a record here and a way there and back.
//!
//! The same records are written in two encodings: as JSON in the journal, which must be readable in
//! ten years by whoever audits it, and as postcard in the rows, which are rebuilt from the journal
//! whenever their shape changes (see [`super::migrate`]). A change of a record that the journal uses
//! raises [`super::journal::VERSION`] and keeps a reader for the old shape.

mod complaint;
mod daybook;
mod event;
mod privacy;
mod program;
mod row;
mod scalar;
mod sealed;
mod settings;
mod skm;
mod things;

pub(super) use event::EntryRecord;
pub(super) use row::RowRecord;
pub(super) use sealed::{close_entry, close_row, open_entry, open_row};

use serde::Serialize;
use serde::de::DeserializeOwned;

/// A record that cannot be read back: the file holds something this program did not write.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{what} on disk is not readable: {value}")]
pub struct Corrupt {
    /// What kind of thing.
    pub what: &'static str,
    /// What was found, shortened.
    pub value: String,
}

impl Corrupt {
    pub(super) fn new(what: &'static str, value: impl std::fmt::Display) -> Corrupt {
        Corrupt { what, value: value.to_string().chars().take(80).collect() }
    }
}

/// A domain type with a disk shape.
pub(super) trait Disk: Sized {
    /// The disk shape.
    type Record: Serialize + DeserializeOwned;
    /// As written.
    fn to_record(&self) -> Self::Record;
    /// As read.
    fn from_record(record: Self::Record) -> Result<Self, Corrupt>;
}

/// The record of a domain type.
pub(super) type Rec<T> = <T as Disk>::Record;

/// Declares the record of a struct, field by field. The list is the disk format. A field that older entries of
/// the journal do not have is marked `#[serde(default)]`.
macro_rules! record {
    ($($record:ident for $domain:path { $($(#[$attribute:meta])* $field:ident: $kind:ty),* $(,)? })*) => {$(
        #[derive(serde::Serialize, serde::Deserialize)]
        pub(in crate::store) struct $record {
            $($(#[$attribute])* pub(in crate::store) $field: $crate::store::records::Rec<$kind>),*
        }

        impl $crate::store::records::Disk for $domain {
            type Record = $record;

            fn to_record(&self) -> $record {
                $record { $($field: $crate::store::records::Disk::to_record(&self.$field)),* }
            }

            fn from_record(record: $record) -> Result<Self, $crate::store::records::Corrupt> {
                Ok(Self { $($field: $crate::store::records::Disk::from_record(record.$field)?),* })
            }
        }
    )*};
}

/// Declares the record of an enum, variant by variant. The list is the disk format; for postcard,
/// so is its order.
macro_rules! record_enum {
    ($($record:ident for $domain:ident {
        $($variant:ident $({ $($(#[$attribute:meta])* $field:ident: $kind:ty),* $(,)? })? $(( $($place:ident: $inner:ty),* ))?),* $(,)?
    })*) => {$(
        #[derive(serde::Serialize, serde::Deserialize)]
        pub(in crate::store) enum $record {
            $($variant {
                $($($(#[$attribute])* $field: $crate::store::records::Rec<$kind>,)*)?
                $($($place: $crate::store::records::Rec<$inner>,)*)?
            }),*
        }

        impl $crate::store::records::Disk for $domain {
            type Record = $record;

            fn to_record(&self) -> $record {
                match self {
                    $($domain::$variant $({ $($field),* })? $(( $($place),* ))? => $record::$variant {
                        $($($field: $crate::store::records::Disk::to_record($field),)*)?
                        $($($place: $crate::store::records::Disk::to_record($place),)*)?
                    }),*
                }
            }

            fn from_record(record: $record) -> Result<Self, $crate::store::records::Corrupt> {
                Ok(match record {
                    $($record::$variant { $($($field,)*)? $($($place,)*)? } => $domain::$variant
                        $({ $($field: $crate::store::records::Disk::from_record($field)?),* })?
                        $(( $($crate::store::records::Disk::from_record($place)?),* ))?
                    ),*
                })
            }
        }
    )*};
}

pub(super) use {record, record_enum};
