//! The mails a new helpdesk starts with.
//!
//! Invariant: they come in like any mail; nothing about them is special, and they come once.

use std::path::Path;
use std::time::Duration;

use anyhow::Context as _;
use include_dir::{Dir, include_dir};

use crate::stack::Stack;

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

/// Takes the demo mails in, once for each data folder, and waits until they are tickets.
///
/// # Errors
/// When a mail cannot be stored, or is not worked off within a minute.
pub async fn load(stack: &Stack, data: &Path) -> anyhow::Result<()> {
    let done = data.join("demo-mails-loaded");
    if done.exists() {
        return Ok(());
    }
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
