//! Who may use whom, and what only one place may do.
//!
//! Invariant: the arrows are `domain ← cloud ← functions ← infra/local ← tests`; table keys, settings and the time each
//! have one home.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use crate::contract_template::nothing;
use crate::desk::root;

/// Crates of ours, each with those of ours it may depend on.
const ARROWS: &[(&str, &[&str])] = &[
    ("lambdesk-domain", &[]),
    ("lambdesk-cloud", &["lambdesk-domain"]),
    ("lambdesk-functions", &["lambdesk-domain", "lambdesk-cloud"]),
    (
        "lambdesk-local",
        &["lambdesk-domain", "lambdesk-cloud", "lambdesk-functions"],
    ),
    (
        "lambdesk-tests",
        &[
            "lambdesk-domain",
            "lambdesk-cloud",
            "lambdesk-functions",
            "lambdesk-local",
        ],
    ),
];

/// Beginnings of the names of crates that do input, output, time or chance; the domain may have none of them.
const NOT_PURE: &[&str] = &[
    "async",
    "aws",
    "axum",
    "dynoxide",
    "futures",
    "getrandom",
    "http",
    "hyper",
    "lambda",
    "rand",
    "reqwest",
    "rusqlite",
    "s3s",
    "tokio",
    "tower",
    "tracing",
    "ureq",
];

/// Top-level folders; a new one needs a decision record.
const FOLDERS: &[&str] = &[
    ".cargo",
    ".ci",
    ".config",
    "benches",
    "events",
    "frontend",
    "functions",
    "infra",
    "shared",
    "tests",
];

/// Longest file, in lines of code: neither blank nor a comment of its own.
const LONGEST: usize = 500;

/// Every file below a folder of the repository with one of these endings; built things are left out.
pub fn files(folder: &str, endings: &[&str]) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut open = vec![root().join(folder)];
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(&folder)
            .unwrap_or_else(|error| panic!("{}: {error}", folder.display()))
        {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            if path.is_dir() {
                if ![
                    "target",
                    ".git",
                    "node_modules",
                    ".local",
                    "artifacts",
                    "corpus",
                ]
                .contains(&name.as_str())
                {
                    open.push(path);
                }
            } else if endings.iter().any(|ending| name.ends_with(ending)) {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

/// A path as it stands in the repository.
pub fn shown(path: &Path) -> String {
    path.strip_prefix(root())
        .unwrap()
        .to_string_lossy()
        .replace('\\', "/")
}

/// The code of a file that is deployed: with its line numbers, without comments and without its tests.
fn deployed(path: &Path) -> Vec<(usize, String)> {
    let text = std::fs::read_to_string(path).unwrap();
    let until_tests = text.split("#[cfg(test)]").next().unwrap_or_default();
    let lines = until_tests.lines().enumerate();
    let code = lines.filter(|(_, line)| !line.trim_start().starts_with("//"));
    code.map(|(number, line)| (number + 1, line.to_owned()))
        .collect()
}

/// Whether a file holds nothing but tests, by its name.
fn holds_tests(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or_default();
    let folder = path.starts_with("tests/") || path.contains("/tests/");
    folder || name == "tests.rs" || name.ends_with("_tests.rs") || name == "wire.rs"
}

/// Files of what is deployed, without those that hold only tests.
fn sources() -> Vec<PathBuf> {
    let mut found = Vec::new();
    for folder in ["shared/domain/src", "shared/cloud/src", "functions/src"] {
        found.extend(files(folder, &[".rs"]));
    }
    found.retain(|path| !holds_tests(&shown(path)));
    assert!(
        found.len() > 100,
        "only {} files are looked at",
        found.len()
    );
    found
}

/// What stands on a line of a file other than its homes, as `path:line`.
fn elsewhere(homes: &[&str], wrong: impl Fn(&str) -> bool, advice: &str) -> Vec<String> {
    let mut problems = Vec::new();
    for path in sources() {
        let shown = shown(&path);
        if homes.contains(&shown.as_str()) {
            continue;
        }
        for (number, line) in deployed(&path).into_iter().filter(|(_, line)| wrong(line)) {
            problems.push(format!("{shown}:{number}: {advice}: {}", line.trim()));
        }
    }
    problems
}

fn packages() -> Vec<Value> {
    let told = Command::new(env!("CARGO"))
        .args([
            "metadata",
            "--offline",
            "--no-deps",
            "--format-version",
            "1",
        ])
        .current_dir(root())
        .output()
        .unwrap();
    assert!(
        told.status.success(),
        "{}",
        String::from_utf8_lossy(&told.stderr)
    );
    let told: Value = serde_json::from_slice(&told.stdout).unwrap();
    told["packages"].as_array().unwrap().clone()
}

/// What a package depends on when it is built for use, or for its own tests as well.
fn dependencies(package: &Value, tests_too: bool) -> BTreeSet<&str> {
    let all = package["dependencies"].as_array().unwrap().iter();
    let used = all.filter(|dependency| tests_too || dependency["kind"] != "dev");
    used.map(|dependency| dependency["name"].as_str().unwrap())
        .collect()
}

#[test]
fn crates_depend_in_one_direction() {
    let packages = packages();
    let ours: BTreeMap<_, _> = packages
        .iter()
        .map(|package| (package["name"].as_str().unwrap(), package))
        .collect();
    let known: BTreeSet<_> = ARROWS.iter().map(|(name, _)| *name).collect();
    let all: BTreeSet<_> = ours.keys().copied().collect();
    assert_eq!(
        all, known,
        "a new crate needs its arrows here and in ARCHITECTURE.md"
    );
    let mut problems = Vec::new();
    for (name, may) in ARROWS {
        for other in dependencies(ours[name], true).intersection(&known) {
            if !may.contains(other) {
                problems.push(format!("{name} depends on {other}; it may use {may:?} only: move the code or turn the call around"));
            }
        }
    }
    nothing(problems);
}

#[test]
fn the_domain_does_no_input_or_output() {
    let packages = packages();
    let domain = packages
        .iter()
        .find(|package| package["name"] == "lambdesk-domain")
        .unwrap();
    let impure = |name: &&str| NOT_PURE.iter().any(|start| name.starts_with(start));
    let wrong: Vec<_> = dependencies(domain, false)
        .into_iter()
        .filter(impure)
        .collect();
    assert_eq!(
        wrong, [""; 0],
        "shared/domain/Cargo.toml: what these do belongs into shared/cloud; pass its result as an argument"
    );
}

/// Whether a line spells a beginning of a table key: a text that begins with capitals and `#`, or holds `#CAPITALS#`.
fn spells_a_key(line: &str) -> bool {
    let capitals = |text: &str| {
        text.bytes()
            .take_while(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || *b == b'_')
            .count()
    };
    let bytes = line.as_bytes();
    (0..bytes.len())
        .filter(|at| matches!(bytes[*at], b'"' | b'#'))
        .any(|at| {
            let rest = &line[at + 1..];
            let length = capitals(rest);
            length > 0 && rest.as_bytes().get(length) == Some(&b'#')
        })
}

#[test]
fn only_one_file_spells_a_table_key() {
    assert!(spells_a_key(r#"format!("O#{o}")"#) && spells_a_key(r##""#AS#""##));
    assert!(!spells_a_key(r##"format!("#{number}")"##) && !spells_a_key("#[derive(Debug)]"));
    let home = "shared/cloud/src/store/keys.rs";
    assert!(
        deployed(&root().join(home))
            .iter()
            .any(|(_, line)| spells_a_key(line))
    );
    nothing(elsewhere(
        &[home],
        spells_a_key,
        "a table key belongs into store/keys.rs",
    ));
}

#[test]
fn only_the_settings_read_the_environment() {
    let reads = |line: &str| {
        ["env::var", "env::vars", "env::var_os", "env::vars_os"]
            .iter()
            .any(|call| line.contains(&format!("{call}(")))
    };
    assert!(reads("std::env::var(name).ok()"));
    let home = "shared/cloud/src/config/mod.rs";
    nothing(elsewhere(&[home], reads, "take the setting from Config"));
}

#[test]
fn only_the_clock_asks_for_the_time() {
    let asks = |line: &str| {
        ["SystemTime::now", "Timestamp::now", "Zoned::now"]
            .iter()
            .any(|call| line.contains(call))
    };
    let home = "shared/cloud/src/clock.rs";
    assert!(
        deployed(&root().join(home))
            .iter()
            .any(|(_, line)| asks(line)),
        "the clock has moved; say where here"
    );
    nothing(elsewhere(
        &[home],
        asks,
        "ask the Clock, or take the time as an argument",
    ));
}

#[test]
fn files_stay_short() {
    let mut problems = Vec::new();
    for path in ["shared", "functions", "infra", "tests"]
        .iter()
        .flat_map(|folder| files(folder, &[".rs"]))
    {
        let text = std::fs::read_to_string(&path).unwrap();
        let is_code = |line: &&str| !line.trim().is_empty() && !line.trim_start().starts_with("//");
        let lines = text.lines().filter(is_code).count();
        if lines > LONGEST {
            let shown = shown(&path);
            problems.push(format!(
                "{shown}: {lines} lines of code; split it by concept, {LONGEST} is the most"
            ));
        }
    }
    nothing(problems);
}

#[test]
fn every_file_says_what_it_is_for() {
    let mut problems = Vec::new();
    for path in ["shared", "functions", "infra", "tests"]
        .iter()
        .flat_map(|folder| files(folder, &[".rs"]))
    {
        let text = std::fs::read_to_string(&path).unwrap();
        let first = text
            .lines()
            .find(|line| !line.trim().is_empty() && !line.starts_with("#!["));
        let told = first.is_some_and(|line| line.starts_with("//!"));
        if !told && !holds_tests(&shown(&path)) {
            problems.push(format!(
                "{}: begin it with `//!` and what it decides or guards",
                shown(&path)
            ));
        }
    }
    nothing(problems);
}

#[test]
fn top_level_folders_are_those_of_the_floor_plan() {
    let ignored = std::fs::read_to_string(root().join(".gitignore")).unwrap();
    let ignored: BTreeSet<_> = ignored.lines().map(|line| line.trim_matches('/')).collect();
    for entry in std::fs::read_dir(root()).unwrap() {
        let entry = entry.unwrap();
        let name = entry.file_name().to_string_lossy().into_owned();
        if !entry.path().is_dir() || name == ".git" || ignored.contains(name.as_str()) {
            continue;
        }
        assert!(
            FOLDERS.contains(&name.as_str()),
            "{name}: a new top-level folder needs a record in infra/decisions and a line here"
        );
    }
}
