//! Queues, table and bucket of `template.yaml`: what must hold so that nothing is lost and nothing is open.
//!
//! Invariant: the table is the one `store::table` describes; what fails ends in a queue that somebody is told about.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use lambdesk_cloud::store::table::{Index, PRIMARY, TTL, create_table};
use lambdesk_local::template::{Key, Queue, Source, Template};
use serde_json::Value;

use crate::contract_template::{nothing, properties, template};
use crate::desk::root;

/// Queues that take what failed: of other queues, of the stream, of the rule that forwards events.
fn dead_letters(template: &Template) -> BTreeSet<String> {
    let queues = template
        .queues
        .values()
        .filter_map(|queue| queue.dead_letters.clone());
    let sources = template
        .functions
        .values()
        .flat_map(|function| &function.sources);
    let streams = sources.filter_map(|source| match source {
        Source::Stream(stream) => stream.on_failure.clone(),
        Source::Queue(_) | Source::Schedule(_) => None,
    });
    queues.chain(streams).collect()
}

/// The longest a consumer of a queue may take.
fn slowest(template: &Template, queue: &str) -> Duration {
    let reads = |source: &Source| matches!(source, Source::Queue(source) if source.queue == queue);
    let consumers = template
        .functions
        .values()
        .filter(|function| function.sources.iter().any(reads));
    let times = consumers.map(|function| function.timeout).max();
    times.unwrap_or_else(|| panic!("{queue}: nothing reads it; remove it or give it a consumer"))
}

fn judge(template: &Template, queue: &Queue, problems: &mut Vec<String>) {
    let id = &queue.id;
    let Some(dead) = queue
        .dead_letters
        .as_ref()
        .map(|dead| &template.queues[dead])
    else {
        problems.push(format!(
            "{id}: add a RedrivePolicy with a dead-letter queue, {id}DeadLetters"
        ));
        return;
    };
    if dead.id != format!("{id}DeadLetters") {
        problems.push(format!(
            "{id}: its dead letters go to {}; give it {id}DeadLetters",
            dead.id
        ));
    }
    if dead.fifo != queue.fifo {
        problems.push(format!("{}: must be FIFO exactly if {id} is", dead.id));
    }
    if dead.retention <= queue.retention {
        problems.push(format!(
            "{}: MessageRetentionPeriod must be longer than that of {id}",
            dead.id
        ));
    }
    if dead.retention < Duration::from_secs(14 * 86_400) {
        problems.push(format!(
            "{}: keep dead letters for 14 days, so that a holiday loses none",
            dead.id
        ));
    }
    let needed = slowest(template, id) * 6;
    if queue.visibility < needed {
        let needed = needed.as_secs();
        problems.push(format!(
            "{id}: VisibilityTimeout must be {needed} or more, six times its consumer's timeout"
        ));
    }
    if !queue
        .max_receive_count
        .is_some_and(|most| (5..=10).contains(&most))
    {
        problems.push(format!(
            "{id}: set maxReceiveCount to 5 to 10; fewer lose work to throttling"
        ));
    }
}

/// What is wrong with queues.
pub fn queues(template: &Template) -> Vec<String> {
    let dead = dead_letters(template);
    let mut problems = Vec::new();
    for queue in template.queues.values() {
        if properties(template, &queue.id)["SqsManagedSseEnabled"] != true {
            problems.push(format!("{}: set SqsManagedSseEnabled to true", queue.id));
        }
        if !dead.contains(&queue.id) {
            judge(template, queue, &mut problems);
        }
    }
    problems
}

#[test]
fn every_queue_forgives_and_then_sets_aside() {
    let template = template();
    nothing(queues(&template));
    let dead = dead_letters(&template);
    assert_eq!(
        (template.queues.len() - dead.len(), dead.len()),
        (5, 6),
        "one queue per stage with its dead letters, and those of the stream"
    );
}

/// Dead letters nobody hears of.
pub fn dead_letter_alarms(template: &Template) -> Vec<String> {
    let alarms: Vec<_> = template.of_type("AWS::CloudWatch::Alarm").collect();
    let mut problems = Vec::new();
    for queue in dead_letters(template) {
        let watched = alarms.iter().any(|(_, alarm)| {
            let dimension = &alarm["Dimensions"][0];
            alarm["Namespace"] == "AWS/SQS"
                && alarm["MetricName"] == "ApproximateNumberOfMessagesVisible"
                && dimension["Name"] == "QueueName"
                && Template::named(&dimension["Value"]) == Some(queue.as_str())
                && alarm["Threshold"] == 0
                && alarm["ComparisonOperator"] == "GreaterThanThreshold"
                && Template::named(&alarm["AlarmActions"][0]) == Some("AlarmTopic")
        });
        if !watched {
            problems.push(format!(
                "{queue}: add {queue}Alarm: more than 0 visible messages tell AlarmTopic"
            ));
        }
    }
    problems
}

#[test]
fn every_dead_letter_raises_an_alarm() {
    nothing(dead_letter_alarms(&template()));
}

#[test]
fn parked_work_of_every_stage_raises_an_alarm() {
    let template = template();
    let alarms: Vec<_> = template
        .of_type("AWS::CloudWatch::Alarm")
        .map(|(_, alarm)| alarm)
        .collect();
    for function in template.functions.values() {
        if !function
            .sources
            .iter()
            .any(|source| matches!(source, Source::Queue(_)))
        {
            continue;
        }
        let watched = alarms.iter().any(|alarm| {
            let of_role = |dimension: &Value| {
                dimension["Name"] == "Role" && dimension["Value"] == function.handler.as_str()
            };
            alarm["MetricName"] == "Parked"
                && alarm["Dimensions"]
                    .as_array()
                    .is_some_and(|all| all.iter().any(of_role))
        });
        assert!(
            watched,
            "{}: add an alarm on the metric Parked with the dimension Role={}",
            function.id, function.handler
        );
    }
}

#[test]
fn nobody_else_can_write_to_a_queue() {
    for (id, policy) in template().of_type("AWS::SQS::QueuePolicy") {
        for statement in policy["PolicyDocument"]["Statement"].as_array().unwrap() {
            assert_eq!(
                statement["Action"], "sqs:SendMessage",
                "{id}: a service only needs to send"
            );
            assert!(
                statement["Principal"]["Service"].is_string(),
                "{id}: allow one service, not everybody"
            );
            let sources = statement["Condition"]["ArnEquals"]["aws:SourceArn"].clone();
            assert!(
                !sources.is_null(),
                "{id}: limit the sender by aws:SourceArn"
            );
        }
    }
}

fn key(key: &Key) -> (&str, Option<&str>) {
    (&key.partition, key.sort.as_deref())
}

#[test]
fn the_table_is_the_one_the_code_uses() {
    let template = template();
    let table = &template.tables["Table"];
    let advice = "make template.yaml and shared/cloud/src/store/table.rs say the same";
    assert_eq!(
        key(&table.key),
        (PRIMARY.0, Some(PRIMARY.1)),
        "key of the table: {advice}"
    );
    let given: BTreeMap<_, _> = table
        .indexes
        .iter()
        .map(|index| {
            (
                index.name.as_str(),
                (key(&index.key), index.projection.as_str()),
            )
        })
        .collect();
    let wanted: BTreeMap<_, _> = Index::ALL
        .iter()
        .map(|index| {
            let (pk, sk) = index.keys();
            let projection = if index.holds_items() {
                "ALL"
            } else {
                "KEYS_ONLY"
            };
            (index.name(), ((pk, Some(sk)), projection))
        })
        .collect();
    assert_eq!(given, wanted, "indexes: {advice}");
    assert_eq!(
        table.ttl_attribute.as_deref(),
        Some(TTL),
        "time to live: {advice}"
    );
    let definition = create_table("desk").unwrap().build().unwrap();
    let view = definition
        .stream_specification()
        .and_then(|stream| stream.stream_view_type());
    assert_eq!(
        table.stream_view.as_deref(),
        view.map(|view| view.as_str()),
        "view of the stream: {advice}"
    );
    let wanted: BTreeSet<_> = definition
        .attribute_definitions()
        .iter()
        .map(|attribute| {
            (
                attribute.attribute_name.clone(),
                attribute.attribute_type.as_str().to_owned(),
            )
        })
        .collect();
    assert_eq!(
        table.attributes.iter().cloned().collect::<BTreeSet<_>>(),
        wanted,
        "attributes: {advice}"
    );
}

/// What would be lost with the stack.
pub fn kept(template: &Template) -> Vec<String> {
    let mut problems = Vec::new();
    for id in ["Table", "MailBucket", "SigningSecret"] {
        let resource = &template.resources()[id];
        for policy in ["DeletionPolicy", "UpdateReplacePolicy"] {
            if resource[policy] != "Retain" {
                problems.push(format!("{id}: set {policy} to Retain"));
            }
        }
    }
    let table = properties(template, "Table");
    if table["PointInTimeRecoverySpecification"]["PointInTimeRecoveryEnabled"] != true {
        problems.push("Table: switch PointInTimeRecovery on".to_owned());
    }
    if table["DeletionProtectionEnabled"] != true {
        problems.push(
            "Table: DeletionProtectionEnabled must be on unless the parameter says otherwise"
                .to_owned(),
        );
    }
    if table["BillingMode"] != "PAY_PER_REQUEST" {
        problems.push("Table: set BillingMode to PAY_PER_REQUEST".to_owned());
    }
    problems
}

#[test]
fn what_holds_data_outlives_the_stack() {
    nothing(kept(&template()));
}

/// What is open about the bucket.
pub fn bucket(template: &Template) -> Vec<String> {
    let bucket = properties(template, "MailBucket");
    let mut problems = Vec::new();
    for name in [
        "BlockPublicAcls",
        "BlockPublicPolicy",
        "IgnorePublicAcls",
        "RestrictPublicBuckets",
    ] {
        if bucket["PublicAccessBlockConfiguration"][name] != true {
            problems.push(format!(
                "MailBucket: set PublicAccessBlockConfiguration.{name} to true"
            ));
        }
    }
    let encryption = &bucket["BucketEncryption"]["ServerSideEncryptionConfiguration"][0];
    if encryption["ServerSideEncryptionByDefault"]["SSEAlgorithm"].is_null() {
        problems.push("MailBucket: set BucketEncryption".to_owned());
    }
    if bucket["OwnershipControls"]["Rules"][0]["ObjectOwnership"] != "BucketOwnerEnforced" {
        problems.push("MailBucket: set ObjectOwnership to BucketOwnerEnforced".to_owned());
    }
    if bucket["VersioningConfiguration"]["Status"] != "Enabled" {
        problems.push("MailBucket: switch versioning on".to_owned());
    }
    let denied = |statement: &Value| {
        statement["Effect"] == "Deny"
            && statement["Principal"] == "*"
            && statement["Action"] == "s3:*"
            && statement["Resource"]
                .as_array()
                .is_some_and(|resources| resources.len() == 2)
            && statement["Condition"]["Bool"]["aws:SecureTransport"] == "false"
    };
    let policies: Vec<_> = template.of_type("AWS::S3::BucketPolicy").collect();
    let statements = policies
        .iter()
        .filter_map(|(_, policy)| policy["PolicyDocument"]["Statement"].as_array());
    if !statements.flatten().any(denied) {
        problems.push("MailBucketPolicy: deny s3:* without aws:SecureTransport, on the bucket and its objects".to_owned());
    }
    problems
}

#[test]
fn the_bucket_is_closed_encrypted_and_versioned() {
    nothing(bucket(&template()));
}

#[test]
fn only_raw_mail_is_announced() {
    let template = template();
    let [rule] = template.buckets["MailBucket"].notifications.as_slice() else {
        panic!(
            "MailBucket: announce raw/ to MailQueue and nothing else, or parts of mails are read as mails"
        );
    };
    assert_eq!(
        (
            rule.prefix.as_str(),
            rule.suffix.as_str(),
            rule.queue.as_str()
        ),
        ("raw/", "", "MailQueue")
    );
    let receipt = std::fs::read_to_string(root().join("infra/receipt-rules.yaml")).unwrap();
    let prefix = receipt
        .lines()
        .any(|line| line.trim() == "ObjectKeyPrefix: raw/");
    assert!(
        prefix,
        "infra/receipt-rules.yaml: the rule must store mail under `ObjectKeyPrefix: raw/`, which ingest reads"
    );
}
