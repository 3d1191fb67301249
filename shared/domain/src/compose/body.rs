//! Text and HTML of an outgoing mail: what was written, signature, links, quoted history.
//!
//! Invariant: history comes from [`Quoted`], whose text is the message's own and whose message is public.

use std::collections::BTreeMap;

use jiff::Timestamp;

use super::{ComposeError, Outgoing};
use crate::address::Address;
use crate::message::{Author, PublicMessage, Stored};

/// Most messages quoted.
const MAX_QUOTED: usize = 20;
/// Bytes of quoted text after which no further message is quoted.
const MAX_QUOTED_BYTES: usize = 64 * 1024;

/// A public message to quote.
#[derive(Debug, Clone)]
pub struct Quoted<'a> {
    message: PublicMessage<'a>,
    text: String,
}

impl<'a> Quoted<'a> {
    /// The message with its new text. `blobs` has, by key, the texts that are kept beside their messages;
    /// `None` when this one's is missing.
    #[must_use]
    pub fn new(message: PublicMessage<'a>, blobs: &BTreeMap<String, String>) -> Option<Self> {
        let record = message.get();
        let text = match (&record.provenance.reply_text, &record.text) {
            (Some(text), _) | (None, Stored::Inline(text)) => text.clone(),
            (None, Stored::Blob(key)) => blobs.get(key)?.clone(),
        };
        Some(Self { message, text })
    }

    fn line(&self) -> Result<String, ComposeError> {
        let record = self.message.get();
        let written = moment(record.created_at, "%a, %-d %b %Y at %H:%M UTC")?;
        let name = match (record.from.as_ref().map(Address::shown), record.author) {
            (Some(name), _) => name.replace(char::is_control, " "),
            (None, Author::Customer) => "the customer".to_owned(),
            (None, Author::Agent | Author::Ai | Author::System) => "the team".to_owned(),
        };
        Ok(format!("On {written}, {} wrote:", name.trim()))
    }
}

/// A file that goes as a link because it is too large to be attached.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// Name of the file.
    pub name: String,
    /// Where it is.
    pub url: String,
    /// Until when.
    pub expires: Timestamp,
}

impl Link {
    pub(super) fn is_valid(&self) -> bool {
        let web = self.url.starts_with("https://") || self.url.starts_with("http://");
        web && self
            .url
            .bytes()
            .all(|b| b.is_ascii_graphic() && !matches!(b, b'<' | b'>' | b'"'))
    }

    fn label(&self) -> Result<String, ComposeError> {
        let until = moment(self.expires, "%-d %B %Y")?;
        Ok(format!(
            "{} (until {until})",
            self.name.replace(char::is_control, " ")
        ))
    }
}

/// The plain part.
pub(super) fn text(mail: &Outgoing<'_>) -> Result<String, ComposeError> {
    let mut out = mail.text.trim_end().to_owned();
    for (n, link) in mail.links.iter().enumerate() {
        out.push_str(if n == 0 { "\n\n" } else { "\n" });
        out.push_str(&format!("{}\n{}\n", link.label()?, link.url));
    }
    if !mail.signature.trim().is_empty() {
        // RFC 3676 section 4.3: two dashes and a blank begin a signature.
        out.push_str(&format!("\n\n-- \n{}", mail.signature.trim()));
    }
    for quoted in shown(&mail.history) {
        out.push_str(&format!("\n\n{}\n", quoted.line()?));
        for line in unix(quoted.text.trim()).lines() {
            out.push_str(if line.starts_with('>') { ">" } else { "> " });
            out.push_str(line);
            out.push('\n');
        }
    }
    out.push('\n');
    Ok(out)
}

/// The HTML part.
pub(super) fn html(mail: &Outgoing<'_>) -> Result<String, ComposeError> {
    let mut out =
        String::from("<!DOCTYPE html>\n<html><head><meta charset=\"utf-8\"></head><body>\n");
    match &mail.html {
        Some(html) => out.push_str(html),
        None => out.push_str(&format!("<div>{}</div>", lines(mail.text.trim_end()))),
    }
    for link in &mail.links {
        out.push_str(&format!(
            "\n<p><a href=\"{}\">{}</a></p>",
            escape(&link.url),
            escape(&link.label()?)
        ));
    }
    if !mail.signature.trim().is_empty() {
        out.push_str(&format!(
            "\n<div class=\"signature\">-- <br>\n{}</div>",
            lines(mail.signature.trim())
        ));
    }
    for quoted in shown(&mail.history) {
        out.push_str(&format!("\n<br>\n<div>{}</div>\n", escape(&quoted.line()?)));
        out.push_str("<blockquote type=\"cite\" style=\"margin:0 0 0 8px;padding-left:8px;border-left:2px solid #cccccc\">\n");
        out.push_str(&format!("{}\n</blockquote>", lines(quoted.text.trim())));
    }
    out.push_str("\n</body></html>\n");
    Ok(out)
}

/// The newest messages, until it is enough.
fn shown<'q, 'a>(history: &'q [Quoted<'a>]) -> impl Iterator<Item = &'q Quoted<'a>> {
    let mut left = MAX_QUOTED_BYTES;
    history.iter().take(MAX_QUOTED).take_while(move |quoted| {
        let fits = quoted.text.len() <= left;
        left = left.saturating_sub(quoted.text.len());
        fits
    })
}

fn moment(at: Timestamp, format: &str) -> Result<String, ComposeError> {
    let utc = at.to_zoned(jiff::tz::TimeZone::UTC);
    jiff::fmt::strtime::format(format, &utc).map_err(|_| ComposeError::Date)
}

fn unix(text: &str) -> String {
    text.replace("\r\n", "\n").replace('\r', "\n")
}

fn lines(text: &str) -> String {
    escape(&unix(text)).replace('\n', "<br>\n")
}

fn escape(text: &str) -> String {
    text.chars()
        .fold(String::with_capacity(text.len()), |mut out, c| {
            match c {
                '&' => out.push_str("&amp;"),
                '<' => out.push_str("&lt;"),
                '>' => out.push_str("&gt;"),
                '"' => out.push_str("&quot;"),
                c => out.push(c),
            }
            out
        })
}
