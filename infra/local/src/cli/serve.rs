//! Runs the helpdesk until it is told to stop.
//!
//! Invariant: the addresses are printed only once the first mails are tickets and everything answers.

use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context as _, bail};
use clap::Args;
use jiff::SignedDuration;
use lambdesk_cloud::config::Role;
use lambdesk_cloud::entropy::sha256_hex;
use lambdesk_cloud::store::Link;
use serde_json::json;

use super::attach::Running;
use super::{Data, print, say};
use crate::app;
use crate::defaults;
use crate::demo;
use crate::environment::{self, Names};
use crate::sources;
use crate::stack::{Options, Stack};

/// How long the sign-in link in the terminal works.
const LINK_AGE: SignedDuration = SignedDuration::from_hours(24);

/// Options of `lambdesk serve`.
#[derive(Debug, Args)]
pub(super) struct Serve {
    /// Port of the API on this machine; 0 picks a free one
    #[arg(long, default_value_t = 8025)]
    port: u16,
    /// Port of the SMTP listener on this machine; 0 picks a free one
    #[arg(long, default_value_t = 2525)]
    smtp_port: u16,
    #[command(flatten)]
    data: Data,
    /// Start without the demo mails
    #[arg(long)]
    empty: bool,
    /// Delete the data folder first
    #[arg(long)]
    fresh: bool,
    /// Print one JSON object with the addresses once everything is ready
    #[arg(long)]
    json: bool,
    /// Run each function as a process of its own, as Lambda does
    #[arg(long)]
    processes: bool,
    /// Deliver events twice, late and out of order, to show that nothing depends on luck; takes a seed
    #[arg(long, value_name = "SEED", num_args = 0..=1, default_missing_value = "1")]
    chaos: Option<u64>,
    /// The address customers write to
    #[arg(long, value_name = "ADDRESS", default_value = "support@demo.test")]
    support: String,
    /// Say more on standard error
    #[arg(long, short)]
    verbose: bool,
}

impl Serve {
    pub(super) async fn run(self) -> anyhow::Result<()> {
        log_to_stderr(self.verbose);
        let data = self.data.data.clone();
        if self.fresh {
            remove(&data)?;
        }
        let stack = Stack::start(self.options()?).await?;
        stack
            .invoke(Role::Sweep, json!({}))
            .await
            .context("cannot set the helpdesk up")?;
        defaults::apply(&stack).await?;
        for source in sources::switch_on(&stack).await? {
            say(&format!(
                "{source} is asked about customers, as the environment says"
            ));
        }
        if !self.empty {
            demo::load(&stack, &data).await?;
        }
        let link = sign_in_link(&stack).await?;
        Running::of(&stack).write(&data)?;
        self.announce(&stack, &link);
        until_told_to_stop().await?;
        say("stopping; what is under way is finished first");
        let _ = std::fs::remove_file(Running::path(&data));
        stack.stop().await;
        Ok(())
    }

    fn options(&self) -> anyhow::Result<Options> {
        let mut options = Options::new(&self.data.data);
        options.api_port = self.port;
        options.smtp_port = self.smtp_port;
        options.names = Names {
            support: self.support.to_lowercase(),
            ..Names::default()
        };
        options.app = app::built();
        options.defaults = environment::machine_defaults(Path::new("."))?;
        if let Some(seed) = self.chaos {
            options = options.with_chaos(seed);
        }
        if self.processes {
            options.processes = Some(functions_binary()?);
        }
        Ok(options)
    }

    fn announce(&self, stack: &Stack, link: &str) {
        let api = &stack.environment.endpoints.api;
        if self.json {
            let ready = json!({
                "api": api,
                "docs": format!("{api}/docs"),
                "smtp": stack.smtp.to_string(),
                "sign_in": link,
                "pid": std::process::id(),
            });
            print(&ready.to_string());
            return;
        }
        print("Lambdesk is running.");
        print(&format!("  API       {api}/api/v1"));
        print(&format!("  Docs      {api}/docs"));
        print(&format!(
            "  SMTP      {}   write to {}",
            stack.smtp, stack.environment.names.support
        ));
        print(&format!("  Sign in   {link}"));
        print(&format!("  Data      {}", self.data.data.display()));
        print("Stop with Ctrl-C.");
    }
}

/// Deletes a data folder, and nothing that is not one.
fn remove(data: &Path) -> anyhow::Result<()> {
    let shown = data.display();
    let mut entries = match std::fs::read_dir(data) {
        Ok(entries) => entries,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(()),
        Err(error) => {
            return Err(error).with_context(|| format!("cannot read the data folder {shown}"));
        }
    };
    if entries.next().is_none() {
        return Ok(());
    }
    let lock = data.join("lock");
    let Ok(file) = std::fs::File::options().write(true).open(&lock) else {
        bail!(
            "{shown} is not a data folder of Lambdesk, so it is not deleted; choose another with --data"
        );
    };
    if file.try_lock().is_err() {
        bail!("the data folder {shown} is in use by another lambdesk; stop it first");
    }
    std::fs::remove_dir_all(data).with_context(|| format!("cannot delete the data folder {shown}"))
}

/// The functions' program, built beside this one.
fn functions_binary() -> anyhow::Result<PathBuf> {
    let own = std::env::current_exe().context("cannot find this program's own folder")?;
    let binary = own.with_file_name("lambdesk-functions");
    if binary.is_file() {
        return Ok(binary);
    }
    bail!(
        "{} is missing; build it with: cargo build -p lambdesk-functions",
        binary.display()
    )
}

/// A link for the owner, good for a day: whoever sees this terminal runs the helpdesk anyway.
async fn sign_in_link(stack: &Stack) -> anyhow::Result<String> {
    let world = stack.world(Role::Api)?;
    let organisation = world.default_organisation().await?;
    let agents = world.store.agents(&organisation.id).await?;
    let owner = agents
        .iter()
        .find(|a| a.email == stack.environment.names.owner)
        .or_else(|| agents.first());
    let owner = owner.context("the organisation has no agents; start anew with --fresh")?;
    let token = lambdesk_functions::api::tokens::secret(&world.entropy);
    let link = Link {
        hash: sha256_hex(&token),
        organisation: organisation.id.clone(),
        agent: owner.id.clone(),
        expires: world.clock.now() + LINK_AGE,
    };
    world.store.put_link(&link).await?;
    Ok(format!(
        "{}/auth/sign-in#token={token}",
        stack.environment.endpoints.api
    ))
}

async fn until_told_to_stop() -> anyhow::Result<()> {
    #[cfg(unix)]
    {
        let mut terminate =
            tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate())?;
        tokio::select! {
            interrupted = tokio::signal::ctrl_c() => interrupted?,
            _ = terminate.recv() => {}
        }
    }
    #[cfg(not(unix))]
    tokio::signal::ctrl_c().await?;
    // A second signal ends at once: nothing is lost by it, only finished later.
    tokio::spawn(async {
        if tokio::signal::ctrl_c().await.is_ok() {
            std::process::exit(130);
        }
    });
    tokio::time::sleep(Duration::ZERO).await;
    Ok(())
}

fn log_to_stderr(verbose: bool) {
    let level = if verbose {
        tracing::Level::INFO
    } else {
        tracing::Level::ERROR
    };
    let log = tracing_subscriber::fmt()
        .with_max_level(level)
        .with_writer(std::io::stderr)
        .with_target(false);
    // Already set up by a test: fine.
    let _ = log.try_init();
}
