//! Makes API keys without an API.
//!
//! Invariant: the secret is printed once and only its hash is stored.

use std::collections::BTreeSet;
use std::sync::Arc;

use anyhow::{Context as _, bail};
use clap::{Args, Subcommand};
use lambdesk_cloud::clock::Clock;
use lambdesk_cloud::config::{Config, Role as Function};
use lambdesk_cloud::entropy::Entropy;
use lambdesk_domain::access::Scope;
use lambdesk_domain::people::Role;
use lambdesk_functions::api::tokens;
use lambdesk_functions::world::World;

use super::attach::Helpdesk;
use super::{Data, print};

/// Subcommands of `lambdesk key`.
#[derive(Debug, Subcommand)]
pub(super) enum Key {
    /// Make an API key and print it; it is shown this once
    Create(Create),
}

/// Options of `lambdesk key create`.
#[derive(Debug, Args)]
pub(super) struct Create {
    /// What the key may do, as the role of a person: owner, admin, supervisor, agent, light, readonly
    #[arg(long, default_value = "agent")]
    role: String,
    /// What the key may do, exactly: scopes such as tickets:read,replies:write; instead of a role
    #[arg(long, value_delimiter = ',')]
    scopes: Vec<String>,
    /// A name to find the key by
    #[arg(long, default_value = "command line")]
    name: String,
    #[command(flatten)]
    data: Data,
    /// A deployed table instead of a data folder; reads `AWS_REGION` and credentials from the environment
    #[arg(long, value_name = "TABLE")]
    table: Option<String>,
}

impl Key {
    pub(super) async fn run(self) -> anyhow::Result<()> {
        let Key::Create(create) = self;
        create.run().await
    }
}

impl Create {
    async fn run(self) -> anyhow::Result<()> {
        let scopes = self.scopes()?;
        let Some(table) = self.table.clone() else {
            let helpdesk = Helpdesk::find(&self.data.data).await?;
            let text = self
                .make(helpdesk.world(Function::Api)?.as_ref(), scopes)
                .await?;
            helpdesk.finish().await?;
            print(&text);
            return Ok(());
        };
        print(&self.make(deployed(table)?.as_ref(), scopes).await?);
        Ok(())
    }

    async fn make(&self, world: &World, scopes: BTreeSet<Scope>) -> anyhow::Result<String> {
        let organisation = world.store.default_organisation().await?;
        let organisation = organisation.context(
            "there is no organisation yet; the sweep function creates it within a minute",
        )?;
        let now = world.clock.now();
        let (key, text) = tokens::mint(
            &world.entropy,
            &organisation.id,
            &self.name,
            scopes,
            None,
            now,
        );
        world.store.put_api_key(&key).await?;
        Ok(text)
    }

    fn scopes(&self) -> anyhow::Result<BTreeSet<Scope>> {
        if self.scopes.is_empty() {
            let role: Role = self
                .role
                .parse()
                .with_context(|| format!("--role {}", self.role))?;
            return of_role(role);
        }
        self.scopes
            .iter()
            .map(|word| {
                word.trim()
                    .parse()
                    .with_context(|| format!("--scopes {word}"))
            })
            .collect()
    }
}

/// The scopes that let a program do what a person of the role may.
fn of_role(role: Role) -> anyhow::Result<BTreeSet<Scope>> {
    let reading = [
        Scope::TicketsRead,
        Scope::ContactsRead,
        Scope::KnowledgeRead,
    ];
    let working = [
        Scope::TicketsWrite,
        Scope::RepliesWrite,
        Scope::ContactsWrite,
        Scope::OperationsRead,
    ];
    Ok(match role {
        Role::Owner | Role::Admin => Scope::ALL.iter().copied().collect(),
        Role::Supervisor => Scope::ALL
            .iter()
            .copied()
            .filter(|scope| *scope != Scope::Admin)
            .collect(),
        Role::Agent => reading
            .into_iter()
            .chain(working)
            .chain([Scope::NotesWrite])
            .collect(),
        Role::Light => reading.into_iter().chain([Scope::NotesWrite]).collect(),
        Role::Readonly => reading.into_iter().collect(),
        Role::Machine => {
            bail!("a key of the role machine needs --scopes, such as --scopes tickets:read")
        }
    })
}

/// A world on a deployed table; only what the store needs is read from the environment.
fn deployed(table: String) -> anyhow::Result<Arc<World>> {
    let config = Config::read(Function::Api, &|name| match name {
        "TABLE" => Some(table.clone()),
        name if name.starts_with("AWS_") => lambdesk_cloud::config::environment(name),
        // Not needed to make a key, but part of the role's environment.
        "PUBLIC_URL" => Some("https://localhost".to_owned()),
        "REPLY_DOMAIN" => Some("mail.invalid".to_owned()),
        _ => Some("not-needed-to-make-a-key-0000000000".to_owned()),
    })?;
    Ok(Arc::new(World::new(
        config,
        Clock::System,
        Entropy::system(),
    )))
}
