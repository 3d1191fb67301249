//! Lists keys in S3's order, by pages, with folders rolled up where a delimiter is given.
//!
//! Invariant: keys come in the order of their UTF-8 bytes and no page skips or repeats one.
//! <https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html>

use rusqlite::{Connection, params};

use super::store::{Entry, entry};

/// What to list.
#[derive(Debug, Clone, Default)]
pub(super) struct Listing {
    pub(super) bucket: String,
    pub(super) prefix: String,
    pub(super) delimiter: Option<String>,
    /// Only what comes after this key or folder.
    pub(super) after: String,
    pub(super) max: usize,
}

/// One page.
#[derive(Debug, Default)]
pub(super) struct Page {
    pub(super) entries: Vec<Entry>,
    pub(super) folders: Vec<String>,
    /// The last key or folder of this page, when there is more.
    pub(super) next: Option<String>,
}

impl Page {
    fn len(&self) -> usize {
        self.entries.len() + self.folders.len()
    }
}

/// No text sorts after this one within a folder.
const LAST: char = char::MAX;

impl Listing {
    /// Reads one page.
    pub(super) fn page(&self, connection: &Connection) -> rusqlite::Result<Page> {
        let mut page = Page::default();
        let mut last = String::new();
        // A token that is a folder means the whole folder was listed.
        let mut after = match self.folder_of(&self.after) {
            Some(folder) if folder == self.after => format!("{folder}{LAST}"),
            Some(_) | None => self.after.clone(),
        };
        'seek: loop {
            let mut statement = connection.prepare_cached(
                "SELECT key, size, etag, modified_ms, headers FROM object
                 WHERE bucket = ?1 AND key > ?2 AND key >= ?3 ORDER BY key",
            )?;
            let mut rows = statement.query(params![self.bucket, after, self.prefix])?;
            while let Some(row) = rows.next()? {
                let found = entry(row)?;
                if !found.key.starts_with(&self.prefix) {
                    break 'seek;
                }
                if page.len() == self.max {
                    page.next = Some(last);
                    break 'seek;
                }
                let Some(folder) = self.folder_of(&found.key) else {
                    last.clone_from(&found.key);
                    page.entries.push(found);
                    continue;
                };
                // One folder may hold thousands of keys: seek past it rather than read through it.
                after = format!("{folder}{LAST}");
                last.clone_from(&folder);
                page.folders.push(folder);
                continue 'seek;
            }
            break;
        }
        Ok(page)
    }

    /// The folder a key is rolled up into: up to and including the first delimiter after the prefix.
    fn folder_of(&self, key: &str) -> Option<String> {
        let delimiter = self.delimiter.as_deref().filter(|text| !text.is_empty())?;
        let rest = key.strip_prefix(&self.prefix)?;
        let (name, _) = rest.split_once(delimiter)?;
        Some(format!("{}{name}{delimiter}", self.prefix))
    }
}
