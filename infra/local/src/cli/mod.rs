//! The commands of `lambdesk`.
//!
//! Invariant: every command finds the running helpdesk of its data folder, or works without one.

mod articles;
mod attach;
mod backtest;
mod import;
mod inject;
mod key;
mod learn;
mod outbox;
mod read;
mod replay;
mod serve;
mod triage;

use std::io::Write as _;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

/// A helpdesk for shared mailboxes, in one process, without an account.
#[derive(Debug, Parser)]
#[command(name = "lambdesk", version, about, long_about = None)]
pub struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Run the whole helpdesk here: API, mail in by SMTP, mail out into an outbox
    Serve(serve::Serve),
    /// Hand one mail file to the helpdesk, as if it had just arrived
    Inject(inject::Inject),
    /// Take over old mail: folders, mbox files and .eml files; can be repeated and interrupted
    Import(import::Import),
    /// Take a folder of help pages into the knowledge base; the same folder again updates it
    Articles(articles::Articles),
    /// Read mails and print what is in them as JSON; needs no helpdesk
    Read(read::Read),
    /// Say what messages are about: category, priority, tone, language, team and why; needs no helpdesk
    Triage(triage::Triage),
    /// Judge past tickets again and say how right that would have been; changes nothing
    Backtest(backtest::Backtest),
    /// Learn from settled tickets, where that is better than the rules alone
    Learn(learn::Learn),
    /// Make keys for programs that use the API
    #[command(subcommand)]
    Key(key::Key),
    /// Look at the mails that were sent
    #[command(subcommand)]
    Outbox(outbox::OutboxCommand),
    /// Read one stored mail again, by its key such as raw/abc
    Replay(replay::Replay),
}

/// Where the helpdesk keeps its data.
#[derive(Debug, Clone, Args)]
pub struct Data {
    /// The data folder of the helpdesk
    #[arg(long, value_name = "DIR", default_value = ".local")]
    pub data: PathBuf,
}

impl Cli {
    /// Runs the command.
    ///
    /// # Errors
    /// What went wrong, in words that say what to do next.
    pub async fn run(self) -> anyhow::Result<()> {
        match self.command {
            Command::Serve(serve) => Box::pin(serve.run()).await,
            Command::Inject(inject) => Box::pin(inject.run()).await,
            Command::Import(import) => Box::pin(import.run()).await,
            Command::Articles(articles) => Box::pin(articles.run()).await,
            Command::Read(read) => read.run(),
            Command::Triage(triage) => triage.run(),
            Command::Backtest(backtest) => Box::pin(backtest.run()).await,
            Command::Learn(learn) => Box::pin(learn.run()).await,
            Command::Key(key) => Box::pin(key.run()).await,
            Command::Outbox(outbox) => outbox.run(),
            Command::Replay(replay) => Box::pin(replay.run()).await,
        }
    }
}

/// Prints a result line. A reader that went away, such as `head`, is no error.
pub fn print(line: &str) {
    let _ = writeln!(std::io::stdout().lock(), "{line}");
}

/// Prints a line for the person at the terminal.
pub fn say(line: &str) {
    let _ = writeln!(std::io::stderr().lock(), "{line}");
}
