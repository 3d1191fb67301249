//! Logs and metrics: JSON lines on standard output.
//!
//! Invariant: ids, counts and times only; no address, subject, text or token. Metrics have the dimensions
//! `Role` and `Outcome` and no others, because every combination is a metric that is paid for.

use std::io::Write as _;

use serde_json::{Map, Value, json};
use tracing_subscriber::filter::{LevelFilter, Targets};
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt as _;

use crate::clock::Clock;
use crate::config::Role;

/// Starts the log of the process: one JSON line per fact, panics included.
///
/// `level` is a plain level such as `debug`, as in `AWS_LAMBDA_LOG_LEVEL`; anything else is `info`. Libraries
/// speak from `warn` on. A second call changes nothing.
pub fn init(level: Option<&str>) {
    let own = level
        .and_then(|level| level.parse().ok())
        .unwrap_or(LevelFilter::INFO);
    let targets = Targets::new()
        .with_default(own.min(LevelFilter::WARN))
        .with_target("lambdesk", own);
    let lines = tracing_subscriber::fmt::layer()
        .json()
        .flatten_event(true)
        .with_current_span(true);
    let started = tracing_subscriber::registry()
        .with(lines.with_span_list(false))
        .with(targets);
    if started.try_init().is_ok() {
        std::panic::set_hook(Box::new(|panic| {
            // Only the place: the message of a panic may quote what was being worked on.
            let place = panic
                .location()
                .map(ToString::to_string)
                .unwrap_or_default();
            tracing::error!(panic.place = %place, "the program panicked; this is a fault of the program");
        }));
    }
}

/// Unit of a metric.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// A number of things.
    Count,
    /// Time.
    Milliseconds,
    /// Size.
    Bytes,
}

impl Unit {
    fn word(self) -> &'static str {
        match self {
            Unit::Count => "Count",
            Unit::Milliseconds => "Milliseconds",
            Unit::Bytes => "Bytes",
        }
    }
}

/// Most metrics of one line (limit of the embedded metric format).
const MOST: usize = 100;

/// What is measured about one task; written as one line when it is dropped.
#[derive(Debug)]
pub struct TaskMetrics {
    namespace: String,
    role: Role,
    outcome: &'static str,
    clock: Clock,
    values: Vec<(&'static str, Unit, u64)>,
    properties: Map<String, Value>,
}

impl TaskMetrics {
    /// The metrics of one task; without a namespace nothing is written.
    #[must_use]
    pub fn new(namespace: &str, role: Role, clock: &Clock) -> Self {
        Self {
            namespace: namespace.to_owned(),
            role,
            outcome: "lost",
            clock: clock.clone(),
            values: Vec::new(),
            properties: Map::new(),
        }
    }

    /// How the task ended; a task that was never told so counts as `lost`.
    pub fn outcome(&mut self, outcome: &'static str) {
        self.outcome = outcome;
    }

    /// Counts things; the same name again adds up.
    pub fn count(&mut self, name: &'static str, n: u64) {
        self.add(name, Unit::Count, n);
    }

    /// Measures a time; the same name again adds up.
    pub fn milliseconds(&mut self, name: &'static str, ms: u64) {
        self.add(name, Unit::Milliseconds, ms);
    }

    /// Measures a size; the same name again adds up.
    pub fn bytes(&mut self, name: &'static str, bytes: u64) {
        self.add(name, Unit::Bytes, bytes);
    }

    /// Adds an id for searching in logs; not a dimension.
    pub fn property(&mut self, name: &str, value: impl ToString) {
        self.properties
            .insert(name.to_owned(), Value::String(value.to_string()));
    }

    fn add(&mut self, name: &'static str, unit: Unit, value: u64) {
        if let Some((_, _, sum)) = self.values.iter_mut().find(|(known, ..)| *known == name) {
            *sum = sum.saturating_add(value);
        } else if self.values.len() < MOST {
            self.values.push((name, unit, value));
        }
    }

    /// The line in the embedded metric format of `CloudWatch`; `None` when there is nothing to write.
    #[must_use]
    pub fn line(&self) -> Option<String> {
        if self.namespace.is_empty() || self.values.is_empty() {
            return None;
        }
        let metric =
            |(name, unit, _): &(&str, Unit, u64)| json!({ "Name": name, "Unit": unit.word() });
        let mut line = self.properties.clone();
        for (name, _, value) in &self.values {
            line.insert((*name).to_owned(), json!(value));
        }
        line.insert("Role".to_owned(), json!(self.role.word()));
        line.insert("Outcome".to_owned(), json!(self.outcome));
        line.insert(
            "_aws".to_owned(),
            json!({
                "Timestamp": self.clock.now().as_millisecond(),
                "CloudWatchMetrics": [{
                    "Namespace": self.namespace,
                    "Dimensions": [["Role", "Outcome"]],
                    "Metrics": self.values.iter().map(metric).collect::<Vec<_>>(),
                }],
            }),
        );
        Some(Value::Object(line).to_string())
    }
}

impl Drop for TaskMetrics {
    fn drop(&mut self) {
        if let Some(line) = self.line() {
            // A closed standard output is no reason to fail a task that is done.
            let _written = writeln!(std::io::stdout().lock(), "{line}").is_ok();
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::*;

    fn metrics(namespace: &str) -> TaskMetrics {
        let clock = Clock::fixed(Timestamp::from_second(1_700_000_000).unwrap());
        TaskMetrics::new(namespace, Role::Ingest, &clock)
    }

    #[test]
    fn line_is_in_the_embedded_metric_format() {
        let mut metrics = metrics("Lambdesk");
        metrics.count("Handled", 1);
        metrics.count("Handled", 2);
        metrics.milliseconds("AgeMs", 1_250);
        metrics.bytes("MailBytes", 4_096);
        metrics.property("organisation.id", "org_1");
        metrics.outcome("done");
        let line: Value = serde_json::from_str(&metrics.line().unwrap()).unwrap();
        let golden = json!({
            "_aws": {
                "Timestamp": 1_700_000_000_000_i64,
                "CloudWatchMetrics": [{
                    "Namespace": "Lambdesk",
                    "Dimensions": [["Role", "Outcome"]],
                    "Metrics": [
                        { "Name": "Handled", "Unit": "Count" },
                        { "Name": "AgeMs", "Unit": "Milliseconds" },
                        { "Name": "MailBytes", "Unit": "Bytes" },
                    ],
                }],
            },
            "Role": "ingest",
            "Outcome": "done",
            "Handled": 3,
            "AgeMs": 1_250,
            "MailBytes": 4_096,
            "organisation.id": "org_1",
        });
        assert_eq!(line, golden);
    }

    #[test]
    fn nothing_is_written_without_a_namespace_or_a_value() {
        let mut silent = metrics("");
        silent.count("Handled", 1);
        assert_eq!(silent.line(), None);
        assert_eq!(metrics("Lambdesk").line(), None);
    }

    #[test]
    fn a_line_has_at_most_a_hundred_metrics() {
        let mut metrics = metrics("Lambdesk");
        for n in 0..150 {
            metrics.count(Box::leak(format!("M{n}").into_boxed_str()), 1);
        }
        assert_eq!(metrics.values.len(), MOST);
    }
}
