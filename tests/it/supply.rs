//! What the program is made of: licences, sources, bans and the number of crates, by Cargo.lock and `.cargo/deny.toml`.
//! `cargo deny check` in `tests/run` looks at newer advisories and at yanked versions, which needs the network.

use serde_json::Value;
use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

/// Most crates of other people in Cargo.lock, each version counted.
const MOST_CRATES: usize = 400;
/// The one place that crates come from.
const SOURCE: &str = "registry+https://github.com/rust-lang/crates.io-index";

fn rules() -> toml::Table {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(".cargo/deny.toml");
    std::fs::read_to_string(file).expect("the rules").parse().expect("TOML")
}

fn words(value: &toml::Value) -> BTreeSet<String> {
    let list = value.as_array().expect("a list").iter();
    list.map(|word| word.as_str().expect("a word").to_string()).collect()
}

/// Every crate of Cargo.lock, on every platform. Those of other platforms are fetched where they were never built.
fn crates() -> Vec<Value> {
    let manifest = Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml");
    let metadata = |offline: &[&str]| {
        let mut command = Command::new(env!("CARGO"));
        command.args(["metadata", "--locked", "--format-version", "1", "--manifest-path"]).arg(&manifest);
        command.args(offline).output().expect("cargo runs")
    };
    let mut output = metadata(&["--offline"]);
    if !output.status.success() {
        output = metadata(&[]);
    }
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let told: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let mut crates = told["packages"].as_array().expect("packages").clone();
    crates.retain(|one| one["name"] != "loket");
    crates
}

/// Whether the terms can be met with allowed licences only. `OR` and the older `/` leave a choice, `AND` does not.
fn may(terms: &str, allowed: &BTreeSet<String>) -> bool {
    let spaced = terms.replace('/', " OR ").replace('(', " ( ").replace(')', " ) ").replace(" WITH ", "+");
    let mut words = spaced.split_whitespace().peekable();
    let may = either(&mut words, allowed);
    assert!(words.next().is_none(), "{terms}");
    may
}

type Words<'a> = std::iter::Peekable<std::str::SplitWhitespace<'a>>;

fn either(words: &mut Words<'_>, allowed: &BTreeSet<String>) -> bool {
    let mut may = both(words, allowed);
    while words.next_if_eq(&"OR").is_some() {
        may |= both(words, allowed);
    }
    may
}

fn both(words: &mut Words<'_>, allowed: &BTreeSet<String>) -> bool {
    let mut may = one(words, allowed);
    while words.next_if_eq(&"AND").is_some() {
        may &= one(words, allowed);
    }
    may
}

fn one(words: &mut Words<'_>, allowed: &BTreeSet<String>) -> bool {
    if words.next_if_eq(&"(").is_none() {
        return allowed.contains(words.next().expect("a licence"));
    }
    let may = either(words, allowed);
    assert_eq!(words.next(), Some(")"));
    may
}

#[test]
fn every_licence_is_one_that_the_office_can_live_with() {
    let rules = rules();
    let allowed = words(&rules["licenses"]["allow"]);
    let exceptions = rules["licenses"]["exceptions"].as_array().expect("a list");
    let mut used = BTreeSet::new();
    for one in crates() {
        let name = one["name"].as_str().expect("a name");
        let mut allowed = allowed.clone();
        for exception in exceptions.iter().filter(|known| known["crate"].as_str() == Some(name)) {
            allowed.extend(words(&exception["allow"]));
            used.insert(name.to_string());
        }
        let terms = one["license"].as_str().unwrap_or("none");
        assert!(may(terms, &allowed), "{name}: {terms}");
    }
    assert_eq!(used.len(), exceptions.len(), "an exception for nobody");
}

#[test]
fn terms_are_read_as_they_are_meant() {
    let allowed = ["MIT", "ISC"].map(str::to_string).into();
    for (terms, good) in [
        ("MIT", true),
        ("GPL-3.0-only", false),
        ("GPL-3.0-only OR MIT", true),
        ("Unlicense/MIT", true),
        ("MIT AND GPL-3.0-only", false),
        ("(GPL-3.0-only OR MIT) AND ISC", true),
        ("(GPL-3.0-only OR MIT) AND OpenSSL", false),
        ("Apache-2.0 WITH LLVM-exception OR MIT", true),
        ("MIT WITH LLVM-exception", false),
    ] {
        assert_eq!(may(terms, &allowed), good, "{terms}");
    }
}

#[test]
fn nothing_banned_and_nothing_from_elsewhere_is_inside() {
    let rules = rules();
    let banned = rules["bans"]["deny"].as_array().expect("a list").iter();
    let banned: BTreeSet<_> = banned.map(|ban| ban["crate"].as_str().expect("a name").to_string()).collect();
    assert!(["aws-lc-sys", "openssl-sys"].iter().all(|name| banned.contains(*name)));
    let crates = crates();
    assert!(crates.iter().any(|one| one["name"] == "ring"), "the ciphers come from ring");
    for one in &crates {
        let name = one["name"].as_str().expect("a name");
        assert!(!banned.contains(name), "{name} is banned");
        assert_eq!(one["source"], SOURCE, "{name}");
    }
    assert!(crates.len() <= MOST_CRATES, "{} crates", crates.len());
}

/// First sound version of each release line, by the advisories of RustSec on what is inside, up to RUSTSEC-2026-0334 of
/// October 2026. Lines that were sound from the first are not here.
const MENDED: [(&str, &str, &str); 29] = [
    ("aes-gcm", "0.10.3", "RUSTSEC-2023-0096"),
    ("anyhow", "1.0.103", "RUSTSEC-2026-0190"),
    ("arc-swap", "1.1.0", "RUSTSEC-2020-0091"),
    ("bumpalo", "3.11.1", "RUSTSEC-2022-0078"),
    ("bytes", "1.11.1", "RUSTSEC-2026-0007"),
    ("curve25519-dalek", "4.1.3", "RUSTSEC-2024-0344"),
    ("futures-task", "0.3.6", "RUSTSEC-2020-0060"),
    ("futures-util", "0.3.7", "RUSTSEC-2020-0059"),
    ("keccak", "0.1.6", "RUSTSEC-2026-0012"),
    ("lock_api", "0.4.2", "RUSTSEC-2020-0070"),
    ("lru", "0.18.2", "RUSTSEC-2026-0253"),
    ("once_cell", "1.0.1", "RUSTSEC-2019-0017"),
    ("rand", "0.8.6", "RUSTSEC-2026-0097"),
    ("rand", "0.9.3", "RUSTSEC-2026-0097"),
    ("rand", "0.10.1", "RUSTSEC-2026-0097"),
    ("rand_core", "0.6.2", "RUSTSEC-2021-0023"),
    ("ring", "0.17.12", "RUSTSEC-2025-0009"),
    ("rustls", "0.23.45", "RUSTSEC-2026-0285"),
    ("rustls-webpki", "0.103.13", "RUSTSEC-2026-0104"),
    ("self_cell", "1.0.2", "RUSTSEC-2023-0070"),
    ("slab", "0.4.11", "RUSTSEC-2025-0047"),
    ("smallvec", "1.6.1", "RUSTSEC-2021-0003"),
    ("tar", "0.4.45", "RUSTSEC-2026-0067"),
    ("thread_local", "1.1.4", "RUSTSEC-2022-0006"),
    ("time", "0.3.47", "RUSTSEC-2026-0009"),
    ("tokio", "1.44.2", "RUSTSEC-2025-0023"),
    ("tracing", "0.1.40", "RUSTSEC-2023-0078"),
    ("tracing-subscriber", "0.3.20", "RUSTSEC-2025-0055"),
    ("zeroize_derive", "1.1.1", "RUSTSEC-2021-0115"),
];

fn numbers(version: &str) -> [u64; 3] {
    let plain = version.split(['-', '+']).next().expect("a version");
    let numbers: Vec<u64> = plain.split('.').map(|part| part.parse().expect("a number")).collect();
    numbers.try_into().expect("three numbers")
}

/// The versions that may take each other's place: those of one major, or of one minor below 1.0.
fn line([major, minor, _]: [u64; 3]) -> (u64, u64) {
    if major > 0 { (major, 0) } else { (0, minor) }
}

/// Whether no advisory is known of this version.
fn mended(name: &str, version: &str) -> bool {
    let (version, own) = (numbers(version), line(numbers(version)));
    let firsts: Vec<_> =
        MENDED.iter().filter(|(known, ..)| *known == name).map(|(_, first, _)| numbers(first)).collect();
    match firsts.iter().find(|first| line(**first) == own) {
        Some(first) => version >= *first,
        None => firsts.iter().all(|first| line(*first) < own),
    }
}

#[test]
fn nothing_inside_is_older_than_its_mended_version() {
    for (name, version, sound) in [
        ("rand", "0.9.2", false),
        ("rand", "0.9.3", true),
        ("rand", "0.7.3", false),
        ("rand", "0.11.0", true),
        ("ring", "0.16.20", false),
        ("tokio", "1.44.2", true),
        ("tokio", "1.44.1", false),
    ] {
        assert_eq!(mended(name, version), sound, "{name} {version}");
    }
    let crates = crates();
    let mut known = 0;
    for one in &crates {
        let (name, version) =
            (one["name"].as_str().expect("a name"), one["version"].as_str().expect("a version"));
        assert!(mended(name, version), "{name} {version}: {MENDED:?}");
        known += usize::from(MENDED.iter().any(|(known, ..)| *known == name));
    }
    assert!(known >= MENDED.len() - 2, "{known} of the crates that were mended are inside");
}
