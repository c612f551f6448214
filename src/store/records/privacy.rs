//! The records of telephone numbers, restrictions and revocations.

use super::{record, record_enum};
use crate::domain::ids::{AccountId, BerkasId, ComplaintId};
use crate::domain::person::Phone;
use crate::domain::privacy::{Holder, Restriction, Telephone};
use crate::domain::revocation::Revocation;
use crate::domain::time::{Date, Moment};

record! {
    TelephoneRecord for Telephone { holder: Holder, number: Phone, closed: Option<Moment> }
    RestrictionRecord for Restriction { berkas: BerkasId, by: AccountId, at: Moment, why: String }
    RevocationRecord for Revocation {
        berkas: BerkasId,
        sk: String,
        date: Date,
        why: String,
        by: AccountId,
        at: Moment,
    }
}

record_enum! {
    HolderRecord for Holder { Berkas(berkas: BerkasId), Complaint(complaint: ComplaintId) }
}
