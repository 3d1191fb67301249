//! A folder that takes mail: put an `.eml` file in and it is treated as if it had come by SMTP.
//!
//! Invariant: a file leaves the folder only after its mail is stored (to `done/`) or refused (to `failed/`,
//! with the reason beside it). A crash in between brings the same mail again, never loses it.

use std::collections::HashMap;
use std::future::Future;
use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use tokio::fs;

use super::headers;
use super::{InboundMail, MAX_INBOUND_BYTES, Sink};

/// How the folder is watched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DropFolder {
    /// The folder; made if it does not exist.
    pub path: PathBuf,
    /// The recipient of a mail; taken from the mail's own headers when absent.
    pub recipient: Option<String>,
    /// How often to look. A file is taken when it looked the same twice in a row.
    pub every: Duration,
}

/// Size and time of a file, to see whether it is still being written.
type Look = (u64, Option<SystemTime>);

/// Watches the folder until `shutdown` resolves.
///
/// # Errors
/// The folder or its `done` and `failed` cannot be made.
pub async fn watch(
    folder: DropFolder,
    sink: Sink,
    shutdown: impl Future<Output = ()>,
) -> io::Result<()> {
    for inner in ["done", "failed"] {
        fs::create_dir_all(folder.path.join(inner)).await?;
    }
    let mut seen = HashMap::new();
    let mut shutdown = std::pin::pin!(shutdown);
    loop {
        if let Err(error) = folder.round(&sink, &mut seen).await {
            tracing::warn!(%error, "cannot read the drop folder");
        }
        tokio::select! {
            () = &mut shutdown => return Ok(()),
            () = tokio::time::sleep(folder.every) => {}
        }
    }
}

impl DropFolder {
    async fn round(&self, sink: &Sink, seen: &mut HashMap<PathBuf, Look>) -> io::Result<()> {
        let mut now = HashMap::new();
        for (path, look) in self.files().await? {
            if seen.get(&path) != Some(&look) {
                now.insert(path, look);
                continue;
            }
            let outcome = self.take(&path, look.0, sink).await;
            if let Err(error) = self.file_away(&path, outcome).await {
                tracing::warn!(%error, "cannot move a file out of the drop folder");
            }
        }
        *seen = now;
        Ok(())
    }

    /// The mail files, in the order of their names.
    async fn files(&self) -> io::Result<Vec<(PathBuf, Look)>> {
        let mut entries = fs::read_dir(&self.path).await?;
        let mut files = Vec::new();
        while let Some(entry) = entries.next_entry().await? {
            let path = entry.path();
            let hidden = entry.file_name().to_string_lossy().starts_with('.');
            let mail = path
                .extension()
                .is_some_and(|ending| ending.eq_ignore_ascii_case("eml"));
            let Ok(facts) = entry.metadata().await else {
                continue;
            };
            if mail && !hidden && facts.is_file() {
                files.push((path, (facts.len(), facts.modified().ok())));
            }
        }
        files.sort();
        Ok(files)
    }

    async fn take(&self, path: &Path, size: u64, sink: &Sink) -> Result<(), String> {
        if usize::try_from(size).map_or(true, |size| size > MAX_INBOUND_BYTES) {
            return Err(format!("the mail is larger than {MAX_INBOUND_BYTES} bytes"));
        }
        let raw = fs::read(path)
            .await
            .map_err(|error| format!("cannot read the file: {error}"))?;
        let mail = self.mail(raw)?;
        sink(mail).await.map(|_id| ())
    }

    fn mail(&self, raw: Vec<u8>) -> Result<InboundMail, String> {
        let parts = headers::split(&raw);
        let address_in = |names: &[&str]| {
            let values = names.iter().filter_map(|name| parts.first(name));
            values.flat_map(|value| headers::addresses(&value)).next()
        };
        let recipient = self
            .recipient
            .clone()
            .or_else(|| address_in(&["X-Original-To", "Delivered-To", "To", "Cc"]));
        let recipients = recipient.map(|recipient| vec![recipient]).ok_or(
            "the mail names no recipient in To or Cc; add one, or set a recipient for the folder",
        )?;
        let mail_from = address_in(&["Return-Path", "Sender", "From"]).unwrap_or_default();
        Ok(InboundMail {
            mail_from,
            recipients,
            raw,
            helo: "localhost".to_owned(),
            peer: None,
        })
    }

    async fn file_away(&self, path: &Path, outcome: Result<(), String>) -> io::Result<()> {
        let inner = self
            .path
            .join(if outcome.is_ok() { "done" } else { "failed" });
        let target = free_name(&inner, path).await?;
        if let Err(reason) = outcome {
            let note = target.with_extension("txt");
            fs::write(note, format!("{reason}\n")).await?;
        }
        fs::rename(path, target).await
    }
}

/// A name in `folder` that is not taken: `mail.eml`, else `mail-1.eml` and so on.
async fn free_name(folder: &Path, path: &Path) -> io::Result<PathBuf> {
    let stem = path
        .file_stem()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned();
    let mut target = folder.join(format!("{stem}.eml"));
    let mut number = 0_u32;
    while fs::try_exists(&target).await? {
        number += 1;
        target = folder.join(format!("{stem}-{number}.eml"));
    }
    Ok(target)
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Mutex};

    use super::*;

    fn sink(taken: &Arc<Mutex<Vec<InboundMail>>>) -> Sink {
        let taken = Arc::clone(taken);
        Arc::new(move |mail: InboundMail| {
            let refused = mail.raw.ends_with(b"refuse me");
            taken.lock().unwrap().push(mail);
            Box::pin(async move {
                if refused {
                    Err("the store is full".to_owned())
                } else {
                    Ok("id".to_owned())
                }
            })
        })
    }

    #[tokio::test]
    async fn finished_mails_are_taken_once_and_filed_away() {
        let dir = tempfile::tempdir().unwrap();
        let root = dir.path();
        let folder = DropFolder {
            path: root.to_owned(),
            recipient: None,
            every: Duration::from_millis(1),
        };
        for inner in ["done", "failed"] {
            std::fs::create_dir(root.join(inner)).unwrap();
        }
        let good = b"From: Kim <kim@example.com>\r\nTo: desk@desk.test\r\n\r\n\xff";
        std::fs::write(root.join("a.eml"), good).unwrap();
        std::fs::write(root.join("b.eml"), b"To: d@desk.test\n\nrefuse me").unwrap();
        std::fs::write(root.join("c.eml"), b"no recipient").unwrap();
        std::fs::write(root.join(".hidden.eml"), good).unwrap();
        std::fs::write(root.join("notes.txt"), good).unwrap();
        std::fs::write(root.join("done/a.eml"), b"earlier").unwrap();
        let taken = Arc::default();
        let (sink, mut seen) = (sink(&taken), HashMap::new());
        folder.round(&sink, &mut seen).await.unwrap();
        assert_eq!(
            taken.lock().unwrap().len(),
            0,
            "a file is taken at the second look"
        );
        for _ in 0..3 {
            folder.round(&sink, &mut seen).await.unwrap();
        }
        let taken = taken.lock().unwrap();
        assert_eq!(taken.len(), 2);
        assert_eq!(taken[0].raw, good);
        assert_eq!(taken[0].mail_from, "kim@example.com");
        assert_eq!(taken[0].recipients, ["desk@desk.test"]);
        assert_eq!(std::fs::read(root.join("done/a-1.eml")).unwrap(), good);
        let reason = std::fs::read_to_string(root.join("failed/b.txt")).unwrap();
        assert_eq!(reason, "the store is full\n");
        assert!(
            std::fs::read_to_string(root.join("failed/c.txt"))
                .unwrap()
                .contains("recipient")
        );
        assert!(root.join("notes.txt").exists() && root.join(".hidden.eml").exists());
    }

    #[tokio::test]
    async fn a_file_that_still_grows_is_left_alone() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().to_owned();
        let folder = DropFolder {
            path,
            recipient: None,
            every: Duration::from_millis(1),
        };
        let taken = Arc::default();
        let (sink, mut seen) = (sink(&taken), HashMap::new());
        for length in 1..4 {
            std::fs::write(dir.path().join("a.eml"), "x".repeat(length)).unwrap();
            folder.round(&sink, &mut seen).await.unwrap();
        }
        assert_eq!(taken.lock().unwrap().len(), 0);
        assert!(dir.path().join("a.eml").exists());
    }
}
