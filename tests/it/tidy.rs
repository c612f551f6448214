//! Rules a machine can check.

use std::fs;
use std::path::{Path, PathBuf};

/// The floors of the house, from the ground up. A module imports only from floors below its own.
const FLOORS: [(&str, u8); 23] = [
    ("domain", 0),
    ("seal", 0),
    ("clock", 1),
    ("store", 1),
    ("texts", 1),
    ("views", 1),
    ("media", 1),
    ("scans", 1),
    ("settings", 1),
    ("sheets", 1),
    ("voice", 1),
    ("documents", 2),
    ("doors", 2),
    ("office", 2),
    ("boards", 3),
    ("hooks", 3),
    ("pages", 3),
    ("papers", 3),
    ("printing", 3),
    ("web", 3),
    ("app", 4),
    ("main", 5),
    ("program", 5),
];

fn files(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            found.extend(files(&path, ending));
        } else if path.extension().is_some_and(|known| known == ending) {
            found.push(path);
        }
    }
    found.sort();
    found
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// The room a source file belongs to: `domain`, `store`, ...
fn room(path: &Path) -> Option<String> {
    let inside = path.strip_prefix(root().join("src")).expect("a source file");
    let first = inside.components().next()?.as_os_str().to_string_lossy().into_owned();
    Some(first.trim_end_matches(".rs").to_string())
}

fn floor(room: &str) -> Option<u8> {
    FLOORS.iter().find(|(known, _)| *known == room).map(|(_, floor)| *floor)
}

/// Code without comments, so that a link in a doc comment is no import.
fn code(path: &Path) -> String {
    let source = fs::read_to_string(path).expect("readable");
    let lines = source.lines().filter(|line| !line.trim_start().starts_with("//"));
    lines.collect::<Vec<_>>().join("\n")
}

#[test]
fn every_module_imports_only_from_floors_below_its_own() {
    let mut broken = Vec::new();
    for path in files(&root().join("src"), "rs") {
        let Some(room) = room(&path).filter(|room| room != "lib") else { continue };
        let Some(own) = floor(&room) else {
            broken.push(format!("{} is in no floor: name it in tests/it/tidy.rs", path.display()));
            continue;
        };
        let code = code(&path);
        for (other, height) in FLOORS {
            let imports =
                [format!("crate::{other}::"), format!("loket::{other}::"), format!("crate::{other};")];
            if other != room && height >= own && imports.iter().any(|import| code.contains(import)) {
                let shown = path.strip_prefix(root()).expect("a source file").display();
                broken.push(format!("{shown} (floor {own}) imports {other} (floor {height})"));
            }
        }
    }
    assert_eq!(broken, Vec::<String>::new(), "floors: a module imports only from floors below its own");
}

/// I4: the domain has no hidden input.
#[test]
fn i4_the_domain_is_pure() {
    let forbidden = [
        "std::time",
        "tokio",
        "serde",
        "redb",
        "getrandom",
        "ulid",
        "std::fs",
        "std::net",
        "std::io",
        "std::env",
        "async ",
        "HashMap",
        "HashSet",
        "Zoned::now",
        "Timestamp::now",
    ];
    for path in files(&root().join("src/domain"), "rs") {
        let code = code(&path);
        for word in forbidden {
            assert!(!code.contains(word), "{} uses {word}", path.display());
        }
    }
}

/// I1: only the store begins a write transaction, and only the office's writer holds a store.
#[test]
fn i1_one_writer() {
    for path in files(&root().join("src"), "rs") {
        let (room, code) = (room(&path).expect("a room"), code(&path));
        assert!(room == "store" || !code.contains("begin_write"), "{} begins a write", path.display());
        let hold = code.contains("&mut Store") || code.contains("mut store: Store");
        let writer = path.ends_with("src/office/writer.rs");
        assert!(room == "store" || writer || !hold, "{} holds the store", path.display());
    }
}

#[test]
fn redb_always_commits_in_two_phases_with_quick_repair() {
    let source = fs::read_to_string(root().join("src/store/write.rs")).expect("readable");
    assert!(source.contains("set_two_phase_commit(true)") && source.contains("set_quick_repair(true)"));
    for path in files(&root().join("src"), "rs") {
        let code = code(&path);
        let begins = code.matches("begin_write()").count();
        let allowed = usize::from(path.ends_with("src/store/write.rs"));
        assert_eq!(begins, allowed, "{}: write transactions are begun in one place", path.display());
        assert!(!code.contains("Durability::None"), "{}", path.display());
    }
}

/// Front ends set text as text, and load nothing from elsewhere.
#[test]
fn screens_never_build_markup_from_data() {
    for folder in ["kiosk", "display", "templates"] {
        for path in files(&root().join(folder), "js") {
            if path.components().any(|part| part.as_os_str() == "vendor") {
                continue;
            }
            let source = fs::read_to_string(&path).expect("readable");
            for word in
                ["innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "https://"]
            {
                assert!(!source.contains(word), "{} has {word}", path.display());
            }
        }
    }
}

#[test]
fn the_spelling_is_antrean() {
    for folder in ["templates/texts", "templates/pages", "kiosk", "display"] {
        for ending in ["ftl", "html", "js", "toml"] {
            for path in files(&root().join(folder), ending) {
                let source = fs::read_to_string(&path).expect("readable").to_lowercase();
                assert!(!source.contains("antrian"), "{}", path.display());
            }
        }
    }
}

#[test]
fn every_picture_of_the_readme_is_there() {
    let readme = fs::read_to_string(root().join("README.md")).expect("the readme");
    let pictures: Vec<_> = readme.split("](").skip(1).filter_map(|rest| rest.split(')').next()).collect();
    let pictures: Vec<_> = pictures.into_iter().filter(|path| path.ends_with(".png")).collect();
    assert!(pictures.len() >= 10, "{pictures:?}");
    for path in pictures {
        assert!(root().join(path).is_file(), "{path}");
    }
}

/// The SOP is data: no rule and no screen's view knows a step of the shipped one by name or number.
#[test]
fn the_engine_names_no_step() {
    let sop = fs::read_to_string(root().join("templates/office/sop.toml")).expect("the SOP");
    let blocks = sop.split("[[step]]").skip(1);
    let names = blocks.filter_map(|block| block.lines().find_map(|line| line.strip_prefix("id = ")));
    let names: Vec<_> = names.collect();
    assert!(names.len() > 10, "{names:?}");
    for folder in
        ["src/domain", "src/office", "src/store", "src/views", "src/web", "src/boards", "src/papers"]
    {
        for path in files(&root().join(folder), "rs") {
            if path.components().any(|part| part.as_os_str() == "tests") || path.ends_with("tests.rs") {
                continue;
            }
            // What a file's own tests play with is no rule.
            let code = code(&path);
            let code = code.split("#[cfg(test)]").next().unwrap_or_default();
            for name in &names {
                assert!(!code.contains(name), "{} names the step {name}", path.display());
            }
        }
    }
}
