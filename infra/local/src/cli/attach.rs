//! Finds the running helpdesk of a data folder, or starts what a command needs of one.
//!
//! Invariant: two processes never open the same data; whoever comes second talks to the first.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context as _;
use lambdesk_cloud::clock::Clock;
use lambdesk_cloud::config::Role;
use lambdesk_cloud::entropy::Entropy;
use lambdesk_functions::world::World;
use serde::{Deserialize, Serialize};

use crate::environment::{self, Endpoints, Environment, Names};
use crate::stack::{Options, Stack};

/// What a running helpdesk leaves in its data folder for other commands.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Running {
    pub(super) pid: u32,
    pub(super) smtp: String,
    pub(super) endpoints: Endpoints,
    pub(super) names: Names,
}

impl Running {
    pub(super) fn of(stack: &Stack) -> Self {
        Self {
            pid: std::process::id(),
            smtp: stack.smtp.to_string(),
            endpoints: stack.environment.endpoints.clone(),
            names: stack.environment.names.clone(),
        }
    }

    pub(super) fn path(data: &Path) -> PathBuf {
        data.join("running.json")
    }

    pub(super) fn write(&self, data: &Path) -> anyhow::Result<()> {
        let path = Self::path(data);
        let text = serde_json::to_string_pretty(self)?;
        std::fs::write(&path, text).with_context(|| format!("cannot write {}", path.display()))
    }
}

/// A helpdesk to work with: the running one, or one started for this command.
pub(super) struct Helpdesk {
    pub(super) environment: Environment,
    own: Option<Stack>,
}

impl Helpdesk {
    /// Finds the running helpdesk of a data folder, or starts one.
    pub(super) async fn find(data: &Path) -> anyhow::Result<Self> {
        let mut options = Options::new(data);
        options.defaults = environment::machine_defaults(Path::new("."))?;
        match Stack::start(options).await {
            Ok(stack) => {
                stack
                    .invoke(Role::Sweep, serde_json::json!({}))
                    .await
                    .context("cannot set the helpdesk up")?;
                Ok(Self {
                    environment: stack.environment.clone(),
                    own: Some(stack),
                })
            }
            Err(error) => match read_running(data) {
                Some(running) => Ok(Self {
                    environment: running?,
                    own: None,
                }),
                None => Err(error),
            },
        }
    }

    /// What a function of the helpdesk has at hand.
    pub(super) fn world(&self, role: Role) -> anyhow::Result<Arc<World>> {
        self.environment
            .world(role, Clock::System, Entropy::system())
    }

    /// Waits until a helpdesk of our own has worked everything off, and ends it.
    pub(super) async fn finish(self) -> anyhow::Result<()> {
        let Some(stack) = self.own else { return Ok(()) };
        let idle = stack.until_idle(Duration::from_secs(600)).await;
        stack.stop().await;
        idle.map(drop)
    }
}

fn read_running(data: &Path) -> Option<anyhow::Result<Environment>> {
    let text = std::fs::read_to_string(Running::path(data)).ok()?;
    Some((|| {
        let running: Running =
            serde_json::from_str(&text).context("running.json is damaged; stop the helpdesk")?;
        let secret = environment::signing_secret(data, &Entropy::system())?;
        let environment = Environment::new(running.endpoints, running.names, &secret)?;
        Ok(environment.with_defaults(environment::machine_defaults(Path::new("."))?))
    })())
}
