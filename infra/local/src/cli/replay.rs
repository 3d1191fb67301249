//! Has one stored mail read again.
//!
//! Invariant: a mail that is a message already stays the one message it is.

use anyhow::bail;
use clap::Args;
use lambdesk_cloud::config::Role;
use lambdesk_domain::task::{Stage, Task};

use super::attach::Helpdesk;
use super::{Data, print};

/// Options of `lambdesk replay`.
#[derive(Debug, Args)]
pub(super) struct Replay {
    /// Key of the stored mail, such as raw/abc
    key: String,
    #[command(flatten)]
    data: Data,
}

impl Replay {
    pub(super) async fn run(self) -> anyhow::Result<()> {
        let helpdesk = Helpdesk::find(&self.data.data).await?;
        if helpdesk
            .world(Role::Ingest)?
            .blobs
            .head(&self.key)
            .await?
            .is_none()
        {
            helpdesk.finish().await?;
            bail!(
                "there is no stored mail {}; the parked work and the messages name their keys",
                self.key
            );
        }
        let task = Task::Ingest {
            key: self.key.clone(),
        };
        helpdesk
            .world(Role::Relay)?
            .queues
            .send(Stage::Ingest, &[task])
            .await?;
        helpdesk.finish().await?;
        print(&self.key);
        Ok(())
    }
}
