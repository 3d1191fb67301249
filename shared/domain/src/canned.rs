//! Canned responses: answers an organisation keeps ready, each for a language and perhaps a category.
//!
//! Invariant: a canned response that exists has a name, a shortcut and a text whose variables are all known.

pub mod choose;
pub mod variables;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::ids::{CannedResponseId, OrganisationId};
use crate::knowledge::article::{drawn_from, is_language};
use crate::knowledge::front_matter;
use crate::people::Actor;

/// Most characters of a text: an answer, not a manual.
pub const MAX_BODY: usize = 8_000;
/// Most characters of a name.
pub const MAX_NAME: usize = 100;
/// Most characters of a shortcut or a category.
pub const MAX_WORD: usize = 64;

/// One canned response.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CannedResponse {
    /// Its id.
    pub id: CannedResponseId,
    /// Whose it is.
    pub organisation: OrganisationId,
    /// What it says.
    #[serde(flatten)]
    pub content: Content,
    /// Counts changes, from 1.
    pub version: u64,
    /// When it was last changed.
    pub updated_at: Timestamp,
    /// Who wrote this version.
    #[serde(default)]
    pub updated_by: Option<Actor>,
}

/// What a canned response says, and when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Content {
    /// Its name, for people.
    pub name: String,
    /// What an agent types to get it. Variants of one answer in several languages share it.
    pub shortcut: String,
    /// Plain text or Markdown, with variables such as `{{contact.name}}`; see [`variables`].
    pub body: String,
    /// BCP 47 tag; `und` fits no customer and is for hands only.
    pub language: String,
    /// The category whose tickets it answers; without one it is never suggested.
    #[serde(default)]
    pub category: Option<String>,
    /// Whether it is offered at all.
    #[serde(default = "yes")]
    pub enabled: bool,
}

fn yes() -> bool {
    true
}

/// Why a text cannot be a canned response.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CannedError {
    /// A field without anything in it.
    #[error("{0} is empty; write something")]
    Empty(&'static str),
    /// Too long.
    #[error("{what} has {size} characters, {limit} at most; shorten it")]
    TooLong {
        /// What is too long.
        what: &'static str,
        /// How long it is.
        size: usize,
        /// How long it may be.
        limit: usize,
    },
    /// A word that cannot be typed.
    #[error("the {what} `{word}` is not usable; use lower-case letters, digits, '-' and '_'")]
    Word {
        /// Which word.
        what: &'static str,
        /// The word.
        word: String,
    },
    /// A language that is none.
    #[error("`{0}` is no language tag; write one such as `en` or `pt-BR`")]
    Language(String),
    /// A variable that is none.
    #[error(transparent)]
    Variable(#[from] variables::Unknown),
    /// The front matter has no end.
    #[error("the front matter is not closed; end it with a line of three dashes")]
    FrontMatter,
    /// Not text.
    #[error("the file is not UTF-8 text; save it as UTF-8")]
    NotText,
}

/// The id of the canned response that a file of a folder becomes: the same file is always the same one.
#[must_use]
pub fn id_of(organisation: &OrganisationId, path: &str) -> CannedResponseId {
    CannedResponseId::new(0, drawn_from(organisation, path))
}

impl Content {
    /// Checks every limit and the variables, and trims what surrounds the fields.
    ///
    /// # Errors
    /// Names the first field that cannot stand, and what to do about it.
    pub fn checked(mut self) -> Result<Self, CannedError> {
        self.name = self.name.split_whitespace().collect::<Vec<_>>().join(" ");
        self.shortcut = self.shortcut.trim().to_lowercase();
        self.body = self.body.replace("\r\n", "\n").trim().to_owned();
        let category = self.category.map(|category| category.trim().to_lowercase());
        self.category = category.filter(|category| !category.is_empty());
        filled("the name", &self.name, MAX_NAME)?;
        filled("the text", &self.body, MAX_BODY)?;
        word("shortcut", &self.shortcut)?;
        self.category
            .as_deref()
            .map_or(Ok(()), |category| word("category", category))?;
        if !is_language(&self.language) {
            return Err(CannedError::Language(self.language));
        }
        variables::check(&self.body)?;
        Ok(self)
    }

    /// Reads a file: `name`, `shortcut`, `category` and `language` in its front matter, the answer below. The folder gives
    /// the language (`de/refund.md`) and the file's name the shortcut where the front matter does not.
    ///
    /// # Errors
    /// When the bytes are not text, or what they say is no canned response.
    pub fn from_file(path: &str, bytes: &[u8]) -> Result<Self, CannedError> {
        let text = std::str::from_utf8(bytes).map_err(|_| CannedError::NotText)?;
        let text = text.replace("\r\n", "\n");
        let (front, body) = front_matter::read(&text).ok_or(CannedError::FrontMatter)?;
        let mut parts = path.rsplit('/');
        let stem = parts
            .next()
            .and_then(|name| name.rsplit_once('.').map(|(stem, _)| stem));
        let folder = parts.next().filter(|part| is_language(part));
        let content = Self {
            name: front.get("name").unwrap_or_default().to_owned(),
            shortcut: front
                .get("shortcut")
                .or(stem)
                .unwrap_or_default()
                .to_owned(),
            body: body.to_owned(),
            language: front.get("language").or(folder).unwrap_or("und").to_owned(),
            category: front.get("category").map(str::to_owned),
            enabled: !matches!(front.get("enabled"), Some("false" | "no")),
        };
        content.checked()
    }

    /// Whether all words of a search stand in its name, shortcut or text, whatever their case.
    #[must_use]
    pub fn holds(&self, words: &str) -> bool {
        let all = format!("{}\n{}\n{}", self.shortcut, self.name, self.body).to_lowercase();
        let words = words.to_lowercase();
        words.split_whitespace().all(|word| all.contains(word))
    }
}

fn filled(what: &'static str, text: &str, limit: usize) -> Result<(), CannedError> {
    let size = text.chars().count();
    if size == 0 {
        return Err(CannedError::Empty(what));
    }
    if size > limit {
        return Err(CannedError::TooLong { what, size, limit });
    }
    Ok(())
}

fn word(what: &'static str, word: &str) -> Result<(), CannedError> {
    filled(what, word, MAX_WORD)?;
    let typed = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '-' | '_');
    if !word.chars().all(typed) {
        return Err(CannedError::Word {
            what,
            word: word.to_owned(),
        });
    }
    Ok(())
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    pub(crate) fn content(shortcut: &str, language: &str, category: &str, body: &str) -> Content {
        Content {
            name: shortcut.to_owned(),
            shortcut: shortcut.to_owned(),
            body: body.to_owned(),
            language: language.to_owned(),
            category: Some(category.to_owned()).filter(|c| !c.is_empty()),
            enabled: true,
        }
    }

    #[test]
    fn what_cannot_stand_is_named() {
        let good = || content("refund", "en", "billing", "Hello {{contact.name|there}}");
        assert_eq!(good().checked().unwrap(), good());
        let cases = [
            (
                Content {
                    name: " ".into(),
                    ..good()
                },
                "the name is empty",
            ),
            (
                Content {
                    body: "\n".into(),
                    ..good()
                },
                "the text is empty",
            ),
            (
                Content {
                    shortcut: "a b".into(),
                    ..good()
                },
                "shortcut `a b`",
            ),
            (
                Content {
                    language: "english!".into(),
                    ..good()
                },
                "no language tag",
            ),
            (
                Content {
                    category: Some("Über uns".into()),
                    ..good()
                },
                "category `über uns`",
            ),
            (
                Content {
                    body: "x".repeat(8_001),
                    ..good()
                },
                "8000 at most",
            ),
            (
                Content {
                    body: "{{contact.iban}}".into(),
                    ..good()
                },
                "`contact.iban`",
            ),
        ];
        for (content, expected) in cases {
            let error = content.checked().unwrap_err().to_string();
            assert!(error.contains(expected), "{error}");
        }
    }

    #[test]
    fn a_file_becomes_a_canned_response() {
        let file = b"---\nname: Refund\ncategory: refund-request\n---\n\nHello {{contact.name}},\r\n\r\nyes.\n";
        let content = Content::from_file("de/refund.md", file).unwrap();
        assert_eq!(content.shortcut, "refund");
        assert_eq!(content.language, "de");
        assert_eq!(content.category.as_deref(), Some("refund-request"));
        assert_eq!(content.body, "Hello {{contact.name}},\n\nyes.");
        assert_eq!(
            Content::from_file("x.md", b"---\nname: A\n"),
            Err(CannedError::FrontMatter)
        );
    }

    #[test]
    fn a_search_wants_every_word() {
        let content = content("refund", "en", "", "The money is back in five days.");
        assert!(content.holds("REFUND days"));
        assert!(content.holds(""));
        assert!(!content.holds("refund weeks"));
    }
}
