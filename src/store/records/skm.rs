//! The records of the survey's imports, groups, chapters and publications.

use super::{Corrupt, Disk, record, record_enum};
use crate::domain::ids::{PermitCode, Seq};
use crate::domain::ikm::Tally;
use crate::domain::skm::work::*;
use crate::domain::survey::{Education, Response, Sex};
use crate::domain::time::Date;

record! {
    PeriodRecord for Period { from: Date, until: Date }
    TallyRecord for Tally { n: u64, sums: [u64; 9] }
    ImportPartRecord for ImportPart {
        digest: [u8; 32],
        label: String,
        part: u32,
        parts: u32,
        total: u32,
        responses: Vec<Response>,
    }
    ImportRecord for Import {
        digest: [u8; 32],
        label: String,
        first: Seq,
        arrived: u32,
        parts: u32,
        responses: u32,
        total: u32,
    }
    PermitGroupRecord for PermitGroup { permit: PermitCode, tally: Tally, first: Date, last: Date }
    PublicationRecord for Publication {
        on: Date,
        period: Period,
        tally: Tally,
        population: u64,
        imported: u64,
        sexes: Vec<(Sex, u64)>,
        educations: Vec<(Education, u64)>,
        services: Vec<PublishedPart>,
        months: Vec<PublishedPart>,
        permits: Vec<PublishedPart>,
    }
    PublishedPartRecord for PublishedPart { key: String, name: String, name_en: String, tally: Tally }
}

record_enum! {
    SkmEventRecord for SkmEvent {
        SurveysImported { part: ImportPart },
        GroupsCounted { groups: Vec<PermitGroup> },
        ReportWritten { period: Period, chapter: Chapter, text: String },
        IkmPublished { publication: Publication },
    }
    SkmRowRecord for SkmRow {
        Group(group: PermitGroup),
        Import(import: Import),
        Imported(response: Response),
        Text(text: String),
        Publication(publication: Publication),
    }
}

/// The sums of the nine unsur, in the order of the rule.
impl Disk for [u64; 9] {
    type Record = [u64; 9];

    fn to_record(&self) -> [u64; 9] {
        *self
    }

    fn from_record(record: [u64; 9]) -> Result<[u64; 9], Corrupt> {
        Ok(record)
    }
}

impl Disk for Chapter {
    type Record = String;

    fn to_record(&self) -> String {
        self.word()
    }

    fn from_record(record: String) -> Result<Chapter, Corrupt> {
        Chapter::parse(&record).ok_or_else(|| Corrupt::new("a chapter", &record))
    }
}
