//! What is kept where. Every table is a function of the journal, except [`URN`], [`PERMIT_URN`] and [`META`].
//!
//! A row's value is one format byte and a postcard record (see [`super::records`]).

use redb::{MultimapTableDefinition, TableDefinition};

/// Names of the tables that are no function of the journal. All others are written anew when their shape changes.
pub(super) const KEPT: [&str; 4] = ["journal", "meta", "urn", "permit_urn"];

/// Key: position in the journal. Value: hash of the record before (32 bytes), one version byte, the
/// entry as JSON. The hash chain runs over these values as they are.
pub(super) const JOURNAL: TableDefinition<u64, &[u8]> = TableDefinition::new("journal");

/// Key: `format`, `head`, `key`. What the file is, where its journal ends, and which key sealed its rows.
pub(super) const META: TableDefinition<&str, &[u8]> = TableDefinition::new("meta");

/// Key: a client's request id. Value: the entry's position and what was answered. Kept for the open
/// service day and the one before.
pub(super) const REQUESTS: TableDefinition<u128, &[u8]> = TableDefinition::new("requests");

/// Key: days since 1970-01-01. Value: where that service day began.
pub(super) const DAYS: TableDefinition<i32, &[u8]> = TableDefinition::new("days");

/// Key: name of a series of numbers. Value: the last one given.
pub(super) const COUNTERS: TableDefinition<&str, &[u8]> = TableDefinition::new("counters");

/// Key: ticket id. Every ticket, of every day.
pub(super) const TICKETS: TableDefinition<u64, &[u8]> = TableDefinition::new("tickets");

/// Key: the token in the slip's QR code. Value: ticket id.
pub(super) const TICKET_BY_TOKEN: TableDefinition<u128, u64> = TableDefinition::new("ticket_by_token");

/// Key: berkas id. Every berkas, open or closed.
pub(super) const BERKAS: TableDefinition<u64, &[u8]> = TableDefinition::new("berkas");

/// Key: id of a berkas that is not closed. This is what opening the office reads.
pub(super) const OPEN_BERKAS: TableDefinition<u64, ()> = TableDefinition::new("open_berkas");

/// Key: the token in the QR code of the tanda terima. Value: berkas id.
pub(super) const BERKAS_BY_TOKEN: TableDefinition<u128, u64> = TableDefinition::new("berkas_by_token");

/// Key: the short code of the tanda terima. Value: berkas id.
pub(super) const BERKAS_BY_CODE: TableDefinition<&[u8; 10], u64> = TableDefinition::new("berkas_by_code");

/// Key: year and number of registration. Value: berkas id.
pub(super) const BERKAS_BY_NUMBER: TableDefinition<(i16, u32), u64> =
    TableDefinition::new("berkas_by_number");

/// Key: HMAC of the NIK, as [`crate::seal::Keys::blind`] makes it. Values: ids of the applicant's berkas.
pub(super) const BERKAS_BY_NIK: MultimapTableDefinition<&str, u64> =
    MultimapTableDefinition::new("berkas_by_nik");

/// Key: number on the loket's sign.
pub(super) const LOKETS: TableDefinition<u64, &[u8]> = TableDefinition::new("lokets");

/// Key: call id. Every announcement.
pub(super) const CALLS: TableDefinition<u64, &[u8]> = TableDefinition::new("calls");

/// Key: print job id. Every paper.
pub(super) const JOBS: TableDefinition<u64, &[u8]> = TableDefinition::new("jobs");

/// Key: account id.
pub(super) const ACCOUNTS: TableDefinition<u64, &[u8]> = TableDefinition::new("accounts");

/// Key: SHA-256 of the cookie's secret. Sign-ins that have not ended.
pub(super) const SESSIONS: TableDefinition<&[u8; 32], &[u8]> = TableDefinition::new("sessions");

/// Key: id of an API token. Those that are not revoked.
pub(super) const API_TOKENS: TableDefinition<u64, &[u8]> = TableDefinition::new("api_tokens");

/// Key: id of a webhook. Those that are told.
pub(super) const HOOKS: TableDefinition<u64, &[u8]> = TableDefinition::new("hooks");

/// Key: purpose. Value: the latest service times.
pub(super) const SAMPLES: TableDefinition<&str, &[u8]> = TableDefinition::new("samples");

/// Key: name of a printer in the profile. Value: the roll in it.
pub(super) const ROLLS: TableDefinition<&str, &[u8]> = TableDefinition::new("rolls");

/// Key: account id of a paired device. Value: the screen it shows.
pub(super) const SCREENS: TableDefinition<u64, &[u8]> = TableDefinition::new("screens");

/// Key: zone. Value: how its boards are arranged.
pub(super) const ARRANGEMENTS: TableDefinition<&str, &[u8]> = TableDefinition::new("arrangements");

/// Key: a word of the applicant's name in small letters without accents, and berkas id. Names are found here.
pub(super) const BERKAS_BY_WORD: TableDefinition<(&str, u64), ()> = TableDefinition::new("berkas_by_word");

/// Key: SK number in small letters without blanks, and berkas id.
pub(super) const BERKAS_BY_SK: TableDefinition<(&str, u64), ()> = TableDefinition::new("berkas_by_sk");

/// Key: berkas id. Notes and scans that lie beside a berkas, open or closed.
pub(super) const ANNEXES: TableDefinition<u64, &[u8]> = TableDefinition::new("annexes");

/// Key: id of an official paper. Every paper that was issued, and every copy.
pub(super) const ISSUED: TableDefinition<u64, &[u8]> = TableDefinition::new("issued");

/// Key: berkas id, and id of an official paper of it.
pub(super) const ISSUED_BY_BERKAS: TableDefinition<(u64, u64), ()> = TableDefinition::new("issued_by_berkas");

/// Key: SHA-256 of a file that official papers are made with. Value: its text.
pub(super) const PAPER_FILES: TableDefinition<&[u8; 32], &[u8]> = TableDefinition::new("paper_files");
/// Key: year and number of a refused berkas, and id of a berkas that names it as the one before.
pub(super) const BERKAS_AFTER: TableDefinition<(i16, u32, u64), ()> = TableDefinition::new("berkas_after");

/// Key: berkas id, and id of a ticket that came for certified copies of its SK. A note that was taken back stays
/// here: the ticket tells what holds.
pub(super) const LEGALISED_BY_BERKAS: TableDefinition<(u64, u64), ()> =
    TableDefinition::new("legalised_by_berkas");

/// Key: complaint id. Every complaint, open or closed.
pub(super) const COMPLAINTS: TableDefinition<u64, &[u8]> = TableDefinition::new("complaints");

/// Key: id of a complaint that is not closed.
pub(super) const OPEN_COMPLAINTS: TableDefinition<u64, ()> = TableDefinition::new("open_complaints");

/// Key: the token in the QR code of a complaint's paper. Value: complaint id.
pub(super) const COMPLAINT_BY_TOKEN: TableDefinition<u128, u64> = TableDefinition::new("complaint_by_token");

/// Key: the short code of a complaint's paper. Value: complaint id.
pub(super) const COMPLAINT_BY_CODE: TableDefinition<&[u8; 10], u64> =
    TableDefinition::new("complaint_by_code");

/// Key: year and number of a complaint. Value: complaint id.
pub(super) const COMPLAINT_BY_NUMBER: TableDefinition<(i16, u32), u64> =
    TableDefinition::new("complaint_by_number");

/// Key: number of the response, from 1. Counted SKM responses.
pub(super) const SURVEYS: TableDefinition<u64, &[u8]> = TableDefinition::new("surveys");

/// Key: kind and place, see [`super::skm`]. Imports, groups, chapters and publications of the survey.
pub(super) const SKM: TableDefinition<&str, &[u8]> = TableDefinition::new("skm");

/// Key: place within the open day, from 1. What happened today that no ticket tells; empty at the turn of the day.
pub(super) const MARKS: TableDefinition<u64, &[u8]> = TableDefinition::new("marks");

/// Key: days since 1970-01-01. Value: what a day that is over came to. Reports read these rows and no others.
pub(super) const DAYBOOKS: TableDefinition<i32, &[u8]> = TableDefinition::new("daybooks");

/// Key: 0 for a berkas and 1 for a complaint, and its id. Telephone numbers, until their time is over.
pub(super) const PHONES: TableDefinition<(u8, u64), &[u8]> = TableDefinition::new("phones");

/// Key: when the work was over that a telephone number was needed for, and the key of the number. Those that go next are
/// found here, whatever lies behind them.
pub(super) const PHONES_CLOSED: TableDefinition<(i64, u8, u64), ()> = TableDefinition::new("phones_closed");

/// Key: berkas id. Berkas whose applicant asked that nobody looks any more.
pub(super) const RESTRICTIONS: TableDefinition<u64, &[u8]> = TableDefinition::new("restrictions");

/// Key: berkas id. SK that were handed over and do not hold any more.
pub(super) const REVOCATIONS: TableDefinition<u64, &[u8]> = TableDefinition::new("revocations");

/// Key: number of the version, from 1. Who put which settings in force, and when.
pub(super) const SETTINGS: TableDefinition<u64, &[u8]> = TableDefinition::new("settings");

/// Key: SHA-256 of a text of settings. Value: the text.
pub(super) const SETTINGS_TEXTS: TableDefinition<&[u8; 32], &[u8]> = TableDefinition::new("settings_texts");

/// Key: permit type. Value: sums over responses that are not enough yet to be told together. Like
/// [`URN`] it is no function of the journal.
pub(super) const PERMIT_URN: TableDefinition<&str, &[u8]> = TableDefinition::new("permit_urn");

/// Key: 128 random bits. Responses since the urn was last emptied. They are in no journal entry
/// yet, because an entry's place would tell whose they are; the day's first entry counts them.
pub(super) const URN: TableDefinition<u128, &[u8]> = TableDefinition::new("urn");
