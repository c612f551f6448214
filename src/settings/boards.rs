//! The boards in a document. They are arranged on a page of their own, so a document that is carried away has them as they
//! are at that moment, and one that was kept has them as they were.

use crate::domain::arrangement::BoardPlan;
use toml_edit::{Array, ArrayOfTables, DocumentMut, Item, Table, Value};

/// The list in a document.
const LIST: &str = "board";

/// The document with these boards as they are now. What is so already keeps its place and its comments, and a document
/// in which nothing differs is given back as it is.
pub fn with_boards(text: &str, boards: &[BoardPlan]) -> String {
    let Ok(mut document) = text.parse::<DocumentMut>() else { return text.to_string() };
    if boards.is_empty() {
        return text.to_string();
    }
    let list = document.entry(LIST).or_insert_with(|| Item::ArrayOfTables(ArrayOfTables::new()));
    // What is written otherwise is no list of the office's, and told as that elsewhere.
    let Some(tables) = list.as_array_of_tables_mut() else { return text.to_string() };
    for board in boards {
        let named = |table: &&mut Table| {
            table.get("zone").and_then(Item::as_str).is_some_and(|zone| zone == board.zone.as_str())
        };
        if let Some(table) = tables.iter_mut().find(named) {
            write(table, board);
            continue;
        }
        let mut table = Table::new();
        table.insert("zone", Item::Value(board.zone.as_str().into()));
        write(&mut table, board);
        tables.push(table);
    }
    document.to_string()
}

fn write(table: &mut Table, BoardPlan { arrangement: now, .. }: &BoardPlan) {
    let told = |table: &Table, key: &str| table.get(key).and_then(Item::as_value).cloned();
    let text = told(table, "layout").and_then(|value| value.as_str().map(str::to_string));
    if text.as_deref() != Some(now.layout.word()) {
        set(table, "layout", now.layout.word().into());
    }
    let lines = told(table, "lines").and_then(|value| {
        value.as_array().map(|lines| lines.iter().filter_map(Value::as_str).map(str::to_string).collect())
    });
    let lines: Vec<String> = lines.unwrap_or_default();
    if lines != now.lines {
        set(table, "lines", Value::Array(now.lines.iter().map(String::as_str).collect::<Array>()));
    }
    for (key, truth) in [("film_sound", now.film_sound), ("upright", now.upright)] {
        if told(table, key).and_then(|value| value.as_bool()).unwrap_or(false) != truth {
            set(table, key, truth.into());
        }
    }
    for (key, number) in [("far_seat_cm", now.far_seat), ("diagonal_inches", now.diagonal)] {
        if told(table, key).and_then(|value| value.as_integer()) != Some(number.into()) {
            set(table, key, i64::from(number).into());
        }
    }
}

/// Another value in the same place.
fn set(table: &mut Table, key: &str, mut new: Value) {
    match table.get_mut(key) {
        Some(Item::Value(old)) => {
            *new.decor_mut() = old.decor().clone();
            *old = new;
        }
        _ => drop(table.insert(key, Item::Value(new))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::arrangement::{Arrangement, Layout};

    fn board(zone: &str, lines: &[&str]) -> BoardPlan {
        let lines = lines.iter().map(|line| (*line).to_string()).collect();
        BoardPlan { zone: zone.into(), arrangement: Arrangement { lines, ..Arrangement::default() } }
    }

    #[test]
    fn a_document_has_its_boards_as_they_are_now() {
        let plain = "[office]\nname = \"x\" # its name\n";
        assert_eq!(with_boards(plain, &[]), plain);
        let with = with_boards(plain, &[board("utama", &["Silakan duduk"])]);
        let board_of = "\n[[board]]\nzone = \"utama\"\nlayout = \"full\"\nlines = [\"Silakan duduk\"]\n\
                        far_seat_cm = 800\ndiagonal_inches = 55\n";
        assert_eq!(with, format!("{plain}{board_of}"));
        assert_eq!(with_boards(&with, &[board("utama", &["Silakan duduk"])]), with, "nothing differs");

        let own = with.replace("layout = \"full\"", "layout = \"full\" # the large one is too large");
        let large = BoardPlan {
            arrangement: Arrangement { layout: Layout::Large, upright: true, ..Arrangement::default() },
            ..board("utama", &[])
        };
        let changed = with_boards(&own, &[large, board("atas", &[])]);
        assert!(
            changed.contains("layout = \"large\" # the large one is too large\nlines = []\n"),
            "{changed}"
        );
        assert!(changed.contains("upright = true") && changed.contains("zone = \"atas\""), "{changed}");
        assert_eq!(with_boards("no TOML [", &[board("utama", &[])]), "no TOML [");
    }
}
