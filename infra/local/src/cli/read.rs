//! Reads mails and prints what is in them.
//!
//! Invariant: one line of JSON for each mail, in order; a file that cannot be read is an error, a mail never.

use std::io::{BufRead as _, Read as _};
use std::time::Instant;

use anyhow::Context as _;
use clap::Args;
use lambdesk_domain::mail::{self, Context, Limits};

use super::print;
use crate::environment::domain_of;

/// Options of `lambdesk read`.
#[derive(Debug, Args)]
pub(super) struct Read {
    /// Read paths from standard input, one a line, and print one JSON object a line
    #[arg(long)]
    batch: bool,
    /// A domain whose addresses are the organisation's own; can be given several times
    #[arg(long, value_name = "DOMAIN")]
    own: Vec<String>,
}

impl Read {
    pub(super) fn run(&self) -> anyhow::Result<()> {
        let stdin = std::io::stdin();
        if !self.batch {
            let mut raw = Vec::new();
            stdin
                .lock()
                .read_to_end(&mut raw)
                .context("cannot read standard input")?;
            print(&self.read(&raw).to_string());
            return Ok(());
        }
        for path in stdin.lock().lines() {
            let path = path.context("cannot read standard input")?;
            let path = path.trim();
            if path.is_empty() {
                continue;
            }
            let raw = std::fs::read(path).with_context(|| format!("cannot read {path}"))?;
            print(&self.read(&raw).to_string());
        }
        Ok(())
    }

    fn read(&self, raw: &[u8]) -> serde_json::Value {
        let own = |address: &str| {
            self.own
                .iter()
                .any(|domain| domain.eq_ignore_ascii_case(domain_of(address)))
        };
        let started = Instant::now();
        let mail = mail::read(
            raw,
            &Context {
                own: &own,
                limits: Limits::default(),
            },
        );
        let spent = started.elapsed().as_secs_f64() * 1_000.0;
        let mut json = mail::read_json(&mail);
        if let Some(fields) = json.as_object_mut() {
            fields.insert("_ms".to_owned(), spent.into());
        }
        json
    }
}
