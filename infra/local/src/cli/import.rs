//! Takes over old mail.
//!
//! Invariant: every mail ends as new, joined, known already, or parked with a reason, and the numbers add up.

use std::path::PathBuf;
use std::sync::Arc;

use anyhow::Context as _;
use clap::Args;
use futures_util::{StreamExt as _, stream};
use indicatif::{ProgressBar, ProgressStyle};
use lambdesk_cloud::config::Role;
use lambdesk_cloud::entropy::sha256_hex;
use lambdesk_domain::ids::OrganisationId;
use lambdesk_domain::ticket::Source;
use lambdesk_functions::batch::Failure;
use lambdesk_functions::ingest::{self, Outcome, RawMail};
use lambdesk_functions::world::World;

use super::attach::Helpdesk;
use super::{Data, print, say};
use crate::mail_files::{self, Found};

/// Mails worked on at a time.
const AT_A_TIME: usize = 4;
/// How often one mail is tried when the helpdesk is busy.
const TRIES: usize = 5;

/// Options of `lambdesk import`.
#[derive(Debug, Args)]
pub(super) struct Import {
    /// Folders (also Maildir), mbox files and .eml files
    #[arg(required = true)]
    paths: Vec<PathBuf>,
    #[command(flatten)]
    data: Data,
    /// No progress bar
    #[arg(long, short)]
    quiet: bool,
}

/// What became of the mails.
#[derive(Debug, Default)]
struct Summary {
    new: usize,
    joined: usize,
    duplicate: usize,
    parked: usize,
    failed: usize,
}

enum Fate {
    New,
    Joined,
    Duplicate,
    Parked(String),
    Failed(String),
}

impl Import {
    pub(super) async fn run(self) -> anyhow::Result<()> {
        let files = mail_files::files(&self.paths)?;
        let helpdesk = Helpdesk::find(&self.data.data).await?;
        let world = helpdesk.world(Role::Ingest)?;
        let organisation = world.default_organisation().await?.id;
        let bar = self.bar(files.len());
        let mut summary = Summary::default();
        for file in files {
            let mails = mail_files::mails(&file)?;
            let (world, organisation) = (&world, &organisation);
            let mut fates = stream::iter(mails)
                .map(|found| async move {
                    let name = found.name.clone();
                    (name, import(world, organisation, found).await)
                })
                .buffer_unordered(AT_A_TIME);
            while let Some((name, fate)) = fates.next().await {
                summary.add(&name, fate, &bar);
            }
            bar.inc(1);
        }
        bar.finish_and_clear();
        helpdesk.finish().await?;
        summary.tell()
    }

    fn bar(&self, files: usize) -> ProgressBar {
        if self.quiet {
            return ProgressBar::hidden();
        }
        let bar = ProgressBar::new(files as u64);
        if let Ok(style) =
            ProgressStyle::with_template("{bar:40} {pos}/{len} files  {per_sec}  {msg}")
        {
            bar.set_style(style);
        }
        bar
    }
}

/// Imports one mail; the key of its object comes from its content, so that a second run overwrites the same.
async fn import(world: &Arc<World>, organisation: &OrganisationId, found: Found) -> Fate {
    let raw = match found.mail {
        Ok(raw) => raw,
        Err(problem) => return Fate::Failed(problem),
    };
    let key = format!("imported/{}", sha256_hex(&raw));
    let raw = bytes::Bytes::from(raw);
    let mut last = String::new();
    for _ in 0..TRIES {
        if let Err(error) = world.blobs.put(&key, raw.clone(), "message/rfc822").await {
            last = error.to_string();
            continue;
        }
        if raw.is_empty() {
            return park(
                world,
                organisation,
                &key,
                "it is empty: there is no mail in it".to_owned(),
            )
            .await;
        }
        let mail = RawMail {
            key: &key,
            bytes: &raw,
            received: world.clock.now(),
            source: Source::Import,
        };
        match ingest::file(world, &mail).await {
            Ok(Outcome::Opened(_)) => return Fate::New,
            Ok(Outcome::Joined(_)) => return Fate::Joined,
            Ok(Outcome::Duplicate(..) | Outcome::Ignored) => return Fate::Duplicate,
            Err(Failure::Park { reason, .. }) => {
                return park(world, organisation, &key, reason).await;
            }
            Err(Failure::Retry { error, .. }) => last = format!("{error:#}"),
        }
    }
    Fate::Failed(last)
}

async fn park(world: &World, organisation: &OrganisationId, key: &str, reason: String) -> Fate {
    match ingest::park_import(world, organisation, key, reason.clone()).await {
        Ok(_) => Fate::Parked(reason),
        Err(error) => Fate::Failed(error.to_string()),
    }
}

impl Summary {
    fn add(&mut self, name: &str, fate: Fate, bar: &ProgressBar) {
        let told = match fate {
            Fate::New => {
                self.new += 1;
                None
            }
            Fate::Joined => {
                self.joined += 1;
                None
            }
            Fate::Duplicate => {
                self.duplicate += 1;
                None
            }
            Fate::Parked(reason) => {
                self.parked += 1;
                Some(format!("parked: {name}: {reason}"))
            }
            Fate::Failed(reason) => {
                self.failed += 1;
                Some(format!("failed: {name}: {reason}"))
            }
        };
        if let Some(told) = told {
            bar.suspend(|| say(&told));
        }
    }

    fn total(&self) -> usize {
        self.new + self.joined + self.duplicate + self.parked + self.failed
    }

    fn tell(&self) -> anyhow::Result<()> {
        print(&format!(
            "{} mails: {} new tickets, {} joined a ticket, {} known already, {} parked, {} failed",
            self.total(),
            self.new,
            self.joined,
            self.duplicate,
            self.parked,
            self.failed
        ));
        (self.failed == 0)
            .then_some(())
            .context("some mails could not be taken over; run the same import again")
    }
}
