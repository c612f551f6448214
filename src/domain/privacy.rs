//! What becomes of words about people: telephone numbers that are kept for a while only, berkas whose applicant asked
//! that nobody looks any more (UU 27/2022), and who looked at whose NIK.

use super::daybook::Mark;
use super::ids::{AccountId, BerkasId, ComplaintId};
use super::person::Phone;
use super::state::State;
use super::time::Moment;
use std::collections::BTreeMap;

/// Most telephone numbers that are taken away in one entry.
pub const MOST_AT_ONCE: usize = 200;

/// Whoever looks at applicants or their scans more often than this within an hour is told, and so is the supervisor.
pub const MANY_LOOKS: usize = 50;

/// In microseconds.
const HOUR: i64 = 3600 * 1_000_000;

/// What a telephone number belongs to.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Holder {
    /// The applicant of a berkas.
    Berkas(BerkasId),
    /// Whoever complained.
    Complaint(ComplaintId),
}

/// A telephone number. It lies in a row of its own, so that it can go while the archive stays.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Telephone {
    /// Whose.
    pub holder: Holder,
    /// The number.
    pub number: Phone,
    /// When the work it was needed for was over.
    pub closed: Option<Moment>,
}

/// Nobody looks at NIK, telephone number and scans any more, because the person asked for it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Restriction {
    /// Whose.
    pub berkas: BerkasId,
    /// The administrator who said so.
    pub by: AccountId,
    /// When.
    pub at: Moment,
    /// Why: who asked, and by which letter.
    pub why: String,
}

/// How often an account looked within the hour before `now`.
pub fn looks_within_the_hour(state: &State, account: AccountId, now: Moment) -> usize {
    looks(state).filter(|(by, at)| *by == account && at.0 > now.0 - HOUR).count()
}

/// Whether an account said why it looks at this very berkas within the hour before `now`. A scan that it was given since
/// does not make the hour longer.
pub fn has_looked(state: &State, account: AccountId, berkas: BerkasId, now: Moment) -> bool {
    state.marks.values().any(|mark| match mark {
        Mark::Looked { by, at, berkas: seen } => *by == account && *seen == berkas && at.0 > now.0 - HOUR,
        _ => false,
    })
}

/// Whoever looked at more than [`MANY_LOOKS`] applicants within some hour of the open day, with the most in one hour.
pub fn striking(state: &State) -> Vec<(AccountId, usize)> {
    let mut people = BTreeMap::<AccountId, Vec<Moment>>::new();
    for (by, at) in looks(state) {
        people.entry(by).or_default().push(at);
    }
    let most = |times: &[Moment]| {
        let mut first = 0;
        let mut most = 0;
        for (last, at) in times.iter().enumerate() {
            while times[first].0 <= at.0 - HOUR {
                first += 1;
            }
            most = most.max(last + 1 - first);
        }
        most
    };
    let found = people.into_iter().map(|(by, times)| (by, most(&times)));
    found.filter(|(_, most)| *most > MANY_LOOKS).collect()
}

/// The looks of the open day, scans among them, in order.
fn looks(state: &State) -> impl Iterator<Item = (AccountId, Moment)> {
    state.marks.values().filter_map(|mark| match mark {
        Mark::Looked { by, at, .. } | Mark::SawScan { by, at } => Some((*by, *at)),
        _ => None,
    })
}
