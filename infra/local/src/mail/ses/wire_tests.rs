//! Drives the endpoint with the real SDK, the client production uses, and reads the events from the queue.

use aws_sdk_ses::Client;
use aws_sdk_ses::config::timeout::TimeoutConfig;
use aws_sdk_ses::config::{BehaviorVersion, Credentials, Region};
use aws_sdk_ses::error::{ProvideErrorMetadata, SdkError};
use aws_sdk_ses::operation::send_raw_email::{SendRawEmailError, SendRawEmailOutput};
use aws_sdk_ses::primitives::Blob;
use aws_sdk_ses::types::{MessageTag, RawMessage};
use serde_json::Value;
use tokio::io::{AsyncReadExt, AsyncWriteExt};

use super::*;
use crate::listen;
use crate::mail::InboundMail;
use crate::queues::QueueSpec;

struct Endpoint {
    _dir: tempfile::TempDir,
    address: std::net::SocketAddr,
    client: Client,
    ses: Ses,
    outbox: Outbox,
    queues: Queues,
    replies: Arc<Mutex<Vec<InboundMail>>>,
}

async fn endpoint() -> Endpoint {
    let dir = tempfile::tempdir().unwrap();
    let specs = vec![QueueSpec::named("feedback")];
    let queues = Queues::open(&dir.path().join("queues"), specs).unwrap();
    let outbox = Outbox::open(&dir.path().join("outbox")).unwrap();
    let settings = SesSettings {
        events_queue: Some("feedback".to_owned()),
        configuration_sets: Some(vec!["events".to_owned()]),
        hang: Duration::from_millis(50),
        ..SesSettings::default()
    };
    let replies = Arc::<Mutex<Vec<InboundMail>>>::default();
    let inbox = Arc::clone(&replies);
    let sink: Sink = Arc::new(move |mail| {
        inbox.lock().unwrap().push(mail);
        Box::pin(async { Ok("stored".to_owned()) })
    });
    let ses = Ses::new(settings, outbox.clone(), queues.clone(), Some(sink));
    let (listener, address) = listen::bind(0, "--port").await.unwrap();
    tokio::spawn(listen::serve(
        ses.router(),
        listener,
        std::future::pending(),
    ));
    let config = aws_sdk_ses::Config::builder()
        .behavior_version(BehaviorVersion::latest())
        .region(Region::new("eu-west-1"))
        .credentials_provider(Credentials::new("local", "local", None, None, "test"))
        .http_client(aws_smithy_http_client::Builder::new().build_http())
        .retry_config(aws_sdk_ses::config::retry::RetryConfig::disabled())
        .timeout_config(
            TimeoutConfig::builder()
                .operation_timeout(Duration::from_secs(20))
                .build(),
        )
        .endpoint_url(format!("http://{address}"))
        .build();
    Endpoint {
        _dir: dir,
        address,
        client: Client::from_conf(config),
        ses,
        outbox,
        queues,
        replies,
    }
}

impl Endpoint {
    async fn send_to(
        &self,
        recipients: &[&str],
    ) -> Result<SendRawEmailOutput, SdkError<SendRawEmailError>> {
        let raw = format!(
            "From: Desk <desk@desk.test>\r\nTo: {}\r\nSubject: Your question\r\nMessage-ID: <ours@desk.test>\r\nReply-To: reply+t1@desk.test\r\n\r\nHello\r\n",
            recipients.join(", ")
        );
        self.send_raw(raw.as_bytes(), recipients).await
    }

    async fn send_raw(
        &self,
        raw: &[u8],
        recipients: &[&str],
    ) -> Result<SendRawEmailOutput, SdkError<SendRawEmailError>> {
        let message = RawMessage::builder().data(Blob::new(raw)).build().unwrap();
        let tag = MessageTag::builder()
            .name("message")
            .value("msg_1")
            .build()
            .unwrap();
        self.client
            .send_raw_email()
            .raw_message(message)
            .source("desk@desk.test")
            .set_destinations(Some(
                recipients.iter().map(|one| (*one).to_owned()).collect(),
            ))
            .configuration_set_name("events")
            .tags(tag)
            .send()
            .await
    }

    async fn events(&self) -> Vec<Value> {
        let got = self
            .queues
            .receive("feedback", 100, None, Duration::ZERO)
            .await
            .unwrap();
        got.iter()
            .map(|one| serde_json::from_str(&one.body).unwrap())
            .collect()
    }

    async fn kinds(&self) -> Vec<String> {
        let text = |event: &Value| event["detail"]["eventType"].as_str().unwrap().to_owned();
        self.events().await.iter().map(text).collect()
    }

    async fn control(&self, method: &str, body: &str) -> String {
        let mut stream = tokio::net::TcpStream::connect(self.address).await.unwrap();
        let request = format!(
            "{method} /_local/behaviour HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
            body.len()
        );
        stream.write_all(request.as_bytes()).await.unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).await.unwrap();
        answer
    }
}

#[tokio::test]
async fn a_mail_is_kept_as_it_goes_out_and_its_fate_is_reported() {
    let end = endpoint().await;
    let sent = end.send_to(&["kim@example.com"]).await.unwrap();
    let id = sent.message_id();
    let listed = end.outbox.list(10).unwrap();
    assert_eq!((listed.len(), listed[0].id.as_str()), (1, id));
    assert_eq!(listed[0].subject, "Your question");
    assert_eq!(listed[0].state, MailState::Delivered);
    let raw = String::from_utf8(end.outbox.raw(id).unwrap()).unwrap();
    assert!(
        raw.contains(&format!("Message-ID: <{id}@eu-west-1.amazonses.com>\r\n")),
        "{raw}"
    );
    assert!(!raw.contains("ours@desk.test"));

    let events = end.events().await;
    let titles: Vec<&str> = events
        .iter()
        .map(|one| one["detail-type"].as_str().unwrap())
        .collect();
    assert_eq!(titles, ["Email Sent", "Email Delivered"]);
    for event in &events {
        assert_eq!(event["source"], "aws.ses");
        let mail = &event["detail"]["mail"];
        assert_eq!(mail["messageId"], id);
        assert_eq!(mail["destination"][0], "kim@example.com");
        assert_eq!(mail["tags"]["message"][0], "msg_1");
        assert_eq!(mail["tags"]["ses:configuration-set"][0], "events");
        assert_eq!(mail["commonHeaders"]["subject"], "Your question");
        let headers = mail["headers"].as_array().unwrap();
        let ours = headers
            .iter()
            .find(|header| header["name"] == "Message-ID")
            .unwrap();
        assert_eq!(
            ours["value"], "<ours@desk.test>",
            "events show the headers as they came in"
        );
    }
    assert_eq!(
        events[1]["detail"]["delivery"]["recipients"][0],
        "kim@example.com"
    );
}

#[tokio::test]
async fn simulator_addresses_decide_the_fate_of_each_recipient() {
    let end = endpoint().await;
    let all = [
        "success@simulator.test",
        "bounce@simulator.test",
        "softbounce@simulator.test",
        "complaint+1@simulator.test",
        "delay@simulator.test",
    ];
    end.send_to(&all).await.unwrap();
    let events = end.events().await;
    let kinds: Vec<&str> = events
        .iter()
        .map(|one| one["detail"]["eventType"].as_str().unwrap())
        .collect();
    assert_eq!(
        kinds,
        [
            "Send",
            "Delivery",
            "Bounce",
            "Bounce",
            "Complaint",
            "DeliveryDelay"
        ]
    );
    let hard = &events[2]["detail"]["bounce"];
    assert_eq!(hard["bounceType"], "Permanent");
    assert_eq!(
        hard["bouncedRecipients"][0]["emailAddress"],
        "bounce@simulator.test"
    );
    assert_eq!(events[3]["detail"]["bounce"]["bounceType"], "Transient");
    let complaint = &events[4]["detail"]["complaint"]["complainedRecipients"];
    assert_eq!(complaint[0]["emailAddress"], "complaint+1@simulator.test");
    let delay = &events[5]["detail"]["deliveryDelay"]["delayedRecipients"];
    assert_eq!(delay[0]["emailAddress"], "delay@simulator.test");
    assert_eq!(end.outbox.list(1).unwrap()[0].state, MailState::Bounced);
}

#[tokio::test]
async fn behaviours_before_acceptance_keep_no_mail() {
    let end = endpoint().await;
    let cases = [
        (Behaviour::Throttle, Some("Throttling")),
        (Behaviour::Quota, Some("Throttling")),
        (Behaviour::Refuse, Some("MessageRejected")),
        (
            Behaviour::Unverified,
            Some("MailFromDomainNotVerifiedException"),
        ),
        (Behaviour::Paused, Some("AccountSendingPausedException")),
        (Behaviour::ErrorBefore, Some("InternalFailure")),
        (Behaviour::TimeoutBefore, None),
    ];
    for (behaviour, code) in cases {
        end.ses.set_behaviour(behaviour, Some(1));
        let error = end.send_to(&["kim@example.com"]).await.unwrap_err();
        assert_eq!(error.code(), code, "{behaviour:?}");
        if behaviour == Behaviour::Throttle {
            assert_eq!(error.message(), Some("Maximum sending rate exceeded."));
        }
        if behaviour == Behaviour::Refuse {
            assert!(error.into_service_error().is_message_rejected());
        }
    }
    assert_eq!(end.outbox.count().unwrap(), 0);
    assert_eq!(end.events().await, Vec::<Value>::new());
    assert!(
        end.send_to(&["kim@example.com"]).await.is_ok(),
        "each plan held for one send"
    );
}

#[tokio::test]
async fn behaviours_after_acceptance_keep_the_mail_and_report_it() {
    let end = endpoint().await;
    for (number, behaviour) in [Behaviour::TimeoutAfter, Behaviour::ErrorAfter]
        .into_iter()
        .enumerate()
    {
        end.ses.set_behaviour(behaviour, Some(1));
        let error = end.send_to(&["kim@example.com"]).await.unwrap_err();
        let dropped = matches!(
            error,
            SdkError::DispatchFailure(_) | SdkError::ResponseError(_)
        );
        assert_eq!(dropped, behaviour == Behaviour::TimeoutAfter, "{error:?}");
        assert_eq!(end.outbox.count().unwrap(), number + 1);
        assert_eq!(end.kinds().await, ["Send", "Delivery"]);
    }
    end.ses.set_behaviour(Behaviour::DropEvents, Some(1));
    end.send_to(&["kim@example.com"]).await.unwrap();
    assert_eq!(end.outbox.count().unwrap(), 3);
    assert_eq!(end.kinds().await, Vec::<String>::new());
}

#[tokio::test]
async fn a_behaviour_can_be_set_shown_and_reset_over_http() {
    let end = endpoint().await;
    let set = end
        .control("PUT", r#"{"behaviour":"reject","times":1}"#)
        .await;
    assert!(set.starts_with("HTTP/1.1 204"), "{set}");
    let shown = end.control("GET", "").await;
    assert!(
        shown.ends_with(r#"{"behaviour":"reject","times":1}"#),
        "{shown}"
    );
    end.send_to(&["kim@example.com"]).await.unwrap();
    assert_eq!(end.kinds().await, ["Send", "Reject"]);
    let wrong = end.control("PUT", r#"{"behaviour":"explode"}"#).await;
    assert!(
        wrong.starts_with("HTTP/1.1 400") && wrong.contains("hard-bounce"),
        "{wrong}"
    );
    end.control("PUT", r#"{"behaviour":"hard-bounce"}"#).await;
    end.send_to(&["kim@example.com"]).await.unwrap();
    end.control("DELETE", "").await;
    end.send_to(&["kim@example.com"]).await.unwrap();
    assert_eq!(end.kinds().await, ["Send", "Bounce", "Send", "Delivery"]);
}

#[tokio::test]
async fn refusals_are_the_errors_the_sdk_knows() {
    let end = endpoint().await;
    let huge = [
        b"From: a@desk.test\r\nTo: b@x.test\r\n\r\n".to_vec(),
        b"x\r\n".repeat(3_500_000),
    ];
    let error = end
        .send_raw(&huge.concat(), &["b@x.test"])
        .await
        .unwrap_err();
    assert_eq!(error.code(), Some("InvalidParameterValue"));
    let message = RawMessage::builder().data(Blob::new("From: a@x.test\r\nTo: b@x.test\r\n\r\n"));
    let request = end
        .client
        .send_raw_email()
        .raw_message(message.build().unwrap());
    let error = request
        .configuration_set_name("absent")
        .send()
        .await
        .unwrap_err();
    let error = error.into_service_error();
    assert!(
        error.is_configuration_set_does_not_exist_exception(),
        "{error:?}"
    );
    let quota = end.client.get_send_quota().send().await.unwrap();
    assert_eq!(quota.sent_last24_hours(), 0.0);
}

#[tokio::test]
async fn a_mail_without_a_configuration_set_has_no_events() {
    let end = endpoint().await;
    let message = RawMessage::builder().data(Blob::new("From: a@x.test\r\nTo: b@x.test\r\n\r\nhi"));
    let request = end
        .client
        .send_raw_email()
        .raw_message(message.build().unwrap());
    request.send().await.unwrap();
    assert_eq!(end.outbox.count().unwrap(), 1);
    assert_eq!(end.kinds().await, Vec::<String>::new());
}

#[tokio::test]
async fn somebody_out_of_office_answers_automatically_in_the_thread() {
    let end = endpoint().await;
    let sent = end.send_to(&["ooto@simulator.test"]).await.unwrap();
    let replies = end.replies.lock().unwrap();
    assert_eq!(replies[0].recipients, ["reply+t1@desk.test"]);
    assert_eq!(replies[0].mail_from, "");
    let parts = headers::split(&replies[0].raw);
    let answered = format!("<{}@eu-west-1.amazonses.com>", sent.message_id());
    assert_eq!(parts.first("In-Reply-To"), Some(answered));
    assert_eq!(
        parts.first("Auto-Submitted").as_deref(),
        Some("auto-replied")
    );
}

#[tokio::test]
async fn events_that_a_killed_process_left_are_reported_at_the_next_start() {
    let end = endpoint().await;
    let sent = end.send_to(&["kim@example.com"]).await.unwrap();
    let left = Accepted {
        id: "left".to_owned(),
        accepted_at_ms: 0,
        source: "desk@desk.test".to_owned(),
        destinations: Vec::new(),
        tags: Vec::new(),
        configuration_set: Some("events".to_owned()),
        subject: String::new(),
        state: MailState::Delivered,
        raw: Vec::new(),
        events: end.events().await.iter().map(ToString::to_string).collect(),
    };
    end.outbox.add(&left).unwrap();
    assert_eq!(end.ses.resume().await.unwrap(), 1);
    let events = end.events().await;
    assert_eq!(events.len(), 2);
    assert_eq!(events[0]["detail"]["mail"]["messageId"], sent.message_id());
    assert_eq!(end.ses.resume().await.unwrap(), 0);
}
