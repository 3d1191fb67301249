//! Looks at sent mails.
//!
//! Invariant: reads only; what was sent is never changed.

use std::path::PathBuf;

use anyhow::bail;
use clap::{Args, Subcommand};

use super::{Data, print};
use crate::mail::outbox::{Listed, Outbox};

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
    /// One JSON object a line
    #[arg(long)]
    json: bool,
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
                    print(&if list.json {
                        serde_json::to_string(&mail)?
                    } else {
                        line(&mail)
                    });
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

/// One mail on one line; control characters of a subject never reach the terminal.
fn line(mail: &Listed) -> String {
    let at = jiff::Timestamp::from_millisecond(mail.accepted_at_ms).unwrap_or_default();
    let subject: String = mail.subject.chars().filter(|c| !c.is_control()).collect();
    format!(
        "{}  {at:.0}  {}  {}  {subject}",
        mail.id,
        mail.state.word(),
        mail.destinations.join(", ")
    )
}

fn open(data: &Data) -> anyhow::Result<Outbox> {
    let path = data.data.join("outbox.db");
    if !path.is_file() {
        bail!(
            "{} has no outbox; start the helpdesk there first, or choose another with --data",
            data.data.display()
        );
    }
    Ok(Outbox::open(&path)?)
}
