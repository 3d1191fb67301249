//! Takes a folder of help pages into the knowledge base.
//!
//! Invariant: every file ends as new, updated, unchanged or refused with a reason, and the numbers add up.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use clap::Args;
use lambdesk_cloud::config::Role;
use lambdesk_domain::people::Actor;
use lambdesk_functions::knowledge::{self, File, Imported};

use super::attach::Helpdesk;
use super::{Data, print, say};

/// Largest file that is read; larger ones are refused by their size alone.
const LARGEST: u64 = 1 << 20;

/// Options of `lambdesk articles`.
#[derive(Debug, Args)]
pub(super) struct Articles {
    /// The folder: its .md and .mdx files are articles, but not a README.md at its top
    folder: PathBuf,
    #[command(flatten)]
    data: Data,
}

impl Articles {
    pub(super) async fn run(self) -> anyhow::Result<()> {
        let shown = self.folder.display().to_string();
        let mut paths = Vec::new();
        find(&self.folder, true, &mut paths)
            .with_context(|| format!("cannot read the folder {shown}"))?;
        if paths.is_empty() {
            bail!("{shown} holds no .md or .mdx file");
        }
        let helpdesk = Helpdesk::find(&self.data.data).await?;
        let world = helpdesk.world(Role::Api)?;
        let organisation = world.default_organisation().await?.id;
        let mut summary = Summary::default();
        let mut files = Vec::new();
        for path in &paths {
            match read(&self.folder, path) {
                Ok(file) => files.push(file),
                Err(reason) => summary.refused(&path.display().to_string(), &reason),
            }
        }
        let by = Actor::System("import".to_owned());
        let outcomes = knowledge::import(&world, &organisation, &by, &files).await?;
        for (file, outcome) in files.iter().zip(outcomes) {
            summary.add(&file.path, outcome);
        }
        // Built now, so that the first mail need not wait for it.
        knowledge::indexed(&world, &organisation).await?;
        helpdesk.finish().await?;
        summary.tell()
    }
}

/// The help pages of a folder and those below it, in order; hidden folders are left alone.
fn find(folder: &Path, top: bool, found: &mut Vec<PathBuf>) -> std::io::Result<()> {
    let mut entries: Vec<PathBuf> = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        entries.push(entry?.path());
    }
    entries.sort();
    for path in entries {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if name.starts_with('.') {
            continue;
        }
        let ending = path.extension().unwrap_or_default().to_string_lossy();
        let page = matches!(ending.to_ascii_lowercase().as_str(), "md" | "mdx");
        if path.is_dir() {
            find(&path, false, found)?;
        } else if page && !(top && name.eq_ignore_ascii_case("README.md")) {
            found.push(path);
        }
    }
    Ok(())
}

fn read(folder: &Path, path: &Path) -> Result<File, String> {
    let size = std::fs::metadata(path).map_err(|error| error.to_string())?;
    if size.len() > LARGEST {
        return Err(format!(
            "it has {} bytes, far more than an article",
            size.len()
        ));
    }
    let within = path.strip_prefix(folder).unwrap_or(path);
    let parts = within.iter().map(|part| part.to_string_lossy());
    Ok(File {
        path: parts.collect::<Vec<_>>().join("/"),
        bytes: std::fs::read(path).map_err(|error| error.to_string())?,
    })
}

/// What became of the files.
#[derive(Debug, Default)]
struct Summary {
    new: usize,
    updated: usize,
    unchanged: usize,
    refused: usize,
}

impl Summary {
    fn add(&mut self, path: &str, outcome: Imported) {
        match outcome {
            Imported::Created(_) => self.new += 1,
            Imported::Updated(_) => self.updated += 1,
            Imported::Unchanged(_) => self.unchanged += 1,
            Imported::Refused(reason) => self.refused(path, &reason),
        }
    }

    fn refused(&mut self, path: &str, reason: &str) {
        self.refused += 1;
        say(&format!("refused: {path}: {reason}"));
    }

    fn tell(&self) -> anyhow::Result<()> {
        let total = self.new + self.updated + self.unchanged + self.refused;
        print(&format!(
            "{total} files: {} new articles, {} updated, {} unchanged, {} refused",
            self.new, self.updated, self.unchanged, self.refused
        ));
        (self.refused == 0)
            .then_some(())
            .context("some files are no articles; correct them and run the same import again")
    }
}
