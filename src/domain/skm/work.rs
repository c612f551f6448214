//! What the office does with its responses: it takes in those of elsewhere, writes its report about
//! them and publishes the result; and the sums per permit type, which never tell of one person.

use super::super::ids::{PermitCode, Seq};
use super::super::ikm::Tally;
use super::super::survey::{Education, Response, Sex, Unsur};
use super::super::time::Date;

/// Fewest responses that may stand together for a part of the whole outside the office's own report.
pub const LEAST_GROUP: u64 = 5;

/// Most responses of one journal entry of an import.
pub const MOST_CHUNK: usize = 1_000;

/// Most responses of one import.
pub const MOST_IMPORTED: u32 = 50_000;

/// Longest text of a chapter, in characters.
pub const MOST_CHAPTER: usize = 4_000;

/// First and last day of a report.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Period {
    /// First day.
    pub from: Date,
    /// Last day.
    pub until: Date,
}

impl Period {
    /// Whether a day lies in it.
    pub fn holds(&self, day: Date) -> bool {
        (self.from..=self.until).contains(&day)
    }
}

/// What may be asked.
#[derive(Clone, PartialEq, Debug)]
pub enum SkmAct {
    /// Take in responses of elsewhere, one part after the other.
    Import(ImportPart),
    /// Write a chapter of the report; without words the usual ones stand again.
    Write {
        /// Of which report.
        period: Period,
        /// Which.
        chapter: Chapter,
        /// The words.
        text: String,
    },
    /// Publish the result.
    Publish(Publication),
}

/// What happened.
#[derive(Clone, PartialEq, Debug)]
pub enum SkmEvent {
    /// A part of an import arrived. The import counts from its last part on.
    SurveysImported {
        /// The part.
        part: ImportPart,
    },
    /// Enough responses about these permit types had gathered to be told together.
    GroupsCounted {
        /// One per permit type.
        groups: Vec<PermitGroup>,
    },
    /// A chapter of the report was written.
    ReportWritten {
        /// Of which report.
        period: Period,
        /// Which.
        chapter: Chapter,
        /// The words; none where the usual ones stand again.
        text: String,
    },
    /// The result was published.
    IkmPublished {
        /// The figures as they were then.
        publication: Publication,
    },
}

/// A part of an import.
#[derive(Clone, PartialEq, Debug)]
pub struct ImportPart {
    /// SHA-256 of the file: the same file is taken in once.
    pub digest: [u8; 32],
    /// What people call it: the name of the file.
    pub label: String,
    /// Which part, from 0.
    pub part: u32,
    /// How many parts there are.
    pub parts: u32,
    /// Responses of all parts together.
    pub total: u32,
    /// Those of this part.
    pub responses: Vec<Response>,
}

/// An import as far as it has come.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Import {
    /// SHA-256 of the file.
    pub digest: [u8; 32],
    /// What people call it.
    pub label: String,
    /// The entry of its first part; its responses are kept under that number.
    pub first: Seq,
    /// Parts that have arrived.
    pub arrived: u32,
    /// Parts there are.
    pub parts: u32,
    /// Responses that have arrived.
    pub responses: u32,
    /// Responses there are.
    pub total: u32,
}

impl Import {
    /// Whether it is whole, so that it counts.
    pub fn is_whole(&self) -> bool {
        self.arrived == self.parts
    }
}

/// Sums over at least [`LEAST_GROUP`] responses about one permit type. Single responses do not carry
/// their permit type: beside the day it would often lead to the one berkas handed over then.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PermitGroup {
    /// What was applied for.
    pub permit: PermitCode,
    /// The sums.
    pub tally: Tally,
    /// Day of the earliest response.
    pub first: Date,
    /// Day of the latest response; the group belongs to the period that holds it.
    pub last: Date,
}

impl PermitGroup {
    /// A group of one, to be merged.
    pub fn of(permit: PermitCode, response: &Response) -> PermitGroup {
        let mut tally = Tally::default();
        tally.add(&response.answers);
        PermitGroup { permit, tally, first: response.date, last: response.date }
    }

    /// Takes another group of the same permit type in.
    pub fn merge(&mut self, other: &PermitGroup) {
        self.tally.merge(&other.tally);
        self.first = self.first.min(other.first);
        self.last = self.last.max(other.last);
    }

    /// Whether it is large enough to be told.
    pub fn is_enough(&self) -> bool {
        self.tally.n >= LEAST_GROUP
    }
}

/// The published result, frozen.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Publication {
    /// The day of publishing; whoever decides fills it in.
    pub on: Date,
    /// Of which days.
    pub period: Period,
    /// All responses.
    pub tally: Tally,
    /// Papers handed over in these days.
    pub population: u64,
    /// How many of the responses were imported.
    pub imported: u64,
    /// Respondents by sex.
    pub sexes: Vec<(Sex, u64)>,
    /// Respondents by education.
    pub educations: Vec<(Education, u64)>,
    /// Parts large enough to be told.
    pub services: Vec<PublishedPart>,
    /// Parts large enough to be told: `2026-11`.
    pub months: Vec<PublishedPart>,
    /// Groups by permit type.
    pub permits: Vec<PublishedPart>,
}

/// A part of the published result.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PublishedPart {
    /// Letter of the service, month or code of the permit type.
    pub key: String,
    /// Its name then.
    pub name: String,
    /// The same in English.
    pub name_en: String,
    /// Its sums.
    pub tally: Tally,
}

/// Keeps the parts that may be told to everybody: those of at least [`LEAST_GROUP`] responses. When
/// what is left out would be fewer than that together, it could be found by subtraction, so the
/// smallest of the others is left out with it.
pub fn told<T>(parts: Vec<T>, tally: impl Fn(&T) -> &Tally) -> Vec<T> {
    let (mut kept, hidden): (Vec<T>, Vec<T>) =
        parts.into_iter().partition(|part| tally(part).n >= LEAST_GROUP);
    let hidden: u64 = hidden.iter().map(|part| tally(part).n).sum();
    if (1..LEAST_GROUP).contains(&hidden) {
        let smallest = (0..kept.len()).min_by_key(|place| tally(&kept[*place]).n);
        smallest.map(|place| kept.remove(place));
    }
    kept
}

/// A text of the report that the office writes itself.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Chapter {
    /// Kata pengantar.
    Pengantar,
    /// Bab I: latar belakang.
    LatarBelakang,
    /// Bab I: tujuan.
    Tujuan,
    /// Bab II: pelaksana, metode, lokasi dan waktu.
    Pelaksanaan,
    /// Bab IV: tentang unsur terendah dan tertinggi.
    Analisis,
    /// Bab IV: rencana tindak lanjut of one unsur.
    TindakLanjut(Unsur),
    /// Bab V: kesimpulan.
    Kesimpulan,
    /// Bab V: saran.
    Saran,
}

impl Chapter {
    /// All of them, in the order of the report.
    pub fn all() -> impl Iterator<Item = Chapter> {
        use Chapter::{Analisis, Kesimpulan, LatarBelakang, Pelaksanaan, Pengantar, Saran, Tujuan};
        let before = [Pengantar, LatarBelakang, Tujuan, Pelaksanaan, Analisis];
        let plans = Unsur::ALL.map(|(unsur, _)| Chapter::TindakLanjut(unsur));
        before.into_iter().chain(plans).chain([Kesimpulan, Saran])
    }

    /// The name used on the wire.
    pub fn word(self) -> String {
        let word = match self {
            Chapter::Pengantar => "pengantar",
            Chapter::LatarBelakang => "latar-belakang",
            Chapter::Tujuan => "tujuan",
            Chapter::Pelaksanaan => "pelaksanaan",
            Chapter::Analisis => "analisis",
            Chapter::TindakLanjut(unsur) => return format!("tindak-lanjut-{}", unsur.word()),
            Chapter::Kesimpulan => "kesimpulan",
            Chapter::Saran => "saran",
        };
        word.to_string()
    }

    /// The chapter of that name.
    pub fn parse(word: &str) -> Option<Chapter> {
        Chapter::all().find(|chapter| chapter.word() == word)
    }
}

/// Which row.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum SkmKey {
    /// A group, by the entry that counted it and its place there.
    Group(Seq, u32),
    /// An import.
    Import([u8; 32]),
    /// An imported response, by its import and its place there.
    Imported(Seq, u32),
    /// A chapter of a report.
    Text(Period, Chapter),
    /// A publication, by its entry.
    Publication(Seq),
}

/// The value of a row.
#[derive(Clone, PartialEq, Debug)]
pub enum SkmRow {
    /// A group.
    Group(PermitGroup),
    /// An import.
    Import(Import),
    /// An imported response.
    Imported(Response),
    /// A chapter of a report.
    Text(String),
    /// A publication.
    Publication(Publication),
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sizes(parts: &[u64]) -> Vec<u64> {
        let tallies: Vec<Tally> = parts.iter().map(|n| Tally { n: *n, sums: [0; 9] }).collect();
        told(tallies, |tally| tally).iter().map(|tally| tally.n).collect()
    }

    #[test]
    fn no_part_of_fewer_than_five_is_told_not_even_by_subtraction() {
        assert_eq!(sizes(&[5, 6]), [5, 6]);
        assert_eq!(sizes(&[4, 30, 9]), [30], "9 goes too, or 4 were the rest");
        assert_eq!(sizes(&[4, 30, 3]), [30], "seven together tell of nobody");
        assert_eq!(sizes(&[4]), [0; 0]);
        assert_eq!(sizes(&[]), [0; 0]);
    }

    #[test]
    fn chapters_are_known_by_their_words() {
        assert_eq!(Chapter::all().count(), 16);
        for chapter in Chapter::all() {
            assert_eq!(Chapter::parse(&chapter.word()), Some(chapter));
        }
        assert_eq!(Chapter::parse("lampiran"), None);
    }
}
