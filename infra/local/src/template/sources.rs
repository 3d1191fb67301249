//! What invokes a function: queues, the table's stream, the clock. Invariant: a combination AWS refuses at
//! deployment (a FIFO window, a visibility shorter than the function) is refused here too.

use std::time::Duration;

use serde_json::Value;

use super::error::TemplateError;
use super::node::Node;

/// One event source of a function, apart from HTTP.
#[derive(Debug, Clone, PartialEq)]
pub enum Source {
    /// An SQS queue.
    Queue(QueueSource),
    /// The stream of a table.
    Stream(StreamSource),
    /// A schedule.
    Schedule(ScheduleSource),
}

/// An SQS event-source mapping.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QueueSource {
    /// Name of the event in the template.
    pub name: String,
    /// Logical id of the queue.
    pub queue: String,
    /// Most messages in one invocation.
    pub batch_size: u32,
    /// How long a batch may wait to fill.
    pub window: Duration,
    /// `ReportBatchItemFailures` is on.
    pub partial: bool,
    /// Most invocations at once, when limited.
    pub maximum_concurrency: Option<u32>,
    /// The mapping polls.
    pub enabled: bool,
}

/// A `DynamoDB` stream event-source mapping.
#[derive(Debug, Clone, PartialEq)]
pub struct StreamSource {
    /// Name of the event in the template.
    pub name: String,
    /// Logical id of the table.
    pub table: String,
    /// Most records in one invocation.
    pub batch_size: u32,
    /// How long a batch may wait to fill.
    pub window: Duration,
    /// `TRIM_HORIZON` or `LATEST`.
    pub starting_position: String,
    /// Filter patterns; a record passes when any matches. Empty lets everything pass.
    pub filters: Vec<Value>,
    /// Retries after the first attempt; `None` retries until the record expires.
    pub retry_attempts: Option<u32>,
    /// A failed batch is split in two.
    pub bisect: bool,
    /// Older records are given up.
    pub max_record_age: Option<Duration>,
    /// Batches of different keys at once.
    pub parallelization: u32,
    /// `ReportBatchItemFailures` is on.
    pub partial: bool,
    /// Logical id of the queue that hears of records given up.
    pub on_failure: Option<String>,
    /// The mapping polls.
    pub enabled: bool,
}

/// A schedule.
#[derive(Debug, Clone, PartialEq)]
pub struct ScheduleSource {
    /// Name of the event in the template.
    pub name: String,
    /// The expression as written, such as `rate(1 minute)`.
    pub expression: String,
    /// Time between two ticks.
    pub every: Duration,
    /// The fixed event, when the template gives one.
    pub input: Option<Value>,
    /// The schedule ticks.
    pub enabled: bool,
}

/// What an entry of `Events` turns out to be.
pub(crate) enum Event {
    Source(Source),
    /// Method and path of a SAM `HttpApi` event.
    Http {
        method: String,
        path: String,
    },
}

/// Reads one entry of a function's `Events`.
pub(crate) fn event(name: &str, node: &Node<'_>) -> Result<Event, TemplateError> {
    let kind = node.required("Type")?;
    let properties = node
        .child("Properties")
        .ok_or_else(|| node.wrong("Properties", "is missing", "add it"))?;
    Ok(match kind.as_str() {
        "SQS" => Event::Source(queue(name, &properties, "Queue")?),
        "DynamoDB" => Event::Source(stream(name, &properties, "Stream")?),
        "ScheduleV2" => Event::Source(schedule(name, &properties, "ScheduleExpression")?),
        "Schedule" => Event::Source(schedule(name, &properties, "Schedule")?),
        "HttpApi" => Event::Http {
            method: properties.required("Method")?.to_uppercase(),
            path: properties.required("Path")?,
        },
        other => {
            let problem = format!("{other} is not an event source the local stack runs");
            return Err(node.wrong("Type", problem, "use SQS, DynamoDB, ScheduleV2 or HttpApi"));
        }
    })
}

/// Reads a mapping written as a resource of its own.
pub(crate) fn mapping(name: &str, node: &Node<'_>) -> Result<Source, TemplateError> {
    if node.required("EventSourceArn")?.contains(":sqs:") {
        queue(name, node, "EventSourceArn")
    } else {
        stream(name, node, "EventSourceArn")
    }
}

fn queue(name: &str, node: &Node<'_>, arn: &str) -> Result<Source, TemplateError> {
    if node.child("FilterCriteria").is_some() {
        let problem = "filters on a queue delete what they do not let pass";
        return Err(node.wrong(
            "FilterCriteria",
            problem,
            "give the function a queue of its own",
        ));
    }
    let scaling = node.child("ScalingConfig");
    let maximum_concurrency = match scaling {
        Some(scaling) => scaling.within("MaximumConcurrency", 2..=1_000)?,
        None => None,
    };
    let source = QueueSource {
        name: name.to_owned(),
        queue: declared(node, arn, "AWS::SQS::Queue")?,
        batch_size: node.within("BatchSize", 1..=10_000)?.unwrap_or(10),
        window: window(node)?,
        partial: partial(node)?,
        maximum_concurrency,
        enabled: node.switch("Enabled")?.unwrap_or(true),
    };
    if source.batch_size > 10 && source.window < Duration::from_secs(1) {
        let problem = "a batch above 10 needs a window";
        let advice = "set MaximumBatchingWindowInSeconds to 1 or more";
        return Err(node.wrong("BatchSize", problem, advice));
    }
    Ok(Source::Queue(source))
}

fn stream(name: &str, node: &Node<'_>, arn: &str) -> Result<Source, TemplateError> {
    let retry_attempts = match node.whole("MaximumRetryAttempts")? {
        None | Some(-1) => None,
        Some(_) => node.within("MaximumRetryAttempts", 0..=10_000)?,
    };
    let max_record_age = match node.whole("MaximumRecordAgeInSeconds")? {
        None | Some(-1) => None,
        Some(_) => node.seconds("MaximumRecordAgeInSeconds", 60..=604_800)?,
    };
    Ok(Source::Stream(StreamSource {
        name: name.to_owned(),
        table: declared(node, arn, "AWS::DynamoDB::Table")?,
        batch_size: node.within("BatchSize", 1..=10_000)?.unwrap_or(100),
        window: window(node)?,
        starting_position: node.required("StartingPosition")?,
        filters: filters(node)?,
        retry_attempts,
        bisect: node.switch("BisectBatchOnFunctionError")?.unwrap_or(false),
        max_record_age,
        parallelization: node.within("ParallelizationFactor", 1..=10)?.unwrap_or(1),
        partial: partial(node)?,
        on_failure: on_failure(node)?,
        enabled: node.switch("Enabled")?.unwrap_or(true),
    }))
}

fn window(node: &Node<'_>) -> Result<Duration, TemplateError> {
    Ok(node
        .seconds("MaximumBatchingWindowInSeconds", 0..=300)?
        .unwrap_or_default())
}

fn partial(node: &Node<'_>) -> Result<bool, TemplateError> {
    let Some(types) = node.value("FunctionResponseTypes")? else {
        return Ok(false);
    };
    match types.as_array().map(Vec::as_slice) {
        Some([]) => Ok(false),
        Some([Value::String(kind)]) if kind == "ReportBatchItemFailures" => Ok(true),
        _ => Err(node.wrong(
            "FunctionResponseTypes",
            format!("{types} is not a response type"),
            "write [ReportBatchItemFailures]",
        )),
    }
}

fn filters(node: &Node<'_>) -> Result<Vec<Value>, TemplateError> {
    let Some(criteria) = node.child("FilterCriteria") else {
        return Ok(Vec::new());
    };
    let pattern = |filter: &Node<'_>| {
        let text = filter.required("Pattern")?;
        serde_json::from_str(&text).map_err(|error| {
            filter.wrong(
                "Pattern",
                format!("is not JSON: {error}"),
                "write the pattern as JSON text",
            )
        })
    };
    criteria.items("Filters")?.iter().map(pattern).collect()
}

fn on_failure(node: &Node<'_>) -> Result<Option<String>, TemplateError> {
    let target = node
        .child("DestinationConfig")
        .and_then(|config| config.child("OnFailure"));
    target
        .map(|target| declared(&target, "Destination", "AWS::SQS::Queue"))
        .transpose()
}

/// Reads a schedule written as an event or, below its target, as a resource.
pub(crate) fn schedule(
    name: &str,
    node: &Node<'_>,
    property: &str,
) -> Result<Source, TemplateError> {
    let expression = node.required(property)?;
    let every = rate(&expression).ok_or_else(|| {
        let problem = format!("{expression:?} is not a rate the local clock can keep");
        node.wrong(
            property,
            problem,
            "write rate(1 minute), rate(5 minutes), rate(1 hour) or the like",
        )
    })?;
    let target = node.child("Target");
    let input = target.as_ref().unwrap_or(node).text("Input")?;
    let input = input
        .map(|text| serde_json::from_str(&text))
        .transpose()
        .map_err(|error| node.wrong("Input", format!("is not JSON: {error}"), "write JSON text"))?;
    let on = node.text("State")?.is_none_or(|state| state == "ENABLED");
    Ok(Source::Schedule(ScheduleSource {
        name: name.to_owned(),
        expression,
        every,
        input,
        enabled: on && node.switch("Enabled")?.unwrap_or(true),
    }))
}

/// The time between two ticks of `rate(n unit)`; AWS wants the singular exactly for 1.
fn rate(expression: &str) -> Option<Duration> {
    let inner = expression.trim().strip_prefix("rate(")?.strip_suffix(')')?;
    let (count, unit) = inner.trim().split_once(' ')?;
    let count: u64 = count.parse().ok().filter(|count| *count > 0)?;
    let seconds = match (unit.trim(), count) {
        ("minute", 1) => 60,
        ("hour", 1) => 3_600,
        ("day", 1) => 86_400,
        ("minutes", 2..) => 60,
        ("hours", 2..) => 3_600,
        ("days", 2..) => 86_400,
        _ => return None,
    };
    count.checked_mul(seconds).map(Duration::from_secs)
}

/// The logical id of a declared resource of a type that a property names by its ARN.
pub(crate) fn declared(
    node: &Node<'_>,
    property: &str,
    kind: &str,
) -> Result<String, TemplateError> {
    let text = node.required(property)?;
    let found = node.scope.things.iter().find(|(_, thing)| {
        thing.kind == kind
            && (thing.arn == text || thing.attribute("StreamArn").is_some_and(|arn| arn == text))
    });
    found.map(|(id, _)| id.clone()).ok_or_else(|| {
        let problem = format!("{text:?} is not the ARN of a {kind} of this template");
        node.wrong(
            property,
            problem,
            "write !GetAtt with the resource and Arn (or StreamArn)",
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rates() {
        assert_eq!(rate("rate(1 minute)"), Some(Duration::from_secs(60)));
        assert_eq!(rate("rate(5 minutes)"), Some(Duration::from_secs(300)));
        assert_eq!(rate("rate(2 hours)"), Some(Duration::from_secs(7_200)));
        for wrong in [
            "rate(1 minutes)",
            "rate(0 minutes)",
            "cron(0 8 * * ? *)",
            "rate(5 minute)",
            "1",
        ] {
            assert_eq!(rate(wrong), None, "{wrong}");
        }
    }
}
