//! What the documents promise against what there is.
//!
//! Invariant: the commands, tables and names a newcomer reads exist.

use std::collections::BTreeMap;

use clap::CommandFactory as _;
use lambdesk_cloud::config::contract::{CONTRACTS, Source};
use lambdesk_local::cli::Cli;

use crate::contract_arrows::{files, shown};
use crate::contract_template::nothing;
use crate::desk::root;

fn text(path: &str) -> String {
    std::fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// The targets of the Makefile with their commands.
fn targets() -> BTreeMap<String, Vec<String>> {
    let mut targets: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut current = String::new();
    for line in text("Makefile").lines() {
        if let Some(command) = line.strip_prefix('\t') {
            targets
                .entry(current.clone())
                .or_default()
                .push(command.to_owned());
        } else if let Some((name, _)) = line.split_once(':')
            && !name.starts_with(['.', '#'])
            && !name.contains([' ', '='])
        {
            name.clone_into(&mut current);
            targets.entry(current.clone()).or_default();
        }
    }
    targets
}

#[test]
fn the_two_commands_exist_and_are_what_ci_runs() {
    let targets = targets();
    let readme = text("README.md");
    for command in ["run", "test"] {
        assert!(
            readme.contains(&format!("\nmake {command} ")),
            "README.md: say `make {command}` under Start"
        );
        assert!(
            targets.get(command).is_some_and(|lines| !lines.is_empty()),
            "Makefile: add the target {command}"
        );
    }
    let ci = text(".ci/run");
    let run: Vec<_> = ci
        .lines()
        .filter(|line| line.trim_start().starts_with("make "))
        .collect();
    assert_eq!(
        run,
        ["make test", "make --jobs=2 e2e fidelity"],
        ".ci/run must run exactly these, so that CI and README cannot differ"
    );
    for target in ["e2e", "lint", "bench", "build", "fidelity", "openapi"] {
        assert!(
            targets.contains_key(target),
            "Makefile: add the target {target}"
        );
    }
}

#[test]
fn every_target_the_documents_name_exists() {
    let targets = targets();
    let written = ["`make ", "\nmake ", "$ make "];
    for document in ["README.md", "CONTRIBUTING.md", "ARCHITECTURE.md"] {
        let text = text(document);
        for start in written {
            for rest in text.split(start).skip(1) {
                let name: String = rest
                    .chars()
                    .take_while(|c| c.is_ascii_lowercase() || c.is_ascii_digit())
                    .collect();
                assert!(
                    targets.contains_key(&name),
                    "{document}: `make {name}` is no target of the Makefile"
                );
            }
        }
    }
}

#[test]
fn every_command_and_option_is_in_the_readme() {
    let readme = text("README.md");
    let mut problems = Vec::new();
    for command in Cli::command().get_subcommands() {
        let name = command.get_name();
        if !readme.contains(&format!("`lambdesk {name}")) {
            problems.push(format!(
                "README.md, Commands: add a line for `lambdesk {name}`"
            ));
        }
        for part in command.get_subcommands() {
            let part = part.get_name();
            let said = [
                format!("`lambdesk {name} {part}"),
                format!("`{part} "),
                format!("`{part}`"),
            ];
            if !said.iter().any(|text| readme.contains(text.as_str())) {
                problems.push(format!(
                    "README.md, Commands: say that there is `lambdesk {name} {part}`"
                ));
            }
        }
        for option in command
            .get_arguments()
            .filter(|option| !option.is_hide_set())
        {
            let Some(long) = option.get_long() else {
                continue;
            };
            if !readme.contains(&format!("--{long}")) {
                problems.push(format!(
                    "README.md, Commands: say that `lambdesk {name}` has --{long}"
                ));
            }
        }
        if command.get_about().is_none() {
            problems.push(format!(
                "infra/local/src/cli: say in one line what `lambdesk {name}` does"
            ));
        }
    }
    nothing(problems);
}

/// How README says what starts a function.
fn started(source: Source) -> String {
    match source {
        Source::Queue { queue, batch } => format!("{queue}, {batch} at a time"),
        Source::OutboxStream => "stream of the table, new outbox entries".to_owned(),
        Source::EveryMinute => "every minute".to_owned(),
        Source::Http => "HTTP API".to_owned(),
    }
}

#[test]
fn the_table_of_functions_in_the_readme_is_the_contract() {
    let readme = text("README.md");
    let mut problems = Vec::new();
    for line in CONTRACTS {
        let names: Vec<_> = line.env.iter().map(|name| format!("`{name}`")).collect();
        let row = format!(
            "| {} | {} | {} s | {} |",
            line.role,
            started(line.source),
            line.timeout_seconds,
            names.join(" ")
        );
        if !readme.lines().any(|found| found == row) {
            problems.push(format!(
                "README.md, Environment of the functions: the line must be\n    {row}"
            ));
        }
    }
    nothing(problems);
}

#[test]
fn the_changelog_has_a_place_for_the_next_change() {
    let changelog = text("CHANGELOG.md");
    assert!(
        changelog
            .lines()
            .any(|line| line.starts_with("## [Unreleased]")),
        "CHANGELOG.md: begin with `## [Unreleased]`"
    );
}

#[test]
fn every_decision_is_in_the_list_of_decisions() {
    let list = text("infra/decisions/README.md");
    for path in files("infra/decisions", &[".md"]) {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        assert!(
            name == "README.md" || list.contains(&name),
            "infra/decisions/README.md: add a line for {name}"
        );
    }
}

#[test]
fn links_between_documents_lead_somewhere() {
    let mut problems = Vec::new();
    for path in files("", &[".md"]) {
        let document = std::fs::read_to_string(&path).unwrap();
        for target in document
            .split("](")
            .skip(1)
            .filter_map(|rest| rest.split(')').next())
        {
            let target = target.split('#').next().unwrap_or_default();
            let outside =
                target.is_empty() || target.contains("://") || target.starts_with("mailto:");
            if !outside && !path.parent().unwrap().join(target).exists() {
                problems.push(format!("{}: {target} is not there", shown(&path)));
            }
        }
    }
    nothing(problems);
}

#[test]
fn every_alarm_is_in_the_runbook() {
    let runbook = text("infra/runbook.md");
    let template = crate::contract_template::template();
    let mut problems = Vec::new();
    for (id, alarm) in template.of_type("AWS::CloudWatch::Alarm") {
        // Alarms that every function or queue has are described once, by the end of their names.
        let kinds = [
            "DeadLettersAlarm",
            "QueueAgeAlarm",
            "ErrorsAlarm",
            "ParkedAlarm",
            "SlowAlarm",
        ];
        let kind = kinds.iter().find(|kind| id.ends_with(**kind));
        if !runbook.contains(id) && !kind.is_some_and(|kind| runbook.contains(*kind)) {
            problems.push(format!("infra/runbook.md: say what to do when {id} rings"));
        }
        if alarm["AlarmDescription"].as_str().is_none_or(str::is_empty) {
            problems.push(format!("{id}: add an AlarmDescription"));
        }
    }
    nothing(problems);
}

#[test]
fn no_file_speaks_of_the_place_it_was_written_at() {
    // Put together, so that this file does not find itself.
    let forbidden = [
        ["/wo", "rk/"].concat(),
        ["/tmp/", "brief"].concat(),
        ["issue", " #"].concat(),
    ];
    let endings = [
        ".rs",
        ".md",
        ".toml",
        ".yaml",
        ".yml",
        ".json",
        ".py",
        ".sh",
        ".txt",
        ".html",
        ".ts",
        ".tsx",
        ".css",
        ".eml",
        "Makefile",
        "run",
        ".gitignore",
    ];
    let mut problems = Vec::new();
    let found = files("", &endings);
    assert!(
        found.len() > 300,
        "only {} files are looked at",
        found.len()
    );
    for path in found {
        let bytes = std::fs::read(&path).unwrap();
        let text = String::from_utf8_lossy(&bytes);
        for (number, line) in text.lines().enumerate() {
            if forbidden.iter().any(|word| line.contains(word.as_str())) {
                problems.push(format!(
                    "{}:{}: {:.100}",
                    shown(&path),
                    number + 1,
                    line.trim()
                ));
            }
        }
    }
    nothing(problems);
}
