//! Finds mails in folders, mbox files and single files.
//!
//! Invariant: one mail is in memory at a time, and none is larger than the limit.

use std::fs::File;
use std::io::{BufRead, BufReader, Read as _};
use std::path::{Path, PathBuf};

use anyhow::Context as _;

/// Largest mail taken over, as SES's limit for mail that arrives.
pub const MAX_BYTES: usize = 41 * 1024 * 1024;

/// One mail, or why there is none.
#[derive(Debug)]
pub struct Found {
    /// Where it is: a path, with a number within an mbox file.
    pub name: String,
    /// Its bytes, or what is wrong with it.
    pub mail: Result<Vec<u8>, String>,
}

/// All files below some paths, in a fixed order: folders are entered, everything that may be mail is named.
///
/// # Errors
/// When a path does not exist or cannot be read.
pub fn files(paths: &[PathBuf]) -> anyhow::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for path in paths {
        let kind =
            std::fs::metadata(path).with_context(|| format!("cannot read {}", path.display()))?;
        if kind.is_dir() {
            enter(path, &mut found)?;
        } else {
            found.push(path.clone());
        }
    }
    Ok(found)
}

fn enter(folder: &Path, found: &mut Vec<PathBuf>) -> anyhow::Result<()> {
    let shown = || format!("cannot read {}", folder.display());
    let mut entries = std::fs::read_dir(folder)
        .with_context(shown)?
        .collect::<Result<Vec<_>, _>>()
        .with_context(shown)?;
    entries.sort_by_key(std::fs::DirEntry::file_name);
    for entry in entries {
        let path = entry.path();
        let kind = entry
            .file_type()
            .with_context(|| format!("cannot read {}", path.display()))?;
        if kind.is_dir() {
            enter(&path, found)?;
        } else if kind.is_file() && may_be_mail(&path) {
            found.push(path);
        }
    }
    Ok(())
}

/// Files of a Maildir have no ending; notes beside mails do.
fn may_be_mail(path: &Path) -> bool {
    let hidden = path
        .file_name()
        .is_some_and(|name| name.to_string_lossy().starts_with('.'));
    let ending = path
        .extension()
        .map(|ending| ending.to_string_lossy().to_lowercase());
    let folder = path
        .parent()
        .and_then(Path::file_name)
        .map(|name| name.to_string_lossy().into_owned());
    let maildir = folder.is_some_and(|name| matches!(name.as_str(), "cur" | "new"));
    !hidden
        && (maildir
            || ending
                .is_none_or(|ending| matches!(ending.as_str(), "eml" | "mbox" | "mbx" | "msg822")))
}

/// The mails of one file: several when it is an mbox file, else the file itself.
///
/// # Errors
/// When the file cannot be opened.
pub fn mails(path: &Path) -> anyhow::Result<Box<dyn Iterator<Item = Found>>> {
    let file = File::open(path).with_context(|| format!("cannot read {}", path.display()))?;
    let mut reader = BufReader::with_capacity(256 * 1024, file);
    let start = reader
        .fill_buf()
        .with_context(|| format!("cannot read {}", path.display()))?;
    let name = path.display().to_string();
    if start.starts_with(b"From ") {
        return Ok(Box::new(Mbox {
            reader,
            name,
            number: 0,
            ended: false,
        }));
    }
    let mut raw = Vec::new();
    let limit = u64::try_from(MAX_BYTES)
        .unwrap_or(u64::MAX)
        .saturating_add(1);
    let mail = match reader.take(limit).read_to_end(&mut raw) {
        Err(error) => Err(format!("it cannot be read: {error}")),
        Ok(_) if raw.len() > MAX_BYTES => Err(format!(
            "it is larger than the {MAX_BYTES} bytes a mail may have"
        )),
        Ok(_) => Ok(raw),
    };
    Ok(Box::new(std::iter::once(Found { name, mail })))
}

/// Splits an mbox file. A mail begins at a line that starts with `From ` after an empty line; `>From ` lines
/// within mails lose one `>` (mboxrd; RFC 4155 names the variants).
struct Mbox {
    reader: BufReader<File>,
    name: String,
    number: usize,
    ended: bool,
}

impl Iterator for Mbox {
    type Item = Found;

    fn next(&mut self) -> Option<Found> {
        if self.ended {
            return None;
        }
        let mut mail = Vec::new();
        let (mut after_empty, mut started, mut too_large) = (true, self.number > 0, false);
        let problem = loop {
            let mut line = Vec::new();
            match self
                .reader
                .by_ref()
                .take(1 << 20)
                .read_until(b'\n', &mut line)
            {
                Err(error) => {
                    self.ended = true;
                    break Some(format!("the file cannot be read on: {error}"));
                }
                Ok(0) => {
                    self.ended = true;
                    break None;
                }
                Ok(_) if after_empty && line.starts_with(b"From ") => {
                    if started {
                        break None;
                    }
                    started = true;
                    after_empty = false;
                }
                Ok(_) => {
                    after_empty = line.iter().all(|byte| matches!(byte, b'\r' | b'\n'));
                    too_large |= mail.len() + line.len() > MAX_BYTES;
                    if !too_large {
                        mail.extend_from_slice(unquoted(&line));
                    }
                }
            }
        };
        self.number += 1;
        without_separator(&mut mail);
        if self.ended && mail.is_empty() && problem.is_none() && !too_large {
            return None;
        }
        let problem = problem.or_else(|| {
            too_large.then(|| format!("it is larger than the {MAX_BYTES} bytes a mail may have"))
        });
        Some(Found {
            name: format!("{}#{}", self.name, self.number),
            mail: problem.map_or(Ok(mail), Err),
        })
    }
}

/// The empty line before the next `From ` belongs to the archive: with it the mail would not be known again.
fn without_separator(mail: &mut Vec<u8>) {
    for (end, separator) in [(b"\r\n\r\n".as_slice(), 2), (b"\n\n".as_slice(), 1)] {
        if mail.ends_with(end) {
            mail.truncate(mail.len() - separator);
            return;
        }
    }
}

fn unquoted(line: &[u8]) -> &[u8] {
    let quoted = line.iter().take_while(|byte| **byte == b'>').count();
    match line.get(quoted..) {
        Some(rest) if quoted > 0 && rest.starts_with(b"From ") => line.get(1..).unwrap_or(line),
        _ => line,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(text: &str) -> Vec<String> {
        let folder = std::env::temp_dir().join(format!(
            "lambdesk-mbox-{}-{}",
            std::process::id(),
            text.len()
        ));
        std::fs::write(&folder, text).unwrap();
        let found = mails(&folder)
            .unwrap()
            .map(|found| String::from_utf8(found.mail.unwrap()).unwrap())
            .collect();
        std::fs::remove_file(&folder).unwrap();
        found
    }

    #[test]
    fn mbox_is_split_at_from_lines_after_empty_lines_only() {
        let text = "From a@example.com Fri Nov 20\nSubject: one\n\nHello,\nFrom here on\n>From quoted\n\nFrom b@example.com\nSubject: two\n\nhello\n";
        assert_eq!(
            split(text),
            [
                "Subject: one\n\nHello,\nFrom here on\nFrom quoted\n",
                "Subject: two\n\nhello\n"
            ]
        );
    }

    #[test]
    fn single_mail_is_itself() {
        assert_eq!(
            split("Subject: x\n\nFrom me\n"),
            ["Subject: x\n\nFrom me\n"]
        );
    }
}
