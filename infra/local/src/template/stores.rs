//! Queues, tables and buckets as the template declares them. Invariant: defaults are AWS's own, so leaving a
//! property out means the same here and there.

use std::time::Duration;

use super::error::TemplateError;
use super::node::Node;
use super::sources::declared;

/// One SQS queue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Queue {
    /// Logical id in the template.
    pub id: String,
    /// Physical name; ends in `.fifo` exactly for FIFO queues.
    pub name: String,
    /// URL under the local base.
    pub url: String,
    /// ARN under that name.
    pub arn: String,
    /// Order is kept within a message group.
    pub fifo: bool,
    /// The body decides what is a duplicate (FIFO only).
    pub content_based_deduplication: bool,
    /// How long a received message stays hidden.
    pub visibility: Duration,
    /// How long a new message stays hidden.
    pub delay: Duration,
    /// How long a message is kept.
    pub retention: Duration,
    /// Receives after which a message moves to the dead letters.
    pub max_receive_count: Option<u32>,
    /// Logical id of the dead-letter queue.
    pub dead_letters: Option<String>,
}

pub(crate) fn queue(id: &str, node: &Node<'_>) -> Result<Queue, TemplateError> {
    let thing = node.scope.things.get(id);
    let name = thing.map(|thing| thing.name.clone()).unwrap_or_default();
    let fifo = node.switch("FifoQueue")?.unwrap_or(false);
    if fifo != name.ends_with(".fifo") {
        let problem = format!("the name {name:?} and FifoQueue do not agree");
        return Err(node.wrong(
            "QueueName",
            problem,
            "end the name in .fifo exactly for FIFO queues",
        ));
    }
    let redrive = node.child("RedrivePolicy").map(|policy| redrive(&policy));
    let (dead_letters, max_receive_count) = redrive.transpose()?.unzip();
    Ok(Queue {
        id: id.to_owned(),
        name,
        url: thing.map(|it| it.reference.clone()).unwrap_or_default(),
        arn: thing.map(|it| it.arn.clone()).unwrap_or_default(),
        fifo,
        content_based_deduplication: node.switch("ContentBasedDeduplication")?.unwrap_or(false),
        visibility: node
            .seconds("VisibilityTimeout", 0..=43_200)?
            .unwrap_or(Duration::from_secs(30)),
        delay: node.seconds("DelaySeconds", 0..=900)?.unwrap_or_default(),
        retention: node
            .seconds("MessageRetentionPeriod", 60..=1_209_600)?
            .unwrap_or(Duration::from_secs(345_600)),
        max_receive_count,
        dead_letters,
    })
}

/// The dead-letter queue and the receives after which a message goes there.
fn redrive(policy: &Node<'_>) -> Result<(String, u32), TemplateError> {
    let queue = declared(policy, "deadLetterTargetArn", "AWS::SQS::Queue")?;
    let most = policy.within("maxReceiveCount", 1..=1_000)?;
    let advice = "write a whole number such as 5";
    let most = most.ok_or_else(|| policy.wrong("maxReceiveCount", "is missing", advice))?;
    Ok((queue, most))
}

/// One `DynamoDB` table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// Logical id in the template.
    pub id: String,
    /// Physical name.
    pub name: String,
    /// ARN under that name.
    pub arn: String,
    /// ARN its stream would have.
    pub stream_arn: String,
    /// Key attributes with their type, `S`, `N` or `B`.
    pub attributes: Vec<(String, String)>,
    /// Key of the table.
    pub key: Key,
    /// Global secondary indexes.
    pub indexes: Vec<Index>,
    /// View of the stream, when it has one, such as `KEYS_ONLY`.
    pub stream_view: Option<String>,
    /// Attribute that holds the time to live, when switched on.
    pub ttl_attribute: Option<String>,
}

/// A key of a table or an index.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Key {
    /// Attribute of the partition key.
    pub partition: String,
    /// Attribute of the sort key, when there is one.
    pub sort: Option<String>,
}

/// A global secondary index.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Index {
    /// Its name.
    pub name: String,
    /// Its key.
    pub key: Key,
    /// `ALL`, `KEYS_ONLY` or `INCLUDE`.
    pub projection: String,
    /// Attributes of an `INCLUDE` projection.
    pub included: Vec<String>,
}

pub(crate) fn table(id: &str, node: &Node<'_>) -> Result<Table, TemplateError> {
    let thing = node.scope.things.get(id);
    let attributes = node
        .items("AttributeDefinitions")?
        .iter()
        .map(|item| {
            Ok((
                item.required("AttributeName")?,
                item.required("AttributeType")?,
            ))
        })
        .collect::<Result<Vec<_>, TemplateError>>()?;
    let indexes = node
        .items("GlobalSecondaryIndexes")?
        .iter()
        .map(|item| index(item, &attributes))
        .collect::<Result<Vec<_>, TemplateError>>()?;
    let stream = node.child("StreamSpecification");
    let ttl = node.child("TimeToLiveSpecification");
    Ok(Table {
        id: id.to_owned(),
        name: thing.map(|thing| thing.name.clone()).unwrap_or_default(),
        arn: thing.map(|thing| thing.arn.clone()).unwrap_or_default(),
        stream_arn: thing
            .and_then(|thing| thing.attribute("StreamArn"))
            .unwrap_or_default(),
        key: key(node, &attributes)?,
        indexes,
        stream_view: stream
            .map(|stream| stream.required("StreamViewType"))
            .transpose()?,
        ttl_attribute: match ttl {
            Some(ttl) if ttl.switch("Enabled")? == Some(true) => {
                Some(ttl.required("AttributeName")?)
            }
            Some(_) | None => None,
        },
        attributes,
    })
}

fn index(node: &Node<'_>, attributes: &[(String, String)]) -> Result<Index, TemplateError> {
    let projection = node
        .child("Projection")
        .ok_or_else(|| node.wrong("Projection", "is missing", "add a ProjectionType"))?;
    let included = projection
        .value("NonKeyAttributes")?
        .and_then(|value| value.as_array().cloned());
    Ok(Index {
        name: node.required("IndexName")?,
        key: key(node, attributes)?,
        projection: projection.required("ProjectionType")?,
        included: included
            .iter()
            .flatten()
            .filter_map(super::parameters::scalar)
            .collect(),
    })
}

fn key(node: &Node<'_>, attributes: &[(String, String)]) -> Result<Key, TemplateError> {
    let (mut partition, mut sort) = (None, None);
    for part in node.items("KeySchema")? {
        let name = part.required("AttributeName")?;
        if !attributes.iter().any(|(known, _)| *known == name) {
            let problem = format!("{name} is not among the AttributeDefinitions");
            return Err(part.wrong("AttributeName", problem, "define its type there"));
        }
        match part.required("KeyType")?.as_str() {
            "HASH" => partition = Some(name),
            "RANGE" => sort = Some(name),
            other => {
                let problem = format!("{other:?} is not a key type");
                return Err(part.wrong("KeyType", problem, "write HASH or RANGE"));
            }
        }
    }
    let partition = partition
        .ok_or_else(|| node.wrong("KeySchema", "has no HASH key", "add the partition key"))?;
    Ok(Key { partition, sort })
}

/// One S3 bucket.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bucket {
    /// Logical id in the template.
    pub id: String,
    /// Physical name.
    pub name: String,
    /// What it tells queues about.
    pub notifications: Vec<Notification>,
}

/// A bucket notification to a queue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notification {
    /// Event pattern, such as `s3:ObjectCreated:*`.
    pub event: String,
    /// Keys must begin with this; empty lets every key pass.
    pub prefix: String,
    /// Keys must end with this; empty lets every key pass.
    pub suffix: String,
    /// Logical id of the queue.
    pub queue: String,
}

pub(crate) fn bucket(id: &str, node: &Node<'_>) -> Result<Bucket, TemplateError> {
    let name = node
        .scope
        .things
        .get(id)
        .map(|thing| thing.name.clone())
        .unwrap_or_default();
    let mut notifications = Vec::new();
    if let Some(configuration) = node.child("NotificationConfiguration") {
        for other in ["LambdaConfigurations", "TopicConfigurations"] {
            if configuration.child(other).is_some() {
                let advice = "notify a queue with QueueConfigurations";
                return Err(configuration.wrong(other, "is not run by the local stack", advice));
            }
        }
        for item in configuration.items("QueueConfigurations")? {
            notifications.push(notification(&item)?);
        }
    }
    Ok(Bucket {
        id: id.to_owned(),
        name,
        notifications,
    })
}

fn notification(node: &Node<'_>) -> Result<Notification, TemplateError> {
    let (mut prefix, mut suffix) = (String::new(), String::new());
    if let Some(key) = node
        .child("Filter")
        .and_then(|filter| filter.child("S3Key"))
    {
        for rule in key.items("Rules")? {
            let value = rule.required("Value")?;
            match rule.required("Name")?.to_lowercase().as_str() {
                "prefix" => prefix = value,
                "suffix" => suffix = value,
                other => {
                    let problem = format!("{other:?} is not a filter");
                    return Err(rule.wrong("Name", problem, "write prefix or suffix"));
                }
            }
        }
    }
    Ok(Notification {
        event: node.required("Event")?,
        prefix,
        suffix,
        queue: declared(node, "Queue", "AWS::SQS::Queue")?,
    })
}
