//! What a report is made of, read from the rows once.

use crate::domain::daybook::Daybook;
use crate::domain::ikm::Tally;
use crate::domain::skm::Summary;
use crate::domain::skm::work::{Period, PermitGroup, Publication, PublishedPart, told};
use crate::domain::survey::Response;
use crate::domain::time::Date;
use crate::store::StoreError;
use crate::views::Words;
use crate::views::skm::{self, Facts, SkmReport};
use crate::web::Web;
use jiff::Span;
use schemars::JsonSchema;
use serde::Deserialize;
use std::collections::BTreeMap;

/// Which responses.
#[derive(Deserialize, JsonSchema, Clone, Default)]
pub(super) struct Asked {
    /// First day, `2026-01-01`; the first of this year without it.
    #[serde(default)]
    pub(super) from: String,
    /// Last day; today without it.
    #[serde(default)]
    pub(super) until: String,
    /// Letter of a service; all without it.
    #[serde(default)]
    pub(super) service: String,
}

/// The same, read.
#[derive(Clone, Copy)]
pub(super) struct Wanted {
    pub(super) from: Date,
    pub(super) until: Date,
    pub(super) service: Option<char>,
}

impl Wanted {
    /// `None` for what is no day, and for a period that ends before it begins.
    pub(super) fn of(web: &Web, asked: &Asked) -> Option<Wanted> {
        let today = web.office.profile().calendar.offset.day(web.office.now()).0;
        let date = |text: &str, usual: Date| match text {
            "" => Some(usual),
            text => text.parse::<Date>().ok(),
        };
        let wanted = Wanted {
            from: date(&asked.from, Date::new(today.year(), 1, 1).ok()?)?,
            until: date(&asked.until, today)?,
            service: asked.service.chars().next(),
        };
        (wanted.from <= wanted.until).then_some(wanted)
    }

    pub(super) fn period(self) -> Period {
        Period { from: self.from, until: self.until }
    }

    /// The first day of the quarters that the trend shows.
    fn first_of_trend(self) -> Date {
        let into = i32::from((self.until.month() - 1) % 3);
        self.until.first_of_month().saturating_sub(Span::new().months(into + 3 * (TREND - 1)))
    }

    fn is_about(self, response: &Response) -> bool {
        self.service.is_none_or(|letter| response.service.0 == letter)
    }
}

/// Most suggestions of one report.
const MOST_SUGGESTIONS: usize = 500;

/// Quarters that the trend shows, the report's last one included.
const TREND: i32 = 8;

/// All that one report says, its exports, its document and its publication.
pub(super) struct Gathered {
    pub(super) summary: Summary,
    /// In the order of their content, which tells nothing of who answered when.
    pub(super) responses: Vec<Response>,
    pub(super) imported: u64,
    pub(super) population: u64,
    /// The sums of the last quarters up to the end of the period.
    pub(super) quarters: BTreeMap<(i16, i8), Tally>,
    /// The sums by permit type.
    pub(super) permits: Vec<PermitGroup>,
    /// Permit types with fewer than five responses.
    pub(super) few: Vec<PermitGroup>,
    published: Option<Publication>,
}

/// Reads the rows. Not for the threads that serve the screens.
pub(super) fn gather(web: &Web, wanted: Wanted) -> Result<Gathered, StoreError> {
    let reader = web.office.reader();
    let mut all = Gathered {
        summary: Summary::default(),
        responses: Vec::new(),
        imported: 0,
        population: population(web, wanted.period())?,
        quarters: BTreeMap::new(),
        permits: Vec::new(),
        few: Vec::new(),
        published: reader.last_publication()?,
    };
    reader.each_own(wanted.from.min(wanted.first_of_trend())..=wanted.until, |response| {
        all.count(wanted, response);
    })?;
    let mut imported = 0;
    reader.each_imported(|response| imported += u64::from(all.count(wanted, response)))?;
    all.imported = imported;
    all.responses.sort_by(|a, b| a.content().cmp(&b.content()));
    let before = wanted.first_of_trend();
    all.quarters.retain(|quarter, _| *quarter >= (before.year(), quarter_of(before)));
    // Groups say nothing of a service, so they are told for the whole unit only.
    if wanted.service.is_none() {
        all.permits = merged(reader.permit_groups()?, wanted.period());
        let known = |group: &PermitGroup| all.permits.iter().any(|known| known.permit == group.permit);
        let waiting = reader.waiting_groups()?.into_iter();
        all.few = waiting.filter(|group| wanted.period().holds(group.last) && !known(group)).collect();
    }
    Ok(all)
}

/// From 1 to 4.
fn quarter_of(date: Date) -> i8 {
    (date.month() - 1) / 3 + 1
}

/// Papers handed over in these days: everybody who could have answered.
fn population(web: &Web, period: Period) -> Result<u64, StoreError> {
    // The open day first: if it turns meanwhile, its row is there too, and it must count once.
    let open = Daybook::of(&web.office.committed().state);
    let opened = open.as_ref().map(|book| book.day);
    let today = open.filter(|book| period.holds(book.day.0)).map_or(0, |book| book.deeds.handed);
    let mut population = today;
    web.office.reader().each_daybook(period.from, period.until, |book| {
        if opened.is_none_or(|opened| book.day < opened) {
            population += book.deeds.handed;
        }
    })?;
    Ok(population)
}

fn merged(groups: Vec<PermitGroup>, period: Period) -> Vec<PermitGroup> {
    let mut merged: BTreeMap<_, PermitGroup> = BTreeMap::new();
    for group in groups.into_iter().filter(|group| period.holds(group.last)) {
        match merged.get_mut(&group.permit) {
            Some(known) => known.merge(&group),
            None => drop(merged.insert(group.permit.clone(), group)),
        }
    }
    merged.into_values().collect()
}

impl Gathered {
    /// Whether the response belongs to the report.
    fn count(&mut self, wanted: Wanted, response: &Response) -> bool {
        if !wanted.is_about(response) || response.date > wanted.until {
            return false;
        }
        let quarter = (response.date.year(), quarter_of(response.date));
        self.quarters.entry(quarter).or_default().add(&response.answers);
        if response.date < wanted.from {
            return false;
        }
        self.summary.add(response);
        self.responses.push(response.clone());
        true
    }

    pub(super) fn report(&self, web: &Web, wanted: Wanted) -> SkmReport {
        let mut suggestions: Vec<_> = self.responses.iter().filter_map(|r| r.suggestion.clone()).collect();
        suggestions.sort();
        suggestions.truncate(MOST_SUGGESTIONS);
        let facts = Facts {
            period: wanted.period(),
            population: self.population,
            imported: self.imported,
            summary: &self.summary,
            quarters: &self.quarters,
            permits: &self.permits,
            few: &self.few,
            published: self.published.as_ref(),
            suggestions,
        };
        skm::report(web.office.profile(), facts)
    }

    /// What may be told to everybody.
    pub(super) fn publication(&self, web: &Web, wanted: Wanted) -> Publication {
        let profile = web.office.profile();
        let part = |key: String, name: Words, tally: Tally| PublishedPart {
            key,
            name: name.id,
            name_en: name.en,
            tally,
        };
        let services = self.summary.services.iter().map(|(series, tally)| {
            let name = profile.service(*series).map(|known| Words::new(&known.name, &known.name_en));
            part(series.to_string(), name.unwrap_or_else(|| Words::new("", "")), *tally)
        });
        let months = self
            .summary
            .months
            .iter()
            .map(|((year, month), tally)| part(format!("{year}-{month:02}"), Words::new("", ""), *tally));
        let permits = self.permits.iter().map(|group| {
            let name = skm::permit_name(profile, &group.permit);
            part(group.permit.to_string(), name, group.tally)
        });
        // Responses that are in no group yet: they must not be what the groups leave over.
        let grouped: u64 = self.permits.iter().map(|group| group.tally.n).sum();
        let rest = Tally { n: self.summary.all.n.saturating_sub(grouped), ..Tally::default() };
        let rest = part(String::new(), Words::new("", ""), rest);
        let permits = told(permits.chain([rest]).collect(), |part| &part.tally).into_iter();
        Publication {
            on: wanted.until,
            period: wanted.period(),
            tally: self.summary.all,
            population: self.population,
            imported: self.imported,
            sexes: self.summary.sexes.iter().map(|(sex, n)| (*sex, *n)).collect(),
            educations: self.summary.educations.iter().map(|(education, n)| (*education, *n)).collect(),
            services: told(services.collect(), |part| &part.tally),
            months: told(months.collect(), |part| &part.tally),
            permits: permits.filter(|part| !part.key.is_empty()).collect(),
        }
    }
}
