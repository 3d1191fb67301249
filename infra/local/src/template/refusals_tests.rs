//! What the reader says of broken templates, and that it says nothing of the deployed one.

use super::tests::{SAMPLE, given};
use super::*;

/// The sample with one text replaced, and the error it makes.
fn broken(from: &str, to: &str) -> String {
    assert!(SAMPLE.contains(from), "{from} is not in the sample");
    parse(&SAMPLE.replacen(from, to, 1), given())
        .expect_err("a broken sample")
        .to_string()
}

#[test]
fn what_is_wrong_is_named_with_its_place_and_its_cure() {
    for (from, to, wanted) in [
        (
            "Timeout: 60",
            "Timeout: soon",
            "resource IngestFunction, property Properties.Timeout: \"soon\" is not a whole number; write",
        ),
        ("Timeout: 60", "Timeout: 901", "write 1 to 900"),
        (
            "Handler: ingest",
            "Handlr: ingest",
            "Properties.Handler: is missing; add it",
        ),
        (
            "TABLE: !Ref Table",
            "TABLE: !Ref Tabel",
            "Properties.Environment.Variables.TABLE: refers to Tabel",
        ),
        (
            "Queue: !GetAtt MailQueue.Arn\n            BatchSize",
            "Queue: !GetAtt MailQueue.QueueName\n            BatchSize",
            "Properties.Events.Mail.Properties.Queue: \"lambdesk-MailQueue\" is not the ARN",
        ),
        (
            "!GetAtt Table.StreamArn",
            "!GetAtt Table.Streams",
            "has no attribute Streams",
        ),
        (
            "Type: SQS\n",
            "Type: SNS\n",
            "use SQS, DynamoDB, ScheduleV2 or HttpApi",
        ),
        (
            "[ReportBatchItemFailures]",
            "[ReportBatchItemFailure]",
            "FunctionResponseTypes",
        ),
        (
            "VisibilityTimeout: 360",
            "VisibilityTimeout: 30",
            "resource MailQueue, property Properties.VisibilityTimeout: is 30 s, shorter than the 60 s",
        ),
        (
            "rate(1 minute)",
            "cron(0 8 * * ? *)",
            "write rate(1 minute)",
        ),
        (
            "!GetAtt MailQueueDeadLetters.Arn, max",
            "!GetAtt DeliveryQueue.Arn, max",
            "names a queue of the other kind",
        ),
        (
            "{ FifoQueue: true, V",
            "{ FifoQueue: true, QueueName: d, V",
            "end the name in .fifo",
        ),
        (
            "AttributeName: GSI1PK, KeyType",
            "AttributeName: GSI9PK, KeyType",
            "GlobalSecondaryIndexes[0].KeySchema[0].AttributeName",
        ),
        (
            "PayloadFormatVersion: '2.0'",
            "PayloadFormatVersion: '1.0'",
            "resource ApiIntegration",
        ),
        (
            "!Sub 'integrations/${ApiIntegration}'",
            "integrations/x",
            "resource HealthRoute, property Properties.Target",
        ),
        (
            "Condition: Quiet",
            "Condition: Quite",
            "Quite is not a condition",
        ),
        (
            "[!Condition Reserved]",
            "[!Condition Quiet]",
            "condition Quiet: refers to itself; break the circle",
        ),
        (
            "!FindInMap [Sizes, ingest, memory]",
            "!ImportValue x",
            "Fn::ImportValue cannot be resolved",
        ),
        ("GET /health", "/health", "write METHOD /path or $default"),
        (
            "'{\"eventName\"",
            "'{eventName",
            "Filters[0].Pattern: is not JSON",
        ),
    ] {
        let error = broken(from, to);
        assert!(
            error.contains(wanted),
            "{from} -> {to}\n  says: {error}\n  want: {wanted}"
        );
    }
}

#[test]
fn a_missing_parameter_or_secret_is_asked_for() {
    let without = Parameters::default().with_secret("SigningSecret", "x");
    let error = parse(SAMPLE, without)
        .expect_err("no reply domain")
        .to_string();
    assert!(error.contains("pass a value for ReplyDomain"), "{error}");
    let without = Parameters::default().with("ReplyDomain", "reply.example.com");
    let error = parse(SAMPLE, without).expect_err("no secret").to_string();
    assert!(
        error.contains("SIGNING_SECRET") && error.contains("needs the secret"),
        "{error}"
    );
}

/// The template that is deployed, with what only a deployment knows made up.
#[test]
fn the_deployed_template_is_understood() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../template.yaml");
    let text =
        std::fs::read_to_string(path).expect("template.yaml stands in the repository's root");
    let raw = yaml::read(&text).expect("YAML");
    let mut given = Parameters::default();
    for (name, parameter) in raw["Parameters"].as_object().expect("parameters") {
        if parameter.get("Default").is_none() {
            given = given.with(name, "example.com");
        }
    }
    for (name, resource) in raw["Resources"].as_object().expect("resources") {
        if resource["Type"] == "AWS::SecretsManager::Secret" {
            given = given.with_secret(name, "0123456789abcdef0123456789abcdef");
        }
    }
    let template = parse(&text, given).expect("understood");
    let mut handlers: Vec<_> = template
        .functions
        .values()
        .map(|f| f.handler.as_str())
        .collect();
    handlers.sort_unstable();
    let roles = [
        "api", "deliver", "enrich", "feedback", "ingest", "relay", "sweep", "triage",
    ];
    assert_eq!(handlers, roles);
    for handler in roles {
        let function = template.function_for(handler).expect("just listed");
        assert!(
            function
                .environment
                .values()
                .all(|value| !value.contains("{{")),
            "{handler}"
        );
        assert!(
            !function.statements.is_empty(),
            "{handler} has no rights that can be compared"
        );
        let reached = !function.sources.is_empty()
            || template
                .routes
                .iter()
                .any(|route| route.function == function.id);
        assert!(reached, "nothing calls {handler}");
    }
    assert!(template.queues["DeliveryQueue"].fifo);
    assert_eq!(template.tables["Table"].indexes.len(), 4);
    assert_eq!(
        template.buckets["MailBucket"].notifications[0].prefix,
        "raw/"
    );
}
