//! What SES accepts of a raw mail, after its developer guide: size, recipients, headers, clean text, identities.
//!
//! Invariant: what passes here has a sender, 1 to 50 recipients and a mail of 7-bit lines of at most 998 bytes.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::SesSettings;
use super::answer::Refusal;
use super::request::Call;
use crate::mail::headers::{self, Parts};

const MAX_RAW: usize = 10 * 1024 * 1024;
const MAX_RECIPIENTS: usize = 50;
const MAX_LINE: usize = 998;
const MAX_TAGS: usize = 50;

/// The header fields SES takes at most once (header fields page of its developer guide).
const ONCE: [&str; 24] = [
    "Auto-Submitted",
    "Bcc",
    "Cc",
    "Content-Disposition",
    "Content-ID",
    "Content-Transfer-Encoding",
    "Content-Type",
    "Date",
    "From",
    "In-Reply-To",
    "List-Unsubscribe",
    "List-Unsubscribe-Post",
    "Message-ID",
    "MIME-Version",
    "Original-Message-ID",
    "Precedence",
    "References",
    "Reply-To",
    "Return-Path",
    "Sender",
    "Subject",
    "Thread-Index",
    "Thread-Topic",
    "To",
];

/// A mail that may be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Submission {
    pub(super) source: String,
    pub(super) destinations: Vec<String>,
    pub(super) tags: Vec<(String, String)>,
    pub(super) configuration_set: Option<String>,
    pub(super) raw: Vec<u8>,
}

/// Checks a `SendRawEmail` call.
pub(super) fn check(call: &Call, settings: &SesSettings) -> Result<Submission, Refusal> {
    let data = call.text("RawMessage.Data").unwrap_or_default();
    let raw = STANDARD
        .decode(data)
        .map_err(|_| Refusal::invalid("RawMessage.Data is no base64."))?;
    if raw.len() > MAX_RAW {
        return Err(Refusal::too_long());
    }
    check_text(&raw)?;
    let parts = headers::split(&raw);
    check_headers(&parts)?;
    let source = source(call, &parts)?;
    let destinations = destinations(call, &parts)?;
    let tags = tags(call)?;
    check_identity(&source, settings)?;
    let configuration_set = call.text("ConfigurationSetName").map(str::to_owned);
    if let (Some(name), Some(known)) = (&configuration_set, &settings.configuration_sets)
        && !known.contains(name)
    {
        return Err(Refusal::no_configuration_set(name));
    }
    Ok(Submission {
        source,
        destinations,
        tags,
        configuration_set,
        raw,
    })
}

fn check_text(raw: &[u8]) -> Result<(), Refusal> {
    if raw.is_empty() {
        return Err(Refusal::invalid("Empty required header 'From'."));
    }
    if raw.iter().any(|byte| *byte == 0 || !byte.is_ascii()) {
        return Err(Refusal::invalid(
            "The message holds NUL or 8-bit bytes; encode its parts as quoted-printable or base64.",
        ));
    }
    let long = raw
        .split(|byte| *byte == b'\n')
        .any(|line| line.strip_suffix(b"\r").unwrap_or(line).len() > MAX_LINE);
    if long {
        return Err(Refusal::invalid(
            "A line of the message is longer than 998 bytes.",
        ));
    }
    Ok(())
}

fn check_headers(parts: &Parts<'_>) -> Result<(), Refusal> {
    if let Some(odd) = parts.fields.iter().find(|field| field.name.is_empty()) {
        let line = odd.value();
        return Err(Refusal::invalid(format!("Illegal header line: {line:.60}")));
    }
    for name in ONCE {
        if parts.fields.iter().filter(|field| field.is(name)).count() > 1 {
            return Err(Refusal::invalid(format!("Duplicate header '{name}'.")));
        }
    }
    match parts.first("From") {
        Some(from) if !headers::addresses(&from).is_empty() => Ok(()),
        Some(_) => Err(Refusal::invalid("Missing final '@domain'")),
        None => Err(Refusal::invalid("Missing required header 'From'.")),
    }
}

fn source(call: &Call, parts: &Parts<'_>) -> Result<String, Refusal> {
    let given = call
        .text("Source")
        .map(str::to_owned)
        .or_else(|| parts.first("From"));
    let source = headers::addresses(&given.unwrap_or_default())
        .into_iter()
        .next();
    let source = source.ok_or_else(|| Refusal::invalid("Missing final '@domain'"))?;
    check_address(&source)?;
    Ok(source)
}

fn destinations(call: &Call, parts: &Parts<'_>) -> Result<Vec<String>, Refusal> {
    let mut given = call.members("Destinations");
    if given.is_empty() {
        given = ["To", "Cc", "Bcc"]
            .iter()
            .filter_map(|name| parts.first(name))
            .collect();
    }
    let mut all = Vec::new();
    for mailbox in given.iter().flat_map(|value| headers::mailboxes(value)) {
        match headers::addresses(&mailbox).into_iter().next() {
            Some(address) => all.push(address),
            None => return Err(Refusal::invalid("Missing final '@domain'")),
        }
    }
    if all.is_empty() {
        return Err(Refusal::invalid("Missing required header 'To'."));
    }
    if all.len() > MAX_RECIPIENTS {
        return Err(Refusal::invalid("Recipient count exceeds 50."));
    }
    all.iter().try_for_each(|address| check_address(address))?;
    Ok(all)
}

fn check_address(address: &str) -> Result<(), Refusal> {
    let (local, domain) = address
        .rsplit_once('@')
        .ok_or_else(|| Refusal::invalid("Missing final '@domain'"))?;
    let quoted = local.len() > 1 && local.starts_with('"') && local.ends_with('"');
    let clean = |text: &str, spaces: bool| {
        text.bytes()
            .all(|byte| byte.is_ascii_graphic() || (spaces && byte == b' '))
    };
    if local.is_empty() || local.len() > 64 || !clean(local, quoted) {
        return Err(Refusal::invalid(
            "Local address contains control or whitespace",
        ));
    }
    let labels = domain.split('.').all(|label| {
        (1..=63).contains(&label.len())
            && label
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte))
    });
    if !labels || domain.len() > 253 {
        return Err(Refusal::invalid("Domain contains illegal character"));
    }
    Ok(())
}

fn tags(call: &Call) -> Result<Vec<(String, String)>, Refusal> {
    let tags = call.pairs("Tags");
    let legal = |text: &str| {
        (1..=256).contains(&text.len())
            && text
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte))
    };
    if tags.len() > MAX_TAGS {
        return Err(Refusal::invalid("Too many tags; 50 are allowed."));
    }
    for (name, value) in &tags {
        if !legal(name) {
            return Err(Refusal::invalid(format!(
                "Invalid tag name <{name}>: only alphanumeric ASCII characters, '_' and '-' are allowed."
            )));
        }
        if !legal(value) {
            return Err(Refusal::invalid(format!(
                "Invalid tag value <{value}>: only alphanumeric ASCII characters, '_' and '-' are allowed."
            )));
        }
    }
    Ok(tags)
}

fn check_identity(source: &str, settings: &SesSettings) -> Result<(), Refusal> {
    let Some(verified) = &settings.verified_domains else {
        return Ok(());
    };
    let domain = source.rsplit('@').next().unwrap_or_default();
    let within = |known: &String| {
        domain.eq_ignore_ascii_case(known)
            || domain
                .to_lowercase()
                .ends_with(&format!(".{}", known.to_lowercase()))
    };
    if verified.iter().any(within) {
        return Ok(());
    }
    Err(Refusal::rejected(format!(
        "Email address is not verified. The following identities failed the check in region {}: {source}",
        settings.region.to_uppercase()
    )))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn call(raw: &str, extra: &[(&str, &str)]) -> Call {
        let mut form = form_urlencoded::Serializer::new(String::new());
        form.append_pair("RawMessage.Data", &STANDARD.encode(raw));
        for (name, value) in extra {
            form.append_pair(name, value);
        }
        Call::read(form.finish().as_bytes())
    }

    const GOOD: &str = "From: Desk <desk@desk.test>\r\nTo: a@x.test, \"B, C\" <b@x.test>\r\nBcc: c@x.test\r\nSubject: Hi\r\n\r\nHello\r\n";

    #[test]
    fn recipients_come_from_the_call_or_else_from_the_headers() {
        let settings = SesSettings::default();
        let from_headers = check(&call(GOOD, &[]), &settings).unwrap();
        assert_eq!(from_headers.source, "desk@desk.test");
        assert_eq!(
            from_headers.destinations,
            ["a@x.test", "b@x.test", "c@x.test"]
        );
        let given = [
            ("Destinations.member.1", "Kim <k@x.test>"),
            ("Source", "other@desk.test"),
        ];
        let from_call = check(&call(GOOD, &given), &settings).unwrap();
        assert_eq!(from_call.destinations, ["k@x.test"]);
        assert_eq!(from_call.source, "other@desk.test");
    }

    #[test]
    fn what_ses_refuses_is_refused() {
        let long = format!("{GOOD}{}\r\n", "x".repeat(999));
        let many = format!(
            "To: {}\r\nFrom: a@x.test\r\n\r\n",
            vec!["a@x.test"; 51].join(", ")
        );
        let huge = format!("{GOOD}{}", "x\r\n".repeat(MAX_RAW / 3));
        let cases = [
            ("", "From"),
            ("To: a@x.test\r\n\r\n", "Missing required header 'From'."),
            ("From: a@x.test\r\n\r\n", "Missing required header 'To'."),
            (
                "From: Nobody\r\nTo: a@x.test\r\n\r\n",
                "Missing final '@domain'",
            ),
            (
                "From: a@x.test\r\nTo: b@x.test\r\nto: c@x.test\r\n\r\n",
                "Duplicate header 'To'.",
            ),
            (
                "From: a@x.test\r\nTo: b@x.test\r\nSubject: \u{e9}\r\n\r\n",
                "8-bit",
            ),
            ("From: a@x.test\r\nTo: b@x.test\r\n\r\nnul \0", "NUL"),
            ("From: a@x.test\r\nTo: b c@x.test\r\n\r\n", "Local address"),
            ("From: a@x.test\r\nTo: b@x..test\r\n\r\n", "Domain"),
            (
                "From: a@x.test\r\nnonsense\r\nTo: b@x.test\r\n\r\n",
                "Illegal header line",
            ),
            (&long, "998"),
            (&many, "Recipient count"),
            (&huge, "10485760"),
        ];
        for (raw, expected) in cases {
            let refusal = check(&call(raw, &[]), &SesSettings::default()).unwrap_err();
            assert!(
                format!("{refusal:?}").contains(expected),
                "{refusal:?} for {raw:.60}"
            );
        }
        let tag = [
            ("Tags.member.1.Name", "bad name"),
            ("Tags.member.1.Value", "v"),
        ];
        assert!(check(&call(GOOD, &tag), &SesSettings::default()).is_err());
    }

    #[test]
    fn identities_and_configuration_sets_must_exist_when_they_are_listed() {
        let settings = SesSettings {
            configuration_sets: Some(vec!["events".to_owned()]),
            verified_domains: Some(vec!["desk.test".to_owned()]),
            ..SesSettings::default()
        };
        let good = [("ConfigurationSetName", "events")];
        assert!(check(&call(GOOD, &good), &settings).is_ok());
        let absent = check(&call(GOOD, &[("ConfigurationSetName", "x")]), &settings).unwrap_err();
        assert_eq!(absent, Refusal::no_configuration_set("x"));
        let foreign = check(&call(GOOD, &[("Source", "a@other.test")]), &settings).unwrap_err();
        assert!(format!("{foreign:?}").contains("not verified"));
    }
}
