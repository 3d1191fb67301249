//! The contract tests against mistakes: each mistake in the template is noticed, with its place.
//!
//! Invariant: a check that notices nothing fails here.

use lambdesk_local::environment::TEMPLATE;
use lambdesk_local::template::Template;

use crate::{contract_access, contract_routes, contract_stores, contract_template};

/// A text of the template, what somebody writes instead of its first occurrence after a heading, who should notice,
/// and what the message names.
struct Mistake {
    heading: &'static str,
    right: &'static str,
    wrong: &'static str,
    noticed: fn(&Template) -> Vec<String>,
    named: &'static str,
}

#[rustfmt::skip]
const MISTAKES: &[Mistake] = &[
    Mistake { heading: "  Function:", right: "Runtime: provided.al2023", wrong: "Runtime: provided.al2", noticed: contract_template::runtimes, named: "Runtime" },
    Mistake { heading: "  Architecture:", right: "Default: arm64", wrong: "Default: x86_64", noticed: contract_template::runtimes, named: "Architectures" },
    Mistake { heading: "  IngestFunction:", right: "LogFormat: JSON", wrong: "LogFormat: Text", noticed: contract_template::runtimes, named: "IngestFunction" },
    Mistake { heading: "  RelayLogGroup:", right: "      RetentionInDays: !Ref LogRetentionDays\n", wrong: "", noticed: contract_template::runtimes, named: "RetentionInDays" },
    Mistake { heading: "  DeliverFunction:", right: "          SYSTEM_SENDER: !Ref SystemSender\n", wrong: "", noticed: contract_template::settings, named: "deliver reads SYSTEM_SENDER" },
    Mistake { heading: "  EnrichFunction:", right: "TABLE: !Ref Table", wrong: "TABLE: !Ref Table\n          OWNER_EMAIL: !Ref OwnerEmail", noticed: contract_template::settings, named: "enrich does not read OWNER_EMAIL" },
    Mistake { heading: "  SweepFunction:", right: "Timeout: 50", wrong: "Timeout: 40", noticed: contract_template::times, named: "SweepFunction" },
    Mistake { heading: "  TriageFunction:", right: "!GetAtt TriageQueue.Arn", wrong: "!GetAtt EnrichQueue.Arn", noticed: contract_template::sources, named: "TriageFunction" },
    Mistake { heading: "  DeliverFunction:", right: "BatchSize: 1", wrong: "BatchSize: 5", noticed: contract_template::sources, named: "DeliverFunction" },
    Mistake { heading: "  SweepSchedule:", right: "rate(1 minute)", wrong: "rate(5 minutes)", noticed: contract_template::sources, named: "SweepFunction" },
    Mistake { heading: "  FeedbackFunction:", right: "            FunctionResponseTypes: [ReportBatchItemFailures]\n", wrong: "", noticed: contract_template::whole_batches, named: "FeedbackFunction" },
    Mistake { heading: "  RelayFunction:", right: "            FunctionResponseTypes: [ReportBatchItemFailures]\n", wrong: "", noticed: contract_template::whole_batches, named: "RelayFunction" },
    Mistake { heading: "  ApiErrorsAlarm:", right: "MetricName: Errors", wrong: "MetricName: Throttles", noticed: contract_template::error_alarms, named: "ApiFunction" },
    Mistake { heading: "  EnrichRole:", right: "dynamodb:Query, ", wrong: "", noticed: contract_access::actions, named: "lacks dynamodb:Query" },
    Mistake { heading: "  EnrichRole:", right: "dynamodb:Query, ", wrong: "dynamodb:Query, dynamodb:Scan, ", noticed: contract_access::actions, named: "has dynamodb:Scan" },
    Mistake { heading: "  ApiRole:", right: "Action: s3:GetObject", wrong: "Action: s3:*", noticed: contract_access::stars, named: "s3:*" },
    Mistake { heading: "  FeedbackRole:", right: "Resource: !GetAtt Table.Arn", wrong: "Resource: \"*\"", noticed: contract_access::stars, named: "dynamodb:GetItem is allowed on *" },
    Mistake { heading: "  MailQueue:", right: "VisibilityTimeout: 360", wrong: "VisibilityTimeout: 300", noticed: contract_stores::queues, named: "MailQueue: VisibilityTimeout must be 360" },
    Mistake { heading: "  EnrichQueue:", right: "maxReceiveCount: 5", wrong: "maxReceiveCount: 1", noticed: contract_stores::queues, named: "EnrichQueue: set maxReceiveCount" },
    Mistake { heading: "  TriageQueue:", right: "SqsManagedSseEnabled: true", wrong: "SqsManagedSseEnabled: false", noticed: contract_stores::queues, named: "TriageQueue: set SqsManagedSseEnabled" },
    Mistake { heading: "  FeedbackQueue:", right: "      RedrivePolicy:\n        deadLetterTargetArn: !GetAtt FeedbackQueueDeadLetters.Arn\n        maxReceiveCount: 5\n", wrong: "", noticed: contract_stores::queues, named: "FeedbackQueue: add a RedrivePolicy" },
    Mistake { heading: "  DeliveryQueueDeadLetters:", right: "MessageRetentionPeriod: 1209600", wrong: "MessageRetentionPeriod: 345600", noticed: contract_stores::queues, named: "DeliveryQueueDeadLetters" },
    Mistake { heading: "  StreamDeadLettersAlarm:", right: "Threshold: 0", wrong: "Threshold: 10", noticed: contract_stores::dead_letter_alarms, named: "StreamDeadLetters" },
    Mistake { heading: "  MailQueueDeadLettersAlarm:", right: "AlarmActions: [!Ref AlarmTopic]", wrong: "AlarmActions: []", noticed: contract_stores::dead_letter_alarms, named: "MailQueueDeadLetters" },
    Mistake { heading: "  Table:", right: "PointInTimeRecoveryEnabled: true", wrong: "PointInTimeRecoveryEnabled: false", noticed: contract_stores::kept, named: "PointInTimeRecovery" },
    Mistake { heading: "  Table:", right: "DeletionPolicy: Retain", wrong: "DeletionPolicy: Delete", noticed: contract_stores::kept, named: "Table: set DeletionPolicy" },
    Mistake { heading: "  DeletionProtection:", right: "Default: \"true\"", wrong: "Default: \"false\"", noticed: contract_stores::kept, named: "DeletionProtectionEnabled" },
    Mistake { heading: "  SigningSecret:", right: "UpdateReplacePolicy: Retain", wrong: "UpdateReplacePolicy: Delete", noticed: contract_stores::kept, named: "SigningSecret" },
    Mistake { heading: "  MailBucket:", right: "BlockPublicPolicy: true", wrong: "BlockPublicPolicy: false", noticed: contract_stores::bucket, named: "BlockPublicPolicy" },
    Mistake { heading: "  MailBucket:", right: "Status: Enabled", wrong: "Status: Suspended", noticed: contract_stores::bucket, named: "versioning" },
    Mistake { heading: "  MailBucketPolicy:", right: "aws:SecureTransport: \"false\"", wrong: "aws:SecureTransport: \"true\"", noticed: contract_stores::bucket, named: "aws:SecureTransport" },
    Mistake { heading: "  AuthRoute:", right: "RouteKey: ANY /auth/{proxy+}", wrong: "RouteKey: GET /auth/{proxy+}", noticed: contract_routes::closed, named: "POST /auth/" },
    Mistake { heading: "  HealthRoute:", right: "RouteKey: GET /health", wrong: "RouteKey: GET /healthy", noticed: contract_routes::astray, named: "GET /healthy" },
];

#[test]
fn every_mistake_in_the_template_is_noticed() {
    let right = contract_template::template();
    for mistake in MISTAKES {
        let Mistake {
            heading,
            right: from,
            wrong,
            noticed,
            named,
        } = mistake;
        assert!(noticed(&right).is_empty(), "{heading} {from}");
        let at = TEMPLATE.find(&format!("\n{heading}\n"));
        let at = at.unwrap_or_else(|| panic!("{heading} is not in the template"));
        let (before, after) = TEMPLATE.split_at(at);
        assert!(after.contains(from), "{from} does not follow {heading}");
        let text = format!("{before}{}", after.replacen(from, wrong, 1));
        let problems = noticed(&contract_template::read(&text));
        assert!(
            problems.iter().any(|problem| problem.contains(named)),
            "{heading} {wrong:?} passes unnoticed: {problems:?}"
        );
    }
}
