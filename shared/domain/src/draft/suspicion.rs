//! Notices mail that tries to steer the machine that reads it.
//!
//! This is a help, not the wall: whoever words it cleverly gets past it. The wall is that a model's answer is data, that
//! [`super::clean`] and [`super::support`] check it, and that [`super::gates`] holds back what rests on the customer's word.
//!
//! Invariant: the same mail gives the same findings; a finding names its kind and the place, and quotes a few words.

mod disguise;
mod patterns;
mod scan;

use serde::{Deserialize, Serialize};

use super::unicode;
use crate::status::words;

/// Bytes of one part of a mail that are read.
const MAX_PART: usize = 64 << 10;
/// Most findings that are kept.
const MAX_FINDINGS: usize = 20;
/// Characters of an excerpt.
const EXCERPT: usize = 80;

words! {
    /// What was noticed.
    Kind {
        /// It tells the reader to drop its instructions.
        Override = "override",
        /// It poses as the system, the operator or the assistant.
        Role = "role",
        /// It tries to leave the quoted data.
        Delimiter = "delimiter",
        /// It asks for secrets, prompts or data of others.
        Exfiltration = "exfiltration",
        /// It wants a link or an address in the answer.
        Link = "link",
        /// It wants fields of the ticket set, or something decided by the machine.
        Decision = "decision",
        /// It wants the machine to be somebody else.
        Persona = "persona",
        /// It speaks to a machine.
        Machine = "machine",
        /// Text that a person cannot see asks for something.
        Hidden = "hidden",
        /// Characters that hide or disguise words.
        Disguise = "disguise",
        /// Text in an encoding.
        Encoded = "encoded",
    }
}

/// Something that was noticed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// What it is.
    pub kind: Kind,
    /// Where: `text`, `subject`, `sender`, `attachment`, `hidden`, `comment`.
    pub place: String,
    /// A few words of it, with disguises undone, for agents.
    pub excerpt: String,
}

/// A mail as the machine would read it.
#[derive(Debug, Clone, Copy, Default)]
pub struct Reading<'a> {
    /// Subject.
    pub subject: &'a str,
    /// Name that the sender gave.
    pub sender_name: &'a str,
    /// Text with quoted history.
    pub text: &'a str,
    /// Text that the HTML hides from a reader (`Mail::hidden_text`).
    pub hidden: &'a str,
    /// HTML as received, for its comments.
    pub html: &'a str,
    /// Names of the attached files.
    pub attachments: &'a [&'a str],
}

/// What in a mail tries to steer the machine; empty for an ordinary mail.
#[must_use]
pub fn inspect(mail: &Reading<'_>) -> Vec<Finding> {
    let mut notes = Notes::default();
    notes.part("subject", mail.subject);
    notes.part("sender", mail.sender_name);
    notes.part("text", mail.text);
    for name in mail.attachments {
        notes.part("attachment", &name.replace(['_', '-'], " "));
    }
    notes.unseen("hidden", mail.hidden);
    for comment in scan::comments(mail.html) {
        notes.unseen("comment", comment);
    }
    notes.findings
}

#[derive(Default)]
struct Notes {
    findings: Vec<Finding>,
}

impl Notes {
    fn add(&mut self, kind: Kind, place: &str, excerpt: &str) {
        let known = self
            .findings
            .iter()
            .any(|f| f.kind == kind && f.place == place);
        if known || self.findings.len() >= MAX_FINDINGS {
            return;
        }
        let excerpt = unicode::plain(excerpt)
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ");
        let excerpt = excerpt.chars().take(EXCERPT).collect();
        self.findings.push(Finding {
            kind,
            place: place.to_owned(),
            excerpt,
        });
    }

    fn part(&mut self, place: &str, text: &str) {
        let text = crate::knowledge::words::clip(text, MAX_PART);
        if text.trim().is_empty() {
            return;
        }
        for (kind, excerpt) in disguise::find(text) {
            self.add(kind, place, &excerpt);
        }
        for decoded in disguise::encoded(text) {
            self.add(Kind::Encoded, place, &decoded);
        }
        for (kind, excerpt) in scan::find(text) {
            self.add(kind, place, &excerpt);
        }
    }

    /// What nobody can see must not ask for anything: a link, an amount or a word to a machine is enough.
    fn unseen(&mut self, place: &str, text: &str) {
        let text = crate::knowledge::words::clip(text, MAX_PART);
        let before = self.findings.len();
        self.part(place, text);
        if self.findings.len() > before || scan::asks(text) {
            self.add(Kind::Hidden, place, text);
        }
    }
}
