//! What goes over the wire to Sentry and `PostHog` and what becomes of it, against servers that answer as theirs are
//! documented to. Postgres is tested against a real server, with the flows.

mod trouble;

use std::time::Duration;

use jiff::Timestamp;
use lambdesk_domain::facts::settings::{
    EnrichmentSettings, PostgresSettings, PosthogSettings, SentrySettings,
};
use lambdesk_domain::facts::{FactKind, Known, Looked, Outcome, Source};
use lambdesk_domain::ids::OrganisationId;

use super::{Facts, Limits, Question, Secrets, Stored};
use crate::config::Secret;
use crate::outbound::guard::Reach;
use crate::outbound::test_server::{Act, Server};

const EMAIL: &str = "ann@example.com";
const ISSUES: &str = r#"[{"id":"1","shortId":"WEB-1","title":"TypeError","permalink":"https://acme.sentry.io/issues/1/",
    "count":"90","lastSeen":"2026-11-20T09:59:00Z","filtered":{"count":"3","lastSeen":"2026-11-20T09:30:00Z"}}]"#;
const PERSON: &str = r#"{"results":[{"id":1,"uuid":"0190-aa","name":"Ann","distinct_ids":["d1"],
    "properties":{"email":"ann@example.com"},"created_at":"2025-02-03T00:00:00Z"}]}"#;
const SESSIONS: &str =
    r#"{"results":[{"id":"r-1","start_time":"2026-11-20T09:00:00Z","recording_duration":372}]}"#;

fn now() -> Timestamp {
    "2026-11-20T10:00:00Z".parse().unwrap()
}

fn says(body: &str) -> Act {
    Act::Say(200, Vec::new(), body.to_owned())
}

fn status(status: u16) -> Act {
    Act::Say(status, Vec::new(), r#"{"detail":"no"}"#.to_owned())
}

fn secret(text: &str) -> Stored {
    Stored::Some(Secret::new(text))
}

/// Somebody who asks.
struct Desk {
    facts: Facts,
    organisation: OrganisationId,
    settings: EnrichmentSettings,
    secrets: Secrets,
    now: Timestamp,
}

impl Desk {
    fn new() -> Self {
        Self::within(Duration::from_secs(3))
    }

    fn within(each: Duration) -> Self {
        Self {
            facts: Facts::new(Limits {
                each,
                reach: Reach {
                    loopback: true,
                    private: false,
                },
                ..Limits::default()
            }),
            organisation: OrganisationId::new(1, [1; 10]),
            settings: EnrichmentSettings::default(),
            secrets: Secrets {
                sentry: secret("sntrys_1"),
                posthog: secret("phx_1"),
                postgres: Stored::None,
            },
            now: now(),
        }
    }

    fn sentry(mut self, host: &str) -> Self {
        self.settings.sentry = Some(SentrySettings {
            organisation: "acme".to_owned(),
            project: None,
            host: host.to_owned(),
        });
        self
    }

    fn posthog(mut self, host: &str) -> Self {
        self.settings.posthog = Some(PosthogSettings {
            project: Some("7".to_owned()),
            host: host.to_owned(),
        });
        self
    }

    async fn ask(&self) -> Known {
        self.ask_with(&[], &[]).await
    }

    async fn ask_with(&self, fresh: &[Looked], spent: &[Source]) -> Known {
        let question = Question {
            organisation: &self.organisation,
            settings: &self.settings,
            secrets: &self.secrets,
            email: EMAIL,
            fresh,
            spent,
            now: self.now,
        };
        Box::pin(self.facts.look_up(question)).await
    }
}

fn of(known: &Known, source: Source) -> &Looked {
    let mut found = known.sources.iter().filter(|l| l.source == source);
    let looked = found.next().unwrap();
    assert!(found.next().is_none(), "{known:?}");
    looked
}

#[tokio::test]
async fn sentry_is_asked_once_with_the_quoted_address_and_the_token() {
    let server = Server::play([says(ISSUES)]).await;
    let known = Desk::new().sentry(&server.url).ask().await;
    let sentry = of(&known, Source::Sentry);
    assert_eq!(sentry.outcome, Outcome::Found);
    assert_eq!(sentry.facts[0].value, "WEB-1, 3 times");
    assert!(known.error_in_hour_before(now()));
    let seen = server.seen();
    assert_eq!(
        seen[0].line,
        "GET /api/0/organizations/acme/issues/?query=user.email%3A%22ann%40example.com%22&statsPeriod=14d&limit=5\
         &sort=date&collapse=lifetime HTTP/1.1"
    );
    assert_eq!(seen[0].header("authorization"), Some("Bearer sntrys_1"));
    assert_eq!(seen.len(), 1);
    for source in [Source::Posthog, Source::Postgres] {
        assert_eq!(of(&known, source).outcome, Outcome::NotConfigured);
    }
}

#[tokio::test]
async fn posthog_is_asked_for_the_person_and_then_for_their_sessions() {
    let server = Server::play([says(PERSON), says(SESSIONS)]).await;
    let known = Desk::new().posthog(&server.url).ask().await;
    let posthog = of(&known, Source::Posthog);
    let kinds: Vec<_> = posthog.facts.iter().map(|fact| fact.kind).collect();
    assert_eq!(kinds, [FactKind::Person, FactKind::Recording]);
    assert_eq!(
        posthog.facts[1].link.as_deref(),
        Some(format!("{}/project/7/replay/r-1", server.url).as_str())
    );
    let lines: Vec<_> = server.seen().iter().map(|s| s.line.clone()).collect();
    assert_eq!(
        lines,
        [
            "GET /api/projects/7/persons/?email=ann%40example.com HTTP/1.1",
            "GET /api/projects/7/session_recordings/?person_uuid=0190-aa&date_from=-14d&limit=5 HTTP/1.1"
        ]
    );
    assert_eq!(
        server.seen()[1].header("authorization"),
        Some("Bearer phx_1")
    );
}

#[tokio::test]
async fn whom_posthog_does_not_know_has_no_sessions_of_others() {
    let other = PERSON.replace("ann@example.com", "joann@example.com");
    let server = Server::play([says(&other)]).await;
    let known = Desk::new().posthog(&server.url).ask().await;
    assert_eq!(of(&known, Source::Posthog).outcome, Outcome::Nothing);
    assert_eq!(server.seen().len(), 1, "nobody's sessions are asked for");
}

#[tokio::test]
async fn the_only_project_of_a_key_is_asked_for_once() {
    let projects = says(r#"{"results":[{"id":7}]}"#);
    let none = || says(r#"{"results":[]}"#);
    let server = Server::play([projects, none(), none()]).await;
    let mut desk = Desk::new().posthog(&server.url);
    desk.settings.posthog.as_mut().unwrap().project = None;
    for _ in 0..2 {
        let known = desk.ask().await;
        assert_eq!(of(&known, Source::Posthog).outcome, Outcome::Nothing);
    }
    let lines: Vec<_> = server.seen().iter().map(|s| s.line.clone()).collect();
    assert_eq!(lines[0], "GET /api/projects/?limit=2 HTTP/1.1");
    assert_eq!(lines[1], lines[2]);
}

#[tokio::test]
async fn what_was_said_lately_is_said_again_and_only_the_others_are_asked() {
    let server = Server::play([says(PERSON), says(SESSIONS)]).await;
    let desk = Desk::new()
        .sentry("http://127.0.0.1:1")
        .posthog(&server.url);
    let said = Looked::of(Source::Sentry, Ok(Vec::new()), now());
    let known = desk.ask_with(&[said], &[]).await;
    assert_eq!(of(&known, Source::Sentry).outcome, Outcome::Nothing);
    assert_eq!(of(&known, Source::Posthog).outcome, Outcome::Found);
}

#[tokio::test]
async fn a_source_that_is_set_up_without_its_secret_says_so_and_is_not_called() {
    let mut desk = Desk::new().sentry("http://127.0.0.1:1");
    desk.secrets.sentry = Stored::None;
    let known = desk.ask().await;
    let sentry = of(&known, Source::Sentry);
    assert_eq!(sentry.outcome, Outcome::NotConfigured);
    assert!(sentry.reason.as_ref().unwrap().contains("not stored"));
    desk.secrets.sentry = Stored::Unreadable;
    let known = desk.ask().await;
    assert_eq!(of(&known, Source::Sentry).outcome, Outcome::Failed);
}

#[tokio::test]
async fn addresses_that_lead_inside_are_not_called() {
    let server = Server::play([says(ISSUES)]).await;
    let mut desk = Desk::new().sentry(&server.url).posthog("https://10.0.0.1");
    desk.facts = Facts::new(Limits::default());
    desk.settings.postgres = Some(PostgresSettings::default());
    for dsn in [
        "postgres://u:p@127.0.0.1/x?sslmode=require",
        "postgres://u:p@169.254.169.254/x",
        "postgres://u:p@10.1.2.3/x",
    ] {
        desk.secrets.postgres = secret(dsn);
        let known = desk.ask().await;
        for looked in &known.sources {
            let reason = looked.reason.clone().unwrap();
            assert!(reason.contains("not allowed"), "{dsn} {looked:?}");
        }
    }
    desk.secrets.postgres = secret("postgres://u:p@db.example.com/x?sslmode=disable");
    let known = desk.ask().await;
    let reason = of(&known, Source::Postgres).reason.clone().unwrap();
    assert!(reason.contains("TLS"), "{reason}");
    assert_eq!(server.seen().len(), 0);
}
