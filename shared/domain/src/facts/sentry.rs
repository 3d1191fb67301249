//! How Sentry is asked for the errors of a customer, and what its answer says.
//!
//! Invariant: only times and counts of this very customer are given as theirs. An issue's own `lastSeen` and `count`
//! are those of everybody; `filtered` are those that match the query. (`StreamGroupSerializer` of Sentry; `collapse=stats`
//! would leave `filtered` out.)

use jiff::Timestamp;
use serde::Deserialize;

use super::settings::SentrySettings;
use super::text::{clip, link, query, segment};
use super::{DAYS, Fact, FactKind, LONGEST_LABEL, LONGEST_VALUE, MOST, Source, Trouble};

/// The path and query that ask for the issues of an address.
///
/// The query is whole: without one of its own, Sentry would add `is:unresolved`.
#[must_use]
pub fn path(settings: &SentrySettings, email: &str) -> String {
    let organisation = segment(&settings.organisation);
    let filter = format!("user.email:\"{}\"", escaped(email));
    let (days, most) = (format!("{DAYS}d"), MOST.to_string());
    let mut pairs = vec![
        ("query", filter.as_str()),
        ("statsPeriod", days.as_str()),
        ("limit", most.as_str()),
        ("sort", "date"),
        ("collapse", "lifetime"),
    ];
    if let Some(project) = &settings.project {
        pairs.push(("project", project));
    }
    format!(
        "/api/0/organizations/{organisation}/issues/?{}",
        query(&pairs)
    )
}

/// Quotes end the text and a star stands for anything, so that `*@example.com` would find everybody.
fn escaped(email: &str) -> String {
    let mut out = String::with_capacity(email.len());
    for c in email.chars().filter(|c| !c.is_control()) {
        if matches!(c, '"' | '\\' | '*') {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Issue {
    #[serde(default)]
    short_id: Option<String>,
    #[serde(default)]
    title: Option<String>,
    #[serde(default)]
    culprit: Option<String>,
    #[serde(default)]
    permalink: Option<String>,
    #[serde(default)]
    status: Option<String>,
    #[serde(default)]
    last_seen: Option<String>,
    #[serde(default)]
    filtered: Option<Seen>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Seen {
    /// A number in a text.
    #[serde(default)]
    count: Option<serde_json::Value>,
    #[serde(default)]
    last_seen: Option<String>,
}

/// Reads the list of issues.
///
/// # Errors
/// [`Trouble::Unreadable`] when it is not one.
pub fn issues(body: &[u8]) -> Result<Vec<Fact>, Trouble> {
    let issues: Vec<Issue> = serde_json::from_slice(body).map_err(|_| Trouble::Unreadable)?;
    Ok(issues.iter().take(MOST).map(fact).collect())
}

fn fact(issue: &Issue) -> Fact {
    let own = issue.filtered.as_ref();
    let at = own.and_then(|seen| time(seen.last_seen.as_deref()));
    let title = issue.title.as_deref().unwrap_or("an error");
    let mut parts = Vec::new();
    parts.extend(issue.short_id.clone());
    parts.extend(own.and_then(|seen| number(seen.count.as_ref())).map(times));
    if at.is_none() {
        let seen = time(issue.last_seen.as_deref());
        parts.extend(seen.map(|at| format!("last seen by anybody {}", at.strftime("%Y-%m-%d"))));
    }
    let solved = issue.status.as_deref().filter(|s| *s != "unresolved");
    parts.extend(solved.map(str::to_owned));
    let culprit = issue.culprit.as_deref().map(str::trim);
    parts.extend(culprit.filter(|c| !c.is_empty()).map(|c| format!("in {c}")));
    Fact {
        source: Source::Sentry,
        kind: FactKind::Error,
        label: clip(title, LONGEST_LABEL),
        value: clip(&parts.join(", "), LONGEST_VALUE),
        link: issue.permalink.as_deref().and_then(link),
        at,
    }
}

fn times(count: u64) -> String {
    match count {
        1 => "once".to_owned(),
        n => format!("{n} times"),
    }
}

fn number(value: Option<&serde_json::Value>) -> Option<u64> {
    let value = value?;
    value.as_u64().or_else(|| value.as_str()?.parse().ok())
}

fn time(text: Option<&str>) -> Option<Timestamp> {
    text?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settings() -> SentrySettings {
        SentrySettings {
            organisation: "acme".to_owned(),
            ..SentrySettings::default()
        }
    }

    #[test]
    fn the_whole_query_is_one_quoted_address() {
        let asked = path(&settings(), "ann@example.com");
        assert_eq!(
            asked,
            "/api/0/organizations/acme/issues/?query=user.email%3A%22ann%40example.com%22&statsPeriod=14d&limit=5\
             &sort=date&collapse=lifetime"
        );
        let one = SentrySettings {
            project: Some("web".to_owned()),
            ..settings()
        };
        assert!(path(&one, "ann@example.com").ends_with("&project=web"));
    }

    #[test]
    fn a_hostile_address_cannot_ask_for_more_than_itself() {
        for (email, expected) in [
            ("*@example.com", r"\*@example.com"),
            (r#"a" OR "b@example.com"#, r#"a\" OR \"b@example.com"#),
            (r"a\@example.com", r"a\\@example.com"),
            ("a\r\nb@example.com", "ab@example.com"),
        ] {
            assert_eq!(escaped(email), expected);
        }
    }

    #[test]
    fn times_and_counts_are_the_customers_own() {
        let body = br#"[{"id":"1","shortId":"WEB-1","title":"TypeError: x is not a function","culprit":"app/export",
            "permalink":"https://acme.sentry.io/issues/1/","status":"unresolved","count":"900","userCount":80,
            "lastSeen":"2026-11-20T09:59:00Z","level":"error",
            "filtered":{"count":"3","userCount":1,"firstSeen":"2026-11-18T08:00:00Z","lastSeen":"2026-11-19T07:00:00Z"}}]"#;
        let facts = issues(body).unwrap();
        let [fact] = facts.as_slice() else {
            panic!("{facts:?}")
        };
        assert_eq!(fact.label, "TypeError: x is not a function");
        assert_eq!(fact.value, "WEB-1, 3 times, in app/export");
        assert_eq!(fact.at, Some("2026-11-19T07:00:00Z".parse().unwrap()));
        assert_eq!(
            fact.link.as_deref(),
            Some("https://acme.sentry.io/issues/1/")
        );
    }

    #[test]
    fn what_happened_to_anybody_has_no_time_of_the_customers() {
        let body = br#"[{"shortId":"WEB-2","title":"Timeout","status":"resolved","lastSeen":"2026-11-20T09:59:00Z","filtered":null}]"#;
        let facts = issues(body).unwrap();
        assert_eq!(facts[0].at, None);
        assert_eq!(
            facts[0].value,
            "WEB-2, last seen by anybody 2026-11-20, resolved"
        );
    }

    #[test]
    fn odd_answers_are_bounded_or_refused() {
        assert_eq!(issues(b"[]"), Ok(Vec::new()));
        assert_eq!(issues(br#"{"detail":"x"}"#), Err(Trouble::Unreadable));
        assert_eq!(issues(b"<html>"), Err(Trouble::Unreadable));
        let many = format!("[{}]", vec![r#"{"title":"x\ny"}"#; 50].join(","));
        let facts = issues(many.as_bytes()).unwrap();
        assert_eq!(facts.len(), MOST);
        assert_eq!(facts[0].label, "x y");
        let bad = br#"[{"title":"x","permalink":"javascript:alert(1)","count":7}]"#;
        assert_eq!(issues(bad).unwrap()[0].link, None);
    }
}
