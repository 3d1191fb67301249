//! Starts the local services on free ports and makes SDK clients for them.

use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;

use aws_sdk_dynamodb::types::AttributeValue;
use aws_smithy_http_client::Builder;
use axum::Router;
use lambdesk_local::faults::{Faults, Service};
use lambdesk_local::objects::{Objects, Options};
use lambdesk_local::table::{IndexSpec, KeySchema, Projection, Table, TableSpec};
use tokio::task::JoinHandle;

/// A running service; it stops when this is dropped.
pub(crate) struct Served {
    pub(crate) address: SocketAddr,
    task: JoinHandle<()>,
}

impl Drop for Served {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl Served {
    pub(crate) async fn start(router: Router) -> Self {
        let (listener, address) = lambdesk_local::listen::bind(0, "--port").await.unwrap();
        let task = tokio::spawn(async move {
            lambdesk_local::listen::serve(router, listener, std::future::pending())
                .await
                .unwrap();
        });
        Self { address, task }
    }

    pub(crate) fn url(&self) -> String {
        format!("http://{}", self.address)
    }
}

/// The table the tests use: two indexes, a stream of keys, an expiry attribute.
pub(crate) fn spec() -> TableSpec {
    let text = |name: &str| (name.to_owned(), "S".to_owned());
    TableSpec {
        name: "desk".to_owned(),
        attributes: ["PK", "SK", "GSI1PK", "GSI1SK", "GSI3PK", "GSI3SK"]
            .map(text)
            .to_vec(),
        key_schema: KeySchema::pair("PK", "SK"),
        indexes: vec![
            IndexSpec {
                name: "GSI1".to_owned(),
                keys: KeySchema::pair("GSI1PK", "GSI1SK"),
                projection: Projection::All,
            },
            IndexSpec {
                name: "GSI3".to_owned(),
                keys: KeySchema::pair("GSI3PK", "GSI3SK"),
                projection: Projection::KeysOnly,
            },
        ],
        stream_view: Some("KEYS_ONLY".to_owned()),
        ttl_attribute: Some("ttl".to_owned()),
    }
}

/// A table with its server and a client.
pub(crate) struct TestTable {
    pub(crate) table: Table,
    pub(crate) faults: Faults,
    pub(crate) client: aws_sdk_dynamodb::Client,
    pub(crate) _served: Served,
}

impl TestTable {
    pub(crate) async fn open(folder: &Path) -> Self {
        let table = Table::open(folder, &spec()).await.unwrap();
        let faults = Faults::new();
        let served = Served::start(table.router().layer(faults.layer(Service::Table))).await;
        let client = dynamodb(&served.url());
        Self {
            table,
            faults,
            client,
            _served: served,
        }
    }

    /// Puts an item with nothing but its key and, optionally, one number.
    pub(crate) async fn put(&self, pk: &str, sk: &str, number: Option<i64>) {
        let put = self
            .client
            .put_item()
            .table_name("desk")
            .item("PK", s(pk))
            .item("SK", s(sk));
        let put = match number {
            Some(number) => put.item("n", AttributeValue::N(number.to_string())),
            None => put,
        };
        put.send().await.unwrap();
    }
}

pub(crate) fn s(text: &str) -> AttributeValue {
    AttributeValue::S(text.to_owned())
}

pub(crate) fn dynamodb(url: &str) -> aws_sdk_dynamodb::Client {
    use aws_sdk_dynamodb::config::{BehaviorVersion, Config, Credentials, Region};
    let config = Config::builder()
        .behavior_version(BehaviorVersion::latest())
        .region(Region::new("eu-central-1"))
        .credentials_provider(Credentials::new(
            "local",
            "local-secret",
            None,
            None,
            "test",
        ))
        .http_client(Builder::new().build_http())
        .endpoint_url(url)
        .build();
    aws_sdk_dynamodb::Client::from_conf(config)
}

/// An object store with its server and a client, and a bucket called `mail`.
pub(crate) struct TestObjects {
    pub(crate) objects: Objects,
    pub(crate) faults: Faults,
    pub(crate) client: aws_sdk_s3::Client,
    pub(crate) served: Served,
}

pub(crate) fn options(folder: &Path) -> Options {
    Options {
        folder: folder.to_owned(),
        access_key: "local".to_owned(),
        secret_key: "local-secret".to_owned(),
        notifications: Vec::new(),
        clock: Arc::new(|| 1_767_225_600_000),
        quota_bytes: None,
    }
}

impl TestObjects {
    pub(crate) async fn open(options: Options) -> Self {
        let objects = Objects::open(options).await.unwrap();
        objects.ensure_bucket("mail").await.unwrap();
        let faults = Faults::new();
        let served = Served::start(objects.router().layer(faults.layer(Service::Objects))).await;
        let client = s3(&served.url(), "local-secret");
        Self {
            objects,
            faults,
            client,
            served,
        }
    }

    /// Puts through the SDK.
    pub(crate) async fn put(&self, key: &str, bytes: Vec<u8>) {
        let put = self
            .client
            .put_object()
            .bucket("mail")
            .key(key)
            .body(bytes.into());
        put.send().await.unwrap();
    }

    /// Gets through the SDK.
    pub(crate) async fn get(&self, key: &str) -> Vec<u8> {
        let got = self
            .client
            .get_object()
            .bucket("mail")
            .key(key)
            .send()
            .await
            .unwrap();
        got.body.collect().await.unwrap().to_vec()
    }
}

pub(crate) fn s3(url: &str, secret: &str) -> aws_sdk_s3::Client {
    use aws_sdk_s3::config::{BehaviorVersion, Config, Credentials, Region};
    let config = Config::builder()
        .behavior_version(BehaviorVersion::latest())
        .region(Region::new("eu-central-1"))
        .credentials_provider(Credentials::new("local", secret, None, None, "test"))
        .http_client(Builder::new().build_http())
        .endpoint_url(url)
        .build();
    aws_sdk_s3::Client::from_conf(config)
}

/// Bytes that differ from place to place.
pub(crate) fn pattern(length: usize) -> Vec<u8> {
    (0..length)
        .map(|at| u8::try_from((at / 7 + at / 1031) % 251).unwrap())
        .collect()
}
