//! What every role needs of its deployment: names, times, triggers and permissions.
//!
//! Invariant: the template, the documentation and the code are compared with this table by tests.

use super::Role;

/// What a role needs of its deployment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contract {
    /// Whose needs these are.
    pub role: Role,
    /// Variables it reads beside those every Lambda has; all are required but `METRICS_NAMESPACE`.
    pub env: &'static [&'static str],
    /// Seconds after which an invocation is ended.
    pub timeout_seconds: u32,
    /// What starts it.
    pub source: Source,
    /// IAM actions it uses, each on named resources only.
    pub actions: &'static [&'static str],
}

/// What starts a function.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// A queue, by its logical id.
    Queue {
        /// Logical id of the queue.
        queue: &'static str,
        /// Most messages in one invocation.
        batch: u32,
    },
    /// The stream of the table, inserted outbox entries only.
    OutboxStream,
    /// The clock, every minute.
    EveryMinute,
    /// The HTTP API.
    Http,
}

/// The table, one line per role, in the order of [`Role::ALL`].
pub const CONTRACTS: &[Contract] = &[
    Contract {
        role: Role::Ingest,
        env: &[
            "TABLE",
            "MAIL_BUCKET",
            "REPLY_DOMAIN",
            "SIGNING_SECRET",
            "METRICS_NAMESPACE",
        ],
        timeout_seconds: 60,
        source: Source::Queue {
            queue: "MailQueue",
            batch: 10,
        },
        actions: &[
            "dynamodb:BatchGetItem",
            "dynamodb:GetItem",
            "dynamodb:PutItem",
            "dynamodb:Query",
            "dynamodb:UpdateItem",
            "s3:GetObject",
            "s3:PutObject",
        ],
    },
    Contract {
        role: Role::Relay,
        env: &[
            "TABLE",
            "ENRICH_QUEUE_URL",
            "TRIAGE_QUEUE_URL",
            "DELIVERY_QUEUE_URL",
            "MAIL_QUEUE_URL",
            "METRICS_NAMESPACE",
        ],
        timeout_seconds: 30,
        source: Source::OutboxStream,
        actions: &[
            "dynamodb:BatchGetItem",
            "dynamodb:BatchWriteItem",
            "sqs:SendMessage",
        ],
    },
    Contract {
        role: Role::Enrich,
        env: &["TABLE", "SECRETS_KEY", "METRICS_NAMESPACE"],
        timeout_seconds: 30,
        source: Source::Queue {
            queue: "EnrichQueue",
            batch: 10,
        },
        actions: &[
            "dynamodb:BatchGetItem",
            "dynamodb:GetItem",
            "dynamodb:PutItem",
            "dynamodb:Query",
            "dynamodb:UpdateItem",
            "kms:Decrypt",
        ],
    },
    Contract {
        role: Role::Triage,
        env: &["TABLE", "MAIL_BUCKET", "SECRETS_KEY", "METRICS_NAMESPACE"],
        timeout_seconds: 60,
        source: Source::Queue {
            queue: "TriageQueue",
            batch: 10,
        },
        actions: &[
            "bedrock:InvokeModel",
            "dynamodb:BatchGetItem",
            "dynamodb:GetItem",
            "dynamodb:PutItem",
            "dynamodb:Query",
            "dynamodb:UpdateItem",
            "kms:Decrypt",
            "s3:GetObject",
            "s3:PutObject",
        ],
    },
    Contract {
        role: Role::Deliver,
        env: &[
            "TABLE",
            "MAIL_BUCKET",
            "DELIVERY_QUEUE_URL",
            "REPLY_DOMAIN",
            "SIGNING_SECRET",
            "CONFIGURATION_SET",
            "SYSTEM_SENDER",
            "PUBLIC_URL",
            "METRICS_NAMESPACE",
        ],
        timeout_seconds: 60,
        source: Source::Queue {
            queue: "DeliveryQueue",
            batch: 1,
        },
        actions: &[
            "dynamodb:BatchGetItem",
            "dynamodb:GetItem",
            "dynamodb:PutItem",
            "dynamodb:Query",
            "dynamodb:UpdateItem",
            "s3:GetObject",
            "ses:SendRawEmail",
            "sqs:ChangeMessageVisibility",
        ],
    },
    Contract {
        role: Role::Feedback,
        env: &["TABLE", "METRICS_NAMESPACE"],
        timeout_seconds: 30,
        source: Source::Queue {
            queue: "FeedbackQueue",
            batch: 10,
        },
        actions: STAGE,
    },
    Contract {
        role: Role::Sweep,
        env: &[
            "TABLE",
            "MAIL_BUCKET",
            "ENRICH_QUEUE_URL",
            "TRIAGE_QUEUE_URL",
            "DELIVERY_QUEUE_URL",
            "MAIL_QUEUE_URL",
            "ORGANISATION_NAME",
            "OWNER_EMAIL",
            "SUPPORT_ADDRESS",
            "METRICS_NAMESPACE",
        ],
        timeout_seconds: 50,
        source: Source::EveryMinute,
        actions: &[
            "dynamodb:BatchGetItem",
            "dynamodb:BatchWriteItem",
            "dynamodb:GetItem",
            "dynamodb:PutItem",
            "dynamodb:Query",
            "dynamodb:UpdateItem",
            "s3:ListBucket",
            "sqs:SendMessage",
        ],
    },
    Contract {
        role: Role::Api,
        env: &[
            "TABLE",
            "MAIL_BUCKET",
            "SIGNING_SECRET",
            "PUBLIC_URL",
            "REPLY_DOMAIN",
            "SECRETS_KEY",
            "METRICS_NAMESPACE",
        ],
        timeout_seconds: 25,
        source: Source::Http,
        actions: &[
            "bedrock:InvokeModel",
            "dynamodb:BatchGetItem",
            "dynamodb:DeleteItem",
            "dynamodb:GetItem",
            "dynamodb:PutItem",
            "dynamodb:Query",
            "dynamodb:UpdateItem",
            "kms:Decrypt",
            "kms:GenerateDataKey",
            "s3:DeleteObject",
            "s3:GetObject",
            "s3:PutObject",
        ],
    },
];

/// What roles that read secrets take from the environment on one machine, as defaults for every organisation; on AWS these
/// are not read. `.env.example` says what each is for.
pub const LOCAL_DEFAULTS: &[&str] = &[
    "ANTHROPIC_API_KEY",
    "OPENAI_API_KEY",
    "OPENAI_BASE_URL",
    "HELPDESK_AI_MODEL",
    "HELPDESK_EMBEDDINGS_MODEL",
    "HELPDESK_EMBEDDINGS_URL",
    "HELPDESK_AUTO_RESOLVE",
    "SENTRY_AUTH_TOKEN",
    "SENTRY_ORG_SLUG",
    "SENTRY_PROJECT_SLUG",
    "SENTRY_HOST",
    "POSTHOG_API_KEY",
    "POSTHOG_HOST",
    "POSTHOG_PROJECT_ID",
    "INTERNAL_DB_URL",
];

const STAGE: &[&str] = &[
    "dynamodb:BatchGetItem",
    "dynamodb:GetItem",
    "dynamodb:PutItem",
    "dynamodb:Query",
    "dynamodb:UpdateItem",
];

static NOTHING: Contract = Contract {
    role: Role::Api,
    env: &[],
    timeout_seconds: 0,
    source: Source::Http,
    actions: &[],
};

/// What a role needs.
#[must_use]
pub fn contract(role: Role) -> &'static Contract {
    CONTRACTS
        .iter()
        .find(|line| line.role == role)
        .unwrap_or(&NOTHING)
}
