//! Reading CSV as people have it: with semicolons or commas, with or without the mark of UTF-8.

/// A record and the line of the file where it begins.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Record {
    /// From 1.
    pub line: usize,
    /// Its cells, without quotes and blanks around them.
    pub cells: Vec<String>,
}

/// A quote that is never closed; the line where it was opened.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct OpenQuote(pub usize);

/// Reads all records; lines without anything in them are passed over.
///
/// # Errors
/// [`OpenQuote`] when the file ends inside a quoted cell.
pub fn read_csv(text: &str) -> Result<Vec<Record>, OpenQuote> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let separator = separator(text);
    let mut records = Vec::new();
    let (mut line, mut begun, mut quoted_at) = (1, 1, None);
    let (mut cells, mut cell) = (Vec::new(), String::new());
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '"' if quoted_at.is_some() && letters.peek() == Some(&'"') => {
                letters.next();
                cell.push('"');
            }
            '"' if quoted_at.is_some() => quoted_at = None,
            '"' if cell.trim().is_empty() => quoted_at = Some(line),
            '\n' if quoted_at.is_some() => {
                line += 1;
                cell.push('\n');
            }
            _ if quoted_at.is_some() => cell.push(letter),
            '\n' => {
                cells.push(std::mem::take(&mut cell));
                put(&mut records, begun, std::mem::take(&mut cells));
                line += 1;
                begun = line;
            }
            _ if letter == separator => cells.push(std::mem::take(&mut cell)),
            _ => cell.push(letter),
        }
    }
    if let Some(line) = quoted_at {
        return Err(OpenQuote(line));
    }
    cells.push(cell);
    put(&mut records, begun, cells);
    Ok(records)
}

fn put(records: &mut Vec<Record>, line: usize, cells: Vec<String>) {
    let cells: Vec<_> = cells.iter().map(|cell| cell.trim().to_string()).collect();
    if cells.iter().any(|cell| !cell.is_empty()) {
        records.push(Record { line, cells });
    }
}

/// The one of the two that stands more often in the first line.
fn separator(text: &str) -> char {
    let first = text.lines().next().unwrap_or_default();
    if first.matches(',').count() > first.matches(';').count() { ',' } else { ';' }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells(text: &str) -> Vec<(usize, Vec<String>)> {
        let records = read_csv(text).expect("closed quotes");
        records.into_iter().map(|record| (record.line, record.cells)).collect()
    }

    fn words(list: &[&str]) -> Vec<String> {
        list.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn both_separators_and_quotes_are_read() {
        assert_eq!(
            cells("\u{feff}a;b\r\n1;\"x;\"\"y\"\"\"\r\n"),
            [(1, words(&["a", "b"])), (2, words(&["1", "x;\"y\""]))]
        );
        assert_eq!(cells("a,b\n1, 2 "), [(1, words(&["a", "b"])), (2, words(&["1", "2"]))]);
    }

    #[test]
    fn lines_are_counted_over_breaks_inside_quotes_and_empty_lines() {
        let read = cells("a;b\n\"x\ny\";1\n\n;\n2;3\n");
        assert_eq!(read.iter().map(|(line, _)| *line).collect::<Vec<_>>(), [1, 2, 6]);
        assert_eq!(read_csv("a;b\n1;\"x\n"), Err(OpenQuote(2)));
        assert_eq!(read_csv(""), Ok(Vec::new()));
    }
}
