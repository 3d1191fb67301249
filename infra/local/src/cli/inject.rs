//! Hands one mail to the helpdesk, as SES would.
//!
//! Invariant: the mail is durably stored when the command ends.

use std::path::PathBuf;

use anyhow::{Context as _, bail};
use clap::Args;
use lambdesk_cloud::config::Role;
use lambdesk_domain::routing;

use super::attach::Helpdesk;
use super::{Data, print};
use crate::environment::Environment;
use crate::mail::{InboundMail, inbound};
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
        let mail = arrived(&helpdesk.environment, raw, self.to);
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

/// The mail with the envelope it would have had.
pub(crate) fn arrived(environment: &Environment, raw: Vec<u8>, to: Option<String>) -> InboundMail {
    let named = routing::recipients(&raw)
        .into_iter()
        .find(|address| environment.receives(address));
    let recipient = to
        .or(named)
        .unwrap_or_else(|| environment.names.support.clone());
    InboundMail {
        mail_from: "sender@mail.invalid".to_owned(),
        recipients: vec![recipient],
        raw,
        helo: "localhost".to_owned(),
        peer: None,
    }
}
