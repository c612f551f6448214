//! What a change of a document comes to, line by line.

use similar::{ChangeTag, TextDiff};

/// Unchanged lines that are shown around a change.
const AROUND: usize = 2;

/// Which of the two texts a line stands in.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Side {
    /// In the old one only.
    Old,
    /// In the new one only.
    New,
    /// In both.
    Both,
    /// Lines are left out here.
    Gap,
}

/// A line of a comparison.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Line {
    /// Where it stands.
    pub side: Side,
    /// Its number in the text it stands in, from 1; the new one's for both.
    pub number: usize,
    /// The line without its end.
    pub text: String,
}

/// What changed, with a little around it. Equal texts give nothing.
pub fn diff(old: &str, new: &str) -> Vec<Line> {
    let compared = TextDiff::from_lines(old, new);
    let mut lines = Vec::new();
    for (nth, group) in compared.grouped_ops(AROUND).iter().enumerate() {
        if nth > 0 {
            lines.push(Line { side: Side::Gap, number: 0, text: String::new() });
        }
        for change in group.iter().flat_map(|op| compared.iter_changes(op)) {
            let (side, index) = match change.tag() {
                ChangeTag::Delete => (Side::Old, change.old_index()),
                ChangeTag::Insert => (Side::New, change.new_index()),
                ChangeTag::Equal => (Side::Both, change.new_index()),
            };
            let text = change.value().trim_end_matches(['\n', '\r']).to_string();
            lines.push(Line { side, number: index.map_or(0, |index| index + 1), text });
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_is_shown_with_what_stands_around_it() {
        let old = "a\nb\nc\nd\ne\nf\ng\n";
        let lines = diff(old, &old.replace("d\n", "D\nD\n"));
        let shown: Vec<_> = lines.iter().map(|line| (line.side, line.number, line.text.as_str())).collect();
        let both = |number, text| (Side::Both, number, text);
        assert_eq!(
            shown,
            [
                both(2, "b"),
                both(3, "c"),
                (Side::Old, 4, "d"),
                (Side::New, 4, "D"),
                (Side::New, 5, "D"),
                both(6, "e"),
                both(7, "f")
            ]
        );
        assert_eq!(diff(old, old), []);
    }
}
