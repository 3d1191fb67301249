use std::time::Duration;

use serde_json::{Value, json};

use super::*;

pub(super) const SAMPLE: &str = include_str!("sample.yaml");

pub(super) fn given() -> Parameters {
    Parameters {
        queue_base: "http://127.0.0.1:9324/000000000000".to_owned(),
        api_endpoint: "http://127.0.0.1:8080".to_owned(),
        ..Parameters::default()
    }
    .with("ReplyDomain", "reply.example.com")
    .with_secret("SigningSecret", "s3cret")
}

fn sample() -> Template {
    parse(SAMPLE, given()).expect("the sample is sound")
}

#[test]
fn functions_have_globals_values_and_limits() {
    let template = sample();
    let ingest = template.function_for("ingest").expect("ingest");
    assert_eq!(
        (ingest.id.as_str(), ingest.name.as_str()),
        ("IngestFunction", "lambdesk-IngestFunction")
    );
    assert_eq!(
        (ingest.timeout, ingest.memory_mib),
        (Duration::from_secs(60), 1024)
    );
    assert_eq!(
        (ingest.runtime.as_str(), ingest.reserved_concurrency),
        ("provided.al2023", None)
    );
    assert_eq!(ingest.architectures, ["arm64"]);
    let wanted = [
        ("LOG", "info"),
        ("MAIL_BUCKET", "lambdesk-mail-000000000000"),
        ("METRICS_NAMESPACE", "Sample"),
        ("REPLY_DOMAIN", "reply.example.com"),
        ("SIGNING_SECRET", "s3cret"),
        ("TABLE", "lambdesk-Table"),
    ];
    let found: Vec<_> = ingest
        .environment
        .iter()
        .map(|(k, v)| (k.as_str(), v.as_str()))
        .collect();
    assert_eq!(found, wanted);
    let relay = template.function_for("relay").expect("relay");
    assert_eq!(relay.timeout, Duration::from_secs(10));
    assert_eq!(relay.environment["LOG"], "debug");
    let queue = "http://127.0.0.1:9324/000000000000/lambdesk-DeliveryQueue.fifo";
    assert_eq!(relay.environment["DELIVERY_QUEUE_URL"], queue);
    assert_eq!(
        template.functions["ApiFunction"].environment["PUBLIC_URL"],
        "http://127.0.0.1:8080"
    );
}

#[test]
fn a_condition_chooses_resources_and_values() {
    let alarms = |template: &Template| {
        template
            .of_type("AWS::CloudWatch::Alarm")
            .map(|(id, _)| id.to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(alarms(&sample()), ["QuietAlarm"]);
    let template = parse(SAMPLE, given().with("Reserve", "yes")).expect("sound");
    assert_eq!(alarms(&template), ["NoisyAlarm"]);
    assert_eq!(
        template.functions["IngestFunction"].reserved_concurrency,
        Some(20)
    );
}

#[test]
fn sources_are_read_whole() {
    let template = sample();
    assert_eq!(
        template.functions["IngestFunction"].sources,
        [Source::Queue(QueueSource {
            name: "Mail".to_owned(),
            queue: "MailQueue".to_owned(),
            batch_size: 10,
            window: Duration::from_secs(1),
            partial: true,
            maximum_concurrency: Some(4),
            enabled: true,
        })]
    );
    let [Source::Stream(stream)] = template.functions["RelayFunction"].sources.as_slice() else {
        panic!("relay has one stream");
    };
    assert_eq!(
        (stream.table.as_str(), stream.batch_size, stream.bisect),
        ("Table", 50, true)
    );
    assert_eq!(stream.retry_attempts, Some(8));
    assert_eq!(stream.max_record_age, Some(Duration::from_secs(3600)));
    assert_eq!(stream.on_failure.as_deref(), Some("StreamDeadLetters"));
    assert_eq!(stream.filters[0]["eventName"], json!(["INSERT"]));
    let [Source::Schedule(tick)] = template.functions["SweepFunction"].sources.as_slice() else {
        panic!("sweep has one schedule");
    };
    assert_eq!(
        (tick.every, tick.input.as_ref()),
        (Duration::from_secs(60), None)
    );
}

#[test]
fn stores_are_read_whole() {
    let template = sample();
    let mail = &template.queues["MailQueue"];
    assert_eq!(mail.visibility, Duration::from_secs(360));
    assert_eq!(mail.dead_letters.as_deref(), Some("MailQueueDeadLetters"));
    assert_eq!(mail.max_receive_count, Some(5));
    assert_eq!(mail.retention, Duration::from_secs(345_600));
    assert!(template.queues["DeliveryQueue"].fifo);
    let table = &template.tables["Table"];
    assert_eq!(
        table.key,
        Key {
            partition: "PK".to_owned(),
            sort: Some("SK".to_owned())
        }
    );
    assert_eq!(table.indexes[0].projection, "KEYS_ONLY");
    assert_eq!(table.stream_view.as_deref(), Some("KEYS_ONLY"));
    assert_eq!(table.ttl_attribute.as_deref(), Some("ttl"));
    let notification = &template.buckets["MailBucket"].notifications[0];
    assert_eq!(
        (notification.prefix.as_str(), notification.queue.as_str()),
        ("raw/", "MailQueue")
    );
}

#[test]
fn routes_end_at_functions() {
    let template = sample();
    let found: Vec<_> = template
        .routes
        .iter()
        .map(|r| (r.key(), r.function.as_str()))
        .collect();
    let wanted = [
        ("ANY /api/{proxy+}", "ApiFunction"),
        ("GET /health", "ApiFunction"),
    ];
    assert_eq!(
        found,
        wanted.map(|(key, function)| (key.to_owned(), function))
    );
}

#[test]
fn statements_keep_their_references() {
    let template = sample();
    let ingest = &template.functions["IngestFunction"];
    assert_eq!(ingest.statements[0].actions, ["s3:GetObject"]);
    assert_eq!(
        ingest.statements[0].resources,
        [json!({"Fn::Sub": "${MailBucket.Arn}/raw/*"})]
    );
    assert_eq!(
        ingest.statements[1]
            .resources
            .first()
            .and_then(Template::named),
        Some("Table")
    );
    assert_eq!(
        ingest.managed_policies,
        ["AWSXrayWriteOnlyAccess", "SQSPollerPolicy"]
    );
    let relay = &template.functions["RelayFunction"];
    assert_eq!(relay.statements[0].actions, ["sqs:SendMessage"]);
    let arn = template
        .resolve(&relay.statements[0].resources[0])
        .expect("resolvable");
    assert_eq!(
        arn,
        json!("arn:aws:sqs:eu-central-1:000000000000:lambdesk-DeliveryQueue.fifo")
    );
}

#[test]
fn one_key_of_a_json_secret() {
    let text = SAMPLE.replace(":SecretString}}", ":SecretString:key}}");
    let given = given().with_secret("SigningSecret", r#"{"key":"inner","other":"x"}"#);
    let template = parse(&text, given).expect("sound");
    assert_eq!(
        template.functions["IngestFunction"].environment["SIGNING_SECRET"],
        "inner"
    );
}

#[test]
fn mappings_and_schedules_as_resources() {
    let text = format!(
        "{SAMPLE}  Poll:\n    Type: AWS::Lambda::EventSourceMapping\n    Properties: {{ FunctionName: !Ref SweepFunction, \
         EventSourceArn: !GetAtt DeliveryQueue.Arn, BatchSize: 1 }}\n  Clock:\n    Type: AWS::Scheduler::Schedule\n    \
         Properties: {{ ScheduleExpression: rate(2 hours), FlexibleTimeWindow: {{ Mode: 'OFF' }}, \
         Target: {{ Arn: !GetAtt RelayFunction.Arn, RoleArn: !GetAtt RelayRole.Arn, Input: '{{\"a\":1}}' }} }}\n"
    );
    let template = parse(&text, given()).expect("sound");
    let polls =
        |source: &Source| matches!(source, Source::Queue(queue) if queue.queue == "DeliveryQueue");
    assert!(
        template.functions["SweepFunction"]
            .sources
            .iter()
            .any(polls)
    );
    let ticks = |source: &Source| matches!(source, Source::Schedule(s) if s.every.as_secs() == 7_200 && s.input == Some(json!({"a": 1})));
    assert!(
        template.functions["RelayFunction"]
            .sources
            .iter()
            .any(ticks)
    );
}

#[test]
fn raw_access_keeps_undecided_parts() {
    let template = sample();
    assert!(template.raw().pointer("/Resources/NoisyAlarm").is_some());
    assert!(!template.resources().contains_key("NoisyAlarm"));
    let memory = template
        .raw()
        .pointer("/Resources/IngestFunction/Properties/MemorySize");
    assert_eq!(memory.and_then(Value::as_object).map(|o| o.len()), Some(1));
}
