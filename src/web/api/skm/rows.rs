//! Rows of the annex, read back: which columns there are, and what is wrong with a row.

use crate::domain::ids::Series;
use crate::domain::survey::{
    AGES, Answers, Education, HalfDay, MOST_SUGGESTION, Occupation, Response, Score, Sex, Unsur,
};
use crate::domain::time::Date;
use crate::sheets::read::{OpenQuote, Record, read_csv};
use crate::views::skm::{education_word, occupation_word, sex_word};

/// The columns before the nine unsur. The first is only a number, and may be missing when read.
pub(super) const HEAD: [&str; 8] =
    ["no", "tanggal", "jam", "layanan", "jenis_kelamin", "usia", "pendidikan", "pekerjaan"];

/// The halves of a day, in the order of [`HalfDay`].
pub(super) const HALVES: [&str; 2] = ["08.00-12.00", "13.00-17.00"];

/// What stands below the respondents, in the first column.
pub(super) const TOTALS: [&str; 5] = [
    "Jumlah nilai per unsur",
    "NRR per unsur",
    "NRR tertimbang per unsur",
    "Jumlah NRR tertimbang",
    "IKM unit pelayanan",
];

/// Most faults that are listed; whoever has more has one mistake many times.
const MOST_FAULTS: usize = 200;

/// What a file holds.
#[derive(Debug)]
pub(super) struct Read {
    pub(super) rows: usize,
    /// Rows that are well, in the order of their content.
    pub(super) good: Vec<Response>,
    /// The first [`MOST_FAULTS`].
    pub(super) faults: Vec<Fault>,
    /// How many more there are.
    pub(super) more: usize,
    /// Rows with a fault; one may have several.
    pub(super) wrong: usize,
}

/// What is wrong in a cell. The message is `import-<code>`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Fault {
    pub(super) line: usize,
    pub(super) column: String,
    pub(super) code: &'static str,
    pub(super) value: String,
}

/// Why a file cannot be read at all. The message is `error-import-<code>`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Unreadable {
    NotUtf8,
    OpenQuote(usize),
    Columns(Vec<String>),
    Repeated(String),
    Empty,
    TooMany,
}

/// Reads a file. `today` is the last day an answer may be of.
pub(super) fn read(bytes: &[u8], today: Date, most: usize) -> Result<Read, Unreadable> {
    let text = std::str::from_utf8(bytes).map_err(|_| Unreadable::NotUtf8)?;
    let records = read_csv(text).map_err(|OpenQuote(line)| Unreadable::OpenQuote(line))?;
    let (head, rest) = records.split_first().ok_or(Unreadable::Empty)?;
    let columns = Columns::of(head)?;
    // Our own export has its sums below the respondents.
    let is_total = |record: &Record| record.cells.first().is_some_and(|cell| TOTALS.contains(&cell.as_str()));
    let rows: Vec<_> = rest.iter().take_while(|record| !is_total(record)).collect();
    match rows.len() {
        0 => return Err(Unreadable::Empty),
        many if many > most => return Err(Unreadable::TooMany),
        _ => {}
    }
    let mut read = Read { rows: rows.len(), good: Vec::new(), faults: Vec::new(), more: 0, wrong: 0 };
    for record in rows {
        let mut row = Row { record, columns: &columns, today, faults: Vec::new() };
        match row.response() {
            Some(response) => read.good.push(response),
            None => read.wrong += 1,
        }
        let kept = row.faults.len().min(MOST_FAULTS - read.faults.len());
        read.more += row.faults.len() - kept;
        read.faults.extend(row.faults.drain(..kept));
    }
    read.good.sort_by(|a, b| a.content().cmp(&b.content()));
    Ok(read)
}

/// Where each column stands.
struct Columns {
    places: Vec<(&'static str, usize)>,
    count: usize,
}

impl Columns {
    fn of(head: &Record) -> Result<Columns, Unreadable> {
        let names: Vec<_> =
            head.cells.iter().map(|name| name.to_lowercase().replace([' ', '-'], "_")).collect();
        let wanted = HEAD[1..].iter().copied().chain(Unsur::ALL.map(|(_, word)| word)).chain(["saran"]);
        let (mut places, mut missing) = (Vec::new(), Vec::new());
        for name in wanted {
            let mut found = (0..names.len()).filter(|place| names[*place] == name);
            match (found.next(), found.next()) {
                (Some(place), None) => places.push((name, place)),
                (Some(_), Some(_)) => return Err(Unreadable::Repeated(name.to_string())),
                // Not everybody asks for suggestions.
                (None, _) if name == "saran" => {}
                (None, _) => missing.push(name.to_string()),
            }
        }
        if missing.is_empty() {
            Ok(Columns { places, count: names.len() })
        } else {
            Err(Unreadable::Columns(missing))
        }
    }

    fn place(&self, name: &str) -> Option<usize> {
        self.places.iter().find(|(known, _)| *known == name).map(|(_, place)| *place)
    }
}

struct Row<'a> {
    record: &'a Record,
    columns: &'a Columns,
    today: Date,
    faults: Vec<Fault>,
}

impl Row<'_> {
    /// The response; without one at least one fault was noted. All cells are looked at, so that a row is
    /// mended once.
    fn response(&mut self) -> Option<Response> {
        if self.record.cells.len() > self.columns.count {
            self.fault("", "cells", &self.record.cells.len().to_string());
            return None;
        }
        let today = self.today;
        let date = self.cell("tanggal", "date", date);
        if let Some(day) = date.filter(|day| *day > today) {
            self.fault("tanggal", "date-ahead", &day.to_string());
        }
        let half = self.cell("jam", "half", half);
        let service = self.cell("layanan", "service", service);
        let sex = self.cell("jenis_kelamin", "sex", sex);
        let age = self.cell("usia", "age", |text| text.parse().ok().filter(|age| AGES.contains(age)));
        let education = self.cell("pendidikan", "education", education);
        let occupation = self.cell("pekerjaan", "occupation", occupation);
        let scores = Unsur::ALL
            .map(|(_, word)| self.cell(word, "score", |text| text.parse().ok().and_then(Score::new)));
        let suggestion = self.suggestion();
        if !self.faults.is_empty() {
            return None;
        }
        let scores: Vec<Score> = scores.into_iter().collect::<Option<_>>()?;
        Some(Response {
            answers: Answers(scores.try_into().ok()?),
            sex: sex?,
            age: age?,
            education: education?,
            occupation: occupation?,
            service: service?,
            date: date?,
            half: half?,
            suggestion,
        })
    }

    /// The value of a cell that must hold one.
    fn cell<T>(&mut self, column: &str, code: &'static str, read: impl Fn(&str) -> Option<T>) -> Option<T> {
        let text = self.text(column);
        if text.is_empty() {
            self.fault(column, "empty", "");
            return None;
        }
        if is_formula(text) {
            let text = text.to_string();
            self.fault(column, "formula", &text);
            return None;
        }
        let (value, text) = (read(text), text.to_string());
        if value.is_none() {
            self.fault(column, code, &text);
        }
        value
    }

    fn suggestion(&mut self) -> Option<String> {
        let text = self.text("saran").to_string();
        if is_formula(&text) {
            self.fault("saran", "formula", &text);
            return None;
        }
        // Our own export guards words that a spreadsheet would take for a formula.
        let guarded = text.strip_prefix('\'').filter(|rest| rest.starts_with(['=', '+', '-', '@']));
        let text = guarded.unwrap_or(&text);
        if text.chars().count() > MOST_SUGGESTION {
            self.fault("saran", "suggestion", &text.chars().count().to_string());
        }
        let plain: String = text.chars().filter(|letter| !letter.is_control() || *letter == '\n').collect();
        Some(plain).filter(|text| !text.is_empty())
    }

    fn text(&self, column: &str) -> &str {
        let place = self.columns.place(column);
        place.and_then(|place| self.record.cells.get(place)).map_or("", String::as_str)
    }

    fn fault(&mut self, column: &str, code: &'static str, value: &str) {
        let value = value.chars().take(40).collect();
        self.faults.push(Fault { line: self.record.line, column: column.to_string(), code, value });
    }
}

/// Whether a spreadsheet would compute it. A number with its sign is none.
fn is_formula(text: &str) -> bool {
    text.starts_with(['=', '@']) || (text.starts_with(['+', '-']) && text.parse::<f64>().is_err())
}

/// `2026-11-23`, or as a spreadsheet writes it again: `23/11/2026`.
fn date(text: &str) -> Option<Date> {
    let earliest = Date::constant(2000, 1, 1);
    let read = text.parse::<Date>().ok().or_else(|| {
        let mut parts = text.split('/');
        let (day, month, year) = (parts.next()?, parts.next()?, parts.next()?);
        let date = Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok();
        date.filter(|_| parts.next().is_none())
    });
    read.filter(|date| *date >= earliest)
}

fn half(text: &str) -> Option<HalfDay> {
    let plain = text.replace([' ', '–'], "").replace(':', ".");
    match plain.as_str() {
        known if known == HALVES[0] => Some(HalfDay::Morning),
        known if known == HALVES[1] => Some(HalfDay::Afternoon),
        _ => None,
    }
}

fn service(text: &str) -> Option<Series> {
    let mut letters = text.chars();
    let letter = letters.next().map(|letter| letter.to_ascii_uppercase());
    letter.filter(|letter| letter.is_ascii_uppercase() && letters.next().is_none()).map(Series)
}

fn sex(text: &str) -> Option<Sex> {
    [Sex::L, Sex::P].into_iter().find(|sex| sex_word(*sex).eq_ignore_ascii_case(text))
}

fn education(text: &str) -> Option<Education> {
    use Education::{D1D3, S1, S2, S3, Sd, Sma, Smp};
    let text = if text.eq_ignore_ascii_case("D4/S1") { "S1" } else { text };
    let all = [Sd, Smp, Sma, D1D3, S1, S2, S3];
    all.into_iter().find(|education| education_word(*education).eq_ignore_ascii_case(text))
}

fn occupation(text: &str) -> Option<Occupation> {
    use Occupation::{Lainnya, Pns, Polri, Swasta, Tni, Wirausaha};
    let all = [Pns, Tni, Polri, Swasta, Wirausaha, Lainnya];
    all.into_iter().find(|occupation| occupation_word(*occupation).eq_ignore_ascii_case(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEADER: &str = "tanggal;jam;layanan;jenis_kelamin;usia;pendidikan;pekerjaan;persyaratan;prosedur;waktu;\
        biaya;produk;kompetensi;perilaku;pengaduan;sarana;saran";
    const TODAY: Date = Date::constant(2026, 11, 23);

    fn faults(rows: &str) -> Vec<(usize, String, &'static str)> {
        let read = read(format!("{HEADER}\n{rows}").as_bytes(), TODAY, 100).expect("readable");
        assert_eq!(read.good.len() + read.wrong, read.rows);
        read.faults.into_iter().map(|fault| (fault.line, fault.column, fault.code)).collect()
    }

    #[test]
    fn every_fault_names_its_line_and_column() {
        let good = "2026-11-02;08.00-12.00;A;P;36;S1;swasta;4;3;4;3;4;3;4;3;4;baik";
        assert_eq!(faults(good), []);
        let wrong = |from: &str, to: &str| {
            let found = faults(&format!("{good}\n{}", good.replacen(from, to, 1)));
            assert_eq!(found.len(), 1, "{found:?}");
            assert_eq!(found[0].0, 3);
            (found[0].1.clone(), found[0].2)
        };
        assert_eq!(wrong("swasta;4", "swasta;5"), ("persyaratan".into(), "score"));
        assert_eq!(wrong("swasta;4", "swasta;"), ("persyaratan".into(), "empty"));
        assert_eq!(wrong("swasta;4", "swasta;3,5"), ("persyaratan".into(), "score"));
        assert_eq!(wrong("swasta;4", "swasta;=4"), ("persyaratan".into(), "formula"));
        assert_eq!(wrong(";36;", ";9;"), ("usia".into(), "age"));
        assert_eq!(wrong(";36;", ";-36;"), ("usia".into(), "age"));
        assert_eq!(wrong(";36;", ";121;"), ("usia".into(), "age"));
        assert_eq!(wrong(";P;", ";W;"), ("jenis_kelamin".into(), "sex"));
        assert_eq!(wrong("2026-11-02", "2026-02-30"), ("tanggal".into(), "date"));
        assert_eq!(wrong("2026-11-02", "2026-11-24"), ("tanggal".into(), "date-ahead"));
        assert_eq!(wrong("08.00-12.00", "pagi"), ("jam".into(), "half"));
        assert_eq!(wrong(";A;", ";AB;"), ("layanan".into(), "service"));
        assert_eq!(wrong("S1", "S4"), ("pendidikan".into(), "education"));
        assert_eq!(wrong("swasta", "petani"), ("pekerjaan".into(), "occupation"));
        assert_eq!(wrong("baik", "=1+1"), ("saran".into(), "formula"));
        assert_eq!(wrong("baik", "x;y"), (String::new(), "cells"));
    }

    #[test]
    fn a_file_of_something_else_is_refused_whole() {
        let whole = |bytes: &[u8]| read(bytes, TODAY, 1).err();
        assert_eq!(whole(b"\xff\xfe"), Some(Unreadable::NotUtf8));
        assert_eq!(whole(b""), Some(Unreadable::Empty));
        assert_eq!(whole(HEADER.as_bytes()), Some(Unreadable::Empty));
        assert_eq!(whole(format!("{HEADER}\n1\n2\n").as_bytes()), Some(Unreadable::TooMany));
        let missing = Some(Unreadable::Columns(vec!["usia".to_string()]));
        assert_eq!(whole(format!("{}\n1\n", HEADER.replace("usia", "umur")).as_bytes()), missing);
        let twice = Some(Unreadable::Repeated("usia".to_string()));
        assert_eq!(whole(format!("{HEADER};usia\n1\n").as_bytes()), twice);
        assert_eq!(whole(format!("{HEADER}\n\"x\n").as_bytes()), Some(Unreadable::OpenQuote(2)));
    }
}
