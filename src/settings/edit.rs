//! Changing a document section by section, so that comments and whatever the form does not know stay as they are.

use super::form::{Field, Kind, Section};
use serde_json::{Map, Value as Json};
use toml_edit::{Array, ArrayOfTables, DocumentMut, Item, Table, Value};

/// An array longer than this has one element a line.
const LINE: usize = 90;

/// Most things of one list.
const MOST: usize = 400;

/// What was sent is not what the form asks for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct EditError {
    /// Which setting.
    pub path: String,
    /// `shape`, `range` or `long`.
    pub code: &'static str,
    /// What is allowed.
    pub facts: Vec<(&'static str, String)>,
}

impl EditError {
    fn shape(path: &str) -> EditError {
        EditError { path: path.to_string(), code: "shape", facts: Vec::new() }
    }
}

/// The document with other values in one section. Settings that are not named stay; `null` takes one away.
///
/// # Errors
/// [`EditError`] at the first value that the form would not have let through.
pub fn edit(text: &str, section: &Section, values: &Map<String, Json>) -> Result<String, EditError> {
    let mut document: DocumentMut = text.parse().map_err(|_| EditError::shape(""))?;
    if let Some(stranger) = values.keys().find(|path| !section.fields.iter().any(|field| field.path == *path))
    {
        return Err(EditError::shape(stranger));
    }
    for field in section.fields {
        if let Some(value) = values.get(field.path) {
            set(document.as_table_mut(), field.path, field, value)?;
        }
    }
    Ok(document.to_string())
}

fn set(root: &mut Table, path: &str, field: &Field, value: &Json) -> Result<(), EditError> {
    let (folder, name) = path.rsplit_once('.').unwrap_or(("", path));
    let mut table = root;
    for part in folder.split('.').filter(|part| !part.is_empty()) {
        let nothing = value.is_null() || matches!(field.kind, Kind::Words(_)) && is_nothing(value);
        if nothing && !table.contains_key(part) {
            return Ok(());
        }
        let made = table.entry(part).or_insert_with(|| {
            let mut made = Table::new();
            made.set_implicit(matches!(field.kind, Kind::Words(_)));
            Item::Table(made)
        });
        table = made.as_table_mut().ok_or_else(|| EditError::shape(path))?;
    }
    match &field.kind {
        Kind::List(fields) => set_list(table, name, fields, value, path),
        Kind::Words(most) => set_words(table, name, *most, value, path),
        _ => set_value(table, name, field, value, path),
    }
}

/// Whether no text is put in.
fn is_nothing(value: &Json) -> bool {
    value.as_object().is_some_and(|texts| texts.values().all(Json::is_null))
}

/// Puts in the texts that are named, and takes away those that are `null`; the others stay.
fn set_words(root: &mut Table, name: &str, most: usize, value: &Json, path: &str) -> Result<(), EditError> {
    let texts = value.as_object().filter(|texts| texts.len() <= MOST);
    let texts = texts.ok_or_else(|| EditError::shape(path))?;
    if is_nothing(value) && !root.contains_key(name) {
        return Ok(());
    }
    let made = root.entry(name).or_insert_with(|| Item::Table(Table::new()));
    let table = made.as_table_mut().ok_or_else(|| EditError::shape(path))?;
    for (message, text) in texts {
        let path = format!("{path}.{message}");
        let fits = |text: &&str| !text.chars().any(|letter| letter.is_control() && letter != '\n');
        match text {
            Json::Null => drop(table.remove(message)),
            Json::String(text) if text.chars().count() > most => {
                return Err(EditError { path, code: "long", facts: vec![("most", most.to_string())] });
            }
            text => {
                let text = text.as_str().filter(fits).ok_or_else(|| EditError::shape(&path))?;
                match table.get_mut(message) {
                    Some(Item::Value(old)) if old.as_str() == Some(text) => {}
                    Some(Item::Value(old)) => {
                        let mut new = Value::from(text);
                        *new.decor_mut() = old.decor().clone();
                        *old = new;
                    }
                    _ => drop(table.insert(message, Item::Value(Value::from(text)))),
                }
            }
        }
    }
    if table.is_empty() {
        root.remove(name);
    }
    Ok(())
}

fn set_value(
    table: &mut Table,
    name: &str,
    field: &Field,
    value: &Json,
    path: &str,
) -> Result<(), EditError> {
    let known = table.get(name).and_then(Item::as_value);
    if known.is_some_and(|known| is_same(&field.kind, known, value))
        || known.is_none() && is_usual(&field.kind, value)
    {
        return Ok(());
    }
    let Some(mut new) = toml(field, value, path)? else {
        table.remove(name);
        return Ok(());
    };
    match table.get_mut(name) {
        Some(Item::Value(old)) => {
            *new.decor_mut() = old.decor().clone();
            *old = new;
        }
        _ => drop(table.insert(name, Item::Value(new))),
    }
    Ok(())
}

/// Whether a value is what stands there. A line that stands alone is a list of one, and an empty one is none.
fn is_same(kind: &Kind, known: &Value, value: &Json) -> bool {
    let alone = matches!(kind, Kind::Lines(_)).then(|| known.as_str()).flatten();
    let alone = alone.map(|line| Json::from(if line.is_empty() { vec![] } else { vec![line] }));
    json(known) == *value || alone.as_ref() == Some(value)
}

/// Whether it is what is meant when the setting is left out.
fn is_usual(kind: &Kind, value: &Json) -> bool {
    match kind {
        Kind::Truth(usual) => *value == Json::Bool(*usual),
        Kind::Choice(words) => value.as_str() == words.first().copied(),
        Kind::Lines(_) => value.is_null() || value.as_array().is_some_and(Vec::is_empty),
        _ => value.is_null(),
    }
}

/// The value as TOML; none where the setting is left out.
fn toml(field: &Field, value: &Json, path: &str) -> Result<Option<Value>, EditError> {
    let shape = || EditError::shape(path);
    let long = |most: usize| EditError {
        path: path.to_string(),
        code: "long",
        facts: vec![("most", most.to_string())],
    };
    if value.is_null() {
        return Ok(None);
    }
    let line = |value: &Json, most: usize| {
        let text = value.as_str().ok_or_else(shape)?;
        if text.chars().any(char::is_control) {
            return Err(shape());
        }
        if text.chars().count() > most { Err(long(most)) } else { Ok(text.to_string()) }
    };
    Ok(Some(match &field.kind {
        Kind::Text(most) => Value::from(line(value, *most)?),
        Kind::Pick(..) => Value::from(line(value, 80)?),
        Kind::Choice(words) => {
            let word = line(value, 40)?;
            if !words.contains(&word.as_str()) {
                return Err(shape());
            }
            Value::from(word)
        }
        Kind::Truth(_) => Value::from(value.as_bool().ok_or_else(shape)?),
        Kind::Number(least, most) => {
            let number = value.as_i64().ok_or_else(shape)?;
            if !(*least..=*most).contains(&number) {
                let facts = vec![("least", least.to_string()), ("most", most.to_string())];
                return Err(EditError { path: path.to_string(), code: "range", facts });
            }
            Value::from(number)
        }
        Kind::Lines(most) => {
            let texts = value.as_array().filter(|texts| texts.len() <= MOST).ok_or_else(shape)?;
            let texts = texts.iter().map(|text| line(text, *most)).collect::<Result<Vec<_>, _>>()?;
            Value::Array(array(&texts))
        }
        Kind::List(_) | Kind::Words(_) => return Err(shape()),
    }))
}

fn array(texts: &[String]) -> Array {
    let mut array: Array = texts.iter().map(String::as_str).collect();
    if array.to_string().len() > LINE {
        for element in array.iter_mut() {
            element.decor_mut().set_prefix("\n  ");
        }
        array.set_trailing("\n");
        array.set_trailing_comma(true);
    }
    array
}

/// Puts things of one shape in the order given. One that was there keeps what the form does not know of it.
fn set_list(
    table: &mut Table,
    name: &str,
    fields: &[Field],
    value: &Json,
    path: &str,
) -> Result<(), EditError> {
    let wanted = match value {
        Json::Null => &[][..],
        Json::Array(wanted) if wanted.len() <= MOST => wanted,
        _ => return Err(EditError::shape(path)),
    };
    let key = fields.first().map_or("", |field| field.path);
    let known = match table.remove(name).map(Item::into_array_of_tables) {
        Some(Ok(known)) => known,
        Some(Err(_)) | None => ArrayOfTables::new(),
    };
    let first = known.iter().next().and_then(Table::position);
    let mut known: Vec<Table> = known.into_iter().collect();
    let mut tables = ArrayOfTables::new();
    for (nth, item) in wanted.iter().enumerate() {
        let item = item.as_object().ok_or_else(|| EditError::shape(path))?;
        let same = |table: &Table| {
            table.get(key).and_then(Item::as_value).is_some_and(|old| Some(&json(old)) == item.get(key))
        };
        let mut own = match known.iter().position(same) {
            Some(place) => known.remove(place),
            None => {
                let mut new = Table::new();
                new.decor_mut().set_prefix("\n");
                new
            }
        };
        for field in fields {
            let path = format!("{path}.{nth}.{}", field.path);
            set_value(&mut own, field.path, field, item.get(field.path).unwrap_or(&Json::Null), &path)?;
        }
        // Tables are written by their place in the old text; without one they follow the table before them.
        unplace(&mut own);
        if nth == 0 {
            own.set_position(first);
        }
        tables.push(own);
    }
    if !tables.is_empty() {
        table.insert(name, Item::ArrayOfTables(tables));
    }
    Ok(())
}

fn unplace(table: &mut Table) {
    table.set_position(None);
    for (_, item) in table.iter_mut() {
        match item {
            Item::Table(inner) => unplace(inner),
            Item::ArrayOfTables(tables) => tables.iter_mut().for_each(unplace),
            _ => {}
        }
    }
}

fn json(value: &Value) -> Json {
    match value {
        Value::String(text) => Json::from(text.value().as_str()),
        Value::Integer(number) => Json::from(*number.value()),
        Value::Boolean(truth) => Json::from(*truth.value()),
        Value::Array(array) => array.iter().map(json).collect(),
        other => Json::from(other.to_string().trim()),
    }
}

#[cfg(test)]
mod tests {
    use super::super::section;
    use super::*;
    use serde_json::json;

    const TEXT: &str = "# The office.\n[queue]\n# Of each round.\npriority = 1 # one\nregular = 2\nmax_wait_minutes = 60\n\n\
                        [[loket]]\nid = 1\nname = \"Satu\"\nrole = \"a\"\npurposes = [\"x\"]\nzone = \"utama\"\n\n\
                        # The second.\n[[loket]]\nid = 2\nname = \"Dua\"\nrole = \"a\"\npurposes = [\"y\"]\nzone = \"utama\"\n\
                        [loket.queue]\npriority = 2\nregular = 1\nmax_wait_minutes = 30\n\n[survey]\norder = \"rule\"\n";

    fn with(name: &str, values: Json) -> Result<String, EditError> {
        edit(TEXT, section(name).expect("a section"), values.as_object().expect("values"))
    }

    #[test]
    fn what_is_as_it_was_leaves_the_text_as_it_was() {
        let same = with(
            "queue",
            json!({ "queue.priority": 1, "queue.fair_last_ticket": true, "queue.calls": null }),
        );
        assert_eq!(same.expect("sound"), TEXT);
    }

    #[test]
    fn a_line_that_stands_alone_is_a_list_of_one() {
        let text = "[backup]\nat = \"16.15\" # after closing\n";
        let with = |lines: Json| {
            let values = json!({ "backup.at": lines });
            edit(text, section("backup").expect("a section"), values.as_object().expect("values"))
        };
        assert_eq!(with(json!(["16.15"])).expect("sound"), text, "as it was");
        let several = with(json!(["12.00", "16.15"])).expect("sound");
        assert_eq!(several, "[backup]\nat = [\"12.00\", \"16.15\"] # after closing\n");
        assert_eq!(with(json!([])).expect("sound"), "[backup]\nat = [] # after closing\n");
    }

    #[test]
    fn one_value_changes_one_line() {
        let changed = with("queue", json!({ "queue.priority": 3 })).expect("sound");
        assert_eq!(changed, TEXT.replace("priority = 1 # one", "priority = 3 # one"));
    }

    #[test]
    fn lokets_keep_what_the_form_does_not_know() {
        let two = json!({ "id": 2, "name": "Dua", "role": "a", "purposes": ["y"], "zone": "utama" });
        let three = json!({ "id": 3, "name": "Tiga", "role": "a", "purposes": ["x", "y"], "zone": "utama" });
        let one = json!({ "id": 1, "name": "Satu", "role": "a", "purposes": ["x"], "zone": "utama" });
        let changed = with("lokets", json!({ "loket": [two, three, one] })).expect("sound");
        let read: toml::Table = toml::from_str(&changed).expect("TOML");
        let lokets = read["loket"].as_array().expect("lokets");
        let ids: Vec<_> = lokets.iter().map(|loket| loket["id"].as_integer()).collect();
        assert_eq!(ids, [Some(2), Some(3), Some(1)]);
        assert_eq!(lokets[0]["queue"]["priority"].as_integer(), Some(2), "{changed}");
        assert!(lokets[1].get("queue").is_none() && lokets[2].get("queue").is_none(), "{changed}");
        assert_eq!(read["survey"]["order"].as_str(), Some("rule"));
        assert!(changed.contains("# The second.") && changed.contains("# Of each round."));
    }

    #[test]
    fn words_are_put_in_and_taken_away_one_by_one() {
        let put = |text: &str, values: Json| {
            edit(text, section("words").expect("a section"), values.as_object().expect("values"))
        };
        let one =
            put(TEXT, json!({ "words.id": { "kiosk-welcome": "Halo" }, "words.en": {} })).expect("sound");
        assert_eq!(one, format!("{TEXT}\n[words.id]\nkiosk-welcome = \"Halo\"\n"));
        let lines = put(&one, json!({ "words.id": { "board-nth": "a\nb" } })).expect("sound");
        let read: toml::Table = toml::from_str(&lines).expect("TOML");
        assert_eq!(read["words"]["id"]["board-nth"].as_str(), Some("a\nb"), "{lines}");
        let own = one.replace("\"Halo\"", "\"Halo\" # short");
        let other = put(&own, json!({ "words.id": { "kiosk-welcome": "Hai" } })).expect("sound");
        assert!(other.ends_with("kiosk-welcome = \"Hai\" # short\n"), "{other}");
        let none = put(&one, json!({ "words.id": { "kiosk-welcome": null } })).expect("sound");
        assert_eq!(none, TEXT);
        assert_eq!(put(TEXT, json!({ "words.id": { "x": null }, "words.en": {} })).expect("sound"), TEXT);
        let error = |values| put(TEXT, values).expect_err("refused");
        assert_eq!(error(json!({ "words.id": { "x": "a\tb" } })).path, "words.id.x");
        assert_eq!(error(json!({ "words.id": { "x": 1 } })).code, "shape");
        assert_eq!(error(json!({ "words.id": [] })).code, "shape");
        assert_eq!(error(json!({ "words.en": { "x": "a".repeat(1_001) } })).code, "long");
    }

    #[test]
    fn what_the_form_would_not_let_through_is_told() {
        let error = |values| with("queue", values).expect_err("refused");
        assert_eq!(error(json!({ "queue.priority": 0 })).code, "range");
        assert_eq!(error(json!({ "queue.priority": "satu" })).code, "shape");
        assert_eq!(error(json!({ "office.name": "X" })).path, "office.name");
        let long =
            with("lokets", json!({ "loket": [{ "id": 1, "name": "x".repeat(61) }] })).expect_err("refused");
        assert_eq!((long.code, long.path.as_str()), ("long", "loket.0.name"));
        assert_eq!(
            with("lokets", json!({ "loket": [{ "id": 1, "name": "a\nb" }] })).expect_err("x").code,
            "shape"
        );
    }
}
