//! Looks at sent mails.
//!
//! Invariant: reads only; what was sent is never changed.

use std::path::PathBuf;

use anyhow::bail;
use clap::{Args, Subcommand};

use super::{Data, print};
use crate::mail::outbox::Outbox;

/// Subcommands of `lambdesk outbox`.
#[derive(Debug, Subcommand)]
pub(super) enum OutboxCommand {
    /// List sent mails, newest first: id, time, state, recipients, subject
    List(List),
    /// Print one sent mail as it went out
    Show(Show),
    /// Save one sent mail as a file
    Save(Save),
}

/// Options of `lambdesk outbox list`.
#[derive(Debug, Args)]
pub(super) struct List {
    /// How many
    #[arg(long, default_value_t = 50)]
    limit: usize,
    #[command(flatten)]
    data: Data,
}

/// Options of `lambdesk outbox show`.
#[derive(Debug, Args)]
pub(super) struct Show {
    /// Id of the mail, from the list
    id: String,
    #[command(flatten)]
    data: Data,
}

/// Options of `lambdesk outbox save`.
#[derive(Debug, Args)]
pub(super) struct Save {
    /// Id of the mail, from the list
    id: String,
    /// File to write, such as reply.eml
    file: PathBuf,
    #[command(flatten)]
    data: Data,
}

impl OutboxCommand {
    pub(super) fn run(self) -> anyhow::Result<()> {
        match self {
            OutboxCommand::List(list) => {
                for mail in open(&list.data)?.list(list.limit)? {
                    print(&mail.to_string());
                }
            }
            OutboxCommand::Show(show) => {
                let raw = open(&show.data)?.raw(&show.id)?;
                print(&String::from_utf8_lossy(&raw));
            }
            OutboxCommand::Save(save) => {
                let path = open(&save.data)?.save(&save.id, &save.file)?;
                print(&path.display().to_string());
            }
        }
        Ok(())
    }
}

fn open(data: &Data) -> anyhow::Result<Outbox> {
    let path = data.data.join("outbox.db");
    if !path.is_file() {
        bail!("{} has no outbox; start the helpdesk there first, or choose another with --data", data.data.display());
    }
    Ok(Outbox::open(&path)?)
}
