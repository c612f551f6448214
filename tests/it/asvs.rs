//! The sheet of the ASVS names every requirement of level 1 and 2 once, and nothing that is not there. And what it says
//! of this program that no other test shows.

use crate::goals::sources;
use crate::house::House;
use hyper::{Method, StatusCode};
use std::collections::BTreeSet;
use std::path::Path;

/// The requirements of ASVS 5.0.0 by section: those of level 1, and those of level 2.
const REQUIREMENTS: [(&str, &[u32], &[u32]); 75] = [
    ("1.1", &[], &[1, 2]),
    ("1.2", &[1, 2, 3, 4, 5], &[6, 7, 8, 9]),
    ("1.3", &[1, 2], &[3, 4, 5, 6, 7, 8, 9, 10, 11]),
    ("1.4", &[], &[1, 2, 3]),
    ("1.5", &[1], &[2]),
    ("2.1", &[1], &[2, 3]),
    ("2.2", &[1, 2], &[3]),
    ("2.3", &[1], &[2, 3, 4]),
    ("2.4", &[], &[1]),
    ("3.2", &[1, 2], &[]),
    ("3.3", &[1], &[2, 3, 4]),
    ("3.4", &[1, 2], &[3, 4, 5, 6]),
    ("3.5", &[1, 2, 3], &[4, 5]),
    ("3.7", &[], &[1, 2]),
    ("4.1", &[1], &[2, 3]),
    ("4.2", &[], &[1]),
    ("4.3", &[], &[1, 2]),
    ("4.4", &[1], &[2, 3, 4]),
    ("5.1", &[], &[1]),
    ("5.2", &[1, 2], &[3]),
    ("5.3", &[1, 2], &[]),
    ("5.4", &[], &[1, 2, 3]),
    ("6.1", &[1], &[2, 3]),
    ("6.2", &[1, 2, 3, 4, 5, 6, 7, 8], &[9, 10, 11, 12]),
    ("6.3", &[1, 2], &[3, 4]),
    ("6.4", &[1, 2], &[3, 4]),
    ("6.5", &[], &[1, 2, 3, 4, 5]),
    ("6.6", &[], &[1, 2, 3]),
    ("6.8", &[], &[1, 2, 3, 4]),
    ("7.1", &[], &[1, 2, 3]),
    ("7.2", &[1, 2, 3, 4], &[]),
    ("7.3", &[], &[1, 2]),
    ("7.4", &[1, 2], &[3, 4, 5]),
    ("7.5", &[], &[1, 2]),
    ("7.6", &[], &[1, 2]),
    ("8.1", &[1], &[2]),
    ("8.2", &[1, 2], &[3]),
    ("8.3", &[1], &[]),
    ("8.4", &[], &[1]),
    ("9.1", &[1, 2, 3], &[]),
    ("9.2", &[1], &[2, 3, 4]),
    ("10.1", &[], &[1, 2]),
    ("10.2", &[], &[1, 2]),
    ("10.3", &[], &[1, 2, 3, 4]),
    ("10.4", &[1, 2, 3, 4, 5], &[6, 7, 8, 9, 10, 11]),
    ("10.5", &[], &[1, 2, 3, 4, 5]),
    ("10.6", &[], &[1, 2]),
    ("10.7", &[], &[1, 2, 3]),
    ("11.1", &[], &[1, 2]),
    ("11.2", &[], &[1, 2, 3]),
    ("11.3", &[1, 2], &[3]),
    ("11.4", &[1], &[2, 3, 4]),
    ("11.5", &[], &[1]),
    ("11.6", &[], &[1]),
    ("12.1", &[1], &[2, 3]),
    ("12.2", &[1, 2], &[]),
    ("12.3", &[], &[1, 2, 3, 4]),
    ("13.1", &[], &[1]),
    ("13.2", &[], &[1, 2, 3, 4, 5]),
    ("13.3", &[], &[1, 2]),
    ("13.4", &[1], &[2, 3, 4, 5]),
    ("14.1", &[], &[1, 2]),
    ("14.2", &[1], &[2, 3, 4]),
    ("14.3", &[1], &[2, 3]),
    ("15.1", &[1], &[2, 3]),
    ("15.2", &[1], &[2, 3]),
    ("15.3", &[1], &[2, 3, 4, 5, 6, 7]),
    ("16.1", &[], &[1]),
    ("16.2", &[], &[1, 2, 3, 4, 5]),
    ("16.3", &[], &[1, 2, 3, 4]),
    ("16.4", &[], &[1, 2, 3]),
    ("16.5", &[], &[1, 2, 3]),
    ("17.1", &[], &[1]),
    ("17.2", &[], &[1, 2, 3, 4]),
    ("17.3", &[], &[1, 2]),
];

/// A row of the sheet.
#[derive(Debug)]
struct Row {
    id: String,
    level: String,
    verdict: String,
    words: String,
}

fn rows(sheet: &str) -> Vec<Row> {
    let row = |line: &str| {
        let cells: Vec<&str> = line.strip_prefix("| ")?.strip_suffix(" |")?.split(" | ").collect();
        let [id, level, verdict, words] = cells.try_into().ok()?;
        let number = id.chars().next().is_some_and(|first: char| first.is_ascii_digit());
        let own = str::to_string;
        number.then(|| Row { id: own(id), level: own(level), verdict: own(verdict), words: own(words) })
    };
    sheet.lines().filter_map(row).collect()
}

/// What the standard has: every requirement with its level.
fn wanted() -> BTreeSet<(String, String)> {
    let all = REQUIREMENTS.iter().flat_map(|(section, first, second)| {
        let of = |numbers: &[u32], level: &str| {
            numbers.iter().map(|n| (format!("{section}.{n}"), level.to_string())).collect::<Vec<_>>()
        };
        of(first, "1").into_iter().chain(of(second, "2"))
    });
    all.collect()
}

/// Everything that is wrong with a sheet.
fn faults(sheet: &str, all: &str, root: &Path) -> Vec<String> {
    let mut faults = Vec::new();
    let rows = rows(sheet);
    let told: BTreeSet<_> = rows.iter().map(|row| (row.id.clone(), row.level.clone())).collect();
    let wanted = wanted();
    faults.extend(wanted.difference(&told).map(|(id, _)| format!("{id} is missing")));
    faults.extend(told.difference(&wanted).map(|(id, level)| format!("{id} is none of level {level}")));
    if told.len() < rows.len() {
        faults.push("a requirement stands twice".to_string());
    }
    for Row { id, verdict, words, .. } in &rows {
        if !["pass", "n/a", "open"].contains(&verdict.as_str()) || words.len() < 7 {
            faults.push(format!("{id} decides nothing"));
        }
        let mut shown = 0;
        for name in words.split('`').skip(1).step_by(2) {
            let is_test =
                name.contains('_') && name.chars().all(|c| c.is_ascii_alphanumeric() || "_:".contains(c));
            if is_test {
                let (room, test) = name.rsplit_once("::").unwrap_or(("", name));
                let file = root.join("tests/it").join(format!("{room}.rs"));
                let text = if room.is_empty() {
                    all.to_string()
                } else {
                    std::fs::read_to_string(file).unwrap_or_default()
                };
                match text.contains(&format!("fn {test}(")) {
                    true => shown += 1,
                    false => faults.push(format!("{id} names {name}, which is nowhere")),
                }
            } else if name.contains('/') || name.ends_with(".md") {
                let is_file = name.starts_with("tests/") || name.starts_with("src/") || name.ends_with(".md");
                if is_file && !root.join(name).exists() {
                    faults.push(format!("{id} names {name}, which is nowhere"));
                }
                shown += usize::from(is_file);
            }
        }
        if verdict == "pass" && shown == 0 {
            faults.push(format!("{id} passes and shows nothing"));
        }
    }
    faults
}

#[test]
fn every_requirement_is_decided_and_every_proof_is_there() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let sheet = std::fs::read_to_string(root.join("tests/ASVS.md")).expect("the sheet");
    let mut all = String::new();
    sources(&root.join("tests"), &mut all);
    sources(&root.join("src"), &mut all);
    assert_eq!((wanted().len(), wanted().iter().filter(|(_, level)| level == "1").count()), (253, 70));
    assert_eq!(faults(&sheet, &all, root), Vec::<String>::new());
    let count = |verdict: &str| rows(&sheet).iter().filter(|row| row.verdict == verdict).count();
    let (pass, none, open) = (count("pass"), count("n/a"), count("open"));
    assert!(sheet.contains(&format!("{pass} pass, {none} n/a, {open} open")), "the sum at its top");

    // A sheet that was tampered with is found out.
    let touched = |from: &str, to: &str| {
        assert!(sheet.contains(from), "{from}");
        faults(&sheet.replacen(from, to, 1), &all, root)
    };
    assert!(!touched("| 8.2.1 | 1 |", "| 8.2.9 | 1 |").is_empty(), "another number");
    assert!(!touched("| 8.2.1 | 1 |", "| 8.2.1 | 2 |").is_empty(), "another level");
    assert!(!touched("| 8.2.1 | 1 | pass |", "| 8.2.1 | 1 | maybe |").is_empty(), "no verdict");
    assert!(!touched("`smuggling::f3_what", "`smuggling::f4_what").is_empty(), "a test that is nowhere");
    assert!(!touched("`nothing_that_was_touched_opens`", "trust us").is_empty(), "a pass that shows nothing");
}

#[test]
fn nothing_of_ours_is_unsafe() {
    let mut all = String::new();
    sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut all);
    let code = all.lines().filter(|line| !line.trim_start().starts_with("//"));
    let word =
        |line: &&str| line.split(|c: char| !c.is_alphanumeric() && c != '_').any(|word| word == "unsafe");
    assert_eq!(code.filter(word).collect::<Vec<_>>(), Vec::<&str>::new());
}

#[tokio::test]
async fn trace_is_answered_by_nothing() {
    let house = House::open().await;
    for path in ["/", "/masuk", "/api/permits", "/api/sign-in"] {
        let reply = house.stranger().send(Method::TRACE, path, None).await.expect("an answer");
        let refused = [StatusCode::METHOD_NOT_ALLOWED, StatusCode::NOT_FOUND, StatusCode::FORBIDDEN];
        assert!(refused.contains(&reply.status), "{path}: {}", reply.status);
        assert!(!reply.body.to_string().contains("TRACE"), "{path} gives nothing back");
    }
}

/// Every line of the log that the source has a word for, with its level: the last text of each call.
fn lines_of_the_log(source: &str, into: &mut BTreeSet<(String, String)>) {
    for level in ["info", "warn", "error"] {
        for call in source.split(&format!("tracing::{level}!(")).skip(1) {
            let (mut depth, mut quoted, mut escaped) = (1, false, false);
            let (mut text, mut last) = (String::new(), String::new());
            for letter in call.chars() {
                match letter {
                    _ if escaped => escaped = false,
                    '\\' if quoted => escaped = true,
                    '"' if quoted => (quoted, last) = (false, std::mem::take(&mut text)),
                    '"' => quoted = true,
                    letter if quoted => text.push(letter),
                    '(' => depth += 1,
                    ')' => depth -= 1,
                    _ => {}
                }
                if depth == 0 {
                    break;
                }
            }
            // Words that another part wrote: a panic, and settings that cannot open the office.
            if last.trim() != "" && last != "{fallen}" {
                into.insert((
                    level.to_string(),
                    last.split('`').next().unwrap_or_default().trim().to_string(),
                ));
            }
        }
    }
}

/// 16.1.1: the inventory of the log names every line that there is, and none that is not.
#[test]
fn the_inventory_of_the_log_is_whole() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let (mut source, mut there) = (String::new(), BTreeSet::new());
    sources(&root.join("src"), &mut source);
    lines_of_the_log(&source, &mut there);
    assert!(there.len() > 60, "{there:?}");
    let inventory = std::fs::read_to_string(root.join("src/program/log.md")).expect("the inventory");
    let rows = inventory.lines().filter_map(|line| {
        let (level, rest) = line.strip_prefix("| ")?.split_once(" | ")?;
        let (words, _) = rest.split_once(" | ")?;
        let own = |text: &str| text.to_string();
        ["info", "warn", "error"].contains(&level).then(|| (own(level), own(words)))
    });
    let told: BTreeSet<_> = rows.collect();
    assert_eq!(there.difference(&told).collect::<Vec<_>>(), Vec::<&(String, String)>::new(), "not listed");
    assert_eq!(
        told.difference(&there).collect::<Vec<_>>(),
        Vec::<&(String, String)>::new(),
        "listed, and gone"
    );
}

/// 4.1.1: whatever is answered says of which type it is, and texts say that they are UTF-8. JSON is UTF-8 by itself.
#[tokio::test]
async fn every_answer_says_of_which_type_it_is() {
    const TYPES: [&str; 13] = [
        "application/json",
        "text/html; charset=utf-8",
        "text/css; charset=utf-8",
        "text/csv; charset=utf-8",
        "text/javascript; charset=utf-8",
        "text/plain; charset=utf-8",
        "text/plain; version=0.0.4; charset=utf-8",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "application/octet-stream",
        "application/zip",
        "application/toml; charset=utf-8",
        "image/svg+xml",
        "image/png",
    ];
    let house = House::open().await;
    let (stranger, admin) = (house.stranger(), house.who("admin").await.client);
    let (two, kiosk) = (house.who("loket-2").await.client, house.who("kiosk").await.client);
    let mut wrong = BTreeSet::new();
    let mut seen = BTreeSet::new();
    for (method, path, _) in crate::doors::routes(&house) {
        for client in [&stranger, &admin, &two, &kiosk] {
            let reply = crate::doors::knock(client, &method, path, "loket-2").await;
            let told = reply.headers.get("content-type").and_then(|kind| kind.to_str().ok());
            let empty = reply.headers.get("content-length").is_some_and(|length| length == "0");
            if empty && told.is_none() {
                continue;
            }
            let kind = told.unwrap_or("none");
            seen.insert(kind.to_string());
            if !TYPES.contains(&kind) {
                wrong.insert(format!("{method} {path} ({}): {kind}", reply.status));
            }
        }
    }
    assert_eq!(wrong, BTreeSet::new());
    assert!(seen.len() > 4, "{seen:?}");
}
