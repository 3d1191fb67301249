//! `lambdesk`: the helpdesk on one machine, and its tools.
//!
//! Invariant: what a command prints on standard output is its result; everything else goes to standard error.

use std::process::ExitCode;

use clap::Parser as _;
use lambdesk_local::cli::Cli;

fn main() -> ExitCode {
    let cli = Cli::parse();
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build();
    let outcome = match runtime {
        Ok(runtime) => runtime.block_on(cli.run()),
        Err(error) => Err(error.into()),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            lambdesk_local::cli::say(&format!("lambdesk: {error:#}"));
            ExitCode::FAILURE
        }
    }
}
