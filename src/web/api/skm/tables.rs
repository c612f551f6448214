//! The report as tables for spreadsheets: the summary, and the ministry's annex "Pengolahan data SKM per
//! responden dan per unsur pelayanan". They are in Bahasa Indonesia whoever asks: they go to the ministry.

use super::gather::{Gathered, Wanted};
use super::rows::{HALVES, HEAD, TOTALS};
use crate::domain::ikm::{Ikm, Tally};
use crate::domain::skm::{least_sample, mean};
use crate::domain::survey::{Response, Unsur};
use crate::domain::ticket::Lang;
use crate::sheets::{Cell, Table};
use crate::views::skm::{self, education_word, occupation_word, sex_word};
use crate::web::Web;

/// Everything the screen shows, in one table.
pub(super) fn summary(web: &Web, wanted: Wanted, all: &Gathered) -> Table {
    let (profile, tally) = (web.office.profile(), &all.summary.all);
    let say = |message: &str| web.texts.get(Lang::Id, message);
    let mut rows = vec![
        told("Periode", Cell::Words(format!("{} s.d. {}", wanted.from, wanted.until))),
        told("Responden", Cell::Count(tally.n)),
        told("Termasuk responden impor", Cell::Count(all.imported)),
        told("Penerima layanan", Cell::Count(all.population)),
        told("Minimum responden (Krejcie & Morgan)", Cell::Count(least_sample(all.population))),
        part("Unit pelayanan".to_string(), tally),
    ];
    rows.extend((1..).zip(profile.survey_order).map(|(place, unsur): (u8, Unsur)| {
        let name = format!("U{place} {}", say(&format!("report-{}", unsur.word())));
        let sum = tally.sums[unsur as usize];
        figures(name, (tally.n, sum), tally.n, tally.unsur(unsur as usize))
    }));
    rows.extend(all.summary.services.iter().map(|(series, tally)| {
        let name = profile.service(*series).map_or("", |service| &service.name);
        part(format!("Layanan {series} {name}"), tally)
    }));
    rows.extend(all.permits.iter().map(|group| {
        part(format!("Jenis izin {}", skm::permit_name(profile, &group.permit).id), &group.tally)
    }));
    rows.extend(all.few.iter().map(|group| {
        told(&format!("Jenis izin {}", skm::permit_name(profile, &group.permit).id), "kurang dari 5".into())
    }));
    rows.extend(
        all.summary
            .months
            .iter()
            .map(|((year, month), tally)| part(format!("Bulan {year}-{month:02}"), tally)),
    );
    rows.extend(
        all.quarters.iter().map(|((year, quarter), tally)| part(format!("Triwulan {quarter} {year}"), tally)),
    );
    let kinds = skm::kinds(&all.summary);
    rows.extend(
        kinds.into_iter().map(|(kind, key, n)| told(&format!("{} {key}", say(kind)), Cell::Count(n))),
    );
    let head = ["Uraian", "Responden", "Jumlah nilai", "NRR", "NRR tertimbang", "Indeks", "Mutu"];
    Table {
        name: "Ringkasan".to_string(),
        head: head.map(ToString::to_string).to_vec(),
        rows,
        notes: vec![say("report-how")],
    }
}

/// A line with one figure.
fn told(name: &str, figure: Cell) -> Vec<Cell> {
    let mut cells = vec![Cell::from(name), figure];
    cells.resize(7, Cell::Empty);
    cells
}

/// A line about a part of the responses, over all nine unsur.
fn part(name: String, tally: &Tally) -> Vec<Cell> {
    figures(name, (tally.n, tally.sums.iter().sum()), 9 * tally.n, tally.ikm())
}

/// A line of figures; `answers` is how many scores the sum is of.
fn figures(name: String, (n, sum): (u64, u64), answers: u64, ikm: Option<Ikm>) -> Vec<Cell> {
    vec![
        Cell::Words(name),
        Cell::Count(n),
        Cell::Count(sum),
        thousandths(mean(sum, answers)),
        thousandths(mean(sum, 9 * n)),
        index(ikm),
        ikm.map_or(Cell::Empty, |ikm| skm::band_word(ikm.band()).into()),
    ]
}

fn thousandths(value: Option<u64>) -> Cell {
    value.and_then(|value| i64::try_from(value).ok()).map_or(Cell::Empty, |value| Cell::Decimal(value, 3))
}

fn index(ikm: Option<Ikm>) -> Cell {
    ikm.map_or(Cell::Empty, |ikm| Cell::Decimal(ikm.0.into(), 2))
}

/// One row per respondent, and the sums below.
pub(super) fn annex(web: &Web, wanted: Wanted, all: &Gathered) -> Table {
    let order = web.office.profile().survey_order;
    let head = HEAD.into_iter().chain(order.map(Unsur::word)).chain(["saran"]);
    let rows = (1..).zip(&all.responses).map(|(place, response)| row(order, place, response));
    let below = if all.responses.is_empty() { Vec::new() } else { sums(order, &all.summary.all) };
    Table {
        name: format!("SKM {} {}", wanted.from, wanted.until),
        head: head.map(ToString::to_string).collect(),
        rows: rows.chain(below).collect(),
        notes: Vec::new(),
    }
}

fn row(order: [Unsur; 9], place: u64, response: &Response) -> Vec<Cell> {
    let person = [
        Cell::Count(place),
        Cell::Day(response.date),
        HALVES[response.half as usize].into(),
        Cell::Words(response.service.to_string()),
        sex_word(response.sex).into(),
        Cell::Count(response.age.into()),
        education_word(response.education).into(),
        occupation_word(response.occupation).into(),
    ];
    let scores = order.map(|unsur| Cell::Count(response.answers.score(unsur).value().into()));
    let suggestion = response.suggestion.as_deref().map_or(Cell::Empty, Cell::from);
    person.into_iter().chain(scores).chain([suggestion]).collect()
}

/// Jumlah nilai, NRR, NRR tertimbang, their sum, and the IKM of the unit: from the sums, not from
/// figures that were rounded before.
fn sums(order: [Unsur; 9], tally: &Tally) -> Vec<Vec<Cell>> {
    let total: u64 = tally.sums.iter().sum();
    let sum = |unsur: Unsur| tally.sums[unsur as usize];
    let ikm = tally.ikm();
    let cells: [Vec<Cell>; 5] = [
        order.map(|unsur| Cell::Count(sum(unsur))).to_vec(),
        order.map(|unsur| thousandths(mean(sum(unsur), tally.n))).to_vec(),
        order.map(|unsur| thousandths(mean(sum(unsur), 9 * tally.n))).to_vec(),
        vec![thousandths(mean(total, 9 * tally.n))],
        vec![index(ikm), ikm.map_or(Cell::Empty, |ikm| skm::band_word(ikm.band()).into())],
    ];
    let lines = TOTALS.into_iter().zip(cells).map(|(name, cells)| {
        let mut line = vec![Cell::from(name)];
        line.resize(HEAD.len(), Cell::Empty);
        line.extend(cells);
        line.resize(HEAD.len() + 10, Cell::Empty);
        line
    });
    lines.collect()
}
