//! Says what messages are about, without a helpdesk, a key or a network.
//!
//! Invariant: one line of JSON for each message, in order; a line that cannot be read has its own line with `error`.

use std::io::{BufRead as _, Read as _};

use anyhow::{Context as _, bail};
use clap::Args;
use lambdesk_domain::triage::presets::Preset;
use lambdesk_domain::triage::rules::{Facts, Input, judge};
use lambdesk_domain::triage::taxonomy::Taxonomy;
use serde::Deserialize;

use super::print;

/// Options of `lambdesk triage`.
#[derive(Debug, Args)]
pub(super) struct Triage {
    /// Read JSON lines with `text` and, if known, `subject`, `id`, `customer_tier`, `customer_name`; without it, the whole input is one message
    #[arg(long)]
    batch: bool,
    /// The categories to sort into: saas (bug-report, refund-request, product-question, other) or classic (billing, technical, sales, account, general)
    #[arg(long, value_name = "PRESET", default_value = "saas")]
    preset: Preset,
}

/// One line of a batch. Fields that are not listed are ignored.
#[derive(Debug, Default, Deserialize)]
struct Message {
    text: String,
    #[serde(default)]
    subject: Option<String>,
    #[serde(default)]
    id: Option<serde_json::Value>,
    #[serde(default)]
    customer_tier: Option<String>,
    #[serde(default)]
    customer_name: Option<String>,
}

impl Triage {
    pub(super) fn run(&self) -> anyhow::Result<()> {
        let taxonomy = Taxonomy::preset(self.preset);
        let mut input = Vec::new();
        let stdin = std::io::stdin();
        if !self.batch {
            stdin
                .lock()
                .read_to_end(&mut input)
                .context("cannot read standard input")?;
            let text = String::from_utf8_lossy(&input).into_owned();
            let message = Message {
                text,
                ..Message::default()
            };
            print(&line(&taxonomy, message)?.to_string());
            return Ok(());
        }
        let mut bad = 0_usize;
        for (at, raw) in stdin.lock().split(b'\n').enumerate() {
            let raw = raw.context("cannot read standard input")?;
            if raw.trim_ascii().is_empty() {
                continue;
            }
            match serde_json::from_slice::<Message>(&raw) {
                Ok(message) => print(&line(&taxonomy, message)?.to_string()),
                Err(error) => {
                    bad += 1;
                    print(&refused(at + 1, &error).to_string());
                }
            }
        }
        if bad > 0 {
            bail!(
                "{bad} line(s) could not be read; each must be a JSON object with a string `text`"
            );
        }
        Ok(())
    }
}

/// The answer to one message.
fn line(taxonomy: &Taxonomy, message: Message) -> anyhow::Result<serde_json::Value> {
    let verdict = judge(&Input {
        subject: message.subject.as_deref().unwrap_or_default(),
        text: &message.text,
        customer_tier: message.customer_tier.as_deref(),
        customer_name: message.customer_name.as_deref(),
        taxonomy,
        facts: Facts::default(),
    });
    let mut json = serde_json::to_value(&verdict).context("cannot write the answer as JSON")?;
    if let (Some(fields), Some(id)) = (json.as_object_mut(), message.id) {
        fields.insert("id".to_owned(), id);
    }
    Ok(json)
}

/// What is wrong with a line, without repeating it.
fn refused(number: usize, error: &serde_json::Error) -> serde_json::Value {
    let problem = match error.classify() {
        serde_json::error::Category::Data => "is no object with a string `text`",
        serde_json::error::Category::Io
        | serde_json::error::Category::Syntax
        | serde_json::error::Category::Eof => "is no JSON",
    };
    serde_json::json!({
        "line": number,
        "error": format!("line {number} {problem}; write one JSON object a line, such as {{\"text\": \"...\"}}"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_gets_every_field_and_keeps_its_id() {
        let message = Message {
            text: "I want a refund, you charged me twice".to_owned(),
            id: Some(serde_json::json!(7)),
            ..Message::default()
        };
        let json = line(&Taxonomy::preset(Preset::Saas), message).unwrap();
        assert_eq!(json["category"], "refund-request");
        assert_eq!(json["id"], 7);
        for field in [
            "confidence",
            "priority",
            "priority_score",
            "sentiment",
            "language",
            "team",
            "next_action",
            "why",
            "suggested_reply",
        ] {
            assert!(!json[field].is_null(), "{field}");
        }
    }

    #[test]
    fn a_line_that_cannot_be_read_says_why() {
        for (raw, expected) in [
            ("{", "line 3 is no JSON"),
            ("{\"text\": 5}", "line 3 is no object"),
            ("[]", "line 3 is no object"),
        ] {
            let error = serde_json::from_str::<Message>(raw).unwrap_err();
            let text = refused(3, &error)["error"].to_string();
            assert!(text.contains(expected), "{text}");
        }
    }
}
