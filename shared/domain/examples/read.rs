//! Reads mails named on standard input (one path a line) or as arguments; prints one JSON line each.
//!
//! Invariant: one line out for one path in, in order; `_ms` is the time inside the reader.

use std::io::{BufRead, Write};
use std::time::Instant;

use lambdesk_domain::mail::{Context, read, read_json};

fn main() -> std::io::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let paths: Vec<String> = if arguments.is_empty() {
        std::io::stdin().lock().lines().collect::<Result<_, _>>()?
    } else {
        arguments
    };
    let mut out = std::io::stdout().lock();
    for path in paths.iter().map(|p| p.trim()).filter(|p| !p.is_empty()) {
        let raw = std::fs::read(path)?;
        let started = Instant::now();
        let mail = read(&raw, &Context::stranger());
        let spent = started.elapsed();
        let mut line = read_json(&mail);
        if let Some(fields) = line.as_object_mut() {
            fields.insert("_ms".to_owned(), (spent.as_secs_f64() * 1e3).into());
        }
        writeln!(out, "{line}")?;
    }
    Ok(())
}
