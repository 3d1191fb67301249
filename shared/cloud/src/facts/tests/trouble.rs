//! Sources that refuse, fail, are slow, break off, flood or talk rubbish.

use lambdesk_domain::facts::Trouble;
use tokio::time::Instant;

use super::*;

/// What Sentry is told to have been, after these acts of its server, and how often it was asked.
async fn sentry_after(acts: Vec<Act>) -> (Looked, usize) {
    let server = Server::play(acts).await;
    let known = Desk::new().sentry(&server.url).ask().await;
    (of(&known, Source::Sentry).clone(), server.seen().len())
}

fn reason(trouble: &Trouble) -> Option<String> {
    Some(trouble.to_string())
}

#[tokio::test]
async fn refusals_say_what_to_do_and_are_not_repeated() {
    let cases = [
        (401, Trouble::SecretRefused),
        (403, Trouble::NotAllowed("event:read")),
        (404, Trouble::NoSuch("organisation or project")),
        (400, Trouble::Status(400)),
        (302, Trouble::Address),
    ];
    for (code, trouble) in cases {
        let (sentry, asked) = sentry_after(vec![status(code), says(ISSUES)]).await;
        assert_eq!(sentry.outcome, Outcome::Failed);
        assert_eq!(sentry.reason, reason(&trouble), "{code}");
        assert_eq!(asked, 1, "{code}");
    }
}

#[tokio::test]
async fn a_passing_failure_is_tried_once_more() {
    for act in [
        status(500),
        status(503),
        Act::Cut(String::new()),
        Act::Cut("HTTP/1.1 200 OK\r\ncontent-length: 900\r\n\r\n[{".to_owned()),
    ] {
        let (sentry, asked) = sentry_after(vec![act.clone(), says(ISSUES)]).await;
        assert_eq!((sentry.outcome, asked), (Outcome::Found, 2));
        let (sentry, asked) = sentry_after(vec![act; 3]).await;
        assert_eq!((sentry.outcome, asked), (Outcome::Failed, 2));
    }
}

#[tokio::test]
async fn answers_that_are_too_large_or_no_json_are_refused() {
    let (sentry, _) = sentry_after(vec![Act::Flood]).await;
    assert_eq!(sentry.reason, reason(&Trouble::TooLarge));
    for body in ["<html>", "", "{}", "null"] {
        let (sentry, _) = sentry_after(vec![says(body)]).await;
        assert_eq!(sentry.reason, reason(&Trouble::Unreadable), "{body}");
    }
}

#[tokio::test]
async fn one_silent_source_keeps_its_time_and_takes_none_of_the_others() {
    let silent = Server::play([Act::Wait]).await;
    let lively = Server::play([says(PERSON), says(SESSIONS)]).await;
    let desk = Desk::within(Duration::from_millis(400))
        .sentry(&silent.url)
        .posthog(&lively.url);
    let begun = Instant::now();
    let known = desk.ask().await;
    assert!(
        begun.elapsed() < Duration::from_secs(2),
        "{:?}",
        begun.elapsed()
    );
    let sentry = of(&known, Source::Sentry);
    assert!(sentry.reason.as_ref().unwrap().contains("did not answer"));
    assert_eq!(of(&known, Source::Posthog).outcome, Outcome::Found);
}

#[tokio::test]
async fn a_silent_database_keeps_its_time_too() {
    let silent = Server::play([Act::Wait]).await;
    let mut desk = Desk::within(Duration::from_millis(300));
    desk.settings.postgres = Some(PostgresSettings::default());
    let place = silent.url.strip_prefix("http://").unwrap();
    desk.secrets.postgres = secret(&format!("postgres://u:p@{place}/x"));
    let known = desk.ask().await;
    let postgres = of(&known, Source::Postgres);
    assert!(postgres.reason.as_ref().unwrap().contains("did not answer"));
}

#[tokio::test]
async fn who_asks_us_to_wait_is_left_alone_that_long() {
    let cases = [
        (vec![("retry-after", "90".to_owned())], 90),
        (
            vec![("x-sentry-rate-limit-reset", "1795168845".to_owned())],
            45,
        ),
        (Vec::new(), 60),
    ];
    for (headers, seconds) in cases {
        let busy = Act::Say(429, headers, String::new());
        let server = Server::play([busy, says(ISSUES)]).await;
        let mut desk = Desk::new().sentry(&server.url);
        desk.now = Timestamp::from_second(1_795_168_800).unwrap();
        for _ in 0..3 {
            let known = desk.ask().await;
            let sentry = of(&known, Source::Sentry);
            assert_eq!(sentry.reason, reason(&Trouble::Wait(seconds)));
        }
        assert_eq!(server.seen().len(), 1, "asked once");
        desk.now += jiff::SignedDuration::from_secs(i64::try_from(seconds).unwrap());
        let known = desk.ask().await;
        assert_eq!(of(&known, Source::Sentry).outcome, Outcome::Found);
    }
}

#[tokio::test]
async fn who_fails_again_and_again_rests_for_a_minute_and_for_one_organisation_only() {
    let server = Server::play(vec![status(500); 8]).await;
    let mut desk = Desk::new().sentry(&server.url);
    for _ in 0..6 {
        desk.ask().await;
    }
    assert_eq!(server.seen().len(), 8, "four times two tries");
    let known = desk.ask().await;
    assert_eq!(of(&known, Source::Sentry).reason, reason(&Trouble::Resting));
    desk.organisation = OrganisationId::new(1, [2; 10]);
    let known = desk.ask().await;
    let theirs = of(&known, Source::Sentry);
    assert_ne!(theirs.reason, reason(&Trouble::Resting));
}

#[tokio::test]
async fn who_was_asked_as_often_as_allowed_is_not_asked() {
    let server = Server::play([says(PERSON)]).await;
    let desk = Desk::new().posthog(&server.url);
    let known = desk.ask_with(&[], &[Source::Posthog]).await;
    assert_eq!(of(&known, Source::Posthog).reason, reason(&Trouble::Spent));
    assert_eq!(server.seen().len(), 0);
}

#[tokio::test]
async fn a_person_without_readable_sessions_is_still_a_person() {
    let server = Server::play([says(PERSON), status(403)]).await;
    let known = Desk::new().posthog(&server.url).ask().await;
    let posthog = of(&known, Source::Posthog);
    assert_eq!(posthog.facts.len(), 1);
    assert!(posthog.facts[0].value.contains("session_recording:read"));
}

#[tokio::test]
async fn a_secret_that_is_no_header_is_refused_without_a_call() {
    let server = Server::play([says(ISSUES)]).await;
    let mut desk = Desk::new().sentry(&server.url);
    desk.secrets.sentry = secret("a\r\nx-evil: 1");
    let known = desk.ask().await;
    let sentry = of(&known, Source::Sentry);
    assert_eq!(sentry.reason, reason(&Trouble::SecretRefused));
    assert_eq!(server.seen().len(), 0);
}
