//! The table of goals names tests that are there.

use std::collections::BTreeSet;
use std::path::Path;

fn sources(folder: &Path, into: &mut String) {
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() && !path.ends_with("node_modules") {
            sources(&path, into);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            into.push_str(&std::fs::read_to_string(&path).expect("text"));
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
