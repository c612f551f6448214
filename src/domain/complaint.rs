//! Pengaduan: a complaint as a case of its own, with a number, a deadline in service days, and an answer.
//!
//! Whoever complains need not say who they are. The paper they take home opens a page that tells where the case
//! stands, and never what was said.

use super::berkas::Berkas;
use super::calendar::Calendar;
use super::ids::{AccountId, BerkasId, ComplaintId, LoketId, Purpose, Role, TicketId};
use super::person::Phone;
use super::profile::Profile;
use super::time::Moment;
use super::token::{ShortCode, Token};
use std::fmt;

/// The rules of the office about complaints.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Complaining {
    /// What a ticket waits for when it comes to complain.
    pub purpose: Purpose,
    /// Days of service within which a complaint is answered.
    pub days: u32,
}

/// Longest subject, in characters.
pub const MOST_SUBJECT: usize = 120;
/// Longest complaint and longest answer, in characters.
pub const MOST_STORY: usize = 4_000;
/// Most complaints that are not closed; the office answers some before it takes more.
pub const MOST_OPEN: usize = 500;

/// The number of a complaint: `PGD-2026-0007`. It restarts with every year.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct ComplaintNumber {
    /// Year of the service day on which it was filed.
    pub year: i16,
    /// From 1, without gaps.
    pub n: u32,
}

impl ComplaintNumber {
    /// `PGD-2026-0007`, also with blanks or slashes, and without the zeros.
    pub fn parse(text: &str) -> Option<ComplaintNumber> {
        let text = text.trim();
        let rest = text.get(..3).filter(|head| head.eq_ignore_ascii_case("pgd")).map(|_| &text[3..])?;
        let mut parts = rest.split(['-', ' ', '/']).filter(|part| !part.is_empty());
        let (year, n) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
        parts.next().is_none().then_some(ComplaintNumber { year, n })
    }
}

impl fmt::Display for ComplaintNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PGD-{}-{:04}", self.year, self.n)
    }
}

/// A complaint with everything that became of it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Complaint {
    /// Unique for ever.
    pub id: ComplaintId,
    /// On its paper.
    pub number: ComplaintNumber,
    /// In the QR code of its paper.
    pub token: Token,
    /// Under that QR code.
    pub code: ShortCode,
    /// When it was filed.
    pub filed: Moment,
    /// Who wrote it down.
    pub by: AccountId,
    /// Where.
    pub loket: LoketId,
    /// The visit.
    pub ticket: TicketId,
    /// What was said.
    pub matter: Matter,
    /// When it must be answered.
    pub due: Moment,
    /// Where it stands.
    pub stage: ComplaintStage,
    /// Who took it up, and when.
    pub taken: Option<(AccountId, Moment)>,
    /// The answer.
    pub answer: Option<ComplaintAnswer>,
    /// Who closed it, and when.
    pub closed: Option<(AccountId, Moment)>,
}

/// What somebody complains of, and who, if they say so.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Matter {
    /// Name of whoever complains; none for an anonymous complaint.
    pub name: Option<String>,
    /// Where the answer may be told.
    pub phone: Option<Phone>,
    /// What kind of complaint it is.
    pub category: Category,
    /// In one line.
    pub subject: String,
    /// In full.
    pub text: String,
    /// The berkas it is about, if it is about one.
    pub about: Option<BerkasId>,
}

/// What kind of complaint it is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Category {
    /// It took too long.
    Delay,
    /// How somebody was treated.
    Conduct,
    /// Money was asked for.
    Fee,
    /// Requirements or procedure.
    Procedure,
    /// The building and its equipment.
    Facility,
    /// Anything else.
    Other,
}

impl Category {
    /// Every category, with its word on the wire.
    pub const ALL: [(&'static str, Category); 6] = [
        ("delay", Category::Delay),
        ("conduct", Category::Conduct),
        ("fee", Category::Fee),
        ("procedure", Category::Procedure),
        ("facility", Category::Facility),
        ("other", Category::Other),
    ];

    /// Its word on the wire.
    pub fn word(self) -> &'static str {
        Category::ALL.iter().find(|(_, known)| *known == self).map_or("", |(word, _)| word)
    }

    /// The category of that word.
    pub fn parse(word: &str) -> Option<Category> {
        Category::ALL.iter().find(|(known, _)| *known == word).map(|(_, category)| *category)
    }
}

/// Where a complaint stands.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum ComplaintStage {
    /// Nobody has taken it up.
    Open,
    /// Somebody works on it.
    InWork,
    /// Its answer is written.
    Answered,
    /// Over.
    Closed,
}

/// The answer to a complaint.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ComplaintAnswer {
    /// Who wrote it.
    pub by: AccountId,
    /// When.
    pub at: Moment,
    /// The words.
    pub text: String,
}

/// Something with a complaint that was filed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum ComplaintAct {
    /// Take it up.
    Take,
    /// Write the answer.
    Answer {
        /// The words.
        text: String,
    },
    /// The answer was told, or nobody came for it.
    Close,
}

/// What happened to complaints.
#[derive(Clone, PartialEq, Debug)]
pub enum ComplaintEvent {
    /// It was filed.
    Filed {
        /// Which.
        complaint: ComplaintId,
        /// Its number.
        number: ComplaintNumber,
        /// Opens its page.
        token: Token,
        /// Typed by hand.
        code: ShortCode,
        /// Who wrote it down.
        by: AccountId,
        /// Where.
        loket: LoketId,
        /// The visit.
        ticket: TicketId,
        /// What was said.
        matter: Matter,
        /// When it must be answered.
        due: Moment,
    },
    /// Somebody took it up.
    Taken {
        /// Which.
        complaint: ComplaintId,
        /// Who.
        by: AccountId,
    },
    /// It was answered.
    Answered {
        /// Which.
        complaint: ComplaintId,
        /// Who.
        by: AccountId,
        /// The words.
        text: String,
    },
    /// It is over.
    Closed {
        /// Which.
        complaint: ComplaintId,
        /// Who.
        by: AccountId,
    },
}

impl Complaint {
    /// Whether an answer is still owed.
    pub fn is_owed(&self) -> bool {
        matches!(self.stage, ComplaintStage::Open | ComplaintStage::InWork)
    }

    /// Whether it should have been answered by now.
    pub fn is_overdue(&self, now: Moment) -> bool {
        self.is_owed() && now > self.due
    }

    /// Who is told besides the supervisor: the highest desk, once it has waited for as many times its days as the
    /// office's escalation says.
    pub fn told<'a>(&self, profile: &'a Profile, now: Moment) -> Option<&'a Role> {
        let limit = profile.complaining.days.saturating_mul(profile.escalation.after_norms);
        let late = deadline(&profile.calendar, self.filed, limit).is_some_and(|limit| now > limit);
        profile.escalation.ladder.last().filter(|_| late && self.is_overdue(now))
    }

    /// Whether a search by berkas leads here.
    pub fn is_about(&self, berkas: &Berkas) -> bool {
        self.matter.about == Some(berkas.id)
    }
}

/// The end of the `days`-th day of service after the day of `filed`; `None` when there is none within a year.
pub fn deadline(calendar: &Calendar, filed: Moment, days: u32) -> Option<Moment> {
    let mut date = calendar.offset.local(filed).date();
    let mut left = days;
    for _ in 0..=366 {
        let last = calendar.spans(date).last().filter(|_| left == 0);
        if let Some(last) = last {
            return Some(calendar.offset.moment(date.to_datetime(last.until)));
        }
        date = date.tomorrow().ok()?;
        left -= u32::from(left > 0 && !calendar.spans(date).is_empty());
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::calendar::tests::boltim;
    use crate::domain::time::Date;
    use proptest::prelude::*;

    #[test]
    fn numbers_read_as_people_write_them() {
        let number = ComplaintNumber { year: 2026, n: 7 };
        assert_eq!(number.to_string(), "PGD-2026-0007");
        for text in ["PGD-2026-0007", "pgd 2026 7", " PGD/2026/0007 ", "pgd-2026-7"] {
            assert_eq!(ComplaintNumber::parse(text), Some(number), "{text}");
        }
        for text in ["", "PGD", "PGD-2026", "2026/00007", "PGD-2026-7-1", "é€-2026-7"] {
            assert_eq!(ComplaintNumber::parse(text), None, "{text}");
        }
    }

    #[test]
    fn a_deadline_counts_days_of_service_only() {
        let calendar = boltim();
        let at = |date: (i16, i8, i8), hour| {
            calendar.offset.moment(Date::constant(date.0, date.1, date.2).at(hour, 0, 0, 0))
        };
        let filed = at((2026, 11, 26), 9);
        assert_eq!(deadline(&calendar, filed, 1), Some(at((2026, 11, 27), 16)), "Thursday, to Friday");
        assert_eq!(deadline(&calendar, filed, 2), Some(at((2026, 11, 30), 16)), "over a weekend");
        // Friday, 25 December 2026 is a holiday.
        assert_eq!(deadline(&calendar, at((2026, 12, 24), 15), 1), Some(at((2026, 12, 28), 16)));
        assert_eq!(
            deadline(&calendar, at((2026, 11, 28), 10), 0),
            Some(at((2026, 11, 30), 16)),
            "on a Saturday"
        );
    }

    proptest! {
        #[test]
        fn no_text_makes_the_reader_panic(text: String) {
            if let Some(number) = ComplaintNumber::parse(&text) {
                prop_assert_eq!(ComplaintNumber::parse(&number.to_string()), Some(number));
            }
        }
    }
}
