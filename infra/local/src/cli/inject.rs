//! Hands one mail to the helpdesk, as SES would.
//!
//! Invariant: the mail is durably stored when the command ends.

use std::path::PathBuf;

use anyhow::{Context as _, bail};
use clap::Args;
use lambdesk_cloud::config::Role;

use super::attach::Helpdesk;
use super::{Data, print};
use crate::mail::inbound;
use crate::stack;

/// Options of `lambdesk inject`.
#[derive(Debug, Args)]
pub(super) struct Inject {
    /// The mail, as a file (.eml)
    file: PathBuf,
    /// The recipient; without it the first own address in To or Cc, else the support address
    #[arg(long, value_name = "ADDRESS")]
    to: Option<String>,
    #[command(flatten)]
    data: Data,
}

impl Inject {
    pub(super) async fn run(self) -> anyhow::Result<()> {
        let raw = std::fs::read(&self.file)
            .with_context(|| format!("cannot read {}", self.file.display()))?;
        if raw.is_empty() {
            bail!("{} is empty; there is no mail in it", self.file.display());
        }
        let helpdesk = Helpdesk::find(&self.data.data).await?;
        let mail = helpdesk.environment.arrived(raw, self.to);
        let world = helpdesk.world(Role::Ingest)?;
        let arrival = stack::arrival(world.clock.now());
        let stored = inbound::stored_form(&mail, &arrival);
        let key = inbound::key(&arrival.id);
        world.blobs.put(&key, stored, "message/rfc822").await?;
        helpdesk.finish().await?;
        print(&key);
        Ok(())
    }
}
