//! One document of the office's files: comments stay, and the files that are named become parts of it.

use super::files::{HolidaysFile, OfficeFile};
use super::{ConfigError, ReadFile, from_json, from_toml};
use crate::settings::Place;
use serde_json::Value as Json;
use toml_edit::{Array, ArrayOfTables, DocumentMut, Item, Table, Value};

/// The files as one document. One that names no other file is given back as it is.
pub(super) fn whole(name: &str, read: &ReadFile<'_>) -> Result<String, ConfigError> {
    let text = read(name)?;
    let file: OfficeFile = from_toml(name, &text)?;
    let named = file.sop.is_some() || file.permits.file.is_some() || !file.time.holidays.is_empty();
    if !named {
        return Ok(text);
    }
    let mut document: DocumentMut = parse(name, &text)?;
    document.remove("sop");
    for (table, key) in [("permits", "file"), ("time", "holidays")] {
        document.get_mut(table).and_then(Item::as_table_mut).map(|table| table.remove(key));
    }
    let mut parts = vec![document.to_string()];
    if let Some(plan) = &file.sop {
        parts.push(read(&plan.file)?);
    }
    if let Some(list) = &file.permits.file {
        parts.push(permits(from_json(list, &read(list)?)?));
    }
    let mut days = ArrayOfTables::new();
    for list in &file.time.holidays {
        let list: HolidaysFile = from_json(list, &read(list)?)?;
        for day in list.libur_nasional.into_iter().chain(list.cuti_bersama) {
            let mut table = Table::new();
            table.insert("date", Item::Value(Value::from(day.tanggal)));
            table.insert("name", Item::Value(Value::from(day.nama)));
            days.push(table);
        }
    }
    parts.push(listed("holiday", days));
    let parts = parts.iter().map(|part| part.trim_end()).filter(|part| !part.is_empty());
    Ok(parts.collect::<Vec<_>>().join("\n\n") + "\n")
}

/// Where a document names another file.
pub(super) fn named(text: &str, file: &str) -> Option<Place> {
    text.find(&format!("\"{file}\"")).map(|byte| Place::at(text, byte))
}

fn parse(name: &str, text: &str) -> Result<DocumentMut, ConfigError> {
    text.parse().map_err(|error: toml_edit::TomlError| ConfigError::Malformed {
        file: name.to_string(),
        place: error.span().map(|span| Place::at(text, span.start)),
        short: error.message().to_string(),
        message: error.to_string(),
    })
}

/// The permit types with everything that stands there, so that sources and notes are not lost.
fn permits(file: Json) -> String {
    let mut tables = ArrayOfTables::new();
    for permit in file["permits"].as_array().into_iter().flatten() {
        let mut table = Table::new();
        for (key, value) in permit.as_object().into_iter().flatten() {
            if let Some(value) = toml(value) {
                table.insert(key, Item::Value(value));
            }
        }
        tables.push(table);
    }
    let note = file["catatan"].as_str().map_or_else(String::new, |note| format!("# {note}\n"));
    note + &listed("permit", tables)
}

fn listed(name: &str, tables: ArrayOfTables) -> String {
    let mut document = DocumentMut::new();
    if !tables.is_empty() {
        document.insert(name, Item::ArrayOfTables(tables));
    }
    document.to_string()
}

fn toml(value: &Json) -> Option<Value> {
    match value {
        Json::String(text) => Some(Value::from(text.as_str())),
        Json::Number(number) => number.as_i64().map(Value::from),
        Json::Bool(truth) => Some(Value::from(*truth)),
        Json::Array(values) => {
            let mut array: Array = values.iter().filter_map(toml).collect();
            if values.len() > 1 {
                array.iter_mut().for_each(|value| value.decor_mut().set_prefix("\n  "));
                array.set_trailing("\n");
                array.set_trailing_comma(true);
            }
            Some(Value::Array(array))
        }
        _ => None,
    }
}
