//! Where something stands in a document.

use crate::domain::fault::About;
use std::ops::Range;
use toml_edit::{Document, Item, Table};

/// A line and a column, from 1; columns count characters.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Place {
    /// The line.
    pub line: usize,
    /// The column in it.
    pub column: usize,
}

impl Place {
    /// The place of a byte.
    pub fn at(text: &str, byte: usize) -> Place {
        let mut end = byte.min(text.len());
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        let before = &text[..end];
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
        Place { line, column }
    }
}

/// Where a part of the settings stands; none when it is left out.
pub fn place(text: &str, about: &About) -> Option<Place> {
    let document = Document::parse(text).ok()?;
    let span = match about {
        About::Setting(path) => setting(document.as_table(), path)?,
        About::Entry { table, name } => setting(document.as_table(), &format!("{table}.{name}"))?,
        About::Item { list, key, name } => item(document.as_table(), list, key, name)?,
    };
    Some(Place::at(text, span.start))
}

/// The setting, else the nearest table around it.
fn setting(root: &Table, path: &str) -> Option<Range<usize>> {
    let mut table: &dyn toml_edit::TableLike = root;
    let mut found = None;
    for part in path.split('.') {
        let Some(item) = table.get(part) else { break };
        found = item.span().or(found);
        match item.as_table_like() {
            Some(inner) => table = inner,
            None => break,
        }
    }
    found
}

/// The last one of that name, so that of two the second is pointed at.
fn item(root: &Table, list: &str, key: &str, name: &str) -> Option<Range<usize>> {
    let named = |item: Option<&Item>| {
        let value = item?.as_value()?;
        let text = match value {
            toml_edit::Value::String(text) => text.value().clone(),
            toml_edit::Value::Integer(number) => number.value().to_string(),
            _ => return None,
        };
        (text == name).then(|| value.span()).flatten()
    };
    match root.get(list)? {
        Item::ArrayOfTables(tables) => tables.iter().filter_map(|table| named(table.get(key))).last(),
        Item::Value(value) => {
            let tables = value.as_array()?.iter().filter_map(|value| value.as_inline_table());
            tables.filter_map(|table| table.get(key).filter(|value| matches(value, name))?.span()).last()
        }
        _ => None,
    }
}

fn matches(value: &toml_edit::Value, name: &str) -> bool {
    value.as_str().is_some_and(|text| text == name)
        || value.as_integer().is_some_and(|number| number.to_string() == name)
}
