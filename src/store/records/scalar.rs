//! Numbers, words, dates and secrets, as text where a person may have to read them.

use super::{Corrupt, Disk};
use crate::domain::ids::*;
use crate::domain::person::{Nik, Phone};
use crate::domain::survey::Score;
use crate::domain::time::{Date, Moment, ServiceDay};
use crate::domain::token::{ShortCode, Token};

macro_rules! as_is {
    ($($kind:ty),*) => {$(
        impl Disk for $kind {
            type Record = $kind;
            fn to_record(&self) -> $kind {
                self.clone()
            }
            fn from_record(record: $kind) -> Result<$kind, Corrupt> {
                Ok(record)
            }
        }
    )*};
}

as_is!(bool, char, u8, u16, u32, u64, i16, i64, String);

macro_rules! wrapped {
    ($($kind:ident($inner:ty)),*) => {$(
        impl Disk for $kind {
            type Record = $inner;
            fn to_record(&self) -> $inner {
                self.0
            }
            fn from_record(record: $inner) -> Result<$kind, Corrupt> {
                Ok($kind(record))
            }
        }
    )*};
}

wrapped!(
    Seq(u64),
    TicketId(u64),
    BerkasId(u64),
    CallId(u64),
    ComplaintId(u64),
    JobId(u64),
    IssuedId(u64),
    AccountId(u32),
    ApiTokenId(u32),
    HookId(u32),
    LoketId(u16),
    Series(char),
    Moment(i64)
);

macro_rules! words {
    ($($kind:ident),*) => {$(
        impl Disk for $kind {
            type Record = String;
            fn to_record(&self) -> String {
                self.as_str().to_string()
            }
            fn from_record(record: String) -> Result<$kind, Corrupt> {
                Ok($kind::from(record))
            }
        }
    )*};
}

words!(Purpose, StepId, ChoiceId, Role, PermitCode, Zone, PrinterId, PriorityClass);

/// Types that are written as text and read by a parser.
macro_rules! texts {
    ($($kind:ident, $what:literal, $write:expr, $read:expr;)*) => {$(
        impl Disk for $kind {
            type Record = String;
            fn to_record(&self) -> String {
                let write: fn(&$kind) -> String = $write;
                write(self)
            }
            fn from_record(record: String) -> Result<$kind, Corrupt> {
                let read: fn(&str) -> Option<$kind> = $read;
                read(&record).ok_or_else(|| Corrupt::new($what, &record))
            }
        }
    )*};
}

texts! {
    Date, "a date", |date| date.to_string(), |text| text.parse().ok();
    ServiceDay, "a service day", |day| day.0.to_string(), |text| text.parse().ok().map(ServiceDay);
    Token, "a token", |token| token.to_string(), Token::parse;
    ShortCode, "a short code", |code| code.to_string(), ShortCode::parse;
    Nik, "a NIK", |nik| nik.digits().to_string(), |text| Nik::parse(text).ok();
    Phone, "a phone number", |phone| phone.e164().to_string(), Phone::parse;
    RequestId, "a request id", |id| ulid::Ulid(id.0).to_string(),
        |text| ulid::Ulid::from_string(text).ok().map(|ulid| RequestId(ulid.0));
}

impl Disk for Score {
    type Record = u8;

    fn to_record(&self) -> u8 {
        self.value()
    }

    fn from_record(record: u8) -> Result<Score, Corrupt> {
        Score::new(record).ok_or_else(|| Corrupt::new("a score", record))
    }
}

/// A digest, as 64 hexadecimal digits.
impl Disk for [u8; 32] {
    type Record = String;

    fn to_record(&self) -> String {
        self.iter().map(|byte| format!("{byte:02x}")).collect()
    }

    fn from_record(record: String) -> Result<[u8; 32], Corrupt> {
        let corrupt = || Corrupt::new("a digest", &record);
        let mut digest = [0; 32];
        if record.len() != 64 || !record.is_ascii() {
            return Err(corrupt());
        }
        for (byte, pair) in digest.iter_mut().zip(record.as_bytes().chunks(2)) {
            let pair = std::str::from_utf8(pair).map_err(|_| corrupt())?;
            *byte = u8::from_str_radix(pair, 16).map_err(|_| corrupt())?;
        }
        Ok(digest)
    }
}

impl<T: Disk> Disk for Option<T> {
    type Record = Option<T::Record>;

    fn to_record(&self) -> Self::Record {
        self.as_ref().map(Disk::to_record)
    }

    fn from_record(record: Self::Record) -> Result<Self, Corrupt> {
        record.map(Disk::from_record).transpose()
    }
}

impl<T: Disk> Disk for Vec<T> {
    type Record = Vec<T::Record>;

    fn to_record(&self) -> Self::Record {
        self.iter().map(Disk::to_record).collect()
    }

    fn from_record(record: Self::Record) -> Result<Self, Corrupt> {
        record.into_iter().map(Disk::from_record).collect()
    }
}

impl<A: Disk, B: Disk> Disk for (A, B) {
    type Record = (A::Record, B::Record);

    fn to_record(&self) -> Self::Record {
        (self.0.to_record(), self.1.to_record())
    }

    fn from_record(record: Self::Record) -> Result<Self, Corrupt> {
        Ok((A::from_record(record.0)?, B::from_record(record.1)?))
    }
}
