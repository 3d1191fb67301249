use std::time::Duration;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use super::*;
use crate::aws::Aws;
use crate::config::{AwsSettings, Secret};

/// What the server does with one request.
enum Answer {
    Says(u16, String),
    HangsUp,
    KeepsSilent,
}

fn mailer(endpoint: &str) -> Mailer {
    let aws = Aws::new(&AwsSettings {
        region: "eu-central-1".to_owned(),
        access_key_id: "test".to_owned(),
        secret_access_key: Secret::new("test"),
        ses_endpoint: Some(endpoint.to_owned()),
        ..AwsSettings::default()
    });
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

/// Serves one connection and returns every request it saw.
async fn server(answer: Answer) -> (String, JoinHandle<Vec<String>>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let endpoint = format!("http://{}", listener.local_addr().unwrap());
    let served = tokio::spawn(async move {
        let mut seen = Vec::new();
        let (mut stream, _) = listener.accept().await.unwrap();
        seen.push(request(&mut stream).await);
        match answer {
            Answer::Says(status, body) => {
                let head = format!(
                    "HTTP/1.1 {status} X\r\ncontent-type: text/xml\r\ncontent-length: {}\r\nconnection: close\r\n\r\n",
                    body.len()
                );
                stream.write_all((head + &body).as_bytes()).await.unwrap();
                stream.shutdown().await.unwrap();
            }
            Answer::HangsUp => drop(stream),
            // Until the client gives up and closes.
            Answer::KeepsSilent => while stream.read(&mut [0; 64]).await.is_ok_and(|n| n > 0) {},
        }
        // A second try would show here.
        let again = tokio::time::timeout(Duration::from_millis(200), listener.accept()).await;
        if again.is_ok() {
            seen.push("a second request".to_owned());
        }
        seen
    });
    (endpoint, served)
}

async fn request(stream: &mut tokio::net::TcpStream) -> String {
    let mut text = Vec::new();
    let mut buffer = [0; 4_096];
    loop {
        let n = stream.read(&mut buffer).await.unwrap();
        text.extend_from_slice(&buffer[..n]);
        let whole = String::from_utf8_lossy(&text).into_owned();
        let Some((head, body)) = whole.split_once("\r\n\r\n") else {
            continue;
        };
        let length = head
            .lines()
            .filter_map(|line| line.split_once(':'))
            .find(|(name, _)| name.eq_ignore_ascii_case("content-length"))
            .map_or(0, |(_, value)| value.trim().parse().unwrap());
        if body.len() >= length {
            return whole;
        }
    }
}

fn fault(code: &str, message: &str) -> String {
    format!(
        "<ErrorResponse xmlns=\"http://ses.amazonaws.com/doc/2010-12-01/\"><Error><Type>Sender</Type>\
         <Code>{code}</Code><Message>{message}</Message></Error><RequestId>r</RequestId></ErrorResponse>"
    )
}

async fn outcome(answer: Answer) -> (Result<String, SendFailure>, Vec<String>) {
    let (endpoint, served) = server(answer).await;
    let outcome = mailer(&endpoint).send(&mail()).await;
    (outcome, served.await.unwrap())
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
