//! What the program is made of: licences, sources, bans and the number of crates, by Cargo.lock and `.cargo/deny.toml`.
//! Advisories and yanked versions need the network; `cargo deny check` looks at them in `tests/run`.

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

/// Every crate of Cargo.lock, on every platform.
fn crates() -> Vec<Value> {
    let manifest = Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml");
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--locked", "--offline", "--format-version", "1", "--manifest-path"])
        .arg(manifest)
        .output()
        .expect("cargo runs");
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
