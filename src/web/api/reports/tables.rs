//! A report as tables. The screen shows them, the exports hold them, so one figure is one figure everywhere.

use crate::domain::daybook::Fate;
use crate::domain::profile::Profile;
use crate::domain::report::{Figures, Grain, Report, Spread, StepFigures};
use crate::domain::ticket::Lang;
use crate::domain::time::{Date, Weekday};
use crate::sheets::{Cell, Table};
use crate::texts;
use crate::web::Web;

/// A table with the names by which the screen knows it.
pub(super) struct Sheet {
    pub(super) id: &'static str,
    pub(super) columns: Vec<&'static str>,
    /// Names of the rows, where the screen picks some of them out.
    pub(super) keys: Vec<String>,
    /// Whether the last row is the sum of the others.
    pub(super) total: bool,
    pub(super) table: Table,
}

/// Every definition of a figure, in the order of the page's footer.
const DEFINITIONS: [&str; 15] = [
    "wait",
    "walk",
    "service",
    "visit",
    "no-show",
    "left",
    "level",
    "used",
    "quantiles",
    "promise",
    "norm",
    "by-day",
    "copies",
    "complaints",
    "exceptions",
];

/// All tables, in the order of the page.
pub(super) fn all(web: &Web, lang: Lang, report: &Report) -> Vec<Sheet> {
    let writer = Writer { web, lang, report };
    vec![
        writer.summary(),
        writer.visits(),
        writer.times(),
        writer.lokets(),
        writer.hours(),
        writer.weekdays(),
        writer.steps(),
        writer.promises(),
        writer.classes(),
        writer.by_day(),
        writer.trend(),
        writer.copies(),
        writer.complaints(),
        writer.exceptions(),
    ]
}

/// What every figure means.
pub(super) fn definitions(web: &Web, lang: Lang) -> Vec<String> {
    DEFINITIONS.iter().map(|name| web.texts.get(lang, &format!("reports-def-{name}"))).collect()
}

pub(super) struct Writer<'a> {
    web: &'a Web,
    lang: Lang,
    pub(super) report: &'a Report,
}

/// A figure of an empty base.
fn none() -> Cell {
    Cell::from("-")
}

/// Per cent with one decimal, exact and rounded once.
pub(super) fn share(part: u64, of: u64) -> Cell {
    if of == 0 {
        return none();
    }
    let tenths = (part * 2_000 + of) / (of * 2);
    Cell::Decimal(i64::try_from(tenths).unwrap_or(i64::MAX), 1)
}

fn lasting(seconds: Option<u32>) -> Cell {
    seconds.map_or_else(none, |seconds| Cell::Lasting(u64::from(seconds)))
}

/// Median, 90th percentile, longest.
fn spread(spread: &Spread) -> [Cell; 3] {
    [lasting(spread.percentile(50)), lasting(spread.percentile(90)), lasting(spread.longest())]
}

impl Writer<'_> {
    pub(super) fn say(&self, message: &str) -> String {
        self.web.texts.get(self.lang, message)
    }

    fn profile(&self) -> &Profile {
        self.web.office.profile()
    }

    pub(super) fn sheet(
        &self,
        id: &'static str,
        columns: &[&'static str],
        rows: Vec<Vec<Cell>>,
        notes: &[&str],
    ) -> Sheet {
        let period = format!("{} – {}", self.report.from, self.report.until);
        let notes = notes.iter().map(|name| self.say(&format!("reports-def-{name}")));
        let table = Table {
            name: self.say(&format!("reports-{id}")),
            head: columns.iter().map(|column| self.say(&format!("reports-col-{column}"))).collect(),
            rows,
            notes: std::iter::once(period).chain(notes).collect(),
        };
        Sheet { id, columns: columns.to_vec(), keys: Vec::new(), total: false, table }
    }

    /// A row per service, and their sum.
    fn by_service(&self, row: impl Fn(Cell, &Figures) -> Vec<Cell>) -> Vec<Vec<Cell>> {
        let services = self.report.services.iter().map(|(series, figures)| {
            let name = self.profile().service(*series).map(|service| match self.lang {
                Lang::Id => &service.name,
                Lang::En => &service.name_en,
            });
            let name = name.map_or_else(|| series.to_string(), |name| format!("{series} · {name}"));
            row(Cell::Words(name), figures)
        });
        services.chain([row(Cell::Words(self.say("reports-total")), &self.report.all)]).collect()
    }

    fn summary(&self) -> Sheet {
        let (report, all) = (self.report, &self.report.all);
        let (left, kept) =
            report.steps.values().fold((0, 0), |(n, kept), step| (n + step.n, kept + step.kept));
        let row = |name: &str, cell: Cell| (name.to_string(), cell);
        let times =
            [("wait", &all.wait), ("walk", &all.walk), ("service", &all.service), ("visit", &all.length)];
        let times = times.into_iter().flat_map(|(name, figures)| {
            let cells = ["p50", "p90", "max"].into_iter().zip(spread(figures));
            cells.map(move |(part, cell)| (format!("{name}-{part}"), cell))
        });
        let mut rows = vec![
            row("days", Cell::Count(report.days)),
            row("issued", Cell::Count(all.issued)),
            row("called", Cell::Count(all.called)),
            row("served", Cell::Count(all.fate(Fate::Served))),
            row("incomplete", Cell::Count(all.fate(Fate::Incomplete))),
            row("no-show", Cell::Count(all.fate(Fate::NoShow))),
            row("no-show-share", share(all.fate(Fate::NoShow), all.called)),
            row("left", Cell::Count(all.left)),
            row("left-share", share(all.left, all.issued)),
            row("cancelled", Cell::Count(all.fate(Fate::Cancelled))),
            row("by-day", Cell::Count(all.ended_by_day())),
            row("open", Cell::Count(all.fate(Fate::Open))),
            row("level", share(all.in_time, all.awaited)),
        ];
        rows.extend(times.map(|(name, cell)| row(&name, cell)));
        rows.extend([
            row("promised", Cell::Count(all.promise.n())),
            row("promise-kept", share(all.promise.kept, all.promise.n())),
            row("priority", Cell::Count(report.classes[0].issued)),
            row("steps", Cell::Count(left)),
            row("steps-kept", share(kept, left)),
            row("handed", Cell::Count(report.deeds.handed)),
            row("copies", Cell::Count(report.deeds.copies.0 + report.deeds.copies.1)),
            row("complaints", Cell::Count(report.deeds.all_cases().filed)),
            row("own-work", Cell::Count(report.deeds.own_work)),
            row("revoked", Cell::Count(report.deeds.revoked)),
        ]);
        let (keys, cells): (Vec<_>, Vec<_>) = rows.into_iter().unzip();
        let named = keys.iter().map(|name| Cell::Words(self.say(&format!("reports-sum-{name}"))));
        let rows = named.zip(cells).map(|(name, cell)| vec![name, cell]).collect();
        Sheet { keys, ..self.sheet("summary", &["what", "value"], rows, &DEFINITIONS) }
    }

    fn visits(&self) -> Sheet {
        let row = |name, figures: &Figures| {
            let count = |fate| Cell::Count(figures.fate(fate));
            vec![
                name,
                Cell::Count(figures.issued),
                Cell::Count(figures.called),
                count(Fate::Served),
                count(Fate::Incomplete),
                count(Fate::NoShow),
                share(figures.fate(Fate::NoShow), figures.called),
                Cell::Count(figures.left),
                share(figures.left, figures.issued),
                count(Fate::Cancelled),
                Cell::Count(figures.ended_by_day()),
                count(Fate::Open),
            ]
        };
        let columns = [
            "service-name",
            "issued",
            "called",
            "served",
            "incomplete",
            "no-show",
            "no-show-share",
            "left",
            "left-share",
            "cancelled",
            "by-day",
            "open",
        ];
        let sheet = self.sheet("visits", &columns, self.by_service(row), &["no-show", "left", "by-day"]);
        Sheet { total: true, ..sheet }
    }

    fn times(&self) -> Sheet {
        let row = |name, figures: &Figures| {
            let mut cells = vec![name, Cell::Count(figures.wait.n())];
            cells.extend(spread(&figures.wait));
            cells.extend(spread(&figures.walk).into_iter().take(2));
            cells.extend(spread(&figures.service));
            cells.extend(spread(&figures.length));
            cells.push(share(figures.in_time, figures.awaited));
            cells
        };
        let columns = [
            "service-name",
            "stops",
            "wait-p50",
            "wait-p90",
            "wait-max",
            "walk-p50",
            "walk-p90",
            "service-p50",
            "service-p90",
            "service-max",
            "visit-p50",
            "visit-p90",
            "visit-max",
            "level",
        ];
        let notes = ["wait", "walk", "service", "visit", "level", "quantiles"];
        Sheet { total: true, ..self.sheet("times", &columns, self.by_service(row), &notes) }
    }

    fn lokets(&self) -> Sheet {
        let rows = self.report.lokets.iter().map(|(id, figures)| {
            let name = self.profile().loket(*id).map_or("", |plan| plan.name.as_str());
            let mut cells = vec![Cell::Words(format!("{id} · {name}")), Cell::Count(figures.called)];
            cells.extend(spread(&figures.wait));
            cells.extend(spread(&figures.service));
            cells.extend([figures.open, figures.paused, figures.busy].map(Cell::Lasting));
            cells.push(share(figures.busy, figures.open));
            cells
        });
        let columns = [
            "loket",
            "calls",
            "wait-p50",
            "wait-p90",
            "wait-max",
            "service-p50",
            "service-p90",
            "service-max",
            "opened",
            "paused",
            "busy",
            "used",
        ];
        self.sheet("lokets", &columns, rows.collect(), &["wait", "service", "used", "quantiles"])
    }

    /// A row per part of the day or the week.
    fn parts(&self, name: String, figures: &Figures) -> Vec<Cell> {
        let mut cells = vec![Cell::Words(name), Cell::Count(figures.issued)];
        cells.push(share(figures.fate(Fate::NoShow), figures.called));
        cells.extend(spread(&figures.wait));
        cells.extend(spread(&figures.service));
        cells.push(share(figures.in_time, figures.awaited));
        cells
    }

    fn in_parts(&self, id: &'static str, first: &'static str, rows: Vec<Vec<Cell>>) -> Sheet {
        let columns = [
            first,
            "issued",
            "no-show-share",
            "wait-p50",
            "wait-p90",
            "wait-max",
            "service-p50",
            "service-p90",
            "service-max",
            "level",
        ];
        self.sheet(id, &columns, rows, &["wait", "service", "no-show", "level", "quantiles"])
    }

    fn hours(&self) -> Sheet {
        let told = |figures: &Figures| figures.issued + figures.wait.n() > 0;
        let first = self.report.hours.iter().position(told).unwrap_or(0);
        let end = self.report.hours.iter().rposition(told).map_or(first, |last| last + 1);
        let rows = (first..end)
            .map(|hour| self.parts(format!("{hour:02}.00–{:02}.00", hour + 1), &self.report.hours[hour]));
        self.in_parts("hours", "hour", rows.collect())
    }

    fn weekdays(&self) -> Sheet {
        let named = (0..).zip(&self.report.weekdays).filter(|(_, figures)| figures.issued > 0);
        let rows = named.map(|(place, figures)| {
            let day = Weekday::from_monday_zero_offset(place).unwrap_or(Weekday::Monday);
            self.parts(texts::weekday(self.lang, day).to_string(), figures)
        });
        self.in_parts("weekdays", "weekday", rows.collect())
    }

    fn trend(&self) -> Sheet {
        let name = |day: &Date| match self.report.grain {
            Grain::Day => day.to_string(),
            Grain::Month => format!("{}-{:02}", day.year(), day.month()),
            Grain::Year => day.year().to_string(),
        };
        let rows = self.report.trend.iter().map(|(day, figures)| self.parts(name(day), figures));
        self.in_parts("trend", "part", rows.collect())
    }

    fn steps(&self) -> Sheet {
        let (profile, known) = (self.profile(), &self.report.steps);
        let row = |no: Cell, title: String, actor: String, figures: &StepFigures| {
            let mut cells = vec![no, Cell::Words(title), Cell::Words(actor)];
            cells.extend([Cell::Count(u64::from(figures.norm)), Cell::Count(figures.n)]);
            cells.push(share(figures.kept, figures.n));
            cells.push(share(figures.worked_in_norm, figures.n));
            cells.extend(spread(&figures.waited));
            cells.extend(spread(&figures.worked));
            cells
        };
        let planned = profile.sop.steps().iter().filter_map(|step| {
            let no = step.no.map_or(Cell::Empty, |no| Cell::Count(u64::from(no)));
            Some(row(no, step.title.clone(), profile.title(&step.actor), known.get(&step.id)?))
        });
        // Steps that the SOP of today does not have any more are told by their name.
        let others = known.iter().filter(|(id, _)| profile.sop.step(id).is_none());
        let others = others.map(|(id, figures)| row(Cell::Empty, id.to_string(), String::new(), figures));
        let columns = [
            "no",
            "step",
            "actor",
            "norm",
            "left-step",
            "kept",
            "worked-kept",
            "waited-p50",
            "waited-p90",
            "waited-max",
            "worked-p50",
            "worked-p90",
            "worked-max",
        ];
        self.sheet("steps", &columns, planned.chain(others).collect(), &["norm", "quantiles"])
    }

    fn promises(&self) -> Sheet {
        let row = |name, figures: &Figures| {
            let promise = &figures.promise;
            let mut cells = vec![name, Cell::Count(promise.n())];
            cells.extend([promise.kept, promise.sooner, promise.later].map(|part| share(part, promise.n())));
            cells.extend(spread(&promise.missed_by));
            cells
        };
        let columns = [
            "service-name",
            "promised",
            "promise-kept",
            "sooner",
            "later",
            "missed-p50",
            "missed-p90",
            "missed-max",
        ];
        let rows = self.by_service(row);
        Sheet { total: true, ..self.sheet("promises", &columns, rows, &["promise", "quantiles"]) }
    }

    fn classes(&self) -> Sheet {
        let names = ["reports-priority", "reports-regular"];
        let rows = names.iter().zip(&self.report.classes);
        let rows = rows.map(|(name, figures)| self.parts(self.say(name), figures));
        self.in_parts("classes", "class", rows.collect())
    }
}
