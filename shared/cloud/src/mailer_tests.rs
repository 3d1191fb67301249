use std::time::Duration;

use tokio::net::TcpListener;

use super::*;
use crate::aws::Aws;
use crate::wire::{Answer, Wire, settings};

fn mailer(endpoint: &str) -> Mailer {
    let aws = Aws::new(&settings(endpoint));
    let quick = aws.ses().config().to_builder().timeout_config(
        aws_sdk_ses::config::timeout::TimeoutConfig::builder()
            .connect_timeout(Duration::from_secs(2))
            .read_timeout(Duration::from_millis(300))
            .build(),
    );
    Mailer::new(Client::from_conf(quick.build()), "events")
}

fn mail() -> Raw {
    Raw {
        raw: b"Subject: Hello\r\n\r\nHello\r\n".to_vec(),
        source: "help@example.com".to_owned(),
        destinations: vec!["ann@example.com".to_owned()],
        tags: vec![("message".to_owned(), "msg_1".to_owned())],
    }
}

fn fault(code: &str, message: &str) -> String {
    format!(
        "<ErrorResponse xmlns=\"http://ses.amazonaws.com/doc/2010-12-01/\"><Error><Type>Sender</Type>\
         <Code>{code}</Code><Message>{message}</Message></Error><RequestId>r</RequestId></ErrorResponse>"
    )
}

/// What becomes of one mail, and every request that was made for it.
async fn outcome(answer: Answer) -> (Result<String, SendFailure>, Vec<String>) {
    let wire = Wire::serve([answer]).await;
    let outcome = mailer(&wire.endpoint).send(&mail()).await;
    (outcome, wire.seen())
}

#[tokio::test]
async fn accepted_mail_has_an_id_and_carries_tags() {
    let body = "<SendRawEmailResponse xmlns=\"http://ses.amazonaws.com/doc/2010-12-01/\">\
        <SendRawEmailResult><MessageId>0100-abc</MessageId></SendRawEmailResult>\
        <ResponseMetadata><RequestId>r</RequestId></ResponseMetadata></SendRawEmailResponse>";
    let (outcome, seen) = outcome(Answer::Says(200, body.to_owned())).await;
    assert_eq!(outcome, Ok("0100-abc".to_owned()));
    for part in [
        "Action=SendRawEmail",
        "ConfigurationSetName=events",
        "Destinations.member.1=ann%40example.com",
        "Tags.member.1.Name=message",
    ] {
        assert!(seen[0].contains(part), "{part}");
    }
}

#[tokio::test]
async fn throttling_is_safe_to_repeat_and_not_repeated_here() {
    for (status, code) in [
        (400, "Throttling"),
        (429, "TooManyRequestsException"),
        (403, "ExpiredToken"),
    ] {
        let (outcome, seen) = outcome(Answer::Says(
            status,
            fault(code, "Maximum sending rate exceeded."),
        ))
        .await;
        assert_eq!(
            (outcome, seen.len()),
            (Err(SendFailure::Throttled), 1),
            "{code}"
        );
    }
}

#[tokio::test]
async fn refusals_are_final_and_say_why() {
    for code in [
        "MessageRejected",
        "MailFromDomainNotVerifiedException",
        "AccountSendingPausedException",
        "ConfigurationSetDoesNotExist",
        "InvalidParameterValue",
        "AccessDenied",
    ] {
        let (outcome, seen) = outcome(Answer::Says(400, fault(code, "Because."))).await;
        assert_eq!(
            outcome,
            Err(SendFailure::Rejected("Because.".to_owned())),
            "{code}"
        );
        assert_eq!(seen.len(), 1, "{code}");
    }
}

#[tokio::test]
async fn whatever_leaves_a_doubt_is_lost_and_sent_once() {
    for answer in [
        Answer::Says(500, fault("InternalFailure", "")),
        Answer::Says(503, fault("ServiceUnavailable", "")),
        Answer::Says(502, "<html>bad gateway</html>".to_owned()),
        Answer::Says(200, "not xml".to_owned()),
        Answer::HangsUp,
        Answer::KeepsSilent,
    ] {
        let (outcome, seen) = outcome(answer).await;
        assert!(matches!(outcome, Err(SendFailure::Lost(_))), "{outcome:?}");
        assert_eq!(seen.len(), 1);
    }
}

#[tokio::test]
async fn without_a_connection_nothing_was_sent() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let closed = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    assert_eq!(
        mailer(&closed).send(&mail()).await,
        Err(SendFailure::Throttled)
    );
}

#[tokio::test]
async fn what_cannot_be_sent_is_refused_before_a_connection_is_made() {
    let mailer = mailer("http://127.0.0.1:9");
    let mut large = mail();
    large.raw = vec![b'x'; MOST_BYTES + 1];
    let mut nobody = mail();
    nobody.destinations.clear();
    let mut odd = mail();
    odd.tags = vec![("message".to_owned(), "a b".to_owned())];
    for mail in [large, nobody, odd] {
        assert!(matches!(
            mailer.send(&mail).await,
            Err(SendFailure::Rejected(_))
        ));
    }
}

#[tokio::test]
async fn every_mail_has_a_connection_of_its_own() {
    let accepted = || {
        Answer::Says(200, "<SendRawEmailResponse><SendRawEmailResult><MessageId>m</MessageId></SendRawEmailResult></SendRawEmailResponse>".to_owned())
    };
    let wire = Wire::serve([accepted(), accepted()]).await;
    let mailer = mailer(&wire.endpoint);
    for _ in 0..2 {
        assert_eq!(mailer.send(&mail()).await, Ok("m".to_owned()));
    }
    // A connection that went stale while the function was frozen would put the next send in doubt.
    assert_eq!((wire.seen().len(), wire.connections()), (2, 2));
}

#[tokio::test]
async fn failed_handshake_sends_nothing() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let secure = format!("https://{}", listener.local_addr().unwrap());
    tokio::spawn(async move { while listener.accept().await.is_ok() {} });
    let outcome = mailer(&secure).send(&mail()).await;
    assert_eq!(outcome, Err(SendFailure::Throttled));
}
