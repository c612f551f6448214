//! The table of goals has a row for each, and names tests that are there.

use std::collections::BTreeSet;
use std::path::Path;

/// Everything that is written in Rust below a folder.
pub fn sources(folder: &Path, into: &mut String) {
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() && !path.ends_with("node_modules") {
            sources(&path, into);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            into.push_str(&std::fs::read_to_string(&path).expect("text"));
        }
    }
}

/// The goals, by their letter: how many there are of each.
const GOALS: [(char, u32); 6] = [('A', 13), ('B', 8), ('C', 6), ('D', 4), ('F', 6), ('G', 23)];

/// Every goal has a row that tells something of it, be it why there is no proof.
#[test]
fn every_goal_has_its_row() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let table = std::fs::read_to_string(root.join("tests/GOALS.md")).expect("the goals");
    let row = |line: &str| -> Option<(String, bool)> {
        let cells: Vec<&str> = line.strip_prefix('|')?.split('|').map(str::trim).collect();
        let told = cells.iter().skip(1).take(2).all(|cell| cell.len() > 3);
        Some((cells.first()?.to_string(), told))
    };
    let rows: Vec<_> = table.lines().filter_map(row).collect();
    for (letter, count) in GOALS {
        for nth in 1..=count {
            let name = format!("{letter}{nth}");
            let found: Vec<_> = rows.iter().filter(|(known, _)| *known == name).collect();
            assert!(!found.is_empty(), "{name} has no row in tests/GOALS.md");
            assert!(found.iter().all(|(_, told)| *told), "{name} tells nothing");
        }
    }
}

#[test]
fn every_test_that_the_goals_name_is_there() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let table = std::fs::read_to_string(root.join("tests/GOALS.md")).expect("the goals");
    let mut all = String::new();
    sources(&root.join("tests"), &mut all);
    sources(&root.join("src"), &mut all);
    let quoted = table
        .lines()
        .filter(|line| line.starts_with('|'))
        .flat_map(|line| line.split('`').skip(1).step_by(2));
    let mut named = BTreeSet::new();
    for name in quoted {
        let word = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_' || c == ':';
        if !name.chars().all(word) || !name.contains('_') {
            continue;
        }
        let (room, test) = name.rsplit_once("::").unwrap_or(("", name));
        assert!(all.contains(&format!("fn {test}(")), "{name} is named in tests/GOALS.md and is nowhere");
        let file = root.join("tests/it").join(format!("{}.rs", room.replace("::", "/")));
        let inside =
            || std::fs::read_to_string(&file).expect("a file of tests").contains(&format!("fn {test}("));
        assert!(room.is_empty() || inside(), "{test} is not in {}", file.display());
        named.insert(test.to_string());
    }
    assert!(named.len() > 40, "the table is whole: {named:?}");
    let commands = table.split('`').filter(|text| text.starts_with("cargo bench")).count();
    assert!(commands >= 8, "every figure has its command");
}
