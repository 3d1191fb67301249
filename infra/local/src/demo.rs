//! The mails, help pages and canned responses a new helpdesk starts with, and the people who answer.
//!
//! Invariant: mails come in like any mail; nothing about them is special, and all of it comes once.

use std::path::Path;
use std::time::Duration;

use anyhow::Context as _;
use include_dir::{Dir, include_dir};
use lambdesk_cloud::config::Role;
use lambdesk_domain::people::{self, Actor, Agent};
use lambdesk_functions::canned;
use lambdesk_functions::knowledge::{self, File};

use crate::stack::Stack;

/// Colleagues of the owner, so that there is somebody to assign tickets to: name, address, team.
const COLLEAGUES: [(&str, &str, &str); 4] = [
    ("Mara Lindt", "mara@demo.test", "finance"),
    ("Jonas Weber", "jonas@demo.test", "engineering"),
    ("Ines Duarte", "ines@demo.test", "support"),
    ("Pieter Bakker", "pieter@demo.test", "support"),
];

/// Help pages of the invented app that the demo mails are about, in five languages.
static ARTICLES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../../events/knowledge");

/// Canned responses of the same team.
static CANNED: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../../events/canned");

static MAILS: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../../events/mail");

/// The demo mails, in the order in which they arrive: name and bytes.
///
/// # Errors
/// When `demo.txt` names a mail that is not there.
pub fn mails() -> anyhow::Result<Vec<(&'static str, &'static [u8])>> {
    let list = MAILS
        .get_file("demo.txt")
        .and_then(|file| file.contents_utf8())
        .context("events/mail has no demo.txt")?;
    let names = list
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty() && !line.starts_with('#'));
    names
        .map(|name| {
            let file = MAILS
                .get_file(name)
                .with_context(|| format!("events/mail has no {name}"))?;
            Ok((name, file.contents()))
        })
        .collect()
}

/// Lets the colleagues in, takes help pages, canned responses and demo mails in, once for each data folder, and waits until they are tickets.
///
/// # Errors
/// When a mail cannot be stored, or is not worked off within a minute.
pub async fn load(stack: &Stack, data: &Path) -> anyhow::Result<()> {
    let done = data.join("demo-mails-loaded");
    if done.exists() {
        return Ok(());
    }
    colleagues(stack)
        .await
        .context("cannot add the demo's colleagues")?;
    articles(stack)
        .await
        .context("cannot take in the demo's help pages and canned responses")?;
    for (name, raw) in mails()? {
        let mail = stack.environment.arrived(raw.to_vec(), None);
        stack
            .receive(mail)
            .await
            .with_context(|| format!("cannot take in the demo mail {name}"))?;
        // One after the other, so that numbers follow the order of the list.
        stack.until_idle(Duration::from_secs(60)).await?;
    }
    std::fs::write(&done, "").with_context(|| format!("cannot write {}", done.display()))
}

/// The demo's help pages: path within their folder, and bytes.
#[must_use]
pub fn pages() -> Vec<File> {
    files(&ARTICLES)
}

/// The demo's canned responses: path within their folder, and bytes.
#[must_use]
pub fn canned_responses() -> Vec<File> {
    files(&CANNED)
}

/// The files in the folders of the languages.
fn files(folder: &Dir<'_>) -> Vec<File> {
    let languages = folder.dirs();
    let files = languages.flat_map(|language| language.files());
    files
        .map(|file| File {
            path: file.path().to_string_lossy().replace('\\', "/"),
            bytes: file.contents().to_vec(),
        })
        .collect()
}

async fn articles(stack: &Stack) -> anyhow::Result<()> {
    let world = stack.world(Role::Api)?;
    let organisation = world.default_organisation().await?.id;
    let by = Actor::System("demo".to_owned());
    knowledge::import(&world, &organisation, &by, &pages()).await?;
    knowledge::indexed(&world, &organisation).await?;
    canned::import(&world, &organisation, &by, &canned_responses()).await?;
    Ok(())
}

async fn colleagues(stack: &Stack) -> anyhow::Result<()> {
    let world = stack.world(Role::Api)?;
    let organisation = world.default_organisation().await?.id;
    let teams = world.store.teams(&organisation).await?;
    let known = world.store.agents(&organisation).await?;
    let now = world.clock.now();
    for (name, email, key) in COLLEAGUES {
        // A start that was interrupted got this far.
        if known.iter().any(|agent| agent.email == email) {
            continue;
        }
        let team = teams.iter().find(|team| team.key == key);
        let agent = Agent {
            id: world.entropy.agent(now),
            organisation: organisation.clone(),
            email: email.to_owned(),
            name: name.to_owned(),
            role: people::Role::Agent,
            teams: team.map(|team| team.id.clone()).into_iter().collect(),
            active: true,
            created_at: now,
        };
        world.store.put_agent(&agent).await?;
    }
    Ok(())
}
