//! Judges messages given as JSON lines on standard input; prints one JSON line each.
//!
//! Invariant: one line out for one line in, in order; `_us` is the time inside the rules, in microseconds.

use std::io::{BufRead, Write};
use std::time::Instant;

use lambdesk_domain::triage::presets::Preset;
use lambdesk_domain::triage::rules::{Facts, Input, judge};
use lambdesk_domain::triage::taxonomy::Taxonomy;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let preset = std::env::args()
        .nth(1)
        .map_or(Ok(Preset::Saas), |word| word.parse())?;
    let taxonomy = Taxonomy::preset(preset);
    let mut out = std::io::stdout().lock();
    for line in std::io::stdin().lock().lines() {
        let ticket: serde_json::Value = serde_json::from_str(&line?)?;
        let text = |name: &str| {
            ticket
                .get(name)
                .and_then(serde_json::Value::as_str)
                .unwrap_or_default()
        };
        let input = Input {
            subject: text("subject"),
            text: text("text"),
            customer_tier: ticket
                .get("customer_tier")
                .and_then(serde_json::Value::as_str),
            customer_name: None,
            taxonomy: &taxonomy,
            facts: Facts::default(),
        };
        let started = Instant::now();
        let verdict = judge(&input);
        let spent = started.elapsed();
        let mut line = serde_json::to_value(&verdict)?;
        if let Some(fields) = line.as_object_mut() {
            fields.insert("id".to_owned(), text("id").into());
            fields.insert("_us".to_owned(), (spent.as_secs_f64() * 1e6).into());
        }
        writeln!(out, "{line}")?;
    }
    Ok(())
}
