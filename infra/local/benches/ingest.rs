//! Measures the road of mail: from the bucket to the ticket and through all stages, and then the API.
//!
//! One run is one process, so that memory and processor time belong to it alone. The figures go as one JSON
//! object to `--out`, because standard output carries the metric lines of the functions.
//! Invariant: what a run measures beside time (units, tickets) is measured outside the time.

mod support;

use std::path::PathBuf;

use anyhow::Context as _;
use clap::Parser as _;
use serde_json::{Value, json};

use support::desk::{Desk, Settings};
use support::mails::Mails;
use support::{calls, check, generate, process};

/// Measures one deployment.
#[derive(Debug, clap::Parser)]
struct Run {
    /// Folder of .eml files, with manifest.jsonl if there is one
    #[arg(long)]
    mails: PathBuf,
    /// Make the mails first
    #[arg(long)]
    generate: bool,
    /// How many mails
    #[arg(long, default_value_t = 1_000)]
    count: usize,
    /// Invocations at once for each queue
    #[arg(long, default_value_t = 1)]
    workers: usize,
    /// The functions' program; they run as processes and their processor time is known
    #[arg(long)]
    processes: Option<PathBuf>,
    /// Where data folders are made
    #[arg(long, default_value = "target/bench")]
    disk: PathBuf,
    /// Where the mails say they are going to
    #[arg(long, default_value = "support@helpdesk.example")]
    support: String,
    /// Bring the mails in while the functions work
    #[arg(long)]
    door: bool,
    /// Have ingest work alone first, then let the other functions loose
    #[arg(long)]
    alone: bool,
    /// Count calls and capacity units; slower, so times of such a run mean nothing
    #[arg(long)]
    units: bool,
    /// Measure the API afterwards
    #[arg(long)]
    api: bool,
    /// Compare the tickets with the manifest afterwards
    #[arg(long)]
    check: bool,
    /// Where the figures go
    #[arg(long)]
    out: PathBuf,
    /// Given by cargo
    #[arg(long, hide = true)]
    bench: bool,
}

fn main() -> anyhow::Result<()> {
    let run = Run::parse();
    if run.generate {
        generate::write(&run.mails, run.count)?;
    }
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?;
    let figures = runtime.block_on(Box::pin(measure(&run)))?;
    std::fs::write(&run.out, figures.to_string())
        .with_context(|| format!("cannot write {}", run.out.display()))
}

async fn measure(run: &Run) -> anyhow::Result<Value> {
    let mails = Mails::of(&run.mails, run.count)?;
    let desk = Desk::start(&Settings {
        disk: run.disk.clone(),
        workers: run.workers,
        processes: run.processes.clone(),
        support: run.support.clone(),
    })
    .await?;
    let mut figures = match run.door {
        true => at_the_door(&desk, &mails).await?,
        false => from_the_bucket(run, &desk, &mails).await?,
    };
    let mut add = |name: &str, value: Value| {
        if let Some(fields) = figures.as_object_mut() {
            fields.insert(name.to_owned(), value);
        }
    };
    add("peak_mib", json!(process::own_peak_mib()));
    add("children", json!(process::children()));
    if run.check {
        add(
            "check",
            serde_json::to_value(check::check(&desk.stack, &mails).await?)?,
        );
    }
    if run.api {
        add("api", serde_json::to_value(calls::latencies(&desk).await?)?);
    }
    if run.units {
        add("costs", serde_json::to_value(calls::costs(&desk).await?)?);
    }
    desk.stack.stop().await;
    Ok(figures)
}

async fn from_the_bucket(run: &Run, desk: &Desk, mails: &Mails) -> anyhow::Result<Value> {
    let put = desk.fill(mails).await?;
    if run.units {
        calls::start_counting(&desk.stack);
    }
    let mut figures = json!({ "mails": mails.len(), "put_per_second": rate(mails, put) });
    let mut before = Spent::now();
    let mut note = |name: &str, value: Value| {
        if let Some(fields) = figures.as_object_mut() {
            fields.insert(name.to_owned(), value);
        }
    };
    if run.alone {
        note(
            "alone_per_second",
            json!(rate(mails, desk.ingest_alone().await?)),
        );
        note("alone_cpu", before.since(mails.len()));
        before = Spent::now();
    }
    let times = desk.work().await?;
    note("cpu", before.since(mails.len()));
    // After ingest alone there are no mails left: the time is that of the later stages.
    if !run.alone {
        note("stored_per_second", json!(rate(mails, times.stored)));
    }
    note("all_stages_per_second", json!(rate(mails, times.all)));
    if run.units {
        let cost = calls::cost(&desk.stack, mails.len());
        note("per_mail", serde_json::to_value(cost)?);
    }
    Ok(figures)
}

/// Processor time at one moment.
struct Spent {
    own: f64,
    children: f64,
    threads: std::collections::BTreeMap<String, f64>,
}

impl Spent {
    fn now() -> Self {
        let children = process::children();
        Self {
            own: process::own_cpu_ms(),
            children: children.values().map(|(cpu, _)| cpu).sum(),
            threads: process::cpu_by_thread(),
        }
    }

    /// Milliseconds for each mail since then: this process, its threads by name, the functions' processes.
    fn since(&self, mails: usize) -> Value {
        let now = Self::now();
        let each = |ms: f64| ms / mails.max(1) as f64;
        let earlier = |name: &String| self.threads.get(name).copied().unwrap_or(0.0);
        let threads: Value = now
            .threads
            .iter()
            .map(|(name, ms)| (name.clone(), each(ms - earlier(name))))
            .collect();
        json!({
            "stack_ms": each(now.own - self.own),
            "functions_ms": each(now.children - self.children),
            "stack_ms_by_thread": threads,
        })
    }
}

async fn at_the_door(desk: &Desk, mails: &Mails) -> anyhow::Result<Value> {
    let took = desk.fill_and_work(mails).await?;
    Ok(json!({ "mails": mails.len(), "door_per_second": rate(mails, took) }))
}

fn rate(mails: &Mails, time: std::time::Duration) -> f64 {
    mails.len() as f64 / time.as_secs_f64()
}
