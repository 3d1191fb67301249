//! Notices mail that tries to steer the machine that reads it.
//!
//! This is a help, not the wall: whoever words it cleverly gets past it. The wall is that a model's answer is data, that
//! [`super::clean`] and [`super::support`] check it, and that [`super::gates`] holds back what rests on the customer's word.
//!
//! Invariant: the same mail gives the same findings; a finding names its kind and the place, and quotes a few words.

mod disguise;
mod patterns;
mod scan;

use std::fmt;

use serde::{Deserialize, Serialize};

use super::unicode;
use crate::knowledge::words::clip;
use crate::mail::Mail;
use crate::status::words;

/// Bytes of one part of a mail that are read.
const MAX_PART: usize = 64 << 10;
/// Bytes of HTML that are read for what they hide.
const MAX_HTML: usize = 256 << 10;
/// Names of files that are read.
const MAX_NAMES: usize = 50;
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

impl Kind {
    /// What it means, in words for agents.
    #[must_use]
    pub fn says(self) -> &'static str {
        match self {
            Kind::Override => "it tells the reader to drop its instructions",
            Kind::Role => "it poses as the system, the operator or the assistant",
            Kind::Delimiter => "it tries to leave the quoted data",
            Kind::Exfiltration => "it asks for secrets, prompts or data of others",
            Kind::Link => "it wants a link or an address in the answer",
            Kind::Decision => "it wants the machine to set or decide something",
            Kind::Persona => "it wants the machine to be somebody else",
            Kind::Machine => "it speaks to a machine",
            Kind::Hidden => "text that a person cannot see asks for something",
            Kind::Disguise => "characters hide or disguise words",
            Kind::Encoded => "it holds text in an encoding",
        }
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

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (says, place) = (self.kind.says(), &self.place);
        write!(f, "{says} ({place}): \u{201c}{}\u{201d}", self.excerpt)
    }
}

/// What was noticed in a mail, and how much of it nobody can see. Bounded: it is kept with the message.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Noticed {
    /// Signs that it tries to steer a machine, at most 20.
    pub findings: Vec<Finding>,
    /// Characters of text that its HTML hides from a reader.
    pub hidden_characters: u32,
    /// Comments in its HTML, at most 50.
    pub comments: u32,
}

impl Noticed {
    /// Reads a mail, its HTML and what that hides included. The HTML is read again where the text was not made from it.
    #[must_use]
    pub fn of(mail: &Mail) -> Self {
        let html = clip(mail.html.as_deref().unwrap_or_default(), MAX_HTML);
        let hidden = match &mail.hidden_text {
            Some(hidden) => hidden.clone(),
            None if html.is_empty() => String::new(),
            None => crate::mail::html::convert(html).hidden,
        };
        let names = mail.attachments.iter().map(|file| file.name.as_str());
        let attachments: Vec<&str> = names.take(MAX_NAMES).collect();
        let sender = mail.customer.as_ref().map(|sender| &sender.address);
        let findings = inspect(&Reading {
            subject: mail.subject.as_deref().unwrap_or_default(),
            sender_name: sender
                .or(mail.from.as_ref())
                .and_then(|address| address.name.as_deref())
                .unwrap_or_default(),
            text: &mail.text,
            hidden: &hidden,
            html,
            attachments: &attachments,
        });
        let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        Self {
            findings,
            hidden_characters: count(hidden.trim().chars().count()),
            comments: count(scan::comments(html).len()),
        }
    }

    /// Whether nothing was noticed.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
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
        let text = clip(text, MAX_PART);
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
        let text = clip(text, MAX_PART);
        let before = self.findings.len();
        self.part(place, text);
        if self.findings.len() > before || scan::asks(text) {
            self.add(Kind::Hidden, place, text);
        }
    }
}
