//! An article of the knowledge base, and how a file becomes one.
//!
//! Invariant: an article that exists has a title, a body and a language, all within their limits.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::front_matter;
use super::markdown;
use super::strip::{self, Flavour};
use crate::ids::{ArticleId, OrganisationId};

/// Most bytes of a body: far above any help page, and below what an item of the store holds.
pub const MAX_BODY: usize = 256 << 10;
/// Most characters of a title.
pub const MAX_TITLE: usize = 200;
/// Most tags.
pub const MAX_TAGS: usize = 30;
/// Most characters of a tag, a path or an address.
const MAX_FIELD: usize = 1_000;

/// One article.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Article {
    /// Its id.
    pub id: ArticleId,
    /// Its organisation.
    pub organisation: OrganisationId,
    /// What it says.
    #[serde(flatten)]
    pub content: Content,
    /// Where it came from in an imported folder; the same path again is a new version of it.
    #[serde(default)]
    pub path: Option<String>,
    /// Counts changes, from 1.
    pub version: u64,
    /// When it was last changed.
    pub updated_at: Timestamp,
}

/// What an article says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Content {
    /// Its title.
    pub title: String,
    /// BCP 47 tag, `und` when nobody said.
    pub language: String,
    /// Markdown or MDX, as it was given.
    pub body: String,
    /// Where customers can read it.
    #[serde(default)]
    pub url: Option<String>,
    /// Words to find it by.
    #[serde(default)]
    pub tags: Vec<String>,
    /// Whether a reply to a customer may quote it.
    #[serde(default = "yes")]
    pub public: bool,
}

fn yes() -> bool {
    true
}

/// Why a text cannot be an article.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ArticleError {
    /// Nothing to read.
    #[error("the article has no text; write something below the title")]
    Empty,
    /// No title anywhere.
    #[error(
        "the article has no title; give `title:` in the front matter or begin with a `# heading`"
    )]
    NoTitle,
    /// Too long.
    #[error("{what} is {size} long, {limit} at most; split the article or shorten it")]
    TooLong {
        /// What is too long.
        what: &'static str,
        /// How long it is.
        size: usize,
        /// How long it may be.
        limit: usize,
    },
    /// A language that is none.
    #[error("`{0}` is no language tag; write one such as `en` or `pt-BR`")]
    Language(String),
    /// An address that cannot be opened.
    #[error("`{0}` is no web address; it starts with https:// or http://")]
    Address(String),
    /// The front matter has no end.
    #[error("the front matter is not closed; end it with a line of three dashes")]
    FrontMatter,
    /// Not text.
    #[error("the file is not UTF-8 text; save it as UTF-8")]
    NotText,
    /// A path that names no file of a folder.
    #[error("`{0}` is no path of a file within a folder, such as de/refunds.md")]
    Path(String),
}

/// The path of a file within its folder, as it is kept: forward slashes, no way out of the folder.
///
/// # Errors
/// When it is empty, absolute, too long, or leads out of the folder.
pub fn folder_path(path: &str) -> Result<String, ArticleError> {
    let forward = path.trim().replace('\\', "/");
    let clean = forward.strip_prefix("./").unwrap_or(&forward);
    within("the path", clean.chars().count(), MAX_FIELD)?;
    let odd = |part: &str| part.is_empty() || part == "." || part == "..";
    if clean.split('/').any(odd) || clean.chars().any(char::is_control) {
        return Err(ArticleError::Path(clean.chars().take(80).collect()));
    }
    Ok(clean.to_owned())
}

/// The id of the article that a file of a folder becomes: the same file is always the same article.
#[must_use]
pub fn id_of(organisation: &OrganisationId, path: &str) -> ArticleId {
    ArticleId::new(0, drawn_from(organisation, path))
}

/// The eighty bits of an id that follow from a path.
pub(crate) fn drawn_from(organisation: &OrganisationId, path: &str) -> [u8; 10] {
    let mut hash = Sha256::new();
    for part in [organisation.as_str(), "\n", path] {
        hash.update(part.as_bytes());
    }
    let mut entropy = [0; 10];
    for (to, from) in entropy.iter_mut().zip(hash.finalize()) {
        *to = from;
    }
    entropy
}

impl Content {
    /// Checks every limit, and trims what surrounds the fields.
    ///
    /// # Errors
    /// Names the first field that cannot stand, and what to do about it.
    pub fn checked(mut self) -> Result<Self, ArticleError> {
        self.title = self.title.split_whitespace().collect::<Vec<_>>().join(" ");
        self.tags
            .iter_mut()
            .for_each(|tag| *tag = tag.trim().to_owned());
        self.tags.retain(|tag| !tag.is_empty());
        self.url = self
            .url
            .map(|url| url.trim().to_owned())
            .filter(|url| !url.is_empty());
        if self.title.is_empty() {
            return Err(ArticleError::NoTitle);
        }
        if self.body.trim().is_empty() {
            return Err(ArticleError::Empty);
        }
        within("the title", self.title.chars().count(), MAX_TITLE)?;
        within("the text", self.body.len(), MAX_BODY)?;
        within("the list of tags", self.tags.len(), MAX_TAGS)?;
        for tag in &self.tags {
            within("a tag", tag.chars().count(), MAX_FIELD)?;
        }
        if let Some(url) = &self.url {
            within("the address", url.len(), MAX_FIELD)?;
            let web = url::Url::parse(url).is_ok_and(|u| matches!(u.scheme(), "http" | "https"));
            if !web {
                return Err(ArticleError::Address(url.clone()));
            }
        }
        if !is_language(&self.language) {
            return Err(ArticleError::Language(self.language));
        }
        Ok(self)
    }

    /// Reads a Markdown or MDX file with optional front matter. `path` decides between the two, and gives the
    /// language when the front matter does not (`de/refunds.md`).
    ///
    /// # Errors
    /// When the bytes are not text, or what they say is no article; the error says what to do.
    pub fn from_file(path: &str, bytes: &[u8]) -> Result<Self, ArticleError> {
        within("the file", bytes.len(), MAX_BODY)?;
        let text = std::str::from_utf8(bytes).map_err(|_| ArticleError::NotText)?;
        let text = text
            .strip_prefix('\u{feff}')
            .unwrap_or(text)
            .replace("\r\n", "\n");
        let (front, body) = front_matter::read(&text).ok_or(ArticleError::FrontMatter)?;
        let flavour = Flavour::of(path);
        let heading = markdown::title(&strip::strip(body, flavour));
        let in_path = path
            .split(['/', '\\'])
            .rev()
            .skip(1)
            .find(|part| is_language(part) && super::language::Language::of(part).is_some());
        let content = Self {
            title: front
                .get("title")
                .map(str::to_owned)
                .or(heading)
                .unwrap_or_default(),
            language: front
                .get("language")
                .or(front.get("lang"))
                .or(in_path)
                .unwrap_or("und")
                .to_owned(),
            body: body.trim().to_owned(),
            url: front.get("url").map(str::to_owned),
            tags: front.list("tags"),
            public: !matches!(front.get("public"), Some("false" | "no")),
        };
        content.checked()
    }
}

fn within(what: &'static str, size: usize, limit: usize) -> Result<(), ArticleError> {
    if size > limit {
        return Err(ArticleError::TooLong { what, size, limit });
    }
    Ok(())
}

/// Whether a text has the form of a BCP 47 tag.
pub(crate) fn is_language(tag: &str) -> bool {
    let mut parts = tag.split('-');
    let primary = parts.next().unwrap_or_default();
    (2..=3).contains(&primary.len())
        && primary.bytes().all(|b| b.is_ascii_lowercase())
        && parts.all(|p| (1..=8).contains(&p.len()) && p.bytes().all(|b| b.is_ascii_alphanumeric()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_with_front_matter_becomes_an_article() {
        let file = "---\ntitle: \"Refunds: how\"\nlanguage: en\nurl: https://help.demo.test/r\ntags: [billing, refund]\npublic: false\n---\n\nText.\n";
        let article = Content::from_file("en/refunds.md", file.as_bytes()).unwrap();
        assert_eq!(article.title, "Refunds: how");
        assert_eq!(article.tags, ["billing", "refund"]);
        assert_eq!(article.body, "Text.");
        assert!(!article.public);
    }

    #[test]
    fn heading_and_folder_stand_in_for_front_matter() {
        let article = Content::from_file(
            "kb/de/x.mdx",
            b"import A from 'a'\r\n\r\n# Konto **neu**\r\n\r\nText",
        )
        .unwrap();
        assert_eq!(article.title, "Konto neu");
        assert_eq!(article.language, "de");
        let dashes = Content::from_file(
            "x.md",
            b"---\ntitle: A\ntags:\n  - one\n  - 'two'\n---\nText",
        )
        .unwrap();
        assert_eq!(dashes.tags, ["one", "two"]);
        assert_eq!(dashes.language, "und");
    }

    #[test]
    fn a_file_is_always_the_same_article_and_never_leaves_its_folder() {
        let organisation = OrganisationId::new(1, [1; 10]);
        let id = |path: &str| id_of(&organisation, &folder_path(path).unwrap());
        assert_eq!(id("de\\refunds.md"), id("./de/refunds.md"));
        assert_ne!(id("de/refunds.md"), id("en/refunds.md"));
        let other = OrganisationId::new(1, [2; 10]);
        assert_ne!(id("a.md"), id_of(&other, "a.md"));
        for path in [
            "",
            "/etc/a.md",
            "../a.md",
            "a/../b.md",
            "a//b.md",
            "a\nb.md",
        ] {
            assert!(folder_path(path).is_err(), "{path:?}");
        }
        assert!(folder_path(&"a".repeat(1_001)).is_err());
    }

    #[test]
    fn what_is_no_article_is_refused_with_a_reason() {
        let cases: [(&[u8], &str); 6] = [
            (b"---\ntitle: A\nText", "not closed"),
            (b"Only text", "no title"),
            (b"---\ntitle: A\n---\n  \n", "no text"),
            (b"\xff\xfe", "UTF-8"),
            (
                b"---\ntitle: A\nlanguage: English\n---\nText",
                "language tag",
            ),
            (
                b"---\ntitle: A\nurl: javascript:alert(1)\n---\nText",
                "https://",
            ),
        ];
        for (file, reason) in cases {
            let error = Content::from_file("x.md", file).unwrap_err().to_string();
            assert!(error.contains(reason), "{error}");
        }
        let huge = vec![b'a'; MAX_BODY + 1];
        assert!(matches!(
            Content::from_file("x.md", &huge),
            Err(ArticleError::TooLong { .. })
        ));
    }
}
