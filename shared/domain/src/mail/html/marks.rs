//! What mail programs mark in their HTML: quotes, history, signatures.
//!
//! Invariant: a mark is an id, a class or a border that a program writes; looks alone never count.

use super::tags::Tag;
use super::text::MarkKind;

/// Classes of signatures.
const SIGNATURES: &[&str] = &[
    "gmail_signature",
    "moz-signature",
    "ms-outlook-mobile-signature",
    "protonmail_signature_block",
    "yahoo-signature",
    "email-signature",
];

/// Ids of signatures.
const SIGNATURE_IDS: &[&str] = &[
    "signature",
    "applemailsignature",
    "ms-outlook-mobile-signature",
    "signature-container",
];

/// Classes of quotes: Gmail, Yahoo, Proton, Zimbra, Thunderbird, Front.
const QUOTES: &[&str] = &[
    "gmail_quote",
    "gmail_extra_quote",
    "gmail_attr",
    "yahoo_quoted",
    "protonmail_quote",
    "zmail_extra",
    "moz-cite-prefix",
    "front-blockquote",
    "quoted-text",
    "freebirdquote",
];

/// Ids of the place where Outlook and others put the answered mail.
const HISTORY: &[&str] = &[
    "divrplyfwdmsg",
    "appendonsend",
    "olk_src_body_section",
    "mail-editor-reference-message-container",
    "oriomsg",
    "reply-intro",
];

/// What an element says about the text in it; `name` is its name in lower case.
pub(super) fn of(tag: &Tag<'_>, name: &str) -> Option<MarkKind> {
    if name == "blockquote" {
        return Some(MarkKind::Quote);
    }
    let carrier = matches!(
        name,
        "div" | "span" | "p" | "table" | "td" | "section" | "body" | "a" | "br"
    );
    if tag.is_bare() || !carrier {
        return None;
    }
    let class = tag
        .attribute("class")
        .unwrap_or_default()
        .to_ascii_lowercase();
    let id = tag.attribute("id").unwrap_or_default().to_ascii_lowercase();
    // Webmail renames what it did not write itself.
    let id = id.trim_start_matches("x_").trim_start_matches("m_");
    let has = |names: &[&str]| {
        class
            .split_whitespace()
            .any(|c| names.contains(&c.trim_start_matches("x_")))
    };
    if has(SIGNATURES)
        || SIGNATURE_IDS.contains(&id)
        || tag.attribute("data-smartmail").as_deref() == Some("gmail_signature")
    {
        return Some(MarkKind::Signature);
    }
    if has(QUOTES) || id.starts_with("yahoo_quoted") {
        return Some(MarkKind::Quote);
    }
    if HISTORY.contains(&id) || has(&["outlookmessageheader", "moz-forward-container"]) {
        return Some(MarkKind::History);
    }
    let style = tag.attribute("style").unwrap_or_default();
    outlook_border(&style).then_some(MarkKind::History)
}

/// Word draws a thin line above the header block of the quoted mail.
fn outlook_border(style: &str) -> bool {
    if !style.contains("border-top") && !style.contains("BORDER-TOP") {
        return false;
    }
    let style: String = style
        .chars()
        .filter(|c| !c.is_whitespace())
        .collect::<String>()
        .to_ascii_lowercase();
    ["#e1e1e1", "#b5c4df", "#c4df9b", "windowtext"]
        .iter()
        .any(|colour| {
            style.contains(&format!("border-top:solid{colour}1.0pt"))
                || style.contains(&format!("border-top:{colour}1ptsolid"))
                || style.contains(&format!("border-top:1ptsolid{colour}"))
        })
}
