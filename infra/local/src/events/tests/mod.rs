mod chaos;
mod queues;
mod streams;

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use ::http::Request;
use axum::body::Body;
use futures_util::future::BoxFuture;
use serde_json::{Value, json};
use tokio::time::Instant;
use tower::ServiceExt as _;

use super::*;
use crate::queues::Queues;
use crate::table::Table;
use crate::template::{Parameters, Template, parse};

/// Long enough that only a defect reaches it.
const PATIENCE: Duration = Duration::from_secs(20);

type Answer = Result<Value, Failed>;
type Act = dyn Fn(String, Value) -> BoxFuture<'static, Answer> + Send + Sync;

/// Runs a closure as every function and keeps what it was called with.
struct Script {
    act: Box<Act>,
    calls: Mutex<Vec<(String, Value)>>,
}

impl Script {
    fn of(act: impl Fn(String, Value) -> Answer + Send + Sync + 'static) -> Arc<Self> {
        Self::later(move |function, event| {
            let answer = act(function, event);
            Box::pin(async move { answer })
        })
    }

    fn later(
        act: impl Fn(String, Value) -> BoxFuture<'static, Answer> + Send + Sync + 'static,
    ) -> Arc<Self> {
        Arc::new(Self {
            act: Box::new(act),
            calls: Mutex::default(),
        })
    }

    fn calls(&self) -> Vec<(String, Value)> {
        self.calls.lock().unwrap().clone()
    }

    /// The bodies of each call's records, or their sort keys.
    fn batches(&self) -> Vec<Vec<String>> {
        self.calls()
            .iter()
            .map(|(_, event)| bodies(event))
            .collect()
    }
}

impl Invoker for Script {
    fn invoke<'a>(
        &'a self,
        function: &'a str,
        event: Value,
        _deadline: Instant,
    ) -> BoxFuture<'a, Result<Value, InvokeError>> {
        self.calls
            .lock()
            .unwrap()
            .push((function.to_owned(), event.clone()));
        let answer = (self.act)(function.to_owned(), event);
        Box::pin(async move {
            answer
                .await
                .map_err(|kind| InvokeError::new(function, kind, "scripted"))
        })
    }
}

fn bodies(event: &Value) -> Vec<String> {
    let records = event["Records"].as_array().cloned().unwrap_or_default();
    let text = |record: &Value| {
        let key = record.pointer("/dynamodb/Keys/SK/S");
        record
            .get("body")
            .or(key)
            .and_then(Value::as_str)
            .unwrap_or_default()
            .to_owned()
    };
    records.iter().map(text).collect()
}

/// The answer that reports these records, by body.
fn report(event: &Value, failed: impl Fn(&str) -> bool) -> Value {
    let records = event["Records"].as_array().cloned().unwrap_or_default();
    let items: Vec<Value> = records
        .iter()
        .zip(bodies(event))
        .filter(|(_, body)| failed(body))
        .map(|(record, _)| {
            let sequence = record.pointer("/dynamodb/SequenceNumber");
            json!({ "itemIdentifier": record.get("messageId").or(sequence) })
        })
        .collect();
    json!({ "batchItemFailures": items })
}

/// A queue with dead letters for one function, another FIFO one, a table with an outbox, a schedule.
const TEMPLATE: &str = r#"
Resources:
  Dead: { Type: AWS::SQS::Queue }
  Work:
    Type: AWS::SQS::Queue
    Properties:
      VisibilityTimeout: 60
      RedrivePolicy: { deadLetterTargetArn: !GetAtt Dead.Arn, maxReceiveCount: 3 }
  Ordered: { Type: AWS::SQS::Queue, Properties: { FifoQueue: true, VisibilityTimeout: 60 } }
  GivenUp: { Type: AWS::SQS::Queue }
  Table:
    Type: AWS::DynamoDB::Table
    Properties:
      TableName: desk
      AttributeDefinitions: [{ AttributeName: PK, AttributeType: S }, { AttributeName: SK, AttributeType: S }]
      KeySchema: [{ AttributeName: PK, KeyType: HASH }, { AttributeName: SK, KeyType: RANGE }]
      StreamSpecification: { StreamViewType: KEYS_ONLY }
  Worker:
    Type: AWS::Serverless::Function
    Properties:
      Handler: worker
      Timeout: 2
      Events:
        Work:
          Type: SQS
          Properties:
            Queue: !GetAtt Work.Arn
            BatchSize: 10
            MaximumBatchingWindowInSeconds: 0
            FunctionResponseTypes: [ReportBatchItemFailures]
        Ordered:
          Type: SQS
          Properties: { Queue: !GetAtt Ordered.Arn, BatchSize: 5, FunctionResponseTypes: [ReportBatchItemFailures] }
  Relay:
    Type: AWS::Serverless::Function
    Properties:
      Handler: relay
      Timeout: 2
      Events:
        Outbox:
          Type: DynamoDB
          Properties:
            Stream: !GetAtt Table.StreamArn
            StartingPosition: TRIM_HORIZON
            BatchSize: 10
            MaximumRetryAttempts: 1
            BisectBatchOnFunctionError: true
            MaximumRecordAgeInSeconds: 3600
            FunctionResponseTypes: [ReportBatchItemFailures]
            FilterCriteria: { Filters: [{ Pattern: '{"eventName":["INSERT"],"dynamodb":{"Keys":{"SK":{"S":[{"prefix":"OUTBOX#"}]}}}}' }] }
            DestinationConfig: { OnFailure: { Destination: !GetAtt GivenUp.Arn } }
  Sweep:
    Type: AWS::Serverless::Function
    Properties:
      Handler: sweep
      Events: { Tick: { Type: ScheduleV2, Properties: { ScheduleExpression: rate(1 minute) } } }
"#;

const WORK: &str = "lambdesk-Work";
const DEAD: &str = "lambdesk-Dead";
const ORDERED: &str = "lambdesk-Ordered.fifo";
const GIVEN_UP: &str = "lambdesk-GivenUp";

/// Stores on disk and a template over them.
struct Stack {
    folder: tempfile::TempDir,
    template: Template,
    queues: Queues,
    table: Table,
}

impl Stack {
    async fn new() -> Self {
        Self::with(TEMPLATE).await
    }

    async fn with(text: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let template = parse(text, Parameters::default()).unwrap();
        let queues = open_queues(folder.path(), &template);
        let table = Table::open(folder.path(), &template.tables["Table"].spec())
            .await
            .unwrap();
        Self {
            folder,
            template,
            queues,
            table,
        }
    }

    async fn pump(&self, invoker: Arc<dyn Invoker>, settings: &Settings) -> Pump {
        let parts = Parts {
            template: &self.template,
            queues: self.queues.clone(),
            tables: BTreeMap::from([("Table".to_owned(), self.table.clone())]),
            invoker,
        };
        Pump::start(parts, settings).await.unwrap()
    }

    async fn put(&self, key: &str) {
        put(&self.table, key).await;
    }
}

fn open_queues(folder: &Path, template: &Template) -> Queues {
    Queues::open(&folder.join("queues.db"), template.queue_specs()).unwrap()
}

async fn put(table: &Table, key: &str) {
    let body = json!({ "TableName": "desk", "Item": { "PK": { "S": "p" }, "SK": { "S": key } } });
    let request = Request::post("/")
        .header("X-Amz-Target", "DynamoDB_20120810.PutItem")
        .header("Content-Type", "application/x-amz-json-1.0")
        .body(Body::from(body.to_string()))
        .unwrap();
    let response = table.router().oneshot(request).await.unwrap();
    assert!(response.status().is_success(), "{response:?}");
}
