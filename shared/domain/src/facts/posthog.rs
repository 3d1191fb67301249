//! How `PostHog` is asked for a person and their recorded sessions, and what its answers say.
//!
//! Invariant: only a person whose own address is the one asked for is taken, whatever the search returned; queries
//! and fragments of visited pages, which may carry tokens, are never kept.

use jiff::Timestamp;
use serde::Deserialize;
use serde_json::Value;

use super::text::{clip, link, place, query, segment};
use super::{DAYS, Fact, FactKind, LONGEST_LABEL, LONGEST_VALUE, MOST, Source, Trouble};

/// The path that lists the projects a key can see: asked only when the settings name none.
#[must_use]
pub fn projects_path() -> &'static str {
    "/api/projects/?limit=2"
}

/// The path that finds a person by the whole address; `search` would match parts of it.
#[must_use]
pub fn person_path(project: &str, email: &str) -> String {
    let project = segment(project);
    format!(
        "/api/projects/{project}/persons/?{}",
        query(&[("email", email)])
    )
}

/// The path that lists a person's sessions. Without `date_from` only three days count.
#[must_use]
pub fn recordings_path(project: &str, person: &str) -> String {
    let project = segment(project);
    let (from, most) = (format!("-{DAYS}d"), MOST.to_string());
    let pairs = [
        ("person_uuid", person),
        ("date_from", from.as_str()),
        ("limit", most.as_str()),
    ];
    format!(
        "/api/projects/{project}/session_recordings/?{}",
        query(&pairs)
    )
}

#[derive(Deserialize)]
struct Page<T> {
    results: Vec<T>,
}

fn page<T: serde::de::DeserializeOwned>(body: &[u8]) -> Result<Vec<T>, Trouble> {
    let page: Page<T> = serde_json::from_slice(body).map_err(|_| Trouble::Unreadable)?;
    Ok(page.results)
}

/// The project a key can see.
///
/// # Errors
/// [`Trouble::NoSuch`] unless it is exactly one: with several the settings must say which.
pub fn only_project(body: &[u8]) -> Result<String, Trouble> {
    #[derive(Deserialize)]
    struct Project {
        id: Value,
    }
    match page::<Project>(body)?.as_slice() {
        [one] => id(&one.id).ok_or(Trouble::Unreadable),
        _ => Err(Trouble::NoSuch(
            "single project our key can see, so the settings must name one",
        )),
    }
}

/// A person as `PostHog` knows them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// What recordings are asked for.
    pub uuid: String,
    /// What is known of them.
    pub fact: Fact,
}

#[derive(Deserialize)]
struct Found {
    #[serde(default)]
    uuid: Option<String>,
    #[serde(default)]
    name: Option<String>,
    #[serde(default)]
    distinct_ids: Vec<String>,
    #[serde(default)]
    properties: Option<Value>,
    #[serde(default)]
    created_at: Option<String>,
    #[serde(default)]
    last_seen_at: Option<String>,
}

/// Reads the list of persons; `None` when none of them has this address. `base` is where agents look at them.
///
/// # Errors
/// [`Trouble::Unreadable`] when it is no such list.
pub fn person(body: &[u8], email: &str, base: &str) -> Result<Option<Person>, Trouble> {
    let found = page::<Found>(body)?;
    let theirs = |found: &Found| {
        let own = found.properties.as_ref().and_then(|p| p.get("email"));
        own.and_then(Value::as_str)
            .is_some_and(|own| own.trim().to_lowercase() == email.trim().to_lowercase())
    };
    let Some(found) = found.into_iter().find(theirs) else {
        return Ok(None);
    };
    let uuid = found.uuid.clone().ok_or(Trouble::Unreadable)?;
    let day = |text: &Option<String>| {
        let at = time(text.as_deref())?;
        Some(at.strftime("%Y-%m-%d").to_string())
    };
    let mut parts = Vec::new();
    parts.extend(day(&found.created_at).map(|day| format!("known since {day}")));
    parts.extend(day(&found.last_seen_at).map(|day| format!("last seen {day}")));
    if parts.is_empty() {
        parts.push("known".to_owned());
    }
    let page = found
        .distinct_ids
        .first()
        .map(|id| format!("{base}/person/{}", segment(id)));
    let named = found.name.as_deref().filter(|name| !name.trim().is_empty());
    Ok(Some(Person {
        uuid,
        fact: Fact {
            source: Source::Posthog,
            kind: FactKind::Person,
            label: clip(named.unwrap_or("person"), LONGEST_LABEL),
            value: clip(&parts.join(", "), LONGEST_VALUE),
            link: page.as_deref().and_then(link),
            at: None,
        },
    }))
}

#[derive(Deserialize)]
struct Recording {
    id: String,
    #[serde(default)]
    start_time: Option<String>,
    #[serde(default)]
    recording_duration: Option<f64>,
    #[serde(default)]
    click_count: Option<u64>,
    #[serde(default)]
    console_error_count: Option<u64>,
    #[serde(default)]
    start_url: Option<String>,
}

/// Reads the list of recorded sessions.
///
/// # Errors
/// [`Trouble::Unreadable`] when it is not one.
pub fn recordings(body: &[u8], base: &str) -> Result<Vec<Fact>, Trouble> {
    let found = page::<Recording>(body)?;
    Ok(found
        .iter()
        .take(MOST)
        .map(|recording| session(recording, base))
        .collect())
}

fn session(recording: &Recording, base: &str) -> Fact {
    let counted = |count: Option<u64>, one: &str, many: &str| match count {
        None | Some(0) => None,
        Some(1) => Some(format!("1 {one}")),
        Some(n) => Some(format!("{n} {many}")),
    };
    let mut parts = Vec::new();
    parts.extend(recording.recording_duration.and_then(length));
    parts.extend(counted(recording.click_count, "click", "clicks"));
    parts.extend(counted(
        recording.console_error_count,
        "console error",
        "console errors",
    ));
    let begins = recording.start_url.as_deref().and_then(place);
    parts.extend(begins.map(|place| format!("began at {place}")));
    let page = format!("{base}/replay/{}", segment(&recording.id));
    Fact {
        source: Source::Posthog,
        kind: FactKind::Recording,
        label: "session".to_owned(),
        value: clip(&parts.join(", "), LONGEST_VALUE),
        link: link(&page),
        at: time(recording.start_time.as_deref()),
    }
}

/// Seconds as people say them.
fn length(seconds: f64) -> Option<String> {
    if !seconds.is_finite() || !(0.0..=1e6).contains(&seconds) {
        return None;
    }
    Some(if seconds < 60.0 {
        format!("{seconds:.0} s")
    } else {
        format!("{:.0} min", seconds / 60.0)
    })
}

/// Where agents look at a project.
#[must_use]
pub fn base(host: &str, project: &str) -> String {
    format!(
        "{}/project/{}",
        host.trim_end_matches('/'),
        segment(project)
    )
}

fn id(value: &Value) -> Option<String> {
    let number = value.as_u64().map(|n| n.to_string());
    number.or_else(|| value.as_str().map(str::to_owned))
}

fn time(text: Option<&str>) -> Option<Timestamp> {
    text?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    const BASE: &str = "https://eu.posthog.com/project/7";

    #[test]
    fn paths_name_the_project_the_whole_address_and_two_weeks() {
        assert_eq!(
            person_path("7", "ann+x@example.com"),
            "/api/projects/7/persons/?email=ann%2Bx%40example.com"
        );
        assert_eq!(
            recordings_path("7", "0190-aa"),
            "/api/projects/7/session_recordings/?person_uuid=0190-aa&date_from=-14d&limit=5"
        );
        assert_eq!(base("https://eu.posthog.com/", "7"), BASE);
    }

    #[test]
    fn only_the_person_with_this_very_address_is_taken() {
        let body = br#"{"results":[
            {"id":1,"uuid":"u-1","name":"Joann","distinct_ids":["d1"],"properties":{"email":"joann@example.com"},"created_at":"2025-01-01T00:00:00Z"},
            {"id":2,"uuid":"u-2","name":"Ann","distinct_ids":["d/2"],"properties":{"email":"Ann@Example.com"},
             "created_at":"2025-02-03T00:00:00Z","last_seen_at":"2026-11-20T08:00:00.123Z"}]}"#;
        let found = person(body, "ann@example.com", BASE).unwrap().unwrap();
        assert_eq!(found.uuid, "u-2");
        assert_eq!(
            found.fact.value,
            "known since 2025-02-03, last seen 2026-11-20"
        );
        assert_eq!(
            found.fact.link.as_deref(),
            Some("https://eu.posthog.com/project/7/person/d%2F2")
        );
        assert_eq!(person(body, "bob@example.com", BASE), Ok(None));
        assert_eq!(
            person(br#"{"results":[]}"#, "ann@example.com", BASE),
            Ok(None)
        );
    }

    #[test]
    fn sessions_have_their_length_and_no_tokens() {
        let body = br#"{"results":[{"id":"r-1","start_time":"2026-11-20T09:00:00Z","recording_duration":372,"click_count":12,
            "console_error_count":1,"start_url":"https://app.example.com/reset?token=secret#t"},{"id":"r-2"}]}"#;
        let facts = recordings(body, BASE).unwrap();
        assert_eq!(
            facts[0].value,
            "6 min, 12 clicks, 1 console error, began at app.example.com/reset"
        );
        assert_eq!(
            facts[0].link.as_deref(),
            Some("https://eu.posthog.com/project/7/replay/r-1")
        );
        assert_eq!(facts[1].at, None);
    }

    #[test]
    fn the_first_of_several_projects_is_not_guessed() {
        assert_eq!(
            only_project(br#"{"results":[{"id":7}]}"#).as_deref(),
            Ok("7")
        );
        for body in [
            br#"{"results":[{"id":7},{"id":8}]}"#.as_slice(),
            br#"{"results":[]}"#,
        ] {
            assert!(matches!(only_project(body), Err(Trouble::NoSuch(_))));
        }
    }

    #[test]
    fn what_is_not_a_list_cannot_be_read() {
        for body in [b"".as_slice(), b"[]", b"<html>", br#"{"detail":"x"}"#] {
            assert_eq!(recordings(body, BASE), Err(Trouble::Unreadable));
            assert_eq!(
                person(body, "a@example.com", BASE),
                Err(Trouble::Unreadable)
            );
        }
    }
}
