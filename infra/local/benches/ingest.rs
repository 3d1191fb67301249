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
    let (before, threads_before) = (process::own_cpu_ms(), process::cpu_by_thread());
    let children_before = children_cpu_ms();
    let times = desk.work().await?;
    let cpu = process::own_cpu_ms() - before;
    let children = children_cpu_ms() - children_before;
    let threads: Value = process::cpu_by_thread()
        .into_iter()
        .map(|(name, ms)| {
            let earlier = threads_before.get(&name).copied().unwrap_or(0.0);
            (name, (ms - earlier) / mails.len() as f64)
        })
        .collect();
    let mut figures = json!({
        "mails": mails.len(),
        "put_per_second": rate(mails, put),
        "stored_per_second": rate(mails, times.stored),
        "all_stages_per_second": rate(mails, times.all),
        "stack_cpu_ms_per_mail": cpu / mails.len() as f64,
        "functions_cpu_ms_per_mail": children / mails.len() as f64,
        "stack_cpu_ms_per_mail_by_thread": threads,
    });
    if let (true, Some(fields)) = (run.units, figures.as_object_mut()) {
        fields.insert(
            "per_mail".to_owned(),
            serde_json::to_value(calls::cost(&desk.stack, mails.len()))?,
        );
    }
    Ok(figures)
}

async fn at_the_door(desk: &Desk, mails: &Mails) -> anyhow::Result<Value> {
    let took = desk.fill_and_work(mails).await?;
    Ok(json!({ "mails": mails.len(), "door_per_second": rate(mails, took) }))
}

fn children_cpu_ms() -> f64 {
    process::children().values().map(|(cpu, _)| cpu).sum()
}

fn rate(mails: &Mails, time: std::time::Duration) -> f64 {
    mails.len() as f64 / time.as_secs_f64()
}
