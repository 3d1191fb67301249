//! The mails of one run: files in a folder, with or without a manifest that says what they are.
//!
//! Invariant: mails stay on disk until they are taken in, so that the memory measured is the helpdesk's own.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use serde::{Deserialize, Serialize};

/// What the manifest (`manifest.jsonl`) says about one mail. Other fields are ignored.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Entry {
    /// Its file, relative to the manifest.
    pub file: String,
    /// plain, html, reply, attach or auto.
    pub kind: String,
    /// Its `Message-ID`, in angle brackets.
    pub message_id: String,
    /// Message-ID of the first mail of its conversation; none for automatic mail.
    pub thread: Option<String>,
}

/// The mails of a folder.
pub struct Mails {
    files: Vec<PathBuf>,
    /// What is known about them; empty without a manifest.
    pub entries: Vec<Entry>,
}

impl Mails {
    /// Finds the mails of a folder in the order of their names, at most so many.
    pub fn of(folder: &Path, most: usize) -> anyhow::Result<Self> {
        let shown = folder.display();
        let listed = std::fs::read_dir(folder).with_context(|| format!("cannot read {shown}"))?;
        let mut files: Vec<PathBuf> = listed
            .flatten()
            .map(|entry| entry.path())
            .filter(|path| path.extension().is_some_and(|ending| ending == "eml"))
            .collect();
        files.sort();
        files.truncate(most);
        anyhow::ensure!(!files.is_empty(), "there are no .eml files in {shown}");
        let manifest = std::fs::read_to_string(folder.join("manifest.jsonl")).unwrap_or_default();
        let entries = manifest
            .lines()
            .take(files.len())
            .map(serde_json::from_str)
            .collect::<Result<_, _>>()
            .with_context(|| format!("the manifest in {shown} cannot be read"))?;
        Ok(Self { files, entries })
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.files.len()
    }

    /// One after the other: the envelope sender and the bytes.
    pub fn read(&self) -> impl Iterator<Item = anyhow::Result<(String, Vec<u8>)>> {
        self.files.iter().map(|path| {
            let raw =
                std::fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
            Ok((envelope_sender(&raw), raw))
        })
    }

    /// The manifest by Message-ID without brackets.
    pub fn by_id(&self) -> BTreeMap<&str, &Entry> {
        self.entries
            .iter()
            .map(|entry| (bare(&entry.message_id), entry))
            .collect()
    }
}

/// A Message-ID without its brackets.
pub fn bare(id: &str) -> &str {
    id.trim_start_matches('<').trim_end_matches('>')
}

/// Whom the mail's own trace names as sender; empty for reports.
fn envelope_sender(raw: &[u8]) -> String {
    let first = raw.split(|byte| *byte == b'\n').next().unwrap_or_default();
    let line = String::from_utf8_lossy(first);
    match line.trim().strip_prefix("Return-Path:") {
        Some(path) => path.trim().trim_matches(['<', '>']).to_owned(),
        None => "sender@example.com".to_owned(),
    }
}
